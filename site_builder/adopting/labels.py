"""What names an item on a page, and the lines that it speaks for: its row, its list item, the block
that it opens, or what follows it up to the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from site_builder.adopting.markup import Node
from site_builder.adopting.matching import (
    STRONG,
    Match,
    Wordings,
    code_in_column,
    codes,
    is_click,
    without_codes,
)
from site_builder.adopting.page import Line, OldPage, Row, blocks_of

#: A list of items has so many with numbers, at least; what stands outside of it is not looked at.
FEW = 3
#: No page names its items more often.
_MOST = 500
_MOST_IN_ROW = 30
#: What holds a list and nothing else, so that its end is the end of its last item.
_LISTS = frozenset(["dl", "ul", "ol", "menu", "table", "tbody"])


@dataclass(eq=False)
class Label:
    """A text that names an item.

    Attributes:
        first, last: its own lines, `last` not included.
        code: the number that it gives, 0 where it gives none.
        words: what it says beside the number.
        match: the subject whose title its words are most like.
        scope: the lines that it speaks for, its own included.
        is_closed: what ends its scope is seen on the page, be it the next label or a border.
    """

    first: int
    last: int
    node: Node
    code: int
    words: str
    match: Match | None
    row: Row | None = None
    scope: list[tuple[int, int]] = field(default_factory=list)
    is_closed: bool = True

    @property
    def is_titled(self) -> bool:
        """Its words alone would name a subject."""
        return self.match is not None and self.match.is_strong


class Labels:
    """Finds the labels of a page.

    Attributes:
        area: the lines in which the list of items stands.
        found: the labels, in the order of the page.
        of_line: the label that speaks for each line, or None.
        is_cut: the page has more of them than are looked at.
    """

    def __init__(self, page: OldPage, wordings: Wordings, lines: Sequence[Line]) -> None:
        self._page = page
        self._wordings = wordings
        self._lines = {line.index for line in lines}
        self._row_of = {n: row for row in page.rows for n in range(row.first, row.last)}
        self._rows = [row for row in page.rows if self._is_whole(row)]
        self._whole = set(self._rows)
        self._in_row = {n for row in self._rows for n in range(row.first, row.last)}
        self._cuts: set[int] = set()
        coded = sorted(islice(self._coded(), _MOST), key=lambda label: label.first)
        self.area = self._area(coded)
        self.found = sorted(
            [*coded, *islice(self._borders(coded), _MOST)],
            key=lambda label: (label.first, -label.last),
        )
        for number, label in enumerate(self.found):
            self._reach(number, label)
        self.of_line = self._painted(self.found)
        alone = list(islice(self._alone(), _MOST))
        self.is_cut = _MOST in (len(coded), len(self.found), len(alone))
        for label in alone:
            label.scope = [(label.first, label.last)]
        self.found = sorted([*self.found, *alone], key=lambda label: label.first)
        self.of_line |= self._painted(alone)

    def before(self, index: int) -> Label | None:
        """The label that a line follows, where another comes after it and no heading stands between."""
        starts = [label.first for label in self.found]
        place = bisect_right(starts, index)
        if not 0 < place < len(starts):
            return None
        found = self.found[place - 1]
        return None if any(found.last <= n <= index for n in self._cuts) else found

    def is_interrupted(self, label: Label, index: int) -> bool:
        """Whether a line like the label's own stands between it and a line, or in the row that goes
        on with its row: it may be another title."""
        if label.row:
            return self._has_title(label.row, index)
        own = self._page.lines[label.first]
        between = (
            line
            for line in self._page.lines[label.last : index]
            if self.of_line.get(line.index) is label and not line.anchors
        )
        return any(_are_alike(line, own) for line in between)

    def _has_title(self, row: Row, index: int) -> bool:
        """Whether a row below has words of its own in a cell without links, and no cell from above."""
        below = self._row_of[index]
        if below is row or below.spanning:
            return False
        cells = [lines for lines in below.cells.values() if not self._page.anchors(*lines)]
        return any(self._page.text(*lines) for lines in cells)

    # --- labels -------------------------------------------------------------------------------

    def _is_whole(self, row: Row) -> bool:
        """Whether a row speaks of one item at most, so that its cells belong together."""
        if len(row.cells) < 2:
            return False
        numbers = self._row_codes(row)
        if numbers:
            return len(numbers) == 1
        # A table that only lays out the page holds its text in a few cells.
        lines = self._page.lines[row.first : row.last]
        return len(lines) <= _MOST_IN_ROW and not any(line.level for line in lines)

    def _row_codes(self, row: Row) -> frozenset[int]:
        own = [n for column, n in row.cells.items() if column not in row.spanning]
        found: set[int] = set()
        for first, last in own:
            for line in self._page.lines[first:last]:
                found |= codes(line.text)
        if not found:
            for column, lines in row.cells.items():
                if column not in row.spanning:
                    found |= code_in_column(self._page.text(*lines), row.heads.get(column, ""))
        return frozenset(found)

    def _coded(self) -> Iterator[Label]:
        """Labels with a number."""
        for row in self._rows:
            numbers = self._row_codes(row)
            if len(numbers) == 1 and row.first in self._lines:
                yield self._of_row(row, next(iter(numbers)))
        lines = self._page.lines
        for line in lines:
            if line.index in self._in_row or line.index not in self._lines:
                continue
            numbers = codes(line.text)
            if len(numbers) != 1:
                continue
            words = self._words(line)
            last = line.index + 1
            is_bare = not words and last < len(lines) and not codes(lines[last].text)
            if is_bare and last not in self._in_row:
                # The number and the title stand on lines of their own.
                words = lines[last].text
                last += 1
            yield Label(
                line.index,
                last,
                line.node,
                next(iter(numbers)),
                words,
                self._wordings.best(words),
            )

    def _words(self, line: Line) -> str:
        """What a line says beside numbers and words to click on."""
        text = line.text
        for anchor in line.anchors:
            if anchor.text and is_click(anchor.text):
                text = text.replace(anchor.text, " ")
        return without_codes(text)

    def _of_row(self, row: Row, code: int) -> Label:
        """The label of a row: its title is the cell that is most like one."""
        texts = [without_codes(self._page.text(*lines)) for lines in row.cells.values()]
        texts = [text for text in texts if text]
        matches = [(match.likeness, text) for text in texts if (match := self._wordings.best(text))]
        likeness, words = max(matches, default=(0.0, ""))
        if likeness < STRONG:
            words = max(texts, key=len, default="")
        return Label(
            row.first, row.last, row.node, code, words, self._wordings.best(words), row=row
        )

    def _borders(self, coded: Sequence[Label]) -> Iterator[Label]:
        """Labels without a number that stand above what they speak for."""
        taken = {n for label in coded for n in range(label.first, label.last)} | self._in_row
        containers = {label.node.parent for label in coded}
        for line in self._page.lines[slice(*self.area)]:
            if line.index in taken or line.index not in self._lines:
                continue
            match = self._wordings.best(line.text)
            is_above = line.is_title or not line.anchors
            if match is None or not match.is_strong or not is_above:
                continue
            # Within the block of an item a title names one of its documents, and no other item.
            if not coded or line.node.parent in containers:
                yield Label(line.index, line.index + 1, line.node, 0, line.text, match)

    def _alone(self) -> Iterator[Label]:
        """Rows and lines that speak for themselves by their words, where no label speaks for them."""
        first, last = self.area
        for row in self._rows:
            is_free = row.first in self._lines and self.of_line.get(row.first) is None
            if first <= row.first < last and is_free:
                label = self._of_row(row, 0)
                if label.is_titled:
                    yield label
        for line in self._page.lines[first:last]:
            is_free = line.index in self._lines and self.of_line.get(line.index) is None
            # Where one line holds several links, each has words of its own.
            if is_free and line.index not in self._in_row and len(line.anchors) == 1:
                match = self._wordings.best(line.text)
                if match and match.is_strong:
                    yield Label(line.index, line.index + 1, line.node, 0, line.text, match)

    def _area(self, coded: Sequence[Label]) -> tuple[int, int]:
        """The lines of the innermost element around all items with a number; all where they are few."""
        whole = (0, len(self._page.lines))
        if len({label.code for label in coded}) < FEW:
            return whole
        low = min(label.first for label in coded)
        high = max(label.last for label in coded)
        for node in coded[0].node.inside():
            extent = self._page.extents.get(node)
            if extent and extent[0] <= low and high <= extent[1]:
                return extent
        return whole

    # --- scopes -------------------------------------------------------------------------------

    def _reach(self, number: int, label: Label) -> None:
        """Find the lines that a label speaks for."""
        own = (label.first, label.last)
        label.scope = [own]
        if label.row:
            label.scope += self._rows_below(label, label.row)
            return
        opened = self._opened(label)
        if opened is not None:
            label.scope += opened
            return
        following = self.found[number + 1 :]
        end = next((each.first for each in following if each.first >= label.last), None)
        line = self._page.lines[label.first]
        item = next((each for each in label.node.inside() if each.tag == "li"), None)
        if item and self._page.extents[item][0] == label.first:
            # The border of its list item is that of the label.
            first, last = self._page.extents[item]
            label.scope.append((first, min(last, end or last)))
            return
        if self._page.anchors(*own) and not line.is_title:
            return
        self._climb(label, end)

    def _opened(self, label: Label) -> list[tuple[int, int]] | None:
        """The blocks that a tab or title opens; None where it opens nothing that is there."""
        names = [name for n in range(label.first, label.last) for name in self._page.lines[n].opens]
        nodes = [self._page.by_id[name] for name in names if name in self._page.by_id]
        if not nodes:
            return None
        return [lines for node in nodes if (lines := self._page.extents.get(node))]

    def _rows_below(self, label: Label, row: Row) -> Iterator[tuple[int, int]]:
        """Rows that go on with a row: its cells reach into them, or their place for it is blank."""
        page = self._page
        named = [
            column
            for column, lines in row.cells.items()
            if column not in row.spanning and label.code in codes(page.text(*lines))
        ]
        column = named[0] if named else min(row.cells)
        rows = [each for each in page.rows if each.table is row.table and each.first >= row.last]
        for below in rows:
            if self._row_codes(below) or below not in self._whole:
                return
            is_blank = column in below.cells and not page.text(*below.cells[column])
            if not is_blank and below.cells.get(column) != row.cells[column]:
                return
            yield below.first, below.last

    def _climb(self, label: Label, end: int | None) -> None:
        """What follows a label, in the innermost element around it that holds links after it."""
        page = self._page
        for node in label.node.inside():
            if node not in page.extents:
                continue
            first, last = page.extents[node]
            others = [
                each for each in self.found if each is not label and first <= each.first < last
            ]
            stop = min(last, end) if end is not None else last
            if not page.anchors(label.last, stop) and not others:
                continue
            is_last = not any(each.first >= label.last for each in others)
            if is_last and node.tag not in _LISTS and (others or node.parent is None):
                stop = self._last_stop(label, node, others, stop)
            label.scope.append((label.last, self._cut(label, stop)))
            return

    def _last_stop(self, label: Label, node: Node, others: Sequence[Label], stop: int) -> int:
        """Where the last label of a list ends: it has as many blocks as the others have, at most."""
        blocks = blocks_of(node)
        numbers = {block: number for number, block in enumerate(blocks)}
        around = [next((b for b in each.node.inside() if b in numbers), None) for each in others]
        own = next((block for block in label.node.inside() if block in numbers), None)
        before = sorted({numbers[block] for block in around if block})
        if own is None or not before or before[-1] >= numbers[own]:
            label.is_closed = False
            return stop
        start = numbers[own]
        most = max(after - first for first, after in pairwise([*before, start]))
        extents = (self._page.extents.get(block) for block in blocks[start : start + most])
        return min(stop, max((last for _, last in filter(None, extents)), default=stop))

    def _cut(self, label: Label, stop: int) -> int:
        """A heading of the same rank ends what a heading speaks for, and one that stands no deeper
        what any other label speaks for; so does the next term of a list, or title of a block."""
        own = self._page.lines[label.first]
        for line in self._page.lines[label.last : stop]:
            is_higher = line.level <= own.level if own.level else _depth(line) <= _depth(own)
            is_next = line.is_title and _are_alike(line, own)
            if (line.level and is_higher) or is_next:
                self._cuts.add(line.index)
                return line.index
        return stop

    def _painted(self, labels: Sequence[Label]) -> dict[int, Label]:
        """The label of each line: a row's before that of a block, the inner before the outer."""
        found: dict[int, Label] = {}
        size: dict[int, tuple[bool, int]] = {}
        for label in labels:
            for first, last in label.scope:
                rank = (label.row is None, last - first)
                for n in range(first, last):
                    if n not in size or rank <= size[n]:
                        found[n], size[n] = label, rank
        return found


def _are_alike(line: Line, other: Line) -> bool:
    """Whether two lines stand equally deep in elements of one sort."""
    return line.node.tag == other.node.tag and _depth(line) == _depth(other)


def _depth(line: Line) -> int:
    return sum(1 for _ in line.node.inside())
