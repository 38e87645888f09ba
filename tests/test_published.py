"""`oit check --site`: what is published is judged as from the data, and every difference is named."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from corpus.spoilt_sites import (
    LONG,
    O7,
    O7_KEYS,
    PDF,
    SPOILT,
    Difference,
    Spoil,
    block_emptied,
    differences,
    every,
    from_data,
    page_of,
    removed,
    replaced,
    spoilt,
    swapped,
)
from generated import fill, places
from nginx import Nginx, free_port, nginx
from sites import ROOT, edit, oit
from workspaces import WorkspaceFolder

from site_builder.catalogue.loader import edition_names, load_catalogue
from site_builder.links.check import check_links
from site_builder.links.fetch import Manners
from site_builder.links.targets import Way
from site_builder.outcomes import Outcome, Report, Status
from site_builder.problems import InputError
from site_builder.publication import publish_workspace
from site_builder.published.audit import audit_site, require_same_agency
from site_builder.published.expected import Expectations, by_site, read_index
from site_builder.published.source import open_source
from site_builder.workspace import open_workspace

Built = Callable[[str], Path]
#: As the command's, but impatient: everything here is on loopback.
QUICK = Manners(seconds=2, tries=2, wait=0.01, pause=0)
EXAMPLES = sorted(path.name for path in (ROOT / "examples").iterdir())
# --- what is published whole agrees on every element ----------------------------------------------


def _editions(name: str) -> list[tuple[str, str]]:
    folder = ROOT if name == "root" else ROOT / "examples" / name
    return [(name, each) for each in open_workspace(folder).editions]


WHOLE = [pair for name in ("root", *EXAMPLES) for pair in _editions(name)] + [("big", "2568")]


@pytest.mark.parametrize(("name", "edition"), WHOLE)
def test_a_built_folder_agrees_with_its_data(built: Built, name: str, edition: str) -> None:
    site = built(name)
    source = open_source(str(site))
    report, expected = from_data(site.parent, edition)
    assert any(each.is_shown for each in expected.values())
    found = audit_site(source, report, expected)
    assert differences(source, report, found) == set()
    assert found == replace(report, site=source.name)


@pytest.mark.parametrize("name", ["root", "big", *EXAMPLES])
def test_every_link_of_a_built_folder_leads_somewhere(built: Built, name: str) -> None:
    report = check_links(built(name))
    assert report.faults == ()
    assert report.problems == ()
    assert report.links[Way.INSIDE] > 1000


@pytest.mark.parametrize(("name", "edition"), WHOLE)
def test_a_built_folder_agrees_with_what_it_says_itself(
    built: Built, name: str, edition: str
) -> None:
    """Without the data: the outcomes of `status.json`, which are those of the data."""
    site = built(name)
    source = open_source(str(site))
    own, expected = by_site(source, read_index(source), edition)
    found = audit_site(source, own, expected)
    assert found == replace(own, site=source.name)
    report, _ = from_data(site.parent, edition)
    assert [_outcomes(each) for each in (found, own)] == [_outcomes(report)] * 2


def _outcomes(report: Report) -> list[tuple[str, Status, list[tuple[str, Outcome]]]]:
    return [
        (each.item.id, each.status, [(e.element.key, e.outcome) for e in each.elements])
        for each in report.items
    ]


@pytest.mark.parametrize("edition", edition_names())
@pytest.mark.parametrize("seed", range(3))
def test_no_value_of_any_field_raises_a_false_alarm(
    workspace: WorkspaceFolder, edition: str, seed: int
) -> None:
    """Every kind, field and shape that the catalogue knows; the pages without their frame."""
    chance = Random(seed)
    catalogue = load_catalogue()
    wanted = [place for place in places(catalogue, edition) if seed == 0 or chance.random() < 0.7]
    nones = [place for place in wanted if seed and chance.random() < 0.2]
    headers = ("unit", "updated", "covers", "documents", "links", "remarks")
    nones = [place for place in nones if place[1] not in headers]
    fill(workspace, catalogue, edition, wanted, nones, Random(seed))
    site = publish(workspace)
    report, expected = from_data(workspace.root, edition)
    source = open_source(str(site))
    assert differences(source, report, audit_site(source, report, expected)) == set()


def publish(workspace: WorkspaceFolder) -> Path:
    """The folder with the pages, without their frame, and the files of a workspace."""
    site = workspace.root / "site"
    publication = publish_workspace(workspace.open())
    for page in publication.site.pages:
        (site / page.path).mkdir(parents=True, exist_ok=True)
        (site / page.path / "index.html").write_text(page.body, encoding="utf-8")
    for asset in publication.site.assets:
        (site / asset.path).parent.mkdir(parents=True, exist_ok=True)
        content = asset.content
        (site / asset.path).write_bytes(
            content if isinstance(content, bytes) else content.read_bytes()
        )
    return site


def test_what_an_official_attests_is_read_on_the_page(workspace: WorkspaceFolder) -> None:
    workspace.attach("2568", "report.pdf")
    workspace.disclose(
        "2568",
        "annual-performance-report",
        """\
        attested:
          - element: problems-obstacles
            document: report.pdf
            page: 1
            saw: หัวข้อปัญหาและอุปสรรค
            by: นางสาวตัวอย่าง ทดสอบ
            position: นักวิเคราะห์นโยบายและแผน
            date: 15 มกราคม 2568
        """,
    )
    site = publish(workspace)
    report, expected = from_data(workspace.root, "2568")
    source = open_source(str(site))
    assert differences(source, report, audit_site(source, report, expected)) == set()
    edit(site / page_of(O7), "หัวข้อปัญหาและอุปสรรค", "หัวข้ออื่น")
    (site / O7 / "files/report.pdf").write_bytes(b"")
    found = differences(source, report, audit_site(source, report, expected))
    assert {(each.element, each.code) for each in found} == {
        ("problems-obstacles", "published-differs"),
        ("problems-obstacles", "document-broken"),
    }


def test_documents_of_a_long_table_open_from_every_page(workspace: WorkspaceFolder) -> None:
    workspace.attach("2568", "a.pdf")
    rows = "".join(
        f"  - {{title: กิจกรรมที่ {number}, document: a.pdf}}\n" for number in range(1, 451)
    )
    workspace.disclose("2568", "no-gift-policy", f"activities:\n{rows}")
    site = publish(workspace)
    report, expected = from_data(workspace.root, "2568")
    source = open_source(str(site))
    assert differences(source, report, audit_site(source, report, expected)) == set()
    item = next(each for each in report.items if each.item.slug == "no-gift-policy")
    parts = sorted((site / item.url.lstrip("/") / "activities").glob("*/index.html"))
    assert len(parts) == 2
    for part in parts:
        links = re.findall(r'href="([^"]*a\.pdf)"', part.read_text(encoding="utf-8"))
        assert len(links) > 40
        for link in set(links):
            assert (part.parent / link).resolve().is_file()


# --- one thing spoilt in a built folder names that thing and nothing else ----------------------------


@pytest.fixture(scope="module")
def root_report() -> tuple[Report, Expectations]:
    return from_data(ROOT, "2568")


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_named_and_nothing_else(
    built: Built, tmp_path: Path, root_report: tuple[Report, Expectations], name: str
) -> None:
    spoil, wanted = SPOILT[name]
    report, expected = root_report
    with spoilt(built("root"), spoil, tmp_path) as site:
        source = open_source(str(site))
        assert differences(source, report, audit_site(source, report, expected)) == wanted


def test_a_file_that_no_element_shows_is_a_note(
    built: Built, tmp_path: Path, root_report: tuple[Report, Expectations]
) -> None:
    report, expected = root_report
    spoil = replaced(page_of(O7), '<h1 id="page">', '<img src="files/none.png"><h1 id="page">')
    with spoilt(built("root"), spoil, tmp_path) as site:
        source = open_source(str(site))
        found = differences(source, report, audit_site(source, report, expected))
    assert found == every("O7", "document-missing", O7 + "files/none.png", "")


def test_data_that_are_not_those_of_the_site_are_named(built: Built, tmp_path: Path) -> None:
    """What was changed, and what was taken out, since the site was built."""
    copy = tmp_path / "workspace"
    shutil.copytree(built("nakham").parent, copy)
    source = open_source(str(copy / "site"))

    def told() -> set[tuple[str, str]]:
        report, expected = from_data(copy, "2569")
        found = differences(source, report, audit_site(source, report, expected))
        return {(each.item, each.code) for each in found}

    assert told() == set()
    file = next(copy.glob("data/2569/*.yaml"))
    item = f"O{int(file.stem[1:])}"
    _, expected = from_data(copy, "2569")
    texts = [text for each in expected.values() for _, text in each.texts]
    data = file.read_text(encoding="utf-8")
    edit(file, max((text for text in texts if text in data), key=len), "ข้อความที่แก้ภายหลัง")
    assert told() == {(item, "published-differs")}
    file.unlink()
    assert told() == {(item, "published-differs")}


@pytest.mark.parametrize(
    ("spoil", "code", "path"),
    [
        (removed(page_of(LONG)), "page-missing", LONG),
        (swapped(LONG, O7), "wrong-page", LONG),
        (replaced(page_of(LONG), "รายการที่ 1300", "รายการที่"), "published-differs", "oit/2568/o12/"),
    ],
    ids=["removed", "another page", "a cell changed"],
)
def test_the_pages_of_a_long_table_are_read(
    built: Built, tmp_path: Path, spoil: Spoil, code: str, path: str
) -> None:
    site = built("big")
    report, expected = from_data(site.parent, "2568")
    report = replace(report, items=tuple(i for i in report.items if i.item.id == "O12"))
    with spoilt(site, spoil, tmp_path) as copy:
        source = open_source(str(copy))
        found = differences(source, report, audit_site(source, report, expected))
    assert found
    assert {(each.item, each.code, each.path) for each in found} == {("O12", code, path)}


# --- live, over a real server ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def live(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with nginx(built("root"), tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.mark.parametrize("edition", ["2568", "2569"])
def test_a_live_site_agrees_with_its_data(live: Nginx, edition: str) -> None:
    report, expected = from_data(ROOT, edition)
    source = open_source(live.url, QUICK)
    found = audit_site(source, report, expected)
    assert differences(source, report, found) == set()
    assert found == replace(report, site=live.url)


def test_the_command_agrees_on_a_live_site_and_names_a_blank_block(
    built: Built, tmp_path: Path
) -> None:
    """As a user runs it: the workspace, its site on a server, the report for programs."""
    from_data_alone = oit("check", "--edition", "2568", "--format", "json", cwd=ROOT)
    with (
        spoilt(built("root"), lambda site: None, tmp_path) as site,
        nginx(site, tmp_path / "home") as server,
    ):
        call = ("check", "--edition", "2568", "--format", "json", "--site", server.url)
        run = oit(*call, cwd=ROOT)
        assert run.code == CLEAN, run.err
        found = run.json()
        assert found.pop("site") == server.url
        assert found | {"site": None} == from_data_alone.json()

        block_emptied(O7, "fiscal-year")(site)
        run = oit(*call, cwd=ROOT)
        stranger = oit(*call, cwd=tmp_path)
    for each, its_files in ((run, True), (stranger, False)):
        assert each.code == FINDINGS, each.err
        bad = [
            (item["id"], element["key"], finding["code"], finding["location"]["file"])
            for item in each.json()["items"]
            for element in item["elements"]
            for finding in element["findings"]
        ]
        assert bad == [("O7", "fiscal-year", "published-empty", server.url + O7)], its_files


def test_nothing_but_the_request_is_sent(built: Built, tmp_path: Path) -> None:
    """No cookie, though the server sets one, and no password; texts come packed."""
    report, expected = from_data(ROOT, "2568")
    extra = 'add_header Set-Cookie "session=1; Path=/"; add_header Set-Cookie "b=2";'
    with nginx(built("root"), tmp_path, extra) as server:
        source = open_source(server.url, QUICK)
        assert differences(source, report, audit_site(source, report, expected)) == set()
        log = server.log
    assert len(log) > len(report.items)
    assert all('cookie="-" authorization="-" agent="oit-site-builder/' in line for line in log)
    assert sum('encoding="gzip"' in line for line in log) >= len(report.items)


GONE = every("O7", "page-missing", O7, *O7_KEYS)
UNREAD = every("O7", "not-checked", "", *O7_KEYS) | every("", "page-unreachable", O7, "")
LIVE: dict[str, tuple[str, set[Difference]]] = {
    "404": ("return 404;", GONE),
    "410": ("return 410;", GONE),
    "401": ("return 401;", GONE),
    "login within the site": (
        "return 302 /sign-in/;",
        every("O7", "wrong-page", O7, *O7_KEYS),
    ),
    "another host": ("return 302 http://localhost:PORT/trap/;", GONE),
    "another port": ("return 301 http://127.0.0.1:1/trap/;", GONE),
    "a private address": ("return 302 http://169.254.169.254/trap/;", GONE),
    "another scheme": ("return 302 file:///etc/passwd;", GONE),
    "no address": ("return 302 http://[/;", GONE),
    "a password in the address": ("return 302 http://u:p@127.0.0.1:PORT/trap/;", GONE),
    "round and round": ("return 302 $uri;", GONE),
    "403": ("return 403;", UNREAD),
    "429": ("return 429;", UNREAD),
    "500": ("return 500;", UNREAD),
    "503": ("return 503;", UNREAD),
    "hung up": ("return 444;", UNREAD),
    "slow": (f"limit_rate 100; try_files /{page_of(O7)} =404;", UNREAD),
    "huge": ("try_files /huge.html =404;", UNREAD),
    "moved, so that links lead nowhere": (
        "return 301 /moved/;",
        every("O7", "document-missing", "moved/files/o07-annual-report-2567.pdf", ""),
    ),
}


@pytest.mark.parametrize("name", LIVE)
def test_what_a_server_does_is_told_by_whose_fault_it_is(
    built: Built, tmp_path: Path, root_report: tuple[Report, Expectations], name: str
) -> None:
    answer, wanted = LIVE[name]
    report, expected = root_report
    report = replace(report, items=tuple(i for i in report.items if i.item.id in ("O6", "O7")))
    extra = (
        f"location = /{O7} {{ {answer} }}\n"
        "location = /sign-in/ { default_type text/html; return 200 '<html><form>'; }\n"
        f"location = /moved/ {{ default_type text/html; try_files /{page_of(O7)} =404; }}\n"
    )
    with spoilt(built("root"), lambda site: None, tmp_path) as site:
        (site / "huge.html").write_bytes(b"<p>" + b" " * 6_000_000)
        with nginx(site, tmp_path / "home", extra) as server:
            source = open_source(server.url, QUICK)
            started = time.monotonic()
            found = audit_site(source, report, expected)
            assert time.monotonic() - started < 10
            log = server.log
    assert differences(source, report, found) == wanted
    assert not any("trap" in line for line in log)
    status = {item.item.id: item.status for item in found.items}
    assert status["O6"] == Status.COMPLETE
    if wanted == UNREAD:
        assert status["O7"] == Status.NEEDS_REVIEW


def test_a_document_that_cannot_be_reached_is_not_held_against_the_agency(
    built: Built, tmp_path: Path, root_report: tuple[Report, Expectations]
) -> None:
    report, expected = root_report
    with nginx(built("root"), tmp_path, f"location = /{PDF} {{ return 403; }}") as server:
        source = open_source(server.url, QUICK)
        found = differences(source, report, audit_site(source, report, expected))
    unread = every("", "document-unreachable", PDF, "")
    assert found == every("O5", "not-checked", "", "long-term-plan") | unread


def test_a_server_that_falls_silent_is_asked_no_more(
    built: Built, tmp_path: Path, root_report: tuple[Report, Expectations]
) -> None:
    report, expected = root_report
    with nginx(built("root"), tmp_path) as server:
        source = open_source(server.url, QUICK)
        read_index(source)
    started = time.monotonic()
    found = audit_site(source, report, expected)
    assert time.monotonic() - started < 5
    assert {e.outcome for i in found.items for e in i.elements} <= {
        Outcome.NOT_CHECKED,
        Outcome.NOT_APPLICABLE,
    }
    assert {problem.code for problem in found.problems} == {"page-unreachable"}
    assert "หยุดถาม" in found.problems[-1].message.th


# --- what cannot be read at all ------------------------------------------------------------------------


def test_a_site_that_is_no_site_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], live: Nginx
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd/oit").mkdir(parents=True)
    (tmp_path / "odd/oit/index.json").write_text("[" * 100_000, encoding="utf-8")
    told = {
        "nowhere": "https://",
        "": "https://",
        "empty": "oit/index.json",
        "odd": "oit/index.json",
        "ftp://example.go.th/": "https://www.example.go.th/",
        "http://": "https://www.example.go.th/",
        "http://[": "https://www.example.go.th/",
        f"http://user:secret@127.0.0.1:{live.port}/": "127.0.0.1",
        f"http://127.0.0.1:{free_port()}/": "ลองใหม่ภายหลัง",
        f"https://127.0.0.1:{live.port}/": "TLS",
        f"{live.url}oit/2568/": "oit/index.json",
    }
    for site, words in told.items():
        run = Commands(capsys).run("check", "--site", site, cwd=tmp_path)
        assert (run.code, run.out) == (BAD_INPUT, ""), site
        assert words in run.err, site
        assert "secret" not in run.err


def test_an_address_is_taken_as_people_write_it(live: Nginx, tmp_path: Path) -> None:
    for address in (live.url.rstrip("/"), f"{live.url}index.html", f"{live.url}?lang=th#top"):
        source = open_source(address, QUICK)
        assert source.name == live.url
        assert read_index(source).editions == ("2569", "2568")


def test_the_site_of_another_agency_is_not_compared(built: Built, tmp_path: Path) -> None:
    run = oit("check", "--site", str(built("nakham")), cwd=ROOT)
    assert run.code == BAD_INPUT
    assert "นาคำ" in run.err
    source = open_source(str(built("nakham")))
    with pytest.raises(InputError, match="--workspace"):
        require_same_agency(read_index(source), "อื่น", source)


def test_outside_of_a_workspace_the_site_is_judged_by_itself(
    built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = Commands(capsys)
    site = str(built("root"))
    run = commands.run("check", "--site", site, "--edition", "2568", cwd=tmp_path)
    assert run.code == CLEAN, run.out
    assert site in run.out
    assert "28" in run.out
    run = commands.run("check", "--site", site, "--item", "O7", "--format", "json", cwd=tmp_path)
    assert [item["id"] for item in json.loads(run.out)["items"]] == ["O7"]
    run = commands.run("check", "--site", site, "--edition", "2567", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "2568, 2569" in run.err
    run = commands.run("check", "--site", site, "--workspace", "nowhere", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "agency.yaml" in run.err
    unfinished = commands.run("check", "--site", str(built("kham-duang")), cwd=tmp_path)
    assert unfinished.code == FINDINGS
    assert "แจ้งเองว่ายังไม่ครบ" in unfinished.out or "ยังไม่เผยแพร่" in unfinished.out


def test_a_site_without_its_own_verdict_is_judged_by_its_pages(
    built: Built, tmp_path: Path
) -> None:
    with spoilt(built("root"), removed("oit/2568/status.json"), tmp_path) as site:
        block_emptied(O7, "fiscal-year")(site)
        source = open_source(str(site))
        own, expected = by_site(source, read_index(source), "2568")
        found = audit_site(source, own, expected)
    assert [problem.code for problem in found.problems] == ["status-missing"]
    bad = [f.code for item in found.items for f in item.findings]
    assert bad == ["published-empty"]


def test_signs_that_move_a_cursor_are_never_shown(built: Built, tmp_path: Path) -> None:
    with spoilt(built("root"), lambda site: None, tmp_path) as site:
        index = json.loads((site / "oit/index.json").read_text(encoding="utf-8"))
        index["agency"]["name"] = "\x1b[2Jเทศบาล\u202e" + "ก" * 999
        (site / "oit/index.json").write_text(json.dumps(index), encoding="utf-8")
        edit(site / page_of(O7), 'data-slug="', 'data-slug="&#27;[2J')
        run = oit("check", "--site", str(site), "--edition", "2568", cwd=tmp_path)
    assert run.code == FINDINGS
    assert "\x1b" not in run.out + run.err
    assert "\u202e" not in run.out
    assert "ก" * 300 not in run.out
