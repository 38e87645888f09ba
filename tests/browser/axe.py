"""Asks axe about a page; only what it finds is told, not what passes, which takes half the time."""

from __future__ import annotations

from itertools import product

from axe_playwright_python.sync_playwright import Axe
from page_types import SCHEMES, STILL, WIDTHS
from playwright.sync_api import Page

#: The rules that look at colours: the others find the same in a light and a dark page.
OF_COLOURS = ("color-contrast", "link-in-text-block")


#: Hundreds of rows are alike, and axe looks at each cell.
_FEWER_ROWS = """
(rows) => document.querySelectorAll(`tbody tr:nth-child(n + ${rows + 1})`).forEach((row) => row.remove())
"""


def leave_fewer_rows(page: Page, rows: int = 59) -> None:
    """Take away what stands beyond so many rows of each table."""
    page.evaluate(_FEWER_ROWS, rows)


def violations(page: Page, context: str | None = None, *rules: str) -> str:
    """What axe has to say against the page, or the part that a selector names; "" for nothing.

    Asks every rule that axe has, or only those that are named.
    """
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    result = Axe().run(page, context=context, options=options)
    return str(result.generate_report()) if result.violations_count else ""


def violations_everywhere(page: Page) -> str:
    """What axe has to say in both colour schemes, on a phone and on a desktop."""
    told: list[str] = []
    for scheme, width in product(SCHEMES, WIDTHS):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(STILL)
        rules = OF_COLOURS if scheme == "dark" else ()
        if found := violations(page, None, *rules):
            told.append(f"{scheme}, {width} px: {found}")
    return "\n".join(told)
