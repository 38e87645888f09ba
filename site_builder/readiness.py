"""How far an edition is, for programs: the figures that every machine-readable file says alike."""

from __future__ import annotations

from typing import Any

from site_builder.criteria import ruleset
from site_builder.outcomes import Outcome, Report, Status


def counted(report: Report) -> dict[str, int]:
    """How many items there are, and how many have each status."""
    counts = report.counts
    return {
        "items": len(report.items),
        **{status.value.replace("-", "_"): counts[status] for status in Status},
    }


def edition_readiness(report: Report) -> dict[str, Any]:
    """One edition in short: the items with their status, and of their elements those that do not pass."""
    return {
        "edition": report.edition.name,
        "ruleset": ruleset(report.edition),
        "summary": counted(report),
        "items": [
            {
                "id": each.item.id,
                "slug": each.item.slug,
                "status": each.status.value,
                "elements": [
                    [result.element.key, result.outcome.value]
                    for result in each.elements
                    if result.outcome != Outcome.PASS
                ],
            }
            for each in report.items
        ],
    }
