"""How fast the view of a whole country's agencies is written, and how fast it opens in Chromium.

Results of made-up agencies are written as `oit fleet check` writes them, then the view is made from them. It is
opened from a disk and from a server that compresses, each time in a fresh browser profile: until the heat map is
painted and a key is answered, and until a filter is.

Run: `python benchmarks/fleet_view.py` (`--rounds 9` for more).
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from measuring import OIT, ROOT, Side, run, spread
from playwright.sync_api import Browser, Page, sync_playwright
from results import Options, Part, Table

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


AGENCIES, QUICK_AGENCIES = 8304, 300


def measure(options: Options) -> list[Part]:
    """What is written, and how it opens."""
    agencies = QUICK_AGENCIES if options.quick else AGENCIES
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder:
        results = Path(folder)
        write_lines(results, many(agencies))
        keep_day(results, date(2026, 11, 21), many(agencies, seed=2))
        keep_day(results, date(2026, 11, 22), many(agencies))
        return [written(results, agencies), opened(results / "view", options.times(7))]


def written(results: Path, agencies: int) -> Table:
    """What it takes to write the view, and what it weighs."""
    sample = run(Side([OIT, "fleet", "view", "--results", str(results)]))
    rows = []
    for name in ("index.html", "data.js", "fleet.js", "fleet.css", "agencies-1.html"):
        data = (results / "view" / name).read_bytes()
        rows.append([name, f"{len(data):,}", f"{len(gzip.compress(data, 6)):,}"])
    size = sum(path.stat().st_size for path in (results / "view").iterdir())
    rows.append(["all", f"{size:,}", ""])
    note = (
        f"`oit fleet view` took {sample.wall:.1f} s, {sample.cpu:.1f} s of processor, and "
        f"{sample.memory:.0f} MB."
    )
    return Table(f"View of {agencies:,} agencies", ["file", "bytes", "compressed"], rows, [note])


def opened(view: Path, rounds: int) -> Table:
    """How long the heat map takes, and how much memory the page holds."""
    rows = []
    with sync_playwright() as playwright, serving(view) as server:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=BROWSER_FLAGS)
        for name, address in (
            ("from a disk", (view / "index.html").as_uri()),
            ("from a server", f"{server.address}/index.html"),
        ):
            found = [visit(browser, address) for _ in range(rounds + 1)][1:]
            drawn, filtered, memory = ([each[part] for each in found] for part in range(3))
            held = f"{spread(memory).middle / 1e6:.0f} MB"
            rows.append([name, shown(drawn), shown(filtered), held])
        browser.close()
    head = ["", "drawn and interactive", "a filter is answered", "memory of the page"]
    return Table(f"In Chromium, a fresh profile each time, {rounds} rounds", head, rows)


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


def shown(values: list[float]) -> str:
    """Seconds: the median with the range."""
    found = spread(values)
    return f"{found.middle:.2f} s ({found.low:.2f}–{found.high:.2f})"


if __name__ == "__main__":
    from run import main

    main(["--only", "fleet-view"])
