"""What the frame adds where scripts run: menu, light and dark, back to the top, pages from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.visits import PHONE, ZOOMED, until

Address = Callable[[str], str]
ITEM = "/oit/2568/o12/"
SCHEME = "() => document.body.dataset.mdColorScheme"

_OUT_OF_SIGHT = """
() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect();
  return box.right <= 0 || box.left >= innerWidth || box.width === 0;
}
"""


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_are_chosen_and_remembered(
    page: Page, address: Address, system: str
) -> None:
    names = {"default": "ใช้พื้นหลังสีเข้ม", "slate": "ใช้พื้นหลังสีอ่อน"}
    first, second = ("default", "slate") if system == "light" else ("slate", "default")
    page.emulate_media(color_scheme="light" if system == "light" else "dark")
    page.goto(address("root") + "/")
    assert page.evaluate(SCHEME) == first
    page.get_by_role("button", name=names[first]).click()
    assert page.evaluate(SCHEME) == second
    expect(page.get_by_role("button", name=names[second])).to_be_visible()
    page.goto(address("root") + ITEM)
    assert page.evaluate(SCHEME) == second
    page.get_by_role("button", name=names[second]).click()
    assert page.evaluate(SCHEME) == first


def test_the_system_decides_until_a_reader_does(page: Page, address: Address) -> None:
    page.goto(address("root") + "/")
    for system, scheme in (("dark", "slate"), ("light", "default")):
        page.emulate_media(color_scheme="dark" if system == "dark" else "light")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


@pytest.mark.parametrize("width", [PHONE, ZOOMED])
def test_the_menu_of_a_narrow_window_opens_by_keyboard(
    page: Page, address: Address, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(address("root") + ITEM)
    menu = page.get_by_role("button", name="เมนู")
    assert menu.get_attribute("aria-expanded") == "false"
    menu.focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    expect(menu).to_be_focused()


def test_the_menu_leads_to_another_page(page: Page, address: Address) -> None:
    page.set_viewport_size({"width": PHONE, "height": 780})
    page.goto(address("root") + ITEM)
    page.get_by_role("button", name="เมนู").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="O2 ข้อมูลผู้บริหาร").click()
    page.wait_for_url("**/oit/2568/o02/")


def test_a_closed_menu_is_out_of_reach(page: Page, address: Address) -> None:
    """WCAG 2.2, 2.4.7: the focus is never where nobody sees it."""
    page.set_viewport_size({"width": ZOOMED, "height": 780})
    page.goto(address("root") + "/oit/")
    for _ in range(200):
        page.keyboard.press("Tab")
        is_out = page.evaluate(_OUT_OF_SIGHT)
        if is_out is None:
            return
        assert not is_out, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError("the focus never leaves the page")


def test_back_to_the_top_of_a_long_page(page: Page, address: Address) -> None:
    page.goto(address("root") + ITEM)
    button = page.locator(".md-top")
    assert button.get_attribute("hidden") is not None
    page.evaluate("scrollTo(0, 5000)")
    expect(button).not_to_have_attribute("hidden", re.compile(""))
    button.click()
    until(page, "scrollY === 0")


def test_the_section_that_is_read_is_marked(page: Page, address: Address) -> None:
    page.goto(address("root") + "/oit/2568/o21/#downloads")
    marked = page.locator(".md-nav--secondary .md-nav__link--active")
    expect(marked).to_have_count(1)
    page.evaluate("scrollTo(0, 0)")
    expect(marked).to_have_text("ประกาศเจตนารมณ์ No Gift Policy")


def test_pages_lead_to_each_other_from_a_disk(page: Page, built: Callable[[str], Path]) -> None:
    front = built("root") / "index.html"
    page.goto(front.as_uri())
    page.locator("article a", has_text="ข้อมูลผู้บริหาร").first.click()
    page.wait_for_url("**/oit/2569/o02/index.html")
    page.get_by_role("link", name="2568 O2").click()
    page.wait_for_url("**/oit/2568/o02/index.html")
    page.locator("article a[href='#person-contact']").first.click()
    page.wait_for_url("**/oit/2568/o02/index.html#person-contact")
    page.locator(".oit-crumbs a").first.click()
    page.wait_for_url(front.as_uri())


def test_without_script_the_menu_opens_by_mouse_and_nothing_promises_more(
    browser: Browser, address: Address
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    try:
        page = context.new_page()
        page.goto(address("root") + ITEM)
        assert (
            page.locator(
                ".oit-scheme:visible, .oit-menu:visible, .oit-search__form:visible"
            ).count()
            == 0
        )
        page.locator("label[for=__drawer].oit-menu-plain").click()
        expect(page.locator(".md-sidebar--primary")).to_be_in_viewport()
    finally:
        context.close()
