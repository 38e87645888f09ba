"""The built site behind nginx under `wrk`, against a plain file of the same size in the same round.

One process of nginx, as the smallest hosting has, with the rules that `oit build` writes. Texts are packed
beforehand (`oit fleet build --packed`, or `gzip_static`), packed anew for each request, or sent as they are. The
plain file has as many bytes as the answer and no rule: what is beside it is the price of ours. Then every page of
the site in turn, against plain files of their sizes. Loopback, so no network is in the figures.

Run: `python benchmarks/load.py` (`--rounds 9` for more). Needs nginx and wrk (Debian: `nginx-light`, `wrk`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from measuring import OIT, ROOT, NotMeasured, Side, ratio, run, spread, tell
from results import Options, Part, Table

sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]

from copying import copy_workspace  # noqa: E402
from nginx import nginx  # noqa: E402

from site_builder.packing import pack, packed_name  # noqa: E402
from site_builder.policy import NGINX_FILE  # noqa: E402

CONNECTIONS = 64
SECONDS, QUICK_SECONDS = 5, 1
ITEM = "oit/2568/o12/"
#: Sends what is packed as it is; of folders their page.
PACKED = "gzip_static always; gunzip on; rewrite ^(.*)/$ $1/index.html;"
_QUIET = "access_log off; tcp_nopush on; keepalive_requests 100000;"
_NOTES = (
    f"Each of {CONNECTIONS} readers asks again as soon as it is answered: p99 is that of a server that is never idle.",
)
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
#: Asks for one path after another.
_IN_TURN = """
local paths = {%s}
local number = 0
request = function()
  number = number %% #paths + 1
  return wrk.format("GET", paths[number])
end
"""


@dataclass(frozen=True)
class Load:
    """One run of wrk: requests in a second, the time below which 99 of 100 answers came, in milliseconds, and
    answers that were none or not 200."""

    rate: float
    p99: float
    errors: int
    requests: int


def measure(options: Options) -> list[Part]:
    """One page again and again, an item's page, every page in turn."""
    if not shutil.which("wrk"):
        raise NotMeasured("wrk is not there (Debian: apt install wrk)")
    with tempfile.TemporaryDirectory(prefix="oit-bench-") as folder, ExitStack() as stack:
        places = _Places(Path(folder), stack)
        return [_table(title, sides, options) for title, sides in places.asked()]


class _Places:
    """The same site in several folders, each behind an nginx of its own."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        workspace = copy_workspace(ROOT, folder / "workspace")
        run(Side([OIT, "build", "--engine", "direct"], folder=workspace))
        site = workspace / "site"
        packed = shutil.copytree(site, folder / "packed")
        for path in sorted(packed.rglob("*")):
            if path.is_file() and path.is_relative_to(packed / "assets/server") is False:
                pack(path)
        self._packed = packed
        self._pages = sorted(
            path.relative_to(site).parent.as_posix().removeprefix(".")
            for path in site.rglob("index.html")
        )
        ruled = f'include "{site / NGINX_FILE}";'

        def start(name: str, root: Path, extra: str) -> str:
            return stack.enter_context(nginx(root, folder / name, f"{_QUIET} {extra}")).url

        self._urls = {
            "packed beforehand, our rules": start("a", packed, f"{ruled} {PACKED}"),
            "packed beforehand, no rules": start("b", packed, PACKED),
            "packed for each request, our rules": start("c", site, ruled),
            "as it is, our rules": start("d", site, f"gzip off; {ruled}"),
        }
        self._plain = start("e", self._plain_files(), "")

    def asked(self) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
        """What is asked of wrk, by title and side; the first side is the base."""
        for title, page in {"front page": "", "item page with a table": ITEM}.items():
            size = self._size(page)
            sides = {f"plain file of {size:,} bytes": self._command(self._plain, f"{size}.png")}
            for name, url in self._urls.items():
                sides[name] = self._command(url, page, is_packed="as it is" not in name)
            yield f"The {title}, {CONNECTIONS} connections", sides
        names = [f"{page}/" if page else "" for page in self._pages]
        plain = [f"{self._size(name)}.png" for name in names]
        yield (
            f"All {len(names)} pages in turn, {CONNECTIONS} connections",
            {
                "plain files of their sizes": self._command(self._plain, *plain),
                **{name: self._command(url, *names) for name, url in list(self._urls.items())[:1]},
            },
        )

    def _size(self, page: str) -> int:
        return (self._packed / page / packed_name("index.html")).stat().st_size

    def _plain_files(self) -> Path:
        """A file for the size of each page; of a kind that is not packed."""
        place = self._folder / "plain"
        place.mkdir()
        for page in self._pages:
            size = self._size(page)
            (place / f"{size}.png").write_bytes(os.urandom(size))
        return place

    def _command(self, url: str, *paths: str, is_packed: bool = True) -> list[str]:
        command = ["wrk", "--latency", "--timeout", "10s", "-t1", f"-c{CONNECTIONS}"]
        if is_packed:
            command += ["-H", "Accept-Encoding: gzip"]
        if len(paths) == 1:
            return [*command, url + paths[0]]
        script = self._folder / f"{abs(hash(paths))}.lua"
        script.write_text(_IN_TURN % ", ".join(json.dumps(f"/{path}") for path in paths))
        return [*command, "-s", str(script), url]


def _table(title: str, sides: Mapping[str, Sequence[str]], options: Options) -> Table:
    tell(f"  {title}")
    seconds = QUICK_SECONDS if options.quick else SECONDS
    done: dict[str, list[Load]] = {name: [] for name in sides}
    for _ in range(options.times(5)):
        for name, command in sides.items():
            done[name].append(loaded([*command[:1], f"-d{seconds}s", *command[1:]]))
            tell(f"    {name}: {done[name][-1].rate:,.0f}/s")
    base = [each.rate for each in next(iter(done.values()))]
    rows: list[list[str]] = []
    for name, loads in done.items():
        rate = spread([each.rate for each in loads])
        times = ratio([each.rate for each in loads], base)
        told = f" ({times.low:.2f}–{times.high:.2f})" if rows else ""
        rows.append(
            [
                name,
                f"{rate.middle:,.0f} ({rate.low:,.0f}–{rate.high:,.0f})",
                f"**{times.middle:.2f}**{told}",
                f"{statistics.median(each.p99 for each in loads):.1f} ms",
                f"{sum(each.errors for each in loads)} of {sum(each.requests for each in loads):,}",
            ]
        )
    return Table(title, ["", "requests/s: median (spread)", "times", "p99", "errors"], rows, _NOTES)


def loaded(command: Sequence[str]) -> Load:
    """Run wrk once.

    Raises:
        NotMeasured: it failed, or printed something else than it used to.
    """
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return read_load(ended.stdout or ended.stderr)


def read_load(printed: str) -> Load:
    """What wrk prints, as values.

    Raises:
        NotMeasured: it printed something else.
    """
    rate = re.search(r"^Requests/sec:\s*([\d.]+)", printed, re.MULTILINE)
    p99 = re.search(r"^\s*99%\s+([\d.]+)(us|ms|s|m)\s*$", printed, re.MULTILINE)
    requests = re.search(r"^\s*(\d+) requests in ", printed, re.MULTILINE)
    if not (rate and p99 and requests):
        raise NotMeasured(f"wrk: {(printed.strip().splitlines() or ['nothing'])[-1]}")
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", printed
    )
    others = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    errors = sum(map(int, broken.groups())) if broken else 0
    errors += int(others[1]) if others else 0
    return Load(float(rate[1]), float(p99[1]) * _UNITS[p99[2]], errors, int(requests[1]))


if __name__ == "__main__":
    from run import main

    main(["--only", "load"])
