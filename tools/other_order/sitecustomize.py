"""Loaded by every Python that has this folder in `PYTHONPATH`: folders are listed in another order.

`OIT_ORDER` is `reversed`, or a number that shuffles; so a program shows whether it relies on the order in
which a disk happens to keep names.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_ORDER = os.environ.get("OIT_ORDER", "reversed")
_listdir, _scandir = os.listdir, os.scandir


def _other(names: list[Any]) -> list[Any]:
    """Another order than that of the letters and than that of the disk."""
    ordered = sorted(names, key=lambda each: os.fsdecode(getattr(each, "name", each)), reverse=True)
    if _ORDER != "reversed":
        random.Random(_ORDER).shuffle(ordered)
    return ordered


class _Entries:
    """What `os.scandir` gives."""

    def __init__(self, entries: list[Any]) -> None:
        self._entries: Iterator[Any] = iter(entries)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing: all entries have been read."""


def _list(path: Any = ".") -> list[Any]:
    return _other(_listdir(path))


def _scan(path: Any = ".") -> _Entries:
    with _scandir(path) as entries:
        return _Entries(_other(list(entries)))


os.listdir = _list
os.scandir = _scan  # type: ignore[assignment]
