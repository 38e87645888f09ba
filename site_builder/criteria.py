"""Whose criteria a verdict rests on, and how sure they are: said alike by reports and pages."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.catalogue.model import CONFIDENCES, Correction, Edition, Element
from site_builder.language import Text

_WHAT = {
    "change": Text("แก้", "changed"),
    "add": Text("เพิ่ม", "added"),
    "remove": Text("ตัดออก", "removed"),
}


def origin(edition: Edition) -> Iterator[Text]:
    """What is not ours in an edition: the user's own file, each correction, confirmations."""
    found = edition.origin
    if found.file:
        yield Text(
            f"เกณฑ์ปี {edition.name} เป็นของผู้ใช้เอง ({found.file}) ไม่ใช่เกณฑ์ที่มากับโปรแกรม",
            f"the criteria of {edition.name} are the user's own ({found.file}), not ours",
        )
    if found.corrections:
        count = len(found.corrections)
        yield Text(
            f"เกณฑ์ปี {edition.name} ถูกผู้ใช้แก้ไข {count} จุด:",
            f"the criteria of {edition.name} were corrected by the user in {count} places:",
        )
        for correction in found.corrections:
            yield _correction(correction)
    if found.confirmed:
        confirmed = sum(e.confirmation is not None for item in edition.items for e in item.elements)
        yield Text(
            f"ยืนยันกับคู่มือแล้ว {confirmed} องค์ประกอบ ({found.confirmed})",
            f"{confirmed} elements confirmed with the handbook ({found.confirmed})",
        )


def ruleset(edition: Edition) -> dict[str, object]:
    """The criteria for programs: their edition and digest, and what is not ours in them."""
    found = edition.origin
    return {
        "edition": edition.name,
        "sha256": edition.sha256,
        "own": found.file or None,
        "confirmed": found.confirmed or None,
        "corrections": [
            {
                "item": each.item or None,
                "element": each.element or None,
                "what": each.what,
                "keys": list(each.keys),
                "reason": each.reason,
                "by": each.by,
                "file": each.location.file,
                "line": each.location.line,
            }
            for each in found.corrections
        ],
    }


def _correction(correction: Correction) -> Text:
    name = " ".join(filter(None, (correction.item, correction.element))) or "edition"
    keys = f" {', '.join(correction.keys)}" if correction.keys else ""
    what = _WHAT[correction.what]
    by = f" — {correction.by}" if correction.by else ""
    return Text(
        f"  {name}: {what.th}{keys} ({correction.reason}{by}) {correction.location}",
        f"  {name}: {what.en}{keys} ({correction.reason}{by}) {correction.location}",
    )


def sureness(element: Element) -> Text:
    """How sure an element is: by whom it was confirmed, or our own confidence."""
    found = element.confirmation
    if found is None:
        return CONFIDENCES[element.confidence]
    date = f" {found.date}" if found.date else ""
    page = Text(f" หน้า {found.page}", f" p. {found.page}") if found.page else Text("", "")
    return Text(f"ยืนยันโดย {found.by}{date}{page.th}", f"confirmed by {found.by}{date}{page.en}")
