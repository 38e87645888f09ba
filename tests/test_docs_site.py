"""The manual as a site of our own engine: every link leads somewhere, and it can be searched."""

from __future__ import annotations

import shutil
from pathlib import Path

import make_docs_site
import pytest
from bs4 import BeautifulSoup
from sites import ROOT

from site_builder.links.check import check_links


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("manual") / "site"
    make_docs_site.make(target)
    return target


def test_no_link_of_the_manual_is_broken(manual: Path) -> None:
    report = check_links(manual)
    assert [(fault.code, fault.target, fault.places[0].page) for fault in report.faults] == []
    assert report.pages > 100


def test_every_page_of_the_docs_is_in_it(manual: Path) -> None:
    for path in (ROOT / "docs").rglob("*.md"):
        place = path.relative_to(ROOT).with_suffix("")
        assert (manual / place / "index.html").is_file(), place


def test_it_is_of_our_make(manual: Path) -> None:
    page = BeautifulSoup(
        (manual / "docs" / "th" / "guide" / "index.html").read_bytes(), "html.parser"
    )
    assert page.select_one('link[href$="assets/oit.css"]')
    assert page.select_one("[data-oit-search]")
    sources = [str(tag.get("src") or "") for tag in page.find_all("script")]
    assert not any(source.startswith(("http:", "https:", "//")) for source in sources)
    assert "docs/th/guide/" in (manual / "assets" / "search" / "index.js").read_text(
        encoding="utf-8"
    )


def test_a_broken_link_would_be_told(manual: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(manual, copy)
    shutil.rmtree(copy / "docs" / "proof")
    assert {fault.code for fault in check_links(copy).faults} == {"link-missing"}
