"""The MkDocs plugin `oit`: our finished pages and files join the site that MkDocs writes.

`mkdocs build`, `mkdocs serve` and `oit build` all come here, so all three give the same site.
URLs are those of the pages; MkDocs has no say in them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from site_builder.engines.active import active_parts
from site_builder.engines.frame import (
    frame_globals,
    is_unused,
    theme_defaults,
    without_other_search,
)
from site_builder.engines.written import TABLES, with_outgoing
from site_builder.links.ledger import record
from site_builder.memory import Aside, Memory
from site_builder.opendata.addresses import ROBOTS
from site_builder.pages.labels import LABELS
from site_builder.pages.model import TITLE_ID, NavEntry, Page
from site_builder.pages.site import AGENCY_STYLE, emblem_path
from site_builder.problems import InputError, Problem
from site_builder.publication import Publication, publish_workspace, with_kept_addresses
from site_builder.published.source import FolderSource, Source
from site_builder.published.sums import write_sums
from site_builder.search.html import sections
from site_builder.search.index import index_files
from site_builder.submission.table import urls_of_site
from site_builder.workspace import open_workspace

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

FRONT = "index.md"

_log = get_plugin_logger("oit")


class GeneratedPage(MkDocsPage):
    """A page whose HTML is finished: no Markdown is parsed."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        # The title of the navigation; that of the page itself goes to the metadata.
        super().__init__(str(escape(page.title)) if page.path else LABELS["home"].th, file, config)
        self.ours = page

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        # The theme writes these as they are; escaped as Markup, they are not escaped twice.
        self.meta = {
            "title": escape(self.ours.title),
            "description": escape(self.ours.description),
        }

    @property
    def content(self) -> str | None:
        """The HTML, read from where it stands: MkDocs makes all pages before it writes the first."""
        return self.ours.body if self._is_ours else self._changed

    @content.setter
    def content(self, html: str | None) -> None:
        self._is_ours = html is not None and html == self.ours.body
        self._changed = None if self._is_ours else html

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.ours.body
        self.toc = _toc(self.ours)
        self.present_anchor_ids = {heading.id for heading in self.ours.headings}


class _HeldFile(File):
    """A file whose content may stand elsewhere until MkDocs copies it."""

    @property
    def _content(self) -> bytes | str | None:
        return self._source.read() if isinstance(self._source, Aside) else self._source

    @_content.setter
    def _content(self, source: Aside | bytes | str | None) -> None:
        self._source = source


class _NoSettings(Config):  # type: ignore[no-untyped-call]
    """The plugin has none: everything stands in the workspace's data."""


class OitPlugin(BasePlugin[_NoSettings]):  # type: ignore[no-untyped-call]
    """Adds the disclosures of the workspace in which `mkdocs.yml` stands.

    Attributes:
        records: whether the ledger is written as soon as the site is, in place; not where the site is
            swapped in later.
        memory: what an earlier publication has left, where there was one.
    """

    def __init__(self) -> None:
        self.records = True
        self.memory: Memory | None = None
        self.publication: Publication | None = None
        self.input_error: InputError | None = None
        self._notice = ""
        self._own: list[Page] = []
        self._active: list[Problem] = []
        self._nav: Navigation | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read everything before MkDocs touches the old site: wrong input leaves it as it is."""
        config.use_directory_urls = True
        try:
            workspace = open_workspace(_root(config))
            publication = publish_workspace(workspace, Path(config.docs_dir), self.memory)
            self.publication = with_kept_addresses(publication, workspace, _written(config))
        except InputError as error:
            self.input_error = error
            raise PluginError(f"\n{error}") from None
        self._notice = workspace.agency.notice
        config.site_name = escape(workspace.agency.name)
        config.site_url = config.site_url or workspace.agency.website
        config.copyright = with_outgoing(config.copyright or "") or None
        config.mdx_configs["tables"] = {**TABLES, **config.mdx_configs.get("tables", {})}
        theme_defaults(config)
        if workspace.agency.palette:
            config.extra_css.append(AGENCY_STYLE)
        if workspace.agency.emblem:
            path = emblem_path(workspace.agency.emblem)
            config.theme["logo"], config.theme["favicon"] = path, path
        without_other_search(config)
        self._own, self._active = [], []
        entries = [_nav(entry) for entry in self.publication.site.navigation]
        config.nav = [*entries, *(config.nav or _own_pages(config))]
        return config

    def on_page_markdown(
        self, markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Settings of a hand-written page are texts: the theme writes them as they are."""
        if not isinstance(page, GeneratedPage):
            page.meta = {key: _escaped(value) for key, value in page.meta.items()}
        return markdown

    @event_priority(100)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        assert self.publication is not None
        for file in list(files):
            if is_unused(file):
                files.remove(file)
        for page in self.publication.site.pages:
            own_front = files.get_file_from_path(FRONT) if not page.path else None
            if own_front:
                continue  # joined with the hand-written front page in on_page_content
            file = File.generated(config, f"{page.path}index.md", content="")
            files.append(file)
            GeneratedPage(page, file, config)
        for asset in self.publication.site.assets:
            if asset.path == ROBOTS and files.get_file_from_path(ROBOTS):
                continue  # hand-written: the agency says itself what may be read
            how = InclusionLevel.INCLUDED  # whatever the settings exclude of the hand-written ones
            if isinstance(asset.source, Path):
                source = str(asset.source)
                file = File.generated(config, asset.path, abs_src_path=source, inclusion=how)
            else:
                held: Any = asset.source
                file = _HeldFile.generated(config, asset.path, content=held, inclusion=how)
            # A document's own name decides its URL, also one that MkDocs would take for a page.
            file.dest_uri = asset.path
            files.append(file)
        return files

    def on_page_content(
        self, html: str, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """What is hand-written for the front page follows ours; search knows every hand-written page."""
        assert self.publication is not None
        if not isinstance(page, GeneratedPage):
            self._active += active_parts(html, f"{Path(config.docs_dir).name}/{page.file.src_uri}")
            html = with_outgoing(html)
            is_front = page.file.src_uri == FRONT
            ours = self.publication.site.pages[0].title
            title = ours if is_front else Markup(page.title or "").unescape()
            path = "" if is_front else page.file.url
            self._own.append(Page(path, title, "", search=sections(html)))
        front = self.publication.site.pages[0]
        if page.file.src_uri == FRONT and not isinstance(page, GeneratedPage):
            page.toc = _toc(front)
            page.meta.setdefault("title", escape(front.title))
            return front.body + html
        return html

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        return nav

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        assert self.publication is not None
        if self._active:
            self.input_error = InputError(self._active)
            raise PluginError(f"\n{self.input_error}")
        site = self.publication.site
        assert self._nav is not None, "on_nav was called"
        frame_globals(
            env,
            config,
            self._nav,
            self._notice,
            site.feeds,
            site.pages[0].linked_data,
            # `mkdocs serve` puts a script of its own into each page.
            has_policy=not _is_preview(config),
        )
        for file in files.documentation_pages():
            # MkDocs would write the day of the build into the sitemap: not the same every day.
            ours = file.page.ours if isinstance(file.page, GeneratedPage) else None
            if file.src_uri == FRONT:
                ours = self.publication.site.pages[0]
            if file.page:
                file.page.update_date = str(ours.updated or "") if ours else ""
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """What is made of the finished pages; then the ledger."""
        assert self.publication is not None
        files = {**self.search_files(), **self.urls_files(FolderSource(Path(config.site_dir)))}
        for path, content in files.items():
            target = Path(config.site_dir) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        write_sums(Path(config.site_dir))
        if self.records and not _is_preview(config):
            record(_root(config), self.publication.kept.ledger)

    def search_files(self) -> dict[str, bytes]:
        """The files of the search by their path, once the pages are populated."""
        assert self.publication is not None
        written = {page.path for page in self._own}
        generated = [page for page in self.publication.site.pages if page.path not in written]
        return index_files([*generated, *self._own], self.publication.current)

    def urls_files(self, site: Source) -> dict[str, bytes]:
        """Where to click for each item of the finished site, by path."""
        assert self.publication is not None
        return urls_of_site(site, self.publication.agency, self.publication.reports)

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        root = _root(config)
        for name in ("data", "editions"):
            if (root / name).is_dir():
                server.watch(str(root / name))
        return server


def _escaped(value: Any) -> Any:
    """Every text of a value as HTML."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, dict):
        return {key: _escaped(each) for key, each in value.items()}
    return [_escaped(each) for each in value] if isinstance(value, list) else value


def _root(config: MkDocsConfig) -> Path:
    """The workspace's folder."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _is_preview(config: MkDocsConfig) -> bool:
    """Whether this is `mkdocs serve`, which calls the site by its own address: nothing is published."""
    return str(config.site_url).startswith(f"http://{config.dev_addr}/")


def _written(config: MkDocsConfig) -> dict[str, Path | None]:
    """The hand-written files that MkDocs publishes, by their path in the site; None for Markdown."""
    return {
        file.dest_uri: None if file.is_documentation_page() else Path(str(file.abs_src_path))
        for file in get_files(config)
        if file.inclusion in (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV)
    }


def _toc(page: Page) -> TableOfContents:
    """The page's title with its headings below: the theme's link past the navigation goes to the
    first of them, and does not show it in the table of contents."""
    title = AnchorLink(str(escape(page.title)), TITLE_ID, 1)
    title.children = [
        AnchorLink(str(escape(heading.title)), heading.id, heading.level)
        for heading in page.headings
    ]
    return TableOfContents([title])


def _nav(entry: NavEntry) -> dict[str, Any]:
    title = str(escape(entry.title))  # the theme writes titles as they are
    if entry.entries:
        return {title: [_nav(below) for below in entry.entries]}
    return {title: f"{entry.path}index.md"}


def _own_pages(config: MkDocsConfig) -> list[str]:
    """Hand-written pages other than the front page, by name; what MkDocs leaves out is none."""
    found = (file for file in get_files(config) if file.is_documentation_page())
    shown = InclusionLevel.INCLUDED
    return sorted(f.src_uri for f in found if f.inclusion == shown and f.src_uri != FRONT)
