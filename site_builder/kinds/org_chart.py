"""An organisation chart as data: units that hold units."""

from __future__ import annotations

from site_builder.kinds.base import JsonSchema, ParseContext
from site_builder.kinds.rows import RowsKind, is_blank_row
from site_builder.kinds.spec import Field
from site_builder.kinds.values import Row
from site_builder.language import Text
from site_builder.sources.nodes import Entry, Mapping, Node, Scalar, Sequence

#: The key under which a unit holds its own units.
CHILDREN = "units"


class OrgChartKind(RowsKind):
    """Rows in the order of the chart, each with its depth; a unit's units follow it."""

    name = "org-chart"
    label = Text("ผังโครงสร้าง", "organisation chart")
    template = "kinds/org_chart.html"
    needs = frozenset({"name", "post", "person", "side"})

    def lead_schema(self) -> JsonSchema:
        return {"level": {"type": "integer", "minimum": 0}}

    def rows(self, node: Node, spec: Field, context: ParseContext) -> tuple[Row, ...]:
        return tuple(self._units(node, spec, context, depth=0))

    def _units(self, node: Node, spec: Field, context: ParseContext, depth: int) -> list[Row]:
        if not isinstance(node, Sequence):
            if not (isinstance(node, Scalar) and node.is_blank):
                context.wrong_shape(node, Text("รายการของส่วนงาน", "a list of units"))
            return []
        rows: list[Row] = []
        filled = [item for item in node if not is_blank_row(item)]
        for number, item in enumerate(filled, start=1):
            children: list[Entry] = []
            if isinstance(item, Mapping):
                children = [entry for entry in item.entries if entry.key == CHILDREN]
                own = tuple(entry for entry in item.entries if entry.key != CHILDREN)
                item = Mapping(own, item.location)
            rows.append(self.row(item, spec, context, number, depth=depth))
            for entry in children:
                rows += self._units(entry.value, spec, context, depth + 1)
        return rows
