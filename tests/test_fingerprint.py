"""What is hashed of the program and of a workspace: nothing that matters is left out, nothing is stale."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sites import NAKHAM, copy_workspace, edit

from site_builder import fingerprint
from site_builder.fingerprint import of_program, of_workspace

# --- the program ------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program of its own files, and a folder of installed libraries."""
    for name in ("package/pages/templates", "package/__pycache__", "themes/oit", "libraries"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("package/a.py", "package/pages/templates/a.html", "themes/oit/a.css"):
        (tmp_path / name).write_text("old")
    (tmp_path / "libraries" / "jinja2-3.1.dist-info").mkdir()
    monkeypatch.setattr(fingerprint, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(fingerprint, "_THEMES", tmp_path / "themes")
    monkeypatch.setattr("sys.path", [str(tmp_path / "libraries"), str(tmp_path / "none")])
    yield tmp_path
    of_program.cache_clear()


def _program() -> str:
    of_program.cache_clear()
    return of_program()


@pytest.mark.parametrize(
    "change",
    [
        lambda at: (at / "package" / "a.py").write_text("new code"),
        lambda at: (at / "package" / "b.yaml").touch(),
        lambda at: (at / "package" / "a.py").unlink(),
        lambda at: (at / "package" / "pages" / "templates" / "a.html").write_text("new frame"),
        lambda at: (at / "themes" / "oit" / "a.css").rename(at / "themes" / "oit" / "b.css"),
        lambda at: (at / "libraries" / "jinja2-3.1.dist-info" / "RECORD").touch(),
        lambda at: (at / "libraries" / "jinja2-3.1.dist-info").rename(
            at / "libraries" / "jinja2-3.2.dist-info"
        ),
    ],
)
def test_another_program_has_another_hash(change: Callable[[Path], object], package: Path) -> None:
    before = _program()
    assert _program() == before
    change(package)
    assert _program() != before


@pytest.mark.parametrize(
    ("name", "value"),
    [("fingerprint.__version__", "99"), ("sys.version", "4.0"), ("zlib.ZLIB_RUNTIME_VERSION", "9")],
)
def test_another_version_has_another_hash(
    name: str, value: str, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _program()
    path = f"site_builder.{name}" if name.startswith("fingerprint") else name
    monkeypatch.setattr(path, value)
    assert _program() != before


def test_what_python_writes_beside_its_modules_does_not_count(package: Path) -> None:
    before = _program()
    (package / "package" / "__pycache__" / "a.pyc").touch()
    (package / "libraries" / "readme.txt").touch()
    assert _program() == before


# --- a workspace ------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setattr(fingerprint, "text_cache", lambda name: folder)
    return folder


@pytest.fixture
def nakham(tmp_path: Path, kept: Path) -> Path:
    """A workspace whose files are old enough for their hashes to be kept."""
    root = tmp_path / "nakham"
    copy_workspace(NAKHAM, root)
    (root / "data" / "2569" / "files").mkdir()
    (root / "data" / "2569" / "files" / "a.pdf").write_bytes(b"%PDF old")
    (root / "overrides").mkdir()
    (root / "overrides" / "main.html").write_text("old")
    edit(root / "mkdocs.yml", "language: th", "language: th, custom_dir: overrides")
    return root


def _hash(root: Path) -> str:
    found = of_workspace(root)
    assert found
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda at: edit(at / "data" / "agency.yaml", "นาคำ", "นาคา"),
        lambda at: edit(at / "data" / "2569" / "o25.yaml", "2569", "2568"),
        lambda at: (at / "data" / "2569" / "files" / "a.pdf").write_bytes(b"%PDF new"),
        lambda at: (at / "data" / "2569" / "files" / "a.pdf").rename(
            at / "data" / "2569" / "files" / "b.pdf"
        ),
        lambda at: (at / "data" / "2569" / "o25.yaml").unlink(),
        lambda at: (at / "data" / "2570").mkdir(),
        lambda at: (at / "data" / "redirects.yaml").touch(),
        lambda at: edit(at / "data" / "urls.lock.json", "}}", "}} "),
        lambda at: (at / "editions").mkdir(),
        lambda at: (at / "content" / "about.md").write_text("new"),
        lambda at: (at / "overrides" / "main.html").write_text("new"),
        lambda at: edit(at / "mkdocs.yml", "language: th", "language: en"),
        lambda at: (at / "mkdocs.yml").unlink(),
    ],
)
def test_every_input_counts(change: Callable[[Path], object], nakham: Path) -> None:
    before = _hash(nakham)
    assert _hash(nakham) == before
    change(nakham)
    assert _hash(nakham) != before


def test_what_is_no_input_does_not_count(nakham: Path) -> None:
    before = _hash(nakham)
    (nakham / "site").mkdir()
    (nakham / "site" / "index.html").touch()
    (nakham / ".site.urls").touch()
    (nakham / "README.md").touch()
    os.utime(nakham / "data" / "agency.yaml")
    assert _hash(nakham) == before


def test_a_copy_elsewhere_has_the_same_hash(nakham: Path, tmp_path: Path) -> None:
    nakham.rename(tmp_path / "moved")
    shutil.copytree(tmp_path / "moved", nakham)
    assert _hash(tmp_path / "moved") == _hash(nakham)


def test_another_workspace_moved_to_the_place_has_another_hash(
    nakham: Path, tmp_path: Path
) -> None:
    shutil.copytree(nakham, tmp_path / "other")
    edit(tmp_path / "other" / "data" / "agency.yaml", "นาคำ", "นาคา")
    before = _hash(nakham)
    nakham.rename(tmp_path / "away")
    (tmp_path / "other").rename(nakham)
    assert _hash(nakham) != before


@pytest.mark.parametrize(
    ("settings", "is_told"),
    [
        ("plugins: [oit]", True),
        ("plugins: {oit: {}, search: {lang: th}}", True),
        ("theme: material\nmarkdown_extensions: [tables, pymdownx.tabbed: {a: b}]", True),
        ("docs_dir: nowhere", True),
        ("plugins: [oit, macros]", False),
        ("hooks: [a.py]", False),
        ("INHERIT: ../all.yml", False),
        ("a: &a {docs_dir: x}\n<<: *a", False),
        ("theme: {name: material, <<: {custom_dir: x}}", False),
        ("site_name: !ENV NAME", False),
        ("extra: {a: !!python/name:os.getcwd ''}", False),
        ("markdown_extensions: [pymdownx.snippets]", False),
        ("markdown_extensions: [my_own]", False),
        ("docs_dir: linked", False),
        ("theme: {custom_dir: linked/below}", False),
        ("a: [", False),
        ("\0", False),
        ("#" * 2**21 + "\nhooks: [a.py]", False),
    ],
)
def test_settings_that_rest_on_more_are_told(settings: str, is_told: bool, nakham: Path) -> None:
    (nakham / "linked").symlink_to("data")
    (nakham / "mkdocs.yml").write_text(settings)
    assert (of_workspace(nakham) is not None) is is_told


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.symlink_to("agency.yaml"),
        lambda path: path.symlink_to("2569"),
        lambda path: path.symlink_to("nowhere"),
        lambda path: os.mkfifo(path),
    ],
)
def test_links_are_not_followed_and_pipes_not_waited_for(
    make: Callable[[Path], None], nakham: Path
) -> None:
    make(nakham / "data" / "odd")
    assert of_workspace(nakham) is None


# --- the kept hashes --------------------------------------------------------------------------


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are read."""
    names: list[str] = []
    sha256 = fingerprint._sha256

    def noted(path: Path) -> str:
        names.append(path.name)
        return sha256(path)

    monkeypatch.setattr(fingerprint, "_sha256", noted)
    return names


def _later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    moment = time.time_ns() + seconds * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: moment)


def test_a_file_is_read_again_when_its_stamp_is_another(
    nakham: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(monkeypatch, 60)
    before = _hash(nakham)
    assert "a.pdf" in read
    read.clear()
    assert _hash(nakham) == before
    assert read == []
    path = nakham / "data" / "2569" / "files" / "a.pdf"
    status = path.stat()
    path.write_bytes(b"%PDF new")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as programs do that copy
    assert _hash(nakham) != before
    assert read == ["a.pdf"]


def test_what_was_changed_just_now_is_read_again(nakham: Path, read: list[str]) -> None:
    _hash(nakham)
    first = sorted(read)
    _hash(nakham)
    assert sorted(read) == sorted(first * 2)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:40],
        lambda content: content + b" ",
        lambda content: re.sub(rb'"[0-9a-f]{64}"', b'"' + b"0" * 64 + b'"', content),
    ],
)
def test_a_damaged_file_of_hashes_is_made_anew(
    spoil: Callable[[bytes], bytes], nakham: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(monkeypatch, 60)
    before = _hash(nakham)
    (path,) = kept.iterdir()
    good = path.read_bytes()
    path.write_bytes(spoil(good))
    assert _hash(nakham) == before
    assert path.read_bytes() == good


def test_without_a_cache_it_is_the_same(nakham: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _hash(nakham)
    monkeypatch.setattr(fingerprint, "text_cache", lambda name: None)
    assert _hash(nakham) == before
