"""Whether an edition hangs together: every name that it uses exists, every value has its type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.catalogue.model import (
    HEADER_FIELDS,
    Catalogue,
    Edition,
    Element,
    Item,
    Subject,
)
from site_builder.kinds import KINDS, ROW_KINDS
from site_builder.kinds.spec import Field
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.sources.reader import closest

#: Ids that an item's page uses itself.
RESERVED_IDS = frozenset(
    {
        "documents",
        "downloads",
        "elements",
        "links",
        "not-published",
        "other-years",
        "page",
        "remarks",
        "vouched",
    }
)
#: Keys and slugs are parts of URLs.
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

INSTRUMENTS = ("IIT", "EIT", "OIT")
FORMULAS = ("mean", "weighted-mean")
FULL_SCORE = 100

#: Keys that say something else in a data file.
_RESERVED_FIELDS = frozenset({"item", "none"})

_REMEDY = Text("แก้ในไฟล์เกณฑ์ของปีนั้น", "correct it in the edition's file")
#: The parameters of checks that are not one text.
_LISTS = frozenset({"columns", "values", "words", "formats", "fields"})
_NUMBERS = frozenset({"min", "minimum"})
#: Parameters that name another field of the same subject.
_FIELDS = ("statement", "total")
_MAPPINGS = frozenset({"where"})
#: The one kind whose text is shown as it was read, masked or not.
_MASKABLE = "text"

Fault = tuple[Location, Text]


@dataclass(frozen=True)
class KnownCheck:
    """A check as an edition may name it.

    Attributes:
        required: the parameters that it cannot do without.
        one_of: parameters of which one must be there.
        kinds: the kinds of field that it judges; empty where it judges any.
        column_kinds: the kinds that its column may have; empty where it takes any.
    """

    parameters: frozenset[str]
    required: frozenset[str]
    one_of: frozenset[str]
    kinds: frozenset[str]
    column_kinds: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What an edition may name: checks with their parameters, and the rules of periods."""

    checks: Mapping[str, KnownCheck]
    rules: Collection[str]


def lint(
    catalogue: Catalogue, known: Known, editions: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Everything wrong in the named editions, or in all, and in the subjects that they use."""
    faults: list[tuple[str, Fault]] = []
    for name, edition in catalogue.editions.items():
        if editions is None or name in editions:
            faults += [("edition", fault) for fault in _edition(catalogue, edition, known)]
    for subject in catalogue.subjects.values():
        faults += [("subject", fault) for fault in _subject(subject)]
    return tuple(Problem(code, place, text, _REMEDY) for code, (place, text) in faults)


def _fault(place: Location, th: str, en: str, **places: str) -> Fault:
    return place, Text(th, en).format(**{name: same(value) for name, value in places.items()})


def _unknown(place: Location, th: str, en: str, name: str, known: Iterable[str]) -> Fault:
    """A name that does not exist, with the nearest that does."""
    place, text = _fault(place, th, en, name=name)
    guess = closest(name, known)
    return place, Text(text.th + guess.th, text.en + guess.en)


def _edition(catalogue: Catalogue, edition: Edition, known: Known) -> Iterator[Fault]:
    whole = Location(edition.origin.file or f"catalogue/editions/{edition.name}.yaml")
    removed = [each.location for each in edition.origin.corrections if each.what == "remove"]
    for number, item in enumerate(edition.items, start=1):
        if item.id != f"O{number}":
            yield _fault(
                removed[0] if removed else item.places.get("id", whole),
                "เลขข้อต้องเรียง O1 ถึง O{last} ไม่ขาดไม่ซ้ำ: ที่นี่ควรเป็น O{number} ไม่ใช่ {id}",
                "items must run from O1 to O{last} without gap: here O{number} is due, not {id}",
                last=str(len(edition.items)),
                number=str(number),
                id=item.id,
            )
            break
    yield from _scoring(edition, whole)
    for slug, count in Counter(item.slug for item in edition.items).items():
        if count > 1:
            last = [item for item in edition.items if item.slug == slug][-1]
            place = last.places.get("slug", whole)
            yield _fault(place, "slug ซ้ำ: {name}", "slug stands twice: {name}", name=slug)
    sub_indicators = [sub.id for each in edition.indicators for sub in each.sub_indicators]
    for item in edition.items:
        if item.sub_indicator not in sub_indicators:
            yield _unknown(
                item.places.get("sub_indicator", whole),
                f"{item.id}: ไม่มีตัวชี้วัดย่อย {{name}}",
                f"{item.id}: there is no sub-indicator {{name}}",
                item.sub_indicator,
                sub_indicators,
            )
        yield from _item(catalogue, edition, item, known)
        yield from _links(catalogue, edition, item)


def _scoring(edition: Edition, whole: Location) -> Iterator[Fault]:
    """Whether results can be computed by the edition's own rules."""
    scoring = edition.scoring
    if set(scoring.ita_weights) != set(INSTRUMENTS) or sum(scoring.ita_weights.values()) != 1:
        yield _fault(
            whole,
            "scoring: น้ำหนัก ita_weights ต้องมี {names} รวมกันได้ 1",
            "scoring: ita_weights must have {names} and sum up to 1",
            names=", ".join(INSTRUMENTS),
        )
    for step, name in scoring.formula.items():
        if name not in FORMULAS:
            yield _unknown(
                whole,
                f"scoring: {step} ไม่รู้จักสูตร {{name}}",
                f"scoring: {step} has an unknown formula {{name}}",
                name,
                FORMULAS,
            )
    floors = [level.min_total for level in edition.levels]
    if not floors or floors != sorted(floors, reverse=True) or floors[-1] != 0:
        yield _fault(
            whole,
            "levels: ต้องเรียงจากคะแนนสูงไปต่ำ และระดับสุดท้ายเริ่มที่ 0",
            "levels must run from the highest floor down to 0",
        )
    for item in edition.items:
        if any(not 0 <= score <= FULL_SCORE for score in item.score_levels):
            yield _fault(
                item.places.get("score_levels", whole),
                "{item}: ระดับคะแนนต้องอยู่ระหว่าง 0 ถึง 100",
                "{item}: score levels must lie between 0 and 100",
                item=item.id,
            )
    weighted = scoring.formula.get("sub_indicator") == "weighted-mean"
    for item in edition.items if weighted else ():
        if item.weight is None or item.weight <= 0:
            yield _fault(
                item.places.get("weight", item.places.get("", whole)),
                "{item}: สูตรถ่วงน้ำหนักต้องมี weight มากกว่า 0",
                "{item}: a weighted mean needs a weight above 0",
                item=item.id,
            )


def _links(catalogue: Catalogue, edition: Edition, item: Item) -> Iterator[Fault]:
    for link in item.continues:
        earlier = catalogue.editions.get(link.edition)
        if earlier and earlier.item(link.item) is None:
            yield _fault(
                item.places.get("continues", item.places.get("", Location(""))),
                "{item}: ปี {edition} ไม่มีข้อ {name}",
                "{item}: edition {edition} has no item {name}",
                item=item.id,
                edition=link.edition,
                name=link.item,
            )
    if item.reports_on:
        year = edition.year.shifted(item.reports_on.offset).name
        target = catalogue.editions.get(year)
        if target and target.by_slug(item.reports_on.slug) is None:
            yield _unknown(
                item.places.get("reports_on", item.places.get("", Location(""))),
                f"{item.id}: ปี {year} ไม่มีเรื่อง {{name}}",
                f"{item.id}: edition {year} has no subject {{name}}",
                item.reports_on.slug,
                [each.slug for each in target.items],
            )


def _item(catalogue: Catalogue, edition: Edition, item: Item, known: Known) -> Iterator[Fault]:
    here = item.places.get("", Location(""))
    for key, count in Counter(element.key for element in item.elements).items():
        if count > 1:
            last = [element for element in item.elements if element.key == key][-1]
            yield _fault(
                last.places.get("key", here),
                "{item}: องค์ประกอบ {name} ซ้ำ",
                "{item}: the element {name} stands twice",
                item=item.id,
                name=key,
            )
    if not item.elements:
        yield _fault(here, "{item}: ไม่มีองค์ประกอบ", "{item}: no elements", item=item.id)
    if not item.score_levels:
        place = item.places.get("score_levels", here)
        yield _fault(place, "{item}: ไม่มีระดับคะแนน", "{item}: no score levels", item=item.id)
    subject = catalogue.subjects.get(item.slug)
    if subject is None:
        yield _unknown(
            item.places.get("slug", here),
            f"{item.id}: ไม่มีเรื่อง {{name}} (เรื่องใหม่ต้องบอกช่องข้อมูลไว้ใน subjects)",
            f"{item.id}: there is no subject {{name}} (a new one needs its fields under subjects)",
            item.slug,
            catalogue.subjects,
        )
        return
    for element in item.elements:
        yield from _element(catalogue, edition, subject, item, element, known)
    for rule in subject.consistency:
        name = f"{subject.slug} {rule.check}"
        yield from _judged(catalogue, edition, subject, rule, rule.places, name, known)


def _element(
    catalogue: Catalogue,
    edition: Edition,
    subject: Subject,
    item: Item,
    element: Element,
    known: Known,
) -> Iterator[Fault]:
    here = element.places.get("", Location(""))
    where = f"{item.id} {element.key}"
    if element.key in RESERVED_IDS or not NAME.fullmatch(element.key):
        yield _fault(
            element.places.get("key", here),
            '{where}: ชื่อนี้สงวนไว้ หรือไม่ใช่ตัวอักษรเล็ก a-z ตัวเลข และ "-"',
            '{where}: the key is reserved, or is not lower-case letters, digits and "-"',
            where=where,
        )
    if element.applies_to and element.applies_to not in catalogue.agency_groups:
        yield _unknown(
            element.places.get("applies_to", here),
            f"{where}: ไม่มีกลุ่มหน่วยงาน {{name}}",
            f"{where}: there is no group of agencies {{name}}",
            element.applies_to,
            catalogue.agency_groups,
        )
    if element.due and element.due not in known.rules:
        yield _unknown(
            element.places.get("due", here),
            f"{where}: ไม่มีกฎของช่วงเวลา {{name}}",
            f"{where}: there is no rule of periods {{name}}",
            element.due,
            known.rules,
        )
    ways = [(element, element.places)]
    if element.alternative:
        place = element.places.get("or", here)
        ways.append((element.otherwise, dict.fromkeys(("of", "check", "with", ""), place)))
    for way, places in ways:
        yield from _judged(catalogue, edition, subject, way, places, where, known)


def _judged(
    catalogue: Catalogue,
    edition: Edition,
    subject: Subject,
    element: Element,
    places: Mapping[str, Location],
    where: str,
    known: Known,
) -> Iterator[Fault]:
    here = places.get("", Location(""))
    check = known.checks.get(element.check)
    if check is None:
        yield _unknown(
            places.get("check", here),
            f"{where}: ไม่มีการตรวจชื่อ {{name}}",
            f"{where}: there is no check {{name}}",
            element.check,
            known.checks,
        )
        return
    place = places.get("with", here)
    sound = True
    for name, value in element.parameters.items():
        if name not in check.parameters:
            sound = False
            yield _unknown(
                place,
                f"{where}: การตรวจ {element.check} ไม่มีค่า {{name}}",
                f"{where}: the check {element.check} takes no {{name}}",
                name,
                check.parameters,
            )
        elif not _has_type(name, value):
            sound = False
            yield _fault(
                place,
                "{where}: ค่า {name} ผิดชนิด",
                "{where}: {name} has the wrong type",
                where=where,
                name=name,
            )
    for name in sorted(check.required - element.parameters.keys()):
        sound = False
        yield _fault(
            place,
            "{where}: การตรวจ {check} ต้องมีค่า {name} ใน with",
            "{where}: the check {check} needs {name} under with",
            where=where,
            check=element.check,
            name=name,
        )
    if check.one_of and not check.one_of & element.parameters.keys():
        sound = False
        yield _fault(
            place,
            "{where}: การตรวจ {check} ต้องมีค่าใดค่าหนึ่งใน {names}",
            "{where}: the check {check} needs one of {names}",
            where=where,
            check=element.check,
            names=", ".join(sorted(check.one_of)),
        )
    rule = element.parameters.get("rule")
    if rule and rule not in known.rules:
        yield _unknown(
            place,
            f"{where}: ไม่มีกฎของช่วงเวลา {{name}}",
            f"{where}: there is no rule of periods {{name}}",
            str(rule),
            known.rules,
        )
    if sound:
        yield from _shown(catalogue, edition, subject, element, check, places, where)


def _has_type(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    if name in _NUMBERS:
        return isinstance(value, int)
    if name in _MAPPINGS:
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    return isinstance(value, str)


def _shown(
    catalogue: Catalogue,
    edition: Edition,
    subject: Subject,
    element: Element,
    check: KnownCheck,
    places: Mapping[str, Location],
    where: str,
) -> Iterator[Fault]:
    here = places.get("", Location(""))
    spec = subject.field(element.of)
    fields = [each.key for each in subject.fields] + list(HEADER_FIELDS)
    if spec is None:
        yield _unknown(
            places.get("of", here),
            f"{where}: ไม่มีช่อง {{name}}",
            f"{where}: there is no field {{name}}",
            element.of,
            fields,
        )
        return
    if check.kinds and spec.kind not in check.kinds:
        yield _fault(
            places.get("check", here),
            "{where}: การตรวจ {check} ใช้กับช่องชนิด {kind} ไม่ได้ (ใช้กับ {kinds})",
            "{where}: the check {check} does not judge a field of kind {kind} (but {kinds})",
            where=where,
            check=element.check,
            kind=spec.kind,
            kinds=", ".join(sorted(check.kinds)),
        )
    place = places.get("with", here)
    parameters = element.parameters
    columns = [*parameters.get("columns", ()), *parameters.get("where", {})]
    columns += [parameters["column"]] if "column" in parameters else []
    for name in columns:
        if spec.column(name) is None:
            yield _unknown(
                place,
                f"{where}: ไม่มีคอลัมน์ {{name}}",
                f"{where}: there is no column {{name}}",
                name,
                [column.key for column in spec.columns],
            )
    named = spec.column(parameters["column"]) if "column" in parameters else None
    if named and check.column_kinds and named.kind not in check.column_kinds:
        yield _fault(
            place,
            "{where}: การตรวจ {check} ใช้กับคอลัมน์ชนิด {kind} ไม่ได้ (ใช้กับ {kinds})",
            "{where}: the check {check} does not judge a column of kind {kind} (but {kinds})",
            where=where,
            check=element.check,
            kind=named.kind,
            kinds=", ".join(sorted(check.column_kinds)),
        )
    part = parameters.get("part")
    if part and part not in getattr(KINDS[spec.kind], "parts", ()):
        yield _fault(
            place,
            "{where}: ช่องชนิด {kind} ไม่มีส่วน {name}",
            "{where}: a field of kind {kind} has no part {name}",
            where=where,
            kind=spec.kind,
            name=str(part),
        )
    wanted = list(parameters.get("where", {}).items())
    wanted += [(parameters.get("column", ""), code) for code in parameters.get("values", ())]
    for name, code in wanted:
        column = spec.column(name)
        vocabulary = catalogue.vocabularies.get(column.vocabulary) if column else None
        if vocabulary is None or vocabulary.choice(code) is None:
            yield _unknown(
                place,
                f"{where}: ไม่มีตัวเลือก {{name}}",
                f"{where}: there is no choice {{name}}",
                code,
                [choice.code for choice in vocabulary.choices] if vocabulary else (),
            )
    named_fields = [parameters[key] for key in _FIELDS if key in parameters]
    for own in (*named_fields, *parameters.get("fields", ())):
        if subject.field(own) is None:
            yield _unknown(
                place,
                f"{where}: ไม่มีช่อง {{name}}",
                f"{where}: there is no field {{name}}",
                own,
                fields,
            )
    other = parameters.get("item")
    if other:
        found = catalogue.subjects.get(other) if edition.by_slug(other) else None
        if found is None or found.field(parameters["field"]) is None:
            yield _fault(
                place,
                "{where}: ไม่มีช่อง {field} ของเรื่อง {name}",
                "{where}: there is no field {field} of the subject {name}",
                where=where,
                field=parameters["field"],
                name=other,
            )


def _subject(subject: Subject) -> Iterator[Fault]:
    if not NAME.fullmatch(subject.slug):
        yield _fault(
            subject.location,
            'ชื่อเรื่อง {name} ต้องเป็นตัวอักษรเล็ก a-z ตัวเลข และ "-"',
            'the subject {name} must be lower-case letters, digits and "-"',
            name=subject.slug,
        )
    seen: set[str] = set()
    for spec in subject.fields:
        place = spec.location if spec.location.file else subject.location
        if spec.key in seen:
            yield _fault(
                place,
                "{slug}: ช่อง {name} ซ้ำ",
                "{slug}: the field {name} stands twice",
                slug=subject.slug,
                name=spec.key,
            )
        seen.add(spec.key)
        yield from _field(spec, place)


def _field(spec: Field, place: Location) -> Iterator[Fault]:
    if spec.key in HEADER_FIELDS or spec.key in _RESERVED_FIELDS:
        yield _fault(
            place,
            "ช่อง {name} ใช้ชื่อเดียวกับส่วนหัว",
            "the field {name} has the name of a header field",
            name=spec.key,
        )
    for key, count in Counter(column.key for column in spec.columns).items():
        if count > 1:
            yield _fault(
                place,
                "ช่อง {field}: คอลัมน์ {name} ซ้ำ",
                "field {field}: the column {name} stands twice",
                field=spec.key,
                name=key,
            )
    for each in (spec, *spec.columns):
        if not NAME.fullmatch(each.key):
            yield _fault(
                place,
                'ชื่อ {name} ต้องเป็นตัวอักษรเล็ก a-z ตัวเลข และ "-"',
                'the name {name} must be lower-case letters, digits and "-"',
                name=each.key,
            )
        if each.masks and each.kind != _MASKABLE:
            yield _fault(
                place,
                "ช่อง {name}: masks ใช้กับชนิด {kind} เท่านั้น",
                "field {name}: masks goes with the kind {kind} alone",
                name=each.key,
                kind=_MASKABLE,
            )
        if each.anywhere and each.kind != "link":
            yield _fault(
                place,
                "ช่อง {name}: anywhere ใช้กับชนิด link เท่านั้น",
                "field {name}: anywhere goes with the kind link alone",
                name=each.key,
            )
    if bool(spec.columns) != (spec.kind in ROW_KINDS):
        yield _fault(
            place,
            "ช่อง {name}: ชนิด {kind} กับคอลัมน์ไม่เข้ากัน",
            "field {name}: kind {kind} and its columns do not fit",
            name=spec.key,
            kind=spec.kind,
        )
        return
    needed = ROW_KINDS[spec.kind].needs if spec.kind in ROW_KINDS else frozenset()
    for key in sorted(needed - {column.key for column in spec.columns}):
        yield _fault(
            place,
            "ช่อง {name}: ชนิด {kind} ต้องมีคอลัมน์ {column}",
            "field {name}: the kind {kind} needs a column {column}",
            name=spec.key,
            kind=spec.kind,
            column=key,
        )
