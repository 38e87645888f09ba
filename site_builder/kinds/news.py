"""News, the newest first."""

from __future__ import annotations

from site_builder.kinds.rows import RowsKind
from site_builder.language import Text


class NewsKind(RowsKind):
    name = "news"
    label = Text("ข่าว", "news")
    template = "kinds/news.html"
    needs = frozenset({"date", "title", "text"})
