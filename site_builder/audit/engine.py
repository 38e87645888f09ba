"""Judges every element of one edition; the only way from data to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from site_builder.audit import documents as looked_at
from site_builder.audit.attestations import Attestation, attestations
from site_builder.audit.checks import CHECKS, Case
from site_builder.audit.checks.base import Judgement
from site_builder.audit.criteria import require_sound
from site_builder.audit.documents import Attached, Documents
from site_builder.audit.elsewhere import evidence_elsewhere, link_findings
from site_builder.audit.periods import is_due
from site_builder.catalogue.model import Element
from site_builder.disclosures import Disclosure, EditionData
from site_builder.kinds import ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.values import Cell
from site_builder.language import Text, same
from site_builder.outcomes import (
    Basis,
    ElementResult,
    Evidence,
    Finding,
    ItemResult,
    Outcome,
    Report,
    Severity,
    Status,
    item_url,
    severity_of,
)
from site_builder.workspace import Workspace

#: Findings that say only that nothing is there: a document or a person may still show it.
_ABSENT = frozenset({"missing", "no-file"})


def audit(workspace: Workspace, data: EditionData, as_of: date | None = None) -> Report:
    """The report of one edition: every item, every element, in the edition's order.

    `as_of` is the day for which "not yet due" is told from "missing"; without it all is due.

    Raises:
        InputError: the criteria are the user's own and cannot be judged.
    """
    require_sound(workspace.catalogue, data.edition)
    documents = Documents(workspace, data)
    return Report(
        workspace.agency.name,
        data.edition,
        tuple(
            _Auditor(workspace, data, documents, each, as_of).item() for each in data.disclosures
        ),
        data.problems,
        as_of,
    )


@dataclass
class _Auditor:
    """Judges one item."""

    workspace: Workspace
    data: EditionData
    documents: Documents
    disclosure: Disclosure
    as_of: date | None

    def __post_init__(self) -> None:
        item, catalogue = self.disclosure.item, self.workspace.catalogue
        self.asked = [
            self.disclosure.showing(element)
            for element in item.elements
            if catalogue.applies(element, self.workspace.agency.type.code)
        ]
        self.attached = self.documents.of(self.disclosure)
        self.attested, self.unsound = attestations(
            self.disclosure, self.attached, self.data.edition.year
        )

    def item(self) -> ItemResult:
        """The outcome of the item."""
        item = self.disclosure.item
        spoilt = self._by_owner(self._unreadable_cells())
        broken = self._by_owner([*self._document_findings(), *self._link_findings()])
        results = tuple(
            self._element(element, spoilt.get(element.key, ()), broken.get(element.key, ()))
            for element in item.elements
        )
        notes = (
            *self._noted(spoilt.get("", ())),
            *broken.get("", ()),
            *self.unsound,
            *self._readability(results),
            *self._consistency(),
        )
        return ItemResult(
            item,
            _status(self.disclosure, results, notes),
            item_url(self.data.edition.name, item),
            results,
            notes,
            self.disclosure.header("unit").text,
            tuple(
                {
                    each.file.name: each.opened() for each in self.attached if not each.is_picture
                }.values()
            ),
        )

    # --- one element ---------------------------------------------------------------------------

    def _element(
        self, element: Element, unreadable: Sequence[Finding], broken: Sequence[Finding]
    ) -> ElementResult:
        agency_type = self.workspace.agency.type
        if not self.workspace.catalogue.applies(element, agency_type.code):
            return ElementResult(
                element,
                Outcome.NOT_APPLICABLE,
                reason=Text(
                    f"ไม่ใช้กับหน่วยงานประเภท{agency_type.label.th}",
                    f"not asked of this agency type: {agency_type.label.en}",
                ),
            )
        if not self.disclosure.readable:
            file = self.disclosure.file
            return ElementResult(
                element,
                Outcome.NOT_CHECKED,
                reason=Text(f"อ่านไฟล์ {file} ไม่ได้", f"the file {file} cannot be read"),
            )
        case = self._case(self.disclosure.showing(element))
        judgement = CHECKS[case.element.check].judge(case)
        result = ElementResult(element, judgement.outcome, judgement.findings, judgement.reason)
        if unreadable:
            return self._spoilt(element, unreadable, judgement.findings)
        errors = tuple(each for each in broken if each.severity == Severity.ERROR)
        if errors:
            return self._spoilt(element, broken, judgement.findings)
        if broken:
            result = replace(result, findings=(*broken, *result.findings))
        if result.outcome == Outcome.PASS:
            result = self._shown_by_data(case, result)
        elif result.outcome == Outcome.FAIL and _is_absent(judgement):
            result = self._in_documents(case, result)
        return self._due(case, self._attested(result))

    def _case(self, element: Element) -> Case:
        vocabularies = self.workspace.catalogue.vocabularies
        return Case(element, self.disclosure, self.data, vocabularies, self.as_of)

    def _spoilt(
        self, element: Element, findings: Sequence[Finding], others: Sequence[Finding]
    ) -> ElementResult:
        places = {finding.location for finding in findings}
        rest = tuple(each for each in others if each.location not in places)
        return ElementResult(element, Outcome.FAIL, (*findings, *rest))

    def _shown_by_data(self, case: Case, result: ElementResult) -> ElementResult:
        """A pass rests on data; what documents say counts only as far as a machine can read them."""
        shown, other = case.element, result.element.alternative
        if other and other.review and shown is not result.element:
            return replace(result, outcome=Outcome.NEEDS_REVIEW, reason=other.review)
        own = self._documents_of(shown)
        evidence = [Evidence(Basis.DATA, case.value.location, case.value.spec.label)]
        for each in own:
            evidence += self.documents.year_evidence(self.disclosure, each)
        result = replace(result, evidence=tuple(evidence))
        reasons = [looked_at.review_reason(each) for each in own]
        if own and all(reasons):
            return replace(result, outcome=Outcome.NEEDS_REVIEW, reason=reasons[0], evidence=())
        return result

    def _documents_of(self, element: Element) -> list[Attached]:
        """The documents that are themselves what shows an element."""
        column = element.column
        return [
            each
            for each in self.attached
            if each.field == element.of
            and each.column == column
            and not each.is_picture
            and self.disclosure.values[element.of].spec.kind in ("document", *ROW_KINDS)
        ]

    def _in_documents(self, case: Case, result: ElementResult) -> ElementResult:
        """Where the data are missing: what the item's documents say of it."""
        papers = [each for each in self.attached if not each.is_picture]
        evidence = looked_at.found_in(papers, CHECKS[case.element.check].sought(case))
        if evidence:
            first = evidence[0]
            page = Text(f" หน้า {first.page}", f" page {first.page}") if first.page else Text("", "")
            reason = Text(
                f"ไม่มีในข้อมูล แต่พบคำว่า “{first.text.th}” ใน {first.document}{page.th} "
                "ขอให้คนเปิดดูแล้วรับรองใน attested หรือกรอกเป็นข้อมูล",
                f"not in the data, but “{first.text.th}” stands in {first.document}{page.en}; "
                "a person must look and attest it under attested, or fill in the data",
            )
            return replace(
                result,
                outcome=Outcome.NEEDS_REVIEW,
                findings=(),
                reason=reason,
                evidence=evidence,
            )
        reason_unread = next(filter(None, map(looked_at.unread_reason, papers)), None)
        if reason_unread:
            return replace(result, outcome=Outcome.NEEDS_REVIEW, findings=(), reason=reason_unread)
        return self._linked(case, result)

    def _linked(self, case: Case, result: ElementResult) -> ElementResult:
        """What stands elsewhere is not opened: it may show an element, and proves none."""
        website = self.workspace.agency.website
        links = evidence_elsewhere(self.disclosure, case.element, website)
        if not links:
            return result
        first, count = SCALAR_KINDS["link"].shown(links[0]), len(links)
        more = Text(f" และอีก {count - 1} ลิงก์", f" and {count - 1} more") if count > 1 else same("")
        text = Text(first + more.th, first + more.en)
        return replace(
            result,
            outcome=Outcome.NEEDS_REVIEW,
            findings=(),
            reason=Text(
                "ไม่มีในข้อมูล แต่มีลิงก์หลักฐานภายนอกที่โปรแกรมไม่ได้เปิดดู "
                "ขอให้คนเปิดดู แล้วกรอกเป็นข้อมูลหรือแนบเอกสารใน documents",
                "not in the data, but there are links to evidence elsewhere, which are not opened; "
                "a person must look, then fill in the data or attach the document under documents",
            ),
            evidence=(Evidence(Basis.LINK, links[0].location, text),),
        )

    def _attested(self, result: ElementResult) -> ElementResult:
        """A person may vouch for what a machine cannot see, never against what it can."""
        found: Attestation | None = self.attested.get(result.element.key)
        is_open = result.outcome in (Outcome.NEEDS_REVIEW, Outcome.NOT_CHECKED)
        is_missing = result.outcome == Outcome.FAIL and _codes(result.findings) <= _ABSENT
        if found is None or not (is_open or is_missing):
            return result
        return ElementResult(
            result.element,
            Outcome.PASS,
            reason=found.evidence.text,
            evidence=(found.evidence,),
        )

    def _due(self, case: Case, result: ElementResult) -> ElementResult:
        """What cannot be asked for yet on the day of the audit is not missing."""
        rule = case.element.due or case.parameters.get("rule", "")
        is_later = self.as_of and rule and not is_due(rule, case.year, self.as_of)
        if result.outcome == Outcome.NOT_APPLICABLE:
            return replace(result, not_yet_due=True)
        if result.outcome != Outcome.FAIL or not is_later or case.element.check in _MONTHLY:
            return result
        reason = case.not_yet_due(str(case.element.requirement))
        return ElementResult(
            result.element, Outcome.NOT_APPLICABLE, reason=reason, not_yet_due=True
        )

    # --- what no element is judged by ----------------------------------------------------------

    def _unreadable_cells(self) -> list[tuple[str, str, Finding]]:
        """Cells that could not be typed, as findings with field and column."""
        return [
            (key, column, _value_finding(cell))
            for key, value in self.disclosure.values.items()
            for column, cell in value.every_cell()
            if cell.problem is not None
        ]

    def _noted(self, findings: Sequence[Finding]) -> list[Finding]:
        """Cells that spoil no element: an error only where they stop the build."""
        stopping = {(problem.code, problem.location) for problem in self.data.problems}
        return [
            each
            if (each.code, each.location) in stopping
            else replace(each, severity=Severity.WARNING)
            for each in findings
        ]

    def _document_findings(self) -> list[tuple[str, str, Finding]]:
        return [
            (each.field, each.column, finding)
            for each in self.attached
            for finding in self.documents.findings(self.disclosure, each)
        ]

    def _link_findings(self) -> list[tuple[str, str, Finding]]:
        return link_findings(self.disclosure, self.asked, self.workspace.agency.website)

    def _by_owner(
        self, found: Sequence[tuple[str, str, Finding]]
    ) -> Mapping[str, Sequence[Finding]]:
        """Findings under the one asked element that they spoil ("" for none).

        An element of the column itself comes first, then one of the whole field.
        """
        owned: dict[str, list[Finding]] = {}
        for key, column, finding in found:
            elements = [element for element in self.asked if element.of == key]
            named = [e for e in elements if column and column in _columns(e)]
            whole = [e for e in elements if not _columns(e)]
            owner = next(iter((*named, *whole, *elements)), None)
            if owner and finding.severity == Severity.ERROR:
                finding = replace(finding, severity=severity_of(owner))
            owned.setdefault(owner.key if owner else "", []).append(finding)
        return owned

    def _readability(self, results: Sequence[ElementResult]) -> list[Finding]:
        """Documents that a machine cannot read, where no element's outcome says so already."""
        own = {
            each.location
            for result in results
            for each in self._documents_of(self.disclosure.showing(result.element))
        }
        found = [
            finding
            for each in self.attached
            if each.location not in own
            for finding in looked_at.readability(each)
        ]
        for element in self.asked:
            if element.check == "summary-not-law":
                found += [law for each in self.attached for law in looked_at.whole_law(each)]
            if element.check in _FORMS:
                field = self.disclosure.values[element.of].spec
                found += [
                    cut
                    for each in self.attached
                    for cut in looked_at.headings(each, element, field)
                ]
        return list(dict.fromkeys(found))

    def _consistency(self) -> list[Finding]:
        """Where the data contradict each other: ours, no criterion names it."""
        if not self.disclosure.readable:
            return []
        rules = list(self.disclosure.subject.consistency)
        rules += [
            _sums_of(value.spec.key)
            for value in self.disclosure.values.values()
            if value.spec.kind in ROW_KINDS and value.rows
        ]
        return [
            finding
            for rule in rules
            for finding in CHECKS[rule.check].judge(self._case(rule)).findings
        ]


#: Checks that tell by themselves what is not due yet.
_MONTHLY = frozenset({"months-covered"})
#: Checks of prescribed forms: their headings are looked for in the attached tables too.
_FORMS = frozenset({"no-blank-cells", "months-covered"})


def _sums_of(field: str) -> Element:
    """Totals of any table are added up."""
    return Element(
        key="table-sums",
        requirement=Text("ยอดรวมต้องตรงกับรายการ", "a total must be the sum of its rows"),
        of=field,
        check="table-sums",
        parameters={},
        accepts_none=True,
        applies_to="",
        confidence="recalled",
        source="ours",
    )


def _is_absent(judgement: Judgement) -> bool:
    return _codes(judgement.findings) <= _ABSENT


def _codes(findings: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def _value_finding(cell: Cell) -> Finding:
    """A finding on a cell that cannot be typed."""
    assert cell.problem is not None
    problem = cell.problem
    return Finding(problem.code, Severity.ERROR, problem.location, problem.message, problem.remedy)


def _columns(element: Element) -> tuple[str, ...]:
    column = element.parameters.get("column")
    return (column,) if column else tuple(element.parameters.get("columns", ()))


def _status(
    disclosure: Disclosure, results: Sequence[ElementResult], notes: Sequence[Finding]
) -> Status:
    outcomes = {result.outcome for result in results}
    if disclosure.readable and disclosure.is_empty and not any(r.evidence for r in results):
        return Status.COMPLETE if outcomes == {Outcome.NOT_APPLICABLE} else Status.MISSING
    if Outcome.FAIL in outcomes or any(note.severity == Severity.ERROR for note in notes):
        return Status.INCOMPLETE
    if outcomes & {Outcome.NEEDS_REVIEW, Outcome.NOT_CHECKED}:
        return Status.NEEDS_REVIEW
    return Status.COMPLETE
