"""The same site by every engine that could carry it: what is equal, what is lost, time and memory.

The root workspace is built by our engines; by ProperDocs with mkdocs-materialx, through the same plugin, in
an environment of its own; and by Zensical, which runs no plugin and so gets our finished pages written
out beforehand. Each result is held against that of the MkDocs engine, page by page.

Run: `python benchmarks/engines.py` (`--rounds 5`).
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup
from measuring import OIT, ROOT, Runs, Side, run_told, take_turns, tell
from ours import cold_build, engines, pages_of
from peers import environment, or_reason, program
from plain_sites import PlainPages
from results import Comparison, Options, Part, Table

sys.path.append(str(ROOT / "tools"))

from copying import copy_workspace

REFERENCE = "`oit build --engine mkdocs`"
PROPERDOCS = "ProperDocs with mkdocs-materialx"
ZENSICAL = "Zensical, pages written out"


@dataclass(frozen=True)
class Content:
    """What a reader sees of a page: the ids to which others link, and the words."""

    ids: frozenset[str]
    text: str


def measure(options: Options) -> list[Part]:
    """Time and memory of each, and what of the site is the same."""
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name:
        folder = Path(name)
        sides: dict[str, Side | str] = {}
        sites: dict[str, Path] = {}
        for engine in engines():
            title = f"`oit build --engine {engine}`"
            workspace = copy_workspace(ROOT, folder / engine)
            sides[title], sites[title] = cold_build(workspace, engine), workspace / "site"
        sites[PROPERDOCS], sites[ZENSICAL] = folder / "properdocs/site", folder / "zensical/site"
        sides[PROPERDOCS] = or_reason(lambda: _properdocs(folder / "properdocs"))
        sides[ZENSICAL] = or_reason(lambda: _zensical(folder / "mkdocs", folder / "zensical"))
        runs = take_turns(sides, options.times(5))
        tell("  what is the same")
        equal = _equal(sites, runs)
    return [Comparison("Time and memory, the root workspace", REFERENCE, runs), equal]


def _properdocs(folder: Path) -> Side:
    """`properdocs build` in a copy of the workspace, changed in one word: the theme's name."""
    programs = environment("properdocs")
    copy_workspace(ROOT, folder)
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("name: material\n", "name: materialx\n"), encoding="utf-8")
    return Side(
        [str(programs / "properdocs"), "build", "-q", "-f", str(settings)],
        folder=folder,
        before=lambda: shutil.rmtree(folder / "site", ignore_errors=True),
    )


def _zensical(workspace: Path, folder: Path) -> Side:
    """`zensical build` of our finished pages: HTML in files that it takes for Markdown."""
    command = program("zensical")
    site = pages_of(workspace)
    plain = PlainPages(site)
    # Without blank lines a block of HTML reaches as far as the page.
    plain.texts = {
        page.path: "<div>\n" + re.sub(r"\n\s*\n+", "\n", page.body) + "\n</div>\n"
        for page in site.pages
    }
    settings = plain.write_mkdocs(folder)
    for own in (workspace / "content").rglob("*"):
        target = folder / "content" / own.relative_to(workspace / "content")
        if own.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(own, target)

    def before() -> None:
        for made in ("site", ".cache"):
            shutil.rmtree(folder / made, ignore_errors=True)

    return Side([command, "build", "-f", str(settings)], before=before)


def _equal(sites: Mapping[str, Path], runs: Mapping[str, Runs]) -> Table:
    reference = _contents(sites[REFERENCE])
    ids = sum(len(page.ids) for page in reference.values())
    rows = []
    for name, site in sites.items():
        why = runs[name]
        if isinstance(why, str):
            rows.append([name, f"not measured: {why}", "", "", "", ""])
            continue
        found = _contents(site)
        same = [path for path in reference if path in found]
        kept = sum(len(reference[path].ids & found[path].ids) for path in same)
        texts = sum(reference[path].text == found[path].text for path in same)
        rows.append(
            [
                name,
                f"{len(same)} of {len(reference)}",
                f"{kept} of {ids}",
                f"{texts} of {len(reference)}",
                str(_broken_links(site)),
                _search(site, sites[REFERENCE]),
            ]
        )
    head = [
        "",
        "pages with the same URL",
        "anchors kept",
        "pages with the same text",
        "broken links",
        "our search",
    ]
    notes = [
        "Anchors and texts are those of the content; frame and menus are the theme's. Broken links: what "
        "`oit links --offline` tells of the folder."
    ]  # fmt: skip
    return Table("The same site?", head, rows, notes)


def _contents(site: Path) -> dict[str, Content]:
    """Every page of a folder by its path."""
    return {
        file.relative_to(site).as_posix(): _content(file)
        for file in sorted(site.rglob("*.html"))
        if "/files/" not in file.as_posix()
    }


def _content(file: Path) -> Content:
    page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    part = page.select_one(".md-content__inner") or page.select_one("main") or page
    for mark in part.select(".headerlink, script, style"):
        mark.decompose()
    ids = frozenset(str(each["id"]) for each in part.select("[id]"))
    return Content(ids, " ".join(part.get_text(" ").split()))


def _broken_links(site: Path) -> int:
    command = [OIT, "links", str(site), "--offline", "--format", "json"]
    told = run_told(Side(command))
    return len(json.loads(told)["faults"])


def _search(site: Path, reference: Path) -> str:
    """Whether the index of our search is there, the same, and a page of it that loads it."""
    files = sorted(each.relative_to(reference) for each in reference.glob("assets/search/*"))
    if not files or any(not (site / each).exists() for each in files):
        return "not there"
    same = all((site / each).read_bytes() == (reference / each).read_bytes() for each in files)
    return "the same index" if same else "another index"


if __name__ == "__main__":
    from run import main

    main(["--only", "engines"])
