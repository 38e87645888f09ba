"""The preview: the same site as the build, after whatever was changed, for this computer alone."""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from commands import BAD_INPUT, Commands
from previews import PATIENCE, running
from sites import NAKHAM, copy_workspace, edit
from workspaces import WorkspaceFolder, real_file

from site_builder.engines.build import build, settings
from site_builder.engines.lazy import LazySite
from site_builder.memory import Memory
from site_builder.policy import NOT_FRAMED, headers_of
from site_builder.preview.changes import Changes
from site_builder.preview.pages import BEGIN, END, PREFIX
from site_builder.preview.server import HOST, Server
from site_builder.preview.state import Preview
from site_builder.problems import InputError, Problem
from site_builder.published.sums import NAME

#: The settings of a workspace without hand-written pages or a theme of its own.
SETTINGS = (NAKHAM / "mkdocs.yml").read_text(encoding="utf-8")
YEARS = ("2568", "2569")

Files = dict[str, bytes]


def filled(folder: WorkspaceFolder) -> WorkspaceFolder:
    """A workspace of two editions with a few items, one of which reports on another."""
    folder.write("mkdocs.yml", SETTINGS)
    folder.write("content/about.md", "# เกี่ยวกับ\n\nข้อความ\n")
    for year in YEARS:
        folder.attach(year, "แผน ก.pdf", "คู่มือ.pdf")
        folder.disclose(
            year, "strategic-plan", "unit: กองช่าง\nplan: {file: แผน ก.pdf, title: แผน}\n"
        )
        folder.disclose(
            year, "staff-manual", "manuals:\n  - {job: งานสารบรรณ, document: คู่มือ.pdf}\n"
        )
        folder.disclose(
            year,
            "executives",
            "unit: สำนักปลัด\npeople:\n  - {name: นาย ก, position: นายก, side: ฝ่ายการเมือง}\n",
        )
    return folder


# --- the same as the build ---------------------------------------------------------------------


@pytest.fixture
def asking() -> Iterator[Callable[[Preview], http.client.HTTPConnection]]:
    """A connection to a preview that is served as long as the test runs."""
    servers: list[Server] = []
    connections: list[http.client.HTTPConnection] = []

    def connect(preview: Preview) -> http.client.HTTPConnection:
        server = Server(preview, 0)
        server.start()
        servers.append(server)
        connections.append(http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE))
        return connections[-1]

    yield connect
    for connection in connections:
        connection.close()
    for server in servers:
        server.stop()


Asking = Callable[[Preview], http.client.HTTPConnection]


def ask(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def without_panel(page: bytes) -> bytes:
    return re.sub(f"{BEGIN}.*?{END}".encode(), b"", page, flags=re.DOTALL)


def test_every_file_of_the_preview_is_that_of_the_build(
    built: Callable[[str], Path], asking: Asking
) -> None:
    """Byte for byte, over HTTP; pages have the panel besides."""
    site = built("root")
    preview = Preview(site.parent)
    assert preview.refresh().is_good
    connection = asking(preview)
    panels = 0
    for file in sorted(site.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(site).as_posix()
        status, headers, body = ask(connection, f"/{quote(name)}")
        if name == NAME:  # the preview makes pages one by one, and publishes nothing
            assert status == 404
            continue
        assert status == 200, name
        assert int(headers["Content-Length"]) == len(body)
        panels += BEGIN.encode() in body
        assert without_panel(body) == file.read_bytes(), name
    pages = len(list(site.rglob("index.html")))
    assert panels == pages + 1, "every page, and that of what is not there"


def outputs(site: LazySite) -> Files:
    """Everything that a site holds, by its path."""
    publication = site.publication
    names = [page.path for page in publication.site.pages]
    names += [asset.path for asset in publication.site.assets]
    names += [f"oit/{report.edition.name}/urls.csv" for report in publication.reports]
    names += ["about/", "assets/search/index.js", "sitemap.xml", "404.html", "assets/oit.css"]
    found: Files = {}
    for name in names:
        content = site.get(name)
        if content is not None:
            found[name] = content.read_bytes() if isinstance(content, Path) else content
    return found


def site_or_problems(root: Path, memory: Memory) -> LazySite | tuple[Problem, ...]:
    """What the workspace gives: a site, or why it gives none."""
    try:
        return LazySite(root, memory)
    except InputError as error:
        return error.problems


def essence(found: LazySite | tuple[Problem, ...]) -> object:
    """What can be compared without rendering every page, and one page that is rendered."""
    if not isinstance(found, LazySite):
        return found
    site = found.publication.site
    files = {
        asset.path: asset.content.read_bytes() if isinstance(asset.content, Path) else asset.content
        for asset in site.assets
    }
    return site.pages, site.navigation, files, found.publication.reports, found.get("")


def _rename(folder: WorkspaceFolder) -> None:
    files = folder.root / "data/2569/files"
    (files / "แผน ก.pdf").rename(files / "แผน ข.pdf")
    edit(folder.root / folder.file_of("2569", "strategic-plan"), "แผน ก.pdf", "แผน ข.pdf")


def _executives(folder: WorkspaceFolder, year: str, old: str, new: str) -> None:
    edit(folder.root / folder.file_of(year, "executives"), old, new)


_AGENCY = "data/agency.yaml"
_OWN = """\
edition: "2569"
corrections:
  - item: O2
    change: {th: ผู้บริหารของหน่วยงาน}
    reason: ตรงกับคู่มือ
    by: นางสาวทดสอบ
"""
#: What a person may do to a workspace, in any order; some of it is wrong.
CHANGES: dict[str, Callable[[WorkspaceFolder], object]] = {
    "another word": lambda w: _executives(w, "2568", "นายก", "นายกเทศมนตรี"),
    "the same length": lambda w: _executives(w, "2569", "นาย ก", "นาย ข"),
    "a column more": lambda w: _executives(w, "2569", "ฝ่ายการเมือง", "ฝ่ายการเมือง, rank: สูงสุด"),
    "a new item": lambda w: w.disclose("2569", "contact", "unit: กองคลัง\n"),
    "an item less": lambda w: (w.root / w.file_of("2568", "staff-manual")).unlink(),
    "a broken file": lambda w: w.write(
        w.file_of("2568", "annual-performance-report"), "item: annual-performance-report\n\tx: 1\n"
    ),
    "mended": lambda w: w.disclose("2568", "annual-performance-report", "unit: กองช่าง\n"),
    "an unknown key": lambda w: w.disclose("2569", "annual-performance-report", "unti: กองช่าง\n"),
    "a known key": lambda w: w.disclose("2569", "annual-performance-report", "unit: กองช่าง\n"),
    "another document": lambda w: w.write("data/2568/files/แผน ก.pdf", real_file("x.pdf")),
    "a document cut short": lambda w: w.write("data/2569/files/คู่มือ.pdf", b"%PDF-1.7\n"),
    "a document renamed": _rename,
    "the agency's name": lambda w: edit(w.root / _AGENCY, "ตัวอย่าง", "ทดสอบ"),
    "a website that is none": lambda w: edit(w.root / _AGENCY, "website:", "webseit:"),
    "a website again": lambda w: edit(w.root / _AGENCY, "webseit:", "website:"),
    "an emblem": lambda w: (
        w.write("data/files/ตรา.png", real_file("ตรา.png")),
        w.write(_AGENCY, (w.root / _AGENCY).read_text(encoding="utf-8") + "emblem: ตรา.png\n"),
    ),
    "a hand-written page": lambda w: w.write("content/about.md", "# เกี่ยวกับเรา\n"),
    "a front page": lambda w: w.write("content/index.md", "ยินดีต้อนรับ\n"),
    "a dead link": lambda w: w.write("content/dead.md", "[x](nowhere.md)\n"),
    "no dead link": lambda w: (w.root / "content/dead.md").unlink(),
    "criteria of its own": lambda w: w.write("editions/2569.yaml", _OWN),
    "settings": lambda w: w.write("mkdocs.yml", SETTINGS + "copyright: ทดสอบ\n"),
    "a redirect": lambda w: w.write(
        "data/redirects.yaml", "redirects:\n  - {from: /old/, to: /oit/, reason: ย้าย}\n"
    ),
}
#: What only mends what another one has spoilt.
AFTER = {
    "mended": "a broken file",
    "a known key": "an unknown key",
    "a website again": "a website that is none",
    "no dead link": "a dead link",
}


def _in_some_order(seed: int) -> list[str]:
    """All changes; what spoils is mended after one or two others."""
    chance = random.Random(seed)
    names = [name for name in CHANGES if name not in AFTER]
    chance.shuffle(names)
    for later, earlier in AFTER.items():
        names.insert(names.index(earlier) + chance.choice((2, 3)), later)
    return names


def test_after_any_changes_it_is_as_if_read_for_the_first_time(
    workspace: WorkspaceFolder, tmp_path: Path
) -> None:
    root = filled(workspace).root
    memory = Memory()
    assert isinstance(site_or_problems(root, memory), LazySite)
    seen = []
    for name in _in_some_order(seed=1):
        CHANGES[name](workspace)
        found = site_or_problems(root, memory)
        seen.append(isinstance(found, LazySite))
        # Now and then, as reading all anew takes its time: what was missed once stays missed.
        if len(seen) % 3 == 0:
            assert essence(found) == essence(site_or_problems(root, Memory())), name
    assert sum(seen) > 5 < len(seen) - sum(seen)
    assert isinstance(found, LazySite), found
    build(root, tmp_path / "site")
    for path, content in outputs(found).items():
        file = tmp_path / "site" / (path + "index.html" if path.endswith("/") or not path else path)
        assert file.read_bytes() == content, path


# --- broken input --------------------------------------------------------------------------------

BROKEN: dict[str, tuple[str, str]] = {
    "yaml": ("data/2569/o25.yaml", "item: integrity-measures\nmeasures: [\n"),
    "unknown key": ("data/2569/o02.yaml", "item: executives\npepole: []\n"),
    "missing document": ("data/2569/o05.yaml", "item: strategic-plan\nplan: plan.pdf\n"),
    "agency": ("data/agency.yaml", "type: เทศบาลตำบล\n"),
    "settings": ("mkdocs.yml", "site_name: [\n"),
    "no plugin": ("mkdocs.yml", "site_name: x\nplugins: []\n"),
    "a dead link": ("content/dead.md", "[x](nowhere.md)\n"),
    "redirects": ("data/redirects.yaml", "redirects: 1\n"),
}


@pytest.fixture(scope="module")
def nakham(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Preview]:
    """A small workspace with its preview, for tests that leave it as it was."""
    root = copy_workspace(NAKHAM, tmp_path_factory.mktemp("preview") / "นาคำ")
    preview = Preview(root)
    assert preview.refresh().is_good
    return root, preview


@pytest.mark.parametrize(("name", "text"), BROKEN.values(), ids=list(BROKEN))
def test_what_is_broken_is_told_as_by_the_build_and_the_last_good_site_stays(
    nakham: tuple[Path, Preview], name: str, text: str
) -> None:
    root, preview = nakham
    before = preview.state
    file = root / name
    content = file.read_bytes() if file.exists() else None
    file.write_text(text, encoding="utf-8")
    try:
        with pytest.raises(InputError) as told:
            build(root)
        state = preview.refresh()
        assert state.problems == told.value.problems
        assert state.site is before.site and state.id != before.id
    finally:
        file.unlink() if content is None else file.write_bytes(content)
    assert preview.refresh().is_good


def test_a_file_that_cannot_be_opened_is_the_persons_not_ours(
    nakham: tuple[Path, Preview], tmp_path: Path
) -> None:
    root, _ = nakham
    with pytest.raises(InputError) as told, settings(root):
        (root / "data/2569/files/ล็อก.docx").open("rb")
    (problem,) = told.value.problems
    assert (problem.code, problem.location.file) == ("file-unreadable", "data/2569/files/ล็อก.docx")
    with pytest.raises(FileNotFoundError), settings(root):
        (tmp_path / "elsewhere").open("rb")


def test_a_fault_of_ours_is_told_as_ours_and_the_preview_lives_on(
    nakham: tuple[Path, Preview], asking: Asking
) -> None:
    root, preview = nakham
    good = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "hook.py").write_text("def on_env(*a, **k):\n    1 / 0\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(good + "hooks: [hook.py]\n", encoding="utf-8")
    state = preview.refresh()
    assert state.fault and state.site and not state.problems
    page = ask(asking(preview), "/oit/2569/o25/")[2].decode()
    trace = re.search(r"\S+oit-error-\S+\.txt", page)
    assert trace and "ZeroDivisionError" in Path(trace.group()).read_text(encoding="utf-8")
    Path(trace.group()).unlink()
    (root / "mkdocs.yml").write_text(good, encoding="utf-8")
    assert preview.refresh().is_good


# --- what stands on the panel ---------------------------------------------------------------------


def test_each_page_tells_what_is_missing_there(workspace: WorkspaceFolder, asking: Asking) -> None:
    filled(workspace)
    workspace.write("data/2568/files/คู่มือ.pdf", b"%PDF-1.7\n")
    preview = Preview(workspace.root)
    state = preview.refresh()
    assert state.is_good and state.overview
    connection = asking(preview)
    reports = (
        {report.edition.name: report for report in state.site.publication.reports}
        if state.site
        else {}
    )
    for year, report in reports.items():
        for item in report.items:
            status, _, body = ask(connection, item.url)
            page = body.decode()
            panel = page[page.index(BEGIN) : page.index(END)]
            assert status == 200
            here = state.overview.on_page(item.url.strip("/") + "/")
            assert here.work and here.work.result is item
            for finding in item.findings if item.has_data else item.findings[:1]:
                for words in (str(finding.message), str(finding.remedy), finding.location.file):
                    assert (
                        words.replace("&", "&amp;")
                        .replace('"', "&#34;")
                        .replace("/", "/<wbr>")[:30]
                        in panel
                    )
            for task in here.tasks:
                for element in task.elements:
                    assert f'href="{item.url}#{element.element.key}"' in panel
                    assert f'id="{element.element.key}"' in page, "the link leads somewhere"
        broken = workspace.item(year, "staff-manual")
        assert any(f.code.startswith("document") for f in broken.findings) == (year == "2568")


# --- for this computer alone ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "",
        "[::1]:{port}",
    ],
)
def test_only_requests_that_were_meant_for_it_are_answered(
    nakham: tuple[Path, Preview], asking: Asking, host: str
) -> None:
    connection = asking(nakham[1])
    for path in ("/", f"/{PREFIX}", f"/{PREFIX}state", f"/{PREFIX}events"):
        status, _, body = ask(connection, path, Host=host.format(port=connection.port))
        assert status == 403 and len(body) < 300
    assert ask(connection, "/", Host=f"localhost:{connection.port}")[0] == 200


HOSTILE = [
    "/../data/agency.yaml",
    "/%2e%2e/data/agency.yaml",
    "/data/agency.yaml",
    "/..%2fdata%2fagency.yaml",
    "/..%5cdata%5cagency.yaml",
    "/%2fetc/passwd",
    "//etc/passwd",
    "/C:/Windows/win.ini",
    "/assets/",
    "/oit/2569/o25/files/",
    f"/{PREFIX}../server.py",
    f"/{PREFIX}%2e%2e/templates/panel.html",
    "/%00",
    "/%ff%fe",
    "/<script>alert(1)</script>",
    "http://evil.example/",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_no_path_leads_outside_the_site(
    nakham: tuple[Path, Preview], asking: Asking, path: str
) -> None:
    status, _, body = ask(asking(nakham[1]), path)
    assert status in (400, 403, 404)
    assert b"website:" not in body and b"root:" not in body and b"<script>alert" not in body


def test_a_link_that_takes_the_place_of_a_document_is_not_followed(
    workspace: WorkspaceFolder, asking: Asking, tmp_path: Path
) -> None:
    filled(workspace)
    preview = Preview(workspace.root)
    assert preview.refresh().is_good
    path = f"/oit/2569/o05/files/{quote('แผน ก.pdf')}"
    connection = asking(preview)
    status, headers, body = ask(connection, path)
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    document = workspace.root / "data/2569/files/แผน ก.pdf"
    assert body == document.read_bytes()
    document.unlink()
    assert ask(connection, path)[0] == 404
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(b"secret")
    document.symlink_to(outside)
    status, _, body = ask(connection, path)
    assert status == 404 and b"secret" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"])
def test_it_only_answers_to_reading(
    nakham: tuple[Path, Preview], asking: Asking, method: str
) -> None:
    assert ask(asking(nakham[1]), "/", method)[0] == 501


def test_head_is_as_get_without_the_body(nakham: tuple[Path, Preview], asking: Asking) -> None:
    connection = asking(nakham[1])
    for path in ("/", "/assets/oit.css", f"/{PREFIX}", "/nowhere", "/oit/2569"):
        got, head = ask(connection, path), ask(connection, path, "HEAD")
        assert head[2] == b"" and head[0] == got[0]
        for name in ("Content-Type", "Content-Length", "Cache-Control", "Location"):
            assert head[1][name] == got[1][name]
    _, headers, _ = ask(connection, "/assets/site.js")
    assert headers["Content-Type"] in ("text/javascript; charset=utf-8", "application/javascript")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_it_says_what_a_server_with_the_rules_says(
    nakham: tuple[Path, Preview], asking: Asking
) -> None:
    connection = asking(nakham[1])
    for path in ("", "oit/2569/?x=1", "404.html", "assets/site.js", "sitemap.xml", PREFIX):
        _, headers, _ = ask(connection, f"/{path}")
        expected = {"Content-Security-Policy": NOT_FRAMED} | headers_of(path.partition("?")[0])
        expected["Cross-Origin-Resource-Policy"] = "same-origin"
        assert {name: headers[name] for name in expected} == expected, path


def test_events_tell_each_state_and_end_with_the_preview(nakham: tuple[Path, Preview]) -> None:
    preview = Preview(nakham[0])
    server = Server(preview, 0)
    server.start()
    connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
    connection.request("GET", f"/{PREFIX}events")
    stream = connection.getresponse()
    assert stream.headers["Content-Type"] == "text/event-stream"

    def told() -> str:
        return stream.readline().decode() + stream.readline().decode()

    assert told() == f"data: {preview.state.id}\n\n"
    seen = {preview.state.id}
    for _ in range(2):
        state = preview.refresh()
        assert told() == f"data: {state.id}\n\n"
        seen.add(state.id)
    assert len(seen) == 3
    server.stop()
    assert stream.readline() == b""
    connection.close()


# --- watching -------------------------------------------------------------------------------------

Write = Callable[[Path], object]


def _by_renaming(folder: Path) -> None:
    (folder / "ข้อ.yaml.tmp").write_text("ใหม่", encoding="utf-8")
    (folder / "ข้อ.yaml.tmp").replace(folder / "ข้อ.yaml")


WRITES: dict[str, Write] = {
    "written": lambda f: (f / "ข้อ.yaml").write_text("ใหม่กว่า", encoding="utf-8"),
    "the same length": lambda f: (f / "ข้อ.yaml").write_text("ใหม", encoding="utf-8"),
    "by renaming": _by_renaming,
    "a new folder": lambda f: (f / "แฟ้ม ใหม่").mkdir() or (f / "แฟ้ม ใหม่/ก.pdf").write_bytes(b"1"),  # type: ignore[func-returns-value]
    "deleted": lambda f: (f / "ข้อ.yaml").unlink(),
}
IGNORED: dict[str, Write] = {
    "locked by Excel": lambda f: (f / "~$ข้อ.xlsx").write_bytes(b"1"),
    "swap of an editor": lambda f: (f / ".ข้อ.yaml.swp").write_bytes(b"1"),
    "beside the data": lambda f: (f.parent / "site.html").write_bytes(b"1"),
    "only read": lambda f: (f / "ข้อ.yaml").read_bytes(),
}


@pytest.fixture(params=[True, False], ids=["told", "untold"])
def watched(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Changes]]:
    """A folder that is watched, with the system's help and without."""
    folder = tmp_path / "ข้อมูล ปี 2569"
    folder.mkdir()
    (folder / "ข้อ.yaml").write_text("เก่", encoding="utf-8")
    changes = Changes(told=request.param)
    changes.follow([folder, tmp_path / "editions", tmp_path / "mkdocs.yml"])
    assert not changes.wait(0)
    yield folder, changes
    changes.stop()


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
def test_every_change_is_seen_once(watched: tuple[Path, Changes], write: Write) -> None:
    folder, changes = watched
    threading.Timer(0.05, write, [folder]).start()
    assert changes.wait(PATIENCE)
    assert not changes.wait(0)


@pytest.mark.parametrize("write", IGNORED.values(), ids=list(IGNORED))
def test_what_is_no_change_of_the_input_is_not_seen(
    watched: tuple[Path, Changes], write: Write
) -> None:
    folder, changes = watched
    write(folder)
    assert not changes.wait(0.15)


def test_what_is_not_there_yet_is_seen_when_it_comes(watched: tuple[Path, Changes]) -> None:
    folder, changes = watched
    (folder.parent / "mkdocs.yml").write_text("x", encoding="utf-8")
    assert changes.wait(PATIENCE)
    (folder.parent / "editions").mkdir()
    (folder.parent / "editions/2569.yaml").write_text("x", encoding="utf-8")
    assert changes.wait(PATIENCE)


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    changes = Changes()
    changes.follow([tmp_path])

    def slowly() -> None:
        with (tmp_path / "ใหญ่.pdf").open("wb", buffering=0) as file:
            for _ in range(12):
                file.write(b"x" * 1000)
                time.sleep(0.02)

    writer = threading.Thread(target=slowly)
    writer.start()
    assert changes.wait(PATIENCE)
    assert not writer.is_alive()
    assert not changes.wait(0)
    changes.stop()


# --- the command ----------------------------------------------------------------------------------


def test_a_taken_port_is_told_and_the_next_one_used_and_the_browser_opened(tmp_path: Path) -> None:
    """Started in a workspace that never could be read; ended by Ctrl-C."""
    workspace = copy_workspace(NAKHAM, tmp_path / "นาคำ")
    (workspace / "data/agency.yaml").unlink()
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{opened}"\n', encoding="utf-8")
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        arguments = ["--open", "--port", str(port)]
        with running(workspace, *arguments, BROWSER=f"{browser} %s") as preview:
            found = int(preview.address.rstrip("/").rpartition(":")[2])
            assert port < found
            assert any(f"{port}" in line and f"{found}" in line for line in preview.said)
            connection = http.client.HTTPConnection(HOST, found, timeout=PATIENCE)
            status, _, body = ask(connection, "/oit/2569/o25/")
            connection.close()
            assert status == 503 and "ไม่มี data/agency.yaml" in body.decode()
            until = time.monotonic() + PATIENCE
            while not opened.exists() and time.monotonic() < until and os.name == "posix":
                time.sleep(0.05)
            if os.name == "posix":
                assert opened.read_text(encoding="utf-8") == preview.address
            assert preview.interrupt() == 0
    assert "Traceback" not in "".join(preview.said)
    assert not (workspace / "site").exists(), "a preview publishes nothing"


@pytest.mark.parametrize("arguments", [[], ["--workspace", "nowhere"]])
def test_a_folder_that_is_no_workspace_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str]
) -> None:
    run = Commands(capsys).run("serve", "--no-open", *arguments, cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "agency.yaml" in run.err
