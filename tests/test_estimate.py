"""What unfinished items may cost: an estimate, named as one, the cheapest gain first."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from sites import ROOT
from workspaces import WorkspaceFolder

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.loader import load_catalogue
from site_builder.estimate import Estimate, estimate
from site_builder.language import use_language
from site_builder.outcomes import Outcome, Report, Status
from site_builder.reports import json as json_report
from site_builder.reports import text as text_report
from site_builder.scoring import shown, stake

YEARS = ("2566", "2567", "2568", "2569")
HEADING = "ประมาณการ: คะแนน ITA ที่อาจได้เพิ่ม"
WHOLE = """\
chart:
  - {name: สภาเทศบาล, post: ประธานสภา, side: political}
  - {name: สำนักปลัด, post: ปลัด, side: permanent}
powers: ดูแลถนนและน้ำ
"""


@pytest.fixture
def filled(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """2568: O1 complete, O2 with gaps, O3 that cannot be read, O4 begun, the rest missing."""
    workspace.disclose("2568", "structure", WHOLE)
    workspace.disclose("2568", "executives", "people: [{name: นาย ก, position: }]")
    workspace.disclose("2568", "contact", 'address: "')
    workspace.disclose("2568", "news", "news: [{title: ข่าว}]")
    return workspace


def found_in(report: Report) -> Estimate:
    found = estimate(report)
    assert found is not None
    return found


def lines_of(report: Report) -> list[str]:
    """The lines of the text report that tell the estimate."""
    lines = text_report.render(report).splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith(("ประมาณการ:", "Estimate:"))]
    if not starts:
        return []
    [start] = starts
    return lines[start : lines.index("", start)]


# --- which items, with how many points ----------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_where_nothing_is_filled_in_everything_is_at_stake(
    workspace: WorkspaceFolder, year: str
) -> None:
    report = workspace.report(year)
    found = found_in(report)
    assert {each.result.item.id for each in found.stakes} == {
        item.id for item in report.edition.items
    }
    assert shown(found.points) == shown(found.reachable) == "40.00"


@pytest.mark.parametrize("year", YEARS)
def test_points_are_those_of_the_rules(workspace: WorkspaceFolder, year: str) -> None:
    rules = load_assessment(year, load_catalogue().editions)
    assert rules is not None
    found = found_in(workspace.report(year))
    assert {each.result.item.id: each.points for each in found.stakes} == {
        item.id: stake(rules, item.id) for item in rules.items
    }
    assert (found.rule, found.confidence) == (rules.oit_rule, rules.oit_confidence)


def test_only_unfinished_items_are_at_stake(filled: WorkspaceFolder) -> None:
    report = filled.report("2568")
    states = {result.item.id: result.status for result in report.items}
    assert [states[name] for name in ("O1", "O2", "O3", "O4", "O5")] == [
        Status.COMPLETE,
        Status.INCOMPLETE,
        Status.NEEDS_REVIEW,
        Status.INCOMPLETE,
        Status.MISSING,
    ]
    found = found_in(report)
    names = {each.result.item.id for each in found.stakes}
    assert names == set(states) - {"O1", "O3"}
    assert shown(found.reachable) == "40.00"
    assert shown(found.points) == "38.40"  # without O1 and O3, 0.80 each


def test_an_item_of_three_levels_is_at_stake_as_a_whole(filled: WorkspaceFolder) -> None:
    """O4 may earn 50 for what is there; what earns it is not known, so it counts as nothing."""
    report = filled.report("2568")
    item = report.edition.item("O4")
    assert item is not None and item.score_levels == (100, 50, 0)
    [four] = [each for each in found_in(report).stakes if each.result.item.id == "O4"]
    assert four.result.status == Status.INCOMPLETE
    assert shown(four.points) == "1.60"  # 40 / 2 indicators / 5 sub-indicators × 2 of 5 weights


def test_nothing_is_at_stake_where_all_is_complete(commands: Commands) -> None:
    text = commands.run("check", "--edition", "2568", cwd=ROOT)
    assert text.code == CLEAN and "ประมาณการ" not in text.out
    run = commands.run("check", "--edition", "2568", "--format", "json", cwd=ROOT)
    told = run.json()["estimate"]
    assert (told["points"], told["of"], told["items"]) == (0, 40, [])


# --- the order ----------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_cheapest_gain_comes_first(workspace: WorkspaceFolder, year: str) -> None:
    item = load_catalogue().editions[year].items[1]
    workspace.disclose(year, item.slug, "remarks: [ก]")
    stakes = found_in(workspace.report(year)).stakes
    gains = [(-each.points / max(each.effort, 1), each.result.item.number) for each in stakes]
    assert gains == sorted(gains)
    assert len({each.points for each in stakes}) > 1 and len({e.effort for e in stakes}) > 1


def test_an_item_almost_done_comes_before_the_same_item_not_begun(
    workspace: WorkspaceFolder,
) -> None:
    before = [each.result.item.id for each in found_in(workspace.report("2568")).stakes]
    workspace.disclose(
        "2568",
        "structure",
        WHOLE.replace("powers: ดูแลถนนและน้ำ", "powers:"),
    )
    stakes = found_in(workspace.report("2568")).stakes
    after = [each.result.item.id for each in stakes]
    [one] = [each for each in stakes if each.result.item.id == "O1"]
    assert after.index("O1") < before.index("O1")
    assert one.effort < 5 == len(one.result.elements)


def test_effort_counts_what_is_to_be_done(filled: WorkspaceFolder) -> None:
    filled.disclose("2568", "strategic-plan", "plan: none.pdf\nvision: ก")
    stakes = found_in(filled.report("2568")).stakes
    shared = [
        each.result.item.id
        for each in stakes
        if each.result.status == Status.INCOMPLETE and len(each.result.findings) > each.effort
    ]
    assert shared == ["O5"], "the document that is not there spoils several elements"
    for each in stakes:
        result = each.result
        if result.status == Status.MISSING:
            failing = [e for e in result.elements if e.outcome == Outcome.FAIL]
            assert each.effort == len(failing) > 0
        else:
            mended = {(f.code, f.location, f.remedy.th) for f in result.findings}
            assert each.effort == len(mended) > 0


# --- what is told -------------------------------------------------------------------------------


def test_the_text_calls_it_an_estimate_with_rule_and_confidence(filled: WorkspaceFolder) -> None:
    report = filled.report("2568")
    first, *rows, whole, rule = lines_of(report)
    assert first.startswith(HEADING) and "ไม่ใช่คะแนนทางการ" in first
    told = [re.match(r"  \+(\d+\.\d\d)  (O\d+) .* \((\d+) เรื่องที่ต้องทำ\)$", row) for row in rows]
    stakes = found_in(report).stakes
    assert [found.groups() for found in told if found] == [
        (shown(each.points), each.result.item.id, str(each.effort)) for each in stakes
    ]
    assert whole == "  รวม 38.40 จาก 40.00 คะแนนของ OIT ในคะแนนรวม"
    assert rule.startswith("  กติกา: ตัวชี้วัดย่อย = ค่าเฉลี่ยถ่วงน้ำหนัก")
    assert rule.endswith("[อนุมาน] ข้อที่ยังไม่ครบนับเป็น 0")


def test_the_text_in_english(filled: WorkspaceFolder, english: None) -> None:
    first, *rows, whole, rule = lines_of(filled.report("2568"))
    assert (
        first
        == "Estimate: points of the ITA that may be gained, cheapest first (no official score)"
    )
    assert all(row.endswith("things to do)") for row in rows) and len(rows) == 26
    assert whole == "  38.40 of the 40.00 points that the OIT has in the total"
    assert rule.endswith("[inferred]; an unfinished item counts as 0")


def test_json_has_rule_confidence_and_two_decimals(filled: WorkspaceFolder) -> None:
    report = filled.report("2568")
    told = json.loads(json_report.render(report))["estimate"]
    found = found_in(report)
    assert set(told) == {"rule", "confidence", "points", "of", "items"}
    assert (told["rule"], told["confidence"]) == (found.rule.th, "inferred")
    assert (told["points"], told["of"]) == (38.4, 40.0)
    assert told["items"] == [
        {
            "id": each.result.item.id,
            "points": float(shown(each.points)),
            "effort": each.effort,
        }
        for each in found.stakes
    ]
    use_language("en")
    assert json.loads(json_report.render(report))["estimate"]["rule"] == found.rule.en


@pytest.mark.parametrize("year", YEARS)
def test_no_estimate_is_shown_as_sure(workspace: WorkspaceFolder, year: str) -> None:
    """No year's rule of items is confirmed."""
    found = found_in(workspace.report(year))
    assert found.confidence == "inferred"
    assert lines_of(workspace.report(year))[-1].endswith("[อนุมาน] ข้อที่ยังไม่ครบนับเป็น 0")


# --- of some items ------------------------------------------------------------------------------


def _estimate_of(commands: Commands, root: Path, *items: str) -> dict[str, Any]:
    names = [part for item in items for part in ("--item", item)]
    run = commands.run("check", "--format", "json", *names, cwd=root)
    assert run.code in (CLEAN, FINDINGS, BAD_INPUT)
    told: dict[str, Any] = run.json()["estimate"]
    return told


@pytest.mark.parametrize(
    ("items", "at_stake", "points"),
    [
        (["O1"], [], 0),
        (["O3"], [], 0),
        (["O4"], ["O4"], 1.6),
        (["O12"], ["O12"], 2),
        (["O1", "O4", "O28"], ["O4", "O28"], 4.1),
    ],
)
def test_some_items_are_still_compared_with_all_of_the_oit(
    commands: Commands,
    filled: WorkspaceFolder,
    items: list[str],
    at_stake: list[str],
    points: float,
) -> None:
    told = _estimate_of(commands, filled.root, *items)
    assert sorted(each["id"] for each in told["items"]) == sorted(at_stake)
    assert (told["points"], told["of"]) == (points, 40)


def test_the_text_of_one_item_keeps_what_is_reachable(
    commands: Commands, filled: WorkspaceFolder
) -> None:
    run = commands.run("check", "--item", "O4", cwd=filled.root)
    assert "รวม 1.60 จาก 40.00 คะแนนของ OIT ในคะแนนรวม" in run.out
    assert HEADING not in commands.run("check", "--item", "O1", cwd=filled.root).out


# --- editions without a rule --------------------------------------------------------------------


def test_no_estimate_without_a_share_of_the_oit(workspace: WorkspaceFolder) -> None:
    report = workspace.report("2568")
    scoring = replace(report.edition.scoring, ita_weights={"IIT": Decimal("0.5")})
    unknown = replace(report, edition=replace(report.edition, scoring=scoring))
    assert estimate(unknown) is None
    assert lines_of(unknown) == []
    assert json.loads(json_report.render(unknown))["estimate"] is None


def test_no_estimate_without_items(workspace: WorkspaceFolder) -> None:
    report = workspace.report("2568")
    empty = replace(report, edition=replace(report.edition, items=()), items=())
    assert estimate(empty) is None


# --- how much of the criteria is confirmed ------------------------------------------------------


def test_each_verdict_says_how_much_of_its_criteria_is_confirmed(filled: WorkspaceFolder) -> None:
    report = filled.report("2568")
    data = json.loads(json_report.render(report))
    whole = {"confirmed": 0, "elements": 0}
    text = text_report.render(report)
    for result, told in zip(report.items, data["items"], strict=True):
        asked = [e.element for e in result.elements if e.outcome != Outcome.NOT_APPLICABLE]
        confirmed = sum(element.confidence == "confirmed" for element in asked)
        assert told["criteria"] == {"confirmed": confirmed, "elements": len(asked)}
        whole = {
            "confirmed": whole["confirmed"] + confirmed,
            "elements": whole["elements"] + len(asked),
        }
        name = f"{result.item.id} "
        share = f"{confirmed}/{len(asked)}"
        if result.status == Status.COMPLETE:
            assert f"ครบถ้วน: {name}({share})" in text
        else:
            [line] = [li for li in text.splitlines() if re.match(rf"[✗?] {name}", li)]
            assert line.endswith(f"(เกณฑ์ยืนยันแล้ว {share})")
    assert data["summary"]["criteria"] == whole
    last = text.splitlines()[-1]
    assert f"ยืนยันแล้ว {whole['confirmed']} จาก {whole['elements']} องค์ประกอบ" in last
    assert 0 < whole["confirmed"] < whole["elements"]


def test_elements_that_are_not_asked_for_do_not_count(workspace: WorkspaceFolder) -> None:
    """A department has no council: the criteria for local government do not apply."""
    municipality = workspace.report("2568").confirmed[1]
    department = workspace.of_type("กรมหรือเทียบเท่า").report("2568")
    left_out = sum(
        each.outcome == Outcome.NOT_APPLICABLE
        for item in department.items
        for each in item.elements
    )
    assert left_out > 0
    assert department.confirmed[1] == municipality - left_out


def test_a_persons_confirmation_counts(workspace: WorkspaceFolder) -> None:
    before = workspace.report("2569")
    first = before.items[0]
    element = next(e.element for e in first.elements if not e.element.is_confirmed)
    workspace.write(
        "editions/2569.confirmed.yaml",
        'edition: "2569"\nconfirmations:\n'
        f"  - {{item: {first.item.id}, element: {element.key}, page: 12, by: นาย ก}}\n",
    )
    after = workspace.report("2569")
    assert after.confirmed == (before.confirmed[0] + 1, before.confirmed[1])
    assert after.items[0].confirmed == (first.confirmed[0] + 1, first.confirmed[1])
    told = json.loads(json_report.render(after))
    assert told["items"][0]["criteria"]["confirmed"] == first.confirmed[0] + 1
    assert told["ruleset"]["confirmed"] == "editions/2569.confirmed.yaml"
    text = text_report.render(after)
    assert f"เกณฑ์ยืนยันแล้ว {first.confirmed[0] + 1}/{first.confirmed[1]})" in text
    assert "ยืนยันกับคู่มือแล้ว 1 องค์ประกอบ (editions/2569.confirmed.yaml)" in text
