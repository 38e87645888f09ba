"""The checks, one file each; a check's docstring is its rule."""

from __future__ import annotations

from site_builder.audit.checks.adds_up import AddsUp
from site_builder.audit.checks.answers_plan import AnswersPlan
from site_builder.audit.checks.base import Case, Check, Judgement
from site_builder.audit.checks.covers_period import CoversPeriod
from site_builder.audit.checks.differs_from import DiffersFrom
from site_builder.audit.checks.file_formats import FileFormats
from site_builder.audit.checks.filled import Filled
from site_builder.audit.checks.in_period import InPeriod
from site_builder.audit.checks.linked_from_site import LinkedFromSite
from site_builder.audit.checks.matches_plan import MatchesPlan
from site_builder.audit.checks.mentions import Mentions
from site_builder.audit.checks.months_add_up import MonthsAddUp
from site_builder.audit.checks.months_covered import MonthsCovered
from site_builder.audit.checks.no_blank_cells import NoBlankCells
from site_builder.audit.checks.percent_agrees import PercentAgrees
from site_builder.audit.checks.rows_add_up import RowsAddUp
from site_builder.audit.checks.rows_counted import RowsCounted
from site_builder.audit.checks.same_people import SamePeople
from site_builder.audit.checks.signed import Signed
from site_builder.audit.checks.stated_when_zero import StatedWhenZero
from site_builder.audit.checks.summary_not_law import SummaryNotLaw
from site_builder.audit.checks.table_sums import TableSums
from site_builder.audit.checks.values_present import ValuesPresent

__all__ = ["CHECKS", "Case", "Check", "Judgement"]

CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        Filled(),
        NoBlankCells(),
        MonthsCovered(),
        CoversPeriod(),
        InPeriod(),
        ValuesPresent(),
        StatedWhenZero(),
        Signed(),
        Mentions(),
        SummaryNotLaw(),
        DiffersFrom(),
        LinkedFromSite(),
        FileFormats(),
        AnswersPlan(),
        AddsUp(),
        RowsAddUp(),
        TableSums(),
        MonthsAddUp(),
        RowsCounted(),
        PercentAgrees(),
        MatchesPlan(),
        SamePeople(),
    )
}
