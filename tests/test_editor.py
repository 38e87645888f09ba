"""The editor's forms, what they save, and what its server refuses."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import urllib.request
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from commands import BAD_INPUT, CLEAN, Commands
from editing import Served, editing
from figures import keep_hostile
from hostile import ATTACKS
from previews import PATIENCE
from sites import ROOT, copy_workspace, tree
from workspaces import WorkspaceFolder, real_file

from site_builder.catalogue.model import HEADER_FIELDS
from site_builder.characters import UNFIT
from site_builder.editor.config import LOCAL, editor_config
from site_builder.editor.entries import ABSENT, KEPT, KEPT_OF_EACH, Entries
from site_builder.editor.server import bundle, page_file
from site_builder.editor.uploads import MAX_BYTES, Uploads
from site_builder.editor.words import WORDS
from site_builder.kinds import KINDS
from site_builder.problems import InputError
from site_builder.workspace import open_workspace, with_all_editions

DECAP = ROOT / "site_builder" / "editor" / "decap"
PEOPLE = "data/2568/o02.yaml"
FILES = "data/2568/files"


# --- the configuration ------------------------------------------------------------------------


def _config(language_of: Path = ROOT) -> dict[str, Any]:
    workspace = with_all_editions(open_workspace(language_of))
    return editor_config(workspace, workspace.catalogue.editions, LOCAL)


def _all_fields(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from _all_fields(field.get("fields", []))
        yield from _all_fields([field["field"]] if "field" in field else [])


def test_every_item_of_every_edition_has_a_form_with_every_field() -> None:
    workspace = with_all_editions(open_workspace(ROOT))
    config = _config()
    assert [each["name"] for each in config["collections"]] == [
        f"oit-{name}" for name in workspace.catalogue.editions
    ]
    kinds = set()
    for edition, collection in zip(
        workspace.catalogue.editions.values(), config["collections"], strict=True
    ):
        assert [form["file"] for form in collection["files"]] == [
            f"data/{edition.name}/{item.code}.yaml" for item in edition.items
        ]
        for item, form in zip(edition.items, collection["files"], strict=True):
            assert form["label"] == f"{item.id} {item.title.th}"
            subject = workspace.catalogue.subject(item)
            asked = {*HEADER_FIELDS, *(spec.key for spec in subject.fields), "_version"}
            assert {field["name"] for field in form["fields"]} == asked
            for spec in subject.fields:
                kinds.add(spec.kind)
                field = next(each for each in form["fields"] if each["name"] == spec.key)
                assert field["label"] == spec.label.th
                shown = {each["name"] for each in _all_fields([field])}
                assert {column.key for column in spec.columns} <= shown
    assert kinds <= set(KINDS) and "org-chart" in kinds and "monthly-table" in kinds


def test_every_requirement_stands_in_a_hint_with_its_mark() -> None:
    workspace = open_workspace(ROOT)
    config = editor_config(workspace, workspace.editions, LOCAL)
    for collection in config["collections"]:
        edition = workspace.catalogue.editions[collection["name"].removeprefix("oit-")]
        for item, form in zip(edition.items, collection["files"], strict=True):
            hints = " ".join(each.get("hint", "") for each in _all_fields(form["fields"]))
            plain = hints.replace("\\", "")
            for element in item.elements:
                assert " ".join(element.requirement.th.split()) in plain, f"{item.id} {element.key}"


def test_forms_use_only_what_the_page_knows_and_type_nothing() -> None:
    script = page_file("editor.js").decode()
    widgets = {
        field["widget"]
        for collection in _config()["collections"]
        for form in collection["files"]
        for field in _all_fields(form["fields"])
    }
    assert widgets == {
        *("oit-text", "oit-choice", "oit-file", "oit-image", "oit-list", "oit-object"),
        "oit-version",
    }
    for name in widgets - {"oit-file", "oit-image"}:
        assert f"'{name}'" in script
    for word in WORDS:
        assert f"words.{word}" in script


@pytest.mark.usefixtures("english")
def test_forms_are_in_english_too() -> None:
    config = _config()
    assert config["locale"] == "en"
    assert config["collections"][0]["label"].startswith("OIT 25")


def test_the_bundle_is_what_its_origin_says() -> None:
    origin = json.loads((DECAP / "origin.json").read_text(encoding="utf-8"))
    content = bundle()
    assert (origin["bytes"], origin["sha256"]) == (
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert "Permission is hereby granted" in (DECAP / "LICENSE").read_text(encoding="utf-8")
    assert (DECAP / "decap-cms.js.LICENSE.txt").stat().st_size > 1000


# --- saving -----------------------------------------------------------------------------------


def as_a_form_leaves_it(values: Any, fields: list[dict[str, Any]]) -> Any:
    """The values with all that a form adds to them: blank texts, empty lists and objects."""
    if isinstance(values, list):
        return [as_a_form_leaves_it(each, fields) for each in values]
    if not isinstance(values, dict) or "none" in values:
        return values
    found = dict(values)
    blanks: dict[str, Any] = {"oit-list": [], "oit-object": {}, "oit-text": ""}
    for field in fields:
        if field["name"] not in found:
            found[field["name"]] = blanks.get(field["widget"])
        elif "fields" in field:
            found[field["name"]] = as_a_form_leaves_it(found[field["name"]], field["fields"])
    return found


def test_saving_without_a_change_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    copy_workspace(ROOT, root)
    workspace = open_workspace(root)
    before = tree(root)
    entries = Entries(workspace, workspace.editions)
    forms = {
        form["file"]: form["fields"]
        for collection in editor_config(workspace, workspace.editions, LOCAL)["collections"]
        for form in collection["files"]
    }
    assert len(forms) == 54
    for file, fields in forms.items():
        values, version = entries.read(file)
        sent = json.loads(json.dumps(as_a_form_leaves_it(values, fields[:-1])))
        assert entries.save(file, sent, version) == version, file
    assert tree(root) == before


START = """\
    # ผู้บริหารชุดปัจจุบัน
    unit: สำนักปลัด   # ผู้กรอก
    updated: 2568-03-01
    remarks:
    people:
      # คนแรก
      - name: นาย ก
        contact: 021234567
        alias: no
      - name: นาย ข
        contact: [080, "x@y.example"]
    """


@pytest.fixture
def entries(workspace: WorkspaceFolder) -> Entries:
    workspace.disclose("2568", "executives", START)
    return Entries(workspace.open(), ("2568",))


def _people(entries: Entries) -> tuple[dict[str, Any], str]:
    values, version = entries.read(PEOPLE)
    return json.loads(json.dumps(values)), version


def _lines(text: str) -> list[str]:
    return textwrap.dedent(text).splitlines()


@pytest.mark.parametrize(
    ("changes", "removed", "added"),
    [
        pytest.param({"unit": "กองคลัง"}, "unit: สำนักปลัด   #", "unit: กองคลัง   # ผู้กรอก", id="text"),
        pytest.param({"unit": ""}, "unit: สำนักปลัด   # ผู้กรอก", "", id="cleared"),
        pytest.param(
            {"updated": "1 ม.ค. 68"}, "updated: 2568-03-01", "updated: 1 ม.ค. 68", id="date"
        ),
        pytest.param({"updated": "2568-03-02"}, "2568-03-01", "2568-03-02", id="ISO date is text"),
        pytest.param({"unit": "no"}, "สำนักปลัด", "unit: 'no'", id="no is text"),
        pytest.param({"unit": "0123"}, "สำนักปลัด", "unit: '0123'", id="leading zero"),
        pytest.param({"unit": "ก: ข # ค"}, "สำนักปลัด", "unit: 'ก: ข # ค'", id="signs of YAML"),
        pytest.param({"unit": "ก\r\nข"}, "สำนักปลัด", 'unit: "ก\\nข"   # ผู้กรอก', id="two lines"),
        pytest.param({"unit": "ก\x00\x0bข"}, "สำนักปลัด", "unit: กข", id="not printable"),
        pytest.param(
            {"covers": "ปีงบประมาณ พ.ศ. 2568"},
            "",
            "updated: 2568-03-01\ncovers: ปีงบประมาณ พ.ศ. 2568",
            id="new, in the catalogue's place",
        ),
        pytest.param(
            {"remarks": ["หนึ่ง", "", None]}, "remarks:", "remarks:\n  - หนึ่ง", id="blank rows"
        ),
        pytest.param({"documents": [{"file": "", "title": None}]}, "", "", id="only blank"),
        pytest.param(
            {"people": {"none": "ไม่มี"}}, "- name: นาย ก", "people:\n  none: ไม่มี", id="none"
        ),
        pytest.param({"people": []}, "people:", "", id="all rows taken out"),
    ],
)
def test_a_change_changes_only_its_lines(
    workspace: WorkspaceFolder, entries: Entries, changes: dict[str, Any], removed: str, added: str
) -> None:
    # `alias` is a column that the catalogue does not have.
    before = (workspace.root / PEOPLE).read_text(encoding="utf-8")
    values, version = _people(entries)
    entries.save(PEOPLE, {**values, **changes}, version)
    after = (workspace.root / PEOPLE).read_text(encoding="utf-8")
    assert (removed in before) and (not removed or removed not in after or removed in added)
    assert added in after
    assert after.startswith("item: executives\n# ผู้บริหารชุดปัจจุบัน\n")
    if changes == {"documents": [{"file": "", "title": None}]}:
        assert after == before
    if "people" not in changes:
        assert "  # คนแรก\n" in after
        assert "contact: 021234567\n    alias: no\n" in after


#: What may be pasted into a form. Each comes back as it was, but for what no data file may have.
PASTED = [
    *ATTACKS.values(), *ATTACKS, "ก\u202eข", "\u2066a\u2069", "a\x9b31m", "a\x1b[2J", "\x00", "\x7f", "ก\x85ข",
    "- a\n- b", "a: b", "&a *a", "!!python/object:x y", "--- x", "%YAML 1.1", "x" * 9000,
]  # fmt: skip


def test_whatever_is_pasted_into_a_form_is_a_text(
    workspace: WorkspaceFolder, entries: Entries
) -> None:
    values, version = _people(entries)
    texts = list(map(UNFIT.sub, repeat(""), PASTED))
    given = {"unit": "".join(PASTED), "remarks": PASTED, "people": [{"name": t} for t in PASTED]}
    entries.save(PEOPLE, {**values, **given}, version)
    kept, _ = _people(entries)
    assert kept["unit"] == "".join(texts)
    assert kept["remarks"] == list(filter(None, texts))
    assert [row["name"] for row in kept["people"]] == list(filter(None, texts))
    assert set(kept) == {*values, *given}
    assert not workspace.data("2568").problems
    keep_hostile("texts in a form", 3 * len(PASTED))


def test_a_row_of_many_changes_alone(workspace: WorkspaceFolder, entries: Entries) -> None:
    values, version = _people(entries)
    values["people"][1] |= {"position": "รองนายก", "photo": "", "contact": ["080"]}
    entries.save(PEOPLE, values, version)
    text = (workspace.root / PEOPLE).read_text(encoding="utf-8")
    assert _lines(START)[:9] == text.splitlines()[1:10]
    assert _people(entries)[0]["people"][1:] == [
        {"name": "นาย ข", "contact": ["080"], "position": "รองนายก"}
    ]


def test_what_the_form_does_not_know_is_kept(workspace: WorkspaceFolder, entries: Entries) -> None:
    path = workspace.root / PEOPLE
    path.write_text(path.read_text(encoding="utf-8") + "own: {a: [1, 2]}\n", encoding="utf-8")
    values, version = _people(entries)
    del values["own"], values["people"], values["item"]
    entries.save(PEOPLE, {**values, "unit": "ใหม่"}, version)
    text = path.read_text(encoding="utf-8")
    assert "own: {a: [1, 2]}\n" in text and "alias: no" in text and "unit: ใหม่" in text


def test_a_new_file_begins_with_its_guard(workspace: WorkspaceFolder) -> None:
    entries = Entries(workspace.open("2568"), ("2568",))
    assert entries.read(PEOPLE) == ({"item": "executives"}, ABSENT)
    person: dict[str, Any] = {"name": "นาย ก", "photo": None, "contact": []}
    entries.save(PEOPLE, {"people": [person], "unit": "ส่วนกลาง", "item": "laws"}, ABSENT)
    text = (workspace.root / PEOPLE).read_text(encoding="utf-8")
    assert text == "item: executives\nunit: ส่วนกลาง\npeople:\n  - name: นาย ก\n"
    assert not (workspace.root / KEPT).exists()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_of_windows_stay(workspace: WorkspaceFolder, mark: str) -> None:
    text = f"{mark}item: executives\r\n# หมายเหตุ\r\nunit: ก\r\n"
    workspace.write(PEOPLE, text)
    entries = Entries(workspace.open(), ("2568",))
    values, version = entries.read(PEOPLE)
    entries.save(PEOPLE, {**values, "unit": "ข", "covers": "ปีงบประมาณ 2568"}, version)
    expected = text.replace("unit: ก\r\n", "unit: ข\r\ncovers: ปีงบประมาณ 2568\r\n")
    assert (workspace.root / PEOPLE).read_bytes() == expected.encode()


def test_a_copy_of_what_was_overwritten_is_kept(
    workspace: WorkspaceFolder, entries: Entries
) -> None:
    first = (workspace.root / PEOPLE).read_bytes()
    for number in range(KEPT_OF_EACH + 3):
        values, version = entries.read(PEOPLE)
        entries.save(PEOPLE, {**values, "unit": f"กอง {number}"}, version)
        copies = sorted((workspace.root / KEPT / "2568").iterdir())
        if number == 0:
            assert [copy.read_bytes() for copy in copies] == [first]
    assert len(copies) == KEPT_OF_EACH
    assert f"กอง {KEPT_OF_EACH + 1}".encode() in copies[-1].read_bytes()


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"updated": "32 มกราคม 2568"}, "ข้อมูล ณ วันที่", "date-impossible"),
        ({"covers": "ปีหน้า"}, "ช่วงเวลาของข้อมูล", "date-unreadable"),
        ({"people": [{"name": "ก"}, {"side": "กลาง"}]}, "ผู้บริหาร › 2 › ฝ่าย", "choice-unknown"),
        ({"people": [{"photo": "no.png"}]}, "ผู้บริหาร › 1 › รูปถ่าย", "file-missing"),
        ({"people": [{"photo": "../../agency.yaml"}]}, "ผู้บริหาร › 1 › รูปถ่าย", "path-outside"),
        (
            {"people": [{"contact": ["080", "มาเอง"]}]},
            "ผู้บริหาร › 1 › ช่องทางการติดต่อ › 2",
            "contact-unreadable",
        ),
        ({"documents": [{"title": "ก"}]}, "เอกสารแนบ › 1", "part-missing"),
        (
            {"documents": [{"file": "a.pdf", "date": "วันก่อน"}]},
            "เอกสารแนบ › 1 › ลงวันที่",
            "date-unreadable",
        ),
        ({"people": {"none": "ไม่มี", "name": "ก"}}, "ผู้บริหาร › ชื่อ-นามสกุล", "unknown-key"),
        ({"own": "ก"}, "own", "unknown-key"),
        ({"unit": ["ก"]}, "ส่วนงานที่รับผิดชอบ", "wrong-shape"),
    ],
)
def test_a_wrong_value_is_told_by_the_names_of_its_fields(
    workspace: WorkspaceFolder, entries: Entries, changes: dict[str, Any], place: str, code: str
) -> None:
    workspace.attach("2568", "a.pdf")
    before = (workspace.root / PEOPLE).read_bytes()
    values, version = _people(entries)
    with pytest.raises(InputError) as caught:
        entries.save(PEOPLE, {**values, **changes}, version)
    assert (code, place) in [
        (problem.code, str(problem.location)) for problem in caught.value.problems
    ]
    assert (workspace.root / PEOPLE).read_bytes() == before


def test_what_was_wrong_before_does_not_stop_other_work(workspace: WorkspaceFolder) -> None:
    workspace.disclose(
        "2568",
        "executives",
        "updated: เมื่อวาน\npeople:\n- {name: ก, side: ฝ่ายใด}\n- {name: ข, side: ฝ่ายใด}",
    )
    entries = Entries(workspace.open(), ("2568",))
    values, version = _people(entries)
    values["people"].pop(0)
    version = entries.save(PEOPLE, {**values, "unit": "ใหม่"}, version)
    values["people"].append({"name": "ค", "side": "ฝ่ายใด"})
    with pytest.raises(InputError) as caught:
        entries.save(PEOPLE, values, version)
    assert [str(problem.location) for problem in caught.value.problems] == ["ผู้บริหาร › 2 › ฝ่าย"]


@pytest.mark.parametrize(
    "values",
    [None, [], "ข้อความ", {"unit": 5}, {"unit": True}, {"unit": "\ud800"}, {"a": {"b": [1.5]}}],
)
def test_what_no_form_holds_is_refused(entries: Entries, values: object) -> None:
    _, version = entries.read(PEOPLE)
    with pytest.raises(InputError) as caught:
        entries.save(PEOPLE, values, version)
    assert caught.value.problems[0].code == "edit-refused"


def test_values_that_are_nested_without_end_are_refused(entries: Entries) -> None:
    nested: Any = "ก"
    for _ in range(500):
        nested = [nested]
    with pytest.raises(InputError):
        entries.save(PEOPLE, {"unit": nested}, entries.read(PEOPLE)[1])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"item: executives\nunit: [", "yaml-syntax"),
        (b"item: laws\n", "item-guard"),
        (b"unit: x\n", "item-guard"),
        (b"- a\n", "wrong-type"),
        ("item: executives\nunit: กอง".encode("cp874"), "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_is_neither_opened_nor_overwritten(
    workspace: WorkspaceFolder, content: bytes, code: str
) -> None:
    workspace.write(PEOPLE, content)
    entries = Entries(workspace.open(), ("2568",))
    version = hashlib.sha256(content).hexdigest()
    for attempt in (
        lambda: entries.read(PEOPLE),
        lambda: entries.save(PEOPLE, {"unit": "ก"}, version),
    ):
        with pytest.raises(InputError) as caught:
            attempt()
        assert caught.value.problems[0].code == code
    assert (workspace.root / PEOPLE).read_bytes() == content


@pytest.mark.parametrize("linked", ["data/2568/o02.yaml", "data/2568"])
def test_links_are_not_followed(workspace: WorkspaceFolder, tmp_path: Path, linked: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o02.yaml").write_text("item: executives\n", encoding="utf-8")
    path = workspace.root / linked
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside / "o02.yaml" if linked.endswith("yaml") else outside)
    entries = Entries(workspace.open("2568"), ("2568",))
    with pytest.raises(InputError) as caught:
        entries.save(PEOPLE, {"unit": "ก"}, ABSENT)
    assert caught.value.problems[0].code == "path-outside"
    assert (outside / "o02.yaml").read_text(encoding="utf-8") == "item: executives\n"


# --- what is uploaded -------------------------------------------------------------------------


@pytest.fixture
def uploads(workspace: WorkspaceFolder) -> Uploads:
    return Uploads(workspace.open("2568"), ("2568",))


def _put(uploads: Uploads, path: str, content: bytes) -> None:
    with uploads.receiving(path) as file:
        file.write(content)


@pytest.mark.parametrize(
    "name",
    ["แผน-2568.pdf", "o02-plan.PDF", "photos/นายก.png", "ตาราง.xlsx", "a b (1).docx", "รายชื่อ.csv"],
)
def test_documents_go_into_the_folder_of_their_edition(
    workspace: WorkspaceFolder, uploads: Uploads, name: str
) -> None:
    content = real_file(name.lower())
    for _ in range(2):  # the same once more is no other file
        _put(uploads, f"{FILES}/{name}", content)
    assert (workspace.root / FILES / name).read_bytes() == content
    assert uploads.find(f"{FILES}/{name}").read_bytes() == content
    folder = f"{FILES}/{name}".rpartition("/")[0]
    assert [(each.path, each.size) for each in uploads.listed(folder)] == [
        (f"{FILES}/{name}", len(content))
    ]


@pytest.mark.parametrize(
    "path",
    [
        *(f"{FILES}/{name}.pdf" for name in ("../o02", "..", "../../../x", "a/../../x", "..\\x")),
        *(f"{FILES}/{name}.pdf" for name in ("CON", "nul.x", "com1", "LPT9", "aux")),
        *(
            f"{FILES}/{name}.pdf"
            for name in ("a:b", "a?b", 'a"b', "a|b", "a<b", "a*b", "a%2e", "a#b")
        ),
        *(
            f"{FILES}/{name}.pdf"
            for name in ("a\x00b", "a\nb", "a\u202efdp", "a\u200bb", "a\ufeffb")
        ),
        *(
            f"{FILES}/{name}"
            for name in (".htaccess", ".x.pdf", "~a.pdf", "-a.pdf", " a.pdf", "a.pdf.")
        ),
        *(f"{FILES}/{name}" for name in ("", " ", ".", "..", "ก" * 80 + ".pdf", "a/b/c/d.pdf")),
        *(
            f"{FILES}/{name}"
            for name in ("a.exe", "a.html", "a.svg", "a.js", "a.yaml", "a", "a.pdf.lnk")
        ),
        *("/etc/a.pdf", "C:/a.pdf", "C:a.pdf", "//host/share/a.pdf", "~/a.pdf"),
        *(
            "data/2568/a.pdf",
            "data/2569/files/a.pdf",
            "data/2568/filesx/a.pdf",
            "content/a.pdf",
            "a.pdf",
        ),
    ],
)
def test_hostile_names_are_refused(workspace: WorkspaceFolder, uploads: Uploads, path: str) -> None:
    before = tree(workspace.root.parent)
    with pytest.raises(InputError) as caught:
        _put(uploads, path, real_file("a.pdf"))
    assert caught.value.problems[0].code in ("upload-name", "file-type")
    assert tree(workspace.root.parent) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"MZ\x90\x00\x03 a program"),
        ("a.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("a.docx", b"<html><script>alert(1)</script>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", real_file("a.png")),
        ("a.pdf", real_file("a.docx")),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(
    workspace: WorkspaceFolder, uploads: Uploads, name: str, content: bytes
) -> None:
    with pytest.raises(InputError) as caught:
        _put(uploads, f"{FILES}/{name}", content)
    assert caught.value.problems[0].code == "upload-content"
    assert list((workspace.root / FILES).iterdir()) == []


def test_a_full_disk_is_told_to_the_browser(
    workspace: WorkspaceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    workspace.disclose("2568", "executives", "unit: กองคลัง\n")
    with editing(workspace.root, "2568") as served:
        version = served.entry(PEOPLE)["version"]
        monkeypatch.setattr("site_builder.holding._locked", refuse)
        answer = served.save(PEOPLE, {"unit": "กองช่าง"}, version)
    assert answer.code == "disk-full"


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF"])
def test_another_file_is_never_overwritten(
    workspace: WorkspaceFolder, uploads: Uploads, name: str
) -> None:
    _put(uploads, f"{FILES}/a.pdf", real_file("a.pdf"))
    with pytest.raises(InputError) as caught:
        _put(uploads, f"{FILES}/{name}", real_file("b.pdf"))
    assert caught.value.problems[0].code == "upload-exists"
    assert (workspace.root / FILES / "a.pdf").read_bytes() == real_file("a.pdf")
    assert [path.name for path in (workspace.root / FILES).iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("linked", [FILES, f"{FILES}/photos", f"{FILES}/a.pdf"])
def test_uploads_follow_no_link(
    workspace: WorkspaceFolder, uploads: Uploads, tmp_path: Path, linked: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.pdf").write_bytes(b"mine")
    path = workspace.root / linked
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside / "a.pdf" if linked.endswith("pdf") else outside)
    name = f"{FILES}/photos/a.pdf" if linked.endswith("photos") else f"{FILES}/a.pdf"
    with pytest.raises(InputError):
        _put(uploads, name, real_file("a.pdf"))
    with pytest.raises(InputError):
        uploads.find(name)
    assert (outside / "a.pdf").read_bytes() == b"mine"
    assert len(list(outside.iterdir())) == 1


def test_an_upload_that_breaks_off_leaves_nothing(
    workspace: WorkspaceFolder, uploads: Uploads
) -> None:
    with pytest.raises(ConnectionAbortedError), uploads.receiving(f"{FILES}/a.pdf") as file:
        file.write(b"%PDF-1.7 half")
        raise ConnectionAbortedError
    assert list((workspace.root / FILES).iterdir()) == []


# --- the server -------------------------------------------------------------------------------


@pytest.fixture
def served(workspace: WorkspaceFolder) -> Iterator[Served]:
    workspace.disclose("2568", "executives", START)
    with editing(workspace.root) as found:
        yield found


def test_the_page_asks_nobody_else(served: Served) -> None:
    page = served.ask("GET", "")
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "http" not in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert b"http://" not in page.body and b"https://" not in page.body
    script = served.ask("GET", "decap-cms.js")
    assert script.headers["Content-Encoding"] == "gzip"
    assert len(script.body) < 1_600_000
    assert served.ask("GET", "settings.json").json["config"]["backend"] == LOCAL


def test_a_form_is_read_and_saved(served: Served) -> None:
    found = served.entry(PEOPLE)
    answer = served.save(PEOPLE, {**found["values"], "unit": "กองคลัง"}, found["version"])
    assert answer.status == 200
    again = served.entry(PEOPLE)
    assert again["values"]["unit"] == "กองคลัง"
    assert again["version"] == answer.json["version"] != found["version"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(served: Served) -> None:
    found = served.entry(PEOPLE)
    path = served.root / PEOPLE
    path.write_text(path.read_text(encoding="utf-8") + "covers: ปีงบประมาณ 2568\n", encoding="utf-8")
    answer = served.save(PEOPLE, {**found["values"], "unit": "กองคลัง"}, found["version"])
    assert (answer.status, answer.code) == (409, "edit-conflict")
    assert "covers: ปีงบประมาณ 2568\n" in path.read_text(encoding="utf-8")
    assert "กองคลัง" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("method", "path", "given"),
    [
        pytest.param("GET", "settings.json", {"token": "x"}, id="token"),
        pytest.param("GET", "settings.json", {"token": ""}, id="no token"),
        pytest.param("GET", "settings.json", {"token": "%E0%B8%81"}, id="Thai token"),
        pytest.param("GET", "settings.json", {"Host": "evil.example"}, id="DNS rebinding"),
        pytest.param("GET", "settings.json", {"Host": "127.0.0.1"}, id="host without port"),
        pytest.param("GET", "settings.json", {"Host": None}, id="no host"),
        pytest.param(
            "GET", "settings.json", {"Origin": "http://evil.example"}, id="read elsewhere"
        ),
        pytest.param(
            "GET", "settings.json", {"Sec_Fetch_Site": "cross-site"}, id="asked elsewhere"
        ),
        pytest.param("POST", "api/entry", {"Origin": "http://evil.example"}, id="other site"),
        pytest.param("POST", "api/entry", {"Origin": "null"}, id="sandboxed page"),
        pytest.param("POST", "api/entry", {"Origin": None}, id="no origin"),
        pytest.param("POST", "api/entry", {"Origin": "http://127.0.0.1:1"}, id="other port"),
        pytest.param("PUT", "api/file?path=a", {"Origin": None}, id="upload from elsewhere"),
    ],
)
def test_a_request_from_elsewhere_is_refused(
    served: Served, method: str, path: str, given: dict[str, Any]
) -> None:
    before = tree(served.root)
    answer = served.ask(method, path, "{}", **given)
    assert (answer.status, answer.code) == (403, "edit-refused")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert tree(served.root) == before


@pytest.mark.parametrize(
    ("path", "body", "given", "status"),
    [
        (PEOPLE, "{", {}, 400),
        (PEOPLE, "[]", {}, 400),
        (PEOPLE, '{"values": {}}', {}, 400),
        (PEOPLE, '{"values": {}, "version": 5}', {}, 400),
        (PEOPLE, "[" * 100_000, {}, 400),
        ("data/2568/o03.yaml", '{"values": {"\\ud800\\u202e": "x"}, "version": "absent"}', {}, 422),
        (PEOPLE, b"\xff\xfe", {}, 400),
        (PEOPLE, "{}", {"Content_Type": "text/plain"}, 415),
        (PEOPLE, "{}", {"Content_Length": None}, 411),
        (PEOPLE, "{}", {"Content_Length": "-1"}, 411),
        (PEOPLE, "", {"Content_Length": str(100 * 1024 * 1024)}, 413),
        (PEOPLE, "", {"Content_Length": "9" * 5000}, 413),
        ("../../etc/passwd", '{"values": {}, "version": "absent"}', {}, 422),
        ("/etc/passwd", '{"values": {}, "version": "absent"}', {}, 422),
        ("data/agency.yaml", '{"values": {}, "version": "absent"}', {}, 422),
        ("data/2568/o99.yaml", '{"values": {}, "version": "absent"}', {}, 422),
        ("", '{"values": {}, "version": "absent"}', {}, 422),
    ],
)
def test_hostile_saves_are_refused(
    served: Served, path: str, body: str | bytes, given: dict[str, Any], status: int
) -> None:
    before = tree(served.root.parent)
    answer = served.ask("POST", f"api/entry?file={path}", body, **given)
    assert answer.status == status
    assert answer.json["problems"][0]["remedy"]
    assert tree(served.root.parent) == before


@pytest.mark.parametrize("length", [MAX_BYTES + 1, 100 * 1024 * 1024])
def test_a_file_that_is_too_large_is_not_even_read(served: Served, length: int) -> None:
    answer = served.upload(f"{FILES}/a.pdf", b"", Content_Length=str(length))
    assert (answer.status, answer.code) == (413, "file-too-large")
    assert not (served.root / FILES).exists()


def test_an_upload_over_the_wire(served: Served) -> None:
    path = f"{FILES}/ประกาศ.pdf"
    assert served.upload(path, real_file("a.pdf")).status == 200
    assert served.ask("GET", f"api/files?folder={FILES}").json == [
        {"path": path, "size": len(real_file("a.pdf"))}
    ]
    assert served.upload(f"{FILES}/../x.pdf", real_file("a.pdf")).code == "upload-name"
    assert served.upload(path, real_file("b.pdf")).code == "upload-exists"


def test_a_document_is_handed_out_without_being_run(served: Served) -> None:
    for name, shown in (("a.pdf", "attachment"), ("b.png", "inline")):
        served.upload(f"{FILES}/{name}", real_file(name))
        answer = served.ask("GET", f"api/file?path={FILES}/{name}")
        assert answer.body == real_file(name)
        assert answer.headers["Content-Disposition"].startswith(shown)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("data/agency.yaml", f"{FILES}/../o02.yaml", "/etc/passwd", f"{FILES}/c.pdf"):
        assert served.ask("GET", f"api/file?path={path}").status == 422


@pytest.mark.parametrize(
    "path", ["x", "../x", "editor.py", "page/index.html", "api", "api/entry/x"]
)
def test_there_is_nothing_else(served: Served, path: str) -> None:
    assert served.ask("GET", path).status == 404
    assert served.ask("DELETE", "").status == 501


# --- the command ------------------------------------------------------------------------------


def test_one_command_opens_it_and_ctrl_c_ends_it(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "executives", START)
    command = [sys.executable, "-u", "-m", "site_builder", "edit", "--no-open", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=workspace.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        lines = iter(running.stdout.readline, "")
        address = next(
            line.strip() for line in lines if line.strip().startswith("http://127.0.0.1:")
        )
        with urllib.request.urlopen(address, timeout=20) as page:
            assert b"editor.js" in page.read()
        running.send_signal(signal.SIGINT)
        try:
            assert running.wait(timeout=PATIENCE) == CLEAN
        finally:
            running.kill()
        assert "ปิดหน้าแก้ไขแล้ว" in running.stdout.read()
        assert running.stderr.read() == ""


def test_the_configuration_for_a_git_host(workspace: WorkspaceFolder, commands: Commands) -> None:
    run = commands.run(
        "edit",
        "--edition",
        "2568",
        "--config-only",
        "--git-host",
        "github:muni/oit",
        cwd=workspace.root,
    )
    assert run.code == CLEAN
    config = json.loads(run.out)
    assert config["backend"] == {"name": "github", "repo": "muni/oit", "branch": "main"}
    assert [each["name"] for each in config["collections"]] == ["oit-2568"]
    assert "format" not in config["collections"][0]
    names = {field["name"] for field in config["collections"][0]["files"][1]["fields"]}
    assert "people" in names and "_version" not in names


def test_the_page_for_a_git_host(workspace: WorkspaceFolder, commands: Commands) -> None:
    run = commands.run("edit", "--admin", "content/admin", cwd=workspace.root)
    assert run.code == CLEAN
    folder = workspace.root / "content" / "admin"
    assert {path.name for path in folder.iterdir()} == {
        *("index.html", "editor.js", "editor.css", "decap-cms.js", "settings.json")
    }
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    assert settings["config"]["backend"]["name"] == "git-gateway"
    assert (folder / "decap-cms.js").read_bytes() == bundle()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--git-host", "github:muni/oit"), "--config-only"),
        (("--config-only", "--git-host", "github"), "github:owner/name"),
        (("--config-only", "--git-host", "myhost:a/b"), "github, gitlab"),
        (("--edition", "2499"), "2499"),
        (("--port", "70000"), "65535"),
    ],
)
def test_wrong_use_is_told(
    workspace: WorkspaceFolder, commands: Commands, arguments: tuple[str, ...], said: str
) -> None:
    run = commands.run("edit", *arguments, cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert said in run.err


def test_a_port_that_was_asked_for_and_is_taken_is_told(served: Served, commands: Commands) -> None:
    port = str(served.server.server_port)
    run = commands.run("edit", "--no-open", "--port", port, cwd=served.root)
    assert run.code == BAD_INPUT
    assert port in run.err and "--port" in run.err
