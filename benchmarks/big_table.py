"""One page with a table of 5,000 purchases: what it costs us step by step, and what it costs others.

The workspace is that of the tests (`tests/big.py`): 16 columns, 12 months. Of ours come the item's own
page, one for each month, and the rows for the filter; files for machines are CSV, XLSX, JSON, OCDS. The
others get one page of Markdown with all 5,000 rows and columns, and nothing else: the table alone.

Run: `python benchmarks/big_table.py` (`--rounds 7` for more).
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from measuring import BIN, ROOT, Side, take_turns
from ours import cold_build, engines
from peers import or_reason, program
from plain_sites import PlainPages
from results import Comparison, Options, Part, Table

from site_builder import publication
from site_builder.cli import keep_garbage_longer
from site_builder.pages import site
from site_builder.pages.model import NavEntry, Page, Site
from site_builder.workspace import open_workspace

sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from big import purchases, write_big_workspace  # noqa: E402

STEPS = {
    "read": (publication, "load_disclosures"),
    "judge": (publication, "audit"),
    "page of the item": (site, "item_page"),
    "pages of its parts": (site, "part_pages"),
    "rows for the filter": (site, "item_assets"),
    "files for machines": (site, "edition_datasets"),
}
MATERIAL = "mkdocs-material, one page"


def measure(options: Options) -> list[Part]:
    """Builds against the peers, and the steps of ours."""
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name:
        folder = Path(name)
        workspace = write_big_workspace(folder / "ours")
        runs = take_turns(_sides(workspace, folder), options.times(3))
        steps = _steps(workspace, options.times(5))
    return [Comparison("Cold build of a table of 5,000 rows", MATERIAL, runs), steps]


def _sides(workspace: Path, folder: Path) -> dict[str, Side | str]:
    sides: dict[str, Side | str] = {
        f"`oit build --engine {each}`, everything": cold_build(workspace, each)
        for each in engines()
    }
    plain = PlainPages(_one_page())
    settings = plain.write_mkdocs(folder / "material")
    sides[MATERIAL] = _side([str(BIN / "mkdocs"), "build", "-q", "-f", str(settings)], settings)
    also = plain.write_mkdocs(folder / "zensical")
    sides["Zensical, one page"] = or_reason(
        lambda: _side([program("zensical"), "build", "-f", str(also)], also)
    )
    plain.write_hugo(folder / "hugo")
    sides["Hugo, one page"] = or_reason(
        lambda: _side([program("hugo"), "-s", str(folder / "hugo"), "--quiet"], folder / "hugo/x")
    )
    return sides


def _side(command: list[str], settings: Path) -> Side:
    def before() -> None:
        for output in ("site", "public", ".cache"):
            shutil.rmtree(settings.parent / output, ignore_errors=True)

    return Side(command, before=before)


def _one_page() -> Site:
    """The front page, and a page with every purchase."""
    rows = [row.written() for row in purchases()]
    lines = [_line("th", rows[0]), *(_line("td", row.values()) for row in rows)]
    table = f"<table>{''.join(lines)}</table>"
    return Site(
        (Page("", "หน้าแรก", "<p>รายการ</p>"), Page("rows/", "ผลการจัดซื้อจัดจ้าง", table)),
        (),
        (NavEntry("หน้าแรก"), NavEntry("ผลการจัดซื้อจัดจ้าง", "rows/")),
    )


def _line(tag: str, cells: Iterable[str]) -> str:
    texts = (f"<{tag}>{escape(' '.join(each.split()))}</{tag}>" for each in cells)
    return f"<tr>{''.join(texts)}</tr>"


def _steps(workspace: Path, rounds: int) -> Table:
    """The median of each step of what comes before an engine, and of all."""
    keep_garbage_longer()
    spent: dict[str, list[float]] = {step: [] for step in (*STEPS, "all")}
    originals = {step: getattr(module, name) for step, (module, name) in STEPS.items()}
    for step, (module, name) in STEPS.items():
        setattr(module, name, _timed(originals[step], spent[step]))
    try:
        for _ in range(rounds):
            for times in spent.values():
                times.append(0.0)
            start = time.perf_counter()
            publication.publish_workspace(open_workspace(workspace))
            spent["all"][-1] = time.perf_counter() - start
    finally:
        for step, (module, name) in STEPS.items():
            setattr(module, name, originals[step])
    rows = [[step, f"{statistics.median(times):.2f} s"] for step, times in spent.items()]
    return Table(
        f"Steps before the engine, medians of {rounds}, in one process", ["", "time"], rows
    )


def _timed(function: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        result = function(*arguments, **named)
        if hasattr(result, "__next__"):  # a generator has done nothing yet
            result = list(result)
        times[-1] += time.perf_counter() - start
        return result

    return timed


if __name__ == "__main__":
    from run import main

    main(["--only", "big-table"])
