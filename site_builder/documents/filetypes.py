"""What a file really is, by what stands in it."""

from __future__ import annotations

import codecs
import html
import json
import re
import zipfile
from pathlib import Path

from site_builder.documents.text import cleaned

#: How much of a file is looked at.
HEAD = 8192
#: An error page of this size is read whole to tell JSON from other text.
MAX_JSON = 1_000_000

PICTURES = frozenset({"jpg", "png", "gif", "webp", "tif", "bmp", "heic"})

#: What stands at the start of a file.
_MAGIC = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"MZ\x90\0", "exe"),
    (b"\x7fELF", "exe"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|(html|head|title|meta|body|script)\b)", re.I | re.S
)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,900})", re.I)
_TAG = re.compile(rb"\s*<(br|b|p|h[1-6]|div|center|table|font|pre|style|link)\b[^>]*>", re.I)

#: The main part of an Office file, as `[Content_Types].xml` calls it.
_OFFICE = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "dotx"),
    (b"ms-word.document.macroEnabled.main+xml", "docm"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xltx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "ppsx"),
    (b"ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
#: Folders inside a zip file, for one that has lost its list of contents.
_FOLDERS = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
#: Streams of the older binary formats; the one that stands first is the document's own.
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}


def real_type(path: Path) -> str:
    """The type of a file as its usual ending: `pdf`, `jpg` (never `jpeg`), `html`.

    Text is `txt`, whether it has columns or not; an Office file behind a password is `encrypted`;
    an older binary file of another program `ole`; "" where nothing fits.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "heic"
    if head.startswith(_ZIP):
        return _zip_type(path, head)
    if head.startswith(_OLE):
        return _ole_type(path)
    text = head.removeprefix(codecs.BOM_UTF8)
    if _HTML.match(text):
        return "html"
    # The mark of a PDF may stand a little later: PDF 1.7, implementation note 13.
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _text_type(path, text)


def is_office_html(path: Path) -> bool:
    """Whether a page was saved by an Office program, or is a table for one: no error page."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return b"urn:schemas-microsoft-com:office" in head or b"<table" in head.lower()


def page_title(path: Path) -> str:
    """The title of a web page, by which a person knows what was saved; "" without one."""
    with path.open("rb") as file:
        found = _TITLE.search(file.read(HEAD))
    return cleaned(html.unescape(found[1].decode("utf-8", "replace"))) if found else ""


def _zip_type(path: Path, head: bytes) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            if "[Content_Types].xml" in archive.namelist():
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(MAX_JSON)
                return next((found for mark, found in _OFFICE if mark in types), "zip")
            if "mimetype" in archive.namelist():
                with archive.open("mimetype") as part:
                    return _OPEN_DOCUMENT.get(part.read(200).strip(), "zip")
            return "zip"
    except Exception:  # a spoilt zip file fails anywhere; what it was stands at its start
        for mark, found in _OPEN_DOCUMENT.items():
            if mark in head[:200]:
                return found
        with path.open("rb") as file:
            start = file.read(100 * HEAD)
        return next((found for mark, found in _FOLDERS if mark in start), "zip")


def _ole_type(path: Path) -> str:
    content = path.read_bytes()
    places = {
        content.find(f"{name}\0".encode("utf-16-le")): found for name, found in _STREAMS.items()
    }
    places.pop(-1, None)
    return places[min(places)] if places else "ole"


def _text_type(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "txt"
    if not _is_text(head):
        return ""
    if _TAG.match(head):
        return "html"
    start = head.lstrip()[:1]
    if start == b"<" and (b"<?xml" in head[:200] or b"</" in head):
        return "xml"
    if start in (b"{", b"[") and path.stat().st_size <= MAX_JSON:
        try:
            json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            return "txt"
        return "json"
    return "txt"


def _is_text(head: bytes) -> bool:
    """Whether nearly all bytes stand for something that can be written, in UTF-8 or Windows-874."""
    if not head:
        return False
    controls = sum((byte < 32 and byte not in b"\t\n\r\f\x1a\x1b") or byte == 127 for byte in head)
    if controls > len(head) / 20:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp874", "replace").count("\ufffd") <= len(head) / 100
    return True
