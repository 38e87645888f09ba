"""Seals a workspace: its built site, its criteria and its audit go into one archive, and nothing else.

The site is sealed only where it is, byte for byte, what the data would build now, so that page, data
and audit in one archive never contradict each other.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from site_builder import __version__
from site_builder.catalogue.loader import edition_names, shipped_file
from site_builder.catalogue.own import own_files
from site_builder.engines import ENGINES
from site_builder.engines.build import build
from site_builder.language import Text, same, use_language
from site_builder.locations import Location
from site_builder.opendata.addresses import absolute
from site_builder.outcomes import Finding, ItemResult, Report, Severity
from site_builder.problems import InputError, Problem
from site_builder.reports import json as json_report
from site_builder.sealing.manifest import (
    AUDIT,
    CRITERIA,
    MANIFEST,
    README,
    SITE,
    STAMP,
    SUMS,
    Manifest,
    SealedEdition,
    SealedElement,
    SealedFile,
    SealedItem,
    as_time,
    is_path,
    sums,
    to_json,
)
from site_builder.sealing.readme import readme
from site_builder.sources.write import replacing
from site_builder.temporary import folder_in
from site_builder.workspace import Workspace, open_workspace

_CHUNK = 1024 * 1024
_EXAMPLES = 5
_PAGE = "index.html"

#: Asks an authority for the token that stands for the time of a manifest.
Stamper = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Snapshot:
    """What would be sealed.

    Attributes:
        site: the built site's folder.
        files: of the site, by their paths in the archive.
        reports: of the editions to seal.
        stale: the site is not what the data would build now.
    """

    workspace: Workspace
    site: Path
    files: tuple[SealedFile, ...]
    reports: tuple[Report, ...]
    stale: Finding | None


@dataclass(frozen=True)
class Sealed:
    """An archive that was written; `sha256` is that of its manifest, which stands for all of it."""

    manifest: Manifest
    sha256: str


def take(root: Path, editions: tuple[str, ...]) -> Snapshot:
    """Read the built site of a workspace, and compare it with what its data would build now.

    Args:
        editions: whose criteria and audit are sealed; none for all of the workspace.

    Raises:
        InputError: the workspace cannot be read, has no such edition, or no site is built.
    """
    workspace = open_workspace(root)
    unknown = [name for name in editions if name not in workspace.editions]
    if unknown:
        raise InputError([_no_edition(name, workspace.editions) for name in unknown])
    files: tuple[SealedFile, ...] = ()
    changes: list[list[str]] = []
    # Which engine has built the site does not stand in it: it is the one whose site differs least.
    for engine in ENGINES:
        with folder_in() as folder:
            fresh = folder / "site"
            publication, site = build(root, fresh, engine)
            if not site.is_dir():
                raise InputError([_not_built(site)])
            files = files or _files(site)
            changes.append(_changed(files, _files(fresh)))
        if not changes[-1]:
            break
    stale = _stale(site, min(changes, key=len))
    remarks = publication.privacy.remarks
    reports = tuple(
        replace(report, remarks=remarks)
        for report in publication.reports
        if not editions or report.edition.name in editions
    )
    return Snapshot(workspace, site, files, reports, stale)


def seal(snapshot: Snapshot, at: datetime, output: Path, stamper: Stamper | None = None) -> Sealed:
    """Write the archive, whole or not at all. The same snapshot and time give the same bytes, unless
    an authority stamps it.

    Raises:
        InputError: the archive cannot be written, a file of the site has changed meanwhile, or the
            authority gives no token.
    """
    contents: dict[str, Path | bytes] = {README: readme(snapshot.workspace.agency.name)}
    contents |= _criteria(snapshot)
    for report in snapshot.reports:
        contents[_audit(report)] = _in_thai(partial(json_report.render, report)).encode()
    made = [_hashed(path, content) for path, content in contents.items()]
    contents |= {file.path: snapshot.site / file.path.removeprefix(SITE) for file in snapshot.files}
    manifest = _manifest(snapshot, at, sorted([*made, *snapshot.files], key=lambda f: f.path))
    written = to_json(manifest)
    digest = hashlib.sha256(written).hexdigest()
    # First what explains and names the rest; whatever comes after is known by it.
    front: dict[str, bytes] = {MANIFEST: written, SUMS: sums(manifest, digest)}
    if stamper:
        front[STAMP] = stamper(written)
    with (
        replacing(output, str(output)) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path, content in front.items():
            _add(archive, _hashed(path, content), content, at)
        for sealed in manifest.files:
            _add(archive, sealed, contents[sealed.path], at)
    return Sealed(manifest, digest)


def _manifest(snapshot: Snapshot, at: datetime, files: list[SealedFile]) -> Manifest:
    agency = snapshot.workspace.agency
    editions = []
    items: list[SealedItem] = []
    for report in snapshot.reports:
        name = report.edition.name
        criteria = tuple(path for path in _criteria(snapshot) if Path(path).name[:4] == name)
        editions.append(SealedEdition(name, report.edition.sha256, criteria, _audit(report)))
        items += (_item(snapshot, name, result) for result in report.items)
    return Manifest(
        tool=f"oit-site-builder {__version__}",
        sealed_at=as_time(at),
        agency=agency.name,
        agency_type=agency.type.code,
        base_url=agency.website,
        current_edition=snapshot.workspace.current_edition,
        editions=tuple(editions),
        items=tuple(items),
        files=tuple(files),
    )


def _item(snapshot: Snapshot, edition: str, result: ItemResult) -> SealedItem:
    folder = SITE + result.url.lstrip("/")
    own = [file.path for file in snapshot.files if file.path.startswith(folder)]
    pages = sorted((path for path in own if path.endswith(f"/{_PAGE}")), key=len)
    documents = [path for path in own if path.startswith(f"{folder}files/")]
    rest = [path for path in own if path not in pages and path not in documents]
    elements = tuple(
        SealedElement(each.element.key, each.element.requirement.th, each.outcome.value)
        for each in result.elements
    )
    return SealedItem(
        edition=edition,
        id=result.item.id,
        slug=result.item.slug,
        title=result.item.title.th,
        url=absolute(snapshot.workspace.agency, result.url.lstrip("/")),
        status=result.status.value,
        pages=tuple(pages),
        documents=tuple(documents),
        data=tuple(rest),
        elements=elements,
    )


def _audit(report: Report) -> str:
    return f"{AUDIT}{report.edition.name}.json"


def _criteria(snapshot: Snapshot) -> dict[str, Path]:
    """The criteria as they are written: those that ship, and what the workspace has of its own."""
    own = own_files(snapshot.workspace.root)
    found = {}
    for report in snapshot.reports:
        name = report.edition.name
        if name in edition_names():
            found[f"{CRITERIA}{name}.yaml"] = shipped_file(name)
        for files in (own.editions, own.confirmed):
            if name in files:
                found[f"{CRITERIA}own/{files[name].name}"] = files[name]
    return found


def _in_thai(render: Callable[[], str]) -> str:
    """A report in Thai, whatever the language of this run: it is evidence for Thai authorities."""

    def rendered() -> str:
        use_language("th")
        return render()

    return copy_context().run(rendered)


# --- files ---------------------------------------------------------------------------------------


def _files(folder: Path) -> tuple[SealedFile, ...]:
    """Every file of a site with its size and SHA-256, in order of its path in the archive."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() or path.is_symlink():
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not is_path(name):
                raise InputError([_odd_file(path)])
            found.append(_hashed(SITE + name, path))
    return tuple(sorted(found, key=lambda file: file.path))


def _hashed(path: str, content: Path | bytes) -> SealedFile:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(content):
        digest.update(chunk)
        size += len(chunk)
    return SealedFile(path, size, digest.hexdigest())


def _chunks(content: Path | bytes) -> Iterator[bytes]:
    """Raises InputError where a file cannot be read."""
    if isinstance(content, bytes):
        yield content
        return
    try:
        with content.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise InputError([_unreadable(content, error)]) from None


def _add(archive: zipfile.ZipFile, file: SealedFile, content: Path | bytes, at: datetime) -> None:
    """Add one file, and see that it is still the one that the manifest names."""
    # Nothing of this computer goes into the archive: neither its dates, nor its rights and system.
    entry = zipfile.ZipInfo(file.path, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    entry.file_size = file.size
    digest = hashlib.sha256()
    with archive.open(entry, "w") as into:
        for chunk in _chunks(content):
            digest.update(chunk)
            into.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise InputError([_changing(file.path)])


def _changed(found: tuple[SealedFile, ...], fresh: tuple[SealedFile, ...]) -> list[str]:
    """The paths of what stands on one side only, or is another on the other."""
    return sorted({file.path.removeprefix(SITE) for file in set(found) ^ set(fresh)})


def _stale(site: Path, paths: list[str]) -> Finding | None:
    """How the built site differs from what the data would build now; None where it does not."""
    if not paths:
        return None
    examples = ", ".join(paths[:_EXAMPLES]) + (" …" if len(paths) > _EXAMPLES else "")
    return Finding(
        "site-stale",
        Severity.ERROR,
        Location(site.as_posix()),
        Text(
            "เว็บไซต์ที่สร้างไว้ไม่ตรงกับข้อมูลปัจจุบัน {count} ไฟล์: {examples} จึงยังไม่ทำต่อ",
            "the built site is not that of the present data, in {count} files: {examples}; nothing was done",
        ).format(count=len(paths), examples=same(examples)),
        Text(
            "สั่ง oit build แล้วสั่งคำสั่งนี้อีกครั้ง (การผนึกหลักฐาน ให้เผยแพร่เว็บไซต์นั้นก่อน)",
            "run oit build, then this command again (to seal it, publish that site first)",
        ),
    )


# --- problems ------------------------------------------------------------------------------------


def _no_edition(name: str, known: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-edition",
        Location("--edition"),
        Text('เว็บไซต์นี้ไม่มีปี "{name}"', 'the site has no edition "{name}"').format(name=same(name)),
        Text("ใช้ปีใดปีหนึ่ง: {known}", "use one of: {known}").format(known=same(", ".join(known))),
    )


def _not_built(site: Path) -> Problem:
    return Problem(
        "site-not-built",
        Location(site.as_posix()),
        Text(
            "ยังไม่ได้สร้างเว็บไซต์ จึงไม่มีอะไรให้ผนึกหรือเผยแพร่",
            "no site is built, so there is nothing to seal or publish",
        ),
        Text("สั่ง oit build ก่อน", "run oit build first"),
    )


def _odd_file(path: Path) -> Problem:
    return Problem(
        "site-odd-file",
        Location(path.as_posix()),
        Text(
            "ชื่อไฟล์นี้ หรือทางลัดนี้ เก็บในแฟ้มหลักฐานไม่ได้",
            "a link, or a file of this name, cannot stand in an archive",
        ),
        Text(
            "ลบออกจากโฟลเดอร์เว็บไซต์ ตั้งชื่อไฟล์ต้นฉบับใหม่โดยไม่ใช้ \\ แล้วสั่ง oit build",
            "take it out of the site's folder, name the original without \\, and run oit build",
        ),
    )


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        "site-unreadable",
        Location(path.as_posix()),
        Text(f"อ่านไฟล์ไม่ได้ ({error.strerror})", f"the file cannot be read ({error.strerror})"),
        Text(
            "ปิดโปรแกรมที่เปิดไฟล์นี้อยู่ หรือแก้สิทธิ์อ่าน",
            "close what has it open, or give the right to read it",
        ),
    )


def _changing(path: str) -> Problem:
    return Problem(
        "site-changing",
        Location(path),
        Text(
            "ไฟล์นี้เปลี่ยนระหว่างผนึกหลักฐาน จึงไม่ได้เขียนแฟ้ม",
            "this file changed while it was being sealed; no archive was written",
        ),
        Text(
            "รอให้ oit build หรือโปรแกรมอื่นทำงานเสร็จ แล้วสั่ง oit seal อีกครั้ง",
            "let oit build or any other program finish, then run oit seal again",
        ),
    )
