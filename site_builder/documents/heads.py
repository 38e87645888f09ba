"""Whether a published document or picture opens: by its first bytes, as any program would see."""

from __future__ import annotations

from pathlib import PurePosixPath

from site_builder.language import Text, same

#: How much of a file is read: enough to know what it is, little enough to burden no server.
HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
#: Files that a server shows as they are, and whose content says whether they open.
FILES = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "ods",
        "odp",
        "csv",
        "zip",
        "rar",
        "7z",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
    ]
)
#: How files of an ending begin.
_STARTS = {
    **dict.fromkeys(["docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"], _ZIP),
    **dict.fromkeys(["xls", "ppt"], _OLE),
    "doc": (*_OLE, b"{\\rtf"),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF8",),
    "webp": (b"RIFF",),
}
_PDF = b"%PDF-"
#: Readers of PDF accept that something stands before its mark.
_PDF_WITHIN = 1024
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")


def wrong_with(name: str, head: bytes) -> Text | None:
    """What is wrong with a file, by its name and first bytes; None where it may open."""
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    if not head:
        return Text("ไฟล์ว่าง (0 ไบต์)", "the file is empty (0 bytes)")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        return Text(
            "ได้หน้าเว็บแทนไฟล์ (มักเป็นหน้าแจ้งข้อผิดพลาดหรือหน้าเข้าสู่ระบบ)",
            "a web page comes in its place (often an error page or a login)",
        )
    is_right = head.startswith(_STARTS.get(suffix, b""))
    if suffix == "pdf":
        is_right = _PDF in head[:_PDF_WITHIN]
    if is_right:
        return None
    return Text(
        "เนื้อไฟล์ไม่ใช่ชนิด .{suffix} ตามชื่อ",
        "its content is not of the type .{suffix} that its name says",
    ).format(suffix=same(suffix))
