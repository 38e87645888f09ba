"""Fixtures of every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from workspaces import WorkspaceFolder

from site_builder.language import use_language

# The same examples in every run: a failure here is a failure everywhere.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=300)
settings.load_profile("repeatable")


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
def workspace(tmp_path: Path) -> WorkspaceFolder:
    """A folder with an agency file and no data."""
    return WorkspaceFolder(tmp_path / "workspace")
