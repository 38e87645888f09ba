"""Links of a built folder: labelled faults, addresses as browsers read them, hosts, the command."""

from __future__ import annotations

import json
import os
import time
import unicodedata
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from corpus.broken_links import (
    ADDRESS,
    CASES,
    FAULTS,
    GOOD,
    PDF,
    a,
    page,
    told,
    wanted,
    write_site,
)
from hypothesis import example, given
from hypothesis import strategies as st
from sites import ROOT

from site_builder.links.check import check_links
from site_builder.links.extract import Link, decoded, read_page, read_style_sheet, srcset
from site_builder.links.faults import MESSAGES, WARNINGS, LinkReport
from site_builder.links.folder import FolderSite
from site_builder.links.hosts import breaks_rule, registered_domain
from site_builder.links.targets import Address, Target, Way, is_mail, is_phone, read_target

# --- labelled links -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LinkReport]:
    """The site of all labelled links, and what is told of it. Nothing in it may be changed."""
    site = tmp_path_factory.mktemp("links") / "site"
    write_site(site)
    return site, check_links(site)


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len({case.name for case in FAULTS}) == len(FAULTS) >= 45
    assert len({case.name for case in GOOD}) == len(GOOD) >= 20
    planted = {case.code for case in FAULTS}
    only_live = {"link-login", "link-refused", "link-elsewhere"}
    # What shows an item, only its data tell.
    assert planted == set(MESSAGES) - only_live - {"link-reported", "link-dead", "host-social"}


@pytest.mark.parametrize("path", CASES, ids=[case.name for case in CASES.values()])
def test_every_fault_is_told_and_no_good_case(labelled: tuple[Path, LinkReport], path: str) -> None:
    _, report = labelled
    expected = {file: codes for file, codes in wanted().items() if file.startswith(path)}
    assert {f: codes for f, codes in told(report).items() if f.startswith(path)} == expected


def test_nothing_is_told_of_other_pages(labelled: tuple[Path, LinkReport]) -> None:
    site, report = labelled
    assert set(told(report)) == set(wanted())
    assert not report.problems
    assert report.site == site.as_posix()


def test_places_and_what_was_meant(labelled: tuple[Path, LinkReport]) -> None:
    site, report = labelled
    meant = {fault.target: fault.expected for fault in report.faults}
    assert meant["/docs/Report.PDF"] == "/docs/report.pdf"
    assert meant["/docs/น้ำประปา.pdf"] == "/docs/น\u0e4d\u0e49าประปา.pdf"
    assert meant["/" + quote("docs/แผนดำเนินงาน.pdf")] == "/docs/แผนดำเนินงาน.pdf"
    assert meant["/about"] == "/about.html"
    assert meant["/oit/2568/o01/#Old"] == "#old"
    assert meant["https:/www.nacc.go.th/"] == "https://www.nacc.go.th/"
    assert meant["www.nacc.go.th/home"] == "https://www.nacc.go.th/home"
    style = next(f for f in report.faults if f.places[0].page.endswith("x.css"))
    place = style.places[0]
    assert (place.line, place.tag, place.attribute) == (2, "css", "url")
    assert place.written == "none.png"
    assert Path(place.page).is_relative_to(site)
    for fault in report.faults:
        assert (fault.severity == "warning") == (fault.code in WARNINGS)
        assert "{" not in fault.message.th + fault.message.en + fault.remedy.th + fault.remedy.en


def test_links_to_elsewhere_are_kept_for_whoever_asks(labelled: tuple[Path, LinkReport]) -> None:
    _, report = labelled
    assert len(report.outside["https://bit.ly/3abcde"]) == 1
    assert f"{ADDRESS}webboard/" in report.outside
    assert sum(report.links.values()) == sum(report.links[way] for way in Way)
    assert report.links[Way.WEB] == sum(map(len, report.outside.values()))


def test_one_fault_with_every_page_that_has_it(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02d}.html").write_bytes(page("x", a("none.pdf") * 2))
    (fault,) = check_links(tmp_path).faults
    assert fault.target == "/none.pdf"
    assert [place.page for place in fault.places] == [
        f"{tmp_path.as_posix()}/{n:02d}.html" for n in range(20)
    ]


def test_the_same_folder_gives_the_same_report(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site)
    assert check_links(site) == check_links(site)


def test_symbolic_links_are_not_followed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {})
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_bytes(page("x", a("none.html")))
    try:
        (site / "secret.pdf").symlink_to(tmp_path / "secret.pdf")
        (site / "folder").symlink_to(tmp_path / "folder", target_is_directory=True)
    except OSError:
        assert os.name == "nt", "elsewhere anybody may make them"
        return
    (site / "x.html").write_bytes(page("x", a("secret.pdf") + a("folder/") + a("../secret.pdf")))
    codes = sorted((fault.code, fault.target) for fault in check_links(site).faults)
    assert codes == [("link-missing", "/folder/"), ("link-missing", "/secret.pdf")]


def test_a_site_below_a_folder_of_its_server(tmp_path: Path) -> None:
    """Addresses from the root count from the server's root, not from the site's."""
    (tmp_path / "index.html").write_bytes(
        page("x", '<link rel=canonical href="https://x.go.th/oit/index.html">' + a("/oit/a.html"))
    )
    (tmp_path / "a.html").write_bytes(page("x", a("/b.html") + a("/oit/c.html") + a("../b.html")))
    report = check_links(tmp_path)
    assert FolderSite(tmp_path).address == "https://x.go.th/oit/"
    assert {fault.target for fault in report.faults} == {"/c.html"}
    assert "https://x.go.th/b.html" in report.outside


# --- reading --------------------------------------------------------------------------------------


def _written(links: list[Link]) -> list[tuple[str, int]]:
    return [(link.written, link.line) for link in links]


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("\n\n<a href=x>", [("x", 3)]),
        ("<A\nHREF = 'x'\nID=1>\n<a href=y>", [("x", 1), ("y", 4)]),
        ("<a href=x/>", [("x/", 1)]),
        ("<a/href=x>", [("x", 1)]),
        ("<a href='a>b'>", [("a>b", 1)]),
        ("<a title=it's href=x>", [("x", 1)]),
        ("<a =x href=y>", [("y", 1)]),
        ("<a href=x&amp;y=1&copy=2>", [("x&y=1&copy=2", 1)]),
        ("</a href=x>", []),
        ("<!doctype html><?xml href=x?><!-- > <a href=x> --><a href=y>", [("y", 1)]),
        ("<!--><a href=x>", [("x", 1)]),
        ("<!-- --!><a href=x>", [("x", 1)]),
        ("<script>'</scripts>' <a href=x></script><a href=y>", [("y", 1)]),
        ("<SCRIPT src=z>x</Script ><a href=y>", [("z", 1), ("y", 1)]),
        ("<title><a href=x></title><a href=y>", [("y", 1)]),
        ("<textarea><a href=x>", []),
        ('<a href="x><a href=y>', []),
        ("<a href=x", []),
        ("<template><a href=x></template><a href=y>", [("y", 1)]),
        ("<style>@import url(a.css);\np{background:URL( 'b' )}</style>", [("a.css", 1), ("b", 2)]),
        ("<link rel='preload stylesheet' href=x><link rel=dns-prefetch href=y>", [("x", 1)]),
        ("<meta http-equiv=Refresh content='0;x.html'>", [("x.html", 1)]),
        ("<meta http-equiv=refresh content=5>", []),
        ("<meta name=description content=x.html>", []),
        ("<form method=POST action=x>", []),
        ("<img srcset='a 1x,b 2x' src=c>", [("a", 1), ("b", 1), ("c", 1)]),
        ("<use xlink:href=x.svg#a>", [("x.svg#a", 1)]),
    ],
)
def test_links_of_a_page(html: str, links: list[tuple[str, int]]) -> None:
    assert _written(read_page(html).links) == links


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("", []),
        ("a", ["a"]),
        (" a 1x , b 2x ", ["a", "b"]),
        ("a,b 2x", ["a,b"]),
        ("a, b", ["a", "b"]),
        ("data:image/png;base64,x= 1x, b", ["data:image/png;base64,x=", "b"]),
        ("a calc(1, 2) , b", ["a", "b"]),
        (",,a 1x,,b", ["a", "b"]),
    ],
)
def test_addresses_of_a_srcset(value: str, addresses: list[str]) -> None:
    assert list(srcset(value)) == addresses


def test_anchors_base_and_titles() -> None:
    html = (
        "<base href=a/><base href=b/><title> A\n B </title><p ID=x><a name=y><b name=z><h1>C</h1>"
    )
    found = read_page(html)
    assert (found.base, found.ids, found.titles) == ("a/", {"x", "y"}, ["A B", "C"])


def test_links_of_a_style_sheet() -> None:
    css = '/* url(x) */\n@import "a.css";\np { background: url(b.png), url("c d.png") }\n'
    assert _written(read_style_sheet(css)) == [("a.css", 2), ("b.png", 3), ("c d.png", 3)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("ก".encode(), "ก"),
        (b"\xef\xbb\xbfx", "x"),
        ("กข".encode("utf-16"), "กข"),
        ("โครงสร้าง".encode("cp874"), "โครงสร้าง"),
        ('<meta charset="TIS-620">ก'.encode("cp874"), '<meta charset="TIS-620">ก'),
        (b"<meta charset=utf-8>" + b"\xff", "<meta charset=utf-8>\ufffd"),
    ],
)
def test_letters_of_a_page(content: bytes, text: str) -> None:
    assert decoded(content) == text


@given(st.text(alphabet="<>/!-= \"'aAhref#sSstyleurl()ก\n&;", max_size=200))
@example("<a href='")
@example("<!--" * 20)
def test_no_page_raises(html: str) -> None:
    found = read_page(html)
    assert all(1 <= link.line <= html.count("\n") + 1 for link in found.links)


@pytest.mark.parametrize(
    "part",
    [
        "<a ",
        "<a href=",
        '<a href="',
        "<a href='x",
        "<a x='\"",
        "<!--",
        "<![",
        "<h1>",
        "<script>",
        "<style>",
        "<style>url(",
        "<p style='url(",
        "<img srcset='(",
        "<meta http-equiv=refresh content='0;",
    ],
)
def test_hostile_pages_take_time_by_their_size_alone(part: str) -> None:
    def seconds(count: int) -> float:
        html = part * count
        start = time.process_time()
        read_page(html)
        return time.process_time() - start

    seconds(1000)
    # Twenty times as much, which by a square would take four hundred times as long.
    small = max(min(seconds(5_000) for _ in range(3)), 0.001)
    assert seconds(100_000) < small * 120


# --- addresses ------------------------------------------------------------------------------------

AT = Address("https://x.go.th/", "oit/2568/o01/")
SAFE = st.text(alphabet="abกำ้.-_ ~", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("written", "path", "fragment"),
    [
        ("", "oit/2568/o01/", ""),
        ("?x=1", "oit/2568/o01/", ""),
        ("x.html#a", "oit/2568/o01/x.html", "a"),
        ("../o02/", "oit/2568/o02/", ""),
        ("..", "oit/2568/", ""),
        (".", "oit/2568/o01/", ""),
        ("./", "oit/2568/o01/", ""),
        ("../../..", "", ""),
        ("/", "", ""),
        ("//x.go.th", "", ""),
        ("https://x.go.th", "", ""),
        ("https://x.go.th/a?b#c", "a", "c"),
        ("HTTPS://X.GO.TH:443/a", "a", ""),
        ("%E0%B8%81/%2e%2e/a", "oit/2568/o01/a", ""),
        ("a//b", "oit/2568/o01/a/b", ""),
    ],
)
def test_where_links_inside_lead(written: str, path: str, fragment: str) -> None:
    found = read_target(written or "#", AT)
    assert (found.way, found.path, found.fragment, found.fault) == (Way.INSIDE, path, fragment, "")


def test_another_port_is_another_server() -> None:
    assert read_target("https://x.go.th:8443/a", AT).way is Way.WEB


@given(st.lists(st.sampled_from([".", "..", "a", "b c", "ก", "x.html"]), max_size=6), st.booleans())
def test_dots_lead_where_the_standard_library_says(parts: list[str], has_slash: bool) -> None:
    written = "/".join(parts) + ("/" if has_slash and parts else "")
    found = read_target(written or ".", AT)
    url = urljoin(AT.site + AT.path, written or ".")
    assert found.way is Way.INSIDE
    assert found.path.strip("/") == urlsplit(url).path.strip("/")
    assert found.fault in ("", "link-above-front")


@given(st.lists(SAFE, min_size=1, max_size=4), st.booleans())
def test_a_name_is_found_however_it_is_encoded(parts: list[str], in_capitals: bool) -> None:
    names = [part for part in parts if part.strip(" .")]
    path = "/".join(names)
    encoded = quote(path) if in_capitals else quote(path).lower()
    for written in (f"/{path}", f"/{encoded}", f"{AT.site}{encoded}", f"../../../{encoded}"):
        if not names or (written.endswith(" ") and "%" not in written):
            continue  # spaces at the end of an address do not count
        assert read_target(written, AT).path == path


@given(st.text(max_size=60), st.text(max_size=20))
@example("http://[", "")
@example("//[::1", "")
@example("http://a\ud800/", "")
@example("x", "http://[")
def test_no_address_raises(written: str, base: str) -> None:
    found = read_target(written, AT, base)
    assert isinstance(found, Target)
    assert found.fault == "" or found.fault in MESSAGES
    if found.way is Way.INSIDE and not found.fault:
        assert ".." not in found.path.split("/")
        assert "." not in found.path.split("/")


@pytest.mark.parametrize(
    ("base", "written", "target"),
    [
        ("/a/", "b", "a/b"),
        ("/a/", "#x", "a/"),
        ("b.html", "c", "oit/2568/o01/c"),
        ("https://x.go.th/a/", "b", "a/b"),
        ("https://y.go.th/a/", "b", "https://y.go.th/a/b"),
    ],
)
def test_base(base: str, written: str, target: str) -> None:
    found = read_target(written, AT, base)
    assert (found.path if found.way is Way.INSIDE else found.url) == target


@pytest.mark.parametrize(
    ("rest", "is_right"),
    [
        ("a@b.go.th", True),
        ("a@b.go.th?subject=x%20y", True),
        ("%61@b.go.th", True),
        ("สารบรรณ@เทศบาล.ไทย", True),
        ("a@b.go.th,c@d.go.th", True),
        ("?to=a@b.go.th", True),
        ("?to=a", False),
        ("a@b", False),
        ("a..b@c.go.th", False),
        ("a@-b.go.th", False),
        ("a@b.go.th.", False),
        ("a(at)b.go.th", False),
        ("นาย ก <a@b.go.th>", False),
    ],
)
def test_mail(rest: str, is_right: bool) -> None:
    assert is_mail(rest) is is_right


@pytest.mark.parametrize(
    ("rest", "is_right"),
    [
        ("042000100", True),
        ("02-123-4567", True),
        ("+66 2 123 4567", True),
        ("+66812345678", True),
        ("1111", True),
        ("1800-000-100", True),
        ("+12025550100", True),
        ("0042000100123", True),
        ("042000100;ext=5", True),
        ("0420001000000", False),
        ("+660812345678", False),
        ("12", False),
        ("042000100 กด 1", False),
        ("N/A", False),
    ],
)
def test_telephones(rest: str, is_right: bool) -> None:
    assert is_phone(rest) is is_right


# --- main website ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.abc.go.th", "abc.go.th"),
        ("abc.go.th", "abc.go.th"),
        ("a.b.abc.or.th", "abc.or.th"),
        ("www.example.com", "example.com"),
        ("www.กทม.รัฐบาล.ไทย", "กทม.รัฐบาล.ไทย"),
        ("localhost", "localhost"),
    ],
)
def test_registered_domains(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://www.abc.go.th/x.pdf", ""),
        ("https://files.abc.go.th/x.pdf", ""),
        ("https://other.go.th/x.pdf", ""),
        ("https://abc.go.th.evil.example/x.pdf", "host-other"),
        ("https://other.example/x", ""),
        ("https://other.example/แผน.PDF?x=1", "host-other"),
        ("http://10.0.0.5/", "host-local"),
        ("http://[::1]/", "host-local"),
        ("http://127.1/", "host-local"),
        ("http://nas.local./x", "host-local"),
        # As one link among others social media break nothing.
        ("https://lin.ee/abc", ""),
        ("https://www.facebook.com/agency", ""),
        ("http://169.254.1.1/", "host-local"),
        ("http://203.113.25.9/x", ""),
        ("http://server/x", "host-local"),
        ("http://nas.lan/x", "host-local"),
        ("https://dev.abc.go.th/", "host-staging"),
        ("https://dev.go.th/", ""),
        ("https://abc-test.vercel.app/", "host-staging"),
        ("https://goo.gl/x", "host-shortener"),
        ("https://photos.app.goo.gl/x", "host-drive"),
        ("https://agency-my.sharepoint.com/x.pdf", "host-drive"),
        ("https://notbit.ly/x", ""),
    ],
)
def test_hosts(url: str, code: str) -> None:
    assert breaks_rule(url, "https://www.abc.go.th/") == code


@pytest.mark.parametrize(
    ("host", "is_public"),
    [
        ("www.example.go.th", True),
        ("thungsommut.example", True),
        ("เทศบาล.ไทย", True),
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("", False),
        ("intranet", False),
        ("localhost", False),
        ("site.localhost", False),
        ("site.LOCAL.", False),
        ("site.test", False),
        ("a.invalid", False),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.1.1", False),
        ("::1", False),
        ("fe80::1", False),
    ],
)
def test_which_hosts_everybody_can_open(host: str, is_public: bool) -> None:
    place = f"[{host}]" if ":" in host else host
    assert (breaks_rule(f"https://{place}/", "") != "host-local") is is_public


# --- the command ----------------------------------------------------------------------------------


def test_the_built_folder_is_checked_by_default(tmp_path: Path, commands: Commands) -> None:
    write_site(tmp_path / "site", {})
    run = commands.run("links", "--lang", "en", cwd=tmp_path)
    assert run.code == CLEAN
    assert run.out.startswith("site: ")
    assert "0 to mend, 0 that should be mended, 0 not checked" in run.out
    assert run.err == ""


def test_what_the_command_prints(tmp_path: Path, commands: Commands) -> None:
    (tmp_path / "index.html").write_bytes(page("x", a("Plan.pdf") + a("https://bit.ly/x\x1b[0m")))
    (tmp_path / "plan.pdf").write_bytes(PDF)
    run = commands.run("links", str(tmp_path), "--offline", "--lang", "en", cwd=tmp_path)
    assert run.code == FINDINGS
    assert "error [link-case] capitals differ from the name of the file: /Plan.pdf" in run.out
    assert "probably /plan.pdf is meant" in run.out
    assert f"{tmp_path.as_posix()}/index.html:1 a href: Plan.pdf" in run.out
    assert "warning [host-shortener]" in run.out
    assert "1 to mend, 1 that should be mended, 0 not checked" in run.out
    assert "\x1b" not in run.out
    thai = commands.run("links", str(tmp_path), "--offline", cwd=tmp_path)
    assert "ที่ถูกน่าจะเป็น /plan.pdf" in thai.out


def test_json(tmp_path: Path, commands: Commands) -> None:
    (tmp_path / "index.html").write_bytes(page("x", a("none.pdf") + a("https://other.example/")))
    arguments = ("links", str(tmp_path), "--offline", "--format", "json", "--lang", "en")
    run = commands.run(*arguments, cwd=tmp_path)
    data = json.loads(run.out)
    assert data["format"] == 1
    assert data["engines"] == ["ours"]
    assert data["summary"]["errors"] == 1
    (fault,) = data["faults"]
    assert (fault["code"], fault["target"], fault["engines"]) == (
        "link-missing",
        "/none.pdf",
        ["ours"],
    )
    assert fault["places"] == [
        {
            "page": f"{tmp_path.as_posix()}/index.html",
            "line": 1,
            "tag": "a",
            "attribute": "href",
            "written": "none.pdf",
        }
    ]
    assert [each["url"] for each in data["outside"]] == ["https://other.example/"]
    assert run.out == commands.run(*arguments, cwd=tmp_path).out


def test_warnings_may_pass(tmp_path: Path, commands: Commands) -> None:
    (tmp_path / "index.html").write_bytes(page("x", a("https://bit.ly/x")))
    arguments = ("links", str(tmp_path), "--offline")
    assert commands.run(*arguments, cwd=tmp_path).code == FINDINGS
    assert commands.run(*arguments, "--fail-on", "error", cwd=tmp_path).code == CLEAN


def test_the_website_of_the_agency_decides(tmp_path: Path, commands: Commands) -> None:
    """A folder that says nothing of its own address belongs to the agency of the workspace."""
    (tmp_path / "data").mkdir()
    agency = ROOT / "data" / "agency.yaml"
    kept = [
        line for line in agency.read_text(encoding="utf-8").splitlines() if "emblem" not in line
    ]
    (tmp_path / "data" / "agency.yaml").write_text("\n".join(kept), encoding="utf-8")
    (tmp_path / "site").mkdir()
    own = a("https://files.thungsommut.example/x.pdf")
    (tmp_path / "site" / "index.html").write_bytes(
        page("x", own + a("https://other.example/x.pdf"))
    )
    run = commands.run("links", "--offline", "--format", "json", cwd=tmp_path)
    assert [fault["target"] for fault in json.loads(run.out)["faults"]] == [
        "https://other.example/x.pdf"
    ]


@pytest.mark.parametrize("site", ["none", "ftp://x.example/", "https://", ""])
def test_what_is_no_site(tmp_path: Path, commands: Commands, site: str) -> None:
    run = commands.run("links", site, cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "SITE: " in run.err


def test_names_of_another_form_on_the_disk(tmp_path: Path) -> None:
    """Latin letters with accents, as a Mac writes them."""
    (tmp_path / unicodedata.normalize("NFD", "é.html")).write_bytes(page("x"))
    (tmp_path / "index.html").write_bytes(page("x", a("é.html")))
    (fault,) = check_links(tmp_path).faults
    assert fault.code == "link-form"
    assert unquote(fault.expected) == "/" + unicodedata.normalize("NFD", "é.html")
