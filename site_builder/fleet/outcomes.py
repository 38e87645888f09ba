"""What can become of one agency's work. What is our own failure is never told as the agency's."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from site_builder.language import Text


class Outcome(StrEnum):
    """What became of the work on one agency."""

    CLEAN = "clean"
    FINDINGS = "findings"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    TIMEOUT = "timeout"
    LOST = "lost"

    @property
    def is_ours(self) -> bool:
        """Whether it says nothing of the agency: the program, its limits or its machines failed."""
        return self in (Outcome.FAILED, Outcome.TIMEOUT, Outcome.LOST)

    @property
    def is_judged(self) -> bool:
        """Whether the agency's data were read whole, so that its figures count."""
        return self in (Outcome.CLEAN, Outcome.FINDINGS)

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Outcome.CLEAN: Text("เรียบร้อย", "clean"),
    Outcome.FINDINGS: Text("มีสิ่งที่ต้องแก้", "findings"),
    Outcome.UNREADABLE: Text("อ่านข้อมูลไม่ได้", "unreadable"),
    Outcome.FAILED: Text("โปรแกรมผิดพลาด", "our failure"),
    Outcome.TIMEOUT: Text("เกินเวลา", "out of time"),
    Outcome.LOST: Text("เครื่องทำงานหายไป", "worker lost"),
}


def failure(outcome: Outcome, reason: Text, log: str = "") -> dict[str, Any]:
    """The result where we failed; `log` is for those who mend the program."""
    return {
        "outcome": outcome.value,
        "reason": {"th": reason.th, "en": reason.en},
        "problems": [],
        "log": log,
    }
