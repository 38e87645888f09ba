"""How every agency stood day by day: one small file a day, which the view compares and draws.

The first line of a file has the sums, so that a year of days is read in a moment; each further line is one
agency with a letter for each of its items.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from site_builder.fleet.outcomes import Outcome
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Status
from site_builder.problems import InputError, Problem
from site_builder.sources.write import write_file

FOLDER = "history"
_FORMAT = 1
_NAME = re.compile(r"\d{4}-\d\d-\d\d\.jsonl")

#: One letter for each item's status, the better the later in `RANKS`.
LETTERS = {
    Status.COMPLETE: "c",
    Status.INCOMPLETE: "i",
    Status.MISSING: "m",
    Status.NEEDS_REVIEW: "n",
}
RANKS = "minc"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one agency stood.

    Attributes:
        editions: the letters of its items by edition, in the order of items.
    """

    outcome: Outcome
    editions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sums:
    """An edition on one day.

    Attributes:
        agencies: how many were judged; those whose data could not be read whole are not.
        letters: how many items have each letter.
        criteria: digests of the criteria by which they were judged.
    """

    agencies: int
    letters: Mapping[str, int]
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day without its agencies.

    Attributes:
        outcomes: how many agencies have each outcome.
        editions: sums by edition.
    """

    day: date
    outcomes: Mapping[str, int]
    editions: Mapping[str, Sums]


@dataclass
class _Counting:
    agencies: int = 0
    letters: Counter[str] = field(default_factory=Counter)
    criteria: set[str] = field(default_factory=set)


def letters(edition: Mapping[str, Any]) -> str:
    """The items of one edition of a result line, a letter each."""
    return "".join(LETTERS[Status(item["status"])] for item in edition["items"])


def keep_day(folder: Path, day: date, results: Iterable[Mapping[str, Any]]) -> Path:
    """Write how every agency stands on a day, from the lines of `results.jsonl`; a second run of the
    same day takes the place of the first.

    Args:
        folder: of the results.
    """
    lines: list[str] = []
    outcomes: Counter[str] = Counter()
    counting: dict[str, _Counting] = {}
    for result in results:
        standing = {each["edition"]: letters(each) for each in result.get("editions", ())}
        outcome = Outcome(result["outcome"])
        outcomes[outcome.value] += 1
        for each in result.get("editions", ()) if outcome.is_judged else ():
            count = counting.setdefault(each["edition"], _Counting())
            count.agencies += 1
            count.letters.update(standing[each["edition"]])
            count.criteria.add(each["ruleset"]["sha256"])
        lines.append(
            _dumped({"agency": result["agency"], "outcome": outcome.value, "editions": standing})
        )
    head = {
        "format": _FORMAT,
        "day": day.isoformat(),
        "outcomes": dict(sorted(outcomes.items())),
        "editions": {
            name: {
                "agencies": count.agencies,
                "letters": dict(sorted(count.letters.items())),
                "criteria": sorted(count.criteria),
            }
            for name, count in sorted(counting.items())
        },
    }
    path = folder / FOLDER / f"{day.isoformat()}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    name = f"{FOLDER}/{path.name}"
    write_file(path, name, "".join(f"{line}\n" for line in (_dumped(head), *lines)))
    return path


def days(folder: Path) -> list[Day]:
    """The days of a folder of results, the oldest first.

    Raises:
        InputError: a file is not one of ours; all of them are named.
    """
    found: list[Day] = []
    problems: list[Problem] = []
    for path in _files(folder):
        try:
            with path.open(encoding="utf-8") as stream:
                found.append(_day(json.loads(stream.readline()), path.stem))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            problems.append(_not_ours(path, 1))
    if problems:
        raise InputError(problems)
    return found


def standings(folder: Path, day: date) -> dict[str, Standing]:
    """How every agency stood on a day that `days` names.

    Raises:
        InputError: a line is not one of ours.
    """
    path = folder / FOLDER / f"{day.isoformat()}.jsonl"
    found: dict[str, Standing] = {}
    number = 1
    try:
        with path.open(encoding="utf-8") as stream:
            next(stream)
            for line in stream:
                number += 1
                read = json.loads(line)
                found[read["agency"]] = Standing(
                    Outcome(read["outcome"]),
                    {str(name): str(text) for name, text in read["editions"].items()},
                )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError([_not_ours(path, number)]) from None
    return found


def _files(folder: Path) -> Iterator[Path]:
    if (folder / FOLDER).is_dir():
        yield from sorted(
            path for path in (folder / FOLDER).iterdir() if _NAME.fullmatch(path.name)
        )


def _day(head: Mapping[str, Any], name: str) -> Day:
    if head["format"] != _FORMAT or head["day"] != name:
        raise ValueError
    return Day(
        date.fromisoformat(name),
        {str(Outcome(key)): int(count) for key, count in head["outcomes"].items()},
        {
            str(edition): Sums(
                int(sums["agencies"]),
                {letter: int(sums["letters"].get(letter, 0)) for letter in RANKS},
                tuple(map(str, sums["criteria"])),
            )
            for edition, sums in head["editions"].items()
        },
    )


def _dumped(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def share(letters: Mapping[str, int] | Sequence[str]) -> tuple[int, int]:
    """How many items are complete, and how many there are."""
    counts = letters if isinstance(letters, Mapping) else Counter(letters)
    return counts.get("c", 0), sum(counts.values())


def _not_ours(path: Path, line: int) -> Problem:
    return Problem(
        "fleet-history",
        Location(f"{FOLDER}/{path.name}", line),
        Text("ไม่ใช่บันทึกรายวันที่ oit fleet เขียน", "this is no daily record that oit fleet wrote"),
        Text(
            "ลบไฟล์นี้ แล้วสั่ง oit fleet check อีกครั้งหากเป็นของวันนี้",
            "delete this file, and run oit fleet check again if it is today's",
        ),
    )
