"""Reminders: the calendar of deadlines, and what each unit is sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from commands import BAD_INPUT, CLEAN, Commands
from icalendar import Calendar
from sites import NAKHAM, ROOT, copy_workspace, tree

from site_builder.catalogue.loader import load_catalogue
from site_builder.language import use_language
from site_builder.reminders.deadlines import Deadline, deadlines
from site_builder.workspace import open_workspace, with_edition

OWN = """\
deadlines:
  - what: ส่งข้อมูลในระบบ ITAS
    from: 1 มี.ค. 2569
    until: 30 เมษายน ๒๕๖๙
  - what: "ตรวจ, ทาน; ครั้งแรก"
    until: 15/02/2569
    unit: กองคลัง
remind: [14, 1]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_workspace(ROOT, tmp_path / "งาน")


def days(folder: Path, edition: str) -> list[Deadline]:
    workspace = with_edition(open_workspace(folder), edition)
    return deadlines(workspace, workspace.catalogue.editions[edition])


def test_days_follow_from_the_rules_of_the_edition(workspace: Path) -> None:
    found = days(workspace, "2568")
    assert [each.last for each in found] == sorted(each.last for each in found)
    ids = {each.key: {item.id for item in each.items} for each in found}
    assert "O12" in ids["2568-2024-11-01-month"], "the first month is over"
    assert "O12" in ids["2568-2025-04-01-month"]
    assert {"O7", "O24"} <= ids["2568-2024-10-01-report"], "reports on the year before"
    assert "O5" in ids["2568-2024-10-01-plan"]
    texts = {each.key: each.what.th for each in found}
    assert texts["2568-2024-11-01-month"] == "เพิ่มข้อมูลเดือน ตุลาคม 2567"
    assert texts["2568-2024-10-01-report"].startswith("ครบงวดถึงสิ้น กันยายน 2567")


@pytest.mark.parametrize("edition", sorted(load_catalogue().editions))
def test_every_edition_has_a_calendar(edition: str, workspace: Path) -> None:
    found = days(workspace, edition)
    assert found
    assert len({each.key for each in found}) == len(found)
    year = int(edition) - 543
    for each in found:
        assert date(year - 1, 10, 1) <= each.last <= date(year, 10, 1)


def test_what_the_agency_has_set(workspace: Path) -> None:
    (workspace / "data" / "calendar.yaml").write_text(OWN, encoding="utf-8")
    own = [each for each in days(workspace, "2569") if each.key.startswith("own-")]
    assert [(each.first, each.last, each.what.th, each.units, each.notice) for each in own] == [
        (date(2026, 2, 15), date(2026, 2, 15), "ตรวจ, ทาน; ครั้งแรก", ("กองคลัง",), (14, 1)),
        (date(2026, 3, 1), date(2026, 4, 30), "ส่งข้อมูลในระบบ ITAS", (), (14, 1)),
    ]


WRONG = {
    "no day": ("deadlines:\n  - what: ก\n", "data/calendar.yaml:2", "lacks"),
    "no subject": ("deadlines:\n  - until: 1/1/2569\n", "data/calendar.yaml:2", "lacks"),
    "a day that is none": (
        "deadlines:\n  - what: ก\n    until: เร็ว ๆ นี้\n",
        "data/calendar.yaml:3",
        "",
    ),
    "a key unknown": ("dates: []\n", "data/calendar.yaml:1", "dates"),
    "days that are no number": ("remind: [สัปดาห์]\n", "data/calendar.yaml:1", ""),
    "no YAML": ("deadlines: [", "data/calendar.yaml:2", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_settings_are_told_with_their_place(
    name: str, workspace: Path, commands: Commands
) -> None:
    content, place, words = WRONG[name]
    (workspace / "data" / "calendar.yaml").write_text(content, encoding="utf-8")
    run = commands.run("remind", "--lang", "en", cwd=workspace)
    assert run.code == BAD_INPUT
    assert place in run.err
    assert words in run.err
    assert not (workspace / "reminders").exists()


def test_the_calendar_opens_as_one(workspace: Path, commands: Commands) -> None:
    (workspace / "data" / "calendar.yaml").write_text(OWN, encoding="utf-8")
    run = commands.run("remind", cwd=workspace)
    assert run.code == CLEAN, run.err
    content = (workspace / "reminders" / "calendar.ics").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found = Calendar.from_ical(content)
    assert str(found["x-wr-calname"]) == "OIT 2569 เทศบาลตำบลทุ่งสมมุติ"
    events = list(found.walk("VEVENT"))
    assert len(events) == len(days(workspace, "2569"))
    assert len({str(event["uid"]) for event in events}) == len(events)
    (window,) = [event for event in events if "ITAS" in str(event["summary"])]
    assert window.decoded("dtstart") == date(2026, 3, 1)
    assert window.decoded("dtend") == date(2026, 5, 1), "the day after the last"
    rings = [
        window.decoded("dtstart") + alarm.decoded("trigger") for alarm in window.walk("VALARM")
    ]
    assert rings == [date(2026, 4, 16), date(2026, 4, 29)]
    (hostile,) = [event for event in events if "ครั้งแรก" in str(event["summary"])]
    assert str(hostile["summary"]) == "OIT 2569: ตรวจ, ทาน; ครั้งแรก"
    described = next(event for event in events if "O11" in str(event["summary"]))
    assert "https://www.thungsommut.example/oit/2569/o11/" in str(described["description"])
    assert "กองคลัง" in str(described["description"])


def test_the_same_data_give_the_same_files(workspace: Path, commands: Commands) -> None:
    for name in ("a", "b"):
        commands.run("remind", "--as-of", "1/2/2569", "--output", name, cwd=workspace)
    assert tree(workspace / "a") == tree(workspace / "b")
    commands.run("remind", "--as-of", "2/2/2569", "--output", "c", cwd=workspace)
    assert tree(workspace / "a")["calendar.ics"] == tree(workspace / "c")["calendar.ics"]


def test_each_unit_is_told_its_own(tmp_path: Path, commands: Commands) -> None:
    folder = copy_workspace(NAKHAM, tmp_path / "นาคำ")
    unit = "../กอง:คลัง*\\ CON"
    path = folder / "data" / "2569" / "o04.yaml"
    path.write_text(f"item: news\nunit: '{unit}'\n", encoding="utf-8")
    (folder / "data" / "calendar.yaml").write_text(
        f"deadlines:\n  - what: ของกองเดียว\n    until: 15/2/2569\n    unit: '{unit}'\n"
        "  - what: ของทุกคน\n    until: 20/2/2569\n  - what: นานแล้ว\n    until: 20/1/2569\n",
        encoding="utf-8",
    )
    run = commands.run("remind", "--as-of", "1/2/2569", cwd=folder)
    assert run.code == CLEAN, run.err
    written = sorted(each.name for each in (folder / "reminders").iterdir())
    (sheet,) = [name for name in written if name.endswith(".html") and "กอง-คลัง" in name]
    assert set(written) == {
        name.removesuffix(".html") + end
        for name in written
        if name.endswith(".html")
        for end in (".html", ".txt")
    } | {"calendar.ics"}
    said = (folder / "reminders" / sheet.replace(".html", ".txt")).read_text(encoding="utf-8")
    assert said.startswith(f"ถึง {unit}\n")
    assert "O4 " in said and "O5 " not in said
    assert "15 กุมภาพันธ์ 2569 ของกองเดียว" in said
    assert "20 กุมภาพันธ์ 2569 ของทุกคน" in said
    assert "นานแล้ว" not in said
    assert said.rstrip().endswith(sheet)
    others = [
        (folder / "reminders" / name).read_text(encoding="utf-8")
        for name in written
        if name.endswith(".txt") and name != sheet.replace(".html", ".txt")
    ]
    assert others
    assert all("ของกองเดียว" not in each and "ของทุกคน" in each for each in others)
    html = (folder / "reminders" / sheet).read_text(encoding="utf-8")
    assert "O4" in html and "O5" not in html


def test_a_long_list_is_cut_and_says_so(tmp_path: Path, commands: Commands) -> None:
    folder = copy_workspace(NAKHAM, tmp_path / "นาคำ")
    commands.run("remind", "--lang", "en", cwd=folder)
    said = next((folder / "reminders").glob("01-*.txt")).read_text(encoding="utf-8")
    assert said.count("\n- ") <= 25
    assert "more" in said
    use_language("th")


def test_a_unit_with_nothing_to_do_is_thanked(workspace: Path, commands: Commands) -> None:
    commands.run("remind", "--as-of", "1/10/2569", cwd=workspace)
    said = next((workspace / "reminders").glob("*.txt")).read_text(encoding="utf-8")
    assert "ไม่มีเรื่องค้าง ขอบคุณ" in said
