"""Documents that are bad in one way each, and good ones beside them; all are made here.

Each has the name of its file, what it really is, and every fault that must be found, the worst first.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_sarabun
from docx import Document
from docx.oxml import OxmlElement
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from fpdf import FPDF
from fpdf.enums import AccessPermission
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import ExifTags, Image

from site_builder.documents.model import Fault

THAI = "ประกาศสำนักงานเทศบาลตำบลตัวอย่าง เรื่อง แผนการจัดซื้อจัดจ้าง ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ น้ำท่วมที่ดิน"
#: What stands in a file of this machine that a document must not reach.
SECRET = Path("/etc/passwd")


@dataclass(frozen=True)
class Sample:
    """A document: how its bytes are made, what it is, what is wrong with it."""

    make: Callable[[], bytes]
    type: str
    faults: tuple[Fault, ...] = ()

    def write(self, path: Path) -> Path:
        path.write_bytes(self.make())
        return path


# ---- PDF ----


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects; the first is the catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )


def pdf_page(stream: bytes, filters: bytes = b"", *more: bytes, font: bytes = b"") -> bytes:
    """A PDF file of one page that draws `stream`; further objects have the numbers from 5."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 999 99]/Contents 4 0 R/Resources<</Font<</F"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%b>>>>>>>>" % font,
        b"<</Length %d%b>>stream\n%b\nendstream" % (len(stream), filters, stream),
        *more,
    )


def pdf_saying(text: str) -> bytes:
    """A PDF file whose font says of its signs that they are this text."""
    codes = {sign: number for number, sign in enumerate(dict.fromkeys(text), 33)}
    rows = b"".join(
        b"<%02x> <%b>\n" % (code, sign.encode("utf-16-be").hex().encode())
        for sign, code in codes.items()
    )
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <ff>\n"
        b"endcodespacerange\n%d beginbfchar\n%bendbfchar\nendcmap end" % (len(codes), rows)
    )
    shown = bytes(codes[sign] for sign in text).hex().encode()
    return pdf_page(
        b"BT /F 9 Tf 9 9 Td <%b> Tj ET" % shown,
        b"",
        b"<</Length %d>>stream\n%b\nendstream" % (len(table), table),
        font=b"/ToUnicode 5 0 R",
    )


@cache
def thai_pdf(
    pages: int = 2, user: str | None = None, owner: str | None = None, *, is_told: bool = True
) -> bytes:
    """A PDF file with metadata, a note and a language.

    Its marks are drawn where they belong; with `is_told` it also says in which order they are read.
    """
    pdf = FPDF()
    folder = fontpkg_sarabun.ROOT
    pdf.add_font("Sarabun", "", next(Path(folder).rglob("Sarabun-Regular.ttf")))
    pdf.set_text_shaping(True)
    pdf.set_title("แผนจัดซื้อ")
    pdf.set_author("กองคลัง")
    pdf.set_lang("th")
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("Sarabun", size=11)
        text = f"{THAI} หน้า {number}"
        said = text.encode("utf-16-be").hex().upper() if is_told else ""
        pdf._out(f"/Span <</ActualText <FEFF{said}>>> BDC" if said else "/Span BMC")
        pdf.cell(0, 8, text)
        pdf._out("EMC")
    pdf.text_annotation(x=20, y=20, w=9, h=9, text="ตรวจแล้ว เลขบัตร 1101700230708")
    if owner:
        pdf.set_encryption(owner, user, permissions=AccessPermission.none())
    return bytes(pdf.output())


def pdf_of_pictures(pages: int = 3, *, words: str = "") -> bytes:
    pdf = FPDF()
    for _ in range(pages):
        pdf.add_page()
        pdf.image(Image.effect_noise((80, 80), 50), w=180)
        pdf.set_font("Helvetica", size=9)
        if words:
            pdf.cell(0, 5, words)
    return bytes(pdf.output())


def pdf_form() -> bytes:
    """A form with one field that is filled in."""
    value = "สมชาย ใจดี".encode("utf-16-be")
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[4 0 R]/Contents 5 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[9 9 90 20]/V<feff%b>>>"
        % value.hex().encode(),
        b"<</Length 37>>stream\nBT /F 9 Tf 9 50 Td (Name and surname) Tj ET\nendstream",
    )


def pdf_flate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(200)) + packer.flush()
    return pdf_page(zlib.compress(data, 9), b"/Filter[/FlateDecode/FlateDecode]")


def pdf_with_outline() -> bytes:
    """A PDF file whose bookmarks come after each other, and are below themselves."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R/PageMode/UseOutlines>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 999 99]/Contents 4 0 R/Resources<</Font<</F"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length 56>>stream\nBT /F 9 Tf 9 9 Td (Annual plan of the municipality) Tj ET\nendstream",
        b"<</Type/Outlines/First 6 0 R/Last 7 0 R/Count 9999999>>",
        b"<</Title(a)/Parent 5 0 R/Next 7 0 R/First 6 0 R/Last 6 0 R>>",
        b"<</Title(b)/Parent 6 0 R/Next 6 0 R/First 5 0 R/Last 5 0 R>>",
    )


def pdf_of_earlier_tables() -> bytes:
    """A PDF file whose table of objects goes on in itself."""
    content = pdf_page(b"0 0 9 9 re f")
    start = content.rindex(b"xref\n0 ")
    return content.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)


def pdf_of_forms() -> bytes:
    """A page that draws a form that draws itself."""
    return raw_pdf(
        TREE,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length 5>>stream\n/X Do\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources 6 0 R/Length 5>>stream\n"
        b"/X Do\nendstream",
        b"<</XObject<</X 5 0 R>>>>",
    )


# ---- zip, Office ----


def saved(document: object) -> bytes:
    """What a library's document saves."""
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def rezipped(content: bytes, **parts: str | bytes | None) -> bytes:
    """A zip file with parts replaced or added; `word__document_xml` names `word/document.xml`."""
    new = {key.replace("__", "/").replace("_xml", ".xml"): value for key, value in parts.items()}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in dict.fromkeys([*old.namelist(), *new]):
            value = new.get(name, old.read(name) if name in old.namelist() else None)
            if value is not None:
                archive.writestr(name, value)
    return target.getvalue()


def leading_away(content: bytes) -> bytes:
    """A zip file with more members, whose names lead out of any folder that it is unpacked into."""
    away = ("../../../../tmp/evil", "/tmp/evil", "C:\\evil", "..\\evil", "a/../../evil")
    return rezipped(content, **dict.fromkeys(away, "evil"))


def zips_in_zips(depth: int = 9, wide: int = 10) -> bytes:
    """A file of a few kB with ten thousand million more in it, each level packed again."""
    content = zipped(zeros=bytes(1_000_000))
    for _ in range(depth):
        content = zipped(**{f"{number}.zip": content for number in range(wide)})
    return content


def zipped(**files: str | bytes) -> bytes:
    return rezipped(b"PK\x05\x06" + b"\0" * 18, **files)


def locked(content: bytes) -> bytes:
    """A zip file whose entries say that they need a password."""
    changed = bytearray(content)
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := changed.find(magic, start + 1)) >= 0:
            changed[start + place] |= 1
    return bytes(changed)


@cache
def docx() -> bytes:
    """A Word file with a table, header, comment, and text that a reader does not see."""
    document = Document()
    document.core_properties.title = "รายงานผล"
    document.core_properties.author = "นางสาวสมศรี ทดสอบ"
    document.core_properties.language = "th-TH"
    document.sections[0].header.paragraphs[0].text = "หัวกระดาษ"
    document.add_heading("รายงานการจัดซื้อ", 1)
    paragraph = document.add_paragraph(THAI)
    run = paragraph.add_run("ข้อความที่ซ่อน")
    run.font.hidden = True
    run.font.color.rgb = RGBColor(255, 255, 255)
    _strike(document.add_paragraph("อยู่ "), "ลบแล้ว")
    table = document.add_table(2, 3)
    for row, cells in zip(
        table.rows, (("ลำดับ", "รายการ", "วงเงิน"), ("1", "ซื้อน้ำดื่ม", "500")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_comment(paragraph.runs, "ขอตรวจอีกครั้ง", author="หัวหน้า")
    document.add_paragraph("ท้ายเรื่อง")
    return saved(document)


def _strike(paragraph: Paragraph, text: str) -> None:
    deleted, run, said = (OxmlElement(name) for name in ("w:del", "w:r", "w:delText"))
    said.text = text
    run.append(said)
    deleted.append(run)
    paragraph._p.append(deleted)


def docx_without_text(*, picture: bool = False) -> bytes:
    document = Document()
    if picture:
        document.add_picture(io.BytesIO(picture_of("PNG")))
    return saved(document)


def docx_with(head: str, text: str) -> bytes:
    """A Word file whose XML begins with a declaration of its own."""
    return rezipped(
        docx(),
        word__document_xml=f'<?xml version="1.0"?>{head}<w:document xmlns:w="http://schemas.'
        'openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
        f"{text}</w:t></w:r></w:p></w:body></w:document>",
    )


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
REACHING = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{SECRET}">]>'


@cache
def xlsx() -> bytes:
    """A workbook with a hidden sheet, row and column, a comment and metadata."""
    book = Workbook()
    book.properties.title = "ทะเบียน"
    book.properties.creator = "ผู้ดูแลระบบ"
    sheet = book.active
    assert sheet is not None
    sheet.title = "รายชื่อ"
    for row in (
        ("ลำดับ", "ชื่อ", "เลขบัตร", "โทรศัพท์"),
        (1, "สมชาย", 1101700230708, 812345678),
        (2, "สมหญิง", 3100600445567.0, 823456789),
        (3, "ซ่อนแถว", 12.5, 1),
    ):
        sheet.append(row)
    for cell in ("D2", "D3", "D4"):
        sheet[cell].number_format = "0000000000"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["B2"].comment = Comment("ลาออกแล้ว", "กกต.")
    for name, state in (("ซ่อน", "hidden"), ("ซ่อนสนิท", "veryHidden")):
        unseen = book.create_sheet(name)
        unseen["B2"] = f"ใน{name}"
        unseen.sheet_state = state
    return saved(book)


def xlsx_of(*cells: tuple[str, str | float]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells:
        sheet[place] = value
    return saved(book)


def xlsx_claiming() -> bytes:
    """A sheet that says it has every row and column there is, with a cell at the far end."""
    return xlsx_of(("A1", "ก"), ("XFD1048576", "ฮ"))


def xlsx_bomb() -> bytes:
    """One part of 300 MB that packs to 300 kB."""
    return rezipped(xlsx(), xl__worksheets__sheet1_xml=b"<worksheet>" + b" " * 300_000_000)


def ole(*streams: str) -> bytes:
    """A file of the older binary formats, as far as its folder goes."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIII", 0, 1, 0, 0) + bytes(452)
    folder = b""
    for name in ("Root Entry", *streams):
        text = f"{name}\0".encode("utf-16-le")
        folder += text.ljust(64, b"\0") + struct.pack("<HB", len(text), 2) + bytes(61)
    return header[:512].ljust(512, b"\0") + folder.ljust(512, b"\0")


def odt(text: str, *, is_locked: bool = False, kind: str = "text") -> bytes:
    encrypted = "<manifest:encryption-data/>" if is_locked else ""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "manifest")
    )
    return zipped(
        mimetype=f"application/vnd.oasis.opendocument.{kind}",
        **{
            "META-INF__manifest_xml": f'<m xmlns:manifest="m"><f>{encrypted}</f></m>',
            "content_xml": f"<office:document-content {names}>{text}</office:document-content>",
        },
    )


ODS = """
<office:automatic-styles><style:style style:name="x"><style:table-properties table:display="false"/>
</style:style></office:automatic-styles><office:body>
<table:table table:name="เห็น"><table:table-column/><table:table-column table:visibility="collapse"/>
<table:table-row><table:table-cell><text:p>ก</text:p></table:table-cell>
<table:table-cell><text:p>ซ่อนคอลัมน์</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell><text:p>ซ่อนแถว</text:p>
</table:table-cell></table:table-row></table:table>
<table:table table:name="ไม่เห็น" table:style-name="x"><table:table-row>
<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>ซ่อนแผ่น</text:p>
</table:table-cell></table:table-row></table:table></office:body>"""


def pptx() -> bytes:
    """Two slides, the second hidden, and notes for the first."""
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    parts = {
        "ppt/presentation.xml": "presentation.main+xml",
        "ppt/slides/slide1.xml": "slide+xml",
        "ppt/slides/slide2.xml": "slide+xml",
        "ppt/notesSlides/notesSlide1.xml": "notesSlide+xml",
    }
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}.{said}"/>'
        for part, said in parts.items()
    )

    def slide(text: str, more: str = "") -> str:
        return (
            f'<p:sld xmlns:p="p" xmlns:a="a"{more}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
        )

    return zipped(
        **{
            "[Content_Types]_xml": f"<Types>{types}</Types>",
            "ppt__presentation_xml": "<p:presentation xmlns:p='p'/>",
            "ppt__slides__slide1_xml": slide("ภาพรวมงบประมาณ"),
            "ppt__slides__slide2_xml": slide("สไลด์ที่ซ่อน", ' show="0"'),
            "ppt__notesSlides__notesSlide1_xml": slide("บันทึกผู้บรรยาย"),
        }
    )


# ---- pictures ----


@cache
def picture_of(kind: str, *, exif: bool = False) -> bytes:
    image = Image.effect_noise((120, 90), 60).convert("RGB")
    target = io.BytesIO()
    data = Image.Exif()
    if exif:
        data[ExifTags.Base.Artist] = "Somchai"
        where = data.get_ifd(ExifTags.IFD.GPSInfo)
        where[ExifTags.GPS.GPSLatitude] = (13.0, 45.0, 0.0)
        where[ExifTags.GPS.GPSLongitude] = (100.0, 30.0, 0.0)
    image.save(target, kind, exif=data)
    return target.getvalue()


def png_bomb() -> bytes:
    """A picture that claims 100,000 pixels each way."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
#: Begins as a picture does, and is a script.
GIF_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"


LOGIN = (
    b"<!DOCTYPE html>\n<html><head><title>Login</title></head><body><form>...</form></body></html>"
)
CSV = 'ลำดับ,รายการ,วงเงิน\n1,"ซื้อ ""น้ำ"", แก้ว",500\n2,จ้างเหมา,12500.50\n'
TREE = b"<</Type/Catalog/Pages 2 0 R>>"
F = Fault

BAD: dict[str, Sample] = {
    # PDF
    "empty.pdf": Sample(lambda: b"", "", (F.EMPTY,)),
    "zeros.pdf": Sample(lambda: bytes(5000), "", (F.EMPTY,)),
    "no-pages.pdf": Sample(
        lambda: raw_pdf(TREE, b"<</Type/Pages/Count 0/Kids[]>>"), "pdf", (F.EMPTY,)
    ),
    "blank-page.pdf": Sample(lambda: pdf_page(b""), "pdf", (F.EMPTY,)),
    "login.pdf": Sample(lambda: LOGIN, "html", (F.ERROR_PAGE,)),
    "warning.pdf": Sample(lambda: b"<br />\n<b>Warning</b>: no file", "html", (F.ERROR_PAGE,)),
    "answer.pdf": Sample(
        lambda: json.dumps({"error": 404, "message": "Not Found"}).encode(),
        "json",
        (F.ERROR_PAGE,),
    ),
    "denied.pdf": Sample(
        lambda: b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        "xml",
        (F.ERROR_PAGE,),
    ),
    "half.pdf": Sample(lambda: thai_pdf()[: len(thai_pdf()) // 2], "pdf", (F.TRUNCATED,)),
    "lost-table.pdf": Sample(
        lambda: thai_pdf()[: thai_pdf().rindex(b"xref\n")], "pdf", (F.TRUNCATED,)
    ),
    "nothing-but-magic.pdf": Sample(lambda: b"%PDF-1.7\n%%EOF\n", "pdf", (F.BROKEN,)),
    "garbage-inside.pdf": Sample(
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n", "pdf", (F.BROKEN,)
    ),
    "page-loop.pdf": Sample(
        lambda: raw_pdf(TREE, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"), "pdf", (F.BROKEN,)
    ),
    "two-in-a-loop.pdf": Sample(
        lambda: raw_pdf(
            TREE,
            b"<</Type/Pages/Count 2/Kids[3 0 R]/Parent 3 0 R>>",
            b"<</Type/Pages/Count 2/Kids[2 0 R]/Parent 2 0 R>>",
        ),
        "pdf",
        (F.BROKEN,),
    ),
    "table-loop.pdf": Sample(pdf_of_earlier_tables, "pdf", (F.NO_TEXT,)),
    "form-loop.pdf": Sample(pdf_of_forms, "pdf", (F.NO_TEXT,)),
    "length-loop.pdf": Sample(
        lambda: pdf_page(b"0 0 9 9 re f").replace(b"/Length 12", b"/Length 4 0 R"),
        "pdf",
        (F.NO_TEXT,),
    ),
    "a-million-pages.pdf": Sample(
        lambda: raw_pdf(TREE, b"<</Type/Pages/Count 1000000/Kids[]>>"), "pdf", (F.BROKEN,)
    ),
    "nested.pdf": Sample(
        lambda: raw_pdf(b"<</Type/Catalog/Pages " + b"[" * 200_000 + b">>"), "pdf", (F.EMPTY,)
    ),
    "flate-bomb.pdf": Sample(pdf_flate_bomb, "pdf", (F.EMPTY,)),
    "locked.pdf": Sample(lambda: thai_pdf(user="secret", owner="o"), "pdf", (F.ENCRYPTED,)),
    "scan.pdf": Sample(pdf_of_pictures, "pdf", (F.NO_TEXT,)),
    "scan-with-numbers.pdf": Sample(lambda: pdf_of_pictures(words="- 1 -"), "pdf", (F.NO_TEXT,)),
    "drawn-letters.pdf": Sample(lambda: pdf_page(b"0 0 9 9 re f"), "pdf", (F.NO_TEXT,)),
    "unfinished-picture.pdf": Sample(lambda: pdf_page(b"BI /W 9 /H 9 ID xxxx"), "pdf", (F.EMPTY,)),
    "private-signs.pdf": Sample(
        lambda: pdf_saying("".join(chr(0xF000 + ord(c) % 256) for c in THAI)), "pdf", (F.MANGLED,)
    ),
    "no-tone-marks.pdf": Sample(
        lambda: pdf_saying("".join("\ue123" if "\u0e48" <= c <= "\u0e4b" else c for c in THAI)),
        "pdf",
        (F.MANGLED,),
    ),
    "orphan-vowels.pdf": Sample(
        lambda: pdf_saying(THAI.replace("ส", "S").replace("ท", "T").replace("ร", "R")),
        "pdf",
        (F.MANGLED,),
    ),
    "displaced-marks.pdf": Sample(lambda: thai_pdf(is_told=False), "pdf", (F.MANGLED,)),
    "latin.pdf": Sample(
        lambda: pdf_saying(THAI.encode("cp874").decode("latin-1")), "pdf", (F.MANGLED,)
    ),
    "renamed-word.pdf": Sample(lambda: rezipped(docx(), note="x"), "docx", (F.WRONG_TYPE,)),
    "executable.pdf": Sample(lambda: b"MZ\x90\0" + bytes(999), "exe", (F.WRONG_TYPE, F.NOT_OPENED)),
    # Word
    "empty.docx": Sample(docx_without_text, "docx", (F.EMPTY,)),
    "scan.docx": Sample(lambda: docx_without_text(picture=True), "docx", (F.NO_TEXT,)),
    "login.docx": Sample(lambda: LOGIN, "html", (F.ERROR_PAGE,)),
    "half.docx": Sample(lambda: docx()[: len(docx()) // 2], "docx", (F.TRUNCATED,)),
    "laughs.docx": Sample(lambda: docx_with(LAUGHS, "&j;"), "docx", (F.BOMB,)),
    "reaching.docx": Sample(lambda: docx_with(REACHING, "&a;"), "docx", (F.BOMB,)),
    "entries.docx": Sample(
        lambda: rezipped(docx(), **{f"x{n}": "" for n in range(10_001)}), "docx", (F.BOMB,)
    ),
    "no-xml.docx": Sample(
        lambda: rezipped(docx(), word__document_xml="<w:document><w:p>"), "docx", (F.BROKEN,)
    ),
    "no-document.docx": Sample(
        lambda: rezipped(docx(), word__document_xml=None), "docx", (F.BROKEN,)
    ),
    "locked.docx": Sample(
        lambda: ole("EncryptedPackage", "EncryptionInfo"), "docx", (F.ENCRYPTED,)
    ),
    "mojibake.docx": Sample(
        lambda: docx_with("", THAI.encode().decode("cp874", "ignore")), "docx", (F.MANGLED,)
    ),
    "old.docx": Sample(lambda: ole("WordDocument"), "doc", (F.WRONG_TYPE, F.NOT_OPENED)),
    # workbooks
    "empty.xlsx": Sample(xlsx_of, "xlsx", (F.EMPTY,)),
    "half.xlsx": Sample(lambda: xlsx()[:-200], "xlsx", (F.TRUNCATED,)),
    "start.xlsx": Sample(lambda: xlsx()[:60], "xlsx", (F.TRUNCATED,)),
    "locked.xlsx": Sample(
        lambda: ole("EncryptionInfo", "EncryptedPackage"), "xlsx", (F.ENCRYPTED,)
    ),
    "locked-parts.xlsx": Sample(lambda: locked(xlsx()), "xlsx", (F.ENCRYPTED,)),
    "new.xls": Sample(lambda: rezipped(xlsx(), note="x"), "xlsx", (F.WRONG_TYPE,)),
    "web.xls": Sample(
        lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        "html",
        (F.WRONG_TYPE, F.NOT_OPENED),
    ),
    "bomb.xlsx": Sample(xlsx_bomb, "xlsx", (F.BOMB,)),
    "laughs.xlsx": Sample(
        lambda: rezipped(
            xlsx(), xl__workbook_xml=f'<?xml version="1.0"?>{LAUGHS}<workbook>&j;</workbook>'
        ),
        "xlsx",
        (F.BOMB,),
    ),
    "spoilt.xlsx": Sample(
        lambda: rezipped(xlsx(), xl__worksheets__sheet1_xml="<worksheet><sheetData><row>"),
        "xlsx",
        (F.BROKEN,),
    ),
    "just-a-zip.xlsx": Sample(lambda: zipped(readme="other"), "zip", (F.WRONG_TYPE, F.NOT_OPENED)),
    # texts
    "empty.csv": Sample(lambda: b"", "", (F.EMPTY,)),
    "separators.csv": Sample(lambda: b",,,\n,,,\n", "csv", (F.EMPTY,)),
    "zeros.csv": Sample(lambda: CSV.encode().replace(b"500", b"5\x0000"), "csv", (F.BROKEN,)),
    "mojibake.csv": Sample(lambda: CSV.encode().decode("latin-1").encode(), "csv", (F.MANGLED,)),
    "blank.txt": Sample(lambda: b" \n\t\n  ", "txt", (F.EMPTY,)),
    "login.csv": Sample(lambda: LOGIN, "html", (F.ERROR_PAGE,)),
    # pictures
    "half.png": Sample(lambda: picture_of("PNG")[:9000], "png", (F.TRUNCATED,)),
    "half.jpg": Sample(lambda: picture_of("JPEG")[:2000], "jpg", (F.TRUNCATED,)),
    "camera.png": Sample(lambda: picture_of("JPEG") + b"\0", "jpg", (F.WRONG_TYPE, F.NO_TEXT)),
    "words.png": Sample(lambda: THAI.encode(), "txt", (F.WRONG_TYPE,)),
    "bomb.png": Sample(png_bomb, "png", (F.BOMB,)),
    "login.png": Sample(lambda: LOGIN, "html", (F.ERROR_PAGE,)),
    "drawing.png": Sample(lambda: SVG, "xml", (F.ERROR_PAGE,)),
    "page.jpg": Sample(lambda: b"<script>alert(1)</script>", "html", (F.ERROR_PAGE,)),
    "script.png": Sample(lambda: GIF_SCRIPT, "gif", (F.BROKEN, F.WRONG_TYPE)),
    "script.gif": Sample(lambda: GIF_SCRIPT + b"\n", "gif", (F.BROKEN,)),
    "broken.png": Sample(lambda: picture_of("PNG")[:40] + bytes(60), "png", (F.BROKEN,)),
    # others
    "locked.zip": Sample(lambda: locked(zipped(readme="text")), "zip", (F.ENCRYPTED,)),
    "zips.zip": Sample(lambda: zips_in_zips(8), "zip", (F.NOT_OPENED,)),
    "zips.xlsx": Sample(zips_in_zips, "zip", (F.WRONG_TYPE, F.NOT_OPENED)),
    "locked.odt": Sample(lambda: odt("", is_locked=True), "odt", (F.ENCRYPTED,)),
    "laughs.odt": Sample(
        lambda: rezipped(odt(""), content_xml=f"{LAUGHS}<a>&j;</a>"), "odt", (F.BOMB,)
    ),
}

GOOD: dict[str, Sample] = {
    "thai.pdf": Sample(thai_pdf, "pdf"),
    "owner.pdf": Sample(lambda: thai_pdf(owner="o"), "pdf"),
    "form.pdf": Sample(pdf_form, "pdf"),
    "mended.pdf": Sample(
        lambda: pdf_saying(THAI.replace("ำ", " า").replace("ี่", "\uf702\uf70a")), "pdf"
    ),
    "photos.pdf": Sample(
        lambda: pdf_of_pictures(words="Flood relief, 12 May 2025, village 4"), "pdf"
    ),
    "outline-loop.pdf": Sample(pdf_with_outline, "pdf"),
    "leading-away.docx": Sample(lambda: leading_away(docx()), "docx"),
    "leading-away.xlsx": Sample(lambda: leading_away(xlsx()), "xlsx"),
    "many-pages.pdf": Sample(lambda: thai_pdf(310), "pdf"),
    "wrong-length.pdf": Sample(
        lambda: pdf_saying(THAI).replace(b"/Length ", b"/Length 9", 1), "pdf"
    ),
    "thai.docx": Sample(docx, "docx"),
    "thai.xlsx": Sample(xlsx, "xlsx"),
    "claiming.xlsx": Sample(xlsx_claiming, "xlsx"),
    "thai.csv": Sample(lambda: CSV.encode(), "csv"),
    "excel.csv": Sample(lambda: CSV.encode("utf-8-sig"), "csv"),
    "windows.csv": Sample(lambda: CSV.encode("cp874"), "csv"),
    "semicolons.csv": Sample(lambda: CSV.replace(",", ";").encode(), "csv"),
    "unicode.csv": Sample(lambda: CSV.replace(",", "\t").encode("utf-16"), "csv"),
    "thai.txt": Sample(lambda: THAI.encode("cp874"), "txt"),
    "french.txt": Sample(
        lambda: "Le maire a décidé de fermer l’école pendant l’été où les élèves voyagent".encode(),
        "txt",
    ),
    "thai.odt": Sample(lambda: odt(f"<office:body><text:p>{THAI}</text:p></office:body>"), "odt"),
    "thai.ods": Sample(lambda: odt(ODS, kind="spreadsheet"), "ods"),
    "thai.pptx": Sample(pptx, "pptx"),
}

#: Whole, and yet a machine reads nothing in them, or we do not open them.
NOT_READ: dict[str, Sample] = {
    "photo.jpg": Sample(lambda: picture_of("JPEG", exif=True), "jpg", (F.NO_TEXT,)),
    "photo.jpeg": Sample(lambda: picture_of("JPEG"), "jpg", (F.NO_TEXT,)),
    "photo.png": Sample(lambda: picture_of("PNG"), "png", (F.NO_TEXT,)),
    "photo.webp": Sample(lambda: picture_of("WEBP"), "webp", (F.NO_TEXT,)),
    "old.doc": Sample(lambda: ole("WordDocument", "Workbook"), "doc", (F.NOT_OPENED,)),
    "old.xls": Sample(lambda: ole("Workbook"), "xls", (F.NOT_OPENED,)),
    "old.ppt": Sample(lambda: ole("PowerPoint Document"), "ppt", (F.NOT_OPENED,)),
    "files.zip": Sample(lambda: zipped(readme="text"), "zip", (F.NOT_OPENED,)),
}
