"""`oit remind`: the calendar of deadlines, and a sheet of tasks for each unit, ready to send."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from site_builder.audit.engine import audit
from site_builder.cli import CLEAN
from site_builder.cli.options import day_of, edition_option, text, workspace_option
from site_builder.disclosures import load_disclosures
from site_builder.language import Text
from site_builder.outcomes import Report
from site_builder.personal_data import personal_data
from site_builder.privacy.numbers import mask_tax_numbers
from site_builder.reminders.deadlines import deadlines
from site_builder.reminders.ics import calendar
from site_builder.reminders.letters import letter
from site_builder.reports import html
from site_builder.reports.parts import only_items
from site_builder.reports.tasks import plan, unit_name
from site_builder.sources.write import write_file
from site_builder.workspace import Workspace, open_workspace, with_edition

#: What no file name may hold on some system.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 60


@click.command(
    name="remind",
    help=text(
        "เขียนปฏิทินกำหนดการ (.ics) และใบงานของแต่ละส่วนงานพร้อมข้อความสำหรับส่ง\n\n"
        "ตัวอย่าง: oit remind แล้วส่งไฟล์ในโฟลเดอร์ reminders/ ให้แต่ละกอง",
        "Write a calendar of deadlines (.ics), and for each unit a sheet of its tasks with a message to send.\n\n"
        "Example: oit remind, then send each unit its files in reminders/",
    ),
)
@workspace_option
@edition_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help=text("โฟลเดอร์ (ค่าเริ่มต้น: reminders/)", "folder (default: reminders/)"),
)
@click.option(
    "--as-of",
    "as_of_text",
    metavar="DATE",
    default="",
    help=text("ถือว่าวันนี้คือวันที่นี้", "as if today were this day"),
)
def command(folder: Path, edition: str | None, output: Path | None, as_of_text: str) -> int:
    today = day_of(as_of_text, "--as-of") if as_of_text else date.today()
    workspace = open_workspace(folder)
    workspace = with_edition(workspace, edition or workspace.current_edition)
    report = _report(workspace, edition or workspace.current_edition, today)
    days = deadlines(workspace, report.edition)
    target = output or folder / "reminders"
    units = {result.item.id: result.unit for result in report.items}
    files = {"calendar.ics": calendar(workspace.agency, report.edition.name, days, units)}
    tasks = dict(plan(report).by_unit)
    for number, unit in enumerate(dict.fromkeys(units.values()), start=1):
        name = f"{number:02d}-{_UNSAFE.sub('-', unit_name(unit))[:_LONGEST].strip(' .')}"
        codes = {result.item.code for result in report.items if result.unit == unit}
        files[f"{name}.html"] = html.render(only_items(report, codes)).encode()
        said = letter(report, unit, tasks.get(unit, ()), days, today, f"{name}.html")
        files[f"{name}.txt"] = said.encode()
    for name, content in files.items():
        write_file(target / name, (target / name).as_posix(), content)
    click.echo(
        Text(
            f"เขียนแล้วที่ {target.as_posix()}: ปฏิทิน {len(days)} กำหนด (calendar.ics) และใบงาน {len(files) // 2} ส่วนงาน",
            f"Written to {target.as_posix()}: {len(days)} deadlines (calendar.ics), sheets of {len(files) // 2} units",
        )
    )
    return CLEAN


def _report(workspace: Workspace, edition: str, today: date) -> Report:
    data = load_disclosures(workspace, edition)
    privacy = personal_data(workspace, [data])
    report = audit(workspace, data, today).with_notes(privacy.findings)
    # A finding may repeat the value that it is about.
    return report.masked(mask_tax_numbers) if privacy.exposures else report
