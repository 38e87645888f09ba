"""The search's rule of spelling, the text of PDF files, and the index: what is in it and how big."""

from __future__ import annotations

import json
import re
import shutil
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import NAKHAM, ROOT, copy_workspace, mkdocs_build, oit

from site_builder.pages.model import Attachment, Page, SearchText
from site_builder.publication import publish_workspace
from site_builder.search import documents, fold, pdf_reader
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


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of this test."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setattr(documents, "text_cache", lambda name: folder)
    return folder


def _file(path: Path, content: bytes | None = None) -> FileRef:
    if content is not None:
        path.write_bytes(content)
    return FileRef(path.name, path)


def _text(file: FileRef) -> str:
    return "\n".join(documents.texts_of([file])[file.sha256])


THAI_PDF = ROOT / "data/2568/files/o08-manual-procurement.pdf"


def test_thai_is_read_from_a_pdf_as_it_is_spelled(cache: Path) -> None:
    text = fold.fold(_text(_file(THAI_PDF)))
    for words in (
        "ส่วนงานที่รับผิดชอบ: สำนักปลัดเทศบาล",
        "จัดทำขอบเขตของงานหรือรายละเอียดคุณลักษณะเฉพาะและราคากลาง",  # over the end of a line
        "วันที่จัดทำ: ๑๕ พฤศจิกายน ๒๕๖๗",
    ):
        assert fold.fold(words) in text


MENDED = {
    "sara am taken apart": ("ส านักงานเทศบาลต าบล", "สำนักงานเทศบาลตำบล"),
    "with a tone mark": ("น้ าท่วม", "น้ำท่วม"),
    "marks parted from their letters": ("ท ี่ด ิน", "ที่ดิน"),
    "letters of older fonts": ("ที\uf70a\uf70e", "ที่์"),
    "control characters": ("ตำ\x14บล\x00", "ตำบล"),
    "halves of a pair": ("ก\ud800ข", "กข"),
    "ends of lines": ("  จัด\r\nซื้อ \n", "จัด ซื้อ"),
    "spaces between words": ("จัดซื้อ อาคาร การ", "จัดซื้อ อาคาร การ"),
}


@pytest.mark.parametrize(("read", "meant"), MENDED.values(), ids=list(MENDED))
def test_what_programs_do_to_thai_is_mended(read: str, meant: str) -> None:
    assert documents.mended(read) == meant


def _pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects; the first is the catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )


def _page_of(stream: bytes, filters: bytes = b"") -> bytes:
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d%b>>stream\n%b\nendstream" % (len(stream), filters, stream),
    )


def _bomb() -> bytes:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(400)) + packer.flush()
    return _page_of(zlib.compress(data, 9), b"/Filter[/FlateDecode/FlateDecode]")


HOSTILE = {
    "empty": b"",
    "no PDF": b"<html>not a PDF</html>",
    "cut off": THAI_PDF.read_bytes()[:9000],
    "pages that hold themselves": _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"
    ),
    "a million pages that are not there": _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000/Kids[]>>"
    ),
    "nested without end": _pdf(b"<</Type/Catalog/Pages " + b"[" * 200_000 + b">>"),
    "unpacks to 400 MB": _bomb(),
    "no text layer": _page_of(b"0 0 9 9 re f"),
    "a picture without end": _page_of(b"BI /W 9 /H 9 ID xxxx"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_what_cannot_be_read_has_no_text_and_harms_nobody(
    content: bytes, cache: Path, tmp_path: Path
) -> None:
    start = time.monotonic()
    bad, good = _file(tmp_path / "bad.pdf", content), _file(THAI_PDF)
    texts = documents.texts_of([bad, good])
    assert texts[bad.sha256] == ()
    assert texts[good.sha256]
    assert time.monotonic() - start < 2 * pdf_reader.SECONDS + 10


#: Readers that end in their own way at a file named `bad.pdf`.
DYING = {
    "crash": "os.abort()",
    "hang": "time.sleep(1000)",
    "loop": "exec('while True: pass')",
    "half an answer": "(print('[\"half', end='', flush=True), os._exit(1))",
}


@pytest.mark.parametrize("how", DYING.values(), ids=list(DYING))
def test_a_reader_that_dies_takes_only_one_document_with_it(
    how: str, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "reader.py"
    program.write_text(
        f"import importlib.util, os, sys, time\n"
        f"spec = importlib.util.spec_from_file_location('reader', {pdf_reader.__file__!r})\n"
        f"reader = importlib.util.module_from_spec(spec)\n"
        f"spec.loader.exec_module(reader)\n"
        f"reader.SECONDS = 1\n"
        f"reader._pages = lambda library, path: {how} if 'bad' in path else ['ก']\n"
        f"reader.main()\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(pdf_reader, "__file__", str(program))
    files = [
        _file(tmp_path / f"{name}.pdf", name.encode()) for name in ("a", "bad1", "b", "bad2", "c")
    ]
    start = time.monotonic()
    texts = documents.texts_of(files)
    assert [bool(texts[file.sha256]) for file in files] == [True, False, True, False, True]
    assert time.monotonic() - start < 20


def test_no_reader_no_text_and_the_next_build_tries_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pdf_reader, "__file__", "nowhere.py")
        assert _text(_file(THAI_PDF)) == ""
    assert _text(_file(THAI_PDF))


def test_texts_are_kept_by_what_the_files_hold(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _text(_file(THAI_PDF))
    assert first
    copy = tmp_path / "another name.pdf"
    shutil.copyfile(THAI_PDF, copy)
    with monkeypatch.context() as patch:
        patch.setattr(documents, "_ask", lambda paths: pytest.fail("it was read again"))
        assert _text(_file(copy)) == first
    for kept in cache.iterdir():
        kept.write_text('{"damaged', encoding="utf-8")
    assert _text(_file(copy)) == first


def test_limits_of_one_document(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pdf_reader._pages(__import__("pypdfium2"), str(THAI_PDF))
    assert whole
    monkeypatch.setattr(pdf_reader, "MAX_CHARACTERS", 100)
    assert pdf_reader._pages(__import__("pypdfium2"), str(THAI_PDF)) == [whole[0][:100]]
    monkeypatch.setattr(pdf_reader, "MAX_BYTES", 100)
    assert pdf_reader._pages(__import__("pypdfium2"), str(THAI_PDF)) is None


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


def test_hostile_texts_are_data(tmp_path: Path, cache: Path) -> None:
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


def test_the_reader_runs_on_its_own() -> None:
    """Nothing of ours is imported in it: it starts fast, and a hostile file meets little code."""
    text = Path(pdf_reader.__file__).read_text(encoding="utf-8")
    assert "site_builder" not in text
