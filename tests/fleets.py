"""Small fleets of real folders, for tests."""

from __future__ import annotations

import json
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
