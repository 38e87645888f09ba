"""Copies of workspaces, without built sites and without the program."""

from __future__ import annotations

import shutil
from pathlib import Path

#: What a workspace consists of; the root of the repository holds the program too.
PARTS = ("data", "content", "themes", "mkdocs.yml", "editions")


def copy_workspace(source: Path, target: Path) -> Path:
    """A copy of a workspace alone."""
    target.mkdir(parents=True, exist_ok=True)
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copyfile(source / name, target / name)
    return target
