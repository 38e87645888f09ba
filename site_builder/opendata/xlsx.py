"""A table as a workbook of one sheet. Same input, same bytes.

A site has a workbook for every table, so that they are written as what they are, a few parts of XML in
a ZIP file: a library that can do everything took a fifth of a whole build. All parts but two are the
same in every workbook.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import count

from site_builder.opendata.exports import Sheet

#: What a cell of a spreadsheet can hold.
_LONGEST = 32_767
#: Characters that XML cannot hold, and what would be taken for the escape of one.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: ZIP files carry a time; ours must not change from build to build.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CREATED = "2000-01-01T00:00:00Z"

_CONSTANT = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def to_xlsx(table: Sheet) -> bytes:
    """One sheet with a frozen heading; every text is written as text, never as a formula."""
    target = io.BytesIO()
    parts = {
        **_CONSTANT,
        "docProps/core.xml": _properties(table.title),
        "xl/worksheets/sheet1.xml": _sheet(table),
    }
    with zipfile.ZipFile(target, "w") as book:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name, _NO_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(part, text)
    return target.getvalue()


def _properties(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_CREATED}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _sheet(table: Sheet) -> str:
    letters = [_letters(position) for position in range(len(table.headings))]
    heading = "".join(
        f'<c r="{letter}1" s="1" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'
        for letter, text in zip(letters, table.headings, strict=True)
    )
    rows = "".join(_rows(table, letters))
    last = f"{letters[-1]}{len(table.rows) + 1}"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        f'<cols><col min="1" max="{len(letters)}" width="22.7109375" customWidth="1"/></cols>'
        f'<sheetData><row r="1">{heading}</row>{rows}</sheetData></worksheet>'
    )


def _rows(table: Sheet, letters: list[str]) -> Iterator[str]:
    for number, row in zip(count(2), table.rows, strict=False):
        cells = [
            f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
            if isinstance(cell, str)
            else f'<c r="{letter}{number}"><v>{float(cell):.16G}</v></c>'
            for letter, cell in zip(letters, row, strict=True)
            if cell != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _text(text: str) -> str:
    if _UNFIT.search(text):
        text = _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escape(text[:_LONGEST], quote=False)


def _letters(position: int) -> str:
    """The name of a column: A, B, …, Z, AA, …"""
    name = ""
    position += 1
    while position:
        position, left = divmod(position - 1, 26)
        name = chr(ord("A") + left) + name
    return name
