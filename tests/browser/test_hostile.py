"""Every text of every item of every edition attacks, and nothing comes of it: the pages of both engines are
those of a workspace with harmless texts, the texts stand in them as they were, and nothing runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from figures import keep_hostile
from hostile import Texts, make, words_of
from playwright.sync_api import Browser, Dialog, Page
from serving import serving
from sites import oit
from test_engines import SETTINGS
from workspaces import WorkspaceFolder

from site_builder.opendata.exports import csv_read

EDITIONS = ["2566", "2567", "2568", "2569"]
#: The frame is all that the engines do not share, so one edition shows what MkDocs makes of texts.
SITES = {"direct": EDITIONS, "mkdocs": ["2569"]}
#: What a hand-written page says of itself is text too, wherever the frame shows it.
WRITTEN = """---
title: TEXT
description: TEXT
author: TEXT
---
ข้อความ `<script>alert(20)</script>` {{ config }}
"""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], tuple[Path, Texts]]:
    """The site of an engine, hostile or not, with the texts that are in it."""

    @cache
    def site(engine: str, is_hostile: bool) -> tuple[Path, Texts]:
        folder = WorkspaceFolder(tmp_path_factory.mktemp(engine))
        texts = make(folder, SITES[engine], is_hostile)
        folder.write("mkdocs.yml", SETTINGS)
        folder.write("content/about.md", WRITTEN.replace("TEXT", json.dumps(texts())))
        run = oit("build", "--engine", engine, cwd=folder.root)
        assert run.code == 0, run.err
        return folder.root / "site", texts

    return site


READ = """html => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const shape = [], addresses = [];
  const look = node => {
    for (const each of node.querySelectorAll("*")) {
      shape.push([each.tagName, ...each.getAttributeNames().sort(), each.className].join(" "));
      for (const name of ["href", "src", "action", "xlink:href"])
        if (each.hasAttribute(name)) addresses.push(each.getAttribute(name));
      if (each instanceof HTMLTemplateElement) look(each.content);
    }
  };
  look(page);
  return {shape: shape.join("\\n"), addresses, text: page.documentElement.textContent};
}"""


@pytest.mark.parametrize("engine", SITES)
def test_no_element_and_no_attribute_comes_from_data(
    engine: str, sites: Callable[[str, bool], tuple[Path, Texts]], page: Page
) -> None:
    (harmless, _), (hostile, texts) = sites(engine, False), sites(engine, True)
    names = sorted(path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html"))
    assert names == sorted(p.relative_to(harmless).as_posix() for p in harmless.rglob("*.html"))
    wanted, shown = set[str](), list[str]()
    for name in names:
        one, other = (
            page.evaluate(READ, (site / name).read_text(encoding="utf-8"))
            for site in (harmless, hostile)
        )
        assert one["shape"] == other["shape"], name
        for address in other["addresses"]:
            assert urlsplit(address).scheme in ("", "https", "http", "mailto", "tel"), address
            assert not address.startswith("//"), address
        wanted |= words_of(one["text"])
        shown.append(other["text"])
    whole = "\n".join(shown)
    given = {words_of(text).pop(): text for text in texts.given}
    lost = {word for word in wanted if given[word] not in whole}
    # Linked data of the front page write < as an escape of JSON, so two fields of the agency stand only so.
    assert len(wanted) > 0.9 * len(given) and len(lost) <= 2
    keep_hostile(f"texts, {engine}", texts.tried)


@pytest.mark.parametrize("engine", SITES)
def test_nothing_runs_nothing_is_asked_for(
    engine: str, sites: Callable[[str, bool], tuple[Path, Texts]], browser: Browser
) -> None:
    site, _ = sites(engine, True)
    seen: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    with serving(site) as server:
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", dismissed)
        page.on("request", lambda request: seen.append(request.url))
        page.on("popup", lambda _: seen.append("popup"))
        items = [f"oit/2569/{folder.name}/" for folder in sorted((site / "oit/2569").glob("o*"))]
        for path in ("", "oit/2569/", "search/?q=alert", "ita/2567/", *items[:12]):
            page.goto(f"{server.address}/{path}")
            page.wait_for_load_state("networkidle")
            # Whatever waits for the reader's hand.
            page.evaluate(
                "document.querySelectorAll('*').forEach(each => ['mouseover', 'focus', 'click', 'error']"
                ".forEach(what => each.tagName == 'A' || each.dispatchEvent(new Event(what))))"
            )
        context.close()
        assert [each for each in seen if not each.startswith(server.address)] == []
    assert len(seen) > 16


def test_files_for_machines_hold_the_texts_and_run_in_no_spreadsheet(
    sites: Callable[[str, bool], tuple[Path, Texts]],
) -> None:
    site, texts = sites("direct", True)
    given = set(texts.given)
    told, cells, formulas = set[str](), 0, 0
    for path in site.rglob("*.csv"):
        for cell in _csv(path.read_bytes()):
            assert not _FORMULA.match(cell) or _is_number(cell) or not cell.strip("-–— "), (
                path,
                cell,
            )
            told |= {csv_read(cell)} & given
            formulas += csv_read(cell) != cell
            cells += 1
    assert len(told) > 2000 and formulas > 500
    for path in site.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
        assert not re.search(rb"<f[ >/]", sheet), path
        cells += sheet.count(b"<c ")
    for path in [*site.rglob("*.json"), *site.rglob("*.jsonld")]:
        json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    for path in [*site.rglob("*.xml"), *site.rglob("*.atom"), *site.rglob("*.svg")]:
        ET.fromstring(path.read_bytes())
    keep_hostile("cells", cells)


def _csv(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from row


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))
