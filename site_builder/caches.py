"""What is kept between runs, as Python keeps its own `.pyc` files: compiled templates, facts about documents.

It stands in the user's cache folder, never in a workspace: compiled code from a workspace that
somebody sent would be run. Each is keyed by what it was made from, so it is never stale, and the
folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from site_builder.temporary import replacing

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache
    from jinja2.bccache import Bucket


def template_cache() -> FileSystemBytecodeCache | None:
    """The cache of compiled templates, or None where its folder cannot be written."""
    from jinja2 import FileSystemBytecodeCache  # whoever keeps no templates need not load it

    class Templates(FileSystemBytecodeCache):
        """Its own way of writing leaves half files behind, and fails where a disk is full."""

        def dump_bytecode(self, bucket: Bucket) -> None:
            name = Path(self._get_cache_filename(bucket))
            with suppress(OSError), replacing(name, lasting=False) as file:
                bucket.write_bytecode(file)

    folder = _folder("templates")
    return Templates(str(folder)) if folder else None


def text_cache(name: str) -> Path | None:
    """The folder for what was read from files, or None where it cannot be written."""
    return _folder(name)


def read_kept(path: Path, origin: bytes = b"") -> bytes | None:
    """What `keep` has written; None where there is nothing, or it is damaged or of another origin."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head, content = content[:_DIGEST], content[_DIGEST:]
    return content if head == _head(origin, content) else None


def keep(path: Path, content: bytes, origin: bytes = b"") -> None:
    """Write a file of a cache, whole or not at all; `origin` is what its content was made from."""
    with suppress(OSError), replacing(path, lasting=False) as file:
        file.write(_head(origin, content) + content)


_DIGEST = hashlib.sha256().digest_size


def _head(origin: bytes, content: bytes) -> bytes:
    """What stands before a content: made from it, and from what it was made of."""
    return hashlib.sha256(hashlib.sha256(origin).digest() + content).digest()


def _folder(name: str) -> Path | None:
    folder: Path = user_cache_path("oit-site-builder") / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
    except OSError:
        return None
    return folder
