"""`oit editions`: the criteria that the program knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from site_builder.audit.criteria import criteria_problems
from site_builder.catalogue.assessment import earlier_year
from site_builder.catalogue.changes import compare
from site_builder.catalogue.confirming import (
    confirmations_file,
    merged,
    read_confirmations,
    unconfirmed,
)
from site_builder.catalogue.drafts import draft_edition
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import (
    CONFIDENCES,
    PERIOD_RULES,
    Catalogue,
    Edition,
    Item,
    shown_by,
)
from site_builder.catalogue.own import (
    FOLDER,
    apply_confirmations,
    edition_source,
    edition_to_confirm,
    known_editions,
    load_catalogue_of,
)
from site_builder.cli import CLEAN, FINDINGS
from site_builder.cli.options import (
    alone,
    format_option,
    output_option,
    show_or_write,
    text,
    workspace_option,
)
from site_builder.criteria import origin, sureness
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.pages.criteria import changes_page, checklist_page
from site_builder.problems import InputError, Problem
from site_builder.reports import changes_json, changes_text, checklist_xlsx
from site_builder.sources.reader import Reader
from site_builder.sources.write import write_file
from site_builder.sources.yaml import parse_yaml

DIFF_FORMATS = {
    "text": changes_text.render,
    "json": changes_json.render,
    "html": changes_page,
}


@click.group(
    name="editions",
    help=text(
        "ดูเกณฑ์ของแต่ละปี\n\nตัวอย่าง: oit editions show 2569",
        "Look at the criteria of each year.\n\nExample: oit editions show 2569",
    ),
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
@workspace_option
def list_editions(folder: Path) -> int:
    for edition in _catalogue(folder).editions.values():
        elements = [element for item in edition.items for element in item.elements]
        confirmed = sum(element.is_confirmed for element in elements)
        click.echo(
            Text(
                f"{edition.name}  {edition.items[0].id}–{edition.items[-1].id}"
                f"  {len(elements)} องค์ประกอบ ยืนยันแล้ว {confirmed}",
                f"{edition.name}  {edition.items[0].id}–{edition.items[-1].id}"
                f"  {len(elements)} elements, {confirmed} confirmed",
            )
        )
        for line in origin(edition):
            click.echo(f"      {line}")
    return CLEAN


@command.command(
    name="show",
    help=text(
        "แสดงเกณฑ์ของปีหนึ่ง ทุกข้อหรือเฉพาะข้อ\n\nตัวอย่าง: oit editions show 2568 O12",
        "Show one edition, whole or one item.\n\nExample: oit editions show 2568 O12",
    ),
)
@workspace_option
@click.argument("edition")
@click.argument("item", required=False)
def show(folder: Path, edition: str, item: str | None) -> int:
    catalogue = _catalogue(folder)
    found = _edition(catalogue, edition)
    if not item:
        click.echo("\n".join(_scoring(found)))
    wanted = [found.item(item.upper()) or found.by_slug(item)] if item else list(found.items)
    for each in wanted:
        if each is None:
            raise InputError([_unknown(Location(edition), str(item))])
        click.echo("\n".join(_lines(catalogue, each)))
    return CLEAN


@command.command(
    name="diff",
    help=text(
        "เทียบเกณฑ์สองปี: คงเดิม เปลี่ยนเลข รวม แยก เพิ่ม ตัดออก และองค์ประกอบที่เปลี่ยน\n\n"
        "ตัวอย่าง: oit editions diff 2568 2569",
        "Compare two editions: kept, renumbered, merged, split, new, dropped, changed elements.\n\n"
        "Example: oit editions diff 2568 2569",
    ),
)
@workspace_option
@click.argument("old")
@click.argument("new")
@format_option(DIFF_FORMATS)
@output_option
def diff(folder: Path, old: str, new: str, format_name: str, output: Path | None) -> int:
    editions = _catalogue(folder).editions
    newer = _edition(_catalogue(folder), new)
    older = editions.get(old) or earlier_year(old)
    if older is None:
        raise InputError([_unknown(Location("editions"), old)])
    if old >= newer.name:
        raise InputError([_wrong_order(old, new)])
    show_or_write(DIFF_FORMATS[format_name](compare(editions, older, new)), output)
    return CLEAN


@command.command(
    name="new",
    help=text(
        "ร่างเกณฑ์ปีใหม่เป็นของหน่วยงานเอง ในโฟลเดอร์ editions/\n\nตัวอย่าง: oit editions new 2570 --from 2569",
        "Draft an edition of your own in the folder editions/.\n\n"
        "Example: oit editions new 2570 --from 2569",
    ),
)
@workspace_option
@click.argument("new")
@click.option(
    "--from", "old", metavar="YEAR", required=True, help=text("ปีต้นแบบ", "edition to start from")
)
@alone
def new_edition(folder: Path, new: str, old: str) -> int:
    catalogue = _catalogue(folder)
    source = _edition(catalogue, old)
    if not re.fullmatch(r"2[45]\d\d", new) or new <= source.name:
        raise InputError([_wrong_order(old, new)])
    target = folder / FOLDER / f"{new}.yaml"
    if new in catalogue.editions or target.exists():
        raise InputError([_exists(str(target), new)])
    content = draft_edition(
        edition_source(folder, old), tuple(catalogue.editions.values()), source, new
    )
    write_file(target, str(target), content)
    click.echo(
        Text(
            f"ร่างเกณฑ์ปี {new} อยู่ที่ {target} แก้แล้วตรวจด้วย: oit editions lint",
            f"The draft of {new} is in {target}; edit it, then run: oit editions lint",
        )
    )
    return CLEAN


@command.command(
    name="lint",
    help=text(
        "ตรวจว่าไฟล์เกณฑ์ถูกต้องครบถ้วน รวมทั้งเกณฑ์ของหน่วยงานเอง\n\nตัวอย่าง: oit editions lint",
        "Check that the criteria hang together, those of your own included.\n\n"
        "Example: oit editions lint",
    ),
)
@workspace_option
def lint_editions(folder: Path) -> int:
    names = known_editions(folder)
    problems: tuple[Problem, ...]
    try:
        problems = criteria_problems(_catalogue(folder))
    except InputError as error:
        problems = error.problems
    for problem in problems:
        click.echo(problem)
    click.echo(
        Text(
            f"ตรวจเกณฑ์ {len(names)} ปี พบปัญหา {len(problems)} จุด",
            f"{len(names)} editions checked, {len(problems)} problems",
        )
    )
    return FINDINGS if problems else CLEAN


@command.command(
    name="confirm",
    help=text(
        "ทำแบบตรวจเกณฑ์กับคู่มือ (หน้าเว็บและ XLSX) หรือนำแบบที่กรอกแล้ว หรือไฟล์ของหน่วยงานอื่นเข้า\n\n"
        "ตัวอย่าง: oit editions confirm 2568 แล้ว oit editions confirm 2568 --read confirm-2568.xlsx",
        "Make the checklist of unconfirmed elements (page and XLSX), or read one that is filled in or "
        "shared by another agency.\n\n"
        "Example: oit editions confirm 2568, then oit editions confirm 2568 --read confirm-2568.xlsx",
    ),
)
@workspace_option
@click.argument("edition")
@click.option(
    "--read",
    "source",
    type=click.Path(path_type=Path, dir_okay=False),
    help=text(
        "แบบตรวจที่กรอกแล้ว (.xlsx) หรือไฟล์ .confirmed.yaml", "a filled-in checklist, or a shared file"
    ),
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    help=text("โฟลเดอร์ที่จะเขียนแบบตรวจ (ค่าเริ่มต้น: โฟลเดอร์ของหน่วยงาน)", "where to write the checklist"),
)
@alone
def confirm(folder: Path, edition: str, source: Path | None, target: Path | None) -> int:
    found = _edition(_catalogue(folder), edition)
    if source is None:
        target = target or folder
        page, sheet = target / f"confirm-{edition}.html", target / f"confirm-{edition}.xlsx"
        write_file(page, str(page), checklist_page(found))
        write_file(sheet, str(sheet), checklist_xlsx.render(found))
        count = sum(1 for _ in unconfirmed(found))
        click.echo(
            Text(
                f"แบบตรวจ {count} องค์ประกอบอยู่ที่ {page} และ {sheet}",
                f"The checklist of {count} elements is in {page} and {sheet}",
            )
        )
        return CLEAN
    stored = folder / FOLDER / f"{edition}.confirmed.yaml"
    base = edition_to_confirm(folder, edition)
    new = read_confirmations(source, str(source), base)
    old = read_confirmations(stored, str(stored), base) if stored.exists() else []
    content = confirmations_file(edition, merged(old, new))
    # Nothing is stored that a later command could not read.
    reader = Reader()
    apply_confirmations(base, parse_yaml(content, str(source)), str(source), reader)
    reader.finish()
    write_file(stored, str(stored), content)
    click.echo(
        Text(
            f"นำเข้าการยืนยัน {len(new)} องค์ประกอบ เก็บที่ {stored} (ส่งไฟล์นี้ให้หน่วยงานอื่นใช้ได้)",
            f"{len(new)} confirmations read, kept in {stored} (a file to share with other agencies)",
        )
    )
    return CLEAN


def _catalogue(folder: Path) -> Catalogue:
    """Every edition: those that ship, and the workspace's own where there are any."""
    return load_catalogue_of(folder, known_editions(folder)) or load_catalogue()


def _edition(catalogue: Catalogue, name: str) -> Edition:
    if name not in catalogue.editions:
        raise InputError([_unknown(Location("editions"), name)])
    return catalogue.editions[name]


def _wrong_order(old: str, new: str) -> Problem:
    return Problem(
        "wrong-order",
        Location("editions"),
        Text(f"ปี {new} ไม่ได้อยู่หลังปี {old}", f"{new} is not after {old}"),
        Text(
            "เขียนปีเป็น พ.ศ. สี่หลัก ปีใหม่ต้องอยู่หลังปีเดิม",
            "years are four digits B.E., the new after the old",
        ),
    )


def _exists(file: str, name: str) -> Problem:
    return Problem(
        "output-exists",
        Location(file),
        Text(f"มีเกณฑ์ปี {name} แล้ว จึงไม่เขียนทับ", f"there is an edition {name}; it is not overwritten"),
        Text(
            'แก้ไฟล์เดิม หรือแก้เกณฑ์ของโปรแกรมด้วยไฟล์ที่มี "corrections"',
            'edit that file, or correct a shipped edition by a file with "corrections"',
        ),
    )


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
            f" [{sureness(element)}: {element.source}]"
        )
