"""The example of a real document (อบต.คำด้วง, O35 of 2567) holds all of it, as printed.

The report quotes the nine measures of the plan of 2566; the example holds them as O42 of 2566 too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
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

from site_builder.disclosures import Disclosure, load_disclosures
from site_builder.kinds.measure_results import tally
from site_builder.outcomes import Outcome
from site_builder.thai import fold
from site_builder.workspace import open_workspace

WORKSPACE = EXAMPLES / "kham-duang"
SEED = read_seed("kham-duang")
REPORT = ("2567", "integrity-measures-report")
PLAN = ("2566", "integrity-measures")
REPORT_FILE = "data/2567/o35.yaml"
#: Words of the memo whose place is the label of a column.
_LABEL = re.compile(r"(?:ส่วนราชการ|ที่|ลงวันที่|เรื่อง|เรียน) ")
TITLE = "บันทึกข้อความ"
HEADINGS = {cell for table in tables(SEED) for cell in table[0]} | {TITLE}
#: Brackets around a name are layout of the memo.
BODY = [
    re.sub(r"^\((.+)\)$", r"\1", _LABEL.sub("", part, count=1) if _LABEL.match(part) else part)
    for part in [*prose(SEED), *cells(SEED)]
    if part not in HEADINGS
]


def printed(column: int) -> list[str]:
    """The paragraphs of a column of the table, over both of its pages."""
    rows = [row for table in tables(SEED) for row in table[1:]]
    return [part for row in rows for part in parts(row[column])]


def by_number(paragraphs: Iterable[str]) -> list[str]:
    """One text for each number, sub-items (5.1) included; what stands before 1. is left out."""
    found: list[str] = []
    for part in paragraphs:
        if re.match(r"\d\.(?!\d)", part):
            found.append(squeezed(part))
        elif found:
            found[-1] += squeezed(part)
    return found


MEASURES, SUMMARIES, OUTCOMES = by_number(printed(0)), by_number(printed(1)), printed(2)


def disclosure(edition: str, slug: str) -> Disclosure:
    data = load_disclosures(open_workspace(WORKSPACE), edition)
    found = data.by_slug(slug)
    assert found is not None and not data.problems
    return found


def without_measure(root: Path, number: int) -> None:
    """Take the row of a measure out of the report."""
    row = re.compile(
        rf"  - measure: (?:\|-\n\s+)?{number}\..*?(?=  - measure: |outcomes:)", re.DOTALL
    )
    [text] = row.findall((root / REPORT_FILE).read_text(encoding="utf-8"))
    edit(root / REPORT_FILE, text, "")


def test_nothing_of_the_document_is_lost() -> None:
    held = held_by(WORKSPACE, dict([REPORT]))
    assert len(BODY) > 50 and len(HEADINGS) == 4  # the seed itself was read
    assert lost(BODY, held) == []
    assert lost(HEADINGS, held + "\n" + labels_of(WORKSPACE, *REPORT)) == []


def test_results_stand_row_by_row_as_printed() -> None:
    rows = rows_of(WORKSPACE, *REPORT, "results", ("measure", "summary"))
    assert len(rows) == 9
    assert rows == list(zip(MEASURES, SUMMARIES, strict=True))
    assert [cell.text for cell in disclosure(*REPORT).values["outcomes"].cells] == OUTCOMES
    assert [text for (text,) in rows_of(WORKSPACE, *PLAN, "measures", ["measure"])] == MEASURES


def test_prose_stands_in_its_order_and_nothing_is_added() -> None:
    lines = [part for part in BODY if part not in cells(SEED)]
    memo = rows_of(WORKSPACE, *REPORT, "memo", ("from", "number", "date", "subject", "to", "text"))
    signed = rows_of(WORKSPACE, *REPORT, "signatures", ("name", "position"))
    signed[1:] = rows_of(WORKSPACE, *REPORT, "signatures", ("opinion", "name", "position"))[1:]
    background = rows_of(WORKSPACE, *REPORT, "background", ("heading", "text"))
    lead = printed(0)[0]
    assert len(memo) == 1 and len(signed) == 3
    assert "".join("".join(row) for row in [*memo, *signed, *background]) == squeezed(
        "".join(lines) + lead
    )


def test_the_date_of_the_memo_is_that_of_the_report() -> None:
    report = disclosure(*REPORT)
    [memo] = report.values["memo"].rows
    assert report.header("updated").value == memo.cell("date").value == date(2024, 1, 16)


def test_the_printed_counts_are_those_of_the_rows() -> None:
    rows = disclosure(*REPORT).values["results"].rows
    counts = {status.code: count for status, count in tally(rows).items()}
    assert counts == {"done": 7, "not-done": 2}
    not_done = [n for n, row in enumerate(rows, 1) if row.cell("status").value.code == "not-done"]
    assert not_done == [4, 7]
    claimed = [int(count) for count in re.findall(r"จำนวน (\d+) ข้อ", OUTCOMES[0])]
    assert claimed == [len(rows), counts["done"], counts["not-done"]]


def test_the_audit() -> None:
    passed: tuple[Outcome, list[str]] = (Outcome.PASS, [])
    keys = ("measures-carried-out", "result-summary", "outcomes", "previous-year-measures")
    assert outcomes_of(WORKSPACE, *REPORT) == dict.fromkeys(keys, passed)
    # The report does not quote the rest of the plan.
    assert outcomes_of(WORKSPACE, *PLAN) == {
        "ita-result-analysis": (Outcome.FAIL, ["missing"]),
        "urgent-weaknesses": (Outcome.FAIL, ["missing"]),
        "points-to-improve": (Outcome.FAIL, ["missing"]),
        "measures-table": (Outcome.FAIL, ["heading-cut"] * 3),
        "fiscal-year": passed,
    }


@pytest.mark.parametrize("number", range(1, 10))
def test_a_removed_measure_is_seen(tmp_path: Path, number: int) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    without_measure(root, number)
    missing = by_number(lost(BODY, held_by(root, dict([REPORT]))))
    assert set(missing) == {MEASURES[number - 1], SUMMARIES[number - 1]}
    _, codes = outcomes_of(root, *REPORT)["measures-carried-out"]
    assert sorted(codes) == ["count-differs", "measure-unanswered"]


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        ("แล้วเสร็จ จำนวน 7 ข้อ", "แล้วเสร็จ จำนวน 8 ข้อ"),
        ("ให้แล้วเสร็จ จำนวน 2 ข้อ", "ให้แล้วเสร็จ จำนวน ๑ ข้อ"),
        ("status: ไม่ได้ดำเนินการ", "status: ดำเนินการแล้วเสร็จ"),
    ],
)
def test_a_false_count_is_seen(tmp_path: Path, claim: str, changed: str) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    edit(root / REPORT_FILE, claim, changed)
    outcome, codes = outcomes_of(root, *REPORT)["measures-carried-out"]
    assert outcome is Outcome.FAIL and set(codes) == {"count-differs"}


def test_the_site_shows_the_whole_document(tmp_path: Path) -> None:
    root = copy_workspace(WORKSPACE, tmp_path / "copy")
    run = oit("build", cwd=root)
    assert run.code == 0, run.err
    report, plan = (_article(root, place) for place in ("2567/o35", "2566/o42"))
    assert lost(BODY, report) == []
    assert fold("นับได้ 9 มาตรการ: ดำเนินการแล้วเสร็จ 7, ไม่ได้ดำเนินการ 2") in report
    assert lost(MEASURES, plan) == []
    assert oit("check", "--item", "O35", cwd=root).code == 0


def _article(root: Path, place: str) -> str:
    html = (root / "site/oit" / place / "index.html").read_text(encoding="utf-8")
    found = BeautifulSoup(html, "html.parser").select_one("article[data-item]")
    assert found is not None
    return fold(found.get_text())
