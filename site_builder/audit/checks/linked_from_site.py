"""The main website leads there."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, judged, passed


class LinkedFromSite(Check):
    """A working link is given. Its item page, which the front page lists, then shows it: the way
    from the main website is there by construction. `column` names the column of the links."""

    name = "linked-from-site"
    parameters = frozenset({"column"})
    column_kinds = frozenset({"link"})

    def judge(self, case: Case) -> Judgement:
        without_data = self.without_data(case)
        if without_data:
            return without_data
        key = case.parameters.get("column")
        if not key:
            return passed()
        return judged(self.blank_cells(case, (case.column(key),), case.value.rows))
