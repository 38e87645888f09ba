"""What the last build told, told again where nothing has changed since: neither input nor site.

It loads nothing that builds. What is kept stands in the user's cache folder, one small file to a
workspace: its key is made of the program, the engine and every file of the workspace, so it is never
stale, and the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.caches import keep, read_kept, text_cache
from site_builder.engines.swap import leftovers
from site_builder.fingerprint import Inputs, inputs, of_program
from site_builder.language import Text
from site_builder.links.ledger import LEDGER_FILE

#: To be raised when something else is kept.
_FORMAT = 1


@dataclass(frozen=True)
class Told:
    """What a build tells at its end.

    Attributes:
        lines: sentences, in their order.
        is_clean: nothing is left to mend.
    """

    lines: tuple[Text, ...]
    is_clean: bool


class LastBuild:
    """The last build of the workspace at `root` by an engine. Make it before the next one begins."""

    def __init__(self, root: Path, engine: str) -> None:
        self._root = root.resolve()
        self._engine = engine
        self._inputs = inputs(root)
        folder = text_cache("builds")
        name = hashlib.sha256(os.fsencode(self._root)).hexdigest()
        self._path = folder / f"{name}.json" if folder else None

    def told(self) -> Told | None:
        """What it told, None where something has changed since or nothing is known of it."""
        if self._path is None or self._inputs is None:
            return None
        content = read_kept(self._path, self._origin(self._inputs))
        if content is None:
            return None
        found = json.loads(content)
        if _state(Path(found["site"])) != found["state"]:
            return None
        return Told(tuple(Text(*line) for line in found["lines"]), found["is_clean"])

    def keep(self, target: Path, told: Told) -> None:
        """Keep what a build told that began after this was made and has just ended.

        Nothing is kept where a file was touched meanwhile, or a document could not be read for a reason
        that may pass: the next build may find something else.
        """
        from site_builder.documents.reading import missed

        before, after, state = self._inputs, inputs(self._root), _state(target)
        if (
            self._path is None
            or not state
            or before is None
            or after is None
            or _read_by_a_build(before) != _read_by_a_build(after)
            or not missed.isdisjoint(after.hashes.values())
        ):
            return
        found = {
            "site": str(target),
            "state": state,
            "lines": [[line.th, line.en] for line in told.lines],
            "is_clean": told.is_clean,
        }
        keep(self._path, json.dumps(found).encode(), self._origin(after))

    def _origin(self, found: Inputs) -> bytes:
        return repr((_FORMAT, of_program(), self._engine, found.sha256)).encode()


def _read_by_a_build(found: Inputs) -> Mapping[str, object]:
    """All but what a build writes itself."""
    return {name: stamp for name, stamp in found.stamps.items() if name != LEDGER_FILE}


def _state(target: Path) -> str:
    """Changes when a file of the site is added, removed or touched; "" where there is no whole site."""
    if target.is_symlink() or any(map(os.path.lexists, leftovers(target))):
        return ""
    try:
        found = sorted(_files(str(target), ""))
    except OSError:
        return ""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogateescape")).hexdigest()


def _files(folder: str, name: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            below = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield below, 0, 0
                yield from _files(entry.path, below)
            else:
                # Not its inode or the time of its links: whoever stores equal files once changes these.
                status = entry.stat(follow_symlinks=False)
                yield below, status.st_size, status.st_mtime_ns
