"""Thai digits, dates, months, fiscal years and periods."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.thai import (
    BE_OFFSET,
    MONTHS,
    SHORT_MONTHS,
    DateError,
    DateProblem,
    FiscalYear,
    Month,
    Period,
    arabic_digits,
    fold,
    format_date,
    format_period,
    nfc,
    parse_date,
    parse_fiscal_year,
    parse_month,
    parse_period,
)

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
PARSERS: dict[str, Callable[[str], object]] = {
    "date": parse_date,
    "month": parse_month,
    "fiscal year": parse_fiscal_year,
    "period": parse_period,
}

days = st.dates(date(1900, 1, 1), date(2150, 12, 31))
_FIGURES = "0 1 7 12 31 67 68 2024 2400 2567 2568 2700 ๑ ๖๘ ๒๕๖๘ ໑ ٢٥٦٧ - – — / . ( )"
_WORDS = (
    "พ.ศ. ค.ศ. พศ ปี ปีงบประมาณ เดือน วันที่ วันพุธ ไตรมาส ไตรมาสที่ รอบ แรก หลัง ของ ถึง ตั้งแต่ ตลอด ช่วง ระหว่าง"
)
#: What dates and periods are made of, in any order: nearly right texts are the dangerous ones.
_pieces = st.sampled_from(
    [
        *MONTHS,
        *SHORT_MONTHS,
        *_FIGURES.split(),
        *_WORDS.split(),
        "6 เดือน",
        " ",
        "\n",
        "\u00a0",
    ]
)
texts = st.one_of(st.text(max_size=40), st.lists(_pieces, max_size=12).map("".join))


# --- one date ---------------------------------------------------------------------------------

FIRST_OF_OCTOBER = [
    "1 ตุลาคม 2567",
    "๑ ตุลาคม ๒๕๖๗",
    "1 ตุลาคม พ.ศ. 2567",
    "1 ตุลาคม พ.ศ.2567",
    "1 ตุลาคม พ. ศ. ๒๕๖๗",
    "1 ตุลาคม พศ 2567",
    "1 ตุลาคม ปี พ.ศ. 2567",
    "1 ตุลาคม ปี 2567",
    "1 เดือนตุลาคม พ.ศ. 2567",
    "1 ตุลาคม ค.ศ. 2024",
    "1 ตุลาคม ค.ศ. 24",
    "1 ตุลาคม พ.ศ. 67",
    "1 ตุลาคม 2024",
    "1 ต.ค. 67",
    "1 ต.ค.67",
    "๑ ต.ค. ๖๗",
    "1ต.ค.2567",
    "1 ต.ค 2567",
    "1 ตค. 67",
    "1 ตค 67",
    "1 ต. ค. 2567",
    "01 ตุลาคม 2567",
    "วันที่ 1 ตุลาคม 2567",
    "วันอังคารที่ 1 ตุลาคม พ.ศ. 2567",
    "วันอังคาร 1 ตุลาคม 2567",
    "1/10/2567",
    "01/10/2567",
    "๑/๑๐/๒๕๖๗",
    "1-10-2567",
    "1.10.2567",
    "1/10/2024",
    "2567-10-01",
    "2024-10-01",
    "2567-10-1",
    "๒๕๖๗-๑๐-๐๑",
    "  1  ตุลาคม \n 2567 ",
    "1\u00a0ตุลาคม\u00a02567",
]


@pytest.mark.parametrize("text", FIRST_OF_OCTOBER)
def test_every_way_of_writing_a_date_is_read(text: str) -> None:
    assert parse_date(text) == date(2024, 10, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("29 กุมภาพันธ์ 2567", date(2024, 2, 29), id="leap day"),
        pytest.param("1 มกราคม 1900", date(1900, 1, 1), id="earliest CE"),
        pytest.param("31 ธันวาคม 2150", date(2150, 12, 31), id="latest CE"),
        pytest.param("1 มกราคม 2443", date(1900, 1, 1), id="BE of 1900"),
        pytest.param("31 ธันวาคม 2693", date(2150, 12, 31), id="latest BE"),
        pytest.param("5 ธ.ค. 00", date(1957, 12, 5), id="two digits are BE"),
    ],
)
def test_dates_at_the_edges(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("unreadable", ""),
        ("unreadable", "   "),
        ("unreadable", "พรุ่งนี้"),
        ("unreadable", "1 ตุลาคม"),
        ("unreadable", "ตุลาคม 2567"),
        ("unreadable", "2567"),
        ("unreadable", "10/2567"),
        ("unreadable", "1 October 2567"),
        ("unreadable", "1/10/256"),
        ("unreadable", "1 ตุลาคม 256"),
        ("unreadable", "1 ตุลาคม 25670"),
        ("unreadable", "1/10/2567 09:00"),
        ("unreadable", "1 และ 2 ตุลาคม 2567"),
        ("ambiguous", "1/10/67"),
        ("ambiguous", "01-10-24"),
        ("ambiguous", "๑.๑๐.๖๗"),
        ("impossible", "31 กุมภาพันธ์ 2567"),
        ("impossible", "29 กุมภาพันธ์ 2568"),
        ("impossible", "0 มกราคม 2567"),
        ("impossible", "1/13/2567"),
        ("impossible", "10/31/2567"),
        ("impossible", "2567-13-01"),
        ("impossible", "2567-02-30"),
        ("impossible", "1 มกราคม 1899"),
        ("impossible", "1 มกราคม 2201"),
        ("impossible", "1 มกราคม 2400"),
        ("impossible", "1/1/2701"),
        ("contradictory", "1 ตุลาคม พ.ศ. 2024"),
        ("contradictory", "1 ตุลาคม ค.ศ. 2567"),
    ],
)
def test_dates_that_are_refused(problem: DateProblem, text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert (caught.value.problem, caught.value.text) == (problem, text)


@given(days)
def test_a_formatted_date_is_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(format_date(day).translate(THAI_DIGITS)) == day
    assert parse_date(day.isoformat()) == day


@given(days)
def test_buddhist_and_common_era_name_the_same_day(day: date) -> None:
    figures = f"{day.day}/{day.month}/"
    assert parse_date(f"{figures}{day.year}") == parse_date(f"{figures}{day.year + BE_OFFSET}")


def _month_forms() -> list[tuple[str, int]]:
    forms: list[tuple[str, int]] = []
    for number, (full, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1):
        head, tail = short.rstrip(".").split(".")
        written = (full, short, f"{head}.{tail}", f"{head}{tail}.", head + tail, f"{head}. {tail}.")
        forms += [(form, number) for form in written]
    return forms


@pytest.mark.parametrize(("form", "number"), _month_forms())
def test_every_form_of_every_month_is_read(form: str, number: int) -> None:
    expected = Month(2025, number)
    assert parse_date(f"9 {form} 2568") == date(2025, number, 9)
    assert parse_date(f"๙ {form} ๖๘") == date(2025, number, 9)
    assert parse_month(f"{form} 2568") == expected
    assert parse_month(f"{form}พ.ศ. ๒๕๖๘") == expected
    assert parse_period(f"{form} 68") == Period(expected.first_day, expected.last_day)


# --- one month --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "มีนาคม 2566",
        "มีนาคม พ.ศ. ๒๕๖๖",
        "เดือนมีนาคม 2566",
        "เดือน มีนาคม ปี 2566",
        "มีนาคม 2023",
        "มี.ค. ๖๖",
        "มี.ค.66",
        "2566-03",
        "2023-3",
        "๒๕๖๖-๐๓",
    ],
)
def test_every_way_of_writing_a_month_is_read(text: str) -> None:
    assert parse_month(text) == Month(2023, 3)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("unreadable", ""),
        ("unreadable", "มีนาคม"),
        ("unreadable", "1 มีนาคม 2566"),
        ("unreadable", "March 2566"),
        ("unreadable", "03/2566"),
        ("impossible", "2566-13"),
        ("impossible", "2566-00"),
        ("impossible", "มีนาคม 2300"),
        ("contradictory", "มีนาคม พ.ศ. 2023"),
        ("contradictory", "มีนาคม ค.ศ. 2566"),
    ],
)
def test_months_that_are_refused(problem: DateProblem, text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_month(text)
    assert (caught.value.problem, caught.value.text) == (problem, text)


@given(days.map(lambda day: Month(day.year, day.month)))
def test_a_shown_month_is_read_back(month: Month) -> None:
    assert parse_month(str(month)) == month


@pytest.mark.parametrize(
    ("month", "first", "last", "following"),
    [
        (Month(2024, 2), date(2024, 2, 1), date(2024, 2, 29), Month(2024, 3)),
        (Month(2025, 2), date(2025, 2, 1), date(2025, 2, 28), Month(2025, 3)),
        (Month(2024, 12), date(2024, 12, 1), date(2024, 12, 31), Month(2025, 1)),
    ],
    ids=str,
)
def test_the_days_of_a_month(month: Month, first: date, last: date, following: Month) -> None:
    assert (month.first_day, month.last_day, month.next) == (first, last, following)


# --- fiscal years -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2568",
        "๒๕๖๘",
        "ปี 2568",
        "พ.ศ. 2568",
        "ปี พ.ศ. 2568",
        "ปีงบประมาณ 2568",
        "ปีงบประมาณ พ.ศ. ๒๕๖๘",
        "ปีงบประมาณพ.ศ.2568",
        "งบประมาณปี 2568",
    ],
)
def test_every_way_of_writing_a_fiscal_year_is_read(text: str) -> None:
    assert parse_fiscal_year(text) == FiscalYear("2568")


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("unreadable", ""),
        ("unreadable", "68"),
        ("unreadable", "ปีงบประมาณ"),
        ("unreadable", "2567-2568"),
        ("impossible", "2025"),
        ("impossible", "ปีงบประมาณ พ.ศ. 2025"),
        ("impossible", "2800"),
    ],
)
def test_fiscal_years_that_are_refused(problem: DateProblem, text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_fiscal_year(text)
    assert (caught.value.problem, caught.value.text) == (problem, text)


@pytest.mark.parametrize("name", ["", "68", "2025", "2399", "2800", "25680", "๒๕๖๘", " 2568"])
def test_a_fiscal_year_has_a_buddhist_name(name: str) -> None:
    with pytest.raises(ValueError, match="Buddhist Era"):
        FiscalYear(name)


def test_the_parts_of_a_fiscal_year() -> None:
    year = FiscalYear("2568")
    assert year.period == Period(date(2024, 10, 1), date(2025, 9, 30))
    assert year.first_six_months == Period(date(2024, 10, 1), date(2025, 3, 31))
    assert [year.quarter(number) for number in (1, 2, 3, 4)] == [
        Period(date(2024, 10, 1), date(2024, 12, 31)),
        Period(date(2025, 1, 1), date(2025, 3, 31)),
        Period(date(2025, 4, 1), date(2025, 6, 30)),
        Period(date(2025, 7, 1), date(2025, 9, 30)),
    ]
    assert (year.shifted(-1), year.shifted(2)) == (FiscalYear("2567"), FiscalYear("2570"))
    assert str(year) == "ปีงบประมาณ พ.ศ. 2568"


@given(days)
def test_every_day_lies_in_its_fiscal_year_and_in_no_other(day: date) -> None:
    year = FiscalYear.of(day)
    only = Period(day, day)
    assert year.period.covers(only)
    assert not year.shifted(-1).period.overlaps(only)
    assert not year.shifted(1).period.overlaps(only)


# --- periods ----------------------------------------------------------------------------------

YEAR_2568 = (date(2024, 10, 1), date(2025, 9, 30))
FIRST_HALF = (date(2024, 10, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2568", YEAR_2568),
        ("ปีงบประมาณ พ.ศ. 2568", YEAR_2568),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", YEAR_2568),
        ("ตลอดปีงบประมาณ พ.ศ. 2568", YEAR_2568),
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘ (ต.ค.๖๗ - ก.ย.๖๘)", YEAR_2568),
        ("ต.ค. 67 - ก.ย. 68 (ปีงบประมาณ พ.ศ. 2568)", YEAR_2568),
        ("1 ตุลาคม 2567 - 30 กันยายน 2568", YEAR_2568),
        ("1 ตุลาคม 2567 ถึง 30 กันยายน 2568", YEAR_2568),
        ("ตั้งแต่วันที่ 1 ตุลาคม 2567 ถึงวันที่ 30 กันยายน 2568", YEAR_2568),
        ("ระหว่างวันที่ 1 ตุลาคม 2567 – 30 กันยายน 2568", YEAR_2568),
        ("1/10/2567 - 30/9/2568", YEAR_2568),
        ("1/10/2567-30/9/2568", YEAR_2568),
        ("2567-10-01 - 2568-09-30", YEAR_2568),
        ("2024-10-01/2025-09-30", YEAR_2568),
        ("2567-10-01 / 2568-09-30", YEAR_2568),
        ("2567-10 – 2568-09", YEAR_2568),
        ("ตุลาคม 2567 - กันยายน 2568", YEAR_2568),
        ("ต.ค.67-ก.ย.68", YEAR_2568),
        ("เดือนตุลาคม 2567 — เดือนกันยายน 2568", YEAR_2568),
        ("ไตรมาส 1-4 ปีงบประมาณ พ.ศ. 2568", YEAR_2568),
        ("ไตรมาสที่ 1 ปีงบประมาณ 2568", (date(2024, 10, 1), date(2024, 12, 31))),
        ("ไตรมาสที่ ๒ ของปีงบประมาณ พ.ศ. ๒๕๖๘", (date(2025, 1, 1), date(2025, 3, 31))),
        ("2566-70", (date(2022, 10, 1), date(2027, 9, 30))),
        ("พ.ศ. ๒๕๖๖–๗๐", (date(2022, 10, 1), date(2027, 9, 30))),
        ("ไตรมาส 1/2568", (date(2024, 10, 1), date(2024, 12, 31))),
        ("ไตรมาส 3–4 ปี 2568", (date(2025, 4, 1), date(2025, 9, 30))),
        ("6 เดือนแรก ปีงบประมาณ พ.ศ. 2568", FIRST_HALF),
        ("รอบ ๖ เดือนแรกของปีงบประมาณ พ.ศ. ๒๕๖๘", FIRST_HALF),
        ("รอบ 6 เดือนหลัง ปีงบประมาณ พ.ศ. 2568", (date(2025, 4, 1), date(2025, 9, 30))),
        ("พ.ศ. 2566-2570", (date(2022, 10, 1), date(2027, 9, 30))),
        ("พ.ศ. ๒๕๖๖ – ๒๕๗๐", (date(2022, 10, 1), date(2027, 9, 30))),
        ("2566 ถึง 2570", (date(2022, 10, 1), date(2027, 9, 30))),
        ("มีนาคม 2568", (date(2025, 3, 1), date(2025, 3, 31))),
        ("ภายในเดือนมีนาคม 2568", (date(2025, 3, 1), date(2025, 3, 31))),
        ("มกราคม - มีนาคม 2568", (date(2025, 1, 1), date(2025, 3, 31))),
        ("ม.ค. – มี.ค. ๖๘", (date(2025, 1, 1), date(2025, 3, 31))),
        ("1 - 5 มกราคม 2568", (date(2025, 1, 1), date(2025, 1, 5))),
        ("1-5 มกราคม 2568", (date(2025, 1, 1), date(2025, 1, 5))),
        ("วันที่ 30 มกราคม - 2 กุมภาพันธ์ 2568", (date(2025, 1, 30), date(2025, 2, 2))),
        ("9 มกราคม 2568", (date(2025, 1, 9), date(2025, 1, 9))),
        ("2568-01-09", (date(2025, 1, 9), date(2025, 1, 9))),
    ],
)
def test_every_way_of_writing_a_period_is_read(text: str, span: tuple[date, date]) -> None:
    assert parse_period(text) == Period(*span)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("unreadable", ""),
        ("unreadable", "ตลอดปี"),
        ("unreadable", "ตุลาคม - กันยายน"),
        ("unreadable", "1 - 2 - 3 มกราคม 2568"),
        ("unreadable", "ไตรมาส 5 ปี 2568"),
        ("unreadable", "ไตรมาส 1 ปีนี้"),
        ("unreadable", "6 เดือนแรก"),
        ("unreadable", "ปีงบประมาณ พ.ศ. 2568 (ทั้งปี)"),
        ("ambiguous", "1/10/67 - 30/9/68"),
        ("ambiguous", "1/10/67"),
        ("impossible", "31 กุมภาพันธ์ 2568"),
        ("impossible", "30 - 31 เมษายน 2568"),
        ("impossible", "31 - 30 เมษายน 2568"),
        ("impossible", "ปีงบประมาณ พ.ศ. 2025"),
        ("impossible", "2568-13"),
        ("reversed", "กันยายน 2568 - ตุลาคม 2567"),
        ("reversed", "ตุลาคม - มีนาคม 2568"),
        ("reversed", "5 - 1 มกราคม 2568"),
        ("reversed", "2570-2566"),
        ("reversed", "ไตรมาส 3-1 ปี 2568"),
        ("contradictory", "ปีงบประมาณ พ.ศ. 2569 (ต.ค. 67 - ก.ย. 68)"),
        ("contradictory", "1 ตุลาคม พ.ศ. 2024 - 30 กันยายน 2568"),
    ],
)
def test_periods_that_are_refused(problem: DateProblem, text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_period(text)
    assert (caught.value.problem, caught.value.text) == (problem, text)


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (YEAR_2568, "ปีงบประมาณ พ.ศ. 2568"),
        ((date(2022, 10, 1), date(2027, 9, 30)), "ปีงบประมาณ พ.ศ. 2566–2570"),
        (FIRST_HALF, "ตุลาคม 2567 – มีนาคม 2568"),
        ((date(2025, 2, 1), date(2025, 2, 28)), "กุมภาพันธ์ 2568"),
        ((date(2025, 1, 9), date(2025, 1, 9)), "9 มกราคม 2568"),
        ((date(2025, 1, 9), date(2025, 1, 31)), "9 มกราคม 2568 – 31 มกราคม 2568"),
        ((date(2025, 1, 1), date(2025, 12, 31)), "มกราคม 2568 – ธันวาคม 2568"),
    ],
)
def test_a_period_is_shown_in_its_shortest_wording(span: tuple[date, date], shown: str) -> None:
    assert format_period(Period(*span)) == str(Period(*span)) == shown


spans = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
_months_of = spans.map(
    lambda span: Period(
        Month(span.start.year, span.start.month).first_day,
        Month(span.end.year, span.end.month).last_day,
    )
)
_years_of = spans.map(
    lambda span: Period(FiscalYear.of(span.start).period.start, FiscalYear.of(span.end).period.end)
)


@given(st.one_of(spans, _months_of, _years_of))
def test_a_shown_period_is_read_back(period: Period) -> None:
    assert parse_period(str(period)) == period


@pytest.mark.parametrize("text", ["1900-01-01", "2200-12-31", "31 ธันวาคม 2700", "2158-10", "2443"])
def test_every_period_that_is_read_can_be_shown(text: str) -> None:
    try:
        period = parse_period(text)
    except DateError as error:
        assert error.problem == "impossible"
    else:
        assert str(period.end.year + BE_OFFSET) in str(period)


@pytest.mark.parametrize("text", ["२५६८", "25໖໘", "ปีงบประมาณ ２５６８"])
def test_a_year_in_other_digits_is_either_the_same_year_or_refused(text: str) -> None:
    try:
        year = parse_fiscal_year(text)
    except DateError as error:
        assert error.problem == "unreadable"
    else:
        assert year == FiscalYear("2568")


@pytest.mark.parametrize(
    ("other", "covered", "overlapping"),
    [
        pytest.param(YEAR_2568, True, True, id="the same"),
        pytest.param(FIRST_HALF, True, True, id="a part"),
        pytest.param((date(2024, 9, 30), date(2025, 9, 30)), False, True, id="a day more before"),
        pytest.param((date(2024, 10, 1), date(2025, 10, 1)), False, True, id="a day more after"),
        pytest.param((date(2025, 9, 30), date(2026, 1, 1)), False, True, id="meets at the end"),
        pytest.param((date(2025, 10, 1), date(2026, 1, 1)), False, False, id="the day after"),
        pytest.param((date(2024, 1, 1), date(2024, 9, 30)), False, False, id="the day before"),
    ],
)
def test_spans_that_meet(other: tuple[date, date], covered: bool, overlapping: bool) -> None:
    year = Period(*YEAR_2568)
    assert year.covers(Period(*other)) is covered
    assert year.overlaps(Period(*other)) is overlapping
    assert Period(*other).overlaps(year) is overlapping


def test_the_months_of_a_period_are_those_it_touches() -> None:
    period = Period(date(2024, 11, 30), date(2025, 2, 1))
    months = [Month(2024, 11), Month(2024, 12), Month(2025, 1), Month(2025, 2)]
    assert list(period.months()) == months


# --- any text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS)
@given(text=texts)
def test_any_text_is_read_or_refused(parse: Callable[[str], object], text: str) -> None:
    try:
        value = parse(text)
    except DateError as error:
        assert error.problem in get_args(DateProblem)
    else:
        assert isinstance(value, date | Month | FiscalYear | Period)
        if isinstance(value, Period):
            assert value.start <= value.end


@given(st.text())
def test_digits_and_normal_form_are_settled_at_once(text: str) -> None:
    assert arabic_digits(arabic_digits(text)) == arabic_digits(text)
    assert unicodedata.is_normalized("NFC", nfc(text))


def test_thai_digits_become_arabic_and_nothing_else_changes() -> None:
    assert arabic_digits("ข้อ ๐๑๒๓๔๕๖๗๘๙ ก") == "ข้อ 0123456789 ก"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ฝ่าย การ\nเมือง", "ฝ่ายการเมือง", id="spaces and line breaks"),
        pytest.param("ข้อ ๑๒", "ข้อ 12", id="digits"),
        pytest.param("น\u0e4d\u0e32", "นำ", id="sara am in two signs"),
        pytest.param("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33", id="sara am around a tone mark"),
        pytest.param("เเผน", "แผน", id="two sara e for sara ae"),
        pytest.param("E-Service", "e-service", id="case"),
        pytest.param("น\u0e4d \u0e32", "นำ", id="sara am broken by a space"),
        pytest.param("ฝ่าย\u200bการเมือง", "ฝ่ายการเมือง", id="zero width space"),
        pytest.param("ฝ่าย\ufeffการเมือง", "ฝ่ายการเมือง", id="byte order mark"),
        pytest.param("cafe \u0301", "café", id="accent after a space"),
    ],
)
def test_wordings_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ไม่มี", "มี"), ("ค่า", "คา"), ("ต่ำ", "ต่า")])
def test_wordings_that_differ(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.one_of(st.text(), st.text("เแ\u0e4d\u0e32\u0e33\u0e48ก ๑\u0301ǰİß", max_size=12)))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
