"""What is measured is reckoned right, kept whole, and stands in the document as it was measured."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib import import_module
from pathlib import Path

import document
import measuring
import pytest
from golden_files import assert_golden
from load import Load, read_load
from machine import Machine, this_machine
from measuring import NotMeasured, Sample, Side, Spread, ratio, run, spread, take_turns
from ours import engines
from plain_sites import GROUP, PlainPages
from processes import Watch
from results import (
    FILE,
    Comparison,
    Curve,
    Options,
    Result,
    Table,
    load_results,
    save_results,
)
from run import SUBJECTS, main
from sites import ROOT

from site_builder.cli import load
from site_builder.pages.model import Asset, NavEntry, Page, Site

NAMES = [subject.name for subject in SUBJECTS]


# --- arithmetic -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2.0], Spread(2.0, 2.0, 2.0)),
        ([3.0, 1.0, 2.0], Spread(2.0, 1.0, 3.0)),
        ([1.0, 2.0, 3.0, 9.0], Spread(2.5, 1.0, 9.0)),
    ],
)
def test_a_spread_is_the_median_and_both_ends(values: list[float], expected: Spread) -> None:
    assert spread(values) == expected


@pytest.mark.parametrize(
    ("values", "base", "expected"),
    [
        ([6.0], [2.0], Spread(3.0, 3.0, 3.0)),
        # Round by round 3, 2 and 3; the medians are 6 and 2.
        ([6.0, 4.0, 9.0], [2.0, 2.0, 3.0], Spread(3.0, 2.0, 3.0)),
        # A side that ran once is set against the round that it ran in.
        ([90.0], [9.0, 10.0, 11.0], Spread(9.0, 9.0, 10.0)),
        ([1.0, 1.0], [1.0, 1.0], Spread(1.0, 1.0, 1.0)),
    ],
)
def test_a_ratio_is_that_of_the_medians_within_those_of_the_rounds(
    values: list[float], base: list[float], expected: Spread
) -> None:
    assert ratio(values, base) == expected


@pytest.mark.parametrize(
    ("options", "usual", "expected"),
    [(Options(), 5, 5), (Options(quick=True), 5, 1), (Options(rounds=7, quick=True), 5, 7)],
)
def test_the_rounds(options: Options, usual: int, expected: int) -> None:
    assert options.times(usual) == expected


# --- programs ---------------------------------------------------------------------------------------


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_a_program_is_measured_with_what_it_starts_and_not_with_what_starts_it() -> None:
    ours = bytearray(200_000_000)  # what this process holds is none of the program's
    small = run(Side(python("pass")))
    large = run(Side(python("x = b'x' * 60_000_000")))
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(4_000_000))'])"
    child = run(Side(python(work)))
    assert len(ours) > 0
    assert small.memory < 40 < 60 < large.memory < 120
    assert child.cpu > small.cpu
    assert 0 < child.cpu <= child.wall * 2


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit('no such thing')", None),  # 1 tells findings
        ("import sys; print('no such thing', file=sys.stderr); sys.exit(2)", "2: no such thing"),
        ("import os; os.kill(os.getpid(), 9)", "137"),
        ("print('nothing found')", "found nothing"),
    ],
)
def test_a_program_that_did_not_do_its_work_is_not_measured(code: str, reason: str | None) -> None:
    def check(printed: str) -> None:
        if "nothing" in printed:
            raise NotMeasured("found nothing")

    side = Side(python(code), check=check)
    if reason is None:
        run(side)
    else:
        with pytest.raises(NotMeasured, match=reason):
            run(side)


def test_a_program_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "LIMIT", 0.2)
    with pytest.raises(NotMeasured, match="stopped after"):
        run(Side(python("import time; time.sleep(60)")))


def test_the_sides_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def side(name: str, code: str = "", rounds: int | None = None) -> Side:
        write = f"open({str(log)!r}, 'a').write({name!r}); {code}"
        return Side(python(write), rounds=rounds)

    runs = take_turns(
        {
            "a": side("a"),
            "once": side("o", rounds=1),
            "bad": side("b", "raise SystemExit(2)"),
            "gone": "it cannot be installed",
        },
        rounds=2,
    )
    assert log.read_text() == "abaoa"
    assert [len(runs["a"]), len(runs["once"])] == [2, 1]
    assert runs["bad"] == "ended with 2: "
    assert runs["gone"] == "it cannot be installed"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory of others")
def test_the_memory_of_processes_by_what_they_are_for() -> None:
    code = "import sys; x = b'x' * 60_000_000; print(flush=True); sys.stdin.read()"
    watch = Watch(lambda command: "large" if "60_000_000" in command else None)
    with subprocess.Popen(python(code), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdin
        process.stdout.readline()
        watch.look()
        process.stdin.close()
    assert set(watch.most) == {"large"} and 60 < watch.most["large"] < 120


def test_the_engines_are_those_that_the_command_offers() -> None:
    (option,) = [each for each in load("build").params if each.name == "engine"]
    assert engines() == tuple(option.type.choices)  # type: ignore[attr-defined]


# --- the same pages for other programs --------------------------------------------------------------


def made_site(pages: int) -> Site:
    names = [f"oit/{number:04d}/" for number in range(pages)]
    return Site(
        (
            Page("", "หน้าแรก", "<p>ก</p>"),
            *(Page(each, f"'{each}':", "<h2>ข</h2>") for each in names),
        ),
        (Asset("oit/data.json", b"{}"),),
        (
            NavEntry("หน้าแรก"),
            NavEntry("ทุกข้อ", "", tuple(NavEntry(each, each) for each in names)),
        ),
    )


def test_the_other_programs_get_every_page_and_file(tmp_path: Path) -> None:
    plain = PlainPages(made_site(100))
    settings = plain.write_mkdocs(tmp_path / "mkdocs")
    plain.write_hugo(tmp_path / "hugo")
    assert "navigation.prune" in settings.read_text()
    assert (tmp_path / "mkdocs/content/oit/data.json").read_bytes() == b"{}"
    assert (tmp_path / "hugo/static/oit/data.json").read_bytes() == b"{}"
    for folder, name in (("mkdocs", "index.md"), ("hugo", "*index.md")):
        found = sorted((tmp_path / folder / "content").rglob(name))
        assert len(found) == 101
    text = (tmp_path / "mkdocs/content/oit/0003/index.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: \"'oit/0003/':\"\n---\n")
    assert "## ข" in text
    # Entry 1 of the first level, the second group there, its second page.
    page = (tmp_path / "hugo/content/oit" / f"{GROUP + 1:04d}" / "index.md").read_text("utf-8")
    assert "branch: [1, 1, 1]" in page
    navigation = json.loads((tmp_path / "hugo/data/navigation.json").read_text("utf-8"))
    assert [len(group["entries"]) for group in navigation[1]["entries"]] == [28, 28, 28, 16]


# --- what is kept, and the document -----------------------------------------------------------------

MACHINE = Machine("Example Processor 9", 2, 24.0, "Debian 12 (x86_64)", "3.11.7")
MADE = {
    "fast": Result(
        "2026-01-02",
        MACHINE,
        0.21,
        321.0,
        False,
        {"mkdocs": "1.6.1", "hugo": "not installed"},
        (
            Comparison(
                "300 pages",
                "theirs",
                {
                    "`ours`": (Sample(1.0, 0.9, 60.0), Sample(1.5, 1.0, 61.4), Sample(1.2, 0.9, 60.0)),
                    "theirs": (Sample(10.0, 9.0, 80.0), Sample(12.0, 10.0, 80.0), Sample(11.0, 9.5, 80.0)),
                    "slow": (Sample(99.5, 98.0, 4000.0),),
                    "none": "hugo is not installed",
                },
                ("A note.",),
            ),
            Table("Parts", ("part", "time"), (("one", "2 s"), ("two", "3 s"))),
            Curve("made", "Time", "pages", "seconds", (30, 300), {"`ours`": (0.1, 1.2), "none": (None, None)}),
        ),
    ),
    "quick": Result(
        "2026-01-02",
        MACHINE,
        3.0,
        9.0,
        True,
        {},
        (Comparison("Nothing to compare with", "gone", {"ours": (Sample(0.1, 0.1, 9),), "gone": "no"}),),
    ),
}  # fmt: skip
PAGE = "".join(
    f"# {name}\n\nBy hand.\n\n<!-- {name} -->\nold\n<!-- /{name} -->\n\nAfter.\n"
    for name in (*MADE, "never")
)


def test_results_are_kept_whole(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    assert load_results(file) == {}
    save_results(MADE, file)
    first = load_results(file)
    save_results(first, file)
    assert load_results(file) == first
    for name, result in MADE.items():
        assert document.section(first[name]) == document.section(result)
    file.write_text(file.read_text("utf-8").replace('"format": 1', '"format": 0'), "utf-8")
    with pytest.raises(SystemExit, match="format 0"):
        load_results(file)


def test_the_document_says_what_was_measured() -> None:
    text = document.rendered(PAGE, (*MADE, "never"), MADE)
    assert_golden("performance.md", text)
    assert document.rendered(text, (*MADE, "never"), MADE) == text


def test_a_chart_has_a_line_for_each_side_that_was_measured() -> None:
    (name,) = charts = document.charts(MADE)
    assert name == "bench-made.svg"
    assert document.charts(MADE) == charts
    drawing = ET.fromstring(charts[name])
    texts = {text for each in drawing.iter() if each.text and (text := each.text.strip())}
    assert {"Time", "pages", "seconds", "30", "300", "ours"} <= texts
    assert "none" not in texts
    assert not [each for each in drawing.iter() if each.tag.endswith("script")]


def test_the_committed_document_is_that_of_the_committed_results() -> None:
    results = load_results()
    text = document.PAGE.read_text(encoding="utf-8")
    assert document.rendered(text, NAMES, results) == text, "run: python3 dev.py bench --render"
    drawn = {path.name: path.read_text("utf-8") for path in document.IMAGES.glob("bench-*.svg")}
    assert drawn == document.charts(results)
    assert set(results) <= set(NAMES), f"{FILE} keeps a subject that is gone"


@pytest.mark.parametrize("subject", SUBJECTS, ids=NAMES)
def test_every_subject_can_be_measured(subject: object) -> None:
    assert dataclasses.is_dataclass(subject)
    values = {each.name: getattr(subject, each.name) for each in dataclasses.fields(subject)}
    assert callable(import_module(values["module"]).measure)
    assert f"<!-- {values['name']} -->" in document.PAGE.read_text(encoding="utf-8")


def test_the_help_names_every_subject(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert all(f"{name}: " in told for name in NAMES)


def test_a_subject_that_fails_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "results.json"
    page = tmp_path / "performance.md"
    page.write_text(document.PAGE.read_text("utf-8"), "utf-8")
    monkeypatch.setattr("run.load_results", lambda: load_results(kept))
    monkeypatch.setattr("run.save_results", lambda results: save_results(results, kept))
    monkeypatch.setattr(document, "PAGE", page)
    monkeypatch.setattr(document, "IMAGES", tmp_path)

    def fails(options: Options) -> list[Table]:
        raise OSError("no space")

    monkeypatch.setattr("startup.measure", fails)
    monkeypatch.setattr("links.measure", lambda options: [Table("T", ("a",), (("b",),))])
    assert main(["--quick", "--only", "startup", "--only", "links"]) == 1
    assert "startup could not be measured: OSError: no space" in capsys.readouterr().err
    assert list(load_results(kept)) == ["links"]
    assert "**T**\n\n| a |\n|---|\n| b |\n" in page.read_text("utf-8")
    assert main(["--render"]) == 0


WRK = """\
Running 1s test @ http://127.0.0.1:1/
  1 threads and 64 connections
  Latency Distribution
     50%    1.00ms
     99%  {p99}
  2312 requests in 1.01s, 12.74MB read
{more}Requests/sec:   2294.55
Transfer/sec:     12.65MB
"""


@pytest.mark.parametrize(
    ("p99", "more", "expected"),
    [
        ("720.70ms", "", Load(2294.55, 720.7, 0, 2312)),
        ("1.50s ", "  Non-2xx or 3xx responses: 5\n", Load(2294.55, 1500.0, 5, 2312)),
        (
            "900.00us",
            "  Socket errors: connect 1, read 2, write 3, timeout 4\n",
            Load(2294.55, 0.9, 10, 2312),
        ),
    ],
)
def test_what_wrk_prints(p99: str, more: str, expected: Load) -> None:
    assert read_load(WRK.format(p99=p99, more=more)) == expected


def test_what_wrk_has_not_printed_is_no_measure() -> None:
    with pytest.raises(NotMeasured, match="unable to connect"):
        read_load("unable to connect to 127.0.0.1:1 Connection refused\n")


def test_the_machine_is_named() -> None:
    machine = this_machine()
    assert machine.cores >= 1 and machine.memory > 0 and machine.processor
    assert "Python 3." in str(machine) and ROOT.is_dir()
