"""The rules by which the result of one year's whole ITA follows from its parts.

The OIT's part comes from that year's edition; the rest, and years without an edition, from
`assessments.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from site_builder.catalogue.compiled import compiled
from site_builder.catalogue.loader import HERE, load_shared, read_result_level
from site_builder.catalogue.model import CONFIDENCES, Confidence, Edition, ResultLevel
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.nodes import Node
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml

_FULL = 100
_FILE = "catalogue/assessments.yaml"
_NOTHING = MappingNode((), Location(_FILE))


@dataclass(frozen=True)
class Instrument:
    """IIT, EIT or OIT: the mean of its indicators, or of its `parts` where it has some."""

    id: str
    title: Text
    indicators: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class AssessedIndicator:
    """One of the ten indicators; `topic` is the improvement topic that it belongs to."""

    id: str
    title: Text
    topic: str


@dataclass(frozen=True)
class ScoredItem:
    """An item as it counts towards the OIT; `weight` is that inside its sub-indicator."""

    id: str
    sub_indicator: str
    weight: Decimal
    levels: tuple[int, ...]


@dataclass(frozen=True)
class ActionClass:
    """What follows for a question whose score is at least `min`."""

    code: str
    label: Text
    min: Decimal


@dataclass(frozen=True)
class Assessment:
    """The rules of one year.

    Attributes:
        items: what counts towards the OIT, in order; empty where no rule is known.
        oit_rule: how items become OIT, in words, with `oit_confidence`.
        questions: codes (`i1`) by indicator; empty where not known.
        weights: share of each instrument in the total, with `weights_confidence`.
        levels: the first whose floors hold is reached.
        classes: the highest first.
        strength: score from which an indicator is a strength.
    """

    year: str
    instruments: tuple[Instrument, ...]
    indicators: tuple[AssessedIndicator, ...]
    items: tuple[ScoredItem, ...]
    oit_rule: Text
    oit_confidence: Confidence
    questions: Mapping[str, tuple[str, ...]]
    questions_confidence: Confidence
    weights: Mapping[str, Decimal]
    weights_confidence: Confidence
    levels: tuple[ResultLevel, ...]
    classes: tuple[ActionClass, ...]
    strength: Decimal

    def instrument(self, indicator: str) -> Instrument:
        return next(each for each in self.instruments if indicator in each.indicators)

    def indicator(self, indicator_id: str) -> AssessedIndicator | None:
        return next((each for each in self.indicators if each.id == indicator_id), None)

    def action_class(self, score: Decimal) -> str:
        """The code of what follows for a question with this score."""
        return next(each.code for each in self.classes if score >= each.min)


@dataclass(frozen=True)
class DroppedItem:
    """An item of a year without an edition that has no successor of its own; `by` replaces it."""

    item: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class EarlierYear:
    """The numbers of a year before the first edition."""

    year: str
    items: tuple[ScoredItem, ...]
    dropped: tuple[DroppedItem, ...]


@dataclass(frozen=True)
class _Shared:
    instruments: tuple[Instrument, ...]
    indicators: tuple[AssessedIndicator, ...]
    classes: tuple[ActionClass, ...]
    strength: Decimal
    years: Mapping[str, Assessment]
    earlier: Mapping[str, EarlierYear]


def load_assessment(year: str, editions: Mapping[str, Edition]) -> Assessment | None:
    """The rules of a year's result, or None where none are known.

    Raises:
        InputError: our own file is wrong.
    """
    shared = _load()
    known = shared.years.get(year)
    edition = editions.get(year)
    if edition is None:
        return known if known and known.levels else None
    scoring = edition.scoring
    weighted = scoring.formula.get("sub_indicator") == "weighted-mean"
    return Assessment(
        year=year,
        instruments=shared.instruments,
        indicators=shared.indicators,
        items=tuple(
            ScoredItem(
                item.id,
                item.sub_indicator,
                item.weight if weighted and item.weight is not None else Decimal(1),
                item.score_levels,
            )
            for item in edition.items
        ),
        oit_rule=scoring.aggregation,
        oit_confidence=scoring.confidence,
        questions=known.questions if known else {},
        questions_confidence=known.questions_confidence if known else "inferred",
        weights=scoring.ita_weights,
        weights_confidence=scoring.weights_confidence,
        levels=edition.levels,
        classes=shared.classes,
        strength=shared.strength,
    )


def earlier_year(year: str) -> EarlierYear | None:
    """The numbers of a year before the first edition, or None."""
    return _load().earlier.get(year)


@cache
def _load() -> _Shared:
    return compiled("assessments", _read)


def _read() -> _Shared:
    reader = Reader()
    top = reader.mapping(
        read_yaml(HERE / "assessments.yaml", _FILE),
        ("instruments", "indicators", "topics", "classes", "strength", "years"),
    )
    instruments = tuple(_instrument(node, reader) for node in reader.items(top.get("instruments")))
    indicators = tuple(_indicator(node, reader) for node in reader.items(top.get("indicators")))
    classes = _classes(top.get("classes"), reader)
    strength = reader.mapping(top.get("strength") or _NOTHING, ("min", "confidence", "source"))
    floor = reader.number(strength.get("min")) or Decimal(0)
    years: dict[str, Assessment] = {}
    earlier: dict[str, EarlierYear] = {}
    for year, node in reader.any_mapping(top.get("years")).items():
        entry = reader.mapping(
            node,
            ("questions",),
            ("aggregation", "weights", "weights_confidence", "levels", "sub_indicators", "dropped"),
        )
        questions, questions_confidence = _questions(entry.get("questions"), years, reader)
        rule = reader.mapping(entry.get("aggregation") or _NOTHING, (), ("th", "en", "confidence"))
        items = _scored_items(entry.get("sub_indicators"), reader)
        years[year] = Assessment(
            year,
            instruments,
            indicators,
            items,
            Text(reader.text(rule.get("th")), reader.text(rule.get("en"))),
            _confidence(rule.get("confidence"), reader),
            questions,
            questions_confidence,
            {
                key: reader.number(value) or Decimal(0)
                for key, value in reader.any_mapping(entry.get("weights")).items()
            },
            _confidence(entry.get("weights_confidence"), reader),
            tuple(read_result_level(level, reader) for level in reader.items(entry.get("levels"))),
            classes,
            floor,
        )
        if items:
            dropped = tuple(_dropped(each, reader) for each in reader.items(entry.get("dropped")))
            earlier[year] = EarlierYear(year, items, dropped)
    reader.finish()
    return _Shared(instruments, indicators, classes, floor, years, earlier)


def _instrument(node: Node, reader: Reader) -> Instrument:
    entry = reader.mapping(node, ("id", "th", "en", "indicators"), ("parts",))
    return Instrument(
        reader.text(entry.get("id")),
        Text(reader.text(entry.get("th")), reader.text(entry.get("en"))),
        reader.texts(entry.get("indicators")),
        reader.texts(entry.get("parts")),
    )


def _indicator(node: Node, reader: Reader) -> AssessedIndicator:
    entry = reader.mapping(node, ("id", "th", "en", "topic"))
    return AssessedIndicator(
        reader.text(entry.get("id")),
        Text(reader.text(entry.get("th")), reader.text(entry.get("en"))),
        reader.text(entry.get("topic")),
    )


def _classes(node: Node | None, reader: Reader) -> tuple[ActionClass, ...]:
    entry = reader.mapping(node or _NOTHING, ("confidence", "source", "from"))
    choices = load_shared().vocabularies["action-class"].choices
    labels = {choice.code: choice.label for choice in choices}
    found = []
    for class_node in reader.items(entry.get("from")):
        each = reader.mapping(class_node, ("code", "min"))
        floor = reader.number(each.get("min")) or Decimal(0)
        code = reader.one_of(each.get("code"), labels)
        found.append(ActionClass(code, labels.get(code, Text("", "")), floor))
    return tuple(found)


def _questions(
    node: Node | None, years: Mapping[str, Assessment], reader: Reader
) -> tuple[dict[str, tuple[str, ...]], Confidence]:
    entry = reader.mapping(node or _NOTHING, ("confidence",), ("note", "of", "same_as"))
    confidence = _confidence(entry.get("confidence"), reader)
    other = years.get(reader.text(entry.get("same_as")))
    if other:
        return dict(other.questions), confidence
    of = reader.any_mapping(entry.get("of"))
    return {indicator: reader.texts(codes) for indicator, codes in of.items()}, confidence


def _scored_items(node: Node | None, reader: Reader) -> tuple[ScoredItem, ...]:
    found = []
    for sub_node in reader.items(node):
        sub = reader.mapping(sub_node, ("id", "items"))
        ends = [int(item[1:]) for item in reader.texts(sub.get("items"))]
        for number in range(ends[0], ends[-1] + 1):
            sub_id = reader.text(sub.get("id"))
            found.append(ScoredItem(f"O{number}", sub_id, Decimal(1), (_FULL, 0)))
    return tuple(found)


def _dropped(node: Node, reader: Reader) -> DroppedItem:
    entry = reader.mapping(node, ("item",), ("by",))
    return DroppedItem(reader.text(entry.get("item")), reader.texts(entry.get("by")))


def _confidence(node: Node | None, reader: Reader) -> Confidence:
    value: Confidence = reader.one_of(node, CONFIDENCES, "inferred")  # type: ignore[assignment]
    return value
