"""How long a command takes before it does its work, and what it loads.

Every command and a bare `python -c pass` take turns; what they take more than bare Python is what counts.
The check is of a workspace of one edition and of the root workspace with `--edition`.

Run: `python benchmarks/startup.py` (`--rounds 15` for more).
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from measuring import ENVIRONMENT, OIT, ROOT, Runs, Side, take_turns
from ours import cold_build
from results import Comparison, Options, Part, Table

EXAMPLE = ROOT / "examples" / "nakham"
BARE = "`python -c pass`"
COMMANDS = {
    BARE: [sys.executable, "-c", "pass"],
    "`oit --help`": [OIT, "--help"],
    "`oit check --help`": [OIT, "check", "--help"],
    "`oit check`, one edition, unchanged": [OIT, "check", "--workspace", str(EXAMPLE)],
    "`oit check --edition 2568`, root, unchanged": [
        OIT, "check", "--workspace", str(ROOT), "--edition", "2568",
    ],
}  # fmt: skip
#: Of `-X importtime`: microseconds of a module alone, with what it imports, and its name.
_IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")
_SHOWN = 12


def measure(options: Options) -> list[Part]:
    """The commands, what they take beyond bare Python, and the modules of a check."""
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(EXAMPLE, workspace, ignore=shutil.ignore_patterns("site", ".*"))
        sides: dict[str, Side | str] = {name: Side(each) for name, each in COMMANDS.items()}
        sides["`oit check`, one edition, its data changed"] = Side(
            [OIT, "check", "--workspace", str(workspace)], before=lambda: _touched(workspace)
        )
        sides["`oit build`, one edition, cold"] = cold_build(workspace)
        runs = take_turns(sides, options.times(11))
    return [Comparison("Commands", BARE, runs), _beyond(runs), _imports()]


def _touched(workspace: Path) -> None:
    """One more comment: nothing that is kept of an earlier check may be told again."""
    with (workspace / "data/agency.yaml").open("a", encoding="utf-8") as file:
        file.write("# seen\n")


def _beyond(runs: Mapping[str, Runs]) -> Table:
    """What is left without bare Python."""
    medians = {
        name: statistics.median(sample.wall for sample in each)
        for name, each in runs.items()
        if not isinstance(each, str)
    }
    bare = medians.pop(BARE)
    rows = [[name, f"{median - bare:.3f} s"] for name, median in medians.items()]
    return Table("Beyond bare Python, medians", ["", "time"], rows)


def _imports() -> Table:
    """The modules of a check that take longest with all that they import first."""
    command = [sys.executable, "-X", "importtime", "-c", "import site_builder.cli.check"]
    told = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT).stderr
    found = [(int(each[2]), int(each[1]), each[3]) for each in _IMPORTED.finditer(told)]
    rows = [
        [f"`{name}`", f"{whole / 1000:.1f} ms", f"{alone / 1000:.1f} ms"]
        for whole, alone, name in sorted(found, reverse=True)[:_SHOWN]
    ]
    title = f"{len(found)} modules are imported for a check; those that take longest"
    return Table(title, ["module", "with what it imports first", "alone"], rows)


if __name__ == "__main__":
    from run import main

    main(["--only", "startup"])
