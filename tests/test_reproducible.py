"""The same input gives the same bytes in every world, and nothing of it comes over a network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from outputs import OF_ONE
from reproducible import OTHER_WORLD, World, all_at_once, clock, differing, locale, made_in, order
from sites import NAKHAM

#: A namespace of its own, in which there is no network, where the system lets us have one.
CUT = ("unshare", "--net", "--map-root-user")


def _can_cut() -> bool:
    if not shutil.which(CUT[0]):
        return False
    return subprocess.run([*CUT, "true"], capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locales")


def _says(world: World, program: str) -> str:
    """What a program prints in a world."""
    run = subprocess.run(
        [*world.prefix, sys.executable, "-c", program],
        env={"PATH": "/usr/bin:/bin", **world.environment},
        capture_output=True,
        text=True,
    )
    return run.stdout.strip() + run.stderr.strip()


def test_without_network_and_in_another_world_all_is_the_same(tmp_path: Path, places: Path) -> None:
    """Build by both engines, check, links, submission, workbook, reminders, seal, verify."""
    attempts = tmp_path / "attempts"
    cut = World(
        "no network",
        {"PYTHONPATH": OTHER_WORLD, "OIT_ATTEMPTS": str(attempts)},
        prefix=CUT if _can_cut() else (),
    )
    (tmp_path / "cut").mkdir()
    here = made_in(cut, NAKHAM, OF_ONE, tmp_path / "cut")
    assert not attempts.exists(), attempts.read_text(encoding="utf-8")
    assert {path.partition("/")[0] for path in here} == {step.name for step in OF_ONE}
    (tmp_path / "there").mkdir()
    there = made_in(all_at_once(places), NAKHAM, OF_ONE, tmp_path / "there")
    assert differing(here, there) == []


def test_the_worlds_are_other_ones(tmp_path: Path, places: Path) -> None:
    """Otherwise the test above would prove nothing."""
    (tmp_path / "b").touch()
    (tmp_path / "a").touch()
    listed = f"import os; print(os.listdir({str(tmp_path)!r}), [e.name for e in os.scandir({str(tmp_path)!r})])"
    assert _says(order("reversed"), listed) == "['b', 'a'] ['b', 'a']"
    world = all_at_once(places)
    assert world.folder != World("").folder
    assert _says(world, "import os; print(oct(os.umask(0)))") == "0o77"
    assert _says(world, "import time; print(time.timezone)") == "-50400"
    if not clock("2031-12-31 23:59:50").unable:
        assert _says(world, "import datetime; print(datetime.date.today().year)") in (
            "2031",
            "2032",
        )
    if not locale("tr_TR.UTF-8", places).unable:
        assert (
            _says(world, "import locale; print(locale.setlocale(locale.LC_ALL, ''))")
            == "tr_TR.UTF-8"
        )


@pytest.mark.parametrize(
    "program",
    [
        "import urllib.request as u; u.urlopen('http://127.0.0.1:9/')",
        "import socket; socket.getaddrinfo('www.example.go.th', 80)",
        "import urllib3; urllib3.PoolManager().request('GET', 'https://www.example.go.th/', retries=False)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 53))",
    ],
)
def test_an_attempt_to_reach_the_network_is_noted(tmp_path: Path, program: str) -> None:
    attempts = tmp_path / "attempts"
    said = _says(World("", {"PYTHONPATH": OTHER_WORLD, "OIT_ATTEMPTS": str(attempts)}), program)
    assert "the network is cut" in said
    assert attempts.read_text(encoding="utf-8").startswith("socket.")


def test_what_differs_is_told() -> None:
    assert differing({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "3", "d": "3"}) == [
        "b",
        "c",
        "d",
    ]
