"""The checklist of unconfirmed elements as a workbook, to fill in and read back."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from site_builder.catalogue.confirming import (
    GIVEN,
    SHEET,
    TO_FILL,
    VERDICT,
    VERDICTS,
    unconfirmed,
)
from site_builder.catalogue.model import CONFIDENCES, Edition

#: The same workbook for the same criteria, whenever it is made.
_NO_TIME = datetime(2000, 1, 1)
_WIDTHS = (6, 40, 24, 60, 24, 30, 16, 50, 12, 24, 14, 30)


def render(edition: Edition) -> bytes:
    """The workbook: one row for each element below confirmed."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{SHEET} {edition.name}", "created": _NO_TIME})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        given = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#4a4a4a"})
        # Text, so that Excel takes neither a page nor a day of the Buddhist Era for something else.
        to_fill = book.add_format(
            {"text_wrap": True, "valign": "top", "num_format": "@", "bg_color": "#fff8e1"}
        )
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 3)
        for column, (heading, width) in enumerate(zip(GIVEN + TO_FILL, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        last = 1
        for last, entry in enumerate(unconfirmed(edition), start=1):
            element = entry.element
            values = (
                entry.item.id,
                entry.item.title.th,
                element.key,
                element.requirement.th,
                CONFIDENCES[element.confidence].th,
                element.source,
            )
            for column, value in enumerate(values):
                sheet.write_string(last, column, value, given)
            for column in range(len(GIVEN), len(GIVEN + TO_FILL)):
                sheet.write_blank(last, column, None, to_fill)
        column = (GIVEN + TO_FILL).index(VERDICT)
        sheet.data_validation(
            1, column, last, column, {"validate": "list", "source": list(VERDICTS)}
        )
    return buffer.getvalue()
