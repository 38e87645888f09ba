"""The sheet as values: for each item the answer, its addresses, and where to click for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from site_builder.agency import Agency
from site_builder.language import Text, same
from site_builder.opendata.addresses import absolute
from site_builder.outcomes import Finding, ItemResult, Report, Status
from site_builder.published.source import Source
from site_builder.submission.findings import of_address, of_item, outdated, path_in_site
from site_builder.submission.walk import Trail, Walk, walk

#: How many documents of one item are filed beside its page, where they are asked for at all.
MOST_DOCUMENTS = 10

#: The assessment's own words, in any language of this run.
HAVE, HAVE_NOT = "มี", "ไม่มี"

#: For the officer, who decides what is answered.
_NOTES = {
    Status.MISSING: Text(
        "หน้านี้ยังไม่มีข้อมูล จึงตอบว่า “ไม่มี” และไม่ต้องกรอก URL",
        "the page has no data yet: the answer is have-not, and no URL is filed",
    ),
    Status.INCOMPLETE: Text(
        "ยังไม่ครบทุกองค์ประกอบ เจ้าหน้าที่โปรดตัดสินว่าจะตอบ “มี” เลยหรือทำให้ครบก่อน (ดู oit check)",
        "not complete on every element: decide whether to answer or to finish it first (see oit check)",
    ),
    Status.NEEDS_REVIEW: Text(
        "โปรแกรมตัดสินไม่ได้ทุกองค์ประกอบ เจ้าหน้าที่โปรดเปิดหน้านี้ดูก่อนตอบ (ดู oit check)",
        "not every element could be judged: look at the page before answering (see oit check)",
    ),
}


@dataclass(frozen=True)
class Line:
    """One address that is filed.

    Attributes:
        number: counts from 1 within the item.
        trail: the way to it from the front page; None where clicks do not lead there.
    """

    number: int
    url: str
    trail: Trail | None

    @property
    def clicks(self) -> int | None:
        return len(self.trail.clicks) if self.trail else None

    @property
    def explanation(self) -> str:
        """`1. หน้าแรก → OIT ปี 2568 → O2 ข้อมูลผู้บริหาร`, as the site shows each link; "" without a way."""
        if self.trail is None:
            return ""
        return f"{self.number}. {self.trail}"


@dataclass(frozen=True)
class Row:
    """One item: the first of its lines is its page, the others are documents that the page shows."""

    result: ItemResult
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def answer(self) -> str:
        """An item of which nothing is disclosed is `ไม่มี`; one that is unfinished is `มี`, with a note."""
        return HAVE if self.result.has_data else HAVE_NOT

    @property
    def filed(self) -> tuple[Line, ...]:
        """The lines that go with the answer: none where there is nothing to open."""
        return self.lines if self.result.has_data else ()

    @property
    def note(self) -> Text | None:
        """What the officer should know before answering; None where there is nothing to decide."""
        return _NOTES.get(self.result.status)


@dataclass(frozen=True)
class Sheet:
    """What an agency files for one edition.

    Attributes:
        notes: findings that belong to no item.
        remarks: what could not be looked at.
    """

    agency: str
    edition: str
    rows: tuple[Row, ...]
    notes: tuple[Finding, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.agency} — ITAS, OIT {self.edition}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.notes, *(finding for row in self.rows for finding in row.findings))

    @property
    def summary(self) -> Text:
        """One line: what is answered, and how many decisions and findings there are."""
        counts = Counter(row.result.status for row in self.rows)
        missing = counts[Status.MISSING]
        decide = counts[Status.INCOMPLETE] + counts[Status.NEEDS_REVIEW]
        total, found = len(self.rows), len(self.findings)
        return Text(
            f"OIT ปี {self.edition}: {total} ข้อ ตอบ “มี” {total - missing} ข้อ “ไม่มี” {missing} ข้อ "
            f"ให้เจ้าหน้าที่ตัดสิน {decide} ข้อ พบ {found} เรื่องที่ต้องแก้",
            f"OIT {self.edition}: {total} items, {total - missing} have, {missing} have not; "
            f"{decide} for the officer to decide; {found} things to mend",
        )


def rows_of(
    source: Source, agency: Agency, reports: tuple[Report, ...]
) -> dict[str, tuple[Row, ...]]:
    """What is filed for the items of each edition of a site, without documents; found by one walk."""
    wanted = {path: name for report in reports for path, name in _pages(report).items()}
    found = walk(source, agency.website, wanted)
    return {report.edition.name: _rows(agency, report, found, {}) for report in reports}


def make_sheet(
    source: Source, agency: Agency, report: Report, *, with_documents: bool = False
) -> Sheet:
    """The sheet of one edition.

    Args:
        source: the built site.
        report: the audit of the agency's data.
        with_documents: the documents that an item names follow its page.
    """
    documents = {each.item.id: _documents(each) for each in report.items if with_documents}
    wanted = _pages(report) | {path: "" for paths in documents.values() for path in paths}
    found = walk(source, agency.website, wanted)
    rows = tuple(
        replace(row, findings=tuple(of_item(source, row.result, row.lines[0].trail)))
        for row in _rows(agency, report, found, documents)
    )
    notes = (*of_address(agency, found.address), *outdated(source, agency, report))
    remarks = [_unread(found)] if found.unread else []
    remarks += [
        remark
        for each in report.items
        for remark in _left_out(each, documents.get(each.item.id), found)
    ]
    edition = report.edition.name
    return Sheet(agency.name, edition, rows, notes, tuple(remarks))


def _pages(report: Report) -> dict[str, str]:
    """The path of each item's page, with what it is called on the site."""
    return {path_in_site(each): f"{each.item.id} {each.item.title.th}" for each in report.items}


def _documents(result: ItemResult) -> tuple[str, ...]:
    names = [document.name for document in result.documents[:MOST_DOCUMENTS]]
    return tuple(f"{path_in_site(result)}files/{quote(name)}" for name in names)


def _rows(
    agency: Agency, report: Report, found: Walk, documents: Mapping[str, tuple[str, ...]]
) -> tuple[Row, ...]:
    rows = []
    for result in report.items:
        page = path_in_site(result)
        # A document that no page shows is not filed; of the page itself that is a finding.
        shown = [path for path in documents.get(result.item.id, ()) if path in found.trails]
        lines = tuple(
            Line(number, absolute(agency, unquote(path)), found.trails.get(path))
            for number, path in enumerate((page, *shown), start=1)
        )
        rows.append(Row(result, lines))
    return tuple(rows)


def _unread(found: Walk) -> Text:
    count, first = len(found.unread), same(found.unread[0])
    return Text(
        f"อ่านไม่ได้ {count} หน้า จึงไม่รู้ทางคลิกผ่านหน้าเหล่านั้น เช่น {{first}}",
        f"{count} pages could not be read, so ways over them are not known, such as {{first}}",
    ).format(first=first)


def _left_out(result: ItemResult, documents: tuple[str, ...] | None, found: Walk) -> Iterator[Text]:
    """Documents of an item that are not on the sheet, where documents are asked for."""
    if documents is None:
        return
    unseen = [unquote(path).rpartition("/")[2] for path in documents if path not in found.trails]
    if unseen:
        names = same(", ".join(unseen))
        yield Text(
            "{item}: ไม่มีลิงก์ไปยัง {names} บนเว็บไซต์ จึงไม่ได้ใส่ในแบบนี้",
            "{item}: no link of the site leads to {names}, so they are left out here",
        ).format(item=result.item.id, names=names)
    more = len(result.documents) - len(documents)
    if more:
        yield Text(
            f"{result.item.id}: มีเอกสารอีก {more} ไฟล์ในหน้าของข้อ ไม่ได้ใส่ในแบบนี้",
            f"{result.item.id}: {more} more documents are on its page and left out here",
        )
