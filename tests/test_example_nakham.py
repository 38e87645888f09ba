"""The example of a real document (เทศบาลตำบลนาคำ, O25 of 2569) holds all of it, as printed.

`tests/seeds/nakham.txt` is the document: prose lines, and tables with a tab between the cells.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from site_builder.disclosures import load_disclosures
from site_builder.kinds.values import FieldValue, Row
from site_builder.official import load_result
from site_builder.thai import arabic_digits, fold
from site_builder.workspace import open_workspace

HERE = Path(__file__).parent
SEED = HERE / "seeds" / "nakham.txt"
WORKSPACE = HERE.parent / "examples" / "nakham"

#: First cell of the rows that hold column headings. Their place is the label of a column, a text
#: line of the background, or the remark that quotes a heading that differs from our label.
HEADINGS = {
    "รายการ",
    "ตัวชี้วัด",
    "ตัวชี้วัด ITA ปีงบประมาณ พ.ศ. ๒๕๖๘",
    "มาตรการ/ โครงการ/ กิจกรรม",
    "ประเด็น",
}
#: First cell of the table in ๒.๔ that has no row of column headings at its top.
_SUMMARY = "แบบวัดการรับรู้"
QUESTION_COLUMNS = ("indicator", "instrument", "question", "score", "action-class")
MEASURE_COLUMNS = ("indicator", "topic", "analysis", "steps", "duration", "responsible")


class Printed:
    """The document, read from the seed without any code of the product."""

    def __init__(self, text: str) -> None:
        self.prose: list[str] = []
        self.cells: list[str] = []
        self.headings: list[str] = []
        self.tables: list[list[list[str]]] = [[]]
        self.prose_before_summary = 0
        for line in text.splitlines():
            if "\t" not in line:
                if self.tables[-1]:
                    self.tables.append([])
                if line.strip():
                    self.prose.append(line.strip())
                continue
            row = [_without_marks(cell) for cell in line.split("\t")]
            self.tables[-1].append(row)
            if row[0].startswith(_SUMMARY):
                self.prose_before_summary = self.prose_before_summary or len(self.prose)
            (self.headings if row[0] in HEADINGS else self.cells).extend(filter(None, row))

    def table(self, *first_heading: str) -> list[list[str]]:
        """Rows of the tables (one per page) with such a first heading, without the headings."""
        return [
            row
            for table in self.tables
            if table and table[0][0] in first_heading
            for row in table[1:]
        ]

    def summary(self) -> list[str]:
        """The rows of the summary table in ๒.๔, as lines."""
        [table] = [t for t in self.tables if t and t[0][0].startswith(_SUMMARY)]
        return [" ".join(filter(None, row)) for row in table]

    def questions(self) -> list[tuple[str, ...]]:
        found = []
        indicator = instrument = ""
        for row in self.table("ตัวชี้วัด ITA ปีงบประมาณ พ.ศ. ๒๕๖๘"):
            if row[0].startswith("๐๑๘"):  # printed two columns too far to the left
                row = ["", "", *row[:3]]
            if row[0]:
                indicator, instrument = row[0], _without_brackets(row[1])
            found.append((indicator, instrument, *row[2:]))
        return found

    def measures(self) -> list[tuple[str, ...]]:
        rows = self.table("มาตรการ/ โครงการ/ กิจกรรม", "ประเด็น")
        return [(head[0], *row) for head, row in zip(rows[::2], rows[1::2], strict=True)]

    def background(self) -> str:
        """All prose in order, with the summary table where it stands in ๒.๔."""
        at = self.prose_before_summary
        return "".join([*self.prose[:at], *self.summary(), *self.prose[at:]])


class Held:
    """What the workspace holds."""

    def __init__(self, root: Path) -> None:
        workspace = open_workspace(root)
        data = load_disclosures(workspace, "2569")
        result = load_result(root, "2568", workspace.catalogue.vocabularies)
        disclosure = data.by_slug("integrity-measures")
        assert result and disclosure
        self.problems = (*data.problems, *result.problems)
        self.item: Mapping[str, FieldValue] = disclosure.values
        self.result: Mapping[str, FieldValue] = result.values

    def text(self) -> str:
        """Every value but the remarks, which quote the document and would prove nothing."""
        return _folded(
            cell.text
            for key, value in self._fields()
            if key != "remarks"
            for _, cell in value.every_cell()
        )

    def labels_and_remarks(self) -> str:
        labels = [
            spec.label.th
            for _, value in self._fields()
            for spec in (value.spec, *value.spec.columns)
        ]
        remarks = [
            cell.text for key, value in self._fields() if key == "remarks" for cell in value.cells
        ]
        return _folded([*labels, *remarks])

    def _fields(self) -> list[tuple[str, FieldValue]]:
        return [*self.item.items(), *self.result.items()]


def lost(printed: Printed, held: Held) -> list[str]:
    """Prose lines, cells and headings of the document that the workspace does not hold."""
    text = held.text()
    anywhere = text + "\n" + held.labels_and_remarks()
    body = [*printed.prose, *map(_without_brackets, printed.cells)]
    return [
        *(part for part in body if fold(part) not in text),
        *(part for part in printed.headings if fold(part) not in anywhere),
    ]


def _without_marks(cell: str) -> str:
    return " ".join(re.sub(r"</?p>", " ", cell).split())


def _without_brackets(cell: str) -> str:
    """`(IIT)` of the column of instruments; the brackets are layout, the code is the value."""
    return cell.strip("()") if re.fullmatch(r"\([IEO]IT\)", cell) else cell


def _folded(texts: Iterable[str]) -> str:
    return "\n".join(map(fold, texts))  # `fold` leaves no line break inside a text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _rows(rows: Iterable[Row], columns: Iterable[str]) -> list[tuple[str, ...]]:
    """The rows as printed, but for line breaks."""
    columns = tuple(columns)
    return [tuple(" ".join(row.cell(key).text.split()) for key in columns) for row in rows]


@pytest.fixture(scope="module")
def printed() -> Printed:
    return Printed(SEED.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def held() -> Held:
    return Held(WORKSPACE)


def test_nothing_of_the_document_is_lost(printed: Printed, held: Held) -> None:
    assert not held.problems
    assert len(printed.prose) == 30 and len(printed.cells) > 250  # the seed itself was read
    assert lost(printed, held) == []


def test_prose_stands_in_its_order_and_nothing_is_added(printed: Printed, held: Held) -> None:
    rows = _rows(held.item["background"].rows, ("heading", "text"))
    assert _squeezed("".join(heading + text for heading, text in rows)) == _squeezed(
        printed.background()
    )


def test_tables_stand_row_by_row_as_printed(printed: Printed, held: Held) -> None:
    result = held.result
    assert _rows(result["instruments"].rows, ("name", "score")) == [
        tuple(row) for row in printed.tables[0][1:]
    ]
    assert _rows(result["indicators"].rows, ("name", "score")) == [
        tuple(row) for row in printed.tables[1][1:]
    ]
    average, level = printed.summary()[-2:]
    assert _rows(result["total"].rows, ("name", "score", "level")) == [
        (*average.rsplit(" ", 1), level.split(": ")[1])
    ]
    assert _rows(result["questions"].rows, QUESTION_COLUMNS) == printed.questions()
    assert _rows(held.item["measures"].rows, MEASURE_COLUMNS) == printed.measures()


def test_the_page_shows_the_result_without_its_being_typed_again(held: Held) -> None:
    assert len(held.item["overall-result"].rows) == 1 + 4 + 10
    assert _rows(held.item["question-analysis"].rows, QUESTION_COLUMNS) == _rows(
        held.result["questions"].rows, QUESTION_COLUMNS
    )


def test_counts(held: Held) -> None:
    codes = Counter(row.cell("id").text for row in held.result["questions"].rows)
    o_codes = [code for code in codes.elements() if code.startswith("O")]
    assert [code for code in codes if code.startswith("i")] == [f"i{n}" for n in range(1, 16)]
    assert [code for code in codes if code.startswith("e")] == [f"e{n}" for n in range(1, 10)]
    assert len(o_codes) == 28
    assert codes["O6"] == 2 and "O7" not in codes
    assert set(o_codes) == {f"O{n}" for n in range(1, 29) if n != 7}
    assert len(held.result["indicators"].rows) == 10
    assert len(held.item["measures"].rows) == 10


def test_each_code_is_that_of_its_printed_question(held: Held) -> None:
    for row in held.result["questions"].rows:
        code = arabic_digits(row.cell("question").text.split()[0])
        assert row.cell("id").text == re.sub(r"^0", "O", code)


def test_these_tests_can_fail(printed: Printed, tmp_path: Path) -> None:
    root = tmp_path / "nakham"
    shutil.copytree(WORKSPACE / "data", root / "data")
    path = root / "data/2569/o25.yaml"
    text = path.read_text(encoding="utf-8")
    measure = re.compile(r"  - indicator: ตัวชี้วัดที่ ๙ .*?(?=  - indicator: )", re.DOTALL)
    assert len(measure.findall(text)) == 1
    path.write_text(measure.sub("", text), encoding="utf-8")

    damaged = Held(root)
    missing = lost(printed, damaged)

    assert missing[0] == "ตัวชี้วัดที่ ๙ การปรับปรุงระบบการทำงาน (๓๘.๐๐ คะแนน)"
    assert [part.split(" ")[0] for part in missing[1:]] == [
        "มีการเปิดเผยข้อมูลของหน่วยงาน",
        "ทุกส่วนราชการต้องเปิดเผย",
    ]
    # Its other cells stand in other rows too; only the comparison row by row misses them.
    rows = _rows(damaged.item["measures"].rows, MEASURE_COLUMNS)
    assert [row for row in printed.measures() if row not in rows] == [printed.measures()[8]]


def test_a_changed_score_is_seen(printed: Printed, tmp_path: Path) -> None:
    root = tmp_path / "nakham"
    shutil.copytree(WORKSPACE / "data", root / "data")
    path = root / "data/results/2568.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("score: ๕๐", "score: ๑๐๐", 1), encoding="utf-8")

    rows = _rows(Held(root).result["questions"].rows, QUESTION_COLUMNS)

    [changed] = [row for row in printed.questions() if row not in rows]
    assert changed[2] == "๐๔ ข่าวประชาสัมพันธ์"
