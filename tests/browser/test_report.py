"""The page of `oit check --format html` as people use it: read, filtered, printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from faulty_report import plant, report_of, with_evidence
from playwright.sync_api import Browser, Page, expect
from sites import NAKHAM, oit

from browser.axe import violations, violations_everywhere
from site_builder.reports import html
from site_builder.reports.tasks import plan
from site_builder.thai import fold

NAMES = ("faults", "nakham")
PHONE = 360


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of a workspace with faults of every kind, and of one with little yet."""
    folder = tmp_path_factory.mktemp("reports")
    report = with_evidence(report_of(plant(folder / "workspace")))
    (folder / "faults.html").write_text(html.render(report), encoding="utf-8")
    target = folder / "nakham.html"
    oit("check", "--format", "html", "--output", str(target), cwd=NAKHAM)
    return {name: folder / f"{name}.html" for name in NAMES}


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(java_script_enabled=False)
    yield opened
    opened.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(page: Page, pages: dict[str, Path], name: str) -> None:
    page.goto(pages[name].as_uri())
    assert violations_everywhere(page) == ""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert violations(page) == "", "unfolded"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [PHONE, 320])
def test_nothing_scrolls_sideways(
    page: Page, pages: dict[str, Path], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_is_asked_for_and_nothing_is_refused(page: Page, pages: dict[str, Path]) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(pages["faults"].as_uri(), wait_until="networkidle")
    assert asked == [pages["faults"].as_uri()]
    assert told == [], "the policy lets its own style and script pass"


def test_filters_work_by_keyboard_and_say_what_is_shown(page: Page, pages: dict[str, Path]) -> None:
    page.goto(pages["faults"].as_uri())
    count = page.locator(".filters__count")
    everything = count.inner_text()
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "filter-unit":
        page.keyboard.press("Tab")
    while page.locator("#filter-unit").input_value() != "กองคลัง":
        page.keyboard.press("ArrowDown")
    expect(count).to_have_text("แสดง 2 งาน 2 ข้อ")
    assert count.get_attribute("aria-live") == "polite"
    assert page.locator(".unit:visible").count() == 1
    assert page.locator(".item:visible").evaluate_all(
        "all => all.map((each) => each.dataset.unit)"
    ) == [
        "กองคลัง",
        "กองคลัง",
    ]
    page.locator("button[type=reset]").focus()
    page.keyboard.press("Enter")
    expect(count).to_have_text(everything)


@pytest.mark.parametrize(
    ("name", "value", "tasks"),
    [
        ("status", "missing", 2),
        ("level", "warning", 1),
        ("level", "needs-review", 1),
        ("status", "complete", 1),
    ],
)
def test_each_filter_shows_only_what_fits(
    page: Page, pages: dict[str, Path], name: str, value: str, tasks: int
) -> None:
    page.goto(pages["faults"].as_uri())
    page.select_option(f"#filter-{name}", value)
    shown = page.locator(".unit .task:visible")
    assert shown.count() == tasks
    kinds = shown.evaluate_all(f"all => all.map((each) => each.dataset.{name})")
    assert set(kinds) == {value}
    for holder in (".group:visible", ".unit:visible", ".week:visible"):
        for each in page.locator(holder).all():
            assert each.locator(".task:visible").count()


def test_a_link_to_an_item_unfolds_it(page: Page, pages: dict[str, Path]) -> None:
    page.goto(pages["faults"].as_uri())
    page.evaluate("document.querySelectorAll('.item').forEach((each) => { each.open = false; })")
    link = page.locator(".week .group__item a").first
    target = str(link.get_attribute("href"))
    link.click()
    assert page.locator(target).evaluate("each => each.open")


def test_without_script_all_is_there_and_nothing_useless(
    without_script: Page, pages: dict[str, Path]
) -> None:
    without_script.goto(pages["faults"].as_uri())
    assert not without_script.locator(".filters").is_visible()
    assert without_script.locator(".unit .task:visible").count() == 11
    assert without_script.locator(".item:visible").count() == 28


# --- on paper ---------------------------------------------------------------------------------


#: Vowels and tone marks above and below: the text of a PDF has some of them twice, with their letter.
_MARKS = re.compile("[ัิ-ฺ็-๎]")


def _letters(text: str) -> str:
    return _MARKS.sub("", fold(text).replace("ำ", "า"))


def stands(words: str, text: str) -> bool:
    """Whether the words stand in the text of a PDF, letters that it has twice aside."""
    pattern = "[ก-ฮา]{0,3}?".join(map(re.escape, _letters(words)))
    return re.search(pattern, text) is not None


@cache
def printed(browser: Browser, path: Path, script: bool) -> list[str]:
    """The text of each printed sheet."""
    page = browser.new_page(java_script_enabled=script)
    page.goto(path.as_uri())
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.context.close()
    try:
        assert {tuple(map(round, sheet.get_size())) for sheet in document} == {(595, 842)}, "A4"
        return [_letters(sheet.get_textpage().get_text_range()) for sheet in document]
    finally:
        document.close()


@pytest.mark.parametrize("script", [True, False])
def test_each_unit_starts_a_sheet_of_its_own(
    browser: Browser, pages: dict[str, Path], script: bool
) -> None:
    sheets = printed(browser, pages["faults"], script)
    starts = [sheet[:60] for sheet in sheets]
    for head in ("งานของกองคลัง", "งานของสำนักปลัดเทศบาล", "งานของไม่ระบุส่วนงาน", "ทุกข้อ"):
        begun = [start for start in starts if stands(head, start)]
        assert len(begun) == 1, head
        assert begun[0].startswith(_letters(head)[:2])


@pytest.mark.parametrize("script", [True, False])
def test_paper_has_every_word_and_no_filters(
    browser: Browser, pages: dict[str, Path], script: bool, tmp_path: Path
) -> None:
    text = "".join(printed(browser, pages["faults"], script))
    report = with_evidence(report_of(plant(tmp_path / "workspace")))
    for task in plan(report).tasks:
        for words in (str(task.message), str(task.remedy), str(task.location)):
            assert stands(words, text), words
    for item in report.items:
        for element in item.elements:
            assert stands(str(element.element.requirement), text)
    assert stands("เว้นว่างช่องที่ต้องกรอก", text), "what is folded on a screen"
    assert not stands("ล้างตัวกรอง", text)


def test_no_task_is_cut_between_sheets(browser: Browser, pages: dict[str, Path]) -> None:
    """Each message stands on the sheet of its remedy and its place."""
    found = 0
    for sheet in printed(browser, pages["nakham"], True):
        places = len(re.findall(r"data/2569/o\d\d\.yaml·no-file", sheet))
        assert places == len(re.findall('"item:', sheet.split(_letters("ทุกข้อ"))[0])) or not places
        found += places
    assert found == 25
