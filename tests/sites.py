"""Copies of real workspaces and commands run as a user runs them, for tests of whole sites."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copying import copy_workspace as copy_workspace

ROOT = Path(__file__).resolve().parent.parent
NAKHAM = ROOT / "examples" / "nakham"


@dataclass(frozen=True)
class Run:
    """A command that has ended."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.out)
        return data


def oit(*arguments: str, cwd: Path, **environment: str) -> Run:
    """Run `oit` in a process of its own."""
    return _run([sys.executable, "-m", "site_builder", *arguments], cwd, environment)


def mkdocs_build(workspace: Path, target: Path) -> Run:
    """Run `mkdocs build` itself."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(target)]
    return _run(command, workspace, {})


def _run(command: list[str], cwd: Path, environment: dict[str, str]) -> Run:
    result = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        timeout=300,
    )
    return Run(result.returncode, result.stdout, result.stderr)


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder with its SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> int:
    """Replace one text in a file, which must stand there; returns the line where it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return line
