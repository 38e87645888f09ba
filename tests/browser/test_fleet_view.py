"""The view of a fleet in a real browser, opened from a disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fleet_lines import line, many, write_lines
from page_types import WIDTHS
from playwright.sync_api import Browser, Page, expect

from browser.axe import leave_fewer_rows, violations_everywhere
from site_builder.catalogue.loader import load_catalogue
from site_builder.fleet import dashboard
from site_builder.fleet.dashboard import make_view, write_view
from site_builder.fleet.history import keep_day

ITEMS = load_catalogue().editions["2569"].items
FIFTH = ITEMS[4]
COUNTRY = 8304

#: One that lacks something, and enough others for two pages.
FLEET = sorted(
    [
        line("aa-1", lacking={FIFTH.id: [FIFTH.elements[0].key]}, province="เมฆธานี", vendor="ก"),
        line("aa-2", statuses={ITEMS[0].id: "missing"}, vendor="ก", name="เทศบาลตำบลไผ่งาม"),
        line("zz-1", outcome="unreadable"),
        line("zz-2", outcome="timeout"),
        *many(118),
    ],
    key=lambda each: str(each["agency"]),
)
JUDGED = sum(each["outcome"] in ("clean", "findings") for each in FLEET)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    results = write_lines(tmp_path_factory.mktemp("fleet"), FLEET)
    keep_day(results, date(2026, 11, 20), [line(str(each["agency"])) for each in FLEET])
    keep_day(results, date(2026, 11, 22), FLEET)
    write_view(results / "view", make_view(results))
    return results / "view"


@pytest.fixture
def shown(page: Page, folder: Path) -> Page:
    page.goto((folder / "index.html").as_uri())
    expect(page.locator(".map tbody tr").first).to_be_visible()
    return page


def test_nothing_is_asked_for_but_its_own_files(page: Page, folder: Path) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    expect(page.locator(".map tbody tr")).to_have_count(100)
    assert {Path(url).name for url in asked} == {"index.html", "fleet.css", "data.js", "fleet.js"}
    assert told == [], "the policy lets its own style and scripts in"


@pytest.mark.parametrize("name", ["index.html", "agencies-1.html"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, folder: Path, name: str
) -> None:
    page.goto((folder / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        edges = page.evaluate(
            "['h1', 'main > :first-child'].map((each) => document.querySelector(each).getBoundingClientRect().x)"
        )
        assert edges[0] == edges[1], "the heading stands above what it is the heading of"
    if name == "index.html":
        page.locator(".map td.i").first.click()
    leave_fewer_rows(page, 8)
    assert violations_everywhere(page) == ""


def test_filters(shown: Page) -> None:
    rows, count = shown.locator(".map tbody tr"), shown.locator(".filters__count")
    expect(count).to_contain_text(f"แสดง {JUDGED} จาก {JUDGED} หน่วยงาน")
    form = shown.get_by_role("form")
    form.get_by_label("ผู้ดูแล").select_option(label="ก")
    expect(rows).to_have_count(2)
    form.get_by_label("จังหวัด").select_option(label="เมฆธานี")
    expect(rows).to_have_count(1)
    expect(count).to_contain_text(f"พร้อมร้อยละ {100 * (len(ITEMS) - 1) / len(ITEMS):.1f}")
    shown.get_by_label("ชื่อหรือรหัส").fill("no such")
    expect(count).to_have_text("ไม่มีหน่วยงานที่ตรงกับตัวกรอง")
    expect(rows).to_have_count(0)
    shown.get_by_role("button", name="ล้างตัวกรอง").click()
    expect(rows).to_have_count(100)
    shown.get_by_label("ชื่อหรือรหัส").fill("ไผ่งาม")
    expect(rows.locator("th")).to_have_text(["เทศบาลตำบลไผ่งาม"])


def test_order_and_pages(shown: Page) -> None:
    rows = shown.locator(".map tbody tr")
    shown.get_by_label("เรียงตาม").select_option("worst")
    bad = "(rows) => rows.map((row) => row.querySelectorAll('td:not(.c)').length)"
    counts = rows.evaluate_all(bad)
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]
    back, on = (shown.get_by_role("button", name=name) for name in ("ก่อนหน้า", "ถัดไป"))
    expect(back).to_be_disabled()
    on.click()
    expect(rows).to_have_count(JUDGED - 100)
    expect(shown.locator(".pager__place")).to_have_text("หน้า 2 จาก 2")
    expect(on).to_be_disabled()
    back.click()
    expect(rows).to_have_count(100)


def test_by_keyboard(shown: Page) -> None:
    table = shown.get_by_role("grid")
    expect(table.locator("[tabindex='0']")).to_have_count(1)
    shown.locator(".scroll--map").focus()
    for key in ("Tab", *["ArrowRight"] * 5):
        shown.keyboard.press(key)
    focused = shown.locator(":focus")
    assert focused.evaluate("(cell) => [cell.parentElement.sectionRowIndex, cell.cellIndex]") == [
        0,
        5,
    ]
    expect(focused).to_have_accessible_name("ยังไม่ครบ")
    shown.keyboard.press("Enter")
    detail = shown.locator(".detail")
    expect(detail.get_by_role("heading")).to_have_text("หน่วยงาน aa-1 (aa-1)")
    expect(detail.locator("li")).to_have_count(1)
    expect(detail).to_contain_text(f"ยังขาด: {FIFTH.elements[0].requirement.th}")
    shown.keyboard.press("End")
    expect(shown.locator(":focus")).to_have_class("c")
    shown.keyboard.press("PageDown")
    expect(shown.locator(".pager__place")).to_have_text("หน้า 2 จาก 2")
    assert shown.locator(":focus").evaluate("(cell) => cell.cellIndex") == len(ITEMS)


def test_a_row_header_tells_of_all_that_is_lacking(shown: Page) -> None:
    shown.get_by_role("rowheader", name="เทศบาลตำบลไผ่งาม").click()
    detail = shown.locator(".detail")
    expect(detail).to_contain_text(f"ครบ {len(ITEMS) - 1} จาก {len(ITEMS)} ข้อ")
    expect(detail.locator("li")).to_have_text([f"{ITEMS[0].id} {ITEMS[0].title.th} — ยังไม่เผยแพร่"])


def test_without_scripts_every_agency_is_there(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        expect(page.locator(".filters")).to_be_hidden()
        expect(page.locator(".without-script")).to_be_visible()
        expect(page.locator(".bar")).to_be_visible()
        page.get_by_role("link", name=f"อันดับ 1–{JUDGED}").click()
        expect(page.get_by_role("row")).to_have_count(JUDGED + 1)
        expect(page.get_by_role("row", name="เทศบาลตำบลไผ่งาม")).to_contain_text("ยังไม่เผยแพร่: O1")
    finally:
        context.close()


def test_on_paper_all_is_unfolded(shown: Page) -> None:
    shown.emulate_media(media="print")
    folded = shown.locator("details:not([open])")
    expect(folded).to_have_count(2)
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).to_have_count(2)
    expect(shown.locator(".pager")).to_be_hidden()


def test_a_whole_country(page: Page, tmp_path: Path) -> None:
    lines = many(COUNTRY)
    judged = sum(each["outcome"] == "findings" for each in lines)
    write_view(tmp_path / "view", make_view(write_lines(tmp_path, lines)))
    page.goto((tmp_path / "view" / "index.html").as_uri())
    rows = page.locator(".map tbody tr")
    expect(rows).to_have_count(100)
    expect(page.locator(".filters__count")).to_contain_text(f"แสดง {judged:,} จาก {judged:,}")
    page.get_by_role("button", name="หน้าสุดท้าย").click()
    expect(rows).to_have_count(judged % 100 or 100)
    links = page.locator(".pages__list a")
    expect(links).to_have_count(-(-judged // dashboard.PER_PAGE))
    last = next(each for each in reversed(lines) if each["outcome"] == "findings")
    expect(rows.last.locator("th")).to_have_text(str(last["name"]))
