"""Numbers every operation that changes files, and lets a fault happen at one of them.

It stands between the program and the system: `os`, `open` and what writes through them. A process that
is to fail is forked, so that each run starts with everything loaded.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.engines import swap

#: Operations of `os` that change files by name; the first argument names the place.
_NAMED = (
    *("chmod", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink"),
    *("truncate", "unlink", "utime"),
)
#: Those that take an open file.
_OPENED = ("copy_file_range", "fsync", "ftruncate", "posix_fallocate", "sendfile", "write")
#: What a disk that is full, or a quota that is used up, still does.
_FREEING = frozenset({"chmod", "ftruncate", "remove", "rmdir", "truncate", "unlink", "utime"})


@dataclass(frozen=True)
class Fault:
    """What happens, and at which operation, counted from 0.

    Attributes:
        error: number of the system's error; 0 for a kill.
        lasts: every later operation of its kind fails too, as on a disk that stays full.
        frees: operations that need no room go on.
    """

    at: int
    error: int = 0
    lasts: bool = False
    frees: bool = False


def kill(at: int) -> Fault:
    """The process is killed before an operation, or halfway through what it writes."""
    return Fault(at)


def full(at: int) -> Fault:
    return Fault(at, errno.ENOSPC, lasts=True, frees=True)


def short(at: int) -> Fault:
    """There is room for a part of what is written, and then again for all."""
    return Fault(at, errno.ENOSPC, frees=True)


def over_quota(at: int) -> Fault:
    return Fault(at, errno.EDQUOT, lasts=True, frees=True)


def broken(at: int) -> Fault:
    """One operation fails as of a disk that is failing."""
    return Fault(at, errno.EIO)


def read_only(at: int) -> Fault:
    return Fault(at, errno.EROFS, lasts=True)


def forbidden(at: int) -> Fault:
    return Fault(at, errno.EACCES, lasts=True)


@dataclass
class Operations:
    """Watches a process from now on.

    Attributes:
        area: only what happens below this folder is counted.
        seen: name and place of each operation.
    """

    area: str
    fault: Fault | None = None
    seen: list[tuple[str, str]] = field(default_factory=list)
    _real: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def install(self) -> None:
        """Once in a process, and for good."""
        for name in _NAMED:
            setattr(os, name, self._watched(name, getattr(os, name)))
        for name in _OPENED:
            if hasattr(os, name):
                setattr(os, name, self._watched(name, getattr(os, name)))
        self._real["open"] = os.open
        os.open = self._os_open
        if hasattr(swap, "_exchange"):
            swap._exchange = self._watched("exchange", swap._exchange)
        opened = self._open(io.open)
        io.open = opened
        builtins.open = opened

    def step(self, name: str, place: object, half: Callable[[], int] | None = None) -> int | None:
        """One operation is about to happen; `half` does a part of it, which is then all that is done."""
        where = self._place(place)
        if where is None:
            return None
        number = len(self.seen)
        self.seen.append((name, where))
        fault = self.fault
        if fault is None or number < fault.at or (number > fault.at and not fault.lasts):
            return None
        if not fault.error:
            if half:
                half()
            os.kill(os.getpid(), signal.SIGKILL)
        if fault.frees and name in _FREEING:
            return None
        if half and fault.frees and number == fault.at:
            return half()  # what there was still room for
        raise OSError(fault.error, os.strerror(fault.error), where)

    def _place(self, place: object) -> str | None:
        """Where an operation happens, below the area; None for what is elsewhere, or no file."""
        if isinstance(place, int):
            try:
                if not stat.S_ISREG(os.fstat(place).st_mode):
                    return None
                place = Path(f"/proc/self/fd/{place}").readlink()
            except OSError:
                return None
        if not isinstance(place, (str, bytes, os.PathLike)):
            return None
        path = os.path.normpath(Path(os.fsdecode(place)).absolute())
        return path if path.startswith(self.area) else None

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **named: Any) -> Any:
            place: Any = arguments[0] if arguments else None
            if "dir_fd" in named and named["dir_fd"] is not None:
                place = Path(f"/proc/self/fd/{named['dir_fd']}").readlink() / os.fsdecode(place)
            half = None
            if name == "write":
                data = memoryview(arguments[1])
                half = lambda: function(place, data[: len(data) // 2])  # noqa: E731
            part = self.step(name, place, half)
            return function(*arguments, **named) if part is None else part

        return operation

    def _os_open(self, path: Any, flags: int, mode: int = 0o777, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            self.step("open", path)
        opened: int = self._real["open"](path, flags, mode, **named)
        return opened

    def _open(self, real: Callable[..., Any]) -> Callable[..., Any]:
        step = self.step

        class Watched(io.FileIO):
            def write(self, data: Any) -> int:
                view = memoryview(data).cast("B")
                write = super().write
                part = step("write", self.fileno(), lambda: write(view[: len(view) // 2]))
                return write(data) if part is None else part

            def truncate(self, size: int | None = None) -> int:
                step("truncate", self.fileno())
                return super().truncate(size)

        def opened(
            file: Any,
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            closefd: bool = True,
            opener: Any = None,
        ) -> Any:
            is_read = not set(mode) & set("wax+")
            if is_read or (isinstance(file, int) and self._place(file) is None):
                return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
            if opener is None and not isinstance(file, int):
                step("open", file)
            raw = Watched(file, mode.replace("b", "").replace("t", ""), closefd, opener)
            if buffering == 0:
                return raw
            binary = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            if "b" in mode:
                return binary
            return io.TextIOWrapper(binary, encoding, errors, newline, buffering == 1)

        return opened


def forked(
    work: Callable[[], int],
    area: Path,
    fault: Fault | None = None,
    started: Callable[[int], None] | None = None,
) -> tuple[int, str, list[tuple[str, str]]]:
    """Do some work in a process of its own with a fault in it.

    Args:
        work: gives the exit code.
        started: called with the process as soon as it works.

    Returns:
        The exit code, negative for a signal; what was printed; every operation, where it was not killed.
    """
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as listed:
        process = os.fork()
        if process == 0:
            code = 99
            try:
                os.dup2(printed.fileno(), 1)
                os.dup2(printed.fileno(), 2)
                sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", closefd=False)
                write = os.write
                operations = Operations(f"{area}/", fault)
                tempfile.tempdir = str(area / "tmp")
                operations.install()
                code = work()
                sys.stdout.flush()
                sys.stderr.flush()
                text = "".join(f"{name} {place}\n" for name, place in operations.seen)
                content = text.encode("utf-8", "surrogateescape")
                while content:
                    content = content[write(listed.fileno(), content) :]
            except BaseException as error:
                write(2, f"Traceback of the process: {error!r}\n".encode())
            finally:
                os._exit(code)
        if started:
            started(process)
        _, status = os.waitpid(process, 0)
        printed.seek(0)
        listed.seek(0)
        lines = listed.read().decode("utf-8", "surrogateescape").splitlines()
        seen = [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]
        text = printed.read().decode("utf-8", "replace")
        return os.waitstatus_to_exitcode(status), text, seen
