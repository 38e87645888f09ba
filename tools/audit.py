"""Asks the advisory database of PyPI for known weaknesses of every locked package, by pip-audit.

Run: `python3 dev.py audit`. Exit codes: 0 none is known, 1 some are; where the database is out of reach the outcome
is "not checked", which is neither: 0 too, or 2 with `--strict`, as before a release.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from locked import all_requirements, versions

NONE_KNOWN, SOME_KNOWN, NOT_CHECKED = 0, 1, 2
#: Asked for first: where nothing is known of it, the other questions are spared.
_FIRST = "click"
_SECONDS = 600


@dataclass(frozen=True)
class Outcome:
    """What is known: packages by name and version, with the names of their weaknesses."""

    asked: int
    weak: Mapping[str, Sequence[str]]
    unchecked: Mapping[str, str]


def outcome(answer: Mapping[str, Any]) -> Outcome:
    """What pip-audit has said, in its JSON: a package that it skipped was not checked."""
    packages: Sequence[Mapping[str, Any]] = answer["dependencies"]
    weak = {
        f"{each['name']} {each['version']}": [found["id"] for found in each["vulns"]]
        for each in packages
        if each.get("vulns")
    }
    skipped = {each["name"]: each["skip_reason"] for each in packages if "skip_reason" in each}
    return Outcome(len(packages), weak, skipped)


def code_of(found: Outcome) -> int:
    """The worst that is known; where nothing was asked, nothing is."""
    if found.weak:
        return SOME_KNOWN
    return NOT_CHECKED if found.unchecked or not found.asked else NONE_KNOWN


def ask(requirements: str) -> Outcome:
    """What the database knows of these packages, as uv exports them; none are installed."""
    with tempfile.TemporaryDirectory(prefix="oit-audit-") as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text(requirements, encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(listed), "--format=json"]
        try:
            run = subprocess.run(
                [*command, "--disable-pip", "--require-hashes", "--progress-spinner=off"],
                capture_output=True,
                text=True,
                timeout=_SECONDS,
            )
            return outcome(json.loads(run.stdout))
        except subprocess.TimeoutExpired:
            why = "no answer in time"
        except ValueError:
            why = (run.stderr.strip().splitlines() or ["?"])[-1]
    names = versions(requirements)
    return Outcome(len(names), {}, dict.fromkeys(names, why))


def _only(name: str, requirements: str) -> str:
    """One package of a list, with its hashes."""
    lines = requirements.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(f"{name}=="))
    last = next(i for i in range(first, len(lines)) if not lines[i].endswith("\\"))
    return "\n".join(lines[first : last + 1]) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Ask, and tell; returns an exit code."""
    requirements = all_requirements()
    found = ask(_only(_FIRST, requirements))
    if not found.unchecked:
        found = ask(requirements)
    code = code_of(found)
    for package, names in found.weak.items():
        print(f"{package}: {', '.join(names)}")
    if found.unchecked:
        name, why = next(iter(found.unchecked.items()))
        count = len(versions(requirements))
        known = found.asked - len(found.unchecked)
        print(f"audit: NOT CHECKED: {count - known} of {count} packages; {name}: {why}")
    elif code == NONE_KNOWN:
        print(f"audit: {found.asked} packages, no known weakness")
    return 0 if code == NOT_CHECKED and "--strict" not in arguments else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
