"""The log of the watch, what it says of outages, and the page for an assessor."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import Reply, page, resolving, site

from site_builder.language import use_language
from site_builder.links.answers import Cause
from site_builder.links.external import Settings
from site_builder.links.fetch import Manners
from site_builder.links.verdicts import Seen
from site_builder.links.watch import MOST_STRETCHES, Log, Reach, read_log, run_once, watch
from site_builder.problems import InputError
from site_builder.reports import outages

QUICK = Manners(seconds=1, tries=2, wait=0.01, pause=0)
SETTINGS = Settings(QUICK, allowed=frozenset(["good.test"]), resolve=resolving(), controls=())
HOUR = timedelta(hours=1)
DAY = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)
A, B = "https://a.go.th/oit/2568/o01/", "https://a.go.th/oit/2568/o02/"
UP, BUSY, LATE = Seen(None, 200), Seen(Cause.SERVER, 503), Seen(Cause.TIMEOUT)
OURS, KEPT_OUT = Seen(Cause.NETWORK), Seen(Cause.BLOCKED, 403)


def log_of(**pages: list[tuple[float, Seen]]) -> Log:
    """A log of pages `a` and `b` with these checks at these hours."""
    log = Log(HOUR)
    for name, checks in pages.items():
        for hours, seen in checks:
            log.add({"a": A, "b": B}[name], seen, DAY + timedelta(hours=hours))
    return log


STORY = log_of(
    a=[
        (0, UP),
        (1, UP),
        (2, BUSY),
        (3, BUSY),
        (4, UP),
        (5, OURS),
        (6, UP),
        (30, UP),
        (31, KEPT_OUT),
    ],
    b=[(0, UP), (1, UP), (2, BUSY), (3, BUSY), (4, UP), (5, OURS), (6, LATE), (30, UP), (31, UP)],
)


def test_equal_checks_are_one_stretch() -> None:
    log = log_of(a=[(number, UP) for number in range(1000)])
    [stretch] = log.stretches[A]
    assert (stretch.checks, stretch.last - stretch.first) == (1000, timedelta(hours=999))


def test_a_log_is_bounded_and_keeps_the_newest() -> None:
    log = log_of(a=[(number, [UP, BUSY][number % 2]) for number in range(3 * MOST_STRETCHES)])
    assert len(log.stretches[A]) == MOST_STRETCHES
    assert log.stretches[A][-1].last == DAY + timedelta(hours=3 * MOST_STRETCHES - 1)


def hours(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - DAY) / HOUR


def test_what_the_log_says_of_outages() -> None:
    """Pages that failed alike are told together; our own network is nobody's outage."""
    told = [
        (len(each.urls), each.cause, *map(hours, (each.before, each.first, each.last, each.after)))
        for each in STORY.times(Reach.DOWN) + STORY.times(Reach.UNKNOWN)
    ]
    assert told == [
        (2, Cause.SERVER, 1, 2, 3, 4),
        (1, Cause.TIMEOUT, None, 6, 6, None),
        (2, Cause.NETWORK, None, 5, 5, None),
        (1, Cause.BLOCKED, None, 31, 31, None),
    ]
    assert [(len(each.urls), hours(each.first), hours(each.last)) for each in STORY.gaps()] == [
        (2, 6, 30)
    ]
    assert STORY.checks(A) == {Reach.UP: 5, Reach.DOWN: 2, Reach.UNKNOWN: 2}


@given(st.lists(st.tuples(st.floats(0, 9), st.sampled_from([UP, BUSY, LATE, OURS])), max_size=60))
@settings(max_examples=50, deadline=None)
def test_no_check_is_lost_or_counted_twice(steps: list[tuple[float, Seen]]) -> None:
    at, checks = 0.0, []
    for step, seen in steps:
        at += step
        checks.append((at, seen))
    log = log_of(a=checks)
    if checks:
        counts = log.checks(A)
        assert counts[Reach.UP] == sum(seen is UP for _, seen in checks)
        assert counts[Reach.UNKNOWN] == sum(seen is OURS for _, seen in checks)
        assert counts.total() == len(checks)


# --- the file -----------------------------------------------------------------------------------


def test_checks_are_kept_from_run_to_run(tmp_path: Path) -> None:
    path = tmp_path / "new folder/outages.jsonl"
    routes: dict[str, Reply] = {"*": page("x", content_type="text/plain")}
    with site(routes) as server:
        urls = [server.url("/oit/ข้อ 1/"), server.url("/oit/2/")]
        for number in range(4):
            at = DAY + number * HOUR
            routes["*"] = page("", 503) if number == 2 else page("x", content_type="text/plain")
            log = run_once(urls, path, HOUR, SETTINGS, lambda at=at: at)  # type: ignore[misc]
    assert read_log(path).stretches == log.stretches
    assert sorted(log.stretches) == sorted(urls), "as they were given"
    [outage] = log.times(Reach.DOWN)
    assert (set(outage.urls), outage.cause, outage.status) == (set(urls), Cause.SERVER, 503)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"format": 1, "every": 3600.0}
    assert json.loads(lines[1])["reach"] == "up"
    assert len(lines) == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        '{"format": 2, "every": 60}\n',
        '{"format": 1, "every": 60}\n{"url": "x"}\n',
        '{"format": 1, "every": 1e99}\n',
        '{"format": 1, "every": 60}\n' + "[" * 100_000,
        '{"format": 1, "every": 60}\n{"url": "x", "cause": "new", "status": 1, "checks": 1}',
        "[]",
    ],
)
def test_a_damaged_log_is_set_aside(tmp_path: Path, text: str) -> None:
    path = tmp_path / "outages.jsonl"
    path.write_text(text, encoding="utf-8")
    log = read_log(path)
    assert log.stretches == {}
    assert log.told and "outages.jsonl.unusable-1" in log.told.th
    assert (tmp_path / "outages.jsonl.unusable-1").read_text(encoding="utf-8") == text


_HOLD = """\
import sys
from pathlib import Path
from site_builder.holding import held
with held(Path(sys.argv[1]), "oit links --watch", print):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_watches_do_not_write_one_log(tmp_path: Path) -> None:
    """The lock of a process that was killed is gone with it."""
    path = tmp_path / "outages.jsonl"
    command = [sys.executable, "-c", _HOLD, f"{path}.lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline()
        for start in (run_once, watch):
            with pytest.raises(InputError) as raised:
                start([], path, HOUR, settings=SETTINGS)
            assert raised.value.problems[0].code == "watch-running"
        assert not path.exists()
        other.kill()
    run_once([], path, HOUR, SETTINGS)
    assert path.exists()


def test_a_log_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file/outages.jsonl", tmp_path):
        with pytest.raises(InputError):
            run_once([], path, HOUR, SETTINGS)
    (tmp_path / "x.jsonl.lock").write_text("what a killed process has left", encoding="utf-8")
    run_once([], tmp_path / "x.jsonl", HOUR, SETTINGS)


def test_watching_goes_on_until_its_time_or_until_it_is_stopped(tmp_path: Path) -> None:
    told: list[int] = []
    stop = threading.Event()

    def tell(log: Log) -> None:
        told.append(log.checks(url).total())
        if len(told) == 4:
            stop.set()

    every = timedelta(seconds=0.05)
    with site({"*": page("x", content_type="text/plain")}) as server:
        url = server.url("/")
        log = watch([url, "nonsense"], tmp_path / "a.jsonl", every, None, SETTINGS, stop, tell)
        assert told == [1, 2, 3, 4]
        assert log.checks(url)[Reach.UP] == 4
        assert log.checks("nonsense") == {Reach.UNKNOWN: 4}
        until = datetime.now(UTC)
        log = watch([url], tmp_path / "b.jsonl", HOUR, until, SETTINGS)
        assert log.checks(url).total() == 1


def test_our_own_network_is_no_outage(tmp_path: Path) -> None:
    path = tmp_path / "outages.jsonl"
    log = run_once(["http://no-name.test/"], path, HOUR, SETTINGS)
    assert log.checks("http://no-name.test/") == {Reach.UNKNOWN: 1}
    with site({"*": page("", 204)}) as control:
        there = replace(SETTINGS, controls=(control.url(),))
        log = run_once(["http://no-name.test/"], path, HOUR, there)
    assert log.checks("http://no-name.test/") == {Reach.UNKNOWN: 1, Reach.DOWN: 1}


# --- the page -----------------------------------------------------------------------------------


def test_the_page_says_what_was_seen_and_no_more() -> None:
    text = outages.render(STORY, "อบต.<b>ตัวอย่าง</b>", {A: "O1 โครงสร้าง"})
    assert text == outages.render(STORY, "อบต.<b>ตัวอย่าง</b>", {A: "O1 โครงสร้าง"})
    soup = BeautifulSoup(text, "html.parser")
    assert soup.h1 and soup.h1.text == "อบต.<b>ตัวอย่าง</b>"
    words = " ".join(soup.get_text(" ").split())
    assert "เปิดได้ 66.66 % ของการตรวจที่ทราบผล" in words
    assert "ตรวจ 2 หน้า รวม 18 ครั้ง ทุก 1 ชั่วโมง" in words
    assert "O1 โครงสร้าง" in words
    down, unknown, each = (table.find_all("tr")[1:] for table in soup.find_all("table"))
    first = " ".join(down[0].get_text(" ").split())
    assert first.startswith(
        "1 มีนาคม 2568 12:00 น. ก่อนหน้านี้เปิดได้เมื่อ 1 มีนาคม 2568 11:00 น. 1 มีนาคม 2568 14:00 น. 2 ชั่วโมง"
    )
    assert "เครื่องแม่ข่ายขัดข้องขณะตรวจ (HTTP 503) 2 หน้า" in first
    assert (len(down), len(unknown), len(each)) == (2, 3, 2)
    assert "ไม่มีการตรวจในช่วงนี้" in str(unknown)
    assert "script" not in text.replace("script-src", "")
    policy = soup.select_one("meta[http-equiv]")
    assert policy and str(policy["content"]).startswith("default-src 'none'; style-src 'sha256-")


def test_the_page_without_checks_and_in_english() -> None:
    assert "ยังไม่มีการตรวจ" in outages.render(Log(HOUR), "อบต.ตัวอย่าง")
    use_language("en")
    try:
        text = outages.render(STORY, "Example")
    finally:
        use_language("th")
    words = " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())
    assert not re.search("[ก-๙]", words)
    assert "2025-03-01 12:00" in words


@pytest.mark.parametrize(
    ("up", "down", "wanted"),
    [(0, 0, "–"), (1, 0, "100.00 %"), (999_999, 1, "99.99 %"), (1, 2, "33.33 %"), (0, 5, "0.00 %")],
)
def test_a_share_is_never_rounded_up(up: int, down: int, wanted: str) -> None:
    log = log_of(a=[(number, UP) for number in range(min(up, 1))])
    if up:
        log.stretches[A] = [replace(log.stretches[A][0], checks=up)]
    if down:
        log.add(A, BUSY, DAY + HOUR)
        log.stretches[A][-1] = replace(log.stretches[A][-1], checks=down)
    text = outages.render(log, "x")
    assert f"เปิดได้ {wanted}" in text or wanted == "–"


def test_the_course_of_time_has_no_holes_and_claims_no_more_than_was_seen() -> None:
    hours: list[tuple[float, Seen]] = [(0, UP), (1, BUSY), (2, UP), (30, UP), (31, LATE)]
    told = [
        ((first - DAY) / HOUR, (last - DAY) / HOUR, reach.value)
        for first, last, reach in log_of(a=hours).course(A)
    ]
    assert told == [
        (0, 1, "up"),
        (1, 2, "down"),
        (2, 3, "up"),
        (3, 30, "unknown"),
        (30, 31, "up"),
        (31, 32, "down"),
    ]


def test_the_strip_shows_the_course_of_time() -> None:
    text = outages.render(log_of(a=[(0, UP), (1, BUSY), (2, BUSY), (3, UP)]), "x")
    soup = BeautifulSoup(text, "html.parser")
    parts = [(str(each["x"]), str(each["width"]), each["class"]) for each in soup.find_all("rect")]
    assert parts == [
        ("0.00", "250.00", ["strip__up"]),
        ("250.00", "500.00", ["strip__down"]),
        ("750.00", "250.00", ["strip__up"]),
    ]
    (strip,) = soup.select("svg")
    assert strip["aria-label"] == "เปิดไม่ได้ 2 จาก 4 ครั้ง"
