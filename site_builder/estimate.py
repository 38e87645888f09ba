"""What unfinished items may cost, in points of the whole ITA. Ours and an estimate: the score is the
NACC's, and the rule that leads from items to points is not confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.model import Confidence, Edition
from site_builder.language import Text
from site_builder.outcomes import ItemResult, Outcome, Report, Status
from site_builder.scoring import stake


@dataclass(frozen=True)
class Stake:
    """An unfinished item with the points that finishing it may gain.

    Attributes:
        effort: how many things to mend, or elements to fill in where there is nothing yet.
    """

    result: ItemResult
    points: Decimal
    effort: int


@dataclass(frozen=True)
class Estimate:
    """What is at stake in an edition, the cheapest gain first.

    Attributes:
        rule: how points follow from items, in words, with its `confidence`.
        reachable: points of the OIT items together, in points of the whole ITA.
    """

    stakes: tuple[Stake, ...]
    rule: Text
    confidence: Confidence
    reachable: Decimal

    @property
    def points(self) -> Decimal:
        """All points at stake."""
        return sum((each.points for each in self.stakes), Decimal(0))


@dataclass(frozen=True)
class Worth:
    """What each item of an edition is worth, in points of the whole ITA.

    Attributes:
        rule: how points follow from items, in words, with its `confidence`.
        points: by the item's id; an item that is not scored is not in it.
    """

    rule: Text
    confidence: Confidence
    points: Mapping[str, Decimal]


#: Of the items with these, finishing may gain their points.
UNFINISHED = (Status.INCOMPLETE, Status.MISSING)


def worth(edition: Edition) -> Worth | None:
    """What the items of an edition are worth; None where it has no rule of scoring."""
    assessment = load_assessment(edition.name, {edition.name: edition})
    if assessment is None or not assessment.items or "OIT" not in assessment.weights:
        return None
    points = {item.id: stake(assessment, item.id) for item in assessment.items}
    return Worth(assessment.oit_rule, assessment.oit_confidence, points)


def estimate(report: Report) -> Estimate | None:
    """What is at stake per unfinished item; None where the edition has no rule of scoring.

    An unfinished item is counted as nothing: what earns a score between is not known. Cheapest is
    the item with the most points for each thing to mend.
    """
    found = worth(report.edition)
    if found is None:
        return None
    stakes = [
        Stake(result, found.points[result.item.id], _effort(result))
        for result in report.items
        if result.status in UNFINISHED and result.item.id in found.points
    ]
    stakes.sort(key=lambda each: (-each.points / max(each.effort, 1), each.result.item.number))
    reachable = sum(found.points.values(), Decimal(0))
    return Estimate(tuple(stakes), found.rule, found.confidence, reachable)


def _effort(result: ItemResult) -> int:
    if result.status == Status.MISSING:
        return sum(element.outcome == Outcome.FAIL for element in result.elements)
    return len({finding.cause for finding in result.findings})
