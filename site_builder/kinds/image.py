"""A picture beside the data, with the words that stand for it."""

from __future__ import annotations

from typing import Any

from site_builder.kinds.base import JsonSchema, Vocabularies, object_schema
from site_builder.kinds.document import FileKind
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text


class ImageKind(FileKind):
    name = "image"
    label = Text("ภาพ", "picture")
    template = "kinds/image.html"
    parts = ("file", "alt")
    endings = frozenset({"jpg", "jpeg", "png", "webp", "gif"})

    def _json_value(self, cell: Cell) -> Any:
        file = cell.value
        alt = cell.parts.get("alt")
        return {
            "file": f"files/{file.name}",
            "alt": alt.text if alt else "",
            "type": file.suffix,
            "size": file.size,
            "sha256": file.sha256,
        }

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        return object_schema({**self.file_schema(), "alt": {"type": "string"}})
