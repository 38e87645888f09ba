"""The links of a site for a person at a terminal: each fault once, with the pages that have it."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.language import Text
from site_builder.links.faults import LinkFault, LinkReport
from site_builder.links.fetch import clean
from site_builder.links.targets import Way

#: So many places of one fault are shown.
_MOST_PLACES = 5
_WAYS = {
    Way.INSIDE: Text("ในเว็บไซต์", "inside"),
    Way.WEB: Text("เว็บไซต์อื่น", "other sites"),
    Way.MAIL: Text("อีเมล", "e-mail"),
    Way.PHONE: Text("โทรศัพท์", "telephone"),
    Way.NOTHING: Text("อื่น ๆ", "other"),
}


def render(report: LinkReport) -> str:
    """The report as text, what was found and what was not looked at."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: LinkReport) -> Iterator[str]:
    links = sum(report.links.values())
    ways = ", ".join(
        f"{label} {report.links[way]:,}" for way, label in _WAYS.items() if report.links.get(way)
    )
    if report.pages:
        head = Text(
            f"{report.site}: อ่าน {report.pages:,} หน้า {links:,} ลิงก์",
            f"{report.site}: {report.pages:,} pages, {links:,} links",
        )
        yield f"{head} ({ways})"
    else:
        yield report.site
    for fault in report.faults:
        yield ""
        yield from _fault(fault, len(report.engines) > 1)
    for problem in report.problems:
        yield ""
        yield f"! [{problem.code}] {problem.location}: {problem.message}"
        yield f"    → {problem.remedy}"
    yield ""
    errors = sum(fault.severity == "error" for fault in report.faults)
    warnings = len(report.faults) - errors
    yield str(
        Text(
            f"พบ {errors} เรื่องที่ต้องแก้ {warnings} เรื่องที่ควรแก้ ยังไม่ได้ตรวจ {len(report.problems)} แห่ง",
            f"{errors} to mend, {warnings} that should be mended, {len(report.problems)} not checked",
        )
    )
    if report.outside:
        yield str(
            Text(
                f"ลิงก์ไปเว็บไซต์อื่น {len(report.outside):,} แห่งตรวจเฉพาะการเขียน ไม่ได้เปิดดู",
                f"{len(report.outside):,} addresses of other sites: their writing was checked, they were not opened",
            )
        )


def _fault(fault: LinkFault, has_engines: bool) -> Iterator[str]:
    found_by = f" ({', '.join(fault.engines)})" if has_engines else ""
    yield f"✗ {fault.severity.label} [{fault.code}] {fault.message}{found_by}"
    yield f"    → {fault.remedy}"
    for place in fault.places[:_MOST_PLACES]:
        at = f"{place.page}:{place.line}" if place.line else place.page
        where = f" {place.tag} {place.attribute}".rstrip()
        written = clean(place.written)
        yield f"    {at}{where}: {written[:_LONGEST]}{'…' if len(written) > _LONGEST else ''}"
    more = len(fault.places) - _MOST_PLACES
    if more > 0:
        yield "    " + str(Text(f"… และอีก {more:,} แห่ง", f"… and {more:,} more"))


_LONGEST = 160
