"""Compiled templates kept between runs, as Python keeps its own `.pyc` files.

They stand in the user's cache folder, never in a workspace: compiled code from a workspace that
somebody sent would be run. Jinja keys each by the template's source, so it is never stale, and the
folder may be deleted at any time.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from platformdirs import user_cache_path


def template_cache() -> FileSystemBytecodeCache | None:
    """The cache of compiled templates, or None where its folder cannot be written."""
    folder: Path = user_cache_path("oit-site-builder") / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
