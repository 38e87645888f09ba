"""What the docs name exists, and what exists the docs name."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from sites import ROOT

from site_builder.cli import COMMANDS

DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_and_the_thai_guide_name_every_command(command: str) -> None:
    for name in ("README.md", "docs/th/guide.md"):
        assert f"oit {command}" in (ROOT / name).read_text(encoding="utf-8"), name


def _calls() -> Iterator[list[str]]:
    """Every command as it is typed, with those below it."""
    yield []
    for name in COMMANDS:
        yield [name]
        command: click.Command = importlib.import_module(f"site_builder.cli.{name}").command
        if isinstance(command, click.Group):
            yield from ([name, below] for below in command.commands)


#: Asks for the help of each call; prints all of them. Help texts are made once, in one language.
_HELPS = """
import contextlib, io, json, sys
from site_builder.cli import main
shown = []
for call in json.loads(sys.argv[2]):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            main(["--lang", sys.argv[1], *call, "--help"])
        except SystemExit as ended:
            assert not ended.code, call
    shown.append(printed.getvalue())
json.dump(shown, sys.stdout)
"""


@pytest.mark.parametrize(("language", "word"), [("th", "ตัวอย่าง"), ("en", "Example")])
def test_every_help_has_an_example(language: str, word: str) -> None:
    calls = list(_calls())
    command = [sys.executable, "-c", _HELPS, language, json.dumps(calls)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    for call, shown in zip(calls, json.loads(run.stdout), strict=True):
        assert f"{word}: oit {' '.join(call)}".rstrip() in " ".join(shown.split())


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_docs_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for requirement in wanted:
        name = re.split(r"[<>=]", requirement)[0]
        assert name in reasons or name.startswith("types-"), name


def test_contributing_names_only_files_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:site_builder|tests|docs|data)/[^`<]+)`", text)
    assert named
    for name in named:
        assert (ROOT / name).exists(), name


def test_linkchecker_is_never_imported() -> None:
    for path in (ROOT / "site_builder").rglob("*.py"):
        assert not re.search(r"^\s*(import|from) linkcheck", path.read_text("utf-8"), re.MULTILINE)
