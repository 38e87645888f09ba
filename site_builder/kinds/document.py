"""A document beside the data, with its title, date and signer."""

from __future__ import annotations

from typing import Any, ClassVar

from site_builder.kinds.base import (
    JsonSchema,
    ParseContext,
    ScalarKind,
    UnreadableValue,
    Vocabularies,
    object_schema,
)
from site_builder.kinds.date import DateKind
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import Problem

#: Endings of documents that a browser shows or saves without running anything.
DOCUMENT_ENDINGS = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "csv",
        "ods",
        "odt",
        "ppt",
        "pptx",
        "odp",
        "txt",
        "jpg",
        "jpeg",
        "png",
        "webp",
        "zip",
    ]
)


class FileKind(ScalarKind):
    """A file of the workspace; its value is the `FileRef`."""

    endings: ClassVar[frozenset[str]]

    def file_schema(self) -> JsonSchema:
        """What is said of every file; `file` is its path from the item's page."""
        return {
            "file": {"type": "string", "pattern": "^files/."},
            "type": {"enum": sorted(self.endings)},
            "size": {"type": "integer", "minimum": 0},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        found = context.files.find(text, location, self.endings)
        if isinstance(found, Problem):
            # A file that is named but cannot be published stops the build.
            context.problems.append(found)
            raise UnreadableValue(found.code, found.message, found.remedy)
        return found


class DocumentKind(FileKind):
    name = "document"
    label = Text("เอกสาร", "document")
    template = "kinds/document.html"
    parts = ("file", "title", "date", "signed_by", "position")
    part_kinds = {"date": DateKind()}
    endings = DOCUMENT_ENDINGS

    def shown(self, cell: Cell) -> str:
        title = cell.parts.get("title")
        return title.text if title and title.text else cell.text

    def exported(self, cell: Cell) -> str:
        return self.shown(cell)

    def _json_value(self, cell: Cell) -> Any:
        file = cell.value
        data: dict[str, Any] = {
            "file": f"files/{file.name}",
            "title": self.shown(cell),
            "type": file.suffix,
            "size": file.size,
            "sha256": file.sha256,
        }
        for key, part in cell.parts.items():
            if key != "title":
                data[key] = (
                    self.part_kinds.get(key, self).to_json(part) if key == "date" else part.text
                )
        return data

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        texts = ("title", "signed_by", "position")
        said = {key: {"type": "string"} for key in texts}
        date = self.part_kinds["date"].cell_schema(spec, vocabularies)
        return object_schema(
            {**self.file_schema(), **said, "date": date}, optional=(*texts[1:], "date")
        )
