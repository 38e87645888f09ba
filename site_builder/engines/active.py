"""What of a hand-written page would run, or load what others serve: it is refused.

Markdown lets HTML through, and pages may be laid out with it. But what runs in a page could show anything
in the agency's name, and the pages' policy would leave it dead: told when the site is built, it is mended.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from site_builder.documents.active import ELEMENTS
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem

#: What a page's own markup has no use for, beside what runs in any file.
_ELEMENTS = ELEMENTS | {"base", "meta", "link", "animate", "set", "use"}
_ADDRESSES = frozenset(
    ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "cite",
     "longdesc", "ping", "manifest"]
)  # fmt: skip
_SCHEMES = ("javascript:", "vbscript:", "data:", "file:", "blob:")
#: Browsers leave these out of an address before they look at its scheme.
_IGNORED = re.compile("[\x00-\x20]")
_LONGEST = 60
#: A tag that the page leaves open ends in what the frame has behind it.
_ENDS = (">", '">', "'>")


def active_parts(html: str, place: str) -> list[Problem]:
    """The problems of a page whose Markdown is converted; `place` is its file."""
    problems: list[Problem] = []
    for end in _ENDS:
        reader = _Reader(place, problems)
        reader.feed(html + end)
        reader.close()
    return list(dict.fromkeys(problems))


class _Reader(HTMLParser):
    def __init__(self, place: str, problems: list[Problem]) -> None:
        super().__init__()
        self._place = place
        self._problems = problems

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _ELEMENTS:
            self._refuse(f"<{tag}>")
        for key, value in attributes:
            address = _IGNORED.sub("", value or "").lower()
            is_address = key in _ADDRESSES and address.startswith(_SCHEMES)
            if key.startswith("on") or key in ("srcdoc", "ping") or is_address:
                self._refuse(f'{key}="{(value or "")[:_LONGEST]}"')

    def _refuse(self, what: str) -> None:
        self._problems.append(
            Problem(
                "content-active",
                Location(self._place),
                Text(
                    "หน้านี้มีส่วนที่ทำงานเองหรือเรียกจากที่อื่น: {what}",
                    "the page has a part that runs or loads what others serve: {what}",
                ).format(what=same(what)),
                Text(
                    "ลบส่วนนี้ออก ใช้ข้อความ รูป และลิงก์ธรรมดาแทน",
                    "take it out; use texts, pictures and plain links",
                ),
            )
        )
