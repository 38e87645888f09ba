"""What every element kind does: read raw nodes into typed values, and show them."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.kinds.values import Cell, FieldValue
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.privacy.numbers import mask_tax_numbers
from site_builder.problems import Problem
from site_builder.sources.files import FileStore
from site_builder.sources.nodes import Mapping, Node, Scalar, Sequence
from site_builder.sources.reader import unknown_key
from site_builder.thai import fold

#: Wordings that say "none" whatever the kind of value.
_NONE_WORDS = {fold(word) for word in ("-", "–", "—", "ไม่มี", "ไม่มี.", "none")}
_LONGEST_NONE_WORD = 10

#: A JSON Schema (2020-12), or a part of one.
JsonSchema = dict[str, Any]
Vocabularies = AbstractMapping[str, Vocabulary]


def object_schema(properties: JsonSchema, optional: tuple[str, ...] = ()) -> JsonSchema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
        "properties": properties,
    }


#: What a value may be instead of one of its kind; the schema of an item defines them by these names.
SCHEMA_DEFS: JsonSchema = {
    "none": {
        "description": "A statement that there is none, as written.",
        **object_schema({"none": {"type": "string", "minLength": 1}}),
    },
    "unreadable": {
        "description": "A text that could not be typed, as written.",
        **object_schema({"unreadable": {"type": "string", "minLength": 1}}),
    },
}
_MASKED = "The tax numbers of natural persons are masked: 1-xxxx-xxxxx-xx-1."
NONE_SCHEMA: JsonSchema = {"$ref": "#/$defs/none"}
_UNREADABLE_SCHEMA: JsonSchema = {"$ref": "#/$defs/unreadable"}
DATE_SCHEMA: JsonSchema = {
    "type": "string",
    "format": "date",
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
}


@dataclass
class ParseContext:
    """What reading needs from outside: attached files, vocabularies, values to fall back on.

    `problems` collects what is wrong with the shape of the input.
    """

    files: FileStore
    vocabularies: AbstractMapping[str, Vocabulary]
    defaults: AbstractMapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong_shape(self, node: Node, expected: Text) -> None:
        self.problems.append(
            Problem(
                "wrong-shape",
                node.location,
                Text(
                    "ค่าที่บรรทัดนี้ผิดรูปแบบ ต้องเป็น{expected}",
                    "this value has the wrong shape; expected {expected}",
                ).format(expected=expected),
                Text(
                    "ดูตัวอย่างของข้อนี้ในคู่มือ แล้วเขียนตามรูปแบบนั้น",
                    "see the example of this item in the guide and write it in that form",
                ),
            )
        )


class UnreadableValue(Exception):
    """A text that its kind cannot type; becomes the cell's problem."""

    def __init__(self, code: str, message: Text, remedy: Text) -> None:
        super().__init__(code)
        self.code, self.message, self.remedy = code, message, remedy


class Kind(ABC):
    """One kind of element. `template` is the page partial that shows it."""

    name: ClassVar[str]
    label: ClassVar[Text]
    template: ClassVar[str]

    @abstractmethod
    def parse(self, node: Node, spec: Field, context: ParseContext) -> FieldValue:
        """The typed value of a field. Never raises for wrong input: problems go to the context
        (wrong shape) or stay with their cell (a text that cannot be typed)."""

    @abstractmethod
    def json_schema(self, spec: Field, vocabularies: Vocabularies) -> JsonSchema:
        """The schema of a field of this kind, as its JSON is written where it is not empty."""


class ScalarKind(Kind):
    """A kind whose value is one text, or a mapping of a few parts."""

    #: keys of the mapping form, the first of which holds the value itself
    parts: ClassVar[tuple[str, ...]] = ()
    #: kinds of the parts that are not plain text
    part_kinds: ClassVar[AbstractMapping[str, ScalarKind]] = {}

    def parse(self, node: Node, spec: Field, context: ParseContext) -> FieldValue:
        if isinstance(node, Mapping) and node.get("none") is not None:
            return FieldValue(spec, node.location, none=none_statement(node, context))
        return FieldValue(spec, node.location, cells=self.cells(node, spec, context))

    def cells(self, node: Node, spec: Spec, context: ParseContext) -> tuple[Cell, ...]:
        """One cell, or several where the spec allows a list; blank entries of a list are dropped."""
        if isinstance(node, Sequence):
            if not spec.many:
                context.wrong_shape(node, Text("ค่าเดียว ไม่ใช่รายการ", "one value, not a list"))
                return (Cell("", node.location),)
            cells = tuple(self.cell(item, spec, context) for item in node)
            told = tuple(cell for cell in cells if cell.problem or not cell.is_blank)
            return told or (Cell("", node.location),)
        return (self.cell(node, spec, context),)

    def cell(self, node: Node, spec: Spec, context: ParseContext) -> Cell:
        """One typed cell."""
        if isinstance(node, Scalar):
            # The same few texts come again and again; each is kept once.
            text = sys.intern(node.text.strip())
            if spec.masks:
                # Here and nowhere else: what is never read can be in no page and no file.
                text = mask_tax_numbers(text)
            return self._typed(text, node.location, spec, context)
        if isinstance(node, Mapping) and self.parts:
            return self._with_parts(node, spec, context)
        context.wrong_shape(node, Text("ข้อความหนึ่งค่า", "one text"))
        return Cell("", node.location)

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        """The typed value of a text that is neither blank nor a statement of none.

        Raises:
            UnreadableValue: the text cannot be typed.
        """
        return text

    def states_none(self, text: str) -> bool:
        """Whether the text says that there is none."""
        return len(text) <= _LONGEST_NONE_WORD and fold(text) in _NONE_WORDS

    def shown(self, cell: Cell) -> str:
        """The cell as Thai readers see it."""
        return cell.text

    def exported(self, cell: Cell) -> str | Decimal:
        """The cell for CSV and XLSX."""
        return cell.text

    def to_json(self, cell: Cell) -> Any:
        """The typed value for JSON; the text itself where it could not be typed."""
        if cell.is_blank:
            return None
        if cell.states_none:
            return {"none": cell.text}
        if cell.value is None:
            return {"unreadable": cell.text}
        return self._json_value(cell)

    def _json_value(self, cell: Cell) -> Any:
        return cell.value

    def json_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        if not spec.many:
            return self.cell_schema(spec, vocabularies)
        cells = {"type": "array", "items": self.cell_schema(spec, vocabularies)}
        return {"anyOf": [cells, NONE_SCHEMA]}

    def cell_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        """The schema of what `to_json` gives."""
        typed = self.value_schema(spec, vocabularies)
        if spec.masks:
            typed = {"description": _MASKED, **typed}
        return {"anyOf": [typed, NONE_SCHEMA, _UNREADABLE_SCHEMA, {"type": "null"}]}

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        """The schema of a typed value."""
        return {"type": "string"}

    def _typed(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Cell:
        if not text:
            return Cell("", location)
        if self.states_none(text):
            return Cell(text, location, states_none=True)
        try:
            return Cell(text, location, value=self.value(text, location, spec, context))
        except UnreadableValue as error:
            problem = Problem(error.code, location, error.message, error.remedy)
            return Cell(text, location, problem=problem)

    def _with_parts(self, node: Mapping, spec: Spec, context: ParseContext) -> Cell:
        main = Cell("", node.location)
        parts: dict[str, Cell] = {}
        for entry in node.entries:
            if entry.key not in self.parts:
                context.problems.append(unknown_key(entry.key, entry.location, self.parts))
            elif not isinstance(entry.value, Scalar):
                context.wrong_shape(entry.value, Text("ข้อความหนึ่งค่า", "one text"))
            elif entry.key == self.parts[0]:
                text = entry.value.text.strip()
                main = self._typed(text, entry.value.location, spec, context)
            else:
                kind = self.part_kinds.get(entry.key, _PLAIN)
                parts[entry.key] = kind.cell(entry.value, spec, context)
        problem = main.problem
        if main.is_blank and any(not part.is_blank for part in parts.values()):
            key = self.parts[0]
            problem = Problem(
                "part-missing",
                main.location,
                Text(f'ขาดช่อง "{key}"', f'the key "{key}" is missing'),
                Text(f'เพิ่ม "{key}: …"', f'add "{key}: …"'),
            )
        return Cell(main.text, main.location, main.value, main.states_none, problem, parts)


class _PlainText(ScalarKind):
    name = "plain"
    label = same("plain")
    template = ""


_PLAIN = _PlainText()


def none_statement(node: Mapping, context: ParseContext) -> Cell | None:
    """The text of `{none: …}`; other keys beside it are problems."""
    statement: Cell | None = None
    for entry in node.entries:
        if entry.key != "none":
            context.problems.append(unknown_key(entry.key, entry.location, ("none",)))
        elif isinstance(entry.value, Scalar):
            text = entry.value.text.strip()
            if text:
                statement = Cell(text, entry.value.location, states_none=True)
        else:
            context.wrong_shape(entry.value, Text("ข้อความหนึ่งค่า", "one text"))
    return statement
