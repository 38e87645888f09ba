"""Builds a workspace's site beside the old one, then swaps: the old site stays whole till then.

The ledger of addresses is written after the swap, from a file that stands beside the site before it: so
no address of a site that was swapped in is forgotten, and none of one that was not is promised.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.fingerprint import CONFIG_FILE
from site_builder.language import Text, same
from site_builder.links.ledger import load_ledger, read_ledger, record, to_text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.publication import Publication
from site_builder.sources.write import write_file
from site_builder.sources.yaml import unreadable
from site_builder.workspace import require_workspace

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from site_builder.engines.mkdocs import OitPlugin


def build(
    root: Path, elsewhere: Path | None = None, into: Path | None = None
) -> tuple[Publication, Path]:
    """Build the site of the workspace at `root`; returns what was published, and the site's folder.

    With `elsewhere` the pages are written there, and the site's folder stays as it is; `into` is the site's
    folder, where it is not that of the settings.

    Raises:
        InputError: the workspace or its `mkdocs.yml` cannot be read.
    """
    with settings(root) as (config, plugin):
        from mkdocs.commands.build import build as mkdocs_build

        target = into or Path(config.site_dir)
        fresh, old, urls = (_beside(target, what) for what in ("new", "old", "urls"))
        if elsewhere is None:
            _recover_ledger(root, fresh, urls)
            _recover(target, fresh, old)
        config.site_dir = str(elsewhere or fresh)
        mkdocs_build(config)
    assert plugin.publication is not None, "MkDocs called the plugin"
    if elsewhere is None:
        ledger = plugin.publication.kept.ledger
        write_file(urls, urls.name, to_text(ledger))
        _swap(target, fresh, old)
        record(root, ledger)
        urls.unlink()
    return plugin.publication, target


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
        raise InputError([_no_config()])
    log = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(log)
    logger.propagate = False
    plugin = None
    try:
        config = load_config(config_file=str(config_file), strict=True)
        plugin = config.plugins.get("oit")
        if not isinstance(plugin, OitPlugin):
            raise InputError([_no_plugin()])
        plugin.records = False
        yield config, plugin
    except ConfigurationError as error:
        raise InputError([_engine_problem(str(error))]) from None
    except (Abort, BuildError) as error:
        if isinstance(plugin, OitPlugin) and plugin.input_error:
            raise plugin.input_error from None
        messages = dict.fromkeys(log.messages or [str(error)])
        raise InputError(map(_engine_problem, messages)) from None
    except OSError as error:
        # A file that another program holds open: the person's own, not ours.
        name = _in_workspace(root, error)
        if name is None:
            raise
        raise InputError([unreadable(name, error)]) from None
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


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _recover(target: Path, fresh: Path, old: Path) -> None:
    """Clear away what an interrupted build left; put the last good site back if it was moved."""
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (fresh, old):
        if leftover.exists():
            shutil.rmtree(leftover)


def _recover_ledger(root: Path, fresh: Path, urls: Path) -> None:
    """Record the addresses of a site that was swapped in when the build was interrupted; of one that
    was not, none was ever published."""
    if not urls.exists():
        return
    if not fresh.exists():
        record(root, {**load_ledger(root), **read_ledger(urls, urls.name)})
    urls.unlink()


def _swap(target: Path, fresh: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    if old.exists():
        shutil.rmtree(old)


class _Collector(logging.Handler):
    """Keeps what MkDocs warns of, so that it is told as a problem and not printed between."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _no_config() -> Problem:
    return Problem(
        "no-config",
        Location(CONFIG_FILE),
        Text(f"ไม่มีไฟล์ {CONFIG_FILE}", f"there is no {CONFIG_FILE}"),
        Text(
            'สร้างไฟล์นี้ในโฟลเดอร์ของหน่วยงาน โดยมีธีม material และปลั๊กอิน "oit"',
            'create it in the agency\'s folder, with the theme material and the plugin "oit"',
        ),
    )


def _no_plugin() -> Problem:
    return Problem(
        "no-plugin",
        Location(CONFIG_FILE),
        Text('ไม่มีปลั๊กอิน "oit"', 'the plugin "oit" is missing'),
        Text('เพิ่ม "- oit" ใต้ "plugins:"', 'add "- oit" below "plugins:"'),
    )


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
