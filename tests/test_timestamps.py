"""Time stamps of sealed archives, by an authority of the tests' own on loopback."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from archives import members, write
from authority import Authority, authority
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from sites import oit

from site_builder.links.fetch import Manners
from site_builder.problems import InputError
from site_builder.sealing.manifest import MANIFEST, STAMP, from_json
from site_builder.sealing.seal import Snapshot, seal, take
from site_builder.sealing.timestamps import request_stamp

QUICK = Manners(seconds=2, tries=2, wait=0.01, pause=0)
#: Long before the tests: an archive may state any time, a stamp cannot.
AT = datetime(2025, 2, 15, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture(scope="module")
def snapshot(built: Callable[[str], Path]) -> Snapshot:
    return take(built("nakham").parent, ())


@pytest.fixture(scope="module")
def stamped(
    built: Callable[[str], Path], good: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An archive that was stamped, by the command."""
    archive = tmp_path_factory.mktemp("stamped") / "a.zip"
    call = ("seal", "--workspace", str(built("nakham").parent), "--time", "2025-02-15T03:00:00Z")
    run = oit(*call, "--output", str(archive), "--tsa", good.url, cwd=archive.parent)
    assert run.code == CLEAN, run.err
    assert good.asked == ["application/timestamp-query"]
    return archive


def test_a_stamp_is_checked_with_its_root(
    stamped: Path, good: Authority, tmp_path: Path, commands: Commands
) -> None:
    call = ("verify", str(stamped), "--tsa-root", str(good.root))
    run = commands.run(*call, cwd=tmp_path)
    assert run.code == CLEAN
    assert "ถูกต้องตามใบรับรองรากที่ระบุ" in run.out
    stamp = commands.run(*call, "--format", "json", cwd=tmp_path).json()["stamp"]
    assert (stamp["unchecked"], stamp["fault"]) == (None, None)
    assert abs(datetime.fromisoformat(stamp["time"]) - datetime.now(UTC)) < timedelta(hours=1)


def test_what_is_not_checked_says_so(stamped: Path, tmp_path: Path, commands: Commands) -> None:
    run = commands.run("verify", str(stamped), cwd=tmp_path)
    assert run.code == CLEAN
    assert "ยังไม่ได้ตรวจลายมือชื่อ" in run.out
    assert "--tsa-root" in run.out


def test_openssl_accepts_what_we_wrote(stamped: Path, good: Authority, tmp_path: Path) -> None:
    """As `README.txt` of the archive says."""
    with zipfile.ZipFile(stamped) as opened:
        opened.extractall(tmp_path)
    said = (tmp_path / "README.txt").read_text(encoding="utf-8")
    command = f"openssl ts -verify -in {STAMP} -data {MANIFEST} -CAfile"
    assert command in said
    run = subprocess.run([*command.split(), str(good.root)], cwd=tmp_path, capture_output=True)
    assert run.returncode == 0, run.stderr
    assert b"Verification: OK" in run.stdout + run.stderr


def _wrong_root(archive: dict[str, bytes], other: Authority) -> None:
    return None


def _of_another(archive: dict[str, bytes], other: Authority) -> None:
    archive[STAMP] = request_stamp(other.url, b"another manifest")


def _garbage(archive: dict[str, bytes], other: Authority) -> None:
    archive[STAMP] = b"0" * 500


def _cut(archive: dict[str, bytes], other: Authority) -> None:
    archive[STAMP] = archive[STAMP][:-20]


def _signature(archive: dict[str, bytes], other: Authority) -> None:
    """Another time, with the signature of the old one."""
    year = str(datetime.now(UTC).year).encode()
    assert year in archive[STAMP]
    archive[STAMP] = archive[STAMP].replace(year, b"2024", 1)


@pytest.mark.parametrize("spoil", [_of_another, _garbage, _cut, _signature])
def test_a_stamp_that_is_not_good_is_told(
    stamped: Path, good: Authority, tmp_path: Path, commands: Commands,
    spoil: Callable[[dict[str, bytes], Authority], None],
) -> None:  # fmt: skip
    content = members(stamped)
    spoil(content, good)
    archive = write(tmp_path / "a.zip", content)
    call = ("verify", str(archive), "--tsa-root", str(good.root))
    run = commands.run(*call, cwd=tmp_path)
    assert run.code == FINDINGS
    assert "manifest.tsr: การประทับรับรองเวลาใช้ไม่ได้" in run.out


@pytest.mark.parametrize("purpose", ["timeStamping", "serverAuth"])
def test_only_the_given_root_and_a_certificate_for_stamps_count(
    snapshot: Snapshot, good: Authority, tmp_path: Path, commands: Commands, purpose: str
) -> None:
    """An authority of another root; and one whose certificate is for something else."""
    with authority(tmp_path / "other") as other:
        if purpose == "timeStamping":
            seal(snapshot, AT, tmp_path / "a.zip", partial(request_stamp, other.url))
            root = good.root
        else:
            seal(snapshot, AT, tmp_path / "a.zip", partial(request_stamp, good.url))
            root = good.folder / "leaf.pem"
        run = commands.run("verify", "a.zip", "--tsa-root", str(root), cwd=tmp_path)
    assert run.code == FINDINGS
    assert "[stamp-wrong]" in run.out
    assert "ลายมือชื่อหรือใบรับรองไม่ถูกต้อง" in run.out


REFUSALS: dict[str, tuple[int, bytes]] = {
    "not found": (404, b""),
    "no right": (403, b""),
    "fails": (500, b""),
    "a page": (200, b"<html>login</html>"),
    "nothing": (200, b""),
    "too much": (200, b"0" * 2_000_000),
    "sent elsewhere": (302, b""),
    # PKIStatusInfo: rejection, with a reason of its own
    "a refusal": (200, bytes.fromhex("3011300f020102300a0c08") + b"no quota"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_without_a_stamp_nothing_is_written(
    snapshot: Snapshot, good: Authority, tmp_path: Path, name: str
) -> None:
    good.reply = REFUSALS[name]
    try:
        with pytest.raises(InputError) as told:
            seal(snapshot, AT, tmp_path / "a.zip", partial(request_stamp, good.url, manners=QUICK))
    finally:
        good.reply = None
    assert [problem.code for problem in told.value.problems] == ["stamp-refused"]
    assert list(tmp_path.iterdir()) == []


def test_the_stamp_of_another_time_is_not_taken(
    snapshot: Snapshot, good: Authority, tmp_path: Path
) -> None:
    """An answer that was recorded: the same manifest, an older question."""
    seal(snapshot, AT, tmp_path / "a.zip", partial(request_stamp, good.url))
    content = members(tmp_path / "a.zip")
    good.reply = (200, content[STAMP])
    try:
        with pytest.raises(InputError) as told:
            request_stamp(good.url, content[MANIFEST])
    finally:
        good.reply = None
    assert "ของแฟ้มอื่น" in str(told.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "tsa.example", "ftp://tsa.example/", "http://"]
)
def test_an_authority_that_is_not_there_is_told(url: str) -> None:
    with pytest.raises(InputError) as told:
        request_stamp(url, b"x", QUICK)
    assert [problem.code for problem in told.value.problems] == ["stamp-refused"]


def test_without_the_extra_a_stamp_is_neither_asked_for_nor_checked(
    stamped: Path,
    good: Authority,
    tmp_path: Path,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    monkeypatch.setitem(sys.modules, "cryptography.x509", None)
    run = commands.run("verify", str(stamped), cwd=tmp_path)
    assert run.code == CLEAN
    assert "ยังไม่ได้ตรวจการประทับรับรองเวลา" in run.out
    run = commands.run("verify", str(stamped), "--tsa-root", str(good.root), cwd=tmp_path)
    assert run.code == BAD_INPUT
    with pytest.raises(InputError) as told:
        request_stamp(good.url, b"x")
    assert [problem.code for problem in told.value.problems] == ["stamp-library"]


@pytest.mark.parametrize("content", [b"", b"no certificate", None])
def test_roots_that_cannot_be_read_are_told(
    stamped: Path, tmp_path: Path, commands: Commands, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "root.pem").write_bytes(content)
    run = commands.run("verify", str(stamped), "--tsa-root", "root.pem", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "root.pem: ไม่มีใบรับรอง" in run.err


def test_a_stamp_says_nothing_of_the_stated_time(stamped: Path) -> None:
    """The manifest states what it was told; the stamp is beside it and cannot change it."""
    content = members(stamped)
    assert from_json(content[MANIFEST]).time == AT
    assert STAMP.encode() not in content[MANIFEST]
