"""Serves a built site on loopback as a web server does: texts compressed, every answer noted."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What web servers compress as they are usually set up; pictures and documents go as they are.
_COMPRESSED = frozenset({"html", "css", "js", "json", "svg", "xml", "csv", "txt", "map"})
#: The level of nginx and Apache as they come is 1 to 6.
_LEVEL = 6


class Server:
    """The address of a site that is being served, and what was asked of it.

    Attributes:
        answers: path and bytes of each answer's body as it was sent, without its headers.
        late: seconds that an answer takes, by path; what is not named comes at once.
    """

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        self.answers: list[tuple[str, int]] = []
        self.late: dict[str, float] = {}
        answers, late = self.answers, self.late

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path)
                file = _file(folder, path)
                status = HTTPStatus.OK if file.is_file() else HTTPStatus.NOT_FOUND
                time.sleep(late.get(path, 0))
                body = b"" if status is HTTPStatus.NOT_FOUND else _body(file)
                self.send_response(status)
                self.send_header("Content-Type", _content_type(file))
                if file.suffix.lstrip(".") in _COMPRESSED:
                    self.send_header("Content-Encoding", "gzip")
                self.send_header("Cache-Control", "max-age=600")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                answers.append((path, len(body)))
                # A browser may leave a page before it has all of it.
                with suppress(ConnectionError):
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.address = f"http://{host}:{self._server.server_port}"

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The site in a folder, served until the block ends."""
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _file(folder: Path, path: str) -> Path:
    file = (folder / path.lstrip("/")).resolve()
    if not file.is_relative_to(folder.resolve()):
        return folder / "none"
    return file / "index.html" if file.is_dir() else file


@cache
def _body(file: Path) -> bytes:
    content = file.read_bytes()
    if file.suffix.lstrip(".") in _COMPRESSED:
        return gzip.compress(content, _LEVEL, mtime=0)
    return content


def _content_type(file: Path) -> str:
    kind = guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
