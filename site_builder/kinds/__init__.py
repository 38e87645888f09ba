"""The closed set of element kinds. One file per kind: how it is read, shown and exported."""

from __future__ import annotations

from site_builder.kinds.base import Kind
from site_builder.kinds.measure_results import MeasureResultsKind
from site_builder.kinds.measures import MeasuresKind
from site_builder.kinds.monthly_table import MonthlyTableKind
from site_builder.kinds.news import NewsKind
from site_builder.kinds.org_chart import OrgChartKind
from site_builder.kinds.people import PeopleKind
from site_builder.kinds.records import RecordsKind
from site_builder.kinds.rows import RowsKind
from site_builder.kinds.scalars import SCALAR_KINDS
from site_builder.kinds.table import TableKind

__all__ = ["KINDS", "ROW_KINDS", "SCALAR_KINDS"]

ROW_KINDS: dict[str, RowsKind] = {
    kind.name: kind
    for kind in (
        TableKind(),
        RecordsKind(),
        PeopleKind(),
        NewsKind(),
        OrgChartKind(),
        MonthlyTableKind(),
        MeasuresKind(),
        MeasureResultsKind(),
    )
}

KINDS: dict[str, Kind] = {**SCALAR_KINDS, **ROW_KINDS}
