"""`oit export` and what reads it back: the data are the same, whatever they say and however people treat it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from generated import fill, places
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from PIL import Image
from sites import ROOT, copy_workspace, tree
from workbooks import Filling, exported, flats, opened, planned, read
from workspaces import WorkspaceFolder

from site_builder.audit.engine import audit
from site_builder.catalogue.loader import load_catalogue
from site_builder.disclosures import load_disclosures
from site_builder.kinds import KINDS
from site_builder.kinds.base import ParseContext
from site_builder.kinds.spec import Field, Spec
from site_builder.kinds.values import Cell, FieldValue
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Report
from site_builder.problems import InputError
from site_builder.sources.files import FileStore
from site_builder.sources.nodes import Mapping, Node
from site_builder.sources.write import Plain, to_yaml
from site_builder.sources.yaml import parse_yaml
from site_builder.workbook.columns import columns_of
from site_builder.workbook.exporting import item_nodes
from site_builder.workbook.flat import decoded, encoded, flatten, unflatten
from site_builder.workbook.importing import apply_import, plan_import
from site_builder.workbook.merging import merged
from site_builder.workbook.names import COVER, fields_of, sign_of
from site_builder.workbook.reader import read_workbook
from site_builder.workbook.values import as_number, number_text
from site_builder.workbook.writer import ItemData, render

CATALOGUE = load_catalogue()
#: Items that have every kind of field between them.
SHAPES = ("o01", "o02", "o03", "o07", "o12", "o13", "o17", "o27")
REAL = [
    (ROOT / folder, edition)
    for folder, edition in (
        (".", "2568"),
        (".", "2569"),
        ("examples/kham-duang", "2566"),
        ("examples/kham-duang", "2567"),
        ("examples/nakham", "2569"),
        ("examples/phichai", "2567"),
        ("examples/tha-maling", "2566"),
        ("examples/ubon-ratchathani", "2566"),
    )
]


def test_the_cover_leads_to_the_sheet_of_an_item_that_has_no_file_yet(tmp_path: Path) -> None:
    root = copy_workspace(ROOT / "examples/nakham", tmp_path / "workspace")
    path = exported(root, "2569", items=("o01", "o25"))
    rows = openpyxl.load_workbook(path)[COVER].iter_rows(values_only=True)
    told = {row[1]: str(row[6]) for row in rows if row[1] in ("O1", "O25")}
    assert "กดที่ชื่อข้อ" in told["O1"] and "ไฟล์" not in told["O1"]
    assert "กดที่ชื่อข้อ" not in told["O25"]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the complete workspace, with `book.xlsx` of items of every shape; nothing in it is changed."""
    root = tmp_path_factory.mktemp("real") / "workspace"
    copy_workspace(ROOT, root)
    exported(root, "2568", items=SHAPES)
    return root


@pytest.mark.parametrize(
    ("source", "edition"), REAL, ids=[f"{path.name}-{edition}" for path, edition in REAL]
)
def test_real_data_come_back_byte_for_byte(source: Path, edition: str, tmp_path: Path) -> None:
    root = copy_workspace(source, tmp_path / "workspace")
    before = tree(root / "data")
    path = exported(root, edition)
    book = read(path, root, edition)
    workspace = opened(root, edition)
    plan = plan_import(workspace, book, path)
    assert (plan.items, plan.marks) == ((), ())
    assert apply_import(workspace, plan, path) == ((), "")
    assert tree(root / "data") == before
    for item in workspace.catalogue.editions[edition].items:
        assert set(book.items[item.id].fields) == set(flats(root, edition, item))


def typed(value: FieldValue) -> Any:
    """What a field says, without its places; a choice by its entry, however it is written."""

    def of(cell: Cell | None) -> Any:
        if cell is None or cell.is_blank:
            return None
        said = cell.value if hasattr(cell.value, "code") else cell.text
        return said, {key: of(part) for key, part in cell.parts.items() if not part.is_blank}

    def rows(found: Any) -> Any:
        return [
            (
                {
                    key: [of(cell) for cell in row.all_cells(key)]
                    for key in row.cells
                    if not row.cell(key).is_blank
                },
                row.depth,
                row.month,
            )
            for row in found
        ]

    blocks = [(of(each.month), of(each.none), rows(each.rows)) for each in value.months]
    cells = [said for cell in value.cells if (said := of(cell))]
    return of(value.none), cells, rows(value.rows), blocks, of(value.covers)


def parsed(node: Node | None, spec: Field, files: FileStore) -> Any:
    context = ParseContext(files, CATALOGUE.vocabularies)
    empty = FieldValue(spec, Location(""))
    found = KINDS[spec.kind].parse(node, spec, context) if node else empty
    assert not context.problems
    return typed(found)


@settings(max_examples=4)
@given(seed=st.integers(0, 10**6), edition=st.sampled_from(sorted(CATALOGUE.editions)))
def test_any_valid_data_come_back_as_they_were(
    seed: int, edition: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every kind of field, in every shape that it may be written in: the same values, and no file changes."""
    folder = WorkspaceFolder(tmp_path_factory.mktemp("generated"))
    shapes = Random(seed)
    wanted = [place for place in places(CATALOGUE, edition) if shapes.random() < 0.6]
    nones = [place for place in wanted if shapes.random() < 0.1]
    fill(folder, CATALOGUE, edition, wanted, nones, shapes)
    before = tree(folder.root / "data")
    path = exported(folder.root, edition)
    book = read(path, folder.root, edition)
    assert [mark for mark in book.marks if mark.is_wrong] == []
    files = FileStore(folder.root / "data" / edition / "files", "files")
    workspace = opened(folder.root, edition)
    for item in CATALOGUE.editions[edition].items:
        nodes = item_nodes(workspace, edition, item)
        for spec in fields_of(CATALOGUE.subject(item)):
            found = book.items[item.id].fields[spec.key]
            back = unflatten(found.flat, spec, Location(""))
            there = parsed(nodes.get(spec.key), spec, files)
            assert parsed(back, spec, files) == there, (item.id, spec.key)
    plan = plan_import(workspace, book, path)
    apply_import(workspace, plan, path)
    assert tree(folder.root / "data") == before


#: Texts that programs take for something else, and any others.
HOSTILE = st.one_of(
    st.sampled_from(
        ["=1+1", "+66", "-5", "@cmd", "'0812345678", "_x0041_", "_x000D_", "• ก", "•", "a\r\nb", "\\•", "#", "~",
         "oit1:2568:O1:structure", "TRUE", "1e5", "0", "007", "12:30", "1/2", "\x01", "\u2028ก", "😀", "<b>&amp;</b>"]
    ),
    st.text(min_size=1, max_size=30),
)  # fmt: skip


@given(st.lists(st.lists(HOSTILE, max_size=4), max_size=4))
def test_several_texts_of_one_cell_stay_apart(texts: list[list[str]]) -> None:
    for several in texts:
        said = [text.strip() for text in several]
        if said and any(said):
            assert decoded(encoded(said)) == said


@pytest.fixture(scope="module")
def report(real: Path) -> Report:
    workspace = opened(real, "2568")
    return audit(workspace, load_disclosures(workspace, "2568"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@settings(max_examples=40)
@given(unit=HOSTILE, remarks=st.lists(HOSTILE, max_size=3))
def test_texts_that_look_like_formulas_or_signs_stay_texts(
    unit: str, remarks: list[str], report: Report, folder: Path
) -> None:
    """Through a real file: written as text, read as the same text, never as a formula."""
    item = report.edition.items[0]
    try:
        node = parse_yaml(to_yaml({"unit": unit, "remarks": [*remarks, "จบ"]}), "x")
    except InputError:
        return  # no data file can hold it
    assert isinstance(node, Mapping)
    said = {
        spec.key: flatten(node.get(spec.key), spec, {})
        for spec in fields_of(CATALOGUE.subject(item))
    }
    path = folder / "hostile.xlsx"
    path.write_bytes(render(CATALOGUE, report, [ItemData(item, said)]))
    found = read_workbook(path, "hostile.xlsx", CATALOGUE).items[item.id].fields
    assert {key: each.flat for key, each in found.items()} == said
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if "/worksheets/sheet" in name]
        assert not any(b"<f>" in archive.read(name) for name in sheets)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "5",
        "-5",
        "108,000.00",
        "1,000",
        "1000",
        "12.50",
        "0.1",
        "999",
        "1000.5",
        "123456789012345",
    ],
)
def test_a_number_is_one_for_excel_and_shown_as_it_was_written(text: str) -> None:
    number = as_number(text)
    assert number is not None
    assert number_text(repr(number[0]), number[1]) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "ไม่มี",
        "007",
        "1,00",
        "1.",
        ".5",
        "๑๒",
        "12 บาท",
        "-0",
        "1234567890123456",
        "1e5",
        "5%",
        " 5",
    ],
)
def test_what_excel_would_show_otherwise_stays_a_text(text: str) -> None:
    assert as_number(text) is None


def test_the_same_data_give_the_same_bytes(real: Path) -> None:
    assert (real / "book.xlsx").read_bytes() == exported(
        real, "2568", "again.xlsx", items=SHAPES
    ).read_bytes()


# --- what a person does to a workbook -------------------------------------------------------


def _sheets(book: Any) -> None:
    """Sheets in another order, hidden, renamed, and some of one's own."""
    book._sheets.sort(key=lambda sheet: sheet.title, reverse=True)
    book["O2"].sheet_state = "hidden"
    book["O3"].title = "ติดต่อ"
    own = book.create_sheet("บันทึกของฉัน", 0)
    own["A1"], own["B2"], own["C3"] = "O1", "=SUM(1,2)", "#REF!"
    own.merge_cells("A5:D9")
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    own.add_image(Picture(picture), "F1")
    book.create_sheet("O99 ไม่มีข้อนี้")["A1"] = "x"


def _rows_and_columns(book: Any) -> None:
    for name in ("O2", "O3", "O7"):
        book[name].insert_rows(5, 2)
        book[name].insert_rows(1)
        book[name].insert_cols(2)
        book[name].insert_cols(1)


def _no_signs(book: Any) -> None:
    for sheet in book.worksheets:
        if sign_of(str(sheet.cell(1, 1).value or "")):
            sheet.delete_cols(1)


def _no_sign_rows(book: Any) -> None:
    """All hidden rows and the hidden column are deleted."""
    for sheet in book.worksheets:
        hidden = [number for number, row in sheet.row_dimensions.items() if row.hidden]
        for number in sorted(hidden, reverse=True):
            sheet.delete_rows(number)
    _no_signs(book)


def _another_program(book: Any) -> None:
    """Another program writes the numbers that it shows, and people add comments."""
    for sheet in book.worksheets:
        sheet.column_dimensions["C"].width = 5
        sheet["B1"].comment = Comment("บันทึก", "ฉัน")
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    cell.value = number_text(repr(float(cell.value)), cell.number_format)
                    cell.number_format = "@"


TREATMENTS: dict[str, Callable[[Any], None]] = {
    "sheets moved, hidden, renamed, added": _sheets,
    "rows and columns put in": _rows_and_columns,
    "no hidden column": _no_signs,
    "no hidden column and no hidden rows": _no_sign_rows,
    "numbers as text, comments": _another_program,
}


@pytest.mark.parametrize("name", TREATMENTS)
def test_the_data_are_found_whatever_is_done_to_the_form(
    name: str, real: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(real / "book.xlsx")
    TREATMENTS[name](book)
    path = tmp_path / "book.xlsx"
    book.save(path)
    plan = planned(path, real, "2568")
    assert [mark.code for mark in plan.marks] == []
    assert plan.items == ()


def test_a_deleted_sheet_or_row_leaves_the_data_alone(real: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(real / "book.xlsx")
    del book["O7"]
    sheet = book["O3"]
    sheet.delete_rows(5)
    path = tmp_path / "book.xlsx"
    book.save(path)
    plan = planned(path, real, "2568")
    assert (plan.items, plan.marks) == ((), ())


def test_rows_that_are_sorted_are_read_in_their_new_order(real: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes((real / "book.xlsx").read_bytes())
    with Filling(path) as book:
        sheet = book.sheet("O2")
        row, _ = book.headings(sheet, "ชื่อ-นามสกุล")
        first, last = row + 1, row + 3
        values = [[cell.value for cell in sheet[n]] for n in range(first, last + 1)]
        for n, row_values in zip(range(first, last + 1), reversed(values), strict=True):
            for column, value in enumerate(row_values, start=1):
                sheet.cell(n, column).value = value
    (item,) = planned(path, real, "2568").items
    (change,) = item.changes
    assert change.after.rows[0]["name"].text == change.before.rows[2]["name"].text
    assert len(change.after.rows) == len(change.before.rows)


# --- what is kept when one cell changes -----------------------------------------------------

WORDS: dict[str, tuple[Plain, Plain, Plain]] = {
    "a list of one stays a list": (["ก"], ["ข"], ["ข"]),
    "one text stays a text": ("ก", ["ข"], "ข"),
    "a document by its name": (["a.pdf"], [{"file": "a.pdf"}, "b.pdf"], ["a.pdf", "b.pdf"]),
    "a mapping of a name": ([{"file": "a.pdf"}], ["a.pdf", "b.pdf"], [{"file": "a.pdf"}, "b.pdf"]),
    "blank keys": ([{"a": "1", "b": ""}], [{"a": "2"}], [{"a": "2", "b": ""}]),
    "a code where another row changes": (
        [{"side": "political", "a": "1"}, {"side": "political", "a": "2"}],
        [{"side": "ฝ่ายการเมือง", "a": "1"}, {"side": "ฝ่ายการเมือง", "a": "3"}],
        [{"side": "political", "a": "1"}, {"side": "political", "a": "3"}],
    ),
    "nothing said anew": ([{"a": ["1"]}, ""], [{"a": "1"}], [{"a": ["1"]}, ""]),
}


@pytest.mark.parametrize("name", WORDS)
def test_what_says_the_same_stays_as_it_was_written(name: str) -> None:
    old, new, wanted = WORDS[name]
    spec = Field(
        "x",
        "table",
        Text("x", "x"),
        columns=(
            Spec("a", "text", Text("a", "a"), many=True),
            Spec("b", "text", Text("b", "b")),
            Spec("side", "choice", Text("s", "s"), vocabulary="side"),
        ),
    )
    assert merged(old, new, spec, CATALOGUE.vocabularies) == wanted


def test_a_text_too_long_for_a_cell_stays_in_the_data_file(
    workspace: WorkspaceFolder, tmp_path: Path
) -> None:
    long = "ยาว " * 10_000
    name = workspace.disclose("2568", "structure", f"unit: กองคลัง\npowers: {long}\n")
    before = (workspace.root / name).read_bytes()
    path = exported(workspace.root, "2568", items=("o01",))
    with Filling(path) as book:
        book.field("O1", "ส่วนงานที่รับผิดชอบ").value = "กองช่าง"
    plan = planned(path, workspace.root, "2568")
    apply_import(opened(workspace.root, "2568"), plan, path)
    after = (workspace.root / name).read_bytes()
    assert after == before.replace("กองคลัง".encode(), "กองช่าง".encode())
    (workspace.root / name).write_text("item: structure\n", encoding="utf-8")
    assert [mark.code for mark in planned(path, workspace.root, "2568").wrong] == [
        "text-not-restored"
    ]


# --- hostile files --------------------------------------------------------------------------


def _zip(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    'Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook><sheets/>&b;</workbook>'
_OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>'

SPOILT: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "workbook-unreadable"),
    "a text": ("สวัสดี".encode(), "workbook-unreadable"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "workbook-unreadable"),
    "a zip of something else": (_zip(**{"a.txt": "x"}), "workbook-unreadable"),
    "entities": (_zip(**{"_rels__.rels": _RELS, "xl__workbook.xml": _BOMB}), "workbook-unreadable"),
    "another file": (
        _zip(**{"_rels__.rels": _RELS, "xl__workbook.xml": _OUTSIDE}),
        "workbook-unreadable",
    ),
    "broken XML": (
        _zip(**{"_rels__.rels": _RELS, "xl__workbook.xml": "<a>"}),
        "workbook-unreadable",
    ),
    "a part that leads outside": (
        _zip(
            **{
                "_rels__.rels": _RELS,
                "xl__workbook.xml": '<workbook><sheets><sheet name="O1" r:id="r" xmlns:r="x"/></sheets></workbook>',
                "xl___rels__workbook.xml.rels": _RELS.replace("officeDocument", "worksheet")
                .replace('Id="a"', 'Id="r"')
                .replace("xl/workbook.xml", "../../../etc/passwd"),
            }
        ),
        "workbook-unreadable",
    ),
    "a bomb": (_zip(**{"_rels__.rels": "0" * 60_000_000}), "workbook-unreadable"),
    "no item": (b"own", "workbook-no-items"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_is_told_not_crashed_on(name: str, tmp_path: Path) -> None:
    content, code = SPOILT[name]
    path = tmp_path / "x.xlsx"
    if content == b"own":
        openpyxl.Workbook().save(path)
    else:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_workbook(path, "x.xlsx", CATALOGUE, default="2568")
    assert [problem.code for problem in caught.value.problems] == [code]


@settings(max_examples=40)
@given(data=st.data())
def test_a_workbook_with_spoilt_bytes_is_read_or_told(
    data: st.DataObject, report: Report, folder: Path
) -> None:
    """Parts of a real workbook with bytes changed: never any other error."""
    item = report.edition.items[1]
    empty = {spec.key: flatten(None, spec, {}) for spec in fields_of(CATALOGUE.subject(item))}
    content = render(CATALOGUE, report, [ItemData(item, empty)])
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(spoilt, "w") as new:
        names = old.namelist()
        part = data.draw(st.sampled_from(names))
        for name in names:
            text = bytearray(old.read(name))
            if name == part and text:
                for _ in range(data.draw(st.integers(1, 4))):
                    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
            new.writestr(name, bytes(text))
    path = folder / "spoilt.xlsx"
    path.write_bytes(spoilt.getvalue())
    try:
        read_workbook(path, "spoilt.xlsx", CATALOGUE, default="2568")
    except InputError as error:
        assert error.problems[0].code.startswith("workbook-")


def test_every_column_of_every_field_has_its_own_key_and_heading() -> None:
    for subject in CATALOGUE.subjects.values():
        for spec in fields_of(subject):
            columns = columns_of(spec)
            assert len({column.key for column in columns}) == len(columns)
            assert len({column.label.th for column in columns}) == len(columns), spec.key
