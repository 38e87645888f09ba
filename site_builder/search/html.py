"""The words of a hand-written page, by its headings."""

from __future__ import annotations

from html.parser import HTMLParser

from site_builder.pages.model import SearchText

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: What is no text to read, and signs that a theme puts beside headings.
_SILENT = frozenset(["script", "style", "template", "svg"])
#: Elements that do not end a word.
_INLINE = frozenset(
    ["a", "abbr", "b", "code", "em", "i", "kbd", "mark", "s", "small", "span", "strong", "u", "wbr"]
)


def sections(html: str) -> tuple[SearchText, ...]:
    """The sections of finished HTML; the first is what stands before any heading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_text()
    found = (SearchText(id, title, tuple(texts)) for id, title, texts in reader.sections)
    return tuple(section for section in found if section.title or section.texts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections: list[tuple[str, str, list[str]]] = [("", "", [])]
        self._words = ""
        self._heading: str | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag not in _INLINE:
            self.end_text()
        if tag in _HEADINGS:
            self._heading = dict(attrs).get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _HEADINGS and self._heading is not None:
            self.sections.append((self._heading, " ".join(self._words.split()), []))
            self._words, self._heading = "", None
        elif tag not in _INLINE:
            self.end_text()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words += data

    def end_text(self) -> None:
        """What was read so far is a text of its own."""
        if self._heading is None:
            text = " ".join(self._words.split())
            self.sections[-1][2].extend([text] if text else [])
            self._words = ""
