"""One browser and one server for each built site, shared by every browser test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from install_browser import BROWSER_FLAGS, system_chromium
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import Server, serving

from browser.visits import Visit, make_visit

#: A busy machine is slow, not wrong.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(built: Callable[[str], Path]) -> Iterator[Callable[[str], Server]]:
    """The server of a site by its name, started when it is first asked for."""
    with ExitStack() as stack:

        @cache
        def start(name: str) -> Server:
            return stack.enter_context(serving(built(name)))

        yield start


@pytest.fixture(scope="session")
def address(server: Callable[[str], Server]) -> Callable[[str], str]:
    """The address of a site by its name."""
    return lambda name: server(name).address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        yield instance
        instance.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.context.close()


@pytest.fixture(scope="session")
def visit(browser: Browser, server: Callable[[str], Server]) -> Callable[[str, str], Visit]:
    """What is seen at one visit to a page; each page is visited once for all tests."""

    @cache
    def see(site: str, path: str) -> Visit:
        return make_visit(browser, server(site), path)

    return see
