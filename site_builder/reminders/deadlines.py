"""The agency's days: when data of each period can be asked for, and what the agency has set itself.

The rules of an edition say which span its data cover; the windows of the assessment are announced each
year and stand in `data/calendar.yaml`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from site_builder.audit.periods import RULES, required_period
from site_builder.catalogue.model import Edition, Element, Item
from site_builder.kinds.base import ParseContext
from site_builder.kinds.read import read_fields
from site_builder.kinds.spec import Field, Spec
from site_builder.kinds.values import Row
from site_builder.language import Text
from site_builder.problems import InputError, Problem
from site_builder.sources.files import FileStore
from site_builder.sources.names import refuse_links
from site_builder.sources.yaml import read_yaml
from site_builder.thai import FiscalYear, Month
from site_builder.workspace import Workspace

CALENDAR_FILE = "data/calendar.yaml"
CALENDAR_FIELDS = (
    Field(
        "deadlines",
        "table",
        Text("กำหนดการ", "Deadlines"),
        columns=(
            Spec("what", "text", Text("เรื่อง", "What")),
            Spec("from", "date", Text("ตั้งแต่วันที่", "From")),
            Spec("until", "date", Text("ถึงวันที่", "Until")),
            Spec("unit", "text", Text("ส่วนงาน", "Unit"), many=True),
        ),
    ),
    Field("remind", "number", Text("เตือนล่วงหน้ากี่วัน", "Days of notice"), many=True),
)
#: Days before a deadline, where the settings name none.
NOTICE = (30, 7, 1)
_PLANS = frozenset(["current-fiscal-year", "multi-year-covering"])


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, or the days up to one.

    Attributes:
        key: the same from run to run, so that a calendar knows it again.
        items: that it is about; () for the whole.
        units: that it is about; () for all.
        notice: days before its last day on which to be reminded.
    """

    key: str
    first: date
    last: date
    what: Text
    items: tuple[Item, ...] = ()
    units: tuple[str, ...] = ()
    notice: tuple[int, ...] = ()


def deadlines(workspace: Workspace, edition: Edition) -> list[Deadline]:
    """Every deadline of a fiscal year, by day.

    Raises:
        InputError: the settings cannot be read.
    """
    return sorted(
        [*_of_rules(workspace, edition), *_of_settings(workspace)],
        key=lambda each: (each.last, each.key),
    )


def _of_rules(workspace: Workspace, edition: Edition) -> Iterator[Deadline]:
    """The first day on which data of a span can be asked for."""
    year = FiscalYear(edition.name)
    days: dict[tuple[date, str], list[Item]] = defaultdict(list)
    for item in edition.items:
        for element in item.elements:
            if not workspace.catalogue.applies(element, workspace.agency.type.code):
                continue
            for when in _asked(workspace, item, element, year):
                if item not in days[when]:
                    days[when].append(item)
    for (day, span), items in days.items():
        yield Deadline(
            f"{edition.name}-{day.isoformat()}-{span}",
            day,
            day,
            _WHAT[span].format(
                until=Month((day - timedelta(days=1)).year, (day - timedelta(days=1)).month)
            ),
            tuple(items),
            notice=() if span == "month" else (7,),
        )


_WHAT = {
    "plan": Text(
        "แผนและนโยบายของปีต้องเผยแพร่แล้ว", "plans and policies of the year are to be published"
    ),
    "month": Text("เพิ่มข้อมูลเดือน {until}", "add the data of {until}"),
    "report": Text(
        "ครบงวดถึงสิ้น {until} รายงานต้องเผยแพร่",
        "the span up to the end of {until} is over; its report is due",
    ),
}


def _asked(
    workspace: Workspace, item: Item, element: Element, year: FiscalYear
) -> Iterator[tuple[date, str]]:
    rule = element.due or element.parameters.get("rule", item.period_rule)
    if rule not in RULES:
        return
    span = required_period(rule, year)
    field = workspace.catalogue.subjects[item.slug].field(element.of)
    if field is not None and field.kind == "monthly-table" and span.end > year.period.start:
        for month in span.months():
            yield month.next.first_day, "month"
    elif rule in _PLANS and not element.due:
        yield year.period.start, "plan"
    else:
        yield max(span.end + timedelta(days=1), year.period.start), "report"


def _of_settings(workspace: Workspace) -> Iterator[Deadline]:
    path = workspace.root / CALENDAR_FILE
    if not os.path.lexists(path):
        return
    refuse_links(workspace.root, CALENDAR_FILE)
    context = ParseContext(
        FileStore(workspace.root / "data" / "files", "data/files"), workspace.catalogue.vocabularies
    )
    values = read_fields(read_yaml(path, CALENDAR_FILE), CALENDAR_FIELDS, context)
    problems = [
        *context.problems,
        *(
            cell.problem
            for value in values.values()
            for _, cell in value.every_cell()
            if cell.problem
        ),
    ]
    rows = values["deadlines"].rows
    problems += [_incomplete(row) for row in rows if not _is_complete(row)]
    if problems:
        raise InputError(dict.fromkeys(problems))
    notice = tuple(int(cell.value) for cell in values["remind"].cells if cell.value is not None)
    for row in rows:
        what, last = row.cell("what").text, row.cell("until").value
        first = row.cell("from").value or last
        units = tuple(cell.text for cell in row.all_cells("unit") if not cell.is_blank)
        yield Deadline(
            f"own-{last.isoformat()}-{what}",
            min(first, last),
            last,
            Text(what, what),
            units=units,
            notice=notice or NOTICE,
        )


def _is_complete(row: Row) -> bool:
    until = row.cell("until")
    return bool(row.cell("what").text) and (until.value is not None or until.problem is not None)


def _incomplete(row: Row) -> Problem:
    return Problem(
        "deadline-incomplete",
        row.location,
        Text("กำหนดการนี้ขาดเรื่องหรือวันสุดท้าย", "this deadline lacks what it is about or its last day"),
        Text('ใส่ "what" และ "until"', 'give "what" and "until"'),
    )
