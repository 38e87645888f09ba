"""Personal data in texts: what is found in whatever dress, what is left alone, and what is told."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.documents.model import Facts, Hidden, Passage
from site_builder.privacy.context import Context
from site_builder.privacy.finding import find
from site_builder.privacy.numbers import mask_tax_numbers, without_tax_numbers
from site_builder.privacy.scanning import in_document, in_generated, in_lines
from site_builder.privacy.sightings import Datum, Sighting


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


def kinds(text: str, context: Context | None = None) -> list[str]:
    found = find(text, context) if context else find(text)
    return [sighting.kind.value for sighting in found]


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


@pytest.mark.parametrize(("kind", "text"), FOUND.values(), ids=list(FOUND))
def test_is_found_and_masked(kind: str, text: str) -> None:
    found = find(text)
    assert [sighting.kind.value for sighting in found] == [kind]
    assert len(re.findall(r"\d", found[0].masked)) <= 2


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


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=list(LEFT_ALONE))
def test_is_left_alone(text: str) -> None:
    assert find(text) == ()


def test_the_numbers_of_the_tables_could_be_ids() -> None:
    """So that nothing above is left alone because of its digits."""
    assert kinds(CARD) == ["id"]
    assert kinds(f"บัตรประชาชน {ID}") == ["id"]
    assert kinds(f"บัตรประชาชน {WRONG_CHECK}") == []


def test_a_list_under_one_label() -> None:
    text = f"เลขประจำตัวประชาชน {ID} และ {OTHER_ID}"
    assert [sighting.masked[0] for sighting in find(text)] == ["1", "3"]


HEADINGS = {
    "id under its heading": (ID, Context("เลขประจำตัวประชาชน"), ["id"]),
    "goods under theirs": (ID, Context("รหัสสินค้า"), []),
    "no heading": (ID, Context(), []),
    "the text's own label is nearer": (
        f"เลขที่สัญญา {ID}",
        Context("เลขประจำตัวประชาชน"),
        [],
    ),
    "phone beside a complainant": ("0812345678", Context("โทรศัพท์", "ผู้ร้องเรียน เรื่อง"), ["phone"]),
    "phone of the unit beside": (
        "0812345678",
        Context("โทรศัพท์", "ผู้ร้องเรียน เรื่อง หน่วยงาน"),
        [],
    ),
    "an ID is never read from the column beside": (ID, Context("จำนวน", "เลขประจำตัวประชาชน"), []),
    "account under its heading": ("1234567890", Context("เลขที่บัญชี"), ["account"]),
}


@pytest.mark.parametrize(("text", "context", "found"), HEADINGS.values(), ids=list(HEADINGS))
def test_headings_give_context(text: str, context: Context, found: list[str]) -> None:
    assert kinds(text, context) == found


# --- any number, in any dress --------------------------------------------------------------------

IDS = st.from_regex(r"[1-8][0-9]{11}", fullmatch=True).map(national_id)
DRESSES: tuple[Callable[[str], str], ...] = (
    str,
    lambda d: d.translate(THAI),
    as_on_card,
    lambda d: as_on_card(d).replace("-", " "),
    lambda d: as_on_card(d).replace("-", " - "),
    lambda d: as_on_card(d).replace("-", "."),
    lambda d: " ".join(d),
    lambda d: "\u200b".join(d.translate(THAI)),
    lambda d: f"{d[:7]}\u00a0{d[7:]}",
)
SURROUNDINGS = (
    "เลขประจำตัวประชาชน {}",
    "เลขที่บัตรประจำตัวประชาชน: {} ออกให้ ณ อำเภอเมือง",
    "นายสมชาย ใจดี {}",
    "(ID card no. {})",
    "ผู้เสียภาษีเลขที่ {}\nบรรทัดต่อไป 12,500.00 บาท",
)


@given(IDS, st.sampled_from(DRESSES), st.sampled_from(SURROUNDINGS))
def test_any_id_in_any_dress_is_found_and_not_told(
    digits: str, dress: Callable[[str], str], around: str
) -> None:
    text = around.format(dress(digits))
    (found,) = find(text)
    assert found == Sighting(Datum.ID, f"{digits[0]}-xxxx-xxxxx-xx-{digits[12]}")
    masked = mask_tax_numbers(text)
    assert find(masked) == ()
    assert masked == text.replace(dress(digits), found.masked).replace("\u200b", "")


@given(st.text(alphabet="0123456789๑๒ -.\u200bกขนายเลขบัตรประชาชนxX/", max_size=80))
def test_nothing_told_holds_more_than_two_digits(text: str) -> None:
    for sighting in find(text, Context("เลขประจำตัวประชาชน เลขที่บัญชี ผู้ร้องเรียน")):
        assert len(re.findall(r"\d", sighting.masked)) <= 2


@given(st.text(max_size=200))
def test_texts_of_any_kind_are_read(text: str) -> None:
    find(text)
    assert mask_tax_numbers(mask_tax_numbers(text)) == mask_tax_numbers(text)


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


def test_false_alarms_on_random_numbers_in_neutral_text() -> None:
    """Below 0.1 % of 100 000 numbers; by digits alone it would be about 8 %."""
    chance = random.Random(13)
    alarms = by_digits = 0
    for turn in range(100_000):
        number = f"{chance.randrange(10**13):013d}"
        by_digits += number == national_id(number[:12]) and number[0] in "12345678"
        alarms += bool(find(NEUTRAL[turn % len(NEUTRAL)].format(number)))
    assert by_digits > 7_000
    assert alarms < 100


def test_the_form_of_the_card_is_context_itself() -> None:
    """Nothing else is written 1-4-5-2-1: there the checksum alone decides, one in ten passes."""
    chance = random.Random(14)
    alarms = 0
    for _ in range(5_000):
        number = as_on_card(f"{chance.randrange(10**13):013d}")
        alarms += bool(find(f"ตามหนังสือ {number} ที่อ้างถึง"))
    assert 0.06 < alarms / 5_000 < 0.10


# --- columns of suppliers --------------------------------------------------------------------------

SUPPLIERS = {
    "sole trader": (f"นายสมชาย ใจดี {ID}", f"นายสมชาย ใจดี {MASKED}", "นายสมชาย ใจดี"),
    "shop": (f"ร้านสมศรีพาณิชย์ ({CARD})", f"ร้านสมศรีพาณิชย์ ({MASKED})", "ร้านสมศรีพาณิชย์"),
    "Thai digits, price as written": (
        f"ร้าน ก {ID.translate(THAI)} ๑๒,๕๐๐ บาท",
        f"ร้าน ก {MASKED} ๑๒,๕๐๐ บาท",
        "ร้าน ก ๑๒,๕๐๐ บาท",
    ),
    "mistyped": (f"ร้าน ก {WRONG_CHECK}", f"ร้าน ก 1-xxxx-xxxxx-xx-{WRONG_CHECK[-1]}", "ร้าน ก"),
    "two": (
        f"ร้าน ก {ID}\nร้าน ข {OTHER_ID}",
        f"ร้าน ก {MASKED}\nร้าน ข 3-xxxx-xxxxx-xx-{OTHER_ID[-1]}",
        "ร้าน ก ร้าน ข",
    ),
    "firm": (
        "บริษัท ก จำกัด (เลขประจำตัวผู้เสียภาษี 0-1055-12345-67-8)",
        "บริษัท ก จำกัด (เลขประจำตัวผู้เสียภาษี 0-1055-12345-67-8)",
        "บริษัท ก จำกัด",
    ),
    "masked by the agency": (f"ร้าน ก {MASKED}", f"ร้าน ก {MASKED}", "ร้าน ก"),
    "no number": ("ร้าน ก 27,000.00", "ร้าน ก 27,000.00", "ร้าน ก 27,000.00"),
    "e-GP number": ("ร้าน ก 67109024027", "ร้าน ก 67109024027", "ร้าน ก 67109024027"),
}


@pytest.mark.parametrize(("text", "masked", "bare"), SUPPLIERS.values(), ids=list(SUPPLIERS))
def test_tax_numbers_of_suppliers(text: str, masked: str, bare: str) -> None:
    assert mask_tax_numbers(text) == masked
    assert without_tax_numbers(text) == bare
    assert without_tax_numbers(masked) == bare


# --- documents, hand-written pages, generated texts --------------------------------------------------


def cells(*rows: tuple[str, ...], hidden: Hidden = Hidden.NO) -> Facts:
    return Facts(
        "xlsx",
        1,
        passages=tuple(
            Passage(text, sheet="รายชื่อ", cell=f"{'ABCDEF'[column]}{row}", hidden=hidden)
            for row, texts in enumerate(rows, start=1)
            for column, text in enumerate(texts)
            if text
        ),
    )


DOCUMENTS = {
    "bare numbers below a heading": (
        cells(("ที่", "เลขประจำตัวประชาชน", "ชื่อ"), ("1", ID, "ก"), ("2", OTHER_ID, "ข")),
        [("B2", "id", ""), ("B3", "id", "")],
    ),
    "a form with its label to the left": (
        cells(("เลขบัตรประชาชน", ID), ("รหัสสินค้า", OTHER_ID)),
        [("B1", "id", "")],
    ),
    "a name to the left": (cells(("ชื่อ", "หมายเลข"), ("นายสมชาย ใจดี", ID)), [("B2", "id", "")]),
    "another heading": (cells(("รหัสสินค้า", "ชื่อ"), (ID, "นายสมชาย ใจดี")), []),
    "a column beside the complainants": (
        cells(("ผู้ร้องเรียน", "เรื่อง", "โทรศัพท์"), ("ก", "ถนน", "0812345678")),
        [("C2", "phone", "")],
    ),
    "a hidden sheet": (
        cells(("เลขประจำตัวประชาชน",), (ID,), hidden=Hidden.SHEET),
        [("A2", "id", "sheet")],
    ),
    "a comment": (
        Facts("xlsx", 1, passages=(Passage(f"บัตร ปชช. {CARD}", cell="B4", hidden=Hidden.COMMENT),)),
        [("B4", "id", "comment")],
    ),
    "metadata": (Facts("docx", 1, author=f"นายสมชาย ใจดี {ID}"), [("", "id", "metadata")]),
    "a page of text": (
        Facts("pdf", 1, passages=(Passage("หน้าแรก", page=1), Passage(f"บัตรประชาชน {ID}", page=2))),
        [("", "id", "")],
    ),
}


@pytest.mark.parametrize(("facts", "found"), DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_documents(facts: Facts, found: list[tuple[str, str, str]]) -> None:
    assert [
        (passage.cell, sighting.kind.value, passage.hidden.value)
        for passage, sighting in in_document(facts)
    ] == found


LINES = {
    "a line": (f"# หน้า\n\nบัตรประชาชน {ID}\n", [(3, "id")]),
    "label in the line before": (f"## เลขประจำตัวประชาชน\n\n{ID}\n", [(3, "id")]),
    "markup inside the label": (f"**เลขบัตร**<br>ประชาชน {ID}", [(1, "id")]),
    "a table": (
        f"| ชื่อ | เลขประจำตัวประชาชน |\n|---|---|\n| ก | {ID} |\n| ข | - |\n",
        [(3, "id")],
    ),
    "a table of other numbers": (f"| ชื่อ | รหัส |\n|---|---|\n| ก | {ID} |\n", []),
    "complainant and phone": ("ผู้ร้องเรียน\n: 081-234-5678\n", [(2, "phone")]),
    "contact of the office": ("ติดต่อกองคลัง\n\nโทร 081-234-5678", []),
}


@pytest.mark.parametrize(("text", "found"), LINES.values(), ids=list(LINES))
def test_hand_written_pages(text: str, found: list[tuple[int, str]]) -> None:
    assert [(line, sighting.kind.value) for line, sighting in in_lines(text)] == found


GENERATED = {
    "HTML": (f'<td class="oit-number">บัตรประชาชน {ID}</td>', ["id"]),
    "JSON": ('{"text":"ผู้ร้องเรียน โทร 081-234-5678","other":1}', ["phone"]),
    "CSV": (f"1,นายสมชาย ใจดี {ID},5\r\n", ["id"]),
    "the form alone": (f"<p>{CARD}</p>", ["id"]),
    "bare digits in a cell": (f"<td>{ID}</td>", []),
    "a value does not speak for the next": (f'{{"a":"บัตรประชาชน","b":"เลข {ID}"}}', []),
    "start and end of the text": (f"บัตรประชาชน {ID}", ["id"]),
    "a hash": ('"sha256":"' + "1234567890123" * 4 + 'ab"', []),
}


@pytest.mark.parametrize(("text", "found"), GENERATED.values(), ids=list(GENERATED))
def test_generated_texts(text: str, found: list[str]) -> None:
    assert [sighting.kind.value for sighting in in_generated(text)] == found
