"""A summary in own words, not a law copied whole."""

from __future__ import annotations

import re

from site_builder.audit.checks.base import Case, Check, Judgement, needs_review, passed
from site_builder.language import Text
from site_builder.thai import arabic_digits

#: More sections than a summary names. Ours; the criteria give no figure.
MAX_SECTIONS = 20
#: Longer than any summary of duties seen. Ours; the criteria give no figure.
MAX_CHARACTERS = 12_000

_NAMED = re.compile(r"มาตรา\s*(\d{1,3})(?!\d)")
_SECTION = re.compile(r"^\s*มาตรา\s*\d+", re.MULTILINE)


def sections_of_law(text: str) -> int:
    """How many sections a document has one after another, where they are more than a summary names;
    else 0. The text of a page has no lines, so that numbers in a row tell a law from citations."""
    numbers = {int(number) for number in _NAMED.findall(arabic_digits(text))}
    sections = sum(number + 1 in numbers or number - 1 in numbers for number in numbers)
    return sections if sections > MAX_SECTIONS else 0


def sections_of(text: str) -> int:
    """How many paragraphs open with "มาตรา …"; Arabic digits."""
    return len(_SECTION.findall(text))


class SummaryNotLaw(Check):
    """The text neither opens more than 20 paragraphs with "มาตรา …" nor runs over 12,000
    characters; otherwise a person must say whether it is the whole text of a law."""

    name = "summary-not-law"
    kinds = frozenset({"text"})

    def judge(self, case: Case) -> Judgement:
        if case.value.is_empty:
            return self.missing(case)
        text = arabic_digits("\n".join(cell.text for cell in case.value.cells))
        sections = sections_of(text)
        if sections > MAX_SECTIONS or len(text) > MAX_CHARACTERS:
            return needs_review(
                Text(
                    f"ข้อความยาว {len(text):,} อักขระ มี “มาตรา” {sections} แห่ง อาจเป็นกฎหมายทั้งฉบับ ขอให้คนตรวจ",
                    f"the text has {len(text):,} characters and {sections} sections; it may be a whole law",
                )
            )
        return passed()
