"""The example of a real document (อบต.ท่ามะลิ่ง, O42 of 2566) holds all of it, as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from printed import (
    EXAMPLES,
    cells,
    held_by,
    labels_of,
    lost,
    outcomes_of,
    parts,
    prose,
    read_seed,
    rows_of,
    squeezed,
    tables,
)
from sites import copy_workspace, edit, oit

from site_builder.disclosures import load_disclosures
from site_builder.official import OfficialResult, load_result
from site_builder.outcomes import Outcome
from site_builder.thai import arabic_digits, fold
from site_builder.workspace import open_workspace

WORKSPACE = EXAMPLES / "tha-maling"
SEED = read_seed("tha-maling")
ITEM = ("2566", "integrity-measures")
ITEM_FILE, RESULT_FILE = "data/2566/o42.yaml", "data/results/2565.yaml"
COLUMNS = ("measure", "steps", "responsible", "monitoring")

PROSE = prose(SEED)
_WEAK, _AFTER = (
    next(at for at, line in enumerate(PROSE) if line.startswith(start))
    for start in ("จุดที่ต้องปรับปรุงพัฒนา", "๔. ")
)
_STRONG = PROSE.index("๑.๑ จุดแข็ง (ตัวชี้วัดที่ได้คะแนนมากกว่าร้อยละ ๘๕) จำนวน ๔ ตัวชี้วัด คือ")
STRENGTHS, WEAKNESSES = PROSE[_STRONG + 1 : _WEAK], PROSE[_WEAK + 1 : _AFTER]
BACKGROUND = [line for line in PROSE if line not in STRENGTHS + WEAKNESSES]
#: Number, name and score of each indicator, from the strongest on as they are printed.
INDICATORS = [
    found
    for line in STRENGTHS + WEAKNESSES
    for found in re.findall(r"ตัวชี้วัดที่ ([๐-๙]+) (\S.*?) โดยรวมได้คะแนนร้อยละ ([๐-๙.]+) ", line)
]


def table(columns: int) -> list[list[str]]:
    """The rows of the tables with so many columns, over all pages; their headings are left out."""
    found = [row for table in tables(SEED) if len(table[0]) == columns for row in table]
    headings = found[0]
    return [["".join(parts(cell)) for cell in row] for row in found if row != headings]


def printed_measures() -> list[tuple[str, ...]]:
    """The table of ๕, a measure put together that goes on over a page."""
    found: list[list[str]] = []
    for row in table(4):
        if re.match(r"[๑-๙]\.", row[0]):
            found.append(row)
        else:
            found[-1] = [before + more for before, more in zip(found[-1], row, strict=True)]
    return _squeezed(found)


def _squeezed(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(map(squeezed, row)) for row in rows]


#: Each table starts with a row of headings, but for the one that goes on from the page before.
HEADINGS = {cell for table in tables(SEED) for cell in table[0] if cell and "<p>" not in cell}
BODY = [part for part in cells(SEED) if part not in HEADINGS] + PROSE
MEASURES = printed_measures()


def result(root: Path) -> OfficialResult:
    found = load_result(root, "2565", open_workspace(root).catalogue.vocabularies)
    assert found is not None and not found.problems
    return found


def scores(root: Path, field: str, *columns: str) -> list[tuple[str, ...]]:
    rows = result(root).values[field].rows
    return [tuple(row.cell(key).text for key in columns) for row in rows]


def test_nothing_of_the_document_is_lost() -> None:
    held = held_by(WORKSPACE, dict([ITEM]))
    assert len(PROSE) > 30 and len(BODY) > 80 and len(HEADINGS) == 7  # the seed itself was read
    assert lost(BODY, held) == []
    assert lost(HEADINGS, held + "\n" + labels_of(WORKSPACE, *ITEM)) == []


def test_tables_stand_row_by_row_as_printed() -> None:
    assert len(MEASURES) == 9
    assert rows_of(WORKSPACE, *ITEM, "measures", COLUMNS) == MEASURES
    improvements = rows_of(WORKSPACE, *ITEM, "improvements", ("instrument", "indicator", "point"))
    assert len(improvements) == 10
    assert improvements == _squeezed(table(3))


def test_prose_stands_in_its_order_and_nothing_is_added() -> None:
    background = rows_of(WORKSPACE, *ITEM, "background", ("heading", "text"))
    assert "".join(map("".join, background)) == squeezed("".join(BACKGROUND))
    analysis = rows_of(WORKSPACE, *ITEM, "indicator-analysis", ("standing", "text"))
    for rows, standing, lines in (
        (analysis[:4], "จุดแข็ง", STRENGTHS),
        (analysis[4:], "จุดที่ต้องปรับปรุงพัฒนา", WEAKNESSES),
    ):
        assert {name for name, _ in rows} == {standing}
        assert "".join(text for _, text in rows) == squeezed("".join(lines))


def test_scores_are_those_of_the_text() -> None:
    assert len(INDICATORS) == 10
    assert rows_of(WORKSPACE, *ITEM, "indicator-analysis", ("indicator", "score")) == _squeezed(
        [(f"ตัวชี้วัดที่ {number} {name}", score) for number, name, score in INDICATORS]
    )
    assert scores(WORKSPACE, "indicators", "id", "name", "score") == [
        (arabic_digits(number), f"ตัวชี้วัดที่ {number} {name}", score)
        for number, name, score in sorted(INDICATORS, key=lambda each: int(each[0]))
    ]
    assert scores(WORKSPACE, "instruments", "name", "score", "level") == [
        (name, score, level)
        for line in PROSE
        for name, level, score in re.findall(
            r"๔\.[๑-๓] ผลการประเมินตาม(\S+ ?\(\w+\)) อยู่ในระดับ ([AB]) \(([๐-๙.]+)", line
        )
    ]
    [total] = re.findall(r"มี(ผลคะแนน) ([0-9.]+) อยู่ในระดับ ([AB])", SEED)
    assert scores(WORKSPACE, "total", "name", "score", "level") == [total]
    assert result(WORKSPACE).values["questions"].is_empty


def test_printed_mistakes_stay() -> None:
    indicators = scores(WORKSPACE, "indicators", "id", "score")
    assert ("9", "๘๕") in indicators  # 95 by the score of OIT
    assert ("1", "๘๗.๔๙") in indicators
    instruments = scores(WORKSPACE, "instruments", "id", "score")
    assert ("IIT", "๘๗.๔๙") in instruments  # 81.12 by the five indicators


def test_the_page_takes_the_result_of_the_year_before() -> None:
    disclosure = load_disclosures(open_workspace(WORKSPACE), ITEM[0]).by_slug(ITEM[1])
    assert disclosure is not None
    assert len(disclosure.values["overall-result"].rows) == 1 + 3 + 10


def test_the_audit_finds_the_blank_cells_of_the_document() -> None:
    monitoring = [row[3] for row in MEASURES]
    assert all(monitoring[:2]) and not any(monitoring[2:])
    passed: tuple[Outcome, list[str]] = (Outcome.PASS, [])
    assert outcomes_of(WORKSPACE, *ITEM) == {
        "ita-result-analysis": passed,
        "urgent-weaknesses": passed,
        "points-to-improve": passed,
        "measures-table": (Outcome.FAIL, ["cell-blank-many"]),
        "fiscal-year": passed,
    }


@pytest.mark.parametrize("number", range(1, 10))
def test_a_removed_measure_is_seen(tmp_path: Path, number: int) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    row = re.compile(
        rf"  - measure: {'๐๑๒๓๔๕๖๗๘๙'[number]}\..*?(?=  - measure: |remarks:)", re.DOTALL
    )
    [text] = row.findall((root / ITEM_FILE).read_text(encoding="utf-8"))
    edit(root / ITEM_FILE, text, "")
    missing = lost(BODY, held_by(root, dict([ITEM])))
    assert missing and all(squeezed(part) in "".join(MEASURES[number - 1]) for part in missing)
    rows = rows_of(root, *ITEM, "measures", COLUMNS)
    assert [each for each in MEASURES if each not in rows] == [MEASURES[number - 1]]


def test_a_changed_score_is_seen(tmp_path: Path) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    edit(root / RESULT_FILE, "score: ๘๕\n", "score: ๙๕\n")
    [changed] = set(scores(root, "indicators", "name", "score")) - {
        (f"ตัวชี้วัดที่ {number} {name}", score) for number, name, score in INDICATORS
    }
    assert changed == ("ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล", "๙๕")


def test_the_site_shows_the_whole_document(tmp_path: Path) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    run = oit("build", cwd=root)
    assert run.code == 0, run.err
    html = (root / "site/oit/2566/o42/index.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article[data-item]")
    assert article is not None
    assert lost(BODY, fold(article.get_text())) == []
    checked = oit("check", "--item", "O42", cwd=root)
    assert checked.code == 1 and "การกำกับติดตาม 7 แถว" in checked.out
