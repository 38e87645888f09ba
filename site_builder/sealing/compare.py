"""Compares what was sealed with what stands on the site now, file by file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from site_builder.language import Text, same
from site_builder.links.answers import Answer, Cause, clean, printable
from site_builder.locations import Location
from site_builder.outcomes import Finding, Severity
from site_builder.problems import Problem
from site_builder.published.audit import PAGE_LIMIT, Progress
from site_builder.published.intact import ask
from site_builder.published.source import Source
from site_builder.sealing.archive import SealedArchive
from site_builder.sealing.manifest import SITE, SealedFile, SealedItem, url_path
from site_builder.sealing.words import Change, changes

#: More changes than this on one page are counted only.
_MOST = 1000


@dataclass(frozen=True)
class Difference:
    """One file that is not on the site as it was sealed, or could not be read.

    Attributes:
        fault: a finding of what is different, or the problem that it could not be compared.
        path: in the archive; of a file that has come since, where it would stand.
        item: the item that it belongs to, if any.
        words: what a reader sees changed, of a page; None where that was not looked for.
        more: changes that are not among these, as there are too many.
    """

    fault: Finding | Problem
    path: str
    item: SealedItem | None = None
    words: tuple[Change, ...] | None = None
    more: int = 0


@dataclass(frozen=True)
class Comparison:
    """A site against an archive.

    Attributes:
        site: its folder or address.
        files: how many were compared, those that could not be read included.
        lists_files: the site could say which files it has, so that added ones are known.
    """

    site: str
    files: int
    differences: tuple[Difference, ...]
    lists_files: bool


def compare(
    archive: SealedArchive,
    source: Source,
    items: Iterable[SealedItem] = (),
    progress: Progress | None = None,
) -> Comparison:
    """How a site differs from an archive without fault.

    Args:
        items: compare their files alone; none for the whole site.
    """
    chosen = tuple(items)
    of_file = {path: item for item in archive.manifest.items for path in item.files}
    wanted = {path for item in chosen for path in item.files}
    files = [f for f in archive.manifest.site_files if not chosen or f.path in wanted]
    found = []
    for number, file in enumerate(files):
        place = source.place(url_path(file.path))
        if progress:
            progress(number, len(files), place)
        difference = _difference(archive, source, file, of_file.get(file.path))
        if difference:
            found.append(difference)
    paths = source.paths()
    if paths is not None:
        found += _added(archive, source, paths, chosen)
    return Comparison(source.name, len(files), tuple(found), paths is not None)


def _difference(
    archive: SealedArchive, source: Source, file: SealedFile, item: SealedItem | None
) -> Difference | None:
    place = source.place(url_path(file.path))
    is_page = file.path.endswith(".html")
    limit = max(file.size, PAGE_LIMIT if is_page else 0)
    answer = ask(source, file.path.removeprefix(SITE), limit)
    if answer.cause == Cause.TOO_LARGE:
        return Difference(_changed(place, _now_larger(file)), file.path, item)
    if answer.cause and not answer.cause.is_of_site:
        return Difference(_unreachable(place, answer), file.path, item)
    if answer.cause:
        return Difference(_vanished(place, answer), file.path, item)
    digest = hashlib.sha256(answer.body).hexdigest()
    if digest == file.sha256:
        return None
    words: tuple[Change, ...] | None = None
    more = 0
    if is_page and file.size <= PAGE_LIMIT:
        keys = {element.key for element in item.elements} if item else ()
        changed = changes(archive.read(file.path), answer.body, keys)
        words, more = tuple(changed[:_MOST]), max(0, len(changed) - _MOST)
    why = Text(
        "{before} → {after} ไบต์ SHA-256 {old}… → {new}…",
        "{before} → {after} bytes, SHA-256 {old}… → {new}…",
    ).format(before=file.size, after=len(answer.body), old=file.sha256[:12], new=digest[:12])
    if answer.url not in (place, clean(place)) and answer.status:
        where = Text("{why} (ตอบจาก {url})", "{why} (answered by {url})")
        why = where.format(why=why, url=same(printable(answer.url)))
    return Difference(_changed(place, why), file.path, item, words, more)


def _added(
    archive: SealedArchive, source: Source, paths: Iterable[str], items: tuple[SealedItem, ...]
) -> Iterator[Difference]:
    known = {url_path(file.path) for file in archive.manifest.site_files}
    folders = [(url_path(item.folder), item) for item in archive.manifest.items]
    for path in paths:
        if path in known:
            continue
        item = next((item for folder, item in folders if path.startswith(folder)), None)
        if not items or item in items:
            yield Difference(_come(source.place(path)), SITE + unquote(path), item)


def _now_larger(file: SealedFile) -> Text:
    return Text(
        "ใหญ่กว่าที่ผนึกไว้ ({size} ไบต์)", "it is larger than what was sealed ({size} bytes)"
    ).format(size=file.size)


def _changed(place: str, why: Text) -> Finding:
    return Finding(
        "sealed-changed",
        Severity.ERROR,
        Location(place),
        Text("ไม่ตรงกับที่ผนึกไว้: {why}", "it is not what was sealed: {why}").format(why=why),
        Text(
            "ถ้าไม่ได้ตั้งใจแก้ ให้นำไฟล์จากแฟ้มหลักฐาน (site/) ขึ้นแทน ถ้าแก้โดยตั้งใจ ให้ผนึกหลักฐานใหม่ด้วย oit seal",
            "if that was not meant, put back the file from the archive (site/); if it was, seal again with oit seal",
        ),
    )


def _vanished(place: str, answer: Answer) -> Finding:
    return Finding(
        "sealed-vanished",
        Severity.ERROR,
        Location(place),
        Text(
            "หายไปจากที่อยู่ที่ผนึกไว้: {why}", "it is gone from the address that was sealed: {why}"
        ).format(why=answer.why),
        Text(
            "นำไฟล์จากแฟ้มหลักฐาน (site/) กลับขึ้นที่อยู่เดิม",
            "put the file from the archive (site/) back at the same address",
        ),
    )


def _come(place: str) -> Finding:
    return Finding(
        "sealed-added",
        Severity.WARNING,
        Location(place),
        Text("มีขึ้นหลังผนึกหลักฐาน", "it has come since the sealing"),
        Text(
            "ถ้าเผยแพร่โดยตั้งใจ ให้ผนึกหลักฐานใหม่ด้วย oit seal",
            "if it is meant to be published, seal again with oit seal",
        ),
    )


def _unreachable(place: str, answer: Answer) -> Problem:
    return Problem(
        "sealed-unreachable",
        Location(place),
        Text(
            "อ่านไม่ได้ จึงยังไม่ได้เทียบ: {why}", "it could not be read, so it is not compared: {why}"
        ).format(why=answer.why),
        Text(
            "ยังไม่ถือว่าเปลี่ยนหรือหาย ลองใหม่ภายหลังหรือจากเครือข่ายอื่น",
            "it is not taken for changed or gone; try later or from another network",
        ),
    )
