"""What our pages may do, told the same by tag, rules and preview; files that would run are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from commands import BAD_INPUT, CLEAN, Commands
from workspaces import WorkspaceFolder

from site_builder.documents.active import LARGEST, what_runs
from site_builder.engines import ENGINES
from site_builder.engines.written import with_outgoing
from site_builder.policy import (
    ACTIVE_ENDINGS,
    FILE_POLICY,
    HEADERS,
    PAGE_POLICY,
    SERVED_POLICY,
    TAGS,
    headers_of,
    inline,
    is_outgoing,
    own_policy,
    rules,
)

SETTINGS = """\
site_name: ทดสอบ
docs_dir: content
copyright: <a href="https://ไกล.example/">ไกล</a>
theme: {name: material, language: th}
plugins: [oit]
"""


def test_the_policy_has_no_hole() -> None:
    for policy in (PAGE_POLICY, SERVED_POLICY, FILE_POLICY, own_policy(style=inline("a"))):
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert "data:" not in re.sub(r"img-src [^;]*", "", PAGE_POLICY)
    # Browsers complain of a tag that says what only a header can.
    assert not re.search("frame-ancestors|sandbox|report", TAGS)


def test_a_page_that_stands_alone_names_what_it_has() -> None:
    # printf 'a' | openssl dgst -sha256 -binary | base64
    digest = "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"
    assert inline("a") == digest and inline("") == ""
    assert own_policy(style=inline("a"), script="") == (
        f"default-src 'none'; style-src {digest}; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize(
    ("path", "policy", "is_saved"),
    [
        ("", SERVED_POLICY, False),
        ("oit/2568/o01/", SERVED_POLICY, False),
        ("oit/2568/o01/index.html", SERVED_POLICY, False),
        ("404.html", SERVED_POLICY, False),
        ("files/myindex.html", FILE_POLICY, True),
        ("files/Index.HTML", FILE_POLICY, True),
        ("files/รูป.SVG", FILE_POLICY, True),
        ("sitemap.xml", FILE_POLICY, True),
        ("files/plan.pdf", None, False),
        ("assets/oit.css", None, False),
        ("svg", None, False),
    ],
)
def test_what_is_said_of_a_file(path: str, policy: str | None, is_saved: bool) -> None:
    told = headers_of(path)
    assert told.get("Content-Security-Policy") == policy
    assert ("Content-Disposition" in told) is is_saved
    assert HEADERS.items() <= told.items()


def test_every_server_is_told_everything() -> None:
    for path, text in rules().items():
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        body = "\n".join(lines)
        for name, value in HEADERS.items():
            assert name in body and value in body, path
        assert FILE_POLICY in body and "frame-ancestors" in body, path
        for ending in ACTIVE_ENDINGS - {"htm", "html"}:
            assert re.search(rf"\b{ending}\b", body), path


@pytest.mark.parametrize(
    ("url", "expected"),
    {
        "https://a.example/": True,
        "HTTP://a.example/": True,
        " \t//a.example": True,
        "\\\\a.example": True,
        "/\\a.example": True,
        "ht\ntps://a.example": True,
        "https:a.example": True,
        "/oit/": False,
        "../x/": False,
        "#x": False,
        "": False,
        "tel:042000102": False,
        "mailto:a@b.example": False,
    }.items(),
)
def test_which_links_lead_away(url: str, expected: bool) -> None:
    assert is_outgoing(url) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    {
        '<a href="https://a.example/">': '<a rel="noopener noreferrer" href="https://a.example/">',
        "<A HREF=//a.example>": '<A rel="noopener noreferrer" HREF=//a.example>',
        '<a rel="nofollow" href="https://a.example/">': (
            '<a rel="nofollow noopener noreferrer" href="https://a.example/">'
        ),
        "<a href='https://a.example/' REL = opener>": (
            "<a href='https://a.example/' rel=\"opener noopener noreferrer\">"
        ),
        '<a title=">" href="https&#58;//a.example/">': (
            '<a rel="noopener noreferrer" title=">" href="https&#58;//a.example/">'
        ),
        '<a rel=\'"x\' href="//a.example">': '<a rel="&quot;x noopener noreferrer" href="//a.example">',
        '<area href="//a.example"/>': '<area rel="noopener noreferrer" href="//a.example"/>',
        '<a href="about/">': '<a href="about/">',
        '<a id="x">': '<a id="x">',
        '<abbr title="https://a.example">': '<abbr title="https://a.example">',
        '<a href="https://a.example/': '<a href="https://a.example/',
    }.items(),
)
def test_hand_written_links_tell_other_sites_nothing(html: str, expected: str) -> None:
    assert with_outgoing(html) == expected


RUNS: dict[str, str | bytes] = {
    "script": "<p>ก</p>\n<script>x()</script>",
    "case": "<ScRiPt/src=x>",
    "prefix": '<s:script xmlns:s="http://www.w3.org/2000/svg">',
    "handler": "<svg onload = 'x()'/>",
    "handler after a slash": "<img/src=x/onerror=x()>",
    "handler after a sign that looks like an end": "<a title='>'onclick=x()>",
    "address": '<a href="javascript:x()">',
    "address with signs between": '<a href="java&#10;script&colon;x()">',
    "address set later": '<set attributeName="href" to="JavaScript:x()"/>',
    "document in an address": '<a href="data:text/html;base64,AA">',
    "frame": "<iframe src=x>",
    "foreign": "<foreignObject>",
    "entity": '<!DOCTYPE x [<!ENTITY a "<script/>">]>',
    "transformed": '<?xml-stylesheet type="text/xsl" href="x.xsl"?>',
    "server side": "<!-- #exec cmd='x' -->",
    "program of the server": "<?php x(); ?>",
    "two bytes a letter": "<script>".encode("utf-16"),
    "switched letters": b"<scr\x1b(Bipt>x()</script>",
    "packed": b"\x1f\x8b\x08",
    "too large": b"a" * (LARGEST + 1),
}
SHOWS: dict[str, str | bytes] = {
    "drawing": '<svg xmlns="http://www.w3.org/2000/svg"><style>a{}</style><path d="M0 0"/></svg>',
    "picture within": '<image href="data:image/png;base64,AA"/>',
    "page": "<!doctype html><title>ก</title><p>บรรยาย (description) ของ javascript</p>",
    "check of a search engine": "google-site-verification: google1.html",
    "older Thai": "<p>ประกาศ</p>".encode("cp874"),
    "nothing": "",
}


@pytest.mark.parametrize(
    ("name", "runs"), [*((x, True) for x in RUNS), *((x, False) for x in SHOWS)]
)
def test_what_a_browser_would_run(tmp_path: Path, name: str, runs: bool) -> None:
    text = (RUNS if runs else SHOWS)[name]
    file = tmp_path / "file"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    assert (what_runs(file) is not None) is runs


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hand_written_file_that_would_run_is_refused(
    commands: Commands, workspace: WorkspaceFolder, engine: str
) -> None:
    workspace.write("mkdocs.yml", SETTINGS)
    workspace.write("content/files/plan.svg", SHOWS["drawing"])
    assert commands.run("build", "--engine", engine, cwd=workspace.root).code == CLEAN
    workspace.write("content/files/a.SVG", "<svg>\n<script/></svg>")
    workspace.write("content/old.html", RUNS["handler"])
    run = commands.run("build", "--engine", engine, cwd=workspace.root)
    assert run.code == BAD_INPUT
    assert "content/files/a.SVG:2: " in run.err and "<script" in run.err
    assert "content/old.html:1: " in run.err
    assert (workspace.root / "site/files/plan.svg").is_file()
    assert not (workspace.root / "site/old.html").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_hand_written_pages_need_no_style_within(
    commands: Commands, workspace: WorkspaceFolder, engine: str
) -> None:
    workspace.write("mkdocs.yml", SETTINGS)
    workspace.write(
        "content/x.md", "# ก\n\n[ไกล](https://a.example/)\n\n| ก | ข |\n|--:|---|\n| 1 | 2 |\n"
    )
    assert commands.run("build", "--engine", engine, cwd=workspace.root).code == CLEAN
    page = BeautifulSoup((workspace.root / "site/x/index.html").read_bytes(), "html.parser")
    assert [cell["align"] for cell in page.select("td[align]")] == ["right"]
    assert not page.select("[style]")
    away = [link for link in page.select("a[href]") if is_outgoing(str(link["href"]))]
    assert len(away) == 2, "in the page and below it"
    assert all(link["rel"] == ["noopener", "noreferrer"] for link in away)


@pytest.mark.parametrize("site", ["root", "tha-maling"])
def test_every_page_says_its_policy_and_every_link_away_tells_nothing(
    built: Callable[[str], Path], site: str
) -> None:
    away = 0
    for file in sorted(built(site).rglob("*.html")):
        page = BeautifulSoup(file.read_bytes(), "html.parser")
        (policy,) = page.select("head > meta[http-equiv=Content-Security-Policy]")
        assert policy["content"] == PAGE_POLICY, file
        assert not policy.find_previous(["link", "script", "style"]), f"{file}: it comes first"
        for link in page.select("a[href]"):
            if is_outgoing(str(link["href"])):
                away += 1
                assert {"noopener", "noreferrer"} <= set(link.get_attribute_list("rel")), file
    assert away > 2
