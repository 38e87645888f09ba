"""A report of some items only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.outcomes import Report
from site_builder.problems import InputError, Problem
from site_builder.sources.reader import closest
from site_builder.thai import fold

NO_UNIT = Text("ไม่ระบุส่วนงาน", "no unit stated")


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
