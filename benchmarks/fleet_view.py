"""Measures how fast the view of a whole country's agencies is written, and how fast it opens in Chromium.

Results of made-up agencies are written as `oit fleet check` writes them, then the view is made from them. It is
opened from a disk and from a server that compresses, each time in a fresh browser profile: until the heat map is
painted and a key is answered, and until a filter is (median of `--rounds`, and the range).

Run: `python benchmarks/fleet_view.py` (`--agencies 8304 --rounds 7`).
"""

from __future__ import annotations

import argparse
import gzip
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from run import BIN, ENVIRONMENT, ROOT

sys.path.insert(0, str(ROOT / "tools"))
from fleet_lines import many, write_lines
from install_browser import BROWSER_FLAGS, system_chromium
from serving import serving

from site_builder.fleet.history import keep_day

#: Resolves when what was drawn has been painted.
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
#: Until the answer to an input is painted, in milliseconds.
_FILTER = """
async (value) => {
  const select = document.querySelector("#by-type");
  const begin = performance.now();
  select.value = value;
  select.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begin;
}
"""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=8304)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder)
        write_lines(results, many(options.agencies))
        keep_day(results, date(2026, 11, 21), many(options.agencies, seed=2))
        keep_day(results, date(2026, 11, 22), many(options.agencies))
        written(results)
        opened(results / "view", options.rounds)


def written(results: Path) -> None:
    """What it takes to write the view, and what it weighs."""
    command = [str(BIN / "oit"), "fleet", "view", "--results", str(results)]
    begin = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"oit fleet view: {time.perf_counter() - begin:.1f} s wall, {cpu:.1f} s CPU, "
        f"{after.ru_maxrss / 1024:.0f} MB at most\n"
    )
    print("| file | bytes | compressed |\n|---|---|---|")
    for name in ("index.html", "data.js", "fleet.js", "fleet.css", "agencies-1.html"):
        data = (results / "view" / name).read_bytes()
        print(f"| {name} | {len(data):,} | {len(gzip.compress(data, 6)):,} |")
    size = sum(path.stat().st_size for path in (results / "view").iterdir())
    print(f"| all | {size:,} | |")


def opened(view: Path, rounds: int) -> None:
    """How long the heat map takes, and how much memory the page holds."""
    print("\n| | drawn and interactive | a filter is answered | memory of the page |")
    print("|---|---|---|---|")
    with sync_playwright() as playwright, serving(view) as server:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        for name, address in (
            ("from a disk", (view / "index.html").as_uri()),
            ("from a server", f"{server.address}/index.html"),
        ):
            found = [visit(browser, address) for _ in range(rounds + 1)][1:]
            drawn, filtered, memory = ([each[part] for each in found] for part in range(3))
            print(
                f"| {name} | {spread(drawn)} s | {spread(filtered)} s "
                f"| {statistics.median(memory) / 1e6:.0f} MB |"
            )
        browser.close()


def visit(browser: Browser, address: str) -> tuple[float, float, float]:
    """Seconds until the heat map answers, seconds of a filter, bytes of the page's script memory."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        begin = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(".map tbody tr")
        page.evaluate(_PAINTED)
        page.locator(".map tbody th").first.press("ArrowRight")
        page.wait_for_function("document.activeElement.cellIndex === 1")
        drawn = time.perf_counter() - begin
        return drawn, page.evaluate(_FILTER, "1") / 1000, _memory(page)
    finally:
        context.close()


def _memory(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"])


def spread(values: list[float]) -> str:
    """The median with the range."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


if __name__ == "__main__":
    main()
