"""Commands that are killed, or find no room or no right to write, at a few of their operations.

`python3 dev.py faults` does it for all of them, hundreds of times.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from commands import BAD_INPUT, OUR_FAULT
from sites import ROOT

from faults import injecting
from faults.choosing import chosen
from faults.found import FOUND
from faults.injecting import Fault, forked
from faults.scenarios import SCENARIOS, called
from faults.trials import Bench, Scenario
from site_builder.cli import COMMANDS, main
from site_builder.cli.editions import command as editions
from site_builder.cli.fleet import COMMANDS as FLEET
from site_builder.cli.results import command as results
from site_builder.problems import our_fault
from site_builder.sources.write import of_the_disk

BY_NAME = {each.name: each for each in SCENARIOS}
#: How often the light ones are killed, and find a full disk, in this run.
TRIED = {
    "adopt": (4, 2),
    "build": (8, 3),
    "carry": (6, 3),
    "edit (a form is saved)": (6, 3),
    "editions new": (3, 2),
    "fleet build (a worker)": (4, 2),
    "import": (5, 2),
    "import (a table)": (4, 2),
    "init": (4, 2),
    "links --watch": (6, 4),
    "publish": (3, 1),
    "results plan": (3, 2),
    "seal": (2, 2),
}
#: Commands that write nothing but to their output.
READERS = {"serve", "editions list", "editions show", "editions diff", "editions lint"}


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    scenario: Scenario = BY_NAME[request.param]
    return Bench(scenario, tmp_path_factory.mktemp("faults"))


def _tried(index: int) -> list[object]:
    return [pytest.param(name, counts[index], id=name) for name, counts in TRIED.items()]


@pytest.mark.parametrize(("bench", "times"), _tried(0), indirect=["bench"], scope="module")
def test_whatever_is_killed_leaves_the_old_or_the_new(bench: Bench, times: int) -> None:
    for number in chosen(bench.operations, times, f"kill {bench.scenario.name}"):
        verdict = bench.trial(injecting.kill(number))
        assert (verdict.code, verdict.wrong) == (-9, []), bench.operations[number]


@pytest.mark.parametrize(("bench", "times"), _tried(1), indirect=["bench"], scope="module")
def test_whatever_finds_no_room_says_so_and_leaves_the_old_or_the_new(
    bench: Bench, times: int
) -> None:
    for number in chosen(bench.operations, times, f"full {bench.scenario.name}"):
        assert bench.trial(injecting.full(number)).wrong == [], bench.operations[number]


@pytest.mark.parametrize("bench", ["build"], indirect=True, scope="module")
def test_what_a_nearly_full_disk_takes_in_parts_is_whole(bench: Bench) -> None:
    """The system writes a part without an error; a page that ended there would be published."""
    pages = [
        number
        for number, (name, place) in enumerate(bench.operations)
        if name == "write" and "/.site.new/" in place
    ]
    for number in (pages[0], pages[len(pages) // 2], pages[-1]):
        verdict = bench.trial(injecting.short(number))
        assert (verdict.code, verdict.wrong) == (0, [])


@pytest.mark.parametrize("bench", ["carry"], indirect=True, scope="module")
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (injecting.full, "ดิสก์หรือโควตาเต็ม"),
        (injecting.over_quota, "ดิสก์หรือโควตาเต็ม"),
        (injecting.broken, "สำรองข้อมูลไว้ที่อื่นทันที"),
        (injecting.read_only, "ขอสิทธิ์เขียน"),
        (injecting.forbidden, "ขอสิทธิ์เขียน"),
    ],
)
def test_the_remedy_fits_the_fault(fault: type[Fault], words: str, bench: Bench) -> None:
    first = next(n for n, (_, place) in enumerate(bench.operations) if "/data/2569/.oit-" in place)
    bench.restore()
    code, said, _ = bench.run(fault(first))
    assert code == BAD_INPUT
    assert words in said


def test_every_command_that_writes_is_among_them() -> None:
    names = {*COMMANDS, *(f"fleet {name}" for name in FLEET)}
    names |= {f"{group.name} {name}" for group in (editions, results) for name in group.commands}
    names -= {group.name for group in (editions,)} | {"fleet"}
    tried = {each.name for each in SCENARIOS} | READERS
    assert {name for name in names if not any(each.startswith(name) for each in tried)} == set()


def test_an_output_that_takes_nothing_is_no_fault_of_the_program(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:

        def work() -> int:
            os.dup2(full.fileno(), 1)
            return called("editions", "list", area=tmp_path, within=".")

        code, said, _ = forked(work, tmp_path)
    assert code == BAD_INPUT
    assert "No space left" in said or said == ""


def test_a_fault_of_ours_is_told_even_where_it_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("site_builder.cli._group", fail)
    with pytest.raises(SystemExit) as ended:
        main(["build"])
    assert ended.value.code == OUR_FAULT
    assert "ตรวจว่าดิสก์ไม่เต็ม" in capsys.readouterr().err
    assert "ตรวจว่าดิสก์ไม่เต็ม" in str(our_fault())


def test_what_is_no_fault_of_the_disk_is_not_called_one() -> None:
    for error in (ValueError("x"), OSError(errno.EPIPE, "x"), OSError("x"), ConnectionError()):
        assert of_the_disk(error) is None


def test_every_finding_names_a_test_that_is_there() -> None:
    for finding in FOUND:
        file, _, name = finding["test"].partition("::")
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), finding
