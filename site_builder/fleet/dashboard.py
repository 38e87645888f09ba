"""The view of a fleet as a folder of files that any web server, or a disk, can show.

Sums and leagues stand in the pages; the heat map is drawn by `fleet.js` from `data.js`, which is a script because a
page that is opened from a disk may fetch nothing. Each reader without scripts finds every agency in the pages of
the league.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from jinja2 import Environment

from site_builder.characters import clean
from site_builder.fleet.history import LETTERS, Day, Sums, days, share, standings
from site_builder.fleet.movements import Movements, movements
from site_builder.fleet.overview import (
    Overview,
    Row,
    chosen_edition,
    editions_of,
    overview,
    read_results,
)
from site_builder.fleet.writing import results_name
from site_builder.language import Text
from site_builder.outcomes import Status
from site_builder.policy import own_policy
from site_builder.reports import wording
from site_builder.reports.standalone import TEMPLATES as REPORTS
from site_builder.reports.standalone import language, templates
from site_builder.scoring import rounded
from site_builder.sources.write import write_file
from site_builder.thai import format_date

TEMPLATES = Path(__file__).parent / "templates"
TABLE = f"{results_name('check')}.csv"

#: Nothing but the view's own files, no style or script within a page.
POLICY = own_policy(style="'self'", script="'self'", img="'self'")
#: Agencies on a page of the league, rows of a list of movements, elements that are not folded away.
PER_PAGE = 500
LISTED = 200
FIRST = 20

#: How a status is shown where there is room for one character.
SIGNS = {"c": "✓", "i": "!", "m": "×", "n": "?"}
LABELS = {letter: status.label for status, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown.

    Attributes:
        movements: None where the history has no earlier day.
        days: of the history, the oldest first, up to the one that is shown.
        table: all results as CSV, None where there are none.
    """

    overview: Overview
    movements: Movements | None
    days: Sequence[Day]
    table: bytes | None = None

    @property
    def history(self) -> list[tuple[Day, Sums]]:
        """The days on which the edition was judged."""
        name = self.overview.edition.name
        return [(day, day.editions[name]) for day in self.days if name in day.editions]


def make_view(results: Path, edition: str | None = None, day: date | None = None) -> View:
    """What the results of a folder come to.

    Args:
        edition: None for the one that most agencies were judged by.
        day: that the results are of; None for the last of the history.

    Raises:
        InputError: there are no results, or files that are not ours; no agency was judged by the edition.
    """
    name = chosen_edition(editions_of(read_results(results)), edition, results)
    found = overview(read_results(results), name, results)
    history = [each for each in days(results) if day is None or each.day <= day]
    before = history[-2] if len(history) > 1 else None
    table = results / TABLE
    return View(
        found,
        movements(found, before, standings(results, before.day)) if before else None,
        history,
        table.read_bytes() if table.is_file() else None,
    )


def write_view(folder: Path, view: View) -> None:
    """Write the files; pages of an earlier, larger fleet are taken away.

    Raises:
        InputError: the folder cannot be written.
    """
    files = dict(_files(view))
    for name, content in files.items():
        write_file(folder / name, name, content)
    for path in folder.glob("agencies-*.html"):
        if path.name not in files:
            path.unlink()


def _files(view: View) -> Iterator[tuple[str, str | bytes]]:
    ranked = view.overview.ranked
    pages = [ranked[start : start + PER_PAGE] for start in range(0, len(ranked), PER_PAGE)]
    shared = {"view": view, "overview": view.overview, "pages": len(pages), "per_page": PER_PAGE}
    yield "index.html", _page("fleet.html", **shared)
    for number, rows in enumerate(pages, start=1):
        yield (
            f"agencies-{number}.html",
            _page("agencies.html", rows=rows, number=number, **shared),
        )
    yield "data.js", f'"use strict";\nglobalThis.fleet = {_data(view.overview)};\n'
    yield "fleet.js", (TEMPLATES / "fleet.js").read_text(encoding="utf-8")
    if view.table is not None:
        yield TABLE, view.table
    styles = (REPORTS / "report.css", TEMPLATES / "fleet.css")
    yield "fleet.css", "".join(each.read_text(encoding="utf-8") for each in styles)


def _data(overview: Overview) -> str:
    """Everything that the heat map shows; names that many agencies have are told once."""
    places = {item.id: number for number, item in enumerate(overview.edition.items)}
    names = {key: _Numbers() for key in ("type", "province", "vendor")}
    agencies = [
        [
            row.id,
            row.name,
            *(numbers.of(getattr(row, key)) for key, numbers in names.items()),
            row.letters,
            list(row.lacking),
        ]
        for row in overview.rows
    ]
    data = {
        "items": [[item.id, str(item.title)] for item in overview.edition.items],
        "elements": [
            [places[item.id], str(element.requirement)] for item, element in overview.elements
        ],
        "statuses": {letter: [SIGNS[letter], str(LABELS[letter])] for letter in SIGNS},
        "texts": {key: str(text) for key, text in TEXTS.items()},
        "names": {key: list(numbers.known) for key, numbers in names.items()},
        "agencies": agencies,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


class _Numbers:
    """Numbers for texts, in the order in which they are first met."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self._next = count()

    def of(self, text: str) -> int:
        if text not in self.known:
            self.known[text] = next(self._next)
        return self.known[text]


#: What the script says; `{}` stands for figures.
TEXTS: Mapping[str, Text] = {
    "count": Text(
        "แสดง {} จาก {} หน่วยงาน พร้อมร้อยละ {}", "{} of {} agencies, {} per cent of items complete"
    ),
    "page": Text("หน้า {} จาก {}", "page {} of {}"),
    "nothing": Text("ไม่มีหน่วยงานที่ตรงกับตัวกรอง", "no agency fits the filters"),
    "none": Text("(ไม่ระบุ)", "(not given)"),
    "complete": Text("ครบ {} จาก {} ข้อ", "{} of {} items complete"),
    "all": Text("ครบทุกข้อ", "every item is complete"),
    "lacking": Text("ยังขาด: {}", "lacking: {}"),
    "share": Text("ครบร้อยละ", "per cent complete"),
}


# --- pages -------------------------------------------------------------------------------------


def _page(template: str, **values: object) -> str:
    page = (
        _environment().get_template(template).render(language=language(), policy=POLICY, **values)
    )
    return clean(page)


@cache
def _environment() -> Environment:
    environment = templates(TEMPLATES)
    environment.filters |= {
        "day": format_date,
        "points": lambda value: f"{rounded(value):,f}",
        "percent": percent,
        "share": share,
        "rule": wording.estimate_rule,
    }
    environment.globals |= {
        "SIGNS": SIGNS,
        "LABELS": LABELS,
        "LISTED": LISTED,
        "FIRST": FIRST,
        "TABLE": TABLE,
        "statuses": {LETTERS[status]: status.value for status in Status},
        "curve": curve,
        "unfinished": unfinished,
    }
    return environment


def percent(part: int, whole: int) -> str:
    """A share with one decimal; a dash of nothing."""
    if not whole:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def unfinished(overview: Overview, row: Row) -> list[tuple[Text, list[str]]]:
    """The items of an agency that are not complete, by status, the worst first."""
    by_letter = {
        letter: [
            item.id
            for item, own in zip(overview.edition.items, row.letters, strict=True)
            if own == letter
        ]
        for letter in "min"
    }
    return [(LABELS[letter], ids) for letter, ids in by_letter.items() if ids]


def curve(history: Sequence[tuple[Day, Sums]], width: int, height: int) -> list[tuple[str, str]]:
    """Where the share of complete items stands on a drawing of that size, day by day, by the calendar."""
    if not history:
        return []
    first, last = history[0][0].day, history[-1][0].day
    length = max((last - first).days, 1)
    points = []
    for day, sums in history:
        done, every = share(sums.letters)
        x = width * (day.day - first).days / length
        y = height * (1 - done / every) if every else float(height)
        points.append((f"{x:.1f}", f"{y:.1f}"))
    return points
