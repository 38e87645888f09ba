"""`oit editions`: the criteria that the program knows."""

from __future__ import annotations

from collections.abc import Iterator

import click

from site_builder.audit.criteria import criteria_problems
from site_builder.catalogue.loader import edition_names, load_catalogue
from site_builder.catalogue.model import (
    CONFIDENCES,
    PERIOD_RULES,
    Catalogue,
    Edition,
    Item,
    shown_by,
)
from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import text
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem


@click.group(
    name="editions",
    help=text(
        "ดูเกณฑ์ของแต่ละปี\n\nตัวอย่าง: oit editions show 2569",
        "Look at the criteria of each year.\n\nExample: oit editions show 2569",
    ),
    short_help=text("เกณฑ์ของแต่ละปี", "criteria of each year"),
)
def command() -> None:
    pass


@command.command(
    name="list",
    help=text(
        "รายชื่อปีที่มีเกณฑ์\n\nตัวอย่าง: oit editions list",
        "The editions there are.\n\nExample: oit editions list",
    ),
)
def list_editions() -> int:
    for edition in load_catalogue().editions.values():
        elements = [element for item in edition.items for element in item.elements]
        confirmed = sum(element.confidence == "confirmed" for element in elements)
        click.echo(
            Text(
                f"{edition.name}  {edition.items[0].id}–{edition.items[-1].id}"
                f"  {len(elements)} องค์ประกอบ ยืนยันแล้ว {confirmed}",
                f"{edition.name}  {edition.items[0].id}–{edition.items[-1].id}"
                f"  {len(elements)} elements, {confirmed} confirmed",
            )
        )
    return CLEAN


@command.command(
    name="show",
    help=text(
        "แสดงเกณฑ์ของปีหนึ่ง ทุกข้อหรือเฉพาะข้อ\n\nตัวอย่าง: oit editions show 2568 O12",
        "Show one edition, whole or one item.\n\nExample: oit editions show 2568 O12",
    ),
)
@click.argument("edition")
@click.argument("item", required=False)
def show(edition: str, item: str | None) -> int:
    catalogue, found = _edition(edition)
    if not item:
        click.echo("\n".join(_scoring(found)))
    wanted = [found.item(item.upper()) or found.by_slug(item)] if item else list(found.items)
    for each in wanted:
        if each is None:
            raise InputError([_unknown(Location(edition), str(item))])
        click.echo("\n".join(_lines(catalogue, each)))
    return CLEAN


@command.command(
    name="lint",
    help=text(
        "ตรวจว่าไฟล์เกณฑ์ถูกต้องครบถ้วน\n\nตัวอย่าง: oit editions lint",
        "Check that the files of the criteria hang together.\n\nExample: oit editions lint",
    ),
)
def lint_editions() -> int:
    catalogue = load_catalogue()
    problems = criteria_problems(catalogue)
    for problem in problems:
        click.echo(problem)
    count = len(catalogue.editions)
    click.echo(
        Text(
            f"ตรวจเกณฑ์ {count} ปี พบปัญหา {len(problems)} จุด",
            f"{count} editions checked, {len(problems)} problems",
        )
    )
    return FINDINGS if problems else CLEAN


def _edition(name: str) -> tuple[Catalogue, Edition]:
    if name not in edition_names():
        raise InputError([_unknown(Location("editions"), name)])
    catalogue = load_catalogue((name,))
    return catalogue, catalogue.editions[name]


def _unknown(location: Location, name: str) -> Problem:
    return Problem(
        "unknown-edition",
        location,
        Text('ไม่มี "{name}"', 'there is no "{name}"').format(name=same(name)),
        Text("ดูรายชื่อด้วย: oit editions list", "see them with: oit editions list"),
    )


def _scoring(edition: Edition) -> Iterator[str]:
    scoring = edition.scoring
    yield f"{edition.year}"
    yield f"    {Text('การรวมคะแนน', 'aggregation')}: {scoring.aggregation} [{CONFIDENCES[scoring.confidence]}]"
    yield f"    {scoring.note}"
    for score in scoring.item_levels:
        yield f"    {score.score}: {score.meaning} [{CONFIDENCES[score.confidence]}: {score.source}]"
    weights = ", ".join(f"{name} {weight}" for name, weight in scoring.ita_weights.items())
    yield f"    {Text('น้ำหนัก', 'weights')}: {weights}"
    for level in edition.levels:
        each = level.min_each_instrument
        floor = Text(f" (ทุกเครื่องมือ ≥ {each})", f" (each instrument ≥ {each})") if each else ""
        yield (
            f"    {level.name} ≥ {level.min_total}{floor}"
            f" [{CONFIDENCES[level.confidence]}: {level.source}]"
        )


def _lines(catalogue: Catalogue, item: Item) -> Iterator[str]:
    yield f"{item.id}  {item.title}  ({item.slug}, {item.sub_indicator})"
    note = f" — {item.period_note}" if item.period_note else ""
    yield (
        f"    {Text('ช่วงเวลา', 'period')}: {PERIOD_RULES[item.period_rule]}"
        f" [{CONFIDENCES[item.period_confidence]}]{note}"
    )
    levels = "/".join(map(str, item.score_levels))
    yield f"    {Text('ระดับคะแนน', 'score levels')}: {levels} [{CONFIDENCES[item.score_levels_confidence]}]"
    for rule in (item.nil_rule, item.local_government):
        if rule:
            yield f"    {rule.text} [{CONFIDENCES[rule.confidence]}]"
    for link in item.continues:
        yield f"    {Text('ต่อจาก', 'continues')}: {link.edition} {link.item}"
    if item.reports_on:
        yield f"    {Text('รายงานผลของ', 'reports on')}: {item.reports_on.slug} ({item.reports_on.offset:+d})"
    subject = catalogue.subject(item)
    for element in item.elements:
        place, kind = shown_by(subject, element)
        yield f"    • {element.key}: {element.requirement}"
        yield (
            f"        {element.level}; {place} ({kind}); {element.check}"
            f" [{CONFIDENCES[element.confidence]}: {element.source}]"
        )
