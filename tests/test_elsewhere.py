"""The main-website rule for links in the data: labelled items, severity, and where it stands."""

from __future__ import annotations

import pytest
from corpus.elsewhere import LINKED, Linked, judge, told
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue
from site_builder.links.faults import MESSAGES

FACEBOOK = "https://www.facebook.com/agency"


@pytest.mark.parametrize("case", LINKED, ids=lambda case: case.name)
def test_links_are_judged_by_where_they_lead(workspace: WorkspaceFolder, case: Linked) -> None:
    item = judge(workspace, case)
    assert told(item) == case.told
    assert any(each.basis == "link" for each in item.elements) == case.is_shown


def test_the_words_are_those_of_the_link_check(workspace: WorkspaceFolder) -> None:
    item = judge(workspace, next(case for case in LINKED if case.name == "trials"))
    (finding,) = (each for each in item.findings if each.code == "host-staging")
    message, remedy = MESSAGES["host-staging"]
    assert finding.message.th == message.th.replace("{target}", "https://dev.example.go.th/risk")
    assert finding.remedy == remedy
    assert finding.location.file == workspace.file_of("2568", "corruption-risk-assessment")


@pytest.mark.parametrize(
    ("yaml", "severity"),
    [
        (f"links: ['{FACEBOOK}']", "error"),
        ("links: ['http://localhost/']", "error"),
        ("links: ['https://bit.ly/x']", "warning"),
        # No element of this edition asks for the laws.
        (f"laws: ['{FACEBOOK}']", "warning"),
        (f"powers: {FACEBOOK}", "error"),
    ],
)
def test_how_much_it_matters(workspace: WorkspaceFolder, yaml: str, severity: str) -> None:
    workspace.disclose("2568", "structure", yaml)
    found = [each for each in workspace.item("2568", "structure").findings if "host-" in each.code]
    assert [each.severity for each in found] == [severity]


def test_social_media_alone_leave_an_item_unpublished(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "executives", f"links: ['{FACEBOOK}']")
    item = workspace.item("2568", "executives")
    assert item.status == "missing"
    assert {each.outcome for each in item.elements} == {"fail"}


def test_a_contradicting_link_is_an_error_of_the_item(workspace: WorkspaceFolder) -> None:
    """Complete data do not hide a link that nobody can open."""
    workspace.disclose(
        "2566",
        "social-network",
        "social: ['https://www.facebook.com/a']\nlinks: ['http://nas/x']\n",
    )
    item = workspace.item("2566", "social-network")
    assert item.element("social-channel").outcome == "pass"
    assert item.status == "incomplete"


def test_only_links_may_lead_anywhere() -> None:
    marked = {
        f"{subject.slug}.{field.key}.{spec.key}": spec.kind
        for subject in load_catalogue().subjects.values()
        for field in subject.fields
        for spec in (field, *field.columns)
        if spec.anywhere
    }
    assert set(marked.values()) == {"link"}
    assert {name.partition(".")[0] for name in marked} >= {"social-network", "q-and-a", "contact"}
