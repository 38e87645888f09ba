"""Labelled cases of data that agree with each other, and of data that contradict each other."""

from __future__ import annotations

from typing import NamedTuple

from workspaces import WorkspaceFolder

from site_builder.audit.checks import CHECKS
from site_builder.outcomes import ItemResult


class Agrees(NamedTuple):
    check: str
    name: str
    place: str
    yaml: str
    other: tuple[str, str, str] = ("", "", "")


class Contradicts(NamedTuple):
    check: str
    name: str
    place: str
    yaml: str
    findings: list[tuple[str, int]]
    other: tuple[str, str, str] = ("", "", "")


def _months(finished: int) -> str:
    rows = "".join(
        f"    - {{month: {2566 if n > 9 else 2567}-{n:02d}, rows: [{{topic: ก, total: 1, "
        f"finished: {finished}, in-progress: 0}}]}}\n"
        for n in (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    )
    return f"by-month:\n  months:\n{rows}"


COMPLAINTS = "2568/complaint-statistics"
REPORT = "2568/annual-performance-report"
PLAN = (
    "2567",
    "annual-plan",
    "plan:\n  - {project: ถนน, budget: 100}\n  - {project: คลอง, budget: 50}\n",
)
CHART = (
    "2568",
    "structure",
    "chart:\n  - {name: เทศบาล, post: นายกเทศมนตรี, person: นาย ก ใจดี}\n",
)

AGREES = [
    Agrees("adds-up", "the sum", COMPLAINTS, "total: 3\nfinished: 2\nin-progress: 1\n"),
    Agrees("adds-up", "Thai digits", COMPLAINTS, "total: ๓\nfinished: ๒\nin-progress: ๑\n"),
    Agrees("adds-up", "a part is not given", COMPLAINTS, "total: 3\nfinished: 2\n"),
    Agrees(
        "adds-up", "a part states none", COMPLAINTS, "total: 0\nfinished: '-'\nin-progress: 0\n"
    ),
    Agrees("months-add-up", "twelve months", COMPLAINTS, f"total: 12\n{_months(1)}"),
    Agrees(
        "months-add-up",
        "too few months to compare",
        COMPLAINTS,
        "total: 9\nby-month:\n  months:\n    - {month: 2567-01, rows: [{topic: ก, total: 1}]}\n",
    ),
    Agrees("rows-add-up", "each row", COMPLAINTS, _months(1)),
    Agrees(
        "rows-counted", "as many rows", "2568/gift-receipt-report", "total: 1\ngifts: [{item: ก}]\n"
    ),
    Agrees(
        "rows-counted",
        "a total is no entry",
        "2568/gift-receipt-report",
        "total: 1\ngifts: [{item: ก, value: 5}, {item: รวม, value: 5}]\n",
    ),
    Agrees(
        "rows-counted",
        "none and zero",
        "2568/gift-receipt-report",
        "total: 0\ngifts: {none: ไม่มี}\n",
    ),
    Agrees(
        "percent-agrees",
        "rounded",
        REPORT,
        "spending: [{category: ก, budget: 300, spent: 200, percent: 66.67}]\n",
    ),
    Agrees(
        "percent-agrees",
        "nothing set aside",
        REPORT,
        "spending: [{category: ก, budget: 0, spent: 0, percent: 0}]\n",
    ),
    Agrees(
        "matches-plan",
        "spaces and order aside",
        REPORT,
        "results:\n  - {project: ค ลอง, budget: 50}\n  - {project: ถนน, budget: 100}\n",
        PLAN,
    ),
    Agrees("matches-plan", "no plan to compare", REPORT, "results: [{project: ถนน, budget: 1}]\n"),
    Agrees(
        "matches-plan",
        "the total is no project",
        REPORT,
        "results: [{project: คลอง}, {project: ถนน}, {project: รวมทั้งสิ้น}]\n",
        PLAN,
    ),
    Agrees(
        "same-people",
        "titles and spaces aside",
        "2568/executives",
        "people: [{name: นายก  ใจดี, position: นายกเทศมนตรี}]\n",
        CHART,
    ),
    Agrees(
        "same-people",
        "another post",
        "2568/executives",
        "people: [{name: นาง ข, position: รองนายกเทศมนตรี}]\n",
        CHART,
    ),
    Agrees(
        "same-people",
        "vacant",
        "2568/executives",
        "people: [{name: ว่าง, position: นายกเทศมนตรี}]\n",
        CHART,
    ),
    Agrees(
        "table-sums",
        "each part of the table has its total",
        REPORT,
        "spending:\n  - {category: ก, budget: 1}\n  - {category: ข, budget: 2}\n"
        "  - {category: รวม, budget: 3}\n  - {category: ค, budget: 4}\n  - {category: รวม, budget: 4}\n",
    ),
    Agrees("table-sums", "no total", REPORT, "spending: [{category: ก, budget: 1}]\n"),
]

CONTRADICTS = [
    Contradicts(
        "adds-up",
        "another sum",
        COMPLAINTS,
        "total: 4\nfinished: 2\nin-progress: 1\n",
        [("sum-differs", 2)],
    ),
    Contradicts(
        "months-add-up",
        "another year",
        COMPLAINTS,
        f"total: 11\n{_months(1)}",
        [("months-sum-differs", 2)],
    ),
    Contradicts(
        "rows-add-up",
        "one row",
        COMPLAINTS,
        "by-month:\n  months:\n    - month: 2567-01\n      rows:\n"
        "        - {topic: ก, total: 3, finished: 1, in-progress: 1}\n",
        [("row-sum-differs", 6)],
    ),
    Contradicts(
        "rows-counted",
        "one more",
        "2568/gift-receipt-report",
        "total: 2\ngifts: [{item: ก}]\n",
        [("row-count-differs", 2)],
    ),
    Contradicts(
        "rows-counted",
        "none, but a number",
        "2568/gift-receipt-report",
        "total: 2\ngifts: {none: ไม่มี}\n",
        [("row-count-differs", 2)],
    ),
    Contradicts(
        "percent-agrees",
        "a wrong one",
        REPORT,
        "spending: [{category: ก, budget: 300, spent: 200, percent: 76.67}]\n",
        [("percent-differs", 2)],
    ),
    Contradicts(
        "matches-plan",
        "one not reported, one not planned",
        REPORT,
        "results:\n  - {project: ถนน, budget: 100}\n  - {project: สะพาน}\n",
        [("plan-unanswered", 3), ("not-in-plan", 4)],
        PLAN,
    ),
    Contradicts(
        "matches-plan",
        "another figure",
        REPORT,
        "results:\n  - {project: ถนน, budget: 90}\n  - {project: คลอง}\n",
        [("plan-figure-differs", 3)],
        PLAN,
    ),
    Contradicts(
        "same-people",
        "another holder",
        "2568/executives",
        "people: [{name: นาย ข ใจดี, position: นายกเทศมนตรี}]\n",
        [("person-differs", 2)],
        CHART,
    ),
    Contradicts(
        "table-sums",
        "a wrong total",
        REPORT,
        "spending:\n  - {category: ก, budget: 1}\n  - {category: รวมทั้งสิ้น, budget: 2}\n",
        [("table-sum-differs", 4)],
    ),
    Contradicts(
        "table-sums",
        "a month's total",
        COMPLAINTS,
        "by-month:\n  months:\n    - month: 2567-01\n      rows:\n"
        "        - {topic: ก, total: 3}\n        - {topic: รวม, total: 4}\n",
        [("table-sum-differs", 7)],
    ),
]


def ids(cases: list[Agrees] | list[Contradicts]) -> list[str]:
    return [f"{case.check}: {case.name}" for case in cases]


def judge(folder: WorkspaceFolder, case: Agrees | Contradicts) -> ItemResult:
    edition, slug = case.place.split("/")
    folder.disclose(edition, slug, case.yaml)
    if case.other[0]:
        folder.disclose(*case.other)
    return folder.item(edition, slug)


def told(item: ItemResult, check: str) -> list[tuple[str, int]]:
    """The notes of one check."""
    notes = (note for note in item.notes if note.code in CHECKS[check].messages)
    return [(note.code, note.location.line) for note in notes]
