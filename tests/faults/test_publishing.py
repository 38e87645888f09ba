"""Publishing that is killed or cut off at random points: what stands there is always whole, and a second
run finishes it. `python3 dev.py publish-faults` does it ten times as often."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
import trustme
from publishing import PASSWORD, Made, Sshd, ftps, make_site, proxy, s3, send, sshd, target
from sites import tree

# Here already, so that a process that is to be killed does not spend its time with reading it.
import site_builder.publishing.sftp  # noqa: F401
from site_builder.problems import InputError
from site_builder.publishing.targets import Target

#: How often in all; half of them over SFTP.
KILLS = int(os.environ.get("OIT_PUBLISH_KILLS", "50"))
SEED = 2568


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    home = tmp_path_factory.mktemp("sshd")
    with sshd(home / "sshd") as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        yield started


def _killed_after(seconds: float | None, there: Target, root: Path, site: Made) -> float:
    """Publish in a process of its own, which is killed after a time; gives how long it took."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        with suppress(BaseException):
            os.write(writing, b"-")
            send(there, root, site, "/")
            os.write(writing, b"-")
        os._exit(0)
    os.close(writing)
    os.read(reading, 1)
    begun = time.perf_counter()
    if seconds is None:
        os.read(reading, 1)
    else:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    took = time.perf_counter() - begun
    os.waitpid(process, 0)
    os.close(reading)
    return took


def _broken_pages(folder: Path) -> list[str]:
    """Links of pages that lead to what is not there."""
    found = []
    for page in folder.rglob("*.html"):
        for link in re.findall('href="([^"]+)"', page.read_text(encoding="utf-8")):
            there = page.parent / unquote(link)
            if not (there / "index.html" if link.endswith("/") else there).is_file():
                found.append(f"{page.relative_to(folder)}: {link}")
    return found


@pytest.mark.parametrize("kind", ["local", "sftp"])
def test_whenever_it_is_killed_the_whole_old_or_new_site_stands_there(
    kind: str, server: Sshd, tmp_path: Path
) -> None:
    chance = random.Random(f"{SEED} {kind}")
    folder, root = tmp_path / "server" / "www", tmp_path / "ws"
    there = target(str(folder)) if kind == "local" else server.target(folder)
    old = make_site(tmp_path / "0", 0)
    send(there, root, old, "/")
    old = make_site(tmp_path / "1", 1)
    took = _killed_after(None, there, root, old)
    states = {"old": 0, "new": 0}
    for number in range(2, KILLS // 2 + 2):
        new = make_site(tmp_path / str(number), number)
        _killed_after(chance.uniform(0, took), there, root, new)
        seen = tree(folder)
        assert seen in (old.files, new.files)
        states["new" if seen == new.files else "old"] += 1
        done = send(there, root, new, "/")
        assert (tree(folder), done.wrong) == (new.files, ())
        home = folder.parent / ".www.oit"
        assert len(list((home / "releases").iterdir())) <= 2
        assert not (home / "lock.json").exists()
        old = new
    assert states["old"] > 0


@pytest.mark.parametrize("kind", ["local", "sftp"])
def test_in_place_every_page_is_whole_and_leads_to_what_is_there(
    kind: str, server: Sshd, tmp_path: Path
) -> None:
    chance = random.Random(f"{SEED} {kind} in place")
    folder, root = tmp_path / "server" / "www", tmp_path / "ws"
    folder.mkdir(parents=True)
    there = target(str(folder)) if kind == "local" else server.target(folder)
    old = make_site(tmp_path / "0", 0)
    send(there, root, old, "/")
    old = make_site(tmp_path / "1", 1)
    took = _killed_after(None, there, root, old)
    for number in range(2, KILLS // 5 + 2):
        new = make_site(tmp_path / str(number), number)
        # Twice, and the second time another site than the first: what stands there is of three releases.
        _killed_after(chance.uniform(0, took), there, root, new)
        seen = tree(folder)
        for path, digest in seen.items():
            assert digest in (old.files.get(path), new.files.get(path)), path
        assert set(old.files) & set(new.files) <= seen.keys()
        assert _broken_pages(folder) == []
        other = make_site(tmp_path / f"{number}b", number + 1000)
        _killed_after(chance.uniform(0, took), there, root, other)
        assert _broken_pages(folder) == []
        send(there, root, other, "/")
        assert tree(folder) == other.files
        old = other
    assert not list((folder.parent / ".www.oit" / "staging").iterdir())


@pytest.mark.parametrize("way", ["link", "in-place"])
def test_over_sftp_a_line_that_breaks_is_taken_up_again(
    way: str, server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.publishing.publish._PAUSE", 0.01)
    folder, root = tmp_path / "www", tmp_path / "ws"
    if way == "in-place":
        folder.mkdir()
    first, second = make_site(tmp_path / "1", 1), make_site(tmp_path / "2", 2)
    told: list[str] = []
    with proxy(server.port, 40_000, 150_000) as line:
        there = server.target(folder, line.port, host_key=server.fingerprint)
        send(there, root, first, "/", notice=lambda text: told.append(text.en))
        assert (len(told), line.cuts) == (2, [])
        assert tree(folder) == first.files
        # So often that this run gives up.
        line.cuts += [60_000, 30_000, 20_000]
        with pytest.raises(InputError) as raised:
            send(there, root, second, "/")
        assert [each.code for each in raised.value.problems] == ["publish-lost"]
        assert tree(folder) == first.files
        send(there, root, second, "/")
        assert tree(folder) == second.files


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name, value in {
        "SSL_CERT_FILE": str(tmp_path / "ca.pem"),
        "OIT_PUBLISH_PASSWORD": PASSWORD,
        "AWS_ACCESS_KEY_ID": "key-id",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("site_builder.publishing.publish._PAUSE", 0.01)
    return authority


def test_over_ftps_a_line_that_breaks_is_taken_up_again(
    tmp_path: Path, secrets: trustme.CA
) -> None:
    root = tmp_path / "ws"
    first, second = make_site(tmp_path / "1", 1), make_site(tmp_path / "2", 2)
    with (
        ftps(tmp_path / "ftps", secrets, tmp_path / "ftp") as server,
        proxy(server.port, 3_000, 4_000) as line,
    ):
        there = server.target("/www", line.port)
        send(there, root, first, "/")
        assert (tree(tmp_path / "ftp" / "www"), line.cuts) == (first.files, [])
        server.cut_data = 30_000
        server.asked.clear()
        send(there, root, second, "/")
        assert server.cut_data == 0
        assert tree(tmp_path / "ftp" / "www") == second.files
        # What had arrived was not sent again.
        sent = [each for each in server.asked if each.startswith("STOR") and "/staging/" in each]
        assert len(sent) == len(set(sent)) + 1
        line.cuts += [2_500, 2_000, 1_800]
        with pytest.raises(InputError):
            send(there, root, first, "/")
        seen = tree(tmp_path / "ftp" / "www")
        assert all(d in (first.files.get(p), second.files.get(p)) for p, d in seen.items())
        assert _broken_pages(tmp_path / "ftp" / "www") == []
        send(there, root, first, "/")
        assert tree(tmp_path / "ftp" / "www") == first.files


def test_to_an_object_storage_a_line_that_breaks_is_taken_up_again(
    tmp_path: Path, secrets: trustme.CA
) -> None:
    import boto3

    root = tmp_path / "ws"
    first, second = make_site(tmp_path / "1", 1), make_site(tmp_path / "2", 2)
    with s3() as address:
        client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        client.create_bucket(Bucket="site")

        def stored() -> dict[str, str]:
            listed = client.list_objects_v2(Bucket="site")["Contents"]
            heads = (
                (each["Key"], client.head_object(Bucket="site", Key=each["Key"])) for each in listed
            )
            return {
                key: head["Metadata"]["sha256"]
                for key, head in heads
                if PurePosixPath(key).parts[0] != ".oit"
            }

        send(target("s3://site", endpoint=address), root, first, "/")
        with proxy(int(address.rpartition(":")[2]), *[50_000] * 60) as line:
            there = target("s3://site", endpoint=f"http://127.0.0.1:{line.port}")
            with pytest.raises(InputError) as raised:
                send(there, root, second, "/")
            assert [each.code for each in raised.value.problems] == ["publish-lost"]
            seen = stored()
            assert all(d in (first.files.get(p), second.files.get(p)) for p, d in seen.items())
            line.cuts.clear()
            send(there, root, second, "/")
        assert stored() == second.files
        client.close()
