"""Sentences that several reports of `oit check` say alike, and texts made safe to write anywhere."""

from __future__ import annotations

from site_builder.catalogue.model import CONFIDENCES
from site_builder.estimate import Estimate, Worth
from site_builder.language import Text, same
from site_builder.outcomes import Basis, ItemResult, Outcome, Report, Status
from site_builder.scoring import shown
from site_builder.thai import format_date


def as_of(report: Report) -> Text:
    """The day for which the report stands."""
    if report.as_of is None:
        return Text("ณ วันที่ไม่ระบุ: ถือว่าทุกข้อถึงกำหนดแล้ว", "no day given: every item is taken to be due")
    return Text(f"ณ วันที่ {format_date(report.as_of)}", f"as of {report.as_of.isoformat()}")


def of_site(report: Report) -> Text:
    """Which published site the report is of."""
    return Text("ตรวจจากเว็บไซต์ที่เผยแพร่: {site}", "Of the published site: {site}").format(
        site=same(report.site)
    )


#: Findings that belong to no item.
NOTES = Text("ไม่อยู่ในข้อใด", "Of no item")


def summary(report: Report) -> Text:
    """One line: what was checked, and how many problems there are."""
    counts = report.counts
    parts = [
        (status.label, counts[status])
        for status in Status
        if counts[status] or status == Status.COMPLETE
    ]
    return Text(
        "OIT ปี {edition}: ตรวจ {items} ข้อ {elements} องค์ประกอบ พบ {findings} เรื่องที่ต้องแก้ ({parts})",
        "OIT {edition}: {items} items with {elements} elements checked, {findings} things to mend ({parts})",
    ).format(
        edition=report.edition.name,
        items=len(report.items),
        elements=sum(len(item.elements) for item in report.items),
        findings=report.causes,
        parts=_listed(parts),
    )


def evidence(report: Report) -> Text | None:
    """What the outcomes rest on, counted; None where nothing is known of it."""
    bases = report.bases
    reviews = sum(e.outcome == Outcome.NEEDS_REVIEW for i in report.items for e in i.elements)
    parts = [(basis.label, bases[basis]) for basis in (Basis.DATA, Basis.ATTESTED, Basis.TEXT)]
    if bases[Basis.LINK]:
        parts.append((Basis.LINK.label, bases[Basis.LINK]))
    if not bases and not reviews:
        return None
    listed = _listed([*parts, (Outcome.NEEDS_REVIEW.label, reviews)])
    return Text("หลักฐานขององค์ประกอบ: {parts}", "Evidence of the elements: {parts}").format(
        parts=listed
    )


def criteria(report: Report) -> Text:
    """How many criteria are confirmed, and whose readiness this is."""
    confirmed, total = report.confirmed
    return Text(
        "เกณฑ์ที่ใช้ตัดสินยืนยันแล้ว {confirmed} จาก {total} องค์ประกอบ ความพร้อมนี้เป็นของโปรแกรม คะแนนเป็นของสำนักงาน ป.ป.ช.",
        "Of the criteria, {confirmed} of {total} elements are confirmed. Readiness is ours; the score is the NACC's.",
    ).format(confirmed=confirmed, total=total)


def confirmed_share(result: ItemResult) -> Text:
    """How many of the criteria behind an item's status are confirmed."""
    confirmed, total = result.confirmed
    return Text(f"เกณฑ์ยืนยันแล้ว {confirmed}/{total}", f"criteria confirmed {confirmed}/{total}")


ESTIMATE = Text(
    "ประมาณการ: คะแนน ITA ที่อาจได้เพิ่ม เรียงจากที่ลงแรงน้อยต่อคะแนน (ไม่ใช่คะแนนทางการ)",
    "Estimate: points of the ITA that may be gained, cheapest first (no official score)",
)


def estimated_total(found: Estimate) -> Text:
    """All points at stake, of those that the OIT has."""
    return Text(
        f"รวม {shown(found.points)} จาก {shown(found.reachable)} คะแนนของ OIT ในคะแนนรวม",
        f"{shown(found.points)} of the {shown(found.reachable)} points that the OIT has in the total",
    )


def estimate_rule(found: Estimate | Worth) -> Text:
    """The rule behind an estimate, with how sure it is."""
    return Text(
        f"กติกา: {found.rule.th} [{CONFIDENCES[found.confidence].th}] ข้อที่ยังไม่ครบนับเป็น 0",
        f"rule: {found.rule.en} [{CONFIDENCES[found.confidence].en}]; an unfinished item counts as 0",
    )


NOT_YET_DUE = Text("ยังไม่ถึงกำหนด", "not yet due")


def not_yet_due(report: Report) -> list[tuple[ItemResult, Text, int]]:
    """Items with elements whose day has not come: the reason, and how many there are."""
    found = []
    for item in report.items:
        reasons: dict[Text, int] = {}
        for element in item.elements:
            if element.not_yet_due and element.reason:
                reasons[element.reason] = reasons.get(element.reason, 0) + 1
        found += [(item, reason, number) for reason, number in reasons.items()]
    return found


def _listed(parts: list[tuple[Text, int]]) -> Text:
    return Text(
        ", ".join(f"{label.th} {number}" for label, number in parts),
        ", ".join(f"{label.en} {number}" for label, number in parts),
    )
