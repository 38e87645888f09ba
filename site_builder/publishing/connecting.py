"""Opens a target, and chooses the way in which a site is published there: by a switch where the server
allows it, otherwise in place."""

from __future__ import annotations

import posixpath
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.publishing.credentials import secret, variable
from site_builder.publishing.inplace import InPlace
from site_builder.publishing.local import LocalPlace
from site_builder.publishing.place import (
    FileSystem,
    LinkingFileSystem,
    LostError,
    Place,
    RefusedError,
)
from site_builder.publishing.plan import Plan
from site_builder.publishing.release import Release
from site_builder.publishing.store import Store
from site_builder.publishing.switching import Switching
from site_builder.publishing.targets import TOKEN, Target
from site_builder.publishing.work import Work

#: Whether a person says that this is the key of the server.
Confirm = Callable[[str], bool]
_INSIDE = ".oit"
#: Servers that read such files show nobody what the folder holds.
_KEEP_OUT = b"Require all denied\n"


class Site(Protocol):
    """A site at a target, whatever the way in which it is published."""

    def present(self) -> Release: ...
    def previous(self) -> Release | None: ...
    def plan(self, wanted: Release, contents: Mapping[str, Path]) -> Plan: ...
    def in_the_way(self, wanted: Iterable[str]) -> list[str]: ...
    def publish(self, wanted: Release, contents: Mapping[str, Path], work: Work) -> Release: ...
    def wrong(self, release: Release) -> list[str]: ...
    def doubt(self, release: Release, paths: list[str]) -> None: ...


@dataclass(frozen=True)
class Opened:
    """A target that answers.

    Attributes:
        place: None where the site takes care of others by itself (git).
        home: where the lock stands.
        at_once: readers see the whole old or the whole new site at every moment.
        store: what this computer keeps, where the place holds one release only.
    """

    site: Site
    place: Place | None
    home: str
    at_once: bool
    store: Store | None = None


@contextmanager
def opened(
    target: Target, root: Path, folder: Path, confirm: Confirm, writes: bool
) -> Iterator[Opened]:
    """The site of a target; `folder` keeps what this computer knows of it.

    Args:
        root: of the workspace.
        confirm: asked about the key of a server that is not known.
        writes: whether anything may be made there, even if it is only to try what the server can do.

    Raises:
        InputError: it cannot be opened.
        LostError: the connection broke.
    """
    if target.scheme == "git":
        from site_builder.publishing.branch import Branch

        branch = Branch(_remote(target, root), target.path, folder / "git")
        yield Opened(branch, None, "", True)
        return
    place = _place(target, root, folder, confirm)
    try:
        if isinstance(place, FileSystem):
            yield _way(target, place, Store(folder), writes)
        else:
            from site_builder.publishing.objects import Objects
            from site_builder.publishing.s3 import S3Place

            assert isinstance(place, S3Place)
            store = Store(folder)
            objects = Objects(place, target.path, store, target.keep)
            yield Opened(objects, place, objects.home, False, store)
    finally:
        place.close()


def _way(target: Target, place: FileSystem, store: Store, writes: bool) -> Opened:
    root, name = target.path, posixpath.basename(target.path)
    home = posixpath.join(posixpath.dirname(root), f".{name}.oit")
    if not isinstance(place, LinkingFileSystem) or not name:
        return _in_place(target, place, root, store, writes)
    link = place.read_link(root)
    is_ours = link is not None and posixpath.dirname(posixpath.dirname(link)) in (
        posixpath.basename(home),
        home,
    )
    if not is_ours and link is not None:
        # A second name of the folder that others have made, such as `www` of some hosting companies.
        return _in_place(target, place, place.resolve(root), store, writes)
    is_there = not is_ours and place.is_folder(root)
    is_empty = is_there and not place.names(root)
    wanted = target.switch != "in-place" and (
        not is_there or (is_empty and target.switch == "link")
    )
    if is_ours or (wanted and (not writes or _can_switch(place, home))):
        return Opened(Switching(place, root, home, target.keep), place, home, True)
    if target.switch == "link":
        raise InputError([_no_switch(target)])
    return _in_place(target, place, root, store, writes)


def _can_switch(place: LinkingFileSystem, home: str) -> bool:
    try:
        place.make_folder(home)
    except RefusedError:
        return False
    return place.can_switch(home)


def _in_place(target: Target, place: FileSystem, root: str, store: Store, writes: bool) -> Opened:
    name = posixpath.basename(root)
    beside = posixpath.join(posixpath.dirname(root), f".{name}.oit")
    inside = f"{root}/{_INSIDE}"
    home = inside
    if name and not place.is_folder(inside):
        home = beside if not writes or _can_make(place, beside) else inside
    if home == inside and writes and not place.is_folder(inside):
        place.make_folder(inside)
        place.write(f"{inside}/.htaccess", _KEEP_OUT)
    return Opened(InPlace(place, root, home, store, target.keep), place, home, False, store)


def _can_make(place: FileSystem, folder: str) -> bool:
    try:
        place.make_folder(folder)
        place.write(f"{folder}/try", b"")
        place.delete(f"{folder}/try")
    except RefusedError:
        return False
    return True


# --- connections ---------------------------------------------------------------------------------


def _place(target: Target, root: Path, folder: Path, confirm: Confirm) -> Place:
    if target.scheme == "file":
        return LocalPlace()
    try:
        if target.scheme == "sftp":
            return _sftp(target, root, folder, confirm)
        if target.scheme == "ftps":
            return _ftps(target)
        return _s3(target)
    except ImportError as error:
        raise InputError([_no_library(error.name or "")]) from None


def _sftp(target: Target, root: Path, folder: Path, confirm: Confirm) -> Place:
    from site_builder.publishing import sftp

    key = Path(target.identity).expanduser() if target.identity else None
    if key and not key.is_file():
        raise InputError([_no_identity(target)])

    def connect(fingerprint: str) -> Place:
        return sftp.SftpPlace(
            target.host,
            target.port,
            target.user,
            secret(target, "password"),
            secret(target, "passphrase"),
            key,
            folder.parent / "known_hosts",
            fingerprint,
        )

    try:
        try:
            return connect(target.host_key)
        except sftp.UnknownHostError as error:
            if not confirm(error.fingerprint):
                raise InputError([_unknown_host(target, error.fingerprint)]) from None
            return connect(error.fingerprint)
    except sftp.ChangedHostError as error:
        raise InputError([_changed_host(target, str(error))]) from None
    except sftp.LoginError:
        raise InputError([_no_login(target, "password")]) from None


def _ftps(target: Target) -> Place:
    from site_builder.publishing import ftps

    try:
        return ftps.FtpsPlace(target.host, target.port, target.user, secret(target, "password"))
    except ftps.CertificateError as error:
        raise InputError([_no_certificate(target, str(error))]) from None
    except ftps.LoginError:
        raise InputError([_no_login(target, "password")]) from None


def _s3(target: Target) -> Place:
    from site_builder.publishing import s3

    key_id, hidden = secret(target, "key-id"), secret(target, "secret")
    if not (key_id and hidden):
        raise InputError([_no_login(target, "secret" if key_id else "key-id")])
    import os

    place = s3.S3Place(
        target.host,
        target.endpoint or os.environ.get("AWS_ENDPOINT_URL_S3", ""),
        target.region or os.environ.get("AWS_REGION", ""),
        key_id,
        hidden,
        os.environ.get(TOKEN, ""),
    )
    try:
        place.read(f"{target.path}.oit/", 0)
    except s3.LoginError:
        place.close()
        raise InputError([_no_login(target, "secret")]) from None
    except (LostError, RefusedError):
        place.close()
        raise
    return place


def _remote(target: Target, root: Path) -> str:
    """The address of the repository: of a remote of the workspace's, or the workspace's own."""
    name = target.remote or "origin"
    if "/" in name or ":" in name:
        return name
    for command in (["remote", "get-url", name], ["rev-parse", "--absolute-git-dir"]):
        try:
            done = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True)
        except FileNotFoundError:
            raise InputError([_no_git(target, Text("ไม่มีโปรแกรม git", "there is no git"))]) from None
        if done.returncode == 0:
            found = done.stdout.strip()
            here = root / found
            return str(here.resolve()) if here.exists() else found
        if target.remote:
            break
    raise InputError(
        [
            _no_git(
                target,
                Text(
                    f'โฟลเดอร์นี้ไม่ใช่คลัง git ที่มี remote ชื่อ "{name}"',
                    f'this folder is no git repository with a remote "{name}"',
                ),
            )
        ]
    )


# --- problems ------------------------------------------------------------------------------------


def _no_library(name: str) -> Problem:
    return Problem(
        "publish-library",
        Location("oit publish"),
        Text(
            f"ยังไม่ได้ติดตั้ง {name} ซึ่งใช้ติดต่อปลายทางแบบนี้",
            f"{name}, which speaks to such targets, is not installed",
        ),
        Text(
            "ติดตั้งด้วย: pip install 'oit-site-builder[publish]'",
            "install it with: pip install 'oit-site-builder[publish]'",
        ),
    )


def _unknown_host(target: Target, fingerprint: str) -> Problem:
    return Problem(
        "host-key-unknown",
        Location(target.server),
        Text(
            f"ยังไม่เคยยืนยันกุญแจของเครื่องแม่ข่ายนี้: {fingerprint}",
            f"nobody has confirmed the key of this server yet: {fingerprint}",
        ),
        Text(
            "ถามผู้ดูแลเครื่องแม่ข่ายหรือผู้ให้บริการว่าลายนิ้วมือกุญแจ (fingerprint) ตรงกันหรือไม่ ถ้าตรง เพิ่ม "
            f"--accept-host-key {fingerprint}",
            "ask the server's administrator or the hosting company whether this is its fingerprint; if so, add "
            f"--accept-host-key {fingerprint}",
        ),
    )


def _changed_host(target: Target, fingerprint: str) -> Problem:
    return Problem(
        "host-key-changed",
        Location(target.server),
        Text(
            f"กุญแจของเครื่องแม่ข่ายไม่ใช่ที่เคยยืนยันไว้ ({fingerprint}) อาจเป็นเครื่องอื่นที่แอบอ้าง จึงไม่ส่งอะไรไป",
            f"the server shows another key than the known one ({fingerprint}); it may be an impostor, so nothing was sent",
        ),
        Text(
            "ถามผู้ให้บริการว่าเปลี่ยนกุญแจจริงหรือไม่ ถ้าจริง ลบบรรทัดของเครื่องนี้จาก .oit/publish/known_hosts "
            "และ ~/.ssh/known_hosts แล้วยืนยันกุญแจใหม่",
            "ask the hosting company whether it has changed the key; if so, delete the lines of this server from "
            ".oit/publish/known_hosts and ~/.ssh/known_hosts, and confirm the new one",
        ),
    )


def _no_login(target: Target, what: str) -> Problem:
    name = variable(target, what)
    return Problem(
        "publish-login",
        Location(target.server),
        Text(
            f"เข้าสู่ระบบไม่ได้ ชื่อผู้ใช้ รหัสผ่าน หรือกุญแจไม่ถูกต้อง หรือยังไม่ได้ตั้งตัวแปร {name}",
            f"the login was refused: user, password or key is wrong, or the variable {name} is not set",
        ),
        Text(
            f"ตั้งตัวแปรสภาพแวดล้อม {name} หรือสั่ง keyring set {target.server} {what} ห้ามเขียนรหัสผ่านในไฟล์",
            f"set the environment variable {name}, or run keyring set {target.server} {what}; never write it into a file",
        ),
    )


def _no_certificate(target: Target, reason: str) -> Problem:
    return Problem(
        "publish-certificate",
        Location(target.server),
        Text(
            "ใบรับรอง TLS ของเครื่องแม่ข่ายใช้ไม่ได้ ({reason}) จึงไม่ส่งรหัสผ่านไป",
            "the server's TLS certificate is no good ({reason}), so no password was sent",
        ).format(reason=same(printable(reason))),
        Text(
            "ใช้ชื่อเครื่องที่ตรงกับใบรับรอง ซึ่งมักเป็นชื่อเครื่องของผู้ให้บริการ ไม่ใช่ชื่อเว็บไซต์ของหน่วยงาน",
            "use the host name of the certificate, which often is the hosting company's, not that of your website",
        ),
    )


def _no_identity(target: Target) -> Problem:
    return Problem(
        "publish-login",
        Location(target.server),
        Text("ไม่มีไฟล์กุญแจที่ identity บอก", "the key file that identity names is not there"),
        Text("แก้ identity ให้ชี้ไฟล์กุญแจส่วนตัวของท่าน", "let identity name your private key's file"),
    )


def _no_switch(target: Target) -> Problem:
    return Problem(
        "publish-no-switch",
        Location(target.address),
        Text(
            'ใช้ switch: "link" ที่นี่ไม่ได้ โฟลเดอร์นี้มีไฟล์อยู่ หรือเครื่องแม่ข่ายไม่ให้ใช้ symbolic link',
            'switch: "link" is not possible: the folder is not empty, or the server allows no symbolic links',
        ),
        Text(
            "ย้ายไฟล์เดิมออกให้โฟลเดอร์ว่าง หรือใช้ switch: auto",
            "move what is in it elsewhere, or use switch: auto",
        ),
    )


def _no_git(target: Target, message: Text) -> Problem:
    return Problem(
        "publish-git",
        Location(target.address),
        message,
        Text(
            "ติดตั้ง git และตั้ง remote ก่อน เช่น git remote add origin ที่อยู่ หรือเขียน remote: ใน data/publish.yaml",
            "install git and name a remote, such as git remote add origin ADDRESS, or write remote: into data/publish.yaml",
        ),
    )
