"""Personal data in texts: what is found in whatever dress, what is left alone, and what is told."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from corpus.personal import (
    CARD,
    FOUND,
    ID,
    LEFT_ALONE,
    MASKED,
    OTHER_ID,
    THAI,
    WRONG_CHECK,
    as_on_card,
    false_alarms,
    national_id,
)
from hypothesis import given
from hypothesis import strategies as st

from site_builder.documents.model import Facts, Hidden, Passage
from site_builder.privacy.context import Context
from site_builder.privacy.finding import find
from site_builder.privacy.numbers import mask_tax_numbers, without_tax_numbers
from site_builder.privacy.scanning import in_document, in_generated, in_lines
from site_builder.privacy.sightings import Datum, Sighting


def kinds(text: str, context: Context | None = None) -> list[str]:
    found = find(text, context) if context else find(text)
    return [sighting.kind.value for sighting in found]


@pytest.mark.parametrize(("kind", "text"), FOUND.values(), ids=list(FOUND))
def test_is_found_and_masked(kind: str, text: str) -> None:
    found = find(text)
    assert [sighting.kind.value for sighting in found] == [kind]
    assert len(re.findall(r"\d", found[0].masked)) <= 2


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


def test_false_alarms_on_random_numbers_in_neutral_text() -> None:
    """Below 0.1 % of 100 000 numbers; by digits alone it would be about 8 %."""
    alarms, by_digits = false_alarms(100_000)
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
