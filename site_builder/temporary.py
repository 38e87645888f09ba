"""Files and folders that are being made: beside their place under a name of their own, till they are whole.

What a process that was killed has left of them is cleared away by the next one that writes into the same
folder. Which are left over, and not of a process that still works, is told by a lock: the system takes it
back when a process ends, however it does.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PREFIX = ".oit-"
#: Windows knows no lock of a folder: there one that is so old, in seconds, is left over.
_OLD = 24 * 3600
#: Far behind whatever a file holds: Windows lets nobody read what is locked.
_LOCKED = 1 << 30
#: Folders that this process has tidied.
_tidied: set[Path] = set()


def locked(descriptor: int) -> bool:
    """Lock an open file for this process alone, till it is closed; False where another one has it.

    Raises:
        OSError: the file's system knows no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            position = os.lseek(descriptor, 0, os.SEEK_CUR)
            os.lseek(descriptor, _LOCKED, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(descriptor, position, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


@contextmanager
def replacing(path: Path, mode: int = 0o644, lasting: bool = True) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` once all of it is written, in one step; where the block does
    not end well, nothing of it is left. Its folder must be there.

    Args:
        lasting: it is on the disk before it takes that place, so that a power failure leaves the old
            file or the new one; not needed for what can be made again.

    Raises:
        OSError: the place cannot be written to.
    """
    _tidy_once(path.parent)
    file = _new_file(path.parent)
    temporary = Path(file.name)
    try:
        with file:
            yield file
            file.flush()
            if lasting:
                os.fsync(file.fileno())
            temporary.chmod(mode)
            if sys.platform != "win32":
                # Before it is let go of: nobody may take it for left over.
                temporary.replace(path)
        if sys.platform == "win32":
            temporary.replace(path)  # nothing that is open can be moved there
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if lasting:
        _sync_folder(path.parent)


@contextmanager
def folder_in(parent: Path | None = None) -> Iterator[Path]:
    """A new folder in another one, by default in the system's for what is temporary. It goes with all
    that is in it when the block ends, unless it was moved meanwhile.

    Raises:
        OSError: it cannot be made.
    """
    import shutil
    import tempfile

    parent = Path(tempfile.gettempdir()) if parent is None else parent
    _tidy_once(parent)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=PREFIX))
    held = None
    try:
        if sys.platform != "win32":
            held = os.open(folder, os.O_RDONLY)
            with suppress(OSError):
                locked(held)
        yield folder
    finally:
        for _ in range(2):  # what looks for viruses may hold a file for a moment
            shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def tidy(folder: Path) -> None:
    """Remove what processes that are gone have left in a folder; what cannot be removed stays."""
    try:
        with os.scandir(folder) as entries:
            found = [each for each in entries if each.name.startswith(PREFIX)]
    except OSError:
        return
    for entry in found:
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                _remove_folder(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                _remove_file(Path(entry.path))


def tidy_all(root: Path) -> None:
    """The same in a folder and all that are below it; links are not followed."""
    for folder, below, _ in os.walk(root):
        below[:] = [name for name in below if name != ".git" and not name.startswith(PREFIX)]
        tidy(Path(folder))


def _tidy_once(folder: Path) -> None:
    """Once in a process: a folder may hold a hundred thousand files."""
    if folder not in _tidied:
        _tidied.add(folder)
        tidy(folder)


def _new_file(folder: Path) -> IO[bytes]:
    import tempfile  # here and below, as most runs write nothing

    while True:
        file = tempfile.NamedTemporaryFile(dir=folder, prefix=PREFIX, delete=False)  # noqa: SIM115
        try:
            is_ours = locked(file.fileno())
        except OSError:
            return file  # a system without locks: nobody else removes it either
        if is_ours and os.fstat(file.fileno()).st_nlink:
            return file
        # Another process took it for left over, in the moment before it was locked.
        file.close()


def _remove_file(path: Path) -> None:
    """Raises OSError where it is in use."""
    if sys.platform == "win32":
        path.unlink()  # what is open is not removed
        return
    with path.open("rb") as file:
        if locked(file.fileno()):
            path.unlink()


def _remove_folder(path: Path) -> None:
    import shutil

    if sys.platform == "win32":
        if time.time() - path.stat().st_mtime > _OLD:
            shutil.rmtree(path, ignore_errors=True)
        return
    held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if locked(held):
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(held)


def _sync_folder(folder: Path) -> None:
    """The name of a file is on the disk too; Windows sees to that itself."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # some systems cannot
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
