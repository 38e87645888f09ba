"""`oit links --watch`: the OIT pages of the live site, at intervals, with a log and its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click

from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import day_of
from site_builder.language import Text
from site_builder.links.external import Settings
from site_builder.links.verdicts import BANGKOK, clock
from site_builder.links.watch import Log, Reach, read_log, run_once, watch
from site_builder.locations import Location
from site_builder.outcomes import item_url
from site_builder.problems import InputError, Problem
from site_builder.published.source import HttpSource, open_source
from site_builder.reports import outages
from site_builder.sources.write import write_file
from site_builder.workspace import Workspace, open_workspace

_LOG = Path("watch") / "outages.jsonl"


def watch_pages(
    folder: Path,
    site: str | None,
    settings: Settings,
    *,
    once: bool,
    every: int,
    until: str,
    log: Path | None,
) -> int:
    """Look at the front page and the page of each item of the current edition.

    Args:
        site: the address of the live site; None for that in the agency's data.
        until: a day as people write it, "" for no end.
        every: minutes between two rounds.

    Raises:
        InputError: no workspace, no address, no such day, or the log cannot be kept.
    """
    workspace = open_workspace(folder)
    names = _pages(workspace, workspace.agency.website if site is None else _address(site))
    if site is not None:  # its host was named by the user, not found in data
        host = urlsplit(next(iter(names))).hostname or ""
        settings = replace(settings, allowed=settings.allowed | {host})
    end = _end_of(day_of(until, "--until")) if until else None
    path = log or folder / _LOG
    page = path.with_suffix(".html")
    if page == path:
        raise click.BadParameter(
            str(Text("ไฟล์บันทึกต้องไม่ลงท้าย .html", "the log cannot end in .html")), param_hint="--log"
        )

    def told(found: Log) -> None:
        if found.told:
            click.echo(found.told, err=True)
        write_file(page, page.as_posix(), outages.render(found, workspace.agency.name, names))

    def told_at_once(found: Log) -> None:
        told(found)
        click.echo(_round(found, names, page))

    interval = timedelta(minutes=every)
    if settings.offline:
        found = read_log(path, interval)
        told_at_once(found)
    elif once:
        found = run_once(names, path, interval, settings)
        told_at_once(found)
    else:
        click.echo(
            Text(
                f"เฝ้าดู {len(names)} หน้าของ {next(iter(names))} ทุก {every} นาที กด Ctrl-C เพื่อหยุด",
                f"Watching {len(names)} pages of {next(iter(names))}, one round every {every} minutes. "
                "Ctrl-C stops it.",
            ),
            err=True,
        )
        try:
            found = watch(names, path, interval, end, settings, told=told_at_once)
        except KeyboardInterrupt:
            found = read_log(path, interval)
    return FINDINGS if _now_down(found, names) else CLEAN


def _pages(workspace: Workspace, website: str) -> dict[str, str]:
    """What each page that is watched is called, by its URL; the front page first."""
    edition = workspace.catalogue.editions[workspace.current_edition]
    front = str(Text("หน้าแรก", "front page"))
    return {website: front} | {
        website + item_url(edition.name, item).lstrip("/"): f"{item.id} {item.title.th}"
        for item in edition.items
    }


def _now_down(log: Log, urls: dict[str, str]) -> list[str]:
    """The pages that the last round could not open."""
    last = [(url, log.stretches[url][-1]) for url in urls if log.stretches.get(url)]
    return [url for url, stretch in last if stretch.reach == Reach.DOWN]


def _round(log: Log, names: dict[str, str], page: Path) -> Text:
    """One line for the last round."""
    known = [log.stretches[url][-1] for url in names if log.stretches.get(url)]
    if not known:
        return Text("ยังไม่มีการตรวจในบันทึก", "the log has no round yet")
    at = clock(max(stretch.last for stretch in known))
    up = sum(stretch.reach == Reach.UP for stretch in known)
    unknown = sum(stretch.reach == Reach.UNKNOWN for stretch in known)
    down = _now_down(log, names)
    shown = ", ".join(names[url] for url in down[:5]) + (" …" if len(down) > 5 else "")
    listed = f": {shown}" if down else ""
    return Text(
        f"{at.th} เปิดได้ {up} หน้า เปิดไม่ได้ {len(down)} หน้า ไม่ทราบผล {unknown} หน้า{listed} — {page.as_posix()}",
        f"{at.en} open {up}, not open {len(down)}, not known {unknown}{listed} — {page.as_posix()}",
    )


def _address(site: str) -> str:
    source = open_source(site, option="SITE")
    if isinstance(source, HttpSource):
        return source.name
    raise InputError(
        [
            Problem(
                "watch-no-address",
                Location("SITE"),
                Text(
                    f'"{site}" เป็นโฟลเดอร์ แต่การเฝ้าดูต้องใช้เว็บไซต์จริง',
                    f'"{site}" is a folder; what is watched is the live site',
                ),
                Text(
                    "ระบุที่อยู่เว็บ เช่น https://www.example.go.th/ หรือไม่ต้องระบุ เพื่อใช้ website ใน data/agency.yaml",
                    "give an address such as https://www.example.go.th/, or none to use that of data/agency.yaml",
                ),
            )
        ]
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, BANGKOK).astimezone(UTC)
