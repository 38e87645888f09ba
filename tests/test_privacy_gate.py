"""The gate: nothing personal is published unless an exception says why; suppliers' numbers are masked."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from bad_documents import pdf_of_pictures
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from corpus.personal import CARD, ID, MASKED, OTHER_ID, PAPERS, THAI, Paper, national_id
from sites import NAKHAM, ROOT, copy_workspace, edit, mkdocs_build, tree
from test_privacy import cells
from workspaces import WorkspaceFolder

from site_builder.catalogue.lint import Known, lint
from site_builder.catalogue.loader import load_catalogue, load_shared, read_subject
from site_builder.catalogue.model import Catalogue
from site_builder.disclosures import load_disclosures
from site_builder.documents.model import Hidden
from site_builder.locations import Location
from site_builder.outcomes import Severity
from site_builder.personal_data import PersonalData, excuse, in_facts, personal_data
from site_builder.privacy.exceptions import EXCEPTIONS_FILE, Exempt, load_exceptions
from site_builder.privacy.sightings import Datum
from site_builder.problems import InputError, Problem
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import parse_yaml
from site_builder.workspace import open_workspace


@pytest.fixture
def nakham(tmp_path: Path) -> Path:
    return copy_workspace(NAKHAM, tmp_path / "nakham")


def found(workspace: WorkspaceFolder, edition: str = "2568") -> PersonalData:
    return personal_data(workspace.open(edition), [workspace.data(edition)])


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.location)) for problem in problems]


def is_untold(*texts: object) -> bool:
    """Whether none of the texts holds a number of these tests."""
    joined = " ".join(map(str, texts))
    secrets = (
        ID,
        OTHER_ID,
        CARD,
        ID.translate(THAI),
        "0812345678",
        "081-234-5678",
        "123-4-56789-0",
    )
    return not any(secret in joined for secret in secrets)


# --- where it is found ---------------------------------------------------------------------------

DATA = {
    "a field of text": (
        "complaint-statistics",
        f"statement: ตามคำร้องของนายสมชาย ใจดี {ID}\n",
        [("personal-id", 2)],
    ),
    "a cell of a table": (
        "procurement-list",
        "purchases:\n  months:\n    - month: ตุลาคม 2567\n      rows:\n"
        f"        - {{item: 'จ้างนายสมชาย ใจดี {ID}', egp-no: '67109024027'}}\n",
        [("personal-id", 6)],
    ),
    "a remark": (
        "complaint-statistics",
        "remarks:\n  - ครบ\n  - 'ผู้ร้องเรียน: นายสมชาย โทร 081-234-5678'\n",
        [("personal-phone", 4)],
    ),
    "a statement of none": (
        "complaint-statistics",
        "by-month: {none: 'ผู้ร้องเรียนอยู่บ้านเลขที่ 12/3 หมู่ 4 ต.ในเมือง'}\n",
        [("personal-address", 2)],
    ),
    "a part of a document": (
        "complaint-statistics",
        f"documents:\n  - {{file: a.pdf, title: รายงาน, signed_by: 'นายสมชาย ใจดี {CARD}'}}\n",
        [("personal-id", 3)],
    ),
    "a text over lines": (
        "complaint-statistics",
        "statement: |\n  คืนเงินแก่ผู้ร้อง\n  เลขที่บัญชี 123-4-56789-0\n",
        [("personal-account", 2)],
    ),
    "two kinds in one place": (
        "complaint-statistics",
        f"statement: 'ผู้ร้องเรียน โทร 081-234-5678 เลขบัตรประชาชน {ID}'\n",
        [("personal-id", 2), ("personal-phone", 2)],
    ),
    "executives' phones are theirs to publish": (
        "executives",
        "people:\n  - {name: นายสมชาย ใจดี, position: ปลัดเทศบาล, contact: [081-234-5678]}\n",
        [],
    ),
}


@pytest.mark.parametrize(("slug", "yaml", "expected"), DATA.values(), ids=list(DATA))
def test_data(
    workspace: WorkspaceFolder, slug: str, yaml: str, expected: list[tuple[str, int]]
) -> None:
    workspace.attach("2568", "a.pdf")
    name = workspace.disclose("2568", slug, yaml)
    data = found(workspace)
    assert told(data.problems) == [(code, f"{name}:{line}") for code, line in expected]
    assert is_untold(*data.problems, *data.exposures, *data.findings)
    assert [finding.severity for finding in data.findings] == [Severity.ERROR] * len(expected)


def test_the_agency_and_its_results(workspace: WorkspaceFolder) -> None:
    workspace.disclose("2568", "contact", "")
    agency = (workspace.root / "data/agency.yaml").read_text(encoding="utf-8")
    workspace.write("data/agency.yaml", f"{agency}about: นายสมชาย ใจดี {ID}\n")
    workspace.write("data/results/2567.yaml", f"remarks:\n  - บัตรประชาชน {ID}\n")
    line = agency.count("\n") + 1
    assert told(found(workspace).problems) == [
        ("personal-id", f"data/agency.yaml:{line}"),
        ("personal-id", "data/results/2567.yaml:2"),
    ]


def test_hand_written_pages_are_read_and_links_not_followed(
    workspace: WorkspaceFolder, tmp_path: Path
) -> None:
    workspace.disclose("2568", "contact", "")
    workspace.write("content/about.md", f"# หน้า\n\n| ชื่อ | เลขบัตรประชาชน |\n|-|-|\n| ก | {ID} |\n")
    workspace.write("content/.draft.md", f"บัตรประชาชน {ID}\n")
    workspace.write("content/style.css", f"/* บัตรประชาชน {ID} */")
    outside = tmp_path / "outside.md"
    outside.write_text(f"บัตรประชาชน {ID}\n", encoding="utf-8")
    with suppress(OSError):  # a system that lets nobody make links has none to follow
        (workspace.root / "content/link.md").symlink_to(outside)
    assert told(found(workspace).problems) == [("personal-id", "content/about.md:5")]


def test_documents_that_no_machine_could_read_are_named(workspace: WorkspaceFolder) -> None:
    """What could not be looked into is never said to be clean."""
    workspace.write("data/2568/files/scan.pdf", pdf_of_pictures())
    workspace.disclose("2568", "complaint-statistics", "documents:\n  - scan.pdf\n")
    assert found(workspace).unopened == ("data/2568/files/scan.pdf",)


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_real_documents(workspace: WorkspaceFolder, paper: Paper) -> None:
    workspace.write(f"data/2568/files/{paper.file}", paper.make())
    workspace.disclose("2568", "complaint-statistics", f"documents:\n  - {paper.file}\n")
    gate = found(workspace)
    assert tuple(problem.code for problem in gate.problems) == paper.told
    for problem in gate.problems:
        assert str(problem.location).endswith(":3")
        assert f"“data/2568/files/{paper.file}”" in problem.message.th
        assert paper.says in problem.message.th
        assert is_untold(problem.message, problem.remedy)
    assert gate.unopened == ()


LINE = Location("data/2568/o19.yaml", 7)
PATH = "data/2568/files/list.xlsx"


def of_document(*rows: tuple[str, ...], hidden: Hidden = Hidden.NO) -> PersonalData:
    return excuse(in_facts(cells(*rows, hidden=hidden), LINE, PATH), ())


def test_a_document_is_told_once_with_its_places() -> None:
    numbers = [national_id(f"1000{number:08d}") for number in range(40)]
    data = of_document(("เลขประจำตัวประชาชน",), *((number,) for number in numbers))
    (problem,) = data.problems
    assert (problem.code, problem.location) == ("personal-id", LINE)
    assert "list.xlsx" in problem.message.th
    assert "แผ่นงาน “รายชื่อ” เซลล์ A2" in problem.message.th
    assert "และอีก 37 แห่ง" in problem.message.th
    assert "sheet “รายชื่อ” cell A2" in problem.message.en
    assert not any(number in f"{problem}" for number in numbers)


@pytest.mark.parametrize("hidden", [hidden for hidden in Hidden if hidden != Hidden.NO])
def test_what_is_hidden_in_a_document_says_where_and_how_to_take_it_out(hidden: Hidden) -> None:
    (problem,) = of_document((f"เลขบัตรประชาชน {ID}",), hidden=hidden).problems
    assert "ซ่อน" in problem.remedy.th
    assert "Inspect Document" in problem.remedy.en
    assert problem.message.en.endswith(
        ("hidden sheet", "column", "row", "comment", "metadata", "text")
    )
    assert is_untold(problem)


def test_hidden_and_seen_parts_are_told_apart() -> None:
    exposures = [
        *in_facts(cells((f"บัตรประชาชน {ID}",)), LINE, PATH),
        *in_facts(cells((f"บัตรประชาชน {ID}",), hidden=Hidden.SHEET), LINE, PATH),
    ]
    assert len(excuse(exposures, ()).problems) == 2


# --- exceptions ------------------------------------------------------------------------------------

EXCEPTION = {
    "kind": "id",
    "file": "data/2568/o19.yaml",
    "masked": MASKED,
    "reason": "ประกาศตามคำพิพากษา",
    "by": "ปลัดเทศบาล",
    "date": "1 ตุลาคม 2567",
}


def exception_yaml(**changes: str | None) -> str:
    entry = {key: value for key, value in {**EXCEPTION, **changes}.items() if value is not None}
    lines = [f"{key}: {value!r}" for key, value in entry.items()]
    return "exceptions:\n  - " + "\n    ".join(lines) + "\n"


def excepted(workspace: WorkspaceFolder, **changes: str | None) -> PersonalData:
    name = workspace.disclose("2568", "complaint-statistics", f"statement: บัตรประชาชน {ID}\n")
    workspace.write(EXCEPTIONS_FILE, exception_yaml(**{"file": name, **changes}))
    return found(workspace)


def test_an_exception_lets_pass_what_it_names(workspace: WorkspaceFolder) -> None:
    data = excepted(workspace)
    assert not data.problems
    assert not data.findings
    ((exempt, places),) = data.excused
    assert (exempt.reason, exempt.by, str(exempt.date), places) == (
        "ประกาศตามคำพิพากษา",
        "ปลัดเทศบาล",
        "2024-10-01",
        1,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"masked": "2-xxxx-xxxxx-xx-1"},
        {"kind": "phone"},
        {"file": "data/2568/o01.yaml"},
    ],
    ids=["another number", "another kind", "another file"],
)
def test_an_exception_lets_nothing_else_pass(
    workspace: WorkspaceFolder, changes: dict[str, str]
) -> None:
    data = excepted(workspace, **changes)
    assert [problem.code for problem in data.problems] == ["personal-id"]
    assert data.excused == ()
    last = data.findings[-1]
    assert (last.code, last.severity) == ("privacy-exception-unused", Severity.WARNING)
    assert str(last.location) == f"{EXCEPTIONS_FILE}:2"


def test_an_exception_of_an_edition_that_is_not_looked_at_is_not_called_unused(
    workspace: WorkspaceFolder,
) -> None:
    workspace.disclose("2569", "contact", "")
    data = excepted(workspace, file="data/2569/o03.yaml")
    assert data.unused == ()
    both = personal_data(workspace.open(), [workspace.data("2568"), workspace.data("2569")])
    assert len(both.unused) == 1


WRONG = {
    "no reason": (exception_yaml(reason=None), ["missing-key"]),
    "nobody": (exception_yaml(by=None), ["missing-key"]),
    "no day": (exception_yaml(date=None), ["missing-key"]),
    "a blank reason": (exception_yaml(reason=" "), ["missing-value"]),
    "unknown key": (exception_yaml(why="เพราะ"), ["unknown-key"]),
    "unknown kind": (exception_yaml(kind="ssn"), ["unknown-value"]),
    "no date": (exception_yaml(date="เมื่อวาน"), ["date-unreadable"]),
    "the datum itself": (exception_yaml(masked=ID), ["exception-unmasked"]),
    "in Thai digits": (exception_yaml(masked=ID.translate(THAI)), ["exception-unmasked"]),
    "a list alone": ("- kind: id\n", ["wrong-type"]),
    "broken YAML": ("exceptions: [\n", ["yaml-syntax"]),
    "all at once": (exception_yaml(reason=None, kind="x"), ["missing-key", "unknown-value"]),
}


@pytest.mark.parametrize(("yaml", "codes"), WRONG.values(), ids=list(WRONG))
def test_wrong_exceptions_are_problems(
    workspace: WorkspaceFolder, yaml: str, codes: list[str]
) -> None:
    workspace.write(EXCEPTIONS_FILE, yaml)
    with pytest.raises(InputError) as error:
        load_exceptions(workspace.root)
    assert [problem.code for problem in error.value.problems] == codes
    assert all(p.location.file == EXCEPTIONS_FILE and p.location.line for p in error.value.problems)
    assert is_untold(error.value)


def test_without_the_file_there_are_none(workspace: WorkspaceFolder) -> None:
    assert load_exceptions(workspace.root) == ()
    workspace.write(EXCEPTIONS_FILE, "exceptions:\n")
    assert load_exceptions(workspace.root) == ()


def test_every_datum_can_be_excepted(workspace: WorkspaceFolder) -> None:
    for kind in Datum:
        workspace.write(EXCEPTIONS_FILE, exception_yaml(kind=kind.value))
        (exempt,) = load_exceptions(workspace.root)
        assert isinstance(exempt, Exempt)
        assert exempt.kind is kind


# --- the build ---------------------------------------------------------------------------------------


def test_the_build_is_refused_and_the_old_site_stays(nakham: Path, commands: Commands) -> None:
    assert commands.run("build", cwd=nakham).code == CLEAN
    before = tree(nakham / "site")
    agency = nakham / "data/agency.yaml"
    with agency.open("a", encoding="utf-8") as file:
        file.write(f"about: นายสมชาย ใจดี {ID}\n")
    (nakham / "content").mkdir(exist_ok=True)
    (nakham / "content/list.md").write_text("ผู้ร้องเรียน โทร 081-234-5678\n", encoding="utf-8")
    run = commands.run("build", cwd=nakham)
    assert run.code == BAD_INPUT
    assert f"data/agency.yaml:{agency.read_text(encoding='utf-8').count(chr(10))}" in run.err
    assert "content/list.md:1" in run.err
    assert MASKED in run.err
    assert "xxxxxxxx78" in run.err
    assert is_untold(run.out, run.err)
    assert tree(nakham / "site") == before
    by_mkdocs = mkdocs_build(nakham, nakham / "site")
    assert by_mkdocs.code != 0
    assert is_untold(by_mkdocs.out, by_mkdocs.err)
    assert tree(nakham / "site") == before


def test_an_exception_lets_the_build_pass(nakham: Path, commands: Commands) -> None:
    (nakham / "content").mkdir(exist_ok=True)
    (nakham / "content/list.md").write_text(f"เลขบัตรประชาชน {ID}\n", encoding="utf-8")
    assert commands.run("build", cwd=nakham).code == BAD_INPUT
    (nakham / EXCEPTIONS_FILE).write_text(exception_yaml(file="content/list.md"), encoding="utf-8")
    assert commands.run("build", cwd=nakham).code == CLEAN
    assert ID in (nakham / "site/list/index.html").read_text(encoding="utf-8")
    assert not list((nakham / "site").rglob("privacy*"))


def test_a_datum_excepted_in_the_data_passes_in_what_is_made_of_them(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    shutil.copy(NAKHAM / "mkdocs.yml", workspace.root / "mkdocs.yml")
    workspace.write("content/about.md", "# เกี่ยวกับ\n")
    excepted(workspace)
    run = commands.run("build", cwd=workspace.root)
    assert run.code == CLEAN, run.err


PURCHASE = f"""\
unit: กองคลัง
updated: 1 เมษายน 2568
monthly-results:
  months:
    - month: ตุลาคม 2567
      rows:
        - item: จ้างเหมาบริการ
          amount: 27000
          median-price: 27000
          method: เฉพาะเจาะจง
          bidders: |
            นายสมชาย ใจดี {CARD} 27,000.00
            ร้านสมศรี {OTHER_ID} 28,000.00
          selected: นายสมชาย ใจดี {ID.translate(THAI)} 27,000.00 บาท
          reason: ราคาต่ำสุด
purchases:
  months:
    - month: ตุลาคม 2567
      rows:
"""


def test_suppliers_numbers_are_masked_in_everything_that_is_generated(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    shutil.copy(NAKHAM / "mkdocs.yml", workspace.root / "mkdocs.yml")
    workspace.write("content/about.md", "# เกี่ยวกับ\n")
    firm = "0-1055-12345-67-8"
    rows = "".join(
        f"        - {{item: งานที่ {number}, budget: 5, median-price: 5, agreed-price: 5,"
        f" method: เฉพาะเจาะจง, selected: 'ร้าน {number} {ID}'}}\n"
        for number in range(210)
    )
    rows += f"        - {{item: ซื้อ, median-price: 5, method: เฉพาะเจาะจง, selected: 'บริษัท ก จำกัด ({firm})'}}\n"
    name = workspace.disclose("2569", "procurement-monthly-summary", PURCHASE + rows)
    run = commands.run("build", cwd=workspace.root)
    assert run.code == CLEAN, run.err
    site = workspace.root / "site"
    folder = site / "oit/2569" / Path(name).stem
    texts = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*")
        if path.suffix in (".html", ".json", ".csv", ".js", ".jsonld", ".atom", ".xml", ".txt")
    }
    assert not [path for path, text in texts.items() if not is_untold(text)]
    shown = [
        *(
            f"oit/2569/{folder.name}/{file}"
            for file in ("index.html", "data.json", "purchases.csv")
        ),
        f"oit/2569/{folder.name}/purchases.rows.js",
        f"oit/2569/{folder.name}/purchases/2567-10/index.html",
    ]
    for path in shown:
        assert MASKED in texts[path], path
    assert firm in texts[f"oit/2569/{folder.name}/purchases.csv"]
    for table in ("purchases", "monthly-results"):
        book = openpyxl.load_workbook(folder / f"{table}.xlsx")
        values = [str(cell) for row in book["data"].iter_rows(values_only=True) for cell in row]
        assert any(MASKED in value for value in values)
        assert is_untold(*values)
    ocds = texts[f"oit/2569/{folder.name}/ocds.json"]
    assert '"ร้าน 7"' in ocds
    assert "xxxx" not in ocds


def test_every_column_of_suppliers_is_masked() -> None:
    sets = load_shared().column_sets
    masked = {
        (name, column.key) for name, columns in sets.items() for column in columns if column.masks
    }
    assert masked == {
        ("procurement-form", "selected"),
        ("procurement-result", "bidders"),
        ("procurement-result", "selected"),
    }
    words = ("ผู้ประกอบการ", "ผู้เสนอราคา", "ผู้ได้รับการคัดเลือก", "คู่สัญญา", "ผู้รับจ้าง", "ผู้ขาย")
    for subject in load_catalogue().subjects.values():
        for field in subject.fields:
            for column in (field, *field.columns):
                if any(word in column.label.th for word in words):
                    assert column.masks == "tax-number", f"{subject.slug}.{field.key}.{column.key}"


MASKS = {
    "of a text": ("text", "tax-number", []),
    "of a number, which is not shown as read": ("number", "tax-number", ["subject"]),
    "unknown": ("text", "phone", ["unknown-value"]),
}


@pytest.mark.parametrize(("kind", "masks", "codes"), MASKS.values(), ids=list(MASKS))
def test_columns_of_own_subjects_may_be_masked(kind: str, masks: str, codes: list[str]) -> None:
    yaml = (
        "fields:\n- {key: shops, kind: table, th: ร้าน, en: Shops,"
        f" columns: [{{key: shop, kind: {kind}, masks: {masks}, th: ร้าน, en: Shop}}]}}\n"
    )
    reader = Reader()
    subject = read_subject("shops", parse_yaml(yaml, "editions/2570.yaml"), reader)
    linted = lint(Catalogue({}, {"shops": subject}, {}), Known({}, ()))
    assert [problem.code for problem in (*reader.problems, *linted)] == codes


@pytest.mark.parametrize("name", ["root", *sorted(p.name for p in (ROOT / "examples").iterdir())])
def test_our_own_workspaces_hold_nothing_personal(name: str) -> None:
    workspace = open_workspace(ROOT if name == "root" else ROOT / "examples" / name)
    data = [load_disclosures(workspace, edition) for edition in workspace.editions]
    assert personal_data(workspace, data).exposures == ()


def test_an_id_typed_into_the_root_workspace_is_told_at_its_line(
    tmp_path: Path, commands: Commands
) -> None:
    root = copy_workspace(ROOT, tmp_path / "root")
    line = edit(
        root / "data/2568/o17.yaml", "unit: สำนักปลัดเทศบาล", f"unit: สำนักปลัดเทศบาล บัตรประชาชน {ID}"
    )
    run = commands.run("--lang", "en", "build", cwd=root)
    assert run.code == BAD_INPUT
    assert f"data/2568/o17.yaml:{line}" in run.err
    assert "a national ID number" in run.err
    assert is_untold(run.out, run.err)


# --- the check ---------------------------------------------------------------------------------------


def test_the_check_tells_them_where_they_stand(nakham: Path, commands: Commands) -> None:
    """In an item's data and documents as its own, elsewhere as the agency's; masked in each format."""
    item = nakham / "data/2569/o25.yaml"
    line = edit(item, "remarks:\n", f"remarks:\n  - บัตรประชาชน {ID}\n") + 1
    (nakham / "content").mkdir(exist_ok=True)
    (nakham / "content/list.md").write_text(f"เลขบัตรประชาชน {ID}\n", encoding="utf-8")
    for name in ("text", "json", "junit", "html"):
        run = commands.run("check", "--format", name, cwd=nakham)
        assert run.code == FINDINGS
        assert MASKED in run.out
        assert is_untold(run.out, run.err)
    data = json.loads(commands.run("check", "--format", "json", cwd=nakham).out)
    assert [each["location"]["file"] for each in data["notes"]] == ["content/list.md"]
    (of_item,) = [each for each in data["items"] if each["id"] == "O25"]
    assert [(each["code"], each["location"]["line"]) for each in of_item["notes"]] == [
        ("personal-id", line)
    ]
    one = json.loads(commands.run("check", "--item", "O25", "--format", "json", cwd=nakham).out)
    assert (one["notes"], one["items"]) == ([], [of_item])


def test_other_findings_do_not_repeat_them(workspace: WorkspaceFolder, commands: Commands) -> None:
    """A row is called by its first cell, a value that cannot be read by itself, a unit by its name."""
    workspace.disclose(
        "2568",
        "executives",
        f"unit: สำนักปลัด บัตรประชาชน {ID}\n"
        f"updated: บัตรประชาชน {ID}\n"
        f"people:\n  - {{name: 'นายสมชาย ใจดี {ID}', position: ''}}\n",
    )
    for name in ("text", "json", "junit", "html"):
        run = commands.run("check", "--item", "O2", "--format", name, cwd=workspace.root)
        assert run.code == FINDINGS
        assert "cell-blank" in run.out or name == "text"
        assert MASKED in run.out
        assert is_untold(run.out, run.err)


def test_check_and_build_say_what_was_let_pass_and_not_looked_into(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    shutil.copy(NAKHAM / "mkdocs.yml", workspace.root / "mkdocs.yml")
    workspace.write("data/2568/files/scan.pdf", pdf_of_pictures())
    workspace.disclose("2568", "complaint-statistics", "documents:\n  - scan.pdf\n")
    workspace.write("content/about.md", f"เลขบัตรประชาชน {ID}\n")
    workspace.write(EXCEPTIONS_FILE, exception_yaml(file="content/about.md"))
    for command in ("check", "build"):
        run = commands.run(command, cwd=workspace.root)
        assert "ไม่ได้ตรวจข้อมูลส่วนบุคคลในเอกสาร 1 ฉบับ" in run.out
        assert "data/2568/files/scan.pdf" in run.out
        assert f"เผยแพร่ข้อมูลส่วนบุคคล {MASKED} ใน content/about.md" in run.out
        assert is_untold(run.out, run.err)


def test_the_example_of_the_docs_is_a_file_of_exceptions(workspace: WorkspaceFolder) -> None:
    for page in ("docs/privacy.md", "docs/th/guide.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        example = text[text.index("exceptions:\n") :].split("```")[0]
        workspace.write(EXCEPTIONS_FILE, example)
        assert len(load_exceptions(workspace.root)) == 1
