"""Meta-tests over everything that ships as data: editions, subjects, vocabularies."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from site_builder.agency import AGENCY_FIELDS
from site_builder.audit.checks import CHECKS
from site_builder.audit.criteria import criteria_problems, known, require_sound
from site_builder.audit.periods import RULES
from site_builder.catalogue.lint import RESERVED_IDS, lint
from site_builder.catalogue.loader import (
    HERE,
    edition_names,
    load_catalogue,
    read_edition,
    shipped_file,
    shipped_name,
    subject_slugs,
)
from site_builder.catalogue.model import (
    CONFIDENCES,
    HEADER_FIELDS,
    PERIOD_RULES,
    SHIPPED,
    Alternative,
    Catalogue,
    Confirmation,
    Edition,
    Element,
    Item,
    ItemLink,
    Origin,
    ReportsOn,
    Subject,
    columns_of,
)
from site_builder.kinds import KINDS, ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.org_chart import CHILDREN
from site_builder.kinds.spec import Choice, Field, Spec, Vocabulary
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml
from site_builder.thai import FiscalYear, fold

CATALOGUE = load_catalogue()
EDITIONS = list(CATALOGUE.editions.values())
ITEMS = [(edition, item) for edition in EDITIONS for item in edition.items]
ELEMENTS = [(item, element) for _, item in ITEMS for element in item.elements]
#: Every way to show an element: its own, and its alternative where it has one.
WAYS = [*ELEMENTS, *((item, each.otherwise) for item, each in ELEMENTS if each.alternative)]
SUBJECTS = list(CATALOGUE.subjects.values())
FIELDS = [(subject.slug, spec) for subject in SUBJECTS for spec in subject.fields]
COLUMNS = [(f"{slug} {spec.key}", column) for slug, spec in FIELDS for column in spec.columns]

each_edition = pytest.mark.parametrize("edition", EDITIONS, ids=[each.name for each in EDITIONS])
each_item = pytest.mark.parametrize(
    ("edition", "item"), ITEMS, ids=[f"{edition.name}-{item.id}" for edition, item in ITEMS]
)
ELEMENT_IDS = [
    f"{edition.name}-{item.id}-{element.key}"
    for edition, item in ITEMS
    for element in item.elements
]
each_element = pytest.mark.parametrize(("item", "element"), ELEMENTS, ids=ELEMENT_IDS)
each_way = pytest.mark.parametrize(
    ("item", "element"),
    WAYS,
    ids=[
        *ELEMENT_IDS,
        *(
            f"{name}-or"
            for name, (_, each) in zip(ELEMENT_IDS, ELEMENTS, strict=True)
            if each.alternative
        ),
    ],
)
each_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=[each.slug for each in SUBJECTS])
each_field = pytest.mark.parametrize(
    "spec", [spec for _, spec in FIELDS], ids=[f"{slug}-{spec.key}" for slug, spec in FIELDS]
)
each_vocabulary = pytest.mark.parametrize(
    "vocabulary", CATALOGUE.vocabularies.values(), ids=CATALOGUE.vocabularies
)


def _field(item: Item, key: str) -> Field:
    spec = CATALOGUE.subject(item).field(key)
    assert spec is not None, f"{item.slug} has no field {key}"
    return spec


def _columns(element: Element) -> tuple[str, ...]:
    """Every column that an element's parameters name."""
    named = element.parameters
    one = (named["column"],) if "column" in named else ()
    return (*named.get("columns", ()), *named.get("where", {}), *one)


def _column(item: Item, element: Element, key: str) -> Spec:
    column = _field(item, element.of).column(key)
    assert column is not None, f"{element.of} has no column {key}"
    return column


def _texts(value: Any) -> Iterator[Text]:
    """Every text in a value of the catalogue, however deep."""
    if isinstance(value, Text):
        yield value
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for each_value in value.values():
            yield from _texts(each_value)
    elif isinstance(value, tuple | list):
        for each_value in value:
            yield from _texts(each_value)


def _repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


# --- editions ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Shape:
    """What an edition that ships consists of. It is frozen, so none of this ever changes.

    Attributes:
        items: how many items each sub-indicator has.
        elements: how many elements have each confidence, the surest first.
        halves: items that may earn 50.
        nil: items with a rule for what is published when there is nothing.
        local: items with a note on local government.
    """

    items: dict[str, int]
    elements: tuple[int, int, int, int, int]
    halves: str
    nil: str
    local: str


SHAPES = {
    "2566": Shape(
        {"9.1": 10, "9.2": 8, "9.3": 4, "9.4": 4, "9.5": 4, "10.1": 8, "10.2": 5},
        (23, 28, 48, 9, 25),
        halves="",
        nil="O11 O12 O19 O21 O24 O29 O33 O36 O37",
        local="O1 O2 O4 O11 O23 O39",
    ),
    "2567": Shape(
        {"9.1": 6, "9.2": 7, "9.3": 4, "9.4": 4, "9.5": 4, "10.1": 8, "10.2": 2},
        (0, 19, 65, 11, 22),
        halves="",
        nil="O8 O11 O14 O16 O17 O24 O28 O29 O32",
        local="O1 O2 O7 O8 O18 O20",
    ),
    "2568": Shape(
        {"9.1": 4, "9.2": 7, "9.3": 2, "9.4": 3, "9.5": 4, "10.1": 4, "10.2": 4},
        (12, 14, 65, 6, 15),
        halves="O4 O6 O10 O11 O14 O15 O19 O23",
        nil="O6 O9 O12 O13 O19 O22 O25",
        local="O1 O2 O5 O6 O14 O16",
    ),
    "2569": Shape(
        {"9.1": 4, "9.2": 6, "9.3": 2, "9.4": 3, "9.5": 4, "10.1": 3, "10.2": 4},
        (1, 19, 72, 17, 8),
        halves="O4 O6 O10 O13 O14 O18 O21",
        nil="O6 O9 O11 O12 O18 O20 O23",
        local="O1 O2 O5 O6 O13 O15",
    ),
}


def test_these_editions_ship() -> None:
    assert edition_names() == tuple(CATALOGUE.editions) == tuple(SHAPES)


@each_edition
def test_an_edition_is_whole(edition: Edition) -> None:
    elements = Counter(element.confidence for item in edition.items for element in item.elements)
    assert SHAPES[edition.name] == Shape(
        {
            sub.id: len(edition.items_of(sub.id))
            for indicator in edition.indicators
            for sub in indicator.sub_indicators
        },
        (
            elements["confirmed"],
            elements["single"],
            elements["adapted"],
            elements["inferred"],
            elements["recalled"],
        ),
        halves=" ".join(item.id for item in edition.items if 50 in item.score_levels),
        nil=" ".join(item.id for item in edition.items if item.nil_rule),
        local=" ".join(item.id for item in edition.items if item.local_government),
    )


@pytest.mark.parametrize(
    ("name", "count"), [("2566", 43), ("2567", 35), ("2568", 28), ("2569", 26)]
)
def test_items_are_numbered_without_gaps(name: str, count: int) -> None:
    items = CATALOGUE.editions[name].items
    assert [item.id for item in items] == [f"O{number}" for number in range(1, count + 1)]
    assert [item.number for item in items] == list(range(1, count + 1))
    assert [item.code for item in items] == [f"o{number:02d}" for number in range(1, count + 1)]


@each_edition
def test_what_ships_is_ours(edition: Edition) -> None:
    assert edition.origin == SHIPPED == Origin()
    require_sound(CATALOGUE, edition)
    elements = [element for item in edition.items for element in item.elements]
    assert {element.confirmation for element in elements} == {None}
    assert [each.is_confirmed for each in elements] == [
        each.confidence == "confirmed" for each in elements
    ]


@each_edition
def test_every_item_and_element_knows_its_lines(edition: Edition) -> None:
    lines = shipped_file(edition.name).read_text(encoding="utf-8").splitlines()

    def line(place: Location) -> str:
        assert place.file == shipped_name(edition.name)
        return lines[place.line - 1].strip()

    for item in edition.items:
        assert line(item.places[""]) == line(item.places["id"]) == f"- id: {item.id}"
        assert line(item.places["slug"]) == f"slug: {item.slug}"
        for element in item.elements:
            assert line(element.places[""]) == line(element.places["key"])
            assert line(element.places["key"]) == f"- key: {element.key}"
            assert line(element.places["of"]) == f"of: {element.of}"
            assert line(element.places["check"]) == f"check: {element.check}"
            assert ("or" in element.places) is (element.alternative is not None)


@each_edition
def test_an_edition_is_the_one_its_file_is_named_after(edition: Edition) -> None:
    path = HERE / "editions" / f"{edition.name}.yaml"
    assert CATALOGUE.editions[path.stem] is edition
    assert edition.year == FiscalYear(edition.name)
    content = path.read_bytes().replace(b"\r\n", b"\n")
    assert edition.sha256 == hashlib.sha256(content).hexdigest()


@each_edition
def test_slugs_are_unique_and_fit_in_urls(edition: Edition) -> None:
    slugs = [item.slug for item in edition.items]
    assert _repeated(slugs) == []
    assert [slug for slug in slugs if not slug.replace("-", "a").isascii()] == []
    assert [slug for slug in slugs if not slug.replace("-", "a").islower()] == []


@each_edition
def test_items_are_found_by_number_slug_and_sub_indicator(edition: Edition) -> None:
    for item in edition.items:
        assert edition.item(item.id) is item
        assert edition.by_slug(item.slug) is item
        assert item in edition.items_of(item.sub_indicator)
    assert (edition.item("O0"), edition.by_slug("none"), edition.items_of("0")) == (None, None, ())


@each_edition
def test_every_sub_indicator_has_items_of_its_own(edition: Edition) -> None:
    subs = [sub.id for indicator in edition.indicators for sub in indicator.sub_indicators]
    assert _repeated(subs) == []
    assert {item.sub_indicator for item in edition.items} == set(subs)
    for indicator in edition.indicators:
        ids = [sub.id for sub in indicator.sub_indicators]
        assert all(sub.startswith(f"{indicator.id}.") for sub in ids), ids


@each_edition
def test_items_stand_in_the_order_of_the_sub_indicators(edition: Edition) -> None:
    subs = [sub.id for indicator in edition.indicators for sub in indicator.sub_indicators]
    places = [subs.index(item.sub_indicator) for item in edition.items]
    assert places == sorted(places)


@each_edition
def test_every_text_is_there_in_both_languages(edition: Edition) -> None:
    texts = list(_texts(edition))
    assert len(texts) > 100
    blank = [text for text in texts if not text.th.strip() or not text.en.strip()]
    assert blank == []


#: Items whose official title has no Thai word.
OFFICIAL_IN_ENGLISH = {"Q&A", "E-Service", "E–Service", "Social Network"}


@each_edition
def test_thai_is_thai_and_english_is_written_in_latin_letters(edition: Edition) -> None:
    for item in edition.items:
        english = item.title.en
        assert not any("ก" <= sign <= "๛" for sign in english), english
        if item.title.th not in OFFICIAL_IN_ENGLISH:
            assert any("ก" <= sign <= "๛" for sign in item.title.th), item.title.th


@each_edition
def test_scores_and_levels(edition: Edition) -> None:
    scores = [level.score for level in edition.scoring.item_levels]
    assert scores == sorted(scores, reverse=True)
    for item in edition.items:
        assert list(item.score_levels) == sorted(item.score_levels, reverse=True)
        assert set(item.score_levels) <= set(scores), item.id
        assert {0, 100} <= set(item.score_levels), item.id
    assert sum(edition.scoring.ita_weights.values()) == Decimal(1)
    assert set(edition.scoring.ita_weights) == {"IIT", "EIT", "OIT"}
    floors = [level.min_total for level in edition.levels]
    assert floors == sorted(floors, reverse=True)
    assert floors[-1] == 0


@each_edition
def test_weights_are_given_for_all_items_or_for_none(edition: Edition) -> None:
    weights = {item.weight is None for item in edition.items}
    assert len(weights) == 1
    for item in edition.items:
        assert (item.weight is None) == (item.weight_confidence is None)
        assert item.weight is None or item.weight > 0


# --- items ------------------------------------------------------------------------------------


@each_item
def test_an_item_has_elements_with_keys_of_their_own(edition: Edition, item: Item) -> None:
    keys = [element.key for element in item.elements]
    assert keys
    assert _repeated(keys) == []
    assert RESERVED_IDS.isdisjoint(keys)
    assert [key for key in keys if not key.replace("-", "a").isalnum()] == []


@each_item
def test_an_item_says_how_sure_it_is(edition: Edition, item: Item) -> None:
    given = [item.title_confidence, item.number_confidence, item.score_levels_confidence]
    given += [item.period_confidence, *(element.confidence for element in item.elements)]
    given += [rule.confidence for rule in (item.nil_rule, item.local_government) if rule]
    assert set(given) <= set(CONFIDENCES)
    assert item.period_rule in PERIOD_RULES
    assert all(element.source for element in item.elements)


@each_item
def test_an_item_continues_items_of_the_year_before(edition: Edition, item: Item) -> None:
    before = edition.year.shifted(-1).name
    assert bool(item.continues) == (item.continues_confidence is not None)
    assert _repeated([link.item for link in item.continues]) == []
    for link in item.continues:
        assert link.edition == before
        earlier = CATALOGUE.editions.get(link.edition)
        if earlier:
            assert earlier.item(link.item) is not None, link


@pytest.mark.parametrize("name", ["2567", "2568", "2569"])
def test_items_continue_their_own_subject(name: str) -> None:
    """A subject that the year before had too is continued by its namesake."""
    edition = CATALOGUE.editions[name]
    before = CATALOGUE.editions[edition.year.shifted(-1).name]
    continued = {item.slug: {link.item for link in item.continues} for item in edition.items}
    assert sum(map(len, continued.values())) > 20
    for slug, earlier in continued.items():
        same_subject = before.by_slug(slug)
        assert same_subject is None or same_subject.id in earlier, slug
    uses = Counter(link for ids in continued.values() for link in ids)
    assert [item for item, count in uses.items() if count > 1] == []


#: What each report answers to: the item of the year `offset` away. `>` stands for last year's.
REPORTS_ON = {
    "2566": "O12 O11, O13 > annual-plan, O22 > procurement-monthly-summary, O24 O23, O26 > hr-plan,"
    " O33 O31, O35 O34, O37 O36, O38 > anti-corruption-plan, O43 O42",
    "2567": "O9 > O11, O16 O14, O17 > O21, O19 > O23, O28 > O31, O31 > O34, O33 > O36, O35 > O42",
    "2568": "O7 > O8, O13 > O14, O15 > O18, O24 > O30, O26 > O32, O28 > O34",
    "2569": "O7 > O6, O12 > O12, O14 > O14, O22 > O23, O24 > O25, O26 > O27",
}


@each_edition
def test_reports_answer_to_these_items(edition: Edition) -> None:
    found = []
    for item in edition.items:
        if item.reports_on:
            offset, slug = item.reports_on.offset, item.reports_on.slug
            target = CATALOGUE.editions.get(edition.year.shifted(offset).name)
            answered = target.by_slug(slug) if target else None
            name = answered.id if answered else slug
            found.append(f"{item.id} {'> ' if offset == -1 else ''}{name}")
    assert ", ".join(found) == REPORTS_ON[edition.name]


@each_item
def test_a_report_answers_to_a_subject_that_is_there(edition: Edition, item: Item) -> None:
    if item.reports_on is None:
        assert "report" not in item.slug or item.period_rule == "previous-fiscal-year"
        return
    assert item.reports_on.offset in (0, -1)
    assert item.reports_on.slug in CATALOGUE.subjects
    year = edition.year.shifted(item.reports_on.offset).name
    if year in CATALOGUE.editions:
        answered = CATALOGUE.editions[year].by_slug(item.reports_on.slug)
        assert answered is not None
        assert answered is not item


@each_item
def test_the_rule_of_an_items_period_is_that_of_its_checks(edition: Edition, item: Item) -> None:
    rules = {
        element.parameters["rule"] for element in item.elements if "rule" in element.parameters
    }
    if item.period_rule == "previous-fiscal-year":
        assert rules == {"previous-fiscal-year"}
    if item.period_rule == "none":
        assert rules == set()


# --- elements ---------------------------------------------------------------------------------

#: What a check cannot do without: each set holds names of which one must be given.
REQUIRED: dict[str, list[set[str]]] = {
    "covers-period": [{"rule"}],
    "months-covered": [{"rule"}],
    "in-period": [{"rule"}, {"column", "part"}],
    "values-present": [{"column"}, {"values"}],
    "stated-when-zero": [{"statement"}],
    "mentions": [{"words"}],
    "differs-from": [{"item"}, {"field"}],
    "file-formats": [{"formats", "minimum"}],
}
#: Kinds of field that a check can judge, where it cannot judge all.
JUDGES: dict[str, set[str]] = {
    "no-blank-cells": set(ROW_KINDS),
    "months-covered": {"monthly-table"},
    "covers-period": {"period"},
    "stated-when-zero": {"number"},
    "signed": {"document"},
    "mentions": {"text"},
    "summary-not-law": {"text"},
    "differs-from": {"link"},
}


@each_way
def test_an_element_is_shown_by_a_field(item: Item, element: Element) -> None:
    spec = _field(item, element.of)
    assert spec in CATALOGUE.subject(item).fields or HEADER_FIELDS[element.of] is spec
    assert [key for key in _columns(element) if spec.column(key) is None] == []
    shown = columns_of(spec, tuple(element.parameters.get("columns", ())))
    assert set(shown) <= set(spec.columns)


@each_way
def test_an_elements_check_knows_what_it_is_given(item: Item, element: Element) -> None:
    check = known().checks[element.check]
    assert check.required <= set(element.parameters) <= check.parameters
    assert not check.kinds or _field(item, element.of).kind in check.kinds
    for names in REQUIRED.get(element.check, []):
        assert len(names & set(element.parameters)) == 1, names
    kinds = JUDGES.get(element.check, set(KINDS))
    assert _field(item, element.of).kind in kinds


@each_way
def test_the_parameters_of_an_element_name_what_is_there(item: Item, element: Element) -> None:
    given = element.parameters
    if "rule" in given:
        assert given["rule"] in RULES
    if "min" in given:
        assert given["min"] >= 1
    if "statement" in given:
        assert _field(item, given["statement"]).kind == "text"
    if "part" in given:
        kind = SCALAR_KINDS[_field(item, element.of).kind]
        assert given["part"] in kind.parts
    if "words" in given:
        assert given["words"] and all(fold(word) for word in given["words"])
    if "formats" in given:
        assert set(given["formats"]) <= {"pdf", "xlsx", "csv", "docx"}
    if element.check == "differs-from":
        other = CATALOGUE.subjects[given["item"]]
        assert [spec.kind for spec in other.fields if spec.key == given["field"]] == ["link"]


@each_way
def test_the_choices_that_an_element_names_exist(item: Item, element: Element) -> None:
    wanted = [*element.parameters.get("where", {}).items()]
    wanted += [
        (element.parameters["column"], code) for code in element.parameters.get("values", ())
    ]
    for key, code in wanted:
        column = _column(item, element, key)
        assert column.kind == "choice"
        assert CATALOGUE.vocabularies[column.vocabulary].choice(code) is not None, code


@each_way
def test_dated_columns_hold_dates(item: Item, element: Element) -> None:
    if element.check == "in-period" and "column" in element.parameters:
        column = _column(item, element, element.parameters["column"])
        assert column.kind in {"date", "period"}
    if element.check == "linked-from-site":
        key = element.parameters.get("column")
        linked: Spec = _column(item, element, key) if key else _field(item, element.of)
        assert linked.kind == "link"


@each_element
def test_an_alternative_is_another_way(item: Item, element: Element) -> None:
    other = element.otherwise
    if element.alternative is None:
        assert other is element
        return
    assert (other.of, other.check, other.parameters) != (
        element.of,
        element.check,
        element.parameters,
    )
    assert (other.key, other.requirement, other.confidence) == (
        element.key,
        element.requirement,
        element.confidence,
    )


def test_where_an_element_may_be_shown_otherwise() -> None:
    """`?` marks where a person must say whether that is what the criterion asks for."""
    found = {
        f"{edition.name} {item.id} {element.key}{'?' if element.alternative.review else ''}"
        for edition, item in ITEMS
        for element in item.elements
        if element.alternative
    }
    assert found == {
        "2566 O42 ita-result-analysis",
        "2566 O42 urgent-weaknesses?",
        "2566 O42 points-to-improve?",
        "2566 O43 outcomes",
        "2567 O34 ita-result-analysis",
        "2567 O35 outcomes",
        "2568 O28 outcomes",
        "2569 O26 outcomes",
    }


@each_element
def test_an_element_is_asked_of_a_known_group(item: Item, element: Element) -> None:
    types = CATALOGUE.vocabularies["agency-type"].choices
    asked = [choice.code for choice in types if CATALOGUE.applies(element, choice.code)]
    if element.applies_to:
        assert set(asked) == CATALOGUE.agency_groups[element.applies_to]
        assert (element.level.en, 0 < len(asked) < len(types)) == ("conditional", True)
    else:
        assert (element.level.en, len(asked)) == ("required", len(types))


def test_what_only_local_government_is_asked() -> None:
    asked = {element.key for _, element in ELEMENTS if element.applies_to == "local-government"}
    assert asked == {"both-sides", "three-codes"}


@pytest.mark.parametrize(
    ("parameters", "column"),
    [
        ({}, ""),
        ({"column": "date"}, "date"),
        ({"columns": ("name",)}, "name"),
        ({"columns": ("name", "post")}, ""),
    ],
    ids=["whole field", "column", "one of columns", "several columns"],
)
def test_the_column_that_shows_an_element(parameters: dict[str, Any], column: str) -> None:
    _, element = ELEMENTS[0]
    assert dataclasses.replace(element, parameters=parameters).column == column


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("by", ["", "นางสาวตัวอย่าง"], ids=["nobody", "a person"])
def test_an_element_is_confirmed_by_sources_or_by_a_person(confidence: Any, by: str) -> None:
    _, element = ELEMENTS[0]
    confirmation = Confirmation(by, "1 มีนาคม 2568", "12", Location("x")) if by else None
    sure = dataclasses.replace(element, confidence=confidence, confirmation=confirmation)
    assert sure.is_confirmed is (confidence == "confirmed" or bool(by))
    assert sure.confidence == confidence, "ours stays as it was"


def test_every_check_is_used_by_an_edition() -> None:
    subjects = load_catalogue().subjects.values()
    ours = {rule.check for subject in subjects for rule in subject.consistency} | {"table-sums"}
    assert {element.check for _, element in ELEMENTS} | ours == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_says_what_it_does_in_both_languages(name: str) -> None:
    check = CHECKS[name]
    assert check.name == name
    assert type(check).__doc__
    for code, message in check.messages.items():
        assert code == code.lower()
        for text in (message.message, message.remedy):
            assert text.th.strip() and text.en.strip()


# --- subjects and vocabularies ----------------------------------------------------------------


def test_every_slug_has_a_subject_and_every_subject_is_used() -> None:
    used = {item.slug for _, item in ITEMS}
    assert set(subject_slugs()) == used == set(CATALOGUE.subjects)
    assert len(used) == 46


@each_subject
def test_a_subject_has_fields_with_keys_of_their_own(subject: Subject) -> None:
    keys = [spec.key for spec in subject.fields]
    assert keys
    assert _repeated(keys) == []
    assert {*HEADER_FIELDS, "item", "none"}.isdisjoint(keys)
    for key in keys:
        assert subject.field(key) in subject.fields
    for key, spec in HEADER_FIELDS.items():
        assert subject.field(key) is spec
    assert subject.field("none") is None


@each_subject
def test_every_field_of_a_subject_has_both_names(subject: Subject) -> None:
    texts = list(_texts(subject))
    assert texts
    assert [text for text in texts if not text.th.strip() or not text.en.strip()] == []


@each_field
def test_a_field_has_columns_just_where_its_kind_has_rows(spec: Field) -> None:
    assert spec.kind in KINDS
    assert bool(spec.columns) == (spec.kind in ROW_KINDS)
    assert not (spec.many and spec.kind in ROW_KINDS)
    keys = [column.key for column in spec.columns]
    assert _repeated(keys) == []
    assert "none" not in keys
    assert spec.kind != "org-chart" or CHILDREN not in keys
    assert _repeated([column.label.th for column in spec.columns]) == []


@pytest.mark.parametrize(
    "spec",
    [*(spec for _, spec in FIELDS), *(column for _, column in COLUMNS)],
    ids=[*(f"{slug} {spec.key}" for slug, spec in FIELDS), *(f"{a} {b.key}" for a, b in COLUMNS)],
)
def test_a_value_names_a_vocabulary_and_a_source_that_exist(spec: Spec) -> None:
    assert (spec.kind == "choice") == bool(spec.vocabulary)
    assert not spec.vocabulary or spec.vocabulary in CATALOGUE.vocabularies
    agency = {f"agency.{field.key}" for field in AGENCY_FIELDS}
    results = {"results.overall", "results.questions"}
    assert spec.source in {"", "row.number", "month.fiscal-year"} | agency | results


@pytest.mark.parametrize("column", COLUMNS, ids=[f"{a} {b.key}" for a, b in COLUMNS])
def test_a_column_is_of_a_scalar_kind(column: tuple[str, Spec]) -> None:
    assert column[1].kind in SCALAR_KINDS


@each_vocabulary
def test_a_vocabulary_can_be_read_in_one_way_only(vocabulary: Vocabulary) -> None:
    assert CATALOGUE.vocabularies[vocabulary.key] is vocabulary
    names = [
        fold(name)
        for choice in vocabulary.choices
        for name in {choice.code, choice.label.th, *map(fold, choice.synonyms)}
    ]
    assert _repeated(names) == []
    english = [fold(choice.label.en) for choice in vocabulary.choices]
    assert _repeated(english) == []
    for choice in vocabulary.choices:
        assert vocabulary.choice(choice.code) is choice
        assert choice.label.th.strip() and choice.label.en.strip()
        others = [other for other in vocabulary.choices if other is not choice]
        assert fold(choice.label.en) not in {fold(other.code) for other in others}
    assert vocabulary.choice("none of these") is None


def test_groups_hold_known_agency_types() -> None:
    types = {choice.code for choice in CATALOGUE.vocabularies["agency-type"].choices}
    for group, members in CATALOGUE.agency_groups.items():
        assert members
        assert members <= types, group


def test_every_vocabulary_is_used() -> None:
    used = {column.vocabulary for _, column in COLUMNS} | {spec.vocabulary for _, spec in FIELDS}
    used |= {field.vocabulary for field in AGENCY_FIELDS}
    assert set(CATALOGUE.vocabularies) == used - {""}


# --- loading ----------------------------------------------------------------------------------


def test_only_the_named_editions_are_loaded() -> None:
    catalogue = load_catalogue(("2569",))
    assert list(catalogue.editions) == ["2569"]
    assert set(catalogue.subjects) == {item.slug for item in catalogue.editions["2569"].items}
    assert load_catalogue(()).subjects == {}
    assert load_catalogue(()).vocabularies == CATALOGUE.vocabularies


def test_an_edition_that_does_not_ship_is_refused() -> None:
    with pytest.raises(KeyError, match="2400"):
        load_catalogue(("2568", "2400"))


def _changed(tmp_path: Path, old: str, new: str) -> Reader:
    """The problems of edition 2568 with one change."""
    content = shipped_file("2568").read_text(encoding="utf-8")
    assert content.count(old) >= 1, f"{old!r} is not in the file"
    path = tmp_path / "2568.yaml"
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    reader = Reader()
    read_edition(read_yaml(path, shipped_name("2568")), "", reader)
    return reader


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        pytest.param('edition: "2568"', 'edition: "2568"', [], id="nothing"),
        pytest.param("    slug: structure\n", "", ["missing-key"], id="no slug"),
        pytest.param(
            "    slug: structure\n",
            "    slgu: structure\n",
            ["unknown-key", "missing-key"],
            id="slip of the pen",
        ),
        pytest.param("        of: chart\n", "", ["missing-key"], id="no field"),
        pytest.param(
            "        confidence: confirmed\n",
            "        confidence: sure\n",
            ["unknown-value"],
            id="unknown confidence",
        ),
        pytest.param(
            "{rule: none, confidence",
            "{rule: never, confidence",
            ["unknown-value"],
            id="unknown rule",
        ),
        pytest.param(
            "{values: [100, 0]", "{values: [all, 0]", ["wrong-type"], id="word for a score"
        ),
        pytest.param("min_total: 95.0", "min_total: high", ["wrong-type"], id="word for a floor"),
        pytest.param(
            "        none: accepted\n",
            "        none: yes\n",
            ["unknown-value"],
            id="unknown answer to none",
        ),
        pytest.param(
            'edition: "2568"\n', 'edition: "2568"\nextra: 1\n', ["unknown-key"], id="key at the top"
        ),
    ],
)
def test_a_wrong_edition_is_told_where(
    tmp_path: Path, old: str, new: str, codes: list[str]
) -> None:
    reader = _changed(tmp_path, old, new)
    assert [problem.code for problem in reader.problems] == codes
    for problem in reader.problems:
        assert problem.location.file == "catalogue/editions/2568.yaml"
        assert problem.location.line > 0


def test_an_edition_with_a_key_twice_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _changed(tmp_path, "    slug: structure\n", "    slug: structure\n    slug: other\n")
    assert [problem.code for problem in caught.value.problems] == ["duplicate-key"]


# --- lint -------------------------------------------------------------------------------------


def test_what_ships_hangs_together() -> None:
    assert criteria_problems(CATALOGUE) == ()


@pytest.mark.parametrize("name", CHECKS)
def test_what_lint_knows_of_a_check_is_what_the_check_says(name: str) -> None:
    told, check = known().checks[name], CHECKS[name]
    assert (told.parameters, told.required, told.kinds) == (
        check.parameters,
        check.required,
        check.kinds,
    )
    assert told.required <= told.parameters
    assert told.kinds <= set(KINDS)
    assert known().rules == RULES


EDITION = CATALOGUE.editions["2569"]
FIRST = EDITION.items[0]
NAME = Spec("name", "text", same("name"))


def _with_item(number: int = 0, **change: Any) -> Catalogue:
    """The catalogue with one item of 2569 changed."""
    items = list(EDITION.items)
    items[number] = dataclasses.replace(items[number], **change)
    edition = dataclasses.replace(EDITION, items=tuple(items))
    return dataclasses.replace(CATALOGUE, editions={**CATALOGUE.editions, "2569": edition})


def _with_element(place: int, /, **change: Any) -> Catalogue:
    """The catalogue with one element of the first item of 2569 changed."""
    elements = list(FIRST.elements)
    elements[place] = dataclasses.replace(elements[place], **change)
    return _with_item(elements=tuple(elements))


def _or(of: str = "powers", check: str = "filled", **change: Any) -> Alternative:
    return Alternative(of, check, change.get("parameters", {}), None)


def _with_field(key: str, kind: str = "text", columns: tuple[Spec, ...] = ()) -> Catalogue:
    """The catalogue with one field more in the subject `news`."""
    subject = CATALOGUE.subjects["news"]
    added = Field(key, kind, same(key), columns=columns)
    changed = dataclasses.replace(subject, fields=(*subject.fields, added))
    return dataclasses.replace(CATALOGUE, subjects={**CATALOGUE.subjects, "news": changed})


@pytest.mark.parametrize(
    ("catalogue", "fault"),
    [
        (_with_item(id="O2"), "items must run from O1 to O26"),
        (_with_item(id="O99"), "items must run from O1 to O26"),
        (_with_item(2, slug="news"), "slug stands twice: news"),
        (_with_item(sub_indicator="9.9"), "no sub-indicator 9.9"),
        (_with_item(elements=()), "O1: no elements"),
        (_with_item(elements=FIRST.elements * 2), "the element org-chart stands twice"),
        (_with_item(continues=(ItemLink("2568", "O99"),)), "edition 2568 has no item O99"),
        (_with_item(reports_on=ReportsOn(-1, "x", "single")), "edition 2568 has no subject x"),
        (_with_element(0, key="downloads"), "the key is reserved"),
        (_with_element(0, key="Org_Chart"), "the key is reserved"),
        (_with_element(0, alternative=_or(of="nothing")), "no field nothing"),
        (_with_element(0, alternative=_or(check="guess")), "no check guess"),
        (_with_element(0, alternative=_or(parameters={"columns": ("x",)})), "no column x"),
        (_with_element(0, check="mentions"), "the check mentions needs words under with"),
        (_with_element(0, check="signed"), "signed does not judge a field of kind org-chart"),
        (_with_element(0, parameters={"min": "two"}), "min has the wrong type"),
        (_with_element(0, parameters={"columns": "name"}), "columns has the wrong type"),
        (_with_element(0, of="nothing"), "no field nothing"),
        (_with_element(0, check="guess"), "no check guess"),
        (_with_element(0, parameters={"colour": "red"}), "takes no colour"),
        (_with_element(0, parameters={"columns": ("nmae",)}), "no column nmae"),
        (_with_element(0, parameters={"where": {"side": "left"}}), "no choice left"),
        (_with_element(0, parameters={"where": {"name": "top"}}), "no choice top"),
        (_with_element(4, parameters={"column": "sied", "values": ()}), "no column sied"),
        (_with_element(4, parameters={"column": "side", "values": ("up",)}), "no choice up"),
        (_with_element(0, check="covers-period", parameters={"rule": "x"}), "no rule of periods x"),
        (_with_element(0, applies_to="villages"), "no group of agencies villages"),
        (_with_field("news"), "news: the field news stands twice"),
        (_with_field("covers"), "covers has the name of a header field"),
        (_with_field("item"), "item has the name of a header field"),
        (_with_field("x", "table"), "kind table and its columns do not fit"),
        (_with_field("x", "text", (NAME,)), "kind text and its columns do not fit"),
        (
            _with_field("x", "table", (dataclasses.replace(NAME, anywhere=True),)),
            "field name: anywhere goes with the kind link alone",
        ),
        (_with_field("x", "table", (NAME, NAME)), "field x: the column name stands twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_lint_finds(catalogue: Catalogue, fault: str) -> None:
    found = [problem.message.en for problem in lint(catalogue, known())]
    assert any(fault in message for message in found), found
    names = list(CATALOGUE.editions)
    assert [p.message.en for p in lint(catalogue, known(), names)] == found


def test_lint_looks_only_at_the_editions_that_are_named() -> None:
    wrong = _with_element(0, check="guess")
    assert lint(wrong, known(), ["2568"]) == ()
    (problem,) = lint(wrong, known(), ["2569"])
    assert problem.location == FIRST.elements[0].places["check"]


def test_only_a_users_own_criteria_are_judged_each_time() -> None:
    """What ships was tested before; a user's file may be wrong on any day."""
    wrong = _with_element(0, check="guess")
    edition = wrong.editions["2569"]
    require_sound(wrong, edition)
    with pytest.raises(InputError, match="guess"):
        require_sound(wrong, dataclasses.replace(edition, origin=Origin(file="editions/2569.yaml")))


def test_a_choice_is_a_code_with_two_labels() -> None:
    choice = CATALOGUE.vocabularies["rank"].choice("top")
    assert choice == Choice("top", Text("ผู้บริหารสูงสุด", "top executive"))
