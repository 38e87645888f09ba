"""Measures how right `oit links` is, and which engine finds which fault.

Plants every labelled link of `tests/corpus/broken_links.py` in one folder, asks each engine, prints
recall and precision, and writes the table in `docs/links.md`. Returns 1 where ours is not perfect.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from corpus import link_engines  # noqa: E402
from corpus.broken_links import CASES, told, wanted, write_site  # noqa: E402

from site_builder.language import use_language  # noqa: E402
from site_builder.links.check import check_links  # noqa: E402

PAGE = ROOT / "docs" / "links.md"
START, END = "<!-- engines -->\n", "<!-- /engines -->\n"


def main() -> int:
    """Measure, print and write; returns an exit code."""
    use_language("en")
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        write_site(site)
        codes = list(_codes(site))
        found = {engine: ask(site) for engine, ask in link_engines.ENGINES.items()}
    print("\n".join(codes))
    lines = table(found)
    print("\n".join(lines))
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.split(START)[0], text.split(END)[1]
    text = before + START + "\n".join(lines) + "\n" + END + after
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    right = {path for path, case in CASES.items() if case.code}
    return int(found["ours"] != right or any("1.000 | 1.000" not in line for line in codes[2:]))


def _codes(site: Path) -> Iterator[str]:
    """Recall and precision of each code of ours, counted by page."""
    expected, found = wanted(), told(check_links(site))
    rows: dict[str, Counter[str]] = {}
    for page in {*expected, *found}:
        asked, said = expected.get(page, Counter()), found.get(page, Counter())
        for code in {*asked, *said}:
            row = rows.setdefault(code, Counter())
            row["asked"] += asked[code]
            row["said"] += said[code]
            row["right"] += min(asked[code], said[code])
    yield "| code | planted | recall | precision |"
    yield "|---|---|---|---|"
    for code, row in sorted(rows.items()):
        recall = row["right"] / row["asked"] if row["asked"] else 0
        precision = row["right"] / row["said"] if row["said"] else 1
        yield f"| {code} | {row['asked']} | {recall:.3f} | {precision:.3f} |"


def table(found: Mapping[str, set[str]]) -> list[str]:
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


if __name__ == "__main__":
    sys.exit(main())
