"""The data of an item in open formats: JSON and CSV. Same input, same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from site_builder.kinds import ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.language import Text

Value = str | Decimal

#: A text that begins so is taken for a formula by spreadsheets, full-width signs by those of East Asia.
_FORMULA_LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def has_table(value: FieldValue) -> bool:
    """Whether the field is written as CSV and XLSX."""
    return value.spec.kind in ROW_KINDS and bool(value.rows or value.months)


def field_json(value: FieldValue) -> Any:
    """A field as JSON: a value, a list, or `{"none": …}`; None where it is empty."""
    if value.none:
        return {"none": value.none.text}
    if value.spec.kind in SCALAR_KINDS:
        kind = SCALAR_KINDS[value.spec.kind]
        cells = [kind.to_json(cell) for cell in value.cells if not cell.is_blank]
        if value.spec.many:
            return cells
        return cells[0] if cells else None
    if value.months:
        return [
            {
                "month": block.month.text,
                **({"none": block.none.text} if block.none else {}),
                "rows": _rows_json(value, block.rows),
            }
            for block in value.months
        ]
    return _rows_json(value, value.rows)


def _rows_json(value: FieldValue, rows: Iterable[Row]) -> list[dict[str, Any]]:
    has_levels = value.spec.kind == "org-chart"
    columns = [
        (each.key, SCALAR_KINDS[each.kind].to_json, each.many) for each in value.spec.columns
    ]
    found = []
    for row in rows:
        data: dict[str, Any] = {"level": row.depth} if has_levels else {}
        for key, to_json, many in columns:
            data[key] = list(map(to_json, row.all_cells(key))) if many else to_json(row.cell(key))
        found.append(data)
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A field with columns as Thai readers and spreadsheets want it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheet(value: FieldValue) -> Sheet:
    """The table of a field with columns."""
    rows = tuple(tuple(row) for row in _table_rows(value))
    return Sheet(value.spec.label.th, tuple(_headings(value)), rows)


def csv_headings(value: FieldValue) -> list[str]:
    """The first line of the table's CSV, as written."""
    return [csv_safe(heading) for heading in _headings(value)]


def _headings(value: FieldValue) -> Iterator[str]:
    lead = _lead_heading(value)
    if lead:
        yield lead.th
    for column in value.spec.columns:
        yield column.label.th


def lead_columns(value: FieldValue) -> int:
    """How many columns stand before those of the catalogue."""
    return 1 if _lead_heading(value) else 0


def _lead_heading(value: FieldValue) -> Text | None:
    if value.months:
        return Text("เดือน", "Month")
    if value.spec.kind == "org-chart":
        return Text("ระดับ", "Level")
    return None


def _table_rows(value: FieldValue) -> Iterator[list[Value]]:
    if value.months:
        for block in value.months:
            month = str(block.month.value or block.month.text)
            if block.none:
                padding: list[Value] = [""] * (len(value.spec.columns) - 1)
                yield [month, block.none.text, *padding]
            for row in block.rows:
                yield [month, *_cells(value, row)]
        return
    for row in value.rows:
        lead: list[Value] = [Decimal(row.depth)] if value.spec.kind == "org-chart" else []
        yield [*lead, *_cells(value, row)]


def _cells(value: FieldValue, row: Row) -> list[Value]:
    cells: list[Value] = []
    for column in value.spec.columns:
        exported = SCALAR_KINDS[column.kind].exported
        if column.key in row.more:
            cells.append("; ".join(map(str, map(exported, row.all_cells(column.key)))))
        else:
            cells.append(exported(row.cell(column.key)))
    return cells


def to_csv(table: Sheet) -> bytes:
    """UTF-8 with a byte order mark, so that Thai Excel opens it right."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(csv_safe, table.headings))
    for row in table.rows:
        writer.writerow([csv_safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def csv_text(cell: Cell, kind: str) -> str:
    """One cell as the CSV has it."""
    return csv_safe(SCALAR_KINDS[kind].exported(cell))


def csv_safe(cell: Value) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; so does one that
    begins like a text that has got one, so that `csv_read` gives every text back."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def csv_read(cell: str) -> str:
    """The text that `csv_safe` has written so."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def _is_formula(text: str) -> bool:
    # White space before the sign stops no spreadsheet; dashes alone are how "none" is said.
    is_led = text.startswith(_FORMULA_LEADS) or text.lstrip().startswith(_FORMULA_LEADS)
    return is_led and len(text.strip("-–— ")) > 0


def to_json(data: Mapping[str, Any]) -> bytes:
    """JSON as we publish it: UTF-8, Thai as Thai, without spaces, one newline at the end.

    The last value may be an iterator: a list whose entries are made one by one as they are written.
    """
    return packed_json(data) + b"\n"


def packed_json(data: Any, errors: str = "strict") -> bytes:
    """The same without a newline; `errors` is for what is no Unicode, as `str.encode` takes it."""
    last, entries = next(reversed(data.items())) if isinstance(data, dict) else ("", None)
    if not isinstance(entries, Iterator):
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors)
    written = io.BytesIO()
    written.write(packed_json({**data, last: []}, errors).removesuffix(b"]}"))
    for number, each in enumerate(entries):
        written.write(b"," if number else b"")
        written.write(packed_json(each, errors))
    written.write(b"]}")
    return written.getvalue()
