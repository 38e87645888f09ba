"""The built site: every element has its place, every link leads somewhere, nothing is asked of others."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from sites import NAKHAM, ROOT, copy_workspace, oit

from site_builder.catalogue.loader import load_catalogue

HOST = "https://site.invalid"


@pytest.fixture(scope="session", params=["root", "nakham"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = ROOT if request.param == "root" else NAKHAM
    workspace = copy_workspace(source, tmp_path_factory.mktemp(request.param) / "workspace")
    run = oit("build", cwd=workspace)
    assert run.code == 0, run.err
    return workspace / "site"


def _pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        "/" + path.relative_to(site).as_posix().removesuffix("index.html"): BeautifulSoup(
            path.read_text(encoding="utf-8"), "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
        if path.name == "index.html"
    }


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def test_every_element_has_one_anchor_and_its_blocks(site: Path) -> None:
    catalogue = load_catalogue()
    seen = 0
    for path, page in _pages(site).items():
        article = page.find("article", attrs={"data-item": True})
        if not isinstance(article, Tag):
            continue
        seen += 1
        edition = catalogue.editions[_attribute(article, "data-edition")]
        item = edition.item(_attribute(article, "data-item"))
        assert item is not None
        assert path == f"/oit/{edition.name}/{item.code}/"
        blocks = {_attribute(tag, "data-element") for tag in page.select("[data-element]")}
        assert blocks == {element.key for element in item.elements}, path
        for element in item.elements:
            anchors = page.find_all(id=element.key)
            assert len(anchors) == 1, (path, element.key)
            assert _attribute(anchors[0], "data-element") == element.key
            shown = page.select(f'[data-element="{element.key}"]')
            has_content = any(tag.get_text(strip=True) or tag.find("img") for tag in shown)
            assert has_content, (path, element.key)
    assert seen


def test_ids_are_unique(site: Path) -> None:
    for path, page in _pages(site).items():
        counts = Counter(_attribute(tag, "id") for tag in page.select("[id]"))
        assert [name for name, count in counts.items() if count > 1] == [], path


def test_every_page_has_one_title_and_one_heading(site: Path) -> None:
    for path, page in _pages(site).items():
        assert len(page.find_all("h1")) == 1, path
        assert page.title and page.title.get_text(strip=True), path
        html = page.find("html")
        assert isinstance(html, Tag) and html.get("lang") == "th", path


def test_heading_levels_never_skip(site: Path) -> None:
    for path, page in _pages(site).items():
        article = page.select_one("article.md-content__inner")
        assert article is not None
        levels = [int(tag.name[1]) for tag in article.find_all(re.compile(r"^h[1-6]$"))]
        for before, after in pairwise(levels):
            assert after <= before + 1, (path, levels)


def test_every_internal_link_leads_to_a_file_and_an_anchor(site: Path) -> None:
    pages = _pages(site)
    ids = {
        path: {_attribute(tag, "id") for tag in page.select("[id]")} for path, page in pages.items()
    }
    checked = 0
    for path, page in pages.items():
        targets = [_attribute(tag, "href") for tag in page.select("[href]:not([rel=canonical])")]
        targets += [_attribute(tag, "src") for tag in page.select("[src]")]
        for target in targets:
            url, fragment = urldefrag(urljoin(HOST + path, target))
            if urlsplit(url).netloc != urlsplit(HOST).netloc:
                continue
            local = unquote(urlsplit(url).path)
            file = site / local.lstrip("/")
            if local.endswith("/"):
                file = file / "index.html"
            assert file.is_file(), (path, target)
            if fragment and local in ids and not fragment.startswith("__"):
                assert unquote(fragment) in ids[local], (path, target)
            checked += 1
    assert checked > 500


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for path, page in _pages(site).items():
        loading = [
            _attribute(tag, name)
            for selector, name in (
                ("script[src]", "src"), ("img[src]", "src"), ("iframe", "src"), ("source", "src"),
                ("link[rel~=stylesheet]", "href"), ("link[rel~=icon]", "href"),
                ("link[rel~=preload]", "href"), ("link[rel~=preconnect]", "href"),
            )
            for tag in page.select(selector)
        ]  # fmt: skip
        assert [url for url in loading if urlsplit(url).netloc] == [], path
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", text), style


def test_the_notice_stands_on_every_page(site: Path) -> None:
    for path, page in _pages(site).items():
        notice = page.select_one(".oit-notice")
        assert notice is not None and notice.get_text(strip=True), path


def test_the_front_page_lists_every_item_of_the_current_edition(site: Path) -> None:
    pages = _pages(site)
    front = pages["/"]
    links = {urljoin("/", _attribute(tag, "href")) for tag in front.select("article a[href]")}
    edition = load_catalogue().editions["2569"]
    assert {f"/oit/2569/{item.code}/" for item in edition.items} <= links


def test_item_pages_link_the_same_subject_in_other_years(site: Path) -> None:
    if not (site / "oit/2568").exists():
        return
    page = _pages(site)["/oit/2568/o12/"]
    merged = {_attribute(tag, "href") for tag in page.select("section:has(#other-years) a")}
    assert merged == {"../../2569/o11/"}, "procurement-list went into the monthly summary"
    other = _pages(site)["/oit/2568/o19/"].select_one(
        "#other-years ~ ul a, section:has(#other-years) a"
    )
    assert other is not None and _attribute(other, "href") == "../../2569/o18/"


def test_data_json_of_every_item(site: Path) -> None:
    for path in site.glob("oit/*/o*/data.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        assert data["format"] == 1
        assert data["edition"] == path.parent.parent.name
        assert data["url"].endswith(f"/oit/{data['edition']}/{path.parent.name}/")
        assert data["elements"]
        for name in re.findall(r'"file": "([^"]+)"', path.read_text(encoding="utf-8")):
            assert (path.parent / name).is_file(), (path, name)


def test_csv_and_xlsx_hold_the_same_table(site: Path) -> None:
    tables = sorted(site.glob("oit/*/o*/*.csv"))
    assert tables
    for path in tables:
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), path
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
        sheet = openpyxl.load_workbook(path.with_suffix(".xlsx")).active
        assert sheet is not None
        cells = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert len(rows) == len(cells), path
        for text_row, typed_row in zip(rows, cells, strict=True):
            for text, typed in zip(text_row, typed_row, strict=True):
                if isinstance(typed, int | float):
                    assert float(text) == pytest.approx(typed), path
                else:
                    assert text.lstrip("'") == str(typed or "").lstrip("'"), path


def test_status_and_urls(site: Path) -> None:
    for folder in sorted(path for path in (site / "oit").iterdir() if path.is_dir()):
        status = json.loads((folder / "status.json").read_text(encoding="utf-8"))
        items = load_catalogue().editions[folder.name].items
        assert [item["id"] for item in status["items"]] == [item.id for item in items]
        counted = Counter(item["status"] for item in status["items"])
        assert status["summary"]["complete"] == counted["complete"]
        assert status["summary"]["missing"] == counted["missing"]
        text = (folder / "urls.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["ข้อ"] for row in rows] == [item.id for item in items]
        for row, item in zip(rows, status["items"], strict=True):
            assert row["URL"] == item["url"]
            assert row["มี/ไม่มี"] == ("ไม่มี" if item["status"] == "missing" else "มี")


HOSTILE = """item: news
unit: '<script>alert(1)</script>'
updated: 1 มกราคม 2569
news:
  - date: 2 มกราคม 2569
    title: '<img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} **หนา** [ลิงก์](javascript:alert(3))'
    text: |-
      </article><script>alert(4)</script>
      # หัวข้อ

      =HYPERLINK("http://evil.example","x")
    link: 'https://ok.example/?a=1&b="x'
"""


def test_hostile_texts_are_shown_and_do_nothing(tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    (workspace / "data/2569/o04.yaml").write_text(HOSTILE, encoding="utf-8")
    agency = workspace / "data/agency.yaml"
    agency.write_text(
        re.sub(r"(?m)^notice:.*$", "notice: '<b>x</b>{{ 1 }}'", agency.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    assert oit("build", cwd=workspace).code == 0
    for name in ("oit/2569/o04/index.html", "index.html", "oit/2569/index.html"):
        html = (workspace / "site" / name).read_text(encoding="utf-8")
        page = BeautifulSoup(html, "html.parser")
        assert not [tag for tag in page.find_all("script") if "alert" in tag.get_text()]
        assert not page.find_all(onerror=True)
        assert not [tag for tag in page.find_all(href=True) if "javascript:" in str(tag["href"])]
        assert page.select_one(".oit-notice b") is None
        assert "{{ 7*7 }}" in html or name == "oit/2569/index.html"
    table = (workspace / "site/oit/2569/o04/news.csv").read_text(encoding="utf-8-sig")
    for row in csv.reader(io.StringIO(table)):
        for cell in row:
            assert not cell.startswith(("=", "+", "@"))


def test_a_formula_is_written_as_text(tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    (workspace / "data/2569/o04.yaml").write_text(
        "item: news\nnews:\n  - {date: 2 มกราคม 2569, title: '=1+1', text: '-'}\n", encoding="utf-8"
    )
    assert oit("build", cwd=workspace).code == 0
    folder = workspace / "site/oit/2569/o04"
    rows = list(csv.reader(io.StringIO((folder / "news.csv").read_text(encoding="utf-8-sig"))))
    assert rows[1][1] == "'=1+1"
    assert rows[1][2] == "-"
    sheet = openpyxl.load_workbook(folder / "news.xlsx").active
    assert sheet is not None
    assert sheet.cell(2, 2).value == "=1+1"
    assert sheet.cell(2, 2).data_type == "s"
