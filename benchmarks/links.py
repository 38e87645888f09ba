"""Links of a folder of 3,000 pages with 30 links each: ours against LinkChecker and lychee, in one run.

LinkChecker reads the folder from a server on loopback that sends its header, so that it does not wait;
in file mode too, which is how it is used where no server is at hand. lychee and ours look for anchors,
LinkChecker does not. Every run must find the same 30 dead links.

Run: `python3 dev.py bench-links` (`--rounds 3`, `--pages 300` for less).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from site_builder.links.linkchecker import served

BIN = Path(sys.executable).parent
#: As on a user's machine, where Python keeps its compiled modules.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
LINKS = 30
DEAD = 30
_SETTINGS = (
    "[checking]\nmaxrequestspersecond=1000\n[filtering]\ncheckextern=0\n[output]\nstatus=0\n"
)


def main() -> None:
    """Make the pages, run each program in turn, print times and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {options.rounds} rounds")
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as name:
        # LinkChecker gives up the rights of root before it reads.
        Path(name).chmod(0o755)
        site, settings = Path(name, "site"), Path(name, "linkcheckerrc")
        make_site(site, options.pages)
        settings.write_text(_SETTINGS, encoding="utf-8")
        size = sum(path.stat().st_size for path in site.rglob("*.html")) / 1e6
        print(f"{options.pages:,} pages, {options.pages * LINKS:,} links, {size:.0f} MB of HTML\n")
        with served(site) as address:
            checker = [str(BIN / "linkchecker"), "-f", str(settings), "-o", "xml/utf-8"]
            lychee = [str(BIN / "lychee"), "--offline", "--no-progress", "--format", "json"]
            lychee += ["--index-files", "index.html", "--root-dir", str(site)]
            commands: dict[str, tuple[list[str], Callable[[str], int]]] = {
                "oit links": (
                    [str(BIN / "oit"), "links", str(site), "--offline", "--format", "json"],
                    of_ours,
                ),
                "lychee, anchors": ([*lychee, "--include-fragments", str(site)], of_lychee),
                "lychee, none": ([*lychee, str(site)], of_lychee),
                "LinkChecker, server": ([*checker, address], of_linkchecker),
                "LinkChecker, files": ([*checker, str(site / "index.html")], of_linkchecker),
            }
            measured: dict[str, list[tuple[float, float, float]]] = {each: [] for each in commands}
            run(commands["oit links"][0])  # fills the caches of Python
            for number in range(options.rounds):
                for each, (command, count) in commands.items():
                    if number and each.startswith("LinkChecker"):
                        continue  # minutes: once is enough
                    seconds, cpu, memory, output = run(command)
                    found = count(output)
                    if found != DEAD:
                        print(f"  {each} found {found} dead links in place of {DEAD}")
                    measured[each].append((seconds, cpu, memory))
    show(measured)


def show(measured: dict[str, list[tuple[float, float, float]]]) -> None:
    """Medians, and each time as a multiple of ours."""
    ours = [statistics.median(each) for each in zip(*measured["oit links"], strict=True)]
    print("| | time | CPU | memory | time, CPU against ours |")
    print("|---|---|---|---|---|")
    for name, values in measured.items():
        seconds, cpu, memory = (statistics.median(each) for each in zip(*values, strict=True))
        ratio = f"{seconds / ours[0]:.1f}, {cpu / ours[1]:.1f}"
        print(f"| {name} | {seconds:.2f} s | {cpu:.2f} s | {memory:.0f} MB | {ratio} |")


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


def run(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds, seconds of processor, most MB of memory, and what a command prints."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    assert process.stdout
    parts: list[bytes] = []
    reading = threading.Thread(target=lambda: parts.append(process.stdout.read()))  # type: ignore[union-attr]
    reading.start()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    reading.join()
    seconds = time.perf_counter() - start
    return (
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        b"".join(parts).decode("utf-8", "replace"),
    )


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
    main()
