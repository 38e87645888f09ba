"""`oit fleet carry`: next year's data from last year's, of every agency."""

from __future__ import annotations

from typing import Any

import click

from site_builder.cli.fleet.options import fleet_options, run
from site_builder.cli.options import text
from site_builder.fleet.work import Options


@click.command(
    name="carry",
    help=text(
        "ยกข้อมูลปีก่อนของทุกหน่วยงานมาเป็นข้อมูลปีใหม่ ไฟล์ที่มีอยู่แล้วไม่ถูกแตะต้อง\n\n"
        "ตัวอย่าง: oit fleet carry agencies.csv 2568 2569",
        "Write a new year's data from last year's for every agency. Files that exist are left alone.\n\n"
        "Example: oit fleet carry agencies.csv 2568 2569",
    ),
)
@fleet_options
@click.argument("old")
@click.argument("new")
def command(old: str, new: str, **asked: Any) -> int:
    return run("carry", Options(old=old, new=new), asked)
