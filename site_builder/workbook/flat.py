"""A field as rows of texts, and rows of texts as a field. What says the same has the same flat form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from site_builder.kinds import ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.org_chart import CHILDREN
from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.kinds.values import Cell
from site_builder.locations import Location
from site_builder.sources.nodes import Entry, Node, Scalar, Sequence
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.thai import DateError, Month, fold, nfc, parse_month
from site_builder.workbook.columns import LEVEL, MONTH, NONE, Column, columns_of

#: The place of what no file says.
NOWHERE = Location("")
#: Stands before each value of a cell that holds several.
BULLET = "•"
_ESCAPE = "\\"

#: One row: texts by the key of their column, blank ones left out.
FlatRow = dict[str, Scalar]
Vocabularies = Mapping[str, Vocabulary]
#: The columns of a workbook that belong to each column of the catalogue.
_Groups = Mapping[str, list[Column]]


class NotFlat(Exception):
    """A value has a shape that its kind does not know; `oit check` tells where."""


@dataclass(frozen=True, eq=False)
class Flat:
    """A field in a workbook.

    Attributes:
        none: the statement that there is nothing to report.
        covers: the span that a monthly table says it covers.
    """

    rows: tuple[FlatRow, ...] = ()
    none: Scalar | None = None
    covers: Scalar | None = None

    @cached_property
    def texts(self) -> tuple[object, ...]:
        """What it says, without the places."""
        rows = tuple(tuple(sorted((k, s.text) for k, s in row.items())) for row in self.rows)
        return (rows, *(each.text if each else "" for each in (self.none, self.covers)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Flat) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(self.texts)

    @property
    def is_empty(self) -> bool:
        return not self.rows and self.none is None and self.covers is None


def flatten(node: Node | None, spec: Field, vocabularies: Vocabularies) -> Flat:
    """The flat form of a field as it stands in a data file.

    Raises:
        NotFlat: the shape of the value is none that its kind knows.
    """
    return _Flattening(spec, vocabularies).flat(node)


def unflatten(flat: Flat, spec: Field, location: Location) -> Node:
    """The field as a data file holds it; an empty text where there is nothing."""
    if flat.none:
        return MappingNode((Entry("none", flat.none, flat.none.location),), location)
    columns = columns_of(spec)
    groups = {
        column.key: [each for each in columns if each.spec is column] for column in spec.columns
    }
    if spec.kind == "org-chart":
        return Sequence(tuple(_units(list(flat.rows), groups, 0)), location)
    if spec.kind == "monthly-table":
        return _months(flat, groups, location)
    if spec.kind in ROW_KINDS:
        return Sequence(tuple(_row(row, groups) for row in flat.rows), location)
    values = tuple(_joined(row, columns) for row in flat.rows)
    if spec.many:
        return Sequence(values, location)
    return values[0] if values else Scalar("", location)


class _Flattening:
    def __init__(self, spec: Field, vocabularies: Vocabularies) -> None:
        self._spec = spec
        self._columns = columns_of(spec)
        self._vocabularies = vocabularies

    def flat(self, node: Node | None) -> Flat:
        spec = self._spec
        if node is None or _is_blank(node):
            return Flat()
        if isinstance(node, MappingNode) and node.get("none") is not None:
            if len(node.entries) > 1:
                raise NotFlat
            return Flat(none=self._text(node.get("none")))
        if spec.kind == "monthly-table":
            return self._monthly(node)
        if spec.kind in ROW_KINDS:
            return Flat(tuple(row for row in self._rows(node, 0) if row))
        entries = node.items if isinstance(node, Sequence) else (node,)
        if isinstance(node, Sequence) and not spec.many:
            raise NotFlat
        rows = (self._value([entry], spec, many=False) for entry in entries)
        return Flat(tuple(row for row in rows if row))

    def _monthly(self, node: Node) -> Flat:
        if not isinstance(node, MappingNode):
            raise NotFlat
        found = _known(node, ("covers", "months"))
        rows: list[FlatRow] = []
        for block in _items(found.get("months")):
            parts = _known(block, ("month", "rows", "none"))
            month = self._text(parts.get("month"))
            lead = {MONTH: month} if month else {}
            none = self._text(parts.get("none"))
            if none:
                rows.append({**lead, NONE: none})
            rows += [{**lead, **row} for row in self._rows(parts.get("rows"), 0) if row]
        return Flat(by_month(rows), covers=self._text(found.get("covers")))

    def _rows(self, node: Node | None, depth: int) -> Iterator[FlatRow]:
        for item in _items(node):
            if _is_blank(item):
                continue
            if not isinstance(item, MappingNode):
                raise NotFlat
            row: FlatRow = {}
            children: list[Node] = []
            for entry in item.entries:
                column = self._spec.column(entry.key)
                if entry.key == CHILDREN and self._spec.kind == "org-chart":
                    children.append(entry.value)
                elif column is None:
                    raise NotFlat
                else:
                    row |= self._of_column(entry.value, column)
            if self._spec.kind == "org-chart":
                row[LEVEL] = Scalar(str(depth + 1), item.location)
            yield row
            for child in children:
                yield from self._rows(child, depth + 1)

    def _of_column(self, node: Node, column: Spec) -> FlatRow:
        if isinstance(node, Sequence) and not column.many:
            raise NotFlat
        entries = node.items if isinstance(node, Sequence) else (node,)
        return self._value(entries, column, many=column.many)

    def _value(self, entries: Iterable[Node], spec: Spec, many: bool) -> FlatRow:
        """The cells of one column of the catalogue: of the value itself, and of each of its parts."""
        columns = [column for column in self._columns if column.spec is spec]
        main, *rest = columns
        found: list[dict[str, Scalar]] = []
        for entry in entries:
            if isinstance(entry, MappingNode):
                parts = SCALAR_KINDS[spec.kind].parts
                values = {key: self._text(value) for key, value in _known(entry, parts).items()}
            else:
                values = {main.part: self._text(entry)}
            told = {key: value for key, value in values.items() if value}
            if told:
                found.append(told)
        if not found:
            return {}
        row: FlatRow = {}
        for column in (main, *rest):
            texts = [each.get(column.part) for each in found]
            first = next((text for text in texts if text), None)
            if first is None:
                continue
            if column.kind == "choice":
                texts = [text and self._chosen(text, spec) for text in texts]
            told_texts = [text.text if text else "" for text in texts]
            text = encoded(told_texts) if many else told_texts[0]
            row[column.key] = Scalar(text, first.location)
        return row

    def _chosen(self, text: Scalar, spec: Spec) -> Scalar:
        return Scalar(chosen(text.text, self._vocabularies[spec.vocabulary]), text.location)

    def _text(self, node: Node | None) -> Scalar | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            raise NotFlat
        text = nfc(node.text).strip()
        return Scalar(text, node.location) if text else None


def chosen(text: str, vocabulary: Vocabulary) -> str:
    """A choice as people know it: by its label where the data have its code, else as written."""
    cell = Cell(text, NOWHERE, vocabulary.find(text))
    return str(SCALAR_KINDS["choice"].shown(cell))


def with_labels(
    rows: Iterable[FlatRow], spec: Field, vocabularies: Vocabularies
) -> tuple[FlatRow, ...]:
    """The rows with their choices by labels, where somebody has typed codes."""
    choices = [column for column in columns_of(spec) if column.kind == "choice"]
    found = []
    for row in rows:
        new = dict(row)
        for column in choices:
            if column.key in row:
                vocabulary = vocabularies[column.spec.vocabulary]
                text = row[column.key].text
                several = [chosen(each, vocabulary) for each in decoded(text)]
                said = encoded(several) if column.many else chosen(text, vocabulary)
                new[column.key] = row[column.key]._replace(text=said)
        found.append(new)
    return tuple(found)


def by_month(rows: Iterable[FlatRow]) -> tuple[FlatRow, ...]:
    """The rows of each month together under the wording of its first, months in the order of theirs."""
    groups: dict[object, list[FlatRow]] = {}
    for row in rows:
        group = groups.setdefault(month_key(row.get(MONTH)), [])
        group.append({**row, MONTH: group[0][MONTH]} if group and MONTH in row else row)
    return tuple(row for group in groups.values() for row in group)


def month_key(month: Scalar | None) -> Month | str:
    """The month that a text names, however it is written; the text itself where none can be read."""
    text = month.text if month else ""
    try:
        return parse_month(text)
    except DateError:
        return fold(text)


def _months(flat: Flat, groups: _Groups, location: Location) -> Node:
    blocks: list[Node] = []
    months: dict[object, list[FlatRow]] = {}
    for row in flat.rows:
        months.setdefault(month_key(row.get(MONTH)), []).append(row)
    for rows in months.values():
        place = _place(rows[0])
        entries = []
        if MONTH in rows[0]:
            entries.append(Entry("month", rows[0][MONTH], place))
        nones = [row[NONE] for row in rows if NONE in row]
        if nones:
            entries.append(Entry("none", nones[0], nones[0].location))
        said = [{k: v for k, v in row.items() if k not in (MONTH, NONE)} for row in rows]
        nodes = tuple(_row(row, groups) for row in said if row)
        if nodes:
            entries.append(Entry("rows", Sequence(nodes, place), place))
        if nodes or nones:
            blocks.append(MappingNode(tuple(entries), place))
    found = []
    if flat.covers:
        found.append(Entry("covers", flat.covers, flat.covers.location))
    if blocks:
        found.append(Entry("months", Sequence(tuple(blocks), location), location))
    return MappingNode(tuple(found), location) if found else Scalar("", location)


def _units(rows: list[FlatRow], groups: _Groups, depth: int) -> Iterator[Node]:
    """The units of one level; rows of deeper levels become units of the one before them."""
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and _depth(rows[end]) > depth:
            end += 1
        unit = _row(rows[at], groups)
        below = tuple(_units(rows[at + 1 : end], groups, depth + 1))
        if below:
            place = _place(rows[at + 1])
            unit = MappingNode(
                (*unit.entries, Entry(CHILDREN, Sequence(below, place), place)), unit.location
            )
        yield unit
        at = end


def _depth(row: FlatRow) -> int:
    text = row[LEVEL].text if LEVEL in row else "1"
    return int(text) - 1 if text.isdecimal() else 0


def _row(row: FlatRow, groups: _Groups) -> MappingNode:
    entries = []
    for key, columns in groups.items():
        first = next((row[each.key] for each in columns if each.key in row), None)
        if first:
            entries.append(Entry(key, _several(row, columns), first.location))
    return MappingNode(tuple(entries), _place(row))


def _several(row: FlatRow, columns: list[Column]) -> Node:
    """The value of a column, or the list of its values."""
    if not columns[0].many:
        return _joined(row, columns)
    texts = [decoded(row[each.key].text) if each.key in row else [] for each in columns]
    place = next(row[each.key].location for each in columns if each.key in row)
    entries = []
    for parts in zip_longest(*texts, fillvalue=""):
        one = {
            each.key: Scalar(text, row[each.key].location)
            for each, text in zip(columns, parts, strict=True)
            if text
        }
        if one:
            entries.append(_joined(one, columns))
    return entries[0] if len(entries) == 1 else Sequence(tuple(entries), place)


def _joined(row: FlatRow, columns: Iterable[Column]) -> Node:
    """One value, from its text and those of its parts."""
    columns = tuple(columns)
    told = [(each.part, row[each.key]) for each in columns if each.key in row]
    if not told:
        return Scalar("", NOWHERE)
    if [part for part, _ in told] == [columns[0].part]:
        return told[0][1]
    entries = tuple(Entry(part, scalar, scalar.location) for part, scalar in told)
    return MappingNode(entries, told[0][1].location)


def encoded(texts: list[str]) -> str:
    """Several texts in one cell, each behind a bullet; a single one as it is."""
    if len(texts) == 1 and not texts[0].startswith(BULLET):
        return texts[0]
    return "\n".join(f"{BULLET} {_escaped(text)}".rstrip(" ") for text in texts)


def _escaped(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"\\{x}" if x.startswith((BULLET, _ESCAPE)) else x for x in rest)])


def decoded(text: str) -> list[str]:
    """The texts of a cell, in their order, blank ones between them included."""
    if not text.startswith(BULLET):
        return [text] if text else []
    found: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith(BULLET):
            found.append([line.removeprefix(BULLET)])
        else:
            found[-1].append(line.removeprefix(_ESCAPE))
    return ["\n".join(lines).strip() for lines in found]


def _place(row: FlatRow) -> Location:
    return next((scalar.location for scalar in row.values()), NOWHERE)


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None or _is_blank(node):
        return ()
    if not isinstance(node, Sequence):
        raise NotFlat
    return node.items


def _known(node: Node, keys: Iterable[str]) -> dict[str, Node]:
    if not isinstance(node, MappingNode) or any(e.key not in keys for e in node.entries):
        raise NotFlat
    return {entry.key: entry.value for entry in node.entries}


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_blank
