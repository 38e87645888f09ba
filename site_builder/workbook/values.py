"""What a cell says as text: numbers, dates and formulas of Excel included, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from site_builder.characters import unfit
from site_builder.thai import BE_OFFSET, LAST_CE_YEAR, MONTHS, Month, fold, format_date
from site_builder.workbook.columns import MONTH, Column
from site_builder.workbook.package import Raw

#: Numbers that Excel shows as they are written, given a format with their commas and decimals.
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?")
_FORMAT = re.compile(r"(?P<comma>#,##)?0(?:\.(?P<decimals>0+))?(?P<percent>%)?")
#: Excel keeps so many digits of a number.
_DIGITS = 15
#: Excel takes a two-digit year from 30 for one of the twentieth century.
_DOUBTFUL = range(1930, 2000)
#: Words in the name of a column whose digits are no amount.
_PHONE_WORDS = ("โทร", "มือถือ", "แฟกซ์", "phone", "fax")
_ID_WORDS = ("เลขประจำตัว", "เลขผู้เสียภาษี", "tax")


@dataclass(frozen=True)
class Reading:
    """A cell as text, and what is to be said of it: a code with its words, or "" ."""

    text: str
    code: str = ""
    words: dict[str, str] = field(default_factory=dict)


def read(raw: Raw, column: Column, is_1904: bool) -> Reading:
    """What a cell of a column says."""
    text = raw.text.strip()
    if character := unfit(text):  # the data file could not be read again
        return Reading("", "character-refused", {"text": f"U+{ord(character):04X}"})
    if raw.kind == "error":
        return Reading("", "cell-error", {"text": text})
    if raw.is_formula and not text:
        return Reading("", "cell-formula")
    if raw.kind != "number":
        return Reading(text)
    if raw.is_date:
        return _of_date(raw, column, is_1904)
    return _of_number(raw, column)


def _of_date(raw: Raw, column: Column, is_1904: bool) -> Reading:
    day = _day(raw.text, is_1904)
    if day is None:
        return Reading(raw.text, "cell-became-date", {"text": raw.text})
    if isinstance(day, str):
        return Reading(day, "cell-date-impossible", {"text": day})
    shown = day.strftime("%d/%m/") + f"{day.year:04d}"
    if column.kind not in ("date", MONTH):
        return Reading(shown, "cell-became-date", {"text": shown})
    year = day.year - BE_OFFSET if day.year > LAST_CE_YEAR else day.year
    if year in _DOUBTFUL:
        proposal = f"{day.day} {MONTHS[day.month - 1]} {2500 + year % 100}"
        return Reading(shown, "cell-date-doubtful", {"text": shown, "proposal": proposal})
    try:
        meant = day.replace(year=year)
    except ValueError:  # 29 February of a year that is none in the other era
        return Reading(shown, "cell-date-impossible", {"text": shown})
    text = str(Month(meant.year, meant.month)) if column.kind == MONTH else format_date(meant)
    return Reading(text, "date-understood", {"text": shown, "proposal": text})


def _day(text: str, is_1904: bool) -> date | str | None:
    """The day that a number of Excel stands for; a text for the one that never was, None for no day."""
    try:
        days = int(float(text))
    except (ValueError, OverflowError):
        return None
    if days < 1:
        return None
    if days == 60 and not is_1904:
        return "29/02/1900"
    start = date(1904, 1, 1) if is_1904 else date(1899, 12, 31 if days < 60 else 30)
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def _of_number(raw: Raw, column: Column) -> Reading:
    text = number_text(raw.text, raw.format)
    if column.kind == "number":
        return Reading(text)
    digits = text.replace(",", "")
    if digits.isdecimal():
        if len(digits) > _DIGITS:
            return Reading(digits, "cell-lost-digits", {"text": digits})
        zeros = _leading_zeros(raw.format)
        if zeros > len(digits):
            return Reading(digits.zfill(zeros))
        if proposal := _lost_zero(digits, column):
            return Reading(digits, "cell-lost-zero", {"text": digits, "proposal": proposal})
        if raw.format == "General":
            return Reading(digits)
    return Reading(text)


def _leading_zeros(shape: str) -> int:
    """How many digits a format shows at least, where it puts zeros before a number: 0000000000."""
    return len(shape) if re.fullmatch("0{2,}", shape) else 0


def _lost_zero(digits: str, column: Column) -> str:
    """The number with the 0 that it has lost, "" where none is lost for certain.

    Telephones of Thailand have 9 digits (10 for mobiles) with a 0 at their head, tax numbers of juristic
    persons 13; hotlines have 3 to 5 and begin with another digit.
    """
    names = fold(" ".join(column.names))
    is_phone = column.kind == "contact" or any(word in names for word in _PHONE_WORDS)
    if is_phone and len(digits) in (8, 9):
        return f"0{digits}"
    is_id = column.spec.masks or any(fold(word) in names for word in _ID_WORDS)
    if is_id and len(digits) == 12:
        return f"0{digits}"
    return ""


def number_text(text: str, shape: str) -> str:
    """A number of Excel as its format shows it, where nothing of it is lost so; else with all its digits."""
    number = Decimal(repr(float(text)))
    found = _FORMAT.fullmatch(shape)
    if found:
        shown = number * 100 if found["percent"] else number
        decimals = len(found["decimals"] or "")
        written = f"{shown:,.{decimals}f}" if found["comma"] else f"{shown:.{decimals}f}"
        if Decimal(written.replace(",", "")) == shown:
            return written + (found["percent"] or "")
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{number:f}"


def as_number(text: str) -> tuple[float, str] | None:
    """A text as a number of Excel with the format that shows it again; None where that cannot be."""
    if not _PLAIN.fullmatch(text):
        return None
    digits = text.replace(",", "")
    whole, _, decimals = digits.lstrip("-").partition(".")
    if len(whole) + len(decimals) > _DIGITS or (digits.startswith("-0") and not float(digits)):
        return None
    shape = ("#,##0" if "," in text or len(whole) < 4 else "0") + (
        f".{'0' * len(decimals)}" if decimals else ""
    )
    number = float(digits)
    return (number, shape) if number_text(repr(number), shape) == text else None
