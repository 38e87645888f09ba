"""Where the links of an old page lead, byte for byte as a browser asks for them.

What is percent-encoded stays so, and so do tracking parameters and fragments: an appeal opens the
very address that was submitted. Only what an address cannot hold is encoded, as browsers do it (WHATWG
URL Standard): UTF-8 in paths and fragments, the page's own encoding in queries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from site_builder.kinds.link import safe_url
from site_builder.language import Text
from site_builder.links.hosts import breaks_rule
from site_builder.links.targets import trimmed

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_WHOLE = re.compile(
    r"(?P<scheme>https?:)//(?P<host>[^/\\?#]+)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.IGNORECASE,
)
_ENDLESS = 2000
#: Folders that a browser puts beside a page that it saves.
_SAVED_FOLDER = re.compile(r"(?:\./)?[^/?#]*[_.-]files/", re.IGNORECASE)


class Refusal(StrEnum):
    """Why a link of the page cannot be taken over."""

    NO_WEB = "no-web-address"
    INNER = "inner-network"
    PASSWORD = "password"
    NO_BASE = "no-base"
    SAVED_COPY = "saved-copy"
    BROKEN = "broken"
    PERSONAL = "personal-data"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Refusal.NO_WEB: Text(
        "ไม่ใช่ที่อยู่เว็บ (เช่น อีเมล สคริปต์ หรือไฟล์ในเครื่อง)",
        "no web address (mail, script, a file of a computer)",
    ),
    Refusal.INNER: Text(
        "เปิดได้เฉพาะในเครือข่ายของหน่วยงาน ผู้ประเมินเปิดไม่ได้",
        "it opens only inside the agency's network; an assessor cannot open it",
    ),
    Refusal.PASSWORD: Text("มีชื่อผู้ใช้หรือรหัสผ่านอยู่ในที่อยู่", "the address holds a user name or password"),
    Refusal.NO_BASE: Text(
        "เป็นที่อยู่สั้น แต่ไม่ทราบที่อยู่เต็มของหน้าเดิม",
        "the address is relative, and the page's own address is not known",
    ),
    Refusal.SAVED_COPY: Text(
        "ชี้ไปที่สำเนาในเครื่องที่เบราว์เซอร์บันทึกไว้ ไม่ใช่ที่อยู่เดิม",
        "it leads to the copy that the browser saved, not to the old address",
    ),
    Refusal.BROKEN: Text("ที่อยู่เว็บอ่านไม่ได้", "the address cannot be read"),
    Refusal.PERSONAL: Text("ที่อยู่มีข้อมูลส่วนบุคคล", "the address holds personal data"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A whole address, or why it cannot be taken over; one of an inner network is known all the same."""

    url: str = ""
    refusal: Refusal | None = None


def is_in_page(written: str) -> bool:
    """Whether a link leads only to a place of the page that it stands on."""
    return trimmed(written)[:1] in ("", "#")


def resolve(written: str, base: str, encoding: str) -> Target:
    """The address that a link leads to.

    Args:
        written: as the page has it, its character references resolved.
        base: what relative addresses count from, "" where that is not known.
        encoding: of the page, as Python names it.
    """
    text = trimmed(written)
    scheme = _SCHEME.match(text)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return Target(refusal=Refusal.NO_WEB)
    if not scheme:
        if not base:
            return Target(refusal=Refusal.NO_BASE)
        text = _joined(base, text)
    whole = _WHOLE.fullmatch(text)
    if whole is None or "\ufffd" in text:
        return Target(refusal=Refusal.BROKEN)
    if "@" in whole["host"]:
        return Target(refusal=Refusal.PASSWORD)
    try:
        url = _encoded(whole, encoding)
    except ValueError:
        return Target(refusal=Refusal.BROKEN)
    if safe_url(url) is None or len(url) > _ENDLESS:
        return Target(refusal=Refusal.BROKEN)
    return Target(url, Refusal.INNER if breaks_rule(url, "") == "host-local" else None)


def is_saved_copy(written: str) -> bool:
    """Whether a relative link of a saved page leads into the folder that the browser put beside it."""
    return bool(_SAVED_FOLDER.match(trimmed(written)))


def _joined(base: str, text: str) -> str:
    """A relative address made whole (RFC 3986, 5.2). `urljoin` would not do: it drops an empty query
    and doubled slashes, and the address must stay as it is."""
    whole = _WHOLE.fullmatch(base)
    if whole is None:
        return ""
    origin = f"{whole['scheme']}//{whole['host']}"
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    path = path.replace("\\", "/")
    if path.startswith("//"):
        return whole["scheme"] + path + mark + rest
    if not path:
        return origin + (whole["path"] or "/") + mark + rest
    if not path.startswith("/"):
        path = whole["path"].rpartition("/")[0] + "/" + path
    return origin + _without_dots(path) + mark + rest


def _without_dots(path: str) -> str:
    found: list[str] = []
    parts = path.split("/")[1:]
    for number, part in enumerate(parts, start=1):
        if part == "..":
            del found[-1:]
        elif part != ".":
            found.append(part)
        if part in (".", "..") and number == len(parts):
            found.append("")
    return "/" + "/".join(found)


def _encoded(whole: re.Match[str], encoding: str) -> str:
    """The address with everything encoded that an address cannot hold.

    Raises:
        ValueError: the host cannot be one.
    """
    host = whole["host"]
    if not host.isascii():
        name, colon, port = host.partition(":")
        host = name.encode("idna").decode("ascii") + colon + port
    path = _quoted(whole["path"].replace("\\", "/"), "utf-8")
    query = _quoted(whole["query"] or "", encoding)
    return f"{whole['scheme']}//{host}{path}{query}{_quoted(whole['fragment'] or '', 'utf-8')}"


def _quoted(text: str, encoding: str) -> str:
    return re.sub(r"[^!#-;=?-\[\]-~]", lambda sign: _sign(sign[0], encoding), text)


def _sign(sign: str, encoding: str) -> str:
    try:
        return quote(sign.encode(encoding), safe="")
    except UnicodeEncodeError:
        return quote(sign.encode("utf-8", "replace"), safe="")
