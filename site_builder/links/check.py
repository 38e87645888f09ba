"""The links of one site, by one engine or both."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from site_builder.links.faults import LinkReport
from site_builder.links.fetch import Manners
from site_builder.links.folder import FolderSite
from site_builder.links.live import LiveSite
from site_builder.links.survey import Site, Tell, survey
from site_builder.problems import Problem

#: Seconds that LinkChecker may take.
SECONDS = 1800


def check_links(
    place: Path | str,
    website: str = "",
    *,
    ours: bool = True,
    linkchecker: bool = False,
    tell: Tell | None = None,
    manners: Manners | None = None,
    seconds: int = SECONDS,
) -> LinkReport:
    """What is wrong with the links of a built folder, or of the live site at an address.

    Args:
        place: the folder, or the address of the front page, whole and ending in `/`.
        website: the agency's main website; "" for the address that the site gives itself.
        tell: is told how many addresses were looked up, of how many that are known, and the next.
        seconds: that LinkChecker may take.
    """
    site: Site = FolderSite(place) if isinstance(place, Path) else LiveSite(place, manners)
    report = LinkReport(site.name, (), 0, {}, {}, ())
    if ours:
        report = survey(site, website, tell)
    if not linkchecker:
        return report
    # Servers, processes and XML take their time to load.
    from site_builder.links.linkchecker import faults_of, merged, run_linkchecker, served

    if tell:
        tell(report.pages, report.pages, "LinkChecker …")
    server = served(place) if isinstance(place, Path) else nullcontext(place)
    with server as address:
        rows = run_linkchecker(address, seconds)
    if isinstance(rows, Problem):
        return replace(report, problems=(*report.problems, rows))
    theirs = faults_of(rows, address, site.name)
    if ours:
        return merged(report, theirs)
    return replace(report, engines=("linkchecker",)).with_faults(theirs)
