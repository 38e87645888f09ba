"""What the preview shows: the last good site, and what keeps a newer one from being made."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from site_builder.engines.lazy import LazySite
from site_builder.language import Text
from site_builder.memory import Memory
from site_builder.preview.overview import Overview
from site_builder.problems import InputError, Problem, our_fault

#: The code of a problem that may be over by itself: a file that another program holds for a moment.
PASSING = "file-unreadable"


@dataclass(frozen=True)
class State:
    """One state of the preview.

    Attributes:
        id: differs from that of every other state, also of an earlier run.
        site: the last good one; None where there was none yet.
        read_at: when its input was read.
        problems: why the newest input gives no site; none where `site` is of the newest.
        fault: what to tell of a fault of ours; None where there was none.
    """

    id: str
    site: LazySite | None = None
    read_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    fault: Text | None = None

    @property
    def is_good(self) -> bool:
        """Whether the site is of the newest input."""
        return not self.problems and self.fault is None

    @property
    def is_passing(self) -> bool:
        """Whether it may be good without any change of a file."""
        return any(problem.code == PASSING for problem in self.problems)

    @cached_property
    def overview(self) -> Overview | None:
        """What is still to do in the site; None where there is none."""
        return Overview(self.site.publication) if self.site else None


class Preview:
    """The preview of one workspace. One thread refreshes it, any number may look at it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._memory = Memory()
        self._changed = threading.Condition()
        self._run = secrets.token_hex(4)
        self._number = 0
        self._is_over = False
        self.state = State(self._run)

    def refresh(self) -> State:
        """Read what has changed. Never raises for what the workspace holds, nor for a fault of ours."""
        before = self.state
        self._number += 1
        now = f"{self._run}-{self._number}"
        try:
            started = datetime.now()
            site = LazySite(self.root, self._memory)
            state = State(now, site, started)
        except InputError as error:
            state = State(now, before.site, before.read_at, error.problems)
        except Exception:
            # What was remembered may be at fault.
            self._memory = Memory()
            state = State(now, before.site, before.read_at, fault=our_fault())
        with self._changed:
            self.state = state
            self._changed.notify_all()
        return state

    def wait(self, seen: str, seconds: float) -> State | None:
        """The state as soon as it is another than `seen`, or after so many seconds; None where the
        preview has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self.state.id != seen, seconds)
            return None if self._is_over else self.state

    def end(self) -> None:
        """Let go of everyone who waits."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
