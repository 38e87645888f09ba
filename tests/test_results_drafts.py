"""`oit results plan` and `oit results report`: drafts that are valid, whole and claim nothing."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from made_results import even, item_levels
from sites import NAKHAM, ROOT
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue
from site_builder.thai import arabic_digits

KHAM_DUANG = ROOT / "examples" / "kham-duang"
THA_MALING = ROOT / "examples" / "tha-maling"

#: The topics in their order, each with the indicators whose questions stand under it.
TOPICS = {
    "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ": ("1", "6"),
    "การให้บริการและระบบ E-Service": ("8",),
    "ช่องทางและรูปแบบการประชาสัมพันธ์เผยแพร่ข้อมูลข่าวสารภาครัฐ": ("7",),
    "กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ": ("4",),
    "กระบวนการสร้างความโปร่งใสในการใช้งบประมาณและการจัดซื้อจัดจ้าง": ("2",),
    "กระบวนการควบคุม ตรวจสอบการใช้อำนาจ และการบริหารงานบุคคล": ("3",),
    "กลไกและมาตรการในการแก้ไขและป้องกันการทุจริตภายในหน่วยงาน": ("5", "10"),
    "การเผยแพร่ข้อมูลข่าวสาร": ("9",),
}
TO_FILL = ("analysis", "measure", "steps", "duration", "responsible", "monitoring")


def part_of(source: Path, target: Path, *names: str) -> Path:
    """A workspace with only some files of another."""
    own = [path.relative_to(source).as_posix() for path in source.glob("data/files/*")]
    for pattern in ("data/agency.yaml", *own, *names):
        found = list(source.glob(pattern))
        assert found, pattern
        for path in found:
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    return target


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def questions_to_improve(path: Path) -> list[tuple[str, str, str]]:
    """Wording, score and indicator of every question below 90, read without our code."""
    found = []
    for row in read(path)["questions"]:
        score = float(arabic_digits(str(row["score"])))
        number = re.search(r"\d+", arabic_digits(str(row["indicator"])))
        assert number is not None
        if score < 90:
            wording = " ".join(row["question"].split())
            found.append((wording, f"{score:.2f}", number.group()))
    return found


def check(commands: Commands, root: Path, edition: str, slug: str) -> dict[str, Any]:
    """The audit of one item, which must be readable."""
    item = load_catalogue().editions[edition].by_slug(slug)
    assert item is not None
    arguments = ["--edition", edition, "--item", item.id, "--format", "json"]
    run = commands.run("check", *arguments, cwd=root)
    data = run.json()
    assert data["problems"] == [], data["problems"]
    assert run.code in (CLEAN, FINDINGS)
    [found] = data["items"]
    assert isinstance(found, dict)
    return found


def findings(item: dict[str, Any]) -> list[dict[str, Any]]:
    assert item["notes"] == []
    return [finding for element in item["elements"] for finding in element["findings"]]


# --- the plan -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    source: Path
    year: str
    file: str


PLANS = {
    "nakham 2568": Case(NAKHAM, "2568", "data/2569/o25.yaml"),
    "root 2568": Case(ROOT, "2568", "data/2569/o25.yaml"),
    "root 2567": Case(ROOT, "2567", "data/2568/o27.yaml"),
}


@pytest.fixture(params=list(PLANS.values()), ids=list(PLANS))
def planned(
    request: pytest.FixtureRequest, commands: Commands, tmp_path: Path
) -> tuple[Case, Path]:
    """A case with the workspace where its plan was drafted."""
    case: Case = request.param
    root = part_of(case.source, tmp_path / "workspace", f"data/results/{case.year}.yaml")
    run = commands.run("results", "plan", "--year", case.year, cwd=root)
    assert (run.code, run.err) == (CLEAN, "")
    assert case.file in run.out
    assert [path.relative_to(root).as_posix() for path in root.glob("data/2*/*")] == [case.file]
    return case, root


def test_every_question_to_improve_stands_under_its_topic(planned: tuple[Case, Path]) -> None:
    case, root = planned
    measures = read(root / case.file)["measures"]
    drafted = {
        (" ".join(question.split()), TOPICS[measure["topic"]])
        for measure in measures
        for question in measure.get("question", [])
    }
    expected = {
        (wording, next(each for each in TOPICS.values() if indicator in each))
        for wording, _, indicator in questions_to_improve(root / f"data/results/{case.year}.yaml")
    }
    assert drafted == expected
    assert len(expected) > 5


def test_no_question_stands_twice(planned: tuple[Case, Path]) -> None:
    case, root = planned
    measures = read(root / case.file)["measures"]
    drafted = [question for measure in measures for question in measure.get("question", [])]
    assert sorted(drafted) == sorted(set(drafted))
    assert all(len(measure.get("question", [""])) == 1 for measure in measures)


def test_all_topics_are_there_in_their_order(planned: tuple[Case, Path]) -> None:
    case, root = planned
    measures = read(root / case.file)["measures"]
    assert list(dict.fromkeys(measure["topic"] for measure in measures)) == list(TOPICS)


def test_a_finding_names_the_score_of_the_year_before(planned: tuple[Case, Path]) -> None:
    case, root = planned
    scores = {
        wording: score
        for wording, score, _ in questions_to_improve(root / f"data/results/{case.year}.yaml")
    }
    for measure in read(root / case.file)["measures"]:
        assert f"ในปี {case.year} " in measure["finding"]
        if "question" not in measure:
            assert re.fullmatch(
                r"ไม่มีข้อที่ได้คะแนนต่ำกว่า 90 ในปี \d{4} \(ต่ำสุด [ieO]\d+ \d+\.\d\d\)",
                measure["finding"],
            )
            continue
        [question] = measure["question"]
        code = re.sub(r"^0", "O", arabic_digits(question.split()[0]))
        assert measure["finding"].startswith(f"{code} ได้ {scores[question]} คะแนน ")


def test_nothing_is_claimed_for_the_agency(planned: tuple[Case, Path]) -> None:
    case, root = planned
    plan = read(root / case.file)
    year = case.file[5:9]
    assert {key: plan[key] for key in plan if key != "measures"} == {
        "item": "integrity-measures",
        "unit": None,
        "updated": None,
        "covers": f"ปีงบประมาณ พ.ศ. {year}",
    }
    for measure in plan["measures"]:
        assert {measure[key] for key in TO_FILL} == {None}
        assert set(measure) <= {"topic", "question", "finding", *TO_FILL}


def test_the_draft_is_valid_and_complete_once_filled_in(
    planned: tuple[Case, Path], commands: Commands
) -> None:
    case, root = planned
    edition = case.file[5:9]
    item = check(commands, root, edition, "integrity-measures")
    assert item["status"] == "incomplete"
    assert {finding["code"] for finding in findings(item)} <= {"cell-blank", "cell-blank-many"}
    assert findings(item)
    assert {finding["location"]["file"] for finding in findings(item)} == {case.file}
    remedies = " ".join(finding["remedy"] for finding in findings(item))
    assert set(re.findall(r'"([a-z-]+)"', remedies)) <= set(TO_FILL)
    path = root / case.file
    text = path.read_text(encoding="utf-8")
    for key in TO_FILL:
        text = re.sub(rf"^    {key}:$", f"    {key}: มกราคม {edition}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    assert findings(check(commands, root, edition, "integrity-measures")) == []


def test_a_plan_is_never_overwritten(planned: tuple[Case, Path], commands: Commands) -> None:
    case, root = planned
    path = root / case.file
    path.write_text("# ของเจ้าหน้าที่\n", encoding="utf-8")
    (root / "plan.yaml").write_text("# เดิม\n", encoding="utf-8")
    for output in ([], ["--output", "plan.yaml"], ["--output", case.file]):
        run = commands.run("results", "plan", "--year", case.year, *output, cwd=root)
        assert run.code == BAD_INPUT
        assert (output[1] if output else case.file) in run.err and "→" in run.err
    assert path.read_text(encoding="utf-8") == "# ของเจ้าหน้าที่\n"
    assert (root / "plan.yaml").read_text(encoding="utf-8") == "# เดิม\n"


def test_a_plan_goes_to_a_file_that_is_named(commands: Commands, tmp_path: Path) -> None:
    root = part_of(ROOT, tmp_path / "workspace", "data/results/*.yaml")
    run = commands.run("results", "plan", "--output", "ร่าง/แผน.yaml", cwd=root)
    assert run.code == CLEAN
    assert (root / "ร่าง/แผน.yaml").read_text(encoding="utf-8").startswith("# ร่างมาตรการปี 2569")
    assert not (root / "data/2569").exists()


def test_the_newest_result_is_planned_from(commands: Commands, tmp_path: Path) -> None:
    root = part_of(ROOT, tmp_path / "workspace", "data/results/*.yaml")
    assert commands.run("results", "plan", cwd=root).code == CLEAN
    assert (root / "data/2569/o25.yaml").is_file()


def test_the_same_result_gives_the_same_plan(commands: Commands, tmp_path: Path) -> None:
    texts = set()
    for name in ("a", "b"):
        root = part_of(NAKHAM, tmp_path / name, "data/results/2568.yaml")
        commands.run("results", "plan", "--lang", "en" if name == "b" else "th", cwd=root)
        texts.add((root / "data/2569/o25.yaml").read_text(encoding="utf-8"))
    assert len(texts) == 1, "data are Thai whatever the language of the run"


def test_a_result_without_questions_still_names_every_topic(
    commands: Commands, tmp_path: Path
) -> None:
    root = part_of(THA_MALING, tmp_path / "workspace", "data/results/2565.yaml")
    assert commands.run("results", "plan", cwd=root).code == CLEAN
    measures = read(root / "data/2566/o42.yaml")["measures"]
    assert [measure["topic"] for measure in measures] == list(TOPICS)
    assert {measure["finding"] for measure in measures} == {"ไม่มีคะแนนรายข้อของประเด็นนี้ในผลปี 2565"}


#: Questions that YAML could take for something else.
ODD = (
    "i1 ก: ข # ค",
    "- i1",
    "i1 'ก' \"ข\"",
    "i1 {ก} [ข]",
    "yes",
    "@i1",
    "%i1",
    "i1 | ก",
    "2568-03-01",
    "i1 <script>alert(1)</script>",
)


@pytest.mark.parametrize("wording", ODD)
def test_odd_wordings_are_kept_as_they_are(
    commands: Commands, workspace: WorkspaceFolder, wording: str
) -> None:
    made = even("2568").printed()
    quoted = "'" + wording.replace("'", "''") + "'"
    changed = made.changed(made.row("questions", "i1"), score=80, question=quoted)
    workspace.write("data/results/2568.yaml", changed.yaml)
    assert commands.run("results", "plan", cwd=workspace.root).code == CLEAN
    path = workspace.root / "data/2569/o25.yaml"
    measures = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["measures"]
    assert [measure["question"] for measure in measures if "question" in measure] == [[wording]]
    check(commands, workspace.root, "2569", "integrity-measures")


def test_a_question_without_wording_is_named_by_its_code(
    commands: Commands, workspace: WorkspaceFolder
) -> None:
    made = even("2568").printed()
    changed = made.changed(made.row("questions", "O4"), score=50)
    workspace.write("data/results/2568.yaml", changed.yaml)
    assert commands.run("results", "plan", cwd=workspace.root).code == CLEAN
    measures = read(workspace.root / "data/2569/o25.yaml")["measures"]
    assert [measure["question"] for measure in measures if "question" in measure] == [["O4"]]


def test_a_question_of_no_known_topic_is_told_of(
    commands: Commands, workspace: WorkspaceFolder
) -> None:
    workspace.write("data/results/2569.yaml", "questions: [{id: i28, score: 50}]\n")
    run = commands.run(
        "results", "plan", "--lang", "en", "--output", "plan.yaml", cwd=workspace.root
    )
    assert run.code == CLEAN, "without an edition of 2570 the draft goes to the named file"
    assert "i28" in run.err
    assert "i28" not in (workspace.root / "plan.yaml").read_text(encoding="utf-8")


def test_no_plan_without_an_edition_to_plan_in(
    commands: Commands, workspace: WorkspaceFolder
) -> None:
    workspace.write("data/results/2569.yaml", even("2569").printed().yaml)
    run = commands.run("results", "plan", cwd=workspace.root)
    assert run.code == BAD_INPUT and "2570" in run.err
    assert not (workspace.root / "data/2570").exists()


# --- the report on a plan -----------------------------------------------------------------------

#: Where the plan is, the edition of the report, and the files of plan and report.
REPORTS = {
    "root 2569": (ROOT, "2569", "data/2568/o27.yaml", "data/2569/o26.yaml"),
    "kham-duang 2567": (KHAM_DUANG, "2567", "data/2566/o42.yaml", "data/2567/o35.yaml"),
    "kham-duang 2566, of the same year": (
        KHAM_DUANG,
        "2566",
        "data/2566/o42.yaml",
        "data/2566/o43.yaml",
    ),
}


@dataclass(frozen=True)
class Reported:
    root: Path
    edition: str
    plan: Path
    report: Path
    file: str


@pytest.fixture(params=list(REPORTS.values()), ids=list(REPORTS))
def reported(request: pytest.FixtureRequest, commands: Commands, tmp_path: Path) -> Reported:
    source, edition, plan, file = request.param
    names = [plan]
    if (source / plan).parent.joinpath("files").is_dir():
        names.append(f"{Path(plan).parent}/files/{Path(plan).stem}*")
    root = part_of(source, tmp_path / "workspace", *names)
    run = commands.run("results", "report", "--edition", edition, cwd=root)
    assert (run.code, run.err) == (CLEAN, "")
    assert file in run.out
    return Reported(root, edition, root / plan, root / file, file)


def test_the_report_has_every_measure_in_order_with_its_number(reported: Reported) -> None:
    measures = read(reported.plan)["measures"]
    results = read(reported.report)["results"]
    assert [result["measure-no"] for result in results] == [
        str(number) for number in range(1, len(measures) + 1)
    ]
    assert len(measures) > 1
    for measure, result in zip(measures, results, strict=True):
        given = next(measure[key] for key in ("measure", "steps", "analysis") if measure.get(key))
        texts = given if isinstance(given, list) else [given]
        assert result["measure"].split() == " ".join(texts).split()


def test_the_report_claims_nothing(reported: Reported) -> None:
    report = read(reported.report)
    before = reported.plan.parent.name
    assert {key: report[key] for key in report if key != "results"} == {
        "item": "integrity-measures-report",
        "unit": None,
        "updated": None,
        "covers": f"ปีงบประมาณ พ.ศ. {before}",
    }
    for result in report["results"]:
        assert set(result) == {"measure-no", "measure", "summary", "outcome", "status"}
        assert {result[key] for key in ("summary", "outcome", "status")} == {None}


def test_the_check_asks_only_for_what_is_to_be_filled_in(
    reported: Reported, commands: Commands
) -> None:
    slug = "integrity-measures-report"
    item = check(commands, reported.root, reported.edition, slug)
    found = findings(item)
    assert item["status"] == "incomplete" and found
    asked = {name for each in found for name in re.findall(r'"([a-z-]+)"', each["remedy"])}
    assert asked == {"summary", "outcome", "status"}
    assert {each["location"]["file"] for each in found} == {reported.file}
    text = reported.report.read_text(encoding="utf-8")
    for key, value in (("summary", "ทำแล้ว"), ("outcome", "ดีขึ้น"), ("status", "done")):
        text = re.sub(rf"^    {key}:$", f"    {key}: {value}", text, flags=re.MULTILINE)
    reported.report.write_text(text, encoding="utf-8")
    left = findings(check(commands, reported.root, reported.edition, slug))
    # A criterion may ask for the signed report itself, which no draft can bring.
    assert [each for each in left if each["code"] != "field-blank"] == []


def test_a_report_is_never_overwritten(reported: Reported, commands: Commands) -> None:
    reported.report.write_text("# ของเจ้าหน้าที่\n", encoding="utf-8")
    run = commands.run("results", "report", "--edition", reported.edition, cwd=reported.root)
    assert run.code == BAD_INPUT and reported.file in run.err and "→" in run.err
    assert reported.report.read_text(encoding="utf-8") == "# ของเจ้าหน้าที่\n"


@pytest.mark.parametrize(
    ("edition", "plan_year", "plan"),
    [
        ("2569", "2568", None),
        ("2568", "2567", None),
        ("2567", "2566", None),
        ("2566", "2566", None),
        ("2569", "2568", "item: integrity-measures\nmeasures: [broken"),
    ],
)
def test_no_report_without_a_plan(
    commands: Commands, workspace: WorkspaceFolder, edition: str, plan_year: str, plan: str | None
) -> None:
    if plan:
        workspace.write(workspace.file_of(plan_year, "integrity-measures"), plan)
    run = commands.run("results", "report", "--edition", edition, cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert f"data/{plan_year}" in run.err and "→" in run.err
    assert not (workspace.root / "data" / edition).exists()


def test_the_report_may_follow_a_plan_of_steps_into_the_users_own_edition(
    commands: Commands, tmp_path: Path
) -> None:
    """The plan of นาคำ names no measures but steps; 2570 is the user's own."""
    root = part_of(NAKHAM, tmp_path / "workspace", "data/2569/o25.yaml")
    assert commands.run("editions", "new", "2570", "--from", "2569", cwd=root).code == CLEAN
    run = commands.run("results", "report", "--edition", "2570", cwd=root)
    assert run.code == CLEAN, run.err
    results = read(root / "data/2570/o26.yaml")["results"]
    steps = [measure["steps"] for measure in read(root / "data/2569/o25.yaml")["measures"]]
    assert [result["measure"] for result in results] == steps
    assert len(results) == 10


def test_items_of_these_plans_are_those_of_their_editions() -> None:
    """The files of the cases above are where the catalogue puts them."""
    for case in PLANS.values():
        item = load_catalogue().editions[case.file[5:9]].by_slug("integrity-measures")
        assert item is not None and item.id in item_levels(case.file[5:9])
        assert case.file.endswith(f"/{item.code}.yaml")
