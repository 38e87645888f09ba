"""`oit verify --site`: whatever is done to a published site after it was built is named, and nothing else."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from hypothesis import given, settings
from hypothesis import strategies as st
from nginx import free_port, nginx
from sites import oit, tree

from site_builder.links.fetch import Manners
from site_builder.problems import InputError
from site_builder.published.source import FolderSource, open_source
from site_builder.published.sums import NAME, from_text, read_sums, to_text, write_sums
from site_builder.sealing.by_sums import Compared, by_sums

Built = Callable[[str], Path]
QUICK = Manners(seconds=2, tries=2, wait=0.01, pause=0)
O7 = "oit/2569/o07/"
PAGE = f"{O7}index.html"
STYLE = "assets/oit.css"


@pytest.fixture(scope="module")
def copy(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that may be spoilt, as long as it is put back."""
    site = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(built("nakham"), site)
    return site


@pytest.fixture
def site(built: Built, tmp_path: Path) -> Path:
    shutil.copytree(built("nakham"), tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def kept(built: Built) -> Path:
    """The manifest as it was kept on another computer."""
    return built("nakham") / NAME


def _compared(place: str, manifest: Path | None) -> Compared:
    return by_sums(open_source(place, QUICK), manifest, lambda *_: None)


def _told(found: Compared) -> set[tuple[str, str]]:
    """What was found, each with its path in the site."""
    front = found.site if found.site.endswith("/") else f"{found.site}/"
    return {(each.code, str(each.location).removeprefix(front)) for each in found.findings}


# --- the manifest --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["root", "nakham"])
def test_the_manifest_names_every_file_as_sha256sum_reads_it(built: Built, name: str) -> None:
    site = built(name)
    files = tree(site)
    del files[NAME]
    assert read_sums(site / NAME) == files
    check = ["sha256sum", "--check", "--strict", "--quiet", NAME]
    assert subprocess.run(check, cwd=site, capture_output=True).stdout == b""
    lines = (site / NAME).read_text(encoding="utf-8").splitlines()
    assert [line[66:] for line in lines] == sorted(files)


def test_a_manifest_is_read_back_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "ก ข").mkdir()
    (tmp_path / "ก ข" / "ค\u2028ง.pdf").write_bytes(b"x")
    write_sums(tmp_path)
    (name, sha256), *more = read_sums(tmp_path / NAME).items()
    assert (name, more) == ("ก ข/ค\u2028ง.pdf", [])
    line = f"{sha256}  a\n".encode()
    assert from_text(line.replace(b"  a", b" *a"), "x") == {"a": sha256}
    for spoilt in (
        *(b"", b"\n", b"a", b"\xff", line * 2, line + b"\n", line[1:], line.upper()),
        *(line.replace(b"  a", b"  " + path) for path in (b"../a", b"/a", b"a//b", b"a/\x00", b"")),
        b"<html>",
    ):
        with pytest.raises(InputError) as raised:
            from_text(spoilt, "x")
        assert [each.code for each in raised.value.problems] == ["sums-unreadable"]


# --- what is done to a site ----------------------------------------------------------------------


def _swap_manifest(site: Path) -> None:
    """As an intruder would who knows of the manifest."""
    (site / PAGE).write_text("<p>slot</p>", encoding="utf-8")
    (site / "slot").mkdir()
    (site / "slot/index.html").write_text("<p>slot</p>", encoding="utf-8")
    (site / NAME).unlink()
    write_sums(site)


#: What is done; what is found in the folder and over HTTP with the manifest that was kept, and what
#: the site's own manifest shows.
SPOILS: dict[str, tuple[Callable[[Path], object], set[tuple[str, str]], set[tuple[str, str]]]] = {
    "nothing": (lambda site: None, set(), set()),
    "a byte": (
        lambda site: (site / PAGE).write_bytes(
            (site / PAGE).read_bytes().replace(b"<body", b"<Body", 1)
        ),
        {("site-changed", O7)},
        {("site-changed", O7)},
    ),
    "a script put in": (
        lambda site: (site / PAGE).write_bytes((site / PAGE).read_bytes() + b"<script>1</script>"),
        {("site-changed", O7)},
        {("site-changed", O7)},
    ),
    "a page gone": (
        lambda site: (site / PAGE).unlink(),
        {("site-vanished", O7)},
        {("site-vanished", O7)},
    ),
    "the front page of a folder taken by another": (
        lambda site: shutil.copyfile(site / "index.html", site / PAGE),
        {("site-changed", O7)},
        {("site-changed", O7)},
    ),
    "a style": (
        lambda site: (site / STYLE).write_bytes(b""),
        {("site-changed", STYLE)},
        {("site-changed", STYLE)},
    ),
    "the manifest with a page and one more": (
        _swap_manifest,
        {("site-changed", O7), ("site-changed", NAME), ("site-added", "slot/")},
        set(),
    ),
    "the manifest gone": (
        lambda site: (site / NAME).unlink(),
        {("site-vanished", NAME)},
        {("no-sums", NAME)},
    ),
}


@pytest.mark.parametrize("name", SPOILS)
def test_what_is_done_to_a_site_is_named_and_nothing_else(
    site: Path, kept: Path, tmp_path: Path, name: str
) -> None:
    spoil, by_kept, by_own = SPOILS[name]
    spoil(site)
    with nginx(site, tmp_path / "home") as server:
        live, own = _compared(server.url, kept), by_own
        try:
            found = _compared(server.url, None)
            assert found.is_own
            assert _told(found) == by_own
        except InputError as error:
            own = {
                (each.code, str(each.location).removeprefix(server.url)) for each in error.problems
            }
    assert own == by_own
    assert _told(live) == by_kept
    assert (live.problems, live.lists_files, live.is_own) == ((), False, False)
    wrong = {place for code, place in by_kept if code != "site-added"} - {NAME}
    assert live.right == live.files - len(wrong)
    folder = {(code, _file(path)) for code, path in by_kept}
    assert _told(_compared(str(site), kept)) == folder


def _file(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path


@pytest.mark.parametrize("path", ["slot.php", "oit/2569/o07/files/เพิ่ม.pdf", ".well-known/x"])
def test_what_was_added_is_found_in_the_folder(site: Path, kept: Path, path: str) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_bytes(b"x")
    assert _told(_compared(str(site), kept)) == {("site-added", path)}
    (site / path).unlink()
    (site / path).symlink_to("/etc/hostname")
    assert _told(_compared(str(site), kept)) == {("site-added", path)}


@settings(max_examples=60)
@given(data=st.data())
def test_any_byte_of_any_file_is_found(copy: Path, data: st.DataObject) -> None:
    """With the manifest that was kept; its own is one of the files."""
    kept = copy.parent / "kept"
    shutil.copyfile(copy / NAME, kept)
    files = sorted(path for path in copy.rglob("*") if path.is_file() and path.stat().st_size)
    file = data.draw(st.sampled_from(files))
    content = file.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    name = file.relative_to(copy).as_posix()
    try:
        file.write_bytes(
            content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :],
        )
        found = _compared(str(copy), kept)
        expected = {("site-changed", name)}
        if name == NAME:  # what it names then is of no site of ours
            assert ("site-changed", name) in _told(found)
            assert {code for code, _ in _told(found)} <= {"site-changed"}
        else:
            assert _told(found) == expected
    finally:
        file.write_bytes(content)


# --- what servers do -----------------------------------------------------------------------------

HONEST = {
    "packed on the way": "gzip_types *; gzip_min_length 1;",
    "packed files served as packed": (
        "location ~ [.]gz$ { default_type text/xml; add_header Content-Encoding gzip; }"
    ),
    "folders without a slash lead on": "absolute_redirect on;",
    "rules for itself kept back": "location = /404.html { internal; }",
    "the page for what is not there": "error_page 404 /404.html;",
}


@pytest.mark.parametrize("name", HONEST)
def test_what_an_honest_server_does_is_no_finding(
    site: Path, kept: Path, tmp_path: Path, name: str
) -> None:
    with nginx(site, tmp_path / "home", HONEST[name]) as server:
        found = _compared(server.url, kept)
        log = server.log
    assert (found.findings, found.problems) == ((), ())
    assert found.right == found.files
    if name == "packed on the way":
        assert any('encoding="gzip"' in line for line in log)


#: What the server does at one page: findings, and how many could not be read.
LIVE: dict[str, tuple[str, set[tuple[str, str]], int]] = {
    "404": ("return 404;", {("site-vanished", O7)}, 0),
    "a login": ("return 401;", {("site-vanished", O7)}, 0),
    "another host": ("return 302 http://localhost:PORT/trap/;", {("site-vanished", O7)}, 0),
    "another page of ours": ("return 302 /oit/;", {("site-changed", O7)}, 0),
    "403": ("return 403;", set(), 1),
    "503": ("return 503;", set(), 1),
    "hung up": ("return 444;", set(), 1),
}


@pytest.mark.parametrize("name", LIVE)
def test_what_may_be_the_networks_fault_is_not_held_against_the_site(
    site: Path, kept: Path, tmp_path: Path, name: str
) -> None:
    answer, findings, unread = LIVE[name]
    with nginx(site, tmp_path / "home", f"location = /{O7} {{ {answer} }}") as server:
        found = _compared(server.url, kept)
        log = server.log
    assert _told(found) == findings
    assert [each.code for each in found.problems] == ["site-unread"] * unread
    assert found.right == found.files - 1
    assert not any("trap" in line for line in log)


def test_a_redirect_that_was_declared_is_no_finding(tmp_path: Path) -> None:
    """The server leads on before the page that would; elsewhere it is a finding."""
    leading = '<meta http-equiv="refresh" content="0; url=../new.pdf#p">'
    built = tmp_path / "built"
    for path in ("old.pdf", "stolen.pdf"):
        (built / path).mkdir(parents=True)
        (built / path / "index.html").write_text(leading, encoding="utf-8")
    (built / "new.pdf").write_bytes(b"%PDF-")
    (built / "other.pdf").write_bytes(b"%PDF-1")
    write_sums(built)
    rules = (
        "location = /old.pdf/ { return 301 /new.pdf#p; }"
        "location = /stolen.pdf/ { return 301 /other.pdf; }"
    )
    with nginx(built, tmp_path / "home", rules) as server:
        found = _compared(server.url, built / NAME)
    assert _told(found) == {("site-changed", "stolen.pdf/")}
    assert "other.pdf" in str(found.findings[0].message)


def test_a_site_that_is_stored_packed_is_the_same(site: Path, kept: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        path.unlink()
    assert _told(_compared(str(site), kept)) == set()
    assert isinstance(open_source(str(site)), FolderSource)


# --- as a user runs it ---------------------------------------------------------------------------


def test_the_command_compares_with_what_was_built_here(built: Built, tmp_path: Path) -> None:
    """The site is smaller than ours, so that the pauses between requests are few."""
    workspace, www = tmp_path / "workspace", tmp_path / "www"
    for folder in (workspace / "site", www):
        folder.mkdir(parents=True)
        for name in ("index.html", "404.html", "robots.txt"):
            shutil.copyfile(built("nakham") / name, folder / name)
        write_sums(folder)
    with nginx(www, tmp_path / "home") as server:
        clean = oit("verify", "--site", server.url, cwd=workspace)
        assert (clean.code, clean.err) == (CLEAN, "")
        assert "3 ไฟล์: ตรง 3 ต่างกัน 0 อ่านไม่ได้ 0" in clean.out
        assert "site/SHA256SUMS" in clean.out
        (www / "index.html").write_text("<p>slot</p>", encoding="utf-8")
        (www / NAME).unlink()
        write_sums(www)
        run = oit("verify", "--site", server.url, "--format", "json", cwd=workspace)
        assert run.code == FINDINGS
        data = run.json()
        assert [each["code"] for each in data["differences"]] == ["site-changed", "site-changed"]
        assert (data["manifest_is_own"], data["right"], data["not_read"]) == (False, 2, [])
        elsewhere = oit("verify", "--site", server.url, cwd=tmp_path)
        assert elsewhere.code == CLEAN
        assert "--manifest" in elsewhere.out  # what this does not prove
        copy = str(workspace / "site" / NAME)
        named = oit("verify", "--site", server.url, "--manifest", copy, cwd=tmp_path)
        assert named.code == FINDINGS


@pytest.mark.parametrize("more", [(), ("--manifest", f"site/{NAME}")])
def test_a_manifest_that_is_the_sites_own_is_called_so(
    site: Path, commands: Commands, more: tuple[str, ...]
) -> None:
    run = commands.run("verify", "--site", "site", "--format", "json", *more, cwd=site.parent)
    assert (run.code, run.json()["manifest_is_own"]) == (CLEAN, True)


def test_a_server_that_is_not_there_is_no_finding(
    kept: Path, tmp_path: Path, commands: Commands
) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    run = commands.run("verify", "--site", url, cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "อ่านไม่ได้ จึงยังไม่ได้เทียบ" in run.err
    found = _compared(url, kept)
    assert (found.findings, found.right) == ((), 0)
    assert len(found.problems) == found.files + 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ((), "--site"),
        (("--site", "site", "--item", "O7"), "--item"),
        (("a.zip", "--site", "site", "--manifest", "m"), "--manifest"),
        (("--site", "site", "--manifest", "none"), "none:1"),
        (("--site", "site", "--manifest", "site/index.html"), "site/index.html:1"),
        (("--site", "nowhere"), "ไม่มีโฟลเดอร์"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    site: Path, commands: Commands, call: tuple[str, ...], said: str
) -> None:
    run = commands.run("verify", *call, cwd=site.parent)
    assert run.code == BAD_INPUT
    assert said in run.err


def test_a_flood_is_counted(site: Path, commands: Commands) -> None:
    for path in site.rglob("*.html"):
        path.write_bytes(b"")
    run = commands.run("verify", "--site", "site", "--lang", "en", cwd=site.parent)
    assert run.code == FINDINGS
    assert run.out.count("[site-changed]") == 10
    more = commands.run("verify", "--site", "site", "--format", "json", cwd=site.parent)
    count = len(json.loads(more.out)["differences"])
    assert f"and {count - 10} more" in run.out
    assert to_text([("0" * 64, "a")]) == b"0" * 64 + b"  a\n"
