"""`oit check`: what is still missing, element by element."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.checking import check_data
from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.formats import FORMATS, write_report
from site_builder.cli.options import (
    chosen,
    day_of,
    edition_option,
    format_option,
    output_option,
    require_output,
    text,
    workspace_option,
)
from site_builder.cli.progress import progress
from site_builder.disclosures import EditionData
from site_builder.language import Text
from site_builder.outcomes import Report, Severity
from site_builder.reports.parts import of_unit, only_items
from site_builder.workspace import is_workspace, open_workspace


@click.command(
    name="check",
    help=text(
        "ตรวจว่าแต่ละข้อและองค์ประกอบครบหรือยัง\n\nตัวอย่าง: oit check --edition 2569",
        "Check every item and element.\n\nExample: oit check --edition 2569",
    ),
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
@format_option(FORMATS)
@output_option
@click.option(
    "--as-of",
    "as_of_text",
    metavar="DATE",
    default="",
    help=text(
        "ตรวจ ณ วันที่นี้ เช่น 15/02/2568: สิ่งที่ยังไม่ถึงกำหนดไม่นับว่าขาด (ไม่ระบุ: ถือว่าถึงกำหนดทั้งหมด)",
        "audit as of this day, such as 2025-02-15: what is not due yet is not missing (default: all is due)",
    ),
)
@click.option(
    "--site",
    metavar="DIR|URL",
    help=text(
        "ตรวจเว็บไซต์ที่เผยแพร่จริง: โฟลเดอร์ที่ oit build สร้าง หรือที่อยู่เว็บ (ใช้นอกโฟลเดอร์หน่วยงานก็ได้)",
        "judge what is really published: a built folder or a web address (also outside of a workspace)",
    ),
)
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
    as_of_text: str,
    site: str | None,
    fail_on: str,
) -> int:
    if FORMATS[format_name].is_file:
        require_output(format_name, output)
    as_of = day_of(as_of_text, "--as-of") if as_of_text else None
    report = (
        _of_data(folder, edition, items, as_of)[0]
        if site is None
        else _of_site(folder, edition, items, as_of, site)
    )
    if unit is not None:
        report = of_unit(report, unit)
    write_report(report, format_name, output)
    if report.problems:
        return BAD_INPUT
    least = Severity(fail_on).rank
    if any(finding.severity.rank >= least for finding in report.findings):
        return FINDINGS
    return CLEAN


def _of_data(
    folder: Path, edition: str | None, items: tuple[str, ...], as_of: date | None
) -> tuple[Report, EditionData]:
    report, data = check_data(open_workspace(folder), edition, as_of)
    return (_only(report, items) if items else report), data


def _of_site(
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
        report, data = _of_data(folder, edition, items, as_of)
        require_same_agency(index, report.agency, source)
        expected = by_data(data, report)
    else:
        report, expected = by_site(source, index, edition)
        report = _only(report, items) if items else report
    with progress(Text("อ่านเว็บไซต์", "reading the site")) as tell:
        return audit_site(source, report, expected, tell)


def _only(report: Report, wanted: tuple[str, ...]) -> Report:
    """The report of the named items (`O2`, `o02` or a slug), with the problems of their files."""
    items = ((each.item.id, each.item.slug, each.item.code) for each in report.items)
    return only_items(report, set(chosen(wanted, items)))
