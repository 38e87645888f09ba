"""The log of `links/watch.py` as one page to show to an assessor: when which page could be opened.

It claims no more than was seen: a time begins with the first check that found it so, and what nobody
checked, or what our own network hid, is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from site_builder.caches import template_cache
from site_builder.language import Text
from site_builder.links.verdicts import BANGKOK, day
from site_builder.links.watch import Log, Reach, Time
from site_builder.reports import wording
from site_builder.reports.standalone import TEMPLATES, language, policy


@dataclass(frozen=True, slots=True)
class _Row:
    """One page, and its checks."""

    url: str
    name: str
    up: int
    down: int
    unknown: int
    share: str


def render(log: Log, agency: str, names: Mapping[str, str] | None = None) -> str:
    """The page in the language of this run.

    Args:
        names: what a URL is called, such as the item and its title.
    """
    style = Markup("\n").join(
        Markup((TEMPLATES / name).read_text(encoding="utf-8"))
        for name in ("report.css", "outages.css")
    )
    rows = [_row(log, url, (names or {}).get(url, "")) for url in sorted(log.stretches)]
    moments = [each for all_ in log.stretches.values() for each in all_]
    page = (
        _environment()
        .get_template("outages.html")
        .render(
            language=language(),
            policy=policy(style),
            style=style,
            agency=agency,
            every=log.every,
            rows=rows,
            share=_share(sum(row.up for row in rows), sum(row.down for row in rows)),
            checks=sum(row.up + row.down + row.unknown for row in rows),
            first=min((each.first for each in moments), default=None),
            last=max((each.last for each in moments), default=None),
            outages=log.times(Reach.DOWN),
            unknown=sorted(
                [*log.times(Reach.UNKNOWN), *log.gaps()], key=lambda time: (time.first, time.urls)
            ),
            names=names or {},
        )
    )
    return wording.clean(page)


def _row(log: Log, url: str, name: str) -> _Row:
    counts = log.checks(url)
    up, down = counts[Reach.UP], counts[Reach.DOWN]
    return _Row(url, name, up, down, counts[Reach.UNKNOWN], _share(up, down))


def _share(up: int, down: int) -> str:
    """How many checks in a hundred found a page open, rounded down: 100 is without exception."""
    if not up + down:
        return "–"
    hundredths = 10_000 * up // (up + down)
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def _moment(moment: datetime) -> Text:
    clock = moment.astimezone(BANGKOK).strftime("%H:%M")
    found = day(moment)
    return Text(f"{found.th} {clock}\u00a0น.", f"{found.en} {clock}")


def _length(length: timedelta) -> Text:
    """Days, hours and minutes, those that are none left out."""
    minutes = int(length.total_seconds()) // 60
    parts = [
        (minutes // 1440, "วัน", "d"),
        (minutes // 60 % 24, "ชั่วโมง", "h"),
        (minutes % 60, "นาที", "min"),
    ]
    shown = [part for part in parts if part[0]] or parts[-1:]
    return Text(
        " ".join(f"{number} {th}" for number, th, _ in shown),
        " ".join(f"{number} {en}" for number, _, en in shown),
    )


def _cause(time: Time) -> Text:
    if time.cause is None:
        return Text("ไม่มีการตรวจในช่วงนี้", "nobody checked")
    label = time.cause.label
    return (
        Text(f"{label.th} (HTTP {time.status})", f"{label.en} (HTTP {time.status})")
        if time.status
        else label
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=template_cache(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _moment, "lasting": _length, "cause": _cause}
    environment.globals |= {"T": lambda th, en: str(Text(th, en))}
    return environment
