"""Pages reached in other ways than by mouse and screen: by keyboard alone, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.visits import until

Address = Callable[[str], str]

#: Where the focus is, as a reader would say.
_WHERE = """
() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const place =
    node.matches(".md-skip") ? "skip link" :
    node.closest("[role=search], search, .md-search") ? "search" :
    node.closest(".md-sidebar") ? "navigation" :
    node.closest("header, .md-header") && !node.closest("article") ? "header" :
    node.matches(".oit-scroll, .oit-chart__frame") ? "table or chart" :
    node.closest("article") ? "content" :
    node.closest("footer") ? "footer" : "elsewhere";
  return {
    place, name: node.getAttribute("aria-label") || node.textContent.trim().slice(0, 60),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
  };
}
"""
#: A page must not need more than this; it keeps a focus that is caught from running for ever.
_MOST = 400


def _walk(page: Page) -> list[dict[str, object]]:
    """Every place that the Tab key reaches, in order, from the top of the page."""
    found: list[dict[str, object]] = []
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        where = page.evaluate(_WHERE)
        if where is None:
            return found
        found.append(where)
    raise AssertionError(f"the focus never leaves the page: {found[-3:]}")


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("/", ("skip link", "search", "navigation", "content")),
        ("/oit/2568/o12/", ("skip link", "search", "navigation", "content", "table or chart")),
        ("/oit/2568/o06/", ("skip link", "search", "navigation", "content", "table or chart")),
        ("/ita/2568/", ("skip link", "search", "navigation", "content")),
        ("/en/oit/2568/", ("skip link", "search", "navigation", "content")),
    ],
)
def test_the_tab_key_reaches_everything_in_order(
    page: Page, address: Address, path: str, places: tuple[str, ...]
) -> None:
    page.goto(address("root") + path)
    walked = _walk(page)
    order = [str(each["place"]) for each in walked]
    assert order[0] == "skip link"
    assert sorted(places, key=order.index) == list(places), order
    reached = {str(each["name"]) for each in walked if each["place"] == "table or chart"}
    regions = page.locator(".oit-scroll:visible, .oit-chart__frame:visible")
    wanted = {str(node.get_attribute("aria-label")) for node in regions.all()}
    assert reached == wanted
    links = page.locator("article a:visible").count()
    assert sum(place == "content" for place in order) >= links
    for each in walked:
        if each["place"] in ("skip link", "content", "table or chart"):
            assert each["seen"], f"focus goes out of sight: {each}"
            assert each["marked"], f"nothing shows the focus: {each}"


def test_the_skip_link_leads_to_the_content(page: Page, address: Address) -> None:
    page.goto(address("root") + "/oit/2568/o12/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    where = page.evaluate(_WHERE)
    assert where["place"] in ("content", "table or chart")


def test_a_table_is_scrolled_with_the_arrow_keys(page: Page, address: Address) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(address("root") + "/oit/2568/o12/")
    region = page.locator(".oit-scroll:has(.oit-table--wide)").first
    region.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    until(page, "node => node.scrollLeft > 0", region.element_handle())


# -- paper -------------------------------------------------------------------------------------

#: The width of an A4 page less the margins of our style, in CSS pixels: 180 mm.
PAPER = 680
_PRINTED = [
    ("root", "/oit/2568/o01/", "an organisation chart"),
    ("root", "/oit/2568/o02/", "people"),
    ("root", "/oit/2568/o06/", "bars"),
    ("root", "/oit/2568/o12/", "16 columns"),
    ("root", "/oit/2569/o11/", "a chart"),
    ("root", "/ita/2568/", "a result"),
    ("big", "/oit/2568/o12/purchases/2567-10/", "a part"),
    ("kham-duang", "/oit/2567/o35/", "measures"),
]
_OFF_PAPER = """
(paper) => [...document.querySelectorAll("article.md-content__inner *")].filter((node) => {
    if (node.closest("svg") && node.nodeName !== "svg") return false;
    const box = node.getBoundingClientRect();
    return box.width > 0 && (box.right > paper + 0.5 || box.left < -0.5);
  }).map((node) => node.nodeName + " " + Math.round(node.getBoundingClientRect().right) + " "
    + node.textContent.trim().slice(0, 40)).slice(0, 5)
"""
_CUT_OFF = """
() => [...document.querySelectorAll("article.md-content__inner *")].filter((node) =>
    node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0
    && /auto|scroll|hidden/.test(getComputedStyle(node).overflowX))
  .map((node) => node.className).slice(0, 5)
"""


@pytest.fixture
def paper(page: Page) -> Page:
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize(("site", "path", "what"), _PRINTED, ids=[each[2] for each in _PRINTED])
def test_everything_fits_on_paper(
    paper: Page, address: Address, site: str, path: str, what: str
) -> None:
    paper.goto(address(site) + path)
    assert paper.evaluate(_OFF_PAPER, PAPER) == []
    assert paper.evaluate(_CUT_OFF) == []
    for selector in (".md-header", ".md-sidebar", ".md-footer", ".oit-neighbours", ".oit-filter"):
        for node in paper.locator(selector).all():
            assert not node.is_visible(), selector
    for head in paper.locator("article th").all():
        box = head.bounding_box()
        assert box is not None and box["width"] > 0, "a heading without a place"
    heads = paper.locator("thead").first
    if heads.count():
        display = heads.evaluate("node => getComputedStyle(node).display")
        assert display == "table-header-group", "repeated on every page"


@pytest.mark.parametrize(
    ("site", "path", "least", "most"),
    [
        ("root", "/oit/2568/o01/", 1, 8),
        ("root", "/oit/2568/o12/", 2, 25),
        ("big", "/oit/2568/o12/purchases/2567-10/", 8, 60),
    ],
)
def test_a_page_prints(
    page: Page, address: Address, site: str, path: str, least: int, most: int
) -> None:
    page.goto(address(site) + path)
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert least <= pages <= most
    assert b"Sarabun" in printed, "Thai is printed in the font of the site"


def test_print_is_dark_on_white_whatever_the_screen(paper: Page, address: Address) -> None:
    paper.emulate_media(media="print", color_scheme="dark")
    paper.goto(address("root") + "/oit/2568/o12/")
    texts = paper.evaluate(
        """() => [...document.querySelectorAll("article :is(h1, h2, p, th, td, dt, dd, a)")]
             .filter((node) => node.textContent.trim() && node.getBoundingClientRect().height)
             .map((node) => getComputedStyle(node).color.match(/[0-9.]+/g).slice(0, 3).map(Number))"""
    )
    assert texts
    pale = [colour for colour in texts if sum(colour) / 3 > 160]
    assert pale == []
