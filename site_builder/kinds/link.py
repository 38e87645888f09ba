"""A web address, with a label where one is given."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

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


def safe_url(text: str) -> str | None:
    """The text when it is a whole http(s) URL; a link of any other scheme is never written."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or port == 0:
        return None
    if any(
        character.isspace() or ord(character) < 33 or character in '"<>\\' for character in text
    ):
        return None
    return text.strip()


class LinkKind(ScalarKind):
    name = "link"
    label = Text("ลิงก์", "link")
    template = "kinds/link.html"
    parts = ("url", "label")

    def value(self, text: str, location: Location, spec: Spec, context: ParseContext) -> Any:
        url = safe_url(text)
        if url is None:
            raise UnreadableValue(
                "link-unreadable",
                Text('"{text}" ไม่ใช่ที่อยู่เว็บที่ครบถ้วน', '"{text}" is not a whole web address').format(
                    text=same(text)
                ),
                Text(
                    "เขียนให้ครบโดยขึ้นต้นด้วย https:// และไม่มีช่องว่าง",
                    "write it whole, starting with https:// and without spaces",
                ),
            )
        return url

    def shown(self, cell: Cell) -> str:
        label = cell.parts.get("label")
        return label.text if label and label.text else cell.text

    def _json_value(self, cell: Cell) -> Any:
        return {"url": cell.value, "label": self.shown(cell)}

    def value_schema(self, spec: Spec, vocabularies: Vocabularies) -> JsonSchema:
        url = {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://."}
        return object_schema({"url": url, "label": {"type": "string"}})
