"""Every link of a page or style sheet with its place, and the anchors that lead into the page.

A page of the web may hold anything. It is read once from front to back by one expression that never
goes back and never fails, so that the time grows with the page alone, and takes a third of the time of
the standard library's parser, which a site of thousands of pages would feel. What browsers
overlook (capitals, missing quotes, entities) is overlooked; comments, scripts and templates hold no
links of the page (HTML Living Standard, 13.2.5 Tokenization).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from typing import NamedTuple


class Link(NamedTuple):
    """One link as it stands on a page.

    Attributes:
        written: the address as written, entities resolved; spaces are kept.
        tag, attribute: where it stands: `a` and `href`; `style` and `url` in CSS.
        line: counted from 1.
        is_loaded: the page itself asks for it (a picture, a style), or sends a form there; nobody
            has to follow a link.
    """

    written: str
    tag: str
    attribute: str
    line: int
    is_loaded: bool


@dataclass(slots=True)
class Page:
    """What a page holds.

    Attributes:
        base: of its relative links as written in `<base>`, or "".
        canonical: the address that the page gives itself, or "".
        ids: what a fragment may lead to, as written.
        titles: of the window, and the first heading; what an error page calls itself.
        refresh: seconds and address as written of a `<meta>` that leads readers on.
    """

    links: list[Link] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    base: str = ""
    canonical: str = ""
    titles: list[str] = field(default_factory=list)
    refresh: tuple[float, str] | None = None


#: Attributes that somebody has to follow; what another holds is loaded with the page.
_FOLLOWED = frozenset(["href", "cite", "longdesc", "data-href", "refresh", "content"])
#: Relations of `<link>` whose page is loaded, and elements whose `href` is.
_LOADED = frozenset(
    ["stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"]
)
_LOADED_TAGS = frozenset(["use", "image"])
#: Elements without links in their content. What stands in `noscript` is what a reader without
#: script gets; a template is shown to nobody.
_RAW = "script|style|title|textarea|template|xmp|noembed|noframes|plaintext"
_ATTRIBUTES = (
    r"""([^>=]*+(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+)[^>=]*+)*+)(?P<end>>|\Z)"""
)
_TOKEN = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(?P<raw>(?i:{_RAW}))>|(?P<tag>[a-zA-Z][^\s/>]*+)[\s/]{_ATTRIBUTES}"
    r"|[!?][^>]*+)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'>/=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]*+)))?"""
)
_HEADING = re.compile(r"<[hH]1[\s>]([^<]{0,200}+)")
#: More of a title, or of a `<meta>`, is not looked at.
_LONGEST = 1000
_RAW_TAGS = frozenset(_RAW.split("|"))

#: Attributes that hold one address, by element.
_SINGLE = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "body": ("background",),
    "blockquote": ("cite",),
    "button": ("formaction",),
    "embed": ("src",),
    "form": ("action",),
    "frame": ("src", "longdesc"),
    "iframe": ("src", "longdesc"),
    "image": ("href", "xlink:href"),
    "img": ("src", "longdesc"),
    "input": ("src", "formaction"),
    "link": ("href",),
    "object": ("data",),
    "q": ("cite",),
    "script": ("src",),
    "source": ("src",),
    "table": ("background",),
    "td": ("background",),
    "th": ("background",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
#: Attributes that scripts read, on any element.
_LATER = ("data-src", "data-href")
_SETS = {"img": ("srcset",), "source": ("srcset",), "link": ("imagesrcset",)}
#: What an attribute holds, by element; any element may have those of the last.
_ANY = {**dict.fromkeys(_LATER, "one"), "data-srcset": "set", "style": "style"}
_HOLDS = {
    tag: _ANY
    | dict.fromkeys(_SINGLE.get(tag, ()), "one")
    | dict.fromkeys(_SETS.get(tag, ()), "set")
    for tag in {*_SINGLE, *_SETS}
}
#: Relations of `<link>` that name a server and no page.
_SERVERS = frozenset(["preconnect", "dns-prefetch"])
#: Properties of `<meta>` that other sites read when somebody shares the page.
_SHARED = frozenset(["og:image", "og:url", "og:video", "twitter:image"])

_REFRESH = re.compile(
    r"""\s*([\d.]+)\s*(?:[;,\s]\s*(?:url\s*=\s*)?(["']?)(.*?)\2\s*)?\Z""", re.I | re.S
)
_CANDIDATE = re.compile(r"[\s,]*+([^\s]++)")
_WIDTHS = re.compile(r"(?:\([^)]*+\)|[^,(])*+")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_LINK = re.compile(
    r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s()"']*+))\s*+\)|@import\s*+(?:"([^"]*+)"|'([^']*+)')""",
    re.I,
)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*["']?\s*([\w-]{1,20})""", re.I
)
_THAI = frozenset(["tis-620", "tis620", "windows-874", "cp874", "iso-8859-11", "x-windows-874"])
_REFERENCE = re.compile(r"&(#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[a-zA-Z][a-zA-Z0-9]*+;?)(=?)")


def decoded(content: bytes) -> str:
    """The text of a page; see `text_and_encoding`."""
    return text_and_encoding(content)[0]


def text_and_encoding(content: bytes) -> tuple[str, str]:
    """The text of a page and its encoding as Python names it: what it is, where that is not what it
    says. UTF-16, which no form is sent in, counts as UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), "utf-8"
    text = content.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if not broken:
        return text, "utf-8"
    named = _CHARSET.search(content[:4096])
    is_thai = named is not None and named[1].decode("ascii", "replace").lower() in _THAI
    # Thai in the older encoding is hardly ever UTF-8 by chance; a few broken signs are a slip.
    if not is_thai and broken * 20 < sum("\u0e00" < sign < "\u0e7f" for sign in text):
        return text, "utf-8"
    older = content.decode("cp874", "replace")
    is_older = is_thai or 2 * sum("\u0e00" < sign < "\u0e7f" for sign in older) > broken
    return (older, "cp874") if is_older else (text, "utf-8")


def read_attributes(text: str) -> dict[str, str]:
    """The attributes of a start tag, from after its name on; of one that stands twice the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        value = double or single or bare
        found.setdefault(name.lower(), _REFERENCE.sub(_character, value) if "&" in value else value)
    return found


def _character(found: re.Match[str]) -> str:
    """The character of a reference in an attribute (HTML Living Standard, 13.2.5.73). `unescape` would
    take `&section=5` in an address for the sign § and what follows it; browsers do not."""
    name, sign = found.groups()
    if name.startswith("#"):
        return unescape(f"&{name}") + sign
    is_named = name in html5 and (name.endswith(";") or not sign)
    return html5[name] + sign if is_named else found[0]


def read_page(text: str) -> Page:
    """The links and anchors of a page; never raises for what it holds."""
    page = Page()
    reader = _Reader(text, page)
    heading = _HEADING.search(text)
    position, end = 0, len(text)
    while position < end:
        token = _TOKEN.search(text, position)
        if token is None:
            break
        position = token.end()
        tag = (token["tag"] or token["raw"] or "").lower()
        # A tag that the page ends in is dropped.
        if token["end"]:
            reader.element(tag, token)
        if tag in _RAW_TAGS:
            # The content of an element that is never closed lasts to the end of the page.
            closing = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(text, position)
            start, position = position, closing.start() if closing else end
            if tag == "style":
                reader.css(text, start, position, tag)
            elif tag == "title" and not page.titles:
                page.titles.append(_words(text[start : min(position, start + _LONGEST)]))
    if heading:
        page.titles.append(_words(heading[1]))
    return page


def read_style_sheet(text: str) -> list[Link]:
    """The links of a CSS file."""
    page = Page()
    _Reader(text, page).css(text, 0, len(text), "css")
    return page.links


def srcset(value: str) -> Iterator[str]:
    """The addresses of a `srcset`, without their widths."""
    position = 0
    while found := _CANDIDATE.match(value, position):
        yield found[1].rstrip(",")
        position = found.end()
        if not found[1].endswith(","):
            widths = _WIDTHS.match(value, position)
            position = widths.end() if widths else position


class _Reader:
    """Puts what is found into the page, and counts lines on the way."""

    def __init__(self, text: str, page: Page) -> None:
        self._text = text
        self._page = page
        self._counted = 0
        self._line = 1

    def element(self, tag: str, token: re.Match[str]) -> None:
        attributes = read_attributes(token[3])
        page = self._page
        anchor = attributes.get("id")
        if anchor:
            page.ids.add(anchor)
            if len(attributes) == 1:
                return
        if tag == "a" and attributes.get("name"):
            page.ids.add(attributes["name"])
        if tag == "base":
            page.base = page.base or attributes.get("href", "").strip()
        elif tag == "meta":
            self._meta(attributes, token.start())
        else:
            self._addresses(tag, attributes, token.start())

    def css(self, text: str, start: int, end: int, tag: str) -> None:
        """The links of CSS that stands between two places of the text."""
        content = _CSS_COMMENT.sub(lambda found: " " * len(found[0]), text[start:end])
        for found in _CSS_LINK.finditer(content):
            written = next((each for each in found.groups() if each is not None), "")
            self._add(written, tag, "url", start + found.start())

    def _addresses(self, tag: str, attributes: dict[str, str], at: int) -> None:
        is_loaded = tag in _LOADED_TAGS
        if tag == "link":
            relations = set(attributes.get("rel", "").lower().split())
            if relations & _SERVERS:
                return
            if "canonical" in relations:
                self._page.canonical = self._page.canonical or attributes.get("href", "").strip()
            is_loaded = bool(relations & _LOADED)
        holds = _HOLDS.get(tag, _ANY)
        for name, value in attributes.items():
            what = holds.get(name)
            if what is None:
                continue
            if what == "set":
                for written in srcset(value):
                    self._add(written, tag, name, at)
            elif what == "style":
                for found in _CSS_LINK.finditer(value):
                    written = next((each for each in found.groups() if each is not None), "")
                    self._add(written, tag, name, at)
            elif self._is_link(tag, name, attributes):
                self._add(value, tag, name, at, is_loaded)

    def _is_link(self, tag: str, name: str, attributes: dict[str, str]) -> bool:
        if tag == "form":
            # A form that is sent is not asked for; one without an address is sent to its own page.
            is_sent = attributes.get("method", "").lower() == "post"
            return not is_sent and bool(attributes[name].strip())
        return name not in _LATER or bool(attributes[name].strip())

    def _meta(self, attributes: dict[str, str], at: int) -> None:
        content = attributes.get("content", "")[:_LONGEST]
        if attributes.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(content)
            if found and found[3]:
                self._page.refresh = self._page.refresh or (_seconds(found[1]), found[3])
                self._add(found[3], "meta", "refresh", at)
        elif (attributes.get("property") or attributes.get("name", "")) in _SHARED and content:
            self._add(content, "meta", "content", at)

    def _add(
        self, written: str, tag: str, attribute: str, at: int, is_loaded: bool = False
    ) -> None:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        is_loaded |= attribute not in _FOLLOWED
        self._page.links.append(Link(written, tag, attribute, self._line, is_loaded))


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _words(text: str) -> str:
    return " ".join(unescape(text).split())
