"""`oit fleet`: results, going on, what is not done again, exit codes."""

from __future__ import annotations

import csv
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, OUR_FAULT, Commands
from fleets import Stuck, lines, write_fleet
from sites import oit, tree

from site_builder.cli.fleet.options import exit_code
from site_builder.fleet.history import days, standings
from site_builder.fleet.outcomes import Outcome
from site_builder.fleet.results import open_results
from site_builder.fleet.running import Totals

DAY = ("--day", "1/10/2568")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fleet that was checked: one sound agency, one broken, one that is not there, one that leads away."""
    folder = tmp_path_factory.mktemp("checked")
    register = write_fleet(folder, ("sound", "broken", "absent", "leads-away"))
    agencies = folder / "agencies"
    (agencies / "broken/data/2569/o02.yaml").write_text("item: [\n", encoding="utf-8")
    shutil.rmtree(agencies / "absent")
    shutil.rmtree(agencies / "leads-away/data/2569")
    (agencies / "leads-away/data/2569").symlink_to(agencies / "sound/data/2569")
    run = oit("fleet", "check", str(register), *DAY, cwd=folder)
    assert run.code == BAD_INPUT, run.err
    assert "broken (อ่านข้อมูลไม่ได้)" in run.out
    return folder


def test_a_line_for_each_agency(checked: Path) -> None:
    found = lines(checked / "fleet-results")
    assert list(found) == ["absent", "broken", "leads-away", "sound"]
    sound = found["sound"]
    assert list(sound) == [
        *("format", "agency", "name", "type", "province", "district", "vendor", "workspace"),
        *("command", "outcome", "reason", "problems", "editions"),
    ]
    assert sound["name"] == "เทศบาลตำบลตัวอย่าง", "what the register does not say, the agency does"
    assert (sound["district"], sound["province"]) == ("เมืองขอนแก่น", "ขอนแก่น")
    assert (sound["workspace"], sound["outcome"]) == ("agencies/sound", "findings")
    (edition,) = sound["editions"]
    assert edition["edition"] == edition["ruleset"]["edition"] == "2569"
    assert edition["summary"]["items"] == len(edition["items"]) == 26
    assert sum(edition["summary"].values()) == 2 * 26
    by_slug = {item["slug"]: item for item in edition["items"]}
    assert ["contact", "fail"] not in by_slug["executives"]["elements"]
    assert by_slug["news"]["status"] == "missing"


def test_trouble_is_told_where_it_belongs(checked: Path) -> None:
    found = lines(checked / "fleet-results")
    assert found["absent"]["outcome"] == found["broken"]["outcome"] == "unreadable"
    assert found["absent"]["problems"][0]["location"] == "agencies/absent"
    assert found["broken"]["problems"][0]["code"] == "yaml-syntax"
    assert found["broken"]["problems"][0]["location"].startswith("data/2569/o02.yaml:")
    assert found["leads-away"]["outcome"] == "unreadable"
    assert "data/2569" in found["leads-away"]["problems"][0]["location"]
    assert found["sound"]["problems"] == []


def test_a_table_and_a_history(checked: Path) -> None:
    results = checked / "fleet-results"
    with (results / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["agency"]: row for row in csv.DictReader(file)}
    assert rows["sound"]["items"] == "26"
    assert rows["absent"]["outcome"] == "unreadable"
    assert rows["absent"]["problems"] == "1"
    (day,) = days(results)
    assert day.day == date(2025, 10, 1)
    assert day.outcomes == {"findings": 1, "unreadable": 3}
    assert (day.editions["2569"].agencies, sum(day.editions["2569"].letters.values())) == (1, 26)
    assert len(standings(results, day.day)["sound"].editions["2569"]) == 26


def test_a_name_that_a_spreadsheet_would_run_is_a_text(tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ["a"])
    register.write_text("id,workspace,vendor\na,agencies/a,=1+1\n", encoding="utf-8")
    assert oit("fleet", "check", str(register), cwd=tmp_path).code == FINDINGS
    assert ",'=1+1," in (tmp_path / "fleet-results/results.csv").read_text(encoding="utf-8-sig")
    assert lines(tmp_path / "fleet-results")["a"]["vendor"] == "=1+1"


def test_nothing_is_done_twice(commands: Commands, tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ("a", "b", "c"))

    def check(*options: str) -> tuple[dict[str, str], str]:
        run = commands.run(
            "fleet", "check", str(register), *options, *DAY, "--lang", "en", cwd=tmp_path
        )
        return tree(tmp_path / "fleet-results" / "history") | {
            name: digest
            for name, digest in tree(tmp_path / "fleet-results").items()
            if name.startswith("results.") and not name.startswith("results.sqlite")
        }, run.out

    first, told = check()
    assert "unchanged" not in told
    second, told = check()
    assert "3 are unchanged" in told
    assert second == first, "the same bytes"
    with (tmp_path / "agencies/b/data/2569/o02.yaml").open("a", encoding="utf-8") as file:
        file.write("  - name: นาย ข ตัวอย่าง\n")
    third, told = check()
    assert "2 are unchanged" in told
    assert third != first
    _, told = check("--fail-on", "error")
    assert "unchanged" not in told, "it is another question"
    _, told = check("--fail-on", "error", "--again")
    assert "unchanged" not in told


def test_our_failure_is_no_answer_to_keep(tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ("stuck", "well"))
    stuck = Stuck(tmp_path, "stuck")
    arguments = ("fleet", "check", str(register), "--seconds", "2", "--lang", "en")
    run = oit(*arguments, cwd=tmp_path)
    assert run.code == OUR_FAULT
    assert "stuck (out of time): it took more than 2 seconds" in run.out
    found = lines(tmp_path / "fleet-results")
    assert found["stuck"]["outcome"] == "timeout"
    assert found["stuck"]["editions"] == found["stuck"]["problems"] == []
    assert found["well"]["outcome"] == "findings"
    log = tmp_path / "fleet-results/faults/stuck.txt"
    assert "Timeout (" in log.read_text(encoding="utf-8")
    stuck.mend()
    assert oit(*arguments, cwd=tmp_path).code == FINDINGS
    assert lines(tmp_path / "fleet-results")["stuck"]["outcome"] == "findings"
    assert not log.exists()


def _start(register: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "site_builder", "fleet", "check", str(register)]
    return subprocess.Popen(
        [*command, "--workers", "1", "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_what_is_done_when_the_run_is_killed_is_kept(tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ("a", "b", "stuck"))
    stuck = Stuck(tmp_path, "stuck")
    run = _start(register)
    stuck.reached()
    run.kill()
    run.communicate()
    stuck.mend()
    with open_results(tmp_path / "fleet-results") as store:
        done = [name for name in ("a", "b", "stuck") if store.get("check", name)]
    assert "a" in done, "the answer of b may still have been on its way"
    assert "stuck" not in done
    again = oit("fleet", "check", str(register), "--lang", "en", cwd=tmp_path)
    assert again.code == FINDINGS, again.err
    assert f"{len(done)} are unchanged" in again.out
    assert set(lines(tmp_path / "fleet-results")) == {"a", "b", "stuck"}


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ("a", "stuck"))
    stuck = Stuck(tmp_path, "stuck")
    run = _start(register)
    stuck.reached()
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=60)
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    assert run.returncode == BAD_INPUT


def test_one_run_at_a_time_uses_a_results_folder(commands: Commands, tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ["a"])
    with open_results(tmp_path / "fleet-results"):
        run = commands.run("fleet", "check", str(register), "--lang", "en", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "another oit fleet is using" in run.err


def test_results_of_another_make_begin_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "results.sqlite") as connection:
        connection.execute("CREATE TABLE done (something TEXT)")
    connection.close()
    with open_results(tmp_path) as store:
        assert store.get("check", "a") is None


def test_a_file_that_is_no_database_is_told(commands: Commands, tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ["a"])
    (tmp_path / "results.sqlite").write_bytes(b"no database" * 1000)
    run = commands.run("fleet", "check", str(register), "--results", str(tmp_path), cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "results.sqlite" in run.err


@pytest.mark.parametrize("command", ["check", "build", "report"])
@pytest.mark.parametrize("name", ["nothing.csv", "nothing.yaml", "nothing"])
def test_a_register_that_is_not_there(
    commands: Commands, tmp_path: Path, command: str, name: str
) -> None:
    run = commands.run("fleet", command, name, cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert run.err.startswith(f"{name}: เปิดไฟล์ไม่ได้")
    assert "→ ตรวจว่าไฟล์มีอยู่" in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([Outcome.CLEAN], CLEAN),
        ([Outcome.CLEAN, Outcome.FINDINGS], FINDINGS),
        ([Outcome.FINDINGS, Outcome.UNREADABLE], BAD_INPUT),
        *(
            ([Outcome.UNREADABLE, outcome, Outcome.FINDINGS], OUR_FAULT)
            for outcome in (Outcome.FAILED, Outcome.TIMEOUT, Outcome.LOST)
        ),
    ],
)
def test_the_gravest_outcome_is_the_exit_code(outcomes: list[Outcome], code: int) -> None:
    totals = Totals()
    reason = {"th": "เหตุ", "en": "why"}
    for number, outcome in enumerate(outcomes):
        totals.add(str(number), {"outcome": outcome.value, "reason": reason, "problems": []})
    assert exit_code(totals) == code


def test_carry_and_report(commands: Commands, tmp_path: Path) -> None:
    register = write_fleet(tmp_path, ["a"])
    agency = tmp_path / "agencies/a"
    (agency / "data/2569").rename(agency / "data/2568")
    run = commands.run("fleet", "carry", str(register), "2568", "2569", cwd=tmp_path)
    assert run.code == CLEAN, run.err
    carried = lines(tmp_path / "fleet-results", "carry")["a"]["carried"]
    assert carried["written"] == ["data/2569/o02.yaml"]
    assert (agency / "data/2569/o02.yaml").is_file()
    run = commands.run("fleet", "report", str(register), "--output", "here", cwd=tmp_path)
    assert run.code == FINDINGS, run.err
    assert lines(tmp_path / "fleet-results", "report")["a"]["report"] == "a.html"
    page = (tmp_path / "here/a.html").read_text(encoding="utf-8")
    assert "เทศบาลตำบลตัวอย่าง" in page
    (tmp_path / "here/a.html").unlink()
    run = commands.run("fleet", "report", str(register), "--output", "here", cwd=tmp_path)
    assert (tmp_path / "here/a.html").read_text(encoding="utf-8") == page, (
        "it was gone, and is back"
    )
