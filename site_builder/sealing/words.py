"""What changed on a page, in the words that a reader sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from site_builder.published.page import Passage, read_page

#: Comparing two texts takes a time that grows with their product; beyond this they are only counted.
_MOST = 4_000_000


@dataclass(frozen=True)
class Change:
    """One place: the element in whose block it stands, "" outside of every block; what stood there
    and what stands there now, "" for nothing."""

    element: str
    before: str
    after: str


def changes(before: bytes, after: bytes, keys: Collection[str]) -> list[Change]:
    """How two versions of a page differ for a reader, in the order of the page.

    `keys` are the elements whose blocks are told apart. Nothing is found where only what no reader
    sees has changed.
    """
    old, new = (read_page(each, keys).passages for each in (before, after))
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    found = _counted(old, new) if len(old) * len(new) > _MOST else _aligned(old, new)
    return list(found)


def _aligned(old: list[Passage], new: list[Passage]) -> Iterator[Change]:
    # With what stands very often set aside as junk, as no hostile page may take its own time.
    matcher = SequenceMatcher(None, old, new)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for gone, come in zip(old[i1 : i1 + paired], new[j1 : j1 + paired], strict=True):
            if gone.key == come.key:
                yield Change(gone.key, gone.text, come.text)
            else:
                yield Change(gone.key, gone.text, "")
                yield Change(come.key, "", come.text)
        yield from (Change(each.key, each.text, "") for each in old[i1 + paired : i2])
        yield from (Change(each.key, "", each.text) for each in new[j1 + paired : j2])


def _counted(old: list[Passage], new: list[Passage]) -> Iterator[Change]:
    """What is gone, then what has come, each as often as it is; or that the order alone is another."""
    before, after = Counter(old), Counter(new)
    yield from (Change(each.key, each.text, "") for each in (before - after).elements())
    yield from (Change(each.key, "", each.text) for each in (after - before).elements())
    if before == after:
        yield Change("", old[0].text, new[0].text)
