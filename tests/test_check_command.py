"""`oit check` run as a user runs it: exit codes, reports, and no fault of ours on any mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from sites import Run, oit
from workspaces import AGENCY, WorkspaceFolder

from site_builder import __version__
from site_builder.catalogue.loader import load_catalogue
from site_builder.outcomes import Outcome, Severity, Status

Check = Callable[..., Run]

WHOLE = """\
chart:
  - {name: สภาเทศบาล, post: ประธานสภา, side: political}
  - {name: สำนักปลัด, post: ปลัด, side: permanent}
powers: ดูแลถนนและน้ำ
"""


@pytest.fixture
def filled(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """One item whole, one with a gap and one that only warns; edition 2568."""
    workspace.disclose("2568", "structure", WHOLE)
    workspace.disclose("2568", "executives", "people: [{name: นาย ก, position: }]")
    workspace.disclose("2568", "service-statistics", "statistics: {months: []}")
    return workspace


@pytest.fixture
def check(filled: WorkspaceFolder, commands: Commands) -> Check:
    return lambda *arguments: commands.run("check", *arguments, cwd=filled.root)


# --- exit codes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--item", "O1"], CLEAN),
        (["--item", "O2"], FINDINGS),
        (["--item", "O1", "--item", "O2"], FINDINGS),
        (["--item", "O11"], FINDINGS),
        (["--item", "O11", "--fail-on", "warning"], FINDINGS),
        (["--item", "O11", "--fail-on", "error"], CLEAN),
        (["--item", "O2", "--fail-on", "error"], FINDINGS),
        ([], FINDINGS),
        (["--edition", "2569"], FINDINGS),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_exit_codes(check: Check, arguments: list[str], code: int) -> None:
    run = check(*arguments)
    assert (run.code, run.err) == (code, "")
    assert run.out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["check", "--edition", "2400"], "2400"),
        (["check", "--edition", "ปีนี้"], "ปีนี้"),
        (["check", "--edition", "{x}"], "{x}"),
        (["check", "--item", "O99"], "O99"),
        (["check", "--item", ""], '""'),
        (["check", "--item", "structrue"], "structure"),
        (["check", "--item", "{0}"], "{0}"),
        (["check", "--fail-on", "never"], "never"),
        (["check", "--format", "pdf"], "pdf"),
        (["check", "--colour"], "--colour"),
        (["check", "--lang"], "--lang"),
        (["check", "--lang", "fr"], "fr"),
        (["--lang=fr", "check"], "fr"),
        (["check", "extra"], "extra"),
        (["chekc"], "chekc"),
        (["check", "--workspace", "none"], "data/agency.yaml"),
        (["check", "--workspace", "data/agency.yaml"], "data/agency.yaml"),
        (["check", "--workspace", "ก" * 200], "data/agency.yaml"),
        (["check", "--output", "data"], "data"),
        (["check", "--output", "none/report.txt"], "none"),
        (["check", "--output", "data/agency.yaml/report.txt"], "report.txt"),
        (["check", "--output", "ก" * 200], "ก"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else "",
)
def test_wrong_arguments_are_the_users_to_mend(
    filled: WorkspaceFolder, commands: Commands, arguments: list[str], word: str
) -> None:
    run = commands.run(*arguments, cwd=filled.root)
    assert run.code == BAD_INPUT, run.err
    assert word in run.err
    assert run.out == ""


#: Mistakes in files: each a file of the workspace with what stands in it.
MISTAKES: dict[str, tuple[str, str | bytes]] = {
    "agency without a type": ("data/agency.yaml", AGENCY.replace("type: เทศบาลตำบล", "")),
    "agency of no type": ("data/agency.yaml", AGENCY.replace("type: เทศบาลตำบล", "type: ไม่มี")),
    "agency that is a list": ("data/agency.yaml", "- a\n"),
    "empty agency": ("data/agency.yaml", ""),
    "unknown year": ("data/2580/o01.yaml", "item: structure\n"),
    "unknown file": ("data/2568/o29.yaml", "item: structure\n"),
    "wrong guard": ("data/2568/o01.yaml", "item: executives\n"),
    "unclosed quote": ("data/2568/o01.yaml", 'item: structure\npowers: "\n'),
    "tab": ("data/2568/o01.yaml", "item: structure\nchart:\n\t- name: ก\n"),
    "Windows-874": ("data/2568/o01.yaml", "item: structure\npowers: ก".encode("cp874")),
    "UTF-16": ("data/2568/o01.yaml", "item: structure\n".encode("utf-16")),
    "null characters": ("data/2568/o01.yaml", b"item: structure\n\x00\x00"),
    "picture": ("data/2568/o01.yaml", b"\x89PNG\r\n\x1a\n\x00"),
    "alias": ("data/2568/o01.yaml", "item: structure\npowers: *x\n"),
    "deep": ("data/2568/o01.yaml", f"item: structure\npowers: {'[' * 99}\n"),
    "unknown key": ("data/2568/o01.yaml", "item: structure\npower: ก\n"),
    "wrong shape": ("data/2568/o01.yaml", "item: structure\nchart: ก\n"),
    "missing document": ("data/2568/o05.yaml", "item: strategic-plan\nplan: none.pdf\n"),
    "document outside": ("data/2568/o05.yaml", "item: strategic-plan\nplan: ../../agency.yaml\n"),
    "title for a file": ("data/2568/o05.yaml", f"item: strategic-plan\nplan: {'แผน' * 40}\n"),
    "wrong result": ("data/results/2567.yaml", "total: ก\n"),
}


@pytest.mark.parametrize(("name", "content"), MISTAKES.values(), ids=MISTAKES)
def test_wrong_files_are_the_users_to_mend(
    filled: WorkspaceFolder, check: Check, name: str, content: str | bytes
) -> None:
    filled.attach("2568", "other.pdf")
    filled.write(name, content)
    run = check("--edition", "2568", "--lang", "en")
    assert run.code == BAD_INPUT, run.err
    place = "data/2580" if name.startswith("data/2580") else name
    assert place in run.out + run.err
    assert "→" in run.out + run.err, "every problem says how to mend it"


@pytest.mark.parametrize(
    "yaml",
    [
        "covers: 2200-01-01",
        "covers: 31 ธันวาคม 2700",
        "covers: '-'",
        "covers: {none: ไม่มี}",
        "plan: {none: ไม่มี}",
        "plan: [{project: '{x}', budget: '{0}', period: '%s'}]",
        "progress: [{project: ก, spending: 9999999999999999999999999999999999999999.99}]",
    ],
)
def test_odd_values_are_findings_and_no_fault_of_ours(
    filled: WorkspaceFolder, check: Check, yaml: str
) -> None:
    filled.disclose("2568", "annual-plan", yaml)
    run = check("--item", "O6")
    assert run.code == FINDINGS, run.err


def test_a_month_in_a_distant_year_is_a_finding(filled: WorkspaceFolder, check: Check) -> None:
    yaml = "purchases: {months: [{month: 2200-01, rows: [{item: ซื้อกระดาษ}]}]}"
    filled.disclose("2568", "procurement-list", yaml)
    assert check("--item", "O12").code == FINDINGS


# --- the report for programs ------------------------------------------------------------------


def test_json_has_the_fields_of_the_contract(check: Check) -> None:
    run = check("--format", "json")
    edition = load_catalogue().editions["2568"]
    assert run.code == FINDINGS
    data = run.json()
    assert data["format"] == 1
    assert set(data) == {
        "format",
        "ruleset",
        "agency",
        "edition",
        "site",
        "as_of",
        "summary",
        "evidence",
        "estimate",
        "problems",
        "notes",
        "remarks",
        "items",
    }
    assert data["ruleset"] == {
        "edition": "2568",
        "sha256": edition.sha256,
        "own": None,
        "confirmed": None,
        "corrections": [],
    }
    assert data["estimate"]["confidence"] == "inferred"
    assert (data["agency"], data["edition"]) == ("เทศบาลตำบลตัวอย่าง", "2568")
    assert [item["id"] for item in data["items"]] == [item.id for item in edition.items]
    for item, expected in zip(data["items"], edition.items, strict=True):
        assert item["slug"] == expected.slug
        assert item["title"] == expected.title.th
        assert item["url"] == f"/oit/2568/{expected.code}/"
        assert item["status"] in list(Status)
        assert set(item["criteria"]) == {"confirmed", "elements"}
        assert [each["key"] for each in item["elements"]] == [e.key for e in expected.elements]
        for element, wanted in zip(item["elements"], expected.elements, strict=True):
            assert element["outcome"] in list(Outcome)
            assert element["confidence"] == wanted.confidence
            assert ("reason" in element) == (element["outcome"] not in ("pass", "fail"))
            assert bool(element["findings"]) == (element["outcome"] == "fail")
            for finding in element["findings"]:
                assert set(finding) == {"code", "severity", "location", "message", "remedy"}
                assert set(finding["location"]) == {"file", "line"}
                assert finding["severity"] in list(Severity)
                assert finding["message"] and finding["remedy"]


def test_the_summary_counts_what_the_items_say(check: Check) -> None:
    data = check("--format", "json").json()
    summary, items = data["summary"], data["items"]
    states = [item["status"] for item in items]
    assert summary["items"] == len(items) == 28
    assert (summary["complete"], states.count("complete")) == (1, 1)
    assert (summary["incomplete"], states.count("incomplete")) == (1, 1)
    assert (summary["missing"], states.count("missing")) == (26, 26)
    assert (summary["needs_review"], states.count("needs-review")) == (0, 0)
    findings = [f for item in items for e in item["elements"] for f in e["findings"]]
    findings += [note for item in items for note in item["notes"]]
    assert summary["findings"] == len(findings)
    assert summary["problems"] == len(data["problems"]) == 0
    assert summary["criteria"] == {
        key: sum(item["criteria"][key] for item in items) for key in ("confirmed", "elements")
    }


def test_a_finding_points_at_its_line(check: Check) -> None:
    data = check("--format", "json", "--item", "O2").json()
    (item,) = data["items"]
    by_key = {element["key"]: element for element in item["elements"]}
    (finding,) = by_key["person-position"]["findings"]
    assert finding["code"] == "cell-blank"
    assert finding["location"] == {"file": "data/2568/o02.yaml", "line": 2}
    assert by_key["person-name"]["outcome"] == "pass"


def test_a_missing_file_has_no_line(check: Check) -> None:
    data = check("--format", "json", "--item", "O3").json()
    location = data["items"][0]["elements"][0]["findings"][0]["location"]
    assert location == {"file": "data/2568/o03.yaml", "line": None}


def test_every_outcome_comes_with_its_reason(filled: WorkspaceFolder, check: Check) -> None:
    filled.of_type("กรมหรือเทียบเท่า")
    filled.disclose("2568", "structure", f"powers: {'ก' * 12_001}")
    filled.disclose("2568", "executives", 'people: "')
    run = check("--format", "json", "--item", "O1", "--item", "O2", "--lang", "en")
    assert run.code == BAD_INPUT
    structure, executives = run.json()["items"]
    outcomes = {element["key"]: element["outcome"] for element in structure["elements"]}
    assert outcomes["not-whole-law"] == "needs-review"
    assert outcomes["both-sides"] == "not-applicable"
    asked = [e for e in executives["elements"] if e["outcome"] != "not-applicable"]
    assert {(e["outcome"], e["reason"]) for e in asked} == {
        ("not-checked", "the file data/2568/o02.yaml cannot be read")
    }
    assert executives["status"] == "needs-review"
    (problem,) = run.json()["problems"]
    assert problem["code"] == "yaml-syntax"
    assert problem["location"] == {"file": "data/2568/o02.yaml", "line": 2}
    assert set(problem) == {"code", "location", "message", "remedy"}


# --- which items and editions -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["O2", "o2", "O02", "o02", "executives", "Executives"])
def test_an_item_has_several_names(check: Check, name: str) -> None:
    data = check("--format", "json", "--item", name).json()
    assert [item["id"] for item in data["items"]] == ["O2"]
    assert data["summary"]["items"] == 1


def test_items_come_in_their_order_and_once(check: Check) -> None:
    names = ["--item", "O3", "--item", "structure", "--item", "o01"]
    data = check("--format", "json", *names).json()
    assert [item["id"] for item in data["items"]] == ["O1", "O3"]


def test_problems_of_other_items_do_not_count(filled: WorkspaceFolder, check: Check) -> None:
    filled.write("data/2568/o03.yaml", 'item: contact\naddress: "\n')
    assert check("--item", "O1").code == CLEAN
    assert check("--item", "O3").code == BAD_INPUT
    assert check().code == BAD_INPUT


def test_the_edition_is_the_agencys_unless_one_is_named(
    filled: WorkspaceFolder, check: Check
) -> None:
    assert check("--format", "json").json()["edition"] == "2568"
    named = check("--format", "json", "--edition", "2569").json()
    assert (named["edition"], named["summary"]["items"]) == ("2569", 26)
    (filled.root / "data" / "2569").mkdir()
    assert check("--format", "json").json()["edition"] == "2569"
    filled.write("data/agency.yaml", f"{AGENCY}edition: 2568\n")
    assert check("--format", "json").json()["edition"] == "2568"


def test_a_workspace_may_be_named(
    filled: WorkspaceFolder, tmp_path: Path, commands: Commands
) -> None:
    elsewhere = tmp_path / "ที่ อื่น"
    elsewhere.mkdir()
    arguments = ["check", "--item", "O1", "--workspace", str(filled.root)]
    run = commands.run(*arguments, cwd=elsewhere)
    assert (run.code, run.err) == (CLEAN, "")
    assert "data/2568" not in run.out, "paths are those of the workspace"


# --- the report for people --------------------------------------------------------------------


def test_the_text_names_place_fault_and_remedy(check: Check) -> None:
    out = check("--item", "O2").out
    lines = out.splitlines()
    assert lines[0] == "เทศบาลตำบลตัวอย่าง — OIT 2568"
    assert "✗ O2 ข้อมูลผู้บริหาร — ยังไม่ครบ (เกณฑ์ยืนยันแล้ว 5/7)" in lines
    place = next(number for number, line in enumerate(lines) if '"position"' in line)
    assert lines[place - 1].strip().startswith("data/2568/o02.yaml:2: ")
    assert lines[place].strip() == '→ กรอก "position" ที่แถวนี้'
    assert "[ยืนยันแล้ว (อย่างน้อยสองแหล่ง)]" in out


def test_a_whole_item_is_named_as_such(check: Check) -> None:
    run = check("--item", "O1", "--lang", "en")
    assert "✓ complete: O1" in run.out
    assert "1 items with 5 elements checked, 0 things to mend (complete 1)" in run.out


def test_an_item_without_a_file_is_told_of_once(check: Check) -> None:
    out = check("--item", "O3", "--lang", "en").out
    assert out.count("data/2568/o03.yaml") == 1
    assert "Address of the agency" in out
    assert "1 things to mend (complete 0, not yet published 1)" in out


def test_a_file_that_cannot_be_read_is_told_of_in_the_text(
    filled: WorkspaceFolder, check: Check
) -> None:
    filled.write("data/2568/o02.yaml", 'item: executives\npeople: "')
    run = check("--item", "O2", "--lang", "en")
    assert run.code == BAD_INPUT
    assert "✗ data/2568/o02.yaml:2: not valid YAML" in run.out
    assert run.out.count("not checked: the file data/2568/o02.yaml cannot be read") == 1


# --- output -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", ["text", "json"])
def test_a_report_goes_to_a_file(filled: WorkspaceFolder, check: Check, format_name: str) -> None:
    arguments = ["--item", "O2", "--format", format_name]
    shown = check(*arguments)
    written = check(*arguments, "--output", "รายงาน.txt")
    assert (written.code, written.out, written.err) == (FINDINGS, "", "")
    content = (filled.root / "รายงาน.txt").read_bytes()
    assert content.decode("utf-8") == shown.out
    assert b"\r" not in content


def test_the_same_data_give_the_same_report(filled: WorkspaceFolder) -> None:
    one = oit("check", "--format", "json", cwd=filled.root, PYTHONHASHSEED="1")
    other = oit("check", "--format", "json", cwd=filled.root, PYTHONHASHSEED="2")
    assert one == other


def test_thai_is_written_whatever_the_terminal_says(filled: WorkspaceFolder) -> None:
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    shown = oit("check", "--item", "O2", cwd=filled.root, **plain).out
    assert shown == oit("check", "--item", "O2", cwd=filled.root).out


# --- language ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "english"),
    [
        (["check", "--item", "O2"], {}, False),
        (["--lang", "en", "check", "--item", "O2"], {}, True),
        (["--lang=en", "check", "--item", "O2"], {}, True),
        (["check", "--lang", "en", "--item", "O2"], {}, True),
        (["check", "--item", "O2", "--lang", "en"], {}, True),
        (["check", "--item", "O2", "--lang=en"], {}, True),
        (["check", "--item", "O2"], {"OIT_LANG": "en"}, True),
        (["check", "--item", "O2", "--lang", "th"], {"OIT_LANG": "en"}, False),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_language_may_be_named_anywhere(
    filled: WorkspaceFolder,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    english: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run = commands.run(*arguments, cwd=filled.root)
    assert run.code == FINDINGS
    assert ("things to mend" in run.out) is english
    assert ("เรื่องที่ต้องแก้" in run.out) is not english


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["check", "build", "ตัวอย่าง: oit build"]),
        ([], ["check", "build"]),
        (["--lang", "en", "--help"], ["what is still missing", "Example: oit build"]),
        (["check", "--help"], ["--edition", "--fail-on", "ตัวอย่าง: oit check"]),
        (["check", "-h", "--lang", "en"], ["--workspace", "Example: oit check"]),
        (["--version"], [f"oit {__version__}"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_help(tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    run = oit(*arguments, cwd=tmp_path)
    assert run.code == (CLEAN if arguments else BAD_INPUT)
    for word in words:
        assert word in run.out + run.err


def test_problems_are_told_in_the_language_of_the_run(tmp_path: Path, commands: Commands) -> None:
    thai = commands.run("check", cwd=tmp_path)
    english = commands.run("check", "--lang", "en", cwd=tmp_path)
    assert (thai.code, english.code) == (BAD_INPUT, BAD_INPUT)
    assert "จึงไม่ใช่พื้นที่ทำงาน" in thai.err
    assert "so it is no workspace" in english.err
