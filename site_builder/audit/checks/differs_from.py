"""A channel of its own, not one that serves something else."""

from __future__ import annotations

from site_builder.audit.checks.base import (
    Case,
    Check,
    Judgement,
    Message,
    failed,
    needs_review,
    passed,
    readable,
)
from site_builder.language import Text


class DiffersFrom(Check):
    """No link of the field is also a link of `field` in the item with the slug `item`; where that
    one is not filled in, a person must say."""

    name = "differs-from"
    parameters = frozenset({"item", "field"})
    required = frozenset({"item", "field"})
    kinds = frozenset({"link", "contact", "text"})
    messages = {
        "same-channel": Message(
            Text("ใช้ที่อยู่เดียวกับ {other_field} ({url})", "the same address as {other_field} ({url})"),
            Text("ใช้ช่องทางที่แยกไว้เฉพาะเรื่องนี้", "use a channel kept for this alone"),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        if case.value.is_empty:
            return self.missing(case)
        other = case.data.by_slug(case.parameters["item"])
        compared = other.values.get(case.parameters["field"]) if other else None
        if compared is None or not readable(compared.cells):
            return needs_review(
                Text(
                    f"ยังไม่มีข้อมูลของข้อ {case.parameters['item']} ให้เปรียบเทียบ",
                    f"the item {case.parameters['item']} has nothing to compare with yet",
                )
            )
        taken = {_address(cell.value) for cell in readable(compared.cells)}
        for cell in readable(case.value.cells):
            if _address(cell.value) in taken:
                finding = self.finding(
                    case,
                    "same-channel",
                    cell.location,
                    other_field=compared.spec.label,
                    url=cell.value,
                )
                return failed(finding)
        return passed()


def _address(url: str) -> str:
    return url.rstrip("/").casefold()
