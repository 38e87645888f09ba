"""Tables of a field: fast to write, summed up by month, and split where they are long.

A long table is not whole on its item's page: the page shows its sums and first rows, and links to
pages of its parts, to the downloads, and to a filter that loads the rows when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell, FieldValue, MonthBlock, Row
from site_builder.pages.labels import LABELS
from site_builder.pages.placement import Placement
from site_builder.pages.render import cells_html, has_own_template, paragraphs
from site_builder.thai import BE_OFFSET, Month

#: A table with more rows than this is long: about what one page can hold below 300 KB.
LONG_TABLE = 200
#: How many rows of a long table its item's page shows.
FIRST_ROWS = 20
#: How many rows of a long table without months stand on one page of it.
ROWS_OF_A_PART = 400
#: A table with more rows than this offers a filter.
FILTERED_FROM = 12
#: More columns than this need a table wider than the text.
_NARROW = 8
#: The kinds whose pages show a long table in parts.
_SPLIT = ("table", "monthly-table")
_FULL = Decimal(100)
#: Fewer months than this are no series.
_LEAST_MONTHS = 2


@dataclass(frozen=True)
class Part:
    """One page of a long table: `slug` is the last part of its address."""

    slug: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MonthSums:
    """One month in the summary: its block, how many rows, and the sums of the summed columns."""

    block: MonthBlock
    title: str
    count: int
    sums: tuple[Decimal, ...]
    slug: str


def is_long(value: FieldValue) -> bool:
    """Whether the table is split over pages of its own."""
    return value.spec.kind in _SPLIT and len(value.rows) > LONG_TABLE


def has_filter(value: FieldValue) -> bool:
    """Whether readers are offered to filter and sort the rows."""
    return value.spec.kind in _SPLIT and len(value.rows) > FILTERED_FROM


def summed(value: FieldValue) -> tuple[Spec, ...]:
    """The columns that are summed up."""
    return tuple(column for column in value.spec.columns if column.show == "total")


def month_sums(value: FieldValue) -> tuple[MonthSums, ...]:
    """Every month of a monthly table with its sums."""
    return tuple(
        MonthSums(
            block,
            month_title(block),
            len(block.rows),
            sums(summed(value), block.rows),
            slug,
        )
        for slug, block in _months_by_slug(value)
    )


@dataclass(frozen=True)
class Series:
    """What is drawn of a monthly table: one summed column by month."""

    column: Spec
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]


def charted(value: FieldValue) -> Series | None:
    """The column that tells most, by month: the total where there is one; None where nothing would
    be seen."""
    columns = summed(value)
    column = next((each for each in columns if each.key == "total"), None)
    column = column or next(iter(columns), None)
    months = [block for block in value.months if isinstance(block.month.value, Month)]
    if column is None or len(months) < _LEAST_MONTHS:
        return None
    values = tuple(sums((column,), block.rows)[0] for block in months)
    labels = tuple(block.month.value.short for block in months)
    return Series(column, labels, values) if any(values) else None


def figure(value: FieldValue) -> Decimal | None:
    """The number of a field, where it is one."""
    found = value.cells[0].value if value.cells else None
    return found if isinstance(found, Decimal) else None


def sums(columns: Sequence[Spec], rows: Iterable[Row]) -> tuple[Decimal, ...]:
    """The sum of each column; what is no number counts as nothing."""
    rows = tuple(rows)
    return tuple(
        sum((_number(row.cells.get(column.key)) for row in rows), Decimal(0)) for column in columns
    )


def parts(value: FieldValue) -> tuple[Part, ...]:
    """The pages of a long table: one for each month that has rows, or for so many rows."""
    if value.months:
        return tuple(
            Part(slug, month_title(block), block.rows)
            for slug, block in _months_by_slug(value)
            if block.rows
        )
    found: list[Part] = []
    for start in range(0, len(value.rows), ROWS_OF_A_PART):
        rows = value.rows[start : start + ROWS_OF_A_PART]
        title = LABELS["rows_from_to"].format(first=start + 1, last=start + len(rows)).th
        found.append(Part(str(len(found) + 1), title, rows))
    return tuple(found)


def month_title(block: MonthBlock) -> str:
    """The month's name; the text as written where it could not be read."""
    return str(block.month.value or block.month.text)


def table_html(
    field: str, columns: Sequence[Spec], rows: Iterable[Row], placement: Placement, caption: str
) -> Markup:
    """A whole table in a region that scrolls sideways and can be reached by keyboard."""
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_class(column), column.label.th)
        for column in columns
    )
    wide = " oit-table--wide" if len(columns) > _NARROW else ""
    body = "".join(_rows(field, columns, rows, placement))
    return Markup(
        '<div class="oit-scroll" role="region" aria-label="{caption}" tabindex="0">\n'
        '<table class="oit-table{wide}">\n<caption>{caption}</caption>\n'
        "<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    ).format(caption=caption, wide=wide, head=head, body=Markup(body))


def _rows(
    field: str, columns: Sequence[Spec], rows: Iterable[Row], placement: Placement
) -> Iterable[str]:
    """The rows as HTML. Called for thousands of rows, so the common cell takes the short way."""
    kinds = [
        (column, column.key, SCALAR_KINDS[column.kind].shown, not has_own_template(column))
        for column in columns
    ]
    tags: list[str] = []
    for number, row in enumerate(rows):
        if number < 2:  # the first of an element's cells has its id, the others are all alike
            marks = [(placement.cell(field, each.key), _class(each)) for each in columns]
            tags = [f"<td {mark}{style}>" if mark else f"<td{style}>" for mark, style in marks]
        line = [f"<tr {mark}>" if (mark := placement.row(field, row)) else "<tr>"]
        for (column, key, shown, is_plain), tag in zip(kinds, tags, strict=True):
            cell = row.cells.get(key)
            if cell is None:
                content: str = ""
            elif is_plain and key not in row.more:
                text = shown(cell)
                content = paragraphs(text) if "\n" in text else escape(text)
                if column.show == "bar":
                    content += _bar(cell)
            else:
                content = cells_html(column, row)
            line += (tag, content, "</td>")
        line.append("</tr>\n")
        yield "".join(line)


def _bar(cell: Cell) -> Markup:
    """A share of 100 as a bar under its figure, which says the same."""
    if not isinstance(cell.value, Decimal):
        return Markup("")
    width = min(max(cell.value, Decimal(0)), _FULL)
    return Markup(
        '<svg class="oit-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="oit-progress__all" width="100" height="6"/>'
        '<rect class="oit-progress__done" width="{}" height="6"/></svg>'
    ).format(f"{width:f}")


def _class(column: Spec) -> Markup:
    return Markup(' class="oit-number"') if column.kind == "number" else Markup("")


def rows_script(value: FieldValue) -> bytes:
    """The rows for the filter, as a script: a page that is opened from a folder may not fetch.

    Columns whose cells are all the same are told once; the first column never, so that there is
    a cell for every row.
    """
    columns: list[dict[str, object]] = []
    varying: list[list[str | float]] = []
    month = LABELS["month"].th
    if value.months:
        columns.append({"label": month, "kind": "text"})
        varying.append([str(row.month or "") for row in value.rows])
    for column in value.spec.columns:
        kind = SCALAR_KINDS[column.kind]
        if column.kind == "number":
            cells: list[str | float] = [_plain_number(row.cell(column.key)) for row in value.rows]
        else:
            cells = [
                "; ".join(map(kind.shown, row.all_cells(column.key)))
                if column.key in row.more
                else kind.shown(row.cell(column.key))
                for row in value.rows
            ]
        about: dict[str, object] = {"label": column.label.th, "kind": column.kind}
        if column.show == "total":
            about["total"] = True
        if varying and len(set(map(str, cells))) == 1 and column.kind != "number":
            about["same"] = cells[0]
            columns.append(about)
            continue
        columns.append(about)
        varying.append(cells)
    data = {"columns": columns, "rows": list(zip(*varying, strict=True))}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A line separator is valid JSON, but ends a line of an old script.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(window.oitTables=window.oitTables||{{}})[{json.dumps(value.spec.key)}]={text};\n".encode()


def _plain_number(cell: Cell) -> str | float:
    if not isinstance(cell.value, Decimal):
        return cell.text
    return int(cell.value) if cell.value == cell.value.to_integral_value() else float(cell.value)


def _number(cell: Cell | None) -> Decimal:
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else Decimal(0)


def _months_by_slug(value: FieldValue) -> Iterator[tuple[str, MonthBlock]]:
    """Each month with the last part of its address. What could not be read as a month, or stands
    a second time, has its place in the table added: no two share an address."""
    taken: set[str] = set()
    for number, block in enumerate(value.months, start=1):
        month = block.month.value
        slug = (
            f"{month.year + BE_OFFSET}-{month.month:02d}"
            if isinstance(month, Month)
            else str(number)
        )
        slug = f"{slug}-{number}" if slug in taken else slug
        taken.add(slug)
        yield slug, block
