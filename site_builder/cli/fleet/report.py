"""`oit fleet report`: a report for every agency."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from site_builder.cli.fleet.options import (
    as_of_option,
    fail_on_option,
    fleet_options,
    iso_day,
    results_folder,
    run,
)
from site_builder.cli.options import edition_option, text
from site_builder.fleet.work import REPORTS, Options
from site_builder.language import current_language


@click.command(
    name="report",
    help=text(
        "เขียนรายงานผลตรวจของแต่ละหน่วยงานเป็นไฟล์ รหัส.html หรือ รหัส.xlsx\n\n"
        "ตัวอย่าง: oit fleet report agencies.csv --output reports",
        "Write each agency's report to <id>.html or <id>.xlsx.\n\n"
        "Example: oit fleet report agencies.csv --output reports",
    ),
)
@fleet_options
@edition_option
@as_of_option
@fail_on_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(REPORTS),
    default=REPORTS[0],
    help=text("รูปแบบรายงาน", "format of the report"),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=text(
        "โฟลเดอร์รายงาน (ค่าเริ่มต้น: reports ในโฟลเดอร์ผล)", "folder (default: reports in the results)"
    ),
)
def command(
    edition: str | None,
    as_of_text: str,
    fail_on: str,
    format_name: str,
    output: Path | None,
    **asked: Any,
) -> int:
    folder = output or results_folder(asked["register"], asked["results"]) / "reports"
    options = Options(
        edition=edition,
        as_of=iso_day(as_of_text, "--as-of"),
        fail_on=fail_on,
        output=str(folder.resolve()),
        format=format_name,
        language=current_language(),
    )
    return run("report", options, asked)
