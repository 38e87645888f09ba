"""Tables and charts of a field: sums, parts, rows for the filter, and HTML that loses nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sites import ROOT, oit
from workspaces import WorkspaceFolder

from site_builder.audit.engine import audit
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import Element
from site_builder.disclosures import Disclosure, load_disclosures
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.values import FieldValue
from site_builder.outcomes import Outcome
from site_builder.pages import tables
from site_builder.pages.charts import bar_chart, column_chart
from site_builder.pages.placement import Placement
from site_builder.pages.render import cells_html
from site_builder.publication import publish_workspace
from site_builder.workspace import open_workspace

HOSTILE = "</td></table><script>alert(1)</script>&amp;\"'<img src=x onerror=alert(2)>"
MONTHLY = ("2568", "procurement-list", "purchases")
PLAN = ("2568", "procurement-list", "plan")
#: A field with a column that is drawn as a bar.
PROGRESS = ("2568", "annual-plan", "progress")


def _value(workspace: WorkspaceFolder, field: tuple[str, str, str], yaml: str) -> FieldValue:
    edition, slug, key = field
    workspace.disclose(edition, slug, f"{key}:\n{yaml}")
    return workspace.disclosure(edition, slug).values[key]


def _month(month: str, *agreed: str) -> str:
    rows = "".join(
        f"        - {{item: งานที่ {n}, budget: '1,000', agreed-price: '{text}'}}\n"
        for n, text in enumerate(agreed, 1)
    )
    return f"    - month: {month}\n      rows:\n{rows}"


def _plan(count: int) -> str:
    return "".join(f"  - {{item: รายการ {n}, budget: '{n}'}}\n" for n in range(1, count + 1))


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        (["100", "200.50"], "300.50"),
        (["-", "ไม่มี"], "0"),
        (["100", "-", "ไม่มี", "50"], "150"),
        (["ราว ๆ ห้าพัน", "1,500"], "1500"),
        (["๑,๕๐๐.๒๕", "1,500.50 บาท"], "3000.75"),
        (["0.1", "0.2"], "0.3"),
        (["-500", "1,000"], "500"),
        (["99999999999999.99", "0.01"], "100000000000000.00"),
        ([""], "0"),
    ],
)
def test_sums_count_numbers_and_nothing_else(
    workspace: WorkspaceFolder, texts: list[str], total: str
) -> None:
    value = _value(workspace, MONTHLY, "  months:\n" + _month("ตุลาคม 2567", *texts))
    (month,) = tables.month_sums(value)
    budget, agreed = month.sums
    assert agreed == Decimal(total)
    assert budget == 1000 * len(texts)
    assert month.count == len(texts)
    assert tables.sums(tables.summed(value), value.rows) == month.sums


def test_months_are_told_in_the_order_of_the_data(workspace: WorkspaceFolder) -> None:
    yaml = "  months:\n" + _month("ธันวาคม 2567", "5") + _month("ต.ค. 67", "7", "8")
    yaml += "    - {month: พฤศจิกายน 2567, none: ไม่มีการจัดซื้อจัดจ้าง}\n"
    yaml += _month("เดือนสิบสาม", "9")
    value = _value(workspace, MONTHLY, yaml)
    found = [(m.title, m.slug, m.count, int(m.sums[1])) for m in tables.month_sums(value)]
    assert found == [
        ("ธันวาคม 2567", "2567-12", 1, 5),
        ("ตุลาคม 2567", "2567-10", 2, 15),
        ("พฤศจิกายน 2567", "2567-11", 0, 0),
        ("เดือนสิบสาม", "4", 1, 9),
    ]


def test_one_part_for_each_month_that_has_rows(workspace: WorkspaceFolder) -> None:
    yaml = "  months:\n" + _month("ตุลาคม 2567", "1", "2")
    yaml += "    - {month: พฤศจิกายน 2567, none: ไม่มี}\n" + _month("ธันวาคม 2567", "3")
    value = _value(workspace, MONTHLY, yaml)
    found = [(part.slug, part.title, len(part.rows)) for part in tables.parts(value)]
    assert found == [("2567-10", "ตุลาคม 2567", 2), ("2567-12", "ธันวาคม 2567", 1)]
    assert [row for part in tables.parts(value) for row in part.rows] == list(value.rows)


def test_parts_have_different_addresses_even_where_a_month_stands_twice(
    workspace: WorkspaceFolder,
) -> None:
    """A month that stands twice is a finding, not a problem: the site is built, and loses no row."""
    yaml = "  months:\n" + _month("ตุลาคม 2567", "1") + _month("ตุลาคม 2567", "2")
    value = _value(workspace, MONTHLY, yaml)
    slugs = [part.slug for part in tables.parts(value)]
    assert len(slugs) == len(set(slugs))
    assert len({month.slug for month in tables.month_sums(value)}) == 2


@pytest.mark.parametrize(
    ("count", "parts"),
    [(1, [1]), (400, [400]), (401, [400, 1]), (801, [400, 400, 1])],
)
def test_parts_of_a_table_without_months(
    workspace: WorkspaceFolder, count: int, parts: list[int]
) -> None:
    value = _value(workspace, PLAN, _plan(count))
    found = tables.parts(value)
    assert [len(part.rows) for part in found] == parts
    assert [part.slug for part in found] == [str(n) for n in range(1, len(parts) + 1)]
    assert found[-1].title == f"รายการที่ {count - parts[-1] + 1}–{count}"
    assert [row for part in found for row in part.rows] == list(value.rows)


@pytest.mark.parametrize(
    ("count", "long", "filtered"),
    [
        (0, False, False),
        (1, False, False),
        (12, False, False),
        (13, False, True),
        (200, False, True),
        (201, True, True),
    ],
)
def test_from_how_many_rows_a_table_is_filtered_and_split(
    workspace: WorkspaceFolder, count: int, long: bool, filtered: bool
) -> None:
    value = _value(workspace, PLAN, _plan(count))
    assert (tables.is_long(value), tables.has_filter(value)) == (long, filtered)


def test_only_what_a_page_splits_is_long(workspace: WorkspaceFolder) -> None:
    """The page of news shows all of them: pages of their parts would be linked from nowhere."""
    news = "".join(f"  - {{date: 2 มกราคม 2568, title: ข่าว {n}}}\n" for n in range(201))
    value = _value(workspace, ("2568", "news", "news"), news)
    assert len(value.rows) == 201
    assert not tables.is_long(value)
    assert not tables.has_filter(value)


SCRIPT = re.compile(
    r'\(window\.oitTables=window\.oitTables\|\|\{\}\)\["(?P<key>[\w-]+)"\]=(?P<json>.*);\n'
)


def _script(value: FieldValue) -> dict[str, Any]:
    text = tables.rows_script(value).decode("utf-8")
    found = SCRIPT.fullmatch(text)
    assert found, text[:200]
    assert found["key"] == value.spec.key
    data: dict[str, Any] = json.loads(found["json"])
    return data


def _expanded(data: dict[str, Any]) -> list[list[str | float]]:
    """The rows as a reader gets them, by a reading of our own."""
    found = []
    for row in data["rows"]:
        cells = iter(row)
        found.append([c["same"] if "same" in c else next(cells) for c in data["columns"]])
    return found


def test_the_script_holds_every_row(workspace: WorkspaceFolder) -> None:
    value = _value(workspace, PLAN, _plan(13))
    data = _script(value)
    assert [column["label"] for column in data["columns"]] == [
        column.label.th for column in value.spec.columns
    ]
    assert [row[:2] for row in _expanded(data)] == [[f"รายการ {n}", n] for n in range(1, 14)]


def test_the_script_holds_every_row_even_where_all_are_the_same(
    workspace: WorkspaceFolder,
) -> None:
    field = ("2568", "strategic-plan", "strategies")
    value = _value(workspace, field, "  - {strategy: พัฒนาโครงสร้างพื้นฐาน}\n" * 13)
    assert len(value.rows) == 13
    assert len(_script(value)["rows"]) == 13


@pytest.mark.parametrize(
    "text",
    ["</script>", "<!--", "\u2028", "\u2029", '"', "\\", "'", "ก\u0e33", "\\u2028", "];alert(1);["],
)
def test_the_script_stays_one_statement_whatever_a_cell_says(
    workspace: WorkspaceFolder, text: str
) -> None:
    written = json.dumps(f"ก{text}ข", ensure_ascii=True)
    value = _value(workspace, PLAN, f"  - {{item: {written}}}\n" + _plan(13))
    assert value.rows[0].cell("item").text == f"ก{text}ข"
    assert _expanded(_script(value))[0][0] == f"ก{text}ข"
    raw = tables.rows_script(value).decode("utf-8")
    assert not {"\u2028", "\u2029"} & set(raw)
    assert raw.count("\n") == 1


def test_what_is_the_same_in_every_row_is_told_once(workspace: WorkspaceFolder) -> None:
    yaml = "".join(
        f"  - {{item: รายการ {n}, budget: '500', method: คัดเลือก, period: ''}}\n" for n in range(13)
    )
    columns = {c["label"]: c for c in _script(_value(workspace, PLAN, yaml))["columns"]}
    assert columns["วิธีการจัดซื้อจัดจ้าง"]["same"] == "คัดเลือก"
    assert columns["ช่วงเวลาที่คาดว่าจะจัดซื้อจัดจ้าง"]["same"] == ""
    assert "same" not in columns["วงเงินงบประมาณ (บาท)"], "numbers are summed up row by row"
    assert columns["วงเงินงบประมาณ (บาท)"]["total"] is True


def test_numbers_in_the_script_are_numbers_and_the_rest_is_text(workspace: WorkspaceFolder) -> None:
    texts = ["1,500", "1,500.25", "๒๐", "-", "ไม่มี", "ราวห้าพัน", ""]
    yaml = "".join(f"  - {{item: ก, budget: '{text}'}}\n" for text in texts) + _plan(13)
    rows = _expanded(_script(_value(workspace, PLAN, yaml)))
    assert [row[1] for row in rows[:7]] == [1500, 1500.25, 20, "-", "ไม่มี", "ราวห้าพัน", ""]


def test_months_are_the_first_column_of_the_script(workspace: WorkspaceFolder) -> None:
    yaml = "  months:\n" + _month("ตุลาคม 2567", "1", "2") + _month("ธันวาคม 2567", "3")
    value = _value(workspace, MONTHLY, yaml)
    data = _script(value)
    assert data["columns"][0] == {"label": "เดือน", "kind": "text"}
    assert [row[0] for row in _expanded(data)] == ["ตุลาคม 2567", "ตุลาคม 2567", "ธันวาคม 2567"]


# -- HTML --------------------------------------------------------------------------------------


def _disclosures() -> Iterator[tuple[Disclosure, list[Element]]]:
    """Everything that the root workspace discloses, with the elements that are asked of it."""
    workspace = open_workspace(ROOT)
    for edition in ("2568", "2569"):
        data = load_disclosures(workspace, edition)
        for disclosure, result in zip(data.disclosures, audit(workspace, data).items, strict=True):
            asked = [r.element for r in result.elements if r.outcome != Outcome.NOT_APPLICABLE]
            yield disclosure, asked


@pytest.fixture(scope="module")
def real() -> list[tuple[Disclosure, list[Element], FieldValue]]:
    """Every field of the root workspace that is shown as a table."""
    return [
        (disclosure, asked, value)
        for disclosure, asked in _disclosures()
        for value in disclosure.values.values()
        if value.spec.kind in ("table", "monthly-table") and value.rows
    ]


def _words(html: object) -> list[str]:
    return _soup(str(html)).get_text(" ").split()


def test_every_cell_is_as_its_kind_shows_it(
    real: list[tuple[Disclosure, list[Element], FieldValue]],
) -> None:
    """The fast way and the cell templates say the same, and so do the values themselves."""
    cells = 0
    for disclosure, asked, value in real:
        html = tables.table_html(
            value.spec.key, value.spec.columns, value.rows, Placement(disclosure, asked), "ชื่อ"
        )
        rows = _soup(html).select("tbody > tr")
        assert len(rows) == len(value.rows)
        for shown, row in zip(rows, value.rows, strict=True):
            boxes = shown.find_all("td", recursive=False)
            assert len(boxes) == len(value.spec.columns)
            for box, column in zip(boxes, value.spec.columns, strict=True):
                assert _words(box) == _words(cells_html(column, row))
                if column.kind in ("text", "number", "choice", "date"):
                    kind = SCALAR_KINDS[column.kind]
                    told = " ".join(kind.shown(cell) for cell in row.all_cells(column.key))
                    assert "".join(_words(box)) == "".join(told.split())
                assert ("oit-number" in (box.get("class") or [])) == (column.kind == "number")
                cells += 1
    assert cells > 3_000


def test_every_element_of_a_table_is_marked_in_its_column(
    real: list[tuple[Disclosure, list[Element], FieldValue]],
) -> None:
    marked = 0
    for disclosure, asked, value in real:
        expected: dict[str, str] = {}
        for element in map(disclosure.showing, asked):
            if (
                element.of == value.spec.key
                and element.column
                and not element.parameters.get("where")
            ):
                filled = any(not row.cell(element.column).is_blank for row in value.rows)
                if filled:
                    expected.setdefault(element.column, element.key)
        html = tables.table_html(
            value.spec.key, value.spec.columns, value.rows, Placement(disclosure, asked), "ชื่อ"
        )
        soup = _soup(html)
        for row in soup.select("tbody > tr"):
            boxes = row.find_all("td", recursive=False)
            found = {
                column.key: str(box["data-element"])
                for box, column in zip(boxes, value.spec.columns, strict=True)
                if box.get("data-element")
            }
            assert found == expected
        ids = [str(tag["id"]) for tag in soup.select("[id]")]
        assert sorted(ids) == sorted(expected.values()), "the first block of each is its anchor"
        marked += len(expected)
    assert marked > 15


def _table(workspace: WorkspaceFolder, field: tuple[str, str, str], yaml: str, caption: str) -> Tag:
    value = _value(workspace, field, yaml)
    placement = Placement(workspace.disclosure(*field[:2]), [])
    soup = _soup(tables.table_html(field[2], value.spec.columns, value.rows, placement, caption))
    (region,) = soup.find_all(recursive=False)
    assert isinstance(region, Tag)
    return region


def test_hostile_texts_are_shown_and_do_nothing(workspace: WorkspaceFolder) -> None:
    rows = f"  - {{item: {json.dumps(HOSTILE)}, budget: {json.dumps(HOSTILE)}}}\n"
    region = _table(workspace, PLAN, rows, HOSTILE)
    assert region["aria-label"] == HOSTILE
    assert region.select_one("caption") is not None
    assert region.select_one("caption").get_text() == HOSTILE  # type: ignore[union-attr]
    boxes = region.select("td")
    assert [box.get_text() for box in boxes[:2]] == [HOSTILE, HOSTILE]
    names = {tag.name for tag in region.find_all()}
    assert names == {"table", "caption", "thead", "tbody", "tr", "th", "td"}


def test_lines_of_a_text_stay_lines(workspace: WorkspaceFolder) -> None:
    region = _table(workspace, PLAN, '  - {item: "หนึ่ง\\nสอง\\n\\nสาม <b>"}\n', "ชื่อ")
    box = region.select("td")[0]
    assert [p.get_text("|") for p in box.select("p")] == ["หนึ่ง|\nสอง", "สาม <b>"]
    assert len(box.select("br")) == 1


def test_a_table_can_be_reached_and_named(workspace: WorkspaceFolder) -> None:
    region = _table(workspace, PLAN, _plan(2), "แผนปีนี้")
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "แผนปีนี้")
    assert all(head["scope"] == "col" for head in region.select("th"))
    assert next(head.get_text() for head in region.select("th")) == "รายการ"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("0", "0"), ("45.5", "45.5"), ("๔๕", "45"), ("100", "100"), ("100.00", "100.00"),
        ("120", "100"), ("-5", "0"), ("ร้อยละ 80", "80"), ("1e3", None),
        ("-", None), ("ไม่มี", None), ("ราวครึ่งหนึ่ง", None), ("", None),
    ],
)  # fmt: skip
def test_a_bar_is_as_long_as_its_share(
    workspace: WorkspaceFolder, text: str, width: str | None
) -> None:
    value = _value(workspace, PROGRESS, f"  - {{project: ก, percent: '{text}'}}\n")
    placement = Placement(workspace.disclosure(*PROGRESS[:2]), [])
    html = tables.table_html(PROGRESS[2], value.spec.columns, value.rows, placement, "ชื่อ")
    box = _soup(html).select("td")[[c.key for c in value.spec.columns].index("percent")]
    bars = box.select("svg rect.oit-progress__done")
    assert [bar["width"] for bar in bars] == ([width] if width is not None else [])
    for drawing in box.select("svg"):
        assert drawing["aria-hidden"] == "true", "the figure beside it says the same"


# -- charts ------------------------------------------------------------------------------------

LABELS = ["ต.ค. 67", "พ.ย. 67", "ธ.ค. 67"]
VALUES = [Decimal("1234567.89"), Decimal(0), Decimal("2500")]


def test_the_name_of_a_chart_tells_every_figure() -> None:
    drawing = ET.fromstring(column_chart("วงเงิน (บาท)", LABELS, VALUES))
    assert drawing.get("role") == "img"
    name = drawing.get("aria-label") or ""
    assert name == "วงเงิน (บาท): ต.ค. 67 1,234,567.89, พ.ย. 67 0, ธ.ค. 67 2,500"
    shown = " ".join(
        "".join(text.itertext()) for text in drawing.iter() if text.tag.endswith("text")
    )
    for label in LABELS:
        assert label in shown


@pytest.mark.parametrize("count", [2, 6, 7, 12])
def test_a_chart_has_one_column_for_each_figure(count: int) -> None:
    values = [Decimal(n * 10) for n in range(1, count + 1)]
    drawing = ET.fromstring(column_chart("ก", [f"เดือน {n}" for n in range(count)], values))
    heights = [
        float(each.attrib["height"])
        for each in drawing.iter()
        if each.tag.endswith("rect") and "rect reactive" in each.get("class", "")
    ]
    assert len(heights) == count
    assert heights == sorted(heights), "a greater figure is a higher column"
    assert heights[-1] / heights[0] == pytest.approx(count, rel=0.02)


def test_a_chart_brings_no_script_style_comment_link_or_date() -> None:
    text = str(column_chart(HOSTILE, [HOSTILE, "ก"], VALUES[:2]))
    drawing = ET.fromstring(text)
    names = {each.tag.rpartition("}")[2] for each in drawing.iter()}
    assert not names & {"script", "style", "defs", "image", "foreignObject", "a", "animate"}
    assert "<!--" not in text and "<?" not in text
    assert not re.search(r"\b20\d\d-\d\d|pygal|uuid", text)
    allowed = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\"' ]+", text)) <= allowed
    assert not [key for each in drawing.iter() for key in each.attrib if key.startswith("on")]
    assert not [each for each in drawing.iter() if each.get("style")]
    assert not [each for each in drawing.iter() if each.get("id")]
    assert HOSTILE in (drawing.get("aria-label") or "")


def test_the_same_figures_are_the_same_drawing() -> None:
    assert column_chart("ก", LABELS, VALUES) == column_chart("ก", LABELS, VALUES)
    code = (
        "from decimal import Decimal; from site_builder.pages.charts import column_chart;"
        "print(column_chart('x', ['a', 'b'], [Decimal(1), Decimal(2)]))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Bangkok"))
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("months", "drawn"),
    [
        ([], None),
        ([("ตุลาคม 2567", "5")], None),
        ([("ตุลาคม 2567", "5"), ("พฤศจิกายน 2567", "-")], [1000, 1000]),
        ([("ตุลาคม 2567", "5"), ("เดือนสิบสาม", "7")], None),
    ],
)
def test_what_is_drawn_of_a_table_by_month(
    workspace: WorkspaceFolder, months: list[tuple[str, str]], drawn: list[int] | None
) -> None:
    yaml = "  months:\n" + "".join(_month(month, text) for month, text in months)
    series = tables.charted(_value(workspace, MONTHLY, yaml))
    assert (list(series.values) if series else None) == drawn


def test_nothing_is_drawn_where_every_figure_is_nothing(workspace: WorkspaceFolder) -> None:
    yaml = "  months:\n"
    for month in ("ตุลาคม 2567", "พฤศจิกายน 2567"):
        yaml += f"    - month: {month}\n      rows:\n        - {{item: ก, budget: '0'}}\n"
    assert tables.charted(_value(workspace, MONTHLY, yaml)) is None


def test_the_total_is_drawn_where_there_is_one(workspace: WorkspaceFolder) -> None:
    yaml = "  months:\n"
    for month, total in (("ตุลาคม 2567", 30), ("พฤศจิกายน 2567", 12)):
        yaml += f"    - month: {month}\n      rows:\n"
        yaml += f"        - {{service: ก, walk-in: '10', online: '2', total: '{total}'}}\n"
    series = tables.charted(_value(workspace, ("2568", "service-statistics", "statistics"), yaml))
    assert series is not None
    assert (series.column.key, [int(value) for value in series.values]) == ("total", [30, 12])
    assert series.labels == ("ต.ค. 67", "พ.ย. 67")


def test_every_chart_of_a_site_repeats_a_table_of_its_page(built: Callable[[str], Path]) -> None:
    charts = 0
    for file in built("root").glob("oit/*/o*/index.html"):
        page = _soup(file.read_text(encoding="utf-8"))
        for drawing in page.select("svg.oit-chart__drawing"):
            figures = re.findall(r"[\d,]+(?:\.\d+)?(?=, |$)", str(drawing["aria-label"]))
            table = drawing.find_parent("figure").find_next("table")  # type: ignore[union-attr]
            assert isinstance(table, Tag)
            told = {
                Decimal(td.get_text().replace(",", ""))
                for td in table.select("tbody td.oit-number")
            }
            assert {Decimal(figure.replace(",", "")) for figure in figures} - {Decimal(0)} <= told
            charts += 1
    assert charts >= 3


def test_rows_over_the_boundary_move_to_pages_of_their_own(tmp_path: Path) -> None:
    """By the command, at both sides of the boundary."""
    for count, parts in ((200, []), (201, ["1"])):
        folder = WorkspaceFolder(tmp_path / str(count))
        folder.write("content/.keep", "")
        folder.write(
            "mkdocs.yml",
            "site_name: x\ndocs_dir: content\ntheme: {name: material}\nplugins: [oit]\n",
        )
        folder.disclose("2568", "procurement-list", "plan:\n" + _plan(count))
        assert oit("build", cwd=folder.root).code == 0
        item = folder.root / "site/oit/2568/o12"
        found = sorted(each.name for each in item.glob("plan/*") if each.is_dir())
        assert found == parts
        rows = _soup((item / "index.html").read_text("utf-8")).select("table.oit-table tbody tr")
        shown = [row for row in rows if "รายการ " in row.get_text()]
        assert len(shown) == (20 if parts else count)
        assert (item / "plan.csv").read_text(encoding="utf-8").count("\n") == count + 1


def _scale(drawing: ET.Element) -> list[str]:
    return [
        "".join(each.itertext())
        for axis in drawing.iter()
        if axis.get("class") in ("axis y always_show", "axis y", "axis x", "axis x always_show")
        for each in axis.iter()
        if each.tag.endswith("text")
    ]


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (["5", "3", "2"], ["0", "1", "2", "3", "4", "5"]),
        (["1", "0"], ["0", "1"]),
        (["2.5", "1"], ["0", "1", "2", "3"]),
    ],
)
def test_a_few_things_are_counted_one_by_one(values: list[str], scale: list[str]) -> None:
    labels = [f"เรื่อง {chr(0x0E01 + n)}" for n in range(len(values))]
    for chart in (column_chart, bar_chart):
        drawing = ET.fromstring(chart("ก", labels, [Decimal(value) for value in values]))
        assert [text for text in _scale(drawing) if text not in labels] == scale


def test_bars_stand_in_the_order_of_the_figures() -> None:
    drawing = ET.fromstring(bar_chart("ก", ["แรก", "กลาง", "ท้าย"], list(map(Decimal, (9, 90, 45)))))
    bars = [each.attrib for each in drawing.iter() if "rect reactive" in each.get("class", "")]
    downwards = sorted(bars, key=lambda bar: float(bar["y"]))
    widths = [float(bar["width"]) for bar in downwards]
    assert widths[1] / widths[0] == pytest.approx(10, rel=0.02)
    assert widths[1] / widths[2] == pytest.approx(2, rel=0.02)
    names = {
        "".join(each.itertext()): float(each.attrib["y"])
        for each in drawing.iter()
        if each.tag.endswith("text")
    }
    assert names["แรก"] < names["กลาง"] < names["ท้าย"]
    assert drawing.get("aria-label") == "ก: แรก 9, กลาง 90, ท้าย 45"


# -- answers of a few words --------------------------------------------------------------------

COMPLAINTS = """
    total: {total}
    finished: {finished}
    in-progress: 1
    statement: {statement}
"""


def _item(workspace: WorkspaceFolder, slug: str) -> Tag:
    pages = publish_workspace(workspace.open()).site.pages
    item = load_catalogue().editions["2568"].by_slug(slug)
    assert item is not None
    (page,) = [page for page in pages if page.path == f"oit/2568/{item.code}/"]
    article = _soup(page.body).article
    assert isinstance(article, Tag)
    return article


def test_figures_that_belong_together_are_drawn_once(
    workspace: WorkspaceFolder,
) -> None:
    yaml = COMPLAINTS.format(total="3", finished="๒", statement="ตามทะเบียน")
    workspace.disclose("2568", "complaint-statistics", yaml)
    page = _item(workspace, "complaint-statistics")
    (group,) = page.select(".oit-briefs")
    assert [h2.get_text() for h2 in group.select("h2")] == [
        "จำนวนเรื่องร้องเรียนทั้งหมด (เรื่อง)",
        "ดำเนินการแล้วเสร็จ (เรื่อง)",
        "อยู่ระหว่างดำเนินการ (เรื่อง)",
        "ข้อความรับรอง",
    ]
    (figure,) = page.select("figure")
    assert str(figure.svg["aria-label"]).endswith(  # type: ignore[index]
        "ทั้งหมด (เรื่อง) 3, ดำเนินการแล้วเสร็จ (เรื่อง) 2, อยู่ระหว่างดำเนินการ (เรื่อง) 1"
    )


@pytest.mark.parametrize("figures", [("0", "0", "0"), ("สาม", "2", "1"), ("3",)])
def test_no_chart_is_drawn_of_nothing_or_of_what_cannot_be_read(
    workspace: WorkspaceFolder, figures: tuple[str, ...]
) -> None:
    keys = ("total", "finished", "in-progress")
    yaml = "".join(f"{key}: {figure}\n" for key, figure in zip(keys, figures, strict=False))
    workspace.disclose("2568", "complaint-statistics", yaml)
    page = _item(workspace, "complaint-statistics")
    assert page.select("figure") == []
    assert [tag.get_text(strip=True) for tag in page.select(".oit-value--number")] == list(figures)


def test_a_long_text_has_a_section_of_its_own(workspace: WorkspaceFolder) -> None:
    yaml = COMPLAINTS.format(total="3", finished="2", statement="ข้อความยาว " * 20)
    workspace.disclose("2568", "complaint-statistics", yaml)
    page = _item(workspace, "complaint-statistics")
    brief = {h2.get_text() for h2 in page.select(".oit-briefs h2")}
    assert len(brief) == 3
    long = [h2.get_text() for h2 in page.select("h2") if h2.get_text() not in brief]
    assert long[0] == "ข้อความรับรอง"


def test_a_month_without_rows_is_told_in_the_summary_alone(workspace: WorkspaceFolder) -> None:
    yaml = "  months:\n" + _month("ตุลาคม 2567", "5")
    yaml += "    - {month: พฤศจิกายน 2567, none: ไม่มีการจัดซื้อจัดจ้าง}\n"
    edition, slug, key = MONTHLY
    workspace.disclose(edition, slug, f"{key}:\n{yaml}")
    page = _item(workspace, slug)
    assert [tag.get_text(" ", strip=True).split(" ")[0] for tag in page.select("h3")] == ["ตุลาคม"]
    assert page.get_text().count("ไม่มีการจัดซื้อจัดจ้าง") == 1
