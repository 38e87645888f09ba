"""Every command that writes, killed and run out of room hundreds of times: `python3 dev.py faults --times N`.

The figures are printed, and kept in docs/reliability.json. A kill and a full disk are
tried at every operation of a command, or at so many of them by chance; then kills at any moment, other
answers of a disk, and real disks without room, where this process may mount them.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent), str(ROOT / "tools")]

from reliability import Run, load_runs, record  # noqa: E402

from faults import injecting  # noqa: E402
from faults.choosing import chosen  # noqa: E402
from faults.scenarios import SCENARIOS  # noqa: E402
from faults.trials import Bench, Verdict  # noqa: E402

#: What is tried at operations, and how often of `--times`.
_AT = {
    "kill": (injecting.kill, 1.0),
    "disk full": (injecting.full, 0.5),
    "room for a part": (injecting.short, 0.25),
    "quota used up": (injecting.over_quota, 0.1),
    "input/output error": (injecting.broken, 0.25),
    "read-only": (injecting.read_only, 0.1),
    "permission denied": (injecting.forbidden, 0.1),
}
#: What a trial may show, and how it is called.
_WRONG = {
    "lost": "things lost",
    "failed": "next runs failed",
    "litter": "litter",
    "told": "told wrong",
}
_HEAD = ("command", "operations", "faults", "finished all the same", *_WRONG.values())
_AT_ANY_MOMENT, _REAL_DISK = ("kill at any moment", 0.5), ("full disk (tmpfs)", 0.25)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, metavar="N", help="kills of each command")
    parser.add_argument("--seed", default="2568", help="another one tries other operations")
    parser.add_argument("--only", default="", metavar="NAME", help="commands that begin so")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    asked = parser.parse_args()
    names = [each.name for each in SCENARIOS if each.name.startswith(asked.only)]
    measure = partial(_measured, times=asked.times, seed=asked.seed)
    commands: dict[str, dict[str, Any]] = {}
    with ProcessPoolExecutor(asked.jobs) as pool:
        for name, (figures, told) in zip(names, pool.map(measure, names), strict=True):
            commands[name] = figures
            print(name, figures, *told, sep="\n    ", flush=True)
            _write({name: figures}, asked.times)
    wrong = sum(sum(each[what] for what in _WRONG.values()) for each in commands.values())
    print(f"{sum(each['faults'] for each in commands.values())} faults, {wrong} things wrong")
    return 1 if wrong else 0


def _measured(name: str, times: int, seed: str) -> tuple[dict[str, Any], list[str]]:
    """The figures of a command, and whatever is wrong, in words."""
    scenario = next(each for each in SCENARIOS if each.name == name)
    kinds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    told = []
    with tempfile.TemporaryDirectory(prefix="oit-faults-") as folder:
        bench = Bench(scenario, Path(folder))
        for kind, verdict in _trials(bench, times, seed):
            kinds[kind] += 1
            counts["done"] += verdict.code == bench.code
            counts.update(what for what in _WRONG if getattr(verdict, what))
            told += [f"{kind}: {each}" for each in verdict.wrong]
    return {
        "operations": len(bench.operations),
        "faults": kinds.total(),
        "finished all the same": counts["done"],
        "kinds": dict(kinds),
        **{label: counts[what] for what, label in _WRONG.items()},
    }, told


def _trials(bench: Bench, times: int, seed: str) -> Iterator[tuple[str, Verdict]]:
    name = bench.scenario.name
    chance = random.Random(f"{seed} {name}")
    for kind, (fault, share) in _AT.items():
        for number in chosen(bench.operations, max(1, int(times * share)), f"{seed} {name} {kind}"):
            yield kind, bench.trial(fault(number))
    kind, share = _AT_ANY_MOMENT
    begun = time.perf_counter()
    bench.restore()
    bench.run(None)
    took = time.perf_counter() - begun
    for _ in range(max(1, int(times * share))):
        yield kind, bench.trial(started=_killing(chance.uniform(0, took)))
    kind, share = _REAL_DISK
    try:
        for _ in range(max(1, int(times * share))):
            yield kind, bench.on_a_small_disk(4096 * chance.randrange(2 ** chance.randrange(10)))
    except CalledProcessError:
        return  # this process may not mount one; the figures have none of that kind


def _killing(seconds: float) -> Callable[[int], None]:
    """Kills a process after a time; one that has ended before is not waited for yet, so it is no other."""

    def started(process: int) -> None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)

    return started


def _write(measured: dict[str, dict[str, Any]], times: int) -> None:
    """Put the figures of a command beside those of the other ones."""
    known = load_runs().get("faults")
    rows = {row[0]: row for row in known.rows} if known else {}
    for name, figures in measured.items():
        rows[name] = [name, *(f"{figures[label]:,}" for label in _HEAD[1:])]
    rows = {each.name: rows[each.name] for each in SCENARIOS if each.name in rows}
    operations, faults, _, *wrong = (
        sum(int(row[column].replace(",", "")) for row in rows.values())
        for column in range(1, len(_HEAD))
    )
    title = "Commands killed, or left without room, at any point of their work"
    command = f"python3 dev.py faults --times {times}"
    record(
        "faults", Run(title, command, operations, faults, sum(wrong), _HEAD, list(rows.values()))
    )


if __name__ == "__main__":
    sys.exit(main())
