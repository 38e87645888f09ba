"""What became of every item from one edition to another: as values, and as `oit editions diff`."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from commands import BAD_INPUT, CLEAN, Commands
from golden_files import assert_golden

from site_builder.catalogue.assessment import EarlierYear, earlier_year
from site_builder.catalogue.changes import (
    Changes,
    ElementFate,
    Fate,
    ItemChange,
    ancestors,
    compare,
)
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import Alternative, Edition, Item, ItemLink
from site_builder.language import Text

EDITIONS = load_catalogue().editions
#: 2565 has numbers, but no criteria.
YEARS = ("2565", *EDITIONS)
PAIRS = list(combinations(YEARS, 2))

each_pair = pytest.mark.parametrize(
    ("old", "new"), PAIRS, ids=[f"{old}-{new}" for old, new in PAIRS]
)


def _older(year: str) -> Edition | EarlierYear:
    found = EDITIONS.get(year) or earlier_year(year)
    assert found is not None
    return found


def _changes(old: str, new: str) -> Changes:
    return compare(EDITIONS, _older(old), new)


def _ids(year: str) -> list[str]:
    return [item.id for item in _older(year).items]


def _item(year: str, name: str) -> Item:
    """An item by its id or slug."""
    found = EDITIONS[year].item(name) or EDITIONS[year].by_slug(name)
    assert found is not None, name
    return found


def _change(old: str, new: str, slug: str) -> ItemChange:
    """What the newer edition's item of this slug comes from."""
    found = [c for c in _changes(old, new).items if c.new and c.new.id == _item(new, slug).id]
    assert len(found) == 1
    return found[0]


def _olds(change: ItemChange) -> str:
    return " ".join(each.id for each in change.old)


# --- from 2565, where only numbers are known --------------------------------------------------

#: The number map 2565 → 2566 of the criteria: `old → new`, a range means that each follows on.
NUMBERS_2565 = """
O1-O9 → O1-O9, O13-O17 → O14-O18, O21-O24 → O19-O22, O25-O28 → O23-O26, O29-O31 → O27-O29,
O33 → O30, O36-O37 → O34-O35, O39-O41 → O36-O38, O42-O43 → O42-O43
"""
MERGED_2565 = {"O11": "O10 O18", "O12": "O11 O19", "O13": "O12 O20"}
NEW_2566 = "O10 O31 O32 O33 O39 O40 O41"
#: With what stands in their place.
DROPPED_2565 = {"O32": "", "O34": "O31 O32 O33", "O35": "O31 O32 O33", "O38": ""}


def _range(text: str) -> list[str]:
    first, _, last = text.strip().partition("-")
    return [f"O{number}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)]


def test_the_numbers_of_2565_lead_to_those_of_2566() -> None:
    expected: dict[str, str] = dict(MERGED_2565)
    for part in NUMBERS_2565.replace("\n", " ").split(","):
        old, new = part.split("→")
        expected |= dict(zip(_range(new), _range(old), strict=True))
    changes = _changes("2565", "2566")
    assert {c.new.id: _olds(c) for c in changes.items if c.new and c.old} == expected
    assert " ".join(c.new.id for c in changes.of(Fate.NEW) if c.new) == NEW_2566
    dropped = {_olds(c): " ".join(c.replaced_by) for c in changes.of(Fate.DROPPED)}
    assert dropped == DROPPED_2565
    assert all(c.replaced_by == () for c in changes.items if c.fate is not Fate.DROPPED)


def test_nothing_is_said_of_elements_that_are_not_known() -> None:
    for change in _changes("2565", "2566").items:
        assert (change.elements, change.rules, change.title) == ((), (), False)
        assert [(each.title, each.item) for each in change.old] == [(None, None)] * len(change.old)


@pytest.mark.parametrize("year", ["2564", "2566", "2570", ""])
def test_only_2565_has_numbers_alone(year: str) -> None:
    assert earlier_year(year) is None
    assert earlier_year("2565") is not None


# --- what became of the items -----------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """What is told of two editions; items by slug, the rest is kept or renumbered.

    Attributes:
        counts: kept and renumbered.
        merged: the new item with the old ones, the one that it carries on first.
        reshaped: the new item with the old one.
    """

    counts: tuple[int, int]
    merged: dict[str, str] = field(default_factory=dict)
    reshaped: dict[str, str] = field(default_factory=dict)
    new: str = ""
    dropped: str = ""


GONE_AFTER_2566 = (
    "laws social-network privacy-policy service-satisfaction hr-plan-progress hr-criteria"
    " anti-corruption-progress ethics-assessment"
)
MERGED_AFTER_2567 = {
    "structure": "structure powers-duties",
    "contact": "contact q-and-a",
    "code-of-ethics": "code-of-ethics ethics-drive",
    "no-gift-policy": "no-gift-policy no-gift-culture",
}
MERGED_AFTER_2568 = {
    "e-service": "e-service service-statistics",
    "no-gift-policy": "no-gift-policy gift-receipt-report",
}
EXPECTED = {
    ("2566", "2567"): Expected(
        (3, 28),
        merged={"annual-plan": "annual-plan annual-plan-progress"},
        reshaped={
            "procurement-list": "procurement-plan",
            "procurement-progress": "procurement-monthly-summary",
        },
        new="gift-receipt-report",
        dropped=GONE_AFTER_2566,
    ),
    ("2567", "2568"): Expected(
        (1, 22),
        merged=MERGED_AFTER_2567 | {"procurement-list": "procurement-list procurement-progress"},
        dropped="procurement-announcements no-gift-report",
    ),
    ("2568", "2569"): Expected(
        (9, 14),
        merged=MERGED_AFTER_2568,
        reshaped={"procurement-monthly-summary": "procurement-list"},
    ),
    ("2566", "2568"): Expected(
        (1, 20),
        merged=MERGED_AFTER_2567
        | {
            "annual-plan": "annual-plan annual-plan-progress",
            "procurement-list": "procurement-plan procurement-monthly-summary",
        },
        new="gift-receipt-report",
        dropped=f"{GONE_AFTER_2566} procurement-announcements no-gift-report",
    ),
    ("2567", "2569"): Expected(
        (1, 19),
        merged=MERGED_AFTER_2567
        | {
            "e-service": "e-service service-statistics",
            "no-gift-policy": "no-gift-policy no-gift-culture gift-receipt-report",
            "procurement-monthly-summary": "procurement-list procurement-progress",
        },
        dropped="procurement-announcements no-gift-report",
    ),
    ("2566", "2569"): Expected(
        (1, 18),
        merged=MERGED_AFTER_2567
        | {
            "annual-plan": "annual-plan annual-plan-progress",
            "e-service": "e-service service-statistics",
            "procurement-monthly-summary": "procurement-plan procurement-monthly-summary",
        },
        dropped=f"{GONE_AFTER_2566} procurement-announcements no-gift-report",
    ),
}


@pytest.mark.parametrize(("old", "new"), EXPECTED, ids=[f"{old}-{new}" for old, new in EXPECTED])
def test_what_became_of_the_items(old: str, new: str) -> None:
    expected, changes = EXPECTED[(old, new)], _changes(old, new)
    assert (changes.old, changes.new) == (old, new)
    slugs: dict[Fate, dict[str, str]] = {fate: {} for fate in Fate}
    for change in changes.items:
        olds = " ".join(each.item.slug for each in change.old if each.item)
        slug = change.new.item.slug if change.new and change.new.item else ""
        slugs[change.fate][slug or olds] = olds
    assert slugs[Fate.MERGED] == expected.merged
    assert slugs[Fate.RESHAPED] == expected.reshaped
    assert " ".join(slugs[Fate.NEW]) == expected.new
    assert sorted(slugs[Fate.DROPPED]) == sorted(expected.dropped.split())
    assert slugs[Fate.SPLIT] == {}
    assert (len(slugs[Fate.KEPT]), len(slugs[Fate.RENUMBERED])) == expected.counts
    for fate in (Fate.KEPT, Fate.RENUMBERED):
        assert all(slug == olds for slug, olds in slugs[fate].items())


#: What each number became, as the criteria tell: year and number of each edition.
NAMED = {
    "yearly plan": ("2566 O11", "2567 O8", "2568 O6", "2569 O6"),
    "service manual": ("2566 O15", "2567 O11", "2568 O9", "2569 O9"),
    "service statistics": ("2566 O16", "2567 O12", "2568 O11", "2569 O10"),
    "e-service": ("2566 O18", "2567 O13", "2568 O10", "2569 O10"),
    "powers and duties": ("2566 O3", "2567 O3", "2568 O1", "2569 O1"),
    "questions and answers": ("2566 O8", "2567 O6", "2568 O3", "2569 O3"),
    "procurement, month by month": ("2566 O21", "2567 O16", "2568 O12", "2569 O11"),
    "ethics": ("2566 O40", "2567 O21", "2568 O16", "2569 O15"),
    "gift culture": ("2566 O32", "2567 O27", "2568 O21", "2569 O20"),
    "gifts received": ("2567 O29", "2568 O22", "2569 O20"),
    "risk": ("2566 O34", "2567 O30", "2568 O23", "2569 O21"),
    "measures": ("2565 O42", "2566 O42", "2567 O34", "2568 O27", "2569 O25"),
    "measures report": ("2565 O43", "2566 O43", "2567 O35", "2568 O28", "2569 O26"),
    "yearly HR report": ("2565 O28", "2566 O26", "2567 O19", "2568 O15", "2569 O14"),
    "monthly summary of 2565": ("2565 O23", "2566 O21", "2567 O16", "2568 O12", "2569 O11"),
}


@pytest.mark.parametrize("numbers", NAMED.values(), ids=list(NAMED))
def test_an_item_is_followed_over_all_years(numbers: tuple[str, ...]) -> None:
    for older, newer in combinations(numbers, 2):
        (old, old_id), (new, new_id) = older.split(), newer.split()
        change = _change(old, new, new_id)
        assert old_id in [each.id for each in change.old], (older, newer)


# --- every item is accounted for ----------------------------------------------------------------


@each_pair
def test_every_item_is_named_once(old: str, new: str) -> None:
    changes = _changes(old, new)
    assert [c.new.id for c in changes.items if c.new] == _ids(new)
    uses = Counter(each.id for c in changes.items for each in c.old)
    assert sorted(uses) == sorted(_ids(old)), "each is continued or dropped"
    splits = {each.id for c in changes.of(Fate.SPLIT) for each in c.old}
    assert {name for name, count in uses.items() if count > 1} == splits
    dropped = [_olds(c) for c in changes.of(Fate.DROPPED)]
    assert dropped == [name for name in _ids(old) if name in dropped], "in the old order"


@each_pair
def test_a_fate_is_what_it_says(old: str, new: str) -> None:
    changes = _changes(old, new)
    assert sum(len(changes.of(fate)) for fate in Fate) == len(changes.items)
    for change in changes.items:
        before, after = change.old, change.new
        slugs = {each.item.slug for each in before if each.item}
        slug = after.item.slug if after and after.item else ""
        assert (after is None) is (change.fate is Fate.DROPPED)
        assert (not before) is (change.fate is Fate.NEW)
        assert (len(before) > 1) is (change.fate is Fate.MERGED)
        if change.fate is Fate.KEPT:
            assert after and before[0].id == after.id
        if change.fate is Fate.RENUMBERED:
            assert after and before[0].id != after.id
        if change.fate is Fate.RESHAPED:
            assert slugs and slug not in slugs
        if change.fate in (Fate.KEPT, Fate.RENUMBERED):
            assert slugs in (set(), {slug})
        if change.fate in (Fate.NEW, Fate.DROPPED):
            assert not change.is_changed


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in PAIRS if YEARS.index(pair[1]) - YEARS.index(pair[0]) > 1],
    ids=str,
)
def test_years_between_are_passed_through(old: str, new: str) -> None:
    """An item goes back to what the items that it continues go back to."""
    before = YEARS[YEARS.index(new) - 1]
    between = {c.new.id: [e.id for e in c.old] for c in _changes(old, before).items if c.new}
    for change in _changes(before, new).items:
        if change.new:
            expected = [name for each in change.old for name in between[each.id]]
            found = ancestors(EDITIONS, EDITIONS[new], _item(new, change.new.id), old)
            assert found == list(dict.fromkeys(expected))


# --- what changed in an item ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "slug", "fate", "keys"),
    [
        ("2568", "2569", "contact", ElementFate.ADDED, "social-channel"),
        ("2568", "2569", "contact", ElementFate.REWORDED, "enquiry-channel"),
        ("2568", "2569", "hr-plan", ElementFate.REMOVED, "in-force plan-table"),
        ("2568", "2569", "e-service", ElementFate.ADDED, "request-statistics user-guide"),
        ("2568", "2569", "e-service", ElementFate.REMOVED, "service-statistics statistics-period"),
        ("2566", "2567", "contact", ElementFate.REMOVED, "fax"),
        ("2566", "2567", "procurement-annual-report", ElementFate.JUDGED_OTHERWISE, "annual-table"),
        ("2566", "2569", "executives", ElementFate.ADDED, ""),
        ("2567", "2568", "integrity-measures-report", ElementFate.REMOVED, ""),
    ],
)
def test_elements_that_changed(old: str, new: str, slug: str, fate: ElementFate, keys: str) -> None:
    change = _change(old, new, slug)
    assert " ".join(each.key for each in change.elements if each.fate is fate) == keys
    for each in change.elements:
        assert (each.before is None) is (each.fate is ElementFate.ADDED)
        assert (each.after is None) is (each.fate is ElementFate.REMOVED)


@each_pair
def test_elements_add_up(old: str, new: str) -> None:
    """What was there, less what was removed and with what was added, is what is there."""
    for change in _changes(old, new).items:
        if change.new is None or change.new.item is None or any(e.item is None for e in change.old):
            continue
        if not change.old:
            continue
        before = {e.key for each in change.old if each.item for e in each.item.elements}
        by_fate = {f: {e.key for e in change.elements if e.fate is f} for f in ElementFate}
        after = (before - by_fate[ElementFate.REMOVED]) | by_fate[ElementFate.ADDED]
        assert after == {element.key for element in change.new.item.elements}
        stayed = by_fate[ElementFate.REWORDED] | by_fate[ElementFate.JUDGED_OTHERWISE]
        assert stayed <= before & after


@pytest.mark.parametrize(
    ("old", "new", "slug", "rules"),
    [
        ("2568", "2569", "anti-corruption-plan", ["period"]),
        ("2566", "2567", "integrity-measures-report", ["period"]),
        ("2566", "2567", "procurement-progress", ["period", "reporting on a plan"]),
        ("2566", "2567", "service-manual", ["rule when there is nothing"]),
        ("2567", "2568", "news", ["score levels"]),
        ("2568", "2569", "executives", []),
    ],
)
def test_rules_that_changed(old: str, new: str, slug: str, rules: list[str]) -> None:
    change = _change(old, new, slug)
    assert [rule.en for rule in change.rules] == rules
    assert change.is_changed is bool(rules or change.elements)


@pytest.mark.parametrize(
    ("old", "new", "slug", "is_other"),
    [
        ("2568", "2569", "structure", True),
        ("2568", "2569", "integrity-measures", True),
        ("2568", "2569", "executives", False),
        ("2566", "2567", "news", False),
    ],
)
def test_titles_that_changed(old: str, new: str, slug: str, is_other: bool) -> None:
    change = _change(old, new, slug)
    assert change.title is is_other
    assert (_item(old, slug).title.th != _item(new, slug).title.th) is is_other


# --- changes that no edition that ships has ---------------------------------------------------

OLD = dataclasses.replace(EDITIONS["2569"], name="2570")


def _next(items: tuple[Item, ...]) -> dict[str, Edition]:
    """2569 and a made-up 2570."""
    return {"2569": EDITIONS["2569"], "2570": dataclasses.replace(OLD, items=items)}


def _continuing(item: Item, *ids: str, **change: Any) -> Item:
    links = tuple(ItemLink("2569", each) for each in ids)
    return dataclasses.replace(item, continues=links, **change)


def _single(**change: Any) -> ItemChange:
    """What is told of one item that changed in nothing else."""
    before = _item("2569", "O2")
    editions = _next((_continuing(before, "O2", **change),))
    return compare(editions, editions["2569"], "2570").items[0]


def test_one_item_that_became_two_was_split() -> None:
    first, second = _item("2569", "O1"), _item("2569", "O2")
    parts = (_continuing(second, "O2"), _continuing(second, "O2", id="O27"))
    editions = _next((_continuing(first, "O1"), *parts))
    changes = compare(editions, editions["2569"], "2570")
    assert [c.new.id for c in changes.of(Fate.SPLIT) if c.new] == ["O2", "O27"]
    assert [_olds(c) for c in changes.of(Fate.SPLIT)] == ["O2", "O2"]
    assert len(changes.of(Fate.KEPT)) == 1
    assert len(changes.of(Fate.DROPPED)) == 24


def test_an_item_that_continues_nothing_known_is_new() -> None:
    item = dataclasses.replace(
        _item("2569", "O2"), continues=(ItemLink("2563", "O2"), ItemLink("2571", "O2"))
    )
    editions = _next((item,))
    assert compare(editions, editions["2569"], "2570").items[0].fate is Fate.NEW


#: Changes of an element by which it is judged otherwise than before.
JUDGED_OTHERWISE: dict[str, dict[str, Any]] = {
    "field": {"of": "documents"},
    "check": {"check": "no-blank-cells"},
    "parameters": {"parameters": {"min": 2}},
    "none": {"accepts_none": True},
    "agencies": {"applies_to": "local-government"},
    "alternative": {"alternative": Alternative("documents", "filled", {}, None)},
}


@pytest.mark.parametrize("change", JUDGED_OTHERWISE.values(), ids=list(JUDGED_OTHERWISE))
def test_an_element_that_is_judged_otherwise(change: dict[str, Any]) -> None:
    first, *others = _item("2569", "O2").elements
    elements = (dataclasses.replace(first, **change), *others)
    (found,) = _single(elements=elements).elements
    assert (found.fate, found.key) == (ElementFate.JUDGED_OTHERWISE, first.key)
    assert (found.before, found.after) == (first.requirement, first.requirement)


#: Changes that are none: how sure we are, English, spaces and digits.
NO_CHANGE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "confidence": {"confidence": "confirmed", "source": "another"},
    "English": {"requirement": lambda text: Text(text.th, "other words")},
    "spaces": {"requirement": lambda text: Text(f" {text.th} ", text.en)},
}


@pytest.mark.parametrize("change", NO_CHANGE.values(), ids=list(NO_CHANGE))
def test_an_element_that_did_not_change(change: dict[str, Any]) -> None:
    first, *others = _item("2569", "O2").elements
    values = {k: v(getattr(first, k)) if callable(v) else v for k, v in change.items()}
    elements = (dataclasses.replace(first, **values), *others)
    assert not _single(elements=elements).is_changed


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"period_rule": "current-fiscal-year"}, "period"),
        ({"score_levels": (100, 50, 0)}, "score levels"),
        ({"weight": Decimal(2)}, ""),
        ({"period_note": Text("ก", "a")}, ""),
    ],
    ids=["period", "levels", "weight", "note"],
)
def test_a_rule_that_changed(change: dict[str, Any], rule: str) -> None:
    assert " ".join(each.en for each in _single(**change).rules) == rule


# --- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(("format_name", "ending"), [("text", "txt"), ("json", "json")])
def test_the_report_is_as_kept(
    commands: Commands, tmp_path: Path, format_name: str, ending: str, lang: str
) -> None:
    """The files are what the command writes with `--output`; `tests/golden_files.py` does it too."""
    command = ["editions", "diff", "2568", "2569", "--format", format_name, "--lang", lang]
    run = commands.run(*command, cwd=tmp_path)
    assert (run.code, run.err) == (CLEAN, "")
    assert_golden(f"changes-2568-2569-{lang}.{ending}", run.out)


@each_pair
def test_the_text_names_every_item_under_its_fate(
    commands: Commands, tmp_path: Path, old: str, new: str
) -> None:
    run = commands.run("editions", "diff", old, new, "--lang", "en", cwd=tmp_path)
    assert (run.code, run.err) == (CLEAN, "")
    changes = _changes(old, new)
    lines = run.out.splitlines()
    assert lines[0] == f"OIT criteria {old} → {new}"
    for fate in Fate:
        heading = f"{fate.label.en} ({len(changes.of(fate))})"
        assert lines.count(heading) == bool(changes.of(fate))
    items = [line for line in lines if line.startswith("  O")]
    assert len(items) == len(changes.items)
    counts = ", ".join(f"{f.label.en} {len(changes.of(f))}" for f in Fate if changes.of(f))
    assert lines[-1].startswith(f"{counts}; ")


@each_pair
def test_the_json_says_the_same(commands: Commands, tmp_path: Path, old: str, new: str) -> None:
    data = commands.run("editions", "diff", old, new, "--format", "json", cwd=tmp_path).json()
    changes = _changes(old, new)
    assert (data["format"], data["old"], data["new"]) == (1, old, new)
    assert [
        (
            item["fate"],
            [each["id"] for each in item["old"]],
            item["new"] and item["new"]["id"],
            [element["key"] for element in item["elements"]],
        )
        for item in data["items"]
    ] == [
        (
            change.fate.value,
            [each.id for each in change.old],
            change.new and change.new.id,
            [element.key for element in change.elements],
        )
        for change in changes.items
    ]


@pytest.mark.parametrize("pair", [("2568", "2569"), ("2565", "2566"), ("2566", "2569")], ids=str)
def test_the_page_says_the_same(commands: Commands, pair: tuple[str, str], tmp_path: Path) -> None:
    """A whole page that asks for nothing else, with one heading for each item."""
    command = ["editions", "diff", *pair, "--format", "html", "--output", "changes.html"]
    run = commands.run(*command, cwd=tmp_path)
    assert (run.code, run.out, run.err) == (CLEAN, "", "")
    html = (tmp_path / "changes.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    changes = _changes(*pair)
    assert page.html is not None and page.html.get("lang") == "th"
    assert page.find_all(["script", "link", "img", "iframe"]) == []
    assert [tag for tag in page.find_all("a") if not str(tag.get("href")).startswith("#")] == []
    assert len(page.find_all("h1")) == 1
    for fate in Fate:
        heading = page.find(id=fate.value)
        assert (heading is not None) is bool(changes.of(fate))
        if isinstance(heading, Tag):
            assert heading.get_text() == f"{fate.label.th} ({len(changes.of(fate))})"
            assert heading.parent is not None
            names = [tag.get_text(" ", strip=True) for tag in heading.parent.find_all("h3")]
            assert len(names) == len(changes.of(fate))
            for name, change in zip(names, changes.of(fate), strict=True):
                shown = change.new or change.old[0]
                assert shown.id in name
                assert shown.title is None or shown.title.th in name
    anchors = {str(tag["href"]).removeprefix("#") for tag in page.find_all("a")}
    assert anchors <= {str(tag["id"]) for tag in page.find_all(id=True)}


#: What is typed, and what the message must name.
WRONG_YEARS = {
    "unknown new": (["2568", "2570"], "2570"),
    "unknown old": (["2564", "2569"], "2564"),
    "unknown both": (["1", "2"], "2"),
    "new has numbers only": (["2564", "2565"], "2565"),
    "the same": (["2569", "2569"], "2569"),
    "the other way round": (["2569", "2568"], "2568"),
    "Thai digits": (["๒๕๖๘", "2569"], "๒๕๖๘"),
    "words": (["ปีก่อน", "ปีนี้"], "ปีนี้"),
    "a path": (["../2568", "2569"], "../2568"),
    "nothing": ([], "OLD"),
    "one year": (["2568"], "NEW"),
    "three years": (["2567", "2568", "2569"], "2569"),
    "unknown format": (["2568", "2569", "--format", "pdf"], "pdf"),
}


@pytest.mark.parametrize(("arguments", "name"), WRONG_YEARS.values(), ids=list(WRONG_YEARS))
@pytest.mark.parametrize("lang", ["th", "en"])
def test_years_that_cannot_be_compared(
    commands: Commands, tmp_path: Path, arguments: list[str], name: str, lang: str
) -> None:
    run = commands.run("editions", "diff", *arguments, "--lang", lang, cwd=tmp_path)
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert name in run.err


def test_a_place_that_cannot_be_written_to(commands: Commands, tmp_path: Path) -> None:
    run = commands.run("editions", "diff", "2568", "2569", "--output", "none/x.txt", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "none/x.txt" in run.err
