"""What was measured, in `docs/reliability.json`: each command keeps its figures under a key of its own."""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "docs" / "reliability.json"


def keep_figures(key: str, figures: object) -> None:
    """Put one measurement's figures into the file of all of them."""
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    text = json.dumps({**known, key: figures}, ensure_ascii=False, indent=2, sort_keys=True)
    FILE.write_text(f"{text}\n", encoding="utf-8", newline="\n")
