"""`oit fleet links`: the links of every agency's site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from site_builder.cli.fleet.options import fail_on_option, fleet_options, run
from site_builder.cli.options import text
from site_builder.fleet.work import Options


@click.command(
    name="links",
    help=text(
        "ตรวจลิงก์ของเว็บไซต์ทุกหน่วยงานที่สร้างไว้แล้ว ไม่ใช้เครือข่าย ผลอยู่ใน links.jsonl\n\n"
        "ตัวอย่าง: oit fleet links agencies.csv",
        "Check the links of every agency's built site, without the network; the results are in "
        "links.jsonl.\n\nExample: oit fleet links agencies.csv",
    ),
)
@fleet_options
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=text(
        "โฟลเดอร์ที่ oit fleet build --output เขียนไว้", "where oit fleet build --output has written"
    ),
)
@click.option(
    "--live",
    is_flag=True,
    help=text(
        "ตรวจเว็บไซต์จริงตามที่อยู่ใน agency.yaml แทน",
        "check the live site at the agency's address instead",
    ),
)
@fail_on_option
def command(output: Path | None, live: bool, fail_on: str, **asked: Any) -> int:
    if live and output:
        raise click.UsageError(
            text("--live ใช้กับ --output ไม่ได้", "--live does not go with --output")
        )
    options = Options(fail_on=fail_on, live=live, output=str(output.resolve()) if output else "")
    return run("links", options, asked)
