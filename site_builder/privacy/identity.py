"""National ID numbers of natural persons.

Thirteen digits are one when they pass the checksum *and* something says so: the nearest label before
them (or one right behind), the form 1-4-5-2-1 with dashes that is prescribed for these numbers alone,
a person's title and name directly before them, or the number before them in the same list. Without
any of these they are left alone: one number in ten passes the checksum by chance.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.privacy.context import Context, Labels, ends_with_person
from site_builder.privacy.numbers import numbers
from site_builder.privacy.sightings import Datum, Sighting

LABELS = Labels(
    yes=r"ประจำตัวประชาชน|บัตรประชาชน|เลขประชาชน|บัตรปชช|เลขปชช|เลขประจำตัว|เลขที่บัตร|เลขบัตร|เลข13หลัก"
    r"|ผู้เสียภาษี|ทะเบียนพาณิชย์|พร้อมเพย์|(?:nationalid|citizenid|identification|identitycard|idcard|idno|"
    r"taxid|taxno|taxpayer|promptpay)[a-z]*",
    no=r"(?:เลขที่|หมายเลข|เลข|รหัส)(?:โครงการ|สัญญา|ใบ|เอกสาร|หนังสือ|สินค้า|ครุภัณฑ์|พัสดุ|คุม|ทะเบียน|บัญชี"
    r"|มิเตอร์|โฉนด|เครื่อง|อ้างอิง)|บาร์โค้ด|barcode|isbn|ean|gtin|imei|e-?gp|จำนวนเงิน|วงเงิน|งบประมาณ"
    r"|รหัส|สินค้า|ครุภัณฑ์|นิติบุคคล|โทร",
)
#: How far a list of numbers under one label may leave between two of them.
_LIST_GAP = 80


def find(text: str, context: Context) -> Iterator[Sighting]:
    """National IDs in a text that `readable` gave."""
    listed: int | None = None
    for number in numbers(text):
        if not number.is_national_id:
            continue
        before = f"{context.label}\n{text[: number.start]}"
        says_so = LABELS.before(text, number.start, context.label)
        if says_so is None:
            says_so = (
                (listed is not None and number.start - listed <= _LIST_GAP)
                or ends_with_person(before)
                or LABELS.behind(text, number.end)
            )
        if says_so or number.as_on_card:
            listed = number.end
            yield Sighting(Datum.ID, number.masked)
