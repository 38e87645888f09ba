"""A total is the sum of its parts."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed
from site_builder.audit.checks.figures import figure, figure_of
from site_builder.language import Text


class AddsUp(Check):
    """The number is the sum of the numbers in `fields`, where all of them are given: complaints in
    all are those finished and those in progress."""

    name = "adds-up"
    parameters = frozenset({"fields"})
    required = frozenset({"fields"})
    kinds = frozenset({"number"})
    messages = {
        "sum-differs": Message(
            Text(
                "{field} เขียนว่า {total} แต่ส่วนย่อยรวมกันได้ {sum} ({parts})",
                "{field} says {total}, but its parts come to {sum} ({parts})",
            ),
            Text("ตรวจตัวเลขแต่ละช่องกับทะเบียนจริงแล้วแก้ให้ตรงกัน", "check each figure and correct it"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        total = figure_of(case.value)
        values = [case.disclosure.values[key] for key in case.parameters["fields"]]
        parts = [figure_of(value) for value in values]
        known = [part for part in parts if part is not None]
        if total is None or len(known) < len(parts) or sum(known) == total:
            return passed()
        said = " + ".join(
            f"{value.spec.label.th} {figure(part)}"
            for value, part in zip(values, known, strict=True)
        )
        return failed(
            self.finding(
                case,
                "sum-differs",
                case.value.cells[0].location,
                total=figure(total),
                sum=figure(sum(known)),
                parts=said,
            )
        )
