"""Real servers on loopback that a site is published to, and sites to publish."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import struct
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trustme
from install_browser import system_sshd
from nginx import free_port
from sites import tree

from site_builder.links.redirects import address_of
from site_builder.locations import Location
from site_builder.publishing.publish import Done, Options, publish
from site_builder.publishing.release import File, Release, new_release
from site_builder.publishing.targets import Target, parse_target

NOON = datetime(2025, 2, 15, 5, tzinfo=UTC)
PASSWORD = "ลับ-s3cret-กขค"
USER = getpass.getuser()


# --- sites ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """A small site in a folder."""

    folder: Path
    number: int

    @property
    def files(self) -> dict[str, str]:
        return tree(self.folder)

    @property
    def contents(self) -> dict[str, Path]:
        return {path: self.folder / path for path in self.files}

    def release(self, *addresses: str) -> Release:
        files = {
            path: File((self.folder / path).stat().st_size, digest)
            for path, digest in self.files.items()
        }
        promised = addresses or tuple(map(address_of, files))
        return new_release(files, frozenset(promised), NOON + timedelta(days=self.number))


def make_site(folder: Path, number: int, extra: dict[str, str] | None = None) -> Made:
    """The site in its n-th release: most files are as they were, some new, one gone."""
    files = {
        "index.html": f'<a href="oit/">{number}</a><link href="assets/site.css">',
        "oit/index.html": f'<a href="{number}/">รุ่น {number}</a><a href="o05/">O5</a>',
        f"oit/{number}/index.html": f'<a href="../files/แผน {number}.pdf">แผน</a>',
        f"oit/files/แผน {number}.pdf": f"%PDF {number} " + "ก" * 40_000,
        "oit/o05/index.html": '<a href="../files/same.pdf">เดิม</a>',
        "oit/files/same.pdf": "%PDF same " + "ข" * 20_000,
        "assets/site.css": "a{}",
        f"assets/{number}.js": f"let n={number}",
        "oit/empty.csv": "",
        **{f"oit/2568/o{n:02d}/index.html": f"<p>O{n}" for n in range(1, 6)},
        **(extra or {}),
    }
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return Made(folder, number)


def options(**changed: Any) -> Options:
    """A run that asks nobody, and takes what is there."""
    usual: dict[str, Any] = {
        "confirm_key": lambda fingerprint: True,
        "confirm_taking": lambda paths: True,
        "break_lock": False,
        "notice": lambda text: None,
    }
    return Options(**{**usual, **changed})


def send(target: Target, root: Path, site: Made, *addresses: str, **changed: Any) -> Done:
    """Publish a site; `root` is the workspace's folder."""
    root.mkdir(parents=True, exist_ok=True)
    release = site.release(*addresses)
    return publish(target, root, release, site.contents, options(**changed), lambda *_: None)


def target(address: str, **changed: Any) -> Target:
    from dataclasses import replace

    return replace(parse_target(address, Location("--to")), **changed)


# --- OpenSSH --------------------------------------------------------------------------------------

_SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {home}/host_key
PidFile none
AuthorizedKeysFile {home}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
Subsystem sftp internal-sftp {sftp}
LogLevel ERROR
MaxStartups 200
{extra}
"""


@dataclass(frozen=True)
class Sshd:
    """A server that runs, with the user of this test and a key of its own."""

    port: int
    home: Path

    @property
    def fingerprint(self) -> str:
        command = ["ssh-keygen", "-l", "-f", str(self.home / "host_key.pub")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[1]

    def target(self, folder: Path, port: int = 0, **changed: Any) -> Target:
        address = f"sftp://{USER}@127.0.0.1:{port or self.port}{folder.as_posix()}"
        return target(address, identity=str(self.home / "user_key"), **changed)


@contextmanager
def sshd(home: Path, sftp: str = "") -> Iterator[Sshd]:
    """OpenSSH's own server until the block ends; `sftp` are options of its file server."""
    program = system_sshd()
    assert program, "sshd is needed: python tools/install_browser.py"
    home.mkdir(parents=True)
    for name in ("host_key", "user_key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)]
        subprocess.run(command, check=True)
    shutil.copy(home / "user_key.pub", home / "authorized_keys")
    if os.geteuid() == 0:
        # Where root starts it, it wants an empty folder to lock itself in.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    config = home / "sshd_config"
    # Since 9.8 clients that break off are made to wait, which older ones do not know.
    for extra in ("PerSourcePenalties no", ""):
        text = _SSHD.format(port=port, home=home, sftp=sftp, extra=extra)
        config.write_text(text, encoding="utf-8")
        if subprocess.run([program, "-t", "-f", str(config)], capture_output=True).returncode == 0:
            break
    log = home / "sshd.log"
    process = subprocess.Popen([program, "-D", "-f", str(config), "-E", str(log)])
    try:
        _wait_for(port)
        yield Sshd(port, home)
    finally:
        process.terminate()
        process.wait(timeout=10)


# --- FTPS -----------------------------------------------------------------------------------------


@dataclass
class Ftps:
    """A server that runs.

    Attributes:
        asked: the commands that clients gave, with those that transferred something.
        cut_data: how many bytes a data connection may carry; the next one is cut there, once.
        refuses_replacing: renames to a free name only, as servers on Windows do.
    """

    port: int
    folder: Path
    asked: list[str] = field(default_factory=list)
    cut_data: int = 0
    refuses_replacing: bool = False

    def target(self, path: str = "/www", port: int = 0, host: str = "localhost") -> Target:
        return target(f"ftps://clerk@{host}:{port or self.port}{path}")


@contextmanager
def ftps(home: Path, authority: trustme.CA, folder: Path) -> Iterator[Ftps]:
    """pyftpdlib with TLS on both connections until the block ends."""
    with warnings.catch_warnings():
        # It stands on a module that Python 3.12 has dropped, and brings its own copy there.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import TLS_DTPHandler, TLS_FTPHandler
        from pyftpdlib.ioloop import IOLoop
        from pyftpdlib.servers import FTPServer

    home.mkdir(parents=True)
    folder.mkdir(parents=True, exist_ok=True)
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(
        home / "cert.pem"
    )
    users = DummyAuthorizer()
    users.add_user("clerk", PASSWORD, str(folder), perm="elradfmw")
    served = Ftps(0, folder)

    class Data(TLS_DTPHandler):  # type: ignore[misc]
        def handle_read_event(self) -> None:
            super().handle_read_event()
            if served.cut_data and self.get_transmitted_bytes() > served.cut_data:
                served.cut_data = 0
                self.cmd_channel.close()

    class Handler(TLS_FTPHandler):  # type: ignore[misc]
        certfile = str(home / "cert.pem")
        auth_failed_timeout = 0
        tls_control_required = tls_data_required = True
        authorizer = users
        dtp_handler = Data

        def pre_process_command(self, line: str, cmd: str, arg: str) -> Any:
            served.asked.append(f"{cmd} {arg}" if cmd != "PASS" else cmd)
            return super().pre_process_command(line, cmd, arg)

        def ftp_RNTO(self, path: str) -> Any:
            if served.refuses_replacing and os.path.lexists(path):
                self.respond("550 File exists.")
                return None
            return super().ftp_RNTO(path)

        def log(self, *_: Any, **__: Any) -> None:
            """Nothing: `served` keeps what was asked."""

        logline = logerror = log

    loop = IOLoop()
    server = FTPServer(("127.0.0.1", 0), Handler, ioloop=loop)
    served.port = server.address[1]
    stopping = threading.Event()

    def serve() -> None:
        while not stopping.is_set():
            loop.loop(timeout=0.02, blocking=False)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        stopping.set()
        thread.join()
        server.close_all()


# --- S3 -------------------------------------------------------------------------------------------


@contextmanager
def s3() -> Iterator[str]:
    """A storage that speaks S3 until the block ends, with an empty bucket `site`; gives its address."""
    import logging

    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


# --- a network that breaks --------------------------------------------------------------------------


@dataclass
class Proxy:
    """Passes connections on to a server; each is cut when it has carried so many bytes.

    Attributes:
        cuts: bytes from the client after which the next connections are cut, one after another; when
            none is left they are let through.
        carried: bytes that clients have sent.
    """

    port: int
    cuts: list[int] = field(default_factory=list)
    carried: int = 0


@contextmanager
def proxy(port: int, *cuts: int) -> Iterator[Proxy]:
    """A way to a server on loopback that breaks as told."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Proxy(listener.getsockname()[1], list(cuts))

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            limit = made.cuts.pop(0) if made.cuts else None
            server = socket.create_connection(("127.0.0.1", port))
            pairs = ((client, server, limit), (server, client, None))
            for pair in pairs:
                threading.Thread(target=carry, args=pair, daemon=True).start()

    def carry(source: socket.socket, sink: socket.socket, limit: int | None) -> None:
        count = 0
        with suppress(OSError):
            while chunk := source.recv(4096):
                if limit is not None:
                    chunk = chunk[: max(limit - count, 0)]
                    made.carried += len(chunk)
                sink.sendall(chunk)
                count += len(chunk)
                if limit is not None and count >= limit:
                    break
        for each in (source, sink):
            with suppress(OSError):
                # Not the end of what was said, but a line that is dead.
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as opened:
            if opened.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the server does not answer")
