"""What follows from an official result, and what contradicts it: worked examples and tables."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from made_results import (
    INSTRUMENTS,
    QUESTIONS,
    STYLES,
    Made,
    Scores,
    Style,
    analysed,
    even,
    official,
)
from sites import NAKHAM, ROOT

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.loader import load_catalogue
from site_builder.figures import Analysis, Contradiction, Figure
from site_builder.official import load_result
from site_builder.results.analysis import analyse
from site_builder.scoring import shown

THA_MALING = ROOT / "examples" / "tha-maling"


def analysis_of(root: Path, year: str) -> Analysis:
    catalogue = load_catalogue()
    result = load_result(root, year, catalogue.vocabularies)
    assessment = load_assessment(year, catalogue.editions)
    assert result is not None and not result.problems and assessment is not None
    return analyse(result, assessment)


def figure_of(analysis: Analysis, name: str) -> Figure:
    every = (analysis.total, *analysis.instruments, *analysis.indicators, *analysis.sub_indicators)
    return next(figure for figure in every if figure.id == name)


def computed(analysis: Analysis, *names: str) -> dict[str, str]:
    """Figures by id as computed, `-` where nothing could be."""
    found = {name: figure_of(analysis, name).computed for name in names}
    return {name: "-" if value is None else shown(value) for name, value in found.items()}


def codes(analysis: Analysis, explained: bool | None = None) -> list[str]:
    return [c.code for c in analysis.contradictions if explained in (None, c.explained)]


def one(analysis: Analysis, code: str) -> Contradiction:
    [found] = [each for each in analysis.contradictions if each.code == code]
    return found


def line_of(path: Path, text: str, number: int = 1) -> int:
    """The line of the file where a text stands for the `number`th time."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [at for at, line in enumerate(lines, start=1) if text in line][number - 1]


# --- worked example A: เทศบาลตำบลนาคำ, 2568 -------------------------------------------------------


@pytest.fixture(scope="module")
def nakham() -> Analysis:
    return analysis_of(NAKHAM, "2568")


NAKHAM_FILE = NAKHAM / "data/results/2568.yaml"


def test_nakham_figures_are_computed_again(nakham: Analysis) -> None:
    expected = {"1": "99.78", "2": "99.55", "3": "100.00", "4": "100.00", "5": "100.00"}
    expected |= {"IIT": "99.87", "EIT": "98.22", "OIT": "59.00", "total": "83.03"}
    expected |= {"9": "38.00", "10": "80.00"}
    expected |= {"9.1": "40.00", "9.2": "30.00", "9.3": "0.00", "9.4": "60.00", "9.5": "60.00"}
    expected |= {"10.1": "60.00", "10.2": "100.00"}
    assert computed(nakham, *expected) == expected
    for name in ("1", "2", "3", "4", "5", "9", "10", "IIT", "OIT", "total"):
        figure = figure_of(nakham, name)
        assert figure.printed is not None and shown(figure.printed) == expected[name]
    assert figure_of(nakham, "EIT").printed is None, "only its parts are printed"


def test_nakham_level(nakham: Analysis) -> None:
    assert nakham.level is not None and nakham.level.name.th == "ต้องปรับปรุง"
    assert nakham.level_printed is not None and nakham.level_printed.text == "ต้องปรับปรุง"


@pytest.mark.parametrize(
    ("name", "arithmetic"),
    [
        ("total", "0.3 × 99.87 + 0.3 × 98.22 + 0.4 × 59.00 = 83.03"),
        ("IIT", "(99.78 + 99.55 + 100.00 + 100.00 + 100.00) / 5 = 99.87"),
        ("EIT", "(98.00 + 99.20 + 97.47) / 3 = 98.22"),
        ("9", "(40.00 + 30.00 + 0.00 + 60.00 + 60.00) / 5 = 38.00"),
        ("9.1", "(0.00 + 0.00 + 100.00 + 50.00 × 2) / 5 = 40.00"),
        ("9.4", "(50.00 × 2 + 50.00 × 2 + 100.00) / 5 = 60.00"),
        ("10", "(60.00 + 100.00) / 2 = 80.00"),
        ("10.1", "(0.00 + 100.00 + 50.00 × 2 + 100.00) / 5 = 60.00"),
    ],
)
def test_nakham_arithmetic(nakham: Analysis, name: str, arithmetic: str) -> None:
    assert figure_of(nakham, name).arithmetic == arithmetic


def test_nakham_items_are_an_estimate_and_the_total_is_not(nakham: Analysis) -> None:
    assert all(each.is_estimate for each in nakham.sub_indicators)
    assert {each.id for each in nakham.indicators if each.is_estimate} == {"9", "10"}
    assert not nakham.total.is_estimate and not figure_of(nakham, "OIT").is_estimate


def test_nakham_contradictions_are_these_and_no_others(nakham: Analysis) -> None:
    found = {(c.code, c.location.line, c.explained) for c in nakham.contradictions}
    questions = line_of(NAKHAM_FILE, "questions:") + 1
    assert found == {
        ("questions-differ", line_of(NAKHAM_FILE, "- id: 6"), True),
        ("code-missing", questions, False),
        ("score-solved", questions, True),
        ("code-twice", line_of(NAKHAM_FILE, "- id: O6", 2), False),
    }
    assert {c.location.file for c in nakham.contradictions} == {"data/results/2568.yaml"}


def test_nakham_o6_twice_and_no_o7(nakham: Analysis) -> None:
    twice = one(nakham, "code-twice")
    lines = [line_of(NAKHAM_FILE, "- id: O6", number) for number in (1, 2)]
    assert twice.message.th == f"O6 ซ้ำ 2 แถว (บรรทัด {lines[0]}, {lines[1]})"
    assert twice.explanation is not None and "น่าจะเป็น O7" in twice.explanation.th
    assert one(nakham, "code-missing").message.th == "ไม่มีคะแนนของ O7"
    solved = one(nakham, "score-solved")
    assert "38.00 ได้เมื่อ O7 = 0 เท่านั้น" in solved.message.th
    assert solved.explanation is not None and "ประมาณ" in solved.explanation.th


def test_nakham_questions_of_the_eit_are_those_of_part_one(nakham: Analysis) -> None:
    found = one(nakham, "questions-differ")
    for figure in ("98.00 ≠", "99.20 ≠", "97.47 ≠", "(100.00 + 100.00 + 100.00) / 3 = 100.00"):
        assert figure in found.message.th
    assert found.explanation is not None
    for figure in ("= 96.00", "= 98.40", "= 94.94", "96.44"):
        assert figure in found.explanation.th


def test_nakham_classes_strengths_and_weaknesses(nakham: Analysis) -> None:
    counts = {code: len(questions) for code, questions in nakham.classes.items()}
    assert counts == {"keep": 37, "raise": 0, "improve": 15}
    assert [each.id for each in nakham.weaknesses] == ["9", "10"]
    assert [each.id for each in nakham.strengths] == ["3", "4", "5", "1", "2", "7", "6", "8"]
    by_indicator = Counter(question.indicator for question in nakham.questions)
    assert by_indicator == {str(n): 3 for n in range(1, 9)} | {"9": 20, "10": 8}


# --- worked example B: อบต.ท่ามะลิ่ง, 2565 ---------------------------------------------------------


@pytest.fixture(scope="module")
def tha_maling() -> Analysis:
    return analysis_of(THA_MALING, "2565")


THA_MALING_FILE = THA_MALING / "data/results/2565.yaml"


def test_tha_maling_two_printed_figures_are_wrong_and_no_others(tha_maling: Analysis) -> None:
    found = [(c.code, c.location.line, c.explained) for c in tha_maling.contradictions]
    assert found == [
        ("instrument-differs", line_of(THA_MALING_FILE, "- id: IIT"), False),
        ("indicator-impossible", line_of(THA_MALING_FILE, "- id: OIT"), False),
    ]


def test_tha_maling_iit_is_the_first_indicator(tha_maling: Analysis) -> None:
    found = one(tha_maling, "instrument-differs")
    assert "IIT พิมพ์ 87.49" in found.message.th
    assert "(87.49 + 77.85 + 81.90 + 78.08 + 80.30) / 5 = 81.12" in found.message.th
    assert found.explanation is not None
    assert "IIT = 81.12" in found.explanation.th
    assert "87.49 คือคะแนนของตัวชี้วัดที่ 1" in found.explanation.th


def test_tha_maling_indicator_nine_must_be_95(tha_maling: Analysis) -> None:
    found = one(tha_maling, "indicator-impossible")
    assert "OIT พิมพ์ 91.25" in found.message.th
    assert "(85.00 + 87.50) / 2 = 86.25" in found.message.th
    assert found.explanation is not None
    assert "2 × 91.25 − 87.50 = 95.00" in found.explanation.th
    assert "พิมพ์ 85.00" in found.explanation.th
    assert figure_of(tha_maling, "9").value == Decimal("95.00")


def test_tha_maling_total_and_level_hold(tha_maling: Analysis) -> None:
    assert tha_maling.total.printed == Decimal("85.66")
    assert tha_maling.total.arithmetic == "0.3 × 81.12 + 0.3 × 82.73 + 0.4 × 91.25 = 85.66"
    assert tha_maling.level is not None and tha_maling.level.name.th == "A"


def test_tha_maling_strengths_and_weaknesses(tha_maling: Analysis) -> None:
    assert [each.id for each in tha_maling.strengths] == ["9", "10", "1", "7"]
    assert [each.id for each in tha_maling.weaknesses] == ["2", "4", "6", "5", "3", "8"]


@pytest.mark.parametrize("year", ["2567", "2568"])
def test_the_fictional_results_agree_in_themselves(year: str) -> None:
    analysis = analysis_of(ROOT, year)
    assert analysis.contradictions == ()
    whole = (analysis.total, *analysis.instruments, *analysis.indicators)
    assert all(figure.printed is not None and figure.computed is not None for figure in whole)
    assert {question.code[0] for question in analysis.questions} == {"i", "e", "o"}


# --- one wrong figure in example B's manner ------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "needed", "not_needed"),
    [
        ("60.00", ["6 จึงต้องเป็น 3 × 90.00 − 90.00 − 90.00 = 90.00 แต่พิมพ์ 60.00"], "หรือ"),
        # 100.00 is possible too, so any of the three may be the wrong one.
        (
            "80.00",
            ["6 = 90.00 (", "7 = 100.00 (3 × 90.00 − 80.00 − 90.00", "8 = 100.00 ("],
            "จึงต้องเป็น 3",
        ),
    ],
)
def test_an_indicator_that_the_total_refutes_is_named_with_what_it_must_be(
    score: str, needed: list[str], not_needed: str
) -> None:
    """No questions are printed; only the instrument and the total can tell."""
    made = even("2567", 90).printed().without("questions")
    wrong = made.changed(made.row("indicators", "6"), score=score)
    analysis = wrong.analysis()
    found = one(analysis, "indicator-impossible")
    assert codes(analysis) == ["indicator-impossible"]
    assert found.location.line == wrong.line_of("instruments", "EIT")
    assert found.explanation is not None
    assert all(each in found.explanation.th for each in needed), found.explanation.th
    assert not_needed not in found.explanation.th


def test_an_indicator_of_the_oit_must_be_one_that_items_can_give() -> None:
    made = even("2567", 90).printed().without("questions")
    analysis = made.changed(made.row("indicators", "9"), score="88.00").analysis()
    found = one(analysis, "indicator-impossible")
    assert found.explanation is not None
    assert "ตัวชี้วัดที่ 9 จึงต้องเป็น 2 × 100.00 − 100.00 = 100.00 แต่พิมพ์ 88.00" in found.explanation.th
    assert figure_of(analysis, "9").value == 100


@pytest.mark.parametrize(
    ("table", "name", "code"),
    [
        ("indicators", "1", "indicator-differs"),
        ("indicators", "10", "estimate-differs"),
        ("instruments", "IIT", "instrument-differs"),
        ("total", "", "total-differs"),
    ],
)
@pytest.mark.parametrize("cents", ["-0.02", "-0.01", "0.01", "0.02"])
def test_two_roundings_make_a_hundredth_and_no_more(
    table: str, name: str, code: str, cents: str
) -> None:
    """Every figure is 90.00 or 50.00 exactly, so the change alone makes the difference."""
    items = {f"O{number}": 100 if number in (26, 27) else 0 for number in range(1, 29)}
    made = Scores("2568", even("2568", 90).questions, items).printed()
    assert codes(made.analysis()) == []
    row = made.row(table, name)
    score = Decimal(str(row.cells["score"])) + Decimal(cents)
    found = codes(made.changed(row, score=score).analysis())
    assert found == ([code] if abs(Decimal(cents)) > Decimal("0.01") else [])


def test_a_row_typed_twice_is_another_only_where_the_next_is_absent() -> None:
    made = even("2568").printed()
    again = made.row("questions", "O6").with_()
    twice = one(Made("2568", (*made.rows, again)).analysis(), "code-twice")
    assert twice.explanation is None
    without = tuple(row for row in made.rows if row.id != "O7")
    twice = one(Made("2568", (*without, again)).analysis(), "code-twice")
    assert twice.explanation is not None and "O7" in twice.explanation.th


def test_items_that_more_than_one_score_would_fit_are_not_solved() -> None:
    """One of O1 and O2 was lost, and both rows are missing: nothing tells which."""
    items = dict.fromkeys(even("2568").items, 100) | {"O2": 0}
    made = Scores("2568", even("2568").questions, items).printed()
    left = tuple(row for row in made.rows if row.id not in ("O1", "O2"))
    analysis = Made("2568", left).analysis()
    assert codes(analysis) == ["code-missing"]
    assert "O1, O2" in one(analysis, "code-missing").message.th
    assert computed(analysis, "9") == {"9": "-"}


def test_items_are_solved_for_together_where_only_one_case_fits() -> None:
    items = dict.fromkeys(even("2568").items, 100) | {"O1": 0, "O12": 0}
    made = Scores("2568", even("2568").questions, items).printed()
    left = tuple(row for row in made.rows if row.id not in ("O1", "O12"))
    analysis = Made("2568", left).analysis()
    solved = [c.message.th for c in analysis.contradictions if c.code == "score-solved"]
    assert [re.findall(r"O\d+ = \d+", message) for message in solved] == [["O1 = 0"], ["O12 = 0"]]
    assert computed(analysis, "9") == {"9": "86.00"}


@pytest.mark.parametrize("table", ["indicators", "instruments"])
def test_a_row_typed_twice_is_told_of(table: str) -> None:
    """The second row has another score; neither may be taken without a word."""
    made = even("2568").printed()
    first = made.of(table)[0]
    rows = list(made.rows)
    at = rows.index(first)
    doubled = Made("2568", (*rows[: at + 1], first.with_(score="50.00"), *rows[at + 1 :]))
    lines = {made.line(first), made.line(first) + 1}
    assert lines & {c.location.line for c in doubled.analysis().contradictions}


# --- the EIT in parts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "score", "code"),
    [
        ("score: 90", "90.00", "raise"),
        ("part1: 80, part2: 100", "90.00", "raise"),
        ("part1: ๘๐, part2: ๑๐๐", "90.00", "raise"),
        ("part1: 94.99, part2: 94.98", "94.99", "raise"),
        ("score: 70, part1: 60, part2: 80", "70.00", "improve"),
        ("part1: 80", "-", ""),
        ("part2: 80", "-", ""),
        ('part1: 80, part2: "-"', "-", ""),
        ("score: , part1: 80, part2: 100", "90.00", "raise"),
    ],
)
def test_a_question_has_a_score_or_two_parts(row: str, score: str, code: str) -> None:
    [question] = analysed(f"questions: [{{id: e1, {row}}}]\n", "2569").questions
    assert ("-" if question.score is None else shown(question.score)) == score
    assert question.action == code


def test_a_class_goes_by_the_score_as_it_is_shown() -> None:
    """The mean of the parts is 94.995: it is shown, and printed elsewhere, as 95.00."""
    row = "{id: e1, part1: 94.99, part2: 95.00, action-class: รักษาระดับ}"
    analysis = analysed(f"questions: [{row}]\n", "2569")
    assert [shown(q.score) for q in analysis.questions if q.score is not None] == ["95.00"]
    assert codes(analysis) == []


def test_a_score_that_is_not_the_mean_of_its_parts_is_told_of() -> None:
    row = "{id: e1, score: 90.00, part1: 60.00, part2: 80.00}"
    found = analysed(f"questions:\n  - {row}\n", "2569").contradictions
    assert [c.location.line for c in found] == [2]
    assert "= 70.00" in found[0].message.th


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ("[{id: EIT1, score: 100}, {id: EIT2, score: 96.44}]", "98.22"),
        ("[{name: EIT ส่วนที่ ๑, score: ๑๐๐}, {name: EIT ส่วนที่ ๒, score: ๙๖.๔๔}]", "98.22"),
        ("[{name: 2.EIT ส่วนที่ 1, score: 100}, {name: 3. EIT ส่วนที่ 2, score: 96.44}]", "98.22"),
        ("[{id: eit part 1, score: 100}, {id: EIT Part 2, score: 96.44}]", "98.22"),
        ("[{id: EIT2, score: 96.44}, {id: EIT1, score: 100}]", "98.22"),
        ("[{id: EIT1, score: 100}]", "-"),
        ("[{id: EIT2, score: 100}]", "-"),
        ("[]", "-"),
    ],
)
def test_the_eit_is_the_mean_of_its_printed_parts(rows: str, value: str) -> None:
    assert computed(analysed(f"instruments: {rows}\n", "2568"), "EIT") == {"EIT": value}


@pytest.mark.parametrize(
    ("name", "instrument"),
    [
        ("IIT", "IIT"),
        ("iit", "IIT"),
        ("๑. การปฏิบัติหน้าที่ IIT", "IIT"),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)", "EIT"),
        ("แบบวัด EIT ปี 2568", "EIT"),
        ("๔. OIT", "OIT"),
        ("Open Data Integrity and Transparency Assessment: OIT", "OIT"),
    ],
)
@pytest.mark.parametrize("key", ["id", "name"])
def test_an_instrument_is_known_by_its_letters(key: str, name: str, instrument: str) -> None:
    analysis = analysed(f'instruments: [{{{key}: "{name}", score: 77.77}}]\n', "2568")
    printed = [figure.id for figure in analysis.instruments if figure.printed is not None]
    assert printed == [instrument]


@pytest.mark.parametrize(
    ("key", "name", "indicator"),
    [
        ("id", "1", "1"),
        ("id", "๑๐", "10"),
        ("id", "01", "1"),
        ("id", "ตัวชี้วัดที่ 9", "9"),
        ("name", "๘. การปรับปรุงระบบการทำงาน", "8"),
        ("name", "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต", "10"),
    ],
)
def test_an_indicator_is_known_by_its_number(key: str, name: str, indicator: str) -> None:
    analysis = analysed(f'indicators: [{{{key}: "{name}", score: 77.77}}]\n', "2568")
    assert [each.id for each in analysis.indicators if each.printed is not None] == [indicator]


@pytest.mark.parametrize("part", ["EIT1", "EIT2"])
@pytest.mark.parametrize("style", STYLES[2:])
def test_a_wrong_part_of_the_eit_is_named(style: Style, part: str) -> None:
    made = even("2568", 97, style=style).printed()
    wrong = made.changed(made.row("instruments", part), score="90.00")
    found = [c for c in wrong.analysis().contradictions if not c.explained]
    assert wrong.line_of("instruments", part) in {c.location.line for c in found}
    assert any("90.00" in c.message.th for c in found)


def test_a_wrong_part_in_example_a_is_named() -> None:
    text = NAKHAM_FILE.read_text(encoding="utf-8")
    wrong = text.replace("score: ๑๐๐\n  - id: EIT2", "score: ๙๐\n  - id: EIT2")
    assert wrong != text
    lines = {c.location.line for c in analysed(wrong, "2568").contradictions}
    assert line_of(NAKHAM_FILE, "- id: EIT1") in lines


def test_rounding_never_spoils_the_explanation_by_part_two() -> None:
    """Part 2 is 80.011, 80.011, 80.051 by indicator: 80.02 on average, 80.03 as implied."""
    second = {"6": "80.011", "7": "80.011", "8": "80.051"}
    questions = {
        code: (Fraction("90.001"), Fraction(second.get(indicator, "90.001")))
        for indicator, members in QUESTIONS.items()
        for code in members
    }
    made = Scores("2568", questions, even("2568").items, "first-part").printed()
    printed = {row.id: str(row.cells["score"]) for row in made.rows}
    assert (printed["EIT2"], printed["e1"], printed["6"], printed["8"]) == (
        "80.02",
        "90.00",
        "85.01",
        "85.03",
    )
    analysis = made.analysis()
    assert codes(analysis, explained=False) == []
    assert codes(analysis, explained=True) == ["questions-differ"]


# --- results in part ----------------------------------------------------------------------------

_ALL = "".join(f"{{id: {name}, score: 90}}, " for name in INSTRUMENTS)
_TEN = "".join(f"{{id: {number}, score: {80 + number}}}, " for number in range(1, 11))

#: What is printed, and what is computed of it; nothing contradicts itself.
PARTIAL: dict[str, tuple[str, dict[str, str]]] = {
    "nothing": ("", {"total": "-", "IIT": "-", "1": "-"}),
    "empty tables": ("total: []\nquestions: []\n", {"total": "-"}),
    "only the source": ("source: ประกาศ\n", {"total": "-"}),
    "only the total": ("total: [{score: 90}]\n", {"total": "-", "OIT": "-"}),
    "total and level": ("total: [{score: 90, level: ผ่านดี}]\n", {"total": "-"}),
    "only the level": ("total: [{level: ผ่านดี}]\n", {"total": "-"}),
    "a dash for the total": ('total: [{score: "-"}]\n', {"total": "-"}),
    "only instruments": (f"instruments: [{_ALL}]\n", {"total": "90.00", "IIT": "-"}),
    "two instruments": (
        "instruments: [{id: IIT, score: 90}, {id: OIT, score: 90}]\n",
        {"total": "-", "EIT": "-"},
    ),
    "EIT in parts": (
        "instruments: [{id: IIT, score: 90}, {id: EIT1, score: 90}, {id: EIT2, score: 80},"
        " {id: OIT, score: 90}]\n",
        {"EIT": "85.00", "total": "88.50"},
    ),
    "only indicators": (
        f"indicators: [{_TEN}]\n",
        {"IIT": "83.00", "EIT": "87.00", "OIT": "89.50", "total": "86.80", "9": "-"},
    ),
    "nine indicators": (
        f"indicators: [{_TEN.replace('{id: 10, score: 90}, ', '')}]\n",
        {"IIT": "83.00", "EIT": "87.00", "OIT": "-", "total": "-"},
    ),
    "total and indicators": (
        f"total: [{{score: 86.80}}]\nindicators: [{_TEN}]\n",
        {"total": "86.80", "IIT": "83.00"},
    ),
}


@pytest.mark.parametrize(("yaml", "expected"), PARTIAL.values(), ids=PARTIAL)
def test_a_result_in_part(yaml: str, expected: dict[str, str]) -> None:
    analysis = analysed(yaml, "2568")
    assert computed(analysis, *expected) == expected
    assert codes(analysis) == []
    if expected["total"] == "-":
        assert analysis.level is None
    assert analysis.questions == ()


def test_the_level_follows_where_the_total_is_computed() -> None:
    analysis = analysed(f"instruments: [{_ALL}]\n", "2568")
    assert analysis.level is not None and analysis.level.name.th == "ผ่านดี"
    assert analysis.level_printed is None


def test_what_is_left_out_of_the_questions_is_named() -> None:
    analysis = analysed("questions: [{id: i1, score: 90}, {id: O1, score: 100}]\n", "2568")
    message = one(analysis, "code-missing").message.th
    assert "i2, i3" in message and "i15" in message and "O2, O3" in message and "O28" in message
    assert "i1," not in message and "O1," not in message
    assert "e1" not in message, "of the EIT nothing is printed by question"
    assert computed(analysis, "1", "9") == {"1": "-", "9": "-"}


@pytest.mark.parametrize("year", ["2566", "2569"])
def test_some_questions_say_nothing_of_an_indicator_whose_questions_are_not_known(
    year: str,
) -> None:
    """A document may print only what is to be improved; the others raise the mean."""
    yaml = (
        "indicators: [{id: 6, score: 90.00}]\n"
        "questions: [{id: e1, indicator: ตัวชี้วัดที่ 6, score: 80.00}]\n"
    )
    assert codes(analysed(yaml, year), explained=False) == []


def test_items_alone_give_the_oit() -> None:
    made = even("2568").printed()
    items = Made("2568", tuple(row for row in made.of("questions") if row.id[0] == "O"))
    analysis = items.analysis()
    expected = {"9": "100.00", "10": "100.00", "OIT": "100.00", "total": "-", "IIT": "-"}
    assert computed(analysis, *expected) == expected
    assert codes(analysis) == []


def test_a_code_may_stand_in_the_question_alone() -> None:
    yaml = "questions: [{question: ๐๒๑ ประกาศเจตนารมณ์, score: 50}, {id: ไม่ทราบ, score: 80}]\n"
    analysis = analysed(yaml, "2568")
    assert [(q.code, q.indicator) for q in analysis.questions] == [("o21", "10"), ("", "")]
    assert one(analysis, "code-unreadable").message.th == 'อ่านรหัสข้อคำถาม "ไม่ทราบ" ไม่ได้'


# --- classes, strengths and weaknesses ----------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "printed", "differs"),
    [
        ("95.00", "รักษาระดับ", False),
        ("95", "keep", False),
        ("94.99", "รักษาระดับ", True),
        ("94.99", "ยกระดับ", False),
        ("90.00", "raise", False),
        ("90.00", "ต้องปรับปรุง", True),
        ("89.99", "ต้องปรับปรุง", False),
        ("89.99", "raise", True),
        ("0", "improve", False),
        ("๘๙.๙๙", "ยก ระดับ", True),
    ],
)
def test_a_printed_class_against_its_score(score: str, printed: str, differs: bool) -> None:
    yaml = f"questions: [{{id: i1, indicator: 1, score: {score}, action-class: {printed}}}]\n"
    assert codes(analysed(yaml, "2569")) == (["class-differs"] if differs else [])


@pytest.mark.parametrize(
    "row", ["score: 80", "action-class: keep", 'score: "-", action-class: keep']
)
def test_no_class_is_no_contradiction(row: str) -> None:
    assert codes(analysed(f"questions: [{{id: i1, indicator: 1, {row}}}]\n", "2569")) == []


def test_an_indicator_is_a_strength_from_85_on() -> None:
    scores = {"1": "85.00", "2": "84.99", "3": "85", "4": "0", "5": "100", "6": "๘๔.๙๙"}
    rows = "".join(f"{{id: {name}, score: {score}}}, " for name, score in scores.items())
    analysis = analysed(f"indicators: [{rows}]\n", "2568")
    assert [each.id for each in analysis.strengths] == ["5", "1", "3"]
    assert [each.id for each in analysis.weaknesses] == ["4", "2", "6"]


def test_a_strength_goes_by_the_score_as_it_is_shown() -> None:
    """The mean of the questions is 84.9967, shown as 85.00: no "85.00 (below 85)"."""
    rows = "{id: i1, score: 85}, {id: i2, score: 85}, {id: i3, score: 84.99}"
    analysis = analysed(f"questions: [{rows}]\n", "2568")
    assert computed(analysis, "1") == {"1": "85.00"}
    assert [each.id for each in analysis.strengths] == ["1"]
    assert analysis.weaknesses == ()


# --- levels -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "differs"),
    [
        ("ผ่านดี", False),
        ("ผ่าน ดี", False),
        ("pass, good", False),
        ("ผ่าน", True),
        ("ผ่านดีเยี่ยม", True),
        ("A", True),
        ("ดี", True),
    ],
)
def test_a_printed_level_against_the_rule(level: str, differs: bool) -> None:
    yaml = f'total: [{{score: 90, level: "{level}"}}]\ninstruments: [{_ALL}]\n'
    assert codes(analysed(yaml, "2568")) == (["level-differs"] if differs else [])


def test_a_level_tells_its_floors() -> None:
    yaml = f"total: [{{score: 90, level: ผ่าน}}]\ninstruments: [{_ALL}]\n"
    message = one(analysed(yaml, "2568"), "level-differs").message
    for text in (message.th, message.en):
        assert "IIT 90.00, EIT 90.00, OIT 90.00" in text and "≥ 85" in text
    assert "ทุกเครื่องมือ ≥ 85" in message.th and "each instrument ≥ 85" in message.en


# --- what cannot be read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("total:\n  - score: แปดสิบ\n", 2),
        ("instruments:\n  - id: IIT\n    score: 9O.5\n", 3),
        ("questions:\n  - id: i1\n    score: [1, 2]\n", 3),
        ("questions:\n  - id: i1\n    action-class: ดีมาก\n", 3),
        ("questions:\n  - id: i1\n    points: 90\n", 3),
        ("totals:\n  - score: 90\n", 1),
        ("total: 90\n", 1),
        ("- total\n", 1),
    ],
)
def test_what_cannot_be_read_is_a_problem_at_its_line(yaml: str, line: int) -> None:
    found = official(yaml, "2568")
    assert [problem.location.line for problem in found.problems] == [line]
    assessment = load_assessment("2568", load_catalogue().editions)
    assert assessment is not None
    analyse(found, assessment)  # the rest is still computed
