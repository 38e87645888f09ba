"""What stands around the items: the agency's emblem and colour, English, accessibility, years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from page_types import PAGE_TYPES
from PIL import Image
from sites import ROOT

from site_builder.catalogue.loader import load_catalogue

Built = Callable[[str], Path]
SITES = ("root", "nakham", "kham-duang")
#: The catalogue's editions as they are written, read without our loader.
EDITIONS = ROOT / "site_builder" / "catalogue" / "editions"


def _page(site: Path, path: str) -> BeautifulSoup:
    return _read(site / path.lstrip("/") / "index.html")


@cache
def _read(file: Path) -> BeautifulSoup:
    """A page of a site that all tests share: read once, never changed."""
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def _href(tag: Tag) -> str:
    return str(tag["href"])


def _editions(site: Path) -> list[str]:
    return sorted(folder.name for folder in (site / "oit").iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", SITES)
def test_every_item_stands_under_its_english_title(built: Built, name: str) -> None:
    site = built(name)
    years = _editions(site)
    assert sorted(each.name for each in (site / "en/oit").iterdir()) == years
    for year in years:
        path = f"/en/oit/{year}/"
        article = _page(site, path).select_one("article[lang=en]")
        assert article is not None
        found = {
            urljoin(path, _href(link)): link.get_text(" ", strip=True)
            for link in article.select(".oit-items a")
        }
        written = yaml.safe_load((EDITIONS / f"{year}.yaml").read_text(encoding="utf-8"))
        wanted = {
            f"/oit/{year}/o{int(item['id'][1:]):02d}/": f"{item['id']} {item['en']}"
            for item in written["items"]
        }
        assert found == wanted
        for target in found:
            assert (site / target.lstrip("/") / "index.html").is_file()


@pytest.mark.parametrize("name", SITES)
def test_the_english_front_page_is_that_of_the_current_edition(built: Built, name: str) -> None:
    site = built(name)
    current = str(_current(name))
    front, edition = _page(site, "/en/"), _page(site, f"/en/oit/{current}/")

    def targets(page: BeautifulSoup, path: str) -> list[str]:
        return [urljoin(path, _href(link)) for link in page.select("article .oit-items a")]

    assert targets(front, "/en/") == targets(edition, f"/en/oit/{current}/")
    here = [tag.get_text(strip=True) for tag in front.select("article [aria-current=page]")]
    assert here == [f"OIT {current}"]
    others = {urljoin("/en/", _href(link)) for link in front.select("article .oit-crumbs a")}
    assert others == {"/", *(f"/en/oit/{y}/" for y in _editions(site) if y != current)}


def _current(name: str) -> str:
    root = ROOT if name == "root" else ROOT / "examples" / name
    agency = yaml.load((root / "data/agency.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return str(agency["edition"])


@pytest.mark.parametrize("name", SITES)
def test_english_and_accessibility_are_in_the_navigation_of_every_page(
    built: Built, name: str
) -> None:
    site = built(name)
    for file in site.rglob("index.html"):
        page = _read(file)
        path = "/" + file.parent.relative_to(site).as_posix() + "/"
        path = "/" if path == "/./" else path
        links = {urljoin(path, _href(link)) for link in page.select("nav.md-nav a[href]")}
        assert {"/en/", "/accessibility/"} <= links, path


@pytest.mark.parametrize("name", SITES)
def test_the_accessibility_page_names_the_agency_and_how_to_reach_it(
    built: Built, name: str
) -> None:
    root = ROOT if name == "root" else ROOT / "examples" / name
    written = yaml.load((root / "data/agency.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    article = _page(built(name), "/accessibility/").select_one("article")
    assert article is not None
    text = article.get_text(" ", strip=True)
    for word in (written["name"], "WCAG 2.2", "AA", "JavaScript"):
        assert word in text
    for key in ("phone", "email"):
        if key in written:
            assert written[key] in text
    assert len(article.select("h2")) == 3


def test_the_emblem_is_logo_icon_and_stands_on_the_front_page(built: Built) -> None:
    site = built("root")
    written = (ROOT / "data/files/emblem.png").read_bytes()
    assert (site / "assets/emblem.png").read_bytes() == written
    front = _page(site, "/")
    picture = front.select_one(".oit-hero__emblem")
    assert picture is not None
    assert picture["src"] == "assets/emblem.png"
    assert "เทศบาลตำบลทุ่งสมมุติ" in str(picture["alt"])
    with Image.open(site / "assets/emblem.png") as image:
        ratio = image.width / image.height
        assert ratio == pytest.approx(int(str(picture["width"])) / int(str(picture["height"])))
    deep = _page(site, "/oit/2568/o12/")
    icon, logo = deep.select_one("link[rel=icon]"), deep.select_one(".md-logo img")
    assert icon is not None and logo is not None
    assert icon["href"] == logo["src"] == "../../../assets/emblem.png"
    assert logo["alt"] == "", "the link around it has the name"


def test_a_site_without_emblem_and_colour_has_those_of_the_theme(built: Built) -> None:
    site = built("nakham")
    assert not list((site / "assets").glob("emblem.*"))
    assert not (site / "assets/agency.css").exists()
    front = _page(site, "/")
    assert front.select_one(".oit-hero__emblem") is None
    assert front.select_one(".md-logo .oit-icon") is not None
    assert not front.select("link[href$='agency.css']")


def test_the_agency_colour_is_written_and_loaded_last(built: Built) -> None:
    site = built("root")
    style = (site / "assets/agency.css").read_text(encoding="utf-8")
    assert "#17614f" in style
    for scheme in ("default", "slate"):
        assert f'[data-md-color-scheme="{scheme}"]' in style
    names = [_href(link) for link in _page(site, "/").select("link[rel=stylesheet]")]
    assert names.index("assets/agency.css") > names.index("assets/oit.css")


@pytest.mark.parametrize("name", SITES)
def test_the_fonts_are_the_sites_own_and_preloaded(built: Built, name: str) -> None:
    site = built(name)
    style = (site / "assets/oit.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("([^"]+\.woff2)"\)', style)
    assert len(named) == 2
    assert "OFL" in style and (site / "assets/fonts/OFL.txt").is_file()
    preloaded = [
        urljoin("/oit/", _href(link)) for link in _page(site, "/oit/").select("link[rel=preload]")
    ]
    assert preloaded == [f"/assets/{each}" for each in named]
    for each in named:
        font = (site / "assets" / each).read_bytes()
        assert font.startswith(b"wOF2")
        assert len(font) < 25_000
    assert "font-display: optional" in style


def _continued() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Items of other years that each item is the same as, by `continues` alone, both ways."""
    links: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for file in EDITIONS.glob("*.yaml"):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["items"]:
            for link in (item.get("continues") or {}).get("items", []):
                here, there = (file.stem, item["id"]), (link["edition"], link["item"])
                links[here].add(there)
                links[there].add(here)
    return links


@pytest.mark.parametrize("name", ["root", "kham-duang"])
def test_the_switch_of_years_leads_to_the_same_subject(built: Built, name: str) -> None:
    site = built(name)
    years = _editions(site)
    continued = _continued()
    merged = 0
    for year in years:
        for item in load_catalogue().editions[year].items:
            path = f"/oit/{year}/{item.code}/"
            article = _page(site, path).select_one("article.oit-item")
            assert article is not None
            wanted = {
                f"/oit/{other}/o{int(id[1:]):02d}/"
                for other, id in continued[(year, item.id)]
                if other in years
            }
            switch = {urljoin(path, _href(link)) for link in article.select(".oit-switch a")}
            below = {urljoin(path, _href(a)) for a in article.select("h2#other-years ~ ul a")}
            assert switch == below == wanted, path
            merged += len(wanted) > 1
            here = [tag.get_text(strip=True) for tag in article.select("[aria-current=page]")]
            assert here == ([f"{year} {item.id}"] if wanted else [])
    assert merged or name != "root", "2569 merges items of 2568"


@pytest.mark.parametrize("name", [*SITES, "big"])
def test_every_page_begins_with_a_link_to_its_content(built: Built, name: str) -> None:
    """WCAG 2.2, 2.4.1: also where there is no table of contents."""
    site = built(name)
    without = []
    for file in site.rglob("index.html"):
        page = _read(file)
        skip = page.select_one("a.md-skip[href^='#']")
        target = str(skip["href"])[1:] if skip else ""
        if not target or page.find(id=target) is None:
            without.append(file.parent.relative_to(site).as_posix())
    assert without == []


@pytest.mark.parametrize("name", [*SITES, "big"])
def test_no_script_or_style_stands_inline(built: Built, name: str) -> None:
    """So that a strict policy on content breaks nothing; data for machines are no script."""
    for file in built(name).rglob("index.html"):
        page = _read(file)
        for script in page.find_all("script"):
            assert script.get("src") or script.get("type") == "application/ld+json", (file, script)
        assert not page.find_all("style")
        # `style` of the font alone is Material's; no element reacts by an attribute.
        assert not [tag for tag in page.find_all(True) for key in tag.attrs if key.startswith("on")]


def test_nothing_of_the_theme_is_shipped_that_no_page_loads(built: Built) -> None:
    assets = built("root") / "assets"
    assert not (assets / "javascripts").exists()
    assert not list(assets.rglob("*.map"))


def test_a_link_elsewhere_shows_the_emblem(built: Built) -> None:
    page = _page(built("root"), "/oit/2568/o12/")
    (image,) = page.select("meta[property='og:image']")
    address = str(image["content"])
    assert address == "https://www.thungsommut.example/assets/emblem.png"
    assert (built("root") / "assets/emblem.png").is_file()
    assert not _page(built("nakham"), "/").select("meta[property='og:image']")


def test_a_page_of_every_type_is_looked_at(built: Built) -> None:
    """What a template makes is told by the class of its article, or by its address alone."""

    def kind(name: str, path: str) -> str:
        article = _page(built(name), path).select_one("article article")
        assert isinstance(article, Tag), path
        return (
            " ".join(sorted(article.get_attribute_list("class"))) if article.get("class") else path
        )

    seen = {kind(name, path) for name, path in PAGE_TYPES.values() if path != "/about/"}
    for file in built("root").rglob("index.html"):
        path = f"/{file.parent.relative_to(built('root')).as_posix()}/".replace("/./", "/")
        if path not in ("/about/", "/en/", "/en/oit/2569/"):
            assert kind("root", path) in seen, path
