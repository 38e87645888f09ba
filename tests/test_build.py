"""Building: the same site by every command, the same bytes every time, nothing lost on the way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Commands
from sites import NAKHAM, ROOT, copy_workspace, edit, mkdocs_build, oit, tree

from site_builder.policy import TAGS

#: Another time zone, locale and order of hashing, and a day long past.
OTHER_DAY = {
    "TZ": "Asia/Bangkok",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
    "SOURCE_DATE_EPOCH": "86400",
}


@pytest.fixture
def nakham(tmp_path: Path) -> Path:
    return copy_workspace(NAKHAM, tmp_path / "nakham")


@pytest.fixture
def root_build(built: Callable[[str], Path]) -> Path:
    """The complete workspace with its site; nothing in it may be changed."""
    return built("root").parent


@pytest.fixture
def published(built: Callable[[str], Path], nakham: Path) -> Path:
    """A copy of a workspace with its site."""
    site = built("nakham")
    shutil.copytree(site, nakham / "site")
    shutil.copyfile(site.parent / "data/urls.lock.json", nakham / "data/urls.lock.json")
    return nakham


def test_the_root_site_has_exactly_the_items(root_build: Path) -> None:
    for edition, items in (("2568", 28), ("2569", 26)):
        folder = root_build / "site" / "oit" / edition
        pages = sorted(path.parent.name for path in folder.glob("o*/data.json"))
        assert pages == [f"o{number:02d}" for number in range(1, items + 1)]
        folders = {path.name for path in folder.iterdir() if path.is_dir()}
        others = {"changes"} if edition == "2569" else set()
        assert folders - set(pages) - {"feeds"} == others
        for page in pages:
            assert (folder / page / "index.html").is_file()


def test_two_builds_are_byte_identical(root_build: Path, tmp_path: Path) -> None:
    elsewhere = copy_workspace(ROOT, tmp_path / "ที่อื่น มีช่องว่าง")
    run = oit("build", cwd=elsewhere, **OTHER_DAY)
    assert run.code == 0, run.err
    assert tree(elsewhere / "site") == tree(root_build / "site")


def test_mkdocs_build_gives_the_same_site(root_build: Path, tmp_path: Path) -> None:
    workspace = copy_workspace(root_build, tmp_path / "workspace")
    run = mkdocs_build(workspace, tmp_path / "by-mkdocs")
    assert run.code == 0, run.err
    assert "WARNING" not in run.err
    assert tree(tmp_path / "by-mkdocs") == tree(root_build / "site")


def test_build_sums_up_and_succeeds_whatever_is_missing(nakham: Path) -> None:
    run = oit("build", cwd=nakham)
    assert run.code == 0, run.err
    assert "25 เรื่องที่ต้องแก้" in run.out
    assert (nakham / "site/oit/2569/o25/index.html").is_file()
    assert (nakham / "site/oit/2569/o01/index.html").is_file()


def test_strict_build_exits_with_findings(commands: Commands, nakham: Path) -> None:
    assert commands.run("build", "--strict", cwd=nakham).code == 1


def test_an_interrupted_swap_is_put_right(commands: Commands, published: Path) -> None:
    good = tree(published / "site")
    (published / "site").rename(published / ".site.old")
    (published / ".site.new").mkdir()
    (published / ".site.new/half.html").write_text("half", encoding="utf-8")
    edit(published / "data/2569/o25.yaml", "item: integrity-measures", "item: [")
    assert commands.run("build", cwd=published).code == 2
    edit(published / "data/2569/o25.yaml", "item: [", "item: integrity-measures")
    assert commands.run("build", cwd=published).code == 0
    assert tree(published / "site") == good
    assert not [path for path in published.iterdir() if path.name.startswith(".site")]


def test_what_is_hand_written_for_the_front_page_follows_ours(
    commands: Commands, nakham: Path
) -> None:
    (nakham / "content/index.md").write_text("ยินดีต้อนรับ **ทุกท่าน**\n", encoding="utf-8")
    assert commands.run("build", cwd=nakham).code == 0
    html = (nakham / "site/index.html").read_text(encoding="utf-8")
    assert html.index("oit-hero") < html.index("<strong>ทุกท่าน</strong>")
    assert html.count("<h1") == 1


BROKEN = {
    "malformed YAML": ("data/2569/o25.yaml", "item: integrity-measures\nmeasures: [\n", "yaml"),
    "unknown key": ("data/2569/o02.yaml", "item: executives\npepole: []\n", "people"),
    "wrong item guard": ("data/2569/o02.yaml", "item: contact\n", "executives"),
    "no item guard": ("data/2569/o02.yaml", "people: []\n", "item: executives"),
    "missing file": (
        "data/2569/o05.yaml",
        "item: strategic-plan\nplan: plan.pdf\n",
        "plan.pdf",
    ),
    "path outside the workspace": (
        "data/2569/o05.yaml",
        "item: strategic-plan\nplan: ../../../../etc/passwd\n",
        "../../../../etc/passwd",
    ),
    "unknown file": ("data/2569/o77.yaml", "item: contact\n", "o77.yaml"),
    "agency without a name": (
        "data/agency.yaml",
        "type: เทศบาลตำบล\nwebsite: https://x.example/\n",
        "name",
    ),
    "agency of an unknown type": (
        "data/agency.yaml",
        "name: ก\ntype: สโมสร\nwebsite: https://x.example/\n",
        "สโมสร",
    ),
    "unknown edition": ("data/2499/o01.yaml", "item: structure\n", "2499"),
}


@pytest.mark.parametrize(("name", "text", "says"), BROKEN.values(), ids=list(BROKEN))
@pytest.mark.parametrize("command", ["build", "check"])
def test_broken_input_is_told_and_the_old_site_stays(
    commands: Commands, published: Path, command: str, name: str, text: str, says: str
) -> None:
    before = tree(published / "site")
    (published / name).parent.mkdir(parents=True, exist_ok=True)
    (published / name).write_text(text, encoding="utf-8")
    run = commands.run(command, cwd=published)
    assert run.code == 2
    told = run.out + run.err
    assert Path(name).name in told or Path(name).parent.name in told
    assert says.lower() in told.lower()
    assert "Traceback" not in told
    assert tree(published / "site") == before
    assert not [path for path in published.iterdir() if path.name.startswith(".site")]


def test_unreadable_encoding(commands: Commands, nakham: Path) -> None:
    (nakham / "data/2569/o02.yaml").write_bytes("item: executives\nunit: กอง\n".encode("cp874"))
    run = commands.run("build", cwd=nakham)
    assert run.code == 2
    assert "data/2569/o02.yaml:2" in run.err
    assert "UTF-8" in run.err
    assert "Traceback" not in run.err


def test_all_problems_of_a_run_are_told_together(commands: Commands, nakham: Path) -> None:
    for number, key in enumerate(("executives\nx: 1", "contact\ny: 2", "news\nz: 3"), start=2):
        (nakham / f"data/2569/o{number:02d}.yaml").write_text(f"item: {key}\n", encoding="utf-8")
    run = commands.run("build", cwd=nakham)
    assert run.code == 2
    for place in ("o02.yaml:2", "o03.yaml:2", "o04.yaml:2"):
        assert place in run.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_workspace_is_refused(
    commands: Commands, nakham: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"%PDF-1.4 secret")
    files = nakham / "data/2569/files"
    files.mkdir()
    (files / "plan.pdf").symlink_to(secret)
    (nakham / "data/2569/o05.yaml").write_text(
        "item: strategic-plan\nplan: plan.pdf\n", encoding="utf-8"
    )
    run = commands.run("build", cwd=nakham)
    assert run.code == 2
    assert "plan.pdf" in run.err


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_folder_that_is_no_workspace(commands: Commands, tmp_path: Path, command: str) -> None:
    run = commands.run(command, "--workspace", str(tmp_path), cwd=tmp_path)
    assert run.code == 2
    assert "data/agency.yaml" in run.err
    assert "--workspace" in run.err
    assert "Traceback" not in run.err


def test_a_workspace_without_settings(commands: Commands, nakham: Path) -> None:
    (nakham / "mkdocs.yml").unlink()
    run = commands.run("build", cwd=nakham)
    assert run.code == 2
    assert "mkdocs.yml" in run.err


def test_settings_without_our_plugin(commands: Commands, nakham: Path) -> None:
    edit(nakham / "mkdocs.yml", "- oit", "")
    run = commands.run("build", cwd=nakham)
    assert run.code == 2
    assert '"oit"' in run.err


def test_mkdocs_itself_tells_problems_without_traceback(nakham: Path, tmp_path: Path) -> None:
    (nakham / "data/2569/o02.yaml").write_text("item: contact\n", encoding="utf-8")
    run = mkdocs_build(nakham, tmp_path / "out")
    assert run.code == 1
    assert "data/2569/o02.yaml:1" in run.err
    assert "Traceback" not in run.err
    assert not (tmp_path / "out").exists()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_mkdocs_serve_shows_the_same_pages(published: Path) -> None:
    (published / "data/urls.lock.json").unlink()
    port = _free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "mkdocs", "serve", "--strict", "--no-livereload"]
    with subprocess.Popen(
        [*command, "--dev-addr", f"127.0.0.1:{port}"],
        cwd=published,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    ) as server:
        try:
            for name in ("index.html", "oit/2569/o25/index.html", "oit/2569/o25/data.json"):
                served = _fetch(address + name.removesuffix("index.html"))
                built = (published / "site" / name).read_text(encoding="utf-8")
                # A preview calls itself by its own address, and has scripts of its own in the pages that the
                # policy would forbid; all else is the same.
                own = "https://www.nakham.example/"
                assert served.replace(address, own) == built.replace(TAGS, "")
        finally:
            server.terminate()
    assert not (published / "data/urls.lock.json").exists(), "a preview publishes nothing"


def _fetch(url: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                text: str = response.read().decode("utf-8")
                return text
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
