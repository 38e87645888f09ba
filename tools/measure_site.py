"""Measures the built sites of the root workspace and the examples, and writes docs/quality.md.

Accessibility (axe), weight as it is sent, requests to other hosts, Lighthouse, and the search. Run:
`python3 dev.py measure` (`--rounds 5` for more runs of Lighthouse, `--no-lighthouse` without npm).
Sites are built into a folder that is deleted again, and served compressed on loopback.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from copying import copy_workspace
from install_browser import BROWSER_FLAGS, system_chromium
from page_types import (
    FRONT_BUDGET,
    ITEM_BUDGET,
    PAGE_TYPES,
    SCHEMES,
    STILL,
    WIDTHS,
    is_attachment,
    is_item,
)
from playwright.sync_api import Browser, sync_playwright
from serving import Server, serving

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "quality.md"
LIGHTHOUSE = ROOT / ".dev" / "lighthouse"
LIGHTHOUSE_PACKAGE = "lighthouse@12"
#: The pages that Lighthouse looks at: a run takes about half a minute.
LIGHTHOUSE_PAGES = ("front", "edition", "people", "wide-table", "org-chart")
CATEGORIES = ("performance", "accessibility")
#: The least median of each category.
LEAST_SCORE = 95


@dataclass(frozen=True)
class Weight:
    """Bytes sent for a page at a first visit, and the hosts that were asked beside its own."""

    page: int
    attachments: int
    others: int


def main() -> int:
    """Measure, print, write; returns 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-lighthouse", action="store_true")
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    chromium = system_chromium()
    pages = {name: place for name, place in PAGE_TYPES.items() if place[0] != "big"}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        servers = {
            name: stack.enter_context(serving(build(name, Path(folder))))
            for name in dict.fromkeys(site for site, _ in pages.values())
        }
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
            version = browser.version
            violations = {name: axe(browser, servers, place) for name, place in pages.items()}
            weights = {name: weigh(browser, servers, place) for name, place in pages.items()}
            browser.close()
        scores: dict[str, dict[str, list[float]]] = {}
        if not options.no_lighthouse:
            install_lighthouse()
            scores = {
                name: lighthouse(
                    servers[pages[name][0]].address + pages[name][1], chromium, options.rounds
                )
                for name in LIGHTHOUSE_PAGES
            }
    text = report(violations, weights, scores, version, search_figures(), options.rounds)
    print(text)
    options.output.write_text(text, encoding="utf-8", newline="\n")
    return 0 if _is_good(violations, weights, scores) else 1


def _is_good(
    violations: dict[str, dict[tuple[int, str], int]],
    weights: dict[str, Weight],
    scores: dict[str, dict[str, list[float]]],
) -> bool:
    """Whether everything that was measured is within its bounds."""
    found = sum(sum(counts.values()) for counts in violations.values())
    heavy = [name for name, each in weights.items() if each.page > (_budget(name) or each.page)]
    others = sum(each.others for each in weights.values())
    low = [
        name
        for name, each in scores.items()
        if min(statistics.median(each[category]) for category in CATEGORIES) < LEAST_SCORE
    ]
    return not (found or heavy or others or low)


def build(name: str, folder: Path) -> Path:
    """The site of a copy of a workspace."""
    source = ROOT if name == "root" else ROOT / "examples" / name
    workspace = copy_workspace(source, folder / name)
    command = [sys.executable, "-m", "site_builder", "build", "--workspace", str(workspace)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return workspace / "site"


def axe(
    browser: Browser, servers: dict[str, Server], place: tuple[str, str]
) -> dict[tuple[int, str], int]:
    """How many violations axe finds on a page, by width and colour scheme."""
    site, path = place
    found = {}
    for scheme in SCHEMES:
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(servers[site].address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(STILL)
            found[(width, scheme)] = int(
                Axe().run(page, options={"resultTypes": ["violations"]}).violations_count
            )
        page.context.close()
    return found


def weigh(browser: Browser, servers: dict[str, Server], place: tuple[str, str]) -> Weight:
    """What a first visit to a page costs."""
    site, path = place
    server = servers[site]
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    already = len(server.answers)
    page.goto(server.address + path, wait_until="networkidle")
    page.context.close()
    sent = server.answers[already:]
    own = urlsplit(server.address).netloc
    others = [
        u for u in asked if not u.startswith(("data:", "blob:")) and urlsplit(u).netloc != own
    ]
    return Weight(
        page=sum(size for each, size in sent if not is_attachment(each)),
        attachments=sum(size for each, size in sent if is_attachment(each)),
        others=len(others),
    )


def search_figures() -> str:
    """What the search finds, and how fast, as its own benchmark tells."""
    command = [sys.executable, str(ROOT / "benchmarks" / "search.py"), "--material", "no"]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return run.stdout.strip()


def install_lighthouse() -> None:
    """Lighthouse beside the project's other tools, once."""
    if (LIGHTHOUSE / "node_modules" / "lighthouse").is_dir():
        return
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("Lighthouse needs npm; --no-lighthouse measures the rest")
    LIGHTHOUSE.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(LIGHTHOUSE)]
    subprocess.run([*command, LIGHTHOUSE_PACKAGE], check=True)


def lighthouse(url: str, chromium: str | None, rounds: int) -> dict[str, list[float]]:
    """The scores of a page by category, and its figures, one for each run."""
    environment = {**os.environ, "CHROME_PATH": chromium} if chromium else dict(os.environ)
    found: dict[str, list[float]] = {name: [] for name in (*CATEGORIES, "lcp", "cls", "tbt")}
    for _ in range(rounds):
        command = [
            shutil.which("node") or "node",
            str(LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"),
            url,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={' '.join(['--headless', *BROWSER_FLAGS])}",
        ]
        run = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8")
        if run.returncode:
            raise SystemExit(f"lighthouse {url}\n{run.stderr}")
        data: dict[str, Any] = json.loads(run.stdout)
        for name in CATEGORIES:
            found[name].append(round(100 * data["categories"][name]["score"]))
        for name, audit in (
            ("lcp", "largest-contentful-paint"),
            ("cls", "cumulative-layout-shift"),
            ("tbt", "total-blocking-time"),
        ):
            found[name].append(data["audits"][audit]["numericValue"])
    return found


def report(
    violations: dict[str, dict[tuple[int, str], int]],
    weights: dict[str, Weight],
    scores: dict[str, dict[str, list[float]]],
    chromium: str,
    search: str,
    rounds: int,
) -> str:
    """docs/quality.md."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    lines = [
        "# Quality of the pages",
        "",
        "Measured by `python3 dev.py measure` (`tools/measure_site.py`): the root workspace and the",
        "examples, built into a folder and served compressed on loopback. One page of every type. The",
        "same is tested in `tests/browser/`, but for Lighthouse, which needs npm.",
        "",
        f"Last run: Python {platform.python_version()}, Chromium {chromium}, {os.cpu_count()} cores,"
        f" load {load} at its end.",
        "",
        "## Accessibility",
        "",
        "Violations that axe finds, by width of the window and colour scheme. A program does not find",
        "everything.",
        "",
        "| page | path | " + " | ".join(f"{w} {s}" for s in SCHEMES for w in WIDTHS) + " |",
        "|---|---|" + "---|" * (len(WIDTHS) * len(SCHEMES)),
    ]
    for name, counts in violations.items():
        cells = " | ".join(str(counts[(w, s)]) for s in SCHEMES for w in WIDTHS)
        lines.append(f"| {name} | {_place(name)} | {cells} |")
    lines += [
        "",
        "## Weight and requests",
        "",
        "Kilobytes (1,000 bytes) of answers' bodies as they are sent at a first visit (gzip 6), and",
        "requests to other hosts. *Attachments* are the documents and pictures of the data (photos of",
        "people, of news, maps): the agency decides on them, and they do not count towards the budget.",
        "The index of the search is loaded when a reader goes to the box: see below.",
        "",
        "| page | budget | page | attachments | other hosts |",
        "|---|---|---|---|---|",
    ]
    for name, weight in weights.items():
        budget = _budget(name)
        told = f"{budget / 1000:.0f}" if budget else "–"
        size = f"{weight.page / 1000:.0f}"
        over = " **over**" if budget and weight.page > budget else ""
        lines.append(
            f"| {name} | {told} | {size}{over} | {weight.attachments / 1000:.0f} | {weight.others} |"
        )
    if scores:
        lines += [
            "",
            "## Lighthouse",
            "",
            f"Medians of {rounds} runs as a phone with a slow network (Lighthouse's own setting), and the",
            "spread of the performance score. It runs on the same machine as everything else: scores of",
            "performance, and times more so, change with what else that does.",
            "",
            "| page | performance | spread | accessibility | largest paint, s | layout shift | blocked, ms |",
            "|---|---|---|---|---|---|---|",
        ]
        for name, found in scores.items():
            middle = {key: statistics.median(values) for key, values in found.items()}
            spread = f"{min(found['performance']):.0f}–{max(found['performance']):.0f}"
            lines.append(
                f"| {name} | {middle['performance']:.0f} | {spread} | {middle['accessibility']:.0f} "
                f"| {middle['lcp'] / 1000:.1f} | {middle['cls']:.3f} | {middle['tbt']:.0f} |"
            )
    lines += [
        "",
        "## Search",
        "",
        "As `benchmarks/search.py` tells; against Material's search in [performance](performance.md).",
        "",
        "```",
        *search.splitlines(),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _place(name: str) -> str:
    site, path = PAGE_TYPES[name]
    return f"{site} `{path}`"


def _budget(name: str) -> int:
    path = PAGE_TYPES[name][1]
    return FRONT_BUDGET if path == "/" else ITEM_BUDGET if is_item(path) else 0


if __name__ == "__main__":
    sys.exit(main())
