"""Serves the preview to the browsers of this computer, and to nobody else.

It answers on 127.0.0.1 alone, and only requests that were meant for it: a page of another site whose
name was made to lead here (DNS rebinding) names another host. What a path leads to is looked up in
the site, never joined to a folder.
"""

from __future__ import annotations

import os
import shutil
import socketserver
import sys
import threading
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from site_builder.language import Text, use_language
from site_builder.policy import NOT_FRAMED, headers_of
from site_builder.preview.pages import FILES, PREFIX, progress, with_panel
from site_builder.preview.state import Preview, State
from site_builder.problems import our_fault
from site_builder.reports.standalone import language

HOST = "127.0.0.1"
#: How many ports after a taken one are tried, before any that is free.
_TRIED = 20
#: How long a browser hears nothing, in seconds: so a closed one is noticed.
_HEARTBEAT = 15.0
#: How soon it ends when it is told to, in seconds.
_ENDED_WITHIN = 0.2
#: An open connection that asks nothing is closed after so many seconds.
_IDLE = 60.0
_HTML = "text/html; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"
_NOT_FOUND = "404.html"

#: Python's own table, as that of the system may call a script plain text.
_TYPES = MimeTypes()
for _ending, _type in {
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".atom": "application/atom+xml",
    ".gz": "application/gzip",
}.items():
    _TYPES.add_type(_type, _ending)


class Server:
    """A preview that is being served.

    Attributes:
        address: what to open.
        port: the port that it was given.
    """

    def __init__(self, preview: Preview, port: int) -> None:
        """Take the port, the next free one, or any.

        Raises:
            OSError: there is no free port at all.
        """
        self._preview = preview
        self._server = _listening(preview, port)
        self.port: int = self._server.server_port
        self.address = f"http://{HOST}:{self.port}/"

    def start(self) -> None:
        serve = partial(self._server.serve_forever, poll_interval=_ENDED_WITHIN)
        threading.Thread(target=serve, daemon=True).start()

    def stop(self) -> None:
        """Let every browser go, and end."""
        self._preview.end()
        self._server.shutdown()
        self._server.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # Many tabs at once.
    request_queue_size = 64
    # On Windows this would let two programs take the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        # Each request has a thread, and a thread does not know the language of this run.
        self.language = language()
        super().__init__((HOST, port), _Handler)
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def server_bind(self) -> None:
        # That of HTTPServer asks for the computer's name, which may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that has gone away is no news; anything else was answered before."""
        if not isinstance(sys.exception(), OSError):
            our_fault()


def _listening(preview: Preview, port: int) -> _Listener:
    tried: Iterable[int] = range(port, min(port + _TRIED, 65536)) if port else ()
    for each in tried:
        try:
            return _Listener(preview, each)
        except (OSError, OverflowError):
            continue
    return _Listener(preview, 0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "oit"
    sys_version = ""
    timeout = _IDLE
    # Head and body are written one after the other: the body must not wait for the other side.
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        use_language(self.server.language)
        try:
            self._answer()
        except OSError:
            self.close_connection = True  # the browser has gone
        except Exception:
            self._text(HTTPStatus.INTERNAL_SERVER_ERROR, our_fault())

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a console is for what matters to the person."""

    def _answer(self) -> None:
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts:
            self._text(
                HTTPStatus.FORBIDDEN,
                Text("ตัวอย่างนี้เปิดได้จากเครื่องนี้เท่านั้น", "this preview is for this computer only"),
            )
            return
        path = self.path.partition("?")[0].partition("#")[0]
        if not path.startswith("/"):
            self._text(HTTPStatus.BAD_REQUEST, Text("ที่อยู่ไม่ถูกต้อง", "no path of this site"))
            return
        path = unquote(path[1:], errors="replace")
        if path.startswith(PREFIX):
            self._own(path.removeprefix(PREFIX))
        else:
            self._site(path, self.server.preview.state)

    def _own(self, name: str) -> None:
        """The preview's own pages and files."""
        preview = self.server.preview
        if name == "":
            self._send(HTTPStatus.OK, _HTML, progress(preview.state))
        elif name == "state":
            self._send(HTTPStatus.OK, _PLAIN, preview.state.id.encode())
        elif name == "events":
            self._events()
        elif name in FILES:
            self._file(FILES[name], (FILES[name].parent,))
        else:
            self._text(HTTPStatus.NOT_FOUND, Text("ไม่มีหน้านี้", "there is no such page"))

    def _site(self, path: str, state: State) -> None:
        """What stands in the site."""
        if state.site is None:
            # Nothing to show yet: whatever was asked for, what to mend.
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, _HTML, progress(state))
            return
        found = state.site.get(path)
        if found is None and state.site.get(f"{path}/") is not None:
            self._send(HTTPStatus.FOUND, _PLAIN, b"", {"Location": f"/{quote(path)}/"})
            return
        status = HTTPStatus.OK
        if found is None:
            status, found = HTTPStatus.NOT_FOUND, state.site.get(_NOT_FOUND) or b""
        is_page = not path or path.endswith(("/", ".html")) or status != HTTPStatus.OK
        if isinstance(found, Path):
            self._file(found, state.site.folders)
        elif is_page:
            self._send(status, _HTML, with_panel(found, path, state))
        else:
            self._send(status, _type_of(path), found)

    def _events(self) -> None:
        """A stream of server-sent events: the state's id, now and whenever it changes."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self._safely()
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        seen = ""
        while (state := self.server.preview.wait(seen, _HEARTBEAT)) is not None:
            self.wfile.write(b": \n\n" if state.id == seen else f"data: {state.id}\n\n".encode())
            self.wfile.flush()
            seen = state.id

    def _file(self, file: Path, folders: Iterable[Path]) -> None:
        """A file, unless a link leads out of the folders that it may stand in."""
        try:
            real = file.resolve(strict=True)
            inside = any(real.is_relative_to(folder.resolve()) for folder in folders)
            opened = real.open("rb") if inside and real.is_file() else None
        except OSError as error:
            self._text(
                HTTPStatus.NOT_FOUND,
                Text(
                    f"เปิดไฟล์ {file.name} ไม่ได้ ({error.strerror}) ตรวจว่าไม่ถูกโปรแกรมอื่นล็อกไว้",
                    f"{file.name} cannot be opened ({error.strerror}); see that no other program locks it",
                ),
            )
            return
        if opened is None:
            self._text(HTTPStatus.NOT_FOUND, Text("ไม่มีไฟล์นี้", "there is no such file"))
            return
        with opened:
            self._head(HTTPStatus.OK, _type_of(file.name), os.fstat(opened.fileno()).st_size)
            if self.command != "HEAD":
                shutil.copyfileobj(opened, self.wfile)

    def _text(self, status: HTTPStatus, text: Text) -> None:
        self._send(status, _PLAIN, f"{text}\n".encode())

    def _send(
        self, status: HTTPStatus, kind: str, content: bytes, more: dict[str, str] | None = None
    ) -> None:
        self._head(status, kind, len(content), more)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(
        self, status: HTTPStatus, kind: str, size: int, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self._safely()
        self.end_headers()

    def _safely(self) -> None:
        self.send_header("Cache-Control", "no-store")
        # As a server with the rules of the site, so that what these forbid is seen before it is published.
        policies = headers_of(unquote(urlsplit(self.path).path).removeprefix("/"))
        policies["Cross-Origin-Resource-Policy"] = "same-origin"
        for name, value in {"Content-Security-Policy": NOT_FRAMED, **policies}.items():
            self.send_header(name, value)


def _type_of(name: str) -> str:
    kind = _TYPES.guess_type(name, strict=True)[0] or "application/octet-stream"
    if name.endswith(".gz"):
        return "application/gzip"  # as a file, not as a way of sending another
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
