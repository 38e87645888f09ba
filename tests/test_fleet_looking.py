"""What is unchanged is seen by one process for few agencies, by several for many, and told the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fleets import write_fleet

from site_builder.fleet import looking
from site_builder.fleet.looking import Look, look_at, look_at_all, state_of

AGENCIES = [f"a{number}" for number in range(9)]


@pytest.fixture
def looks(tmp_path: Path) -> list[tuple[str, Look | None]]:
    """Every third is not known and need not be looked at."""
    write_fleet(tmp_path, AGENCIES)
    found: list[tuple[str, Look | None]] = []
    for number, name in enumerate(AGENCIES):
        root = tmp_path / "agencies" / name
        (root / "site").mkdir()
        (root / "site/index.html").write_text(name)
        known = Look(root, root / "site" if number % 2 else None, (root / "site",))
        found.append((name, known if number % 3 else None))
    return found


def test_many_are_seen_as_few_are(
    looks: list[tuple[str, Look | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [(name, look_at(look)) for name, look in looks]
    assert list(look_at_all(looks)) == alone
    monkeypatch.setattr(looking, "_FEW", 1)
    monkeypatch.setattr(looking, "_CHUNK", 2)
    assert list(look_at_all(looks)) == alone
    assert len({seen for _, seen in alone}) == 7, "each its own, and None"


def test_nothing_known_needs_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "ProcessPoolExecutor", None)
    looks: list[tuple[int, Look | None]] = [(number, None) for number in range(200)]
    assert list(look_at_all(looks)) == [(number, None) for number in range(200)]
    assert list(look_at_all([])) == []


def test_no_more_is_taken_than_is_under_way(
    looks: list[tuple[str, Look | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_FEW", 0)
    monkeypatch.setattr(looking, "_CHUNK", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    taken: list[tuple[str, Look | None]] = []

    def endless() -> Iterator[tuple[str, Look | None]]:
        while True:
            for each in looks:
                taken.append(each)
                yield each

    answers = look_at_all(endless())
    for _ in range(5):
        next(answers)
    answers.close()
    assert len(taken) <= 5 + 3


@pytest.mark.parametrize(
    "change",
    [
        lambda site: (site / "index.html").write_text("longer"),
        lambda site: (site / "new.html").write_text(""),
        lambda site: (site / "index.html").unlink(),
        lambda site: (site / "index.html").rename(site / "other.html"),
        lambda site: os.utime(site / "index.html", ns=(0, 0)),
    ],
)
def test_a_changed_output_is_seen(tmp_path: Path, change: Callable[[Path], object]) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("page")
    before = state_of([site])
    assert state_of([site]) == before
    change(site)
    assert state_of([site]) != before


def test_a_file_and_what_is_gone(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert state_of([report]) == "gone"
    report.write_text("report")
    before = state_of([report])
    report.write_text("another")
    assert before != state_of([report]) != "gone"
