"""A sealed page as one file that opens anywhere and asks nobody for anything.

Words and structure stay as they were sealed. Styles, fonts and pictures are put into the file; scripts
and whatever else a page can load are taken out, and a security policy forbids them besides.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

#: The bytes of a file of the site by its path (`assets/oit.css`), or None.
Read = Callable[[str], bytes | None]
#: Where a link to a path of the site leads in the copy.
Link = Callable[[str], str]

_POLICY = (
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'\">"
)
#: Taken out with everything in them.
_GONE = frozenset(["script", "iframe", "object", "audio", "video"])
#: Taken out; they hold nothing.
_GONE_VOID = frozenset(["base", "embed", "link", "source", "track"])
_LINKS = frozenset(["http", "https", "mailto", "tel"])
_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
_FONT_DISPLAY = re.compile(r"font-display:\s*\w+")
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_CHUNK = 64 * 1024


def offline_page(html: bytes, page: str, read: Read, link: Link) -> str:
    """The page at a path of the site (`oit/2568/o07/`) as one file. Never raises for what it holds."""
    writer = _Writer(page, read, link)
    text = html.decode("utf-8", errors="replace")
    # In parts, so that an unclosed tag of a hostile page is looked through a few times at most.
    for start in range(0, len(text), _CHUNK):
        writer.feed(text[start : start + _CHUNK])
    written = "".join(writer.parts)
    return written if writer.has_policy else _POLICY + written


def resolved(page: str, target: str) -> str | None:
    """The path in the site that a link on a page leads to; None where it leads out of it."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page
    path = posixpath.normpath(posixpath.join("/", page, unquote(parts.path))).lstrip("/")
    return f"{path}/" if path and parts.path.endswith(("/", "/.", "/..", "..")) else path


class _Writer(HTMLParser):
    """Writes what it reads, with the tags changed that load or lead somewhere."""

    def __init__(self, page: str, read: Read, link: Link) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.has_policy = False
        self._page = page
        self._read = read
        self._link = link
        self._gone: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _GONE:
            self._gone.append(tag)
        if self._gone:
            return
        # Of an attribute that stands twice the first counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if tag == "link" and "stylesheet" in attributes.get("rel", "").lower().split():
            self._write(f"<style>{self._style(attributes.get('href', ''))}</style>")
        elif tag in _GONE_VOID or (tag == "meta" and "http-equiv" in attributes):
            return
        elif tag == "img":
            attributes = {k: v for k, v in attributes.items() if k not in ("srcset", "loading")}
            self._tag(tag, attributes | {"src": self._data(attributes.get("src", ""))})
        elif "href" in attributes:
            self._tag(tag, attributes | {"href": self._href(attributes["href"])})
        else:
            self._write(self.get_starttag_text() or "")
        if tag == "head" and not self.has_policy:
            self.has_policy = True
            self._write(_POLICY)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._gone and self._gone[-1] == tag:
            self._gone.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._gone:
            if self._gone[-1] == tag:
                self._gone.pop()
            return
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def _write(self, text: str) -> None:
        if not self._gone:
            self.parts.append(text)

    def _tag(self, tag: str, attributes: dict[str, str]) -> None:
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        # In a drawing the slash closes; elsewhere it means nothing.
        closed = "/" if (self.get_starttag_text() or "").endswith("/>") else ""
        self._write(f"<{tag}{written}{closed}>")

    def _href(self, target: str) -> str:
        found = resolved(self._page, target.strip())
        if found is None:
            return target if target.strip().lower().split(":")[0] in _LINKS else "#"
        fragment = urlsplit(target.strip()).fragment
        if found == self._page and fragment:
            return f"#{fragment}"
        return self._link(found) + (f"#{fragment}" if fragment else "")

    def _style(self, href: str) -> str:
        path = resolved(self._page, href)
        content = self._read(path) if path else None
        if path is None or content is None:
            return ""
        folder = posixpath.dirname(path) + "/"

        def embedded(found: re.Match[str]) -> str:
            return (
                found[0]
                if found[2].startswith("data:")
                else f'url("{self._data(found[2], folder)}")'
            )

        text = _URL.sub(embedded, content.decode("utf-8", errors="replace"))
        # A font that is in the file need not be given up as late; print would else differ by chance.
        text = _FONT_DISPLAY.sub("font-display: block", text)
        # Nothing in a style may end it.
        return text.replace("</", "<\\/")

    def _data(self, target: str, folder: str = "") -> str:
        """A file of the site as an address that holds it; "" where there is none."""
        path = resolved(folder or self._page, target)
        kind = _TYPES.get((path or "").rpartition(".")[2].lower())
        content = self._read(path) if path and kind else None
        if content is None:
            return target if target.startswith("data:") else ""
        return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
