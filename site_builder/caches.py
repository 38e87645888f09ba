"""What is kept between runs, as Python keeps its own `.pyc` files: compiled templates, facts about documents.

It stands in the user's cache folder, never in a workspace: compiled code from a workspace that
somebody sent would be run. Each is keyed by what it was made from, so it is never stale, and the
folder may be deleted at any time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache


def template_cache() -> FileSystemBytecodeCache | None:
    """The cache of compiled templates, or None where its folder cannot be written."""
    from jinja2 import FileSystemBytecodeCache  # whoever keeps no templates need not load it

    folder = _folder("templates")
    return FileSystemBytecodeCache(str(folder)) if folder else None


def text_cache(name: str) -> Path | None:
    """The folder for what was read from files, or None where it cannot be written."""
    return _folder(name)


def _folder(name: str) -> Path | None:
    folder: Path = user_cache_path("oit-site-builder") / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
    except OSError:
        return None
    return folder
