"""What a fleet's results come to: sums of its agencies for one edition, as values that the view shows.

What we failed at says nothing of an agency, and what cannot be read is not what is missing: both are kept apart
from the sums.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import Edition, Element, Item
from site_builder.estimate import Worth, worth
from site_builder.fleet.history import letters
from site_builder.fleet.outcomes import Outcome
from site_builder.fleet.writing import FORMAT, results_name
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Outcome as ElementOutcome
from site_builder.problems import InputError, Problem

RESULTS = f"{results_name('check')}.jsonl"
#: What is asked of the agency and not there yet.
_LACKING = (ElementOutcome.FAIL.value,)


@dataclass(frozen=True, slots=True)
class Row:
    """One agency.

    Attributes:
        letters: of its items, in the edition's order; "" where the edition was not judged.
        lacking: numbers of the elements that fail, counted through the edition's.
        reason: why the agency was not judged.
    """

    id: str
    name: str
    type: str
    province: str
    district: str
    vendor: str
    outcome: Outcome
    letters: str
    lacking: tuple[int, ...]
    reason: Text | None

    @property
    def complete(self) -> int:
        return self.letters.count("c")


@dataclass(frozen=True, slots=True)
class ItemSum:
    """One item over all agencies.

    Attributes:
        counts: how many agencies have each letter.
        points: that finishing it may gain one agency; None where the edition has no rule.
    """

    item: Item
    counts: Mapping[str, int]
    points: Decimal | None

    @property
    def gain(self) -> Decimal:
        """Points that all agencies together may gain."""
        return (self.points or Decimal(0)) * (self.counts["m"] + self.counts["i"])


@dataclass(frozen=True, slots=True)
class ElementSum:
    """One element over the agencies that publish something of its item.

    Attributes:
        lacking: how many of them lack it.
        alone: of how many it is all that the item lacks.
        gain: points that all of these together may gain by this one fix.
    """

    item: Item
    element: Element
    lacking: int
    alone: int
    gain: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies of one province, type or vendor, "" where none is given."""

    name: str
    agencies: int
    complete: int
    items: int

    @property
    def share(self) -> float:
        return self.complete / self.items if self.items else 0.0


@dataclass(frozen=True)
class Overview:
    """One edition of a fleet.

    Attributes:
        rows: agencies that were judged, as the results are sorted.
        unreadable: those whose data cannot be read.
        ours: those at which we failed.
        elsewhere: how many were judged by another edition only.
        criteria: digests of the criteria by which they were judged.
    """

    edition: Edition
    worth: Worth | None
    rows: tuple[Row, ...]
    unreadable: tuple[Row, ...]
    ours: tuple[Row, ...]
    elsewhere: int
    criteria: tuple[str, ...]

    @cached_property
    def elements(self) -> tuple[tuple[Item, Element], ...]:
        """The elements by the numbers of `Row.lacking`."""
        return numbered(self.edition)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many items have each letter."""
        return Counter("".join(row.letters for row in self.rows))

    @cached_property
    def items(self) -> tuple[ItemSum, ...]:
        """In the edition's order."""
        return tuple(
            ItemSum(
                item,
                Counter(row.letters[number] for row in self.rows),
                self.worth.points.get(item.id) if self.worth else None,
            )
            for number, item in enumerate(self.edition.items)
        )

    @cached_property
    def lacking(self) -> tuple[ElementSum, ...]:
        """Elements that are lacking where their item is begun, what gains most by one fix first."""
        place = {item.id: number for number, item in enumerate(self.edition.items)}
        lacking: Counter[int] = Counter()
        alone: Counter[int] = Counter()
        for row in self.rows:
            begun: dict[str, list[int]] = {}
            for number in row.lacking:
                item = self.elements[number][0]
                if row.letters[place[item.id]] == "i":
                    begun.setdefault(item.id, []).append(number)
            for numbers in begun.values():
                lacking.update(numbers)
                if len(numbers) == 1:
                    alone.update(numbers)
        points = self.worth.points if self.worth else {}
        sums = [
            ElementSum(
                item,
                element,
                lacking[number],
                alone[number],
                points.get(item.id, Decimal(0)) * alone[number],
            )
            for number, (item, element) in enumerate(self.elements)
            if lacking[number]
        ]
        return tuple(sorted(sums, key=lambda each: (-each.gain, -each.lacking)))

    def league(self, key: str) -> tuple[Group, ...]:
        """Groups by `province`, `type` or `vendor`, the readiest first."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(getattr(row, key), []).append(row)
        width = len(self.edition.items)
        groups = [
            Group(name, len(rows), sum(row.complete for row in rows), len(rows) * width)
            for name, rows in found.items()
        ]
        return tuple(sorted(groups, key=lambda each: (-each.share, each.name)))

    @cached_property
    def ranked(self) -> tuple[Row, ...]:
        """The agencies, the readiest first."""
        return tuple(sorted(self.rows, key=lambda row: (-row.complete, row.id)))


def numbered(edition: Edition) -> tuple[tuple[Item, Element], ...]:
    """The elements of an edition in its order."""
    return tuple((item, element) for item in edition.items for element in item.elements)


def read_results(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of a results folder, one agency after another.

    Raises:
        InputError: there are none, or a line is not one of ours.
    """
    path = folder / RESULTS
    number = 0
    try:
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                number += 1
                read = json.loads(line)
                if read["format"] != FORMAT:
                    raise ValueError
                yield read
    except FileNotFoundError:
        raise InputError([_no_results(path)]) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError([_not_ours(path, number)]) from None


def chosen_edition(counts: Mapping[str, int], asked: str | None, place: Path) -> str:
    """The edition to show: the one that is asked for, else that of the most agencies, the newer of two.

    Args:
        counts: how many agencies were judged by each edition.

    Raises:
        InputError: no agency was judged by it, or by any whose criteria we have.
    """
    ours = load_catalogue().editions
    known = {name: count for name, count in counts.items() if name in ours}
    if asked is None and known:
        return max(known, key=lambda name: (known[name], name))
    if asked in known:
        return str(asked)
    raise InputError([_no_edition(place, asked, sorted(known))])


def editions_of(results: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many agencies were judged by each edition."""
    return Counter(each["edition"] for result in results for each in result["editions"])


def overview(results: Iterable[Mapping[str, Any]], edition: str, place: Path) -> Overview:
    """The sums of result lines for an edition of the catalogue.

    Raises:
        InputError: a line has not the shape of ours.
    """
    judged_by = load_catalogue().editions[edition]
    numbers = {
        (item.id, element.key): number for number, (item, element) in enumerate(numbered(judged_by))
    }
    rows: list[Row] = []
    unreadable: list[Row] = []
    ours: list[Row] = []
    elsewhere = 0
    criteria: set[str] = set()
    for number, result in enumerate(results, start=1):
        try:
            outcome = Outcome(result["outcome"])
            judged = next((e for e in result["editions"] if e["edition"] == edition), None)
            row = _row(result, outcome, judged, numbers)
            if judged is not None and len(row.letters) != len(judged_by.items):
                judged = None  # by criteria of its own, with other items
            if judged is not None and outcome.is_judged:
                criteria.add(judged["ruleset"]["sha256"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise InputError([_not_ours(place / RESULTS, number)]) from None
        if outcome.is_ours:
            ours.append(row)
        elif not outcome.is_judged:
            unreadable.append(row)
        elif judged is None:
            elsewhere += 1
        else:
            rows.append(row)
    return Overview(
        judged_by,
        worth(judged_by),
        tuple(rows),
        tuple(unreadable),
        tuple(ours),
        elsewhere,
        tuple(sorted(criteria)),
    )


def _row(
    result: Mapping[str, Any],
    outcome: Outcome,
    judged: Mapping[str, Any] | None,
    numbers: Mapping[tuple[str, str], int],
) -> Row:
    lacking = [
        numbers[item["id"], key]
        for item in (judged["items"] if judged else ())
        for key, found in item["elements"]
        if found in _LACKING and (item["id"], key) in numbers
    ]

    def about(key: str) -> str:
        return str(result[key] or "")

    return Row(
        id=about("agency"),
        name=about("name"),
        type=about("type"),
        province=about("province"),
        district=about("district"),
        vendor=about("vendor"),
        outcome=outcome,
        letters=letters(judged) if judged else "",
        lacking=tuple(lacking),
        reason=_reason(result),
    )


def _reason(result: Mapping[str, Any]) -> Text | None:
    """Why an agency was not judged: the reason, or else its first problem with its place."""
    if reason := result["reason"]:
        return Text(reason["th"], reason["en"])
    problems: Sequence[Mapping[str, Any]] = result["problems"]
    if not problems:
        return None
    first = problems[0]
    message, where = first["message"], first["location"]
    return Text(f"{where}: {message['th']}", f"{where}: {message['en']}")


def _no_results(path: Path) -> Problem:
    return Problem(
        "fleet-no-results",
        Location(str(path)),
        Text("ยังไม่มีผลการตรวจ", "there are no results yet"),
        Text(
            "สั่ง oit fleet check ทะเบียน ก่อน หรือระบุโฟลเดอร์ผลด้วย --results",
            "run oit fleet check REGISTER first, or name the folder of results with --results",
        ),
    )


def _not_ours(path: Path, line: int) -> Problem:
    return Problem(
        "fleet-results",
        Location(str(path), line),
        Text("ไม่ใช่ผลที่ oit fleet check เขียน", "this is no result that oit fleet check wrote"),
        Text("สั่ง oit fleet check อีกครั้ง", "run oit fleet check again"),
    )


def _no_edition(place: Path, asked: str | None, known: Sequence[str]) -> Problem:
    names = ", ".join(known) or "-"
    return Problem(
        "fleet-edition",
        Location(str(place / RESULTS)),
        Text(
            f"ไม่มีหน่วยงานใดถูกตรวจตามเกณฑ์ปี {asked or '-'} (ปีที่มี: {names})",
            f"no agency was judged by the criteria of {asked or '-'} (there are: {names})",
        ),
        Text("ระบุปีที่มีด้วย --edition", "name one of these with --edition"),
    )
