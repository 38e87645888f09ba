"""The list of a site's pages for search engines, as MkDocs writes it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from markupsafe import escape

NAME = "sitemap.xml"
PACKED = "sitemap.xml.gz"


def sitemap(pages: Iterable[tuple[str, str]]) -> bytes:
    """The list of pages, each its whole URL and the day of its data, or ""."""
    entries = "".join(
        f"\n    <url>\n         <loc>{escape(url)}</loc>\n"
        f"         {f'<lastmod>{day}</lastmod>' if day else ''}\n    </url>"
        for url, day in pages
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{head}<urlset xmlns="{space}">{entries}\n</urlset>'.encode()


def packed(content: bytes, when: int) -> bytes:
    """The list as the packed file, whose time is `when` in seconds since 1970."""
    target = io.BytesIO()
    with gzip.GzipFile(filename=PACKED, fileobj=target, mode="wb", mtime=when) as file:
        file.write(content)
    return target.getvalue()


def time_of(days: Iterable[str]) -> int:
    """The newest of the days, in seconds since 1970."""
    newest = max(days, default="")
    return int(datetime.fromisoformat(newest).replace(tzinfo=UTC).timestamp()) if newest else 0
