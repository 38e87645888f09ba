"""`oit check`: what is still missing, element by element."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.audit.engine import audit
from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.formats import FORMATS, of_unit, only_items, require_output, write_report
from site_builder.cli.options import edition_option, output_option, text, workspace_option
from site_builder.disclosures import load_disclosures
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.outcomes import Report, Severity
from site_builder.problems import InputError, Problem
from site_builder.sources.reader import closest
from site_builder.workspace import open_workspace, with_edition


@click.command(
    name="check",
    help=text(
        "ตรวจว่าแต่ละข้อและองค์ประกอบครบหรือยัง\n\nตัวอย่าง: oit check --edition 2569",
        "Check every item and element.\n\nExample: oit check --edition 2569",
    ),
    short_help=text("ตรวจว่ายังขาดอะไร", "what is still missing"),
)
@workspace_option
@edition_option
@click.option(
    "--item",
    "items",
    multiple=True,
    metavar="O1",
    help=text("ตรวจเฉพาะข้อนี้ (ใช้ซ้ำได้)", "this item only (may be given again)"),
)
@click.option(
    "--unit",
    default=None,
    metavar="NAME",
    help=text("เฉพาะข้อของส่วนงานนี้ เช่น กองคลัง", "items of this unit only, such as กองคลัง"),
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(tuple(FORMATS)),
    default="text",
    help=text("รูปแบบรายงาน", "format of the report"),
)
@output_option
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    help=text("ระดับต่ำสุดที่ถือว่าไม่ผ่าน (exit 1)", "least severity that exits with 1"),
)
def command(
    folder: Path,
    edition: str | None,
    items: tuple[str, ...],
    unit: str | None,
    format_name: str,
    output: Path | None,
    fail_on: str,
) -> int:
    require_output(format_name, output)
    workspace = open_workspace(folder)
    workspace = with_edition(workspace, edition or workspace.current_edition)
    data = load_disclosures(workspace, edition or workspace.current_edition)
    report = audit(workspace, data)
    if items:
        report = _only(report, items)
    if unit is not None:
        report = of_unit(report, unit)
    write_report(report, format_name, output)
    if report.problems:
        return BAD_INPUT
    least = Severity(fail_on).rank
    if any(finding.severity.rank >= least for finding in report.findings):
        return FINDINGS
    return CLEAN


def _only(report: Report, wanted: tuple[str, ...]) -> Report:
    """The report of the named items (`O2`, `o02` or a slug), with the problems of their files."""
    known = {name: item for item in report.items for name in _names(item.item.id, item.item.slug)}
    problems = [
        Problem(
            "unknown-item",
            Location("--item"),
            Text('ไม่มีข้อ "{name}"{guess}', 'there is no item "{name}"{guess}').format(
                name=same(name), guess=closest(name, known)
            ),
            Text("ใช้เลขข้อ เช่น O2", "use an item's number such as O2"),
        )
        for name in wanted
        if name.lower() not in known
    ]
    if problems:
        raise InputError(problems)
    return only_items(report, {known[name.lower()].item.code for name in wanted})


def _names(item_id: str, slug: str) -> tuple[str, ...]:
    number = int(item_id[1:])
    return (f"o{number}", f"o{number:02d}", slug)
