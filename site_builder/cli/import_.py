"""`oit import`: a workbook or a single table into the data files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.options import alone, edition_option, text, workspace_option
from site_builder.language import Text
from site_builder.workspace import Workspace, open_workspace, with_all_editions, with_edition

if TYPE_CHECKING:
    from site_builder.workbook.importing import ImportPlan, ItemPlan

#: Lines of a diff that are shown of one file, unless all are asked for.
_MOST_LINES = 40
#: Folders of copies from which on they are told.
_MANY_COPIES = 20


@click.command(
    name="import",
    help=text(
        "นำข้อมูลจากสมุดงานของ oit export หรือจากตารางเดี่ยว (CSV, XLSX) เข้าไฟล์ข้อมูล แสดงสิ่งที่จะเปลี่ยนก่อนเขียน "
        "และเก็บสำเนาไฟล์เดิมไว้ใน backup/\n\nตัวอย่าง: oit import OIT-2568.xlsx\n\n"
        "ตัวอย่าง: oit import รายการจัดซื้อ.csv --item O12",
        "Read a workbook of oit export, or a single table (CSV, XLSX), into the data files. What will change is "
        "shown first, and the files as they were are kept in backup/.\n\nExample: oit import OIT-2568.xlsx\n\n"
        "Example: oit import purchases.csv --item O12",
    ),
)
@workspace_option
@edition_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=text("เขียนโดยไม่ถาม", "write without asking"))
@click.option(
    "--dry-run",
    is_flag=True,
    help=text("แสดงสิ่งที่จะเปลี่ยนโดยไม่เขียน", "show what would change; write nothing"),
)
@click.option(
    "--partial",
    is_flag=True,
    help=text(
        "นำเข้าข้อที่ไม่มีช่องผิด แม้ข้ออื่นยังผิด",
        "take over the items without wrong cells, though others have some",
    ),
)
@click.option(
    "--force",
    is_flag=True,
    help=text(
        "ใช้ค่าจากสมุดงาน แม้ไฟล์ข้อมูลถูกแก้หลังส่งออก",
        "use the workbook's values where the data file was changed since the export",
    ),
)
@click.option(
    "--in-place",
    is_flag=True,
    help=text(
        "ระบายสีช่องที่ผิดในสมุดงานเดิม แทนการทำสำเนา (เก็บของเดิมไว้ใน backup/)",
        "mark the wrong cells in the workbook itself instead of a copy (kept in backup/ as it was)",
    ),
)
@click.option(
    "--full", is_flag=True, help=text("แสดงทุกบรรทัดที่เปลี่ยน", "show every line that changes")
)
@click.option(
    "--item", metavar="O12", help=text("ตารางเดี่ยว: ของข้อนี้", "a single table: of this item")
)
@click.option(
    "--table",
    metavar="NAME",
    help=text(
        "ตารางเดี่ยว: ตารางใดของข้อ เมื่อมีหลายตาราง",
        "a single table: which of the item's, where it has several",
    ),
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="HEADING=COLUMN",
    help=text(
        "ตารางเดี่ยว: หัวคอลัมน์นี้คือช่องใด ไม่นำเข้าให้เว้นว่างหลัง = (ใช้ซ้ำได้)",
        "a single table: which column a heading is; nothing behind = leaves it out (may be given again)",
    ),
)
@click.option(
    "--key",
    metavar="COLUMN",
    help=text(
        "ตารางเดี่ยว: แถวที่ค่าในช่องนี้ตรงกันถูกแทนที่",
        "a single table: rows with the same value in this column are replaced",
    ),
)
@click.option(
    "--replace",
    is_flag=True,
    help=text(
        "ตารางเดี่ยว: แทนแถวเดิมทั้งหมด (ตารางรายเดือน: เฉพาะเดือนที่อยู่ในไฟล์)",
        "a single table: replace all rows (in a monthly table those of the months in the file)",
    ),
)
@alone
def command(
    folder: Path,
    edition: str | None,
    file: Path,
    yes: bool,
    dry_run: bool,
    partial: bool,
    force: bool,
    in_place: bool,
    full: bool,
    item: str | None,
    table: str | None,
    mapping: tuple[str, ...],
    key: str | None,
    replace: bool,
) -> int:
    from site_builder.workbook.files import is_open_elsewhere
    from site_builder.workbook.importing import apply_import, plan_import
    from site_builder.workbook.reader import read_workbook
    from site_builder.workbook.tables import Wanted, read_table

    workspace = open_workspace(folder)
    if edition:
        workspace = with_edition(workspace, edition)
    if is_open_elsewhere(file):
        click.echo(
            Text(
                f"! {file.name} เปิดค้างอยู่ในโปรแกรมอื่น สิ่งที่ยังไม่บันทึกจะไม่ถูกนำเข้า",
                f"! {file.name} is open in another program; what is not saved is not read",
            ),
            err=True,
        )
    year = edition or workspace.current_edition
    if item:
        wanted = Wanted(item, table or "", mapping, key or "", replace)
        book = read_table(file, str(file), with_edition(workspace, year), year, wanted)
    else:
        workspace = with_all_editions(workspace)
        book = read_workbook(file, str(file), workspace.catalogue, edition or "", default=year)
    workspace = with_edition(workspace, book.edition)
    kept = None if item else file
    plan = plan_import(workspace, book, kept)
    click.echo("\n".join(_lines(plan, full)))
    is_stopped = bool(plan.wrong) or (not force and any(each.conflicts for each in plan.items))
    if plan.wrong and not dry_run and file.suffix.lower() in (".xlsx", ".xlsm"):
        _mark(workspace, plan, file, in_place)
    if dry_run or (is_stopped and not partial):
        if is_stopped:
            click.echo(_not_written(plan, force), err=True)
        return FINDINGS if is_stopped else CLEAN
    to_write = plan.to_write(force)
    if not to_write:
        # An earlier run may have been cut off before it kept what it had read.
        apply_import(workspace, plan, kept, force)
        click.echo(Text("ไม่มีอะไรเปลี่ยน", "nothing changes"))
    elif not _agreed(to_write, yes):
        return BAD_INPUT
    else:
        _write(workspace, plan, kept, force)
    return FINDINGS if is_stopped else CLEAN


def _lines(plan: ImportPlan, full: bool) -> Iterator[str]:
    from site_builder.workbook.importing import summary

    for each in plan.items:
        yield f"{each.item.id} {each.item.title} ({each.file})"
        for change in each.changes:
            sign = "‼" if change.is_conflict else "~"
            yield f"  {sign} {summary(change)}"
        if each.conflicts:
            yield str(
                Text(
                    "    ‼ ไฟล์ข้อมูลถูกแก้หลังส่งออกสมุดงาน: ใช้ค่าจากสมุดงานด้วย --force หรือส่งออกสมุดงานใหม่",
                    "    ‼ the data file was changed since the export: --force uses the workbook's values; or export anew",
                )
            )
        diff = [] if each.is_wrong else each.diff()
        shown = diff if full else diff[:_MOST_LINES]
        yield from (f"    {line}" for line in shown)
        if len(shown) < len(diff):
            more = len(diff) - len(shown)
            yield str(
                Text(
                    f"    … อีก {more} บรรทัด (ดูทั้งหมดด้วย --full)",
                    f"    … {more} more lines (--full shows all)",
                )
            )
        yield ""
    for mark in plan.marks:
        yield f"{'✗' if mark.is_wrong else 'ℹ'} {mark}"


def _not_written(plan: ImportPlan, force: bool) -> Text:
    wrong = len(plan.wrong)
    conflicts = 0 if force else sum(bool(each.conflicts) for each in plan.items)
    return Text(
        f"ยังไม่ได้เขียนข้อมูลใด: ช่องที่ต้องแก้ {wrong} ช่อง ข้อที่ขัดกับไฟล์ข้อมูล {conflicts} ข้อ "
        "(นำเข้าเฉพาะข้อที่ถูกต้องด้วย --partial)",
        f"nothing was written: {wrong} cells to mend, {conflicts} items in conflict with the data files "
        "(--partial takes over the others)",
    )


def _mark(workspace: Workspace, plan: ImportPlan, file: Path, in_place: bool) -> None:
    """Give the workbook back with its wrong cells coloured."""
    from site_builder.workbook.files import in_command, marked_path, write_workbook
    from site_builder.workbook.importing import keep_other
    from site_builder.workbook.marking import CannotMark, marked

    target = file if in_place else marked_path(file)
    try:
        content = marked(file, plan.marks)
    except CannotMark:
        click.echo(
            Text(
                "! ระบายสีในไฟล์นี้ไม่ได้ เพราะบันทึกจากโปรแกรมที่เขียนไฟล์ต่างออกไป แก้ตามรายการข้างบน",
                "! this file cannot be marked, as another program wrote it in another way; go by the list above",
            ),
            err=True,
        )
        return
    if target.exists() and target.read_bytes() != content:
        keep_other(workspace.root, target)
    write_workbook(target, content)
    click.echo(
        Text(
            f"สมุดงานที่ระบายสีช่องที่ต้องแก้แล้ว: {target} แก้ในไฟล์นี้ บันทึก แล้วสั่ง oit import {in_command(target)}",
            f"the workbook with the wrong cells coloured: {target}; mend them, save, and run oit import {in_command(target)}",
        )
    )


def _agreed(to_write: tuple[ItemPlan, ...], yes: bool) -> bool:
    if yes:
        return True
    question = Text(f"เขียน {len(to_write)} ไฟล์หรือไม่", f"Write {len(to_write)} files?")
    if sys.stdin.isatty():
        return click.confirm(str(question))
    click.echo(
        Text(
            "ยังไม่ได้เขียน: เพิ่ม --yes เพื่อเขียนโดยไม่ถาม",
            "nothing was written: --yes writes without asking",
        ),
        err=True,
    )
    return False


def _write(workspace: Workspace, plan: ImportPlan, file: Path | None, force: bool) -> None:
    from site_builder.workbook.importing import apply_import, copies

    written, folder = apply_import(workspace, plan, file, force)
    names = ", ".join(each.item.id for each in written)
    click.echo(
        Text(f"เขียนแล้ว {len(written)} ข้อ: {names}", f"{len(written)} items written: {names}")
    )
    if folder:
        click.echo(Text(f"สำเนาไฟล์เดิมอยู่ใน {folder}", f"the files as they were: {folder}"))
    if copies(workspace.root) >= _MANY_COPIES:
        count = copies(workspace.root)
        click.echo(
            Text(
                f"มีสำเนาใน backup/ {count} ชุดแล้ว ลบชุดเก่าที่ไม่ใช้ได้",
                f"there are {count} folders of copies in backup/; old ones may be deleted",
            )
        )
    click.echo(
        Text(
            f"ขั้นต่อไป: oit check --edition {plan.edition} แล้ว oit build",
            f"Next: oit check --edition {plan.edition}, then oit build",
        )
    )
