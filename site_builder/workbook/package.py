"""The cells of a workbook as they stand in its file: values, formulas, formats, merged ranges.

Only what is asked for is read, as a stream: drawings, charts, macros and sheets of no interest are
never looked at, so nothing in them can stop us. openpyxl gives a cell's formula or its value, not both.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.archive import ArchiveTooLarge, open_archive
from site_builder.thai import nfc

#: A sheet with more cells that hold something is no form that people filled in.
MAX_CELLS = 1_000_000
#: Rows and columns of a sheet (Excel's limits).
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

#: Rows in which a sheet says what it is.
HEAD = 5

_HIDDEN = ("hidden", "veryHidden")

#: Row and column, from 1.
Place = tuple[int, int]
#: First row, first column, last row, last column.
Range = tuple[int, int, int, int]

RawKind = Literal["text", "number", "bool", "error"]
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
#: Formats without a code of their own in the file (ECMA-376 18.8.30; 71-81 are those of Thai).
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell that holds something. A formula without a kept result has the text ""."""

    text: str
    kind: RawKind
    format: str = "General"
    is_formula: bool = False

    @property
    def is_date(self) -> bool:
        plain = _NOT_FORMAT.sub("", self.format).lower()
        return self.kind == "number" and plain != "general" and bool(re.search("[dmyhsb]", plain))


@dataclass
class Grid:
    """The cells of one sheet."""

    cells: dict[Place, Raw] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)

    @cached_property
    def rows(self) -> dict[int, dict[int, Raw]]:
        """Cells by row and column, rows in their order."""
        found: dict[int, dict[int, Raw]] = {}
        for (row, column), raw in self.cells.items():
            found.setdefault(row, {})[column] = raw
        return {row: found[row] for row in sorted(found)}


@dataclass(frozen=True)
class SheetPart:
    """A sheet of a workbook: its name, and the part of the file that holds it."""

    name: str
    part: str
    is_hidden: bool


class Book:
    """A workbook that is open for reading."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name
        self.main = _main_part(archive)
        relations = relations_of(archive, self.main)
        found: list[dict[str, str]] = []
        self.is_1904 = False

        def opened(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "sheet":
                found.append(dict(attributes))
            elif tag == "workbookPr":
                self.is_1904 = attributes.get("date1904", "0") in ("1", "true")

        parse(archive, self.main, opened)
        parts = {key: part for key, (kind, part) in relations.items() if kind == "worksheet"}
        self.sheets = tuple(
            SheetPart(nfc(each.get("name", "")), parts[each["id"]], each.get("state") in _HIDDEN)
            for each in found
            if each.get("id") in parts
        )
        by_kind = dict(relations.values())
        self._strings_part = by_kind.get("sharedStrings", "")
        self._styles_part = by_kind.get("styles", "")

    def grid(self, sheet: SheetPart, rows: int = LAST_ROW) -> Grid:
        """The cells of the first rows of a sheet.

        Raises:
            InputError: there are too many.
        """
        reader = _SheetReader(self._strings, self._formats, rows)
        try:
            parse(self._archive, sheet.part, reader.opened, reader.closed, reader.characters)
        except _Enough:
            if len(reader.grid.cells) > MAX_CELLS:
                reason = Text("มีเซลล์มากเกินไป", "it has too many cells")
                raise InputError([unreadable(f"{self.name} [{sheet.name}]", reason)]) from None
        return reader.grid

    @cached_property
    def _strings(self) -> list[str]:
        found: list[str] = []
        if self._strings_part not in self._archive.namelist():
            return found
        parts: list[str] = []
        inside: list[str] = []

        def opened(tag: str, attributes: Mapping[str, str]) -> None:
            inside.append(tag)
            if tag == "si":
                parts.clear()

        def closed(tag: str) -> None:
            inside.pop()
            if tag == "si":
                found.append(unescaped("".join(parts)))

        def characters(text: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                parts.append(text)

        parse(self._archive, self._strings_part, opened, closed, characters)
        return found

    @cached_property
    def _formats(self) -> list[str]:
        """The number format of each style."""
        codes: dict[int, str] = {}
        styles: list[int] = []
        inside: list[str] = []

        def opened(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "numFmt":
                codes[_int(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif tag == "xf" and inside and inside[-1] == "cellXfs":
                styles.append(_int(attributes.get("numFmtId")))
            inside.append(tag)

        if self._styles_part in self._archive.namelist():
            parse(self._archive, self._styles_part, opened, lambda tag: inside.pop())
        return [codes.get(each) or _built_in(each) for each in styles]


@dataclass(frozen=True)
class Loaded:
    """A workbook that has been read: the sheets that were wanted with their cells, in its order.

    Attributes:
        names: of all sheets.
    """

    name: str
    is_1904: bool
    names: tuple[str, ...]
    sheets: tuple[tuple[SheetPart, Grid], ...]


def load(path: Path, name: str, wants: Callable[[SheetPart, Grid], bool]) -> Loaded:
    """The sheets that are wanted, as their names and first rows show it.

    Raises:
        InputError: the file is missing, locked, too large, no workbook of the kind .xlsx, or broken.
    """
    if path.name.startswith("~$"):
        raise InputError([_lock_file(name)])
    try:
        with open_archive(path) as archive:
            book = Book(archive, name)
            wanted = [each for each in book.sheets if wants(each, book.grid(each, HEAD))]
            grids = tuple((each, book.grid(each)) for each in wanted)
            return Loaded(name, book.is_1904, tuple(each.name for each in book.sheets), grids)
    except PermissionError:
        raise InputError([locked(name)]) from None
    except OSError as error:
        raise InputError([not_opened(name, error)]) from None
    except ArchiveTooLarge:
        raise InputError(
            [unreadable(name, Text("ไฟล์ใหญ่เกินไป", "it unpacks to too much"))]
        ) from None
    except zipfile.BadZipFile:
        raise InputError([unreadable(name, _what_it_is(path))]) from None
    except _BROKEN as error:
        reason = Text("ไฟล์เสียหรือไม่ใช่สมุดงาน .xlsx", "it is broken, or no workbook (.xlsx)")
        raise InputError([unreadable(name, reason)]) from error


class BadPart(Exception):
    """A part of a workbook that is not what it must be, or that reaches for something outside."""


#: What the libraries that unpack and parse raise where a file is spoilt.
_BROKEN = (BadPart, expat.ExpatError, KeyError, ValueError, RuntimeError, EOFError, zlib.error)


def parse(
    archive: zipfile.ZipFile,
    part: str,
    opened: Callable[[str, Mapping[str, str]], None],
    closed: Callable[[str], object] = lambda tag: None,
    characters: Callable[[str], None] = lambda text: None,
) -> None:
    """Read a part as a stream; tags and attributes are named without prefixes.

    Raises:
        BadPart: it declares a document type, by which entities would come in.
        expat.ExpatError: it is no XML.
        KeyError: there is no such part.
    """
    with archive.open(part) as stream:
        reader(opened, closed, characters).ParseFile(stream)


def reader(
    opened: Callable[[str, Mapping[str, str]], None],
    closed: Callable[[str], object],
    characters: Callable[[str], None],
) -> expat.XMLParserType:
    """A parser that tells of each element, and takes no document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: opened(
        local(tag), {local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: closed(local(tag))
    parser.CharacterDataHandler = characters
    return parser


def _refuse(*declared: object) -> None:
    raise BadPart("a document type")


def local(name: str) -> str:
    """A name without its prefix: office programs agree on these alone."""
    return name.rpartition(":")[2]


def relations_of(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part relates to inside of the file: kind and part by id; links to the outside left out."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    found: dict[str, tuple[str, str]] = {}

    def opened(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole))

    if name in archive.namelist():
        parse(archive, name, opened)
    return found


def _main_part(archive: zipfile.ZipFile) -> str:
    for kind, part in relations_of(archive, "").values():
        if kind == "officeDocument":
            return part
    raise BadPart("no workbook")


class _Enough(Exception):
    """All that was asked for is read."""


class _SheetReader:
    def __init__(self, strings: list[str], formats: list[str], rows: int) -> None:
        self.grid = Grid()
        self._strings, self._formats, self._rows = strings, formats, rows
        self._row = self._column = 0
        self._type = self._format = ""
        self._value: list[str] = []
        self._inside: list[str] = []
        self._is_formula = self._has_value = False

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._inside.append(tag)
        if tag == "row":
            self._row = _int(attributes.get("r")) or self._row + 1
            self._column = 0
            if self._row > self._rows:
                raise _Enough
        elif tag == "c":
            place = place_of(attributes.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
            self._type = attributes.get("t", "n")
            style = _int(attributes.get("s"))
            self._format = self._formats[style] if style < len(self._formats) else "General"
            self._value = []
            self._is_formula = self._has_value = False
        elif tag == "f":
            self._is_formula = True
        elif tag in ("v", "is"):
            self._has_value = True
        elif tag == "mergeCell":
            found = range_of(attributes.get("ref", ""))
            if found:
                self.grid.merged.append(found)

    def characters(self, text: str) -> None:
        if self._inside[-1] == "v" or (self._inside[-1] == "t" and "rPh" not in self._inside):
            self._value.append(text)

    def closed(self, tag: str) -> None:
        self._inside.pop()
        if tag == "c" and (self._has_value or self._is_formula):
            text, kind = self._typed("".join(self._value))
            if text or self._is_formula:
                place = (self._row, self._column)
                self.grid.cells[place] = Raw(text, kind, self._format, self._is_formula)
                if len(self.grid.cells) > MAX_CELLS:
                    raise _Enough

    def _typed(self, value: str) -> tuple[str, RawKind]:
        if self._type == "s":
            number = _int(value)
            return (self._strings[number] if number < len(self._strings) else ""), "text"
        if self._type in ("str", "inlineStr", "d"):
            return unescaped(value), "text"
        if self._type == "b":
            return ("TRUE" if value.strip() == "1" else "FALSE"), "bool"
        return value.strip(), "error" if self._type == "e" else "number"


def unescaped(text: str) -> str:
    """A text of a workbook with the characters that XML cannot hold (`_x000D_`)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return nfc(text)


def _built_in(number: int) -> str:
    return "d/m/yyyy" if number in _DATES else _BUILT_IN.get(number, "General")


def _int(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 0


def letters(column: int) -> str:
    """The name of a column: 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def cell_name(place: Place) -> str:
    """`C5`, as people call a cell."""
    return f"{letters(place[1])}{place[0]}"


def place_of(name: str) -> Place | None:
    """Row and column of `C5`, None where the name is none."""
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", name)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if 0 < row <= LAST_ROW and column <= LAST_COLUMN else None


def range_of(name: str) -> Range | None:
    """The cells that `A1:B2` names."""
    first, _, last = name.partition(":")
    start, end = place_of(first), place_of(last or first)
    return (*start, *end) if start and end else None


def _what_it_is(path: Path) -> Text:
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return Text(
            "เป็นไฟล์ .xls รุ่นเก่า หรือตั้งรหัสผ่านไว้", "it is an old .xls, or protected with a password"
        )
    return Text("ไม่ใช่ไฟล์ Excel (.xlsx) หรือไฟล์เสีย", "it is no Excel file (.xlsx), or broken")


def unreadable(name: str, reason: Text) -> Problem:
    """The problem of a workbook that cannot be read."""
    return Problem(
        "workbook-unreadable",
        Location(name),
        Text("อ่านไฟล์ไม่ได้: {reason}", "the file cannot be read: {reason}").format(reason=reason),
        Text("บันทึกใหม่เป็น .xlsx แล้วลองอีกครั้ง", "save it again as .xlsx and try once more"),
    )


def locked(name: str) -> Problem:
    """The problem of a file that another program keeps for itself."""
    return Problem(
        "file-locked",
        Location(name),
        Text(
            "ไฟล์นี้ถูกโปรแกรมอื่นใช้อยู่ เช่น เปิดค้างใน Excel",
            "another program, such as Excel, keeps the file",
        ),
        Text("บันทึกและปิดไฟล์ใน Excel แล้วสั่งใหม่", "save and close it in Excel, then try again"),
    )


def not_opened(name: str, error: OSError) -> Problem:
    """The problem of a file that is not there, or cannot be opened."""
    return Problem(
        "file-unreadable",
        Location(name),
        Text(f"เปิดไฟล์ไม่ได้ ({error.strerror})", f"the file cannot be opened ({error.strerror})"),
        Text("ตรวจชื่อและโฟลเดอร์ของไฟล์", "check the name and the folder of the file"),
    )


def _lock_file(name: str) -> Problem:
    return Problem(
        "file-locked",
        Location(name),
        Text(
            "ไฟล์ที่ขึ้นต้นด้วย ~$ เป็นไฟล์ชั่วคราวที่ Excel สร้างขณะเปิดสมุดงาน ไม่มีข้อมูล",
            "a file that begins with ~$ is a mark that Excel leaves while a workbook is open",
        ),
        Text(
            "บันทึกและปิดไฟล์ใน Excel แล้วระบุสมุดงานตัวจริง",
            "save and close it, then name the workbook itself",
        ),
    )
