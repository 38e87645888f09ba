"""One hash of the program, and one of a workspace: work whose hashes are the same need not be done again.

The program is known by the stamps of its files and the names of the libraries that are installed; its
hash holds for this installation on this computer. A workspace is known by what its files hold, wherever
it stands. Contents are not read again while a file's stamp is the same: hashes are kept in the user's
cache folder, which may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from site_builder import __version__
from site_builder.caches import keep, read_kept, text_cache
from site_builder.sources.files import Stamp, stamp

CONFIG_FILE = "mkdocs.yml"

_PACKAGE = Path(__file__).parent
#: In a source tree the theme stands beside the package.
_THEMES = _PACKAGE.parent / "themes"
_INSTALLED = (".dist-info", ".egg-info")
#: What every workspace may have, whatever its settings say.
_PLACES = ("data", "editions", "content", CONFIG_FILE)
#: A file that was changed so shortly before it was hashed may be changed again and keep its stamp.
_DOUBT = 2_000_000_000
#: Settings that let a site rest on files which they do not name.
_ELSEWHERE = frozenset({"hooks", "INHERIT", "<<"})
_PLUGINS = frozenset({"oit", "search", "material/search"})
#: Those of Python-Markdown by their short names, and where others are that read no files of their own.
_EXTENSIONS = frozenset(
    (
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
        *("footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"),
        *("smarty", "tables", "toc", "wikilinks"),
    )
)
_EXTENSIONS_IN = ("markdown.extensions.", "pymdownx.")
_READ_FILES = ("pymdownx.snippets", "pymdownx.b64")
#: Of the kept hashes.
_FORMAT = b"1"
#: Larger settings are no settings.
_MAX_SETTINGS = 1024 * 1024


@cache
def of_program() -> str:
    """Changes with our own files, the version of Python and any library that is installed."""
    ours = [entry for folder in (_PACKAGE, _THEMES) for entry in _entries(folder)]
    theirs = [
        entry
        for folder in dict.fromkeys(sys.path)
        for entry in _listed(folder or os.curdir)
        if entry.name.endswith(_INSTALLED)
    ]
    stamped = sorted(map(_stamped, ours + theirs))
    whole = (__version__, sys.version, zlib.ZLIB_RUNTIME_VERSION, stamped)
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True)
class Inputs:
    """The files that a workspace's check and site rest on.

    Attributes:
        stamps: of every file by its path; of a folder, which ends in `/`, there is none.
        hashes: SHA-256 of every file by its path.
    """

    stamps: Mapping[str, Stamp | None]
    hashes: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """One hash of every name and every content."""
        whole = sorted((name, self.hashes.get(name, "")) for name in self.stamps)
        return hashlib.sha256(repr(whole).encode("utf-8", "surrogateescape")).hexdigest()


def of_workspace(root: Path) -> str | None:
    """Changes with every file that a check and a site of the workspace at `root` rest on.

    These are data with their documents, own criteria, hand-written pages, own theme and settings; also
    the ledger of addresses, which a build writes: what a build rests on next time is known after it.

    None where that cannot be told, because they may rest on more: a link that leads elsewhere, hooks,
    other plugins, settings that name variables. Whoever gets None does the work.
    """
    found = inputs(root)
    return found.sha256 if found else None


def inputs(root: Path) -> Inputs | None:
    """What `of_workspace` is made of; None as there."""
    moment = time.time_ns()
    root = root.resolve()
    try:
        places = dict.fromkeys((*_PLACES, *_places(root / CONFIG_FILE)))
        stamps = dict(found for place in places for found in _survey(root, place))
        return Inputs(stamps, _hashes(root, stamps, moment))
    except (_UnknownError, OSError):
        return None


class _UnknownError(Exception):
    """What a workspace rests on cannot be told."""


def _places(settings: Path) -> Iterator[str]:
    """The folders that the settings name."""
    import yaml

    if not settings.is_file():
        return
    content = settings.read_bytes()
    if len(content) > _MAX_SETTINGS:
        raise _UnknownError
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Nodes and no values: what a tag would call is not called.
        node = yaml.compose(content, Loader=loader)
        has_tags = any(isinstance(each, yaml.TagToken) for each in yaml.scan(content, loader))
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _UnknownError from None
    found = _named(node)
    theme = _named(found.get("theme"))
    if (
        has_tags
        or {*found, *theme} & _ELSEWHERE
        or not _words(found.get("plugins")) <= _PLUGINS
        or not all(map(_reads_nothing, _words(found.get("markdown_extensions"))))
    ):
        raise _UnknownError
    yield _text(found.get("docs_dir")) or "docs"
    custom = _text(theme.get("custom_dir"))
    if custom:
        yield custom


def _reads_nothing(extension: str) -> bool:
    known = extension in _EXTENSIONS or extension.startswith(_EXTENSIONS_IN)
    return known and not extension.startswith(_READ_FILES)


def _named(node: Any) -> dict[str, Any]:
    if getattr(node, "id", "") != "mapping":
        return {}
    return {_text(key): value for key, value in node.value}


def _text(node: Any) -> str:
    return str(node.value) if getattr(node, "id", "") == "scalar" else ""


def _words(node: Any) -> set[str]:
    """The names of plugins or extensions: texts, or keys before their own settings."""
    each = node.value if getattr(node, "id", "") == "sequence" else [node] if node else []
    return {name for word in each for name in (_named(word) or [_text(word)])} - {""}


def _survey(root: Path, place: str) -> Iterator[tuple[str, Stamp | None]]:
    """Every file below a place of the workspace, or the place itself where it is a file."""
    path = Path(os.path.normpath(root / place))
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    if path.resolve() != path:
        raise _UnknownError  # a link leads elsewhere
    if path.is_file():
        yield name, stamp(path.lstat())
    elif path.is_dir():
        yield f"{name}/", None
        above = len(str(path))  # no paths of the many files: making them takes longer than looking
        for entry in _entries(path):
            below = f"{name}{entry.path[above:].replace(os.sep, '/')}"
            if entry.is_dir(follow_symlinks=False):
                yield f"{below}/", None
            elif entry.is_file(follow_symlinks=False):
                yield below, stamp(entry.stat(follow_symlinks=False))
            else:
                raise _UnknownError


def _stamped(entry: os.DirEntry[str]) -> tuple[str | int, ...]:
    try:
        return (entry.path, *stamp(entry.stat()))
    except OSError:
        return (entry.path,)  # a link that leads nowhere


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything below a folder but what Python keeps beside its modules; links are not followed."""
    pending = [str(folder)]
    while pending:
        for entry in _listed(pending.pop()):
            if entry.name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            yield entry


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _hashes(root: Path, stamps: Mapping[str, Stamp | None], moment: int) -> dict[str, str]:
    """The hash of every file, read again only where its stamp is not the kept one.

    `moment` is a time before the stamps were taken, in ns: whatever was changed shortly before it, or
    later, is not kept, so a kept stamp is that of the content that was hashed or of none that is there.
    """
    folder = text_cache("fingerprints")
    name = hashlib.sha256(os.fsencode(root)).hexdigest()
    path = folder / f"{name}.json" if folder else None
    known: dict[str, list[Any]] = json.loads((path and read_kept(path, _FORMAT)) or b"{}")
    found, kept = {}, {}
    for file, seen in stamps.items():
        if seen is None:
            continue
        was = known.get(file)
        if was and was[0] == list(seen):
            found[file] = was[1]
        else:
            found[file] = _sha256(root / file)
        if max(seen[0], seen[3]) < moment - _DOUBT:
            kept[file] = [list(seen), found[file]]
    if path and kept != known:
        keep(path, json.dumps(kept).encode(), _FORMAT)
    return found


def _sha256(path: Path) -> str:
    # Not followed, should it have become a link; not waited for, should it have become a pipe.
    safe = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | safe)
    with os.fdopen(descriptor, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
