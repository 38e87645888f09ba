"""`oit results`: what follows from an official result, and drafts of what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.loader import edition_names
from site_builder.catalogue.own import known_editions
from site_builder.cli import BAD_INPUT, CLEAN, FINDINGS
from site_builder.cli.options import (
    format_option,
    output_option,
    show_or_write,
    text,
    workspace_option,
)
from site_builder.disclosures import load_disclosures
from site_builder.figures import Analysis
from site_builder.holding import alone
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.official import YEAR, load_result, result_file, result_years
from site_builder.problems import InputError, Problem
from site_builder.reports import result_json, result_text
from site_builder.results.analysis import analyse
from site_builder.results.plan import MEASURES, REPORT, draft_measures, draft_report, unplaced
from site_builder.sources.write import write_file
from site_builder.thai import FiscalYear
from site_builder.workspace import Workspace, open_workspace, with_edition

FORMATS = {"text": result_text.render, "json": result_json.render}


@click.group(
    name="results",
    invoke_without_command=True,
    help=text(
        "คำนวณผลการประเมิน ITA ตามกติกาของปี จัดกลุ่มข้อคำถาม และบอกจุดที่ตัวเลขขัดกัน\n\n"
        "ตัวอย่าง: oit results --year 2568",
        "Compute what follows from an official ITA result, and name its contradictions.\n\n"
        "Example: oit results --year 2568",
    ),
)
@workspace_option
@click.option("--year", metavar="YEAR", help=text("ปีของผล (ค่าเริ่มต้น: ทุกปี)", "year (default: all)"))
@format_option(FORMATS)
@output_option
@click.pass_context
def command(
    context: click.Context, folder: Path, year: str | None, format_name: str, output: Path | None
) -> int:
    if context.invoked_subcommand:
        return CLEAN
    workspace = open_workspace(folder)
    years = (year,) if year else result_years(workspace.root)
    if not years:
        raise InputError([_no_result("YEAR")])
    analyses = [_analyse(workspace, each) for each in years]
    show_or_write(FORMATS[format_name](analyses), output)
    if any(each.official.problems for each in analyses):
        for problem in (p for each in analyses for p in each.official.problems):
            click.echo(problem, err=True)
        return BAD_INPUT
    found = any(not each.explained for a in analyses for each in a.contradictions)
    return FINDINGS if found else CLEAN


@command.command(
    name="plan",
    help=text(
        "ร่างไฟล์มาตรการปีถัดไปจากผลการประเมิน (ไม่เขียนทับไฟล์เดิม)\n\nตัวอย่าง: oit results plan --year 2568",
        "Draft next year's measures from a result (an existing file is never overwritten).\n\n"
        "Example: oit results plan --year 2568",
    ),
)
@workspace_option
@click.option(
    "--year", metavar="YEAR", help=text("ปีของผล (ค่าเริ่มต้น: ล่าสุด)", "year (default: the newest)")
)
@output_option
@click.pass_context
def plan(context: click.Context, folder: Path, year: str | None, output: Path | None) -> int:
    folder, year = _given(context, "folder", folder), _given(context, "year", year)
    workspace = open_workspace(folder)
    years = result_years(workspace.root)
    if not year and not years:
        raise InputError([_no_result("YEAR")])
    analysis = _analyse(workspace, year or years[-1])
    following = FiscalYear(analysis.year).shifted(1).name
    topics = workspace.catalogue.vocabularies["improvement-topic"]
    _draft(workspace, following, MEASURES, draft_measures(analysis, following, topics), output)
    for question in unplaced(analysis, topics):
        click.echo(
            Text(
                f"ไม่ทราบว่า {question.code or question.row.location} อยู่ในประเด็นใด ให้เติมเอง",
                f"which topic {question.code or question.row.location} belongs to is not known; add it",
            ),
            err=True,
        )
    return CLEAN


@command.command(
    name="report",
    help=text(
        "ร่างไฟล์รายงานผลตามมาตรการของปีก่อน (ไม่เขียนทับไฟล์เดิม)\n\nตัวอย่าง: oit results report --edition 2569",
        "Draft the report on the measures of a plan (an existing file is never overwritten).\n\n"
        "Example: oit results report --edition 2569",
    ),
)
@workspace_option
@click.option(
    "--edition", metavar="YEAR", required=True, help=text("ปีของรายงาน", "edition of the report")
)
@output_option
@click.pass_context
def report(context: click.Context, folder: Path, edition: str, output: Path | None) -> int:
    folder = _given(context, "folder", folder)
    workspace = with_edition(open_workspace(folder), edition)
    data = load_disclosures(workspace, edition)
    item = data.edition.by_slug(REPORT)
    found = data.reported.get(item.id) if item else None
    if item is None or found is None or item.reports_on is None:
        year = data.edition.year.shifted(item.reports_on.offset if item and item.reports_on else -1)
        raise InputError(
            [
                Problem(
                    "no-plan",
                    Location(f"data/{year.name}"),
                    Text(
                        f"ไม่มีข้อมูลมาตรการของปี {year.name} ({MEASURES})",
                        f"there are no measures of {year.name} ({MEASURES})",
                    ),
                    Text("กรอกมาตรการของปีนั้นก่อน", "fill in the measures of that year first"),
                )
            ]
        )
    plan_year = data.edition.year.shifted(item.reports_on.offset).name
    _draft(workspace, edition, REPORT, draft_report(found, edition, plan_year), output)
    return CLEAN


def _given(context: click.Context, name: str, value: Any) -> Any:
    """An option of a subcommand, or what stands before its name: `oit results --year 2567 plan`."""
    source = context.get_parameter_source(name)
    if source == click.core.ParameterSource.DEFAULT and context.parent:
        return context.parent.params[name]
    return value


def _analyse(workspace: Workspace, year: str) -> Analysis:
    if not YEAR.fullmatch(year):
        raise InputError([_no_result(year[:20])])
    if year in known_editions(workspace.root):
        workspace = with_edition(workspace, year)
    editions = workspace.catalogue.editions
    official = load_result(workspace.root, year, workspace.catalogue.vocabularies)
    if official is None:
        raise InputError([_no_result(year)])
    assessment = load_assessment(year, editions)
    if assessment is None:
        raise InputError(
            [
                Problem(
                    "no-rules",
                    Location(result_file(year)),
                    Text(
                        f"ไม่ทราบกติกาของผลปี {year}", f"the rules of a result of {year} are not known"
                    ),
                    Text(
                        f"สร้างเกณฑ์ของปีนั้นด้วย: oit editions new {year} --from {edition_names()[-1]}",
                        f"make an edition of that year with: oit editions new {year} --from"
                        f" {edition_names()[-1]}",
                    ),
                )
            ]
        )
    return analyse(official, assessment)


def _no_result(year: str) -> Problem:
    return Problem(
        "no-result",
        Location(result_file(year)),
        Text("ยังไม่มีไฟล์ผลการประเมิน", "there is no file of the result"),
        Text(
            "สร้างไฟล์นี้จากประกาศผล (ดูตัวอย่าง examples/nakham/data/results/2568.yaml)",
            "write it from the published result (see examples/nakham/data/results/2568.yaml)",
        ),
    )


def _draft(workspace: Workspace, year: str, slug: str, content: str, output: Path | None) -> None:
    """Write a draft to the item's file, or to `output`; what exists stays as it is."""
    if output is None:
        edition = with_edition(workspace, year).catalogue.editions[year]
        item = edition.by_slug(slug)
        assert item is not None, f"{year} has no {slug}"
        output = workspace.root / "data" / year / f"{item.code}.yaml"
    with alone(workspace.root, "oit results"):
        _write_new(output, content)
    click.echo(Text(f"เขียนร่างแล้วที่ {output}", f"The draft is in {output}"))


def _write_new(output: Path, content: str) -> None:
    """Raises InputError where the file exists."""
    if output.exists():
        raise InputError(
            [
                Problem(
                    "output-exists",
                    Location(str(output)),
                    Text("มีไฟล์นี้แล้ว จึงไม่เขียนทับ", "this file exists; it is not overwritten"),
                    Text("ระบุชื่ออื่นด้วย --output", "name another with --output"),
                )
            ]
        )
    write_file(output, str(output), content)
