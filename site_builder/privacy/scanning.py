"""Texts that stand in tables, documents, hand-written pages and generated files, each with its context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from site_builder.documents.model import Facts, Hidden, Passage
from site_builder.privacy.context import NO_CONTEXT, Context
from site_builder.privacy.finding import find, is_label
from site_builder.privacy.sightings import Sighting

_CELL = re.compile(r"([A-Z]+)([0-9]+)")
#: A longer text is no label of the cell beside it.
_LONGEST_LABEL = 120
_TAG = re.compile(r"<[^<>]*>")
_MARKED_UP = re.compile(r"^[#>*\-\s]+|\*\*|__")
#: A run of nine digits or more that may hold a number; no part of a code, a fraction or a hash. What
#: stands before is asked after the first digit: so the search jumps from digit to digit.
_LONG = re.compile(
    "[0-9๐-๙](?<![0-9A-Za-z.].)"
    "(?:[ .()\u00a0\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212-]{0,3}[0-9๐-๙]){8,}"
)
_BORDERS = '<>"\n\t,'
_BORDER = re.compile(f"[{_BORDERS}]")
_WIDEST = 300


def in_table_row(headings: Sequence[str]) -> tuple[Context, ...]:
    """The context of each cell of a row below these headings."""
    return tuple(
        Context(heading, " ".join(headings[:position])) for position, heading in enumerate(headings)
    )


def in_document(facts: Facts) -> Iterator[tuple[Passage, Sighting]]:
    """What stands in a document, hidden parts and metadata included."""
    sheets: dict[str, _Grid] = {}
    seen = set()
    for passage in facts.passages:
        place = _CELL.fullmatch(passage.cell)
        context = NO_CONTEXT
        if place and passage.hidden != Hidden.COMMENT:
            sheet = sheets.setdefault(passage.sheet, _Grid())
            context = sheet.context((len(place[1]), place[1]), int(place[2]), passage.text)
        for sighting in find(passage.text, context):
            seen.add(sighting)
            yield passage, sighting
    if not sheets:
        # The passages of a Word table do not say where in it they stand; its rows do.
        for text, sighting in _in_tables(facts):
            if sighting not in seen:
                yield Passage(text), sighting
    for text in (facts.title, facts.author):
        for sighting in find(text):
            yield Passage(text, hidden=Hidden.METADATA), sighting


def _in_tables(facts: Facts) -> Iterator[tuple[str, Sighting]]:
    for table in facts.tables:
        grid = _Grid()
        for number, row in enumerate(table.rows):
            for column, text in enumerate(row):
                context = grid.context((column, ""), number, text) if text else NO_CONTEXT
                for sighting in find(text, context):
                    yield text, sighting


class _Grid:
    """The cells of a table in the order of reading: headings and the cell before name a cell."""

    def __init__(self) -> None:
        self._headings: dict[tuple[int, str], str] = {}
        self._row, self._before = -1, ""

    def context(self, column: tuple[int, str], row: int, text: str) -> Context:
        """What is known of the next cell; a cell that is a label names those below it."""
        left = self._before if row == self._row else ""
        beside = " ".join(self._headings[key] for key in sorted(self._headings) if key < column)
        context = Context(f"{self._headings.get(column, '')}\n{left}", beside)
        is_short = len(text) <= _LONGEST_LABEL
        if is_short and is_label(text):
            self._headings[column] = text
        self._row, self._before = row, text if is_short else ""
        return context


def in_lines(text: str) -> Iterator[tuple[int, Sighting]]:
    """What stands in a hand-written page, with its line from 1; the line before gives context."""
    headings: tuple[Context, ...] = ()
    before = ""
    for number, line in enumerate(text.splitlines(), start=1):
        line = _MARKED_UP.sub("", _TAG.sub(" ", line)).strip()
        if not line:
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        is_row = line.startswith("|") and len(cells) > 1
        if not is_row:
            headings = ()
            pieces: Iterable[tuple[str, Context]] = [(line, Context(before, before))]
        elif len(headings) != len(cells):
            headings = in_table_row(cells)
            pieces = [(cell, NO_CONTEXT) for cell in cells]
        else:
            pieces = zip(cells, headings, strict=True)
        for piece, context in pieces:
            for sighting in find(piece, context):
                yield number, sighting
        before = line


def in_generated(text: str) -> tuple[Sighting, ...]:
    """What stands in a finished page or file: HTML, JSON, CSV, XML or a script.

    Each value between two marks is looked at alone; what gives it context was known when the data
    were read. Only numbers are looked for, so that thousands of pages stay cheap.
    """
    pieces: dict[str, None] = {}
    for found in _LONG.finditer(text):
        is_alone = (
            text[found.start() - 1 : found.start()] in _BORDERS
            and text[found.end() : found.end() + 1] in _BORDERS
        )
        if is_alone and found[0].isdecimal():
            continue  # bare digits with nothing beside them say nothing
        lead = text[max(0, found.start() - _WIDEST) : found.start()]
        end = _BORDER.search(text, found.end(), found.end() + _WIDEST)
        rest = text[found.end() : end.start() if end else found.end() + _WIDEST]
        pieces[f"{lead[_after_last_border(lead) :]}{found[0]}{rest}"] = None
    return tuple(dict.fromkeys(sighting for piece in pieces for sighting in find(piece)))


def _after_last_border(text: str) -> int:
    return max(map(text.rfind, _BORDERS)) + 1
