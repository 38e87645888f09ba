"""Changes a YAML text so that it holds other values, and leaves everything else as it was.

Comments, order, quotes and blank lines are a person's; only the lines whose values differ are
written anew. Where that cannot be done, the whole text is, below the comments at its head.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from itertools import takewhile

import yaml

from site_builder.problems import InputError
from site_builder.sources.write import Plain, normal, to_plain, to_yaml
from site_builder.sources.yaml import LOADER, parse_yaml, scalar_text

#: From where to where, and what takes its place.
_Edit = tuple[int, int, str]


def updated_yaml(text: str, value: Plain, name: str = "") -> str:
    """The text with these values; the same text where it has them already.

    Args:
        name: how messages call the text.

    Raises:
        InputError: the text is not the plain YAML that we accept.
    """
    value = normal(value)
    if to_plain(parse_yaml(text, name)) == value:
        return text
    found = _Updater(text).updated(value)
    return found if _holds(found, value) else _anew(text, value)


def _holds(text: str, value: Plain) -> bool:
    try:
        return to_plain(parse_yaml(text, "")) == value
    except InputError:
        return False


def _anew(text: str, value: Plain) -> str:
    lines = text.splitlines(keepends=True)
    head = "".join(takewhile(lambda line: line.startswith("#") or not line.strip(), lines))
    if head and not head.endswith(("\n", "\r")):
        head += "\n"  # else the first value would become a part of the comment
    return head + _in_lines_of(text, to_yaml(value))


def _in_lines_of(text: str, written: str) -> str:
    return written.replace("\n", "\r\n") if "\r\n" in text else written


class _Updater:
    """Collects the changes of one text. Places are counted in letters from its begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[_Edit] = []

    def updated(self, value: Plain) -> str:
        root = yaml.compose(self._text, Loader=LOADER)
        if root is None or not _is_block(root) or not self._change(root, value):
            return _anew(self._text, value)
        text = self._text
        # From the end, so that no place moves before its turn; what is put in at one place keeps its order.
        for _, (start, end, new) in sorted(
            enumerate(self._edits), key=lambda pair: (pair[1][0], pair[1][1], pair[0]), reverse=True
        ):
            text = text[:start] + _in_lines_of(self._text, new) + text[end:]
        return text

    def _change(self, node: yaml.Node, value: Plain) -> bool:
        """Note what makes the node hold the value; False where it must be written anew."""
        if _plain(node) == value:
            return True
        if isinstance(node, yaml.MappingNode) and isinstance(value, dict):
            return _is_block(node) and bool(value) and self._change_mapping(node, value)
        if isinstance(node, yaml.SequenceNode) and isinstance(value, list):
            return _is_block(node) and bool(value) and self._change_sequence(node, value)
        if isinstance(node, yaml.ScalarNode) and isinstance(value, str):
            return self._change_scalar(node, value)
        return False

    def _change_scalar(self, node: yaml.ScalarNode, value: str) -> bool:
        written = to_yaml(value).removesuffix("\n...\n").rstrip("\n")
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">") or not value:
            return False
        if "\n" in written:
            if not self._text[end : self._end_of_line(end)].strip():
                return False
            # A block of lines would take in the comment behind it.
            written = json.dumps(value, ensure_ascii=False)
        # The place of nothing is right behind the colon or the dash.
        self._edits.append((start, end, f" {written}" if start == end else written))
        return True

    def _change_mapping(self, node: yaml.MappingNode, value: dict[str, Plain]) -> bool:
        column = node.start_mark.column
        pairs = {scalar_text(key): (key, old) for key, old in node.value}
        kept = [(key, old) for name, (key, old) in pairs.items() if name in value]
        if not kept:
            return False
        for name, (key, old) in pairs.items():
            if name not in value:
                following = next(
                    (k for k, _ in node.value if k.start_mark.index > key.start_mark.index), None
                )
                self._remove(key.start_mark, self._end(old, column), following)
            elif not self._change(old, value[name]):
                written = _indented(to_yaml({name: value[name]}), column)
                self._edits.append((key.start_mark.index, self._end(old, column), written))
        before: int | None = None
        for name, new in value.items():
            if name in pairs:
                before = self._end(pairs[name][1], column)
            else:
                self._add(
                    _indented(to_yaml({name: new}), column), column, before, node.start_mark.index
                )
        return True

    def _change_sequence(self, node: yaml.SequenceNode, value: list[Plain]) -> bool:
        column = node.start_mark.column
        old = [_key(_plain(item)) for item in node.value]
        starts = [self._dash(item) for item in node.value]
        ends = [self._end(item, column) for item in node.value]
        new = [_key(item) for item in value]
        before: int | None = None
        for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            both = min(j - i, m - k)
            for at in range(both):
                if not self._change(node.value[i + at], value[k + at]):
                    written = _indented(to_yaml([value[k + at]]), column)
                    self._edits.append((starts[i + at], ends[i + at], written))
                before = ends[i + at]
            for at in range(i + both, j):
                self._remove_lines(starts[at], ends[at])
            for at in range(k + both, m):
                written = _indented(to_yaml([value[at]]), column)
                self._add(written, column, before, starts[0])
        return True

    def _add(self, written: str, column: int, before: int | None, first: int) -> None:
        """Put in what has been written: behind a place, or else before the first of its kind."""
        if before is None:
            self._edits.append((first, first, f"{written}\n{' ' * column}"))
        else:
            end = self._end_of_line(before)
            self._edits.append((end, end, f"\n{' ' * column}{written}"))

    def _remove(self, start: yaml.Mark, end: int, following: yaml.Node | None) -> None:
        if self._text[start.index - start.column : start.index].strip() and following is not None:
            # It shares its line with the dash of a list, which stays.
            self._edits.append((start.index, following.start_mark.index, ""))
        else:
            self._remove_lines(start.index, end)

    def _remove_lines(self, start: int, end: int) -> None:
        begin = self._text.rfind("\n", 0, start) + 1
        following = self._text.find("\n", end)
        self._edits.append((begin, len(self._text) if following < 0 else following + 1, ""))

    def _dash(self, item: yaml.Node) -> int:
        return self._text.rfind("-", 0, item.start_mark.index)

    def _end(self, node: yaml.Node, column: int) -> int:
        """Where the node ends, without the comments and blank lines behind it.

        Args:
            column: of the mapping or list that it stands in.
        """
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("|", ">"):
                return self._end_of_block(node.start_mark.index, column)
            return int(node.end_mark.index)
        if not _is_block(node) or not node.value:
            return int(node.end_mark.index)
        inner = node.start_mark.column
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last, inner)

    def _end_of_block(self, start: int, column: int) -> int:
        end = self._end_of_line(start)
        at = end
        while (at := self._text.find("\n", at)) >= 0:
            at += 1
            line = self._text[at : self._end_of_line(at)]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                break
            if line.strip():
                end = at + len(line)
        return end

    def _end_of_line(self, place: int) -> int:
        end = self._text.find("\n", place)
        if end < 0:
            return len(self._text)
        return end - 1 if self._text[end - 1 : end] == "\r" and end > place else end


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _plain(node: yaml.Node) -> Plain:
    if isinstance(node, yaml.ScalarNode):
        return scalar_text(node)
    if isinstance(node, yaml.MappingNode):
        return {scalar_text(key): _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value]


def _key(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _indented(written: str, column: int) -> str:
    lines = written.rstrip("\n").split("\n")
    return "\n".join([lines[0], *(f"{' ' * column}{line}" if line else line for line in lines[1:])])
