"""What servers are asked for and what they answer, as far as it is told to people.

Nothing here speaks HTTP: what does takes long to load, and most of what tells of answers never asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlunsplit

from site_builder.language import Text

_SAFE = "/%:@!$&'()*+,;=~-._"
_USER = re.compile(r"//[^/?#]*@")
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
