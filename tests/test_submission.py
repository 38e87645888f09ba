"""`oit submission`: what is filed for each item, and what is wrong with the site that it is of."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from openpyxl import load_workbook
from sites import edit
from workspaces import AGENCY, WorkspaceFolder

from site_builder.language import Text, use_language
from site_builder.publication import publish_workspace
from site_builder.submission import page, table, xlsx
from site_builder.submission.sheet import MOST_DOCUMENTS, Line, Row, Sheet
from site_builder.submission.table import urls_of_site
from site_builder.submission.walk import Trail

Built = Callable[[str], Path]

YEAR = "2568"
EXECUTIVES = """
    unit: สำนักปลัด
    updated: 1 ตุลาคม 2567
    people:
      - {name: นายหนึ่ง ทดสอบ, position: นายก, contact: 043-000-001}
"""


def publish(workspace: WorkspaceFolder) -> Path:
    """The site of a workspace with its public lists; the pages without their frame."""
    site = workspace.root / "site"
    publication = publish_workspace(workspace.open())
    for each in publication.site.pages:
        workspace.write(f"site/{each.path}index.html", each.body)
    for asset in publication.site.assets:
        if isinstance(asset.content, bytes):
            workspace.write(f"site/{asset.path}", asset.content)
    for path, content in urls_of_site(site, publication.agency, publication.reports).items():
        workspace.write(f"site/{path}", content)
    return site


@pytest.fixture
def two(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """An agency with two editions: of the older one an item is begun, of the newer one none."""
    workspace.disclose(YEAR, "executives", EXECUTIVES)
    workspace.disclose("2569", "executives", "")
    publish(workspace)
    return workspace


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff"), "Excel takes it for UTF-8 by its mark"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


# --- what is filed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["2568", "2569"])
def test_a_whole_site_is_filed_item_by_item(
    built: Built, commands: Commands, edition: str, tmp_path: Path
) -> None:
    site = built("root")
    run = commands.run("submission", "--edition", edition, "--format", "csv", cwd=site.parent)
    assert run.code == CLEAN, run.err
    filed = rows(run.out)
    stated = json.loads((site / f"oit/{edition}/status.json").read_text(encoding="utf-8"))["items"]
    assert [(row["ข้อ"], row["URL"], row["มี/ไม่มี"]) for row in filed] == [
        (item["id"], item["url"], "มี") for item in stated
    ]
    # The newest edition stands on the front page, the other is one click further away.
    between = () if edition == "2569" else (f"OIT ปี {edition}",)
    for row in filed:
        way = " → ".join(("หน้าแรก", *between, f"{row['ข้อ']} {row['ชื่อข้อ']}"))
        assert row["คำอธิบาย"] == f"1. {way}"
        assert row["จำนวนคลิก"] == str(len(between) + 1)
        assert row["หมายเหตุ"] == ""
    public = (site / f"oit/{edition}/urls.csv").read_text(encoding="utf-8")
    assert rows(public) == [dict(list(row.items())[:5]) for row in filed]


def test_the_public_list_agrees_for_every_agency(built: Built, commands: Commands) -> None:
    """Also where next to nothing is published yet."""
    site = built("nakham")
    run = commands.run("submission", "--format", "csv", cwd=site.parent)
    assert run.code == CLEAN, run.err
    filed = rows(run.out)
    assert {row["มี/ไม่มี"] for row in filed} == {"มี", "ไม่มี"}
    public = (site / "oit/2569/urls.csv").read_text(encoding="utf-8")
    assert rows(public) == [dict(list(row.items())[:5]) for row in filed]


def test_answers_follow_from_the_data_and_the_officer_is_told(
    two: WorkspaceFolder, commands: Commands
) -> None:
    run = commands.run("submission", "--edition", YEAR, cwd=two.root)
    assert run.code == CLEAN, run.err
    blocks = dict(block.split("\n", 1) for block in run.out.rstrip("\n").split("\n\n")[1:])
    assert blocks.pop("O2 ข้อมูลผู้บริหาร") == (
        "มี\n"
        "[ยังไม่ครบทุกองค์ประกอบ เจ้าหน้าที่โปรดตัดสินว่าจะตอบ “มี” เลยหรือทำให้ครบก่อน (ดู oit check)]\n"
        "https://example.go.th/oit/2568/o02/\n"
        "1. หน้าแรก → OIT ปี 2568 → O2 ข้อมูลผู้บริหาร"
    )
    assert len(blocks) == 27
    assert set(blocks.values()) == {"ไม่มี\n[หน้านี้ยังไม่มีข้อมูล จึงตอบว่า “ไม่มี” และไม่ต้องกรอก URL]"}
    assert "ตอบ “มี” 1 ข้อ “ไม่มี” 27 ข้อ ให้เจ้าหน้าที่ตัดสิน 1 ข้อ" in run.err


def test_what_is_filed_stays_thai_and_what_is_told_is_not(
    two: WorkspaceFolder, commands: Commands
) -> None:
    run = commands.run("--lang", "en", "submission", "--edition", YEAR, cwd=two.root)
    assert "1. หน้าแรก → OIT ปี 2568 → O2 ข้อมูลผู้บริหาร" in run.out
    assert "[not complete on every element" in run.out
    assert "28 items, 1 have, 27 have not; 1 for the officer to decide" in run.err
    use_language("en")
    publication = publish_workspace(two.open())
    lists = urls_of_site(two.root / "site", publication.agency, publication.reports)
    assert lists[f"oit/{YEAR}/urls.csv"] == (two.root / f"site/oit/{YEAR}/urls.csv").read_bytes()


def test_documents_follow_the_page_where_they_are_asked_for(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    names = ["แผน พัฒนา.pdf", *(f"plan-{number}.pdf" for number in range(MOST_DOCUMENTS))]
    workspace.attach(YEAR, *names)
    listed = "".join(f"\n  - {{file: {name}, title: แผนที่ {n}}}" for n, name in enumerate(names, 1))
    workspace.disclose(YEAR, "strategic-plan", f"documents:{listed}\n")
    publish(workspace)
    alone = commands.run("submission", "--format", "csv", cwd=workspace.root)
    assert [row["ข้อ"] for row in rows(alone.out)].count("O5") == 1
    run = commands.run("submission", "--format", "csv", "--documents", cwd=workspace.root)
    found = [row for row in rows(run.out) if row["ข้อ"] == "O5"]
    page = "https://example.go.th/oit/2568/o05/"
    assert [row["URL"] for row in found[:2]] == [
        page,
        f"{page}files/%E0%B9%81%E0%B8%9C%E0%B8%99%20%E0%B8%9E%E0%B8%B1%E0%B8%92%E0%B8%99%E0%B8%B2.pdf",
    ]
    ways = [row["คำอธิบาย"] for row in found]
    assert ways[1] == f"2. {ways[0].removeprefix('1. ')} → แผนที่ 1"
    assert [way.split(". ")[0] for way in ways] == [str(n) for n in range(1, MOST_DOCUMENTS + 2)]
    assert "O5: มีเอกสารอีก 1 ไฟล์ในหน้าของข้อ ไม่ได้ใส่ในแบบนี้" in run.err


def test_a_document_that_the_site_does_not_link_is_left_out_and_told(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    workspace.attach(YEAR, "plan.pdf")
    workspace.disclose(YEAR, "strategic-plan", "documents:\n  - {file: plan.pdf, title: แผน}\n")
    site = publish(workspace)
    edit(site / "oit/2568/o05/index.html", "files/plan.pdf", "#")
    run = commands.run("submission", "--format", "csv", "--documents", cwd=workspace.root)
    assert [row["ข้อ"] for row in rows(run.out)].count("O5") == 1
    assert "O5: ไม่มีลิงก์ไปยัง plan.pdf บนเว็บไซต์ จึงไม่ได้ใส่ในแบบนี้" in run.err


# --- it cannot be wrong ------------------------------------------------------------------------------


def test_a_renamed_menu_entry_changes_the_explanation(
    built: Built, commands: Commands, tmp_path: Path
) -> None:
    """In the site as it is built, with its menu: nobody wrote the explanation."""
    site = tmp_path / "site"
    shutil.copytree(built("root"), site, ignore=shutil.ignore_patterns("files", "*.xlsx", "fonts"))
    front = site / "index.html"
    text = front.read_text(encoding="utf-8")
    old, new = "OIT ปี 2568", "ข้อมูลสาธารณะ ปี ๒๕๖๘"
    assert text.count(old) > 1, "menu and content"
    front.write_text(text.replace(old, new), encoding="utf-8")
    workspace = str(built("root").parent)
    arguments = ("submission", "--edition", "2568", "--workspace", workspace, "--site", str(site))
    run = commands.run(*arguments, cwd=tmp_path)
    assert run.code == CLEAN, run.err
    assert f"1. หน้าแรก → {new} → O2 ข้อมูลผู้บริหาร\n" in run.out
    assert old not in run.out.split("\n", 1)[1]
    # With the content's link gone, the way goes over the menu.
    text = front.read_text(encoding="utf-8")
    start = text.index("oit-years")
    before, after = text[:start], text[start:].replace(f">{new}</a>", "></a>", 1)
    menu = before.replace(new, "เมนูปี 2568")
    front.write_text(menu + after, encoding="utf-8")
    run = commands.run(*arguments, cwd=tmp_path)
    assert "1. หน้าแรก → เมนูปี 2568 → O2 ข้อมูลผู้บริหาร\n" in run.out


# --- findings ----------------------------------------------------------------------------------------


def bury(site: Path, clicks: int) -> None:
    """The way to one item is made so many clicks long, and there is no other to any."""
    for file in site.rglob("index.html"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<a ", "<i "), encoding="utf-8")
    path = site
    for depth in range(1, clicks):
        with (path / "index.html").open("a", encoding="utf-8") as opened:
            opened.write(f'<a href="d/">ชั้นที่ {depth}</a>')
        path = path / "d"
        path.mkdir()
    with (path / "index.html").open("a", encoding="utf-8") as opened:
        opened.write(f'<a href="/oit/{YEAR}/o02/">ผู้บริหาร</a>')


@pytest.mark.parametrize(("clicks", "is_far"), [(3, False), (4, True), (6, True)])
def test_an_item_deeper_than_three_clicks_is_a_finding(
    two: WorkspaceFolder, commands: Commands, clicks: int, is_far: bool
) -> None:
    bury(two.root / "site", clicks)
    run = commands.run("submission", "--edition", YEAR, "--format", "csv", cwd=two.root)
    assert run.code == FINDINGS, "the other items cannot be reached at all"
    row = rows(run.out)[1]
    layers = [f"ชั้นที่ {depth}" for depth in range(1, clicks)]
    assert row["คำอธิบาย"] == " → ".join(("1. หน้าแรก", *layers, "ผู้บริหาร"))
    assert row["จำนวนคลิก"] == str(clicks)
    assert (f"ต้องคลิก {clicks} ครั้งจากหน้าแรก เกิน 3 ครั้ง" in row["หมายเหตุ"]) == is_far
    assert ("ต้องคลิก" in run.err) == is_far


def test_an_item_that_no_click_reaches_is_a_finding_and_has_no_explanation(
    two: WorkspaceFolder, commands: Commands
) -> None:
    for file in (two.root / "site").rglob("index.html"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<a ", "<a hidden "), encoding="utf-8")
    run = commands.run("submission", "--edition", YEAR, "--format", "csv", cwd=two.root)
    assert run.code == FINDINGS
    row = rows(run.out)[1]
    assert (row["URL"], row["คำอธิบาย"], row["จำนวนคลิก"]) == (
        "https://example.go.th/oit/2568/o02/",
        "",
        "",
    )
    assert run.err.count("ไม่พบทางคลิกจากหน้าแรกไปยังข้อ") == 28
    shown = commands.run("submission", "--edition", YEAR, cwd=two.root).out
    assert "https://example.go.th/oit/2568/o02/" in shown and "หน้าแรก" not in shown


def test_a_link_whose_name_is_not_its_own_is_a_finding(
    two: WorkspaceFolder, commands: Commands
) -> None:
    links = "".join(f'<a href="oit/{year}/">ดูต่อ</a>' for year in (YEAR, "2569"))
    two.write("site/index.html", links)
    run = commands.run("submission", "--edition", YEAR, cwd=two.root)
    assert run.code == FINDINGS
    assert run.err.count("มีลิงก์ “ดูต่อ” ซึ่งในหน้าเดียวกันมีหลายลิงก์") == 28
    assert "1. หน้าแรก → ดูต่อ → O2 ข้อมูลผู้บริหาร\n" in run.out
    two.write("site/index.html", f'{links}<a href="oit/{YEAR}/">ปี 2568</a>')
    run = commands.run("submission", "--edition", YEAR, cwd=two.root)
    assert run.code == CLEAN, "there is a way over clear links"
    assert "1. หน้าแรก → ปี 2568 → O2 ข้อมูลผู้บริหาร\n" in run.out


def missing_page(workspace: WorkspaceFolder) -> None:
    (workspace.root / "site/oit/2568/o02/index.html").unlink()


def new_data(workspace: WorkspaceFolder) -> None:
    workspace.disclose(YEAR, "contact", "unit: กองช่าง\nupdated: 1 ตุลาคม 2567\n")


def other_address(workspace: WorkspaceFolder) -> None:
    workspace.write("data/agency.yaml", AGENCY.replace("//example.go.th", "//www.example.go.th"))


def broken_status(workspace: WorkspaceFolder) -> None:
    workspace.write("site/oit/2568/status.json", '{"items": [7, {"id": []}]}')


def no_status(workspace: WorkspaceFolder) -> None:
    (workspace.root / "site/oit/2568/status.json").unlink()


def said_elsewhere(workspace: WorkspaceFolder) -> None:
    front = workspace.root / "site/index.html"
    head = '<link rel="canonical" href="https://example.go.th/oit-site/">'
    front.write_text(head + front.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        (missing_page, "site/oit/2568/o02/index.html", "ไม่มีหน้าของข้อ O2 ข้อมูลผู้บริหาร"),
        (new_data, "site/oit/2568/status.json", "ข้อที่ต่างกัน O3\n"),
        (other_address, "site/oit/2568/status.json", "ข้อที่ต่างกัน O1, O2, O3, O4"),
        (broken_status, "site/oit/2568/status.json", "O27, O28"),
        (no_status, "site/oit/2568/status.json", "O27, O28"),
        (said_elsewhere, "data/agency.yaml:3", "บอกว่าอยู่ที่ https://example.go.th/oit-site/"),
    ],
)
def test_a_site_that_is_not_of_these_data_is_a_finding(
    two: WorkspaceFolder,
    commands: Commands,
    change: Callable[[WorkspaceFolder], None],
    place: str,
    told: str,
) -> None:
    change(two)
    run = commands.run("submission", "--edition", YEAR, cwd=two.root)
    assert run.code == FINDINGS
    assert place in run.err and told in run.err
    assert "oit build" in run.err
    assert "ข้อ ตอบ “มี”" in run.err, "the sheet is made all the same"


@pytest.mark.parametrize(
    ("website", "told"),
    [
        ("http://example.go.th/", "http://example.go.th/ ไม่ขึ้นต้นด้วย https://"),
        ("http://localhost:8000/", "ผู้ประเมินเปิด http://localhost:8000/ ไม่ได้"),
        ("https://192.168.1.10/", "ผู้ประเมินเปิด https://192.168.1.10/ ไม่ได้"),
    ],
)
def test_an_address_that_assessors_cannot_open_is_a_finding(
    workspace: WorkspaceFolder, commands: Commands, website: str, told: str
) -> None:
    workspace.write("data/agency.yaml", AGENCY.replace("https://example.go.th", website))
    workspace.disclose(YEAR, "executives", EXECUTIVES)
    publish(workspace)
    run = commands.run("submission", cwd=workspace.root)
    assert run.code == FINDINGS
    assert f"data/agency.yaml:3: {told}" in run.err
    assert f"{website}oit/2568/o02/" in run.out


# --- input that cannot be used -----------------------------------------------------------------------


def nothing_built(workspace: WorkspaceFolder) -> None:
    shutil.rmtree(workspace.root / "site")


def no_front(workspace: WorkspaceFolder) -> None:
    (workspace.root / "site/index.html").unlink()


def not_ours(workspace: WorkspaceFolder) -> None:
    (workspace.root / "site/oit/index.json").unlink()


def of_another(workspace: WorkspaceFolder) -> None:
    workspace.write("data/agency.yaml", AGENCY.replace("ตัวอย่าง", "อื่น", 1))


def unreadable(workspace: WorkspaceFolder) -> None:
    workspace.disclose(YEAR, "executives", "nonsense: 1\n")


@pytest.mark.parametrize(
    ("change", "arguments", "told"),
    [
        (nothing_built, (), "สั่ง oit build ก่อน"),
        (no_front, (), "ไม่มีหน้าแรก"),
        (not_ours, (), "ไม่ใช่เว็บไซต์ที่ oit build สร้าง"),
        (of_another, (), "เว็บไซต์นี้เป็นของ"),
        (unreadable, (), "nonsense"),
        (lambda workspace: None, ("--edition", "2567"), "ไม่มีปี 2567"),
        (lambda workspace: None, ("--edition", "1999"), "1999"),
        (lambda workspace: None, ("--site", "nowhere"), "nowhere"),
        (lambda workspace: None, ("--format", "xlsx"), "--output"),
        (lambda workspace: None, ("--output", "no/such.txt"), "such.txt"),
        (lambda workspace: None, ("--workspace", "site"), "ไม่ใช่พื้นที่ทำงาน"),
    ],
)
def test_what_cannot_be_used_is_a_problem(
    two: WorkspaceFolder,
    commands: Commands,
    change: Callable[[WorkspaceFolder], None],
    arguments: tuple[str, ...],
    told: str,
) -> None:
    change(two)
    run = commands.run("submission", "--edition", YEAR, *arguments, cwd=two.root)
    assert run.code == BAD_INPUT
    assert run.out == ""
    assert told in run.err


# --- formats -----------------------------------------------------------------------------------------


def test_the_workbook_says_the_same_as_the_csv(two: WorkspaceFolder, commands: Commands) -> None:
    files = [two.root / "one.xlsx", two.root / "two.xlsx"]
    for file in files:
        arguments = ("--format", "xlsx", "--output", str(file), "--edition", YEAR)
        run = commands.run("submission", *arguments, cwd=two.root)
        assert (run.code, run.out) == (CLEAN, "")
    assert files[0].read_bytes() == files[1].read_bytes()
    sheet = load_workbook(files[0]).worksheets[0]
    as_csv = commands.run("submission", "--format", "csv", "--edition", YEAR, cwd=two.root).out
    table = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [*csv.reader(io.StringIO(as_csv.removeprefix("\ufeff")))] == table[:29]
    assert "28 ข้อ" in table[30][0]
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_what_looks_like_a_formula_is_text(two: WorkspaceFolder) -> None:
    """An edition of the user's own may call an item as it likes."""
    title = '=HYPERLINK("http://x.example","ก\x01")'
    result = two.item(YEAR, "executives")
    item = replace(result.item, title=Text(title, "x"))
    line = Line(1, "https://example.go.th/", Trail((title,)))
    sheet = Sheet("@SUM(1)", YEAR, (Row(replace(result, item=item), (line,)),))
    row = rows(table.csv(sheet).decode())[0]
    assert row["ชื่อข้อ"] == f"'{title}"
    assert row["คำอธิบาย"] == f"1. หน้าแรก → {title}"
    cells = load_workbook(io.BytesIO(xlsx.render(sheet))).worksheets[0]["A2:H2"][0]
    shown = title.replace("\x01", "\ufffd")
    assert [cell.value for cell in cells][1::3] == [shown, f"1. หน้าแรก → {shown}", cells[7].value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    html = page.render(sheet)
    assert "=HYPERLINK(&#34;http://x.example&#34;" in html and "\x01" not in html
