"""By what a workbook tells the reader what stands where: signs in a hidden first column and hidden rows.

The signs move with their rows and columns, whatever a person inserts or sorts. `oit1:2568:O12:slug` stands
in the first row; below it `unit` is the row of a field, `#table` the keys of a table's columns, `=table` its
headings, `!table` its statement of none, `@table` the span that it covers, `~` a row that holds no data.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from site_builder.catalogue.model import HEADER_FIELDS, Edition, Item, Subject
from site_builder.kinds.spec import Field
from site_builder.language import Text
from site_builder.thai import FiscalYear, Month
from site_builder.workbook.flat import Flat

#: Names of the sheets that hold no item.
COVER = "ปก"
STATE = "_oit"
LISTS = "_รายการ"

KEYS, HEADINGS, STATEMENT, SPAN, NO_DATA = "#", "=", "!", "@", "~"
#: Keys of the two columns in which a field of one text is filled in.
FORM_VALUE, FORM_NONE = "value", "none"

NONE_LABEL = Text("ถ้าไม่มีข้อมูลทั้งตาราง ให้เขียนข้อความที่นี่", "Where there is nothing at all, state it here")
#: In the place of a table that stands on a sheet of its own.
ELSEWHERE = Text("{label} → กรอกที่แผ่นงาน “{name}”", "{label} → on the sheet “{name}”")
COVERS_LABEL = Text("ตารางนี้ครอบคลุมช่วงเวลา", "The table covers")

_SIGN = re.compile(r"oit1:(?P<edition>\d{4}):(?P<item>O\d{1,4}):(?P<slug>[a-z0-9-]+)")
#: What a cell (Excel's limit) cannot hold stays in the data file; this stands in its place.
MAX_CELL = 32_767
_KEPT = "[ข้อความยาวเกินหนึ่งช่องของ Excel ยังอยู่ครบในไฟล์ข้อมูล ห้ามแก้ช่องนี้ {sign}]"
_KEPT_SIGN = re.compile(r"\[.*(?P<sign>[0-9a-f]{16})\]")


@dataclass(frozen=True, slots=True)
class Sign:
    """Which item of which edition a sheet holds."""

    edition: str
    item: str
    slug: str

    def __str__(self) -> str:
        return f"oit1:{self.edition}:{self.item}:{self.slug}"


def sign_of(text: str) -> Sign | None:
    """What the sign of a sheet says, None where the text is none."""
    found = _SIGN.fullmatch(text.strip())
    return Sign(**found.groupdict()) if found else None


def fields_of(subject: Subject) -> tuple[Field, ...]:
    """The fields of an item in the order in which they are filled in: those that every item has about
    itself, its own, then what is said about all of it."""
    first = ("unit", "updated", "covers")
    header = [spec for key, spec in HEADER_FIELDS.items() if key in first]
    last = [spec for key, spec in HEADER_FIELDS.items() if key not in first]
    return (*header, *subject.fields, *last)


def months_of(edition: Edition, item: Item) -> tuple[Month, ...]:
    """The months that a monthly table of an item is asked for."""
    year: FiscalYear = edition.year
    if item.period_rule == "first-six-months-monthly":
        return tuple(year.first_six_months.months())
    if item.period_rule == "previous-fiscal-year":
        year = year.shifted(-1)
    return tuple(year.period.months())


def fingerprint(flat: Flat) -> str:
    """What a field says, in 16 signs; "" where it says nothing."""
    if flat.is_empty:
        return ""
    text = json.dumps(flat.texts, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_too_long(text: str) -> bool:
    """Whether a cell cannot hold the text; Excel counts in UTF-16."""
    return len(text) > MAX_CELL // 2 and len(text.encode("utf-16-le")) // 2 > MAX_CELL


def kept(text: str) -> str:
    """What stands in the workbook in the place of a text that is too long for a cell."""
    return _KEPT.format(sign=_digest(text))


def restored(flat: Flat, before: Flat) -> Flat:
    """The field with its long texts, as the data file holds them; a text that is not there stays a sign."""
    long = {
        _digest(scalar.text): scalar.text
        for row in before.rows
        for scalar in row.values()
        if is_too_long(scalar.text)
    }
    if not long:
        return flat
    rows = tuple(
        {
            key: scalar._replace(text=long.get(kept_sign(scalar.text), scalar.text))
            for key, scalar in row.items()
        }
        for row in flat.rows
    )
    return Flat(rows, flat.none, flat.covers)


def kept_sign(text: str) -> str:
    """The sign of a text that stays in the data file, "" where the cell holds a text of its own."""
    found = _KEPT_SIGN.fullmatch(text)
    return found["sign"] if found else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
