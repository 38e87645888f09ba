"""What is fuzzed: a function of bytes for each reader, and the only errors that it may raise.

A reader keeps its contract where it returns, or raises one of `allowed`; some targets look at what came
out as well. Whatever else happens (another exception, an input that does not end, memory that grows) is a
fault of ours.
"""

from __future__ import annotations

import atexit
import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from site_builder.adopting.proposing import propose
from site_builder.adopting.source import Saved
from site_builder.audit.engine import audit
from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.loader import load_catalogue
from site_builder.characters import unfit
from site_builder.colours import parse_colour
from site_builder.disclosures import load_disclosures
from site_builder.documents.packed import unpacked
from site_builder.documents.reader import facts_of
from site_builder.engines.content import read_pages, written_files
from site_builder.engines.settings import Settings, read_settings
from site_builder.fleet.register import read_register
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.base import ParseContext
from site_builder.kinds.spec import Spec
from site_builder.language import same
from site_builder.links.extract import read_page as read_links
from site_builder.links.extract import read_style_sheet, srcset
from site_builder.links.ledger import read_ledger
from site_builder.links.redirects import read_redirects
from site_builder.links.watch import read_log
from site_builder.locations import Location
from site_builder.official import load_result
from site_builder.opendata.datasets import edition_datasets
from site_builder.opendata.exports import csv_read, csv_safe
from site_builder.privacy.exceptions import load_exceptions
from site_builder.privacy.finding import find
from site_builder.privacy.numbers import mask_tax_numbers
from site_builder.privacy.scanning import in_generated, in_lines
from site_builder.problems import InputError
from site_builder.published.page import read_page
from site_builder.published.source import FolderSource
from site_builder.publishing.release import from_json as read_release
from site_builder.reminders.deadlines import deadlines
from site_builder.results.analysis import analyse
from site_builder.sealing.manifest import from_json as read_manifest
from site_builder.search.fold import fold as search_fold
from site_builder.search.fold import fold_loosely
from site_builder.search.html import sections
from site_builder.sources.files import FileRef, FileStore, leaves_folder
from site_builder.sources.nodes import Scalar
from site_builder.sources.update import updated_yaml
from site_builder.sources.write import normal, to_plain, to_yaml
from site_builder.sources.yaml import parse_yaml, read_text
from site_builder.submission.walk import walk
from site_builder.thai import (
    DateError,
    fold,
    nfc,
    parse_date,
    parse_fiscal_year,
    parse_month,
    parse_period,
)
from site_builder.workbook.reader import read_workbook
from site_builder.workbook.tables import Wanted, read_table
from site_builder.workspace import open_workspace

EDITION = "2568"
_HERE = Location("data/2568/o01.yaml", 1, 1)
AGENCY = (
    "name: เทศบาลตำบลตัวอย่าง\ntype: เทศบาลตำบล\nwebsite: https://example.go.th\nprovince: ขอนแก่น\n"
)


@dataclass(frozen=True)
class Target:
    """A reader under test: what it is given, and what it may raise."""

    run: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = (InputError,)
    #: Longest input, in bytes.
    longest: int = 4096


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


@cache
def folder() -> Path:
    """A folder of this process, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="oit-fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def file(name: str, data: bytes) -> Path:
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@cache
def agency_folder() -> Path:
    file("data/agency.yaml", AGENCY.encode())
    file(f"data/{EDITION}/files/a.pdf", b"%PDF-1.7 a")
    return folder()


# --- data -------------------------------------------------------------------------------------


def yaml(data: bytes) -> None:
    """What is read is plain, has nothing unfit in it, and is written and read back the same."""
    plain = to_plain(parse_yaml(text_of(data), "x.yaml"))
    written = to_yaml(plain)
    assert not unfit(written), written
    if isinstance(plain, dict):
        assert to_plain(parse_yaml(written, "x.yaml")) == normal(plain)


def yaml_bytes(data: bytes) -> None:
    read_text(file("x.yaml", data), "x.yaml")


def update(data: bytes) -> None:
    """Values of the second part are put into the text of the first."""
    text, _, other = text_of(data).partition("\n---\n")
    value = to_plain(parse_yaml(other, "y.yaml"))
    found = updated_yaml(text, value, "x.yaml")
    if isinstance(value, dict) and value:
        assert to_plain(parse_yaml(found, "x.yaml")) == normal(value)


def kinds(data: bytes) -> None:
    """A text as every kind of value: typed or told, and shown in every format."""
    text = nfc(text_of(data)).strip()
    for name, kind in SCALAR_KINDS.items():
        spec = Spec("x", name, same("x"), vocabulary="action-class" if name == "choice" else "")
        store = FileStore(agency_folder() / "data" / EDITION / "files", "files")
        context = ParseContext(store, load_catalogue().vocabularies)
        cell = kind.cell(Scalar(text, _HERE), spec, context)
        json.dumps(kind.to_json(cell), allow_nan=False)
        kind.shown(cell)
        exported = kind.exported(cell)
        assert csv_read(csv_safe(exported)) == (
            exported if isinstance(exported, str) else f"{exported:f}"
        )
    parse_colour(text)


def dates(data: bytes) -> None:
    text = text_of(data)
    for read in (parse_date, parse_month, parse_fiscal_year, parse_period):
        try:
            str(read(text))
        except DateError:
            continue


def folding(data: bytes) -> None:
    text = text_of(data)
    assert fold(fold(text)) == fold(text)
    assert search_fold(search_fold(text)) == search_fold(text)
    fold_loosely(text)


def disclosure(data: bytes) -> None:
    """A data file of an item with tables: read, judged, and written in all open formats."""
    root = agency_folder()
    edition = "2569"
    item = load_catalogue().editions[edition].by_slug("procurement-monthly-summary")
    assert item is not None
    file(f"data/{edition}/{item.code}.yaml", f"item: {item.slug}\n".encode() + data)
    workspace = open_workspace(root)
    found = load_disclosures(workspace, edition)
    report = audit(workspace, found)
    if found.problems:
        raise InputError(found.problems)
    edition_datasets(workspace.agency, found, report, workspace.catalogue.vocabularies)


def agency(data: bytes) -> None:
    root = folder() / "agency"
    file("agency/data/agency.yaml", data)
    open_workspace(root)


def result(data: bytes) -> None:
    """The printed result of a year: read, and what follows from it computed."""
    file("data/results/2567.yaml", data)
    catalogue = load_catalogue()
    official = load_result(folder(), "2567", catalogue.vocabularies)
    assessment = load_assessment("2567", catalogue.editions)
    if official and assessment and not official.problems:
        analyse(official, assessment)


def small_files(data: bytes) -> None:
    """Redirects, exceptions of the privacy gate, deadlines: small files of a fixed shape."""
    root = agency_folder()
    for name in ("redirects.yaml", "privacy.yaml", "calendar.yaml"):
        file(f"data/{name}", data)
    try:
        with suppress(InputError):
            read_redirects(root, "https://example.go.th/", ["/oit/", "/oit/2568/"])
        with suppress(InputError):
            load_exceptions(root)
        deadlines(open_workspace(root), load_catalogue().editions[EDITION])
    finally:
        for name in ("redirects.yaml", "privacy.yaml", "calendar.yaml"):
            (root / "data" / name).unlink()


def names(data: bytes) -> None:
    """No name of a file leads outside of its folder."""
    root = agency_folder() / "data" / EDITION / "files"
    found = FileStore(root, "files").find(text_of(data), _HERE, frozenset(["pdf"]))
    if isinstance(found, FileRef):
        assert found.path.resolve().is_relative_to(root.resolve())
    else:
        assert not unfit(str(found))
    leaves_folder(text_of(data))


def settings(data: bytes) -> None:
    file("settings/mkdocs.yml", data)
    read_settings(folder() / "settings")


def markdown(data: bytes) -> None:
    """A hand-written page through Markdown: no part that runs is left unseen."""
    file("written/content/a.md", data)
    place = folder() / "written" / "content"
    given = Settings(
        place, folder() / "written" / "site", extensions=("attr_list", "tables", "toc")
    )
    for page in read_pages(given, written_files(place), {}):
        sections(page.html)


# --- files of others --------------------------------------------------------------------------


def register(data: bytes) -> None:
    read_register(file("register.csv", data))


def register_yaml(data: bytes) -> None:
    read_register(file("register.yaml", data))


def table(data: bytes) -> None:
    """A table of another program in CSV."""
    workspace = open_workspace(agency_folder())
    read_table(file("table.csv", data), "table.csv", workspace, EDITION, Wanted("O12"))


@cache
def parts_of(ending: str) -> dict[str, bytes]:
    """The parts of a small Office file of a type, as its own library writes it."""
    target = io.BytesIO()
    if ending == "xlsx":
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "O1"
        sheet["A1"], sheet["A2"] = "เดือน", f"oit1:{EDITION}:O1:structure"
        book.save(target)
    elif ending == "docx":
        document = Document()
        document.save(target)
    else:
        kind = {"odt": "text", "ods": "spreadsheet"}[ending]
        mime = f"application/vnd.oasis.opendocument.{kind}"
        return {"mimetype": mime.encode(), "content.xml": b""}
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed_with(ending: str, part: str, data: bytes) -> bytes:
    """That file with one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(ending).items():
            archive.writestr(name, data if name == part else content)
    return target.getvalue()


def workbook(data: bytes) -> None:
    """One part of a workbook is chance: which, its first byte says."""
    names = [name for name in parts_of("xlsx") if name.endswith((".xml", ".rels"))]
    part = names[data[0] % len(names)] if data else ""
    path = file("book.xlsx", packed_with("xlsx", part, data[1:]))
    with suppress(InputError):
        read_workbook(path, "book.xlsx", load_catalogue(), EDITION)
    read_table(path, "book.xlsx", open_workspace(agency_folder()), EDITION, Wanted("O12"))


def workbook_bytes(data: bytes) -> None:
    read_workbook(file("raw.xlsx", data), "raw.xlsx", load_catalogue(), EDITION)


def document_of(ending: str) -> Callable[[bytes], object]:
    """A document of a type, told of whatever is wrong with it."""

    def run(data: bytes) -> None:
        facts = facts_of(file(f"document.{ending}", data), ending)
        for passage in facts.passages:
            assert "\x00" not in passage.text

    return run


def office(ending: str, part: str) -> Callable[[bytes], object]:
    """A document whose main part is chance."""

    def run(data: bytes) -> None:
        facts_of(file(f"office.{ending}", packed_with(ending, part, data)), ending)

    return run


def kept_facts(data: bytes) -> None:
    unpacked(data)


# --- pages of others, and what we wrote ourselves ---------------------------------------------


def old_page(data: bytes) -> None:
    catalogue = load_catalogue()
    saved = Saved("page.html", data, is_file=True, address="https://www.example.go.th/ita/")
    propose(saved, catalogue, catalogue.editions[EDITION], "เทศบาลตำบลตัวอย่าง")


def links(data: bytes) -> None:
    read_links(text_of(data))


def style_sheet(data: bytes) -> None:
    read_style_sheet(text_of(data))
    list(srcset(text_of(data)))


def published(data: bytes) -> None:
    read_page(data, ["a", "b", "executives"])


def search(data: bytes) -> None:
    sections(text_of(data))


def clicks(data: bytes) -> None:
    """The walk through a site whose front page is chance."""
    file("site/index.html", data)
    walk(FolderSource(folder() / "site"), "https://example.go.th/", {"oit/2568/o02/": "O2"})


def ledger(data: bytes) -> None:
    read_ledger(file("ledger.json", data), "ledger.json")


def log(data: bytes) -> None:
    path = file("log.jsonl", data)
    read_log(path)


def manifest(data: bytes) -> None:
    read_manifest(data)


def release(data: bytes) -> None:
    read_release(data, "release.json")


def personal(data: bytes) -> None:
    text = text_of(data)
    find(text)
    list(in_lines(text))
    in_generated(text)
    masked = mask_tax_numbers(text)
    assert mask_tax_numbers(masked) == masked


def formulas(data: bytes) -> None:
    """No cell of a CSV file is a formula, and each is read back as it was."""
    text = text_of(data).replace("\0", "")
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([csv_safe(text), "."])
    cell, _ = next(csv.reader(io.StringIO(buffer.getvalue(), newline="")))
    assert csv_read(cell) == text


TARGETS: dict[str, Target] = {
    "yaml": Target(yaml),
    "yaml-bytes": Target(yaml_bytes),
    "yaml-update": Target(update, longest=1024),
    "kinds": Target(kinds, longest=256),
    "dates": Target(dates, longest=128),
    "folding": Target(folding, longest=256),
    "disclosure": Target(disclosure, longest=1024),
    "agency": Target(agency, longest=1024),
    "official-result": Target(result, longest=1024),
    "small-files": Target(small_files, longest=1024),
    "file-names": Target(names, longest=300),
    "settings": Target(settings, longest=1024),
    "markdown": Target(markdown, longest=1024),
    "register-csv": Target(register, longest=1024),
    "register-yaml": Target(register_yaml, longest=1024),
    "table-csv": Target(table, longest=1024),
    "workbook": Target(workbook),
    "workbook-bytes": Target(workbook_bytes),
    "document-pdf": Target(document_of("pdf"), ()),
    "document-csv": Target(document_of("csv"), ()),
    "document-txt": Target(document_of("txt"), ()),
    "document-xlsx": Target(office("xlsx", "xl/worksheets/sheet1.xml"), ()),
    "document-docx": Target(office("docx", "word/document.xml"), ()),
    "document-odt": Target(office("odt", "content.xml"), ()),
    "document-ods": Target(office("ods", "content.xml"), ()),
    "document-png": Target(document_of("png"), ()),
    "kept-facts": Target(kept_facts, (ValueError,)),
    "old-page": Target(old_page, ()),
    "links": Target(links, ()),
    "style-sheet": Target(style_sheet, ()),
    "published-page": Target(published, ()),
    "search-html": Target(search, ()),
    "clicks": Target(clicks, ()),
    "ledger": Target(ledger),
    "watch-log": Target(log),
    "seal-manifest": Target(manifest, (ValueError,)),
    "publish-release": Target(release),
    "personal-data": Target(personal, ()),
    "csv-formulas": Target(formulas, ()),
}
