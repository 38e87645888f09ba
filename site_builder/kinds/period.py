"""A span of time: a fiscal year, several years, quarters, months or days."""

from __future__ import annotations

from typing import Any

from site_builder.kinds.base import (
    DATE_SCHEMA,
    JsonSchema,
    ParseContext,
    ScalarKind,
    Vocabularies,
    object_schema,
)
from site_builder.kinds.date import date_problem
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.thai import DateError, parse_period


class PeriodKind(ScalarKind):
    name = "period"
    label = Text("ช่วงเวลา", "period")
    template = "kinds/period.html"

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        try:
            return parse_period(text)
        except DateError as error:
            raise date_problem(
                error,
                Text(
                    "เขียนเช่น ปีงบประมาณ พ.ศ. 2568 หรือ ตุลาคม 2567 - มีนาคม 2568",
                    "write such as ปีงบประมาณ พ.ศ. 2568 or ตุลาคม 2567 - มีนาคม 2568",
                ),
            ) from None

    def _json_value(self, cell: Cell) -> Any:
        return {
            "text": cell.text,
            "start": cell.value.start.isoformat(),
            "end": cell.value.end.isoformat(),
        }

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        return object_schema({"text": {"type": "string"}, "start": DATE_SCHEMA, "end": DATE_SCHEMA})
