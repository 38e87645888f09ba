"""Asks one address at a time: no cookies, no credentials, bounded in size and time.

`Client` is how every request is made. `Fetcher` reads one site with it, and stays within its host;
`external.py` asks the hosts that links lead to.
"""

from __future__ import annotations

import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import partial
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from site_builder import __version__
from site_builder.language import Text
from site_builder.links.addresses import Guard, NotPublicError

USER_AGENT = f"oit-site-builder/{__version__} (reads published OIT pages)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_SAFE = "/%:@!$&'()*+,;=~-._"
_USER = re.compile(r"//[^/?#]*@")
_CHUNK = 64 * 1024
#: A server that has not answered so often in a row is asked nothing more.
GIVE_UP_AFTER = 3
_LONGEST_SHOWN = 200
_KEEP_OUT = frozenset([403, 429, 451, 999])
#: What firewalls in front of a site say when they want to see a browser (Cloudflare, AWS).
_CHALLENGES = ("cf-mitigated", "x-amzn-waf-action")
#: Hosts whose connections are kept open; a link checker seldom meets one again later.
_HOSTS_KEPT = 16

Method = Literal["GET", "HEAD", "POST"]


class Cause(StrEnum):
    """Why there is no answer to read."""

    MISSING = "missing"
    LOGIN = "login"
    ELSEWHERE = "elsewhere"
    LOOP = "loop"
    STATUS = "status"
    BLOCKED = "blocked"
    SERVER = "server"
    TOO_LARGE = "too-large"
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    BROKEN = "broken"
    GIVEN_UP = "given-up"
    UNREADABLE = "unreadable"
    NOT_FOUND_PAGE = "not-found-page"
    TAKEN_OVER = "taken-over"
    NOT_PUBLIC = "not-public"
    NO_ADDRESS = "no-address"
    NETWORK = "network"
    OFFLINE = "offline"
    LEFT_ALONE = "left-alone"

    @property
    def is_of_site(self) -> bool:
        """The site has answered, and would answer anyone so. With any other cause it is not known
        whether the fault is the site's, the network's or ours, and nothing may be held against it."""
        return self in (Cause.MISSING, Cause.LOGIN, Cause.ELSEWHERE, Cause.LOOP, Cause.STATUS)

    @property
    def may_pass(self) -> bool:
        """Asking again may help."""
        return self in (Cause.SERVER, Cause.REFUSED, Cause.TIMEOUT, Cause.BROKEN)

    @property
    def is_silence(self) -> bool:
        """The server has not answered at all."""
        return self in (Cause.DNS, Cause.REFUSED, Cause.TIMEOUT, Cause.TLS)

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Cause.MISSING: Text("ไม่พบบนเว็บไซต์", "the site does not have it"),
    Cause.LOGIN: Text("ต้องเข้าสู่ระบบก่อน", "a login is asked for"),
    Cause.ELSEWHERE: Text("เว็บไซต์ส่งต่อไปยังเครื่องแม่ข่ายอื่น", "the site sends readers to another host"),
    Cause.LOOP: Text("เว็บไซต์ส่งต่อวนไปมา", "the site sends readers on without end"),
    Cause.STATUS: Text("เว็บไซต์ปฏิเสธคำขอ", "the site refuses the request"),
    Cause.BLOCKED: Text(
        "เครื่องแม่ข่ายไม่ให้โปรแกรมอ่าน อาจเปิดด้วยเบราว์เซอร์ได้",
        "the server keeps programs out; a browser may get in",
    ),
    Cause.SERVER: Text("เครื่องแม่ข่ายขัดข้องขณะตรวจ", "the server failed while it was asked"),
    Cause.TOO_LARGE: Text("ใหญ่เกินกว่าที่โปรแกรมจะอ่าน", "larger than this program reads"),
    Cause.DNS: Text("หาที่อยู่ของเครื่องแม่ข่ายไม่พบ (DNS)", "the host's name was not found (DNS)"),
    Cause.REFUSED: Text("ต่อกับเครื่องแม่ข่ายไม่ได้", "no connection to the server"),
    Cause.TIMEOUT: Text("เครื่องแม่ข่ายไม่ตอบภายในเวลา", "the server did not answer in time"),
    Cause.TLS: Text("การเชื่อมต่อแบบปลอดภัย (TLS) ไม่สำเร็จ", "the secure connection (TLS) failed"),
    Cause.BROKEN: Text("คำตอบของเครื่องแม่ข่ายขาดหรือเสีย", "the server's answer was broken"),
    Cause.GIVEN_UP: Text(
        "เครื่องแม่ข่ายไม่ตอบหลายครั้งติดกัน จึงหยุดถาม", "the server stayed silent, so it was asked no more"
    ),
    Cause.UNREADABLE: Text("โปรแกรมเปิดไฟล์นี้ไม่ได้", "this program cannot open the file"),
    Cause.NOT_FOUND_PAGE: Text(
        "เปิดได้ แต่เป็นหน้าแจ้งว่าไม่พบ", "it opens, but the page says that nothing was found"
    ),
    Cause.TAKEN_OVER: Text(
        "ชื่อเว็บนี้น่าจะเปลี่ยนเจ้าของไปแล้ว (ประกาศขายชื่อหรือเว็บพนัน)",
        "the name seems to have a new owner (for sale, or gambling)",
    ),
    Cause.NOT_PUBLIC: Text(
        "อยู่ในเครือข่ายภายใน ไม่ใช่อินเทอร์เน็ตสาธารณะ จึงไม่ได้เปิด",
        "it is inside a network, not on the public internet, and was not asked",
    ),
    Cause.NO_ADDRESS: Text(
        "ไม่ใช่ที่อยู่เว็บที่เปิดได้ หรือมีชื่อผู้ใช้หรือรหัสผ่านอยู่ในที่อยู่",
        "no web address that can be asked, or one with a user name or password inside",
    ),
    Cause.NETWORK: Text(
        "เครือข่ายของเครื่องที่ใช้ตรวจขัดข้อง จึงไม่ทราบผล",
        "the network of this computer failed, so it is not known",
    ),
    Cause.LEFT_ALONE: Text(
        "เครื่องแม่ข่ายขอให้เว้นช่วง จึงเหลือไว้ตรวจครั้งหน้า",
        "the server asked to be left alone, so it is left to the next run",
    ),
    Cause.OFFLINE: Text(
        "ยังไม่เคยตรวจ และครั้งนี้ไม่ได้ใช้เครือข่าย", "never asked, and this run asks nobody"
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, or why nothing did.

    Attributes:
        url: the address that answered, after redirects within the host.
        cause: None where the body can be read.
        status: of HTTP; 0 where there was no answer.
        type: the content type as the server says, without parameters.
        detail: what the server said of it, such as where it sends readers; cleaned of control signs.
        hops: the redirects that were followed: status, and where it led.
        retry_after: seconds for which the server wants to be left alone; 0 where it does not say.
    """

    url: str
    body: bytes = b""
    cause: Cause | None = None
    status: int = 0
    type: str = ""
    detail: str = ""
    hops: tuple[tuple[int, str], ...] = ()
    retry_after: float = 0

    @property
    def why(self) -> Text:
        """The cause for a person, with what the server said."""
        assert self.cause is not None
        facts = " ".join(filter(None, (f"HTTP {self.status}" if self.status else "", self.detail)))
        label = self.cause.label
        return Text(f"{label.th} ({facts})", f"{label.en} ({facts})") if facts else label


#: An answer, and where it sends us; "" where it does not.
_Step = tuple[Answer, str]
#: What a POST sends, and its content type.
_Posted = tuple[bytes, str]


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated.

    Attributes:
        seconds: that one request may take, name look-up and body included.
        tries: of a request whose failure may pass; between them `wait` seconds, doubled each time.
        pause: least seconds between two requests.
        redirects: that are followed.
    """

    seconds: float = 20
    tries: int = 3
    wait: float = 0.5
    pause: float = 0.05
    redirects: int = 5


class Client:
    """Asks servers. Cookies are neither kept nor sent.

    Args:
        guard: which addresses may be reached; without one, any.
    """

    def __init__(self, manners: Manners, guard: Guard | None = None) -> None:
        self.manners = manners
        self._guard = guard
        self._pool = urllib3.PoolManager(num_pools=_HOSTS_KEPT, maxsize=1, retries=False)

    def ask(
        self, url: str, limit: int, enough: int | None = None, method: Method = "GET"
    ) -> Answer:
        """The answer after redirects; all of them share the time of one request. Never raises.

        Args:
            limit: a longer body is refused, in bytes after unpacking.
            enough: stop reading after so many bytes.
        """
        left = self.manners.seconds
        hops: tuple[tuple[int, str], ...] = ()
        for _ in range(self.manners.redirects + 1):
            with self.turn(url):
                begun = time.monotonic()
                answer, target = _within(
                    left,
                    partial(self._once, method, url, limit, enough, begun + left),
                    (Answer(url, cause=Cause.TIMEOUT), ""),
                )
                left -= time.monotonic() - begun
            if not target:
                return replace(answer, hops=hops)
            if not self.may_follow(target):
                return replace(
                    answer, cause=Cause.ELSEWHERE, detail=without_user(target), hops=hops
                )
            hops += ((answer.status, target),)
            url = target
        return Answer(url, cause=Cause.LOOP, hops=hops)

    def send(self, url: str, body: bytes, kind: str, limit: int) -> Answer:
        """The answer to a POST of `body`, whose content type is `kind`; redirects are not followed."""
        seconds = self.manners.seconds
        with self.turn(url):
            deadline = time.monotonic() + seconds
            answer, target = _within(
                seconds,
                partial(self._once, "POST", url, limit, None, deadline, (body, kind)),
                (Answer(url, cause=Cause.TIMEOUT), ""),
            )
        is_elsewhere = bool(target)
        return (
            replace(answer, cause=Cause.ELSEWHERE, detail=without_user(target))
            if is_elsewhere
            else answer
        )

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Waits until the host of this URL may be asked, and is held while it is."""
        yield

    def may_follow(self, target: str) -> bool:
        """Whether a redirect may lead here."""
        try:
            return bool(_address(urlsplit(target))[1])
        except ValueError:
            return False

    def close(self) -> None:
        """Ends what connections are open."""
        self._pool.clear()

    def _once(
        self,
        method: Method,
        url: str,
        limit: int,
        enough: int | None,
        deadline: float,
        posted: _Posted | None = None,
    ) -> _Step:
        """One request: the answer, and where it sends us, "" where it does not. Never raises."""
        try:
            response = self._opened(method, url, deadline, posted)
        except (HTTPError, OSError, ValueError, NotPublicError) as error:
            return Answer(url, cause=_cause(error), detail=_detail(error)), ""
        status = response.status
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        answer = Answer(url, status=status, type=printable(kind))
        try:
            location = response.headers.get("Location", "")
            if status in _REDIRECTS and location:
                return answer, _joined(url, location)
            if status != 200:
                wait = _seconds(response.headers.get("Retry-After", ""))
                is_challenge = any(name in response.headers for name in _CHALLENGES)
                cause = Cause.BLOCKED if is_challenge else _cause_of_status(status)
                return replace(answer, cause=cause, retry_after=wait), ""
            # The body as it arrives, unpacked no further than asked.
            found = bytearray()
            for chunk in response.stream(min(_CHUNK, enough or _CHUNK), decode_content=True):
                found += chunk
                if enough is not None and len(found) >= enough:
                    return replace(answer, body=bytes(found[:enough])), ""
                if len(found) > limit:
                    return replace(answer, cause=Cause.TOO_LARGE), ""
                if time.monotonic() > deadline:
                    return replace(answer, cause=Cause.TIMEOUT), ""
            response.release_conn()
            return replace(answer, body=bytes(found)), ""
        except (HTTPError, OSError, ValueError) as error:
            return replace(answer, cause=_cause(error)), ""
        finally:
            # What was read to its end has given its connection back; any other is not used again.
            response.close()

    def _opened(
        self, method: Method, url: str, deadline: float, posted: _Posted | None
    ) -> urllib3.BaseHTTPResponse:
        """The response, its body still to be read. With a guard the connection is made to an address
        that it has judged; the server is still asked, and its certificate checked, by its name."""
        parts = urlsplit(url)
        scheme, host, port = _address(parts)
        headers = {
            "Host": parts.netloc,
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
        }
        body = None
        if posted:
            body, headers["Content-Type"] = posted
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = {"server_hostname": host} if scheme == "https" else {}
        failure: Exception = socket.gaierror(socket.EAI_NONAME, "no address")
        places = self._guard.addresses(host, port) if self._guard else [host]
        for number, address in enumerate(places):
            left = max(deadline - time.monotonic(), 0.01)
            # A place that swallows what is sent leaves time for the next.
            timeout = urllib3.Timeout(connect=left / (len(places) - number), read=left)
            pool = self._pool.connection_from_host(address, port, scheme, pool_kwargs=named)
            try:
                return pool.urlopen(
                    method,
                    target,
                    body=body,
                    headers=headers,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    timeout=timeout,
                )
            except (NewConnectionError, ConnectTimeoutError) as error:
                failure = error  # another of its addresses may answer
        raise failure


class Fetcher(Client):
    """Asks one host. Never more than one request is open, and redirects stay within the host."""

    def __init__(self, origin: str, manners: Manners | None = None) -> None:
        super().__init__(manners or Manners())
        self._origin = urlsplit(origin)
        self._last = 0.0
        self._silences = 0

    def get(self, url: str, limit: int, enough: int | None = None) -> Answer:
        """The answer to a GET; see `Client.ask`."""
        return self._tried(url, partial(self.ask, url, limit, enough))

    def post(self, url: str, body: bytes, kind: str, limit: int) -> Answer:
        """The answer to a POST of `body`, whose content type is `kind`; redirects are not followed."""
        return self._tried(url, partial(self.send, url, body, kind, limit))

    def _tried(self, url: str, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, asked again where a failure may pass."""
        if self._silences >= GIVE_UP_AFTER:
            return Answer(url, cause=Cause.GIVEN_UP)
        manners = self.manners
        answer = Answer(url)
        for number in range(manners.tries):
            if number:
                time.sleep(manners.wait * 2 ** (number - 1))
            answer = ask()
            if answer.cause is None or not answer.cause.may_pass:
                break
        is_silent = answer.cause is not None and answer.cause.is_silence
        self._silences = self._silences + 1 if is_silent else 0
        return answer

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        pause = self._last + self.manners.pause - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        try:
            yield
        finally:
            self._last = time.monotonic()

    def may_follow(self, target: str) -> bool:
        return self.is_own(target)

    def is_own(self, target: str) -> bool:
        """Whether a redirect stays with the asked server, or goes to its secure address."""
        try:
            own, other = _address(self._origin), _address(urlsplit(target))
        except ValueError:
            return False
        host = own[1]
        return other == own or (own == ("http", host, 80) and other == ("https", host, 443))


def quoted(url: SplitResult) -> str:
    """A URL as it is sent: host in ASCII, no fragment, spaces and Thai letters percent-encoded.

    Raises:
        ValueError: the host cannot be one.
    """
    host = (url.hostname or "").encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    port = f":{url.port}" if url.port else ""
    query = quote(url.query, safe=_SAFE + "?")
    return urlunsplit((url.scheme, host + port, quoted_path(url.path or "/"), query, ""))


def quoted_path(path: str) -> str:
    """A path as it is sent; what is percent-encoded stays so."""
    return quote(path, safe=_SAFE)


def clean(text: str) -> str:
    """Text from a server for a terminal: nothing that moves a cursor."""
    return "".join(sign for sign in text if sign.isprintable())


def printable(text: str) -> str:
    """The same, and not too long."""
    found = clean(text)
    return found if len(found) <= _LONGEST_SHOWN else f"{found[:_LONGEST_SHOWN]}…"


def without_user(url: str) -> str:
    """An address for a person: printable, without user name and password."""
    return printable(_USER.sub("//", url))


def _address(url: SplitResult) -> tuple[str, str, int]:
    if url.username is not None or url.scheme not in _PORTS:
        raise ValueError(url.scheme)
    return url.scheme, (url.hostname or "").lower(), url.port or _PORTS[url.scheme]


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; as it stands where it is no address, so that it is not followed."""
    try:
        parts = urlsplit(urljoin(url, location))
        return location if parts.username is not None else quoted(parts)
    except ValueError:
        return location


def _cause_of_status(status: int) -> Cause:
    if status in (404, 410):
        return Cause.MISSING
    if status in (401, 407):
        return Cause.LOGIN
    if status in _KEEP_OUT:
        return Cause.BLOCKED
    return Cause.SERVER if status >= 500 else Cause.STATUS


def _cause(error: Exception) -> Cause:
    if isinstance(error, NotPublicError):
        return Cause.NOT_PUBLIC
    if isinstance(error, NameResolutionError | socket.gaierror):
        return Cause.DNS
    if isinstance(error, NewConnectionError):
        return Cause.REFUSED
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError):
        return Cause.TIMEOUT
    return Cause.TLS if isinstance(error, SSLError) else Cause.BROKEN


def _detail(error: Exception) -> str:
    """What is wrong with a certificate, or where a host is that may not be asked."""
    if isinstance(error, NotPublicError):
        return printable(str(error))
    cause = error.args[0] if error.args and isinstance(error, SSLError) else None
    return (
        printable(cause.verify_message) if isinstance(cause, ssl.SSLCertVerificationError) else ""
    )


def _seconds(retry_after: str) -> float:
    """The header as seconds from now (RFC 9110, 10.2.3); 0 where it is neither number nor date."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0)


def _within(seconds: float, action: Callable[[], _Step], late: _Step) -> _Step:
    """What `action` gives, or `late` where it takes longer. Time limits of sockets count from byte
    to byte, and a name look-up has none, so the time is kept by leaving a thread behind."""
    found: queue.SimpleQueue[_Step] = queue.SimpleQueue()
    threading.Thread(target=lambda: found.put(action()), daemon=True).start()
    try:
        return found.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        return late
