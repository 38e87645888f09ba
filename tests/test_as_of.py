"""What is due on a day, and what is not yet."""

from __future__ import annotations

from datetime import date

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from workspaces import WorkspaceFolder

from site_builder.audit.engine import audit
from site_builder.audit.periods import RULES, is_due
from site_builder.disclosures import load_disclosures
from site_builder.outcomes import ElementResult, Outcome
from site_builder.thai import FiscalYear

YEAR = FiscalYear("2568")


MONTHS = "purchases:\n  months:\n" + "".join(
    f"    - {{month: {month}, none: ไม่มีการจัดซื้อจัดจ้างในเดือนนี้}}\n"
    for month in ("2567-10", "2567-11", "2567-12")
)


def _judge(folder: WorkspaceFolder, slug: str, key: str, as_of: date | None) -> ElementResult:
    workspace = folder.open("2568")
    report = audit(workspace, load_disclosures(workspace, "2568"), as_of)
    assert report.as_of == as_of
    item = report.by_slug(slug)
    assert item is not None
    return item.element(key)


@pytest.mark.parametrize(
    ("as_of", "outcome", "named"),
    [
        (date(2024, 12, 31), Outcome.NOT_APPLICABLE, "มกราคม 2568, กุมภาพันธ์ 2568, มีนาคม 2568"),
        (date(2025, 1, 31), Outcome.NOT_APPLICABLE, "มกราคม 2568, กุมภาพันธ์ 2568, มีนาคม 2568"),
        (date(2025, 2, 1), Outcome.FAIL, "ขาดเดือน มกราคม 2568"),
        (date(2025, 3, 15), Outcome.FAIL, "ขาดเดือน มกราคม 2568, กุมภาพันธ์ 2568"),
        (None, Outcome.FAIL, "ขาดเดือน มกราคม 2568, กุมภาพันธ์ 2568, มีนาคม 2568"),
    ],
)
def test_a_month_is_due_once_it_is_over(
    workspace: WorkspaceFolder, as_of: date | None, outcome: Outcome, named: str
) -> None:
    workspace.disclose("2568", "procurement-list", MONTHS)
    result = _judge(workspace, "procurement-list", "six-month-coverage", as_of)
    assert result.outcome == outcome
    said = result.findings[0].message if result.findings else result.reason
    assert said is not None and said.th.endswith(named)
    assert result.not_yet_due == (outcome == Outcome.NOT_APPLICABLE)


def test_a_month_that_is_there_too_early_is_no_fault(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "procurement-list", MONTHS)
    result = _judge(workspace, "procurement-list", "six-month-coverage", date(2024, 11, 15))
    assert result.outcome == Outcome.NOT_APPLICABLE


def test_a_fault_of_now_is_told_before_what_is_not_due(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568", "procurement-list", MONTHS.replace(", none: ไม่มีการจัดซื้อจัดจ้างในเดือนนี้", "", 1)
    )
    result = _judge(workspace, "procurement-list", "six-month-coverage", date(2024, 12, 31))
    assert [finding.code for finding in result.findings] == ["month-blank"]


@pytest.mark.parametrize(
    ("rule", "first_day"),
    [
        ("current-fiscal-year", date(2024, 10, 1)),
        ("multi-year-covering", date(2024, 10, 1)),
        ("previous-fiscal-year", date(2024, 10, 1)),
        ("quarter-1", date(2025, 1, 1)),
        ("first-six-months", date(2025, 4, 1)),
        ("quarter-2", date(2025, 4, 1)),
        ("quarter-3", date(2025, 7, 1)),
        ("quarter-4", date(2025, 10, 1)),
    ],
)
def test_the_first_day_on_which_a_rule_is_due(rule: str, first_day: date) -> None:
    assert is_due(rule, YEAR, first_day)
    assert not is_due(rule, YEAR, date.fromordinal(first_day.toordinal() - 1))


def test_every_rule_has_a_first_day() -> None:
    assert all(is_due(rule, YEAR, date(2026, 1, 1)) for rule in RULES)
    assert not any(is_due(rule, YEAR, date(2024, 9, 30)) for rule in RULES)


@pytest.mark.parametrize("key", ["progress-table", "six-month-coverage"])
def test_a_half_year_report_is_due_in_april(workspace: WorkspaceFolder, key: str) -> None:
    plan = "plan: [{project: ก, budget: 1, period: ปี, responsible: ข}]\ncovers: 2568\n"
    workspace.disclose("2568", "annual-plan", plan)
    early = _judge(workspace, "annual-plan", key, date(2025, 3, 31))
    late = _judge(workspace, "annual-plan", key, date(2025, 4, 1))
    assert (early.outcome, late.outcome) == (Outcome.NOT_APPLICABLE, Outcome.FAIL)


def test_what_is_there_passes_before_it_is_due(workspace: WorkspaceFolder) -> None:
    yaml = "progress-covers: ตุลาคม 2567 - มีนาคม 2568\n"
    workspace.disclose("2568", "annual-plan", yaml)
    result = _judge(workspace, "annual-plan", "six-month-coverage", date(2025, 1, 1))
    assert (result.outcome, result.not_yet_due) == (Outcome.PASS, False)


@pytest.mark.parametrize("text", ["2568-02-15", "15/02/2568", "15 ก.พ. 68", "2025-02-15"])
def test_the_day_may_be_written_as_people_write(
    workspace: WorkspaceFolder, commands: Commands, text: str
) -> None:
    workspace.disclose("2568", "procurement-list", MONTHS)
    run = commands.run("check", "--item", "O12", "--as-of", text, cwd=workspace.root)
    assert run.code in (CLEAN, FINDINGS)
    assert "มีนาคม 2568" not in [line for line in run.out.splitlines() if "ขาดเดือน" in line]


@pytest.mark.parametrize("text", ["พรุ่งนี้", "15/02/68", "31 ก.พ. 2568"])
def test_a_day_that_cannot_be_read(
    workspace: WorkspaceFolder, commands: Commands, text: str
) -> None:
    workspace.disclose("2568", "procurement-list", MONTHS)
    run = commands.run("check", "--as-of", text, cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert "--as-of" in run.err and "15/02/2568" in run.err
