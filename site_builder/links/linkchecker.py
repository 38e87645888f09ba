"""LinkChecker, run as a program of its own, and what it says, in our words.

LinkChecker is GPL and is never imported. It reads a site from a server: files on a disk it judges
wrongly (addresses from the root, folders without a page). A built folder is therefore served on
loopback, with the header `LinkChecker`, without which it waits between questions. Of other servers it
asks nothing, and of e-mail it looks at the writing alone, since it takes an address for dead where there
are no name servers to ask (its manual: `ignore`, `checkextern`). Its check of anchors asks for a page
once for each anchor, which takes four times as long; ours sees them all.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from site_builder.documents.heads import FILES
from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.links.faults import LinkFault, LinkReport, Place, make_fault
from site_builder.links.targets import OTHERS
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.temporary import folder_in

#: Seconds after which it is stopped where it does not stop by itself in time.
_GRACE = 30
_SETTINGS = """\
[checking]
maxrequestspersecond=1000
maxrunseconds={seconds}
robotstxt=0
timeout=20
[filtering]
checkextern=0
ignore=
  ^(mailto|tel):
[output]
status=0
"""
#: What a server says for certain; with anything else it may be the network's fault or ours.
_GONE = re.compile(r"\b(404|410)\b")
_UNSURE = re.compile(
    r"\b(401|403|408|429|5\d\d)\b|time|connect|resol|refused|ssl|certificate", re.I
)
_EMPTY = "url-content-size-zero"
#: A name that no site has.
_NOWHERE = "oit-links-asks-for-what-is-not-there"
_MAY_BE_EMPTY = (".css", ".js", ".txt")


@dataclass(frozen=True, slots=True)
class Row:
    """One address of which LinkChecker tells something.

    Attributes:
        written, parent, line: the link, its page and where it stands there.
        url: that it leads to.
        result: what came of it in its words, in English.
        warnings: kind and words.
    """

    written: str
    parent: str
    line: int
    url: str
    is_valid: bool
    result: str
    warnings: tuple[tuple[str, str], ...]


def run_linkchecker(address: str, seconds: int) -> tuple[Row, ...] | Problem:
    """What LinkChecker tells of a site within so many seconds, or why it tells nothing."""
    with folder_in() as folder:
        name, settings, shown = str(folder), folder / "linkcheckerrc", folder / "shown.xml"
        settings.write_text(_SETTINGS.format(seconds=seconds), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "linkcheck",
            "-f",
            str(settings),
            "-o",
            "xml/utf-8",
            address,
        ]
        with shown.open("wb") as output:
            try:
                subprocess.run(
                    command,
                    stdout=output,
                    stderr=subprocess.DEVNULL,
                    stdin=subprocess.DEVNULL,
                    env=_environment(name),
                    timeout=seconds + _GRACE,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                late = isinstance(error, subprocess.TimeoutExpired)
                return _problem(address, _LATE if late else same(str(error)))
        try:
            return tuple(map(_row, fromstring(shown.read_bytes()).iter("urldata")))
        except (ParseError, ValueError):
            return _problem(address, _UNCLEAR)


def _environment(home: str) -> dict[str, str]:
    """That of this run, with its words in English, and nobody's own settings or proxies."""
    kept = {
        name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
    }
    return {**kept, "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "XDG_CONFIG_HOME": home}


def _row(data: Element) -> Row:
    parent, valid = data.find("parent"), data.find("valid")
    line = parent.get("line", "") if parent is not None else ""
    return Row(
        data.findtext("url") or "",
        (parent.text or "") if parent is not None else "",
        int(line) if line.isdigit() else 0,
        data.findtext("realurl") or "",
        valid is not None and valid.text == "1",
        valid.get("result", "") if valid is not None else "",
        tuple((each.get("tag", ""), each.text or "") for each in data.iter("warning")),
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a built folder on loopback, until the block ends."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """LinkChecker hangs up where it has read enough, as it may."""


class _Handler(SimpleHTTPRequestHandler):
    """Names as they are on the disk, no symbolic links, no lists of files."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # not what this machine says of them
        "": "application/octet-stream",
        ".html": "text/html; charset=utf-8",
        ".htm": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".xml": "application/xml",
        ".pdf": "application/pdf",
    }

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "ours")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        root = Path(self.directory)
        found = root
        for part in filter(None, unquote(urlsplit(path).path).split("/")):
            try:
                names = {each.name for each in found.iterdir()}
                is_there = part in names and not (found / part).is_symlink()
            except (OSError, ValueError):
                is_there = False
            if not is_there:
                return str(root / _NOWHERE)
            found = found / part
        return str(found) + ("/" if path.endswith("/") else "")

    def list_directory(self, path: object) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


def faults_of(rows: tuple[Row, ...], address: str, name: str) -> list[LinkFault]:
    """What LinkChecker tells, as faults of ours; pages are called as they are below `name`."""
    grouped: defaultdict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for row in rows:
        told = _told(row)
        if told:
            code, why = told
            target = _shown(row.url or row.written, address)
            place = Place(_page(row.parent, address, name), row.line, "", "", row.written)
            grouped[code, target, why].append(place)
    return [
        replace(make_fault(code, target, places, why=same(why)), engines=("linkchecker",))
        for (code, target, why), places in sorted(grouped.items())
    ]


def _told(row: Row) -> tuple[str, str] | None:
    """The code of what a row says, and its words; None where it is none of our faults.

    That a folder's address is sent on to the one with a slash is as it should be, and that spaces stand
    around an address hurts nobody.
    """
    if not row.is_valid:
        if row.written.lower().startswith("mailto:"):
            return "mail-malformed", printable(row.result)
        # A scheme of an app it does not know is no misspelling.
        if row.written.partition(":")[0].lower() in OTHERS or _UNSURE.search(row.result):
            return None
        code = "link-missing" if _GONE.search(row.result) else "link-reported"
        return code, printable(row.result)
    for tag, words in row.warnings:
        if tag == _EMPTY and not urlsplit(row.url).path.endswith(_MAY_BE_EMPTY):
            suffix = urlsplit(row.url).path.rpartition(".")[2].lower()
            return ("file-broken" if suffix in FILES else "page-empty"), printable(words)
    return None


def _page(url: str, address: str, name: str) -> str:
    """A page as we call it."""
    if not url.startswith(address):
        return printable(url)
    if name == address:
        return url
    path = unquote(url[len(address) :].partition("#")[0].partition("?")[0])
    return f"{name}/{path}" + ("index.html" if path.endswith("/") or not path else "")


def _shown(url: str, address: str) -> str:
    return printable("/" + unquote(url[len(address) :]) if url.startswith(address) else url)


def merged(ours: LinkReport, theirs: list[LinkFault]) -> LinkReport:
    """Our report with what LinkChecker has found: what both found stands once, with both names.

    It tells of each address once, so one place in common makes it the same fault. What it alone tells
    only warns: it reads templates and text fields as if they were pages.
    """
    faults = list(ours.faults)
    at: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, fault in enumerate(faults):
        for place in fault.places:
            at[place.page, place.written.strip()].append(number)
    for found in theirs:
        numbers = {
            n for place in found.places for n in at.get((place.page, place.written.strip()), ())
        }
        numbers |= {n for n, fault in enumerate(faults) if fault.target == found.target}
        for number in numbers:
            faults[number] = replace(faults[number], engines=("ours", "linkchecker"))
        if not numbers:
            told = make_fault("link-reported", found.target, list(found.places), why=found.message)
            faults.append(replace(told, engines=("linkchecker",)))
    return replace(ours, engines=("ours", "linkchecker")).with_faults(faults)


_LATE = Text("ใช้เวลานานเกินกำหนด", "it took too long")
_UNCLEAR = Text("อ่านผลของโปรแกรมไม่ได้", "its result could not be read")


def _problem(address: str, why: Text) -> Problem:
    return Problem(
        "linkchecker-failed",
        Location(address),
        Text("LinkChecker ตรวจไม่สำเร็จ: {why}", "LinkChecker did not finish: {why}").format(why=why),
        Text(
            "ไม่ใช่ความผิดของเว็บไซต์ ผลของโปรแกรมนี้เองยังใช้ได้ สั่งด้วย --engine ours",
            "nothing is held against the site; what this program finds itself comes with --engine ours",
        ),
    )
