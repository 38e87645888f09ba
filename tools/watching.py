"""What a browser refuses, complains of and asks for while a page is open: what a policy breaks, if anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

#: Notes each violation of a policy, from before the page is read.
_WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
#: What is there when everything that the page asks for has come.
_SETTLED = """
async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""


@dataclass
class Watched:
    """A page, and what was noted since it was opened.

    Attributes:
        errors: what the console told as an error, and what scripts threw.
        asked: the address of every request.
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, url: str) -> None:
        """Open an address and wait until all of it is there; what was noted before is forgotten."""
        self.errors.clear()
        self.asked.clear()
        self.page.goto(url, wait_until="load")
        self.settle()

    def settle(self) -> None:
        self.page.evaluate(_SETTLED)

    @property
    def violations(self) -> list[str]:
        """Of the page that is open."""
        found: list[str] = self.page.evaluate("window.__violations")
        return found

    def others(self, url: str) -> set[str]:
        """The hosts that were asked, but for the one of an address."""
        hosts = {urlsplit(each).netloc for each in self.asked if not each.startswith("data:")}
        return hosts - {urlsplit(url).netloc}

    @property
    def cookies(self) -> list[str]:
        return [cookie.get("name", "") for cookie in self.page.context.cookies()]


@contextmanager
def watching(browser: Browser) -> Iterator[Watched]:
    """A new page of a reader who has never been there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(60_000)
    watched = Watched(page)
    page.on("request", lambda request: watched.asked.append(request.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on(
        "console",
        lambda message: watched.errors.append(message.text) if message.type == "error" else None,
    )
    try:
        yield watched
    finally:
        context.close()
