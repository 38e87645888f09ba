"""What a published page should show of each element: by the data, or by what the site itself says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from site_builder.catalogue.loader import edition_names, load_catalogue
from site_builder.catalogue.model import Catalogue, Edition, Element, Item
from site_builder.disclosures import Disclosure, EditionData, shown_by_row
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.image import ImageKind
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text, same
from site_builder.links.answers import Answer, printable
from site_builder.locations import Location
from site_builder.outcomes import (
    Basis,
    ElementResult,
    Finding,
    ItemResult,
    Outcome,
    Report,
    Status,
    item_url,
    severity_of,
)
from site_builder.problems import InputError, Problem
from site_builder.published.source import Source
from site_builder.sources.files import FileRef

_Word = TypeVar("_Word", bound=StrEnum)

INDEX = "oit/index.json"
_LIMIT = 8_000_000
#: Kinds whose pages draw a row with what fits into the drawing; only its name is always there.
_DRAWN = frozenset(["people", "org-chart", "news"])
#: Of words that stand for a whole field or month.
_PLAIN = Spec("", "text", same(""))


@dataclass(frozen=True)
class Expected:
    """What should be seen of one element.

    Attributes:
        is_shown: its blocks should be there; None where that is not known.
        texts: that should stand in its blocks, without white space, each as written beside it.
        files: that its blocks should lead to, by their names below `files/`.
        anywhere: the texts may stand outside its blocks, as the title of a row does.
        blank: how many of its blocks may be blank; None for any number.
    """

    is_shown: bool | None = None
    texts: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    anywhere: bool = False
    blank: int | None = None


#: By item's id and element's key; what is not in it is not known.
Expectations = Mapping[tuple[str, str], Expected]


def by_data(data: EditionData, report: Report) -> Expectations:
    """What the agency's own data say, and what officials attest by the report on them."""
    found = {}
    for disclosure in data.disclosures:
        result = report.by_slug(disclosure.item.slug)
        for element in disclosure.item.elements if disclosure.readable else ():
            expected = _by_disclosure(disclosure, element)
            if expected.is_shown is False and result:
                expected = _by_attestation(result.element(element.key)) or expected
            found[disclosure.item.id, element.key] = expected
    return found


def _by_attestation(result: ElementResult) -> Expected | None:
    """The document and the words of the official who vouches for it."""
    if result.basis != Basis.ATTESTED:
        return None
    found = result.evidence[0]
    return Expected(True, ((folded(found.text.th), found.text.th),), (found.document,))


def _by_disclosure(disclosure: Disclosure, element: Element) -> Expected:
    shown = disclosure.showing(element)
    if not disclosure.shows(shown):
        return Expected(is_shown=False)
    texts: dict[str, str] = {}
    files: list[str] = []
    for spec, cell in _cells(disclosure, shown):
        if isinstance(cell.value, FileRef):
            files.append(cell.value.name)
        if spec.kind == ImageKind.name or cell.is_blank:
            continue
        text = SCALAR_KINDS[spec.kind].shown(cell)
        texts.setdefault(folded(text), text)
    return Expected(
        True,
        tuple(texts.items()),
        tuple(dict.fromkeys(files)),
        anywhere=bool(shown.parameters.get("where")),
        blank=_blank(disclosure, shown),
    )


def _cells(disclosure: Disclosure, element: Element) -> Iterator[tuple[Spec, Cell]]:
    """The cells that the page surely shows in the element's blocks, each with its column or field."""
    value = disclosure.values[element.of]
    where = element.parameters.get("where")
    own = value.spec.column(element.column) if element.column else None
    if own and value.rows and not where:
        columns: tuple[Spec, ...] = (own,)
    else:
        columns = value.spec.columns
        if value.spec.kind in _DRAWN:
            columns = tuple(each for each in columns if each.kind == "text")[:1]
        if value.none:
            yield _PLAIN, value.none
        if value.spec.kind in SCALAR_KINDS:
            yield from ((value.spec, cell) for cell in value.cells)
        yield from ((_PLAIN, block.none) for block in value.months if block.none and not where)
    for row in value.rows:
        if not where or shown_by_row(element, row):
            yield from ((spec, cell) for spec in columns for cell in row.all_cells(spec.key))


def _blank(disclosure: Disclosure, element: Element) -> int | None:
    """How many cells of the element's column hold nothing that a page can show."""
    value = disclosure.values[element.of]
    if not element.column or not value.rows or element.parameters.get("where"):
        return None
    spec = value.spec.column(element.column)
    is_image = spec is not None and spec.kind == ImageKind.name
    cells = [row.all_cells(element.column) for row in value.rows]
    return sum(all(c.is_blank or (is_image and c.value is None) for c in each) for each in cells)


def folded(text: str) -> str:
    """A text without white space: how it is broken into lines is a matter of the page."""
    return "".join(text.split())


@dataclass(frozen=True)
class SiteIndex:
    """What `/oit/index.json` says of the site."""

    agency: str
    agency_type: str
    current: str
    editions: tuple[str, ...]


def read_index(source: Source) -> SiteIndex:
    """The site's own index.

    Raises:
        InputError: it cannot be read, so that this is no site of ours, or not its front page.
    """
    answer = source.get(INDEX, _LIMIT)
    data = _json(answer)
    agency = data.get("agency")
    editions = data.get("editions")
    if not isinstance(agency, dict) or not isinstance(editions, list):
        raise InputError([_no_index(source, answer)])
    return SiteIndex(
        _text(agency, "name"),
        _text(agency, "type"),
        _text(data, "current_edition"),
        tuple(_text(each, "edition") for each in editions if isinstance(each, dict)),
    )


def by_site(source: Source, index: SiteIndex, asked: str | None) -> tuple[Report, Expectations]:
    """The site's own report of one edition, for whoever does not have its data.

    The elements are those of the shipped criteria; the verdict on each is what `status.json` says.

    Raises:
        InputError: the site does not have the edition, or its criteria did not ship.
    """
    name = asked or index.current
    known = [each for each in edition_names() if each in index.editions]
    if name not in known:
        raise InputError([_no_edition(name, known)])
    catalogue = load_catalogue((name,))
    edition = catalogue.editions[name]
    path = f"oit/{name}/status.json"
    answer = source.get(path, _LIMIT)
    stated = {_text(each, "slug"): each for each in _entries(_json(answer), "items")}
    items: list[ItemResult] = []
    expected: dict[tuple[str, str], Expected] = {}
    for item in edition.items:
        result, shown = _stated_item(source, catalogue, edition, item, index, stated)
        items.append(result)
        expected |= {(item.id, key): Expected(is_shown) for key, is_shown in shown.items()}
    problems = () if stated else (_no_status(source.place(path), answer),)
    return Report(index.agency, edition, tuple(items), problems), expected


def _stated_item(
    source: Source,
    catalogue: Catalogue,
    edition: Edition,
    item: Item,
    index: SiteIndex,
    stated: Mapping[str, Mapping[str, Any]],
) -> tuple[ItemResult, dict[str, bool | None]]:
    said = stated.get(item.slug, {})
    elements = {_text(each, "key"): each for each in _entries(said, "elements")}
    page = source.place(item_url(edition.name, item).lstrip("/"))
    results: list[ElementResult] = []
    shown: dict[str, bool | None] = {}
    for element in item.elements:
        if not catalogue.applies(element, index.agency_type):
            results.append(
                ElementResult(
                    element,
                    Outcome.NOT_APPLICABLE,
                    reason=Text("ไม่ใช้กับหน่วยงานประเภทนี้", "not asked of this agency type"),
                )
            )
            continue
        told = elements.get(element.key, {})
        outcome = _choice(Outcome, _text(told, "outcome"), Outcome.PASS)
        is_unsaid = outcome in (Outcome.FAIL, Outcome.NOT_CHECKED)
        shown[element.key] = None if is_unsaid else True
        findings = (_stated_incomplete(element, page),) if outcome == Outcome.FAIL else ()
        reason = same(_text(told, "reason")) if told.get("reason") else None
        results.append(ElementResult(element, outcome, findings, reason))
    is_bad = any(result.outcome == Outcome.FAIL for result in results)
    fallback = Status.INCOMPLETE if is_bad else Status.COMPLETE
    status = _choice(Status, _text(said, "status"), fallback)
    url = item_url(edition.name, item)
    return ItemResult(item, status, url, tuple(results)), shown


def _json(answer: Answer) -> dict[str, Any]:
    """The object that was published; an empty one where there is none."""
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _entries(data: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    found = data.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(data: Mapping[str, Any], key: str) -> str:
    found = data.get(key)
    return printable(found) if isinstance(found, str) else ""


def _choice(known: type[_Word], text: str, fallback: _Word) -> _Word:
    return known(text) if text in set(known) else fallback


def _stated_incomplete(element: Element, page: str) -> Finding:
    return Finding(
        "stated-incomplete",
        severity_of(element),
        Location(page),
        Text(
            "เว็บไซต์แจ้งเองว่ายังไม่ครบ: {requirement}",
            "the site itself says that it is not complete: {requirement}",
        ).format(requirement=element.requirement),
        Text(
            "สั่ง oit check ในโฟลเดอร์ของหน่วยงานเพื่อดูว่าขาดอะไร แล้วเผยแพร่ใหม่",
            "run oit check in the agency's folder to see what is missing, then publish again",
        ),
    )


def _no_index(source: Source, answer: Answer) -> Problem:
    why = answer.why if answer.cause else Text("อ่านเนื้อหาไม่ได้", "what is there cannot be read")
    if answer.cause and not answer.cause.is_of_site:
        return Problem(
            "site-unreachable",
            Location(source.place(INDEX)),
            Text("อ่านเว็บไซต์ไม่ได้: {why}", "the site cannot be read: {why}").format(why=why),
            Text(
                "ตรวจที่อยู่และการเชื่อมต่ออินเทอร์เน็ต แล้วลองใหม่ภายหลังหรือจากเครือข่ายอื่น",
                "check the address and the connection, then try again later or from another network",
            ),
        )
    return Problem(
        "not-our-site",
        Location(source.place(INDEX)),
        Text(
            "ไม่ใช่เว็บไซต์ที่ oit build สร้าง เพราะไม่มีดัชนีข้อมูลที่นี่: {why}",
            "this is no site that oit build wrote, as its index is not here: {why}",
        ).format(why=why),
        Text(
            "ระบุที่อยู่ของหน้าแรก หรือโฟลเดอร์ที่มี {index} อยู่ข้างใน",
            "name the address of the front page, or the folder that holds {index}",
        ).format(index=same(INDEX)),
    )


def _no_edition(name: str, known: list[str]) -> Problem:
    return Problem(
        "unknown-edition",
        Location("--edition"),
        Text(
            'เว็บไซต์นี้ไม่มีปี "{name}" หรือเกณฑ์ของปีนั้นไม่ได้มากับโปรแกรม',
            'the site does not have the edition "{name}", or its criteria did not ship',
        ).format(name=same(printable(name))),
        Text(
            "ใช้ปีใดปีหนึ่ง: {known} หรือสั่งในโฟลเดอร์ของหน่วยงานที่มีเกณฑ์ของปีนั้น",
            "use one of: {known}; or run in the agency's folder, which has its criteria",
        ).format(known=same(", ".join(known) or "–")),
    )


def _no_status(place: str, answer: Answer) -> Problem:
    why = answer.why if answer.cause else Text("อ่านเนื้อหาไม่ได้", "what is there cannot be read")
    return Problem(
        "status-missing",
        Location(place),
        Text(
            "ไม่มีผลตรวจของเว็บไซต์เองให้เทียบ: {why}",
            "the site's own verdict is not there to compare with: {why}",
        ).format(why=why),
        Text(
            "สร้างเว็บไซต์ใหม่ด้วย oit build แล้วเผยแพร่ทั้งโฟลเดอร์",
            "build the site again with oit build and publish the whole folder",
        ),
    )
