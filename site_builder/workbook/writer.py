"""Writes an edition's data as one workbook: a cover, a sheet for each item, large tables on their own.

xlsxwriter gives the same bytes for the same data. Every text is written as text, in cells that keep what
people type as text, so that Excel takes no telephone, ID or day of the Buddhist Era for something else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from site_builder.catalogue.model import HEADER_FIELDS, NOWHERE, Catalogue, Edition, Element, Item
from site_builder.kinds.spec import Field
from site_builder.language import Text
from site_builder.outcomes import ItemResult, Report, Status
from site_builder.sources.nodes import Scalar
from site_builder.thai import fold
from site_builder.workbook.columns import LEVEL, MONTH, NONE, Column, columns_of, is_form
from site_builder.workbook.flat import BULLET, Flat, FlatRow, month_key
from site_builder.workbook.names import (
    COVER,
    COVERS_LABEL,
    ELSEWHERE,
    FORM_NONE,
    FORM_VALUE,
    HEADINGS,
    KEYS,
    LISTS,
    MAX_CELL,
    NO_DATA,
    NONE_LABEL,
    SPAN,
    STATE,
    STATEMENT,
    Sign,
    fields_of,
    fingerprint,
    is_too_long,
    kept,
    months_of,
)
from site_builder.workbook.package import letters
from site_builder.workbook.values import as_number

#: The same workbook for the same data, whenever it is made.
_NO_TIME = datetime(2000, 1, 1)
_A4 = 9
#: What the name of a sheet may be long, and may not hold (Excel's limits).
_MAX_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")
#: A table with more columns in sight, or more rows, stands on a sheet of its own.
_MANY_COLUMNS, _MANY_ROWS = 8, 30
#: Rows to fill in below those that are there, and at least so many.
_SPARE, _LEAST = 3, 5
_SPARE_OWN = 40
#: On a sheet of its own a table may grow to here with its drop-downs.
_GROWS_TO = 5_000
#: Widths of the first columns of an item's sheet, in characters; the others have 24.
_INLINE = {1: 34, 2: 44}
#: What a page of a sheet takes in characters across.
_ACROSS = 150

_FONT = {"font_name": "Tahoma", "font_size": 10}
_GRID = {"border": 1, "border_color": "#b8c4d0", "valign": "top", "text_wrap": True}
_DARK, _PALE, _GIVEN = "#1f4e79", "#fff8e1", "#f2f5f8"
#: Colours of a status: behind and in front, with a contrast of 7 or more.
_COLOURS = {
    Status.COMPLETE: ("#e2f0d9", "#1e4620"),
    Status.INCOMPLETE: ("#fff2cc", "#5c3d00"),
    Status.MISSING: ("#f8d7da", "#6b0f1a"),
    Status.NEEDS_REVIEW: ("#ddebf7", "#14365c"),
}

#: How each kind of value is written, in a few words.
_HOW: dict[str, Text] = {
    "date": Text(
        "วันที่ เช่น 1 มีนาคม 2568 หรือ 1/3/2568 (ใช้ปี พ.ศ. ได้)",
        "a date such as 1 มีนาคม 2568 or 2025-03-01",
    ),
    "period": Text(
        "ช่วงเวลา เช่น ปีงบประมาณ พ.ศ. 2568 หรือ ตุลาคม 2567 - มีนาคม 2568",
        "a span such as ปีงบประมาณ พ.ศ. 2568 or ตุลาคม 2567 - มีนาคม 2568",
    ),
    "number": Text('ตัวเลข ถ้าไม่มีให้พิมพ์ "-"', 'a number; where there is none, write "-"'),
    "contact": Text("โทรศัพท์ อีเมล หรือ https://…", "a telephone, an e-mail or https://…"),
    "link": Text("ที่อยู่เว็บขึ้นต้นด้วย https://", "an address that begins with https://"),
    "document": Text("ชื่อไฟล์ที่วางไว้ในโฟลเดอร์ {files}", "name of a file that stands in {files}"),
    "image": Text("ชื่อไฟล์ภาพที่วางไว้ในโฟลเดอร์ {files}", "name of a picture that stands in {files}"),
    "choice": Text("เลือกจากรายการ", "choose from the list"),
    MONTH: Text("เลือกเดือน หนึ่งแถวต่อหนึ่งรายการ", "choose the month; one row for each entry"),
    NONE: Text(
        "ใช้แถวเดียวของเดือน แล้วเว้นช่องอื่นว่าง", "one row of the month; leave its other cells blank"
    ),
    LEVEL: Text(
        "1 = บนสุด 2 = อยู่ใต้แถวระดับ 1 ที่อยู่ข้างบน", "1 = top, 2 = below the row of level 1 above it"
    ),
}
_MANY = Text(
    f"หลายรายการในช่องเดียว: ขึ้นบรรทัดใหม่ด้วย Alt+Enter แล้วขึ้นต้นแต่ละรายการด้วย {BULLET}",
    f"several in one cell: begin each on a line of its own (Alt+Enter) with {BULLET}",
)
_NOTHING_YET = Text(
    f"{BULLET} ยังไม่มีข้อมูลของข้อนี้ → กดที่ชื่อข้อ แล้วกรอกช่องสีเหลืองในแผ่นงานของข้อ",
    f"{BULLET} nothing yet → click the title and fill in the yellow cells of its sheet",
)
_DESK = Text("ส่วนงานเจ้าของข้อมูลข้อนี้ เช่น กองคลัง", "the unit whose item it is, such as กองคลัง")
_BY_ITSELF = Text("ไม่ต้องกรอก ถ้าว่างโปรแกรมเติมให้", "may stay blank: the program fills it in")
_WIDTHS = {
    "date": 17, "number": 17, "choice": 20, MONTH: 20, NONE: 30, LEVEL: 20, "image": 22,
    "contact": 34, "period": 26, "document": 30, "link": 32,
}  # fmt: skip


@dataclass(frozen=True)
class ItemData:
    """What goes into the sheets of one item."""

    item: Item
    flats: Mapping[str, Flat]


def render(catalogue: Catalogue, report: Report, data: Sequence[ItemData]) -> bytes:
    """The workbook of an edition, in the language of this run."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        title = f"OIT {report.edition.name} — {report.agency}"
        book.set_properties({"title": title, "created": _NO_TIME})
        _Writer(book, catalogue, report, title).write(data)
    return buffer.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, catalogue: Catalogue, report: Report, title: str) -> None:
        self._book, self.catalogue, self._report, self._title = book, catalogue, report, title
        self.edition: Edition = report.edition
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self.units = sorted({result.unit for result in report.items if result.unit}, key=fold)

    def write(self, data: Sequence[ItemData]) -> None:
        cover = self._sheet(COVER)
        sheets = {}
        for each in data:
            sheets[each.item.id] = self._free(each.item.id)
            _ItemSheets(self, each, sheets[each.item.id]).write()
        self._cover(cover, sheets)
        self._write_lists()
        self._state(data)
        cover.activate()

    # --- what all sheets share --------------------------------------------------------------

    def format(self, **style: Any) -> Any:
        """A style, made once."""
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(_FONT | style)
        return self._formats[key]

    def free_name(self, item: Item, label: str) -> str:
        return self._free(f"{item.id} {label}")

    def _free(self, name: str) -> str:
        """The name as a workbook accepts it, and not taken yet; Excel counts in UTF-16."""
        plain = _NOT_IN_NAME.sub(" ", name).strip()
        chosen, number = _cut(plain, _MAX_NAME), 1
        while chosen.casefold() in self._names:
            number += 1
            chosen = _cut(plain, _MAX_NAME - len(f" {number}")) + f" {number}"
        self._names.add(chosen.casefold())
        return chosen

    def _sheet(self, name: str) -> Any:
        self._names.add(name.casefold())
        return self.new_sheet(name)

    def new_sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        footer = Text("หน้า &P / &N", "page &P / &N")
        title = self._title.replace("&", "&&")[:100]
        sheet.set_footer(f"&L{title}&C{name.replace('&', '&&')}&R{footer}")
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def choices(self, texts: Sequence[str]) -> str:
        """The cells that hold a list for drop-downs."""
        key = tuple(texts)
        if key not in self._lists:
            name = letters(len(self._lists) + 1)
            self._lists[key] = f"='{LISTS}'!${name}$1:${name}${len(key)}"
        return self._lists[key]

    def _write_lists(self) -> None:
        sheet = self._sheet(LISTS)
        sheet.very_hidden()
        for column, texts in enumerate(self._lists):
            for row, text in enumerate(texts):
                sheet.write_string(row, column, text)

    def _state(self, data: Sequence[ItemData]) -> None:
        """What each field says now, so that a later change in the data file is seen."""
        sheet = self._sheet(STATE)
        sheet.very_hidden()
        row = 0
        for each in data:
            for key, flat in each.flats.items():
                for column, text in enumerate((each.item.slug, key, fingerprint(flat))):
                    sheet.write_string(row, column, text)
                row += 1

    # --- cover ------------------------------------------------------------------------------

    def _cover(self, sheet: Any, names: Mapping[str, str]) -> None:
        for column, width in enumerate((2, 7, 46, 26, 17, 10, 78)):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 30)
        sheet.write_string(
            0, 1, self._title, self.format(bold=True, font_size=16, font_color=_DARK)
        )
        row = 1
        for line in _guide(self.edition.name, self._report):
            sheet.merge_range(row, 1, row, 6, str(line), self.format(text_wrap=True, valign="top"))
            sheet.set_row(row, 15 * _lines(str(line), _ACROSS + 30))
            row += 1
        row += 1
        head = self.format(**_GRID, bold=True, bg_color=_DARK, font_color="#ffffff")
        headings = (
            Text("ข้อ", "Item"),
            Text("ชื่อข้อ (กดเพื่อไปกรอก)", "Title (click to fill in)"),
            Text("โต๊ะของใคร (ส่วนงาน)", "Whose desk (unit)"),
            Text("สถานะ", "Status"),
            Text("ครบแล้ว", "Done"),
            Text("สิ่งที่ต้องทำ", "What to do"),
        )
        for column, heading in enumerate(headings, start=1):
            sheet.write_string(row, column, str(heading), head)
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        for at, result in enumerate(self._report.items, start=row + 1):
            self._progress(sheet, at, result, names)
        sheet.autofilter(row, 1, row + max(len(self._report.items), 1), len(headings))
        sheet.protect(
            "",
            {
                "autofilter": True,
                "sort": True,
                "format_columns": True,
                "format_rows": True,
                "select_locked_cells": True,
            },
        )

    def _progress(self, sheet: Any, row: int, result: ItemResult, names: Mapping[str, str]) -> None:
        cell = self.format(**_GRID)
        back, front = _COLOURS[result.status]
        status = self.format(**_GRID, bg_color=back, font_color=front, bold=True)
        link = self.format(**_GRID, font_color="#0b4f9c", underline=1)
        passed, asked = _passed(result)
        sheet.write_string(row, 1, result.item.id, cell)
        name = names.get(result.item.id)
        title = str(result.item.title)
        if name:
            sheet.write_url(row, 2, f"internal:'{name}'!C3", link, title)
        else:
            sheet.write_string(row, 2, title, cell)
        unit = result.unit or str(Text("(ยังไม่ระบุ)", "(not stated)"))
        sheet.write_string(row, 3, unit, cell)
        sheet.write_string(row, 4, str(result.status.label), status)
        sheet.write_string(row, 5, f"{passed}/{asked}", cell)
        to_do = _to_do(result)
        sheet.write_string(row, 6, to_do, cell)
        sheet.set_row(row, 15 * max(_lines(to_do, 78), _lines(title, 46)))


class _ItemSheets:
    """Writes the sheets of one item."""

    def __init__(self, writer: _Writer, data: ItemData, name: str) -> None:
        self._writer, self._data, self._name = writer, data, name
        self._edition: Edition = writer.edition
        self._sheet = self._new(name)
        self._row = 0

    def _new(self, name: str) -> Any:
        sheet = self._writer.new_sheet(name)
        item = self._data.item
        sign = Sign(self._edition.name, item.id, item.slug)
        # Text is what a cell of a new row keeps, too.
        plain = self._writer.format(num_format="@", valign="top", text_wrap=True)
        sheet.set_column(0, 0, 3, None, {"hidden": True})
        sheet.set_column(1, 30, 24, plain)
        sheet.write_string(0, 0, str(sign))
        title = self._writer.format(bold=True, font_size=14, font_color=_DARK, num_format="@")
        sheet.write_string(0, 1, f"{item.id} {item.title}", title)
        sheet.set_row(0, 26)
        sheet.set_row(1, None, None, {"hidden": True})
        for column, key in ((0, KEYS), (2, FORM_VALUE), (3, FORM_NONE)):
            sheet.write_string(1, column, key)
        back = str(Text("← กลับไปหน้าปก", "← back to the cover"))
        link = self._writer.format(font_color="#0b4f9c", underline=1, num_format="@")
        sheet.write_string(2, 0, NO_DATA)
        sheet.write_url(2, 1, f"internal:'{COVER}'!A1", link, back)
        return sheet

    def write(self) -> None:
        item = self._data.item
        subject = self._writer.catalogue.subject(item)
        elements: dict[str, list[Element]] = {}
        for element in item.elements:
            elements.setdefault(element.of, []).append(element)
        for column, width in _INLINE.items():
            self._sheet.set_column(column, column, width, self._text_format())
        self._row = 3
        self._form_headings()
        specs = fields_of(subject)
        for spec in specs:
            if is_form(spec):
                self._form_row(spec, elements.get(spec.key, []))
        self._row += 1
        for spec in specs:
            if not is_form(spec):
                self._table(spec, elements.get(spec.key, []))
        self._sheet.freeze_panes(3, 2)
        self._sheet.repeat_rows(0)

    # --- fields of one text -----------------------------------------------------------------

    def _form_headings(self) -> None:
        head = self._head_format()
        texts = (
            Text("ช่อง", "Field"),
            Text("ค่า (กรอกช่องสีเหลือง)", "Value (fill in the yellow cells)"),
            Text("ถ้าไม่มี ให้เขียนข้อความที่นี่แทน", "Where there is none, state it here instead"),
            Text("คำแนะนำ", "Guidance"),
        )
        self._sheet.write_string(self._row, 0, NO_DATA)
        for column, text in enumerate(texts, start=1):
            self._sheet.write_string(self._row, column, str(text), head)
        self._sheet.merge_range(self._row, 4, self._row, 7, str(texts[3]), head)
        self._row += 1

    def _form_row(self, spec: Field, elements: Sequence[Element]) -> None:
        (column,) = columns_of(spec)
        flat = self._data.flats[spec.key]
        sheet, row = self._sheet, self._row
        sheet.write_string(row, 0, spec.key)
        label = self._writer.format(**_GRID, bold=True, bg_color=_GIVEN, num_format="@")
        sheet.write_string(row, 1, str(spec.label), label)
        value = flat.rows[0].get(column.key) if flat.rows else None
        self._value(sheet, row, 2, column, value.text if value else "")
        self._put(sheet, row, 3, flat.none.text if flat.none else "", self._fill_format())
        self._validate(sheet, row, row, 2, column)
        help_text = self._help(spec, column, elements)
        grey = self._writer.format(**_GRID, font_color="#404040", bg_color=_GIVEN, num_format="@")
        sheet.merge_range(row, 4, row, 7, help_text, grey)
        lines = max(
            _lines(help_text, 92),
            _lines(value.text if value else "", 42),
            _lines(flat.none.text if flat.none else "", 22),
            _lines(str(spec.label), 32),
        )
        sheet.set_row(row, 15 * min(lines, 25))
        self._row += 1

    def _help(self, spec: Field, column: Column, elements: Sequence[Element]) -> str:
        lines = [str(element.requirement) for element in elements]
        if spec is HEADER_FIELDS["unit"]:
            lines.append(str(_DESK))
        lines += [self._how(column)] if self._how(column) else []
        if spec.source:
            lines.append(str(_BY_ITSELF))
        return " · ".join(lines)

    def _how(self, column: Column) -> str:
        how = _HOW.get(column.kind)
        if how is None:
            return ""
        return str(how).replace("{files}", f"data/{self._edition.name}/files")

    # --- tables -----------------------------------------------------------------------------

    def _table(self, spec: Field, elements: Sequence[Element]) -> None:
        flat = self._data.flats[spec.key]
        used = {key for row in flat.rows for key in row}
        columns = columns_of(spec)
        in_sight = [each for each in columns if not each.is_extra or each.key in used]
        is_large = (
            spec.kind == "monthly-table"
            or len(in_sight) > _MANY_COLUMNS
            or len(flat.rows) > _MANY_ROWS
        )
        if is_large:
            self._own_sheet(spec, flat, elements, columns, used)
        else:
            # Columns cannot be hidden for one table alone: what is seldom filled in goes to the right.
            wanted = sorted(columns, key=lambda each: each not in in_sight and bool(spec.columns))
            self._title(self._sheet, spec, elements)
            self._row = self._cells(self._sheet, self._row, spec, flat, wanted)
            self._sheet.write_string(self._row, 0, NO_DATA)
            self._row += 1

    def _title(self, sheet: Any, spec: Field, elements: Sequence[Element]) -> None:
        """The title of a table with what is asked for."""
        title = self._writer.format(
            bold=True, font_size=12, font_color=_DARK, num_format="@", top=2, top_color=_DARK
        )
        sheet.write_string(self._row, 0, NO_DATA)
        for column in range(2, 8):
            sheet.write_blank(self._row, column, None, title)
        sheet.write_string(self._row, 1, str(spec.label), title)
        sheet.set_row(self._row, 22)
        self._row += 1
        told = [str(element.requirement) for element in elements]
        if told:
            self._say(sheet, self._row, " · ".join(told))
            self._row += 1

    def _say(self, sheet: Any, row: int, text: str) -> None:
        grey = self._writer.format(
            text_wrap=True, valign="top", font_color="#404040", num_format="@"
        )
        sheet.write_string(row, 0, NO_DATA)
        sheet.merge_range(row, 1, row, 7, text, grey)
        sheet.set_row(row, 15 * min(_lines(text, _ACROSS + 20), 20))

    def _own_sheet(
        self,
        spec: Field,
        flat: Flat,
        elements: Sequence[Element],
        columns: Sequence[Column],
        used: set[str],
    ) -> None:
        name = self._writer.free_name(self._data.item, str(spec.label))
        link = self._writer.format(font_color="#0b4f9c", underline=1, num_format="@", bold=True)
        text = ELSEWHERE.format(label=spec.label, name=name)
        self._sheet.write_string(self._row, 0, NO_DATA)
        self._sheet.write_url(self._row, 1, f"internal:'{name}'!B1", link, str(text))
        self._row += 2
        sheet = self._new(name)
        here, self._row = self._row, 3
        self._title(sheet, spec, elements)
        start = self._row
        end = self._cells(sheet, start, spec, flat, columns, is_own=True)
        headings = self._headings_at
        for column, each in enumerate(columns, start=1):
            options = {}
            if each.is_extra and each.key not in used:
                options = {"hidden": True, "level": 1}
            sheet.set_column(column, column, _width(each), self._text_format(), options)
        sheet.freeze_panes(headings + 1, 2)
        sheet.repeat_rows(headings)
        sheet.autofilter(headings, 1, end, len(columns))
        self._row = here

    def _cells(
        self,
        sheet: Any,
        row: int,
        spec: Field,
        flat: Flat,
        columns: Sequence[Column],
        is_own: bool = False,
    ) -> int:
        """The statement of none, the headings and the rows; the row below them."""
        fill = self._fill_format()
        widths = [
            _width(each) if is_own else _INLINE.get(at, 24)
            for at, each in enumerate(columns, start=1)
        ]
        label = self._writer.format(**_GRID, bold=True, bg_color=_GIVEN, num_format="@")
        if spec.kind == "monthly-table":
            sheet.write_string(row, 0, SPAN + spec.key)
            sheet.write_string(row, 1, str(COVERS_LABEL), label)
            self._put(sheet, row, 2, flat.covers.text if flat.covers else "", fill)
            self._prompt(sheet, row, row, 2, COVERS_LABEL, str(_HOW["period"]))
            sheet.set_row(row, 15 * _lines(str(COVERS_LABEL), widths[0]))
            row += 1
        sheet.write_string(row, 0, STATEMENT + spec.key)
        sheet.write_string(row, 1, str(NONE_LABEL), label)
        sheet.set_row(row, 15 * _lines(str(NONE_LABEL), widths[0]))
        self._put(sheet, row, 2, flat.none.text if flat.none else "", fill)
        row += 1
        sheet.set_row(row, None, None, {"hidden": True})
        sheet.write_string(row, 0, KEYS + spec.key)
        head = self._head_format()
        by_itself = self._head_format(bg_color="#5b6b7b")
        sheet.write_string(row + 1, 0, HEADINGS + spec.key)
        for at, column in enumerate(columns, start=1):
            sheet.write_string(row, at, column.key)
            style = by_itself if column.is_extra and spec.columns else head
            sheet.write_string(row + 1, at, str(column.label), style)
        row += 1
        labels = (str(each.label) for each in columns)
        sheet.set_row(row, 15 * max(map(_lines, labels, widths)))
        self._headings_at = row
        rows = list(self._with_months(spec, flat))
        spare = _SPARE_OWN if is_own else max(_SPARE, _LEAST - len(rows))
        if not spec.columns and not spec.many:
            spare = 1 - len(rows)
        last = row + len(rows) + spare
        for at, column in enumerate(columns, start=1):
            self._validate(sheet, row + 1, max(_GROWS_TO, last) if is_own else last, at, column)
        for found in rows:
            row += 1
            for at, column in enumerate(columns, start=1):
                text = found[column.key].text if column.key in found else ""
                indent = int(found[LEVEL].text) - 1 if LEVEL in found and at == 2 else 0
                self._value(sheet, row, at, column, text, indent)
            texts = (found[each.key].text if each.key in found else "" for each in columns)
            lines = max(map(_lines, texts, widths))
            if lines > 1:  # the others grow by themselves as they are filled in
                sheet.set_row(row, 15 * min(lines, 25))
        for _ in range(spare):
            row += 1
            for at, column in enumerate(columns, start=1):
                self._value(sheet, row, at, column, "")
        return row + 1

    def _with_months(self, spec: Field, flat: Flat) -> Iterator[FlatRow]:
        """The rows, and those months that are asked for and have none, each in its place."""
        if spec.kind != "monthly-table" or flat.none:
            yield from flat.rows
            return
        asked = months_of(self._edition, self._data.item)
        groups: dict[object, list[FlatRow]] = {}
        for row in flat.rows:
            groups.setdefault(month_key(row.get(MONTH)), []).append(row)
        waiting = [month for month in asked if month not in groups]
        for key, rows in groups.items():
            while waiting and not isinstance(key, str) and waiting[0] < key:  # type: ignore[operator]
                yield {MONTH: Scalar(str(waiting.pop(0)), NOWHERE)}
            yield from rows
        for month in waiting:
            yield {MONTH: Scalar(str(month), NOWHERE)}

    # --- cells ------------------------------------------------------------------------------

    def _value(
        self, sheet: Any, row: int, at: int, column: Column, text: str, indent: int = 0
    ) -> None:
        number = as_number(text) if column.kind == "number" and not column.many else None
        if number:
            sheet.write_number(row, at, number[0], self._fill_format(num_format=number[1]))
        elif column.kind == "number" and not text:
            sheet.write_blank(row, at, None, self._fill_format(num_format=_number_format(column)))
        else:
            self._put(sheet, row, at, text, self._fill_format(indent=min(indent, 8)))

    def _put(self, sheet: Any, row: int, at: int, text: str, style: Any) -> None:
        """A text is written as text, never as a formula."""
        if not text:
            sheet.write_blank(row, at, None, style)
        else:
            sheet.write_string(row, at, kept(text) if is_too_long(text) else text, style)

    def _validate(self, sheet: Any, first: int, last: int, at: int, column: Column) -> None:
        """The drop-down of a choice, and how a value is written as a hint beside the cell."""
        texts: list[str] = []
        if column.kind == "choice" and not column.many:
            vocabulary = self._writer.catalogue.vocabularies[column.spec.vocabulary]
            texts = [str(choice.label) for choice in vocabulary.choices]
        elif column.kind == MONTH:
            texts = [str(month) for month in months_of(self._edition, self._data.item)]
        elif column.spec.key == "unit" and isinstance(column.spec, Field):
            texts = self._writer.units
        how = "\n".join(filter(None, (self._how(column), str(_MANY) if column.many else "")))
        if column.spec.source:
            how = str(_BY_ITSELF)
        if texts:
            # Other wordings are understood too, so the list only proposes.
            listed = {
                "validate": "list",
                "source": self._writer.choices(texts),
                "show_error": False,
            }
            said = {"input_title": _cut(str(column.label), 32), "input_message": _cut(how, 255)}
            sheet.data_validation(first, at, last, at, listed | (said if how else {}))
        elif how:
            self._prompt(sheet, first, last, at, column.label, how)

    def _prompt(self, sheet: Any, first: int, last: int, at: int, title: Text, how: str) -> None:
        options = {"input_title": _cut(str(title), 32), "input_message": _cut(how, 255)}
        sheet.data_validation(first, at, last, at, {"validate": "any", **options})

    def _fill_format(self, **style: Any) -> Any:
        return self._writer.format(**_GRID, bg_color=_PALE, **({"num_format": "@"} | style))

    def _text_format(self) -> Any:
        return self._writer.format(num_format="@", valign="top", text_wrap=True)

    def _head_format(self, bg_color: str = _DARK) -> Any:
        return self._writer.format(
            **_GRID, bold=True, bg_color=bg_color, font_color="#ffffff", num_format="@"
        )


def _guide(edition: str, report: Report) -> Iterator[Text]:
    counts = report.counts
    done = f"{counts[Status.COMPLETE]}/{len(report.items)}"
    yield Text(f"ครบถ้วนแล้ว {done} ข้อ", f"{done} items complete")
    yield Text(
        "วิธีใช้: กดชื่อข้อ กรอกช่องสีเหลือง บันทึก แล้วสั่ง oit import ชื่อไฟล์นี้ "
        "โปรแกรมแสดงสิ่งที่จะเปลี่ยนให้ดูก่อน ช่องที่ผิดจะถูกระบายสีในสำเนาของสมุดงานนี้พร้อมวิธีแก้",
        "How to use it: click an item, fill in the yellow cells, save, then run oit import with this file. "
        "What will change is shown first; wrong cells come back coloured, with the remedy.",
    )
    yield Text(
        "วันที่ใช้ปี พ.ศ. ได้ (1 มีนาคม 2568 หรือ 1/3/2568) · ไม่มีข้อมูลให้เขียนว่าไม่มี ห้ามเว้นว่าง · "
        "เพิ่มแถวและเรียงลำดับได้ อย่าผสานเซลล์ และอย่าเพิ่มคอลัมน์ในตาราง · เพิ่มแผ่นงานของตนเองได้",
        "Dates may be of the Buddhist Era. Where there is nothing, say so. Rows may be added and sorted; merge no "
        "cells and add no columns to the tables. Sheets of your own are left alone.",
    )
    yield Text(
        f"เอกสารและภาพ วางไฟล์ในโฟลเดอร์ data/{edition}/files แล้วกรอกเพียงชื่อไฟล์",
        f"Documents and pictures: put the files into data/{edition}/files and write their names alone.",
    )


def _passed(result: ItemResult) -> tuple[int, int]:
    """How many elements pass, of those that are asked for."""
    asked = [each for each in result.elements if each.outcome != "not-applicable"]
    return sum(each.outcome == "pass" for each in asked), len(asked)


def _to_do(result: ItemResult, most: int = 4) -> str:
    """What to do for an item, a line for each cause."""
    if any(finding.code == "no-file" for finding in result.findings):
        # Whoever fills in a workbook writes no file.
        return str(_NOTHING_YET)
    causes = {finding.cause: finding for finding in result.findings}
    lines = [f"{BULLET} {each.message} → {each.remedy}" for each in causes.values()]
    if len(lines) > most:
        more = len(lines) - most
        lines = [*lines[:most], str(Text(f"และอีก {more} เรื่อง", f"and {more} more"))]
    return "\n".join(lines)[:MAX_CELL]


def _number_format(column: Column) -> str:
    return "#,##0.00" if "บาท" in column.label.th else "General"


def _width(column: Column) -> int:
    if column.kind == "text" and column.many:
        return 40
    return _WIDTHS.get(column.kind, 34)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes, about; marks above and below letters take no room, and a word that does
    not fit goes to the next line whole."""
    width = max(width * 9 // 10, 1)
    return sum(
        1 + sum(not 0x0E31 <= ord(c) <= 0x0E4E or 0x0E40 <= ord(c) <= 0x0E46 for c in line) // width
        for line in text.split("\n")
    )


def _cut(text: str, length: int) -> str:
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore").strip()
