"""Reading of rows with columns, shared by every kind that has them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from decimal import Decimal
from typing import Any, ClassVar

from site_builder.kinds.base import (
    NONE_SCHEMA,
    JsonSchema,
    Kind,
    ParseContext,
    Vocabularies,
    none_statement,
    object_schema,
)
from site_builder.kinds.scalars import SCALAR_KINDS
from site_builder.kinds.spec import Field, Spec
from site_builder.kinds.values import NO_MORE, Cell, FieldValue, Row
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.sources.nodes import Mapping, Node, Scalar, Sequence
from site_builder.sources.reader import unknown_key
from site_builder.thai import FiscalYear


class RowsKind(Kind):
    """A kind whose value is a list of rows with columns; its pages cannot do without those in
    `needs`."""

    needs: ClassVar[frozenset[str]] = frozenset()

    def json_schema(self, spec: Field, vocabularies: Vocabularies) -> JsonSchema:
        return {"anyOf": [self.rows_schema(spec, vocabularies), NONE_SCHEMA]}

    def rows_schema(self, spec: Field, vocabularies: Vocabularies) -> JsonSchema:
        """The schema of rows: every column has its key in each."""
        properties = self.lead_schema()
        for column in spec.columns:
            cell = SCALAR_KINDS[column.kind].cell_schema(column, vocabularies)
            properties[column.key] = (
                {"type": "array", "items": cell, "minItems": 1} if column.many else cell
            )
        return {"type": "array", "items": object_schema(properties)}

    def lead_schema(self) -> JsonSchema:
        """What stands in each row before its columns."""
        return {}

    def parse(self, node: Node, spec: Field, context: ParseContext) -> FieldValue:
        if isinstance(node, Mapping):
            return FieldValue(spec, node.location, none=none_statement(node, context))
        return FieldValue(spec, node.location, rows=self.rows(node, spec, context))

    def rows(self, node: Node, spec: Field, context: ParseContext) -> tuple[Row, ...]:
        if isinstance(node, Scalar) and node.is_blank:
            return ()
        if not isinstance(node, Sequence):
            context.wrong_shape(
                node,
                Text(
                    'รายการที่แต่ละแถวขึ้นต้นด้วย "-" หรือ {none: ข้อความ}',
                    'a list of rows, each with "-" before it, or {none: statement}',
                ),
            )
            return ()
        return self.filled_rows(node.items, spec, context)

    def filled_rows(
        self, items: Iterable[Node], spec: Field, context: ParseContext, **place: Any
    ) -> tuple[Row, ...]:
        """The rows that hold anything, numbered from 1; blank ones are no rows."""
        filled = [item for item in items if not is_blank_row(item)]
        return tuple(
            self.row(item, spec, context, number, **place)
            for number, item in enumerate(filled, start=1)
        )

    def row(self, node: Node, spec: Field, context: ParseContext, number: int, **place: Any) -> Row:
        """One row; `place` is what its kind knows of it (`depth`, `month`)."""
        cells: dict[str, Cell] = {}
        more: dict[str, tuple[Cell, ...]] = {}
        if not isinstance(node, Mapping):
            context.wrong_shape(node, Text("แถวของ ชื่อช่อง: ค่า", "a row of column: value"))
            return Row(cells, node.location, **place)
        for entry in node.entries:
            column = spec.column(entry.key)
            if column is None:
                known = [column.key for column in spec.columns]
                context.problems.append(unknown_key(entry.key, entry.location, known))
                continue
            kind, value = SCALAR_KINDS[column.kind], entry.value
            if isinstance(value, Scalar):  # as nearly all are
                cells[column.key] = kind.cell(value, column, context)
                continue
            first, *rest = kind.cells(value, column, context)
            cells[column.key] = first
            if rest:
                more[column.key] = tuple(rest)
        for column in spec.columns:
            if column.source and (column.key not in cells or cells[column.key].is_blank):
                derived = _derived(column, node.location, number, place, context)
                if derived:
                    cells[column.key] = derived
        return Row(cells, node.location, more or NO_MORE, **place)


def _derived(
    column: Spec,
    location: Location,
    number: int,
    place: AbstractMapping[str, Any],
    context: ParseContext,
) -> Cell | None:
    """The value of a blank column that the row's place or the agency's data give."""
    if column.source == "row.number":
        return Cell(str(number), location, value=Decimal(number))
    if column.source == "month.fiscal-year":
        month = place.get("month")
        if month is None:
            return None
        year = FiscalYear.of(month.first_day).name
        return Cell(year, location, value=year)
    return next(iter(context.defaults.get(column.source, ())), None)


def is_blank_row(node: Node) -> bool:
    """Whether a row says nothing at all."""
    if isinstance(node, Mapping):
        return all(
            isinstance(entry.value, Scalar) and entry.value.is_blank for entry in node.entries
        )
    return isinstance(node, Scalar) and node.is_blank
