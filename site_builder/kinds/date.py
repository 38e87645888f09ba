"""One day. Buddhist Era, Thai digits and Thai months are understood; shown in Thai."""

from __future__ import annotations

from typing import Any

from site_builder.kinds.base import (
    DATE_SCHEMA,
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
from site_builder.thai import DateError, format_date, parse_date

PROBLEMS = {
    "unreadable": Text('อ่าน "{text}" เป็นวันที่ไม่ได้', '"{text}" cannot be read as a date'),
    "ambiguous": Text(
        '"{text}" อ่านได้มากกว่าหนึ่งแบบ (ปีสองหลัก)', '"{text}" can be read in two ways (two-digit year)'
    ),
    "impossible": Text('ไม่มีวันที่ "{text}" ในปฏิทิน', 'there is no such day as "{text}"'),
    "reversed": Text('"{text}" เริ่มหลังวันสิ้นสุด', '"{text}" starts after its end'),
    "contradictory": Text('"{text}" ขัดกันเอง', '"{text}" contradicts itself'),
}


def date_problem(error: DateError, remedy: Text) -> UnreadableValue:
    """What to tell of a date or period that cannot be read."""
    message = PROBLEMS[error.problem].format(text=same(error.text))
    return UnreadableValue(f"date-{error.problem}", message, remedy)


class DateKind(ScalarKind):
    name = "date"
    label = Text("วันที่", "date")
    template = "kinds/date.html"

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        try:
            return parse_date(text)
        except DateError as error:
            raise date_problem(
                error,
                Text(
                    "เขียนเช่น 1 ตุลาคม 2567 หรือ 1/10/2567", "write such as 1 ตุลาคม 2567 or 2024-10-01"
                ),
            ) from None

    def shown(self, cell: Cell) -> str:
        return cell.text if cell.value is None else format_date(cell.value)

    def exported(self, cell: Cell) -> str:
        return cell.text if cell.value is None else cell.value.isoformat()

    def _json_value(self, cell: Cell) -> Any:
        return cell.value.isoformat()

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        return DATE_SCHEMA
