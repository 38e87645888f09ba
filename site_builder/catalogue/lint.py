"""Whether an edition hangs together: every name that it uses exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.catalogue.model import HEADER_FIELDS, Catalogue, Edition, Element, Item, Subject
from site_builder.kinds import ROW_KINDS
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem

#: Ids that an item's page uses itself.
RESERVED_IDS = frozenset(
    {"downloads", "elements", "documents", "not-published", "other-years", "remarks"}
)

_REMEDY = Text("แก้ในไฟล์เกณฑ์ของปีนั้น", "correct it in the edition's file")


@dataclass(frozen=True)
class Known:
    """What an edition may name: checks with their parameters, and the rules of periods."""

    checks: Mapping[str, frozenset[str]]
    rules: Collection[str]


def lint(catalogue: Catalogue, known: Known) -> tuple[Problem, ...]:
    """Everything wrong in the catalogue."""
    problems: list[Problem] = []
    for edition in catalogue.editions.values():
        place = Location(f"catalogue/editions/{edition.name}.yaml")
        faults = _edition(catalogue, edition, known)
        problems += [Problem("edition", place, fault, _REMEDY) for fault in faults]
    for subject in catalogue.subjects.values():
        place = Location(f"catalogue/subjects/{subject.slug}.yaml")
        problems += [Problem("subject", place, fault, _REMEDY) for fault in _subject(subject)]
    return tuple(problems)


def _fault(th: str, en: str, **places: str) -> Text:
    return Text(th, en).format(**{name: same(value) for name, value in places.items()})


def _edition(catalogue: Catalogue, edition: Edition, known: Known) -> Iterator[Text]:
    wanted = [f"O{number}" for number in range(1, len(edition.items) + 1)]
    if [item.id for item in edition.items] != wanted:
        yield _fault(
            "เลขข้อต้องเรียง {first} ถึง {last} ไม่ขาดไม่ซ้ำ",
            "items must run from {first} to {last} without gap",
            first=wanted[0] if wanted else "O1",
            last=wanted[-1] if wanted else "O1",
        )
    yield from _repeated((item.slug for item in edition.items), "slug")
    sub_indicators = {sub.id for each in edition.indicators for sub in each.sub_indicators}
    for item in edition.items:
        if item.sub_indicator not in sub_indicators:
            yield _fault(
                "{item}: ไม่มีตัวชี้วัดย่อย {name}",
                "{item}: there is no sub-indicator {name}",
                item=item.id,
                name=item.sub_indicator,
            )
        yield from _item(catalogue, item, known)
        yield from _links(catalogue, edition, item)


def _repeated(names: Iterable[str], what: str) -> Iterator[Text]:
    for name, count in Counter(names).items():
        if count > 1:
            yield _fault("{what} ซ้ำ: {name}", "{what} stands twice: {name}", what=what, name=name)


def _links(catalogue: Catalogue, edition: Edition, item: Item) -> Iterator[Text]:
    for link in item.continues:
        earlier = catalogue.editions.get(link.edition)
        if earlier and earlier.item(link.item) is None:
            yield _fault(
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
            yield _fault(
                "{item}: ปี {edition} ไม่มีเรื่อง {name}",
                "{item}: edition {edition} has no subject {name}",
                item=item.id,
                edition=year,
                name=item.reports_on.slug,
            )


def _item(catalogue: Catalogue, item: Item, known: Known) -> Iterator[Text]:
    yield from _repeated((element.key for element in item.elements), f"{item.id} element")
    if not item.elements:
        yield _fault("{item}: ไม่มีองค์ประกอบ", "{item}: no elements", item=item.id)
    subject = catalogue.subject(item)
    for element in item.elements:
        where = f"{item.id} {element.key}"
        if element.key in RESERVED_IDS:
            yield _fault("{where}: ชื่อนี้สงวนไว้", "{where}: the key is reserved", where=where)
        if element.check not in known.checks:
            yield _fault(
                "{where}: ไม่มีการตรวจชื่อ {name}",
                "{where}: there is no check {name}",
                where=where,
                name=element.check,
            )
            continue
        for name in element.parameters:
            if name not in known.checks[element.check]:
                yield _fault(
                    "{where}: การตรวจ {check} ไม่มีค่า {name}",
                    "{where}: the check {check} takes no {name}",
                    where=where,
                    check=element.check,
                    name=name,
                )
        rule = element.parameters.get("rule")
        if rule and rule not in known.rules:
            yield _fault(
                "{where}: ไม่มีกฎของช่วงเวลา {name}",
                "{where}: there is no rule of periods {name}",
                where=where,
                name=rule,
            )
        if element.applies_to and element.applies_to not in catalogue.agency_groups:
            yield _fault(
                "{where}: ไม่มีกลุ่มหน่วยงาน {name}",
                "{where}: there is no group of agencies {name}",
                where=where,
                name=element.applies_to,
            )
        yield from _shown(catalogue, subject, element, where)


def _shown(catalogue: Catalogue, subject: Subject, element: Element, where: str) -> Iterator[Text]:
    spec = subject.field(element.of)
    if spec is None:
        yield _fault(
            "{where}: ไม่มีช่อง {name}",
            "{where}: there is no field {name}",
            where=where,
            name=element.of,
        )
        return
    parameters = element.parameters
    columns = [*parameters.get("columns", ()), *parameters.get("where", {})]
    columns += [parameters["column"]] if "column" in parameters else []
    for name in columns:
        if spec.column(name) is None:
            yield _fault(
                "{where}: ไม่มีคอลัมน์ {name}",
                "{where}: there is no column {name}",
                where=where,
                name=name,
            )
    codes = dict(parameters.get("where", {}))
    wanted = list(codes.items())
    wanted += [(parameters["column"], code) for code in parameters.get("values", ())]
    for name, code in wanted:
        column = spec.column(name)
        vocabulary = catalogue.vocabularies.get(column.vocabulary) if column else None
        if vocabulary is None or vocabulary.choice(code) is None:
            yield _fault(
                "{where}: ไม่มีตัวเลือก {name}",
                "{where}: there is no choice {name}",
                where=where,
                name=code,
            )


def _subject(subject: Subject) -> Iterator[Text]:
    yield from _repeated((spec.key for spec in subject.fields), f"{subject.slug} field")
    for spec in subject.fields:
        if spec.key in HEADER_FIELDS or spec.key == "item":
            yield _fault(
                "ช่อง {name} ใช้ชื่อเดียวกับส่วนหัว",
                "the field {name} has the name of a header field",
                name=spec.key,
            )
        yield from _repeated((column.key for column in spec.columns), f"{spec.key} column")
        if bool(spec.columns) != (spec.kind in ROW_KINDS):
            yield _fault(
                "ช่อง {name}: ชนิด {kind} กับคอลัมน์ไม่เข้ากัน",
                "field {name}: kind {kind} and its columns do not fit",
                name=spec.key,
                kind=spec.kind,
            )
