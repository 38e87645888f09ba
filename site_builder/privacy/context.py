"""What stands around a number: the label nearest before it says what it is.

Labels are compared without spaces and case (`thai.fold`), since documents break Thai anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from site_builder.thai import fold

#: How far before a number its label may stand, in folded letters; before folding, in letters.
_REACH = 80
_RAW_REACH = 200
#: How far after a number a label in brackets may stand.
_BEHIND = 40
_LONGEST_NAME = 130

_WORD = r"[ก-ฮเ-ไA-Za-z][ก-\u0e3aเ-\u0e4eA-Za-z]{1,40}"
#: A first name, perhaps a surname ("… ณ อยุธยา"); with a third word it is a sentence.
_NAME = rf"{_WORD}(?:[ ]+(?:ณ[ ]+)?{_WORD}(?:[ ]+ณ[ ]+{_WORD})?)?"
_TITLE = (
    r"(?:นางสาว|น\.ส\.|นส\.|นาง|นาย|เด็กชาย|เด็กหญิง|ด\.ช\.|ด\.ญ\.|ว่าที่ร้อย(?:ตรี|โท|เอก)|"
    r"(?:สิบ|จ่าสิบ|ร้อย|พัน|ดาบ)ตำรวจ(?:ตรี|โท|เอก)?|[รพจสด]\.[ตทอ]\.(?:[ตทอ]\.)?|Mrs?\.?|Miss|Ms\.?)"
)
#: Posts and words that only begin like a title.
_NO_TITLE = (
    r"(?:นายก(?:เทศมนตรี|องค์การ|รัฐมนตรี|สภา|สมาคม|อบต|อบจ|ฯ|[ .]|$)|นาย(?:อำเภอ|ทะเบียน|ช่าง|จ้าง|หน้า|ตรวจ|ท่า)"
    r"|นาง(?:แบบ|พยาบาล|รอง))"
)
#: Thai parts no words, so a title may follow any letter (จ้างนาย…); but ทนาย, ขุนนาง and เจ้านาย are words.
_PERSON = rf"(?<![A-Za-z])(?<!ท)(?<!ขุน)(?<!เจ้า)(?<!มูล)(?!{_NO_TITLE}){_TITLE}[ ]*{_NAME}"
_PERSON_BEFORE = rf"{_PERSON}[ ]*[-:,/|(\n]*[ ]*$"


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a text's place in a table or form.

    Attributes:
        label: what names the text itself: its field, the heading of its column, the cell before it.
        beside: what names the texts beside it, from the left: the headings of the columns before.
    """

    label: str = ""
    beside: str = ""


NO_CONTEXT = Context()


class Labels:
    """Labels of one kind of datum (`yes`) and labels that say it is something else (`no`)."""

    def __init__(self, yes: str, no: str) -> None:
        self._texts = (yes, no)

    # Large expressions are compiled when they are first needed: most texts need none.
    @cached_property
    def _yes(self) -> re.Pattern[str]:
        return re.compile(self._texts[0])

    @cached_property
    def _any(self) -> re.Pattern[str]:
        yes, no = self._texts
        return re.compile(rf"(?P<yes>{yes})|(?P<no>{no})")

    def before(self, text: str, start: int, leading: str = "") -> bool | None:
        """What the nearest label before a place says; None where there is none.

        `leading` is what is known to stand before the whole text, however far.
        """
        near = fold(text[max(0, start - _RAW_REACH) : start])[-_REACH:] if start else ""
        said = self._last(near)
        return self._last(fold(leading)) if said is None else said

    @lru_cache(maxsize=4_000)  # noqa: B019 -- the few sets of labels live as long as the program
    def _last(self, folded: str) -> bool | None:
        """What the last label of a text says."""
        found = [match["yes"] for match in self._any.finditer(folded)]
        return found[-1] is not None if found else None

    def behind(self, text: str, end: int) -> bool:
        """Whether a label stands right after a place, and names nothing that follows it."""
        after = fold(text[end : end + _BEHIND])
        found = self._yes.search(after)
        return bool(
            found
            and re.fullmatch(r"[(\[]?(?:คือ|เป็น|ของ)?[^0-9]{0,10}", after[: found.start()])
            and not re.match(r"[^0-9]{0,6}[0-9]", after[found.end() :])
        )

    def named_in(self, text: str) -> bool:
        """Whether the text bears a label, of either sort."""
        return bool(self._any.search(fold(text)))


def ends_with_person(text: str) -> bool:
    """Whether the text ends with a person's title and name."""
    return bool(re.search(_PERSON_BEFORE, text[-_LONGEST_NAME:]))


def names_person(text: str) -> bool:
    """Whether a person is named with a title."""
    return bool(re.search(_PERSON, text))
