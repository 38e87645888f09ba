"""Reads a workbook back: which sheet holds which item, what stands in each field, what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.catalogue.model import Catalogue, Edition, Item
from site_builder.kinds.spec import Field
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Scalar
from site_builder.sources.reader import closest
from site_builder.thai import fold
from site_builder.workbook.columns import LEVEL, MONTH, VALUE, Column, columns_of, is_form
from site_builder.workbook.flat import Flat, FlatRow, by_month, decoded
from site_builder.workbook.guess import Role, roles_of
from site_builder.workbook.marks import Mark, location, mark
from site_builder.workbook.names import (
    FORM_NONE,
    FORM_VALUE,
    HEADINGS,
    KEYS,
    SPAN,
    STATE,
    STATEMENT,
    Sign,
    fields_of,
    sign_of,
)
from site_builder.workbook.package import (
    Grid,
    Loaded,
    Place,
    Range,
    Raw,
    SheetPart,
    cell_name,
    load,
)
from site_builder.workbook.values import read

#: A sheet that has lost its sign is still known by its name: `O12`, `O12 purchases`.
_NAME = re.compile(r"(?P<item>O\d{1,4})(?:\s.*)?")
_TOTALS = {fold(word) for word in ("รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "รวมเป็นเงิน", "total")}


@dataclass(frozen=True)
class FoundField:
    """A field as it stands in a workbook.

    Attributes:
        columns: keys of the columns that the sheet has; a column that is gone says nothing.
        at: where to point when the whole field is meant: its headings, or its cell.
        month_places: cells of months, those of rows that hold nothing else included.
    """

    spec: Field
    flat: Flat
    sheet: SheetPart
    at: Place
    columns: frozenset[str]
    month_places: tuple[tuple[Scalar, Place], ...] = ()
    covers_at: Place | None = None


@dataclass
class FoundItem:
    """An item as it stands in a workbook: the fields that the sheets have, filled in or not."""

    item: Item
    fields: dict[str, FoundField] = field(default_factory=dict)


@dataclass
class Workbook:
    """A workbook that has been read.

    Attributes:
        items: by item id.
        bases: what each field said when the workbook was written, by item slug and field key; None
            where the workbook no longer knows.
        places: sheet and cell of each location.
        is_form: it lists what is to be filled in, so that what is left out can be told.
    """

    name: str
    edition: str
    items: dict[str, FoundItem] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    bases: dict[tuple[str, str], str] | None = None
    places: dict[Location, tuple[SheetPart, Place]] = field(default_factory=dict)
    is_form: bool = True


def read_workbook(
    path: Path, name: str, catalogue: Catalogue, edition: str = "", default: str = ""
) -> Workbook:
    """Everything that the sheets of a workbook say of the items of an edition.

    Args:
        edition: of which it must be, "" for any.
        default: of which it is where it does not say so any more.

    Raises:
        InputError: the file cannot be read, or holds no item of an edition that we know.
    """
    loaded = load(
        path,
        name,
        lambda sheet, head: (
            _sign(head) is not None or sheet.name == STATE or bool(_NAME.fullmatch(sheet.name))
        ),
    )
    signs = {sign.edition for _, grid in loaded.sheets if (sign := _sign(grid))}
    year = next(iter(sorted(signs, reverse=True)), edition or default)
    found = catalogue.editions.get(year)
    if found is None or (edition and year != edition) or len(signs) > 1:
        raise InputError([_wrong_edition(name, signs or {year}, edition)])
    reading = _Reading(loaded, catalogue, found)
    reading.run()
    if not reading.book.items:
        raise InputError([_no_items(name)])
    return reading.book


def _sign(grid: Grid) -> Sign | None:
    for raw in (raw for row in grid.rows.values() for raw in row.values()):
        if sign := sign_of(raw.text):
            return sign
    return None


class _Reading:
    """Goes through the sheets of one workbook."""

    def __init__(self, loaded: Loaded, catalogue: Catalogue, edition: Edition) -> None:
        self._loaded, self._catalogue, self._edition = loaded, catalogue, edition
        self.book = Workbook(loaded.name, edition.name)

    def run(self) -> None:
        for sheet, grid in self._loaded.sheets:
            if sheet.name == STATE and _sign(grid) is None:
                self.book.bases = _bases(grid)
                continue
            item = self._item(sheet, grid)
            if item:
                found = self.book.items.setdefault(item.id, FoundItem(item))
                self._sheet(sheet, grid, found)

    def _item(self, sheet: SheetPart, grid: Grid) -> Item | None:
        sign = _sign(grid)
        if sign:
            item = self._edition.item(sign.item)
            if item is None or item.slug != sign.slug:
                raise InputError([_wrong_item(self.book.name, sheet, sign)])
            return item
        named = _NAME.fullmatch(sheet.name)
        return self._edition.item(named["item"]) if named else None

    def _sheet(self, sheet: SheetPart, grid: Grid, found: FoundItem) -> None:
        specs = {spec.key: spec for spec in fields_of(self._catalogue.subject(found.item))}
        roles, column = roles_of(grid, specs)
        reading = _SheetReading(self.book, sheet, grid, found.item.id, specs, self._loaded.is_1904)
        for each in reading.fields(roles, column):
            other = found.fields.get(each.spec.key)
            if other is None:
                found.fields[each.spec.key] = each
            elif other.sheet.name != sheet.name:
                reading.mark("sheet-twice", each.at, each.spec.key, other=other.sheet.name)


@dataclass
class _Table:
    """A table while its rows are read."""

    spec: Field
    at: Place
    columns: dict[int, Column] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    has_headings: bool = False
    rows: list[FlatRow] = field(default_factory=list)
    row_places: list[int] = field(default_factory=list)
    none: Scalar | None = None
    covers: Scalar | None = None
    covers_at: Place | None = None
    months: list[tuple[Scalar, Place]] = field(default_factory=list)
    told: set[int] = field(default_factory=set)


class _SheetReading:
    """Reads the cells of one sheet row by row, by the signs that stand before them."""

    def __init__(
        self,
        book: Workbook,
        sheet: SheetPart,
        grid: Grid,
        item: str,
        specs: Mapping[str, Field],
        is_1904: bool,
    ) -> None:
        self._book, self._sheet, self._grid = book, sheet, grid
        self._item, self._specs, self._is_1904 = item, specs, is_1904
        self._form = {FORM_VALUE: 0, FORM_NONE: 0}
        self._tables: dict[str, _Table] = {}
        self._told: set[Range] = set()
        #: Merged ranges that the row has part in which is read now.
        self._merged: list[Range] = []

    def mark(self, code: str, place: Place, key: str = "", **words: object) -> None:
        found = mark(code, self._book.name, self._sheet, place, self._item, key, **words)
        self._book.marks.append(found)

    def fields(self, roles: Mapping[int, Role], column: int) -> Iterator[FoundField]:
        """Every field that the sheet has.

        Args:
            roles: of the rows that have one.
            column: of the signs, which hold no data; 0 where there are none.
        """
        table: _Table | None = None
        is_form_part = False
        waiting = sorted(self._grid.merged, reverse=True)
        for number in sorted({*roles, *self._grid.rows}):
            while waiting and waiting[-1][0] <= number:
                self._merged.append(waiting.pop())
            self._merged = [each for each in self._merged if each[2] >= number]
            role = roles.get(number)
            row = self._grid.rows.get(number, {})
            cells = {place: raw for place, raw in row.items() if place != column}
            if role is None:
                if table is not None and table.has_headings:
                    self._row(table, number, cells)
                elif is_form_part and column:
                    self._elsewhere(number, cells)
            elif role.sign == KEYS and not role.key:
                self._form = {key: place for place, key in role.columns.items()}
                is_form_part = True
            elif role.key not in self._specs:
                is_form_part = False
            elif role.sign == STATEMENT:
                place = (number, self._form.get(FORM_VALUE, 0))
                spec = self._specs[role.key]
                self._table(role.key, number).none = self._one(place, spec, _PLAIN)
            elif role.sign == SPAN:
                span = self._table(role.key, number)
                span.covers_at = (number, self._form.get(FORM_VALUE, 0))
                span.covers = self._one(span.covers_at, span.spec, _PLAIN)
            elif role.sign in (KEYS, HEADINGS):
                table, is_form_part = self._table(role.key, number), False
                if role.sign == HEADINGS:
                    self._headings(table, number, cells)
                else:
                    keys = {each.key: each for each in columns_of(table.spec)}
                    table.columns = {
                        place: keys[key] for place, key in role.columns.items() if key in keys
                    }
            elif is_form(self._specs[role.key]):
                table, is_form_part = None, True
                yield self._form_field(self._specs[role.key], number)
        for each in self._tables.values():
            if each.has_headings:
                yield self._table_field(each)

    def _table(self, key: str, row: int) -> _Table:
        return self._tables.setdefault(key, _Table(self._specs[key], (row, 1)))

    # --- fields of one text -----------------------------------------------------------------

    def _form_field(self, spec: Field, row: int) -> FoundField:
        at = (row, self._form.get(FORM_VALUE, 0))
        (column,) = columns_of(spec)
        value = self._one(at, spec, column)
        none = self._one((row, self._form.get(FORM_NONE, 0)), spec, _PLAIN)
        rows = ({column.key: value},) if value else ()
        flat = Flat((), none) if none and not value else Flat(rows)
        if none and value:
            self.mark("cell-one-only", (row, self._form[FORM_NONE]), spec.key)
        return FoundField(spec, flat, self._sheet, at, frozenset({column.key}))

    def _one(self, place: Place, spec: Field, column: Column) -> Scalar | None:
        raw = self._grid.cells.get(place)
        self._tell_merged(place, spec.key)
        return self._text(raw, place, column, spec.key) if raw else None

    def _text(self, raw: Raw, place: Place, column: Column, key: str) -> Scalar | None:
        reading = read(raw, column, self._is_1904)
        if reading.code:
            self.mark(reading.code, place, key, **reading.words)
        if not reading.text:
            return None
        found = location(self._book.name, self._sheet.name, place)
        self._book.places[found] = (self._sheet, place)
        return Scalar(reading.text, found)

    def _tell_merged(self, place: Place, key: str) -> None:
        for found in self._merged:
            first, left, last, right = found
            if left <= place[1] <= right and found not in self._told:
                self._told.add(found)
                name = f"{cell_name((first, left))}:{cell_name((last, right))}"
                self.mark("cell-merged", (first, left), key, cells=name)

    def _elsewhere(self, row: int, cells: Mapping[int, Raw]) -> None:
        place = next((place for place, raw in cells.items() if raw.text.strip()), 0)
        if place:
            self.mark("text-elsewhere", (row, place))

    # --- tables -----------------------------------------------------------------------------

    def _headings(self, table: _Table, row: int, cells: Mapping[int, Raw]) -> None:
        """Which column holds what: by its key, or by its heading where a person put it in."""
        table.has_headings = True
        table.at = (row, min(table.columns or cells, default=1))
        columns = columns_of(table.spec)
        for place, raw in cells.items():
            text = raw.text.strip()
            if not text:
                continue
            table.headings[place] = text
            meant = [each for each in columns if fold(text) in map(fold, each.names)]
            own = table.columns.get(place)
            if own is None:
                free = [each for each in meant if each not in table.columns.values()]
                if len(free) == 1:
                    table.columns[place] = free[0]
            elif meant and own not in meant:
                known = str(own.label)
                self.mark(
                    "column-contradicts", (row, place), table.spec.key, text=text, known=known
                )

    def _row(self, table: _Table, row: int, cells: Mapping[int, Raw]) -> None:
        found: FlatRow = {}
        for place, column in table.columns.items():
            self._tell_merged((row, place), table.spec.key)
            raw = cells.get(place)
            if raw is None:
                continue
            text = self._text(raw, (row, place), column, table.spec.key)
            if text:
                found[column.key] = text
        self._tell_extra(table, row, cells)
        month = found.get(MONTH)
        place = next((p for p, c in table.columns.items() if c.key == MONTH), 0)
        if month:
            table.months.append((month, (row, place)))
        if not found or set(found) <= {MONTH}:
            return
        if table.spec.kind == "monthly-table" and month is None:
            proposal = table.months[-1][0].text if table.months else "มีนาคม 2568"
            self.mark("cell-month-missing", (row, place or 1), table.spec.key, proposal=proposal)
        first = next(
            (found[c.key] for c in table.columns.values() if c.key in found and c.key != MONTH),
            None,
        )
        is_summed = any(cells[p].is_formula for p in table.columns if p in cells)
        if first and is_summed and fold(first.text) in _TOTALS:
            self.mark("row-total", (row, min(table.columns)), table.spec.key)
        self._tell_unpaired(table, row, found)
        table.rows.append(found)
        table.row_places.append(row)

    def _tell_extra(self, table: _Table, row: int, cells: Mapping[int, Raw]) -> None:
        """Name a column that no field has, once, at its heading."""
        for place, raw in cells.items():
            if place in table.columns or place in table.told or not raw.text.strip():
                continue
            table.told.add(place)
            known = ", ".join(str(each.label) for each in columns_of(table.spec))
            text = table.headings.get(place, "")
            names = {name for each in columns_of(table.spec) for name in each.names if name}
            at = (table.at[0], place) if text else (row, place)
            guess = closest(text, names) if text else Text("", "")
            self.mark(
                "column-unknown", at, table.spec.key, text=text or "…", guess=guess, known=known
            )

    def _tell_unpaired(self, table: _Table, row: int, found: FlatRow) -> None:
        """Parts of several values in one cell must be as many as the values."""
        for place, column in table.columns.items():
            if not (column.many and column.part and column.key in found):
                continue
            main = next(
                (
                    p
                    for p, c in table.columns.items()
                    if c.spec is column.spec and c.many and "." not in c.key
                ),
                None,
            )
            if main is None or main == place:
                continue
            other = table.columns[main]
            texts = found.get(other.key)
            if texts and len(decoded(texts.text)) != len(decoded(found[column.key].text)):
                self.mark("cell-not-paired", (row, place), table.spec.key, other=str(other.label))

    def _table_field(self, table: _Table) -> FoundField:
        spec = table.spec
        rows = tuple(table.rows)
        if spec.kind == "monthly-table":
            rows = by_month(rows)
        if spec.kind == "org-chart":
            rows = tuple(self._levelled(table))
        if len(rows) > 1 and _takes_one(spec):
            self.mark("cell-one-only", (table.row_places[1], table.at[1]), spec.key)
            rows = rows[:1]
        if table.none and rows:
            self.mark("cell-one-only", (table.row_places[0], table.at[1]), spec.key)
        flat = Flat(() if table.none else rows, table.none, None if table.none else table.covers)
        keys = frozenset(column.key for column in table.columns.values())
        return FoundField(
            spec, flat, self._sheet, table.at, keys, tuple(table.months), table.covers_at
        )

    def _levelled(self, table: _Table) -> Iterator[FlatRow]:
        """The rows of a chart, each at most one level below the row before it."""
        place = next((p for p, c in table.columns.items() if c.key == LEVEL), table.at[1])
        before = 0
        for row, found in zip(table.row_places, table.rows, strict=True):
            level = found.get(LEVEL)
            text = level.text if level else ""
            if not re.fullmatch("[1-9][0-9]?", text) or int(text) > before + 1:
                highest = str(before + 1)
                self.mark("cell-level", (row, place), table.spec.key, text=text, highest=highest)
                text = str(max(before, 1))
            before = int(text)
            at = location(self._book.name, self._sheet.name, (row, place))
            yield {**found, LEVEL: Scalar(text, level.location if level else at)}


_TEXT = Field(VALUE, "text", Text("", ""))
#: Of statements and spans, which stand in a cell of their own.
_PLAIN = Column(VALUE, _TEXT.label, _TEXT, "", "text")


def _takes_one(spec: Field) -> bool:
    """Whether a table stands for a single value with parts."""
    return not spec.columns and not spec.many


def _bases(grid: Grid) -> dict[tuple[str, str], str]:
    """What the sheet of states remembers: slug, field, fingerprint in each row."""
    found = {}
    for row in grid.rows.values():
        slug, key, sign = (row[n].text if n in row else "" for n in (1, 2, 3))
        if slug and key:
            found[slug, key] = sign
    return found


def _wrong_edition(name: str, found: Iterable[str], wanted: str) -> Problem:
    years = ", ".join(sorted(filter(None, found))) or "-"
    return Problem(
        "workbook-edition",
        Location(name),
        Text(
            f"สมุดงานนี้เป็นของปี {years}" + (f" ไม่ใช่ปี {wanted}" if wanted else ""),
            f"this workbook is of {years}" + (f", not of {wanted}" if wanted else ""),
        ),
        Text(
            "ใช้สมุดงานของปีเดียวที่ส่งออกด้วย oit export หรือระบุ --edition ให้ตรง",
            "use a workbook of one edition that oit export wrote, or give its --edition",
        ),
    )


def _wrong_item(name: str, sheet: SheetPart, sign: Sign) -> Problem:
    return Problem(
        "workbook-edition",
        Location(f"{name} [{sheet.name}]"),
        Text(
            f"แผ่นงานนี้เป็นของข้อ {sign.item} ({sign.slug}) ซึ่งไม่มีในปี {sign.edition}",
            f"this sheet is of {sign.item} ({sign.slug}), which {sign.edition} does not have",
        ),
        Text("ส่งออกสมุดงานใหม่ด้วย oit export", "export the workbook anew"),
    )


def _no_items(name: str) -> Problem:
    return Problem(
        "workbook-no-items",
        Location(name),
        Text("ไม่พบแผ่นงานของข้อใดในสมุดงานนี้", "no sheet of this workbook holds an item"),
        Text(
            "ใช้สมุดงานที่ส่งออกด้วย oit export ถ้าเป็นตารางเดี่ยวให้ระบุ --item เช่น --item O12",
            "use a workbook that oit export wrote; for a single table give --item, such as --item O12",
        ),
    )
