"""What every way of publishing does while it works: tell how far it is, and give a sign of life."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

_Item = TypeVar("_Item")

#: How many are done, of how many, and which one now.
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Work:
    """One run.

    Attributes:
        sign: called after every step.
    """

    tell: Tell
    sign: Callable[[], None]

    def told(self, items: Collection[_Item]) -> Iterator[_Item]:
        """The items one after another, each told of before it is worked on."""
        for number, item in enumerate(items):
            self.tell(number, len(items), str(item[0] if isinstance(item, tuple) else item))
            self.sign()
            yield item
