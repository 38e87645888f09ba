"""What is being written has a name of its own till it is whole, and nothing of it stays."""

from __future__ import annotations

import hashlib
import os
import signal
from pathlib import Path
from typing import IO

import pytest

from site_builder import temporary
from site_builder.caches import keep
from site_builder.fleet import sharing
from site_builder.temporary import folder_in, replacing, tidy


@pytest.fixture(autouse=True)
def untidied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "_tidied", set())


def _killed_while_writing(folder: Path, *, is_folder: bool = False) -> None:
    """A process that has begun a file or folder there, and is killed."""
    process = os.fork()
    if process == 0:
        try:
            with folder_in(folder) if is_folder else replacing(folder / "x"):
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(process, 0)


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_a_killed_process_left_goes_and_what_another_writes_stays(
    is_folder: bool, tmp_path: Path
) -> None:
    _killed_while_writing(tmp_path, is_folder=is_folder)
    (left,) = tmp_path.iterdir()
    with replacing(tmp_path / "y") as file, folder_in(tmp_path) as folder:
        assert not left.exists()
        tidy(tmp_path)
        assert {each.name for each in tmp_path.iterdir()} == {Path(file.name).name, folder.name}
    assert [each.name for each in tmp_path.iterdir()] == ["y"]


def test_of_two_who_write_one_file_at_once_each_writes_a_whole_one(tmp_path: Path) -> None:
    with replacing(tmp_path / "x") as first:
        first.write(b"first ")
        with replacing(tmp_path / "x") as second:
            second.write(b"the second one")
        assert (tmp_path / "x").read_bytes() == b"the second one"
        first.write(b"one")
    assert (tmp_path / "x").read_bytes() == b"first one"


def test_of_two_who_store_one_content_at_once_both_keep_their_name_of_it(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"content").hexdigest()
    kept = tmp_path / digest[:2] / digest
    sharing._keep(kept, b"content")
    name = tmp_path / "name"
    name.hardlink_to(kept)
    # Another worker, which saw nothing there a moment ago.
    sharing._keep(kept, b"content")
    assert name.samefile(kept)
    kept.unlink()
    kept.write_bytes(b"damaged")
    sharing._keep(kept, b"content")
    assert kept.read_bytes() == b"content"


def test_a_folder_is_looked_through_once_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(temporary, "tidy", looked.append)
    for name in ("a", "b"):
        keep(tmp_path / name, b"content")
    assert looked == [tmp_path]


def test_links_and_files_of_others_stay(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / ".oit-link").symlink_to(outside)
    (folder / ".oit").mkdir()
    (folder / "oit-x").write_text("x")
    tidy(folder)
    assert len(list(folder.iterdir())) == 3
    assert (outside / "kept").exists()


def test_a_file_that_was_taken_for_left_over_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process removes it between the moments in which it is made and locked."""
    taken: list[str] = []
    lock = temporary.locked

    def late(descriptor: int) -> bool:
        if not taken:
            taken.append(next(tmp_path.iterdir()).name)
            (tmp_path / taken[0]).unlink()
        return lock(descriptor)

    monkeypatch.setattr(temporary, "locked", late)
    with replacing(tmp_path / "x") as file:
        file.write(b"whole")
    assert taken
    assert (tmp_path / "x").read_bytes() == b"whole"


def test_what_lasts_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the content, then the name, then the folder that holds the name."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        is_folder = Path(f"/proc/self/fd/{descriptor}").readlink() == tmp_path
        done.append("folder" if is_folder else "content")
        fsync(descriptor)

    def renamed(old: Path, new: Path) -> Path:
        done.append("name")
        return replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    with replacing(tmp_path / "x") as file:
        _write(file)
    assert done == ["content", "name", "folder"]
    done.clear()
    with replacing(tmp_path / "y", lasting=False) as file:
        _write(file)
    assert done == ["name"]


def _write(file: IO[bytes]) -> None:
    file.write(b"content")
