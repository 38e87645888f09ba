"""`oit export`: an edition as a workbook to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import click

from site_builder.audit.engine import audit
from site_builder.cli import CLEAN
from site_builder.cli.options import chosen, edition_option, output_option, text, workspace_option
from site_builder.disclosures import load_disclosures
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.reports.parts import of_unit, only_items
from site_builder.workspace import open_workspace, with_edition

#: What no file of Windows may have in its name.
_NOT_IN_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@click.command(
    name="export",
    help=text(
        "เขียนสมุดงาน Excel ของหนึ่งปี: หน้าปกบอกความคืบหน้าและงานของแต่ละส่วนงาน หนึ่งแผ่นงานต่อหนึ่งข้อ "
        "ตารางใหญ่แยกแผ่น กรอกแล้วนำเข้าด้วย oit import\n\nตัวอย่าง: oit export --edition 2568",
        "Write an edition as a workbook: a cover with progress and desks, a sheet for each item, large tables on "
        "their own. Fill it in, then read it with oit import.\n\nExample: oit export --edition 2568",
    ),
)
@workspace_option
@edition_option
@click.option(
    "--item",
    "items",
    multiple=True,
    metavar="O1",
    help=text("เฉพาะข้อนี้ (ใช้ซ้ำได้)", "this item only (may be given again)"),
)
@click.option(
    "--unit",
    default=None,
    metavar="NAME",
    help=text("เฉพาะข้อของส่วนงานนี้ เช่น กองคลัง", "items of this unit only, such as กองคลัง"),
)
@output_option
@click.option(
    "--force",
    is_flag=True,
    help=text("เขียนทับสมุดงานที่มีอยู่แล้ว", "replace a workbook that is there already"),
)
def command(
    folder: Path,
    edition: str | None,
    items: tuple[str, ...],
    unit: str | None,
    output: Path | None,
    force: bool,
) -> int:
    # It brings libraries that no other command needs.
    from site_builder.workbook.exporting import export_workbook
    from site_builder.workbook.files import in_command, write_workbook

    workspace = open_workspace(folder)
    year = edition or workspace.current_edition
    workspace = with_edition(workspace, year)
    report = audit(workspace, load_disclosures(workspace, year))
    if items:
        known = ((each.item.id, each.item.slug, each.item.code) for each in report.items)
        report = only_items(report, set(chosen(items, known)))
    if unit is not None:
        report = of_unit(report, unit)
    name = " ".join(filter(None, (f"OIT-{year}", unit, *items)))
    target = output or folder / f"{_NOT_IN_NAME.sub(' ', name)}.xlsx"
    if target.exists() and not force:
        raise InputError([_exists(target)])
    write_workbook(target, export_workbook(workspace, report))
    click.echo(
        Text(
            f"เขียน {target} แล้ว: {len(report.items)} ข้อ เปิดใน Excel กรอกช่องสีเหลือง บันทึก แล้วสั่ง oit import {in_command(target)}",
            f"{target} is written with {len(report.items)} items. Fill in the yellow cells, save it, then run "
            f"oit import {in_command(target)}",
        )
    )
    return CLEAN


def _exists(target: Path) -> Problem:
    return Problem(
        "output-exists",
        Location(str(target)),
        Text(
            "มีสมุดงานชื่อนี้แล้ว ซึ่งอาจกรอกข้อมูลไว้", "there is a workbook of this name, perhaps filled in"
        ),
        Text(
            "นำเข้าด้วย oit import ก่อน แล้วเขียนทับด้วย --force หรือใช้ชื่ออื่นด้วย --output",
            "import it first, then replace it with --force; or give another name with --output",
        ),
    )
