"""The example of a real document (เทศบาลเมืองพิชัย, O34 of 2567) holds all of it, as printed."""

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

from site_builder.disclosures import load_disclosures
from site_builder.outcomes import Outcome
from site_builder.thai import fold
from site_builder.workspace import open_workspace

WORKSPACE = EXAMPLES / "phichai"
SEED = read_seed("phichai")
ITEM = ("2567", "integrity-measures")
COLUMNS = ("topic", "question", "finding", "measure", "steps", "duration", "responsible")
#: Every table starts with two rows of headings.
HEADINGS = {
    part for table in tables(SEED) for row in table[:2] for cell in row for part in parts(cell)
}
BODY = [part for part in cells(SEED) if part not in HEADINGS] + prose(SEED)
#: The title stands on every page, the heading and the list of obstacles at the end.
PROSE = list(dict.fromkeys(prose(SEED)))
OBSTACLES = [line for line in PROSE if re.match("[๑-๙]\\.", line)]
PRINTED_ROWS = [
    tuple(squeezed("".join(parts(cell))) for cell in row)
    for table in tables(SEED)
    for row in table[2:]
]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the item's page on the built site, folded."""
    root = copy_workspace(WORKSPACE, tmp_path_factory.mktemp("phichai") / "workspace")
    run = oit("build", cwd=root)
    assert run.code == 0, run.err
    html = (root / "site/oit/2567/o34/index.html").read_text(encoding="utf-8")
    found = BeautifulSoup(html, "html.parser").select_one("article[data-item]")
    assert found is not None
    return fold(found.get_text())


def test_nothing_of_the_document_is_lost() -> None:
    held = held_by(WORKSPACE, dict([ITEM]))
    assert len(BODY) == 7 * 7 + 7 * 2 + 3 + 6  # the seed itself was read
    assert lost(BODY, held) == []
    assert lost(HEADINGS, held + "\n" + labels_of(WORKSPACE, *ITEM)) == []


def test_the_table_stands_row_by_row_as_printed() -> None:
    assert len(PRINTED_ROWS) == 7
    assert rows_of(WORKSPACE, *ITEM, "measures", COLUMNS) == PRINTED_ROWS


def test_prose_stands_in_its_order_and_nothing_is_added() -> None:
    background = rows_of(WORKSPACE, *ITEM, "background", ("heading", "text"))
    headings = [line for line in PROSE if line not in OBSTACLES]
    assert "".join(map("".join, background)) == squeezed("".join(headings))
    disclosure = load_disclosures(open_workspace(WORKSPACE), ITEM[0]).by_slug(ITEM[1])
    assert disclosure is not None
    held = [cell.text for cell in disclosure.values["obstacles"].cells]
    assert held == OBSTACLES and len(held) == 6


def test_these_tests_can_fail(tmp_path: Path) -> None:
    damaged = copy_workspace(WORKSPACE, tmp_path / "copy")
    path = damaged / "data/2567/o34.yaml"
    measure = re.compile(r"  - topic: \(๕\).*?(?=  - topic: )", re.DOTALL)
    [text] = measure.findall(path.read_text(encoding="utf-8"))
    edit(path, text, "")
    missing = lost(BODY, held_by(damaged, dict([ITEM])))
    assert [squeezed(part) for part in missing] == [*PRINTED_ROWS[4][:5], "กองคลัง"]
    rows = rows_of(damaged, *ITEM, "measures", COLUMNS)
    assert [row for row in PRINTED_ROWS if row not in rows] == [PRINTED_ROWS[4]]


def test_the_page_shows_the_whole_document(article: str) -> None:
    assert lost(BODY, article) == []


@pytest.mark.parametrize(
    "words",
    [
        "0๒๑ สรุปผลการจัดซื้อจัดจ้างหรือการจัดหาพัสดุรายเดือน",
        'ขาดข้อมูลของเดือน "มีนาคม พ.ศ. ๒๕๖๖"',
        "ทำให้ขาดการรายงานของเดือนมีนาคม พ.ศ. ๒๕๖๖",
        "๐๒๔ การดำเนินการตามนโยบายหรือแผนการบริหารทรัพยากรบุคคล",
        "ไม่มีการใช้จ่ายงบประมาณต้องระบุคำว่า “ไม่มี” หรือ เครื่องหมาย (-) ห้ามตัดหัวข้อ",
    ],
)
def test_the_page_shows_why_last_years_items_failed(article: str, words: str) -> None:
    assert fold(words) in article


def test_the_audit_finds_what_the_document_does_not_say() -> None:
    assert outcomes_of(WORKSPACE, *ITEM) == {
        "ita-result-analysis": (Outcome.PASS, []),  # by the questions and findings of the measures
        "seven-topics": (Outcome.PASS, []),
        "measures-table": (Outcome.PASS, []),
        "fiscal-year": (Outcome.PASS, []),
    }
