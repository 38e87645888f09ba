"""`oit fleet build`: the site of every agency."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from site_builder.cli.fleet.options import fleet_options, results_folder, run
from site_builder.cli.options import text
from site_builder.engines import ENGINES
from site_builder.fleet.work import Options


@click.command(
    name="build",
    help=text(
        "สร้างเว็บไซต์ของทุกหน่วยงาน ไฟล์ที่เหมือนกันทุกแห่ง (ธีม ฟอนต์ สคริปต์) เก็บชุดเดียว\n\n"
        "ตัวอย่าง: oit fleet build agencies.csv --output sites",
        "Write the site of every agency. What is the same in all of them (theme, fonts, scripts) is stored "
        "once.\n\nExample: oit fleet build agencies.csv --output sites",
    ),
)
@fleet_options
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="direct",
    show_default=True,
    help=text("ตัวสร้างหน้าเว็บ", "what renders the pages"),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help=text(
        "เขียนแต่ละเว็บไซต์ลงโฟลเดอร์นี้/รหัส (ค่าเริ่มต้น: site/ ของแต่ละหน่วยงาน)",
        "write each site to DIR/<id> (default: site/ of each workspace)",
    ),
    metavar="DIR",
)
@click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False),
    help=text(
        "โฟลเดอร์เก็บไฟล์ที่ใช้ร่วมกัน ต้องอยู่ดิสก์เดียวกับเว็บไซต์ (ค่าเริ่มต้น: store ในโฟลเดอร์ผล)",
        "folder of what sites share, on the same disk as they (default: store in the results)",
    ),
    metavar="DIR",
)
@click.option(
    "--packed",
    is_flag=True,
    help=text(
        "เก็บหน้าและตารางแบบบีบอัดเท่านั้น ใช้เนื้อที่ราวหนึ่งในห้า เครื่องแม่ข่ายต้องตั้งค่า gzip_static (docs/fleet.md)",
        "store pages and tables compressed only, a fifth of the room; the web server must be told "
        "(gzip_static, docs/fleet.md)",
    ),
)
@click.option(
    "--strict",
    is_flag=True,
    help=text("เว็บไซต์ที่ยังมีสิ่งที่ต้องแก้ถือว่าไม่ผ่าน", "a site with findings is no clean one"),
)
def command(
    engine: str,
    output: Path | None,
    shared: Path | None,
    packed: bool,
    strict: bool,
    **asked: Any,
) -> int:
    store = shared or results_folder(asked["register"], asked["results"]) / "store"
    options = Options(
        engine=engine,
        strict=strict,
        output=str(output.resolve()) if output else "",
        shared=str(store.resolve()),
        packed=packed,
    )
    return run("build", options, asked)
