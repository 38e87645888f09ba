"""What the preview adds: the panel on each page, the page of progress, the page of a broken workspace."""

from __future__ import annotations

import re
from pathlib import Path

from site_builder.characters import clean
from site_builder.preview.overview import of_problems
from site_builder.preview.state import State
from site_builder.reports.html import environment
from site_builder.reports.standalone import TEMPLATES as OF_REPORTS
from site_builder.reports.standalone import language

TEMPLATES = Path(__file__).parent / "templates"
#: Where the preview's own pages and files stand; no page of a site begins like this.
PREFIX = "_preview/"
#: What the pages of the preview load, by its path below the prefix.
FILES = {
    "panel.css": TEMPLATES / "panel.css",
    "progress.css": TEMPLATES / "progress.css",
    "report.css": OF_REPORTS / "report.css",
    "preview.js": TEMPLATES / "preview.js",
}
#: Around what is put into a page of the site.
BEGIN, END = "<!-- oit serve -->", "<!-- /oit serve -->"

_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)


def with_panel(html: bytes, path: str, state: State) -> bytes:
    """A page of the site with what the preview says of it; nothing else of the page is changed.

    Why the newest data are not shown stands at the top; what is missing on the page at its end, where
    it is not in the way of the page's own link to its content.
    """
    body, end = _BODY.search(html), html.rfind(b"</body>")
    if body is None or end < body.end():
        return html
    assert state.overview is not None, "a page is shown, so there is a site"
    top = "" if state.is_good else _marked(_render("trouble.html", state))
    bottom = _marked(_render("panel.html", state, here=state.overview.on_page(path)))
    parts = (html[: body.end()], top.encode(), html[body.end() : end], bottom.encode(), html[end:])
    return b"".join(parts)


def _marked(html: str) -> str:
    return f"{BEGIN}{html}{END}"


def progress(state: State) -> bytes:
    """The page of progress, or that of a workspace which never could be read."""
    return _render("progress.html", state).encode()


def _render(template: str, state: State, **context: object) -> str:
    found = environment(TEMPLATES).get_template(template)
    return clean(
        found.render(
            language=language(),
            prefix=f"/{PREFIX}",
            state=state,
            overview=state.overview,
            problems=of_problems(state.problems),
            **context,
        )
    )
