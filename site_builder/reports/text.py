"""The report for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from site_builder.catalogue.model import CONFIDENCES
from site_builder.language import Text
from site_builder.outcomes import ElementResult, Finding, ItemResult, Outcome, Report, Status

_MARKS = {
    Status.COMPLETE: "✓",
    Status.INCOMPLETE: "✗",
    Status.MISSING: "✗",
    Status.NEEDS_REVIEW: "?",
}


def render(report: Report) -> str:
    """The report as text: what is to mend by item, then what was checked and how many problems."""
    return "\n".join(_lines(report)) + "\n"


def summary(report: Report) -> str:
    """One line: what was checked, and how many problems there are."""
    counts = report.counts
    parts = ", ".join(
        f"{status.label} {counts[status]}" for status in Status if counts[status] or status == "complete"
    )
    text = Text(
        "OIT ปี {edition}: ตรวจ {items} ข้อ {elements} องค์ประกอบ พบปัญหา {findings} จุด ({parts})",
        "OIT {edition}: {items} items with {elements} elements checked, {findings} problems ({parts})",
    )
    return str(
        text.format(
            edition=report.edition.name,
            items=len(report.items),
            elements=sum(len(item.elements) for item in report.items),
            findings=_problem_count(report),
            parts=parts,
        )
    )


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.agency} — OIT {report.edition.name}"
    found = {(finding.code, finding.location) for finding in report.findings}
    problems = [p for p in report.problems if (p.code, p.location) not in found]
    if problems:
        yield ""
        yield str(Text("อ่านข้อมูลไม่ได้ครบ:", "The data could not be read whole:"))
        for problem in problems:
            yield f"  ✗ {problem.location}: {problem.message}"
            yield f"      → {problem.remedy}"
    for item in report.items:
        if item.status != Status.COMPLETE or item.findings:
            yield ""
            yield from _item(item)
    yield ""
    yield summary(report)
    confirmed, total = _confirmed(report)
    yield str(
        Text(
            "เกณฑ์ที่ใช้ตัดสินยืนยันแล้ว {confirmed} จาก {total} องค์ประกอบ ความพร้อมนี้เป็นของโปรแกรม คะแนนเป็นของสำนักงาน ป.ป.ช.",
            "Of the criteria, {confirmed} of {total} elements are confirmed. Readiness is ours; the score is the NACC's.",
        ).format(confirmed=confirmed, total=total)
    )


def _item(result: ItemResult) -> Iterator[str]:
    yield f"{_MARKS[result.status]} {result.item.id} {result.item.title} — {result.status.label}"
    if result.status == Status.MISSING:
        yield from _missing(result)
        return
    for element in result.elements:
        if element.outcome in (Outcome.FAIL, Outcome.NEEDS_REVIEW):
            yield from _element(element)
    for reason, _ in groupby(e.reason for e in result.elements if e.outcome == Outcome.NOT_CHECKED):
        yield f"    {Outcome.NOT_CHECKED.label}: {reason}"
    for finding in result.notes:
        yield from _finding(finding)


def _missing(result: ItemResult) -> Iterator[str]:
    """All elements of an item without data share one cause: say it once, then name them."""
    first = result.findings[0]
    yield f"    {first.location}: {first.remedy}"
    for element in result.elements:
        if element.outcome == Outcome.FAIL:
            yield f"      • {element.element.requirement} {_confidence(element)}"


def _element(result: ElementResult) -> Iterator[str]:
    yield f"  • {result.element.requirement} {_confidence(result)}"
    if result.reason:
        yield f"      ? {result.reason}"
    for finding in result.findings:
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"      {finding.location}: {finding.message}"
    yield f"      → {finding.remedy}"


def _confidence(result: ElementResult) -> str:
    return f"[{CONFIDENCES[result.element.confidence]}]"


def _problem_count(report: Report) -> int:
    found = {(finding.code, finding.location) for finding in report.findings}
    other = [p for p in report.problems if (p.code, p.location) not in found]
    return len(report.findings) + len(other)


def _confirmed(report: Report) -> tuple[int, int]:
    elements = [result.element for item in report.items for result in item.elements]
    return sum(element.confidence == "confirmed" for element in elements), len(elements)
