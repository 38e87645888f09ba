"""The page of one item, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from site_builder.agency import Agency
from site_builder.catalogue.model import LINKS, Edition, Element, Item
from site_builder.criteria import origin, sureness
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.base import ScalarKind
from site_builder.kinds.document import DocumentKind
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.memory import Memory
from site_builder.opendata.datasets import Dataset
from site_builder.outcomes import Basis, Evidence, ItemResult, Outcome, Status
from site_builder.pages import charts, tables
from site_builder.pages.labels import LABELS
from site_builder.pages.model import TITLE_ID, Asset, Attachment, Heading, Page, SearchText
from site_builder.pages.placement import Placement
from site_builder.pages.render import render
from site_builder.sources.files import FileRef

#: The kinds whose values may be a few words.
_BRIEF = ("text", "number", "contact", "link", "date", "period", "choice")
_FEW_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link to another item's page: `url` is relative to the item's own page, "" for itself."""

    url: str
    title: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class ItemContext:
    """What an item's page needs to know of its surroundings."""

    agency: Agency
    edition: Edition
    previous: Neighbour | None
    next: Neighbour | None
    other_years: tuple[Neighbour, ...]
    years: tuple[Neighbour, ...]
    reports_on: Neighbour | None = None


def page_path(edition: str, item: Item) -> str:
    """The path of an item's page in the site."""
    return f"oit/{edition}/{item.code}/"


def item_page(dataset: Dataset, around: ItemContext, memory: Memory) -> Page:
    """The page of an item, filled or honestly not yet published."""
    item, disclosure, result = dataset.item, dataset.disclosure, dataset.result
    placement = Placement(disclosure, _asked(result))
    keys = {element.key for element in item.elements}
    fields = [disclosure.values[spec.key] for spec in disclosure.subject.fields]
    sections = [(placement.section_id(v.spec.key, keys), v) for v in fields if not v.is_empty]
    # What a reader finds on the page, in the places where it stands there.
    header = [(key, disclosure.values[key]) for key in ("documents", LINKS, "remarks")]
    top = [("", disclosure.values[key]) for key in ("unit", "covers")]
    shown = [pair for pair in (*sections, *header, *top) if not pair[1].is_empty]
    body = render(
        "item.html",
        item=item,
        edition=around.edition,
        indicator=_indicator(around.edition, item),
        result=result,
        disclosure=disclosure,
        placement=placement,
        vouched=_vouched(result, placement),
        groups=_groups(sections),
        header=[
            disclosure.values[key]
            for key in ("unit", "updated", "covers")
            if not disclosure.values[key].is_empty
        ],
        documents=disclosure.values["documents"],
        links=disclosure.values[LINKS],
        remarks=disclosure.values["remarks"],
        tables=tables,
        charts=charts,
        has_filters=any(map(tables.has_filter, fields)),
        dataset=dataset,
        sureness=sureness,
        origin=origin,
        around=around,
        is_missing=result.status == Status.MISSING,
    )
    headings = [Heading(2, section_id, value.spec.label.th) for section_id, value in sections]
    headings += [
        Heading(2, "downloads", LABELS["downloads"].th),
        Heading(2, "elements", LABELS["elements"].th),
    ]
    return Page(
        path=page_path(around.edition.name, item),
        title=f"{item.id} {item.title.th}",
        html=memory.aside(body.encode()),
        headings=tuple(headings),
        description=f"{item.title.th} — {around.agency.name} (OIT {around.edition.name})",
        updated=dataset.updated,
        search=tuple(
            SearchText(section_id, value.spec.label.th, _texts(value))
            for section_id, value in shown
        ),
        attachments=tuple(
            each for section_id, value in shown for each in _offered(section_id, value)
        ),
        item=item.id,
        year=around.edition.name,
    )


def part_pages(dataset: Dataset, around: ItemContext, memory: Memory) -> Iterator[Page]:
    """The pages of the item's long tables; their elements are marked as on its own page."""
    item, disclosure = dataset.item, dataset.disclosure
    for value in disclosure.values.values():
        parts = tables.parts(value) if tables.is_long(value) else ()
        for number, part in enumerate(parts):
            body = render(
                "part.html",
                item=item,
                edition=around.edition,
                value=value,
                part=part,
                columns=tables.summed(value),
                placement=Placement(disclosure, _asked(dataset.result)),
                tables=tables,
                previous=parts[number - 1] if number else None,
                next=parts[number + 1] if number + 1 < len(parts) else None,
            )
            yield Page(
                path=f"{page_path(around.edition.name, item)}{value.spec.key}/{part.slug}/",
                title=f"{item.id} {value.spec.label.th}: {part.title}",
                html=memory.aside(_from_part(body).encode()),
                description=f"{item.title.th}: {part.title} — {around.agency.name}",
                updated=dataset.updated,
                search=(SearchText(TITLE_ID, part.title, _row_texts(value, part.rows)),),
                year=around.edition.name,
            )


def _from_part(body: str) -> str:
    """Documents stand beside the item's own page, two folders up. Data cannot hold a plain quotation
    mark, so that only links begin like this."""
    return body.replace('="files/', '="../../files/')


@dataclass(frozen=True)
class _Group:
    """Sections that stand beside each other, being of a few words each; or one that is more."""

    sections: tuple[tuple[str, FieldValue], ...]

    @property
    def is_brief(self) -> bool:
        return len(self.sections) > 1

    @property
    def charted(self) -> tuple[tuple[str, Decimal], ...]:
        """The figures that are drawn beside each other, with what they count; none where one cannot
        be read, or nothing would be seen."""
        values = [value for _, value in self.sections if value.spec.show == "chart"]
        read = ((value.spec.label.th, tables.figure(value)) for value in values)
        found = tuple((label, number) for label, number in read if number is not None)
        is_whole = len(found) == len(values) > 1
        return found if is_whole and any(number for _, number in found) else ()


def _groups(sections: Iterable[tuple[str, FieldValue]]) -> Iterator[_Group]:
    for is_brief, found in groupby(sections, lambda section: _is_brief(section[1])):
        if is_brief:
            yield _Group(tuple(found))
        else:
            yield from (_Group((section,)) for section in found)


def _is_brief(value: FieldValue) -> bool:
    """Whether a value is a few words, for which a section of its own would be too much."""
    cells = (value.none,) if value.none else value.cells
    return value.spec.kind in _BRIEF and sum(len(cell.text) for cell in cells) <= _FEW_LETTERS


def _vouched(result: ItemResult, placement: Placement) -> dict[str, Evidence]:
    """Elements that no data show, but a document for which a named official vouches."""
    return {
        element.key: result.element(element.key).evidence[0]
        for element in placement.absent
        if result.element(element.key).basis == Basis.ATTESTED
    }


def _asked(result: ItemResult) -> list[Element]:
    return [each.element for each in result.elements if each.outcome != Outcome.NOT_APPLICABLE]


def item_assets(dataset: Dataset, memory: Memory) -> Iterator[Asset]:
    """The item's files for machines, the rows for filters, and the attached documents."""
    for file in dataset.files():
        yield Asset(f"{dataset.folder}{file.name}", file.source)
    for value in dataset.disclosure.values.values():
        if tables.has_filter(value):
            rows = memory.aside(tables.rows_script(value))
            yield Asset(f"{dataset.folder}{value.spec.key}.rows.js", rows)
    for attached in attached_files(dataset.disclosure.values.values()):
        yield Asset(f"{dataset.folder}files/{attached.name}", attached.path)


def attached_files(values: Iterable[FieldValue]) -> list[FileRef]:
    """Every file that the values name, once, in order."""
    found: dict[str, FileRef] = {}
    for value in values:
        for _, cell in value.every_cell():
            if isinstance(cell.value, FileRef):
                found.setdefault(cell.value.name, cell.value)
    return list(found.values())


def _indicator(edition: Edition, item: Item) -> str:
    for indicator in edition.indicators:
        for sub in indicator.sub_indicators:
            if sub.id == item.sub_indicator:
                return f"{sub.id} {sub.title.th}"
    return item.sub_indicator


def _offered(section_id: str, value: FieldValue) -> Iterator[Attachment]:
    """The documents of a field, each with its title or else its file name."""
    for _, cell in value.every_cell():
        if isinstance(cell.value, FileRef):
            title = cell.parts.get("title")
            yield Attachment(
                section_id, title.text if title and title.text else cell.value.name, cell.value
            )


def _texts(value: FieldValue) -> tuple[str, ...]:
    """The texts of a field, in order, as a reader sees them; what is repeated only once."""
    own = SCALAR_KINDS.get(value.spec.kind)
    texts = [value.none.text] if value.none else []
    texts += [cell.text for block in value.months for cell in (block.month, block.none) if cell]
    texts += [text for cell in value.cells if own for text in _shown(own, cell)]
    # The other rows of a long table are found on the pages of its parts.
    texts += _row_texts(
        value, value.rows[: tables.FIRST_ROWS] if tables.is_long(value) else value.rows
    )
    return tuple(dict.fromkeys(text for text in texts if text))


def _row_texts(value: FieldValue, rows: Iterable[Row]) -> tuple[str, ...]:
    kinds = {column.key: SCALAR_KINDS[column.kind] for column in value.spec.columns}
    texts: list[str] = []
    for row in rows:
        for key, cell in row.cells.items():
            if row.more or cell.parts:
                texts += [text for each in row.all_cells(key) for text in _shown(kinds[key], each)]
            else:
                texts.append(kinds[key].shown(cell))
    return tuple(dict.fromkeys(filter(None, texts)))


def _shown(kind: ScalarKind, cell: Cell) -> Iterator[str]:
    yield kind.shown(cell)
    if kind.name == DocumentKind.name:
        # its date, signer and their position stand beside the title
        for key, part in cell.parts.items():
            if key not in ("file", "title"):
                part_kind = kind.part_kinds.get(key)
                yield part_kind.shown(part) if part_kind else part.text
