"""What a named official attests, and what nobody can."""

from __future__ import annotations

import pytest
from workspaces import WorkspaceFolder

from site_builder.carry import plan_carry
from site_builder.outcomes import Basis, Outcome, Status
from site_builder.workspace import with_all_editions

SOUND = {
    "element": "problems-obstacles",
    "document": "report.pdf",
    "page": "1",
    "saw": "หัวข้อปัญหาและอุปสรรค ย่อหน้าที่ 2",
    "by": "นางสาวตัวอย่าง ทดสอบ",
    "position": "นักวิเคราะห์นโยบายและแผน",
    "date": "15 มกราคม 2568",
}
SLUG, KEY = "annual-performance-report", "problems-obstacles"


def _yaml(**changes: str) -> str:
    row = {key: value for key, value in (SOUND | changes).items() if value}
    return f"attested:\n  - {{{', '.join(f'{key}: {value}' for key, value in row.items())}}}\n"


def _disclose(folder: WorkspaceFolder, more: str = "", **changes: str) -> str:
    folder.attach("2568", "report.pdf")
    return folder.disclose("2568", SLUG, more + _yaml(**changes))


def test_an_attested_element_passes_and_says_by_whom(workspace: WorkspaceFolder) -> None:
    _disclose(workspace)
    result = workspace.element("2568", SLUG, KEY)
    assert (result.outcome, result.basis, result.findings) == (Outcome.PASS, Basis.ATTESTED, ())
    (evidence,) = result.evidence
    assert (evidence.document, evidence.page, evidence.location.line) == ("report.pdf", 1, 3)
    assert result.reason is not None
    for part in ("นางสาวตัวอย่าง ทดสอบ", "15 มกราคม 2568", "หัวข้อปัญหาและอุปสรรค"):
        assert part in result.reason.th


def test_other_elements_are_not_attested_with_it(workspace: WorkspaceFolder) -> None:
    _disclose(workspace)
    item = workspace.item("2568", SLUG)
    assert item.status == Status.INCOMPLETE
    assert item.element("spending").outcome == Outcome.FAIL


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by": ""}, "attestation-incomplete"),
        ({"position": ""}, "attestation-incomplete"),
        ({"date": ""}, "attestation-incomplete"),
        ({"date": "'-'"}, "attestation-incomplete"),
        ({"saw": ""}, "attestation-incomplete"),
        ({"element": ""}, "attestation-incomplete"),
        ({"document": ""}, "attestation-incomplete"),
        ({"element": "problem"}, "attestation-unknown-element"),
        ({"page": "9"}, "attestation-page"),
        ({"page": "0"}, "attestation-page"),
        ({"date": "30 กันยายน 2567"}, "attestation-old"),
    ],
)
def test_what_is_no_attestation(
    workspace: WorkspaceFolder, changes: dict[str, str], code: str
) -> None:
    name = _disclose(workspace, **changes)
    item = workspace.item("2568", SLUG)
    assert item.element(KEY).outcome == Outcome.FAIL
    (note,) = [note for note in item.notes if note.code.startswith("attestation")]
    assert (note.code, note.location.file, note.location.line) == (code, name, 3)


def test_a_document_that_does_not_open_attests_nothing(workspace: WorkspaceFolder) -> None:
    _disclose(workspace)
    workspace.write("data/2568/files/report.pdf", "<!doctype html><title>404</title>")
    item = workspace.item("2568", SLUG)
    assert item.element(KEY).outcome == Outcome.FAIL
    assert "attestation-document" in [note.code for note in item.notes]


def test_nobody_can_attest_against_the_data(workspace: WorkspaceFolder) -> None:
    """A year that the data themselves say is wrong stays wrong."""
    _disclose(workspace, more="covers: 2560\n", element="fiscal-year")
    result = workspace.element("2568", SLUG, "fiscal-year")
    assert (result.outcome, result.basis) == (Outcome.FAIL, None)


def test_attestations_are_not_carried_to_the_next_year(workspace: WorkspaceFolder) -> None:
    _disclose(workspace, more="problems: ขาดบุคลากร\n")
    plan = plan_carry(with_all_editions(workspace.open("2568")), "2568", "2569")
    (carried,) = [each for each in plan.items if each.item.slug == SLUG]
    assert "attested" not in carried.content
    assert [left.field for left in carried.left] == ["attested"]
