"""YAML read as text with line numbers.

Nothing is typed here: YAML itself would turn `021234567` into octal, `2568-03-01` into a CE date
and `no` into false. Aliases and tags are refused, as they have no use in our data and are the way
of every YAML bomb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from site_builder.characters import unfit
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.characters import unfit_in_lines, unfit_problem
from site_builder.sources.nodes import Entry, Mapping, Node, Scalar, Sequence
from site_builder.sources.opening import FileTooLarge, read_whole
from site_builder.thai import nfc

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 24

# The C parser is part of PyYAML's wheels; the Python one reads the same, slower.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BLANK = {"", "~", "null", "Null", "NULL"}


def scalar_text(scalar: yaml.ScalarEvent | yaml.ScalarNode) -> str:
    """What a scalar says; "" where the file leaves it blank."""
    text: str = scalar.value
    if text in _BLANK and scalar.style in (None, ""):
        return ""
    return nfc(text)


def read_yaml(path: Path, name: str) -> Node:
    """The content of a YAML file; `name` is how messages call it.

    Raises:
        InputError: the file is missing, too large, not UTF-8, or not the plain YAML we accept.
    """
    return parse_yaml(read_text(path, name), name)


def parse_yaml(text: str, name: str) -> Node:
    """The content of a YAML text; an empty text is an empty mapping.

    Raises:
        InputError: the text is not the plain YAML we accept.
    """
    builder = _Builder(name)
    loader = None
    try:
        loader = LOADER(text)
        # As yaml.parse, without a generator around each of many thousand events.
        node = builder.document(iter(loader.get_event, None))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and mark and mark.line >= len(text.splitlines()):
            mark = error.context_mark  # something was opened there and never closed
        line = mark.line + 1 if mark else 0
        raise InputError([_syntax_problem(name, line, str(error.problem or error), text)]) from None
    except yaml.reader.ReaderError:
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 0
        reason = "special characters are not allowed"
        raise InputError([_syntax_problem(name, line, reason, text)]) from None
    finally:
        if loader is not None:
            loader.dispose()
    # Of these, the parser itself refuses no more than control characters.
    builder.problems += unfit_in_lines(text, name)
    if builder.problems:
        raise InputError(builder.problems)
    return node


def read_text(path: Path, name: str) -> str:
    """The text of a file; `name` is how messages call it.

    Raises:
        InputError: the file is missing, too large, or not UTF-8.
    """
    try:
        content = read_whole(path, MAX_BYTES)
    except FileTooLarge as error:
        raise InputError(
            [
                Problem(
                    "file-too-large",
                    Location(name),
                    Text(
                        f"ไฟล์ใหญ่ {error.size:,} ไบต์ เกินกำหนด {MAX_BYTES:,} ไบต์",
                        f"the file has {error.size:,} bytes; at most {MAX_BYTES:,} are read",
                    ),
                    Text("แบ่งข้อมูลเป็นหลายไฟล์", "split the data into several files"),
                )
            ]
        ) from None
    except OSError as error:
        raise InputError([unreadable(name, error)]) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([_encoding_problem(name, content, error)]) from None


def unreadable(name: str, error: OSError) -> Problem:
    """The problem of a file that cannot be opened; `name` is how the message calls it."""
    return Problem(
        "file-unreadable",
        Location(name),
        Text(
            f"เปิดไฟล์ไม่ได้ ({error.strerror})",
            f"the file cannot be opened ({error.strerror})",
        ),
        Text(
            "ตรวจว่าไฟล์มีอยู่และไม่ถูกโปรแกรมอื่นล็อกไว้",
            "check that the file exists and no other program locks it",
        ),
    )


def _encoding_problem(name: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    line = content.count(b"\n", 0, error.start) + 1
    looks_thai = any(0xA1 <= byte <= 0xFB for byte in content[error.start : error.start + 1])
    guess = (
        Text(" (น่าจะเป็น TIS-620 หรือ Windows-874)", " (it looks like TIS-620 or Windows-874)")
        if looks_thai and not content.startswith((b"\xff\xfe", b"\xfe\xff"))
        else Text("", "")
    )
    return Problem(
        "encoding",
        Location(name, line),
        Text("ไฟล์ไม่ได้บันทึกเป็น UTF-8{guess}", "the file is not UTF-8{guess}").format(guess=guess),
        Text(
            "เปิดไฟล์แล้วบันทึกใหม่ โดยเลือกการเข้ารหัส (Encoding) เป็น UTF-8",
            "open the file and save it again with the encoding UTF-8",
        ),
    )


def _syntax_problem(name: str, line: int, reason: str, text: str) -> Problem:
    lines = text.splitlines()
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    if re.search(r":\s+-\s*$", here):
        remedy = Text('เขียนเครื่องหมาย - ไว้ในเครื่องหมายคำพูด: "-"', 'put the dash in quotes: "-"')
    elif "\t" in here:
        remedy = Text(
            "ใช้ช่องว่าง (space) ย่อหน้าแทนปุ่ม Tab", "indent with spaces, never with the Tab key"
        )
    else:
        remedy = Text(
            "ดูบรรทัดนี้และบรรทัดก่อนหน้า: ย่อหน้าให้ตรงกัน ปิดเครื่องหมายคำพูดให้ครบ "
            'และใส่ข้อความที่มี ":" หรือ "#" ไว้ในเครื่องหมาย "…"',
            'look at this line and the one before: equal indentation, closed quotes, and "…" '
            'around a text that has ":" or "#" in it',
        )
    return Problem(
        "yaml-syntax",
        Location(name, line),
        Text("รูปแบบ YAML ไม่ถูกต้อง: {reason}", "not valid YAML: {reason}").format(
            reason=same(reason)
        ),
        remedy,
    )


class _Builder:
    """Turns parser events into nodes, and notes what we do not accept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._refuse(
                    event,
                    Text('มี "---" มากกว่าหนึ่งเอกสารในไฟล์เดียว', "more than one document in a file"),
                    Text('ลบบรรทัด "---" ที่เกินออก', 'remove the extra "---" line'),
                )
                break
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, depth=0)
        if root is None or (isinstance(root, Scalar) and root.is_blank):
            return Mapping((), Location(self.name))
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        # Nearly every event is a plain scalar, which takes the short way.
        if (
            type(event) is yaml.ScalarEvent
            and event.anchor is None
            and event.tag is None
            and depth <= MAX_DEPTH
        ):
            mark = event.start_mark
            assert mark is not None, "the parser marks every event"
            place = Location(self.name, mark.line + 1, mark.column + 1)
            # Between such quotes "\x1b" stands for a character that the text of the file has not.
            if event.style == '"' and (refused := unfit(event.value)):
                self.problems.append(unfit_problem(refused, place))
            return Scalar(scalar_text(event), place)
        location = self._location(event)
        if depth > MAX_DEPTH:
            raise InputError(
                [
                    Problem(
                        "yaml-depth",
                        location,
                        Text(
                            f"ข้อมูลซ้อนลึกเกิน {MAX_DEPTH} ชั้น", f"nested deeper than {MAX_DEPTH} levels"
                        ),
                        Text("ลดจำนวนชั้นที่ซ้อนกัน", "use fewer levels"),
                    )
                ]
            )
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event,
                Text(
                    "ไม่รับการอ้างซ้ำของ YAML (เครื่องหมาย *)",
                    "YAML aliases (the sign *) are not accepted",
                ),
                Text(
                    'เขียนค่าให้เต็ม หรือใส่ข้อความที่ขึ้นต้นด้วย * ไว้ในเครื่องหมาย "…"',
                    'write the value out, or put a text that starts with * in "…"',
                ),
            )
            return Scalar("", location)
        if getattr(event, "anchor", None):
            self._refuse(
                event,
                Text(
                    "ไม่รับการตั้งชื่ออ้างซ้ำของ YAML (เครื่องหมาย &)",
                    "YAML anchors (the sign &) are not accepted",
                ),
                Text(
                    'ลบเครื่องหมาย & หรือใส่ข้อความไว้ในเครื่องหมาย "…"',
                    'remove the sign &, or put the text in "…"',
                ),
            )
        if event_refused := unfit(getattr(event, "value", "")):
            self.problems.append(unfit_problem(event_refused, location))
        if getattr(event, "tag", None) is not None:
            self._refuse(
                event,
                Text(
                    "ไม่รับชนิดข้อมูลของ YAML (เครื่องหมาย !)", "YAML tags (the sign !) are not accepted"
                ),
                Text(
                    'ลบเครื่องหมาย ! หรือใส่ข้อความไว้ในเครื่องหมาย "…"',
                    'remove the sign !, or put the text in "…"',
                ),
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, location, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, location, depth)
        assert isinstance(event, yaml.ScalarEvent)
        return Scalar(scalar_text(event), location)

    def _sequence(self, events: Iterator[yaml.Event], location: Location, depth: int) -> Sequence:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        return Sequence(tuple(items), location)

    def _mapping(self, events: Iterator[yaml.Event], location: Location, depth: int) -> Mapping:
        entries: list[Entry] = []
        seen: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse(
                    event,
                    Text("ชื่อช่องข้อมูลต้องเป็นข้อความ", "a key must be a text"),
                    Text('ใช้รูปแบบ "ชื่อ: ค่า"', 'write "name: value"'),
                )
                continue
            if key.text in seen:
                self.problems.append(
                    Problem(
                        "duplicate-key",
                        key.location,
                        Text(
                            f'ช่อง "{key.text}" ซ้ำกับบรรทัด {seen[key.text]}',
                            f'the key "{key.text}" stands already in line {seen[key.text]}',
                        ),
                        Text("รวมหรือลบให้เหลือเพียงช่องเดียว", "join them, or remove one"),
                    )
                )
                continue
            seen[key.text] = key.location.line
            entries.append(Entry(key.text, value, key.location))
        return Mapping(tuple(entries), location)

    def _location(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        assert mark is not None, "the parser marks every event"
        return Location(self.name, mark.line + 1, mark.column + 1)

    def _refuse(self, event: yaml.Event, message: Text, remedy: Text) -> None:
        self.problems.append(Problem("yaml-not-plain", self._location(event), message, remedy))
