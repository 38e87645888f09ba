"""Servers on loopback that behave as a test tells them, under names that only the test knows."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

import trustme

#: What a server does with a request.
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server that runs.

    Attributes:
        asked: each request: method and path, with its headers in small letters.
        times: when each began and ended.
    """

    name: str
    scheme: str
    port: int
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.name}:{self.port}{path}"


def page(body: str | bytes = "", status: int = 200, /, **headers: str) -> Reply:
    """Answers with a body and headers (`content_type` for `Content-Type`); HTML where not said."""
    data = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"content-type": "text/html; charset=utf-8"} | named).items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(data)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(data)

    return reply


def slow(seconds: float, reply: Reply) -> Reply:
    def late(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        reply(request)

    return late


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The other side may hang up, as it should."""


@contextmanager
def site(
    routes: Mapping[str, Reply], name: str = "good.test", tls: ssl.SSLContext | None = None
) -> Iterator[Site]:
    """A server until the block ends; `*` answers for every path that has no route of its own."""
    served = Site(name, "https" if tls else "http", 0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            began = time.monotonic()
            served.asked.append(f"{self.command} {self.path}")
            served.headers.append({key.lower(): value for key, value in self.headers.items()})
            with suppress(OSError):
                routes.get(self.path, routes.get("*", page("", 404)))(self)
            served.times.append((began, time.monotonic()))

        do_GET = do_HEAD = answer

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nothing: `served` keeps what was asked."""

    server = _Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    served.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def resolving(table: Mapping[str, Iterable[str]] | None = None) -> Callable[..., Any]:
    """Looks up as `socket.getaddrinfo` would, from a table; other names under `.test` are loopback."""

    def resolve(host: str, port: int, **_: Any) -> Any:
        found = (table or {}).get(host)
        if found is None:
            if not host.endswith(".test") or host.startswith("no-"):
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            found = ["127.0.0.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    return resolve


@contextmanager
def trusting(authority: trustme.CA, folder: Path) -> Iterator[None]:
    """Certificates of this authority are good ones until the block ends."""
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    with mock.patch.dict(os.environ, {"SSL_CERT_FILE": str(path)}):
        yield


@contextmanager
def named(host: str) -> Iterator[None]:
    """This name is loopback for the whole program until the block ends."""
    real = socket.getaddrinfo

    def resolve(asked: Any, *arguments: Any, **options: Any) -> Any:
        return real("127.0.0.1" if asked == host else asked, *arguments, **options)

    with mock.patch.object(socket, "getaddrinfo", resolve):
        yield
