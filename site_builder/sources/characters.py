"""Characters that are refused in what we read, told with their places."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.characters import UNFIT
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem

#: A file may be full of them: more are not told.
_MOST_TOLD = 20
REMEDY = Text(
    "ลบข้อความช่วงนี้แล้วพิมพ์ใหม่ อักขระนี้มักติดมากับข้อความที่คัดลอกจากโปรแกรมอื่น",
    "delete this part of the text and type it again: such characters come with text that is "
    "copied from another program",
)


def unfit_in_lines(text: str, name: str) -> Iterator[Problem]:
    """Where a text file has such characters; `name` is how messages call it."""
    for number, found in enumerate(UNFIT.finditer(text)):
        if number == _MOST_TOLD:
            return
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        yield unfit_problem(found[0], Location(name, line, column))


def unfit_problem(character: str, location: Location) -> Problem:
    """The problem of such a character at a place."""
    sort = (
        Text("อักขระควบคุม", "the control character")
        if ord(character) < 0xA0
        else Text("อักขระกำหนดทิศทางที่มองไม่เห็น", "the unseen character of direction")
    )
    return Problem(
        "character-refused",
        location,
        Text("มี{sort} {code}", "there is {sort} {code}").format(
            sort=sort, code=same(f"U+{ord(character):04X}")
        ),
        REMEDY,
    )
