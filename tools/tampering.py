"""Measures whether whatever is done to a published site is found: `python3 dev.py tampering --times 2000`.

A site is built, tampered with at random (always the same way for a `--seed`), and compared with the manifest that was
kept: in its folder, and with `--live` as often by a real nginx. Writes docs/reliability.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from copying import copy_workspace
from reliability import ROOT, Run, record

from site_builder.engines.build import build
from site_builder.links.fetch import Manners
from site_builder.published.source import Source, open_source
from site_builder.published.sums import NAME, write_sums
from site_builder.sealing.by_sums import by_sums

sys.path.append(str(ROOT / "tests"))

from nginx import nginx

#: No waiting between requests: the server is ours.
_EAGER = Manners(pause=0)


def _flip(file: Path, random_: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[random_.randrange(len(content))] ^= 1 << random_.randrange(8)
    file.write_bytes(content)


def _cut(file: Path, random_: random.Random) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: random_.randrange(len(content))])


def _append(file: Path, random_: random.Random) -> None:
    file.write_bytes(file.read_bytes() + random_.randbytes(random_.randint(1, 99)))


def _remove(file: Path, random_: random.Random) -> None:
    file.unlink()


def _exchange(file: Path, random_: random.Random) -> None:
    """Another file of the site under its name."""
    site = next(each for each in file.parents if (each / NAME).is_file())
    own = file.read_bytes()
    others = [path for path in _files(site) if path.read_bytes() != own]
    file.write_bytes(random_.choice(others).read_bytes())


def _tamper_and_sum(file: Path, random_: random.Random) -> None:
    """As one who knows of the manifest: it is written anew."""
    _flip(file, random_)
    site = next(each for each in file.parents if (each / NAME).is_file())
    (site / NAME).unlink()
    write_sums(site)


def _add(file: Path, random_: random.Random) -> None:
    file.with_name(f"slot-{random_.randrange(999)}.html").write_bytes(b"<p>slot</p>")


def _add_link(file: Path, random_: random.Random) -> None:
    file.with_name(f"link-{random_.randrange(999)}.html").symlink_to("/etc/hostname")


#: What is done, and whether an address can show it.
DEEDS: dict[str, tuple[Callable[[Path, random.Random], None], bool]] = {
    "one bit of a file": (_flip, True),
    "a file cut short": (_cut, True),
    "something put at its end": (_append, True),
    "a file removed": (_remove, True),
    "a file exchanged for another of the site": (_exchange, True),
    "a file and the manifest": (_tamper_and_sum, True),
    "a page added that none links to": (_add, False),
    "a link added": (_add_link, False),
}


@contextmanager
def _tampered(
    good: Path, site: Path, deed: Callable[[Path, random.Random], None], random_: random.Random
) -> Iterator[None]:
    """The site with one deed done to it, and put right afterwards."""
    file = site / random_.choice(_files(good)).relative_to(good)
    deed(file, random_)
    try:
        yield
    finally:
        for path in (file, site / NAME):
            shutil.copyfile(good / path.relative_to(site), path)
        for path in file.parent.iterdir():
            if not (good / path.relative_to(site)).exists():
                path.unlink()


def _files(site: Path) -> list[Path]:
    """Files with something in them that readers get; the manifest is none."""
    return sorted(
        path
        for path in site.rglob("*")
        if path.is_file() and path.stat().st_size and path.name not in (NAME, "404.html")
    )


def _is_found(source: Source, kept: Path) -> bool:
    return bool(by_sums(source, kept, lambda *_: None).findings)


def main(arguments: Sequence[str] | None = None) -> int:
    """Tamper and look; returns 1 where something was not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--live", action="store_true", help="through nginx too")
    options = parser.parse_args(arguments)
    random_ = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="oit-tampering-") as name:
        home = Path(name)
        workspace = copy_workspace(ROOT / "examples" / "nakham", home / "nakham")
        build(workspace, engine="direct")
        good, site = workspace / "site", home / "site"
        shutil.copytree(good, site)
        with nginx(site, home / "nginx") if options.live else nullcontext() as server:
            folder = open_source(str(site))
            live = open_source(server.url, _EAGER) if server else None
            if _is_found(folder, good / NAME) or (live and _is_found(live, good / NAME)):
                raise SystemExit("the site that nobody touched is not as it was built")
            done: Counter[str] = Counter()
            missed: Counter[str] = Counter()
            for number in range(options.times):
                what = list(DEEDS)[number % len(DEEDS)]
                deed, shows = DEEDS[what]
                with _tampered(good, site, deed, random_):
                    for way, source in (("folder", folder), ("nginx", live)):
                        if source is None or (way == "nginx" and not shows):
                            continue
                        done[f"{what}, {way}"] += 1
                        # The folder's names are remembered, as for one look.
                        fresh = open_source(str(site)) if way == "folder" else source
                        missed[f"{what}, {way}"] += not _is_found(fresh, good / NAME)
    rows = [[what, f"{count:,}", f"{missed[what]:,}"] for what, count in sorted(done.items())]
    record(
        "verify",
        Run(
            title="Whatever is done to a published site is found by `oit verify --site`",
            command=f"python3 dev.py tampering --times {options.times}{' --live' * options.live}",
            inputs=options.times,
            faults=sum(done.values()),
            lost=sum(missed.values()),
            head=("what was done, seen through", "times", "not found"),
            rows=rows,
            not_tried=[
                "an added page that no page links to, by an address: it lists no files, so only the folder shows it"
            ],
        ),
    )
    print(*(" | ".join(row) for row in rows), sep="\n")
    return int(sum(missed.values()) > 0)


if __name__ == "__main__":
    sys.exit(main())
