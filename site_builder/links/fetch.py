"""Asks one address at a time: no cookies, no credentials, bounded in size and time.

`Client` is how every request is made. `Fetcher` reads one site with it, and stays within its host;
`external.py` asks the hosts that links lead to.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit

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
from site_builder.links.addresses import Guard, NotPublicError
from site_builder.links.answers import Answer, Cause, printable, quoted, without_user

USER_AGENT = f"oit-site-builder/{__version__} (reads published OIT pages)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_CHUNK = 64 * 1024
#: A server that has not answered so often in a row is asked nothing more.
GIVE_UP_AFTER = 3
_KEEP_OUT = frozenset([403, 429, 451, 999])
#: What firewalls in front of a site say when they want to see a browser (Cloudflare, AWS).
_CHALLENGES = ("cf-mitigated", "x-amzn-waf-action")
#: Hosts whose connections are kept open; a link checker seldom meets one again later.
_HOSTS_KEPT = 16

Method = Literal["GET", "HEAD", "POST"]

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
