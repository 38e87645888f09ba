"""At which of a command's operations a fault is tried, where there are too many for all of them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

#: Names that are made up anew in each run, and numbers.
_BY_CHANCE = re.compile(r"\.oit-[^/]*|[0-9a-f]{12,}|\d+")


def chosen(operations: Sequence[tuple[str, str]], times: int, seed: str) -> list[int]:
    """Numbers of operations, at most `times`: the first of each kind at each kind of place, then any."""
    if len(operations) <= times:
        return list(range(len(operations)))
    chance = random.Random(seed)
    first: dict[tuple[str, str], int] = {}
    for number, (name, place) in enumerate(operations):
        first.setdefault((name, _kind(place)), number)
    some = list(first.values())
    if len(some) > times:
        some = chance.sample(some, times)
    rest = sorted({*range(len(operations))} - {*some})
    return sorted([*some, *chance.sample(rest, times - len(some))])


def _kind(place: str) -> str:
    """The folder of a place without what is by chance, at most four deep below the area."""
    folder = place.rpartition("/area/")[2].rpartition("/")[0]
    return _BY_CHANCE.sub("*", "/".join(folder.split("/")[:3]))
