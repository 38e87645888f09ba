"""One link as written: what it leads to, as a browser would take it, and what is wrong with the writing.

Addresses are read by the rules of browsers (WHATWG URL Standard, 4.4): spaces around them and line
breaks in them do not count, a backslash is a slash. What browsers mend but others do not is told.
"""

from __future__ import annotations

import difflib
import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urljoin, urlsplit

from site_builder.links.answers import quoted, quoted_path


class Way(StrEnum):
    """Where a link leads."""

    INSIDE = "inside"
    WEB = "web"
    MAIL = "mail"
    PHONE = "phone"
    #: Data in the address itself, a script, an address of an app: nothing to look for.
    NOTHING = "nothing"


class Target(NamedTuple):
    """What a link leads to.

    Attributes:
        path: of a link inside, below the site's front page and decoded; "" is the front page.
        fragment: as written, without `#`.
        url: the whole address of a link to the web.
        fault: code of what is wrong with the writing, or "".
        expected: what was probably meant, where that is known.
        query: of a link inside, as written, without `?`.
    """

    way: Way
    path: str = ""
    fragment: str = ""
    url: str = ""
    fault: str = ""
    expected: str = ""
    query: str = ""


_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):(.*)", re.DOTALL)
_MEANT = ("http", "https", "mailto", "tel")
#: Schemes that are not looked into.
OTHERS = frozenset(
    [
        "about",
        "bitcoin",
        "callto",
        "data",
        "facetime",
        "fax",
        "fb",
        "fb-messenger",
        "feed",
        "ftp",
        "ftps",
        "geo",
        "intent",
        "javascript",
        "line",
        "lineworks",
        "maps",
        "market",
        "msteams",
        "sftp",
        "sip",
        "skype",
        "sms",
        "tg",
        "urn",
        "viber",
        "webcal",
        "whatsapp",
        "xmpp",
        "zoommtg",
    ]
)
#: What only the writer's own computer, mail or browser can open.
_OWN = frozenset(
    ["file", "blob", "cid", "mid", "filesystem", "chrome-extension", "moz-extension", "res"]
)
_DRIVE = re.compile(r"/{0,3}[a-zA-Z][:|][\\/]")
_SHARE = re.compile(r"\\\\[^\\/]")
#: An address of the web that lost a sign of its start: `http//`, `https:/`, `https;//`, `http:www`.
_SPOILT_START = re.compile(
    r"https?(?::/(?!/)|//|/(?=www\.)|[;.,]//?|:(?![/\\]))(?=[^/\\\s]*\.)", re.I
)
_TWICE = re.compile(r"https?:/{0,2}https?[:/]", re.I)
BARE_HOST = re.compile(
    r"(?:www\.[^/\s]+\.[^/\s]+|[^/\s.]+(?:\.[^/\s.]+)*\.(?:go|or|ac|co|in)\.th)(?:[/?#]|\Z)", re.I
)
#: A relative address without any sign that may be more than a sign of a name: most links.
_PLAIN = re.compile(
    r"(?!h)[a-zA-Z0-9_\-.\u0e00-\u0e7f][a-zA-Z0-9_\-./#\u0e00-\u0e7f]*+\Z", re.IGNORECASE
)
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_STRIPPED = "".join(map(chr, range(33)))
_BREAKS = str.maketrans("", "", "\t\n\r")
_HOST = re.compile(r"[^\s\"<>\\^`{|}%#/?@]+")
#: A letter, digit or mark of any writing; single dots and hyphens within.
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)\Z")

#: No mail program and no telephone takes more.
_LONGEST = 8000
_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@([^@\s,;:<>()\[\]\\\"]+)")
_PHONE = re.compile(r"\+?[0-9*#()./\s\-\u2010-\u2013]+\Z")
_PHONE_END = re.compile(r"(?:;[a-z\-]+=[^;]*|[,pw]+[0-9#*]+)+\Z", re.I)


class Address(NamedTuple):
    """Where a page stands: what its relative links count from.

    Attributes:
        site: the address of the site's front page, ending in `/`; "" where it is not known.
        path: of the page below it, as a browser shows it: `oit/2568/o01/`.
    """

    site: str
    path: str


def read_target(written: str, at: Address, base: str = "") -> Target:
    """What a link on a page leads to.

    Args:
        base: of the page's `<base>` as written, or "".
    """
    if _PLAIN.match(written) and not base:
        return _inside(written, at)
    text = trimmed(written)
    if not text:
        return Target(Way.INSIDE, fault="link-empty")
    if _SHARE.match(text) or _DRIVE.match(text):
        return Target(Way.NOTHING, fault="link-own-computer")
    if text[0] == "#" and not base:
        return Target(Way.INSIDE, at.path, text[1:])
    if _SPOILT_START.match(text) or _TWICE.match(text):
        return Target(Way.NOTHING, fault="link-malformed", expected=_respelt(text))
    scheme = _SCHEME.match(text)
    if scheme:
        return _with_scheme(scheme[1].lower(), scheme[2], text, at.site)
    if text.startswith(("//", "/\\", "\\/", "\\\\")):
        start = urlsplit(at.site).scheme or "https"
        return _with_scheme(start, text, f"{start}:{text}", at.site)
    if base:
        return _below_base(text, at, base)
    return _inside(text, at)


def trimmed(written: str) -> str:
    """An address as written, without what browsers take out of it: signs around it, line breaks."""
    return written.strip(_STRIPPED).translate(_BREAKS)


def _below_base(text: str, at: Address, base: str) -> Target:
    """A relative link of a page that says itself what its links count from."""
    start = read_target(base, at)
    if start.way is Way.INSIDE and not start.fault:
        return (
            _inside(text, Address(at.site, start.path))
            if text[0] != "#"
            else (Target(Way.INSIDE, start.path, text[1:]))
        )
    if start.way is Way.WEB and not start.fault:
        url = urljoin(start.url, text)
        return _with_scheme(urlsplit(url).scheme, url.partition(":")[2], url, at.site)
    return Target(Way.NOTHING, fault=start.fault)


def _inside(text: str, at: Address) -> Target:
    path, _, fragment = text.partition("#")
    path, _, query = path.partition("?")
    fault = expected = ""
    if "\\" in path:
        fault, path = "link-backslash", path.replace("\\", "/")
        expected = path
    if "%" in path:
        if _BAD_ESCAPE.search(path):
            fault = "link-escape"
        raw = unquote_to_bytes(path)
        try:
            path = raw.decode("utf-8")
        except UnicodeDecodeError:
            # Programs of old write Thai names in Windows-874; no server of today finds them.
            path, fault = raw.decode("cp874", "replace"), "link-old-thai"
            expected = path
    found = at.path if not path else _quick(at, path)
    if found is None:
        front = _front(at.site)
        whole = path if path[0] == "/" else f"{front}{at.path.rpartition('/')[0]}/{path}"
        below = _below(front, whole)
        if below is None:
            return _beside(whole, at)
        found = below
        if _climbs_out(whole) and not fault:
            fault = "link-above-front"
    return Target(Way.INSIDE, found, fragment, fault=fault, expected=expected, query=query)


@lru_cache(maxsize=100)
def _front(site: str) -> str:
    """The path of the front page on its server."""
    return unquote(urlsplit(site).path) if site else "/"


def _quick(at: Address, path: str) -> str | None:
    """What a path that counts from its page leads to, where no dots stand but in front; else None."""
    ups = 0
    while path.startswith("../", 3 * ups):
        ups += 1
    rest = path[3 * ups :]
    folders = _folders(at.path)
    if rest[:1] in (".", "/") or "/." in rest or "//" in rest or ups >= len(folders):
        return None
    return folders[-1 - ups] + rest


@lru_cache(maxsize=100)
def _folders(page: str) -> list[str]:
    """The folders in which a page stands, from the front page's down."""
    found = [""]
    for part in page.split("/")[:-1]:
        found.append(f"{found[-1]}{part}/")
    return found


def _beside(path: str, at: Address) -> Target:
    """A path of the same server that is not below the site's front page."""
    parts = urlsplit(at.site)
    return Target(
        Way.WEB, url=f"{parts.scheme}://{parts.netloc}/{quoted_path(_below('/', path) or '')}"
    )


def _below(front: str, path: str) -> str | None:
    """The path below `front`, without its dots; None where it stands beside. Both count from the
    server's root, above which no address climbs."""
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if kept:
                kept.pop()
        elif part not in ("", "."):
            kept.append(part)
    found = "/".join(kept)
    if found and parts[-1] in ("", ".", ".."):
        found += "/"
    start = front.strip("/")
    if not start:
        return found
    if found == start or found.startswith(start + "/"):
        return found[len(start) + 1 :]
    return None


def _climbs_out(path: str) -> bool:
    """Whether a path leads above the server's root, where browsers stop."""
    depth = 0
    for part in path.split("/")[:-1]:
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def _with_scheme(scheme: str, rest: str, text: str, site: str) -> Target:
    if scheme in ("http", "https"):
        return _web(text, site)
    if scheme == "mailto":
        fault = "" if len(rest) <= _LONGEST and is_mail(rest) else "mail-malformed"
        return Target(Way.MAIL, url=text, fault=fault)
    if scheme == "tel":
        fault = "" if len(rest) <= _LONGEST and is_phone(rest) else "phone-malformed"
        return Target(Way.PHONE, url=text, fault=fault)
    if scheme in _OWN:
        return Target(Way.NOTHING, url=text, fault="link-own-computer")
    if scheme not in OTHERS:
        meant = difflib.get_close_matches(scheme, _MEANT, 1, 0.67)
        if meant:
            expected = f"{meant[0]}:{rest}"
            return Target(Way.NOTHING, fault="link-scheme", expected=expected)
    return Target(Way.NOTHING, url=text)


def _web(text: str, site: str) -> Target:
    fault = ""
    start, _, rest = text.partition(":")
    if "\\" in rest:
        fault, rest = "link-backslash", rest.replace("\\", "/")
    if not rest.startswith("//") or rest.startswith("///"):
        return Target(Way.NOTHING, fault="link-malformed", expected=f"{start}://{rest.lstrip('/')}")
    try:
        parts = urlsplit(f"{start}:{rest}")
        is_right = _is_host(parts)
        url = quoted(parts) if is_right else ""
    except (ValueError, UnicodeError):
        is_right = False
    if not is_right:
        return Target(Way.NOTHING, fault="link-malformed")
    if site and is_own(url, site):
        own = _inside("/" + rest.lstrip("/").partition("/")[2], Address(site, ""))
        if own.way is Way.INSIDE:
            return Target(
                own.way, own.path, own.fragment, url, fault or own.fault, own.expected, own.query
            )
    return Target(Way.WEB, fragment=parts.fragment, url=url, fault=fault)


def is_own(url: str, site: str) -> bool:
    """Whether an address is of the same server as the site, secure or not."""
    one, other = urlsplit(url), urlsplit(site)
    ports = {"http": 80, "https": 443}
    same_host = (one.hostname or "").lower() == (other.hostname or "").lower()
    if one.port is None and other.port is None:
        return same_host
    return same_host and (one.port or ports.get(one.scheme)) == (
        other.port or ports.get(other.scheme)
    )


def _is_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if parts.port == 0:
        return False
    if ":" in host:
        return True  # an address of IPv6, which urlsplit has looked at
    return bool(_HOST.fullmatch(host)) and all(
        _LABEL.match(_thai_marks(label)) for label in host.removesuffix(".").split(".")
    )


def _thai_marks(label: str) -> str:
    """Thai vowels and tone marks are no `\\w` of regular expressions, and stand in host names."""
    return re.sub("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "ก", label)


def _respelt(text: str) -> str:
    found = re.match(r"(?:https?[:/;.,]*)*(https?)[:/;.,]*(.*)", text, re.I | re.S)
    return f"{found[1].lower()}://{found[2]}" if found else ""


@lru_cache(maxsize=2_000)
def is_mail(rest: str) -> bool:
    """Whether what stands after `mailto:` can be sent to (RFC 6068). A name server is not asked."""
    addresses, _, query = rest.partition("?")
    others = [
        unquote(value)
        for name, _, value in (each.partition("=") for each in query.split("&"))
        if name.lower() in ("to", "cc", "bcc")
    ]
    given = [each for part in (unquote(addresses), *others) for each in part.split(",") if part]
    if not given:
        return bool(query)  # a letter to whomever the reader chooses
    return all(_is_address(each.strip()) for each in given)


def _is_address(text: str) -> bool:
    found = _ADDRESS.fullmatch(text)
    if found is None or ".." in text or text.startswith((".", "//")) or ".@" in text:
        return False
    labels = found[1].split(".")
    return len(labels) > 1 and all(_LABEL.match(_thai_marks(label)) for label in labels)


@lru_cache(maxsize=2_000)
def is_phone(rest: str) -> bool:
    """Whether a telephone can dial what stands after `tel:` (RFC 3966): digits 0–9 and signs between
    them; a number of Thailand that starts with 0 has 9 or 10 digits, +66 stands for the 0."""
    number = _PHONE_END.sub("", unquote(rest).strip())
    if not _PHONE.match(number):
        return False
    digits = re.sub(r"[^0-9]", "", number)
    if number.startswith("+66"):
        return len(digits) in (10, 11) and digits[2] != "0"
    if digits.startswith("0") and not digits.startswith("00"):
        return len(digits) in (9, 10)
    return 3 <= len(digits) <= 17
