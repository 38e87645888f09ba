"""A number: an amount of money, a count, a score. Thai digits, commas, `บาท` and `.-` are understood."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from site_builder.kinds.base import (
    JsonSchema,
    ParseContext,
    ScalarKind,
    UnreadableValue,
    Vocabularies,
)
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.thai import arabic_digits

_NUMBER = re.compile(
    r"(?:ร้อยละ\s*)?(?P<sign>[-−])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?:\.-|\s*-)?"
    r"\s*(?:บาท|ครั้ง|เรื่อง|ราย|คน|ชิ้น|รายการ|โครงการ|%)?"
)
#: The figures of the whole country have fourteen digits; what is longer no program would hold exactly.
_LONGEST = 120
#: "ไม่ใช้งบประมาณ", "ไม่มีค่าใช้จ่าย" and the like all say that there is no amount.
_NONE_LEAD = ("ไม่มี", "ไม่ใช้", "ไม่ได้ใช้", "ไม่เสีย", "ไม่คิด", "ไม่เก็บ")


class NumberKind(ScalarKind):
    name = "number"
    label = Text("ตัวเลข", "number")
    template = "kinds/number.html"

    def states_none(self, text: str) -> bool:
        return super().states_none(text) or text.startswith(_NONE_LEAD)

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        plain = arabic_digits(text).strip()
        found = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
        if not found:
            raise UnreadableValue(
                "number-unreadable",
                Text('อ่าน "{text}" เป็นตัวเลขไม่ได้', '"{text}" cannot be read as a number').format(
                    text=same(text)
                ),
                Text(
                    'เขียนเป็นตัวเลข เช่น 12,500.00 หากไม่มีให้เขียน "-" หรือ "ไม่มี"',
                    'write a number such as 12,500.00; where there is none, write "-" or "ไม่มี"',
                ),
            )
        sign = "-" if found["sign"] else ""
        return Decimal(sign + found["digits"].replace(",", "") + (found["fraction"] or ""))

    def shown(self, cell: Cell) -> str:
        return cell.text if cell.value is None else f"{cell.value:,f}"

    def exported(self, cell: Cell) -> str | Decimal:
        return cell.text if cell.value is None else Decimal(cell.value)

    def _json_value(self, cell: Cell) -> Any:
        return plain_number(Decimal(cell.value))

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        return {"type": "number"}


def plain_number(number: Decimal) -> int | float:
    """The number as JSON writes it."""
    return int(number) if number == number.to_integral_value() else float(number)
