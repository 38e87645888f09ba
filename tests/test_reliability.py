"""docs/reliability.md: its tables are those of the last runs, and each finding has its regression test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import reliability
from reliability import Run, load_findings, load_runs, record

ROOT = Path(__file__).resolve().parent.parent
RUN = Run(
    "กี่อย่าง", "python3 dev.py x", 10, 3, 0, ("what", "n"), (("a", "1"),), ("b: no such thing",)
)


@pytest.mark.parametrize("finding", load_findings(), ids=lambda each: str(each["found"])[:40])
def test_each_finding_has_the_test_that_keeps_it_mended(finding: dict[str, object]) -> None:
    assert set(finding) == {"by", "found", "mended", "tests"}
    tests = finding["tests"]
    assert isinstance(tests, list) and tests
    for test in tests:
        file, _, name = test.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        names = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        assert name.startswith("test_") and name in names, test


@pytest.mark.parametrize("page", ["docs/threat-model.md", "SECURITY.md"])
def test_what_the_threat_model_rests_on_is_there(page: str) -> None:
    named = re.findall(
        r"`((?:tests|tools|[a-z]+)/[a-z_/*.]*)`", (ROOT / page).read_text(encoding="utf-8")
    )
    for name in named:
        folder = ROOT if name.startswith(("tests/", "tools/")) else ROOT / "site_builder"
        assert list(folder.glob(name.rstrip("/"))), name


def test_the_document_is_that_of_the_runs_and_nothing_was_lost() -> None:
    assert reliability.main(["--check"]) == 0
    for name, run in load_runs().items():
        assert run.lost == 0, name
        assert run.inputs and run.day and run.machine, name


def test_a_run_takes_the_place_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, page = tmp_path / "runs.json", tmp_path / "page.md"
    page.write_text(
        "# x\n<!-- measured -->\n<!-- /measured -->\n<!-- findings -->\n<!-- /findings -->\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(reliability, "RUNS", runs)
    monkeypatch.setattr(reliability, "DOCUMENT", page)
    monkeypatch.setattr(reliability, "load_runs", lambda file=runs: load_runs(file))
    record("two", RUN, runs)
    record("one", RUN, runs)
    record("two", Run("x", "y", 1_000, 0, 7), runs)
    text = page.read_text(encoding="utf-8")
    assert list(load_runs(runs)) == ["one", "two"]
    assert "| [x](#two) | 1,000 | 0 | 7 | 0 |" in text
    assert "| [กี่อย่าง](#one) | 10 | 3 | 0 | 1 |" in text
    assert "- Not tried: b: no such thing" in text
    assert "| a | 1 |" in text
    assert reliability.main(["--check"]) == 0
    page.write_text(text.replace("1,000", "1,001"), encoding="utf-8")
    assert reliability.main(["--check"]) == 1
    assert reliability.main([]) == 0
    assert page.read_text(encoding="utf-8") == text
