"""The links of a live site: its pages are asked for one after another, as a reader without login."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from site_builder.documents.heads import FILES, HEAD, wrong_with
from site_builder.language import Text
from site_builder.links.answers import Answer, Cause, clean, printable
from site_builder.links.extract import decoded, read_page
from site_builder.links.fetch import Fetcher, Manners
from site_builder.links.survey import Found, Site, decoded_again, near
from site_builder.links.targets import Target
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.thai import fold

_PAGE_LIMIT = 5_000_000
#: More is not asked of a server in one run.
MOST = 20_000
_SAFE = "/:@!$&'()*+,;=~-._"
_SAFE_QUERY = _SAFE + "?%"
#: Nobody has a page of this name; what a server answers is what it says of any page that it has not.
_NOWHERE = "oit-links-asks-for-what-is-not-there/"
_LISTING = re.compile(r"index of /", re.IGNORECASE)
_FAULTS = {
    Cause.MISSING: "link-missing",
    Cause.LOGIN: "link-login",
    Cause.LOOP: "redirect-loop",
    Cause.STATUS: "link-refused",
    Cause.ELSEWHERE: "link-elsewhere",
}


@dataclass(frozen=True, slots=True)
class _Nowhere:
    """What a server answers for a page that is not there, where it does not say so.

    Attributes:
        end: the address that it sends readers to, or "".
        shapes: of the page that it shows instead; none where it sends readers on.
        is_front: that page is the front page: either every page is filled by a script and looks so,
            or the server shows it for what it has not, which cannot be told from outside.
    """

    end: str = ""
    shapes: frozenset[str] = frozenset()
    is_front: bool = False


class LiveSite(Site):
    """A live site, below the address of its front page. Paths are percent-encoded, with queries.

    Args:
        address: as `published.source` gives it: whole, ending in `/`.
    """

    def __init__(self, address: str, manners: Manners | None = None) -> None:
        self.name = self.address = address
        self._fetcher = Fetcher(address, manners)
        self._front = urlsplit(address).path
        self._asked = 0
        self._there: set[str] = set()
        self._nowhere = _Nowhere()

    def starts(self) -> Iterable[str]:
        self._nowhere = self._answer_to_nowhere()
        return [""]

    def owns(self, path: str) -> bool:
        return True

    def place(self, path: str) -> str:
        return self.address + path

    def key(self, target: Target) -> str:
        query = quote(target.query, safe=_SAFE_QUERY)
        return quote(target.path, safe=_SAFE) + (f"?{query}" if query else "")

    def plain(self, path: str) -> str:
        return unquote(path.partition("?")[0])

    def shown(self, path: str) -> str:
        return clean(unquote(path))

    def look(self, path: str) -> Found:
        self._asked += 1
        if self._asked > MOST:
            return Found(path, problem=self._problem(path, _TOO_MANY))
        is_file = _suffix(self.plain(path)) in FILES
        answer = self._ask(path, HEAD if is_file else None)
        known = self._known(answer.url)
        if answer.cause:
            return self._refused(path, known, answer, is_file)
        self._there.add(self.plain(path))
        if known is None:
            return Found(path)  # of the same server, but beside the site
        if is_file:
            wrong = wrong_with(self.plain(path), answer.body)
            return Found(known, "file-broken" if wrong else "", wrong)
        if answer.type == "text/css":
            return Found(known, text=decoded(answer.body), is_style=True)
        if answer.type not in ("text/html", "application/xhtml+xml"):
            return Found(known)
        return self._page(path, known, answer)

    def meant(self, path: str) -> tuple[str, str]:
        plain = self.plain(path).rstrip("/")
        names = {each.rstrip("/") for each in self._there}
        alike = defaultdict(list)
        for name in names:
            alike[fold(name)].append(name)
        code, name = near(plain, alike.get(fold(plain), ()))
        if not name:
            again = decoded_again(plain)
            if again and (again in names or not self._ask(quote(again, safe=_SAFE), HEAD).cause):
                code, name = "link-encoded-twice", again
        return code, f"/{name}" if name else ""

    def _page(self, path: str, known: str, answer: Answer) -> Found:
        if not answer.body:
            return Found(known, "page-empty")
        text = decoded(answer.body)
        titles = read_page(text[:_PAGE_LIMIT]).titles
        if path.endswith("/") and any(_LISTING.match(title) for title in titles):
            return Found(known, "link-no-index")
        nowhere = self._nowhere
        sent_there = bool(nowhere.end) and known == self._known(nowhere.end) != path
        is_alike = bool(_shapes(text, path) & nowhere.shapes)
        if not path or not (sent_there or is_alike):
            return Found(known, text=text)
        if nowhere.is_front:
            return Found(known, problem=self._problem(path, _LIKE_FRONT))
        return Found(known, "page-error", _LIKE_NOWHERE)

    def _refused(self, path: str, known: str | None, answer: Answer, is_file: bool) -> Found:
        cause = answer.cause
        assert cause is not None
        if cause is Cause.TOO_LARGE:
            return Found(path)
        if answer.status == 403 and not is_file and (known or path).endswith("/"):
            # So a server answers for a folder without a page of its own.
            return Found(path, "link-no-index")
        if cause in _FAULTS and path:
            return Found(path, _FAULTS[cause], answer.why)
        return Found(path, problem=self._problem(path, answer.why))

    def _answer_to_nowhere(self) -> _Nowhere:
        answer = self._ask(_NOWHERE, None)
        if answer.cause or answer.type != "text/html":
            return _Nowhere()
        if answer.url != self.address + _NOWHERE:
            return _Nowhere(end=answer.url)
        shapes = _shapes(decoded(answer.body), _NOWHERE)
        front = _shapes(decoded(self._ask("", None).body), "")
        return _Nowhere(shapes=shapes, is_front=bool(front & shapes))

    def _ask(self, path: str, enough: int | None) -> Answer:
        return self._fetcher.get(self.address + path, _PAGE_LIMIT, enough)

    def _known(self, url: str) -> str | None:
        """The path of an address that has answered; None where it is not below the front page."""
        parts = urlsplit(url)
        if not parts.path.startswith(self._front):
            return None
        path = quote(unquote(parts.path[len(self._front) :]), safe=_SAFE)
        return path + (f"?{parts.query}" if parts.query else "")

    def _problem(self, path: str, why: Text) -> Problem:
        return Problem(
            "link-unreachable",
            Location(printable(self.address + path)),
            Text(
                "อ่านไม่ได้ จึงยังไม่ได้ตรวจ: {why}", "it could not be read, so it is not checked: {why}"
            ).format(why=why),
            Text(
                "ยังไม่ถือเป็นความผิดของเว็บไซต์ ลองใหม่ภายหลังหรือจากเครือข่ายอื่น หรือตรวจโฟลเดอร์ที่สร้างไว้แทน",
                "nothing is held against the site; try later or from another network, "
                "or check the built folder instead",
            ),
        )


_LIKE_NOWHERE = Text(
    "เหมือนคำตอบสำหรับหน้าที่ไม่มีอยู่", "it is what the server answers for a page that is not there"
)
_LIKE_FRONT = Text(
    "เครื่องแม่ข่ายตอบหน้าแรกแม้กับหน้าที่ไม่มี จึงบอกไม่ได้ว่าหน้านี้มีอยู่จริง",
    "the server answers with its front page, as it does for a page that is not there",
)
_TOO_MANY = Text(
    f"เว็บไซต์มีที่อยู่เกิน {MOST:,} แห่ง ซึ่งเป็นจำนวนสูงสุดต่อครั้ง",
    f"the site has more than {MOST:,} addresses, the most of one run",
)


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower().lstrip(".")


def _shapes(text: str, path: str) -> frozenset[str]:
    """A page without numbers, which change from one answer to the next; as it is, and without its
    own address, which an error page may repeat."""
    as_it_is = re.sub(r"\d+", "", text)
    for own in sorted({path, path.rstrip("/"), unquote(path)} - {""}, key=len, reverse=True):
        text = text.replace(own, "")
    return frozenset([as_it_is, re.sub(r"\d+", "", text)])
