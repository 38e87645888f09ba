"""Every check against real data files: what passes, what fails and where, what is left open."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from corpus.elements import (
    ANSWERS,
    FAILS,
    OPEN,
    PASSES,
    PLAN,
    UNCOMPARED,
    Fails,
    Open,
    Passes,
    Uncompared,
    answers,
    disclose_plan,
    ids,
    judge,
)
from workspaces import WorkspaceFolder

from site_builder.audit.checks import CHECKS
from site_builder.audit.checks.base import COMMON
from site_builder.audit.periods import RULES, period_fault, required_period
from site_builder.catalogue.loader import load_catalogue
from site_builder.language import use_language
from site_builder.outcomes import Outcome, Severity, Status
from site_builder.thai import FiscalYear, parse_period


@pytest.mark.parametrize("case", PASSES, ids=ids(PASSES))
def test_passes(workspace: WorkspaceFolder, case: Passes) -> None:
    result = judge(workspace, case)
    assert (result.outcome, result.findings, result.reason) == (Outcome.PASS, (), None)


@pytest.mark.parametrize("case", FAILS, ids=ids(FAILS))
def test_fails(workspace: WorkspaceFolder, case: Fails) -> None:
    result = judge(workspace, case)
    assert result.outcome == Outcome.FAIL
    assert [(finding.code, finding.location.line) for finding in result.findings] == case.findings
    edition, slug, _ = case.place.split("/")
    for finding in result.findings:
        assert finding.location.file == workspace.file_of(edition, slug)
        for text in (finding.message, finding.remedy):
            assert text.th and text.en and "{" not in text.th + text.en


@pytest.mark.parametrize("case", OPEN, ids=ids(OPEN))
def test_is_left_to_a_person(workspace: WorkspaceFolder, case: Open) -> None:
    use_language("en")
    result = judge(workspace, case)
    assert (result.outcome, result.findings) == (Outcome.NEEDS_REVIEW, ())
    assert case.reason in str(result.reason)


@pytest.mark.parametrize("case", UNCOMPARED, ids=ids(UNCOMPARED))
def test_passes_as_far_as_could_be_compared(workspace: WorkspaceFolder, case: Uncompared) -> None:
    use_language("en")
    result = judge(workspace, case)
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    assert case.reason in str(result.reason)


# --- the tables are whole ---------------------------------------------------------------------


#: Of these, test_consistency.py has the tables.
CONSISTENCY = {
    rule.check for subject in load_catalogue().subjects.values() for rule in subject.consistency
} | {"table-sums"}


@pytest.mark.parametrize("name", sorted(set(CHECKS) - CONSISTENCY))
def test_every_check_is_shown_to_pass_and_to_fail(name: str) -> None:
    passing = {case.check for case in PASSES} | {"differs-from"}  # needs two items, see below
    assert name in passing
    assert name in {case.check for case in FAILS}


def test_every_finding_is_shown_once_at_least() -> None:
    shown = {code for case in FAILS for code, _ in case.findings} | {"same-channel", "no-file"}
    ours = {
        code
        for check in CHECKS.values()
        if check.name not in CONSISTENCY
        for code in check.messages
    }
    assert ours | set(COMMON) <= shown


def test_every_case_stands_once() -> None:
    names = ids([*PASSES, *FAILS, *OPEN, *UNCOMPARED])
    assert [name for name, count in Counter(names).items() if count > 1] == []


# --- what a finding says of a row ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{name: นายกเทศมนตรี}", "นายกเทศมนตรี"),
        ("{name: ก, person: นายสมชาย ใจดี}", "นายสมชาย ใจดี"),
        ("{name: ก, person: ข}", "ก"),
        ('{name: "บรรทัดหนึ่ง\\nบรรทัดสอง"}', "บรรทัดหนึ่ง"),
        (f"{{name: {'ก' * 60}}}", "ก" * 60),
        (f"{{name: {'ก' * 61}}}", f"{'ก' * 57}…"),
        ("{side: political}", ""),
    ],
    ids=["text", "long enough", "short", "first line", "60 signs", "61 signs", "choice"],
)
def test_a_row_is_named_by_its_text(workspace: WorkspaceFolder, row: str, named: str) -> None:
    workspace.disclose("2568", "structure", f"chart: [{{name: ทั้งหมด, post: ก}}, {row}]")
    result = workspace.element("2568", "structure", "key-posts-and-units")
    post = [finding for finding in result.findings if '"post"' in finding.remedy.th]
    assert [finding.message.th.split(" เว้นว่าง")[0] for finding in post] == [f'"{named}"']


# --- what needs more than one file ------------------------------------------------------------


@pytest.mark.parametrize(
    ("enquiry", "channel", "findings"),
    [
        ("https://example.go.th/q", "https://example.go.th/c", []),
        ("https://example.go.th/q", "https://example.go.th/q", [("same-channel", 2)]),
        ("https://example.go.th/q", "https://EXAMPLE.go.th/q/", [("same-channel", 2)]),
        (
            "[https://example.go.th/q, https://example.go.th/r]",
            "[https://example.go.th/c, https://example.go.th/r]",
            [("same-channel", 2)],
        ),
    ],
    ids=["another", "the same", "the same, written otherwise", "one of several"],
)
def test_a_channel_of_its_own(
    workspace: WorkspaceFolder, enquiry: str, channel: str, findings: list[tuple[str, int]]
) -> None:
    workspace.disclose("2569", "contact", f"enquiry: {enquiry}")
    workspace.disclose("2569", "complaint-channel", f"channel: {channel}")
    result = workspace.element("2569", "complaint-channel", "separate-channel")
    assert [(finding.code, finding.location.line) for finding in result.findings] == findings
    assert result.outcome == (Outcome.FAIL if findings else Outcome.PASS)


def test_the_same_channel_is_named(workspace: WorkspaceFolder, english: None) -> None:
    workspace.disclose("2569", "contact", "enquiry: https://example.go.th/q")
    workspace.disclose("2569", "complaint-channel", "channel: https://example.go.th/q")
    (finding,) = workspace.element("2569", "complaint-channel", "separate-channel").findings
    expected = "the same address as Two-way enquiry channel (https://example.go.th/q)"
    assert str(finding.message) == expected


def test_a_measure_that_is_not_answered_is_named(workspace: WorkspaceFolder, english: None) -> None:
    workspace.disclose("2569", "integrity-measures-report", answers("measure: จัดทำคู่มือ"))
    plan = disclose_plan(workspace, "2569", "integrity-measures-report", PLAN)
    (finding,) = workspace.element(
        "2569", "integrity-measures-report", "measures-carried-out"
    ).findings
    said = f"measure 2 “ปรับปรุงเว็บไซต์” of the plan is not answered ({plan}:4)"
    assert str(finding.message) == said
    assert "measure-no: 2" in str(finding.remedy)


def test_a_plan_of_the_same_year_that_cannot_be_read_is_told_of_itself(
    workspace: WorkspaceFolder,
) -> None:
    workspace.disclose("2566", "integrity-measures-report", ANSWERS)
    disclose_plan(workspace, "2566", "integrity-measures-report", 'measures: "')
    report = workspace.report("2566")
    assert [problem.code for problem in report.problems] == ["yaml-syntax"]
    item = report.by_slug("integrity-measures-report")
    assert item is not None
    result = item.element("measures-carried-out")
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    assert result.reason is not None


# --- what may be shown in another place ---------------------------------------------------------

OWN_ANALYSIS = """\
indicator-analysis:
  - {standing: weakness, indicator: ตัวชี้วัดที่ 4, text: ขาดการสื่อสาร}
improvements: [{indicator: ตัวชี้วัดที่ 4, point: เพิ่มช่องทาง}]
"""
FINDINGS = "measures: [{question: i1, finding: ไม่ทราบช่องทาง, steps: ก, responsible: ข}]\n"
NO_FINDINGS = "measures: [{topic: e-service, steps: ก, responsible: ข}]\n"


@pytest.mark.parametrize(
    ("key", "yaml", "outcome", "named"),
    [
        ("ita-result-analysis", OWN_ANALYSIS, Outcome.PASS, ""),
        ("ita-result-analysis", OWN_ANALYSIS + FINDINGS, Outcome.PASS, ""),
        ("ita-result-analysis", FINDINGS, Outcome.PASS, ""),
        ("ita-result-analysis", NO_FINDINGS, Outcome.FAIL, "indicator-analysis"),
        ("ita-result-analysis", "measures: [{question: i1}]", Outcome.FAIL, "finding"),
        ("urgent-weaknesses", OWN_ANALYSIS, Outcome.PASS, ""),
        ("urgent-weaknesses", OWN_ANALYSIS + FINDINGS, Outcome.PASS, ""),
        ("urgent-weaknesses", FINDINGS, Outcome.NEEDS_REVIEW, ""),
        ("urgent-weaknesses", NO_FINDINGS, Outcome.FAIL, "indicator-analysis"),
        ("urgent-weaknesses", "unit: กอง", Outcome.FAIL, "indicator-analysis"),
        (
            "urgent-weaknesses",
            FINDINGS.replace("]", ", {question: i2}]"),
            Outcome.FAIL,
            "finding",
        ),
        ("points-to-improve", OWN_ANALYSIS, Outcome.PASS, ""),
        ("points-to-improve", FINDINGS, Outcome.NEEDS_REVIEW, ""),
        ("points-to-improve", NO_FINDINGS, Outcome.FAIL, "improvements"),
        ("points-to-improve", "improvements: []\n" + FINDINGS, Outcome.NEEDS_REVIEW, ""),
        (
            "points-to-improve",
            "improvements: [{instrument: IIT}]\n" + NO_FINDINGS,
            Outcome.FAIL,
            "point",
        ),
    ],
)
def test_the_analysis_is_shown_by_itself_or_by_the_findings(
    workspace: WorkspaceFolder, key: str, yaml: str, outcome: Outcome, named: str
) -> None:
    workspace.disclose("2566", "integrity-measures", yaml)
    result = workspace.element("2566", "integrity-measures", key)
    assert result.outcome == outcome
    assert result.element.key == key and result.element.of != "measures", "as the edition says it"
    assert (result.reason is not None) == (outcome == Outcome.NEEDS_REVIEW)
    if outcome == Outcome.FAIL:
        assert f'"{named}"' in " ".join(found.remedy.th for found in result.findings)
    else:
        assert result.findings == ()


def test_an_item_with_findings_alone_is_left_to_a_person(
    workspace: WorkspaceFolder, english: None
) -> None:
    whole = FINDINGS.replace("responsible: ข", "responsible: ข, monitoring: ค")
    workspace.disclose("2566", "integrity-measures", f"covers: 2566\n{whole}")
    item = workspace.item("2566", "integrity-measures")
    assert (item.status, item.findings) == (Status.NEEDS_REVIEW, ())
    reasons = {result.element.key: str(result.reason) for result in item.elements if result.reason}
    assert reasons.keys() == {"urgent-weaknesses", "points-to-improve"}
    assert all("a person should say" in reason for reason in reasons.values())
    workspace.disclose("2566", "integrity-measures", f"covers: 2566\n{whole}{OWN_ANALYSIS}")
    assert workspace.item("2566", "integrity-measures").status == Status.COMPLETE


@pytest.mark.parametrize("edition", ["2566", "2567", "2568", "2569"])
@pytest.mark.parametrize(
    ("yaml", "findings"),
    [
        ("results: [{measure: ก, outcome: ดีขึ้น, status: done}]", []),
        ("results: [{measure: ก, status: done}]\noutcomes: [ดีขึ้น, คะแนนเพิ่ม]", []),
        ("outcomes: ดีขึ้น", []),
        ("results: [{measure: ก, outcome: ดีขึ้น}, {measure: ข}]\noutcomes: ดีขึ้น", ["cell-blank"]),
        ("results: [{measure: ก, status: done}]", ["cell-blank"]),
        ("results: [{measure: ก}]\noutcomes:", ["cell-blank"]),
        ("unit: กอง", ["missing"]),
    ],
    ids=[
        *("by rows", "as a whole", "as a whole alone", "by some rows", "by neither"),
        *("blank as a whole", "nothing at all"),
    ],
)
def test_outcomes_are_shown_by_rows_or_as_a_whole(
    workspace: WorkspaceFolder, edition: str, yaml: str, findings: list[str]
) -> None:
    workspace.disclose(edition, "integrity-measures-report", yaml)
    result = workspace.element(edition, "integrity-measures-report", "outcomes")
    assert [finding.code for finding in result.findings] == findings
    assert result.outcome == (Outcome.FAIL if findings else Outcome.PASS)
    assert result.reason is None, "the other field shows it just as well"


def test_what_cannot_be_read_in_a_field_that_shows_nothing_is_a_note(
    workspace: WorkspaceFolder,
) -> None:
    yaml = "indicator-analysis: [{standing: แย่มาก}]\n" + FINDINGS
    workspace.disclose("2566", "integrity-measures", yaml)
    item = workspace.item("2566", "integrity-measures")
    assert [note.code for note in item.notes] == ["choice-unknown"]
    assert item.element("urgent-weaknesses").outcome == Outcome.NEEDS_REVIEW


# --- what a report reports on -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "plan", "is_reported"),
    [
        ("2569", PLAN, True),
        ("2566", PLAN, True),
        ("2569", "unit: กอง", True),
        ("2569", 'measures: "', False),
        ("2566", 'measures: "', False),
        ("2569", "", False),
        ("2566", "", False),
    ],
)
def test_what_is_reported_on_is_found_in_its_year(
    workspace: WorkspaceFolder, edition: str, plan: str, is_reported: bool
) -> None:
    workspace.disclose(edition, "integrity-measures-report", ANSWERS)
    name = disclose_plan(workspace, edition, "integrity-measures-report", plan) if plan else ""
    data = workspace.data(edition)
    report = data.by_slug("integrity-measures-report")
    assert report is not None
    found = {item: disclosure.file for item, disclosure in data.reported.items()}
    assert found == ({report.item.id: name} if is_reported else {})


# --- by type of agency ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "key", "yaml"),
    [
        ("structure", "both-sides", "chart: [{name: กองหนึ่ง}]"),
        ("executives", "both-sides", "people: [{name: นาย ก}]"),
        ("code-of-ethics", "three-codes", "codes: [{group: officials}]"),
    ],
)
@pytest.mark.parametrize(
    ("agency_type", "outcome"),
    [
        ("เทศบาลนคร", Outcome.FAIL),
        ("องค์การบริหารส่วนจังหวัด", Outcome.FAIL),
        ("กรมหรือเทียบเท่า", Outcome.NOT_APPLICABLE),
        ("university", Outcome.NOT_APPLICABLE),
    ],
)
def test_what_is_asked_of_local_government_alone(
    workspace: WorkspaceFolder,
    slug: str,
    key: str,
    yaml: str,
    agency_type: str,
    outcome: Outcome,
) -> None:
    workspace.of_type(agency_type).disclose("2568", slug, yaml)
    result = workspace.element("2568", slug, key)
    assert result.outcome == outcome
    assert bool(result.findings) == (outcome == Outcome.FAIL)
    assert bool(result.reason) == (outcome == Outcome.NOT_APPLICABLE)


def test_why_an_element_is_not_asked(workspace: WorkspaceFolder, english: None) -> None:
    workspace.of_type("กรมหรือเทียบเท่า").disclose("2568", "structure", "powers: ก")
    reason = workspace.element("2568", "structure", "both-sides").reason
    assert str(reason) == "not asked of this agency type: department or equal"


def test_a_value_of_an_element_that_is_not_asked_is_still_told_of(
    workspace: WorkspaceFolder,
) -> None:
    yaml = "chart: [{name: กองหนึ่ง, post: ผู้อำนวยการ, side: ซ้าย}]\npowers: ก"
    workspace.of_type("กรมหรือเทียบเท่า").disclose("2568", "structure", yaml)
    item = workspace.item("2568", "structure")
    assert [finding.code for finding in item.findings] == ["choice-unknown"]


# --- the state of a whole item ----------------------------------------------------------------

WHOLE = """\
chart:
  - {name: สภาเทศบาล, post: ประธานสภา, side: political}
  - {name: สำนักปลัด, post: ปลัด, side: permanent}
powers: ดูแลถนนและน้ำ
"""


@pytest.mark.parametrize(
    ("yaml", "status"),
    [
        pytest.param(WHOLE, Status.COMPLETE, id="whole"),
        pytest.param(WHOLE.replace("post: ปลัด", "post: "), Status.INCOMPLETE, id="a gap"),
        pytest.param("unit: สำนักปลัด", Status.MISSING, id="only the header"),
        pytest.param("", Status.MISSING, id="only the guard"),
        pytest.param("chart: []\npowers:", Status.MISSING, id="blank fields"),
        pytest.param(
            WHOLE.replace("ดูแลถนนและน้ำ", "ก" * 12_001), Status.NEEDS_REVIEW, id="a person must look"
        ),
        pytest.param(
            WHOLE.replace("ดูแลถนนและน้ำ", "ก" * 12_001).replace("post: ปลัด", "post: "),
            Status.INCOMPLETE,
            id="a gap counts more",
        ),
    ],
)
def test_the_status_of_an_item(workspace: WorkspaceFolder, yaml: str, status: Status) -> None:
    workspace.disclose("2568", "structure", yaml)
    item = workspace.item("2568", "structure")
    assert (item.status, item.url) == (status, "/oit/2568/o01/")
    assert bool(item.findings) == (status in {Status.INCOMPLETE, Status.MISSING})


def test_an_item_without_a_file_is_missing(workspace: WorkspaceFolder) -> None:
    item = workspace.item("2568", "structure")
    assert item.status == Status.MISSING
    assert {finding.code for finding in item.findings} == {"no-file"}
    assert {str(finding.location) for finding in item.findings} == {"data/2568/o01.yaml"}
    assert {result.outcome for result in item.elements} == {Outcome.FAIL}


def test_a_file_that_cannot_be_read_is_not_judged(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2568/o01.yaml", 'item: structure\npowers: "')
    report = workspace.report("2568")
    item = report.items[0]
    assert [problem.code for problem in report.problems] == ["yaml-syntax"]
    assert (item.status, item.findings) == (Status.NEEDS_REVIEW, ())
    assert {result.outcome for result in item.elements} == {Outcome.NOT_CHECKED}
    assert {result.reason.en for result in item.elements if result.reason} == {
        "the file data/2568/o01.yaml cannot be read"
    }


def test_an_unreadable_value_spoils_one_element_only(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "structure", WHOLE.replace("side: permanent", "side: ซ้าย"))
    item = workspace.item("2568", "structure")
    failed = [result.element.key for result in item.elements if result.outcome == Outcome.FAIL]
    assert failed == ["both-sides"]
    codes = [finding.code for finding in item.findings]
    assert codes == ["choice-unknown", "values-missing"]


def test_an_unreadable_value_that_no_element_asks_for_is_a_note(
    workspace: WorkspaceFolder,
) -> None:
    workspace.disclose("2568", "structure", f"updated: 1/10/67\n{WHOLE}")
    item = workspace.item("2568", "structure")
    assert item.status == Status.COMPLETE
    (note,) = item.notes
    assert (note.code, note.severity, note.location.line) == ("date-ambiguous", Severity.WARNING, 2)
    assert item.findings == (note,)


def test_a_criterion_without_a_source_only_warns(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "complaint-channel", "protection: ก")
    item = workspace.item("2568", "complaint-channel")
    severities = {result.element.key: result.findings[0].severity for result in item.elements}
    assert item.element("from-main-site").element.confidence == "recalled"
    assert severities == {
        "online-channel": Severity.ERROR,
        "separate-channel": Severity.ERROR,
        "from-main-site": Severity.WARNING,
    }


def test_a_report_holds_every_item_and_element_in_order(workspace: WorkspaceFolder) -> None:
    report = workspace.report("2569")
    edition = load_catalogue().editions["2569"]
    assert [result.item for result in report.items] == list(edition.items)
    for result in report.items:
        assert [each.element for each in result.elements] == list(result.item.elements)
    assert report.agency == "เทศบาลตำบลตัวอย่าง"
    assert (report.counts[Status.MISSING], report.problems) == (26, ())
    assert report.by_slug("none") is None
    assert report.causes == 26, "each item that has no file is one thing to mend"


def test_things_to_mend_are_counted_once(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2569/o01.yaml", 'item: structure\npowers: "')
    workspace.disclose("2569", "strategic-plan", "plan: none.pdf\npaln: x\nvision: ก")
    report = workspace.report("2569")
    codes = [problem.code for problem in report.problems]
    assert codes == ["yaml-syntax", "file-missing", "unknown-key"]
    missing = 24
    of_plan = {finding.cause for finding in report.items[4].findings}
    assert "file-missing" in {code for code, _, _ in of_plan}
    assert report.causes == missing + len(of_plan) + len(["yaml-syntax", "unknown-key"])


@pytest.mark.parametrize("outcome", [*Outcome, *Status, *Severity])
def test_every_outcome_has_a_name_in_both_languages(outcome: Outcome | Status | Severity) -> None:
    assert outcome.label.th and outcome.label.en.isascii()


def test_an_error_outranks_a_warning() -> None:
    assert Severity.ERROR.rank > Severity.WARNING.rank


# --- rules of periods -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "stated", "fault"),
    [
        ("current-fiscal-year", "2568", None),
        ("current-fiscal-year", "2567-2569", None),
        ("current-fiscal-year", "1/10/2567 - 29/9/2568", "it must cover ปีงบประมาณ พ.ศ. 2568"),
        ("previous-fiscal-year", "2567", None),
        ("previous-fiscal-year", "2566-2567", "it must be that of ปีงบประมาณ พ.ศ. 2567"),
        ("previous-fiscal-year", "2568", "it must be that of ปีงบประมาณ พ.ศ. 2567"),
        ("first-six-months", "6 เดือนแรก ปี 2568", None),
        ("first-six-months", "2568", None),
        ("first-six-months", "ไตรมาส 1 ปี 2568", "it must cover ตุลาคม 2567 – มีนาคม 2568"),
        ("multi-year-covering", "2568-2569", None),
        ("multi-year-covering", "2568", "more than one year"),
        ("multi-year-covering", "ต.ค. 67 - ต.ค. 68", None),
        ("multi-year-covering", "15 ก.ย. 2567 - 30 ก.ย. 2568", None),
        ("multi-year-covering", "1 ต.ค. 2567 - 1 ต.ค. 2568", "more than one year"),
        ("multi-year-covering", "2569-2573", "it must cover ปีงบประมาณ พ.ศ. 2568"),
    ],
)
def test_rules_of_periods(rule: str, stated: str, fault: str | None) -> None:
    found = period_fault(rule, parse_period(stated), FiscalYear("2568"))
    assert (found is None) == (fault is None)
    assert fault is None or (found is not None and fault in found.en)


@pytest.mark.parametrize("rule", RULES)
def test_the_required_span_itself_satisfies_its_rule(rule: str) -> None:
    year = FiscalYear("2568")
    stated = required_period(rule, year)
    if rule == "multi-year-covering":
        stated = dataclasses.replace(stated, end=year.shifted(1).period.end)
    assert period_fault(rule, stated, year) is None
