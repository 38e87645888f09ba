"""`oit links`: every link of the built folder or of a live site, and what is wrong with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from site_builder.agency import AGENCY_FILE
from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.options import (
    allow_host_option,
    format_option,
    output_option,
    show_or_write,
    text,
    workspace_option,
)
from site_builder.cli.progress import progress
from site_builder.language import Text
from site_builder.outcomes import Severity

if TYPE_CHECKING:
    from site_builder.links.external import Settings
    from site_builder.links.faults import LinkReport

_FORMATS = ("text", "json")
_ENGINES = ("ours", "linkchecker", "both")
_OTHERS = Text("ตรวจเว็บไซต์อื่น", "asking other sites")
#: Options of one of the two ways to use the command.
_OF_WATCH = ("once", "every", "until", "log")
_OF_CHECK = ("engine", "format_name", "output", "fail_on", "refresh", "history")


@click.command(
    name="links",
    help=text(
        "ตรวจทุกลิงก์ของเว็บไซต์: หน้า ไฟล์ ภาพ จุดในหน้า อีเมล โทรศัพท์ กติกาเว็บไซต์หลัก และลิงก์ไปเว็บไซต์อื่น\n\n"
        "ไม่ระบุ SITE คือโฟลเดอร์ site/ ที่ oit build สร้าง ใช้ --watch เฝ้าดูว่าหน้า OIT "
        "บนเว็บไซต์จริงเปิดได้ตลอดช่วงประเมิน\n\n"
        "ตัวอย่าง: oit links หรือ oit links https://www.example.go.th/ หรือ oit links --watch",
        "Check every link of a site: pages, files, pictures, anchors, e-mail, telephones, the rule of "
        "the main website, and links to other sites.\n\nWithout SITE: the folder site/ that oit build wrote. "
        "With --watch: whether the OIT pages of the live site can be opened, all through the assessment."
        "\n\nExample: oit links, or oit links https://www.example.go.th/, or oit links --watch",
    ),
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
    "--offline",
    is_flag=True,
    help=text(
        "ไม่เปิดเว็บไซต์อื่น บอกเฉพาะผลที่เคยพบ",
        "open no other site; tell what earlier runs have seen",
    ),
)
@click.option(
    "--refresh",
    is_flag=True,
    help=text(
        "เปิดเว็บไซต์อื่นใหม่ทั้งหมด แม้เพิ่งตรวจภายใน 12 ชั่วโมง",
        "ask other sites anew, even what was seen within 12 hours",
    ),
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, dir_okay=False),
    help=text(
        "ไฟล์ประวัติการตรวจเว็บไซต์อื่น (ค่าเริ่มต้น: ในโฟลเดอร์แคชของผู้ใช้)",
        "file that keeps what was seen of other sites (default: in the user's cache folder)",
    ),
)
@allow_host_option
@format_option(_FORMATS)
@output_option
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    help=text("ระดับต่ำสุดที่ถือว่าไม่ผ่าน (exit 1)", "least severity that exits with 1"),
)
@click.option(
    "--watch",
    is_flag=True,
    help=text(
        "เฝ้าดูหน้า OIT บนเว็บไซต์จริงเป็นระยะ จนกว่าจะกด Ctrl-C หรือถึง --until",
        "look at the OIT pages of the live site at intervals, until Ctrl-C or --until",
    ),
)
@click.option(
    "--once",
    is_flag=True,
    help=text(
        "ใช้กับ --watch: ตรวจรอบเดียวแล้วจบ สำหรับ cron หรือ Task Scheduler",
        "with --watch: one round and stop, for cron or the Task Scheduler",
    ),
)
@click.option(
    "--every",
    type=click.IntRange(min=5, max=1440),
    default=30,
    metavar="MINUTES",
    help=text("ใช้กับ --watch: ห่างกันกี่นาที", "with --watch: minutes between two rounds"),
)
@click.option(
    "--until",
    metavar="DATE",
    default="",
    help=text(
        "ใช้กับ --watch: เฝ้าดูถึงสิ้นวันนี้ เช่น 30/04/2568",
        "with --watch: to the end of this day, such as 30/04/2568",
    ),
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help=text(
        "ใช้กับ --watch: ไฟล์บันทึก หน้าสรุป .html อยู่ข้างกัน (ค่าเริ่มต้น: watch/outages.jsonl)",
        "with --watch: the log; its page, .html, is beside it (default: watch/outages.jsonl)",
    ),
)
def command(folder: Path, site: str | None, watch: bool, **options: Any) -> int:
    _require_fitting(watch)
    # What speaks HTTP takes its time to load, and help texts need none of it.
    from site_builder.links.external import Settings

    settings = Settings(
        allowed=frozenset(host.lower() for host in options["allowed"]),
        offline=options["offline"],
    )
    if watch:
        from site_builder.cli.watching import watch_pages

        return watch_pages(folder, site, settings, **{name: options[name] for name in _OF_WATCH})
    return _check(folder, site, settings, options)


def _require_fitting(watch: bool) -> None:
    """Raises UsageError where an option is of the other way to use the command."""
    ctx = click.get_current_context()
    for name in _OF_CHECK if watch else _OF_WATCH:
        if ctx.get_parameter_source(name) == ParameterSource.COMMANDLINE:
            option = "--" + name.removesuffix("_name").replace("_", "-")
            message = (
                Text(f"{option} ใช้กับ --watch ไม่ได้", f"{option} does not go with --watch")
                if watch
                else Text(f"{option} ใช้ได้เฉพาะกับ --watch", f"{option} needs --watch")
            )
            raise click.UsageError(str(message), ctx)


def _check(folder: Path, site: str | None, settings: Settings, options: dict[str, Any]) -> int:
    from site_builder.links.check import check_links
    from site_builder.published.source import FolderSource, open_source
    from site_builder.reports import links_json, links_text

    website = ""
    if folder != Path() or (folder / AGENCY_FILE).is_file():
        from site_builder.workspace import open_workspace

        website = open_workspace(folder).agency.website
    source = open_source(str(folder / "site") if site is None else site, option="SITE")
    engine = options["engine"] or ("ours" if isinstance(source, FolderSource) else "both")
    with progress(Text("อ่านเว็บไซต์", "reading the site")) as tell:
        report = check_links(
            source.folder if isinstance(source, FolderSource) else source.name,
            website,
            ours=engine != "linkchecker",
            linkchecker=engine != "ours",
            tell=tell,
        )
    report = _with_others(report, settings, options["refresh"], options["history"])
    render = links_json.render if options["format_name"] == "json" else links_text.render
    show_or_write(render(report), options["output"])
    if report.problems:
        return BAD_INPUT
    least = Severity(options["fail_on"]).rank
    return FINDINGS if any(fault.severity.rank >= least for fault in report.faults) else CLEAN


def _with_others(
    report: LinkReport, settings: Settings, refresh: bool, history: Path | None
) -> LinkReport:
    """The report with what became of the links to other sites."""
    from dataclasses import replace

    from site_builder.links import external, store

    if refresh:
        settings = replace(settings, fresh=timedelta())
    # What stands in the agency's own network is told already, and the public cannot open it.
    local = {fault.target for fault in report.faults if fault.code == "host-local"}
    others = [
        url
        for url in report.outside
        if url not in local or urlsplit(url).hostname in settings.allowed
    ]
    path = history or store.default_path()
    with store.open_store(path) as opened, progress(_OTHERS) as tell:
        if opened.told:
            click.echo(opened.told, err=True)
        try:
            return report.with_verdicts(external.check(others, opened, settings, tell))
        except KeyboardInterrupt:
            click.echo(
                Text(
                    "หยุดกลางคัน ผลที่ตรวจแล้วเก็บไว้ สั่งคำสั่งเดิมอีกครั้งเพื่อตรวจต่อ",
                    "Interrupted. What was seen is kept; the same command goes on from there.",
                ),
                err=True,
            )
            raise
