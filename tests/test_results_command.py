"""`oit results` as a user runs it: reports, exit codes, and no fault of ours on any mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from golden_files import assert_golden
from made_results import even
from sites import NAKHAM, ROOT, copy_workspace, oit
from workspaces import WorkspaceFolder

from site_builder.results.plan import MEASURES


@pytest.fixture
def result(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """A workspace with one result that agrees in itself."""
    workspace.write("data/results/2568.yaml", even("2568").printed().yaml)
    return workspace


# --- the text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_text_of_nakham_is_as_kept(language: str) -> None:
    """Kept in tests/golden/; `tests/golden_files.py` says how to write it anew."""
    run = oit("results", "--lang", language, cwd=NAKHAM)
    assert (run.code, run.err) == (FINDINGS, "")
    assert_golden(f"results-nakham-{language}.txt", run.out)


def test_the_text_says_what_is_an_estimate(commands: Commands) -> None:
    lines = commands.run("results", "--lang", "en", cwd=NAKHAM).out.splitlines()
    [nine] = [line for line in lines if line.startswith("9 ")]
    assert "printed 38.00" in nine and nine.endswith("= 38.00 [estimate: inferred]")
    assert sum("[estimate: inferred]" in line for line in lines if line[:3] == "   ") == 7
    [whole] = [line for line in lines if line.startswith("Total: ")]
    assert "estimate" not in whole
    assert lines[-1].startswith("rule of the OIT: sub-indicator = weighted mean")
    assert lines[-1].endswith("[inferred]. The official score is the NACC's.")


def test_contradictions_are_told_with_place_and_count(commands: Commands) -> None:
    lines = commands.run("results", cwd=NAKHAM).out.splitlines()
    marks = [line[0] for line in lines if re.match(r"[i✗] data/results/2568\.yaml:\d+: ", line)]
    assert sorted(marks) == ["i", "i", "✗", "✗"]
    assert "ข้อขัดแย้ง 2 จุด ที่อธิบายได้อีก 2 จุด" in lines


def test_all_years_are_told_unless_one_is_named(commands: Commands) -> None:
    every = commands.run("results", cwd=ROOT).out
    assert re.findall(r"^ผลการประเมิน ITA ปี (\d+)$", every, re.MULTILINE) == ["2567", "2568"]
    for year in ("2567", "2568"):
        one = commands.run("results", "--year", year, cwd=ROOT).out
        assert one in every and f"ปี {year}" in one.splitlines()[0]


# --- JSON ---------------------------------------------------------------------------------------

_FIGURE = {"id", "title", "printed", "computed", "arithmetic", "confidence", "estimate"}


@pytest.fixture
def data(commands: Commands) -> dict[str, Any]:
    return commands.run("results", "--format", "json", cwd=NAKHAM).json()


def test_json_has_the_fields_of_the_contract(data: dict[str, Any]) -> None:
    assert (data["format"], data["year"]) == (1, "2568")
    assert set(data) == {
        "format",
        "year",
        "total",
        "level",
        "instruments",
        "indicators",
        "sub_indicators",
        "questions",
        "strengths",
        "weaknesses",
        "contradictions",
        "rule",
    }
    assert set(data["total"]) == _FIGURE and data["total"]["id"] == "total"
    assert data["level"] == {"printed": "ต้องปรับปรุง", "computed": "ต้องปรับปรุง"}
    figures = {"instruments": 3, "indicators": 10, "sub_indicators": 7}
    for key, count in figures.items():
        assert len(data[key]) == count
        assert all(set(each) == _FIGURE for each in data[key])
    assert [each["id"] for each in data["instruments"]] == ["IIT", "EIT", "OIT"]
    assert len(data["questions"]) == 52
    assert all(set(q) == {"code", "indicator", "score", "class"} for q in data["questions"])
    assert data["questions"][24] == {"code": "o1", "indicator": "9", "score": 0, "class": "improve"}
    assert data["weaknesses"] == ["9", "10"]
    keys = {"code", "location", "message", "explanation", "explained"}
    assert all(set(each) == keys for each in data["contradictions"])
    assert {each["location"]["file"] for each in data["contradictions"]} == {
        "data/results/2568.yaml"
    }
    assert all(each["location"]["line"] > 0 for each in data["contradictions"])
    assert data["rule"]["confidence"] == "inferred" and data["rule"]["text"]


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, float):
        yield value


def test_json_figures_have_two_decimals(data: dict[str, Any]) -> None:
    numbers = list(_numbers(data))
    assert len(numbers) > 70
    assert all(round(number, 2) == number for number in numbers)
    assert data["total"] == {
        "id": "total",
        "title": "คะแนนรวม",
        "printed": 83.03,
        "computed": 83.03,
        "arithmetic": "0.3 × 99.87 + 0.3 × 98.22 + 0.4 × 59.00 = 83.03",
        "confidence": "confirmed",
        "estimate": False,
    }
    nine = data["indicators"][8]
    assert (nine["computed"], nine["estimate"], nine["confidence"]) == (38.0, True, "inferred")
    eit = data["instruments"][1]
    assert (eit["printed"], eit["computed"]) == (None, 98.22)


def test_json_in_english(commands: Commands) -> None:
    english = commands.run("results", "--format", "json", "--lang", "en", cwd=NAKHAM).json()
    assert english["total"]["title"] == "Total"
    assert "O6 stands 2 times" in " ".join(each["message"] for each in english["contradictions"])


def test_json_of_what_is_not_printed(commands: Commands, workspace: WorkspaceFolder) -> None:
    workspace.write("data/results/2568.yaml", "questions: [{id: x, score: '-'}]\n")
    data = commands.run("results", "--format", "json", cwd=workspace.root).json()
    assert data["level"] == {"printed": None, "computed": None}
    empty = {"printed": None, "computed": None, "arithmetic": None, "estimate": False}
    assert {key: data["total"][key] for key in empty} == empty
    assert data["questions"] == [{"code": "", "indicator": "", "score": None, "class": None}]


def test_json_of_several_years_is_json(commands: Commands) -> None:
    """Two documents one after another are none that a program can read."""
    run = commands.run("results", "--format", "json", cwd=ROOT)
    assert run.code == CLEAN
    assert json.loads(run.out)


# --- exit codes and files -----------------------------------------------------------------------


def test_a_result_that_agrees_is_clean(commands: Commands, result: WorkspaceFolder) -> None:
    run = commands.run("results", cwd=result.root)
    assert (run.code, run.err) == (CLEAN, "")
    assert "ข้อขัดแย้ง 0 จุด" in run.out


def test_what_is_explained_is_no_finding(commands: Commands, workspace: WorkspaceFolder) -> None:
    text = (NAKHAM / "data/results/2568.yaml").read_text(encoding="utf-8")
    second = text.index("- id: O6", text.index("- id: O6") + 1)
    text = text[:second] + text[second:].replace("id: O6", "id: O7", 1)
    workspace.write("data/results/2568.yaml", text)
    run = commands.run("results", "--lang", "en", cwd=workspace.root)
    assert "0 contradictions, 1 more that are explained" in run.out
    assert run.code == CLEAN


@pytest.mark.parametrize("format_name", ["text", "json"])
def test_a_report_goes_to_a_file(
    commands: Commands, result: WorkspaceFolder, format_name: str
) -> None:
    shown = commands.run("results", "--format", format_name, cwd=result.root)
    written = commands.run(
        "results", "--format", format_name, "--output", "รายงาน.txt", cwd=result.root
    )
    assert (written.code, written.out, written.err) == (CLEAN, "", "")
    content = (result.root / "รายงาน.txt").read_bytes()
    assert content.decode() == shown.out and b"\r" not in content


def test_a_workspace_may_be_named(commands: Commands, tmp_path: Path) -> None:
    run = commands.run("results", "--workspace", str(NAKHAM), cwd=tmp_path)
    assert run.code == FINDINGS and "✗ data/results/2568.yaml:" in run.out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--year", "2567"], "data/results/2567.yaml"),
        (["--year", "ปีนี้"], "ปีนี้"),
        (["--year", "{x}"], "{x}"),
        (["--year", "../agency"], "agency"),
        (["--year", "ก" * 300], "ก"),
        (["--format", "pdf"], "pdf"),
        (["--output", "none/report.txt"], "none"),
        (["--output", "data"], "data"),
        (["--workspace", "none"], "data/agency.yaml"),
        (["plna"], "plna"),
        (["--colour"], "--colour"),
        (["plan", "--year", "2567"], "data/results/2567.yaml"),
        (["plan", "extra"], "extra"),
        (["plan", "--workspace", "none"], "data/agency.yaml"),
        (["plan", "--output", "data/agency.yaml/plan.yaml"], "plan.yaml"),
        (["report"], "--edition"),
        (["report", "--edition", "2580"], "2580"),
        (["report", "--edition", "ปีนี้"], "ปีนี้"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else "",
)
def test_wrong_arguments_are_the_users_to_mend(
    commands: Commands, result: WorkspaceFolder, arguments: list[str], word: str
) -> None:
    run = commands.run("results", *arguments, cwd=result.root)
    assert run.code == BAD_INPUT
    assert word in run.err


def test_no_result_at_all(commands: Commands, workspace: WorkspaceFolder) -> None:
    for arguments in (["results"], ["results", "plan"]):
        run = commands.run(*arguments, cwd=workspace.root)
        assert run.code == BAD_INPUT
        assert "data/results/" in run.err and "→" in run.err


@pytest.mark.parametrize("arguments", [["results"], ["results", "plan"]])
def test_a_year_without_rules(
    commands: Commands, workspace: WorkspaceFolder, arguments: list[str]
) -> None:
    workspace.write("data/results/2570.yaml", even("2569").printed().yaml)
    run = commands.run(*arguments, cwd=workspace.root)
    assert run.code == BAD_INPUT and "data/results/2570.yaml" in run.err
    remedy = next(line for line in run.err.splitlines() if "oit editions new" in line)
    told = remedy[remedy.index("editions new") :].split()
    made = commands.run(*told, cwd=workspace.root)
    assert made.code == CLEAN, f"the command that is told must work: {told}"


#: Files that cannot be read as a result.
MISTAKES: dict[str, str | bytes] = {
    "score in words": "total:\n  - score: แปดสิบ\n",
    "unknown table": "totals:\n  - score: 90\n",
    "unknown column": "total:\n  - points: 90\n",
    "unknown class": "questions:\n  - {id: i1, action-class: ดีมาก}\n",
    "not a table": "questions: i1\n",
    "a list": "- total\n",
    "unclosed quote": 'total:\n  - score: "90\n',
    "tab": "total:\n\t- score: 90\n",
    "alias": "total: *x\n",
    "deep": f"total: {'[' * 99}\n",
    "Windows-874": "source: ประกาศ\n".encode("cp874"),
    "UTF-16": "source: x\n".encode("utf-16"),
    "null characters": b"total:\n\x00\x00",
    "picture": b"\x89PNG\r\n\x1a\n\x00",
}


@pytest.mark.parametrize("content", MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("arguments", [[], ["--format", "json"]], ids=["text", "json"])
def test_wrong_files_are_the_users_to_mend(
    commands: Commands, workspace: WorkspaceFolder, content: str | bytes, arguments: list[str]
) -> None:
    workspace.write("data/results/2568.yaml", content)
    run = commands.run("results", *arguments, cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert "data/results/2568.yaml" in run.err
    assert "→" in run.err, "every problem says how to mend it"


#: Scores that no result can have.
IMPOSSIBLE = ("-5", "100.01", "9" * 40)


@pytest.mark.parametrize("score", IMPOSSIBLE, ids=lambda score: score[:8])
@pytest.mark.parametrize(
    "row",
    [
        "total:\n  - {score: SCORE}\n",
        "instruments:\n  - {id: IIT, score: SCORE}\n",
        "indicators:\n  - {id: 1, score: SCORE}\n",
        "questions:\n  - {id: i1, indicator: 1, score: SCORE}\n",
        "questions:\n  - {id: e1, indicator: 6, part1: 90, part2: SCORE}\n",
    ],
    ids=["total", "instrument", "indicator", "question", "part"],
)
def test_a_score_beyond_0_to_100_is_told_of(
    commands: Commands, workspace: WorkspaceFolder, row: str, score: str
) -> None:
    workspace.write("data/results/2569.yaml", row.replace("SCORE", score))
    run = commands.run("results", cwd=workspace.root)
    assert run.code in (FINDINGS, BAD_INPUT)
    assert "data/results/2569.yaml:2" in run.out + run.err


@pytest.mark.parametrize("yaml", ["", "total: []\n", "total: [{level: ผ่าน}]\n", "source: ก\n"])
def test_a_result_in_part_is_no_mistake(
    commands: Commands, workspace: WorkspaceFolder, yaml: str
) -> None:
    workspace.write("data/results/2568.yaml", yaml)
    for format_name in ("text", "json"):
        run = commands.run("results", "--format", format_name, cwd=workspace.root)
        assert (run.code, run.err) == (CLEAN, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["results", "--help"], ["--year", "plan", "report", "ตัวอย่าง: oit results --year 2568"]),
        (["results", "--help", "--lang", "en"], ["Example: oit results", "contradictions"]),
        (["results", "plan", "--help"], ["--output", "ตัวอย่าง: oit results plan"]),
        (["results", "report", "-h", "--lang", "en"], ["--edition", "Example: oit results report"]),
    ],
    ids=" ".join,
)
def test_help(tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    run = oit(*arguments, cwd=tmp_path)
    assert (run.code, run.err) == (CLEAN, "")
    assert [word for word in words if word not in run.out] == []


@pytest.mark.parametrize("option", ["--year", "--workspace"])
def test_options_before_a_subcommand_are_not_passed_over(
    commands: Commands, workspace: WorkspaceFolder, tmp_path: Path, option: str
) -> None:
    """`oit results --year 2567 plan` drafts from 2567, or says that it cannot."""
    other = WorkspaceFolder(tmp_path / "other")
    for folder in (workspace, other):
        for year in ("2567", "2568"):
            folder.write(f"data/results/{year}.yaml", even(year).printed().yaml)
    value = "2567" if option == "--year" else str(other.root)
    run = commands.run("results", option, value, "plan", cwd=workspace.root)
    if run.code != BAD_INPUT:
        # in 2569 the measures are O25, in 2568 O27
        wanted = workspace.root / "data/2568/o27.yaml" if option == "--year" else other.root
        written = [*workspace.root.rglob("o2*.yaml"), *other.root.rglob("o2*.yaml")]
        assert [path for path in written if path == wanted or wanted in path.parents] == written


# --- criteria of the user's own -----------------------------------------------------------------

_SHARES = "instruments: [{id: IIT, score: 80}, {id: EIT, score: 90}, {id: OIT, score: 100}]\n"


@pytest.fixture
def own_edition(commands: Commands, workspace: WorkspaceFolder) -> WorkspaceFolder:
    """Criteria of 2570 by which the IIT counts half, a result of that year, and data of 2569."""
    (workspace.root / "data/2569").mkdir()
    run = commands.run("editions", "new", "2570", "--from", "2569", cwd=workspace.root)
    assert run.code == CLEAN, run.err
    path = workspace.root / "editions/2570.yaml"
    text = path.read_text(encoding="utf-8")
    text, count = re.subn(
        r"IIT: '0.3'\n(\s+)EIT: '0.3'\n\s+OIT: '0.4'",
        r"IIT: '0.5'\n\1EIT: '0.3'\n\1OIT: '0.2'",
        text,
    )
    assert count == 1
    path.write_text(text, encoding="utf-8")
    workspace.write("data/results/2570.yaml", _SHARES)
    return workspace


@pytest.mark.parametrize("has_data", [True, False], ids=["with data", "without data"])
def test_rules_of_a_year_come_from_the_users_own_edition(
    commands: Commands, own_edition: WorkspaceFolder, has_data: bool
) -> None:
    if has_data:
        (own_edition.root / "data/2570").mkdir()
    run = commands.run("results", "--lang", "en", cwd=own_edition.root)
    assert "computed 0.5 × 80.00 + 0.3 × 90.00 + 0.2 × 100.00 = 87.00" in run.out, run.err
    assert run.code == CLEAN


@pytest.mark.parametrize("has_data", [True, False], ids=["with data", "without data"])
def test_a_correction_of_a_shipped_edition_counts_in_its_result(
    commands: Commands, workspace: WorkspaceFolder, has_data: bool
) -> None:
    workspace.write(
        "editions/2568.yaml",
        'edition: "2568"\ncorrections:\n'
        "  - reason: ตามคู่มือ\n    by: ก\n"
        "    change: {levels: [{th: ดี, en: good, min_total: 0, confidence: single, source: ก}]}\n",
    )
    workspace.write("data/results/2568.yaml", f"total: [{{score: 91, level: ดี}}]\n{_SHARES}")
    (workspace.root / "data" / ("2568" if has_data else "2569")).mkdir()
    run = commands.run("results", "--year", "2568", cwd=workspace.root)
    assert "ระดับ: พิมพ์ ดี, ตามเกณฑ์ ดี" in run.out, run.err
    assert run.code == CLEAN


def test_the_plan_of_a_year_follows_into_the_users_own_edition(
    commands: Commands, own_edition: WorkspaceFolder
) -> None:
    own_edition.write("data/results/2569.yaml", even("2569", 80).printed().yaml)
    run = commands.run("results", "plan", "--year", "2569", cwd=own_edition.root)
    assert run.code == CLEAN, run.err
    [path] = (own_edition.root / "data/2570").glob("*.yaml")
    assert f"item: {MEASURES}\n" in path.read_text(encoding="utf-8")


def test_a_copied_workspace_tells_the_same(commands: Commands, tmp_path: Path) -> None:
    copy = copy_workspace(NAKHAM, tmp_path / "ที่ อื่น")
    assert commands.run("results", cwd=copy) == commands.run("results", cwd=NAKHAM)
