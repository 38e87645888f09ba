"""What a named official attests: that a document shows an element, and on which page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from site_builder.audit.checks.base import Message
from site_builder.audit.documents import Attached
from site_builder.catalogue.model import ATTESTED
from site_builder.disclosures import Disclosure
from site_builder.kinds.values import Row
from site_builder.language import Text, same
from site_builder.outcomes import Basis, Evidence, Finding, Severity
from site_builder.thai import FiscalYear, format_date

#: Who, when, what was looked at, and where: without one of them nothing is attested.
_NEEDED = ("element", "document", "saw", "by", "position", "date")

MESSAGES: dict[str, Message] = {
    "attestation-incomplete": Message(
        Text("การรับรองยังขาด: {missing}", "the attestation lacks: {missing}"),
        Text(
            "กรอกให้ครบว่าใครรับรอง เมื่อใด ดูเอกสารใด และเห็นอะไร",
            "say who attests it, when, which document was looked at and what was seen",
        ),
    ),
    "attestation-unknown-element": Message(
        Text("ข้อนี้ไม่มีองค์ประกอบ “{element}”", "this item has no element “{element}”"),
        Text("ใช้ชื่อใดชื่อหนึ่ง: {known}", "use one of: {known}"),
    ),
    "attestation-document": Message(
        Text(
            "เอกสารที่อ้าง ({name}) เปิดไม่ได้ จึงยังไม่นับเป็นการรับรอง",
            "the document named ({name}) cannot be opened, so nothing is attested",
        ),
        Text("แก้เอกสารก่อน แล้วดูอีกครั้ง", "mend the document and look again"),
    ),
    "attestation-page": Message(
        Text(
            "อ้างหน้า {page} แต่ {name} มี {pages} หน้า",
            "page {page} is named, but {name} has {pages} pages",
        ),
        Text("แก้เลขหน้าให้ตรงกับเอกสาร", "correct the page"),
    ),
    "attestation-old": Message(
        Text(
            "รับรองเมื่อ {date} ก่อนเริ่ม{year}",
            "attested on {date}, before {year} began",
        ),
        Text("เปิดดูเอกสารของปีนี้แล้วรับรองใหม่", "look at this year's document and attest it anew"),
    ),
}


@dataclass(frozen=True)
class Attestation:
    """A sound attestation of one element."""

    element: str
    evidence: Evidence


def attestations(
    disclosure: Disclosure, attached: Sequence[Attached], year: FiscalYear
) -> tuple[Mapping[str, Attestation], tuple[Finding, ...]]:
    """The sound attestations of an item by element, and what is wrong with the others."""
    documents = {each.location: each for each in attached if each.field == ATTESTED}
    sound: dict[str, Attestation] = {}
    findings: list[Finding] = []
    for row in disclosure.values[ATTESTED].rows:
        fault = _fault(disclosure, row, documents.get(row.cell("document").location), year)
        if fault:
            findings.append(fault)
        else:
            sound[row.cell("element").text] = _attestation(row)
    return sound, tuple(findings)


def _fault(
    disclosure: Disclosure, row: Row, document: Attached | None, year: FiscalYear
) -> Finding | None:
    spec = disclosure.values[ATTESTED].spec
    missing = [
        column.label
        for column in spec.columns
        if column.key in _NEEDED and row.cell(column.key).value is None
    ]
    if missing:
        names = Text(
            ", ".join(label.th for label in missing), ", ".join(label.en for label in missing)
        )
        return _finding(row, "attestation-incomplete", missing=names)
    known = [element.key for element in disclosure.item.elements]
    element = row.cell("element").text
    if element not in known:
        return _finding(
            row, "attestation-unknown-element", element=same(element), known=same(", ".join(known))
        )
    name = same(row.cell("document").value.name)
    if document is None or not document.opens():
        return _finding(row, "attestation-document", name=name)
    page = row.cell("page").value
    pages = document.facts.pages if document.facts else 0
    if isinstance(page, Decimal) and pages and not 1 <= page <= pages:
        return _finding(
            row, "attestation-page", page=same(str(page)), name=name, pages=same(str(pages))
        )
    day: date = row.cell("date").value
    if day < year.period.start:
        told = Text(format_date(day), day.isoformat())
        return _finding(row, "attestation-old", date=told, year=same(str(year)))
    return None


def _attestation(row: Row) -> Attestation:
    page = row.cell("page").value
    day: date = row.cell("date").value
    who = f"{row.cell('by').text} ({row.cell('position').text})"
    saw = row.cell("saw").text
    text = Text(
        f"{who} รับรองเมื่อ {format_date(day)} ว่าเห็น: {saw}", f"{who} on {day.isoformat()}: {saw}"
    )
    return Attestation(
        row.cell("element").text,
        Evidence(
            Basis.ATTESTED,
            row.location,
            text,
            row.cell("document").value.name,
            int(page) if isinstance(page, Decimal) else 0,
        ),
    )


def _finding(row: Row, code: str, **places: Text) -> Finding:
    message = MESSAGES[code]
    return Finding(
        code,
        Severity.WARNING,
        row.location,
        message.message.format(**places),
        message.remedy.format(**places),
    )
