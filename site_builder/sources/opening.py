"""Files opened so that nothing but a plain file is ever read, and none that is larger than expected."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


class FileTooLarge(Exception):
    """A file of `size` bytes, more than are read."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def require_plain(path: Path) -> None:
    """Raises OSError where a path is not that of a plain file; for libraries that open it themselves."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "no plain file", str(path))


def opened(path: Path) -> BinaryIO:
    """The file for reading. A pipe, which would be waited for without end, or a device, which has no
    end, is not opened.

    Raises:
        OSError: there is none, it cannot be opened, or is no plain file.
    """
    plainly = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, plainly | getattr(os, "O_NONBLOCK", 0))
    except BlockingIOError:
        # A plain file that a file server lends out: it gives it back in a moment.
        descriptor = os.open(path, plainly)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file", str(path))
    return os.fdopen(descriptor, "rb")


def read_whole(path: Path, most: int) -> bytes:
    """The content of a plain file of at most `most` bytes.

    Raises:
        FileTooLarge: it has more.
        OSError: as `opened`.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise FileTooLarge(size)
        content = file.read(most + 1)
    if len(content) > most:  # it has grown meanwhile, or does not say how large it is
        raise FileTooLarge(len(content))
    return content
