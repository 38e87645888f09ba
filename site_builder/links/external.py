"""Asks the hosts that links lead to, politely, and says what became of each link.

`look` asks and tells what it has seen; `check` keeps that in a store and makes it verdicts.

One request at a time goes to a host, whatever ports and redirects lead there, with a pause after it.
An address is asked by HEAD, and by GET where HEAD leaves a doubt: many servers answer HEAD wrongly.
"""

from __future__ import annotations

import hashlib
import queue
import re
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from site_builder.links.addresses import Guard, Resolve
from site_builder.links.answers import Answer, Cause, printable, quoted, without_user
from site_builder.links.fetch import GIVE_UP_AFTER, Client, Manners, Method
from site_builder.links.impostors import ENOUGH, in_truth, is_html, is_same_page
from site_builder.links.store import Store
from site_builder.links.verdicts import UNKNOWN, Seen, State, Verdict, judge, unknown

#: One request a second to a host is what a person makes; a Thai server may take 20 s and answer.
MANNERS = Manners(seconds=20, tries=3, wait=2, pause=1)
#: Answer 204 to anyone, and are there to be asked so: they tell whether our own network works.
CONTROLS = (
    "https://connectivitycheck.gstatic.com/generate_204",
    "https://cp.cloudflare.com/generate_204",
)
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_OF_CONTROLS = Manners(seconds=10, redirects=0)
_PERMANENT = frozenset([301, 308])
#: A fault of the server as a whole; its other addresses are not asked.
_OF_SERVER = frozenset([Cause.DNS, Cause.REFUSED, Cause.TLS])
#: How often the thread that waits looks whether it is to stop, in seconds.
_TICK = 1.0

#: How many addresses are settled, of how many, and the last one.
Progress = Callable[[int, int, str], None]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """How other servers are treated, and what may be asked.

    Attributes:
        hosts: that are asked at the same time.
        allowed: hosts that may be at a private address, such as the agency's own inside its network.
        fresh: what was seen within this time is not asked again.
        longest_wait: a server that wants to be left alone for longer is asked no more in this run.
        offline: ask nobody; tell what earlier runs have seen.
        controls: asked where a host is silent, to tell whether our own network works.
        resolve: looks up a name, as `socket.getaddrinfo`.
    """

    manners: Manners = MANNERS
    hosts: int = 8
    allowed: frozenset[str] = frozenset()
    fresh: timedelta = timedelta(hours=12)
    longest_wait: float = 30
    offline: bool = False
    controls: tuple[str, ...] = CONTROLS
    resolve: Resolve = socket.getaddrinfo


def check(
    urls: Iterable[str],
    store: Store,
    settings: Settings | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime] = _now,
) -> dict[str, Verdict]:
    """The verdict of each URL. What is seen is in the store before the next thing is.

    A run that is cut off and started again asks nothing that it had settled.
    """
    settings = settings or Settings()
    addresses = {url: address(url) for url in dict.fromkeys(urls)}
    wanted = list(dict.fromkeys(filter(None, addresses.values())))
    verdicts = {each: judge(each, store.spans(each)) for each in wanted}
    if not settings.offline:
        since = min(store.begin(now()), now() - settings.fresh)
        due = [each for each in wanted if not _is_settled(verdicts[each], since)]
        done = len(wanted) - len(due)
        with closing(look(due, settings)) as looks:
            for each, seen in looks:
                if seen.cause in UNKNOWN:
                    verdicts[each] = unknown(each, seen.cause, seen.detail)
                else:
                    store.add(each, seen, now())
                    verdicts[each] = judge(each, store.spans(each))
                done += 1
                if progress:
                    progress(done, len(wanted), each)
        store.end()
    return {
        url: replace(verdicts[each], url=url) if each else _not_asked(url)
        for url, each in addresses.items()
    }


def look(addresses: Iterable[str], settings: Settings) -> Generator[tuple[str, Seen], None, None]:
    """What each address shows, as soon as it is settled; addresses are those that `address` gives.

    A host that is silent counts only if our network is known to work: another host has answered
    since, over TLS, which no portal or firewall on the way can feign; or else a control does.
    """
    visitor = _Visitor(settings)
    held: list[_Look] = []
    try:
        for found in visitor.looks(addresses):
            waiting = []
            for each in (*held, found):
                if visitor.is_vouched(each):
                    yield each.address, each.seen
                else:
                    waiting.append(each)
            held = waiting
        if held and not visitor.network_works():
            held = [_not_ours_to_say(each) for each in held]
        yield from ((each.address, each.seen) for each in held)
    finally:
        visitor.stop()


def address(url: str) -> str:
    """The URL as it is asked: without fragment, in ASCII; "" where it cannot be asked."""
    try:
        parts = urlsplit(url.strip())
        asked = quoted(parts)
        host = urlsplit(asked).hostname or ""
    except ValueError:
        return ""
    is_plain = parts.username is None and parts.password is None and _HOST.fullmatch(host)
    return asked if is_plain and parts.scheme in ("http", "https") else ""


class _Stopped(Exception):
    """Nothing more is to be asked."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One address as it was seen, and when the look at it began, on the clock of this process."""

    address: str
    seen: Seen
    began: float

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


@dataclass
class _Host:
    """One server, whatever its ports: who asks it holds the lock.

    Attributes:
        not_before: when it may be asked again.
        is_left_alone: it has asked for that, for longer than this run waits.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    not_before: float = 0
    is_left_alone: bool = False


class _Visitor(Client):
    """Asks many hosts at a time, each by one thread."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.manners, Guard(settings.allowed, settings.resolve))
        self._settings = settings
        self._hosts: dict[str, _Host] = {}
        self._down: dict[str, Seen] = {}
        self._silences: Counter[str] = Counter()
        self._made_up: dict[str, Answer] = {}
        self._proofs: dict[str, float] = {}
        self._stop = threading.Event()

    def looks(self, addresses: Iterable[str]) -> Iterator[_Look]:
        """A look at each address, as they come."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for each in addresses:
            by_host[urlsplit(each).hostname or ""].append(each)
        # The longest first, since it takes longest.
        waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        for _, listed in sorted(by_host.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            waiting.put(listed)
        found: queue.SimpleQueue[_Look | BaseException] = queue.SimpleQueue()
        for _ in range(min(self._settings.hosts, len(by_host))):
            threading.Thread(target=self._work, args=(waiting, found), daemon=True).start()
        for _ in range(sum(map(len, by_host.values()))):
            result = _taken(found)
            if isinstance(result, BaseException):
                raise result
            yield result

    def is_vouched(self, found: _Look) -> bool:
        """Whether what was seen cannot be the fault of our own network."""
        if found.seen.cause is None or not found.seen.cause.is_silence:
            return True
        others = (when for host, when in self._proofs.items() if host != found.host)
        return any(when >= found.began for when in others)

    def network_works(self) -> bool:
        """Whether a control answers as it should."""
        client = Client(_OF_CONTROLS, self._guard)
        try:
            return any(client.ask(url, ENOUGH).status == 204 for url in self._settings.controls)
        finally:
            client.close()

    def stop(self) -> None:
        """Nothing more is asked; the request that is under way comes to its end unheard."""
        self._stop.set()
        self.close()

    def ask(
        self, url: str, limit: int, enough: int | None = None, method: Method = "GET"
    ) -> Answer:
        answer = super().ask(url, limit, enough, method)
        if answer.status and answer.url.startswith("https:"):
            self._proofs[urlsplit(answer.url).hostname or ""] = time.monotonic()
        return answer

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        host = self._host(url)
        with host.lock:
            if self._stop.wait(max(host.not_before - time.monotonic(), 0)):
                raise _Stopped
            try:
                yield
            finally:
                host.not_before = max(host.not_before, time.monotonic() + self.manners.pause)

    def _work(
        self,
        waiting: queue.SimpleQueue[list[str]],
        found: queue.SimpleQueue[_Look | BaseException],
    ) -> None:
        try:
            while True:
                for each in waiting.get_nowait():
                    began = time.monotonic()
                    found.put(_Look(each, self._see(each), began))
        except (queue.Empty, _Stopped):
            return
        except BaseException as error:  # told by the thread that waits
            found.put(error)

    def _see(self, url: str) -> Seen:
        if self._host(url).is_left_alone:
            return Seen(Cause.LEFT_ALONE)
        known = self._down.get(_origin(url))
        if known is not None:
            return known
        answer = self._answer(url)
        self._note(answer)
        cause = in_truth(url, answer)
        if cause is None and self._is_made_up(url, answer):
            cause = Cause.NOT_FOUND_PAGE
        target = answer.url if cause is None and _is_moved(url, answer) else ""
        return Seen(cause, answer.status, printable(target), answer.detail)

    def _answer(self, url: str) -> Answer:
        """By HEAD, then by GET; more often where a failure may pass, with growing pauses."""
        answer = Answer(url)
        for number in range(max(self.manners.tries, 2)):
            method: Method = "GET" if number else "HEAD"
            answer = self.ask(url, ENOUGH, ENOUGH, method)
            is_busy = answer.status == 429 or (answer.cause is not None and answer.cause.may_pass)
            if method == "HEAD":
                if answer.cause is None and not is_html(answer):
                    break
            elif not is_busy:
                break
            wait = answer.retry_after or (self.manners.wait * 2**number if is_busy else 0)
            host = self._host(answer.url)
            if wait > self._settings.longest_wait:
                host.is_left_alone = True
                break
            host.not_before = max(host.not_before, time.monotonic() + wait)
        if answer.status == 429:
            self._host(answer.url).is_left_alone = True
        return answer

    def _note(self, answer: Answer) -> None:
        """What an answer says of all addresses of its server."""
        origin = _origin(answer.url)
        if answer.cause != Cause.TIMEOUT:
            self._silences[origin] = 0
        else:
            self._silences[origin] += 1
        if answer.cause in _OF_SERVER or self._silences[origin] >= GIVE_UP_AFTER:
            self._down[origin] = Seen(answer.cause, detail=answer.detail)

    def _is_made_up(self, url: str, answer: Answer) -> bool:
        """Whether the host would have given this page for any address."""
        parts = urlsplit(url)
        if not is_html(answer) or (parts.path == "/" and not parts.query):
            return False
        origin = _origin(url)
        if origin not in self._made_up:
            name = hashlib.sha256(origin.encode()).hexdigest()[:16]
            self._made_up[origin] = self.ask(f"{origin}/no-such-page-{name}", ENOUGH, ENOUGH)
        return is_same_page(answer, self._made_up[origin])

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).hostname or "", _Host())


def _taken(found: queue.SimpleQueue[_Look | BaseException]) -> _Look | BaseException:
    """The next result. Waits in short steps, so that Ctrl-C is heard on Windows too."""
    while True:
        try:
            return found.get(timeout=_TICK)
        except queue.Empty:
            continue


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_moved(url: str, answer: Answer) -> bool:
    """Whether each redirect says that it is for good, and leads further than to the same page by
    `https`, with or without `www.` or a slash at the end."""
    is_for_good = all(status in _PERMANENT for status, _ in answer.hops)
    return bool(answer.hops) and is_for_good and _place(url) != _place(answer.url)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query


def _is_settled(verdict: Verdict, since: datetime) -> bool:
    return verdict.last is not None and verdict.last >= since


def _not_ours_to_say(found: _Look) -> _Look:
    assert found.seen.cause is not None
    return replace(found, seen=Seen(Cause.NETWORK, detail=found.seen.cause.value))


def _not_asked(url: str) -> Verdict:
    """The verdict of a URL that cannot be asked; a password in it is not repeated."""
    return Verdict(without_user(url), State.REVIEW, Seen(Cause.NO_ADDRESS))
