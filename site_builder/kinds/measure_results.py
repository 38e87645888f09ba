"""What became of the measures of a plan: done, under way or not done, counted by the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from site_builder.kinds.rows import RowsKind
from site_builder.kinds.spec import Choice
from site_builder.kinds.values import Row
from site_builder.language import Text

#: The column that says what became of a measure.
STATUS = "status"


class MeasureResultsKind(RowsKind):
    name = "measure-results"
    label = Text("ผลของมาตรการ", "results of measures")
    template = "kinds/measure_results.html"
    needs = frozenset({"status"})


def tally(rows: Iterable[Row]) -> dict[Choice, int]:
    """How many rows have each status, in the order of their first; rows without one do not count."""
    found = (row.cell(STATUS).value for row in rows)
    return dict(Counter(status for status in found if isinstance(status, Choice)))
