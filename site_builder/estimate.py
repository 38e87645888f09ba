"""What unfinished items may cost, in points of the whole ITA. Ours and an estimate: the score is the
NACC's, and the rule that leads from items to points is not confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.model import Confidence
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


def estimate(report: Report) -> Estimate | None:
    """What is at stake per unfinished item; None where the edition has no rule of scoring.

    An unfinished item is counted as nothing: what earns a score between is not known. Cheapest is
    the item with the most points for each thing to mend.
    """
    assessment = load_assessment(report.edition.name, {report.edition.name: report.edition})
    if assessment is None or not assessment.items or "OIT" not in assessment.weights:
        return None
    counted = {item.id for item in assessment.items}
    stakes = [
        Stake(result, stake(assessment, result.item.id), _effort(result))
        for result in report.items
        if result.status in (Status.INCOMPLETE, Status.MISSING) and result.item.id in counted
    ]
    stakes.sort(key=lambda each: (-each.points / max(each.effort, 1), each.result.item.number))
    reachable = sum((stake(assessment, item.id) for item in assessment.items), Decimal(0))
    return Estimate(tuple(stakes), assessment.oit_rule, assessment.oit_confidence, reachable)


def _effort(result: ItemResult) -> int:
    if result.status == Status.MISSING:
        return sum(element.outcome == Outcome.FAIL for element in result.elements)
    return len({finding.cause for finding in result.findings})
