"""`oit links`: every link of the built folder or of a live site, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.agency import AGENCY_FILE
from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.options import output_option, show_or_write, text, workspace_option
from site_builder.language import Text
from site_builder.outcomes import Severity

_FORMATS = ("text", "json")
_ENGINES = ("ours", "linkchecker", "both")


@click.command(
    name="links",
    help=text(
        "ตรวจทุกลิงก์ของเว็บไซต์: หน้า ไฟล์ ภาพ จุดในหน้า อีเมล โทรศัพท์ และกติกาเว็บไซต์หลัก\n\n"
        "ไม่ระบุ SITE คือโฟลเดอร์ site/ ที่ oit build สร้าง ลิงก์ไปเว็บไซต์อื่นตรวจเฉพาะการเขียน\n\n"
        "ตัวอย่าง: oit links หรือ oit links https://www.example.go.th/",
        "Check every link of a site: pages, files, pictures, anchors, e-mail, telephones, and the rule of "
        "the main website.\n\nWithout SITE: the folder site/ that oit build wrote. Of links to other sites the "
        "writing is checked.\n\nExample: oit links, or oit links https://www.example.go.th/",
    ),
    short_help=text("ตรวจลิงก์ของเว็บไซต์", "check the links of a site"),
)
@workspace_option
@click.argument("site", required=False, metavar="[SITE]")
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default=None,
    help=text(
        "ผู้ตรวจ: ours โปรแกรมนี้, linkchecker โปรแกรม LinkChecker, both ทั้งสอง"
        " (ค่าเริ่มต้น: โฟลเดอร์ ours, เว็บไซต์จริง both)",
        "who checks: ours, linkchecker (the program LinkChecker), or both"
        " (default: ours for a folder, both for a live site)",
    ),
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    default="text",
    help=text("รูปแบบรายงาน", "format of the report"),
)
@output_option
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    help=text("ระดับต่ำสุดที่ถือว่าไม่ผ่าน (exit 1)", "least severity that exits with 1"),
)
def command(
    folder: Path,
    site: str | None,
    engine: str | None,
    format_name: str,
    output: Path | None,
    fail_on: str,
) -> int:
    # What speaks HTTP takes its time to load, and help texts need none of it.
    from site_builder.links.check import check_links
    from site_builder.published.source import FolderSource, open_source
    from site_builder.reports import links_json, links_text

    website = ""
    if folder != Path() or (folder / AGENCY_FILE).is_file():
        from site_builder.workspace import open_workspace

        website = open_workspace(folder).agency.website
    source = open_source(str(folder / "site") if site is None else site, option="SITE")
    is_folder = isinstance(source, FolderSource)
    engine = engine or ("ours" if is_folder else "both")
    report = check_links(
        source.folder if isinstance(source, FolderSource) else source.name,
        website,
        ours=engine != "linkchecker",
        linkchecker=engine != "ours",
        tell=None if is_folder else _tell,
    )
    render = links_json.render if format_name == "json" else links_text.render
    show_or_write(render(report), output)
    if report.problems:
        return BAD_INPUT
    least = Severity(fail_on).rank
    return FINDINGS if any(fault.severity.rank >= least for fault in report.faults) else CLEAN


def _tell(done: int, place: str) -> None:
    line = Text(f"อ่านแล้ว {done:,} หน้า: {place}", f"{done:,} pages read: {place}")
    click.echo(line, err=True)
