"""The appeal pack as people use it: opened from a disk without network, printed, verified."""

from __future__ import annotations

import re
import stat
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page
from serving import serving
from sites import ROOT, Run, oit, tree

from browser.axe import violations
from site_builder.documents.model import Facts
from site_builder.documents.reading import read_documents
from site_builder.sealing.offline import offline_page, resolved
from site_builder.sources.files import FileRef
from site_builder.thai import fold

ITEMS = ("O2", "O7")
NAMES = tuple(f"2568-o{int(item[1:]):02d}" for item in ITEMS)
CALL = ("--edition", "2568", *(part for item in ITEMS for part in ("--item", item)))


@pytest.fixture(scope="module")
def archive(built: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sealed") / "root.zip"
    call = ("seal", "--workspace", str(built("root").parent), "--time", "2025-02-15T10:00:00+07:00")
    run = oit(*call, "--output", str(target), cwd=ROOT)
    assert run.code == 0, run.err
    return target


@pytest.fixture(scope="module")
def pack(archive: Path) -> Path:
    run = oit("verify", str(archive), *CALL, "--pack", "แฟ้ม อุทธรณ์", cwd=archive.parent)
    assert run.code == 0, run.err
    assert "2 หน้า เป็น PDF 2 หน้า" in run.out
    return archive.parent / "แฟ้ม อุทธรณ์"


def _opened(browser: Browser, url: str) -> tuple[Page, list[str]]:
    """A page in a browser without scripts, and everything that it asks for; without network where it
    stands on a disk."""
    is_file = url.startswith("file:")
    opened = browser.new_context(offline=is_file, java_script_enabled=False).new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(url)
    if not is_file:  # a font of the site is used from the second visit on
        opened.evaluate("document.fonts.ready.then(() => true)")
        opened.reload()
    opened.evaluate("document.fonts.ready.then(() => true)")
    return opened, [url for url in asked if not url.startswith("data:")]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_without_network_and_says_the_same(
    browser: Browser, pack: Path, address: Callable[[str], str], name: str
) -> None:
    year, code = name.split("-")
    copy, asked = _opened(browser, (pack / f"{name}.html").as_uri())
    original, _ = _opened(browser, f"{address('root')}/oit/{year}/{code}/")
    assert asked == [(pack / f"{name}.html").as_uri()]
    texts = [opened.locator("body").inner_text() for opened in (copy, original)]
    assert texts[0] == texts[1]
    assert len(texts[0]) > 500
    pictures = copy.locator("article img")
    assert pictures.count() == original.locator("article img").count()
    assert all(
        pictures.nth(number).evaluate("each => each.naturalWidth > 0")
        for number in range(pictures.count())
    )
    boxes = [opened.locator(".oit-item").bounding_box() for opened in (copy, original)]
    assert boxes[0] == boxes[1]  # the same styles and fonts
    for opened in (copy, original):
        opened.context.close()


@pytest.mark.parametrize("name", ["index", *NAMES])
def test_every_link_leads_into_the_pack_or_to_the_site(pack: Path, name: str) -> None:
    html = (pack / f"{name}.html").read_text(encoding="utf-8")
    targets = set(re.findall(r'<a [^>]*href="([^"]*)"', html))
    inside = {each for each in targets if not re.match("https?:|mailto:|tel:|#", each)}
    assert inside
    for target in inside:
        assert (pack / unquote(target.partition("#")[0])).is_file(), target
    if name != "index":
        assert any(each.startswith("site/oit/2568/") for each in inside)
        assert any(each.startswith("https://www.thungsommut.example/oit/") for each in targets)


def test_the_cover_names_everything(browser: Browser, pack: Path, archive: Path) -> None:
    cover, asked = _opened(browser, (pack / "index.html").as_uri())
    said = cover.locator("body").inner_text()
    assert asked == [(pack / "index.html").as_uri()]
    for name, digest in tree(pack / "site").items():
        assert f"site/{name}" in said
        assert digest in said
    for item in ITEMS:
        assert f"https://www.thungsommut.example/oit/2568/o{int(item[1:]):02d}/" in said
    assert "15 กุมภาพันธ์ 2568 เวลา 10:00:00 น. (เวลาประเทศไทย)" in said
    assert "ครบถ้วน" in said
    assert "sha256sum -c --ignore-missing SHA256SUMS" in said
    cover.context.close()


def test_axe_finds_nothing_on_the_cover(page: Page, pack: Path) -> None:
    page.context.set_offline(True)
    page.goto((pack / "index.html").as_uri())
    assert violations(page) == ""


def test_the_pack_is_proved_by_the_sums_of_the_archive(pack: Path) -> None:
    """As the cover says; whatever is changed is named."""
    command = ["sha256sum", "-c", "--quiet", "--ignore-missing", "SHA256SUMS"]
    run = partial(subprocess.run, command, cwd=pack, capture_output=True)
    assert run().returncode == 0
    page = pack / "site/oit/2568/o07/index.html"
    content = page.read_bytes()
    page.write_bytes(content + b" ")
    try:
        assert run().returncode == 1
    finally:
        page.write_bytes(content)


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_reads_as_the_page(pack: Path, name: str) -> None:
    """By the reader that judges documents. A browser's PDF repeats Thai marks, so words without any
    are looked for."""
    file = FileRef(f"{name}.pdf", pack / f"{name}.pdf")
    (facts,) = read_documents([file]).values()
    assert isinstance(facts, Facts)
    assert facts.type == "pdf"
    assert facts.faults == ()
    assert facts.language == "th"
    text = fold("".join(passage.text for passage in facts.passages))
    html = (pack / f"{name}.html").read_text(encoding="utf-8")
    words = {"2568-o02": "mayor@thungsommut.example", "2568-o07": "14,780,000.00"}
    assert words[name] in html
    assert fold(words[name]) in text


def _verify(archive: Path, folder: Path, **environment: str) -> Run:
    call = ("verify", str(archive), "--item", "O7", "--edition", "2568", "--pack", "pack")
    return oit(*call, cwd=folder, **environment)


def test_without_a_browser_the_pack_says_so(archive: Path, tmp_path: Path) -> None:
    run = _verify(archive, tmp_path, PATH="")
    assert run.code == 0, run.err
    assert "เครื่องนี้ไม่มี Edge, Chrome หรือ Chromium" in run.out
    assert not list(tmp_path.rglob("2568-o07.pdf"))
    assert (tmp_path / "pack/2568-o07.html").is_file()
    cover = (tmp_path / "pack/index.html").read_text(encoding="utf-8")
    assert "เครื่องนี้ไม่มี Edge, Chrome หรือ Chromium" in cover
    assert "2568-o07.pdf" not in cover


@pytest.mark.parametrize(
    "does",
    ["exit 1", 'for each; do case $each in --print-to-pdf=*) echo x > "${each#*=}";; esac; done'],
)
def test_a_browser_that_fails_is_told(archive: Path, tmp_path: Path, does: str) -> None:
    program = tmp_path / "bin/chromium"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    run = _verify(archive, tmp_path, PATH=str(program.parent))
    assert run.code == 0, run.err
    assert "เบราว์เซอร์ chromium ทำไฟล์ PDF ไม่สำเร็จ" in run.out
    assert not list(tmp_path.rglob("2568-o07.pdf"))


# --- pages that somebody else has written --------------------------------------------------------

#: Stands for the address of a server that nobody may ask.
TRAP = "http://trap.invalid/"
#: Harmless as a browser reads it today.
NEVER_ASKS = ("a comment that never ends",)
HOSTILE = {
    "a script": f"<script src='{TRAP}'></script><script>document.title='run'</script>",
    "a handler": "<img src=x onerror=\"document.title='run'\"><body onload=\"document.title='run'\">",
    "a frame": f"<iframe src='{TRAP}'></iframe><object data='{TRAP}'></object><embed src='{TRAP}'>",
    "a picture": f"<img src='{TRAP}'><img srcset='{TRAP} 1x'><picture><source srcset='{TRAP}'><img></picture>",
    "a film": f"<video poster='{TRAP}' src='{TRAP}' autoplay></video><audio src='{TRAP}' autoplay></audio>",
    "a style": f"<style>@import url({TRAP}); body {{ background: url({TRAP}) }}</style>",
    "a style of an element": f"<p style='background: url({TRAP})'>x</p>",
    "links to load": f"<link rel=stylesheet href='{TRAP}'><link rel=preload as=image href='{TRAP}'>"
    f"<link rel=icon href='{TRAP}'><link rel=dns-prefetch href='{TRAP}'>",
    "a refresh": f"<meta http-equiv=refresh content='0;url={TRAP}'>",
    "another policy": "<meta http-equiv=Content-Security-Policy content='default-src *'>"
    f"<img src='{TRAP}'>",
    "a base": f"<base href='{TRAP}'><img src=a.png>",
    "a drawing": f"<svg><image href='{TRAP}'/><use href='{TRAP}#a'/><script>document.title='run'</script></svg>",
    "a head": f"<head foo='>'><img src={TRAP}>",
    "a comment that never ends": f"<!-- <img src='{TRAP}'>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_loads_and_runs_nothing(browser: Browser, tmp_path: Path, name: str) -> None:
    with serving(tmp_path) as trap:
        hostile = HOSTILE[name].replace(TRAP, f"{trap.address}/").encode()
        for written, is_asked in ((hostile, name not in NEVER_ASKS), (_copy(hostile), False)):
            (tmp_path / "page.html").write_bytes(b"<!doctype html><title>still</title>" + written)
            opened = browser.new_page()
            opened.goto((tmp_path / "page.html").as_uri(), wait_until="commit")
            # The page as it was written shows that there is something to forbid.
            for _ in range(100 if is_asked else 3):
                opened.wait_for_timeout(100)
                found = bool(trap.answers) or opened.title() == "run"
                if found:
                    break
            assert found == is_asked
            opened.context.close()
            trap.answers.clear()


def _copy(html: bytes) -> bytes:
    return offline_page(html, "oit/", lambda path: None, lambda path: path).encode()


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("files/a.pdf", "oit/2568/o07/files/a.pdf"),
        ("../o06/", "oit/2568/o06/"),
        ("../..", "oit/"),
        ("../../..", ""),
        ("../../../../../x", "x"),
        ("/assets/a.css", "assets/a.css"),
        ("%E0%B8%81.pdf", "oit/2568/o07/ก.pdf"),
        ("#top", "oit/2568/o07/"),
        ("?q=1", "oit/2568/o07/"),
        ("https://example.go.th/", None),
        ("//example.go.th/", None),
        ("mailto:a@example.go.th", None),
        ("http://[", None),
    ],
)
def test_links_are_followed_as_a_browser_does(target: str, path: str | None) -> None:
    assert resolved("oit/2568/o07/", target) == path
