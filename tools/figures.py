"""What was measured, in `docs/reliability.json`: each command keeps its figures under a key of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from filelock import FileLock

FILE = Path(__file__).resolve().parent.parent / "docs" / "reliability.json"


def figures() -> dict[str, Any]:
    """What the file holds by now."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def keep_figures(key: str, found: object) -> None:
    """Put one measurement's figures into the file of all of them."""
    text = json.dumps({**figures(), key: found}, ensure_ascii=False, indent=2, sort_keys=True)
    FILE.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def keep_hostile(kind: str, tried: int) -> None:
    """Count hostile inputs of a kind, where the figures are asked for: `OIT_KEEP_FIGURES=1`."""
    if os.environ.get("OIT_KEEP_FIGURES"):
        with FileLock(f"{FILE}.lock"):
            known = figures().get("hostile", {})
            keep_figures("hostile", {**known, kind: tried})
