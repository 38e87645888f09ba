"""The report for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.catalogue.model import CONFIDENCES
from site_builder.criteria import origin, sureness
from site_builder.estimate import Estimate, Stake, estimate
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.outcomes import ElementResult, Finding, ItemResult, Outcome, Report, Status
from site_builder.scoring import shown

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
        f"{status.label} {counts[status]}"
        for status in Status
        if counts[status] or status == "complete"
    )
    text = Text(
        "OIT ปี {edition}: ตรวจ {items} ข้อ {elements} องค์ประกอบ พบ {findings} เรื่องที่ต้องแก้ ({parts})",
        "OIT {edition}: {items} items with {elements} elements checked, {findings} things to mend ({parts})",
    )
    return str(
        text.format(
            edition=report.edition.name,
            items=len(report.items),
            elements=sum(len(item.elements) for item in report.items),
            findings=report.causes,
            parts=parts,
        )
    )


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.agency} — OIT {report.edition.name}"
    if report.site:
        yield str(
            Text("ตรวจจากเว็บไซต์ที่เผยแพร่: {site}", "Of the published site: {site}").format(
                site=same(report.site)
            )
        )
    yield from map(str, origin(report.edition))
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
    complete = [_share(item) for item in report.items if item.status == Status.COMPLETE]
    if complete:
        yield ""
        yield f"{_MARKS[Status.COMPLETE]} {Status.COMPLETE.label}: {', '.join(complete)}"
    at_stake = estimate(report)
    if at_stake and at_stake.stakes:
        yield ""
        yield from _at_stake(at_stake)
    yield ""
    yield summary(report)
    confirmed, total = report.confirmed
    yield str(
        Text(
            "เกณฑ์ที่ใช้ตัดสินยืนยันแล้ว {confirmed} จาก {total} องค์ประกอบ ความพร้อมนี้เป็นของโปรแกรม คะแนนเป็นของสำนักงาน ป.ป.ช.",
            "Of the criteria, {confirmed} of {total} elements are confirmed. Readiness is ours; the score is the NACC's.",
        ).format(confirmed=confirmed, total=total)
    )


def _item(result: ItemResult) -> Iterator[str]:
    confirmed, total = result.confirmed
    share = Text(f"เกณฑ์ยืนยันแล้ว {confirmed}/{total}", f"criteria confirmed {confirmed}/{total}")
    mark = _MARKS[result.status]
    yield f"{mark} {result.item.id} {result.item.title} — {result.status.label} ({share})"
    shown: set[tuple[str, Location, str]] = set()
    last: list[str] = []
    for element in result.elements:
        if element.outcome == Outcome.NEEDS_REVIEW:
            yield f"  • {_requirement(element)}"
            yield f"      ? {element.reason}"
        for finding in element.findings:
            if finding.cause in shown:
                continue
            shown.add(finding.cause)
            requirements = [
                f"  • {_requirement(sharing)}"
                for sharing in result.elements
                if any(other.cause == finding.cause for other in sharing.findings)
            ]
            if requirements != last:
                yield from requirements
            last = requirements
            yield from _finding(finding)
    reasons = [e.reason for e in result.elements if e.outcome == Outcome.NOT_CHECKED]
    for reason in dict.fromkeys(reasons):
        yield f"    {Outcome.NOT_CHECKED.label}: {reason}"
    for finding in result.notes:
        yield from _finding(finding)


def _requirement(result: ElementResult) -> str:
    return f"{result.element.requirement} [{sureness(result.element)}]"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"      {finding.location}: {finding.message}"
    yield f"      → {finding.remedy}"


def _share(result: ItemResult) -> str:
    """An item with how many of its criteria are confirmed: `O1 (2/4)`."""
    confirmed, total = result.confirmed
    return f"{result.item.id} ({confirmed}/{total})"


def _at_stake(found: Estimate) -> Iterator[str]:
    yield str(
        Text(
            "ประมาณการ: คะแนน ITA ที่อาจได้เพิ่ม เรียงจากที่ลงแรงน้อยต่อคะแนน (ไม่ใช่คะแนนทางการ)",
            "Estimate: points of the ITA that may be gained, cheapest first (no official score)",
        )
    )
    for stake in found.stakes:
        yield f"  {_stake(stake)}"
    yield str(
        Text(
            f"  รวม {shown(found.points)} จาก {shown(found.reachable)} คะแนนของ OIT ในคะแนนรวม",
            f"  {shown(found.points)} of the {shown(found.reachable)} points that the OIT has in the total",
        )
    )
    yield str(
        Text(
            f"  กติกา: {found.rule.th} [{CONFIDENCES[found.confidence].th}] ข้อที่ยังไม่ครบนับเป็น 0",
            f"  rule: {found.rule.en} [{CONFIDENCES[found.confidence].en}]; an unfinished item counts as 0",
        )
    )


def _stake(stake: Stake) -> str:
    item = stake.result.item
    return str(
        Text(
            f"+{shown(stake.points)}  {item.id} {item.title.th} ({stake.effort} เรื่องที่ต้องทำ)",
            f"+{shown(stake.points)}  {item.id} {item.title.en} ({stake.effort} things to do)",
        )
    )
