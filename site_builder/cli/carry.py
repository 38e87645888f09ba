"""`oit carry`: next year's data from last year's, under the new numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from site_builder.carry import CarriedItem, CarryPlan, apply_carry, plan_carry
from site_builder.cli import CLEAN
from site_builder.cli.options import alone, text, workspace_option
from site_builder.language import Text
from site_builder.workspace import open_workspace, with_all_editions, with_edition


@click.command(
    name="carry",
    help=text(
        "ยกข้อมูลปีก่อนมาเป็นข้อมูลปีใหม่ตามเลขข้อใหม่ ข้อมูลปีเก่าและไฟล์ที่มีอยู่แล้วไม่ถูกแตะต้อง\n\n"
        "ตัวอย่าง: oit carry 2568 2569 --dry-run",
        "Write a new year's data from last year's under the new numbers. The old year and files that "
        "exist are left alone.\n\nExample: oit carry 2568 2569 --dry-run",
    ),
)
@workspace_option
@click.argument("old")
@click.argument("new")
@click.option(
    "--dry-run",
    is_flag=True,
    help=text("แสดงสิ่งที่จะทำโดยไม่เขียนไฟล์", "show what would be done; write nothing"),
)
@alone
def command(folder: Path, old: str, new: str, dry_run: bool) -> int:
    workspace = open_workspace(folder)
    for name in (old, new):
        workspace = with_edition(workspace, name)
    workspace = with_all_editions(workspace)
    plan = plan_carry(workspace, old, new)
    if not dry_run:
        apply_carry(workspace, plan)
    click.echo("\n".join(_lines(plan, dry_run)))
    return CLEAN


def _lines(plan: CarryPlan, dry_run: bool) -> Iterator[str]:
    yield str(Text(f"ยกข้อมูล OIT ปี {plan.old} → {plan.new}", f"OIT data {plan.old} → {plan.new}"))
    for carried in plan.items:
        if carried.content:
            yield from _item(carried)
    new = [carried for carried in plan.items if not carried.content and not carried.exists]
    if new:
        yield ""
        yield str(Text("ข้อที่ต้องกรอกใหม่ทั้งข้อ:", "Items to fill in from the start:"))
        for carried in new:
            yield f"  {carried.item.id} {carried.item.title} → {carried.file}"
    if plan.dropped:
        yield ""
        yield str(
            Text(
                f"ปี {plan.new} ไม่ถามแล้ว (ข้อมูลอยู่ที่ปี {plan.old} ตามเดิม):",
                f"No longer asked in {plan.new} (the data stay in {plan.old}):",
            )
        )
        for disclosure in plan.dropped:
            yield f"  {disclosure.item.id} {disclosure.item.title} ({disclosure.file})"
    yield ""
    written = len(plan.to_write)
    kept = sum(carried.exists for carried in plan.items)
    renewals = sum(len(carried.renewals) for carried in plan.to_write)
    yield str(
        Text(
            f"{'จะเขียน' if dry_run else 'เขียนแล้ว'} {written} ไฟล์ มีอยู่แล้วไม่เขียนทับ {kept} ไฟล์"
            f" ต้องปรับ {renewals} ช่อง ต้องกรอกใหม่ {len(new)} ข้อ",
            f"{written} files {'to write' if dry_run else 'written'}, {kept} exist and are left alone,"
            f" {renewals} fields to renew, {len(new)} items to fill in",
        )
    )


def _item(carried: CarriedItem) -> Iterator[str]:
    sources = " + ".join(source.id for source in carried.sources)
    note = Text(" (มีอยู่แล้ว ไม่เขียนทับ)", " (exists, left alone)") if carried.exists else Text("", "")
    yield ""
    yield f"{sources} → {carried.item.id} {carried.item.title}: {carried.file}{note}"
    if not carried.exists:
        for renewal in carried.renewals:
            reasons = ", ".join(str(reason) for reason in renewal.reasons)
            yield f"  ⟳ {carried.file}:{renewal.line}: {renewal.field} — {reasons}"
        for file in carried.files:
            if file.exists:
                kept = Text("มีไฟล์ชื่อนี้แล้ว ใช้ไฟล์นั้น", "a file of this name exists and is used")
                yield f"  ! {file.target}: {kept}"
    for left in carried.left:
        yield f"  ! {left.location}: {left.field} — {left.reason}"
