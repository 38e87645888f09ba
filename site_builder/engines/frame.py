"""What every site has around its pages, whatever they are about: theme, and a search of our own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File

from site_builder.caches import template_cache
from site_builder.language import Text
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Feed
from site_builder.pages.site import SEARCH_PATH

_log = get_plugin_logger("oit")

#: Theme settings that every site needs; a workspace's mkdocs.yml may set them otherwise.
_FEATURES = ["navigation.prune", "navigation.top"]
_PALETTE = [
    {"scheme": "default", "primary": "custom", "accent": "custom"},
    {"scheme": "slate", "primary": "custom", "accent": "custom"},
]


def theme_folder() -> Path:
    """The theme that ships: inside the installed package, or beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "themes" / "oit"
    return installed if installed.is_dir() else package.parent / "themes" / "oit"


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
    folder = str(theme_folder())
    if folder not in theme.dirs:
        # After a workspace's own overrides, before the theme that they override.
        theme.dirs.insert(1 if theme.custom_dir else 0, folder)
    theme["font"] = False
    theme["features"] = [*theme.get("features", []), *_FEATURES]
    if not theme.get("palette"):
        theme["palette"] = _PALETTE
    config.extra.setdefault("generator", False)
    if "assets/oit.css" not in config.extra_css:
        config.extra_css.append("assets/oit.css")


def frame_globals(
    env: Environment, notice: str = "", feeds: Iterable[Feed] = (), linked_data: str = ""
) -> None:
    """Tell the theme's templates what stands around each page."""
    env.globals["oit_notice"] = notice
    env.globals["oit_label"] = lambda key: LABELS[key].th
    env.globals["oit_search_page"] = SEARCH_PATH
    env.globals["oit_feeds"] = tuple(feeds)
    env.globals["oit_linked_data"] = linked_data
    env.bytecode_cache = template_cache()
