"""A new workspace: what is asked for, what is written, and that it works at once."""

from __future__ import annotations

import importlib
import io
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from sites import ROOT, Run
from workspaces import real_file

from site_builder.audit.engine import audit
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import ATTESTED, HEADER_FIELDS
from site_builder.disclosures import load_disclosures
from site_builder.kinds import KINDS
from site_builder.outcomes import Status
from site_builder.starting.create import create
from site_builder.starting.examples import _VALUES
from site_builder.starting.files import PIPELINES, Answers, item_file, workspace_files
from site_builder.workspace import open_workspace

CATALOGUE = load_catalogue()
TYPES = CATALOGUE.vocabularies["agency-type"].choices
OPTIONS = (
    *("--name", "เทศบาลตำบลบ้านใหม่", "--type", "เทศบาลตำบล"),
    *("--website", "www.banmai.go.th", "--edition", "2568"),
)


def answers(edition: str, agency_type: str = "subdistrict-municipality") -> Answers:
    choice = next(choice for choice in TYPES if choice.code == agency_type)
    return Answers(
        'หน่วยงานตัวอย่าง: "ก" #๑', choice, "https://www.x.go.th/", CATALOGUE.editions[edition]
    )


@pytest.mark.parametrize("edition", sorted(CATALOGUE.editions))
def test_a_new_workspace_is_whole_and_says_nothing_yet(edition: str, tmp_path: Path) -> None:
    written, kept = create(tmp_path, workspace_files(answers(edition), CATALOGUE))
    assert kept == []
    assert written[-1] == "data/agency.yaml"
    workspace = open_workspace(tmp_path)
    assert workspace.agency.name == 'หน่วยงานตัวอย่าง: "ก" #๑'
    assert workspace.current_edition == edition
    report = audit(workspace, load_disclosures(workspace, edition))
    assert report.problems == ()
    assert {item.status for item in report.items} <= {Status.MISSING, Status.INCOMPLETE}
    assert len(report.items) == len(CATALOGUE.editions[edition].items)


@pytest.mark.parametrize("edition", sorted(CATALOGUE.editions))
def test_every_example_can_be_used_as_it_is(edition: str, tmp_path: Path) -> None:
    """With the sign before each example gone, every field holds something that can be read."""
    create(tmp_path, workspace_files(answers(edition), CATALOGUE))
    folder = tmp_path / "data" / edition
    (folder / "files").mkdir()
    for name in ("example.pdf", "example.jpg"):
        (folder / "files" / name).write_bytes(real_file(name))
    for path in folder.glob("o*.yaml"):
        head, _, rest = path.read_text(encoding="utf-8").partition("\nitem: ")
        lines = [line.removeprefix("# ") for line in rest.splitlines()]
        path.write_text("\n".join([head, f"item: {lines[0]}", *lines[1:]]), encoding="utf-8")
    workspace = open_workspace(tmp_path)
    data = load_disclosures(workspace, edition)
    assert data.problems == ()
    for disclosure in data.disclosures:
        for spec in (*HEADER_FIELDS.values(), *disclosure.subject.fields):
            if spec.key != ATTESTED:
                value = disclosure.values[spec.key]
                assert not value.is_empty, (disclosure.subject.slug, spec.key)
                assert not [cell.problem for _, cell in value.every_cell() if cell.problem]


def test_every_kind_has_an_example() -> None:
    row_kinds = {name for name, kind in KINDS.items() if not hasattr(kind, "cell")}
    assert set(_VALUES) == set(KINDS) - row_kinds


@pytest.mark.parametrize("agency_type", [choice.code for choice in TYPES])
def test_only_what_is_asked_of_this_type_is_named(agency_type: str) -> None:
    for edition in CATALOGUE.editions.values():
        for item in edition.items:
            head = item_file(item, answers(edition.name, agency_type), CATALOGUE).partition("# วิธี")[
                0
            ]
            for element in item.elements:
                is_asked = CATALOGUE.applies(element, agency_type)
                assert (f"- {element.requirement.th.splitlines()[0]}" in head) == is_asked


# --- the command ----------------------------------------------------------------------------------


def run(commands: Commands, folder: Path, *arguments: str) -> Run:
    return commands.run("init", *arguments, "--lang", "en", cwd=folder)


def test_from_options_to_a_site(tmp_path: Path, commands: Commands) -> None:
    made = run(commands, tmp_path, "เทศบาล ใหม่", *OPTIONS)
    assert made.code == CLEAN, made.err
    assert "28 items" in made.out
    assert '--workspace "เทศบาล ใหม่"' in made.out
    folder = tmp_path / "เทศบาล ใหม่"
    built = commands.run("build", cwd=folder)
    assert built.code == CLEAN, built.err
    assert (folder / "site" / "oit" / "2568" / "o28" / "index.html").is_file()
    assert "เทศบาลตำบลบ้านใหม่" in (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert commands.run("check", cwd=folder).code == FINDINGS
    assert commands.run("links", "--offline", cwd=folder).code == CLEAN
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "เทศบาลตำบลบ้านใหม่" in readme and "data/2568/o01.yaml" in readme
    assert len(readme.splitlines()) < 50, "one page"


def test_nothing_is_overwritten(tmp_path: Path, commands: Commands) -> None:
    (tmp_path / "README.md").write_text("ของฉัน", encoding="utf-8")
    made = run(commands, tmp_path, *OPTIONS)
    assert made.code == CLEAN
    assert "was there, left as it is: README.md" in made.out
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "ของฉัน"
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run(commands, tmp_path, *OPTIONS)
    assert again.code == BAD_INPUT
    assert "an agency's workspace already" in again.err
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_run_that_was_cut_off_can_be_done_again(tmp_path: Path, commands: Commands) -> None:
    files = workspace_files(answers("2568"), CATALOGUE)
    create(tmp_path, dict(list(files.items())[:7]))
    made = run(commands, tmp_path, *OPTIONS)
    assert made.code == CLEAN
    assert (tmp_path / "data" / "2568" / "o28.yaml").is_file()


WRONG = {
    "nothing": ((), ["--name: ", "--type: ", "--website: "]),
    "blank": (
        ("--name", " ", "--type", "", "--website", ""),
        ["--name: ", "--type: ", "--website: "],
    ),
    "type": (("--type", "เทศบานตำบล"), ['did you mean "เทศบาลตำบล"?']),
    "year": (("--edition", "2560"), ["2566, 2567, 2568, 2569"]),
    "sign": (("--name", "ก\x07"), ["--name: "]),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_answers_are_told_all_at_once(name: str, tmp_path: Path, commands: Commands) -> None:
    arguments, told = WRONG[name]
    given = dict(zip(OPTIONS[::2], OPTIONS[1::2], strict=True)) if name != "nothing" else {}
    given |= dict(zip(arguments[::2], arguments[1::2], strict=True))
    made = run(commands, tmp_path, *(part for pair in given.items() for part in pair))
    assert made.code == BAD_INPUT
    for each in told:
        assert each in made.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "website",
    [
        "เว็บของเรา",
        "localhost",
        "ftp://x.go.th",
        "https://u:p@x.go.th",
        "https://x.go.th/?a=1",
        "x y.go.th",
    ],
)
def test_what_is_no_main_website(website: str, tmp_path: Path, commands: Commands) -> None:
    made = run(commands, tmp_path, *OPTIONS, "--website", website)
    assert made.code == BAD_INPUT
    assert "--website: " in made.err


@pytest.mark.parametrize(
    ("website", "wanted"),
    [
        ("www.x.go.th", "https://www.x.go.th/"),
        ("http://x.go.th", "http://x.go.th/"),
        ("https://x.go.th/oit/", "https://x.go.th/oit/"),
        ("เทศบาล.รัฐบาล.ไทย", "https://เทศบาล.รัฐบาล.ไทย/"),
    ],
)
def test_main_websites(website: str, wanted: str, tmp_path: Path, commands: Commands) -> None:
    assert run(commands, tmp_path, *OPTIONS, "--website", website).code == CLEAN
    assert open_workspace(tmp_path).agency.website == wanted


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Terminal]:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdin", terminal)
    yield terminal


def test_a_person_is_asked_and_asked_again(
    tmp_path: Path, commands: Commands, typed: _Terminal
) -> None:
    typed.write("อบต.บ้านใหม่\nอบต\n๕\nเว็บเรา\nwww.x.go.th\n\n")
    typed.seek(0)
    made = commands.run("init", cwd=tmp_path)
    assert made.code == CLEAN, made.err
    assert "5. องค์การบริหารส่วนตำบล" in made.out
    assert "--type: " in made.err and "--website: " in made.err
    agency = open_workspace(tmp_path).agency
    assert (agency.name, agency.type.code) == (
        "อบต.บ้านใหม่",
        "subdistrict-administrative-organisation",
    )
    assert agency.edition == max(CATALOGUE.editions)


def test_a_person_who_stops_has_nothing_written(
    tmp_path: Path, commands: Commands, typed: _Terminal
) -> None:
    typed.write("อบต.บ้านใหม่\n")
    typed.seek(0)
    assert commands.run("init", cwd=tmp_path).code == BAD_INPUT
    assert list(tmp_path.iterdir()) == []


# --- pipelines ------------------------------------------------------------------------------------


def _steps(host: str) -> list[str]:
    """The shell lines of a pipeline, in order."""
    whole = yaml.safe_load(workspace_files(answers("2568"), CATALOGUE, [host])[PIPELINES[host]])
    if host == "github":
        return [step["run"] for step in whole["jobs"]["site"]["steps"] if "run" in step]
    return list(whole["site"]["script"])


@pytest.mark.parametrize("host", PIPELINES)
def test_a_pipeline_builds_checks_verifies_and_publishes(host: str) -> None:
    """In this order, with commands and options that there are."""
    called = [
        re.search(r"oit ([a-z]+)((?: --?[a-z-]+(?: [^ -][^ ;]*)?)*)", line) for line in _steps(host)
    ]
    found = [match for match in called if match]
    assert [match[1] for match in found] == ["build", "check", "links", "publish"]
    for match in found:
        command = importlib.import_module(f"site_builder.cli.{match[1]}").command
        known = {name for parameter in command.params for name in parameter.opts}
        assert set(re.findall("--[a-z-]+", match[2])) <= known


@pytest.mark.parametrize("host", PIPELINES)
def test_the_lines_of_a_pipeline_run(host: str, tmp_path: Path, commands: Commands) -> None:
    """As the host runs them, but for what is installed and what asks other servers."""
    assert run(commands, tmp_path, *OPTIONS, "--pipeline", host).code == CLEAN
    lines = [line for line in _steps(host) if "pip install" not in line and "publish" not in line]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for line in lines:
        line = line.replace("oit links", "oit links --offline")
        subprocess.run(
            ["bash", "-eo", "pipefail", "-c", line], cwd=tmp_path, check=True, env=environment
        )
    assert (tmp_path / "check.html").is_file() and (tmp_path / "links.txt").is_file()
    (tmp_path / "data" / "2568" / "o01.yaml").write_text("item: [", encoding="utf-8")
    broken = subprocess.run(["bash", "-e", "-c", lines[0]], cwd=tmp_path, env=environment)
    assert broken.returncode == BAD_INPUT, "wrong input stops it"


# --- the wheel ------------------------------------------------------------------------------------


def test_the_wheel_contains_all_it_needs(tmp_path: Path) -> None:
    """In a fresh environment whose only copy of this program is the wheel."""
    built = tmp_path / "built"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("*.whl")
    home = tmp_path / "home"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, capture_output=True
    )
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    packages = Path(
        subprocess.run(
            [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # What it depends on comes from the environment of the tests; a folder named so brings no copy of ours.
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    work = tmp_path / "งาน"
    work.mkdir()

    def oit(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python), "-m", "site_builder", *arguments],
            cwd=work,
            capture_output=True,
            encoding="utf-8",
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )

    where = subprocess.run(
        [str(python), "-c", "import site_builder; print(site_builder.__file__)"],
        cwd=work,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    assert Path(where.strip()).is_relative_to(packages)
    made = oit("init", *OPTIONS)
    assert made.returncode == CLEAN, made.stderr
    assert oit("build").returncode == CLEAN
    assert oit("check").returncode == FINDINGS
    page = (work / "site" / "index.html").read_text(encoding="utf-8")
    assert "เทศบาลตำบลบ้านใหม่" in page
    assert (work / "site" / "assets" / "oit.css").is_file()
