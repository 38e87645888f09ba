"""What is taken over from old pages: items, confidence, addresses, and the data that are written."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from corpus import personal
from corpus.made_pages import measured
from corpus.old_pages import AGENCY, HIGH, HOST, OLD_PAGES, OldCase, compared
from hypothesis import given
from hypothesis import strategies as st
from serving import serving
from workspaces import WorkspaceFolder

from site_builder.adopting.addresses import Refusal, is_saved_copy, resolve
from site_builder.adopting.labels import Labels
from site_builder.adopting.markup import read_markup
from site_builder.adopting.matching import (
    Wordings,
    codes,
    codes_in_url,
    other_wordings,
    without_codes,
)
from site_builder.adopting.model import Adoption, Confidence
from site_builder.adopting.page import read_lines
from site_builder.adopting.proposing import propose
from site_builder.adopting.source import Saved, read_saved
from site_builder.adopting.telling import as_text
from site_builder.adopting.writing import apply_adoption, plan_adoption
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import LINKS
from site_builder.kinds.link import safe_url
from site_builder.links.extract import text_and_encoding
from site_builder.problems import InputError
from site_builder.workspace import Workspace

CATALOGUE = load_catalogue()
BASE = f"{HOST}/ita/index.php?y=1"


def adopted(html: str | bytes, edition: str = "2568", address: str = BASE) -> Adoption:
    content = html.encode() if isinstance(html, str) else html
    saved = Saved("page.html", content, is_file=True, address=address)
    return propose(saved, CATALOGUE, CATALOGUE.editions[edition], AGENCY)


def pairs(adoption: Adoption) -> list[tuple[str, str, str]]:
    return [(e.item.id, e.confidence.value, e.link.url) for e in adoption.proposals]


# --- labelled pages ---------------------------------------------------------------------------


@pytest.mark.parametrize("case", OLD_PAGES, ids=lambda case: case.file)
def test_each_link_of_an_old_page_has_its_item_and_confidence(case: OldCase) -> None:
    adoption = case.adoption()
    for level, expected, told in compared(adoption, case):
        assert told == expected, level
    assert Counter((e.item.id, e.link.refusal) for e in adoption.refused) == Counter(case.refused)
    assert adoption.numbering == case.numbering


def test_high_confidence_is_never_wrong_and_hardly_missed() -> None:
    told, right, wanted = 0, 0, 0
    for case in OLD_PAGES:
        items = {f"{item} {url}" for item, _, url in case.gold}
        high = [f"{i} {url}" for i, sure, url in pairs(case.adoption()) if sure == HIGH]
        told += len(high)
        right += sum(each in items for each in high)
        wanted += len(items)
    assert told == right
    assert right / wanted > 0.7


def test_high_confidence_is_never_wrong_on_pages_made_by_chance() -> None:
    """Eight makes, with items without documents, wrong numbers and other subjects between."""
    found = measured(40)
    assert found.wrong == 0
    assert found.sure > 0.8 * found.links
    assert found.found > 0.95 * found.links


@pytest.mark.parametrize("case", OLD_PAGES, ids=lambda case: case.file)
def test_no_link_is_lost_without_a_word(case: OldCase) -> None:
    """Each address of the page is proposed, refused or told; but not those of the site's frame."""
    adoption = case.adoption()
    page = read_lines(read_markup(case.path.read_bytes()).root)
    written = {a.written for line in page.lines if not line.is_frame for a in line.anchors}
    known = {each.link.written for each in (*adoption.proposals, *adoption.refused)}
    known |= {each.link.written for each in adoption.unmatched}
    other_year = {each for each in written if "/67/" in each}
    hidden = {each for each in written if "secret" in each}
    doubled = {url for url in written if any(url.endswith(each) for each in known)}
    assert written - known - other_year - hidden <= doubled
    assert bool(adoption.remarks) == (case.file in ("wordpress", "years"))


def test_every_title_of_every_edition_is_known_in_each() -> None:
    for edition in CATALOGUE.editions.values():
        wordings = Wordings(CATALOGUE, edition)
        for other in CATALOGUE.editions.values():
            for item in other.items:
                match = wordings.best(f"{item.id} {item.title.th}")
                assert match and match.is_strong, (edition.name, other.name, item.id)
                assert match.item is wordings.item_of(item.slug)


def test_a_picture_without_words_is_called_by_its_item() -> None:
    html = "<p>O2 ข้อมูลผู้บริหาร <a href='/a'><img src='new.gif'></a> <a href='/b'>คลิก</a></p>"
    titles = [each.link.title for each in adopted(html).proposals]
    assert titles == ["ข้อมูลผู้บริหาร"] * 2


def test_other_wordings_are_of_known_subjects_and_mean_them() -> None:
    assert set(other_wordings()) <= set(CATALOGUE.subjects)
    names = [name for each in other_wordings().values() for name in each]
    assert len(names) == len(set(names))
    wordings = Wordings(CATALOGUE, CATALOGUE.editions["2566"])
    for slug, some in other_wordings().items():
        for name in some:
            match = wordings.best(name)
            assert match and match.item is wordings.item_of(slug), name


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("รายงานผลการดำเนินการตามแผนปฏิบัติการป้องกันการทุจริต", "anti-corruption-annual-report"),
        ("แผนปฎิบัติการป้องกันการทุจริต", "anti-corruption-plan"),  # misspelled
        ("แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖-๒๕๗๐) เทศบาลตำบลตัวอย่าง", "strategic-plan"),
        ("อำนาจหน้าที่", "powers-duties"),
    ],
)
def test_words_are_known_however_they_are_written(text: str, slug: str) -> None:
    match = Wordings(CATALOGUE, CATALOGUE.editions["2566"], AGENCY).best(text)
    assert match and match.is_strong and match.slug == slug


@pytest.mark.parametrize("text", ["", "เปิด", "123", "กองช่าง", "x" * 500, "ประกาศรับสมัครงาน"])
def test_other_words_are_no_title(text: str) -> None:
    match = Wordings(CATALOGUE, CATALOGUE.editions["2568"]).best(text)
    assert match is None or not match.is_strong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O1 โครงสร้าง", {1}),
        ("o01", {1}),
        ("(O12)", {12}),
        ("OIT-7", {7}),
        ("O 28: ", {28}),
        ("O1.1 แผนผัง", {1}),
        ("ข้อ ๑ โครงสร้าง", {1}),
        ("• ข้อที่ 16.", {16}),
        ("OIT ข้อ O3", {3}),
        ("โครงสร้าง (ข้อ ๒)", {2}),
        ("O14 และ O15", {14, 15}),
        ("ข้อO4", {4}),
        ("O1 – O28", set()),
        ("O1 ถึง O43", set()),
        ("CO2 และ H2O 5", set()),
        ("ตามระเบียบ ข้อ ๒๓", set()),
        ("OIT 2568", set()),
        ("O99", set()),
        ("video1", set()),
        ("O5m", set()),
        ("ดูที่ข้อ O6", set()),
        ("เอกสารที่ https://example.go.th/o7/ ", set()),
    ],
)
def test_numbers_of_items(text: str, found: set[int]) -> None:
    assert codes(text) == found
    if len(found) == 1:
        assert codes(without_codes(text)) == set()


def test_no_edition_has_more_items_than_are_looked_for() -> None:
    numbers = [item.number for each in load_catalogue().editions.values() for item in each.items]
    assert codes(f"O{max(numbers)} โครงสร้าง") == {max(numbers)}
    assert codes(f"O{max(numbers) + 1} โครงสร้าง") == frozenset()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/oit/2568/o12/?", {12}),
        ("/files/O-7_report.pdf?", {7}),
        ("/ita/oit3?", {3}),
        ("/photo12.jpg?", set()),
        ("/o2o/shop?", set()),
        ("/x?id=o4&next=o5", {4, 5}),
    ],
)
def test_numbers_in_addresses(path: str, found: set[int]) -> None:
    assert codes_in_url(path) == found


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.go.th/x?utm_source=1&amp=2#p", "https://a.go.th/x?utm_source=1&amp=2#p"),
        ("HTTPS://A.go.th/../x//y/./z", "HTTPS://A.go.th/../x//y/./z"),
        ("  https://a.go.th/%E0%b8%81 b\n.pdf ", "https://a.go.th/%E0%b8%81%20b.pdf"),
        ("https://a.go.th/{x}|[y]^`~!$'()*", "https://a.go.th/{x}|[y]^`~!$'()*"),
        ("/a//b/?", f"{HOST}/a//b/?"),
        ("b.pdf?#", f"{HOST}/ita/b.pdf?#"),
        ("./c/../d/.", f"{HOST}/ita/d/"),
        ("../../..", f"{HOST}/"),
        ("?p=2", f"{HOST}/ita/index.php?p=2"),
        ("//b.go.th", "https://b.go.th"),
        ("files\\ก.pdf", f"{HOST}/ita/files/%E0%B8%81.pdf"),
        ("?q=ก&r=\\", f"{HOST}/ita/index.php?q=%E0%B8%81&r=%5C"),
        ("https://เทศบาล.ไทย:8443/", "https://xn--o3cg7ak5c9d.xn--o3cw4h:8443/"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ('/a"><script>', f"{HOST}/a%22%3E%3Cscript%3E"),
    ],
)
def test_an_address_stays_as_it_is(written: str, url: str) -> None:
    assert resolve(written, BASE, "utf-8").url == url


def test_a_query_is_asked_for_in_the_encoding_of_the_page() -> None:
    assert resolve("/ก?ข#ค", BASE, "cp874").url == f"{HOST}/%E0%B8%81?%A2#%E0%B8%84"
    assert resolve("/?漢", BASE, "cp874").url == f"{HOST}/?%E6%BC%A2"


@pytest.mark.parametrize(
    ("written", "base", "refusal"),
    [
        ("javascript:alert(1)", BASE, Refusal.NO_WEB),
        ("JaVa\tScript:alert(1)", BASE, Refusal.NO_WEB),
        ("mailto:a@b.go.th", BASE, Refusal.NO_WEB),
        ("C:\\oit\\o1.pdf", BASE, Refusal.NO_WEB),
        ("data:text/html,x", BASE, Refusal.NO_WEB),
        ("http://localhost/x", BASE, Refusal.INNER),
        ("http://intranet/x", BASE, Refusal.INNER),
        ("http://files.local./x", BASE, Refusal.INNER),
        ("http://10.0.0.5/x", BASE, Refusal.INNER),
        ("http://127.1/x", BASE, Refusal.INNER),
        ("http://[::1]/x", BASE, Refusal.INNER),
        ("https://a:b@c.go.th/", BASE, Refusal.PASSWORD),
        ("o1.pdf", "", Refusal.NO_BASE),
        ("https:///x", BASE, Refusal.BROKEN),
        ("https:x", BASE, Refusal.BROKEN),
        ("https://a.go.th:x/", BASE, Refusal.BROKEN),
        ("https://[::1/x", BASE, Refusal.BROKEN),
        ("https://a.go.th/" + "x" * 3000, BASE, Refusal.BROKEN),
        ("/a\ufffdb", BASE, Refusal.BROKEN),
        (f"https://{'ก' * 80}.th/", BASE, Refusal.BROKEN),
    ],
)
def test_what_is_no_address_for_everybody_is_refused(
    written: str, base: str, refusal: Refusal
) -> None:
    assert resolve(written, base, "utf-8").refusal == refusal


@given(st.text(max_size=60), st.sampled_from(["utf-8", "cp874"]))
def test_whatever_is_taken_can_be_written_and_stays(written: str, encoding: str) -> None:
    target = resolve(written, BASE, encoding)
    if target.refusal is None:
        assert safe_url(target.url) == target.url
        assert target.url.isascii()
        assert resolve(target.url, "", encoding) == target


def test_copies_that_a_browser_saved_are_known() -> None:
    assert is_saved_copy("./ita_files/o1.pdf") and is_saved_copy("OIT 2568_files/o1.pdf")
    assert not is_saved_copy("files/o1.pdf") and not is_saved_copy("https://a.go.th/x_files/a.pdf")


# --- pages of any make --------------------------------------------------------------------------

_THAI = "ข้อมูลสาธารณะ " * 20


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (_THAI.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + _THAI.encode(), "utf-8"),
        (_THAI.encode("utf-16"), "utf-8"),
        (_THAI.encode("cp874"), "cp874"),
        (b'<meta charset="utf-8">' + _THAI.encode("cp874"), "cp874"),
        (b'<meta charset="tis-620">' + _THAI.encode(), "utf-8"),
        (_THAI.encode() + b"\xff", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_has(content: bytes, encoding: str) -> None:
    text, found = text_and_encoding(content)
    assert (found, _THAI in text) == (encoding, True)


@pytest.mark.parametrize(
    ("attribute", "written"),
    [
        ('href="?a=1&amp;b=2"', "?a=1&b=2"),
        ("href='?id=1&section=2&copy=3&para;=4'", "?id=1&section=2&copy=3¶=4"),
        ('href="?x&reg"', "?x®"),
        ("HREF=plain.pdf", "plain.pdf"),
        ('title="href=no" href="a&#x2F;b" href="c"', "a/b"),
    ],
)
def test_references_in_addresses_are_read_as_browsers_do(attribute: str, written: str) -> None:
    page = read_lines(read_markup(f"<p><a {attribute}>O1</a></p>".encode()).root)
    assert [a.written for line in page.lines for a in line.anchors] == [written]


@pytest.mark.parametrize(
    ("head", "told", "base"),
    [
        ("", "", ""),
        ("<!-- saved from url=(0023)https://a.go.th/x/y.html -->", "", "https://a.go.th/x/y.html"),
        ('<link rel="canonical" href="https://a.go.th/c/">', "", "https://a.go.th/c/"),
        ('<base href="/deep/">', "https://b.go.th/x", "https://b.go.th/deep/"),
        ('<base href="https://c.go.th/">', "", "https://c.go.th/"),
        ('<base href="/deep/">', "", ""),
        ('<link rel="canonical" href="/c">', "https://b.go.th/x", "https://b.go.th/x"),
    ],
)
def test_what_relative_links_count_from(head: str, told: str, base: str) -> None:
    assert adopted(f"<head>{head}</head><p>O1</p>", address=told).saved.base == base


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            "<p>O1 โครงสร้างและอำนาจหน้าที่ <a href=/a>1</a><p>O2 ข้อมูลผู้บริหาร <a href=/b>2</a>",
            [("O1", "high", f"{HOST}/a"), ("O2", "high", f"{HOST}/b")],
            id="end tags left out",
        ),
        pytest.param(
            "<p>O1 โครงสร้างและอำนาจหน้าที่ <a href=/a>1</a> <a href=/a>อีกครั้ง</a></p>",
            [("O1", "high", f"{HOST}/a")],
            id="the same address twice",
        ),
        pytest.param(
            "<p><a href=/a>O1 โครงสร้างและอำนาจหน้าที่</a></p><p><a href=/a>O2 ข้อมูลผู้บริหาร</a></p>",
            [("O1", "high", f"{HOST}/a"), ("O2", "high", f"{HOST}/a")],
            id="one address for two items",
        ),
        pytest.param(
            f"<p>O2 ข้อมูลผู้บริหาร <a href='{BASE}'>หน้านี้</a> <a href='#top'>บน</a></p>",
            [],
            id="the page itself",
        ),
        pytest.param(
            "<nav><p>O1 โครงสร้างและอำนาจหน้าที่ <a href=/a>1</a></p></nav>",
            [("O1", "high", f"{HOST}/a")],
            id="only the frame names items",
        ),
        pytest.param(
            "<p>O3 ข้อมูลผู้บริหาร <a href=/a>ก</a></p>", [("O2", "low", f"{HOST}/a")], id="one slip"
        ),
        pytest.param(
            "<p>O40 เรื่องอื่น <a href=/a>ก</a></p><p>เรื่อง <a href=/b>ข</a></p>", [], id="no such item"
        ),
        pytest.param(
            "<p><a href='/x/o11/'>สถิติ</a> <a href='/o12.pdf'>ข้อมูลผู้บริหาร</a></p>",
            [("O2", "low", f"{HOST}/o12.pdf"), ("O11", "low", f"{HOST}/x/o11/")],
            id="a number in the address alone",
        ),
    ],
)
def test_odd_pages(body: str, found: list[tuple[str, str, str]]) -> None:
    assert pairs(adopted(body)) == found


def test_a_list_of_another_year_alone_is_told() -> None:
    head = "<h2>การประเมิน ITA ปี 2566</h2>"
    rows = "".join(f"<p>O{n} <a href=/{n}>ไฟล์</a></p>" for n in range(1, 5))
    adoption = adopted(head + rows)
    assert [remark.en for remark in adoption.remarks] == [
        "the headings of this page say 2566, not 2568"
    ]
    assert {sure for _, sure, _ in pairs(adoption)} == {"medium"}


# --- hostile pages --------------------------------------------------------------------------------

_ROW = "<tr><td>O1</td><td rowspan=999999999 colspan=99999999><a href=/x>ก</a></td></tr>"
HOSTILE = {
    "deep": "<div>" * 50_000 + "O1 โครงสร้าง <a href=/x>ก</a>",
    "unclosed": "<a href='" * 20_000,
    "lines": "<p>O1 โครงสร้าง <a href=/x>ก</a>" * 30_000,
    "titles": "<h3>ข้อมูลผู้บริหาร</h3>" * 30_000,
    "wide rows": f"<table>{_ROW * 3_000}</table>",
    "nested lists": "<ul><li>O2" * 5_000,
    "one line": "O1 โครงสร้าง " * 100_000,
    "references": '<a href="' + "&amp" * 100_000 + '">O1</a>',
    "attributes": "<a " + "x='" * 50_000 + ">",
    "comments": "<!--" * 100_000,
    "tags": "<" * 300_000,
    "targets": '<div id="a"><button data-target="#a" aria-controls="a a a">O1</button></div>'
    * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_soon(name: str) -> None:
    start = time.process_time()
    adoption = adopted(HOSTILE[name])
    assert time.process_time() - start < 5
    for each in adoption.proposals:
        assert safe_url(each.link.url)


def test_what_a_page_says_moves_no_cursor_and_breaks_no_file(workspace: WorkspaceFolder) -> None:
    html = (
        "<p>O1 โครงสร้างและอำนาจหน้าที่</p><ul>"
        "<li><a href='/a'>a\x1b[2J: \u2028- x: {y}\u202e # \"'</a></li>"
        "<li><a href='/b'>&lt;script&gt;alert(1)&lt;/script&gt;</a></li>"
        f"<li><a href='/c'>{'ก' * 5_000}</a></li></ul>"
    )
    plan = plan_adoption(workspace.open("2568"), adopted(html))
    shown = as_text(plan, is_dry=True)
    assert all(sign.isprintable() or sign == "\n" for sign in shown)
    apply_adoption(workspace.open("2568"), plan)
    cells = workspace.disclosure("2568", "structure").values[LINKS].cells
    assert workspace.data("2568").problems == ()
    assert [cell.text for cell in cells] == [f"{HOST}/{name}" for name in "abc"]
    assert cells[1].parts["label"].text == "<script>alert(1)</script>"
    assert len(cells[2].parts["label"].text) == 201


# --- personal data ------------------------------------------------------------------------------


def test_personal_data_are_not_taken_over(workspace: WorkspaceFolder) -> None:
    title = next(text for kind, text in personal.FOUND.values() if kind == "id")
    html = (
        "<p>O18 ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ</p><ul>"
        f"<li><a href='/ok'>{title}</a></li><li><a href='/x?id={title}'>เอกสาร</a></li></ul>"
    )
    adoption = adopted(html)
    assert [each.link.title for each in adoption.proposals] == [""]
    assert "personal data" in adoption.proposals[0].reason.en
    assert [each.link.refusal for each in adoption.refused] == [Refusal.PERSONAL]
    plan = plan_adoption(workspace.open("2568"), adoption)
    assert title not in as_text(plan, is_dry=True)
    assert all(title not in draft.content for draft in plan.drafts)


# --- what is written ------------------------------------------------------------------------------

PAGE = """<!-- saved from url=(0031)https://www.old.go.th/ita/x.php -->
<div><p>O1 โครงสร้างและอำนาจหน้าที่ <a href="a.pdf?x=1&amp;y=2#p3">แผนผัง</a></p>
<p><a href="photos.html">ภาพถ่าย</a></p>
<p>O7 ข้อมูลผู้บริหาร <a href="mixed.pdf">ไฟล์</a></p>
<p>O6 <a href="แผน 2568.pdf">แผน</a></p></div>
"""
O1_FILE = """\
# O1 โครงสร้างและอำนาจหน้าที่ (OIT ปี 2568)
# ร่างจากหน้าเดิม https://www.old.go.th/ita/x.php — เปิดดูทุกลิงก์ แล้วกรอกเป็นข้อมูลหรือแนบเอกสาร
# ลิงก์ภายนอกเป็นหลักฐานที่คนต้องเปิดดู ไม่ทำให้ข้อนี้ครบ ที่อยู่คงเดิมทุกตัวอักษร
# ดูแล้วย้ายไปช่องที่รับลิงก์ของข้อนี้ได้: laws
item: structure
links:
  # มั่นใจสูง: เลขข้อ O1 และชื่อเรื่องตรงกัน (บรรทัด 2 ของหน้าเดิม)
  # ในหน้าเดิม: O1 โครงสร้างและอำนาจหน้าที่ แผนผัง
  - url: https://www.old.go.th/ita/a.pdf?x=1&y=2#p3
    label: แผนผัง
  # มั่นใจต่ำ: อยู่ถัดจาก O1 เท่านั้น (บรรทัด 3 ของหน้าเดิม)
  # ในหน้าเดิม: ภาพถ่าย
  # - url: https://www.old.go.th/ita/photos.html
  #   label: ภาพถ่าย
"""


def planned(workspace: Workspace, html: str = PAGE) -> Adoption:
    saved = Saved("page.html", html.encode(), is_file=True)
    return propose(saved, CATALOGUE, workspace.catalogue.editions["2568"])


def test_the_data_say_where_they_come_from_and_how_sure_they_are(
    workspace: WorkspaceFolder,
) -> None:
    opened = workspace.open("2568")
    plan = plan_adoption(opened, planned(opened))
    apply_adoption(opened, plan)
    assert [draft.file for draft in plan.to_write] == ["data/2568/o01.yaml", "data/2568/o06.yaml"]
    assert (workspace.root / "data/2568/o01.yaml").read_text(encoding="utf-8") == O1_FILE
    # What is doubtful alone makes no file.
    assert not (workspace.root / "data/2568/o02.yaml").exists()
    assert [str(each.item.id) for each in plan.adoption.proposals if each.item.id == "O2"] == ["O2"]


def test_uncommented_lines_are_data(workspace: WorkspaceFolder) -> None:
    text = O1_FILE.replace("  # - url", "  - url").replace("  #   label", "    label")
    workspace.write("data/2568/o01.yaml", text)
    cells = workspace.disclosure("2568", "structure").values[LINKS].cells
    assert [cell.parts["label"].text for cell in cells] == ["แผนผัง", "ภาพถ่าย"]


def test_nothing_that_exists_is_touched(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "structure", "powers: ของเดิม\n")
    opened = workspace.open("2568")
    before = (workspace.root / "data/2568/o01.yaml").read_bytes()
    first = plan_adoption(opened, planned(opened))
    # A file that comes after the plan is made is left alone too.
    workspace.write("data/2568/o06.yaml", "item: annual-plan\n")
    apply_adoption(opened, first)
    assert (workspace.root / "data/2568/o01.yaml").read_bytes() == before
    assert (workspace.root / "data/2568/o06.yaml").read_text() == "item: annual-plan\n"
    again = plan_adoption(opened, planned(opened))
    assert again.to_write == ()


def test_folders_that_lead_out_are_not_written_into(
    workspace: WorkspaceFolder, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    opened = workspace.open("2568")
    (workspace.root / "data/2568").symlink_to(outside, target_is_directory=True)
    with pytest.raises(InputError) as caught:
        apply_adoption(opened, plan_adoption(opened, planned(opened)))
    assert [problem.code for problem in caught.value.problems] == ["path-outside"]
    assert list(outside.iterdir()) == []


def test_relative_links_without_a_base_are_a_problem(workspace: WorkspaceFolder) -> None:
    opened = workspace.open("2568")
    html = PAGE.partition("\n")[2]
    with pytest.raises(InputError) as caught:
        plan_adoption(opened, planned(opened, html))
    (problem,) = caught.value.problems
    assert problem.code == "base-unknown"
    assert "4 links are relative, such as a.pdf?x=1&y=2#p3" in problem.message.en
    # Where only links without an item are relative, the others can be taken over.
    whole = html.replace('href="', 'href="https://www.old.go.th/')
    assert plan_adoption(opened, planned(opened, f"{whole}<p><a href=/x>x</a></p>")).to_write


# --- reading the page -------------------------------------------------------------------------------


def test_a_live_page_is_asked_for_once(tmp_path: Path) -> None:
    (tmp_path / "ita").mkdir()
    (tmp_path / "ita/index.html").write_text(PAGE, encoding="utf-8")
    with serving(tmp_path) as server:
        url = f"{server.address}/ita/"
        saved = read_saved(url, allowed=["127.0.0.1"])
        assert [path for path, _ in server.answers] == ["/ita/"]
        assert (saved.address, saved.is_file, saved.content) == (url, False, PAGE.encode())
        told = read_saved(url, "https://www.old.go.th/", ["127.0.0.1"])
        assert told.address == "https://www.old.go.th/"
        with pytest.raises(InputError) as caught:
            read_saved(f"{server.address}/none", allowed=["127.0.0.1"])
    (problem,) = caught.value.problems
    assert problem.code == "page-not-read" and "HTTP 404" in problem.message.th


def test_a_host_inside_a_network_is_read_only_where_it_is_allowed(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    page = "<p>O2 ข้อมูลผู้บริหาร <a href='https://www.old.go.th/a'>ก</a></p>"
    workspace.write("old/index.html", page)
    with serving(workspace.root / "old") as server:
        call = ("adopt", f"{server.address}/", "--edition", "2568")
        refused = commands.run(*call, cwd=workspace.root)
        assert refused.code == BAD_INPUT and server.answers == []
        assert "เครือข่ายภายใน" in refused.err and "--allow-host 127.0.0.1" in refused.err
        allowed = commands.run(*call, "--allow-host", "127.0.0.1", cwd=workspace.root)
    assert allowed.code == CLEAN and len(server.answers) == 1


@pytest.mark.parametrize(
    ("page", "content", "code"),
    [
        ("none.html", b"", "no-page"),
        ("empty.html", b" \n", "no-page"),
        ("a.pdf", b"%PDF-1.7 x", "no-page"),
        ("a.mhtml", b"From: <Saved by Blink>\r\n", "no-page"),
        ("big.html", b"x" * 8_000_001, "no-page"),
        ("https://u:p@a.go.th/", b"", "no-page"),
        ("https://", b"", "no-page"),
        ("bad\0name", b"", "no-page"),
    ],
)
def test_what_is_no_page_is_a_problem(tmp_path: Path, page: str, content: bytes, code: str) -> None:
    path = tmp_path / page if "\0" not in page and "://" not in page else Path("x")
    if content:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_saved(page if "://" in page or "\0" in page else str(path))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "u:p" not in str(problem)


# --- the command ------------------------------------------------------------------------------------


def test_a_dry_run_shows_all_and_writes_nothing(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    workspace.write("ita.html", PAGE)
    dry = commands.run("adopt", "ita.html", "--edition", "2568", "--dry-run", cwd=workspace.root)
    assert dry.code == FINDINGS
    assert not (workspace.root / "data/2568").exists()
    assert "จะเขียน 2 ไฟล์" in dry.out and "https://www.old.go.th/ita/photos.html" in dry.out
    done = commands.run("adopt", "ita.html", "--edition", "2568", cwd=workspace.root)
    assert "เขียนแล้ว 2 ไฟล์" in done.out
    before = {path: path.stat().st_mtime_ns for path in (workspace.root / "data").rglob("*")}
    again = commands.run("adopt", "ita.html", "--edition", "2568", cwd=workspace.root)
    assert "เขียนแล้ว 0 ไฟล์ มีอยู่แล้วไม่เขียนทับ 2 ไฟล์" in again.out
    assert {p: p.stat().st_mtime_ns for p in (workspace.root / "data").rglob("*")} == before


def test_json_holds_everything(workspace: WorkspaceFolder, commands: Commands) -> None:
    workspace.write("ita.html", PAGE)
    call = (
        "--lang",
        "en",
        "adopt",
        "ita.html",
        "--edition",
        "2568",
        "--dry-run",
        "--format",
        "json",
    )
    data = commands.run(*call, cwd=workspace.root).json()
    assert (data["format"], data["edition"], data["written"]) == (1, "2568", False)
    assert data["page"]["address"] == "https://www.old.go.th/ita/x.php"
    assert data["items"][0]["links"][0] == {
        "url": "https://www.old.go.th/ita/a.pdf?x=1&y=2#p3",
        "written": "a.pdf?x=1&y=2#p3",
        "label": "แผนผัง",
        "line": 2,
        "around": "O1 โครงสร้างและอำนาจหน้าที่ แผนผัง",
        "confidence": "high",
        "reason": "the number O1 and the title agree",
    }
    assert len(data["items"]) == 28
    assert json.dumps(data) == json.dumps(commands.run(*call, cwd=workspace.root).json())


@pytest.mark.parametrize(
    ("html", "arguments", "code"),
    [
        ("<p>O1 โครงสร้างและอำนาจหน้าที่ <a href='https://a.go.th/x'>ก</a></p>", (), CLEAN),
        ("<p>ไม่มีอะไร</p>", (), FINDINGS),
        ("<a href='https://a.go.th/'>หน้าแรก</a>", (), FINDINGS),
        (
            "<p>O1 โครงสร้าง <a href='mailto:a@a.go.th'>ก</a> <a href='https://a.go.th'>ข</a></p>",
            (),
            FINDINGS,
        ),
        ("<p>O1 โครงสร้าง <a href='x'>ก</a></p>", (), BAD_INPUT),
        ("<p>O1 โครงสร้าง <a href='x'>ก</a></p>", ("--base", "https://a.go.th/"), CLEAN),
        ("<p>O1</p>", ("--base", "a.go.th"), BAD_INPUT),
        ("<p>O1</p>", ("--edition", "2580"), BAD_INPUT),
    ],
)
def test_exit_codes(
    workspace: WorkspaceFolder,
    commands: Commands,
    html: str,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    workspace.write("ita.html", html)
    if "--edition" not in arguments:
        arguments = (*arguments, "--edition", "2568")
    assert commands.run("adopt", "ita.html", *arguments, cwd=workspace.root).code == code


# --- what becomes of it -----------------------------------------------------------------------------

_MKDOCS = """\
site_name: x
site_url: https://new.example.go.th/
docs_dir: content
theme: {name: material, font: false}
plugins: [oit]
"""


def test_an_adopted_workspace_builds_and_links_to_the_old_addresses(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    workspace.write("mkdocs.yml", _MKDOCS)
    workspace.write("content/index.md", "# x\n")
    case = next(each for each in OLD_PAGES if each.file == "lines-windows-874")
    call = ("adopt", str(case.path), "--edition", "2568", "--base", case.address)
    assert commands.run(*call, cwd=workspace.root).code == CLEAN
    assert commands.run("build", cwd=workspace.root).code == CLEAN
    for item, _, url in case.gold:
        site = workspace.root / "site/oit/2568" / f"o{int(item[1:]):02d}"
        page = read_lines(read_markup((site / "index.html").read_bytes()).root)
        assert url in [a.written for line in page.lines for a in line.anchors]
        data = json.loads((site / "data.json").read_text(encoding="utf-8"))
        assert url in [each["url"] for each in data["links"]]
        assert data["status"] == "needs-review"


def test_a_link_elsewhere_is_for_a_person_to_look_at(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "executives", "links: [{url: 'https://a.go.th/x', label: ผู้บริหาร}]\n")
    item = workspace.item("2568", "executives")
    assert item.status == "needs-review"
    assert {each.outcome for each in item.elements} == {"needs-review"}
    first = item.elements[0]
    assert first.basis == "link" and first.evidence[0].text.th == "ผู้บริหาร"
    assert first.reason and "not opened" in first.reason.en


@pytest.mark.parametrize(
    ("yaml", "outcome"),
    [
        ("people: [{rank: top, name: ก}]\nlinks: [https://a.go.th/]\n", "pass"),
        ("links: [www.a.go.th]\n", "fail"),
        ("links: ไม่มี\n", "fail"),
    ],
)
def test_a_link_elsewhere_changes_nothing_else(
    workspace: WorkspaceFolder, yaml: str, outcome: str
) -> None:
    workspace.disclose("2568", "executives", yaml)
    assert workspace.element("2568", "executives", "top-executive").outcome == outcome


def test_labels_of_a_page_come_in_its_order() -> None:
    case = next(each for each in OLD_PAGES if each.file == "accordion")
    page = read_lines(read_markup(case.path.read_bytes()).root)
    wordings = Wordings(CATALOGUE, CATALOGUE.editions["2568"])
    labels = Labels(page, wordings, page.lines)
    starts = [label.first for label in labels.found]
    assert starts == sorted(starts) and len(starts) > 5
    assert all(first <= each.first < last for each in labels.found for first, last in [labels.area])


def test_confidence_goes_down_step_by_step() -> None:
    assert Confidence.HIGH.reduced == Confidence.MEDIUM
    assert Confidence.MEDIUM.reduced == Confidence.LOW == Confidence.LOW.reduced
    assert Confidence.HIGH.at_most(Confidence.MEDIUM) == Confidence.MEDIUM
    assert Confidence.LOW.at_most(Confidence.MEDIUM) == Confidence.LOW
