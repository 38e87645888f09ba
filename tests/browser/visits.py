"""Everything that one visit to a page tells: requests, movements, widths, what is out of reach."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page
from serving import Server

#: A desktop window of 1280 pixels at 400 % is as wide as this (WCAG 2.2, 1.4.10).
ZOOMED = 320
PHONE = 360

#: Seconds that our script takes to come at the first visit: the page has been painted by then.
_LATE = 0.4

#: Adds up the page's movements that no reader caused.
_WATCH = """
window.__moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const what = entry.sources.map((source) => source.node && (source.node.className || source.node.nodeName));
    window.__moved.push([entry.value, String(what)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
#: Down the page in steps, so that pictures that load late do so; a browser that had no time to begin with
#: one while it was in sight is told to.
_READ_THROUGH = """
async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 700) {
    window.scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  await Promise.all([...document.images].map((image) => image.complete ? 0 :
    new Promise((done) => { image.onload = image.onerror = done; image.loading = "eager"; })));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""
#: What makes the page wider than the window: not within a frame that scrolls by itself.
_TOO_WIDE = """
() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((each) =>
    each.getBoundingClientRect().right > window.innerWidth + 0.5
    && !each.closest(".oit-scroll, .oit-chart__frame, [hidden]")
    && getComputedStyle(each).position !== "fixed")
  .map((each) => each.outerHTML.slice(0, 120)).concat("scrollWidth " + document.documentElement.scrollWidth)
"""
#: Boxes of the content whose insides are wider than themselves and that show a scroll bar.
_SCROLLING = """
() => [...document.querySelectorAll("article.md-content__inner *")].filter((each) =>
    each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX))
  .map((each) => ({ name: each.className, focusable: each.tabIndex >= 0,
    named: Boolean(each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")),
    role: each.getAttribute("role") || "" }))
"""


@dataclass(frozen=True)
class Region:
    """A part of the page that scrolls sideways by itself."""

    name: str
    focusable: bool
    named: bool
    role: str


@dataclass(frozen=True)
class Visit:
    """One visit to a page.

    Attributes:
        hosts: every host that was asked.
        failures: requests without an answer, errors of scripts.
        shifts: movements of the page at the first visit, our script being late.
        too_wide: what stands out of the window, by the window's width.
        regions: what scrolls sideways by itself, on a phone.
        sent: bytes of the first visit as they were sent, by path.
    """

    hosts: frozenset[str]
    failures: tuple[str, ...]
    shifts: tuple[tuple[float, str], ...]
    too_wide: dict[int, list[str]]
    regions: tuple[Region, ...]
    sent: tuple[tuple[str, int], ...]


def make_visit(browser: Browser, server: Server, path: str) -> Visit:
    """Visit a page as a new reader does, then again."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(_WATCH)
        hosts: set[str] = set()
        failures: list[str] = []

        def note(url: str) -> None:
            if not url.startswith(("data:", "blob:")):
                hosts.add(urlsplit(url).netloc)

        page.on("request", lambda request: note(request.url))
        page.on("requestfailed", lambda request: failures.append(request.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on(
            "response",
            lambda response: failures.append(response.url) if response.status >= 400 else None,
        )
        server.late["/assets/tables.js"] = _LATE
        already = len(server.answers)
        page.goto(server.address + path, wait_until="networkidle")
        sent = tuple(server.answers[already:])
        shifts = _read_through(page)
        too_wide: dict[int, list[str]] = {}
        regions: list[Region] = []
        for width in (PHONE, ZOOMED):
            page.set_viewport_size({"width": width, "height": 780})
            too_wide[width] = page.evaluate(_TOO_WIDE)
            regions = [Region(**each) for each in page.evaluate(_SCROLLING)]
        return Visit(
            frozenset(hosts),
            tuple(failures),
            shifts,
            too_wide,
            tuple(regions),
            sent,
        )
    finally:
        context.close()


def _read_through(page: Page) -> tuple[tuple[float, str], ...]:
    page.evaluate(_READ_THROUGH)
    return tuple((value, what) for value, what in page.evaluate("window.__moved"))


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait till a script of ours finds what it looks for. Playwright's own waiting has the page itself
    evaluate a text, which the page's policy forbids.

    Raises:
        AssertionError: it has not come in ten seconds.
    """
    for _ in range(500):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(20)
    raise AssertionError(script)
