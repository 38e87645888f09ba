"""What `oit check` does where it is not known what it would find: read, judge, tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from site_builder.checking import check_data
from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.formats import write_report
from site_builder.cli.options import chosen
from site_builder.cli.progress import progress
from site_builder.disclosures import EditionData
from site_builder.language import Text
from site_builder.outcomes import Report, Severity
from site_builder.reports.parts import of_unit, only_items
from site_builder.workspace import is_workspace, open_workspace


def of_data(
    folder: Path, edition: str | None, items: tuple[str, ...], as_of: date | None
) -> tuple[Report, EditionData]:
    """The report of a workspace's data, and the data."""
    report, data = check_data(open_workspace(folder), edition, as_of)
    return (_only(report, items) if items else report), data


def of_site(
    folder: Path, edition: str | None, items: tuple[str, ...], as_of: date | None, site: str
) -> Report:
    """The report of a published site: beside the data in a workspace, by itself elsewhere."""
    # What speaks HTTP takes its time to load, and is not needed to check data.
    from site_builder.published.audit import audit_site, require_same_agency
    from site_builder.published.expected import by_data, by_site, read_index
    from site_builder.published.source import open_source

    source = open_source(site)
    index = read_index(source)
    if folder != Path() or is_workspace(folder):
        report, data = of_data(folder, edition, items, as_of)
        require_same_agency(index, report.agency, source)
        expected = by_data(data, report)
    else:
        report, expected = by_site(source, index, edition)
        report = _only(report, items) if items else report
    with progress(Text("อ่านเว็บไซต์", "reading the site")) as reading:
        return audit_site(source, report, expected, reading)


def tell(
    report: Report, unit: str | None, format_name: str, output: Path | None, fail_on: str
) -> tuple[str | bytes | None, int]:
    """Tell of the report; gives what was written, and the exit code."""
    if unit is not None:
        report = of_unit(report, unit)
    text = write_report(report, format_name, output)
    if report.problems:
        return text, BAD_INPUT
    least = Severity(fail_on).rank
    if any(finding.severity.rank >= least for finding in report.findings):
        return text, FINDINGS
    return text, CLEAN


def _only(report: Report, wanted: tuple[str, ...]) -> Report:
    """The report of the named items (`O2`, `o02` or a slug), with the problems of their files."""
    items = ((each.item.id, each.item.slug, each.item.code) for each in report.items)
    return only_items(report, set(chosen(wanted, items)))
