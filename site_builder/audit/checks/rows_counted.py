"""A stated number of entries is the number of rows."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed
from site_builder.audit.checks.figures import figure, figure_of
from site_builder.audit.checks.table_sums import is_total
from site_builder.language import Text


class RowsCounted(Check):
    """The number in the field `total` is that of the rows; a statement that there is none is zero."""

    name = "rows-counted"
    parameters = frozenset({"total"})
    required = frozenset({"total"})
    messages = {
        "row-count-differs": Message(
            Text(
                "{total_field} เขียนว่า {total} แต่ในตารางมี {counted} แถว",
                "{total_field} says {total}, but the table has {counted} rows",
            ),
            Text("แก้จำนวน หรือเพิ่มแถวที่ขาด", "correct the number, or add the missing rows"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        total = case.disclosure.values[case.parameters["total"]]
        said = figure_of(total)
        counted = sum(not is_total(row) for row in case.value.rows)
        if case.value.is_empty or said is None or said == counted:
            return passed()
        return failed(
            self.finding(
                case,
                "row-count-differs",
                total.cells[0].location,
                total_field=total.spec.label,
                total=figure(said),
                counted=str(counted),
            )
        )
