"""The ledger of addresses: what was published once answers for ever, or the build is refused."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from commands import BAD_INPUT, CLEAN, Commands
from corpus.personal import ID
from nginx import Nginx, nginx
from sites import NAKHAM, ROOT, copy_workspace, edit, mkdocs_build, oit, tree
from workspaces import real_file

from site_builder.engines.build import build
from site_builder.engines.swap import identity
from site_builder.links.keeping import Kept, keep
from site_builder.links.ledger import (
    LEDGER_FILE,
    Entry,
    Kind,
    is_address,
    is_lasting,
    load_ledger,
    record,
    to_text,
)
from site_builder.links.redirects import REDIRECTS_FILE, address_of, read_redirects
from site_builder.links.rules import apache_rules, nginx_rules
from site_builder.problems import InputError

Built = Callable[[str], Path]
WEBSITE = "https://www.example.go.th/"
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir())

# --- addresses ------------------------------------------------------------------------------------

ADDRESSES = {
    "/": True,
    "/oit/2568/o01/": True,
    "/oit/2568/o05/files/แผน 100% #1 (ใหม่).pdf": True,
    "/a\\b.pdf": True,
    "": False,
    "oit/": False,
    "//evil.example/": False,
    "/a//b": False,
    "/../a.pdf": False,
    "/a/../../b.pdf": False,
    "/a/..": False,
    "/a\\..\\..\\b.pdf": False,
    "/./a": False,
    "/C:/a.pdf": False,
    "/a\nb.pdf": False,
    "/a\x7fb.pdf": False,
    "/\ud800.pdf": False,
    f"/{'ก' * 85}": True,
    f"/{'ก' * 86}": False,
}


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.items(), ids=ascii)
def test_what_an_address_is(text: str, expected: bool) -> None:
    assert is_address(text) is expected
    assert is_lasting(text) is expected


@pytest.mark.parametrize(
    "address",
    [
        "/assets/oit.css",
        "/assets/search/index.js",
        "/redirects/nginx.conf",
        "/oit/2568/o12/purchases.rows.js",
        "/own.css",
        "/404.html",
        "/_headers",
        "/sitemap.xml.gz",
    ],
)
def test_what_serves_the_look_of_pages_is_not_promised(address: str) -> None:
    assert is_address(address)
    assert not is_lasting(address)


# --- the file -------------------------------------------------------------------------------------


def doc(content: str) -> Entry:
    return Entry(Kind.DOCUMENT, sha256=hashlib.sha256(content.encode()).hexdigest())


def item(slug: str) -> Entry:
    return Entry(Kind.ITEM, "2570", slug)


PAGE, FILE = Entry(Kind.PAGE), Entry(Kind.FILE)
A, PEOPLE = "/oit/2570/o02/files/a.pdf", "/oit/2570/o02/people.csv"
SITE = {
    "/": PAGE,
    "/about/": PAGE,
    "/assets/oit.css": FILE,
    "/oit/": PAGE,
    "/oit/2570/": PAGE,
    "/oit/2570/o01/": item("structure"),
    "/oit/2570/o01/data.json": FILE,
    "/oit/2570/o02/": item("executives"),
    A: doc("a"),
    PEOPLE: FILE,
}
LASTING = {address: entry for address, entry in SITE.items() if address != "/assets/oit.css"}


def without(*addresses: str, **more: Entry) -> dict[str, Entry]:
    return {address: entry for address, entry in SITE.items() if address not in addresses} | more


def test_the_ledger_is_one_line_for_each_address_and_comes_back(tmp_path: Path) -> None:
    record(tmp_path, {"/ข/": PAGE, "/ก.pdf": Entry(Kind.DOCUMENT, sha256="0f", now="/ข.pdf")})
    text = (tmp_path / LEDGER_FILE).read_bytes().decode("utf-8")
    assert text == (
        '{"format": 1, "urls": {\n'
        '"/ก.pdf": {"kind": "document", "sha256": "0f", "now": "/ข.pdf"},\n'
        '"/ข/": {"kind": "page"}\n}}\n'
    )
    assert to_text(load_ledger(tmp_path)) == text
    record(tmp_path, SITE | LASTING)
    assert json.loads((tmp_path / LEDGER_FILE).read_text(encoding="utf-8"))["format"] == 1


def test_a_ledger_that_has_not_changed_is_not_written(tmp_path: Path) -> None:
    record(tmp_path, LASTING)
    before = (tmp_path / LEDGER_FILE).stat()
    record(tmp_path, dict(reversed(LASTING.items())))
    after = (tmp_path / LEDGER_FILE).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


SPOILT: dict[str, tuple[bytes, str]] = {
    "a merge left open": (
        b'{"format": 1, "urls": {\n<<<<<<< mine\n"/": {}\n}}',
        f"{LEDGER_FILE}:2",
    ),
    "cut short": (b'{"format": 1, "urls": {\n"/": {"kind": "page"},\n', "JSON"),
    "not UTF-8": ('{"format": 1, "urls": {"/ก/": {}}}'.encode("cp874"), "UTF-8"),
    "nested without end": (b"[" * 100_000, "JSON"),
    "a list": (b"[]", '"format": 1'),
    "of a later program": (b'{"format": 2, "urls": {}}', '"format": 1'),
    "no addresses": (b'{"format": 1}', '"urls"'),
    "a kind unknown": (b'{"format": 1, "urls": {"/x/": {"kind": "song"}}}', "/x/"),
    "no kind": (b'{"format": 1, "urls": {"/x/": {}}}', "/x/"),
    "a key unknown": (b'{"format": 1, "urls": {"/x/": {"kind": "page", "path": "y"}}}', "/x/"),
    "no text": (b'{"format": 1, "urls": {"/x/": {"kind": "item", "item": ["a"]}}}', "/x/"),
    "a way out": (b'{"format": 1, "urls": {"/../x.pdf": {"kind": "document"}}}', "/../x.pdf"),
    "half a letter": (b'{"format": 1, "urls": {"/\\ud800": {"kind": "page"}}}', "/?"),
    "of the frame": (
        b'{"format": 1, "urls": {"/assets/oit.css": {"kind": "document"}}}',
        "oit.css",
    ),
}


@pytest.mark.parametrize(("content", "says"), SPOILT.values(), ids=list(SPOILT))
def test_a_spoilt_ledger_is_told_and_never_begun_anew(
    tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / LEDGER_FILE).write_bytes(content)
    with pytest.raises(InputError) as told:
        keep(tmp_path, WEBSITE, SITE)
    assert [problem.code for problem in told.value.problems] == ["ledger-unreadable"]
    assert says in str(told.value)
    assert (tmp_path / LEDGER_FILE).read_bytes() == content


# --- what becomes of an address -------------------------------------------------------------------


def kept(
    folder: Path, ledger: dict[str, Entry], site: dict[str, Entry], redirects: str = ""
) -> Kept:
    """What `keep` says in a folder with this ledger and these redirects."""
    record(folder, ledger)
    if redirects:
        (folder / REDIRECTS_FILE).write_text(f"redirects:\n{redirects}", encoding="utf-8")
    return keep(folder, WEBSITE, site)


def entry(source: str, target: str, reason: str = "x") -> str:
    return f"  - from: {source}\n    to: {target}\n    reason: {reason}\n"


def test_the_first_ledger_has_every_lasting_address(tmp_path: Path) -> None:
    found = keep(tmp_path, WEBSITE, SITE)
    assert found.ledger == LASTING
    assert set(found.added) == LASTING.keys()
    assert not (tmp_path / LEDGER_FILE).exists()


B, OTHER = "/oit/2570/o02/files/b.pdf", "/oit/2570/o01/files/a.pdf"


@dataclass(frozen=True)
class Renamed:
    site: dict[str, Entry]
    expected: dict[str, str]
    ledger: dict[str, Entry] = field(default_factory=lambda: LASTING)


RENAMED = {
    "same folder": Renamed(without(A, **{B: doc("a")}), {A: B}),
    "another item": Renamed(without(A, **{OTHER: doc("a")}), {A: OTHER}),
    "the nearest of two": Renamed(without(A, **{OTHER: doc("a"), B: doc("a")}), {A: B}),
    "swapped names": Renamed(without(A, **{B: doc("a"), A: doc("new")}), {}),
    "again": Renamed(
        without(A, **{"/c.pdf": doc("a")}),
        {A: "/c.pdf", B: "/c.pdf"},
        {**LASTING, A: Entry(Kind.DOCUMENT, sha256=doc("a").sha256, now=B), B: doc("a")},
    ),
    "its content has changed since": Renamed(
        without(A, **{B: doc("newer")}),
        {A: B},
        {**LASTING, A: Entry(Kind.DOCUMENT, sha256=doc("a").sha256, now=B), B: doc("a")},
    ),
    "in a circle, as nobody would write it": Renamed(
        without(A, **{"/c.pdf": doc("b")}),
        {A: "/c.pdf", B: "/c.pdf"},
        {
            **LASTING,
            A: Entry(Kind.DOCUMENT, sha256="-", now=B),
            B: Entry(Kind.DOCUMENT, sha256=doc("b").sha256, now=A),
        },
    ),
}


@pytest.mark.parametrize("case", RENAMED.values(), ids=list(RENAMED))
def test_a_renamed_document_keeps_its_address_undeclared(tmp_path: Path, case: Renamed) -> None:
    found = kept(tmp_path, case.ledger, case.site)
    assert found.renamed == case.expected
    assert found.ledger.keys() == {*case.ledger, *case.site} - {"/assets/oit.css"}
    for old, new in case.expected.items():
        assert found.ledger[old] == Entry(Kind.DOCUMENT, sha256=case.site[new].sha256, now=new)
    assert kept(tmp_path, dict(found.ledger), case.site).ledger == found.ledger


PLANS = "/oit/2570/o02/files/plan-2570"
PEOPLE_MOVED, PEOPLE_PAGE = "/oit/2570/o03/people.csv", "/oit/2570/o03/"


@dataclass(frozen=True)
class Lost:
    """An address that is lost, and the lines that the build proposes: target by source."""

    site: dict[str, Entry]
    lines: dict[str, str]
    code: str = "url-dropped"
    ledger: dict[str, Entry] = field(default_factory=lambda: LASTING)


LOST = {
    "a page": Lost(without("/about/"), {"/about/": "/"}),
    "a file": Lost(without(PEOPLE), {PEOPLE: "/oit/2570/o02/"}),
    "a document": Lost(without(A), {A: "/oit/2570/o02/"}),
    "a document and its newer name": Lost(
        without(A),
        {A: "/oit/2570/o02/", B: "/oit/2570/o02/"},
        ledger={**LASTING, A: Entry(Kind.DOCUMENT, sha256="0", now=B), B: doc("b")},
    ),
    "a document with a successor of a like name": Lost(
        without(
            **{f"{PLANS}-final.pdf": doc("2"), f"{PLANS}.csv": FILE, "/plan-2570.pdf": doc("3")}
        ),
        {f"{PLANS}.pdf": f"{PLANS}-final.pdf"},
        ledger={**LASTING, f"{PLANS}.pdf": doc("1")},
    ),
    "one whose place a folder takes": Lost(
        without(A, **{f"{A}/b.pdf": doc("a")}), {A: "/oit/2570/o02/"}
    ),
    "an item without another number": Lost(
        without("/oit/2570/o02/", PEOPLE, A),
        {"/oit/2570/o02/": "/oit/2570/", A: "/oit/2570/", PEOPLE: "/oit/2570/"},
    ),
    "an item with another number": Lost(
        without("/oit/2570/o02/", PEOPLE, **{PEOPLE_PAGE: item("executives"), PEOPLE_MOVED: FILE}),
        {"/oit/2570/o02/": PEOPLE_PAGE, PEOPLE: PEOPLE_MOVED},
    ),
    "a whole edition": Lost(
        {"/": PAGE, "/about/": PAGE, "/oit/": PAGE},
        {address: "/oit/" for address in LASTING if address.startswith("/oit/2570/")},
    ),
    "what was a redirect": Lost(
        SITE, {"/old/plan/": "/"}, ledger={**LASTING, "/old/plan/": Entry(Kind.REDIRECT)}
    ),
    "another subject": Lost(
        {**SITE, "/oit/2570/o01/": item("contact"), "/oit/2570/o03/": item("structure")},
        {"/oit/2570/o01/": "/oit/2570/o03/"},
        "url-reassigned",
    ),
    "another subject, the former one gone": Lost(
        {**SITE, "/oit/2570/o01/": item("contact")},
        {"/oit/2570/o01/": "/oit/2570/"},
        "url-reassigned",
    ),
    "a page that is no item's": Lost(
        {**SITE, "/oit/2570/o01/": PAGE}, {"/oit/2570/o01/": "/oit/2570/"}, "url-reassigned"
    ),
}


@pytest.mark.parametrize("case", LOST.values(), ids=list(LOST))
def test_a_lost_address_is_refused_with_lines_that_mend_it(tmp_path: Path, case: Lost) -> None:
    with pytest.raises(InputError) as told:
        kept(tmp_path, case.ledger, case.site)
    (problem,) = told.value.problems
    assert problem.code == case.code
    assert str(problem.location) == LEDGER_FILE
    assert f"{len(case.lines)} แห่ง" in problem.message.th
    assert problem.remedy.th.partition("\n")[2] == problem.remedy.en.partition("\n")[2]
    lines = problem.remedy.en.partition("\n")[2]
    found = kept(tmp_path, case.ledger, case.site, lines)
    declared = found.moved if case.code == "url-reassigned" else found.redirects
    assert {each.source: each.target for each in declared} == case.lines
    assert found.ledger.keys() >= case.ledger.keys()
    again = keep(tmp_path, WEBSITE, case.site)
    assert (again.ledger, again.redirects) == (found.ledger, found.redirects)
    record(tmp_path, found.ledger)
    later = keep(tmp_path, WEBSITE, case.site)
    assert (later.added, later.ledger, later.moved) == ((), found.ledger, found.moved)


def test_items_that_swap_numbers_lead_to_each_other(tmp_path: Path) -> None:
    swapped = {**SITE, "/oit/2570/o01/": item("executives"), "/oit/2570/o02/": item("structure")}
    lines = entry("/oit/2570/o01/", "/oit/2570/o02/") + entry("/oit/2570/o02/", "/oit/2570/o01/")
    found = kept(tmp_path, LASTING, swapped, lines)
    assert len(found.moved) == 2
    assert not found.redirects


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    site = without("/about/", A, **{"/oit/2570/o01/": item("contact")})
    with pytest.raises(InputError) as told:
        kept(tmp_path, LASTING, site, entry("/oit/", "/nowhere/") + "  - {from: /x, too: y}\n")
    assert [problem.code for problem in told.value.problems] == [
        "redirect-published",
        "redirect-to-missing",
        "missing-key",
        "missing-key",
        "unknown-key",
        "url-dropped",
        "url-reassigned",
    ]


def test_a_declared_redirect_is_stronger_than_a_new_name(tmp_path: Path) -> None:
    found = kept(tmp_path, LASTING, without(A, **{B: doc("a")}), entry(A, "/oit/2570/o02/"))
    assert not found.renamed
    assert [each.source for each in found.redirects] == [A]


# --- data/redirects.yaml --------------------------------------------------------------------------

GONE = "/gone/"
GONE_LEDGER = {**LASTING, GONE: PAGE, "/ก 1.pdf": doc("k"), "/100%.pdf": doc("p")}
REST = entry("/ก 1.pdf", "/") + entry("/100%.pdf", "/")
ACCEPTED = {
    "as it stands": ((GONE, "/about/"), (GONE, "/about/", "")),
    "with an anchor": ((GONE, '"/about/#ข้อ 1"'), (GONE, "/about/", "ข้อ 1")),
    "index.html": (("/gone/index.html", "/about/index.html"), (GONE, "/about/", "")),
    "whole URLs of this site": ((f"{WEBSITE}gone/", f"{WEBSITE}about/"), (GONE, "/about/", "")),
    "outside": ((GONE, "https://a.example/x?y=1&z=2#top"), None),
    "outside without path": ((GONE, "http://a.example"), (GONE, "http://a.example/", "")),
    "outside in Thai": (
        (GONE, "https://เทศบาล.ไทย/แผน"),
        (GONE, "https://xn--o3cg7ak5c9d.xn--o3cw4h/" + quote("แผน"), ""),
    ),
}


@pytest.mark.parametrize(("written", "expected"), ACCEPTED.values(), ids=list(ACCEPTED))
def test_redirects_as_people_write_them(
    tmp_path: Path, written: tuple[str, str], expected: tuple[str, str, str] | None
) -> None:
    found = kept(tmp_path, GONE_LEDGER, SITE, entry(*written) + REST).redirects[0]
    expected = expected or (GONE, "https://a.example/x?y=1&z=2", "top")
    assert (found.source, found.target, found.anchor) == expected


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/ก 1.pdf", "/ก 1.pdf"),
        (quote("/ก 1.pdf"), "/ก 1.pdf"),
        (WEBSITE + quote("ก 1.pdf"), "/ก 1.pdf"),
        ("/100%.pdf", "/100%.pdf"),
        ("/100%25.pdf", "/100%.pdf"),
        ("/แผน เก่า.pdf", "/แผน เก่า.pdf"),
        ("/never-ours/page.php", "/never-ours/page.php"),
    ],
)
def test_an_address_may_be_copied_from_a_browser(
    tmp_path: Path, written: str, address: str
) -> None:
    (tmp_path / "data").mkdir()
    text = "redirects:\n" + entry(f'"{written}"', "/about/")
    (tmp_path / REDIRECTS_FILE).write_text(text, encoding="utf-8")
    (found,), problems = read_redirects(tmp_path, WEBSITE, GONE_LEDGER)
    assert not problems
    assert found.source == address


WRONG: dict[str, tuple[str, str, int]] = {
    "no list": ("  a: b\n", "wrong-type", 2),
    "no mapping": ("  - /a/\n", "wrong-type", 2),
    "unknown key": (
        entry(GONE, "/about/") + "    because: x\n",
        "unknown-key",
        5,
    ),
    "no reason": (f"  - from: {GONE}\n    to: /about/\n", "missing-key", 2),
    "blank reason": (entry(GONE, "/about/", ""), "redirect-incomplete", 4),
    "blank target": (entry(GONE, ""), "redirect-incomplete", 3),
    "no address": (entry("gone.pdf", "/about/"), "redirect-address", 2),
    "traversal": (entry("/../../etc/passwd", "/about/"), "redirect-address", 2),
    "encoded traversal": (entry("/%2e%2e/%2e%2e/x.pdf", "/about/"), "redirect-address", 2),
    "query": (entry("/index.php?id=1", "/about/"), "redirect-address", 2),
    "anchor": (entry('"/gone/#top"', "/about/"), "redirect-address", 2),
    "another host": (entry("https://other.example/x", "/about/"), "redirect-address", 2),
    "of the frame": (entry("/assets/oit.css/x", "/about/"), "redirect-address", 2),
    "script": (entry(GONE, '"javascript:alert(1)"'), "redirect-target", 3),
    "file of this machine": (entry(GONE, "file:///etc/passwd"), "redirect-target", 3),
    "no scheme": (entry(GONE, "www.example.go.th"), "redirect-target", 3),
    "no host": (entry(GONE, "https:///x"), "redirect-target", 3),
    "host of another": (entry(GONE, "//evil.example/"), "redirect-target", 3),
    "with a password": (entry(GONE, "https://a:b@evil.example/"), "redirect-target", 3),
    "impossible host": (entry(GONE, f"https://{'a' * 70}.example/"), "redirect-target", 3),
    "traversal of the target": (entry(GONE, "/../x/"), "redirect-target", 3),
    "twice": (entry(GONE, "/about/") + entry(GONE, "/"), "redirect-twice", 5),
    "twice the same file": (entry(GONE, "/") + entry("/gone", "/"), "redirect-twice", 5),
    "still published": (entry("/about/", "/"), "redirect-published", 2),
    "published but for the slash": (entry("/about", "/"), "redirect-published", 2),
    "below a file": (entry(f"{A}/x/", "/"), "redirect-published", 2),
    "where a folder is": (entry("/oit/2570/o02/files/", "/"), "", 0),
    "missing": (entry(GONE, "/nowhere/"), "redirect-to-missing", 3),
    "missing but for the slash": (entry(GONE, "/about"), "redirect-to-missing", 3),
    "to itself": (entry(GONE, GONE), "redirect-chain", 3),
    "chain": (entry("/x/", GONE) + entry(GONE, "/about/"), "redirect-chain", 3),
}


@pytest.mark.parametrize(("text", "code", "line"), WRONG.values(), ids=list(WRONG))
def test_wrong_redirects_are_told_at_their_line(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    whole = {**LASTING, GONE: PAGE}
    try:
        kept(tmp_path, whole, SITE, text)
        problems = set()
    except InputError as error:
        problems = {
            (each.code, str(each.location)) for each in error.problems if each.code != "url-dropped"
        }
    assert problems == ({(code, f"{REDIRECTS_FILE}:{line}")} if code else set())


def test_a_circle_is_told_at_each_step_and_a_chain_names_its_end(tmp_path: Path) -> None:
    chain = entry("/a/", "/b/") + entry("/b/", "/c/") + entry("/c/", '"/about/#x"')
    circle = entry("/d/", "/e/") + entry("/e/", "/d/")
    with pytest.raises(InputError) as told:
        kept(tmp_path, LASTING, SITE, chain + circle)
    found = [(p.code, p.location.line, p.message.en, p.remedy.en) for p in told.value.problems]
    assert [each[:2] for each in found] == [("redirect-chain", line) for line in (3, 6, 12, 15)]
    assert "/a/ → /b/ → /c/ → /about/" in found[0][2]
    assert "to: /about/#x" in found[0][3]
    assert "/d/ → /e/ → /d/" in found[2][2]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_no_data_of_the_agency(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "other").write_text(to_text(LASTING), encoding="utf-8")
    for name in (LEDGER_FILE, REDIRECTS_FILE):
        (tmp_path / name).symlink_to(tmp_path / "other")
        with pytest.raises(InputError) as told:
            keep(tmp_path, WEBSITE, SITE)
        assert [(p.code, p.location.file) for p in told.value.problems] == [("path-outside", name)]
        (tmp_path / name).unlink()


# --- rules of servers -----------------------------------------------------------------------------

#: Old addresses and where they lead, with every sign that settings of servers know.
NASTY = {
    "/แผน เก่า (1).pdf": "/ใหม่/แผน 100% $1.pdf",
    "/a+b;c{d}e.pdf": "/about/",
    '/say "hi" \\ $uri ${x} 100%.pdf': "/about/#ข้อ 1",
    "/a.b^c[d]|e?*.pdf": "/ใหม่/a+b;c&d{1}.pdf",
    "/old/page/": "/about/",
    "/old/page.php": "https://a.example/ก?b=1&c=$d#e",
    "/no-slash": "/ใหม่/\\back\"quote'.pdf",
    "/hash": "/ใหม่/a#1.pdf",
}
SHOWN = {target: FILE for target in NASTY.values() if target.startswith("/ใหม่/")} | SITE


def nasty(folder: Path) -> Kept:
    text = json.dumps(
        [{"from": source, "to": target, "reason": "x"} for source, target in NASTY.items()],
        ensure_ascii=False,
    )
    ledger = {**LASTING, **dict.fromkeys(NASTY, PAGE)}
    return kept(folder, ledger, SHOWN, f"  {text}")


def sent(target: str) -> str:
    """A target as a browser would send it."""
    if target.startswith("https"):
        return "https://a.example/" + quote("ก") + "?b=1&c=%24d#e"
    path, _, anchor = (target, "", "") if target in SHOWN else target.partition("#")
    return quote(path) + (f"#{quote(anchor)}" if anchor else "")


def test_nginx_answers_with_the_rules(tmp_path: Path) -> None:
    rules = nginx_rules(nasty(tmp_path).redirects, WEBSITE)
    (tmp_path / "site").mkdir()
    with nginx(tmp_path / "site", tmp_path / "home", rules) as server:
        for source, target in NASTY.items():
            status, location, _ = ask(server, source)
            assert status == 301, source
            assert location.removeprefix(server.url[:-1]) == sent(target)
            assert ask(server, f"{source}x")[0] == 404


def test_apache_would_answer_with_the_rules(tmp_path: Path) -> None:
    """Read as `mod_alias` reads them: pattern against the decoded path, path of the target encoded."""
    redirects = nasty(tmp_path).redirects
    rules = apache_rules(redirects, WEBSITE)
    found = [re.fullmatch(r'RedirectMatch 301 "(.+)" "(.+)"', line) for line in lines_of(rules)]
    patterns = [tuple(_argument(each) for each in match.groups()) for match in found if match]
    assert len(patterns) == len(found) == len(NASTY) - 1  # `#` in a name is left to the page
    for source, target in NASTY.items():
        answers = [_encoded(to) for pattern, to in patterns if re.search(pattern, source)]
        assert answers == ([] if source == "/hash" else [sent(target).replace("%24d", "$d")])
        assert not [pattern for pattern, _ in patterns if re.search(pattern, f"{source}x")]


def _argument(text: str) -> str:
    """An argument between quotes, as Apache unescapes it; nothing in it is a variable."""
    assert "${" not in text
    assert not re.search(r'(?<!\\)(?:\\\\)*"', text)
    return re.sub(r'\\([\\"])', r"\1", text)


def _encoded(target: str) -> str:
    assert not re.search(r"(?<!\\)\$\d", target)
    target = re.sub(r"\\(.)", r"\1", target)
    parts = urlsplit(target)
    rest = target[len(target.split("?")[0].split("#")[0]) :]
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return origin + quote(parts.path) + rest


def lines_of(rules: str) -> list[str]:
    return [line for line in rules.splitlines() if not line.startswith("#")]


def test_rules_of_a_site_below_a_folder(tmp_path: Path) -> None:
    redirects = kept(tmp_path, {**LASTING, GONE: PAGE}, SITE, entry(GONE, "/about/")).redirects
    website = "https://a.example/%E0%B8%81/"
    assert lines_of(nginx_rules(redirects, website)) == [
        'location = "/ก/gone/" { return 301 "/%E0%B8%81/about/"; }'
    ]
    assert lines_of(apache_rules(redirects, website)) == [
        'RedirectMatch 301 "^/ก/gone/$" "/ก/about/"'
    ]


def test_rules_without_redirects_are_comments(tmp_path: Path) -> None:
    for rules in (nginx_rules((), WEBSITE), apache_rules((), WEBSITE)):
        assert rules.startswith("# ") and not lines_of(rules)


# --- whole sites ----------------------------------------------------------------------------------


def ask(server: Nginx, address: str) -> tuple[int, str, bytes]:
    """Status, `Location` and body of what stands at an address."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", quote(address))
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", ["root", *EXAMPLES])
def test_the_ledgers_of_the_repository_are_whole_and_committed(built: Built, name: str) -> None:
    """To write it anew: `oit build --workspace …`."""
    site = built(name)
    committed = (ROOT if name == "root" else ROOT / "examples" / name) / LEDGER_FILE
    assert (site.parent / LEDGER_FILE).read_bytes() == committed.read_bytes()
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    shown = {address_of(file) for file in files}
    ledger = load_ledger(site.parent)
    assert {address for address in shown if is_lasting(address)} == ledger.keys()
    for address, known in ledger.items():
        if known.kind == Kind.DOCUMENT:
            content = (site / address[1:]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == known.sha256
        assert (known.kind in (Kind.PAGE, Kind.ITEM)) == address.endswith("/")
    assert not {Path(file).name for file in files} & {Path(LEDGER_FILE).name, "redirects.yaml"}


@dataclass(frozen=True)
class Story:
    """A municipality that went on for a year: what it published first, and its site of today."""

    root: Path
    first: dict[str, Entry]
    refused: InputError
    site_after_refusal: dict[str, str]
    site_before_refusal: dict[str, str]

    @property
    def site(self) -> Path:
        return self.root / "site"


DELETED = "o14-hr-plan-2568.pdf"
WRITTEN = "/ประกาศ เก่า/"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """2568 is published; carried to 2569; every document renamed; one deleted, and a written page."""
    root = copy_workspace(ROOT, tmp_path_factory.mktemp("story") / "workspace")
    shutil.rmtree(root / "data/2569")
    (root / LEDGER_FILE).unlink()
    edit(root / "data/agency.yaml", 'edition: "2569"\n', "")
    page = root / "content/ประกาศ เก่า.md"
    page.write_text("# ประกาศ\n", encoding="utf-8")
    build(root)
    first = load_ledger(root)
    assert WRITTEN in first
    assert not [address for address in first if address.startswith("/oit/2569/")]

    run = oit("carry", "2568", "2569", cwd=root)
    assert run.code == 0, run.err
    _rename_documents(root / "data/2568")
    build(root)
    before = tree(root / "site")

    page.unlink()
    for file in root.glob("data/256?/o*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(DELETED, "o14-staffing-plan-2567-2569.pdf"), encoding="utf-8")
    for document in root.glob(f"data/256?/files/*{DELETED}"):
        document.unlink()
    with pytest.raises(InputError) as refused:
        build(root)
    after = tree(root / "site")
    lines = refused.value.problems[0].remedy.th.partition("\n")[2]
    (root / REDIRECTS_FILE).write_text(f"redirects:\n{lines}\n", encoding="utf-8")
    build(root)
    return Story(root, first, refused.value, after, before)


def _rename_documents(folder: Path) -> None:
    """Every PDF file gets a Thai name, in the data too."""
    names = [path.name for path in (folder / "files").glob("*.pdf")]
    for file in folder.glob("o*.yaml"):
        text = file.read_text(encoding="utf-8")
        for name in names:
            text = text.replace(name, f"ใหม่ {name}")
        file.write_text(text, encoding="utf-8")
    for name in names:
        (folder / "files" / name).rename(folder / "files" / f"ใหม่ {name}")


def test_a_refusal_leaves_the_site_and_names_what_is_gone(story: Story) -> None:
    assert [problem.code for problem in story.refused.problems] == ["url-dropped"]
    assert story.site_after_refusal == story.site_before_refusal
    assert _declared(story.root).keys() == {
        WRITTEN,
        f"/oit/2568/o14/files/{DELETED}",
        f"/oit/2568/o14/files/ใหม่ {DELETED}",
        f"/oit/2569/o13/files/{DELETED}",
    }


def test_nothing_of_the_first_year_is_forgotten(story: Story) -> None:
    ledger = load_ledger(story.root)
    assert story.first.keys() < ledger.keys()
    assert {address for address in ledger if address.startswith("/oit/2569/")}
    renamed = {address: known.now for address, known in ledger.items() if known.now}
    assert len(renamed) > 20
    for old, new in renamed.items():
        assert (story.site / old[1:]).read_bytes() == (story.site / new[1:]).read_bytes()


def test_every_address_of_the_ledger_answers_on_the_served_site(
    story: Story, tmp_path: Path
) -> None:
    """As nginx serves a folder of which it knows nothing."""
    declared = _declared(story.root)
    assert {address.endswith(".pdf") for address in declared} == {True, False}
    with nginx(story.site, tmp_path / "nginx") as server:
        for address, known in load_ledger(story.root).items():
            end, body = follow(server, address)
            assert end == declared.get(address, address)
            if known.kind == Kind.DOCUMENT and address not in declared:
                assert hashlib.sha256(body).hexdigest() == known.sha256
                assert known.sha256 == story.first.get(address, known).sha256


def test_every_address_of_the_ledger_answers_by_the_rules_of_the_server(
    story: Story, tmp_path: Path
) -> None:
    declared = _declared(story.root)
    rules = f'include "{story.site}/redirects/nginx.conf";'
    with nginx(story.site, tmp_path / "nginx", rules) as server:
        for address in load_ledger(story.root):
            status, location, _ = ask(server, address)
            if address in declared:
                assert (status, location) == (301, urljoin(server.url, quote(declared[address])))
                assert ask(server, declared[address])[0] == 200
            else:
                assert status == 200


def follow(server: Nginx, address: str) -> tuple[str, bytes]:
    """Where a reader without JavaScript ends who opens an address, and what they see there."""
    for _ in range(4):
        status, location, body = ask(server, address)
        if status == 301:
            address = unquote(urlsplit(location).path)
            continue
        assert status == 200, address
        to = re.findall(rb'http-equiv="refresh" content="0; url=(.+?)"', body)
        if not to:
            return address, body
        address = unquote(urlsplit(urljoin(quote(address), to[0].decode())).path)
    raise AssertionError(f"{address} leads on and on")


def _declared(root: Path) -> dict[str, str]:
    website = "https://www.thungsommut.example/"
    redirects, problems = read_redirects(root, website, load_ledger(root))
    assert not problems
    return {each.source: each.target for each in redirects}


# --- on the way -----------------------------------------------------------------------------------

PLAN = "item: strategic-plan\nplan: {name}\n"
OLD_PLAN = "/oit/2569/o05/files/plan.pdf"


@pytest.fixture
def nakham(tmp_path: Path) -> Path:
    """A small municipality with one document, not built yet."""
    root = copy_workspace(NAKHAM, tmp_path / "nakham")
    (root / LEDGER_FILE).unlink()
    return plan(root, "plan.pdf")


def plan(root: Path, name: str, content: str = "plan.pdf") -> Path:
    """The strategic plan is this document, and the only one."""
    folder = root / "data/2569/files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / name).write_bytes(real_file(content))
    (root / "data/2569/o05.yaml").write_text(PLAN.format(name=name), encoding="utf-8")
    return root


def test_the_build_tells_what_became_of_addresses(nakham: Path, commands: Commands) -> None:
    first = commands.run("build", cwd=nakham)
    assert f"จดที่อยู่ใหม่ {len(load_ledger(nakham))} แห่งใน {LEDGER_FILE}" in first.out
    assert LEDGER_FILE not in commands.run("build", cwd=nakham).out
    plan(nakham, "แผน.pdf")
    run = commands.run("--lang", "en", "build", cwd=nakham)
    assert f"now /oit/2569/o05/files/แผน.pdf; its old address {OLD_PLAN} still answers" in run.out
    plan(nakham, "other.pdf", "other.pdf")
    refused = commands.run("build", cwd=nakham)
    assert refused.code == BAD_INPUT
    assert f"  - from: {OLD_PLAN}\n    to: /oit/2569/o05/\n" in refused.err


def test_lines_taken_from_the_terminal_mend_the_build(nakham: Path, commands: Commands) -> None:
    assert commands.run("build", cwd=nakham).code == CLEAN
    plan(nakham, "other.pdf", "other.pdf")
    refused = commands.run("build", cwd=nakham)
    lines = [
        line for line in refused.err.splitlines() if re.match(r"  (- from|  to|  reason):", line)
    ]
    text = "redirects:\n" + "\n".join(lines) + "\n"
    (nakham / REDIRECTS_FILE).write_text(text, encoding="utf-8")
    assert commands.run("build", cwd=nakham).code == CLEAN
    folder = nakham / "site" / OLD_PLAN[1:]
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../../../../oit/2569/o05/">' in html
    assert 'rel="canonical" href="https://www.nakham.example/oit/2569/o05/"' in html
    assert "เอกสารนี้ถูกแทนที่หรือนำออกแล้ว" in html
    assert OLD_PLAN not in (nakham / "site/sitemap.xml").read_text(encoding="utf-8")
    (nakham / REDIRECTS_FILE).unlink()
    assert commands.run("build", cwd=nakham).code == BAD_INPUT


def test_what_is_said_in_a_redirect_is_shown_and_does_nothing(nakham: Path) -> None:
    text = entry("/old/", "https://a.example/?x=1&y=2", "'<script>alert(1)</script> {{ 7*7 }}'")
    (nakham / REDIRECTS_FILE).write_text(f"redirects:\n{text}", encoding="utf-8")
    build(nakham)
    html = (nakham / "site/old/index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in html and "{{ 7*7 }}" in html
    assert "<script" not in html
    assert 'content="0; url=https://a.example/?x=1&amp;y=2"' in html


def test_a_redirect_publishes_no_personal_data(nakham: Path) -> None:
    text = entry("/old/", "/", f"คำขอของผู้ถือบัตรประชาชน {ID}")
    (nakham / REDIRECTS_FILE).write_text(f"redirects:\n{text}", encoding="utf-8")
    with pytest.raises(InputError) as told:
        build(nakham)
    assert {problem.code for problem in told.value.problems} == {"personal-id"}


def test_the_page_of_another_subject_says_where_the_former_one_is(nakham: Path) -> None:
    first, second = "/oit/2569/o02/", "/oit/2569/o03/"
    ledger = {first: Entry(Kind.ITEM, "2569", "contact")}
    record(nakham, ledger)
    with pytest.raises(InputError) as told:
        build(nakham)
    (problem,) = told.value.problems
    assert problem.code == "url-reassigned"
    assert f"  - from: {first}\n    to: {second}\n    reason: เลขข้อเปลี่ยน" in problem.remedy.th
    lines = problem.remedy.th.partition("\n")[2]
    (nakham / REDIRECTS_FILE).write_text(f"redirects:\n{lines}\n", encoding="utf-8")
    build(nakham)
    html = (nakham / "site/oit/2569/o02/index.html").read_text(encoding="utf-8")
    assert re.search(
        r'<p class="oit-absent">.*เลขข้อเปลี่ยน.*<a href="../../../oit/2569/o03/">O3 ', html
    )
    assert 'http-equiv="refresh"' not in html
    assert load_ledger(nakham)[first] == ledger[first]
    assert not lines_of((nakham / "site/redirects/nginx.conf").read_text(encoding="utf-8"))


def test_a_build_that_was_stopped_after_the_swap_forgets_nothing(nakham: Path) -> None:
    build(nakham)
    whole = (nakham / LEDGER_FILE).read_bytes()
    # As it stands before it is recorded.
    (nakham / ".site.urls").write_bytes(f"{identity(nakham / 'site')}\n".encode() + whole)
    (nakham / LEDGER_FILE).unlink()
    plan(nakham, "other.pdf", "other.pdf")
    with pytest.raises(InputError) as told:
        build(nakham)
    assert OLD_PLAN in str(told.value)
    assert (nakham / LEDGER_FILE).read_bytes() == whole
    assert not (nakham / ".site.urls").exists()


def test_a_build_that_was_stopped_before_the_swap_promises_nothing(nakham: Path) -> None:
    build(nakham)
    whole = (nakham / LEDGER_FILE).read_bytes()
    (nakham / ".site.new").mkdir()
    never = to_text({**load_ledger(nakham), "/never/": PAGE})
    urls = f"{identity(nakham / '.site.new')}\n{never}"
    (nakham / ".site.urls").write_text(urls, encoding="utf-8")
    build(nakham)
    assert (nakham / LEDGER_FILE).read_bytes() == whole
    assert [path.name for path in nakham.iterdir() if path.name.startswith(".site")] == []


def test_mkdocs_keeps_the_same_ledger(nakham: Path, tmp_path: Path) -> None:
    run = mkdocs_build(nakham, nakham / "site")
    assert run.code == 0, run.err
    ledger = (nakham / LEDGER_FILE).read_bytes()
    before = tree(nakham / "site")
    plan(nakham, "other.pdf", "other.pdf")
    refused = mkdocs_build(nakham, nakham / "site")
    assert refused.code == 1
    assert f"- from: {OLD_PLAN}" in refused.err
    assert "Traceback" not in refused.err
    assert tree(nakham / "site") == before
    assert (nakham / LEDGER_FILE).read_bytes() == ledger
    build(plan(nakham, "plan.pdf"))
    assert (nakham / LEDGER_FILE).read_bytes() == ledger
