"""A report with something of everything: the fictional municipality with faults planted in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sites import ROOT, copy_workspace, edit

from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import (
    Basis,
    ElementResult,
    Evidence,
    ItemResult,
    Outcome,
    Report,
    Status,
)
from site_builder.workspace import open_workspace, with_edition

EDITION = "2568"

#: Data that no careful person would write, for every report to hold unharmed.
HOSTILE = "<script>alert(1)</script>&<b>\"' =cmd|x ]]> \\x1b[31m \\0"


def plant(folder: Path) -> Path:
    """A copy of the municipality with faults of many kinds in the edition 2568."""
    copy_workspace(ROOT, folder)
    data = folder / "data" / EDITION
    (data / "o05.yaml").unlink()
    (data / "o26.yaml").unlink()
    edit(data / "o02.yaml", "photos/prasit-thongsommut.png", '""')
    edit(data / "o02.yaml", "photos/wichai-saensommut.png", '""')
    edit(data / "o12.yaml", "month: มีนาคม 2568", "month: มีนาคม 2567")
    edit(data / "o19.yaml", "statement: ", "# statement: ")
    edit(data / "o19.yaml", "date: 15 ตุลาคม 2567", "date: 31 เมษายน 2567")
    edit(data / "o20.yaml", "held: 19 พฤศจิกายน 2567", "held: 1/10/67")
    edit(data / "o13.yaml", "unit: กองคลัง", "unit: กองคลัง\ndocument: x")
    edit(data / "o17.yaml", "item: complaint-guidelines", "item: complaint-guidelines\n\tx: 1")
    return folder


def report_of(folder: Path) -> Report:
    """The audit of a folder's edition 2568."""
    workspace = with_edition(open_workspace(folder), EDITION)
    return audit(workspace, load_disclosures(workspace, EDITION))


def with_evidence(report: Report) -> Report:
    """The report with evidence of each basis, a day, elements that are not yet due and one to look at."""
    first, second, *others = [item for item in report.items if item.status == Status.COMPLETE]
    told = (
        Evidence(Basis.DATA, Location("data/2568/o01.yaml", 7), Text("12 แถว", "12 rows")),
        Evidence(
            Basis.TEXT,
            Location("data/2568/o01.yaml", 4),
            Text("พบหัวข้อ “ปัญหาและอุปสรรค”", "the heading is there"),
            "plan.pdf",
            3,
        ),
        Evidence(Basis.ATTESTED, Location("data/2568/o01.yaml", 9), Text("นาย ก", "Mr Ko")),
    )
    proved = tuple(
        replace(element, evidence=(told[number % 3],))
        for number, element in enumerate(first.elements)
    )
    look = Text("ภาพไม่มีข้อความให้อ่าน", "the picture has no text to read")
    seen = (_with(second.elements[0], Outcome.NEEDS_REVIEW, look), *second.elements[1:])
    late = Text("ถึงกำหนด 30 เมษายน 2568", "due on 2025-04-30")
    due = tuple(
        replace(_with(element, Outcome.NOT_APPLICABLE, late), not_yet_due=True)
        for element in others[0].elements
    )
    changed: dict[str, ItemResult] = {
        first.item.id: replace(first, elements=proved),
        second.item.id: replace(second, elements=seen, status=Status.NEEDS_REVIEW),
        others[0].item.id: replace(others[0], elements=due),
    }
    items = tuple(changed.get(item.item.id, item) for item in report.items)
    return replace(report, items=items, as_of=date(2025, 3, 31))


def _with(element: ElementResult, outcome: Outcome, reason: Text) -> ElementResult:
    return replace(element, outcome=outcome, reason=reason)
