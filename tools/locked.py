"""What uv.lock holds, as other programs read it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"([A-Za-z0-9._-]+)==([^ ;\\]+)")


def exported(*options: str) -> str:
    """The lock file in another format, by uv itself; nothing is asked of a registry.

    Raises:
        subprocess.CalledProcessError: uv is missing, or the lock file cannot be read.
    """
    command = [os.environ.get("UV", "uv"), "export", "-q", "--frozen", "--offline", *options]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def shipped_requirements() -> str:
    """Every package that is installed with the program and all its extras, with version and hashes."""
    return exported("--no-dev", "--all-extras", "--no-emit-project", "--no-header", "--no-annotate")


def all_requirements() -> str:
    """The same with what development needs."""
    return exported("--all-extras", "--no-emit-project", "--no-header", "--no-annotate")


def versions(requirements: str) -> dict[str, str]:
    """The version of each package of a list, by its name."""
    lines = (_NAME.match(line) for line in requirements.splitlines())
    return {found[1]: found[2] for found in lines if found}
