"""Finished work that is used again while what it was made from is the same.

The preview keeps a memory from change to change. A build makes a new one and forgets it; what it has
finished but not yet written it puts aside on the disk.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from tempfile import TemporaryFile
from typing import Any, TypeVar

_Made = TypeVar("_Made")

#: Bytes of one build that stay in memory: all of a usual site, which so takes no time for this.
_AT_HAND = 16_000_000


class Aside:
    """A content that stands in a file of the system's until it is asked for. For one thread."""

    __slots__ = ("_begin", "_shelf", "size")

    def __init__(self, shelf: _Shelf, begin: int, size: int) -> None:
        self._shelf = shelf
        self._begin = begin
        self.size = size

    def read(self) -> bytes:
        """The content as it was."""
        return self._shelf.read(self._begin, self.size)


Held = bytes | Aside


def held(content: Held) -> bytes:
    """A content, wherever it is."""
    return content.read() if isinstance(content, Aside) else content


class _Shelf:
    """A file without a name, gone with the last content that stands in it."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed with the last content
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, content: bytes) -> Aside:
        self._file.seek(self._end)
        self._file.write(content)
        begin, self._end = self._end, self._end + len(content)
        return Aside(self, begin, len(content))

    def read(self, begin: int, size: int) -> bytes:
        self._file.seek(begin)
        return self._file.read(size)


class Memory:
    """The newest result of each piece of work, by its name."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[Any, ...], tuple[Any, ...], Any]] = {}

    def once(
        self,
        name: Hashable,
        make: Callable[[], _Made],
        *,
        same: tuple[Any, ...] = (),
        equal: tuple[Any, ...] = (),
    ) -> _Made:
        """What `make` gives, or what it gave before where nothing that it rests on has changed.

        Args:
            same: must be the very same objects; for what holds more than can be compared, such as
                the content of files.
            equal: must be equal.
        """
        kept = self._kept.get(name)
        if kept is not None:
            was_same, was_equal, made = kept
            if (
                len(was_same) == len(same)
                and all(was is now for was, now in zip(was_same, same, strict=True))
                and was_equal == equal
            ):
                found: _Made = made
                return found
        new = make()
        self._kept[name] = (same, equal, new)
        return new

    def aside(self, content: bytes) -> Held:
        """Take a finished content that is wanted once more; give it, or where it stands now."""
        return content


class BuildMemory(Memory):
    """The memory of one build: it holds no more finished content, however many pages there are."""

    def __init__(self) -> None:
        super().__init__()
        self._finished = 0
        self._shelf: _Shelf | None = None

    def aside(self, content: bytes) -> Held:
        self._finished += len(content)
        if self._finished <= _AT_HAND:
            return content
        self._shelf = self._shelf or _Shelf()
        return self._shelf.put(content)
