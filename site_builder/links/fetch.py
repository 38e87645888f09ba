"""One polite fetcher: one request at a time, no cookies, no credentials, within the asked host."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
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

USER_AGENT = f"oit-site-builder/{__version__} (reads published OIT pages)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_SAFE = "/%:@!$&'()*+,;=~-._"
_CHUNK = 64 * 1024
#: A server that has not answered so often in a row is asked nothing more.
_GIVE_UP_AFTER = 3
_LONGEST_SHOWN = 200


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
    """

    url: str
    body: bytes = b""
    cause: Cause | None = None
    status: int = 0
    type: str = ""
    detail: str = ""

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


class Fetcher:
    """Asks one host. Never more than one request is open; cookies are neither kept nor sent."""

    def __init__(self, origin: str, manners: Manners | None = None) -> None:
        self._origin = urlsplit(origin)
        self._manners = manners or Manners()
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=1, retries=False)
        self._last = 0.0
        self._silences = 0

    def get(self, url: str, limit: int, enough: int | None = None) -> Answer:
        """The answer to a GET.

        Args:
            limit: a longer body is refused, in bytes after unpacking.
            enough: stop reading after so many bytes.
        """
        return self._tried(url, partial(self._followed, url, limit, enough))

    def post(self, url: str, body: bytes, kind: str, limit: int) -> Answer:
        """The answer to a POST of `body`, whose content type is `kind`; redirects are not followed."""
        return self._tried(url, partial(self._posted, url, (body, kind), limit))

    def _tried(self, url: str, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, asked again where a failure may pass."""
        if self._silences >= _GIVE_UP_AFTER:
            return Answer(url, cause=Cause.GIVEN_UP)
        manners = self._manners
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

    def _followed(self, url: str, limit: int, enough: int | None) -> Answer:
        """The answer after redirects within the host; all of them share the time of one request."""
        deadline = time.monotonic() + self._manners.seconds
        for _ in range(self._manners.redirects + 1):
            pause = self._last + self._manners.pause - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            answer, target = _within(
                deadline - time.monotonic(),
                partial(self._once, url, limit, enough, deadline),
                (Answer(url, cause=Cause.TIMEOUT), ""),
            )
            self._last = time.monotonic()
            if not target:
                return answer
            if not self.is_own(target):
                return replace(answer, cause=Cause.ELSEWHERE, detail=printable(target))
            url = target
        return Answer(url, cause=Cause.LOOP)

    def _posted(self, url: str, posted: _Posted, limit: int) -> Answer:
        seconds = self._manners.seconds
        answer, target = _within(
            seconds,
            partial(self._once, url, limit, None, time.monotonic() + seconds, posted),
            (Answer(url, cause=Cause.TIMEOUT), ""),
        )
        return (
            replace(answer, cause=Cause.ELSEWHERE, detail=printable(target)) if target else answer
        )

    def _once(
        self,
        url: str,
        limit: int,
        enough: int | None,
        deadline: float,
        posted: _Posted | None = None,
    ) -> _Step:
        """One request: the answer, and where it sends us, "" where it does not. Never raises."""
        left = max(deadline - time.monotonic(), 0.01)
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"}
        body, kind = posted or (None, "")
        try:
            response = self._pool.request(
                "POST" if posted else "GET",
                url,
                body=body,
                headers={**headers, "Content-Type": kind} if posted else headers,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(left),
            )
        except (HTTPError, OSError, ValueError) as error:
            return Answer(url, cause=_cause(error)), ""
        status = response.status
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        answer = Answer(url, status=status, type=printable(kind))
        try:
            location = response.headers.get("Location", "")
            if status in _REDIRECTS and location:
                return answer, _joined(url, location)
            if status != 200:
                return replace(answer, cause=_cause_of_status(status)), ""
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
    if status in (403, 429, 451):
        return Cause.BLOCKED
    return Cause.SERVER if status >= 500 else Cause.STATUS


def _cause(error: Exception) -> Cause:
    if isinstance(error, NameResolutionError):
        return Cause.DNS
    if isinstance(error, NewConnectionError):
        return Cause.REFUSED
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError):
        return Cause.TIMEOUT
    return Cause.TLS if isinstance(error, SSLError) else Cause.BROKEN


def _within(seconds: float, action: Callable[[], _Step], late: _Step) -> _Step:
    """What `action` gives, or `late` where it takes longer. Time limits of sockets count from byte
    to byte, and a name look-up has none, so the time is kept by leaving a thread behind."""
    found: queue.SimpleQueue[_Step] = queue.SimpleQueue()
    threading.Thread(target=lambda: found.put(action()), daemon=True).start()
    try:
        return found.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        return late
