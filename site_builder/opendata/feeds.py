"""News and changed data as Atom feeds (RFC 4287). Every date is one of the data."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from site_builder.agency import Agency
from site_builder.kinds.values import FieldValue, Row
from site_builder.language import Text
from site_builder.opendata.addresses import CHANGES_FEED, NEWS_FEED, absolute
from site_builder.opendata.datasets import JSON, Dataset, EditionDatasets, newest

#: A feed is for what is new; the pages and the index have all of it.
LONGEST = 100

NEWS_TITLE = Text("ข่าวของ{agency}", "News of {agency}")
CHANGES_TITLE = Text("ข้อมูลที่ปรับปรุงของ{agency}", "Changed data of {agency}")
_ENTRY_TITLE = Text("OIT ปี {year} {id} {title}", "OIT {year} {id} {title}")
_ENTRY_SUMMARY = Text("ข้อมูล ณ วันที่ {day}", "data as of {day}")
#: What XML 1.0 (section 2.2) cannot hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `url` is also its id."""

    url: str
    title: str
    day: date
    text: str
    data: str = ""


def news_entries(value: FieldValue) -> list[tuple[str, Row]]:
    """The dated news of a field, the newest first, each with its anchor on the item's page."""
    rows = [row for row in value.rows if row.cell("date").value]
    rows.sort(key=lambda row: row.cell("date").value, reverse=True)
    return list(zip(_anchors(rows), rows, strict=True))


def _anchors(rows: Iterable[Row]) -> Iterator[str]:
    """From date and headline, so that an anchor stays when other news are added."""
    seen: Counter[str] = Counter()
    for row in rows:
        title = row.cell("title").text.encode("utf-8", "surrogatepass")
        anchor = f"news-{row.cell('date').value}-{hashlib.sha256(title).hexdigest()[:8]}"
        seen[anchor] += 1
        yield anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}"


def news_feed(agency: Agency, editions: Iterable[EditionDatasets], since: date) -> bytes:
    """`/feed.atom`: what the items about news say, each news once, under the newest edition.

    `since` dates a feed that has nothing yet.
    """
    entries: dict[tuple[date, str], Entry] = {}
    for edition in editions:
        for dataset in edition.datasets:
            for value in dataset.disclosure.values.values():
                if value.spec.kind == "news":
                    for entry in _news(dataset, value):
                        entries.setdefault((entry.day, entry.title), entry)
    return _feed(agency, NEWS_FEED, NEWS_TITLE, entries.values(), since)


def _news(dataset: Dataset, value: FieldValue) -> Iterator[Entry]:
    for anchor, row in news_entries(value):
        title = row.cell("title").text or dataset.item.title.th
        day = row.cell("date").value
        yield Entry(f"{dataset.url}#{anchor}", title, day, row.cell("text").text)


def changes_feed(agency: Agency, editions: Iterable[EditionDatasets], since: date) -> bytes:
    """`/oit/feed.atom`: every item with data, by the date of its data."""
    entries = [
        _change(dataset, dataset.updated)
        for edition in editions
        for dataset in edition.datasets
        if dataset.updated and dataset.has_data
    ]
    return _feed(agency, CHANGES_FEED, CHANGES_TITLE, entries, since)


def _change(dataset: Dataset, updated: date) -> Entry:
    item = dataset.item
    title = _ENTRY_TITLE.format(year=dataset.edition.name, id=item.id, title=item.title.th)
    summary = _ENTRY_SUMMARY.format(day=updated.isoformat())
    return Entry(dataset.url, title.th, updated, summary.th, dataset.data.url)


def _feed(agency: Agency, path: str, title: Text, entries: Iterable[Entry], since: date) -> bytes:
    found = sorted(entries, key=lambda entry: entry.day, reverse=True)[:LONGEST]
    own = absolute(agency, path)
    # Sections 4.1.1 and 4.2: what a feed must have.
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "th"})
    _add(feed, "id", own)
    _add(feed, "title", title.format(agency=agency.name).th)
    _add(feed, "updated", _moment(newest(entry.day for entry in found) or since))
    if agency.notice:
        _add(feed, "subtitle", agency.notice)
    author = ET.SubElement(feed, "author")
    _add(author, "name", agency.name)
    _add(author, "uri", agency.website)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": agency.website})
    if agency.licence:
        ET.SubElement(feed, "link", {"rel": "license", "href": agency.licence.codes["uri"]})
    for entry in found:
        feed.append(_entry(entry))
    ET.indent(feed)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(entry: Entry) -> ET.Element:
    element = ET.Element("entry")
    _add(element, "id", entry.url)
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.day))
    ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.data:
        ET.SubElement(element, "link", {"rel": "related", "type": JSON, "href": entry.data})
    content = _add(element, "content", entry.text)
    content.set("type", "text")
    return element


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = _NOT_XML.sub("", text)
    return element


def _moment(day: date) -> str:
    """RFC 3339 in Thai time."""
    return f"{day.isoformat()}T00:00:00+07:00"
