"""Writes the reference docs that come from the code; `--check` fails when one is stale.

`docs/reference/` holds nothing else: catalogue, checks, kinds, commands.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from site_builder.audit.checks import CHECKS
from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import (
    CONFIDENCES,
    PERIOD_RULES,
    Catalogue,
    Edition,
    Item,
    shown_by,
)
from site_builder.cli import COMMANDS
from site_builder.kinds import KINDS, ROW_KINDS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
HEAD = "<!-- Written by tools/make_docs.py from the code. Do not edit. -->"


def main(arguments: list[str]) -> int:
    """Write the docs, or with `--check` say which ones are stale; returns an exit code."""
    pages = {
        "catalogue.md": _page(_catalogue()),
        "checks.md": _page(_checks()),
        "kinds.md": _page(_kinds()),
        "commands.md": _page(_commands()),
    }
    stale = [
        name
        for name, text in pages.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/reference/{name} is stale; run: python3 dev.py docs", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages[name], encoding="utf-8", newline="\n")
        print(f"docs/reference/{name}")
    return 0


def _page(lines: Iterator[str]) -> str:
    return "\n".join([HEAD, "", *lines]) + "\n"


def _catalogue() -> Iterator[str]:
    catalogue = load_catalogue()
    yield "# Catalogue of the criteria"
    yield ""
    yield "How sure each line is: " + "; ".join(
        f"`{name}` — {text.en}" for name, text in CONFIDENCES.items()
    )
    for edition in reversed(tuple(catalogue.editions.values())):
        yield from _edition(catalogue, edition)


def _edition(catalogue: Catalogue, edition: Edition) -> Iterator[str]:
    elements = [element for item in edition.items for element in item.elements]
    confirmed = sum(element.confidence == "confirmed" for element in elements)
    yield ""
    yield f"## Edition {edition.name}"
    yield ""
    yield (
        f"{len(edition.items)} items, {len(elements)} elements, {confirmed} of them confirmed. "
        f"Aggregation ({edition.scoring.confidence}): {edition.scoring.aggregation.en}."
    )
    for indicator in edition.indicators:
        for sub in indicator.sub_indicators:
            yield ""
            yield f"### {sub.id} {sub.title.th} — {sub.title.en}"
            for item in edition.items_of(sub.id):
                yield from _item(catalogue, item)


def _item(catalogue: Catalogue, item: Item) -> Iterator[str]:
    yield ""
    yield f"#### {item.id} {item.title.th}"
    yield ""
    facts = [
        f"{item.title.en} (`{item.slug}`)",
        f"title {item.title_confidence}, number {item.number_confidence}",
        f"scores {'/'.join(map(str, item.score_levels))} ({item.score_levels_confidence})",
        f"period: {PERIOD_RULES[item.period_rule].en} ({item.period_confidence})"
        + (f" — {item.period_note.en}" if item.period_note else ""),
    ]
    if item.weight is not None:
        facts.append(f"weight {item.weight} ({item.weight_confidence})")
    if item.continues:
        links = ", ".join(f"{link.edition} {link.item}" for link in item.continues)
        facts.append(f"continues {links} ({item.continues_confidence})")
    if item.reports_on:
        on = item.reports_on
        facts.append(f"reports on `{on.slug}` {on.offset:+d} ({on.confidence})")
    yield "; ".join(facts) + "."
    for rule in (item.nil_rule, item.local_government):
        if rule:
            yield ""
            yield f"{rule.text.en} ({rule.confidence})"
    yield ""
    yield "| element | requirement | shown by | check | none | level | confidence | source |"
    yield "|---|---|---|---|---|---|---|---|"
    subject = catalogue.subject(item)
    for element in item.elements:
        place, kind = shown_by(subject, element)
        cells = (
            f"`{element.key}`",
            element.requirement.th,
            f"`{place}` ({kind})",
            f"`{element.check}`"
            + (f" {_parameters(element.parameters)}" if element.parameters else ""),
            "accepted" if element.accepts_none else "",
            element.applies_to or "required",
            element.confidence,
            element.source,
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _parameters(parameters: object) -> str:
    text = str(parameters).replace("'", "")
    return text.replace(",)", ")")


def _checks() -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield "An element of an edition names the check that judges it. One file each in"
    yield "`site_builder/audit/checks/`; the docstring is the rule."
    for check in CHECKS.values():
        yield ""
        yield f"## `{check.name}`"
        yield ""
        yield inspect.cleandoc(check.__doc__ or "")
        if check.parameters:
            yield ""
            yield "Parameters: " + ", ".join(f"`{name}`" for name in sorted(check.parameters))
        if check.messages:
            yield ""
            yield "| finding | what it says | how to mend it |"
            yield "|---|---|---|"
            for code, message in check.messages.items():
                yield f"| `{code}` | {message.message.th} | {message.remedy.th} |"


def _kinds() -> Iterator[str]:
    yield "# Kinds of elements"
    yield ""
    yield "A closed set: one file each in `site_builder/kinds/`."
    yield ""
    yield "| kind | Thai | holds | what it is |"
    yield "|---|---|---|---|"
    for kind in KINDS.values():
        holds = "rows" if kind.name in ROW_KINDS else "values"
        text = " ".join((sys.modules[type(kind).__module__].__doc__ or "").split())
        yield f"| `{kind.name}` | {kind.label.th} | {holds} | {text} |"


def _commands() -> Iterator[str]:
    yield "# Commands"
    calls = [[], *([name] for name in COMMANDS)]
    calls += [["editions", name] for name in ("list", "show", "lint")]
    for call in calls:
        yield ""
        yield f"## `{' '.join(['oit', *call])}`"
        yield ""
        yield "```text"
        yield _help(call)
        yield "```"


def _help(call: list[str]) -> str:
    command = [sys.executable, "-m", "site_builder", "--lang", "en", *call, "--help"]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=True
    )
    return result.stdout.rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
