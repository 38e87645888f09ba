"""The example of a real document (เทศบาลนครอุบลราชธานี, O42 of 2566) holds all of it, as printed."""

from __future__ import annotations

import re
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

from site_builder.outcomes import Outcome
from site_builder.thai import fold

WORKSPACE = EXAMPLES / "ubon-ratchathani"
SEED = read_seed("ubon-ratchathani")
ITEM = ("2566", "integrity-measures")
COLUMNS = ("topic", "question", "finding", "steps", "duration", "responsible")
#: Every table starts with two rows of headings.
HEADINGS = {
    part for table in tables(SEED) for row in table[:2] for cell in row for part in parts(cell)
}
BODY = [part for part in cells(SEED) if part not in HEADINGS] + prose(SEED)


def printed_rows() -> list[tuple[str, ...]]:
    """The table as printed, cells that were merged downwards or over a page put together."""
    found: list[list[str]] = []
    for table in tables(SEED):
        for row in table[2:]:
            now = [squeezed("".join(parts(cell))) for cell in row]
            if not now[2]:  # one finding for the questions above and this one
                found[-1][1] += now[1]
                continue
            for at in (0, 4, 5):
                now[at] = now[at] or found[-1][at]
            found.append(now)
    return [tuple(row) for row in found]


def test_nothing_of_the_document_is_lost() -> None:
    held = held_by(WORKSPACE, dict([ITEM]))
    assert len(BODY) > 90 and len(HEADINGS) == 8  # the seed itself was read
    assert lost(BODY, held) == []
    assert lost(HEADINGS, held + "\n" + labels_of(WORKSPACE, *ITEM)) == []


def test_the_table_stands_row_by_row_as_printed() -> None:
    held = rows_of(WORKSPACE, *ITEM, "measures", COLUMNS)
    assert held == printed_rows()
    assert len(held) == 19
    assert rows_of(WORKSPACE, *ITEM, "background", ("heading",)) == [(squeezed(prose(SEED)[0]),)]


@pytest.mark.parametrize(
    ("question", "column", "text"),
    [
        ("e9", "responsible", "ไตรมาสที่ 1"),  # printed one column too far to the right
        ("i7 ท่านเคย", "duration", "ไตรมาสที่ 1"),  # i17; merged with the rows above, over a page
        ("i13", "question", "เป็นธรรมชาติมากน้อยเพียงใด"),
        ("i7 ท่านทราบ", "question", "o21 สรุปผลการจัดซื้อจัดจ้าง"),  # printed on the next page
    ],
)
def test_what_is_odd_in_print_stays(question: str, column: str, text: str) -> None:
    at = (COLUMNS.index("question"), COLUMNS.index(column))
    rows = rows_of(WORKSPACE, *ITEM, "measures", COLUMNS)
    [cell] = [row[at[1]] for row in rows if row[at[0]].startswith(squeezed(question))]
    assert squeezed(text) in cell


def test_these_tests_can_fail(tmp_path: Path) -> None:
    damaged = copy_workspace(WORKSPACE, tmp_path / "copy")
    measure = re.compile(r"  - topic: [^\n]*\n    question: O13 .*?(?=  - topic: )", re.DOTALL)
    path = damaged / "data/2566/o42.yaml"
    [text] = measure.findall(path.read_text(encoding="utf-8"))
    edit(path, text, "")
    missing = lost(BODY, held_by(damaged, dict([ITEM])))
    assert [part.split()[0] for part in missing] == [
        "O13",
        "ไม่ได้ระบุปัญหา/อุปสรรค",
        "ในปีถัดไปได้มีการระบุปัญหา/อุปสรรคในรายงานผลการดำเนินงานประจำปี",
        "ไตรมาสที่",
    ]
    rows = rows_of(damaged, *ITEM, "measures", COLUMNS)
    assert [row for row in printed_rows() if row not in rows] == [printed_rows()[1]]


def test_the_audit_finds_what_the_document_does_not_say() -> None:
    assert outcomes_of(WORKSPACE, *ITEM) == {
        "ita-result-analysis": (Outcome.PASS, []),
        "urgent-weaknesses": (Outcome.NEEDS_REVIEW, []),  # findings without their own heading
        "points-to-improve": (Outcome.NEEDS_REVIEW, []),
        "measures-table": (Outcome.FAIL, ["heading-cut"]),
        "fiscal-year": (Outcome.PASS, []),
    }
    assert set(rows_of(WORKSPACE, *ITEM, "measures", ["monitoring"])) == {("",)}


def test_the_page_shows_every_measure_under_its_topic(tmp_path: Path) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    run = oit("build", cwd=root)
    assert run.code == 0, run.err
    html = (root / "site/oit/2566/o42/index.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article[data-item]")
    assert article is not None
    assert lost(BODY, fold(article.get_text())) == []
    headings = [squeezed(tag.get_text()) for tag in article.select("h3")]
    topics = list(dict.fromkeys(row[0] for row in printed_rows()))
    assert [heading for heading in headings if heading.startswith("(")] == topics
    assert len(topics) == 7
