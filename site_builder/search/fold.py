"""When two spellings are the same word: the one rule of the site's search.

The rule is data. `RULES` travel with the index, and themes/oit/assets/search.js follows the very
same list, so there is no second rule that could differ. A pattern must therefore mean the same in
Python and in JavaScript, without lookbehind, which browsers of a few years ago cannot read.

Thai is written without spaces between words, so a word is found as a part of the text.
"""

from __future__ import annotations

import re

from site_builder.thai import arabic_digits, nfc

#: Between two cells or pages of a text: no word reaches over it.
BORDER = "\n"

Rule = tuple[str, str]

#: Spellings that look the same, or differ only in what no reader would call spelling.
RULES: tuple[Rule, ...] = (
    ("[\u00ad\u200b-\u200f\u2060\ufeff]", ""),
    ("[\t\x0b\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", " "),
    # A space says nothing in Thai; between figures or Latin words it parts them.
    (" (?![0-9a-z])", ""),
    ("(^|[^0-9a-z]) ", r"\1"),
    ("[\u2010-\u2015\u2212]", "-"),
    ("[\u2018-\u201b]", "'"),
    ("[\u201c-\u201f]", '"'),
    # 12,500 and 12500
    ("([0-9]),(?=[0-9]{3})", r"\1"),
    # sara e twice for sara ae
    ("เเ", "แ"),
    # a tone mark typed before the vowel above or below
    ("([\u0e48-\u0e4c]+)([\u0e31\u0e34-\u0e3a\u0e47])", r"\2\1"),
    # nikhahit and sara aa for sara am, and a tone mark typed after it
    ("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33"),
    ("\u0e33([\u0e48-\u0e4b])", "\\1\u0e33"),
    # a mark typed twice stands on itself
    ("([\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])\\1+", r"\1"),
)

#: Common misspellings, applied after `RULES`; used only where nothing is spelled as asked.
LOOSE_RULES: tuple[Rule, ...] = (
    # tone marks, mai taikhu, thanthakhat, and the signs for "and so on" and "again"
    ("[\u0e47-\u0e4c\u0e4e\u0e2f\u0e46]", ""),
    # punctuation and spaces: พ.ศ. and พศ, 045-123-456 and 045123456
    ("[-.,:;/()'\" ]", ""),
    # short and long vowels, and the two letters for ai
    ("ี", "ิ"),
    ("ื", "ึ"),
    ("ู", "ุ"),
    ("ไ", "ใ"),
    # letters of one sound
    ("ฏ", "ฎ"),
    ("ณ", "น"),
    ("[ศษ]", "ส"),
    # อนุญาติ and อนุญาต, สังเกตุ and สังเกต
    ("ต[ิุ]", "ต"),
    # บุคคลากร and บุคลากร
    ("([ก-ฮ])\\1+", r"\1"),
)

#: A shorter word is not compared loosely: it would be found everywhere.
SHORTEST_LOOSE = 3


def fold(text: str) -> str:
    """The text as the search compares it."""
    return _apply(RULES, arabic_digits(nfc(text).lower()))


def fold_loosely(text: str) -> str:
    """The text as the search compares it where misspellings are allowed."""
    return _apply(LOOSE_RULES, fold(text))


def javascript(rules: tuple[Rule, ...]) -> list[list[str]]:
    """The rules as `String.replace` of JavaScript takes them."""
    return [[pattern, replacement.replace("\\", "$")] for pattern, replacement in rules]


def _apply(rules: tuple[Rule, ...], text: str) -> str:
    for pattern, replacement in rules:
        text = re.sub(pattern, replacement, text)
    return text
