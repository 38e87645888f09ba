"""Measures that follow from an ITA result, grouped by the topic or indicator that they improve.

Holds every layout that agencies print: by indicator, by the seven topics, or measure by measure.
"""

from __future__ import annotations

from site_builder.kinds.rows import RowsKind
from site_builder.language import Text


class MeasuresKind(RowsKind):
    name = "measures"
    label = Text("มาตรการ", "measures")
    template = "kinds/measures.html"
