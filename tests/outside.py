"""Serves the links of `corpus/other_servers.py` on loopback, and asks them over three days."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from corpus.other_servers import AROUND, CASES, DEFAULT, STATES, Case
from loopback import Site, resolving, site, trusting
from nginx import Nginx, free_port, nginx

from site_builder.links.external import Settings, check, look
from site_builder.links.fetch import Manners
from site_builder.links.store import Store, open_store
from site_builder.links.verdicts import Seen, Verdict

#: When the runs are made: the first, a day later, and when three days have gone by.
RUNS = tuple(
    datetime(2025, 3, 1, 3, 0, tzinfo=UTC) + timedelta(hours=hours) for hours in (0, 24, 73)
)
#: No server that answers is late on a busy computer …
_PATIENT = Manners(seconds=10, tries=3, wait=0.01, pause=0)
#: … and one that does not answer is not waited for long.
_HASTY = replace(_PATIENT, seconds=0.3)
_CONTROL = "control.test"
#: Hosts whose names do not end in `.test`, or that are elsewhere than at 127.0.0.1.
_PLACES = {
    "www.facebook.com": ["127.0.0.1"],
    "drive.google.com": ["127.0.0.1"],
    "accounts.google.com": ["127.0.0.1"],
    # Nobody listens at the first.
    "two.test": ["127.0.0.2", "127.0.0.1"],
    "inside.test": ["192.168.1.4"],
    **{host: [host] for host in ("10.0.0.8", "127.0.0.1", "169.254.169.254")},
}
_NOT_ALLOWED = frozenset(["inside.test", "10.0.0.8", "127.0.0.1", "169.254.169.254"])
_REDIRECTED = ("new.test", "accounts.google.com", _CONTROL)


def host_of(case: Case) -> str:
    """The host of a case: its own, or one made of its number."""
    return case.host or f"case-{list(CASES).index(case.name)}.test"


@dataclass(frozen=True)
class Outside:
    """The servers, while they run.

    Attributes:
        urls: of each case, by its name.
        days: holds one file, named by the number of the run.
        replies: the servers in Python, by the name of their case.
    """

    urls: Mapping[str, str]
    days: Path
    server: Nginx
    replies: Mapping[str, Site]
    settings: Settings

    def run(self, number: int, store: Store) -> dict[str, Verdict]:
        """The verdict of each case in one of the three runs."""
        for old in self.days.iterdir():
            old.unlink()
        (self.days / str(number)).touch()
        found: dict[str, Verdict] = {}
        for is_late in (True, False):
            names = [name for name, case in CASES.items() if case.is_late == is_late]
            manners = _HASTY if is_late else _PATIENT
            urls = [self.urls[name] for name in names]
            settings = replace(self.settings, manners=manners)
            verdicts = check(urls, store, settings, now=lambda: RUNS[number])
            found |= {name: verdicts[self.urls[name]] for name in names}
        return found

    def cut_off(self) -> dict[str, Seen]:
        """What the silent ones show where no control answers and no other host does over TLS."""
        names = [
            name for name, case in CASES.items() if case.seen.cause and case.seen.cause.is_silence
        ]
        settings = replace(self.settings, manners=_HASTY, controls=())
        found = dict(look([self.urls[name] for name in names], settings))
        return {name: found[self.urls[name]] for name in names}

    def asked(self, case: Case) -> list[str]:
        """The requests that a case's host has answered: method and path."""
        if case.name in self.replies:
            return self.replies[case.name].asked
        host = f'host="{host_of(case)}:'
        return [line.split('method="')[1].split('"')[0] for line in self.server.log if host in line]


@contextmanager
def outside(home: Path) -> Iterator[Outside]:
    """All servers, until the block ends; `home` keeps their files."""
    days = home / "days"
    days.mkdir(parents=True)
    folders = {"": DEFAULT} | {host_of(case): case.files for case in CASES.values()}
    for host, files in folders.items():
        for name, content in files.items():
            path = home / "www" / host / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    with ExitStack() as stack:
        closed = stack.enter_context(_bound())
        silent = stack.enter_context(_bound())
        silent.listen(128)
        replies = {
            name: stack.enter_context(site({"/x": case.reply}, host_of(case)))
            for name, case in CASES.items()
            if case.reply
        }
        ports = {
            "TLS": free_port(),
            "BUSY": free_port(),
            "LATER": free_port(),
            "CLOSED": closed.getsockname()[1],
            "SILENT": silent.getsockname()[1],
        }
        stack.enter_context(trusting(write_certificates(home), home))
        words = {name: str(port) for name, port in ports.items()} | {"DAYS": str(days)}
        config = _filled("\n".join((*_servers(home), AROUND)), words)
        server = stack.enter_context(
            nginx(home / "www", home / "nginx", "default_type text/html;", config)
        )
        words["PORT"] = str(server.port)
        urls = {}
        for name, case in CASES.items():
            own = {"HOST": host_of(case)}
            if name in replies:
                own["REPLY"] = str(replies[name].port)
            urls[name] = _filled(case.link, words | own)
        hosts = {host_of(case) for case in CASES.values()}
        allowed = hosts | {f"www.{host}" for host in hosts} | set(_REDIRECTED)
        settings = Settings(
            _PATIENT,
            allowed=frozenset(allowed - _NOT_ALLOWED),
            controls=(f"https://{_CONTROL}:{ports['TLS']}/generate_204",),
            resolve=resolving(_PLACES),
        )
        yield Outside(urls, days, server, replies, settings)


@dataclass(frozen=True)
class Measured:
    """What became of each case, by its name.

    Attributes:
        verdicts: of the three runs.
        asked: the requests that its host has answered in them.
        cut_off: what the silent ones show where our own network does not work.
        wanted: what the last run must see.
    """

    verdicts: Mapping[str, tuple[Verdict, ...]]
    asked: Mapping[str, list[str]]
    cut_off: Mapping[str, Seen]
    wanted: Mapping[str, Seen]

    def is_right(self, name: str) -> bool:
        """Whether the runs have given a case its states, and the last one its cause."""
        verdicts, wanted = self.verdicts[name], self.wanted[name]
        found = verdicts[-1].seen
        states = tuple(verdict.state for verdict in verdicts)
        return states == STATES[name] and wanted.is_same(found) and wanted.detail in found.detail


def measure(home: Path) -> Measured:
    """Serve every case, and ask over three days."""
    with outside(home) as servers, open_store(None) as store:
        runs = [servers.run(number, store) for number in range(len(RUNS))]
        asked = {name: servers.asked(case) for name, case in CASES.items()}
        for line in servers.server.log:
            assert 'cookie="-" authorization="-"' in line, line
        for reply in servers.replies.values():
            assert not any({"cookie", "authorization"} & set(each) for each in reply.headers)
        return Measured(
            {name: tuple(run[name] for run in runs) for name in CASES},
            asked,
            servers.cut_off(),
            {name: _wanted(case, servers.urls[name]) for name, case in CASES.items()},
        )


def _wanted(case: Case, url: str) -> Seen:
    """What must be seen of a case in the last run; its URL says host and port."""
    parts = urlsplit(url)
    words = {"HOST": parts.hostname or "", "PORT": str(parts.port)}
    return replace(case.seen, target=_filled(case.seen.target, words))


def _servers(home: Path) -> Iterator[str]:
    """The server blocks of nginx: one for each host, and one for the control."""
    yield "server_names_hash_bucket_size 128;"
    hosts: dict[str, list[Case]] = {
        _CONTROL: [Case("", Seen(None), "return 204;", certificate="good")]
    }
    for case in CASES.values():
        hosts.setdefault(host_of(case), []).append(case)
    for host, cases in hosts.items():
        kinds = {case.certificate for case in cases} - {""}
        lines = ["listen 127.0.0.1:PORT;", f"server_name {host};", f'root "{home}/www/{host}";']
        for kind in kinds:
            pem = _pem(home, kind)
            lines += ["listen 127.0.0.1:TLS ssl;"]
            lines += [f'ssl_certificate "{pem}";', f'ssl_certificate_key "{pem}";']
        lines += [case.settings.replace("HOST", host) for case in cases]
        yield "server { default_type text/html; " + "\n".join(lines) + " }"


def write_certificates(folder: Path) -> trustme.CA:
    """Each certificate with its key, in a file named by its kind; returns the authority behind them."""
    authority = trustme.CA()
    below = authority.create_child_ca()
    hosts = [host_of(case) for case in CASES.values() if case.certificate] + [_CONTROL]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    chained = below.issue_cert(*hosts)
    made = {
        "good": authority.issue_cert(*hosts),
        "expired": authority.issue_cert(*hosts, not_after=yesterday),
        "of another name": authority.issue_cert("other.test"),
        "of nobody known": trustme.CA().issue_cert(*hosts),
        "for all names below": authority.issue_cert("*.wild.test"),
        "with its chain": chained,
    }
    for kind, leaf in made.items():
        leaf.private_key_and_cert_chain_pem.write_to_path(str(_pem(folder, kind)))
    path = str(_pem(folder, "without its chain"))
    chained.private_key_pem.write_to_path(path)
    chained.cert_chain_pems[0].write_to_path(path, append=True)
    return authority


def _pem(folder: Path, kind: str) -> Path:
    return folder / f"{kind.replace(' ', '-')}.pem"


@contextmanager
def _bound() -> Iterator[socket.socket]:
    """A port of loopback that is ours, so that nobody else answers there."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        yield opened


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
