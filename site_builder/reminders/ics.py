"""Deadlines as an iCalendar file (RFC 5545), for the calendars of Google, Outlook and telephones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from site_builder import __version__
from site_builder.agency import Agency
from site_builder.language import Text
from site_builder.outcomes import item_url
from site_builder.reminders.deadlines import Deadline
from site_builder.thai import FiscalYear

#: Reminders of whole days ring in the morning.
_MORNING = timedelta(hours=9)


def calendar(
    agency: Agency, edition: str, deadlines: Iterable[Deadline], units: Mapping[str, str]
) -> bytes:
    """The file; the same deadlines give the same bytes.

    Args:
        units: the responsible unit of each item, by its id.
    """
    found = Calendar()
    found.add("version", "2.0")
    found.add("prodid", f"-//oit-site-builder//{__version__}//TH")
    found.add("x-wr-calname", f"OIT {edition} {agency.name}")
    # Programs compare it with what they have; a clock would make each run another file.
    stamp = datetime.combine(FiscalYear(edition).period.start, time(), UTC)
    for each in deadlines:
        found.add_component(_event(agency, edition, each, units, stamp))
    return bytes(found.to_ical())


def _event(
    agency: Agency, edition: str, deadline: Deadline, units: Mapping[str, str], stamp: datetime
) -> Event:
    event = Event()
    name = hashlib.sha256(f"{agency.website}\n{deadline.key}".encode()).hexdigest()[:32]
    event.add("uid", f"{name}@oit-site-builder")
    event.add("dtstamp", stamp)
    event.add("dtstart", deadline.first)
    event.add("dtend", deadline.last + timedelta(days=1))
    named = ", ".join(item.id for item in deadline.items)
    event.add("summary", f"OIT {edition}: {deadline.what}" + (f" ({named})" if named else ""))
    lines = [
        f"{item.id} {item.title.th}"
        + (f" — {units[item.id]}" if units.get(item.id) else "")
        + f"\n{agency.website}{item_url(edition, item).lstrip('/')}"
        for item in deadline.items
    ]
    lines += list(deadline.units)
    if lines:
        event.add("description", "\n".join(lines))
    event.add("transp", "TRANSPARENT")
    for days in deadline.notice:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(Text("เตือนงาน OIT", "OIT reminder")))
        alarm.add("trigger", deadline.last - deadline.first - timedelta(days=days) + _MORNING)
        event.add_component(alarm)
    return event
