"""Small fleets of real folders, for tests."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workspaces import WorkspaceFolder

from site_builder.fleet.work import Options, Unit

EXECUTIVES = """\
people:
  - name: นาย ก ตัวอย่าง
    position: นายกเทศมนตรี
    contact: 043-000-101
"""


def write_fleet(folder: Path, ids: Iterable[str]) -> Path:
    """Agencies with one item each, and their register; gives the register."""
    rows = ["id,workspace,province"]
    for id_ in ids:
        agency = WorkspaceFolder(folder / "agencies" / id_)
        agency.disclose("2569", "executives", EXECUTIVES)
        rows.append(f"{id_},agencies/{id_},ขอนแก่น")
    register = folder / "register.csv"
    register.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return register


def lines(results: Path, name: str = "results") -> dict[str, Any]:
    """The lines of a results folder, by agency."""
    text = (results / f"{name}.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.splitlines()]
    return {line["agency"]: line for line in found}


def unit(base: Path, agency: str, seconds: int = 60, megabytes: int = 2000) -> Unit:
    """The check of one agency."""
    folder = f"agencies/{agency}"
    return Unit(agency, str(base), folder, "check", Options(), seconds, megabytes)


class Stuck:
    """An agency at which a worker waits: a file that it reads is lent to this process, as file servers do."""

    def __init__(self, fleet: Path, agency: str) -> None:
        self._path = fleet / "agencies" / agency / "data/results/2568.yaml"
        self._path.parent.mkdir()
        self._file = os.open(self._path, os.O_CREAT | os.O_RDWR)
        # The system tells when somebody wants it, by a signal that nobody heeds.
        fcntl.fcntl(self._file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(self._file, fcntl.F_SETLEASE, fcntl.F_WRLCK)

    def reached(self) -> None:
        """Return when a worker is there."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if fcntl.fcntl(self._file, fcntl.F_GETLEASE) != fcntl.F_WRLCK:
                return
            time.sleep(0.01)
        raise AssertionError("no worker has come so far")

    def mend(self) -> None:
        self._path.unlink()
        os.close(self._file)
