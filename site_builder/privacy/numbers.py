"""Thirteen digits in whatever dress they come, and the checksum of a Thai national ID.

One number in ten passes the checksum by chance: what stands around it decides (see `identity`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from site_builder.thai import arabic_digits

#: What no reader sees; it may stand anywhere in a number that was copied out of a document.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

_DASH = "[-\u2010-\u2015\u2212]"
_BLANK = r"[^\S\r\n]"
#: What may part two digits of one number: a dash or point, perhaps between blanks, or blanks.
GAP = rf"(?:{_BLANK}?(?:{_DASH}|\.){_BLANK}?|{_BLANK}{{1,2}})"
_CARD_DASH = rf"{_BLANK}?{_DASH}{_BLANK}?"
_CARD = _CARD_DASH.join(["[0-9]", "[0-9]{4}", "[0-9]{5}", "[0-9]{2}", "[0-9]"])
_THIRTEEN = re.compile(
    # No part of a longer number, of a fraction or of a code with Latin letters; "ID1…" may be.
    r"(?:(?<![0-9A-Za-z_])|(?<=[Ii][Dd]))(?<![0-9]\.)"
    rf"(?:(?P<card>(?<![0-9]-){_CARD}(?!-[0-9]))"
    r"|[0-9]{13}"
    rf"|(?<![0-9][-. \u00a0])[0-9](?:{GAP}?[0-9]){{12}}(?!{GAP}[0-9]))"
    r"(?![0-9A-Za-z_])(?!\.[0-9])"
)
#: Where a number was taken out; a mark that no data file can hold.
_HOLE = "\x00"
_ANNOUNCED = re.compile(
    r"\(?\s*(?:เลข(?:ประจำตัว)?(?:ผู้เสียภาษี(?:อากร)?|ประชาชน|ทะเบียนนิติบุคคล)?\s*:?\s*)?"
    rf"(?:{_HOLE}|[0-9]-xxxx-xxxxx-xx-[0-9])\s*\)?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """Thirteen digits that stand as one number.

    Attributes:
        start, end: its place in the text that was searched.
        as_on_card: parted by dashes as 1-4-5-2-1, the form prescribed for these numbers alone.
    """

    digits: str
    start: int
    end: int
    as_on_card: bool

    @property
    def is_national_id(self) -> bool:
        """Whether it could be one: class 1–8, and the last digit fits the others (modulus 11).

        A juristic person's tax number starts with 0.
        """
        weighted = sum(int(d) * (13 - i) for i, d in enumerate(self.digits[:12]))
        return self.digits[0] in "12345678" and int(self.digits[12]) == (11 - weighted % 11) % 10

    @property
    def masked(self) -> str:
        """Its first and last digit alone."""
        return f"{self.digits[0]}-xxxx-xxxxx-xx-{self.digits[12]}"


def visible(text: str) -> str:
    """The text without characters that no reader sees."""
    return _INVISIBLE.sub("", text)


def readable(text: str) -> str:
    """The text as numbers are looked for in it: without invisible characters, digits as 0–9."""
    return arabic_digits(visible(text)).translate(_FULL_WIDTH)


def numbers(text: str) -> Iterator[Number]:
    """Every number of thirteen digits in a text that `readable` gave."""
    for found in _THIRTEEN.finditer(text):
        digits = "".join(letter for letter in found[0] if letter.isdecimal())
        yield Number(digits, found.start(), found.end(), found["card"] is not None)


def mask_tax_numbers(text: str) -> str:
    """The text with the tax numbers of natural persons masked, for columns of suppliers.

    There the column says what the number is: no checksum is asked for, so that a mistyped one is
    masked too. A juristic person's starts with 0 and stays.
    """
    return _replaced(text, lambda number: None if number.digits[0] == "0" else number.masked)


def without_tax_numbers(text: str) -> str:
    """A supplier's name without tax numbers, whosever they are, and what announces them."""
    bare = _replaced(text, lambda number: _HOLE)
    return " ".join(_ANNOUNCED.sub(" ", bare).split())


def _replaced(text: str, instead: Callable[[Number], str | None]) -> str:
    searched, written = readable(text), visible(text)
    parts, done = [], 0
    for number in numbers(searched):
        new = instead(number)
        if new is not None:
            parts += [written[done : number.start], new]
            done = number.end
    return "".join([*parts, written[done:]]) if parts else text
