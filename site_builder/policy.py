"""What browsers are told that our pages may do. The one source of it: the tag in each page, the rules for
web servers, the headers of the preview and the policies of pages that are one file all come from here.

A page loads files of its own site and nothing else, runs no script that stands in it, and tells no other
site where its reader came from. A file that could run scripts if it were opened is saved instead, and has no
rights where a browser opens it all the same. PDF files get no policy: older browsers apply it to their viewer.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from site_builder.language import LANGUAGES, Text
from site_builder.sources.write import comment

NGINX_FILE = "assets/server/nginx.conf"
APACHE_FILE = "assets/server/apache.conf"
#: Without its usual name `_headers`, as some hosts leave files out that begin like this.
HEADERS_FILE = "assets/server/headers.txt"

#: Of links to other sites: they learn nothing of the page, and get no hold of its window.
OUTGOING = ("noopener", "noreferrer")

_NOTHING = "default-src 'none'"
_SELF = "'self'"
_PAGE = {
    "script-src": _SELF,
    "style-src": _SELF,
    # Signs of the theme are drawn in its style, as `data:`.
    "img-src": f"{_SELF} data:",
    "media-src": _SELF,
    "font-src": _SELF,
    "connect-src": _SELF,
    "base-uri": "'none'",
    "form-action": _SELF,
}
#: Only a server can say this; a tag that does is a fault.
NOT_FRAMED = "frame-ancestors 'none'"
#: Of every page, in its tag.
PAGE_POLICY = "; ".join([_NOTHING, *(f"{name} {value}" for name, value in _PAGE.items())])
#: Of every page, as a server says it.
SERVED_POLICY = f"{PAGE_POLICY}; {NOT_FRAMED}"
#: Of files that could run scripts: no rights, and no origin of ours.
FILE_POLICY = f"{_NOTHING}; {NOT_FRAMED}; sandbox"
FILE_DISPOSITION = "attachment"
REFERRER = "same-origin"
#: What every page has in its head, before anything that it loads.
TAGS = (
    f'<meta http-equiv="Content-Security-Policy" content="{PAGE_POLICY}">'
    f'<meta name="referrer" content="{REFERRER}">'
)

#: What a server says of every file, whatever it is.
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER,
    "Permissions-Policy": ", ".join(
        f"{name}=()"
        for name in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    # The agency's own websites may show our pictures, others may not.
    "Cross-Origin-Resource-Policy": "same-site",
}
#: Files that browsers run scripts of, by their ending.
ACTIVE_ENDINGS = frozenset(
    [
        "htm",
        "html",
        "mht",
        "mhtml",
        "shtml",
        "svg",
        "svgz",
        "swf",
        "xht",
        "xhtml",
        "xml",
        "xsl",
        "xslt",
    ]
)
_ELSEWHERE = re.compile(r"(https?:|[/\\]{2})", re.IGNORECASE)
#: The names of pages of ours, which stand in folders of their own.
_PAGES = r"(index|404)\.html"
_ACTIVE = rf"\.({'|'.join(sorted(ACTIVE_ENDINGS))})"

_HEAD = Text(
    "กฎความปลอดภัยของเว็บไซต์นี้ เขียนโดย oit build อย่าแก้ที่นี่ วิธีใช้: {how}",
    "The security rules of this site, written by oit build, not to be edited. To use them: {how}",
)
_IN_NGINX = Text(
    "include ไฟล์นี้ในบล็อก server ถ้าบล็อก location ใดมี add_header ของตนเอง ให้ include ในบล็อกนั้นด้วย",
    "include this file in the server block; also in each location block that has an add_header of its own",
)
_IN_APACHE = Text(
    "Include ไฟล์นี้ใน VirtualHost หรือคัดลอกไปไว้ใน .htaccess ของโฟลเดอร์เว็บไซต์ (ต้องเปิด mod_headers)",
    "Include this file in the VirtualHost, or copy it into the .htaccess of the site's folder (needs mod_headers)",
)
_IN_HEADERS = Text(
    "คัดลอกไปไว้ที่โฟลเดอร์บนสุดของเว็บไซต์ในชื่อ _headers (Netlify, Cloudflare Pages)",
    "copy it to the top folder of the site under the name _headers (Netlify, Cloudflare Pages)",
)


def is_active(name: str) -> bool:
    """Whether a file, by its name, is one that browsers run scripts of."""
    stem, _, ending = name.rpartition(".")
    return bool(stem) and ending.lower() in ACTIVE_ENDINGS


def headers_of(path: str) -> dict[str, str]:
    """What a server says of what stands at a path of the site, as the rules below make it say."""
    if re.search(f"/({_PAGES})?$", f"/{path}"):
        return {**HEADERS, "Content-Security-Policy": SERVED_POLICY}
    if is_active(path):
        told = {"Content-Security-Policy": FILE_POLICY, "Content-Disposition": FILE_DISPOSITION}
        return {**HEADERS, **told}
    return dict(HEADERS)


def is_outgoing(url: str) -> bool:
    """Whether a link leads to another server, as browsers read it: blanks, slashes and case say nothing."""
    return bool(_ELSEWHERE.match("".join(sign for sign in url if sign > " ")))


def own_policy(**sources: str) -> str:
    """The policy of a page that stands by itself: `style="'self'"` lets it load what is named, and no more."""
    named = (f"{name}-src {value}; " for name, value in sources.items() if value)
    return f"{_NOTHING}; {''.join(named)}base-uri 'none'; form-action 'none'"


def inline(text: str) -> str:
    """What names one style or script that stands in a page itself; "" for none."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'" if text else ""


def rules() -> dict[str, str]:
    """The rules for each web server, by their path in the site; the same for every site."""
    return {
        NGINX_FILE: _file(_IN_NGINX, _nginx()),
        APACHE_FILE: _file(_IN_APACHE, _apache()),
        HEADERS_FILE: _file(_IN_HEADERS, _headers()),
    }


def _nginx() -> Iterator[str]:
    yield 'set $oit_policy "";'
    yield 'set $oit_disposition "";'
    yield f'if ($uri ~* "{_ACTIVE}$") {{'
    yield f'    set $oit_policy "{FILE_POLICY}";'
    yield f'    set $oit_disposition "{FILE_DISPOSITION}";'
    yield "}"
    yield f'if ($uri ~ "/({_PAGES})?$") {{'
    yield f'    set $oit_policy "{SERVED_POLICY}";'
    yield '    set $oit_disposition "";'
    yield "}"
    # What is empty is not sent.
    yield "add_header Content-Security-Policy $oit_policy always;"
    yield "add_header Content-Disposition $oit_disposition always;"
    for name, value in HEADERS.items():
        yield f'add_header {name} "{value}" always;'


def _apache() -> Iterator[str]:
    yield "<IfModule mod_headers.c>"
    for name, value in HEADERS.items():
        yield f'    Header always set {name} "{value}"'
    # Apache takes the type of `x.svg.backup` from the ending that it knows.
    yield f'    <FilesMatch "(?i){_ACTIVE}(\\.|$)">'
    yield f'        Header always set Content-Security-Policy "{FILE_POLICY}"'
    yield f'        Header always set Content-Disposition "{FILE_DISPOSITION}"'
    yield "    </FilesMatch>"
    yield f'    <FilesMatch "^{_PAGES}$">'
    yield f'        Header always set Content-Security-Policy "{SERVED_POLICY}"'
    yield "        Header always unset Content-Disposition"
    yield "    </FilesMatch>"
    yield "</IfModule>"


def _headers() -> Iterator[str]:
    yield "/*"
    for name, value in HEADERS.items():
        yield f"  {name}: {value}"
    # Pages cannot be told from PDF files here; what else is forbidden stands in the tag of each page.
    yield f"  Content-Security-Policy: {NOT_FRAMED}"
    for ending in sorted(ACTIVE_ENDINGS - {"htm", "html"}):
        yield f"/*.{ending}"
        yield f"  Content-Security-Policy: {FILE_POLICY}"
        yield f"  Content-Disposition: {FILE_DISPOSITION}"


def _file(how: Text, lines: Iterable[str]) -> str:
    head = _HEAD.format(how=how)
    return comment(head.in_language(each) for each in LANGUAGES) + "".join(f"{x}\n" for x in lines)
