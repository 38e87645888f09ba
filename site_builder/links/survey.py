"""Reads a site page by page, looks up where every link leads, and names what is wrong.

A folder and a live server are read alike: a `Site` says what stands at a path, everything else is here.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import unquote

from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.links.extract import Link, Page, read_page, read_style_sheet
from site_builder.links.faults import LinkFault, LinkReport, Place, make_fault
from site_builder.links.hosts import breaks_rule
from site_builder.links.targets import BARE_HOST, Address, Target, Way, read_target
from site_builder.problems import Problem
from site_builder.thai import fold, nfc


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path.

    Attributes:
        path: under which it is known: a folder's page ends in `/`, after redirects the last one.
        fault: code of what is wrong, or "".
        why: what the fault says of it.
        text: the content of a page or style sheet.
        problem: why it could not be read; nothing is held against the site for it.
    """

    path: str
    fault: str = ""
    why: Text | None = None
    text: str | None = None
    is_style: bool = False
    problem: Problem | None = None


class Site(ABC):
    """A site. What stands in it is known by paths below its front page, without a slash in front."""

    #: How it is called in reports.
    name: str
    #: The address of its front page, ending in `/`; "" where that is not known.
    address: str

    @abstractmethod
    def starts(self) -> Iterable[str]:
        """The pages to begin with."""

    @abstractmethod
    def look(self, path: str) -> Found:
        """What stands at a path; asked once for each."""

    @abstractmethod
    def meant(self, path: str) -> tuple[str, str]:
        """Of a path that is not there: the code of the fault, and what was probably meant, or "".

        Asked when every page is read.
        """

    @abstractmethod
    def place(self, path: str) -> str:
        """A page as a person opens it."""

    @abstractmethod
    def owns(self, path: str) -> bool:
        """Whether a path of the agency's server is of this site, and not of another beside it."""

    def key(self, target: Target) -> str:
        """The path under which a target is looked up; a folder knows no queries."""
        return target.path

    def plain(self, path: str) -> str:
        """The path decoded and without its query, as relative links count from it."""
        return path

    def shown(self, path: str) -> str:
        """The path as a person reads it."""
        return path


Tell = Callable[[int, int, str], None]
#: Pages that lead readers on after at most so many seconds take turns without end.
_QUICK = 5.0
#: What an error page calls itself; whole wordings, since 404 may be a number of complaints. Stricter than
#: the rule of `impostors.py`: what is told here is a fault, there a person is only asked to look.
_ERROR_TITLE = re.compile(
    r"(?:error\s*|http\s*|รหัส\s*)?404(?:\s*error)?\s*(?:\Z|[-–—:|!,]|\(|not found|page|file|ไม่พบ)"
    r"|.*\b(?:page|file|url|document)\s+(?:(?:was|is|could)\s+)?(?:not\s+(?:be\s+)?found|does\s?n.t exist)"
    r"|(?:oops\W*|sorry\W*|error\W*)?not found\s*(?:\Z|[-–—:|!])"
    r"|(?:ขออภัย\s*)?(?:เรา\s*)?ไม่พบ(?:หน้า|ไฟล์|เอกสาร|ลิงก์)(?:เว็บ(?:ไซต์)?|เพจ|นี้|ที่)*"
    r"(?:(?:ท่าน|คุณ)?(?:ต้องการ|ค้นหา|ร้องขอ|เรียก|ระบุ)|\s*\Z|\s*[-–—:|!(])",
    re.IGNORECASE,
)


class _Use(NamedTuple):
    """A link to something of the site. There are many, and most of them are right."""

    page: str
    link: Link
    fragment: str

    @property
    def place(self) -> Place:
        link = self.link
        return Place(self.page, link.line, link.tag, link.attribute, link.written)


@dataclass
class _Survey:
    site: Site
    website: str
    found: dict[str, Found] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    uses: defaultdict[str, list[_Use]] = field(default_factory=lambda: defaultdict(list))
    spoilt: defaultdict[tuple[str, str, str], list[Place]] = field(
        default_factory=lambda: defaultdict(list)
    )
    climbing: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    outside: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    refreshes: dict[str, tuple[float, str]] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)
    styles: set[str] = field(default_factory=set)


def survey(site: Site, website: str = "", tell: Tell | None = None) -> LinkReport:
    """Every link of a site, and what is wrong with it.

    Args:
        website: the agency's main website; "" for that of the site itself.
        tell: is told how many addresses were looked up, of how many that are known, and the next.
    """
    state = _Survey(site, website or site.address)
    queue = deque(dict.fromkeys(site.starts()))
    known = set(queue)
    while queue:
        path = queue.popleft()
        if tell:
            tell(len(state.found), len(known), site.place(path))
        found = site.look(path)
        is_new = found.path not in state.pages and found.path not in state.styles
        if found.text is not None and not found.fault and is_new:
            for target in _read(state, found):
                if target not in known:
                    known.add(target)
                    queue.append(target)
        state.found[path] = replace(found, text=None)
    problems = [each.problem for each in state.found.values() if each.problem]
    report = LinkReport(
        site.name,
        ("ours",),
        len(state.pages) + len(state.styles),
        dict(sorted(state.ways.items())),
        {url: tuple(places) for url, places in sorted(state.outside.items())},
        (),
        tuple(dict.fromkeys(problems)),
    )
    return report.with_faults(list(_faults(state)))


def _read(state: _Survey, found: Found) -> Iterator[str]:
    """The links of one page, put where they belong; the paths of the site that they lead to."""
    assert found.text is not None
    if found.is_style:
        state.styles.add(found.path)
        page = Page(read_style_sheet(found.text))
    else:
        page = state.pages[found.path] = read_page(found.text)
    at = Address(state.site.address, state.site.plain(found.path))
    shown = state.site.place(found.path)
    targets: dict[str, tuple[Target, str | None]] = {}
    for link in page.links:
        known = targets.get(link.written)
        if known is None:
            target = read_target(link.written, at, page.base)
            known = targets[link.written] = target, _key(state.site, target)
            if known[1] is not None and target.fault in ("", "link-above-front"):
                yield known[1]
        target, path = known
        state.ways[Way.WEB if target.way is Way.INSIDE and path is None else target.way] += 1
        use = _Use(shown, link, target.fragment)
        if path is not None and not target.fault:
            state.uses[path].append(use)
        if path is None or target.fault or target.url:
            _judge(state, use, target, path)
    if page.refresh:
        target = read_target(page.refresh[1], at, page.base)
        if target.way is Way.INSIDE and not target.fault:
            state.refreshes[found.path] = (page.refresh[0], state.site.key(target))


def _key(site: Site, target: Target) -> str | None:
    """The path under which a link inside is looked up; None where it leads elsewhere."""
    if target.way is not Way.INSIDE or (target.url and not site.owns(target.path)):
        return None
    return site.key(target)


def _judge(state: _Survey, use: _Use, target: Target, path: str | None) -> None:
    """Note a link of which more is to be told than whether something is there."""
    place, is_loaded = use.place, use.link.is_loaded
    is_secure = state.site.address.startswith("https:")
    if is_loaded and is_secure and target.url.startswith("http:"):
        state.spoilt["mixed-content", target.url, ""].append(place)
    if target.fault == "link-above-front" and path is not None:
        state.climbing[path].append(place)
        state.uses[path].append(use)
    elif target.fault:
        shown = printable(place.written.strip())
        state.spoilt[target.fault, shown, printable(target.expected)].append(place)
    elif path is None and target.way in (Way.INSIDE, Way.WEB):
        state.outside[target.url].append(place)
        code = breaks_rule(target.url, state.website)
        # A picture or frame of another site is no evidence.
        if code and not (code == "host-other" and is_loaded):
            state.spoilt[code, target.url, ""].append(place)


def _faults(state: _Survey) -> Iterator[LinkFault]:
    for (code, target, expected), places in state.spoilt.items():
        yield make_fault(code, target, places, expected)
    for path, uses in state.uses.items():
        found = state.found[path]
        if not found.fault:
            continue
        places = [use.place for use in uses]
        written = places[0].written.strip()
        shown = _shown(state, path)
        if found.fault != "link-missing":
            yield make_fault(found.fault, shown, places, why=found.why)
        elif BARE_HOST.match(written):
            yield make_fault("link-no-scheme", printable(written), places, f"https://{written}")
        else:
            code, expected = state.site.meant(path)
            yield make_fault(code, shown, places, printable(expected))
    for path, places in state.climbing.items():
        if not state.found[path].fault:
            yield make_fault("link-above-front", places[0].written, places)
    yield from _wrong_anchors(state)
    yield from _error_pages(state)
    yield from _loops(state)


def _shown(state: _Survey, path: str) -> str:
    """A path of the site for a person."""
    return printable("/" + state.site.shown(path))


def _wrong_anchors(state: _Survey) -> Iterator[LinkFault]:
    """Fragments that no page has; of other files nothing is known, and every page has a top."""
    for path, uses in state.uses.items():
        found = state.found[path]
        page = state.pages.get(found.path)
        if found.fault or page is None:
            continue
        wrong: defaultdict[str, list[Place]] = defaultdict(list)
        for use in uses:
            if use.fragment and use.fragment not in page.ids:
                # What stands after `:~:` is a text to look for.
                plain = unquote(use.fragment.partition(":~:")[0])
                if plain and plain not in page.ids and plain.lower() != "top":
                    wrong[plain].append(use.place)
        for plain, places in wrong.items():
            meant = sorted(each for each in page.ids if fold(each) == fold(plain))
            target = f"{_shown(state, path)}#{printable(plain)}"
            yield make_fault("link-anchor", target, places, f"#{meant[0]}" if meant else "")


def _error_pages(state: _Survey) -> Iterator[LinkFault]:
    """Pages that open and say that they are not there."""
    for path, uses in state.uses.items():
        found = state.found[path]
        page = state.pages.get(found.path)
        if found.fault or page is None:
            continue
        title = next((each for each in page.titles if _ERROR_TITLE.match(each)), "")
        if title:
            yield make_fault(
                "page-error",
                _shown(state, path),
                [use.place for use in uses],
                why=same(f"“{printable(title)}”"),
            )


def _loops(state: _Survey) -> Iterator[LinkFault]:
    """Pages whose `<meta>` leads readers round. One that shows itself anew now and then does not."""
    told: set[str] = set()
    for start in state.refreshes:
        path, way = start, [start]
        while path in state.refreshes and path not in told:
            seconds, target = state.refreshes[path]
            path = state.found[target].path if target in state.found else target
            if seconds > (_QUICK if path != way[-1] else 0):
                break
            if path in way:
                ring = way[way.index(path) :]
                told.update(ring)
                places = [use.place for each in ring for use in state.uses[each]]
                yield make_fault("redirect-loop", _shown(state, min(ring)), places)
                break
            way.append(path)


def near(path: str, names: Iterable[str]) -> tuple[str, str]:
    """Why a path is not there although something like it is: a code, and the name that was meant.

    ("link-missing", "") where nothing is like it.
    """
    wanted = fold(path)
    meant = sorted(name for name in names if fold(name) == wanted)
    if not meant:
        return "link-missing", ""
    name = path if path in meant else meant[0]
    if name == path:
        return "link-missing", name
    if nfc(name).casefold() == nfc(path).casefold() and nfc(name) != nfc(path):
        return "link-case", name
    return "link-form", name


def decoded_again(path: str) -> str:
    """The path that one more decoding gives; "" where it gives the same."""
    again = unquote(path)
    return again if again != path and "\ufffd" not in again else ""
