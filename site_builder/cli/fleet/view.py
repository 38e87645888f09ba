"""`oit fleet view`: the results of a fleet as pages to look at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from site_builder.cli import CLEAN
from site_builder.cli.options import day_of, edition_option, text
from site_builder.fleet.dashboard import make_view, write_view
from site_builder.language import Text


@click.command(
    name="view",
    help=text(
        "เขียนหน้าภาพรวมจากผลของ oit fleet check: หน่วยงาน × ข้อ สิ่งที่ขาดบ่อย เมื่อวานยังใช้ได้ อันดับ และประวัติ "
        "เปิดจากดิสก์หรือเว็บเซิร์ฟเวอร์ใดก็ได้\n\n"
        "ตัวอย่าง: oit fleet view --results fleet-results --output view",
        "Write pages from the results of oit fleet check: agencies by items, what is lacking most, what worked "
        "yesterday, league, history. They open from a disk or any web server.\n\n"
        "Example: oit fleet view --results fleet-results --output view",
    ),
)
@click.option(
    "--results",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("fleet-results"),
    show_default=True,
    help=text("โฟลเดอร์ผล", "folder of the results"),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=text("โฟลเดอร์ของหน้า (ค่าเริ่มต้น: view ในโฟลเดอร์ผล)", "folder (default: view in the results)"),
)
@edition_option
@click.option(
    "--day",
    metavar="DATE",
    default="",
    help=text(
        "ถือวันนี้ของประวัติเป็นวันของผล (ค่าเริ่มต้น: วันล่าสุด) แล้วเทียบกับวันก่อนหน้า",
        "the day of the history that the results are of (default: the last); compared with the one before",
    ),
)
@click.option(
    "--parquet",
    is_flag=True,
    help=text(
        "เขียนผลเป็น results.parquet ในโฟลเดอร์ผลด้วย (ส่วนเสริม parquet)",
        "also write results.parquet into the folder of the results (extra: parquet)",
    ),
)
def command(
    results: Path, output: Path | None, edition: str | None, day: str, parquet: bool
) -> int:
    shown: date | None = day_of(day, "--day") if day else None
    folder = output or results / "view"
    view = make_view(results, edition, shown)
    write_view(folder, view)
    count, name = len(view.overview.rows), view.overview.edition.name
    page = folder / "index.html"
    click.echo(
        Text(f"OIT ปี {name}: {count:,} หน่วยงาน: {page}", f"OIT {name}: {count:,} agencies: {page}")
    )
    if parquet:
        from site_builder.fleet.parquet import write_parquet

        click.echo(write_parquet(results))
    return CLEAN
