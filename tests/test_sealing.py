"""`oit seal` and `oit verify`: what was sealed is proved, what was done to it or to the site is named."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import stat
import struct
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from archives import Members, Spoil, manifest_changed, members, set_at, write
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from conftest import ENGINE
from nginx import nginx
from sites import NAKHAM, ROOT, Run, copy_workspace, edit, oit, tree
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import shipped_file
from site_builder.engines import ENGINES
from site_builder.engines.build import build
from site_builder.links.fetch import Manners
from site_builder.problems import InputError
from site_builder.published.source import open_source
from site_builder.sealing.archive import SealedArchive
from site_builder.sealing.compare import compare
from site_builder.sealing.manifest import MANIFEST, SUMS, from_json, is_path
from site_builder.sealing.seal import Sealed, Snapshot, seal, take
from site_builder.sealing.words import Change, changes
from site_builder.sources.write import replacing

Built = Callable[[str], Path]
QUICK = Manners(seconds=2, tries=2, wait=0.01, pause=0)
TIME = "2025-02-15T10:00:00+07:00"
AT = datetime(2025, 2, 15, 3, tzinfo=UTC)
CORRECTION = """\
edition: "2568"
corrections:
  - item: O1
    change: {th: โครงสร้างหน่วยงาน}
    reason: ตามคู่มือ
    by: ปลัดเทศบาล
"""
O7 = "oit/2568/o07/"
PDF = "oit/2568/o05/files/o05-local-development-plan-2566-2570.pdf"
#: The longest of the paths of nakham's archive that the tests below change.
PAGE = "site/oit/2569/o25/index.html"


@pytest.fixture(scope="module")
def root(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sealed root workspace, by the command."""
    archive = tmp_path_factory.mktemp("sealed") / "root.zip"
    workspace = str(built("root").parent)
    run = oit("seal", "--workspace", workspace, "--time", TIME, "--output", str(archive), cwd=ROOT)
    assert run.code == CLEAN, run.err
    assert hashlib.sha256(members(archive)[MANIFEST]).hexdigest() in run.out
    return archive


@pytest.fixture(scope="module")
def snapshot(built: Built) -> Snapshot:
    return take(built("nakham").parent, ())


@pytest.fixture(scope="module")
def nakham(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sealed workspace."""
    archive = tmp_path_factory.mktemp("sealed") / "nakham.zip"
    seal(snapshot, AT, archive)
    return archive


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sealed workspace with a table over several pages and a correction of its own; its archive."""
    folder = tmp_path_factory.mktemp("own")
    workspace = WorkspaceFolder(folder / "workspace")
    workspace.write(
        "mkdocs.yml", "site_name: x\ndocs_dir: content\ntheme: material\nplugins: [oit]\n"
    )
    workspace.write("content/about.md", "# เกี่ยวกับ\n")
    workspace.write("editions/2568.yaml", CORRECTION)
    workspace.attach("2568", "a.pdf")
    rows = "".join(f"  - {{title: กิจกรรมที่ {n}, document: a.pdf}}\n" for n in range(1, 451))
    workspace.disclose("2568", "no-gift-policy", f"activities:\n{rows}")
    build(workspace.root)
    seal(take(workspace.root, ("2568",)), AT, folder / "a.zip")
    return workspace.root, folder / "a.zip"


# --- what is in an archive -----------------------------------------------------------------------


def test_the_archive_holds_what_is_published_the_criteria_and_the_audit(
    built: Built, root: Path
) -> None:
    site = built("root")
    content = members(root)
    manifest = from_json(content[MANIFEST])
    held = {
        name.removeprefix("site/"): hashlib.sha256(data).hexdigest()
        for name, data in content.items()
        if name.startswith("site/")
    }
    assert held == tree(site)
    others = {name for name in content if not name.startswith("site/")}
    editions = ("2568", "2569")
    assert others == {
        MANIFEST,
        SUMS,
        "README.txt",
        *(f"criteria/{name}.yaml" for name in editions),
        *(f"audit/{name}.json" for name in editions),
    }
    for name in editions:
        assert content[f"criteria/{name}.yaml"] == shipped_file(name).read_bytes()
        audit = json.loads(content[f"audit/{name}.json"])
        ruleset = json.loads((site / f"oit/{name}/status.json").read_bytes())["ruleset"]
        assert audit["ruleset"] == ruleset
    assert (manifest.sealed_at, manifest.base_url, manifest.current_edition) == (
        "2025-02-15T03:00:00Z",
        "https://www.thungsommut.example/",
        "2569",
    )
    assert content[SUMS].decode() == "".join(
        f"{hashlib.sha256(content[name]).hexdigest()}  {name}\n"
        for name in (MANIFEST, *sorted(content.keys() - {MANIFEST, SUMS}))
    )


@pytest.mark.parametrize("edition", ["2568", "2569"])
def test_every_item_is_named_as_it_was_submitted(built: Built, root: Path, edition: str) -> None:
    """URLs as in `urls.csv`, outcomes as in `status.json`, and each file of the item's folder once."""
    folder = built("root") / "oit" / edition
    manifest = from_json(members(root)[MANIFEST])
    items = [item for item in manifest.items if item.edition == edition]
    rows = list(csv.reader(io.StringIO((folder / "urls.csv").read_text(encoding="utf-8-sig"))))
    assert [(item.id, item.url) for item in items] == [(row[0], row[3]) for row in rows[1:]]
    stated = json.loads((folder / "status.json").read_bytes())["items"]
    assert [(item.id, item.status) for item in items] == [(s["id"], s["status"]) for s in stated]
    for item, said in zip(items, stated, strict=True):
        outcomes = [(each["key"], each["outcome"]) for each in said["elements"]]
        assert [(each.key, each.outcome) for each in item.elements] == outcomes
        own = {
            f"site/oit/{edition}/{item.name[5:]}/{name}" for name in tree(folder / item.name[5:])
        }
        assert sorted(item.files) == sorted(own)
        assert item.pages[0] == f"{item.folder}index.html"
        assert all("/files/" in path for path in item.documents)


def test_the_same_input_and_time_give_the_same_bytes(
    snapshot: Snapshot, nakham: Path, tmp_path: Path
) -> None:
    """Another place, language, time zone and order of hashing."""
    workspace = copy_workspace(NAKHAM, tmp_path / "ที่อื่น มีช่องว่าง")
    shutil.copytree(snapshot.site, workspace / "site")
    call = ("--lang", "en", "seal", "--time", "2025-02-15T03:00:00Z", "--output", "again.zip")
    run = oit(*call, "--format", "json", cwd=workspace, TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    assert run.code == CLEAN, run.err
    assert (workspace / "again.zip").read_bytes() == nakham.read_bytes()
    with zipfile.ZipFile(nakham) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2025, 2, 15, 3, 0, 0)}
    digest = hashlib.sha256(members(nakham)[MANIFEST]).hexdigest()
    assert run.json() == {
        "format": 1,
        "archive": "again.zip",
        "sealed_at": "2025-02-15T03:00:00Z",
        "manifest_sha256": digest,
        "files": len(members(nakham)) - 2,
        "items": 26,
    }


def test_criteria_of_the_user_are_sealed_as_they_are(own: tuple[Path, Path]) -> None:
    content = members(own[1])
    (edition,) = from_json(content[MANIFEST]).editions
    assert edition.criteria == ("criteria/2568.yaml", "criteria/own/2568.yaml")
    assert content["criteria/2568.yaml"] == shipped_file("2568").read_bytes()
    assert content["criteria/own/2568.yaml"].decode() == CORRECTION


def _site_edited(workspace: Path) -> None:
    edit(workspace / "site/oit/2569/index.html", "</body>", "<p>x</p></body>")


def _site_added(workspace: Path) -> None:
    (workspace / "site/บันทึก.txt").write_text("x", encoding="utf-8")


def _site_cut(workspace: Path) -> None:
    (workspace / "site/robots.txt").unlink()


def _data_edited(workspace: Path) -> None:
    edit(workspace / "data/agency.yaml", "name:", "phone: 042 999 999\nname:")


STALE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a page edited": (_site_edited, "oit/2569/index.html"),
    "a file added": (_site_added, "บันทึก.txt"),
    "a file deleted": (_site_cut, "robots.txt"),
    "the data edited": (_data_edited, "oit/2569/o03/index.html"),
}


@pytest.mark.parametrize("name", STALE)
def test_a_site_that_is_not_that_of_the_data_is_not_sealed(
    snapshot: Snapshot, tmp_path: Path, commands: Commands, name: str
) -> None:
    spoil, named = STALE[name]
    workspace = copy_workspace(NAKHAM, tmp_path / "workspace")
    shutil.copytree(snapshot.site, workspace / "site")
    spoil(workspace)
    before = tree(workspace)
    run = commands.run("seal", "--output", "a.zip", cwd=workspace)
    assert run.code == FINDINGS
    assert "[site-stale]" in run.out
    assert "oit build" in run.out
    if name != "the data edited":  # which changes every page
        assert f"1 ไฟล์: {named}" in run.out
    assert tree(workspace) == before


def test_a_site_is_sealed_whichever_engine_has_built_it(tmp_path: Path, commands: Commands) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "workspace")
    other = next(name for name in ENGINES if name != ENGINE)
    assert commands.run("build", "--engine", other, cwd=workspace).code == CLEAN
    command = ("seal", "--output", "a.zip", "--time", TIME)
    run = commands.run(*command, cwd=workspace)
    assert run.code == CLEAN, run.err + run.out
    (workspace / "a.zip").unlink()
    _site_edited(workspace)
    assert "1 ไฟล์: oit/2569/index.html" in commands.run(*command, cwd=workspace).out


def test_a_workspace_that_cannot_be_sealed_is_told(
    built: Built, tmp_path: Path, commands: Commands
) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "workspace")
    (workspace / "old.zip").write_bytes(b"proof")
    calls = {
        ("--edition", "2560"): "--edition: เว็บไซต์นี้ไม่มีปี",
        ("--output", "old.zip"): "ไม่ถูกเขียนทับ",
        ("--output", "none/../old.zip/a.zip"): "เขียนไฟล์ไม่ได้",
        ("--time", "2568-02-15T10:00:00Z"): "อ่านเวลา",
        ("--time", "2025-02-15T10:00:00"): "อ่านเวลา",
        ("--time", "0001-01-01T00:00:00+14:00"): "อ่านเวลา",
        ("--time", "yesterday"): "อ่านเวลา",
        (): "ยังไม่ได้สร้างเว็บไซต์",
    }
    for call, said in calls.items():
        if "none" in str(call):
            shutil.copytree(built("nakham"), workspace / "site")
        run = commands.run("seal", *call, cwd=workspace)
        assert run.code == BAD_INPUT, call
        assert said in run.err, call
        shutil.rmtree(workspace / "site", ignore_errors=True)
    assert [path.name for path in workspace.glob("*.zip")] == ["old.zip"]
    assert (workspace / "old.zip").read_bytes() == b"proof"


def test_nothing_is_left_of_a_sealing_that_does_not_end(built: Built, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(built("nakham").parent, workspace)
    taken = take(workspace, ())
    last = workspace / "site" / taken.files[-1].path.removeprefix("site/")
    last.write_bytes(last.read_bytes() + b" ")
    out = tmp_path / "out"
    with pytest.raises(InputError) as told:
        seal(taken, AT, out / "a.zip")
    assert [problem.code for problem in told.value.problems] == ["site-changing"]
    last.unlink()
    with pytest.raises(InputError) as told:
        seal(taken, AT, out / "a.zip")
    assert [problem.code for problem in told.value.problems] == ["site-unreadable"]
    assert list(out.iterdir()) == []


def test_a_write_that_is_interrupted_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), replacing(target, "a.zip") as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert target.read_bytes() == b"old"


def test_links_in_the_site_are_not_followed(built: Built, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(built("nakham").parent, workspace)
    (workspace / "site/secret.txt").symlink_to(workspace / "data/agency.yaml")
    with pytest.raises(InputError) as told:
        take(workspace, ())
    assert [problem.code for problem in told.value.problems] == ["site-odd-file"]


# --- an archive that was tampered with -----------------------------------------------------------


def _set(name: str, content: bytes) -> Spoil:
    return lambda held: held.update({name: content})


def _drop(name: str) -> Spoil:
    return lambda held: void(held.pop(name))


def _swap(name: str, old: bytes, new: bytes) -> Spoil:
    def spoil(held: Members) -> None:
        assert old in held[name]
        held[name] = held[name].replace(old, new, 1)

    return spoil


def void(_: object) -> None:
    return None


TAMPERED: dict[str, tuple[Spoil, set[tuple[str, str]]]] = {
    "nothing": (lambda held: None, set()),
    "a page": (_swap(PAGE, b"</body>", b"</body> "), {("seal-broken", PAGE)}),
    "a page, its size kept": (_swap(PAGE, b"</body>", b"</bodY>"), {("seal-broken", PAGE)}),
    "a page gone": (_drop(PAGE), {("seal-incomplete", PAGE)}),
    "a document's data": (
        _set("site/oit/2569/status.json", b"{}"),
        {("seal-broken", "site/oit/2569/status.json")},
    ),
    "the criteria": (
        _swap("criteria/2569.yaml", b"O1", b"O9"),
        {("seal-broken", "criteria/2569.yaml")},
    ),
    "the audit": (
        _swap("audit/2569.json", b"missing", b"passing"),
        {("seal-broken", "audit/2569.json")},
    ),
    "the readme": (_set("README.txt", b"trust me"), {("seal-broken", "README.txt")}),
    "the sums": (_swap(SUMS, b"0", b"1"), {("seal-broken", SUMS)}),
    "no sums": (_drop(SUMS), {("seal-incomplete", SUMS)}),
    "the manifest": (_swap(MANIFEST, b'"agency": "', b'"agency": "x'), {("seal-broken", SUMS)}),
    "a sum in the manifest": (
        set_at("files", 0, "sha256", value="0" * 64),
        {("seal-broken", "README.txt"), ("seal-broken", SUMS)},
    ),
    "a size in the manifest": (
        set_at("files", 0, "size", value=10**18),
        {("seal-broken", "README.txt")},
    ),
    "a file more": (_set("site/evil.html", b"x"), {("seal-unnamed", "site/evil.html")}),
    "a path outside": (_set("../evil.html", b"x"), {("seal-unnamed", "../evil.html")}),
    "an absolute path": (_set("/etc/evil", b"x"), {("seal-unnamed", "/etc/evil")}),
    "signs that move a cursor": (_set("a\x1b[2Jb", b"x"), {("seal-unnamed", "a[2Jb")}),
    "a folder": (
        _set("site/new/", b""),
        {("seal-unnamed", "site/new/"), ("seal-odd-member", "site/new/")},
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_named(
    nakham: Path, tmp_path: Path, commands: Commands, name: str
) -> None:
    spoil, wanted = TAMPERED[name]
    content = members(nakham)
    spoil(content)
    archive = write(tmp_path / "a.zip", content)
    call = ("--item", "O1", "--pack", "pack", "--site", str(tmp_path), "--format", "json")
    run = commands.run("verify", str(archive), *call, cwd=tmp_path)
    found = run.json()
    assert {(fault["code"], fault["place"]) for fault in found["faults"]} == wanted
    assert run.code == FINDINGS  # the folder is not the site
    assert (tmp_path / "pack").exists() == (found["comparison"] is not None) == (not wanted)
    text = commands.run("verify", str(archive), cwd=tmp_path)
    assert text.code == (FINDINGS if wanted else CLEAN)
    assert all(f"[{code}]" in text.out for code, _ in wanted)


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = method
    entry.external_attr = mode << 16
    return entry


ODD: dict[str, Callable[[zipfile.ZipFile, bytes], None]] = {
    "a link": lambda zip, page: zip.writestr(_entry(PAGE, mode=stat.S_IFLNK | 0o777), page),
    "another way of packing": lambda zip, page: zip.writestr(_entry(PAGE, zipfile.ZIP_BZIP2), page),
    "twice": lambda zip, page: zip.writestr(PAGE, page),
}


@pytest.mark.parametrize("name", ODD)
def test_members_that_no_archive_of_ours_has_are_named(
    nakham: Path, tmp_path: Path, name: str
) -> None:
    content = members(nakham)
    page = content[PAGE] if name == "twice" else content.pop(PAGE)
    archive = write(tmp_path / "a.zip", content)
    with warnings.catch_warnings(), zipfile.ZipFile(archive, "a") as opened:
        warnings.simplefilter("ignore", UserWarning)
        ODD[name](opened, page)
    with closing(SealedArchive(archive)) as read:
        assert ("seal-odd-member", PAGE) in {(f.code, f.location.file) for f in read.faults()}


def _encrypted(archive: bytes) -> bytes:
    """The flag of encryption set on every member of the list."""
    return re.sub(
        rb"(PK\x01\x02.{4})(..)", lambda found: found[1] + b"\x01\x08", archive, flags=re.DOTALL
    )


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b" " * 30_000_000)


def _huge_list(path: Path) -> None:
    """An end of a list that is said to be 25 MB long."""
    fill = b"\0" * 25_000_000
    path.write_bytes(fill + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(fill), 0, 0))


def _overlapping(path: Path, whole: bytes) -> None:
    """Every member of the list claims the bytes of the first one, which is the largest."""
    content = {MANIFEST: whole, **{f"{number}": b"" for number in range(500)}}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    size = struct.pack("<LL", len(whole), len(whole))
    listed = path.read_bytes()
    start = listed.index(b"PK\x01\x02")
    head, rest = listed[:start], listed[start:]
    rest = re.sub(rb"(PK\x01\x02.{16})(.{8})", lambda m: m[1] + size, rest, flags=re.DOTALL)
    path.write_bytes(head + rest)


UNREADABLE: dict[str, Callable[[Path, bytes], object]] = {
    "nothing": lambda path, whole: None,
    "a folder": lambda path, whole: path.mkdir(),
    "empty": lambda path, whole: path.write_bytes(b""),
    "no zip": lambda path, whole: path.write_bytes(b"PK\x03\x04" + b"x" * 1000),
    "cut short": lambda path, whole: path.write_bytes(whole[: len(whole) // 2]),
    "encrypted": lambda path, whole: path.write_bytes(_encrypted(whole)),
    "a bomb": lambda path, whole: _bomb(path),
    "a list that fills memory": lambda path, whole: _huge_list(path),
    "members on each other": _overlapping,
    "another zip": lambda path, whole: write(path, {"a.txt": b"x"}),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_archive_is_told(
    nakham: Path, tmp_path: Path, commands: Commands, name: str
) -> None:
    archive = tmp_path / "a.zip"
    UNREADABLE[name](archive, nakham.read_bytes())
    run = commands.run("verify", str(archive), cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "a.zip: อ่านเป็นแฟ้มหลักฐานไม่ได้" in run.err
    assert len(run.err.splitlines()) == 3


BAD_MANIFESTS: dict[str, Spoil] = {
    "no JSON": _set(MANIFEST, b"{"),
    "deep": _set(MANIFEST, b"[" * 100_000),
    "not UTF-8": _set(MANIFEST, b"\xff\xfe{}"),
    "a list": _set(MANIFEST, b"[]"),
    "a key twice": _swap(MANIFEST, b'"tool"', b'"tool": "x", "tool"'),
    "a key more": set_at("x", value=1),
    "a later format": set_at("format", value=2),
    "no files": manifest_changed(lambda data: data.pop("files")),
    "a number for a text": set_at("agency", value=1),
    "true for a number": set_at("files", 0, "size", value=True),
    "a size below nothing": set_at("files", 0, "size", value=-1),
    "a text for a list": set_at("items", 0, "pages", value="site/index.html"),
    "a path outside": set_at("files", 0, "path", value="../README.txt"),
    "an absolute path": set_at("files", 0, "path", value="/README.txt"),
    "a path of Windows": set_at("files", 0, "path", value="C:\\README.txt"),
    "the manifest itself": set_at("files", 0, "path", value=MANIFEST),
    "a path twice": manifest_changed(lambda data: data["files"].append(data["files"][0])),
    "no sum": set_at("files", 0, "sha256", value="0" * 63),
    "a page that is not there": set_at("items", 0, "pages", value=["site/none.html"]),
    "a page of another item": manifest_changed(
        lambda data: data["items"][0]["documents"].append(data["items"][1]["pages"][0])
    ),
    "an item without page": set_at("items", 0, "pages", value=[]),
    "no item's number": set_at("items", 0, "id", value="O1/../../x"),
    "no status": set_at("items", 0, "status", value="perfect"),
    "no outcome": set_at("items", 0, "elements", 0, "outcome", value="perfect"),
    "an edition outside": set_at("items", 0, "edition", value="../2569"),
    "no time": set_at("sealed_at", value="yesterday"),
    "another scheme": set_at("base_url", value="javascript:alert(1)//"),
    "an audit that is not there": set_at("editions", 0, "audit", value="audit/1.json"),
}


@pytest.mark.parametrize("name", BAD_MANIFESTS)
def test_a_manifest_that_is_none_is_told(nakham: Path, tmp_path: Path, name: str) -> None:
    content = members(nakham)
    BAD_MANIFESTS[name](content)
    with pytest.raises(InputError) as told:
        SealedArchive(write(tmp_path / "a.zip", content))
    assert [problem.code for problem in told.value.problems] == ["seal-unreadable"]
    assert "manifest.json ผิดรูปแบบ" in str(told.value)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("site/a.html", True),
        ("site/แผน ๒๕๖๘.pdf", True),
        ("site/a..b", True),
        ("", False),
        ("/a", False),
        ("a/../b", False),
        ("a//b", False),
        ("a/./b", False),
        ("a/", False),
        ("a\\b", False),
        ("C:a", False),
        ("~/a", False),
        ("a\0b", False),
        ("a\nb", False),
    ],
)
def test_paths_lead_nowhere_else(path: str, is_one: bool) -> None:
    assert is_path(path) == is_one


# --- against the site ----------------------------------------------------------------------------


def _found(run: Run) -> set[tuple[str, str, str | None]]:
    differences = run.json()["comparison"]["differences"]
    return {(each["code"], each["path"], each["item"]) for each in differences}


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Path:
    site = tmp_path / "site"
    shutil.copytree(built("root"), site)
    return site


def test_a_figure_changed_and_a_document_deleted_are_named_and_nothing_else(
    root: Path, copy: Path, tmp_path: Path
) -> None:
    """As a user runs it, against the folder and against a real server."""
    with nginx(copy, tmp_path / "home") as server, closing(SealedArchive(root)) as archive:
        call = ("verify", str(root), "--format", "json", "--site")
        count = len(tree(copy))
        edit(copy / O7 / "index.html", "14,780,000.00", "15,780,000.00")
        (copy / PDF).unlink()
        run = oit(*call, str(copy), cwd=tmp_path)
        assert run.code == FINDINGS, run.err
        assert _found(run) == {
            ("sealed-changed", f"site/{O7}index.html", "O7"),
            ("sealed-vanished", f"site/{PDF}", "O5"),
        }
        assert run.json()["comparison"]["files"] == count
        words = [each["words"] for each in run.json()["comparison"]["differences"]]
        figure = {"element": "spending", "before": "14,780,000.00", "after": "15,780,000.00"}
        assert words == [None, [figure]]
        found = compare(archive, open_source(server.url, QUICK))
        assert found.files == count
        assert [(each.fault.code, each.path, each.words) for each in found.differences] == [
            ("sealed-vanished", f"site/{PDF}", None),
            ("sealed-changed", f"site/{O7_PAGE}", (Change(*figure.values()),)),
        ]
        run = oit(
            "verify",
            str(root),
            "--site",
            server.url,
            "--item",
            "O7",
            "--edition",
            "2568",
            cwd=tmp_path,
        )
        assert run.code == FINDINGS
        assert "spending: “14,780,000.00” → “15,780,000.00”" in run.out
        assert "ต่างกัน 1 อ่านไม่ได้ 0" in run.out
        assert server.url + O7 in run.out
        assert PDF not in run.out


def _written(path: str, content: bytes) -> Callable[[Path], None]:
    def spoil(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)

    return spoil


def _replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda site: void(edit(site / path, old, new))


def _moved(site: Path) -> None:
    """Another name by its case alone, which is another address."""
    (site / PDF).rename((site / PDF).with_name(PDF.rpartition("/")[2].upper()))


O7_PAGE = f"{O7}index.html"
#: What is done to the folder; code, path in the archive, and the changes that a reader sees.
ON_SITE: dict[
    str, tuple[Callable[[Path], None], set[tuple[str, str, tuple[Change, ...] | None]]]
] = {
    "nothing": (void, set()),
    "a page deleted": (
        lambda site: (site / O7_PAGE).unlink(),
        {("sealed-vanished", f"site/{O7_PAGE}", None)},
    ),
    "a page emptied": (_written(O7_PAGE, b""), {("sealed-changed", f"site/{O7_PAGE}", None)}),
    "what nobody sees": (
        _replaced(O7_PAGE, "</body>", "<!-- x --><script>1</script></body>"),
        {("sealed-changed", f"site/{O7_PAGE}", ())},
    ),
    "a title of the page": (
        _replaced(O7_PAGE, "ผลการใช้จ่ายงบประมาณ</h2>", "ผลการใช้จ่าย</h2>"),
        {
            (
                "sealed-changed",
                f"site/{O7_PAGE}",
                (Change("spending", "ผลการใช้จ่ายงบประมาณ", "ผลการใช้จ่าย"),),
            )
        },
    ),
    "where a document leads": (
        _replaced(O7_PAGE, 'href="files/o07-annual-report-2567.pdf"', 'href="files/other.pdf"'),
        {
            (
                "sealed-changed",
                f"site/{O7_PAGE}",
                (Change("", "→ files/o07-annual-report-2567.pdf", "→ files/other.pdf"),),
            )
        },
    ),
    "a document changed": (_written(PDF, b"%PDF-"), {("sealed-changed", f"site/{PDF}", None)}),
    "a document grown": (
        lambda site: void((site / PDF).write_bytes((site / PDF).read_bytes() + b"\n")),
        {("sealed-changed", f"site/{PDF}", None)},
    ),
    "a document under another name": (
        _moved,
        {
            ("sealed-vanished", f"site/{PDF}", None),
            ("sealed-added", f"site/{PDF[:19]}{PDF[19:].upper()}", None),
        },
    ),
    "files added": (
        _written(f"{O7}files/เพิ่ม.pdf", b"%PDF-"),
        {("sealed-added", f"site/{O7}files/เพิ่ม.pdf", None)},
    ),
}


@pytest.mark.parametrize("name", ON_SITE)
def test_what_is_done_to_a_site_is_named_and_nothing_else(
    root: Path, copy: Path, name: str
) -> None:
    spoil, wanted = ON_SITE[name]
    spoil(copy)
    with closing(SealedArchive(root)) as archive:
        items = [item for item in archive.manifest.items if item.name in ("2568-o05", "2568-o07")]
        found = compare(archive, open_source(str(copy)), items)
    assert found.lists_files
    told = {(each.fault.code, each.path, each.words) for each in found.differences}
    if name == "a page emptied":  # everything on it is gone
        told = {(code, path, None if words else words) for code, path, words in told}
    assert told == wanted
    assert all(each.item and str(each.fault.remedy) for each in found.differences)


UNREAD = "sealed-unreachable"
LIVE = {
    "404": ("return 404;", "sealed-vanished"),
    "401": ("return 401;", "sealed-vanished"),
    "another host": ("return 302 http://localhost:PORT/trap/;", "sealed-vanished"),
    "round and round": ("return 302 $uri;", "sealed-vanished"),
    "a login within the site": ("return 302 /sign-in/;", "sealed-changed"),
    "403": ("return 403;", UNREAD),
    "503": ("return 503;", UNREAD),
    "hung up": ("return 444;", UNREAD),
    "huge": ("rewrite ^ /huge.html last;", "sealed-changed"),
}


@pytest.mark.parametrize("name", LIVE)
def test_what_a_server_does_is_told_by_whose_fault_it_is(
    root: Path, built: Built, tmp_path: Path, name: str
) -> None:
    answer, code = LIVE[name]
    (tmp_path / "big").mkdir()
    (tmp_path / "big/huge.html").write_bytes(b"<p>" + b" " * 6_000_000)
    extra = (
        f"location = /{O7} {{ {answer} }}\n"
        "location = /sign-in/ { default_type text/html; return 200 '<html><form>'; }\n"
        f"location = /huge.html {{ root {tmp_path}/big; }}\n"
    )
    with (
        nginx(built("root"), tmp_path / "home", extra) as server,
        closing(SealedArchive(root)) as archive,
    ):
        items = [item for item in archive.manifest.items if item.name == "2568-o07"]
        found = compare(archive, open_source(server.url, QUICK), items)
        log = server.log
    assert [(each.fault.code, each.path) for each in found.differences] == [
        (code, f"site/{O7_PAGE}")
    ]
    assert not any("trap" in line for line in log)
    assert not found.lists_files
    if name == "a login within the site":
        assert "/sign-in/" in found.differences[0].fault.message.th


def test_a_page_that_is_gone_from_its_folder_has_vanished(
    root: Path, copy: Path, tmp_path: Path
) -> None:
    """The server refuses to list what is left there, which alone would be no answer."""
    (copy / O7_PAGE).unlink()
    with nginx(copy, tmp_path / "home") as server, closing(SealedArchive(root)) as archive:
        items = [item for item in archive.manifest.items if item.name == "2568-o07"]
        found = compare(archive, open_source(server.url, QUICK), items)
        assert '403 "/oit/2568/o07/"' in "".join(server.log)
    assert [(each.fault.code, each.path) for each in found.differences] == [
        ("sealed-vanished", f"site/{O7_PAGE}")
    ]


def test_what_could_not_be_read_is_no_difference(
    nakham: Path, tmp_path: Path, commands: Commands
) -> None:
    """A server that is not there: nothing is held against the site, and the exit code says so."""
    call = ("--site", "http://127.0.0.1:1/", "--edition", "2569", "--item", "O25")
    run = commands.run("verify", str(nakham), *call, cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "ต่างกัน 0 อ่านไม่ได้" in run.out
    assert "อ่านไม่ได้ 0" not in run.out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("--item", "O99"), '--item: ไม่มีข้อ "O99"'),
        (("--edition", "2568"), "แฟ้มนี้ไม่มีปี"),
        (("--pack", "p"), "ไม่รู้ว่าอุทธรณ์ข้อใด"),
        (("--site", "nowhere"), "ไม่มีโฟลเดอร์"),
        (("--item", "O1", "--pack", "full"), "มีของอยู่แล้ว"),
        (("--item", "O1", "--pack", "full/a.txt"), "มีของอยู่แล้ว"),
        (("--item", "O1", "--pack", "full/a.txt/b"), "เขียนไฟล์ไม่ได้"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    nakham: Path, tmp_path: Path, commands: Commands, call: tuple[str, ...], said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a.txt").write_text("x", encoding="utf-8")
    run = commands.run("verify", str(nakham), *call, cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert said in run.err
    assert {path.name for path in tmp_path.iterdir()} == {"full"}
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["O25", "o25", "integrity-measures"])
def test_what_stood_at_an_items_address_is_shown(
    nakham: Path, tmp_path: Path, commands: Commands, name: str
) -> None:
    run = commands.run("verify", str(nakham), "--item", name, cwd=tmp_path)
    assert run.code == CLEAN
    page = members(nakham)[PAGE]
    assert f"{hashlib.sha256(page).hexdigest()}  {PAGE}" in run.out
    assert "/oit/2569/o25/" in run.out
    found = commands.run("verify", str(nakham), "--item", name, "--format", "json", cwd=tmp_path)
    (item,) = found.json()["items"]
    assert item["id"] == "O25"
    assert {"path": PAGE, "size": len(page), "sha256": hashlib.sha256(page).hexdigest()} in item[
        "files"
    ]


def test_a_flood_is_counted(nakham: Path, tmp_path: Path, commands: Commands) -> None:
    """A site that is gone altogether: the first of each item, and how many more."""
    (tmp_path / "empty").mkdir()
    run = commands.run("verify", str(nakham), "--site", "empty", cwd=tmp_path)
    assert run.code == FINDINGS
    files = sum(name.startswith("site/") for name in members(nakham))
    assert f"ต่างกัน {files} อ่านไม่ได้ 0" in run.out
    assert "--format json" in run.out
    assert run.out.count("[sealed-vanished]") < files


# --- words ---------------------------------------------------------------------------------------


def _page(*cells: str, beside: str = "") -> bytes:
    row = "".join(f'<td data-element="spending">{cell}</td>' for cell in cells)
    return f"<title>t</title><body><h1>{beside}</h1><table><tr>{row}</tr></table>".encode()


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (_page("1"), _page("1"), []),
        (_page("12,000"), _page("13,000"), [Change("spending", "12,000", "13,000")]),
        (_page("1", "2", "3"), _page("1", "3"), [Change("spending", "2", "")]),
        (_page("1", "3"), _page("1", "2", "3"), [Change("spending", "", "2")]),
        (_page("1", "1"), _page("1"), [Change("spending", "1", "")]),
        (_page("1", beside="ก"), _page("1", beside="ข"), [Change("", "ก", "ข")]),
        (_page("a  b\n c"), _page("a b c"), []),
        (_page("<b>1</b>2"), _page("12"), []),
        (_page("<p hidden>1</p>2"), _page("2"), []),
        (
            _page('<a href="a.pdf">x</a>'),
            _page('<a href="b.pdf">x</a>'),
            [Change("spending", "→ a.pdf", "→ b.pdf")],
        ),
        (_page("1"), b"", [Change("spending", "1", "")]),
        (b"", _page("1"), [Change("spending", "", "1")]),
        (
            _page("x" * 10),
            b"<p>y</p>",
            [Change("spending", "x" * 10, ""), Change("", "", "y")],
        ),
    ],
)
def test_changes_are_told_in_words(before: bytes, after: bytes, wanted: list[Change]) -> None:
    assert changes(before, after, {"spending"}) == wanted


@pytest.mark.parametrize("unit", ["<p>a", "<p>{}", '<td data-element="spending">a'])
def test_a_hostile_page_takes_no_time(unit: str) -> None:
    """Many texts, deep in each other, and nothing alike at either end of the pages."""
    many = "".join(unit.format(number) for number in range(10_000))
    started = time.process_time()
    found = changes(
        f"<p>x{many}<p>y".encode(), f"<p>y{many[: len(many) // 2]}<p>x".encode(), {"spending"}
    )
    assert time.process_time() - started < 4
    assert found


def test_reading_takes_no_more_memory_than_a_part_of_a_file(tmp_path: Path, nakham: Path) -> None:
    """A sealed document of 20 MB: it is read by the megabyte."""
    content = members(nakham)
    # Packs well, but not so well that it would be refused.
    large = b"".join(hashlib.sha256(b"%d" % n).digest() + bytes(160) for n in range(100_000))
    file = {
        "path": "site/large.pdf",
        "size": len(large),
        "sha256": hashlib.sha256(large).hexdigest(),
    }

    def add(data: dict[str, Any]) -> None:
        data["files"] = sorted([*data["files"], file], key=lambda each: str(each["path"]))

    manifest_changed(add)(content)
    content["site/large.pdf"] = large
    archive = write(tmp_path / "a.zip", content)
    del content, large
    with closing(SealedArchive(archive)) as opened:
        tracemalloc.start()
        found = opened.faults()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert {fault.location.file for fault in found} == {SUMS}
    assert most < 8_000_000


@pytest.fixture(autouse=True)
def _no_leftovers(tmp_path: Path) -> Iterator[None]:
    """No test leaves a half-written file of ours."""
    yield
    assert not list(tmp_path.rglob(".oit-*"))


def test_sealed_is_a_value(snapshot: Snapshot, tmp_path: Path) -> None:
    """What `seal` returns is what the archive says of itself."""
    sealed: Sealed = seal(snapshot, AT, tmp_path / "a.zip")
    with closing(SealedArchive(tmp_path / "a.zip")) as archive:
        assert (archive.manifest, archive.sha256) == (sealed.manifest, sealed.sha256)
        assert archive.faults() == []


def test_the_pages_of_a_long_table_are_compared_and_packed(
    own: tuple[Path, Path], tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page of its own; in the pack their links lead to each other."""
    root, archive = own
    shutil.copytree(root / "site", tmp_path / "site")
    items = from_json(members(archive)[MANIFEST]).items
    item = next(each for each in items if each.slug == "no-gift-policy")
    assert len(item.pages) == 3
    edit(tmp_path / item.pages[2], "กิจกรรมที่ 450", "กิจกรรมที่ 999")
    monkeypatch.setenv("PATH", "")  # no browser: the pages are what is looked at
    call = ("verify", str(archive), "--item", item.id, "--site", "site")
    run = commands.run(*call, "--pack", "pack", cwd=tmp_path)
    assert run.code == FINDINGS
    assert "“กิจกรรมที่ 450” → “กิจกรรมที่ 999”" in run.out
    assert "ต่างกัน 1 อ่านไม่ได้ 0" in run.out
    names = sorted(path.name for path in (tmp_path / "pack").glob("2568-*.html"))
    first = f"{item.name}.html"
    assert names == sorted([first, *(f"{item.name}-activities-{n}.html" for n in (1, 2))])
    links = re.compile(r'href="([^":#]+)(?:#[^"]*)?"')
    for name in names:
        html = (tmp_path / "pack" / name).read_text(encoding="utf-8")
        inside = set(links.findall(html))
        assert all((tmp_path / "pack" / unquote(target)).is_file() for target in inside)
        others = set(names) - {first} if name == first else {first}
        assert others <= inside
        assert f"{item.folder}files/a.pdf" in inside
