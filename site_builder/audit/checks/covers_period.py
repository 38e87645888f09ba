"""The data are of the right year or span."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed, readable
from site_builder.audit.periods import period_fault
from site_builder.language import Text


class CoversPeriod(Check):
    """The stated span satisfies `rule`: it covers the assessed year or its first six months, is
    exactly the year before, or is a plan of several years that covers the assessed one."""

    name = "covers-period"
    parameters = frozenset({"rule"})
    required = frozenset({"rule"})
    kinds = frozenset({"period"})
    messages = {
        "wrong-period": Message(
            Text(
                "ระบุว่าเป็นข้อมูลของ {found} แต่{expected}",
                "the data are said to be of {found}, but {expected}",
            ),
            Text(
                'แก้ "{key}" ให้ตรงกับข้อมูลจริง หรือใส่ข้อมูลของช่วงที่กำหนด',
                'correct "{key}", or give the data of the required span',
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        without_data = self.without_data(case)
        if without_data:
            return without_data
        cells = readable(case.value.cells)
        if not cells:
            return passed()  # the unreadable text is a finding of its own
        fault = period_fault(case.parameters["rule"], cells[0].value, case.year)
        if fault is None:
            return passed()
        return failed(
            self.finding(
                case, "wrong-period", cells[0].location, found=str(cells[0].value), expected=fault
            )
        )
