"""Every required month is there, with rows or with the statement that it has none."""

from __future__ import annotations

from collections import Counter

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, judged
from site_builder.audit.periods import required_period
from site_builder.kinds.values import MonthBlock
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Finding, Outcome
from site_builder.thai import Month, months_named


class MonthsCovered(Check):
    """Every month of the span that `rule` asks for, and of the span that the table itself says it
    covers, has rows or states that there were none; no month stands twice. A statement is good for
    its own month alone. A month that is not over yet on the day of the audit is not due."""

    name = "months-covered"
    parameters = frozenset({"rule"})
    required = frozenset({"rule"})
    kinds = frozenset({"monthly-table"})
    messages = {
        "month-missing": Message(
            Text("ขาดเดือน {months}", "these months are missing: {months}"),
            Text(
                'เพิ่มเดือนที่ขาดใน "months" ถ้าเดือนนั้นไม่มีรายการให้เขียน none: "ไม่มี…ในเดือนนี้"',
                'add them under "months"; for a month without entries write none: "ไม่มี…ในเดือนนี้"',
            ),
        ),
        "month-blank": Message(
            Text(
                "เดือน {month} เว้นว่าง ไม่มีทั้งรายการและข้อความว่าไม่มี",
                "{month} is blank: neither rows nor a statement that there were none",
            ),
            Text(
                'ใส่ "rows" หรือเขียน none: "ไม่มี…ในเดือนนี้"', 'give "rows", or write none: "ไม่มี…ในเดือนนี้"'
            ),
        ),
        "none-of-other-month": Message(
            Text(
                "ใต้เดือน {month} เขียนว่า “{text}” ซึ่งเป็นของเดือนอื่น",
                "below {month} stands “{text}”, which speaks of another month",
            ),
            Text("แก้ข้อความให้เป็นของเดือน {month}", "make the statement one of {month}"),
        ),
        "none-not-by-month": Message(
            Text(
                "ระบุรวมว่า “{text}” แต่ต้องระบุแยกเป็นรายเดือน",
                "“{text}” is stated for the whole, but must be stated month by month",
            ),
            Text(
                'ใส่ทุกเดือนใน "months" แล้วเขียน none: "ไม่มี…ในเดือนนี้" ในเดือนที่ไม่มีรายการ',
                'list each month under "months", with none: "ไม่มี…ในเดือนนี้" where it has no entries',
            ),
        ),
        "month-twice": Message(
            Text("เดือน {month} ซ้ำ {count} ครั้ง", "{month} stands {count} times"),
            Text("รวมเป็นเดือนเดียว", "join them into one"),
        ),
        "month-unnamed": Message(
            Text("ไม่ได้ระบุว่าเป็นเดือนใด", "the month is not named"),
            Text("เขียน month: เช่น มีนาคม 2568", "write month: such as มีนาคม 2568"),
        ),
        "wrong-period": Message(
            Text(
                "เป็นข้อมูลของ {found} แต่ต้องเป็นของ {required}",
                "the data are of {found}, but must be of {required}",
            ),
            Text("ใส่ข้อมูลของช่วงที่กำหนด", "give the data of the required span"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        value = case.value
        if value.none:
            text = value.none.text
            return failed(self.finding(case, "none-not-by-month", value.location, text=text))
        if value.is_empty:
            return self.missing(case)
        blocks = value.months
        named = [block for block in blocks if block.month.value is not None]
        findings = [
            self.finding(case, "month-unnamed", block.location)
            for block in blocks
            if block.month.is_blank
        ]
        findings += [
            self.finding(case, "month-blank", block.location, month=str(block.month.value))
            for block in named
            if not block.rows and not block.none
        ]
        findings += self._twice(case, named)
        required = required_period(case.parameters["rule"], case.year)
        wanted = set(required.months())
        if value.covers and value.covers.value:
            wanted |= set(value.covers.value.months())
        present = {block.month.value for block in named}
        findings += self._of_other_months(case, named)
        absent = sorted(wanted - present)
        missing = [month for month in absent if case.is_over(month.last_day)]
        later = ", ".join(str(month) for month in absent if month not in missing)
        if present and not present & set(required.months()):
            first, last = str(min(present)), str(max(present))
            found = first if first == last else f"{first} – {last}"
            findings.append(
                self.finding(
                    case,
                    "wrong-period",
                    named[0].month.location,
                    found=found,
                    required=str(required),
                )
            )
        elif missing:
            months = ", ".join(map(str, missing))
            place = _before(missing[0], named) or value.location
            findings.append(self.finding(case, "month-missing", place, months=months))
        if later and not findings:
            return Judgement(Outcome.NOT_APPLICABLE, reason=case.not_yet_due(later))
        return judged(findings)

    def _of_other_months(self, case: Case, named: list[MonthBlock]) -> list[Finding]:
        """Statements of none that name another month than the one they stand under."""
        return [
            self.finding(
                case,
                "none-of-other-month",
                block.none.location,
                month=str(block.month.value),
                text=block.none.text,
            )
            for block in named
            if block.none and months_named(block.none.text) - {block.month.value.month}
        ]

    def _twice(self, case: Case, named: list[MonthBlock]) -> list[Finding]:
        counts = Counter(block.month.value for block in named)
        return [
            self.finding(
                case,
                "month-twice",
                [block.location for block in named if block.month.value == month][-1],
                month=str(month),
                count=count,
            )
            for month, count in counts.items()
            if count > 1
        ]


def _before(month: Month, blocks: list[MonthBlock]) -> Location | None:
    """The place of the last month before the gap."""
    earlier = [block for block in blocks if block.month.value < month]
    return max(earlier, key=lambda block: block.month.value).location if earlier else None
