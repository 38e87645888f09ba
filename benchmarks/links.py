"""Links of a folder of 3,000 pages with 30 links each: ours against LinkChecker and lychee.

LinkChecker reads the folder from a server on loopback that sends its header, so that it does not wait;
in file mode too, which is how it is used where no server is at hand. lychee and ours look for anchors,
LinkChecker does not. Every run must find the same 30 dead links, otherwise it does not count.

Run: `python benchmarks/links.py` (`--rounds 5`).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from measuring import BIN, OIT, NotMeasured, Side, take_turns
from peers import or_reason, program
from results import Comparison, Options, Part

from site_builder.links.linkchecker import served

PAGES, QUICK_PAGES = 3000, 300
LINKS = 30
DEAD = 30
_SETTINGS = (
    "[checking]\nmaxrequestspersecond=1000\n[filtering]\ncheckextern=0\n[output]\nstatus=0\n"
)


def measure(options: Options) -> list[Part]:
    """Make the pages, run each program in turn."""
    pages = QUICK_PAGES if options.quick else PAGES
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name:
        # LinkChecker gives up the rights of root before it reads.
        Path(name).chmod(0o755)
        site, settings = Path(name, "site"), Path(name, "linkcheckerrc")
        make_site(site, pages)
        settings.write_text(_SETTINGS, encoding="utf-8")
        size = sum(path.stat().st_size for path in site.rglob("*.html")) / 1e6
        with served(site) as address:
            checker = [str(BIN / "linkchecker"), "-f", str(settings), "-o", "xml/utf-8"]
            ours = Side(
                [OIT, "links", str(site), "--offline", "--format", "json"], check=finds(of_ours)
            )
            sides: dict[str, Side | str] = {
                "`oit links`": ours,
                "lychee, anchors too": or_reason(lambda: _lychee(site, "--include-fragments")),
                "lychee, no anchors": or_reason(lambda: _lychee(site)),
                # Minutes, so once is enough.
                "LinkChecker, server": Side(
                    [*checker, address], check=finds(of_linkchecker), rounds=1
                ),
                "LinkChecker, files": Side(
                    [*checker, str(site / "index.html")], check=finds(of_linkchecker), rounds=1
                ),
            }
            runs = take_turns(sides, options.times(5))
    title = f"{pages:,} pages, {pages * LINKS:,} links, {DEAD} of them dead, {size:.0f} MB of HTML"
    return [Comparison(title, "`oit links`", runs)]


def _lychee(site: Path, *more: str) -> Side:
    command = [program("lychee"), "--offline", "--no-progress", "--format", "json"]
    command += ["--index-files", "index.html", "--root-dir", str(site), *more, str(site)]
    return Side(command, check=finds(of_lychee), accepted=(0, 2))


def finds(count: Callable[[str], int]) -> Callable[[str], None]:
    """Looks whether a program has found what is dead."""

    def check(printed: str) -> None:
        if (found := count(printed)) != DEAD:
            raise NotMeasured(f"found {found} dead links in place of {DEAD}")

    return check


def make_site(site: Path, pages: int) -> None:
    """The pages, each leading to 30 others by chance, to an anchor there; 30 links are dead."""
    chance = Random(1)
    dead = {(chance.randrange(pages), chance.randrange(LINKS)) for _ in range(DEAD)}
    while len(dead) < DEAD:
        dead.add((chance.randrange(pages), chance.randrange(LINKS)))
    for number in range(pages):
        lines = []
        for link in range(LINKS):
            to, anchor = chance.randrange(pages), chance.randrange(LINKS)
            href = f"../../{to // 100:02d}/{to:04d}/#s{anchor}"
            if (number, link) in dead:
                href = f"../../none/{number}-{link}/"
            lines.append(
                f'<p id="s{link}">ประกาศเทศบาลเรื่องที่ {link} ประจำปีงบประมาณ พ.ศ. 2568 '
                f'<a href="{href}">อ่านต่อ</a></p>\n'
            )
        folder = site / f"{number // 100:02d}" / f"{number:04d}"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(
            _page(f"หน้าที่ {number}", "".join(lines)), encoding="utf-8"
        )
    front = "".join(f'<a href="{n // 100:02d}/{n:04d}/">{n}</a>\n' for n in range(pages))
    (site / "index.html").write_text(_page("หน้าแรก", front), encoding="utf-8")


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<!doctype html>\n<html lang="th"><head>{head}</head><body><h1>{title}</h1>\n{body}</body></html>\n'


def of_ours(output: str) -> int:
    """Dead links that `oit links` tells."""
    return len(json.loads(output)["faults"])


def of_lychee(output: str) -> int:
    """Dead links that lychee tells."""
    return sum(map(len, json.loads(output)["error_map"].values()))


def of_linkchecker(output: str) -> int:
    """Dead links that LinkChecker tells."""
    return output.count("<urldata>")


if __name__ == "__main__":
    from run import main

    main(["--only", "links"])
