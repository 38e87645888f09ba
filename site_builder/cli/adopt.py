"""`oit adopt`: a first fill from the agency's present page."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.adopting import telling
from site_builder.adopting.model import Confidence
from site_builder.adopting.proposing import propose
from site_builder.adopting.source import read_saved
from site_builder.adopting.writing import apply_adoption, plan_adoption
from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import (
    allow_host_option,
    alone,
    edition_option,
    format_option,
    text,
    workspace_option,
)
from site_builder.workspace import open_workspace, with_all_editions, with_edition

FORMATS = {"text": telling.as_text, "json": telling.as_json}


@click.command(
    name="adopt",
    help=text(
        "รับลิงก์จากหน้า ITA/OIT เดิมของหน่วยงาน (ที่อยู่เว็บหรือไฟล์ HTML ที่บันทึกไว้) มาเป็นข้อมูลเริ่มต้นของแต่ละข้อ "
        "พร้อมบอกความมั่นใจและเหตุผล ที่อยู่เดิมคงทุกตัวอักษร ไฟล์ที่มีอยู่แล้วไม่ถูกเขียนทับ\n\n"
        "ตัวอย่าง: oit adopt https://www.example.go.th/ita --edition 2568 --dry-run",
        "Take the links of the agency's present ITA/OIT page (an address, or saved HTML) as a first fill of each "
        "item, with confidence and reason. Old addresses stay as they are; no existing file is overwritten.\n\n"
        "Example: oit adopt https://www.example.go.th/ita --edition 2568 --dry-run",
    ),
)
@workspace_option
@click.argument("page", metavar="PAGE|URL")
@edition_option
@click.option(
    "--base",
    metavar="URL",
    default="",
    help=text(
        "ที่อยู่ของหน้าเดิม ใช้ต่อลิงก์สั้นในไฟล์ที่บันทึกไว้",
        "the page's own address, for relative links of a saved file",
    ),
)
@allow_host_option
@click.option(
    "--dry-run",
    is_flag=True,
    help=text("แสดงสิ่งที่จะทำโดยไม่เขียนไฟล์", "show what would be done; write nothing"),
)
@format_option(FORMATS)
@alone
def command(
    folder: Path,
    page: str,
    edition: str | None,
    base: str,
    allowed: tuple[str, ...],
    dry_run: bool,
    format_name: str,
) -> int:
    workspace = open_workspace(folder)
    name = edition or workspace.current_edition
    workspace = with_all_editions(with_edition(workspace, name))
    catalogue = workspace.catalogue
    saved = read_saved(page, base, allowed)
    adoption = propose(saved, catalogue, catalogue.editions[name], workspace.agency.name)
    plan = plan_adoption(workspace, adoption)
    if not dry_run:
        apply_adoption(workspace, plan)
    click.echo(FORMATS[format_name](plan, dry_run), nl=False)
    is_doubtful = any(each.confidence == Confidence.LOW for each in adoption.proposals)
    other_year = adoption.numbering not in ("", name)
    if is_doubtful or other_year or adoption.refused or not adoption.proposals:
        return FINDINGS
    return CLEAN
