"""A real nginx on loopback, with a folder's files and whatever else a test makes it do."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from install_browser import system_nginx

_CONFIG = """\
daemon off;
master_process off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ }}
http {{
  include {home}/types.conf;
  default_type application/octet-stream;
  log_format asked '$status "$request_uri" cookie="$http_cookie" '
    'authorization="$http_authorization" agent="$http_user_agent" '
    'encoding="$sent_http_content_encoding" method="$request_method $request_uri" host="$http_host"';
  access_log {home}/access.log asked;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  gzip on;
  server {{
    listen 127.0.0.1:{port};
    root "{folder}";
    charset utf-8;
    {extra}
  }}
  {beside}
}}
"""
#: As servers come with; a line for each.
TYPES = {
    "text/html": "html htm shtml",
    "text/css": "css",
    "text/xml": "xml",
    "text/javascript": "js",
    "text/plain": "txt",
    "application/json": "json",
    "application/pdf": "pdf",
    "application/xhtml+xml": "xhtml",
    "image/png": "png",
    "image/svg+xml": "svg svgz",
    "font/woff2": "woff2",
}
#: Asked for to know that everything before it has been noted.
_LAST = "/the-last-of-the-log"


@dataclass(frozen=True)
class Nginx:
    """A server that runs; `url` is that of its front page."""

    port: int
    home: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> list[str]:
        """Every request that was answered, in order.

        A request is noted after its answer has left: one more is made, and all before it are noted once it is.
        """
        before = self._noted.count(_LAST)
        with suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", _LAST)
            connection.getresponse().read()
            connection.close()
        deadline = time.monotonic() + 10
        while self._noted.count(_LAST) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        return [line for line in self._noted.splitlines() if _LAST not in line]

    @property
    def _noted(self) -> str:
        return (self.home / "access.log").read_text(encoding="utf-8")


@contextmanager
def nginx(folder: Path, home: Path, extra: str = "", beside: str = "") -> Iterator[Nginx]:
    """The site in `folder`, served until the block ends; `extra` is put into its server block,
    `beside` after it, and `PORT` in them stands for the port. `home` keeps its own files."""
    program = system_nginx()
    assert program, "nginx is needed: python tools/install_browser.py"
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    types = "".join(f"  {name} {endings};\n" for name, endings in TYPES.items())
    (home / "types.conf").write_text(f"types {{\n{types}}}\n", encoding="utf-8")
    config = home / "nginx.conf"
    extra, beside = (each.replace("PORT", str(port)) for each in (extra, beside))
    text = _CONFIG.format(home=home, folder=folder, port=port, extra=extra, beside=beside)
    config.write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [program, "-p", str(home), "-c", str(config), "-e", str(home / "error.log")],
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process, home)
        yield Nginx(port, home)
    finally:
        process.terminate()
        process.wait(timeout=10)


def free_port() -> int:
    """A port of loopback on which nothing listens."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    """Until a server listens; fails with its log where it has ended."""
    for _ in range(100):
        assert process.poll() is None, (home / "error.log").read_text(encoding="utf-8")
        with socket.socket() as opened:
            if opened.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")
