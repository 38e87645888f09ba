"""Sites of a fleet whose texts are stored compressed only: the same to whoever reads them."""

from __future__ import annotations

import gzip
import re
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from commands import CLEAN, FINDINGS
from fleets import lines
from nginx import nginx
from sites import NAKHAM, ROOT, copy_workspace, oit

from site_builder.packing import SUFFIX, pack, packed_name, plain_name, read
from site_builder.published.source import FolderSource

_PAGE = "oit/2569/o25/index.html"


def _built(folder: Path, *options: str) -> Path:
    copy_workspace(NAKHAM, folder / "agencies" / "nakham")
    run = oit("fleet", "build", "agencies", "--output", "sites", *options, cwd=folder)
    assert run.code == CLEAN, run.out + run.err
    return folder / "sites" / "nakham"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("packed"), "--packed")


def _files(site: Path) -> dict[str, Path]:
    found = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path for path in found}


def test_every_text_is_there_once_and_the_same(plain: Path, packed: Path) -> None:
    were, now = _files(plain), _files(packed)
    assert _PAGE not in now
    for name, path in were.items():
        if name in now:
            assert now[name].read_bytes() == path.read_bytes(), name
        else:
            assert gzip.decompress(now[name + SUFFIX].read_bytes()) == path.read_bytes(), name
    assert len(now) == len(were)


def test_the_weight_is_that_of_what_is_stored(plain: Path, packed: Path) -> None:
    weights = []
    for site in (plain, packed):
        line = lines(site.parent.parent / "agencies/fleet-results", "build")["nakham"]
        assert line["site"]["own"] == sum(
            path.stat().st_size for path in _files(site).values() if path.stat().st_nlink == 1
        )
        weights.append(line["site"]["own"])
    assert weights[1] * 3 < weights[0]


def test_the_same_site_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    again = _files(_built(tmp_path, "--packed"))
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in _files(packed).items()
    }


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_nginx_answers_as_for_the_plain_site(
    plain: Path, packed: Path, tmp_path: Path, encoding: str
) -> None:
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "docs/fleet.md").read_text("utf-8"), re.DOTALL)
    assert found
    with (
        nginx(packed, tmp_path / "nginx", found[1]) as server,
        closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection,
    ):
        for name, path in _files(plain).items():
            asked = "/" + quote(name.removesuffix("index.html"))
            connection.request("GET", asked, headers={"Accept-Encoding": encoding})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, asked
            if answer.getheader("Content-Encoding") == "gzip":
                assert encoding == "gzip", asked
                body = gzip.decompress(body)
            assert body == path.read_bytes(), asked
            if name.endswith(".html"):
                assert (answer.getheader("Content-Type") or "").startswith("text/html"), asked
        connection.request("GET", "/oit/2569", headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, (answer.getheader("Location") or "")[-10:]) == (301, "/oit/2569/")


def test_links_and_audit_of_the_folder_are_the_same(plain: Path, packed: Path) -> None:
    told = []
    for site in (plain, packed):
        folder = site.parent.parent
        links = oit("fleet", "links", "agencies", "--output", "sites", cwd=folder)
        audit = oit(
            *("check", "--workspace", "agencies/nakham", "--site", "sites/nakham"),
            *("--format", "json"),
            cwd=folder,
        )
        assert audit.code == FINDINGS
        line = lines(folder / "agencies/fleet-results", "links")["nakham"]
        told.append((links.code, line["links"]["faults"], line["links"]["pages"], audit.out))
    assert told[0] == told[1]


def test_a_folder_lists_what_a_server_shows(plain: Path, packed: Path) -> None:
    assert sorted(FolderSource(packed).paths()) == sorted(FolderSource(plain).paths())


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("index.html", "index.html.gz"),
        ("data.json", "data.json.gz"),
        ("plan.pdf", ""),
        ("table.xlsx", ""),
        ("robots.txt", ""),
        ("page", ""),
    ],
)
def test_names(name: str, packed: str) -> None:
    assert packed_name(name) == packed
    assert plain_name(packed or f"{name}.gz") == (name if packed else "")
    assert plain_name(name) == ""


def test_small_files_and_those_beside_a_packed_one_stay(tmp_path: Path) -> None:
    small, twice = tmp_path / "small.html", tmp_path / "sitemap.xml"
    small.write_text("ก")
    twice.write_text("ก" * 1000)
    (tmp_path / "sitemap.xml.gz").write_bytes(b"other")
    assert pack(small) == 3
    assert pack(twice) == 3000
    assert sorted(_files(tmp_path)) == ["sitemap.xml", "sitemap.xml.gz", "small.html"]


@pytest.mark.parametrize("spoil", [lambda whole: whole[:-9], lambda _: b"no gzip", lambda _: b""])
def test_what_is_not_whole_cannot_be_read(tmp_path: Path, spoil: object) -> None:
    page = tmp_path / "page.html"
    page.write_text("ก" * 1000)
    pack(page)
    stored = tmp_path / "page.html.gz"
    assert callable(spoil)
    stored.write_bytes(spoil(stored.read_bytes()))
    if stored.stat().st_size:
        with pytest.raises(OSError):
            read(page, 10_000)
    else:
        assert read(page, 10_000) == b""


def test_no_more_is_unpacked_than_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"0" * 50_000_000)
    assert pack(page) < 100_000
    assert read(page, 100) == b"0" * 100
