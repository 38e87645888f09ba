"""Fleets of 1, 10, 100 and 1,000 made-up agencies: check and build, by processes and by a Dask cluster.

Both engines have two workers on this machine and must give the same results and the same sites, byte for
byte. Then one in a hundred agencies (at least one) is changed, and everything is built again. An agency's
own weight is that of the files that only its site has, its documents left out.

Run: `python benchmarks/fleet.py` (`--agencies 1,10`).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import BIN, ENVIRONMENT, OIT, ROOT, NotMeasured, Sample, Side, run, tell
from processes import Watch
from results import Curve, Options, Part, Table

sys.path.append(str(ROOT / "tools"))

from synthetic import write_fleet

WORKERS = 2
SEED = 2568
#: Agencies of Thailand that the assessment covers.
ALL = 8304
#: Seconds until a cluster has begun, at most.
_PATIENCE = 60.0
#: So many agencies tell what a packed site weighs.
_FEW = 10
#: Of the folder of results: what must be the same, as the rest is how we got there.
RESULTS = "*.jsonl"
#: Clean, with findings, or with agencies whose data cannot be read, as planted. 3 would be our own fault.
_DONE = (0, 1, 2)


@dataclass(frozen=True)
class Fleet:
    """Everything measured of one number of agencies; memory in MB by engine and role."""

    agencies: int
    check: dict[str, Sample]
    build: dict[str, Sample]
    memory: dict[str, dict[str, float]]
    changed: int
    again: Sample
    unchanged: Sample
    weight: int
    packed: int | None
    documents: int
    equal: str


def measure(options: Options) -> list[Part]:
    """Every size in turn, what follows for all agencies, and the curve."""
    fleets = [_of_size(agencies) for agencies in options.agencies]
    return [
        _times(fleets),
        _memory(fleets),
        _again(fleets),
        _weight(fleets),
        _all(fleets[-1]),
        _curve(fleets),
    ]


def _of_size(agencies: int) -> Fleet:
    tell(f"{agencies:,} agencies")
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        register = write_fleet(folder / "fleet", agencies, SEED)
        cluster = ["--scheduler", stack.enter_context(dask(folder / "dask"))]
        engines = {"processes": ["--workers", str(WORKERS)], "Dask": cluster}
        check, build, memory = {}, {}, {}
        for engine, how in engines.items():
            results = folder / f"results-{engine}"
            with Watch(_role) as watch:
                check[engine] = _fleet("check", register, results, how)
                build[engine] = _fleet(
                    "build", register, results, [*how, "--output", str(folder / f"sites-{engine}")]
                )
            memory[engine] = watch.most
        equal = _equal(folder, tuple(engines))
        sites = folder / "sites-processes"
        weight, documents = _bytes(sites)
        how = [*engines["processes"], "--output", str(sites)]
        unchanged = _fleet("build", register, folder / "results-processes", how)
        changed = _change(folder / "fleet", agencies)
        again = _fleet("build", register, folder / "results-processes", how)
        packed = _packed(folder, register) if agencies <= _FEW else None
        return Fleet(
            *(agencies, check, build, memory, changed, again, unchanged),
            *(weight, packed, documents, equal),
        )


def _packed(folder: Path, register: Path) -> int:
    """An agency's own weight where texts are stored compressed only."""
    sites = folder / "sites-packed"
    how = ["--workers", str(WORKERS), "--output", str(sites), "--packed"]
    _fleet("build", register, folder / "results-packed", how)
    return _bytes(sites)[0]


def _fleet(command: str, register: Path, results: Path, how: Sequence[str]) -> Sample:
    # The day goes into the history alone; one for all, in case it passes meanwhile.
    whole = [OIT, "--lang", "en", "fleet", command, str(register), "--results", str(results), *how]
    sample = run(Side([*whole, "--day", "2026-01-01"], accepted=_DONE))
    tell(f"  {command}, {'Dask' if '--scheduler' in how else 'processes'}: {sample.wall:.1f} s")
    return sample


@contextmanager
def dask(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers on this machine, ended with the block."""
    folder.mkdir()
    where = folder / "scheduler.json"
    program = [str(BIN / "dask")]
    begin = [*program, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    worker = [*program, "worker", "--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard"]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in (begin, [*worker, "--local-directory", str(folder)]):
            log = (folder / f"{len(started)}.log").open("w")
            command = [*command, "--scheduler-file", str(where)]
            started.append(
                subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log, cwd=folder)
            )
            _wait_for(where, started[0])
        yield str(json.loads(where.read_text())["address"])
    finally:
        for process in reversed(started):
            process.terminate()
        for process in reversed(started):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(file: Path, process: subprocess.Popen[bytes]) -> None:
    begun = time.monotonic()
    while not (file.exists() and file.stat().st_size):
        if process.poll() is not None or time.monotonic() - begun > _PATIENCE:
            raise NotMeasured("the Dask scheduler did not start")
        time.sleep(0.1)


def _role(command: str) -> str | None:
    if " fleet " in command and "/oit " in command and " -c " not in command:
        return "driver"
    if "dask" in command and "scheduler " in command:
        return "scheduler"
    if "dask" in command or "site_builder" in command or "spawn_main" in command:
        return "worker"
    return None


def _equal(folder: Path, engines: tuple[str, ...]) -> str:
    """Whether results and sites are the same: "yes", or what is not."""
    results = {_hash(folder / f"results-{each}", RESULTS) for each in engines}
    sites = {_hash(folder / f"sites-{each}", "**/*") for each in engines}
    differ = [
        what for what, found in {"results": results, "sites": sites}.items() if len(found) > 1
    ]
    return f"not the {' and '.join(differ)}" if differ else "yes"


def _hash(folder: Path, pattern: str) -> str:
    """Of the names and contents of all files that the pattern finds; there must be some."""
    digest = hashlib.sha256()
    files = [file for file in sorted(folder.glob(pattern)) if file.is_file()]
    if not files:
        raise NotMeasured(f"nothing was written to {folder.name}")
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _bytes(sites: Path) -> tuple[int, int]:
    """Bytes of an agency's own files, and of its documents: means of the sites."""
    own = documents = 0
    for file in sites.rglob("*"):
        if not file.is_file():
            continue
        if "/files/" in file.as_posix():
            documents += file.stat().st_size
        elif file.stat().st_nlink == 1:
            own += file.stat().st_size
    built = max(1, sum(1 for _ in sites.iterdir()))
    return own // built, documents // built


def _change(folder: Path, agencies: int) -> int:
    """Give one in a hundred agencies another telephone number, spread over the register."""
    files = sorted(folder.glob("agencies/*/data/agency.yaml"))
    chosen = files[:: max(1, len(files) // max(1, agencies // 100))][: max(1, agencies // 100)]
    for file in chosen:
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text.rstrip()}\n# seen again\n", encoding="utf-8")
    return len(chosen)


def _times(fleets: Sequence[Fleet]) -> Table:
    head = [
        "agencies",
        "check, processes",
        "check, Dask",
        "build, processes",
        "build, Dask",
        "same results and sites",
    ]
    rows = [
        [
            f"{each.agencies:,}",
            *(
                f"{part[engine].wall:.1f} s ({part[engine].wall / each.agencies * 1000:,.0f} ms each)"
                for part in (each.check, each.build)
                for engine in ("processes", "Dask")
            ),
            each.equal,
        ]
        for each in fleets
    ]  # fmt: skip
    return Table("Time, two workers, everything done for the first time", head, rows)


def _memory(fleets: Sequence[Fleet]) -> Table:
    roles = ("driver", "worker", "scheduler")
    head = [
        "agencies",
        *(f"{engine}: {role}" for engine in ("processes", "Dask") for role in roles),
    ]
    head.remove("processes: scheduler")
    rows = []
    for each in fleets:
        cells = [each.memory[name.split(": ")[0]].get(name.split(": ")[1]) for name in head[1:]]
        rows.append([f"{each.agencies:,}", *(f"{cell:.0f} MB" if cell else "–" for cell in cells)])
    return Table("Most memory of a process of each kind", head, rows)


def _again(fleets: Sequence[Fleet]) -> Table:
    head = [
        "agencies",
        "first build",
        "changed",
        "second build",
        "of the first",
        "nothing changed",
        "of the first",
    ]
    rows = []
    for each in fleets:
        first = each.build["processes"].wall
        rows.append(
            [
                f"{each.agencies:,}", f"{first:.1f} s", str(each.changed),
                f"{each.again.wall:.2f} s", f"{each.again.wall / first:.1%}",
                f"{each.unchanged.wall:.2f} s", f"{each.unchanged.wall / first:.1%}",
            ]
        )  # fmt: skip
    return Table("The second build, by processes", head, rows)


def _weight(fleets: Sequence[Fleet]) -> Table:
    rows = [
        [
            f"{each.agencies:,}",
            f"{each.weight / 1e6:.2f} MB",
            "–" if each.packed is None else f"{each.packed / 1e6:.2f} MB",
            f"{each.documents / 1e6:.2f} MB",
        ]
        for each in fleets
    ]
    head = ["agencies", "its own", "its own, built with `--packed`", "its documents"]
    return Table("Weight of an agency's site", head, rows)


def _all(fleet: Fleet) -> Table:
    """What follows for every agency of Thailand."""
    times = ALL / fleet.agencies
    rows = [
        [what, _hours(sample.wall * times)]
        for what, sample in {
            "check everything": fleet.check["processes"],
            "build everything": fleet.build["processes"],
            "build again, one in a hundred changed": fleet.again,
            "look whether anything has changed": fleet.unchanged,
        }.items()
    ]
    rows.append(["own weight on the disk", f"{fleet.weight * ALL / 1e9:.1f} GB"])
    note = (
        f"Multiplied from {fleet.agencies:,} agencies, not measured. Assumed: time grows with the number of "
        "agencies alone, as above; real agencies have as many items filled in, and documents like the made-up "
        "ones, which are small: large scans cost their own time once, when they are first opened; two "
        "workers on one disk. Twice the cores halve it, as workers share nothing."
    )
    return Table(f"All {ALL:,} agencies of Thailand on this machine", ["", ""], rows, [note])


def _hours(value: float) -> str:
    if value < 120:
        return f"{value:.0f} s"
    return f"{value / 60:.0f} min" if value < 7200 else f"{value / 3600:.1f} h"


def _curve(fleets: Sequence[Fleet]) -> Curve:
    lines: dict[str, list[float | None]] = {
        f"{what}, {engine}": [
            round(getattr(each, what)[engine].wall / each.agencies, 4) for each in fleets
        ]
        for what in ("check", "build")
        for engine in ("processes", "Dask")
    }
    points = [each.agencies for each in fleets]
    return Curve("fleet-time", "Time per agency", "agencies", "seconds per agency", points, lines)


if __name__ == "__main__":
    from run import main

    main(["--only", "fleet"])
