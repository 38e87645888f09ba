"""Old pages made by chance, with mistakes that real ones have: items without documents, wrong numbers,
other subjects between the items, and links that name nothing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from corpus.old_pages import HOST
from site_builder.adopting.proposing import propose
from site_builder.adopting.source import Saved
from site_builder.catalogue.loader import load_catalogue

MAKES = ("table", "headings", "list", "paragraphs", "terms", "blocks", "buttons", "lines")
EDITIONS = ("2567", "2568", "2569")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_CLICKS = ("คลิก", "ไฟล์แนบ", "เอกสารชุดที่ 1", "PDF", "คำสั่งที่ 12/2567")


@dataclass
class Measured:
    """How many links of items there were, and how many were told rightly and wrongly.

    Attributes:
        sure: rightly told with high confidence.
        wrong: told with high confidence, of another item or of none.
        found: rightly told at all.
    """

    links: int = 0
    sure: int = 0
    wrong: int = 0
    found: int = 0


def measured(pages: int) -> Measured:
    """What is told of so many pages."""
    total = Measured()
    for seed in range(pages):
        edition, html, gold = made(seed)
        catalogue = load_catalogue()
        saved = Saved("made.html", html.encode(), is_file=True, address=f"{HOST}/ita/")
        told = propose(saved, catalogue, catalogue.editions[edition]).proposals
        right = {e.link.url for e in told if gold.get(e.link.url) == e.item.id}
        sure = {e.link.url for e in told if e.confidence == "high"}
        total.links += sum(1 for item in gold.values() if item)
        total.found += len(right)
        total.sure += len(sure & right)
        total.wrong += len(sure - right)
    return total


def made(seed: int) -> tuple[str, str, dict[str, str]]:
    """The edition, the page, and the item of each address; "" for one that belongs to none."""
    chance = Random(seed)
    edition, make = chance.choice(EDITIONS), MAKES[seed % len(MAKES)]
    style = chance.randrange(8)
    gold: dict[str, str] = {}
    parts = []
    for item in load_catalogue().editions[edition].items:
        if chance.random() < 0.15:
            continue
        code, title, own = _code(item.number, style), item.title.th, item.id
        slip = chance.random()
        if slip < 0.08:
            code, title, own = "", f"เรื่องเบ็ดเตล็ด {item.number}", ""
        elif slip < 0.16:
            code = _code(chance.randint(1, 28), style)
        links = []
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            url = f"/f/{len(gold) + 1}.pdf"
            gold[HOST + url] = own
            links.append(f'<a href="{url}">{chance.choice(_CLICKS)}</a>')
        parts.append(_part(make, code, title, links))
    body = _whole(make, "".join(parts))
    foot = '<div class="after"><a href="/webmaster">ผู้ดูแลเว็บไซต์</a></div>'
    return edition, f"<html><body><div>{body}{foot}</div></body></html>", gold


def _code(number: int, style: int) -> str:
    thai = str(number).translate(_THAI)
    styles = (
        f"O{number}",
        f"o{number}",
        f"O{number}.",
        f"(O{number})",
        f"ข้อ {thai}",
        f"ข้อ {number}",
        f"OIT {number}",
        f"O{number} :",
    )
    return styles[style]


def _part(make: str, code: str, title: str, links: list[str]) -> str:
    def each(tag: str) -> str:
        return "".join(f"<{tag}>{link}</{tag}>" for link in links)

    name, all_links = f"{code} {title}", " ".join(links)
    return {
        "table": f"<tr><td>{code}</td><td>{title}</td><td>{all_links}</td></tr>",
        "headings": f"<h4>{name}</h4>{each('p')}",
        "list": f"<li>{name}<ul>{each('li')}</ul></li>",
        "paragraphs": f"<p>{name}</p>{each('p')}",
        "terms": f"<dt>{name}</dt>{each('dd')}",
        "blocks": f"<div><div>{code}</div><div>{title}</div><div>{all_links}</div></div>",
        "buttons": f"<button>{name}</button><div>{each('p')}</div>",
        "lines": f"{name}<br>" + "".join(f"- {link}<br>" for link in links),
    }[make]


def _whole(make: str, parts: str) -> str:
    tag = {"table": "table", "list": "ul", "terms": "dl"}.get(make, "div")
    return f"<{tag}>{parts}</{tag}>"
