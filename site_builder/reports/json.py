"""The report for programs. `format` changes only when a reader would have to."""

from __future__ import annotations

import json
from typing import Any

from site_builder.criteria import ruleset, sureness
from site_builder.estimate import estimate
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import (
    Basis,
    ElementResult,
    Evidence,
    Finding,
    ItemResult,
    Opened,
    Report,
)
from site_builder.problems import Problem
from site_builder.readiness import counted
from site_builder.scoring import shown

FORMAT = 1


def render(report: Report) -> str:
    """The report as JSON text in the language of this run."""
    return json.dumps(to_data(report), ensure_ascii=False, indent=2) + "\n"


def to_data(report: Report) -> dict[str, Any]:
    """The report as plain values; texts are in the language of this run."""
    return {
        "format": FORMAT,
        "ruleset": ruleset(report.edition),
        "agency": report.agency,
        "edition": report.edition.name,
        "site": report.site or None,
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "summary": {
            **counted(report),
            "causes": report.causes,
            "findings": len(report.findings),
            "problems": len(report.problems),
            "criteria": _share(report.confirmed),
        },
        "evidence": {basis.value: report.bases[basis] for basis in Basis},
        "estimate": _estimate(report),
        "problems": [_problem(problem) for problem in report.problems],
        "notes": [_finding(finding) for finding in report.notes],
        "remarks": [str(remark) for remark in report.remarks],
        "items": [_item(item) for item in report.items],
    }


def _share(confirmed: tuple[int, int]) -> dict[str, int]:
    return {"confirmed": confirmed[0], "elements": confirmed[1]}


def _estimate(report: Report) -> dict[str, Any] | None:
    """Points of the whole ITA at stake: ours, and an estimate."""
    found = estimate(report)
    if found is None:
        return None
    return {
        "rule": str(found.rule),
        "confidence": found.confidence,
        "points": float(shown(found.points)),
        "of": float(shown(found.reachable)),
        "items": [
            {
                "id": stake.result.item.id,
                "points": float(shown(stake.points)),
                "effort": stake.effort,
            }
            for stake in found.stakes
        ],
    }


def _item(result: ItemResult) -> dict[str, Any]:
    return {
        "id": result.item.id,
        "slug": result.item.slug,
        "title": result.item.title.th,
        "url": result.url,
        "unit": result.unit,
        "status": result.status.value,
        "criteria": _share(result.confirmed),
        "elements": [_element(element) for element in result.elements],
        "documents": [_document(document) for document in result.documents],
        "notes": [_finding(finding) for finding in result.notes],
    }


def _element(result: ElementResult) -> dict[str, Any]:
    data: dict[str, Any] = {
        "key": result.element.key,
        "requirement": str(result.element.requirement),
        "outcome": result.outcome.value,
        "confidence": result.element.confidence,
        "basis": result.basis.value if result.basis else None,
        "evidence": [_evidence(evidence) for evidence in result.evidence],
        "not_yet_due": result.not_yet_due,
        "findings": [_finding(finding) for finding in result.findings],
    }
    if result.element.confirmation:
        data["confirmed_by"] = str(sureness(result.element))
    if result.reason:
        data["reason"] = str(result.reason)
    return data


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "basis": evidence.basis.value,
        "location": _location(evidence.location),
        "document": evidence.document or None,
        "page": evidence.page or None,
        "text": str(evidence.text),
    }


def _document(document: Opened) -> dict[str, Any]:
    return {
        "name": document.name,
        "type": document.type or None,
        "size": document.size,
        "pages": document.pages or None,
        "title": document.title or None,
        "language": document.language or None,
        "fault": str(document.fault) if document.fault else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "location": _location(finding.location),
        "message": str(finding.message),
        "remedy": str(finding.remedy),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    message: Text = problem.message
    return {
        "code": problem.code,
        "location": _location(problem.location),
        "message": str(message),
        "remedy": str(problem.remedy),
    }


def _location(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line or None}
