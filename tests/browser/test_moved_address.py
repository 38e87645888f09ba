"""The page at an address that leads elsewhere: it leads on at once, and can be read where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from serving import serving
from workspaces import WorkspaceFolder

from browser.axe import violations, violations_everywhere
from site_builder.links.redirects import Redirect
from site_builder.locations import Location
from site_builder.pages.moved import redirect_page

PLACE = Location("data/redirects.yaml", 2)
MOVED = Redirect("/เก่า/แผน.pdf", "/ใหม่/", "ข้อ", "ยกเลิกโดยประกาศฉบับที่ 2", PLACE, PLACE)


@pytest.fixture
def site(workspace: WorkspaceFolder, tmp_path: Path) -> Path:
    """An old address and the page to which it leads."""
    html = redirect_page(workspace.open("2568").agency, MOVED, {"/ใหม่/": "แผนพัฒนาท้องถิ่น"})
    files = {MOVED.page_file: html, "ใหม่/index.html": "<h1 id='ข้อ'>ถึงแล้ว</h1>"}
    for name, text in files.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True)
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")
    return tmp_path / "site"


def test_it_leads_on_without_javascript(browser: Browser, site: Path) -> None:
    opened = browser.new_page(java_script_enabled=False)
    with serving(site) as server:
        opened.goto(f"{server.address}/เก่า/แผน.pdf/")
        opened.get_by_role("heading", name="ถึงแล้ว").wait_for()
        assert opened.url.endswith(
            "/%E0%B9%83%E0%B8%AB%E0%B8%A1%E0%B9%88/#%E0%B8%82%E0%B9%89%E0%B8%AD"
        )
    opened.context.close()


def test_where_it_does_not_lead_on_it_can_be_read(page: Page, site: Path) -> None:
    file = site / MOVED.page_file
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('http-equiv="refresh"', 'name="held"'), encoding="utf-8")
    page.goto(file.as_uri())
    assert page.get_by_role("link", name="เปิด แผนพัฒนาท้องถิ่น").is_visible()
    assert page.get_by_role("link", name="Open the new one").is_visible()
    assert page.get_by_text(MOVED.reason).is_visible()
    assert violations_everywhere(page) == ""


def test_axe_has_nothing_against_leading_on_at_once(page: Page, site: Path) -> None:
    """The page is held by a target that does not come."""
    html = (site / MOVED.page_file).read_text(encoding="utf-8")
    page.route("**/*", lambda route: route.abort())
    page.set_content(html, wait_until="domcontentloaded")
    assert violations(page, None, "meta-refresh", "meta-refresh-no-exceptions") == ""
