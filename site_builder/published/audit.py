"""Compares what is published with what should be: every page, element and document of an edition.

An element that the published page shows as it should has the verdict that it has from the data. A
difference is a finding, located at the page. What could not be read, whoever's fault that is, is not
checked and told as a problem; it is never held against the agency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urljoin, urlsplit

from site_builder.catalogue.model import Edition, Element, Item
from site_builder.documents.heads import HEAD, wrong_with
from site_builder.language import Text, same
from site_builder.links.answers import Answer, printable, quoted_path
from site_builder.locations import Location
from site_builder.outcomes import (
    ElementResult,
    Finding,
    ItemResult,
    Outcome,
    Report,
    Severity,
    Status,
    severity_of,
)
from site_builder.problems import InputError, Problem
from site_builder.published.expected import Expectations, Expected, SiteIndex
from site_builder.published.page import PublishedPage, Shown, read_page
from site_builder.published.source import Source

#: A page of ours weighs below 300 KB; what is larger than this is not read.
PAGE_LIMIT = 5_000_000
#: More pages than this no table of ours has.
_MOST_PARTS = 1000
_LONGEST_TEXT = 60
#: A host that stands for the site while links are resolved; none has this name.
_BASE = "http://site.invalid/"

#: Told before each item: how many are done, how many there are, and where the next one stands.
Progress = Callable[[int, int, str], None]


def require_same_agency(index: SiteIndex, agency: str, source: Source) -> None:
    """Raises InputError where the site is another agency's, so that nothing could be compared."""
    if index.agency == printable(agency):
        return
    raise InputError(
        [
            Problem(
                "other-agency",
                Location(source.name),
                Text(
                    'เว็บไซต์นี้เป็นของ "{found}" แต่โฟลเดอร์นี้เป็นของ "{agency}"',
                    'the site is that of "{found}", but this folder is that of "{agency}"',
                ).format(found=same(index.agency), agency=same(agency)),
                Text(
                    "ระบุโฟลเดอร์ของหน่วยงานนั้นด้วย --workspace หรือสั่งนอกโฟลเดอร์หน่วยงานเพื่อตรวจจากเว็บไซต์อย่างเดียว "
                    "ถ้าเพิ่งแก้ชื่อหน่วยงาน ให้เผยแพร่เว็บไซต์ใหม่",
                    "name that agency's folder with --workspace, or run outside of any to judge by the site alone; "
                    "if the agency was just renamed, publish the site again",
                ),
            )
        ]
    )


def audit_site(
    source: Source, report: Report, expected: Expectations, progress: Progress | None = None
) -> Report:
    """The report of the published site: `report` with every difference named.

    Args:
        report: the verdict without the site, of the items that are asked for.
        expected: what the pages should show.
    """
    problems: dict[Problem, None] = dict.fromkeys(report.problems)
    items = []
    for number, result in enumerate(report.items):
        path = result.url.lstrip("/")
        if progress:
            progress(number, len(report.items), source.place(path))
        visit = _Visit(source, report.edition, result, path)
        items.append(visit.judged(expected))
        problems |= dict.fromkeys(visit.problems)
    return replace(report, items=tuple(items), problems=tuple(problems), site=source.name)


@dataclass
class _Visit:
    """One item's pages, read once, and what was found on the way."""

    source: Source
    edition: Edition
    result: ItemResult
    folder: str
    problems: list[Problem] = field(default_factory=list)
    pages: list[PublishedPage] = field(default_factory=list)
    #: Of the pages of long tables that could not be read: why, by the field whose table it is.
    unread: dict[str, list[Finding | Problem]] = field(default_factory=dict)
    #: What is wrong with each file below `files/`, by its path; nothing where it opens.
    files: dict[str, Finding | Problem | None] = field(default_factory=dict)

    @property
    def item(self) -> Item:
        return self.result.item

    @property
    def asked(self) -> list[Element]:
        return [
            each.element for each in self.result.elements if each.outcome != Outcome.NOT_APPLICABLE
        ]

    def judged(self, expected: Expectations) -> ItemResult:
        """The item's result as it is published."""
        fault = self._read(self.folder, is_part=False)
        if fault:
            elements = tuple(map(self._by_fault(fault), self.result.elements))
            is_gone = isinstance(fault, Finding)
            status = Status.MISSING if is_gone else _status(self.result, elements, ())
            return replace(self.result, elements=elements, status=status)
        self._read_parts()
        for path in dict.fromkeys(path for page in self.pages for path in page.targets):
            if "/files/" in f"/{path}":
                self.files[path] = self._fault_of_file(path)
        elements = tuple(
            self._element(result, expected.get((self.item.id, result.element.key), Expected()))
            for result in self.result.elements
        )
        notes = (*self.result.notes, *self._unowned())
        status = _status(self.result, elements, notes)
        return replace(self.result, elements=elements, notes=notes, status=status)

    def _by_fault(self, fault: Finding | Problem) -> Callable[[ElementResult], ElementResult]:
        def judged(result: ElementResult) -> ElementResult:
            if result.outcome == Outcome.NOT_APPLICABLE:
                return result
            if isinstance(fault, Finding):
                return _with(result, [_graded(fault, result.element)])
            return ElementResult(result.element, Outcome.NOT_CHECKED, reason=fault.message)

        return judged

    # --- pages ---------------------------------------------------------------------------------

    def _read(self, path: str, *, is_part: bool) -> Finding | Problem | None:
        """Read a page of the item; what stands in the way where it cannot be."""
        answer = self.source.get(path, PAGE_LIMIT)
        place = self.source.place(path)
        if answer.cause and not answer.cause.is_of_site:
            return self._problem("page-unreachable", place, answer.why)
        if answer.cause:
            return _finding("page-missing", place, answer.why)
        page = read_page(answer.body, {element.key for element in self.asked})
        own = (self.item.id, "" if is_part else self.item.slug, self.edition.name, is_part)
        if (page.item, page.slug, page.edition, page.is_part) != own:
            return _finding("wrong-page", place, self._found(page, answer))
        page.targets = [self._path(path, answer, target) for target in page.targets]
        for shown in page.elements.values():
            shown.targets = [self._path(path, answer, target) for target in shown.targets]
        self.pages.append(page)
        return None

    def _path(self, asked: str, answer: Answer, target: str) -> str:
        """The path in the site that a link on a page leads to; "" where it leads out.

        Links count from the address that answered, which after a redirect is not the asked one.
        """
        own, found = urlsplit(self.source.place(asked)).path, urlsplit(answer.url).path
        front = own.removesuffix(asked)
        page = asked if found == own else found.removeprefix(front)
        try:
            parts = urlsplit(urljoin(_BASE + page, target))
        except ValueError:
            return ""
        is_inside = f"{parts.scheme}://{parts.netloc}/" == _BASE
        return quoted_path(parts.path).lstrip("/") if is_inside else ""

    def _found(self, page: PublishedPage, answer: Answer) -> Text:
        if page.item:
            title = printable(" ".join(filter(None, (page.item, page.slug, page.edition))))
            return Text("พบหน้าของ {title}", "it is that of {title}").format(title=same(title))
        where = same(printable(answer.url))
        return Text(
            "ไม่มีเครื่องหมายของข้อใด (ตอบจาก {where})",
            "it has no mark of any item (answered by {where})",
        ).format(where=where)

    def _read_parts(self) -> None:
        """The pages of the item's long tables, which its own page leads to."""
        own = re.compile(re.escape(self.folder) + r"([^/]+)/[^/]+/")
        fields = {element.of for each in self.asked for element in (each, each.otherwise)}
        paths = dict.fromkeys(self.pages[0].targets)
        parts = [(found[1], path) for path in paths if (found := own.fullmatch(path))]
        for key, path in [part for part in parts if part[0] in fields][:_MOST_PARTS]:
            fault = self._read(path, is_part=True)
            if fault:
                self.unread.setdefault(key, []).append(fault)

    # --- elements ------------------------------------------------------------------------------

    def _element(self, result: ElementResult, expected: Expected) -> ElementResult:
        if result.outcome == Outcome.NOT_APPLICABLE:
            return result
        element = result.element
        shown = self._shown(element)
        faults = self._unread_of(element)
        if not faults:
            difference = self._difference(element, shown, expected)
            faults = [difference] if difference else []
        faults += self._files_of(shown)
        return _with(result, [_graded(fault, element) for fault in faults]) if faults else result

    def _shown(self, element: Element) -> list[Shown]:
        """What each page shows of an element; the item's own page first."""
        return [page.elements.get(element.key, Shown()) for page in self.pages]

    def _unread_of(self, element: Element) -> list[Finding | Problem]:
        of = {element.of, element.otherwise.of}
        return [fault for key in of for fault in self.unread.get(key, ())]

    def _difference(
        self, element: Element, pages: list[Shown], expected: Expected
    ) -> Finding | None:
        """How the pages differ from what is expected of an element; None where they agree."""
        place = self.source.place(self.folder)
        blocks, blank = sum(each.blocks for each in pages), sum(each.blank for each in pages)
        about = {"requirement": element.requirement, "key": same(element.key)}
        if expected.is_shown is False:
            if blank == blocks:
                return None
            text = next((text for each in pages for text in each.texts), "…")
            found = Text('พบ "{text}"', '"{text}" stands there').format(text=same(_short(text)))
            return _finding("published-differs", place, found, **about)
        if expected.is_shown is None:
            return None
        if not blocks:
            return _finding("not-published", place, **about)
        if blank == blocks:
            return _finding("published-empty", place, **about)
        most = max(pages[0].blank, blank - pages[0].blank)
        if expected.blank is not None and most > expected.blank:
            count = Text("{most} จาก {blocks} ช่อง", "{most} of {blocks} cells")
            found = count.format(most=most, blocks=blocks)
            return _finding("published-blank", place, found, **about)
        missing = self._missing_text(pages, expected)
        if missing:
            found = Text('ไม่พบ "{text}"', '"{text}" does not stand there')
            found = found.format(text=same(_short(missing)))
            return _finding("published-differs", place, found, **about)
        return None

    def _missing_text(self, pages: list[Shown], expected: Expected) -> str | None:
        """The first text or file that should stand in the element's blocks and does not."""
        texts = [text for each in pages for text in each.texts]
        if expected.anywhere:
            texts = [text for page in self.pages for text in page.texts]
        known, whole = set(texts), "".join(texts)
        for text, written in expected.texts:
            if text not in known and text not in whole:
                return written
        targets = {unquote(path) for each in pages for path in each.targets}
        files = f"{self.folder}files/"
        return next((name for name in expected.files if files + name not in targets), None)

    # --- documents and pictures ----------------------------------------------------------------

    def _fault_of_file(self, path: str) -> Finding | Problem | None:
        """What is wrong with a document or picture; None where it opens."""
        answer = self.source.get(path, HEAD, enough=HEAD)
        place = self.source.place(path)
        if answer.cause and not answer.cause.is_of_site:
            return self._problem("document-unreachable", place, answer.why)
        if answer.cause:
            return _finding("document-missing", place, answer.why)
        wrong = wrong_with(unquote(path), answer.body)
        return _finding("document-broken", place, wrong) if wrong else None

    def _files_of(self, pages: Iterable[Shown]) -> list[Finding | Problem]:
        paths = dict.fromkeys(path for each in pages for path in each.targets)
        return [fault for path in paths if (fault := self.files.get(path))]

    def _unowned(self) -> Iterator[Finding]:
        """Findings on files that no asked element shows."""
        owned = {fault for each in self.asked for fault in self._files_of(self._shown(each))}
        for fault in self.files.values():
            if isinstance(fault, Finding) and fault not in owned:
                yield fault

    def _problem(self, code: str, place: str, why: Text) -> Problem:
        """What could not be read, told once for the whole run."""
        message, remedy = MESSAGES[code]
        problem = Problem(code, Location(place), message.format(why=why), remedy)
        self.problems.append(problem)
        return problem


def _with(result: ElementResult, faults: list[Finding | Problem]) -> ElementResult:
    """An element's result with what is wrong with how it is published."""
    problem = next((fault for fault in faults if isinstance(fault, Problem)), None)
    findings = tuple(fault for fault in faults if isinstance(fault, Finding))
    if findings:
        found = result.findings + findings
        return replace(result, outcome=Outcome.FAIL, findings=found, reason=None, evidence=())
    assert problem is not None
    if result.outcome == Outcome.FAIL:
        return result
    return replace(result, outcome=Outcome.NOT_CHECKED, reason=problem.message)


def _graded(fault: Finding | Problem, element: Element) -> Finding | Problem:
    """A finding as grave as its element."""
    if isinstance(fault, Problem):
        return fault
    return replace(fault, severity=severity_of(element))


def _status(
    before: ItemResult, elements: tuple[ElementResult, ...], notes: tuple[Finding, ...]
) -> Status:
    """The item's status: as it was, unless what is published makes it worse or unknown."""
    outcomes = {result.outcome for result in elements}
    has_failed = Outcome.FAIL in outcomes or any(n.severity == Severity.ERROR for n in notes)
    if before.status == Status.MISSING and elements == before.elements:
        return Status.MISSING
    if has_failed:
        return Status.INCOMPLETE
    if outcomes & {Outcome.NEEDS_REVIEW, Outcome.NOT_CHECKED}:
        return Status.NEEDS_REVIEW
    return before.status


def _short(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _finding(code: str, place: str, found: Text | None = None, **about: Text) -> Finding:
    """A finding at a page or file; an element makes it as grave as itself."""
    message, remedy = MESSAGES[code]
    places = {"found": found or same(""), **about}
    severity = Severity.ERROR
    return Finding(
        code, severity, Location(place), message.format(**places), remedy.format(**places)
    )


_PUBLISH = Text(
    "สร้างเว็บไซต์ใหม่ด้วย oit build แล้วเผยแพร่ทั้งโฟลเดอร์",
    "build the site again with oit build and publish the whole folder",
)
_TRY_AGAIN = Text(
    "ยังไม่ถือเป็นความผิดของเว็บไซต์ ลองใหม่ภายหลังหรือจากเครือข่ายอื่น หรือตรวจโฟลเดอร์ที่สร้างไว้แทน",
    "nothing is held against the site; try later or from another network, or check the built folder instead",
)
#: What each code says, and how to mend it.
MESSAGES: dict[str, tuple[Text, Text]] = {
    "page-unreachable": (
        Text(
            "อ่านหน้านี้ไม่ได้ จึงยังไม่ได้ตรวจ: {why}",
            "this page could not be read, so it is not checked: {why}",
        ),
        _TRY_AGAIN,
    ),
    "document-unreachable": (
        Text(
            "อ่านไฟล์นี้ไม่ได้ จึงยังไม่ได้ตรวจ: {why}",
            "this file could not be read, so it is not checked: {why}",
        ),
        _TRY_AGAIN,
    ),
    "page-missing": (
        Text(
            "ประชาชนเปิดหน้าของข้อนี้ไม่ได้: {found}",
            "this item's page does not open for the public: {found}",
        ),
        Text(
            "เผยแพร่โฟลเดอร์ที่ oit build สร้างให้ครบ ที่อยู่เดิม และเปิดให้ทุกคนอ่านได้",
            "publish the whole folder that oit build wrote, at the same address, open to everyone",
        ),
    ),
    "wrong-page": (
        Text(
            "ที่อยู่นี้ไม่ใช่หน้าของข้อที่ควรเป็น: {found}", "this address is not the page of its item: {found}"
        ),
        Text(
            "ตรวจการส่งต่อและชื่อโฟลเดอร์บนเครื่องแม่ข่าย แล้วเผยแพร่หน้าที่ oit build สร้างไว้ที่นี่",
            "check redirects and folder names on the server, and publish here the page that oit build wrote",
        ),
    ),
    "not-published": (
        Text("ไม่มีบนหน้าเว็บที่เผยแพร่: {requirement}", "it is not on the published page: {requirement}"),
        _PUBLISH,
    ),
    "published-empty": (
        Text(
            'บล็อก "{key}" บนหน้าเว็บว่างเปล่า: {requirement}',
            'the block "{key}" of the page is empty: {requirement}',
        ),
        _PUBLISH,
    ),
    "published-blank": (
        Text(
            'บล็อก "{key}" บนหน้าเว็บว่าง {found} ทั้งที่ข้อมูลมีครบ: {requirement}',
            'the block "{key}" of the page is blank in {found}, but the data are there: {requirement}',
        ),
        _PUBLISH,
    ),
    "published-differs": (
        Text(
            'บล็อก "{key}" บนหน้าเว็บไม่ตรงกับข้อมูล: {found}',
            'the block "{key}" of the page differs from the data: {found}',
        ),
        Text(
            "เว็บไซต์เก่ากว่าหรือใหม่กว่าข้อมูลนี้ ตรวจว่าข้อมูลชุดใดถูกต้อง แล้วสั่ง oit build และเผยแพร่ใหม่",
            "the site is older or newer than these data: see which are right, then run oit build and publish again",
        ),
    ),
    "document-missing": (
        Text(
            "ประชาชนเปิดไฟล์นี้ไม่ได้: {found}",
            "this file does not open for the public: {found}",
        ),
        Text(
            "เผยแพร่โฟลเดอร์ files/ ของข้อนี้ให้ครบ ชื่อไฟล์ต้องตรงทุกตัวอักษรรวมทั้งตัวพิมพ์เล็กใหญ่",
            "publish the item's folder files/ whole; names must be the same to the letter, capitals included",
        ),
    ),
    "document-broken": (
        Text("ไฟล์นี้เปิดไม่ได้: {found}", "this file does not open: {found}"),
        Text(
            "เปิดไฟล์ต้นฉบับใน data/ ดูว่าปกติ แล้วสั่ง oit build และเผยแพร่ใหม่",
            "open the original in data/ to see that it is whole, then run oit build and publish again",
        ),
    ),
}
