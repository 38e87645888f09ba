"""Pages and files of a site, ready for any engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
        body: finished HTML, with its own `h1`.
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
    body: str
    headings: tuple[Heading, ...] = ()
    description: str = ""
    updated: date | None = None
    search: tuple[SearchText, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    item: str = ""
    year: str = ""
    linked_data: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that every page names."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site: `content` itself, or the file to copy."""

    path: str
    content: bytes | Path


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
