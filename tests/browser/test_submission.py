"""The sheet in a real browser: its explanations followed click by click, its page read and scanned."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from page_types import WIDTHS
from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from sites import oit

from browser.axe import violations_everywhere
from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.outcomes import Finding, Severity, Status
from site_builder.published.source import FolderSource
from site_builder.submission.page import render
from site_builder.submission.sheet import Line, make_sheet
from site_builder.workspace import open_workspace

EDITION = "2568"
ARROW = " → "

Address = Callable[[str], str]
Built = Callable[[str], Path]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """Somebody without script."""
    opened = browser.new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(60_000)
    yield opened
    opened.context.close()


def called(page: Page, text: str) -> Locator:
    """The first link that is seen and shows this text, and no other, whatever breaks its lines."""
    links = page.locator("a:visible")
    shown = ["".join(each.split()) for each in links.all_inner_texts()]
    return links.nth(shown.index("".join(text.split())))


def test_every_explanation_leads_to_its_page(reader: Page, address: Address, built: Built) -> None:
    """Click by click by what the links show, from the front page, with documents."""
    site = built("root")
    run = oit("submission", "--format", "csv", "--edition", EDITION, "--documents", cwd=site.parent)
    assert run.code == 0, run.err
    rows = list(csv.DictReader(io.StringIO(run.out.removeprefix("\ufeff"))))
    assert {row["ข้อ"] for row in rows} == {f"O{number}" for number in range(1, 29)}
    #: Where each way led, as far as it was gone before: items of one edition begin alike.
    been: dict[tuple[str, ...], str] = {(): address("root") + "/"}
    followed = 0
    for row in rows:
        home, *clicks = row["คำอธิบาย"].partition(". ")[2].split(ARROW)
        assert home == "หน้าแรก"
        target = urlsplit(row["URL"])
        if "/files/" in target.path:
            # A browser would open the document; its link is looked at on the item's page.
            *clicks, name = clicks
            if reader.url != been[tuple(clicks)]:
                reader.goto(been[tuple(clicks)])
            href = called(reader, name).evaluate("link => link.href")
            assert urlsplit(href).path == target.path
            continue
        for depth in range(len(clicks)):
            way = tuple(clicks[: depth + 1])
            if way not in been:
                if reader.url != been[way[:-1]]:
                    reader.goto(been[way[:-1]])
                link = called(reader, way[-1])
                leads_to = link.evaluate("link => link.href")
                link.click()
                # The click returns while the next page may still be arriving.
                reader.wait_for_url(leads_to)
                been[way] = leads_to
        assert urlsplit(been[tuple(clicks)]).path == target.path, row["คำอธิบาย"]
        followed += 1
    assert followed == 28


@pytest.fixture(scope="module")
def sheet(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with everything that it can hold: documents, items of every answer, findings."""
    site = built("root")
    workspace = open_workspace(site.parent)
    report = audit(workspace, load_disclosures(workspace, EDITION))
    made = make_sheet(FolderSource(site), workspace.agency, report, with_documents=True)
    place = Location("site/index.html")
    finding = Finding("too-deep", Severity.ERROR, place, Text("ไกล", "far"), Text("แก้", "mend"))
    rows = [
        replace(row, result=replace(row.result, status=status), findings=(finding,))
        for row, status in zip(made.rows[4:], Status, strict=False)
    ]
    rows.append(replace(made.rows[9], lines=(Line(1, "https://x.example/", None),)))
    full = replace(made, rows=tuple(rows), notes=(finding,), remarks=(Text("อ่านไม่ได้", "unread"),))
    file = tmp_path_factory.mktemp("submission") / "sheet.html"
    file.write_text(render(full), encoding="utf-8")
    return file


def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, sheet: Path) -> None:
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sheet.as_uri())
    assert violations_everywhere(page) == ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [sheet.as_uri()]
    assert told == [], "the policy lets its own style pass"


def test_a_telephone_reads_each_qr_code_in_both_schemes(page: Page, sheet: Path) -> None:
    page.goto(sheet.as_uri())
    urls = page.locator(".copy--url p").all_inner_texts()
    codes = page.locator("svg.qr")
    assert codes.count() == len(urls) > 1
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for position, url in enumerate(urls):
            picture = Image.open(io.BytesIO(codes.nth(position).screenshot()))
            (found,) = zxingcpp.read_barcodes(picture)
            assert found.text == url


def test_one_click_selects_all_that_is_pasted(page: Page, sheet: Path) -> None:
    page.goto(sheet.as_uri())
    for box in page.locator(".filed").first.locator(".copy").all():
        box.click()
        chosen = page.evaluate("getSelection().toString()")
        assert [line for line in chosen.splitlines() if line] == box.locator("p").all_inner_texts()
