"""The pages of one of our sites as projects of other generators: the same pages from Markdown, the same files.

A project is what a user of that generator would keep: Markdown, which it turns into pages itself, and
the attached files, which it copies. Our files for machines (XLSX, CSV, JSON) are among these: the other
generators find them finished.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from markdownify import ATX, markdownify

from site_builder.pages.model import NavEntry, Site

#: Entries of one part of the navigation: an edition of thousands of items is cut into groups of so many,
#: as its owner would do. Otherwise pruning would leave thousands of entries on each page.
GROUP = 28
TEMPLATES = Path(__file__).resolve().parent / "hugo_site"


class PlainPages:
    """Pages of a site as Markdown, turned once for all projects."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.navigation = _grouped(site.navigation)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The Markdown of each page by its path."""
        bodies = [page.body for page in self.site.pages]
        with ProcessPoolExecutor() as pool:
            made = pool.map(_markdown, bodies, chunksize=20)
            return {page.path: text for page, text in zip(self.site.pages, made, strict=True)}

    def write_files(self, folder: Path) -> None:
        """The files beside the pages."""
        for asset in self.site.assets:
            path = folder / asset.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(asset.content, Path):
                shutil.copyfile(asset.content, path)
            else:
                path.write_bytes(asset.content)

    def write_mkdocs(self, folder: Path, *, pruned: bool = True, **settings: Any) -> Path:
        """A project of mkdocs-material, which Zensical reads too; returns its settings' file.

        `pruned` prints only the branch of the navigation in which a page stands.
        """
        content = folder / "content"
        for page in self.site.pages:
            _write(content / page.path / "index.md", {"title": page.title}, self.texts[page.path])
        self.write_files(content)
        features = ["navigation.prune"] if pruned else []
        whole = {
            "site_name": "plain",
            "site_url": "https://plain.example/",
            "docs_dir": "content",
            "theme": {
                "name": "material",
                "language": "th",
                "font": False,
                "features": [*features, "navigation.top", "toc.follow"],
            },
            "plugins": [{"search": {"lang": "th"}}],
            "markdown_extensions": ["tables"],
            "nav": [_nav(entry) for entry in self.navigation],
            "validation": {"links": {"unrecognized_links": "ignore", "not_found": "ignore"}},
            **settings,
        }
        file = folder / "mkdocs.yml"
        file.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
        return file

    def write_hugo(self, folder: Path, *, pruned: bool = True) -> None:
        """A project of Hugo with templates that print frame, navigation, table of contents and index.

        Not `pruned`, the whole navigation is made once and printed into each page.
        """
        branches = dict(_branches(self.navigation))
        parents = {parent for path in branches for parent in _above(path)} | {""}
        for page in self.site.pages:
            parents.update(_above(page.path))
        for page in self.site.pages:
            name = "_index.md" if page.path in parents else "index.md"
            head = {"title": page.title, "description": page.description}
            _write(
                folder / "content" / page.path / name,
                head | {"branch": branches.get(page.path) or False},
                self.texts[page.path],
            )
        self.write_files(folder / "static")
        shutil.copytree(TEMPLATES, folder / "layouts")
        (folder / "data").mkdir()
        entries = json.dumps(list(map(_entry, self.navigation)), ensure_ascii=False)
        (folder / "data/navigation.json").write_text(entries, encoding="utf-8")
        settings = {
            "title": "plain",
            "baseURL": "https://plain.example/",
            "languageCode": "th",
            "disableKinds": ["taxonomy", "term", "rss"],
            "outputs": {"home": ["html", "json"]},
            "params": {"whole": not pruned},
            "markup": {"goldmark": {"renderer": {"unsafe": True}}},
        }
        (folder / "hugo.json").write_text(json.dumps(settings), encoding="utf-8")


def _markdown(body: str) -> str:
    text: str = markdownify(body, heading_style=ATX)
    return text


def _write(path: Path, head: Mapping[str, Any], text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # JSON is YAML, and quotes whatever stands in a title.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    path.write_text("\n".join(["---", *lines, "---", text]), encoding="utf-8")


def _grouped(entries: Sequence[NavEntry]) -> tuple[NavEntry, ...]:
    """The same entries; where they are many more than an edition has, in groups."""
    below = tuple(NavEntry(each.title, each.path, _grouped(each.entries)) for each in entries)
    if len(below) <= 3 * GROUP:
        return below
    parts = (below[start : start + GROUP] for start in range(0, len(below), GROUP))
    return tuple(NavEntry(part[0].title, "", part) for part in parts)


def _nav(entry: NavEntry) -> dict[str, object]:
    """The navigation as MkDocs takes it."""
    if entry.entries:
        return {entry.title: [_nav(below) for below in entry.entries]}
    return {entry.title: f"{entry.path}index.md"}


def _entry(entry: NavEntry) -> dict[str, Any]:
    below = list(map(_entry, entry.entries))
    return {"title": entry.title, "path": entry.path, "entries": below}


def _branches(
    entries: tuple[NavEntry, ...], above: tuple[int, ...] = ()
) -> Iterator[tuple[str, list[int]]]:
    """Where in the navigation each page stands: the number of its entry on each level."""
    for number, entry in enumerate(entries):
        here = (*above, number)
        if entry.path and not entry.entries:
            yield entry.path, list(here)
        yield from _branches(entry.entries, here)


def _above(path: str) -> Iterator[str]:
    """The paths of the folders in which a page stands."""
    parts = path.rstrip("/").split("/")[:-1]
    for number in range(len(parts)):
        yield "/".join(parts[: number + 1]) + "/"
