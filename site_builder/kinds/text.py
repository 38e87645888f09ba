"""Text of one or several paragraphs; blank lines part paragraphs, single line breaks are kept."""

from __future__ import annotations

from site_builder.kinds.base import ScalarKind
from site_builder.language import Text


class TextKind(ScalarKind):
    name = "text"
    label = Text("ข้อความ", "text")
    template = "kinds/text.html"
