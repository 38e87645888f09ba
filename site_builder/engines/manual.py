"""A site of hand-written pages alone, in the frame of ours: the manual of this program is one."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from site_builder.engines.frame import (
    frame_globals,
    is_unused,
    theme_defaults,
    without_other_search,
)
from site_builder.engines.mkdocs import GeneratedPage
from site_builder.pages.model import Page
from site_builder.pages.site import search_page
from site_builder.search.html import sections
from site_builder.search.index import index_files


class _NoSettings(Config):  # type: ignore[no-untyped-call]
    """The plugin has none."""


class ManualPlugin(BasePlugin[_NoSettings]):  # type: ignore[no-untyped-call]
    """Adds theme and search to the pages of `docs_dir`."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._nav: Navigation | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.use_directory_urls = True
        theme_defaults(config)
        without_other_search(config)
        self._pages = []
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        for file in list(files):
            if is_unused(file):
                files.remove(file)
        page = search_page(config.site_name, [])
        file = File.generated(config, f"{page.path}index.md", content="")
        files.append(file)
        GeneratedPage(page, file, config)
        return files

    def on_page_content(
        self, html: str, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        if not isinstance(page, GeneratedPage):
            title = str(page.title or "")
            self._pages.append(Page(page.file.url, title, "", search=sections(html)))
        return html

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        assert self._nav is not None, "on_nav was called"
        frame_globals(env, config, self._nav)
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        for path, content in index_files(self._pages, "").items():
            target = Path(config.site_dir) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
