"""Fuzz every reader for a while: `python3 dev.py fuzz [--minutes N] [TARGET …]`.

The readers are loaded once, with probes in them, and each target runs in a fork of that: from the corpus
that is kept and the seed 1, so that a bounded run tries the same inputs each time. An input that breaks a
contract is kept in the corpus, where `tests/test_fuzz.py` runs it for ever after.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "tools")]

with atheris.instrument_imports(include=["site_builder", "html.parser"]):
    from fuzz.targets import TARGETS, Target

from reliability import Run, record  # noqa: E402 - tools/ is on the path only now

CORPUS = HERE / "corpus"
#: One input, in seconds: the slowest honest one takes a hundredth of it, on a machine that is not busy.
SLOWEST = 60
#: What a process may use, in MB, and what one input may ask for at once.
MEMORY, AT_ONCE = 1500, 512
_TRIED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main(arguments: list[str]) -> int:
    """Runs the targets; gives 1 where an input broke a contract."""
    options = _options(arguments)
    names = options.targets or list(TARGETS)
    cores = os.cpu_count() or 1
    seconds = options.minutes * 60 * cores // len(names) or 1
    limit = f"-max_total_time={seconds}" if options.minutes else f"-runs={options.runs}"
    with ThreadPoolExecutor(cores) as pool:
        found = dict(zip(names, pool.map(lambda name: _fuzzed(name, limit), names), strict=True))
    tried = {name: count for name, (count, _) in found.items()}
    broken = sorted(name for name, (_, wrong) in found.items() if wrong)
    for name, (count, wrong) in found.items():
        print(f"{name:20} {count:>10,}{wrong and '  BROKEN'}\n{wrong}".rstrip())
    print(f"{sum(tried.values()):,} inputs, {len(broken)} readers broken")
    if options.json:
        rows = [
            (name, f"{count:,}", "no" if name in broken else "yes") for name, count in tried.items()
        ]
        title = "Readers of hostile files under a fuzzer that is led by what their code does"
        command = "python3 dev.py fuzz --json"
        total = sum(tried.values())
        head = ("reader", "inputs tried", "held")
        record("fuzz", Run(title, command, total, 0, len(broken), head, rows))
    return bool(broken)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=0, help="how long, for all targets together")
    parser.add_argument("--runs", type=int, default=1000, help="inputs for each target")
    parser.add_argument(
        "--json", action="store_true", help="keep the figures in docs/reliability.json"
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[*TARGETS, []])
    return parser.parse_args(arguments)


def _fuzzed(name: str, limit: str) -> tuple[int, str]:
    """How many inputs a target was given, and what was wrong with the last one."""
    with tempfile.TemporaryDirectory(prefix="oit-fuzz-") as place:
        said, new = Path(place) / "said", Path(place) / "corpus"
        new.mkdir()
        kept = CORPUS / name
        kept.mkdir(exist_ok=True)
        child = os.fork()
        if not child:
            options = [limit, f"-artifact_prefix={kept}/", str(new), str(kept)]
            _fuzz(TARGETS[name], said, kept, options)
        _, status = os.waitpid(child, 0)
        told = said.read_text(encoding="utf-8", errors="replace")
    counts = [int(found[1]) for found in _TRIED.finditer(told)]
    is_well = os.waitstatus_to_exitcode(status) == 0 and counts
    return max(counts, default=0), "" if is_well else "\n".join(told.splitlines()[-40:])


def _fuzz(target: Target, said: Path, kept: Path, options: list[str]) -> NoReturn:
    """In a process of its own, which ends here."""

    def once(data: bytes) -> None:
        try:
            target.run(data)
        except target.allowed:
            pass
        except BaseException:
            name = f"crash-{hashlib.sha256(data).hexdigest()[:12]}"
            (kept / name).write_bytes(data)
            raise

    try:
        with said.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        atheris.Setup([*_libfuzzer(target), *options], once)
        atheris.Fuzz()
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def _libfuzzer(target: Target) -> Iterator[str]:
    yield from (sys.argv[0], "-seed=1", "-print_final_stats=1", "-verbosity=0")
    yield from (f"-max_len={target.longest}", f"-timeout={SLOWEST}")
    yield from (f"-rss_limit_mb={MEMORY}", f"-malloc_limit_mb={AT_ONCE}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
