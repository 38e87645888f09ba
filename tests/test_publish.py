"""Publishing to real servers on loopback: what travels, what stands there, and the way back."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
import trustme
from publishing import (
    NOON,
    PASSWORD,
    Ftps,
    Made,
    Sshd,
    ftps,
    make_site,
    options,
    s3,
    send,
    sshd,
    target,
)
from sites import tree

from site_builder.problems import InputError
from site_builder.publishing.lock import STALE, Owner
from site_builder.publishing.plan import plan
from site_builder.publishing.publish import preview, publish, roll_back
from site_builder.publishing.release import (
    UNKNOWN,
    File,
    Release,
    from_json,
    new_release,
    to_json,
)
from site_builder.publishing.targets import Target, find_target


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    home = tmp_path_factory.mktemp("servers")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(home / "ca.pem")
    with ExitStack() as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("SSL_CERT_FILE", str(home / "ca.pem"))
        patch.setenv("OIT_PUBLISH_PASSWORD", PASSWORD)
        patch.setenv("AWS_ACCESS_KEY_ID", "key-id")
        patch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD.encode("ascii", "ignore").decode())
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE"):
            patch.delenv(name, raising=False)
        yield Servers(
            started.enter_context(sshd(home / "sshd")),
            started.enter_context(ftps(home / "ftps", authority, home / "ftp-files")),
            started.enter_context(s3()),
        )


@dataclass(frozen=True)
class Servers:
    ssh: Sshd
    ftp: Ftps
    s3: str

    def bucket(self, name: str) -> Any:
        client = boto3.client("s3", endpoint_url=self.s3, region_name="us-east-1")
        client.create_bucket(Bucket=name)
        return client


@dataclass(frozen=True)
class Somewhere:
    """A target, and what readers see there."""

    target: Target
    seen: Callable[[], Mapping[str, str]]
    at_once: bool


KINDS = ("local", "local-in-place", "sftp", "sftp-in-place", "ftps", "s3", "git")


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path) -> Iterator[Somewhere]:
    yield from _somewhere(request.param, servers, tmp_path)


def _somewhere(kind: str, servers: Servers, tmp_path: Path) -> Iterator[Somewhere]:
    folder = tmp_path / "server" / "www โฟลเดอร์"
    name = "".join(sign for sign in tmp_path.name if sign.isalnum()).lower()[-40:]
    if kind.endswith("in-place"):
        folder.mkdir(parents=True)
    if kind.startswith("local"):
        at_once = not kind.endswith("in-place")
        yield Somewhere(target(str(folder)), lambda: tree(folder), at_once)
    elif kind.startswith("sftp"):
        at_once = not kind.endswith("in-place")
        yield Somewhere(servers.ssh.target(folder), lambda: tree(folder), at_once)
    elif kind == "ftps":
        root = servers.ftp.folder / name / "www"
        yield Somewhere(servers.ftp.target(f"/{name}/www"), lambda: tree(root), False)
    elif kind == "s3":
        client = servers.bucket(name)
        there = target(f"s3://{name}/site", endpoint=servers.s3)
        yield Somewhere(there, lambda: _objects(client, name, "site/"), False)
        client.close()
    else:
        remote = tmp_path / "remote.git"
        subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
        yield Somewhere(
            target("git:pages", remote=str(remote)), lambda: _branch(remote, "pages"), True
        )


def _objects(client: Any, bucket: str, prefix: str) -> dict[str, str]:
    import hashlib

    listed = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ())
    found = {}
    for each in listed:
        path = each["Key"].removeprefix(prefix)
        if not path.startswith(".oit/"):
            body = client.get_object(Bucket=bucket, Key=each["Key"])["Body"]
            with body:
                found[path] = hashlib.sha256(body.read()).hexdigest()
    return found


def _branch(remote: Path, name: str) -> dict[str, str]:
    import io
    import tarfile
    from hashlib import sha256

    git = ["git", "-C", str(remote), "archive", name]
    done = subprocess.run(git, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        files = {m.name: archive.extractfile(m) for m in archive.getmembers() if m.isfile()}
        found = {path: sha256(f.read()).hexdigest() for path, f in files.items() if f}
    return {path: digest for path, digest in found.items() if path != ".nojekyll"}


@pytest.fixture
def first(tmp_path: Path) -> Made:
    return make_site(tmp_path / "first", 1)


@pytest.fixture
def second(tmp_path: Path) -> Made:
    return make_site(tmp_path / "second", 2)


#: Of the second release of `make_site`.
NEW = {"oit/2/index.html", "oit/files/แผน 2.pdf", "assets/2.js"}
CHANGED = {"index.html", "oit/index.html"}
GONE = ("oit/files/แผน 1.pdf", "oit/1/index.html", "assets/1.js")
#: The ledger that promises none of them.
NONE_OF_THEM = ("/",)


# --- every kind of place --------------------------------------------------------------------------


def test_a_site_is_published_changed_and_taken_back(
    there: Somewhere, tmp_path: Path, first: Made, second: Made
) -> None:
    root = tmp_path / "ws"
    done = send(there.target, root, first, *NONE_OF_THEM)
    assert (there.seen(), done.at_once, done.wrong) == (first.files, there.at_once, ())
    assert set(done.plan.new) == first.files.keys()

    done = send(there.target, root, second, *NONE_OF_THEM)
    assert there.seen() == second.files
    assert (set(done.plan.new), set(done.plan.changed)) == (NEW, CHANGED)
    assert sorted(done.plan.deleted) == sorted(GONE)

    assert send(there.target, root, second, *NONE_OF_THEM).plan.is_empty

    done = roll_back(there.target, root, options(), lambda *_: None)
    assert there.seen() == {**first.files, **_kept(done, second)}
    send(there.target, root, second, *NONE_OF_THEM)
    assert there.seen() == second.files


def _kept(done: Any, site: Made) -> dict[str, str]:
    return {path: site.files[path] for path in done.plan.kept}


def test_a_promised_address_is_never_deleted(
    there: Somewhere, tmp_path: Path, first: Made, second: Made
) -> None:
    root = tmp_path / "ws"
    send(there.target, root, first, "/oit/files/แผน 1.pdf")
    # The workspace has forgotten it; what stands there has not.
    promises = () if there.target.scheme != "git" else ("/oit/files/แผน 1.pdf",)
    done = send(there.target, root, second, "/", *promises)
    assert set(done.plan.kept) == {"oit/files/แผน 1.pdf"}
    assert there.seen() == {**second.files, **{p: first.files[p] for p in done.plan.kept}}
    # And it stays through the next releases.
    again = send(there.target, root, second, "/", *promises)
    assert again.plan.is_empty
    assert set(again.plan.kept) == {"oit/files/แผน 1.pdf"}


def test_an_address_that_is_newer_than_the_release_stays_when_that_comes_back(
    there: Somewhere, tmp_path: Path, first: Made, second: Made
) -> None:
    root = tmp_path / "ws"
    (root / "data").mkdir(parents=True)
    ledger = {"format": 1, "urls": {"/oit/files/แผน 2.pdf": {"kind": "document"}}}
    (root / "data" / "urls.lock.json").write_text(json.dumps(ledger), encoding="utf-8")
    send(there.target, root, first, *NONE_OF_THEM)
    send(there.target, root, second, *NONE_OF_THEM)
    done = roll_back(there.target, root, options(), lambda *_: None)
    assert set(done.plan.kept) == {"oit/files/แผน 2.pdf"}
    assert there.seen() == {**first.files, **_kept(done, second)}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "s3"])
def test_a_file_takes_the_place_of_a_folder_and_the_other_way_round(
    kind: str, servers: Servers, tmp_path: Path
) -> None:
    [there] = _somewhere(kind, servers, tmp_path)
    root = tmp_path / "ws"
    file = make_site(tmp_path / "a", 1, {"x/plan.pdf": "%PDF", "y/index.html": "<p>y"})
    folder = make_site(tmp_path / "b", 1, {"x/plan.pdf/index.html": "<p>moved", "y": "text"})
    send(there.target, root, file, "/x/plan.pdf")
    done = send(there.target, root, folder, "/x/plan.pdf")
    assert "x/plan.pdf" in done.plan.deleted
    assert there.seen() == folder.files


def test_a_dry_run_changes_nothing(
    there: Somewhere, tmp_path: Path, first: Made, second: Made
) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    done = preview(there.target, root, first.release(), first.contents, options())
    assert set(done.plan.new) == first.files.keys()
    if there.target.scheme == "file" and there.at_once:
        assert not Path(there.target.path).parent.exists()
    send(there.target, root, first, *NONE_OF_THEM)
    done = preview(there.target, root, second.release("/"), second.contents, options())
    assert (set(done.plan.new), set(done.plan.changed)) == (NEW, CHANGED)
    assert (sorted(done.plan.deleted), len(done.plan.same)) == (sorted(GONE), 9)
    assert there.seen() == first.files


@pytest.mark.parametrize("kind", ["local", "local-in-place", "git"])
def test_there_is_no_way_back_before_a_second_release(
    kind: str, servers: Servers, tmp_path: Path, first: Made
) -> None:
    [there] = _somewhere(kind, servers, tmp_path)
    send(there.target, tmp_path / "ws", first)
    assert _codes(lambda: roll_back(there.target, tmp_path / "ws", options(), lambda *_: None)) == [
        "rollback-nothing"
    ]


def _codes(action: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as raised:
        action()
    return [problem.code for problem in raised.value.problems]


@pytest.mark.parametrize("kind", ["local", "local-in-place", "s3"])
def test_a_run_that_is_broken_off_at_any_step_can_be_finished_or_taken_back(
    kind: str, servers: Servers, tmp_path: Path, first: Made, second: Made
) -> None:
    root = tmp_path / "ws"
    [there] = _somewhere(kind, servers, tmp_path)
    send(there.target, root, first, *NONE_OF_THEM)
    states = set()
    for step in range(0, 100, 7 if kind == "s3" else 2):
        steps = iter(range(step))

        def tell(done: int, total: int, path: str, steps: Iterator[int] = steps) -> None:
            if next(steps, None) is None:
                raise KeyboardInterrupt

        try:
            publish(there.target, root, second.release("/"), second.contents, options(), tell)
        except KeyboardInterrupt:
            seen = there.seen()
            assert all(d in (first.files.get(p), second.files.get(p)) for p, d in seen.items())
            if seen == first.files:
                states.add("old")
                continue
            states.add("both")
            roll_back(there.target, root, options(), lambda *_: None)
            assert there.seen() == first.files
        else:
            break
    assert there.seen() == second.files
    assert states == ({"old"} if there.at_once else {"old", "both"})


# --- what travels ---------------------------------------------------------------------------------


def test_over_ftps_only_what_changed_is_sent_first_aside_and_then_in_order(
    servers: Servers, tmp_path: Path, first: Made, second: Made
) -> None:
    root = tmp_path / "ws"
    there = servers.ftp.target("/order/www")
    send(there, root, first, *NONE_OF_THEM)
    servers.ftp.asked.clear()
    send(there, root, second, *NONE_OF_THEM)
    asked = servers.ftp.asked
    stored = [line for line in asked if line.startswith("STOR") and "/staging/" in line]
    assert len(stored) == len(NEW | CHANGED)
    moved = "RNTO /order/www/"
    steps = [line.removeprefix(moved) for line in asked if line.startswith(moved)]
    assert steps == [
        "assets/2.js",
        "oit/files/แผน 2.pdf",
        "oit/2/index.html",
        "oit/index.html",
        "index.html",
    ]
    last_page = asked.index(f"{moved}index.html")
    gone = [n for n, line in enumerate(asked) if line.startswith("DELE /order/www/")]
    assert len(gone) == len(GONE)
    assert min(gone) > last_page


def test_over_sftp_unchanged_files_are_shared_not_sent(
    servers: Servers, tmp_path: Path, first: Made, second: Made
) -> None:
    folder = tmp_path / "www"
    send(servers.ssh.target(folder), tmp_path / "ws", first)
    before = folder.resolve()
    send(servers.ssh.target(folder), tmp_path / "ws", second)
    now = folder.resolve()
    common = [path for path in second.files if (before / path).exists()]
    shared = {path for path in common if (now / path).samefile(before / path)}
    assert shared == second.files.keys() - NEW - CHANGED
    assert folder.readlink().as_posix().startswith(".www.oit/releases/")


def test_a_server_without_hard_links_is_sent_all_of_it(
    tmp_path: Path, first: Made, second: Made
) -> None:
    with sshd(tmp_path / "sshd", "-P hardlink") as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path))
        for site in (first, second):
            send(server.target(tmp_path / "www"), tmp_path / "ws", site, *NONE_OF_THEM)
        assert tree(tmp_path / "www") == second.files


def test_a_server_without_links_is_published_to_in_place(tmp_path: Path, first: Made) -> None:
    with sshd(tmp_path / "sshd", "-P symlink") as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path))
        done = send(server.target(tmp_path / "www"), tmp_path / "ws", first)
        assert (done.at_once, tree(tmp_path / "www")) == (False, first.files)
        there = server.target(tmp_path / "other", switch="link")
        assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-no-switch"]


def test_objects_say_what_they_are(servers: Servers, tmp_path: Path, first: Made) -> None:
    client = servers.bucket("types")
    send(target("s3://types", endpoint=servers.s3), tmp_path / "ws", first)
    found = {
        path: client.head_object(Bucket="types", Key=path)
        for path in ("index.html", "oit/files/same.pdf", "assets/site.css", "oit/empty.csv")
    }
    client.close()
    assert {path: (each["ContentType"], each["CacheControl"]) for path, each in found.items()} == {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "oit/files/same.pdf": ("application/pdf", "no-cache"),
        "assets/site.css": ("text/css; charset=utf-8", "public, max-age=3600"),
        "oit/empty.csv": ("text/csv; charset=utf-8", "no-cache"),
    }
    digests = {path: each["Metadata"]["sha256"] for path, each in found.items()}
    assert digests == {path: first.files[path] for path in found}


def test_an_ftp_server_that_renames_to_free_names_only(
    servers: Servers, tmp_path: Path, first: Made, second: Made
) -> None:
    servers.ftp.refuses_replacing = True
    try:
        for site in (first, second):
            send(servers.ftp.target("/iis/www"), tmp_path / "ws", site, *NONE_OF_THEM)
    finally:
        servers.ftp.refuses_replacing = False
    assert tree(servers.ftp.folder / "iis" / "www") == second.files


def test_a_branch_keeps_what_its_host_reads_and_its_history(
    servers: Servers, tmp_path: Path, first: Made, second: Made
) -> None:
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    there = target("git:pages", remote=str(remote))
    send(there, tmp_path / "ws", first, *NONE_OF_THEM)
    send(there, tmp_path / "ws", second, *NONE_OF_THEM)
    log = subprocess.run(
        ["git", "-C", str(remote), "log", "--format=%an", "pages"], capture_output=True, text=True
    ).stdout.split("\n")[:-1]
    assert len(log) == 2
    files = subprocess.run(
        ["git", "-C", str(remote), "ls-tree", "--name-only", "pages"],
        capture_output=True,
        text=True,
    ).stdout.split()
    assert ".nojekyll" in files


# --- what is already there ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["local-in-place", "ftps", "s3"])
def test_files_of_others_are_replaced_only_if_a_person_says_so(
    kind: str, servers: Servers, tmp_path: Path, first: Made
) -> None:
    [place] = _somewhere(kind, servers, tmp_path)
    there = place.target
    seen = place.seen
    foreign = make_site(tmp_path / "foreign", 9, {"wp-config.php": "<?php"})
    _put(there, servers, foreign)
    codes = _codes(lambda: send(there, tmp_path / "ws", first, confirm_taking=lambda paths: False))
    assert (codes, seen()) == (["publish-taken"], foreign.files)
    send(there, tmp_path / "ws", first, *NONE_OF_THEM)
    # What is nobody's business stays.
    assert seen() == {**foreign.files, **first.files}


def _put(there: Target, servers: Servers, site: Made) -> None:
    """Files that somebody else has brought there."""
    import shutil

    if there.scheme == "s3":
        client = boto3.client("s3", endpoint_url=servers.s3, region_name="us-east-1")
        for path, file in site.contents.items():
            client.put_object(Bucket=there.host, Key=there.path + path, Body=file.read_bytes())
        client.close()
        return
    folder = (
        servers.ftp.folder / there.path.strip("/") if there.scheme == "ftps" else Path(there.path)
    )
    shutil.copytree(site.folder, folder, dirs_exist_ok=True)


def test_the_branch_of_the_data_is_never_replaced(tmp_path: Path, first: Made) -> None:
    repository = tmp_path / "ws"
    (repository / "data").mkdir(parents=True)
    (repository / "data" / "agency.yaml").write_text("name: x", encoding="utf-8")
    who = ["-c", "user.name=x", "-c", "user.email=x@y"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-qm", "data"]):
        subprocess.run(["git", *command], cwd=repository, check=True)
    assert _codes(lambda: send(target("git:main"), repository, first)) == ["publish-sources"]
    # Without a remote the branch is one of the workspace's own repository.
    send(target("git:pages"), repository, first)
    assert _branch(repository, "pages") == first.files


def test_a_second_name_of_a_folder_stays_one(servers: Servers, tmp_path: Path, first: Made) -> None:
    (tmp_path / "public_html").mkdir()
    (tmp_path / "www").symlink_to("public_html")
    done = send(servers.ssh.target(tmp_path / "www"), tmp_path / "ws", first)
    assert not done.at_once
    assert (tmp_path / "www").readlink().as_posix() == "public_html"
    assert tree(tmp_path / "public_html") == first.files


def test_an_empty_folder_becomes_a_link_where_that_is_asked_for(
    tmp_path: Path, first: Made
) -> None:
    (tmp_path / "www").mkdir()
    done = send(target(str(tmp_path / "www"), switch="link"), tmp_path / "ws", first)
    assert done.at_once
    assert (tmp_path / "www").is_symlink()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("x", encoding="utf-8")
    there = target(str(tmp_path / "full"), switch="link")
    assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-no-switch"]


def test_where_nothing_can_stand_beside_the_site_the_list_stands_inside(
    servers: Servers, tmp_path: Path, first: Made, second: Made
) -> None:
    there = servers.ftp.target("/")
    before = tree(servers.ftp.folder)
    send(there, tmp_path / "ws", first, *NONE_OF_THEM)
    send(there, tmp_path / "ws", second, *NONE_OF_THEM)
    now = {path: digest for path, digest in tree(servers.ftp.folder).items() if path not in before}
    assert {p: d for p, d in now.items() if not p.startswith(".oit/")} == second.files
    assert (servers.ftp.folder / ".oit" / ".htaccess").read_text() == "Require all denied\n"


@pytest.mark.parametrize("kind", ["local", "sftp", "sftp-in-place", "s3"])
def test_what_was_spoilt_there_is_noticed_and_mended(
    kind: str, servers: Servers, tmp_path: Path, first: Made
) -> None:
    root = tmp_path / "ws"
    [place] = _somewhere(kind, servers, tmp_path)
    send(place.target, root, first)
    _spoil(place.target, servers)
    assert place.seen() != first.files
    done = preview(place.target, root, first.release(), first.contents, options(), reads_back=True)
    assert set(done.wrong) == {"oit/o05/index.html", "oit/files/same.pdf"}
    assert send(place.target, root, first).wrong == ()
    assert place.seen() == first.files


def _spoil(there: Target, servers: Servers) -> None:
    """One file has other content, one is gone."""
    changed, gone = "oit/o05/index.html", "oit/files/same.pdf"
    if there.scheme == "s3":
        client = boto3.client("s3", endpoint_url=servers.s3, region_name="us-east-1")
        client.put_object(Bucket=there.host, Key=there.path + changed, Body=b"x")
        client.delete_object(Bucket=there.host, Key=there.path + gone)
        client.close()
        return
    folder = (
        servers.ftp.folder / there.path.strip("/") if there.scheme == "ftps" else Path(there.path)
    )
    (folder / changed).write_bytes(b"x")
    (folder / gone).unlink()


# --- the lock -------------------------------------------------------------------------------------

HOLDERS = {
    "somebody else, just now": (Owner("somchai@pc", "other"), ["publish-locked"]),
    "somebody else, long ago": (
        Owner("somchai@pc", "other", (datetime.now(UTC) - 2 * STALE).isoformat()),
        [],
    ),
    "nobody knows who": (None, ["publish-locked"]),
}


#: One kind of place in every way, the others as far as they take a lock in another way.
HELD = [("sftp", who) for who in HOLDERS] + [
    (k, next(iter(HOLDERS))) for k in ("local", "ftps", "s3")
]


@pytest.mark.parametrize(("kind", "who"), HELD)
def test_two_do_not_publish_at_once(
    kind: str, who: str, servers: Servers, tmp_path: Path, first: Made
) -> None:
    [place] = _somewhere(kind, servers, tmp_path)
    there = place.target
    holder, codes = HOLDERS[who]
    content = json.dumps(dataclasses.asdict(holder)).encode() if holder else b""
    _lock(there, servers, content)
    if codes:
        with pytest.raises(InputError) as raised:
            send(there, tmp_path / "ws", first)
        assert [each.code for each in raised.value.problems] == codes
        assert ("somchai@pc" in str(raised.value)) == (holder is not None)
        assert not place.seen()
    send(there, tmp_path / "ws", first, break_lock=bool(codes))
    assert place.seen() == first.files
    send(there, tmp_path / "ws", first)


def _lock(there: Target, servers: Servers, content: bytes) -> None:
    if there.scheme == "s3":
        client = boto3.client("s3", endpoint_url=servers.s3, region_name="us-east-1")
        client.put_object(Bucket=there.host, Key=f"{there.path}.oit/lock.json", Body=content)
        client.close()
        return
    folder = (
        servers.ftp.folder / there.path.strip("/") if there.scheme == "ftps" else Path(there.path)
    )
    home = folder.parent / f".{folder.name}.oit"
    home.mkdir(parents=True)
    (home / "lock.json").write_bytes(content)
    (home / "lock.json.taken").mkdir()


def test_two_windows_of_one_computer_do_not_publish_at_once(tmp_path: Path, first: Made) -> None:
    there = target(str(tmp_path / "www"))

    def meanwhile(done: int, total: int, place: str) -> None:
        assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-locked"]
        told.append(place)

    told: list[str] = []
    (tmp_path / "ws").mkdir()
    publish(there, tmp_path / "ws", first.release(), first.contents, options(), meanwhile)
    assert told


# --- servers that are not who they should be ------------------------------------------------------


def test_the_key_of_a_server_must_be_confirmed_once(
    servers: Servers, tmp_path: Path, first: Made
) -> None:
    there, root = servers.ssh.target(tmp_path / "www"), tmp_path / "ws"
    asked: list[str] = []

    def no(fingerprint: str) -> bool:
        asked.append(fingerprint)
        return False

    assert _codes(lambda: send(there, root, first, confirm_key=no)) == ["host-key-unknown"]
    assert asked == [servers.ssh.fingerprint]
    assert not (tmp_path / "www").exists()
    send(there, root, first, confirm_key=lambda fingerprint: True)
    send(there, root, first, confirm_key=no)
    pinned = dataclasses.replace(there, host_key=servers.ssh.fingerprint)
    send(pinned, tmp_path / "elsewhere", first, confirm_key=no)
    assert len(asked) == 1


def test_a_server_with_another_key_than_before_is_told_nothing(
    servers: Servers, tmp_path: Path, first: Made
) -> None:
    there, root = servers.ssh.target(tmp_path / "www"), tmp_path / "ws"
    send(there, root, first)
    known = root / ".oit" / "publish" / "known_hosts"
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    key = other.with_suffix(".pub").read_text().split()[:2]
    known.write_text(f"[127.0.0.1]:{servers.ssh.port} {' '.join(key)}\n")
    assert _codes(lambda: send(there, root, first)) == ["host-key-changed"]


def test_a_certificate_of_another_name_gets_no_password(
    servers: Servers, tmp_path: Path, first: Made
) -> None:
    servers.ftp.asked.clear()
    there = servers.ftp.target("/tls/www", host="127.0.0.1")
    assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-certificate"]
    assert not [line for line in servers.ftp.asked if line.startswith(("USER", "PASS"))]


@pytest.mark.parametrize("kind", ["sftp", "ftps", "s3"])
def test_a_login_that_is_refused(
    kind: str, servers: Servers, tmp_path: Path, first: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    [place] = _somewhere(kind, servers, tmp_path)
    there = place.target
    monkeypatch.setenv("OIT_PUBLISH_PASSWORD", "wrong")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    if kind == "sftp":
        other = tmp_path / "other"
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True
        )
        there = dataclasses.replace(there, identity=str(other))
    assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-login"]


@pytest.mark.parametrize("kind", ["sftp", "ftps", "s3", "git"])
def test_a_server_that_is_not_there(
    kind: str, servers: Servers, tmp_path: Path, first: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.publishing.publish._PAUSE", 0.01)
    [place] = _somewhere(kind, servers, tmp_path)
    gone: dict[str, Any] = {
        "port": 1,
        "endpoint": "http://127.0.0.1:1",
        "remote": "http://127.0.0.1:1/x.git",
    }
    there = dataclasses.replace(place.target, **gone)
    assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-lost"]


def test_an_endpoint_that_is_none(servers: Servers, tmp_path: Path, first: Made) -> None:
    there = target("s3://bucket", endpoint="no address")
    assert _codes(lambda: send(there, tmp_path / "ws", first)) == ["publish-refused"]


# --- targets --------------------------------------------------------------------------------------

TARGETS = {
    "sftp://oit@www.example.go.th/var/www/site/": "sftp://oit@www.example.go.th/var/www/site",
    "sftp://oit@www.example.go.th:2222/var/www": "sftp://oit@www.example.go.th:2222/var/www",
    "ftps://oit@ftp.example.go.th/": "ftps://oit@ftp.example.go.th",
    "ftps://a%40b.go.th@ftp.example.go.th/เว็บ": "ftps://a@b.go.th@ftp.example.go.th/เว็บ",
    "s3://bucket/site": "s3://bucket/site",
    "s3://bucket": "s3://bucket",
    "git:gh-pages": "git:gh-pages",
    "file:///srv/www": "/srv/www",
    "/srv/www": "/srv/www",
    "sftp://oit:pass@h/x": "publish-password",
    "ftps://:pass@h/x": "publish-password",
    "ftp://oit@h/x": "publish-target",
    "sftp://oit@h": "publish-target",
    "ftps://h/x": "publish-target",
    "sftp:///x": "publish-target",
    "sftp://oit@h:99999/x": "publish-target",
    "sftp://oit@h/a/../b": "publish-target",
    "ftps://oit@h/x%0d%0aDELE y": "publish-target",
    "s3://b_/x?y": "publish-target",
    "https://www.example.go.th/": "publish-target",
    "git:../x": "publish-target",
    "git:": "publish-target",
    "git:--upload-pack=x": "publish-target",
    " ": "publish-target",
}


@pytest.mark.parametrize("text", TARGETS)
def test_targets(text: str, tmp_path: Path) -> None:
    try:
        found = find_target(tmp_path, text).address
    except InputError as error:
        found = error.problems[0].code
        assert ":pass" not in str(error)
    assert found == TARGETS[text]


SETTINGS = {
    "targets:\n  - name: main\n    to: sftp://u@h/w\n    keep: 3\n    password-env: MY_PASS\n": "",
    "targets:\n  - to: sftp://u:hunter2@h/w\n": "publish-password",
    "targets:\n  - to: sftp://u@h/w\n    password-env: hunter2!\n": "publish-password",
    "targets:\n  - to: sftp://u@h/w\n    password: hunter2\n": "unknown-key",
    "targets:\n  - to: sftp://u@h/w\n    keep: 1\n": "publish-keep",
    "targets:\n  - to: sftp://u@h/w\n    switch: maybe\n": "unknown-value",
    "targets:\n  - name: x\n": "missing-key",
    "targets:\n  - to: git:a\n  - to: git:b\n": "publish-target",
    "targets: []\n": "publish-target",
}


@pytest.mark.parametrize("text", SETTINGS)
def test_settings(text: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "publish.yaml").write_text(text, encoding="utf-8")
    if SETTINGS[text]:
        with pytest.raises(InputError) as raised:
            find_target(tmp_path, "")
        assert raised.value.problems[0].code == SETTINGS[text]
        assert "hunter2" not in str(raised.value)
        return
    found = find_target(tmp_path, "main")
    assert found == find_target(tmp_path, "") == find_target(tmp_path, "sftp://u@h/w")
    assert (found.keep, found.variables) == (3, {"password": "MY_PASS"})
    assert _codes(lambda: find_target(tmp_path, "mian")) == ["publish-target"]
    assert find_target(tmp_path, "git:other").path == "other"


# --- manifests ------------------------------------------------------------------------------------


def test_a_manifest_comes_back_as_it_was() -> None:
    files = {"a b/ก.pdf": File(3, "0" * 64, "mark"), "x": UNKNOWN}
    made = new_release(files, frozenset(["/a b/ก.pdf"]), NOON).doubting(["x"])
    assert from_json(to_json(made), "m") == made


GOOD = {"format": 1, "release": "", "addresses": [], "doubted": [], "files": {}}
BAD = [
    b"",
    b"[]",
    b"{",
    b"[" * 5000,
    json.dumps({**GOOD, "format": 2}).encode(),
    json.dumps({**GOOD, "release": "../x"}).encode(),
    json.dumps({**GOOD, "doubted": ["../x"]}).encode(),
    json.dumps({**GOOD, "files": {"../x": [1, "0" * 64]}}).encode(),
    json.dumps({**GOOD, "files": {"/etc/passwd": [1, "0" * 64]}}).encode(),
    json.dumps({**GOOD, "files": {"x": [1, "zz"]}}).encode(),
    json.dumps({**GOOD, "files": {"x": [-5, "0" * 64]}}).encode(),
    json.dumps({**GOOD, "files": {"x": "1"}}).encode(),
]


@pytest.mark.parametrize("content", BAD)
def test_a_manifest_that_is_none_is_not_believed(content: bytes) -> None:
    assert from_json(json.dumps(GOOD).encode(), "m") == Release()
    assert _codes(lambda: from_json(content, "m")) == ["manifest-unreadable"]


def test_documents_travel_first_and_the_front_last() -> None:
    paths = ["index.html", "a/index.html", "a/b/index.html", "new/index.html", "a/x.pdf", "s.css"]
    old = Release("", {path: UNKNOWN for path in paths if path != "new/index.html"})
    found = plan({path: File(1, "1" * 64) for path in paths}, old, ())
    assert found.order == (
        "a/x.pdf",
        "s.css",
        "new/index.html",
        "a/b/index.html",
        "a/index.html",
        "index.html",
    )
