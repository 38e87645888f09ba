"""Measures what a table of 5,000 purchases costs a build, step by step; medians of several runs.

The workspace is that of the tests (`tests/big.py`): 16 columns, 12 months. Its pages are the item's
own, one for each month, and the rows for the filter; its files for machines are CSV, XLSX, JSON, OCDS.

Run: `python benchmarks/big_table.py` (`--rounds 7` for more).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / each) for each in ("tests", "tools")]

from big import write_big_workspace

from site_builder import publication
from site_builder.cli import keep_garbage_longer
from site_builder.pages import site
from site_builder.workspace import open_workspace

STEPS = {
    "read": (publication, "load_disclosures"),
    "judge": (publication, "audit"),
    "page of the item": (site, "item_page"),
    "pages of its parts": (site, "part_pages"),
    "rows for the filter": (site, "item_assets"),
    "files for machines": (site, "edition_datasets"),
}


def main() -> None:
    """Print the median of each step in seconds, and of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    keep_garbage_longer()
    spent: dict[str, list[float]] = {step: [] for step in (*STEPS, "all")}
    for step, (module, name) in STEPS.items():
        setattr(module, name, _timed(getattr(module, name), spent[step]))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        write_big_workspace(root)
        for _ in range(rounds):
            for times in spent.values():
                times.append(0.0)
            start = time.perf_counter()
            publication.publish_workspace(open_workspace(root))
            spent["all"][-1] = time.perf_counter() - start
    for step, times in spent.items():
        print(f"{step:20}{statistics.median(times):6.2f} s")


def _timed(function: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        start = time.perf_counter()
        result = function(*arguments)
        if hasattr(result, "__next__"):  # a generator has done nothing yet
            result = list(result)
        times[-1] += time.perf_counter() - start
        return result

    return timed


if __name__ == "__main__":
    main()
