"""The prescribed form is unaltered: no cell of it is blank."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, failed, judged, passed


class NoBlankCells(Check):
    """Every column of the form is filled in every row; "-" or "ไม่มี" where there is nothing."""

    name = "no-blank-cells"

    def judge(self, case: Case) -> Judgement:
        value = case.value
        if value.is_empty:
            return self.missing(case)
        if value.none:
            if case.element.accepts_none:
                return passed()
            text = value.none.text
            return failed(self.finding(case, "none-not-accepted", value.location, text=text))
        return judged(self.blank_cells(case, value.spec.columns, value.rows))
