"""PDF files: the text of each page, notes and fields on it, and what the file says of itself."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from site_builder.documents.gathering import MAX_CHARACTERS, Gathering, Unreadable
from site_builder.documents.model import Fault, Hidden
from site_builder.documents.text import mended

MAX_PAGES = 300
MAX_NOTES = 1000
#: A page with fewer letters than this and a picture is a scan; a page number or stamp is no text.
FEW_LETTERS = 20
#: Programs append a little after the end; servers, at times, a page of their own.
END = 4096

_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+([0-9]{1,12})")
#: Notes of these kinds are no words of a person.
_NO_COMMENT = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET)


def read(path: Path, found: Gathering) -> None:
    """Read a PDF file.

    Raises:
        Unreadable: it needs a password, is cut short or broken, or has no pages.
        Enough: what is kept of one document is full.
    """
    if not _has_end(path):
        found.faults.add(Fault.TRUNCATED)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise Unreadable(_refusal(path)) from None
    with document:
        _read(document, found)


def _read(document: pypdfium2.PdfDocument, found: Gathering) -> None:
    found.tidy = mended
    found.pages = len(document)
    said = document.get_metadata_dict()
    found.title, found.author = mended(said["Title"]), mended(said["Author"])
    found.language = mended(_wide(lambda *to: raw.FPDFCatalog_GetLanguage(document, *to)))
    found.add_metadata(*(said[key] for key in ("Title", "Author", "Subject", "Keywords")))
    found.is_cut = found.pages > MAX_PAGES
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    scans = drawn = 0
    for number in range(min(found.pages, MAX_PAGES)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            found.faults.add(Fault.BROKEN)  # the page is named, and is not there
            continue
        letters = _read_page(document, page, number + 1, found)
        if letters < FEW_LETTERS:
            drawn += raw.FPDFPage_CountObjects(page) > 0
            scans += any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        page.close()
    if not found.has_text and not drawn and Fault.BROKEN not in found.faults:
        raise Unreadable(Fault.EMPTY)
    # Without any text it is a scan even where its letters are drawn as lines. A report with some
    # pages of photographs is none.
    if (drawn and not found.has_text) or scans > min(found.pages, MAX_PAGES) / 2:
        found.faults.add(Fault.NO_TEXT)


def _read_page(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int, found: Gathering
) -> int:
    """Keep what stands on a page; gives how many letters it has."""
    words = page.get_textpage()
    text = words.get_text_range(0, min(words.count_chars(), MAX_CHARACTERS))
    words.close()
    found.add(text, page=number)
    for hidden, note in _notes(document, page):
        found.add(note, page=number, hidden=hidden)
    return sum(map(str.isalnum, text))


def _notes(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage
) -> Iterator[tuple[Hidden, str]]:
    """What is filled into the fields of a page, and what is noted on it."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind == raw.FPDF_ANNOT_WIDGET and document.formenv:
            yield Hidden.NO, _field(document.formenv, note)
        elif kind not in _NO_COMMENT:
            hidden = Hidden.NO if kind == raw.FPDF_ANNOT_FREETEXT else Hidden.COMMENT
            yield hidden, _said(note, b"Contents")
        raw.FPDFPage_CloseAnnot(note)


def _field(form: Any, note: Any) -> str:
    if raw.FPDFAnnot_GetFormFieldType(form, note) not in (
        raw.FPDF_FORMFIELD_TEXTFIELD,
        raw.FPDF_FORMFIELD_COMBOBOX,
        raw.FPDF_FORMFIELD_LISTBOX,
    ):
        return ""
    return _wide(lambda *to: raw.FPDFAnnot_GetFormFieldValue(form, note, *to))


def _said(note: Any, key: bytes) -> str:
    return _wide(lambda *to: raw.FPDFAnnot_GetStringValue(note, key, *to))


def _wide(ask: Callable[..., int]) -> str:
    """A text of PDFium: asked for its size first, then for itself."""
    size = ask(None, 0)
    if not 2 < size <= 4 * MAX_CHARACTERS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "ignore")


def _refusal(path: Path) -> Fault:
    """Why a file was refused; asked again, for the library's last error may be that of another file."""
    opened = raw.FPDF_LoadDocument(str(path).encode("utf-8", "surrogateescape") + b"\0", None)
    if opened:
        raw.FPDF_CloseDocument(opened)
        return Fault.EMPTY  # it is refused for having no pages
    is_locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
    return Fault.ENCRYPTED if is_locked else Fault.BROKEN


def _has_end(path: Path) -> bool:
    """Whether the file goes on to its end; PDFium rebuilds what was cut off without a word."""
    size = path.stat().st_size
    with path.open("rb") as file:
        # A file for the web says at its start how long it is.
        whole = _LINEARIZED.search(file.read(1024))
        file.seek(max(0, size - END))
        tail = file.read()
    return b"%%EOF" in tail and (whole is None or size >= int(whole[1]))
