"""The search's rule of spelling, and the index: what is in it, of pages and PDF files, and how big."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from bad_documents import THAI as SENTENCE
from bad_documents import thai_pdf
from hypothesis import given
from hypothesis import strategies as st
from sites import NAKHAM, ROOT, copy_workspace, mkdocs_build, oit

from site_builder.pages.model import Attachment, Page, SearchText
from site_builder.publication import publish_workspace
from site_builder.search import fold
from site_builder.search import index as search_index
from site_builder.search.html import sections
from site_builder.search.index import ASCII, THAI, index_files, swapped
from site_builder.sources.files import FileRef
from site_builder.workspace import open_workspace

# ---- spelling ----

SAME = [
    ("O12", "o๑๒"),
    ("ข้อ ๑๒", "ข้อ12"),
    ("ปี พ.ศ. ๒๕๖๘", "ปี พ.ศ.2568"),
    ("สำนักปลัด", "สํานักปลัด"),  # nikhahit and sara aa
    ("น้ำ", "นํ้า"),
    ("น้ำ", "น้ํา"),
    ("น้ำ", "นำ้"),
    ("แผนงาน", "เเผนงาน"),
    ("ที่", "ท่ี"),
    ("ที่อยู่", "ที่อยู่"),
    ("สิทธิ์", "สิทธ์ิ"),
    ("ที่", "ที่่"),
    ("จัดซื้อ จัดจ้าง", "จัดซื้อจัดจ้าง"),
    ("จัด\u200bซื้อ\u00a0จ้าง", "จัดซื้อจ้าง"),
    ("12,500.00", "๑๒๕๐๐.๐๐"),
    ("1,234,567", "1234567"),
    ("ไม่เกิน 500 บาท", "ไม่เกิน500บาท"),
    ("No Gift  Policy", "no gift policy"),
    ("2566–2570", "2566-2570"),
    ("“ไม่รับ”", '"ไม่รับ"'),
]
LOOSELY_SAME = [
    ("เว็บไซต์", "เวบไซต"),
    ("ข้าว", "ข่าว"),
    ("กฎหมาย", "กฏหมาย"),
    ("อนุญาต", "อนุญาติ"),
    ("สังเกต", "สังเกตุ"),
    ("บุคลากร", "บุคคลากร"),
    ("ใช้จ่าย", "ไช้จ่าย"),
    ("เกษียณ", "เกศียน"),
    ("พ.ศ. 2568", "พศ2568"),
    ("045-123-456", "045 123 456"),
    ("ต่าง ๆ", "ต่าง"),
]
DIFFERENT = [
    ("ข้าว", "ข่าว"),
    ("12 500", "12500"),
    ("1,23", "123"),
    ("1.5", "15"),
    ("กา\nรงาน", "การงาน"),  # the border between two cells
]
LOOSELY_DIFFERENT = [("คน", "คม"), ("งาน", "งาย"), ("บาท", "บาง"), ("2566", "256")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word(one: str, other: str) -> None:
    assert fold.fold(one) == fold.fold(other)


@pytest.mark.parametrize(("one", "other"), LOOSELY_SAME)
def test_common_misspellings(one: str, other: str) -> None:
    assert fold.fold(one) != fold.fold(other)
    assert fold.fold_loosely(one) == fold.fold_loosely(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_that_differ(one: str, other: str) -> None:
    assert fold.fold(one) != fold.fold(other)


@pytest.mark.parametrize(("one", "other"), LOOSELY_DIFFERENT)
def test_words_that_differ_even_loosely(one: str, other: str) -> None:
    assert fold.fold_loosely(one) != fold.fold_loosely(other)


#: Words as Thai spell them: letters with a vowel and a tone mark above, no loose marks.
WORD = st.lists(
    st.tuples(
        st.sampled_from(["", "เ", "แ", "โ"]),
        st.sampled_from("กขคงจชดตนบปมรลวสห"),
        st.sampled_from(["", "า", "ิ", "ี", "ุ", "ั", "ำ"]),
        st.sampled_from(["", "น", "ง"]),
    ).map("".join),
    min_size=1,
    max_size=6,
).map("".join)


@given(before=WORD, word=WORD, after=WORD)
def test_a_word_is_found_inside_unspaced_text(before: str, word: str, after: str) -> None:
    assert fold.fold(word) in fold.fold(f"{before}{word}{after}")
    assert fold.fold(word) in fold.fold(f"{before} {word}\u200b{after}")


@given(st.text())
def test_borders_stay_and_are_never_crossed(text: str) -> None:
    for rule in (fold.fold, fold.fold_loosely):
        assert rule(text).count(fold.BORDER) == text.count(fold.BORDER)
        assert rule(f"{text}\n{text}") == f"{rule(text)}\n{rule(text)}"


@given(st.text())
def test_swapped_letters_come_back(text: str) -> None:
    assert swapped(swapped(text)) == text


def test_swapped_letters_are_pairs_that_need_no_escape() -> None:
    assert len(THAI) == len(ASCII) == len(set(THAI + ASCII)) / 2
    assert not set(ASCII) & set('"\\0123456789 \n')
    assert len(swapped("รายการจัดซื้อจัดจ้าง").encode()) == len("รายการจัดซื้อจัดจ้าง")


# ---- PDF files ----

THAI_PDF = ROOT / "data/2568/files/o08-manual-procurement.pdf"


def _file(path: Path, content: bytes) -> FileRef:
    path.write_bytes(content)
    return FileRef(path.name, path)


def _indexed(*files: FileRef) -> dict[str, str]:
    """What the index says of documents, by their title."""
    attached = tuple(Attachment("", file.name, file) for file in files)
    page = Page("x/", "x", "", attachments=attached, item="O1", year="2568")
    found = index_files([page], "2568").get("assets/search/documents-2568.js")
    entries = _data(found)[1] if found else []
    return {swapped(title): swapped(text) for _, _, title, text in entries}


def test_thai_is_found_in_a_pdf_as_it_is_spelled() -> None:
    text = fold.fold(_indexed(FileRef("a.pdf", THAI_PDF))["a.pdf"])
    for words in (
        "ส่วนงานที่รับผิดชอบ: สำนักปลัดเทศบาล",
        "จัดทำขอบเขตของงานหรือรายละเอียดคุณลักษณะเฉพาะและราคากลาง",  # over the end of a line
        "วันที่จัดทำ: ๑๕ พฤศจิกายน ๒๕๖๗",
    ):
        assert fold.fold(words) in text


def test_only_what_a_reader_sees_in_a_pdf_is_in_the_index(tmp_path: Path) -> None:
    files = [
        _file(tmp_path / "bad.pdf", b"%PDF-1.7 and nothing more"),
        _file(tmp_path / "noted.pdf", thai_pdf()),
        _file(tmp_path / "text.txt", SENTENCE.encode()),
    ]
    found = _indexed(*files)
    assert list(found) == ["noted.pdf"]
    texts = map(fold.fold, found["noted.pdf"].split(fold.BORDER))
    assert list(texts) == [fold.fold(f"{SENTENCE} หน้า {number}") for number in (1, 2)]


def test_no_document_fills_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MAX_CHARACTERS", 10)
    (text,) = _indexed(_file(tmp_path / "a.pdf", thai_pdf())).values()
    assert len(text) == 10
    assert text.startswith("ประกาศ")


# ---- hand-written pages ----

HTML = {
    "paragraphs and inline": ("<p>จัด<b>ซื้อ</b></p><p>จ้าง</p>", [("", "", ("จัดซื้อ", "จ้าง"))]),
    "headings": (
        '<h1 id="a">ก<a href="#a">¶</a></h1>ข<h2 id="b">ค</h2><ul><li>ง</li><li>จ</li></ul>',
        [("a", "ก¶", ("ข",)), ("b", "ค", ("ง", "จ"))],
    ),
    "cells": ("<table><tr><td>1</td><td>2</td></tr></table>", [("", "", ("1", "2"))]),
    "no text": ("<script>var a</script><style>b</style>&lt;c&gt;", [("", "", ("<c>",))]),
    "unfinished": ("<h2>ก", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("html", "expected"), HTML.values(), ids=list(HTML))
def test_sections_of_hand_written_pages(html: str, expected: list[Any]) -> None:
    assert [(each.id, each.title, each.texts) for each in sections(html)] == expected


# ---- the index ----


def _data(content: bytes) -> tuple[str, Any]:
    found = re.fullmatch(r'oitSearch\("([a-z0-9-]+)",(.*)\);\n', content.decode(), re.DOTALL)
    assert found
    return found[1], json.loads(found[2])


def _index(root: Path) -> dict[str, bytes]:
    publication = publish_workspace(open_workspace(root))
    return index_files(publication.site.pages, publication.current)


@pytest.fixture(scope="module")
def root_index() -> dict[str, bytes]:
    return _index(ROOT)


def test_every_item_is_in_the_index_with_its_year(root_index: dict[str, bytes]) -> None:
    _, index = _data(root_index["assets/search/index.js"])
    items = [(page[1], page[2]) for page in index["pages"] if page[1]]
    assert len(items) == 54
    assert items[0][1] == "2569", "the current edition comes first"
    assert ("O12", "2568") in items
    path, _, _, title, parts = next(p for p in index["pages"] if p[0] == "oit/2568/o12/")
    assert path
    assert swapped(title).startswith("O12 รายการ")
    texts = "\n".join(swapped(part[2]) for part in parts)
    for words in ("กองคลัง", "67109024027", "นางสาวอัมพร งามสมมุติ", "15 ตุลาคม 2567"):
        assert words in texts, words


def test_a_repeated_cell_stands_once_in_a_section(root_index: dict[str, bytes]) -> None:
    _, index = _data(root_index["assets/search/index.js"])
    for page in index["pages"]:
        for part in page[4]:
            lines = swapped(part[2]).split("\n")
            assert len(lines) == len(set(lines)), page[0]


def test_documents_are_in_the_file_of_their_year(root_index: dict[str, bytes]) -> None:
    _, index = _data(root_index["assets/search/index.js"])
    assert index["documents"] == ["documents-2569", "documents-2568"]
    for name in index["documents"]:
        told, entries = _data(root_index[f"assets/search/{name}.js"])
        assert told == name
        assert len(entries) > 40
        assert {index["pages"][entry[0]][2] for entry in entries} == {name.split("-")[1]}


@pytest.fixture(scope="session")
def items_132(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root's editions with two of an example: every edition that we ship."""
    workspace = tmp_path_factory.mktemp("every-edition")
    shutil.copytree(ROOT / "data", workspace / "data")
    for year in ("2566", "2567"):
        shutil.copytree(ROOT / f"examples/kham-duang/data/{year}", workspace / f"data/{year}")
    return workspace


def test_the_index_of_132_items_is_smaller_than_a_megabyte(items_132: Path) -> None:
    files = _index(items_132)
    _, index = _data(files["assets/search/index.js"])
    assert sum(bool(page[1]) for page in index["pages"]) == 132
    assert sum(map(len, files.values())) < 1_000_000


def test_the_index_is_the_same_every_time(root_index: dict[str, bytes]) -> None:
    assert _index(ROOT) == root_index


def test_hostile_texts_are_data(tmp_path: Path) -> None:
    text = '");alert(1)//</script>\u2028\ud800 \\" \n'
    document = _file(tmp_path / "x.pdf", THAI_PDF.read_bytes())
    page = Page(
        "x/",
        text,
        "",
        search=(SearchText(text, text, (text, text)),),
        attachments=(Attachment(text, text, document),),
        item="O1",
        year="2568",
    )
    files = index_files([page], "2568")
    assert list(files) == ["assets/search/index.js", "assets/search/documents-2568.js"]
    for content in files.values():
        _data(content)


def test_a_search_plugin_in_mkdocs_yml_is_set_aside(tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    settings = workspace / "mkdocs.yml"
    for plugins in ("[oit, search]", "[{search: {lang: th}}, oit]"):
        settings.write_text(
            f"site_name: x\ndocs_dir: content\ntheme: {{name: material, language: th}}\n"
            f"plugins: {plugins}\n",
            encoding="utf-8",
        )
        run = mkdocs_build(workspace, workspace / "site")
        assert run.code == 0, run.err
        assert '"search"' in run.err
        assert not (workspace / "site/search/search_index.json").exists()
        assert (workspace / "site/assets/search/index.js").is_file()
        assert (workspace / "site/search/index.html").is_file()


def test_hand_written_pages_are_in_the_index(tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "w")
    page = workspace / "content/own.md"
    page.write_text("# ประวัติ\n\n## ที่มา {#origin}\n\nก่อตั้งเมื่อ**นาน**มาแล้ว\n", "utf-8")
    (workspace / "content/index.md").write_text("ยินดีต้อนรับทุกท่าน\n", "utf-8")
    assert oit("build", cwd=workspace).code == 0
    content = (workspace / "site/assets/search/index.js").read_bytes()
    _, index = _data(content)
    own = next(each for each in index["pages"] if each[0] == "own/")
    assert swapped(own[3]) == "ประวัติ"
    assert "ก่อตั้งเมื่อนานมาแล้ว" in [swapped(section[2]) for section in own[4]]
    fronts = [each for each in index["pages"] if each[0] == ""]
    assert len(fronts) == 1
    assert "ยินดีต้อนรับทุกท่าน" in [swapped(section[2]) for section in fronts[0][4]]
