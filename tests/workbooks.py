"""Workbooks for tests: written by us, filled in as a person does it with openpyxl, read back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from site_builder.audit.engine import audit
from site_builder.catalogue.model import HEADER_FIELDS, Item
from site_builder.cli import load
from site_builder.disclosures import load_disclosures
from site_builder.kinds.spec import Field
from site_builder.problems import InputError
from site_builder.reports.parts import only_items
from site_builder.workbook.columns import columns_of, is_form
from site_builder.workbook.exporting import export_workbook, flats_of, item_nodes
from site_builder.workbook.flat import Flat
from site_builder.workbook.importing import ImportPlan, plan_import
from site_builder.workbook.names import COVERS_LABEL, NONE_LABEL
from site_builder.workbook.reader import Workbook, read_workbook
from site_builder.workspace import Workspace, open_workspace, with_edition


def opened(root: Path, edition: str) -> Workspace:
    return with_edition(open_workspace(root), edition)


def exported(
    root: Path, edition: str, name: str = "book.xlsx", items: tuple[str, ...] = ()
) -> Path:
    """The workbook of an edition, or of some of its items, beside the workspace's data."""
    workspace = opened(root, edition)
    report = audit(workspace, load_disclosures(workspace, edition))
    if items:
        report = only_items(report, set(items))
    path = root / name
    path.write_bytes(export_workbook(workspace, report))
    return path


def read(path: Path, root: Path, edition: str) -> Workbook:
    return read_workbook(path, path.name, opened(root, edition).catalogue, edition)


def planned(path: Path, root: Path, edition: str) -> ImportPlan:
    return plan_import(opened(root, edition), read(path, root, edition), path)


def all_flats(root: Path, edition: str) -> dict[str, dict[str, Flat]]:
    """The fields of all items, by item id."""
    workspace = opened(root, edition)
    return {
        item.id: flats_of(workspace.catalogue, item, item_nodes(workspace, edition, item))
        for item in workspace.catalogue.editions[edition].items
    }


def flats(root: Path, edition: str, item: Item) -> dict[str, Flat]:
    """The fields of an item as its data file has them."""
    workspace = opened(root, edition)
    return flats_of(workspace.catalogue, item, item_nodes(workspace, edition, item))


@dataclass
class Said:
    """A command that was run in this process."""

    code: int
    out: str
    err: str


def said(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> Said:
    """Run a command of `oit` on a workspace, as its process would."""
    name, *rest = arguments
    capsys.readouterr()
    try:
        code = load(name).main([*rest, "--workspace", str(folder)], standalone_mode=False)
    except InputError as error:
        code = 2
        print(error, file=sys.stderr)
    found = capsys.readouterr()
    return Said(code, found.out, found.err)


class Filling:
    """A workbook in the hands of a person: fields and tables are found by what the eye sees."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def __enter__(self) -> Filling:
        return self

    def __exit__(self, *error: object) -> None:
        self.book.save(self.path)

    def sheet(self, name: str) -> Any:
        return self.book[name]

    def sheet_of(self, item: str, label: str) -> Any:
        """The sheet of a large table, named after its item and label."""
        return next(s for s in self.book.worksheets if s.title.startswith(f"{item} {label}"[:20]))

    def row_of(self, sheet: Any, sees: Callable[[str], bool], column: int = 2) -> int:
        for row in range(1, sheet.max_row + 1):
            if sees(str(sheet.cell(row, column).value or "")):
                return row
        raise AssertionError("there is no such row")

    def field(self, item: str, label: str, is_last: bool = False) -> Any:
        """The cell of a field of one text; the last of its label where an item has two."""
        sheet = self.sheet(item)
        rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == label]
        return sheet.cell(rows[-1 if is_last else 0], 3)

    def headings(self, sheet: Any, *labels: str) -> tuple[int, dict[str, int]]:
        """The row with these headings, and the columns of all that stand there."""
        for row in range(1, sheet.max_row + 1):
            found = {
                str(cell.value): cell.column
                for cell in sheet[row]
                if cell.value and cell.column > 1
            }
            if all(label in found for label in labels):
                return row, found
        raise AssertionError(f"no row has {labels}")

    def fill(self, item: str, spec: Field, flat: Flat) -> None:
        """Type a field into its cells, as a person reads it from paper."""
        if is_form(spec):
            cell = self.field(item, spec.label.th, is_last=spec.key not in HEADER_FIELDS)
            (column,) = columns_of(spec)
            if flat.rows:
                cell.value = flat.rows[0][column.key].text
            elif flat.none:
                cell.offset(column=1).value = flat.none.text
            return
        sheet, title = self._title(item, spec)
        if flat.none:
            self._beside(sheet, title, NONE_LABEL.th).value = flat.none.text
        if flat.covers:
            self._beside(sheet, title, COVERS_LABEL.th).value = flat.covers.text
        if flat.rows:
            self._rows(sheet, title, spec, flat)

    def _title(self, item: str, spec: Field) -> tuple[Any, int]:
        """The sheet of a table, and the row of its title."""
        for sheet in self.book.worksheets:
            if sheet.title == item or sheet.title.startswith(f"{item} "):
                for row in range(4, sheet.max_row + 1):
                    cell = sheet.cell(row, 2)
                    if cell.value == spec.label.th and cell.font.size == 12:
                        return sheet, row
        raise AssertionError(f"{item} has no table {spec.label.th}")

    def _beside(self, sheet: Any, title: int, label: str) -> Any:
        row = next(n for n in range(title, sheet.max_row + 1) if sheet.cell(n, 2).value == label)
        return sheet.cell(row, 3)

    def _rows(self, sheet: Any, title: int, spec: Field, flat: Flat) -> None:
        labels = {column.key: column.label.th for column in columns_of(spec)}
        wanted = {labels[key] for row in flat.rows for key in row}
        head, places = next(
            (n, found)
            for n in range(title, sheet.max_row + 1)
            if wanted <= (found := self._texts(sheet, n)).keys()
            and found.keys() & {*labels.values()}
        )
        first = head + 1
        if spec.kind == "monthly-table":
            sheet.delete_rows(first, 24)  # the months that stand there to be filled in
        else:
            sheet.insert_rows(first, len(flat.rows))
        for number, row in enumerate(flat.rows, start=first):
            for key, scalar in row.items():
                sheet.cell(number, places[labels[key]]).value = scalar.text

    def _texts(self, sheet: Any, row: int) -> dict[str, int]:
        return {
            str(cell.value): cell.column for cell in sheet[row] if cell.value and cell.column > 1
        }

    def without_what_openpyxl_leaves_behind(self) -> None:
        """Merged cells and links stay where they were when openpyxl puts rows in; Excel moves them."""
        for sheet in self.book.worksheets:
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            for row in sheet.iter_rows():
                for cell in row:
                    cell.hyperlink = None
