"""OpenDocument files: paragraphs of texts and slides, cells of sheets, and what is hidden in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.documents.gathering import MAX_ROWS, Gathering, Unreadable
from site_builder.documents.model import Fault, Hidden
from site_builder.documents.parts import Handler, parse, read_properties
from site_builder.documents.word import refuse_without_text
from site_builder.sources.archive import open_archive
from site_builder.sources.excel import column_name


def read(path: Path, found: Gathering) -> None:
    """Read a text, a workbook or a presentation.

    Raises:
        Unreadable: it needs a password, or has no text.
        Enough: what is kept of one document is full.
        Exception: it is broken; `reader` tells in which way.
    """
    with open_archive(path) as archive:
        parse(archive, "META-INF/manifest.xml", _Manifest())
        read_properties(archive, ("meta.xml",), found)
        parse(archive, "content.xml", _Content(found))
        refuse_without_text(archive, found)


class _Manifest(Handler):
    """The list of contents, which also says what is encrypted."""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "encryption-data":
            raise Unreadable(Fault.ENCRYPTED)


class _Content(Handler):
    def __init__(self, found: Gathering) -> None:
        super().__init__()
        self.found = found
        self.style = ""
        self.unseen_styles: set[str] = set()
        #: the paragraphs that are open: a note stands inside of one
        self.open: list[list[str]] = []
        self.struck = self.noted = 0
        # of the sheet that is being read
        self.sheet = ""
        self.is_unseen = self.is_unseen_row = False
        self.unseen_columns: list[range] = []
        self.row = self.column = self.columns = self.repeats = self.row_repeats = 0
        self.table: list[list[str]] = []

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("p", "h"):
            self.open.append([])
        elif name in ("s", "tab", "line-break"):
            self.characters(" ")
        elif name in ("annotation", "notes"):
            self.noted += 1
        elif name == "tracked-changes":
            self.struck += 1
        elif name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.unseen_styles.add(self.style)
        elif name == "page":
            self.found.pages += 1
        elif name == "table":
            self.sheet = attributes.get("name", "")
            self.is_unseen = attributes.get("style-name", "") in self.unseen_styles
            self.unseen_columns, self.table = [], []
            self.row = self.columns = 0
        elif name == "table-column":
            start = self.columns + 1
            self.columns += _count(attributes, "number-columns-repeated")
            if _is_unseen(attributes):
                self.unseen_columns.append(range(start, self.columns + 1))
        elif name == "table-row":
            self.row += 1
            self.row_repeats = _count(attributes, "number-rows-repeated")
            self.is_unseen_row = _is_unseen(attributes)
            self.column = 0
            if len(self.table) < MAX_ROWS:
                self.table.append([])
        elif name in ("table-cell", "covered-table-cell"):
            self.column += 1
            self.repeats = _count(attributes, "number-columns-repeated")

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].append(content)

    def closed(self, name: str) -> None:
        if name in ("p", "h") and self.open:
            self._keep("".join(self.open.pop()))
        elif name in ("annotation", "notes"):
            self.noted -= 1
        elif name == "tracked-changes":
            self.struck -= 1
        elif name in ("table-cell", "covered-table-cell"):
            self.column += self.repeats - 1
        elif name == "table-row":
            self.row += self.row_repeats - 1
        elif name == "table":
            if not self.is_unseen:
                self.found.add_table(self.table, self.sheet)
            self.sheet, self.row, self.column, self.is_unseen = "", 0, 0, False

    def _keep(self, text: str) -> None:
        cell = f"{column_name(min(self.column, 18278))}{self.row}" if self.column else ""
        hidden = self._hidden()
        page = 0 if cell else self.found.pages
        self.found.add(text, page=page, sheet=self.sheet, cell=cell, hidden=hidden)
        if cell and not hidden and self.row <= MAX_ROWS and self.table:
            row = self.table[-1]
            row += [""] * (min(self.column, 1000) - len(row))
            row[-1] = f"{row[-1]} {text}"

    def _hidden(self) -> Hidden:
        if self.noted:
            return Hidden.COMMENT
        if self.struck:
            return Hidden.TEXT
        if self.is_unseen:
            return Hidden.SHEET
        if self.column and self.is_unseen_row:
            return Hidden.ROW
        if any(self.column in columns for columns in self.unseen_columns):
            return Hidden.COLUMN
        return Hidden.NO


def _count(attributes: Mapping[str, str], key: str) -> int:
    """How often it is repeated; what nobody can mean is once."""
    text = attributes.get(key, "1")
    return int(text) if text.isdecimal() and 0 < len(text) < 8 else 1


def _is_unseen(attributes: Mapping[str, str]) -> bool:
    return attributes.get("visibility") in ("collapse", "filter")
