"""A text says what it has to say."""

from __future__ import annotations

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed
from site_builder.language import Text
from site_builder.thai import fold


class Mentions(Check):
    """Every one of `words` stands in the text, spaces aside."""

    name = "mentions"
    parameters = frozenset({"words"})
    required = frozenset({"words"})
    kinds = frozenset({"text"})
    messages = {
        "words-missing": Message(
            Text(
                "ข้อความไม่ได้กล่าวถึง: {words} — {requirement}",
                "the text does not mention: {words} — {requirement}",
            ),
            Text(
                'ตรวจว่าคัดลอกข้อความจากประกาศมาครบใน "{key}"',
                'check that "{key}" holds the whole text of the announcement',
            ),
        ),
    }

    def sought(self, case: Case) -> tuple[tuple[str, ...], ...]:
        return tuple((word,) for word in case.parameters["words"])

    def judge(self, case: Case) -> Judgement:
        if case.value.is_empty:
            return self.missing(case)
        text = fold(" ".join(cell.text for cell in case.value.cells))
        missing = [word for word in case.parameters["words"] if fold(word) not in text]
        if not missing:
            return passed()
        words = ", ".join(missing)
        return failed(self.finding(case, "words-missing", case.value.location, words=words))
