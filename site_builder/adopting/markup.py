"""An old page as a tree. The page may come from anywhere: it is bounded in size, depth and number of
elements, nothing in it is run, and tags that were left out or stand too often do not lead it astray.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from site_builder.links.extract import read_attributes, text_and_encoding

#: A page of links weighs far less; what is larger is not read.
PAGE_LIMIT = 8_000_000
#: What goes beyond is left out, and told.
_MOST_NODES = 200_000
#: Deeper elements stand beside each other instead of in each other.
_DEEPEST = 200
_CHUNK = 64 * 1024

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
#: What nobody reads.
_SILENT = frozenset(["script", "style", "template", "svg", "select", "textarea", "title"])
#: Elements that begin and end a line of text; all others are part of one.
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset"  # noqa: SIM905
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p"
    " pre section summary table tbody td tfoot th thead tr ul".split()
)
#: End tags that may be left out: an element closes one of the first, looked for up to the second.
_ROW = frozenset(["tr"])
_CLOSES = {
    "li": (frozenset(["li"]), frozenset(["ul", "ol", "menu", "dir"])),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "th": (frozenset(["td", "th"]), frozenset(["tr", "table"])),
    "tr": (_ROW, frozenset(["table"])),
    "tbody": (frozenset(["thead", "tbody"]), frozenset(["table"])),
    "tfoot": (frozenset(["thead", "tbody"]), frozenset(["table"])),
    "a": (frozenset(["a"]), frozenset(["td", "th", "table"])),
}
_CELLS = frozenset(["td", "th"])
_TABLES = frozenset(["table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"])

_TAG_NAME = re.compile(r"<[^\s/>]+")
_SAVED_FROM = re.compile(r"\s*saved from url=\(\d+\)(\S{1,2000})\s*")


@dataclass(eq=False, slots=True)
class Node:
    """An element; `line` is that of its start tag, from 1."""

    tag: str
    attributes: dict[str, str]
    line: int
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def inside(self) -> Iterator[Node]:
        """The element itself and those around it, from within."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def below(self) -> Iterator[Node]:
        """Every element in it, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node is not self:
                yield node
            waiting += [each for each in reversed(node.children) if isinstance(each, Node)]


@dataclass(frozen=True, slots=True)
class Markup:
    """A page as it stands.

    Attributes:
        encoding: as Python names it.
        base: as `<base>` has it, or "".
        address: that the page gives itself (where a browser saved it from, `canonical`), or "".
        is_cut: it holds more than is read.
    """

    root: Node
    encoding: str
    base: str
    address: str
    is_cut: bool


def read_markup(content: bytes) -> Markup:
    """The tree of a page; never raises for what it holds."""
    text, encoding = text_and_encoding(content)
    builder = _Builder()
    # In parts: an unclosed tag is then looked through a few times at most, and not for every sign of
    # a hostile page. `close`, which would do that, is left out: nothing stands after the last tag.
    for start in range(0, len(text), _CHUNK):
        builder.feed(text[start : start + _CHUNK])
        if builder.is_cut:
            break
    return Markup(builder.root, encoding, builder.base, builder.address, builder.is_cut)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("html", {}, 1)
        self.base = ""
        self.is_cut = False
        self._saved_from = ""
        self._canonical = ""
        self._open = [self.root]
        self._count = 0
        self._silent = ""

    @property
    def address(self) -> str:
        return self._saved_from or self._canonical

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent or self.is_cut:
            return
        attributes = read_attributes(_TAG_NAME.sub("", self.get_starttag_text() or "", count=1))
        if tag in _SILENT:
            self._silent = tag
        elif tag == "base":
            self.base = self.base or attributes.get("href", "").strip()
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self._canonical = self._canonical or attributes.get("href", "").strip()
        elif tag not in ("html", "body", "head"):
            self._start(tag, attributes)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CLOSES:
            self._close(*_CLOSES[tag])
        if tag in BLOCKS:
            self._close(frozenset(["p"]), BLOCKS - {"p"})
        self._count += 1
        self.is_cut = self._count > _MOST_NODES
        parent = self._open[-1]
        node = Node(tag, attributes, self.getpos()[0], parent)
        parent.children.append(node)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A slash before the end of a tag closes nothing in HTML.
        self.handle_starttag(tag, attrs)
        self._silent = "" if self._silent == tag == "svg" else self._silent

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        else:
            self._close(frozenset([tag]), frozenset() if tag in _TABLES else _CELLS)

    def handle_data(self, data: str) -> None:
        if not self._silent and not self.is_cut:
            self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        found = _SAVED_FROM.fullmatch(data)
        if found and not self._saved_from:
            self._saved_from = found[1]

    def _close(self, tags: frozenset[str], bounds: frozenset[str]) -> None:
        """End the innermost element of one of `tags`, unless one of `bounds` stands around it."""
        for position in range(len(self._open) - 1, 0, -1):
            if self._open[position].tag in tags:
                del self._open[position:]
                return
            if self._open[position].tag in bounds:
                return
