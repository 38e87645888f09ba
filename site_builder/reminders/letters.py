"""What a unit is to do, as a message to paste into a mail or a chat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from site_builder.language import Text
from site_builder.outcomes import Report
from site_builder.reminders.deadlines import Deadline
from site_builder.reports.tasks import Task, by_item, unit_name
from site_builder.thai import format_date

#: So many tasks are told; the sheet has them all.
_MOST = 20
#: So many days ahead deadlines are told.
_AHEAD = 60


def letter(
    report: Report,
    unit: str,
    tasks: tuple[Task, ...],
    deadlines: Iterable[Deadline],
    today: date,
    sheet: str,
) -> str:
    """The message.

    Args:
        unit: as the data name it, "" for items without one.
        sheet: file name of the unit's sheet.
    """
    year = report.edition.name
    lines = [
        Text(f"ถึง {unit_name(unit)}", f"To {unit_name(unit)}"),
        Text(
            f"งาน OIT ปี {year} ของ{report.agency} ณ วันที่ {format_date(today)}: {_count(tasks).th}",
            f"OIT {year}, {report.agency}, on {today.isoformat()}: {_count(tasks).en}",
        ),
    ]
    shown = 0
    for group in by_item(tasks):
        if shown >= _MOST:
            break
        result = group[0].result
        lines.append(Text("", ""))
        if result is not None:
            title = f"{result.item.id} {result.item.title}"
            lines.append(Text(title, title))
        for task in group[: _MOST - shown]:
            lines.append(Text(f"- {task.message.th}", f"- {task.message.en}"))
            lines.append(Text(f"  → {task.remedy.th}", f"  → {task.remedy.en}"))
            shown += 1
    if len(tasks) > shown:
        more = len(tasks) - shown
        lines.append(Text(f"… และอีก {more} เรื่อง", f"… and {more} more"))
    coming = [
        each
        for each in deadlines
        if _concerns(each, report, unit) and 0 <= (each.last - today).days <= _AHEAD
    ]
    if coming:
        lines += [Text("", ""), Text("กำหนดที่ใกล้ถึง", "Coming deadlines")]
        lines += [
            Text(
                f"- {format_date(each.last)} {each.what.th}",
                f"- {each.last.isoformat()} {each.what.en}",
            )
            for each in coming
        ]
    lines += [Text("", ""), Text(f"รายละเอียดอยู่ในไฟล์ {sheet}", f"Details are in {sheet}")]
    return "\n".join(str(line) for line in lines) + "\n"


def _count(tasks: tuple[Task, ...]) -> Text:
    if not tasks:
        return Text("ไม่มีเรื่องค้าง ขอบคุณ", "nothing left to do, thank you")
    items = len({task.result.item.id for task in tasks if task.result})
    return Text(
        f"เหลือ {len(tasks)} เรื่องใน {items} ข้อ", f"{len(tasks)} things left in {items} items"
    )


def _concerns(deadline: Deadline, report: Report, unit: str) -> bool:
    """Whether a deadline is about the unit's items, or about everybody."""
    own = {result.item.id for result in report.items if result.unit == unit}
    if deadline.items:
        return any(item.id in own for item in deadline.items)
    return not deadline.units or unit in deadline.units
