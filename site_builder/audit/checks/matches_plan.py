"""A report names what the plan names."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.audit.checks.base import (
    MAX_EXAMPLES,
    Case,
    Check,
    Judgement,
    Message,
    judged,
    passed,
)
from site_builder.audit.checks.figures import figure, number
from site_builder.audit.checks.table_sums import is_total
from site_builder.kinds.values import Row
from site_builder.language import Text
from site_builder.outcomes import Finding
from site_builder.thai import fold


class MatchesPlan(Check):
    """Every entry of the field `plan` is answered by a row with the same words in `column`, and
    every row answers one; figures in `columns` are those of the plan. The plan stands in what the
    item reports on, or in the same item where it reports on none; without it nothing is compared."""

    name = "matches-plan"
    parameters = frozenset({"column", "columns", "plan"})
    required = frozenset({"column", "plan"})
    messages = {
        "plan-unanswered": Message(
            Text(
                "ยังไม่รายงานผลของ {names} ตามแผน ({count} รายการ, {plan})",
                "nothing is reported on {names} of the plan ({count} entries, {plan})",
            ),
            Text(
                'เพิ่มแถวใน "{key}" ของทุกโครงการในแผน โครงการที่ไม่ได้ทำให้เขียนว่าไม่ได้ดำเนินการพร้อมเหตุผล',
                'add a row to "{key}" for each; say so where it was not done, and why',
            ),
        ),
        "not-in-plan": Message(
            Text(
                "{names} ไม่อยู่ในแผน ({count} รายการ, {plan})",
                "{names} not in the plan ({count}, {plan})",
            ),
            Text(
                "ใช้ชื่อโครงการให้ตรงกับแผน หรือเพิ่มโครงการในแผน (แผนฉบับแก้ไข)",
                "use the plan's wording, or add it to the (amended) plan",
            ),
        ),
        "plan-figure-differs": Message(
            Text(
                "“{row}”: {column} เขียนว่า {said} แต่ในแผนคือ {planned} ({plan})",
                "“{row}”: {column} says {said}, but the plan has {planned} ({plan})",
            ),
            Text(
                "แก้ตัวเลขให้ตรงกับแผน หรืออธิบายการโอนเปลี่ยนแปลงงบประมาณ",
                "correct it, or explain the transfer",
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        item = case.disclosure.item
        plan = case.data.reported.get(item.id) if item.reports_on else case.disclosure
        field = plan.values.get(case.parameters["plan"]) if plan else None
        if plan is None or field is None or not field.rows or not case.value.rows:
            return passed()
        return judged(self._compared(case, plan.file, field.rows))

    def _compared(self, case: Case, plan: str, entries: tuple[Row, ...]) -> Iterator[Finding]:
        column = case.parameters["column"]
        planned = {_key(row, column): row for row in entries if _key(row, column)}
        told = {_key(row, column): row for row in case.value.rows if _key(row, column)}
        missing = [row for key, row in planned.items() if key not in told]
        foreign = [row for key, row in told.items() if key not in planned]
        for code, rows in (("plan-unanswered", missing), ("not-in-plan", foreign)):
            if rows:
                names = ", ".join(f"“{row.cell(column).text}”" for row in rows[:MAX_EXAMPLES])
                place = case.value.location if rows is missing else rows[0].location
                more = " …" if len(rows) > MAX_EXAMPLES else ""
                yield self.finding(
                    case, code, place, names=names + more, count=str(len(rows)), plan=plan
                )
        for key, row in told.items():
            for figures in case.parameters.get("columns", ()):
                said = number(row.cell(figures))
                wanted = number(planned[key].cell(figures)) if key in planned else None
                if said is not None and wanted is not None and said != wanted:
                    yield self.finding(
                        case,
                        "plan-figure-differs",
                        row.cell(figures).location,
                        row=row.cell(column).text,
                        column=case.column(figures).label,
                        said=figure(said),
                        planned=figure(wanted),
                        plan=plan,
                    )


def _key(row: Row, column: str) -> str:
    return "" if is_total(row) else fold(row.cell(column).text)
