"""From a workspace to a site: read, audit, make pages. What every engine renders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from site_builder.agency import Agency
from site_builder.audit.engine import audit
from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.model import Catalogue
from site_builder.catalogue.own import known_editions
from site_builder.disclosures import load_disclosures
from site_builder.documents.active import file_active, what_runs
from site_builder.figures import Analysis
from site_builder.links.keeping import Kept, keep
from site_builder.links.ledger import Entry, Kind
from site_builder.links.redirects import address_of
from site_builder.links.rules import APACHE_FILE, NGINX_FILE, apache_rules, nginx_rules
from site_builder.locations import Location
from site_builder.memory import BuildMemory, Held, Memory, held
from site_builder.official import load_result, result_years
from site_builder.opendata.addresses import urls_file
from site_builder.outcomes import Report
from site_builder.pages.model import Asset, Site
from site_builder.pages.moved import moved_notice, redirect_page
from site_builder.pages.render import PLAIN_FILE, PLAIN_STYLE, TEMPLATES
from site_builder.pages.site import AuditedEdition, build_site
from site_builder.personal_data import (
    CONTENT_FOLDER,
    PersonalData,
    in_output,
    is_generated_text,
    personal_data,
)
from site_builder.policy import is_active, rules
from site_builder.problems import InputError, Problem
from site_builder.results.analysis import analyse
from site_builder.sources.files import FileRef
from site_builder.sources.names import twins
from site_builder.workspace import Workspace, with_all_editions, with_edition
from site_builder.written import written_problems


@dataclass(frozen=True)
class Publication:
    """A site with the reports that it was made with.

    Attributes:
        agency: who publishes.
        current: the edition shown first.
        privacy: the exceptions that were used, and the documents that could not be looked into.
        kept: what became of the addresses that were published before.
    """

    agency: Agency
    site: Site
    reports: tuple[Report, ...]
    current: str
    privacy: PersonalData
    kept: Kept = field(default_factory=Kept)


def publish_workspace(
    workspace: Workspace, content: Path | None = None, memory: Memory | None = None
) -> Publication:
    """The site of every edition of the workspace.

    Args:
        content: the folder of hand-written pages; None for the usual one.
        memory: what an earlier publication has left; whatever it knows is not made again.

    Raises:
        InputError: some input cannot be read, or personal data would be published; carries all
            problems of all editions.
    """
    memory = memory or BuildMemory()
    workspace = _known(workspace, memory)
    editions = []
    problems: list[Problem] = []
    for name in workspace.editions:
        data = load_disclosures(workspace, name, memory)
        problems += data.problems
        editions.append(AuditedEdition(data, audit(workspace, data)))
    problems += written_problems(content or workspace.root / CONTENT_FOLDER)
    if problems:
        raise InputError(dict.fromkeys(problems))
    privacy = personal_data(workspace, [each.data for each in editions], content)
    if privacy.problems:
        raise InputError(privacy.problems)
    site = build_site(
        workspace.agency,
        tuple(editions),
        workspace.current_edition,
        workspace_results(workspace),
        _with_years_between(workspace),
        memory,
    )
    left = in_output(_texts(site), privacy.allowed)
    if left.problems:
        raise InputError(left.problems)
    reports = tuple(each.report for each in editions)
    return Publication(workspace.agency, site, reports, workspace.current_edition, privacy)


def _known(workspace: Workspace, memory: Memory) -> Workspace:
    """The same with the agency and criteria that are in memory, where they are as they were."""
    agency, catalogue = workspace.agency, workspace.catalogue
    return replace(
        workspace,
        agency=memory.once("agency", lambda: agency, equal=(agency,)),
        catalogue=memory.once("catalogue", lambda: catalogue, equal=(catalogue,)),
    )


def with_kept_addresses(
    publication: Publication, workspace: Workspace, written: Mapping[str, Path | None]
) -> Publication:
    """The same with whatever it takes for every address that was ever published to answer.

    `written` are the hand-written files by their path in the site, None for one that is made a page.

    Raises:
        InputError: a hand-written file would run scripts, or is one with ours on some systems; an address
            would be dropped or get another subject, a redirect is wrong, or one would publish personal data.
    """
    site, agency = publication.site, workspace.agency
    if running := [
        problem for file in written.values() if file for problem in _running(workspace, file)
    ]:
        raise InputError(running)
    ours = [
        *(f"{page.path}index.html" for page in site.pages),
        *(each.path for each in site.assets),
    ]
    if problems := list(twins(written, CONTENT_FOLDER, ours)):
        raise InputError(problems)
    files: dict[str, Held | Path] = {path: file for path, file in written.items() if file}
    files |= {asset.path: asset.source for asset in site.assets}
    own_pages = [path for path, file in written.items() if file is None]
    kept = keep(workspace.root, agency.website, _stands(publication, own_pages, files))
    titles = {f"/{page.path}": page.title for page in site.pages}
    leading = {each.page_file: redirect_page(agency, each, titles) for each in kept.redirects}
    notices = {each.source[1:]: moved_notice(each, titles) for each in kept.moved}
    left = in_output([*leading.items(), *notices.items()], publication.privacy.allowed)
    if left.problems:
        raise InputError(left.problems)
    pages = (
        replace(page, html=notices[page.path] + page.body) if page.path in notices else page
        for page in site.pages
    )
    assets = [
        *site.assets,
        *(Asset(path, html.encode()) for path, html in leading.items()),
        *(Asset(old[1:], files[new[1:]]) for old, new in kept.renamed.items()),
        Asset(NGINX_FILE, nginx_rules(kept.redirects, agency.website).encode()),
        Asset(APACHE_FILE, apache_rules(kept.redirects, agency.website).encode()),
        *(Asset(path, text.encode()) for path, text in rules().items()),
        Asset(PLAIN_FILE, (TEMPLATES / PLAIN_STYLE).read_bytes()),
    ]
    return replace(
        publication, site=replace(site, pages=tuple(pages), assets=tuple(assets)), kept=kept
    )


def _running(workspace: Workspace, file: Path) -> Iterator[Problem]:
    """What is wrong with a hand-written file that browsers would run; servers without our rules would let it."""
    if not is_active(file.name):
        return
    root = workspace.root.resolve()
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    found = what_runs(file)
    if found:
        yield file_active(Location(name, found.line), found.what)


def _stands(
    publication: Publication, written: Iterable[str], files: Mapping[str, Held | Path]
) -> dict[str, Entry]:
    """What the site has, by address."""
    found: dict[str, Entry] = {}
    for path, content in files.items():
        if not isinstance(content, Path):
            found[address_of(path)] = Entry(Kind.FILE)
        elif path.endswith(".html"):
            found[address_of(path)] = Entry(Kind.PAGE)
        else:
            found[f"/{path}"] = Entry(Kind.DOCUMENT, sha256=FileRef(path, content).sha256)
    for report in publication.reports:  # made of the finished pages, and so not among the files yet
        found[address_of(urls_file(report.edition.name))] = Entry(Kind.FILE)
    found |= {address_of(path): Entry(Kind.PAGE) for path in written}
    found |= {f"/{page.path}": Entry(Kind.PAGE) for page in publication.site.pages}
    found |= {
        result.url: Entry(Kind.ITEM, report.edition.name, result.item.slug)
        for report in publication.reports
        for result in report.items
    }
    return found


def _texts(site: Site) -> Iterator[tuple[str, str]]:
    """Every finished text of the site by its path."""
    for page in site.pages:
        yield page.path, page.body
    for asset in site.assets:
        if not isinstance(asset.source, Path) and is_generated_text(asset.path):
            yield asset.path, held(asset.source).decode()


def _with_years_between(workspace: Workspace) -> Catalogue:
    """The workspace's criteria with those of the years between, over which items can be followed."""
    first, last = int(workspace.editions[0]), int(workspace.editions[-1])
    if last - first < len(workspace.editions):
        return workspace.catalogue
    return with_all_editions(workspace).catalogue


def workspace_results(workspace: Workspace) -> tuple[Analysis, ...]:
    """Every official result of the workspace with what follows from it, the oldest first.

    Raises:
        InputError: a result cannot be read.
    """
    found = []
    problems: list[Problem] = []
    for year in result_years(workspace.root):
        official = load_result(workspace.root, year, workspace.catalogue.vocabularies)
        known = year in known_editions(workspace.root)
        catalogue = (with_edition(workspace, year) if known else workspace).catalogue
        assessment = load_assessment(year, catalogue.editions)
        if official is None or assessment is None:
            continue
        problems += official.problems
        found.append(analyse(official, assessment))
    if problems:
        raise InputError(problems)
    return tuple(found)
