"""The report for a person at a terminal, and the same as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from site_builder.characters import clean
from site_builder.criteria import origin, sureness
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
from site_builder.reports import wording
from site_builder.scoring import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text as RichText

_MARKS = {
    Status.COMPLETE: "✓",
    Status.INCOMPLETE: "✗",
    Status.MISSING: "✗",
    Status.NEEDS_REVIEW: "?",
}
_STYLES = {
    Status.COMPLETE: "bold green",
    Status.INCOMPLETE: "bold red",
    Status.MISSING: "bold red",
    Status.NEEDS_REVIEW: "bold yellow",
}
_PLACE, _MESSAGE, _REMEDY, _QUIET, _HEADING = "cyan", "", "green", "dim", "bold"
_MESSAGE_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow"}

#: A line in parts, each with its style; the first begins with the line's indentation.
Line = tuple[tuple[str, str], ...]


def render(report: Report) -> str:
    """The report as text: what is to mend by item, then what was checked and how many problems."""
    lines = [*_lines(report), *_plain_stakes(report), *_end(report)]
    return clean("\n".join("".join(text for text, _ in line) for line in lines)) + "\n"


def show(report: Report, console: Console) -> None:
    """The same at a terminal: in colours, wrapped under its own indentation, stakes as a table."""
    _print(_lines(report), console)
    _show_stakes(report, console)
    _print(_end(report), console)


def summary(report: Report) -> str:
    """One line: what was checked, and how many problems there are."""
    return str(wording.summary(report))


def _line(text: object, style: str = "") -> Line:
    return ((str(text), style),)


def _lines(report: Report) -> Iterator[Line]:
    yield _line(f"{report.agency} — OIT {report.edition.name}", _HEADING)
    if report.site:
        yield _line(wording.of_site(report), _QUIET)
    if report.as_of:
        yield _line(wording.as_of(report), _QUIET)
    yield from map(_line, origin(report.edition))
    if report.other_problems:
        yield _line("")
        yield _line(Text("อ่านข้อมูลไม่ได้ครบ:", "The data could not be read whole:"), _HEADING)
        for problem in report.other_problems:
            yield (
                ("  ✗ ", "red"),
                (str(problem.location), _PLACE),
                (f": {problem.message}", _MESSAGE),
            )
            yield _line(f"      → {problem.remedy}", _REMEDY)
    if report.notes:
        yield _line("")
        yield _line(f"{wording.NOTES}:", _HEADING)
        for finding in report.notes:
            yield from _finding(finding)
    for item in report.items:
        if item.status != Status.COMPLETE or item.findings:
            yield _line("")
            yield from _item(item)
    not_yet_due = wording.not_yet_due(report)
    if not_yet_due:
        yield _line("")
        yield _line(f"{wording.NOT_YET_DUE}:", _HEADING)
        for result, reason, number in not_yet_due:
            elements = Text(f"{number} องค์ประกอบ", f"{number} elements")
            yield _line(f"  {result.item.id} {result.item.title} ({elements}): {reason}")
    complete = [_share(item) for item in report.items if item.status == Status.COMPLETE]
    if complete:
        yield _line("")
        mark = f"{_MARKS[Status.COMPLETE]} {Status.COMPLETE.label}"
        yield ((mark, _STYLES[Status.COMPLETE]), (f": {', '.join(complete)}", ""))


def _end(report: Report) -> Iterator[Line]:
    yield _line("")
    yield from map(_line, report.remarks)
    yield _line(wording.summary(report), _HEADING)
    evidence = wording.evidence(report)
    if evidence:
        yield _line(evidence)
    yield _line(wording.criteria(report), _QUIET)


def _item(result: ItemResult) -> Iterator[Line]:
    yield (
        (f"{_MARKS[result.status]} {result.item.id} {result.item.title}", _HEADING),
        (f" — {result.status.label}", _STYLES[result.status]),
        (f" ({wording.confirmed_share(result)})", _QUIET),
    )
    told: set[tuple[str, Location, str]] = set()
    last: list[Line] = []
    for element in result.elements:
        if element.outcome == Outcome.NEEDS_REVIEW:
            yield _requirement(element)
            yield _line(f"      ? {element.reason}", _STYLES[Status.NEEDS_REVIEW])
        for finding in element.findings:
            if finding.cause in told:
                continue
            told.add(finding.cause)
            requirements = [
                _requirement(sharing)
                for sharing in result.elements
                if any(other.cause == finding.cause for other in sharing.findings)
            ]
            if requirements != last:
                yield from requirements
            last = requirements
            yield from _finding(finding)
    reasons = [e.reason for e in result.elements if e.outcome == Outcome.NOT_CHECKED]
    for reason in dict.fromkeys(reasons):
        yield _line(f"    {Outcome.NOT_CHECKED.label}: {reason}")
    for finding in result.notes:
        yield from _finding(finding)


def _requirement(result: ElementResult) -> Line:
    return (
        (f"  • {result.element.requirement}", ""),
        (f" [{sureness(result.element)}]", _QUIET),
    )


def _finding(finding: Finding) -> Iterator[Line]:
    yield (
        (f"      {finding.location}", _PLACE),
        (f": {finding.message}", _MESSAGE_STYLES[finding.severity]),
    )
    yield _line(f"      → {finding.remedy}", _REMEDY)


def _share(result: ItemResult) -> str:
    """An item with how many of its criteria are confirmed: `O1 (2/4)`."""
    confirmed, total = result.confirmed
    return f"{result.item.id} ({confirmed}/{total})"


def _stakes(report: Report) -> tuple[Estimate | None, list[tuple[str, str, Text]]]:
    """The estimate with points, item and things to do of each stake."""
    found = estimate(report)
    if found is None or not found.stakes:
        return None, []
    return found, [
        (
            f"+{shown(stake.points)}",
            f"{stake.result.item.id} {stake.result.item.title}",
            Text(f"{stake.effort} เรื่องที่ต้องทำ", f"{stake.effort} things to do"),
        )
        for stake in found.stakes
    ]


def _plain_stakes(report: Report) -> Iterator[Line]:
    found, rows = _stakes(report)
    if found is None:
        return
    yield _line("")
    yield _line(wording.ESTIMATE)
    for points, item, effort in rows:
        yield _line(f"  {points}  {item} ({effort})")
    yield _line(f"  {wording.estimated_total(found)}")
    yield _line(f"  {wording.estimate_rule(found)}")


def _show_stakes(report: Report, console: Console) -> None:
    from rich.table import Table

    found, rows = _stakes(report)
    if found is None:
        return
    _print([_line(""), _line(wording.ESTIMATE, _HEADING)], console)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold green", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(style=_QUIET, no_wrap=True)
    for points, item, effort in rows:
        table.add_row(points, _as_text((item, "")), str(effort))
    console.print(table)
    _print(map(_line, (wording.estimated_total(found), wording.estimate_rule(found))), console)


def _as_text(*parts: tuple[str, str]) -> RichText:
    """Parts with their styles; nothing in them is taken for markup, no control code is kept."""
    from rich.text import Text as RichText

    cleaned = ((clean(text), style) for text, style in parts)
    return RichText.assemble(*cleaned, overflow="fold")


def _print(lines: Iterable[Line], console: Console) -> None:
    from rich.padding import Padding

    for (lead, style), *others in lines:
        text = lead.lstrip(" ")
        indent = len(lead) - len(text)
        if not text:
            console.print()
            continue
        console.print(Padding(_as_text((text, style), *others), (0, 0, 0, indent), expand=False))
