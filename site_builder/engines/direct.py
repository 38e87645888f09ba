"""The direct engine: our own templates, and nothing between the pages and their files.

It gives the pages, addresses, anchors and texts of the MkDocs engine (`tests/test_engines.py`), much
faster, for workspaces whose settings ask for nothing that only MkDocs and its plugins do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from markupsafe import Markup, escape

from site_builder.engines.content import Written, WrittenPage, read_pages, written_files
from site_builder.engines.navigation import Mark, Navigation, Place, contents
from site_builder.engines.settings import Settings, read_settings
from site_builder.engines.sitemap import NAME, PACKED, packed, sitemap, time_of
from site_builder.engines.theme import Frame, FramedPage, frame_of, framed, theme_files
from site_builder.memory import Memory
from site_builder.opendata.addresses import ROBOTS
from site_builder.pages.labels import LABELS
from site_builder.pages.model import TITLE_ID, Asset, NavEntry, Page
from site_builder.publication import Publication, publish_workspace, with_kept_addresses
from site_builder.published.source import FolderSource
from site_builder.published.sums import write_sums
from site_builder.search.html import sections
from site_builder.search.index import index_files
from site_builder.submission.table import urls_of_site
from site_builder.workspace import open_workspace, require_workspace

_NOT_FOUND = "404.html"
_INDEX = "index.html"


class DirectSite:
    """The site of a workspace; `folder` is where its settings want it."""

    def __init__(self, root: Path) -> None:
        """Read the settings of the workspace at `root`.

        Raises:
            InputError: they cannot be read, or ask for what this engine does not do.
        """
        require_workspace(root)
        self._root = root
        self._settings = read_settings(root)
        self._theme = theme_files(self._settings)
        self.folder = self._settings.target

    def write(self, folder: Path, memory: Memory | None = None) -> Publication:
        """Write the site into a new folder; returns what it is made of.

        Raises:
            InputError: the workspace or its hand-written pages cannot be read.
        """
        workspace = open_workspace(self._root)
        settings = self._settings
        files = written_files(settings.content)
        publication = publish_workspace(workspace, settings.content, memory)
        taken = {each.file: None if each.is_page else each.path for each in files}
        publication = with_kept_addresses(publication, workspace, taken)
        pages = _Pages(settings, publication, files)
        out = _Folder(folder)
        for name, path in self._theme.items():
            out.copy(name, path)
        for each in files:
            if not each.is_page:
                out.copy(each.file, each.path)
        for asset in publication.site.assets:
            if asset.path != ROBOTS or ROBOTS not in taken:
                out.put(asset)
        for name, html in pages.written():
            out.write(name, html.encode())
        made = {
            **pages.sitemap(),
            **index_files(pages.searched(), publication.current),
            **urls_of_site(FolderSource(folder), publication.agency, publication.reports),
        }
        for name, content in made.items():
            out.write(name, content)
        write_sums(folder)
        return publication


class _Folder:
    """A folder that is filled; no folder in it is made twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()

    def put(self, asset: Asset) -> None:
        content = asset.content
        if isinstance(content, Path):
            self.copy(asset.path, content)
        else:
            self.write(asset.path, content)

    def write(self, name: str, content: bytes) -> None:
        with open(self._place(name), "wb", buffering=0) as file:  # noqa: PTH123 - of many files
            while content:  # a disk that is nearly full takes a part
                content = content[file.write(content) :]

    def copy(self, name: str, path: Path) -> None:
        shutil.copyfile(path, self._place(name))

    def _place(self, name: str) -> str:
        above = name.rpartition("/")[0]
        if above not in self._made:
            (self._folder / above).mkdir(parents=True, exist_ok=True)
            self._made.add(above)
        return f"{self._folder}/{name}"


@dataclass(frozen=True)
class _Shown:
    """A page of either kind, ours or hand-written, as the frame takes it. Texts are HTML.

    `written` is what is hand-written; it follows `ours`, where a page has both.
    """

    url: str
    file: str
    title: str
    ours: Page | None
    written: str
    marks: tuple[Mark, ...]
    head_title: str
    description: str = ""
    author: str = ""
    hide: tuple[str, ...] = ()
    day: str = ""
    linked_data: str = ""

    @property
    def body(self) -> str:
        return (self.ours.body if self.ours else "") + self.written


class _Pages:
    """Every page of a site, in the order of MkDocs: hand-written ones first."""

    def __init__(self, settings: Settings, publication: Publication, files: list[Written]) -> None:
        site = publication.site
        self._settings = settings
        self._site = site
        base = settings.url or publication.agency.website
        self._base = f"{base.rstrip('/')}/" if base else ""
        names = {f"{page.path}index.md": quote(page.path) for page in site.pages}
        names |= {asset.path: quote(asset.path) for asset in site.assets}
        named = dict(_named(settings.navigation))
        self._own = [
            replace(page, title=named.get(page.written.name, page.title))
            for page in read_pages(settings, files, names)
        ]
        self._shown = [_own(page, site.pages[0]) for page in self._own]
        taken = {page.url for page in self._shown}
        self._ours = [page for page in site.pages if page.path not in taken]
        self._shown += [_generated(page) for page in self._ours]
        self._titles = {page.url: page.title for page in self._shown}
        self._frame: Frame = frame_of(settings, publication, self._base)
        by_name = {f"{page.path}index.md": page.path for page in site.pages}
        by_name |= {each.written.name: each.written.url for each in self._own}
        places = [*map(self._entry, site.navigation), *self._own_places(by_name)]
        self._navigation = Navigation(places)
        ways = list(chain.from_iterable(map(_urls, places)))
        urls = [url for url in ways if "://" not in url and not url.startswith("/")]
        self._before = {page: before for before, page in pairwise(urls)}
        self._after = dict(pairwise(urls))

    def written(self) -> Iterator[tuple[str, str]]:
        """Every page by the name of its file."""
        for page in self._shown:
            yield page.file, self._html(page)
        yield _NOT_FOUND, self._not_found()

    def searched(self) -> Iterator[Page]:
        """What the search knows: of hand-written pages, their words."""
        yield from self._ours
        for page in self._own:
            is_front = page.written.url == ""
            ours = self._site.pages[0].title
            title = ours if is_front else Markup(page.title).unescape()
            yield Page(page.written.url, title, "", search=sections(page.html))

    def sitemap(self) -> Mapping[str, bytes]:
        """The list of pages, plain and packed."""
        content = sitemap((urljoin(self._base, page.url), page.day) for page in self._shown)
        return {NAME: content, PACKED: packed(content, time_of(page.day for page in self._shown))}

    def _entry(self, entry: NavEntry) -> Place:
        if entry.entries:
            return Place(str(escape(entry.title)), "", tuple(map(self._entry, entry.entries)))
        return Place(self._titles[entry.path], entry.path)

    def _own_places(self, by_name: Mapping[str, str]) -> Iterator[Place]:
        given = self._settings.navigation
        if given is None:
            given = sorted(page.written.name for page in self._own if page.written.url)
        for each in given:
            yield from self._places(each, by_name)

    def _places(self, given: Any, by_name: Mapping[str, str]) -> Iterator[Place]:
        """As MkDocs reads `nav`: a file, or one title with a file, an address or more of these."""
        if isinstance(given, str):
            given = {"": given}
        for title, what in given.items():
            if isinstance(what, list):
                below = (place for each in what for place in self._places(each, by_name))
                yield Place(str(title), "", tuple(below))
            elif what in by_name:
                url = by_name[what]
                yield Place(self._titles[url], url)
            else:
                yield Place(str(title or what), str(what))

    def _html(self, page: _Shown) -> str:
        list_of_contents = contents(page.marks, LABELS["frame_contents"].th)
        description = page.description
        return framed(
            self._frame,
            FramedPage(
                url=page.url,
                body=Markup(page.body),
                navigation=Markup(self._navigation.html(page.url, list_of_contents)),
                contents=Markup(list_of_contents),
                title=Markup(page.head_title),
                heading=Markup(page.title),
                own_description=Markup(description),
                description=Markup(description or escape(self._settings.description)),
                author=page.author or self._settings.author,
                canonical=urljoin(self._base, page.url) if self._base else "",
                previous=self._before.get(page.url),
                next=self._after.get(page.url),
                skip=page.marks[0].id if page.marks else "",
                hide=page.hide,
                linked_data=Markup(page.linked_data),
            ),
        )

    def _not_found(self) -> str:
        base = urlsplit(self._base or "/").path or "/"
        return framed(
            self._frame,
            FramedPage(
                url=base,
                body=Markup("<h1>404 - Not found</h1>"),
                navigation=Markup(self._navigation.html(base)),
                contents=Markup(""),
                description=self._settings.description,
                author=self._settings.author,
                is_page=False,
            ),
        )


def _named(given: Any) -> Iterator[tuple[str, str]]:
    """The titles that `nav` gives to files, which then have them everywhere."""
    if isinstance(given, list):
        yield from chain.from_iterable(map(_named, given))
    elif isinstance(given, dict):
        for title, what in given.items():
            if isinstance(what, str):
                yield what, str(title)
            else:
                yield from _named(what)


def _urls(place: Place) -> Iterator[str]:
    if place.below:
        yield from chain.from_iterable(map(_urls, place.below))
    else:
        yield place.url


def _generated(page: Page) -> _Shown:
    title = str(escape(page.title))
    return _Shown(
        url=page.path,
        file=f"{page.path}{_INDEX}",
        title=title if page.path else LABELS["home"].th,
        ours=page,
        written="",
        marks=_marks(page),
        head_title=title,
        description=str(escape(page.description)),
        day=str(page.updated or ""),
        linked_data=page.linked_data if not page.path else "",
    )


def _own(page: WrittenPage, front: Page) -> _Shown:
    """A hand-written page; what is written for the front page follows ours."""
    about = page.about
    is_front = not page.written.url
    hide = about.get("hide") or ()
    given = about.get("title") or (front.title if is_front else "")
    head_title = str(escape(given) if given else page.title)
    html = page.html
    if not is_front and "<h1" not in html:
        html = f"<h1>{page.title}</h1>{html}"
    return _Shown(
        url=page.written.url,
        file=page.written.file,
        title=LABELS["home"].th if is_front else page.title,
        ours=front if is_front else None,
        written=html,
        marks=_marks(front) if is_front else page.marks,
        head_title=head_title,
        description=str(escape(about.get("description") or "")),
        author=str(escape(about.get("author") or "")),
        hide=tuple(hide) if isinstance(hide, list | tuple) else (str(hide),),
        day=str(front.updated or "") if is_front else "",
        linked_data=front.linked_data if is_front else "",
    )


def _marks(page: Page) -> tuple[Mark, ...]:
    below = tuple(
        Mark(heading.id, str(escape(heading.title)), level=heading.level)
        for heading in page.headings
    )
    return (Mark(TITLE_ID, str(escape(page.title)), below, 1),)
