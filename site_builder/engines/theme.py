"""The direct engine's theme: a template for the frame of a page, and the files that it loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from site_builder.caches import template_cache
from site_builder.engines.navigation import relative
from site_builder.engines.settings import Settings
from site_builder.fingerprint import CONFIG_FILE
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Feed
from site_builder.pages.site import AGENCY_STYLE, SEARCH_PATH, emblem_path
from site_builder.policy import TAGS
from site_builder.problems import InputError, Problem
from site_builder.publication import Publication

#: Those of the theme of MkDocs, so that a page looks the same.
_STYLES = (
    "assets/stylesheets/main.57a0d79d.min.css",
    "assets/stylesheets/palette.fb2fffe2.min.css",
)
STYLE = "assets/oit.css"
_FAVICON = "assets/images/favicon.png"
#: Light and dark, in which every site comes unless its settings say otherwise.
PALETTE = (
    {"scheme": "default", "primary": "custom", "accent": "custom"},
    {"scheme": "slate", "primary": "custom", "accent": "custom"},
)


@dataclass(frozen=True)
class Frame:
    """What is the same around every page; Markup is finished HTML."""

    name: str
    notice: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    feeds: tuple[Feed, ...]
    favicon: str
    logo: str
    picture: str
    copyright: Markup
    scheme: str
    dark: str
    primary: str
    accent: str


@dataclass(frozen=True)
class FramedPage:
    """What a page puts into the frame.

    `url` is that of the page, or where the site begins, with `/` in front, for a page that may stand
    anywhere. `title` is "" for a page that has the site's alone.
    """

    url: str
    body: Markup
    navigation: Markup
    contents: Markup
    title: str | Markup = ""
    heading: str | Markup = ""
    own_description: str | Markup = ""
    description: str | Markup = ""
    author: str = ""
    canonical: str = ""
    previous: str | None = None
    next: str | None = None
    skip: str = ""
    hide: tuple[str, ...] = ()
    linked_data: str | Markup = ""
    is_page: bool = True


def frame_of(settings: Settings, publication: Publication, url: str) -> Frame:
    """The frame of a site that stands at `url`."""
    agency = publication.agency
    logo, favicon = settings.logo, settings.favicon or _FAVICON
    if agency.emblem:
        logo = favicon = emblem_path(agency.emblem)
    palette = settings.palette or PALETTE
    first = palette[0]
    styles = [*_STYLES, *settings.styles]
    styles += [each for each in (STYLE,) if each not in styles]
    styles += [AGENCY_STYLE] if agency.palette else []
    return Frame(
        agency.name,
        agency.notice,
        tuple(styles),
        settings.scripts,
        publication.site.feeds,
        favicon,
        logo,
        f"{url}{logo}" if logo and url else "",
        Markup(settings.copyright),
        first.get("scheme", "default").replace(" ", "-"),
        palette[1]["scheme"] if len(palette) > 1 else "",
        first.get("primary", "indigo").replace(" ", "-"),
        first.get("accent", "indigo").replace(" ", "-"),
    )


def framed(frame: Frame, page: FramedPage) -> str:
    """A whole page."""
    return _template().render(
        site=frame, page=page, at=lambda url: relative(url, page.url), search_page=SEARCH_PATH
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(theme_folder("direct")),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=template_cache(),
    )
    environment.globals["policy"] = Markup(TAGS)
    environment.globals["L"] = lambda key: LABELS[key].th
    return environment.get_template("page.html")


def theme_files(settings: Settings) -> dict[str, Path]:
    """The files that pages load, by their path in the site; a workspace's own come first.

    Raises:
        InputError: the workspace has templates of its own, which are of MkDocs.
    """
    shipped = theme_folder("oit")
    files = dict(_files(theme_folder("direct"))) | dict(_files(shipped))
    own = settings.own_theme
    if own and own != shipped:
        templates = [path for path in sorted(own.rglob("*.html")) if not _is_shipped(path, own)]
        if templates:
            raise InputError([_own_template(path.relative_to(own)) for path in templates])
        files |= dict(_files(own))
    return files


def theme_folder(name: str) -> Path:
    """A theme that ships: inside the installed package, or beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "themes" / name
    return installed if installed.is_dir() else package.parent / "themes" / name


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((folder / "assets").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), path


def _is_shipped(path: Path, folder: Path) -> bool:
    shipped = theme_folder("oit") / path.relative_to(folder)
    return shipped.is_file() and shipped.read_bytes() == path.read_bytes()


def _own_template(path: Path) -> Problem:
    return Problem(
        "engine-setting",
        Location(CONFIG_FILE),
        Text(
            "ตัวสร้าง direct ไม่ใช้แม่แบบของธีม {name}", "the engine direct uses no template {name}"
        ).format(name=same(path.as_posix())),
        Text(
            "ลบแม่แบบนี้ หรือสร้างด้วย --engine mkdocs",
            "delete the template, or build with --engine mkdocs",
        ),
    )
