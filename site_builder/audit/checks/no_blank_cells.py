"""The prescribed form is unaltered: no cell of it is blank."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, judged
from site_builder.kinds import ROW_KINDS


class NoBlankCells(Check):
    """Every column of the form is filled in every row; "-" or "ไม่มี" where there is nothing."""

    name = "no-blank-cells"
    kinds = frozenset(ROW_KINDS)

    def judge(self, case: Case) -> Judgement:
        value = case.value
        without_data = self.without_data(case)
        if without_data:
            return without_data
        return judged(self.blank_cells(case, value.spec.columns, value.rows))
