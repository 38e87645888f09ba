"""A table of 5,000 rows: nothing is lost, nothing needs script, and its page stays small."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import urljoin

import openpyxl
import pytest
from big import EDITION, MONTHS, PLAN_ROWS, ROWS, Purchase, purchases, write_big_workspace
from bs4 import BeautifulSoup, Tag
from conftest import ENGINE
from sites import oit, tree

ITEM = f"/oit/{EDITION}/o12/"
#: Columns of the form, by the place where they stand.
NAME, BUDGET, METHOD, AGREED, SUPPLIER, PROJECT = 7, 8, 11, 13, 14, 15


@pytest.fixture(scope="module")
def rows() -> tuple[Purchase, ...]:
    return purchases()


@pytest.fixture(scope="module")
def site(built: Callable[[str], Path]) -> Path:
    return built("big")


@pytest.fixture(scope="module")
def item(site: Path) -> BeautifulSoup:
    return _page(site, ITEM)


@pytest.fixture(scope="module")
def parts(site: Path, item: BeautifulSoup) -> dict[str, BeautifulSoup]:
    """Every page of the two tables' rows, by the address that the item's page links to."""
    links = [urljoin(ITEM, str(link["href"])) for link in item.select("article a[href]")]
    found = [link for link in links if link.startswith((f"{ITEM}purchases/", f"{ITEM}plan/"))]
    assert found == list(dict.fromkeys(found)), "each part is linked once"
    return {path: _page(site, path) for path in found}


def _page(site: Path, path: str) -> BeautifulSoup:
    text = (site / path.lstrip("/") / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def _cells(page: BeautifulSoup) -> list[list[str]]:
    table = page.select_one("article.oit-part table.oit-table")
    assert isinstance(table, Tag)
    return [[td.get_text() for td in row.find_all("td")] for row in table.select("tbody > tr")]


def _figures(tag: Tag) -> list[Decimal]:
    return [Decimal(td.get_text().replace(",", "")) for td in tag.select("td.oit-number")]


def test_the_page_of_the_item_stays_small(site: Path) -> None:
    assert (site / ITEM.lstrip("/") / "index.html").stat().st_size < 300_000


def test_every_row_stands_in_exactly_one_part(
    parts: dict[str, BeautifulSoup], rows: tuple[Purchase, ...]
) -> None:
    wanted = {row.project: row for row in rows}
    seen: Counter[str] = Counter()
    for path, page in parts.items():
        if "/purchases/" not in path:
            continue
        for cells in _cells(page):
            row = wanted[cells[PROJECT]]
            seen[cells[PROJECT]] += 1
            assert path == f"{ITEM}purchases/{MONTHS[row.month]}/"
            assert cells[NAME].split() == row.item.split()
            assert Decimal(cells[BUDGET].replace(",", "")) == row.budget
            assert (cells[METHOD], cells[SUPPLIER]) == (row.method, row.supplier)
            agreed = None if cells[AGREED] == "-" else Decimal(cells[AGREED].replace(",", ""))
            assert agreed == row.agreed
    assert len(seen) == ROWS
    assert set(seen.values()) == {1}


def test_every_row_of_the_plan_stands_in_exactly_one_part(parts: dict[str, BeautifulSoup]) -> None:
    names = [cells[0] for path, page in parts.items() if "/plan/" in path for cells in _cells(page)]
    assert names == [f"แผนรายการที่ {number}" for number in range(1, PLAN_ROWS + 1)]


def test_no_part_is_left_without_a_link(site: Path, parts: dict[str, BeautifulSoup]) -> None:
    folder = site / ITEM.lstrip("/")
    built = {
        f"{ITEM}{page.parent.relative_to(folder).as_posix()}/"
        for page in folder.rglob("index.html")
        if page.parent != folder
    }
    assert built == set(parts)


def test_parts_lead_on_and_back(parts: dict[str, BeautifulSoup]) -> None:
    for kind in ("purchases", "plan"):
        paths = [path for path in parts if f"/{kind}/" in path]
        for number, path in enumerate(paths):
            page = parts[path].select_one("article.oit-part")
            assert page is not None
            links = {
                str((link.get("rel") or [""])[0]): urljoin(path, str(link["href"]))
                for link in page.select("nav.oit-neighbours a")
            }
            wanted = {}
            if number:
                wanted["prev"] = paths[number - 1]
            if number + 1 < len(paths):
                wanted["next"] = paths[number + 1]
            assert links == wanted
            assert ITEM in [urljoin(path, str(a["href"])) for a in page.select(".oit-crumbs a")]


def test_sums_by_month_and_in_all_are_those_of_the_rows(
    item: BeautifulSoup, parts: dict[str, BeautifulSoup], rows: tuple[Purchase, ...]
) -> None:
    summary = item.select_one("table.oit-summary")
    assert isinstance(summary, Tag)
    lines = summary.select("tbody > tr")
    assert [line.select_one("th").get_text() for line in lines] == list(MONTHS)  # type: ignore[union-attr]
    for line, (month, slug) in zip(lines, MONTHS.items(), strict=True):
        own = [row for row in rows if row.month == month]
        wanted = [len(own), sum(row.budget for row in own), sum(row.agreed or 0 for row in own)]
        assert _figures(line) == wanted
        page = parts[f"{ITEM}purchases/{slug}/"]
        told = [
            Decimal(strong.get_text().replace(",", ""))
            for strong in page.select("article.oit-part h1 + p strong")
        ]
        assert told == wanted[1:]
    foot = summary.select_one("tfoot")
    assert isinstance(foot, Tag)
    agreed = sum(row.agreed or 0 for row in rows)
    assert _figures(foot) == [ROWS, sum(row.budget for row in rows), agreed]
    plan = item.select_one(".oit-sums strong")
    assert plan is not None
    assert Decimal(plan.get_text().replace(",", "")) == sum(range(1, PLAN_ROWS + 1)) * 100


def test_downloads_hold_every_row(site: Path, rows: tuple[Purchase, ...]) -> None:
    folder = site / ITEM.lstrip("/")
    text = (folder / "purchases.csv").read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    place = table[0].index("เลขที่โครงการในระบบ e-GP")
    assert [line[place] for line in table[1:]] == [row.project for row in rows]
    book = openpyxl.load_workbook(folder / "purchases.xlsx", read_only=True)
    try:
        sheet = book.active
        assert sheet is not None
        lines = list(sheet.iter_rows(values_only=True))
    finally:
        book.close()
    assert [line[place] for line in lines[1:]] == [row.project for row in rows]
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    months = data["fields"]["purchases"]["value"]
    found = [row["egp-no"] for month in months for row in month["rows"]]
    assert found == [row.project for row in rows]


def test_the_first_rows_stand_on_the_page_of_the_item(
    item: BeautifulSoup, rows: tuple[Purchase, ...]
) -> None:
    text = item.get_text()
    assert all(row.project in text for row in rows[:20])
    assert rows[20].project not in text


def test_every_element_has_its_anchor_on_the_page_of_the_item(item: BeautifulSoup) -> None:
    linked = {str(a["href"])[1:] for a in item.select(".oit-criteria td a[href^='#']")}
    marked = {str(tag["data-element"]) for tag in item.select("[data-element]")}
    assert linked == marked != set()
    assert all(len(item.select(f'[id="{key}"]')) == 1 for key in marked)


def test_parts_mark_the_elements_that_they_show(
    item: BeautifulSoup, parts: dict[str, BeautifulSoup]
) -> None:
    """As `part_pages` says: on a part as on the item's own page."""
    table = item.select_one("table.oit-table--wide")
    assert isinstance(table, Tag)
    around = [*table.find_parents(attrs={"data-element": True}), *table.select("[data-element]")]
    shown = {str(tag["data-element"]) for tag in around}
    assert shown
    page = parts[f"{ITEM}purchases/2567-10/"]
    assert {str(tag["data-element"]) for tag in page.select("[data-element]")} == shown


def test_two_builds_are_the_same(site: Path, tmp_path: Path) -> None:
    again = write_big_workspace(tmp_path / "again")
    assert (
        oit("build", "--engine", ENGINE, cwd=again, PYTHONHASHSEED="3", TZ="Asia/Bangkok").code == 0
    )
    assert tree(again / "site") == tree(site)
