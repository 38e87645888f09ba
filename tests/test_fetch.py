"""The fetcher against servers that misbehave: raw answers over real sockets."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from nginx import free_port

from site_builder.links.answers import Answer, Cause, printable, quoted_path
from site_builder.links.fetch import Fetcher, Manners

QUICK = Manners(seconds=1, tries=2, wait=0.01, pause=0)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\n"
Reply = Callable[[socket.socket, int], None]


@dataclass
class Raw:
    """A server that answers with whatever bytes it is told to; `asked` is what it was sent."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/page/"


@contextmanager
def raw(reply: Reply) -> Iterator[Raw]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Raw(listening.getsockname()[1])

        def answer(opened: socket.socket, number: int) -> None:
            # The other side may hang up, as it should.
            with opened, suppress(OSError):
                reply(opened, number)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    opened, _ = listening.accept()
                    server.asked.append(opened.recv(65536).decode())
                    number = len(server.asked)
                    threading.Thread(target=answer, args=(opened, number), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)


def sent(*parts: bytes) -> Reply:
    return lambda opened, number: opened.sendall(b"".join(parts))


def dripping(start: bytes, drop: bytes) -> Reply:
    """A byte now and then, so that no single wait is ever long."""

    def reply(opened: socket.socket, number: int) -> None:
        opened.sendall(start)
        for _ in range(60):
            opened.sendall(drop)
            time.sleep(0.05)

    return reply


def sized(body: bytes, *headers: bytes) -> bytes:
    return OK + b"".join(headers) + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


PACKED = b"Content-Encoding: gzip\r\n"
BOMB = gzip.compress(b"0" * 30_000_000)


@pytest.mark.parametrize(
    ("reply", "wanted", "requests"),
    [
        (sent(sized(b"hello")), "hello", 1),
        (sent(sized(gzip.compress(b"hello"), PACKED)), "hello", 1),
        (sent(OK, b"\r\n", b"to the end"), "to the end", 1),
        (sent(OK, b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "hello", 1),
        (sent(sized(b"x" * 1001)), Cause.TOO_LARGE, 1),
        (sent(sized(BOMB, PACKED)), Cause.TOO_LARGE, 1),
        (sent(OK, b"Content-Length: 900\r\n\r\nshort"), Cause.BROKEN, 2),
        (sent(sized(b"no gzip", PACKED)), Cause.BROKEN, 2),
        (sent(OK, b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n"), Cause.BROKEN, 2),
        (sent(b"nonsense\r\n\r\n"), Cause.BROKEN, 2),
        (sent(OK, b"X: y\r\n" * 1000, b"\r\n"), Cause.BROKEN, 2),
        (sent(OK, b"X: ", b"y" * 100_000, b"\r\n\r\n"), Cause.BROKEN, 2),
        (sent(), Cause.BROKEN, 2),
        (dripping(b"HTTP/1.1 200 OK\r\nX: ", b"y"), Cause.TIMEOUT, 2),
        (dripping(OK + b"\r\n", b"y"), Cause.TIMEOUT, 2),
        (sent(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), Cause.MISSING, 1),
        (sent(b"HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n"), Cause.STATUS, 1),
        (sent(b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n"), Cause.STATUS, 1),
        (sent(b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"), Cause.SERVER, 2),
        (
            sent(b"HTTP/1.1 302 Found\r\nLocation: /a\x1b[2J\r\nContent-Length: 0\r\n\r\n"),
            Cause.LOOP,
            6,
        ),
    ],
)
def test_every_answer_has_its_cause(reply: Reply, wanted: str | Cause, requests: int) -> None:
    with raw(reply) as server:
        started = time.monotonic()
        answer = Fetcher(server.url, QUICK).get(server.url, limit=1000)
        assert time.monotonic() - started < 4
    if isinstance(wanted, Cause):
        assert (answer.cause, answer.body) == (wanted, b"")
        assert str(answer.why)
        assert "\x1b" not in str(answer.why)
    else:
        assert (answer.cause, answer.body) == (None, wanted.encode())
        assert (answer.status, answer.type, answer.url) == (200, "text/html", server.url)
    assert len(server.asked) == requests


def test_a_failure_that_passes_is_asked_again() -> None:
    def reply(opened: socket.socket, number: int) -> None:
        opened.sendall(sized(b"well") if number > 1 else b"HTTP/1.1 503 Busy\r\n\r\n")

    with raw(reply) as server:
        assert Fetcher(server.url, QUICK).get(server.url, 99).body == b"well"
    assert len(server.asked) == 2


def test_only_as_much_is_read_as_is_enough() -> None:
    with raw(sent(OK, b"Content-Length: 900000000\r\n\r\n", b"%PDF-1.7" + b"x" * 5000)) as server:
        assert Fetcher(server.url, QUICK).get(server.url, 99, enough=8).body == b"%PDF-1.7"


def test_no_cookie_comes_back() -> None:
    def reply(opened: socket.socket, number: int) -> None:
        cookie = b"Set-Cookie: a=1; Path=/\r\nContent-Length: 0\r\n"
        start = b"HTTP/1.1 302 Found\r\nLocation: /next\r\n" if number == 1 else OK
        opened.sendall(start + cookie + b"\r\n")

    with raw(reply) as server:
        fetcher = Fetcher(server.url, QUICK)
        assert fetcher.get(server.url, 99).url.endswith("/next")
        fetcher.get(server.url, 99)
    assert len(server.asked) == 3
    for request in server.asked:
        assert "cookie" not in request.lower()
        assert "authorization" not in request.lower()
        assert "User-Agent: oit-site-builder/" in request


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://no-such-host.invalid/", Cause.DNS),
        ("http://127.0.0.1:{free}/", Cause.REFUSED),
    ],
)
def test_a_silent_server_is_given_up(url: str, cause: Cause) -> None:
    url = url.format(free=free_port())
    fetcher = Fetcher(url, Manners(seconds=5, tries=1, pause=0))
    causes = [fetcher.get(url, 99).cause for _ in range(5)]
    assert causes == [cause] * 3 + [Cause.GIVEN_UP] * 2


@pytest.mark.parametrize(
    ("origin", "target", "is_followed"),
    [
        ("http://a.go.th/", "http://a.go.th/x", True),
        ("http://a.go.th/", "http://A.GO.TH:80/x", True),
        ("http://a.go.th/", "https://a.go.th/x", True),
        ("https://a.go.th/", "http://a.go.th/x", False),
        ("http://a.go.th:8080/", "https://a.go.th/x", False),
        ("http://a.go.th/", "http://a.go.th:8080/x", False),
        ("http://a.go.th/", "http://www.a.go.th/x", False),
        ("http://a.go.th/", "http://10.0.0.1/x", False),
        ("http://a.go.th/", "http://a.go.th@10.0.0.1/x", False),
        ("http://a.go.th/", "http://u@a.go.th/x", False),
        ("http://a.go.th/", "ftp://a.go.th/x", False),
        ("http://a.go.th/", "http://a.go.th:x/", False),
    ],
)
def test_a_redirect_stays_with_the_asked_host(origin: str, target: str, is_followed: bool) -> None:
    assert Fetcher(origin).is_own(target) is is_followed


def test_whose_fault_a_cause_may_be() -> None:
    """Only an answer of the site itself is held against it; what may pass is never such an answer."""
    of_site = {cause for cause in Cause if cause.is_of_site}
    assert of_site == {Cause.MISSING, Cause.LOGIN, Cause.ELSEWHERE, Cause.LOOP, Cause.STATUS}
    assert not any(cause.may_pass or cause.is_silence for cause in of_site)
    for cause in Cause:
        assert Answer("", cause=cause).why.th != Answer("", cause=cause).why.en


def test_texts_and_paths_of_strangers() -> None:
    assert printable("a\x1b[2J\u202eข้อ ๑ น้ำ") == "a[2Jข้อ ๑ น้ำ"
    assert len(printable("ก" * 999)) == 201
    assert quoted_path("a b/ก%20\x1b") == "a%20b/%E0%B8%81%20%1B"
