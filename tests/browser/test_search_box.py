"""The search in a real browser: what it finds, how it is used, and that it waits until it is touched."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from fpdf import FPDF
from page_types import SCHEMES, STILL, WIDTHS
from playwright.sync_api import Browser, Page, expect
from sites import NAKHAM, ROOT, copy_workspace, oit

from browser.axe import OF_COLOURS, violations
from site_builder.search import fold
from site_builder.search.index import swapped

BOX = ".md-header .oit-search__input"
RESULTS = ".md-header .oit-search__result a"
STATUS = ".md-header .oit-search__status"


def _search(page: Page, query: str) -> list[str]:
    """Type a query into the box of the header; the paths found, with their anchors."""
    page.fill(BOX, query)
    expect(page.locator(STATUS)).to_have_text(re.compile("^(พบ|ไม่พบ)"))
    return [
        link.evaluate("a => a.pathname + decodeURIComponent(a.hash)")
        for link in page.locator(RESULTS).all()
    ]


@pytest.fixture
def root(page: Page, address: Callable[[str], str]) -> Page:
    page.goto(address("root") + "/oit/2568/o01/")
    # Texts of documents come in files of their own, after the pages.
    with page.expect_response("**/documents-2568.js"):
        page.focus(BOX)
    page.wait_for_timeout(100)
    return page


FOUND = {
    "inside unspaced text": ("เครื่องหมาย", "/oit/2568/o12/#remarks"),
    "a code": ("O12 2568", "/oit/2568/o12/"),
    "a code in small letters": ("o12", "/oit/2569/o12/"),
    "a code with zero": ("o02", "/oit/2569/o02/"),
    "a code in Thai": ("ข้อ ๑๒", "/oit/2569/o12/"),
    "a code in Thai without space": ("ข้อ12 ปี ๒๕๖๘", "/oit/2568/o12/"),
    "a code with a word": ("o12 67109024027", "/oit/2568/o12/#list-progress-table"),
    "a title": ("ข่าวประชาสัมพันธ์", "/oit/2569/o04/"),
    "a title of an earlier year": ("รายงานผลการดำเนินงานประจำปี 2567", "/oit/2568/o07/"),
    "a number inside a table": ("67109024027", "/oit/2568/o12/#list-progress-table"),
    "the same in Thai digits": ("๖๗๑๐๙๐๒๔๐๒๗", "/oit/2568/o12/#list-progress-table"),
    "a name": ("อัมพร งามสมมุติ", "/oit/2569/o12/#monthly-tables"),
    "tone marks left out": ("เครืองหมาย", "/oit/2568/o12/#remarks"),
    "a wrong tone mark": ("เครื้องหมาย", "/oit/2568/o12/#remarks"),
    "a hand-written page": ("ที่อยู่ (URL) ของหน้านั้นไม่เปลี่ยน", "/about/#_1"),
}


def test_what_is_found(root: Page, built: Callable[[str], Path]) -> None:
    """One after another, as a person does: the page takes its time to open."""
    for name, (query, path) in FOUND.items():
        found = _search(root, query)
        assert path in found, name
        page, _, anchor = path.partition("#")
        if not anchor:
            assert found[0] == path, f"{name}: titles come first"
        else:
            html = (built("root") / page.strip("/") / "index.html").read_text(encoding="utf-8")
            assert html.count(f'id="{anchor}"') == 1, name


def test_what_is_not_there_is_not_found(root: Page) -> None:
    for query in ("ไดโนเสาร์", "zzzz", "O99", "10902402", "ก", "   "):
        root.fill(BOX, "เทศบาล")
        expect(root.locator(RESULTS).first).to_be_visible()
        root.fill(BOX, query)
        assert root.locator(RESULTS).count() == 0, query


def test_a_result_names_item_and_year_and_marks_the_word(root: Page) -> None:
    _search(root, "67109024027")
    entry = root.locator(".md-header .oit-search__result").first
    text = entry.inner_text()
    assert "O12 รายการ" in text
    assert "OIT ปี 2568" in text
    assert entry.locator("mark").all_inner_texts() == ["67109024027"]


def test_every_word_must_stand_on_the_page(root: Page) -> None:
    both = set(_search(root, "ร้องเรียน ทุจริต"))
    assert both
    # What is found of one word alone may be more, and may not be less.
    found = root.locator(STATUS).inner_text()
    _search(root, "ทุจริต")
    assert int(re.findall(r"\d+", root.locator(STATUS).inner_text())[0]) >= int(
        re.findall(r"\d+", found)[0]
    )
    assert _search(root, "ทุจริต ไดโนเสาร์") == []


def test_the_text_of_attached_pdf_files_is_found(page: Page, tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    (workspace / "data/2569/files").mkdir(exist_ok=True)
    _thai_pdf(workspace / "data/2569/files/plan.pdf")
    (workspace / "data/2569/o05.yaml").write_text(PLAN, encoding="utf-8")
    assert oit("build", cwd=workspace).code == 0
    page.goto((workspace / "site/index.html").as_uri())
    for query in ("ไดโนเสาร์ภูเวียง", "ทุ่งกุลาร้องไห้", "๗๗๓๑๙", "กำแพงดินโบราณ"):
        page.fill(BOX, query)
        expect(page.locator(RESULTS)).to_have_count(1)
        assert str(page.locator(RESULTS).get_attribute("href")).endswith(
            "/oit/2569/o05/index.html#long-term-plan"
        )
        entry = page.locator(".md-header .oit-search__result")
        expect(entry).to_contain_text("ในเอกสารแนบ: แผนพัฒนาห้าปี")
        expect(entry.locator("mark").first).to_be_visible()


PLAN = """item: strategic-plan
plan: {file: plan.pdf, title: แผนพัฒนาห้าปี}
"""


def _thai_pdf(path: Path) -> None:
    """Thai text as a word processor writes it: shaped, broken into lines without spaces."""
    document = FPDF()
    document.add_page()
    with as_file(files("fontpkg_sarabun") / "files") as folder:
        document.add_font("Sarabun", "", folder / "Sarabun-Regular.ttf")
    document.set_font("Sarabun", size=14)
    document.set_text_shaping(True)
    for line in (
        "การอนุรักษ์ซากไดโนเสาร์ภู",
        "เวียงและพื้นที่ทุ่งกุลาร้องไห้ตามที่ได้",
        "รับงบประมาณ 77,319 บาท เพื่อบำรุงกำแพงดินโบราณ",
    ):
        document.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    document.output(str(path))


def test_similar_spellings_are_offered_after_what_is_spelled_so(root: Page) -> None:
    _search(root, "ข้าว")
    status = root.locator(STATUS).inner_text()
    more = root.locator(".md-header .oit-search__more button")
    if "ใกล้เคียง" not in status:
        before = root.locator(RESULTS).count()
        more.click()
        assert root.locator(RESULTS).count() >= before
    marks = root.locator(".md-header .oit-search__result mark").all_inner_texts()
    assert any("ข่าว" in mark or "ข้าว" in mark for mark in marks)


# ---- the rule is the same on both sides ----


def test_browser_and_python_compare_words_alike(root: Page) -> None:
    chance = random.Random(2568)
    letters = [chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5C))]
    others = list(" \t\u00a0\u200b\ufeff\u2009aA1,250.-–“\"'()/é\u0301ÅßİΣ𝒳\n") + letters[48:60]
    texts = [
        "".join(chance.choice(letters if chance.random() < 0.6 else others) for _ in range(length))
        for length in range(40)
        for _ in range(60)
    ]
    seeds = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/seeds/*.txt")]
    texts += [line for seed in seeds for line in seed.splitlines()]
    site = root.url.split("/oit/")[0]
    content = root.request.get(site + "/assets/search/index.js").text()
    data = json.loads(content[content.index(",") + 1 : -3])
    told = root.evaluate(
        """([data, texts]) => {
            const index = new oitSearch.Index(data);
            return texts.map(t => [index.fold(t), index.foldLoosely(t), index.unpack(t)]);
        }""",
        [data, texts],
    )
    for text, (strict, loose, unpacked) in zip(texts, told, strict=True):
        assert strict == fold.fold(text)
        assert loose == fold.fold_loosely(text)
        assert unpacked == swapped(text)


def test_what_is_marked_is_what_was_found(root: Page) -> None:
    text = "ก่อน น้ํา  ท่วม 1,234 บาท เเล้ว ท่ี ๒๕๖๘ (O12)"
    cases = {
        "น้ำท่วม": "น้ํา  ท่วม",
        "1234": "1,234",
        "แล้ว": "เเล้ว",
        "ที่": "ท่ี",
        "2568": "๒๕๖๘",
        "o12": "O12",
        "zz": "",
    }
    for query, marked in cases.items():
        found = root.evaluate(
            """([rules, text, query]) => {
                const index = new oitSearch.Index(
                    {letters: ["", ""], rules, loose: [], pages: [], documents: []});
                return index.marked(text, [index.fold(query)], false)
                    .filter(node => node.tagName).map(node => node.textContent).join("|");
            }""",
            [fold.javascript(fold.RULES), text, query],
        )
        assert found == marked, query


# ---- how it is used ----


def test_nothing_is_loaded_before_the_box_is_touched(
    page: Page, address: Callable[[str], str]
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address("root") + "/oit/2568/o12/", wait_until="networkidle")
    assert [url for url in requests if "search" in url] == []
    with page.expect_response("**/documents-2568.js"):
        page.focus(BOX)
    names = [url.rsplit("/", 1)[1] for url in requests if "search" in url]
    assert names == ["search.js", "index.js", "documents-2569.js", "documents-2568.js"]


def test_the_keyboard_is_enough(root: Page) -> None:
    root.focus(BOX)
    root.keyboard.type("จัดซื้อจัดจ้าง")
    expect(root.locator(RESULTS).first).to_be_visible()
    root.keyboard.press("ArrowDown")
    expect(root.locator(RESULTS).nth(0)).to_be_focused()
    root.keyboard.press("ArrowDown")
    expect(root.locator(RESULTS).nth(1)).to_be_focused()
    root.keyboard.press("ArrowUp")
    root.keyboard.press("ArrowUp")
    expect(root.locator(BOX)).to_be_focused()
    root.keyboard.press("ArrowDown")
    root.keyboard.press("Escape")
    expect(root.locator(BOX)).to_be_focused()
    expect(root.locator(RESULTS).first).to_be_hidden()
    root.keyboard.press("ArrowDown")
    expect(root.locator(RESULTS).first).to_be_visible()
    root.keyboard.press("ArrowDown")
    target = root.locator(RESULTS).first.get_attribute("href")
    root.keyboard.press("Enter")
    root.wait_for_url(str(target))


def test_results_close_when_the_focus_leaves(root: Page) -> None:
    root.fill(BOX, "เทศบาล")
    expect(root.locator(RESULTS).first).to_be_visible()
    root.mouse.click(200, 700)
    expect(root.locator(RESULTS).first).to_be_hidden()


def test_enter_leads_to_an_item_or_to_all_results(root: Page) -> None:
    site = root.url.split("/oit/")[0]
    _search(root, "O7 2568")
    root.keyboard.press("Enter")
    root.wait_for_url(site + "/oit/2568/o07/")
    root.focus(BOX)
    _search(root, "เทศบาล")
    assert "แสดง" in root.locator(STATUS).inner_text()
    root.keyboard.press("Enter")
    root.wait_for_url(site + "/search/?q=*")
    status = root.locator(".oit-search--page .oit-search__status")
    expect(status).to_have_text(re.compile(r"^พบ \d+ หน้า"))
    assert root.locator(".oit-search--page .oit-search__result").count() > 20
    assert root.input_value("#oit-search-page") == "เทศบาล"


def test_a_screen_reader_is_told_how_much_was_found(root: Page) -> None:
    _search(root, "เทศบาล")
    expect(root.get_by_role("search", name="ค้นหา").get_by_role("status")).to_have_text(
        re.compile(r"^พบ \d+ หน้า")
    )
    assert root.get_by_role("searchbox").get_attribute("aria-label")
    root.fill(BOX, "ไดโนเสาร์")
    expect(root.locator(STATUS)).to_have_text("ไม่พบหน้าที่ตรงกับคำค้น")


def test_it_works_from_a_disk(page: Page, built: Callable[[str], Path]) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((built("root") / "oit/2568/o12/index.html").as_uri())
    page.fill(BOX, "ร้องเรียน")
    link = page.locator(RESULTS).first
    expect(link).to_be_visible()
    address = str(link.get_attribute("href"))
    assert "/index.html" in address
    link.click()
    page.wait_for_url(address)
    assert page.title()
    page.fill(BOX, "ร้องเรียน")
    page.keyboard.press("Enter")
    expect(page.locator(".oit-search--page .oit-search__result").first).to_be_visible()
    assert errors == []


def test_without_script_a_link_leads_to_every_page(
    browser: Browser, address: Callable[[str], str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address("root") + "/oit/2568/o12/")
        assert not page.locator(BOX).is_visible()
        page.get_by_role("link", name="ค้นหา", exact=True).click()
        page.wait_for_url("**/search/")
        assert page.locator("#oit-search-page").is_hidden()
        assert "Ctrl+F" in page.locator("article noscript").inner_text()
        items = page.locator("article a[href*='/o']").count()
        assert items >= 54
        page.locator("article").get_by_role("link", name="O12 รายการ").click()
        page.wait_for_url("**/oit/2568/o12/")
    finally:
        context.close()


def test_where_the_index_cannot_be_loaded_the_reader_is_told(
    page: Page, address: Callable[[str], str]
) -> None:
    page.route("**/assets/search/index.js", lambda route: route.abort())
    page.goto(address("root") + "/")
    page.fill(BOX, "เทศบาล")
    expect(page.locator(STATUS)).to_have_text(re.compile("โหลดข้อมูลสำหรับค้นหาไม่สำเร็จ"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/oit/2568/o02/", "/search/?q=จัดซื้อ"])
def test_axe_finds_nothing_in_open_results(
    page: Page, address: Callable[[str], str], path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address("root") + path, wait_until="networkidle")
    if width == 360:
        page.get_by_role("link", name="ค้นหา", exact=True).click()
    page.fill(BOX, "งบประมาณ")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(STATUS)).not_to_be_empty()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.evaluate(STILL)
        page.focus(BOX)
        rules = OF_COLOURS if scheme == "dark" else ()
        assert violations(page, None, *rules) == "", scheme
        page.keyboard.press("ArrowDown")
        assert violations(page, ".md-header", *rules) == "", scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_box_opens_and_closes(page: Page, address: Callable[[str], str]) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(address("root") + "/")
    opener = page.get_by_role("link", name="ค้นหา", exact=True)
    assert not page.locator(BOX).is_visible()
    opener.click()
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("o12")
    expect(page.locator(RESULTS).first).to_be_visible()
    page.get_by_role("button", name="ปิดการค้นหา").click()
    expect(page.locator(BOX)).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_be_hidden()


HOSTILE = """item: news
unit: กอง<img src=x onerror=alert(1)>
updated: 1 มกราคม 2569
news:
  - date: 2 มกราคม 2569
    title: 'ข่าวร้าย <img src=x onerror=alert(2)></script><script>alert(3)</script>'
    text: "ข่าวร้าย \\");alert(4);//"
"""


def test_hostile_texts_and_queries_do_nothing(page: Page, tmp_path: Path, browser: Browser) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    (workspace / "data/2569/o04.yaml").write_text(HOSTILE, encoding="utf-8")
    assert oit("build", cwd=workspace).code == 0
    dialogs: list[str] = []
    errors: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((workspace / "site/oit/2569/index.html").as_uri())
    for query in (
        "ข่าวร้าย", "alert(3)", "<img src=x onerror=alert(5)>", "\\", "$&", "(((((", "[a-", "๙" * 200,
    ):  # fmt: skip
        page.fill(BOX, query)
        expect(page.locator(STATUS)).to_have_text(re.compile("^(พบ|ไม่พบ|)"))
        page.wait_for_timeout(200)
        assert page.locator(".oit-search__panel img, .oit-search__panel script").count() == 0
    page.fill(BOX, "ข่าวร้าย")
    expect(page.locator(".md-header .oit-search__results")).to_contain_text("<img src=x")
    assert dialogs == []
    assert errors == []
