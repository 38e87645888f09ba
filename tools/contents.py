"""What a made-up paper says: nothing but what the data of its item say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from papers import Paper, Paragraph, Table, cut

from site_builder.agency import Agency
from site_builder.catalogue.model import HEADER_FIELDS, Edition
from site_builder.disclosures import Disclosure
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.spec import Field, Spec
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.thai import format_date

Block = Paragraph | Table

_FILES = ("document", "image")
_TABLES = ("table", "monthly-table")
_MOST_COLUMNS = 5
#: A detail that leaves nothing out.
_WHOLE = 1000
#: An announcement is older than most of its data: it shows what is planned, which stands first.
_MOST_ANNOUNCED = 3
_DOTS = "." * 46


@dataclass(frozen=True)
class Wanted:
    """A file to be made, with the place in the data that names it.

    Attributes:
        name: path below the folder of files.
        field: of the subject or the header, whose value or column names the file.
        row: the row that names it, or None.
        detail: how many rows of a table its paper shows; of all else accordingly.
    """

    name: str
    edition: Edition
    disclosure: Disclosure
    field: Field
    cell: Cell
    row: Row | None
    detail: int = 6

    def part(self, key: str) -> str:
        """A named part of the cell: title, date, signer, words for a picture; or ""."""
        part = self.cell.parts.get(key)
        return part.text if part else ""

    @property
    def title(self) -> str:
        return self.part("title") or f"{self.field.label.th} {self.disclosure.item.title.th}"

    @property
    def unit(self) -> str:
        return self.disclosure.header("unit").text

    @property
    def day(self) -> date:
        """Of the document; else that of its data, else the first of the fiscal year."""
        part = self.cell.parts.get("date")
        for cell in (part, self.disclosure.header("updated")):
            if cell and isinstance(cell.value, date):
                return cell.value
        return self.edition.year.period.start


def person(wanted: Wanted) -> str:
    """The name of the one whom a portrait shows, or ""."""
    name = wanted.row.cell("name").text if wanted.row else ""
    return name or wanted.part("alt")


def place(agency: Agency) -> tuple[str, str]:
    """What a map of the agency names: itself, and the road it stands at."""
    road = re.search(r"ถนน\S+", _of_agency(agency, "address"))
    return agency.name, road.group() if road else "ถนนสายหลัก"


def paper(wanted: Wanted, agency: Agency) -> Paper:
    """The paper in the manner that its title calls for."""
    if re.match("ประกาศ|คำสั่ง", wanted.title):
        manner = _announcement
    elif re.match("แบบคำ|แบบฟอร์ม|แบบแจ้ง|แบบแสดง|คำร้อง|คำขอ|ใบสมัคร", wanted.title):
        manner = _form
    else:
        manner = _report
    return manner(wanted, agency)


def _announcement(wanted: Wanted, agency: Agency) -> Paper:
    first, separator, rest = wanted.title.partition(" เรื่อง ")
    heads = (first, f"เรื่อง {rest}") if separator else (wanted.title,)
    if agency.name not in heads[0]:
        heads = (agency.name, *heads)
    is_order = wanted.title.startswith("คำสั่ง")
    blocks = list(_wording(wanted)) or list(_reasons(wanted, agency))
    said = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    if "โดยทั่วกัน" not in said and not is_order:
        blocks.append(Paragraph("จึงประกาศมาให้ทราบโดยทั่วกัน"))
    verb = "สั่ง" if is_order else "ประกาศ"
    dated = "" if f"{verb} ณ วันที่" in said else f"{verb} ณ วันที่ {format_date(wanted.day)}"
    return _paper(wanted, agency, heads, (), blocks, dated)


def _wording(wanted: Wanted) -> Iterator[Block]:
    """The words of an announcement, where the data hold them."""
    if wanted.row is None:
        for value in _own_values(wanted):
            if value.spec.kind == "text":
                yield from _value_blocks(value, _WHOLE)


def _reasons(wanted: Wanted, agency: Agency) -> Iterator[Block]:
    """What an announcement says of which the data hold no wording."""
    item = wanted.disclosure.item
    subject = wanted.title.partition(" เรื่อง ")[2] or wanted.title
    form = "คำสั่งนี้" if wanted.title.startswith("คำสั่ง") else "ประกาศฉบับนี้"
    yield Paragraph(
        f"เพื่อให้การดำเนินงานของ{agency.name}ด้าน{item.title.th} "
        "เป็นไปด้วยความเรียบร้อย โปร่งใส เป็นธรรม และตรวจสอบได้ "
        f"{agency.name}จึงออก{form} เรื่อง {subject} "
        f"และมอบหมายให้{wanted.unit or 'ส่วนงานที่เกี่ยวข้อง'}ถือปฏิบัติและเผยแพร่ให้ผู้เกี่ยวข้องทราบ"
    )
    values = [] if wanted.row else _own_values(wanted)
    tables = [value for value in values if value.spec.kind in _TABLES]
    for value in tables:
        yield from _table(value, wanted.detail, _MOST_ANNOUNCED)
    if not tables:
        yield from _companions(wanted)
    yield Paragraph("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป")


def _form(wanted: Wanted, agency: Agency) -> Paper:
    blocks = [
        Paragraph(
            f"เขียนที่ {agency.name}\nวันที่ ........ เดือน .................. พ.ศ. .........", "item"
        ),
        Paragraph(
            f"ข้าพเจ้า {_DOTS} อายุ ........ ปี\nอยู่บ้านเลขที่ ............ หมู่ที่ ........ "
            f"ตำบล ................... อำเภอ ...................\nโทรศัพท์ {_DOTS}",
            "item",
        ),
        Paragraph(f"มีความประสงค์จะ {_DOTS}\n{_DOTS}{_DOTS}", "item"),
        *_own_blocks(wanted),
        Paragraph("ข้าพเจ้าขอรับรองว่าข้อความข้างต้นเป็นความจริงทุกประการ"),
        Paragraph(f"(ลงชื่อ) {_DOTS} ผู้ยื่นคำขอ", "item"),
    ]
    return _paper(wanted, agency, _under(agency, wanted.title), (), blocks, "")


def _report(wanted: Wanted, agency: Agency) -> Paper:
    covers = wanted.disclosure.header("covers").text
    details = [
        f"ส่วนงานที่รับผิดชอบ: {wanted.unit}" if wanted.unit else "",
        f"ช่วงเวลาของข้อมูล: {covers}" if covers else "",
        f"วันที่จัดทำ: {format_date(wanted.day)}",
    ]
    item = wanted.disclosure.item
    phone = _of_agency(agency, "phone")
    call = f" หรือโทรศัพท์ {phone}" if phone else ""
    blocks = [
        Paragraph(
            f"{agency.name}จัดทำ{_as_object(wanted.title)} เพื่อเปิดเผยต่อสาธารณะตามข้อ {item.id} "
            f"{item.title.th} ของการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ "
            f"(ITA) ประจำปีงบประมาณ พ.ศ. {wanted.edition.name} มีสาระสำคัญดังต่อไปนี้"
        ),
        *(list(_own_blocks(wanted)) or _companions(wanted)),
        Paragraph(
            f"สอบถามรายละเอียดเพิ่มเติมได้ที่ {wanted.unit or agency.name}{call} "
            f"และติดตามข้อมูลทั้งหมดได้ที่เว็บไซต์ {agency.website}"
        ),
    ]
    return _paper(wanted, agency, _under(agency, wanted.title), details, blocks, "")


def _under(agency: Agency, title: str) -> tuple[str, str]:
    """The heading of a paper: the agency, then the title without its name."""
    return agency.name, title.removesuffix(agency.name).rstrip()


def _paper(
    wanted: Wanted,
    agency: Agency,
    heads: tuple[str, ...],
    details: list[str] | tuple[str, ...],
    blocks: list[Block],
    dated: str,
) -> Paper:
    return Paper(
        title=wanted.title,
        author=agency.name,
        day=wanted.day,
        heads=heads,
        details=tuple(filter(None, details)),
        blocks=tuple(blocks),
        dated=dated,
        signer=(wanted.part("signed_by"), wanted.part("position")),
    )


def _own_blocks(wanted: Wanted) -> Iterator[Block]:
    """What the data say that belongs to this document: its row, or the fields it stands for."""
    if wanted.row:
        yield from _record(wanted.row, wanted.field.columns, number=0)
        return
    for number, value in enumerate(_own_values(wanted), start=1):
        heading = f"{number}. {value.spec.label.th}"
        if value.spec.kind in ("number", "date", "period") and value.cells:
            yield Paragraph(f"{heading}: {_shown(value.cells[0], value.spec)}", "heading")
            continue
        yield Paragraph(heading, "heading")
        yield from _value_blocks(value, wanted.detail)


def _own_values(wanted: Wanted) -> list[FieldValue]:
    """The filled fields that a document stands for.

    A document of the header, or the only one of its subject, stands for them all; of several,
    each stands for the fields between it and the next.
    """
    fields = wanted.disclosure.subject.fields
    documents = [spec.key for spec in fields if spec.kind == "document"]
    chosen = list(fields)
    if wanted.field.key not in HEADER_FIELDS and len(documents) > 1:
        start = documents.index(wanted.field.key)
        keys = [spec.key for spec in fields]
        later = documents[start + 1 : start + 2]
        chosen = list(
            fields[keys.index(wanted.field.key) + 1 : keys.index(later[0]) if later else None]
        )
    values = (wanted.disclosure.values[spec.key] for spec in chosen if spec.kind not in _FILES)
    # What comes from the official result is no data of the item's own.
    return [
        value
        for value in values
        if not value.is_empty and not value.spec.source.startswith("results.")
    ]


def _value_blocks(value: FieldValue, detail: int) -> Iterator[Block]:
    spec = value.spec
    if value.none:
        yield Paragraph(value.none.text)
    elif spec.kind in SCALAR_KINDS:
        for cell in value.cells:
            yield from _text(_shown(cell, spec), spec.kind == "text", detail // 2 + 1)
    elif spec.kind == "org-chart":
        for row in value.rows:
            if row.depth <= detail // 3:
                yield Paragraph(_unit_line(row, spec), "item", row.depth)
    elif spec.kind in _TABLES:
        yield from _table(value, detail)
        without = [block.month.text for block in value.months if block.none]
        if without:
            yield Paragraph(f"เดือนที่ไม่มีรายการ: {', '.join(without)}", "item")
    else:
        for number, row in enumerate(value.rows[: detail // 2], start=1):
            yield from _record(row, spec.columns, number, 60 * detail)
        yield from _rest(len(value.rows), detail // 2)


def _text(text: str, is_prose: bool, most_lines: int) -> Iterator[Block]:
    lines = text.splitlines()
    yield Paragraph("\n".join(lines[:most_lines]), "body" if is_prose else "item")
    if len(lines) > most_lines:
        yield Paragraph("(อ่านข้อความเต็มได้ที่เว็บไซต์)", "item")


def _table(value: FieldValue, most_rows: int, most_columns: int = _MOST_COLUMNS) -> Iterator[Block]:
    """The first rows, in the first columns that the data themselves fill."""
    columns = [
        column
        for column in value.spec.columns
        if column.kind not in (*_FILES, "link")
        and not column.source
        and any(row.cell(column.key).text for row in value.rows)
    ][:most_columns]
    if len(value.rows) <= most_rows + 2:
        most_rows = len(value.rows)
    rows = value.rows[:most_rows]
    if rows and columns:
        yield Table(
            tuple(column.label.th for column in columns),
            tuple(
                tuple(cut(_shown(row.cell(column.key), column)) for column in columns)
                for row in rows
            ),
        )
    yield from _rest(len(value.rows), most_rows)


def _record(
    row: Row, columns: tuple[Spec, ...], number: int, longest: int = 5000
) -> Iterator[Block]:
    """A row as lines `label: value`; its first value leads them where it has a number."""
    for column in columns:
        texts = [_shown(cell, column) for cell in row.all_cells(column.key) if cell.text]
        if column.kind in _FILES or not texts:
            continue
        text = ", ".join(texts)
        text = cut(text, longest) if len(text) > longest else text
        if number:
            yield Paragraph(f"({number}) {text}", "heading")
            number = 0
        else:
            parting = "\n" if "\n" in text else " "
            yield Paragraph(f"{column.label.th}:{parting}{text}", "item")


def _rest(count: int, shown: int) -> Iterator[Block]:
    if count > shown:
        yield Paragraph(
            f"แสดง {shown} รายการแรกจากทั้งหมด {count:,} รายการ ดูรายการทั้งหมดได้ที่เว็บไซต์", "item"
        )


def _companions(wanted: Wanted) -> Iterator[Block]:
    """The other documents of the same item, by their titles."""
    titles = [
        cell.parts["title"].text
        for value in wanted.disclosure.values.values()
        if value.spec.kind == "document"
        for cell in value.cells
        if "title" in cell.parts and cell.text != wanted.cell.text
    ]
    if titles:
        yield Paragraph("เอกสารที่เกี่ยวข้อง", "heading")
        for number, title in enumerate(titles, start=1):
            yield Paragraph(f"{number}. {title}", "item")


def _unit_line(row: Row, spec: Field) -> str:
    """The unit, its head's post and who holds it, each said once."""
    columns = (column for column in spec.columns if column.kind == "text")
    texts = dict.fromkeys(_shown(row.cell(column.key), column) for column in columns)
    return f"{'–' if row.depth else '•'} {' / '.join(filter(None, texts))}"


def _of_agency(agency: Agency, key: str) -> str:
    """The first value that the agency gives of itself, or ""."""
    return next((cell.text for cell in agency.values[key].cells), "")


def _shown(cell: Cell, spec: Spec) -> str:
    return SCALAR_KINDS[spec.kind].shown(cell)


def _as_object(title: str) -> str:
    return title if re.match("[ก-๙]", title) else f" {title}"
