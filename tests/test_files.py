"""Attached files: what is found, and that nothing outside the folder ever is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.sources.files import FileRef, FileStore

HERE = Location("data/2568/o05.yaml", 3, 7)
ENDINGS = frozenset({"pdf", "xlsx"})


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """A folder with a few files, and a file beside it that must never be reached."""
    folder = tmp_path / "files"
    (folder / "แผน").mkdir(parents=True)
    for name in ("plan.pdf", "UPPER.PDF", "แผนพัฒนา ๒๕๖๘.pdf", "แผน/ปี.xlsx", "page.html", "bare"):
        (folder / name).write_bytes(name.encode())
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    return FileStore(folder, "data/2568/files")


def _found(store: FileStore, text: str) -> FileRef:
    found = store.find(text, HERE, ENDINGS)
    assert isinstance(found, FileRef), found
    return found


def _problem(store: FileStore, text: str) -> Problem:
    found = store.find(text, HERE, ENDINGS)
    assert isinstance(found, Problem), found
    assert found.location == HERE
    return found


@pytest.mark.parametrize(
    ("text", "name", "suffix"),
    [
        pytest.param("plan.pdf", "plan.pdf", "pdf", id="plain"),
        pytest.param("  plan.pdf ", "plan.pdf", "pdf", id="with spaces"),
        pytest.param("files/plan.pdf", "plan.pdf", "pdf", id="with its folder"),
        pytest.param("UPPER.PDF", "UPPER.PDF", "pdf", id="capital ending"),
        pytest.param("แผนพัฒนา ๒๕๖๘.pdf", "แผนพัฒนา ๒๕๖๘.pdf", "pdf", id="Thai name"),
        pytest.param("แผน/ปี.xlsx", "แผน/ปี.xlsx", "xlsx", id="in a folder"),
        pytest.param("./plan.pdf", "plan.pdf", "pdf", id="from here"),
        pytest.param("แผน//ปี.xlsx", "แผน/ปี.xlsx", "xlsx", id="two slashes"),
    ],
)
def test_files_that_are_there(store: FileStore, text: str, name: str, suffix: str) -> None:
    file = _found(store, text)
    assert (file.name, file.suffix) == (name, suffix)
    content = name.encode()
    assert file.path.read_bytes() == content
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("none.pdf", "file-missing"),
        ("แผน/none.pdf", "file-missing"),
        ("plan.pdf/inside.pdf", "file-missing"),
        ("sub\\plan.pdf", "file-name"),
        ("files/files/plan.pdf", "file-missing"),
        ("", "path-outside"),
        ("files/", "path-outside"),
        ("../secret.pdf", "path-outside"),
        ("แผน/../../secret.pdf", "path-outside"),
        ("แผน/../plan.pdf", "path-outside"),
        ("files/../../secret.pdf", "path-outside"),
        ("..\\secret.pdf", "path-outside"),
        ("แผน\\..\\..\\secret.pdf", "path-outside"),
        ("/etc/passwd", "path-outside"),
        ("\\\\server\\share\\plan.pdf", "path-outside"),
        ("\\plan.pdf", "path-outside"),
        ("C:\\plan.pdf", "path-outside"),
        ("C:/plan.pdf", "path-outside"),
        ("c:plan.pdf", "path-outside"),
        ("~/plan.pdf", "path-outside"),
        ("plan\x00.pdf", "path-outside"),
        ("plan\n.pdf", "path-outside"),
        ("แผน", "not-a-file"),
        (".", "not-a-file"),
        ("page.html", "file-type"),
        ("bare", "file-type"),
    ],
)
def test_names_that_are_refused(store: FileStore, text: str, code: str) -> None:
    assert _problem(store, text).code == code


@pytest.mark.parametrize("text", ["แผนพัฒนาท้องถิ่น" * 10, "a" * 300 + ".pdf", "a/" * 3000 + "b.pdf"])
def test_a_name_longer_than_any_file_has_is_a_missing_file(store: FileStore, text: str) -> None:
    assert _problem(store, text).code == "file-missing"


def test_a_near_name_is_offered(store: FileStore, english: None) -> None:
    problem = _problem(store, "plam.pdf")
    assert str(problem.message) == (
        'there is no file "plam.pdf" in the folder data/2568/files (did you mean "plan.pdf"?)'
    )
    assert "did you mean" not in str(_problem(store, "xyz.docx").message)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "none", "data/2568/files")
    assert _problem(store, "plan.pdf").code == "file-missing"


def test_the_accepted_endings_are_named(store: FileStore, english: None) -> None:
    problem = _problem(store, "page.html")
    assert str(problem.message) == 'a file of type ".html" is not accepted here'
    assert str(problem.remedy) == "use one of: pdf, xlsx"


@pytest.mark.parametrize(
    ("link", "target", "text"),
    [
        pytest.param("link.pdf", "../secret.pdf", "link.pdf", id="file outside"),
        pytest.param("link.pdf", "plan.pdf", "link.pdf", id="file inside"),
        pytest.param("link.pdf", "none.pdf", "link.pdf", id="nowhere"),
        pytest.param("link.pdf", "link.pdf", "link.pdf", id="itself"),
        pytest.param("up", "..", "up/secret.pdf", id="folder outside"),
        pytest.param("down", "แผน", "down/ปี.xlsx", id="folder inside"),
    ],
)
def test_links_are_never_followed(store: FileStore, link: str, target: str, text: str) -> None:
    (store.folder / link).symlink_to(target)
    assert _problem(store, text).code == "path-outside"


def test_the_folder_itself_may_not_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.pdf").write_bytes(b"secret")
    (tmp_path / "files").symlink_to("private")
    store = FileStore(tmp_path / "files", "data/2568/files")
    assert _problem(store, "secret.pdf").code == "path-outside"


_names = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            ["..", ".", "/", "\\", "files", "plan.pdf", "secret.pdf", "แผน", "~", "C:"]
        ),
        max_size=6,
    ).map("".join),
)


@given(name=_names)
def test_no_name_leads_outside(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "outside" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.pdf").write_bytes(b"plan")
    (folder.parent / "secret.pdf").write_bytes(b"secret")
    found = FileStore(folder, "files").find(name, HERE, ENDINGS)
    if isinstance(found, FileRef):
        assert found.path.read_bytes() == b"plan"
    else:
        assert found.code in {
            "path-outside",
            "file-missing",
            "file-name",
            "not-a-file",
            "file-type",
        }
