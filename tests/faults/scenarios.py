"""Every command that writes, each in a state in which it has much to do."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import openpyxl
from fleets import write_fleet
from sites import NAKHAM, ROOT, copy_workspace, edit
from workspaces import WorkspaceFolder, real_file

from faults.trials import Scenario
from site_builder.cli import COMMANDS, main
from site_builder.editor.entries import ABSENT, Entries
from site_builder.editor.uploads import Uploads
from site_builder.fleet import work
from site_builder.fleet.work import Options, Unit
from site_builder.links.external import Settings
from site_builder.links.fetch import Manners
from site_builder.links.watch import run_once
from site_builder.problems import InputError
from site_builder.reports import outages
from site_builder.sealing import appeal
from site_builder.sources.write import of_the_disk, write_file
from site_builder.workspace import open_workspace

# Here already, so that a process that is to be killed does not spend its time with reading it.
for _name in (
    *(f"site_builder.cli.{name}{'_' * iskeyword(name)}" for name in COMMANDS),
    *("site_builder.engines.build", "site_builder.engines.direct", "site_builder.engines.mkdocs"),
    *("site_builder.sealing.seal", "site_builder.publishing.publish", "site_builder.fleet.work"),
    *(
        "site_builder.workbook.importing",
        "site_builder.workbook.exporting",
        "site_builder.workbook.tables",
    ),
    *("mkdocs.commands.build", "material.plugins.search.plugin", "site_builder.links.check"),
    *(
        "site_builder.published.source",
        "site_builder.submission.table",
        "site_builder.reports.html",
    ),
):
    import_module(_name)

#: A time of sealing, so that archives are the same bytes.
_NOON = "2025-02-15T12:00:00+07:00"

PAGES = ROOT / "tests/corpus/pages"

_EXECUTIVES = """\
unit: สำนักปลัด
updated: 15 มกราคม 2568
people:
  - name: นาย ก ตัวอย่าง
    position: นายกเทศมนตรี
    contact: 043-000-101
"""
_PLAN = "unit: กองคลัง\nplan: plan.pdf\n"


def called(*arguments: str, area: Path, within: str = "ws") -> int:
    """A command as a user calls it; gives its exit code."""
    os.environ["XDG_CACHE_HOME"] = str(area / "cache")
    os.chdir(area / within)
    try:
        main(list(arguments))
    except SystemExit as ended:
        assert isinstance(ended.code, int)
        return ended.code
    raise AssertionError("main exits")


def _small(area: Path) -> WorkspaceFolder:
    """A workspace with two editions, two items each, and documents; the criteria are read already."""
    called("editions", "list", area=area)
    workspace = WorkspaceFolder(area / "ws")
    workspace.write("mkdocs.yml", (NAKHAM / "mkdocs.yml").read_bytes())
    workspace.write("content/about.md", "# เกี่ยวกับ\n\nข้อความ\n")
    for year in ("2568", "2569"):
        workspace.disclose(year, "executives", _EXECUTIVES)
        workspace.disclose(year, "strategic-plan", _PLAN)
        workspace.attach(year, "plan.pdf")
    return workspace


def _small_area(area: Path) -> None:
    _small(area)


def _built(area: Path, *more: str) -> None:
    _small(area)
    assert called("build", "--engine", "direct", *more, area=area) == 0


def _to_build(area: Path) -> None:
    """A site is there, and other data than it was built from: a page, a document and an address are new."""
    _built(area)
    edit(area / "ws/data/agency.yaml", "name: ", "name: ใหม่")
    WorkspaceFolder(area / "ws").write("content/new.md", "# หน้าใหม่\n")
    (area / "ws/data/2568/files/plan.pdf").write_bytes(real_file("other.pdf"))


def _to_carry(area: Path) -> None:
    workspace = _small(area)
    shutil.rmtree(workspace.root / "data/2569")


def _to_import(area: Path, old: str = "สำนักปลัด", new: str = "กองช่าง") -> None:
    """A workbook in which each cell that says the one says the other, of both items."""
    _small(area)
    edit(area / "ws/data/2568/o05.yaml", "กองคลัง", "สำนักปลัด")
    out = area / "out/book.xlsx"
    assert called("export", "--edition", "2568", "--output", str(out), area=area) == 0
    book = openpyxl.load_workbook(out)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    book.save(out)


def _to_mark(area: Path) -> None:
    """A workbook with a wrong cell."""
    _to_import(area, "15 มกราคม 2568", "31 เมษายน 2568")


def _to_read_a_table(area: Path) -> None:
    _small(area)
    rows = "ชื่อ-นามสกุล,ตำแหน่ง,ช่องทางการติดต่อ\nนาย ข ตัวอย่าง,รองนายก,043-000-102\n"
    (area / "out/list.csv").write_text(rows, encoding="utf-8")


def _to_seal(area: Path) -> None:
    _small(area)
    assert called("build", area=area) == 0


def _to_verify(area: Path) -> None:
    _to_seal(area)
    assert called("seal", "--time", _NOON, "--output", "../out/seal.zip", area=area) == 0


def _to_publish(area: Path) -> None:
    """One release is there, and a second one is built."""
    _to_seal(area)
    assert called("publish", "--to", str(area / "out/www"), area=area) == 0
    edit(area / "ws/data/agency.yaml", "name: ", "name: ใหม่")
    assert called("build", area=area) == 0


def _to_look(area: Path) -> None:
    _built(area)
    (area / "out/report").write_text("the one before", encoding="utf-8")


def _example(area: Path) -> None:
    """An agency with an official result, and without the measures that follow from it."""
    called("editions", "list", area=area)
    copy_workspace(NAKHAM, area / "ws")
    (area / "ws/data/2569/o25.yaml").unlink()


def _measured(area: Path) -> None:
    """An agency with the measures of a year, and no report on them."""
    _small(area)
    shutil.copyfile(ROOT / "data/2568/o27.yaml", area / "ws/data/2568/o27.yaml")


def _to_adopt(area: Path) -> None:
    _small(area)
    shutil.copyfile(PAGES / "table.html", area / "out/ita.html")


def _fleet(area: Path) -> None:
    write_fleet(area / "ws", ["a", "b", "c"])
    for id_ in "abc":
        agency = area / "ws/agencies" / id_
        (agency / "mkdocs.yml").write_bytes((NAKHAM / "mkdocs.yml").read_bytes())
        (agency / "content").mkdir()


def _fleet_with_results(area: Path) -> None:
    _fleet(area)
    assert called("fleet", "check", "register.csv", *_RESULTS, area=area) == 1


def _save(area: Path) -> int:
    """What the form of `oit edit` does: a value is changed, a document attached, a new item written."""
    os.environ["XDG_CACHE_HOME"] = str(area / "cache")
    workspace = open_workspace(area / "ws")
    entries, uploads = Entries(workspace, ["2569"]), Uploads(workspace, ["2569"])
    try:
        values, version = entries.read("data/2569/o02.yaml")
        entries.save("data/2569/o02.yaml", {**values, "unit": "กองช่าง"}, version)
        with uploads.receiving("data/2569/files/new.pdf") as file:
            file.write((area / "ws/data/2569/files/plan.pdf").read_bytes())
        _, version = entries.read("data/2569/o01.yaml")
        if version == ABSENT:
            entries.save("data/2569/o01.yaml", {"unit": "กองช่าง"}, version)
    except InputError as error:
        print(error)
        return 2
    except OSError as error:
        # As the server tells it to the browser.
        problem = of_the_disk(error)
        if problem is None:
            raise
        print(problem)
        return 2
    return 0


@cache
def _live() -> str:
    """The address of a site that answers every path, for as long as this process lives."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>OIT</title><p>1")

        do_HEAD = do_GET

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def _watch(area: Path) -> int:
    """A round of `oit links --watch`, of which nobody else is asked."""
    names = {_live(): "หน้าแรก", f"{_live()}oit/2568/o01/": "O1"}
    settings = Settings(QUICK, allowed=frozenset({"127.0.0.1"}), controls=())
    try:
        log = run_once(names, area / "out/log.jsonl", timedelta(minutes=30), settings)
        page = outages.render(log, "เทศบาล", names)
        write_file(area / "out/log.html", "log.html", page)
    except InputError as error:
        print(error)
        return 2
    return 0


def _pack(area: Path) -> int:
    """Without a browser, which would write what it likes."""
    vars(appeal)["find_browser"] = lambda: None
    return called("verify", "../out/seal.zip", "--item", "O2", "--pack", "../out/pack", area=area)


def _build_of_a_fleet(area: Path) -> int:
    """What a worker of `oit fleet build --packed` does for one agency."""
    os.environ["XDG_CACHE_HOME"] = str(area / "cache")
    os.chdir(area / "ws")
    options = Options(shared=str(area / "out/store"), packed=True)
    result = work.run(Unit("a", str(area / "ws"), "agencies/a", "build", options, 60, 2000))
    print(result.get("reason"), result["problems"])
    return {"clean": 0, "findings": 0, "unreadable": 2, "failed": 2}[result["outcome"]]


def _fleet_to_build(area: Path) -> None:
    """A packed site is there, and other data."""
    _fleet(area)
    assert _build_of_a_fleet(area) == 0
    edit(area / "ws/agencies/a/data/agency.yaml", "name: ", "name: ใหม่")


def _fleet_to_link(area: Path) -> None:
    _fleet(area)
    for id_ in "abc":
        where = ("--workspace", f"agencies/{id_}")
        assert called("build", "--engine", "direct", *where, area=area) == 0


QUICK = Manners(seconds=5, tries=2, wait=0.01, pause=0)


def _scenario(
    words: str,
    prepare: Callable[[Path], None],
    *,
    name: str = "",
    whole: tuple[str, ...] = (),
    varies: str = "(?!)",
    unlike: str = "(?!)",
    once: bool = False,
) -> Scenario:
    arguments = words.split()
    return Scenario(
        name or words.split(" -")[0].split(" .")[0],
        prepare,
        lambda area: called(*arguments, area=area),
        whole,
        varies,
        unlike,
        once=once,
    )


_RESULTS = ("--results", "../out/results", "--workers", "1")
_FLEET = " ".join(_RESULTS)
_SITE = ("ws/site/",)
_COPIES = r"(?<=backup/)[0-9_-]+(-\d+)?(?=/)"
_EDITED = r"(?<=backup/edit/)(\d+/o\d+)-[0-9-]+"
_SITES = tuple(f"ws/agencies/{id_}/site/" for id_ in "abc")
#: Of SQLite, and of what holds times.
_TIMES = r"\.sqlite|outages|log\.(jsonl|html)|history/"
_RELEASES = r"\d{8}T\d{6}Z?[-0-9a-f]*"

SCENARIOS = (
    _scenario(
        "adopt ../out/ita.html --edition 2568 --base https://example.go.th/ita",
        _to_adopt,
        name="adopt",
    ),
    _scenario("build --engine direct", _to_build, name="build", whole=_SITE),
    _scenario("build --engine mkdocs", _to_build, name="build (MkDocs)", whole=_SITE),
    _scenario("carry 2568 2569", _to_carry, name="carry"),
    _scenario("check --format html --output ../out/report", _to_look),
    Scenario("edit (a form is saved)", _small_area, _save, varies=_EDITED),
    _scenario("edit --git-host github:a/b --admin ../out/admin", _small_area, name="edit --admin"),
    _scenario("editions new 2570 --from 2569", _small_area, name="editions new", once=True),
    _scenario("editions confirm 2568", _small_area, name="editions confirm"),
    _scenario("export --force --output ../out/report.xlsx", _to_look),
    _scenario(
        f"fleet build register.csv {_FLEET}",
        _fleet,
        name="fleet build",
        whole=_SITES,
        unlike=_TIMES,
    ),
    Scenario(
        "fleet build (a worker)", _fleet_to_build, _build_of_a_fleet, ("ws/agencies/a/site/",)
    ),
    _scenario(
        f"fleet links register.csv {_FLEET}", _fleet_to_link, name="fleet links", unlike=_TIMES
    ),
    _scenario(
        f"fleet carry register.csv 2568 2569 {_FLEET}", _fleet, name="fleet carry", unlike=_TIMES
    ),
    _scenario(f"fleet check register.csv {_FLEET}", _fleet, name="fleet check", unlike=_TIMES),
    _scenario(f"fleet report register.csv {_FLEET}", _fleet, name="fleet report", unlike=_TIMES),
    _scenario("fleet view --results ../out/results", _fleet_with_results, name="fleet view"),
    _scenario("import ../out/book.xlsx --yes --force", _to_import, name="import", varies=_COPIES),
    _scenario("import ../out/book.xlsx", _to_mark, name="import (wrong cells)", varies=_COPIES),
    _scenario(
        "import ../out/list.csv --item O2 --edition 2568 --yes --replace",
        _to_read_a_table,
        name="import (a table)",
        varies=_COPIES,
    ),
    _scenario(
        "init . --name เทศบาล --type เทศบาลตำบล --website www.example.go.th --edition 2569",
        lambda area: None,
        name="init",
        once=True,
    ),
    _scenario(
        "links --offline --format json --output ../out/report --history ../out/history.sqlite",
        _to_look,
        name="links",
        unlike=_TIMES,
    ),
    Scenario("links --watch", _small_area, _watch, unlike=_TIMES, needs=_live),
    _scenario(
        "publish --to ../out/www",
        _to_publish,
        whole=("out/www/",),
        varies=_RELEASES,
        unlike=r"\.oit/",
    ),
    _scenario("remind --as-of 1/2/2569", _small_area, name="remind"),
    _scenario("results plan --year 2568", _example, name="results plan", once=True),
    _scenario("results report --edition 2569", _measured, name="results report", once=True),
    _scenario("results --output ../out/report", _example, name="results"),
    _scenario(f"seal --time {_NOON} --output ../out/seal.zip", _to_seal, name="seal", once=True),
    _scenario("submission --format xlsx --output ../out/report", _to_look),
    Scenario("verify --pack", _to_verify, _pack, once=True),
)
