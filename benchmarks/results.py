"""What was measured, as values; kept in `results.json`, each subject's last run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from machine import Machine
from measuring import Runs, Sample

FILE = Path(__file__).resolve().parent / "results.json"
FORMAT = 1


@dataclass(frozen=True)
class Comparison:
    """Programs that did the same work in turns; `base` is the side that the others are a multiple of."""

    title: str
    base: str
    sides: Mapping[str, Runs]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """Figures that are no runs of programs, or are set against each other otherwise; finished cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Curve:
    """A chart beside its table. `lines` have a value for each point, None where none was measured.

    Both scales are logarithmic: twice the height is not twice the value.
    """

    name: str
    title: str
    along: str
    up: str
    points: Sequence[int]
    lines: Mapping[str, Sequence[float | None]]


Part = Comparison | Table | Curve


@dataclass(frozen=True)
class Options:
    """How much is measured. `rounds` is None where the subject knows best."""

    rounds: int | None = None
    quick: bool = False
    long: bool = False
    sizes: tuple[int, ...] = (30, 300, 3000)
    agencies: tuple[int, ...] = (1, 10, 100, 1000)

    def times(self, usual: int) -> int:
        """How many rounds, of which a subject usually makes so many."""
        return self.rounds or (1 if self.quick else usual)


@dataclass(frozen=True)
class Result:
    """One run of a subject.

    Attributes:
        day: as `2026-11-22`.
        load: how many processes were running or waiting when it began, over the last minute.
        seconds: how long it took in all.
        quick: it only tried the programs out.
        versions: the programs that took part.
    """

    day: str
    machine: Machine
    load: float
    seconds: float
    quick: bool
    versions: Mapping[str, str]
    parts: Sequence[Part] = field(default_factory=tuple)


def load_results(file: Path = FILE) -> dict[str, Result]:
    """The last result of each subject; none where there is no file."""
    if not file.exists():
        return {}
    data = json.loads(file.read_text(encoding="utf-8"))
    if data["format"] != FORMAT:
        raise SystemExit(f"{file}: format {data['format']} is not {FORMAT}: measure again")
    return {name: _result(each) for name, each in data["subjects"].items()}


def save_results(results: Mapping[str, Result], file: Path = FILE) -> None:
    """Write all results."""
    subjects = {name: _plain(result) for name, result in sorted(results.items())}
    text = json.dumps({"format": FORMAT, "subjects": subjects}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


_KINDS = {kind.__name__.lower(): kind for kind in (Comparison, Table, Curve)}


def _plain(result: Result) -> dict[str, Any]:
    parts = [{"kind": type(part).__name__.lower()} | _plain_part(part) for part in result.parts]
    return asdict(result) | {"parts": parts}


def _plain_part(part: Part) -> dict[str, Any]:
    if not isinstance(part, Comparison):
        return asdict(part)
    # A run as three figures: seconds, seconds of processor, megabytes.
    sides = {
        name: runs
        if isinstance(runs, str)
        else [[round(each.wall, 4), round(each.cpu, 4), round(each.memory, 1)] for each in runs]
        for name, runs in part.sides.items()
    }
    return {"title": part.title, "base": part.base, "sides": sides, "notes": list(part.notes)}


def _result(data: dict[str, Any]) -> Result:
    machine = Machine(**data["machine"])
    return Result(**data | {"machine": machine, "parts": tuple(map(_part, data["parts"]))})


def _part(data: dict[str, Any]) -> Part:
    values = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "comparison":
        values["sides"] = {
            name: runs if isinstance(runs, str) else tuple(Sample(*each) for each in runs)
            for name, runs in values["sides"].items()
        }
    part: Part = _KINDS[data["kind"]](**values)
    return part
