"""Files of a fixed shape: known keys, required keys, plain types."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError
from site_builder.sources.nodes import Mapping, Node, Scalar
from site_builder.sources.reader import Reader, closest, unknown_key
from site_builder.sources.yaml import parse_yaml

NAME = "data/agency.yaml"


def _node(yaml: str) -> Node:
    """The value of the key `v`, which stands in line 2."""
    top = parse_yaml(f"# remark\nv: {yaml}", NAME)
    assert isinstance(top, Mapping)
    return top.entries[0].value


def _codes(reader: Reader) -> list[tuple[str, int]]:
    return [(problem.code, problem.location.line) for problem in reader.problems]


# --- plain values -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "yaml", "value"),
    [
        pytest.param(Reader.text, "ชื่อ", "ชื่อ", id="text"),
        pytest.param(Reader.text, '"  ชื่อ "', "ชื่อ", id="text with spaces"),
        pytest.param(Reader.text, "", "", id="blank text"),
        pytest.param(Reader.text, "007", "007", id="figures as text"),
        pytest.param(Reader.texts, "[a, b]", ("a", "b"), id="texts"),
        pytest.param(Reader.texts, "", (), id="no texts"),
        pytest.param(Reader.flag, "true", True, id="true"),
        pytest.param(Reader.flag, "false", False, id="false"),
        pytest.param(Reader.number, "12.50", Decimal("12.50"), id="number"),
        pytest.param(Reader.number, "-3", Decimal(-3), id="negative number"),
        pytest.param(Reader.number, "", None, id="blank number"),
        pytest.param(Reader.integer, "-1", -1, id="integer"),
        pytest.param(Reader.integer, "", None, id="blank integer"),
        pytest.param(Reader.any_mapping, "", {}, id="blank mapping"),
        pytest.param(Reader.items, "", (), id="blank list"),
    ],
)
def test_values_are_read(read: Callable[[Reader, Node], object], yaml: str, value: object) -> None:
    reader = Reader()
    assert read(reader, _node(yaml)) == value
    assert reader.problems == []


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (Reader.text, ""),
        (Reader.texts, ()),
        (Reader.items, ()),
        (Reader.any_mapping, {}),
        (Reader.number, None),
        (Reader.integer, None),
        (Reader.flag, False),
    ],
    ids=["text", "texts", "items", "mapping", "number", "integer", "flag"],
)
def test_an_absent_value_is_no_problem(
    read: Callable[[Reader, None], object], value: object
) -> None:
    reader = Reader()
    assert read(reader, None) == value
    assert reader.problems == []


def test_an_absent_flag_takes_its_default() -> None:
    assert Reader().flag(None, default=True) is True


@pytest.mark.parametrize(
    ("read", "yaml", "value"),
    [
        pytest.param(Reader.text, "[a]", "", id="list for text"),
        pytest.param(Reader.text, "{a: 1}", "", id="mapping for text"),
        pytest.param(Reader.texts, "a", (), id="text for list"),
        pytest.param(Reader.texts, "[[a]]", ("",), id="list in a list"),
        pytest.param(Reader.items, "{a: 1}", (), id="mapping for list"),
        pytest.param(Reader.any_mapping, "a", {}, id="text for mapping"),
        pytest.param(Reader.any_mapping, "[a]", {}, id="list for mapping"),
        pytest.param(Reader.flag, "yes", False, id="yes for true"),
        pytest.param(Reader.flag, "True", False, id="capital True"),
        pytest.param(Reader.number, "สอง", None, id="word for number"),
        pytest.param(Reader.number, "1,000", None, id="comma in a number"),
        pytest.param(Reader.number, "NaN", None, id="no number"),
        pytest.param(Reader.number, "Infinity", None, id="no finite number"),
        pytest.param(Reader.number, "1e999999999", None, id="number that fills the memory"),
        pytest.param(Reader.integer, "2.5", None, id="fraction for integer"),
        pytest.param(Reader.integer, "NaN", None, id="no integer"),
        pytest.param(Reader.integer, "Infinity", None, id="no finite integer"),
    ],
)
def test_wrong_types_are_located(
    read: Callable[[Reader, Node], object], yaml: str, value: object
) -> None:
    reader = Reader()
    assert read(reader, _node(yaml)) == value
    assert _codes(reader) == [("wrong-type", 2)]


@given(st.one_of(st.text(), st.sampled_from(["NaN", "sNaN", "-Infinity", "1e99", "٣", "1_0"])))
def test_any_text_is_a_whole_number_or_a_problem(text: str) -> None:
    reader = Reader()
    number = reader.integer(Scalar(text, Location(NAME, 2)))
    assert number is None or Decimal(text.strip()) == number
    assert (number is None) == (bool(reader.problems) or not text.strip())


@pytest.mark.parametrize(
    ("yaml", "found"),
    [("[a]", "a list"), ("{a: 1}", "a mapping"), ("abc", '"abc"'), ("x" * 99, f'"{"x" * 40}"')],
    ids=["list", "mapping", "text", "long text"],
)
def test_what_was_found_is_said(english: None, yaml: str, found: str) -> None:
    reader = Reader()
    if found.startswith("a "):
        reader.text(_node(yaml))
        expected = "one text"
    else:
        reader.items(_node(yaml))
        expected = 'a list with "-" before each entry'
    assert str(reader.problems[0].message) == f"found {found}, expected {expected}"


# --- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "keys", "problems"),
    [
        pytest.param("{a: 1, b: 2}", ["a", "b"], [], id="all there"),
        pytest.param("{b: 2, a: 1, c: 3}", ["b", "a", "c"], [], id="with an optional one"),
        pytest.param("{a: 1}", ["a"], [("missing-key", 2)], id="one missing"),
        pytest.param("{}", [], [("missing-key", 2), ("missing-key", 2)], id="all missing"),
        pytest.param("{a: 1, b: 2, x: 3}", ["a", "b"], [("unknown-key", 2)], id="unknown"),
        pytest.param("{a: 1, B: 2}", ["a"], [("unknown-key", 2), ("missing-key", 2)], id="capital"),
        pytest.param("[a]", [], [("wrong-type", 2)], id="list"),
        pytest.param("text", [], [("wrong-type", 2)], id="text"),
    ],
)
def test_keys_are_known_and_complete(
    yaml: str, keys: list[str], problems: list[tuple[str, int]]
) -> None:
    reader = Reader()
    assert list(reader.mapping(_node(yaml), ("a", "b"), ("c",))) == keys
    assert _codes(reader) == problems


def test_a_free_mapping_keeps_every_key() -> None:
    reader = Reader()
    assert list(reader.any_mapping(_node("{z: 1, ก: 2}"))) == ["z", "ก"]


@pytest.mark.parametrize(
    ("yaml", "value", "problems"),
    [
        pytest.param("red", "red", [], id="known"),
        pytest.param("rde", "none", [("unknown-value", 2)], id="unknown"),
        pytest.param("", "none", [("unknown-value", 2)], id="blank"),
        pytest.param("[red]", "none", [("wrong-type", 2), ("unknown-value", 2)], id="list"),
    ],
)
def test_one_of_several_values(yaml: str, value: str, problems: list[tuple[str, int]]) -> None:
    reader = Reader()
    assert reader.one_of(_node(yaml), ("red", "green"), default="none") == value
    assert _codes(reader) == problems


def test_an_absent_choice_takes_its_default() -> None:
    reader = Reader()
    assert reader.one_of(None, ("red", "green"), default="green") == "green"
    assert reader.problems == []


def test_all_problems_come_at_once() -> None:
    reader = Reader()
    reader.finish()
    reader.flag(_node("maybe"))
    reader.number(_node("many"))
    with pytest.raises(InputError) as caught:
        reader.finish()
    assert [problem.code for problem in caught.value.problems] == ["wrong-type", "wrong-type"]


@pytest.mark.parametrize(
    ("word", "known", "guess"),
    [
        pytest.param("adress", ["address", "phone"], 'did you mean "address"?', id="a slip"),
        pytest.param("ฝ่ายการเมิอง", ["ฝ่ายการเมือง"], 'did you mean "ฝ่ายการเมือง"?', id="Thai"),
        pytest.param("xyz", ["address", "phone"], "", id="nothing near"),
        pytest.param("address", [], "", id="nothing known"),
    ],
)
def test_a_near_word_is_offered(word: str, known: list[str], guess: str) -> None:
    assert closest(word, known).en.strip(" ()") == guess


def test_an_unknown_key_names_the_known_ones(english: None) -> None:
    problem = unknown_key("adress", Location(NAME, 4), ("address", "phone"))
    assert (problem.code, str(problem.location)) == ("unknown-key", f"{NAME}:4")
    assert str(problem.message) == 'unknown key "adress" (did you mean "address"?)'
    assert str(problem.remedy) == "the keys that may stand here: address, phone"


@pytest.mark.parametrize("key", ["{}", "{0}", "{key}", "%s"])
def test_signs_in_a_key_do_no_harm(key: str) -> None:
    problem = unknown_key(key, Location(NAME), ("{known}",))
    assert isinstance(problem.message, Text)
    assert f'"{key}"' in problem.message.en
