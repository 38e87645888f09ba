"""Links of live sites, over a real nginx; LinkChecker and lychee as programs over the same folder."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from commands import BAD_INPUT, FINDINGS, Commands
from corpus.broken_links import CASES, FAULTS, LIVE, PDF, a, page, told, wanted, write_site
from corpus.link_engines import ENGINES, served
from marked import part
from measure_links import (
    PAGE,
    codes_table,
    engines_table,
    live_table,
    with_served,
    wrong_inside,
)
from nginx import free_port, nginx

from site_builder.links import fetch, linkchecker
from site_builder.links.check import check_links
from site_builder.links.faults import LinkReport
from site_builder.links.fetch import Manners
from site_builder.links.linkchecker import Row, faults_of, merged

QUICK = Manners(seconds=3, tries=2, wait=0.01, pause=0)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LinkReport:
    """What is told of the labelled site on a server that also does what only servers can."""
    return served(tmp_path_factory.mktemp("live"))


def test_a_live_site_is_judged_as_its_folder(live: LinkReport) -> None:
    """Every fault and every good case: its pages are served over TLS, by the site's own name."""
    found = told(live)
    del found["index.html"]
    assert found == wanted()


def test_what_only_a_server_does(live: LinkReport) -> None:
    expected = Counter(case.code for case in LIVE if case.code not in ("", "not-checked"))
    assert told(live)["index.html"] == expected
    by_target = {fault.target: fault.code for fault in live.faults}
    for case in LIVE:
        if case.code not in ("", "not-checked"):
            assert by_target[case.link] == case.code, case.name


def test_what_may_be_the_networks_fault_is_not_checked(live: LinkReport) -> None:
    silent = {case.link for case in LIVE if case.code == "not-checked"}
    assert {problem.location.file.partition("/live/")[2] for problem in live.problems} == {
        link.removeprefix("/live/") for link in silent
    }
    assert {problem.code for problem in live.problems} == {"link-unreachable"}


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ("error_page 404 =200 /404.html;", {"page-error"}),
        ("location / { try_files $uri $uri/ @front; } location @front { return 302 /; }", {"page-error"}),
        ("location / { try_files $uri $uri/ =404; }", {"link-missing"}),
    ],
)  # fmt: skip
def test_servers_that_hide_dead_links(tmp_path: Path, settings: str, codes: set[str]) -> None:
    site = tmp_path / "site"
    for name in ("one", "two", "three"):
        (site / name).mkdir(parents=True)
        (site / name / "index.html").write_bytes(page(name, f"{name} {a('../')}"))
    (site / "404.html").write_bytes(page("เทศบาล", "เลือกเมนูเพื่อไปต่อ"))
    links = "".join(map(a, ("one/", "two/", "three/", "four/", "five/six.html")))
    (site / "index.html").write_bytes(page("หน้าแรก", links))
    with nginx(site, tmp_path / "nginx", settings) as server:
        report = check_links(server.url, manners=QUICK)
    assert {(fault.code, fault.target) for fault in report.faults} == {
        (code, target) for code in codes for target in ("/four/", "/five/six.html")
    }


def test_pages_that_look_like_the_front_page_are_not_judged(tmp_path: Path) -> None:
    """A script may fill them, or nothing is there; links on them would lead on without end."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(page("x", a("/one") + a("two/")))
    with nginx(site, tmp_path / "nginx", "location / { try_files $uri /index.html; }") as server:
        report = check_links(server.url, manners=QUICK)
        assert len(server.log) == 5
    assert report.faults == ()
    assert [problem.code for problem in report.problems] == ["link-unreachable"] * 2


def test_a_server_that_is_not_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "Manners", lambda: QUICK)
    url = f"http://127.0.0.1:{free_port()}/"
    run = Commands(capsys).run("links", url, "--engine", "ours", "--format", "json", cwd=tmp_path)
    assert run.code == BAD_INPUT
    data = json.loads(run.out)
    assert [each["code"] for each in data["not_checked"]] == ["link-unreachable"]
    assert data["faults"] == []


def test_no_more_is_asked_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from site_builder.links import live as module

    monkeypatch.setattr(module, "MOST", 5)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(page("x", "".join(a(f"{n}.pdf") for n in range(9))))
    with nginx(site, tmp_path / "nginx") as server:
        report = check_links(server.url, manners=QUICK)
        asked = [line for line in server.log if ".pdf" in line]
    assert len(asked) == 4
    assert len(report.problems) == 5


# --- LinkChecker and lychee -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("labelled") / "site"
    write_site(site)
    return site


def test_the_docs_say_which_engine_finds_what(labelled: Path, live: LinkReport) -> None:
    """To write it anew, with the column of lychee: python3 dev.py links-accuracy."""
    by_folder = check_links(labelled)
    assert list(wrong_inside(by_folder, live)) == []
    assert part(PAGE, "codes") == codes_table(by_folder, live)
    assert part(PAGE, "live") == live_table(live)
    found = {name: ask(labelled) for name, ask in ENGINES.items() if name != "lychee"}
    faults = {path for path, case in CASES.items() if case.code}
    assert found["ours"] == faults
    assert len(found["LinkChecker"] & faults) > 40
    assert found["ours"] > found["LinkChecker"] & faults
    written = part(PAGE, "engines")
    rows = [line.rsplit("|", 2)[0] + "|" for line in written if line.startswith("|")]
    table = engines_table(with_served(found, live))
    assert rows == [line for line in table if line.startswith("|")]
    assert [line for line in table[len(rows) :] if line not in written] == []


def test_a_fault_that_is_not_told_is_not_passed_over(live: LinkReport) -> None:
    missed, *others = live.faults
    spoilt = replace(live, faults=tuple(others))
    assert len(list(wrong_inside(live, spoilt))) == 1
    [row] = [line for line in codes_table(live, spoilt) if f"`{missed.code}`" in line]
    assert "1.000 | 1.000 | 1.000" not in row


def test_both_engines_tell_each_fault_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_bytes(
        page("x", a("none.pdf") + a("x.pdf") + a("#none") + "<template>" + a("hidden.html"))
    )
    (tmp_path / "x.pdf").write_bytes(b"<html>")
    run = Commands(capsys).run(
        "links", str(tmp_path), "--engine", "both", "--format", "json", cwd=tmp_path
    )
    assert run.code == FINDINGS
    data = json.loads(run.out)
    assert data["engines"] == ["ours", "linkchecker"]
    found = {(each["target"], each["code"], tuple(each["engines"])) for each in data["faults"]}
    assert found == {
        ("/none.pdf", "link-missing", ("ours", "linkchecker")),
        ("/x.pdf", "file-broken", ("ours",)),
        ("/#none", "link-anchor", ("ours",)),
        ("/hidden.html", "link-reported", ("linkchecker",)),
    }
    severities = {each["code"]: each["severity"] for each in data["faults"]}
    assert severities["link-reported"] == "warning"


def test_both_engines_read_a_live_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(page("x", a("none.pdf") + a("แผน.html")))
    (site / "แผน.html").write_bytes(page("x", '<q cite="none.html">x</q>' + a("/none.pdf")))
    with nginx(site, tmp_path / "nginx", "add_header LinkChecker ours always;") as server:
        report = check_links(server.url, linkchecker=True, manners=QUICK, seconds=60)
        url = server.url
    assert report.engines == ("ours", "linkchecker")
    both = ("ours", "linkchecker")
    assert {(each.target, each.engines) for each in report.faults} == {
        ("/none.pdf", both),
        ("/none.html", both),
    }
    assert {place.page.removeprefix(url) for each in report.faults for place in each.places} == {
        "",
        "%E0%B9%81%E0%B8%9C%E0%B8%99.html",
    }


def test_linkchecker_that_does_not_finish_says_nothing_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_bytes(page("x", a("none.pdf")))
    monkeypatch.setattr(linkchecker, "_GRACE", 0)
    report = check_links(tmp_path, linkchecker=True, seconds=0)
    assert [problem.code for problem in report.problems] == ["linkchecker-failed"]
    assert report.engines == ("ours",)
    assert [fault.code for fault in report.faults] == ["link-missing"]


def test_the_folder_is_served_as_a_server_would(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "แผน").mkdir(parents=True)
    (site / "แผน" / "A.pdf").write_bytes(PDF)
    (tmp_path / "secret.txt").write_bytes(b"x")
    with linkchecker.served(site) as address:
        for path, status in {
            "%E0%B9%81%E0%B8%9C%E0%B8%99/A.pdf": 200,
            "%E0%B9%81%E0%B8%9C%E0%B8%99/a.pdf": 404,
            "%E0%B9%81%E0%B8%9C%E0%B8%99/": 404,
            "../secret.txt": 404,
            "%2e%2e/secret.txt": 404,
            "": 404,
        }.items():
            try:
                with urllib.request.urlopen(address + path) as answer:
                    found = answer.status
                    assert answer.headers["LinkChecker"]
            except urllib.error.HTTPError as error:
                found = error.code
            assert found == status, path


ROWS = {
    "404": (("x.pdf", "404 Not Found", False, ()), "link-missing"),
    "410": (("x.pdf", "Error: 410 Gone", False, ()), "link-missing"),
    "503": (("x.pdf", "503 Service Unavailable", False, ()), None),
    "429": (("x.pdf", "429 Too Many Requests", False, ()), None),
    "403": (("x.pdf", "403 Forbidden", False, ()), None),
    "time": (("x.pdf", "ReadTimeout: timed out", False, ()), None),
    "syntax": (("http://", "URL has empty hostname", False, ()), "link-reported"),
    "an app": (("line://ti/p/x", "URL is unrecognized", False, ()), None),
    "mail": (("mailto:a", "Error: Missing `@'", False, ()), "mail-malformed"),
    "empty": (("x.pdf", "200 OK", True, (("url-content-size-zero", "zero"),)), "file-broken"),
    "empty page": (("x.html", "200 OK", True, (("url-content-size-zero", "zero"),)), "page-empty"),
    "empty style": (("x.css", "200 OK", True, (("url-content-size-zero", "zero"),)), None),
    "sent on": (("x", "200 OK", True, (("http-redirected", "Redirected"),)), None),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_linkchecker_says_in_our_words(name: str) -> None:
    (written, result, is_valid, warnings), code = ROWS[name]
    front = "http://127.0.0.1:1/"
    url = written if ":" in written else front + written
    row = Row(written, f"{front}a/", 3, url, is_valid, result, warnings)
    found = faults_of((row,), front, "site")
    assert [fault.code for fault in found] == ([code] if code else [])
    for fault in found:
        assert fault.engines == ("linkchecker",)
        assert [(place.page, place.line) for place in fault.places] == [("site/a/index.html", 3)]


def test_nothing_is_lost_where_ours_found_nothing() -> None:
    row = Row("x", "http://h/", 1, "http://h/x", False, "404 Not Found", ())
    report = merged(
        LinkReport("http://h/", ("ours",), 1, {}, {}, ()),
        faults_of((row,), "http://h/", "http://h/"),
    )
    assert [(fault.code, fault.target) for fault in report.faults] == [("link-reported", "/x")]


def test_the_corpus_has_what_only_servers_do() -> None:
    codes = {case.code for case in FAULTS} | {case.code for case in LIVE}
    assert {"link-login", "link-refused", "link-elsewhere", "not-checked"} <= codes
