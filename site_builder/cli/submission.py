"""`oit submission`: what to file for each item in the assessment's system."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from site_builder.audit.engine import audit
from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import (
    edition_option,
    format_option,
    output_option,
    require_output,
    show_or_write,
    text,
    workspace_option,
)
from site_builder.disclosures import load_disclosures
from site_builder.problems import InputError
from site_builder.submission.findings import open_built
from site_builder.submission.sheet import Sheet, make_sheet
from site_builder.workspace import open_workspace, with_edition


def _text(sheet: Sheet) -> str:
    from site_builder.submission import text

    return text.render(sheet)


def _csv(sheet: Sheet) -> bytes:
    from site_builder.submission import table

    return table.csv(sheet)


def _xlsx(sheet: Sheet) -> bytes:
    from site_builder.submission import xlsx

    return xlsx.render(sheet)


def _html(sheet: Sheet) -> str:
    from site_builder.submission import page

    return page.render(sheet)


#: Each is loaded when it is asked for.
_FORMATS: dict[str, Callable[[Sheet], str | bytes]] = {
    "text": _text,
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
}


@click.command(
    name="submission",
    help=text(
        "แบบส่ง URL เข้าระบบ ITAS: มี/ไม่มี URL และคำอธิบายว่าคลิกอะไรจากหน้าแรก ได้จากการเดินตามลิงก์ของเว็บไซต์ที่สร้างไว้\n\n"
        "ตัวอย่าง: oit submission --format html --output submission.html",
        "The sheet for ITAS: have or have-not, URL, and where to click from the front page, found by following "
        "the links of the built site.\n\n"
        "Example: oit submission --format html --output submission.html",
    ),
)
@workspace_option
@edition_option
@format_option(_FORMATS)
@output_option
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    help=text(
        "โฟลเดอร์ที่ oit build สร้าง (ค่าเริ่มต้น: site ในโฟลเดอร์หน่วยงาน)",
        "the folder that oit build wrote (default: site in the agency's folder)",
    ),
)
@click.option(
    "--documents",
    is_flag=True,
    help=text(
        "เพิ่มเอกสารของแต่ละข้อเป็นบรรทัดถัดไป (ค่าเริ่มต้น: หน้าของข้อเท่านั้น ซึ่งแสดงเอกสารอยู่แล้ว)",
        "add each item's documents as further lines (default: its page alone, which shows them)",
    ),
)
def command(
    folder: Path,
    edition: str | None,
    format_name: str,
    output: Path | None,
    site: Path | None,
    documents: bool,
) -> int:
    if format_name == "xlsx":
        require_output(format_name, output)
    workspace = open_workspace(folder)
    name = edition or workspace.current_edition
    workspace = with_edition(workspace, name)
    data = load_disclosures(workspace, name)
    if data.problems:
        raise InputError(data.problems)
    source = open_built(site or folder / "site", workspace.agency, name)
    report = audit(workspace, data)
    sheet = make_sheet(source, workspace.agency, report, with_documents=documents)
    show_or_write(_FORMATS[format_name](sheet), output)
    for finding in sheet.findings:
        click.echo(f"{finding.location}: {finding.message}\n    → {finding.remedy}", err=True)
    for line in (*sheet.remarks, sheet.summary):
        click.echo(line, err=True)
    return FINDINGS if sheet.findings else CLEAN
