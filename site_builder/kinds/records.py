"""Rows with long texts, each shown as a block of its own."""

from __future__ import annotations

from site_builder.kinds.rows import RowsKind
from site_builder.language import Text


class RecordsKind(RowsKind):
    name = "records"
    label = Text("รายการที่มีรายละเอียด", "records")
    template = "kinds/records.html"
