"""Builds a workspace's site beside the old one, then swaps: the old site stays whole till then.

The ledger of addresses is written after the swap, from a file that stands beside the site before it: so
no address of a site that was swapped in is forgotten, and none of one that was not is promised.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from site_builder.engines import ENGINES
from site_builder.engines.settings import no_config, no_plugin
from site_builder.engines.swap import fresh_folder, identity, recover, swap, urls_file
from site_builder.fingerprint import CONFIG_FILE
from site_builder.language import Text, same
from site_builder.links.ledger import load_ledger, parse_ledger, record, to_text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.publication import Publication
from site_builder.sources.write import write_file
from site_builder.sources.yaml import unreadable
from site_builder.workspace import require_workspace

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from site_builder.engines.mkdocs import OitPlugin


def no_more(site: Path) -> None:
    """Leaves a site that is written as it is."""


def build(
    root: Path,
    elsewhere: Path | None = None,
    engine: str = ENGINES[0],
    into: Path | None = None,
    finish: Callable[[Path], object] = no_more,
) -> tuple[Publication, Path]:
    """Build the site of the workspace at `root`; returns what was published, and the site's folder.

    With `elsewhere` the pages are written there, and the site's folder stays as it is; `into` is the site's
    folder, where it is not that of the settings. `finish` is called with the folder of a site that is written,
    before it takes the place of the old one.

    Raises:
        InputError: the workspace or its `mkdocs.yml` cannot be read.
    """
    with _SITES[engine](root) as site:
        target = into or site.folder
        fresh, urls = fresh_folder(target), urls_file(target)
        if elsewhere is None:
            _recover_ledger(root, target)
            recover(target)
        try:
            publication = site.write(elsewhere or fresh)
            finish(elsewhere or fresh)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    if elsewhere is None:
        ledger = publication.kept.ledger
        write_file(urls, urls.name, f"{identity(fresh)}\n{to_text(ledger)}")
        swap(target)
        record(root, ledger)
        urls.unlink()
    return publication, target


class _Site(Protocol):
    """A site that an engine is about to write; `folder` is where the settings want it."""

    folder: Path

    def write(self, folder: Path) -> Publication: ...


class _MkDocsSite:
    def __init__(self, config: MkDocsConfig, plugin: OitPlugin) -> None:
        self._config = config
        self._plugin = plugin
        self.folder = Path(config.site_dir)

    def write(self, folder: Path) -> Publication:
        from mkdocs.commands.build import build as mkdocs_build

        self._config.site_dir = str(folder)
        mkdocs_build(self._config)
        assert self._plugin.publication is not None, "MkDocs called the plugin"
        return self._plugin.publication


@contextmanager
def _mkdocs(root: Path) -> Iterator[_Site]:
    with settings(root) as (config, plugin):
        yield _MkDocsSite(config, plugin)


@contextmanager
def _direct(root: Path) -> Iterator[_Site]:
    from site_builder.engines.direct import DirectSite

    with _told(root):
        yield DirectSite(root)


_SITES: dict[str, Callable[[Path], AbstractContextManager[_Site]]] = dict(
    zip(ENGINES, (_mkdocs, _direct), strict=True)
)


#: What can only be an answer to writing.
_OF_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@contextmanager
def _told(root: Path) -> Iterator[None]:
    """A file of the workspace that another program holds open is the person's own, not ours."""
    try:
        yield
    except OSError as error:
        name = _in_workspace(root, error)
        # What has a dot in front is no input: the site that is being written.
        if name is None or name.startswith(".") or error.errno in _OF_WRITING:
            raise
        raise InputError([unreadable(name, error)]) from None


@contextmanager
def settings(root: Path) -> Iterator[tuple[MkDocsConfig, OitPlugin]]:
    """The settings of the workspace at `root` with our plugin in them, for the work of the block.

    Raises:
        InputError: the workspace or its `mkdocs.yml` cannot be read, or the block ends with what
            MkDocs raises for wrong input.
    """
    # Material announces the end of its life on every build; docs/dependencies.md says what we do.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, BuildError, ConfigurationError

    from site_builder.engines.mkdocs import OitPlugin

    require_workspace(root)
    config_file = root / CONFIG_FILE
    if not config_file.is_file():
        raise InputError([no_config()])
    log = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(log)
    logger.propagate = False
    plugin = None
    try:
        config = load_config(config_file=str(config_file), strict=True)
        plugin = config.plugins.get("oit")
        if not isinstance(plugin, OitPlugin):
            raise InputError([no_plugin()])
        plugin.records = False
        with _told(root):
            yield config, plugin
    except ConfigurationError as error:
        raise InputError([_engine_problem(str(error))]) from None
    except (Abort, BuildError) as error:
        if isinstance(plugin, OitPlugin) and plugin.input_error:
            raise plugin.input_error from None
        messages = dict.fromkeys(log.messages or [str(error)])
        raise InputError(map(_engine_problem, messages)) from None
    finally:
        logger.removeHandler(log)


def _in_workspace(root: Path, error: OSError) -> str | None:
    """The file of the workspace that could not be opened, None where it is another."""
    if not isinstance(error.filename, str):
        return None
    file = Path(error.filename).absolute()
    return (
        file.relative_to(root.absolute()).as_posix()
        if file.is_relative_to(root.absolute())
        else None
    )


def _recover_ledger(root: Path, target: Path) -> None:
    """Record the addresses of a site that was swapped in when the build was interrupted; of one that
    was not, none was ever published."""
    urls = urls_file(target)
    if not urls.exists():
        return
    swapped, _, ledger = urls.read_text(encoding="utf-8").partition("\n")
    # Where two folders changed places, the old site has the name of the fresh one for a moment.
    if not fresh_folder(target).exists() or swapped == identity(target):
        record(root, {**load_ledger(root), **parse_ledger(ledger, urls.name)})
    urls.unlink()


class _Collector(logging.Handler):
    """Keeps what MkDocs warns of, so that it is told as a problem and not printed between."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _engine_problem(message: str) -> Problem:
    return Problem(
        "mkdocs",
        Location(CONFIG_FILE),
        Text("MkDocs แจ้งว่า: {message}", "MkDocs says: {message}").format(
            message=same(message.strip())
        ),
        Text(
            "ตรวจไฟล์ตั้งค่าและหน้าที่เขียนเองใน content/",
            "check the settings and the hand-written pages in content/",
        ),
    )
