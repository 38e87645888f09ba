"""What the catalogue says of one piece of data: its key, kind, label and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from site_builder.language import Text
from site_builder.locations import Location
from site_builder.thai import fold


@dataclass(frozen=True, slots=True)
class Spec:
    """One value that a person fills in: a field of a subject, or a column of a field.

    Attributes:
        kind: name of the element kind that reads and shows the value.
        many: the value may be a list.
        vocabulary: name of the vocabulary of a `choice`.
        source: where a blank value is taken from (`agency.province`, `row.number`), or "".
        show: how a page shows numbers: a column with `total` is summed up, one with `bar` drawn as
            shares of 100; the fields of a subject with `chart` are drawn beside each other; `""`
            nothing of all that.
        synonyms: other wordings by which a document or a table calls it.
        masks: what is masked as soon as the text is read (`tax-number`: the tax numbers of natural
            persons, which are their national IDs), or "".
        anywhere: the link itself is what is asked for (a channel, a map), wherever it leads.
    """

    key: str
    kind: str
    label: Text
    many: bool = False
    vocabulary: str = ""
    source: str = ""
    show: str = ""
    synonyms: tuple[str, ...] = ()
    masks: str = ""
    anywhere: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """How a document may call it: its Thai label without a unit in brackets, and synonyms."""
        return (self.label.th.split(" (")[0], *self.synonyms)


@dataclass(frozen=True, slots=True)
class Field(Spec):
    """A field of a subject; kinds of rows have columns.

    Attributes:
        takes: `subject.field` whose data come here when that subject is merged into this one, or "".
    """

    columns: tuple[Spec, ...] = ()
    takes: str = ""
    location: Location = field(default=Location(""), compare=False)

    def column(self, key: str) -> Spec | None:
        for column in self.columns:  # asked for every cell
            if column.key == key:
                return column
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a vocabulary.

    Attributes:
        synonyms: other wordings found in documents.
        codes: what other standards call it, by the name of their list (`ocds-method`, `uri`).
    """

    code: str
    label: Text
    synonyms: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of choices."""

    key: str
    choices: tuple[Choice, ...]

    def find(self, text: str) -> Choice | None:
        """The choice that a text names, by code, label or synonym; spaces do not count."""
        return self._by_name.get(fold(text))

    @cached_property
    def _by_name(self) -> dict[str, Choice]:
        return {
            fold(name): choice
            for choice in reversed(self.choices)
            for name in (choice.code, choice.label.th, choice.label.en, *choice.synonyms)
        }

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)
