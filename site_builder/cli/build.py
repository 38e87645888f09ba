"""`oit build`: write the site, and sum up what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import alone, text, workspace_option
from site_builder.engines import ENGINES
from site_builder.engines.unchanged import LastBuild, Told
from site_builder.language import Text, same
from site_builder.links.ledger import LEDGER_FILE

if TYPE_CHECKING:
    from site_builder.links.keeping import Kept

#: How many renamed documents are named.
_NAMED = 5
_UNCHANGED = Text(
    "ไม่มีอะไรเปลี่ยนตั้งแต่สร้างครั้งก่อน เว็บไซต์เป็นปัจจุบันแล้ว",
    "Nothing has changed since the last build: the site is up to date.",
)


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
@click.option(
    "--fresh",
    is_flag=True,
    help=text(
        "สร้างใหม่ทั้งหมด แม้ไม่มีอะไรเปลี่ยนตั้งแต่ครั้งก่อน",
        "build, even if nothing has changed since the last one",
    ),
)
@alone
def command(folder: Path, engine: str, strict: bool, fresh: bool) -> int:
    last = LastBuild(folder, engine)
    told = None if fresh else last.told()
    if told is None:
        click.echo(
            Text("กำลังอ่านข้อมูลและสร้างเว็บไซต์…", "Reading the data and building the site…"), err=True
        )
        told = _built(folder, engine, last)
    else:
        click.echo(_UNCHANGED, err=True)
    for line in told.lines:
        click.echo(line)
    return FINDINGS if strict and not told.is_clean else CLEAN


def _built(folder: Path, engine: str, last: LastBuild) -> Told:
    # What builds takes its time to load, and is not needed where nothing has changed.
    from site_builder.engines.build import build
    from site_builder.reports.wording import summary

    publication, target = build(folder, engine=engine)
    pages, assets = len(publication.site.pages), len(publication.site.assets)
    written = Text(
        f"สร้างเว็บไซต์แล้วที่ {target} ({pages} หน้า {assets} ไฟล์)",
        f"The site is in {target} ({pages} pages, {assets} files)",
    )
    rest = [*map(summary, publication.reports), *publication.privacy.remarks]
    is_clean = not any(report.findings for report in publication.reports)
    if not is_clean:
        rest.append(Text("ดูรายละเอียดด้วย: oit check", "For the details: oit check"))
    start = [written, *_renamed(publication.kept)]
    # The next build has no new addresses to tell of.
    last.keep(target, Told((*start, *rest), is_clean))
    return Told((*start, *_added(publication.kept), *rest), is_clean)


def _renamed(kept: Kept) -> Iterator[Text]:
    """Documents whose names have changed."""
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


def _added(kept: Kept) -> Iterator[Text]:
    """Addresses that the site has for the first time."""
    if kept.added:
        count = len(kept.added)
        yield Text(
            f"จดที่อยู่ใหม่ {count} แห่งใน {LEDGER_FILE} โปรดเก็บไฟล์นี้ไว้กับข้อมูลเสมอ",
            f"{count} new addresses are recorded in {LEDGER_FILE}; always keep that file with the data",
        )
