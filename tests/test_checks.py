"""Every check against real data files: what passes, what fails and where, what is left open."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

import pytest
from workspaces import WorkspaceFolder

from site_builder.audit.checks import CHECKS
from site_builder.audit.checks.base import COMMON, MAX_EXAMPLES
from site_builder.audit.periods import RULES, period_fault, required_period
from site_builder.catalogue.loader import load_catalogue
from site_builder.language import use_language
from site_builder.outcomes import ElementResult, Outcome, Severity, Status
from site_builder.thai import FiscalYear, parse_period


class Passes(NamedTuple):
    """Data that satisfy an element; `place` is edition, item and element, `plan` the data of what
    the item reports on."""

    check: str
    name: str
    place: str
    yaml: str
    plan: str = ""


class Fails(NamedTuple):
    """Data that do not satisfy an element, with the code and the line of each finding."""

    check: str
    name: str
    place: str
    yaml: str
    findings: list[tuple[str, int]]
    plan: str = ""


class Open(NamedTuple):
    """Data that a person must look at, with a word of the reason."""

    check: str
    name: str
    place: str
    yaml: str
    reason: str
    plan: str = ""


class Uncompared(NamedTuple):
    """Data that satisfy an element as far as could be compared, with a word of what was not."""

    check: str
    name: str
    place: str
    yaml: str
    reason: str
    plan: str = ""


Case = Passes | Fails | Open | Uncompared
Table = TypeVar("Table", Passes, Fails, Open, Uncompared)


def _cases(table: type[Table], check: str, place: str, *rows: tuple[Any, ...]) -> list[Table]:
    """Rows of a table that judge the same element: a name, the data, and what is expected."""
    return [table(check, name, place, *row) for name, *row in rows]


def _ids(cases: Iterable[Case]) -> list[str]:
    return [f"{case.check}: {case.name}" for case in cases]


def _judge(folder: WorkspaceFolder, case: Case) -> ElementResult:
    edition, slug, key = case.place.split("/")
    folder.attach(edition, "a.pdf", "b.xlsx", "c.jpg", "d.docx", "e.ods")
    folder.disclose(edition, slug, case.yaml)
    if case.plan:
        _disclose_plan(folder, edition, slug, case.plan)
    report = folder.report(edition)
    assert report.problems == ()
    item = report.by_slug(slug)
    assert item is not None
    result = item.element(key)
    assert result.element.check == case.check, "the case is filed under another check"
    return result


def _disclose_plan(folder: WorkspaceFolder, edition: str, slug: str, yaml: str) -> str:
    """The data of what an item reports on, in whichever year that is."""
    item = load_catalogue().editions[edition].by_slug(slug)
    assert item is not None and item.reports_on is not None
    year = FiscalYear(edition).shifted(item.reports_on.offset).name
    return folder.disclose(year, item.reports_on.slug, yaml)


def _months(first: int, last: int, **special: str) -> str:
    """Months October (1) to September (12) of fiscal year 2568, each stating that it has none."""
    blocks = []
    for number in range(first, last + 1):
        calendar = (number + 8) % 12 + 1
        year = 2567 if number <= 3 else 2568
        content = special.get(f"m{number}", "none: ไม่มีในเดือนนี้")
        blocks.append(f"    - {{month: {year}-{calendar:02d}, {content}}}\n")
    return "".join(blocks)


FULL_ROW = (
    "rows: [{item: ซื้อกระดาษ, budget: 5000, budget-source: เงินรายได้, status: contracted, "
    'method: specific, median-price: "-", agreed-price: 4800, selected: ร้านหนึ่ง, egp-no: "-"}]'
)
GAPS = "rows: [{item: ซื้อกระดาษ, budget: 5000}]"
HOLES = FULL_ROW.replace("budget-source: เงินรายได้, ", "").replace("ร้านหนึ่ง", "")
HALF = f"purchases:\n  months:\n{_months(1, 6)}"

PLAN = """\
measures:
  - {topic: e-service, measure: จัดทำคู่มือ}
  - {topic: communication, measure: [ปรับปรุงเว็บไซต์, เปิดเพจ]}
"""
#: Line 2 names the field, lines 3 and 4 answer both measures of the plan.
ANSWERS = """\
results:
  - {measure: จัดทำคู่มือ, status: แล้วเสร็จ}
  - {measure: เปิดเพจ, status: not-done}
"""

#: Two of three measures are done.
PLAN_OF_THREE = "measures: [{measure: ก}, {measure: ข}, {measure: ค}]"
TWO_DONE = """\
results:
  - {measure: ก, status: done}
  - {measure: ข, status: in-progress}
  - {measure: ค, status: แล้วเสร็จ}
"""


def _plan(*rows: str) -> str:
    return "measures:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def _answers(*rows: str, status: str = "done") -> str:
    return "results:\n" + "".join(f"  - {{{row}, status: {status}}}\n" for row in rows)


REPORT = "integrity-measures-report/measures-carried-out"

PASSES = [
    *_cases(Passes, "filled", "2568/structure/powers-and-duties", ("text", "powers: ดูแลถนน")),
    *_cases(Passes, "filled", "2568/structure/org-chart", ("rows", "chart: [{name: สำนักปลัด}]")),
    *_cases(
        Passes,
        "filled",
        "2568/structure/key-posts-and-units",
        ("columns", "chart:\n  - {name: สำนักปลัด, post: ปลัด}\n  - {name: กองคลัง, post: ผู้อำนวยการ}"),
    ),
    *_cases(Passes, "filled", "2568/hr-plan/hr-plan", ("document", "plan: a.pdf")),
    *_cases(
        Passes,
        "filled",
        "2568/contact/phone",
        ("one of several values", "phone: [043 000 000, '-']"),
    ),
    *_cases(
        Passes,
        "filled",
        "2568/executives/top-executive",
        (
            "rows of a kind",
            "people:\n  - {name: นาย ก, rank: ผู้บริหารสูงสุด}\n  - {name: นาง ข, rank: deputy}",
        ),
    ),
    *_cases(
        Passes,
        "filled",
        "2568/integrity-measures/measures-table",
        (
            "enough rows",
            "measures:\n" + "  - {topic: e-service, finding: x, measure: x, steps: x, duration: x,"
            " responsible: x}\n" * 7,
        ),
    ),
    *_cases(
        Passes,
        "filled",
        "2568/annual-performance-report/problems-obstacles",
        ("none accepted", "problems: ไม่มี"),
    ),
    *_cases(
        Passes,
        "filled",
        "2568/annual-plan/plan-table",
        ("none of the field accepted", "plan: {none: ไม่ใช้งบประมาณ}"),
    ),
    *_cases(
        Passes,
        "filled",
        "2568/service-manual/service-fee",
        ("none in a cell accepted", "services: [{name: ขอน้ำ, fee: ไม่มี}]"),
    ),
    *_cases(
        Passes,
        "filled",
        "2568/service-statistics/service-statistics",
        (
            "months that state none",
            "statistics:\n  months:\n    - {month: 2567-10, none: ไม่มีผู้รับบริการ}",
        ),
    ),
    *_cases(
        Passes,
        "no-blank-cells",
        "2568/procurement-list/list-progress-table",
        ("full form", f"purchases:\n  months:\n{_months(1, 1, m1=FULL_ROW)}"),
        ("months that state none", HALF),
        ("none accepted", "purchases: {none: ไม่มีการจัดซื้อจัดจ้าง}"),
    ),
    *_cases(
        Passes,
        "months-covered",
        "2568/procurement-list/six-month-coverage",
        ("first six months", HALF),
        ("with rows", f"purchases:\n  months:\n{_months(1, 6, m2=GAPS)}"),
        ("more than needed", f"purchases:\n  months:\n{_months(1, 9)}"),
        ("all that it says it covers", f"purchases:\n  covers: 2568\n  months:\n{_months(1, 12)}"),
    ),
    *_cases(
        Passes,
        "months-covered",
        "2569/procurement-annual-report/monthly-tables",
        ("the year before", f"monthly-results:\n  months:\n{_months(1, 12)}"),
    ),
    *_cases(
        Passes,
        "covers-period",
        "2568/annual-plan/in-force",
        ("the assessed year", "covers: ปีงบประมาณ พ.ศ. 2568"),
        ("more than the year", "covers: 2566-2570"),
    ),
    *_cases(
        Passes,
        "covers-period",
        "2568/gift-receipt-report/fiscal-year",
        ("exactly the year before", "covers: 2567"),
    ),
    *_cases(
        Passes,
        "covers-period",
        "2568/annual-plan/six-month-coverage",
        ("first six months", "progress-covers: ต.ค. 67 - มี.ค. 68"),
    ),
    *_cases(
        Passes,
        "covers-period",
        "2568/strategic-plan/plan-covers-year",
        ("several years", "covers: 2566-2570"),
    ),
    *_cases(
        Passes,
        "in-period",
        "2568/news/news-date",
        (
            "one date of several",
            "news:\n  - {title: เก่า, date: 1/9/2567}\n  - {title: ใหม่, date: 1/10/2567}",
        ),
        ("last day", "news: [{title: ก, date: 30/9/2568}]"),
        (
            "a date left out beside a good one",
            "news:\n  - {title: ก}\n  - {title: ข, date: 1/10/2567}",
        ),
    ),
    *_cases(
        Passes,
        "in-period",
        "2568/participation/own-activity",
        (
            "a period that reaches in",
            "activities: [{issue: ถนน, held: 25 กันยายน 2567 - 3 ตุลาคม 2567}]",
        ),
    ),
    *_cases(
        Passes,
        "in-period",
        "2568/no-gift-policy/announcement-year",
        ("part of a document", "announcement: {file: a.pdf, date: 2 มกราคม 2568}"),
    ),
    *_cases(
        Passes,
        "values-present",
        "2568/structure/both-sides",
        (
            "both sides",
            "chart:\n  - {name: สภา, side: ฝ่ายการเมือง}\n  - {name: สำนักปลัด, side: permanent}",
        ),
        (
            "in units below",
            "chart:\n  - side: political\n    units: [{name: ก, side: ข้าราชการประจำ}]",
        ),
    ),
    *_cases(
        Passes,
        "values-present",
        "2568/integrity-measures/seven-topics",
        (
            "seven topics",
            "measures:\n"
            + "".join(
                f"  - {{topic: {code}}}\n"
                for code in (
                    "work-process",
                    "e-service",
                    "communication",
                    "state-property",
                    "budget-procurement",
                    "power-personnel",
                    "anti-corruption",
                )
            ),
        ),
    ),
    *_cases(
        Passes,
        "stated-when-zero",
        "2568/complaint-statistics/total",
        ("some", "total: 3"),
        ("zero in words", "total: 0\nstatement: ไม่มีเรื่องร้องเรียน"),
        ("none in words", "total: ไม่มี"),
    ),
    *_cases(
        Passes,
        "signed",
        "2568/no-gift-policy/signed-announcement",
        ("signed and dated", "announcement: {file: a.pdf, signed_by: นาย ก, date: 2/1/2568}"),
    ),
    *_cases(
        Passes,
        "mentions",
        "2568/no-gift-policy/no-gift-statement",
        ("all words", "statement: งดรับของขวัญ ทั้งก่อน ขณะ และหลังปฏิบัติหน้าที่"),
        ("words broken by lines", "statement: |\n  ทั้งก่\n  อน ข ณะ\n  และหลัง"),
    ),
    *_cases(
        Passes,
        "summary-not-law",
        "2568/structure/not-whole-law",
        ("a summary", "powers: มีหน้าที่ตามมาตรา 50 และมาตรา 51"),
        ("twenty sections", "powers: |\n" + "  มาตรา ๑ ก\n" * 20),
        ("just short enough", f"powers: {'ก' * 12_000}"),
    ),
    *_cases(
        Passes,
        "linked-from-site",
        "2568/complaint-channel/from-main-site",
        ("a link", "channel: https://example.go.th/c"),
    ),
    *_cases(
        Passes,
        "linked-from-site",
        "2568/e-service/from-main-site",
        ("a link in every row", "services: [{name: ขอน้ำ, link: 'https://example.go.th/w'}]"),
    ),
    *_cases(
        Passes, "file-formats", "2568/procurement-list/file-formats", ("a table gives two", HALF)
    ),
    *_cases(
        Passes,
        "file-formats",
        "2569/procurement-monthly-summary/file-formats",
        (
            "PDF beside a table",
            "documents: a.pdf\nmonthly-results:\n  months: [{month: 2568-10, none: ไม่มี}]",
        ),
    ),
    *_cases(
        Passes,
        "file-formats",
        "2569/complaint-statistics/file-formats",
        ("both attached", "total: 3\ndocuments: [a.pdf, b.xlsx]"),
        ("another spreadsheet", "total: 3\ndocuments: [a.pdf, e.ods]"),
    ),
    *_cases(
        Passes,
        "answers-plan",
        f"2569/{REPORT}",
        ("the same wording", ANSWERS, PLAN),
        (
            "several values together",
            _answers("measure: จัดทำคู่มือ", 'measure: "ปรับปรุงเว็บไซต์\\nเปิดเพจ"'),
            PLAN,
        ),
        ("in any order", _answers("measure: ปรับปรุงเว็บไซต์", "measure: จัดทำคู่มือ"), PLAN),
        (
            "one measure in two rows",
            _answers("measure: เปิดเพจ", "measure: จัดทำคู่มือ", "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "by number",
            _answers("measure-no: 2, measure: ทำเว็บ", "measure-no: ๑, measure: ทำคู่มือ"),
            PLAN,
        ),
        (
            "by number and by wording",
            _answers("measure-no: 1, measure: ทำคู่มือ", "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "a number that says none",
            _answers("measure-no: '-', measure: จัดทำคู่มือ", "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "spaces and lines",
            _answers('measure: "จัด ทำ\\nคู่มือ"', "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "numbers before the wording",
            _answers(
                "measure: 1. จัดทำคู่มือ", 'measure: "(๒) ก๒๕"', "measure: '- ข'", "measure: 3.1 ค"
            ),
            _plan("measure: จัดทำคู่มือ", "measure: ๒) ก25", "measure: ๓. ข", "measure: ค"),
        ),
        (
            "steps where no measure is named",
            _answers("measure: ขั้นหนึ่ง", "measure: วิเคราะห์", "measure: การให้บริการและระบบ E-Service"),
            _plan(
                "topic: communication, steps: [ขั้นหนึ่ง, ขั้นสอง]",
                "analysis: วิเคราะห์",
                "topic: การให้บริการและระบบ E-Service",
            ),
        ),
        (
            "two measures of the same wording",
            _answers("measure: อบรม", "measure: อบรม"),
            _plan("measure: อบรม", "measure: อบรม"),
        ),
        (
            "two measures of the same wording by number",
            _answers("measure-no: 1, measure: อบรม", "measure-no: 2, measure: อบรม"),
            _plan("measure: อบรม", "measure: อบรม"),
        ),
        *(
            (f"claim: {text}", f"obstacles: '{text}'\n{TWO_DONE}", PLAN_OF_THREE)
            for text in (
                "ดำเนินการแล้วเสร็จ จำนวน 2 ข้อ",
                "แล้วเสร็จ ๒ มาตรการ ไม่แล้วเสร็จ ๑ มาตรการ",
                "ไม่สามารถดำเนินการให้แล้วเสร็จ จำนวน 1 ข้อ",
                "ยังไม่แล้วเสร็จ 1 มาตรการ",
                "มิได้ดำเนินการให้เสร็จสิ้น จำนวน ๑ ข้อ",
                "เสร็จสิ้น2มาตรการ",
            )
        ),
        *(
            (f"no claim: {text}", f"obstacles: '{text}'\n{TWO_DONE}", PLAN_OF_THREE)
            for text in (
                "แล้วเสร็จ 30 กันยายน 2568",
                "อบรมแล้วเสร็จ 3 ครั้ง",
                "แก้ไขแล้วเสร็จ 12 เรื่อง",
                "แล้วเสร็จร้อยละ 95",
                "มีมาตรการ 9 ข้อ",
                "แล้วเสร็จทุกข้อ",
                "เสร็จตามข้อ 7",
            )
        ),
        (
            "a claim beside a no that is of something else",
            f"obstacles: ไม่พบปัญหา ดำเนินการแล้วเสร็จ จำนวน 2 ข้อ\n{TWO_DONE}",
            PLAN_OF_THREE,
        ),
    ),
    *_cases(Passes, "answers-plan", f"2567/{REPORT}", ("plan of the year before", ANSWERS, PLAN)),
    *_cases(Passes, "answers-plan", f"2566/{REPORT}", ("plan of that year", ANSWERS, PLAN)),
]

FAILS = [
    *_cases(
        Fails,
        "filled",
        "2568/structure/powers-and-duties",
        ("absent", "chart: [{name: ก}]", [("missing", 0)]),
        ("blank", "powers:", [("missing", 2)]),
        ("text states none", "powers: ไม่มี", [("none-not-accepted", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/structure/org-chart",
        ("no rows", "powers: ก\nchart: []", [("missing", 3)]),
        ("a row without any value", "chart:\n  - {name: , post: }", [("missing", 3)]),
        ("field states none", "chart: {none: ยังไม่จัดทำ}", [("none-not-accepted", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/structure/key-posts-and-units",
        (
            "blank cell",
            "chart:\n  - {name: สำนักปลัด, post: ปลัด}\n  - name: กองคลัง\n    post:",
            [("cell-blank", 5)],
        ),
        (
            "absent cell",
            "chart:\n  - {name: สำนักปลัด, post: ปลัด}\n  - {name: กองคลัง}",
            [("cell-blank", 4)],
        ),
        ("two columns", "chart: [{person: นาย ก}]", [("cell-blank", 2), ("cell-blank", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/executives/person-name",
        (
            "as many as are shown",
            "people:\n" + "  - {rank: other, name: }\n" * MAX_EXAMPLES,
            [("cell-blank", 3), ("cell-blank", 4), ("cell-blank", 5)],
        ),
        (
            "heading cut",
            "people:\n  - {rank: top}\n  - {rank: other}\n",
            [("heading-cut", 3)],
        ),
        (
            "more than are shown",
            "people:\n  - {name: นาย ก}\n" + "  - {rank: other}\n" * 4,
            [("cell-blank-many", 4)],
        ),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/executives/person-position",
        ("cell states none", "people: [{name: นาย ก, position: ไม่มี}]", [("cell-none", 2)]),
        (
            "many cells state none",
            "people:\n" + "  - {position: '-'}\n" * 4,
            [("cell-none-many", 3)],
        ),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/executives/top-executive",
        ("none of the kind", "people: [{name: นาง ข, rank: deputy}]", [("none-of-kind", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/executives/deputy-executives",
        ("kind left blank", "people: [{name: นาง ข}]", [("none-of-kind", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/integrity-measures/measures-table",
        ("too few rows", "measures:\n" + "  - {topic: e-service}\n" * 6, [("too-few", 3)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/corruption-risk-assessment/risk-levels",
        ("unreadable choice", "risks: [{event: ก, level: แดง}]", [("choice-unknown", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/complaint-statistics/finished",
        ("unreadable number", "finished: หลายเรื่อง", [("number-unreadable", 2)]),
    ),
    *_cases(
        Fails,
        "filled",
        "2568/service-statistics/service-statistics",
        (
            "blank cell of a month",
            "statistics:\n  months:\n    - {month: 2567-10, rows: [{service: ขอน้ำ}]}",
            [("cell-blank", 4)],
        ),
    ),
    *_cases(
        Fails,
        "no-blank-cells",
        "2568/procurement-list/list-progress-table",
        (
            "gaps",
            f"purchases:\n  months:\n{_months(1, 1, m1=HOLES)}",
            [("cell-blank", 4), ("cell-blank", 4)],
        ),
    ),
    *_cases(
        Fails,
        "months-covered",
        "2568/procurement-list/six-month-coverage",
        ("absent", "unit: กองคลัง", [("missing", 0)]),
        ("field states none", "purchases: {none: ไม่มี}", [("none-not-by-month", 2)]),
        (
            "none of another month",
            f"purchases:\n  months:\n{_months(1, 6, m6='none: ไม่มีในเดือนกุมภาพันธ์ 2568')}",
            [("none-of-other-month", 9)],
        ),
        ("last one missing", f"purchases:\n  months:\n{_months(1, 5)}", [("month-missing", 8)]),
        ("first ones missing", f"purchases:\n  months:\n{_months(3, 6)}", [("month-missing", 3)]),
        (
            "gap in the middle",
            f"purchases:\n  months:\n{_months(1, 2)}{_months(5, 6)}",
            [("month-missing", 5)],
        ),
        (
            "less than it says",
            f"purchases:\n  covers: 2568\n  months:\n{_months(1, 6)}",
            [("month-missing", 10)],
        ),
        (
            "blank month",
            f"purchases:\n  months:\n{_months(1, 6, m2='none: ')}",
            [("month-blank", 5)],
        ),
        (
            "month twice",
            f"purchases:\n  months:\n{_months(1, 6)}{_months(3, 3)}",
            [("month-twice", 10)],
        ),
        (
            "month not named",
            f"purchases:\n  months:\n{_months(1, 6)}    - {{none: ไม่มี}}",
            [("month-unnamed", 10)],
        ),
        (
            "unreadable month",
            f"purchases:\n  months:\n{_months(1, 5)}    - {{month: มีนาคม, none: ไม่มี}}",
            [("month-missing", 8)],
        ),
    ),
    *_cases(
        Fails,
        "months-covered",
        "2569/procurement-monthly-summary/monthly-table",
        ("another year", f"monthly-results:\n  months:\n{_months(1, 12)}", [("wrong-period", 4)]),
    ),
    *_cases(
        Fails,
        "covers-period",
        "2568/annual-plan/in-force",
        ("absent", "plan: {none: ไม่มี}", [("missing", 0)]),
        ("part of the year", "covers: ต.ค. 67 - ส.ค. 68", [("wrong-period", 2)]),
        ("another year", "covers: 2567", [("wrong-period", 2)]),
        ("unreadable", "covers: ทั้งปี", [("date-unreadable", 2)]),
        ("text states none", "covers: ไม่มี", [("none-not-accepted", 2)]),
        ("field states none", "covers: {none: ไม่ระบุ}", [("none-not-accepted", 2)]),
    ),
    *_cases(
        Fails,
        "covers-period",
        "2568/gift-receipt-report/fiscal-year",
        ("not the year before", "covers: 2568", [("wrong-period", 2)]),
        ("more than the year before", "covers: 2566-2567", [("wrong-period", 2)]),
    ),
    *_cases(
        Fails,
        "covers-period",
        "2568/annual-plan/six-month-coverage",
        ("five months", "progress-covers: ต.ค. 67 - ก.พ. 68", [("wrong-period", 2)]),
    ),
    *_cases(
        Fails,
        "covers-period",
        "2568/strategic-plan/plan-covers-year",
        ("plan of one year", "covers: 2568", [("wrong-period", 2)]),
        ("plan that is over", "covers: 2561-2565", [("wrong-period", 2)]),
    ),
    *_cases(
        Fails,
        "in-period",
        "2568/news/news-date",
        ("absent", "unit: กองคลัง", [("missing", 0)]),
        ("no date", "news: [{title: ก}, {title: ข, date: }]", [("no-date", 2)]),
        ("day before the year", "news: [{title: ก, date: 30/9/2567}]", [("wrong-period", 2)]),
        (
            "nearest of several",
            "news:\n  - {date: 1/9/2566}\n  - {date: 1/9/2567}\n  - {date: 1/8/2567}",
            [("wrong-period", 4)],
        ),
        ("unreadable", "news: [{title: ก, date: 1/10/67}]", [("date-ambiguous", 2)]),
        ("date states none", "news: [{title: ก, date: '-'}]", [("no-date", 2)]),
        (
            "none beside a wrong date",
            "news:\n  - {title: ก, date: '-'}\n  - {title: ข, date: 1/9/2567}",
            [("wrong-period", 4)],
        ),
    ),
    *_cases(
        Fails,
        "in-period",
        "2568/no-gift-policy/announcement-year",
        ("no part", "announcement: {file: a.pdf}", [("no-date", 2)]),
        ("blank part", "announcement: {file: a.pdf, date: }", [("no-date", 2)]),
        ("part states none", "announcement: {file: a.pdf, date: ไม่มี}", [("no-date", 2)]),
    ),
    *_cases(
        Fails,
        "in-period",
        "2568/participation/own-activity",
        ("period outside", "activities: [{issue: ถนน, held: กันยายน 2567}]", [("wrong-period", 2)]),
    ),
    *_cases(
        Fails,
        "values-present",
        "2568/structure/both-sides",
        ("absent", "powers: ก", [("missing", 0)]),
        ("one side", "chart: [{name: สภา, side: political}]", [("values-missing", 2)]),
        ("no side", "chart: [{name: สภา}]", [("values-missing", 2)]),
        ("field states none", "chart: {none: ไม่มี}", [("values-missing", 2)]),
        (
            "unreadable side",
            "chart:\n  - {name: สภา, side: political}\n  - {name: ก, side: ซ้าย}",
            [("choice-unknown", 4), ("values-missing", 3)],
        ),
    ),
    *_cases(
        Fails,
        "stated-when-zero",
        "2568/complaint-statistics/total",
        ("absent", "finished: 0", [("missing", 0)]),
        ("zero alone", "total: ๐", [("zero-not-stated", 2)]),
        ("zero with a blank", "total: 0 เรื่อง\nstatement:", [("zero-not-stated", 2)]),
    ),
    *_cases(
        Fails,
        "signed",
        "2568/no-gift-policy/signed-announcement",
        ("absent", "statement: ก", [("missing", 0)]),
        ("file alone", "announcement: a.pdf", [("no-signer", 2), ("no-signing-date", 2)]),
        (
            "no date",
            "announcement: {file: a.pdf, signed_by: นาย ก, date: }",
            [("no-signing-date", 2)],
        ),
        ("no signer", "announcement: {file: a.pdf, date: 2/1/2568}", [("no-signer", 2)]),
        (
            "date that cannot be read",
            "announcement: {file: a.pdf, signed_by: นาย ก, date: 2/1/68}",
            [("date-ambiguous", 2)],
        ),
        ("field states none", "announcement: {none: ยังไม่ประกาศ}", [("none-not-accepted", 2)]),
        (
            "signer and date state none",
            "announcement: {file: a.pdf, signed_by: '-', date: '-'}",
            [("no-signer", 2), ("no-signing-date", 2)],
        ),
    ),
    *_cases(
        Fails,
        "mentions",
        "2568/no-gift-policy/no-gift-statement",
        ("absent", "announcement: a.pdf", [("missing", 0)]),
        ("a word is missing", "statement: ทั้งก่อนและหลัง", [("words-missing", 2)]),
        ("field states none", "statement: {none: ไม่มี}", [("words-missing", 2)]),
    ),
    *_cases(
        Fails,
        "summary-not-law",
        "2568/structure/not-whole-law",
        ("absent", "chart: [{name: ก}]", [("missing", 0)]),
    ),
    *_cases(
        Fails,
        "differs-from",
        "2568/complaint-channel/separate-channel",
        ("absent", "protection: ก", [("missing", 0)]),
    ),
    *_cases(
        Fails,
        "linked-from-site",
        "2568/complaint-channel/from-main-site",
        ("absent", "protection: ก", [("missing", 0)]),
        ("link states none", "channel: ไม่มี", [("none-not-accepted", 2)]),
    ),
    *_cases(
        Fails,
        "linked-from-site",
        "2568/e-service/from-main-site",
        (
            "a row without a link",
            "services:\n  - {name: ขอน้ำ, link: 'https://example.go.th/w'}\n  - {name: ขอไฟ}",
            [("cell-blank", 4)],
        ),
        ("field states none", "services: {none: ยังไม่เปิดบริการ}", [("none-not-accepted", 2)]),
    ),
    *_cases(
        Fails,
        "file-formats",
        "2568/procurement-list/file-formats",
        ("absent", "documents: [a.pdf, b.xlsx]", [("missing", 0)]),
        (
            "too few",
            "documents: a.pdf\npurchases: {none: ไม่มีการจัดซื้อจัดจ้าง}",
            [("formats-too-few", 3)],
        ),
    ),
    *_cases(
        Fails,
        "file-formats",
        "2569/complaint-statistics/file-formats",
        ("one is missing", "total: 3\ndocuments: [a.pdf]", [("formats-missing", 3)]),
        ("both are missing", "total: 3\ndocuments: [c.jpg, d.docx]", [("formats-missing", 3)]),
    ),
    *_cases(
        Fails,
        "answers-plan",
        f"2569/{REPORT}",
        ("absent", "outcomes: ดีขึ้น", [("missing", 0)], PLAN),
        ("no rows", "results: []", [("missing", 2)], PLAN),
        ("field states none", "results: {none: ไม่มี}", [("none-not-accepted", 2)], PLAN),
        ("one is not answered", _answers("measure: เปิดเพจ"), [("measure-unanswered", 3)], PLAN),
        (
            "the plan has two more",
            _answers("measure: ก"),
            [("measure-unanswered", 3)] * 2,
            _plan("measure: ก", "measure: ข", "measure: ค"),
        ),
        (
            "no measure of the plan",
            _answers("measure: จัดทำคู่มือ", "measure: เปิดเพจ", "measure: จัดงานกีฬา"),
            [("measure-unknown", 5)],
            PLAN,
        ),
        (
            "a wording that only starts alike",
            _answers("measure: จัดทำคู่มือ", "measure: เปิดเพจใหม่"),
            [("measure-unknown", 4), ("measure-unanswered", 3)],
            PLAN,
        ),
        *(
            (
                f"number {number} is outside of the plan",
                _answers("measure: จัดทำคู่มือ", f"measure-no: {number}, measure: เปิดเพจ"),
                [("measure-unknown", 4), ("measure-unanswered", 3)],
                PLAN,
            )
            for number in ("0", "3", "-1", "1.5", "99999999999999999999")
        ),
        (
            "one measure twice, the other not at all",
            _answers("measure-no: 1, measure: ก", "measure-no: 1, measure: ข"),
            [("measure-unanswered", 3)],
            PLAN,
        ),
        (
            "a topic that is not the measure",
            _answers("measure: การให้บริการและระบบ E-Service", "measure: เปิดเพจ"),
            [("measure-unknown", 3), ("measure-unanswered", 3)],
            PLAN,
        ),
        (
            "number that cannot be read",
            _answers("measure: จัดทำคู่มือ", "measure: เปิดเพจ, measure-no: สอง"),
            [("number-unreadable", 4)],
            PLAN,
        ),
        (
            "blank measure",
            _answers("measure-no: 1, measure: จัดทำคู่มือ", "measure-no: 2, measure: "),
            [("cell-blank", 4)],
            PLAN,
        ),
        (
            "measure states none",
            _answers("measure: จัดทำคู่มือ", "measure-no: 2, measure: '-'"),
            [("cell-none", 4)],
            PLAN,
        ),
        (
            "no status",
            "results:\n  - {measure: จัดทำคู่มือ}\n  - {measure: เปิดเพจ, status: }",
            [("status-unknown", 3), ("status-unknown", 4)],
            PLAN,
        ),
        (
            "status that says nothing",
            "results:\n  - {measure: จัดทำคู่มือ, status: '-'}\n  - {measure: เปิดเพจ, status: done}",
            [("status-unknown", 3)],
            PLAN,
        ),
        (
            "unreadable status",
            "results:\n  - {measure: จัดทำคู่มือ, status: น่าจะเสร็จ}\n  - {measure: เปิดเพจ, status: done}",
            [("choice-unknown", 3)],
            PLAN,
        ),
        ("no status and no plan", "results: [{measure: ก}]", [("status-unknown", 2)]),
        ("blank measure and no plan", "results: [{status: done}]", [("cell-blank", 2)]),
        *(
            (
                f"claim: {text}",
                f"obstacles:\n  - '{text}'\n{TWO_DONE}",
                [("count-differs", 3)],
                PLAN_OF_THREE,
            )
            for text in (
                "ดำเนินการแล้วเสร็จ จำนวน 1 ข้อ",
                "แล้วเสร็จ ๗ มาตรการ",
                "ไม่สามารถดำเนินการให้แล้วเสร็จ จำนวน 2 ข้อ",
                "ยังไม่แล้วเสร็จ 3 มาตรการ",
                "มิได้ดำเนินการให้แล้วเสร็จ 0 ข้อ",
                "เสร็จสิ้น 3 ข้อ",
            )
        ),
        (
            "two claims in one text",
            f"obstacles: แล้วเสร็จ จำนวน 7 ข้อ ไม่แล้วเสร็จ จำนวน 2 ข้อ\n{TWO_DONE}",
            [("count-differs", 2)] * 2,
            PLAN_OF_THREE,
        ),
        (
            "claims in every part of the item",
            "remarks: แล้วเสร็จ 5 ข้อ\nbackground: [{heading: สรุป, text: แล้วเสร็จ 6 ข้อ}]\n"
            + ANSWERS.replace("status: not-done", "summary: แล้วเสร็จ 7 ข้อ, status: not-done"),
            [("count-differs", 2), ("count-differs", 3), ("count-differs", 6)],
            PLAN,
        ),
        (
            "a claim without a plan",
            f"obstacles: แล้วเสร็จ 2 ข้อ\n{ANSWERS}",
            [("count-differs", 2)],
        ),
        (
            "under way is not done",
            f"obstacles: แล้วเสร็จ 2 ข้อ\n{ANSWERS}".replace("not-done", "in-progress"),
            [("count-differs", 2)],
            PLAN,
        ),
    ),
    *_cases(
        Fails,
        "answers-plan",
        f"2566/{REPORT}",
        ("plan of the same year", _answers("measure: เปิดเพจ"), [("measure-unanswered", 3)], PLAN),
    ),
]

UNCOMPARED = [
    *_cases(
        Uncompared,
        "answers-plan",
        f"2569/{REPORT}",
        ("no plan", ANSWERS, "no measures of 2568"),
        ("a plan without measures", ANSWERS, "no measures of 2568", "unit: สำนักปลัด"),
        ("a plan without rows", ANSWERS, "no measures of 2568", "measures: []"),
        ("a plan that states none", ANSWERS, "no measures of 2568", "measures: {none: ไม่มี}"),
        ("a plan that cannot be read", ANSWERS, "no measures of 2568", 'measures: "'),
        ("claims that are right", f"remarks: แล้วเสร็จ 1 ข้อ\n{ANSWERS}", "no measures of 2568"),
    ),
    *_cases(
        Uncompared,
        "answers-plan",
        f"2566/{REPORT}",
        ("no plan of the same year", ANSWERS, "no measures of 2566"),
    ),
]

OPEN = [
    *_cases(
        Open,
        "summary-not-law",
        "2568/structure/not-whole-law",
        ("21 sections", "powers: |\n" + "  มาตรา ๑ ก\n" * 21, "21 sections"),
        ("very long", f"powers: {'ก' * 12_001}", "12,001 characters"),
    ),
    *_cases(
        Open,
        "differs-from",
        "2568/complaint-channel/separate-channel",
        ("nothing to compare", "channel: https://example.go.th/c", "nothing to compare"),
    ),
]


@pytest.mark.parametrize("case", PASSES, ids=_ids(PASSES))
def test_passes(workspace: WorkspaceFolder, case: Passes) -> None:
    result = _judge(workspace, case)
    assert (result.outcome, result.findings, result.reason) == (Outcome.PASS, (), None)


@pytest.mark.parametrize("case", FAILS, ids=_ids(FAILS))
def test_fails(workspace: WorkspaceFolder, case: Fails) -> None:
    result = _judge(workspace, case)
    assert result.outcome == Outcome.FAIL
    assert [(finding.code, finding.location.line) for finding in result.findings] == case.findings
    edition, slug, _ = case.place.split("/")
    for finding in result.findings:
        assert finding.location.file == workspace.file_of(edition, slug)
        for text in (finding.message, finding.remedy):
            assert text.th and text.en and "{" not in text.th + text.en


@pytest.mark.parametrize("case", OPEN, ids=_ids(OPEN))
def test_is_left_to_a_person(workspace: WorkspaceFolder, case: Open) -> None:
    use_language("en")
    result = _judge(workspace, case)
    assert (result.outcome, result.findings) == (Outcome.NEEDS_REVIEW, ())
    assert case.reason in str(result.reason)


@pytest.mark.parametrize("case", UNCOMPARED, ids=_ids(UNCOMPARED))
def test_passes_as_far_as_could_be_compared(workspace: WorkspaceFolder, case: Uncompared) -> None:
    use_language("en")
    result = _judge(workspace, case)
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    assert case.reason in str(result.reason)


# --- the tables are whole ---------------------------------------------------------------------


#: Of these, test_consistency.py has the tables.
CONSISTENCY = {
    rule.check for subject in load_catalogue().subjects.values() for rule in subject.consistency
} | {"table-sums"}


@pytest.mark.parametrize("name", sorted(set(CHECKS) - CONSISTENCY))
def test_every_check_is_shown_to_pass_and_to_fail(name: str) -> None:
    passing = {case.check for case in PASSES} | {"differs-from"}  # needs two items, see below
    assert name in passing
    assert name in {case.check for case in FAILS}


def test_every_finding_is_shown_once_at_least() -> None:
    shown = {code for case in FAILS for code, _ in case.findings} | {"same-channel", "no-file"}
    ours = {
        code
        for check in CHECKS.values()
        if check.name not in CONSISTENCY
        for code in check.messages
    }
    assert ours | set(COMMON) <= shown


def test_every_case_stands_once() -> None:
    names = _ids([*PASSES, *FAILS, *OPEN, *UNCOMPARED])
    assert [name for name, count in Counter(names).items() if count > 1] == []


# --- what a finding says of a row ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{name: นายกเทศมนตรี}", "นายกเทศมนตรี"),
        ("{name: ก, person: นายสมชาย ใจดี}", "นายสมชาย ใจดี"),
        ("{name: ก, person: ข}", "ก"),
        ('{name: "บรรทัดหนึ่ง\\nบรรทัดสอง"}', "บรรทัดหนึ่ง"),
        (f"{{name: {'ก' * 60}}}", "ก" * 60),
        (f"{{name: {'ก' * 61}}}", f"{'ก' * 57}…"),
        ("{side: political}", ""),
    ],
    ids=["text", "long enough", "short", "first line", "60 signs", "61 signs", "choice"],
)
def test_a_row_is_named_by_its_text(workspace: WorkspaceFolder, row: str, named: str) -> None:
    workspace.disclose("2568", "structure", f"chart: [{{name: ทั้งหมด, post: ก}}, {row}]")
    result = workspace.element("2568", "structure", "key-posts-and-units")
    post = [finding for finding in result.findings if '"post"' in finding.remedy.th]
    assert [finding.message.th.split(" เว้นว่าง")[0] for finding in post] == [f'"{named}"']


# --- what needs more than one file ------------------------------------------------------------


@pytest.mark.parametrize(
    ("enquiry", "channel", "findings"),
    [
        ("https://example.go.th/q", "https://example.go.th/c", []),
        ("https://example.go.th/q", "https://example.go.th/q", [("same-channel", 2)]),
        ("https://example.go.th/q", "https://EXAMPLE.go.th/q/", [("same-channel", 2)]),
        (
            "[https://example.go.th/q, https://example.go.th/r]",
            "[https://example.go.th/c, https://example.go.th/r]",
            [("same-channel", 2)],
        ),
    ],
    ids=["another", "the same", "the same, written otherwise", "one of several"],
)
def test_a_channel_of_its_own(
    workspace: WorkspaceFolder, enquiry: str, channel: str, findings: list[tuple[str, int]]
) -> None:
    workspace.disclose("2569", "contact", f"enquiry: {enquiry}")
    workspace.disclose("2569", "complaint-channel", f"channel: {channel}")
    result = workspace.element("2569", "complaint-channel", "separate-channel")
    assert [(finding.code, finding.location.line) for finding in result.findings] == findings
    assert result.outcome == (Outcome.FAIL if findings else Outcome.PASS)


def test_the_same_channel_is_named(workspace: WorkspaceFolder, english: None) -> None:
    workspace.disclose("2569", "contact", "enquiry: https://example.go.th/q")
    workspace.disclose("2569", "complaint-channel", "channel: https://example.go.th/q")
    (finding,) = workspace.element("2569", "complaint-channel", "separate-channel").findings
    expected = "the same address as Two-way enquiry channel (https://example.go.th/q)"
    assert str(finding.message) == expected


def test_a_measure_that_is_not_answered_is_named(workspace: WorkspaceFolder, english: None) -> None:
    workspace.disclose("2569", "integrity-measures-report", _answers("measure: จัดทำคู่มือ"))
    plan = _disclose_plan(workspace, "2569", "integrity-measures-report", PLAN)
    (finding,) = workspace.element(
        "2569", "integrity-measures-report", "measures-carried-out"
    ).findings
    said = f"measure 2 “ปรับปรุงเว็บไซต์” of the plan is not answered ({plan}:4)"
    assert str(finding.message) == said
    assert "measure-no: 2" in str(finding.remedy)


def test_a_plan_of_the_same_year_that_cannot_be_read_is_told_of_itself(
    workspace: WorkspaceFolder,
) -> None:
    workspace.disclose("2566", "integrity-measures-report", ANSWERS)
    _disclose_plan(workspace, "2566", "integrity-measures-report", 'measures: "')
    report = workspace.report("2566")
    assert [problem.code for problem in report.problems] == ["yaml-syntax"]
    item = report.by_slug("integrity-measures-report")
    assert item is not None
    result = item.element("measures-carried-out")
    assert (result.outcome, result.findings) == (Outcome.PASS, ())
    assert result.reason is not None


# --- what may be shown in another place ---------------------------------------------------------

OWN_ANALYSIS = """\
indicator-analysis:
  - {standing: weakness, indicator: ตัวชี้วัดที่ 4, text: ขาดการสื่อสาร}
improvements: [{indicator: ตัวชี้วัดที่ 4, point: เพิ่มช่องทาง}]
"""
FINDINGS = "measures: [{question: i1, finding: ไม่ทราบช่องทาง, steps: ก, responsible: ข}]\n"
NO_FINDINGS = "measures: [{topic: e-service, steps: ก, responsible: ข}]\n"


@pytest.mark.parametrize(
    ("key", "yaml", "outcome", "named"),
    [
        ("ita-result-analysis", OWN_ANALYSIS, Outcome.PASS, ""),
        ("ita-result-analysis", OWN_ANALYSIS + FINDINGS, Outcome.PASS, ""),
        ("ita-result-analysis", FINDINGS, Outcome.PASS, ""),
        ("ita-result-analysis", NO_FINDINGS, Outcome.FAIL, "indicator-analysis"),
        ("ita-result-analysis", "measures: [{question: i1}]", Outcome.FAIL, "finding"),
        ("urgent-weaknesses", OWN_ANALYSIS, Outcome.PASS, ""),
        ("urgent-weaknesses", OWN_ANALYSIS + FINDINGS, Outcome.PASS, ""),
        ("urgent-weaknesses", FINDINGS, Outcome.NEEDS_REVIEW, ""),
        ("urgent-weaknesses", NO_FINDINGS, Outcome.FAIL, "indicator-analysis"),
        ("urgent-weaknesses", "unit: กอง", Outcome.FAIL, "indicator-analysis"),
        (
            "urgent-weaknesses",
            FINDINGS.replace("]", ", {question: i2}]"),
            Outcome.FAIL,
            "finding",
        ),
        ("points-to-improve", OWN_ANALYSIS, Outcome.PASS, ""),
        ("points-to-improve", FINDINGS, Outcome.NEEDS_REVIEW, ""),
        ("points-to-improve", NO_FINDINGS, Outcome.FAIL, "improvements"),
        ("points-to-improve", "improvements: []\n" + FINDINGS, Outcome.NEEDS_REVIEW, ""),
        (
            "points-to-improve",
            "improvements: [{instrument: IIT}]\n" + NO_FINDINGS,
            Outcome.FAIL,
            "point",
        ),
    ],
)
def test_the_analysis_is_shown_by_itself_or_by_the_findings(
    workspace: WorkspaceFolder, key: str, yaml: str, outcome: Outcome, named: str
) -> None:
    workspace.disclose("2566", "integrity-measures", yaml)
    result = workspace.element("2566", "integrity-measures", key)
    assert result.outcome == outcome
    assert result.element.key == key and result.element.of != "measures", "as the edition says it"
    assert (result.reason is not None) == (outcome == Outcome.NEEDS_REVIEW)
    if outcome == Outcome.FAIL:
        assert f'"{named}"' in " ".join(found.remedy.th for found in result.findings)
    else:
        assert result.findings == ()


def test_an_item_with_findings_alone_is_left_to_a_person(
    workspace: WorkspaceFolder, english: None
) -> None:
    whole = FINDINGS.replace("responsible: ข", "responsible: ข, monitoring: ค")
    workspace.disclose("2566", "integrity-measures", f"covers: 2566\n{whole}")
    item = workspace.item("2566", "integrity-measures")
    assert (item.status, item.findings) == (Status.NEEDS_REVIEW, ())
    reasons = {result.element.key: str(result.reason) for result in item.elements if result.reason}
    assert reasons.keys() == {"urgent-weaknesses", "points-to-improve"}
    assert all("a person should say" in reason for reason in reasons.values())
    workspace.disclose("2566", "integrity-measures", f"covers: 2566\n{whole}{OWN_ANALYSIS}")
    assert workspace.item("2566", "integrity-measures").status == Status.COMPLETE


@pytest.mark.parametrize("edition", ["2566", "2567", "2568", "2569"])
@pytest.mark.parametrize(
    ("yaml", "findings"),
    [
        ("results: [{measure: ก, outcome: ดีขึ้น, status: done}]", []),
        ("results: [{measure: ก, status: done}]\noutcomes: [ดีขึ้น, คะแนนเพิ่ม]", []),
        ("outcomes: ดีขึ้น", []),
        ("results: [{measure: ก, outcome: ดีขึ้น}, {measure: ข}]\noutcomes: ดีขึ้น", ["cell-blank"]),
        ("results: [{measure: ก, status: done}]", ["cell-blank"]),
        ("results: [{measure: ก}]\noutcomes:", ["cell-blank"]),
        ("unit: กอง", ["missing"]),
    ],
    ids=[
        *("by rows", "as a whole", "as a whole alone", "by some rows", "by neither"),
        *("blank as a whole", "nothing at all"),
    ],
)
def test_outcomes_are_shown_by_rows_or_as_a_whole(
    workspace: WorkspaceFolder, edition: str, yaml: str, findings: list[str]
) -> None:
    workspace.disclose(edition, "integrity-measures-report", yaml)
    result = workspace.element(edition, "integrity-measures-report", "outcomes")
    assert [finding.code for finding in result.findings] == findings
    assert result.outcome == (Outcome.FAIL if findings else Outcome.PASS)
    assert result.reason is None, "the other field shows it just as well"


def test_what_cannot_be_read_in_a_field_that_shows_nothing_is_a_note(
    workspace: WorkspaceFolder,
) -> None:
    yaml = "indicator-analysis: [{standing: แย่มาก}]\n" + FINDINGS
    workspace.disclose("2566", "integrity-measures", yaml)
    item = workspace.item("2566", "integrity-measures")
    assert [note.code for note in item.notes] == ["choice-unknown"]
    assert item.element("urgent-weaknesses").outcome == Outcome.NEEDS_REVIEW


# --- what a report reports on -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "plan", "is_reported"),
    [
        ("2569", PLAN, True),
        ("2566", PLAN, True),
        ("2569", "unit: กอง", True),
        ("2569", 'measures: "', False),
        ("2566", 'measures: "', False),
        ("2569", "", False),
        ("2566", "", False),
    ],
)
def test_what_is_reported_on_is_found_in_its_year(
    workspace: WorkspaceFolder, edition: str, plan: str, is_reported: bool
) -> None:
    workspace.disclose(edition, "integrity-measures-report", ANSWERS)
    name = _disclose_plan(workspace, edition, "integrity-measures-report", plan) if plan else ""
    data = workspace.data(edition)
    report = data.by_slug("integrity-measures-report")
    assert report is not None
    found = {item: disclosure.file for item, disclosure in data.reported.items()}
    assert found == ({report.item.id: name} if is_reported else {})


# --- by type of agency ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "key", "yaml"),
    [
        ("structure", "both-sides", "chart: [{name: กองหนึ่ง}]"),
        ("executives", "both-sides", "people: [{name: นาย ก}]"),
        ("code-of-ethics", "three-codes", "codes: [{group: officials}]"),
    ],
)
@pytest.mark.parametrize(
    ("agency_type", "outcome"),
    [
        ("เทศบาลนคร", Outcome.FAIL),
        ("องค์การบริหารส่วนจังหวัด", Outcome.FAIL),
        ("กรมหรือเทียบเท่า", Outcome.NOT_APPLICABLE),
        ("university", Outcome.NOT_APPLICABLE),
    ],
)
def test_what_is_asked_of_local_government_alone(
    workspace: WorkspaceFolder,
    slug: str,
    key: str,
    yaml: str,
    agency_type: str,
    outcome: Outcome,
) -> None:
    workspace.of_type(agency_type).disclose("2568", slug, yaml)
    result = workspace.element("2568", slug, key)
    assert result.outcome == outcome
    assert bool(result.findings) == (outcome == Outcome.FAIL)
    assert bool(result.reason) == (outcome == Outcome.NOT_APPLICABLE)


def test_why_an_element_is_not_asked(workspace: WorkspaceFolder, english: None) -> None:
    workspace.of_type("กรมหรือเทียบเท่า").disclose("2568", "structure", "powers: ก")
    reason = workspace.element("2568", "structure", "both-sides").reason
    assert str(reason) == "not asked of this agency type: department or equal"


def test_a_value_of_an_element_that_is_not_asked_is_still_told_of(
    workspace: WorkspaceFolder,
) -> None:
    yaml = "chart: [{name: กองหนึ่ง, post: ผู้อำนวยการ, side: ซ้าย}]\npowers: ก"
    workspace.of_type("กรมหรือเทียบเท่า").disclose("2568", "structure", yaml)
    item = workspace.item("2568", "structure")
    assert [finding.code for finding in item.findings] == ["choice-unknown"]


# --- the state of a whole item ----------------------------------------------------------------

WHOLE = """\
chart:
  - {name: สภาเทศบาล, post: ประธานสภา, side: political}
  - {name: สำนักปลัด, post: ปลัด, side: permanent}
powers: ดูแลถนนและน้ำ
"""


@pytest.mark.parametrize(
    ("yaml", "status"),
    [
        pytest.param(WHOLE, Status.COMPLETE, id="whole"),
        pytest.param(WHOLE.replace("post: ปลัด", "post: "), Status.INCOMPLETE, id="a gap"),
        pytest.param("unit: สำนักปลัด", Status.MISSING, id="only the header"),
        pytest.param("", Status.MISSING, id="only the guard"),
        pytest.param("chart: []\npowers:", Status.MISSING, id="blank fields"),
        pytest.param(
            WHOLE.replace("ดูแลถนนและน้ำ", "ก" * 12_001), Status.NEEDS_REVIEW, id="a person must look"
        ),
        pytest.param(
            WHOLE.replace("ดูแลถนนและน้ำ", "ก" * 12_001).replace("post: ปลัด", "post: "),
            Status.INCOMPLETE,
            id="a gap counts more",
        ),
    ],
)
def test_the_status_of_an_item(workspace: WorkspaceFolder, yaml: str, status: Status) -> None:
    workspace.disclose("2568", "structure", yaml)
    item = workspace.item("2568", "structure")
    assert (item.status, item.url) == (status, "/oit/2568/o01/")
    assert bool(item.findings) == (status in {Status.INCOMPLETE, Status.MISSING})


def test_an_item_without_a_file_is_missing(workspace: WorkspaceFolder) -> None:
    item = workspace.item("2568", "structure")
    assert item.status == Status.MISSING
    assert {finding.code for finding in item.findings} == {"no-file"}
    assert {str(finding.location) for finding in item.findings} == {"data/2568/o01.yaml"}
    assert {result.outcome for result in item.elements} == {Outcome.FAIL}


def test_a_file_that_cannot_be_read_is_not_judged(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2568/o01.yaml", 'item: structure\npowers: "')
    report = workspace.report("2568")
    item = report.items[0]
    assert [problem.code for problem in report.problems] == ["yaml-syntax"]
    assert (item.status, item.findings) == (Status.NEEDS_REVIEW, ())
    assert {result.outcome for result in item.elements} == {Outcome.NOT_CHECKED}
    assert {result.reason.en for result in item.elements if result.reason} == {
        "the file data/2568/o01.yaml cannot be read"
    }


def test_an_unreadable_value_spoils_one_element_only(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "structure", WHOLE.replace("side: permanent", "side: ซ้าย"))
    item = workspace.item("2568", "structure")
    failed = [result.element.key for result in item.elements if result.outcome == Outcome.FAIL]
    assert failed == ["both-sides"]
    codes = [finding.code for finding in item.findings]
    assert codes == ["choice-unknown", "values-missing"]


def test_an_unreadable_value_that_no_element_asks_for_is_a_note(
    workspace: WorkspaceFolder,
) -> None:
    workspace.disclose("2568", "structure", f"updated: 1/10/67\n{WHOLE}")
    item = workspace.item("2568", "structure")
    assert item.status == Status.COMPLETE
    (note,) = item.notes
    assert (note.code, note.severity, note.location.line) == ("date-ambiguous", Severity.WARNING, 2)
    assert item.findings == (note,)


def test_a_criterion_without_a_source_only_warns(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "complaint-channel", "protection: ก")
    item = workspace.item("2568", "complaint-channel")
    severities = {result.element.key: result.findings[0].severity for result in item.elements}
    assert item.element("from-main-site").element.confidence == "recalled"
    assert severities == {
        "online-channel": Severity.ERROR,
        "separate-channel": Severity.ERROR,
        "from-main-site": Severity.WARNING,
    }


def test_a_report_holds_every_item_and_element_in_order(workspace: WorkspaceFolder) -> None:
    report = workspace.report("2569")
    edition = load_catalogue().editions["2569"]
    assert [result.item for result in report.items] == list(edition.items)
    for result in report.items:
        assert [each.element for each in result.elements] == list(result.item.elements)
    assert report.agency == "เทศบาลตำบลตัวอย่าง"
    assert (report.counts[Status.MISSING], report.problems) == (26, ())
    assert report.by_slug("none") is None
    assert report.causes == 26, "each item that has no file is one thing to mend"


def test_things_to_mend_are_counted_once(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2569/o01.yaml", 'item: structure\npowers: "')
    workspace.disclose("2569", "strategic-plan", "plan: none.pdf\npaln: x\nvision: ก")
    report = workspace.report("2569")
    codes = [problem.code for problem in report.problems]
    assert codes == ["yaml-syntax", "file-missing", "unknown-key"]
    missing = 24
    of_plan = {finding.cause for finding in report.items[4].findings}
    assert "file-missing" in {code for code, _, _ in of_plan}
    assert report.causes == missing + len(of_plan) + len(["yaml-syntax", "unknown-key"])


@pytest.mark.parametrize("outcome", [*Outcome, *Status, *Severity])
def test_every_outcome_has_a_name_in_both_languages(outcome: Outcome | Status | Severity) -> None:
    assert outcome.label.th and outcome.label.en.isascii()


def test_an_error_outranks_a_warning() -> None:
    assert Severity.ERROR.rank > Severity.WARNING.rank


# --- rules of periods -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "stated", "fault"),
    [
        ("current-fiscal-year", "2568", None),
        ("current-fiscal-year", "2567-2569", None),
        ("current-fiscal-year", "1/10/2567 - 29/9/2568", "it must cover ปีงบประมาณ พ.ศ. 2568"),
        ("previous-fiscal-year", "2567", None),
        ("previous-fiscal-year", "2566-2567", "it must be that of ปีงบประมาณ พ.ศ. 2567"),
        ("previous-fiscal-year", "2568", "it must be that of ปีงบประมาณ พ.ศ. 2567"),
        ("first-six-months", "6 เดือนแรก ปี 2568", None),
        ("first-six-months", "2568", None),
        ("first-six-months", "ไตรมาส 1 ปี 2568", "it must cover ตุลาคม 2567 – มีนาคม 2568"),
        ("multi-year-covering", "2568-2569", None),
        ("multi-year-covering", "2568", "more than one year"),
        ("multi-year-covering", "ต.ค. 67 - ต.ค. 68", None),
        ("multi-year-covering", "15 ก.ย. 2567 - 30 ก.ย. 2568", None),
        ("multi-year-covering", "1 ต.ค. 2567 - 1 ต.ค. 2568", "more than one year"),
        ("multi-year-covering", "2569-2573", "it must cover ปีงบประมาณ พ.ศ. 2568"),
    ],
)
def test_rules_of_periods(rule: str, stated: str, fault: str | None) -> None:
    found = period_fault(rule, parse_period(stated), FiscalYear("2568"))
    assert (found is None) == (fault is None)
    assert fault is None or (found is not None and fault in found.en)


@pytest.mark.parametrize("rule", RULES)
def test_the_required_span_itself_satisfies_its_rule(rule: str) -> None:
    year = FiscalYear("2568")
    stated = required_period(rule, year)
    if rule == "multi-year-covering":
        stated = dataclasses.replace(stated, end=year.shifted(1).period.end)
    assert period_fault(rule, stated, year) is None
