"""What our policy asks of pages that others write: links to other sites say so, tables need no style within."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from site_builder.links.extract import read_attributes
from site_builder.policy import OUTGOING, is_outgoing

#: Settings of Markdown's tables: a column's side is an attribute, as a style in the page would be ignored.
TABLES: Mapping[str, bool] = {"use_align_attribute": True}

#: A link's start tag, its attributes apart; what is quoted may hold any sign.
_LINK = re.compile(r"""<(a|area)(?=[\s/])((?:[^"'>]|"[^"]*"|'[^']*')*+)>""", re.IGNORECASE)
_REL = re.compile(r"""(?<=[\s"'/])rel\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)


def with_outgoing(html: str) -> str:
    """Hand-written HTML whose links to other sites tell these nothing; what else they say of themselves stays."""
    return _LINK.sub(_told, html)


def _told(link: re.Match[str]) -> str:
    attributes = read_attributes(link[2])
    if not is_outgoing(attributes.get("href", "")):
        return link[0]
    told = attributes.get("rel", "").split()
    rel = f'rel="{escape(" ".join(dict.fromkeys([*told, *OUTGOING])))}"'
    if "rel" not in attributes:
        return f"<{link[1]} {rel}{link[2]}>"
    return f"<{link[1]}{_REL.sub(lambda found: rel, link[2], count=1)}>"
