"""From a workspace to a site: read, audit, make pages. What every engine renders."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.outcomes import Report
from site_builder.pages.model import Site
from site_builder.pages.site import AuditedEdition, build_site
from site_builder.problems import InputError, Problem
from site_builder.workspace import Workspace


@dataclass(frozen=True)
class Publication:
    """A site with the reports that it was made with."""

    site: Site
    reports: tuple[Report, ...]


def publish_workspace(workspace: Workspace) -> Publication:
    """The site of every edition of the workspace.

    Raises:
        InputError: some input cannot be read; carries all problems of all editions.
    """
    editions = []
    problems: list[Problem] = []
    for name in workspace.editions:
        data = load_disclosures(workspace, name)
        problems += data.problems
        editions.append(AuditedEdition(data, audit(workspace, data)))
    if problems:
        raise InputError(dict.fromkeys(problems))
    site = build_site(workspace.agency, tuple(editions), workspace.current_edition)
    return Publication(site, tuple(each.report for each in editions))
