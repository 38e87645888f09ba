"""One agency's folder: the agency, its editions, its disclosures and its official results."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from workspaces import AGENCY, WorkspaceFolder

from site_builder.agency import AGENCY_FILE, Agency, load_agency
from site_builder.catalogue.loader import load_catalogue
from site_builder.disclosures import EditionData
from site_builder.kinds.values import Row
from site_builder.official import load_result, result_file
from site_builder.outcomes import Outcome
from site_builder.problems import InputError, Problem
from site_builder.workspace import open_workspace

MINIMUM = "name: เทศบาล\ntype: เทศบาลตำบล\nwebsite: https://example.go.th\n"


def _codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.location)) for problem in problems]


def _refused(root: Path) -> list[tuple[str, str]]:
    """Codes and places of the problems of a workspace that cannot be opened."""
    with pytest.raises(InputError) as caught:
        open_workspace(root)
    return _codes(caught.value.problems)


# --- opening ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".", "none", "file.txt", "file.txt/below"])
def test_a_folder_without_an_agency_is_no_workspace(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    root = tmp_path / name
    assert _refused(root) == [("no-workspace", str(root))]


def test_a_name_longer_than_any_folder_has_is_no_workspace(tmp_path: Path) -> None:
    root = tmp_path / ("ก" * 200)
    assert _refused(root) == [("no-workspace", str(root))]


def test_an_agency_file_that_is_a_folder_makes_no_workspace(tmp_path: Path) -> None:
    (tmp_path / AGENCY_FILE).mkdir(parents=True)
    assert _refused(tmp_path) == [("no-workspace", str(tmp_path))]


def test_a_workspace_without_data_shows_the_newest_edition(workspace: WorkspaceFolder) -> None:
    opened = workspace.open()
    assert (opened.editions, opened.current_edition) == (("2569",), "2569")
    assert list(opened.catalogue.editions) == ["2569"]
    assert opened.data_folder("2569") == workspace.root / "data" / "2569"


@pytest.mark.parametrize(
    ("folders", "chosen", "editions", "current"),
    [
        (["2568"], "", ("2568",), "2568"),
        (["2568", "2569"], "", ("2568", "2569"), "2569"),
        (["2566", "2567", "2569"], "2567", ("2566", "2567", "2569"), "2567"),
        (["2568", "2569"], "2568", ("2568", "2569"), "2568"),
        (["2569"], "2568", ("2568", "2569"), "2568"),
        ([], "2568", ("2568",), "2568"),
        (["results", "files", "68", "25680", "2568x"], "", ("2569",), "2569"),
    ],
    ids=[
        "one",
        "two",
        "three",
        "one chosen",
        "one chosen without data",
        "no data",
        "other folders",
    ],
)
def test_the_editions_of_a_workspace(
    workspace: WorkspaceFolder,
    folders: list[str],
    chosen: str,
    editions: tuple[str, ...],
    current: str,
) -> None:
    for name in folders:
        (workspace.root / "data" / name).mkdir()
    workspace.write(AGENCY_FILE, f"{MINIMUM}edition: {chosen}\n")
    opened = workspace.open()
    assert (opened.editions, opened.current_edition) == (editions, current)
    assert tuple(opened.catalogue.editions) == editions


def test_a_file_named_like_a_year_is_no_edition(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2568", "x")
    assert workspace.open().editions == ("2569",)


@pytest.mark.parametrize("name", ["2565", "2570", "2580", "9999", "๒๕๖๘"])
def test_data_of_an_unknown_edition_are_a_problem(workspace: WorkspaceFolder, name: str) -> None:
    (workspace.root / "data" / name).mkdir()
    assert _refused(workspace.root) == [("unknown-edition", f"data/{name}")]


@pytest.mark.parametrize("name", ["2565", "2580", "๒๕๖๘", "-", "ปีนี้"])
def test_an_unknown_edition_cannot_be_chosen(workspace: WorkspaceFolder, name: str) -> None:
    workspace.write(AGENCY_FILE, f"{MINIMUM}edition: '{name}'\n")
    assert _refused(workspace.root) == [("unknown-edition", f"{AGENCY_FILE}:4")]


def test_an_edition_may_be_added_that_has_no_data(workspace: WorkspaceFolder) -> None:
    opened = workspace.open("2568")
    assert opened.editions == ("2568", "2569")
    assert workspace.open("2569").editions == ("2569",)
    with pytest.raises(InputError) as caught:
        workspace.open("2400")
    assert _codes(caught.value.problems) == [("unknown-edition", "--edition")]


def test_problems_of_agency_and_folders_come_together(workspace: WorkspaceFolder) -> None:
    (workspace.root / "data" / "2565").mkdir()
    (workspace.root / "data" / "2570").mkdir()
    workspace.write(AGENCY_FILE, "name: เทศบาล\ntype: อำเภอ\nwebsite: example.go.th\nnmae: x\n")
    assert _refused(workspace.root) == [
        ("unknown-edition", "data/2565"),
        ("unknown-edition", "data/2570"),
        ("choice-unknown", f"{AGENCY_FILE}:2"),
        ("link-unreadable", f"{AGENCY_FILE}:3"),
        ("unknown-key", f"{AGENCY_FILE}:4"),
    ]


# --- the agency -------------------------------------------------------------------------------


def _agency(workspace: WorkspaceFolder, yaml: str) -> Agency:
    workspace.write(AGENCY_FILE, yaml)
    return load_agency(workspace.root, load_catalogue(()).vocabularies)


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        pytest.param("", [("missing-key", "")] * 3, id="empty"),
        pytest.param("- a", [("missing-key", "")] * 3 + [("wrong-shape", ":1")], id="list"),
        pytest.param(
            MINIMUM.replace("name: เทศบาล", "name: "), [("missing-key", ":1")], id="blank"
        ),
        pytest.param(f"{MINIMUM}adress: x", [("unknown-key", ":4")], id="unknown key"),
        pytest.param(f"{MINIMUM}name: y", [("duplicate-key", ":4")], id="key twice"),
        pytest.param(f"{MINIMUM}phone: ห้องหนึ่ง", [("contact-unreadable", ":4")], id="phone"),
        pytest.param(
            f"{MINIMUM}phone:\n  - 191\n  - x", [("contact-unreadable", ":6")], id="2nd phone"
        ),
        pytest.param(f"{MINIMUM}province: [a]", [("wrong-shape", ":4")], id="list for text"),
        pytest.param(f'{MINIMUM}notice: "', [("yaml-syntax", ":4")], id="unclosed quote"),
    ],
)
def test_agencies_that_are_refused(
    workspace: WorkspaceFolder, yaml: str, problems: list[tuple[str, str]]
) -> None:
    with pytest.raises(InputError) as caught:
        _agency(workspace, yaml)
    expected = [(code, f"{AGENCY_FILE}{line}") for code, line in problems]
    assert _codes(caught.value.problems) == expected


@pytest.mark.parametrize("key", ["name", "type", "website"])
@pytest.mark.parametrize("value", ["'-'", "ไม่มี", "{none: ไม่มี}"])
def test_an_agency_cannot_say_that_it_has_no_name(
    workspace: WorkspaceFolder, key: str, value: str
) -> None:
    lines = [line for line in MINIMUM.splitlines() if not line.startswith(f"{key}:")]
    with pytest.raises(InputError) as caught:
        _agency(workspace, "\n".join([*lines, f"{key}: {value}"]))
    (problem,) = caught.value.problems
    assert str(problem.location) == f"{AGENCY_FILE}:3"


def test_an_agency_as_it_is_written(workspace: WorkspaceFolder) -> None:
    agency = _agency(workspace, f"{AGENCY}name_en: Example\nnotice: ข้อมูลสมมติ\nedition: 2568\n")
    assert (agency.name, agency.name_en) == ("เทศบาลตำบลตัวอย่าง", "Example")
    assert agency.type.code == "subdistrict-municipality"
    assert (agency.notice, agency.edition) == ("ข้อมูลสมมติ", "2568")


def test_an_agency_with_nothing_but_what_it_needs(workspace: WorkspaceFolder) -> None:
    agency = _agency(workspace, MINIMUM)
    assert (agency.name_en, agency.notice, agency.edition) == ("", "", "")
    assert set(agency.defaults()) == {*(f"agency.{key}" for key in ("name", "type", "website"))}


@pytest.mark.parametrize(
    ("written", "website"),
    [
        ("https://example.go.th", "https://example.go.th/"),
        ("https://example.go.th/", "https://example.go.th/"),
        ("https://example.go.th/oit//", "https://example.go.th/oit/"),
        ("{url: https://example.go.th, label: หน้าหลัก}", "https://example.go.th/"),
    ],
)
def test_the_website_ends_in_a_slash(
    workspace: WorkspaceFolder, written: str, website: str
) -> None:
    assert _agency(workspace, f"name: ก\ntype: เทศบาลตำบล\nwebsite: {written}").website == website


def test_a_type_is_taken_over_by_its_label(workspace: WorkspaceFolder) -> None:
    workspace.of_type("subdistrict-municipality")
    yaml = "purchases: {months: [{month: 2567-10, rows: [{item: ซื้อกระดาษ}]}]}"
    workspace.disclose("2568", "procurement-list", yaml)
    (row,) = workspace.disclosure("2568", "procurement-list").values["purchases"].rows
    assert row.cell("agency-type").text == "เทศบาลตำบล"


# --- data files -------------------------------------------------------------------------------


def _loaded(workspace: WorkspaceFolder, edition: str = "2568") -> EditionData:
    return workspace.data(edition)


def test_every_item_has_a_disclosure_whether_filled_in_or_not(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "structure", "powers: ก")
    data = _loaded(workspace)
    assert [each.item for each in data.disclosures] == list(data.edition.items)
    filled = data.disclosures[0]
    assert (filled.exists, filled.readable, filled.is_empty) == (True, True, False)
    absent = data.disclosures[1]
    assert (absent.exists, absent.readable, absent.is_empty) == (False, True, True)
    assert absent.file == "data/2568/o02.yaml"
    assert data.by_slug("executives") is absent
    assert (data.by_slug("none"), data.problems) == (None, ())
    for disclosure in data.disclosures:
        keys = {spec.key for spec in disclosure.subject.fields}
        assert set(disclosure.values) == keys | {
            "unit",
            "updated",
            "covers",
            "documents",
            "links",
            "remarks",
            "attested",
        }


def test_the_header_of_a_disclosure(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "structure", "unit: สำนักปลัด\nupdated: 1 ต.ค. 67")
    found = workspace.disclosure("2568", "structure")
    assert found.header("unit").text == "สำนักปลัด"
    assert found.header("updated").value.isoformat() == "2024-10-01"
    assert found.header("covers").is_blank
    assert found.header("covers").location.file == found.file


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("o28.yaml", True),
        ("o29.yaml", False),
        ("o1.yaml", False),
        ("o001.yaml", False),
        ("O01.YAML", False),
        ("o01.yml", False),
        ("o01 (1).yaml", False),
        ("executives.yaml", False),
        (".o29.yaml", True),
        ("~o29.yaml", True),
        ("notes.txt", True),
        ("o29.xlsx", True),
        ("o29.yaml.bak", True),
        ("o29.yaml/inside.txt", True),
    ],
)
def test_files_that_would_be_overlooked_are_problems(
    workspace: WorkspaceFolder, name: str, known: bool
) -> None:
    workspace.write(f"data/2568/{name}", "item: integrity-measures-report\n")
    problems = _codes(_loaded(workspace).problems)
    assert problems == ([] if known else [("unknown-file", f"data/2568/{name}")])


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("chart: []\n", 1),
        ("", 1),
        ("item: executives\n", 1),
        ("item:\n", 1),
        ("chart: []\nitem: O1\n", 2),
        ("item: [structure]\n", 1),
        ("item: Structure\n", 1),
    ],
    ids=["missing", "empty file", "of another item", "blank", "number", "list", "capital"],
)
def test_the_guard_protects_from_a_wrong_number(
    workspace: WorkspaceFolder, yaml: str, line: int
) -> None:
    workspace.write("data/2568/o01.yaml", yaml)
    data = _loaded(workspace)
    assert _codes(data.problems) == [("item-guard", f"data/2568/o01.yaml:{line}")]
    assert (data.disclosures[0].exists, data.disclosures[0].readable) == (True, False)
    assert data.disclosures[0].is_empty


@pytest.mark.parametrize(
    "yaml", ["item: structure\n", "item: 'structure '\n", "powers: ก\nitem: structure"]
)
def test_guards_that_are_right(workspace: WorkspaceFolder, yaml: str) -> None:
    workspace.write("data/2568/o01.yaml", yaml)
    data = _loaded(workspace)
    assert (data.problems, data.disclosures[0].readable) == ((), True)


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param(
            "item: structure\nพ: ก".encode("cp874"), [("encoding", ":2")], id="Windows-874"
        ),
        pytest.param("item: structure".encode("utf-16"), [("encoding", ":1")], id="UTF-16"),
        pytest.param(b'item: structure\npowers: "', [("yaml-syntax", ":2")], id="unclosed"),
        pytest.param(b"- item: structure", [("wrong-shape", ":1")], id="list"),
        pytest.param(b"structure", [("wrong-shape", ":1")], id="text"),
        pytest.param(
            b"item: structure\nitem: structure", [("duplicate-key", ":2")], id="key twice"
        ),
    ],
)
def test_files_that_cannot_be_read(
    workspace: WorkspaceFolder, content: bytes, problems: list[tuple[str, str]]
) -> None:
    workspace.write("data/2568/o01.yaml", content)
    data = _loaded(workspace)
    expected = [(code, f"data/2568/o01.yaml{line}") for code, line in problems]
    assert _codes(data.problems) == expected
    assert not data.disclosures[0].readable


@pytest.mark.parametrize("target", ["../secret.yaml", "real.yaml", "nowhere.yaml", "o01.yaml"])
def test_data_files_are_never_links(workspace: WorkspaceFolder, target: str) -> None:
    workspace.write("data/secret.yaml", "item: structure\npowers: ลับ")
    workspace.write("data/2568/real.yaml", "item: structure\npowers: จริง")
    (workspace.root / "data/2568/o01.yaml").symlink_to(target)
    data = _loaded(workspace)
    assert ("path-outside", "data/2568/o01.yaml") in _codes(data.problems)
    assert not data.disclosures[0].readable
    assert data.disclosures[0].is_empty


def test_all_problems_of_an_edition_come_together(workspace: WorkspaceFolder) -> None:
    workspace.write("data/2568/o01.yaml", "item: executives\n")
    workspace.write("data/2568/o02.yaml", "item: executives\npepole: []\npeople: {a: b}\n")
    workspace.write("data/2568/o03.yaml", b"item: contact\nhours: \xa1\xa2")
    workspace.write("data/2568/o04.yaml", 'item: news\nnews: "')
    workspace.write("data/2568/o05.yaml", "item: strategic-plan\nplan: none.pdf\nvision: [a]\n")
    (workspace.root / "data/2568/o06.yaml").symlink_to("o01.yaml")
    workspace.write("data/2568/o99.yaml", "item: x\n")
    workspace.write("data/results/2567.yaml", "totl: []\nsource: [a]\n")
    assert sorted(_codes(_loaded(workspace).problems)) == sorted(
        [
            ("unknown-file", "data/2568/o99.yaml"),
            ("unknown-key", "data/results/2567.yaml:1"),
            ("wrong-shape", "data/results/2567.yaml:2"),
            ("item-guard", "data/2568/o01.yaml:1"),
            ("unknown-key", "data/2568/o02.yaml:2"),
            ("unknown-key", "data/2568/o02.yaml:3"),
            ("encoding", "data/2568/o03.yaml:2"),
            ("yaml-syntax", "data/2568/o04.yaml:2"),
            ("file-missing", "data/2568/o05.yaml:2"),
            ("wrong-shape", "data/2568/o05.yaml:3"),
            ("path-outside", "data/2568/o06.yaml"),
        ]
    )


def test_the_same_problem_is_told_once(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "strategic-plan", "plan: [none.pdf, none.pdf]")
    codes = _codes(_loaded(workspace).problems)
    assert codes == [("file-missing", "data/2568/o05.yaml:2")] * 2, "two places are two problems"


@pytest.mark.parametrize("name", ["แผนพัฒนาท้องถิ่นห้าปี" * 8, "a" * 300 + ".pdf"])
def test_a_title_in_the_place_of_a_file_name_is_a_problem(
    workspace: WorkspaceFolder, name: str
) -> None:
    workspace.attach("2568", "other.pdf")
    workspace.disclose("2568", "strategic-plan", f"plan: {name}")
    assert _codes(_loaded(workspace).problems) == [("file-missing", "data/2568/o05.yaml:2")]


# --- values taken over ------------------------------------------------------------------------


def test_contact_data_are_taken_over_from_the_agency(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "contact", "hours: 8.30-16.30")
    values = workspace.disclosure("2568", "contact").values
    assert values["address"].cells[0].text == "1 ถนนกลางเมือง"
    assert str(values["address"].location) == f"{AGENCY_FILE}:7"
    assert values["phone"].cells[0].value.address == "043 000 000"
    assert workspace.element("2568", "contact", "email").outcome == Outcome.PASS


def test_own_contact_data_come_first(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "contact", "address: ที่อื่น\nphone: 191\nemail:")
    values = workspace.disclosure("2568", "contact").values
    assert values["address"].cells[0].text == "ที่อื่น"
    assert values["phone"].cells[0].text == "191"
    assert values["email"].cells[0].text == "office@example.go.th"


def test_every_telephone_of_the_agency_is_taken_over(workspace: WorkspaceFolder) -> None:
    phones = AGENCY.replace("phone: 043 000 000", "phone: [043 000 000, 043 000 001]")
    workspace.write(AGENCY_FILE, phones)
    workspace.disclose("2568", "contact", "hours: 8.30-16.30")
    cells = workspace.disclosure("2568", "contact").values["phone"].cells
    assert [cell.text for cell in cells] == ["043 000 000", "043 000 001"]


def test_nothing_is_taken_over_where_there_is_no_file(workspace: WorkspaceFolder) -> None:
    assert workspace.disclosure("2568", "contact").is_empty


def test_the_procurement_form_is_completed_from_the_agency(workspace: WorkspaceFolder) -> None:
    yaml = """\
    purchases:
      months:
        - month: 2567-10
          rows:
            - {item: ซื้อกระดาษ}
            - {item: จ้างเหมา, no: 9, district: อื่น}
    """
    workspace.disclose("2568", "procurement-list", yaml)
    first, second = workspace.disclosure("2568", "procurement-list").values["purchases"].rows
    expected = {
        "no": "1",
        "fiscal-year": "2568",
        "agency": "เทศบาลตำบลตัวอย่าง",
        "district": "เมืองขอนแก่น",
        "province": "ขอนแก่น",
        "ministry": "กระทรวงมหาดไทย",
        "agency-type": "เทศบาลตำบล",
        "item": "ซื้อกระดาษ",
    }
    assert {key: cell.text for key, cell in first.cells.items()} == expected
    assert (second.cell("no").text, second.cell("district").text) == ("9", "อื่น")


# --- official results -------------------------------------------------------------------------

RESULT = """\
source: ประกาศผล ITA
total: [{name: ภาพรวม, score: 87.60, level: ผ่าน}]
instruments:
  - {id: IIT, name: ผู้มีส่วนได้ส่วนเสียภายใน, score: 90}
  - {id: OIT, name: การเปิดเผยข้อมูล, score: 80.5}
indicators: [{id: "9", name: การเปิดเผยข้อมูล, score: 38}]
questions:
  - {id: i1, indicator: "1", instrument: IIT, question: โปร่งใส, score: 91.2, action-class: รักษาระดับ}
  - {id: o7, indicator: "9", question: รายงานผล, score: 0, action-class: improve}
"""


def _texts(rows: tuple[Row, ...]) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in rows]


def test_results_are_read_as_printed(workspace: WorkspaceFolder) -> None:
    workspace.write(result_file("2568"), RESULT)
    result = load_result(workspace.root, "2568", load_catalogue(()).vocabularies)
    assert result is not None
    assert (result.year, result.problems) == ("2568", ())
    assert _texts(result.overall()) == [
        ["ภาพรวม", "ภาพรวม", "87.60", "ผ่าน"],
        ["รายเครื่องมือ", "ผู้มีส่วนได้ส่วนเสียภายใน", "90"],
        ["รายเครื่องมือ", "การเปิดเผยข้อมูล", "80.5"],
        ["รายตัวชี้วัด", "การเปิดเผยข้อมูล", "38"],
    ]
    assert _texts(result.questions()) == [
        ["1", "IIT", "โปร่งใส", "91.2", "รักษาระดับ"],
        ["9", "รายงานผล", "0", "improve"],
    ]


def test_there_need_not_be_a_result(workspace: WorkspaceFolder) -> None:
    assert load_result(workspace.root, "2568", load_catalogue(()).vocabularies) is None


def test_measures_take_over_the_result_of_the_year_before(workspace: WorkspaceFolder) -> None:
    workspace.write(result_file("2568"), RESULT)
    workspace.write(result_file("2569"), RESULT.replace("87.60", "11.11"))
    workspace.disclose("2569", "integrity-measures", "measures: []")
    found = workspace.disclosure("2569", "integrity-measures")
    overall = found.values["overall-result"]
    assert [row.cell("score").value for row in overall.rows] == [
        *(Decimal("87.60"), Decimal(90), Decimal("80.5"), Decimal(38))
    ]
    assert str(overall.location) == "data/results/2568.yaml:2"
    questions = found.values["question-analysis"]
    assert [row.location.line for row in questions.rows] == [8, 9]
    element = workspace.element("2569", "integrity-measures", "overall-result")
    assert element.outcome == Outcome.PASS


def test_own_rows_come_before_the_result(workspace: WorkspaceFolder) -> None:
    workspace.write(result_file("2568"), RESULT)
    workspace.disclose("2569", "integrity-measures", "overall-result: [{name: เอง, score: 1}]")
    rows = workspace.disclosure("2569", "integrity-measures").values["overall-result"].rows
    assert [row.cell("name").text for row in rows] == ["เอง"]


@pytest.mark.parametrize("content", [None, "", "source: ก\n"], ids=["no file", "empty", "no rows"])
def test_without_a_result_nothing_is_taken_over(
    workspace: WorkspaceFolder, content: str | None
) -> None:
    if content is not None:
        workspace.write(result_file("2568"), content)
    workspace.disclose("2569", "integrity-measures", "measures: []")
    found = workspace.disclosure("2569", "integrity-measures")
    assert found.is_empty
    assert found.values["overall-result"].location.file == "data/2569/o25.yaml"


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param("total: [{name: ก, score: มาก}]", [("number-unreadable", ":1")], id="score"),
        pytest.param("questions: [{action-class: x}]", [("choice-unknown", ":1")], id="class"),
        pytest.param("source: ก\ntotla: []", [("unknown-key", ":2")], id="unknown key"),
        pytest.param("total: [{colour: red}]", [("unknown-key", ":1")], id="unknown column"),
        pytest.param("total: 5", [("wrong-shape", ":1")], id="text for rows"),
        pytest.param("[a]", [("wrong-shape", ":1")], id="list"),
        pytest.param('source: "', [("yaml-syntax", ":1")], id="unclosed"),
    ],
)
def test_wrong_results_are_problems_of_the_next_edition(
    workspace: WorkspaceFolder, content: str, problems: list[tuple[str, str]]
) -> None:
    workspace.write(result_file("2568"), content)
    expected = [(code, f"data/results/2568.yaml{line}") for code, line in problems]
    assert _codes(_loaded(workspace, "2569").problems) == expected
    assert _loaded(workspace, "2568").problems == ()
