"""Data that contradict each other: told, and never a reason to call an item incomplete."""

from __future__ import annotations

import pytest
from corpus.contradictions import AGREES, CONTRADICTS, Agrees, Contradicts, ids, judge, told
from workspaces import WorkspaceFolder

from site_builder.audit.checks import CHECKS
from site_builder.catalogue.loader import load_catalogue
from site_builder.outcomes import Severity

RULES = [
    (subject.slug, rule)
    for subject in load_catalogue().subjects.values()
    for rule in subject.consistency
]


@pytest.mark.parametrize("case", AGREES, ids=ids(AGREES))
def test_data_that_agree(workspace: WorkspaceFolder, case: Agrees) -> None:
    assert told(judge(workspace, case), case.check) == []


@pytest.mark.parametrize("case", CONTRADICTS, ids=ids(CONTRADICTS))
def test_data_that_contradict_each_other(workspace: WorkspaceFolder, case: Contradicts) -> None:
    item = judge(workspace, case)
    assert told(item, case.check) == case.findings
    assert {note.severity for note in item.notes} == {Severity.WARNING}
    messages = CHECKS[case.check].messages
    assert not [f for element in item.elements for f in element.findings if f.code in messages]


@pytest.mark.parametrize("name", sorted({rule.check for _, rule in RULES} | {"table-sums"}))
def test_every_rule_is_shown_both_ways(name: str) -> None:
    assert name in {case.check for case in AGREES}
    shown = {code for case in CONTRADICTS if case.check == name for code, _ in case.findings}
    assert shown == set(CHECKS[name].messages)


def test_a_contradiction_leaves_the_item_complete(workspace: WorkspaceFolder) -> None:
    yaml = "total: 4\nfinished: 2\nin-progress: 1\ncovers: 2567\nstatement: มี 4 เรื่อง\n"
    workspace.disclose("2568", "complaint-statistics", yaml)
    item = workspace.item("2568", "complaint-statistics")
    assert (item.status, [note.code for note in item.notes]) == ("complete", ["sum-differs"])
