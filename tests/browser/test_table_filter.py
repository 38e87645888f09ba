"""The filter over 5,000 rows: loaded when asked for, right, fast to use by keyboard, accessible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from big import EDITION, METHODS, PLAN_ROWS, ROWS, SUPPLIERS, Purchase, purchases
from page_types import WIDTHS
from playwright.sync_api import Browser, Dialog, Locator, Page, expect
from serving import Server

from browser.axe import leave_fewer_rows, violations_everywhere
from browser.conftest import PATIENCE

Serve = Callable[[str], Server]

PATH = f"/oit/{EDITION}/o12/"
OPEN = "ค้นหา กรอง และเรียงลำดับ"
#: Columns of the filter: the month stands before those of the form.
MONTH, NUMBER, NAME, BUDGET, METHOD, AGREED, SUPPLIER, PROJECT = 0, 1, 8, 9, 12, 14, 15, 16
ON_A_PAGE = 25


@pytest.fixture(scope="module")
def rows() -> tuple[Purchase, ...]:
    return purchases()


@pytest.fixture
def box(page: Page, server: Serve) -> Locator:
    """The filter of the purchases, just opened."""
    page.goto(server("big").address + PATH)
    return _opened(page)


@pytest.fixture(scope="module")
def open_box(browser: Browser, server: Serve) -> Iterator[Locator]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(server("big").address + PATH)
    yield _opened(page)
    page.context.close()


@pytest.fixture
def unsorted(open_box: Locator) -> Locator:
    """A filter that other tests have used before, where nothing is sorted, chosen or searched for."""
    for choice in open_box.get_by_role("combobox").all():
        choice.select_option("")
    open_box.get_by_role("searchbox").fill("")
    return open_box


def _opened(page: Page) -> Locator:
    box = page.locator("[data-oit-table=purchases]")
    box.get_by_role("button", name=OPEN).click()
    expect(box.get_by_role("searchbox")).to_be_visible()
    return box


def _column(box: Locator, place: int) -> list[str]:
    """The cells of a column as they are shown, on the page of rows that is shown."""
    return box.locator(f"tbody tr td:nth-child({place + 1})").all_inner_texts()


def _status(found: list[Purchase]) -> str:
    """What is told of the rows that were found."""
    agreed = sum((row.agreed or Decimal(0) for row in found), Decimal(0))
    return (
        f"พบ {len(found):,} จาก {ROWS:,} รายการ · รวม "
        f"วงเงินงบประมาณที่ได้รับจัดสรร (บาท) {_shown(sum((r.budget for r in found), Decimal(0)))} · "
        f"ราคาที่ตกลงซื้อหรือจ้าง (บาท) {_shown(agreed)}"
    )


def _shown(value: Decimal) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _choose(box: Locator, label: str, value: str) -> None:
    box.get_by_role("combobox", name=label, exact=True).select_option(value)


def test_rows_are_loaded_only_when_asked_for(page: Page, server: Serve) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server("big").address + PATH, wait_until="networkidle")
    assert not [url for url in asked if url.endswith(".rows.js")]
    assert page.locator(".oit-filter input").count() == 0
    _opened(page)
    loaded = [url for url in asked if url.endswith(".rows.js")]
    assert loaded == [server("big").address + PATH + "purchases.rows.js"]


def test_every_row_is_there_and_summed_up(unsorted: Locator, rows: tuple[Purchase, ...]) -> None:
    expect(unsorted.get_by_role("status")).to_have_text(_status(list(rows)))
    assert _column(unsorted, PROJECT) == [row.project for row in rows[:ON_A_PAGE]]


SEARCHES: dict[str, Callable[[Purchase], bool]] = {
    "รายการที่ 4999": lambda row: "รายการที่ 4999" in row.item,
    "รายการที่ ๔๙๙๙": lambda row: "รายการที่ 4999" in row.item,
    "  รายการที่4999  ": lambda row: "รายการที่ 4999" in row.item,
    "67000001234": lambda row: row.project == "67000001234",
    "๖๗๐๐๐๐๐๑๒๓๔": lambda row: row.project == "67000001234",
    "<SCRIPT>": lambda row: "<script>" in row.item,
    "ไม่มีคำนี้": lambda row: False,
}


def test_searching_for_a_text(unsorted: Locator, rows: tuple[Purchase, ...]) -> None:
    """One after another, as a person does: the page takes its time to open."""
    for typed, found in SEARCHES.items():
        wanted = [row for row in rows if found(row)]
        unsorted.get_by_role("searchbox").fill(typed)
        expect(unsorted.get_by_role("status")).to_have_text(_status(wanted))
        assert _column(unsorted, PROJECT) == [row.project for row in wanted[:ON_A_PAGE]], typed


def test_searching_for_an_amount_as_it_is_shown(
    unsorted: Locator, rows: tuple[Purchase, ...]
) -> None:
    """Whoever copies a figure out of the table finds the row where it stands."""
    unsorted.get_by_role("searchbox").fill(_column(unsorted, BUDGET)[3])
    assert _column(unsorted, PROJECT) == [rows[3].project]


def test_filtering_by_month_method_and_supplier(
    unsorted: Locator, rows: tuple[Purchase, ...]
) -> None:
    wanted = list(rows)
    for label, attribute, value in (
        ("เดือน", "month", "มกราคม 2568"),
        ("วิธีการจัดซื้อจัดจ้าง", "method", METHODS[1]),
        ("รายชื่อผู้ประกอบการที่ได้รับการคัดเลือก", "supplier", SUPPLIERS[4]),
    ):
        _choose(unsorted, label, value)
        wanted = [row for row in wanted if getattr(row, attribute) == value]
        assert wanted
        expect(unsorted.get_by_role("status")).to_have_text(_status(wanted))
    assert _column(unsorted, PROJECT) == [row.project for row in wanted[:ON_A_PAGE]]
    unsorted.get_by_role("searchbox").fill(wanted[0].project)
    expect(unsorted.get_by_role("status")).to_have_text(_status(wanted[:1]))
    unsorted.get_by_role("searchbox").fill("")
    for label in ("เดือน", "วิธีการจัดซื้อจัดจ้าง", "รายชื่อผู้ประกอบการที่ได้รับการคัดเลือก"):
        _choose(unsorted, label, "")
    expect(unsorted.get_by_role("status")).to_have_text(_status(list(rows)))


def test_choices_are_the_months_in_their_order(
    unsorted: Locator, rows: tuple[Purchase, ...]
) -> None:
    options = unsorted.get_by_role("combobox", name="เดือน", exact=True).locator("option")
    assert options.all_inner_texts() == ["ทั้งหมด", *dict.fromkeys(row.month for row in rows)]


def test_sorting_by_numbers_both_ways(box: Locator, rows: tuple[Purchase, ...]) -> None:
    heads = box.locator("thead th")
    assert heads.nth(BUDGET).get_attribute("aria-sort") is None
    button = heads.nth(BUDGET).get_by_role("button")
    ordered = sorted(rows, key=lambda row: row.budget)
    for order, wanted in (
        ("ascending", ordered),
        ("descending", sorted(rows, key=lambda row: -row.budget)),
        ("ascending", ordered),
    ):
        button.click()
        expect(heads.nth(BUDGET)).to_have_attribute("aria-sort", order)
        assert _column(box, BUDGET) == [_shown(row.budget) for row in wanted[:ON_A_PAGE]]
        assert box.locator("thead th[aria-sort]").count() == 1
    heads.nth(AGREED).get_by_role("button").click()
    assert box.locator("thead th[aria-sort]").count() == 1
    expect(heads.nth(AGREED)).to_have_attribute("aria-sort", "ascending")


def test_sorting_by_texts_both_ways(box: Locator) -> None:
    """Numbers within texts count as numbers, as readers expect of 9 and 10."""
    head = box.locator("thead th").nth(SUPPLIER)
    head.get_by_role("button").click()
    assert set(_column(box, SUPPLIER)) == {SUPPLIERS[0]}
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert set(_column(box, SUPPLIER)) == {SUPPLIERS[-1]}


def test_rows_of_equal_value_keep_their_order(box: Locator, rows: tuple[Purchase, ...]) -> None:
    box.locator("thead th").nth(METHOD).get_by_role("button").click()
    first = _column(box, METHOD)[0]
    wanted = [row.project for row in rows if row.method == first]
    assert _column(box, PROJECT) == wanted[:ON_A_PAGE]


def test_paging(unsorted: Locator, rows: tuple[Purchase, ...]) -> None:
    back, on = (
        unsorted.get_by_role("button", name="ก่อนหน้า"),
        unsorted.get_by_role("button", name="ถัดไป"),
    )
    expect(unsorted.get_by_text("หน้า 1 จาก 200")).to_be_visible()
    expect(back).to_be_disabled()
    on.click()
    on.click()
    assert _column(unsorted, PROJECT) == [
        row.project for row in rows[2 * ON_A_PAGE : 3 * ON_A_PAGE]
    ]
    back.click()
    assert _column(unsorted, PROJECT) == [row.project for row in rows[ON_A_PAGE : 2 * ON_A_PAGE]]
    unsorted.get_by_role("searchbox").fill("รายการที่ 499")
    expect(unsorted.get_by_text("หน้า 1 จาก 1")).to_be_visible()
    expect(on).to_be_disabled()
    assert len(_column(unsorted, PROJECT)) == 11, "499 and 4990 to 4999"


def test_what_was_found_is_announced(unsorted: Locator) -> None:
    status = unsorted.get_by_role("status")
    assert status.count() == 1
    live = status.evaluate("node => node.getAttribute('aria-live') || 'by role'")
    assert live in ("polite", "by role")
    same = status.element_handle()
    unsorted.get_by_role("searchbox").fill("รายการที่ 4999")
    expect(status).to_contain_text("พบ 1 จาก")
    assert same is not None and same.evaluate("node => node.isConnected"), "the same live region"


def test_hostile_texts_are_texts(page: Page, box: Locator) -> None:
    said: list[str] = []

    def hear(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    box.get_by_role("searchbox").fill("onerror=alert")
    expect(box.get_by_role("status")).to_contain_text("พบ 1 จาก")
    assert "<img src=x onerror=alert(2)>" in _column(box, NAME)[0]
    assert box.locator("tbody img, tbody script").count() == 0
    assert said == []


def test_everything_works_by_keyboard_alone(page: Page, server: Serve) -> None:
    page.goto(server("big").address + PATH)
    box = page.locator("[data-oit-table=purchases]")
    box.get_by_role("button", name=OPEN).focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("คัดเลือก")
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => document.activeElement.closest('[data-oit-table=purchases]') ?"
            " document.activeElement.tagName + ' ' + (document.activeElement.getAttribute('aria-label')"
            " || document.activeElement.textContent.slice(0, 20)) : ''"
        )
        if not name:
            break
        reached.append(name)
        outline = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0; }"
        )
        assert outline, f"nothing shows that {name} has the focus"
        if "เรียงตาม ราคาที่ตกลง" in name:
            page.keyboard.press("Enter")
            page.keyboard.press("Space")
    assert sum(name.startswith("SELECT") for name in reached) >= 3
    assert sum("เรียงตาม" in name for name in reached) == 17
    assert any(name.startswith("DIV") for name in reached), "the table that scrolls"
    assert reached[-1].startswith("BUTTON ถัดไป")
    expect(box.locator("thead th").nth(AGREED)).to_have_attribute("aria-sort", "descending")


def test_two_filters_of_a_page_do_not_mix(page: Page, box: Locator) -> None:
    other = page.locator("[data-oit-table=plan]")
    other.get_by_role("button", name=OPEN).click()
    expect(other.get_by_role("status")).to_contain_text(f"พบ {PLAN_ROWS} จาก {PLAN_ROWS}")
    other.get_by_role("searchbox").fill("แผนรายการที่ 450")
    expect(other.get_by_role("status")).to_contain_text(f"พบ 1 จาก {PLAN_ROWS}")
    expect(box.get_by_role("status")).to_contain_text(f"พบ {ROWS:,} จาก {ROWS:,}")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


def test_it_works_from_a_folder(page: Page, built: Callable[[str], Path]) -> None:
    """Opened as a file, as from a memory stick: nothing can be fetched, a script can."""
    file = built("big") / PATH.strip("/") / "index.html"
    page.goto(file.as_uri())
    box = _opened(page)
    box.get_by_role("searchbox").fill("รายการที่ ๔๙๙๙")
    expect(box.get_by_role("status")).to_contain_text(f"พบ 1 จาก {ROWS:,}")


def test_rows_that_do_not_come_are_told(page: Page, server: Serve) -> None:
    page.route("**/*.rows.js", lambda route: route.abort())
    page.goto(server("big").address + PATH)
    box = page.locator("[data-oit-table=purchases]")
    button = box.get_by_role("button", name=OPEN)
    button.click()
    expect(box.get_by_role("status")).to_contain_text("โหลดข้อมูลไม่ได้")
    expect(button).to_be_enabled()
    page.unroute("**/*.rows.js")
    button.click()
    expect(box.get_by_role("searchbox")).to_be_visible()


def test_without_script_there_is_no_filter_and_every_row_is_linked(
    page: Page, server: Serve
) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    try:
        plain = context.new_page()
        plain.goto(server("big").address + PATH)
        assert plain.locator(".oit-filter button:visible").count() == 0
        plain.locator("table.oit-summary a", has_text="กันยายน 2568").click()
        plain.wait_for_url("**/purchases/2568-09/")
        assert plain.get_by_text("รายการที่ 5000").is_visible()
    finally:
        context.close()


def test_axe_finds_nothing_with_the_filter_open(page: Page, box: Locator) -> None:
    box.locator("thead th").nth(BUDGET).get_by_role("button").click()
    leave_fewer_rows(page)
    assert violations_everywhere(page) == ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
