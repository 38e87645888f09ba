"""The log of `links/watch.py` as one page to show to an assessor: when which page could be opened.

It claims no more than was seen: a time begins with the first check that found it so, and what nobody
checked, or what our own network hid, is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from site_builder.characters import clean
from site_builder.language import Text
from site_builder.links.verdicts import clock
from site_builder.links.watch import Log, Reach, Time
from site_builder.reports.standalone import TEMPLATES, language, policy, templates

#: Where each part of a strip stands in its height, so that it is told apart without colours.
_HEIGHTS = {
    Reach.UP.value: Markup('y="10" height="10"'),
    Reach.DOWN.value: Markup('y="0" height="20"'),
    Reach.UNKNOWN.value: Markup('y="18" height="2"'),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One page, and its checks.

    Attributes:
        strip: how it was in the course of time, in thousandths of the time that the log covers: from
            where, how long, and whether it was open.
    """

    url: str
    name: str
    up: int
    down: int
    unknown: int
    share: str
    strip: tuple[tuple[str, str, Reach], ...]


def render(log: Log, agency: str, names: Mapping[str, str] | None = None) -> str:
    """The page in the language of this run.

    Args:
        names: what a URL is called, such as the item and its title.
    """
    style = Markup("\n").join(
        Markup((TEMPLATES / name).read_text(encoding="utf-8"))
        for name in ("report.css", "outages.css")
    )
    moments = [each for all_ in log.stretches.values() for each in all_]
    first = min((each.first for each in moments), default=None)
    rows = [_row(log, url, (names or {}).get(url, "")) for url in sorted(log.stretches)]
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
            first=first,
            last=max((each.last for each in moments), default=None),
            outages=log.times(Reach.DOWN),
            unknown=sorted(
                [*log.times(Reach.UNKNOWN), *log.gaps()], key=lambda time: (time.first, time.urls)
            ),
            names=names or {},
            heights=_HEIGHTS,
        )
    )
    return clean(page)


def _row(log: Log, url: str, name: str) -> _Row:
    counts = log.checks(url)
    up, down = counts[Reach.UP], counts[Reach.DOWN]
    return _Row(url, name, up, down, counts[Reach.UNKNOWN], _share(up, down), _strip(log, url))


def _strip(log: Log, url: str) -> tuple[tuple[str, str, Reach], ...]:
    begin = min(stretches[0].first for stretches in log.stretches.values())
    end = max(stretches[-1].last for stretches in log.stretches.values()) + log.every
    # Neighbours that are alike are one, whatever their causes.
    parts: list[tuple[datetime, datetime, Reach]] = []
    for first, last, reach in log.course(url):
        if parts and parts[-1][1:] == (first, reach):
            first = parts.pop()[0]
        parts.append((first, last, reach))
    return tuple(
        (f"{1000 * ((first - begin) / (end - begin)):.2f}", f"{length:.2f}", reach)
        for first, last, reach in parts
        for length in [1000 * ((last - first) / (end - begin))]
    )


def _share(up: int, down: int) -> str:
    """How many checks in a hundred found a page open, rounded down: 100 is without exception."""
    if not up + down:
        return "–"
    hundredths = 10_000 * up // (up + down)
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


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
    environment = templates()
    environment.filters |= {"moment": clock, "lasting": _length, "cause": _cause}
    return environment
