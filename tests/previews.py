"""A preview in a process of its own, as a person starts it, for tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: A busy machine is slow, not wrong.
PATIENCE = 60


class Running:
    """`oit serve` that runs.

    Attributes:
        address: of its front page.
        said: every line that it has written.
        process: the process itself.
    """

    def __init__(self, workspace: Path, *arguments: str, **environment: str) -> None:
        self.said: list[str] = []
        self.address = ""
        self._has_address = threading.Event()
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP
        self.process = subprocess.Popen(
            [sys.executable, "-m", "site_builder", "serve", *arguments],
            cwd=workspace,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            creationflags=flags,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        assert self._has_address.wait(PATIENCE), self.said

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            found = re.search(r"http://\S+?:\d+/", line)
            if found and not self.address:
                self.address = found.group()
                self._has_address.set()

    def interrupt(self) -> int:
        """Press Ctrl-C; the exit code."""
        ctrl_c: int = signal.SIGINT
        if sys.platform == "win32":
            ctrl_c = signal.CTRL_BREAK_EVENT
        self.process.send_signal(ctrl_c)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def running(workspace: Path, *arguments: str, **environment: str) -> Iterator[Running]:
    """A preview of the workspace at any free port, without a browser, until the block ends."""
    preview = Running(workspace, "--no-open", "--port", "0", *arguments, **environment)
    try:
        yield preview
    finally:
        preview.kill()
