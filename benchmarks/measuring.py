"""The one place where programs are measured: each in a process of its own, the sides taking turns.

Time is that of the clock; processor time is that of the program and all that it has started; memory is
the most that one process of it has held. POSIX only: elsewhere nobody tells the memory.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
OIT = str(BIN / "oit")
#: As on a user's machine, where Python keeps its compiled modules.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
} | {"NO_MKDOCS_2_WARNING": "1"}
#: No program that is measured here takes longer, in seconds.
LIMIT = 1800.0

#: Starts a program and writes what it took. Small, as a program that is started counts the memory of the
#: one that started it until it is loaded itself: ours holds more than some that we measure.
_STARTER = """
import os, sys, time
begun = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - begun
with open(sys.argv[1], "w") as told:
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=told)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
"""
#: Bytes of one unit of `ru_maxrss`.
_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Sample:
    """One run: seconds of the clock, seconds of processor, most megabytes of one process."""

    wall: float
    cpu: float
    memory: float


#: The runs of one side, or why there are none.
Runs = tuple[Sample, ...] | str


class NotMeasured(Exception):
    """A program did not do what was asked; the text says why."""


@dataclass(frozen=True)
class Side:
    """One of the programs that are compared.

    Attributes:
        before: what is done before each run and is not measured, such as clearing the output.
        rounds: how often at most, where a run takes minutes.
        check: looks at what was printed; raises NotMeasured where the work was not done.
        accepted: exit codes of a run that did its work; of ours 1 tells findings.
    """

    command: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    rounds: int | None = None
    check: Callable[[str], object] = lambda printed: None
    accepted: Sequence[int] = (0, 1)


def run(side: Side) -> Sample:
    """Run a program once.

    Raises:
        NotMeasured: it failed, hung, or its work is not there.
    """
    return _run(side)[0]


def run_told(side: Side) -> str:
    """Run a program once for what it prints.

    Raises:
        NotMeasured: as `run`.
    """
    return _run(side)[1]


def _run(side: Side) -> tuple[Sample, str]:
    """What a run took and printed.

    Raises:
        NotMeasured: it failed, hung, or its work is not there.
    """
    side.before()
    with tempfile.NamedTemporaryFile("r") as told:
        try:
            ended = subprocess.run(
                [sys.executable, "-I", "-S", "-c", _STARTER, told.name, *side.command],
                cwd=side.folder,
                env={**ENVIRONMENT, **side.environment},
                capture_output=True,
                timeout=LIMIT,
            )
        except subprocess.TimeoutExpired:
            raise NotMeasured(f"stopped after {LIMIT / 60:.0f} minutes") from None
        errors = ended.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
        if ended.returncode not in side.accepted:
            raise NotMeasured(f"ended with {ended.returncode}: {errors[-1]}")
        wall, cpu, memory = (float(each) for each in told.read().split())
    printed = ended.stdout.decode("utf-8", "replace")
    side.check(printed)
    return Sample(wall, cpu, memory * _UNIT / 1e6), printed


def take_turns(sides: Mapping[str, Side | str], rounds: int, warm: bool = True) -> dict[str, Runs]:
    """Run every side in each round, so that a noisy machine disturbs all.

    Before the first round each side runs once to fill its caches, unless it runs only once or `warm` is
    False. A side that fails is left out of the rounds that follow; why stands in place of its runs. So
    it does of a side that is no program but the reason why there is none.
    """
    failed = {name: side for name, side in sides.items() if isinstance(side, str)}
    able = {name: side for name, side in sides.items() if not isinstance(side, str)}
    done: dict[str, list[Sample]] = {name: [] for name in able}
    for number in range(0 if warm else 1, rounds + 1):
        for name, side in able.items():
            most = rounds if side.rounds is None else side.rounds
            if name in failed or number > most or (number == 0 and most == 1):
                continue
            try:
                sample = run(side)
            except NotMeasured as error:
                failed[name] = str(error)
                tell(f"  {name}: {error}")
                continue
            if number:
                done[name].append(sample)
                tell(f"  {name}: {sample.wall:.2f} s")
    return {name: failed.get(name) or tuple(done[name]) for name in sides}


def tell(text: str) -> None:
    """How far it is, for who waits."""
    print(text, file=sys.stderr, flush=True)


# --- arithmetic --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spread:
    """A middle value, and the lowest and highest."""

    middle: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """The median and the ends of at least one value."""
    return Spread(statistics.median(values), min(values), max(values))


def ratio(values: Sequence[float], base: Sequence[float]) -> Spread:
    """How many times the base: the ratio of the medians, and the lowest and highest of the rounds.

    A round is a value and the base's value measured next to it; a side that ran less often has fewer.
    The base must not be 0.
    """
    rounds = [value / other for value, other in zip(values, base, strict=False)]
    middle = statistics.median(values) / statistics.median(base)
    return Spread(middle, min(*rounds, middle), max(*rounds, middle))
