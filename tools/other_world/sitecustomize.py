"""Loaded by every Python that has this folder in `PYTHONPATH`: makes the world of a program another one.

`OIT_ORDER`, `reversed` or a number that shuffles: folders are listed in another order, so that a program shows
whether it relies on the one in which a disk happens to keep names.

`OIT_ATTEMPTS`, a file: whoever is asked for over the network becomes a line of it, and is refused. Sockets between
processes of this computer (Unix) are none.
"""

from __future__ import annotations

import os
import random
import socket
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_ORDER = os.environ.get("OIT_ORDER", "")
_ATTEMPTS = os.environ.get("OIT_ATTEMPTS", "")
_NETWORK = {"socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"}
_listdir, _scandir = os.listdir, os.scandir


def _other(names: list[Any]) -> list[Any]:
    """Another order than that of the letters and than that of the disk."""
    ordered = sorted(names, key=_name, reverse=True)
    if _ORDER != "reversed":
        random.Random(_ORDER).shuffle(ordered)
    return ordered


def _name(each: Any) -> str:
    name: Any = each.name if isinstance(each, os.DirEntry) else each
    return os.fsdecode(name)


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


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _NETWORK:
        return
    if getattr(arguments[0], "family", None) == getattr(socket, "AF_UNIX", None):
        return
    with open(_ATTEMPTS, "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not loaded for it
        file.write(f"{event} {arguments[1:] or arguments}\n")
    raise OSError(f"the network is cut: {event}")


if _ORDER:
    os.listdir = _list
    os.scandir = _scan  # type: ignore[assignment]
if _ATTEMPTS:
    sys.addaudithook(_refuse)
