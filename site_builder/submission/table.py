"""The sheet as a table, a row for each address: what CSV and workbook hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.agency import Agency
from site_builder.language import Text
from site_builder.opendata.addresses import urls_file
from site_builder.opendata.exports import Sheet as Table
from site_builder.opendata.exports import to_csv
from site_builder.outcomes import Report
from site_builder.published.source import Source
from site_builder.submission.sheet import Row, Sheet, rows_of

#: What is filed. The rest is for the officer.
FILED = (
    Text("ข้อ", "Item"),
    Text("ชื่อข้อ", "Title"),
    Text("มี/ไม่มี", "Have"),
    Text("URL", "URL"),
    Text("คำอธิบาย", "Explanation"),
)
HEADINGS = (
    *FILED,
    Text("จำนวนคลิก", "Clicks"),
    Text("สถานะ", "Status"),
    Text("หมายเหตุ", "Note"),
)


def csv(sheet: Sheet) -> bytes:
    """The whole sheet as CSV."""
    rows = tuple(tuple(map(str, values)) for values in values_of(sheet.rows))
    return to_csv(Table(sheet.title, tuple(map(str, HEADINGS)), rows))


def urls_of_site(site: Source, agency: Agency, reports: tuple[Report, ...]) -> dict[str, bytes]:
    """The public list of each edition of a site that was just built, by its path in the site.

    It holds what is filed, always in Thai: the first columns of `csv`, without documents.
    """
    headings = tuple(heading.th for heading in FILED)
    files = {}
    for edition, rows in rows_of(site, agency, reports).items():
        filed = tuple(tuple(map(str, values[: len(FILED)])) for values in values_of(rows))
        files[urls_file(edition)] = to_csv(Table("", headings, filed))
    return files


def values_of(rows: Iterable[Row]) -> Iterator[tuple[str | int, ...]]:
    """The values below `HEADINGS`: item, title, answer and explanation as they are filed, in Thai."""
    for row in rows:
        item = row.result.item
        notes = (str(row.note or ""), *(str(finding.message) for finding in row.findings))
        for line in row.lines:
            is_first = line.number == 1
            yield (
                item.id,
                item.title.th,
                row.answer,
                line.url,
                line.explanation,
                "" if line.clicks is None else line.clicks,
                str(row.result.status.label),
                "\n".join(filter(None, notes)) if is_first else "",
            )
