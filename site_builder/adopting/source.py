"""The old page itself: a saved file, or one polite request to the server where it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from site_builder.adopting.addresses import Refusal, resolve
from site_builder.adopting.markup import PAGE_LIMIT
from site_builder.language import Text, same
from site_builder.links.addresses import Guard
from site_builder.links.answers import Answer, Cause, printable, quoted
from site_builder.links.fetch import Client, Manners
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

_WEB = re.compile(r"https?://", re.IGNORECASE)
#: How files begin that are saved from a browser and are no page: PDF, zip, old Office, MHTML.
_NO_PAGE = re.compile(
    rb"%PDF|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|(?:From|MIME-Version): ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A page as it was read.

    Attributes:
        name: the file or address that was asked for.
        address: the page's own, "" where it is not known.
        base: what its relative links count from, "" where that is not known.
    """

    name: str
    content: bytes
    is_file: bool
    address: str = ""
    base: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def told_by(self, base: str, address: str) -> Saved:
        """The same with what the page says of itself: its `<base>`, and its address where nobody
        else has told it."""
        own = self.address or _whole(address)
        return replace(self, address=own, base=_whole(base, own) or own)


def read_saved(page: str, base: str = "", allowed: Iterable[str] = ()) -> Saved:
    """The page that a user names: a file, or an address that starts with http:// or https://.

    Args:
        base: the page's own address as the user knows it, "" where it is not given.
        allowed: hosts that may be read although they are not on the public internet.

    Raises:
        InputError: there is no such file, the server gives no page, or it is none.
    """
    address = ""
    if base:
        address = _whole(base)
        if not address:
            raise InputError([_wrong_base(base)])
    saved = _from_web(page, allowed) if _WEB.match(page) else _from_file(page)
    if not saved.content.strip():
        raise InputError([_no_page(page, _EMPTY)])
    if _NO_PAGE.match(saved.content):
        raise InputError([_no_page(page, _NOT_HTML)])
    return replace(saved, address=address or saved.address)


def _whole(text: str, base: str = "") -> str:
    """An address as it may stand in a page or on a command line, "" where it is none."""
    return resolve(text, base, "utf-8").url if text else ""


def _from_file(page: str) -> Saved:
    path = Path(page)
    try:
        if not path.is_file():
            raise InputError([_no_page(page, _NO_FILE)])
        with path.open("rb") as file:
            content = file.read(PAGE_LIMIT + 1)
    except (OSError, ValueError):
        raise InputError([_no_page(page, _NO_FILE)]) from None
    if len(content) > PAGE_LIMIT:
        raise InputError([_no_page(page, _TOO_LARGE)])
    return Saved(printable(path.name), content, is_file=True)


def _from_web(page: str, allowed: Iterable[str]) -> Saved:
    target = resolve(page, "", "utf-8")
    if target.refusal == Refusal.PASSWORD or not target.url:
        raise InputError([_no_page(_without_password(page), _NO_ADDRESS)])
    client = Client(Manners(), Guard(allowed))
    answer = client.ask(quoted(urlsplit(target.url)), PAGE_LIMIT)
    client.close()
    if answer.cause is not None:
        raise InputError([_not_read(answer, target.url)])
    return Saved(target.url, answer.body, is_file=False, address=answer.url)


def _not_read(answer: Answer, asked: str) -> Problem:
    message = Text("เปิดหน้าเดิมไม่ได้: {why}", "the page cannot be read: {why}")
    remedy = Text(
        "ตรวจที่อยู่ให้ตรงกับที่เห็นในเบราว์เซอร์ ถ้าเบราว์เซอร์เปิดได้ ให้บันทึกเป็นไฟล์ HTML แล้วระบุชื่อไฟล์แทน",
        "compare the address with that in a browser; if it opens there, save it as HTML, and name that file instead",
    )
    if answer.cause is Cause.NOT_PUBLIC:
        host = same(urlsplit(answer.url).hostname or "")
        remedy = Text(
            "ถ้าเป็นเว็บไซต์ของหน่วยงานเอง เพิ่ม --allow-host {host} หรือบันทึกหน้าเป็นไฟล์ HTML แล้วระบุชื่อไฟล์แทน",
            "if it is the agency's own site, add --allow-host {host}, or save the page as HTML and name that file",
        ).format(host=host)
    place = Location(printable(asked))
    return Problem("page-not-read", place, message.format(why=answer.why), remedy)


def _without_password(page: str) -> str:
    """What may be told of an address that may hold a password."""
    return printable(page.rpartition("@")[2])


_NO_FILE = Text("ไม่มีไฟล์นี้ หรือเปิดไม่ได้", "there is no such file, or it cannot be opened")
_TOO_LARGE = Text(
    f"ไฟล์ใหญ่กว่า {PAGE_LIMIT // 1_000_000} MB",
    f"the file is larger than {PAGE_LIMIT // 1_000_000} MB",
)
_EMPTY = Text("หน้านี้ว่างเปล่า", "the page is empty")
_NOT_HTML = Text("สิ่งนี้ไม่ใช่หน้าเว็บ (HTML)", "this is no web page (HTML)")
_NO_ADDRESS = Text("ที่อยู่เว็บไม่ครบถ้วน หรือมีรหัสผ่าน", "the address is not whole, or holds a password")


def _no_page(page: str, why: Text) -> Problem:
    return Problem(
        "no-page",
        Location(printable(page)),
        why,
        Text(
            "ระบุที่อยู่ของหน้าเดิมที่ขึ้นต้นด้วย https:// หรือไฟล์ที่บันทึกจากเบราว์เซอร์แบบ “เว็บเพจ HTML เท่านั้น”",
            "give the page's address with https://, or a file that a browser saved as “web page, HTML only”",
        ),
    )


def _wrong_base(base: str) -> Problem:
    return Problem(
        "base-unknown",
        Location("--base"),
        Text('"{text}" ไม่ใช่ที่อยู่เว็บที่ครบถ้วน', '"{text}" is not a whole web address').format(
            text=same(_without_password(base))
        ),
        _GIVE_BASE,
    )


_GIVE_BASE = Text(
    "เพิ่ม --base ตามด้วยที่อยู่ของหน้าเดิมที่เห็นในเบราว์เซอร์ เช่น --base https://www.example.go.th/ita",
    "add --base with the page's address as the browser shows it, such as --base https://www.example.go.th/ita",
)


def unknown_base(saved: Saved, count: int, example: str) -> Problem:
    """The problem of relative links on a page whose address nobody has told."""
    return Problem(
        "base-unknown",
        Location(printable(saved.name)),
        Text(
            f"ลิงก์ {count} ลิงก์เป็นที่อยู่สั้น เช่น {example} แต่ไม่ทราบที่อยู่ของหน้าเดิม",
            f"{count} links are relative, such as {example}, and the page's own address is not known",
        ),
        _GIVE_BASE,
    )
