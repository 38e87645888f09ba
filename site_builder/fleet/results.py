"""What came of each agency's work, kept in a small SQLite file of the results folder.

Each agency is committed as soon as it is done, so a run that is killed loses nothing: the next one goes on.
What was done is not done again while agency, program and question are the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from site_builder.fleet.outcomes import Outcome
from site_builder.holding import Holder, held, told_by
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.write import of_the_disk, unwritable

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS done (
    command TEXT NOT NULL,
    agency TEXT NOT NULL,
    asked TEXT NOT NULL,
    rests_on TEXT,
    made TEXT NOT NULL,
    outcome TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (command, agency)
) WITHOUT ROWID;
"""


class Results:
    """The file; open it with `open_results`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(
        self, command: str, agency: str, asked: str
    ) -> tuple[str, str, dict[str, Any]] | None:
        """What an earlier answer to the same question rests on, what it has made, and the answer itself.

        None where there is none that could be used again.
        """
        row = self._connection.execute(
            "SELECT rests_on, made, outcome, result FROM done"
            " WHERE command = ? AND agency = ? AND asked = ?",
            (command, agency, asked),
        ).fetchone()
        if row is None or row[0] is None or Outcome(row[2]).is_ours:
            return None
        return row[0], row[1], json.loads(row[3])

    def put(
        self,
        command: str,
        agency: str,
        asked: str,
        rests_on: str | None,
        made: str,
        result: Mapping[str, Any],
    ) -> None:
        """Keep what came of an agency, for good from here on."""
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        with self._connection as connection:
            connection.execute(
                "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?)",
                (command, agency, asked, rests_on, made, result["outcome"], text),
            )

    def get(self, command: str, agency: str) -> dict[str, Any] | None:
        """The newest result of an agency, None where there is none."""
        row = self._connection.execute(
            "SELECT result FROM done WHERE command = ? AND agency = ?", (command, agency)
        ).fetchone()
        found: dict[str, Any] | None = json.loads(row[0]) if row else None
        return found

    def forget(self, command: str) -> None:
        """Begin anew."""
        with self._connection as connection:
            connection.execute("DELETE FROM done WHERE command = ?", (command,))


@contextmanager
def open_results(folder: Path) -> Iterator[Results]:
    """The results of a folder, which is made where it is missing; for one run at a time.

    Raises:
        InputError: another run is using it, or it cannot be written.
    """
    path = folder / "results.sqlite"
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(held(folder / "busy.json", "oit fleet", partial(_running, folder)))
            connection = sqlite3.connect(path, timeout=0)
        except (OSError, sqlite3.OperationalError) as error:
            raise InputError([_no_file(path, error)]) from None
        stack.callback(connection.close)
        try:
            # Held to the end of the run, and given back by the system when it is killed.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                connection.execute("DROP TABLE IF EXISTS done")
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute(_SCHEMA)
            connection.execute("BEGIN EXCLUSIVE")
            connection.commit()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InputError([_running(folder, None)]) from None
            raise InputError([_no_file(path, error)]) from None
        except sqlite3.DatabaseError as error:
            raise InputError([_no_file(path, error)]) from None
        yield Results(connection)


def _no_file(path: Path, error: Exception) -> Problem:
    if isinstance(error, OSError):
        return unwritable(str(path), error)
    return of_the_disk(error) or unwritable(str(path), OSError(0, str(error)))


def _running(folder: Path, holder: Holder | None) -> Problem:
    return Problem(
        "fleet-running",
        Location(str(folder)),
        Text(
            "มีคำสั่ง oit fleet อื่นกำลังใช้โฟลเดอร์ผลนี้: {who}",
            "another oit fleet is using this results folder: {who}",
        ).format(who=told_by(holder)),
        Text(
            "รอให้เสร็จก่อน หรือระบุโฟลเดอร์อื่นด้วย --results",
            "wait until it has ended, or name another folder with --results",
        ),
    )
