"""What is refused before anything is made of it: files that are none, names that not every system holds,
pages that would run. Both engines say the same, nothing waits, and nothing is written."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from bad_documents import (
    GIF_SCRIPT,
    LAUGHS,
    LOGIN,
    SVG,
    leading_away,
    pdf_of_forms,
    rezipped,
    xlsx,
    zips_in_zips,
)
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from figures import keep_hostile
from hypothesis import given
from hypothesis import strategies as st
from test_engines import SETTINGS
from workspaces import AGENCY, WorkspaceFolder

from site_builder.catalogue.loader import load_catalogue
from site_builder.characters import clean, unfit
from site_builder.engines import ENGINES
from site_builder.engines.active import active_parts
from site_builder.kinds import SCALAR_KINDS
from site_builder.kinds.base import ParseContext
from site_builder.kinds.spec import Spec
from site_builder.language import same
from site_builder.locations import Location
from site_builder.sources.files import FileStore, stamps
from site_builder.sources.names import name_problem
from site_builder.sources.nodes import Scalar

HERE = Location("x")


def link(path: Path) -> None:
    (path.parent.parent / "secret").write_text("ความลับ", encoding="utf-8")
    path.symlink_to(path.parent.parent / "secret")


def linked_folder(path: Path) -> None:
    place = path.parent.parent / "private"
    place.mkdir(exist_ok=True)
    (place / "a.md").write_text("ความลับ", encoding="utf-8")
    path.symlink_to(place)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


SPECIAL: dict[str, tuple[Callable[[Path], None], str]] = {
    "link": (link, "path-outside"),
    "linked folder": (linked_folder, "path-outside"),
    "pipe": (pipe, "not-a-file"),
    "socket": (unix_socket, "not-a-file"),
}


def built(workspace: WorkspaceFolder, commands: Commands, engine: str) -> str:
    """What a build that must not be done says."""
    workspace.write("mkdocs.yml", SETTINGS)
    run = commands.run("--lang", "en", "build", "--engine", engine, cwd=workspace.root)
    assert run.code == BAD_INPUT and not (workspace.root / "site").exists(), run.err
    return run.err


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SPECIAL)
def test_only_plain_files_are_published_of_hand_written_ones(
    workspace: WorkspaceFolder, commands: Commands, engine: str, name: str
) -> None:
    make, _ = SPECIAL[name]
    for file in ("content/ก.md", "content/files/ข.txt"):
        (workspace.root / file).parent.mkdir(parents=True, exist_ok=True)
        make(workspace.root / file)
    told = built(workspace, commands, engine)
    assert told.count("→") == 2 and "content/ก.md" in told and "content/files/ข.txt" in told
    assert "ความลับ" not in told


@pytest.mark.parametrize("engine", ENGINES)
def test_the_folder_of_hand_written_pages_is_no_link(
    workspace: WorkspaceFolder, commands: Commands, engine: str
) -> None:
    linked_folder(workspace.root / "content")
    assert "symbolic link" in built(workspace, commands, engine)


DATA = [
    "data/agency.yaml", "data/2568/o01.yaml", "data/results/2567.yaml", "data/redirects.yaml",
    "data/privacy.yaml", "data/urls.lock.json",
]  # fmt: skip


@pytest.mark.parametrize("file", DATA)
@pytest.mark.parametrize("name", ["link", "pipe", "socket"])
def test_a_data_file_is_a_plain_file(
    workspace: WorkspaceFolder, commands: Commands, file: str, name: str
) -> None:
    make, _ = SPECIAL[name]
    path = workspace.root / file
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)
    assert file in built(workspace, commands, "direct")


@pytest.mark.parametrize("name", ["link", "pipe", "socket"])
def test_a_document_is_a_plain_file(
    workspace: WorkspaceFolder, commands: Commands, name: str
) -> None:
    make, _ = SPECIAL[name]
    workspace.disclose("2568", "executives", "documents: [a.pdf]\n")
    path = workspace.root / "data/2568/files/a.pdf"
    path.parent.mkdir()
    make(path)
    assert "data/2568/o02.yaml" in built(workspace, commands, "direct")


@pytest.mark.parametrize("command", [["import"], ["adopt"], ["verify"]], ids=str)
@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.html", "x.zip"])
def test_a_pipe_that_a_command_is_given_is_not_waited_for(
    workspace: WorkspaceFolder, commands: Commands, command: list[str], name: str
) -> None:
    os.mkfifo(workspace.root / name)
    more = (
        ["--item", "O12", "--table", "purchases", "--edition", "2568"]
        if command == ["import"]
        else []
    )
    assert commands.run(*command, name, *more, cwd=workspace.root).code == BAD_INPUT


def _bomb() -> bytes:
    return rezipped(xlsx(), xl__worksheets__sheet1_xml=b"<worksheet>" + bytes(60_000_000))


def _laughing() -> bytes:
    return rezipped(xlsx(), xl__workbook_xml=f"{LAUGHS}<workbook>&j;</workbook>")


#: Files that a person may be sent and read in, none of which is what its name says.
SENT: dict[str, Callable[[], bytes]] = {
    "a bomb": _bomb,
    "entities": _laughing,
    "zips in zips": zips_in_zips,
    "names that lead away": lambda: leading_away(xlsx()),
    "a page": lambda: LOGIN,
    "a drawing": lambda: SVG,
    "a picture that is a script": lambda: GIF_SCRIPT,
    "a PDF file in a loop": pdf_of_forms,
}
READING = {
    "import": ["import", "sent.xlsx"],
    "import a table": [
        "import",
        "sent.xlsx",
        "--item",
        "O12",
        "--table",
        "purchases",
        "--edition",
        "2568",
    ],
    "import a CSV": [
        "import",
        "sent.csv",
        "--item",
        "O12",
        "--table",
        "purchases",
        "--edition",
        "2568",
    ],
    "confirm": ["editions", "confirm", "2568", "--read", "sent.xlsx"],
    "adopt": ["adopt", "sent.html"],
    "verify": ["verify", "sent.zip"],
    "a fleet": ["fleet", "check", "sent.csv"],
}


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_to_be_read_ends_in_a_message(
    workspace: WorkspaceFolder, commands: Commands, name: str
) -> None:
    content = SENT[name]()
    for ending in ("xlsx", "csv", "html", "zip"):
        workspace.write(f"sent.{ending}", content)
    before = stamps(workspace.root)
    for how, command in READING.items():
        run = commands.run("--lang", "en", *command, cwd=workspace.root)
        # A page may be looked through, and has nothing of an item.
        assert run.code == (FINDINGS if how == "adopt" and run.code == FINDINGS else BAD_INPUT), how
        assert "sent." in run.out + run.err and not unfit((run.out + run.err).replace("\n", "")), (
            how
        )
    assert stamps(workspace.root) == before
    keep_hostile("files to be read in", len(SENT) * len(READING))


NAMES = [
    "CON", "con.pdf", "NUL.txt", "com1.pdf", "LPT¹.pdf", "aux", "CONOUT$.pdf", "a.", "a ", "a. .",
    "a<b.pdf", "a:b.pdf", "a|b.pdf", 'a"b.pdf', "a?b.pdf", "a*b.pdf", "a\\b.pdf",
    "แผน\u202efdp.exe", "a\u2066b.pdf", "a\u200fb.pdf", "a\x1b[31m.pdf", "a\x9b.pdf", "a\nb.pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_that_not_every_system_can_hold(name: str) -> None:
    problem = name_problem(f"files/{name}", HERE)
    assert problem and problem.code == "file-name"
    assert not unfit(str(problem).replace("\n", ""))
    keep_hostile("file names", len(NAMES))


@pytest.mark.parametrize(
    "name", ["console.pdf", "a.b.pdf", "nula", "com10.pdf", "ก" * 80, "COM.pdf"]
)
def test_names_that_only_look_like_these(name: str) -> None:
    assert name_problem(name, HERE) is None


def test_the_longest_names_are_published_or_told(
    workspace: WorkspaceFolder, commands: Commands
) -> None:
    longest, too_long = "ก" * 83 + "ab.pdf", "ก" * 255 + ".pdf"
    workspace.write("mkdocs.yml", SETTINGS)
    workspace.write("content/index.md", "ก")
    workspace.attach("2568", longest)
    name = workspace.disclose("2568", "executives", f"documents: [{longest}]\n")
    for engine in ENGINES:
        assert commands.run("build", "--engine", engine, cwd=workspace.root).code == CLEAN
        assert (workspace.root / "site/oit/2568/o02/files" / longest).is_file()
    workspace.disclose("2568", "executives", f"documents: [{too_long}]\n")
    run = commands.run("check", cwd=workspace.root)
    assert run.code == BAD_INPUT and f"{name}:2" in run.out


TWINS = {
    "documents": ("data/2568/files/a.pdf", "data/2568/files/A.pdf", "data/2568/files/a.pdf"),
    "in folders": ("data/2568/files/x/a.pdf", "data/2568/files/X/A.PDF", "data/2568/files/x/a.pdf"),
    "coded apart": ("content/f\u00e9.txt", "content/fe\u0301.txt", "content/f\u00e9.txt"),
    "pages": ("content/ก/a.md", "content/ก/A.md", "content/ก/a.md"),
    "a page and ours": ("content/OIT/2568/index.md", "content/b.md", "content/OIT/2568/"),
    "a file and ours": (
        "content/SITEMAP/a.txt",
        "content/Assets/AGENCY.css",
        "content/Assets/AGENCY.css",
    ),
    "items": ("data/2568/o03.yaml", "data/2568/O03.yaml", "data/2568/O03.yaml"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", TWINS)
def test_files_that_are_one_on_some_systems(
    workspace: WorkspaceFolder, commands: Commands, engine: str, name: str
) -> None:
    one, other, told = TWINS[name]
    workspace.write("data/agency.yaml", f"{AGENCY}colour: '#0b5394'\n")
    workspace.disclose("2568", "executives", "")
    for file in ("content/index.md", one, other):
        workspace.write(file, "item: news\n" if file.endswith(".yaml") else "# ก\n")
    said = built(workspace, commands, engine)
    assert told in said and ("differs from" in said) == (name != "items"), said


BOMB = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\ntitle: [*c,*c,*c,*c]\n"
FRONT = {
    "aliases": BOMB,
    "a tag": "title: !!python/object/apply:os.system [id]\n",
    "depth": f"title: {'[' * 2000}{']' * 2000}\n",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", FRONT)
def test_settings_of_a_page_are_plain_yaml(
    workspace: WorkspaceFolder, commands: Commands, engine: str, name: str
) -> None:
    workspace.write("content/a.md", f"---\n{FRONT[name]}---\nก\n")
    assert "content/a.md:" in built(workspace, commands, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_day_that_is_none_stops_no_page(
    workspace: WorkspaceFolder, commands: Commands, engine: str
) -> None:
    workspace.write("mkdocs.yml", SETTINGS)
    workspace.write("content/a.md", "---\ndate: 2025-13-45\n---\nก\n")
    run = commands.run("build", "--engine", engine, cwd=workspace.root)
    assert run.code == CLEAN, run.err


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_reads_as_it_stands(
    workspace: WorkspaceFolder, commands: Commands, engine: str
) -> None:
    workspace.write("content/a.md", "ก\n\nเอกสาร \u202efdp.exe\n")
    assert "content/a.md:3" in built(workspace, commands, engine)


ACTIVE = [
    "<script>x</script>", "<SCRIPT src=a.js>", "<img src=x onerror=x>", "<svg/onload=x>",
    "<svg><animate href=#a /></svg>", "<math><a xlink:href='JaVa\tScript:x'>y</a></math>",
    "<iframe srcdoc='x'>", "<object data=x>", "<embed src=x>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=x>", "<a href=' vbscript:x'>y</a>",
    "<a href='data:text/html,x'>y</a>", "<form action=javascript:x>", "<button formaction=javascript:x>",
    "[x](javascript:alert(1))", "[x](JAVASCRIPT&colon;alert(1))", "<javascript:alert(1)>",
    "![x](data:text/html,<script>)", "<details ontoggle=x open>", "<img src=x onerror=alert(1) ",
    "<img alt=\"x' onerror=y", "<p style='x'\nonclick=y>", "<a ping=//evil.example href=x>y</a>",
]  # fmt: skip
#: Markdown itself makes texts of these, and an element without meaning of the first.
MADE_TEXT = {"<javascript:alert(1)>", "<img src=x onerror=alert(1) ", "<img alt=\"x' onerror=y"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hand_written_page_runs_nothing(
    workspace: WorkspaceFolder, commands: Commands, engine: str
) -> None:
    for number, text in enumerate(ACTIVE):
        workspace.write(f"content/p{number:02}.md", f"# ก\n\nข\n\n{text}\n")
    told = built(workspace, commands, engine)
    unseen = [text for number, text in enumerate(ACTIVE) if f"content/p{number:02}.md:" not in told]
    assert set(unseen) == MADE_TEXT
    keep_hostile(f"hand-written pages, {engine}", len(ACTIVE))


HARMLESS = [
    "<b class=x>ก</b>", "<a href='https://x.example/?javascript:x'>y</a>", "<p style='color:red'>",
    "`<script>x</script>`", "one < two onclick=x", "<https://x.example>", "<a href='mailto:a@x.example'>y</a>",
    "<details><summary>x</summary>y</details>", "<img src='a.png' alt='javascript:x'>",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_a_hand_written_page_may_be_laid_out(text: str) -> None:
    assert active_parts(text.replace("`", "").replace("<script>", "&lt;script>"), "x") == []


# --- values ---------------------------------------------------------------------------------------

HUGE = [
    "9" * 400, "9" * 5000, "1." + "9" * 5000, "-" + "9" * 400, "1e999999999", "9" * 400 + " บาท",
    "๙" * 400, "9,999" * 1, "1/1/" + "9" * 40, "9999-12-31", "31/12/9999", "1 ม.ค. 9999", "0000-00-00",
    "2568-13-45", "1 ม.ค. 0", "NaN", "Infinity", "-0", "0x1F",
]  # fmt: skip


@pytest.mark.parametrize("kind", SCALAR_KINDS)
def test_huge_numbers_and_days_are_told_or_shown(tmp_path: Path, kind: str) -> None:
    vocabularies = load_catalogue().vocabularies
    spec = Spec("x", kind, same("x"), vocabulary="action-class" if kind == "choice" else "")
    for text in HUGE:
        context = ParseContext(FileStore(tmp_path, "files"), vocabularies)
        reader = SCALAR_KINDS[kind]
        cell = reader.cell(Scalar(text, HERE), spec, context)
        json.dumps(reader.to_json(cell), allow_nan=False)
        assert len(reader.shown(cell)) <= 2 * len(text) + 60
        exported = reader.exported(cell)
        assert isinstance(exported, str) or abs(exported) < Decimal(10) ** 120
    keep_hostile("values", len(HUGE) * len(SCALAR_KINDS))


@given(st.text())
def test_what_is_shown_steers_nothing(text: str) -> None:
    shown = clean(text)
    assert not unfit(shown) and len(shown) == len(text)
    shown.encode()
