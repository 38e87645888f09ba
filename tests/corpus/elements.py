"""Labelled cases of elements: data that satisfy a check, that do not, and that a person must judge.

The tables are both tests and the corpus on which the accuracy of the checks is measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from workspaces import WorkspaceFolder

from site_builder.audit.checks.base import MAX_EXAMPLES
from site_builder.catalogue.loader import load_catalogue
from site_builder.outcomes import ElementResult
from site_builder.thai import FiscalYear


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


def cases(table: type[Table], check: str, place: str, *rows: tuple[Any, ...]) -> list[Table]:
    """Rows of a table that judge the same element: a name, the data, and what is expected."""
    return [table(check, name, place, *row) for name, *row in rows]


def ids(cases: Iterable[Case]) -> list[str]:
    return [f"{case.check}: {case.name}" for case in cases]


def judge(folder: WorkspaceFolder, case: Case) -> ElementResult:
    edition, slug, key = case.place.split("/")
    folder.attach(edition, "a.pdf", "b.xlsx", "c.jpg", "d.docx", "e.ods")
    folder.disclose(edition, slug, case.yaml)
    if case.plan:
        disclose_plan(folder, edition, slug, case.plan)
    report = folder.report(edition)
    assert report.problems == ()
    item = report.by_slug(slug)
    assert item is not None
    result = item.element(key)
    assert result.element.check == case.check, "the case is filed under another check"
    return result


def disclose_plan(folder: WorkspaceFolder, edition: str, slug: str, yaml: str) -> str:
    """The data of what an item reports on, in whichever year that is."""
    item = load_catalogue().editions[edition].by_slug(slug)
    assert item is not None and item.reports_on is not None
    year = FiscalYear(edition).shifted(item.reports_on.offset).name
    return folder.disclose(year, item.reports_on.slug, yaml)


def months(first: int, last: int, **special: str) -> str:
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
HALF = f"purchases:\n  months:\n{months(1, 6)}"

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


def plan(*rows: str) -> str:
    return "measures:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def answers(*rows: str, status: str = "done") -> str:
    return "results:\n" + "".join(f"  - {{{row}, status: {status}}}\n" for row in rows)


REPORT = "integrity-measures-report/measures-carried-out"

PASSES = [
    *cases(Passes, "filled", "2568/structure/powers-and-duties", ("text", "powers: ดูแลถนน")),
    *cases(Passes, "filled", "2568/structure/org-chart", ("rows", "chart: [{name: สำนักปลัด}]")),
    *cases(
        Passes,
        "filled",
        "2568/structure/key-posts-and-units",
        ("columns", "chart:\n  - {name: สำนักปลัด, post: ปลัด}\n  - {name: กองคลัง, post: ผู้อำนวยการ}"),
    ),
    *cases(Passes, "filled", "2568/hr-plan/hr-plan", ("document", "plan: a.pdf")),
    *cases(
        Passes,
        "filled",
        "2568/contact/phone",
        ("one of several values", "phone: [043 000 000, '-']"),
    ),
    *cases(
        Passes,
        "filled",
        "2568/executives/top-executive",
        (
            "rows of a kind",
            "people:\n  - {name: นาย ก, rank: ผู้บริหารสูงสุด}\n  - {name: นาง ข, rank: deputy}",
        ),
    ),
    *cases(
        Passes,
        "filled",
        "2568/integrity-measures/measures-table",
        (
            "enough rows",
            "measures:\n" + "  - {topic: e-service, finding: x, measure: x, steps: x, duration: x,"
            " responsible: x}\n" * 7,
        ),
    ),
    *cases(
        Passes,
        "filled",
        "2568/annual-performance-report/problems-obstacles",
        ("none accepted", "problems: ไม่มี"),
    ),
    *cases(
        Passes,
        "filled",
        "2568/annual-plan/plan-table",
        ("none of the field accepted", "plan: {none: ไม่ใช้งบประมาณ}"),
    ),
    *cases(
        Passes,
        "filled",
        "2568/service-manual/service-fee",
        ("none in a cell accepted", "services: [{name: ขอน้ำ, fee: ไม่มี}]"),
    ),
    *cases(
        Passes,
        "filled",
        "2568/service-statistics/service-statistics",
        (
            "months that state none",
            "statistics:\n  months:\n    - {month: 2567-10, none: ไม่มีผู้รับบริการ}",
        ),
    ),
    *cases(
        Passes,
        "no-blank-cells",
        "2568/procurement-list/list-progress-table",
        ("full form", f"purchases:\n  months:\n{months(1, 1, m1=FULL_ROW)}"),
        ("months that state none", HALF),
        ("none accepted", "purchases: {none: ไม่มีการจัดซื้อจัดจ้าง}"),
    ),
    *cases(
        Passes,
        "months-covered",
        "2568/procurement-list/six-month-coverage",
        ("first six months", HALF),
        ("with rows", f"purchases:\n  months:\n{months(1, 6, m2=GAPS)}"),
        ("more than needed", f"purchases:\n  months:\n{months(1, 9)}"),
        ("all that it says it covers", f"purchases:\n  covers: 2568\n  months:\n{months(1, 12)}"),
    ),
    *cases(
        Passes,
        "months-covered",
        "2569/procurement-annual-report/monthly-tables",
        ("the year before", f"monthly-results:\n  months:\n{months(1, 12)}"),
    ),
    *cases(
        Passes,
        "covers-period",
        "2568/annual-plan/in-force",
        ("the assessed year", "covers: ปีงบประมาณ พ.ศ. 2568"),
        ("more than the year", "covers: 2566-2570"),
    ),
    *cases(
        Passes,
        "covers-period",
        "2568/gift-receipt-report/fiscal-year",
        ("exactly the year before", "covers: 2567"),
    ),
    *cases(
        Passes,
        "covers-period",
        "2568/annual-plan/six-month-coverage",
        ("first six months", "progress-covers: ต.ค. 67 - มี.ค. 68"),
    ),
    *cases(
        Passes,
        "covers-period",
        "2568/strategic-plan/plan-covers-year",
        ("several years", "covers: 2566-2570"),
    ),
    *cases(
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
    *cases(
        Passes,
        "in-period",
        "2568/participation/own-activity",
        (
            "a period that reaches in",
            "activities: [{issue: ถนน, held: 25 กันยายน 2567 - 3 ตุลาคม 2567}]",
        ),
    ),
    *cases(
        Passes,
        "in-period",
        "2568/no-gift-policy/announcement-year",
        ("part of a document", "announcement: {file: a.pdf, date: 2 มกราคม 2568}"),
    ),
    *cases(
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
    *cases(
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
    *cases(
        Passes,
        "stated-when-zero",
        "2568/complaint-statistics/total",
        ("some", "total: 3"),
        ("zero in words", "total: 0\nstatement: ไม่มีเรื่องร้องเรียน"),
        ("none in words", "total: ไม่มี"),
    ),
    *cases(
        Passes,
        "signed",
        "2568/no-gift-policy/signed-announcement",
        ("signed and dated", "announcement: {file: a.pdf, signed_by: นาย ก, date: 2/1/2568}"),
    ),
    *cases(
        Passes,
        "mentions",
        "2568/no-gift-policy/no-gift-statement",
        ("all words", "statement: งดรับของขวัญ ทั้งก่อน ขณะ และหลังปฏิบัติหน้าที่"),
        ("words broken by lines", "statement: |\n  ทั้งก่\n  อน ข ณะ\n  และหลัง"),
    ),
    *cases(
        Passes,
        "summary-not-law",
        "2568/structure/not-whole-law",
        ("a summary", "powers: มีหน้าที่ตามมาตรา 50 และมาตรา 51"),
        ("twenty sections", "powers: |\n" + "  มาตรา ๑ ก\n" * 20),
        ("just short enough", f"powers: {'ก' * 12_000}"),
    ),
    *cases(
        Passes,
        "linked-from-site",
        "2568/complaint-channel/from-main-site",
        ("a link", "channel: https://example.go.th/c"),
    ),
    *cases(
        Passes,
        "linked-from-site",
        "2568/e-service/from-main-site",
        ("a link in every row", "services: [{name: ขอน้ำ, link: 'https://example.go.th/w'}]"),
    ),
    *cases(
        Passes, "file-formats", "2568/procurement-list/file-formats", ("a table gives two", HALF)
    ),
    *cases(
        Passes,
        "file-formats",
        "2569/procurement-monthly-summary/file-formats",
        (
            "PDF beside a table",
            "documents: a.pdf\nmonthly-results:\n  months: [{month: 2568-10, none: ไม่มี}]",
        ),
    ),
    *cases(
        Passes,
        "file-formats",
        "2569/complaint-statistics/file-formats",
        ("both attached", "total: 3\ndocuments: [a.pdf, b.xlsx]"),
        ("another spreadsheet", "total: 3\ndocuments: [a.pdf, e.ods]"),
    ),
    *cases(
        Passes,
        "answers-plan",
        f"2569/{REPORT}",
        ("the same wording", ANSWERS, PLAN),
        (
            "several values together",
            answers("measure: จัดทำคู่มือ", 'measure: "ปรับปรุงเว็บไซต์\\nเปิดเพจ"'),
            PLAN,
        ),
        ("in any order", answers("measure: ปรับปรุงเว็บไซต์", "measure: จัดทำคู่มือ"), PLAN),
        (
            "one measure in two rows",
            answers("measure: เปิดเพจ", "measure: จัดทำคู่มือ", "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "by number",
            answers("measure-no: 2, measure: ทำเว็บ", "measure-no: ๑, measure: ทำคู่มือ"),
            PLAN,
        ),
        (
            "by number and by wording",
            answers("measure-no: 1, measure: ทำคู่มือ", "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "a number that says none",
            answers("measure-no: '-', measure: จัดทำคู่มือ", "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "spaces and lines",
            answers('measure: "จัด ทำ\\nคู่มือ"', "measure: เปิดเพจ"),
            PLAN,
        ),
        (
            "numbers before the wording",
            answers(
                "measure: 1. จัดทำคู่มือ", 'measure: "(๒) ก๒๕"', "measure: '- ข'", "measure: 3.1 ค"
            ),
            plan("measure: จัดทำคู่มือ", "measure: ๒) ก25", "measure: ๓. ข", "measure: ค"),
        ),
        (
            "steps where no measure is named",
            answers("measure: ขั้นหนึ่ง", "measure: วิเคราะห์", "measure: การให้บริการและระบบ E-Service"),
            plan(
                "topic: communication, steps: [ขั้นหนึ่ง, ขั้นสอง]",
                "analysis: วิเคราะห์",
                "topic: การให้บริการและระบบ E-Service",
            ),
        ),
        (
            "two measures of the same wording",
            answers("measure: อบรม", "measure: อบรม"),
            plan("measure: อบรม", "measure: อบรม"),
        ),
        (
            "two measures of the same wording by number",
            answers("measure-no: 1, measure: อบรม", "measure-no: 2, measure: อบรม"),
            plan("measure: อบรม", "measure: อบรม"),
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
    *cases(Passes, "answers-plan", f"2567/{REPORT}", ("plan of the year before", ANSWERS, PLAN)),
    *cases(Passes, "answers-plan", f"2566/{REPORT}", ("plan of that year", ANSWERS, PLAN)),
]

FAILS = [
    *cases(
        Fails,
        "filled",
        "2568/structure/powers-and-duties",
        ("absent", "chart: [{name: ก}]", [("missing", 0)]),
        ("blank", "powers:", [("missing", 2)]),
        ("text states none", "powers: ไม่มี", [("none-not-accepted", 2)]),
    ),
    *cases(
        Fails,
        "filled",
        "2568/structure/org-chart",
        ("no rows", "powers: ก\nchart: []", [("missing", 3)]),
        ("a row without any value", "chart:\n  - {name: , post: }", [("missing", 3)]),
        ("field states none", "chart: {none: ยังไม่จัดทำ}", [("none-not-accepted", 2)]),
    ),
    *cases(
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
    *cases(
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
    *cases(
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
    *cases(
        Fails,
        "filled",
        "2568/executives/top-executive",
        ("none of the kind", "people: [{name: นาง ข, rank: deputy}]", [("none-of-kind", 2)]),
    ),
    *cases(
        Fails,
        "filled",
        "2568/executives/deputy-executives",
        ("kind left blank", "people: [{name: นาง ข}]", [("none-of-kind", 2)]),
    ),
    *cases(
        Fails,
        "filled",
        "2568/integrity-measures/measures-table",
        ("too few rows", "measures:\n" + "  - {topic: e-service}\n" * 6, [("too-few", 3)]),
    ),
    *cases(
        Fails,
        "filled",
        "2568/corruption-risk-assessment/risk-levels",
        ("unreadable choice", "risks: [{event: ก, level: แดง}]", [("choice-unknown", 2)]),
    ),
    *cases(
        Fails,
        "filled",
        "2568/complaint-statistics/finished",
        ("unreadable number", "finished: หลายเรื่อง", [("number-unreadable", 2)]),
    ),
    *cases(
        Fails,
        "filled",
        "2568/service-statistics/service-statistics",
        (
            "blank cell of a month",
            "statistics:\n  months:\n    - {month: 2567-10, rows: [{service: ขอน้ำ}]}",
            [("cell-blank", 4)],
        ),
    ),
    *cases(
        Fails,
        "no-blank-cells",
        "2568/procurement-list/list-progress-table",
        (
            "gaps",
            f"purchases:\n  months:\n{months(1, 1, m1=HOLES)}",
            [("cell-blank", 4), ("cell-blank", 4)],
        ),
    ),
    *cases(
        Fails,
        "months-covered",
        "2568/procurement-list/six-month-coverage",
        ("absent", "unit: กองคลัง", [("missing", 0)]),
        ("field states none", "purchases: {none: ไม่มี}", [("none-not-by-month", 2)]),
        (
            "none of another month",
            f"purchases:\n  months:\n{months(1, 6, m6='none: ไม่มีในเดือนกุมภาพันธ์ 2568')}",
            [("none-of-other-month", 9)],
        ),
        ("last one missing", f"purchases:\n  months:\n{months(1, 5)}", [("month-missing", 8)]),
        ("first ones missing", f"purchases:\n  months:\n{months(3, 6)}", [("month-missing", 3)]),
        (
            "gap in the middle",
            f"purchases:\n  months:\n{months(1, 2)}{months(5, 6)}",
            [("month-missing", 5)],
        ),
        (
            "less than it says",
            f"purchases:\n  covers: 2568\n  months:\n{months(1, 6)}",
            [("month-missing", 10)],
        ),
        (
            "blank month",
            f"purchases:\n  months:\n{months(1, 6, m2='none: ')}",
            [("month-blank", 5)],
        ),
        (
            "month twice",
            f"purchases:\n  months:\n{months(1, 6)}{months(3, 3)}",
            [("month-twice", 10)],
        ),
        (
            "month not named",
            f"purchases:\n  months:\n{months(1, 6)}    - {{none: ไม่มี}}",
            [("month-unnamed", 10)],
        ),
        (
            "unreadable month",
            f"purchases:\n  months:\n{months(1, 5)}    - {{month: มีนาคม, none: ไม่มี}}",
            [("month-missing", 8)],
        ),
    ),
    *cases(
        Fails,
        "months-covered",
        "2569/procurement-monthly-summary/monthly-table",
        ("another year", f"monthly-results:\n  months:\n{months(1, 12)}", [("wrong-period", 4)]),
    ),
    *cases(
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
    *cases(
        Fails,
        "covers-period",
        "2568/gift-receipt-report/fiscal-year",
        ("not the year before", "covers: 2568", [("wrong-period", 2)]),
        ("more than the year before", "covers: 2566-2567", [("wrong-period", 2)]),
    ),
    *cases(
        Fails,
        "covers-period",
        "2568/annual-plan/six-month-coverage",
        ("five months", "progress-covers: ต.ค. 67 - ก.พ. 68", [("wrong-period", 2)]),
    ),
    *cases(
        Fails,
        "covers-period",
        "2568/strategic-plan/plan-covers-year",
        ("plan of one year", "covers: 2568", [("wrong-period", 2)]),
        ("plan that is over", "covers: 2561-2565", [("wrong-period", 2)]),
    ),
    *cases(
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
    *cases(
        Fails,
        "in-period",
        "2568/no-gift-policy/announcement-year",
        ("no part", "announcement: {file: a.pdf}", [("no-date", 2)]),
        ("blank part", "announcement: {file: a.pdf, date: }", [("no-date", 2)]),
        ("part states none", "announcement: {file: a.pdf, date: ไม่มี}", [("no-date", 2)]),
    ),
    *cases(
        Fails,
        "in-period",
        "2568/participation/own-activity",
        ("period outside", "activities: [{issue: ถนน, held: กันยายน 2567}]", [("wrong-period", 2)]),
    ),
    *cases(
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
    *cases(
        Fails,
        "stated-when-zero",
        "2568/complaint-statistics/total",
        ("absent", "finished: 0", [("missing", 0)]),
        ("zero alone", "total: ๐", [("zero-not-stated", 2)]),
        ("zero with a blank", "total: 0 เรื่อง\nstatement:", [("zero-not-stated", 2)]),
    ),
    *cases(
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
    *cases(
        Fails,
        "mentions",
        "2568/no-gift-policy/no-gift-statement",
        ("absent", "announcement: a.pdf", [("missing", 0)]),
        ("a word is missing", "statement: ทั้งก่อนและหลัง", [("words-missing", 2)]),
        ("field states none", "statement: {none: ไม่มี}", [("words-missing", 2)]),
    ),
    *cases(
        Fails,
        "summary-not-law",
        "2568/structure/not-whole-law",
        ("absent", "chart: [{name: ก}]", [("missing", 0)]),
    ),
    *cases(
        Fails,
        "differs-from",
        "2568/complaint-channel/separate-channel",
        ("absent", "protection: ก", [("missing", 0)]),
    ),
    *cases(
        Fails,
        "linked-from-site",
        "2568/complaint-channel/from-main-site",
        ("absent", "protection: ก", [("missing", 0)]),
        ("link states none", "channel: ไม่มี", [("none-not-accepted", 2)]),
    ),
    *cases(
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
    *cases(
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
    *cases(
        Fails,
        "file-formats",
        "2569/complaint-statistics/file-formats",
        ("one is missing", "total: 3\ndocuments: [a.pdf]", [("formats-missing", 3)]),
        ("both are missing", "total: 3\ndocuments: [c.jpg, d.docx]", [("formats-missing", 3)]),
    ),
    *cases(
        Fails,
        "answers-plan",
        f"2569/{REPORT}",
        ("absent", "outcomes: ดีขึ้น", [("missing", 0)], PLAN),
        ("no rows", "results: []", [("missing", 2)], PLAN),
        ("field states none", "results: {none: ไม่มี}", [("none-not-accepted", 2)], PLAN),
        ("one is not answered", answers("measure: เปิดเพจ"), [("measure-unanswered", 3)], PLAN),
        (
            "the plan has two more",
            answers("measure: ก"),
            [("measure-unanswered", 3)] * 2,
            plan("measure: ก", "measure: ข", "measure: ค"),
        ),
        (
            "no measure of the plan",
            answers("measure: จัดทำคู่มือ", "measure: เปิดเพจ", "measure: จัดงานกีฬา"),
            [("measure-unknown", 5)],
            PLAN,
        ),
        (
            "a wording that only starts alike",
            answers("measure: จัดทำคู่มือ", "measure: เปิดเพจใหม่"),
            [("measure-unknown", 4), ("measure-unanswered", 3)],
            PLAN,
        ),
        *(
            (
                f"number {number} is outside of the plan",
                answers("measure: จัดทำคู่มือ", f"measure-no: {number}, measure: เปิดเพจ"),
                [("measure-unknown", 4), ("measure-unanswered", 3)],
                PLAN,
            )
            for number in ("0", "3", "-1", "1.5", "99999999999999999999")
        ),
        (
            "one measure twice, the other not at all",
            answers("measure-no: 1, measure: ก", "measure-no: 1, measure: ข"),
            [("measure-unanswered", 3)],
            PLAN,
        ),
        (
            "a topic that is not the measure",
            answers("measure: การให้บริการและระบบ E-Service", "measure: เปิดเพจ"),
            [("measure-unknown", 3), ("measure-unanswered", 3)],
            PLAN,
        ),
        (
            "number that cannot be read",
            answers("measure: จัดทำคู่มือ", "measure: เปิดเพจ, measure-no: สอง"),
            [("number-unreadable", 4)],
            PLAN,
        ),
        (
            "blank measure",
            answers("measure-no: 1, measure: จัดทำคู่มือ", "measure-no: 2, measure: "),
            [("cell-blank", 4)],
            PLAN,
        ),
        (
            "measure states none",
            answers("measure: จัดทำคู่มือ", "measure-no: 2, measure: '-'"),
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
    *cases(
        Fails,
        "answers-plan",
        f"2566/{REPORT}",
        ("plan of the same year", answers("measure: เปิดเพจ"), [("measure-unanswered", 3)], PLAN),
    ),
]

UNCOMPARED = [
    *cases(
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
    *cases(
        Uncompared,
        "answers-plan",
        f"2566/{REPORT}",
        ("no plan of the same year", ANSWERS, "no measures of 2566"),
    ),
]

OPEN = [
    *cases(
        Open,
        "summary-not-law",
        "2568/structure/not-whole-law",
        ("21 sections", "powers: |\n" + "  มาตรา ๑ ก\n" * 21, "21 sections"),
        ("very long", f"powers: {'ก' * 12_001}", "12,001 characters"),
    ),
    *cases(
        Open,
        "differs-from",
        "2568/complaint-channel/separate-channel",
        ("nothing to compare", "channel: https://example.go.th/c", "nothing to compare"),
    ),
]
