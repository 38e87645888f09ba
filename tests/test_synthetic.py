"""The made-up fleet: the same each time, and a check finds in it what was planted and no more."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from fleet_names import TYPES, shares
from synthetic import COLUMNS, write_fleet

from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.outcomes import Status
from site_builder.personal_data import personal_data
from site_builder.problems import InputError
from site_builder.workspace import open_workspace

AGENCIES = 8
SEED = 3


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_fleet(tmp_path_factory.mktemp("fleet"), AGENCIES, SEED).parent


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def found(workspace: Path) -> dict[tuple[str, str], set[str]]:
    """What a check says of each item that is not clean; of what nothing can be said, under ""."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    try:
        opened = open_workspace(workspace)
        for edition in opened.editions:
            data = load_disclosures(opened, edition)
            privacy = personal_data(opened, [data])
            report = audit(opened, data).with_notes(privacy.findings)
            for item in report.items:
                told[edition, item.item.id] |= {each.code for each in item.findings}
                if item.status in (Status.MISSING, Status.INCOMPLETE):
                    told[edition, item.item.id].add(item.status)
            told[edition, ""] |= {each.code for each in report.other_problems}
    except InputError as error:
        told["", ""] |= {each.code for each in error.problems}
    return {place: codes for place, codes in told.items() if codes}


def test_same_seed_same_bytes(fleet: Path, tmp_path: Path) -> None:
    write_fleet(tmp_path, AGENCIES, SEED)
    assert contents(tmp_path) == contents(fleet)
    write_fleet(tmp_path / "other", 1, SEED + 1)
    assert not contents(tmp_path / "other").items() <= contents(fleet).items()


def test_only_into_an_empty_folder(fleet: Path) -> None:
    with pytest.raises(FileExistsError):
        write_fleet(fleet, 1, SEED)


def test_a_check_finds_what_was_planted(fleet: Path) -> None:
    planted = {(row["id"], row["edition"], row["item"]) for row in rows(fleet / "planted.csv")}
    told = {
        (row["id"], *place)
        for row in rows(fleet / "register.csv")
        for place in found(fleet / row["workspace"])
    }
    assert told == planted
    assert len({row["fault"] for row in rows(fleet / "planted.csv")}) > 3


def test_what_stops_an_agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthetic._STOPPED", 1.0)
    write_fleet(tmp_path, 6, SEED)
    stopped = {
        row["id"]: row["fault"]
        for row in rows(tmp_path / "planted.csv")
        if row["item"].startswith("data/")
    }
    codes = {
        "broken-yaml": "yaml-syntax",
        "wrong-item": "item-guard",
        "personal-data": "personal-id",
        "broken-agency": "yaml-syntax",
    }
    assert set(stopped.values()) >= {"personal-data", "wrong-item"}
    for name, fault in stopped.items():
        told = set().union(*found(tmp_path / "agencies" / name).values())
        assert codes[fault] in told, (name, fault, told)


def test_a_workspace_weighs_little(fleet: Path) -> None:
    for workspace in (fleet / "agencies").iterdir():
        own = sum(
            path.stat().st_size
            for path in workspace.rglob("*")
            if path.is_file() and path.stat().st_nlink == 1
        )
        assert own < 300_000 * len(list(workspace.glob("data/25*"))), workspace.name


def test_types_in_proportion() -> None:
    every = sum(each.number for each in TYPES)
    assert Counter(shares(every)) == {each: each.number for each in TYPES}
    assert len(shares(8)) == 8
    assert [row.label for row in shares(3)] == ["องค์การบริหารส่วนตำบล"] * 2 + ["เทศบาลตำบล"]


def test_register_is_complete(fleet: Path) -> None:
    register = rows(fleet / "register.csv")
    assert tuple(register[0]) == COLUMNS
    assert len(register) == AGENCIES
    assert all((fleet / row["workspace"] / "data/agency.yaml").is_file() for row in register)
    assert all(value for row in register for key, value in row.items() if key != "vendor")
