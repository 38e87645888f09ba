"""The report as a workbook to work with: a row for each task, to give to somebody; a sheet for each
unit; the items with their status."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from site_builder.characters import clean
from site_builder.language import Text
from site_builder.outcomes import Report
from site_builder.reports import wording
from site_builder.reports.tasks import Plan, Task, plan, unit_name
from site_builder.scoring import shown

#: The same workbook for the same report, whenever it is made.
_NO_TIME = datetime(2000, 1, 1)

#: What a cell of a workbook may hold (Excel's limit).
_MAX_CELL = 32_767
#: What the name of a sheet may be long, and may not hold (Excel's limits).
_MAX_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]")

#: Columns of a list of tasks: heading and width in characters.
_COLUMNS = (
    (Text("ลำดับ", "No."), 7),
    (Text("ข้อ", "Item"), 6),
    (Text("ชื่อข้อ", "Title"), 28),
    (Text("องค์ประกอบ", "Elements"), 34),
    (Text("ส่วนงาน", "Unit"), 18),
    (Text("ระดับ", "Level"), 12),
    (Text("ตำแหน่ง", "Place"), 22),
    (Text("บรรทัด", "Line"), 8),
    (Text("สิ่งที่พบ", "What was found"), 44),
    (Text("วิธีแก้", "How to mend it"), 44),
    (Text("คะแนนที่อาจได้เมื่อครบทั้งข้อ (ประมาณการ)", "Points the whole item may gain (estimate)"), 14),
    (Text("ผู้รับผิดชอบ", "Assigned to"), 20),
    (Text("กำหนดเสร็จ", "Due"), 14),
    (Text("สถานะงาน", "State"), 16),
    (Text("รหัส", "Code"), 20),
)
_DUE, _STATE = 12, 13
_TO_FILL = (11, 12, 13)
_STATES = (
    Text("ยังไม่เริ่ม", "not started"),
    Text("กำลังทำ", "in progress"),
    Text("เสร็จแล้ว", "done"),
    Text("ติดปัญหา", "blocked"),
)
_A4 = 9


def render(report: Report) -> bytes:
    """The workbook in the language of this run."""
    found = plan(report)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        title = clean(f"OIT {report.edition.name} — {report.agency}")
        book.set_properties({"title": title, "created": _NO_TIME})
        writer = _Writer(book, title)
        writer.tasks(str(Text("งาน", "Tasks")), found.tasks)
        for unit, tasks in found.by_unit:
            if len(found.by_unit) > 1:
                writer.tasks(unit_name(unit), tasks)
        writer.summary(str(Text("สรุป", "Summary")), report, found)
    return buffer.getvalue()


class _Writer:
    """Sheets of one workbook, with their styles."""

    def __init__(self, book: Any, title: str) -> None:
        self._book = book
        self._title = title
        self._names: set[str] = set()
        top = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c9d3de"}
        self._cell = book.add_format(top)
        self._points = book.add_format(top | {"num_format": "0.00"})
        head = {"bold": True, "bg_color": "#1f4e79", "font_color": "#ffffff"}
        self._head = book.add_format(top | head)
        self._fill = book.add_format(top | {"bg_color": "#fff8e1"})
        self._due = book.add_format(top | {"bg_color": "#fff8e1", "num_format": "d mmm yyyy"})
        self._bold = book.add_format({"bold": True})

    def tasks(self, name: str, tasks: Sequence[Task]) -> None:
        sheet = self._sheet(name, [str(heading) for heading, _ in _COLUMNS])
        for column, (_, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
        for row, task in enumerate(tasks, start=1):
            for column, value in enumerate(_values(task)):
                self._write(sheet, row, column, value)
            for column in _TO_FILL:
                sheet.write_blank(row, column, None, self._due if column == _DUE else self._fill)
        last = max(len(tasks), 1)
        sheet.autofilter(0, 0, last, len(_COLUMNS) - 1)
        states = [str(state) for state in _STATES]
        sheet.data_validation(1, _STATE, last, _STATE, {"validate": "list", "source": states})
        day = {"validate": "date", "criteria": ">=", "value": date(2020, 1, 1)}
        told = Text("ใส่วันที่เป็นปี ค.ศ. เช่น 31/3/2025", "a day such as 2025-03-31")
        sheet.data_validation(1, _DUE, last, _DUE, day | {"error_message": str(told)})

    def summary(self, name: str, report: Report, found: Plan) -> None:
        headings = (
            Text("ข้อ", "Item"),
            Text("ชื่อข้อ", "Title"),
            Text("ส่วนงาน", "Unit"),
            Text("สถานะ", "Status"),
            Text("งานที่ต้องทำ", "Tasks"),
            Text("คะแนนที่อาจได้ (ประมาณการ)", "Points it may gain (estimate)"),
            Text("เกณฑ์ยืนยันแล้ว", "Criteria confirmed"),
        )
        sheet = self._sheet(name, [str(heading) for heading in headings])
        for column, width in enumerate((6, 50, 24, 18, 12, 16, 16)):
            sheet.set_column(column, column, width)
        row = 0
        for row, result in enumerate(report.items, start=1):
            tasks = [task for task in found.tasks if task.result is result]
            points = next((task.points for task in tasks if task.points is not None), None)
            confirmed, total = result.confirmed
            values = (
                result.item.id,
                str(result.item.title),
                unit_name(result.unit),
                str(result.status.label),
                len(tasks),
                points,
                f"{confirmed}/{total}",
            )
            for column, value in enumerate(values):
                self._write(sheet, row, column, value)
        sheet.autofilter(0, 0, max(row, 1), len(headings) - 1)
        lines = [wording.summary(report), wording.as_of(report), wording.criteria(report)]
        if report.site:
            lines.insert(1, wording.of_site(report))
        if found.estimate:
            lines.append(wording.estimate_rule(found.estimate))
        lines += report.remarks
        for line in lines:
            row += 1
            sheet.write_string(row + 1, 0, clean(line))

    def _sheet(self, name: str, headings: Sequence[str]) -> Any:
        sheet = self._book.add_worksheet(self._free(name))
        sheet.freeze_panes(1, 3)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._head)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer(
            f"&L{self._title.replace('&', '&&')[:100]}&C{sheet.name.replace('&', '&&')}&R&P / &N"
        )
        return sheet

    def _free(self, name: str) -> str:
        """The name as a workbook accepts it, and not taken yet."""
        plain = _NOT_IN_NAME.sub(" ", clean(name))
        chosen, number = _cut(plain, _MAX_NAME), 1
        while chosen.casefold() in self._names or chosen.casefold() == "history":
            number += 1
            end = f" {number}"
            chosen = _cut(plain, _MAX_NAME - len(end)) + end
        self._names.add(chosen.casefold())
        return chosen

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """A text is written as text, never as a formula."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self._cell)
        elif isinstance(value, str):
            sheet.write_string(row, column, clean(value)[:_MAX_CELL], self._cell)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._cell)
        else:
            sheet.write_number(row, column, float(shown(value)), self._points)


def _cut(name: str, length: int) -> str:
    """The beginning of a name, without quotes at its ends; Excel counts in UTF-16."""
    cut = name.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
    return cut.strip(" '") or "-"


def _values(task: Task) -> tuple[Any, ...]:
    """What stands in the columns of a task, those to fill in left out at their place."""
    item = task.result.item if task.result else None
    return (
        task.number,
        item.id if item else "",
        str(item.title) if item else "",
        "\n".join(str(each.element.requirement) for each in task.elements),
        unit_name(task.unit),
        str(task.level.label),
        task.location.file,
        task.location.line or None,
        str(task.message),
        str(task.remedy),
        task.points,
        None,
        None,
        None,
        task.code,
    )
