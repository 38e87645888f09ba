"""Finished work that is used again while what it was made from is the same.

A build makes a new memory and forgets it; the preview keeps one from change to change.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Made = TypeVar("_Made")


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
