"""The memory of many processes at once, by what each is for; read where Linux tells it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

#: Tells by its command line what a process is for; None where it does not count.
Role = Callable[[str], str | None]


class Watch:
    """Looks at everything that this process has started, while a block runs.

    Attributes:
        most: the most megabytes that one process of each role has held; the kernel keeps the peak, so
            only a process that lives shorter than the pause is missed.
    """

    def __init__(self, role: Role, pause: float = 0.1) -> None:
        self.most: dict[str, float] = {}
        self._role, self._pause = role, pause
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_looking, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _keep_looking(self) -> None:
        while not self._ended.wait(self._pause):
            self.look()

    def look(self) -> None:
        """Look once."""
        for process in descendants(os.getpid()):
            try:
                command = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
                role = self._role(command.decode("utf-8", "replace"))
                if role:
                    self.most[role] = max(self.most.get(role, 0.0), peak(process))
            except OSError:  # it has ended meanwhile
                continue


def descendants(process: int) -> Iterator[int]:
    """Every process that a process has started, and those have started, as far as they live."""
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from descendants(child)


def peak(process: int) -> float:
    """The most megabytes that a process has held; 0 where the system does not tell."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000
