"""Word files and presentations: paragraphs and tables in order, and what a reader does not see."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from site_builder.documents.gathering import MAX_COLUMNS, Gathering, Unreadable
from site_builder.documents.model import Fault, Hidden
from site_builder.documents.parts import Handler, office_parts, parse, read_office_properties
from site_builder.sources.archive import open_archive

#: Parts of a Word file in the order of reading, by the last words of their content type.
_MAIN = "main+xml"
_AROUND = ("header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
_COMMENTS = "comments+xml"
_STYLES = "styles+xml"
_SLIDE, _NOTES = "slide+xml", "notesSlide+xml"
_OFF = ("0", "false", "off", "none")


def read_word(path: Path, found: Gathering) -> None:
    """Read a Word file.

    Raises:
        Unreadable: it has no text.
        Enough: what is kept of one document is full.
        Exception: it is broken; `reader` tells in which way.
    """
    with open_archive(path) as archive:
        parts = office_parts(archive)
        read_office_properties(archive, found)
        for kind in (_MAIN, *_AROUND):
            for part in _of(parts, kind):
                parse(archive, part, Paragraphs(found))
        for part in _of(parts, _COMMENTS):
            parse(archive, part, Paragraphs(found, hidden=Hidden.COMMENT))
        for part in _of(parts, _STYLES):
            parse(archive, part, _Language(found))
        refuse_without_text(archive, found)


def read_slides(path: Path, found: Gathering) -> None:
    """Read a presentation: each slide is a page, its notes are hidden; raises as `read_word`."""
    with open_archive(path) as archive:
        parts = office_parts(archive)
        read_office_properties(archive, found)
        # By number, not by the list of the presentation: hardly any differs, and only in order.
        for number, part in enumerate(sorted(_of(parts, _SLIDE), key=_number), start=1):
            found.pages = number
            parse(archive, part, Paragraphs(found, page=number))
        for part in sorted(_of(parts, _NOTES), key=_number):
            parse(archive, part, Paragraphs(found, page=_number(part), hidden=Hidden.COMMENT))
        refuse_without_text(archive, found)


def refuse_without_text(archive: zipfile.ZipFile, found: Gathering) -> None:
    """A document that has nothing but pictures is a scan.

    Raises:
        Unreadable: there is no text.
    """
    if not found.has_text:
        pictures = ("/media/", "Pictures/")
        is_scan = any(mark in name for name in archive.namelist() for mark in pictures)
        raise Unreadable(Fault.NO_TEXT if is_scan else Fault.EMPTY)


def _of(parts: Mapping[str, str], kind: str) -> list[str]:
    return [part for part, said in parts.items() if said == kind]


def _number(part: str) -> int:
    digits = re.findall("[0-9]{1,9}", part)
    return int(digits[-1]) if digits else 0


class Paragraphs(Handler):
    """Keeps each paragraph; what was struck out or made invisible stands after it."""

    def __init__(self, found: Gathering, page: int = 0, hidden: Hidden = Hidden.NO) -> None:
        super().__init__()
        self.found = found
        self.page = page
        self.hidden = hidden
        #: seen and unseen texts of the paragraphs that are open: a text box stands inside of one
        self.open: list[tuple[list[str], list[str]]] = []
        self.tables: list[list[list[str]]] = []
        self.in_text = self.in_run = self.is_vanished = False
        self.struck = self.skipped = 0

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p":
            self.open.append(([], []))
        elif name == "r":
            self.in_run, self.is_vanished = True, False
        elif name in ("t", "delText"):
            self.in_text = True
        elif name in ("tab", "br", "cr") and self.in_run:
            self._say(" ")
        elif name == "vanish" and self.in_run:
            self.is_vanished = attributes.get("val", "1") not in _OFF
        elif name in ("del", "moveFrom"):
            self.struck += 1
        elif name == "Fallback":  # the same text once more, for older programs
            self.skipped += 1
        elif name == "tbl":
            self.tables.append([])
        elif name == "tr" and self.tables:
            self.tables[-1].append([])
        elif name == "tc" and self._row is not None:
            self._row.append("")
        elif name == "gridSpan" and self._row is not None:
            span = attributes.get("val", "")
            self._row.extend([""] * (min(int(span), MAX_COLUMNS) - 1 if span.isdecimal() else 0))
        elif name == "sld" and attributes.get("show") in _OFF:
            self.hidden = Hidden.TEXT
        elif name == "comment":
            self.found.add(attributes.get("author", ""), hidden=Hidden.COMMENT)

    def characters(self, content: str) -> None:
        if self.in_text:
            self._say(content)

    def closed(self, name: str) -> None:
        if name in ("t", "delText"):
            self.in_text = False
        elif name == "r":
            self.in_run = self.is_vanished = False
        elif name in ("del", "moveFrom"):
            self.struck -= 1
        elif name == "Fallback":
            self.skipped -= 1
        elif name == "p" and self.open:
            seen, unseen = map("".join, self.open.pop())
            self.found.add(seen, page=self.page, hidden=self.hidden)
            self.found.add(unseen, page=self.page, hidden=self.hidden or Hidden.TEXT)
            if self._row:
                self._row[-1] = f"{self._row[-1]} {seen}"
        elif name == "tbl" and self.tables:
            rows = self.tables.pop()
            if not self.hidden:
                self.found.add_table(rows)

    @property
    def _row(self) -> list[str] | None:
        """The row that is being read of the innermost table."""
        return self.tables[-1][-1] if self.tables and self.tables[-1] else None

    def _say(self, text: str) -> None:
        if self.open and not self.skipped:
            self.open[-1][self.is_vanished or self.struck > 0].append(text)


class _Language(Handler):
    """The language that the styles of a Word file begin with; Thai is "complex script" there."""

    def __init__(self, found: Gathering) -> None:
        super().__init__()
        self.found = found
        self.is_thai = any("ก" <= sign <= "๛" for text in found.raw for sign in text)

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "lang" and not self.found.language:
            self.found.language = attributes.get("bidi" if self.is_thai else "val", "")
