"""The view of a fleet: what results come to, day by day, and the files that show it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commands import BAD_INPUT, CLEAN, Commands
from fleet_lines import line, many, write_lines
from golden_files import assert_golden
from pyarrow import parquet

from site_builder.catalogue.loader import load_catalogue
from site_builder.estimate import worth
from site_builder.fleet import dashboard
from site_builder.fleet.dashboard import curve, make_view, percent, write_view
from site_builder.fleet.history import Sums, days, keep_day, standings
from site_builder.fleet.outcomes import Outcome
from site_builder.fleet.overview import Overview, overview
from site_builder.language import LANGUAGES, Language, use_language
from site_builder.problems import InputError

EDITION = load_catalogue().editions["2569"]
FIRST, SECOND = EDITION.items[4], EDITION.items[5]
KEYS = [element.key for element in FIRST.elements]
YESTERDAY, TODAY = date(2026, 11, 21), date(2026, 11, 22)

#: Complete; one thing alone; two things, and an item of which there is nothing; apart from these what was
#: not judged: unreadable, our failure, another year.
FLEET = [
    line("a-1", outcome="clean", vendor="ก"),
    line("b-2", lacking={FIRST.id: KEYS[:1]}, vendor="ข", province="เมฆธานี"),
    line("c-3", lacking={FIRST.id: KEYS[:2]}, statuses={SECOND.id: "missing"}, vendor="ข"),
    line("d-4", outcome="unreadable"),
    line("e-5", outcome="timeout"),
    line("f-6", edition="2568"),
]


def summed(lines: list[dict[str, Any]]) -> Overview:
    return overview(lines, "2569", Path("results"))


def test_what_was_not_judged_stands_apart() -> None:
    found = summed(FLEET)
    assert [row.id for row in found.rows] == ["a-1", "b-2", "c-3"]
    assert [(row.id, str(row.reason)) for row in found.unreadable] == [
        ("d-4", "data/agency.yaml:3: อ่าน YAML ไม่ได้")
    ]
    assert [(row.id, row.outcome, str(row.reason)) for row in found.ours] == [
        ("e-5", Outcome.TIMEOUT, "เกินเวลา")
    ]
    assert found.elsewhere == 1
    assert sum(found.counts.values()) == 3 * len(EDITION.items)


def test_items_of_all_agencies() -> None:
    first = next(each for each in summed(FLEET).items if each.item is FIRST)
    second = next(each for each in summed(FLEET).items if each.item is SECOND)
    points = worth(EDITION)
    assert points is not None
    assert dict(first.counts) == {"c": 1, "i": 2}
    assert (first.points, first.gain) == (points.points[FIRST.id], 2 * points.points[FIRST.id])
    assert dict(second.counts) == {"c": 2, "m": 1}
    assert second.gain == points.points[SECOND.id]


def test_one_fix_gains_where_it_is_all_that_an_item_lacks() -> None:
    points = worth(EDITION)
    assert points is not None
    told = [(each.element.key, each.lacking, each.alone) for each in summed(FLEET).lacking]
    assert told == [(KEYS[0], 2, 1), (KEYS[1], 1, 0)]
    assert [each.gain for each in summed(FLEET).lacking] == [points.points[FIRST.id], Decimal(0)]


def test_leagues() -> None:
    found = summed(FLEET)
    assert [(each.name, each.agencies) for each in found.league("vendor")] == [("ก", 1), ("ข", 2)]
    assert [each.share for each in found.league("province")] == [25 / 26, 25 / 26]
    assert [each.name for each in found.league("province")] == ["ดาวบุรี", "เมฆธานี"]
    assert [row.id for row in found.ranked] == ["a-1", "b-2", "c-3"]


def test_criteria_of_its_own_with_other_items_are_not_these() -> None:
    odd = line("a-1")
    odd["editions"][0]["items"].pop()
    assert (len(summed([odd]).rows), summed([odd]).elsewhere) == (0, 1)


# --- the history -------------------------------------------------------------------------------


def test_a_day_is_kept_and_read_again(tmp_path: Path) -> None:
    keep_day(tmp_path, TODAY, FLEET[:1])
    keep_day(tmp_path, TODAY, FLEET)
    keep_day(tmp_path, YESTERDAY, FLEET[:1])
    assert [each.day for each in days(tmp_path)] == [YESTERDAY, TODAY]
    found = days(tmp_path)[1]
    assert found.outcomes == {"clean": 1, "findings": 3, "timeout": 1, "unreadable": 1}
    assert (found.editions["2569"].agencies, found.editions["2568"].agencies) == (3, 1)
    assert found.editions["2569"].letters == {"c": 75, "i": 2, "m": 1, "n": 0}
    kept = standings(tmp_path, TODAY)
    assert kept["d-4"].outcome == Outcome.UNREADABLE and kept["d-4"].editions == {}
    assert kept["b-2"].editions["2569"][4] == "i"


@pytest.mark.parametrize(
    ("before", "after", "worse", "better"),
    [
        (line("x"), line("x"), [], []),
        (line("x"), line("x", statuses={FIRST.id: "missing"}), [FIRST.id], []),
        (line("x", lacking={FIRST.id: KEYS[:1]}), line("x"), [], [FIRST.id]),
        (
            line("x", statuses={FIRST.id: "missing"}),
            line("x", statuses={FIRST.id: "incomplete", SECOND.id: "needs-review"}),
            [SECOND.id],
            [FIRST.id],
        ),
        (line("x"), line("x", outcome="unreadable"), ["stopped"], []),
        (line("x", outcome="unreadable"), line("x"), [], ["back"]),
        (line("x"), line("x", outcome="timeout"), [], []),
        (line("x", outcome="lost"), line("x", statuses={FIRST.id: "missing"}), [], []),
        (line("x", edition="2568"), line("x", statuses={FIRST.id: "missing"}), [], []),
        (line("other"), line("x", statuses={FIRST.id: "missing"}), [], []),
    ],
)
def test_what_moved(
    tmp_path: Path,
    before: dict[str, Any],
    after: dict[str, Any],
    worse: list[str],
    better: list[str],
) -> None:
    everywhere = line("always-judged")
    keep_day(tmp_path, YESTERDAY, [before, everywhere])
    keep_day(tmp_path, TODAY, [after, everywhere])
    write_lines(tmp_path, [after, everywhere])
    found = make_view(tmp_path, "2569").movements
    assert found is not None and found.since == YESTERDAY
    assert not found.other_criteria
    down = [
        what
        for each in found.worse
        for what in [*(i.id for i in each.worse), *["stopped"] * each.stopped]
    ]
    up = [
        what
        for each in found.better
        for what in [*(i.id for i in each.better), *["back"] * each.back]
    ]
    assert (down, up) == (worse, better)


def test_other_criteria_are_said(tmp_path: Path) -> None:
    old = line("a-1")
    old["editions"][0]["ruleset"]["sha256"] = "1" * 64
    keep_day(tmp_path, YESTERDAY, [old])
    keep_day(tmp_path, TODAY, [line("a-1")])
    found = make_view(write_lines(tmp_path, [line("a-1")])).movements
    assert found is not None and found.other_criteria


def test_the_curve_keeps_to_the_calendar() -> None:
    def day(number: int, complete: int) -> tuple[Any, Sums]:
        kept = type("Day", (), {"day": date(2026, 11, number)})()
        return kept, Sums(1, {"c": complete, "m": 4 - complete}, ())

    assert curve([], 100, 100) == []
    assert curve([day(1, 0), day(2, 1), day(5, 4)], 100, 40) == [
        ("0.0", "40.0"),
        ("25.0", "30.0"),
        ("100.0", "0.0"),
    ]
    assert [percent(1, 3), percent(1, 2000), percent(2, 2), percent(0, 0)] == [
        "33.3",
        "0.1",
        "100.0",
        "–",
    ]


# --- the files ---------------------------------------------------------------------------------


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = write_lines(tmp_path / "results", FLEET)
    keep_day(folder, YESTERDAY, [line("a-1"), line("b-2"), line("c-3", outcome="unreadable")])
    keep_day(folder, TODAY, FLEET)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page(results: Path, language: Language) -> None:
    use_language(language)
    try:
        write_view(results / "view", make_view(results))
    finally:
        use_language("th")
    page = (results / "view" / "index.html").read_text(encoding="utf-8")
    assert_golden(f"fleet-{language}.html", page)


def test_the_same_results_give_the_same_files(results: Path, tmp_path: Path) -> None:
    write_view(tmp_path / "one", make_view(results))
    write_view(tmp_path / "two", make_view(results))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert files_of(tmp_path / "one")["results.csv"] == (results / "results.csv").read_bytes()


def test_pages_of_a_larger_fleet_are_taken_away(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard, "PER_PAGE", 1)
    write_view(results / "view", make_view(results))
    assert (results / "view" / "agencies-3.html").exists()
    monkeypatch.setattr(dashboard, "PER_PAGE", 500)
    write_view(results / "view", make_view(results))
    pages = {name for name in files_of(results / "view") if name.startswith("agencies")}
    assert pages == {"agencies-1.html"}


def test_names_are_text_and_nothing_else(tmp_path: Path) -> None:
    nasty = "</td><script>alert(1)</script>\u2028'\"\\"
    about = {"name": nasty, "type": nasty, "province": nasty, "vendor": nasty}
    lines = [line("a") | about, line("b", outcome="unreadable") | about]
    folder = write_lines(tmp_path, lines)
    write_view(tmp_path / "view", make_view(folder))
    for name in ("index.html", "agencies-1.html"):
        page = (tmp_path / "view" / name).read_text(encoding="utf-8")
        assert "<script>" not in page and "&lt;script&gt;" in page
    data = (tmp_path / "view" / "data.js").read_text(encoding="utf-8")
    kept = json.loads(data.partition(" = ")[2].rstrip(";\n"))
    assert kept["agencies"][0][1] == nasty


def test_shown_by_the_edition_of_most_agencies(tmp_path: Path) -> None:
    lines = [line("a", edition="2568"), line("b"), line("c")]
    folder = write_lines(tmp_path, lines)
    assert make_view(folder).overview.edition.name == "2569"
    assert make_view(folder, "2568").overview.edition.name == "2568"
    assert make_view(write_lines(tmp_path, lines[:2])).overview.edition.name == "2569"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "results.jsonl").unlink(), "fleet-no-results"),
        (lambda folder: (folder / "results.jsonl").write_text("{}\n"), "fleet-results"),
        (lambda folder: (folder / "results.jsonl").write_bytes(b"\xff\n"), "fleet-results"),
        (lambda folder: write_lines(folder, [line("a") | {"outcome": "odd"}]), "fleet-results"),
        (lambda folder: write_lines(folder, [line("a") | {"name": None}]), ""),
        (lambda folder: write_lines(folder, FLEET[3:5]), "fleet-edition"),
        (lambda folder: (folder / "history/2026-11-20.jsonl").write_text("x"), "fleet-history"),
        (lambda folder: _cut(folder / "history/2026-11-21.jsonl"), "fleet-history"),
        (lambda folder: (folder / "history/notes.txt").write_text("x"), ""),
    ],
)
def test_what_is_not_ours_is_said(
    results: Path, spoil: Callable[[Path], object], code: str
) -> None:
    spoil(results)
    if not code:
        make_view(results)
        return
    with pytest.raises(InputError) as told:
        make_view(results)
    assert [each.code for each in told.value.problems] == [code]


def _cut(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8")[:-10], encoding="utf-8")


def test_the_command(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oit = Commands(capsys)
    made = oit.run("fleet", "view", "--results", str(results), cwd=results)
    assert (made.code, "3 หน่วยงาน" in made.out) == (CLEAN, True)
    assert (results / "view" / "index.html").is_file()
    asked = ("fleet", "view", "--results", str(results), "--output", "old", "--day", "2026-11-21")
    assert oit.run(*asked, cwd=results).code == CLEAN
    page = (results / "old" / "index.html").read_text(encoding="utf-8")
    assert "ยังไม่มีผลของวันก่อนให้เทียบ" in page
    wrong = oit.run("fleet", "view", "--results", str(results), "--edition", "2567", cwd=results)
    assert (wrong.code, "2569" in wrong.err) == (BAD_INPUT, True)


def test_parquet_is_read_back(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oit = Commands(capsys)
    asked = ("fleet", "view", "--results", str(results), "--parquet")
    assert oit.run(*asked, cwd=results).code == CLEAN
    rows = parquet.read_table(results / "results.parquet").to_pylist()
    assert len(rows) == 3 * len(EDITION.items) + len(load_catalogue().editions["2568"].items) + 2
    told = {(row["agency"], row["item"]): row for row in rows}
    assert told["c-3", FIRST.id]["status"] == "incomplete"
    assert told["c-3", FIRST.id]["fail"] == KEYS[:2]
    assert told["b-2", FIRST.id]["vendor"] == "ข"
    assert told["d-4", None]["outcome"] == "unreadable"


def test_without_the_library_for_parquet(
    results: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    asked = ("fleet", "view", "--results", str(results), "--parquet")
    told = Commands(capsys).run(*asked, cwd=results)
    assert (told.code, "oit-site-builder[parquet]" in told.err) == (BAD_INPUT, True)


def test_a_country_is_summed_up(tmp_path: Path) -> None:
    found = make_view(write_lines(tmp_path, many(500)))
    assert sum(group.agencies for group in found.overview.league("type")) == len(
        found.overview.rows
    )
    assert found.movements is None and found.history == []
