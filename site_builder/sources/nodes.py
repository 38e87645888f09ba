"""Raw values as they stand in a file, each with its location. Every scalar is text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from site_builder.locations import Location


class Scalar(NamedTuple):
    """One text; `""` where the file leaves the value blank."""

    text: str
    location: Location

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; blank entries are kept."""

    items: tuple[Node, ...]
    location: Location

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


class Entry(NamedTuple):
    """One key of a mapping with its value; `location` is that of the key."""

    key: str
    value: Node
    location: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file."""

    entries: tuple[Entry, ...]
    location: Location

    def get(self, key: str) -> Node | None:
        return next((entry.value for entry in self.entries if entry.key == key), None)


Node = Scalar | Sequence | Mapping
