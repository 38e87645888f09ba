"""Workbooks: every cell with its place, and what is hidden in them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

from site_builder.documents.gathering import MAX_COLUMNS, MAX_ROWS, Gathering
from site_builder.documents.model import Hidden
from site_builder.documents.parts import read_office_properties
from site_builder.documents.word import refuse_without_text
from site_builder.sources.archive import open_archive
from site_builder.sources.excel import cell_text, column_name

#: A workbook that unpacks to more is read as a stream, which tells nothing of hidden rows, columns and
#: comments: 5 MB are some 100,000 cells, which the library takes 3 seconds to build in the memory.
MAX_WHOLE = 5 * 1024 * 1024
#: A number shown with leading zeros: 0000000000, 0-0000-00000-00-0.
_ZEROS = re.compile(r'[0\-"\\ ]+')


def read(path: Path, found: Gathering) -> None:
    """Read a workbook.

    Raises:
        Unreadable: it has no text.
        Enough: what is kept of one document is full.
        Exception: it is broken; `reader` tells in which way.
    """
    with open_archive(path) as archive:
        read_office_properties(archive, found)
        size = _size(archive)
    is_large = size > MAX_WHOLE
    found.is_cut = is_large
    # Opened by us: by its name the library would refuse what has a wrong ending.
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=is_large, data_only=True)
        for sheet in book.worksheets:
            _read_sheet(sheet, found)
        book.close()
    with open_archive(path) as archive:
        refuse_without_text(archive, found)


def _size(archive: zipfile.ZipFile) -> int:
    return sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml"))


def _read_sheet(sheet: Any, found: Gathering) -> None:
    is_hidden = sheet.sheet_state != "visible"
    rows, columns = _hidden(sheet)
    start: list[list[str]] = []
    try:
        for cell in _cells(sheet):
            row, column = cell.row, cell.column
            place = f"{column_name(column)}{row}"
            hidden = Hidden.NO
            if is_hidden:
                hidden = Hidden.SHEET
            elif row in rows:
                hidden = Hidden.ROW
            elif column in columns:
                hidden = Hidden.COLUMN
            text = _shown(cell)
            found.add(text, sheet=sheet.title, cell=place, hidden=hidden)
            comment = getattr(cell, "comment", None)
            if comment:
                found.add(comment.text, sheet=sheet.title, cell=place, hidden=Hidden.COMMENT)
            if not hidden:
                _place(start, row, column, text)
    finally:
        found.add_table(start, sheet.title)


def _place(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """Put a cell into the first rows of the table, blank ones between included."""
    if row > MAX_ROWS or column > MAX_COLUMNS:
        return
    while len(rows) < row:
        rows.append([])
    rows[-1] += [""] * (column - len(rows[-1]) - 1)
    rows[-1].append(text)


def _cells(sheet: Any) -> Iterable[Any]:
    """The cells of a sheet that hold something, row by row, however large it says that it is."""
    cells = getattr(sheet, "_cells", None)
    if cells is not None:
        return (cells[place] for place in sorted(cells))
    sheet.reset_dimensions()
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def _hidden(sheet: Any) -> tuple[set[int], set[int]]:
    """The numbers of the hidden rows and columns."""
    if not hasattr(sheet, "column_dimensions"):
        return set(), set()
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 0, (column.max or 0) + 1)
    }
    return rows, columns


def _shown(cell: Any) -> str:
    """The text of a cell as a person sees it, with the zeros that its format puts in front."""
    text = cell_text(cell.value)
    shape = cell.number_format or ""
    if text.isdecimal() and not isinstance(cell.value, str) and _ZEROS.fullmatch(shape):
        return text.zfill(shape.count("0"))
    return text
