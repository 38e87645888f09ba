"""One unit of a fleet's work: a command for one agency, and what came of it as plain data.

The same unit gives the same result wherever it runs: no clock, no absolute path, no name of a machine.
It runs in the register's folder, so that every path in it and in its result counts from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from site_builder.checking import check_data
from site_builder.fleet.outcomes import Outcome, failure
from site_builder.holding import alone
from site_builder.language import Language, Text, use_language
from site_builder.outcomes import Finding, Report, Severity
from site_builder.problems import InputError, Problem
from site_builder.readiness import counted, edition_readiness
from site_builder.sources.write import of_the_disk
from site_builder.workspace import Workspace, open_workspace

#: Plain data: what `json` gives back as it was.
Result = dict[str, Any]
#: Formats of a report.
REPORTS = ("html", "xlsx")
#: So many problems or faults of one agency are named; the rest is one command away.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of every agency; each command reads what it knows.

    Attributes:
        edition: None for each agency's current one.
        as_of: day as ISO, "" where all is due.
        fail_on: least severity that counts as a finding.
        strict: a site that was built with findings counts as one.
        output: folder for sites or reports, "" for the usual place.
        shared: folder for what sites have in common, "" where each keeps its own.
        packed: texts of sites are stored compressed only.
        live: judge the live site's links, not the built folder's.
        old, new: the editions of a carry.
        format: of the reports.
        language: of the reports.
    """

    edition: str | None = None
    as_of: str = ""
    fail_on: str = Severity.WARNING.value
    engine: str = "direct"
    strict: bool = False
    output: str = ""
    shared: str = ""
    packed: bool = False
    live: bool = False
    old: str = ""
    new: str = ""
    format: str = "html"
    language: Language = "th"


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of work.

    Attributes:
        base: the register's folder, absolute.
        workspace: the agency's folder below it.
        seconds, megabytes: what it may take.
    """

    agency: str
    base: str
    workspace: str
    command: str
    options: Options
    seconds: int
    megabytes: int

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Unit:
        return cls(**{**data, "options": Options(**data["options"])})


def run(unit: Unit) -> Result:
    """What came of the unit; wrong input of the agency is a result. Runs in the register's folder."""
    use_language(unit.options.language)
    try:
        workspace = open_workspace(Path(unit.workspace))
    except InputError as error:
        return {**_blank(), **_unreadable(error.problems)}
    about = _about(workspace)
    try:
        return {**_blank(), **about, **COMMANDS[unit.command](unit, workspace)}
    except InputError as error:
        if not _OF_THE_COMPUTER.isdisjoint(each.code for each in error.problems):
            return {**about, **failure(Outcome.FAILED, error.problems[0].message)}
        return {**_blank(), **about, **_unreadable(error.problems)}
    except Exception as error:
        problem = of_the_disk(error)
        if problem is None:
            raise
        return {**about, **failure(Outcome.FAILED, problem.message)}


#: Problems that are not the agency's.
_OF_THE_COMPUTER = frozenset({"disk-full", "output-unwritable", "workspace-busy"})


def _blank() -> Result:
    return {"outcome": Outcome.CLEAN.value, "reason": None, "problems": []}


def _about(workspace: Workspace) -> Result:
    """What the agency says of itself, for a register that does not say it."""
    values = workspace.agency.values

    def text(key: str) -> str:
        cells = values[key].cells
        return cells[0].text if cells else ""

    return {
        "about": {
            "name": workspace.agency.name,
            "type": workspace.agency.type.label.th,
            "province": text("province"),
            "district": text("district"),
        }
    }


def _unreadable(problems: Iterable[Problem]) -> Result:
    named = [
        {
            "code": each.code,
            "location": str(each.location),
            "message": both(each.message),
            "remedy": both(each.remedy),
        }
        for each in problems
    ]
    return {"outcome": Outcome.UNREADABLE.value, "problems": named[:NAMED]}


def both(text: Text) -> dict[str, str]:
    """A text in both languages, as plain data."""
    return {"th": text.th, "en": text.en}


def _judged(report: Report, findings: Iterable[Finding], fail_on: str) -> Result:
    """The outcome of a report, of which these findings count."""
    if report.problems:
        return _unreadable(report.problems)
    least = Severity(fail_on).rank
    fails = any(finding.severity.rank >= least for finding in findings)
    return {"outcome": (Outcome.FINDINGS if fails else Outcome.CLEAN).value}


# --- the commands ------------------------------------------------------------------------------


def _check(unit: Unit, workspace: Workspace) -> Result:
    options = unit.options
    as_of = date.fromisoformat(options.as_of) if options.as_of else None
    report, _ = check_data(workspace, options.edition, as_of)
    return {
        **_judged(report, report.findings, options.fail_on),
        "editions": [edition_readiness(report)],
    }


def _build(unit: Unit, workspace: Workspace) -> Result:
    from site_builder.engines.build import build
    from site_builder.fleet.sharing import Weight, share

    options = unit.options
    into = Path(options.output) / unit.agency if options.output else None
    store = Path(options.shared) if options.shared else None
    weight = Weight()

    def shared(site: Path) -> None:
        nonlocal weight
        weight = share(site, store, options.packed)

    with alone(workspace.root, "oit fleet build"):
        publication, target = build(workspace.root, engine=options.engine, into=into, finish=shared)
    counting = options.strict and any(report.findings for report in publication.reports)
    return {
        "outcome": (Outcome.FINDINGS if counting else Outcome.CLEAN).value,
        "editions": [_summary(report) for report in publication.reports],
        "site": {
            "folder": _shown(target),
            "pages": len(publication.site.pages),
            **asdict(weight),
        },
    }


def _links(unit: Unit, workspace: Workspace) -> Result:
    from site_builder.links.check import check_links
    from site_builder.published.source import open_source

    options = unit.options
    website = workspace.agency.website
    folder = Path(options.output) / unit.agency if options.output else workspace.root / "site"
    source = open_source(website if options.live else str(folder), option="SITE")
    report = check_links(source.name if options.live else folder, website)
    least = Severity(options.fail_on).rank
    fails = any(fault.severity.rank >= least for fault in report.faults)
    counts: dict[str, int] = {}
    for fault in report.faults:
        counts[fault.code] = counts.get(fault.code, 0) + len(fault.places)
    found: Result = {"outcome": (Outcome.FINDINGS if fails else Outcome.CLEAN).value}
    if report.problems and options.live:
        # What cannot be read of a live site may be the network's fault or ours: nothing is judged.
        found = failure(Outcome.FAILED, report.problems[0].message)
    elif report.problems:
        found = _unreadable(report.problems)
    return {
        **found,
        "links": {
            "pages": report.pages,
            "links": sum(report.links.values()),
            "faults": dict(sorted(counts.items())),
            "first": [
                {
                    "code": fault.code,
                    "severity": fault.severity.value,
                    "target": fault.target,
                    "places": len(fault.places),
                    "message": both(fault.message),
                }
                for fault in report.faults[:NAMED]
            ],
        },
    }


def _carry(unit: Unit, workspace: Workspace) -> Result:
    from site_builder.carry import apply_carry, plan_carry
    from site_builder.workspace import with_all_editions, with_edition

    old, new = unit.options.old, unit.options.new
    for name in (old, new):
        workspace = with_edition(workspace, name)
    with alone(workspace.root, "oit fleet carry"):
        plan = plan_carry(with_all_editions(workspace), old, new)
        apply_carry(workspace, plan)
    return {
        "carried": {
            "from": old,
            "to": new,
            "written": [item.file for item in plan.to_write],
            "kept": [item.file for item in plan.items if item.exists],
            "renewals": sum(len(item.renewals) for item in plan.to_write),
            "to_fill_in": [
                item.item.id for item in plan.items if not item.content and not item.exists
            ],
        }
    }


def _report(unit: Unit, workspace: Workspace) -> Result:
    from site_builder.reports import html, xlsx
    from site_builder.sources.write import write_file

    options = unit.options
    as_of = date.fromisoformat(options.as_of) if options.as_of else None
    report, _ = check_data(workspace, options.edition, as_of)
    content = html.render(report) if options.format == "html" else xlsx.render(report)
    name = f"{unit.agency}.{options.format}"
    write_file(Path(options.output) / name, name, content)
    return {
        **_judged(report, report.findings, options.fail_on),
        "editions": [_summary(report)],
        "report": name,
    }


def _summary(report: Report) -> Result:
    return {"edition": report.edition.name, "summary": counted(report)}


def _shown(path: Path) -> str:
    """A folder as the register's folder sees it; outside of it by its name alone."""
    here = Path.cwd()
    whole = path.absolute()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else path.name


COMMANDS: dict[str, Callable[[Unit, Workspace], Result]] = {
    "check": _check,
    "build": _build,
    "links": _links,
    "carry": _carry,
    "report": _report,
}
