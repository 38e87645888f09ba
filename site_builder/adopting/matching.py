"""Which item a text means: by an explicit number (`O1`, `ข้อ ๑`), and by how its words are like the
titles that the item has had over the years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from site_builder.catalogue.changes import ancestors
from site_builder.catalogue.model import Catalogue, Edition, Item
from site_builder.sources.nodes import Node
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml
from site_builder.thai import arabic_digits, fold

FILE = Path(__file__).with_name("wordings.yaml")

_NUMBER = r"0{0,2}([1-9][0-9]?)(?:\.[0-9]{1,2})?(?![0-9A-Za-z])"
_CLAUSE = r"(?:OIT\s*)?ข้อ(?:ที่)?\s{0,2}[-.:]?\s{0,2}(?:O\s?)?"
#: `O1`, `o01`, `(O12)`, `OIT 1`, `O-1`, `O1.1`; a letter or figure right before it makes another word.
_CODE = re.compile(rf"(?<![0-9A-Za-z])(?:OIT|O)\s{{0,2}}[-–.:#]?\s{{0,2}}{_NUMBER}", re.IGNORECASE)
#: `ข้อ ๑` counts at the start of a text or in brackets: elsewhere it may be that of a law.
_THAI_CODE = re.compile(rf"(?:^[^\wก-๙]*|\(\s*){_CLAUSE}{_NUMBER}", re.IGNORECASE)
#: `O1 – O28` names the whole list.
_RANGE = re.compile(rf"(?:{_CODE.pattern})\s*(?:[-–—]|ถึง|to)\s*O\s?[0-9]", re.IGNORECASE)
#: What refers to another item and names none.
_REFERENCE = re.compile(
    r"(?:ดู|ตาม|อ้าง|เดียวกับ|เหมือน)[^0-9A-Za-z]{0,12}(?=\b(?:OIT|O)\W{0,3}[0-9])", re.IGNORECASE
)
#: In an address: `/o12/`, `oit-12.pdf`, `ita_O12`.
_URL_CODE = re.compile(
    r"(?<![0-9A-Za-z])o(?:it)?[-_]?0{0,2}([1-9][0-9]?)(?![0-9A-Za-z])", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_LETTERS = re.compile(r"[^0-9A-Za-z\u0e01-\u0e4e]")
#: Headings of columns of bare numbers.
_NUMBER_HEADS = frozenset(["ข้อ", "ข้อที่", "oit", "ข้อoit"])
_ONLY_NUMBER = re.compile(r"\W*0?([1-9][0-9]?)\W*")
#: No edition has had more items; a test compares.
_LAST = 43

#: What differs from year to year, or says nothing of the subject.
_NOISE = re.compile(
    r"(?:ประจำ)?ปี(?:งบประมาณ)?(?:พ\.?ศ\.?)?(?:25[0-9]{2})?|พ\.?ศ\.?25[0-9]{2}|25[0-9]{2}|ของหน่วยงาน"
    r"|[^a-z0-9\u0e01-\u0e4e]"
)
_REPORT = "รายงาน"
#: What is taken off the likeness of a plan to the report on it.
_OTHER_SORT = 0.3
_LONGEST = 400
#: From this likeness on, words are taken for those of a title; see `docs/accuracy.md`.
STRONG = 0.7
#: With a number that says the same, less will do.
SUPPORTING = 0.5
#: By so much another title must be less like.
LEAD = 0.08


def codes(text: str) -> frozenset[int]:
    """The numbers of items that a text names; none where it names the whole list."""
    plain = _ADDRESS.sub(" ", arabic_digits(text))
    if _RANGE.search(plain) or _REFERENCE.search(plain):
        return frozenset()
    found = (*_CODE.findall(plain), *_THAI_CODE.findall(plain))
    return frozenset(int(each) for each in found if int(each) <= _LAST)


def code_in_column(text: str, head: str) -> frozenset[int]:
    """The number in a cell that holds nothing else, where the column's heading says what it counts."""
    found = _ONLY_NUMBER.fullmatch(arabic_digits(text))
    return frozenset([int(found[1])]) if found and fold(head) in _NUMBER_HEADS else frozenset()


def codes_in_url(path: str) -> frozenset[int]:
    """The numbers of items that the path of an address names."""
    return frozenset(int(each) for each in _URL_CODE.findall(path) if int(each) <= _LAST)


def without_codes(text: str) -> str:
    """The words of a text beside its numbers of items."""
    plain = _ADDRESS.sub(" ", arabic_digits(text))
    words = _EMPTY_BRACKETS.sub(" ", _THAI_CODE.sub(" ", _CODE.sub(" ", plain)))
    return " ".join(words.split()).strip(" -–—:.|")


@dataclass(frozen=True, slots=True)
class Match:
    """The subject whose title some words are most like.

    Attributes:
        item: of the edition; None where the edition does not ask for the subject.
        likeness: 0 to 1.
        lead: by how much it is more like them than any other subject.
    """

    slug: str
    item: Item | None
    likeness: float
    lead: float

    @property
    def is_strong(self) -> bool:
        return self.likeness >= STRONG and self.lead >= LEAD


class Wordings:
    """What the items of one edition are called, by the titles of all editions."""

    def __init__(self, catalogue: Catalogue, edition: Edition, agency: str = "") -> None:
        self.edition = edition
        self._editions = catalogue.editions
        self._agency = fold(agency)
        self._items = {slug: item for item in edition.items for slug in self._slugs(edition, item)}
        self._items |= {item.slug: item for item in edition.items}
        named = list(dict.fromkeys(self._named()))
        self._phrases = [(slug, _grams(self._core(name)), _REPORT in name) for slug, name in named]
        self._having: dict[str, list[int]] = {}
        for number, (_, grams, _) in enumerate(self._phrases):
            for gram in grams:
                self._having.setdefault(gram, []).append(number)
        self._known: dict[str, Match | None] = {}

    def item_of(self, slug: str) -> Item | None:
        """The item of the edition that asks for a subject, be it merged with another."""
        return self._items.get(slug)

    def best(self, text: str) -> Match | None:
        """The subject that a text is most like; None where it is like none at all."""
        if len(text) > _LONGEST:
            return None
        core = self._core(text)
        if core not in self._known:
            self._known[core] = self._best(core)
        return self._known[core]

    def likeness(self, text: str, item: Item) -> float:
        """How much a text is like the titles of an item."""
        return self._scores(self._core(text)).get(item.id, (0.0, ""))[0]

    def agreeing(self, code: int, slug: str) -> list[str]:
        """The editions in which an item's number bears a subject."""
        found = []
        for name, edition in self._editions.items():
            item = edition.item(f"O{code}")
            if item and slug in self._slugs(edition, item):
                found.append(name)
        return found

    def numbered(self, edition: str, code: int) -> tuple[Item | None, Item | None]:
        """The item with a number in some edition, and that of ours with its subject."""
        theirs = self._editions[edition].item(f"O{code}")
        return theirs, self._items.get(theirs.slug) if theirs else None

    def _best(self, core: str) -> Match | None:
        scores = self._scores(core)
        if not scores:
            return None
        first, *others = sorted(scores, key=lambda key: (-scores[key][0], key))
        likeness, slug = scores[first]
        lead = likeness - scores[others[0]][0] if others else likeness
        return Match(slug, self.edition.item(first), likeness, lead)

    def _scores(self, core: str) -> dict[str, tuple[float, str]]:
        """How much some words are like each item, or each subject that is no item any more, with the
        subject whose name it is."""
        own = _grams(core)
        shared = Counter(number for gram in own for number in self._having.get(gram, ()))
        scores: dict[str, tuple[float, str]] = {}
        for number, count in shared.items():
            slug, grams, is_report = self._phrases[number]
            likeness = 2 * count / (len(own) + len(grams))
            if (_REPORT in core) != is_report:
                likeness -= _OTHER_SORT
            item = self._items.get(slug)
            key = item.id if item else slug
            scores[key] = max(scores.get(key, (0.0, "")), (likeness, slug))
        return scores

    def _core(self, text: str) -> str:
        folded = fold(without_codes(text[:_LONGEST]))
        if self._agency:
            folded = folded.replace(self._agency, "")
        return _NOISE.sub("", folded)

    def _named(self) -> Iterable[tuple[str, str]]:
        """Every subject with each of its names."""
        for edition in self._editions.values():
            yield from ((item.slug, item.title.th) for item in edition.items)
        for slug, names in other_wordings().items():
            yield from ((slug, name) for name in names)

    def _slugs(self, edition: Edition, item: Item) -> set[str]:
        """The subjects that an item asks for: its own, and those that were merged into it."""
        found = {item.slug}
        for name, older in self._editions.items():
            if name < edition.name:
                ids = ancestors(self._editions, edition, item, name)
                found |= {each.slug for each in map(older.item, ids) if each}
        return found


@cache
def other_wordings() -> Mapping[str, tuple[str, ...]]:
    """What agencies call subjects beside their titles.

    Raises:
        InputError: the file is malformed; what ships is tested.
    """
    reader = Reader()
    subjects = reader.any_mapping(_words(reader)["subjects"])
    found = {slug: reader.texts(node) for slug, node in subjects.items()}
    reader.finish()
    return found


def is_click(text: str) -> bool:
    """Whether a text to click on names nothing: `คลิก`, an address, a sign; raises as `other_wordings`."""
    letters = fold(_LETTERS.sub("", text))
    return len(letters) < 3 or letters in _folded("clicks") or bool(_ADDRESS.match(text))


def is_format(text: str) -> bool:
    """Whether a text names only the sort of a file; raises as `other_wordings`."""
    return fold(_LETTERS.sub("", text)) in _folded("formats")


@cache
def _folded(key: str) -> frozenset[str]:
    reader = Reader()
    found = frozenset(map(fold, reader.texts(_words(reader)[key])))
    reader.finish()
    return found


def _words(reader: Reader) -> Mapping[str, Node]:
    return reader.mapping(read_yaml(FILE, FILE.name), ("subjects", "clicks", "formats"))


def _grams(core: str) -> frozenset[str]:
    """Every three letters in a row: Thai parts no words, and misspellings spoil few of them."""
    padded = f"^{core}$"
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2)) if core else frozenset()
