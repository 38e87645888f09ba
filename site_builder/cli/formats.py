"""The formats of the report of `oit check`, and how each is shown or written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.cli.options import show_or_write
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.outcomes import Report
from site_builder.problems import InputError, Problem
from site_builder.reports import text as text_report
from site_builder.reports.tasks import NO_UNIT
from site_builder.sources.reader import closest
from site_builder.thai import fold


def _json(report: Report) -> str:
    from site_builder.reports import json

    return json.render(report)


def _html(report: Report) -> str:
    from site_builder.reports import html

    return html.render(report)


def _junit(report: Report) -> str:
    from site_builder.reports import junit

    return junit.render(report)


def _xlsx(report: Report) -> bytes:
    from site_builder.reports import xlsx

    return xlsx.render(report)


@dataclass(frozen=True)
class Format:
    """One format; `is_file` is true where it is of no use at a terminal."""

    render: Callable[[Report], str | bytes]
    is_file: bool = False


#: Each is loaded when it is asked for, so that the plain check starts fast.
FORMATS = {
    "text": Format(text_report.render),
    "json": Format(_json),
    "html": Format(_html),
    "xlsx": Format(_xlsx, is_file=True),
    "junit": Format(_junit),
}


def write_report(report: Report, format_name: str, output: Path | None) -> None:
    """Show the report, or write it to the file; in colours at a terminal that shows them."""
    is_shown = format_name == "text" and output is None and sys.stdout.isatty()
    if is_shown and not os.environ.get("NO_COLOR"):
        from rich.console import Console

        console = Console(highlight=False, markup=False, emoji=False)
        if not console.is_dumb_terminal:
            text_report.show(report, console)
            return
    show_or_write(FORMATS[format_name].render(report), output)


def of_unit(report: Report, wanted: str) -> Report:
    """The report of one unit's items, with the problems of their files.

    Raises:
        InputError: no item names this unit.
    """
    nobody = [fold(text) for text in (NO_UNIT.th, NO_UNIT.en)]
    key = "" if fold(wanted) in nobody else fold(wanted)
    items = tuple(item for item in report.items if fold(item.unit) == key)
    if not items:
        units = [unit for unit in dict.fromkeys(item.unit for item in report.items) if unit]
        raise InputError([_unknown_unit(wanted, units)])
    return only_items(report, {item.item.code for item in items})


def only_items(report: Report, codes: set[str]) -> Report:
    """The report of some items by their codes (`o02`), without the problems of the others' files."""
    others = {item.item.code for item in report.items} - codes
    return replace(
        report,
        items=tuple(item for item in report.items if item.item.code in codes),
        problems=tuple(p for p in report.problems if Path(p.location.file).stem not in others),
        notes=(),
    )


def _unknown_unit(wanted: str, units: list[str]) -> Problem:
    return Problem(
        "unknown-unit",
        Location("--unit"),
        Text(
            'ไม่มีข้อใดที่ส่วนงาน "{name}" รับผิดชอบ{guess}', 'no item names the unit "{name}"{guess}'
        ).format(name=same(wanted), guess=closest(wanted, units)),
        Text("ส่วนงานที่มี: {units}", "the units there are: {units}").format(
            units=same(", ".join([*units, str(NO_UNIT)]))
        ),
    )
