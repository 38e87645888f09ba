"""An official result with what follows from it, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.catalogue.model import CONFIDENCES
from site_builder.figures import Analysis, Figure, Question
from site_builder.language import Text
from site_builder.scoring import shown


def render(analyses: Iterable[Analysis]) -> str:
    """Results as text: figures, level, questions by what follows, contradictions."""
    return "\n".join("\n".join(_lines(analysis)) + "\n" for analysis in analyses)


def _lines(analysis: Analysis) -> Iterator[str]:
    year = analysis.year
    yield str(Text(f"ผลการประเมิน ITA ปี {year}", f"ITA result of {year}"))
    yield ""
    yield _figure(analysis.total)
    yield _level(analysis)
    for figure in analysis.instruments:
        yield _figure(figure)
    subs = {figure.id: figure for figure in analysis.sub_indicators}
    for figure in analysis.indicators:
        yield _figure(figure)
        for sub in subs.values():
            if sub.id.split(".")[0] == figure.id:
                yield f"    {sub.id}: {sub.arithmetic}{_estimate(sub)}"
    yield ""
    mark = analysis.assessment.strength
    for label, figures in (
        (Text(f"จุดแข็ง (ตั้งแต่ {mark})", f"strengths (from {mark})"), analysis.strengths),
        (Text(f"จุดอ่อน (ต่ำกว่า {mark})", f"weaknesses (below {mark})"), analysis.weaknesses),
    ):
        named = ", ".join(
            f"{f.id} {f.title} {shown(f.value)}" for f in figures if f.value is not None
        )
        yield f"{label}: {named or '-'}"
    if analysis.questions:
        yield ""
        for each in analysis.assessment.classes:
            questions = analysis.classes[each.code]
            codes = ", ".join(map(_question, questions))
            yield f"{each.label} (≥ {each.min}): {len(questions)}" + (
                f" — {codes}" if codes else ""
            )
    yield ""
    for found in analysis.contradictions:
        mark_text = "i" if found.explained else "✗"
        yield f"{mark_text} {found.location}: {found.message}"
        if found.explanation:
            yield f"    → {found.explanation}"
    wrong = sum(not found.explained for found in analysis.contradictions)
    explained = len(analysis.contradictions) - wrong
    yield str(
        Text(
            f"ข้อขัดแย้ง {wrong} จุด ที่อธิบายได้อีก {explained} จุด",
            f"{wrong} contradictions, {explained} more that are explained",
        )
    )
    yield _rule(analysis)


def _figure(figure: Figure) -> str:
    printed = shown(figure.printed) if figure.printed is not None else "-"
    computed = figure.arithmetic or "-"
    texts = Text(f"พิมพ์ {printed}, คำนวณ {computed}", f"printed {printed}, computed {computed}")
    name = figure.id if figure.id.isalpha() else f"{figure.id} {figure.title}"
    return f"{figure.title if figure.id == 'total' else name}: {texts}{_estimate(figure)}"


def _estimate(figure: Figure) -> str:
    if not figure.is_estimate:
        return ""
    return f" [{Text('ประมาณการ', 'estimate')}: {CONFIDENCES[figure.confidence]}]"


def _level(analysis: Analysis) -> str:
    printed = analysis.level_printed.text if analysis.level_printed else "-"
    computed = analysis.level.name if analysis.level else Text("-", "-")
    return str(
        Text(
            f"ระดับ: พิมพ์ {printed}, ตามเกณฑ์ {computed.th}",
            f"level: printed {printed}, by the rule {computed.en}",
        )
    )


def _question(question: Question) -> str:
    code = question.code.upper() if question.code.startswith("o") else question.code
    return f"{code} {shown(question.score)}" if question.score is not None else code


def _rule(analysis: Analysis) -> str:
    rules = analysis.assessment
    label = CONFIDENCES[rules.oit_confidence]
    return str(
        Text(
            f"กติกา OIT ที่ใช้: {rules.oit_rule.th} [{label.th}] คะแนนทางการเป็นของสำนักงาน ป.ป.ช.",
            f"rule of the OIT: {rules.oit_rule.en} [{label.en}]. The official score is the NACC's.",
        )
    )
