"""Pages in a real browser: accessible in both schemes and widths, quiet, and whole without script."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

#: One page of every type, and every form that data take.
PAGES = {
    "root": [
        "/",
        "/about/",
        "/oit/",
        "/oit/2568/",
        "/oit/2568/o01/",
        "/oit/2568/o02/",
        "/oit/2568/o03/",
        "/oit/2568/o04/",
        "/oit/2568/o07/",
        "/oit/2568/o09/",
        "/oit/2568/o12/",
        "/oit/2568/o19/",
        "/oit/2568/o21/",
        "/oit/2569/o25/",
        "/oit/2569/changes/",
        "/search/",
        "/ita/2568/",
    ],
    "nakham": ["/", "/oit/2569/", "/oit/2569/o01/", "/oit/2569/o25/", "/ita/2568/"],
    "kham-duang": ["/oit/2567/o35/", "/oit/2566/o42/", "/oit/2567/changes/"],
    "tha-maling": ["/oit/2566/o42/", "/ita/2565/"],
    "ubon-ratchathani": ["/oit/2566/o42/"],
    "phichai": ["/oit/2567/o34/"],
}
CASES = [(site, path) for site, paths in PAGES.items() for path in paths]
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("site", "path"), CASES)
def test_axe_finds_nothing(
    page: Page, addresses: dict[str, str], site: str, path: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(addresses[site] + path)
    shown = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
    assert shown == ("slate" if scheme == "dark" else "default")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize(("site", "path"), CASES)
def test_no_request_leaves_the_site_and_nothing_fails(
    page: Page, addresses: dict[str, str], site: str, path: str
) -> None:
    requests: list[str] = []
    failures: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: failures.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on(
        "response",
        lambda response: failures.append(response.url) if response.status >= 400 else None,
    )
    page.goto(addresses[site] + path, wait_until="networkidle")
    own = urlsplit(addresses[site]).netloc
    assert {urlsplit(url).netloc for url in requests if not url.startswith("data:")} == {own}
    assert failures == []


@pytest.mark.parametrize(("site", "path"), CASES)
def test_a_phone_never_scrolls_sideways(
    page: Page, addresses: dict[str, str], site: str, path: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(addresses[site] + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("site", "path"), CASES)
def test_the_page_is_whole_without_script(
    browser: Browser, addresses: dict[str, str], site: str, path: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        opened = context.new_page()
        opened.goto(addresses[site] + path)
        hidden = [
            block.get_attribute("data-element")
            for block in opened.query_selector_all("[data-element]")
            if not block.is_visible()
        ]
        assert hidden == []
        assert opened.query_selector("h1") is not None
    finally:
        context.close()


def test_an_element_can_be_linked_to(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["root"] + "/oit/2568/o02/#person-contact")
    block = page.query_selector("#person-contact")
    assert block is not None
    box = block.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900


def test_the_front_page_leads_to_an_item_with_one_click(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["root"] + "/")
    page.click("article a:has-text('ข้อมูลผู้บริหาร')")
    page.wait_for_url("**/oit/2569/o02/")
    assert page.title()
