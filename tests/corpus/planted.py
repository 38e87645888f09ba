"""Faults planted in a whole, clean workspace: each must be the only thing that is told.

Those of `SEEDS` are what cost real agencies their points, as their own documents tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.outcomes import Report
from site_builder.workspace import open_workspace

Change = Callable[[str], str]


class Planted(NamedTuple):
    """A change of one data file, with all that the audit must say of it.

    Attributes:
        told: item and code of every finding, in the order of items.
        says: words that its message or its remedy must have.
    """

    name: str
    file: str
    change: Change
    told: list[tuple[str, str]]
    says: str


def without_block(start: str) -> Change:
    """Drops the line that starts so, and what stands deeper below it."""

    def change(text: str) -> str:
        lines, kept, depth = text.splitlines(keepends=True), [], -1
        for line in lines:
            indent = len(line) - len(line.lstrip())
            if depth >= 0 and (not line.strip() or indent > depth):
                continue
            depth = -1
            if line.lstrip().startswith(start):
                depth = indent
            else:
                kept.append(line)
        return "".join(kept)

    return change


def without_column(field: str, column: str) -> Change:
    """Drops a column of a field from every row."""

    def change(text: str) -> str:
        head, body, tail = _field(text, field)
        return head + re.sub(rf"^ +{column}:.*\n", "", body, flags=re.MULTILINE) + tail

    return change


def replaced(old: str, new: str, count: int = 1) -> Change:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return change


def both(*changes: Change) -> Change:
    def change(text: str) -> str:
        for each in changes:
            text = each(text)
        return text

    return change


def _field(text: str, field: str) -> tuple[str, str, str]:
    found = re.search(rf"^{field}:\n(?:[ \n].*\n?)*", text, flags=re.MULTILINE)
    assert found, field
    return text[: found.start()], found.group(), text[found.end() :]


SEEDS = [
    Planted(
        "เดือนมีนาคมหายไปจากสรุปผลการจัดซื้อจัดจ้างรายเดือน",
        "data/2569/o11.yaml",
        without_block("- month: มีนาคม 2569"),
        [("O11", "month-missing")],
        "มีนาคม 2569",
    ),
    Planted(
        "สรุปรวมเป็นก้อนเดียว ไม่แยกรายเดือน",
        "data/2569/o11.yaml",
        both(
            *(
                without_block(f"- month: {month}")
                for month in ("พฤศจิกายน", "ธันวาคม", "มกราคม", "กุมภาพันธ์", "มีนาคม")
            )
        ),
        [("O11", "month-missing")],
        "พฤศจิกายน 2568, ธันวาคม 2568, มกราคม 2569",
    ),
    Planted(
        "ตัดหัวข้อผลการใช้จ่ายงบประมาณรายโครงการ",
        "data/2569/o24.yaml",
        both(without_column("spending", "spent"), without_column("spending", "percent")),
        [("O24", "heading-cut")],
        "ห้ามตัดหัวข้อ",
    ),
    Planted(
        "รายงานผลประจำปีไม่ระบุปัญหาและอุปสรรค",
        "data/2568/o07.yaml",
        both(without_block("problems:"), without_block("report:")),
        [("O7", "missing")],
        "ปัญหาและอุปสรรค",
    ),
    Planted(
        "รายงานด้านจริยธรรมไม่ครบทุกองค์ประกอบ",
        "data/2568/o16.yaml",
        both(without_block("training:"), without_block("dos-and-donts:"), without_block("team:")),
        # The third is spoken of in an attached document: a person must look.
        [("O16", "missing"), ("O16", "missing")],
        "จริยธรรม",
    ),
]

OTHERS = [
    Planted(
        "จำนวนเรื่องร้องเรียนไม่ตรงกับส่วนย่อยและรายเดือน",
        "data/2568/o19.yaml",
        replaced("total: 0", "total: 2"),
        [("O19", "sum-differs"), ("O19", "months-sum-differs")],
        "0",
    ),
    Planted(
        "ไม่มีข้อความยืนยันว่าไม่มีเรื่องร้องเรียน",
        "data/2568/o19.yaml",
        without_block("statement:"),
        [("O19", "zero-not-stated")],
        "ไม่มี",
    ),
    Planted(
        "เดือนที่ไม่มีรายการเขียนถึงเดือนอื่น",
        "data/2569/o11.yaml",
        both(
            without_block("- month: มีนาคม 2569"),
            lambda text: (
                text.rstrip("\n")
                + "\n    - month: มีนาคม 2569\n      none: ไม่มีการจัดซื้อจัดจ้างในเดือนกุมภาพันธ์ 2569\n"
            ),
        ),
        [("O11", "none-of-other-month")],
        "มีนาคม 2569",
    ),
    Planted(
        "แผนครอบคลุมปีอื่น",
        "data/2568/o06.yaml",
        replaced("covers: ปีงบประมาณ พ.ศ. 2568", "covers: ปีงบประมาณ พ.ศ. 2566"),
        [("O6", "wrong-period")],
        "2568",
    ),
]

PLANTED = [*SEEDS, *OTHERS]


def plant(root: Path, case: Planted) -> Report:
    """The report of the case's edition in a workspace that is changed for it and put right again."""
    path = root / case.file
    whole = path.read_text(encoding="utf-8")
    changed = case.change(whole)
    assert changed != whole, f"{case.name}: nothing was planted"
    path.write_text(changed, encoding="utf-8", newline="\n")
    try:
        return report_of(root, Path(case.file).parts[1])
    finally:
        path.write_text(whole, encoding="utf-8", newline="\n")


def report_of(root: Path, edition: str) -> Report:
    workspace = open_workspace(root)
    return audit(workspace, load_disclosures(workspace, edition))


def told(report: Report) -> list[tuple[str, str]]:
    """Item and code of everything that is told, each cause once."""
    return [
        (item.item.id, code)
        for item in report.items
        for code, _, _ in dict.fromkeys(finding.cause for finding in item.findings)
    ]
