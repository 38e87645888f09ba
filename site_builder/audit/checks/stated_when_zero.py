"""A zero is said in words too."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed, readable
from site_builder.language import Text


class StatedWhenZero(Check):
    """A number is given; where it is zero, the field `statement` says that there is none."""

    name = "stated-when-zero"
    parameters = frozenset({"statement"})
    required = frozenset({"statement"})
    kinds = frozenset({"number"})
    messages = {
        "zero-not-stated": Message(
            Text(
                "จำนวนเป็น 0 แต่ไม่มีข้อความระบุว่าไม่มี",
                "the number is 0, but nothing states that there is none",
            ),
            Text(
                'เพิ่ม "{statement_key}:" เช่น "ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. …"',
                'add "{statement_key}:" such as "ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. …"',
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        value = case.value
        if value.is_empty:
            return self.missing(case)
        key = case.parameters["statement"]
        is_zero = any(cell.value == 0 for cell in readable(value.cells))
        if is_zero and case.disclosure.values[key].is_empty:
            location = value.cells[0].location
            return failed(self.finding(case, "zero-not-stated", location, statement_key=key))
        return passed()
