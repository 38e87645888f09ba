"""Lays out a made-up municipal paper as a small PDF: the same content gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Literal

from fpdf import FPDF, ViewerPreferences

FOOTER = "เอกสารสมมุติ จัดทำขึ้นเพื่อสาธิตโปรแกรม"

Style = Literal["heading", "body", "item"]

#: Points and line height (mm) of each style of text.
_SIZES: dict[str, tuple[float, float]] = {
    "head": (16, 8.5),
    "heading": (13.5, 8),
    "body": (13, 6.7),
    "item": (13, 6.7),
    "cell": (10.5, 5.5),
    "small": (10, 5),
}
_INDENTS = {"heading": 0.0, "body": 15.0, "item": 8.0}
_STEP = 8.0
_MARGIN = 24.0
_CELL_PADDING = 1.5
#: Room for the last words of a paper with their signer: no signature stands alone on a page.
_SIGNATURE = 42.0
#: A cell of a table tells the beginning of a long text.
_CELL_CHARACTERS = 80

# Thai is written without spaces between words. A line may end at a space, before or after one of
# these words, or before a leading vowel; the longest word that fits is taken, so that the list
# also holds words that must stay whole.
_WORDS = """
การ ความ และ หรือ ของ ที่ ใน ให้ ได้ จาก ตาม เพื่อ โดย กับ แก่ ต่อ ด้วย ซึ่ง เป็น ไม่ มี จะ ต้อง
แล้ว ทั้ง ทุก อื่น นี้ นั้น ผู้ คณะ งาน กอง หมู่ แต่ ว่า จึง รวม ถึง อยู่ ยัง ควร อาจ ทำ ลง ขึ้น
บริการ ราชการ กรรมการ โครงการ ดำเนินการ ข้าราชการ ประชาชน ประกาศ ประจำ ประชุม ประเมิน ประโยชน์
ประเทศ ประสิทธิภาพ ประสบการณ์ เหตุการณ์ สถานการณ์ นโยบาย นายกเทศมนตรี เทศบาล ตำบล อำเภอ จังหวัด
ปีงบประมาณ งบประมาณ เจ้าหน้าที่ เจตนารมณ์ พนักงาน หน่วยงาน สำนักงาน ส่วนงาน สำนัก ปลัด บุคลากร
บุคคล ทรัพยากร ทรัพย์สิน ทุจริต ป้องกัน มาตรการ มาตรฐาน จริยธรรม คุณธรรม ความโปร่งใส ร้องเรียน
ของขวัญ รับ จัดทำ จัดซื้อ จัดจ้าง จัด ปฏิบัติ ปฏิบัติงาน รายงาน รายการ รายละเอียด รายได้ ระยะเวลา
ระเบียบ ระบบ ระดับ ระหว่าง กระทรวง กระบวนการ กระบวนงาน กฎหมาย พระราชบัญญัติ หลักเกณฑ์ หลักฐาน
หมวดหมู่ ขั้นตอน เอกสาร ข้อมูล ข่าวสาร สาธารณะ สาธารณสุข สาธารณูปโภค สิ่งแวดล้อม สวัสดิการ การศึกษา
พัฒนา ส่งเสริม สนับสนุน ตรวจสอบ ติดตาม ควบคุม กำกับ ดูแล รักษา ร้อยละ เดือน แผน ผล ค่า คน ปี วัน
ชุมชน ถนน คอนกรีต เสริมเหล็ก ก่อสร้าง ปรับปรุง ซ่อมแซม วัสดุ ครุภัณฑ์ สำนึก สำเร็จ จำนวน จำเป็น
ชำระ ภาษี ที่ดิน สิ่งปลูกสร้าง ใบอนุญาต อนุญาต อนุมัติ ทะเบียน คำขอ คำร้อง แบบฟอร์ม คู่มือ เว็บไซต์
ออนไลน์ ช่องทาง อบรม กิจกรรม เข้าร่วม มีส่วนร่วม สรรหา คัดเลือก บรรจุ แต่งตั้ง เลื่อน ลงโทษ ความผิด
ธรรมจรรยา ทุ่งสมมุติ ตัวอย่าง ฝ่าย รอง การเมือง ได้แก่ บังคับบัญชา บรรเทา สาธารณภัย บำรุง
สาธิต โปรแกรม เทศมนตรี ภายใน ภายนอก ภาครัฐ หน้าที่ อำนาจ โครงสร้าง ราษฎร์
"""
_MARKS = "ะาำิ-ฺๅ็-๎ๆฯ"
_LONGEST_FIRST = "|".join(sorted(_WORDS.split(), key=len, reverse=True))
_WORD = re.compile(f"(?<![เ-ไ])(?:{_LONGEST_FIRST})(?![{_MARKS}]|[ก-ฮ]ุ?ิ?์)")
_LEADING_VOWEL = re.compile(r"(?<=[ก-ฮาิ-ู็-์])(?=[เ-ไ][ก-ฮ])")
_SPACE = re.compile(r"(?<= )(?=[^\d ])")
#: The smallest parts that a line may be cut into where a word alone is too long for it.
_CLUSTER = re.compile(f"[เ-ไ]?.[{_MARKS}]*", re.DOTALL)


@dataclass(frozen=True)
class Paragraph:
    """A text of the body; each of its lines begins a new line on paper, set in by its depth."""

    text: str
    style: Style = "body"
    depth: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of short texts under a header; figures stand to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """What one document says.

    Attributes:
        title: of the document, kept as its metadata.
        author: the agency.
        day: of the document; stands for its time of making.
        heads: the lines of its heading, in the middle of the page.
        details: lines under the heading, such as the unit and the date.
        dated: the words that date it above the signer, or "".
        signer: name and position, either of them "" where not given.
    """

    title: str
    author: str
    day: date
    heads: tuple[str, ...]
    details: tuple[str, ...]
    blocks: tuple[Paragraph | Table, ...]
    dated: str = ""
    signer: tuple[str, str] = ("", "")


def render(paper: Paper) -> bytes:
    """The paper as a PDF file."""
    sheet = _Sheet()
    sheet.set_title(paper.title)
    sheet.set_author(paper.author)
    sheet.set_creation_date(datetime(paper.day.year, paper.day.month, paper.day.day, 9, tzinfo=UTC))
    sheet.add_page()
    for text in paper.heads:
        sheet.text_block(text, "head", align="C", bold=True)
    sheet.rule()
    for text in paper.details:
        sheet.text_block(text, "item", first=0)
    sheet.ln(3)
    for number, block in enumerate(paper.blocks, start=1):
        if isinstance(block, Table):
            sheet.table_block(block)
        else:
            is_last = number == len(paper.blocks)
            sheet.paragraph(block, below=_SIGNATURE if is_last and any(paper.signer) else 0)
    sheet.signature(paper.dated, *paper.signer)
    return bytes(sheet.output())


def cut(text: str, limit: int = _CELL_CHARACTERS) -> str:
    """The text in one line, its end left out where it is longer than `limit`."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = ""
    for piece in pieces(text):
        if len(kept) + len(piece) >= limit:
            break
        kept += piece
    return f"{kept.rstrip()} …"


def pieces(text: str) -> Iterator[str]:
    """The parts of a text between which a line may end; together they are the text."""
    held, after_single = "", False
    for phrase in _SPACE.split(text):
        for part in _words(phrase):
            # A single letter that no rule explains stays with what is before and after it.
            is_single = len(part.strip()) == 1
            if held and part.strip() and not is_single and not after_single:
                yield held
                held = ""
            held += part
            after_single = is_single and not part.endswith(" ")
    yield held


def _words(phrase: str) -> Iterator[str]:
    end = 0
    for found in _WORD.finditer(phrase):
        yield from filter(None, _LEADING_VOWEL.split(phrase[end : found.start()]))
        yield found.group()
        end = found.end()
    yield from filter(None, _LEADING_VOWEL.split(phrase[end:]))


class _Sheet(FPDF):
    """A4 pages in Sarabun (SIL Open Font License), with the notice at the foot of each."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        with as_file(files("fontpkg_sarabun") / "files") as folder:
            self.add_font("Sarabun", "", folder / "Sarabun-Regular.ttf")
            self.add_font("Sarabun", "B", folder / "Sarabun-Bold.ttf")
        self.set_text_shaping(True)
        self.set_lang("th")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margins(_MARGIN, 16, _MARGIN)
        self.set_auto_page_break(True, 24)
        self.c_margin = 0
        self._widths: dict[tuple[str, str, float], float] = {}

    def footer(self) -> None:
        self.set_y(-16)
        self._use("small")
        self.set_text_color(90)
        self._line(self.epw, 5, f"{FOOTER}  (หน้า {self.page_no()})", "C")
        self.set_text_color(0)

    def rule(self) -> None:
        self.ln(1.5)
        self.line(self.l_margin, self.y, self.l_margin + self.epw, self.y)
        self.ln(3)

    def paragraph(self, block: Paragraph, below: float) -> None:
        """A text with its style; it moves to a new page where less than `below` is left for it."""
        self._keep_together(below)
        is_heading = block.style == "heading"
        if is_heading:
            self.ln(2)
            self._keep_together(3 * _SIZES["heading"][1])
        indent = _INDENTS[block.style]
        deeper = block.depth * _STEP
        self.text_block(block.text, block.style, indent + deeper, deeper, bold=is_heading)

    def text_block(
        self,
        text: str,
        style: str,
        first: float = 0,
        later: float = 0,
        align: Literal["L", "C"] = "L",
        bold: bool = False,
    ) -> None:
        """A text over the whole width; the first part of each line is set in by `first`, what
        follows of it by `later`."""
        height = self._use(style, bold)
        for line in text.splitlines():
            if not line.strip():
                self.ln(height / 3)
            indent = first
            for part in self._wrapped(line.strip(), self.epw - later, first - later):
                self._keep_together(height)
                self.set_x(self.l_margin + indent)
                self._line(self.epw - indent, height, part, align)
                self.ln(height)
                indent = later

    def table_block(self, table: Table) -> None:
        """A table whose header comes again on each page."""
        widths = self._column_widths(table)
        self.ln(1)
        self._keep_together(sum(self._row_height(row, widths) for row in table.rows[:1]) + 16)
        self._table_row(table.header, widths, bold=True)
        for row in table.rows:
            if self.will_page_break(self._row_height(row, widths)):
                self.add_page()
                self._table_row(table.header, widths, bold=True)
            self._table_row(row, widths)
        self.ln(2)

    def signature(self, dated: str, name: str, position: str) -> None:
        lines = [f"(ลงชื่อ) {name}", f"({name})"] if name else []
        lines += [position] if position else []
        if not lines and not dated:
            return
        height = self._use("body")
        self._keep_together(height * (len(lines) + (3 if dated else 1)))
        self.ln(height)
        if dated:
            self.text_block(dated, "body", first=_INDENTS["body"])
            self.ln(height)
        for text in lines:
            for part in self._wrapped(text, self.epw / 2, 0):
                self.set_x(self.l_margin + self.epw / 2)
                self._line(self.epw / 2, height, part, "C")
                self.ln(height)

    def _use(self, style: str, bold: bool = False) -> float:
        size, height = _SIZES[style]
        self.set_font("Sarabun", "B" if bold else "", size)
        return height

    def _keep_together(self, height: float) -> None:
        if self.will_page_break(height):
            self.add_page()

    def _line(self, width: float, height: float, text: str, align: Literal["L", "C"]) -> None:
        """One line of text. Its characters are told beside its shaped glyphs, so that a reader
        who copies or searches gets the text as it is spelled."""
        self._out(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC")
        self.cell(width, height, text, align=align)
        self._out("EMC")

    def _wrapped(self, text: str, width: float, first: float) -> list[str]:
        """The lines of a text in the font in use; the first one is shorter by `first`."""
        lines, line, left = [], "", width - first
        for piece in self._fitting_pieces(text, width):
            if line and self._width(line) + self._width(piece.rstrip()) > left:
                lines.append(line.rstrip())
                line, left = "", width
            line += piece if line else piece.lstrip()
        return [*lines, line.rstrip()] if line.strip() else lines

    def _fitting_pieces(self, text: str, width: float) -> Iterator[str]:
        """The parts of a text that a line holds: phrases for a heading of several lines, so that
        its names stay whole, else words; smaller parts where one of these is too long."""
        is_head = self.font_size_pt == _SIZES["head"][0]
        for part in _SPACE.split(text) if is_head else (text,):
            if is_head and self._width(part.rstrip()) <= width:
                yield part
                continue
            for piece in pieces(part):
                fits = self._width(piece.rstrip()) <= width
                yield from (piece,) if fits else _CLUSTER.findall(piece)

    def _width(self, text: str) -> float:
        key = (text, self.font_style, self.font_size_pt)
        if text and key not in self._widths:
            self._widths[key] = self.get_string_width(text)
        return self._widths.get(key, 0)

    def _column_widths(self, table: Table) -> list[float]:
        """Widths by how much the columns hold, each at least as wide as its longest word."""
        self._use("cell", bold=True)
        least, wanted = [], []
        for texts in zip(table.header, *table.rows, strict=True):
            words = (piece.rstrip() for text in texts for piece in pieces(text))
            least.append(min(max(map(self._width, words)) + 2.5 * _CELL_PADDING, 32))
            wanted.append(min(max(map(self._width, texts)) + 2.5 * _CELL_PADDING, 75))
        spare = (self.epw - sum(least)) / max(sum(wanted) - sum(least), 1)
        return [low + (high - low) * spare for low, high in zip(least, wanted, strict=True)]

    def _cell_lines(self, text: str, width: float) -> list[str]:
        return self._wrapped(text, width - 2 * _CELL_PADDING, 0)

    def _row_height(self, row: tuple[str, ...], widths: list[float], bold: bool = False) -> float:
        height = self._use("cell", bold)
        cells = zip(row, widths, strict=True)
        most = max(len(self._cell_lines(text, width)) for text, width in cells)
        return height * max(most, 1) + 2 * _CELL_PADDING

    def _table_row(self, row: tuple[str, ...], widths: list[float], bold: bool = False) -> None:
        row_height = self._row_height(row, widths, bold)
        self._keep_together(row_height)
        height = self._use("cell", bold)
        left, top = self.l_margin, self.y
        self.set_fill_color(232)
        for text, width in zip(row, widths, strict=True):
            self.rect(left, top, width, row_height, style="DF" if bold else "D")
            is_figure = bool(re.fullmatch(r"[\d,.\-%]+", text))
            for number, part in enumerate(self._cell_lines(text, width)):
                shift = width - 2 * _CELL_PADDING - self._width(part) if is_figure else 0
                self.set_xy(left + _CELL_PADDING + shift, top + _CELL_PADDING + number * height)
                self._line(width - 2 * _CELL_PADDING - shift, height, part, "L")
            left += width
        self.set_xy(self.l_margin, top + row_height)


@lru_cache(maxsize=1)
def font_path(weight: str = "Medium") -> str:
    """Where the font of the drawings is."""
    return str(files("fontpkg_sarabun") / "files" / f"Sarabun-{weight}.ttf")
