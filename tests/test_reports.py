"""The reports of `oit check`: one model of tasks, five formats, nothing harmed by hostile data."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from faulty_report import HOSTILE, plant, report_of, with_evidence
from golden_files import assert_golden
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rich.console import Console
from sites import NAKHAM, ROOT
from workspaces import WorkspaceFolder

from site_builder.language import LANGUAGES, Language, Text, same, use_language
from site_builder.locations import Location
from site_builder.outcomes import Basis, ElementResult, Finding, Outcome, Report, Severity, Status
from site_builder.problems import InputError, Problem
from site_builder.reports import html, junit, text, wording, xlsx
from site_builder.reports import json as json_report
from site_builder.reports.parts import of_unit
from site_builder.reports.tasks import WEEK, Level, by_item, plan

Render = Callable[[Report], str | bytes]
FORMATS: dict[str, Render] = {
    "text": text.render,
    "json": json_report.render,
    "html": html.render,
    "xlsx": xlsx.render,
    "junit": junit.render,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("faults") / "workspace")


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return with_evidence(report_of(folder))


def in_english(render: Render, report: Report) -> str | bytes:
    use_language("en")
    return render(report)


# --- tasks ------------------------------------------------------------------------------------


def test_tasks_stand_in_the_order_of_gain_for_effort(report: Report) -> None:
    found = plan(report)
    rows = [
        (task.result.item.id if task.result else "", task.level.value, task.code, task.effort)
        for task in found.tasks
    ]
    assert rows == [
        ("O13", "error", "unknown-key", 1),
        ("O17", "error", "yaml-syntax", 1),
        ("O12", "error", "month-missing", 1),
        ("O19", "error", "zero-not-stated", 2),
        ("O19", "warning", "date-impossible", 2),
        ("O20", "error", "date-ambiguous", 1),
        ("O26", "error", "no-file", 5),
        ("O2", "error", "cell-blank", 2),
        ("O2", "error", "cell-blank", 2),
        ("O5", "error", "no-file", 5),
        ("O3", "needs-review", "", 1),
    ]
    assert [task.number for task in found.tasks] == list(range(1, 12))
    staked = [task for task in found.tasks if task.points is not None]
    worth = [(task.points or Decimal(0)) / task.effort for task in staked]
    assert worth == sorted(worth, reverse=True)


def test_the_week_holds_whole_items(report: Report) -> None:
    found = plan(report)
    efforts = [group[0].effort for group in by_item(found.week)]
    assert sum(efforts) <= WEEK
    for group in by_item(found.week):
        of_item = [task for task in found.tasks if task.result is group[0].result]
        assert list(group) == of_item
    assert {
        task.result.item.id for task in found.tasks if task not in found.week and task.result
    } == {
        "O26",
        "O5",
    }


def test_a_week_of_one_large_item_holds_what_fits(workspace: WorkspaceFolder) -> None:
    rows = "\n".join(f"  - {{name: นาย {n}, position: }}" for n in range(3))
    workspace.disclose("2568", "executives", f"people:\n{rows}\n")
    item = workspace.report("2568").by_slug("executives")
    assert item is not None
    first = next(element for element in item.elements if element.findings)
    many = tuple(
        replace(first.findings[0], location=Location("data/2568/o02.yaml", n)) for n in range(1, 40)
    )
    element = replace(first, findings=many)
    report = workspace.report("2568")
    alone = replace(report, items=(replace(item, elements=(element,)),), problems=())
    assert len(plan(alone).tasks) == 39
    assert len(plan(alone).week) == WEEK


def test_one_cause_is_one_task_whatever_it_spoils(report: Report) -> None:
    missing = next(task for task in plan(report).tasks if task.code == "no-file")
    assert missing.result is not None and missing.result.status == Status.MISSING
    assert len(missing.elements) == len(missing.result.elements)
    causes = [(task.code, task.location, task.remedy.th) for task in plan(report).tasks]
    assert len(causes) == len(set(causes))


def test_an_item_begun_but_empty_is_one_task(workspace: WorkspaceFolder) -> None:
    name = workspace.disclose("2568", "strategic-plan", "vision:\n")
    report = workspace.report("2568")
    tasks = [t for t in plan(report).tasks if t.result and t.result.item.slug == "strategic-plan"]
    (task,) = tasks
    assert (task.location, task.code) == (Location(name), "missing")
    assert task.effort == len(task.elements) > 1


def test_tasks_go_to_the_units_that_the_data_name(report: Report) -> None:
    units = {unit: [task.number for task in tasks] for unit, tasks in plan(report).by_unit}
    assert list(units) == ["กองคลัง", "สำนักปลัดเทศบาล", ""]
    assert sorted(n for numbers in units.values() for n in numbers) == list(range(1, 12))


def test_what_could_not_be_checked_is_a_task_with_its_reason(report: Report) -> None:
    unread = next(item for item in report.items if item.item.id == "O17")
    (task,) = plan(replace(report, items=(unread,), problems=())).tasks
    assert (task.level, task.message) == (Level.NOT_CHECKED, unread.elements[0].reason)


def test_without_a_rule_of_points_the_least_work_comes_first(workspace: WorkspaceFolder) -> None:
    report = workspace.report("2568")
    scoring = replace(report.edition.scoring, ita_weights={"IIT": Decimal("0.5")})
    unknown = replace(report, edition=replace(report.edition, scoring=scoring))
    found = plan(unknown)
    assert found.estimate is None
    assert all(task.points is None for task in found.tasks)
    efforts = [task.effort for task in found.tasks]
    assert efforts == sorted(efforts)


# --- each format, whole -----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "ending"), [("text", "txt"), ("json", "json"), ("junit", "xml"), ("html", "html")]
)
def test_golden(report: Report, language: Language, name: str, ending: str) -> None:
    use_language(language)
    told = FORMATS[name](report)
    assert isinstance(told, str)
    told = re.sub(r"[0-9a-f]{64}", "SHA256", told)
    told = re.sub(r"<style>.*?</style>", "<style>…</style>", told, flags=re.DOTALL)
    told = re.sub(r"<script>.*?</script>", "<script>…</script>", told, flags=re.DOTALL)
    told = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", told)
    assert_golden(f"check-faults-{language}.{ending}", told)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(folder: Path, name: str) -> None:
    first, second = (FORMATS[name](with_evidence(report_of(folder))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clean_report_says_so(name: str, language: Language) -> None:
    use_language(language)
    told = FORMATS[name](report_of(ROOT))
    assert told
    if name == "html":
        assert isinstance(told, str)
        page = BeautifulSoup(told, "html.parser")
        assert page.select_one(".nothing") and not page.select(".task, .filters")


def test_english_reports_have_no_thai_of_ours(report: Report) -> None:
    """What stays Thai is the data: names, places, quoted cells."""
    use_language("en")
    page = BeautifulSoup(html.render(report), "html.parser")
    for part in page.select("h2, label, option, .chip, .status, summary > span"):
        words = part.get_text()
        assert not re.search("[ก-๙]", words) or any(
            item.unit in words for item in report.items if item.unit
        )


# --- text -------------------------------------------------------------------------------------


def _resting_on(report: Report, basis: Basis) -> list[ElementResult]:
    elements = [element for item in report.items for element in item.elements]
    found = [each for each in elements if each.evidence and each.evidence[0].basis is basis]
    assert found
    return found


def test_text_tells_evidence_and_what_is_not_due(report: Report) -> None:
    told = text.render(report)
    assert "ณ วันที่ 31 มีนาคม 2568" in told
    data = len(_resting_on(report, Basis.DATA))
    assert (
        f"หลักฐานขององค์ประกอบ: แสดงด้วยข้อมูล {data}, มีผู้รับรอง 1, พบในเนื้อหาเอกสาร 2, ต้องให้คนตรวจ 1"
        in told
    )
    assert "ยังไม่ถึงกำหนด:\n  O4 ข่าวประชาสัมพันธ์ (2 องค์ประกอบ): ถึงกำหนด 30 เมษายน 2568" in told


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_what_belongs_to_no_item(report: Report, name: str) -> None:
    """Findings of no item in all; what could not be looked at wherever there is room for words."""
    rendered = FORMATS[name](_with_notes(report, Severity.WARNING))
    if isinstance(rendered, bytes):
        sheets = load_workbook(io.BytesIO(rendered)).worksheets
        rendered = "\n".join(str(c.value) for s in sheets for row in s.rows for c in row)
    assert "ข้อยกเว้นไม่ตรงกับข้อมูลใดแล้ว" in rendered
    assert ("ไม่ได้ตรวจเอกสาร 1 ฉบับ" in rendered) == (name != "junit")


@pytest.mark.parametrize(("severity", "place"), [(Severity.ERROR, 2), (Severity.WARNING, -1)])
def test_what_stops_the_build_comes_first_and_a_warning_last(
    report: Report, severity: Severity, place: int
) -> None:
    tasks = plan(_with_notes(report, severity)).tasks
    assert (tasks[place].code, tasks[place].result) == ("privacy-exception-unused", None)
    others = [task.code for task in tasks if task.result or task.code != tasks[place].code]
    assert others == [task.code for task in plan(report).tasks]


def _with_notes(report: Report, severity: Severity) -> Report:
    note = Finding(
        "privacy-exception-unused",
        severity,
        Location("data/privacy.yaml", 3),
        same("ข้อยกเว้นไม่ตรงกับข้อมูลใดแล้ว"),
        same("ลบข้อยกเว้นนี้ออก"),
    )
    return replace(report, notes=(note,), remarks=(same("ไม่ได้ตรวจเอกสาร 1 ฉบับ: scan.pdf"),))


def test_without_evidence_nothing_is_said_of_it() -> None:
    bare = report_of(ROOT)
    items = tuple(
        replace(item, elements=tuple(replace(e, evidence=()) for e in item.elements))
        for item in bare.items
    )
    assert wording.evidence(replace(bare, items=items)) is None


@pytest.mark.parametrize("width", [40, 72, 120])
def test_a_terminal_gets_the_same_words_wrapped(report: Report, width: int) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=width, highlight=False, markup=False)
    text.show(report, console)
    told = shown.getvalue()
    assert "\x1b[" in told
    lines = re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()
    # Thai vowels and tone marks above and below take no cell of their own.
    cells = [sum(not re.match("[ัิ-ฺ็-๎]", letter) for letter in line) for line in lines]
    assert max(cells) <= width
    assert not any(re.match(r"\s*[ัิ-ฺ็-๎]", line) for line in lines)
    plain = text.render(report)
    squeezed = re.sub(r"\s", "", "".join(lines))
    for line in plain.splitlines():
        for word in line.split():
            if len(word) < width // 4 and not set(word) & set("()"):
                assert re.sub(r"\s", "", word) in squeezed, word


# --- JSON -------------------------------------------------------------------------------------


def test_json_tells_basis_evidence_unit_and_day(report: Report) -> None:
    data = json.loads(json_report.render(report))
    assert (data["format"], data["as_of"]) == (1, "2025-03-31")
    proved = len(_resting_on(report, Basis.DATA))
    assert data["evidence"] == {"data": proved, "text": 2, "attested": 1, "link": 0}
    first = data["items"][0]
    assert first["unit"] == "สำนักปลัดเทศบาล"
    assert first["elements"][1]["basis"] == "text"
    assert first["elements"][1]["evidence"] == [
        {
            "basis": "text",
            "location": {"file": "data/2568/o01.yaml", "line": 4},
            "document": "plan.pdf",
            "page": 3,
            "text": "พบหัวข้อ “ปัญหาและอุปสรรค”",
        }
    ]
    late = [e for item in data["items"] for e in item["elements"] if e["not_yet_due"]]
    assert {element["outcome"] for element in late} == {"not-applicable"}


# --- HTML -------------------------------------------------------------------------------------


def test_the_page_needs_no_other(report: Report) -> None:
    page = BeautifulSoup(html.render(report), "html.parser")
    assert not page.select("link, img, iframe, script[src], [style], [onclick], base")
    for each in page.select("[href]"):
        assert str(each["href"]).startswith("#")
        assert page.find(id=str(each["href"])[1:]) is not None
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_every_cause_place_and_remedy_stands_on_the_page(report: Report) -> None:
    page = BeautifulSoup(html.render(report), "html.parser")
    tasks = [each.get_text() for each in page.select(".unit .task")]
    assert len(tasks) == len(plan(report).tasks)
    for task, told in zip(
        sorted(plan(report).tasks, key=lambda t: (not t.unit, t.unit)), sorted(tasks), strict=True
    ):
        assert told
        assert any(str(task.message) in each and str(task.location) in each for each in tasks)
    explained = {each.get_text() for each in page.select(".why dt code")}
    assert explained == {task.code for task in plan(report).tasks if task.code}


# --- XLSX -------------------------------------------------------------------------------------


def book_of(report: Report) -> dict[str, Worksheet]:
    book = load_workbook(io.BytesIO(xlsx.render(report)))
    return {sheet.title: sheet for sheet in book.worksheets}


def test_the_workbook_has_a_row_for_each_task(report: Report) -> None:
    sheets = book_of(report)
    assert list(sheets) == ["งาน", "กองคลัง", "สำนักปลัดเทศบาล", "ไม่ระบุส่วนงาน", "สรุป"]
    tasks = plan(report).tasks
    sheet = sheets["งาน"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[8], row[9], row[14] or "") for row in rows] == [
        (task.number, str(task.message), str(task.remedy), task.code) for task in tasks
    ]
    assert [sheet.cell(1, column).value for column in (1, 12, 13, 14)] == [
        "ลำดับ", "ผู้รับผิดชอบ", "กำหนดเสร็จ", "สถานะงาน",
    ]  # fmt: skip
    assert all(row[11:14] == (None, None, None) for row in rows)
    by_unit = [
        row[0]
        for name in list(sheets)[1:4]
        for row in sheets[name].iter_rows(min_row=2, values_only=True)
    ]
    assert sorted(map(str, by_unit), key=int) == [str(task.number) for task in tasks]
    states = [item.status.label.th for item in report.items]
    assert [sheets["สรุป"].cell(n, 4).value for n in range(2, len(states) + 2)] == states


def test_the_workbook_can_be_worked_with_and_printed(report: Report) -> None:
    sheet = book_of(report)["งาน"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:O12"
    kinds = {rule.type: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert kinds == {"list": "N2:N12", "date": "M2:M12"}
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is not None and fit.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["I2"].alignment.wrap_text
    book = load_workbook(io.BytesIO(xlsx.render(report)))
    assert book.properties.created == datetime(2000, 1, 1)


@pytest.mark.parametrize(
    "units", [["[a]:*?/\\", "'", "History", "สรุป", "งาน", "a" * 60, "a" * 60 + "b", "A" * 60, "&P"]]
)
def test_any_unit_gets_a_sheet(report: Report, units: list[str]) -> None:
    broken = [item for item in report.items if item.status == Status.INCOMPLETE] * 3
    items = tuple(replace(item, unit=unit) for item, unit in zip(broken, units, strict=False))
    assert len(book_of(replace(report, items=items))) == len(items) + 3


# --- JUnit ------------------------------------------------------------------------------------

#: The shape that readers of JUnit expect (Jenkins' junit-10.xsd): attributes, required ones first.
SHAPE = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "id", "package"},
        {"properties", "testcase"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname"}, {"skipped", "error", "failure"}),
    "skipped": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "failure": ({"type", "message"}, set()),
}


def test_junit_has_the_usual_shape(report: Report) -> None:
    root = ET.fromstring(junit.render(report).encode())
    for part in root.iter():
        attributes, children = SHAPE[part.tag]
        assert set(part.keys()) == attributes, part.tag
        assert {child.tag for child in part} <= children, part.tag
    for suite in root:
        assert next(child.tag for child in suite) == "properties"
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert all(len(case) <= 1 for case in suite.iter("testcase"))


#: What each outcome is in JUnit: "" for passed.
TOLD = {
    Outcome.PASS: "",
    Outcome.FAIL: "failure",
    Outcome.NOT_CHECKED: "error",
    Outcome.NEEDS_REVIEW: "skipped",
    Outcome.NOT_APPLICABLE: "skipped",
}


def test_nothing_that_nobody_saw_is_passed(report: Report) -> None:
    root = ET.fromstring(junit.render(report).encode())
    suites = {suite.get("id"): suite for suite in root}
    seen: set[Outcome] = set()
    for item in report.items:
        cases = suites[item.item.slug].findall("testcase")
        for case, element in zip(cases, item.elements, strict=False):
            seen.add(element.outcome)
            assert [child.tag for child in case] == list(filter(None, [TOLD[element.outcome]]))
        assert len(cases) == len(item.elements) + bool(item.notes)
    assert seen == set(Outcome)
    assert len(suites["input"].findall("testcase")) == len(report.other_problems) > 0


# --- hostile data -----------------------------------------------------------------------------


@pytest.fixture
def hostile(report: Report) -> Report:
    """Every text that comes from outside is one that would do harm."""
    bad = HOSTILE + "\x00\x1b[31m\ud800\ufffe</style></title>"
    place = Location(f"data/{bad}.yaml", 3)

    def finding(lead: str) -> Finding:
        return Finding("cell-blank", Severity.ERROR, place, same(lead + bad), same(bad))

    items = list(report.items)
    for number, lead in enumerate("=+-@"):
        item = items[number]
        broken = replace(
            item.elements[0], outcome=Outcome.FAIL, findings=(finding(lead),), evidence=()
        )
        items[number] = replace(
            item, status=Status.INCOMPLETE, unit=lead + bad, elements=(broken, *item.elements[1:])
        )
    look = replace(items[5].elements[0], outcome=Outcome.NEEDS_REVIEW, reason=same(bad))
    items[5] = replace(items[5], elements=(look,), unit=bad, status=Status.NEEDS_REVIEW)
    problem = Problem(bad, place, Text(bad, bad), same("=" + bad))
    return replace(report, agency=bad, items=tuple(items), problems=(problem,))


@pytest.mark.parametrize("name", ["text", "html", "junit"])
def test_hostile_texts_carry_no_control_codes(hostile: Report, name: str) -> None:
    told = FORMATS[name](hostile)
    assert isinstance(told, str)
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe]", told)
    assert "alert(1)" in told
    told.encode("utf-8")


def test_hostile_texts_are_texts_in_html(hostile: Report) -> None:
    clean_page = BeautifulSoup(html.render(report_of(ROOT)), "html.parser")
    page = BeautifulSoup(html.render(hostile), "html.parser")
    assert len(page.select("script")) == len(clean_page.select("script")) == 1
    assert len(page.select("style")) == 1
    assert not [b for b in page.select("b") if "\"' =cmd" in b.get_text() and not b.get("class")]
    assert "<script>alert(1)</script>" in page.get_text()


def test_hostile_texts_are_texts_in_xlsx(hostile: Report) -> None:
    for sheet in book_of(hostile).values():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None


def test_hostile_texts_are_texts_in_junit(hostile: Report) -> None:
    root = ET.fromstring(junit.render(hostile).encode())
    assert "<script>alert(1)</script>" in root.get("name", "")
    assert "]]>" in "".join(root.itertext())


def test_hostile_texts_are_texts_at_a_terminal(hostile: Report) -> None:
    shown = io.StringIO()
    text.show(hostile, Console(file=shown, force_terminal=True, no_color=True, width=80))
    assert "\x00" not in shown.getvalue()
    assert "\x1b[31m" not in shown.getvalue()


# --- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("html", b"<!doctype html>"),
        ("xlsx", b"PK"),
        ("junit", b"<?xml"),
        ("json", b"{"),
        ("text", "เทศบาล".encode()),
    ],
)
def test_every_format_is_written_to_a_file(
    commands: Commands, folder: Path, tmp_path: Path, name: str, starts: bytes
) -> None:
    target = tmp_path / "รายงาน"
    target.write_text("old")
    arguments = ("check", "--edition", "2568", "--format", name, "--output", str(target))
    run = commands.run(*arguments, cwd=folder)
    assert (run.code, run.out, run.err) == (BAD_INPUT, "", "")
    assert target.read_bytes().startswith(starts)
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(commands: Commands, tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("")
    link.symlink_to(real)
    run = commands.run(
        "check", "--edition", "2568", "--format", "json", "--output", str(link), cwd=ROOT
    )
    assert run.code == CLEAN
    assert link.is_symlink() and json.loads(real.read_text("utf-8"))["format"] == 1


def test_a_workbook_needs_a_file(commands: Commands, folder: Path) -> None:
    run = commands.run("check", "--format", "xlsx", cwd=folder)
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert "--output report.xlsx" in run.err


@pytest.mark.parametrize("unit", ["กองคลัง", "กอง คลัง"])
def test_one_unit_gets_its_own_report(commands: Commands, folder: Path, unit: str) -> None:
    arguments = ("check", "--edition", "2568", "--unit", unit, "--format", "json")
    run = commands.run(*arguments, cwd=folder)
    data = json.loads(run.out)
    assert {item["unit"] for item in data["items"]} == {"กองคลัง"}
    assert [item["id"] for item in data["items"]] == ["O12", "O13"]
    assert [problem["code"] for problem in data["problems"]] == ["unknown-key"]


def test_what_no_unit_answers_for(report: Report) -> None:
    found = of_unit(report, "ไม่ระบุส่วนงาน")
    assert {item.unit for item in found.items} == {""}
    assert found.as_of == report.as_of


def test_an_unknown_unit_is_told_with_those_there_are(commands: Commands) -> None:
    run = commands.run("check", "--unit", "กองคลัง2", cwd=ROOT)
    assert run.code == BAD_INPUT
    assert "กองคลัง" in run.err and "หน่วยตรวจสอบภายใน" in run.err
    with pytest.raises(InputError):
        of_unit(report_of(ROOT), "no unit stated")


def test_nakham_in_every_format(commands: Commands, tmp_path: Path) -> None:
    for name in FORMATS:
        arguments = ("check", "--format", name, "--output", str(tmp_path / name))
        assert commands.run(*arguments, cwd=NAKHAM).code == FINDINGS
    page = BeautifulSoup((tmp_path / "html").read_text("utf-8"), "html.parser")
    assert len(page.select(".unit .task")) == 25
