"""Looks at an agency's own pages at intervals, and keeps a log of when they could be opened.

The log is a text file, one JSON value a line: first its format, then for each page the stretches of
time in which every check gave the same. It is rewritten whole after each check, and bounded.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from site_builder.holding import Holder, held, told_by
from site_builder.language import Text, same
from site_builder.links.answers import Cause
from site_builder.links.external import Settings, address, look
from site_builder.links.store import set_aside
from site_builder.links.verdicts import Seen
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.write import unwritable, write_file

FORMAT = 1
#: Often enough to show an outage of an hour, and 48 requests a day for a page.
EVERY = timedelta(minutes=30)
#: Checks further from each other than so many intervals leave a time that was not watched.
_GAP = 2.5
#: Kept of one page: in the worst case 2 MB for 35 pages. The oldest are dropped.
MOST_STRETCHES = 300


class Reach(StrEnum):
    """Whether readers could open a page."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


#: The site's own failures. What remains is our network, or a firewall that may let readers pass.
_DOWN = frozenset(
    [
        Cause.MISSING,
        Cause.LOGIN,
        Cause.ELSEWHERE,
        Cause.LOOP,
        Cause.STATUS,
        Cause.SERVER,
        Cause.DNS,
        Cause.REFUSED,
        Cause.TIMEOUT,
        Cause.TLS,
        Cause.BROKEN,
        Cause.NOT_FOUND_PAGE,
        Cause.TAKEN_OVER,
    ]
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Checks of one page after another that gave the same.

    Attributes:
        first, last: the times of the first and the last check.
    """

    cause: Cause | None
    status: int
    first: datetime
    last: datetime
    checks: int = 1

    @property
    def reach(self) -> Reach:
        if self.cause is None:
            return Reach.UP
        return Reach.DOWN if self.cause in _DOWN else Reach.UNKNOWN


@dataclass(frozen=True, slots=True)
class Time:
    """A time in which some pages could not be opened, or in which it is not known.

    Attributes:
        urls: of the pages that had it alike.
        cause: None where nobody checked.
        first, last: when it was seen first and last.
        before: when the check before it found the pages open, None where none did.
        after: the same for the check after it.
    """

    urls: tuple[str, ...]
    cause: Cause | None
    status: int
    first: datetime
    last: datetime
    before: datetime | None
    after: datetime | None


@dataclass
class Log:
    """What was seen of some pages.

    Attributes:
        every: between two checks.
        stretches: of each page, the oldest first.
        told: what is to be said of the file itself.
    """

    every: timedelta
    stretches: dict[str, list[Stretch]] = field(default_factory=dict)
    told: Text | None = None

    def add(self, url: str, seen: Seen, at: datetime) -> None:
        """One more check of a page."""
        known = self.stretches.setdefault(url, [])
        last = known[-1] if known else None
        if (
            last is not None
            and (last.cause, last.status) == (seen.cause, seen.status)
            and at - last.last <= self.every * _GAP
        ):
            known[-1] = replace(last, last=at, checks=last.checks + 1)
        else:
            known.append(Stretch(seen.cause, seen.status, at, at))
            del known[:-MOST_STRETCHES]

    def checks(self, url: str) -> Counter[Reach]:
        """How many checks of a page found it open, not open, or could not tell."""
        counts: Counter[Reach] = Counter()
        for stretch in self.stretches[url]:
            counts[stretch.reach] += stretch.checks
        return counts

    def times(self, reach: Reach) -> list[Time]:
        """The times in which pages were so, the oldest first."""
        pages: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for url, stretches in self.stretches.items():
            for before, each, after in zip(
                (None, *stretches), stretches, (*stretches[1:], None), strict=False
            ):
                if each.reach != reach:
                    continue
                opened = before.last if before and self._opens(before, before, each) else None
                closed = after.first if after and self._opens(after, each, after) else None
                # When a page was open before and after says nothing of a time that is not known.
                ends = (opened, closed) if reach == Reach.DOWN else (None, None)
                key = (each.first, each.last, each.cause, each.status, *ends)
                pages[key].append(url)
        found = [
            Time(tuple(urls), cause, status, first, last, before, after)
            for (first, last, cause, status, before, after), urls in pages.items()
        ]
        return sorted(found, key=lambda each: (each.first, each.urls))

    def gaps(self) -> list[Time]:
        """The times between two checks in which nobody checked."""
        pages: dict[tuple[datetime, datetime], list[str]] = defaultdict(list)
        for url, stretches in self.stretches.items():
            for one, next_one in pairwise(stretches):
                if self._is_gap(one, next_one):
                    pages[one.last, next_one.first].append(url)
        return [
            Time(tuple(urls), None, 0, first, last, None, None)
            for (first, last), urls in sorted(pages.items())
        ]

    def course(self, url: str) -> Iterator[tuple[datetime, datetime, Reach]]:
        """The time of a page from its first check on: each check stands until the next one, but for no
        longer than one interval after it; what nobody has checked is not known."""
        stretches = self.stretches[url]
        for one, next_one in zip_longest(stretches, stretches[1:]):
            is_followed = next_one is not None and not self._is_gap(one, next_one)
            end = next_one.first if is_followed else one.last + self.every
            yield one.first, end, one.reach
            if next_one is not None and end < next_one.first:
                yield end, next_one.first, Reach.UNKNOWN

    def _opens(self, page: Stretch, one: Stretch, next_one: Stretch) -> bool:
        return page.reach == Reach.UP and not self._is_gap(one, next_one)

    def _is_gap(self, one: Stretch, next_one: Stretch) -> bool:
        return next_one.first - one.last > self.every * _GAP


def run_once(
    urls: Iterable[str],
    path: Path,
    every: timedelta = EVERY,
    settings: Settings | None = None,
    now: Callable[[], datetime] | None = None,
) -> Log:
    """Check each page once and write the log, as a timer of the system calls it.

    Args:
        every: how often it is called; a longer silence shows as a time that was not watched.

    Raises:
        InputError: another check is under way, or the log cannot be written.
    """
    with _alone(path):
        return _checked(list(urls), path, every, settings or Settings(), (now or _now)())


def watch(
    urls: Iterable[str],
    path: Path,
    every: timedelta = EVERY,
    until: datetime | None = None,
    settings: Settings | None = None,
    stop: threading.Event | None = None,
    told: Callable[[Log], None] | None = None,
) -> Log:
    """Check the pages at intervals until a time, or for ever, and tell the log after each check.

    Raises:
        InputError: another check is under way, or the log cannot be written.
    """
    watched = list(urls)
    stop = stop or threading.Event()
    with _alone(path):
        while True:
            began = _now()
            log = _checked(watched, path, every, settings or Settings(), began)
            if told:
                told(log)
            again = began + every
            if until is not None and again > until:
                return log
            if stop.wait(max((again - _now()).total_seconds(), 0)):
                return log


def read_log(path: Path, every: timedelta = EVERY) -> Log:
    """The log in a file, or an empty one where there is none; a damaged file is set aside.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Log(every)
    except UnicodeDecodeError:
        lines = []
    except OSError as error:
        raise InputError([_unreadable(path, error)]) from None
    try:
        head = json.loads(lines[0])
        if head["format"] != FORMAT:
            raise ValueError(head["format"])
        log = Log(timedelta(seconds=head["every"]))
        for line in lines[1:]:
            entry = json.loads(line)
            log.stretches.setdefault(str(entry["url"]), []).append(_stretch(entry))
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ):
        try:
            return Log(every, told=_damaged(path, set_aside(path)))
        except OSError as error:
            raise InputError([_unreadable(path, error)]) from None
    return log


def _checked(
    urls: list[str], path: Path, every: timedelta, settings: Settings, at: datetime
) -> Log:
    log = read_log(path, every)
    log.every = every
    addresses = {address(url): url for url in urls}
    # All checks of one round have one time, so that pages that fail together are told together.
    for each, seen in look(filter(None, addresses), settings):
        log.add(addresses[each], seen, at)
    if "" in addresses:
        log.add(addresses[""], Seen(Cause.NO_ADDRESS), at)
    write_file(path, path.as_posix(), _lines(log))
    return log


def _lines(log: Log) -> str:
    lines: list[dict[str, object]] = [{"format": FORMAT, "every": log.every.total_seconds()}]
    for url in sorted(log.stretches):
        lines += [
            {
                "url": url,
                "reach": each.reach.value,
                "cause": each.cause.value if each.cause else None,
                "status": each.status,
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "checks": each.checks,
            }
            for each in log.stretches[url]
        ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _stretch(entry: Any) -> Stretch:
    cause = Cause(entry["cause"]) if entry["cause"] is not None else None
    first, last = (
        datetime.fromisoformat(entry[name]).astimezone(UTC) for name in ("first", "last")
    )
    return Stretch(cause, int(entry["status"]), first, last, int(entry["checks"]))


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time does this."""
    lock = path.with_name(path.name + ".lock")
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(held(lock, "oit links --watch", partial(_running, path)))
        except OSError as error:
            raise InputError([unwritable(path.as_posix(), error)]) from None
        yield


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _running(path: Path, holder: Holder | None) -> Problem:
    return Problem(
        "watch-running",
        Location(path.as_posix()),
        Text(
            "มีการเฝ้าดูอีกชุดหนึ่งกำลังใช้บันทึกนี้อยู่: {who}", "another watch is using this log: {who}"
        ).format(who=told_by(holder)),
        Text(
            "รอให้ชุดเดิมทำงานเสร็จ หรือระบุไฟล์บันทึกอื่น",
            "wait until it has finished, or name another file",
        ),
    )


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        "file-unreadable",
        Location(path.as_posix()),
        Text(f"อ่านไฟล์บันทึกไม่ได้ ({error.strerror})", f"the log cannot be read ({error.strerror})"),
        Text("ตรวจสิทธิ์ของไฟล์ หรือระบุไฟล์อื่น", "look at the rights of the file, or name another"),
    )


def _damaged(path: Path, aside: Path) -> Text:
    return Text(
        "ไฟล์บันทึก {path} เสียหาย จึงเก็บไว้ในชื่อ {aside} และเริ่มบันทึกใหม่",
        "the log {path} is damaged; it is kept as {aside}, and a new one begins",
    ).format(path=same(path.as_posix()), aside=same(aside.name))
