"""The root workspace against what a user would run instead, and the check of one edition.

Build: `oit build` against `mkdocs build` (mkdocs-material) of the very same pages written out as
Markdown, with the same navigation, theme settings and attached files. Check: `oit check` of one edition
against the start of Python itself.

Run: `python benchmarks/root_workspace.py` (`--rounds 7` for more).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measuring import BIN, OIT, ROOT, Side, take_turns
from ours import cold_build, engines, pages_of
from plain_sites import PlainPages
from results import Comparison, Options, Part

sys.path.append(str(ROOT / "tools"))

from copying import copy_workspace

PLAIN = "plain `mkdocs build` of the same pages"
EDITION = "2569"


def measure(options: Options) -> list[Part]:
    """Builds, and the check."""
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder:
        return [_build(Path(folder), options), _check(options)]


def _build(folder: Path, options: Options) -> Part:
    workspace, plain = copy_workspace(ROOT, folder / "ours"), folder / "plain"
    site = pages_of(workspace)
    settings = PlainPages(site).write_mkdocs(plain)
    sides: dict[str, Side | str] = {
        f"`oit build --engine {each}`": cold_build(workspace, each) for each in engines()
    }
    sides[PLAIN] = Side(
        [str(BIN / "mkdocs"), "build", "-q", "-f", str(settings)],
        before=lambda: shutil.rmtree(plain / "site", ignore_errors=True),
    )
    cache = folder / "cache"
    sides["`oit build`, the first on a machine"] = _first(cold_build(workspace), cache)
    return Comparison(
        f"Cold build of {len(site.pages)} pages and {len(site.assets)} files",
        PLAIN,
        take_turns(sides, options.times(7)),
        ["The first on a machine: templates are not yet compiled, no text of a PDF file is kept."],
    )


def _first(side: Side, cache: Path) -> Side:
    def before() -> None:
        side.before()
        shutil.rmtree(cache, ignore_errors=True)

    return Side(side.command, before=before, environment={"XDG_CACHE_HOME": str(cache)})


def _check(options: Options) -> Part:
    name = f"`oit check --edition {EDITION}`"
    bare = "`python -c pass`"
    sides = {
        name: Side([OIT, "check", "--workspace", str(ROOT), "--edition", EDITION]),
        bare: Side([sys.executable, "-c", "pass"]),
    }
    return Comparison("Check of one edition", bare, take_turns(sides, options.times(7)))


if __name__ == "__main__":
    from run import main

    main(["--only", "root"])
