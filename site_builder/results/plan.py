"""Drafts of what follows from a result: next year's measures, and the report on a year's measures.

A draft is data of the item, ready to be filled in; nothing in it is claimed for the agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.disclosures import Disclosure
from site_builder.figures import Analysis, Question
from site_builder.kinds.spec import Vocabulary
from site_builder.kinds.values import Row
from site_builder.scoring import shown
from site_builder.sources.write import Plain, comment, to_yaml

MEASURES = "integrity-measures"
REPORT = "integrity-measures-report"
#: The class of questions that a plan must answer.
_IMPROVE = "improve"
#: What a person fills in for each measure.
_TO_FILL = ("analysis", "measure", "steps", "duration", "responsible", "monitoring")
#: What names a measure in its report, the first that is filled in.
_NAMES = ("measure", "steps", "analysis", "topic")


def draft_measures(analysis: Analysis, year: str, topics: Vocabulary) -> str:
    """The measures file of `year`: every question to improve, grouped by topic.

    A topic without one is kept with its lowest question, as all topics are asked for.
    """
    rows: list[Plain] = []
    # A question whose row was typed twice is one question.
    questions = list({q.code or q.row.location: q for q in reversed(analysis.questions)}.values())
    for topic in topics.choices:
        own = [q for q in reversed(questions) if _topic(analysis, q) == topic.code]
        to_improve = [question for question in own if question.action == _IMPROVE]
        for question in to_improve:
            rows.append(
                _measure(topic.label.th, [_wording(question)], _finding(analysis, question))
            )
        if not to_improve:
            rows.append(_measure(topic.label.th, [], _nothing_to_improve(analysis, own)))
    head = comment(
        [
            f"ร่างมาตรการปี {year} จากผลการประเมิน ITA ปี {analysis.year} (data/results/{analysis.year}.yaml)",
            "เติม analysis, measure, steps, duration, responsible และ monitoring ให้ครบทุกแถว",
            "ตารางผลการประเมินและรายข้อคำถามแสดงในหน้านี้เองจากไฟล์ผลการประเมิน",
        ]
    )
    data: dict[str, Plain] = {
        "item": MEASURES,
        "unit": "",
        "updated": "",
        "covers": f"ปีงบประมาณ พ.ศ. {year}",
        "measures": rows,
    }
    return head + to_yaml(data)


def draft_report(plan: Disclosure, year: str, plan_year: str) -> str:
    """The report file of `year` on the measures of a plan: each measure, its results to fill in."""
    rows: list[Plain] = []
    for number, measure in enumerate(plan.values["measures"].rows, start=1):
        rows.append(
            {
                "measure-no": str(number),
                "measure": measure_name(measure),
                "summary": "",
                "outcome": "",
                "status": "",
            }
        )
    head = comment(
        [
            f"ร่างรายงานผลตามมาตรการปี {plan_year} ({plan.file})",
            "เติม summary, outcome และ status ของทุกมาตรการ"
            " (ดำเนินการแล้วเสร็จ, อยู่ระหว่างดำเนินการ, ยังไม่ดำเนินการ หรือ ไม่ได้ดำเนินการ)",
        ]
    )
    data: dict[str, Plain] = {
        "item": REPORT,
        "unit": "",
        "updated": "",
        "covers": f"ปีงบประมาณ พ.ศ. {plan_year}",
        "results": rows,
    }
    return head + to_yaml(data)


def measure_name(measure: Row) -> str:
    """What a measure is called: its own words, else its steps, analysis or topic."""
    for key in _NAMES:
        texts = [cell.text for cell in measure.all_cells(key) if cell.text]
        if texts:
            return "\n".join(texts)
    return ""


def _measure(topic: str, questions: Iterable[str], finding: str) -> dict[str, Plain]:
    row: dict[str, Plain] = {"topic": topic}
    if questions := list(questions):
        row["question"] = list[Plain](questions)
    row["finding"] = finding
    return row | dict.fromkeys(_TO_FILL, "")


def _topic(analysis: Analysis, question: Question) -> str:
    indicator = analysis.assessment.indicator(question.indicator)
    return indicator.topic if indicator else ""


def _wording(question: Question) -> str:
    text = " ".join(question.row.cell("question").text.split())
    return text or _code(question)


def _finding(analysis: Analysis, question: Question) -> str:
    assert question.score is not None
    label = next(c.label for c in analysis.assessment.classes if c.code == question.action)
    return f"{_code(question)} ได้ {shown(question.score)} คะแนน ในปี {analysis.year} ({label.th})"


def _nothing_to_improve(analysis: Analysis, questions: list[Question]) -> str:
    mark = min(c.min for c in analysis.assessment.classes if c.min > 0)
    scored = [question for question in questions if question.score is not None]
    if not scored:
        return f"ไม่มีคะแนนรายข้อของประเด็นนี้ในผลปี {analysis.year}"
    lowest = min(scored, key=lambda question: question.score or 0)
    assert lowest.score is not None
    return (
        f"ไม่มีข้อที่ได้คะแนนต่ำกว่า {mark} ในปี {analysis.year}"
        f" (ต่ำสุด {_code(lowest)} {shown(lowest.score)})"
    )


def _code(question: Question) -> str:
    return question.code.upper() if question.code.startswith("o") else question.code


def unplaced(analysis: Analysis, topics: Vocabulary) -> Iterator[Question]:
    """Questions to improve that no topic takes, because their indicator is not known."""
    codes = {topic.code for topic in topics.choices}
    for question in analysis.questions:
        if question.action == _IMPROVE and _topic(analysis, question) not in codes:
            yield question
