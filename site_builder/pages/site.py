"""Puts a whole site together: every page, file and place in the navigation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from site_builder.agency import Agency
from site_builder.catalogue.changes import Changes, Fate, ancestors, compare
from site_builder.catalogue.model import Catalogue, Edition, Item
from site_builder.criteria import origin, ruleset
from site_builder.disclosures import EditionData
from site_builder.figures import Analysis
from site_builder.memory import BuildMemory, Memory
from site_builder.opendata import addresses
from site_builder.opendata.datajson import data_json
from site_builder.opendata.datapackage import NAME as DATA_PACKAGE
from site_builder.opendata.datapackage import data_package
from site_builder.opendata.datasets import Dataset, EditionDatasets, edition_datasets
from site_builder.opendata.dcat import catalogue as dcat_catalogue
from site_builder.opendata.exports import to_json
from site_builder.opendata.feeds import CHANGES_TITLE, NEWS_TITLE, changes_feed, news_feed
from site_builder.opendata.index import index, robots
from site_builder.opendata.organisation import in_script, organisation
from site_builder.outcomes import Report, Status
from site_builder.pages.criteria import changes_body, changes_title
from site_builder.pages.item import (
    ItemContext,
    Neighbour,
    item_assets,
    item_page,
    page_path,
    part_pages,
)
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Asset, Feed, Heading, NavEntry, Page, Site
from site_builder.pages.render import render
from site_builder.pages.result import result_page, result_path, result_title
from site_builder.readiness import counted
from site_builder.sources.files import FileRef

#: How many news items the front page shows.
LATEST_NEWS = 4

#: More items than this stand below their indicators in the navigation.
MOST_IN_A_LIST = 60

STATUS_FORMAT = 1
AGENCY_STYLE = "assets/agency.css"

SEARCH_PATH = "search/"

_OPEN_DATA = Heading(2, "open-data", LABELS["open_data"].th)


@dataclass(frozen=True)
class AuditedEdition:
    """An edition's data with the audit's report on them."""

    data: EditionData
    report: Report

    @property
    def edition(self) -> Edition:
        return self.data.edition


def build_site(
    agency: Agency,
    editions: tuple[AuditedEdition, ...],
    current: str,
    results: tuple[Analysis, ...],
    catalogue: Catalogue,
    memory: Memory | None = None,
) -> Site:
    """The site of an agency; `editions` and `results` are the oldest first, `current` is shown
    first. `catalogue` has the editions of the years between as well. Of what `memory` knows, the
    pages and files of items are not made again."""
    memory = memory or BuildMemory()
    pages: list[Page] = []
    assets: list[Asset] = []
    published: list[EditionDatasets] = []
    newest_first = tuple(reversed(editions))
    shown_first = next(each for each in editions if each.edition.name == current)
    pages.append(_front(agency, shown_first, newest_first, results))
    pages.append(_editions(agency, newest_first))
    for audited in newest_first:
        open_data = edition_datasets(
            agency, audited.data, audited.report, catalogue.vocabularies, memory
        )
        published.append(open_data)
        package = data_package(agency, open_data)
        pages.append(_edition(agency, audited, newest_first, has_package=bool(package)))
        for position, dataset in enumerate(open_data.datasets):
            around = _around(agency, audited, position, newest_first, catalogue.editions)
            of_item = memory.once(
                ("item", dataset.url),
                partial(_of_item, dataset, around, memory),
                same=(dataset,),
                equal=(around,),
            )
            pages += of_item.pages
            assets += of_item.assets
        folder = addresses.edition_folder(audited.edition.name)
        if package:
            assets.append(Asset(f"{folder}{DATA_PACKAGE}", memory.aside(to_json(package))))
        status = to_json(_status(agency, audited))
        assets.append(Asset(f"{folder}status.json", memory.aside(status)))
        changes = _changes(audited, newest_first)
        if changes:
            pages.append(_changes_page(agency, changes))
    pages.append(_accessibility(agency))
    pages.append(_english(agency, shown_first, newest_first, "en/"))
    pages += [
        _english(agency, audited, newest_first, f"en/oit/{audited.edition.name}/")
        for audited in newest_first
    ]
    assets += _agency_assets(agency)
    pages += [result_page(agency, result) for result in reversed(results)]
    pages.append(search_page(agency.name, pages))
    assets += (
        Asset(path, memory.aside(content))
        for path, content in _for_machines(agency, published, current, results)
    )
    navigation = _navigation(newest_first, results)
    return Site(tuple(pages), tuple(assets), navigation, _feeds(agency))


@dataclass(frozen=True)
class _OfItem:
    """What stands in the folder of one item."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]


def _of_item(dataset: Dataset, around: ItemContext, memory: Memory) -> _OfItem:
    pages = (item_page(dataset, around, memory), *part_pages(dataset, around, memory))
    return _OfItem(pages, tuple(item_assets(dataset, memory)))


def _for_machines(
    agency: Agency,
    editions: list[EditionDatasets],
    current: str,
    results: tuple[Analysis, ...],
) -> Iterator[tuple[str, bytes]]:
    """The files about the whole site by their path; `editions` are the newest first."""
    pages = [(result.year, result_path(result.year)) for result in reversed(results)]
    since = editions[0].edition.year.period.start
    yield addresses.INDEX, to_json(index(agency, editions, current, pages))
    yield addresses.CATALOGUE, to_json(dcat_catalogue(agency, editions))
    yield addresses.DATA_JSON, to_json(data_json(agency, editions))
    yield addresses.NEWS_FEED, news_feed(agency, editions, since)
    yield addresses.CHANGES_FEED, changes_feed(agency, editions, since)
    yield addresses.ROBOTS, robots(agency)


def _feeds(agency: Agency) -> tuple[Feed, ...]:
    return (
        Feed(addresses.NEWS_FEED, NEWS_TITLE.format(agency=agency.name).th),
        Feed(addresses.CHANGES_FEED, CHANGES_TITLE.format(agency=agency.name).th),
    )


def _accessibility(agency: Agency) -> Page:
    """The statement on how the site can be used by everyone, and whom to tell where it cannot."""
    title = LABELS["accessibility"].th
    body = render("accessibility.html", agency=agency)
    return Page("accessibility/", title, body, description=f"{title} — {agency.name}")


def _english(
    agency: Agency, shown: AuditedEdition, editions: tuple[AuditedEdition, ...], path: str
) -> Page:
    """An edition's items under their English titles; the items themselves are in Thai."""
    body = render(
        "english.html",
        agency=agency,
        shown=shown,
        editions=editions,
        counts=shown.report.counts,
        Status=Status,
        root="../" * path.count("/"),
    )
    title = f"Open data (OIT) {shown.edition.name}"
    return Page(path, title, body, description=f"{title} — {agency.name_en or agency.name}")


def _agency_assets(agency: Agency) -> Iterator[Asset]:
    """What makes the theme the agency's own: its colours and emblem."""
    if agency.palette:
        yield Asset(AGENCY_STYLE, render("agency.css", palette=agency.palette).encode())
    if agency.emblem:
        yield Asset(emblem_path(agency.emblem), agency.emblem.path)


def emblem_path(emblem: FileRef) -> str:
    """Where the emblem stands in the site."""
    return f"assets/emblem.{emblem.suffix}"


def search_page(site: str, pages: list[Page]) -> Page:
    """The page of the search: all its results, and for readers without script every page of a year.

    Args:
        site: the name of the site.
    """
    years = list(dict.fromkeys(page.year for page in pages if page.year))
    listed = [(year, [page for page in pages if page.year == year]) for year in years]
    title = LABELS["search"].th
    return Page(
        path=SEARCH_PATH,
        title=title,
        html=render("search.html", listed=listed),
        headings=(
            *([Heading(2, "every-page", LABELS["search_all"].th)] if years else ()),
            *(Heading(3, f"year-{y}", LABELS["search_year"].format(year=y).th) for y in years),
        ),
        description=f"{title} — {site}",
    )


def _changes(audited: AuditedEdition, editions: tuple[AuditedEdition, ...]) -> Changes | None:
    """What changed since the edition of the year before, where the site has that too."""
    known = {each.edition.name: each.edition for each in editions}
    before = known.get(audited.edition.year.shifted(-1).name)
    return compare(known, before, audited.edition.name) if before else None


def _changes_page(agency: Agency, changes: Changes) -> Page:
    title = changes_title(changes)
    body = render("changes_page.html", title=title, new=changes.new, content=changes_body(changes))
    headings = [
        Heading(2, fate.value, f"{fate.label.th} ({len(changes.of(fate))})")
        for fate in Fate
        if changes.of(fate)
    ]
    path = f"oit/{changes.new}/changes/"
    description = f"{title} — {agency.name}"
    return Page(path, title, body, tuple(headings), description, year=changes.new)


def _around(
    agency: Agency,
    audited: AuditedEdition,
    position: int,
    editions: tuple[AuditedEdition, ...],
    lineage: Mapping[str, Edition],
) -> ItemContext:
    """What stands around the item at a position of its edition."""
    items = audited.edition.items
    item = items[position]

    def neighbour(other: Item | None) -> Neighbour | None:
        return Neighbour(f"../{other.code}/", f"{other.id} {other.title.th}") if other else None

    years = []
    for each in editions:
        if each is audited:
            years.append(Neighbour("", "", f"{each.edition.name} {item.id}"))
            continue
        for other in _same_subject(lineage, audited.edition, item, each.edition):
            year = LABELS["edition_short"].format(year=each.edition.name).th
            years.append(
                Neighbour(
                    f"../../{each.edition.name}/{other.code}/",
                    f"{year}: {other.id} {other.title.th}",
                    f"{each.edition.name} {other.id}",
                )
            )
    reported = audited.data.reported.get(item.id)
    reports_on = None
    if reported and item.reports_on:
        year = audited.edition.year.shifted(item.reports_on.offset).name
        title = LABELS["edition_short"].format(year=year).th
        reports_on = Neighbour(
            f"../../{year}/{reported.item.code}/",
            f"{title}: {reported.item.id} {reported.item.title.th}",
        )
    return ItemContext(
        agency,
        audited.edition,
        neighbour(items[position - 1] if position else None),
        neighbour(items[position + 1] if position + 1 < len(items) else None),
        tuple(year for year in years if year.url),
        tuple(years),
        reports_on,
    )


def _same_subject(
    editions: Mapping[str, Edition], edition: Edition, item: Item, other: Edition
) -> tuple[Item, ...]:
    """The items of another edition that are about the same subject, also where items were merged."""
    if other.name < edition.name:
        ids = ancestors(editions, edition, item, other.name)
        found = [each for each in other.items if each.id in ids]
    else:
        found = [
            each
            for each in other.items
            if item.id in ancestors(editions, other, each, edition.name)
        ]
    named = other.by_slug(item.slug)
    return tuple(found) or ((named,) if named else ())


def _front(
    agency: Agency,
    shown: AuditedEdition,
    editions: tuple[AuditedEdition, ...],
    results: tuple[Analysis, ...],
) -> Page:
    contact = shown.data.by_slug("contact")
    complaint = shown.data.by_slug("complaint-channel")
    news = _latest_news(shown)
    body = render(
        "front.html",
        agency=agency,
        shown=shown,
        editions=editions,
        result_years=[result.year for result in reversed(results)],
        news=news,
        news_item=shown.edition.by_slug("news"),
        contact=contact,
        complaint=complaint,
        counts=shown.report.counts,
        Status=Status,
    )
    headings = [Heading(2, "news", LABELS["news"].th)] if news else []
    headings += [
        Heading(2, f"indicator-{each.id}", _indicator_title(each.id, each.title.th))
        for each in shown.edition.indicators
    ]
    headings.append(Heading(2, "contact", LABELS["contact"].th))
    headings.append(_OPEN_DATA)
    return Page(
        path="",
        title=agency.name,
        html=body,
        headings=tuple(headings),
        description=LABELS["intro"].format(agency=agency.name).th,
        updated=_newest_date(shown) or shown.edition.year.period.start,
        linked_data=in_script(organisation(agency)),
    )


def _latest_news(shown: AuditedEdition) -> list[dict[str, object]]:
    disclosure = shown.data.by_slug("news")
    if disclosure is None:
        return []
    rows = [row for row in disclosure.values["news"].rows if row.cell("date").value]
    rows.sort(key=lambda row: row.cell("date").value, reverse=True)
    return [
        {"date": row.cell("date").value, "title": row.cell("title").text}
        for row in rows[:LATEST_NEWS]
    ]


def _editions(agency: Agency, editions: tuple[AuditedEdition, ...]) -> Page:
    body = render("editions.html", agency=agency, editions=editions, Status=Status)
    title = LABELS["all_editions"].th
    return Page("oit/", title, body, (_OPEN_DATA,), f"{title} — {agency.name}")


def _edition(
    agency: Agency,
    audited: AuditedEdition,
    editions: tuple[AuditedEdition, ...],
    has_package: bool,
) -> Page:
    year = audited.edition.name
    before = audited.edition.year.shifted(-1).name
    body = render(
        "edition.html",
        agency=agency,
        shown=audited,
        editions=editions,
        counts=audited.report.counts,
        Status=Status,
        origin=origin,
        data_package=DATA_PACKAGE if has_package else "",
        changes_from=before if before in {each.edition.name for each in editions} else "",
    )
    headings = [
        Heading(2, f"indicator-{each.id}", _indicator_title(each.id, each.title.th))
        for each in audited.edition.indicators
    ]
    title = LABELS["edition"].format(year=year).th
    return Page(
        f"oit/{year}/",
        title,
        body,
        tuple(headings),
        f"{title} — {agency.name}",
        _newest_date(audited),
        year=year,
    )


def _indicator_title(indicator_id: str, title: str) -> str:
    return LABELS["indicator"].format(id=indicator_id, title=title).th


def _newest_date(audited: AuditedEdition) -> date | None:
    dates = [disclosure.header("updated").value for disclosure in audited.data.disclosures]
    return max((value for value in dates if value), default=None)


def _status(agency: Agency, audited: AuditedEdition) -> dict[str, object]:
    """Readiness for machines: what the public pages say, without the agency's own file names."""
    return {
        "format": STATUS_FORMAT,
        "agency": agency.name,
        "notice": agency.notice or None,
        "edition": audited.edition.name,
        "ruleset": ruleset(audited.edition),
        "summary": counted(audited.report),
        "items": (
            {
                "id": result.item.id,
                "slug": result.item.slug,
                "title": result.item.title.th,
                "url": agency.website.rstrip("/") + result.url,
                "status": result.status.value,
                "elements": [
                    {
                        "key": each.element.key,
                        "outcome": each.outcome.value,
                        "confidence": each.element.confidence,
                        **({"reason": each.reason.th} if each.reason else {}),
                    }
                    for each in result.elements
                ],
            }
            for result in audited.report.items
        ),
    }


def _items_by_indicator(edition: Edition) -> Iterator[NavEntry]:
    """The items; below their indicators where one list would be too long to read, and on each page."""
    if len(edition.items) <= MOST_IN_A_LIST:
        yield from _entries(edition.name, edition.items)
        return
    for indicator in edition.indicators:
        below = [
            NavEntry(f"{sub.id} {sub.title.th}", entries=tuple(_entries(edition.name, items)))
            for sub in indicator.sub_indicators
            if (items := edition.items_of(sub.id))
        ]
        title = _indicator_title(indicator.id, indicator.title.th)
        yield NavEntry(title, entries=tuple(below))


def _entries(edition: str, items: Iterable[Item]) -> Iterator[NavEntry]:
    for item in items:
        yield NavEntry(f"{item.id} {item.title.th}", page_path(edition, item))


def _navigation(
    editions: tuple[AuditedEdition, ...], results: tuple[Analysis, ...]
) -> tuple[NavEntry, ...]:
    entries = [NavEntry(LABELS["home"].th)]
    for audited in editions:
        edition = audited.edition
        title = LABELS["edition_short"].format(year=edition.name).th
        below = [NavEntry(title, f"oit/{edition.name}/"), *_items_by_indicator(edition)]
        entries.append(NavEntry(title, entries=tuple(below)))
    if results:
        below = [
            NavEntry(result_title(result.year), result_path(result.year))
            for result in reversed(results)
        ]
        entries.append(NavEntry(LABELS["results"].th, entries=tuple(below)))
    entries.append(NavEntry(LABELS["editions"].th, "oit/"))
    entries.append(NavEntry(LABELS["accessibility"].th, "accessibility/"))
    entries.append(NavEntry(LABELS["english"].th, "en/"))
    return tuple(entries)
