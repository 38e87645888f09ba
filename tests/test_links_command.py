"""`oit links` and other servers: verdicts in the report, interruption, and the watch of the live site."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from corpus.broken_links import a
from corpus.broken_links import page as html
from loopback import Reply, Site, page, resolving, site
from sites import ROOT, Run

from site_builder.links import external
from site_builder.links.answers import Cause
from site_builder.links.fetch import Manners
from site_builder.links.store import open_store
from site_builder.links.verdicts import Seen
from site_builder.links.watch import read_log

OTHER = "other.example"
QUICK = Manners(seconds=5, tries=2, wait=0.01, pause=0)
PDF = page(b"%PDF-1.7", content_type="application/pdf")


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands that find `other.example` on loopback, and do not wait between two requests."""
    resolve = resolving({OTHER: ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]})
    settings = partial(external.Settings, manners=QUICK, resolve=resolve, controls=())
    monkeypatch.setattr(external, "Settings", settings)
    return Commands(capsys)


def links(commands: Commands, folder: Path, *arguments: str) -> Run:
    history = ("--history", str(folder.parent / "history.sqlite"))
    return commands.run(
        *("links", str(folder), *history, "--allow-host", OTHER, "--lang", "en", *arguments),
        cwd=folder,
    )


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[tuple[Path, Site]]:
    """A site with links to another: one is fine, one has moved, one is gone."""
    routes = {"/fine.pdf": PDF, "/new.pdf": PDF, "/old.pdf": page("", 301, location="/new.pdf")}
    with site(routes, OTHER) as other:
        names = ("/fine.pdf", "/old.pdf", "/gone/")
        folder = tmp_path / "site"
        folder.mkdir()
        (folder / "index.html").write_bytes(
            html("x", "".join(a(other.url(name)) for name in names))
        )
        yield folder, other


def lived_through(folder: Path, url: str, days: int) -> None:
    """Earlier runs, one a day, have found the address gone."""
    with open_store(folder.parent / "history.sqlite") as store:
        for ago in range(days, 0, -1):
            store.add(url, Seen(Cause.MISSING, 404), datetime.now(UTC) - timedelta(days=ago))


def verdicts(run: Run) -> dict[str, tuple[Any, Any]]:
    return {
        each["url"].rpartition(":")[2].partition("/")[2]: (
            each["verdict"]["state"],
            each["verdict"]["cause"],
        )
        for each in json.loads(run.out)["outside"]
    }


def test_other_sites_are_asked_and_reported_apart(
    linked: tuple[Path, Site], commands: Commands
) -> None:
    folder, other = linked
    run = links(commands, folder, "--fail-on", "error")
    assert run.code == CLEAN, "what was seen once fails no check"
    assert "3 addresses of other sites: fine 1, moved for good 1, suspect 1" in run.out
    assert f"? moved for good: {other.url('/old.pdf')}" in run.out
    assert f"→ change the link to {other.url('/new.pdf')}" in run.out
    suspect = run.out.partition("? suspect: ")[2].splitlines()
    assert suspect[0] == other.url("/gone/")
    assert "(HTTP 404)" in suspect[1] and "[the agency (its link)]" in suspect[1]
    assert suspect[3].strip() == (f"{folder.as_posix()}/index.html:1 a href: {other.url('/gone/')}")


def test_nothing_is_asked_twice_within_a_day_but_when_told_to(
    linked: tuple[Path, Site], commands: Commands
) -> None:
    folder, other = linked
    first = links(commands, folder, "--format", "json")
    asked = len(other.asked)
    assert asked > 3
    again = links(commands, folder, "--format", "json")
    assert len(other.asked) == asked
    wanted = {"fine.pdf": ("fine", None), "old.pdf": ("moved", None)}
    assert verdicts(first) == verdicts(again) == wanted | {"gone/": ("suspect", "missing")}
    links(commands, folder, "--refresh")
    assert len(other.asked) > asked


@pytest.mark.parametrize("way", [(), ("--offline",)])
def test_what_is_dead_is_a_fault(
    linked: tuple[Path, Site], commands: Commands, way: tuple[str, ...]
) -> None:
    folder, other = linked
    lived_through(folder, other.url("/gone/"), days=4)
    run = links(commands, folder, "--fail-on", "error", "--format", "json", *way)
    assert run.code == FINDINGS
    (fault,) = [f for f in json.loads(run.out)["faults"] if f["code"] == "link-dead"]
    assert fault["target"] == other.url("/gone/")
    assert fault["severity"] == "error"
    assert "in 4 runs apart" in fault["message"] or "in 5 runs apart" in fault["message"]
    assert fault["remedy"] == "put in the present address, or take the link out"
    assert len(fault["places"]) == 1
    assert bool(other.asked) == (way == ())
    unseen = ("not-checked", "offline")
    assert verdicts(run)["fine.pdf"] == (unseen if way else ("fine", None))


def test_our_own_network_is_never_the_fault_of_a_site(tmp_path: Path, commands: Commands) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_bytes(html("x", a("https://no-name.example/")))
    run = links(commands, folder)
    assert run.code == CLEAN
    assert "? not checked 1: the network of this computer failed" in run.out


def test_a_private_address_in_a_page_is_not_asked(tmp_path: Path, commands: Commands) -> None:
    with site({"*": PDF}, "127.0.0.1") as inside:
        folder = tmp_path / "site"
        folder.mkdir()
        redirect = page("", 302, location=inside.url("/secret"))
        with site({"*": redirect}, OTHER) as other:
            (folder / "index.html").write_bytes(
                html("x", a(inside.url("/secret")) + a(other.url("/way")))
            )
            run = links(commands, folder)
        assert inside.asked == []
        assert run.code == FINDINGS
        assert "error [host-local]" in run.out
        assert f"? a person has to look: {other.url('/way')}" in run.out


# --- the program as a person stops it -------------------------------------------------------------

_PROGRAM = textwrap.dedent(
    """
    import sys
    from functools import partial
    sys.path.insert(0, sys.argv[1])
    from loopback import resolving
    from site_builder.cli import main
    from site_builder.links import external
    from site_builder.links.fetch import Manners
    names = {"other.example": ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]}
    external.Settings = partial(
        external.Settings, manners=Manners(tries=2, wait=0, pause=0), hosts=1,
        resolve=resolving(names), controls=(),
    )
    main(sys.argv[2:])
    """
)


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    tests = str(Path(__file__).parent)
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, tests, *arguments, "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # On Windows Ctrl-C goes to a whole group of processes.
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def stop(process: subprocess.Popen[str]) -> tuple[str, str]:
    """As Ctrl-C does."""
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        process.send_signal(signal.SIGINT)
    return process.communicate(timeout=30)


def held_back(until: threading.Event, reply: Reply) -> Reply:
    def wait(request: Any) -> None:
        until.wait(30)
        reply(request)

    return wait


def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    names = [f"/{number}.pdf" for number in range(8)]
    free = threading.Event()
    routes = dict.fromkeys(names, PDF) | {names[5]: held_back(free, PDF)}
    with site(routes, OTHER) as other:
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "index.html").write_bytes(
            html("x", "".join(a(other.url(name)) for name in names))
        )
        history = str(tmp_path / "history.sqlite")
        arguments = ("links", str(tmp_path / "site"), "--history", history, "--allow-host", OTHER)
        with started(*arguments) as process:
            wait_for(lambda: f"HEAD {names[5]}" in other.asked)
            _, err = stop(process)
        free.set()
        assert process.returncode == BAD_INPUT
        assert "the same command goes on from there" in err
        assert "Traceback" not in err
        before = list(other.asked)
        with started(*arguments) as process:
            out, _ = process.communicate(timeout=60)
        assert "8 addresses of other sites: fine 8" in out
        asked = other.asked[len(before) :]
        assert {line.split()[1] for line in asked} == set(names[5:])


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not happen within half a minute")


# --- the watch ------------------------------------------------------------------------------------


def watch(commands: Commands, log: Path, *arguments: str) -> Run:
    return commands.run(
        *("links", "--watch", "--workspace", str(ROOT), "--log", str(log), "--lang", "en"),
        *arguments,
        cwd=log.parent,
    )


def test_one_round_of_the_live_site(tmp_path: Path, commands: Commands) -> None:
    log = tmp_path / "watch" / "outages.jsonl"
    log.parent.mkdir()
    shown = log.with_suffix(".html")
    routes: dict[str, Reply] = {"*": PDF}
    with site(routes, "127.0.0.1") as live:
        run = watch(commands, log, live.url(), "--once")
        assert run.code == CLEAN
        assert "open 27, not open 0, not known 0" in run.out
        routes["/oit/2569/o07/"] = page("", 503)
        run = watch(commands, log, live.url(), "--once")
        assert run.code == FINDINGS
        assert "open 26, not open 1, not known 0: O7 " in run.out
        assert shown.as_posix() in run.out
    assert "/oit/2569/o07/" in shown.read_text(encoding="utf-8")
    asked = {line.split()[1] for line in live.asked}
    assert {"/"} | {f"/oit/2569/o{number:02d}/" for number in range(1, 27)} == asked - {
        path for path in asked if "no-such-page" in path
    }
    assert len(read_log(log).stretches) == 27
    shown.unlink()
    again = watch(commands, log, live.url(), "--offline")
    assert again.code == FINDINGS, "as the last round has seen it"
    assert "not open 1" in again.out
    assert shown.is_file(), "the page is made of the log alone"


def test_pages_of_the_agency_are_watched_without_an_address(
    tmp_path: Path, commands: Commands
) -> None:
    log = tmp_path / "outages.jsonl"
    run = watch(commands, log, "--once")
    assert "open 0, not open 0, not known 27" in run.out, "nobody has such a domain"
    assert run.code == CLEAN
    assert all(
        url.startswith("https://www.thungsommut.example/") for url in read_log(log).stretches
    )


def test_a_watch_that_is_stopped_keeps_its_log(tmp_path: Path) -> None:
    log = tmp_path / "outages.jsonl"
    with (
        site({"*": PDF}, "127.0.0.1") as live,
        started(
            *("links", live.url(), "--watch", "--every", "5", "--until", "1/1/2600"),
            *("--workspace", str(ROOT), "--log", str(log)),
        ) as process,
    ):
        wait_for(log.with_suffix(".html").is_file)
        out, err = stop(process)
    assert process.returncode == CLEAN, err
    assert "Watching 27 pages" in err
    assert "open 27" in out
    assert "Traceback" not in err
    assert len(read_log(log).stretches) == 27


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--watch", "--until", "2568"), "--until: "),
        (("--watch", "--every", "1"), "--every"),
        (("--watch", "--log", "x.html"), "--log"),
        (("--watch", "."), "SITE: "),
        (("--watch", "--format", "json"), "--format does not go with --watch"),
        (("--watch", "--refresh"), "--refresh does not go with --watch"),
        (("--once",), "--once needs --watch"),
        (("--until", "1/1/2568"), "--until needs --watch"),
        (("--history", "."), "--history"),
    ],
)
def test_what_cannot_be_meant(
    tmp_path: Path, commands: Commands, arguments: tuple[str, ...], told: str
) -> None:
    run = commands.run("links", *arguments, "--workspace", str(ROOT), "--lang", "en", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert told in run.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_workspace_there_is_nothing_to_watch(tmp_path: Path, commands: Commands) -> None:
    run = commands.run("links", "--watch", "--once", "--lang", "en", cwd=tmp_path)
    assert run.code == BAD_INPUT
    assert "agency.yaml" in run.err
