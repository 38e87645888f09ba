"""Cold builds of 30, 300 and 3,000 pages of Thai text with a table of 30 rows: time, processor, memory.

Ours reads and judges data, writes pages, search, open data (XLSX, CSV, JSON, schemas) and a ledger of
addresses. The others get the same pages as finished Markdown and our files for machines as files to copy.
What comes before an engine is therefore measured alone too: what a build takes more than that is the
engine's part, which is what the others do. *Cold*: the folder of the site is empty; compiled modules and
templates are kept, as on any machine after the first run.

Run: `python benchmarks/building.py` (`--sizes 30`, `--rounds 3`).
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path

from measuring import BIN, Runs, Side, ratio, take_turns, tell
from ours import cold_build, engines, pages_of, publishing
from pages import write_workspace
from peers import or_reason, program
from plain_sites import PlainPages
from results import Comparison, Curve, Options, Part, Table

MATERIAL = "mkdocs-material, pruned navigation"
WHOLE = "mkdocs-material, whole navigation"
ZENSICAL = "Zensical"
HUGO = "Hugo, pruned navigation"
HUGO_WHOLE = "Hugo, whole navigation (made once)"
ALONE = "what comes before our engine, alone"
#: From here on a peer that needs minutes runs once; whole navigation and Zensical are measured with `--long` only.
LARGE = 3000


def measure(options: Options) -> list[Part]:
    """A comparison for each size, the parts of our time, and the curves."""
    found = {size: _of_size(size, options) for size in options.sizes}
    comparisons = [Comparison(f"{size:,} pages", MATERIAL, sides) for size, sides in found.items()]
    return [*comparisons, _parts_of_ours(found), *_curves(found)]


def ours(engine: str) -> str:
    """The name of the side of one of our engines."""
    return f"`oit build --engine {engine}`"


def _of_size(size: int, options: Options) -> dict[str, Runs]:
    tell(f"{size} pages")
    large = size >= LARGE
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name:
        folder = Path(name)
        workspace = folder / "ours"
        write_workspace(workspace, size)
        plain = PlainPages(pages_of(workspace))
        sides: dict[str, Side | str] = {
            ours(each): cold_build(workspace, each) for each in engines()
        }
        sides[ALONE] = publishing(workspace)
        sides[MATERIAL] = _mkdocs(plain, folder / "material", pruned=True, large=large)
        not_now = "takes many minutes: measured with `--long`"
        all_of_it = options.long or not large
        sides[WHOLE] = (
            _mkdocs(plain, folder / "whole", pruned=False, large=large) if all_of_it else not_now
        )
        sides[ZENSICAL] = or_reason(
            lambda: _zensical(plain, folder / "zensical", large) if all_of_it else not_now
        )
        sides[HUGO] = or_reason(lambda: _hugo(plain, folder / "hugo", pruned=True))
        sides[HUGO_WHOLE] = or_reason(
            lambda: _hugo(plain, folder / "hugo-whole", pruned=False) if all_of_it else not_now
        )
        return take_turns(sides, options.times(2 if large else 3), warm=not large)


def _mkdocs(plain: PlainPages, folder: Path, *, pruned: bool, large: bool) -> Side:
    settings = plain.write_mkdocs(folder, pruned=pruned)
    command = [str(BIN / "mkdocs"), "build", "-q", "-f", str(settings)]
    return _side(command, folder / "site", rounds=1 if large else None)


def _zensical(plain: PlainPages, folder: Path, large: bool) -> Side:
    command = [program("zensical"), "build", "-f", str(plain.write_mkdocs(folder))]
    # What it knows of an earlier build.
    cache = folder / ".cache"
    return _side(command, folder / "site", cache, rounds=1 if large else None)


def _hugo(plain: PlainPages, folder: Path, *, pruned: bool) -> Side:
    command = [program("hugo"), "-s", str(folder), "--quiet"]
    plain.write_hugo(folder, pruned=pruned)
    return _side(command, folder / "public", rounds=None)


def _side(command: list[str], *written: Path, rounds: int | None) -> Side:
    def before() -> None:
        for folder in written:
            shutil.rmtree(folder, ignore_errors=True)

    return Side(command, before=before, rounds=rounds)


def _parts_of_ours(found: Mapping[int, Mapping[str, Runs]]) -> Table:
    """The share of each engine in a build, and that share against Material."""
    rows = []
    for size, sides in found.items():
        alone, material = sides[ALONE], sides[MATERIAL]
        for engine in engines():
            runs = sides[ours(engine)]
            if isinstance(runs, str) or isinstance(alone, str):
                continue
            whole = [each.wall for each in runs]
            part = [each.wall - before.wall for each, before in zip(runs, alone, strict=False)]
            per_page = statistics.median(part) / size * 1000
            times = "not measured"
            if not isinstance(material, str):
                walls = [each.wall for each in material]
                times = f"{1 / ratio(whole, walls).middle:.1f}, {1 / ratio(part, walls).middle:.1f}"
            rows.append(
                [
                    f"{size:,}", engine, f"{statistics.median(whole):.2f} s",
                    f"{statistics.median(whole) - statistics.median(part):.2f} s",
                    f"{statistics.median(part):.2f} s", f"{per_page:.2f} ms", times,
                ]
            )  # fmt: skip
    head = [
        "pages", "engine", "build", "before the engine", "the engine", "the engine per page",
        "times as fast as Material: build, engine alone",
    ]  # fmt: skip
    return Table("Parts of our builds", head, rows)


def _curves(found: Mapping[int, Mapping[str, Runs]]) -> list[Part]:
    sizes = list(found)
    names = list(dict.fromkeys(name for sides in found.values() for name in sides))

    def lines(what: str) -> dict[str, list[float | None]]:
        return {
            name: [_middle(found[size].get(name, ""), what) for size in sizes] for name in names
        }

    return [
        Curve("pages-time", "Time of a cold build", "pages", "seconds", sizes, lines("wall")),
        Curve("pages-memory", "Most memory of a process", "pages", "MB", sizes, lines("memory")),
    ]


def _middle(runs: Runs, what: str) -> float | None:
    if isinstance(runs, str) or not runs:
        return None
    values: list[float] = [getattr(each, what) for each in runs]
    return round(statistics.median(values), 3)


if __name__ == "__main__":
    from run import main

    main(["--only", "pages"])
