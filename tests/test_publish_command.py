"""`oit publish` as a clerk runs it, and what readers then see of it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import keyring
import pytest
import trustme
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from keyring.backend import KeyringBackend
from nginx import free_port, nginx
from publishing import PASSWORD, ftps, make_site, send, sshd
from sites import NAKHAM, copy_workspace, edit, tree

from site_builder.links.fetch import Manners
from site_builder.publishing.publish import look_at
from site_builder.publishing.release import File
from site_builder.publishing.targets import find_target

QUICK = Manners(pause=0, wait=0.01)


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.setenv("OIT_PUBLISH_PASSWORD", "")
    return Commands(capsys)


@pytest.fixture
def ready(tmp_path: Path, commands: Commands) -> Path:
    """A workspace whose site is built."""
    folder = tmp_path / "ws"
    copy_workspace(NAKHAM, folder)
    assert commands.run("build", cwd=folder).code == CLEAN
    return folder


def test_from_the_first_release_to_the_way_back(
    ready: Path, tmp_path: Path, commands: Commands
) -> None:
    www = tmp_path / "www"
    there = ("publish", "--lang", "en", "--to", str(www))
    foreseen = commands.run(*there, "--dry-run", cwd=ready)
    assert (foreseen.code, www.exists()) == (CLEAN, False)
    files = tree(ready / "site")
    assert f"to send: {len(files)} files" in foreseen.out
    assert "404.html – new" in foreseen.out

    first = commands.run(*there, cwd=ready)
    assert (first.code, tree(www)) == (CLEAN, files)
    assert f"all {len(files)} files are there" in first.out
    assert "still to be" in first.out or "to mend" in first.out  # what the check finds is told
    assert "live site was not compared" in first.out

    # A site that was built from other data is not published.
    edit(ready / "data" / "agency.yaml", "name: ", "about: ข้อความใหม่\nname: ")
    stale = commands.run(*there, cwd=ready)
    assert (stale.code, tree(www)) == (FINDINGS, files)
    assert "site-stale" in stale.out

    assert commands.run("build", cwd=ready).code == CLEAN
    assert commands.run(*there, "--verify-only", cwd=ready).code == FINDINGS
    second = commands.run(*there, cwd=ready)
    assert (second.code, tree(www)) == (CLEAN, tree(ready / "site"))
    changed = [p for p, digest in tree(ready / "site").items() if files.get(p) != digest]
    assert f": {len(changed)} files" in second.out

    with nginx(www, tmp_path / "nginx") as server:
        # What readers see, and not only what the folder holds.
        live = commands.run(*there, "--verify-only", "--url", server.url, cwd=ready)
    assert live.code == CLEAN
    assert f"{len(files)} files are as they were built" in live.out

    back = commands.run(*there, "--rollback", cwd=ready)
    assert (back.code, tree(www)) == (CLEAN, files)
    assert commands.run(*there, "--rollback", cwd=ready).code == BAD_INPUT


def test_wrong_input_is_never_published(tmp_path: Path, commands: Commands) -> None:
    ready = tmp_path / "ws"
    copy_workspace(NAKHAM, ready)
    edit(ready / "data" / "agency.yaml", "name: ", "nmae: ")
    run = commands.run("publish", "--to", str(tmp_path / "www"), cwd=ready)
    assert (run.code, (tmp_path / "www").exists()) == (BAD_INPUT, False)


def test_a_password_stands_nowhere(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "ws"
    copy_workspace(NAKHAM, workspace)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with ftps(tmp_path / "ftps", authority, tmp_path / "ftp") as server:
        settings = f"targets:\n  - to: ftps://clerk@localhost:{server.port}/www\n"
        (workspace / "data" / "publish.yaml").write_text(settings, encoding="utf-8")
        monkeypatch.setenv("OIT_PUBLISH_PASSWORD", PASSWORD + "wrong")
        refused = commands.run("publish", "--rollback", cwd=workspace)
        assert refused.code == BAD_INPUT
        assert "OIT_PUBLISH_PASSWORD" in refused.err
        # From the keyring, where no variable is set.
        monkeypatch.delenv("OIT_PUBLISH_PASSWORD")
        before = keyring.get_keyring()
        keyring.set_keyring(_Ring({f"ftps://clerk@localhost:{server.port}": PASSWORD}))
        try:
            site = make_site(tmp_path / "site", 1)
            send(find_target(workspace, ""), workspace, site)
            nothing = commands.run("publish", "--rollback", cwd=workspace)
        finally:
            keyring.set_keyring(before)
    assert nothing.code == BAD_INPUT
    assert tree(tmp_path / "ftp" / "www") == site.files
    for run in (refused, nothing):
        assert PASSWORD not in run.out + run.err
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes(), path
    assert (workspace / ".oit" / ".gitignore").read_text() == "*\n"


class _Ring(KeyringBackend):
    """A keyring with these passwords."""

    priority = 1

    def __init__(self, passwords: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._passwords = passwords

    def get_password(self, service: str, username: str) -> str | None:
        return self._passwords.get(service) if username == "password" else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing is ever put there")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("nothing is ever taken away")


def test_a_server_is_confirmed_on_the_command_line(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    workspace = tmp_path / "ws"
    copy_workspace(NAKHAM, workspace)
    with sshd(tmp_path / "sshd") as server:
        there = server.target(tmp_path / "www")
        settings = f"targets:\n  - to: {there.address}\n    identity: {there.identity}\n"
        (workspace / "data" / "publish.yaml").write_text(settings, encoding="utf-8")
        accepted = ("--accept-host-key", server.fingerprint)
        answers = [
            commands.run("--lang", "en", "publish", "--rollback", *more, cwd=workspace).err
            for more in ((), ("--accept-host-key", "SHA256:another"), accepted, ())
        ]
    assert [" ".join(accepted) in each for each in answers] == [True, True, False, False]
    # Nothing was ever published there; but then the server is spoken to.
    assert ["no former release" in each for each in answers] == [False, False, True, True]


MISTAKES = {
    ("--to", "sftp://oit:hunter2@h/x"): "OIT_PUBLISH_PASSWORD",
    (): "data/publish.yaml",
    ("--to", "x", "--dry-run", "--rollback"): "--dry-run",
    ("--to", "git:pages"): "git",
}


@pytest.mark.parametrize("arguments", MISTAKES)
def test_mistakes_are_told(
    arguments: tuple[str, ...], tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    copy_workspace(NAKHAM, tmp_path / "ws")
    run = commands.run("publish", *arguments, "--rollback", cwd=tmp_path / "ws")
    assert run.code == BAD_INPUT
    assert MISTAKES[arguments] in run.err
    assert "hunter2" not in run.out + run.err


def test_a_library_that_is_not_installed_is_named(
    tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_workspace(NAKHAM, tmp_path / "ws")
    monkeypatch.setitem(sys.modules, "paramiko", None)
    monkeypatch.delitem(sys.modules, "site_builder.publishing.sftp", raising=False)
    monkeypatch.delattr("site_builder.publishing.sftp", raising=False)
    run = commands.run("publish", "--to", "sftp://oit@h/x", "--rollback", cwd=tmp_path / "ws")
    assert run.code == BAD_INPUT
    assert "oit-site-builder[publish]" in run.err


def test_what_readers_see_is_compared_file_by_file(tmp_path: Path) -> None:
    leading = '<meta http-equiv="refresh" content="0; url={}">'
    moved = {
        "old.pdf/index.html": leading.format("../"),
        "away/index.html": leading.format("https://elsewhere.example/ก"),
        "stolen/index.html": leading.format("../"),
    }
    made = make_site(tmp_path / "built", 1, moved)
    live = make_site(tmp_path / "live", 1)
    (live.folder / "oit" / "o05" / "index.html").write_text("another", encoding="utf-8")
    (live.folder / "oit" / "files" / "same.pdf").unlink()
    files = {
        path: File(file.stat().st_size, hashlib.sha256(file.read_bytes()).hexdigest())
        for path, file in made.contents.items()
    }
    extra = """
      location = /assets/site.css { return 503; }
      location = /old.pdf/ { return 301 http://127.0.0.1:PORT/; }
      location = /away/ { return 301 https://elsewhere.example/%E0%B8%81; }
      location = /stolen/ { return 301 http://127.0.0.1:PORT/oit/; }
    """
    with nginx(live.folder, tmp_path / "nginx", extra) as server:
        told: list[str] = []
        verdict = look_at(
            server.url, files, made.contents, lambda done, total, path: told.append(path), QUICK
        )
    assert {each.path: each.is_gone for each in verdict.wrong} == {
        "oit/o05/index.html": False,
        "oit/files/same.pdf": True,
        "stolen/index.html": False,
    }
    assert [each.path for each in verdict.unchecked] == ["assets/site.css"]
    assert verdict.right == len(files) - 4
    assert told == sorted(files)
    nowhere = look_at(f"http://127.0.0.1:{free_port()}/", files, {}, lambda *_: None, QUICK)
    assert (nowhere.right, nowhere.wrong) == (0, ())
    assert len(nowhere.unchecked) == len(files)
