"""All the wanted kinds of row are there."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed
from site_builder.language import Text


class ValuesPresent(Check):
    """Among the rows, `column` takes each of `values` at least once."""

    name = "values-present"
    parameters = frozenset({"column", "values"})
    required = frozenset({"column", "values"})
    messages = {
        "values-missing": Message(
            Text("ยังไม่มี: {wanted} — {requirement}", "not there yet: {wanted} — {requirement}"),
            Text(
                'เพิ่มแถว หรือแก้ช่อง "{column_key}" ให้มีค่าที่ขาด',
                'add rows, or set "{column_key}" to what is missing',
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        if case.value.is_empty:
            return self.missing(case)
        column = case.parameters["column"]
        found = {getattr(row.cell(column).value, "code", "") for row in case.value.rows}
        missing = [code for code in case.parameters["values"] if code not in found]
        if not missing:
            return passed()
        labels = [case.choice(column, code) for code in missing]
        wanted = Text(
            ", ".join(label.th for label in labels), ", ".join(label.en for label in labels)
        )
        return failed(
            self.finding(
                case, "values-missing", case.value.location, wanted=wanted, column_key=column
            )
        )
