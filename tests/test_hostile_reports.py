"""What the commands write of a workspace in which every text attacks: sheets without formulas, pages
without script, a terminal that is not steered; and no writer of sheets is forgotten."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest
from bs4 import BeautifulSoup
from commands import Commands
from figures import keep_hostile
from hostile import Texts, make
from hypothesis import given
from hypothesis import strategies as st
from sites import ROOT, oit
from test_engines import SETTINGS
from workspaces import WorkspaceFolder

from site_builder.characters import unfit
from site_builder.opendata.exports import csv_read, csv_safe

EDITION = "2569"

#: Every module that writes cells, and the test that looks at what it wrote.
WRITERS = {
    "fleet/parquet.py": "typed texts of a column; nothing there is ever run",
    "fleet/writing.py": "test_a_fleet_is_told",
    "opendata/exports.py": "browser/test_hostile.py and every CSV here",
    "opendata/xlsx.py": "browser/test_hostile.py",
    "reports/checklist_xlsx.py": "test_commands_write_no_formula: editions confirm",
    "reports/xlsx.py": "test_commands_write_no_formula: check",
    "submission/xlsx.py": "test_commands_write_no_formula: submission",
    "workbook/marking.py": "test_workbook_import.py: parts of a workbook that is there",
    "workbook/writer.py": "test_commands_write_no_formula: export",
}
_MAKES = re.compile(
    r"csv\.writer|DictWriter|xlsxwriter\.Workbook|ParquetWriter|openxmlformats.org/spreadsheetml"
)


def test_no_writer_of_cells_is_forgotten() -> None:
    package = ROOT / "site_builder"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if _MAKES.search(ast.unparse(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert len(found) > 6 and found <= set(WRITERS), found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Texts]:
    folder = WorkspaceFolder(tmp_path_factory.mktemp("hostile") / "agency")
    texts = make(folder, [EDITION], is_hostile=True)
    folder.write("mkdocs.yml", SETTINGS)
    run = oit("build", "--engine", "direct", cwd=folder.root)
    assert run.code == 0, run.err
    return folder.root, texts


def formulas(content: bytes) -> Iterator[str]:
    """The cells of a table that a spreadsheet would run."""
    if not content.startswith(b"PK"):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        for cell in (cell for row in rows for cell in row):
            is_led = cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            if is_led and not re.fullmatch(r"[-–— ]*|-?\d+(\.\d+)?", cell):
                yield cell
        return
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if "worksheets/" in name and name.endswith(".xml"):
                yield from re.findall(r"<f[ >].*?</f>", book.read(name).decode())
            if name.endswith(".rels"):
                links = re.findall(
                    r'Target="([^"]*)" TargetMode="External"', book.read(name).decode()
                )
                yield from links


SHEETS = {
    "check": ["check", "--edition", EDITION, "--format", "xlsx", "--output", "out"],
    "submission": ["submission", "--edition", EDITION, "--format", "xlsx", "--output", "out"],
    "submission csv": ["submission", "--edition", EDITION, "--format", "csv", "--output", "out"],
    "export": ["export", "--edition", EDITION, "--output", "out.xlsx"],
    "editions confirm": ["editions", "confirm", EDITION, "--output", "."],
}


@pytest.mark.parametrize("name", SHEETS)
def test_commands_write_no_formula(
    name: str, hostile: tuple[Path, Texts], tmp_path: Path, commands: Commands
) -> None:
    root = tmp_path / "w"
    shutil.copytree(hostile[0], root)
    before = set(root.rglob("*"))
    run = commands.run(*SHEETS[name], cwd=root)
    made = [path for path in set(root.rglob("*")) - before if path.suffix in ("", ".xlsx", ".csv")]
    sheets = [path for path in made if path.is_file()]
    assert run.code < 2 and sheets, run.err
    for path in sheets:
        own = {
            link for link in formulas(path.read_bytes()) if link.startswith("https://example.go.th")
        }
        # The workbook's own sums and lists count rows; none holds a word of the data.
        assert not [f for f in set(formulas(path.read_bytes())) - own if "ตัวที่" in f or "evil" in f]


TOLD = {
    "text": ["check", "--edition", EDITION],
    "json": ["check", "--edition", EDITION, "--format", "json"],
    "html": ["check", "--edition", EDITION, "--format", "html"],
    "junit": ["check", "--edition", EDITION, "--format", "junit"],
    "submission": ["submission", "--edition", EDITION],
    "submission html": ["submission", "--edition", EDITION, "--format", "html"],
    "links": ["links", "--offline"],
    "results": ["results"],
    "remind": ["remind", "--edition", EDITION, "--as-of", "2026-01-01", "--output", "calendar"],
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_steers_nothing_and_runs_nothing(
    name: str, hostile: tuple[Path, Texts], tmp_path: Path, commands: Commands
) -> None:
    root, _ = hostile
    arguments = [str(tmp_path / "out") if each == "calendar" else each for each in TOLD[name]]
    run = commands.run(*arguments, cwd=root)
    assert run.code < 2, run.err
    assert not unfit(run.out) and not unfit(run.err)
    if "json" in name:
        json.loads(run.out, parse_constant=pytest.fail)
    if "junit" in name:
        ET.fromstring(run.out)
    if "html" in name:
        page = BeautifulSoup(run.out, "html.parser")
        assert not [tag for tag in page.find_all("script") if "alert(" in tag.get_text()]
        assert not [
            tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)
        ]
        assert not page.select('[href^="javascript:" i], [href^="data:" i], [href^="//"], iframe')
    for path in tmp_path.rglob("*.ics"):
        icalendar.Calendar.from_ical(path.read_bytes())


def test_a_fleet_is_told(hostile: tuple[Path, Texts], tmp_path: Path, commands: Commands) -> None:
    shutil.copytree(hostile[0], tmp_path / "agency", ignore=shutil.ignore_patterns("site"))
    attack = '"=HYPERLINK(""http://evil.example"")</script><script>alert(1)</script>"'
    (tmp_path / "fleet.csv").write_text(
        f"id,workspace,name,vendor\na,agency,{attack},{attack}\n", encoding="utf-8"
    )
    run = commands.run("fleet", "check", "fleet.csv", cwd=tmp_path)
    assert run.code < 2 and not unfit(run.out + run.err), run.err
    run = commands.run("fleet", "view", cwd=tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert run.code < 2 and pages, run.err
    for path in pages:
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        assert not [tag for tag in page.find_all("script") if "alert(" in tag.get_text()]
    for path in tmp_path.rglob("*.csv"):
        assert path.name == "fleet.csv" or not list(formulas(path.read_bytes())), path


@given(st.text(st.sampled_from("'=+-@＝－ \t\r\nก1–")) | st.text())
def test_every_text_comes_back_out_of_a_csv_file(text: str) -> None:
    text = text.replace("\0", "")
    assert csv_read(csv_safe(text)) == text
    assert not list(formulas(_line(csv_safe(text))))
    keep_hostile("texts as cells", 300)


def _line(cell: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([cell, "."])
    return buffer.getvalue().encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
