"""The pack for an appeal: chosen items as they were sealed, to read, to print and to verify.

Its folder is a part of the archive, at the same paths, so that `SHA256SUMS` proves it too; beside
that stand copies that open anywhere (HTML in one file, PDF) and a page that explains all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Outcome, Status
from site_builder.problems import InputError, Problem
from site_builder.reports import standalone
from site_builder.sealing.archive import SealedArchive
from site_builder.sealing.manifest import (
    MANIFEST,
    README,
    SITE,
    STAMP,
    SUMS,
    SealedFile,
    SealedItem,
    url_path,
)
from site_builder.sealing.offline import offline_page
from site_builder.sealing.printing import NO_BROWSER, find_browser, print_pdf
from site_builder.sealing.timestamps import Stamp
from site_builder.sources.write import unwritable, write_file
from site_builder.temporary import folder_in
from site_builder.thai import format_moment

COVER = "index.html"
_TEMPLATES = Path(__file__).parent / "templates"
_INDEX = "index.html"


@dataclass(frozen=True)
class PackedPage:
    """One page of an item: as sealed, and its copies by their names in the pack.

    Attributes:
        pdf: "" where none was made.
    """

    file: SealedFile
    html: str
    pdf: str = ""


@dataclass(frozen=True)
class Pack:
    """A pack that was written.

    Attributes:
        pages: of every item, in order.
        remarks: what was not made, and why.
    """

    folder: Path
    pages: tuple[PackedPage, ...]
    remarks: tuple[Text, ...]


def make_pack(
    archive: SealedArchive, items: Iterable[SealedItem], folder: Path, stamp: Stamp | None
) -> Pack:
    """Write the pack of some items from an archive without fault, whole or not at all.

    Raises:
        InputError: the folder holds something already, or cannot be written.
    """
    chosen = tuple(items)
    try:
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            raise InputError([_exists(folder)])
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder_in(folder.parent) as fresh:
            pages, remarks = _write(archive, chosen, fresh, stamp)
            fresh.chmod(0o755)
            if folder.is_dir():
                folder.rmdir()
            fresh.rename(folder)
    except OSError as error:
        raise InputError([unwritable(str(folder), error)]) from None
    return Pack(folder, pages, remarks)


def _write(
    archive: SealedArchive, items: tuple[SealedItem, ...], folder: Path, stamp: Stamp | None
) -> tuple[tuple[PackedPage, ...], tuple[Text, ...]]:
    beside = [SUMS, README, *([STAMP] if archive.stamp is not None else [])]
    for path in (*beside, *(path for item in items for path in item.files)):
        _copy(archive, path, folder)
    write_file(folder / MANIFEST, MANIFEST, archive.written)
    of_item = {item: _copies(archive, item) for item in items}
    names = {page.file.path: page.html for pages in of_item.values() for page in pages}
    browser = find_browser()
    remarks: dict[Text, None] = {} if browser else {NO_BROWSER: None}
    for item, pages in of_item.items():
        for number, page in enumerate(pages):
            write_file(folder / page.html, page.html, _offline(archive, item, page, names))
            pdf = page.html.removesuffix(".html") + ".pdf"
            failed = print_pdf(browser, folder / page.html, folder / pdf) if browser else None
            if failed:
                remarks[failed] = None
            elif browser:
                pages[number] = replace(page, pdf=pdf)
    _cover(archive, of_item, folder, stamp, tuple(remarks))
    return tuple(page for pages in of_item.values() for page in pages), tuple(remarks)


def _copy(archive: SealedArchive, path: str, folder: Path) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        for chunk in archive.chunks(path):
            file.write(chunk)


def _copies(archive: SealedArchive, item: SealedItem) -> list[PackedPage]:
    """The item's pages by the names of their copies: `2568-o12.html`, `2568-o12-purchases-2568-01.html`."""
    named = archive.manifest.by_path
    found = []
    for path in item.pages:
        below = path.removeprefix(item.folder).removesuffix(_INDEX).strip("/")
        name = "-".join([item.name, *filter(None, below.split("/"))])
        found.append(PackedPage(named[path], f"{name}.html"))
    return found


def _offline(
    archive: SealedArchive, item: SealedItem, page: PackedPage, names: dict[str, str]
) -> str:
    named = archive.manifest.by_path

    def read(path: str) -> bytes | None:
        return archive.read(SITE + path) if SITE + path in named else None

    def link(path: str) -> str:
        sealed = SITE + (path + _INDEX if path.endswith("/") or not path else path)
        if sealed in names:
            return quote(names[sealed])
        return quote(sealed) if sealed in item.files else archive.manifest.base_url + quote(path)

    path = page.file.path.removeprefix(SITE).removesuffix(_INDEX)
    return offline_page(archive.read(page.file.path), path, read, link)


def _cover(
    archive: SealedArchive,
    of_item: dict[SealedItem, list[PackedPage]],
    folder: Path,
    stamp: Stamp | None,
    remarks: tuple[Text, ...],
) -> None:
    manifest = archive.manifest
    style = Markup((_TEMPLATES / "cover.css").read_text(encoding="utf-8"))
    page = standalone.templates(_TEMPLATES).get_template("cover.html")
    text = page.render(
        language="th",  # an appeal is read by Thai officials, whatever the language of this run
        policy=standalone.policy(style),
        style=style,
        manifest=manifest,
        sha256=archive.sha256,
        sealed_at=format_moment(manifest.time),
        stamp=stamp,
        stamped_at=format_moment(stamp.time) if stamp and stamp.time else "",
        items=[(item, pages, _files(archive, item)) for item, pages in of_item.items()],
        statuses={each.value: each.label.th for each in Status},
        outcomes={each.value: each.label.th for each in Outcome},
        remarks=[remark.th for remark in remarks],
        url=lambda file: manifest.base_url + url_path(file.path),
        quote=quote,
    )
    write_file(folder / COVER, COVER, text)


def _files(archive: SealedArchive, item: SealedItem) -> list[SealedFile]:
    return [archive.manifest.by_path[path] for path in (*item.documents, *item.data)]


def _exists(folder: Path) -> Problem:
    return Problem(
        "output-exists",
        Location(str(folder)),
        Text("โฟลเดอร์นี้มีของอยู่แล้ว จึงไม่เขียนทับ", "the folder is not empty; nothing is overwritten"),
        Text("ระบุโฟลเดอร์ใหม่ด้วย --pack", "name a new folder with --pack"),
    )
