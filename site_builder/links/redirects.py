"""`data/redirects.yaml`: where the agency says that an address leads from now on.

`redirects:` is a list. Each entry has `from` (an address of this site), `to` (another one, or a whole
URL elsewhere) and `reason`, which readers are shown. All are required.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from site_builder.kinds.link import safe_url
from site_builder.language import Text, same
from site_builder.links.answers import quoted
from site_builder.links.ledger import is_lasting
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.sources.names import refuse_links
from site_builder.sources.nodes import Node, Scalar
from site_builder.sources.reader import Reader
from site_builder.sources.write import Plain, to_yaml
from site_builder.sources.yaml import read_yaml
from site_builder.thai import nfc

REDIRECTS_FILE = "data/redirects.yaml"
KEYS = ("from", "to", "reason")

_INDEX = "index.html"
_PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Redirect:
    """One declared redirect.

    Attributes:
        target: an address of the site, or a whole URL elsewhere in ASCII.
        anchor: place on the target's page, or "".
        location: of `from`; `target_location` that of `to`.
    """

    source: str
    target: str
    anchor: str
    reason: str
    location: Location
    target_location: Location

    @property
    def leads_outside(self) -> bool:
        return not self.target.startswith("/")

    def link(self, front: str) -> str:
        """Where it leads, in ASCII; `front` leads to the front page, and ends in `/`."""
        to = quote(self.target.removeprefix("/"))
        anchor = f"#{quote(self.anchor)}" if self.anchor else ""
        return (self.target if self.leads_outside else front + to) + anchor

    @property
    def page_file(self) -> str:
        """The file that answers where the server knows no rules.

        Where the address is that of a document, the file stands in a folder of that name: web servers
        lead from the one to the other, and no page calls itself a PDF.
        """
        path = self.source.removeprefix("/")
        if path.lower().endswith(_PAGES):
            return path
        return f"{path.rstrip('/')}/{_INDEX}"


def read_redirects(
    root: Path, website: str, known: Iterable[str]
) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    """The redirects of the workspace at `root`, and what is wrong with others.

    `website` is the URL of the site's front page; `known` are the addresses that it has or had.
    `from` and `to` may be written as an address or as copied from a browser.

    Raises:
        InputError: the file cannot be read at all.
    """
    path = root / REDIRECTS_FILE
    if not os.path.lexists(path):
        return (), ()
    refuse_links(root, REDIRECTS_FILE)
    reader = Reader()
    node = read_yaml(path, REDIRECTS_FILE)
    spelled = {nfc(address): address for address in known}
    found = []
    for entry in reader.items(reader.mapping(node, ("redirects",)).get("redirects")):
        redirect = _redirect(entry, reader, website, spelled)
        if redirect:
            found.append(redirect)
    return tuple(found), tuple(reader.problems)


def check_redirects(
    redirects: Sequence[Redirect], files: Collection[str], moved: Collection[str]
) -> list[Problem]:
    """What is wrong with redirects beside the site.

    `files` are the site's files; `moved` are sources at which the site shows another subject by now,
    so that no page of theirs is written.
    """
    if not redirects:
        return []
    taken, folders = set(files), folders_of(files)
    sources = {each.source: each for each in redirects if each.source not in moved}
    problems = []
    seen: dict[str, Redirect] = {}
    for each in redirects:
        first = seen.setdefault(each.page_file, each)
        if first is not each:
            problems.append(_twice(each, first))
        elif each.source not in moved:
            in_the_way = clash(each.page_file, taken, folders)
            if in_the_way:
                problems.append(_still_there(each, in_the_way))
            taken.add(each.page_file)
            folders.update(_folders(each.page_file))
    addresses = {address_of(file) for file in files}
    for each in redirects:
        if each.leads_outside:
            continue
        if each.target in sources:
            problems.append(_chain(each, sources))
        elif each.target not in addresses:
            problems.append(_missing(each, addresses))
    return problems


def address_of(file: str) -> str:
    """The address of a file of the site."""
    return "/" + (file.removesuffix(_INDEX) if f"/{file}".endswith(f"/{_INDEX}") else file)


def file_of(address: str) -> str:
    """The file of the site that answers at an address."""
    path = address.removeprefix("/")
    return path + _INDEX if address.endswith("/") else path


def clash(file: str, taken: Collection[str], folders: Collection[str]) -> str:
    """The file or folder of a site in whose place a file would stand; "" where there is none."""
    if file in taken or file in folders:
        return file
    return next((folder for folder in _folders(file) if folder in taken), "")


def folders_of(files: Iterable[str]) -> set[str]:
    """Every folder in which the files stand."""
    return {folder for file in files for folder in _folders(file)}


def declaration(lines: Mapping[str, tuple[str, str]]) -> str:
    """The lines of `data/redirects.yaml` that lead each source to its target for a reason."""
    entries: list[Plain] = [
        {"from": source, "to": target, "reason": reason}
        for source, (target, reason) in lines.items()
    ]
    return to_yaml({"redirects": entries}).partition("\n")[2].rstrip("\n")


def _folders(file: str) -> list[str]:
    parts = file.split("/")[:-1]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


def _redirect(
    node: Node, reader: Reader, website: str, spelled: Mapping[str, str]
) -> Redirect | None:
    entry = reader.mapping(node, KEYS)
    texts = {key: nfc(reader.text(entry.get(key))) for key in KEYS}
    for key, value in entry.items():
        if isinstance(value, Scalar) and value.is_blank:
            reader.problem(
                "redirect-incomplete",
                value.location,
                Text(f'ช่อง "{key}" ว่าง', f'the key "{key}" is blank'),
                Text(
                    "บอกที่อยู่เดิม ที่อยู่ใหม่ และเหตุผลที่ผู้อ่านจะเห็น ให้ครบ",
                    "name the old address, the new one, and the reason that readers are shown",
                ),
            )
    if not all(texts.values()):
        return None
    source = _address(texts["from"], website, spelled)
    if source is None:
        reader.problem(
            "redirect-address",
            entry["from"].location,
            Text('"{text}" ไม่ใช่ที่อยู่ที่เปลี่ยนทางได้', '"{text}" cannot be redirected').format(
                text=same(texts["from"])
            ),
            Text(
                "เขียนที่อยู่ในเว็บไซต์นี้ ขึ้นต้นด้วย / ไม่มี .. ? # และไม่อยู่ใน /assets/ หรือ /redirects/",
                "write an address of this site that starts with / and has no .. ? #, not below /assets/ or /redirects/",
            ),
        )
    target = _target(texts["to"], website, spelled)
    if target is None:
        reader.problem(
            "redirect-target",
            entry["to"].location,
            Text('เปลี่ยนทางไป "{text}" ไม่ได้', 'nothing can lead to "{text}"').format(
                text=same(texts["to"])
            ),
            Text(
                "เขียนที่อยู่ในเว็บไซต์นี้ที่ขึ้นต้นด้วย / หรือที่อยู่เว็บทั้งหมดที่ขึ้นต้นด้วย https:// หรือ http://",
                "write an address of this site that starts with /, or a whole one with https:// or http://",
            ),
        )
    if source is None or target is None:
        return None
    return Redirect(source, *target, texts["reason"], entry["from"].location, entry["to"].location)


def _address(text: str, website: str, spelled: Mapping[str, str]) -> str | None:
    """The address that a text means, whether it is written or copied from a browser; or None."""
    path = "/" + text.removeprefix(website) if text.startswith(website) else text
    if path not in spelled:
        if "?" in path or "#" in path:
            return None
        path = nfc(unquote(path))
        if path.endswith(f"/{_INDEX}"):
            path = path.removesuffix(_INDEX)
    path = spelled.get(path, path)
    return path if is_lasting(path) else None


def _target(text: str, website: str, spelled: Mapping[str, str]) -> tuple[str, str] | None:
    """The address or URL with its anchor; None where it is neither."""
    if not text.startswith((website, "/")):
        return _outside(text)
    whole = _address(text, website, spelled)
    if whole:
        return whole, ""
    path, _, anchor = text.partition("#")
    address = _address(path, website, spelled)
    return (address, unquote(anchor)) if address else None


def _outside(text: str) -> tuple[str, str] | None:
    url = safe_url(text)
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.username is not None:
        return None
    try:
        return quoted(parts), unquote(parts.fragment)
    except ValueError:
        return None


def _twice(each: Redirect, first: Redirect) -> Problem:
    return Problem(
        "redirect-twice",
        each.location,
        Text(
            "{source} เปลี่ยนทางไว้แล้วที่บรรทัด {line}", "{source} is redirected already in line {line}"
        ).format(source=same(each.source), line=first.location.line),
        Text("ลบออกให้เหลือเพียงรายการเดียว", "remove one of them"),
    )


def _still_there(each: Redirect, file: str) -> Problem:
    return Problem(
        "redirect-published",
        each.location,
        Text(
            "{source} เปลี่ยนทางไม่ได้ เพราะเว็บไซต์ยังมี {place}",
            "{source} cannot be redirected: the site still has {place}",
        ).format(source=same(each.source), place=same(address_of(file))),
        Text(
            "ลบรายการนี้ออก หรือเลิกเผยแพร่สิ่งที่อยู่ที่นั่นก่อน",
            "remove this entry, or first take away what stands there",
        ),
    )


def _chain(each: Redirect, sources: Mapping[str, Redirect]) -> Problem:
    """A redirect that leads to another one: each step costs readers, and some programs give up."""
    steps = [each.source, each.target]
    while steps[-1] in sources and steps.count(steps[-1]) == 1:
        steps.append(sources[steps[-1]].target)
    is_loop = steps[-1] in sources
    last = sources[steps[-2]]
    end = last.target + (f"#{last.anchor}" if last.anchor else "")
    remedy = (
        Text(
            "ให้รายการหนึ่งนำไปยังหน้าที่มีอยู่จริง",
            "let one of them lead to what the site really has",
        )
        if is_loop
        else Text("เขียนปลายทางโดยตรง: to: {end}", "write the end itself: to: {end}").format(
            end=same(end)
        )
    )
    return Problem(
        "redirect-chain",
        each.target_location,
        Text("เปลี่ยนทางต่อกันเป็นทอด: {steps}", "one redirect leads to another: {steps}").format(
            steps=same(" → ".join(steps))
        ),
        remedy,
    )


def _missing(each: Redirect, addresses: Collection[str]) -> Problem:
    above = page_above(each.target, addresses)
    return Problem(
        "redirect-to-missing",
        each.target_location,
        Text("เว็บไซต์ไม่มี {target}", "the site has no {target}").format(target=same(each.target)),
        Text("เขียนที่อยู่ที่มีอยู่จริง เช่น {above}", "write an address that it has, such as {above}").format(
            above=same(above)
        ),
    )


def page_above(address: str, addresses: Collection[str]) -> str:
    """The nearest page above an address; the front page at last."""
    path = address.rstrip("/")
    while path:
        path = path.rpartition("/")[0]
        if f"{path}/" in addresses:
            return f"{path}/"
    return "/"
