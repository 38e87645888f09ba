"""A time-stamping authority of the tests' own: certificates by openssl, `openssl ts` behind HTTP."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """\
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,{purpose}
[stamp]
serial = serial
signer_cert = leaf.pem
signer_key = leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass
class Authority:
    """An authority that answers at `url`.

    Attributes:
        root: its root certificate.
        asked: content types of what it was asked.
        reply: what it answers in place of a stamp, with its status; None for a stamp.
    """

    folder: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)
    reply: tuple[int, bytes] | None = None

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def stamp(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        self.openssl("ts", "-reply", "-config", "ts.cnf", "-section", "stamp")
        return (self.folder / "reply").read_bytes()

    def openssl(self, command: str, *arguments: str) -> None:
        files = ("-queryfile", "query", "-out", "reply") if command == "ts" else ()
        call = ["openssl", command, *arguments, *files]
        run = subprocess.run(call, cwd=self.folder, capture_output=True, timeout=30)
        assert run.returncode == 0, run.stderr.decode()


@contextmanager
def authority(
    folder: Path, purpose: str = "timeStamping", digests: str = "sha256"
) -> Iterator[Authority]:
    """An authority until the block ends; its certificate says that it is good for `purpose`."""
    folder.mkdir(parents=True, exist_ok=True)
    config = _CONFIG.format(purpose=purpose, digests=digests)
    (folder / "ts.cnf").write_text(config, encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    made = Authority(folder)
    run = partial(made.openssl, "req", "-config", "ts.cnf", *_KEY)
    run(
        "-x509",
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-subj",
        "/CN=Root",
        "-days",
        "30",
        "-extensions",
        "root",
    )
    run("-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=Authority")
    issuer = ("-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2", "-days", "30")
    made.openssl(
        "x509", "-req", "-in", "leaf.csr", "-out", "leaf.pem", *issuer, "-extfile", "ts.cnf", "-extensions", "leaf"
    )  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append(self.headers["Content-Type"])
            status, body = made.reply or (200, made.stamp(query))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
