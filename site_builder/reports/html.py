"""The report as one page: to read, to filter, to print, to hand to each unit.

The file needs no other and asks nobody for anything; without JavaScript all of it is there. Its
security policy names the one style and the one script that stand in it, so that nothing that came
with the data can run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from site_builder.characters import clean
from site_builder.criteria import origin, sureness
from site_builder.explanations import Explanation, load_explanations
from site_builder.language import Text
from site_builder.outcomes import ElementResult, Evidence, ItemResult, Outcome, Report, Status
from site_builder.reports import wording
from site_builder.reports.standalone import TEMPLATES, language, policy, templates
from site_builder.reports.tasks import Level, Task, by_item, plan, unit_name
from site_builder.scoring import shown

#: What stands beside a status, so that colour alone tells nothing.
MARKS = {
    Status.COMPLETE: "✓",
    Status.INCOMPLETE: "◐",
    Status.MISSING: "○",
    Status.NEEDS_REVIEW: "?",
}


@dataclass(frozen=True)
class _Unit:
    """The tasks of one unit, with an id of its section and what explains them."""

    id: str
    name: str
    key: str
    tasks: tuple[Task, ...]
    explanations: tuple[Explanation, ...]
    items: int

    @property
    def points(self) -> str:
        """What finishing the unit's items may gain, each item once; "" where unknown."""
        per_item = {task.result.item.id: task.points for task in self.tasks if task.result}
        known = [points for points in per_item.values() if points is not None]
        return shown(sum(known, Decimal(0))) if known else ""


@dataclass(frozen=True)
class Bar:
    """One part of a bar of shares, in percent of its width."""

    key: str
    label: str
    mark: str
    count: int
    start: str
    width: str


def render(report: Report) -> str:
    """The page in the language of this run."""
    found = plan(report)
    units = tuple(
        _unit(number, unit, tasks) for number, (unit, tasks) in enumerate(found.by_unit, start=1)
    )
    keys = {unit.key: unit.id for unit in units}
    complete, total = report.counts[Status.COMPLETE], len(report.items)
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))
    script = Markup((TEMPLATES / "report.js").read_text(encoding="utf-8"))
    page = (
        environment()
        .get_template("report.html")
        .render(
            language=language(),
            policy=policy(style, script),
            style=style,
            script=script,
            report=report,
            plan=found,
            units=units,
            all_units=_all_units(report),
            unit_ids=keys,
            complete=complete,
            percent=f"{100 * complete / total:.0f}" if total else "0",
            bars=bars(report.items),
            not_checked=_not_checked(report),
            origin=[str(line).strip() for line in origin(report.edition)],
        )
    )
    return clean(page)


def _unit(number: int, unit: str, tasks: tuple[Task, ...]) -> _Unit:
    explained = load_explanations()
    codes = dict.fromkeys(task.code for task in tasks if task.code in explained)
    items = {task.result.item.id for task in tasks if task.result}
    return _Unit(
        f"unit-{number}",
        unit_name(unit),
        unit,
        tasks,
        tuple(explained[code] for code in codes),
        len(items),
    )


def _all_units(report: Report) -> tuple[str, ...]:
    """Every unit that an item or a task names, in the order of items; none stated comes last."""
    units = dict.fromkeys(item.unit for item in report.items)
    return tuple(sorted(units, key=lambda unit: not unit))


def bars(items: Sequence[ItemResult]) -> tuple[Bar, ...]:
    """How many items have each status, as parts of one bar."""
    counts = Counter(item.status for item in items)
    total = max(len(items), 1)
    found: list[Bar] = []
    start = 0.0
    for status in Status:
        width = 100 * counts[status] / total
        label = str(status.label)
        mark = MARKS[status]
        found.append(Bar(status.value, label, mark, counts[status], f"{start:.2f}", f"{width:.2f}"))
        start += width
    return tuple(found)


def _not_checked(report: Report) -> list[tuple[ItemResult, str, str, int]]:
    """What was not judged: item, kind, reason, number of elements."""
    rows: list[tuple[ItemResult, str, str, int]] = []
    for item in report.items:
        counts = Counter(
            (_outcome(each), str(each.reason))
            for each in item.elements
            if each.outcome in (Outcome.NOT_CHECKED, Outcome.NEEDS_REVIEW, Outcome.NOT_APPLICABLE)
        )
        rows += [(item, kind, reason, number) for (kind, reason), number in counts.items()]
    return rows


def _outcome(result: ElementResult) -> str:
    return str(wording.NOT_YET_DUE if result.not_yet_due else result.outcome.label)


def _evidence(evidence: Evidence) -> str:
    """What shows an element, in one line: `found in the text: …, plan.pdf p. 3`."""
    page = Text(f" หน้า {evidence.page}", f" p. {evidence.page}") if evidence.page else ""
    place = f"{evidence.document}{page}" if evidence.document else str(evidence.location)
    return f"{evidence.basis.label}: {evidence.text} ({place})"


def _levels(tasks: Sequence[Task]) -> str:
    return " ".join(dict.fromkeys(task.level.value for task in tasks))


def _breakable(text: object) -> Markup:
    """A path that may be broken after each part of it."""
    return Markup(str(escape(text)).replace("/", "/<wbr>"))


@cache
def environment(*folders: Path) -> Environment:
    """The templates of these folders and our own, with what shows tasks and items."""
    made = templates(*folders)
    made.filters |= {
        "shown": shown,
        "outcome": _outcome,
        "evidence": _evidence,
        "by_item": by_item,
        "levels": _levels,
        "unit_name": unit_name,
        "breakable": _breakable,
    }
    made.globals |= {
        "wording": wording,
        "sureness": sureness,
        "marks": MARKS,
        "Status": Status,
        "Level": Level,
    }
    return made
