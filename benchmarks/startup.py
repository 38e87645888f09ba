"""Measures how long a command takes before it does its work; one run, medians.

Every command and a bare `python -c pass` take turns, so that a noisy machine disturbs all; what they
take more than bare Python is what counts. The check is of a workspace of one edition and of the root
workspace with `--edition`. Then what takes longest to import in a check, with all that it imports.

Run: `python benchmarks/startup.py` (`--rounds 15` for more).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import BIN, ENVIRONMENT, ROOT, run

OIT = str(BIN / "oit")
EXAMPLE = ROOT / "examples" / "nakham"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "oit --help": [OIT, "--help"],
    "oit check --help": [OIT, "check", "--help"],
    "oit check, one edition": [OIT, "check", "--workspace", str(EXAMPLE)],
    "oit check --edition 2568, root": [
        OIT, "check", "--workspace", str(ROOT), "--edition", "2568",
    ],
}  # fmt: skip
#: Of `-X importtime`: microseconds of a module alone, with what it imports, and its name.
_IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


def main() -> None:
    """Print the table and the imports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--top", type=int, default=15, help="modules shown")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.rounds} rounds\n")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(EXAMPLE, workspace, ignore=shutil.ignore_patterns("site", ".*"))
        build = [OIT, "build", "--workspace", str(workspace)]
        show(measured(COMMANDS | {"oit build, one edition": build}, options.rounds))
    imports(options.top)


def measured(commands: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each command in each round."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            seconds = run(command)
            if number:  # the first round fills the caches
                times[name].append(seconds)
    return times


def show(times: dict[str, list[float]]) -> None:
    """Medians, what is left of them without bare Python, and the fastest."""
    bare = statistics.median(times["python -c pass"])
    print("| | median | beyond bare Python | fastest |\n|---|---|---|---|")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"| `{name}` | {median:.2f} s | {median - bare:.2f} s | {min(values):.2f} s |")


def imports(top: int) -> None:
    """The modules of a check that take longest with all that they import first."""
    command = [sys.executable, "-X", "importtime", "-c", "import site_builder.cli.check"]
    told = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT).stderr
    found = [(int(each[2]), int(each[1]), each[3]) for each in _IMPORTED.finditer(told)]
    print(f"\n{len(found)} modules are imported for a check; with what they import, alone:")
    for whole, alone, name in sorted(found, reverse=True)[:top]:
        print(f"  {whole / 1000:7.1f} ms {alone / 1000:7.1f} ms  {name}")


if __name__ == "__main__":
    main()
