"""The span of time that a rule of an edition asks for."""

from __future__ import annotations

from datetime import date

from site_builder.language import Text
from site_builder.thai import FiscalYear, Period

#: Rules that a check may be given as its parameter `rule`.
RULES = (
    "current-fiscal-year",
    "previous-fiscal-year",
    "first-six-months",
    "multi-year-covering",
    "quarter-1",
    "quarter-2",
    "quarter-3",
    "quarter-4",
)

#: A span of more days than this is longer than a year, leap years included.
DAYS_OF_A_YEAR = 366


def required_period(rule: str, year: FiscalYear) -> Period:
    """The span that data must cover under `rule` in the edition of fiscal year `year`."""
    if rule == "previous-fiscal-year":
        return year.shifted(-1).period
    if rule == "first-six-months":
        return year.first_six_months
    if rule.startswith("quarter-"):
        return year.quarter(int(rule.removeprefix("quarter-")))
    return year.period


def is_due(rule: str, year: FiscalYear, as_of: date) -> bool:
    """Whether data under `rule` can be asked for on a day.

    A plan must be in force from the first day of its year; a report can be made once the span that
    it reports on is over.
    """
    required = required_period(rule, year)
    if rule in ("current-fiscal-year", "multi-year-covering"):
        return as_of >= required.start
    return as_of > required.end


def period_fault(rule: str, stated: Period, year: FiscalYear) -> Text | None:
    """Why a stated span does not satisfy the rule, or None when it does."""
    required = required_period(rule, year)
    if rule == "multi-year-covering" and (stated.end - stated.start).days < DAYS_OF_A_YEAR:
        return Text(
            "ต้องเป็นแผนที่ยาวกว่า 1 ปี และครอบคลุม {required}",
            "a plan of more than one year is needed, covering {required}",
        ).format(required=required)
    if rule == "previous-fiscal-year" and stated != required:
        return Text("ต้องเป็นของ {required}", "it must be that of {required}").format(
            required=required
        )
    if not stated.covers(required):
        return Text("ต้องครอบคลุม {required}", "it must cover {required}").format(required=required)
    return None
