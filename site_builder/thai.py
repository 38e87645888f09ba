"""Thai digits, months, eras and fiscal years. Imports nothing of ours.

Inside the program every date is a `datetime.date` of the common era (CE). Thai documents write
Buddhist Era (BE = CE + 543), in Arabic or Thai digits, with full or short month names. What can
be read in two ways is not guessed: `DateError` says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal

BE_OFFSET = 543
#: A year above this is Buddhist Era (source: the project's data contract).
LAST_CE_YEAR = 2400
#: Thailand has had one time since 1920, without summer time.
_THAILAND = timezone(timedelta(hours=7))
#: Years that are read as such, CE; a year outside is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1900, 2155

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGIT = re.compile("[๐-๙]")
_SPACES = re.compile(r"\s+")
#: white space, and characters that no reader sees: they say nothing about wording
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
#: nikhahit + (tone mark) + sara aa, which many programs write for sara am
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")

DateProblem = Literal["unreadable", "ambiguous", "impossible", "reversed", "contradictory"]


class DateError(ValueError):
    """A date or period that cannot be read with certainty; `problem` says in which way."""

    def __init__(self, problem: DateProblem, text: str) -> None:
        super().__init__(f"{problem}: {text}")
        self.problem = problem
        self.text = text


def nfc(text: str) -> str:
    """The text in Unicode normal form C, as all our data is kept."""
    return unicodedata.normalize("NFC", text)


def arabic_digits(text: str) -> str:
    """The text with Thai digits ๐–๙ written 0–9."""
    # Most texts have none, and to look is ten times as fast as to replace.
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


@lru_cache(maxsize=20_000)  # the same wordings come again and again in large tables
def fold(text: str) -> str:
    """A key for comparing Thai wording: no spaces, Arabic digits, one form of sara am, no case.

    Documents break lines inside words, so spaces say nothing about wording.
    """
    text = _INVISIBLE.sub("", arabic_digits(nfc(text)))
    text = _SPLIT_SARA_AM.sub("\\1\u0e33", text)
    return nfc(text.replace("เเ", "แ").casefold())


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month; `year` is CE, `month` 1–12."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Month:
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    @property
    def short(self) -> str:
        """`ต.ค. 67`, for charts."""
        return f"{SHORT_MONTHS[self.month - 1]} {(self.year + BE_OFFSET) % 100:02d}"

    def __str__(self) -> str:
        return f"{MONTHS[self.month - 1]} {self.year + BE_OFFSET}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included; CE."""

    start: date
    end: date

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def months(self) -> Iterator[Month]:
        """Every month that the period touches, in order."""
        month = Month(self.start.year, self.start.month)
        while month.first_day <= self.end:
            yield month
            month = month.next

    def __str__(self) -> str:
        return format_period(self)


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A Thai fiscal year, named by its Buddhist Era year: 2568 is 1 Oct 2024 – 30 Sep 2025."""

    name: str

    def __post_init__(self) -> None:
        if not re.fullmatch("2[4-6][0-9]{2}", self.name):
            raise ValueError(f"not a Buddhist Era year: {self.name!r}")

    @property
    def period(self) -> Period:
        end_year = int(self.name) - BE_OFFSET
        return Period(date(end_year - 1, 10, 1), date(end_year, 9, 30))

    @property
    def first_six_months(self) -> Period:
        start = self.period.start
        return Period(start, date(start.year + 1, 3, 31))

    def quarter(self, number: int) -> Period:
        """Quarter 1 is October–December."""
        months = list(self.period.months())[3 * number - 3 : 3 * number]
        return Period(months[0].first_day, months[-1].last_day)

    def shifted(self, years: int) -> FiscalYear:
        return FiscalYear(str(int(self.name) + years))

    @classmethod
    def of(cls, day: date) -> FiscalYear:
        return cls(str(day.year + BE_OFFSET + (1 if day.month >= 10 else 0)))

    def __str__(self) -> str:
        return f"ปีงบประมาณ พ.ศ. {self.name}"


def format_date(day: date) -> str:
    """`2024-10-01` as `1 ตุลาคม 2567`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year + BE_OFFSET}"


def format_moment(moment: datetime) -> str:
    """A moment by the clock of Thailand: `15 กุมภาพันธ์ 2568 เวลา 10:00:00 น. (เวลาประเทศไทย)`."""
    here = moment.astimezone(_THAILAND)
    return f"{format_date(here.date())} เวลา {here:%H:%M:%S} น. (เวลาประเทศไทย)"


def format_period(period: Period) -> str:
    """The shortest usual Thai wording: a fiscal year, months, one day, or two dates."""
    year = FiscalYear.of(period.start)
    if period == year.period:
        return str(year)
    last = FiscalYear.of(period.end)
    if (period.start, period.end) == (year.period.start, last.period.end):
        return f"ปีงบประมาณ พ.ศ. {year.name}–{last.name}"
    if period.start == period.end:
        return format_date(period.start)
    first_month = Month(period.start.year, period.start.month)
    last_month = Month(period.end.year, period.end.month)
    if period.start.day == 1 and period.end == last_month.last_day:
        return str(first_month) if first_month == last_month else f"{first_month} – {last_month}"
    return f"{format_date(period.start)} – {format_date(period.end)}"


# --- reading -------------------------------------------------------------------------------


def _month_pattern() -> tuple[str, dict[str, int]]:
    names: dict[str, int] = {}
    for number, (full, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1):
        bare = short.replace(".", "")
        names |= {full: number, bare: number, short.rstrip(".").replace(".", ""): number}
    full_names = "|".join(MONTHS)
    # "ต.ค.", "ต.ค", "ตค." and "ตค" are all written; spaces may stand after a dot
    short_names = "|".join(
        r"\.?\s?".join(re.escape(part) for part in short.rstrip(".").split(".")) + r"\.?"
        for short in SHORT_MONTHS
    )
    return f"(?:{full_names}|{short_names})", names


_MONTH, _MONTH_NUMBERS = _month_pattern()
_ERA = r"(?:(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)\s*)?"
_YEAR = _ERA + r"(?P<year>[0-9]{4}|[0-9]{2})"
_WEEKDAY = re.compile(r"^(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ|ศุกร์|เสาร์|อาทิตย์)?(?:ที่)?)\s*")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_THAI_DATE = re.compile(
    rf"(?P<day>[0-9]{{1,2}})\s*(?:เดือน\s*)?(?P<month>{_MONTH})(?:\s*(?:ปี\s*)?{_YEAR})?"
)
_NUMERIC = re.compile(
    r"(?P<day>[0-9]{1,2})[/.\-](?P<month>[0-9]{1,2})[/.\-](?P<year>[0-9]{4}|[0-9]{2})"
)
_THAI_MONTH = re.compile(rf"(?:เดือน\s*)?(?P<month>{_MONTH})(?:\s*(?:ปี\s*)?{_YEAR})?")
_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")
_FISCAL_YEAR = re.compile(
    r"(?:ปี)?\s*(?:งบประมาณ)?\s*(?:ปี)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>[0-9]{4})"
)
_QUARTER = re.compile(
    r"ไตรมาส(?:ที่)?\s*(?P<first>[1-4])(?:\s*[-–—]\s*(?P<last>[1-4]))?\s*(?:ของ|/)?\s*(?P<rest>.+)"
)
_HALF = re.compile(r"(?:รอบ\s*)?6\s*เดือน\s*(?P<half>แรก|หลัง)\s*(?:ของ)?\s*(?P<rest>.+)")
#: 2566-70; up to 12 the second figure could be a month
_SHORT_RANGE = re.compile(
    r"(?P<first>(?:ปี)?\s*(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*[0-9]{4})\s*[-–]\s*(?P<last>[0-9]{2})"
)
_LEAD = re.compile(r"^(?:ตลอด|ช่วง|ระหว่าง(?:วันที่)?|ประจำ|ตั้งแต่|ภายใน|เดือน(?=ตุ))\s*")
_IN_BRACKETS = re.compile(r"^(?P<outside>.+?)\s*\((?P<inside>[^()]+)\)$")
_WIDE_SEPARATOR = re.compile(r"\s+-\s+|\s*[–—]\s*|\s*ถึง\s*|\s+/\s+|(?<=[0-9])/(?=[0-9]{4}-)")
_NARROW_SEPARATOR = re.compile(r"-")


def _clean(text: str) -> str:
    return _SPACES.sub(" ", arabic_digits(nfc(text))).strip()


def _ce_year(year: str, era: str | None, text: str) -> int:
    number = int(year)
    era = (era or "").replace(".", "").replace(" ", "")
    if len(year) == 2:
        return number + 2000 if era == "คศ" else number + 2500 - BE_OFFSET
    is_be = number > LAST_CE_YEAR
    if (era == "พศ" and not is_be) or (era == "คศ" and is_be):
        raise DateError("contradictory", text)
    year_ce = number - BE_OFFSET if is_be else number
    if not FIRST_YEAR <= year_ce <= LAST_YEAR:
        raise DateError("impossible", text)
    return year_ce


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError("impossible", text) from None


def _month_number(name: str) -> int:
    return _MONTH_NUMBERS[re.sub(r"[.\s]", "", name)]


def parse_date(text: str) -> date:
    """Read one date: `1 ต.ค. 67`, `๑ ตุลาคม พ.ศ. ๒๕๖๗`, `1/10/2567`, `2567-10-01`, `2024-10-01`.

    A two-digit year after a Thai month name is Buddhist Era; after figures alone it is ambiguous.

    Raises:
        DateError: unreadable, ambiguous, impossible (31 February) or contradictory (พ.ศ. 2025).
    """
    cleaned = _WEEKDAY.sub("", _clean(text))
    if found := _ISO.fullmatch(cleaned):
        return _day(
            _ce_year(found["year"], None, text), int(found["month"]), int(found["day"]), text
        )
    found = _THAI_DATE.fullmatch(cleaned)
    if found and found["year"]:
        year = _ce_year(found["year"], found["era"], text)
        return _day(year, _month_number(found["month"]), int(found["day"]), text)
    if found := _NUMERIC.fullmatch(cleaned):
        if len(found["year"]) == 2:
            raise DateError("ambiguous", text)
        year = _ce_year(found["year"], None, text)
        return _day(year, int(found["month"]), int(found["day"]), text)
    raise DateError("unreadable", text)


def parse_month(text: str) -> Month:
    """Read one month with its year: `มีนาคม 2566`, `มี.ค. ๖๖`, `2566-03`.

    Raises:
        DateError: unreadable, impossible or contradictory.
    """
    cleaned = _clean(text)
    found = _THAI_MONTH.fullmatch(cleaned)
    if found and found["year"]:
        return Month(_ce_year(found["year"], found["era"], text), _month_number(found["month"]))
    if found := _ISO_MONTH.fullmatch(cleaned):
        number = int(found["month"])
        if not 1 <= number <= 12:
            raise DateError("impossible", text)
        return Month(_ce_year(found["year"], None, text), number)
    raise DateError("unreadable", text)


def months_named(text: str) -> set[int]:
    """The months, 1 to 12, that a sentence names in full: `ไม่มีการจัดซื้อในเดือนมีนาคม 2568`."""
    return {number for number, name in enumerate(MONTHS, start=1) if name in nfc(text)}


def parse_fiscal_year(text: str) -> FiscalYear:
    """Read a fiscal year: `2568`, `ปีงบประมาณ พ.ศ. ๒๕๖๘`. A bare year is taken as fiscal.

    Raises:
        DateError: unreadable, or a year that is not Buddhist Era.
    """
    found = _FISCAL_YEAR.fullmatch(_clean(text))
    if not found:
        raise DateError("unreadable", text)
    try:
        return FiscalYear(found["year"])
    except ValueError:
        raise DateError("impossible", text) from None


def parse_period(text: str) -> Period:
    """Read a span of time: a fiscal year, quarters, six months, months, dates, or a range of them.

    `ตลอดปีงบประมาณ พ.ศ. ๒๕๖๙ (ต.ค.๖๘ - ก.ย.๖๙)` is read twice, and both must agree.
    A range of bare years (`พ.ศ. 2566-2570`) is a range of fiscal years.

    Raises:
        DateError: unreadable, ambiguous, impossible, reversed or contradictory.
    """
    cleaned = _clean(text)
    if bracketed := _IN_BRACKETS.match(cleaned):
        outside = _span(bracketed["outside"], text)
        inside = _span(bracketed["inside"], text)
        if outside != inside:
            raise DateError("contradictory", text)
        return outside
    return _span(cleaned, text)


def _span(cleaned: str, text: str) -> Period:
    cleaned = _LEAD.sub("", _LEAD.sub("", cleaned.strip()))
    if found := _QUARTER.fullmatch(cleaned):
        year = _year_of(found["rest"], text)
        first, last = int(found["first"]), int(found["last"] or found["first"])
        return _ordered(year.quarter(first).start, year.quarter(last).end, text)
    if found := _HALF.fullmatch(cleaned):
        year = _year_of(found["rest"], text)
        if found["half"] == "แรก":
            return year.first_six_months
        return Period(year.quarter(3).start, year.quarter(4).end)
    found = _SHORT_RANGE.fullmatch(cleaned)
    if found and int(found["last"]) > max(12, int(found["first"][-2:])):
        cleaned = f"{found['first']} - {found['first'][-4:-2]}{found['last']}"
    single = _one(cleaned, text)
    if single:
        return single
    for separator in (_WIDE_SEPARATOR, _NARROW_SEPARATOR):
        sides = separator.split(cleaned)
        if len(sides) == 2:
            right = _one(sides[1].strip(), text)
            left = right and _left(sides[0].strip(), right, text)
            if left and right:
                return _ordered(left.start, right.end, text)
    raise DateError("unreadable", text)


def _year_of(part: str, text: str) -> FiscalYear:
    try:
        return parse_fiscal_year(part)
    except DateError as error:
        raise DateError(error.problem, text) from None


def _one(part: str, text: str) -> Period | None:
    """A part that is complete in itself: a date, a month with year, a fiscal year."""
    part = _LEAD.sub("", part)
    for read in (parse_date, parse_month, parse_fiscal_year):
        try:
            value = read(part)
        except DateError as error:
            if error.problem != "unreadable":
                raise DateError(error.problem, text) from None
            continue
        if isinstance(value, FiscalYear):
            return value.period
        if isinstance(value, Month):
            return Period(value.first_day, value.last_day)
        return Period(value, value)
    return None


def _left(part: str, right: Period, text: str) -> Period | None:
    """The left side of a range, which may leave out what the right side says."""
    complete = _one(part, text)
    if complete:
        return complete
    part = _WEEKDAY.sub("", _LEAD.sub("", part))
    if re.fullmatch(r"[0-9]{1,2}", part):
        day = _day(right.end.year, right.end.month, int(part), text)
        return Period(day, day)
    if found := _THAI_DATE.fullmatch(part):
        day = _day(right.end.year, _month_number(found["month"]), int(found["day"]), text)
        return Period(day, day)
    if found := _THAI_MONTH.fullmatch(part):
        month = Month(right.end.year, _month_number(found["month"]))
        return Period(month.first_day, month.last_day)
    return None


def _ordered(start: date, end: date, text: str) -> Period:
    if start > end:
        raise DateError("reversed", text)
    return Period(start, end)
