"""A fleet on a real cluster of Dask: one scheduler and two workers on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import BAD_INPUT, FINDINGS, Commands
from fleets import Stuck, lines, write_fleet
from sites import oit

from site_builder.fleet import distributed

IDS = tuple(f"a{number:02}" for number in range(12))


class Cluster:
    """`dask scheduler`, and as many `dask worker` as are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[str]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said(self.scheduler, "Scheduler at:")

    def worker(self) -> subprocess.Popen[str]:
        """A worker that has found its scheduler."""
        # Without a nanny a worker that is killed stays away.
        worker = self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"
        )
        self._said(worker, "Registered to:")
        return worker

    def stop(self) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        dask = Path(sys.executable).with_name("dask")
        process = subprocess.Popen(
            [dask, *arguments, "--no-dashboard"],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self._processes.append(process)
        return process

    def _said(self, process: subprocess.Popen[str], words: str) -> str:
        """What a process says after these words."""
        assert process.stderr is not None
        for line in process.stderr:
            if words in line:
                return line.partition(words)[2].strip()
        raise AssertionError(f"{process.args!r} ended without “{words}”")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield started
    finally:
        started.stop()


def test_a_worker_that_is_killed_loses_nothing_and_results_are_the_same_bytes(
    cluster: Cluster, tmp_path: Path
) -> None:
    register = write_fleet(tmp_path, IDS)
    (tmp_path / "agencies/a03/data/agency.yaml").write_text("name: [\n", encoding="utf-8")
    stuck = Stuck(tmp_path, "a05")
    command = [sys.executable, "-m", "site_builder", "fleet", "check", str(register)]
    first = cluster.worker()
    run = subprocess.Popen(
        [*command, "--scheduler", cluster.address, "--results", str(tmp_path / "there")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    stuck.reached()  # this worker is in the middle of an agency, with others behind it
    second = cluster.worker()
    first.send_signal(signal.SIGKILL)
    stuck.mend()
    _, told = run.communicate(timeout=120)
    assert run.returncode == BAD_INPUT, told
    assert second.poll() is None
    assert oit("fleet", "check", str(register), "--results", "here", cwd=tmp_path).code == BAD_INPUT
    found = lines(tmp_path / "there")
    assert set(found) == set(IDS)
    assert {line["outcome"] for line in found.values()} == {"findings", "unreadable"}
    for name in ("results.jsonl", "results.csv"):
        there, here = (tmp_path / folder / name for folder in ("there", "here"))
        assert there.read_bytes() == here.read_bytes()


def test_a_scheduler_that_goes_away_is_told_and_the_run_can_be_gone_on_with(tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ("a", "stuck"))
    stuck = Stuck(tmp_path, "stuck")
    cluster = Cluster(tmp_path)
    try:
        cluster.worker()
        command = [sys.executable, "-m", "site_builder", "fleet", "check", str(register)]
        run = subprocess.Popen(
            [*command, "--scheduler", cluster.address, "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # How long Dask waits for a scheduler to come back.
            env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
        )
        stuck.reached()
        cluster.scheduler.kill()
        _, told = run.communicate(timeout=120)
    finally:
        cluster.stop()
    assert run.returncode == BAD_INPUT
    assert "is gone" in told
    assert "the same command goes on" in told
    assert "Traceback" not in told
    stuck.mend()
    again = oit("fleet", "check", str(register), "--lang", "en", cwd=tmp_path)
    assert again.code == FINDINGS
    assert set(lines(tmp_path / "fleet-results")) == {"a", "stuck"}


def test_nobody_at_the_address(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "_PATIENCE", "1s")
    register = write_fleet(tmp_path, ["a"])
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        run = commands.run(
            "fleet", "check", str(register), "--scheduler", address, "--lang", "en", cwd=tmp_path
        )
        assert run.code == BAD_INPUT
        assert f"no Dask scheduler answers at {address}" in run.err


@pytest.mark.parametrize("address", ["foo", "tcp://foo", "tcp://127.0.0.1:port"])
def test_an_address_without_a_port_is_told_and_leaves_nothing_behind(
    tmp_path: Path, address: str
) -> None:
    register = write_fleet(tmp_path, ["a"])
    command = [sys.executable, "-m", "site_builder", "fleet", "check", str(register)]
    # What a client that is thrown away says stands in the output of the process, at its end.
    run = subprocess.run(
        [*command, "--scheduler", address, "--lang", "en"], capture_output=True, encoding="utf-8"
    )
    assert run.returncode == BAD_INPUT
    assert f"no Dask scheduler answers at {address}" in run.stderr
    assert run.stderr.rstrip().endswith("1 place of the input must be mended first")


def test_without_dask_it_says_what_to_install(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    register = write_fleet(tmp_path, ["a"])
    run = commands.run("fleet", "check", str(register), "--scheduler", "tcp://x:1", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "oit-site-builder[fleet]" in run.err
