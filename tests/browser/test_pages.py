"""Pages in a real browser: quiet, still, light, whole without script.

All of it in one file, so that each page is visited once: files are spread over processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from page_types import FRONT_BUDGET, ITEM_BUDGET, is_attachment, is_item
from playwright.sync_api import Browser, Page
from serving import Server

from browser.pages import CASES
from browser.visits import PHONE, ZOOMED, Visit, make_visit

Address = Callable[[str], str]
See = Callable[[str, str], Visit]

#: Of the page, as browsers reckon movements.
STILL_ENOUGH = 0.001

FRONTS = [case for case in CASES if case[1] == "/"]
ITEMS = [case for case in CASES if is_item(case[1])]


@pytest.mark.parametrize(("site", "path"), CASES)
def test_no_request_leaves_the_site_and_nothing_fails(
    visit: See, address: Address, site: str, path: str
) -> None:
    seen = visit(site, path)
    assert seen.hosts == {urlsplit(address(site)).netloc}
    assert seen.failures == ()


@pytest.mark.parametrize("width", [PHONE, ZOOMED])
@pytest.mark.parametrize(("site", "path"), CASES)
def test_only_tables_and_charts_scroll_sideways(
    visit: See, site: str, path: str, width: int
) -> None:
    """On a phone, and on a desktop at 400 %."""
    assert visit(site, path).too_wide[width] == []


@pytest.mark.parametrize(("site", "path"), CASES)
def test_what_scrolls_sideways_can_be_reached_by_keyboard(visit: See, site: str, path: str) -> None:
    for region in visit(site, path).regions:
        assert region.focusable and region.named and region.role, region


@pytest.mark.parametrize(("site", "path"), CASES)
def test_nothing_moves_while_the_page_loads(
    visit: See, browser: Browser, server: Callable[[str], Server], site: str, path: str
) -> None:
    """But for a thousandth: a browser may paint between two buttons of the header. It may do so between two
    lines of the navigation while it is busy, but what moves by our doing moves at every visit."""
    shifts = visit(site, path).shifts
    for _ in range(2):
        if _moved(shifts) >= STILL_ENOUGH:
            shifts = min(shifts, make_visit(browser, server(site), path).shifts, key=_moved)
    assert _moved(shifts) < STILL_ENOUGH, shifts


def _moved(shifts: tuple[tuple[float, str], ...]) -> float:
    return sum(amount for amount, _ in shifts)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """Somebody without script."""
    opened = browser.new_page(java_script_enabled=False)
    opened.set_default_timeout(60_000)
    yield opened
    opened.context.close()


@pytest.mark.parametrize(("site", "path"), CASES)
def test_the_page_is_whole_without_script(
    reader: Page, address: Address, site: str, path: str
) -> None:
    reader.goto(address(site) + path)
    hidden = reader.locator("[data-element]:not(:visible)")
    assert hidden.evaluate_all("blocks => blocks.map((each) => each.dataset.element)") == []
    assert reader.locator("h1").count() == 1


def test_an_element_can_be_linked_to(page: Page, address: Address) -> None:
    page.goto(address("root") + "/oit/2568/o02/#person-contact")
    block = page.query_selector("#person-contact")
    assert block is not None
    box = block.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900


def test_the_front_page_leads_to_an_item_with_one_click(page: Page, address: Address) -> None:
    page.goto(address("root") + "/")
    page.click("article a:has-text('ข้อมูลผู้บริหาร')")
    page.wait_for_url("**/oit/2569/o02/")
    assert page.title()


# --- what is sent, compressed as web servers do: everything counts but attachments -------------------


def _weight(seen: Visit) -> dict[str, int]:
    """Bytes of each answer at the first visit; pictures and documents of the data do not count."""
    return {path: size for path, size in seen.sent if not is_attachment(path)}


@pytest.mark.parametrize(("site", "path"), FRONTS)
def test_a_front_page_is_light(visit: See, site: str, path: str) -> None:
    weight = _weight(visit(site, path))
    assert sum(weight.values()) <= FRONT_BUDGET, _heaviest(weight)


@pytest.mark.parametrize(("site", "path"), ITEMS)
def test_the_page_of_an_item_is_light(visit: See, site: str, path: str) -> None:
    weight = _weight(visit(site, path))
    assert sum(weight.values()) <= ITEM_BUDGET, _heaviest(weight)


@pytest.mark.parametrize(("site", "path"), [*FRONTS, *ITEMS])
def test_nothing_is_sent_twice_and_no_rows_unasked(visit: See, site: str, path: str) -> None:
    sent = [path for path, _ in visit(site, path).sent]
    assert path in sent
    assert sorted(sent) == sorted(set(sent))
    assert not [each for each in sent if each.endswith((".rows.js", ".csv", ".xlsx", "data.json"))]


def _heaviest(weight: dict[str, int]) -> str:
    ordered = sorted(weight.items(), key=lambda each: -each[1])
    return ", ".join(f"{path} {size:,}" for path, size in ordered[:5])
