"""Drafts of criteria that a user goes on editing: next year's edition from this year's."""

from __future__ import annotations

from site_builder.catalogue.model import CONFIDENCES
from site_builder.sources.nodes import Mapping
from site_builder.sources.write import Plain, comment, to_plain, to_yaml

#: A line taken over from another edition is at most this sure.
_CARRIED = "adapted"
_SURENESS = tuple(CONFIDENCES)


def draft_edition(source: Mapping, old: str, new: str) -> str:
    """The criteria of `new` as a copy of those of `old`, every item continuing its namesake."""
    plain = to_plain(source)
    assert isinstance(plain, dict)
    plain = {key: _lowered(value, key, old) for key, value in plain.items()}
    plain["edition"] = new
    items = plain.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            link: dict[str, Plain] = {"edition": old, "item": item.get("id", "")}
            continues: dict[str, Plain] = {"items": [link], "confidence": _CARRIED}
            item.pop("continues", None)
            elements = item.pop("elements", [])
            item["continues"] = continues
            item["elements"] = elements
    head = comment(
        [
            f"เกณฑ์ OIT ปี {new} ของผู้ใช้เอง ร่างจากปี {old} — แก้ตามคู่มือของปี {new}",
            "ข้อใหม่: เพิ่มใน items (เลขต้องเรียง O1 ถึงข้อสุดท้าย) ไม่ต้องมี continues",
            "เรื่องใหม่ที่ยังไม่มีช่องข้อมูล: บอกช่องไว้ใน subjects: <slug>: fields: ท้ายไฟล์",
            "เมื่อแก้บรรทัดใดจากคู่มือแล้ว เปลี่ยน confidence และ source ของบรรทัดนั้นด้วย",
            "ตรวจไฟล์นี้ด้วย: oit editions lint",
        ]
    )
    return head + to_yaml(plain)


def _lowered(value: Plain, key: str, old: str) -> Plain:
    """The value with no confidence above `adapted`, and its source the edition it came from."""
    if isinstance(value, list):
        return [_lowered(each, key, old) for each in value]
    if isinstance(value, dict):
        return {name: _lowered(each, name, old) for name, each in value.items()}
    if key.endswith("confidence") and value in _SURENESS:
        return max(value, _CARRIED, key=_SURENESS.index)
    return f"edition {old}" if key == "source" and value else value
