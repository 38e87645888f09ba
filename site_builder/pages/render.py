"""The Jinja environment of the page templates: everything is escaped, nothing is undefined."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from site_builder.caches import template_cache
from site_builder.kinds import KINDS, SCALAR_KINDS
from site_builder.kinds.measure_results import tally
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell, Row
from site_builder.opendata.addresses import CATALOGUE, CHANGES_FEED, DATA_JSON, INDEX, NEWS_FEED
from site_builder.opendata.feeds import news_entries
from site_builder.pages.labels import LABELS, PUBLIC_OUTCOME, PUBLIC_STATUS
from site_builder.policy import OUTGOING, is_outgoing
from site_builder.thai import BE_OFFSET, format_date

TEMPLATES = Path(__file__).parent / "templates"
#: The style of pages without the theme, and where the site has it.
PLAIN_STYLE = "plain.css"
PLAIN_FILE = f"assets/{PLAIN_STYLE}"
#: Kinds whose cells are more than text.
_CELL_TEMPLATES = frozenset(path.stem for path in (TEMPLATES / "cells").glob("*.html"))


#: The files about the whole site, by the label that names them.
MACHINES = {
    "machine_index": INDEX,
    "machine_dcat": CATALOGUE,
    "machine_data_json": DATA_JSON,
    "machine_news": NEWS_FEED,
    "machine_changes": CHANGES_FEED,
}

#: "1. ", "(๒) ", "- ": an entry of a list that brings its own mark.
_OWN_MARK = re.compile(r"\s*(?:\(?\d+(?:\.\d+)*[.)]|[-–•])")


def render(template: str, **context: Any) -> str:
    """A template of this package with its context."""
    return _environment().get_template(template).render(**context)


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
    environment.filters |= {
        "paragraphs": paragraphs,
        "thai_date": format_date,
        "file_url": file_url,
        "file_size": file_size,
        "month_id": lambda month: f"{month.year + BE_OFFSET}-{month.month:02d}",
    }
    environment.globals |= {
        "filter_labels": filter_labels,
        "L": lambda key, **places: LABELS[key].format(**places).th,
        "public_status": lambda status: PUBLIC_STATUS[status].th,
        "english_status": lambda status: PUBLIC_STATUS[status].en,
        "public_outcome": lambda outcome: PUBLIC_OUTCOME[outcome].th,
        "kind_template": lambda spec: KINDS[spec.kind].template,
        "tally": tally,
        "news_entries": news_entries,
        "MACHINES": MACHINES,
        "outgoing": outgoing,
        "cell_text": cell_text,
        "cell_html": cell_html,
        "cells_html": cells_html,
    }
    return environment


def outgoing(url: str, *meanings: str) -> Markup:
    """The attribute of a link that says what it is, and that it leads to another site; "" for neither."""
    told = " ".join([*meanings, *(OUTGOING if is_outgoing(url) else ())])
    return Markup(' rel="{}"').format(told) if told else Markup()


@cache
def filter_labels() -> str:
    """What the script of a table's filter says, as JSON, by the names that it knows."""
    prefix = "filter_"
    own = {
        key.removeprefix(prefix): text.th for key, text in LABELS.items() if key.startswith(prefix)
    }
    return json.dumps(own, ensure_ascii=False, separators=(",", ":"))


def has_own_template(spec: Spec) -> bool:
    """Whether a cell of this kind is more than text."""
    return spec.kind in _CELL_TEMPLATES


def cell_text(spec: Spec, cell: Cell) -> str:
    """A cell's text as readers see it."""
    return SCALAR_KINDS[spec.kind].shown(cell)


def cell_html(spec: Spec, cell: Cell) -> Markup:
    """A cell as HTML: by the template of its kind, or as plain text where it has none."""
    if spec.kind in _CELL_TEMPLATES and cell.value is not None:
        return Markup(render(f"cells/{spec.kind}.html", spec=spec, cell=cell).strip())
    text = cell_text(spec, cell)
    return paragraphs(text) if "\n" in text else escape(text)


def cells_html(spec: Spec, row: Row) -> Markup:
    """A column of a row: one cell, or a list of them."""
    cells = row.all_cells(spec.key)
    if len(cells) == 1:
        return cell_html(spec, cells[0])
    entries = Markup("").join(Markup("<li>{}</li>").format(cell_html(spec, cell)) for cell in cells)
    marked = all(_OWN_MARK.match(cell.text) for cell in cells if cell.text)
    style = "oit-list oit-list--marked" if marked else "oit-list"
    return Markup('<ul class="{}">{}</ul>').format(style, entries)


def paragraphs(text: str) -> Markup:
    """Escaped text: blank lines part paragraphs, single line breaks stay."""
    parts = [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(line) for line in part.split("\n")))
        for part in parts
        if part.strip()
    )


def file_url(name: str) -> str:
    """The path of an attached file from its item's page."""
    return "files/" + quote(name)


def file_size(size: int) -> str:
    """`48.2 KB`, as readers of Thai sites are used to."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.1f} KB"
    return f"{size / 1_000_000:.1f} MB"
