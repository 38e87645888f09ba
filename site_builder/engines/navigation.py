"""The navigation of every page: written once for a folder of pages, not once for each.

A page shows the sections that it stands in, and of the others a link to their first page. Pages that
stand beside each other show the same but for the mark of where the reader is, so that their navigation
is made once and each puts its mark in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

#: The navigations kept for the next page: those of pages that stand near.
_KEPT = 64
#: Stands for any page of a folder.
_ANY = "*/"

_Way = tuple[int, ...]


@dataclass(frozen=True)
class Place:
    """A place in the navigation: a page or a section, its title as HTML.

    `url` is that of a page of the site, without `/` in front; or a whole one, of another site.
    """

    title: str
    url: str = ""
    below: tuple[Place, ...] = ()

    @property
    def first(self) -> str:
        """The page that a closed section leads to."""
        return self.below[0].first if self.below else self.url


@dataclass(frozen=True)
class Mark:
    """A heading of a page, its title as HTML, with those below it."""

    id: str
    title: str
    below: tuple[Mark, ...] = ()
    level: int = 2


def relative(url: str, page: str) -> str:
    """A URL of the site as a link of one of its pages, both without `/` in front.

    For a page that may stand anywhere, `page` is where the site begins, with `/` in front.
    """
    if "://" in url or url.startswith(("/", "#", "mailto:", "tel:")):
        return url
    if page.startswith("/"):
        return f"{page.rstrip('/')}/{url}"
    here = page.split("/")[:-1]
    there = url.split("/")
    name = there.pop()
    same = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        same += 1
    way = [".."] * (len(here) - same) + there[same:]
    if name:
        return "/".join([*way, name])
    link = "/".join(way) or "."
    return f"{link}/" if url else link


class Navigation:
    """The navigation of a site."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = tuple(places)
        self._ways: dict[str, _Way] = {}
        self._folders: set[str] = set()
        for way, place in _pages(self._places):
            self._ways.setdefault(place.url, way)
            parts = place.url.split("/")
            self._folders |= {"/".join(parts[:end]) + "/" for end in range(1, len(parts) - 1)}
        self._around = lru_cache(_KEPT)(self._write)

    def html(self, page: str, contents: str = "") -> str:
        """The list for the page with this URL; `contents` is its table of contents, or ""."""
        way = self._ways.get(page)
        if way is None:
            return self._around(self._base(page), ())
        base = self._base(page)
        around = self._around(base, way[:-1])
        place = self._place(way)
        return around.replace(_entry(place, base), _current(place, contents), 1)

    def _base(self, page: str) -> str:
        """What links are relative to: a page, or any of those beside it where it comes to the same."""
        if not page or page.startswith("/") or page in self._folders:
            return page
        return page[: page.rstrip("/").rfind("/") + 1] + _ANY

    def _place(self, way: _Way) -> Place:
        place = self._places[way[0]]
        for position in way[1:]:
            place = place.below[position]
        return place

    def _write(self, base: str, open_way: _Way) -> str:
        return _list(self._places, base, open_way, (), 1)


def contents(marks: Sequence[Mark], title: str) -> str:
    """A page's table of contents, or "" where there is nothing to list; `title` is HTML.

    The heading of the page itself is no entry of it.
    """
    if marks and marks[0].level == 1:
        marks = marks[0].below
    if not marks:
        return ""
    return (
        f'<nav class="md-nav md-nav--secondary" aria-label="{title}">'
        '<label class="md-nav__title" for="__toc"><span class="md-nav__icon md-icon"></span>'
        f'{title}</label><ul class="md-nav__list" data-md-component="toc">'
        f"{''.join(map(_mark, marks))}</ul></nav>"
    )


def _mark(mark: Mark) -> str:
    below = ""
    if mark.below:
        name = escape(Markup(mark.title).striptags())
        below = (
            f'<nav class="md-nav" aria-label="{name}"><ul class="md-nav__list">'
            f"{''.join(map(_mark, mark.below))}</ul></nav>"
        )
    return (
        f'<li class="md-nav__item"><a href="#{escape(mark.id)}" class="md-nav__link">'
        f'<span class="md-ellipsis">{mark.title}</span></a>{below}</li>'
    )


def _pages(places: Iterable[Place], above: _Way = ()) -> Iterable[tuple[_Way, Place]]:
    for position, place in enumerate(places):
        way = (*above, position)
        if place.below:
            yield from _pages(place.below, way)
        else:
            yield way, place


def _list(places: Sequence[Place], base: str, open_way: _Way, above: _Way, level: int) -> str:
    written = []
    for position, place in enumerate(places):
        if not place.below:
            written.append(_entry(place, base))
        elif open_way[:1] == (position,):
            way = (*above, position)
            below = _list(place.below, base, open_way[1:], way, level + 1)
            written.append(_section(place, way, level, below))
        else:
            written.append(_closed(place, base))
    return "".join(written)


def _entry(place: Place, base: str) -> str:
    return (
        f'<li class="md-nav__item"><a href="{relative(place.url, base)}" class="md-nav__link">'
        f'<span class="md-ellipsis">{place.title}</span></a></li>'
    )


def _closed(place: Place, base: str) -> str:
    return (
        '<li class="md-nav__item md-nav__item--pruned md-nav__item--nested">'
        f'<a href="{relative(place.first, base)}" class="md-nav__link">'
        f'<span class="md-ellipsis">{place.title}</span>'
        '<span class="md-nav__icon md-icon"></span></a></li>'
    )


def _section(place: Place, way: _Way, level: int, below: str) -> str:
    name = "__nav_" + "_".join(str(position + 1) for position in way)
    return (
        '<li class="md-nav__item md-nav__item--active md-nav__item--nested">'
        f'<input class="md-nav__toggle md-toggle" type="checkbox" id="{name}" checked>'
        f'<label class="md-nav__link" for="{name}" id="{name}_label" tabindex="0">'
        f'<span class="md-ellipsis">{place.title}</span>'
        '<span class="md-nav__icon md-icon"></span></label>'
        f'<nav class="md-nav" data-md-level="{level}" aria-labelledby="{name}_label"'
        f' aria-expanded="true"><label class="md-nav__title" for="{name}">'
        f'<span class="md-nav__icon md-icon"></span>{place.title}</label>'
        f'<ul class="md-nav__list">{below}</ul></nav></li>'
    )


def _current(place: Place, contents: str) -> str:
    title = f'<span class="md-ellipsis">{place.title}</span>'
    label = ""
    if contents:
        label = (
            f'<label class="md-nav__link md-nav__link--active" for="__toc">{title}'
            '<span class="md-nav__icon md-icon"></span></label>'
        )
    link = "./" if place.url else "."
    return (
        '<li class="md-nav__item md-nav__item--active">'
        f'<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">{label}'
        f'<a href="{link}" class="md-nav__link md-nav__link--active" aria-current="page">{title}</a>'
        f"{contents}</li>"
    )
