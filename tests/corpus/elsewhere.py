"""Labelled cases of the main-website rule: links in the data of one item, and what is told of them."""

from __future__ import annotations

from typing import NamedTuple

from workspaces import WorkspaceFolder

from site_builder.links.hosts import HOST_RULES, SOCIAL
from site_builder.outcomes import ItemResult

#: Codes of the rule.
CODES = {*(rule.code for rule in HOST_RULES), SOCIAL.code, "host-other"}


class Linked(NamedTuple):
    """Data of an item, with code and line of each finding of the rule.

    Attributes:
        place: edition and item.
        is_shown: the links in the header may show what the data do not, so that a person must look.
    """

    name: str
    place: str
    yaml: str
    told: list[tuple[str, int]]
    is_shown: bool = False


def judge(folder: WorkspaceFolder, case: Linked) -> ItemResult:
    edition, slug = case.place.split("/")
    folder.attach(edition, "a.pdf")
    folder.disclose(edition, slug, case.yaml)
    return folder.item(edition, slug)


def told(item: ItemResult) -> list[tuple[str, int]]:
    """What the rule says of an item."""
    return [(each.code, each.location.line) for each in item.findings if each.code in CODES]


_ANY = "2568/corruption-risk-assessment"
_FACEBOOK = "https://www.facebook.com/agency/posts/1"
_SOCIAL = (
    _FACEBOOK,
    "https://m.facebook.com/story.php?story_fbid=1&id=2",
    "http://FB.com/agency",
    "https://fb.watch/abc/",
    "https://page.line.me/agency",
    "https://lin.ee/AbCdE",
    "https://x.com/agency/status/1",
    "https://twitter.com/agency",
    "https://www.instagram.com/p/abc/",
    "https://www.tiktok.com/@agency/video/1",
    "https://www.youtube.com/watch?v=abc",
    "https://youtu.be/abc",
    "https://www.threads.net/@agency",
)

LINKED = [
    *(Linked(f"only {url}", _ANY, f"links: ['{url}']\n", [("host-social", 2)]) for url in _SOCIAL),
    Linked(
        "several of them",
        _ANY,
        f"links:\n  - {{url: '{_FACEBOOK}', label: ประกาศ}}\n  - https://youtu.be/abc\n",
        [("host-social", 3), ("host-social", 4)],
    ),
    Linked(
        "only social media, with a remark and a unit",
        _ANY,
        f"unit: สำนักปลัด\nremarks: [ดูในเพจ]\nlinks: ['{_FACEBOOK}']\n",
        [("host-social", 4)],
    ),
    Linked(
        "social media in a field of links",
        "2568/structure",
        f"powers: มีหน้าที่ตามกฎหมาย\nlaws: ['{_FACEBOOK}']\n",
        [("host-social", 3)],
    ),
    Linked(
        "a text that is only such a link",
        "2568/structure",
        f"powers: {_FACEBOOK}\n",
        [("host-social", 2)],
    ),
    Linked(
        "news that are only such links",
        "2568/news",
        f"news:\n  - {{link: '{_FACEBOOK}'}}\n  - {{link: 'https://youtu.be/x'}}\n",
        [("host-social", 3), ("host-social", 4)],
    ),
    Linked(
        "social media in a field and in the header",
        "2568/structure",
        f"laws: ['{_FACEBOOK}']\nlinks: ['https://youtu.be/x']\n",
        [("host-social", 2), ("host-social", 3)],
    ),
    # what is right
    Linked(
        "social media beside data",
        "2568/executives",
        f"people: [{{rank: top, name: นายสมชาย ใจดี}}]\nlinks: ['{_FACEBOOK}']\n",
        [],
    ),
    Linked(
        "social media beside a document",
        _ANY,
        f"documents: [a.pdf]\nlinks: ['{_FACEBOOK}']\n",
        [],
    ),
    Linked(
        "social media beside a page elsewhere",
        _ANY,
        f"links: ['{_FACEBOOK}', 'https://old.example.go.th/risk']\n",
        [],
        True,
    ),
    Linked(
        "social media beside a law",
        "2568/structure",
        f"laws: ['{_FACEBOOK}', 'https://www.ratchakitcha.soc.go.th/a.pdf']\n",
        [],
    ),
    Linked(
        "social media beside a statement of none",
        "2568/complaint-statistics",
        f"total: ไม่มี\nlinks: ['{_FACEBOOK}']\n",
        [],
    ),
    Linked(
        "news with headlines and such links",
        "2568/news",
        f"news:\n  - {{date: 1/2/2568, title: ข่าว, link: '{_FACEBOOK}'}}\n",
        [],
    ),
    Linked("a text that names one", "2568/structure", f"powers: ติดตามที่ {_FACEBOOK}\n", []),
    Linked(
        "hosts that only sound so",
        _ANY,
        "links: ['https://facebook.com.go.th/', 'https://myx.com/', 'https://www.line.go.th/']\n",
        [],
        True,
    ),
    Linked("an item that asks for it", "2566/social-network", f"social: ['{_FACEBOOK}']\n", []),
    Linked(
        "an item that asks for it, in the header",
        "2566/social-network",
        f"links: ['{_FACEBOOK}']\n",
        [],
        True,
    ),
    Linked("a channel for questions", "2567/q-and-a", "enquiry: ['https://m.me/agency']\n", []),
    Linked(
        "a channel for complaints",
        "2568/complaint-channel",
        "channel: ['https://lin.ee/abc', 'https://forms.gle/abc']\n",
        [],
    ),
    Linked(
        "a service in an app",
        "2568/e-service",
        "services: [{name: ขอถังขยะ, link: 'https://liff.line.me/1'}]\n",
        [],
    ),
    Linked(
        "a shortened map",
        "2568/contact",
        "map-link: https://maps.app.goo.gl/abc\nsocial: https://www.facebook.com/a\n",
        [],
    ),
    # the other ways to break the rule
    Linked(
        "in the network of the office",
        _ANY,
        "links: ['http://192.168.1.10/risk', 'http://intranet/risk', 'http://0x7f.1/']\n",
        [("host-local", 2)] * 3,
    ),
    Linked("trials", _ANY, "links: ['https://dev.example.go.th/risk']\n", [("host-staging", 2)]),
    Linked("shortened", _ANY, "links: ['https://bit.ly/abc']\n", [("host-shortener", 2)], True),
    Linked(
        "a drive",
        _ANY,
        "documents: [a.pdf]\nlinks:\n  - https://drive.google.com/file/d/1/view\n",
        [("host-drive", 4)],
        True,
    ),
    Linked(
        "a document elsewhere",
        _ANY,
        "links: ['https://files.other.example/a.pdf']\n",
        [("host-other", 2)],
        True,
    ),
    Linked(
        "a law in the network of the office",
        "2568/structure",
        "laws: ['http://10.0.0.1/law.pdf']\n",
        [("host-local", 2)],
    ),
    Linked(
        "a channel in the network of the office",
        "2568/complaint-channel",
        "channel: http://10.0.0.1/complain\n",
        [("host-local", 2)],
    ),
    Linked(
        "the own website and other public bodies",
        _ANY,
        "links: ['https://example.go.th/a.pdf', 'https://www.nacc.go.th/b.pdf', 'https://old.example.go.th/']\n",
        [],
        True,
    ),
]
