"""One command at a time changes a workspace; whoever comes second waits a moment, or is told who is at it.

The lock is one of the system on `.oit/busy.json`, which says who holds it. It is gone with its process,
however that ends, so it never stands in the way of the next one. Commands that only read take none:
each file is replaced in one step, so that they find it whole.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.temporary import locked, replacing, tidy_all
from site_builder.thai import format_moment

#: What this computer knows of a workspace, and nobody else needs.
OWN = ".oit"
LOCK = f"{OWN}/busy.json"
#: So long, in seconds, one waits for another to end.
PATIENCE = 5.0
_PAUSE = 0.05
#: More is no note of ours.
_LIMIT = 4096
#: Where nothing can be written, nobody can change anything.
_UNCHANGING = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True)
class Holder:
    """Who is at it: a command, its process and computer, since when."""

    command: str
    process: int
    machine: str
    since: str

    @classmethod
    def here(cls, command: str) -> Holder:
        """This process, from now on."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(command, os.getpid(), platform.node(), now)

    @property
    def shown(self) -> Text:
        moment = datetime.fromisoformat(self.since)
        return Text(
            f"{self.command} (เครื่อง {self.machine} โปรเซส {self.process} ตั้งแต่ {format_moment(moment)})",
            f"{self.command} (on {self.machine}, process {self.process}, since {moment:%Y-%m-%d %H:%M:%S} UTC)",
        )


@contextmanager
def alone(root: Path, command: str) -> Iterator[None]:
    """No other command changes the workspace at `root` while the block runs; a folder that is none needs
    no lock. What an earlier one left that was killed is cleared away first.

    Raises:
        InputError: another one is at it, and does not end soon.
    """
    if (root / "data").is_dir():
        with begun(root, command):
            yield
    else:
        yield


@contextmanager
def begun(root: Path, command: str) -> Iterator[None]:
    """The same for a folder that is to become a workspace; it is made where it is not there."""
    with ExitStack() as stack:
        try:
            if stack.enter_context(held(root / LOCK, command, _busy, PATIENCE)):
                tidy_all(root)
        except OSError as error:
            if error.errno not in _UNCHANGING:
                raise
        yield


@contextmanager
def held(
    lock: Path, command: str, busy: Callable[[Holder | None], Problem], patience: float = 0
) -> Iterator[bool]:
    """Hold a lock, a file of which nothing is left afterwards. Gives whether the one who had it last was
    killed.

    Args:
        busy: the problem to raise where somebody else has it; None where it does not say who.

    Raises:
        InputError: somebody else has it.
        OSError: the file cannot be written.
    """
    with _locked(lock, busy, patience) as file:
        file.seek(0)
        was_killed = bool(file.read(1))
        try:
            file.truncate(0)
            file.write(json.dumps(asdict(Holder.here(command)), ensure_ascii=False).encode())
            file.flush()
            yield was_killed
        finally:
            with suppress(OSError):
                file.truncate(0)
            if sys.platform != "win32":
                _remove(lock)
    if sys.platform == "win32":
        _remove(lock)  # which nobody can while it is open


def _remove(lock: Path) -> None:
    """With its folder, where nothing else is in it."""
    with suppress(OSError):
        lock.unlink()
        if lock.parent.name == OWN:
            lock.parent.rmdir()


def own_folder(root: Path) -> Path:
    """The folder of the workspace at `root` for what only this computer knows; git leaves it alone.

    Raises:
        OSError: it cannot be made.
    """
    folder = root / OWN
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        with replacing(ignore) as file:
            file.write(b"*\n")
    return folder


def _locked(lock: Path, busy: Callable[[Holder | None], Problem], patience: float) -> IO[bytes]:
    """The file of a lock, open and locked."""
    end = time.monotonic() + patience
    while True:
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = lock.open("a+b")
        except FileNotFoundError:
            continue  # whoever had it has just removed the folder
        try:
            is_ours = locked(file.fileno())
        except OSError:
            return file  # a system without locks, such as some network drives
        if is_ours and os.fstat(file.fileno()).st_nlink:
            return file
        with file:
            file.seek(0)
            holder = None if is_ours else _holder(file.read(_LIMIT))
        if not is_ours:
            if time.monotonic() >= end:
                raise InputError([busy(holder)])
            time.sleep(_PAUSE)


def _holder(content: bytes) -> Holder | None:
    """Who wrote it; None where it does not say, as in the moment before it is written."""
    try:
        found = Holder(**json.loads(content))
        is_ours = datetime.fromisoformat(found.since).tzinfo and isinstance(found.process, int)
        return found if is_ours and f"{found.command}{found.machine}".isprintable() else None
    except (ValueError, TypeError):
        return None


def told_by(holder: Holder | None) -> Text:
    """Who it is, in words."""
    return holder.shown if holder else Text("คำสั่ง oit อื่น", "another oit")


def _busy(holder: Holder | None) -> Problem:
    return Problem(
        "workspace-busy",
        Location(LOCK),
        Text(
            "มีคำสั่งอื่นกำลังแก้โฟลเดอร์ของหน่วยงานนี้อยู่: {who}",
            "another command is changing this workspace: {who}",
        ).format(who=told_by(holder)),
        Text(
            "รอให้คำสั่งนั้นเสร็จแล้วสั่งอีกครั้ง ถ้าค้างอยู่ให้ปิดหน้าต่างของคำสั่งนั้น ไม่ต้องลบไฟล์ใด",
            "wait for it to end, then run this again; if it hangs, close its window. No file need be deleted",
        ),
    )
