"""Two commands on one workspace: the second waits a moment, or is told who is at it."""

from __future__ import annotations

import errno
import json
import os
import platform
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from fleets import unit, write_fleet
from sites import tree
from workspaces import WorkspaceFolder

from site_builder import holding
from site_builder.editor.entries import Entries
from site_builder.fleet import work
from site_builder.holding import LOCK, alone
from site_builder.problems import InputError

_DATA = "people:\n  - name: นาย ก\n"


@pytest.fixture
def root(workspace: WorkspaceFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace for which nobody waits."""
    monkeypatch.setattr(holding, "PATIENCE", 0)
    workspace.disclose("2568", "executives", _DATA)
    return workspace.root


@contextmanager
def another(root: Path) -> Iterator[int]:
    """Another process that is at work on a workspace, till the block ends; gives its number."""
    ready, is_ready = os.pipe()
    go_on, may_end = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with alone(root, "oit build"):
                os.write(is_ready, b"-")
                os.read(go_on, 1)
        finally:
            os._exit(0)
    os.read(ready, 1)
    try:
        yield process
    finally:
        os.write(may_end, b"-")
        os.waitpid(process, 0)
        for each in (ready, is_ready, go_on, may_end):
            os.close(each)


#: Commands that change a workspace, with what they need to get so far.
WRITERS = {
    "adopt": ("adopt", "page.html"),
    "build": ("build",),
    "carry": ("carry", "2568", "2569"),
    "editions new": ("editions", "new", "2570", "--from", "2569"),
    "editions confirm": ("editions", "confirm", "2569"),
    "import": ("import", "book.xlsx"),
    "init": ("init", "."),
    "publish": ("publish", "--to", "www"),
    "seal": ("seal", "--output", "seal.zip"),
}
READERS = {
    "check": ("check",),
    "check --output": ("check", "--format", "html", "--output", "check.html"),
    "export": ("export",),
    "remind": ("remind",),
    "a dry run": ("carry", "2568", "2569", "--dry-run"),
}


@pytest.mark.parametrize("arguments", WRITERS.values(), ids=WRITERS)
def test_a_second_writer_is_told_who_is_at_it(
    arguments: tuple[str, ...], root: Path, commands: Commands
) -> None:
    if arguments[0] == "init":
        (root / "data/agency.yaml").rename(root / "data/agency.txt")
        arguments = (
            *arguments,
            *("--name", "เทศบาล", "--type", "เทศบาลตำบล"),
            *("--website", "a.go.th", "--edition", "2569"),
        )
    with another(root) as process:
        before = tree(root)
        run = commands.run(*arguments, cwd=root)
        assert run.code == BAD_INPUT
        assert "oit build" in run.err
        assert f"เครื่อง {platform.node()} โปรเซส {process} ตั้งแต่" in run.err
        assert "รอให้คำสั่งนั้นเสร็จ" in run.err
        assert tree(root) == before


@pytest.mark.parametrize("arguments", READERS.values(), ids=READERS)
def test_a_reader_runs_beside_a_writer(
    arguments: tuple[str, ...], root: Path, commands: Commands
) -> None:
    with another(root):
        assert commands.run(*arguments, cwd=root).code in (CLEAN, FINDINGS)


def test_nothing_is_left_of_a_lock(root: Path) -> None:
    before = tree(root)
    with alone(root, "oit build"):
        note = json.loads((root / LOCK).read_text(encoding="utf-8"))
        assert (note["command"], note["process"]) == ("oit build", os.getpid())
    assert tree(root) == before
    assert not (root / LOCK).parent.exists()


def test_the_second_one_waits_a_moment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(holding, "PATIENCE", 60)
    with another(root) as process:

        def sleep(seconds: float) -> None:
            """The other one ends as soon as it is waited for."""
            waited.append(seconds)
            os.kill(process, signal.SIGKILL)
            os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)

        monkeypatch.setattr("site_builder.holding.time.sleep", sleep)
        with alone(root, "oit carry"):
            pass
    assert len(waited) == 1


def test_whoever_was_killed_stands_in_nobodys_way_and_what_he_left_is_gone(root: Path) -> None:
    with another(root) as process:
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        assert (root / LOCK).read_bytes()
        (root / "data/2568/.oit-half").write_text("x")
        (root / "backup/1").mkdir(parents=True)
        (root / "backup/1/.oit-half").write_text("x")
        before = tree(root)
        with alone(root, "oit carry"):
            gone = before.keys() - tree(root).keys()
        assert gone == {"data/2568/.oit-half", "backup/1/.oit-half"}


def test_other_workspaces_are_free(root: Path, tmp_path: Path) -> None:
    other = WorkspaceFolder(tmp_path / "other").root
    with another(root), alone(other, "oit build"):
        pass


def test_a_form_is_not_saved_while_another_command_works(root: Path) -> None:
    workspace = WorkspaceFolder(root).open("2568")
    entries = Entries(workspace, ["2568"])
    file = "data/2568/o02.yaml"
    values, version = entries.read(file)
    with another(root):
        with pytest.raises(InputError) as raised:
            entries.save(file, {**values, "unit": "กองช่าง"}, version)
        assert [each.code for each in raised.value.problems] == ["workspace-busy"]
    entries.save(file, {**values, "unit": "กองช่าง"}, version)


def test_an_agency_that_somebody_works_on_is_not_called_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "PATIENCE", 0)
    write_fleet(tmp_path, ["a"])
    monkeypatch.chdir(tmp_path)
    carry = work.Options(old="2568", new="2569")
    asked = work.Unit("a", str(tmp_path), "agencies/a", "carry", carry, 60, 2000)
    with another(tmp_path / "agencies/a"):
        result = work.run(asked)
    assert (result["outcome"], result["problems"]) == ("failed", [])
    assert "oit build" in result["reason"]["th"]
    assert work.run(unit(tmp_path, "a"))["outcome"] == "findings"


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"[]",
        b'{"command": 1}',
        b'{"command": "\\u001b[31m", "process": 1, "machine": "m", "since": "2025-01-01T00:00:00+00:00"}',
        b'{"command": "oit", "process": 1, "machine": "m", "since": "2025-01-01T00:00:00"}',
        b'{"command": "oit", "process": "1", "machine": "m", "since": "2025-01-01T00:00:00+00:00"}',
    ],
)
def test_a_note_that_is_none_of_ours_names_nobody(note: bytes, root: Path) -> None:
    with another(root):
        (root / LOCK).write_bytes(note)
        with pytest.raises(InputError) as raised, alone(root, "oit carry"):
            pass
    assert "คำสั่ง oit อื่น" in str(raised.value)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_where_nothing_can_be_written_no_lock_is_needed(
    number: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(holding, "_locked", refuse)
    with alone(root, "oit build"):
        pass


def test_a_system_without_locks_is_worked_on_all_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> bool:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(holding, "locked", refuse)
    with alone(root, "oit build"):
        pass


def test_a_folder_that_is_no_workspace_gets_no_lock(tmp_path: Path, commands: Commands) -> None:
    assert commands.run("build", cwd=tmp_path).code == BAD_INPUT
    assert not list(tmp_path.iterdir())
