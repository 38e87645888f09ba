"""Redirects as rules for web servers, to be included in their settings.

Both servers compare an address after they have decoded it, so it stands there as people read it; where
it leads is sent as it is written for nginx, and is encoded by Apache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

from site_builder.language import LANGUAGES, Text
from site_builder.links.redirects import Redirect
from site_builder.sources.write import comment

NGINX_FILE = "redirects/nginx.conf"
APACHE_FILE = "redirects/apache.conf"

_HEAD = Text(
    "oit build เขียนจาก data/redirects.yaml อย่าแก้ที่นี่ วิธีใช้: {how}",
    "Written by oit build from data/redirects.yaml, not to be edited. To use it: {how}",
)
_IN_NGINX = Text("include ไฟล์นี้ในบล็อก server", "include this file in the server block")
_IN_APACHE = Text(
    "Include ไฟล์นี้ใน VirtualHost หรือคัดลอกไปไว้ใน .htaccess ของโฟลเดอร์เว็บไซต์",
    "Include this file in the VirtualHost, or copy it into the .htaccess of the site's folder",
)
#: Signs of a path that Apache would take for a query, an anchor or a variable.
_NOT_FOR_APACHE = ("?", "#", "${")
_OF_PATTERNS = frozenset("\\.^$*+?{}[]|()")


def nginx_rules(redirects: Iterable[Redirect], website: str) -> str:
    """The redirects for the `server` block of nginx; `website` is the URL of the front page."""
    front = _front(website)
    lines = [
        f'location = "{_in_quotes(_asked(each, front))}"'
        # What is returned may name variables; a dollar sign of an address is none.
        f' {{ return 301 "{each.link(front).replace("$", "%24")}"; }}'
        for each in redirects
    ]
    return _file(_IN_NGINX, lines)


def apache_rules(redirects: Iterable[Redirect], website: str) -> str:
    """The redirects for Apache, as `mod_alias` understands them, also in a `.htaccess`.

    What it cannot say is left out: the page at the address itself leads on.
    """
    return _file(_IN_APACHE, _apache_lines(redirects, _front(website)))


def _front(website: str) -> str:
    return quote(urlsplit(website).path, safe="/%")


def _asked(each: Redirect, front: str) -> str:
    """The path that is asked for, as servers compare it; `front` is that of the front page."""
    return unquote(front).rstrip("/") + each.source


def _apache_lines(redirects: Iterable[Redirect], front: str) -> Iterator[str]:
    for each in redirects:
        target = urlsplit(each.link(front))
        try:
            path = unquote(target.path, errors="strict")
        except UnicodeDecodeError:
            continue
        if any(sign in path for sign in _NOT_FOR_APACHE):
            continue
        origin = f"{target.scheme}://{target.netloc}" if target.netloc else ""
        rest = (f"?{target.query}" if target.query else "") + (
            f"#{target.fragment}" if target.fragment else ""
        )
        source = "".join(
            f"\\{sign}" if sign in _OF_PATTERNS else sign for sign in _asked(each, front)
        )
        leads_to = origin + path.replace("\\", "\\\\").replace("$", "\\$") + rest
        yield f'RedirectMatch 301 "{_in_quotes(f"^{source}$")}" "{_in_quotes(leads_to)}"'


def _in_quotes(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _file(how: Text, lines: Iterable[str]) -> str:
    head = _HEAD.format(how=how)
    return comment(head.in_language(each) for each in LANGUAGES) + "".join(f"{x}\n" for x in lines)
