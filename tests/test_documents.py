"""Documents are opened: what is wrong with them, what stands in them, and that none harms us."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from bad_documents import BAD, GOOD, NOT_READ, SECRET, SVG, THAI, Sample, picture_of, thai_pdf
from figures import keep_hostile
from hypothesis import given
from hypothesis import strategies as st
from sites import ROOT, copy_workspace, oit

from site_builder.documents import gathering, pdf, reader, reading, workbook
from site_builder.documents.filetypes import PICTURES, real_type
from site_builder.documents.model import Facts, Fault, Hidden, Passage, Table
from site_builder.documents.packed import packed, unpacked
from site_builder.documents.text import is_mangled, mended
from site_builder.search.fold import fold
from site_builder.sources.files import FileRef

ALL = {**BAD, **GOOD, **NOT_READ}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of this test."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setattr(reading, "text_cache", lambda name: folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every document that is made for these tests."""
    folder = tmp_path_factory.mktemp("documents")
    for name, sample in ALL.items():
        sample.write(folder / name)
    return folder


@pytest.fixture(scope="module")
def known(folder: Path) -> Mapping[str, Facts]:
    """What is known of each of them, by name; read in one go, and never from the cache."""
    files = {name: FileRef(name, folder / name) for name in ALL}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "text_cache", lambda name: None)
        before = os.times()
        facts = reading.read_documents(files.values())
        after = os.times()
        # What its processes worked, not how long they waited for each other.
        assert after.children_user - before.children_user < 20
    return {name: facts[file.sha256] for name, file in files.items()}


def _file(path: Path, content: bytes) -> FileRef:
    path.write_bytes(content)
    return FileRef(path.name, path)


def _read(file: FileRef) -> Facts:
    return reading.read_documents([file])[file.sha256]


# ---- verdicts ----


def test_there_are_enough_of_them() -> None:
    assert len(BAD) >= 30
    assert len(GOOD) >= 12
    found = {fault for sample in ALL.values() for fault in sample.faults}
    assert set(Fault) - found == {Fault.TIMED_OUT, Fault.TOO_LARGE}, "these have tests of their own"


@pytest.mark.parametrize(("name", "sample"), ALL.items(), ids=list(ALL))
def test_each_has_its_verdict(
    name: str, sample: Sample, folder: Path, known: Mapping[str, Facts]
) -> None:
    facts = known[name]
    assert (facts.type, facts.faults) == (sample.type, sample.faults)
    assert facts.is_readable == (not sample.faults)
    assert facts.size == (folder / name).stat().st_size
    keep_hostile("documents", len(BAD))


@pytest.mark.parametrize("name", [name for name in GOOD if name.startswith("thai.")])
def test_thai_is_read_as_it_is_written(name: str, known: Mapping[str, Facts]) -> None:
    text = "\n".join(passage.text for passage in known[name].visible)
    words = {
        "thai.xlsx": "สมหญิง",
        "thai.csv": 'ซื้อ "น้ำ", แก้ว',
        "thai.ods": "ก",
        "thai.pptx": "ภาพรวมงบประมาณ",
    }
    assert fold(words.get(name, THAI)) in fold(text)


def test_the_real_documents_have_no_fault(cache: Path) -> None:
    files = [
        FileRef(path.name, path)
        for path in sorted(ROOT.glob("data/*/files/**/*"))
        if path.is_file()
    ]
    assert len(files) > 100
    facts = reading.read_documents(files)
    for file in files:
        found = facts[file.sha256]
        expected = (Fault.NO_TEXT,) if found.type in PICTURES else ()
        assert found.faults == expected, file.name


def test_no_file_of_this_machine_is_in_a_document(known: Mapping[str, Facts]) -> None:
    secret = SECRET.read_text(encoding="utf-8").splitlines()[0] if SECRET.exists() else "root:x"
    for facts in known.values():
        assert not any(secret in passage.text for passage in facts.passages)


# ---- what stands in them ----

FOUND: dict[str, list[Passage]] = {
    "thai.pdf": [
        Passage("แผนจัดซื้อ", hidden=Hidden.METADATA),
        Passage("กองคลัง", hidden=Hidden.METADATA),
        Passage(f"{THAI} หน้า 1", page=1),
        Passage(f"{THAI} หน้า 2", page=2),
        Passage("ตรวจแล้ว เลขบัตร 1101700230708", page=2, hidden=Hidden.COMMENT),
    ],
    "owner.pdf": [Passage(f"{THAI} หน้า 2", page=2)],
    "mended.pdf": [Passage(THAI, page=1)],
    "form.pdf": [Passage("Name and surname", page=1), Passage("สมชาย ใจดี", page=1)],
    "thai.docx": [
        Passage("รายงานผล", hidden=Hidden.METADATA),
        Passage("นางสาวสมศรี ทดสอบ", hidden=Hidden.METADATA),
        Passage("รายงานการจัดซื้อ"),
        Passage(THAI),
        Passage("ข้อความที่ซ่อน", hidden=Hidden.TEXT),
        Passage("อยู่"),
        Passage("ลบแล้ว", hidden=Hidden.TEXT),
        Passage("ลำดับ"),
        Passage("ซื้อน้ำดื่ม"),
        Passage("ท้ายเรื่อง"),
        Passage("หัวกระดาษ"),
        Passage("หัวหน้า", hidden=Hidden.COMMENT),
        Passage("ขอตรวจอีกครั้ง", hidden=Hidden.COMMENT),
    ],
    "thai.xlsx": [
        Passage("ทะเบียน", hidden=Hidden.METADATA),
        Passage("ผู้ดูแลระบบ", hidden=Hidden.METADATA),
        Passage("ลำดับ", sheet="รายชื่อ", cell="A1"),
        Passage("เลขบัตร", sheet="รายชื่อ", cell="C1", hidden=Hidden.COLUMN),
        Passage("ลาออกแล้ว", sheet="รายชื่อ", cell="B2", hidden=Hidden.COMMENT),
        Passage("1101700230708", sheet="รายชื่อ", cell="C2", hidden=Hidden.COLUMN),
        Passage("0812345678", sheet="รายชื่อ", cell="D2"),
        Passage("3100600445567", sheet="รายชื่อ", cell="C3", hidden=Hidden.COLUMN),
        Passage("ซ่อนแถว", sheet="รายชื่อ", cell="B4", hidden=Hidden.ROW),
        Passage("ในซ่อน", sheet="ซ่อน", cell="B2", hidden=Hidden.SHEET),
        Passage("ในซ่อนสนิท", sheet="ซ่อนสนิท", cell="B2", hidden=Hidden.SHEET),
    ],
    "claiming.xlsx": [
        Passage("ก", sheet="Sheet", cell="A1"),
        Passage("ฮ", sheet="Sheet", cell="XFD1048576"),
    ],
    "thai.csv": [Passage("ลำดับ", cell="A1"), Passage('ซื้อ "น้ำ", แก้ว', cell="B2")],
    "excel.csv": [Passage("ลำดับ", cell="A1"), Passage("12500.50", cell="C3")],
    "windows.csv": [Passage("ลำดับ", cell="A1"), Passage("จ้างเหมา", cell="B3")],
    "semicolons.csv": [Passage("วงเงิน", cell="C1"), Passage('ซื้อ "น้ำ"; แก้ว', cell="B2")],
    "unicode.csv": [Passage("วงเงิน", cell="C1")],
    "thai.txt": [Passage(THAI)],
    "thai.odt": [Passage(THAI)],
    "thai.ods": [
        Passage("ก", sheet="เห็น", cell="A1"),
        Passage("ซ่อนคอลัมน์", sheet="เห็น", cell="B1", hidden=Hidden.COLUMN),
        Passage("ซ่อนแถว", sheet="เห็น", cell="A9", hidden=Hidden.ROW),
        Passage("ซ่อนแผ่น", sheet="ไม่เห็น", cell="C1", hidden=Hidden.SHEET),
    ],
    "thai.pptx": [
        Passage("ภาพรวมงบประมาณ", page=1),
        Passage("สไลด์ที่ซ่อน", page=2, hidden=Hidden.TEXT),
        Passage("บันทึกผู้บรรยาย", page=1, hidden=Hidden.COMMENT),
    ],
    "photo.jpg": [
        Passage("Somchai", hidden=Hidden.METADATA),
        Passage("GPS 13.75000, 100.50000", hidden=Hidden.METADATA),
    ],
    "new.xls": [Passage("ลำดับ", sheet="รายชื่อ", cell="A1")],
}


@pytest.mark.parametrize(("name", "expected"), FOUND.items(), ids=list(FOUND))
def test_what_stands_in_them_and_where(
    name: str, expected: list[Passage], known: Mapping[str, Facts]
) -> None:
    # Programs put marks and spaces into their PDF files in an order of their own.
    found = [replace(each, text=fold(each.text)) for each in known[name].passages]
    wanted = [replace(each, text=fold(each.text)) for each in expected]
    places = [found.index(passage) for passage in wanted if passage in found]
    assert len(places) == len(wanted), [each for each in wanted if each not in found]
    assert places == sorted(places), "in the order of reading"


TABLES = {
    "thai.docx": [Table((("ลำดับ", "รายการ", "วงเงิน"), ("1", "ซื้อน้ำดื่ม", "500")))],
    # hidden columns, rows and sheets are not there
    "thai.xlsx": [
        Table(
            (
                ("ลำดับ", "ชื่อ", "", "โทรศัพท์"),
                ("1", "สมชาย", "", "0812345678"),
                ("2", "สมหญิง", "", "0823456789"),
            ),
            "รายชื่อ",
        )
    ],
    "claiming.xlsx": [Table((("ก",),), "Sheet")],
    "thai.csv": [
        Table(
            (
                ("ลำดับ", "รายการ", "วงเงิน"),
                ("1", 'ซื้อ "น้ำ", แก้ว', "500"),
                ("2", "จ้างเหมา", "12500.50"),
            )
        )
    ],
    "thai.ods": [Table((("ก",),), "เห็น")],
    "thai.txt": [],
}


@pytest.mark.parametrize(("name", "expected"), TABLES.items(), ids=list(TABLES))
def test_tables_begin_with_their_headings(
    name: str, expected: list[Table], known: Mapping[str, Facts]
) -> None:
    assert list(known[name].tables) == expected


SAID = {
    "thai.pdf": ("แผนจัดซื้อ", "กองคลัง", "th", 2),
    "thai.docx": ("รายงานผล", "นางสาวสมศรี ทดสอบ", "th-TH", 0),
    "thai.xlsx": ("ทะเบียน", "ผู้ดูแลระบบ", "", 0),
    "thai.pptx": ("", "", "", 2),
    "login.pdf": ("Login", "", "", 0),
}


@pytest.mark.parametrize(("name", "expected"), SAID.items(), ids=list(SAID))
def test_what_they_say_of_themselves(
    name: str, expected: tuple[str, str, str, int], known: Mapping[str, Facts]
) -> None:
    facts = known[name]
    assert (facts.title, facts.author, facts.language, facts.pages) == expected


def test_too_many_pages_are_told(known: Mapping[str, Facts]) -> None:
    facts = known["many-pages.pdf"]
    assert (facts.pages, facts.is_cut) == (310, True)
    assert facts.visible[-1].page == pdf.MAX_PAGES
    assert [name for name in GOOD if known[name].is_cut] == ["many-pages.pdf"]


# ---- text ----

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
    assert mended(read) == meant
    assert not is_mangled(read * 20), "what can be mended is no fault"


NOT_MANGLED = {
    "nothing": "",
    "bullets of Word": "\uf0b7 ข้อแรก \uf0b7 ข้อสอง\n\uf0fc ข้อสาม \uf0b7ข้อสี่\n" * 9,
    "a slip of the pen": "ี" + THAI,
    "two slips in a page": f"ี ิ {THAI}" + THAI * 3,
    "words with เธ and เน": "เธอเนรมิตเนื่องในเนื้อความ" + THAI,
    "English": "Procurement plan of the fiscal year 2025" * 9,
}


@pytest.mark.parametrize("text", NOT_MANGLED.values(), ids=list(NOT_MANGLED))
def test_what_is_no_spoilt_text(text: str) -> None:
    assert not is_mangled(text)


# ---- types ----


def test_the_type_of_a_file_is_that_of_its_content(folder: Path) -> None:
    for name, sample in {**GOOD, **NOT_READ}.items():
        told = real_type(folder / name)
        assert told == ("txt" if sample.type == "csv" else sample.type), name


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    for start in (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n",
    ):
        path.write_bytes(start + content)
        for ending in ("pdf", "xlsx"):
            assert isinstance(reader.facts_of(path, ending), Facts)


@pytest.mark.parametrize(
    ("content", "code"), [(THAI.encode(), 2), (SVG, 2), (picture_of("PNG"), 0)]
)
def test_an_emblem_is_a_picture(tmp_path: Path, content: bytes, code: int) -> None:
    workspace = copy_workspace(ROOT / "examples" / "nakham", tmp_path / "w")
    emblem = workspace / "data/files/emblem.png"
    emblem.parent.mkdir(exist_ok=True)
    emblem.write_bytes(content)
    agency = workspace / "data/agency.yaml"
    line = agency.read_text(encoding="utf-8").count("\n") + 1
    with agency.open("a", encoding="utf-8") as file:
        file.write("emblem: emblem.png\n")
    run = oit("--lang", "en", "build", cwd=workspace)
    assert run.code == code, run.err
    if code:
        assert f"data/agency.yaml:{line}" in run.err
        assert '"emblem.png" is no picture' in run.err
        assert run.err.count("agency.yaml") == 1


# ---- the program that reads ----

#: Readers that end in their own way at a file named `bad…`, and what that means.
DYING = {
    "crash": ("os.abort()", Fault.BROKEN),
    "leave": ("os._exit(0)", Fault.BROKEN),
    "mistake of ours": ("1 / 0", Fault.NOT_OPENED),
    "hang": ("time.sleep(1000)", Fault.TIMED_OUT),
    "loop": ("exec('while True: pass')", Fault.TIMED_OUT),
    "half an answer": ("(print('[\"half', end='', flush=True), os._exit(1))", Fault.BROKEN),
}


@pytest.mark.parametrize(("how", "fault"), DYING.values(), ids=list(DYING))
def test_a_reader_that_dies_takes_only_one_document_with_it(
    how: str, fault: Fault, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "reader.py"
    program.write_text(
        f"import os, sys, time\n"
        f"from site_builder.documents import reader\n"
        f"whole = reader.facts_of\n"
        f"reader.SECONDS = 1\n"
        f"reader.facts_of = lambda path, ending: {how} if 'bad' in path.name else whole(path, ending)\n"
        f"reader.main()\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(reading, "_PROGRAM", ("-I", str(program)))
    names = ("a", "bad1", "b", "bad2", "c")
    files = [_file(tmp_path / f"{name}.txt", name.encode()) for name in names]
    start = time.monotonic()
    facts = reading.read_documents(files)
    assert [facts[file.sha256].faults for file in files] == [(), (fault,), (), (fault,), ()]
    assert [facts[file.sha256].size for file in files] == [len(name) for name in names]
    assert time.monotonic() - start < 20
    kept = {path.name.partition("-")[0] for path in cache.iterdir()}
    is_kept = fault is Fault.BROKEN
    assert [file.sha256 in kept for file in files] == [True, is_kept, True, is_kept, True]


@pytest.mark.parametrize("program", [("-c", "pass"), ("nowhere.py",)])
def test_without_a_reader_nothing_is_said_and_the_next_run_tries_again(
    program: tuple[str, ...], cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _file(tmp_path / "a.txt", THAI.encode())
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_PROGRAM", program)
        assert _read(file) == Facts("", file.size, (Fault.NOT_OPENED,))
        patch.setattr(sys, "executable", str(tmp_path / "no-python"))
        assert _read(file).faults == (Fault.NOT_OPENED,)
    assert _read(file).visible == (Passage(THAI),)


def test_what_is_known_is_kept_by_what_the_files_hold(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = thai_pdf()
    first = _read(_file(tmp_path / "a.pdf", content))
    copy = _file(tmp_path / "another name.PDF", content)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_ask", lambda files: pytest.fail("it was read again"))
        assert _read(copy) == first
    for damaged in ('{"damaged', "[]", "{}", '{"type":1}'):
        for kept in cache.iterdir():
            kept.write_text(damaged, encoding="utf-8")
        assert _read(copy) == first


def test_one_content_under_two_names_has_the_faults_of_the_worse(
    cache: Path, tmp_path: Path
) -> None:
    good = _file(tmp_path / "a.csv", THAI.encode())
    bad = _file(tmp_path / "a.png", THAI.encode())
    for files in ((good, bad), (bad, good)):
        assert reading.read_documents(files)[good.sha256].faults == (Fault.WRONG_TYPE,)
    assert _read(good).faults == ()


def test_limits_of_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("กข,คง\nจฉ,ชซ\n", encoding="utf-8")
    for name, value, texts in (
        ("MAX_CHARACTERS", 5, ["กข", "คง", "จ"]),
        ("MAX_CHARACTERS", 8, ["กข", "คง", "จฉ", "ชซ"]),
        ("MAX_PASSAGES", 2, ["กข", "คง"]),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(gathering, name, value)
            facts = reader.facts_of(path, "csv")
        assert [passage.text for passage in facts.passages] == texts
        assert facts.is_cut == (len("".join(texts)) < 8)
        assert facts.tables, "the headings are kept"
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    assert reader.facts_of(path, "csv") == Facts("csv", path.stat().st_size, (Fault.TOO_LARGE,))


def test_a_large_workbook_is_read_without_what_costs_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_WHOLE", 0)
    facts = reader.facts_of(folder / "thai.xlsx", "xlsx")
    assert facts.is_cut, "hidden rows, columns and comments are not known"
    assert Passage("ซ่อนแถว", sheet="รายชื่อ", cell="B4") in facts.passages
    assert Passage("ในซ่อน", sheet="ซ่อน", cell="B2", hidden=Hidden.SHEET) in facts.passages
    far = reader.facts_of(folder / "claiming.xlsx", "xlsx")
    assert far.visible[-1] == Passage("ฮ", sheet="Sheet", cell="XFD1048576")


def test_a_folder_of_any_names_is_read(cache: Path, tmp_path: Path) -> None:
    for number, name in enumerate(("แผน ๒๕๖๘.txt", "no ending", "a.b.c.TXT", "'quoted' -x.txt")):
        file = _file(tmp_path / name, f"{THAI} {number}".encode())
        assert _read(file).visible == (Passage(f"{THAI} {number}"),)


# ---- facts as JSON ----

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
PASSAGES = st.builds(Passage, TEXTS, st.integers(0, 9), TEXTS, TEXTS, st.sampled_from(list(Hidden)))
ROWS = st.lists(st.lists(TEXTS, max_size=3).map(tuple), max_size=3).map(tuple)
FACTS = st.builds(
    Facts,
    TEXTS,
    st.integers(0),
    st.lists(st.sampled_from(list(Fault))).map(tuple),
    st.lists(PASSAGES).map(tuple),
    st.lists(st.builds(Table, ROWS, TEXTS)).map(tuple),
    st.integers(0),
    TEXTS,
    TEXTS,
    TEXTS,
    st.booleans(),
)


@given(FACTS)
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    line = packed(facts)
    assert "\n" not in line
    again = unpacked(line.encode())
    assert again == facts
    for one, other in zip(again.passages, facts.passages, strict=True):
        assert one.hidden is other.hidden


@given(st.recursive(st.none() | st.integers() | TEXTS, st.lists, max_leaves=5))
def test_what_is_no_fact_is_refused(data: object) -> None:
    with pytest.raises(ValueError):
        unpacked(json.dumps(data))
