"""Where a value came from: file and line, so that every message can point at it."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A place in the workspace.

    `file` is relative to the workspace, with `/`; `line` and `column` count from 1 and are 0
    where the place is the whole file.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file
