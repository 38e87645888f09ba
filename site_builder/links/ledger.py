"""The ledger: every address that the site ever published, and what stands there.

`data/urls.lock.json` is written after each build and belongs to the agency's data. An address is a
path in the site as people read it, with `/` in front and without percent-encoding; that of a page
ends in `/`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path, PureWindowsPath
from typing import Any

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.names import link_problem
from site_builder.sources.opening import FileTooLarge, read_whole
from site_builder.sources.write import write_file

LEDGER_FILE = "data/urls.lock.json"
FORMAT = 1

#: A larger ledger is not read; one of 100 000 addresses has about 15 MB.
_MAX_BYTES = 64 * 1024 * 1024
#: What file systems take as one name, in bytes.
_LONGEST_NAME = 255
#: Files that only serve the look of pages, or that every build makes anew under the same name.
_OF_THE_FRAME = ("/assets/", "/redirects/")
_OF_THE_SITE = frozenset(
    ["/404.html", "/_headers", "/sitemap.xml", "/sitemap.xml.gz", "/SHA256SUMS"]
)
_OF_PAGES = (".js", ".css", ".map", ".woff", ".woff2", ".ttf", ".otf", ".ico")


class Kind(StrEnum):
    """What stands at an address."""

    PAGE = "page"
    ITEM = "item"
    DOCUMENT = "document"
    FILE = "file"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of the ledger.

    Attributes:
        edition: of an item's page.
        item: slug of an item's page: its subject, whatever number it has.
        sha256: of a document.
        now: the address of a document that was renamed since.
    """

    kind: Kind
    edition: str = ""
    item: str = ""
    sha256: str = ""
    now: str = ""


Ledger = Mapping[str, Entry]

_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one for each call
_PLAIN = re.compile(r"(?:/[0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+)*)+/?")


def is_address(text: str) -> bool:
    """Whether a file of a site can stand there, on any system, and nowhere else."""
    if _PLAIN.fullmatch(text) and len(text) <= _LONGEST_NAME:
        return True  # as nearly all are
    names = text.removeprefix("/").removesuffix("/").split("/")
    windows = PureWindowsPath(text.removeprefix("/"))
    return (
        text.startswith("/")
        and (text == "/" or all(names))
        and not {".", ".."} & {*names, *windows.parts}
        and not windows.drive
        and all(ord(sign) >= 32 and ord(sign) != 127 for sign in text)
        and all(len(name.encode("utf-8", "replace")) <= _LONGEST_NAME for name in names)
        and not any("\ud800" <= sign <= "\udfff" for sign in text)
    )


def is_lasting(address: str) -> bool:
    """Whether people or programs may have linked it: not what only serves the look of pages."""
    return (
        is_address(address)
        and not address.startswith(_OF_THE_FRAME)
        and address not in _OF_THE_SITE
        and not address.lower().endswith(_OF_PAGES)
    )


def load_ledger(root: Path) -> dict[str, Entry]:
    """The ledger of the workspace at `root`; empty before its first build.

    Raises:
        InputError: it cannot be read. It is never begun anew: that would forget every promise.
    """
    path = root / LEDGER_FILE
    return read_ledger(path, LEDGER_FILE) if os.path.lexists(path) else {}


def read_ledger(path: Path, name: str) -> dict[str, Entry]:
    """The ledger in a file; `name` is how messages call it.

    Raises:
        InputError: as `load_ledger`.
    """
    if path.is_symlink():
        raise InputError([link_problem(name)])
    try:
        text = read_whole(path, _MAX_BYTES).decode()
    except FileTooLarge:
        raise _unreadable(name, Text("ไฟล์ใหญ่เกินไป", "it is too large")) from None
    except OSError as error:
        raise _unreadable(name, same(str(error.strerror))) from None
    except ValueError:
        raise _unreadable(name, Text("ไม่ใช่ JSON แบบ UTF-8", "it is no JSON in UTF-8")) from None
    return parse_ledger(text, name)


def parse_ledger(text: str, name: str) -> dict[str, Entry]:
    """The ledger in the text of a file.

    Raises:
        InputError: as `load_ledger`.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        reason = Text("ไม่ใช่ JSON ที่ครบถ้วน", "it is no whole JSON")
        raise _unreadable(name, reason, error.lineno) from None
    except (ValueError, RecursionError):
        raise _unreadable(name, Text("ไม่ใช่ JSON แบบ UTF-8", "it is no JSON in UTF-8")) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        reason = Text(f'ไม่ใช่บัญชีแบบ "format": {FORMAT}', f'it is no ledger of "format": {FORMAT}')
        raise _unreadable(name, reason)
    urls = data.get("urls")
    if not isinstance(urls, dict):
        raise _unreadable(name, Text('ไม่มี "urls"', 'there is no "urls"'))
    return {address: _entry(address, fields, name) for address, fields in urls.items()}


def to_text(ledger: Ledger) -> str:
    """The ledger as its file: one address to a line in the order of their letters."""
    keys = [each.name for each in fields(Entry)]
    lines = [
        f"{_json(address)}: {_json({key: said for key in keys if (said := getattr(entry, key))})}"
        for address, entry in sorted(ledger.items())
    ]
    return f'{{"format": {FORMAT}, "urls": {{\n' + ",\n".join(lines) + "\n}}\n"


def record(root: Path, ledger: Ledger) -> None:
    """Write the ledger of the workspace at `root`, where it has changed.

    Raises:
        InputError: it cannot be written.
    """
    if not os.path.lexists(root / LEDGER_FILE) or load_ledger(root) != ledger:
        write_file(root / LEDGER_FILE, LEDGER_FILE, to_text(ledger))


def _entry(address: str, fields: Any, name: str) -> Entry:
    if is_lasting(address) and isinstance(fields, dict):
        texts = {key: value for key, value in fields.items() if isinstance(value, str)}
        if texts.keys() == fields.keys():
            try:
                return Entry(Kind(texts.pop("kind", "")), **texts)
            except (TypeError, ValueError):
                pass
    shown = address[:_LONGEST_NAME].encode("utf-8", "replace").decode()
    raise _unreadable(
        name,
        Text("รายการ {address} ผิดรูปแบบ", "the entry {address} is malformed").format(
            address=same(shown)
        ),
    )


def _unreadable(name: str, reason: Text, line: int = 0) -> InputError:
    return InputError(
        [
            Problem(
                "ledger-unreadable",
                Location(name, line),
                Text("อ่านบัญชีที่อยู่ไม่ได้: {reason}", "the ledger cannot be read: {reason}").format(
                    reason=reason
                ),
                Text(
                    "นำไฟล์ล่าสุดที่ใช้ได้กลับมาจาก git หรือที่สำรองไว้ "
                    "ถ้าเกิดจากการรวมงานสองคน ให้เก็บบรรทัดของทั้งสองฝ่าย อย่าลบไฟล์นี้",
                    "bring the last good one back from git or a backup; where the work of two was merged, "
                    "keep the lines of both; never delete this file",
                ),
            )
        ]
    )
