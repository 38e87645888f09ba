"""What worked yesterday and does not today: how agencies moved since the last day of the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.catalogue.model import Item
from site_builder.fleet.history import RANKS, Day, Standing
from site_builder.fleet.overview import Overview, Row


@dataclass(frozen=True, slots=True)
class Moved:
    """An agency that stands otherwise than it did.

    Attributes:
        worse, better: its items that went down or up.
        stopped, back: its data could be read then and cannot now, or the other way round.
    """

    row: Row
    worse: tuple[Item, ...] = ()
    better: tuple[Item, ...] = ()
    stopped: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Movements:
    """Since a day.

    Attributes:
        worse, better: agencies, those that moved most first; one may stand in both.
        other_criteria: the criteria are not those of that day, so a change may come from them.
    """

    since: date
    worse: tuple[Moved, ...]
    better: tuple[Moved, ...]
    other_criteria: bool


def movements(now: Overview, day: Day, then: Mapping[str, Standing]) -> Movements:
    """What changed since a day. Where we failed on either day nothing is claimed."""
    found = [
        _moved(now, row, before)
        for row in (*now.rows, *now.unreadable)
        if (before := then.get(row.id)) and not before.outcome.is_ours
    ]
    sums = day.editions.get(now.edition.name)
    return Movements(
        day.day,
        tuple(
            sorted(
                (each for each in found if each.worse or each.stopped),
                key=lambda each: (not each.stopped, -len(each.worse), each.row.id),
            )
        ),
        tuple(
            sorted(
                (each for each in found if each.better or each.back),
                key=lambda each: (not each.back, -len(each.better), each.row.id),
            )
        ),
        sums is not None and sums.criteria != now.criteria,
    )


def _moved(now: Overview, row: Row, before: Standing) -> Moved:
    was_read = before.outcome.is_judged
    is_read = row.outcome.is_judged
    if was_read != is_read:
        return Moved(row, stopped=was_read, back=is_read)
    old = before.editions.get(now.edition.name, "")
    if len(old) != len(row.letters):
        return Moved(row)
    steps = [
        (item, RANKS.index(new) - RANKS.index(was))
        for item, was, new in zip(now.edition.items, old, row.letters, strict=False)
    ]
    return Moved(
        row,
        tuple(item for item, step in steps if step < 0),
        tuple(item for item, step in steps if step > 0),
    )
