"""`oit build`: write the site, and sum up what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import text, workspace_option
from site_builder.engines.build import ENGINES, build
from site_builder.language import Text, same
from site_builder.links.keeping import Kept
from site_builder.links.ledger import LEDGER_FILE
from site_builder.reports.text import summary

#: How many renamed documents are named.
_NAMED = 5


@click.command(
    name="build",
    help=text(
        "สร้างเว็บไซต์ลงโฟลเดอร์ site/ แล้วสรุปว่ายังขาดอะไร\n\nตัวอย่าง: oit build --workspace examples/nakham",
        "Write the site to site/ and sum up what is missing.\n\n"
        "Example: oit build --workspace examples/nakham",
    ),
)
@workspace_option
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default="mkdocs",
    show_default=True,
    help=text("ตัวสร้างหน้าเว็บ", "what renders the pages"),
)
@click.option(
    "--strict",
    is_flag=True,
    help=text("จบด้วยรหัส 1 ถ้ายังมีสิ่งที่ต้องแก้", "exit with 1 if anything is still to mend"),
)
def command(folder: Path, engine: str, strict: bool) -> int:
    click.echo(
        Text("กำลังอ่านข้อมูลและสร้างเว็บไซต์…", "Reading the data and building the site…"), err=True
    )
    publication, target = build(folder, engine=engine)
    pages, assets = len(publication.site.pages), len(publication.site.assets)
    click.echo(
        Text(
            f"สร้างเว็บไซต์แล้วที่ {target} ({pages} หน้า {assets} ไฟล์)",
            f"The site is in {target} ({pages} pages, {assets} files)",
        )
    )
    for line in _addresses(publication.kept):
        click.echo(line)
    for report in publication.reports:
        click.echo(summary(report))
    for remark in publication.privacy.remarks:
        click.echo(remark)
    if any(report.findings for report in publication.reports):
        click.echo(Text("ดูรายละเอียดด้วย: oit check", "For the details: oit check"))
        return FINDINGS if strict else CLEAN
    return CLEAN


def _addresses(kept: Kept) -> Iterator[Text]:
    """What became of the site's addresses, where there is news."""
    old = list(kept.renamed.items())
    for before, now in old[:_NAMED]:
        yield Text(
            "เอกสารเปลี่ยนชื่อเป็น {now} ที่อยู่เดิม {before} ยังใช้ได้",
            "a document is now {now}; its old address {before} still answers",
        ).format(before=same(before), now=same(now))
    if len(old) > _NAMED:
        yield Text(
            f"และอีก {len(old) - _NAMED} เอกสาร ดูใน {LEDGER_FILE}",
            f"and {len(old) - _NAMED} more documents, see {LEDGER_FILE}",
        )
    if kept.added:
        count = len(kept.added)
        yield Text(
            f"จดที่อยู่ใหม่ {count} แห่งใน {LEDGER_FILE} โปรดเก็บไฟล์นี้ไว้กับข้อมูลเสมอ",
            f"{count} new addresses are recorded in {LEDGER_FILE}; always keep that file with the data",
        )
