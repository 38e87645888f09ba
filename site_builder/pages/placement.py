"""Where each element of an item stands on its page, so that a check can read the page again.

The blocks that show an element carry `data-element="<key>"`; the first of them also has the key
as its `id`. An element is shown by a whole field, by one column of its rows, or by some rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from site_builder.catalogue.model import Element
from site_builder.disclosures import Disclosure, shown_by_row
from site_builder.kinds.values import FieldValue, Row


class Placement:
    """The places of one item's elements; keeps track of which ids are already given."""

    def __init__(self, disclosure: Disclosure, elements: Iterable[Element]) -> None:
        self._given: set[str] = set()
        self._blocks: dict[str, list[str]] = {}
        self._columns: dict[tuple[str, str], str] = {}
        self._rows: dict[str, list[Element]] = {}
        self.absent: list[Element] = []
        for element in map(disclosure.showing, elements):
            if disclosure.shows(element):
                self._place(element, disclosure.values[element.of])
            else:
                self.absent.append(element)

    def _place(self, element: Element, value: FieldValue) -> None:
        place = (element.of, element.column)
        if element.parameters.get("where"):
            self._rows.setdefault(element.of, []).append(element)
        elif element.column and value.rows and place not in self._columns:
            self._columns[place] = element.key
        else:
            self._blocks.setdefault(element.of, []).append(element.key)

    def section_id(self, field: str, taken: Iterable[str]) -> str:
        """The id by which the table of contents finds a field."""
        blocks = self._blocks.get(field)
        if blocks:
            return blocks[0]
        return field if field not in taken else f"field-{field}"

    def needs_id(self, field: str) -> bool:
        """Whether the section must carry its own id, no block giving it one."""
        return not self._blocks.get(field)

    def open_blocks(self, field: str) -> Markup:
        """The opening tags of the blocks around a whole field."""
        keys = self._blocks.get(field, ())
        return Markup("").join(Markup("<div {}>").format(self._mark(key)) for key in keys)

    def close_blocks(self, field: str) -> Markup:
        return Markup("</div>") * len(self._blocks.get(field, ()))

    def cell(self, field: str, column: str) -> Markup:
        """The attributes of a cell that shows an element, or nothing."""
        key = self._columns.get((field, column))
        return self._mark(key) if key else Markup("")

    def row(self, field: str, row: Row) -> Markup:
        """The attributes of a row that shows an element, or nothing."""
        for element in self._rows.get(field, ()):
            if shown_by_row(element, row):
                return self._mark(element.key)
        return Markup("")

    def missing(self, element: Element) -> Markup:
        """The attributes of the notice that stands in for an element without data."""
        return self._mark(element.key)

    def _mark(self, key: str) -> Markup:
        if key in self._given:
            return Markup('data-element="{}"').format(key)
        self._given.add(key)
        return Markup('id="{0}" data-element="{0}"').format(key)
