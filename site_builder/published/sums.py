"""The manifest of a site: the SHA-256 of every file of it, published with it as `SHA256SUMS`.

It has the form that `sha256sum -c` reads, so that whoever has a copy of the site needs no program of ours.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from site_builder.language import Text
from site_builder.links.ledger import is_address
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

NAME = "SHA256SUMS"
#: A larger manifest is not read; one of 100 000 files has about 15 MB.
LIMIT = 64 * 1024 * 1024

_LINE = re.compile("([0-9a-f]{64}) [ *](.+)")


def write_sums(folder: Path) -> None:
    """Write the manifest of the finished site in a folder, as its last file."""
    sums = ((_sum(folder / path), path) for path in _paths(folder))
    (folder / NAME).write_bytes(to_text(sums))


def to_text(sums: Iterable[tuple[str, str]]) -> bytes:
    """The manifest of these files, each with its SHA-256 before its path."""
    return "".join(f"{sha256}  {path}\n" for sha256, path in sums).encode()


def from_text(content: bytes, name: str) -> dict[str, str]:
    """The SHA-256 of each path that a manifest names; `name` is how messages call it.

    Raises:
        InputError: it is no manifest, or names what no site can have.
    """
    found: dict[str, str] = {}
    try:
        lines = content.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise InputError([_unreadable(name, 1)]) from None
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None or not is_address(f"/{match[2]}") or match[2] in found:
            raise InputError([_unreadable(name, number)])
        found[match[2]] = match[1]
    return found


def read_sums(path: Path) -> dict[str, str]:
    """The manifest in a file of this computer.

    Raises:
        InputError: as `from_text`, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
    except (OSError, ValueError):
        content = b""
    return from_text(content if len(content) <= LIMIT else b"", str(path))


def _paths(folder: Path) -> list[str]:
    """Every file but the manifest itself, in the order of the letters of its path."""
    found = []
    for above, _, names in os.walk(folder):
        below = Path(above).relative_to(folder)
        found += [(below / name).as_posix() for name in names]
    return sorted(path for path in found if path != NAME)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unreadable(name: str, line: int) -> Problem:
    return Problem(
        "sums-unreadable",
        Location(name, line),
        Text(
            "อ่านเป็นบัญชี SHA-256 ของเว็บไซต์ไม่ได้",
            "this cannot be read as the list of a site's SHA-256 sums",
        ),
        Text(
            "ระบุไฟล์ SHA256SUMS ที่ oit build เขียนไว้ในโฟลเดอร์เว็บไซต์ หรือสำเนาที่เก็บไว้",
            "name the file SHA256SUMS that oit build wrote into the site's folder, or a copy that was kept",
        ),
    )
