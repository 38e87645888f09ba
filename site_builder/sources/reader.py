"""Reads files of a fixed shape (agency, editions, results): known keys, required keys, plain types."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Mapping, Node, Scalar, Sequence

#: No number of ours is longer.
_MOST_DIGITS = 30


def closest(word: str, known: Iterable[str]) -> Text:
    """`did you mean …?` for a word that is not known, or nothing."""
    import difflib  # most runs meet no unknown word

    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    if not found:
        return Text("", "")
    return Text(f' (หมายถึง "{found[0]}" หรือไม่)', f' (did you mean "{found[0]}"?)')


def unknown_key(key: str, location: Location, known: Collection[str]) -> Problem:
    """The problem of a key that its place does not have."""
    return Problem(
        "unknown-key",
        location,
        Text('ไม่รู้จักช่อง "{key}"{guess}', 'unknown key "{key}"{guess}').format(
            key=same(key), guess=closest(key, known)
        ),
        Text("ใช้ช่องที่มีได้: {known}", "the keys that may stand here: {known}").format(
            known=same(", ".join(known))
        ),
    )


class Reader:
    """Collects the problems of one or several files while they are read.

    Methods return a usable value also for wrong input, so that reading goes on to the next problem.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def finish(self) -> None:
        """Raises InputError if anything was wrong."""
        if self.problems:
            raise InputError(self.problems)

    def problem(self, code: str, location: Location, message: Text, remedy: Text) -> None:
        self.problems.append(Problem(code, location, message, remedy))

    def mapping(
        self, node: Node, required: Collection[str] = (), optional: Collection[str] = ()
    ) -> dict[str, Node]:
        """The entries of a mapping; unknown and missing keys are problems."""
        if not isinstance(node, Mapping):
            self._wrong_type(node, Text("กลุ่มของ ชื่อ: ค่า", "a mapping of name: value"))
            return {}
        known = [*required, *optional]
        entries: dict[str, Node] = {}
        for entry in node.entries:
            if entry.key in known:
                entries[entry.key] = entry.value
            else:
                self.problems.append(unknown_key(entry.key, entry.location, known))
        for key in required:
            if key not in entries:
                self.problem(
                    "missing-key",
                    node.location,
                    Text(f'ขาดช่อง "{key}"', f'the key "{key}" is missing'),
                    Text(f'เพิ่มบรรทัด "{key}: …"', f'add a line "{key}: …"'),
                )
        return entries

    def any_mapping(self, node: Node | None) -> dict[str, Node]:
        """The entries of a mapping whose keys are free."""
        if node is None or (isinstance(node, Scalar) and node.is_blank):
            return {}
        if not isinstance(node, Mapping):
            self._wrong_type(node, Text("กลุ่มของ ชื่อ: ค่า", "a mapping of name: value"))
            return {}
        return {entry.key: entry.value for entry in node.entries}

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The entries of a list; nothing where the value is absent or blank."""
        if node is None or (isinstance(node, Scalar) and node.is_blank):
            return ()
        if not isinstance(node, Sequence):
            self._wrong_type(node, Text('รายการที่ขึ้นต้นด้วย "-"', 'a list with "-" before each entry'))
            return ()
        return node.items

    def text(self, node: Node | None) -> str:
        """A text; `""` where the value is absent or blank."""
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self._wrong_type(node, Text("ข้อความหนึ่งค่า", "one text"))
            return ""
        return node.text.strip()

    def texts(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.items(node))

    def flag(self, node: Node | None, default: bool = False) -> bool:
        if node is None:
            return default
        text = self.text(node)
        if text not in ("true", "false"):
            self._wrong_type(node, same("true / false"))
        return text == "true"

    def number(self, node: Node | None) -> Decimal | None:
        """A number in Arabic digits; None where absent or blank."""
        text = self.text(node)
        if node is None or not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        # A short text such as 1e999999999 would fill the memory as a whole number.
        if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS:
            return number
        self._wrong_type(node, Text("ตัวเลข", "a number"))
        return None

    def integer(self, node: Node | None) -> int | None:
        number = self.number(node)
        if node is not None and number is not None and number != number.to_integral_value():
            self._wrong_type(node, Text("จำนวนเต็ม", "a whole number"))
            return None
        return None if number is None else int(number)

    def one_of(self, node: Node | None, allowed: Collection[str], default: str = "") -> str:
        text = self.text(node)
        if not text and node is None:
            return default
        if text not in allowed and node is not None:
            self.problem(
                "unknown-value",
                node.location,
                Text('ไม่รู้จักค่า "{text}"{guess}', 'unknown value "{text}"{guess}').format(
                    text=same(text), guess=closest(text, allowed)
                ),
                Text("ใช้ค่าใดค่าหนึ่ง: {allowed}", "use one of: {allowed}").format(
                    allowed=same(", ".join(allowed))
                ),
            )
            return default
        return text

    def _wrong_type(self, node: Node, expected: Text) -> None:
        found = {
            Scalar: Text("ข้อความ", "a text"),
            Sequence: Text("รายการ", "a list"),
            Mapping: Text("กลุ่มของ ชื่อ: ค่า", "a mapping"),
        }[type(node)]
        if isinstance(node, Scalar):
            found = same(f'"{node.text[:40]}"') if node.text else Text("ว่าง", "nothing")
        self.problem(
            "wrong-type",
            node.location,
            Text("พบ {found} แต่ต้องเป็น {expected}", "found {found}, expected {expected}").format(
                found=found, expected=expected
            ),
            Text("แก้ค่าที่บรรทัดนี้ให้เป็น {expected}", "make it {expected}").format(expected=expected),
        )
