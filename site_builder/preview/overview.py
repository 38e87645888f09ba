"""What is still to do, for each page and for each unit, from the reports that the site was made with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from site_builder.outcomes import Finding, ItemResult, Report, Status
from site_builder.problems import Problem
from site_builder.publication import Publication
from site_builder.reports.html import Bar, bars
from site_builder.reports.tasks import Level, Plan, Task, plan, unit_name

#: Where a person must look; there is nothing yet to mend.
_LOOK = (Level.NEEDS_REVIEW, Level.NOT_CHECKED)
#: How many folders the path of an item's page has.
_DEPTH = 3


@dataclass(frozen=True)
class Work:
    """An item with its tasks, in the order of the report."""

    result: ItemResult
    tasks: tuple[Task, ...]

    @property
    def next(self) -> Task | None:
        """What to do first."""
        return self.tasks[0] if self.tasks else None


@dataclass(frozen=True)
class Desk:
    """The items of one unit.

    Attributes:
        id: of its section on the page of progress.
    """

    id: str
    name: str
    work: tuple[Work, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        return bars([each.result for each in self.work])

    @property
    def complete(self) -> int:
        return sum(each.result.status == Status.COMPLETE for each in self.work)

    @property
    def unfinished(self) -> tuple[Work, ...]:
        """The items with something left to do."""
        return tuple(each for each in self.work if each.tasks)

    @property
    def finished(self) -> tuple[Work, ...]:
        return tuple(each for each in self.work if not each.tasks)

    @property
    def tasks(self) -> int:
        return sum(len(each.tasks) for each in self.work)

    @property
    def next(self) -> Task | None:
        """What to do first of all: the place in the order of the whole edition decides."""
        first = (each.next for each in self.work if each.next)
        return min(first, key=lambda task: task.number, default=None)


@dataclass(frozen=True)
class Year:
    """What is to do in one edition."""

    report: Report
    plan: Plan

    @property
    def bars(self) -> tuple[Bar, ...]:
        return bars(self.report.items)

    @cached_property
    def work(self) -> tuple[Work, ...]:
        """Every item, in the edition's order."""
        return tuple(
            Work(item, tuple(task for task in self.plan.tasks if task.result is item))
            for item in self.report.items
        )

    @property
    def others(self) -> tuple[Task, ...]:
        """Tasks that belong to no item."""
        return tuple(task for task in self.plan.tasks if task.result is None)

    @cached_property
    def desks(self) -> tuple[Desk, ...]:
        """The units in the order of their first item; items without one come last."""
        units = sorted(
            dict.fromkeys(each.result.unit for each in self.work), key=lambda unit: not unit
        )
        return tuple(
            Desk(
                f"unit-{self.report.edition.name}-{number}",
                unit_name(unit),
                tuple(each for each in self.work if each.result.unit == unit),
            )
            for number, unit in enumerate(units, start=1)
        )


@dataclass(frozen=True)
class OnPage:
    """What is to do on one page.

    Attributes:
        work: the item that the page is about, None for a page of another kind.
        years: of a page that is about no item, the editions that it is about.
        tasks: of the item; else those that belong to no item.
    """

    work: Work | None
    years: tuple[Year, ...]
    tasks: tuple[Task, ...]

    @property
    def to_mend(self) -> int:
        """How many things are to mend: of the item, or of the editions."""
        return sum(task.level not in _LOOK for task in self._all)

    @property
    def to_look_at(self) -> int:
        """How many things a person must look at."""
        return sum(task.level in _LOOK for task in self._all)

    @property
    def _all(self) -> tuple[Task, ...]:
        if self.work:
            return self.tasks
        return (*(task for year in self.years for task in year.plan.tasks), *self.tasks)


class Overview:
    """All tasks of a site.

    Attributes:
        years: the editions, that which is shown first, then the newest.
        others: tasks of the workspace that belong to no edition.
        remarks: what was let pass, and what could not be looked at.
    """

    def __init__(self, publication: Publication) -> None:
        newest_first = reversed(publication.reports)
        reports = sorted(
            newest_first, key=lambda report: report.edition.name != publication.current
        )
        self.agency = publication.agency.name
        self.years = tuple(Year(report, plan(report)) for report in reports)
        self.others = tuple(map(_of_finding, publication.privacy.findings))
        self.remarks = publication.privacy.remarks
        self._work = {work.result.url.strip("/"): work for year in self.years for work in year.work}

    def on_page(self, path: str) -> OnPage:
        """What is to do on the page at a path of the site, also one of an item's parts."""
        parts = path.split("/")
        work = self._work.get("/".join(parts[:_DEPTH]))
        if work:
            return OnPage(work, (), work.tasks)
        years = tuple(each for each in self.years if each.report.edition.name in parts)
        if years:
            return OnPage(None, years, ())
        return OnPage(None, self.years, self.others)


def of_problems(problems: Iterable[Problem]) -> tuple[Task, ...]:
    """Problems that keep the site from being made, as tasks."""
    return tuple(
        Task(None, (), Level.ERROR, each.code, each.location, each.message, each.remedy)
        for each in problems
    )


def _of_finding(finding: Finding) -> Task:
    return Task(
        None,
        (),
        Level(finding.severity.value),
        finding.code,
        finding.location,
        finding.message,
        finding.remedy,
    )
