"""What tests of hostile inputs have tried, counted for docs/reliability.md by `python3 dev.py hostile`."""

from __future__ import annotations

import os

from filelock import FileLock
from reliability import RUNS, Run, load_runs, record

KEY = "hostile"


def keep_hostile(kind: str, tried: int) -> None:
    """Count inputs of a kind, of which none was let in: `OIT_KEEP_FIGURES=1` before the command of the run."""
    if os.environ.get("OIT_KEEP_FIGURES"):
        with FileLock(f"{RUNS}.lock"):
            known = load_runs().get(KEY)
            kinds = (
                {name: int(count.replace(",", "")) for name, count in known.rows} if known else {}
            )
            kinds[kind] = tried
            record(
                KEY,
                Run(
                    "Attacks in every text, file name and file; none came through",
                    "python3 dev.py hostile",
                    sum(kinds.values()),
                    0,
                    0,
                    ("inputs", "tried"),
                    [(name, f"{count:,}") for name, count in sorted(kinds.items())],
                ),
            )
