"""The sites of a fleet, and what they have in common."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from commands import CLEAN, FINDINGS, Commands
from fleets import lines
from sites import NAKHAM, copy_workspace, edit, oit, tree

from site_builder.fleet import sharing

AGENCIES = ("banmai", "nakham")


def _write(folder: Path) -> Path:
    for name in AGENCIES:
        copy_workspace(NAKHAM, folder / "agencies" / name)
    edit(folder / "agencies/banmai/data/agency.yaml", "www.nakham.", "www.banmai.")
    return folder / "agencies"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two agencies with their sites. Tests leave them as they are."""
    folder = tmp_path_factory.mktemp("fleet")
    run = oit("fleet", "build", str(_write(folder)), "--output", "sites", cwd=folder)
    assert run.code == CLEAN, run.out + run.err
    return folder


def _site(folder: Path, name: str) -> Path:
    return folder / "sites" / name


def test_a_site_is_that_of_a_build_of_its_own(built: Path, tmp_path: Path) -> None:
    copy_workspace(NAKHAM, tmp_path / "nakham")
    assert oit("build", "--engine", "direct", cwd=tmp_path / "nakham").code == CLEAN
    assert tree(_site(built, "nakham")) == tree(tmp_path / "nakham/site")
    ledger = "data/urls.lock.json"
    assert (built / "agencies/nakham" / ledger).read_bytes() == (
        tmp_path / "nakham" / ledger
    ).read_bytes()


def test_what_is_common_is_one_file(built: Path) -> None:
    one, other = (_site(built, name) for name in AGENCIES)
    schemas = sorted(path.relative_to(one) for path in one.glob("oit/*/*/schema.json"))
    assert len(schemas) == 26
    for name in (*schemas, Path("assets/oit.css")):
        assert (one / name).samefile(other / name), name
        assert not (one / name).stat().st_mode & 0o222, "it can only be read"
    for name in (
        Path("index.html"),
        Path("oit/2569/o25/data.json"),
        Path("assets/search/index.js"),
    ):
        assert (one / name).stat().st_nlink == 1, name
    store = built / "agencies/fleet-results/store"
    for path in store.glob("*/*"):
        assert path.stat().st_nlink > 1


def test_the_weight_of_a_site_is_told(built: Path) -> None:
    for name, line in lines(built / "agencies/fleet-results", "build").items():
        assert line["outcome"] == "clean"
        site = line["site"]
        files = [path for path in _site(built, name).rglob("*") if path.is_file()]
        assert site["files"] == len(files)
        assert site["own"] == sum(
            path.stat().st_size for path in files if path.stat().st_nlink == 1
        )
        assert site["own"] + site["common"] == sum(path.stat().st_size for path in files)
        assert site["documents"] == 0
        assert site["shared"] is True
        assert site["folder"] == name, "no path of this machine"
        assert line["editions"][0]["summary"]["items"] == 26


def test_a_site_is_built_again_when_it_must_be(commands: Commands, tmp_path: Path) -> None:
    register = _write(tmp_path)

    def build() -> str:
        arguments = ("--output", "sites", "--lang", "en")
        run = commands.run("fleet", "build", str(register), *arguments, cwd=tmp_path)
        assert run.code == CLEAN, run.out + run.err
        return run.out

    build()
    first = {name: tree(_site(tmp_path, name)) for name in AGENCIES}
    assert "2 are unchanged" in build()
    page = _site(tmp_path, "banmai") / "oit/2569/o01/index.html"
    page.write_text("spoilt", encoding="utf-8")
    shutil.rmtree(_site(tmp_path, "nakham") / "oit/2569/o02")
    assert "are unchanged" not in build()
    assert {name: tree(_site(tmp_path, name)) for name in AGENCIES} == first
    edit(tmp_path / "agencies/banmai/data/agency.yaml", "นาคำ", "บ้านใหม่")
    assert "1 are unchanged" in build()
    found = lines(register / "fleet-results", "build")
    assert found["banmai"]["name"] == "เทศบาลตำบลบ้านใหม่"
    assert tree(_site(tmp_path, "nakham")) == first["nakham"]


def test_links_of_every_site(commands: Commands, built: Path) -> None:
    arguments = ("--results", "links", "--output", "sites")
    run = commands.run("fleet", "links", str(built / "agencies"), *arguments, cwd=built)
    assert run.code == CLEAN, run.out + run.err
    found = lines(built / "links", "links")
    assert all(line["links"]["links"] > 500 for line in found.values())
    lost = built / "lost"
    shutil.copytree(built / "sites", lost / "sites", copy_function=os.link)
    (lost / "sites/banmai/about/index.html").unlink()
    arguments = ("--results", str(lost), "--output", str(lost / "sites"))
    run = commands.run("fleet", "links", str(built / "agencies"), *arguments, cwd=built)
    assert run.code == FINDINGS
    faults = {name: line["links"]["faults"] for name, line in lines(lost, "links").items()}
    assert set(faults["banmai"]) == {"link-no-index"} or "link-missing" in faults["banmai"]
    assert faults["nakham"] == {}


# --- the store -------------------------------------------------------------------------------


def _sites(folder: Path, *names: str) -> list[Path]:
    for name in names:
        for file, size in (("assets/oit.css", 1000), ("assets/site.js", 20), ("index.html", 3000)):
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * size)
    return [folder / name for name in names]


def test_a_spoilt_file_of_the_store_is_replaced(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one, other = _sites(tmp_path, "one", "other")
    assert sharing.share(one, store) == sharing.Weight(3, 3020, 0, 1000, True)
    (kept,) = store.glob("*/*")
    kept.chmod(0o644)
    kept.write_bytes(b"y" * 1000)
    sharing.share(other, store)
    assert (other / "assets/oit.css").read_bytes() == b"x" * 1000
    (kept,) = store.glob("*/*")
    assert kept.read_bytes() == b"x" * 1000


def test_what_no_site_uses_leaves_the_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    one, other = _sites(tmp_path, "one", "other")
    (other / "assets/oit.css").write_bytes(b"z" * 1000)
    for site in (one, other):
        sharing.share(site, store)
    assert len(list(store.glob("*/*"))) == 2
    shutil.rmtree(one)
    sharing.prune(store)
    (kept,) = store.glob("*/*")
    assert kept.samefile(other / "assets/oit.css")


@pytest.mark.parametrize("error", [OSError(18, "another disk"), PermissionError(1, "no links")])
def test_where_no_link_can_be_made_the_site_keeps_its_own(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise error

    (site,) = _sites(tmp_path, "one")
    before = tree(site)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert not sharing.share(site, tmp_path / "store").shared
    assert tree(site) == before


def test_a_file_with_too_many_names_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 3
    link = Path.hardlink_to

    def limited(path: Path, target: Path) -> None:
        if target.stat().st_nlink >= most:
            raise OSError(31, "Too many links")
        link(path, target)

    monkeypatch.setattr(Path, "hardlink_to", limited)
    sites = _sites(tmp_path, "a", "b", "c", "d")
    for site in sites:
        assert sharing.share(site, tmp_path / "store").shared
    counts = [(site / "assets/oit.css").stat().st_nlink for site in sites]
    assert sorted(counts) == [2, 2, 3, 3], "the store holds the newer one"


def test_links_in_a_site_are_not_followed(tmp_path: Path) -> None:
    (site,) = _sites(tmp_path, "one")
    outside = tmp_path / "outside.css"
    outside.write_bytes(b"x" * 1000)
    (site / "assets/other.css").symlink_to(outside)
    (site / "assets/loop").symlink_to(site)
    assert sharing.share(site, tmp_path / "store").files == 3
    assert (site / "assets/other.css").is_symlink()
    assert outside.stat().st_nlink == 1
