"""The main-website rule for the links of an item: who can open them, and whether they show anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_builder.catalogue.model import LINKS, Element
from site_builder.disclosures import Disclosure
from site_builder.kinds.link import safe_url
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell, FieldValue
from site_builder.links.hosts import SOCIAL, WARNED_OF, breaks_rule, is_social
from site_builder.outcomes import Finding, Severity


def link_findings(
    disclosure: Disclosure, asked: Sequence[Element], website: str
) -> list[tuple[str, str, Finding]]:
    """What is wrong with where the links of an item lead, each with its field and column.

    Args:
        asked: the elements as the disclosure shows them.
        website: the agency's main website.
    """
    keys = [spec.key for spec in disclosure.subject.fields]
    shown = {element.of for element in asked} | {LINKS}
    return [
        (key, column, finding if key in shown else replace(finding, severity=Severity.WARNING))
        for key in (*keys, LINKS)
        for column, finding in _of_field(disclosure, asked, key, website)
    ]


def evidence_elsewhere(disclosure: Disclosure, element: Element, website: str) -> list[Cell]:
    """The links in the header that may show an element: an assessor can open them and counts them."""
    return [
        cell
        for cell in disclosure.values[LINKS].cells
        if cell.value
        and breaks_rule(cell.value, website) in ("", *WARNED_OF)
        and (not is_social(cell.value) or _asks_for_link(disclosure, element))
    ]


def _of_field(
    disclosure: Disclosure, asked: Sequence[Element], key: str, website: str
) -> Iterator[tuple[str, Finding]]:
    value = disclosure.values[key]
    is_social_only = _is_social_only(value) and (
        key != LINKS or not _has_other_evidence(disclosure, asked)
    )
    if not is_social_only and all(spec.kind != "link" for spec in _specs(value)):
        return  # a table of thousands of rows, none of them a link
    for spec, cell in _cells(value):
        url = safe_url(cell.text)
        if url is None:
            continue
        code = breaks_rule(url, website) if spec.kind == "link" else ""
        if spec.anywhere and code in WARNED_OF:
            code = ""
        if is_social_only and not spec.anywhere:
            code = SOCIAL.code
        if code:
            # Loaded with all faults of links; most data have none.
            from site_builder.links.faults import make_fault

            fault = make_fault(code, url, [])
            column = "" if spec is value.spec else spec.key
            yield column, Finding(code, fault.severity, cell.location, fault.message, fault.remedy)


def _has_other_evidence(disclosure: Disclosure, asked: Sequence[Element]) -> bool:
    """Whether an item shows anything beside the links in its header, or asks for such links."""
    others = [disclosure.values[spec.key] for spec in disclosure.subject.fields]
    others.append(disclosure.values["documents"])
    return any(_asks_for_link(disclosure, element) for element in asked) or any(
        not value.is_empty and not _is_social_only(value) for value in others
    )


def _is_social_only(value: FieldValue) -> bool:
    """Whether links to social media are all that a field holds; of what may lead anywhere, nothing
    is said."""
    if value.none or any(block.none for block in value.months):
        return False
    own = (cell for spec, cell in _cells(value) if not spec.anywhere)
    first = next(own, None)
    return first is not None and _leads_to_social(first) and all(map(_leads_to_social, own))


def _leads_to_social(cell: Cell) -> bool:
    url = safe_url(cell.text)
    return url is not None and is_social(url)


def _asks_for_link(disclosure: Disclosure, element: Element) -> bool:
    """Whether a link, wherever it leads, is what an element asks for."""
    return any(spec.anywhere for spec in _specs(disclosure.values[element.of]))


def _specs(value: FieldValue) -> tuple[Spec, ...]:
    return (value.spec, *value.spec.columns)


def _cells(value: FieldValue) -> Iterator[tuple[Spec, Cell]]:
    """What is filled in, with what is said of it."""
    for cell in value.cells:
        if not cell.is_blank:
            yield value.spec, cell
    for row in value.rows:
        for spec in value.spec.columns:
            for cell in row.all_cells(spec.key):
                if not cell.is_blank:
                    yield spec, cell
