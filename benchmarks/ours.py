"""Our own program as a side of a comparison: its engines, and the parts of its work alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from measuring import ENVIRONMENT, OIT, Side

from site_builder.pages.model import Site
from site_builder.publication import publish_workspace
from site_builder.workspace import open_workspace

#: Reads and judges a workspace, makes its pages and files, and writes none: what comes before any engine.
_PUBLISH = """
import sys
from pathlib import Path
from site_builder.cli import keep_garbage_longer
keep_garbage_longer()
from site_builder.publication import publish_workspace
from site_builder.workspace import open_workspace
root = Path(sys.argv[1])
publish_workspace(open_workspace(root), root / "content")
"""


@cache
def _help_of_build() -> str:
    command = [OIT, "--lang", "en", "build", "--help"]
    ended = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    return ended.stdout


@cache
def engines() -> tuple[str, ...]:
    """The engines that `oit build --help` offers, the default one first."""
    offered = re.search(r"--engine \[([^\]]+)\]", _help_of_build())
    return tuple(offered[1].split("|")) if offered else ("mkdocs",)


def cold_build(workspace: Path, engine: str | None = None, **environment: str) -> Side:
    """`oit build` where no site is there, and nothing is known of an earlier build."""
    command = [OIT, "build", "--workspace", str(workspace)]
    if engine and len(engines()) > 1:
        command += ["--engine", engine]
    if "--fresh" in _help_of_build():
        command.append("--fresh")
    return Side(
        command,
        before=lambda: shutil.rmtree(workspace / "site", ignore_errors=True),
        environment=environment,
    )


def publishing(workspace: Path) -> Side:
    """What comes before any engine: data read and judged, pages and files for machines made."""
    return Side([sys.executable, "-c", _PUBLISH, str(workspace)])


def pages_of(workspace: Path) -> Site:
    """Pages and files of a workspace."""
    return publish_workspace(open_workspace(workspace), workspace / "content").site
