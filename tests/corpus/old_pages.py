"""Labelled old pages of agencies (`pages/`), each of another make, with what a careful clerk would take.

The hosts are made up. A case names each address with the item that it belongs to and how sure a reader
of the page alone can be; every other address belongs to no item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.adopting.model import Adoption
from site_builder.adopting.proposing import propose
from site_builder.adopting.source import Saved
from site_builder.catalogue.loader import load_catalogue

FOLDER = Path(__file__).with_name("pages")
HIGH, MEDIUM, LOW = "high", "medium", "low"
HOST = "https://www.old-municipality.go.th"
AGENCY = "เทศบาลตำบลตัวอย่าง"


@dataclass(frozen=True)
class OldCase:
    """A page and its labels: item, confidence, and the address as a browser asks for it.

    Attributes:
        file: below `pages/`, without its ending.
        address: of the page, "" where it tells that itself.
        numbering: the edition whose numbers the page uses.
        refused: by item, why a link of it cannot be taken over.
    """

    name: str
    file: str
    gold: list[tuple[str, str, str]]
    edition: str = "2568"
    address: str = f"{HOST}/ita/index.php"
    numbering: str = "2568"
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.file}.html"

    def adoption(self) -> Adoption:
        catalogue = load_catalogue()
        saved = Saved(self.path.name, self.path.read_bytes(), is_file=True, address=self.address)
        return propose(saved, catalogue, catalogue.editions[self.edition], AGENCY)


def compared(adoption: Adoption, case: OldCase) -> Iterator[tuple[str, Counter[str], Counter[str]]]:
    """What should be told at each confidence, and what was: an item and a whole address."""
    for level in (HIGH, MEDIUM, LOW):
        expected = Counter(f"{item} {url}" for item, sure, url in case.gold if sure == level)
        told = Counter(
            f"{each.item.id} {each.link.url}"
            for each in adoption.proposals
            if each.confidence == level
        )
        yield level, expected, told


#: Thai names of files as a browser asks for them.
STRUCTURE = "%E0%B9%82%E0%B8%84%E0%B8%A3%E0%B8%87%E0%B8%AA%E0%B8%A3%E0%B9%89%E0%B8%B2%E0%B8%87"
POWERS = "%E0%B8%AD%E0%B8%B3%E0%B8%99%E0%B8%B2%E0%B8%88"
PLAN = "%E0%B9%81%E0%B8%9C%E0%B8%99%E0%B8%9E%E0%B8%B1%E0%B8%92%E0%B8%99%E0%B8%B2"

OLD_PAGES = [
    OldCase(
        "a table with Thai digits, spanning cells and pictures as links",
        "table",
        [
            ("O1", HIGH, f"{HOST}/files/o1-structure.pdf"),
            ("O2", HIGH, f"{HOST}/board"),
            ("O3", HIGH, f"{HOST}/contact?utm_source=ita&utm_medium=oit#map"),
            ("O16", HIGH, f"{HOST}/files/ethics-code.pdf"),
            ("O16", HIGH, f"{HOST}/files/ethics-team.pdf"),
            ("O16", HIGH, f"{HOST}/files/ethics-training.pdf"),
            ("O17", HIGH, f"{HOST}/files/complaint-guide.pdf"),
            ("O17", HIGH, f"{HOST}/files/complaint-guide.docx"),
            ("O19", HIGH, f"{HOST}/files/complaint-statistics.xlsx"),
        ],
        refused=[("O19", "no-web-address")],
    ),
    OldCase(
        "nested accordions with buttons",
        "accordion",
        [
            ("O1", HIGH, f"{HOST}/ita/a/chart"),
            ("O1", HIGH, f"{HOST}/ita/a/powers"),
            ("O2", HIGH, f"{HOST}/people"),
            ("O4", HIGH, "https://news.old-municipality.go.th/all"),
            ("O5", HIGH, "http://plan.old-municipality.go.th/get?file=a%20b.pdf&year=2568"),
            ("O6", HIGH, f"{HOST}/ita/index.php?id=6&section=2&copy=1"),
            ("O6", HIGH, f"{HOST}/ita/index.php?id=7"),
            # the page refers to what stands at another item
            ("O7", HIGH, f"{HOST}/ita/index.php?id=6&section=2&copy=1"),
            ("O7", LOW, f"{HOST}/plan/anti"),
        ],
    ),
    OldCase(
        "a list of terms with lower-case numbers and addresses of every sort",
        "terms",
        [
            ("O1", HIGH, f"{HOST}/o01/"),
            ("O8", HIGH, f"{HOST}/manuals/finance"),
            ("O8", HIGH, f"{HOST}/manuals/works"),
            ("O10", MEDIUM, "https://eservice.old-municipality.go.th/login?next=/form"),
            ("O12", HIGH, f"{HOST}/procurement/2568"),
            ("O21", HIGH, f"{HOST}/nogift.pdf"),
        ],
        refused=[
            ("O21", "inner-network"),
            ("O21", "no-web-address"),
            ("O21", "no-web-address"),
            ("O21", "password"),
        ],
    ),
    OldCase(
        "WordPress blocks with another year's numbers",
        "wordpress",
        [
            ("O1", MEDIUM, f"{HOST}/wp-content/uploads/2024/01/{POWERS}.pdf"),
            ("O3", MEDIUM, f"{HOST}/contact-us/"),
            ("O3", MEDIUM, f"{HOST}/qa/"),
            ("O5", MEDIUM, f"{HOST}/plan-2566-2570.pdf"),
            ("O7", MEDIUM, f"{HOST}/report.pdf"),
            ("O10", MEDIUM, f"{HOST}/eservice/"),
            ("O16", MEDIUM, f"{HOST}/ethics.pdf"),
            ("O25", LOW, f"{HOST}/anti.pdf"),
        ],
        numbering="2567",
    ),
    OldCase(
        "lines of a layout table in windows-874 with pictures as links",
        "lines-windows-874",
        [
            ("O1", HIGH, f"{HOST}/ita/files/o1%20{STRUCTURE}.pdf"),
            # a page of this encoding asks for it so: only a path is always UTF-8
            ("O2", HIGH, f"{HOST}/ita/people.php?id=4&sec=%BC%D9%E9%BA%C3%D4%CB%D2%C3&page=1"),
            ("O3", HIGH, f"{HOST}/ita/contact.php"),
            ("O3", HIGH, f"{HOST}/ita/map.php"),
            ("O9", HIGH, f"{HOST}/ita/m1.pdf"),
            ("O9", HIGH, f"{HOST}/ita/m2.pdf"),
            ("O18", HIGH, f"{HOST}/ita/complaint.php"),
            ("O23", MEDIUM, f"{HOST}/ita/risk.pdf"),
        ],
    ),
    OldCase(
        "tabs whose titles stand before their blocks",
        "tabs",
        [
            ("O13", MEDIUM, f"{HOST}/p13.pdf"),
            ("O14", HIGH, f"{HOST}/p14.pdf"),
            ("O14", HIGH, f"{HOST}/o14-b.pdf"),
            ("O15", HIGH, f"{HOST}/p15.pdf"),
            ("O15", MEDIUM, f"{HOST}/o22.pdf"),
        ],
        numbering="",
    ),
    OldCase(
        "a list of titles without numbers",
        "titles",
        [
            ("O1", MEDIUM, f"{HOST}/t/structure"),
            ("O5", MEDIUM, f"{HOST}/t/plan"),
            ("O14", MEDIUM, f"{HOST}/t/hr1"),
            ("O14", MEDIUM, f"{HOST}/t/hr2"),
            ("O15", MEDIUM, f"{HOST}/t/hr-report"),
            ("O25", MEDIUM, f"{HOST}/t/anti"),
            ("O26", MEDIUM, f"{HOST}/t/anti-report"),
            ("O22", HIGH, f"{HOST}/oit/o22/"),
        ],
        numbering="",
    ),
    OldCase(
        "two years on one page, sub-items, a number that contradicts its title",
        "years",
        [
            ("O1", HIGH, f"{HOST}/68/o1.1"),
            ("O1", HIGH, f"{HOST}/68/o1.2"),
            ("O2", HIGH, f"{HOST}/68/o2"),
            ("O3", HIGH, f"{HOST}/68/o3"),
            ("O2", LOW, f"{HOST}/68/mixed"),
        ],
    ),
    OldCase(
        "a page builder's blocks, a link after its line",
        "builder",
        [
            ("O19", HIGH, f"{HOST}/s1.pdf"),
            ("O19", HIGH, f"{HOST}/s2.pdf"),
            ("O20", HIGH, f"{HOST}/p1"),
            ("O28", HIGH, f"{HOST}/m1.pdf"),
            ("O21", HIGH, f"{HOST}/ngp"),
        ],
    ),
    OldCase(
        "cards that are links, a base",
        "cards",
        [
            ("O1", HIGH, "https://www.cards.go.th/site/o01.html"),
            ("O2", HIGH, "https://www.cards.go.th/site/o02.html"),
            ("O3", HIGH, "https://www.cards.go.th/site/o03.html"),
            ("O11", HIGH, "https://docs.google.com/spreadsheets/d/1AbC_d-E/edit?usp=sharing#gid=0"),
            ("O13", HIGH, "https://www.cards.go.th/site/o13.html"),
            ("O25", HIGH, "https://www.cards.go.th/site/ita-result.html"),
            ("O20", HIGH, "https://www.cards.go.th/site/o20/"),
        ],
        edition="2569",
        address="",
        numbering="2569",
    ),
    OldCase(
        "a grid of two items to a row, addresses with parameters",
        "joomla-grid",
        [
            ("O1", HIGH, "http://www.joomla-agency.go.th/web/images/ita/O1.jpg"),
            (
                "O2",
                HIGH,
                "http://www.joomla-agency.go.th/web/index.php?option=com_content&view=article&id=12&Itemid=101",
            ),
            (
                "O3",
                HIGH,
                "http://www.joomla-agency.go.th/web/index.php?option=com_content&view=article&id=13",
            ),
            (
                "O4",
                HIGH,
                "http://www.joomla-agency.go.th/web/index.php?option=com_content&view=category&id=9",
            ),
            ("O5", HIGH, f"http://www.joomla-agency.go.th/web/images/{PLAN}%202566-2570.pdf"),
            ("O5", HIGH, "http://www.joomla-agency.go.th/web/images/plan(2).pdf"),
        ],
        address="",
    ),
    OldCase(
        "blocks that open, as a browser saved them",
        "details",
        [
            ("O1", HIGH, "https://www.details.go.th/oit/2568/index/chart.pdf"),
            ("O1", HIGH, "https://www.details.go.th/oit/2568/index/powers.html#sec3"),
            ("O2", HIGH, "https://www.details.go.th/oit/2568/index/mayor.html"),
            ("O2", HIGH, "https://www.details.go.th/oit/2568/index/clerk.html"),
            ("O14", HIGH, "https://www.details.go.th/oit/2568/index/hr-plan.pdf"),
            ("O15", HIGH, "https://www.details.go.th/oit/2568/index/hr-report.xlsx"),
            ("O27", HIGH, "https://www.details.go.th/oit/2568/index/measures.pdf"),
        ],
        address="",
        refused=[("O15", "saved-copy")],
    ),
    OldCase(
        "paragraphs with the number after the title",
        "paragraphs",
        [
            ("O1", HIGH, "https://www.para.go.th/p/1"),
            ("O2", HIGH, "https://www.para.go.th/p/2?fbclid=IwAR0x_y-Z"),
            ("O3", MEDIUM, "https://www.para.go.th/p/3"),
            ("O9", HIGH, "https://www.para.go.th/p/9"),
            ("O11", HIGH, "https://www.para.go.th/p/11a"),
            ("O11", HIGH, "https://www.para.go.th/p/11b"),
            ("O23", HIGH, "https://www.para.go.th/p/23"),
        ],
        address="",
    ),
    OldCase(
        "a column of bare numbers, one of them wrong",
        "columns",
        [
            ("O12", HIGH, "https://www.col.go.th/a?x=1&y=2"),
            ("O13", HIGH, "https://www.col.go.th/b"),
            ("O17", HIGH, "https://www.col.go.th/c"),
            ("O18", HIGH, "https://www.col.go.th/d"),
            ("O25", LOW, "https://www.col.go.th/e"),
            ("O24", MEDIUM, "https://www.col.go.th/f"),
        ],
    ),
]
