"""Outcomes, findings and reports as values: what the audit says and every report shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from site_builder.catalogue.model import Edition, Element, Item
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem


class Outcome(StrEnum):
    """What the audit says of one element."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_CHECKED = "not-checked"
    NEEDS_REVIEW = "needs-review"

    @property
    def label(self) -> Text:
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    Outcome.PASS: Text("ครบ", "pass"),
    Outcome.FAIL: Text("ยังขาด", "fail"),
    Outcome.NOT_APPLICABLE: Text("ไม่เกี่ยวข้อง", "not applicable"),
    Outcome.NOT_CHECKED: Text("ยังไม่ได้ตรวจ", "not checked"),
    Outcome.NEEDS_REVIEW: Text("ต้องให้คนตรวจ", "needs a person"),
}


class Status(StrEnum):
    """What the audit says of one item. Readiness is ours; the score is the NACC's."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    NEEDS_REVIEW = "needs-review"

    @property
    def label(self) -> Text:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.COMPLETE: Text("ครบถ้วน", "complete"),
    Status.INCOMPLETE: Text("ยังไม่ครบ", "incomplete"),
    Status.MISSING: Text("ยังไม่เผยแพร่", "not yet published"),
    Status.NEEDS_REVIEW: Text("ต้องให้คนตรวจ", "needs a person"),
}


class Severity(StrEnum):
    """How much a finding matters; `warning` where the criterion itself has no source yet."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def rank(self) -> int:
        return [Severity.WARNING, Severity.ERROR].index(self)

    @property
    def label(self) -> Text:
        return _SEVERITY_LABELS[self]


_SEVERITY_LABELS = {
    Severity.ERROR: Text("ต้องแก้", "error"),
    Severity.WARNING: Text("ควรแก้", "warning"),
}


def severity_of(element: Element) -> Severity:
    """How much a finding on an element matters: a criterion without any source only warns."""
    is_unsure = element.confidence == "recalled" and not element.is_confirmed
    return Severity.WARNING if is_unsure else Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: where, what is there, what is expected and how to mend it."""

    code: str
    severity: Severity
    location: Location
    message: Text
    remedy: Text

    @property
    def cause(self) -> tuple[str, Location, str]:
        """Findings with the same cause are mended together, whatever elements they spoil."""
        return (self.code, self.location, self.remedy.th)


class Basis(StrEnum):
    """What an outcome rests on. Nothing is claimed beyond it."""

    DATA = "data"
    TEXT = "text"
    ATTESTED = "attested"
    LINK = "link"

    @property
    def label(self) -> Text:
        return _BASIS_LABELS[self]


_BASIS_LABELS = {
    Basis.DATA: Text("แสดงด้วยข้อมูล", "proved by data"),
    Basis.TEXT: Text("พบในเนื้อหาเอกสาร", "found in the text"),
    Basis.ATTESTED: Text("มีผู้รับรอง", "attested"),
    Basis.LINK: Text("มีลิงก์ภายนอกที่ต้องเปิดดู", "linked elsewhere, not opened"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The value, file, page or attestation that shows an element.

    Attributes:
        text: what was found there, in a few words.
        document: name of the file that holds it, below the item's `files/`; "" for data.
        page: page of the document, 0 where it has none.
    """

    basis: Basis
    location: Location
    text: Text
    document: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ElementResult:
    """The outcome of one element.

    Attributes:
        reason: goes with every outcome but fail; with a pass it says what could not be compared.
        evidence: what it rests on, the strongest first; none where nothing shows the element.
        not_yet_due: it is not applicable because it cannot be asked for yet.
    """

    element: Element
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None
    evidence: tuple[Evidence, ...] = ()
    not_yet_due: bool = False

    @property
    def basis(self) -> Basis | None:
        """What the outcome rests on; None where nothing shows the element."""
        return self.evidence[0].basis if self.evidence else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that an item names, as it was found.

    Attributes:
        name: of the file, below the edition's `files/`.
        type: what it really is, "" where that is not known.
        size: in bytes.
        pages: how many it has, 0 where it has none.
        title, language: as it says of itself, "" where it does not.
        fault: what is wrong with it, or why it could not be read; None where nothing is.
    """

    name: str
    type: str
    size: int
    pages: int
    title: str
    language: str
    fault: Text | None

    @property
    def told(self) -> Text:
        """In one line: what it is, how much of it there is, what it says of itself."""
        size = f"{self.size / 1_000_000:.1f} MB" if self.size >= 100_000 else f"{self.size} B"
        pages = Text(f"{self.pages} หน้า", f"{self.pages} pages") if self.pages else None
        language = Text(f"ภาษา {self.language}", f"language {self.language}")
        title = Text(f"ชื่อในไฟล์ “{self.title}”", f"titled “{self.title}”")
        parts = [
            same(self.type.upper() or "?"),
            same(size),
            pages,
            language if self.language else None,
            title if self.title else None,
            self.fault,
        ]
        known = [part for part in parts if part is not None]
        return Text(", ".join(part.th for part in known), ", ".join(part.en for part in known))


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The outcome of one item.

    Attributes:
        url: path of the item's page on the site.
        notes: findings on data that no element asks for.
        unit: the responsible unit as the data name it, "" where they do not.
        documents: what it names, in the order of its fields, each once; pictures left out.
    """

    item: Item
    status: Status
    url: str
    elements: tuple[ElementResult, ...]
    notes: tuple[Finding, ...] = ()
    unit: str = ""
    documents: tuple[Opened, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        found = tuple(finding for result in self.elements for finding in result.findings)
        return found + self.notes

    @property
    def has_data(self) -> bool:
        """Whether anything of it is disclosed, finished or not."""
        return self.status != Status.MISSING

    @property
    def confirmed(self) -> tuple[int, int]:
        """How many of the criteria behind the verdict are confirmed, and how many there are."""
        asked = [e.element for e in self.elements if e.outcome != Outcome.NOT_APPLICABLE]
        return sum(element.is_confirmed for element in asked), len(asked)

    def element(self, key: str) -> ElementResult:
        return next(result for result in self.elements if result.element.key == key)


@dataclass(frozen=True)
class Report:
    """The audit of one edition of one agency.

    Attributes:
        as_of: the day for which it tells "not yet due" from "missing"; None where all is due.
        site: the address or folder of the published site that it is of; "" where it is of the data.
        notes: findings that belong to no item.
        remarks: what was let pass, and what could not be looked at.
    """

    agency: str
    edition: Edition
    items: tuple[ItemResult, ...]
    problems: tuple[Problem, ...] = ()
    as_of: date | None = None
    site: str = ""
    notes: tuple[Finding, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*(finding for item in self.items for finding in item.findings), *self.notes)

    def with_notes(self, findings: Iterable[Finding]) -> Report:
        """The report with more findings, each given to the item in whose data file it stands."""
        of_item: dict[str, list[Finding]] = {}
        others = list(self.notes)
        files = {f"data/{self.edition.name}/{item.item.code}.yaml" for item in self.items}
        for finding in findings:
            file = finding.location.file
            (of_item.setdefault(file, []) if file in files else others).append(finding)
        items = tuple(
            replace(item, notes=(*item.notes, *found))
            if (found := of_item.get(f"data/{self.edition.name}/{item.item.code}.yaml"))
            else item
            for item in self.items
        )
        return replace(self, items=items, notes=tuple(others))

    @property
    def other_problems(self) -> tuple[Problem, ...]:
        """Problems of the input that are not told as findings too."""
        told = {(finding.code, finding.location) for finding in self.findings}
        return tuple(p for p in self.problems if (p.code, p.location) not in told)

    def masked(self, mask: Callable[[str], str]) -> Report:
        """The report with every text that may repeat what the data say changed by `mask`."""

        def text(told: Text) -> Text:
            return Text(mask(told.th), mask(told.en))

        def findings(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
            return tuple(replace(each, message=text(each.message)) for each in found)

        def element(result: ElementResult) -> ElementResult:
            return replace(
                result,
                findings=findings(result.findings),
                reason=text(result.reason) if result.reason else None,
                evidence=tuple(replace(each, text=text(each.text)) for each in result.evidence),
            )

        def item(result: ItemResult) -> ItemResult:
            return replace(
                result,
                elements=tuple(map(element, result.elements)),
                notes=findings(result.notes),
                unit=mask(result.unit),
            )

        problems = tuple(replace(each, message=text(each.message)) for each in self.problems)
        items = tuple(map(item, self.items))
        return replace(self, items=items, problems=problems, notes=findings(self.notes))

    @property
    def causes(self) -> int:
        """How many different things are to mend, problems of the input included."""
        found = {finding.cause for finding in self.findings}
        return len(found) + len(self.other_problems)

    @property
    def bases(self) -> Counter[Basis]:
        """How many elements rest on each basis."""
        elements = [element for item in self.items for element in item.elements]
        return Counter(element.basis for element in elements if element.basis)

    @property
    def confirmed(self) -> tuple[int, int]:
        """How many of the criteria are confirmed, and how many there are."""
        found = [item.confirmed for item in self.items]
        return sum(some for some, _ in found), sum(every for _, every in found)

    @property
    def counts(self) -> Counter[Status]:
        """How many items have each status."""
        return Counter(item.status for item in self.items)

    def by_slug(self, slug: str) -> ItemResult | None:
        return self._by_slug.get(slug)

    @cached_property
    def _by_slug(self) -> dict[str, ItemResult]:
        return {found.item.slug: found for found in self.items}


def item_url(edition: str, item: Item) -> str:
    """The path of an item's page: `/oit/2568/o02/`. A published URL never changes."""
    return f"/oit/{edition}/{item.code}/"
