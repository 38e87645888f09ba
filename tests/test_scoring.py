"""The arithmetic from items to the whole ITA, and the rules of each year that it goes by."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_results import (
    INSTRUMENTS,
    QUESTIONS,
    SHARES,
    YEARS,
    Scores,
    cents,
    even,
    item_levels,
    oit_indicator,
    scores,
)

from site_builder.catalogue.assessment import (
    Assessment,
    ScoredItem,
    earlier_year,
    load_assessment,
)
from site_builder.catalogue.loader import load_catalogue, load_shared
from site_builder.figures import ESTIMATES
from site_builder.scoring import Mean, level, mean, shown, stake, sub_indicators, total
from site_builder.scoring import oit_indicator as computed_indicator

ALL_YEARS = ("2565", "2566", "2567", "2568", "2569")
SUBS = {"9": ("9.1", "9.2", "9.3", "9.4", "9.5"), "10": ("10.1", "10.2")}


def rules(year: str) -> Assessment:
    found = load_assessment(year, load_catalogue().editions)
    assert found is not None
    return found


def decimals(*values: object) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


# --- the rules of each year ---------------------------------------------------------------------


def test_no_rules_of_years_that_nobody_knows() -> None:
    assert [load_assessment(y, load_catalogue().editions) for y in ("2564", "2570", "x")] == [
        None
    ] * 3


def test_rules_of_a_year_with_an_edition_need_the_edition() -> None:
    assert load_assessment("2568", {}) is None
    assert load_assessment("2565", {}) is not None


@pytest.mark.parametrize("year", ALL_YEARS)
def test_instruments_and_indicators(year: str) -> None:
    found = rules(year)
    assert {each.id: each.indicators for each in found.instruments} == INSTRUMENTS
    assert {each.id: each.parts for each in found.instruments} == {
        "IIT": (),
        "EIT": ("EIT1", "EIT2"),
        "OIT": (),
    }
    assert [each.id for each in found.indicators] == [str(number) for number in range(1, 11)]
    for name, members in INSTRUMENTS.items():
        assert {found.instrument(member).id for member in members} == {name}
    assert {key: Fraction(value) for key, value in found.weights.items()} == SHARES
    assert found.indicator("11") is None


def test_every_indicator_has_a_topic_and_every_topic_an_indicator() -> None:
    topics = {choice.code for choice in load_shared().vocabularies["improvement-topic"].choices}
    assert {each.topic for each in rules("2568").indicators} == topics
    by_topic = {each.id: each.topic for each in rules("2568").indicators}
    # Last column of the table of topics in the reference: 2568 indicators of one agency.
    assert by_topic["1"] == by_topic["6"] == "work-process"
    assert by_topic["5"] == by_topic["10"] == "anti-corruption"
    expected = {"8": "e-service", "7": "communication", "4": "state-property", "9": "disclosure"}
    expected |= {"2": "budget-procurement", "3": "power-personnel"}
    assert {key: by_topic[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("year", "weights", "oit", "questions"),
    [
        ("2565", "single", "inferred", "inferred"),
        ("2566", "inferred", "inferred", "inferred"),
        ("2567", "confirmed", "inferred", "single"),
        ("2568", "confirmed", "inferred", "single"),
        ("2569", "inferred", "inferred", "inferred"),
    ],
)
def test_how_sure_the_rules_are(year: str, weights: str, oit: str, questions: str) -> None:
    found = rules(year)
    assert (found.weights_confidence, found.oit_confidence) == (weights, oit)
    assert found.questions_confidence == questions
    assert found.oit_confidence in ESTIMATES, "no year's rule of items may be shown as official"
    assert found.oit_rule.th and found.oit_rule.en


@pytest.mark.parametrize("year", ALL_YEARS)
def test_questions_are_known_for_two_years_only(year: str) -> None:
    assert dict(rules(year).questions) == (QUESTIONS if year in ("2567", "2568") else {})


@pytest.mark.parametrize(
    ("year", "counts"),
    [
        ("2565", (9, 8, 7, 4, 5, 8, 2)),
        ("2566", (10, 8, 4, 4, 4, 8, 5)),
        ("2567", (6, 7, 4, 4, 4, 8, 2)),
        ("2568", (4, 7, 2, 3, 4, 4, 4)),
        ("2569", (4, 6, 2, 3, 4, 3, 4)),
    ],
)
def test_items_by_sub_indicator(year: str, counts: tuple[int, ...]) -> None:
    items = rules(year).items
    assert [item.id for item in items] == [f"O{n}" for n in range(1, sum(counts) + 1)]
    found = Counter(item.sub_indicator for item in items)
    assert dict(found) == dict(zip((*SUBS["9"], *SUBS["10"]), counts, strict=True))


@pytest.mark.parametrize("year", ALL_YEARS)
def test_weights_of_items(year: str) -> None:
    """Only 2568 weighs: three-level items 2, two-level items 1."""
    for item in rules(year).items:
        three = len(item.levels) == 3
        assert item.levels == ((100, 50, 0) if three else (100, 0)), item
        assert item.weight == (2 if three and year == "2568" else 1), item
    three_level = [item.id for item in rules(year).items if len(item.levels) == 3]
    assert bool(three_level) == (year in ("2568", "2569"))
    if year == "2568":
        assert three_level == ["O4", "O6", "O10", "O11", "O14", "O15", "O19", "O23"]


def test_weights_count_only_where_the_formula_says_so() -> None:
    """An edition of the user's own may keep the weights of 2568 without using them."""
    edition = load_catalogue().editions["2568"]
    plain = replace(edition.scoring, formula={**edition.scoring.formula, "sub_indicator": "mean"})
    found = load_assessment("2568", {"2568": replace(edition, scoring=plain)})
    assert found is not None and {item.weight for item in found.items} == {1}
    assert {item.weight for item in rules("2568").items} == {1, 2}


def test_the_year_before_the_first_edition() -> None:
    found = earlier_year("2565")
    assert found is not None and found.items == rules("2565").items
    dropped = {each.item: each.by for each in found.dropped}
    replaced = ("O31", "O32", "O33")
    assert dropped == {"O32": (), "O34": replaced, "O35": replaced, "O38": ()}
    assert earlier_year("2564") is None
    assert earlier_year("2566") is None


# --- classes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ALL_YEARS)
@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("100", "keep"),
        ("95", "keep"),
        ("95.00", "keep"),
        ("94.99", "raise"),
        ("90", "raise"),
        ("89.99", "improve"),
        ("0", "improve"),
    ],
)
def test_what_follows_for_a_question(year: str, score: str, code: str) -> None:
    assert rules(year).action_class(Decimal(score)) == code


def test_classes_have_names() -> None:
    assert [(each.code, int(each.min), each.label.th) for each in rules("2568").classes] == [
        ("keep", 95, "รักษาระดับ"),
        ("raise", 90, "ยกระดับ"),
        ("improve", 0, "ต้องปรับปรุง"),
    ]


# --- figures and means --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0.00"),
        ("100", "100.00"),
        ("99.866", "99.87"),
        ("83.0267", "83.03"),
        ("84.994999", "84.99"),
        ("84.995", "85.00"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("2.665", "2.67"),
        ("1E+2", "100.00"),
    ],
)
def test_a_figure_is_shown_with_two_decimals_half_up(value: str, text: str) -> None:
    assert shown(Decimal(value)) == text


@pytest.mark.parametrize(
    ("values", "weights", "value", "arithmetic"),
    [
        ((100,), None, "100", "(100.00) / 1 = 100.00"),
        ((38, 80), None, "59", "(38.00 + 80.00) / 2 = 59.00"),
        (("98", "99.2", "97.47"), None, "98.2233", "(98.00 + 99.20 + 97.47) / 3 = 98.22"),
        ((0, 0, 100, 50), (1, 1, 1, 2), "40", "(0.00 + 0.00 + 100.00 + 50.00 × 2) / 5 = 40.00"),
        ((50, 100), (2, "0.5"), "60", "(50.00 × 2 + 100.00 × 0.5) / 2.5 = 60.00"),
        ((100, 0), ("10", "10"), "50", "(100.00 × 10 + 0.00 × 10) / 20 = 50.00"),
        ((100, 50), ("1.0", "1.00"), "75", "(100.00 + 50.00) / 2 = 75.00"),
    ],
)
def test_means(
    values: tuple[object, ...], weights: tuple[object, ...] | None, value: str, arithmetic: str
) -> None:
    found = mean(decimals(*values), decimals(*weights) if weights else None)
    assert abs(found.value - Decimal(value)) < Decimal("0.0001")
    assert found.arithmetic == arithmetic


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_a_mean_is_what_it_says(hundredths: list[int]) -> None:
    found = mean(Decimal(number) / 100 for number in hundredths)
    exact = Fraction(sum(hundredths), 100 * len(hundredths))
    assert abs(Fraction(found.value) - exact) < Fraction(1, 10**20)
    assert found.arithmetic.endswith(f" / {len(hundredths)} = {cents(exact)}")


# --- sub-indicators and indicators of the OIT ----------------------------------------------------


def test_sub_indicators_are_known_only_with_all_their_items() -> None:
    one = Decimal(1)
    items = [
        ScoredItem("O1", "9.1", one, (100, 0)),
        ScoredItem("O2", "9.1", Decimal(2), (100, 50, 0)),
        ScoredItem("O3", "9.2", one, (100, 0)),
        ScoredItem("O4", "10.1", one, (100, 0)),
    ]
    whole = {"O1": Decimal(100), "O2": Decimal(50), "O3": Decimal(0), "O4": Decimal(100)}
    subs = sub_indicators(items, whole)
    assert {key: shown(value.value) for key, value in subs.items() if value} == {
        "9.1": "66.67",
        "9.2": "0.00",
        "10.1": "100.00",
    }
    nine, ten = computed_indicator(subs, "9"), computed_indicator(subs, "10")
    assert nine == Mean((Decimal(200) / 3 + 0) / 2, "(66.67 + 0.00) / 2 = 33.33"), (
        "not rounded on the way"
    )
    assert ten is not None and ten.value == 100
    del whole["O2"]
    subs = sub_indicators(items, whole)
    assert subs["9.1"] is None and subs["9.2"] is not None
    assert computed_indicator(subs, "9") is None
    assert computed_indicator(subs, "10") == ten
    assert computed_indicator(subs, "1") is None


@pytest.mark.parametrize("year", YEARS)
@given(data=st.data())
def test_indicators_follow_from_items_by_the_rules_of_the_year(
    year: str, data: st.DataObject
) -> None:
    items = {item: data.draw(st.sampled_from(levels)) for item, levels in item_levels(year).items()}
    given_scores = {item: Decimal(score) for item, score in items.items()}
    subs = sub_indicators(rules(year).items, given_scores)
    assert tuple(subs) == (*SUBS["9"], *SUBS["10"])
    for indicator in ("9", "10"):
        found = computed_indicator(subs, indicator)
        assert found is not None
        exact = oit_indicator(year, items, indicator)
        assert abs(Fraction(found.value) - exact) < Fraction(1, 10**20)


@pytest.mark.parametrize("year", ("2565", "2566", "2567"))
def test_a_lost_item_costs_its_share(year: str) -> None:
    """README: 100 / (sub-indicators of the indicator) / (items of the sub-indicator)."""
    items = rules(year).items
    full = {item.id: Decimal(100) for item in items}
    counts = Counter(item.sub_indicator for item in items)
    for lost in items:
        indicator = lost.sub_indicator.split(".")[0]
        subs = sub_indicators(items, full | {lost.id: Decimal(0)})
        found = computed_indicator(subs, indicator)
        cost = Fraction(100, len(SUBS[indicator]) * counts[lost.sub_indicator])
        assert found is not None
        assert abs(Fraction(found.value) - (100 - cost)) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("lost", "indicator", "value"),
    [
        (("O26",), "9", "95"),  # one of four in 9.4: the yearly HR report of อบต.ท่ามะลิ่ง
        (("O36", "O41"), "10", "87.5"),  # two of eight in 10.1
        (("O42",), "10", "75"),
    ],
)
def test_items_that_were_lost_in_2565(lost: tuple[str, ...], indicator: str, value: str) -> None:
    items = rules("2565").items
    given_scores = {item.id: Decimal(0 if item.id in lost else 100) for item in items}
    found = computed_indicator(sub_indicators(items, given_scores), indicator)
    assert found is not None and found.value == Decimal(value)


# --- the total and its level --------------------------------------------------------------------


def test_the_total_of_the_worked_examples() -> None:
    example = {"IIT": Decimal("99.866"), "EIT": Decimal("98.223"), "OIT": Decimal(59)}
    found = total(rules("2568"), example)
    assert found.arithmetic == "0.3 × 99.87 + 0.3 × 98.22 + 0.4 × 59.00 = 83.03"
    assert found.value == Decimal("83.0267")
    other = {"IIT": Decimal("81.124"), "EIT": Decimal("82.733"), "OIT": Decimal("91.25")}
    assert shown(total(rules("2565"), other).value) == "85.66"


@pytest.mark.parametrize("year", YEARS)
@given(data=st.data())
def test_the_total_is_the_weighted_sum(year: str, data: st.DataObject) -> None:
    made: Scores = data.draw(scores(year, ("plain",)))
    exact = {
        name: Decimal(value.numerator) / value.denominator
        for name, value in made.instruments.items()
    }
    found = total(rules(year), exact).value
    reckoned = sum((SHARES[name] * made.instruments[name] for name in SHARES), Fraction(0))
    assert abs(Fraction(found) - reckoned) < Fraction(1, 10**20)


BEST, GOOD, PASS = "ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน"
IMPROVE, URGENT = "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"

#: Total, IIT, EIT, OIT, and the level of results of 2566 and later.
LEVEL_CASES: dict[str, tuple[tuple[str, str, str, str], str]] = {
    "full": (("100", "100", "100", "100"), BEST),
    "95 everywhere": (("95", "95", "95", "95"), BEST),
    "IIT just below 95": (("97", "94.99", "100", "100"), GOOD),
    "EIT just below 95": (("97", "100", "94.99", "100"), GOOD),
    "OIT just below 95": (("97", "100", "100", "94.99"), GOOD),
    "instrument rounded up to 95": (("97", "94.995", "100", "100"), BEST),
    "instrument rounded down": (("97", "94.9949", "100", "100"), GOOD),
    "total just below 95": (("94.99", "95", "95", "95"), GOOD),
    "total rounded up to 95": (("94.995", "95", "95", "95"), BEST),
    "total rounded down": (("94.9949", "95", "95", "95"), GOOD),
    "85 everywhere": (("85", "85", "85", "85"), GOOD),
    "IIT just below 85": (("90", "84.99", "95", "95"), PASS),
    "EIT just below 85": (("94.64", "100", "84.99", "100"), PASS),
    "OIT just below 85": (("90", "95", "95", "84.99"), PASS),
    "above 95 with one below 85": (("96", "100", "100", "84.99"), PASS),
    "instrument rounded up to 85": (("90", "84.995", "95", "95"), GOOD),
    "an instrument of 0": (("85", "100", "100", "0"), PASS),
    "total just below 85": (("84.99", "100", "100", "100"), IMPROVE),
    "total rounded up to 85": (("84.995", "85", "85", "85"), GOOD),
    "worked example A": (("83.03", "99.87", "98.22", "59.00"), IMPROVE),
    "70": (("70", "70", "70", "70"), IMPROVE),
    "total just below 70": (("69.99", "100", "100", "100"), URGENT),
    "total rounded up to 70": (("69.995", "70", "70", "70"), IMPROVE),
    "0": (("0", "0", "0", "0"), URGENT),
}


@pytest.mark.parametrize("year", ALL_YEARS[1:])
@pytest.mark.parametrize(("figures", "name"), LEVEL_CASES.values(), ids=LEVEL_CASES)
def test_levels(year: str, figures: tuple[str, str, str, str], name: str) -> None:
    whole, *parts = decimals(*figures)
    found = level(rules(year), whole, dict(zip(INSTRUMENTS, parts, strict=True)))
    assert found is not None and found.name.th == name


@pytest.mark.parametrize(
    ("figure", "name"),
    [
        ("100", "AA"),
        ("95", "AA"),
        ("94.995", "AA"),
        ("94.99", "A"),
        ("85.66", "A"),
        ("85", "A"),
        ("84.99", "B"),
        ("75", "B"),
        ("74.99", "C"),
        ("65", "C"),
        ("64.99", "D"),
        ("55", "D"),
        ("54.99", "E"),
        ("50", "E"),
        ("49.995", "E"),
        ("49.99", "F"),
        ("0", "F"),
    ],
)
def test_levels_of_2565_go_by_the_total_alone(figure: str, name: str) -> None:
    for instruments in ({"IIT": "0", "EIT": "0", "OIT": "0"}, {"IIT": "100"}):
        parts = {key: Decimal(value) for key, value in instruments.items()}
        found = level(rules("2565"), Decimal(figure), parts)
        assert found is not None and found.name.th == name


def test_no_level_where_no_floor_holds() -> None:
    assert level(rules("2568"), Decimal("-1"), {}) is None
    assert level(replace(rules("2568"), levels=()), Decimal(90), {}) is None


# --- what an item is worth ----------------------------------------------------------------------


@pytest.mark.parametrize("year", ALL_YEARS)
def test_all_items_together_are_worth_the_share_of_the_oit(year: str) -> None:
    points = [stake(rules(year), item.id) for item in rules(year).items]
    assert shown(sum(points, Decimal(0))) == "40.00"
    assert abs(sum(points, Decimal(0)) - 40) < Decimal("1E-20")
    assert min(points) > 0


@pytest.mark.parametrize("year", ALL_YEARS)
def test_an_item_is_worth_what_the_total_loses_with_it(year: str) -> None:
    """Against the sums themselves: the whole result with the item and without."""
    found = rules(year)
    full = {item.id: Decimal(100) for item in found.items}

    def result(given_scores: dict[str, Decimal]) -> Decimal:
        subs = sub_indicators(found.items, given_scores)
        parts = [computed_indicator(subs, each) for each in INSTRUMENTS["OIT"]]
        oit = mean(part.value for part in parts if part).value
        return total(found, {"IIT": Decimal(90), "EIT": Decimal(80), "OIT": oit}).value

    for item in found.items:
        lost = result(full) - result(full | {item.id: Decimal(0)})
        assert abs(stake(found, item.id) - lost) < Decimal("1E-20"), item


@pytest.mark.parametrize(
    ("year", "item", "points"),
    [
        ("2568", "O1", "0.80"),  # 40 / 2 / 5 sub-indicators × 1 of 5 weights
        ("2568", "O4", "1.60"),  # three levels: × 2 of 5
        ("2568", "O12", "2.00"),
        ("2568", "O10", "0.80"),  # × 2 of 10
        ("2568", "O28", "2.50"),  # 40 / 2 / 2 × 1 of 4
        ("2569", "O4", "1.00"),  # no weights
        ("2567", "O35", "5.00"),
        ("2566", "O43", "2.00"),
        ("2565", "O42", "5.00"),
    ],
)
def test_what_an_item_is_worth(year: str, item: str, points: str) -> None:
    assert shown(stake(rules(year), item)) == points


def test_made_up_results_use_the_same_items() -> None:
    """The reckoning of these tests covers what the product scores."""
    for year in YEARS:
        assert list(even(year).items) == [item.id for item in rules(year).items]
