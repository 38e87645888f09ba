"""The new site takes the place of the old one, which stays whole till then.

What did not change stays the very same file, with its time: whoever sends the site elsewhere, or keeps
copies of it, sees only what changed.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

_CHUNK = 1 << 20


def fresh_folder(target: Path) -> Path:
    """Where the site is written before it takes the place of the one at `target`."""
    return _beside(target, "new")


def urls_file(target: Path) -> Path:
    """Where its addresses stand until they are recorded."""
    return _beside(target, "urls")


def leftovers(target: Path) -> tuple[Path, ...]:
    """What stands beside a site only while it is built, or after a build that was interrupted."""
    return tuple(_beside(target, what) for what in ("new", "old", "same", "urls"))


def recover(target: Path) -> None:
    """Clear away what an interrupted build left; put the last good site back if it was moved."""
    fresh, old = fresh_folder(target), _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (fresh, old):
        if leftover.exists():
            shutil.rmtree(leftover)
    _beside(target, "same").unlink(missing_ok=True)


def swap(target: Path) -> None:
    """Put the fresh site in the place of the old one."""
    fresh, old = fresh_folder(target), _beside(target, "old")
    if target.exists():
        _keep_same_files(target, fresh, _beside(target, "same"))
        if _exchange(fresh, target):
            fresh.rename(old)
        else:
            target.rename(old)
    if fresh.exists():
        fresh.rename(target)
    if old.exists():
        shutil.rmtree(old)


def identity(folder: Path) -> str:
    """What a folder keeps when it is moved; "" where there is none."""
    return str(folder.stat().st_ino) if folder.is_dir() else ""


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that at no moment there is no site; False where the
    system cannot, as Windows."""
    if sys.platform not in _EXCHANGES:
        return False
    import ctypes

    function, arguments = _EXCHANGES[sys.platform]
    try:
        exchange = getattr(ctypes.CDLL(None), function)
    except (AttributeError, OSError):
        return False
    return bool(exchange(*arguments(os.fsencode(one), os.fsencode(other))) == 0)


#: The systems that can, by a function of theirs; 2 asks it to exchange.
_EXCHANGES: dict[str, tuple[str, Callable[[bytes, bytes], tuple[int | bytes, ...]]]] = {
    "linux": ("renameat2", lambda one, other: (_HERE, one, _HERE, other, 2)),
    "darwin": ("renamex_np", lambda one, other: (one, other, 2)),
}
#: Paths count from the present folder.
_HERE = -100


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _keep_same_files(old: Path, fresh: Path, half: Path) -> None:
    """Every file of the fresh site that is in the old one, byte for byte, becomes the old file.

    The fresh site is finished: nothing writes to it any more, and so nothing through a link into the
    old one. `half` is a name that is free, for a moment.
    """
    pending = [""]
    while pending:
        below = pending.pop()
        with os.scandir(fresh / below) as entries:
            for entry in list(entries):
                name = f"{below}/{entry.name}" if below else entry.name
                if entry.is_dir(follow_symlinks=False):
                    pending.append(name)
                elif _is_copy(old / name, Path(entry.path)):
                    _keep(old / name, Path(entry.path), half)


def _is_copy(old: Path, new: Path) -> bool:
    """Whether they are two files with one content, which the same people may read."""
    try:
        was, now = old.lstat(), new.lstat()
        if (
            not stat.S_ISREG(now.st_mode)
            or (was.st_mode, was.st_size) != (now.st_mode, now.st_size)
            or os.path.samestat(was, now)
        ):
            return False
        with old.open("rb") as one, new.open("rb") as other:
            while block := one.read(_CHUNK):
                if block != other.read(_CHUNK):
                    return False
        return True
    except OSError:
        return False  # it is new, or cannot be read: then it is written


def _keep(old: Path, new: Path, half: Path) -> None:
    """The new file becomes the old one, or at least as old where a file can have one name only."""
    try:
        os.link(old, half)
        half.replace(new)
    except OSError:
        half.unlink(missing_ok=True)
        status = old.stat()
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
