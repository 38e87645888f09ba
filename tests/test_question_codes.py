"""Codes of questions, in every way that documents type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.results.questions import question_code

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

#: As typed, and the code. The first ten stand in documents (README of the reference, example A).
SPELLINGS: dict[str, str] = {
    "๐๑": "o1",
    "๐๑๐": "o10",
    "0๒๑": "o21",
    "o21": "o21",
    "1๒๘": "i28",
    "i7": "i7",
    "๐๒๐ การเปิดโอกาสให้เกิดการมีส่วนร่วม": "o20",
    "i๑๐ เจ้าหน้าที่ในหน่วยงานของท่าน": "i10",
    "e๙ หน่วยงานมีการพัฒนา": "e9",
    "๐๑๐ E-Service": "o10",
    "O1": "o1",
    "O๒๘": "o28",
    "๐๒๘": "o28",
    "021": "o21",
    "01": "o1",
    "00": "",
    "I15": "i15",
    "E09": "e9",
    "i 7": "i7",
    "O ๑๓": "o13",
    "  o13": "o13",
    "\t๐๑๓\n": "o13",
    "(i1)": "i1",
    "(๐๑)": "o1",
    "( O21 )": "o21",
    "i1) เจ้าหน้าที่": "i1",
    "e1.": "e1",
    "e1: เจ้าหน้าที่": "e1",
    "i30ท่าน": "i30",
    "๑๒๘": "i28",
    "128": "i28",
    "๑๐๘": "i8",
    "101": "i1",
    "043": "o43",
    "O๐๑": "o1",
}

#: Texts without a code: numbers that may be just numbers, words, years, and nothing.
GARBAGE = (
    "",
    " ",
    "-",
    "ไม่มี",
    "1",
    "๑",
    "7",
    "11",  # i1, or just eleven
    "๑๑",
    "28",
    "228",
    "O",
    "o",
    "i",
    "oo1",
    "io",
    "x1",
    "2568",
    "0000",
    "1280",
    "o100",
    "i128",
    "o0",
    "i00",
    "100",
    "e-Service",
    "E-Service",
    "OIT",
    "ข้อ",
    "O-1",
    "i.7",
    "()",
    "๐๐",
    "²1",
    "o²",
)


@pytest.mark.parametrize(("text", "code"), SPELLINGS.items())
def test_every_way_of_typing_a_code(text: str, code: str) -> None:
    assert question_code(text) == code


@pytest.mark.parametrize("text", GARBAGE)
def test_what_is_no_code(text: str) -> None:
    assert question_code(text) == ""


@given(
    letter=st.sampled_from("ieo"),
    number=st.integers(1, 43),
    upper=st.booleans(),
    as_digit=st.booleans(),
    leading_zero=st.booleans(),
    thai=st.lists(st.booleans(), min_size=3, max_size=3),
    gap=st.sampled_from(["", " ", "  ", "\t"]),
    before=st.sampled_from(["", " ", "(", " ( "]),
    after=st.sampled_from(["", " ", ")", ".", ":", " ท่านเคยถูกสั่ง", "ท่าน", " 2568 ครั้ง", "\n"]),
)
def test_a_code_is_found_again_however_it_is_typed(
    letter: str,
    number: int,
    upper: bool,
    as_digit: bool,
    leading_zero: bool,
    thai: list[bool],
    gap: str,
    before: str,
    after: str,
) -> None:
    digits = f"{number:02d}" if leading_zero else str(number)
    typed = letter.upper() if upper else letter
    if as_digit and (letter == "o" or (letter == "i" and len(digits) == 2)):
        typed, gap = {"o": "0", "i": "1"}[letter], ""  # zero for O, one for i before two digits
    characters = [*typed, *gap, *digits]
    in_thai = iter(thai)
    text = "".join(
        each.translate(THAI) if each.isdigit() and next(in_thai) else each for each in characters
    )
    assert question_code(before + text + after) == f"{letter}{number}"


@given(st.text() | st.from_regex(r"\s*\(?[0-1ieoIEO๐๑]?\s*\d{0,4}.*"))
def test_no_text_is_too_odd(text: str) -> None:
    code = question_code(text)
    assert code == "" or (code[0] in "ieo" and 1 <= int(code[1:]) <= 99)
    assert code == "" or question_code(code) == code
