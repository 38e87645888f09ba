"""Problems of the input itself: a file that cannot be read, an unknown key, a missing document.

A problem stops a build (exit code 2). What is merely incomplete is a finding, not a problem.
Problems are collected, so that one run names all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from site_builder.characters import clean
from site_builder.language import Text
from site_builder.locations import Location


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the input, where, and how to mend it."""

    code: str
    location: Location
    message: Text
    remedy: Text

    def __str__(self) -> str:
        # It quotes what was found, and a terminal obeys what stands in it.
        return clean(f"{self.location}: {self.message}\n    → {self.remedy}")


class InputError(Exception):
    """The input cannot be used at all; carries every problem found so far."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.location))
        super().__init__("\n".join(map(str, self.problems)))


def our_fault() -> Text:
    """What to tell of the exception that is being handled, a fault of ours: its trace is kept in a file."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="oit-error-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            traceback.print_exc(file=file)
    except OSError:
        return Text(
            "โปรแกรมผิดพลาด (ไม่ใช่ความผิดของท่าน) และเขียนรายละเอียดไม่ได้ ตรวจว่าดิสก์ไม่เต็ม แล้วสั่งอีกครั้ง",
            "this is a fault of the program, not yours, and what is known of it could not be written: see "
            "that the disk is not full, then run it again",
        )
    return Text(
        f"โปรแกรมผิดพลาด (ไม่ใช่ความผิดของท่าน) โปรดส่งไฟล์ {file.name} ให้ผู้พัฒนา",
        f"this is a fault of the program, not yours; please send {file.name} to its makers",
    )
