"""Rows with columns, as a table."""

from __future__ import annotations

from site_builder.kinds.rows import RowsKind
from site_builder.language import Text


class TableKind(RowsKind):
    name = "table"
    label = Text("ตาราง", "table")
    template = "kinds/table.html"
