"""Writes docs/reliability.md from what the commands that measure have kept in docs/reliability.json.

Run: `python3 dev.py reliability`. A command that measures calls `record`, which keeps its run in the place of
its last one and writes the document anew. Findings are written by hand in docs/reliability-findings.yaml, each
with the test that keeps it mended; `--check` only says whether the document is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from marked import with_part

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "benchmarks"))

from machine import this_machine  # noqa: E402 - of the benchmarks

FORMAT = 1
RUNS = ROOT / "docs" / "reliability.json"
FINDINGS = ROOT / "docs" / "reliability-findings.yaml"
DOCUMENT = ROOT / "docs" / "reliability.md"


@dataclass(frozen=True)
class Run:
    """What a command has measured, the last time.

    Attributes:
        title: what was asked, in a few words.
        command: how it is measured again.
        inputs: tried; how many faults were injected; how many things were lost or let in.
        not_tried: what this machine could not try, each with the reason.
        head, rows: a table of finished cells.
        day: as `2026-11-22`; machine in words.
    """

    title: str
    command: str
    inputs: int
    faults: int
    lost: int
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    not_tried: Sequence[str] = ()
    day: str = ""
    machine: str = ""


def record(name: str, run: Run, file: Path = RUNS) -> None:
    """Keep a run under the name of its subject, with day and machine, and write the document."""
    now = asdict(run) | {"day": date.today().isoformat(), "machine": str(this_machine())}
    runs = {key: asdict(each) for key, each in load_runs(file).items()} | {name: now}
    text = json.dumps(
        {"format": FORMAT, "runs": dict(sorted(runs.items()))}, indent=1, ensure_ascii=False
    )
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    if file == RUNS:
        DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")


def load_runs(file: Path = RUNS) -> dict[str, Run]:
    """The last run of each subject."""
    if not file.exists():
        return {}
    data = json.loads(file.read_text(encoding="utf-8"))
    if data["format"] != FORMAT:
        raise SystemExit(f"{file}: format {data['format']} is not {FORMAT}: measure again")
    return {name: Run(**each) for name, each in data["runs"].items()}


def load_findings(file: Path = FINDINGS) -> list[dict[str, Any]]:
    """What was found and mended: `by`, `found`, `mended`, `tests` (such as `tests/test_x.py::test_y`)."""
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["findings"]
    return found


def document() -> str:
    """The document with what was measured and found between its marks."""
    text = DOCUMENT.read_text(encoding="utf-8")
    text = with_part(text, "measured", list(_measured(load_runs())))
    return with_part(text, "findings", list(_findings(load_findings())))


def _measured(runs: Mapping[str, Run]) -> Iterator[str]:
    head = ("subject", "inputs tried", "faults injected", "lost or let in", "not tried here", "day")
    rows = [
        (
            f"[{each.title}](#{name})",
            *(f"{count:,}" for count in (each.inputs, each.faults, each.lost, len(each.not_tried))),
            each.day,
        )
        for name, each in runs.items()
    ]
    yield from _table(head, rows)
    for name, run in runs.items():
        yield from (
            "",
            f"### {name}",
            "",
            f"{run.title}. `{run.command}`, {run.day}, {run.machine}.",
        )
        if run.rows:
            yield ""
            yield from _table(run.head, run.rows)
        if run.not_tried:
            yield ""
            yield from (f"- Not tried: {each}" for each in run.not_tried)


def _findings(findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rows = [
        (
            each["by"],
            each["found"],
            each["mended"],
            ", ".join(f"`{test}`" for test in each["tests"]),
        )
        for each in findings
    ]
    yield from _table(("by", "found", "mended", "regression test"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(cells)} |"


def main(arguments: Sequence[str]) -> int:
    """Write the document, or say with `--check` whether it is stale; returns an exit code."""
    text = document()
    if text == DOCUMENT.read_text(encoding="utf-8"):
        return 0
    if "--check" in arguments:
        print("docs/reliability.md is stale; run: python3 dev.py reliability", file=sys.stderr)
        return 1
    DOCUMENT.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
