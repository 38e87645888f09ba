"""What the last build told, told again where nothing has changed since: neither input nor site."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.engines.swap import leftovers
from site_builder.language import Text
from site_builder.lastrun import LastRun
from site_builder.links.ledger import LEDGER_FILE


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
        self._run = LastRun(root, "build", engine, writes=(LEDGER_FILE,))

    def told(self) -> Told | None:
        """What it told, None where something has changed since or nothing is known of it."""
        found = self._run.found()
        if found is None or _state(Path(found["site"])) != found["state"]:
            return None
        return Told(tuple(Text(*line) for line in found["lines"]), found["is_clean"])

    def keep(self, target: Path, told: Told) -> None:
        """Keep what a build told, as `LastRun.keep`; `target` is the folder of the site."""
        state = _state(target)
        if state:
            lines = [[line.th, line.en] for line in told.lines]
            self._run.keep(
                {"site": str(target), "state": state, "lines": lines, "is_clean": told.is_clean}
            )


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
