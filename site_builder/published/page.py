"""Reads one page as somebody without script sees it: what stands in each element's blocks.

The HTML may come from anywhere. It is read once from front to back, keeps only what was asked for,
and an end tag that a server has left out does not lead it astray.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
#: What nobody sees.
_SILENT = frozenset(["script", "style", "template", "title"])
#: What names a value, and is none.
_LABELS = frozenset(["h2", "caption", "thead", "dt", "figcaption", "button"])
#: Elements that do not end a text.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "code",
        "em",
        "i",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    ]
)
#: End tags that may be left out: an element of the first closes one of the second, which is looked
#: for no further than the third.
_ROW = frozenset(["tr"])
_CLOSES = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl", "div"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl", "div"])),
    "td": (frozenset(["td", "th"]), _ROW),
    "th": (frozenset(["td", "th"]), _ROW),
    "tr": (_ROW, frozenset(["table"])),
    "tbody": (frozenset(["thead", "tbody"]), frozenset(["table"])),
    "tfoot": (frozenset(["thead", "tbody"]), frozenset(["table"])),
}
CHUNK = 64 * 1024
#: Deeper than any page of ours; what is deeper was not made to be read.
DEEPEST = 500


@dataclass
class Shown:
    """What stands in the blocks of one element, on one page or on several.

    Attributes:
        blocks: how many there are, without notices that it is not published.
        blank: how many of them hold nothing.
        texts: the visible texts, in order, without all white space.
        targets: where their links and pictures lead, as written.
    """

    blocks: int = 0
    blank: int = 0
    texts: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return self.blank == self.blocks


class Passage(NamedTuple):
    """A text as a reader sees it, or where a link or picture leads (`→ files/a.pdf`).

    Attributes:
        key: of the element in whose block it stands; "" outside of every block.
    """

    key: str
    text: str


@dataclass
class PublishedPage:
    """One page: which item it says it is, and what it shows of each element.

    Attributes:
        item, slug, edition: of the page's article; "" where there is none.
        is_part: it is a page of a long table.
        targets: where every link and picture of the article leads, as written.
        texts: every visible text of the article, without white space.
        passages: everything that is seen on the whole page, titles and frame included, in order.
    """

    item: str = ""
    slug: str = ""
    edition: str = ""
    is_part: bool = False
    targets: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    elements: dict[str, Shown] = field(default_factory=dict)


def read_page(html: bytes, keys: Collection[str]) -> PublishedPage:
    """The page with what it shows of the elements `keys`. Never raises for what the HTML holds."""
    reader = _Reader(frozenset(keys))
    text = html.decode("utf-8", errors="replace")
    # In parts: an unclosed tag is then looked through a few times at most, and not for every sign
    # of a hostile page. `close`, which would do that, is left out: nothing stands after the last tag.
    for start in range(0, len(text), CHUNK):
        reader.feed(text[start : start + CHUNK])
    reader.close_all()
    return reader.page


@dataclass
class _Open:
    """An element that is open: what it does to the text in it, and the block that it is."""

    tag: str
    is_silent: bool = False
    is_label: bool = False
    key: str = ""
    is_article: bool = False
    is_filled: bool = False


class _Reader(HTMLParser):
    def __init__(self, keys: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PublishedPage()
        self._keys = keys
        self._open: list[_Open] = []
        # Of what is open: how much of it is silent, a label, the article; and the blocks. Counted, as
        # a hostile page may be deep.
        self._silent = self._labels = self._articles = 0
        self._blocks: list[_Open] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self._end_text()
        self._leave_out(tag)
        # Of an attribute that stands twice the first counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if len(self._open) >= DEEPEST:
            return
        opened = _Open(tag, is_silent=tag in _SILENT, is_label=tag in _LABELS)
        opened.is_silent |= "hidden" in attributes or "data-absent" in attributes
        key = attributes.get("data-element", "")
        if key or opened.is_silent:
            self._end_text()
        is_item = "data-item" in attributes and "data-edition" in attributes
        if is_item and not self.page.item:
            opened.is_article = True
            self.page.item = attributes["data-item"]
            self.page.edition = attributes["data-edition"]
            self.page.slug = attributes.get("data-slug", "")
            self.page.is_part = "data-slug" not in attributes
        if key in self._keys and not opened.is_silent and not self._is_silent:
            opened.key = key
            self._shown(key).blocks += 1
        self._count(opened, 1)
        self._open.append(opened)
        target = attributes.get("href" if tag == "a" else "src" if tag == "img" else "", "")
        if target and not self._is_silent:
            self._found_target(target.strip())
        if tag in VOID:
            self._close_from(len(self._open) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_text()
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position].tag == tag:
                self._close_from(position)
                return

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            self._words.append(data)

    def close_all(self) -> None:
        """The page has ended, and with it whatever is still open."""
        self._end_text()
        self._close_from(0)

    @property
    def _is_silent(self) -> bool:
        return self._silent > 0

    def _shown(self, key: str) -> Shown:
        return self.page.elements.setdefault(key, Shown())

    def _pass(self, text: str) -> None:
        key = self._blocks[-1].key if self._blocks else ""
        self.page.passages.append(Passage(key, text))

    def _found_target(self, target: str) -> None:
        self._pass(f"→ {target}")
        if self._articles:
            self.page.targets.append(target)
        for key in self._fill():
            self._shown(key).targets.append(target)

    def _fill(self) -> list[str]:
        """The keys of the blocks that stand open; each of these is now known to hold something."""
        for block in self._blocks:
            block.is_filled = True
        return list(dict.fromkeys(block.key for block in self._blocks))

    def _end_text(self) -> None:
        """What was read so far is a text of its own."""
        words = "".join(self._words).split()
        self._words = []
        if not words:
            return
        self._pass(" ".join(words))
        text = "".join(words)
        if self._articles:
            self.page.texts.append(text)
        if not self._labels:
            for key in self._fill():
                self._shown(key).texts.append(text)

    def _leave_out(self, tag: str) -> None:
        """Close what the start of `tag` closes where its end tag was left out."""
        if tag not in _CLOSES:
            return
        closed, bounds = _CLOSES[tag]
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position].tag in closed:
                self._close_from(position)
                return
            if self._open[position].tag in bounds:
                return

    def _count(self, opened: _Open, step: int) -> None:
        self._silent += step * opened.is_silent
        self._labels += step * opened.is_label
        self._articles += step * opened.is_article
        if opened.key and step > 0:
            self._blocks.append(opened)
        elif opened.key:
            self._blocks.pop()

    def _close_from(self, position: int) -> None:
        while len(self._open) > position:
            closed = self._open[-1]
            if closed.key:
                self._end_text()
                self._shown(closed.key).blank += not closed.is_filled
            self._open.pop()
            self._count(closed, -1)
