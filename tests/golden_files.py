"""Reports kept whole in `tests/golden/`, to see every change of their words.

After a change that is meant: `OIT_GOLDEN=write .venv/bin/pytest tests/test_results_command.py`
writes the files anew (and fails, so that it is never left on); look at the difference, commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """The text is what the golden file holds."""
    path = FOLDER / name
    if os.environ.get("OIT_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        pytest.fail(f"{path} was written; look at what changed and run again without OIT_GOLDEN")
    assert text == path.read_text(encoding="utf-8"), f"not as in {path} (see {__file__})"
