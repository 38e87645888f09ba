"""Typed values of a disclosure, each with the text as written and its location."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from site_builder.kinds.spec import Field
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.thai import Month

_NO_PARTS: Mapping[str, Any] = {}
#: Of nearly every row.
NO_MORE: Mapping[str, tuple[Cell, ...]] = {}


class Cell(NamedTuple):
    """One value of a scalar kind.

    Attributes:
        text: as written, NFC; `""` where it is blank.
        value: typed by its kind; None where blank, unreadable or stated as none.
        states_none: the text says that there is none ("-", "ไม่มี").
        problem: why the text could not be typed.
        parts: named parts of a value that has some (a document's title, date, signer).
    """

    text: str
    location: Location
    value: Any = None
    states_none: bool = False
    problem: Problem | None = None
    parts: Mapping[str, Cell] = _NO_PARTS

    @property
    def is_blank(self) -> bool:
        return not self.text and self.value is None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a kind with columns.

    Attributes:
        cells: by column key; a many-valued column holds its first cell here, the rest in `more`.
        depth: level in an organisation chart, 0 at the top.
        month: the month that the row stands under.
    """

    cells: Mapping[str, Cell]
    location: Location
    more: Mapping[str, tuple[Cell, ...]] = field(default_factory=lambda: NO_MORE)
    depth: int = 0
    month: Month | None = None

    def cell(self, key: str) -> Cell:
        """The cell of a column; a blank one at the row's place where it is absent."""
        found = self.cells.get(key)
        return Cell("", self.location) if found is None else found

    def all_cells(self, key: str) -> tuple[Cell, ...]:
        first = self.cell(key)
        return (first, *self.more[key]) if key in self.more else (first,)


@dataclass(frozen=True, slots=True)
class MonthBlock:
    """One month of a monthly table: its rows, or the statement that there were none."""

    month: Cell
    rows: tuple[Row, ...]
    none: Cell | None
    location: Location


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of one field of a disclosure, absent ones included.

    Attributes:
        location: of the value, or of the file where the field is absent.
        none: the statement that the whole field has nothing to report.
        cells: values of a scalar kind.
        rows: rows of a kind with columns, those of all months included.
        months: blocks of a monthly table.
        covers: the span that a monthly table says it covers.
    """

    spec: Field
    location: Location
    none: Cell | None = None
    cells: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
    months: tuple[MonthBlock, ...] = ()
    covers: Cell | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is filled in, not even a statement that there is none."""
        return (
            self.none is None
            and all(cell.is_blank for cell in self.cells)
            and not self.rows
            and not any(block.none for block in self.months)
        )

    def every_cell(self) -> list[tuple[str, Cell]]:
        """All cells with their column key ("" for the field itself), parts included."""
        found = [("", cell) for cell in (self.none, self.covers, *self.cells) if cell]
        for block in self.months:
            found += [("", cell) for cell in (block.month, block.none) if cell]
        for row in self.rows:
            if row.more:
                found += [(key, cell) for key in row.cells for cell in row.all_cells(key)]
            else:
                found += row.cells.items()
        if not any(cell.parts for _, cell in found):
            return found
        return [(key, part) for key, cell in found for part in (cell, *cell.parts.values())]
