"""What was found on an old page, for a person at a terminal and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from site_builder.adopting.model import Confidence, Found, Proposal
from site_builder.adopting.writing import AdoptionPlan, Draft
from site_builder.language import Text

FORMAT = 1
#: Links without an item that are shown one by one; JSON has all.
_SHOWN = 20


def as_text(plan: AdoptionPlan, is_dry: bool) -> str:
    """The report for a person; `is_dry` says that nothing was written."""
    return "\n".join(_lines(plan, is_dry)) + "\n"


def _lines(plan: AdoptionPlan, is_dry: bool) -> Iterator[str]:
    adoption = plan.adoption
    page = adoption.saved.address or adoption.saved.name
    year = adoption.edition.name
    yield str(Text(f"จากหน้าเดิม {page} → ข้อมูล OIT ปี {year}", f"From {page} → OIT data of {year}"))
    yield from (f"! {remark}" for remark in adoption.remarks)
    for draft in plan.drafts:
        proposals = adoption.of(draft.item)
        if proposals:
            yield ""
            yield f"{draft.item.id} {draft.item.title} → {_fate(draft)}"
            for each in proposals:
                yield from _proposal(each)
    if adoption.refused:
        yield ""
        yield str(Text("ลิงก์ที่รับมาไม่ได้:", "Links that cannot be taken over:"))
        for each in adoption.refused:
            assert each.link.refusal is not None
            written = f" {each.link.written}" if each.link.written else ""
            yield f"  {each.item.id} {_place(each.link)}{written} — {each.link.refusal.label}"
    if adoption.unmatched:
        yield ""
        yield str(Text("ลิงก์ที่ไม่ทราบว่าเป็นของข้อใด:", "Links whose item is not known:"))
        for unmatched in adoption.unmatched[:_SHOWN]:
            link = unmatched.link
            reason = f" — {unmatched.reason}" if unmatched.reason else ""
            yield f"  {_place(link)} {link.url or link.written} “{link.title}”{reason}"
        more = len(adoption.unmatched) - _SHOWN
        if more > 0:
            yield "  " + str(
                Text(
                    f"… และอีก {more} ลิงก์ (--format json มีครบ)",
                    f"… and {more} more (--format json has all)",
                )
            )
    if not adoption.proposals:
        yield ""
        yield str(
            Text(
                "ไม่พบลิงก์ของข้อใดในหน้านี้ ต้องเป็นหน้าที่มีรายการข้อ OIT ถ้าหน้านั้นแสดงรายการเมื่อกด หรือสร้างด้วยสคริปต์ "
                "ให้เปิดรายการในเบราว์เซอร์ บันทึกเป็นไฟล์ HTML แล้วระบุไฟล์นั้น",
                "no link of any item stands on this page. It must be the one with the list of OIT items; where that list "
                "opens by a click or is made by a script, open it in a browser, save it as HTML, and name that file",
            )
        )
    elif adoption.without_links:
        yield ""
        yield str(Text("ข้อที่หน้าเดิมไม่มีลิงก์:", "Items for which the page has no link:"))
        yield from (f"  {item.id} {item.title}" for item in adoption.without_links)
    yield ""
    yield str(_summary(plan, is_dry))
    if adoption.proposals:
        yield str(
            Text(
                "ลิงก์ภายนอกเป็นหลักฐานที่คนต้องเปิดดู oit check จะบอกว่า “ต้องให้คนตรวจ” จนกว่าจะกรอกเป็นข้อมูล",
                "links elsewhere are evidence that a person must look at: oit check says “needs a person” until the "
                "data are filled in",
            )
        )


def _proposal(each: Proposal) -> Iterator[str]:
    yield f"  [{each.confidence.label}] {each.link.url}"
    title = f"“{each.link.title}” " if each.link.title else ""
    yield f"      {title}{each.reason} ({_place(each.link)})"


def _place(link: Found) -> Text:
    return Text(f"บรรทัด {link.line}", f"line {link.line}")


def _fate(draft: Draft) -> str:
    if draft.exists:
        return f"{draft.file} {Text('(มีอยู่แล้ว ไม่เขียนทับ)', '(exists, left alone)')}"
    if not draft.content:
        return str(Text("ไม่เขียนไฟล์ เพราะไม่มีลิงก์ที่มั่นใจพอ", "no file, as no link is sure enough"))
    return draft.file


def _summary(plan: AdoptionPlan, is_dry: bool) -> Text:
    counts = Counter(each.confidence for each in plan.adoption.proposals)
    sure = [(level.label, counts[level]) for level in Confidence]
    th = " ".join(f"{label.th} {count}" for label, count in sure)
    en = ", ".join(f"{label.en} {count}" for label, count in sure)
    items = len({each.item.id for each in plan.adoption.proposals})
    kept = sum(draft.exists for draft in plan.drafts if plan.adoption.of(draft.item))
    written = len(plan.to_write)
    return Text(
        f"พบลิงก์ {len(plan.adoption.proposals)} ลิงก์ของ {items} ข้อ ({th}) ไม่ทราบข้อ {len(plan.adoption.unmatched)}; "
        f"{'จะเขียน' if is_dry else 'เขียนแล้ว'} {written} ไฟล์ มีอยู่แล้วไม่เขียนทับ {kept} ไฟล์",
        f"{len(plan.adoption.proposals)} links of {items} items ({en}), {len(plan.adoption.unmatched)} without an item; "
        f"{written} files {'to write' if is_dry else 'written'}, {kept} exist and are left alone",
    )


def as_json(plan: AdoptionPlan, is_dry: bool) -> str:
    """The same for programs, in the language of this run."""
    adoption = plan.adoption
    data = {
        "format": FORMAT,
        "edition": adoption.edition.name,
        "page": {
            "name": adoption.saved.name,
            "address": adoption.saved.address or None,
            "base": adoption.saved.base or None,
            "sha256": adoption.saved.sha256,
        },
        "numbering": adoption.numbering or None,
        "written": not is_dry,
        "items": [_item(draft, adoption.of(draft.item)) for draft in plan.drafts],
        "refused": [
            {
                **_link(each.link),
                "item": each.item.id,
                "refusal": each.link.refusal.value if each.link.refusal else None,
            }
            for each in adoption.refused
        ],
        "unmatched": [
            {**_link(each.link), "reason": str(each.reason) if each.reason else None}
            for each in adoption.unmatched
        ],
        "remarks": [str(remark) for remark in adoption.remarks],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _item(draft: Draft, proposals: Sequence[Proposal]) -> dict[str, Any]:
    return {
        "id": draft.item.id,
        "slug": draft.item.slug,
        "title": draft.item.title.th,
        "file": draft.file,
        "exists": draft.exists,
        "links": [
            {
                **_link(each.link),
                "confidence": each.confidence.value,
                "reason": str(each.reason),
            }
            for each in proposals
        ],
    }


def _link(link: Found) -> dict[str, Any]:
    return {
        "url": link.url or None,
        "written": link.written or None,
        "label": link.title or None,
        "line": link.line,
        "around": link.around or None,
    }
