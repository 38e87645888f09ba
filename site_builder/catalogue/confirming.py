"""The checklist by which a person with the handbook confirms elements, and what comes back of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.catalogue.model import Edition, Element, Item
from site_builder.catalogue.own import CONFIRMATION_OPTIONAL
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.excel import read_sheet
from site_builder.sources.nodes import Scalar
from site_builder.sources.reader import Reader
from site_builder.sources.write import Plain, comment, to_plain, to_yaml
from site_builder.sources.yaml import read_yaml

SHEET = "ยืนยันเกณฑ์"
#: Headings of the sheet; the first six are given, the rest are filled in.
ITEM, TITLE, KEY, WORDING, SURENESS, SOURCE = (
    "ข้อ",
    "ชื่อข้อ",
    "องค์ประกอบ",
    "ถ้อยคำที่โปรแกรมใช้",
    "ความเชื่อมั่น",
    "ที่มา",
)
VERDICT, RIGHT_WORDING, PAGE, BY, DATE, REMARK = (
    "ผลการตรวจ",
    "ถ้อยคำที่ถูกต้อง",
    "หน้าในคู่มือ",
    "ผู้ตรวจ",
    "วันที่ตรวจ",
    "หมายเหตุ",
)
GIVEN = (ITEM, TITLE, KEY, WORDING, SURENESS, SOURCE)
TO_FILL = (VERDICT, RIGHT_WORDING, PAGE, BY, DATE, REMARK)
RIGHT, REWORDED, ABSENT = "ตรงกับคู่มือ", "แก้ถ้อยคำ", "ไม่มีในคู่มือ"
VERDICTS = (RIGHT, REWORDED, ABSENT)


@dataclass(frozen=True)
class ToConfirm:
    """An element that is not confirmed yet, with its item."""

    item: Item
    element: Element


def unconfirmed(edition: Edition) -> Iterator[ToConfirm]:
    """Every element below `confirmed` that no person has confirmed, in the edition's order."""
    for item in edition.items:
        for element in item.elements:
            if not element.is_confirmed:
                yield ToConfirm(item, element)


def read_confirmations(path: Path, name: str, edition: Edition) -> list[dict[str, Plain]]:
    """The confirmations in a filled-in checklist, or in a file that another agency shares.

    Raises:
        InputError: the file cannot be read, or a row of it is wrong; carries all problems.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return _shared(path, name, edition)
    problems: list[Problem] = []
    found = []
    known = {(item.id, element.key) for item in edition.items for element in item.elements}
    rows = read_sheet(path, name, SHEET)
    missing = [
        heading for heading in (ITEM, KEY, VERDICT, PAGE, BY) if rows and heading not in rows[0]
    ]
    if missing or not rows:
        raise InputError([_no_checklist(name, missing)])
    for row in rows:
        if not any(_get(row, heading).text for heading in TO_FILL):
            continue
        faults = list(_faults(row, known))
        problems += faults
        if not faults:
            found.append(_entry(row))
    if problems:
        raise InputError(problems)
    return found


def _shared(path: Path, name: str, edition: Edition) -> list[dict[str, Plain]]:
    node = read_yaml(path, name)
    reader = Reader()
    top = reader.mapping(node, ("edition", "confirmations"))
    if reader.text(top.get("edition")) != edition.name:
        reader.problem(
            "edition-name",
            Location(name, 1),
            Text(f"ไฟล์นี้ไม่ใช่ของปี {edition.name}", f"this file is not of {edition.name}"),
            Text("เลือกไฟล์ของปีเดียวกัน", "choose the file of the same edition"),
        )
    found = []
    for entry in reader.items(top.get("confirmations")):
        values = reader.mapping(entry, ("item", "element", "by", "page"), CONFIRMATION_OPTIONAL)
        item_id = reader.text(values.get("item"))
        if edition.item(item_id) is None:
            name = f"{item_id} {reader.text(values.get('element'))}".strip()
            reader.problem(
                "criterion-unknown",
                entry.location,
                Text(f'ปีนี้ไม่มี "{name}"', f'this edition has no "{name}"'),
                Text("แก้เลขข้อ เช่น O1", "mend the number, such as O1"),
            )
        plain = to_plain(entry)
        if isinstance(plain, dict):
            found.append(plain)
    reader.finish()
    return found


def merged(
    old: Iterable[Mapping[str, Plain]], new: Iterable[Mapping[str, Plain]]
) -> list[dict[str, Plain]]:
    """Both lists of confirmations; a newer one of the same element takes the place of the older."""
    found: dict[tuple[Plain, Plain], dict[str, Plain]] = {}
    for entry in (*old, *new):
        found[(str(entry.get("item")), str(entry.get("element")))] = dict(entry)
    return sorted(found.values(), key=lambda entry: int(str(entry["item"])[1:]))


def confirmations_file(edition: str, entries: list[dict[str, Plain]]) -> str:
    """The file of confirmations as text."""
    head = comment(
        [
            f"องค์ประกอบของเกณฑ์ OIT ปี {edition} ที่มีผู้ตรวจกับคู่มือแล้ว ส่งไฟล์นี้ให้หน่วยงานอื่นใช้ได้",
            "เพิ่มจากแบบตรวจด้วย: oit editions confirm ปี --read ไฟล์",
        ]
    )
    confirmations: list[Plain] = list(entries)
    return head + to_yaml({"edition": edition, "confirmations": confirmations})


def _no_checklist(name: str, missing: list[str]) -> Problem:
    names = ", ".join(missing) or "-"
    return Problem(
        "workbook-unreadable",
        Location(name),
        Text(
            f"ไม่ใช่แบบตรวจเกณฑ์ (ขาดคอลัมน์ {names})",
            f"this is no checklist (columns missing: {names})",
        ),
        Text("ใช้ไฟล์จาก oit editions confirm ปี", "use the file of: oit editions confirm YEAR"),
    )


def _get(row: Mapping[str, Scalar], heading: str) -> Scalar:
    return row.get(heading) or Scalar("", next(iter(row.values())).location)


def _faults(row: Mapping[str, Scalar], known: set[tuple[str, str]]) -> Iterator[Problem]:
    verdict, item, key = _get(row, VERDICT), _get(row, ITEM), _get(row, KEY)
    if verdict.text not in VERDICTS:
        yield _problem(verdict, f"ไม่รู้จัก “{verdict.text}”", f"“{verdict.text}” is not known")
    if (item.text, key.text) not in known:
        name = f"{item.text} {key.text}"
        yield _problem(key, f"ปีนี้ไม่มี “{name}”", f"this edition has no “{name}”")
    for heading in (BY, PAGE):
        cell = _get(row, heading)
        if not cell.text:
            yield _problem(cell, f"ยังไม่กรอก “{heading}”", f"“{heading}” is not filled in")
    if verdict.text == REWORDED and not _get(row, RIGHT_WORDING).text:
        cell = _get(row, RIGHT_WORDING)
        yield _problem(cell, f"ยังไม่กรอก “{RIGHT_WORDING}”", f"“{RIGHT_WORDING}” is not filled in")


def _problem(cell: Scalar, th: str, en: str) -> Problem:
    return Problem(
        "confirmation-incomplete",
        cell.location,
        Text(th, en),
        Text(
            "กรอกช่องนี้แล้วนำเข้าใหม่ ผลการตรวจ: {verdicts}", "fill in this cell; verdicts: {verdicts}"
        ).format(verdicts=same(", ".join(VERDICTS))),
    )


def _entry(row: Mapping[str, Scalar]) -> dict[str, Plain]:
    entry: dict[str, Plain] = {
        "item": _get(row, ITEM).text,
        "element": _get(row, KEY).text,
        "by": _get(row, BY).text,
        "date": _get(row, DATE).text,
        "page": _get(row, PAGE).text,
    }
    if _get(row, VERDICT).text == REWORDED:
        entry["th"] = _get(row, RIGHT_WORDING).text
    if _get(row, VERDICT).text == ABSENT:
        entry["absent"] = "true"
    if remark := _get(row, REMARK).text:
        entry["remark"] = remark
    return entry
