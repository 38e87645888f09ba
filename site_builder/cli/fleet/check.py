"""`oit fleet check`: what is still missing, of every agency."""

from __future__ import annotations

from typing import Any

import click

from site_builder.cli.fleet.options import (
    as_of_option,
    fail_on_option,
    fleet_options,
    iso_day,
    run,
)
from site_builder.cli.options import edition_option, text
from site_builder.fleet.work import Options


@click.command(
    name="check",
    help=text(
        "ตรวจทุกหน่วยงาน ผลอยู่ใน results.jsonl และ results.csv\n\n"
        "ตัวอย่าง: oit fleet check agencies.csv --edition 2569",
        "Check every agency; the results are in results.jsonl and results.csv.\n\n"
        "Example: oit fleet check agencies.csv --edition 2569",
    ),
)
@fleet_options
@edition_option
@as_of_option
@fail_on_option
def command(edition: str | None, as_of_text: str, fail_on: str, **asked: Any) -> int:
    as_of = iso_day(as_of_text, "--as-of")
    return run("check", Options(edition=edition, as_of=as_of, fail_on=fail_on), asked)
