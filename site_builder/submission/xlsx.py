"""The sheet as a workbook: a row for each address, to copy from and to keep."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from site_builder.characters import clean
from site_builder.language import Text
from site_builder.submission.sheet import Sheet
from site_builder.submission.table import HEADINGS, values_of

#: The same workbook for the same sheet, whenever it is made.
_NO_TIME = datetime(2000, 1, 1)
#: What a cell of a workbook may hold (Excel's limit).
_MAX_CELL = 32_767
#: Of the columns, in characters.
_WIDTHS = (6, 34, 9, 46, 60, 9, 16, 44)
_A4 = 9


def render(sheet: Sheet) -> bytes:
    """Every text is written as text: none becomes a formula, no URL a link that opens by itself."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        title = clean(sheet.title)
        book.set_properties({"title": title, "created": _NO_TIME})
        cell_style = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#c9d3de"}
        head_style = {"bold": True, "bg_color": "#1f4e79", "font_color": "#ffffff"}
        cell, head = book.add_format(cell_style), book.add_format(cell_style | head_style)
        page = book.add_worksheet(f"OIT {sheet.edition}")
        page.freeze_panes(1, 2)
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, str(heading), head)
        number = 0
        for number, values in enumerate(values_of(sheet.rows), start=1):
            for column, value in enumerate(values):
                if isinstance(value, int):
                    page.write_number(number, column, value, cell)
                else:
                    page.write_string(number, column, clean(value)[:_MAX_CELL], cell)
        page.autofilter(0, 0, max(number, 1), len(HEADINGS) - 1)
        notes = [f"{finding.message} → {finding.remedy}" for finding in sheet.notes]
        for line in (sheet.summary, *notes, *sheet.remarks):
            number += 1
            page.write_string(number + 1, 0, clean(line)[:_MAX_CELL])
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        footer = Text("หน้า &P / &N", "page &P / &N")
        page.set_footer(f"&L{title.replace('&', '&&')[:100]}&R{footer}")
    return buffer.getvalue()
