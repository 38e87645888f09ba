"""Links to other servers: what each way of answering is called, and how politely it is asked."""

from __future__ import annotations

import gzip
import os
import signal
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
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme
from loopback import Reply, Site, by_method, page, resolving, site, slow
from nginx import free_port, nginx

from site_builder.links.external import Settings, address, check, look
from site_builder.links.fetch import Cause, Manners
from site_builder.links.store import open_store
from site_builder.links.verdicts import Owner, Seen, State

QUICK = Manners(seconds=1, tries=3, wait=0.01, pause=0)
NAMES = ("good.test", "other.test", "slow.test", "www.good.test", "no-name.test", "bad.test")
SETTINGS = Settings(QUICK, allowed=frozenset(NAMES), resolve=resolving(), controls=())
DAY = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)

WORDS = "เทศบาลตำบลตัวอย่างเปิดเผยข้อมูลสาธารณะตามแบบตรวจการเปิดเผยข้อมูลของหน่วยงานภาครัฐ " * 6


def html(title: str, text: str = WORDS) -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    )


FINE = page(html("แผนพัฒนา"))
GONE = page(html("Not Found"), 404)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates of the test's own authority are good ones."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def tls(authority: trustme.CA, name: str, not_after: datetime | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, not_after=not_after).configure_cert(context)
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


# --- what an answer is called -------------------------------------------------------------------


def cookie_then_loop(request: BaseHTTPRequestHandler) -> None:
    page("", 302, location="/x", set_cookie="a=1")(request)


PDF = page(b"%PDF-1.7", content_type="application/pdf")
LOGIN_FORM = page(html("ระบบสมาชิก", "<form><input type=password name=p></form>" + WORDS))


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("content-type", "text/html")
    request.end_headers()
    for _ in range(2000 if request.command == "GET" else 0):
        request.wfile.write(b"<p>x" * 16_000)


BOMB = page(gzip.compress(html("ใหญ่", "ก" * 20_000_000).encode(), 1), content_encoding="gzip")


@pytest.mark.parametrize(
    ("routes", "wanted", "requests"),
    [
        ({"/x": PDF}, Seen(None, 200), ["HEAD /x"]),
        ({"/x": FINE}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": by_method(page("", 405), PDF)}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": by_method(page("", 403), PDF)}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": by_method(page("", 501), PDF)}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": by_method(GONE, PDF)}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": page("", 204)}, Seen(None, 204), ["HEAD /x", "GET /x"]),
        ({"/x": endless}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": page(html("ใหญ่", "ก" * 3_000_000))}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": BOMB}, Seen(None, 200), ["HEAD /x", "GET /x"]),
        ({"/x": GONE}, Seen(Cause.MISSING, 404), ["HEAD /x", "GET /x"]),
        ({"/x": page("", 410)}, Seen(Cause.MISSING, 410), ["HEAD /x", "GET /x"]),
        ({"/x": page("", 503)}, Seen(Cause.SERVER, 503), ["HEAD /x", "GET /x", "GET /x"]),
        ({"/x": page("", 403)}, Seen(Cause.BLOCKED, 403), ["HEAD /x", "GET /x"]),
        ({"/x": page("", 999)}, Seen(Cause.BLOCKED, 999), ["HEAD /x", "GET /x"]),
        ({"/x": page("", 429)}, Seen(Cause.BLOCKED, 429), ["HEAD /x", "GET /x", "GET /x"]),
        ({"/x": page("", 503, cf_mitigated="challenge")}, Seen(Cause.BLOCKED, 503), None),
        ({"/x": page("", 401)}, Seen(Cause.LOGIN, 401), ["HEAD /x", "GET /x"]),
        ({"/x": cookie_then_loop}, Seen(Cause.LOOP), None),
        ({"/x": page("", 302, location="ftp://a.go.th/")}, Seen(Cause.ELSEWHERE, 302), None),
        ({"/x": page("", 302, location="http://u:p@a.go.th/")}, Seen(Cause.ELSEWHERE, 302), None),
        ({"/x": page(html("Just a moment..."))}, Seen(Cause.BLOCKED, 200), None),
        ({"/x": page("<script src=/_Incapsula_Resource>")}, Seen(Cause.BLOCKED, 200), None),
        (
            {"/x": page("", 302, location="/wp-login.php?a"), "*": FINE},
            Seen(Cause.LOGIN, 200),
            None,
        ),
        (
            {"/x": page("", 302, location="/user"), "/user": LOGIN_FORM},
            Seen(Cause.LOGIN, 200),
            None,
        ),
        ({"/x": LOGIN_FORM}, Seen(None, 200), None),
        (
            {"/login": LOGIN_FORM, "/x": page("", 301, location="/login")},
            Seen(Cause.LOGIN, 200),
            None,
        ),
        ({"/x": page(html("Page not found | อบต."))}, Seen(Cause.NOT_FOUND_PAGE, 200), None),
        (
            {"/x": page(html("ไม่พบหน้าที่ต้องการ").encode("cp874"))},
            Seen(Cause.NOT_FOUND_PAGE, 200),
            None,
        ),
        ({"/x": page(html("คำสั่งที่ 404/2567"))}, Seen(None, 200), None),
        ({"*": page(html("หน้าแรก"))}, Seen(Cause.NOT_FOUND_PAGE, 200), None),
        (
            {"/x": page(html("แผน", "ก ข ค ง " * 99)), "*": page(html("หน้าแรก"))},
            Seen(None, 200),
            None,
        ),
        ({"*": page("<title>app</title><div id=app></div>")}, Seen(None, 200), None),
        ({"/": FINE, "*": page("", 302, location="/")}, Seen(Cause.NOT_FOUND_PAGE, 200), None),
        ({"/x": page(html("สล็อตเว็บตรง บาคาร่า ฝากถอนไว"))}, Seen(Cause.TAKEN_OVER, 200), None),
        ({"/x": page(html("รณรงค์ต่อต้านเว็บพนัน"))}, Seen(None, 200), None),
        ({"/x": page(html("example.com is for sale"))}, Seen(Cause.TAKEN_OVER, 200), None),
    ],
)
def test_what_an_answer_is_called(
    routes: dict[str, Reply], wanted: Seen, requests: list[str] | None
) -> None:
    with site(routes) as server:
        [found] = seen(SETTINGS, server.url("/x"))
        asked = [each for each in server.asked if "no-such-page" not in each]
    assert (found.cause, found.status, found.target) == (wanted.cause, wanted.status, "")
    assert requests is None or asked == requests
    assert all("cookie" not in each and "authorization" not in each for each in server.headers)
    assert {each["host"] for each in server.headers} == {f"good.test:{server.port}"}


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (301, "/new", "http://good.test:{port}/new"),
        (308, "/new", "http://good.test:{port}/new"),
        (302, "/new", ""),
        (301, "/x/", ""),
        (301, "http://www.good.test:{port}/x", ""),
        (301, "/x?page=2", "http://good.test:{port}/x?page=2"),
        (301, "http://other.test:{port}/x", "http://other.test:{port}/x"),
    ],
)
def test_moved_for_good(status: int, location: str, target: str) -> None:
    def leads(request: BaseHTTPRequestHandler) -> None:
        page("", status, location=location.format(port=server.port))(request)

    def first(request: BaseHTTPRequestHandler) -> None:
        (PDF if request.headers["Host"] != f"good.test:{server.port}" else leads)(request)

    with site({"/x": first, "/x/": PDF, "/new": PDF, "/x?page=2": PDF}) as server:
        [found] = seen(SETTINGS, server.url("/x"))
    assert found == Seen(None, 200, target.format(port=server.port))


def test_real_servers_answer_as_ours_do(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/แผน.pdf").write_bytes(b"%PDF-1.7")
    rules = "location /no-head { limit_except GET { deny all; } } location /busy { return 429; }"
    with nginx(tmp_path / "www", tmp_path / "home", rules) as server:
        settings = replace(
            SETTINGS,
            allowed=frozenset(["127.0.0.1"]),
            resolve=resolving({"127.0.0.1": ["127.0.0.1"]}),
        )
        urls = [address(server.url + path) for path in ("แผน.pdf", "ไม่มี.pdf", "busy")]
        found = seen(settings, *urls)
    assert [each.cause for each in found] == [None, Cause.MISSING, Cause.BLOCKED]


# --- servers that do not answer, and whose fault that is ------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_expired", "cause", "detail"),
    [
        ("good.test", False, None, ""),
        ("good.test", True, Cause.TLS, "certificate has expired"),
        ("other.test", False, Cause.TLS, "good.test"),
    ],
)
def test_certificates(
    authority: trustme.CA,
    working: Settings,
    name: str,
    is_expired: bool,
    cause: Cause | None,
    detail: str,
) -> None:
    """The name is checked although the connection goes to an address."""
    not_after = datetime.now(UTC) - timedelta(days=1) if is_expired else None
    with site({"*": PDF}, tls=tls(authority, name, not_after)) as server:
        [found] = seen(working, server.url("/x"))
    assert found.cause == cause
    assert detail in found.detail


def test_a_certificate_of_nobody(working: Settings) -> None:
    with site({"*": PDF}, tls=tls(trustme.CA(), "good.test")) as server:
        [found] = seen(working, server.url("/x"))
    assert found.cause == Cause.TLS


def silent_urls(late: Site) -> dict[str, Cause]:
    return {
        f"http://good.test:{free_port()}/": Cause.REFUSED,
        "http://no-name.test/": Cause.DNS,
        late.url("/"): Cause.TIMEOUT,
    }


def test_silence_counts_where_our_network_works(working: Settings) -> None:
    manners = replace(QUICK, seconds=0.1, tries=2)
    with site({"*": slow(0.2, PDF)}, "slow.test") as late:
        wanted = silent_urls(late)
        found = dict(look(wanted, replace(working, manners=manners)))
        assert {url: each.cause for url, each in found.items()} == wanted
        found = dict(look(wanted, replace(working, manners=manners, controls=())))
        assert {each.cause for each in found.values()} == {Cause.NETWORK}


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


@pytest.mark.parametrize("answer", [page("", 302, location="/portal"), page(html("Wi-Fi login"))])
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


@pytest.mark.parametrize(
    ("status", "wait"), [(429, "60"), (503, "Wed, 21 Oct 2099 07:28:00 GMT"), (429, "nonsense")]
)
def test_a_server_that_wants_to_be_left_alone_is(status: int, wait: str) -> None:
    with site({"*": page("", status, retry_after=wait)}) as server:
        found = seen(SETTINGS, *(server.url(f"/{n}") for n in range(5)))
    assert [each.cause for each in found][1:] == [Cause.LEFT_ALONE] * 4
    assert len(server.asked) == (1 if wait != "nonsense" else 3)


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


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
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
        first.kill()
        assert first.wait(10) == (-signal.SIGKILL if os.name == "posix" else 1)
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
    settings = replace(SETTINGS, fresh=timedelta())
    with site({"*": PDF}) as server, open_store(None) as store:
        urls = [server.url(f"/{n}") for n in range(6)]

        def cut_off(done: int, total: int, url: str) -> None:
            if done == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            check(urls, store, settings, cut_off)
        server.asked.clear()
        check(urls, store, settings)
        assert set(server.asked) <= {"HEAD /4", "HEAD /5"}
        server.asked.clear()
        check(urls, store, settings)
        assert len(server.asked) == 6, "the run after a finished one asks anew"
