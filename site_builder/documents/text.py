"""Text of documents: Thai as it is spelled, and whether what a file gives can still be read."""

from __future__ import annotations

import re

from site_builder.thai import nfc

#: Where older fonts keep Thai letters and marks that they draw in another place.
_PRIVATE = {
    0xF700: "ฐ", 0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื",
    0xF705: "่", 0xF706: "้", 0xF707: "๊", 0xF708: "๋", 0xF709: "์",
    0xF70A: "่", 0xF70B: "้", 0xF70C: "๊", 0xF70D: "๋", 0xF70E: "์",
    0xF70F: "ญ", 0xF710: "ั", 0xF711: "ํ", 0xF712: "็",
    0xF713: "่", 0xF714: "้", 0xF715: "๊", 0xF716: "๋", 0xF717: "์",
    0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ",
}  # fmt: skip
#: Control characters, halves of surrogate pairs, and characters that are none.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
#: Sara aa never starts a word: after a space it is what is left of a sara am.
_LOST_SARA_AM = re.compile("([ก-ฮ][\u0e48-\u0e4b]?) +\u0e32")
#: A mark that stands on a space was parted from its letter.
_LOOSE_MARK = re.compile("(?<=[ก-ฮ]) +(?=[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])")

_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_SPOILT = re.compile(
    # a sign of which nobody knows the letter, in the midst of text: alone it is a bullet of Word
    "(?<=[ก-๛\ue000-\uf8ff])[\ue000-\uf8ff]"
    # a mark, or a vowel that follows its letter, without a letter
    f"|(?<![ก-ฮ{_MARKS}])[{_MARKS}]"
    f"|(?<![ก-ฮ{_MARKS}ๅ])[\u0e32\u0e33]"
    # two vowels on one letter
    "|(?<=[\u0e31\u0e34-\u0e39])[\u0e31\u0e34-\u0e39]"
)
#: Characters that stand for one that was not known.
_UNKNOWN = re.compile("[\ufffd-\uffff]")
_THAI = re.compile("[ก-๛]")
#: Thai of UTF-8 read as Windows-874: two of three characters are these.
_READ_AS_874 = re.compile("เธ|เน")
#: Thai of TIS-620 or UTF-8 read as Latin.
_READ_AS_LATIN = re.compile("[\u00a1-\u00fb]")

#: A text is spoilt with more than this share of spoilt signs among its Thai letters. Measured on our
#: 98 PDF files and five printed documents: at most 0.3 % (a word broken in a narrow cell) as they
#: are, 4 % and more once a font has lost its tone marks, 1.5 % once it has lost one vowel. To accuse
#: a good file would be worse than to miss a bad one.
MAX_SPOILT = 0.01
#: Fewer than this are slips of the pen in a short text.
FEW = 3
#: The share of wrongly decoded characters. Measured: 1.2 % of our Thai is "เธ" and "เน", 62 % and
#: more of text that was decoded wrongly; some 4 % of French is beyond ASCII, nearly all of Thai read
#: as Latin.
MAX_WRONG = 0.3


def cleaned(text: str) -> str:
    """The text on one line, without signs that are no text."""
    return nfc(" ".join(_NO_TEXT.sub("", text).split()))


def mended(text: str) -> str:
    """One page's text on one line, with Thai as it is spelled."""
    text = " ".join(_NO_TEXT.sub("", text.translate(_PRIVATE)).split())
    return nfc(_LOST_SARA_AM.sub("\\1\u0e33", _LOOSE_MARK.sub("", text)))


def is_mangled(text: str) -> bool:
    """Whether a machine would read something else than what a person sees.

    What `mended` repairs is no fault.
    """
    unknown = len(_UNKNOWN.findall(text))
    text = mended(text)
    spoilt = len(_SPOILT.findall(text)) + unknown
    thai = len(_THAI.findall(text))
    if spoilt >= FEW and spoilt > MAX_SPOILT * (thai + spoilt):
        return True
    signs = len(text) - text.count(" ")
    return signs > 0 and (
        len(_READ_AS_LATIN.findall(text)) > MAX_WRONG * signs
        or 2 * len(_READ_AS_874.findall(text)) > MAX_WRONG * signs
    )
