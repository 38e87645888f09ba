"""Measures how right `oit links` is, and which engine finds which fault.

Plants every labelled link of `tests/corpus/broken_links.py` in one folder, asks each engine, and asks
ours again where nginx serves the folder; serves the links of `tests/corpus/other_servers.py` and asks
them over three days. Prints recall and precision, and writes the tables in `docs/links.md` and
`docs/external-links.md`. Returns 1 where ours is not perfect.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from corpus import link_engines, other_servers  # noqa: E402
from corpus.broken_links import CASES, LIVE, told, wanted, write_site  # noqa: E402
from marked import with_part  # noqa: E402
from outside import Measured, measure  # noqa: E402

from site_builder.language import use_language  # noqa: E402
from site_builder.links.answers import Cause  # noqa: E402
from site_builder.links.check import check_links  # noqa: E402
from site_builder.links.faults import LinkReport  # noqa: E402
from site_builder.links.verdicts import Seen, State, Verdict  # noqa: E402

PAGE = ROOT / "docs" / "links.md"
OUTSIDE_PAGE = ROOT / "docs" / "external-links.md"
#: Expected, told and right, by what is told.
Rows = Mapping[str, Counter[str]]


def main() -> int:
    """Measure, print and write; returns an exit code."""
    use_language("en")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder / "site")
        by_folder, by_server = check_links(folder / "site"), link_engines.served(folder / "served")
        found = {engine: ask(folder / "site") for engine, ask in link_engines.ENGINES.items()}
        measured = measure(folder / "outside")
    parts = {
        "codes": codes_table(by_folder, by_server),
        "live": live_table(by_server),
        "engines": engines_table(with_served(found, by_server)),
    }
    outside = {"causes": causes_table(measured), "cases": cases_table(measured)}
    for page, tables in ((PAGE, parts), (OUTSIDE_PAGE, outside)):
        for name, lines in tables.items():
            print("\n".join(lines), end="\n\n")
            text = with_part(page.read_text(encoding="utf-8"), name, lines)
            page.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(wrong := [*wrong_inside(by_folder, by_server), *wrong_outside(measured)]))
    return int(bool(wrong))


# --- links of the site itself -----------------------------------------------------------------------


def wrong_inside(by_folder: LinkReport, by_server: LinkReport) -> Iterator[str]:
    """Every page of which something else is told than is planted there."""
    for place, report in (("folder", by_folder), ("served", by_server)):
        expected, found = wanted(), told(report)
        found.pop("index.html", None)
        for page in sorted({*expected, *found}):
            if expected.get(page) != found.get(page):
                yield f"{place}: {page}: told {found.get(page)}, planted {expected.get(page)}"
    for case in LIVE:
        if _told_of(by_server, case.link) != (case.code or "–"):
            yield f"served: {case.name}: told {_told_of(by_server, case.link)}"


def codes_table(by_folder: LinkReport, by_server: LinkReport) -> list[str]:
    """Recall and precision of each code of ours, counted by page."""
    folder, server = _rows(by_folder), _rows(by_server)
    lines = [
        "| code | planted | folder: recall | precision | served: recall | precision |",
        "|---|---|---|---|---|---|",
    ]
    for code in sorted({*folder, *server}):
        one, other = folder.get(code, Counter()), server.get(code, Counter())
        lines.append(f"| `{code}` | {one['asked']} | {_rates(one)} | {_rates(other)} |")
    return lines


def _rows(report: LinkReport) -> Rows:
    expected, found = wanted(), told(report)
    found.pop("index.html", None)  # leads to what only servers do
    rows: dict[str, Counter[str]] = {}
    for page in {*expected, *found}:
        asked, said = expected.get(page, Counter()), found.get(page, Counter())
        for code in {*asked, *said}:
            row = rows.setdefault(code, Counter())
            row["asked"] += asked[code]
            row["said"] += said[code]
            row["right"] += min(asked[code], said[code])
    return rows


def _rates(row: Counter[str]) -> str:
    recall = row["right"] / row["asked"] if row["asked"] else 0
    precision = row["right"] / row["said"] if row["said"] else 1
    return f"{recall:.3f} | {precision:.3f}"


def live_table(by_server: LinkReport) -> list[str]:
    """What only a server can do, and what is told of it."""
    lines = ["| what the server does | wanted | told |", "|---|---|---|"]
    for case in LIVE:
        lines.append(f"| {case.name} | {case.code or '–'} | {_told_of(by_server, case.link)} |")
    return lines


def _told_of(report: LinkReport, link: str) -> str:
    codes = [fault.code for fault in report.faults if fault.target == link]
    silent = [each for each in report.problems if each.location.file.endswith(link)]
    return ", ".join([*codes, *("not-checked" for _ in silent)]) or "–"


def with_served(found: Mapping[str, set[str]], by_server: LinkReport) -> dict[str, set[str]]:
    """What each engine finds in a folder, and in front what ours finds where it is served."""
    ours = {
        "ours, folder": found["ours"],
        "ours, served": link_engines.cases_of(by_server),
    }
    return ours | {engine: cases for engine, cases in found.items() if engine != "ours"}


def engines_table(found: Mapping[str, set[str]]) -> list[str]:
    """Which engine finds which fault, and the good cases that it calls dead."""
    faults = {path: case for path, case in CASES.items() if case.code}
    lines = [f"| fault | code | {' | '.join(found)} |", "|---|---|" + "---|" * len(found)]
    for path, case in faults.items():
        marks = " | ".join("✓" if path in cases else "" for cases in found.values())
        lines.append(f"| {case.name} | `{case.code}` | {marks} |")
    counts = " | ".join(str(len(cases & set(faults))) for cases in found.values())
    alarms = " | ".join(str(len(cases - set(faults))) for cases in found.values())
    lines.append(f"| **found, of {len(faults)}** | | {counts} |")
    lines.append(f"| **false alarms, of {len(CASES) - len(faults)} good cases** | | {alarms} |")
    wrong = {
        engine: ", ".join(CASES[path].name for path in sorted(cases - set(faults)))
        for engine, cases in found.items()
    }
    lines += [
        "",
        *(f"False alarms of {engine}: {names}." for engine, names in wrong.items() if names),
    ]
    return lines


# --- links to other servers -------------------------------------------------------------------------


def wrong_outside(measured: Measured) -> Iterator[str]:
    """Every case of which a run says something else than it should."""
    for name, verdicts in measured.verdicts.items():
        if not measured.is_right(name):
            yield f"{name}: {' '.join(map(_said, verdicts))}"
    for name, seen in measured.cut_off.items():
        if seen.cause != "network":
            yield f"{name}: {seen}, without a network"


def causes_table(measured: Measured) -> list[str]:
    """Recall and precision of each cause after three days; good cases are those without one."""
    rows: dict[str, Counter[str]] = {}
    for name, verdicts in measured.verdicts.items():
        wanted_one = (other_servers.STATES[name][-1], _cause(measured.wanted[name]))
        said = (verdicts[-1].state, _cause(verdicts[-1].seen))
        rows.setdefault(" | ".join(wanted_one), Counter())["asked"] += 1
        rows.setdefault(" | ".join(said), Counter())["said"] += 1
        rows[" | ".join(said)]["right"] += wanted_one == said
    lines = ["| state | cause | links | recall | precision |", "|---|---|---|---|---|"]
    for key, row in sorted(rows.items(), key=lambda pair: _order(pair[0])):
        lines.append(f"| {key} | {row['asked']} | {_rates(row)} |")
    good = [case.name for case in other_servers.GOOD]
    told_of = [each for name in good for each in measured.verdicts[name]]
    count = Counter(verdict.state for verdict in told_of)
    silent = Counter(seen.cause for seen in measured.cut_off.values())
    return [
        *lines,
        "",
        f"{len(good)} good look-alikes in three runs: {_counted(count)}. Without a network of ours, "
        f"{len(measured.cut_off)} links to silent servers: {_counted(silent)}.",
    ]


def cases_table(measured: Measured) -> list[str]:
    """What each run says of each case."""
    lines = [
        "| what the server does | answered by | first run | a day later | after three days | cause |",
        "|---|---|---|---|---|---|",
    ]
    for name, verdicts in measured.verdicts.items():
        states = " | ".join(map(_state, verdicts))
        by = other_servers.CASES[name].by
        lines.append(f"| {name} | {by} | {states} | {_cause(verdicts[-1].seen)} |")
    return lines


def _order(key: str) -> tuple[int, str]:
    states = [State.DEAD, State.SUSPECT, State.REVIEW, State.NOT_CHECKED, State.MOVED, State.FINE]
    state, _, cause = key.partition(" | ")
    return states.index(State(state)), cause


def _counted(found: Counter[State] | Counter[Cause | None]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(found.items(), key=str))


def _state(verdict: Verdict) -> str:
    return "**dead**" if verdict.is_failure else verdict.state.value


def _cause(seen: Seen) -> str:
    return f"`{seen.cause}`" if seen.cause else "–"


def _said(verdict: Verdict) -> str:
    return f"{verdict.state} {verdict.seen.cause or ''}".strip()


if __name__ == "__main__":
    sys.exit(main())
