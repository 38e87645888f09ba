"""CSV files and plain texts, in UTF-8 or the older Thai encoding."""

from __future__ import annotations

import codecs
import csv
from pathlib import Path

from site_builder.documents.gathering import MAX_CHARACTERS, MAX_ROWS, Gathering, Unreadable
from site_builder.documents.model import Fault
from site_builder.sources.excel import column_name

_DELIMITERS = ",;\t|"


def read_csv(path: Path, found: Gathering) -> None:
    """Read a table as text; the sign between its cells is the one that stands in its first row.

    Raises:
        Unreadable: there is nothing in it.
        Enough: what is kept of one document is full.
    """
    text = _decoded(path, found)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_CHARACTERS)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    start: list[list[str]] = []
    try:
        for number, row in enumerate(rows, start=1):
            if len(start) < MAX_ROWS:
                start.append(row)
            for column, cell in enumerate(row, start=1):
                if cell.strip():
                    found.add(cell, cell=f"{column_name(column)}{number}")
    finally:
        found.add_table(start)
    _refuse_nothing(found)


def read_text(path: Path, found: Gathering) -> None:
    """Read a text line by line; raises as `read_csv`."""
    for line in _decoded(path, found).splitlines():
        found.add(line)
    _refuse_nothing(found)


def _decoded(path: Path, found: Gathering) -> str:
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")  # Excel's "Unicode text"
    if b"\0" in content:
        found.faults.add(Fault.BROKEN)
        content = content.replace(b"\0", b"")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp874", "replace")


def _refuse_nothing(found: Gathering) -> None:
    if not found.has_text:
        raise Unreadable(Fault.EMPTY)
