"""Zip files (workbooks, Word files and their like), opened only where they cannot fill the memory."""

from __future__ import annotations

import zipfile
from pathlib import Path

from site_builder.sources.opening import require_plain

#: What a file may unpack to, as it says itself; no more than it says is ever unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 10_000
#: Deflate packs at most 1032:1, texts of an office program rarely 100:1. Only what is large counts:
#: a sheet of a thousand blank rows packs well too.
MAX_RATIO = 500
LARGE = 10 * 1024 * 1024


class ArchiveTooLarge(Exception):
    """A zip file that would unpack to more than any honest document."""


def open_archive(path: Path) -> zipfile.ZipFile:
    """The zip file, with nothing unpacked yet.

    Raises:
        ArchiveTooLarge: it has too much in it, or claims the same bytes twice.
        zipfile.BadZipFile: it is none, or a broken one.
        OSError: it cannot be opened, or is no plain file.
    """
    require_plain(path)
    archive = zipfile.ZipFile(path)
    entries = archive.infolist()
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or packed > path.stat().st_size
        or any(entry.file_size > max(LARGE, MAX_RATIO * entry.compress_size) for entry in entries)
    ):
        archive.close()
        raise ArchiveTooLarge
    return archive
