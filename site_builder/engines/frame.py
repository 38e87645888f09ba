"""What every site has around its pages, whatever they are about: theme, and a search of our own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation as MkDocsNavigation
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink
from mkdocs.theme import Theme

from site_builder.caches import template_cache
from site_builder.engines.navigation import Mark, Navigation, Place, contents
from site_builder.engines.theme import PALETTE, STYLE, theme_folder
from site_builder.language import Text
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Feed
from site_builder.pages.site import SEARCH_PATH
from site_builder.policy import TAGS

_log = get_plugin_logger("oit")

#: Theme settings that every site needs; a workspace's mkdocs.yml may set them otherwise.
_FEATURES = ["navigation.prune", "navigation.top"]

#: Settings with which a site wants the navigation of Material itself.
_OTHER_NAVIGATION = {
    "navigation.expand",
    "navigation.indexes",
    "navigation.sections",
    "navigation.tabs",
    "toc.integrate",
}
#: What a hand-written page may say of itself that only Material's navigation shows.
_SIGNS = ("icon", "status", "subtitle")


def without_other_search(config: MkDocsConfig) -> None:
    """Sets a search plugin aside: it would read every page for an index that nobody loads."""
    for name in ("search", "material/search"):
        plugin = config.plugins.get(name)
        if plugin is None:
            continue
        # Not while MkDocs goes through the list of this very event.
        for event, methods in config.plugins.events.items():
            if event != "config":
                methods[:] = [each for each in methods if getattr(each, "__self__", None) != plugin]
        _log.info(
            str(
                Text(
                    'ไม่ใช้ปลั๊กอิน "search" แล้ว เว็บไซต์มีการค้นหาภาษาไทยในตัว ลบออกจาก mkdocs.yml ได้',
                    'the plugin "search" is set aside, the site has its own; mkdocs.yml need not name it',
                )
            )
        )


def is_unused(file: File) -> bool:
    """Whether it is one of the theme's files that no page of ours loads: its scripts, its maps."""
    is_theirs = file.src_dir and Path(file.src_dir).parts[-2:] == ("material", "templates")
    return bool(is_theirs) and (
        file.src_uri.startswith("assets/javascripts/") or file.src_uri.endswith(".map")
    )


def theme_defaults(config: MkDocsConfig) -> None:
    """Use our theme, unless the settings say otherwise."""
    theme = config.theme
    folder = str(theme_folder("oit"))
    if folder not in theme.dirs:
        # After a workspace's own overrides, before the theme that they override.
        theme.dirs.insert(1 if theme.custom_dir else 0, folder)
    theme["font"] = False
    theme["features"] = [*theme.get("features", []), *_FEATURES]
    if not theme.get("palette"):
        theme["palette"] = list(PALETTE)
    config.extra.setdefault("generator", False)
    if STYLE not in config.extra_css:
        config.extra_css.append(STYLE)
    theme.get_env = partial(_environment, theme)  # type: ignore[method-assign]


class _Loader(FileSystemLoader):
    """Lists no hidden file: MkDocs, which asks for all in order to copy them, copies none of these,
    and Material's 14,000 icons stand in such a folder."""

    def list_templates(self) -> list[str]:
        found = set()
        for theme in self.searchpath:
            for folder, below, names in os.walk(theme):
                below[:] = [name for name in below if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(theme).as_posix() for name in names}
        return sorted(found)


def _environment(theme: Theme) -> Environment:
    env = Theme.get_env(theme)
    env.loader = _Loader(theme.dirs)
    return env


def frame_globals(
    env: Environment,
    config: MkDocsConfig,
    nav: MkDocsNavigation,
    notice: str = "",
    feeds: Iterable[Feed] = (),
    linked_data: str = "",
    *,
    has_policy: bool = True,
) -> None:
    """Tell the theme's templates what stands around each page."""
    env.globals["oit_policy"] = TAGS if has_policy else ""
    env.globals["oit_notice"] = notice
    env.globals["oit_label"] = lambda key: LABELS[key].th
    env.globals["oit_search_page"] = SEARCH_PATH
    env.globals["oit_feeds"] = tuple(feeds)
    env.globals["oit_linked_data"] = linked_data
    env.globals["oit_navigation"] = _navigation(env, config, nav)
    env.globals["oit_contents"] = _contents
    env.globals["oit_theme_text"] = _theme_texts(env, config.theme.get("language", "en"))
    env.bytecode_cache = template_cache()


def _theme_texts(env: Environment, language: str) -> Callable[[str], str]:
    """What Material calls a thing; its own partial looks each up for every page anew."""

    @cache
    def text(key: str) -> str:
        for each in (language, "en"):
            words: Any = env.get_template(f"partials/languages/{each}.html").module
            if found := words.t(key):
                return str(found)
        return key

    return text


def _navigation(env: Environment, config: MkDocsConfig, nav: MkDocsNavigation) -> Navigation | None:
    """The navigation, or None where the site wants what only Material's own can do."""
    if _OTHER_NAVIGATION & set(config.theme["features"]):
        return None
    own = [Path(folder) for folder in config.theme.dirs if Path(folder).parent.name != "material"]
    if any(
        (folder / f"partials/nav{part}.html").exists() for folder in own for part in ("", "-item")
    ):
        return None
    if any(sign in page.meta for page in nav.pages for sign in _SIGNS):
        return None
    return Navigation([_place(item) for item in nav.items])


def _place(item: Any) -> Place:
    if isinstance(item, Section):
        return Place(item.title, "", tuple(map(_place, item.children)))
    return Place(str(item.title or ""), item.url or "")


def _contents(page: MkDocsPage | None, title: str) -> str:
    return contents([_mark(mark) for mark in page.toc] if page else [], title)


def _mark(link: AnchorLink) -> Mark:
    return Mark(link.id, link.title, tuple(map(_mark, link.children)), link.level)
