"""Codes of assessment questions as documents write them: `i1`, `e๔`, `O13`, `0๒๑`, `1๒๘`."""

from __future__ import annotations

import re

from site_builder.thai import arabic_digits

_CODE = re.compile(
    r"\s*\(?\s*(?:(?P<letter>[ieo])\s*(?P<number>\d{1,2})|(?P<digits>[01]\d{1,2}))(?!\d)"
)
#: What a typist writes for a letter: zero for O, one for i. "10" is O10 only as "010".
_LETTER = {"0": "o", "1": "i"}
_LONGEST = 3


def question_code(text: str) -> str:
    """The code at the start of a text as `i1`, `e1` or `o21`; "" where there is none.

    Typed digits are read as the letter that they look like: 0 is O; 1 is i only before two digits,
    as `11` may be just a number.
    """
    found = _CODE.match(arabic_digits(text).casefold())
    if not found:
        return ""
    if found["letter"]:
        number = int(found["number"])
        return f"{found['letter']}{number}" if number else ""
    digits = found["digits"]
    if digits[0] == "1" and len(digits) < _LONGEST:
        return ""
    number = int(digits[1:])
    return f"{_LETTER[digits[0]]}{number}" if number else ""
