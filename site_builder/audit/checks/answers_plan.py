"""A report answers every measure of the plan that it reports on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from site_builder.audit.checks.base import Case, Check, Judgement, Message, failed, passed, row_name
from site_builder.kinds.measure_results import STATUS, tally
from site_builder.kinds.values import Row
from site_builder.language import Text
from site_builder.outcomes import Finding, Outcome
from site_builder.thai import arabic_digits, fold

#: The number or bullet before a measure: "1. ", "(๒) ", "- ".
_LEAD = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|[-–•])\s*")
#: "แล้วเสร็จ จำนวน 7 ข้อ", "ไม่สามารถดำเนินการให้แล้วเสร็จ จำนวน 2 ข้อ"
_CLAIM = re.compile(
    r"(?P<not>(?:ยังไม่|ไม่|มิได้)(?:สามารถ|ได้)?(?:ดำเนินการ)?(?:ให้)?)?"
    r"(?:แล้ว)?เสร็จ(?:สิ้น)?\s*(?:จำนวน)?\s*(?P<count>\d{1,3})\s*(?:ข้อ|มาตรการ)"
)
_DONE = "done"


class AnswersPlan(Check):
    """Each row names a measure in `column` and says what became of it. Where the workspace holds
    the plan that the item reports on, every measure of its field `plan` is answered by a row (the
    same wording, or its place in `measure-no`), and every row answers a measure of the plan. Counts
    that the text claims are those of the rows. Source: the criteria's `reports_on`."""

    name = "answers-plan"
    parameters = frozenset({"column", "plan"})
    required = frozenset({"column", "plan"})
    kinds = frozenset({"measure-results"})
    messages = {
        "measure-unanswered": Message(
            Text(
                "ยังไม่รายงานผลของมาตรการที่ {number} “{measure}” ({plan})",
                "measure {number} “{measure}” of the plan is not answered ({plan})",
            ),
            Text(
                'เพิ่มแถวใน "{key}" ที่บอกผลของมาตรการนี้ หรือใส่ measure-no: {number} ในแถวที่รายงานอยู่แล้ว',
                'add a row to "{key}" that says what became of it, or put measure-no: {number} in the row that does',
            ),
        ),
        "measure-unknown": Message(
            Text(
                "“{row}” ไม่ตรงกับมาตรการใดในแผน ({plan})",
                "“{row}” is no measure of the plan ({plan})",
            ),
            Text(
                "ใช้ถ้อยคำเดียวกับแผน หรือใส่ measure-no: เลขลำดับของมาตรการในแผน",
                "use the wording of the plan, or put measure-no: its place in the plan",
            ),
        ),
        "status-unknown": Message(
            Text(
                "“{row}” ไม่ได้บอกว่าดำเนินการแล้วหรือไม่",
                "“{row}” does not say whether it was done",
            ),
            Text(
                'กรอก "status": ดำเนินการแล้วเสร็จ, อยู่ระหว่างดำเนินการ, ยังไม่ดำเนินการ หรือ ไม่ได้ดำเนินการ',
                'fill in "status": done, in progress, not started or not done',
            ),
        ),
        "count-differs": Message(
            Text(
                "ข้อความเขียนว่า “{claim}” แต่นับจากรายการได้ {counted}",
                "the text says “{claim}”, but the rows count {counted}",
            ),
            Text(
                "แก้ตัวเลขในข้อความ หรือแก้สถานะของมาตรการ",
                "correct the text or the status of the measures",
            ),
        ),
    }

    def judge(self, case: Case) -> Judgement:
        without_data = self.without_data(case)
        if without_data:
            return without_data
        rows = case.value.rows
        findings = list(self.blank_cells(case, (case.column(case.parameters["column"]),), rows))
        findings += [
            self.finding(case, "status-unknown", row.location, row=row_name(row))
            for row in rows
            if row.cell(STATUS).is_blank or row.cell(STATUS).states_none
        ]
        findings += self._claims(case)
        plan = case.data.reported.get(case.disclosure.item.id)
        measures = plan.values[case.parameters["plan"]].rows if plan else ()
        if plan and measures:
            findings += self._compared(case, plan.file, measures)
        if findings:
            return failed(*findings)
        return passed() if measures else Judgement(Outcome.PASS, reason=_not_compared(case))

    def _compared(self, case: Case, plan: str, measures: tuple[Row, ...]) -> Iterator[Finding]:
        answered: set[int] = set()
        for row in case.value.rows:
            number = _answers(row, case.parameters["column"], measures, answered)
            if number:
                answered.add(number)
            elif not row.cell(case.parameters["column"]).is_blank:
                place = row.cell(case.parameters["column"]).location
                yield self.finding(case, "measure-unknown", place, row=row_name(row), plan=plan)
        for number, measure in enumerate(measures, start=1):
            if number not in answered:
                yield self.finding(
                    case,
                    "measure-unanswered",
                    case.value.location,
                    number=str(number),
                    measure=_short(_wordings(measure)[0] if _wordings(measure) else ""),
                    plan=f"{plan}:{measure.location.line}",
                )

    def _claims(self, case: Case) -> Iterator[Finding]:
        """Counts of measures in the texts of the whole item, against the rows."""
        counts = tally(case.value.rows)
        done = sum(count for status, count in counts.items() if status.code == _DONE)
        others = sum(counts.values()) - done
        for value in case.disclosure.values.values():
            for _, cell in value.every_cell():
                for claim in _CLAIM.finditer(arabic_digits(cell.text)):
                    counted = others if claim["not"] else done
                    if int(claim["count"]) != counted:
                        yield self.finding(
                            case,
                            "count-differs",
                            cell.location,
                            claim=_short(claim.group()),
                            counted=str(counted),
                        )


def _answers(row: Row, column: str, measures: tuple[Row, ...], answered: set[int]) -> int:
    """The number of the measure that a row answers, counted from 1; 0 where it answers none.

    Of measures with the same wording, it is the first that is not `answered` yet.
    """
    number = row.cell("measure-no").value
    if isinstance(number, Decimal):
        return int(number) if number in range(1, len(measures) + 1) else 0
    told = _key(row.cell(column).text)
    found = [
        position
        for position, measure in enumerate(measures, start=1)
        if told in {_key(text) for text in _wordings(measure)}
    ]
    return next((each for each in found if each not in answered), found[0] if found else 0)


def _wordings(measure: Row) -> list[str]:
    """What a measure may be called: the measure itself, else its topic, steps or analysis."""
    for key in ("measure", "steps", "analysis", "topic"):
        texts = [cell.text for cell in measure.all_cells(key) if cell.text]
        if texts:
            return [*texts, "\n".join(texts)] if len(texts) > 1 else texts
    return []


def _key(text: str) -> str:
    return fold(_LEAD.sub("", arabic_digits(text).strip()))


def _short(text: str) -> str:
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= 60 else f"{line[:57]}…"


def _not_compared(case: Case) -> Text:
    reports_on = case.disclosure.item.reports_on
    year = case.year.shifted(reports_on.offset).name if reports_on else case.year.name
    return Text(
        f"ไม่ได้เทียบกับแผน เพราะไม่มีข้อมูลมาตรการของปี {year} ในโฟลเดอร์นี้",
        f"not compared with the plan: this folder has no measures of {year}",
    )
