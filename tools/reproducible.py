"""Measures whether the same input gives the same bytes, whatever machine, day and place it is made on.

Run: `python3 dev.py reproducible`. Every command that writes is run in many worlds: another folder, locale, time
zone, order of hashing and of folders, right of files, clock, number of cores and Python; everything that is
written is compared byte for byte. What this machine cannot try is said. Writes docs/reliability.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from copying import copy_workspace
from install_browser import system_clock
from outputs import OF_MANY, OF_ONE, Step, make, sums
from reliability import Run, record

ROOT = Path(__file__).resolve().parent.parent
OTHER_WORLD = str(ROOT / "tools" / "other_world")
_SMALL = "nakham"
_AGENCIES = (_SMALL, "phichai")
_CLOCKS = ("2001-02-28 23:59:57", "2031-12-31 23:59:50")
_LOCALES = ("th_TH.UTF-8", "tr_TR.UTF-8", "C")
_PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class World:
    """Where and when everything is made.

    Attributes:
        prefix: what stands before the interpreter on the command line.
        python: the interpreter's version, "" for the one that runs this.
        whole: everything is made in it; in the others, what is made of a small agency.
        unable: why this machine cannot try it, "" where it can.
    """

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    folder: str = "here"
    python: str = ""
    whole: bool = False
    unable: str = ""


def worlds(places: Path) -> Iterator[World]:
    """Every world in which one thing is another, and at last one in which all are.

    Args:
        places: a folder for locales that are made for it.
    """
    yield World("again", whole=True)
    path = World("another path", folder="ที่อื่น มีช่องว่าง/ลึก ๆ")
    yield path
    yield from (locale(name, places) for name in _LOCALES)
    for zone in ("Asia/Bangkok", "Pacific/Kiritimati", "America/Anchorage"):
        yield World(f"time zone {zone}", {"TZ": zone})
    yield from (
        World(f"hash seed {seed}", {"PYTHONHASHSEED": seed}) for seed in ("0", "7", "4294967295")
    )
    mask = World("umask 077", prefix=("sh", "-c", 'umask 077; exec "$@"', "sh"))
    yield mask
    yield from (clock(moment) for moment in _CLOCKS)
    yield from (order(name) for name in ("reversed", "1", "2"))
    core = World("one core", prefix=("taskset", "-c", "0"))
    yield core if shutil.which("taskset") else replace(core, unable="taskset is not installed")
    yield from (World(f"Python {version}", python=version, whole=True) for version in _PYTHONS)
    yield all_at_once(places)


def all_at_once(places: Path) -> World:
    """Everything is another that this machine can make so, but the Python."""
    other = World("all of these at once", folder="ที่อื่น มีช่องว่าง/ลึก ๆ", whole=True)
    parts = (locale("tr_TR.UTF-8", places), clock(_CLOCKS[1]), order("reversed"))
    environment = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"}
    for part in parts:
        environment |= {} if part.unable else part.environment
    return replace(
        other, environment=environment, prefix=("sh", "-c", 'umask 077; exec "$@"', "sh")
    )


def locale(name: str, places: Path) -> World:
    """A world that speaks another language; its locale is made where the system has none."""
    world = World(f"locale {name}", {"LC_ALL": name})
    if name == "C":
        return world
    if not shutil.which("localedef"):
        return replace(world, unable="localedef is not installed")
    target = places / name
    if not target.exists():
        language, encoding = name.split(".")
        command = ["localedef", "-i", language, "-f", encoding, str(target)]
        places.mkdir(exist_ok=True)
        subprocess.run(command, capture_output=True)  # it also ends with 1 where it only warns
        if not target.exists():
            return replace(world, unable="the system has no source of this locale")
    return replace(world, environment={"LC_ALL": name, "LOCPATH": str(places)})


def clock(moment: str) -> World:
    """A world in which it is another day; it goes on from there."""
    world = World(f"clock {moment}")
    library = system_clock()
    if library is None:
        return replace(world, unable="libfaketime is not installed")
    faked = {
        "LD_PRELOAD": library,
        "FAKETIME": f"@{moment}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    return replace(world, environment=faked)


def order(name: str) -> World:
    """A world whose folders are listed otherwise."""
    return World(f"order of folders: {name}", {"PYTHONPATH": OTHER_WORLD, "OIT_ORDER": name})


def made_in(
    world: World,
    source: Path,
    steps: Sequence[Step],
    home: Path,
    python: str | Path = sys.executable,
) -> dict[str, str]:
    """What the steps write in a world, by path, with its SHA-256.

    Args:
        source: a workspace, or a folder of them.
        home: an empty folder, with a cache of its own, so that nothing is known before.
    """
    folder = home / world.folder / source.name
    if (source / "data").is_dir():
        copy_workspace(source, folder)
    else:
        for each in sorted(source.iterdir()):
            copy_workspace(each, folder / each.name)
    # The program is found before the packages of the interpreter, also where it is not installed.
    path = os.pathsep.join(filter(None, [world.environment.get("PYTHONPATH", ""), str(ROOT)]))
    environment = {**world.environment, "XDG_CACHE_HOME": str(home / "cache"), "PYTHONPATH": path}
    make(steps, folder, home / world.folder / "out", [*world.prefix, python], environment)
    return sums(home / world.folder / "out")


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The paths of files that are in one only, or not the same."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def main() -> int:
    """Try every world; returns 1 where something differs."""
    with tempfile.TemporaryDirectory(prefix="oit-worlds-") as name:
        home = Path(name)
        many = home / "agencies"
        for each in _AGENCIES:
            copy_workspace(ROOT / "examples" / each, many / each)
        base = _everything(World("base", whole=True), many, home)
        rows, not_tried, lost, compared = [], [], 0, 0
        for number, world in enumerate(worlds(home / "locales")):
            python, unable = _python(world, home)
            if unable:
                not_tried.append(f"{world.name}: {unable}")
                print(f"{world.name}: not tried: {unable}", flush=True)
                continue
            found = _everything(world, many, home / str(number), python)
            wrong = differing(base if world.whole else _of_small(base), found)
            lost += len(wrong)
            compared += len(found)
            rows.append([world.name, f"{len(found):,}", f"{len(wrong):,}", ", ".join(wrong[:3])])
            print(
                f"{world.name}: {len(found):,} files, {len(wrong):,} differ {wrong[:9]}", flush=True
            )
            with suppress(OSError):
                shutil.rmtree(home / str(number))
    record(
        "reproducible",
        Run(
            title="The same input gives the same bytes",
            command="python3 dev.py reproducible",
            inputs=compared,
            faults=len(rows),
            lost=lost,
            head=("what is another", "files compared", "that differ", "which"),
            rows=rows,
            not_tried=not_tried,
        ),
    )
    return int(lost > 0)


def _everything(
    world: World, many: Path, home: Path, python: str | Path = sys.executable
) -> dict[str, str]:
    """Everything of a small agency; in a whole world of a large one and of several too."""
    sources = {_SMALL: (ROOT / "examples" / _SMALL, OF_ONE)}
    if world.whole:
        sources |= {"root": (ROOT, OF_ONE), "fleet": (many, OF_MANY)}
    return {
        f"{name}/{path}": sha256
        for name, (source, steps) in sources.items()
        for path, sha256 in made_in(world, source, steps, home / name, python).items()
    }


def _of_small(found: Mapping[str, str]) -> dict[str, str]:
    return {path: found[path] for path in found if path.startswith(f"{_SMALL}/")}


def _python(world: World, home: Path) -> tuple[str | Path, str]:
    """The interpreter with the locked packages, made for it; or why there is none."""
    if world.unable or not world.python:
        return sys.executable, world.unable
    found = _interpreter(world.python)
    if found is None:
        return "", "no such interpreter on this machine"
    target = home / f"python-{world.python}"
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(target)}
    command = [os.environ.get("UV", "uv"), "sync", "-q", "--frozen", "--no-dev", "--python", found]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return target / "bin" / "python", run.stderr.strip()[-200:] if run.returncode else ""


def _interpreter(version: str) -> str | None:
    """An interpreter of this version: on the path, or kept by pyenv."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [*sorted(map(str, kept.glob(f"{version}.*/bin/python")), reverse=True)]
    named = shutil.which(f"python{version}")
    tell = "import sys; print('{}.{}'.format(*sys.version_info))"
    for each in [*candidates, *([named] if named else []), sys.executable]:
        run = subprocess.run([each, "-c", tell], capture_output=True, text=True)
        if run.stdout.strip() == version:
            return each
    return None


if __name__ == "__main__":
    sys.exit(main())
