"""Texts of a site that are stored compressed, and only so: a sixth of the room, sent as they are.

A web server that is told to (nginx: `gzip_static always; gunzip on;`) answers `page.html` from
`page.html.gz`, and unpacks it for the few who cannot. What reads a site's folder here does the same.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path, PurePath

from site_builder.temporary import replacing

SUFFIX = ".gz"
_TEXTS = frozenset({".atom", ".css", ".csv", ".html", ".js", ".json", ".jsonld", ".svg", ".xml"})
#: Less than the smallest block of a disk is not worth it.
_SMALLEST = 512


def packed_name(name: str) -> str:
    """The name under which a text is kept when it is packed; "" for what never is."""
    return name + SUFFIX if PurePath(name).suffix in _TEXTS else ""


def plain_name(name: str) -> str:
    """The name at which a packed text is asked for; "" for a file that is none."""
    plain = name.removesuffix(SUFFIX)
    return plain if plain != name and packed_name(plain) else ""


def pack(path: Path) -> int:
    """Put a text's packed form in its place; gives the bytes that are left.

    What is no text, is small, or has a packed form beside it already stays as it is. Same text, same bytes.
    """
    size = path.stat().st_size
    packed = packed_name(path.name)
    if not packed or size < _SMALLEST or path.with_name(packed).exists():
        return size
    content = gzip.compress(path.read_bytes(), 9, mtime=0)
    with replacing(path.with_name(packed), lasting=False) as file:
        file.write(content)
    path.unlink()
    return len(content)


def stands(path: Path) -> bool:
    """Whether a file, or its packed form, is there; links are not files."""
    return any(each.is_file() and not each.is_symlink() for each in _forms(path))


def read(path: Path, limit: int) -> bytes:
    """The first bytes of a file, at most `limit`, from its packed form where only that is there.

    Raises:
        OSError: it cannot be read, or is not whole.
    """
    plain, *packed = _forms(path)
    if not packed or plain.is_file():
        with plain.open("rb") as opened:
            return opened.read(limit)
    try:
        with gzip.open(packed[0]) as unpacked:
            return unpacked.read(limit)
    except (EOFError, zlib.error) as error:
        raise OSError(str(error)) from error


def _forms(path: Path) -> list[Path]:
    packed = packed_name(path.name)
    return [path, *([path.with_name(packed)] if packed else [])]
