"""The policy in a real browser behind real servers: it breaks nothing of our pages, and stops what is put in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from apache import apache
from conftest import ENGINE
from nginx import TYPES, nginx
from page_types import SCHEMES
from playwright.sync_api import Browser, Error, Route, expect
from sites import ROOT, copy_workspace, oit
from watching import Watched, watching

from browser.pages import CASES
from site_builder.engines import ENGINES
from site_builder.packing import pack
from site_builder.policy import APACHE_FILE, NGINX_FILE, PAGE_POLICY, TAGS, headers_of

#: The address of a site by its name and engine.
Served = Callable[[str, str], str]

#: Sites whose every form of page is opened as each engine writes it.
BOTH = ("root", "nakham")
PAGES = [
    (engine, site, path)
    for engine in ENGINES
    for site, path in CASES
    if engine == ENGINE or site in BOTH
]
ERROR_PAGE = "error_page 404 /404.html;"
#: As docs/fleet.md has it, for texts that are there packed only.
PACKED = "gzip_static always; gunzip on; rewrite ^(.*)/$ $1/index.html;"


def rules(site: Path) -> str:
    """What an administrator puts into the server block."""
    return f'include "{site}/{NGINX_FILE}"; {ERROR_PAGE}'


@pytest.fixture(scope="module")
def served(
    built: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Sites behind nginx with the rules that stand in them."""
    home = tmp_path_factory.mktemp("served")
    with ExitStack() as stack:

        @cache
        def start(name: str, engine: str) -> str:
            folder = built(name)
            if engine != ENGINE:
                source = ROOT if name == "root" else ROOT / "examples" / name
                workspace = copy_workspace(source, home / f"{name}-{engine}")
                assert oit("build", "--engine", engine, cwd=workspace).code == 0
                folder = workspace / "site"
            place = home / f"nginx-{name}-{engine}"
            return stack.enter_context(nginx(folder, place, rules(folder))).url.rstrip("/")

        yield start


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Watched]:
    with watching(browser) as page:
        yield page


def assert_quiet(watched: Watched, url: str) -> None:
    assert watched.violations == []
    assert watched.errors == []
    assert watched.others(url) == set()
    assert watched.cookies == []


@pytest.mark.parametrize(("engine", "site", "path"), PAGES)
def test_every_kind_of_page_is_whole_under_the_policy(
    watched: Watched, served: Served, engine: str, site: str, path: str
) -> None:
    url = served(site, engine) + path
    watched.page.emulate_media(color_scheme="light")
    watched.go(url)
    for scheme in reversed(SCHEMES):
        watched.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        watched.settle()
        assert_quiet(watched, url)
    assert watched.page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    html = watched.page.content()
    assert not re.search(r"<style|\sstyle=|<[^>]*\son\w+=", html), (
        "nothing that only a hole lets in"
    )


def test_what_scripts_do_works_under_the_policy(watched: Watched, served: Served) -> None:
    page, url = watched.page, served("root", ENGINE) + "/"
    watched.go(url)
    before = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator(".oit-scheme").click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", before or "")
    page.fill(".md-header .oit-search__input", "เทศบาล")
    expect(page.locator(".md-header .oit-search__status")).to_have_text(re.compile("^พบ"))
    assert_quiet(watched, url)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    found = page.locator(".oit-search--page .oit-search__status")
    expect(found).to_have_text(re.compile("^พบ"))
    assert_quiet(watched, url)
    url = served("big", ENGINE) + "/oit/2568/o12/"
    watched.go(url)
    box = page.locator("[data-oit-table=purchases]")
    box.get_by_role("button").first.click()
    box.get_by_role("searchbox").fill("ถนน")
    expect(box.get_by_role("status")).to_have_text(re.compile("^พบ"))
    assert_quiet(watched, url)


def test_a_page_is_whole_when_it_is_opened_from_a_disk(
    watched: Watched, built: Callable[[str], Path]
) -> None:
    page = watched.page
    watched.go((built("root") / "oit/2568/o01/index.html").as_uri())
    page.fill(".md-header .oit-search__input", "เครื่องหมาย")
    expect(page.locator(".md-header .oit-search__status")).to_have_text(re.compile("^พบ"))
    assert watched.violations == []


#: What somebody puts into a page, and what it does where nothing stops it.
INJECTED = {
    "script": ("<script>document.title = 'ran'</script>", "script-src-elem inline"),
    "handler": (
        "<img src='/none.png' onerror=\"document.title = 'ran'\">",
        "script-src-attr inline",
    ),
    "address": (
        "<a href=\"javascript:void(document.title = 'ran')\">x</a>",
        "script-src-elem inline",
    ),
    "data": (
        "<script src=\"data:text/javascript,document.title='ran'\"></script>",
        "script-src-elem data",
    ),
    "style": ("<style>body { --ran: 1 }</style>", "style-src-elem inline"),
    "elsewhere": ("<img src='http://127.0.0.1:1/a.png'>", "img-src http://127.0.0.1:1/a.png"),
    "frame": ("<iframe src='/about/'></iframe>", "frame-src "),
    "object": ("<object data='/about/'></object>", "object-src "),
    "base": ("<base href='http://127.0.0.1:1/'>", "base-uri http://127.0.0.1:1/"),
}


@pytest.mark.parametrize("how", INJECTED)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_put_into_a_page_does_not_run(
    browser: Browser, served: Served, engine: str, how: str
) -> None:
    """By the tag of the page alone: a host without our rules shows the same."""
    text, told = INJECTED[how]
    url = served("nakham", engine) + "/about/"
    with watching(browser) as watched:
        for is_ours in (True, False):

            def spoilt(route: Route) -> None:
                html = _injected(route.fetch().text(), text, keeps_tag=is_ours)  # noqa: B023
                route.fulfill(body=html, content_type="text/html")

            watched.page.unroute_all()
            watched.page.route(url, spoilt)
            watched.go(url)
            for link in watched.page.locator("a[href^='javascript:']").all():
                link.evaluate("link => link.click()")
                watched.settle()
            violations = watched.violations
            assert bool([each for each in violations if each.startswith(told)]) is is_ours, (
                violations
            )
            assert is_ours <= (watched.page.title() != "ran")


def _injected(html: str, text: str, *, keeps_tag: bool) -> str:
    assert TAGS in html
    return html.replace("<h1", f"{text}<h1", 1).replace(TAGS, TAGS if keeps_tag else "")


# --- files that could run ------------------------------------------------------------------------

RUNS = "document.documentElement.setAttribute('data-ran', '1')"
#: What an agency might attach, by name; each marks itself where it runs.
FILES = {
    "drawing.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><script>{RUNS}</script></svg>',
    "UPPER.SVG": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUNS}"/>',
    "old.html": f"<!doctype html><title>x</title><script>{RUNS}</script>",
    "old.htm": f'<!doctype html><title>x</title><body onload="{RUNS}">',
    "page.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script>{RUNS}</script></head></html>',
    "data.xml": f'<x><script xmlns="http://www.w3.org/1999/xhtml">{RUNS}</script></x>',
}
FOLDER = "oit/2569/o01/files"


@pytest.fixture(scope="module")
def attached(built: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with such files among its documents, and with the rules of Apache in place."""
    site = shutil.copytree(built("nakham"), tmp_path_factory.mktemp("attached") / "site")
    (site / FOLDER).mkdir(parents=True)
    for name, text in FILES.items():
        (site / FOLDER / name).write_text(text, encoding="utf-8")
    (site / FOLDER / "plan.pdf").write_bytes(b"%PDF-1.4")
    shutil.copy(site / APACHE_FILE, site / ".htaccess")
    return site


@pytest.fixture(scope="module")
def servers(attached: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The same site by every server with our rules, and by one without, by name."""
    home = tmp_path_factory.mktemp("servers")
    types = "".join(f"{name} {endings}\n" for name, endings in TYPES.items())
    packed = shutil.copytree(attached, home / "packed-site")
    for path in sorted(packed.rglob("*.*")):
        pack(path)
    with (
        nginx(attached, home / "ruled", rules(attached)) as ruled,
        nginx(packed, home / "packed", PACKED + rules(attached)) as unpacked,
        nginx(attached, home / "bare") as bare,
        apache(attached, types) as other,
    ):
        yield {"nginx": ruled.url, "bare": bare.url, "apache": other, "packed": unpacked.url}


def _ran(browser: Browser, url: str) -> bool | None:
    """Whether a file ran as it was opened; None where it was saved and not opened."""
    with watching(browser) as watched:
        try:
            watched.page.goto(url)
        except Error as error:
            assert "Download is starting" in str(error) or "ERR_ABORTED" in str(error), error
            return None
        return watched.page.locator("[data-ran]").count() > 0


@pytest.mark.parametrize("name", FILES)
def test_attached_files_do_not_run(browser: Browser, servers: dict[str, str], name: str) -> None:
    outcomes = {server: _ran(browser, f"{url}{FOLDER}/{name}") for server, url in servers.items()}
    assert outcomes == {"nginx": None, "packed": None, "apache": None, "bare": True}


@pytest.mark.parametrize("name", FILES)
def test_attached_files_do_not_run_either_where_a_browser_opens_them(
    browser: Browser, servers: dict[str, str], name: str
) -> None:
    """The policy alone, without being told to save the file."""
    url = f"{servers['nginx']}{FOLDER}/{name}"
    with watching(browser) as watched:

        def opened(route: Route) -> None:
            answer = route.fetch()
            kept = {k: v for k, v in answer.headers.items() if k != "content-disposition"}
            route.fulfill(response=answer, headers=kept)

        watched.page.route(url, opened)
        watched.page.goto(url)
        assert watched.page.locator("[data-ran]").count() == 0
        assert watched.page.evaluate("origin") == "null"


#: Every kind of file, and a page that is not there.
PATHS = (
    "",
    "about/",
    "about/index.html",
    "404.html",
    "assets/oit.css",
    "assets/site.js",
    "data.json",
    "sitemap.xml",
    f"{FOLDER}/plan.pdf",
    *(f"{FOLDER}/{name}" for name in FILES),
)


@pytest.mark.parametrize("server", ["nginx", "packed", "apache"])
def test_servers_say_what_the_policy_says(servers: dict[str, str], server: str) -> None:
    for path in PATHS:
        status, told = _headers(servers[server] + path)
        expected = headers_of(path)
        assert status == 200, path
        assert {name: told.get(name) for name in expected} == expected, path
        silent = {"Content-Security-Policy", "Content-Disposition"} - set(expected)
        assert not silent & set(told), path
    status, told = _headers(f"{servers[server]}nowhere/")
    assert status == 404
    assert PAGE_POLICY in told["Content-Security-Policy"]


def _headers(url: str) -> tuple[int, dict[str, str]]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", urlsplit(url).path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders())
