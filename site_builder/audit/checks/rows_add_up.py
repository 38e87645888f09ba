"""In every row the total is the sum of its parts."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, judged, row_name
from site_builder.audit.checks.figures import TOLERANCE, figure, number
from site_builder.language import Text


class RowsAddUp(Check):
    """In every row, `column` is the sum of `columns`, where all of them are given."""

    name = "rows-add-up"
    parameters = frozenset({"column", "columns"})
    required = frozenset({"column", "columns"})
    column_kinds = frozenset({"number"})
    messages = {
        "row-sum-differs": Message(
            Text(
                '"{row}": ช่อง {column} เขียนว่า {total} แต่ส่วนย่อยรวมกันได้ {sum}',
                '"{row}": {column} says {total}, but its parts come to {sum}',
            ),
            Text("ตรวจตัวเลขในแถวนี้แล้วแก้ให้ตรงกัน", "check the figures of this row and correct them"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        findings = []
        keys = case.parameters["columns"]
        for row in case.value.rows:
            total = number(row.cell(case.parameters["column"]))
            parts = [part for key in keys if (part := number(row.cell(key))) is not None]
            if total is None or len(parts) < len(keys):
                continue
            if abs(sum(parts) - total) > TOLERANCE * len(parts):
                findings.append(
                    self.finding(
                        case,
                        "row-sum-differs",
                        row.cell(case.parameters["column"]).location,
                        row=row_name(row),
                        column=case.column(case.parameters["column"]).label,
                        total=figure(total),
                        sum=figure(sum(parts)),
                    )
                )
        return judged(findings)
