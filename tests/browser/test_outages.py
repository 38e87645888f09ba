"""The page of the watch as an assessor sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_types import WIDTHS
from playwright.sync_api import Page
from test_links_watch import STORY, A

from browser.axe import violations_everywhere
from site_builder.reports import outages


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("watch") / "outages.html"
    names = {A: "O1 โครงสร้างหน่วยงาน"}
    path.write_text(outages.render(STORY, "เทศบาลตำบลตัวอย่าง", names), encoding="utf-8")
    return path.as_uri()


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, shown: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(shown)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert violations_everywhere(page) == ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert told == [], "its own style is let in"
