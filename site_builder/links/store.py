"""What was seen of addresses, kept from run to run in a small SQLite file.

Each look is committed before the next is made, so that a run that is killed loses nothing. Equal
looks after another are one row, and an address has a bounded number of rows.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from site_builder.caches import text_cache
from site_builder.language import Text, same
from site_builder.links.answers import Cause
from site_builder.links.verdicts import APART, Seen, Span
from site_builder.problems import InputError
from site_builder.sources.write import of_the_disk, unwritable

_VERSION = 1
#: Rows kept of one address; a link that fails has one or two, one that comes and goes many.
MOST_SPANS = 20
#: An address that no run has asked for so long is forgotten: a link of last year's edition may come
#: back, one of the year before does not.
FORGET_AFTER = timedelta(days=800)
#: A run that was cut off goes on for so long; after that the links are asked anew.
RESUME_WITHIN = timedelta(hours=24)
#: Another run may be writing.
_PATIENCE = 10.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS span (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    cause TEXT,
    status INTEGER NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    first REAL NOT NULL,
    last REAL NOT NULL,
    counted REAL NOT NULL,
    runs INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS span_url ON span (url, id);
CREATE TABLE IF NOT EXISTS run (started REAL NOT NULL);
"""
_COLUMNS = "cause, status, target, detail, first, last, runs"


class Store:
    """The file; open it with `open_store`.

    Attributes:
        told: what is to be said of the file itself, such as that a damaged one was set aside.
    """

    def __init__(self, connection: sqlite3.Connection, told: Text | None = None) -> None:
        self._connection = connection
        self.told = told

    def begin(self, now: datetime) -> datetime:
        """When this run began: now, or earlier where it goes on with one that was cut off."""
        found = self._connection.execute("SELECT max(started) FROM run").fetchone()[0]
        if found is not None and timedelta() <= now - _moment(found) <= RESUME_WITHIN:
            return _moment(found)
        with self._connection as connection:
            connection.execute("DELETE FROM run")
            connection.execute("INSERT INTO run VALUES (?)", (now.timestamp(),))
            oldest = (now - FORGET_AFTER).timestamp()
            connection.execute("DELETE FROM span WHERE last < ?", (oldest,))
        return now

    def end(self) -> None:
        """The run has come to its end; the next one asks anew."""
        with self._connection as connection:
            connection.execute("DELETE FROM run")

    def add(self, url: str, seen: Seen, at: datetime) -> None:
        """Keep what a look has shown, for good from here on."""
        moment = at.timestamp()
        row = self._connection.execute(
            f"SELECT id, counted, {_COLUMNS} FROM span WHERE url = ? ORDER BY id DESC LIMIT 1",
            (url,),
        ).fetchone()
        last = _span(row[2:]) if row else None
        # A failure that changes its face within hours is still one run; the first one always counts.
        is_apart = (
            last is None
            or last.seen.is_deadly != seen.is_deadly
            or moment - row[1] >= APART.total_seconds()
        )
        counted = moment if is_apart else row[1]
        with self._connection as connection:
            if last is not None and last.seen.is_same(seen):
                connection.execute(
                    "UPDATE span SET detail = ?, last = ?, counted = ?, runs = runs + ? WHERE id = ?",
                    (seen.detail, moment, counted, is_apart, row[0]),
                )
                return
            cause = seen.cause.value if seen.cause else None
            values = (seen.status, seen.target, seen.detail, moment, moment, counted, is_apart)
            connection.execute(
                "INSERT INTO span (url, cause, status, target, detail, first, last, counted, runs)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (url, cause, *values),
            )
            connection.execute(
                "DELETE FROM span WHERE url = ? AND id NOT IN"
                " (SELECT id FROM span WHERE url = ? ORDER BY id DESC LIMIT ?)",
                (url, url, MOST_SPANS),
            )

    def spans(self, url: str) -> list[Span]:
        """What was seen of an address, the oldest first."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM span WHERE url = ? ORDER BY id", (url,)
        )
        return [_span(row) for row in rows]

    def close(self) -> None:
        self._connection.close()


def default_path() -> Path | None:
    """The file of this user, shared by all workspaces; None where no folder can be written. Losing
    it loses no more than time: what is dead is told some days later."""
    folder = text_cache("links")
    return folder / "history.sqlite" if folder else None


@contextlib.contextmanager
def open_store(path: Path | None) -> Iterator[Store]:
    """The store in this file, or one in memory; a file that is damaged, or of another version of
    this program, is set aside under another name.

    Raises:
        InputError: the file can be neither read nor written.
    """
    told = None
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _connected(path)
        except sqlite3.DatabaseError as error:
            # What cannot be opened or is in use is no damage.
            if path is None or isinstance(error, sqlite3.OperationalError):
                raise
            aside = set_aside(path)
            told = _damaged(path, aside)
            connection = _connected(path)
    except (OSError, sqlite3.DatabaseError) as error:
        why = error if isinstance(error, OSError) else OSError(0, str(error))
        name = path.as_posix() if path else ""
        raise InputError([of_the_disk(error) or unwritable(name, why)]) from None
    store = Store(connection, told)
    try:
        yield store
    finally:
        store.close()


def _connected(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", timeout=_PATIENCE)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        connection.executescript(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def set_aside(path: Path) -> Path:
    """Give a file that cannot be used a name of its own, with what SQLite keeps beside it."""
    number = 1
    while (aside := path.with_name(f"{path.name}.unusable-{number}")).exists():
        number += 1
    path.rename(aside)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return aside


def _span(row: tuple[str | None, int, str, str, float, float, int]) -> Span:
    cause, status, target, detail, first, last, runs = row
    seen = Seen(Cause(cause) if cause else None, status, target, detail)
    return Span(seen, _moment(first), _moment(last), runs)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _damaged(path: Path, aside: Path) -> Text:
    return Text(
        "ไฟล์ประวัติการตรวจลิงก์ {path} อ่านไม่ได้ จึงเก็บไว้ในชื่อ {aside} และเริ่มนับใหม่",
        "the history of links {path} cannot be read; it is kept as {aside}, and counting begins anew",
    ).format(path=same(path.as_posix()), aside=same(aside.name))
