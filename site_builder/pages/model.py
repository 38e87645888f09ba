"""Pages and files of a site, ready for any engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.memory import Aside, Held, held
from site_builder.sources.files import FileRef

#: The id of the `h1` of every page.
TITLE_ID = "page"


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchText:
    """What a search should know of one section of a page; no markup.

    `texts` are its cells and paragraphs; a word never reaches from one into the next.
    """

    id: str
    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that a page offers, in the section with this id."""

    section: str
    title: str
    file: FileRef


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        path: URL path without a leading `/`, ending in `/`; "" for the front page.
        html: finished HTML, with its own `h1`; or where it stands. `body` gives it.
        description: one sentence for search engines.
        updated: date of the data, where known.
        search: the words of the data by section, without the frame around them.
        attachments: the documents that the page offers.
        item: the code of the item that the page is about, such as `O12`.
        year: the year that the page is about.
        linked_data: JSON-LD for the head, safe in a `script` element; or "".
    """

    path: str
    title: str
    html: str | Held
    headings: tuple[Heading, ...] = ()
    description: str = ""
    updated: date | None = None
    search: tuple[SearchText, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    item: str = ""
    year: str = ""
    linked_data: str = ""

    @property
    def body(self) -> str:
        """The HTML."""
        return self.html if isinstance(self.html, str) else held(self.html).decode()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that every page names."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site: its content, or where that stands; or the file to copy."""

    path: str
    source: Held | Path

    @property
    def content(self) -> bytes | Path:
        """The content itself, or the file to copy."""
        return self.source.read() if isinstance(self.source, Aside) else self.source


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A place in the navigation: a page's path, or entries below a title."""

    title: str
    path: str = ""
    entries: tuple[NavEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that an engine writes; `pages[0]` is the front page."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    navigation: tuple[NavEntry, ...]
    feeds: tuple[Feed, ...] = ()
