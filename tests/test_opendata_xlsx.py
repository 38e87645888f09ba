"""Workbooks of tables, read by the library that others read them with, against one that others write with."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from site_builder.opendata.exports import Sheet, Value
from site_builder.opendata.xlsx import to_xlsx

ROWS: dict[str, tuple[Value, ...]] = {
    "texts": ("ก ข", "a"),
    "numbers": (Decimal("12500.50"), Decimal(-3)),
    "large and small": (Decimal(10) ** 17, Decimal("0.00000001")),
    "long": (Decimal("1234567890.123456789"), Decimal(0)),
    "blank": ("", ""),
    "formulas": ("=1+1", "+HYPERLINK(0)"),
    "marks of XML": ("<a & b>", "]]>\"'"),
    "blanks around": ("  ก  ", "\tข"),
    "lines": ("หนึ่ง\nสอง", "หนึ่ง\r\nสอง"),
    "no text": ("\x01\x1f\x0b", "\ufffe"),
    "astral": ("😀", "𝒳"),
}


def _values(content: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["data"]
    return list(book["data"].iter_rows(values_only=True))


def _by_library(table: Sheet) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("data")
        for number, row in enumerate((table.headings, *table.rows)):
            for position, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, position, float(cell))
                elif cell:
                    sheet.write_string(number, position, cell)
    return target.getvalue()


@pytest.mark.parametrize("case", ROWS)
def test_cells_are_those_that_a_library_writes(case: str) -> None:
    table = Sheet("ชื่อ", ("หนึ่ง", "สอง"), (ROWS[case], ("ท้าย", "แถว")))
    assert _values(to_xlsx(table)) == _values(_by_library(table))


def test_a_workbook_is_whole_and_the_same_each_time() -> None:
    wide = tuple(f"ช่อง {number}" for number in range(60))
    table = Sheet("ชื่อ <&>", wide, (wide, tuple("x" * 40_000 for _ in wide)))
    content = to_xlsx(table)
    assert content == to_xlsx(table)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["data"]
    assert (book.properties.title, sheet.freeze_panes, sheet.dimensions) == (
        "ชื่อ <&>", "A2", "A1:BH3",
    )  # fmt: skip
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold
    # What is longer than a cell may be would make the whole file unreadable.
    assert len(str(sheet["BH3"].value)) == 32_767
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_what_looks_like_an_escape_stays_as_it_is() -> None:
    """openpyxl leaves escapes of such a cell as they are, spreadsheets read them."""
    table = Sheet("ชื่อ", ("ก",), (("_x0041_",), ("_xZZZZ_",)))
    assert _values(to_xlsx(table))[1:] == [("_x005F_x0041_",), ("_xZZZZ_",)]
