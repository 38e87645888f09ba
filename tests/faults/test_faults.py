"""Commands that are killed, or find no room or no right to write, at a few of their operations.

`python3 dev.py faults` does it for all of them, hundreds of times.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click
import pytest
from commands import BAD_INPUT, FINDINGS, OUR_FAULT

from faults import injecting
from faults.choosing import chosen
from faults.injecting import Fault, forked
from faults.scenarios import SCENARIOS, called
from faults.trials import Bench
from site_builder.cli import COMMANDS, load, main
from site_builder.problems import our_fault
from site_builder.sources.write import of_the_disk

BY_NAME = {each.name: each for each in SCENARIOS}
#: Some of them, and how often they are killed and find a full disk in this run.
TRIED = {
    "adopt": (3, 2),
    "build": (5, 2),
    "carry": (6, 3),
    "edit (a form is saved)": (6, 3),
    "editions new": (2, 2),
    "fleet build (a worker)": (3, 1),
    "import": (4, 2),
    "import (a table)": (3, 2),
    "init": (3, 2),
    "links --watch": (6, 4),
    "publish": (2, 1),
    "results plan": (2, 2),
    "seal": (1, 1),
}
#: Commands that write nothing but to their output.
READERS = {"serve", "editions list", "editions show", "editions diff", "editions lint"}


@pytest.mark.parametrize(("name", "kills", "full"), [(k, *v) for k, v in TRIED.items()], ids=TRIED)
def test_whatever_is_killed_or_finds_no_room_leaves_the_old_or_the_new(
    name: str, kills: int, full: int, tmp_path: Path
) -> None:
    bench = Bench(BY_NAME[name], tmp_path)
    for number in chosen(bench.operations, kills, f"kill {name}"):
        verdict = bench.trial(injecting.kill(number))
        # What is kept for speed alone is not written in every run.
        is_reached = verdict.code == -9 or "/cache/" in bench.operations[number][1]
        assert (is_reached, verdict.wrong) == (True, []), bench.operations[number]
    for number in chosen(bench.operations, full, f"full {name}"):
        assert bench.trial(injecting.full(number)).wrong == [], bench.operations[number]


def test_what_a_nearly_full_disk_takes_in_parts_is_whole(tmp_path: Path) -> None:
    """The system writes a part without an error; a page that ended there would be published."""
    bench = Bench(BY_NAME["build"], tmp_path)
    pages = [
        number
        for number, (name, place) in enumerate(bench.operations)
        if name == "write" and "/.site.new/" in place
    ]
    verdict = bench.trial(injecting.short(pages[len(pages) // 2]))
    assert (verdict.code, verdict.wrong) == (0, [])
    # Nor does a build that fails keep the room that it has taken.
    bench.restore()
    code, said, _ = bench.run(injecting.full(pages[len(pages) // 2]))
    assert (code, "ดิสก์หรือโควตาเต็ม" in said) == (BAD_INPUT, True)
    assert not (bench.area / "ws/.site.new").exists()


def test_a_cache_that_cannot_be_written_fails_nothing(tmp_path: Path) -> None:
    bench = Bench(BY_NAME["remind"], tmp_path)
    for what in ("/templates/", "/documents/", "/fingerprints/", "/catalogue/"):
        for number, (name, place) in enumerate(bench.operations):
            if what in place and name in ("open", "write", "mkdir"):
                bench.restore()
                assert bench.run(injecting.broken(number))[0] == 0, place
                break


def test_a_coloured_workbook_that_is_the_same_is_kept_once(tmp_path: Path) -> None:
    bench = Bench(BY_NAME["import (wrong cells)"], tmp_path)
    assert bench.run(None)[0] == FINDINGS
    assert not (bench.area / "ws/backup").exists()


@pytest.fixture(scope="module")
def carrying(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(BY_NAME["carry"], tmp_path_factory.mktemp("faults"))


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
def test_the_remedy_fits_the_fault(fault: type[Fault], words: str, carrying: Bench) -> None:
    places = [place for _, place in carrying.operations]
    first = next(n for n, place in enumerate(places) if "/data/2569/.oit-" in place)
    carrying.restore()
    code, said, _ = carrying.run(fault(first))
    assert code == BAD_INPUT
    assert words in said


def _names() -> set[str]:
    """Every command, those of a group behind its name."""
    names = set()
    for name in COMMANDS:
        found = load(name)
        below = found.commands if isinstance(found, click.Group) else {}
        names |= {f"{name} {each}" for each in below} or {name}
    return names


def test_every_command_that_writes_is_among_them() -> None:
    tried = [each.name for each in SCENARIOS]
    missing = {name for name in _names() if not any(each.startswith(name) for each in tried)}
    assert missing == READERS


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
