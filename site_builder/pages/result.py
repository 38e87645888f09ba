"""The page of an official ITA result: as printed, and what follows from it."""

from __future__ import annotations

from site_builder.agency import Agency
from site_builder.catalogue.model import CONFIDENCES
from site_builder.figures import Analysis, Figure
from site_builder.kinds.values import FieldValue
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Heading, Page, SearchText
from site_builder.pages.render import render
from site_builder.scoring import rounded, shown


def result_path(year: str) -> str:
    """The path of a result's page in the site. A published URL never changes."""
    return f"ita/{year}/"


def result_title(year: str) -> str:
    """The title of a result's page."""
    return LABELS["result_of"].format(year=year).th


def result_page(agency: Agency, analysis: Analysis) -> Page:
    """The result as chart and tables, with what contradicts itself."""
    values = analysis.official.values
    remarks = _texts(values["remarks"])
    subs = {figure.id: figure for figure in analysis.sub_indicators}
    figures = [analysis.total, *analysis.instruments]
    for figure in analysis.indicators:
        figures.append(figure)
        figures += [sub for sub in subs.values() if sub.id.split(".")[0] == figure.id]
    printed = analysis.level_printed
    body = render(
        "result.html",
        a=analysis,
        source=" ".join(_texts(values["source"])),
        level=printed.text if printed else analysis.level.name.th if analysis.level else "",
        figures=figures,
        name=_name,
        is_strong=lambda figure: rounded(figure.value) >= analysis.assessment.strength,
        score=shown,
        class_labels={each.code: each.label.th for each in analysis.assessment.classes},
        confidences=CONFIDENCES,
        remarks=remarks,
    )
    sections = ["chart", "figures", "strengths"]
    labels = {
        "chart": "result_chart",
        "figures": "result_figures",
        "strengths": "strengths",
        "questions": "questions",
        "contradictions": "contradictions",
        "remarks": "remarks",
    }
    sections += ["questions"] if analysis.questions else []
    sections += ["contradictions"] if analysis.contradictions else []
    sections += ["remarks"] if remarks else []
    title = result_title(analysis.year)
    words = tuple(q.row.cell("question").text for q in analysis.questions)
    return Page(
        result_path(analysis.year),
        title,
        body,
        tuple(Heading(2, section, LABELS[labels[section]].th) for section in sections),
        f"{title} — {agency.name}",
        search=(SearchText("questions", LABELS["questions"].th, words),) if words else (),
        year=analysis.year,
    )


def _name(figure: Figure) -> str:
    title = figure.title.th
    if figure.id.isalpha():
        return title
    return figure.id if title == figure.id else f"{figure.id} {title}"


def _texts(value: FieldValue) -> list[str]:
    return [cell.text for cell in value.cells if cell.text]
