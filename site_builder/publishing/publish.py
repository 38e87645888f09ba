"""Publishes the built site of a workspace to a target, or takes it back to the release before."""

from __future__ import annotations

import getpass
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_builder.agency import Agency
from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.links.fetch import Manners
from site_builder.links.ledger import load_ledger
from site_builder.locations import Location
from site_builder.outcomes import Finding, Report
from site_builder.problems import InputError, Problem
from site_builder.published.intact import Verdict, look
from site_builder.published.source import HttpSource, open_source
from site_builder.publishing.connecting import Confirm, Opened, opened
from site_builder.publishing.lock import LOCK, Owner, copy_id, only_here, only_one
from site_builder.publishing.place import LostError, RefusedError
from site_builder.publishing.plan import Plan
from site_builder.publishing.release import File, Release, new_release
from site_builder.publishing.store import own_folder
from site_builder.publishing.targets import Target
from site_builder.publishing.work import Tell, Work
from site_builder.sealing.manifest import SITE
from site_builder.sealing.seal import take

#: A run that lost its connection begins again so often, and goes on where it was.
_TRIES, _PAUSE = 3, 1.0
#: Files of this computer by their paths in the site.
Contents = Mapping[str, Path]

#: How many files a message names.
_NAMED = 5


@dataclass(frozen=True)
class Built:
    """The site that would be published.

    Attributes:
        contents: its files on this computer.
        addresses: that the ledger promises.
        stale: it is not what the present data would build.
    """

    agency: Agency
    release: Release
    contents: Mapping[str, Path]
    addresses: frozenset[str]
    reports: tuple[Report, ...]
    stale: Finding | None


@dataclass(frozen=True)
class Options:
    """How a run is to go on.

    Attributes:
        confirm_key: asked about a server's key that is not known.
        confirm_taking: asked about files of others that would be replaced; whether it may be done.
        break_lock: take the lock whosever it is.
        notice: told of a connection that was lost and is tried again.
    """

    confirm_key: Confirm
    confirm_taking: Callable[[list[str]], bool]
    break_lock: bool
    notice: Callable[[Text], None]


@dataclass(frozen=True)
class Done:
    """What was done, or would be.

    Attributes:
        release: what stands there now.
        at_once: by one switch; otherwise file by file.
        wrong: files that the place does not hold as they were sent.
    """

    plan: Plan
    release: Release
    at_once: bool
    wrong: tuple[str, ...] = ()


def built_site(root: Path, at: datetime) -> Built:
    """The built site of the workspace at `root`, compared with what its data would build now.

    Raises:
        InputError: the workspace has input errors, or no site is built.
    """
    snapshot = take(root, ())
    files = {each.path.removeprefix(SITE): File(each.size, each.sha256) for each in snapshot.files}
    addresses = frozenset(load_ledger(root))
    return Built(
        snapshot.workspace.agency,
        new_release(files, addresses, at),
        {path: snapshot.site / path for path in files},
        addresses,
        snapshot.reports,
        snapshot.stale,
    )


def preview(
    target: Target,
    root: Path,
    release: Release,
    contents: Contents,
    options: Options,
    reads_back: bool = False,
) -> Done:
    """What publishing would do; nothing is written there.

    Args:
        reads_back: look also for what does not stand there as it was sent.

    Raises:
        InputError: the target cannot be opened.
    """
    folder = _folder(root, target)
    with _reported(target), opened(target, root, folder, options.confirm_key, False) as it:
        there = it.site.present()
        wrong = tuple(it.site.wrong(there)) if reads_back else ()
        return Done(it.site.plan(release, contents), there, it.at_once, wrong)


def publish(
    target: Target,
    root: Path,
    release: Release,
    contents: Contents,
    options: Options,
    tell: Tell,
) -> Done:
    """Bring a release to the target; `contents` are its files on this computer.

    Raises:
        InputError: it cannot be done, or was broken off; a second run then finishes it.
    """

    def send(it: Opened, work: Work) -> Done:
        taken = it.site.in_the_way(release.files)
        if taken and not options.confirm_taking(taken):
            raise InputError([_taken(target, taken)])
        result = it.site.plan(release, contents)
        return _sent(it, result, release, contents, work)

    return _run(target, root, options, tell, send)


def roll_back(target: Target, root: Path, options: Options, tell: Tell) -> Done:
    """Bring the release before the present one back. Addresses that were published since stay.

    Raises:
        InputError: no former release is kept, or it cannot be done.
    """
    addresses = frozenset(load_ledger(root))

    def send(it: Opened, work: Work) -> Done:
        previous = it.site.previous()
        if previous is None:
            raise InputError([_no_previous(target, it.store is not None)])
        wanted = Release(previous.id, previous.files, addresses | previous.addresses)
        result = it.site.plan(wanted, {})
        if it.store:
            lost = [p for p in result.order if not it.store.object(previous.files[p].sha256)]
            if lost:
                raise InputError([_incomplete(target, lost)])
        return _sent(it, result, wanted, {}, work)

    return _run(target, root, options, tell, send)


def look_at(
    url: str,
    files: Mapping[str, File],
    contents: Contents,
    tell: Tell,
    manners: Manners | None = None,
) -> Verdict:
    """Read the live site at `url` and compare it.

    Raises:
        InputError: it is no web address.
    """
    source = open_source(url, manners, "url")
    if not isinstance(source, HttpSource):
        raise InputError([_no_url(url)])
    return look(source, files, tell, contents)


def _sent(it: Opened, result: Plan, release: Release, contents: Contents, work: Work) -> Done:
    """Publish, read back what stands there, and send once more what is not as it was sent."""
    there = it.site.publish(release, contents, work)
    wrong = it.site.wrong(there)
    if wrong:
        it.site.doubt(there, wrong)
        there = it.site.publish(release, contents, work)
        wrong = it.site.wrong(there)
        if wrong:
            it.site.doubt(there, wrong)
    return Done(result, there, it.at_once, tuple(wrong))


def _run(
    target: Target,
    root: Path,
    options: Options,
    tell: Tell,
    send: Callable[[Opened, Work], Done],
) -> Done:
    folder = _folder(root, target)
    owner = Owner(_who(), copy_id(folder))
    with _reported(target), only_here(folder):
        for left in reversed(range(_TRIES)):
            try:
                with (
                    opened(target, root, folder, options.confirm_key, True) as it,
                    ExitStack() as held,
                ):
                    sign: Callable[[], None] = _nothing
                    if it.place:
                        lock = only_one(
                            it.place,
                            f"{it.home}/{LOCK}",
                            owner,
                            folder / "claiming",
                            options.break_lock,
                        )
                        sign = held.enter_context(lock).sign
                    return send(it, Work(tell, sign))
            except LostError as error:
                if not left:
                    raise
                options.notice(
                    Text(
                        "การเชื่อมต่อขาด ({why}) กำลังต่อใหม่",
                        "connection lost ({why}); connecting again",
                    ).format(why=same(printable(str(error))))
                )
                time.sleep(_PAUSE * (_TRIES - left))
    raise AssertionError("the last try returns or raises")


def _nothing() -> None:
    """git needs no lock, and so no sign of life."""


def _folder(root: Path, target: Target) -> Path:
    folder = own_folder(root) / target.key
    folder.mkdir(exist_ok=True)
    return folder


def _who() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "?"
    return f"{name}@{platform.node()}"


@contextmanager
def _reported(target: Target) -> Iterator[None]:
    """Raises InputError for what went wrong with the server."""
    try:
        yield
    except LostError as error:
        raise InputError([_lost(target, str(error))]) from None
    except RefusedError as error:
        raise InputError([_refused(target, error)]) from None


# --- problems ------------------------------------------------------------------------------------


def _lost(target: Target, reason: str) -> Problem:
    return Problem(
        "publish-lost",
        Location(target.address),
        Text(
            "ติดต่อเครื่องแม่ข่ายไม่ได้ หรือการเชื่อมต่อขาดกลางคัน ({reason})",
            "the server cannot be reached, or the connection broke ({reason})",
        ).format(reason=same(printable(reason))),
        Text(
            "ตรวจเครือข่ายและชื่อเครื่อง แล้วสั่งคำสั่งเดิมอีกครั้ง โปรแกรมทำต่อจากที่ค้างไว้",
            "check the network and the host's name, then run the same command again: it goes on from there",
        ),
    )


def _refused(target: Target, error: RefusedError) -> Problem:
    return Problem(
        "publish-refused",
        Location(target.address),
        Text(
            "เครื่องแม่ข่ายไม่ยอมทำกับ {place}: {reason}", "the server refused {place}: {reason}"
        ).format(place=same(printable(error.place)), reason=same(printable(str(error)))),
        Text(
            "ตรวจว่าโฟลเดอร์ปลายทางถูกต้อง มีสิทธิ์เขียน และพื้นที่ไม่เต็ม แล้วสั่งคำสั่งเดิมอีกครั้ง",
            "check that the folder is right, may be written to and has room, then run the same command again",
        ),
    )


def _taken(target: Target, paths: list[str]) -> Problem:
    return Problem(
        "publish-taken",
        Location(target.address),
        Text(
            "ที่นั่นมีไฟล์ที่โปรแกรมนี้ไม่ได้เผยแพร่ และจะถูกแทนที่ {count} ไฟล์: {named}",
            "{count} files that were not published by this program stand there and would be replaced: {named}",
        ).format(count=len(paths), named=same(_named(paths))),
        Text(
            "ดูก่อนว่าปลายทางถูกต้อง สำรองไฟล์เดิมถ้ายังต้องใช้ แล้วเพิ่ม --yes",
            "see that this is the right place, back them up if they are still needed, then add --yes",
        ),
    )


def _no_previous(target: Target, is_kept_here: bool) -> Problem:
    where = (
        Text("คอมพิวเตอร์เครื่องนี้", "this computer") if is_kept_here else Text("ปลายทาง", "the target")
    )
    return Problem(
        "rollback-nothing",
        Location(target.address),
        Text("ไม่มีรุ่นก่อนหน้าเก็บไว้ที่{where}", "no former release is kept at {where}").format(
            where=where
        ),
        Text(
            "นำข้อมูลเดิมกลับมา สั่ง oit build แล้ว oit publish",
            "bring the former data back, run oit build, then oit publish",
        ),
    )


def _incomplete(target: Target, paths: list[str]) -> Problem:
    return Problem(
        "rollback-incomplete",
        Location(target.address),
        Text(
            "เนื้อหาเดิมของ {count} ไฟล์ไม่ได้เก็บไว้ในคอมพิวเตอร์นี้: {named}",
            "the former content of {count} files is not kept on this computer: {named}",
        ).format(count=len(paths), named=same(_named(paths))),
        Text(
            "นำข้อมูลเดิมกลับมา สั่ง oit build แล้ว oit publish",
            "bring the former data back, run oit build, then oit publish",
        ),
    )


def _no_url(url: str) -> Problem:
    return Problem(
        "no-site",
        Location("url"),
        Text('"{url}" ไม่ใช่ที่อยู่เว็บ', '"{url}" is no web address').format(url=same(printable(url))),
        Text(
            "เขียนที่อยู่หน้าแรก เช่น https://www.example.go.th/",
            "write the front page's address, such as https://www.example.go.th/",
        ),
    )


def _named(paths: list[str]) -> str:
    return printable(", ".join(paths[:_NAMED])) + (" …" if len(paths) > _NAMED else "")
