"""The links of a site for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from site_builder.links.faults import LinkReport, Place
from site_builder.links.verdicts import Verdict

FORMAT = 1


def render(report: LinkReport) -> str:
    """The report as JSON text in the language of this run."""
    data = {
        "format": FORMAT,
        "site": report.site,
        "engines": list(report.engines),
        "summary": {
            "pages": report.pages,
            "links": dict(report.links),
            "errors": sum(fault.severity == "error" for fault in report.faults),
            "warnings": sum(fault.severity == "warning" for fault in report.faults),
            "not_checked": len(report.problems),
            "outside": Counter(verdict.state.value for verdict in report.verdicts.values()),
        },
        "faults": [
            {
                "code": fault.code,
                "severity": fault.severity.value,
                "target": fault.target,
                "expected": fault.expected or None,
                "message": str(fault.message),
                "remedy": str(fault.remedy),
                "engines": list(fault.engines),
                "places": _places(fault.places),
            }
            for fault in report.faults
        ],
        "not_checked": [
            {
                "code": problem.code,
                "location": str(problem.location),
                "message": str(problem.message),
                "remedy": str(problem.remedy),
            }
            for problem in report.problems
        ],
        "outside": [
            {
                "url": url,
                "verdict": _verdict(report.verdicts.get(url)),
                "places": _places(places),
            }
            for url, places in report.outside.items()
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    """None where nobody was to ask."""
    if verdict is None:
        return None
    return {
        "state": verdict.state.value,
        "cause": verdict.seen.cause.value if verdict.seen.cause else None,
        "owner": verdict.owner.value if verdict.owner else None,
        "status": verdict.seen.status or None,
        "moved_to": verdict.seen.target or None,
        "message": str(verdict.message),
        "remedy": str(verdict.remedy) if verdict.remedy else None,
        "first": verdict.first.isoformat() if verdict.first else None,
        "last": verdict.last.isoformat() if verdict.last else None,
        "runs": verdict.runs,
    }


def _places(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [
        {
            "page": place.page,
            "line": place.line or None,
            "tag": place.tag,
            "attribute": place.attribute,
            "written": place.written,
        }
        for place in places
    ]
