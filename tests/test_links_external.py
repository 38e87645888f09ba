"""Links to other servers: how politely they are asked, and what is kept of it from run to run."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme
from loopback import Reply, page, resolving, site, slow, trusting

from site_builder.links.answers import Cause
from site_builder.links.external import Settings, address, check, look
from site_builder.links.fetch import Manners
from site_builder.links.store import open_store
from site_builder.links.verdicts import Owner, Seen, State

QUICK = Manners(seconds=10, tries=3, wait=0.01, pause=0)
NAMES = ("good.test", "other.test", "slow.test", "no-name.test")
SETTINGS = Settings(QUICK, allowed=frozenset(NAMES), resolve=resolving(), controls=())
DAY = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)

PDF = page(b"%PDF-1.7", content_type="application/pdf")
FINE = page("<title>x</title>")
GONE = page("", 404)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Iterator[None]:
    """Certificates of the test's own authority are good ones."""
    with trusting(authority, tmp_path):
        yield


def tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def working(authority: trustme.CA, trusted: None) -> Iterator[Settings]:
    """Settings with a control that says that our network works."""
    with site({"*": page("", 204)}, "control.test", tls(authority, "control.test")) as control:
        yield replace(
            SETTINGS,
            allowed=SETTINGS.allowed | {"control.test"},
            controls=(control.url("/generate_204"),),
        )


def _same(moment: datetime) -> datetime:
    return moment


def seen(settings: Settings, *urls: str) -> list[Seen]:
    found = dict(look(urls, settings))
    return [found[url] for url in urls]


# --- servers that do not answer, and whose fault that is ------------------------------------------


def test_another_host_over_tls_vouches_for_our_network(
    authority: trustme.CA, trusted: None
) -> None:
    """One without TLS does not: a portal on the way may answer in its place."""
    with site({"*": slow(0.1, PDF)}, "other.test", tls(authority, "other.test")) as secure:
        found = seen(SETTINGS, "http://no-name.test/", secure.url())
        assert [each.cause for each in found] == [Cause.DNS, None]
    with site({"*": slow(0.1, PDF)}, "other.test") as plain:
        found = seen(SETTINGS, "http://no-name.test/", plain.url())
        assert [each.cause for each in found] == [Cause.NETWORK, None]


@pytest.mark.parametrize(
    "answer", [page("", 302, location="/portal"), page("<title>Wi-Fi login</title>")]
)
def test_a_portal_is_not_the_internet(authority: trustme.CA, trusted: None, answer: Reply) -> None:
    with site({"/portal": FINE, "*": answer}, "good.test", tls(authority, "good.test")) as portal:
        settings = replace(SETTINGS, controls=(portal.url("/generate_204"),))
        [found] = seen(settings, "http://no-name.test/")
    assert found == Seen(Cause.NETWORK, detail="dns")


def test_a_host_that_is_down_is_asked_few_times(working: Settings) -> None:
    looked_up: list[str] = []

    def counting(host: str, port: int, **named: Any) -> Any:
        looked_up.append(host)
        return resolving()(host, port, **named)

    urls = [f"http://no-name.test/{number}" for number in range(50)]
    found = seen(replace(working, resolve=counting), *urls)
    assert {each.cause for each in found} == {Cause.DNS}
    assert looked_up.count("no-name.test") == 2
    manners = replace(QUICK, seconds=0.1, tries=2)
    with site({"*": slow(0.2, PDF)}, "slow.test") as late:
        found = seen(replace(working, manners=manners), *(late.url(f"/{n}") for n in range(20)))
        assert {each.cause for each in found} == {Cause.TIMEOUT}
        assert len(late.asked) == 6


# --- politeness ---------------------------------------------------------------------------------


def test_one_request_at_a_time_to_a_host_and_a_pause_after_it() -> None:
    """Also where redirects of other hosts lead there."""
    manners = replace(QUICK, pause=0.03)
    with ExitStack() as stack:
        target = stack.enter_context(site({"*": slow(0.01, PDF)}))
        leads = page("", 302, location=target.url("/shared"))
        others = [
            stack.enter_context(site({"*": leads}, name)) for name in ("other.test", "slow.test")
        ]
        urls = [target.url(f"/{n}") for n in range(4)]
        urls += [other.url(f"/{n}") for other in others for n in range(2)]
        found = seen(replace(SETTINGS, manners=manners), *urls)
    assert {each.cause for each in found} == {None}
    times = sorted(target.times)
    assert len(times) == 8
    for (_, ended), (began, _) in pairwise(times):
        assert began - ended >= 0.02


def test_hosts_are_asked_at_the_same_time_but_not_all() -> None:
    names = [f"host-{number}.test" for number in range(6)]
    busy: list[int] = []
    lock = threading.Lock()
    now = 0

    def counting(request: BaseHTTPRequestHandler) -> None:
        nonlocal now
        with lock:
            now += 1
            busy.append(now)
        time.sleep(0.05)
        with lock:
            now -= 1
        PDF(request)

    with site({"*": counting}) as server:
        settings = replace(SETTINGS, hosts=3, allowed=frozenset(names))
        seen(settings, *(f"http://{name}:{server.port}/" for name in names))
    assert max(busy) == 3


def test_a_server_that_asks_to_wait_is_waited_for() -> None:
    def first_busy(request: BaseHTTPRequestHandler) -> None:
        (page("", 429, retry_after="1") if len(server.asked) == 1 else PDF)(request)

    with site({"*": first_busy}) as server:
        [found] = seen(replace(SETTINGS, longest_wait=2), server.url("/x"))
    assert found.cause is None
    (_, ended), (began, _) = server.times
    assert began - ended >= 0.9


# --- runs, and what is kept of them ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "https://www.go.th/ก ข?ค=ง#บน",
            "https://www.go.th/%E0%B8%81%20%E0%B8%82?%E0%B8%84=%E0%B8%87",
        ),
        (" https://ไทย.ไทย ", "https://xn--o3cw4h.xn--o3cw4h/"),
        ("http://[2001:3c8::1]:81/", "http://[2001:3c8::1]:81/"),
        ("http://user:secret@www.go.th/", ""),
        ("http://user@www.go.th/", ""),
        ("ftp://www.go.th/", ""),
        ("//www.go.th/", ""),
        ("http://", ""),
        ("http://a b/", ""),
        ("http://a\0b/", ""),
        ("http://a.go.th:x/", ""),
        ("http://" + "a" * 70 + ".go.th/", ""),
    ],
)
def test_what_is_asked(url: str, wanted: str) -> None:
    assert address(url) == wanted


def test_a_url_with_a_password_is_neither_asked_nor_repeated() -> None:
    with open_store(None) as store:
        url = "http://somebody:secret@good.test/x"
        verdict = check([url], store, SETTINGS)[url]
    assert (verdict.state, verdict.seen.cause) == (State.REVIEW, Cause.NO_ADDRESS)
    assert "secret" not in f"{verdict}{verdict.message}{verdict.remedy}"


def test_dead_only_after_several_runs_apart() -> None:
    """Day by day: what the run says, whether it fails, and how many requests it made."""
    told = []
    with site({"/x": GONE}) as server, open_store(None) as store:
        url = server.url("/x")
        for hours in (0, 1, 13, 24, 48, 73):
            server.asked.clear()
            at = DAY + timedelta(hours=hours)
            verdict = check([url, url + "#top"], store, SETTINGS, now=partial(_same, at))[url]
            told.append((verdict.state, verdict.runs, len(server.asked)))
        assert verdict.is_failure
        assert verdict.owner == Owner.AGENCY
        assert str(verdict.message) == (
            "ไม่พบบนเว็บไซต์ (HTTP 404) ตั้งแต่ 1 มีนาคม 2568 พบแล้ว 4 ครั้งต่างเวลากัน"
        )
    assert told == [
        (State.SUSPECT, 1, 2),
        (State.SUSPECT, 1, 0),
        (State.SUSPECT, 2, 2),
        (State.SUSPECT, 2, 0),
        (State.SUSPECT, 3, 2),
        (State.DEAD, 4, 2),
    ]


def test_offline_asks_nobody_and_tells_what_is_known() -> None:
    with site({"/x": PDF}) as server, open_store(None) as store:
        known, never = server.url("/x"), server.url("/never")
        check([known], store, SETTINGS)
        server.asked.clear()
        found = check([known, never], store, replace(SETTINGS, offline=True))
        assert server.asked == []
    assert (found[known].state, found[never].state) == (State.FINE, State.NOT_CHECKED)
    assert found[never].owner == Owner.OURS


def test_what_says_nothing_of_a_link_is_not_kept(working: Settings) -> None:
    url = "http://no-name.test/"
    with open_store(None) as store:
        for _ in range(2):
            verdict = check([url], store, SETTINGS)[url]
            assert (verdict.state, verdict.seen.cause) == (State.NOT_CHECKED, Cause.NETWORK)
            assert store.spans(url) == []
        assert check([url], store, working)[url].state == State.SUSPECT


def test_progress_counts_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    with site({"*": PDF}) as server, open_store(None) as store:
        urls = [server.url(f"/{n}") for n in range(5)]
        check(urls[:2], store, SETTINGS)
        check(urls, store, SETTINGS, lambda done, total, url: told.append((done, total)))
    assert told == [(3, 5), (4, 5), (5, 5)]


_RUN = """\
import sys
from pathlib import Path
from site_builder.links.external import Settings, check
from site_builder.links.fetch import Manners
from site_builder.links.store import open_store

settings = Settings(Manners(1, 2, 0.01, 0.005), allowed=frozenset(["127.0.0.1"]), controls=())
with open_store(Path(sys.argv[1])) as store:
    found = check(sys.argv[2:], store, settings)
print(len([each for each in found.values() if each.state == "fine"]))
"""


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, end: str) -> None:
    history = tmp_path / "history.sqlite"
    half = threading.Event()

    def until_half(request: BaseHTTPRequestHandler) -> None:
        if len(server.asked) >= 20:
            half.set()
        PDF(request)

    with site({"*": until_half}, "127.0.0.1") as server:
        urls = [server.url(f"/{number}") for number in range(40)]
        command = [sys.executable, "-c", _RUN, str(history), *urls]
        first = subprocess.Popen(command)
        assert half.wait(60)
        getattr(first, end)()
        number = {"kill": 9, "terminate": 15}[end]
        assert first.wait(10) == (-number if os.name == "posix" else 1)
        with open_store(history) as store:
            assert store.told is None
            settled = [url for url in urls if store.spans(url)]
        assert 10 < len(settled) < 40
        server.asked.clear()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert done.stdout == "40\n"
    again = {each.removeprefix("HEAD ") for each in server.asked}
    assert again == {f"/{number}" for number in range(40) if urls[number] not in settled}


def test_a_run_that_is_cut_off_resumes_even_if_everything_is_to_be_asked_anew() -> None:
    """What is under way when it is cut off comes to its end, and nothing follows it."""
    settings = replace(SETTINGS, fresh=timedelta())
    is_under_way, is_cut_off = threading.Event(), threading.Event()

    def until_cut_off(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/4" and not is_cut_off.is_set():
            is_under_way.set()
            is_cut_off.wait(30)
        FINE(request)

    def cut_off(done: int, total: int, url: str) -> None:
        if done == 4:
            assert is_under_way.wait(30)
            raise KeyboardInterrupt

    pages = {f"/{number}": until_cut_off for number in range(6)}
    with site(pages) as server, open_store(None) as store:

        def asked() -> list[str]:
            found = [each for each in server.asked if "no-such-page" not in each]
            server.asked.clear()
            return found

        both = [[f"{method} {path}" for method in ("HEAD", "GET")] for path in pages]
        urls = list(map(server.url, pages))
        before = set(threading.enumerate())
        with pytest.raises(KeyboardInterrupt):
            check(urls, store, settings, cut_off)
        is_cut_off.set()
        for thread in set(threading.enumerate()) - before:
            thread.join(30)
        assert asked() == [*chain(*both[:4]), "HEAD /4"]
        check(urls, store, settings)
        assert asked() == [*chain(*both[4:])]
        check(urls, store, settings)
        assert asked() == [*chain(*both)], "the run after a finished one asks anew"
