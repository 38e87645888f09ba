"""What the documents of an edition say for and against its elements.

A document is a stranger to us until it was opened: what it really is, whether it can be read, which
year it names, and whether it stands elsewhere too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from site_builder.audit.checks.base import Message
from site_builder.audit.checks.summary_not_law import sections_of_law
from site_builder.audit.periods import required_period
from site_builder.catalogue.model import ATTESTED, Element, Item
from site_builder.disclosures import Disclosure, EditionData
from site_builder.documents.model import Facts, Fault
from site_builder.documents.reading import read_documents
from site_builder.kinds.spec import Field
from site_builder.kinds.values import Cell
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.outcomes import Basis, Evidence, Finding, Opened, Severity
from site_builder.privacy.finding import find
from site_builder.sources.files import FileRef
from site_builder.thai import FiscalYear, Period, arabic_digits, fold
from site_builder.workspace import Workspace

#: Larger than a phone on a village's line will load. Ours; the criteria give no figure.
HEAVY_BYTES = 20_000_000
#: Fewer Thai letters than this share of all letters: the text layer is not what the page shows.
_LEAST_THAI = 0.02
_ENOUGH_LETTERS = 200
#: Shorter words stand in every document.
_SHORTEST_NAME = 4

_RESAVE = Text(
    "เปิดไฟล์ต้นฉบับแล้วบันทึกเป็น PDF ใหม่ วางทับไฟล์เดิม",
    "open the original, save it as PDF again and replace the file",
)

MESSAGES: dict[str, Message] = {
    "document-empty": Message(
        Text("ไฟล์ {name} ว่างเปล่า", "{name} is empty"),
        Text("วางไฟล์ที่มีเนื้อหาแทน", "put the real document in its place"),
    ),
    "document-wrong-type": Message(
        Text(
            "ไฟล์ {name} ไม่ใช่ {ending} จริง เนื้อในเป็น {type}",
            "{name} is no {ending}: what is in it is {type}",
        ),
        Text(
            "เปลี่ยนนามสกุลให้ตรงกับเนื้อใน หรือบันทึกใหม่เป็น {ending}",
            "give it the ending of what it is, or save it as {ending}",
        ),
    ),
    "document-error-page": Message(
        Text(
            "ไฟล์ {name} เป็นหน้าเว็บ (HTML) ที่ถูกบันทึกเป็น {ending} เช่น หน้าแจ้งข้อผิดพลาดหรือหน้าล็อกอิน",
            "{name} is a web page (an error or login page) saved as {ending}",
        ),
        Text("ดาวน์โหลดเอกสารจริงอีกครั้งแล้ววางแทน", "download the document itself and replace it"),
    ),
    "document-truncated": Message(
        Text("ไฟล์ {name} ขาดท้าย ไม่ครบไฟล์", "{name} is cut short"),
        Text("คัดลอกหรืออัปโหลดไฟล์ใหม่ให้ครบ แล้วเปิดดูก่อน", "copy the whole file again and open it"),
    ),
    "document-encrypted": Message(
        Text("ไฟล์ {name} ต้องใช้รหัสผ่าน ประชาชนเปิดไม่ได้", "{name} asks for a password"),
        Text("บันทึกใหม่โดยไม่ใส่รหัสผ่าน", "save it without a password"),
    ),
    "document-broken": Message(Text("ไฟล์ {name} เปิดไม่ได้", "{name} cannot be opened"), _RESAVE),
    "document-bomb": Message(
        Text(
            "ไฟล์ {name} คลายออกแล้วใหญ่ผิดปกติ จึงไม่เปิด",
            "{name} unpacks to far more than it should; it was not opened",
        ),
        _RESAVE,
    ),
    "document-no-text": Message(
        Text(
            "ไฟล์ {name} เป็นภาพสแกน เครื่องอ่านข้อความไม่ได้",
            "{name} is a scan: it cannot be read by machine",
        ),
        Text(
            "บันทึก PDF จากไฟล์ต้นฉบับ หรือสแกนแบบ OCR ให้ค้นข้อความได้",
            "save the PDF from the original, or scan it with text recognition",
        ),
    ),
    "document-mangled": Message(
        Text(
            "ข้อความภาษาไทยในไฟล์ {name} เพี้ยน เครื่องอ่านไม่ได้",
            "the Thai text in {name} is spoilt: it cannot be read by machine",
        ),
        Text(
            "บันทึก PDF ใหม่โดยฝังฟอนต์ เช่น TH Sarabun PSK หรือ TH SarabunNew",
            "save the PDF again with its font embedded, such as TH Sarabun New",
        ),
    ),
    "document-other-year": Message(
        Text(
            "ไฟล์ {name} ระบุ {found} ({place}) แต่ข้อนี้ต้องเป็น{required}",
            "{name} names {found} ({place}), but this item needs {required}",
        ),
        Text("แนบเอกสารของปีที่กำหนด", "attach the document of the required year"),
    ),
    "document-same-as-last-year": Message(
        Text(
            "ไฟล์ {name} เหมือนกับไฟล์ {other} ของปีก่อนทุกประการ",
            "{name} is the same file as {other} of last year",
        ),
        Text("แนบเอกสารของปีนี้แทน", "attach this year's document"),
    ),
    "document-used-twice": Message(
        Text(
            "ไฟล์ {name} เป็นไฟล์เดียวกับที่ใช้ในข้อ {items}",
            "{name} is the same file as in {items}",
        ),
        Text(
            "ตรวจว่าแนบถูกข้อ ถ้าใช้ร่วมกันจริงให้บอกหน้าที่เกี่ยวข้องไว้ในชื่อเอกสาร",
            "check that it belongs here; if both need it, name the pages in its title",
        ),
    ),
    "document-heavy": Message(
        Text("ไฟล์ {name} ใหญ่ {size} MB โหลดบนมือถือได้ยาก", "{name} has {size} MB: slow on a phone"),
        Text(
            "ลดขนาดภาพในไฟล์ หรือแบ่งเป็นหลายไฟล์ (ไม่ควรเกิน 20 MB)",
            "make its pictures smaller, or split it (20 MB at most)",
        ),
    ),
    "document-whole-law": Message(
        Text(
            "ไฟล์ {name} มี “มาตรา” {sections} แห่ง อาจเป็นกฎหมายทั้งฉบับ ข้อนี้ต้องการข้อความสรุป",
            "{name} has {sections} sections and may be a whole law; a summary is asked for",
        ),
        Text("สรุปหน้าที่และอำนาจเป็นข้อความของหน่วยงานเอง", "sum it up in the agency's own words"),
    ),
    "table-heading-cut": Message(
        Text(
            "ตารางในไฟล์ {name} {place}ไม่มีหัวข้อ {missing} ตามแบบ",
            "the table in {name} {place} lacks the prescribed headings {missing}",
        ),
        Text(
            "เพิ่มหัวข้อให้ครบตามแบบ ไม่มีข้อมูลให้เขียน “ไม่มี” หรือ “-”",
            "keep every heading of the form, with “ไม่มี” or “-” where there is nothing",
        ),
    ),
    "table-heading-renamed": Message(
        Text(
            "ตารางในไฟล์ {name} {place}เปลี่ยนชื่อหัวข้อ {renamed}",
            "the table in {name} {place} renames headings: {renamed}",
        ),
        Text("ใช้ชื่อหัวข้อตามแบบทุกคำ", "use the headings of the form word for word"),
    ),
}

#: Faults of the file itself, by the finding that tells of them.
_FAULTS = {
    Fault.EMPTY: "document-empty",
    Fault.WRONG_TYPE: "document-wrong-type",
    Fault.ERROR_PAGE: "document-error-page",
    Fault.TRUNCATED: "document-truncated",
    Fault.ENCRYPTED: "document-encrypted",
    Fault.BROKEN: "document-broken",
    Fault.BOMB: "document-bomb",
}
_UNREADABLE = {Fault.NO_TEXT: "document-no-text", Fault.MANGLED: "document-mangled"}
_OURS = {
    Fault.TIMED_OUT: Text("อ่านนานเกินเวลาที่กำหนด", "reading took longer than we allow"),
    Fault.TOO_LARGE: Text("ไฟล์ใหญ่กว่าที่โปรแกรมเปิดอ่าน", "the file is larger than we open"),
    Fault.NOT_OPENED: Text("โปรแกรมยังเปิดไฟล์ชนิดนี้ไม่ได้", "we cannot open files of this type"),
}


@dataclass(frozen=True)
class Attached:
    """A document where an item names it.

    Attributes:
        field: key of the field, and `column` of its rows, "" where the field itself holds it.
        is_picture: it stands where a picture is asked for, so that nobody looks for text in it.
        facts: None where it was not opened.
    """

    field: str
    column: str
    cell: Cell
    file: FileRef
    facts: Facts | None
    is_picture: bool

    @property
    def location(self) -> Location:
        return self.cell.location

    def opens(self) -> bool:
        """It could be opened, whatever is in it."""
        return self.facts is not None and self.facts.fault not in (*_FAULTS, *_OURS)

    def opened(self) -> Opened:
        """What a report tells of it. A title that holds personal data is left out."""
        facts = self.facts
        if facts is None:
            fault = Fault.NOT_OPENED.label
            return Opened(self.file.name, "", self.file.size, 0, "", "", fault)
        return Opened(
            self.file.name,
            facts.type,
            facts.size,
            facts.pages,
            "" if find(facts.title) else facts.title,
            facts.language,
            facts.fault.label if facts.fault else None,
        )

    def has_text(self) -> bool:
        """A machine can read it."""
        return self.facts is not None and self.facts.is_readable and not _is_gibberish(self.facts)


class Documents:
    """Every document of an edition, opened once."""

    def __init__(self, workspace: Workspace, data: EditionData) -> None:
        self._data = data
        self._cells = {each.item.id: tuple(_files_of(each)) for each in data.disclosures}
        files = [cell.value for cells in self._cells.values() for _, _, cell in cells]
        self._facts = read_documents(files)
        self._users: dict[str, list[str]] = {}
        for item_id, cells in self._cells.items():
            for digest in {cell.value.sha256 for _, _, cell in cells}:
                self._users.setdefault(digest, []).append(item_id)
        self._last_year = _last_year(workspace, data, files)

    def of(self, disclosure: Disclosure) -> tuple[Attached, ...]:
        """The documents that an item names, in the order of its fields."""
        return tuple(
            Attached(
                spec.key,
                column,
                cell,
                cell.value,
                self._facts.get(cell.value.sha256),
                (spec.column(column) or spec).kind == "image",
            )
            for spec, column, cell in self._cells[disclosure.item.id]
        )

    def findings(self, disclosure: Disclosure, attached: Attached) -> Iterator[Finding]:
        """What is wrong with one document. Errors spoil the element that it shows."""
        facts = attached.facts
        if facts is None or attached.field == ATTESTED:
            return
        ending = attached.file.suffix.upper()
        if facts.fault in _FAULTS:
            kind = facts.type.upper() or "?"
            yield _finding(attached, _FAULTS[facts.fault], ending=ending, type=kind)
            return
        if attached.is_picture:
            return
        yield from self._of_another_year(disclosure, attached, facts)
        users = [each for each in self._users[attached.file.sha256] if each != disclosure.item.id]
        if users:
            yield _finding(
                attached, "document-used-twice", Severity.WARNING, items=", ".join(sorted(users))
            )
        if facts.size > HEAVY_BYTES:
            size = f"{facts.size / 1_000_000:.0f}"
            yield _finding(attached, "document-heavy", Severity.WARNING, size=size)

    def _of_another_year(
        self, disclosure: Disclosure, attached: Attached, facts: Facts
    ) -> Iterator[Finding]:
        required = _required(disclosure.item, self._data.edition.year)
        if required is None:
            return
        named = years_named(facts)
        is_certain = (
            disclosure.item.period_note is None and attached.column == "" and not facts.is_cut
        )
        if named and not any(year.span.overlaps(required) for year in named):
            yield _finding(
                attached,
                "document-other-year",
                Severity.ERROR if is_certain else Severity.WARNING,
                found=str(named[0].span),
                place=named[0].place,
                required=f" {required}",
            )
        if other := self._last_year.get(attached.file.sha256):
            is_plan = disclosure.item.period_rule == "multi-year-covering"
            if not is_plan and not any(year.span.covers(required) for year in named):
                yield _finding(
                    attached, "document-same-as-last-year", Severity.WARNING, other=other
                )

    def year_evidence(self, disclosure: Disclosure, attached: Attached) -> Iterator[Evidence]:
        """The place where a document names the year that is asked for."""
        required = _required(disclosure.item, self._data.edition.year)
        if required is None or attached.facts is None:
            return
        for year in years_named(attached.facts):
            if year.span.covers(required):
                yield Evidence(
                    Basis.TEXT, attached.location, same(year.text), attached.file.name, year.page
                )
                return


def review_reason(attached: Attached) -> Text | None:
    """Why a machine cannot say what a document holds; None where it can."""
    facts = attached.facts
    name = attached.file.name
    if facts is None or facts.fault in _FAULTS:
        return None
    if facts.fault in _OURS:
        why = _OURS[facts.fault]
        return Text(f"ไม่ได้เปิดไฟล์ {name}: {why.th}", f"{name} was not opened: {why.en}")
    code = _UNREADABLE.get(facts.fault) if facts.fault else None
    if code is None and _is_gibberish(facts):
        code = "document-mangled"
    if code is None:
        return None
    message, remedy = MESSAGES[code].message.format(name=name), MESSAGES[code].remedy
    return Text(
        f"{message.th} ขอให้คนเปิดดูแล้วรับรองใน attested หรือ{remedy.th}",
        f"{message.en}; a person must look and attest it under attested, or {remedy.en}",
    )


def unread_reason(attached: Attached) -> Text | None:
    """Why what was not found in a document may still be there; None where all of it was read."""
    if attached.facts is not None and attached.facts.is_cut:
        name = attached.file.name
        return Text(
            f"ไฟล์ {name} ใหญ่เกินกว่าที่โปรแกรมอ่านทั้งหมด ไม่พบในส่วนที่อ่าน ขอให้คนเปิดดูแล้วรับรองใน attested หรือกรอกเป็นข้อมูล",
            f"{name} is larger than we read, and it is not in the part that we read; "
            "a person must look and attest it under attested, or fill in the data",
        )
    return review_reason(attached)


def readability(attached: Attached) -> Iterator[Finding]:
    """A warning on a document that a machine cannot read, where no element rests on it."""
    facts = attached.facts
    if facts is None or attached.is_picture or attached.field == ATTESTED or facts.type != "pdf":
        return
    if facts.fault in _UNREADABLE:
        yield _finding(attached, _UNREADABLE[facts.fault], Severity.WARNING)
    elif _is_gibberish(facts):
        yield _finding(attached, "document-mangled", Severity.WARNING)


def whole_law(attached: Attached) -> Iterator[Finding]:
    """A warning on a document that is a law, where a summary is asked for."""
    if attached.facts is None:
        return
    text = "\n".join(passage.text for passage in attached.facts.visible)
    sections = sections_of_law(text)
    if sections:
        yield _finding(attached, "document-whole-law", Severity.WARNING, sections=str(sections))


def found_in(
    attached: Sequence[Attached], sought: Iterable[Sequence[str]]
) -> tuple[Evidence, ...] | None:
    """Where documents speak of what is sought: a place for each group of wordings, or None where
    one of the groups is nowhere."""
    found = []
    for names in sought:
        place = next(_places_of(attached, names), None)
        if place is None:
            return None
        found.append(place)
    return tuple(found) or None


def _places_of(attached: Sequence[Attached], names: Sequence[str]) -> Iterator[Evidence]:
    wanted = [name for name in names if len(name) >= _SHORTEST_NAME]
    for each in attached:
        for passage in each.facts.visible if each.facts and each.has_text() else ():
            text = fold(passage.text)
            for name in wanted:
                if fold(name) in text:
                    yield Evidence(
                        Basis.TEXT, each.location, same(name), each.file.name, passage.page
                    )


def headings(attached: Attached, element: Element, field: Field) -> Iterator[Finding]:
    """Headings of a prescribed form that a table in a document cut or renamed.

    A table is that form where at least half of its headings are there word for word.
    """
    for table in attached.facts.tables if attached.facts else ():
        wanted = {fold(column.label.th): column.label.th for column in field.columns}
        rows = [{fold(cell) for cell in row if cell} for row in table.rows]
        best = max(rows, key=lambda row: len(row & wanted.keys()), default=set())
        missing = [label for key, label in wanted.items() if key not in best]
        if not missing or len(missing) * 2 > len(wanted):
            continue
        row = table.rows[rows.index(best)]
        own = [cell for cell in row if cell and fold(cell) not in wanted]
        place = f"แผ่นงาน “{table.sheet}” " if table.sheet else ""
        renamed = [(label, cell) for label in missing for cell in own if _is_like(label, cell)]
        cut = [label for label in missing if label not in dict(renamed)]
        if cut:
            names = ", ".join(f"“{label}”" for label in cut)
            yield _finding(
                attached, "table-heading-cut", Severity.WARNING, missing=names, place=place
            )
        if renamed:
            pairs = ", ".join(f"“{label}” → “{cell}”" for label, cell in renamed)
            yield _finding(
                attached, "table-heading-renamed", Severity.WARNING, renamed=pairs, place=place
            )


def _is_like(label: str, cell: str) -> bool:
    """Whether a heading is another wording of one: half of its letters in common runs."""
    import difflib

    return difflib.SequenceMatcher(None, fold(label), fold(cell)).ratio() >= 0.5


@dataclass(frozen=True)
class NamedYear:
    """A fiscal year, or a span of years, that a text names."""

    span: Period
    text: str
    page: int
    place: Text


_YEARS = re.compile(
    r"(?:ปีงบประมาณ|ประจำปี|แผนพัฒนา[^\d]{0,30}|พ\s?\.\s?ศ\s?\.)\s*(?:\(?\s*พ\s?\.\s?ศ\s?\.)?\s*"
    r"(?P<first>25\d\d)(?:\s*(?:[-–—]|ถึง)\s*(?:พ\s?\.\s?ศ\s?\.)?\s*(?P<last>25\d\d|\d\d))?"
)
#: A year alone may be that of a law or of a date; these words before it make it the document's own.
_OWN_YEAR = re.compile(r"^(?:ปีงบประมาณ|ประจำปี|แผนพัฒนา)")


def years_named(facts: Facts) -> tuple[NamedYear, ...]:
    """Years that a document calls its own ("ปีงบประมาณ พ.ศ. 2568", "ประจำปี 2568"), and spans of
    years, in the order of reading."""
    found = []
    for passage in facts.visible:
        for match in _YEARS.finditer(arabic_digits(passage.text)):
            if not match["last"] and not _OWN_YEAR.match(match.group()):
                continue
            first = match["first"]
            last = match["last"] or first
            last = last if len(last) == 4 else first[:2] + last
            if int(first) <= int(last) <= int(first) + 30:
                span = Period(FiscalYear(first).period.start, FiscalYear(last).period.end)
                text = " ".join(match.group().split())
                found.append(NamedYear(span, text, passage.page, passage.place))
    return tuple(found)


def _required(item: Item, year: FiscalYear) -> Period | None:
    """The fiscal year that an item's documents must be of; None where it asks for no period."""
    if item.period_rule == "none":
        return None
    previous = item.period_rule == "previous-fiscal-year"
    return required_period("previous-fiscal-year" if previous else "current-fiscal-year", year)


def _files_of(disclosure: Disclosure) -> Iterator[tuple[Field, str, Cell]]:
    for value in disclosure.values.values():
        for column, cell in value.every_cell():
            if isinstance(cell.value, FileRef):
                yield value.spec, column, cell


def _last_year(
    workspace: Workspace, data: EditionData, files: Sequence[FileRef]
) -> Mapping[str, str]:
    """Names of last year's files that are also this year's, by SHA-256; only those of the same size
    are read."""
    name = data.edition.year.shifted(-1).name
    folder = workspace.data_folder(name) / "files"
    sizes = {file.size for file in files}
    found = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and path.stat().st_size in sizes:
            file = FileRef(path.relative_to(folder).as_posix(), path)
            found[file.sha256] = f"data/{name}/files/{file.name}"
    return found


def _is_gibberish(facts: Facts) -> bool:
    """Plenty of letters, next to none of them Thai: what a font without its table of letters gives."""
    if facts.type != "pdf":
        return False
    texts = [passage.text for passage in facts.visible]
    # So many are enough, were every character a letter: most documents are told by their first lines.
    plenty = sum(map(len, texts)) * _LEAST_THAI
    letters = thai = 0
    for character in chain.from_iterable(texts):
        if character.isalpha():
            letters += 1
            thai += "ก" <= character <= "๛"
            if thai >= plenty:
                return False
    return letters >= _ENOUGH_LETTERS and thai < letters * _LEAST_THAI


def _finding(
    attached: Attached, code: str, severity: Severity = Severity.ERROR, **places: str | Text
) -> Finding:
    message = MESSAGES[code]
    filled = {
        key: same(value) if isinstance(value, str) else value for key, value in places.items()
    }
    filled["name"] = same(attached.file.name)
    return Finding(
        code,
        severity,
        attached.location,
        message.message.format(**filled),
        message.remedy.format(**filled),
    )
