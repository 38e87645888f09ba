"""Texts in two languages, locations and problems."""

from __future__ import annotations

import pytest

from site_builder.language import LANGUAGES, Text, same, use_language
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

WATER = Text("น้ำ", "water")


def test_thai_is_the_default() -> None:
    assert str(WATER) == "น้ำ"


def test_the_language_of_the_run_decides() -> None:
    use_language("en")
    assert (str(WATER), f"{WATER}") == ("water", "water")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_in_both(language: str) -> None:
    use_language("th" if language == "th" else "en")
    assert str(same("O12")) == "O12"


@pytest.mark.parametrize(
    ("template", "arguments", "expected"),
    [
        pytest.param(Text("ดื่ม{x}", "drink {x}"), {"x": WATER}, ("ดื่มน้ำ", "drink water"), id="text"),
        pytest.param(Text("{n} ข้อ", "{n} items"), {"n": 28}, ("28 ข้อ", "28 items"), id="number"),
        pytest.param(
            Text("พบ {x}", "found {x}"),
            {"x": "{y}"},
            ("พบ {y}", "found {y}"),
            id="braces in a value",
        ),
        pytest.param(
            Text("พบ {x}", "found {x}"), {"x": same("{0}")}, ("พบ {0}", "found {0}"), id="in a text"
        ),
        pytest.param(Text("ก", "a {x}"), {"x": 1}, ("ก", "a 1"), id="left out in one language"),
    ],
)
def test_places_are_filled_in_each_language(
    template: Text, arguments: dict[str, object], expected: tuple[str, str]
) -> None:
    filled = template.format(**arguments)
    assert (filled.th, filled.en) == expected


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        (Location("data/agency.yaml"), "data/agency.yaml"),
        (Location("data/agency.yaml", 3), "data/agency.yaml:3"),
        (Location("data/agency.yaml", 3, 7), "data/agency.yaml:3"),
    ],
    ids=["file", "line", "column"],
)
def test_a_location_is_shown_as_file_and_line(location: Location, shown: str) -> None:
    assert str(location) == shown


def _problem(file: str, line: int, code: str = "code") -> Problem:
    return Problem(code, Location(file, line), Text("ผิด", "wrong"), Text("แก้", "mend it"))


def test_problems_stand_in_the_order_of_the_files() -> None:
    error = InputError([_problem("b", 1), _problem("a", 10), _problem("a", 2)])
    places = [str(problem.location) for problem in error.problems]
    assert places == ["a:2", "a:10", "b:1"]


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    assert str(_problem("a", 2)) == "a:2: ผิด\n    → แก้"
    use_language("en")
    assert str(InputError([_problem("a", 2), _problem("b", 3)])) == (
        "a:2: wrong\n    → mend it\nb:3: wrong\n    → mend it"
    )
