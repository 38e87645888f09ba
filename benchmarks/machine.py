"""The machine on which something is measured."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """What figures depend on; memory in GB."""

    processor: str
    cores: int
    memory: float
    system: str
    python: str

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory:.0f} GB of memory, "
            f"{self.system}, Python {self.python}"
        )


def this_machine() -> Machine:
    """The machine that runs this."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        _processor(),
        os.cpu_count() or 1,
        round(pages / 1e9, 1),
        _system(),
        platform.python_version(),
    )


def load() -> float:
    """Processes that were running or waiting, over the last minute."""
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        name = platform.system()
    return f"{name} ({platform.machine()})"
