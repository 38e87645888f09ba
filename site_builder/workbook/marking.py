"""Marks cells of a workbook, and leaves everything else in the file as it is.

Parts of the file are changed where a mark stands, byte by byte, and all others are copied: a library that
reads a workbook and writes it again loses what it does not know (drawings, macros, threads of comments).
A cell is coloured by a conditional format that is always true, so its own format stays, and what is said of
it is a comment; both are known as ours, and go when the workbook is marked again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from site_builder.sources.archive import open_archive
from site_builder.workbook.marks import Mark
from site_builder.workbook.package import (
    BadPart,
    Book,
    Place,
    cell_name,
    local,
    place_of,
    relations_of,
)

#: In the formula of our conditional formats: a comparison that is always true.
_OURS = "oit-mark"
#: At the head of each of our comments.
LEAD = "◆ oit: "
_AUTHOR = "oit"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

#: Fill and letters of a wrong cell, and of one on which something is noted; contrast above 7.
_WRONG = ("FFFFC7CE", "FF7A0006")
_NOTED = ("FFDDEBF7", "FF14365C")

#: The order in which the parts of a sheet and of the styles must stand (ECMA-376 18.3.1.99, 18.8.39).
_OF_SHEET = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
    "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF "
    "picture oleObjects controls webPublishItems tableParts extLst"
)
_OF_STYLES = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)

_TAG = re.compile(rb"</?[^\s/>]+(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>\s*", re.DOTALL)
_SHAPE_PLACE = re.compile(rb"<x:(Row|Column)>\s*(\d+)\s*</x:\1>")


class CannotMark(Exception):
    """The file is of a kind that cannot be marked; what is wrong is told in words alone."""


def marked(path: Path, marks: Sequence[Mark]) -> bytes:
    """The workbook with these marks and none of those that it had from us.

    Raises:
        CannotMark: its parts are written in a way that we do not change.
    """
    try:
        with open_archive(path) as archive:
            return _Marking(archive, path.name).run(marks)
    except (BadPart, expat.ExpatError, KeyError, UnicodeDecodeError) as error:
        raise CannotMark from error


class _Child(NamedTuple):
    """An element: its name, where it begins and where it ends, in bytes."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _Outline:
    """The root of a part, and its children or those deeper down that were asked for."""

    prefix: str
    children: list[_Child]
    open_end: int
    close: int


def _outline(data: bytes, depth: int = 1, namespace: str = _MAIN) -> _Outline:
    """Where the elements of one depth stand.

    Raises:
        CannotMark: the part is not UTF-8, or of another namespace.
    """
    data.decode("utf-8")
    root: list[str] = []
    opened: list[int] = []
    children: list[_Child] = []
    ends = [0, len(data)]
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if not root:
            prefix, _, _ = name.rpartition(":")
            if namespace and attributes.get(f"xmlns:{prefix}" if prefix else "xmlns") != namespace:
                raise CannotMark
            root.append(prefix)
            ends[0] = _end_of_tag(data, parser.CurrentByteIndex)
        opened.append(parser.CurrentByteIndex)

    def end(name: str) -> None:
        begin, at = opened.pop(), parser.CurrentByteIndex
        if len(opened) == depth:
            children.append(_Child(local(name), begin, _end_of_tag(data, at)))
        elif not opened:
            ends[1] = at

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    prefix = f"{root[0]}:" if root[0] else ""
    return _Outline(prefix, children, ends[0], ends[1])


def _refuse(*declared: object) -> None:
    raise BadPart("a document type")


def _end_of_tag(data: bytes, start: int) -> int:
    found = _TAG.match(data, start)
    if found is None:
        raise CannotMark
    return found.end()


def _with(data: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The data with parts replaced; places are those of the data as given."""
    for start, end, new in sorted(edits, key=lambda each: (each[0], each[1]), reverse=True):
        data = data[:start] + new + data[end:]
    return data


def _inserted(data: bytes, order: str, name: str, new: bytes) -> bytes:
    """The part with a new child of its root at the place that the order gives it."""
    outline = _outline(data)
    names = order.split()
    for child in outline.children:
        if child.name in names and names.index(child.name) > names.index(name):
            return _with(data, [(child.start, child.start, new)])
    if data[outline.close : outline.close + 2] != b"</":
        raise CannotMark
    return _with(data, [(outline.close, outline.close, new)])


class _Marking:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._book = Book(archive, name)
        self._changed: dict[str, bytes] = {}

    def run(self, marks: Sequence[Mark]) -> bytes:
        by_sheet: dict[str, list[Mark]] = {}
        for mark in marks:
            by_sheet.setdefault(mark.sheet.part, []).append(mark)
        for sheet in self._book.sheets:
            found = by_sheet.get(sheet.part, [])
            self._colour(sheet.part, found)
            self._comment(sheet.part, found)
        return self._written()

    def _read(self, part: str) -> bytes:
        return self._changed[part] if part in self._changed else self._archive.read(part)

    def _has(self, part: str) -> bool:
        return part in self._changed or part in self._archive.namelist()

    # --- colours ----------------------------------------------------------------------------

    def _colour(self, part: str, marks: Sequence[Mark]) -> None:
        data = self._read(part)
        if marks or _OURS.encode() in data:
            outline = _outline(data)
            data = _with(
                data,
                [
                    (child.start, child.end, b"")
                    for child in outline.children
                    if child.name == "conditionalFormatting"
                    and _OURS.encode() in data[child.start : child.end]
                ],
            )
        wrong = {mark.place for mark in marks if mark.is_wrong}
        noted = {mark.place for mark in marks} - wrong
        for places, colours in ((wrong, _WRONG), (noted, _NOTED)):
            if places:
                data = self._with_format(data, places, self._style(*colours))
        if data != self._read(part):
            self._changed[part] = data

    def _with_format(self, data: bytes, places: set[Place], style: int) -> bytes:
        prefix = _outline(data).prefix
        numbers = [int(found) for found in re.findall(rb'\bpriority="(\d+)"', data)]
        cells = " ".join(map(cell_name, sorted(places)))
        new = (
            f'<{prefix}conditionalFormatting sqref="{cells}"><{prefix}cfRule type="expression" dxfId="{style}" '
            f'priority="{max(numbers, default=0) + 1}"><{prefix}formula>"{_OURS}"&lt;&gt;""</{prefix}formula>'
            f"</{prefix}cfRule></{prefix}conditionalFormatting>"
        )
        return _inserted(data, _OF_SHEET, "conditionalFormatting", new.encode())

    def _style(self, fill: str, letters: str) -> int:
        """The number of a conditional style, which is added where the workbook does not have it."""
        part = next(
            part
            for kind, part in relations_of(self._archive, self._book.main).values()
            if kind == "styles"
        )
        data = self._read(part)
        outline = _outline(data)
        p = outline.prefix
        new = (
            f'<{p}dxf><{p}font><{p}b/><{p}color rgb="{letters}"/></{p}font><{p}fill><{p}patternFill '
            f'patternType="solid"><{p}fgColor rgb="{fill}"/><{p}bgColor rgb="{fill}"/></{p}patternFill>'
            f"</{p}fill></{p}dxf>"
        ).encode()
        listed = next((child for child in outline.children if child.name == "dxfs"), None)
        if listed is None:
            whole = f'<{p}dxfs count="1">'.encode() + new + f"</{p}dxfs>".encode()
            self._changed[part] = _inserted(data, _OF_STYLES, "dxfs", whole)
            return 0
        there = [
            data[child.start : child.end]
            for child in _outline(data, depth=2).children
            if listed.start < child.start < listed.end
        ]
        if new in there:
            return there.index(new)
        inner = b"".join(there)
        whole = (
            f'<{p}dxfs count="{len(there) + 1}">'.encode() + inner + new + f"</{p}dxfs>".encode()
        )
        self._changed[part] = _with(data, [(listed.start, listed.end, whole)])
        return len(there)

    # --- comments ---------------------------------------------------------------------------

    def _comment(self, part: str, marks: Sequence[Mark]) -> None:
        relations = relations_of(self._archive, part)
        comments = next((p for kind, p in relations.values() if kind == "comments"), "")
        gone: set[Place] = set()
        if comments and (marks or LEAD.encode() in self._read(comments)):
            gone = self._clear(comments)
        if not marks and not gone:
            return
        texts: dict[Place, str] = {}
        for mark in marks:
            said = f"{mark.message}\n→ {mark.remedy}"
            texts[mark.place] = f"{texts[mark.place]}\n{said}" if mark.place in texts else said
        if not comments:
            comments = self._new_comments(part)
        drawing = self._drawing_of(part, relations) or self._new_drawing(part)
        joined = self._join(comments, texts)
        self._draw(drawing, gone, [place for place in texts if place not in joined])

    def _drawing_of(self, part: str, relations: Mapping[str, tuple[str, str]]) -> str:
        """The part with the boxes of a sheet's comments, "" where it has none."""
        data = self._read(part)
        for child in _outline(data).children:
            if child.name == "legacyDrawing":
                found = re.search(rb'\bid="([^"]*)"', data[child.start : child.end])
                key = found[1].decode() if found else ""
                return relations.get(key, ("", ""))[1]
        return ""

    def _clear(self, part: str) -> set[Place]:
        """Take our comments out, and what we have said in those of others; the places that are bare now."""
        data = self._read(part)
        p = _outline(data).prefix
        gone: set[Place] = set()
        edits = []
        for start, end, place, text, runs in self._comments(data):
            if text.startswith(LEAD):
                gone.add(place)
                edits.append((start, end, b""))
            elif LEAD in text:
                # Behind what a person says, in a run of its own or joined to it by another program.
                first, said = next((at, said) for at, said in runs if LEAD in said)
                rest = said[: said.index(LEAD)].rstrip("\n")
                kept = _run(p, rest, is_ours=False).encode() if rest else b""
                edits.append((first, _end_of_runs(data, first), kept))
        if edits:
            self._changed[part] = _with(data, edits)
        return gone

    def _comments(self, data: bytes) -> list[tuple[int, int, Place, str, list[tuple[int, str]]]]:
        """Each comment: where it stands in the part, its cell, its text, and its runs with their begin."""
        found: list[tuple[int, int, Place, str, list[tuple[int, str]]]] = []
        opened: list[tuple[str, int, dict[str, str]]] = []
        runs: list[tuple[int, str]] = []
        texts: list[str] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse

        def start(name: str, attributes: Mapping[str, str]) -> None:
            name = local(name)
            opened.append((name, parser.CurrentByteIndex, dict(attributes)))
            if name == "comment":
                runs.clear()
                texts.clear()
            elif name == "r" or (name == "t" and opened[-2][0] == "text"):
                runs.append((parser.CurrentByteIndex, ""))

        def characters(text: str) -> None:
            if opened[-1][0] == "t" and runs:
                texts.append(text)
                runs[-1] = (runs[-1][0], runs[-1][1] + text)

        def end(name: str) -> None:
            name, begin, attributes = opened.pop()
            if name == "comment":
                place = place_of(attributes.get("ref", ""))
                if place:
                    at = _end_of_tag(data, parser.CurrentByteIndex)
                    found.append((begin, at, place, "".join(texts), list(runs)))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
        parser.Parse(data, True)
        return found

    def _join(self, part: str, texts: Mapping[Place, str]) -> set[Place]:
        """Add what is said: to the comment of a person where a cell has one, else as one of ours.

        Returns the places whose comment was there before.
        """
        data = self._read(part)
        outline = _outline(data)
        p = outline.prefix
        there = {
            place: (start, end, runs[0][0] if runs else end)
            for start, end, place, _, runs in self._comments(data)
        }
        edits = []
        new = []
        by_name = {child.name: child for child in outline.children}
        authors, lists = by_name["authors"], by_name["commentList"]
        inner = _outline(data, depth=2).children
        count = sum(1 for child in inner if child.name == "author")
        for place, text in sorted(texts.items()):
            if place in there:
                edits.append(self._appended(data, *there[place], p, text))
            else:
                run = _run(p, LEAD + text)
                new.append(
                    f'<{p}comment ref="{cell_name(place)}" authorId="{count}"><{p}text>{run}</{p}text></{p}comment>'
                )
        edits.append(_inside(data, lists, "".join(new).encode()))
        edits.append(_inside(data, authors, f"<{p}author>{_AUTHOR}</{p}author>".encode()))
        self._changed[part] = _with(data, edits)
        return there.keys() & texts.keys()

    def _appended(
        self, data: bytes, start: int, end: int, first: int, p: str, text: str
    ) -> tuple[int, int, bytes]:
        """Add to the text of a comment; `first` is where its first run, or its only text, begins."""
        close = data.rfind(f"</{p}text>".encode(), start, end)
        if close < 0:
            raise CannotMark
        new = _run(p, f"\n{LEAD}{text}").encode()
        if first < close and data.startswith(f"<{p}t".encode(), first):
            plain = data[first:close]  # a text that is not in runs: it becomes the first one
            return first, close, f"<{p}r>".encode() + plain + f"</{p}r>".encode() + new
        return close, close, new

    def _draw(self, part: str, gone: set[Place], places: Iterable[Place]) -> None:
        data = self._read(part)
        if gone:
            data = _SHAPE.sub(
                lambda found: b"" if _shape_place(found[0]) in gone else found[0], data
            )
        numbers = [int(found) for found in re.findall(rb'id="_x0000_s(\d+)"', data)]
        first = max(numbers, default=1024) + 1
        shapes = "".join(_shape(number, place) for number, place in enumerate(places, start=first))
        if b'"_x0000_t202"' not in data:
            shapes = _SHAPE_TYPE + shapes
        at = data.rfind(b"</xml>")
        if at < 0:
            raise CannotMark
        self._changed[part] = data[:at] + shapes.encode() + data[at:]

    def _new_comments(self, sheet: str) -> str:
        part = self._free("xl/comments", ".xml")
        self._changed[part] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}"><authors></authors>'
            "<commentList></commentList></comments>"
        ).encode()
        self._relate(sheet, "comments", part)
        new = f'<Override PartName="/{part}" ContentType="{_COMMENTS_TYPE}"/>'
        self._list_type(new, f'PartName="/{part}"')
        return part

    def _new_drawing(self, sheet: str) -> str:
        part = self._free("xl/drawings/vmlDrawing", ".vml")
        self._changed[part] = (
            b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
            b'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
        )
        key = self._relate(sheet, "vmlDrawing", part)
        self._list_type(f'<Default Extension="vml" ContentType="{_VML_TYPE}"/>', 'Extension="vml"')
        data = self._read(sheet)
        p = _outline(data).prefix
        new = f'<{p}legacyDrawing xmlns:oitr="{_RELATIONS}" oitr:id={quoteattr(key)}/>'
        self._changed[sheet] = _inserted(data, _OF_SHEET, "legacyDrawing", new.encode())
        return part

    def _free(self, start: str, end: str) -> str:
        number = 1
        while self._has(f"{start}{number}{end}"):
            number += 1
        return f"{start}{number}{end}"

    def _relate(self, sheet: str, kind: str, part: str) -> str:
        """Name a part among those that belong to a sheet; its id there."""
        folder, _, file = sheet.rpartition("/")
        name = f"{folder}/_rels/{file}.rels"
        empty = f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
        data = self._read(name) if self._has(name) else empty.encode()
        key = f"oit{kind}"
        outline = _outline(data, namespace=f"{_PACKAGE}/relationships")
        p = outline.prefix
        new = (
            f'<{p}Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="/{part}"/>'
        ).encode()
        self._changed[name] = _into_root(data, outline, new, f"{p}Relationships")
        return key

    def _list_type(self, new: str, known: str) -> None:
        name = "[Content_Types].xml"
        data = self._read(name)
        if known.encode() in data:
            return
        outline = _outline(data, namespace=f"{_PACKAGE}/content-types")
        new = new.replace("<", f"<{outline.prefix}", 1)
        self._changed[name] = _into_root(data, outline, new.encode(), f"{outline.prefix}Types")

    def _written(self) -> bytes:
        """The file with the parts that were changed; all others as they were."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in self._archive.infolist():
                data = self._changed.pop(entry.filename, None)
                target.writestr(entry, self._archive.read(entry) if data is None else data)
            for part in sorted(self._changed):
                target.writestr(zipfile.ZipInfo(part, (2000, 1, 1, 0, 0, 0)), self._changed[part])
        return buffer.getvalue()


def _end_of_runs(data: bytes, start: int) -> int:
    """Where the runs of a comment end that begin at a place."""
    found = re.compile(rb"</(?:\w+:)?text>").search(data, start)
    if found is None:
        raise CannotMark
    return found.start()


def _run(p: str, text: str, is_ours: bool = True) -> str:
    style = f'<{p}rPr><{p}b/><{p}sz val="9"/><{p}rFont val="Tahoma"/></{p}rPr>' if is_ours else ""
    return f'<{p}r>{style}<{p}t xml:space="preserve">{escape(_clean(text))}</{p}t></{p}r>'


def _clean(text: str) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def _inside(data: bytes, child: _Child, new: bytes) -> tuple[int, int, bytes]:
    """Put something at the end of an element, which may be written as empty."""
    whole = data[child.start : child.end]
    if whole.endswith(b"/>"):
        name = re.match(rb"<([^\s/>]+)", whole)
        assert name is not None
        opened = whole[:-2].rstrip() + b">"
        return child.start, child.end, opened + new + b"</" + name[1] + b">"
    at = child.start + whole.rindex(b"</")
    return at, at, new


def _into_root(data: bytes, outline: _Outline, new: bytes, name: str) -> bytes:
    if data[outline.close : outline.close + 2] == b"</":
        return _with(data, [(outline.close, outline.close, new)])
    opened = data[: outline.open_end].rstrip()[:-2] + b">"  # it was written as empty
    return opened + new + f"</{name}>".encode() + data[outline.open_end :]


def _shape_place(shape: bytes) -> Place | None:
    found = {each[1]: int(each[2]) for each in _SHAPE_PLACE.finditer(shape)}
    return (found[b"Row"] + 1, found[b"Column"] + 1) if len(found) == 2 else None


_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _shape(number: int, place: Place) -> str:
    row, column = place[0] - 1, place[1] - 1
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {column + 4}, 40, {row + 6}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:260pt;height:90pt;'
        'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
