"""The editor as a clerk uses it: fill in, attach, save, and see the page change."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from big import SETTINGS
from editing import Served, editing
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect
from serving import serving
from sites import ROOT, copy_workspace, oit, tree
from workspaces import WorkspaceFolder, real_file

from browser.conftest import PATIENCE
from site_builder.editor.admin import write_admin
from site_builder.editor.entries import KEPT
from site_builder.sources.write import to_plain
from site_builder.sources.yaml import parse_yaml, read_yaml
from site_builder.workspace import open_workspace

PEOPLE = "data/2568/o02.yaml"
FILES = "data/2568/files"
UNIT, UPDATED = "ส่วนงานที่รับผิดชอบ", "ข้อมูล ณ วันที่"
EMPTY = """\
# กรอกโดยสำนักปลัด
item: executives
unit: สำนักปลัด   # ผู้กรอก
updated: 8 มกราคม 2568
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the fictional municipality; tests leave its data as they were."""
    folder = tmp_path_factory.mktemp("editor") / "เทศบาล ทุ่งสมมุติ"
    copy_workspace(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def municipality(root: Path) -> Iterator[Served]:
    with editing(root) as served:
        yield served


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = WorkspaceFolder(tmp_path_factory.mktemp("small") / "workspace")
    folder.write(PEOPLE, EMPTY)
    folder.write("mkdocs.yml", SETTINGS)
    (folder.root / "content").mkdir()
    with editing(folder.root) as served:
        yield served


@pytest.fixture
def served(small: Served) -> Served:
    """The editor of a small workspace, as every test finds it."""
    for folder in (FILES, KEPT):
        shutil.rmtree(small.root / folder, ignore_errors=True)
    (small.root / PEOPLE).write_text(EMPTY, encoding="utf-8")
    return small


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for the whole day, which keeps the large script."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    opened = window.new_page()
    yield opened
    opened.close()


class Form:
    """The form of one item, by what a person sees."""

    def __init__(self, page: Page, address: str, item: str, edition: str = "2568") -> None:
        self.page = page
        page.goto(f"{address}#/collections/oit-{edition}/entries/{item}")
        expect(self.text(UNIT)).to_be_visible()

    def text(self, label: str) -> Locator:
        return self.page.get_by_role("textbox", name=label, exact=True).first

    def field(self, name: str) -> Locator:
        """A field with its label by its key in the data."""
        control = self.page.locator(f'[id^="{name}-field-"]').first
        return control.locator("xpath=ancestor::div[contains(@class, 'ControlContainer')][1]")

    def add(self, name: str) -> None:
        """A new entry of a list."""
        self.field(name).get_by_role("button", name="เพิ่มรายการ").first.click()

    def unfold(self, name: str) -> None:
        """All entries of a list."""
        self.field(name).get_by_role("button", name="ขยาย").first.click()
        folded = self.field(name).locator("[class*=NestedObjectLabel]:visible")
        for _ in range(folded.count()):
            folded.first.click()

    def remove_first(self, name: str) -> None:
        """The first entry of a list."""
        bar = self.field(name).locator("[class*=ListItemTopBar]").first
        bar.get_by_role("button").last.click()

    def choose(self, button: Locator, path: Path) -> None:
        """Upload a file in the dialog that a button opens, and take it."""
        button.click()
        self.upload(path)
        self.page.get_by_role("button", name="ใช้ไฟล์ที่เลือก").click()

    def upload(self, path: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_text("อัปโหลดจากเครื่อง", exact=True).click()
        chooser.value.set_files(path)

    def press_save(self) -> None:
        self.page.get_by_role("button", name="บันทึก", exact=True).click()
        self.page.get_by_role("menuitem", name="บันทึกเดี๋ยวนี้").click()

    def save(self) -> None:
        self.press_save()
        expect(self.page.get_by_role("button", name="บันทึกแล้ว", exact=True)).to_be_visible()

    @property
    def problems(self) -> Locator:
        return self.page.locator("#oit-problems")


def _data(path: Path) -> Any:
    return to_plain(read_yaml(path, path.name))


def test_a_clerk_fills_an_item_attaches_a_pdf_and_sees_the_page_change(
    page: Page, served: Served, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    pdf = tmp_path / "ประกาศ ผู้บริหาร.pdf"
    pdf.write_bytes(real_file("a.pdf"))

    page.goto(served.address)
    expect(page).to_have_title("แก้ไขข้อมูล OIT · เทศบาลตำบลตัวอย่าง")
    page.get_by_role("link", name="OIT ปี 2568").click()
    page.get_by_role("link", name="O2 ข้อมูลผู้บริหาร").click()
    form = Form(page, served.address, "o02")
    form.text(UNIT).fill("งานประชาสัมพันธ์")
    form.add("documents")
    form.choose(form.field("documents").get_by_role("button", name="เลือกไฟล์"), pdf)
    form.text("ชื่อเอกสาร").fill("ประกาศรายชื่อผู้บริหาร")
    form.text("ลงวันที่").fill("๑ ต.ค. ๖๗")
    form.save()
    assert wrong == []
    own = (served.address, "blob:", "data:")
    assert [url for url in asked if not url.startswith(own)] == []

    stored = served.root / FILES / "ประกาศ-ผู้บริหาร.pdf"
    assert stored.read_bytes() == pdf.read_bytes()
    assert (served.root / PEOPLE).read_text(encoding="utf-8") == (
        EMPTY.replace("unit: สำนักปลัด ", "unit: งานประชาสัมพันธ์ ")
        + "documents:\n  - file: ประกาศ-ผู้บริหาร.pdf\n"
        "    title: ประกาศรายชื่อผู้บริหาร\n    date: ๑ ต.ค. ๖๗\n"
    )
    run = oit("build", cwd=served.root)
    assert run.code == 0, run.err
    page.goto((served.root / "site/oit/2568/o02/index.html").as_uri())
    expect(page.get_by_text("งานประชาสัมพันธ์").first).to_be_visible()
    link = page.get_by_role("link", name="ประกาศรายชื่อผู้บริหาร").first
    assert (link.get_attribute("href") or "").startswith("files/")


@pytest.mark.parametrize(
    ("edition", "item", "lists"),
    [
        pytest.param("2568", "o01", ("chart",), id="organisation chart"),
        pytest.param("2568", "o02", ("people",), id="people, pictures, choices, contacts"),
        pytest.param("2568", "o12", ("months",), id="months"),
        pytest.param("2569", "o20", (), id="none"),
    ],
)
def test_opening_and_saving_changes_no_byte(
    page: Page, municipality: Served, root: Path, edition: str, item: str, lists: tuple[str, ...]
) -> None:
    path = root / f"data/{edition}/{item}.yaml"
    before = path.read_bytes()
    form = Form(page, municipality.address, item, edition)
    for name in lists:
        form.unfold(name)
    unit = form.text(UNIT).input_value()
    # Only what is changed can be saved: there, and back again.
    for value in ("กองกลาง", unit):
        form.text(UNIT).fill(value)
        form.save()
        changed = re.sub(r"^unit: .*$", f"unit: {value}", before.decode(), flags=re.MULTILINE)
        assert path.read_text(encoding="utf-8") == changed
    assert path.read_bytes() == before


def test_a_wrong_value_is_told_with_its_remedy(page: Page, served: Served) -> None:
    before = (served.root / PEOPLE).read_bytes()
    form = Form(page, served.address, "o02")
    form.text(UPDATED).fill("32 มกราคม 2568")
    form.press_save()
    expect(form.problems).to_contain_text('ไม่มีวันที่ "32 มกราคม 2568" ในปฏิทิน')
    expect(form.problems).to_contain_text("→ เขียนเช่น 1 ตุลาคม 2567")
    expect(form.problems.get_by_text(UPDATED, exact=True)).to_be_visible()
    assert (served.root / PEOPLE).read_bytes() == before
    form.text(UPDATED).fill("31 มกราคม 2568")
    form.save()
    expect(form.problems).to_be_hidden()
    kept = list((served.root / KEPT).rglob("*.yaml"))
    assert [path.read_bytes() for path in kept] == [before]
    assert b"updated: 31 " in (served.root / PEOPLE).read_bytes()


def test_rows_choices_contacts_and_a_statement_of_none(page: Page, served: Served) -> None:
    form = Form(page, served.address, "o02")
    form.add("people")
    form.text("ชื่อ-นามสกุล").fill("0812345678")
    form.text("ตำแหน่ง").fill("no")
    form.field("rank").get_by_role("combobox").click()
    page.get_by_role("option", name="รองผู้บริหารสูงสุด").click()
    form.add("contact")
    form.field("contact").get_by_role("textbox").fill("021234567")
    form.save()
    text = (served.root / PEOPLE).read_text(encoding="utf-8")
    assert text == EMPTY + (
        "people:\n  - name: '0812345678'\n    position: 'no'\n    rank: deputy\n    contact:\n      - '021234567'\n"
    )
    form.remove_first("people")
    form.page.get_by_role("button", name=re.compile("ไม่มีรายการ")).first.click()
    form.text("ข้อความยืนยันว่าไม่มีรายการ").fill("ยังไม่มีผู้บริหาร")
    form.save()
    assert _data(served.root / PEOPLE)["people"] == {"none": "ยังไม่มีผู้บริหาร"}
    page.get_by_role("button", name="กรอกรายการแทน").click()
    form.save()
    assert (served.root / PEOPLE).read_text(encoding="utf-8") == EMPTY


def test_a_file_that_another_tab_has_changed_is_not_overwritten(page: Page, served: Served) -> None:
    first = Form(page, served.address, "o02")
    second = Form(page.context.new_page(), served.address, "o02")
    second.text(UNIT).fill("กองคลัง")
    second.save()
    saved = (served.root / PEOPLE).read_bytes()
    first.text(UPDATED).fill("1 ตุลาคม 2567")
    first.press_save()
    expect(first.problems).to_contain_text("ถูกแก้จากที่อื่น")
    assert (served.root / PEOPLE).read_bytes() == saved
    # The other one goes on, also after it has saved.
    second.text(UNIT).fill("กองช่าง")
    second.save()
    assert "unit: กองช่าง   # ผู้กรอก" in (served.root / PEOPLE).read_text(encoding="utf-8")
    second.page.close()


def test_hostile_and_doubled_uploads_are_refused(
    page: Page, served: Served, tmp_path: Path
) -> None:
    said: list[str] = []

    def accept(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.accept()

    page.on("dialog", accept)
    program = tmp_path / "แผน.pdf"
    program.write_bytes(b"MZ\x90\x00 a program")
    form = Form(page, served.address, "o02")
    form.add("documents")
    form.choose(form.field("documents").get_by_role("button", name="เลือกไฟล์"), program)
    form.press_save()
    expect(form.problems).to_contain_text("ไม่ใช่ชนิดที่นามสกุลบอก")
    assert (served.root / PEOPLE).read_text(encoding="utf-8") == EMPTY
    assert not any((served.root / FILES).iterdir())

    page.reload()
    mine = tmp_path / "ประกาศ.pdf"
    mine.write_bytes(real_file("a.pdf"))
    served.upload(f"{FILES}/ประกาศ.pdf", real_file("b.pdf"))
    form = Form(page, served.address, "o02")
    form.add("documents")
    form.field("documents").get_by_role("button", name="เลือกไฟล์").click()
    form.upload(mine)
    page.wait_for_timeout(300)
    assert any("มีไฟล์ชื่อ “ประกาศ.pdf” อยู่แล้ว" in each for each in said)
    assert (served.root / FILES / "ประกาศ.pdf").read_bytes() == real_file("b.pdf")


def test_a_page_of_another_site_can_neither_read_nor_write(
    page: Page, served: Served, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    before = tree(served.root)
    with serving(tmp_path) as other:
        page.goto(other.address)
        found = page.evaluate(
            """async ([address, file]) => {
              const tries = [
                fetch(`${address}settings.json`),
                fetch(`${address}api/entry?file=${file}`, { method: 'POST', body: '{}' }),
                fetch(`${address}api/entry?file=${file}`, { method: 'POST', mode: 'no-cors', body: '{}' }),
                fetch(`${address}api/file?path=x`, { method: 'PUT', body: 'x' }),
              ];
              return (await Promise.allSettled(tries)).map((each) => (
                each.status === 'rejected' ? 'refused' : `${each.value.type} ${each.value.status}`));
            }""",
            [served.address, PEOPLE],
        )
    assert found == ["refused"] * 4
    assert tree(served.root) == before


def test_the_page_beside_a_git_host_writes_what_we_read(
    page: Page, served: Served, tmp_path: Path
) -> None:
    """Decap's own backends differ only in where the text of the file goes; this one keeps it in the page."""
    text = EMPTY + 'people:\n  - name: นาย ก\n    contact: "021234567"\nremarks: หนึ่ง\n'
    admin = tmp_path / "admin"
    write_admin(open_workspace(served.root), ("2568",), {"name": "test-repo"}, admin)
    files = {"data": {"2568": {"o02.yaml": {"content": text}}}}
    page.add_init_script(f"window.repoFiles = {json.dumps(files)};")
    with serving(admin) as host:
        page.goto(host.address)
        page.get_by_role("button").first.click()
        expect(page.get_by_role("link", name="O2 ข้อมูลผู้บริหาร")).to_be_visible()
        form = Form(page, f"{host.address}/", "o02")
        form.text(UNIT).fill("กองคลัง")
        form.unfold("people")
        form.text("ตำแหน่ง").fill("0123")
        form.save()
        written = page.evaluate("window.repoFiles.data['2568']['o02.yaml'].content")
    assert to_plain(parse_yaml(written, "o02.yaml")) == {
        "item": "executives",
        "unit": "กองคลัง",
        "updated": "8 มกราคม 2568",
        "people": [{"name": "นาย ก", "contact": "021234567", "position": "0123"}],
        "remarks": "หนึ่ง",
    }
