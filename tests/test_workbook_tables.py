"""`oit import` of a single table: known headings are taken, unknown ones are named with a proposal."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sites import oit, tree
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue
from site_builder.problems import InputError
from site_builder.thai import fold
from site_builder.workbook.columns import MONTH, columns_of
from site_builder.workbook.importing import apply_import, plan_import
from site_builder.workbook.names import fields_of
from site_builder.workbook.tables import Wanted, read_table, synonyms

CLEAN, FINDINGS, BAD_INPUT = 0, 1, 2
EDITION = "2568"
LIST = Wanted("O12", "purchases")

#: As e-GP and an accounting program write them: other names, another order, a title above.
EGP = """\
รายงานผลการจัดซื้อจัดจ้าง เทศบาลตำบลตัวอย่าง
ลำดับ,วันที่ทำสัญญา,ชื่อโครงการ,วงเงินงบประมาณ (บาท),วิธีจัดหา,ราคากลาง,มูลค่าสัญญา,คู่สัญญา,เลขที่โครงการ,สถานะ
1,15/10/2567,ซื้อกระดาษ A4,"12,000.00",วิธีเฉพาะเจาะจง,"12,000.00","11,500.00",ร้านเครื่องเขียน,67100000001,สิ้นสุดสัญญา
2,3 ต.ค. 67,จ้างทำป้าย,"5,000.00",วิธีเฉพาะเจาะจง,"5,000.00","5,000.00",ร้านป้าย,67100000002,ลงนามสัญญา
3,2024-12-20,จ้างซ่อมถนน,"900,000.00",e-bidding,"899,000.00","850,000.00",หจก. ถนนดี,67120000003,ลงนามสัญญา
"""

OLD = """\
purchases:
  months:
    - month: พฤศจิกายน 2567
      rows:
        - item: ซื้อน้ำดื่ม
          egp-no: "67110000009"
    - month: ตุลาคม 2567
      rows:
        - item: ซื้อกระดาษ A4
          budget-source: เงินอุดหนุน
          egp-no: "67100000001"
"""


def read(folder: WorkspaceFolder, path: Path, wanted: Wanted = LIST) -> Any:
    workspace = folder.open(EDITION)
    book = read_table(path, path.name, workspace, EDITION, wanted)
    plan = plan_import(workspace, book, None)
    assert not plan.wrong, plan.wrong
    apply_import(workspace, plan, None)
    return folder.disclosure(EDITION, "procurement-list").values["purchases"]


def months(value: Any) -> dict[str, list[str]]:
    return {
        str(block.month.value): [row.cell("item").text for row in block.rows]
        for block in value.months
    }


def with_sign(sign: str) -> bytes:
    """The list with another sign between its cells."""
    rows = csv.reader(io.StringIO(EGP))
    return "\n".join(sign.join(row) for row in rows).encode()


ENCODED: dict[str, bytes] = {
    "UTF-8": EGP.encode(),
    "UTF-8 with its sign": EGP.encode("utf-8-sig"),
    "TIS-620": EGP.encode("cp874"),
    "UTF-16": EGP.encode("utf-16"),
    "CRLF": EGP.replace("\n", "\r\n").encode("cp874"),
    "semicolons": with_sign(";"),
    "tabs": with_sign("\t"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
def test_a_list_of_another_program_is_read_by_its_own_headings(
    name: str, workspace: WorkspaceFolder
) -> None:
    value = read(workspace, workspace.write("รายการ.csv", ENCODED[name]))
    assert months(value) == {
        "ตุลาคม 2567": ["ซื้อกระดาษ A4", "จ้างทำป้าย"],
        "ธันวาคม 2567": ["จ้างซ่อมถนน"],
    }
    row = value.rows[2]
    assert row.cell("budget").value == 900_000
    assert row.cell("agreed-price").value == 850_000
    assert row.cell("method").value.code == "e-bidding"
    assert row.cell("selected").text == "หจก. ถนนดี"
    assert row.cell("status").value.code == "contracted"


def test_a_sheet_of_excel_is_read_with_its_dates_and_numbers(workspace: WorkspaceFolder) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "คำอธิบาย"
    sheet = book.create_sheet("ข้อมูล")
    sheet.append(["รายงาน"])
    sheet.append(["วันที่ทำสัญญา", "ชื่อโครงการ", "วงเงินงบประมาณ", "เลขที่โครงการ"])
    sheet.append([datetime(2024, 10, 5), "ซื้อกระดาษ", 12000.5, 67100000001])
    sheet.append([datetime(2567, 11, 6), "จ้างทำป้าย", "=1+1", "67110000002"])
    for row in (3, 4):
        sheet.cell(row, 1).number_format = "d/m/yyyy"
    path = workspace.root / "รายการ.xlsx"
    book.save(path)
    ready = workspace.open(EDITION)
    found = read_table(path, path.name, ready, EDITION, LIST)
    plan = plan_import(ready, found, None)
    assert {mark.code for mark in plan.marks} == {"date-understood", "cell-formula"}
    assert [mark.location.file for mark in plan.wrong] == ["รายการ.xlsx [ข้อมูล] C4"]
    sheet["C4"] = 700
    book.save(path)
    value = read(workspace, path)
    assert months(value) == {"ตุลาคม 2567": ["ซื้อกระดาษ"], "พฤศจิกายน 2567": ["จ้างทำป้าย"]}
    assert value.rows[0].cell("egp-no").text == "67100000001"
    assert value.rows[0].cell("budget").text == "12000.5"


#: How rows that are there and rows of the file come together: by month, items with their budget source.
JOINED: dict[str, tuple[Wanted, dict[str, list[str]], str]] = {
    "behind those that are there": (
        LIST,
        {
            "ตุลาคม 2567": ["ซื้อกระดาษ A4", "ซื้อกระดาษ A4", "จ้างทำป้าย"],
            "พฤศจิกายน 2567": ["ซื้อน้ำดื่ม"],
            "ธันวาคม 2567": ["จ้างซ่อมถนน"],
        },
        "เงินอุดหนุน",
    ),
    "in the place of the months of the file": (
        Wanted("o12", "purchases", replace=True),
        {
            "ตุลาคม 2567": ["ซื้อกระดาษ A4", "จ้างทำป้าย"],
            "พฤศจิกายน 2567": ["ซื้อน้ำดื่ม"],
            "ธันวาคม 2567": ["จ้างซ่อมถนน"],
        },
        "",
    ),
    "in the place of the same number": (
        Wanted("procurement-list", "purchases", key="เลขที่โครงการ"),
        {
            "ตุลาคม 2567": ["ซื้อกระดาษ A4", "จ้างทำป้าย"],
            "พฤศจิกายน 2567": ["ซื้อน้ำดื่ม"],
            "ธันวาคม 2567": ["จ้างซ่อมถนน"],
        },
        "เงินอุดหนุน",
    ),
}


@pytest.mark.parametrize("name", JOINED)
def test_rows_come_together_as_it_is_asked_for(name: str, workspace: WorkspaceFolder) -> None:
    wanted, items, source = JOINED[name]
    workspace.disclose(EDITION, "procurement-list", OLD)
    path = workspace.write("รายการ.csv", EGP)
    value = read(workspace, path, wanted)
    assert months(value) == items
    assert value.months[0].rows[0].cell("budget-source").text == source
    before = tree(workspace.root / "data")
    assert months(read(workspace, path, wanted)) == items, "reading it again adds nothing"
    assert tree(workspace.root / "data") == before


def told(workspace: WorkspaceFolder, text: str | bytes, wanted: Wanted = LIST) -> dict[str, str]:
    path = workspace.write("x.csv", text)
    with pytest.raises(InputError) as caught:
        read_table(path, "x.csv", workspace.open(EDITION), EDITION, wanted)
    return {p.code: f"{p.location} {p.message.th} {p.remedy.th}" for p in caught.value.problems}


def test_what_is_not_known_is_listed_with_a_proposal_and_can_be_said(
    workspace: WorkspaceFolder,
) -> None:
    text = "เดือน,ชื่อโครงการ,ราคากลางของงาน,ผู้ตรวจรับ\nต.ค. 67,ซื้อกระดาษ,100,นาย ก\n"
    path = workspace.write("x.csv", text)
    before = tree(workspace.root)
    run = oit(
        "import", "x.csv", "--item", "O12", "--table", "purchases", "--yes", cwd=workspace.root
    )
    assert run.code == BAD_INPUT and tree(workspace.root) == before
    assert 'x.csv C1: ไม่รู้จักหัวคอลัมน์ "ราคากลางของงาน" (น่าจะเป็น "ราคากลาง (บาท)")' in run.err
    assert '--map "ราคากลางของงาน=ราคากลาง (บาท)"' in run.err
    assert '"ผู้ตรวจรับ"' in run.err and '--map "ผู้ตรวจรับ="' in run.err
    mapping = ("ราคากลางของงาน=ราคากลาง (บาท)", "ผู้ตรวจรับ=")
    value = read(workspace, path, Wanted("O12", "purchases", mapping))
    assert value.rows[0].cell("median-price").value == 100


#: What is wrong with a file, and what must be named.
WRONG: dict[str, tuple[str | bytes, Wanted, str, str]] = {
    "nothing in it": ("", LIST, "table-no-headings", "x.csv"),
    "no headings": ("ก\nข\n", LIST, "table-no-headings", "x.csv"),
    "no month": ("ชื่อโครงการ,ราคากลาง\nก,1\n", LIST, "table-no-month", "--map"),
    "two headings for one column": (
        "เดือน,ชื่อโครงการ,รายการ\nต.ค. 67,ก,ข\n",
        LIST,
        "heading-unclear",
        "รายการ",
    ),
    "two dates": (
        "วันที่ประกาศ,วันที่ทำสัญญา,ชื่อโครงการ\n1/10/2567,2/10/2567,ก\n",
        LIST,
        "heading-unclear",
        "วันที่ทำสัญญา",
    ),
    "no Thai encoding": (b"\xff\x00\xfe\x81\x00", LIST, "workbook-unreadable", "TIS-620"),
    "which table": ("ก,ข\n1,2\n", Wanted("O12"), "table-unclear", "purchases"),
    "no such item": ("ก,ข\n1,2\n", Wanted("O99"), "unknown-item", "O99"),
    "no such column": (EGP, Wanted("O12", "purchases", ("ลำดับ=x",)), "map-wrong", "ลำดับ=x"),
    "no such key": (EGP, Wanted("O12", "purchases", key="ไม่มี"), "map-wrong", "ไม่มี"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_unclear_is_asked_never_guessed(name: str, workspace: WorkspaceFolder) -> None:
    text, wanted, code, part = WRONG[name]
    found = told(workspace, text, wanted)
    assert code in found and part in found[code]


def test_wrong_cells_of_a_table_are_told_with_their_place(workspace: WorkspaceFolder) -> None:
    workspace.write("x.csv", "เดือน,ชื่อโครงการ,ราคากลาง\nต.ค. 67,ก,มาก\n,ข,1\nต.ค. 67,ค\u202eง,\n")
    run = oit(
        "import", "x.csv", "--item", "O12", "--table", "purchases", "--yes", cwd=workspace.root
    )
    assert run.code == FINDINGS
    assert all(f"x.csv {place}:" in run.out for place in ("C2", "A3", "B4"))
    assert "\u202e" not in run.out + run.err
    assert not (workspace.root / "data" / EDITION / "o12.yaml").exists()


def test_a_plain_table_takes_rows_too(workspace: WorkspaceFolder) -> None:
    path = workspace.write("x.csv", 'ชื่อโครงการ,งบประมาณ\nซื้อรถ,"1,000,000"\n')
    ready = workspace.open(EDITION)
    book = read_table(path, "x.csv", ready, EDITION, Wanted("O12", "plan"))
    apply_import(ready, plan_import(ready, book, None), None)
    (row,) = workspace.disclosure(EDITION, "procurement-list").values["plan"].rows
    assert (row.cell("item").text, row.cell("budget").value) == ("ซื้อรถ", 1_000_000)


def test_texts_that_look_like_formulas_stay_texts(workspace: WorkspaceFolder) -> None:
    path = workspace.write(
        "x.csv", 'เดือน,ชื่อโครงการ,เลขที่โครงการ\nต.ค. 67,=HYPERLINK("x"),="00123"\n'
    )
    row = read(workspace, path).rows[0]
    assert row.cell("item").text == '=HYPERLINK("x")'
    assert row.cell("egp-no").text == "00123"


def test_synonyms_are_of_columns_that_there_are_and_name_no_two_of_one_table() -> None:
    labels = {"เดือน"}
    for subject in load_catalogue().subjects.values():
        for spec in fields_of(subject):
            columns = [
                column for column in columns_of(spec) if column.key == MONTH or not column.part
            ]
            labels |= {fold(column.label.th) for column in columns}
            taken: dict[str, str] = {}
            for column in columns:
                for name in synonyms().get(fold(column.label.th), ()):
                    assert taken.setdefault(fold(name), column.key) == column.key, (spec.key, name)
    assert {label for label in synonyms() if label not in labels} == set()
