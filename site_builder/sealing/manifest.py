"""What an archive holds, as its `manifest.json` says: every file with its SHA-256, every item with
its address. The JSON has the shape of the classes here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, get_args, get_type_hints

from site_builder.outcomes import Outcome, Status
from site_builder.published.source import path_of
from site_builder.published.sums import NAME, to_text
from site_builder.sources.files import leaves_folder

FORMAT = 1
#: The members of an archive: folders, and single files.
SITE, CRITERIA, AUDIT = "site/", "criteria/", "audit/"
README, MANIFEST, SUMS, STAMP = "README.txt", "manifest.json", NAME, "manifest.tsr"
#: What the manifest does not name, as it speaks of the manifest itself.
BESIDE = frozenset([MANIFEST, SUMS, STAMP])

_SHA256 = re.compile("[0-9a-f]{64}")
_ITEM = re.compile("O[0-9]{1,3}")
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class SealedFile:
    """One file of the archive; `size` is in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class SealedElement:
    """What the audit said of one element; `outcome` as in the JSON of `oit check`."""

    key: str
    requirement: str
    outcome: str


@dataclass(frozen=True)
class SealedItem:
    """One item of one edition as it was published.

    Attributes:
        url: the address of its page.
        status: as in the JSON of `oit check`.
        pages: of the archive; its own page first, then those of its long tables.
        documents: the files of the archive that its pages name.
        data: its other files, such as `data.json` and tables.
    """

    edition: str
    id: str
    slug: str
    title: str
    url: str
    status: str
    pages: tuple[str, ...]
    documents: tuple[str, ...]
    data: tuple[str, ...]
    elements: tuple[SealedElement, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """Everything of the archive that belongs to the item."""
        return (*self.pages, *self.documents, *self.data)

    @property
    def folder(self) -> str:
        """Where its page and files stand in the archive, with `/` at the end."""
        return self.pages[0].rpartition("/")[0] + "/"

    @property
    def name(self) -> str:
        """How files of an appeal call it: `2568-o07`."""
        return f"{self.edition}-o{int(self.id[1:]):02d}"


@dataclass(frozen=True)
class SealedEdition:
    """The criteria and the audit of one edition.

    Attributes:
        ruleset: digest of the criteria as `status.json` and every report name it.
        criteria: their files in the archive.
        audit: the file of the report.
    """

    name: str
    ruleset: str
    criteria: tuple[str, ...]
    audit: str


@dataclass(frozen=True)
class Manifest:
    """Everything that was sealed.

    Attributes:
        tool: name and version of the program.
        sealed_at: CE, UTC, such as `2025-02-15T03:00:00Z`; as the sealing computer said.
        base_url: the address of the site's front page, with `/` at the end.
        current_edition: the edition that the site showed first.
        files: in order of their paths; all but `BESIDE`.
    """

    tool: str
    sealed_at: str
    agency: str
    agency_type: str
    base_url: str
    current_edition: str
    editions: tuple[SealedEdition, ...]
    items: tuple[SealedItem, ...]
    files: tuple[SealedFile, ...]

    @cached_property
    def by_path(self) -> dict[str, SealedFile]:
        return {file.path: file for file in self.files}

    @property
    def time(self) -> datetime:
        return datetime.strptime(self.sealed_at, _TIME).replace(tzinfo=UTC)

    @property
    def site_files(self) -> Iterator[SealedFile]:
        return (file for file in self.files if file.path.startswith(SITE))


def as_time(moment: datetime) -> str:
    """A moment as a manifest writes it."""
    return moment.astimezone(UTC).strftime(_TIME)


def url_path(path: str) -> str:
    """Where a file of the archive stood on the site: `site/oit/2568/o07/index.html` → `oit/2568/o07/`."""
    return path_of(path.removeprefix(SITE))


def to_json(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    data = {"format": FORMAT, **asdict(manifest)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def sums(manifest: Manifest, manifest_sha256: str) -> bytes:
    """The list that `sha256sum -c` reads, with the manifest."""
    files = ((file.sha256, file.path) for file in manifest.files)
    return to_text([(manifest_sha256, MANIFEST), *files])


def from_json(content: bytes) -> Manifest:
    """The manifest of an archive that may come from anybody.

    Raises:
        ValueError: it is none of this format; says where.
    """
    try:
        data = json.loads(content, object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("JSON") from None
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    manifest: Manifest = _read(Manifest, data, "manifest")
    _require(manifest)
    return manifest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _read(kind: Any, value: object, place: str) -> Any:
    """A value as the classes above declare it."""
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    if hints and isinstance(value, dict):
        if set(value) == {*hints}:
            return kind(**{key: _read(hints[key], value[key], f"{place}.{key}") for key in hints})
    elif get_args(kind) and isinstance(value, list):
        inner = get_args(kind)[0]
        return tuple(_read(inner, each, f"{place}[{n}]") for n, each in enumerate(value))
    elif type(value) is kind:
        return value
    raise ValueError(place)


def _require(manifest: Manifest) -> None:
    """Raises ValueError where the parts do not fit together."""
    paths = [file.path for file in manifest.files]
    if len(set(paths)) < len(paths):
        raise ValueError("files: a path stands twice")
    for file in manifest.files:
        if not is_path(file.path) or file.path in BESIDE or file.size < 0:
            raise ValueError(f"files: {file.path}")
        if not _SHA256.fullmatch(file.sha256):
            raise ValueError(f"files: {file.path}: sha256")
    if not manifest.base_url.startswith(("http://", "https://")):
        raise ValueError("base_url")
    manifest.time  # noqa: B018 - raises where it is none
    known = set(paths)
    for item in manifest.items:
        if not item.pages or not _ITEM.fullmatch(item.id) or not item.edition.isdecimal():
            raise ValueError(f"items: {item.id}")
        if item.status not in set(Status):
            raise ValueError(f"items: {item.id}: status")
        if not {each.outcome for each in item.elements} <= set(Outcome):
            raise ValueError(f"items: {item.id}: outcome")
        if not known.issuperset(item.files):
            raise ValueError(f"items: {item.id}: files")
        if not all(path.startswith(item.folder) for path in item.files):
            raise ValueError(f"items: {item.id}: folder")
    for edition in manifest.editions:
        if not known.issuperset([*edition.criteria, edition.audit]):
            raise ValueError(f"editions: {edition.name}")


def is_path(path: str) -> bool:
    """Whether an archive of ours may hold this path: on every system one and the same file inside."""
    parts = path.split("/")
    return not leaves_folder(path) and "\\" not in path and all(p not in ("", ".") for p in parts)
