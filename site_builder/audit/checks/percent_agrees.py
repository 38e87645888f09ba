"""A per cent is what its figures give."""

from __future__ import annotations

from decimal import Decimal

from site_builder.audit.checks.base import Case, Check, Judgement, Message, judged, row_name
from site_builder.audit.checks.figures import figure, number
from site_builder.language import Text

#: Printed per cents are rounded, mostly to two decimals, some to none.
_ROUNDING = Decimal("0.5")


class PercentAgrees(Check):
    """In every row, `column` is the first of `columns` as per cent of the second, give or take half
    a per cent for rounding."""

    name = "percent-agrees"
    parameters = frozenset({"column", "columns"})
    required = frozenset({"column", "columns"})
    column_kinds = frozenset({"number"})
    messages = {
        "percent-differs": Message(
            Text(
                '"{row}": เขียนว่าร้อยละ {said} แต่ {part} จาก {whole} คือร้อยละ {counted}',
                '"{row}" says {said} per cent, but {part} of {whole} is {counted}',
            ),
            Text("คำนวณร้อยละใหม่ หรือแก้ตัวเลขที่ผิด", "compute it again, or correct the figures"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        findings = []
        part_key, whole_key = case.parameters["columns"]
        for row in case.value.rows:
            cell = row.cell(case.parameters["column"])
            said, part, whole = (
                number(cell),
                number(row.cell(part_key)),
                number(row.cell(whole_key)),
            )
            if said is None or part is None or not whole:
                continue
            counted = part * 100 / whole
            if abs(counted - said) > _ROUNDING:
                findings.append(
                    self.finding(
                        case,
                        "percent-differs",
                        cell.location,
                        row=row_name(row),
                        said=figure(said),
                        part=figure(part),
                        whole=figure(whole),
                        counted=f"{counted:.2f}",
                    )
                )
        return judged(findings)
