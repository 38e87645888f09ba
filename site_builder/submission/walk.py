"""The shortest ways by clicks through a built site, from its front page, as a visitor takes them.

A link counts where everybody sees it, with script or without: not what is hidden, folded away or
stands in a search box. It is called by the text that it shows; a picture by its description.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from site_builder.links.answers import Cause, clean
from site_builder.pages.labels import LABELS
from site_builder.published.audit import PAGE_LIMIT
from site_builder.published.page import CHUNK, DEEPEST, INLINE, VOID
from site_builder.published.source import Source

#: Nobody looks further; a finding tells of what is deeper than three clicks.
MOST_CLICKS = 6
#: More pages than a site with a dozen editions has.
MOST_PAGES = 5000

_INDEX = "index.html"
#: What is not seen, or only by visitors without script.
_UNSEEN = frozenset(["script", "style", "template", "noscript", "title", "search"])
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True)
class Trail:
    """A way from the front page.

    Attributes:
        clicks: the texts of its links, in order.
        unclear: the first of them that leads to different places on one page; "" where none does.
    """

    clicks: tuple[str, ...] = ()
    unclear: str = ""

    def __str__(self) -> str:
        """`หน้าแรก → OIT ปี 2568 → O2 ข้อมูลผู้บริหาร`: always in Thai, as the site shows it."""
        return " → ".join((LABELS["home"].th, *self.clicks))


@dataclass(frozen=True)
class Walk:
    """What was found on a walk.

    Attributes:
        trails: to each wanted path that clicks lead to.
        address: the front page's own, as it says (its canonical link); "" where it does not.
        unread: pages that could not be read, so that ways over them are not known.
    """

    trails: Mapping[str, Trail]
    address: str
    unread: tuple[str, ...]


@dataclass(frozen=True)
class _Link:
    """A link that is seen: where it leads (path in the site, or whole URL), what it is called."""

    target: str
    text: str
    in_content: bool


#: Which of several links of a page, or of pages as far away, a visitor is sent to: the least one.
_Rank = tuple[bool, bool, bool, int, int]


def path_of(text: str) -> str:
    """A path of the site as walks know it: percent-encoded, without `index.html`."""
    path = unquote(text)
    if path == _INDEX or path.endswith(f"/{_INDEX}"):
        path = path.removesuffix(_INDEX)
    if path and "." not in path.rpartition("/")[2] and not path.endswith("/"):
        path += "/"  # a server sends readers on to the folder
    return quote(path)


def walk(source: Source, website: str, wanted: Mapping[str, str]) -> Walk:
    """The shortest way to each path of `wanted`, in clicks.

    Of ways as short, that is taken whose links are clear, then whose last link is called as the
    wanted page, then that over links in the content, then the first on the page.

    Args:
        source: the site.
        website: the address of its front page, ending in `/`.
        wanted: paths below it (`oit/2568/o02/`), each with what the page is called, "" if unknown.
    """
    names = {path_of(path): name for path, name in wanted.items()}
    trails = {"": Trail()}
    missing = {path for path in names if path}
    level = [""]
    address = ""
    unread: list[str] = []
    pages = 0
    for _ in range(MOST_CLICKS):
        found: dict[str, tuple[_Rank, Trail]] = {}
        for order, path in enumerate(level):
            if all(path in found and not any(found[path][0][:3]) for path in missing):
                break  # nothing that follows can be better
            pages += 1
            answer = source.get(path, PAGE_LIMIT) if pages <= MOST_PAGES else None
            if answer is None or answer.cause:
                if answer is None or answer.cause != Cause.MISSING or not path:
                    unread.append(source.place(path))
                continue
            page = _read(answer.body)
            address = address if path else page.canonical
            links = _links(page, website, path)
            unclear = _unclear(links)
            trail = trails[path]
            for position, link in enumerate(links):
                if link.target in trails or _is_outside(link.target):
                    continue
                text = trail.unclear or (link.text if link.text in unclear else "")
                is_other = bool(names.get(link.target)) and link.text != names[link.target]
                rank = (bool(text), is_other, not link.in_content, order, position)
                if link.target not in found or rank < found[link.target][0]:
                    found[link.target] = (rank, Trail((*trail.clicks, link.text), text))
        trails |= {path: trail for path, (_, trail) in found.items()}
        missing -= found.keys()
        level = [path for path in sorted(found, key=lambda each: found[each][0]) if _is_page(path)]
        if not missing or not level:
            break
    reached = {path: trails[path_of(path)] for path in wanted if path_of(path) in trails}
    return Walk(reached, address, tuple(unread))


def _is_outside(target: str) -> bool:
    return "://" in target  # in a path of the site the colon is percent-encoded


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html"))


def _unclear(links: list[_Link]) -> set[str]:
    """Texts of links to different places: "read more" does not say which one to click."""
    targets: dict[str, set[str]] = defaultdict(set)
    for link in links:
        targets[link.text].add(link.target)
    return {text for text, found in targets.items() if len(found) > 1}


@dataclass
class _Anchor:
    """A link as it is read: where it leads, and everything that may name it."""

    href: str
    in_content: bool
    label: str
    title: str
    words: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        shown = "".join(self.words)
        names = (shown, self.label, " ".join(self.pictures), self.title, shown)
        plain = [clean(" ".join(name.split())) for name in names]
        # A sign such as an arrow names nothing; where there is nothing else, it is what is seen.
        return next((name for name in plain if any(map(str.isalnum, name))), plain[0])


@dataclass
class _Page:
    anchors: list[_Anchor] = field(default_factory=list)
    canonical: str = ""


def _links(page: _Page, website: str, path: str) -> list[_Link]:
    """The page's links that have a name, each with the place that it leads to."""
    found = []
    own = urlsplit(website)
    for anchor in page.anchors:
        try:
            url = urldefrag(urljoin(website + path, anchor.href.strip())).url
            parts = urlsplit(url)
        except ValueError:
            continue  # no address at all
        if parts.scheme not in ("http", "https") or not anchor.text:
            continue
        is_own = parts.netloc.lower() == own.netloc.lower() and parts.path.startswith(own.path)
        target = path_of(parts.path.removeprefix(own.path)) if is_own else url
        found.append(_Link(target, anchor.text, anchor.in_content))
    return found


def _read(html: bytes) -> _Page:
    reader = _Reader()
    text = html.decode("utf-8", errors="replace")
    # In parts, for the reason that `published.page` gives.
    for start in range(0, len(text), CHUNK):
        reader.feed(text[start : start + CHUNK])
    return reader.page


@dataclass
class _Open:
    """An element that is open: whether what stands in it is seen, and is the page's content."""

    tag: str
    is_unseen: bool
    is_folded: bool
    in_content: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self._open: list[_Open] = []
        self._anchor: _Anchor | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if tag not in INLINE:
            self._say(" ")
        around = self._open[-1] if self._open else _Open("", False, False, False)
        is_unseen = (
            around.is_unseen
            or (around.is_folded and tag != "summary")
            or tag in _UNSEEN
            or not attributes.keys().isdisjoint(("hidden", "inert"))
            or attributes.get("role") == "search"
            or (tag == "dialog" and "open" not in attributes)
            or bool(_NO_DISPLAY.search(attributes.get("style", "")))
        )
        in_content = tag == "article" or (around.in_content and tag != "nav")
        if tag == "a":
            self._anchor = None
            if "href" in attributes and not is_unseen:
                self._anchor = _Anchor(
                    attributes["href"],
                    in_content,
                    attributes.get("aria-label", ""),
                    attributes.get("title", ""),
                )
                self.page.anchors.append(self._anchor)
        if tag == "img" and self._anchor and not is_unseen:
            self._anchor.pictures.append(attributes.get("alt", ""))
        if tag == "link" and attributes.get("rel") == "canonical" and not self.page.canonical:
            self.page.canonical = attributes.get("href", "").strip()
        if tag not in VOID and len(self._open) < DEEPEST:
            is_folded = tag == "details" and "open" not in attributes
            self._open.append(_Open(tag, is_unseen, is_folded, in_content))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._say(" ")
        if tag == "a":
            self._anchor = None
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position].tag == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1].is_unseen):
            self._say(data)

    def _say(self, words: str) -> None:
        if self._anchor:
            self._anchor.words.append(words)
