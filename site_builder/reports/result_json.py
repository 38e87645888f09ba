"""An official result with what follows from it, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from site_builder.figures import Analysis, Contradiction, Figure
from site_builder.scoring import shown

FORMAT = 1


def render(analyses: Iterable[Analysis]) -> str:
    """A result as JSON text in the language of this run; several as a list."""
    found = [to_data(analysis) for analysis in analyses]
    data = found[0] if len(found) == 1 else found
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def to_data(analysis: Analysis) -> dict[str, Any]:
    """The result as plain values; scores are numbers of two decimals."""
    return {
        "format": FORMAT,
        "year": analysis.year,
        "total": _figure(analysis.total),
        "level": {
            "printed": analysis.level_printed.text if analysis.level_printed else None,
            "computed": analysis.level.name.th if analysis.level else None,
        },
        "instruments": [_figure(figure) for figure in analysis.instruments],
        "indicators": [_figure(figure) for figure in analysis.indicators],
        "sub_indicators": [_figure(figure) for figure in analysis.sub_indicators],
        "questions": [
            {
                "code": question.code,
                "indicator": question.indicator,
                "score": _number(question.score),
                "class": question.action or None,
            }
            for question in analysis.questions
        ],
        "strengths": [figure.id for figure in analysis.strengths],
        "weaknesses": [figure.id for figure in analysis.weaknesses],
        "contradictions": [_contradiction(found) for found in analysis.contradictions],
        "rule": {
            "text": str(analysis.assessment.oit_rule),
            "confidence": analysis.assessment.oit_confidence,
        },
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "title": str(figure.title),
        "printed": _number(figure.printed),
        "computed": _number(figure.computed),
        "arithmetic": figure.arithmetic or None,
        "confidence": figure.confidence,
        "estimate": figure.is_estimate,
    }


def _contradiction(found: Contradiction) -> dict[str, Any]:
    return {
        "code": found.code,
        "location": {"file": found.location.file, "line": found.location.line or None},
        "message": str(found.message),
        "explanation": str(found.explanation) if found.explanation else None,
        "explained": found.explained,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(shown(value))
