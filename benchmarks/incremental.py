"""What a build and a check cost when nothing, a word, a document or the agency's name has changed.

A copy of the root workspace; the kinds of change take turns, so that a noisy machine disturbs all. Time is
that of the clock without what a bare `python -c pass` takes, measured next to it. A file counts as
rewritten where the site has another file, or another time of it, than before.

Run: `python benchmarks/incremental.py` (`--rounds 9` for more, `--engine` for another engine).
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from copying import copy_workspace  # noqa: E402

OIT = str(Path(sys.executable).parent / "oit")
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
_ITEM = "data/2568/o10.yaml"
_DOCUMENT = "data/2568/files"


@dataclass(frozen=True)
class Row:
    """What was measured of one kind of change: seconds beyond bare Python in each round, and how many
    files of the site were rewritten, 0 where the command writes none."""

    name: str
    seconds: tuple[float, ...]
    rewritten: int = 0


@dataclass(frozen=True)
class _Kind:
    command: str
    change: Callable[[Path, int], object]


def measure(rounds: int, engine: str = "mkdocs") -> list[Row]:
    """Every kind of change, `rounds` times; a first round fills the caches and does not count."""
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder:
        root = copy_workspace(ROOT, Path(folder) / "workspace")
        build = [OIT, "build", "--workspace", str(root), "--engine", engine]
        check = [OIT, "check", "--workspace", str(root), "--edition", "2568"]
        seconds: dict[str, list[float]] = {name: [] for name in KINDS}
        rewritten = dict.fromkeys(KINDS, 0)
        numbers = itertools.count(1)
        for number in range(rounds + 1):
            bare = _run([sys.executable, "-c", "pass"])
            for name, kind in KINDS.items():
                kind.change(root, next(numbers))
                before = _files(root / "site")
                command = build if kind.command == "build" else check
                took = _run(command) - bare
                after = _files(root / "site")
                if number:
                    seconds[name].append(took)
                    rewritten[name] = len(after.items() - before.items())
    return [Row(name, tuple(seconds[name]), rewritten[name]) for name in KINDS]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", default="mkdocs")
    options = parser.parse_args(argv)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.rounds} rounds\n")
    print("| | median | spread | files rewritten |\n|---|---|---|---|")
    for row in measure(options.rounds, options.engine):
        spread = f"{min(row.seconds):.2f}–{max(row.seconds):.2f} s"
        print(
            f"| {row.name} | {statistics.median(row.seconds):.2f} s | {spread} | {row.rewritten} |"
        )


def _clear(root: Path, number: int) -> None:
    shutil.rmtree(root / "site", ignore_errors=True)


def _word(root: Path, number: int) -> None:
    """Another word in one text of one item."""
    path = root / _ITEM
    text = path.read_text(encoding="utf-8")
    place = text.index("detail: ") + len("detail: ")
    old = text[place : text.index(" ", place)] if text.startswith("ครั้ง", place) else ""
    new = f"ครั้งที่{number}" + ("" if old else " ")
    path.write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")


def _document(root: Path, number: int) -> None:
    """Another content of one PDF file: what stands behind its end is not read."""
    path = min((root / _DOCUMENT).rglob("*.pdf"))
    path.write_bytes(path.read_bytes() + f"% {number}\n".encode())


def _name(root: Path, number: int) -> None:
    path = root / "data" / "agency.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"name: เทศบาลตำบลที่{number}" if each.startswith("name:") else each for each in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _nothing(root: Path, number: int) -> None:
    pass


#: In this order: each begins where the one before has ended.
KINDS = {
    "build: no site yet": _Kind("build", _clear),
    "build: nothing has changed": _Kind("build", _nothing),
    "build: one word of an item": _Kind("build", _word),
    "build: one document": _Kind("build", _document),
    "build: the agency's name": _Kind("build", _name),
    "check of an edition: one word of an item": _Kind("check", _word),
    "check of an edition: nothing has changed": _Kind("check", _nothing),
}


def _run(command: Sequence[str]) -> float:
    """Seconds that a command takes; it must succeed, or find something."""
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, env=ENVIRONMENT)
    seconds = time.perf_counter() - start
    if result.returncode > 1:
        raise SystemExit(f"{' '.join(command)}\n{result.stderr.decode()}")
    return seconds


def _files(site: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    main()
