"""Sheets of a workbook as rows of texts, each with the place of its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from site_builder.characters import unfit
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.archive import ArchiveTooLarge, open_archive
from site_builder.sources.characters import unfit_problem
from site_builder.sources.nodes import Scalar
from site_builder.sources.yaml import unreadable
from site_builder.thai import nfc

MAX_ROWS = 100_000


def read_sheet(path: Path, name: str, sheet: str) -> list[dict[str, Scalar]]:
    """The rows of a sheet under its first row of headings; blank rows are dropped.

    Raises:
        InputError: the file is no workbook, is too large, or has no such sheet; or cells have a
            character that no text of ours may have.
    """
    try:
        return _read(path, name, sheet)
    except InputError:
        raise
    except OSError as error:
        raise InputError([unreadable(name, error)]) from None
    except Exception as error:  # a spoilt workbook fails anywhere in the library that opens it
        reason = Text("ไม่ใช่ไฟล์ Excel (.xlsx) หรือไฟล์เสีย", "it is no Excel file (.xlsx), or broken")
        raise InputError([_unreadable(name, reason)]) from error


def _read(path: Path, name: str, sheet: str) -> list[dict[str, Scalar]]:
    try:
        open_archive(path).close()
    except ArchiveTooLarge:
        reason = Text("ไฟล์ใหญ่เกินไป", "it unpacks to too much")
        raise InputError([_unreadable(name, reason)]) from None
    import openpyxl  # takes long to load, and most runs read no workbook

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if sheet not in book.sheetnames:
            reason = Text(f"ไม่มีแผ่นงาน “{sheet}”", f"there is no sheet “{sheet}”")
            raise InputError([_unreadable(name, reason)])
        cells = book[sheet].iter_rows(max_row=MAX_ROWS, values_only=True)
        rows = list(_rows(cells, f"{name} [{sheet}]"))
    finally:
        book.close()
    if wrong := [
        unfit_problem(character, cell.location)
        for row in rows
        for cell in row.values()
        if (character := unfit(cell.text))
    ]:
        raise InputError(wrong)
    return rows


def _rows(sheet: Iterable[tuple[object, ...]], name: str) -> Iterator[dict[str, Scalar]]:
    headings: list[str] = []
    for number, cells in enumerate(sheet, start=1):
        texts = [cell_text(value) for value in cells]
        if number == 1:
            headings = texts
            continue
        if any(texts):
            yield {
                heading: Scalar(text, Location(f"{name} {column_name(column + 1)}{number}"))
                for column, (heading, text) in enumerate(zip(headings, texts, strict=False))
                if heading
            }


def cell_text(value: object) -> str:
    """A cell as text: a whole number without its `.0`, a day as ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return nfc(str(value).strip())


def column_name(number: int) -> str:
    """The letters of a column as a spreadsheet shows them: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _unreadable(name: str, reason: Text) -> Problem:
    return Problem(
        "workbook-unreadable",
        Location(name),
        Text(f"อ่านไฟล์ไม่ได้: {reason.th}", f"the file cannot be read: {reason.en}"),
        Text("บันทึกใหม่เป็น .xlsx แล้วลองอีกครั้ง", "save it again as .xlsx and try once more"),
    )
