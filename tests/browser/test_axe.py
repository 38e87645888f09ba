"""Every page type is accessible, in both schemes and widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from page_types import STILL, WIDTHS
from playwright.sync_api import Browser, Page

from browser.axe import OF_COLOURS, violations
from browser.pages import CASES

Address = Callable[[str], str]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all pages: each is opened and only looked at."""
    opened = browser.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    opened.context.close()


#: Hundreds of rows are alike, and axe looks at each cell.
_FEWER_ROWS = (
    "document.querySelectorAll('tbody tr:nth-child(n + 60)').forEach((row) => row.remove())"
)


@pytest.mark.parametrize(("site", "path"), CASES)
def test_axe_finds_nothing(window: Page, address: Address, site: str, path: str) -> None:
    window.emulate_media(color_scheme="light")
    window.goto(address(site) + path)
    window.evaluate(_FEWER_ROWS)
    for scheme, rules in (("default", ()), ("slate", OF_COLOURS)):
        window.emulate_media(color_scheme="dark" if scheme == "slate" else "light")
        window.evaluate(STILL)
        assert window.evaluate("document.body.dataset.mdColorScheme") == scheme
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 900})
            window.evaluate(STILL)
            assert violations(window, None, *rules) == "", f"{scheme}, {width} px"


def test_axe_finds_what_is_wrong(page: Page, address: Address) -> None:
    page.goto(address("root") + "/oit/")
    page.evaluate("document.querySelector('article').append(document.createElement('img'))")
    assert "image-alt" in violations(page)
    page.evaluate("document.querySelector('article').style.color = '#ccc'")
    assert "color-contrast" in violations(page, None, *OF_COLOURS)
