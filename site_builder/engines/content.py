"""Hand-written pages of the direct engine: Markdown by the rules of MkDocs, links between files too."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

import yaml
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import escape

from site_builder.engines.active import active_parts
from site_builder.engines.navigation import Mark, relative
from site_builder.engines.settings import Settings
from site_builder.engines.written import with_outgoing
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.yaml import read_text
from site_builder.written import FRONT_MATTER, PAGES

_INDEX = ("index", "README")


@dataclass(frozen=True)
class Written:
    """A hand-written file: `name` is its path in the folder, `file` that of what it becomes in the
    site, `url` where that stands."""

    name: str
    path: Path
    file: str
    is_page: bool

    @property
    def url(self) -> str:
        return quote(self.file.removesuffix("index.html") if self.is_page else self.file)


@dataclass(frozen=True)
class WrittenPage:
    """A hand-written page that is read."""

    written: Written
    title: str  # HTML, as `html` is
    html: str
    marks: tuple[Mark, ...]
    about: Mapping[str, Any] = field(default_factory=dict)


def written_files(folder: Path) -> list[Written]:
    """The hand-written files, each folder's own before those below it, its index first."""
    found: dict[str, Written] = {}
    for name, path in _files(folder):
        stem, above = path.stem, posixpath.dirname(name)
        if path.suffix in PAGES:
            file = posixpath.join(above, "" if stem in _INDEX else stem, "index.html")
            each = Written(name, path, file, True)
        else:
            each = Written(name, path, name, False)
        # Beside an index a README is no page, as its address is taken.
        found.setdefault(each.file, each)
    return list(found.values())


def _files(folder: Path, above: str = "") -> Iterator[tuple[str, Path]]:
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    files = [entry for entry in entries if entry.is_file() and not entry.is_symlink()]
    for path in sorted(files, key=lambda path: (path.stem not in _INDEX, path.name)):
        if not path.name.startswith("."):
            yield above + path.name, path
    for path in entries:
        hidden = path.name.startswith(".") or (not above and path.name == "templates")
        if path.is_dir() and not path.is_symlink() and not hidden:
            yield from _files(path, f"{above}{path.name}/")


def read_pages(
    settings: Settings, files: list[Written], urls: Mapping[str, str]
) -> list[WrittenPage]:
    """The pages among the files. `urls` are the addresses of what the site has beside them, by the name
    of the file that a link may name.

    Raises:
        InputError: a page cannot be read or has a link that leads nowhere; carries every problem.
    """
    known = {**urls, **{each.name: each.url for each in files}}
    problems: list[Problem] = []
    pages = [_page(settings, each, known, problems) for each in files if each.is_page]
    if problems:
        raise InputError(problems)
    return pages


def _page(
    settings: Settings, written: Written, known: Mapping[str, str], problems: list[Problem]
) -> WrittenPage:
    place = f"{settings.content.name}/{written.name}"
    text = read_text(written.path, place)
    about, text = _front_matter(text)
    markdown = Markdown(
        extensions=list(settings.extensions),
        extension_configs={name: dict(each) for name, each in settings.extension_settings.items()},
    )
    links = _Links(partial(_resolved, written, known, place, problems))
    markdown.treeprocessors.register(links, "oit-links", 0)
    html = with_outgoing(markdown.convert(text))
    problems += active_parts(html, place)
    tokens = getattr(markdown, "toc_tokens", [])
    title = about.get("title")
    if title is None and html.startswith("<h1") and tokens:
        shown = tokens[0]["name"]  # HTML already
    else:
        shown = escape(str(title if title is not None else _title_of_file(written)))
    return WrittenPage(
        written,
        shown,
        html,
        tuple(map(_mark, tokens)),
        about,
    )


class _Links(Treeprocessor):  # type: ignore[misc]
    """Turns links to files into links to addresses."""

    def __init__(self, resolve: Callable[[str], str]) -> None:
        super().__init__()
        self._resolve = resolve

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(element.tag)
            url = element.get(key) if key else None
            if key and url is not None:
                element.set(key, self._resolve(url))


def _resolved(
    written: Written, known: Mapping[str, str], place: str, problems: list[Problem], url: str
) -> str:
    scheme, netloc, path, query, anchor = urlsplit(url)
    if scheme or netloc or not path or url.startswith(("/", "\\")) or "\x02amp\x03" in url:
        return url
    path = unquote(path)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(written.name), path))
    if name not in known:
        if not posixpath.splitext(path)[1]:
            return url  # the address of a page, as MkDocs takes it
        problems.append(_broken(place, url))
        return url
    link = relative(known[name], written.url)
    return urlunsplit(
        ("", "", link if link.endswith("/") or known[name] else f"{link}/", query, anchor)
    )


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    try:
        about = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError):  # a day that is none, for instance
        return {}, text
    return (about, text[found.end() :].lstrip("\n")) if isinstance(about, dict) else ({}, text)


def _mark(token: Mapping[str, Any]) -> Mark:
    return Mark(token["id"], token["name"], tuple(map(_mark, token["children"])), token["level"])


def _title_of_file(written: Written) -> str:
    stem = Path(written.name).stem
    name = "index" if stem in _INDEX else stem
    title = name.replace("-", " ").replace("_", " ")
    return title.capitalize() if title.lower() == title else title


def _broken(place: str, url: str) -> Problem:
    return Problem(
        "content-link",
        Location(place),
        Text('ลิงก์ "{url}" ไม่มีไฟล์ปลายทาง', 'the link "{url}" leads to no file').format(
            url=same(url)
        ),
        Text(
            "เขียนชื่อไฟล์ที่มีอยู่ เทียบจากโฟลเดอร์ของหน้านี้",
            "name a file that is there, as seen from this page's folder",
        ),
    )
