"""What is said of a link to another server: seen how often, since when, and whose it is to mend.

Only what is dead counts against a site, and nothing is dead that was seen once: servers are
maintained, networks fail, firewalls keep programs out. What a single look has shown is a `Seen`;
equal ones after another are a `Span`; `judge` makes the spans of an address its verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from site_builder.language import Text, same
from site_builder.links.answers import Cause
from site_builder.thai import format_date

#: A link is dead when so many runs have found it so …
DEAD_AFTER_RUNS = 3
#: … over at least so long: from the evening before a weekend to the morning after it are 2.6 days.
DEAD_AFTER = timedelta(days=3)
#: Runs nearer to each other than this see the same trouble, and count once.
APART = timedelta(hours=12)

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")


class State(StrEnum):
    """What is said of an address."""

    FINE = "fine"
    MOVED = "moved"
    SUSPECT = "suspect"
    DEAD = "dead"
    REVIEW = "review"
    NOT_CHECKED = "not-checked"

    @property
    def label(self) -> Text:
        return _STATES[self]


_STATES = {
    State.FINE: Text("เปิดได้", "fine"),
    State.MOVED: Text("ย้ายที่อยู่ถาวร", "moved for good"),
    State.SUSPECT: Text("น่าสงสัยว่าเสีย", "suspect"),
    State.DEAD: Text("ลิงก์เสีย", "dead"),
    State.REVIEW: Text("ต้องให้คนเปิดดู", "a person has to look"),
    State.NOT_CHECKED: Text("ยังไม่ได้ตรวจ", "not checked"),
}


class Owner(StrEnum):
    """Who can mend it."""

    AGENCY = "agency"
    OTHER = "other"
    OURS = "ours"

    @property
    def label(self) -> Text:
        return _OWNERS[self]


_OWNERS = {
    Owner.AGENCY: Text("หน่วยงาน (แก้ลิงก์)", "the agency (its link)"),
    Owner.OTHER: Text("เว็บไซต์ปลายทาง", "the other site"),
    Owner.OURS: Text("เครื่องที่ใช้ตรวจ", "the computer that asked"),
}

#: What shows that a reader finds nothing, if it stays so. Time-outs and refusals are not among
#: them: firewalls of Thai servers often let browsers in Thailand pass, and nobody else.
_DEADLY = frozenset([Cause.MISSING, Cause.SERVER, Cause.DNS, Cause.REFUSED, Cause.BROKEN])
#: Says nothing of the link: neither kept nor counted.
UNKNOWN = frozenset([Cause.NETWORK, Cause.OFFLINE, Cause.LEFT_ALONE, Cause.GIVEN_UP])

_OPEN_IT = Text(
    "ลองเปิดด้วยเบราว์เซอร์ ถ้าเปิดได้ไม่ต้องแก้ไข",
    "open it in a browser; if that works, nothing is to be done",
)
CHANGE = Text("แก้เป็นที่อยู่ปัจจุบัน หรือลบลิงก์นี้ออก", "put in the present address, or take the link out")
_TELL = Text(
    "แจ้งผู้ดูแลเว็บไซต์ปลายทาง ระหว่างนี้นำสำเนาเอกสารมาไว้บนเว็บไซต์ของหน่วยงาน",
    "tell whoever runs that site; meanwhile keep a copy of the document on the agency's own site",
)
_AGAIN = Text("ตรวจซ้ำภายหลัง", "check again later")

#: Who can mend each cause, and how.
_REMEDIES = {
    Cause.MISSING: (Owner.AGENCY, CHANGE),
    Cause.LOGIN: (
        Owner.AGENCY,
        Text(
            "เปิดสิทธิ์ให้ทุกคนอ่านได้โดยไม่ต้องเข้าสู่ระบบ หรือนำเอกสารมาไว้บนเว็บไซต์ของหน่วยงาน",
            "let everyone read it without a login, or put the document on the agency's own site",
        ),
    ),
    Cause.ELSEWHERE: (Owner.AGENCY, CHANGE),
    Cause.LOOP: (Owner.OTHER, _OPEN_IT),
    Cause.STATUS: (Owner.OTHER, _OPEN_IT),
    Cause.BLOCKED: (Owner.OTHER, _OPEN_IT),
    Cause.SERVER: (Owner.OTHER, _TELL),
    Cause.TOO_LARGE: (Owner.OTHER, _OPEN_IT),
    Cause.DNS: (Owner.AGENCY, CHANGE),
    Cause.REFUSED: (Owner.OTHER, _TELL),
    Cause.TIMEOUT: (Owner.OTHER, _OPEN_IT),
    Cause.TLS: (Owner.OTHER, _TELL),
    Cause.BROKEN: (Owner.OTHER, _TELL),
    Cause.GIVEN_UP: (Owner.OTHER, _AGAIN),
    Cause.LEFT_ALONE: (Owner.OTHER, _AGAIN),
    Cause.UNREADABLE: (Owner.OTHER, _OPEN_IT),
    Cause.NOT_FOUND_PAGE: (Owner.AGENCY, CHANGE),
    Cause.TAKEN_OVER: (
        Owner.AGENCY,
        Text("ลบลิงก์นี้ออกโดยเร็ว", "take the link out without delay"),
    ),
    Cause.NOT_PUBLIC: (
        Owner.AGENCY,
        Text(
            "ใช้ที่อยู่ที่ประชาชนเปิดได้จากภายนอก",
            "use an address that people outside can open",
        ),
    ),
    Cause.NO_ADDRESS: (
        Owner.AGENCY,
        Text(
            "เขียนที่อยู่เต็มที่ขึ้นต้นด้วย https:// โดยไม่มีชื่อผู้ใช้และรหัสผ่าน",
            "write the whole address starting with https://, without user name and password",
        ),
    ),
    Cause.NETWORK: (
        Owner.OURS,
        Text(
            "ตรวจการเชื่อมต่ออินเทอร์เน็ตของเครื่องนี้ แล้วตรวจใหม่",
            "look at this computer's connection, and check again",
        ),
    ),
    Cause.OFFLINE: (Owner.OURS, Text("ตรวจใหม่โดยไม่ใช้ --offline", "check again without --offline")),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at an address has shown.

    Attributes:
        cause: None where what was wanted came.
        status: of HTTP; 0 where there was no answer.
        target: where the address has moved to for good, "" where it has not.
        detail: what the server said of it.
    """

    cause: Cause | None
    status: int = 0
    target: str = ""
    detail: str = ""

    @property
    def is_deadly(self) -> bool:
        """Whether readers find nothing, if it stays so."""
        return self.cause in _DEADLY

    def is_same(self, other: Seen) -> bool:
        """Whether both say the same; the words of servers change from day to day."""
        return (self.cause, self.status, self.target) == (other.cause, other.status, other.target)


@dataclass(frozen=True, slots=True)
class Span:
    """Looks after another that have shown the same.

    Attributes:
        first, last: the times of the first and the last look.
        runs: how many of them were apart.
    """

    seen: Seen
    first: datetime
    last: datetime
    runs: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of an address, and since when it has been so.

    Attributes:
        url: as it was given, without user name and password.
        seen: what the last look has shown.
        first: when this began; None where nothing is known.
        last: when it was seen last.
        runs: how many runs apart have seen it.
    """

    url: str
    state: State
    seen: Seen
    first: datetime | None = None
    last: datetime | None = None
    runs: int = 0

    @property
    def is_failure(self) -> bool:
        """Whether a check fails for it; everything else is only reported."""
        return self.state == State.DEAD

    @property
    def owner(self) -> Owner | None:
        """Who can mend it; None where nothing is to be mended."""
        if self.seen.cause is not None:
            return _REMEDIES[self.seen.cause][0]
        return Owner.AGENCY if self.state == State.MOVED else None

    @property
    def message(self) -> Text:
        """What was found, with the server's own words, and since when."""
        label = self.seen.cause.label if self.seen.cause else self.state.label
        status = f"HTTP {self.seen.status}" if self.seen.cause and self.seen.status else ""
        facts = " ".join(filter(None, (status, self.seen.target or self.seen.detail)))
        if facts:
            label = Text(f"{label.th} ({facts})", f"{label.en} ({facts})")
        if self.state not in (State.SUSPECT, State.DEAD) or self.first is None:
            return label
        since = Text(
            " ตั้งแต่ {day} พบแล้ว {runs} ครั้งต่างเวลากัน", ", since {day}, in {runs} runs apart"
        ).format(day=day(self.first), runs=self.runs)
        return Text(label.th + since.th, label.en + since.en)

    @property
    def remedy(self) -> Text | None:
        """How to mend it; None where nothing is to be mended."""
        if self.seen.cause is not None:
            return _REMEDIES[self.seen.cause][1]
        if self.state == State.MOVED:
            return Text("เปลี่ยนลิงก์เป็น {target}", "change the link to {target}").format(
                target=same(self.seen.target)
            )
        return None


def day(moment: datetime) -> Text:
    """The day in Thailand."""
    found = moment.astimezone(BANGKOK).date()
    return Text(format_date(found), found.isoformat())


def clock(moment: datetime) -> Text:
    """The day and the minute in Thailand."""
    found, minute = day(moment), moment.astimezone(BANGKOK).strftime("%H:%M")
    return Text(f"{found.th} {minute}\u00a0น.", f"{found.en} {minute}")


def judge(url: str, spans: Sequence[Span]) -> Verdict:
    """The verdict of an address whose looks were these, the oldest first."""
    if not spans:
        return unknown(url, Cause.OFFLINE)
    now = spans[-1]
    cause = now.seen.cause
    if cause is None:
        state = State.MOVED if now.seen.target else State.FINE
        return Verdict(url, state, now.seen, now.first, now.last, now.runs)
    if not now.seen.is_deadly:
        return Verdict(url, State.REVIEW, now.seen, now.first, now.last, now.runs)
    first, runs = now.first, 0
    for span in reversed(spans):
        if span.seen.is_deadly:
            first, runs = span.first, runs + span.runs
        elif span.seen.cause != Cause.TIMEOUT:
            break  # somebody was there; silence between two failures speaks neither way
    is_dead = runs >= DEAD_AFTER_RUNS and now.last - first >= DEAD_AFTER
    return Verdict(url, State.DEAD if is_dead else State.SUSPECT, now.seen, first, now.last, runs)


def unknown(url: str, cause: Cause, detail: str = "") -> Verdict:
    """The verdict of an address of which this run has learnt nothing."""
    return Verdict(url, State.NOT_CHECKED, Seen(cause, detail=detail))
