"""One publishes at a time: a lock at the place, which names its owner and the time."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from site_builder.holding import Holder, held, told_by
from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.publishing.place import LostError, Place, RefusedError, write_whole
from site_builder.sources.write import write_file
from site_builder.thai import format_moment

LOCK = "lock.json"
#: Whoever has given no sign of life for so long is gone.
STALE = timedelta(minutes=30)
_SIGN = timedelta(seconds=60)
_LIMIT = 4096


@dataclass(frozen=True)
class Owner:
    """Who publishes: a person at a computer, and which copy of the workspace (`copy`)."""

    who: str
    copy: str
    since: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.since)


class Lock:
    """A lock that is held."""

    def __init__(self, place: Place, path: str, owner: Owner) -> None:
        self._place, self._path, self._owner = place, path, owner
        self._last = datetime.now(UTC)

    def sign(self) -> None:
        """Called often: now and then others are shown that it is still held.

        Raises:
            InputError: somebody else has taken it.
        """
        now = datetime.now(UTC)
        if now - self._last < _SIGN:
            return
        self._last = now
        holder = _holder(self._place.read(self._path, _LIMIT))
        if holder and holder.copy != self._owner.copy:
            raise InputError([_held(holder)])
        write_whole(self._place, self._path, _json(Owner(self._owner.who, self._owner.copy)))


@contextmanager
def only_here(folder: Path) -> Iterator[None]:
    """Held by one process of this computer; the system lets go of it when that process ends, however it
    does.

    Raises:
        InputError: another process publishes there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with held(folder / "running", "oit publish", _busy_here):
        yield


@contextmanager
def only_one(place: Place, path: str, owner: Owner, note: Path, take_over: bool) -> Iterator[Lock]:
    """The lock of a place. One that this copy of the workspace left behind is its own again: `only_here`
    shows that the process that had it is gone.

    Args:
        note: a file of this computer that stands while the lock may be ours.
        take_over: take it whosever it is.

    Raises:
        InputError: somebody else publishes there.
    """
    was_ours = note.exists()
    note.write_bytes(b"")
    content = _json(owner)
    if not place.claim(path, content):
        holder = _holder(place.read(path, _LIMIT))
        is_ours = holder.copy == owner.copy if holder else was_ours
        is_gone = holder is not None and datetime.now(UTC) - holder.time > STALE
        if not (is_ours or is_gone or take_over):
            if not was_ours:
                note.unlink()
            raise InputError([_held(holder)])
        write_whole(place, path, content)
    try:
        yield Lock(place, path, owner)
    finally:
        # Without a connection the lock stays, and the note that it is ours.
        with suppress(LostError, RefusedError):
            holder = _holder(place.read(path, _LIMIT))
            if holder is None or holder.copy == owner.copy:
                place.release(path)
            note.unlink(missing_ok=True)


def copy_id(folder: Path) -> str:
    """What stands for this copy of the workspace, and for nobody's name."""
    file = folder / "copy"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        write_file(file, file.name, secrets.token_hex(8))
    return file.read_text(encoding="ascii").strip()


def _json(owner: Owner) -> bytes:
    return json.dumps(asdict(owner), ensure_ascii=False).encode()


def _holder(content: bytes | None) -> Owner | None:
    """Who holds it; None where it does not say, as after a kill between taking and writing it."""
    try:
        owner = Owner(**json.loads(content or b""))
        assert owner.time.tzinfo is not None
    except (ValueError, TypeError, AssertionError):
        return None
    return owner


def _held(holder: Owner | None) -> Problem:
    who = same(printable(holder.who)) if holder else Text("ไม่ทราบชื่อ", "somebody unknown")
    since = (
        Text(format_moment(holder.time), f"{holder.time:%Y-%m-%d %H:%M:%S} UTC")
        if holder
        else Text("เวลาที่ไม่ทราบ", "an unknown time")
    )
    return Problem(
        "publish-locked",
        Location(LOCK),
        Text(
            "มีผู้กำลังเผยแพร่ไปที่นี่อยู่: {who} ล่าสุดเมื่อ {since}",
            "somebody is publishing there: {who}, last seen at {since}",
        ).format(who=who, since=since),
        Text(
            f"รอให้เสร็จแล้วสั่งอีกครั้ง ถ้าเลิกไปแล้วโดยไม่เสร็จ โปรแกรมรับช่วงเองหลัง {STALE.seconds // 60} นาที "
            "หรือเมื่อแน่ใจว่าไม่มีใครทำอยู่ ใช้ --break-lock",
            f"wait and run it again; one who has gone is passed over after {STALE.seconds // 60} minutes, "
            "or, if you are sure that nobody is at it, with --break-lock",
        ),
    )


def _busy_here(holder: Holder | None) -> Problem:
    return Problem(
        "publish-locked",
        Location("oit publish"),
        Text(
            "คำสั่งอื่นกำลังเผยแพร่ไปที่เดียวกัน: {who}",
            "another command is publishing to the same place: {who}",
        ).format(who=told_by(holder)),
        Text("รอให้เสร็จ แล้วสั่งอีกครั้ง", "let it finish, then run it again"),
    )
