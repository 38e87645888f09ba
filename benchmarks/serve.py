"""`oit serve` on the root workspace: from a save until a browser shows it, as a person waits.

A real process and the system's Chromium, on a copy of the workspace. Each change is made `--rounds`
times, each time another text; medians and the slowest are printed, and the median of the processor
time that the preview takes, which a busy machine changes little. Also the time until it answers, and
its memory.

Run: `python benchmarks/serve.py`. Memory and processor time are read where Linux tells them.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import ROOT, tell
from results import Options, Part, Table

sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from copying import copy_workspace  # noqa: E402
from install_browser import BROWSER_FLAGS, system_chromium  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from previews import Running  # noqa: E402

#: Between two changes, in seconds: as a person does, and long enough to tidy up.
_PAUSE = 1.5


def measure(options: Options) -> list[Part]:
    """Start a preview and make the changes."""
    rounds = options.times(7)
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder:
        root = copy_workspace(ROOT, Path(folder) / "workspace")
        started = time.perf_counter()
        preview = Running(root, "--no-open", "--port", "0")
        try:
            took = time.perf_counter() - started
            begun = row("until it answers", [took], [processor(preview.process.pid)])
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=system_chromium(), args=BROWSER_FLAGS
                )
                rows, notes = _changed(browser.new_page(), preview, root, rounds)
                browser.close()
        finally:
            preview.kill()
    title = f"From the save until a browser shows it, {rounds} rounds"
    return [Table(title, ["", "median", "slowest", "processor"], [begun, *rows], notes)]


def _changed(
    page: Page, preview: Running, root: Path, rounds: int
) -> tuple[list[list[str]], list[str]]:
    """Make every kind of change, then look at the process."""
    process = preview.process.pid
    first = memory(process)
    rows = []
    for name, (path, selector, change) in changes(root).items():
        tell(f"  {name}")
        page.goto(preview.address + path)
        times, works = [], []
        for number in range(rounds):
            page.wait_for_timeout(_PAUSE * 1000)
            saved, before = time.perf_counter(), processor(process)
            text = change(number)
            page.locator(selector, has_text=text).first.wait_for()
            times.append(time.perf_counter() - saved)
            works.append(processor(process) - before)
        rows.append(row(name, times, works))
    page.wait_for_timeout(3000)
    before, started = processor(process), time.perf_counter()
    page.wait_for_timeout(10_000)
    share = (processor(process) - before) / (time.perf_counter() - started)
    return rows, [
        f"Memory at the start {first:.0f} MB, at the end {memory(process):.0f} MB. "
        f"While nothing changes {share:.1%} of a core."
    ]


Change = tuple[str, str, Callable[[int], str]]


def changes(root: Path) -> dict[str, Change]:
    """What is saved, by its name: the page that is open, where the text is seen, and the change."""
    year = "2568"
    item, agency = root / f"data/{year}/o02.yaml", root / "data/agency.yaml"
    page, about = f"oit/{year}/o02/", root / "content/about.md"
    texts = {file: file.read_text(encoding="utf-8") for file in (item, agency, about)}
    document = root / f"data/{year}/files/o06-operation-plan-{year}.pdf"
    content = document.read_bytes()

    def name(number: int) -> str:
        item.write_text(texts[item].replace("ทองสมมุติ", f"ทอง{number}สมมุติ"), encoding="utf-8")
        return f"ทอง{number}สมมุติ"

    def broken(number: int) -> str:
        bad = texts[item] + "\n" * number + "\tx: 1\n"
        item.write_text(bad, encoding="utf-8")
        return f"o02.yaml:{bad.count(chr(10))}"

    def cut_short(number: int) -> str:
        # Other bytes each time, as what is known of a document is kept by its content.
        document.write_bytes(content[: 900 + number] if number % 2 == 0 else content)
        return "ยังขาด" if number % 2 == 0 else "ไม่พบสิ่งที่ต้องแก้"

    def agency_name(number: int) -> str:
        agency.write_text(texts[agency].replace("ทุ่งสมมุติ", f"ทุ่ง{number}สมมุติ"), encoding="utf-8")
        return f"ทุ่ง{number}สมมุติ"

    def written(number: int) -> str:
        about.write_text(f"{texts[about]}\nครั้งที่ {number}\n", encoding="utf-8")
        return f"ครั้งที่ {number}"

    def mended(number: int) -> str:
        item.write_text(texts[item].replace("ทองสมมุติ", f"เงิน{number}สมมุติ"), encoding="utf-8")
        return f"เงิน{number}สมมุติ"

    return {
        "one word of one item": (page, ".oit-item", name),
        "a broken file is told": (page, ".oit-preview--trouble", broken),
        "the same file mended": (page, ".oit-item", mended),
        "a document replaced (it is opened)": (
            f"oit/{year}/o06/",
            "[data-preview-panel]",
            cut_short,
        ),
        "the agency's name (on every page)": (page, "header", agency_name),
        "a hand-written page": ("about/", ".md-content", written),
    }


def row(name: str, times: list[float], works: list[float]) -> list[str]:
    """A row of the table; `works` are the processor times of the preview."""
    work = statistics.median(works)
    return [name, f"{statistics.median(times):.2f} s", f"{max(times):.2f} s", f"{work:.2f} s"]


def memory(process: int) -> float:
    """Megabytes of a process, 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000


def processor(process: int) -> float:
    """Seconds of processor time of a process, 0 where the system does not tell."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    from run import main

    main(["--only", "serve"])
