"""What the reader of each format hands over while it reads, within limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from site_builder.documents.model import Fault, Hidden, Passage, Table
from site_builder.documents.text import cleaned

#: Limits of what is kept of one document.
MAX_CHARACTERS = 1_000_000
MAX_PASSAGES = 50_000
MAX_TABLES = 100
#: What is kept of a sheet as a table: headings stand within its first rows, its cells have an address.
MAX_ROWS, MAX_COLUMNS = 30, 50
#: What is kept of a table among paragraphs: only its rows say which heading names a cell.
MAX_TABLE_ROWS = 1_000


class Unreadable(Exception):
    """The file cannot be read, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Enough(Exception):
    """No more is kept of this document."""


@dataclass
class Gathering:
    """What was found so far; the fields are those of `Facts`.

    Attributes:
        tidy: what is done to each text before it is kept.
        raw: the text that a reader sees, before anything was done to it.
    """

    faults: set[Fault] = field(default_factory=set)
    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: int = 0
    title: str = ""
    author: str = ""
    language: str = ""
    is_cut: bool = False
    tidy: Callable[[str], str] = cleaned
    raw: list[str] = field(default_factory=list)
    _kept: int = 0

    def add(
        self,
        text: str,
        *,
        page: int = 0,
        sheet: str = "",
        cell: str = "",
        hidden: Hidden = Hidden.NO,
    ) -> None:
        """Keep a text, if there is one.

        Raises:
            Enough: it was the last one that is kept.
        """
        if not hidden:
            self.raw.append(text)
        text = self.tidy(text)
        if not text:
            return
        left = MAX_CHARACTERS - self._kept
        if len(self.passages) == MAX_PASSAGES or not left:
            raise Enough
        self.passages.append(Passage(text[:left], page, sheet, cell, hidden))
        if len(text) > left:
            raise Enough
        self._kept += len(text)

    def add_metadata(self, *texts: str) -> None:
        """Keep what the document says of itself, each text once."""
        for text in dict.fromkeys(texts):
            self.add(text, hidden=Hidden.METADATA)

    def add_table(self, rows: list[list[str]], sheet: str = "") -> None:
        """Keep the rows of a table; those without any text are left out."""
        kept = [tuple(map(cleaned, row[:MAX_COLUMNS])) for row in rows]
        kept = [row for row in kept if any(row)]
        if kept and len(self.tables) < MAX_TABLES:
            self.tables.append(Table(tuple(kept[:MAX_TABLE_ROWS]), sheet))

    @property
    def has_text(self) -> bool:
        """Whether there is more than what the document says of itself."""
        return any(passage.hidden is not Hidden.METADATA for passage in self.passages)
