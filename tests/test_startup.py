"""A command loads no more than it needs, and what is kept of the catalogue is what its files say."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from pprint import pformat

import pytest
from sites import ROOT, copy_workspace

from site_builder import caches
from site_builder.catalogue import assessment, compiled, loader
from site_builder.cli import COMMANDS, load
from site_builder.language import use_language

#: Libraries that take long to load, and that a plain check has no use for.
HEAVY = {
    *("boto3", "ghp_import", "icalendar", "jinja2", "lxml", "markdown", "material", "mkdocs"),
    *("openpyxl", "paramiko", "PIL", "pygal", "pypdfium2", "rich", "segno", "urllib3"),
    *("watchdog", "xlsxwriter"),
}
#: Runs `oit` and tells which modules are loaded when it ends.
_LOADED = """
import atexit, sys
atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))
from site_builder.cli import main
main()
"""


def _loaded(*arguments: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments], capture_output=True, encoding="utf-8"
    )
    assert run.returncode in (0, 1), run.stderr
    return set(run.stderr.split())


def test_the_help_loads_no_command_and_no_yaml() -> None:
    loaded = _loaded("--help")
    assert {name for name in loaded if name.startswith("site_builder")} == {
        "site_builder",
        *(
            f"site_builder.{name}"
            for name in ("characters", "cli", "language", "locations", "problems")
        ),
    }
    assert not loaded & (HEAVY | {"yaml"})


@pytest.mark.parametrize(
    "arguments",
    [["--workspace", str(ROOT / "examples" / "nakham")], ["--workspace", str(ROOT)]],
    ids=["nakham", "root"],
)
def test_a_check_loads_nothing_heavy_and_the_next_next_to_nothing(arguments: list[str]) -> None:
    # What it keeps of files between runs is there from now on, and then what it has told.
    _loaded("check", "--fail-on", "error", *arguments)
    loaded = _loaded("check", *arguments)
    assert "site_builder.audit.engine" in loaded
    assert not loaded & HEAVY
    assert not loaded & {"site_builder.links.fetch", "site_builder.documents.reader"}
    again = _loaded("check", *arguments)
    assert not again & {"site_builder.audit.engine", "site_builder.catalogue.model"}


def test_a_build_of_what_has_not_changed_loads_nothing_that_builds(
    built: Callable[[str], Path], tmp_path: Path
) -> None:
    workspace = copy_workspace(built("nakham").parent, tmp_path / "nakham")
    _loaded("build", "--workspace", str(workspace))
    loaded = _loaded("build", "--workspace", str(workspace))
    assert not loaded & (HEAVY | {"site_builder.publication", "site_builder.catalogue.model"})


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_short_help_of_each_command_stands_in_one_place(language: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "site_builder", "--lang", language, "--help"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200"},
    ).stdout
    use_language("th")
    for name, short in COMMANDS.items():
        assert f"  {name} " in shown
        assert (short.th if language == "th" else short.en) in shown
        assert load(name).short_help == short.th


# --- what is kept of the catalogue -----------------------------------------------------------

PARTS: dict[str, Callable[[], object]] = {
    "shared": loader._read_shared,
    "subjects": loader._read_shipped_subjects,
    "assessments": assessment._read,
    **{name: partial(loader._read_shipped_edition, name) for name in loader.edition_names()},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a program that is no other one."""
    monkeypatch.setattr(compiled, "text_cache", lambda name: tmp_path)
    monkeypatch.setattr(compiled, "of_program", lambda: "this")
    return tmp_path


def _never() -> object:
    raise AssertionError("it was read again")


def _keep(value: object) -> None:
    assert compiled.compiled("part", lambda: value) == value
    assert compiled.compiled("part", _never) == value


@pytest.mark.parametrize("part", PARTS)
def test_what_is_kept_is_what_the_files_say(part: str, folder: Path) -> None:
    read = PARTS[part]()
    assert compiled.compiled(part, lambda: read) is read
    kept = compiled.compiled(part, _never)
    assert kept == read
    assert pformat(kept) == pformat(read)  # with what does not count when they are compared
    assert not list(folder.glob("*.pickle.*"))


def test_another_program_reads_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep("old")
    monkeypatch.setattr(compiled, "of_program", lambda: "another")
    _keep("new")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content.replace(b"old", b"odd"),
        lambda content: bytes(32) + content[32:],
        lambda content: caches._head(b"this", b"no pickle") + b"no pickle",
    ],
)
def test_what_is_damaged_is_read_again(spoil: Callable[[bytes], bytes], folder: Path) -> None:
    _keep("old")
    path = folder / "part.pickle"
    path.write_bytes(spoil(path.read_bytes()))
    _keep("new")


class _Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_a_file_that_names_a_function_calls_nothing(folder: Path, tmp_path: Path) -> None:
    trap = pickle.dumps(_Trap(tmp_path / "sprung"))
    (folder / "part.pickle").write_bytes(caches._head(b"this", trap) + trap)
    _keep("new")
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("name", ["Path", "compiled", "Reader", "read_yaml"])
def test_a_name_that_a_module_of_ours_has_imported_is_none_of_ours(name: str) -> None:
    trap = f"csite_builder.catalogue.loader\n{name}\n.".encode()
    with pytest.raises(pickle.UnpicklingError):
        compiled._Unpickler(BytesIO(trap)).load()


def test_without_a_folder_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in (None, tmp_path / "gone"):
        monkeypatch.setattr(compiled, "text_cache", lambda name, folder=folder: folder)
        assert compiled.compiled("part", lambda: "read") == "read"
