"""Bank accounts of persons.

An agency publishes its own account to be paid into. So an account is taken where a person is its
holder, or nobody is named; not where an agency or a firm is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.privacy.context import Context, Labels, names_person
from site_builder.privacy.sightings import Datum, Sighting

LABELS = Labels(
    yes=r"(?:เลขที่|หมายเลข|เลข)บัญชี|บัญชี(?:เลขที่|ธนาคาร|เงินฝาก|ออมทรัพย์)|พร้อมเพย์|account(?:no|number)|bankaccount",
    no=r"โทร|tel|fax|แฟกซ์|โครงการ|สัญญา|เช็ค|ค้ำประกัน|หนังสือ|เอกสาร|e-?gp|รหัส|ประชาชน|ผู้เสียภาษี",
)
_BANK = Labels(yes=r"ธนาคาร|bank|ธกส|ธ\.ก\.ส", no=r"โทร|tel|fax|ค้ำประกัน|เช็ค|สัญญา|โครงการ")

_DASH = "[-\u2010-\u2015\u2212]"
_ACCOUNT = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][-./,])"
    rf"(?:(?P<dashed>[0-9]{{3}}{_DASH}[0-9]{_DASH}[0-9]{{5}}{_DASH}[0-9])"
    rf"|[0-9](?:(?:{_DASH}|[ \u00a0])?[0-9]){{9,11}})(?![0-9A-Za-z])(?![-./,][0-9])"
)
_HOLDER = re.compile(r"ชื่อบัญชี|ชื่อเจ้าของบัญชี|accountname")
_OFFICES = re.compile(
    r"เทศบาล|องค์การ|อบต|อบจ|สำนัก|กรม|กระทรวง|กองทุน|โรงเรียน|มหาวิทยาลัย|มูลนิธิ|สมาคม|สหกรณ์|ศูนย์|คลังจังหวัด"
    r"|บริษัท|ห้างหุ้นส่วน|หจก|ร้าน|โรงพยาบาล|หน่วยงาน|การประปา|การไฟฟ้า"
)
_AROUND = 120


def find(text: str, context: Context) -> Iterator[Sighting]:
    """Bank accounts of persons in a text that `readable` gave."""
    leading = f"{context.beside} {context.label}"
    for found in _ACCOUNT.finditer(text):
        label = LABELS.before(text, found.start(), leading)
        if label is None and found["dashed"]:
            label = _BANK.before(text, found.start(), leading)
        if label and not _is_of_an_office(text, found.start(), found.end()):
            digits = re.sub(r"[^0-9]", "", found[0])
            yield Sighting(Datum.ACCOUNT, "x" * (len(digits) - 2) + digits[-2:])


def _is_of_an_office(text: str, start: int, end: int) -> bool:
    """Whether the holder is an agency or a firm; `ชื่อบัญชี` decides where it stands."""
    around = text[max(0, start - _AROUND) : end + _AROUND]
    holder = _HOLDER.search(around)
    if holder:
        named = around[holder.end() : holder.end() + 60]
        first = _OFFICES.search(named)
        return first is not None and not names_person(named[: first.start()])
    return bool(_OFFICES.search(around)) and not names_person(around)
