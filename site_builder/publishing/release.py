"""A release: the files of a site at one time, by SHA-256. What a server is known to hold."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from site_builder.language import Text
from site_builder.links.ledger import is_address
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

FORMAT = 1
#: A larger manifest is not read; one of 100 000 files has about 15 MB.
LIMIT = 64 * 1024 * 1024

_SHA256 = re.compile("[0-9a-f]{64}")
_ID = re.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class File:
    """One file; `size` is in bytes, `mark` what a server calls this content (ETag), or ""."""

    size: int
    sha256: str
    mark: str = ""


#: What is known to stand at a path without its content being known.
UNKNOWN = File(-1, "")


@dataclass(frozen=True)
class Release:
    """The files that stand at a place, by their paths in the site.

    Attributes:
        id: its time and content; "" while a place holds parts of two releases.
        addresses: of the ledger when it was published: what must never be deleted.
        doubted: paths that did not show what was sent there when it was read back.
    """

    id: str = ""
    files: Mapping[str, File] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()

    @property
    def content(self) -> str:
        """Stands for paths and content of all files, whenever they were published."""
        return _content(self.files)

    @property
    def trusted(self) -> dict[str, File]:
        """The files, where what is doubted has no known content."""
        return {path: UNKNOWN if path in self.doubted else f for path, f in self.files.items()}

    def doubting(self, paths: Iterable[str]) -> Release:
        return replace(self, doubted=frozenset(paths))


def new_release(files: Mapping[str, File], addresses: frozenset[str], at: datetime) -> Release:
    """A release of these files, published at a time."""
    return Release(f"{at.astimezone(UTC):{_TIME}}-{_content(files)}", files, addresses)


def settled(wanted: Release, files: Mapping[str, File], present: Release) -> Release:
    """What is to stand at a place in the end: `wanted`, and what must stay of `present`; no address that
    one of them has promised is forgotten. Where nothing changes it is the present release."""
    addresses = wanted.addresses | present.addresses
    content = _content(files)
    if present.id and content == present.content and not present.doubted:
        return Release(present.id, files, addresses)
    return Release(f"{wanted.id.partition('-')[0]}-{content}", files, addresses)


def content_of(release_id: str) -> str:
    """What an id says of the content."""
    return release_id.rpartition("-")[2]


def is_release_id(name: str) -> bool:
    """Whether a name is an id: nothing else is ever touched where releases are kept."""
    return _ID.fullmatch(name) is not None


def time_of(release_id: str) -> datetime:
    """When a release was published first."""
    return datetime.strptime(release_id.partition("-")[0], _TIME).replace(tzinfo=UTC)


def to_json(release: Release) -> bytes:
    """The release as its manifest: one file to a line."""
    lines = (
        f"{_json(path)}: {_json([f.size, f.sha256, f.mark] if f.mark else [f.size, f.sha256])}"
        for path, f in sorted(release.files.items())
    )
    head = {
        "format": FORMAT,
        "release": release.id,
        "addresses": sorted(release.addresses),
        "doubted": sorted(release.doubted),
    }
    return (f'{_json(head)[:-1]}, "files": {{\n' + ",\n".join(lines) + "\n}}\n").encode()


def from_json(content: bytes, name: str) -> Release:
    """The release of a manifest, as it comes back from a server; `name` is how messages call it.

    Raises:
        InputError: it is none.
    """
    try:
        data = json.loads(content)
        files = {_path(path): _file(*fields) for path, fields in data["files"].items()}
        release = Release(
            data["release"],
            files,
            frozenset(filter(is_address, data["addresses"])),
            frozenset(map(_path, data["doubted"])),
        )
        if data["format"] == FORMAT and (not release.id or is_release_id(release.id)):
            return release
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise InputError([_unreadable(name)])


def folders_above(paths: Iterable[str]) -> list[str]:
    """Every folder in which one of the paths stands, the deepest first, without the topmost."""
    found = set()
    for path in paths:
        while path := posixpath.dirname(path):
            found.add(path)
    return sorted(found, key=lambda each: (-each.count("/"), each))


def _content(files: Mapping[str, File]) -> str:
    lines = "".join(f"{each.sha256} {path}\n" for path, each in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _path(path: str) -> str:
    if not is_address(f"/{path}") or path.endswith("/"):
        raise ValueError(path)
    return path


def _file(size: int, sha256: str, mark: str = "") -> File:
    is_known = isinstance(size, int) and size >= 0 and _SHA256.fullmatch(sha256)
    if not (is_known or (size, sha256) == (UNKNOWN.size, UNKNOWN.sha256)):
        raise ValueError(sha256)
    return File(size, sha256, str(mark))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unreadable(name: str) -> Problem:
    return Problem(
        "manifest-unreadable",
        Location(name),
        Text(
            "อ่านบัญชีไฟล์ที่โปรแกรมเก็บไว้บนเครื่องแม่ข่ายไม่ได้ จึงไม่ทราบว่าที่นั่นมีอะไร",
            "the list of files that this program keeps there cannot be read, so what stands there is not known",
        ),
        Text(
            "นำไฟล์นี้กลับมาจากที่สำรอง หรือลบไฟล์นี้ แล้วสั่ง oit publish อีกครั้ง ทุกไฟล์จะถูกส่งใหม่",
            "bring it back from a backup, or delete it and run oit publish again: every file is then sent anew",
        ),
    )
