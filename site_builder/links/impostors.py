"""Answers that say all is well and are not the page: told apart by what stands in them.

Each rule looks at few words at a fixed place, the title above all, since a page *about* gambling or
logins must not be taken for one. What they say is reported for a person to look at, never a failure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from site_builder.links.answers import Answer, Cause
from site_builder.thai import nfc

#: Of a page are read so many bytes, enough for the title and the words of what is shown first.
ENOUGH = 128 * 1024
_HTML = frozenset(["text/html", "application/xhtml+xml", ""])
#: A page with fewer letters is drawn by script: what it would show is not known.
_FEW_LETTERS = 200
#: Two pages are one where so much of their text is the same, cut into pieces of so many letters: the
#: address that was asked for, a counter or the time may differ.
_ALIKE = 0.9
_SHINGLE = 8
_LONGEST_LETTER = 4
_SILENT = frozenset(["script", "style", "template", "noscript", "title"])
_TAG = re.compile(r"<(!--|[!?/]?[a-z][a-z0-9-]{0,40})")
_PASSWORD = re.compile(r"\btype\s{0,9}=\s{0,9}[\"']?password\b")

#: Looser than the rule of `survey.py`, since a person looks at what is told by it.
_NOT_FOUND = re.compile(
    r"^\W*(error\s*)?404\W*$"
    r"|\b404\b.{0,20}(error|not\s+found|ไม่พบ|page)|(error|not\s+found|ไม่พบ|page).{0,20}\b404\b"
    r"|\b(page|file|object|document|url|resource)\s+(was\s+|is\s+|could\s+|can)?\s*not\s+(be\s+)?found\b"
    r"|^\W*not\s+found\W*$|\bpage\s+(doesn.t|does\s+not)\s+exist\b"
    r"|ไม่พบ(หน้า|เพจ|เว็บ|ไฟล์|เอกสารที่|สิ่งที่)|หน้าที่(คุณ|ท่าน)\S*(ไม่พบ|ไม่มี)|ไม่มีหน้านี้"
)
_CHALLENGE = re.compile(
    r"^(just a moment|attention required! \| cloudflare|ddos-guard|checking your browser"
    r"|verify you are human|you are being redirected|access denied|request rejected)\b"
)
#: Scripts of firewalls (Imperva, Sucuri) that stand in a page with few words of its own.
_CHALLENGE_SCRIPTS = (b"_Incapsula_Resource", b"sucuri_cloudproxy_js")
_FOR_SALE = re.compile(
    r"\b(domain|this name)\b.{0,40}\bfor sale\b|\bparked (domain|page)\b|^\S+ is for sale\b"
)
_GAMBLING = (
    "สล็อต",
    "บาคาร่า",
    "แทงบอล",
    "เว็บพนัน",
    "คาสิโน",
    "หวยออนไลน์",
    "ฝากถอน",
    "เว็บตรง",
    "slot",
    "casino",
    "ufa",
)
#: One such word may stand in a warning; sites that live from them have several in a title, and no
#: word of those who fight them.
_GAMBLING_WORDS = 2
_AGAINST = re.compile(r"จับกุม|ทลาย|ปราบ|ต่อต้าน|รณรงค์|ป้องกัน|เตือนภัย|ผิดกฎหมาย|\b(arrest|raid|illegal)")

_LOGIN_HOSTS = frozenset(
    [
        "accounts.google.com",
        "login.live.com",
        "login.microsoftonline.com",
        "login.yahoo.com",
        "access.line.me",
    ]
)
_LOGIN_PATH = re.compile(
    r"/(log-?in|sign-?in|wp-login|servicelogin|cas|sso|oauth2?|authorize)(/|\.|$)", re.IGNORECASE
)
#: They show programs a login, or refuse them, where a browser sees the page.
_KEEP_OUT = ("facebook.com", "instagram.com", "linkedin.com", "tiktok.com", "twitter.com", "x.com")


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a page, in small letters, with single spaces."""

    title: str
    text: str
    has_password: bool


def is_html(answer: Answer) -> bool:
    """Whether the answer is a page, as the server says."""
    return answer.type in _HTML


def read_page(body: bytes) -> Page:
    """What stands in a page, or in the beginning of one.

    Read from front to back, once, whatever stands there; what begins and does not end is left out.
    """
    markup = _decoded(body).lower()
    title: list[str] = []
    words: list[str] = []
    has_password = False
    place = 0
    while (start := markup.find("<", place)) >= 0:
        words.append(markup[place:start])
        tag = _TAG.match(markup, start)
        name = tag[0][1:] if tag else ""
        # Text, a comment, what is not shown (to its end tag), or a tag.
        if not name:
            words.append("<")
            place = start + 1
            continue
        ends = "-->" if name == "!--" else f"</{name}" if name in _SILENT else ">"
        end = markup.find(ends, start)
        if end < 0:
            place = len(markup)
            break
        if name == "title" and not title:
            title.append(markup[markup.find(">", start) + 1 : end])
        elif name == "input":
            has_password = has_password or _PASSWORD.search(markup, start, end) is not None
        words.append(" ")
        place = end + len(ends)
        if name in _SILENT:
            place = max(markup.find(">", place), place) + 1
    words.append(markup[place:])
    return Page(_plain(title), _plain(words), has_password)


def in_truth(url: str, answer: Answer) -> Cause | None:
    """Why the answer is not what `url` should give: its own cause, or what its words betray; None
    where nothing speaks against it."""
    cause = answer.cause
    if cause == Cause.STATUS and 200 <= answer.status < 300:
        cause = None
    if cause in (None, Cause.STATUS) and _is_sent_to_login(url, answer):
        cause = Cause.LOGIN
    if cause is None and is_html(answer):
        cause = _unmasked(answer, read_page(answer.body))
    if cause in (Cause.STATUS, Cause.LOGIN) and _keeps_out(url):
        cause = Cause.BLOCKED
    return cause


def is_same_page(one: Answer, made_up: Answer) -> bool:
    """Whether a host gives the same page for an address as for one that cannot exist.

    Pages that are drawn by script are the same for every address; of them nothing is known.
    """
    if made_up.cause is not None or not is_html(made_up):
        return False
    if made_up.hops and one.hops and one.url == made_up.url:
        return True
    first, second = read_page(one.body), read_page(made_up.body)
    if min(len(first.text), len(second.text)) < _FEW_LETTERS or first.title != second.title:
        return False
    ours, theirs = _shingles(first.text), _shingles(second.text)
    return len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _unmasked(answer: Answer, page: Page) -> Cause | None:
    title = page.title
    is_short = len(page.text) < _FEW_LETTERS
    if _CHALLENGE.search(title):
        return Cause.BLOCKED
    if is_short and any(script in answer.body for script in _CHALLENGE_SCRIPTS):
        return Cause.BLOCKED
    if answer.hops and page.has_password:
        return Cause.LOGIN
    if _FOR_SALE.search(title) or _is_of_gambling(title):
        return Cause.TAKEN_OVER
    return Cause.NOT_FOUND_PAGE if _NOT_FOUND.search(title) else None


def _is_of_gambling(title: str) -> bool:
    found = sum(word in title for word in _GAMBLING)
    return found >= _GAMBLING_WORDS and not _AGAINST.search(title)


def _is_sent_to_login(url: str, answer: Answer) -> bool:
    return not _is_login(url) and any(_is_login(target) for _, target in answer.hops)


def _is_login(url: str) -> bool:
    parts = urlsplit(url)
    return parts.hostname in _LOGIN_HOSTS or _LOGIN_PATH.search(parts.path) is not None


def _keeps_out(url: str) -> bool:
    host = f".{urlsplit(url).hostname}"
    return any(host.endswith(f".{name}") for name in _KEEP_OUT)


def _decoded(body: bytes) -> str:
    """Text as UTF-8, which may be cut inside a letter, or else in the Thai code page of old sites."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start > len(body) - _LONGEST_LETTER
        return body[: error.start].decode("utf-8") if is_cut else body.decode("cp874", "replace")


def _plain(parts: list[str]) -> str:
    return " ".join(nfc(unescape("".join(parts))).lower().split())


def _shingles(text: str) -> set[str]:
    return {text[start : start + _SHINGLE] for start in range(len(text) - _SHINGLE + 1)}
