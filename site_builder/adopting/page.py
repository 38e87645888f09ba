"""The lines of an old page with their links, and what stands around them: rows, blocks, controls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from site_builder.adopting.addresses import is_in_page
from site_builder.adopting.markup import BLOCKS, Node

#: Frames of a site that stand on each of its pages.
_FRAME_TAGS = frozenset(["nav", "header", "footer"])
_FRAME_ROLES = frozenset(["navigation", "banner", "contentinfo"])
_HEADINGS = re.compile(r"h[1-6]")
#: Blocks whose text names what follows or stands beside it.
_TITLES = frozenset(["summary", "button", "dt", "legend", "caption"])
#: Attributes of tabs and accordions that name the block which they open.
_OPENS = ("aria-controls", "data-target", "data-bs-target")
_BARE = re.compile(r"https?://[^\s\"<>\\^`{|}\u0e00-\u0e7f]{4,2000}", re.IGNORECASE)
_BARE_END = ".,;:!?)]}'*"
_BY_SCRIPT = re.compile(r"location|open\s*\(", re.IGNORECASE)
_MOST_SPANNED = 1000
_MOST_COLUMNS = 50
#: A page of links has far fewer.
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it stands on the page.

    Attributes:
        written: the address, character references resolved.
        text: what a reader clicks on; of a picture what it says in its place.
        line: of its tag in the file, from 1.
        is_bare: an address in the text, which no tag makes a link.
    """

    written: str
    text: str
    line: int
    is_bare: bool = False


@dataclass(eq=False, slots=True)
class Line:
    """Text from one border of a block, or line break, to the next.

    Attributes:
        node: the block that it stands in.
        opens: ids of the blocks that it opens, as a tab or the title of an accordion.
        is_frame: it stands in the navigation, head or foot of the site.
    """

    index: int
    text: str
    node: Node
    number: int
    anchors: list[Anchor]
    opens: list[str]
    is_frame: bool

    @property
    def is_title(self) -> bool:
        """Whether it names what follows by its element."""
        return bool(self.level) or any(each.tag in _TITLES for each in _near(self.node))

    @property
    def level(self) -> int:
        """Of the heading, 0 where it is none."""
        for each in _near(self.node):
            if _HEADINGS.fullmatch(each.tag):
                return int(each.tag[1])
        return 0


@dataclass(eq=False, slots=True)
class Row:
    """A row of a table of data: its own cells, and those of rows above that reach into it.

    Attributes:
        first, last: its lines, `last` not included.
        cells: by column, each with its lines.
        spanning: columns whose cell began further up.
        heads: the text of each column's heading.
    """

    node: Node
    table: Node
    first: int
    last: int
    cells: Mapping[int, tuple[int, int]]
    spanning: frozenset[int]
    heads: Mapping[int, str]


@dataclass
class OldPage:
    """What is read of a page.

    Attributes:
        extents: the lines of each block, the last not included.
        is_cut: it has more lines than are read.
    """

    lines: list[Line] = field(default_factory=list)
    extents: dict[Node, tuple[int, int]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)
    is_cut: bool = False

    def text(self, first: int, last: int) -> str:
        """The text of some lines."""
        return " | ".join(line.text for line in self.lines[first:last] if line.text)

    def anchors(self, first: int, last: int) -> bool:
        """Whether any of some lines holds a link."""
        return any(line.anchors for line in self.lines[first:last])


def read_lines(root: Node) -> OldPage:
    """The lines of a page and its rows."""
    page = OldPage()
    _Walk(page).element(root, False)
    for node in root.below():
        if node.attributes.get("id"):
            page.by_id.setdefault(node.attributes["id"], node)
        if node.tag == "table" and not any(each.tag == "table" for each in node.below()):
            page.rows += _rows(page, node)
    return page


class _Walk:
    """Goes through the tree once and ends a line wherever a reader sees one end."""

    def __init__(self, page: OldPage) -> None:
        self._page = page
        self._words: list[str] = []
        self._anchors: list[Anchor] = []
        self._opens: list[str] = []
        self._number = 0
        self._in_anchor = False

    def element(self, node: Node, is_frame: bool) -> None:
        is_block = node.tag in BLOCKS
        if is_block or node.tag == "br":
            around = (each for each in node.inside() if each.tag in BLOCKS and each is not node)
            self._end(next(around, node), is_frame)
        is_frame = is_frame or node.tag in _FRAME_TAGS
        is_frame = is_frame or node.attributes.get("role", "") in _FRAME_ROLES
        first = len(self._page.lines)
        self._opened(node)
        is_anchor = self._anchor(node)
        for child in node.children:
            if isinstance(child, Node):
                self.element(child, is_frame)
            else:
                self._text(child, node)
        if is_anchor:
            self._in_anchor = False
        if is_block:
            self._end(node, is_frame)
            self._page.extents[node] = (first, len(self._page.lines))

    def _opened(self, node: Node) -> None:
        for name in _OPENS:
            self._opens += node.attributes.get(name, "").replace("#", " ").split()
        href = node.attributes.get("href", "").strip()
        if node.tag == "a" and href.startswith("#") and len(href) > 1:
            self._opens.append(href[1:])

    def _anchor(self, node: Node) -> bool:
        written = node.attributes.get("href", "") if node.tag in ("a", "area") else ""
        if node.tag == "a" and is_in_page(written):
            script = node.attributes.get("onclick", "")
            written = f"javascript:{script}" if _BY_SCRIPT.search(script) else ""
        if node.tag in ("img", "area"):
            self._word(node.attributes.get("alt", ""), node)
        if not written.strip():
            return False
        own = " ".join(_texts(node)) or node.attributes.get("title", "")
        self._number = self._number or node.line
        self._anchors.append(Anchor(written, " ".join(own.split()), node.line))
        self._in_anchor = True
        return True

    def _text(self, text: str, node: Node) -> None:
        self._word(text, node)
        for found in _BARE.finditer(text) if not self._in_anchor else ():
            written = found[0].rstrip(_BARE_END)
            self._anchors.append(Anchor(written, "", node.line, is_bare=True))

    def _word(self, text: str, node: Node) -> None:
        if text.strip():
            self._number = self._number or node.line
        self._words.append(text)

    def _end(self, node: Node, is_frame: bool) -> None:
        text = " ".join("".join(self._words).split())
        if not text and (not self._anchors or self._in_anchor):
            # A link around a block belongs to the first line in it.
            self._words = [] if not self._anchors else self._words
            return
        line = Line(
            len(self._page.lines),
            text,
            node,
            self._number or node.line,
            self._anchors,
            self._opens,
            is_frame,
        )
        if len(self._page.lines) < _MOST_LINES:
            self._page.lines.append(line)
        else:
            self._page.is_cut = True
        self._words, self._anchors, self._opens, self._number = [], [], [], 0


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag in ("img", "area"):
            yield child.attributes.get("alt", "")
        else:
            yield from _texts(child)


def _near(node: Node) -> Iterator[Node]:
    """A block and those around it that hold nothing else: `<h3><div>…`."""
    yield node
    parent = node.parent
    while parent is not None and parent.tag not in ("td", "th", "li"):
        blocks = (each for each in parent.children if isinstance(each, Node))
        if len(list(islice(blocks, 2))) > 1:
            return
        yield parent
        parent = parent.parent


def _rows(page: OldPage, table: Node) -> list[Row]:
    """The rows of a table, with the cells that reach into them from above."""
    found: list[Row] = []
    heads: dict[int, str] = {}
    above: dict[int, tuple[int, tuple[int, int]]] = {}
    for number, node in enumerate(each for each in table.below() if each.tag == "tr"):
        own = [each for each in blocks_of(node) if each.tag in ("td", "th")]
        cells: dict[int, tuple[int, int]] = {}
        reaching: dict[int, tuple[int, tuple[int, int]]] = {}
        column = 0
        for cell in own:
            while column in above:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            cells[column] = page.extents[cell]
            down = _span(cell, "rowspan")
            if down > 1:
                reaching[column] = (down - 1, page.extents[cell])
            column += _span(cell, "colspan")
        for key, (left, lines) in above.items():
            cells.setdefault(key, lines)
            if left > 1:
                reaching.setdefault(key, (left - 1, lines))
        first, last = page.extents[node]
        if number == 0 and not page.anchors(first, last):
            heads = {key: page.text(*lines) for key, lines in cells.items()}
        found.append(Row(node, table, first, last, cells, frozenset(above), heads))
        above = reaching
    return found


def _span(cell: Node, name: str) -> int:
    value = cell.attributes.get(name, "1")
    return min(int(value), _MOST_SPANNED) if value.isascii() and value.isdecimal() else 1


def blocks_of(node: Node) -> Sequence[Node]:
    """The elements right below one."""
    return [each for each in node.children if isinstance(each, Node)]
