"""Measures the root workspace against what a user would run instead; one run, medians, ratios.

* Build: `oit build` against plain `mkdocs build` (mkdocs-material) of the very same pages written
  out as Markdown, with the same navigation, theme settings and attached files.
* Check: `oit check` of one edition, less the time that Python itself takes to start.

Run: `python3 dev.py bench` (`--rounds 7` for more). The two sides take turns, so that a noisy
machine disturbs both.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from markdownify import ATX, markdownify

from site_builder.pages.model import NavEntry
from site_builder.publication import Publication, publish_workspace
from site_builder.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
#: As on a user's machine, where Python keeps its compiled modules.
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


def main() -> None:
    """Run both benchmarks and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--edition", default="2569")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        benchmark_build(options.workspace, Path(folder), options.rounds)
    benchmark_check(options.workspace, options.edition, options.rounds)


def benchmark_build(workspace: Path, folder: Path, rounds: int) -> None:
    """Cold builds of a copy of the workspace, and of its pages as Markdown."""
    ours = folder / "ours"
    ignored = shutil.ignore_patterns(".*", "site", "node_modules", "examples", "tests", "docs")
    shutil.copytree(workspace, ours, ignore=ignored)
    plain = folder / "plain"
    publication = publish_workspace(open_workspace(ours))
    write_markdown(publication, plain)
    commands = {
        "oit build": [str(BIN / "oit"), "build", "--workspace", str(ours)],
        "plain mkdocs build": [
            str(BIN / "mkdocs"), "build", "-q", "-f", str(plain / "mkdocs.yml"),
        ],
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            shutil.rmtree(ours / "site", ignore_errors=True)
            shutil.rmtree(plain / "site", ignore_errors=True)
            seconds = run(command)
            if number:  # the first round fills the caches of Python and of the templates
                times[name].append(seconds)
    first = []
    for number in range(rounds):
        shutil.rmtree(ours / "site", ignore_errors=True)
        first.append(run(commands["oit build"], XDG_CACHE_HOME=str(folder / f"cache-{number}")))
    times["oit build, no cache"] = first
    pages = len(publication.site.pages)
    print(f"\nCold build of {pages} pages and {len(publication.site.assets)} files")
    show(times)
    ratio = statistics.median(times["oit build"]) / statistics.median(times["plain mkdocs build"])
    print(f"oit build takes {ratio:.2f} × the time of plain MkDocs (target: at most 1.00)")


def benchmark_check(workspace: Path, edition: str, rounds: int) -> None:
    """`oit check` of one edition, less the start of Python."""
    commands = {
        "oit check": [
            str(BIN / "oit"), "check", "--workspace", str(workspace), "--edition", edition,
        ],
        "python -c pass": [sys.executable, "-c", "pass"],
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            seconds = run(command)
            if number:
                times[name].append(seconds)
    print(f"\nCheck of edition {edition}")
    show(times)
    medians = {name: statistics.median(values) for name, values in times.items()}
    net = medians["oit check"] - medians["python -c pass"]
    print(f"oit check less interpreter start: {net:.2f} s (target: at most 0.50 s)")


def run(command: list[str], **environment: str) -> float:
    """Seconds that a command takes; it must succeed, or find something (exit 1)."""
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, env={**ENVIRONMENT, **environment})
    seconds = time.perf_counter() - start
    if result.returncode > 1:
        raise SystemExit(f"{' '.join(command)}\n{result.stderr.decode()}")
    return seconds


def show(times: dict[str, list[float]]) -> None:
    """Median and spread of each side."""
    for name, values in times.items():
        median, low, high = statistics.median(values), min(values), max(values)
        print(f"  {name:20} median {median:6.2f} s   ({low:.2f}–{high:.2f})")


def write_markdown(publication: Publication, folder: Path) -> None:
    """The same pages and files as a plain MkDocs project."""
    content = folder / "content"
    for page in publication.site.pages:
        path = content / f"{page.path}index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text: str = markdownify(page.body, heading_style=ATX)
        path.write_text(f"---\ntitle: '{page.title}'\n---\n{text}", encoding="utf-8")
    for asset in publication.site.assets:
        path = content / asset.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(asset.content, Path):
            shutil.copyfile(asset.content, path)
        else:
            path.write_bytes(asset.content)
    settings = {
        "site_name": "plain",
        "site_url": "https://plain.example/",
        "docs_dir": "content",
        "theme": {
            "name": "material",
            "language": "th",
            "font": False,
            "features": ["navigation.prune", "navigation.top", "toc.follow"],
        },
        "plugins": [{"search": {"lang": "th"}}],
        "markdown_extensions": ["tables"],
        "nav": [nav(entry) for entry in publication.site.navigation],
        "validation": {"links": {"unrecognized_links": "ignore", "not_found": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8"
    )


def nav(entry: NavEntry) -> dict[str, object]:
    """The navigation as MkDocs takes it."""
    if entry.entries:
        return {entry.title: [nav(below) for below in entry.entries]}
    return {entry.title: f"{entry.path}index.md"}


if __name__ == "__main__":
    main()
