"""Something happened in the right year."""

from __future__ import annotations

from datetime import date

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed, readable
from site_builder.audit.periods import required_period
from site_builder.kinds.values import Cell
from site_builder.language import Text
from site_builder.thai import Period, format_date


class InPeriod(Check):
    """At least one date of `column`, or the date in `part` of a document, lies in the span that
    `rule` asks for. A period counts where it overlaps the span."""

    name = "in-period"
    parameters = frozenset({"column", "part", "rule"})
    required = frozenset({"rule"})
    one_of = frozenset({"column", "part"})
    column_kinds = frozenset({"date", "period"})
    messages = {
        "no-date": Message(
            Text("ไม่ได้ระบุวันที่: {requirement}", "no date is given: {requirement}"),
            Text('กรอกวันที่ใน "{date_key}"', 'give the date in "{date_key}"'),
        ),
        "wrong-period": Message(
            Text(
                "ระบุวันที่ {found} แต่ต้องอยู่ใน{required}",
                "the date given is {found}, but it must lie in {required}",
            ),
            Text(
                "ใส่ข้อมูลของปีที่กำหนด หรือแก้วันที่ให้ตรงกับเอกสารจริง",
                "give the data of the required year, or correct the date to that of the document",
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        if case.value.is_empty:
            return self.missing(case)
        cells = self._dated(case)
        given = [cell for cell in cells if not (cell.is_blank or cell.states_none)]
        if not given:
            date_key = case.parameters.get("column") or case.parameters["part"]
            return failed(self.finding(case, "no-date", case.value.location, date_key=date_key))
        typed = readable(given)
        if len(typed) < len(given):
            return passed()  # the unreadable text is a finding of its own
        required = required_period(case.parameters["rule"], case.year)
        spans = [_span(cell) for cell in typed]
        if any(span.overlaps(required) for span in spans):
            return passed()
        nearest = max(spans, key=lambda span: span.end)
        place = typed[spans.index(nearest)]
        found = format_date(nearest.start) if nearest.start == nearest.end else str(nearest)
        return failed(
            self.finding(case, "wrong-period", place.location, found=found, required=f" {required}")
        )

    def _dated(self, case: Case) -> list[Cell]:
        if column := case.parameters.get("column"):
            return [row.cell(column) for row in case.value.rows]
        part = case.parameters["part"]
        return [cell.parts[part] for cell in case.value.cells if part in cell.parts]


def _span(cell: Cell) -> Period:
    return Period(cell.value, cell.value) if isinstance(cell.value, date) else cell.value
