"""The page of one item, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.agency import Agency
from site_builder.catalogue.model import Edition, Item
from site_builder.criteria import origin, sureness
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.values import FieldValue
from site_builder.opendata.datasets import Dataset
from site_builder.outcomes import Outcome, Status
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Asset, Heading, Page, SearchText
from site_builder.pages.placement import Placement
from site_builder.pages.render import render
from site_builder.sources.files import FileRef


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link to another item's page: `url` is relative to the item's own page."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class ItemContext:
    """What an item's page needs to know of its surroundings."""

    agency: Agency
    edition: Edition
    previous: Neighbour | None
    next: Neighbour | None
    other_years: tuple[Neighbour, ...]
    reports_on: Neighbour | None = None


def page_path(edition: str, item: Item) -> str:
    """The path of an item's page in the site."""
    return f"oit/{edition}/{item.code}/"


def item_page(dataset: Dataset, around: ItemContext) -> Page:
    """The page of an item, filled or honestly not yet published."""
    item, disclosure, result = dataset.item, dataset.disclosure, dataset.result
    asked = [r.element for r in result.elements if r.outcome != Outcome.NOT_APPLICABLE]
    placement = Placement(disclosure, asked)
    keys = {element.key for element in item.elements}
    fields = [disclosure.values[spec.key] for spec in disclosure.subject.fields]
    sections = [(placement.section_id(v.spec.key, keys), v) for v in fields if not v.is_empty]
    body = render(
        "item.html",
        item=item,
        edition=around.edition,
        indicator=_indicator(around.edition, item),
        result=result,
        disclosure=disclosure,
        placement=placement,
        sections=sections,
        header=[
            disclosure.values[key]
            for key in ("unit", "updated", "covers")
            if not disclosure.values[key].is_empty
        ],
        documents=disclosure.values["documents"],
        remarks=disclosure.values["remarks"],
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
        body=body,
        headings=tuple(headings),
        description=f"{item.title.th} — {around.agency.name} (OIT {around.edition.name})",
        updated=dataset.updated,
        search=tuple(
            SearchText(section_id, value.spec.label.th, _words(value))
            for section_id, value in sections
        ),
    )


def item_assets(dataset: Dataset) -> Iterator[Asset]:
    """The item's files for machines, and the attached ones."""
    for file in dataset.files():
        yield Asset(f"{dataset.folder}{file.name}", file.content)
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


def _words(value: FieldValue) -> str:
    """The texts of a field, in order, as a reader sees them."""
    texts: list[str] = []
    kinds = {column.key: SCALAR_KINDS[column.kind] for column in value.spec.columns}
    own = SCALAR_KINDS.get(value.spec.kind)
    texts += [cell.text for cell in (value.none, *(block.none for block in value.months)) if cell]
    texts += [own.shown(cell) for cell in value.cells if own]
    for row in value.rows:
        texts += [kinds[key].shown(cell) for key in row.cells for cell in row.all_cells(key)]
    return " ".join(text for text in texts if text)
