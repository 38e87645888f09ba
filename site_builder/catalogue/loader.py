"""Reads the catalogue's own files. Adding an edition or a subject is adding a file here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from site_builder.catalogue.compiled import compiled
from site_builder.catalogue.model import (
    CONFIDENCES,
    PERIOD_RULES,
    SHIPPED,
    Alternative,
    Catalogue,
    Confidence,
    Edition,
    Element,
    Indicator,
    Item,
    ItemLink,
    Origin,
    PeriodRule,
    ReportsOn,
    ResultLevel,
    Rule,
    ScoreLevel,
    Scoring,
    SubIndicator,
    Subject,
)
from site_builder.kinds import KINDS, SCALAR_KINDS
from site_builder.kinds.spec import Choice, Field, Spec, Vocabulary
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.nodes import Node, Scalar, Sequence
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml

HERE = Path(__file__).parent
#: What `show` of a column may say.
SHOWN_AS = ("total", "bar", "chart")
#: What `masks` of a column may say.
MASKS = ("tax-number",)


def edition_names() -> tuple[str, ...]:
    """The editions that ship, the oldest first."""
    return tuple(sorted(path.stem for path in (HERE / "editions").glob("*.yaml")))


@cache
def load_catalogue(editions: tuple[str, ...] | None = None) -> Catalogue:
    """The catalogue with the named editions, or all that ship.

    Raises:
        InputError: a file of the catalogue is wrong.
        KeyError: no such edition ships.
    """
    names = edition_names() if editions is None else editions
    for name in names:
        if name not in edition_names():
            raise KeyError(name)
    return with_subjects({name: shipped_edition(name) for name in names}, {})


@cache
def shipped_edition(name: str) -> Edition:
    """An edition as it ships.

    Raises:
        InputError: its file is wrong.
    """
    return compiled(name, lambda: _read_shipped_edition(name))


def _read_shipped_edition(name: str) -> Edition:
    reader = Reader()
    edition = read_edition(shipped_source(name), sha256_of(shipped_file(name)), reader)
    reader.finish()
    return edition


@cache
def shipped_source(edition: str) -> Node:
    """What stands in the file of an edition that ships.

    Raises:
        InputError: it is not the plain YAML we accept.
    """
    return read_yaml(shipped_file(edition), shipped_name(edition))


def shipped_file(edition: str) -> Path:
    """The file of an edition that ships."""
    return HERE / "editions" / f"{edition}.yaml"


def shipped_name(edition: str) -> str:
    """How messages call the file of an edition that ships."""
    return f"catalogue/editions/{edition}.yaml"


def with_subjects(editions: Mapping[str, Edition], own: Mapping[str, Subject]) -> Catalogue:
    """The catalogue of these editions, with the shipped subjects and a user's `own`.

    An own subject of a shipped slug adds its fields to the shipped ones.
    """
    shared = load_shared()
    slugs = sorted({item.slug for edition in editions.values() for item in edition.items})
    subjects: dict[str, Subject] = {}
    for slug in slugs:
        added = own.get(slug)
        if slug in shipped_subjects():
            shipped = shipped_subjects()[slug]
            subjects[slug] = _joined(shipped, added) if added else shipped
        elif added:
            subjects[slug] = added
    return Catalogue(editions, subjects, shared.vocabularies, shared.agency_groups)


def _joined(shipped: Subject, added: Subject) -> Subject:
    return Subject(
        shipped.slug,
        (*shipped.fields, *added.fields),
        added.location,
        (*shipped.consistency, *added.consistency),
    )


def subject_slugs() -> tuple[str, ...]:
    """The slugs of all subjects that ship."""
    return tuple(sorted(path.stem for path in (HERE / "subjects").glob("*.yaml")))


# --- vocabularies and subjects ---------------------------------------------------------------


@dataclass(frozen=True)
class Shared:
    """What all editions and subjects share."""

    vocabularies: Mapping[str, Vocabulary]
    agency_groups: Mapping[str, frozenset[str]]
    column_sets: Mapping[str, tuple[Spec, ...]]


@cache
def load_shared() -> Shared:
    """Vocabularies, groups of agencies and sets of columns.

    Raises:
        InputError: the file is wrong.
    """
    return compiled("shared", _read_shared)


def _read_shared() -> Shared:
    reader = Reader()
    name = "catalogue/vocabularies.yaml"
    top = reader.mapping(
        read_yaml(HERE / "vocabularies.yaml", name),
        ("vocabularies", "agency_groups", "column_sets"),
    )
    vocabularies = {
        key: Vocabulary(key, tuple(_choice(entry, reader) for entry in reader.items(node)))
        for key, node in reader.any_mapping(top.get("vocabularies")).items()
    }
    groups = {
        key: frozenset(reader.texts(node))
        for key, node in reader.any_mapping(top.get("agency_groups")).items()
    }
    column_sets = {
        key: tuple(_spec(entry, reader) for entry in reader.items(node))
        for key, node in reader.any_mapping(top.get("column_sets")).items()
    }
    reader.finish()
    return Shared(vocabularies, groups, column_sets)


def _choice(node: Node, reader: Reader) -> Choice:
    entry = reader.mapping(node, ("code", "th", "en"), ("synonyms", "codes"))
    codes = reader.any_mapping(entry.get("codes"))
    return Choice(
        reader.text(entry.get("code")),
        _text(entry, reader),
        reader.texts(entry.get("synonyms")),
        {key: reader.text(value) for key, value in codes.items()},
    )


@cache
def shipped_subjects() -> Mapping[str, Subject]:
    """All subjects that ship, by their slug.

    Raises:
        InputError: a file is wrong; carries every problem.
    """
    return compiled("subjects", _read_shipped_subjects)


def _read_shipped_subjects() -> dict[str, Subject]:
    reader = Reader()
    subjects = {}
    for slug in subject_slugs():
        name = f"catalogue/subjects/{slug}.yaml"
        subjects[slug] = read_subject(
            slug, read_yaml(HERE / "subjects" / f"{slug}.yaml", name), reader
        )
    reader.finish()
    return subjects


def read_subject(slug: str, node: Node, reader: Reader) -> Subject:
    """A subject from its mapping with `fields` and what its data must agree on."""
    top = reader.mapping(node, ("fields",), ("consistency",))
    shared = load_shared()
    fields = []
    for each in reader.items(top.get("fields")):
        found = _field(each, shared.column_sets, reader)
        for spec in (found, *found.columns):
            if spec.kind == "choice" and spec.vocabulary not in shared.vocabularies:
                reader.problem(
                    "vocabulary-unknown",
                    each.location,
                    Text(
                        f'ช่อง {spec.key}: ไม่มีรายการตัวเลือก "{spec.vocabulary}"',
                        f'{spec.key}: there is no vocabulary "{spec.vocabulary}"',
                    ),
                    Text("ใช้รายการใดรายการหนึ่ง: {names}", "use one of: {names}").format(
                        names=same(", ".join(shared.vocabularies))
                    ),
                )
        fields.append(found)
    rules = tuple(_consistency(each, reader) for each in reader.items(top.get("consistency")))
    return Subject(slug, tuple(fields), node.location, rules)


def _consistency(node: Node, reader: Reader) -> Element:
    """A point of our own: no criterion names it, so it has no number and only warns."""
    entry = reader.mapping(node, ("check", "of"), ("with",))
    check = reader.text(entry.get("check"))
    return Element(
        key=check,
        requirement=Text("ข้อมูลต้องไม่ขัดกันเอง", "data must not contradict each other"),
        of=reader.text(entry.get("of")),
        check=check,
        parameters=_parameters(entry.get("with"), reader),
        accepts_none=True,
        applies_to="",
        confidence="recalled",
        source="ours",
        places=_places(node, entry),
    )


def _field(node: Node, column_sets: Mapping[str, tuple[Spec, ...]], reader: Reader) -> Field:
    entry = reader.mapping(
        node,
        ("key", "kind", "th", "en"),
        (
            "many",
            "vocabulary",
            "source",
            "show",
            "synonyms",
            "masks",
            "anywhere",
            "takes",
            "columns",
        ),
    )
    columns_node = entry.get("columns")
    if isinstance(columns_node, Scalar):
        name = reader.one_of(columns_node, column_sets)
        columns = column_sets.get(name, ())
    else:
        columns = tuple(_spec(column, reader) for column in reader.items(columns_node))
    return Field(
        key=reader.text(entry.get("key")),
        kind=reader.one_of(entry.get("kind"), KINDS),
        label=_text(entry, reader),
        many=reader.flag(entry.get("many")),
        vocabulary=reader.text(entry.get("vocabulary")),
        source=reader.text(entry.get("source")),
        show=reader.one_of(entry.get("show"), SHOWN_AS) if "show" in entry else "",
        synonyms=reader.texts(entry.get("synonyms")),
        masks=reader.one_of(entry.get("masks"), MASKS),
        anywhere=reader.flag(entry.get("anywhere")),
        columns=columns,
        takes=reader.text(entry.get("takes")),
        location=node.location,
    )


def _spec(node: Node, reader: Reader) -> Spec:
    entry = reader.mapping(
        node,
        ("key", "kind", "th", "en"),
        ("many", "vocabulary", "source", "show", "synonyms", "masks", "anywhere"),
    )
    return Spec(
        key=reader.text(entry.get("key")),
        kind=reader.one_of(entry.get("kind"), SCALAR_KINDS),
        label=_text(entry, reader),
        many=reader.flag(entry.get("many")),
        vocabulary=reader.text(entry.get("vocabulary")),
        source=reader.text(entry.get("source")),
        show=reader.one_of(entry.get("show"), SHOWN_AS) if "show" in entry else "",
        synonyms=reader.texts(entry.get("synonyms")),
        masks=reader.one_of(entry.get("masks"), MASKS),
        anywhere=reader.flag(entry.get("anywhere")),
    )


# --- editions ----------------------------------------------------------------------------------


EDITION_KEYS = ("edition", "indicators", "scoring", "levels", "items")


def sha256_of(*paths: Path) -> str:
    """Of the files' text one after another, whatever their line endings."""
    content = b"".join(path.read_bytes().replace(b"\r\n", b"\n") for path in paths)
    return hashlib.sha256(content).hexdigest()


def read_edition(
    node: Node,
    sha256: str,
    reader: Reader,
    besides: tuple[str, ...] = (),
    origin: Origin = SHIPPED,
) -> Edition:
    """An edition from its mapping; keys in `besides` are left to the caller."""
    top = reader.mapping(node, EDITION_KEYS, besides)
    if not reader.items(top.get("items")):
        reader.problem(
            "no-items",
            (top.get("items") or node).location,
            Text("เกณฑ์ไม่มีข้อใดเลย", "the edition has no items"),
            Text("ใส่ items อย่างน้อยหนึ่งข้อ", "give it at least one item"),
        )
    return Edition(
        name=reader.text(top.get("edition")),
        indicators=tuple(_indicator(each, reader) for each in reader.items(top.get("indicators"))),
        scoring=_scoring(_at(top.get("scoring"), node), reader),
        levels=tuple(read_result_level(each, reader) for each in reader.items(top.get("levels"))),
        items=tuple(_item(each, reader) for each in reader.items(top.get("items"))),
        sha256=sha256,
        origin=origin,
    )


def _indicator(node: Node, reader: Reader) -> Indicator:
    entry = reader.mapping(node, ("id", "th", "en", "sub_indicators"))
    subs = []
    for sub_node in reader.items(entry.get("sub_indicators")):
        sub = reader.mapping(sub_node, ("id", "th", "en", "confidence"))
        subs.append(
            SubIndicator(reader.text(sub.get("id")), _text(sub, reader), _confidence(sub, reader))
        )
    return Indicator(reader.text(entry.get("id")), _text(entry, reader), tuple(subs))


def _scoring(node: Node, reader: Reader) -> Scoring:
    entry = reader.mapping(
        node,
        (
            "item_levels",
            "aggregation",
            "formula",
            "ita_weights",
            "confidence",
            "weights_confidence",
            "note",
        ),
    )
    levels = []
    for level_node in reader.items(entry.get("item_levels")):
        level = reader.mapping(level_node, ("score", "th", "en", "confidence", "source"))
        levels.append(
            ScoreLevel(
                reader.integer(level.get("score")) or 0,
                _text(level, reader),
                _confidence(level, reader),
                reader.text(level.get("source")),
            )
        )
    return Scoring(
        tuple(levels),
        _two_languages(entry.get("aggregation"), reader),
        {
            key: reader.text(value)
            for key, value in reader.any_mapping(entry.get("formula")).items()
        },
        {
            key: reader.number(value) or Decimal(0)
            for key, value in reader.any_mapping(entry.get("ita_weights")).items()
        },
        _confidence(entry, reader),
        _confidence(entry, reader, "weights_confidence"),
        _two_languages(entry.get("note"), reader),
    )


def read_result_level(node: Node, reader: Reader) -> ResultLevel:
    """A level of the whole result."""
    entry = reader.mapping(
        node, ("th", "en", "min_total", "confidence", "source"), ("min_each_instrument",)
    )
    return ResultLevel(
        _text(entry, reader),
        reader.number(entry.get("min_total")) or Decimal(0),
        reader.number(entry.get("min_each_instrument")),
        _confidence(entry, reader),
        reader.text(entry.get("source")),
    )


_ITEM_ID = re.compile(r"O[1-9]\d{0,3}")
_ITEM_KEYS = (
    "id",
    "slug",
    "th",
    "en",
    "title_confidence",
    "number_confidence",
    "sub_indicator",
    "score_levels",
    "period",
    "elements",
)
_ITEM_OPTIONAL = ("weight", "nil_rule", "local_government", "continues", "reports_on")


def _item(node: Node, reader: Reader) -> Item:
    entry = reader.mapping(node, _ITEM_KEYS, _ITEM_OPTIONAL)
    levels = reader.mapping(_at(entry.get("score_levels"), node), ("values", "confidence"))
    weight = reader.mapping(_at(entry.get("weight"), node), (), ("value", "confidence"))
    period = reader.mapping(_at(entry.get("period"), node), ("rule", "confidence"), ("note",))
    continues = reader.mapping(_at(entry.get("continues"), node), (), ("items", "confidence"))
    rule: PeriodRule = reader.one_of(period.get("rule"), PERIOD_RULES, "none")  # type: ignore[assignment]
    item_id = reader.text(entry.get("id"))
    if not _ITEM_ID.fullmatch(item_id):
        reader.problem(
            "item-id",
            (entry.get("id") or node).location,
            Text(f'เลขข้อ "{item_id}" ผิดรูปแบบ', f'"{item_id}" is no number of an item'),
            Text("เขียน O ตามด้วยเลข เช่น O1", "write O and a number, such as O1"),
        )
        item_id = "O0"
    return Item(
        id=item_id,
        slug=reader.text(entry.get("slug")),
        title=_text(entry, reader),
        title_confidence=_confidence(entry, reader, "title_confidence"),
        number_confidence=_confidence(entry, reader, "number_confidence"),
        sub_indicator=reader.text(entry.get("sub_indicator")),
        score_levels=tuple(
            reader.integer(value) or 0 for value in reader.items(levels.get("values"))
        ),
        score_levels_confidence=_confidence(levels, reader),
        weight=reader.number(weight.get("value")),
        weight_confidence=_confidence(weight, reader) if weight else None,
        period_rule=rule,
        period_confidence=_confidence(period, reader),
        period_note=_two_languages(period["note"], reader) if "note" in period else None,
        nil_rule=_rule(entry.get("nil_rule"), reader),
        local_government=_rule(entry.get("local_government"), reader),
        continues=tuple(_item_link(link, reader) for link in reader.items(continues.get("items"))),
        continues_confidence=_confidence(continues, reader) if continues else None,
        reports_on=_reports_on(entry.get("reports_on"), reader),
        elements=tuple(
            _element(element, reader) for element in reader.items(entry.get("elements"))
        ),
        places=_places(node, entry),
    )


def _places(node: Node, entry: Mapping[str, Node]) -> dict[str, Location]:
    return {"": node.location} | {key: value.location for key, value in entry.items()}


def _element(node: Node, reader: Reader) -> Element:
    entry = reader.mapping(
        node,
        ("key", "th", "en", "of", "check", "confidence", "source"),
        ("with", "none", "applies_to", "due", "or"),
    )
    return Element(
        key=reader.text(entry.get("key")),
        requirement=_text(entry, reader),
        of=reader.text(entry.get("of")),
        check=reader.text(entry.get("check")),
        parameters=_parameters(entry.get("with"), reader),
        accepts_none=reader.one_of(entry.get("none"), ("accepted", "rejected"), "rejected")
        == "accepted",
        applies_to=reader.text(entry.get("applies_to")),
        confidence=_confidence(entry, reader),
        source=reader.text(entry.get("source")),
        due=reader.text(entry.get("due")),
        alternative=_alternative(entry["or"], reader) if "or" in entry else None,
        places=_places(node, entry),
    )


def _alternative(node: Node, reader: Reader) -> Alternative:
    entry = reader.mapping(node, ("of",), ("check", "with", "review"))
    return Alternative(
        of=reader.text(entry.get("of")),
        check=reader.text(entry.get("check")) or "filled",
        parameters=_parameters(entry.get("with"), reader),
        review=_two_languages(entry["review"], reader) if "review" in entry else None,
    )


def _item_link(node: Node, reader: Reader) -> ItemLink:
    entry = reader.mapping(node, ("edition", "item"))
    return ItemLink(reader.text(entry.get("edition")), reader.text(entry.get("item")))


def _reports_on(node: Node | None, reader: Reader) -> ReportsOn | None:
    if node is None:
        return None
    entry = reader.mapping(node, ("edition_offset", "slug", "confidence"))
    offset = reader.one_of(entry.get("edition_offset"), ("0", "-1"), "0")
    return ReportsOn(
        int(offset),
        reader.text(entry.get("slug")),
        _confidence(entry, reader),
    )


def _rule(node: Node | None, reader: Reader) -> Rule | None:
    if node is None:
        return None
    entry = reader.mapping(node, ("th", "en", "confidence"))
    return Rule(_text(entry, reader), _confidence(entry, reader))


def _at(node: Node | None, around: Node) -> Node:
    """The node, or an empty mapping at the place where it is missing."""
    return node if node is not None else MappingNode((), around.location)


def _text(entry: Mapping[str, Node], reader: Reader) -> Text:
    return Text(reader.text(entry.get("th")), reader.text(entry.get("en")))


def _two_languages(node: Node | None, reader: Reader) -> Text:
    return _text(reader.mapping(node, ("th", "en")), reader) if node else Text("", "")


def _confidence(entry: Mapping[str, Node], reader: Reader, key: str = "confidence") -> Confidence:
    value: Confidence = reader.one_of(entry.get(key), CONFIDENCES, "recalled")  # type: ignore[assignment]
    return value


def _parameters(node: Node | None, reader: Reader) -> dict[str, Any]:
    """The parameters of a check; what is no mapping is a problem."""
    return {key: _plain(value) for key, value in reader.any_mapping(node).items()}


def _plain(node: Node) -> Any:
    """Parameters of a check as plain values; a text of digits is a whole number."""
    if isinstance(node, MappingNode):
        return {entry.key: _plain(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return tuple(_plain(item) for item in node.items)
    return int(node.text) if node.text.isdecimal() else node.text
