"""Every page type is accessible, in both schemes and widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.axe import OF_COLOURS, leave_fewer_rows, violations, violations_everywhere
from browser.pages import CASES

Address = Callable[[str], str]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all pages: each is opened and only looked at."""
    opened = browser.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    opened.context.close()


@pytest.mark.parametrize(("site", "path"), CASES)
def test_axe_finds_nothing(window: Page, address: Address, site: str, path: str) -> None:
    window.emulate_media(color_scheme="light")
    window.goto(address(site) + path)
    assert window.evaluate("document.body.dataset.mdColorScheme") == "default"
    leave_fewer_rows(window)
    assert violations_everywhere(window) == ""
    assert window.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_axe_finds_what_is_wrong(page: Page, address: Address) -> None:
    page.goto(address("root") + "/oit/")
    page.evaluate("document.querySelector('article').append(document.createElement('img'))")
    assert "image-alt" in violations(page)
    page.evaluate("document.querySelector('article').style.color = '#ccc'")
    assert "color-contrast" in violations(page, None, *OF_COLOURS)
