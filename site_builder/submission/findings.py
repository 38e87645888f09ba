"""What is wrong with a built site when its addresses are to be filed, and with the site as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from site_builder.agency import Agency
from site_builder.language import Text, same
from site_builder.links.hosts import breaks_rule
from site_builder.locations import Location
from site_builder.opendata.addresses import absolute, edition_folder
from site_builder.outcomes import Finding, ItemResult, Report, Severity
from site_builder.problems import InputError, Problem
from site_builder.published.audit import PAGE_LIMIT, require_same_agency
from site_builder.published.expected import read_index
from site_builder.published.source import FolderSource, Source
from site_builder.submission.walk import MOST_CLICKS, Trail

#: An item that is further away is told. Ours: an assessor looks for it from the front page.
FAR = 3


def path_in_site(result: ItemResult) -> str:
    """The path of an item's page below the front page."""
    return result.url.lstrip("/")


def open_built(folder: Path, agency: Agency, edition: str) -> FolderSource:
    """The built site of the agency.

    Raises:
        InputError: there is none, it is another agency's, or it lacks the edition.
    """
    source = FolderSource(folder)
    if source.get("", PAGE_LIMIT).cause:
        raise InputError([_not_built(source, Text("ไม่มีหน้าแรก", "there is no front page"))])
    index = read_index(source)
    require_same_agency(index, agency.name, source)
    if edition not in index.editions:
        raise InputError([_not_built(source, Text(f"ไม่มีปี {edition}", f"it lacks {edition}"))])
    return source


def of_item(source: Source, result: ItemResult, trail: Trail | None) -> Iterator[Finding]:
    """What is wrong with the way to an item's page."""
    place = Location(source.place(path_in_site(result)))
    item = same(f"{result.item.id} {result.item.title.th}")
    if source.get(path_in_site(result), PAGE_LIMIT, enough=1).cause:
        what = Text("ไม่มีหน้าของข้อ {item}", "it has no page of {item}").format(item=item)
        yield _is_outdated(place, what)
    elif trail is None:
        yield Finding(
            "not-reachable",
            Severity.ERROR,
            place,
            Text(
                f"ไม่พบทางคลิกจากหน้าแรกไปยังข้อ {{item}} ภายใน {MOST_CLICKS} คลิก",
                f"no way of {MOST_CLICKS} clicks or fewer leads from the front page to {{item}}",
            ).format(item=item),
            Text(
                "เพิ่มลิงก์ที่มองเห็นได้ในเมนูหรือหน้าแรก ถ้าแก้แม่แบบของหน้าไว้ให้คืนรายการข้อของปีนั้น แล้วสั่ง oit build",
                "add a visible link to the menu or front page; where templates were changed, put the list of "
                "items back; then run oit build",
            ),
        )
    elif len(trail.clicks) > FAR:
        yield Finding(
            "too-deep",
            Severity.ERROR,
            place,
            Text(
                f"ข้อ {{item}} ต้องคลิก {len(trail.clicks)} ครั้งจากหน้าแรก เกิน {FAR} ครั้ง: {{way}}",
                f"{{item}} is {len(trail.clicks)} clicks from the front page, more than {FAR}: {{way}}",
            ).format(item=item, way=same(str(trail))),
            Text(
                "เพิ่มลิงก์ไปยังหน้าของปีนั้นในเมนูหรือหน้าแรก แล้วสั่ง oit build",
                "link the page of that edition from the menu or front page, then run oit build",
            ),
        )
    if trail and trail.unclear:
        yield Finding(
            "unclear-link",
            Severity.WARNING,
            place,
            Text(
                "ทางไปข้อ {item} มีลิงก์ “{text}” ซึ่งในหน้าเดียวกันมีหลายลิงก์ที่ใช้ชื่อนี้แต่ไปคนละที่",
                "the way to {item} has a link “{text}”, and more than one link of that page is called so",
            ).format(item=item, text=same(trail.unclear)),
            Text(
                "ตั้งชื่อลิงก์ให้บอกว่าไปที่ใด เช่น ชื่อปีหรือชื่อข้อ แล้วสั่ง oit build",
                "name each link by where it leads, such as the year or the item, then run oit build",
            ),
        )


def of_address(agency: Agency, stated: str) -> Iterator[Finding]:
    """What is wrong with the address of the site, which every filed URL begins with."""
    place = agency.values["website"].location
    parts = urlsplit(agency.website)
    if breaks_rule(agency.website, "") == "host-local":
        yield Finding(
            "address-not-public",
            Severity.ERROR,
            place,
            Text(
                "ผู้ประเมินเปิด {url} ไม่ได้ เพราะเป็นที่อยู่ภายในเครื่องหรือเครือข่ายเดียว",
                "an assessor cannot open {url}: it is an address of one computer or network alone",
            ).format(url=same(agency.website)),
            Text(
                "เขียนที่อยู่ที่ประชาชนเปิดได้ที่ช่อง website เช่น https://www.example.go.th/ แล้วสั่ง oit build",
                "write at `website` the address that the public opens, such as https://www.example.go.th/, "
                "then run oit build",
            ),
        )
    elif parts.scheme != "https":
        yield Finding(
            "address-not-https",
            Severity.WARNING,
            place,
            Text(
                "{url} ไม่ขึ้นต้นด้วย https:// เบราว์เซอร์จึงเตือนว่าไม่ปลอดภัย",
                "{url} does not start with https://, so browsers warn of it",
            ).format(url=same(agency.website)),
            Text(
                "เปิดใช้ https ที่เครื่องแม่ข่าย แก้ช่อง website แล้วสั่ง oit build",
                "set up https on the server, change `website`, then run oit build",
            ),
        )
    if stated and unquote(stated) != unquote(agency.website):
        yield Finding(
            "address-differs",
            Severity.ERROR,
            place,
            Text(
                "หน้าแรกที่สร้างไว้บอกว่าอยู่ที่ {stated} แต่ช่อง website คือ {url} ซึ่ง URL ทั้งหมดใช้",
                "the built front page says that it stands at {stated}, but `website` is {url}, which all "
                "URLs begin with",
            ).format(stated=same(stated), url=same(agency.website)),
            Text(
                "ให้ช่อง website ใน data/agency.yaml ตรงกับ site_url ใน mkdocs.yml (หรือลบ site_url) แล้วสั่ง oit build",
                "let `website` in data/agency.yaml agree with `site_url` in mkdocs.yml (or delete that), then "
                "run oit build",
            ),
        )


def outdated(source: Source, agency: Agency, report: Report) -> Iterator[Finding]:
    """Whether the site says of its items what the data say now."""
    path = f"{edition_folder(report.edition.name)}status.json"
    try:
        stated = _stated(json.loads(source.get(path, PAGE_LIMIT).body))
    except (ValueError, RecursionError):
        stated = set()
    known = {(each.item.id, absolute(agency, each.url), each.status.value) for each in report.items}
    differing = sorted({item for item, _, _ in stated ^ known}, key=lambda item: (len(item), item))
    if differing:
        items = same(", ".join(differing))
        what = Text("ข้อที่ต่างกัน {items}", "the items that differ are {items}").format(items=items)
        yield _is_outdated(Location(source.place(path)), what)


def _is_outdated(place: Location, what: Text) -> Finding:
    return Finding(
        "site-outdated",
        Severity.ERROR,
        place,
        Text(
            "เว็บไซต์ที่สร้างไว้ไม่ตรงกับข้อมูลในโฟลเดอร์: {what}",
            "the built site does not agree with the data in the folder: {what}",
        ).format(what=what),
        Text("สั่ง oit build แล้วสั่ง oit submission ใหม่", "run oit build, then oit submission again"),
    )


def _stated(data: Any) -> set[tuple[str, str, str]]:
    """What `status.json` says of each item: number, address, status."""
    items = data.get("items") if isinstance(data, dict) else None
    entries = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    return {
        (str(each.get("id")), str(each.get("url")), str(each.get("status"))) for each in entries
    }


def _not_built(source: Source, what: Text) -> Problem:
    return Problem(
        "not-built",
        Location(source.name),
        Text(
            "โฟลเดอร์นี้ยังไม่มีเว็บไซต์ที่สร้างไว้ครบ: {what}", "no whole built site is in this folder: {what}"
        ).format(what=what),
        Text(
            "สั่ง oit build ก่อน หรือระบุโฟลเดอร์ที่สร้างไว้ด้วย --site",
            "run oit build first, or name the built folder with --site",
        ),
    )
