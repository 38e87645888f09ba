"""What of a hand-written HTML, SVG or XML file a browser would run if someone opened it.

Where a server says nothing of such files, nobody stops their scripts, and they speak in the agency's name. So a
file that has something to run is refused. This looks for signs and is rather too strict than too lenient:
whatever hides its letters is refused as well.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem

#: A hand-written file is small; what is larger is not read.
LARGEST = 5_000_000
_SHOWN = 40

#: Elements that run something or bring another document.
ELEMENTS = frozenset(
    ["script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe",
     "foreignobject", "handler", "listener"]
)  # fmt: skip
#: These, with any prefix that XML may give them; attributes for events; what an XML file may put in from elsewhere.
_RUNS = re.compile(
    rf"<(?:[\w.-]+:)?(?:{'|'.join(sorted(ELEMENTS))})\b"
    r"|<!entity\b|<!doctype[^>]*\[|<\?xml-stylesheet\b|<\?php\b|<!--\s*#\w+"
    r"""|(?<=[\s"'/])on[a-z]{3,}\s*=""",
    re.IGNORECASE,
)
#: Addresses that are programs; a browser reads past blanks and other signs between their letters.
_PROGRAMS = re.compile(
    r"(?:javascript|vbscript):|data:(?:text/html|image/svg|[\w/+.-]*xml)", re.IGNORECASE
)
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True)
class Running:
    """What would run, as it is written, and the line where it stands."""

    what: str
    line: int = 0


def what_runs(file: Path) -> Running | None:
    """The first thing in a file that a browser would run; None for a file that only shows."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        return Running(f"> {LARGEST:,}")
    # Signs of markup are the same bytes in every encoding of Thai; others hold signs that no text has.
    text = content.decode("utf-8-sig", "replace")
    found = _HIDDEN.search(text) or _RUNS.search(text)
    if found:
        return Running(_shown(found[0]), text.count("\n", 0, found.start()) + 1)
    found = _PROGRAMS.search(re.sub(r"\s+", "", html.unescape(text)))
    return Running(_shown(found[0])) if found else None


def _shown(text: str) -> str:
    return " ".join(text.split())[:_SHOWN].encode("unicode_escape").decode() if text else ""


def file_active(place: Location, what: str) -> Problem:
    """A file that would run scripts in the agency's name."""
    return Problem(
        "file-active",
        place,
        Text(
            "ไฟล์นี้มีสิ่งที่เบราว์เซอร์จะสั่งให้ทำงานเมื่อมีผู้เปิด: {what}",
            "this file has something that a browser would run when it is opened: {what}",
        ).format(what=same(what)),
        Text(
            "ลบสคริปต์ออกจากไฟล์ หรือเผยแพร่เป็น PDF หรือรูปภาพ (PNG) หรือเขียนเป็นหน้า Markdown แทน",
            "take the script out of it, or publish it as PDF or picture (PNG), or write it as a Markdown page",
        ),
    )
