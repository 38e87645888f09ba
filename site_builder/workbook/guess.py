"""What each row of a sheet is: as its signs say, or by its words where a person has deleted them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.kinds.spec import Field
from site_builder.language import LANGUAGES, Text
from site_builder.thai import fold
from site_builder.workbook.columns import columns_of, is_form
from site_builder.workbook.names import (
    COVERS_LABEL,
    FORM_NONE,
    FORM_VALUE,
    HEADINGS,
    KEYS,
    NO_DATA,
    NONE_LABEL,
    SPAN,
    STATEMENT,
    sign_of,
)
from site_builder.workbook.package import Grid

#: Signs that stand before the key of a table.
_LEADS = (KEYS, HEADINGS, STATEMENT, SPAN)


@dataclass(frozen=True)
class Role:
    """What a row is.

    Attributes:
        sign: one of those before the key of a table, `~` for no data, "" for the row of a field.
        key: of the field.
        columns: what the columns hold, by their number, as far as the row says so.
    """

    sign: str
    key: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)


def roles_of(grid: Grid, specs: Mapping[str, Field]) -> tuple[dict[int, Role], int]:
    """The role of each row that has one, and the column of the signs, 0 where there is none."""
    for row in grid.rows.values():
        for column, raw in row.items():
            if sign_of(raw.text):
                return _signed(grid, column), column
    return _Guess(grid, specs).roles(), 0


def _signed(grid: Grid, column: int) -> dict[int, Role]:
    found = {}
    for number, row in grid.rows.items():
        text = row[column].text.strip() if column in row else ""
        if text.startswith(_LEADS):
            columns = {place: raw.text for place, raw in row.items() if place != column}
            found[number] = Role(text[0], text[1:], columns if text[0] == KEYS else {})
        elif sign_of(text) or text == NO_DATA:
            found[number] = Role(NO_DATA)
        elif text:
            found[number] = Role("", text)
    return found


class _Guess:
    """Goes by the labels of fields, the titles of tables and their headings."""

    def __init__(self, grid: Grid, specs: Mapping[str, Field]) -> None:
        self._grid = grid
        self._forms = _named({key: spec for key, spec in specs.items() if is_form(spec)})
        self._tables = {key: spec for key, spec in specs.items() if not is_form(spec)}
        self._titles = _named(self._tables)

    def roles(self) -> dict[int, Role]:
        found: dict[int, Role] = {}
        title, is_form_known = "", False
        for number, row in self._grid.rows.items():
            texts = {column: fold(raw.text) for column, raw in row.items() if raw.text.strip()}
            if not texts:
                continue
            first = min(texts)
            lead = texts[first]
            table = self._headed(texts, title)
            if lead in _folded(NONE_LABEL) and title:
                found[number] = Role(STATEMENT, title)
            elif lead in _folded(COVERS_LABEL) and title:
                found[number] = Role(SPAN, title)
            elif lead in self._forms and not (table and len(texts) > 3):
                if not is_form_known:
                    is_form_known = True
                    columns = {first + 1: FORM_VALUE, first + 2: FORM_NONE}
                    found[0] = Role(KEYS, "", columns)
                found[number] = Role("", self._forms[lead])
                title = ""
            elif table:
                found[number] = Role(HEADINGS, table)
                title = ""
            elif lead in self._titles and len(texts) == 1:
                title = self._titles[lead]
                found[number] = Role(NO_DATA)
            elif title:
                found[number] = Role(NO_DATA)
        return found

    def _headed(self, texts: Mapping[int, str], title: str) -> str:
        """The table whose headings stand in a row, "" where none does."""
        best, most = "", 0
        for key, spec in self._tables.items():
            names = [{fold(name) for name in each.names if name} for each in columns_of(spec)]
            count = sum(any(text in each for each in names) for text in texts.values())
            enough = count >= 2 or (key == title and count == len(texts))
            if enough and 2 * count >= len(texts) and count + (key == title) > most:
                best, most = key, count + (key == title)
        return best


def _named(specs: Mapping[str, Field]) -> dict[str, str]:
    """Keys of fields by their labels, in both languages."""
    return {name: key for key, spec in specs.items() for name in _folded(spec.label)}


def _folded(text: Text) -> set[str]:
    return {fold(text.in_language(language)) for language in LANGUAGES}
