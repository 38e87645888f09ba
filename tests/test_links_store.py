"""What is kept of links from run to run, and what follows from it."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import ROOT

from site_builder.links.answers import Cause
from site_builder.links.store import FORGET_AFTER, MOST_SPANS, RESUME_WITHIN, open_store
from site_builder.links.verdicts import (
    DEAD_AFTER,
    DEAD_AFTER_RUNS,
    UNKNOWN,
    Owner,
    Seen,
    Span,
    State,
    Verdict,
    judge,
)
from site_builder.problems import InputError

URL = "https://a.go.th/x"
DAY = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)
FINE, GONE = Seen(None, 200), Seen(Cause.MISSING, 404)
LATE, BUSY = Seen(Cause.TIMEOUT), Seen(Cause.SERVER, 503)
MOVED = Seen(None, 200, "https://b.go.th/x")


def verdict_of(looks: list[tuple[float, Seen]]) -> Verdict:
    """The verdict after looks at these hours."""
    with open_store(None) as store:
        for hours, seen in looks:
            store.add(URL, seen, DAY + timedelta(hours=hours))
        return judge(URL, store.spans(URL))


@pytest.mark.parametrize(
    ("looks", "state", "runs", "since"),
    [
        ([], State.NOT_CHECKED, 0, None),
        ([(0, FINE)], State.FINE, 1, 0),
        ([(0, FINE), (24, FINE), (48, FINE)], State.FINE, 3, 0),
        ([(0, FINE), (24, MOVED)], State.MOVED, 1, 24),
        ([(0, GONE)], State.SUSPECT, 1, 0),
        ([(0, GONE), (24, GONE), (48, GONE)], State.SUSPECT, 3, 0),
        ([(0, GONE), (24, GONE), (72, GONE)], State.DEAD, 3, 0),
        ([(0, GONE), (72, GONE)], State.SUSPECT, 2, 0),
        ([(0, GONE), (1, GONE), (2, GONE), (72, GONE)], State.SUSPECT, 2, 0),
        ([(0, GONE), (1, BUSY), (2, GONE), (72, GONE)], State.SUSPECT, 2, 0),
        ([(0, GONE), (24, BUSY), (72, GONE)], State.DEAD, 3, 0),
        ([(0, GONE), (24, FINE), (48, GONE), (72, GONE)], State.SUSPECT, 2, 48),
        ([(0, GONE), (24, LATE), (48, GONE), (72, GONE)], State.DEAD, 3, 0),
        ([(0, GONE), (24, GONE), (72, LATE)], State.REVIEW, 1, 72),
        ([(0, LATE), (1, GONE)], State.SUSPECT, 1, 1),
        ([(0, LATE), (24, LATE), (96, LATE)], State.REVIEW, 3, 0),
        ([(0, GONE), (24, Seen(Cause.BLOCKED, 403)), (72, GONE)], State.SUSPECT, 1, 72),
        ([(0, GONE), (24, GONE), (72, GONE), (96, FINE)], State.FINE, 1, 96),
    ],
)
def test_what_follows_from_looks(
    looks: list[tuple[float, Seen]], state: State, runs: int, since: float | None
) -> None:
    verdict = verdict_of(looks)
    assert (verdict.state, verdict.runs) == (state, runs)
    assert verdict.first == (None if since is None else DAY + timedelta(hours=since))
    assert verdict.is_failure is (state == State.DEAD)


_looks = st.lists(
    st.tuples(
        st.floats(0, 48),
        st.sampled_from([FINE, MOVED, GONE, BUSY, LATE, *(Seen(cause) for cause in Cause)]),
    ),
    max_size=40,
)


@given(_looks)
@settings(max_examples=60, deadline=None)
def test_nothing_is_dead_before_its_time(steps: list[tuple[float, Seen]]) -> None:
    """Whatever was seen: a failure rests on runs apart, over days, without any answer in between."""
    hours = 0.0
    looks = []
    for step, seen in steps:
        hours += step
        looks.append((hours, seen))
    with open_store(None) as store:
        for at, seen in looks:
            store.add(URL, seen, DAY + timedelta(hours=at))
        spans = store.spans(URL)
        verdict = judge(URL, spans)
    assert len(spans) <= MOST_SPANS
    if not verdict.is_failure:
        return
    assert verdict.first and verdict.last
    assert verdict.last - verdict.first >= DEAD_AFTER
    assert verdict.runs >= DEAD_AFTER_RUNS
    since = [seen for at, seen in looks if DAY + timedelta(hours=at) >= verdict.first]
    assert all(seen.is_deadly or seen.cause == Cause.TIMEOUT for seen in since)


@pytest.mark.parametrize("cause", [None, *Cause])
def test_every_verdict_has_its_words(cause: Cause | None) -> None:
    seen = Seen(cause, 404, "" if cause else "https://b.go.th/")
    verdict = judge(URL, [Span(seen, DAY, DAY, 1)])
    for text in (verdict.message, verdict.remedy, verdict.state.label):
        assert text and text.th != text.en
    assert verdict.owner
    assert verdict.owner.label.th != verdict.owner.label.en
    assert (verdict.owner == Owner.OURS) == (cause in {Cause.NETWORK, Cause.OFFLINE})


def test_what_is_kept_of_one_address_is_bounded() -> None:
    with open_store(None) as store:
        for number in range(100):
            store.add(URL, Seen(Cause.SERVER, 500 + number % 3), DAY + timedelta(days=number))
        store.add("https://b.go.th/", FINE, DAY)
        spans = store.spans(URL)
        assert len(spans) == MOST_SPANS
        assert spans[-1].last == DAY + timedelta(days=99)
        assert len(store.spans("https://b.go.th/")) == 1
        assert judge(URL, spans).state == State.DEAD


def test_what_nobody_asks_for_is_forgotten() -> None:
    with open_store(None) as store:
        store.add(URL, FINE, DAY)
        store.begin(DAY + FORGET_AFTER - timedelta(days=1))
        assert store.spans(URL)
        store.end()
        store.begin(DAY + FORGET_AFTER + timedelta(days=1))
        assert not store.spans(URL)


def test_when_a_run_began() -> None:
    with open_store(None) as store:
        assert store.begin(DAY) == DAY
        later = DAY + RESUME_WITHIN
        assert store.begin(later) == DAY, "the first one was cut off"
        assert store.begin(later + timedelta(seconds=1)) == later + timedelta(seconds=1)
        store.end()
        assert store.begin(later + timedelta(hours=1)) == later + timedelta(hours=1)
        assert store.begin(DAY) == DAY, "a clock that was put back"


def test_a_file_keeps_what_it_was_told(tmp_path: Path) -> None:
    path = tmp_path / "new folder/history.sqlite"
    for hours in (0, 24, 72):
        with open_store(path) as store:
            store.add(URL, GONE, DAY + timedelta(hours=hours))
    with open_store(path) as store, open_store(path) as another:
        assert judge(URL, store.spans(URL)).state == State.DEAD
        another.add(URL, FINE, DAY + timedelta(hours=73))
        assert judge(URL, store.spans(URL)).state == State.FINE


@pytest.mark.parametrize("damage", ["no database", "cut", "version"])
def test_a_file_that_cannot_be_read_is_set_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "history.sqlite"
    with open_store(path) as store:
        for number in range(500):
            store.add(f"{URL}{number}", GONE, DAY)
    if damage == "no database":
        path.write_bytes(b"nothing of the kind" * 100)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:20_000])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    kept = path.read_bytes()
    with open_store(path) as store:
        assert store.told is not None
        assert "history.sqlite.unusable-1" in store.told.th
        store.add(URL, FINE, DAY)
        assert len(store.spans(URL)) == 1
    assert (tmp_path / "history.sqlite.unusable-1").read_bytes() == kept


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file/history.sqlite", tmp_path):
        with pytest.raises(InputError) as raised, open_store(path):
            pass
        [problem] = raised.value.problems
        assert problem.code == "output-unwritable"
        assert problem.location.file == path.as_posix()


def test_the_docs_name_every_cause_with_its_owner_and_state() -> None:
    text = (ROOT / "docs/external-links.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \|", text, re.MULTILINE))
    wanted = set()
    for cause in Cause:
        verdict = judge(URL, [Span(Seen(cause), DAY, DAY, 1)])
        state = "not-checked" if cause in UNKNOWN else verdict.state.value
        states = "`suspect`, `dead`" if verdict.seen.is_deadly else f"`{state}`"
        wanted.add((cause.value, verdict.owner, states))
    assert told == wanted
    assert set(
        re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (?:no|\*\*yes\*\*) \|", text, re.MULTILINE)
    ) == {state.value for state in State}
