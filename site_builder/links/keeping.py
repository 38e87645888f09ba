"""What becomes of every address of the ledger in the site that is about to be written.

An address answers with what stands there, with the document that was renamed, or by a declared
redirect. One that would answer with nothing, or with another subject, is a problem: the site is not
written.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from site_builder.language import Text, same
from site_builder.links.ledger import (
    LEDGER_FILE,
    Entry,
    Kind,
    Ledger,
    is_lasting,
    load_ledger,
)
from site_builder.links.redirects import (
    REDIRECTS_FILE,
    Redirect,
    check_redirects,
    clash,
    declaration,
    file_of,
    folders_of,
    page_above,
    read_redirects,
)
from site_builder.locations import Location
from site_builder.problems import InputError, Problem

#: How many addresses a message names; its remedy has the lines for all.
_NAMED = 5

#: What readers are told where the agency says nothing else.
_RENUMBERED = "เลขข้อเปลี่ยน"
_REASONS = {
    Kind.ITEM: "หน้านี้ย้ายหรือไม่มีแล้ว",
    Kind.PAGE: "หน้านี้ย้ายหรือไม่มีแล้ว",
    Kind.DOCUMENT: "เอกสารนี้ถูกแทนที่หรือนำออกแล้ว",
    Kind.FILE: "ไฟล์นี้ย้ายหรือไม่มีแล้ว",
    Kind.REDIRECT: "ที่อยู่นี้เปลี่ยนแล้ว",
}


@dataclass(frozen=True)
class Kept:
    """What the site needs beside its own pages and files, so that every address answers.

    Attributes:
        ledger: as it must be once the site is published.
        added: addresses that are published for the first time.
        renamed: addresses of documents, each with the one where the document stands now.
        redirects: addresses that lead elsewhere; nothing of the site stands there.
        moved: addresses at which the site shows another subject by now, with the declared way to the
            one that stood there before.
    """

    ledger: Ledger = field(default_factory=dict)
    added: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[Redirect, ...] = ()
    moved: tuple[Redirect, ...] = ()


def keep(root: Path, website: str, site: Mapping[str, Entry]) -> Kept:
    """What the site of the workspace at `root` must keep; `site` is what stands in it, by address.

    Raises:
        InputError: an address would be dropped or get another subject, or a redirect is wrong;
            carries all problems.
    """
    ledger = load_ledger(root)
    redirects, problems = read_redirects(root, website, [*ledger, *site])
    sources = {each.source: each for each in redirects}
    renamed = _renamed(ledger, site, sources)
    moved = [sources[address] for address in _reassigned(ledger, site) if address in sources]
    files = [file_of(address) for address in (*site, *renamed)]
    found = [
        *problems,
        *check_redirects(redirects, files, [each.source for each in moved]),
        *_lost(ledger, site, renamed, sources),
    ]
    if found:
        raise InputError(found)
    lasting = {address: entry for address, entry in site.items() if is_lasting(address)}
    new = {**ledger, **{a: entry for a, entry in lasting.items() if a not in sources}}
    # What stood there stays known: whether an item's page is about another subject is seen by it.
    new |= {a: replace(ledger.get(a, Entry(Kind.REDIRECT)), now="") for a in sources}
    new |= {a: replace(site[at], now=at) for a, at in renamed.items()}
    return Kept(
        new,
        tuple(sorted(new.keys() - ledger.keys())),
        renamed,
        tuple(each for each in redirects if each not in moved),
        tuple(moved),
    )


def _renamed(
    ledger: Ledger, site: Mapping[str, Entry], sources: Mapping[str, Redirect]
) -> dict[str, str]:
    """Documents that the site has under another address only, unless a redirect says otherwise."""
    by_content: dict[str, list[str]] = {}
    for address, entry in site.items():
        if entry.kind == Kind.DOCUMENT and is_lasting(address):
            by_content.setdefault(entry.sha256, []).append(address)
    taken = {file_of(address) for address in site}
    folders = folders_of(taken)
    found = {}
    for address, entry in ledger.items():
        if entry.kind != Kind.DOCUMENT or address in site or address in sources:
            continue
        at = _stands_at(address, ledger, site, by_content)
        if at and not clash(file_of(address), taken, folders):
            found[address] = at
    return found


def _stands_at(
    address: str, ledger: Ledger, site: Mapping[str, Entry], by_content: Mapping[str, list[str]]
) -> str:
    """Where a document that stood at an address stands now, or "".

    Where it was renamed before, the newer address is followed, also if the content has changed since.
    """
    steps = {address: None}
    now = ledger[address].now
    while now and now not in steps:
        if now in site:
            return now if site[now].kind == Kind.DOCUMENT else ""
        steps[now] = None
        now = ledger[now].now if now in ledger else ""
    for step in reversed(steps):
        same_content = by_content.get(ledger[step].sha256) if step in ledger else None
        if same_content:
            return min(same_content, key=lambda each: (-_shared(each, address), each))
    return ""


def _shared(one: str, other: str) -> int:
    """How many folders two addresses have in common."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), 0)


def _reassigned(ledger: Ledger, site: Mapping[str, Entry]) -> list[str]:
    """Pages of items that would be about another subject."""
    return [
        address
        for address, entry in ledger.items()
        if entry.kind == Kind.ITEM and address in site and site[address].item != entry.item
    ]


def _lost(
    ledger: Ledger,
    site: Mapping[str, Entry],
    renamed: Mapping[str, str],
    sources: Mapping[str, Redirect],
) -> Iterator[Problem]:
    """The problems of addresses that no page, document or redirect answers as it was promised."""
    settled = {*site, *renamed, *sources}
    dropped = [address for address in ledger if address not in settled]
    reassigned = [address for address in _reassigned(ledger, site) if address not in sources]
    if not dropped and not reassigned:
        return
    guess = _Guess(ledger, site, sources)
    if dropped:
        yield _dropped(dropped, {address: guess.of(address) for address in dropped})
    if reassigned:
        yield _other_subject(
            [(a, ledger[a].item, site[a].item) for a in reassigned],
            {address: guess.of(address) for address in reassigned},
        )


class _Guess:
    """Where an address that is lost most likely leads: a proposal that a person reads."""

    def __init__(
        self, ledger: Ledger, site: Mapping[str, Entry], sources: Mapping[str, Redirect]
    ) -> None:
        self._ledger = ledger
        self._site = {each: entry for each, entry in site.items() if is_lasting(each)}
        self._sources = sources
        self._new: dict[str, dict[str, str]] = {}
        for address, entry in self._site.items():
            if address not in ledger and entry.kind != Kind.ITEM:
                beside, name = _place(address)
                self._new.setdefault(beside, {})[name] = address
        self._items = {
            (entry.edition, entry.item): address
            for address, entry in self._site.items()
            if entry.kind == Kind.ITEM
        }

    def of(self, address: str) -> tuple[str, str]:
        """The address to lead to and what to tell readers."""
        entry = self._ledger[address]
        said = self._sources.get(entry.now)
        if said:
            return said.target, said.reason
        there = self._renumbered(address)
        if there != address and there in self._site:
            return there, _RENUMBERED
        beside, name = _place(there)
        new = self._new.get(beside, {})
        alike = difflib.get_close_matches(name, new, n=1)
        to = new[alike[0]] if alike else page_above(there, self._site)
        return to, _REASONS[entry.kind]

    def _renumbered(self, address: str) -> str:
        """The address below the present page of the item below whose former page it stood."""
        home = address if address.endswith("/") else page_above(address, self._ledger)
        while home != "/":
            entry = self._ledger.get(home)
            if entry and entry.kind == Kind.ITEM:
                now = self._items.get((entry.edition, entry.item), home)
                return now + address.removeprefix(home)
            home = page_above(home, self._ledger)
        return address


def _place(address: str) -> tuple[str, str]:
    """What addresses have in common that may take each other's place (folder, ending), and the name."""
    path = PurePosixPath(address)
    return f"{path.parent}*{path.suffix.lower()}{'/' if address.endswith('/') else ''}", path.stem


def _dropped(addresses: Sequence[str], lines: Mapping[str, tuple[str, str]]) -> Problem:
    return Problem(
        "url-dropped",
        Location(LEDGER_FILE),
        Text(
            "ที่อยู่ที่เคยเผยแพร่ {count} แห่งจะเปิดไม่ได้: {named}",
            "{count} published addresses would no longer answer: {named}",
        ).format(count=len(addresses), named=_named(addresses)),
        Text(
            'นำสิ่งที่อยู่ที่นั่นกลับมา หรือบอกว่าให้ไปที่ใดแทน โดยเพิ่มบรรทัดเหล่านี้ใต้ "redirects:" ใน {file} '
            "(ตรวจ to และ reason ก่อน ผู้อ่านจะเห็นเหตุผล)\n{lines}",
            'bring back what stood there, or say where they lead: add these lines below "redirects:" in {file} '
            "(first check to and reason; readers see the reason)\n{lines}",
        ).format(file=same(REDIRECTS_FILE), lines=same(declaration(lines))),
    )


def _other_subject(
    addresses: Sequence[tuple[str, str, str]], lines: Mapping[str, tuple[str, str]]
) -> Problem:
    shown = [f"{address} ({old} → {new or '–'})" for address, old, new in addresses]
    return Problem(
        "url-reassigned",
        Location(LEDGER_FILE),
        Text(
            "ที่อยู่ที่เคยเผยแพร่ {count} แห่งจะเป็นของเรื่องอื่น: {named}",
            "{count} published addresses would be about another subject: {named}",
        ).format(count=len(addresses), named=_named(shown)),
        Text(
            'คืนเลขข้อเดิมในไฟล์เกณฑ์ของหน่วยงาน หรือเพิ่มบรรทัดเหล่านี้ใต้ "redirects:" ใน {file} '
            "แล้วหน้าที่อยู่นี้จะบอกผู้อ่านว่าเรื่องเดิมย้ายไปที่ใด\n{lines}",
            'give the items their old numbers in your own criteria, or add these lines below "redirects:" in {file}; '
            "the page then tells readers where the former subject went\n{lines}",
        ).format(file=same(REDIRECTS_FILE), lines=same(declaration(lines))),
    )


def _named(shown: Sequence[str]) -> Text:
    """The first of them, and how many more."""
    named, more = ", ".join(shown[:_NAMED]), len(shown) - _NAMED
    rest = Text(f" และอีก {more} แห่ง", f" and {more} more") if more > 0 else same("")
    return Text("{named}{rest}", "{named}{rest}").format(named=same(named), rest=rest)
