"""The preview as a clerk sees it: files are saved in one window, the browser follows in the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_types import WIDTHS
from playwright.sync_api import Browser, Page, expect
from previews import Running, running
from sites import NAKHAM, copy_workspace, edit
from workspaces import WorkspaceFolder, real_file

from browser.axe import violations_everywhere

YEAR = "2569"
O2, O5 = f"oit/{YEAR}/o02/", f"oit/{YEAR}/o05/"
PANEL = "[data-preview-panel]"
TROUBLE = ".oit-preview--trouble"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> WorkspaceFolder:
    """An agency's folder with little in it; each test mends what it breaks."""
    root = tmp_path_factory.mktemp("serve") / "เทศบาล ของเรา"
    folder = WorkspaceFolder(copy_workspace(NAKHAM, root))
    folder.disclose(
        YEAR,
        "executives",
        "unit: สำนักปลัด\npeople:\n  - {name: นายเก่า ดีงาม, position: นายก, contact: 042-000-101}\n",
    )
    folder.attach(YEAR, "แผน.pdf")
    folder.disclose(YEAR, "strategic-plan", "unit: กองช่าง\nplan: แผน.pdf\n")
    return folder


@pytest.fixture(scope="module")
def preview(folder: WorkspaceFolder) -> Iterator[Running]:
    with running(folder.root) as started:
        yield started
    assert "Traceback" not in "".join(started.said)


def people(folder: WorkspaceFolder) -> Path:
    return folder.root / folder.file_of(YEAR, "executives")


def test_what_is_saved_is_seen_with_what_is_missing(
    page: Page, preview: Running, folder: WorkspaceFolder
) -> None:
    """Nobody loads the page again; the panel stays open, and its links lead to the element."""
    page.goto(preview.address + O2)
    page.locator(f"{PANEL} summary").click()
    before = page.locator(f"{PANEL} summary").inner_text()
    blank = page.locator(f"{PANEL} .task", has_text="ช่องทางการติดต่อ")
    expect(blank).to_have_count(0)
    edit(
        people(folder),
        "นายเก่า ดีงาม, position: นายก, contact: 042-000-101",
        "นายใหม่ ดีงาม, position: นายก",
    )
    expect(page.locator(".oit-item")).to_contain_text("นายใหม่ ดีงาม")
    expect(blank).to_have_count(1)
    assert blank.is_visible(), "the panel is open as it was"
    assert page.locator(f"{PANEL} summary").inner_text() != before
    expect(blank.locator(".task__place")).to_contain_text(f"data/{YEAR}/o02.yaml:4")
    expect(blank.locator(".task__remedy")).to_contain_text("contact")
    link = blank.locator(".expected a").first
    key = str(link.get_attribute("href")).partition("#")[2]
    link.click()
    assert page.url.endswith(f"#{key}")
    assert page.locator(f"#{key}").get_attribute("data-element") == key
    edit(people(folder), "position: นายก", "position: นายก, contact: 042-000-101")
    expect(blank).to_have_count(0)


def test_a_broken_file_is_told_on_top_and_the_last_good_page_stays(
    page: Page, preview: Running, folder: WorkspaceFolder
) -> None:
    page.goto(preview.address + O2)
    expect(page.locator(TROUBLE)).to_have_count(0)
    edit(people(folder), "people:", "\tpeople:")
    trouble = page.locator(TROUBLE)
    expect(trouble).to_contain_text(f"data/{YEAR}/o02.yaml:3")
    expect(trouble).to_contain_text("Tab")
    expect(page.locator(".oit-item")).to_contain_text("ดีงาม")
    page.goto(preview.address + O5)
    expect(page.locator(TROUBLE)).to_contain_text("o02.yaml:3")
    assert page.locator(TROUBLE).evaluate("each => each.getBoundingClientRect().top") == 0
    page.mouse.wheel(0, 4000)
    assert page.locator(TROUBLE).evaluate("each => each.getBoundingClientRect().top") == 0
    edit(people(folder), "\tpeople:", "people:")
    expect(page.locator(TROUBLE)).to_have_count(0)


def test_many_tabs_follow_and_closing_one_stops_none(
    browser: Browser, preview: Running, folder: WorkspaceFolder
) -> None:
    """More than a browser opens connections to one server."""
    context = browser.new_context()
    try:
        tabs = [context.new_page() for _ in range(7)]
        for tab in tabs:
            tab.goto(preview.address + O2)
        for old, new in (("ดีงาม", "ใจดี"), ("ใจดี", "ดีงาม")):
            edit(people(folder), old, new)
            for tab in tabs:
                expect(tab.locator(".oit-item")).to_contain_text(new)
            # That which has listened for all is the first one.
            tabs.pop(0).close()
    finally:
        context.close()


def test_documents_items_and_settings_are_followed(
    page: Page, preview: Running, folder: WorkspaceFolder
) -> None:
    page.goto(preview.address + O5)
    plan = page.locator(".oit-item a[href^='files/']").first
    expect(plan).to_have_attribute("href", "files/%E0%B9%81%E0%B8%9C%E0%B8%99.pdf")
    files = folder.root / f"data/{YEAR}/files"
    (files / "แผน.pdf").rename(files / "แผนใหม่.pdf")
    expect(page.locator(TROUBLE)).to_contain_text("แผน.pdf")
    edit(folder.root / folder.file_of(YEAR, "strategic-plan"), "แผน.pdf", "แผนใหม่.pdf")
    expect(plan).to_have_attribute(
        "href", "files/%E0%B9%81%E0%B8%9C%E0%B8%99%E0%B9%83%E0%B8%AB%E0%B8%A1%E0%B9%88.pdf"
    )
    expect(page.locator(TROUBLE)).to_have_count(0)
    (files / "แผนใหม่.pdf").write_bytes(b"%PDF-1.7\n")
    broken = page.locator(f"{PANEL} .task", has_text="แผนใหม่.pdf")
    expect(broken).to_have_count(1)
    (files / "แผนใหม่.pdf").write_bytes(real_file("แผน.pdf"))
    expect(broken).to_have_count(0)

    page.goto(f"{preview.address}oit/{YEAR}/o03/")
    folder.disclose(YEAR, "contact", "unit: กองคลังใหม่\n")
    expect(page.locator(".oit-item")).to_contain_text("กองคลังใหม่")
    edit(folder.root / "data/agency.yaml", "name: ", "name: ทดสอบ")
    expect(page.locator("header")).to_contain_text("ทดสอบ")
    edit(folder.root / "data/agency.yaml", "name: ทดสอบ", "name: ")
    own = folder.write(
        f"editions/{YEAR}.yaml",
        f'edition: "{YEAR}"\ncorrections:\n  - item: O3\n    change: {{th: ชื่อข้อของเรา}}\n    reason: คู่มือ\n    by: นาง ก\n',
    )
    expect(page.locator("h1")).to_contain_text("ชื่อข้อของเรา")
    own.unlink()
    expect(page.locator("h1")).not_to_contain_text("ชื่อข้อของเรา")


def test_the_page_of_progress_shows_each_unit_and_follows(
    page: Page, preview: Running, folder: WorkspaceFolder
) -> None:
    page.goto(f"{preview.address}_preview/")
    desk = page.locator(".desk", has=page.locator("h3", has_text="สำนักปลัด"))
    expect(desk.locator(".work a").first).to_contain_text("O2")
    expect(desk.locator(".first")).to_contain_text("O2")
    assert page.locator(".strip a").count() == 26
    assert page.locator(".year > .bar rect").count() >= 2
    edit(people(folder), "unit: สำนักปลัด", "unit: สำนักปลัดเทศบาล")
    expect(page.locator(".desk h3", has_text="สำนักปลัดเทศบาล")).to_have_count(1)
    desk.locator(".work summary").first.click()
    desk.locator(".expected a").first.click()
    assert f"/{O2}#" in page.url
    edit(people(folder), "unit: สำนักปลัดเทศบาล", "unit: สำนักปลัด")


def test_axe_finds_nothing_and_paper_shows_none_of_it(
    page: Page, preview: Running, folder: WorkspaceFolder
) -> None:
    """With the panel open, a broken file told, and on the page of progress."""
    edit(people(folder), "people:", "\tpeople:")
    try:
        page.goto(preview.address + O2)
        expect(page.locator(TROUBLE)).to_be_visible()
        page.locator(f"{PANEL} summary").click()
        for path in (O2, "_preview/"):
            page.goto(preview.address + path)
            assert violations_everywhere(page) == "", path
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(preview.address + O2)
        page.emulate_media(media="print")
        assert page.locator(".oit-preview:visible").count() == 0
        assert page.locator("h1").is_visible()
    finally:
        edit(people(folder), "\tpeople:", "people:")


def test_without_script_all_is_told(
    browser: Browser, preview: Running, folder: WorkspaceFolder
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(preview.address + O2)
        task = page.locator(f"{PANEL} .task").first
        assert not task.is_visible()
        page.locator(f"{PANEL} summary").click()
        assert task.is_visible()
        page.goto(f"{preview.address}_preview/")
        assert page.locator(".desk").count() > 1
    finally:
        context.close()


def test_a_workspace_that_is_broken_from_the_start_recovers_and_an_end_is_told(
    page: Page, tmp_path: Path
) -> None:
    root = copy_workspace(NAKHAM, tmp_path / "workspace")
    agency = (root / "data/agency.yaml").read_text(encoding="utf-8")
    (root / "data/agency.yaml").write_text("name: [\n", encoding="utf-8")
    with running(root) as started:
        page.goto(started.address + O2)
        expect(page.locator(".trouble")).to_contain_text("agency.yaml")
        (root / "data/agency.yaml").write_text(agency, encoding="utf-8")
        expect(page.locator("h1")).to_contain_text("O2")
        assert page.locator("[data-preview-gone]").is_hidden()
        assert started.interrupt() == 0
        expect(page.locator("[data-preview-gone]")).to_be_visible()
