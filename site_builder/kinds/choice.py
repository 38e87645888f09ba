"""One entry of a closed vocabulary, written as its code, its label or a known synonym."""

from __future__ import annotations

import re
from typing import Any

from site_builder.kinds.base import (
    JsonSchema,
    ParseContext,
    ScalarKind,
    UnreadableValue,
    Vocabularies,
    object_schema,
)
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.sources.reader import closest
from site_builder.thai import arabic_digits, fold

#: "(1) ", "๑. " before a heading in a printed table.
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s*")


class ChoiceKind(ScalarKind):
    """The value is the `Choice`; a wording from a document is kept as written and shown so."""

    name = "choice"
    label = Text("ตัวเลือก", "choice")
    template = "kinds/choice.html"

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        vocabulary = context.vocabularies[spec.vocabulary]
        choice = vocabulary.find(text) or vocabulary.find(_NUMBERED.sub("", arabic_digits(text), 1))
        if choice:
            return choice
        labels = [choice.label.th for choice in vocabulary.choices]
        raise UnreadableValue(
            "choice-unknown",
            Text('ไม่รู้จัก "{text}"{guess}', '"{text}" is not known{guess}').format(
                text=same(text), guess=closest(text, labels)
            ),
            Text("เลือกค่าใดค่าหนึ่ง: {labels}", "choose one of: {labels}").format(
                labels=same(", ".join(labels))
            ),
        )

    def shown(self, cell: Cell) -> str:
        if cell.value is None:
            return cell.text
        ours = (fold(cell.value.code), fold(cell.value.label.en))
        label: str = cell.value.label.th
        return label if fold(cell.text) in ours else cell.text

    def exported(self, cell: Cell) -> str:
        return self.shown(cell)

    def _json_value(self, cell: Cell) -> Any:
        return {"code": cell.value.code, "text": self.shown(cell)}

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        codes = [choice.code for choice in vocabularies[spec.vocabulary].choices]
        return object_schema({"code": {"enum": codes}, "text": {"type": "string"}})
