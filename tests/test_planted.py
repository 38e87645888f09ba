"""A whole workspace with one fault: that fault is told, with its remedy, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus.planted import PLANTED, Planted, plant, report_of, told
from sites import ROOT, copy_workspace


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("planted") / "root"
    copy_workspace(ROOT, folder)
    yield folder


@pytest.mark.parametrize("edition", ["2568", "2569"])
def test_the_clean_workspace_has_nothing_to_tell(root: Path, edition: str) -> None:
    report = report_of(root, edition)
    assert (told(report), report.problems) == ([], ())


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.name)
def test_a_planted_fault_is_the_only_thing_told(root: Path, case: Planted) -> None:
    report = plant(root, case)
    assert told(report) == case.told
    findings = [finding for item in report.items for finding in item.findings]
    assert any(case.says in finding.message.th + finding.remedy.th for finding in findings)
    assert {finding.location.file for finding in findings} == {case.file}


def test_the_same_in_every_run(root: Path) -> None:
    first, second = (plant(root, PLANTED[0]) for _ in range(2))
    assert first == second
