"""What is to do, as tasks: one for each cause, with unit, place, remedy, gain and effort.

Every report that people work through (page, workbook) shows the same tasks in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import count, groupby
from pathlib import PurePosixPath

from site_builder.estimate import Estimate, estimate
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import (
    ElementResult,
    Finding,
    ItemResult,
    Outcome,
    Report,
    Severity,
    Status,
)
from site_builder.reports.parts import NO_UNIT

#: How many things a week's list holds. Ours: what one person may do beside other work.
WEEK = 10


class Level(StrEnum):
    """How pressing a task is: a finding's severity, or that a person must look."""

    ERROR = "error"
    WARNING = "warning"
    NEEDS_REVIEW = "needs-review"
    NOT_CHECKED = "not-checked"

    @property
    def rank(self) -> int:
        return list(Level).index(self)

    @property
    def label(self) -> Text:
        if self in (Level.NEEDS_REVIEW, Level.NOT_CHECKED):
            return Outcome(self.value).label
        return Severity(self.value).label


#: What to do where there is nothing to mend.
_LOOK = {
    Level.NEEDS_REVIEW: Text(
        "ให้คนเปิดดูแล้วเทียบกับเกณฑ์", "a person opens it and compares it with the criteria"
    ),
    Level.NOT_CHECKED: Text(
        "แก้ไฟล์ให้อ่านได้ก่อน แล้วตรวจใหม่", "mend the file so that it can be read, then check again"
    ),
}


@dataclass(frozen=True)
class Task:
    """One thing to do.

    Attributes:
        result: its item; None for a problem of a file that belongs to no item.
        elements: the elements that it spoils; () for data that no element asks for.
        code: of the finding or problem; "" where a person must look.
        number: its place in the order of all tasks, from 1.
        points: of the whole ITA that finishing the item may gain (an estimate); None where unknown.
        effort: how many things are left to do in the item.
    """

    result: ItemResult | None
    elements: tuple[ElementResult, ...]
    level: Level
    code: str
    location: Location
    message: Text
    remedy: Text
    number: int = 0
    points: Decimal | None = None
    effort: int = 0

    @property
    def unit(self) -> str:
        """The responsible unit as the data name it, "" where they do not."""
        return self.result.unit if self.result else ""


@dataclass(frozen=True)
class Plan:
    """All tasks of a report: what stops the build first, then the cheapest gain first.

    Attributes:
        week: the tasks to begin with, `WEEK` things, those that finish whole items first.
    """

    tasks: tuple[Task, ...]
    week: tuple[Task, ...]
    estimate: Estimate | None

    @property
    def by_unit(self) -> tuple[tuple[str, tuple[Task, ...]], ...]:
        """The tasks of each unit, by the place of its first task; those without a unit come last."""
        units = sorted(dict.fromkeys(task.unit for task in self.tasks), key=lambda unit: not unit)
        return tuple(
            (unit, tuple(task for task in self.tasks if task.unit == unit)) for unit in units
        )


def by_item(tasks: Iterable[Task]) -> tuple[tuple[Task, ...], ...]:
    """Tasks that follow one another in the same item, together."""
    return tuple(tuple(group) for _, group in groupby(tasks, key=lambda task: id(task.result)))


def unit_name(unit: str) -> str:
    """A unit as reports call it."""
    return unit or str(NO_UNIT)


def plan(report: Report) -> Plan:
    """The tasks of a report, in order."""
    found = estimate(report)
    stakes = {stake.result.item.id: stake for stake in found.stakes} if found else {}
    places = list(stakes)
    groups: list[tuple[Task, ...]] = []
    of_problems = list(_of_problems(report))
    of_notes = list(_of_notes(report))
    unreadable = {task.result.item.id for task in of_problems if task.result}
    for result in report.items:
        is_told = result.item.id in unreadable
        tasks = sorted(_of_item(result, is_told), key=lambda task: task.level.rank)
        stake = stakes.get(result.item.id)
        points, effort = (stake.points, stake.effort) if stake else (None, len(tasks))
        if tasks:
            groups.append(tuple(replace(task, points=points, effort=effort) for task in tasks))

    def cheapest_first(group: tuple[Task, ...]) -> tuple[int, int]:
        item = group[0].result
        staked = item is not None and item.item.id in stakes
        return (places.index(item.item.id) if item and staked else len(places), group[0].effort)

    # Sorting keeps the order of items where nothing else tells.
    stopping = [*of_problems, *(task for task in of_notes if task.level == Level.ERROR)]
    others = [task for task in of_notes if task.level != Level.ERROR]
    groups = [
        *((task,) for task in stopping),
        *sorted(groups, key=cheapest_first),
        *((task,) for task in others),
    ]
    numbers = count(1)
    groups = [tuple(replace(task, number=next(numbers)) for task in group) for group in groups]
    return Plan(tuple(task for group in groups for task in group), _week(groups), found)


def _week(groups: list[tuple[Task, ...]]) -> tuple[Task, ...]:
    """Whole items as long as they fit; where not even the first one does, what fits of it."""
    chosen: list[Task] = []
    room = WEEK
    for group in groups:
        if group[0].effort <= room:
            chosen += group
            room -= group[0].effort
        elif not chosen:
            chosen += group[:WEEK]
            room = 0
    return tuple(chosen)


def _of_problems(report: Report) -> Iterator[Task]:
    """Problems of the input that are not told as findings too: they stop the build."""
    files = {f"{report.edition.name}/{result.item.code}": result for result in report.items}
    for problem in report.other_problems:
        path = PurePosixPath(problem.location.file)
        result = files.get(f"{path.parent.name}/{path.stem}")
        elements = result.elements if result else ()
        yield Task(
            result,
            tuple(each for each in elements if each.outcome == Outcome.NOT_CHECKED),
            Level.ERROR,
            problem.code,
            problem.location,
            problem.message,
            problem.remedy,
            effort=1,
        )


def _of_notes(report: Report) -> Iterator[Task]:
    """Findings that belong to no item."""
    found = {note.cause: note for note in reversed(report.notes)}
    for note in reversed(found.values()):
        yield replace(_mend(None, (), note), effort=1)


def _of_item(result: ItemResult, unreadable_is_told: bool) -> Iterator[Task]:
    if result.status == Status.MISSING:
        yield from _publish(result)
        return
    causes: dict[tuple[str, Location, str], list[ElementResult]] = {}
    first: dict[tuple[str, Location, str], Finding] = {}
    for element in result.elements:
        for finding in element.findings:
            first.setdefault(finding.cause, finding)
            spoilt = causes.setdefault(finding.cause, [])
            if element not in spoilt:
                spoilt.append(element)
    for note in result.notes:
        first.setdefault(note.cause, note)
    for cause, finding in first.items():
        yield _mend(result, tuple(causes.get(cause, ())), finding)
    yield from _look(result, Outcome.NEEDS_REVIEW, Level.NEEDS_REVIEW)
    if not unreadable_is_told:
        yield from _look(result, Outcome.NOT_CHECKED, Level.NOT_CHECKED)


def _mend(result: ItemResult | None, elements: tuple[ElementResult, ...], finding: Finding) -> Task:
    return Task(
        result,
        elements,
        Level(finding.severity.value),
        finding.code,
        finding.location,
        finding.message,
        finding.remedy,
    )


def _publish(result: ItemResult) -> Iterator[Task]:
    """One task for an item that has nothing yet, however many elements it has."""
    elements = tuple(each for each in result.elements if each.findings)
    if not elements:
        return
    findings = [finding for element in elements for finding in element.findings]
    worst = max(findings, key=lambda finding: finding.severity.rank)
    first = findings[0]
    told = Text("ยังไม่มีข้อมูลของข้อนี้", "this item has no data yet")
    fill_in = Text("กรอกข้อมูลของข้อนี้ในไฟล์", "fill in the item in this file")
    is_one = len({finding.cause for finding in findings}) == 1
    yield Task(
        result,
        elements,
        Level(worst.severity.value),
        first.code,
        Location(first.location.file) if not is_one else first.location,
        first.message if is_one else told,
        first.remedy if is_one else fill_in,
    )


def _look(result: ItemResult, outcome: Outcome, level: Level) -> Iterator[Task]:
    """One task for each reason why a person must look, or why nothing could be checked."""
    reasons: dict[Text, list[ElementResult]] = {}
    for element in result.elements:
        if element.outcome == outcome and element.reason:
            reasons.setdefault(element.reason, []).append(element)
    for reason, elements in reasons.items():
        yield Task(
            result,
            tuple(elements),
            level,
            "",
            Location(result.url),
            reason,
            _LOOK[level],
        )
