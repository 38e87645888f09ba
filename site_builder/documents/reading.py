"""Reads documents by a program of its own, and keeps what it found by what the files hold.

The cache stands in the user's cache folder (see `caches`) and may be deleted at any time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from site_builder.caches import text_cache
from site_builder.documents.model import Facts, Fault
from site_builder.documents.packed import packed, unpacked
from site_builder.sources.files import FileRef
from site_builder.temporary import replacing

#: To be raised when other facts would be found in the same file than before.
FORMAT = 2
#: What facts rest on besides our own code.
_LIBRARIES = ("pypdfium2", "openpyxl", "pillow")

#: SHA-256 of documents that this process could not read for a reason that may pass, such as its time.
missed: set[str] = set()

_PROGRAM = ("-I", "-W", "ignore", "-m", "site_builder.documents.reader")


def read_documents(files: Iterable[FileRef]) -> Mapping[str, Facts]:
    """What is known of each file, by its SHA-256. Never raises for what a file holds.

    Where one content stands under several names, it is judged by the name that fits it least.
    """
    wanted = {(file.sha256, file.suffix): file for file in files}
    if not wanted:
        return {}
    from importlib.metadata import version  # loads the library of e-mail

    cache = text_cache("-".join(["documents", str(FORMAT), *map(version, _LIBRARIES)]))
    known: dict[tuple[str, str], Facts] = {}
    if cache:
        for key in wanted:
            kept = _kept(_place(cache, *key))
            if kept:
                known[key] = kept
    missing = [key for key in wanted if key not in known]
    for key, facts in zip(missing, _read([wanted[key] for key in missing]), strict=True):
        known[key] = facts
        # What is our own limit may be none next time.
        if cache and not any(fault.is_ours for fault in facts.faults):
            _keep(_place(cache, *key), facts)
    found: dict[str, Facts] = {}
    for key in wanted:
        digest, _ = key
        found[digest] = max(found.get(digest, known[key]), known[key], key=_number_of_faults)
    return found


def _number_of_faults(facts: Facts) -> int:
    return len(facts.faults)


def _read(files: list[FileRef]) -> list[Facts]:
    """What is known of each file, found by processes that may die of one."""
    found: list[Facts] = []
    while len(found) < len(files):
        left = files[len(found) :]
        answers, end = _ask(left)
        unread = left[len(answers or ()) :]
        if end.is_ours:
            missed.update(file.sha256 for file in (unread[:1] if answers else unread))
        found += answers or []
        if answers is None:  # no reader could be started: the next one could not either
            found += [Facts("", file.size, (end,)) for file in left]
        elif len(answers) < len(left):  # the reader died of this one
            found.append(Facts("", left[len(answers)].size, (end,)))
    return found


def _ask(files: list[FileRef]) -> tuple[list[Facts] | None, Fault]:
    """The answers of one process, fewer than there are files where it died, None if it never began;
    and what its end means."""
    # Most runs find everything kept, and ask nobody.
    import subprocess

    from site_builder.documents import reader

    asked = json.dumps([(str(file.path.resolve()), file.suffix) for file in files]).encode()
    limit = reader.SECONDS * (len(files) + 1)
    try:
        process = subprocess.Popen(
            [sys.executable, *_PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError:
        return None, Fault.NOT_OPENED
    end = Fault.BROKEN
    with process:
        try:
            told, errors = process.communicate(asked, timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            told, errors = process.communicate()
            end = Fault.TIMED_OUT
    if b"Timeout (" in errors:
        end = Fault.TIMED_OUT
    elif (
        b"Traceback (" in errors
    ):  # a mistake of ours; what a file does to a library is caught there
        end = Fault.NOT_OPENED
    # A line without its end was cut off by the death of the process.
    lines = [line for line in told.splitlines(keepends=True) if line.endswith(b"\n")]
    if not lines:
        return None, Fault.NOT_OPENED
    return list(map(unpacked, lines[1:])), end


def _place(cache: Path, digest: str, ending: str) -> Path:
    return cache / f"{digest}-{ending if ending.isalnum() else ''}.json"


def _kept(path: Path) -> Facts | None:
    try:
        return unpacked(path.read_bytes())
    except (OSError, ValueError):
        return None


def _keep(path: Path, facts: Facts) -> None:
    with suppress(OSError), replacing(path, lasting=False) as file:
        file.write(packed(facts).encode())
