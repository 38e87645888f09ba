"""The main-website rule: evidence stands on the agency's own domain. Which hosts break it is data."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from site_builder.documents.heads import FILES

#: Names under which people register domains; an agency's own domain has one label more.
_PUBLIC = frozenset(
    f"{name}.th" for name in ("ac", "co", "go", "in", "mi", "net", "or")
) | frozenset(["รัฐบาล.ไทย", "องค์กร.ไทย", "ศึกษา.ไทย", "ธุรกิจ.ไทย", "ทหาร.ไทย", "เน็ต.ไทย"])
#: Documents of other public bodies (laws, handbooks) may be linked where they stand.
_GOVERNMENT = (".go.th", ".mi.th", ".รัฐบาล.ไทย")
#: Pictures of these kinds are ornament; the others may be scanned papers.
_DOCUMENTS = FILES - {"gif", "webp"}


@dataclass(frozen=True, slots=True)
class HostRule:
    """Hosts that break the rule in one way.

    Attributes:
        ends: the host is one of these, or below one.
        labels: a part of its name left of the registered domain is one of these.
    """

    code: str
    ends: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()


HOST_RULES = (
    HostRule(
        "host-local",
        # Not `.example`: it is that of fictional agencies, which say so on every page (RFC 2606, 6761, 6762).
        ends=frozenset(
            [
                "test",
                "invalid",
                "localhost",
                "local",
                "lan",
                "intranet",
                "internal",
                "home",
                "corp",
                "localdomain",
                "home.arpa",
            ]
        ),
    ),
    HostRule(
        "host-staging",
        ends=frozenset(
            [
                "ngrok.io",
                "ngrok-free.app",
                "ngrok.app",
                "vercel.app",
                "netlify.app",
                "herokuapp.com",
                "web.app",
                "firebaseapp.com",
                "pages.dev",
                "workers.dev",
                "trycloudflare.com",
                "000webhostapp.com",
                "wixsite.com",
                "azurewebsites.net",
                "onrender.com",
                "loca.lt",
            ]
        ),
        labels=frozenset(
            [
                "staging",
                "stage",
                "stg",
                "test",
                "dev",
                "develop",
                "uat",
                "demo",
                "beta",
                "preview",
                "sandbox",
                "preprod",
            ]
        ),
    ),
    HostRule(
        "host-shortener",
        ends=frozenset(
            [
                "bit.ly",
                "tinyurl.com",
                "goo.gl",
                "t.co",
                "is.gd",
                "ow.ly",
                "shorturl.at",
                "cutt.ly",
                "rb.gy",
                "rebrand.ly",
                "shorturl.asia",
                "t.ly",
                "lnkd.in",
                "buff.ly",
                "s.id",
                "me-qr.com",
                "qrco.de",
                "linktr.ee",
                "urlz.fr",
                "tiny.cc",
                "v.gd",
                "bl.ink",
            ]
        ),
    ),
    HostRule(
        "host-drive",
        ends=frozenset(
            [
                "drive.google.com",
                "docs.google.com",
                "forms.gle",
                "photos.app.goo.gl",
                "1drv.ms",
                "onedrive.live.com",
                "sharepoint.com",
                "dropbox.com",
                "dropboxusercontent.com",
                "box.com",
                "mediafire.com",
                "mega.nz",
                "4shared.com",
                "wetransfer.com",
                "we.tl",
                "icloud.com",
                "pcloud.com",
                "anyflip.com",
            ]
        ),
    ),
)

#: Social media. A link there breaks nothing by itself; as the only evidence it is none, since the
#: assessor reads the main website.
SOCIAL = HostRule(
    "host-social",
    ends=frozenset(
        [
            "facebook.com",
            "fb.com",
            "fb.me",
            "fb.watch",
            "m.me",
            "messenger.com",
            "instagram.com",
            "threads.com",
            "threads.net",
            "x.com",
            "twitter.com",
            "tiktok.com",
            "youtube.com",
            "youtu.be",
            "line.me",
            "lin.ee",
            "blockdit.com",
            "linkedin.com",
            "pinterest.com",
            "pin.it",
            "telegram.me",
            "t.me",
            "whatsapp.com",
            "wa.me",
            "discord.com",
            "discord.gg",
            "vimeo.com",
        ]
    ),
)

#: Codes of what breaks the rule and can still be opened and counted by an assessor.
WARNED_OF = frozenset(["host-shortener", "host-drive", "host-other"])


def is_social(url: str) -> bool:
    """Whether a web address is one of social media."""
    return _is_below(_host(url), SOCIAL.ends)


def breaks_rule(url: str, website: str) -> str:
    """The code of how a web address breaks the rule, or "".

    Args:
        website: the agency's main website; "" where it is not known.
    """
    host = _host(url)
    if _is_local(host):
        return "host-local"
    own = registered_domain(urlsplit(website).hostname or "") if website else ""
    names = host.removesuffix(registered_domain(host)).rstrip(".").split(".")
    rules = [rule for rule in HOST_RULES if _is_below(host, rule.ends) or rule.labels & set(names)]
    if rules:
        # The more exact name decides: photos.app.goo.gl is a drive, goo.gl a shortener.
        return max(rules, key=lambda rule: _length(host, rule.ends)).code
    if not own or registered_domain(host) == own or f".{host}".endswith(_GOVERNMENT):
        return ""
    suffix = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower().lstrip(".")
    return "host-other" if suffix in _DOCUMENTS else ""


def registered_domain(host: str) -> str:
    """The part of a host's name that somebody has registered: `www.abc.go.th` → `abc.go.th`."""
    labels = host.lower().split(".")
    size = 3 if ".".join(_thai(label) for label in labels[-2:]) in _PUBLIC else 2
    return ".".join(labels[-size:])


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removesuffix(".")


def _is_local(host: str) -> bool:
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        # Browsers take a last part of digits for a number too: 127.1, 0x7f.1. No domain ends so.
        return "." not in host or host.rpartition(".")[2][:1].isdigit()
    return not number.is_global


def _is_below(host: str, ends: frozenset[str]) -> bool:
    return _length(host, ends) > 0


def _length(host: str, ends: frozenset[str]) -> int:
    return max((len(end) for end in ends if host == end or host.endswith("." + end)), default=0)


def _thai(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
