"""A table kept month by month, where a month without rows says so."""

from __future__ import annotations

from typing import Any

from site_builder.kinds.base import (
    NONE_SCHEMA,
    JsonSchema,
    ParseContext,
    ScalarKind,
    UnreadableValue,
    Vocabularies,
    none_statement,
    object_schema,
)
from site_builder.kinds.date import date_problem
from site_builder.kinds.period import PeriodKind
from site_builder.kinds.rows import RowsKind
from site_builder.kinds.spec import Field, Spec
from site_builder.kinds.values import Cell, FieldValue, MonthBlock, Row
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.sources.nodes import Mapping, Node, Scalar, Sequence
from site_builder.sources.reader import unknown_key
from site_builder.thai import DateError, parse_month

_BLOCK_KEYS = ("month", "rows", "none")


class _MonthKind(ScalarKind):
    """The month of a block, with its year."""

    name = "month"
    label = Text("เดือน", "month")
    template = ""

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        try:
            return parse_month(text)
        except DateError as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: DateError) -> UnreadableValue:
        return date_problem(error, Text("เขียนเช่น มีนาคม 2568", "write such as มีนาคม 2568"))


_MONTH = _MonthKind()
_PERIOD = PeriodKind()


class MonthlyTableKind(RowsKind):
    """`{covers: period, months: [{month, rows | none}]}`; `covers` may be left out."""

    name = "monthly-table"
    label = Text("ตารางรายเดือน", "monthly table")
    template = "kinds/monthly_table.html"

    def json_schema(self, spec: Field, vocabularies: Vocabularies) -> JsonSchema:
        text = {"type": "string"}
        rows = self.rows_schema(spec, vocabularies)
        month = object_schema({"month": text, "none": text, "rows": rows}, optional=("none",))
        return {"anyOf": [{"type": "array", "items": month}, NONE_SCHEMA]}

    def parse(self, node: Node, spec: Field, context: ParseContext) -> FieldValue:
        if isinstance(node, Scalar) and node.is_blank:
            return FieldValue(spec, node.location)
        if not isinstance(node, Mapping):
            context.wrong_shape(node, Text('กลุ่มที่มีช่อง "months"', 'a mapping with the key "months"'))
            return FieldValue(spec, node.location)
        if node.get("none") is not None:
            return FieldValue(spec, node.location, none=none_statement(node, context))
        covers: Cell | None = None
        blocks: list[MonthBlock] = []
        for entry in node.entries:
            if entry.key == "covers":
                covers = _PERIOD.cell(entry.value, spec, context)
            elif entry.key == "months":
                blocks = self._blocks(entry.value, spec, context)
            else:
                known = ("covers", "months", "none")
                context.problems.append(unknown_key(entry.key, entry.location, known))
        rows = tuple(row for block in blocks for row in block.rows)
        return FieldValue(spec, node.location, rows=rows, months=tuple(blocks), covers=covers)

    def _blocks(self, node: Node, spec: Field, context: ParseContext) -> list[MonthBlock]:
        if isinstance(node, Scalar) and node.is_blank:
            return []
        if not isinstance(node, Sequence):
            context.wrong_shape(node, Text("รายการของเดือน", "a list of months"))
            return []
        return [self._block(item, spec, context) for item in node]

    def _block(self, node: Node, spec: Field, context: ParseContext) -> MonthBlock:
        month = Cell("", node.location)
        if not isinstance(node, Mapping):
            context.wrong_shape(node, Text('กลุ่มที่มีช่อง "month"', 'a mapping with the key "month"'))
            return MonthBlock(month, (), None, node.location)
        none: Cell | None = None
        rows: tuple[Row, ...] = ()
        month_node = node.get("month")
        if month_node is not None:
            month = _MONTH.cell(month_node, spec, context)
        for entry in node.entries:
            if entry.key not in _BLOCK_KEYS:
                context.problems.append(unknown_key(entry.key, entry.location, _BLOCK_KEYS))
            elif entry.key == "none":
                only = Mapping((entry,), entry.location)
                none = none_statement(only, context)
            elif entry.key == "rows" and isinstance(entry.value, Sequence):
                rows = self.filled_rows(entry.value.items, spec, context, month=month.value)
            elif entry.key == "rows" and not (
                isinstance(entry.value, Scalar) and entry.value.is_blank
            ):
                context.wrong_shape(entry.value, Text("รายการของแถว", "a list of rows"))
        return MonthBlock(month, rows, none, node.location)
