"""The site of a workspace without writing it: each page is rendered when it is asked for.

What MkDocs does before it writes anything is done at once, so that wrong input is told as a build
tells it. Then every page, file and list is what the build would write, byte for byte; but what other
plugins do to written files (`on_post_build`) is not seen.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder.engines.build import settings
from site_builder.engines.sitemap import NAME as _SITEMAP
from site_builder.engines.sitemap import PACKED as _PACKED
from site_builder.engines.sitemap import packed
from site_builder.fingerprint import CONFIG_FILE
from site_builder.links.answers import Answer, Cause
from site_builder.memory import Memory
from site_builder.opendata.addresses import urls_file
from site_builder.publication import Publication
from site_builder.published.source import Source
from site_builder.search.index import FOLDER as SEARCH_FOLDER
from site_builder.sources.files import stamps

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from site_builder.engines.mkdocs import OitPlugin

_INDEX = "index.html"


class LazySite:
    """A site that is rendered as it is read. May be read by several threads.

    Attributes:
        publication: what the site is made of.
        watched: the files and folders that it is made of.
        folders: where its files may be read from.
    """

    def __init__(self, root: Path, memory: Memory) -> None:
        """Read the workspace at `root`; `memory` is what earlier sites of it have left.

        Raises:
            InputError: the input cannot be read, as a build tells it.
        """
        with settings(root) as (config, plugin):
            plugin.memory = memory
            self._frame = _Frame(config, plugin, memory)
            assert plugin.publication is not None, "the frame called the plugin"
        self.publication: Publication = plugin.publication
        own_theme = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
        self.watched = (
            *(root / name for name in ("data", "editions", CONFIG_FILE)),
            Path(config.docs_dir),
            *own_theme,
        )
        self.folders = (root, Path(config.docs_dir), *map(Path, config.theme.dirs))
        self._lock = threading.Lock()
        self._made: dict[str, bytes] = {}

    def get(self, path: str) -> bytes | Path | None:
        """What stands at a path of the site: its content, the file that holds it, or None.

        The path is one of a server, without percent-encoding and without `/` in front: that of a
        page ends in `/`, or is "".
        """
        name = path + _INDEX if not path or path.endswith("/") else path
        with self._lock:
            if name in self._made:
                return self._made[name]
            found = self._frame.output(name)
            if isinstance(found, Path) or found is None:
                return found
            self._made |= found
            return found.get(name)


class _Frame:
    """MkDocs between reading and writing: the steps of its own build, up to the first written file."""

    def __init__(self, config: MkDocsConfig, plugin: OitPlugin, memory: Memory) -> None:
        from mkdocs.commands.build import _populate_page
        from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions
        from mkdocs.structure.nav import get_navigation
        from mkdocs.structure.pages import Page

        with _strictly():
            config = config.plugins.on_config(config)
            config.plugins.on_pre_build(config=config)
            files = get_files(config)
            env = config.theme.get_env()
            for file in _files_of_theme(config, env, memory):
                if files.get_file_from_path(file.src_uri) is None:
                    files.append(file)
            files = config.plugins.on_files(files, config=config)
            set_exclusions(files, config)
            nav = get_navigation(files, config)
            nav = config.plugins.on_nav(nav, config=config, files=files)
            pages = files.documentation_pages()
            for file in pages:
                _populate_page(file.page or Page(None, file, config), config, files)
            env = config.plugins.on_env(env, config=config, files=files)
            for file in pages:
                assert file.page is not None, "it was populated"
                level = config.validation.links.anchors
                file.page.validate_anchor_links(files=files, log_level=level)
        self._config = config
        self._plugin = plugin
        self._env = env
        self._files = files
        self._nav = nav
        self._pages: dict[str, File] = {file.dest_uri: file for file in pages}
        self._others: dict[str, File] = {
            file.dest_uri: file
            for file in files
            if not file.is_documentation_page()
            and file.inclusion not in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
        }
        assert plugin.publication is not None, "on_config was called"
        self._lists = {urls_file(report.edition.name) for report in plugin.publication.reports}

    def output(self, name: str) -> dict[str, bytes] | Path | None:
        """The file that holds what stands there, or the content with whatever is made together with
        it; None where nothing stands."""
        # What a build writes last, over what it wrote before, is looked for first.
        if name.startswith(SEARCH_FOLDER):
            return self._plugin.search_files()
        if name in self._lists:
            return self._plugin.urls_files(_Rendered(self))
        page = self.page(name)
        if page is not None:
            return {name: page}
        template = _SITEMAP if name == _PACKED else name
        if template in {*self._config.theme.static_templates, *self._config.extra_templates}:
            made = self._template(template)
            if made:
                return made
        file = self._others.get(name)
        if file is None:
            return None
        return {name: file.content_bytes} if file.abs_src_path is None else Path(file.abs_src_path)

    def page(self, name: str) -> bytes | None:
        """A page by the name of its file, None where there is none.

        As `mkdocs.commands.build._build_page`, which would write it.
        """
        file = self._pages.get(name)
        if file is None:
            return None
        from mkdocs.commands.build import get_context

        config, page = self._config, file.page
        assert page is not None, "it was populated"
        config._current_page = page
        page.active = True
        try:
            context = get_context(self._nav, self._files, config, page)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            context = config.plugins.on_page_context(
                context, page=page, config=config, nav=self._nav
            )
            html = config.plugins.on_post_page(template.render(context), page=page, config=config)
            content: bytes = html.encode("utf-8", errors="xmlcharrefreplace")
            return content
        finally:
            page.active = False
            config._current_page = None

    def _template(self, name: str) -> dict[str, bytes]:
        """As `mkdocs.commands.build._build_theme_template` and `_build_extra_template`."""
        from jinja2 import Template
        from mkdocs.commands.build import _build_template

        if name in self._config.extra_templates:
            file = self._files.get_file_from_path(name)
            if file is None:
                return {}
            template = Template(file.content_string)
        else:
            template = self._env.get_template(name)
        text = _build_template(name, template, self._files, self._config, self._nav)
        if not text.strip():
            return {}
        content = text.encode("utf-8")
        return {name: content, **({_PACKED: self._packed(content)} if name == _SITEMAP else {})}

    def _packed(self, sitemap: bytes) -> bytes:
        from mkdocs.utils import get_build_timestamp

        pages = [file.page for file in self._pages.values() if file.page]
        return packed(sitemap, get_build_timestamp(pages=pages))


class _Rendered(Source):
    """What is rendered, as a source of the walk over a site."""

    name = ""

    def __init__(self, frame: _Frame) -> None:
        self._frame = frame

    def get(self, path: str, limit: int, enough: int | None = None) -> Answer:
        name = unquote(path)
        name = name + _INDEX if not name or name.endswith("/") else name
        page = self._frame.page(name)
        return Answer(path, page) if page is not None else Answer(path, cause=Cause.MISSING)

    def place(self, path: str) -> str:
        return path


@contextmanager
def _strictly() -> Iterator[None]:
    """What MkDocs warns of ends the work, as in a strict build."""
    from mkdocs.exceptions import Abort
    from mkdocs.utils import CountHandler

    logger = logging.getLogger("mkdocs")
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    logger.addHandler(counter)
    try:
        yield
        if counter.get_counts():
            raise Abort("warnings")
    finally:
        logger.removeHandler(counter)


def _files_of_theme(config: MkDocsConfig, env: Environment, memory: Memory) -> list[File]:
    """The theme's files. Material has thousands, which are gone through once."""
    from mkdocs.structure.files import Files

    def found() -> list[File]:
        files = Files([])
        files.add_files_from_theme(env, config)
        return list(files)

    theme = config.theme
    own = stamps(Path(theme.custom_dir)) if theme.custom_dir else {}
    basis = (tuple(theme.dirs), tuple(sorted(own)), sorted(theme.static_templates), config.site_dir)
    return memory.once("files of the theme", found, equal=basis)
