"""What each row of a sheet is: as its signs say, or by its words where a person has deleted them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from site_builder.kinds.spec import Field
from site_builder.language import LANGUAGES, Text
from site_builder.thai import fold
from site_builder.workbook.columns import columns_of, is_form
from site_builder.workbook.names import (
    COVERS_LABEL,
    ELSEWHERE,
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
        self._keys = {each.key for spec in self._tables.values() for each in columns_of(spec)}
        self._keys |= {FORM_VALUE, FORM_NONE}

    def roles(self) -> dict[int, Role]:
        found: dict[int, Role] = {}
        title = ""
        for number, row in self._grid.rows.items():
            raw = {column: cell.text.strip() for column, cell in row.items() if cell.text.strip()}
            if not raw:
                continue
            texts = {column: fold(text) for column, text in raw.items()}
            first = min(texts)
            lead = texts[first]
            table = self._headed(texts, title)
            if self._is_ours(raw.values()):
                found[number] = Role(NO_DATA)
            elif lead in _folded(NONE_LABEL) | _folded(COVERS_LABEL) and title:
                sign = STATEMENT if lead in _folded(NONE_LABEL) else SPAN
                found[number] = Role(sign, title)
                found.setdefault(0, self._form(first))
            elif self._forms.get(lead) and not (table and len(texts) > 3):
                found.setdefault(0, self._form(first))
                found[number] = Role("", self._forms[lead].pop(0))
                title = ""
            elif table:
                found[number] = Role(HEADINGS, table)
                title = ""
            elif lead in self._titles and len(texts) == 1:
                title = self._titles[lead][0]
                found[number] = Role(NO_DATA)
            elif title:
                found[number] = Role(NO_DATA)
        return found

    def _form(self, label: int) -> Role:
        """Where values stand, seen from their labels."""
        return Role(KEYS, "", {label + 1: FORM_VALUE, label + 2: FORM_NONE})

    def _is_ours(self, texts: Iterable[str]) -> bool:
        """Whether a row holds no data: the keys of a table, or the word that it stands elsewhere."""
        texts = set(texts)
        return texts <= self._keys or any(part in text for text in texts for part in _ELSEWHERE)

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


#: The words between the label of a table and the name of its sheet.
_ELSEWHERE = [
    ELSEWHERE.format(label="", name="").in_language(language).strip("“” ") for language in LANGUAGES
]


def _named(specs: Mapping[str, Field]) -> dict[str, list[str]]:
    """Keys of fields by their labels, in both languages; fields of one label in their order."""
    found: dict[str, list[str]] = {}
    for key, spec in specs.items():
        for name in _folded(spec.label):
            found.setdefault(name, []).append(key)
    return found


def _folded(text: Text) -> set[str]:
    return {fold(text.in_language(language)) for language in LANGUAGES}
