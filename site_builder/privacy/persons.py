"""Telephone numbers and addresses of private persons: those who complain, report or ask for a service.

An agency lawfully publishes its own numbers and address, so only what stands nearest after a word for
such a person is taken; a word for an office, or for a way to reach one, says that it is not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.privacy.context import Context, Labels
from site_builder.privacy.sightings import Datum, Sighting

LABELS = Labels(
    yes=r"ผู้(?:ถูก)?ร้อง(?:เรียน|ทุกข์)?|ผู้แจ้ง(?:เบาะแส|เรื่อง|เหตุ|ข้อมูล)?|ผู้กล่าวหา|ผู้ถูกกล่าวหา|ผู้เสียหาย|ผู้ชี้เบาะแส"
    r"|ผู้(?:ขอ)?รับบริการ|ผู้ยื่นคำ(?:ขอ|ร้อง)|พยานบุคคล|complainant|whistleblower|applicant",
    no=r"หน่วยงาน|สำนัก|กอง(?:คลัง|ช่าง|การ|สาธารณสุข|ยุทธ|สวัสดิการ)|ฝ่าย|ศูนย์|เทศบาล|องค์การ|อบต|อบจ|ที่ว่าการ"
    r"|ที่ทำการ|เจ้าหน้าที่|ผู้รับผิดชอบ|ผู้รับเรื่อง|สายด่วน|สอบถาม|ได้ที่|ได้ทาง|ช่องทาง|โทรแจ้ง|สามารถ|ติดตาม"
    r"|ร้องเรียน(?:ที่|ทาง|ผ่าน|ด้วย)|ร้องทุกข์(?:ที่|ทาง|ผ่าน|ด้วย)|ติดต่อ(?:ที่|ทาง|งาน)|(?:แจ้ง|ส่ง|มา)(?:มา)?(?:ที่|ยัง|ถึง)"
    r"|ยื่น(?:คำขอ|คำร้อง|เอกสาร|เรื่อง)?(?:ที่|ต่อ|ณ)|งานทะเบียน|ปลัด|นายก(?:เทศ|องค์)|ผู้อำนวยการ|หัวหน้า|สถานี"
    r"|โรงพยาบาล|hotline|office",
)

_GAP = r"[ \u00a0.()\-\u2010-\u2015\u2212]{0,3}"
_PHONE = re.compile(
    rf"(?<![0-9+A-Za-z])(?<![0-9][-./])(?:\+?66{_GAP}0?|0){_GAP}"
    rf"(?:[689](?:{_GAP}[0-9]){{8}}|[2-57](?:{_GAP}[0-9]){{7}})(?![0-9A-Za-z])(?![-./][0-9])"
)
_MARK = r"(?:หมู่(?:ที่)?(?!บ้าน)|ม\.|ถนน|ถ\.|ซอย|ซ\.|ตำบล|ต\.|แขวง|อำเภอ|อ\.|เขต|จังหวัด|จ\.)"
_ADDRESS = re.compile(
    r"(?P<named>(?:บ้านเลขที่|เลขที่|ที่อยู่)[^0-9\n]{0,20})?(?<![0-9/.,])(?P<house>[0-9]{1,4}(?:/[0-9]{1,4})?)(?![0-9/])"
    rf"\s*,?\s*(?P<rest>{_MARK}[^\n]{{0,80}})"
)
_MARKS = re.compile(_MARK)

MASKED_ADDRESS = "[ที่อยู่]"


def find(text: str, context: Context) -> Iterator[Sighting]:
    """Telephone numbers and addresses of private persons in a text that `readable` gave."""
    leading = f"{context.beside} {context.label}"
    for found in _PHONE.finditer(text):
        if _is_private(text, found.start(), found.end(), leading):
            digits = re.sub(r"[^0-9]", "", found[0])
            yield Sighting(Datum.PHONE, "x" * (len(digits) - 2) + digits[-2:])
    for found in _ADDRESS.finditer(text):
        # A number before one word may count anything ("3 ตำบล"); an address goes on.
        is_address = found["named"] or len(_MARKS.findall(found["rest"])) > 1
        if is_address and _is_private(text, found.start("house"), found.end(), leading):
            yield Sighting(Datum.ADDRESS, MASKED_ADDRESS)


def _is_private(text: str, start: int, end: int, leading: str) -> bool:
    label = LABELS.before(text, start, leading)
    return LABELS.behind(text, end) if label is None else label
