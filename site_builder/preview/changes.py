"""Waits until the files of a workspace have changed, and are whole again.

Looking at the files decides; what the system tells of changes (watchdog) only makes us look sooner.
So nothing is missed on network drives, which tell nothing, nor where the system has no room for more
watches; a program that writes by renaming changes the same file; and what is no change of ours, such
as a built site beside the data, makes no work.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from site_builder.sources.files import Stamp, stamp, stamps

#: How often files are looked at where nothing is told, in seconds.
_EVERY = 1.0
#: The same where the system tells nothing at all.
_EVERY_UNTOLD = 0.4
#: Looking takes at most this part of the time, however many files there are.
_SHARE = 0.05
#: Files must be still for so long, in seconds, ...
_STILL = 0.06
#: ... but a file that grows on and on is not waited for longer than this.
_LONGEST = 3.0

Look = dict[str, Stamp]


class Changes:
    """The changes of some files and folders. Not for several threads."""

    def __init__(self, *, told: bool = True) -> None:
        """`told`: whether the system may be asked to tell of changes."""
        self._woken = threading.Event()
        self._watches: set[Path] = set()
        self._observer = Observer() if told else None
        self._places: tuple[Path, ...] = ()
        self._seen: Look = {}
        if self._observer:
            try:
                self._observer.start()
            except OSError:  # the system has no room for more
                self._observer = None

    def follow(self, places: Iterable[Path]) -> None:
        """Look at these files and folders from now on; what changed in them before now does not count,
        unless it is followed already."""
        added = [
            place
            for place in places
            if not any(place.is_relative_to(known) for known in self._places)
        ]
        self._places = (*self._places, *added)
        self._seen |= _look(added)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a change, at most so long; whether there was one. The files are still then."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            self._watch()
            started = time.perf_counter()
            now = _look(self._places)
            took = time.perf_counter() - started
            if now != self._seen:
                self._seen = self._still(now)
                return True
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return False
            pause = max(_EVERY if self._observer else _EVERY_UNTOLD, took / _SHARE)
            self._woken.wait(pause if left is None else min(pause, left))
            self._woken.clear()

    def stop(self) -> None:
        if self._observer:
            self._observer.stop()

    def _still(self, now: Look) -> Look:
        """What is seen once nothing changes any more."""
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            time.sleep(_STILL)
            again = _look(self._places)
            if again == now:
                break
            now = again
        return now

    def _watch(self) -> None:
        """Ask to be told of the folders that are there by now."""
        folders = {place if place.is_dir() else place.parent for place in self._places}
        for folder in sorted(folders - self._watches):
            if self._observer is None or not folder.is_dir():
                continue
            # A folder that holds a single file of ours may hold anything else.
            is_whole = folder in self._places
            try:
                self._observer.schedule(_Waker(self._woken), str(folder), recursive=is_whole)
            except OSError:
                self._observer.stop()
                self._observer = None
            self._watches.add(folder)


class _Waker(FileSystemEventHandler):
    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Not for reading, which is what we do ourselves.
        if event.event_type not in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE):
            self._woken.set()


def _look(places: Iterable[Path]) -> Look:
    """The files at these places; not those that programs put beside a file while it is edited."""
    found: Look = {}
    for place in places:
        for name, each in stamps(place).items():
            if not any(part.startswith((".", "~")) for part in name.split("/")):
                found[f"{place}/{name}"] = each
        try:
            if not place.is_dir():
                found[str(place)] = stamp(place.lstat())
        except OSError:
            continue  # not there
    return found
