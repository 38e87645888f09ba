"""The page of a result: the numbers of chart and table, what is ours, and nothing but text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from commands import CLEAN
from made_results import analysed, even
from sites import NAKHAM, ROOT, copy_workspace, edit, oit

from site_builder.catalogue.assessment import load_assessment
from site_builder.catalogue.loader import load_catalogue
from site_builder.figures import Analysis, Figure
from site_builder.official import load_result
from site_builder.pages.result import result_page
from site_builder.results.analysis import analyse
from site_builder.scoring import shown
from site_builder.search.index import swapped
from site_builder.workspace import open_workspace

THA_MALING = ROOT / "examples" / "tha-maling"
EVIL = '<script>alert("x")</script> & <b onclick=go>'


def analysis_of(root: Path, year: str) -> Analysis:
    catalogue = load_catalogue()
    result = load_result(root, year, catalogue.vocabularies)
    assessment = load_assessment(year, catalogue.editions)
    assert result is not None and assessment is not None
    return analyse(result, assessment)


def page_of(analysis: Analysis) -> BeautifulSoup:
    """The page by itself, without a site around it."""
    page = result_page(open_workspace(NAKHAM).agency, analysis)
    return BeautifulSoup(page.body, "html.parser")


def text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


@dataclass(frozen=True)
class Bar:
    """A bar's figure as written, what was printed instead, and the length that is drawn."""

    value: str
    printed: str
    width: str


def bars(page: BeautifulSoup) -> dict[str, Bar]:
    found = {}
    for bar in page.select(".oit-bars li"):
        drawn = bar.select(".oit-progress__done, .oit-bars__low")
        assert len(drawn) == 1
        value = re.fullmatch(
            r"(\d+\.\d\d)(?: \(ที่ประกาศ (\d+\.\d\d)\))?", text(bar.select_one(".oit-bars__value"))
        )
        assert value is not None
        label = text(bar.select_one(".oit-bars__label"))
        found[label] = Bar(value[1], value[2] or "", str(drawn[0]["width"]))
    return found


def table(page: BeautifulSoup, caption: str) -> list[list[str]]:
    [found] = [t for t in page.select("table") if text(t.select_one("caption")) == caption]
    return [[text(cell) for cell in row.select("th, td")] for row in found.select("tbody tr")]


def figures(page: BeautifulSoup) -> dict[str, tuple[str, str, str]]:
    """The table of figures: name → printed, computed, arithmetic."""
    rows = table(page, "ตัวเลขที่ประกาศและที่คำนวณได้")
    return {name: (printed, computed, sums) for name, printed, computed, sums in rows}


def section(page: BeautifulSoup, name: str) -> Tag:
    heading = page.find(id=name)
    assert isinstance(heading, Tag) and isinstance(heading.parent, Tag)
    return heading.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of นาคำ, with a question that tries to be HTML."""
    workspace = copy_workspace(NAKHAM, tmp_path_factory.mktemp("result") / "workspace")
    edit(
        workspace / "data/results/2568.yaml",
        "question: i๒ เจ้าหน้าที่",
        f"question: i๒ {EVIL} เจ้าหน้าที่",
    )
    run = oit("build", cwd=workspace)
    assert run.code == CLEAN, run.err
    return workspace / "site"


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    html = (site / "ita/2568/index.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def nakham() -> Analysis:
    return analysis_of(NAKHAM, "2568")


# --- the built page -----------------------------------------------------------------------------


def test_the_page_is_linked_from_the_navigation_of_every_page(site: Path) -> None:
    for name, link in (
        ("index.html", "ita/2568/"),
        ("oit/2569/index.html", "../../ita/2568/"),
        ("oit/2569/o25/index.html", "../../../ita/2568/"),
    ):
        html = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
        links = html.select(f'nav a[href="{link}"]')
        assert links, name
        assert text(links[0]).startswith("ผลการประเมิน ITA")
    assert "/ita/2568/" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_the_questions_are_found_by_the_search(site: Path) -> None:
    script = (site / "assets/search/index.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix('oitSearch("index",').removesuffix(");\n"))
    (own,) = [page for page in index["pages"] if page[0] == "ita/2568/"]
    assert any("ประมวลจริยธรรม" in swapped(text) for _, _, text in own[4])


def test_the_page_tells_total_and_level(page: BeautifulSoup) -> None:
    assert text(page.find("h1")) == "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568"
    assert text(page.select_one(".oit-result .oit-lead")) == "คะแนนรวม 83.03 · ระดับ ต้องปรับปรุง"


def test_every_figure_stands_in_the_table(page: BeautifulSoup, nakham: Analysis) -> None:
    rows = figures(page)
    every = [nakham.total, *nakham.instruments, *nakham.indicators, *nakham.sub_indicators]
    assert len(rows) == len(every) == 21
    for figure in every:
        printed, computed, sums = rows[_name(figure)]
        assert printed == ("–" if figure.printed is None else shown(figure.printed))
        assert computed == ("–" if figure.computed is None else shown(figure.computed))
        assert sums.startswith(figure.arithmetic)


def _name(figure: Figure) -> str:
    if figure.id.isalpha():
        return figure.title.th
    return figure.id if "." in figure.id else f"{figure.id} {figure.title.th}"


def test_chart_and_table_hold_the_same_numbers(page: BeautifulSoup) -> None:
    rows = figures(page)
    drawn = bars(page)
    assert len(drawn) == 3 + 10
    for name, bar in drawn.items():
        printed, computed, _ = rows[name]
        assert bar.value == (computed if printed == "–" else printed)
        assert (bar.width, bar.printed) == (bar.value, "")
    assert drawn["9 การเปิดเผยข้อมูล"].value == "38.00"
    assert drawn["แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)"].value == "98.22"


def test_a_bar_below_the_mark_is_drawn_as_such(page: BeautifulSoup) -> None:
    low = [text(bar) for bar in page.select(".oit-bars li") if bar.select(".oit-bars__low")]
    assert [name.rsplit(" ", 1)[1] for name in low] == ["59.00", "38.00", "80.00"]
    assert {str(mark["x"]) for mark in page.select(".oit-bars__mark")} == {"85"}


def test_what_is_an_estimate_is_called_so(page: BeautifulSoup, nakham: Analysis) -> None:
    label = "(ประมาณการ: อนุมาน)"
    labelled = {name for name, (_, _, sums) in figures(page).items() if label in sums}
    every = [nakham.total, *nakham.instruments, *nakham.indicators, *nakham.sub_indicators]
    assert labelled == {_name(figure) for figure in every if figure.is_estimate}
    assert {"9.1", "10.2", "9 การเปิดเผยข้อมูล"} <= labelled and "คะแนนรวม" not in labelled
    rule = text(section(page, "figures").find_all("small")[-1])
    assert rule.startswith("กติกาของ OIT ที่ใช้: ตัวชี้วัดย่อย = ค่าเฉลี่ยถ่วงน้ำหนัก")
    assert rule.endswith("(อนุมาน)")


def test_contradictions_are_shown_with_their_explanation(
    page: BeautifulSoup, nakham: Analysis
) -> None:
    told = [text(entry) for entry in section(page, "contradictions").select("li")]
    expected = [
        " ".join(f"{c.message.th}{c.explanation.th if c.explanation else ''}".split())
        for c in nakham.contradictions
    ]
    assert told == expected and len(told) == 4


def test_remarks_are_shown(page: BeautifulSoup, nakham: Analysis) -> None:
    told = [text(entry) for entry in section(page, "remarks").select("li")]
    remarks = nakham.official.values["remarks"].cells
    assert told == [" ".join(cell.text.split()) for cell in remarks]
    assert len(told) > 5


def test_every_question_stands_in_its_row(page: BeautifulSoup, nakham: Analysis) -> None:
    rows = table(page, "คะแนนรายข้อคำถาม")
    labels = {each.code: each.label.th for each in nakham.assessment.classes}
    assert len(rows) == len(nakham.questions) == 52
    for (code, wording, score, follows), question in zip(rows, nakham.questions, strict=True):
        assert code == question.row.cell("id").text
        assert question.score is not None and score == shown(question.score)
        assert follows == labels[question.action]
        if code != "i2":
            assert wording == " ".join(question.row.cell("question").text.split())
    counts = [text(entry) for entry in section(page, "questions").select(".oit-list li")]
    assert counts == ["รักษาระดับ (≥ 95): 37", "ยกระดับ (≥ 90): 0", "ต้องปรับปรุง (≥ 0): 15"]


def test_strengths_and_weaknesses(page: BeautifulSoup) -> None:
    strong, weak = section(page, "strengths").select("dd")
    assert text(weak) == "9 การเปิดเผยข้อมูล 38.00, 10 การป้องกันการทุจริต 80.00"
    assert text(strong).startswith("3 การใช้อำนาจ 100.00, ") and text(strong).count(",") == 7


def test_a_question_is_text_and_no_html(page: BeautifulSoup) -> None:
    [row] = [row for row in table(page, "คะแนนรายข้อคำถาม") if row[0] == "i2"]
    assert EVIL in row[1]
    assert page.select("article.oit-result script, article.oit-result [onclick]") == []


# --- the page by itself -------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["source", "level", "id", "question", "remarks"])
def test_nothing_that_is_printed_becomes_html(place: str) -> None:
    made = even("2568").printed()
    quoted = "'" + EVIL + "'"
    if place == "level":
        made = made.changed(made.row("total"), level=quoted)
    elif place in ("id", "question"):
        made = made.changed(made.row("questions", "i2"), **{place: quoted})
    yaml = made.yaml
    if place in ("source", "remarks"):
        yaml += f"{place}: [{quoted}]\n" if place == "remarks" else f"{place}: {quoted}\n"
    html = page_of(analysed(yaml, "2568"))
    assert html.select("script, b, [onclick]") == []
    assert EVIL in html.get_text()


@pytest.mark.parametrize(
    ("yaml", "drawn"),
    [
        ("", 0),
        ("total: [{level: ผ่าน}]\n", 0),
        ("total: [{score: 90}]\n", 0),
        ("instruments: [{id: IIT, score: 90}]\n", 1),
        ("indicators: [{id: 9, score: 90}, {id: 10, score: 80}]\n", 3),
        ("questions: [{id: i1, score: 90}]\n", 0),
        ("questions: [{id: i1}]\n", 0),
        ("remarks: [ก]\n", 0),
    ],
)
def test_a_result_in_part_has_its_page(yaml: str, drawn: int) -> None:
    page = page_of(analysed(yaml, "2568"))
    assert text(page.find("h1")) == "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568"
    assert "None" not in page.get_text()
    assert (len(figures(page)), len(bars(page))) == (14, drawn)


def test_a_result_that_agrees_has_no_section_of_contradictions() -> None:
    page = page_of(even("2568").printed().analysis())
    assert page.find(id="contradictions") is None and page.find(id="remarks") is None
    assert page.find(id="questions") is not None
    assert [text(entry) for entry in section(page, "strengths").select("dd")][1] == "–"


def test_headings_are_those_of_the_page() -> None:
    for analysis in (analysis_of(NAKHAM, "2568"), analysed("total: [{score: 90}]\n", "2568")):
        page = result_page(open_workspace(NAKHAM).agency, analysis)
        html = BeautifulSoup(page.body, "html.parser")
        told = [(heading.id, heading.title) for heading in page.headings]
        assert told == [(str(h2["id"]), text(h2)) for h2 in html.select("h2")]


def test_a_figure_that_was_proved_wrong_is_drawn_beside_what_is_printed() -> None:
    """ท่ามะลิ่ง prints 87.49 for the IIT and 85 for indicator 9; they must be 81.12 and 95."""
    page = page_of(analysis_of(THA_MALING, "2565"))
    rows = figures(page)
    corrected = {}
    for name, bar in bars(page).items():
        assert bar.width == bar.value
        if bar.printed:
            assert rows[name][0] == bar.printed
            corrected[name.split()[0]] = bar.value
        else:
            assert bar.value in rows[name]
    assert list(corrected.values()) == ["81.12", "95.00"]
    assert "ที่ประกาศ 85.00" in text(section(page, "chart"))


# --- which results have a page ------------------------------------------------------------------


def test_a_year_of_the_users_own_edition_has_its_page(tmp_path: Path) -> None:
    workspace = copy_workspace(NAKHAM, tmp_path / "workspace")
    assert oit("editions", "new", "2570", "--from", "2569", cwd=workspace).code == CLEAN
    result = even("2569", 91).printed().yaml
    (workspace / "data/results/2570.yaml").write_text(result, encoding="utf-8")
    run = oit("build", cwd=workspace)
    assert run.code == CLEAN, run.err
    assert sorted(path.name for path in (workspace / "site/ita").iterdir()) == ["2568", "2570"]
