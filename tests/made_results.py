"""Printed results made up by the rules, reckoned without any arithmetic of the product.

Scores are exact fractions; a figure is rounded half up only when it is printed. A year's rules are
read from the catalogue as data: which items stand in which sub-indicator, with which weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from hypothesis import strategies as st

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.loader import load_catalogue
from site_builder.figures import Analysis
from site_builder.kinds.base import ParseContext
from site_builder.kinds.read import read_fields
from site_builder.official import RESULT_FIELDS, OfficialResult, result_file
from site_builder.results.analysis import analyse
from site_builder.sources.files import FileStore
from site_builder.sources.yaml import parse_yaml

YEARS = ("2567", "2568", "2569")
INSTRUMENTS = {"IIT": ("1", "2", "3", "4", "5"), "EIT": ("6", "7", "8"), "OIT": ("9", "10")}
SHARES = {"IIT": Fraction(3, 10), "EIT": Fraction(3, 10), "OIT": Fraction(4, 10)}
#: Questions of 2567 and 2568: three for each indicator.
QUESTIONS = {str(n): tuple(f"i{3 * n - 2 + k}" for k in range(3)) for n in range(1, 6)} | {
    str(n + 5): tuple(f"e{3 * n - 2 + k}" for k in range(3)) for n in range(1, 4)
}
#: Name, least total, least score of each instrument: levels of 2566 and later.
LEVELS: tuple[tuple[str, int, int], ...] = (
    ("ผ่านดีเยี่ยม", 95, 95),
    ("ผ่านดี", 85, 85),
    ("ผ่าน", 85, 0),
    ("ต้องปรับปรุง", 70, 0),
    ("ต้องปรับปรุงโดยด่วน", 0, 0),
)
#: How the EIT is printed: by question one score, two parts or all three; by instrument as one
#: score, as two parts, or both. With `first-part` the questions have the scores of part 1 only.
Style = Literal["plain", "question-parts", "all-parts", "both", "first-part"]
STYLES: tuple[Style, ...] = ("plain", "question-parts", "all-parts", "both", "first-part")


def cents(value: Fraction | Decimal) -> Decimal:
    """The figure as it is printed: two decimals, half up."""
    hundredths = Fraction(value) * 100 + Fraction(1, 2)
    return Decimal(hundredths.numerator // hundredths.denominator).scaleb(-2)


def average(values: Iterable[Fraction]) -> Fraction:
    values = tuple(values)
    return sum(values, Fraction(0)) / len(values)


def class_of(score: Decimal) -> str:
    return "keep" if score >= 95 else "raise" if score >= 90 else "improve"


def level_of(total: Decimal, instruments: Iterable[Decimal]) -> str:
    least = min(instruments)
    return next(name for name, floor, each in LEVELS if total >= floor and least >= each)


def item_levels(year: str) -> dict[str, tuple[int, ...]]:
    """The scores that each item of a year may have."""
    return {item.id: item.score_levels for item in load_catalogue().editions[year].items}


@dataclass(frozen=True)
class Line:
    """A row of a result as it is printed, one line of the file."""

    table: str
    cells: Mapping[str, object]

    @property
    def id(self) -> str:
        return str(self.cells.get("id", ""))

    def with_(self, **cells: object) -> Line:
        changed = {key.replace("_", "-"): value for key, value in cells.items()}
        return replace(self, cells={**self.cells, **changed})

    def __str__(self) -> str:
        pairs = ", ".join(f"{key}: {value}" for key, value in self.cells.items())
        return f"  - {{{pairs}}}"


@dataclass(frozen=True)
class Made:
    """A result as it is printed: its rows in the order of the file."""

    year: str
    rows: tuple[Line, ...]

    @property
    def yaml(self) -> str:
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        table = ""
        for row in self.rows:
            if row.table != table:
                table = row.table
                yield f"{table}:"
            yield str(row)

    def line(self, row: Line) -> int:
        """The line where a row stands, counted from 1."""
        at = next(n for n, each in enumerate(self.rows) if each is row)
        return at + 1 + len({each.table for each in self.rows[: at + 1]})

    def row(self, table: str, name: str = "") -> Line:
        return next(each for each in self.rows if each.table == table and each.id == name)

    def of(self, table: str) -> tuple[Line, ...]:
        return tuple(each for each in self.rows if each.table == table)

    def line_of(self, table: str, name: str = "") -> int:
        return self.line(self.row(table, name))

    def changed(self, row: Line, **cells: object) -> Made:
        """The same with other cells in one row."""
        other = row.with_(**cells)
        return replace(self, rows=tuple(other if each is row else each for each in self.rows))

    def without(self, *tables: str) -> Made:
        return replace(self, rows=tuple(each for each in self.rows if each.table not in tables))

    def analysis(self) -> Analysis:
        return analysed(self.yaml, self.year)


def official(yaml: str, year: str) -> OfficialResult:
    """A result file by its text."""
    context = ParseContext(FileStore(Path(), "data/results"), load_catalogue().vocabularies)
    values = read_fields(parse_yaml(yaml, result_file(year)), RESULT_FIELDS, context)
    problems = list(context.problems)
    for value in values.values():
        problems += [cell.problem for _, cell in value.every_cell() if cell.problem]
    return OfficialResult(year, values, tuple(problems))


def analysed(yaml: str, year: str) -> Analysis:
    """What follows from a result file; it must be readable."""
    assessment = load_assessment(year, load_catalogue().editions)
    assert assessment is not None
    result = official(yaml, year)
    assert not result.problems, result.problems
    return analyse(result, assessment)


@dataclass(frozen=True)
class Scores:
    """What a result is made of: exact scores of questions, in two parts for the EIT, and of items.

    Attributes:
        stepwise: each figure is reckoned from figures already rounded, not from exact ones.
    """

    year: str
    questions: Mapping[str, tuple[Fraction, Fraction]]
    items: Mapping[str, int]
    style: Style = "plain"
    stepwise: bool = False
    indicators: Mapping[str, Fraction] = field(init=False)
    instruments: Mapping[str, Fraction] = field(init=False)
    parts: tuple[Fraction, Fraction] = field(init=False)
    total: Fraction = field(init=False)

    def __post_init__(self) -> None:
        indicators: dict[str, Fraction] = {}
        halves: list[tuple[Fraction, ...]] = []
        for indicator, codes in QUESTIONS.items():
            scores = [tuple(map(self._kept, self.questions[code])) for code in codes]
            both = tuple(self._kept(average(part)) for part in zip(*scores, strict=True))
            if int(indicator) > 5:
                halves.append(both)
            indicators[indicator] = self._kept(average(both))
        for indicator in INSTRUMENTS["OIT"]:
            indicators[indicator] = self._kept(oit_indicator(self.year, self.items, indicator))
        instruments = {
            name: self._kept(average(indicators[each] for each in members))
            for name, members in INSTRUMENTS.items()
        }
        first, second = (self._kept(average(part)) for part in zip(*halves, strict=True))
        total = sum((SHARES[name] * instruments[name] for name in SHARES), Fraction(0))
        for name, value in (
            ("indicators", indicators),
            ("instruments", instruments),
            ("parts", (first, second)),
            ("total", total),
        ):
            object.__setattr__(self, name, value)

    def _kept(self, value: Fraction) -> Fraction:
        return Fraction(cents(value)) if self.stepwise else value

    def printed(self) -> Made:
        """The result as it would be published."""
        instruments = {name: cents(value) for name, value in self.instruments.items()}
        total = cents(self.total)
        rows = [
            Line("total", {"score": total, "level": level_of(total, instruments.values())}),
        ]
        for name, score in instruments.items():
            parts = name == "EIT" and self.style in ("all-parts", "both", "first-part")
            if not parts or self.style == "both":
                rows.append(Line("instruments", {"id": name, "score": score}))
            if parts:
                for number, part in enumerate(self.parts, start=1):
                    cells = {"id": f"{name}{number}", "score": cents(part)}
                    rows.append(Line("instruments", cells))
        for indicator, value in self.indicators.items():
            rows.append(Line("indicators", {"id": indicator, "score": cents(value)}))
        for indicator, codes in QUESTIONS.items():
            rows += [self._question(code, indicator) for code in codes]
        subs = {item.id: item.sub_indicator for item in load_catalogue().editions[self.year].items}
        for item, number in self.items.items():
            score = cents(Fraction(number))
            about = {"id": item, "indicator": subs[item].split(".")[0]}
            rows.append(
                Line("questions", about | {"score": score, "action-class": class_of(score)})
            )
        return Made(self.year, tuple(rows))

    def _question(self, code: str, indicator: str) -> Line:
        first, second = self.questions[code]
        cells: dict[str, object] = {"id": code, "indicator": f"ตัวชี้วัดที่ {indicator}"}
        score = cents(average((first, second)))
        if code.startswith("e"):
            if self.style == "first-part":
                score = cents(first)
            if self.style in ("question-parts", "all-parts"):
                cells |= {"part1": cents(first), "part2": cents(second)}
                score = cents(average(map(Fraction, (cents(first), cents(second)))))
        if "part1" not in cells or self.style == "all-parts":
            cells["score"] = score
        return Line("questions", cells | {"action-class": class_of(score)})


def oit_indicator(year: str, items: Mapping[str, int], indicator: str) -> Fraction:
    """Indicator 9 or 10: the mean of its sub-indicators, each the (weighted) mean of its items."""
    edition = load_catalogue().editions[year]
    weighted = year == "2568"  # the other editions have a plain mean
    grouped: dict[str, list[tuple[Fraction, int]]] = {}
    for item in edition.items:
        weight = Fraction(item.weight or 1) if weighted else Fraction(1)
        grouped.setdefault(item.sub_indicator, []).append((weight, items[item.id]))
    subs = [
        sum((weight * score for weight, score in group), Fraction(0))
        / sum((weight for weight, _ in group), Fraction(0))
        for sub, group in grouped.items()
        if sub.split(".")[0] == indicator
    ]
    return average(subs)


@st.composite
def scores(draw: st.DrawFn, year: str, styles: tuple[Style, ...] = STYLES) -> Scores:
    """Any scores of a year, with more digits than are printed."""
    exact = st.integers(0, 1_000_000).map(lambda n: Fraction(n, 10_000))
    style = draw(st.sampled_from(styles))
    questions: dict[str, tuple[Fraction, Fraction]] = {}
    for codes in QUESTIONS.values():
        for code in codes:
            first = draw(exact)
            has_parts = code.startswith("e") and style != "plain"
            questions[code] = (first, draw(exact) if has_parts else first)
    items = {item: draw(st.sampled_from(levels)) for item, levels in item_levels(year).items()}
    return Scores(year, questions, items, style, draw(st.booleans()))


def even(year: str, score: float = 97, item: int = 100, **of: Any) -> Scores:
    """The same score everywhere."""
    exact = Fraction(str(score))
    questions = {code: (exact, exact) for codes in QUESTIONS.values() for code in codes}
    return Scores(year, questions, dict.fromkeys(item_levels(year), item), **of)
