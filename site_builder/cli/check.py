"""`oit check`: what is still missing, element by element."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.cli.formats import FORMATS
from site_builder.cli.options import (
    day_of,
    edition_option,
    format_option,
    output_option,
    require_output,
    show_or_write,
    text,
    workspace_option,
)
from site_builder.language import current_language
from site_builder.lastrun import LastRun

#: Names of `Severity`, whose module takes its time to load.
SEVERITIES = ("error", "warning")


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
    type=click.Choice(SEVERITIES),
    default=SEVERITIES[-1],
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
    if site is not None:
        from site_builder.cli.judging import of_site, tell

        report = of_site(folder, edition, items, as_of, site)
        return tell(report, unit, format_name, output, fail_on)[1]
    last = LastRun(
        folder,
        f"check {edition} {format_name}",
        *(str(folder), items, unit, as_of, fail_on, current_language()),
    )
    # At a terminal it is shown in the terminal's own width and colours.
    found = None if sys.stdout.isatty() else last.found()
    if found is not None:
        show_or_write(found["text"], output)
        code: int = found["code"]
        return code
    from site_builder.cli.judging import of_data, tell

    report, _ = of_data(folder, edition, items, as_of)
    told, code = tell(report, unit, format_name, output, fail_on)
    if isinstance(told, str):
        last.keep({"text": told, "code": code})
    return code
