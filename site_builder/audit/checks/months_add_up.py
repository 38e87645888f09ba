"""The year's figure is the sum of its months."""

from __future__ import annotations

from decimal import Decimal

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed
from site_builder.audit.checks.figures import TOLERANCE, figure, figure_of, number
from site_builder.audit.checks.table_sums import is_total
from site_builder.language import Text

_MONTHS_OF_A_YEAR = 12


class MonthsAddUp(Check):
    """Where the table has all twelve months, the sum of `column` is the number in the field
    `total`."""

    name = "months-add-up"
    parameters = frozenset({"column", "total"})
    required = frozenset({"column", "total"})
    kinds = frozenset({"monthly-table"})
    column_kinds = frozenset({"number"})
    messages = {
        "months-sum-differs": Message(
            Text(
                "{total_field} เขียนว่า {total} แต่ตารางรายเดือนรวมทั้งปีได้ {sum}",
                "{total_field} says {total}, but the months come to {sum}",
            ),
            Text(
                "ตรวจตารางรายเดือนกับยอดทั้งปี แล้วแก้ให้ตรงกัน",
                "compare the months with the year's figure and correct them",
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        months = {block.month.value for block in case.value.months if block.month.value}
        total = case.disclosure.values[case.parameters["total"]]
        said = figure_of(total)
        if said is None or len(months) != _MONTHS_OF_A_YEAR:
            return passed()
        cells = [
            number(row.cell(case.parameters["column"]))
            for row in case.value.rows
            if not is_total(row)
        ]
        added = sum((cell for cell in cells if cell is not None), Decimal(0))
        if abs(added - said) <= TOLERANCE * len(cells):
            return passed()
        return failed(
            self.finding(
                case,
                "months-sum-differs",
                total.cells[0].location,
                total_field=total.spec.label,
                total=figure(said),
                sum=figure(added),
            )
        )
