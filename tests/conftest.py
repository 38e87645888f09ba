"""Fixtures of every test."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from big import write_big_workspace
from commands import Commands
from filelock import FileLock
from hypothesis import settings
from sites import ROOT, copy_workspace, oit
from workspaces import WorkspaceFolder

from site_builder.language import use_language

# The same examples in every run: a failure here is a failure everywhere.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=300)
settings.load_profile("repeatable")


#: What builds the sites that tests look at; `OIT_ENGINE=direct` tries another on all of them.
ENGINE = os.environ.get("OIT_ENGINE", "mkdocs")

# Where the tests run in the background, they ignore Ctrl-C, and so would the commands that they interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: tests wait for servers and browsers now and then."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def thai() -> Iterator[None]:
    """Every test starts in Thai, whatever the one before it did."""
    use_language("th")
    yield
    use_language("th")


@pytest.fixture
def english(thai: None) -> None:
    """Messages are in English."""
    use_language("en")


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def workspace(tmp_path: Path) -> WorkspaceFolder:
    """A folder with an agency file and no data."""
    return WorkspaceFolder(tmp_path / "workspace")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The site of a workspace, built once: `root`, `big`, or the name of an example.

    Nothing in it may be changed: the processes that run tests side by side share it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    @cache
    def site(name: str) -> Path:
        workspace = shared / "built" / name
        workspace.parent.mkdir(exist_ok=True)
        with FileLock(f"{workspace}.lock"):
            # A build that fails leaves no site: each process that asks then says so.
            if not (workspace / "site").exists():
                shutil.rmtree(workspace, ignore_errors=True)
                if name == "big":
                    write_big_workspace(workspace)
                else:
                    copy_workspace(ROOT if name == "root" else ROOT / "examples" / name, workspace)
                run = oit("build", "--engine", ENGINE, cwd=workspace)
                assert run.code == 0, run.err
        return workspace / "site"

    return site
