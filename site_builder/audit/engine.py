"""Judges every element of one edition; the only way from data to a report."""

from __future__ import annotations

from site_builder.audit.checks import CHECKS, Case
from site_builder.audit.criteria import require_sound
from site_builder.catalogue.model import Element
from site_builder.disclosures import Disclosure, EditionData
from site_builder.kinds.values import Cell
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import (
    ElementResult,
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


def audit(workspace: Workspace, data: EditionData) -> Report:
    """The report of one edition: every item, every element, in the edition's order.

    Raises:
        InputError: the criteria are the user's own and cannot be judged.
    """
    require_sound(workspace.catalogue, data.edition)
    return Report(
        workspace.agency.name,
        data.edition,
        tuple(_item(workspace, data, disclosure) for disclosure in data.disclosures),
        data.problems,
    )


def _item(workspace: Workspace, data: EditionData, disclosure: Disclosure) -> ItemResult:
    agency_type = workspace.agency.type.code
    asked = [
        disclosure.showing(element)
        for element in disclosure.item.elements
        if workspace.catalogue.applies(element, agency_type)
    ]
    unreadable = _unreadable_cells(disclosure, asked)
    results = tuple(
        _element(workspace, data, disclosure, element, unreadable.get(element.key, ()))
        for element in disclosure.item.elements
    )
    stopping = {(problem.code, problem.location) for problem in data.problems}
    notes = tuple(_note(cell, stopping) for cell in unreadable.get("", ()))
    status = _status(disclosure, results, notes)
    url = item_url(data.edition.name, disclosure.item)
    return ItemResult(disclosure.item, status, url, results, notes, disclosure.header("unit").text)


def _note(cell: Cell, stopping: set[tuple[str, Location]]) -> Finding:
    """A finding on data that no element asks for; an error where it stops the build."""
    assert cell.problem is not None
    stops = (cell.problem.code, cell.problem.location) in stopping
    return _value_finding(cell, Severity.ERROR if stops else Severity.WARNING)


def _element(
    workspace: Workspace,
    data: EditionData,
    disclosure: Disclosure,
    element: Element,
    unreadable: tuple[Cell, ...],
) -> ElementResult:
    if not workspace.catalogue.applies(element, workspace.agency.type.code):
        return ElementResult(
            element,
            Outcome.NOT_APPLICABLE,
            reason=Text(
                f"ไม่ใช้กับหน่วยงานประเภท{workspace.agency.type.label.th}",
                f"not asked of this agency type: {workspace.agency.type.label.en}",
            ),
        )
    if not disclosure.readable:
        return ElementResult(
            element,
            Outcome.NOT_CHECKED,
            reason=Text(
                f"อ่านไฟล์ {disclosure.file} ไม่ได้", f"the file {disclosure.file} cannot be read"
            ),
        )
    shown = disclosure.showing(element)
    case = Case(shown, disclosure, data, workspace.catalogue.vocabularies)
    judgement = CHECKS[shown.check].judge(case)
    review = element.alternative.review if element.alternative and shown is not element else None
    if not unreadable and review and judgement.outcome == Outcome.PASS:
        return ElementResult(element, Outcome.NEEDS_REVIEW, reason=review)
    if not unreadable:
        return ElementResult(element, judgement.outcome, judgement.findings, judgement.reason)
    severity = severity_of(element)
    findings = tuple(_value_finding(cell, severity) for cell in unreadable)
    places = {finding.location for finding in findings}
    others = tuple(found for found in judgement.findings if found.location not in places)
    return ElementResult(element, Outcome.FAIL, findings + others)


def _value_finding(cell: Cell, severity: Severity) -> Finding:
    assert cell.problem is not None
    problem = cell.problem
    return Finding(problem.code, severity, problem.location, problem.message, problem.remedy)


def _unreadable_cells(disclosure: Disclosure, asked: list[Element]) -> dict[str, tuple[Cell, ...]]:
    """Cells that could not be typed, each under the one asked element that it spoils ("" for none).

    An element of the cell's own column comes first, then one of its whole field.
    """
    found: dict[str, list[Cell]] = {}
    for key, value in disclosure.values.items():
        elements = [element for element in asked if element.of == key]
        for column, cell in value.every_cell():
            if cell.problem is None:
                continue
            named = [e for e in elements if column and column in _columns(e)]
            whole = [e for e in elements if not _columns(e)]
            owner = next(iter((*named, *whole, *elements)), None)
            found.setdefault(owner.key if owner else "", []).append(cell)
    return {key: tuple(cells) for key, cells in found.items()}


def _columns(element: Element) -> tuple[str, ...]:
    column = element.parameters.get("column")
    return (column,) if column else tuple(element.parameters.get("columns", ()))


def _status(
    disclosure: Disclosure, results: tuple[ElementResult, ...], notes: tuple[Finding, ...]
) -> Status:
    outcomes = {result.outcome for result in results}
    if disclosure.readable and disclosure.is_empty:
        return Status.MISSING
    if Outcome.FAIL in outcomes or any(note.severity == Severity.ERROR for note in notes):
        return Status.INCOMPLETE
    if outcomes & {Outcome.NEEDS_REVIEW, Outcome.NOT_CHECKED}:
        return Status.NEEDS_REVIEW
    return Status.COMPLETE
