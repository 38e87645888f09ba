"""What a command found out the last time, used again where nothing that it rests on has changed since.

It loads nothing that reads or judges. What is kept stands in the user's cache folder, one file to a
purpose of a workspace: its key is made of the program, the options and every file of the workspace, so it
is never stale, and the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from site_builder.caches import keep, read_kept, text_cache
from site_builder.fingerprint import Inputs, inputs, of_program


class LastRun:
    """The last run of a command on the workspace at `root`. Make it before the next one begins.

    Args:
        purpose: what is kept apart; the last of each purpose is kept.
        options: whatever else decides what is found.
        writes: files of the workspace that the command itself writes at its end.
    """

    def __init__(
        self, root: Path, purpose: str, *options: object, writes: Collection[str] = ()
    ) -> None:
        self._root = root.resolve()
        self._options = options
        self._writes = writes
        self._inputs = inputs(root)
        folder = text_cache("runs")
        name = hashlib.sha256(os.fsencode(self._root) + b"\0" + purpose.encode()).hexdigest()
        self._path = folder / f"{name}.json" if folder else None

    def found(self) -> Any:
        """What was kept, None where something has changed since or nothing is known."""
        if self._path is None or self._inputs is None:
            return None
        content = read_kept(self._path, self._origin(self._inputs))
        return None if content is None else json.loads(content)

    def keep(self, found: Any) -> None:
        """Keep what a run has found (as JSON) that began after this was made and has just ended.

        Nothing is kept where a file was touched meanwhile, or a document could not be read for a reason
        that may pass: the next run may find something else.
        """
        from site_builder.documents.reading import missed

        before, after = self._inputs, inputs(self._root)
        if (
            self._path is not None
            and before is not None
            and after is not None
            and self._read(before) == self._read(after)
            and missed.isdisjoint(after.hashes.values())
        ):
            keep(self._path, json.dumps(found).encode(), self._origin(after))

    def _origin(self, found: Inputs) -> bytes:
        return repr((of_program(), self._options, found.sha256)).encode("utf-8", "surrogateescape")

    def _read(self, found: Inputs) -> dict[str, object]:
        """All but what the command writes itself."""
        return {name: stamp for name, stamp in found.stamps.items() if name not in self._writes}
