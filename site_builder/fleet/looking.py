"""Whether a workspace and what was made of it are as they were. A fleet has millions of files: several
processes look at them."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from site_builder.fingerprint import Inputs, inputs

_Asked = TypeVar("_Asked")

#: So many agencies are looked at by this process alone: fewer are not worth others.
_FEW = 64
#: So many are given to another process at a time.
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Look:
    """What to look at.

    Attributes:
        root: the workspace.
        site: the site that the work rests on, None where it rests on the workspace alone.
        outputs: what the work has written besides the workspace.
    """

    root: Path
    site: Path | None
    outputs: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was there.

    Attributes:
        basis: changes with what the work rests on; None where that cannot be told.
        made: changes with what it has written.
    """

    basis: str | None
    made: str


def look_at(look: Look | None) -> Seen | None:
    """What is there now; None where there is nothing to look at."""
    if look is None:
        return None
    found = inputs(look.root)
    return Seen(basis_of(found, look.site) if found else None, state_of(look.outputs))


def basis_of(found: Inputs, site: Path | None) -> str:
    """Changes with the workspace, and with the site where the work rests on one."""
    return f"{found.sha256} {state_of([site]) if site else ''}"


def look_at_all(
    looks: Iterable[tuple[_Asked, Look | None]],
) -> Generator[tuple[_Asked, Seen | None], None, None]:
    """What is there, in the order of the looks; None where there is nothing to look at. Each is taken
    shortly before it is answered."""
    waiting = iter(looks)
    for asked, look in islice(waiting, _FEW):
        yield asked, look_at(look)
    processes = os.cpu_count() or 1
    with ExitStack() as stack:
        pool: ProcessPoolExecutor | None = None
        running: deque[tuple[list[_Asked], Future[list[Seen | None]]]] = deque()
        while True:
            chunk = list(islice(waiting, _CHUNK))
            given = [look for _, look in chunk]
            if pool is None and any(given):
                # Spawned: this process has threads, and a forked one could wait for them for ever.
                pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
                stack.enter_context(pool)
            if chunk:
                answer = pool.submit(_look_at_each, given) if pool else _nothing(given)
                running.append(([asked for asked, _ in chunk], answer))
            elif not running:
                return
            if pool is None or not chunk or len(running) > 2 * processes:
                asked_for, seen = running.popleft()
                yield from zip(asked_for, seen.result(), strict=True)


def _look_at_each(looks: list[Look | None]) -> list[Seen | None]:
    return [look_at(look) for look in looks]


def _nothing(looks: list[Look | None]) -> Future[list[Seen | None]]:
    answer: Future[list[Seen | None]] = Future()
    answer.set_result([None for _ in looks])
    return answer


def state_of(paths: Iterable[Path]) -> str:
    """Changes with the files at these places: their names, sizes and times."""
    found: list[tuple[str, int, int]] = []
    pending = [str(path) for path in paths]
    while pending:
        place = pending.pop()
        try:
            entries = list(os.scandir(place))
        except NotADirectoryError:
            status = Path(place).stat(follow_symlinks=False)
            found.append((place, status.st_size, status.st_mtime_ns))
            continue
        except OSError:
            return "gone"
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            else:
                status = entry.stat(follow_symlinks=False)
                found.append((entry.path, status.st_size, status.st_mtime_ns))
    return hashlib.sha256(repr(sorted(found)).encode("utf-8", "surrogateescape")).hexdigest()
