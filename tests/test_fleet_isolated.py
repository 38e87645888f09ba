"""One agency's trouble is nobody else's: real processes, real crashes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fleets import unit, write_fleet

from site_builder.fleet.isolated import Child, answer_here, of_release
from site_builder.fleet.local import run_here
from site_builder.fleet.outcomes import Outcome
from site_builder.fleet.work import COMMANDS, Options, Unit

FAULTY = (sys.executable, "-W", "ignore", str(Path(__file__).parent / "faulty_work.py"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet")
    write_fleet(folder, ("good", "talk"))
    return folder


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child(FAULTY) as started:
        yield started


@pytest.mark.parametrize(
    ("agency", "outcome", "reason", "log"),
    [
        ("exit", Outcome.FAILED, "exit 7", ""),
        ("segfault", Outcome.FAILED, f"signal {int(signal.SIGSEGV)}", ""),
        ("memory", Outcome.FAILED, "memory", "MemoryError"),
        ("endless", Outcome.TIMEOUT, "1 seconds", "Timeout ("),
        ("mistake", Outcome.FAILED, "the program failed", "ZeroDivisionError"),
    ],
)
def test_a_fault_of_ours_is_told_as_ours_and_costs_that_agency_alone(
    agency: str, outcome: Outcome, reason: str, log: str, base: Path, child: Child
) -> None:
    seconds = 1 if agency == "endless" else 60
    result = child.answer(unit(base, agency, seconds, 1000))
    assert result["outcome"] == outcome
    assert Outcome(result["outcome"]).is_ours
    assert reason in result["reason"]["en"]
    assert result["reason"]["th"]
    assert result["problems"] == []
    assert log in result["log"]
    after = child.answer(unit(base, "good"))
    assert after["outcome"] == Outcome.FINDINGS


def test_a_process_serves_many_agencies(base: Path, child: Child) -> None:
    first, talk, last = (child.answer(unit(base, each)) for each in ("good", "talk", "good"))
    assert first["process"] == talk["process"] == last["process"]
    assert first == last
    assert talk["outcome"] == Outcome.FINDINGS, "what a library prints is no answer"


def test_a_process_that_was_killed_between_two_agencies_is_replaced(
    base: Path, child: Child
) -> None:
    first = child.answer(unit(base, "good"))["process"]
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    second = child.answer(unit(base, "good"))
    assert second["outcome"] == Outcome.FINDINGS
    assert second["process"] != first


@pytest.mark.parametrize("command", COMMANDS)
def test_wrong_input_is_the_agencys_result(command: str, child: Child, tmp_path: Path) -> None:
    write_fleet(tmp_path, ["broken"])
    (tmp_path / "agencies/broken/data/agency.yaml").write_text("name: [\n", encoding="utf-8")
    options = Options(old="2568", new="2569", output=str(tmp_path / "out"))
    result = child.answer(replace(unit(tmp_path, "broken"), command=command, options=options))
    assert result["outcome"] == Outcome.UNREADABLE
    assert result["problems"][0]["code"] == "yaml-syntax"
    assert result["problems"][0]["location"] == "data/agency.yaml:2"
    assert set(result["problems"][0]["message"]) == {"th", "en"}


def test_a_folder_that_the_machine_does_not_see_is_not_held_against_the_agency(
    child: Child, tmp_path: Path
) -> None:
    result = child.answer(unit(tmp_path / "elsewhere", "good"))
    assert result["outcome"] == Outcome.FAILED
    assert "register's folder" in result["reason"]["en"]


def test_no_path_of_this_machine_is_in_a_result(child: Child, tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ["one"])
    found = [child.answer(unit(tmp_path, each)) for each in ("one", "absent")]
    assert [each["outcome"] for each in found] == [Outcome.FINDINGS, Outcome.UNREADABLE]
    assert found[1]["problems"][0]["code"] == "no-workspace"
    assert str(register.parent) not in repr(found)


def test_units_are_taken_as_there_is_room(base: Path) -> None:
    taken = []

    def units() -> Iterator[Unit]:
        for number in range(12):
            taken.append(number)
            yield unit(base, "good")

    done = 0
    for _, result in run_here(units(), 2):
        assert result["outcome"] == Outcome.FINDINGS
        assert len(taken) <= done + 4
        done += 1
    assert done == 12


def test_another_release_of_the_program_does_not_answer(base: Path) -> None:
    result = answer_here(unit(base, "good").to_data(), "another")
    assert result["outcome"] == Outcome.FAILED
    assert "another release" in result["reason"]["en"]
    assert len(of_release()) == 64
