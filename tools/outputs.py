"""Everything that the commands write of a workspace, in one folder: what is compared byte for byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: A day for commands that tell what is due, and a moment for what is sealed.
_DAY, _TIME = "15/02/2568", "2025-02-15T10:00:00+07:00"


@dataclass(frozen=True)
class Step:
    """One command; `keeps` is the folder that it writes to in the workspace, `says` what it prints."""

    name: str
    arguments: Sequence[str]
    keeps: str = ""
    says: bool = False


def _written(name: str, *arguments: str) -> Step:
    """A command that writes one file."""
    return Step(name, (*arguments, "--output", f"{{out}}/{name}"))


def _said(name: str, *arguments: str) -> Step:
    return Step(name, arguments, says=True)


#: What one agency has made. The site of MkDocs is built last, as others read it.
OF_ONE = (
    Step("direct", ("build", "--fresh", "--engine", "direct"), keeps="site"),
    Step("mkdocs", ("build", "--fresh", "--engine", "mkdocs"), keeps="site"),
    Step("ledger", ("links", "--offline"), keeps="data"),
    *(
        _written(f"check.{kind}", "check", "--as-of", _DAY, "--format", kind)
        for kind in ("text", "json", "html", "xlsx", "junit")
    ),
    _said("check-now.json", "check", "--format", "json"),
    _said("check-site.json", "check", "--site", "site", "--format", "json"),
    _said("links.json", "links", "--offline", "--format", "json"),
    *(
        _written(f"submission.{kind}", "submission", "--format", kind)
        for kind in ("text", "csv", "xlsx", "html")
    ),
    _written("workbook.xlsx", "export"),
    _written("reminders", "remind", "--as-of", _DAY),
    _said("results.json", "results", "--format", "json"),
    _said("diff.html", "editions", "diff", "2568", "2569", "--format", "html"),
    Step("sealed.zip", ("seal", "--time", _TIME, "--output", "{out}/sealed.zip")),
    _said("verified.json", "verify", "--site", "site", "--format", "json"),
)
#: What is made of a folder of agencies.
OF_MANY = (
    Step("checked", ("fleet", "check", ".", "--results", "{out}/checked", "--day", _DAY)),
    Step("built", ("fleet", "build", ".", "--output", "{out}/built", "--day", _DAY)),
    Step("view", ("fleet", "view", "--results", "{out}/checked", "--output", "{out}/view")),
)


def make(
    steps: Sequence[Step],
    folder: Path,
    out: Path,
    python: Sequence[str | Path],
    environment: Mapping[str, str],
) -> None:
    """Run the commands in a folder; what they write is in `out` afterwards.

    Args:
        python: the interpreter, with what stands before it.

    Raises:
        RuntimeError: a command has failed; an agency's findings are no failure.
    """
    out.mkdir(parents=True)
    for step in steps:
        arguments = [each.format(out=out) for each in step.arguments]
        run = subprocess.run(
            [*python, "-m", "site_builder", *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
        )
        if run.returncode not in (0, 1):
            raise RuntimeError(f"{step.name}: {run.returncode}: {run.stderr.decode()[-2000:]}")
        if step.keeps:
            shutil.copytree(folder / step.keeps, out / step.name)
        if step.says:
            (out / step.name).write_bytes(run.stdout)


def sums(out: Path) -> dict[str, str]:
    """Every file with its SHA-256, by its path; a fleet's memory of what it has done is none of them: it is
    no output, and keeps the order in which its processes came to an end."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix != ".sqlite"
    }
