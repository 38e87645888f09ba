"""What a build and a check cost when nothing, a word, a document or the agency's name has changed.

A copy of the root workspace for each engine; the kinds of change take turns, so that a noisy machine disturbs
all. Time is that of the clock without what a bare `python -c pass` takes, measured next to it. A file counts
as rewritten where the site has another file, or another time of it, than before.

Run: `python benchmarks/incremental.py` (`--rounds 9` for more).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from measuring import OIT, ROOT, Runs, Side, spread, take_turns
from ours import engines
from results import Options, Part, Table

sys.path.append(str(ROOT / "tools"))

from copying import copy_workspace

BARE = "`python -c pass`"
_ITEM = "data/2568/o10.yaml"
_DOCUMENT = "data/2568/files"


@dataclass(frozen=True)
class _Kind:
    command: str
    change: Callable[[Path, int], object]


def measure(options: Options) -> list[Part]:
    """Every kind of change, with each engine."""
    return [_of_engine(engine, options.times(5)) for engine in engines()]


def _of_engine(engine: str, rounds: int) -> Table:
    rewritten = dict.fromkeys(KINDS, 0)
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder:
        root = copy_workspace(ROOT, Path(folder) / "workspace")
        bare: dict[str, Side] = {BARE: Side([sys.executable, "-c", "pass"])}
        sides = {name: _side(root, name, engine, rewritten) for name in KINDS}
        runs = take_turns({**bare, **sides}, rounds)
    rows = [_row(name, runs, rewritten[name]) for name in KINDS]
    head = ["", "beyond bare Python", "processor", "files rewritten"]
    return Table(f"Engine `{engine}`: medians of {rounds}, with their spread", head, rows)


def _side(root: Path, name: str, engine: str, rewritten: dict[str, int]) -> Side:
    """One kind of change; each run makes another, and counts the files that the command has rewritten."""
    commands = {
        "build": [OIT, "build", "--workspace", str(root), "--engine", engine],
        "check": [OIT, "check", "--workspace", str(root), "--edition", "2568"],
    }
    kind = KINDS[name]
    old: dict[str, tuple[int, int]] = {}
    done = 0

    def before() -> None:
        nonlocal old, done
        done += 1
        # No two kinds make the same change.
        kind.change(root, 100 * list(KINDS).index(name) + done)
        old = _files(root / "site")

    def after(printed: str) -> None:
        rewritten[name] = len(_files(root / "site").items() - old.items())

    return Side(commands[kind.command], before=before, check=after)


def _row(name: str, runs: Mapping[str, Runs], rewritten: int) -> list[str]:
    ours, bare = runs[name], runs[BARE]
    if isinstance(ours, str) or isinstance(bare, str):
        return [name, f"not measured: {ours}", "", ""]
    wall = spread([each.wall - without.wall for each, without in zip(ours, bare, strict=True)])
    cpu = spread([each.cpu for each in ours]).middle
    told = f"{wall.middle:.2f} s ({wall.low:.2f}–{wall.high:.2f})"
    return [name, told, f"{cpu:.2f} s", str(rewritten)]


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


def _files(site: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    from run import main

    main(["--only", "incremental"])
