"""`oit import` of a workbook: what is wrong comes back marked, what is right is written, with a copy of what was."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image
from sites import ROOT, oit, tree
from workbooks import Filling, all_flats, exported, planned, read, said
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue
from site_builder.problems import InputError
from site_builder.workbook import importing
from site_builder.workbook.files import marked_path, write_workbook
from site_builder.workbook.importing import ImportPlan, apply_import, plan_import, summary
from site_builder.workbook.marking import LEAD, marked
from site_builder.workbook.names import fields_of

CLEAN, FINDINGS, BAD_INPUT = 0, 1, 2
EDITION = "2568"


# --- from an empty folder to a site ---------------------------------------------------------


CATALOGUE = load_catalogue()
#: What the complete workspace holds.
WHOLE = all_flats(ROOT, EDITION)


def type_in(book: Filling) -> None:
    """Fill the workbook in with all that the complete workspace has."""
    book.without_what_openpyxl_leaves_behind()
    for item in CATALOGUE.editions[EDITION].items:
        specs = fields_of(CATALOGUE.subject(item))
        for spec in reversed(specs):  # from below, so that no row moves before its turn
            if not WHOLE[item.id][spec.key].is_empty:
                book.fill(item.id, spec, WHOLE[item.id][spec.key])


def five_mistakes(book: Filling) -> dict[tuple[str, str], str]:
    """What people do to a workbook; where it must be told, by the code."""
    updated = book.field("O4", "ข้อมูล ณ วันที่")
    updated.value, updated.number_format = datetime(2568, 3, 1), "d/m/yyyy"
    sheet = book.sheet("O3")
    phone = sheet.cell(book.row_of(sheet, lambda text: text == "042-000-101"), 2)
    phone.value, phone.number_format = 42000101, "General"
    people = book.sheet("O2")
    row, columns = book.headings(people, "ชื่อ-นามสกุล", "ตำแหน่ง")
    at = columns["ตำแหน่ง"]
    people.merge_cells(start_row=row + 1, start_column=at, end_row=row + 2, end_column=at)
    bought = book.sheet_of("O12", "รายการจัดซื้อจัดจ้าง")
    head, columns = book.headings(bought, "เดือน", "ราคากลาง (บาท)")
    bought.cell(head + 4, columns["เดือน"]).value = None
    extra = bought.cell(head, max(columns.values()) + 1)
    extra.value = "หมายเหตุของฉัน"
    extra.offset(row=2).value = "ตรวจแล้ว"
    return {
        ("O4", updated.coordinate): "date-understood",
        ("O3", phone.coordinate): "cell-lost-zero",
        ("O2", people.cell(row + 1, at).coordinate): "cell-merged",
        (bought.title, bought.cell(head + 4, columns["เดือน"]).coordinate): "cell-month-missing",
        (bought.title, extra.coordinate): "column-unknown",
    }


def comments(path: Path, book: Any = None) -> dict[tuple[str, str], str]:
    """What is said at which cell."""
    book = book or openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def coloured(path: Path, book: Any = None) -> set[tuple[str, str]]:
    """The cells that a format of ours colours."""
    found = set()
    book = book or openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for listed in sheet.conditional_formatting:
            if any("oit-mark" in "".join(rule.formula) for rule in listed.rules):
                assert all(rule.dxf.fill.bgColor.rgb for rule in listed.rules)
                for cells in str(listed.sqref).split():
                    found.add((sheet.title, cells))
    return found


def test_from_an_empty_folder_to_a_site_with_five_mistakes_on_the_way(tmp_path: Path) -> None:
    """The commands of the Thai guide, in its order."""
    root = tmp_path / "เทศบาล ทดสอบ"
    start = ("--type", "เทศบาลตำบล", "--website", "www.thungsommut.example", "--edition", EDITION)
    assert oit("init", root.name, "--name", "เทศบาลตำบลทุ่งสมมุติ", *start, cwd=tmp_path).code == CLEAN
    blank = {path.name: path.read_text(encoding="utf-8") for path in data_files(root)}
    # A person fills in the agency's own file, and lays documents and pictures in their folders.
    filled = (ROOT / "data" / "agency.yaml").read_text(encoding="utf-8")
    (root / "data" / "agency.yaml").write_text(
        filled.replace('edition: "2569"', f'edition: "{EDITION}"'), encoding="utf-8"
    )
    shutil.copytree(ROOT / "data" / "files", root / "data" / "files")
    shutil.copytree(ROOT / "data" / EDITION / "files", root / "data" / EDITION / "files")
    shutil.copytree(ROOT / "data" / "results", root / "data" / "results")
    assert oit("export", "--edition", EDITION, cwd=root).code == CLEAN
    path = root / f"OIT-{EDITION}.xlsx"
    with Filling(path) as book:
        type_in(book)
        wanted = five_mistakes(book)
    before = path.read_bytes()

    run = oit("import", path.name, "--yes", cwd=root)
    assert run.code == FINDINGS
    assert blank == {path.name: path.read_text(encoding="utf-8") for path in data_files(root)}
    assert path.read_bytes() == before, "the workbook itself is left alone"
    back = root / f"OIT-{EDITION}.แก้ไข.xlsx"
    with Filling(back) as book:
        texts = comments(back, book.book)
        assert texts.keys() == wanted.keys() == coloured(back, book.book)
        for place, text in texts.items():
            assert text.startswith(LEAD) and "→" in text and re.search("[ก-๙]", text), place
        assert "1 มีนาคม 2568" in texts["O4", "C6"]
        sheet = book.sheet("O3")
        (fax,) = [cell for name, cell in wanted if name == "O3"]
        sheet[fax].value, sheet[fax].number_format = "042-000-101", "@"
        people = book.sheet("O2")
        people.unmerge_cells(str(next(iter(people.merged_cells.ranges))))
        row, columns = book.headings(people, "ชื่อ-นามสกุล", "ตำแหน่ง")
        position = WHOLE["O2"]["people"].rows[1]["position"].text
        people.cell(row + 2, columns["ตำแหน่ง"]).value = position
        bought = book.sheet_of("O12", "รายการจัดซื้อจัดจ้าง")
        head, columns = book.headings(bought, "เดือน", "ราคากลาง (บาท)")
        bought.cell(head + 4, columns["เดือน"]).value = "ต.ค. 67"
        bought.delete_cols(columns["หมายเหตุของฉัน"])
    run = oit("import", back.name, "--yes", cwd=root)
    assert run.code == CLEAN, run.out + run.err
    check = oit("check", "--edition", EDITION, cwd=root)
    assert check.code == CLEAN, check.out
    assert oit("build", cwd=root).code == CLEAN
    page = (root / "site" / "oit" / EDITION / "o12" / "index.html").read_text(encoding="utf-8")
    assert "67109025717" in page
    for item, mine in all_flats(root, EDITION).items():
        changed = {key for key in mine if mine[key] != WHOLE[item][key]}
        assert changed == ({"updated"} if item == "O4" else set()), item
    for path in data_files(root):
        kept = [line for line in blank[path.name].splitlines() if line.startswith("#")]
        assert kept == [
            line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")
        ], "what each item asks for still stands in its file"


def data_files(root: Path) -> list[Path]:
    return sorted((root / "data" / EDITION).glob("*.yaml"))


# --- each thing that people do --------------------------------------------------------------

YAML = """\
# ห้ามลบบรรทัดนี้
unit: กองคลัง   # หมายเหตุท้ายบรรทัด
updated: 8 มกราคม 2568
purchases:
  covers: ตุลาคม 2567 - ธันวาคม 2567
  months:
    - month: ตุลาคม 2567
      rows:
        - item: ซื้อกระดาษ
          budget: 1,000.00
          method: specific
          egp-no: "67100000001"
    - month: พฤศจิกายน 2567
      none: ไม่มีรายการในเดือนพฤศจิกายน 2567
    - month: ธันวาคม 2567
      rows:
        - item: จ้างทำป้าย
          budget: 500
          method: e-market
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a list of purchases and a chart, and its workbook `book.xlsx`."""
    folder = WorkspaceFolder(tmp_path_factory.mktemp("template") / "workspace")
    folder.disclose(EDITION, "procurement-list", YAML)
    chart = "unit: สำนักปลัด\nchart:\n  - name: ผู้บริหาร\n    units:\n      - name: สำนักปลัด\n"
    folder.disclose(EDITION, "structure", chart)
    folder.disclose(EDITION, "contact", "phone: [043000001, 043000002]\n")
    exported(folder.root, EDITION, items=("o01", "o02", "o03", "o04", "o12"))
    return folder.root


@pytest.fixture
def shop(template: Path, workspace: WorkspaceFolder) -> WorkspaceFolder:
    """A copy of it for one test."""
    shutil.copytree(template, workspace.root, dirs_exist_ok=True)
    return workspace


def bought(book: Filling) -> tuple[Any, int, dict[str, int]]:
    sheet = book.sheet_of("O12", "รายการจัดซื้อจัดจ้าง")
    return sheet, *book.headings(sheet, "เดือน", "ราคากลาง (บาท)")


def cell(book: Filling, label: str, row: int = 1) -> Any:
    """A cell of the list of purchases; rows count from 1 below the headings."""
    sheet, head, columns = bought(book)
    return sheet.cell(head + row, columns[label])


def put(label: str, row: int, value: Any, shape: str = "General") -> Callable[[Filling], None]:
    def fill(book: Filling) -> None:
        found = cell(book, label, row)
        found.value, found.number_format = value, shape

    return fill


def field(item: str, label: str, value: Any, shape: str = "General") -> Callable[[Filling], None]:
    def fill(book: Filling) -> None:
        found = book.field(item, label)
        found.value, found.number_format = value, shape

    return fill


def heading(label: str, text: str, below: str = "") -> Callable[[Filling], None]:
    def fill(book: Filling) -> None:
        sheet, head, columns = bought(book)
        at = columns.get(label, max(columns.values()) + 1)
        sheet.cell(head, at).value = text
        if below:
            sheet.cell(head + 1, at).value = below

    return fill


def _merged(book: Filling) -> None:
    sheet, head, columns = bought(book)
    at = columns["ราคากลาง (บาท)"]
    sheet.merge_cells(start_row=head + 1, start_column=at, end_row=head + 1, end_column=at + 1)
    sheet.cell(head + 1, at).value = "900"


def _no_column(book: Filling) -> None:
    sheet, _, columns = bought(book)
    sheet.delete_cols(columns["เลขที่โครงการในระบบ e-GP"])


def _level(book: Filling) -> None:
    sheet = book.sheet("O1")
    row, columns = book.headings(sheet, "ส่วนงาน")
    sheet.cell(row + 2, columns["ระดับ (1 = บนสุด)"]).value = "3"


def _copied_sheet(book: Filling) -> None:
    copy = book.book.copy_worksheet(book.sheet("O12"))
    copy.title = "O12 (2)"


def _phone(book: Filling) -> None:
    sheet = book.sheet("O3")
    row = book.row_of(sheet, lambda text: text == "043000001")
    sheet.cell(row, 2).value, sheet.cell(row, 2).number_format = 43000003, "General"


def _total(book: Filling) -> None:
    put("ชื่อรายการของงานที่ซื้อหรือจ้าง", 4, "รวม")(book)
    put("เดือน", 4, "ธันวาคม 2567")(book)
    put("วงเงินงบประมาณที่ได้รับจัดสรร (บาท)", 4, "=SUM(1,2)")(book)


def _document(book: Filling) -> None:
    sheet = book.sheet("O12")
    title = book.row_of(sheet, lambda text: text == "เอกสารแนบ")
    sheet.cell(title + 4, 2).value = "ไม่มีไฟล์นี้.pdf"


def _span(book: Filling) -> None:
    sheet, _, _ = bought(book)
    row = book.row_of(sheet, lambda text: text.startswith("ตารางนี้ครอบคลุม"))
    sheet.cell(row, 3).value = "ตุลาคม 2567 - มกราคม 2568"


_ITEM, _BUDGET = "ชื่อรายการของงานที่ซื้อหรือจ้าง", "วงเงินงบประมาณที่ได้รับจัดสรร (บาท)"
_DAY = "ข้อมูล ณ วันที่"

#: What a person does, and the codes that it must be told under.
MISTAKES: dict[str, tuple[Callable[[Filling], None], set[str]]] = {
    "a formula without its result": (put(_BUDGET, 1, "=1+1"), {"cell-formula"}),
    "an error": (put(_ITEM, 3, "#REF!"), {"cell-error"}),
    "an error in a blank cell": (put("ราคากลาง (บาท)", 1, "#N/A"), {"cell-error"}),
    "a text that turns round": (put(_ITEM, 3, "ก\u202eข"), {"character-refused"}),
    "a text that steers": (put("ราคากลาง (บาท)", 1, "\x9b31m"), {"character-refused"}),
    "a telephone as a number": (_phone, {"cell-lost-zero"}),
    "a number of 17 digits": (
        put("เลขที่โครงการในระบบ e-GP", 1, 67100000001234567),
        {"cell-lost-digits"},
    ),
    "a text that became a date": (
        put(_ITEM, 1, datetime(2025, 3, 1), "d/m/yyyy"),
        {"cell-became-date"},
    ),
    "a two-digit year": (
        field("O12", _DAY, datetime(1968, 3, 1), "d/m/yy"),
        {"cell-date-doubtful"},
    ),
    "a day that its era has not": (
        field("O12", _DAY, datetime(2568, 2, 29), "d/m/yyyy"),
        {"cell-date-impossible"},
    ),
    "a date of the Buddhist Era": (
        field("O12", _DAY, datetime(2568, 3, 1), "d/m/yyyy"),
        {"date-understood"},
    ),
    "a date of the common era": (
        field("O12", _DAY, datetime(2025, 3, 1), "d/m/yyyy"),
        {"date-understood"},
    ),
    "no date at all": (field("O12", _DAY, "เมื่อวาน"), {"date-unreadable"}),
    "a choice that is none": (put("วิธีการจัดซื้อจัดจ้าง", 1, "ประมูล"), {"choice-unknown"}),
    "words for a number": (put(_BUDGET, 1, "หนึ่งพัน"), {"number-unreadable"}),
    "merged cells": (_merged, {"cell-merged"}),
    "a row without its month": (put("เดือน", 1, None), {"cell-month-missing", "cell-month-skipped"}),
    "a month left out": (
        put("ถ้าเดือนนี้ไม่มีรายการ ให้เขียนข้อความที่นี่", 2, None),
        {"cell-month-skipped", "month-blank"},
    ),
    "a column of one's own": (heading("", "ผู้ตรวจ", "ก"), {"column-unknown"}),
    "a heading typed over": (
        heading("ราคากลาง (บาท)", "สถานะการจัดซื้อจัดจ้าง"),
        {"column-contradicts"},
    ),
    "a column deleted": (_no_column, {"column-missing"}),
    "a level too deep": (_level, {"cell-level"}),
    "a copy of a sheet": (_copied_sheet, {"sheet-twice"}),
    "a total": (_total, {"cell-formula", "row-total"}),
    "a document that is not there": (_document, {"file-missing"}),
    "a month that the span covers": (_span, {"cell-month-uncovered"}),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told_at_its_cell_and_nothing_is_written(
    name: str, shop: WorkspaceFolder
) -> None:
    mistake, codes = MISTAKES[name]
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        mistake(book)
    plan = planned(path, shop.root, EDITION)
    assert {mark.code for mark in plan.marks} - {"month-blank"} == codes - {"month-blank"}
    for mark in plan.marks:
        assert mark.location.file.startswith("book.xlsx [O")
        assert re.search("[ก-๙]", mark.message.th) and re.search("[ก-๙]", mark.remedy.th)
        assert mark.message.en and mark.remedy.en
    content = marked(path, plan.marks)
    back = shop.root / "back.xlsx"
    back.write_bytes(content)
    refs = [
        ref
        for name, part in parts(back).items()
        if "comments" in name
        for ref in re.findall(rb'<comment ref="(\w+)"', part)
    ]
    assert sorted(ref.decode() for ref in refs) == sorted(
        place.split()[-1] for place in {mark.location.file for mark in plan.marks}
    )
    if plan.wrong:
        assert all(each.is_wrong for each in plan.items)
        assert plan.to_write(force=True) == ()


RIGHT: dict[str, tuple[Callable[[Filling], None], list[str], list[str]]] = {
    "a text": (
        field("O12", "ส่วนงานที่รับผิดชอบ", "กองช่าง"),
        ["unit: กองคลัง   # หมายเหตุท้ายบรรทัด"],
        ["unit: กองช่าง   # หมายเหตุท้ายบรรทัด"],
    ),
    "a number as one": (
        put(_BUDGET, 1, 1500.5),
        ["          budget: 1,000.00"],
        ["          budget: '1500.5'"],
    ),
    "a number as people see it": (
        put(_BUDGET, 1, 1500.5, "#,##0.00"),
        ["          budget: 1,000.00"],
        ["          budget: 1,500.50"],
    ),
    "a formula with its result": (
        put(_BUDGET, 1, 2000, "#,##0"),
        ["          budget: 1,000.00"],
        ["          budget: 2,000"],
    ),
    "a date of the Buddhist Era": (
        field("O12", _DAY, datetime(2568, 3, 1), "d/m/yyyy"),
        ["updated: 8 มกราคม 2568"],
        ["updated: 1 มีนาคม 2568"],
    ),
    "a date of the common era": (
        field("O12", _DAY, datetime(2025, 3, 1), "d/m/yyyy"),
        ["updated: 8 มกราคม 2568"],
        ["updated: 1 มีนาคม 2568"],
    ),
    "a date as text": (
        field("O12", _DAY, "1/3/2568"),
        ["updated: 8 มกราคม 2568"],
        ["updated: 1/3/2568"],
    ),
    "an ID as a number": (
        put("เลขที่โครงการในระบบ e-GP", 1, 67100000009),
        ['          egp-no: "67100000001"'],
        ["          egp-no: '67100000009'"],
    ),
    "nothing any more": (put(_BUDGET, 3, None), ["          budget: 500"], []),
    "a choice": (
        put("วิธีการจัดซื้อจัดจ้าง", 3, "คัดเลือก"),
        ["          method: e-market"],
        ["          method: คัดเลือก"],
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_written_and_nothing_else_changes(
    name: str, shop: WorkspaceFolder
) -> None:
    change, gone, come = RIGHT[name]
    path = shop.root / "book.xlsx"
    file = shop.root / shop.file_of(EDITION, "procurement-list")
    before = file.read_bytes()
    with Filling(path) as book:
        change(book)
    plan = planned(path, shop.root, EDITION)
    written, folder = apply_import(shop.open(EDITION), plan, path)
    assert [each.item.id for each in written] == ["O12"]
    old, new = before.decode().splitlines(), file.read_text(encoding="utf-8").splitlines()
    assert [line for line in old if line not in new] == gone
    assert [line for line in new if line not in old] == come
    copy = shop.root / folder / shop.file_of(EDITION, "procurement-list")
    assert copy.read_bytes() == before
    assert planned(path, shop.root, EDITION).items == ()


def test_a_row_at_the_end_joins_its_month(shop: WorkspaceFolder) -> None:
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        put("เดือน", 7, "ต.ค. 67")(book)
        put(_ITEM, 7, "ซื้อหมึก")(book)
    plan = planned(path, shop.root, EDITION)
    apply_import(shop.open(EDITION), plan, path)
    value = shop.disclosure(EDITION, "procurement-list").values["purchases"]
    assert [(str(b.month.value), len(b.rows)) for b in value.months] == [
        ("ตุลาคม 2567", 2),
        ("พฤศจิกายน 2567", 0),
        ("ธันวาคม 2567", 1),
    ]
    assert value.months[0].rows[1].cell("item").text == "ซื้อหมึก"


# --- data that others change meanwhile ------------------------------------------------------


def edited(shop: WorkspaceFolder, old: str, new: str) -> None:
    file = shop.root / shop.file_of(EDITION, "procurement-list")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def unit_of(shop: WorkspaceFolder) -> str:
    return shop.disclosure(EDITION, "procurement-list").header("unit").text


def test_what_others_changed_meanwhile_stays_where_the_workbook_did_not_change_it(
    shop: WorkspaceFolder,
) -> None:
    path = shop.root / "book.xlsx"
    edited(shop, "unit: กองคลัง", "unit: กองช่าง")
    with Filling(path) as book:
        field("O12", _DAY, "2 มกราคม 2568")(book)
    plan = planned(path, shop.root, EDITION)
    assert plan.items[0].conflicts == ()
    apply_import(shop.open(EDITION), plan, path)
    assert unit_of(shop) == "กองช่าง"


def test_a_field_that_both_have_changed_is_a_conflict(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shop.root / "book.xlsx"
    edited(shop, "unit: กองคลัง", "unit: กองช่าง")
    with Filling(path) as book:
        field("O12", "ส่วนงานที่รับผิดชอบ", "สำนักปลัด")(book)
    run = said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--yes")
    assert run.code == FINDINGS and "--force" in run.out
    assert unit_of(shop) == "กองช่าง"
    assert (
        said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--yes", "--force").code
        == CLEAN
    )
    assert unit_of(shop) == "สำนักปลัด"
    (copies,) = [each for each in (shop.root / "backup").iterdir() if each.is_dir()]
    assert "กองช่าง" in (copies / "data/2568/o12.yaml").read_text(encoding="utf-8")


def test_the_same_workbook_may_be_filled_in_further_and_read_again(shop: WorkspaceFolder) -> None:
    path = shop.root / "book.xlsx"
    for unit in ("กองช่าง", "สำนักปลัด", "กองคลัง"):
        with Filling(path) as book:
            field("O12", "ส่วนงานที่รับผิดชอบ", unit)(book)
        plan = planned(path, shop.root, EDITION)
        assert [each.conflicts for each in plan.items] == [()]
        apply_import(shop.open(EDITION), plan, path)
        assert unit_of(shop) == unit


def test_a_workbook_that_no_longer_knows_the_state_asks_before_it_changes_data(
    shop: WorkspaceFolder,
) -> None:
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        del book.book["_oit"]
        field("O12", "ส่วนงานที่รับผิดชอบ", "กองช่าง")(book)
        field("O4", "ส่วนงานที่รับผิดชอบ", "กองใหม่")(book)
    plan = planned(path, shop.root, EDITION)
    assert {each.item.id: bool(each.conflicts) for each in plan.items} == {"O4": False, "O12": True}


# --- the command ----------------------------------------------------------------------------


def test_a_dry_run_and_a_run_without_yes_write_nothing(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with Filling(shop.root / "book.xlsx") as book:
        field("O12", "ส่วนงานที่รับผิดชอบ", "กองช่าง")(book)
    before = tree(shop.root)
    run = said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--dry-run")
    assert run.code == CLEAN
    assert "-unit: กองคลัง" in run.out and "+unit: กองช่าง" in run.out
    run = said(capsys, shop.root, "import", str(shop.root / "book.xlsx"))
    assert run.code == BAD_INPUT and "--yes" in run.err
    assert tree(shop.root) == before


def test_partial_takes_over_the_items_that_are_right(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with Filling(shop.root / "book.xlsx") as book:
        field("O1", "ส่วนงานที่รับผิดชอบ", "สำนักใหม่")(book)
        field("O12", _DAY, "เมื่อวาน")(book)
    run = said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--yes", "--partial")
    assert run.code == FINDINGS
    assert shop.disclosure(EDITION, "structure").header("unit").text == "สำนักใหม่"
    assert shop.disclosure(EDITION, "procurement-list").header("updated").text == "8 มกราคม 2568"
    assert (shop.root / "book.แก้ไข.xlsx").exists()


def test_in_place_marks_the_workbook_itself_and_keeps_a_copy(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        field("O12", _DAY, "เมื่อวาน")(book)
    before = path.read_bytes()
    assert (
        said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--yes", "--in-place").code
        == FINDINGS
    )
    assert list(comments(path)) == [("O12", "C6")]
    (copy,) = (shop.root / "backup").glob("*/book.xlsx")
    assert copy.read_bytes() == before
    with Filling(path) as book:
        field("O12", _DAY, "9 มกราคม 2568")(book)
    assert said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--yes").code == CLEAN


def test_export_does_not_replace_a_workbook_that_is_there(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.root / f"OIT-{EDITION}.xlsx").write_bytes(b"filled in")
    run = said(capsys, shop.root, "export", "--edition", EDITION)
    assert run.code == BAD_INPUT and "--force" in run.err
    assert (shop.root / f"OIT-{EDITION}.xlsx").read_bytes() == b"filled in"


@pytest.mark.parametrize(
    ("name", "message"),
    [("~$book.xlsx", "~$"), ("ไม่มี.xlsx", "เปิดไฟล์ไม่ได้"), ("data/agency.yaml", ".xlsx")],
)
def test_a_file_that_is_no_workbook_is_told(
    name: str, message: str, shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.root / "~$book.xlsx").write_bytes(b"x")
    run = said(capsys, shop.root, "import", str(shop.root / name))
    assert run.code == BAD_INPUT
    assert message in run.err and "Traceback" not in run.err


def test_a_workbook_that_is_open_elsewhere_is_told(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop.root / "~$book.xlsx").write_bytes(b"x")
    assert "เปิดค้าง" in said(capsys, shop.root, "import", str(shop.root / "book.xlsx")).err


def test_a_workbook_of_another_edition_is_refused(
    shop: WorkspaceFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    run = said(capsys, shop.root, "import", str(shop.root / "book.xlsx"), "--edition", "2569")
    assert run.code == BAD_INPUT and "2568" in run.err


def test_a_data_folder_that_leads_elsewhere_is_not_written_to(
    shop: WorkspaceFolder, tmp_path: Path
) -> None:
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        field("O12", "ส่วนงานที่รับผิดชอบ", "กองช่าง")(book)
    found = read(path, shop.root, EDITION)
    file = shop.root / shop.file_of(EDITION, "procurement-list")
    file.rename(tmp_path / "elsewhere.yaml")
    file.symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(InputError) as caught:
        plan_import(shop.open(EDITION), found, path)
    assert caught.value.problems[0].code == "path-outside"


# --- what else stands in a workbook stays ---------------------------------------------------


def own_things(path: Path) -> None:
    """Everything that people keep in their workbooks beside our cells."""
    with Filling(path) as book:
        own = book.book.create_sheet("ของฉัน")
        for row in ((1, 2), (3, 4)):
            own.append(row)
        own["C1"] = "=A1+B1"
        own["D1"].comment = Comment("ความเห็นของฉัน", "ฉัน")
        chart = BarChart()
        chart.add_data(Reference(own, min_col=1, min_row=1, max_row=2))
        own.add_chart(chart, "F1")
        picture = io.BytesIO()
        Image.new("RGB", (4, 4), "red").save(picture, "PNG")
        book.sheet("O12").add_image(Picture(picture), "L2")
        choice = DataValidation(type="list", formula1='"ก,ข"')
        own.add_data_validation(choice)
        choice.add("A5")
        rule: Any = CellIsRule  # types-openpyxl leaves it without types
        green = PatternFill("solid", bgColor="FF00FF00")
        own.conditional_formatting.add("A1:B2", rule("greaterThan", ["1"], fill=green))
        book.sheet("O1").sheet_state = "hidden"
        sheet = book.sheet("O12")
        sheet.column_dimensions["C"].width = 77
        sheet["C6"].comment = Comment("ถามหัวหน้าก่อน", "ฉัน")
        sheet["H1"].comment = Comment("อีกความเห็น", "ฉัน")
        field("O12", _DAY, "เมื่อวาน")(book)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_that_is_not_ours_stays_byte_for_byte(shop: WorkspaceFolder) -> None:
    path, back = shop.root / "book.xlsx", shop.root / "back.xlsx"
    own_things(path)
    plan = planned(path, shop.root, EDITION)
    assert [mark.code for mark in plan.wrong] == ["date-unreadable"]
    back.write_bytes(marked(path, plan.marks))
    old, new = parts(path), parts(back)
    (sheet,) = {mark.sheet.part for mark in plan.marks}
    changed = {name for name in old if old[name] != new[name]}
    assert old.keys() <= new.keys()
    assert {"xl/styles.xml", sheet} <= changed
    assert all(
        "comment" in name.lower() or "xl/drawings" in name
        for name in changed - {"xl/styles.xml", sheet}
    )
    assert old[sheet] == re.sub(
        b"<conditionalFormatting.*?</conditionalFormatting>", b"", new[sheet], flags=re.DOTALL
    )
    texts = comments(back)
    assert texts["O12", "C6"].startswith("ถามหัวหน้าก่อน") and LEAD in texts["O12", "C6"]
    assert texts["O12", "H1"] == "อีกความเห็น" and texts["ของฉัน", "D1"] == "ความเห็นของฉัน"

    again = shop.root / "again.xlsx"
    again.write_bytes(marked(back, planned(back, shop.root, EDITION).marks))
    assert comments(again) == texts and coloured(again) == coloured(back) == {("O12", "C6")}

    with Filling(back) as book:
        field("O12", _DAY, "9 มกราคม 2568")(book)
    clear = shop.root / "clear.xlsx"
    clear.write_bytes(marked(back, ()))
    assert coloured(clear) == set()
    assert comments(clear) == comments(path)


def test_marks_on_many_sheets_with_and_without_comments(shop: WorkspaceFolder) -> None:
    """A mark at every kind of place, twice, and all of them gone again."""
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        for item in ("O1", "O2", "O12"):
            field(item, _DAY, "เมื่อวาน")(book)
        put(_BUDGET, 1, "มาก")(book)
        heading("", "ของฉัน <&>", "x")(book)
    for _ in range(2):
        plan = planned(path, shop.root, EDITION)
        assert len(plan.wrong) == 5
        path.write_bytes(marked(path, plan.marks))
        assert len(comments(path)) == len(coloured(path)) == len(plan.marks)
    path.write_bytes(marked(path, ()))
    assert comments(path) == {} and coloured(path) == set()


def test_the_marked_copy_has_a_name_of_its_own_and_keeps_it() -> None:
    assert marked_path(Path("a/OIT-2568.xlsx")) == Path("a/OIT-2568.แก้ไข.xlsx")
    assert marked_path(Path("a/OIT-2568.แก้ไข.xlsx")) == Path("a/OIT-2568.แก้ไข.xlsx")


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(InputError):
        write_workbook(tmp_path / "folder.xlsx", b"x")


def test_two_imports_in_one_second_keep_their_copies_apart(shop: WorkspaceFolder) -> None:
    first = importing.keep_copies(shop.root, ["data/agency.yaml"])
    second = importing.keep_copies(shop.root, ["data/agency.yaml"])
    assert first != second and importing.copies(shop.root) == 2


def test_a_change_is_said_in_one_line(shop: WorkspaceFolder) -> None:
    path = shop.root / "book.xlsx"
    with Filling(path) as book:
        field("O12", "ส่วนงานที่รับผิดชอบ", "กองช่าง")(book)
        put(_BUDGET, 1, 9)(book)
    plan: ImportPlan = planned(path, shop.root, EDITION)
    assert [str(summary(change)) for change in plan.items[0].changes] == [
        "ส่วนงานที่รับผิดชอบ: “กองคลัง” → “กองช่าง”",
        "รายการจัดซื้อจัดจ้างและความก้าวหน้า: เพิ่ม 0 แถว แก้ 1 แถว ลบ 0 แถว (รวม 3 แถว)",
    ]
