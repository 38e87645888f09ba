"""What is wrong with the values of a form, told by the names of its fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from site_builder.catalogue.model import HEADER_FIELDS, Item, Subject
from site_builder.editor.form import LABELS
from site_builder.kinds.base import ParseContext
from site_builder.kinds.read import read_fields
from site_builder.kinds.spec import Field
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.sources.files import FileStore
from site_builder.sources.nodes import Entry, Mapping, Node, Scalar, Sequence
from site_builder.sources.write import Plain
from site_builder.workspace import Workspace


@dataclass(frozen=True)
class Form:
    """One item's form: which file it fills, and by what its values are judged."""

    workspace: Workspace
    edition: str
    item: Item
    subject: Subject

    @property
    def file(self) -> str:
        """Path of the data file in the workspace."""
        return f"data/{self.edition}/{self.item.code}.yaml"

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*HEADER_FIELDS.values(), *self.subject.fields)

    def new_problems(self, values: dict[str, Plain], before: dict[str, Plain]) -> list[Problem]:
        """What is wrong now and was not before: what was there already does not stop other work."""
        known = Counter(_what(problem) for problem in self._problems(before))
        found = []
        for problem in self._problems(values):
            if known[_what(problem)]:
                known[_what(problem)] -= 1
            else:
                found.append(problem)
        return found

    def _problems(self, values: dict[str, Plain]) -> list[Problem]:
        folder = f"data/{self.edition}/files"
        context = ParseContext(
            FileStore(self.workspace.root / folder, folder),
            self.workspace.catalogue.vocabularies,
            self.workspace.agency.defaults(),
        )
        entries = (self._entry(key, value) for key, value in values.items())
        node = Mapping(tuple(entries), Location(self.item.id))
        read = read_fields(node, self.fields, context, besides=("item",))
        cells = [cell for value in read.values() for _, cell in value.every_cell()]
        texts = [cell.problem for cell in cells if cell.problem]
        return list(dict.fromkeys([*context.problems, *texts]))

    def _entry(self, key: str, value: Plain) -> Entry:
        """A field whose places are its names in the form: `ผู้บริหาร › 2 › ตำแหน่ง`."""
        spec = next((spec for spec in self.fields if spec.key == key), None)
        if spec is None:
            return Entry(key, _node(value, key, LABELS), Location(key))
        names = LABELS | {column.key: column.label for column in spec.columns}
        place = str(spec.label)
        return Entry(key, _node(value, place, names), Location(place))


def _what(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message.en


def _node(value: Plain, place: str, names: dict[str, Text]) -> Node:
    location = Location(place)
    if isinstance(value, str):
        return Scalar(value, location)
    if isinstance(value, list):
        items = enumerate(value, start=1)
        return Sequence(
            tuple(_node(item, f"{place} › {number}", names) for number, item in items), location
        )
    below = {key: f"{place} › {names.get(key, key)}" for key in value}
    return Mapping(
        tuple(
            Entry(key, _node(item, below[key], names), Location(below[key]))
            for key, item in value.items()
        ),
        location,
    )
