"""The arithmetic from scores of items to the OIT, the whole ITA and its level, by a year's rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from site_builder.catalogue.assessment import Assessment, ScoredItem
from site_builder.catalogue.model import ResultLevel

FULL = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Mean:
    """A mean and how it was reckoned: `(0 + 100 × 2) / 3 = 66.67`."""

    value: Decimal
    arithmetic: str


def shown(value: Decimal) -> str:
    """A figure as results are printed: two decimals."""
    return f"{rounded(value):f}"


def rounded(value: Decimal) -> Decimal:
    """A figure as it would be printed: two decimals, half up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def mean(values: Iterable[Decimal], weights: Iterable[Decimal] | None = None) -> Mean:
    """The plain or weighted mean of at least one value."""
    values = tuple(values)
    weights = tuple(weights) if weights is not None else (Decimal(1),) * len(values)
    total = sum(weights, Decimal(0))
    result = sum((v * w for v, w in zip(values, weights, strict=True)), Decimal(0)) / total
    terms = (
        shown(value) if weight == 1 else f"{shown(value)} × {weight.normalize():f}"
        for value, weight in zip(values, weights, strict=True)
    )
    return Mean(result, f"({' + '.join(terms)}) / {total.normalize():f} = {shown(result)}")


def sub_indicators(
    items: Iterable[ScoredItem], scores: Mapping[str, Decimal]
) -> dict[str, Mean | None]:
    """The score of each sub-indicator; None where an item has no score."""
    grouped: dict[str, list[ScoredItem]] = {}
    for item in items:
        grouped.setdefault(item.sub_indicator, []).append(item)
    return {
        sub: mean([scores[item.id] for item in group], [item.weight for item in group])
        if all(item.id in scores for item in group)
        else None
        for sub, group in grouped.items()
    }


def oit_indicator(subs: Mapping[str, Mean | None], indicator: str) -> Mean | None:
    """The score of indicator 9 or 10: the mean of its sub-indicators; None where one is unknown."""
    own = [value for sub, value in subs.items() if sub.split(".")[0] == indicator]
    known = [value.value for value in own if value is not None]
    return mean(known) if own and len(known) == len(own) else None


def total(assessment: Assessment, instruments: Mapping[str, Decimal]) -> Mean:
    """The whole result from its three instruments."""
    weights = assessment.weights
    value = sum((weights[key] * instruments[key] for key in weights), Decimal(0))
    terms = " + ".join(f"{weights[key]} × {shown(instruments[key])}" for key in weights)
    return Mean(value, f"{terms} = {shown(value)}")


def level(
    assessment: Assessment, result: Decimal, instruments: Mapping[str, Decimal]
) -> ResultLevel | None:
    """The level reached: the first whose floors hold for the figures as they would be printed."""
    reached = rounded(result)
    least = min(map(rounded, instruments.values()), default=FULL)
    for each in assessment.levels:
        floor = each.min_each_instrument
        if reached >= each.min_total and (floor is None or least >= floor):
            return each
    return None


def stake(assessment: Assessment, item_id: str) -> Decimal:
    """What an item is worth, from nothing to full, in points of the whole ITA. An estimate wherever
    `assessment.oit_confidence` is not confirmed."""
    item = next(each for each in assessment.items if each.id == item_id)
    peers = [each for each in assessment.items if each.sub_indicator == item.sub_indicator]
    indicator = item.sub_indicator.split(".")[0]
    subs = {each.sub_indicator for each in assessment.items}
    own_subs = [sub for sub in subs if sub.split(".")[0] == indicator]
    indicators = {sub.split(".")[0] for sub in subs}
    share = item.weight / sum((each.weight for each in peers), Decimal(0))
    return FULL * share / len(own_subs) / len(indicators) * assessment.weights["OIT"]
