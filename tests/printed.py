"""Printed documents (`tests/seeds/*.txt`), and whether a workspace holds all of their words.

A document is text: prose lines, and table rows with a tab between the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.kinds.values import FieldValue
from site_builder.official import load_result
from site_builder.outcomes import Outcome
from site_builder.thai import fold, nfc
from site_builder.workspace import open_workspace

SEEDS = Path(__file__).parent / "seeds"
EXAMPLES = Path(__file__).parent.parent / "examples"


def read_seed(name: str) -> str:
    """The document of an example, as it was extracted."""
    return (SEEDS / f"{name}.txt").read_text(encoding="utf-8")


def tables(text: str) -> list[list[list[str]]]:
    """Every table as rows of cells; a table ends where a line without a tab stands."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if "\t" in line:
            found[-1].append([cell.strip() for cell in line.split("\t")])
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def parts(cell: str) -> list[str]:
    """The paragraphs of a cell, without marks."""
    return [" ".join(part.split()) for part in re.split(r"</?p>", cell) if part.strip()]


def cells(text: str) -> list[str]:
    """Every paragraph of every table cell, headings of columns included."""
    return [part for table in tables(text) for row in table for cell in row for part in parts(cell)]


def prose(text: str) -> list[str]:
    """Every line outside of tables."""
    lines = (line.strip().strip("*").strip() for line in text.splitlines() if "\t" not in line)
    return [line for line in lines if line]


def lost(wanted: Iterable[str], held: str) -> list[str]:
    """The texts that do not stand in `held`; spaces, Thai digits and line breaks do not count."""
    return [part for part in wanted if fold(part) and fold(part) not in held]


def held_by(root: Path, items: dict[str, str], results: Iterable[str] = ()) -> str:
    """All words of some items (slug by edition) and results (years) of a workspace, folded.

    Values of a list follow one another without a break, as they do in the printed cell.
    """
    workspace = open_workspace(root)
    texts: list[str] = []
    for edition, slug in items.items():
        data = load_disclosures(workspace, edition)
        assert not data.problems, data.problems
        disclosure = data.by_slug(slug)
        assert disclosure is not None and disclosure.exists
        texts += _texts(disclosure.values.values())
    for year in results:
        result = load_result(root, year, workspace.catalogue.vocabularies)
        assert result is not None and not result.problems, result
        texts += _texts(result.values.values())
    return "\n".join(map(fold, texts))


def labels_of(root: Path, edition: str, slug: str) -> str:
    """The labels of an item's fields and columns, folded: where headings of a table stand."""
    disclosure = load_disclosures(open_workspace(root), edition).by_slug(slug)
    assert disclosure is not None
    specs = [value.spec for value in disclosure.values.values()]
    labels = [label.label.th for spec in specs for label in (spec, *spec.columns)]
    return "\n".join(map(fold, labels))


def _texts(values: Iterable[FieldValue]) -> Iterator[str]:
    for value in values:
        yield "".join(cell.text for cell in (value.none, *value.cells) if cell)
        yield from (cell.text for _, cell in value.every_cell())
        for row in value.rows:
            yield "".join(cell.text for key in row.cells for cell in row.all_cells(key))
            for key in row.cells:
                yield "".join(cell.text for cell in row.all_cells(key))


def squeezed(text: str) -> str:
    """The text without white space: unlike `fold`, digits and case must be as printed."""
    return "".join(nfc(text).split())


def rows_of(
    root: Path, edition: str, slug: str, field: str, columns: Iterable[str]
) -> list[tuple[str, ...]]:
    """The rows of a field, squeezed; values of a list follow one another without a break."""
    disclosure = load_disclosures(open_workspace(root), edition).by_slug(slug)
    assert disclosure is not None
    columns = tuple(columns)
    return [
        tuple(squeezed("".join(cell.text for cell in row.all_cells(key))) for key in columns)
        for row in disclosure.values[field].rows
    ]


def outcomes_of(root: Path, edition: str, slug: str) -> dict[str, tuple[Outcome, list[str]]]:
    """What the audit says of each element of an item: the outcome and the codes of its findings."""
    workspace = open_workspace(root)
    item = audit(workspace, load_disclosures(workspace, edition)).by_slug(slug)
    assert item is not None and not item.notes
    return {
        result.element.key: (result.outcome, [finding.code for finding in result.findings])
        for result in item.elements
    }
