"""Ways by clicks through a site: which links count, what they are called, which way is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.published.source import FolderSource
from site_builder.submission import walk as module
from site_builder.submission.walk import MOST_CLICKS, Trail, Walk, path_of, walk

WEBSITE = "https://www.agency.example/ita/"
ITEM = "oit/2568/o02/"
NAME = "O2 ข้อมูลผู้บริหาร"


def site(folder: Path, **pages: str) -> FolderSource:
    """A site of pages by their names; `front` is the front page, `a_b` is `/a/b/`."""
    for name, html in pages.items():
        page = folder / ("" if name == "front" else name.replace("_", "/"))
        page.mkdir(parents=True, exist_ok=True)
        (page / "index.html").write_text(f"<!doctype html>{html}", encoding="utf-8")
    return FolderSource(folder)


def go(folder: Path, name: str = NAME, **pages: str) -> Walk:
    return walk(site(folder, **pages), WEBSITE, {ITEM: name})


def trail(folder: Path, **pages: str) -> Trail | None:
    return go(folder, **pages).trails.get(ITEM)


def link(text: str, href: str = ITEM) -> str:
    return f'<a href="{href}">{text}</a>'


CALLED = [
    ("its text", link("ผู้บริหาร"), "ผู้บริหาร"),
    ("text over lines and elements", link("<b>O2</b>\n  <span>ผู้</span><i>บริหาร</i>"), "O2 ผู้บริหาร"),
    ("blocks are words of their own", link("<div>O2</div><div>ผู้บริหาร</div>"), "O2 ผู้บริหาร"),
    ("references", link("ถาม &amp; ตอบ &lt;1&gt;"), "ถาม & ตอบ <1>"),
    ("what cannot be seen is left out", link("ผู้<b hidden>ลับ</b>บริหาร\u200b"), "ผู้บริหาร"),
    ("shown text before a label", f'<a href="{ITEM}" aria-label="อื่น">ผู้บริหาร</a>', "ผู้บริหาร"),
    ("a sign by its label", f'<a href="{ITEM}" aria-label="ผู้บริหาร">›</a>', "ผู้บริหาร"),
    ("a picture by what it shows", link('<img src="a.png" alt="ผู้บริหาร">'), "ผู้บริหาร"),
    ("a picture by its title", f'<a href="{ITEM}" title="ผู้บริหาร"><svg></svg></a>', "ผู้บริหาร"),
    ("a sign alone", link("»"), "»"),
]


@pytest.mark.parametrize(
    ("html", "text"), [case[1:] for case in CALLED], ids=[c[0] for c in CALLED]
)
def test_a_link_is_called_as_it_is_shown(tmp_path: Path, html: str, text: str) -> None:
    assert trail(tmp_path, front=html) == Trail((text,))


UNSEEN = [
    ("hidden", f"<div hidden>{link('x')}</div>"),
    ("inert", f"<div inert>{link('x')}</div>"),
    ("without script only", f"<noscript>{link('x')}</noscript>"),
    ("template", f"<template>{link('x')}</template>"),
    ("a comment", f"<!-- {link('x')} -->"),
    ("script", f"<script>'{link('x')}'</script>"),
    ("not displayed", f"<p style='color: red; DISPLAY : none'>{link('x')}</p>"),
    ("invisible", f"<p style='visibility:hidden'>{link('x')}</p>"),
    ("folded away", f"<details><summary>เปิด</summary>{link('x')}</details>"),
    ("closed dialog", f"<dialog>{link('x')}</dialog>"),
    ("search box", f"<div role='search'>{link('x')}</div>"),
    ("search element", f"<search>{link('x')}</search>"),
    ("no name", link("")),
    ("a picture that shows nothing", link('<img src="a.png" alt="">')),
    ("no address", "<a>x</a>"),
    ("script as address", link("x", "javascript:go()")),
    ("broken address", link("x", "http://[bad/")),
    ("another host", link("x", f"https://other.example/ita/{ITEM}")),
    ("outside of the folder", link("x", f"https://www.agency.example/{ITEM}")),
    ("another page", link("x", "oit/2568/o03/")),
    ("only plain text", ITEM),
]


@pytest.mark.parametrize("html", [case[1] for case in UNSEEN], ids=[case[0] for case in UNSEEN])
def test_what_is_not_seen_leads_nowhere(tmp_path: Path, html: str) -> None:
    assert trail(tmp_path, front=html) is None
    seen = trail(tmp_path, front=html + link("เห็น"))
    assert seen and seen.clicks == ("เห็น",)


SEEN = [
    ("open details", f"<details open><summary>เปิด</summary>{link('x')}</details>"),
    ("the heading of details", f"<details><summary>{link('x')}</summary></details>"),
    ("open dialog", f"<dialog open>{link('x')}</dialog>"),
    ("after an unclosed list", f"<ul><li hidden>ก</li><li>ข</ul>{link('x')}"),
    ("after a void element", f"<img hidden src='a.png'>{link('x')}"),
    ("a part of the page", link("x", f"{ITEM}#person-contact")),
    ("with a query", link("x", f"{ITEM}?from=front")),
    ("with the file's name", link("x", f"{ITEM}index.html")),
    ("without the last slash", link("x", ITEM.rstrip("/"))),
    ("from the root of the host", link("x", f"/ita/{ITEM}")),
    ("whole", link("x", f"{WEBSITE}{ITEM}")),
    ("whole, the other scheme and case", link("x", f"http://WWW.agency.example/ita/{ITEM}")),
    ("never closed", f'<a href="{ITEM}">x'),
]


@pytest.mark.parametrize("html", [case[1] for case in SEEN], ids=[case[0] for case in SEEN])
def test_what_is_seen_leads_there(tmp_path: Path, html: str) -> None:
    assert trail(tmp_path, front=html) == Trail(("x",))


CHOSEN = [
    (
        "the shorter way",
        {"front": link("ก", "a/") + link("ข"), "a": link("ค", f"../{ITEM}")},
        ("ข",),
    ),
    ("the first of two", {"front": link("ก") + link("ข")}, ("ก",)),
    ("that called as the page", {"front": link("ก") + link(NAME)}, (NAME,)),
    (
        "content before the menu",
        {"front": f"<nav>{link('ก')}</nav><article>{link('ข')}</article>"},
        ("ข",),
    ),
    (
        "a menu in the content is a menu",
        {"front": f"<article><nav>{link('ก')}</nav>{link('ข')}</article>"},
        ("ข",),
    ),
    (
        "the name before the place",
        {"front": f"<nav>{link(NAME)}</nav><article>{link('ข')}</article>"},
        (NAME,),
    ),
    (
        "a clear link before one of many",
        {"front": link("อ่านต่อ") + link("อ่านต่อ", "a/") + link("ผู้บริหาร")},
        ("ผู้บริหาร",),
    ),
    (
        "over the page that comes first",
        {
            "front": link("ก", "a/") + link("ข", "b/"),
            "a": link("ค", f"../{ITEM}"),
            "b": link("ง", f"../{ITEM}"),
        },
        ("ก", "ค"),
    ),
    (
        "over the content's page before the menu's",
        {
            "front": f"<nav>{link('ก', 'a/')}</nav><article>{link('ข', 'b/')}</article>",
            "a": link("ค", f"../{ITEM}"),
            "b": link("ง", f"../{ITEM}"),
        },
        ("ข", "ง"),
    ),
    (
        "round and round, and out",
        {
            "front": link("ก", "a/") + link("หน้าแรก", "."),
            "a": link("หน้าแรก", "..") + link("ข", "b/"),
            "a_b": link("ก", "..") + link("ค", f"../../{ITEM}"),
        },
        ("ก", "ข", "ค"),
    ),
]


@pytest.mark.parametrize(("pages", "clicks"), [c[1:] for c in CHOSEN], ids=[c[0] for c in CHOSEN])
def test_the_way_that_is_taken(
    tmp_path: Path, pages: dict[str, str], clicks: tuple[str, ...]
) -> None:
    assert trail(tmp_path, **pages) == Trail(clicks)


def test_a_link_of_many_is_taken_where_there_is_no_other_and_told(tmp_path: Path) -> None:
    front = link("อ่านต่อ", "a/") + link("อ่านต่อ", "b/")
    assert trail(tmp_path, front=front, a="", b=link("ข", f"../{ITEM}")) == Trail(
        ("อ่านต่อ", "ข"), "อ่านต่อ"
    )


def test_two_links_to_one_place_are_clear(tmp_path: Path) -> None:
    front = link("ก") + link("ก", f"{WEBSITE}{ITEM}#x")
    assert trail(tmp_path, front=front) == Trail(("ก",))


def test_a_way_is_written_as_agencies_write_it() -> None:
    assert str(Trail(("OIT ปี 2568", NAME))) == f"หน้าแรก → OIT ปี 2568 → {NAME}"
    assert str(Trail()) == "หน้าแรก"


def test_files_are_reached_too_by_their_encoded_names(tmp_path: Path) -> None:
    path = f"{ITEM}files/%E0%B9%81%E0%B8%9C%E0%B8%99%201.pdf"
    source = site(tmp_path, front=link("ก"), oit_2568_o02=link("แผน", "files/แผน%201.pdf"))
    found = walk(source, WEBSITE, {path: "", ITEM: ""})
    assert found.trails == {ITEM: Trail(("ก",)), path: Trail(("ก", "แผน"))}


@pytest.mark.parametrize("clicks", [MOST_CLICKS, MOST_CLICKS + 1])
def test_it_goes_no_further_than_anybody_would(tmp_path: Path, clicks: int) -> None:
    names = ["front", *("_".join("x" * depth) for depth in range(1, clicks))]
    pages = {name: link("ต่อ", "x/") for name in names}
    pages[names[-1]] = link("ถึง", f"/ita/{ITEM}")
    found = trail(tmp_path, **pages)
    assert (found and len(found.clicks)) == (clicks if clicks <= MOST_CLICKS else None)


def test_pages_that_cannot_be_read_are_told_and_missing_ones_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE_LIMIT", 2000)
    found = go(tmp_path, front=link("ก", "a/") + link("ข", "gone/"), a="x" * 3000 + link("ค"))
    assert found.trails == {}
    assert [Path(place).parent.name for place in found.unread] == ["a"]


def test_pages_past_the_most_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 2)
    found = go(tmp_path, front=link("ก", "a/") + link("ข", "b/"), a="", b=link("ค", f"../{ITEM}"))
    assert found.trails == {}
    assert [Path(place).parent.name for place in found.unread] == ["b"]


def test_the_front_page_says_where_it_stands(tmp_path: Path) -> None:
    head = '<link rel="canonical" href=" https://www.agency.example/ ">'
    other = '<link rel="canonical" href="https://www.agency.example/other/">'
    front = head + other + link("ก", "a/")
    assert go(tmp_path, front=front, a=other).address == "https://www.agency.example/"
    assert go(tmp_path, front=link("ก")).address == ""


def test_nothing_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "site", tmp_path / "outside"
    site(outside, front=link("ค", f"/ita/{ITEM}"))
    source = site(inside, front=link("ก", "../outside/") + link("ข", "%2e%2e/outside/"))
    assert walk(source, WEBSITE, {ITEM: ""}).trails == {}


@pytest.mark.parametrize(
    "html",
    ["<a href='" * 20_000, "<div>" * 20_000 + link("x"), "<a>" * 20_000, "<" * 50_000, "\0\xff<a"],
)
def test_hostile_pages_end(tmp_path: Path, html: str) -> None:
    go(tmp_path, front=html)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ""),
        ("index.html", ""),
        ("oit/2568/index.html", "oit/2568/"),
        ("oit/2568", "oit/2568/"),
        ("แผน 1.pdf", "%E0%B9%81%E0%B8%9C%E0%B8%99%201.pdf"),
        ("%E0%B9%81%E0%B8%9C%E0%B8%99%201.pdf", "%E0%B9%81%E0%B8%9C%E0%B8%99%201.pdf"),
        ("http://x", "http%3A//x/"),
    ],
)
def test_one_path_has_one_spelling(text: str, path: str) -> None:
    assert path_of(text) == path
