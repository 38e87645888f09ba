"""Characters that no text of ours may have: those that steer what shows the text.

Control characters move the cursor of a terminal and end a line where none ends; XML cannot hold most of
them. Characters of direction let a text be read in another order than it stands in the file (a name that
ends in `fdp.exe` is shown as `exe.pdf`). Both are refused where data are read, and not isolated where
data are shown: a page could isolate them, but no CSV, workbook, calendar or terminal can. Thai and
English need none of them. Letters of scripts that run from right to left stay what they are.
"""

from __future__ import annotations

import re

#: All but tab, line feed, carriage return, and the next line, which old Thai files have for "…".
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNFIT = re.compile(f"[{_CONTROL}{_DIRECTION}]")
#: And what XML 1.0 does not allow, surrogates included.
_NOT_SHOWN = re.compile(f"[{_CONTROL}\x85{_DIRECTION}\ud800-\udfff\ufffe\uffff]")


def unfit(text: str) -> str:
    """The first character that a text may not have, or ""."""
    found = UNFIT.search(text)
    return found[0] if found else ""


def clean(text: object) -> str:
    """A text that a terminal, XML and HTML can show: other characters become the sign for an unknown
    one. For what others have written, and nobody here can mend."""
    return _NOT_SHOWN.sub("\ufffd", str(text))
