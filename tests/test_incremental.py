"""A build does only what has changed, and its site is always that of a build from nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from commands import Commands
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import NAKHAM, Run, copy_workspace, edit, tree
from workspaces import real_file

from site_builder import fingerprint, lastrun
from site_builder.cli import judging
from site_builder.cli.build import command
from site_builder.cli.check import SEVERITIES
from site_builder.documents import reading
from site_builder.engines import ENGINES, swap
from site_builder.engines import build as engine_build
from site_builder.engines.unchanged import LastBuild, Told
from site_builder.language import same
from site_builder.outcomes import Severity
from site_builder.sources.files import FileRef

ITEM = "data/2569/o25.yaml"
OWN_PAGE = "site/oit/2569/o25/index.html"


@pytest.fixture(autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of builds and hashes; templates and criteria stay as they are."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "runs").mkdir()
    (folder / "fingerprints").mkdir()
    for module in (lastrun, fingerprint):
        monkeypatch.setattr(module, "text_cache", lambda name: folder / name)
    return folder / "runs"


def _published(built: Callable[[str], Path], target: Path) -> Path:
    """A copy of a workspace with its site and ledger."""
    site = built("nakham")
    copy_workspace(site.parent, target)
    shutil.copytree(site, target / "site")
    return target


@pytest.fixture
def nakham(built: Callable[[str], Path], tmp_path: Path) -> Path:
    return _published(built, tmp_path / "nakham")


def _builds(run: Run) -> bool:
    """Whether a run of `oit build` has built."""
    assert run.code == 0, run.err
    assert ("กำลังอ่านข้อมูล" in run.err) != ("ไม่มีอะไรเปลี่ยน" in run.err)
    return "กำลังอ่านข้อมูล" in run.err


def _stamps(site: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file."""
    return {
        path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


# --- nothing has changed ----------------------------------------------------------------------


def test_the_second_build_tells_the_same_and_writes_nothing(
    nakham: Path, commands: Commands
) -> None:
    first = commands.run("build", cwd=nakham)
    assert _builds(first)
    before = _stamps(nakham / "site")
    second = commands.run("build", cwd=nakham)
    assert not _builds(second)
    assert second.out == first.out
    assert commands.run("build", "--strict", cwd=nakham).code == 1
    english = commands.run("--lang", "en", "build", cwd=nakham).out
    assert _stamps(nakham / "site") == before
    assert commands.run("--lang", "en", "build", "--fresh", cwd=nakham).out == english
    assert "things to mend" in english


def test_what_the_first_build_recorded_is_no_news_to_the_second(
    commands: Commands, tmp_path: Path
) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "new")
    (workspace / "data/urls.lock.json").unlink()
    first = commands.run("build", cwd=workspace)
    second = commands.run("build", cwd=workspace)
    assert not _builds(second)
    assert second.out == commands.run("build", "--fresh", cwd=workspace).out
    assert set(second.out.splitlines()) < set(first.out.splitlines())


def _old(path: Path) -> None:
    """Change a file and set its time back, as programs do that copy."""
    status = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _replaced_site(root: Path) -> None:
    shutil.copytree(root / "site", root / "copy", copy_function=shutil.copy)
    shutil.rmtree(root / "site")
    (root / "copy").rename(root / "site")


def _other_workspace(root: Path) -> None:
    """Another workspace, with a site of its own, at the place of this one."""
    copy_workspace(root, root.parent / "other")
    shutil.copytree(root / "site", root.parent / "other" / "site", copy_function=shutil.copy2)
    edit(root.parent / "other" / "data/agency.yaml", "นาคำ", "นาคา")
    root.rename(root.parent / "away")
    (root.parent / "other").rename(root)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word": lambda root: edit(root / ITEM, "เทศบาล", "เทศบาน"),
    "a file whose time is set back": lambda root: _old(root / ITEM),
    "an item is gone": lambda root: (root / ITEM).unlink(),
    "a document": lambda root: (root / "data/2569/files").mkdir(),
    "the agency": lambda root: edit(root / "data/agency.yaml", "นาคำ", "นาคา"),
    "the settings": lambda root: edit(root / "mkdocs.yml", "docs_dir", "copyright: ก\ndocs_dir"),
    "a written page": lambda root: edit(root / "content/about.md", "#", "# ใหม่"),
    "the ledger": lambda root: edit(root / "data/urls.lock.json", "}}", "}} "),
    "a page is touched": lambda root: (root / OWN_PAGE).touch(),
    "a page is cut": lambda root: (root / OWN_PAGE).write_text(""),
    "a page is gone": lambda root: (root / OWN_PAGE).unlink(),
    "a file too many": lambda root: (root / "site/oit/more.html").touch(),
    "a folder too many": lambda root: (root / "site/more").mkdir(),
    "another site": _replaced_site,
    "no site": lambda root: shutil.rmtree(root / "site"),
    "an interrupted build": lambda root: (root / ".site.new").mkdir(),
    "another workspace": _other_workspace,
}


TOLD = Told((same("ก"),), True)


def _keep(root: Path) -> None:
    """Keep what a build told that has just written the site of a workspace."""
    LastBuild(root, "one").keep(root / "site", TOLD)
    assert LastBuild(root, "one").told() == TOLD


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_nothing_is_known_of_what_has_changed(
    change: Callable[[Path], object], nakham: Path
) -> None:
    _keep(nakham)
    change(nakham)
    assert LastBuild(nakham, "one").told() is None


def test_nothing_is_known_of_another_program_or_engine(
    nakham: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep(nakham)
    assert LastBuild(nakham, "other").told() is None
    monkeypatch.setattr(lastrun, "of_program", lambda: "another")
    assert LastBuild(nakham, "one").told() is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"true", b"null")),
    ],
    ids=["deleted", "emptied", "cut", "spoilt"],
)
def test_nothing_is_known_where_the_cache_is_lost(
    spoil: Callable[[Path], object], nakham: Path, kept: Path
) -> None:
    _keep(nakham)
    (path,) = kept.iterdir()
    spoil(path)
    assert LastBuild(nakham, "one").told() is None
    _keep(nakham)


def test_without_a_cache_each_build_builds(nakham: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lastrun, "text_cache", lambda name: None)
    LastBuild(nakham, "one").keep(nakham / "site", TOLD)
    assert LastBuild(nakham, "one").told() is None


def test_what_may_rest_on_more_is_always_built(nakham: Path) -> None:
    edit(nakham / "mkdocs.yml", "plugins:", "hooks: [a.py]\nplugins:")
    LastBuild(nakham, "one").keep(nakham / "site", TOLD)
    assert LastBuild(nakham, "one").told() is None


def test_a_change_during_the_build_is_built(nakham: Path) -> None:
    last = LastBuild(nakham, "one")
    text = (nakham / ITEM).read_text()
    (nakham / ITEM).write_text("")
    (nakham / ITEM).write_text(text)  # and taken back: the build may have seen it
    last.keep(nakham / "site", TOLD)
    assert LastBuild(nakham, "one").told() is None


def test_a_document_that_we_failed_to_read_is_tried_again(
    nakham: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = nakham / "data/2569/files"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(real_file("a.pdf"))
    document = FileRef("a.pdf", folder / "a.pdf")
    monkeypatch.setattr(reading, "missed", set())
    monkeypatch.setattr(reading, "text_cache", lambda name: None)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_PROGRAM", ("-c", "raise RuntimeError"))
        reading.read_documents([document])
    LastBuild(nakham, "one").keep(nakham / "site", TOLD)
    assert LastBuild(nakham, "one").told() is None


# --- checks -----------------------------------------------------------------------------------


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workspaces that are read and judged."""
    seen: list[Path] = []
    of_data = judging.of_data

    def noted(folder: Path, *rest: Any) -> Any:
        seen.append(folder)
        return of_data(folder, *rest)

    monkeypatch.setattr(judging, "of_data", noted)
    return seen


ASKED: tuple[list[str], ...] = (
    [],
    ["--format", "json"],
    ["--format", "html"],
    ["--format", "junit"],
    ["--fail-on", "error"],
    ["--item", "O1"],
    ["--unit", "เทศบาลตำบลนาคำ"],
    ["--as-of", "15/02/2569"],
    ["--edition", "2568"],
    ["--lang", "en"],
)


def test_a_check_tells_the_same_again_for_the_same_question(
    nakham: Path, commands: Commands, judged: list[Path]
) -> None:
    first = {}
    for number, asked in enumerate(ASKED, start=1):
        first[number] = commands.run("check", *asked, cwd=nakham)
        assert len(judged) == number  # another question is judged
        assert commands.run("check", *asked, cwd=nakham) == first[number]
        assert len(judged) == number
    (nakham / "content/about.md").touch()
    shutil.rmtree(nakham / "site")
    assert commands.run("check", *ASKED[-1], cwd=nakham) == first[len(ASKED)]
    assert len(judged) == len(ASKED)


def test_a_check_after_a_change_judges(
    nakham: Path, commands: Commands, judged: list[Path], tmp_path: Path
) -> None:
    before = commands.run("check", cwd=nakham)
    edit(nakham / ITEM, "unit: ", "unit: กอง")
    commands.run("check", cwd=nakham)
    assert len(judged) == 2
    _comes_or_goes(nakham / ITEM)
    after = commands.run("check", "--output", str(tmp_path / "report.txt"), cwd=nakham)
    again = commands.run("check", "--output", str(tmp_path / "again.txt"), cwd=nakham)
    assert (after.code, again.code, len(judged)) == (1, 1, 3)
    told = (tmp_path / "report.txt").read_bytes()
    assert (tmp_path / "again.txt").read_bytes() == told != before.out.encode()


def test_a_workbook_and_a_published_site_are_always_looked_at(
    nakham: Path, commands: Commands, judged: list[Path], tmp_path: Path
) -> None:
    for asked in (["--format", "xlsx", "--output", str(tmp_path / "a.xlsx")], ["--site", "site"]):
        judged.clear()
        for _ in range(2):
            commands.run("check", "--workspace", str(nakham), *asked, cwd=nakham)
        assert len(judged) == 2


def test_the_severities_that_may_be_named_are_those_of_findings() -> None:
    assert list(SEVERITIES) == [severity.value for severity in Severity]


# --- something has changed --------------------------------------------------------------------

#: What tells of an item beside its own folder: the index of the search, catalogues and the manifest with hashes.
ABOUT_ALL = {
    "SHA256SUMS",
    "assets/search/index.js",
    "catalog.jsonld",
    "oit/2569/datapackage.json",
    "oit/index.json",
}


def test_a_word_rewrites_only_what_shows_it(
    built: Callable[[str], Path], tmp_path: Path, commands: Commands
) -> None:
    nakham = _published(built, tmp_path / "nakham")
    commands.run("build", cwd=nakham)
    before = _stamps(nakham / "site")
    edit(nakham / ITEM, "๑. หลักการและเหตุผล", "๑. หลักการกับเหตุผล")
    assert _builds(commands.run("build", cwd=nakham))
    after = _stamps(nakham / "site")
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if not name.startswith("oit/2569/o25/")} == ABOUT_ALL
    assert "oit/2569/o25/index.html" in changed
    assert before.keys() == after.keys()


def test_the_old_site_is_not_written_through(nakham: Path, commands: Commands) -> None:
    commands.run("build", cwd=nakham)
    shutil.copytree(nakham / "site", nakham / "snapshot", copy_function=os.link)
    before = tree(nakham / "snapshot")
    edit(nakham / "data/agency.yaml", "นาคำ", "นาคา")
    commands.run("build", cwd=nakham)
    assert tree(nakham / "snapshot") == before
    assert tree(nakham / "site") != before


def test_without_links_files_keep_their_times(
    nakham: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError("no links here")

    commands.run("build", cwd=nakham)
    before = _stamps(nakham / "site")
    monkeypatch.setattr(os, "link", refuse)
    commands.run("build", "--fresh", cwd=nakham)
    after = _stamps(nakham / "site")
    assert {name: time for name, (_, time) in after.items()} == {
        name: time for name, (_, time) in before.items()
    }
    assert tree(nakham / "site") == _from_nothing(nakham, tmp_path / "cold")


def test_a_file_that_readers_may_not_read_is_written_anew(nakham: Path, commands: Commands) -> None:
    commands.run("build", cwd=nakham)
    (nakham / OWN_PAGE).chmod(0o600)
    (nakham / "site/robots.txt").unlink()
    (nakham / "site/robots.txt").symlink_to("index.html")
    commands.run("build", "--fresh", cwd=nakham)
    assert (nakham / OWN_PAGE).stat().st_mode & 0o044
    assert not (nakham / "site/robots.txt").is_symlink()


# --- any sequence of changes ------------------------------------------------------------------


class _KilledError(BaseException):
    """Ends a build where it stands."""


def _built(root: Path, engine: str) -> None:
    """As `oit build`."""
    assert command.callback
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        command.callback(folder=root, engine=engine, strict=False, fresh=False)


def _killed(owner: object, name: str, call: int, root: Path, engine: str) -> None:
    """A build of a new site that ends at a call of a function, counted from 1."""
    edit(root / "data/agency.yaml", "name: ", "name: ใหม่")
    function, calls = getattr(owner, name), count(1)

    def until(*arguments: object, **named: object) -> object:
        if next(calls) == call:
            raise _KilledError
        return function(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, until)
        with pytest.raises(_KilledError):
            _built(root, engine)


def _killed_in_two_steps(root: Path, engine: str) -> None:
    """As on a system where two folders cannot change places."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swap, "_EXCHANGES", {})
        _killed(Path, "rename", 2, root, engine)


def _document(root: Path, text: str) -> None:
    files = root / "data/2569/files"
    files.mkdir(exist_ok=True)
    (files / "plan.pdf").write_bytes(real_file("plan.pdf", text))
    (root / "data/2569/o05.yaml").write_text("item: strategic-plan\nplan: plan.pdf\n")


def _comes_or_goes(path: Path) -> None:
    if path.exists():
        path.unlink()
    else:
        path.write_text("item: executives\n")


def _spoil(root: Path) -> None:
    path = LastBuild(root, "")._run._path
    if path and path.exists():
        path.write_bytes(path.read_bytes()[:-3] + b"???")


STEPS: dict[str, Callable[[Path, str], object]] = {
    "nothing": lambda root, _: None,
    "a word": lambda root, _: edit(root / "content/about.md", "#", "# ใหม่"),
    "a value": lambda root, _: edit(root / ITEM, "unit: ", "unit: กอง"),
    "an item": lambda root, _: _comes_or_goes(root / "data/2569/o02.yaml"),
    "a document": lambda root, _: _document(root, "แผน"),
    "another document": lambda root, _: _document(root, "อีกแผน"),
    "touched": lambda root, _: (root / ITEM).touch(),
    "the agency": lambda root, _: edit(root / "data/agency.yaml", "name: ", "name: ใหม่"),
    "the settings": lambda root, _: edit(root / "mkdocs.yml", "docs_dir", "# ใหม่\ndocs_dir"),
    "the cache is spoilt": lambda root, _: _spoil(root),
    "a page is spoilt": lambda root, _: (root / OWN_PAGE).write_text("spoilt"),
    "killed between two files": lambda root, engine: _killed(os, "link", 3, root, engine),
    "killed before the swap": lambda root, engine: _killed(swap, "_exchange", 1, root, engine),
    "killed in the swap": lambda root, engine: _killed(Path, "rename", 1, root, engine),
    "killed in the swap by two steps": lambda root, engine: _killed_in_two_steps(root, engine),
    "killed after the swap": lambda root, engine: _killed(shutil, "rmtree", 1, root, engine),
    "killed before the ledger": lambda root, engine: _killed(
        engine_build, "record", 1, root, engine
    ),
}


@settings(max_examples=5)
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=4))
@pytest.mark.parametrize("engine", ENGINES)
def test_after_any_changes_the_site_is_that_of_a_build_from_nothing(
    engine: str, built: Callable[[str], Path], steps: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        root = _published(built, Path(folder) / "nakham")
        for number, step in enumerate(steps):
            STEPS[step](root, engine)
            _built(root, engine)
            cold = _from_nothing(root, Path(folder) / str(number), engine)
            assert tree(root / "site") == cold
            assert not [path for path in root.iterdir() if path.name.startswith(".site")]


def _from_nothing(workspace: Path, folder: Path, engine: str = ENGINES[0]) -> dict[str, str]:
    """The site of a copy that was never built, without what any cache holds."""
    copy = copy_workspace(workspace, folder / workspace.name)
    engine_build.build(copy, engine=engine)
    return tree(copy / "site")
