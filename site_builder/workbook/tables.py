"""A single table, as another program has exported it (CSV or XLSX), into a table of an item.

Headings are known by the labels of the columns and by `headings.yaml`. What is not known is listed with a
proposal and must be said; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from pathlib import Path

from site_builder.catalogue.model import Item
from site_builder.kinds import ROW_KINDS
from site_builder.kinds.spec import Field
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.opendata.exports import csv_read
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Scalar
from site_builder.sources.opening import FileTooLarge, read_whole
from site_builder.sources.write import to_plain
from site_builder.sources.yaml import MAX_BYTES, parse_yaml
from site_builder.thai import DateError, Month, fold, nfc, parse_date
from site_builder.workbook.columns import MONTH, NONE, Column, columns_of
from site_builder.workbook.exporting import flats_of, item_nodes
from site_builder.workbook.flat import Flat, FlatRow, Vocabularies, by_month, month_key, with_labels
from site_builder.workbook.marks import location, mark
from site_builder.workbook.names import fields_of, fingerprint
from site_builder.workbook.package import (
    Grid,
    Place,
    Raw,
    SheetPart,
    load,
    locked,
    not_opened,
    unreadable,
)
from site_builder.workbook.reader import FoundField, FoundItem, Workbook
from site_builder.workbook.values import read
from site_builder.workspace import Workspace

#: Headings are looked for in so many rows: exports have titles above them.
_HEAD_ROWS = 20
_MAX_ROWS = 100_000
#: In the order in which they are tried; what cannot be UTF-8 in a Thai file is what Windows calls 874.
_ENCODINGS = ("utf-8-sig", "cp874")
_DELIMITERS = ",;\t|"
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
#: Likeness from which on a column is proposed.
_LIKE = 0.5


@dataclass(frozen=True)
class Wanted:
    """Where a table goes, as the person says it.

    Attributes:
        item: number or slug.
        table: key or label of the field, "" where the item has one table alone.
        mapping: `heading=column`; nothing behind the sign leaves the heading out.
        key: column by which rows are replaced, or "".
        replace: the rows that are there make room.
    """

    item: str
    table: str = ""
    mapping: tuple[str, ...] = ()
    key: str = ""
    replace: bool = False


def read_table(
    path: Path, name: str, workspace: Workspace, edition: str, wanted: Wanted
) -> Workbook:
    """The table of an item as it is with the rows of the file, as if a workbook held it.

    Raises:
        InputError: the file cannot be read, or it is not clear what one of its columns is.
    """
    item = _item(workspace, edition, wanted.item)
    specs = fields_of(workspace.catalogue.subject(item))
    spec = _spec(item, specs, wanted.table)
    sheets, is_1904 = _sheets(path, name)
    reading = _Reading(name, spec, wanted, is_1904, workspace.catalogue.vocabularies)
    sheet, grid = max(sheets, key=lambda each: reading.matches(each[1]))
    flats = flats_of(workspace.catalogue, item, item_nodes(workspace, edition, item))
    return reading.run(sheet, grid, item, edition, flats[spec.key])


class _Reading:
    def __init__(
        self, name: str, spec: Field, wanted: Wanted, is_1904: bool, vocabularies: Vocabularies
    ) -> None:
        self._vocabularies = vocabularies
        self._name, self._spec, self._wanted, self._is_1904 = name, spec, wanted, is_1904
        self._columns = [each for each in columns_of(spec) if each.key != NONE]
        self._names: dict[str, list[Column]] = {}
        for column in self._columns:
            for heading in {fold(each) for each in _names(column) if each}:
                self._names.setdefault(heading, []).append(column)
        self._said = self._mapping()

    def matches(self, grid: Grid) -> int:
        """How many headings of a sheet are known."""
        row = self._heading_row(grid)
        return len(self._known(grid.rows.get(row, {}))) if row else -1

    def run(self, sheet: SheetPart, grid: Grid, item: Item, edition: str, before: Flat) -> Workbook:
        head = self._heading_row(grid)
        if not head:
            raise InputError([_no_headings(self._name)])
        columns = self._resolved(sheet, grid, head)
        book = Workbook(self._name, edition, {item.id: FoundItem(item)}, is_form=False)
        rows, months = [], []
        for number, cells in grid.rows.items():
            if number <= head or not any(raw.text.strip() for raw in cells.values()):
                continue
            row: FlatRow = {}
            for at, column in columns.items():
                raw = cells.get(at)
                if raw is None:
                    continue
                reading = read(raw, column, self._is_1904)
                place = location(self._name, sheet.name, (number, at))
                if reading.code:
                    self._mark(book, reading.code, sheet, (number, at), item, reading.words)
                text = _as_month(reading.text) if column.key == MONTH else reading.text
                if text:
                    book.places[place] = (sheet, (number, at))
                    row[column.key] = Scalar(text, place)
            if MONTH in row:
                months.append((row[MONTH], (number, _at(columns, MONTH))))
            elif row and self._spec.kind == "monthly-table":
                blank = (number, _at(columns, MONTH))
                words = {"proposal": "มีนาคม 2568"}
                self._mark(book, "cell-month-missing", sheet, blank, item, words)
            if set(row) - {MONTH}:
                rows.append(row)
        book.bases = {(item.slug, self._spec.key): fingerprint(before)}
        new = with_labels(rows, self._spec, self._vocabularies)
        flat = Flat(self._joined(before, new), covers=before.covers)
        keys = frozenset(each.key for each in columns_of(self._spec))
        book.items[item.id].fields[self._spec.key] = FoundField(
            self._spec, flat, sheet, (head, min(columns, default=1)), keys, tuple(months)
        )
        return book

    def _mark(
        self,
        book: Workbook,
        code: str,
        sheet: SheetPart,
        place: Place,
        item: Item,
        words: Mapping[str, str],
    ) -> None:
        book.marks.append(mark(code, self._name, sheet, place, item.id, self._spec.key, **words))

    def _mapping(self) -> dict[str, Column | None]:
        """What the person says of headings; None for one that is left out."""
        found: dict[str, Column | None] = {}
        problems = []
        for each in self._wanted.mapping:
            heading, sign, name = each.rpartition("=")
            column = self._column(name.strip()) if name.strip() else None
            if not sign or (name.strip() and column is None):
                problems.append(_wrong_mapping(each, self._columns))
            found[fold(heading)] = column
        if problems:
            raise InputError(problems)
        return found

    def _column(self, name: str) -> Column | None:
        """A column by its key, or by a heading that is its alone."""
        for column in self._columns:
            if name == column.key or name == column.key.lstrip("@"):
                return column
        found = self._names.get(fold(name), [])
        own = [each for each in found if fold(name) in map(fold, each.names)] or found
        return own[0] if len(own) == 1 else None

    def _heading_row(self, grid: Grid) -> int:
        """The row with the most known headings among the first ones; 0 where none has two cells."""
        best, most = 0, -1
        for number, cells in list(grid.rows.items())[:_HEAD_ROWS]:
            count = len(self._known(cells))
            if count > most and sum(bool(raw.text.strip()) for raw in cells.values()) > 1:
                best, most = number, count
        return best

    def _known(self, cells: Mapping[int, Raw]) -> dict[int, list[Column]]:
        found = {}
        for at, raw in cells.items():
            text = fold(raw.text)
            if text in self._said:
                found[at] = [column for column in (self._said[text],) if column]
            elif columns := self._names.get(text) or self._names.get(
                fold(_BRACKETS.sub("", raw.text))
            ):
                found[at] = columns
        return found

    def _resolved(self, sheet: SheetPart, grid: Grid, head: int) -> dict[int, Column]:
        """Which column of the file is which of ours; all that is unclear is told at once."""
        cells = grid.rows[head]
        used = {at for number, row in grid.rows.items() if number > head for at in row}
        known = self._known(cells)
        problems = []
        found: dict[int, Column] = {}
        for at, raw in cells.items():
            text = " ".join(raw.text.split())
            if not text or at not in used or fold(text) in self._said:
                continue
            if at not in known:
                place = location(self._name, sheet.name, (head, at))
                problems.append(_unknown_heading(place, text, self._proposal(text), self._columns))
        for at, columns in known.items():
            if len(columns) > 1:
                own = [c for c in columns if fold(cells[at].text) in map(fold, c.names)]
                columns = own if len(own) == 1 else columns
            place = location(self._name, sheet.name, (head, at))
            heading = " ".join(cells[at].text.split())
            if len(columns) > 1 or any(column in found.values() for column in columns):
                problems.append(_unclear_heading(place, heading, columns))
            elif columns and columns[0].spec.source != "row.number":
                found[at] = columns[0]
        if self._spec.kind == "monthly-table" and not any(
            column.key == MONTH for column in found.values()
        ):
            problems.append(_no_month(location(self._name, sheet.name, (head, 1))))
        if not found and not problems:
            problems.append(_no_headings(self._name))
        if problems:
            raise InputError(problems)
        return found

    def _proposal(self, heading: str) -> Column | None:
        """The column whose name is most like a heading, if any is like it at all."""
        text = fold(_BRACKETS.sub("", heading))
        best, most = None, _LIKE
        for name, columns in self._names.items():
            likeness = SequenceMatcher(None, text, name, autojunk=False).ratio()
            if likeness < _LIKE and len(name) > 4 and (name in text or text in name):
                likeness = _LIKE
            if likeness >= most and len(columns) == 1:
                best, most = columns[0], likeness
        return best

    def _joined(self, before: Flat, rows: Sequence[FlatRow]) -> tuple[FlatRow, ...]:
        """The rows of the table with those of the file: in their place, or behind them."""
        found = list(before.rows)
        if self._wanted.key:
            column = self._column(self._wanted.key)
            if column is None:
                raise InputError([_wrong_mapping(self._wanted.key, self._columns)])
            found = _by_key(found, rows, column.key)
        elif self._wanted.replace:
            if self._spec.kind == "monthly-table":
                new = {month_key(row.get(MONTH)) for row in rows}
                found = [row for row in found if month_key(row.get(MONTH)) not in new]
            else:
                found = []
            found += rows
        else:
            there = {_texts(row) for row in found}
            found += [row for row in rows if _texts(row) not in there]
        if self._spec.kind != "monthly-table":
            return tuple(found)
        keys = [month_key(row.get(MONTH)) for row in found]
        order = sorted({key for key in keys if isinstance(key, Month)})
        if all(isinstance(key, Month) for key in keys):
            found.sort(key=lambda row: order.index(month_key(row.get(MONTH))))  # type: ignore[arg-type]
        return by_month(found)


def _by_key(old: list[FlatRow], new: Sequence[FlatRow], key: str) -> list[FlatRow]:
    """The old rows with what new rows of the same key say; the others behind them."""
    places = {row[key].text: at for at, row in enumerate(old) if key in row}
    found = list(old)
    for row in new:
        at = places.get(row[key].text) if key in row else None
        if at is None:
            found.append(row)
            if key in row:
                places[row[key].text] = len(found) - 1
        else:
            found[at] = {**found[at], **row}
    return found


def _texts(row: FlatRow) -> frozenset[tuple[str, str]]:
    said = {(key, scalar.text) for key, scalar in row.items() if key != MONTH}
    return frozenset({*said, (MONTH, str(month_key(row.get(MONTH))))})


def _as_month(text: str) -> str:
    """The month of a day, or the text as it is."""
    try:
        day = parse_date(text)
    except DateError:
        return text
    return str(Month(day.year, day.month))


def _at(columns: Mapping[int, Column], key: str) -> int:
    return next((at for at, column in columns.items() if column.key == key), 1)


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Headings of other programs by the folded label of the column that they mean."""
    file = resources.files("site_builder.workbook") / "headings.yaml"
    found = to_plain(parse_yaml(file.read_text(encoding="utf-8"), "headings.yaml"))
    assert isinstance(found, dict)
    return {fold(label): tuple(map(str, names)) for label, names in found.items()}


def _names(column: Column) -> Iterable[str]:
    yield from column.names
    if not column.part:
        yield from synonyms().get(fold(column.label.th), ())


# --- files ----------------------------------------------------------------------------------


def _sheets(path: Path, name: str) -> tuple[list[tuple[SheetPart, Grid]], bool]:
    """The sheets of a file that hold something, and whether its days count from 1904."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        loaded = load(path, name, lambda sheet, head: not sheet.is_hidden and bool(head.cells))
        if not loaded.sheets:
            raise InputError([_no_headings(name)])
        return list(loaded.sheets), loaded.is_1904
    return [(SheetPart("", "", False), _csv(path, name))], False


def _csv(path: Path, name: str) -> Grid:
    try:
        content = read_whole(path, MAX_BYTES)
    except FileTooLarge:
        reason = Text("ไฟล์ใหญ่เกินไป", "the file is too large")
        raise InputError([unreadable(name, reason)]) from None
    except PermissionError:
        raise InputError([locked(name)]) from None
    except OSError as error:
        raise InputError([not_opened(name, error)]) from None
    text = nfc(_decoded(content, name))
    lines = text.splitlines()[:_HEAD_ROWS]
    delimiter = max(_DELIMITERS, key=lambda sign: max((x.count(sign) for x in lines), default=0))
    grid = Grid()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if number > _MAX_ROWS:
                raise InputError([unreadable(name, Text("มีแถวมากเกินไป", "it has too many rows"))])
            for at, cell in enumerate(row, start=1):
                if cell.strip():
                    # What we, or another program, wrote to keep a text a text: '=1+1, ="0812345678"
                    plain = re.sub(r'^="(.*)"$', r"\1", csv_read(cell.strip()))
                    grid.cells[number, at] = Raw(plain, "text")
    except csv.Error:
        reason = Text("รูปแบบ CSV ไม่ถูกต้อง", "it is no CSV that can be read")
        raise InputError([unreadable(name, reason)]) from None
    return grid


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    reason = Text(
        "ไม่ใช่ไฟล์ CSV ที่เป็น UTF-8 หรือ TIS-620", "it is no CSV in UTF-8 or TIS-620 (Windows-874)"
    )
    raise InputError([unreadable(name, reason)])


# --- which table, and what is wrong with the headings ---------------------------------------


def _item(workspace: Workspace, edition: str, name: str) -> Item:
    items = workspace.catalogue.editions[edition].items
    for item in items:
        if name.lower() in (item.id.lower(), item.code, item.slug):
            return item
    raise InputError(
        [
            Problem(
                "unknown-item",
                Location("--item"),
                Text(f'ปี {edition} ไม่มีข้อ "{name}"', f'{edition} has no item "{name}"'),
                Text("ใช้เลขข้อ เช่น O2", "use an item's number such as O2"),
            )
        ]
    )


def _spec(item: Item, specs: Iterable[Field], name: str) -> Field:
    """The table that is meant."""
    tables = [
        spec
        for spec in specs
        if spec.kind in ROW_KINDS and spec.kind != "org-chart" and spec.key != "attested"
    ]
    wanted = [s for s in tables if not name or name == s.key or fold(name) == fold(s.label.th)]
    if len(wanted) == 1:
        return wanted[0]
    listed = ", ".join(f"{spec.key} ({spec.label})" for spec in tables) or "-"
    raise InputError(
        [
            Problem(
                "table-unclear",
                Location("--table"),
                Text("ข้อ {id} มีตาราง: {tables}", "{id} has the tables: {tables}").format(
                    id=item.id, tables=same(listed)
                ),
                Text("ระบุหนึ่งตาราง เช่น --table {one}", "name one, such as --table {one}").format(
                    one=same(tables[0].key if tables else "…")
                ),
            )
        ]
    )


def _labels(columns: Iterable[Column]) -> Text:
    return same(", ".join(column.label.th for column in columns))


def _unknown_heading(
    place: Location, heading: str, proposal: Column | None, columns: Iterable[Column]
) -> Problem:
    name = proposal.label.th if proposal else "…"
    guess = Text(f' (น่าจะเป็น "{name}")', f' (perhaps "{name}")') if proposal else Text("", "")
    return Problem(
        "heading-unknown",
        place,
        Text('ไม่รู้จักหัวคอลัมน์ "{heading}"{guess}', 'unknown heading "{heading}"{guess}').format(
            heading=same(heading), guess=guess
        ),
        Text(
            'ถ้าใช่ เพิ่ม --map "{heading}={name}" ถ้าไม่นำเข้า เพิ่ม --map "{heading}=" ช่องที่มี: {known}',
            'if so add --map "{heading}={name}", to leave it out --map "{heading}="; the columns are: {known}',
        ).format(heading=same(heading), name=same(name), known=_labels(columns)),
    )


def _unclear_heading(place: Location, heading: str, columns: Iterable[Column]) -> Problem:
    return Problem(
        "heading-unclear",
        place,
        Text(
            'หัวคอลัมน์ "{heading}" เป็นได้มากกว่าหนึ่งช่อง หรือมีหัวคอลัมน์อื่นเป็นช่องเดียวกันแล้ว: {columns}',
            '"{heading}" may be several columns, or another heading is the same one: {columns}',
        ).format(heading=same(heading), columns=_labels(columns)),
        Text(
            'ระบุให้ชัด เช่น --map "{heading}={column}" หรือไม่นำเข้าด้วย --map "{heading}="',
            'say which, such as --map "{heading}={column}", or leave it out with --map "{heading}="',
        ).format(heading=same(heading), column=same(next(iter(columns)).label.th)),
    )


def _no_month(place: Location) -> Problem:
    return Problem(
        "table-no-month",
        place,
        Text(
            "ตารางนี้แยกเป็นรายเดือน แต่ในไฟล์ไม่มีคอลัมน์ที่บอกเดือนหรือวันที่",
            "the table goes by months, but no column of the file tells the month or day",
        ),
        Text(
            'บอกว่าคอลัมน์ใดเป็นวันที่หรือเดือน เช่น --map "วันที่ทำสัญญา=เดือน"',
            'say which column it is, such as --map "วันที่ทำสัญญา=เดือน"',
        ),
    )


def _no_headings(name: str) -> Problem:
    return Problem(
        "table-no-headings",
        Location(name),
        Text("ไม่พบแถวหัวคอลัมน์ในไฟล์นี้", "no row of headings was found in this file"),
        Text(
            "ให้มีแถวหัวคอลัมน์อยู่เหนือข้อมูล และไม่ผสานเซลล์",
            "put a row of headings above the data, without merged cells",
        ),
    )


def _wrong_mapping(text: str, columns: Iterable[Column]) -> Problem:
    return Problem(
        "map-wrong",
        Location("--map"),
        Text('ไม่เข้าใจ "{text}"', '"{text}" is not understood').format(text=same(text)),
        Text(
            'เขียน --map "หัวคอลัมน์ในไฟล์=ชื่อช่อง" หรือ --key "ชื่อช่อง" ช่องที่มี: {known}',
            'write --map "heading=column" or --key "column"; the columns are: {known}',
        ).format(known=_labels(columns)),
    )
