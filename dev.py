"""Sets up everything and runs a task: `python3 dev.py site`, `python3 dev.py test`.

Needs only Python 3.11 or newer. The first run makes `.dev/` with uv in it; uv then installs what
`uv.lock` says into `.venv/`. Both are made once and used again. The tasks stand in
`pyproject.toml`, under `tool.poe.tasks`; without a task their list is shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".dev"
SCRIPTS = TOOLS / ("Scripts" if os.name == "nt" else "bin")
UV = SCRIPTS / ("uv.exe" if os.name == "nt" else "uv")
#: One version of uv, by its hashes; the same as in uv.lock.
UV_REQUIREMENT = ROOT / "tools" / "uv.txt"


def main(arguments: list[str]) -> int:
    """Set up, then run the task; returns its exit code."""
    if sys.version_info < (3, 11):
        print("ต้องใช้ Python 3.11 ขึ้นไป / Python 3.11 or newer is needed", file=sys.stderr)
        return 2
    if not UV.exists():
        venv.create(TOOLS, with_pip=True, clear=True)
        python = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
        install = [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r"]
        subprocess.run([*install, str(UV_REQUIREMENT)], check=True)
    # Many processes are started, each faster where compiled modules are kept.
    unwanted = ("VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment["UV_PYTHON"] = sys.executable
    environment["UV_PROJECT_ENVIRONMENT"] = str(ROOT / ".venv")
    command = [str(UV), "run", "--frozen", "--quiet", "poe", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
