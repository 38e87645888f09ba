"""The built site: every element has its place, every link leads somewhere, nothing is asked of others."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from generated import fill, places
from sites import NAKHAM, copy_workspace, oit
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell, Row
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.pages.render import cells_html
from site_builder.publication import publish_workspace
from site_builder.thai import fold

HOST = "https://site.invalid"


@pytest.fixture(scope="session", params=["root", "nakham"])
def site(request: pytest.FixtureRequest, built: Callable[[str], Path]) -> Path:
    return built(request.param)


@cache
def _pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of a site by its path. Nothing in it may be changed."""
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
    pages = _pages(site)
    if "/oit/2568/" not in pages:
        assert not [path for path, page in pages.items() if page.select_one("#other-years")]
        return
    for older, newer in (("o19", "o18"), ("o12", "o11"), ("o11", "o10"), ("o22", "o20")):
        before, after = f"/oit/2568/{older}/", f"/oit/2569/{newer}/"
        assert after in _other_years(pages[before], before)
        assert before in _other_years(pages[after], after)


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


# --- pages as values, made in this process ----------------------------------------------------

#: Tags that close themselves.
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "rect", "line", "path", "wbr"}
#: Tags that hold words only, and tags that are no words.
WORDS_ONLY = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "small", "caption"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "div", "dl", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section",
    "table", "ul",
}  # fmt: skip
#: What may stand directly in a tag; these must not be empty either.
CHILDREN = {
    "dl": {"div", "dt", "dd"},
    "ul": {"li"},
    "ol": {"li"},
    "table": {"caption", "thead", "tbody", "tfoot", "colgroup"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
}
PARENTS = {"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}}


class _Nesting(HTMLParser):
    """What a browser would have to mend in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.children: list[int] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else ""
        names = [name for name, _ in attrs]
        self.faults += [f"{name} twice in <{tag}>" for name in set(names) if names.count(name) > 1]
        if tag in BLOCKS:
            self.faults += [f"<{tag}> in <{each}>" for each in self.open if each in WORDS_ONLY]
        if tag not in CHILDREN.get(parent, {tag}) or parent not in PARENTS.get(tag, {parent}):
            self.faults.append(f"<{tag}> directly in <{parent}>")
        if self.children:
            self.children[-1] += 1
        if tag not in VOID:
            self.open.append(tag)
            self.children.append(0)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.faults.append(f"<{tag}/>")

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open and self.open[-1] in CHILDREN:
            self.faults.append(f"words directly in <{self.open[-1]}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else ''}>")
            return
        self.open.pop()
        if self.children.pop() == 0 and tag in CHILDREN:
            self.faults.append(f"<{tag}> is empty")


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h3><p>a</p></h3>", "<p> in <h3>"),
        ("<p><ul><li>a</li></ul></p>", "<ul> in <p>"),
        ("<dl></dl>", "<dl> is empty"),
        ("<dl><p>a</p></dl>", "<p> directly in <dl>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul> directly in <ul>"),
        ("<div><li>a</li></div>", "<li> directly in <div>"),
        ("<div><p>a</div></p>", "</div> closes <p>"),
        ("<div>", "<div> is never closed"),
        ("<ul>a<li>b</li></ul>", "words directly in <ul>"),
        ('<a href="a" href="b">c</a>', "href twice in <a>"),
    ],
)
def test_faults_of_nesting_are_seen(html: str, fault: str) -> None:
    assert fault in _Nesting(html).faults
    assert _Nesting("<dl><div><dt>a</dt><dd><p>b<br>c</p></dd></div></dl>").faults == []


def _made(workspace: WorkspaceFolder) -> dict[str, BeautifulSoup]:
    """Every page of a workspace by its path, without the frame that an engine puts around it."""
    pages = publish_workspace(workspace.open()).site.pages
    return {"/" + page.path: BeautifulSoup(page.body, "html.parser") for page in pages}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WorkspaceFolder:
    """A workspace of all editions with data in every field."""
    folder = WorkspaceFolder(tmp_path_factory.mktemp("whole"))
    catalogue = load_catalogue()
    for edition in catalogue.editions:
        fill(folder, catalogue, edition, places(catalogue, edition))
    return folder


@pytest.fixture(scope="module")
def made(whole: WorkspaceFolder) -> dict[str, BeautifulSoup]:
    return _made(whole)


def test_pages_of_every_field_are_well_formed(whole: WorkspaceFolder) -> None:
    pages = publish_workspace(whole.open()).site.pages
    assert len(pages) > 132
    assert {
        page.path: _Nesting(page.body).faults for page in pages if _Nesting(page.body).faults
    } == {}


def test_links_between_pages_lead_to_pages(made: dict[str, BeautifulSoup]) -> None:
    seen = 0
    for path, page in made.items():
        for link in page.select("a[href]"):
            url, fragment = urldefrag(urljoin(HOST + path, _attribute(link, "href")))
            target = urlsplit(url).path
            if urlsplit(url).netloc != urlsplit(HOST).netloc or not target.endswith("/"):
                continue
            assert target in made, (path, target)
            assert not fragment or made[target].find(id=unquote(fragment)), (path, fragment)
            seen += 1
    assert seen > 1000


# --- the same subject in other years ----------------------------------------------------------


def _other_years(page: BeautifulSoup, path: str) -> set[str]:
    links = page.select("section:has(> #other-years) a[href]")
    return {urljoin(path, _attribute(link, "href")) for link in links}


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2567/o03", "2568/o01"),  # powers-duties, merged into structure
        ("2567/o01", "2568/o01"),
        ("2567/o06", "2568/o03"),  # q-and-a, into contact
        ("2567/o16", "2568/o12"),  # procurement-progress, into procurement-list
        ("2567/o21", "2568/o16"),  # ethics-drive, into code-of-ethics
        ("2567/o27", "2568/o21"),  # no-gift-culture, into no-gift-policy
        ("2568/o11", "2569/o10"),  # service-statistics, into e-service
        ("2568/o22", "2569/o20"),  # gift-receipt-report, into no-gift-policy
        ("2568/o12", "2569/o11"),  # procurement-list, by another name
        ("2566/o12", "2567/o08"),  # annual-plan-progress, into annual-plan
        ("2566/o03", "2569/o01"),  # over the years between
        ("2566/o16", "2569/o10"),
        ("2567/o24", "2569/o18"),  # another number alone
    ],
)
def test_items_that_were_merged_are_linked_both_ways(
    made: dict[str, BeautifulSoup], older: str, newer: str
) -> None:
    before, after = f"/oit/{older}/", f"/oit/{newer}/"
    assert after in _other_years(made[before], before)
    assert before in _other_years(made[after], after)


def test_every_link_to_another_year_is_answered(made: dict[str, BeautifulSoup]) -> None:
    links = {path: _other_years(page, path) for path, page in made.items()}
    one_way = [(path, to) for path, found in links.items() for to in found if path not in links[to]]
    assert one_way == []
    assert sum(map(len, links.values())) > 200


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2566/o02", "2568/o02"),  # executives
        ("2566/o05", "2568/o03"),  # contact, by another number
        ("2566/o03", "2568/o01"),  # powers-duties, merged in 2568
    ],
)
def test_a_year_that_the_workspace_skips_breaks_no_link(
    workspace: WorkspaceFolder, older: str, newer: str
) -> None:
    for edition in ("2566", "2568"):
        (workspace.root / "data" / edition).mkdir()
    pages = _made(workspace)
    before, after = f"/oit/{older}/", f"/oit/{newer}/"
    assert after in _other_years(pages[before], before)
    assert before in _other_years(pages[after], after)


def test_what_is_new_or_gone_has_no_other_year(made: dict[str, BeautifulSoup]) -> None:
    assert _other_years(made["/oit/2566/o09/"], "/oit/2566/o09/") == set()  # social-network
    new = "/oit/2567/o29/"  # gift-receipt-report
    assert _other_years(made[new], new) == {"/oit/2568/o22/", "/oit/2569/o20/"}


# --- what a report reports on -----------------------------------------------------------------


def _reports_on(page: BeautifulSoup) -> list[tuple[str, str]]:
    found = [tag for tag in page.find_all("p") if tag.get_text().startswith("รายงานผลของ")]
    return [
        (_attribute(link, "href"), link.get_text()) for tag in found for link in tag.select("a")
    ]


def test_every_report_links_what_it_reports_on(made: dict[str, BeautifulSoup]) -> None:
    editions = load_catalogue().editions
    seen = Counter[bool]()
    for edition in editions.values():
        for item in edition.items:
            expected = []
            if item.reports_on:
                year = edition.year.shifted(item.reports_on.offset).name
                other = editions[year].by_slug(item.reports_on.slug) if year in editions else None
                if other:
                    title = f"OIT ปี {year}: {other.id} {other.title.th}"
                    expected = [(f"../../{year}/{other.code}/", title)]
            assert _reports_on(made[f"/oit/{edition.name}/{item.code}/"]) == expected
            seen[bool(expected)] += 1
    assert seen[True] > 20 and seen[False] > 80


@pytest.mark.parametrize(
    ("edition", "plan", "href"),
    [
        ("2569", "data/2568/o27.yaml", "../../2568/o27/"),
        ("2566", "data/2566/o42.yaml", "../../2566/o42/"),
        ("2569", "", None),
        ("2566", "", None),
    ],
)
def test_a_plan_is_linked_where_the_workspace_has_it(
    workspace: WorkspaceFolder, edition: str, plan: str, href: str | None
) -> None:
    report = workspace.disclose(edition, "integrity-measures-report", "outcomes: ดีขึ้น")
    if plan:
        workspace.write(plan, "item: integrity-measures\nmeasures: [{measure: ก}]\n")
    page = _made(workspace)[f"/oit/{edition}/{Path(report).stem}/"]
    assert [link for link, _ in _reports_on(page)] == ([href] if href else [])


# --- what changed since the year before -------------------------------------------------------


@pytest.mark.parametrize(
    ("editions", "changes"),
    [
        ([], set()),
        (["2568"], set()),
        (["2566", "2568"], set()),
        (["2567", "2569"], set()),
        (["2567", "2568"], {"2568"}),
        (["2566", "2567", "2569"], {"2567"}),
        (["2566", "2567", "2568", "2569"], {"2567", "2568", "2569"}),
    ],
    ids=lambda years: "-".join(sorted(years)),
)
def test_changes_are_told_between_years_that_follow_each_other(
    workspace: WorkspaceFolder, editions: list[str], changes: set[str]
) -> None:
    for edition in editions:
        (workspace.root / "data" / edition).mkdir()
    made = _made(workspace)
    assert {path for path in made if "changes" in path} == {f"/oit/{y}/changes/" for y in changes}
    linked = {
        urljoin(path, _attribute(link, "href"))
        for path, page in made.items()
        for link in page.select('a[href*="changes"]')
    }
    assert linked == {f"/oit/{year}/changes/" for year in changes}


@pytest.mark.parametrize("year", ["2567", "2568", "2569"])
def test_a_page_of_changes_names_every_item(made: dict[str, BeautifulSoup], year: str) -> None:
    page = made[f"/oit/{year}/changes/"]
    links = [_attribute(link, "href") for link in page.select("h3 a[href]")]
    items = load_catalogue().editions[year].items
    assert sorted(links) == sorted(f"../{item.code}/" for item in items)
    dropped = page.select("section:has(> #dropped) h3")
    before = load_catalogue().editions[str(int(year) - 1)]
    went = {link.item for item in items for link in item.continues}
    assert [tag.get_text().split()[0] for tag in dropped] == [
        item.id for item in before.items if item.id not in went
    ]


# --- measures and what became of them ---------------------------------------------------------

MEASURES = """\
measures:
  - topic: (๑) กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ
    indicator: ตัวชี้วัดที่ 6 <คุณภาพ>
    question: [i1 ทราบขั้นตอนหรือไม่, e2 ได้รับความสะดวกหรือไม่]
    finding: "ข้อค้นพบบรรทัดหนึ่ง\\n\\nข้อค้นพบบรรทัดสอง"
    measure: จัดทำคู่มือ
    steps: ["1. สำรวจ", "2. จัดทำ"]
    responsible: [สำนักปลัด, "กองคลัง\\nฝ่ายพัสดุ"]
  - topic: (๑) กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ
    measure: [ปรับปรุงเว็บไซต์, เปิดเพจ]
    duration: ไตรมาส 2
  - topic: การให้บริการและระบบ E-Service
  - indicator: ตัวชี้วัดที่ 7 การใช้งบประมาณ
    analysis: วิเคราะห์แล้ว
  - indicator: ตัวชี้วัดที่ 7 การใช้งบประมาณ
    monitoring: [รายงานทุกเดือน]
  - measure: อบรมเจ้าหน้าที่
    steps: ["- ขออนุมัติ", "- จัดอบรม"]
  - question: [o21 สรุปผล]
  - indicator: "ตัวชี้วัด\\nสองบรรทัด"
"""
RESULTS = """\
results:
  - {measure: จัดทำคู่มือ, summary: "ทำแล้ว\\n\\nแจกแล้ว <100>", outcome: ผู้ใช้เข้าใจ, status: done}
  - {measure-no: 2, measure: เปิดเพจ, summary: เปิดแล้ว, status: แล้วเสร็จ}
  - {measure: อบรม, status: ไม่สามารถดำเนินการให้แล้วเสร็จ}
  - {summary: ไม่มีชื่อ}
"""


def _section(page: BeautifulSoup, heading: str) -> Tag:
    [title] = [tag for tag in page.find_all("h2") if tag.get_text(strip=True) == heading]
    section = title.find_parent("section")
    assert section is not None
    return section


@pytest.mark.parametrize(
    ("edition", "slug", "yaml"),
    [
        ("2566", "integrity-measures", MEASURES),
        ("2569", "integrity-measures", MEASURES),
        ("2566", "integrity-measures-report", RESULTS),
        ("2569", "integrity-measures-report", RESULTS),
    ],
)
def test_every_word_of_a_measure_is_on_the_page(
    workspace: WorkspaceFolder, edition: str, slug: str, yaml: str
) -> None:
    path = f"/oit/{edition}/{Path(workspace.disclose(edition, slug, yaml)).stem}/"
    disclosure = workspace.disclosure(edition, slug)
    pages = {"/" + page.path: page for page in publish_workspace(workspace.open()).site.pages}
    assert _Nesting(pages[path].body).faults == []
    [value] = [each for each in disclosure.values.values() if each.rows]
    section = _section(BeautifulSoup(pages[path].body, "html.parser"), value.spec.label.th)
    text = fold(section.get_text())
    columns = {column.key: SCALAR_KINDS[column.kind] for column in value.spec.columns}
    cells = [(key, cell) for key, cell in value.every_cell() if not cell.is_blank]
    assert len(cells) > 8
    for key, cell in cells:
        assert fold(columns[key].shown(cell)) in text, (key, cell.text)
    assert len(section.select("article")) == len(value.rows)


def test_measures_of_a_topic_stand_under_one_heading(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2569", "integrity-measures", MEASURES)
    section = _section(_made(workspace)["/oit/2569/o25/"], "การนำผลการวิเคราะห์ไปสู่การปฏิบัติ")
    headings = [" ".join(tag.get_text().split()) for tag in section.find_all("h3")]
    assert headings == [
        "(๑) กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ",
        "การให้บริการและระบบ E-Service",
        "ตัวชี้วัดที่ 7 การใช้งบประมาณ",
        "มาตรการที่ 6",
        "มาตรการที่ 7",
        "ตัวชี้วัด สองบรรทัด",
    ]
    # A heading is not told once more in the list below it; an indicator beside a topic is.
    labels = [[tag.get_text() for tag in each.find_all("dt")] for each in section.select("article")]
    assert "ตัวชี้วัด" in labels[0] and not any("ตัวชี้วัด" in each for each in labels[1:])
    assert not any(label.startswith("ประเด็น") for each in labels for label in each)
    assert [len(each.find_all("dl")) for each in section.select("article")] == [
        *(1, 1, 0, 1, 1, 1, 1, 0)
    ]


def test_results_are_counted_on_the_page(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2569", "integrity-measures-report", RESULTS)
    section = _section(_made(workspace)["/oit/2569/o26/"], "ผลการดำเนินการตามมาตรการ")
    [count] = section.select(".oit-count")
    assert count.get_text() == "นับได้ 4 มาตรการ: ดำเนินการแล้วเสร็จ 2, ไม่ได้ดำเนินการ 1"


@pytest.mark.parametrize(
    "yaml", ["results: [{measure: ก}]", "results: {none: ไม่มี}", "results: [{status: '-'}]"]
)
def test_without_a_status_nothing_is_counted(workspace: WorkspaceFolder, yaml: str) -> None:
    workspace.disclose("2569", "integrity-measures-report", yaml)
    assert _made(workspace)["/oit/2569/o26/"].select(".oit-count") == []


@pytest.mark.parametrize(
    ("texts", "is_marked"),
    [
        (["1. ก", "2. ข"], True),
        (["(๑) ก", "(๒) ข"], True),
        (["๑) ก", "๒) ข"], True),
        (["1.1 ก", "1.2. ข"], True),
        (["- ก", "– ข", "• ค"], True),
        ([" 1. ก", "  2. ข"], True),
        (["1. ก", "ข"], False),
        (["ก", "ข"], False),
        (["12 คน", "15 คน"], False),
        (["2567 ก", "2568 ข"], False),
        (["ก 1.", "ข 2."], False),
        (["ข้อ 1. ก", "ข้อ 2. ข"], False),
    ],
)
def test_a_list_that_brings_its_marks_gets_no_others(texts: list[str], is_marked: bool) -> None:
    place = Location("data/2569/o25.yaml", 2)
    spec = Spec("steps", "text", Text("ขั้นตอน", "Steps"), many=True)
    first, *more = (Cell(text, place, text) for text in texts)
    html = cells_html(spec, Row({"steps": first}, place, {"steps": tuple(more)}))
    [found] = BeautifulSoup(html, "html.parser").find_all("ul")
    assert ("oit-list--marked" in _attribute(found, "class").split()) == is_marked
    assert [tag.get_text() for tag in found.find_all("li")] == texts
    assert _Nesting(html).faults == []


def test_one_text_is_no_list() -> None:
    place = Location("data/2569/o25.yaml", 2)
    spec = Spec("steps", "text", Text("ขั้นตอน", "Steps"), many=True)
    row = Row({"steps": Cell("1. <ก>", place, "1. <ก>")}, place)
    assert cells_html(spec, row) == "1. &lt;ก&gt;"


# --- elements that may be shown in another place ----------------------------------------------

ANALYSIS = """\
indicator-analysis:
  - {standing: strength, indicator: ตัวชี้วัดที่ 1, text: ดีมาก}
  - {standing: weakness, indicator: ตัวชี้วัดที่ 4, text: ขาดการสื่อสาร}
improvements: [{indicator: ตัวชี้วัดที่ 4, point: เพิ่มช่องทาง}]
"""
ONLY_FINDINGS = "measures: [{question: i1, finding: ไม่ทราบช่องทาง}]\n"


@pytest.mark.parametrize(
    ("edition", "slug", "yaml", "shown"),
    [
        (
            "2566",
            "integrity-measures",
            ANALYSIS + ONLY_FINDINGS,
            {
                "ita-result-analysis": "ขาดการสื่อสาร",
                "urgent-weaknesses": "ขาดการสื่อสาร",
                "points-to-improve": "เพิ่มช่องทาง",
            },
        ),
        (
            "2566",
            "integrity-measures",
            ONLY_FINDINGS,
            {
                "ita-result-analysis": "ไม่ทราบช่องทาง",
                "urgent-weaknesses": "ไม่ทราบช่องทาง",
                "points-to-improve": "ไม่ทราบช่องทาง",
            },
        ),
        (
            "2566",
            "integrity-measures",
            "measures: [{steps: ก}]",
            {"ita-result-analysis": "", "urgent-weaknesses": "", "points-to-improve": ""},
        ),
        *(
            (edition, "integrity-measures-report", yaml, {"outcomes": word})
            for edition in ("2566", "2569")
            for yaml, word in (
                ("results: [{measure: ก, outcome: พอใจมากขึ้น}]\noutcomes: ภาพรวมดี", "พอใจมากขึ้น"),
                ("results: [{measure: ก}]\noutcomes: [ภาพรวมดี, คะแนนเพิ่ม]", "ภาพรวมดี"),
                ("results: [{measure: ก}]", ""),
            )
        ),
    ],
)
def test_an_element_is_marked_where_it_is_shown(
    workspace: WorkspaceFolder, edition: str, slug: str, yaml: str, shown: dict[str, str]
) -> None:
    path = f"/oit/{edition}/{Path(workspace.disclose(edition, slug, yaml)).stem}/"
    page = _made(workspace)[path]
    for key, word in shown.items():
        blocks = page.select(f'[data-element="{key}"]')
        absent = [tag for tag in blocks if tag.has_attr("data-absent")]
        assert len(page.find_all(id=key)) == 1
        assert bool(absent) == (not word), key
        if word:
            assert word in " ".join(tag.get_text() for tag in blocks), key
            # The whole of it is not more than it: what shows another element stays outside.
            assert "ดีมาก" not in "".join(
                tag.get_text() for tag in page.select('[data-element="urgent-weaknesses"]')
            )


def test_what_a_person_must_say_is_told_on_the_page(workspace: WorkspaceFolder) -> None:
    yaml = "covers: 2566\n" + ONLY_FINDINGS.replace(
        "}", ", steps: ก, responsible: ข, monitoring: ค}"
    )
    workspace.disclose("2566", "integrity-measures", yaml)
    page = _made(workspace)["/oit/2566/o42/"]
    badge = page.select_one(".oit-lead .oit-status")
    assert badge is not None and badge.get_text() == "เผยแพร่แล้ว รอการตรวจสอบ"
    rows = [tag for tag in page.select(".oit-criteria tr") if "รอการตรวจสอบ" in tag.get_text()]
    assert len(rows) == 2
    assert all("ให้คนพิจารณา" in tag.get_text() for tag in rows)
