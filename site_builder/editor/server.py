"""Serves the editor on this computer alone, and takes what it saves.

Every address begins with a secret that only the page has been given; a request must name this
computer as its host, and a change must come from the page itself. So neither another computer nor
another site in the same browser can read or write anything.
"""

from __future__ import annotations

import gzip
import json
import secrets
import sys
import traceback
from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from site_builder.editor import uploads
from site_builder.editor.config import LOCAL, settings
from site_builder.editor.entries import Entries
from site_builder.editor.uploads import Uploads
from site_builder.kinds.image import ImageKind
from site_builder.language import Language, Text, current_language, use_language
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.write import of_the_disk
from site_builder.workspace import Workspace

HOST = "127.0.0.1"
#: The same one each time, so that the browser finds again what was typed and not saved.
PORT = 8568
#: A form with a thousand rows has less than 1 MB.
MAX_FORM = 8 * 1024 * 1024
#: How long a request may say nothing, in seconds.
_PATIENCE = 60
_PART = 64 * 1024

_HERE = Path(__file__).resolve().parent
PAGE = ("index.html", "editor.js", "editor.css")
BUNDLE = "decap-cms.js"

# The CMS compiles its own checks and styles in the page, hence the two `unsafe`; nothing is asked from
# anywhere but here.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def page_file(name: str) -> bytes:
    """A file of the editor's page."""
    return (_HERE / "page" / name).read_bytes()


def packed_bundle() -> bytes:
    """Decap CMS as it is kept and served, compressed."""
    return (_HERE / "decap" / f"{BUNDLE}.gz").read_bytes()


def bundle() -> bytes:
    """Decap CMS."""
    return gzip.decompress(packed_bundle())


class Editor:
    """What the server answers with; one workspace, some of its editions."""

    def __init__(self, workspace: Workspace, editions: Iterable[str]) -> None:
        editions = tuple(editions)
        self.entries = Entries(workspace, editions)
        self.uploads = Uploads(workspace, editions)
        self.settings = cache(lambda: settings(workspace, editions, LOCAL))
        self.language: Language = current_language()


class EditorServer(ThreadingHTTPServer):
    """The server of one editor on 127.0.0.1; `serve_forever` runs it."""

    daemon_threads = True
    # On Windows two programs could share a port otherwise.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, editor: Editor, port: int = PORT) -> None:
        """Raises OSError where the port is taken; 0 takes any that is free."""
        self.editor = editor
        self.token = secrets.token_urlsafe(24)
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Where the page is, with its secret."""
        return f"http://{HOST}:{self.server_port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no error."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Refused(Exception):
    def __init__(self, status: HTTPStatus, *problems: Problem) -> None:
        super().__init__(status)
        self.status, self.problems = status, problems


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "oit"
    sys_version = ""
    timeout = _PATIENCE
    server: EditorServer

    def do_GET(self) -> None:
        self._answer(
            {
                "": self._page,
                "editor.js": self._page,
                "editor.css": self._page,
                BUNDLE: self._bundle,
                "settings.json": self._settings,
                "api/entry": self._read,
                "api/files": self._list,
                "api/file": self._file,
            }
        )

    def do_POST(self) -> None:
        self._answer({"api/entry": self._save})

    def do_PUT(self) -> None:
        self._answer({"api/file": self._upload})

    def log_message(self, format: str, *args: Any) -> None:
        """The window of the command is for people."""

    def _answer(self, routes: dict[str, Callable[[], None]]) -> None:
        use_language(self.server.editor.language)
        try:
            self._require_own()
            parts = urlsplit(self.path)
            self.asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
            token, _, self.name = unquote(parts.path).removeprefix("/").partition("/")
            if not secrets.compare_digest(token.encode(), self.server.token.encode()):
                raise _Refused(HTTPStatus.FORBIDDEN, _refused())
            if self.name not in routes:
                raise _Refused(HTTPStatus.NOT_FOUND, _refused())
            routes[self.name]()
        except InputError as error:
            conflict = any(problem.code == "edit-conflict" for problem in error.problems)
            status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY
            self._problems(status, error.problems)
        except _Refused as error:
            self._problems(error.status, error.problems)
        except OSError as error:
            problem = of_the_disk(error)
            if problem is None:
                raise  # the browser has gone
            self._problems(HTTPStatus.UNPROCESSABLE_ENTITY, (problem,))
        except Exception:
            traceback.print_exc()
            self._problems(HTTPStatus.INTERNAL_SERVER_ERROR, (_our_fault(),))

    def _require_own(self) -> None:
        """Raises _Refused where the request does not come from the editor's own page.

        A name of another site may lead to this computer (DNS rebinding), hence the host; a page of
        another site may send here, hence the origin, which browsers add to every change.
        """
        hosts = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        host = self.headers.get("Host", "")
        origin = self.headers.get("Origin")
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        is_change = self.command not in ("GET", "HEAD")
        if (
            host not in hosts
            or (origin is None and is_change)
            or (origin is not None and origin != f"http://{host}")
            or site not in ("same-origin", "none")
        ):
            raise _Refused(HTTPStatus.FORBIDDEN, _refused())

    # --- the page -----------------------------------------------------------------------------

    def _page(self) -> None:
        name = self.name or "index.html"
        self._send(page_file(name), guess_type(name)[0] or "", {"Content-Security-Policy": _POLICY})

    def _bundle(self) -> None:
        # It is kept while the address stays the same, which is as long as the command runs.
        self._send(
            packed_bundle(),
            "text/javascript",
            {"Content-Encoding": "gzip", "Cache-Control": "private, max-age=86400, immutable"},
        )

    def _settings(self) -> None:
        self._json(self.server.editor.settings())

    # --- the data -----------------------------------------------------------------------------

    def _read(self) -> None:
        values, version = self.server.editor.entries.read(self.asked.get("file", ""))
        self._json({"values": values, "version": version})

    def _save(self) -> None:
        if self.headers.get_content_type() != "application/json":
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _refused())
        file = self.asked.get("file", "")
        body = b"".join(self._body(MAX_FORM, _too_much))
        try:
            sent = json.loads(body)
            values, version = sent["values"], sent["version"]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise _Refused(HTTPStatus.BAD_REQUEST, _refused()) from None
        if not isinstance(version, str):
            raise _Refused(HTTPStatus.BAD_REQUEST, _refused())
        self._json({"version": self.server.editor.entries.save(file, values, version)})

    def _list(self) -> None:
        found = self.server.editor.uploads.listed(self.asked.get("folder", ""))
        self._json([{"path": each.path, "size": each.size} for each in found])

    def _file(self) -> None:
        path = self.server.editor.uploads.find(self.asked.get("path", ""))
        is_picture = path.suffix.lower().lstrip(".") in ImageKind.endings
        kind = (guess_type(path.name)[0] or "") if is_picture else "application/octet-stream"
        shown = "inline" if is_picture else "attachment"
        self._send(
            path.read_bytes(),
            kind,
            {
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(path.name)}",
            },
        )

    def _upload(self) -> None:
        path = self.asked.get("path", "")
        parts = self._body(uploads.MAX_BYTES, lambda: uploads.too_large(path))
        with self.server.editor.uploads.receiving(path) as file:
            for part in parts:
                file.write(part)
        self._json({"path": path})

    def _body(self, limit: int, too_large: Callable[[], Problem]) -> Iterable[bytes]:
        """What the request carries, in parts.

        Raises:
            _Refused: its length is not told, or more than the limit; nothing of it is read.
        """
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            raise _Refused(HTTPStatus.LENGTH_REQUIRED, _refused())
        if len(length) > 12 or int(length) > limit:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large())
        return self._parts(int(length))

    def _parts(self, length: int) -> Iterable[bytes]:
        while length > 0:
            part = self.rfile.read(min(_PART, length))
            if not part:
                raise ConnectionAbortedError
            length -= len(part)
            yield part

    # --- answers ------------------------------------------------------------------------------

    def _json(self, value: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        self._send(body, "application/json; charset=utf-8", {}, status)

    def _problems(self, status: HTTPStatus, problems: Iterable[Problem]) -> None:
        # What was sent along may not have been read; it must not be taken for the next request.
        self.close_connection = True
        told = [
            {
                "code": problem.code,
                "place": str(problem.location),
                "message": str(problem.message),
                "remedy": str(problem.remedy),
            }
            for problem in problems
        ]
        self._json({"problems": told}, status)

    def _send(
        self, body: bytes, kind: str, more: dict[str, str], status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _refused() -> Problem:
    return Problem(
        "edit-refused",
        Location("oit edit"),
        Text("คำขอนี้ไม่ได้มาจากหน้าแก้ไขที่เปิดอยู่", "this request does not come from the open editor"),
        Text(
            "เปิดหน้าแก้ไขด้วยที่อยู่ที่ oit edit แสดง ทั้งบรรทัด",
            "open the editor with the whole address that oit edit shows",
        ),
    )


def _too_much() -> Problem:
    return Problem(
        "file-too-large",
        Location("oit edit"),
        Text("ข้อมูลของข้อนี้ใหญ่เกินที่ฟอร์มรับได้", "the data of this item are too many for the form"),
        Text("แก้ในไฟล์ข้อมูลโดยตรง", "change the data file itself"),
    )


def _our_fault() -> Problem:
    return Problem(
        "edit-our-fault",
        Location("oit edit"),
        Text("โปรแกรมผิดพลาด (ไม่ใช่ความผิดของท่าน) ยังไม่ได้บันทึก", "a fault of ours; nothing was saved"),
        Text(
            "คัดลอกข้อความในหน้าต่างคำสั่งส่งให้ผู้พัฒนา",
            "send what the window of the command shows to its makers",
        ),
    )
