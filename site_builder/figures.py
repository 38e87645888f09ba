"""An official result with all that follows from it, as values: what `results` computes and pages
and reports show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from site_builder.catalogue.assessment import Assessment
from site_builder.catalogue.model import Confidence, ResultLevel
from site_builder.kinds.values import Cell, Row
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.official import OfficialResult
from site_builder.scoring import rounded

#: Confidences of a rule whose result is called an estimate.
ESTIMATES: frozenset[Confidence] = frozenset({"adapted", "inferred", "recalled"})


@dataclass(frozen=True)
class Question:
    """A row of the table of questions.

    Attributes:
        code: `i1`, `e1`, `o21`; "" where it cannot be read.
        indicator: number of its indicator, "" where not known.
        score: as printed, or the mean of parts 1 and 2 where only those are.
        action: code of what follows by the score, "" without one.
    """

    code: str
    indicator: str
    score: Decimal | None
    action: str
    row: Row


@dataclass(frozen=True)
class Figure:
    """A figure as printed and as computed; `value` is the one used on.

    Attributes:
        arithmetic: how it was computed, "" where it was not.
        confidence: of the rule by which it was computed.
    """

    id: str
    title: Text
    printed: Decimal | None
    computed: Decimal | None
    value: Decimal | None
    arithmetic: str
    confidence: Confidence
    location: Location

    @property
    def is_estimate(self) -> bool:
        return self.computed is not None and self.confidence in ESTIMATES


@dataclass(frozen=True)
class Contradiction:
    """What is printed and cannot be so, with the arithmetic.

    Attributes:
        explanation: what makes it understandable, or None.
        explained: nothing needs to be mended; the explanation is enough.
    """

    code: str
    location: Location
    message: Text
    explanation: Text | None = None
    explained: bool = False


@dataclass(frozen=True)
class Analysis:
    """An official result with all that follows from it."""

    year: str
    assessment: Assessment
    official: OfficialResult
    questions: tuple[Question, ...]
    sub_indicators: tuple[Figure, ...]
    indicators: tuple[Figure, ...]
    instruments: tuple[Figure, ...]
    total: Figure
    level_printed: Cell | None
    level: ResultLevel | None
    contradictions: tuple[Contradiction, ...]

    @property
    def strengths(self) -> tuple[Figure, ...]:
        """Indicators at or above the mark, the highest first."""
        found = [
            f for f in self._valued if rounded(f.value or Decimal(0)) >= self.assessment.strength
        ]
        return tuple(sorted(found, key=lambda figure: -(figure.value or 0)))

    @property
    def weaknesses(self) -> tuple[Figure, ...]:
        """Indicators below the mark, the lowest first."""
        found = [
            f for f in self._valued if rounded(f.value or Decimal(0)) < self.assessment.strength
        ]
        return tuple(sorted(found, key=lambda figure: figure.value or 0))

    @property
    def classes(self) -> dict[str, tuple[Question, ...]]:
        """The questions by what follows, every class of the year in its order."""
        return {
            each.code: tuple(q for q in self.questions if q.action == each.code)
            for each in self.assessment.classes
        }

    @property
    def _valued(self) -> list[Figure]:
        return [figure for figure in self.indicators if figure.value is not None]
