"""The check of one edition of a workspace's data: what is missing, and what must not be published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from site_builder.audit.engine import audit
from site_builder.disclosures import EditionData, load_disclosures
from site_builder.outcomes import Report
from site_builder.personal_data import personal_data
from site_builder.privacy.numbers import mask_tax_numbers
from site_builder.workspace import Workspace, with_edition


def check_data(
    workspace: Workspace, edition: str | None = None, as_of: date | None = None
) -> tuple[Report, EditionData]:
    """The report of an edition, None for the workspace's current one, with the data that it is of.

    Raises:
        InputError: no such edition, or its criteria are the user's own and cannot be judged.
    """
    name = edition or workspace.current_edition
    workspace = with_edition(workspace, name)
    data = load_disclosures(workspace, name)
    privacy = personal_data(workspace, [data])
    report = audit(workspace, data, as_of).with_notes(privacy.findings)
    report = replace(report, remarks=privacy.remarks)
    if privacy.exposures:
        # A finding may repeat the value that it is about.
        report = report.masked(mask_tax_numbers)
    return report, data
