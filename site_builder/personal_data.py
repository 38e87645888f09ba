"""What of a workspace would publish personal data: data files, documents, hand-written pages, output.

An exposure that no exception of `data/privacy.yaml` covers stops the build, and is a finding of the
check. The datum itself is never told, only its masked form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from site_builder.agency import Agency
from site_builder.disclosures import EditionData
from site_builder.documents.model import Facts, Hidden
from site_builder.documents.reading import read_documents
from site_builder.kinds.image import ImageKind
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell, FieldValue
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.official import load_result, result_years
from site_builder.outcomes import Finding, Severity
from site_builder.privacy.context import Context
from site_builder.privacy.exceptions import EXCEPTIONS_FILE, Exempt, load_exceptions
from site_builder.privacy.finding import find
from site_builder.privacy.scanning import in_document, in_generated, in_lines, in_table_row
from site_builder.privacy.sightings import Datum, Sighting
from site_builder.problems import Problem
from site_builder.sources.files import FileRef
from site_builder.workspace import Workspace

CONTENT_FOLDER = "content"
#: Endings of hand-written files that are read as lines; every other file is opened as a document.
_LINES = frozenset(
    ["md", "markdown", "html", "htm", "txt", "json", "xml", "svg", "js", "yaml", "yml"]
)
#: Files that hold no text of a person.
_NO_TEXT = frozenset(["css", "map", "woff", "woff2", "ttf", "otf", "ico"])
#: A larger file of lines is not read, and told to be unopened.
_MAX_BYTES = 32 * 1024 * 1024
#: Generated files that are looked at beside the pages; every other one repeats their values.
_GENERATED = (".csv", ".atom")
#: How many places of one document, and how many documents, a message names.
_NAMED_PLACES = 3
_NAMED_DOCUMENTS = 5

_HIDDEN = {
    Hidden.SHEET: Text("ในแผ่นงานที่ซ่อนไว้", "in a hidden sheet"),
    Hidden.COLUMN: Text("ในคอลัมน์ที่ซ่อนไว้", "in a hidden column"),
    Hidden.ROW: Text("ในแถวที่ซ่อนไว้", "in a hidden row"),
    Hidden.COMMENT: Text("ในความคิดเห็น (comment)", "in a comment"),
    Hidden.METADATA: Text("ในข้อมูลกำกับไฟล์ (metadata)", "in the metadata"),
    Hidden.TEXT: Text("ในข้อความที่ซ่อนไว้", "in hidden text"),
}
_NO_PLACE = Text("", "")
_MASK = Text(
    "ปิดข้อมูลให้เหลือเท่าที่แสดงนี้ หรือลบออก",
    "mask it as shown here, or take it out",
)
_MASK_DOCUMENT = Text(
    "ปิดข้อมูลในต้นฉบับแล้วบันทึกเอกสารใหม่",
    "mask it in the original and save the document again",
)
_UNHIDE = Text(
    "ลบส่วนที่ซ่อนไว้ ความคิดเห็น และข้อมูลกำกับออกจากเอกสาร (ใน Excel: ไฟล์ › ข้อมูล › ตรวจสอบเอกสาร) แล้วบันทึกใหม่",
    "delete the hidden parts, comments and metadata (in Excel: File › Info › Inspect Document) and save again",
)
_EXEMPT = Text(
    " หากกฎหมายให้เผยแพร่ได้ บันทึกข้อยกเว้นพร้อมเหตุผลใน {file}: kind: {kind}, file: {where}, masked: “{masked}”",
    "; where the law allows it, declare an exception with its reason in {file}: "
    "kind: {kind}, file: {where}, masked: “{masked}”",
)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One personal datum that would be published.

    Attributes:
        location: its place, or that of the line that names the document.
        document: path of the document in the workspace, "" for data and pages.
        place: where in the document, "" where it has no such places.
        hidden: in what way a reader of the document does not see it.
    """

    sighting: Sighting
    location: Location
    document: str = ""
    place: Text = _NO_PLACE
    hidden: Hidden = Hidden.NO

    @property
    def file(self) -> str:
        """What an exception names."""
        return self.document or self.location.file


@dataclass(frozen=True)
class PersonalData:
    """What was found.

    Attributes:
        exposures: those without an exception.
        excused: each exception that covers something, and how many places.
        unused: exceptions that cover nothing any more.
        unopened: documents whose text no machine could read, or not to its end.
    """

    exposures: tuple[Exposure, ...]
    excused: tuple[tuple[Exempt, int], ...] = ()
    unused: tuple[Exempt, ...] = ()
    unopened: tuple[str, ...] = ()

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What stops a build: one for each place of the data, one for each kind in a document."""
        grouped: dict[tuple[Datum, Location, str, bool], list[Exposure]] = {}
        for each in self.exposures:
            key = (each.sighting.kind, each.location, each.document, bool(each.hidden))
            grouped.setdefault(key, []).append(each)
        return tuple(_problem(found) for found in grouped.values())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The same for a report, where an exception that is not needed any more is told too."""
        found = [
            Finding(p.code, Severity.ERROR, p.location, p.message, p.remedy) for p in self.problems
        ]
        return (*found, *(_unused(exempt) for exempt in self.unused))

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What was let pass and why, and what nothing is known of."""
        found = [_excused(exempt, count) for exempt, count in self.excused]
        if self.unopened:
            found.append(_unopened(self.unopened))
        return tuple(found)

    @property
    def allowed(self) -> frozenset[Sighting]:
        """What exceptions let pass, wherever it comes out again."""
        return frozenset(Sighting(exempt.kind, exempt.masked) for exempt, _ in self.excused)


def personal_data(
    workspace: Workspace, editions: Sequence[EditionData], content: Path | None = None
) -> PersonalData:
    """What would be published of these editions, of the agency, its results and written pages.

    `content` is the folder of hand-written pages; None for the usual one.

    Raises:
        InputError: the file of exceptions is wrong, or a result cannot be read.
    """
    exceptions = load_exceptions(workspace.root)
    documents: dict[str, tuple[FileRef, Location]] = {}
    pictures = set()  # a photo of a person has no text to read, and none is expected
    found = [*_in_agency(workspace.agency), *_in_results(workspace)]
    for data in editions:
        for disclosure in data.disclosures:
            for value in disclosure.values.values():
                for spec, cell, context in _cells(value):
                    found += _in_cell(cell, context)
                    if isinstance(cell.value, FileRef):
                        name = f"data/{data.edition.name}/files/{cell.value.name}"
                        documents.setdefault(name, (cell.value, cell.location))
                        if spec.kind == ImageKind.name:
                            pictures.add(name)
    folder = content or workspace.root / CONTENT_FOLDER
    unopened = []
    for name, path in _written(folder):
        file = FileRef(name, path)
        if file.suffix in _LINES and file.size > _MAX_BYTES:
            unopened.append(name)
        elif file.suffix in _LINES:
            found += _in_written(path, name)
        elif file.suffix not in _NO_TEXT:
            documents.setdefault(name, (file, Location(name)))
    known = read_documents(file for file, _ in documents.values())
    for name, (file, location) in documents.items():
        facts = known.get(file.sha256)
        is_unread = facts is None or not facts.passages or facts.is_cut
        if is_unread and name not in pictures:
            unopened.append(name)
        if facts:
            found += in_facts(facts, location, name)
    # The editions that are not looked at may be what an exception speaks of.
    others = {f"data/{name}/" for name in workspace.editions} - {
        f"data/{data.edition.name}/" for data in editions
    }
    return excuse(found, exceptions, others, unopened)


def excuse(
    found: Iterable[Exposure],
    exceptions: Sequence[Exempt],
    others: Iterable[str] = (),
    unopened: Iterable[str] = (),
) -> PersonalData:
    """Parts what an exception covers from what none does; folders `others` were not looked at."""
    counts: Counter[Exempt] = Counter()
    left = []
    for each in dict.fromkeys(found):
        covering = [exempt for exempt in exceptions if exempt.covers(each.sighting, each.file)]
        counts.update(covering[:1])
        if not covering:
            left.append(each)
    return PersonalData(
        tuple(left),
        tuple((exempt, counts[exempt]) for exempt in exceptions if counts[exempt]),
        tuple(
            exempt
            for exempt in exceptions
            if not counts[exempt] and not exempt.file.startswith(tuple(others))
        ),
        tuple(unopened),
    )


def in_output(texts: Iterable[tuple[str, str]], allowed: frozenset[Sighting]) -> PersonalData:
    """What stands in finished pages and files by their path, beyond what exceptions let pass.

    The last net: whatever way a number took into the site, it is seen here.
    """
    return PersonalData(
        tuple(
            Exposure(sighting, Location(f"/{path}"))
            for path, text in texts
            for sighting in in_generated(text)
            if sighting not in allowed
        )
    )


def is_generated_text(path: str) -> bool:
    """Whether a generated file is looked at."""
    return path.endswith(_GENERATED)


def in_facts(facts: Facts, location: Location, document: str) -> Iterator[Exposure]:
    """What stands in a document; `location` is that of the line that names it."""
    for passage, sighting in in_document(facts):
        yield Exposure(sighting, location, document, passage.place, passage.hidden)


def _in_agency(agency: Agency) -> Iterator[Exposure]:
    for value in agency.values.values():
        yield from _in_value(value)


def _in_results(workspace: Workspace) -> Iterator[Exposure]:
    for year in result_years(workspace.root):
        result = load_result(workspace.root, year, workspace.catalogue.vocabularies)
        for value in result.values.values() if result else ():
            yield from _in_value(value)


def _in_value(value: FieldValue) -> Iterator[Exposure]:
    for _, cell, context in _cells(value):
        yield from _in_cell(cell, context)


def _cells(value: FieldValue) -> Iterator[tuple[Spec, Cell, Context]]:
    """Every cell with its column or field, and what names it."""
    columns = value.spec.columns
    contexts = in_table_row([column.label.th for column in columns])
    named: dict[str, tuple[Spec, Context]] = {
        column.key: (column, context) for column, context in zip(columns, contexts, strict=True)
    }
    named[""] = value.spec, Context(value.spec.label.th)
    for key, cell in value.every_cell():
        spec, context = named[key]
        yield spec, cell, context


def _in_cell(cell: Cell, context: Context) -> list[Exposure]:
    return [Exposure(sighting, cell.location) for sighting in find(cell.text, context)]


def _written(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of the hand-written pages; what a link leads to is not followed."""
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        is_shown = not any(part.startswith(".") for part in below.parts)
        if is_shown and path.is_file() and not path.is_symlink():
            yield f"{folder.name}/{below.as_posix()}", path


def _in_written(path: Path, name: str) -> Iterator[Exposure]:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    for line, sighting in in_lines(text):
        yield Exposure(sighting, Location(name, line))


def _problem(found: Sequence[Exposure]) -> Problem:
    """The problem of what was found of one kind in one place or document."""
    first = found[0]
    kind = first.sighting.kind
    named = dict.fromkeys(_shown(each) for each in found)
    shown = list(named)[:_NAMED_PLACES]
    th, en = "; ".join(text.th for text in shown), "; ".join(text.en for text in shown)
    more = len(named) - len(shown)
    if more:
        th, en = f"{th} และอีก {more} แห่ง", f"{en} and {more} more"
    message = (
        Text(
            "เอกสาร “{document}” มี{what} {places}", "the document “{document}” has {what}: {places}"
        )
        if first.document
        else Text("มี{what} {places}", "there is {what}: {places}")
    ).format(document=same(first.document), what=kind.label, places=Text(th, en))
    mend = _UNHIDE if first.hidden else _MASK_DOCUMENT if first.document else _MASK
    exempt = _EXEMPT.format(
        file=same(EXCEPTIONS_FILE),
        kind=same(kind.value),
        where=same(first.file),
        masked=same(first.sighting.masked),
    )
    remedy = Text(mend.th + exempt.th, mend.en + exempt.en)
    return Problem(f"personal-{kind.value}", first.location, message, remedy)


def _shown(each: Exposure) -> Text:
    """The masked form with its place in the document."""
    hidden = _HIDDEN.get(each.hidden, _NO_PLACE)
    parts = [part for part in (same(each.sighting.masked), each.place, hidden) if part.th]
    return Text(" ".join(part.th for part in parts), " ".join(part.en for part in parts))


def _unused(exempt: Exempt) -> Finding:
    return Finding(
        "privacy-exception-unused",
        Severity.WARNING,
        exempt.location,
        Text(
            "ข้อยกเว้น {masked} ใน {file} ไม่ตรงกับข้อมูลใดแล้ว",
            "the exception {masked} in {file} covers nothing any more",
        ).format(masked=same(exempt.masked), file=same(exempt.file)),
        Text("ลบข้อยกเว้นนี้ออก หรือแก้ให้ตรง", "delete this exception, or correct it"),
    )


def _excused(exempt: Exempt, count: int) -> Text:
    return Text(
        "เผยแพร่ข้อมูลส่วนบุคคล {masked} ใน {file} ({count} แห่ง) ตามข้อยกเว้นของ{by}: {reason}",
        "personal data {masked} in {file} are published ({count} places) by an exception of {by}: {reason}",
    ).format(
        masked=same(exempt.masked),
        file=same(exempt.file),
        count=count,
        by=same(exempt.by),
        reason=same(exempt.reason),
    )


def _unopened(names: Sequence[str]) -> Text:
    listed = ", ".join(names[:_NAMED_DOCUMENTS])
    more = len(names) - _NAMED_DOCUMENTS
    rest = Text(f" และอีก {more} ฉบับ", f" and {more} more") if more > 0 else Text("", "")
    return Text(
        f"ไม่ได้ตรวจข้อมูลส่วนบุคคลในเอกสาร {len(names)} ฉบับที่เครื่องอ่านข้อความไม่ได้หรืออ่านได้ไม่หมด โปรดเปิดดู: {listed}{rest.th}",
        f"personal data were not looked for in {len(names)} documents whose text no machine can read, or not to its end; "
        f"please open them: {listed}{rest.en}",
    )
