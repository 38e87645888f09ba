"""Labelled texts and documents: which personal data must be found in them, and which must be left alone.

All names and numbers are invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from bad_documents import pdf_saying, saved
from docx import Document as new_document
from docx.document import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from site_builder.privacy.finding import find


def national_id(twelve: str) -> str:
    """Twelve digits with the thirteenth that fits them."""
    weighted = sum(int(digit) * (13 - place) for place, digit in enumerate(twelve))
    return twelve + str((11 - weighted % 11) % 10)


def as_on_card(digits: str) -> str:
    return "-".join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]))


#: Invented; the issuing office 0000 exists nowhere.
ID = national_id("100000012345")
OTHER_ID = national_id("300000054321")
CARD = as_on_card(ID)
MASKED = f"1-xxxx-xxxxx-xx-{ID[-1]}"
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WRONG_CHECK = ID[:12] + str((int(ID[12]) + 1) % 10)


#: Kind of datum, and the text that it stands in.
FOUND = {
    "label before": ("id", f"เลขประจำตัวประชาชน {ID}"),
    "short label": ("id", f"เลขบัตรประชาชน:{ID}"),
    "label broken by spaces": ("id", f"เลขประจำตัว ประชา ชน {ID}"),
    "label in English": ("id", f"National ID: {ID}"),
    "label joined to the number": ("id", f"ID{ID} (ID card)"),
    "label behind": ("id", f"{ID} (เลขบัตรประชาชน)"),
    "tax number of a person": ("id", f"นางสมศรี ดีจริง เลขประจำตัวผู้เสียภาษี {ID}"),
    "trade register, where a person's number is the ID": ("id", f"ทะเบียนพาณิชย์ {ID}"),
    "PromptPay": ("id", f"พร้อมเพย์ {ID}"),
    "Thai digits": ("id", f"เลขประจำตัวประชาชน {ID.translate(THAI)}"),
    "full-width digits": ("id", "บัตรประชาชน " + "".join(chr(ord(d) + 0xFEE0) for d in ID)),
    "the form of the card alone": ("id", f"ตามสำเนา {CARD} ที่แนบ"),
    "the form in Thai digits": ("id", CARD.translate(THAI)),
    "the form with long dashes": ("id", CARD.replace("-", "–")),
    "spaces, as on the card": ("id", "บัตรประชาชน " + CARD.replace("-", " ")),
    "no-break spaces": ("id", "บัตรประชาชน " + CARD.replace("-", "\u00a0")),
    "points": ("id", "บัตรประชาชน " + CARD.replace("-", ".")),
    "a box for each digit": ("id", "บัตรประชาชน " + " ".join(ID)),
    "zero-width spaces": ("id", "บัตรประชาชน " + "\u200b".join(ID)),
    "soft hyphens": ("id", "บัตรประชาชน " + "\u00ad".join(ID)),
    "other groups": ("id", f"บัตรประชาชน {ID[:3]}-{ID[3:6]}-{ID[6:]}"),
    "a name before": ("id", f"นายสมชาย ใจดี {ID}"),
    "a first name before": ("id", f"น.ส.สมศรี {ID}"),
    "a name with ณ": ("id", f"นางสาวสมศรี ณ ตัวอย่าง {ID}"),
    "a title inside a sentence": ("id", f"ตามคำร้องของนายสมชาย ใจดี {ID}"),
    "a rank before": ("id", f"ร.ต.อ.สมชาย ใจดี {ID}"),
    "an English title": ("id", f"Mr. Somchai Jaidee {ID}"),
    "a name that begins like a post": ("id", f"นายกฤษณ์ ใจดี {ID}"),
    "the label nearest before counts": ("id", f"เลขที่โครงการ 5 เลขบัตรประชาชน {ID}"),
    "mobile": ("phone", "ผู้ร้องเรียน: นายสมชาย ใจดี โทร 081-234-5678"),
    "mobile in one": ("phone", "ผู้แจ้งเบาะแส 0812345678"),
    "mobile in Thai digits": ("phone", "ผู้ร้อง โทร ๐๘๑-๒๓๔-๕๖๗๘"),
    "mobile from abroad": ("phone", "ผู้ร้องเรียน +66 81 234 5678"),
    "landline": ("phone", "โทรศัพท์ของผู้ร้องทุกข์ 043-123-456"),
    "client": ("phone", "ผู้ขอรับบริการ นางสมศรี มือถือ 09 1234 5678"),
    "label behind the phone": ("phone", "081-234-5678 (ผู้ร้องเรียน)"),
    "reporter who called a hot-line": ("phone", "สายด่วน 1567 ผู้แจ้งเหตุ 081-234-5678"),
    "address": ("address", "ผู้ร้องเรียนอยู่บ้านเลขที่ 12/3 หมู่ 4 ต.ในเมือง อ.เมือง"),
    "address in Thai digits": ("address", "ที่อยู่ผู้ร้อง เลขที่ ๑๒ หมู่ที่ ๔ ตำบลในเมือง"),
    "address without its word": ("address", "ผู้ร้องทุกข์: 99/1 ม.5 ต.ตัวอย่าง อ.เมือง จ.ขอนแก่น"),
    "account of a person in a sentence": ("account", "โอนให้นายสมชาย เลขที่บัญชี 123-4-56789-0"),
    "account of a person": ("account", "เลขที่บัญชี 123-4-56789-0 นายสมชาย ใจดี"),
    "account of nobody named": ("account", "โอนเข้าบัญชีธนาคาร 123-4-56789-0"),
    "account in one": ("account", "เลขบัญชี 1234567890 ธนาคารออมสิน"),
    "account of twelve digits": ("account", "บัญชีเลขที่ 020123456789"),
    "account at a bank, by its form": ("account", "ธนาคารกรุงไทย 123-4-56789-0"),
    "account name is a person's": ("account", "ชื่อบัญชี น.ส.สมศรี ดีจริง เลขที่บัญชี 123-4-56789-0"),
    "an office near, the account a person's": (
        "account",
        "คืนเงินจากเทศบาล ชื่อบัญชี นายสมชาย ใจดี เลขที่บัญชี 123-4-56789-0",
    ),
}

#: Nothing is found in these.
LEFT_ALONE = {
    "thirteen digits that say nothing": ID,
    "in a sentence": f"ตามที่ปรากฏในระบบ {ID} แล้วนั้น",
    "wrong checksum": f"เลขประจำตัวประชาชน {WRONG_CHECK}",
    "wrong checksum in the form": as_on_card(WRONG_CHECK),
    "twelve digits": f"บัตรประชาชน {ID[:12]}",
    "fourteen digits": f"บัตรประชาชน {ID}5",
    "part of a longer number": f"บัตรประชาชน {CARD}-7",
    "masked": f"เลขประจำตัวประชาชน {MASKED}",
    "juristic person": "บริษัท ก จำกัด เลขประจำตัวผู้เสียภาษี " + national_id("010555512345"),
    "agency's tax number": "เลขประจำตัวผู้เสียภาษี " + national_id("099400012345"),
    "barcode": f"บาร์โค้ด {ID}",
    "goods": f"รหัสสินค้า {ID}",
    "ISBN": "ISBN 978-616-00-0000-2",
    "ISBN in one": "เลขบัตรประชาชน ISBN 9786160000002",
    "document": f"เลขที่เอกสาร {ID}",
    "contract": f"เลขที่สัญญา {ID}",
    "project": f"เลขที่โครงการในระบบ e-GP {ID}",
    "e-GP number": "เลขที่โครงการ 67109024027",
    "budget": "งบประมาณ 1,100,017,020,345.00 บาท",
    "budget in one": f"วงเงินงบประมาณ {ID} บาท",
    "a fraction": f"เลขประจำตัว 0.{ID}",
    "a code": f"เลขประจำตัวเครื่อง SN{ID}",
    "mayor": f"นายกเทศมนตรี {ID}",
    "chief of the board": f"นายก อบต. {ID}",
    "registrar": f"นายทะเบียน {ID}",
    "district": f"อำเภอนางรอง {ID}",
    "lawyer": f"ทนายความ {ID}",
    "an ending of another word": f"รายการitems {ID}",
    "a sentence after a name": f"นายสมชาย ใจดี อนุมัติแล้ว {ID}",
    "executive's phone": "นายสมชาย ใจดี ปลัดเทศบาล โทร 081-234-5678",
    "hot-line": "โทรแจ้งเรื่องร้องเรียนได้ที่ 081-234-5678",
    "complaint centre": "ศูนย์รับเรื่องร้องเรียน โทร. 043-123-456 หรือ 081-234-5678",
    "how a complainant reaches the office": "ผู้ร้องเรียนสามารถติดต่อกองคลัง โทร 043-123-456",
    "where a client applies": "ผู้ขอรับบริการยื่นคำขอที่งานทะเบียน โทร 043-123-456",
    "line of a channel": "ร้องเรียนทางโทรศัพท์ 042-000-105 ในวันและเวลาราชการ",
    "office receives": "ผู้ร้องเรียน ส่งหนังสือมาที่เทศบาลตำบลตัวอย่าง เลขที่ 1 หมู่ 2 ต.ในเมือง อ.เมือง",
    "office address": "สำนักงานเทศบาล เลขที่ 99 หมู่ 5 ตำบลในเมือง อำเภอเมือง",
    "a house that nobody complains from": "ซ่อมถนนหน้าบ้านเลขที่ 12/3 หมู่ 4 ต.ในเมือง",
    "count of complainants": "มีผู้ร้องเรียน 12 ราย จาก 3 ตำบล",
    "number of a case": "ผู้ร้องเรียน เลขรับที่ 123/2568 ตำบลในเมือง",
    "agency's account": "ชื่อบัญชี เทศบาลตำบลตัวอย่าง ธนาคารกรุงไทย เลขที่บัญชี 123-4-56789-0",
    "account of an office, name behind": "เลขที่บัญชี 123-4-56789-0 ชื่อบัญชี องค์การบริหารส่วนตำบลตัวอย่าง",
    "firm's account": "บริษัท ก จำกัด เลขที่บัญชี 123-4-56789-0",
    "guarantee of a bank": "หนังสือค้ำประกันธนาคารกรุงไทย เลขที่ 67109024027",
    "phone of a bank": "ธนาคารกรุงไทย โทร 043-123-4567",
    "masked phone": "ผู้ร้องเรียน โทร xxxxxxxx78",
}

NEUTRAL = (
    "โครงการปรับปรุงถนนคอนกรีต {} แล้วเสร็จ",
    "ครุภัณฑ์หมายเลข {} ตั้งอยู่ที่กองช่าง",
    "เลขที่เอกสาร {} ลงวันที่ 3 ตุลาคม 2567",
    "บาร์โค้ด {}",
    "{}",
    "นายกเทศมนตรีอนุมัติโครงการ {}",
    "รายจ่ายทั้งสิ้น {} บาท",
    "ผู้ร้องเรียนได้รับแจ้งผลตามเลขรับ {}",
    "ใบเสร็จ {} ธนาคารกรุงไทย",
    "ซื้อวัสดุสำนักงานจากบริษัท ก จำกัด อ้างอิง {} เป็นเงิน 12,500 บาท",
)


def false_alarms(numbers: int) -> tuple[int, int]:
    """Of so many random numbers in neutral texts: how many are told, how many have a fitting checksum."""
    chance = random.Random(13)
    alarms = by_digits = 0
    for turn in range(numbers):
        number = f"{chance.randrange(10**13):013d}"
        by_digits += number == national_id(number[:12]) and number[0] in "12345678"
        alarms += bool(find(NEUTRAL[turn % len(NEUTRAL)].format(number)))
    return alarms, by_digits


# --- documents ---------------------------------------------------------------------------------------


class Paper(NamedTuple):
    """A document, and what must be told of it.

    Attributes:
        told: codes of what is found.
        says: what the finding calls its place, in Thai.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    told: tuple[str, ...] = ()
    says: str = ""


def _workbook(change: Callable[[Workbook, Worksheet], object]) -> Callable[[], bytes]:
    """A list of suppliers without numbers, changed."""

    def make() -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "รายชื่อ"
        for row in (("ที่", "ชื่อ", "รหัสสินค้า"), (1, "ร้าน ก", ID), (2, "ร้าน ข", OTHER_ID)):
            sheet.append(row)
        change(book, sheet)
        return saved(book)

    return make


def _with_ids(book: Workbook, sheet: Worksheet) -> None:
    sheet["D1"], sheet["D2"] = "เลขประจำตัวประชาชน", ID


def _hidden_column(book: Workbook, sheet: Worksheet) -> None:
    _with_ids(book, sheet)
    sheet.column_dimensions["D"].hidden = True


def _hidden_row(book: Workbook, sheet: Worksheet) -> None:
    sheet["A4"], sheet["B4"] = 3, f"นายสมชาย ใจดี {ID}"
    sheet.row_dimensions[4].hidden = True


def _hidden_sheet(book: Workbook, sheet: Worksheet) -> None:
    other = book.create_sheet("ข้อมูลดิบ")
    other.append(("ชื่อ", "เลขบัตรประชาชน"))
    other.append(("นายสมชาย ใจดี", int(ID)))
    other.sheet_state = "veryHidden"


def _comment(book: Workbook, sheet: Worksheet) -> None:
    sheet["B2"].comment = Comment(f"บัตร ปชช. {CARD}", "กองคลัง")


def _metadata(book: Workbook, sheet: Worksheet) -> None:
    book.properties.creator = f"นายสมชาย ใจดี {ID}"


def _nothing(book: Workbook, sheet: Worksheet) -> None:
    """Leaves the workbook as it is."""


def _word(change: Callable[[Document], object]) -> Callable[[], bytes]:
    def make() -> bytes:
        document = new_document()
        document.add_paragraph("รายงานผลการรับเรื่องร้องเรียน ประจำปีงบประมาณ พ.ศ. 2567")
        change(document)
        return saved(document)

    return make


def _table(document: Document) -> None:
    texts = [("ผู้ร้องเรียน", "โทรศัพท์"), *[("ราย", "ไม่ประสงค์ให้ติดต่อ")] * 40, ("ราย", "081-234-5678")]
    table = document.add_table(len(texts), 2)
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def _hidden_text(document: Document) -> None:
    document.add_paragraph().add_run(f"เลขบัตรประชาชน {ID}").font.hidden = True


def _remark(document: Document) -> None:
    runs = document.add_paragraph("ดูความเห็น").runs
    document.add_comment(runs, f"เลขบัตรประชาชน {ID}", author="หัวหน้า")


def _author(document: Document) -> None:
    document.core_properties.author = f"นายสมชาย ใจดี {ID}"


def _office(document: Document) -> None:
    document.add_paragraph("ติดต่อสอบถาม กองคลัง โทร 043-123-456")


def _said(text: str) -> Callable[[], bytes]:
    return lambda: text.encode("utf-8-sig")


PAPERS = (
    Paper("workbook: clean", "a.xlsx", _workbook(_nothing)),
    Paper("workbook: seen", "a.xlsx", _workbook(_with_ids), ("personal-id",), "D2"),
    Paper(
        "workbook: hidden column",
        "a.xlsx",
        _workbook(_hidden_column),
        ("personal-id",),
        "คอลัมน์ที่ซ่อนไว้",
    ),
    Paper("workbook: hidden row", "a.xlsx", _workbook(_hidden_row), ("personal-id",), "แถวที่ซ่อนไว้"),
    Paper(
        "workbook: hidden sheet",
        "a.xlsx",
        _workbook(_hidden_sheet),
        ("personal-id",),
        "แผ่นงานที่ซ่อนไว้",
    ),
    Paper("workbook: comment", "a.xlsx", _workbook(_comment), ("personal-id",), "ความคิดเห็น"),
    Paper("workbook: metadata", "a.xlsx", _workbook(_metadata), ("personal-id",), "ข้อมูลกำกับไฟล์"),
    Paper("Word: clean", "a.docx", _word(_office)),
    Paper("Word: table", "a.docx", _word(_table), ("personal-phone",)),
    Paper("Word: hidden text", "a.docx", _word(_hidden_text), ("personal-id",), "ข้อความที่ซ่อนไว้"),
    Paper("Word: comment", "a.docx", _word(_remark), ("personal-id",), "ความคิดเห็น"),
    Paper("Word: metadata", "a.docx", _word(_author), ("personal-id",), "ข้อมูลกำกับไฟล์"),
    Paper(
        "PDF: page", "a.pdf", lambda: pdf_saying(f"เลขบัตรประชาชน {ID}"), ("personal-id",), "หน้า 1"
    ),
    Paper("PDF: clean", "a.pdf", lambda: pdf_saying(f"เลขที่เอกสาร {ID}")),
    Paper("CSV: column", "a.csv", _said(f"ชื่อ,เลขบัตรประชาชน\r\nก,{ID}\r\n"), ("personal-id",)),
    Paper("CSV: clean", "a.csv", _said(f"ชื่อ,รหัสสินค้า\r\nก,{ID}\r\n")),
)
