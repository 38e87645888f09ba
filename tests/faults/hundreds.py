"""Every command that writes, killed and run out of room hundreds of times: `python3 dev.py faults --times N`.

The figures are printed, and written to `docs/reliability.json` under "faults". A kill and a full disk are
tried at every operation of a command, or at so many of them by chance; then kills at any moment, other
answers of a disk, and real disks without room, where this process may mount them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CalledProcessError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent), str(ROOT / "tools")]

from faults import injecting  # noqa: E402
from faults.choosing import chosen  # noqa: E402
from faults.found import FOUND  # noqa: E402
from faults.scenarios import SCENARIOS  # noqa: E402
from faults.trials import Bench, Verdict  # noqa: E402

FIGURES = ROOT / "docs" / "reliability.json"
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
_AT_ANY_MOMENT, _REAL_DISK = ("kill at any moment", 0.5), ("full disk (tmpfs)", 0.25)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, metavar="N", help="kills of each command")
    parser.add_argument("--seed", default="2568")
    parser.add_argument(
        "--only", default="", help="commands whose name begins so; writes no figures"
    )
    asked = parser.parse_args()
    commands: dict[str, dict[str, object]] = {}
    kinds: Counter[str] = Counter()
    wrong = 0
    for scenario in SCENARIOS:
        if not scenario.name.startswith(asked.only):
            continue
        with tempfile.TemporaryDirectory(prefix="oit-faults-") as folder:
            bench = Bench(scenario, Path(folder))
            found: dict[str, Counter[str]] = {}
            for kind, verdict in _trials(bench, asked.times, asked.seed):
                counts = found.setdefault(kind, Counter())
                counts["faults"] += 1
                counts["survived"] += verdict.code == bench.code
                for what in ("lost", "failed", "litter", "told"):
                    counts[what] += bool(getattr(verdict, what))
                for each in verdict.wrong:
                    wrong += 1
                    print(f"  {scenario.name}, {kind}: {each}", flush=True)
        kinds.update({kind: counts["faults"] for kind, counts in found.items()})
        total = sum(found.values(), Counter())
        commands[scenario.name] = {
            "operations": len(bench.operations),
            "faults": total["faults"],
            "finished all the same": total["survived"],
            "things lost": total["lost"],
            "next runs failed": total["failed"],
            "litter": total["litter"],
            "told wrong": total["told"],
        }
        print(scenario.name, commands[scenario.name], flush=True)
    print(dict(kinds), "wrong:", wrong)
    if not asked.only:
        _write({"commands": commands, "findings": FOUND, "kinds": dict(kinds), "seed": asked.seed})
    return 1 if wrong else 0


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
        print(f"  {kind}: this process may not mount one", flush=True)


def _killing(seconds: float) -> Callable[[int], None]:
    """Kills a process after a time; one that has ended before is not waited for yet, so it is no other."""

    def started(process: int) -> None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)

    return started


def _write(figures: dict[str, object]) -> None:
    """Put the figures beside those of others."""
    known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    text = json.dumps({**known, "faults": figures}, ensure_ascii=False, indent=2, sort_keys=True)
    FIGURES.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
