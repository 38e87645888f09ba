"""Where to publish: an address that the user gives, or a target of `data/publish.yaml`.

Neither ever holds a password: settings name the environment variables that do.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.names import refuse_links
from site_builder.sources.nodes import Node
from site_builder.sources.reader import Reader, closest
from site_builder.sources.yaml import read_yaml

SETTINGS_FILE = "data/publish.yaml"
SCHEMES = ("sftp", "ftps", "s3", "git", "file")
SWITCHES = ("auto", "link", "in-place")
#: Default names of environment variables.
PASSWORD, PASSPHRASE = "OIT_PUBLISH_PASSWORD", "OIT_PUBLISH_PASSPHRASE"
KEY_ID, SECRET, TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"

_PORTS = {"sftp": 22, "ftps": 21}
_VARIABLE = re.compile("[A-Z][A-Z0-9_]*")
_BUCKET = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
_BRANCH = re.compile("[A-Za-z0-9_][A-Za-z0-9._/-]*")
_OPTIONAL = (
    "name",
    "url",
    "keep",
    "switch",
    "host-key",
    "identity",
    "endpoint",
    "region",
    "remote",
    "password-env",
    "passphrase-env",
    "key-id-env",
    "secret-env",
)
_KEEP = 2


@dataclass(frozen=True)
class Target:
    """Where a site is published.

    Attributes:
        path: the folder that the web server shows; in a bucket the prefix, of git the branch.
        url: the address at which readers see it; "" for the agency's website.
        keep: how many releases stay, the present one among them.
        switch: one of `SWITCHES`.
        host_key: fingerprint of the server's key.
        identity: file of the user's private key.
        variables: environment variables that hold what is secret, by what it is.
    """

    scheme: str
    path: str
    host: str = ""
    port: int = 0
    user: str = ""
    name: str = ""
    url: str = ""
    keep: int = _KEEP
    switch: str = "auto"
    host_key: str = ""
    identity: str = ""
    endpoint: str = ""
    region: str = ""
    remote: str = ""
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The target as it is written; never with a password."""
        if self.scheme == "file":
            return self.path
        if self.scheme == "git":
            return f"git:{self.path}"
        if self.scheme == "s3":
            return f"s3://{self.host}/{self.path}".rstrip("/")
        return f"{self.server}{self.path}"

    @property
    def server(self) -> str:
        """The server with the user, as the keyring calls it."""
        user = f"{self.user}@" if self.user else ""
        port = "" if self.port in (0, _PORTS.get(self.scheme)) else f":{self.port}"
        return f"{self.scheme}://{user}{self.host}{port}"

    @property
    def key(self) -> str:
        """The name of the folder in which this computer keeps what it knows of the target."""
        whole = f"{self.address} {self.endpoint} {self.remote}"
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def find_target(root: Path, to: str) -> Target:
    """The target that the user names: its name in the settings, or its address; "" for the only one of the
    settings.

    Raises:
        InputError: there is no such target, or it is not a whole one.
    """
    known = _settings(root)
    named = next((each for each in known if to and to in (each.name, each.address)), None)
    if named:
        return named
    if not to:
        if len(known) == 1:
            return known[0]
        raise InputError([_which(known)])
    if ":" not in to and "/" not in to and "\\" not in to and known:
        raise InputError([_unknown_name(to, known)])
    return parse_target(to, Location("--to"))


def parse_target(text: str, location: Location) -> Target:
    """The target of an address.

    Raises:
        InputError: it is none, or holds a password.
    """
    scheme, _, rest = text.partition(":")
    if scheme == "git" and not rest.startswith("//"):
        if _BRANCH.fullmatch(rest) and ".." not in rest:
            return Target("git", rest)
        raise InputError([_no_target(text, location)])
    if "://" not in text:
        # A folder, on Windows also `C:\site`.
        if not text.strip():
            raise InputError([_no_target(text, location)])
        return Target("file", _absolute(Path(text)))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InputError([_no_target(text, location)]) from None
    if parts.password is not None:
        raise InputError([_with_password(location)])
    scheme, host, path = parts.scheme.lower(), parts.hostname or "", unquote(parts.path)
    is_odd = parts.query or parts.fragment or any(ord(sign) < 32 for sign in path)
    if scheme == "ftp":
        raise InputError([_not_secret(location)])
    if scheme not in SCHEMES or is_odd or ".." in PurePosixPath(path).parts:
        raise InputError([_no_target(text, location)])
    if scheme == "file":
        return Target("file", _absolute(Path(_of_windows(path))))
    if scheme == "s3":
        prefix = path.strip("/")
        if _BUCKET.fullmatch(parts.netloc):
            return Target("s3", f"{prefix}/" if prefix else "", host=parts.netloc)
    elif scheme in _PORTS and host and path.startswith("/"):
        user = unquote(parts.username or "")
        if scheme == "ftps" and not user:
            raise InputError([_no_target(text, location)])
        return Target(scheme, path.rstrip("/"), host, port or _PORTS[scheme], user)
    raise InputError([_no_target(text, location)])


def _settings(root: Path) -> tuple[Target, ...]:
    """The targets of the workspace's settings; none where there are no settings."""
    path = root / SETTINGS_FILE
    if not os.path.lexists(path):
        return ()
    refuse_links(root, SETTINGS_FILE)
    reader = Reader()
    top = reader.mapping(read_yaml(path, SETTINGS_FILE), ["targets"])
    found = []
    for node in reader.items(top.get("targets")):
        target = _target(reader, node)
        if target:
            found.append(target)
    reader.finish()
    return tuple(found)


def _target(reader: Reader, node: Node) -> Target | None:
    fields = reader.mapping(node, ["to"], _OPTIONAL)
    texts = {key: reader.text(value) for key, value in fields.items()}
    if not texts.get("to"):
        return None
    try:
        target = parse_target(texts["to"], fields["to"].location)
    except InputError as error:
        reader.problems += error.problems
        return None
    variables = {}
    for key in ("password", "passphrase", "key-id", "secret"):
        name = texts.get(f"{key}-env", "")
        if name and not _VARIABLE.fullmatch(name):
            # What stands here may be the secret itself, so it is not shown.
            reader.problems.append(_no_variable(f"{key}-env", fields[f"{key}-env"].location))
        elif name:
            variables[key] = name
    keep = reader.integer(fields.get("keep"))
    if keep is not None and not 2 <= keep <= 20:
        reader.problems.append(_keep_range(fields["keep"].location))
    return Target(
        target.scheme,
        target.path,
        target.host,
        target.port,
        target.user,
        name=texts.get("name", ""),
        url=texts.get("url", ""),
        keep=keep or _KEEP,
        switch=reader.one_of(fields.get("switch"), SWITCHES, "auto"),
        host_key=texts.get("host-key", ""),
        identity=texts.get("identity", ""),
        endpoint=texts.get("endpoint", ""),
        region=texts.get("region", ""),
        remote=texts.get("remote", ""),
        variables=variables,
    )


def _absolute(path: Path) -> str:
    return Path(path.expanduser().absolute()).as_posix()


def _of_windows(path: str) -> str:
    """`/C:/site` of `file:///C:/site` is `C:/site`."""
    return path[1:] if re.match("/[A-Za-z]:/", path) else path


_EXAMPLES = Text(
    "เขียนเช่น sftp://ผู้ใช้@www.example.go.th/var/www/site, ftps://ผู้ใช้@ftp.example.go.th/public_html, "
    "s3://bucket/โฟลเดอร์, git:gh-pages หรือโฟลเดอร์ในเครื่อง",
    "write such as sftp://user@www.example.go.th/var/www/site, ftps://user@ftp.example.go.th/public_html, "
    "s3://bucket/folder, git:gh-pages, or a folder of this computer",
)


def _no_target(text: str, location: Location) -> Problem:
    return Problem(
        "publish-target",
        location,
        Text('"{text}" ไม่ใช่ปลายทางที่เผยแพร่ได้', '"{text}" is no place to publish to').format(
            text=same(printable(text.partition("?")[0]))
        ),
        _EXAMPLES,
    )


def _with_password(location: Location) -> Problem:
    return Problem(
        "publish-password",
        location,
        Text("ปลายทางมีรหัสผ่านอยู่ข้างใน", "the target has a password in it"),
        Text(
            f"ลบ :รหัสผ่าน ออกจากปลายทาง แล้วตั้งไว้ในตัวแปร {PASSWORD} หรือใน keyring ของเครื่อง "
            "และเปลี่ยนรหัสผ่านนั้น เพราะอาจถูกบันทึกไว้ในประวัติคำสั่งแล้ว",
            f"take :password out of it, put it into the variable {PASSWORD} or into the computer's keyring, "
            "and change it: it may stand in the history of commands by now",
        ),
    )


def _not_secret(location: Location) -> Problem:
    return Problem(
        "publish-target",
        location,
        Text(
            "FTP ธรรมดาส่งรหัสผ่านโดยไม่เข้ารหัส จึงไม่ใช้",
            "plain FTP sends passwords for all to read, so it is not used",
        ),
        Text(
            "ใช้ ftps:// (FTP แบบ TLS) หรือ sftp:// ถามผู้ให้บริการว่ามีแบบใด",
            "use ftps:// (FTP with TLS) or sftp://; ask the hosting company which one there is",
        ),
    )


def _no_variable(key: str, location: Location) -> Problem:
    return Problem(
        "publish-password",
        location,
        Text(
            f'ค่าของ "{key}" ไม่ใช่ชื่อตัวแปรสภาพแวดล้อม',
            f'"{key}" is not the name of an environment variable',
        ),
        Text(
            f"เขียนชื่อตัวแปร เช่น {PASSWORD} ห้ามเขียนรหัสผ่านในไฟล์ ถ้าเขียนไปแล้วให้เปลี่ยนรหัสผ่าน",
            f"write the name of a variable, such as {PASSWORD}; never the password itself; change it if it stood here",
        ),
    )


def _keep_range(location: Location) -> Problem:
    return Problem(
        "publish-keep",
        location,
        Text("จำนวนรุ่นที่เก็บต้องอยู่ระหว่าง 2 ถึง 20", "between 2 and 20 releases can be kept"),
        Text("เขียนเช่น keep: 2", "write such as keep: 2"),
    )


def _which(known: tuple[Target, ...]) -> Problem:
    names = ", ".join(each.name or each.address for each in known)
    if known:
        message = Text("มีปลายทางหลายแห่ง: {names}", "there are several targets: {names}")
        remedy = Text("เลือกหนึ่งแห่งด้วย --to ชื่อ", "choose one with --to NAME")
    else:
        message = Text("ยังไม่ได้บอกว่าเผยแพร่ไปที่ใด", "nothing says where to publish to")
        remedy = Text(
            "ใช้ --to ปลายทาง หรือเขียนไว้ใน {file} {examples}",
            "use --to TARGET, or write it into {file}: {examples}",
        ).format(file=same(SETTINGS_FILE), examples=_EXAMPLES)
    return Problem("publish-target", Location("--to"), message.format(names=same(names)), remedy)


def _unknown_name(name: str, known: tuple[Target, ...]) -> Problem:
    names = [each.name for each in known if each.name]
    return Problem(
        "publish-target",
        Location("--to"),
        Text('ไม่มีปลายทางชื่อ "{name}"{guess}', 'there is no target "{name}"{guess}').format(
            name=same(printable(name)), guess=closest(name, names)
        ),
        Text("ปลายทางที่มี: {names}", "the targets are: {names}").format(
            names=same(", ".join(each.name or each.address for each in known))
        ),
    )
