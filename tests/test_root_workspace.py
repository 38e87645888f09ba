"""The fictional municipality is complete, and one thing taken away is one thing found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import Commands
from sites import ROOT, Run, copy_workspace, edit

from site_builder.catalogue.loader import load_catalogue

EDITIONS = {"2568": 28, "2569": 26}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_workspace(ROOT, tmp_path / "workspace")


@pytest.mark.parametrize(("edition", "items"), EDITIONS.items())
def test_every_item_is_complete(commands: Commands, edition: str, items: int) -> None:
    run = commands.run("check", "--edition", edition, "--format", "json", cwd=ROOT)
    report = run.json()
    assert run.code == 0, run.err
    elements = [each for item in load_catalogue().editions[edition].items for each in item.elements]
    confirmed = sum(element.is_confirmed for element in elements)
    assert report["summary"] == {
        "items": items,
        "complete": items,
        "incomplete": 0,
        "missing": 0,
        "needs_review": 0,
        "causes": 0,
        "findings": 0,
        "problems": 0,
        "criteria": {"confirmed": confirmed, "elements": len(elements)},
    }
    outcomes = {element["outcome"] for item in report["items"] for element in item["elements"]}
    assert outcomes == {"pass"}


def test_the_text_report_says_how_much_was_checked(commands: Commands) -> None:
    run = commands.run("check", "--edition", "2568", cwd=ROOT)
    assert "ตรวจ 28 ข้อ" in run.out
    assert "พบ 0 เรื่องที่ต้องแก้" in run.out


def _one_finding(run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    """The one finding of a report, and the one item that is not complete."""
    report = run.json()
    items = [item for item in report["items"] if item["status"] != "complete"]
    findings = [f for item in report["items"] for e in item["elements"] for f in e["findings"]]
    assert len(items) == 1, [item["id"] for item in items]
    assert len(findings) == 1, findings
    assert report["summary"]["causes"] == 1
    return findings[0], items[0]


def _photo_lines(edition: str) -> list[int]:
    text = (ROOT / f"data/{edition}/o02.yaml").read_text(encoding="utf-8")
    return [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s+photo:", line)]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("position", [0, 5, -1])
def test_a_photo_taken_out_of_the_data(
    commands: Commands, copy: Path, edition: str, position: int
) -> None:
    path = copy / f"data/{edition}/o02.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = _photo_lines(edition)[position]
    is_first_of_row = lines[number - 1].lstrip().startswith("-")
    assert not is_first_of_row, "the photo must not open the row in this test"
    row = max(n for n in range(number) if lines[n - 1].lstrip().startswith("- "))
    del lines[number - 1]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    run = commands.run("check", "--edition", edition, "--format", "json", cwd=copy)
    finding, item = _one_finding(run)
    assert run.code == 1
    assert item["slug"] == "executives"
    assert finding["code"] == "cell-blank"
    assert finding["location"] == {"file": f"data/{edition}/o02.yaml", "line": row}


def test_a_photo_file_deleted(commands: Commands, copy: Path) -> None:
    text = (copy / "data/2568/o02.yaml").read_text(encoding="utf-8")
    name = re.search(r"photo: (\S+)", text)
    assert name
    (copy / "data/2568/files" / name[1]).unlink()
    run = commands.run("check", "--edition", "2568", "--format", "json", cwd=copy)
    finding, item = _one_finding(run)
    assert run.code == 2, "a file that the data name and nobody finds is unreadable input"
    assert item["slug"] == "executives"
    line = text[: name.start()].count("\n") + 1
    assert finding["location"] == {"file": "data/2568/o02.yaml", "line": line}


def _months(path: Path, field: str) -> list[str]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [block["month"] for block in data[field]["months"]]


MONTHLY = [
    ("2568", "o12", "purchases"),
    ("2568", "o13", "purchases"),
    ("2569", "o11", "monthly-results"),
    ("2569", "o12", "monthly-results"),
]
MONTH_CASES = [
    (edition, code, field, month)
    for edition, code, field in MONTHLY
    for month in (
        _months(ROOT / f"data/{edition}/{code}.yaml", field)
        if (ROOT / f"data/{edition}/{code}.yaml").exists()
        else []
    )
]


def test_procurement_has_twelve_months() -> None:
    assert [sum(c[:2] == m[:2] for c in MONTH_CASES) for m in MONTHLY] == [12, 12, 6, 12]


@pytest.mark.parametrize(("edition", "code", "field", "month"), MONTH_CASES)
def test_a_month_of_procurement_taken_away(
    commands: Commands, copy: Path, edition: str, code: str, field: str, month: str
) -> None:
    path = copy / f"data/{edition}/{code}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if re.match(r"\s*- month:", line)]
    start = next(n for n in starts if lines[n].split(":", 1)[1].strip() == month)
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = next(
        (
            n
            for n in range(start + 1, len(lines))
            if lines[n].strip() and len(lines[n]) - len(lines[n].lstrip()) <= indent
        ),
        len(lines),
    )
    del lines[start:end]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    run = commands.run("check", "--edition", edition, "--item", code, "--format", "json", cwd=copy)
    finding, item = _one_finding(run)
    assert run.code == 1
    assert item["id"] == f"O{int(code[1:])}"
    assert finding["code"] == "month-missing"
    assert month in finding["message"]
    assert finding["location"]["file"] == f"data/{edition}/{code}.yaml"
    assert finding["location"]["line"]


@pytest.mark.parametrize(("edition", "code"), [("2568", "o19"), ("2569", "o18")])
def test_the_statement_that_there_were_no_complaints(
    commands: Commands, copy: Path, edition: str, code: str
) -> None:
    path = copy / f"data/{edition}/{code}.yaml"
    text = path.read_text(encoding="utf-8")
    statement = next(line for line in text.splitlines() if line.startswith("statement:"))
    edit(path, statement + "\n", "")
    run = commands.run("check", "--edition", edition, "--format", "json", cwd=copy)
    finding, item = _one_finding(run)
    total = next(
        n
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.startswith("total:")
    )
    assert run.code == 1
    assert item["slug"] == "complaint-statistics"
    assert finding["code"] == "zero-not-stated"
    assert finding["location"] == {"file": f"data/{edition}/{code}.yaml", "line": total}


def test_data_of_another_fiscal_year(commands: Commands, copy: Path) -> None:
    path = copy / "data/2568/o07.yaml"
    line = edit(path, "covers: ปีงบประมาณ พ.ศ. 2567", "covers: ปีงบประมาณ พ.ศ. 2566")
    run = commands.run("check", "--edition", "2568", "--format", "json", cwd=copy)
    finding, item = _one_finding(run)
    assert item["slug"] == "annual-performance-report"
    assert finding["code"] == "wrong-period"
    assert finding["location"] == {"file": "data/2568/o07.yaml", "line": line}
    assert "2566" in finding["message"]
    assert "2567" in finding["message"]
