"""Opens documents; run as a program of its own, for documents come from anywhere.

Standard input: a JSON list of [path, ending]. Standard output, a JSON value per line: true when it is
ready, then for each file, in order, what is known of it. A file that crashes a library or takes too
long ends this process; whoever started it then knows which file it was, and goes on with the rest.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import zipfile
from importlib import import_module
from pathlib import Path

from defusedxml.common import DefusedXmlException

from site_builder.documents.filetypes import PICTURES, is_office_html, page_title, real_type
from site_builder.documents.gathering import Enough, Gathering, Unreadable
from site_builder.documents.model import Facts, Fault
from site_builder.documents.packed import packed
from site_builder.documents.text import is_mangled
from site_builder.sources.archive import ArchiveTooLarge, open_archive

#: Limits of one document. Whoever waits for one waits long, as a busy or old computer takes its time.
MAX_BYTES = 50_000_000
SECONDS = 30
MAX_MEMORY = 2_000_000_000

#: Who reads what; loaded only for a type that is met.
_READERS = {
    "pdf": ("pdf", "read"),
    **dict.fromkeys(("docx", "docm", "dotx"), ("word", "read_word")),
    **dict.fromkeys(("pptx", "pptm", "ppsx"), ("word", "read_slides")),
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), ("workbook", "read")),
    **dict.fromkeys(("odt", "ods", "odp"), ("opendocument", "read")),
    "csv": ("plain", "read_csv"),
    "txt": ("plain", "read_text"),
    **dict.fromkeys(PICTURES - {"heic"}, ("picture", "read")),
}
#: Office files are zip files with a list of contents at their end.
_OFFICE = frozenset({"docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx"})
_ZIPPED = _OFFICE | {"xlsb", "odt", "ods", "odp", "zip"}
_TEXTS = frozenset({"csv", "txt", "json", "xml"})
_SAME = {"jpeg": "jpg", "tiff": "tif", "htm": "html", "heif": "heic", "avif": "heic"}


def main() -> None:
    """Answer for each file of the list."""
    _limit_memory()
    # One behaviour everywhere, whatever else is installed: openpyxl would take lxml where it is.
    os.environ["OPENPYXL_LXML"] = "False"
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    print(json.dumps(True), flush=True)
    for path, ending in json.load(sys.stdin):
        # The watchdog is no Python thread: it ends the process even inside a library. It says
        # "Timeout" on the standard error, by which our limit is told from a crash.
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        facts = facts_of(Path(path), ending)
        faulthandler.cancel_dump_traceback_later()
        print(packed(facts), flush=True)


def facts_of(path: Path, ending: str) -> Facts:
    """What is known of a file whose name ends in `ending` (lower case, no dot)."""
    found = Gathering()
    try:
        size = path.stat().st_size
        type = _judge(path, _SAME.get(ending, ending), size, found)
    except (OSError, MemoryError):
        return Facts("", 0, (Fault.NOT_OPENED,))
    return Facts(
        type,
        size,
        tuple(fault for fault in Fault if fault in found.faults),
        tuple(found.passages),
        tuple(found.tables),
        found.pages,
        found.title,
        found.author,
        found.language,
        found.is_cut,
    )


def _judge(path: Path, ending: str, size: int, found: Gathering) -> str:
    """Read the file as what it is; gives its type."""
    type = real_type(path)
    if type in ("", "txt") and _is_blank(path):
        found.faults.add(Fault.EMPTY)
        return type
    if type == "txt" and ending in _TEXTS:
        type = ending
    if type == "zip" and ending in _ZIPPED and not zipfile.is_zipfile(path):
        type = ending  # cut short before the part that tells its type
    if type == "encrypted":
        found.faults.add(Fault.ENCRYPTED)
        type = ending if ending in _OFFICE else "ole"
    if type == "html":
        found.title = page_title(path)
    if type != ending:
        found.faults.add(_difference(path, type))
    if size > MAX_BYTES:
        found.faults.add(Fault.TOO_LARGE)
    elif not found.faults & {Fault.ENCRYPTED, Fault.ERROR_PAGE}:
        _read(path, type, found)
    return type


def _difference(path: Path, type: str) -> Fault:
    """What it means that a file is of this type, and its ending says something else."""
    is_answer = type in ("json", "xml") or (type == "html" and not is_office_html(path))
    return Fault.ERROR_PAGE if is_answer else Fault.WRONG_TYPE


def _read(path: Path, type: str, found: Gathering) -> None:
    try:
        if type in _ZIPPED:
            _refuse_locked(path)
        if type not in _READERS:
            raise Unreadable(Fault.NOT_OPENED)
        module, function = _READERS[type]
        getattr(import_module(f"site_builder.documents.{module}"), function)(path, found)
    except Enough:
        found.is_cut = True
    except Unreadable as error:
        found.faults.add(error.fault)
    except MemoryError:
        found.faults.add(Fault.TOO_LARGE)
    except Exception as error:  # a spoilt file fails anywhere in the library that opens it
        if _is_trap(error):
            found.faults.add(Fault.BOMB)
        elif type in _ZIPPED and not zipfile.is_zipfile(path):
            found.faults.add(Fault.TRUNCATED)
        else:
            found.faults.add(Fault.BROKEN)
    if Fault.TRUNCATED in found.faults:  # what is missing explains the rest
        found.faults -= {Fault.BROKEN, Fault.EMPTY}
    if is_mangled("\n".join(found.raw)):
        found.faults.add(Fault.MANGLED)


def _is_trap(error: BaseException | None) -> bool:
    """Whether something was refused as a trap; libraries put errors of their own around it."""
    while error:
        if isinstance(error, (ArchiveTooLarge, DefusedXmlException)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _refuse_locked(path: Path) -> None:
    with open_archive(path) as archive:
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise Unreadable(Fault.ENCRYPTED)


def _is_blank(path: Path) -> bool:
    """Whether nothing but white space stands in a file; one that was lost in transfer is all zero."""
    with path.open("rb") as file:
        return all(
            not block.strip(b"\0 \t\r\n\xef\xbb\xbf")
            for block in iter(lambda: file.read(1 << 20), b"")
        )


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()
