"""Writes the reference docs that come from the code; `--check` fails when one is stale.

`docs/reference/` holds nothing else: catalogue, checks, kinds, commands, findings.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from finding_codes import Told, told

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
from site_builder.cli import main as run
from site_builder.explanations import Explanation, load_explanations
from site_builder.kinds import KINDS, ROW_KINDS
from site_builder.language import Language

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
        "findings.md": _page(_findings()),
        **{f"findings/{code}.md": _page(_finding(code)) for code in load_explanations()},
    }
    stale = [
        name
        for name, text in pages.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    gone = [
        path for path in (FOLDER / "findings").glob("*.md") if f"findings/{path.name}" not in pages
    ]
    if "--check" in arguments:
        for name in [*stale, *(f"findings/{path.name}" for path in gone)]:
            print(f"docs/reference/{name} is stale; run: python3 dev.py docs", file=sys.stderr)
        return 1 if stale or gone else 0
    for path in gone:
        path.unlink()
    (FOLDER / "findings").mkdir(parents=True, exist_ok=True)
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
                yield f"| [`{code}`](findings/{code}.md) | {message.message.th} | {message.remedy.th} |"


def _findings() -> Iterator[str]:
    yield "# Findings and problems"
    yield ""
    yield "Every code that a report can show, each with its page: what it says, why it matters, an"
    yield "example, how to mend it, and where its rule comes from. A *finding* says what is missing; a"
    yield "*problem* says what cannot be read, and stops the build."
    places = told()
    findings = {each.code for each in places if each.is_check or each.is_value or each.is_finding}
    for heading, is_finding in (("Findings", True), ("Problems of the input", False)):
        yield ""
        yield f"## {heading}"
        yield ""
        yield "| code | | |"
        yield "|---|---|---|"
        for code, explanation in sorted(load_explanations().items()):
            if (code in findings) == is_finding:
                title = explanation.title
                yield f"| [`{code}`](findings/{code}.md) | {title.th} | {title.en} |"


def _finding(code: str) -> Iterator[str]:
    explanation = load_explanations()[code]
    places = [each for each in told() if each.code == code]
    yield f"# `{code}`"
    yield ""
    yield _told_by(places)
    for language, heads in _HEADS.items():
        yield ""
        yield f"## {explanation.title.in_language(language)}"
        yield from _explained(explanation, places, language, heads)


#: What, why, example, remedy, source.
_HEADS: dict[Language, tuple[str, ...]] = {
    "th": ("ข้อความ", "ทำไมต้องแก้", "ตัวอย่าง", "วิธีแก้", "ที่มาของกติกา"),
    "en": ("What it says", "Why it matters", "Example", "How to mend it", "Source of the rule"),
}


def _explained(
    explanation: Explanation, places: list[Told], language: Language, heads: tuple[str, ...]
) -> Iterator[str]:
    messages = [each.message for each in places if each.message]
    remedies = [each.remedy for each in places if each.remedy]
    if explanation.remedy:
        remedies = [explanation.remedy]
    parts = (
        [f"“{text.in_language(language)}”" for text in messages],
        [explanation.why.in_language(language)],
        [explanation.example.in_language(language)],
        [text.in_language(language) for text in remedies],
        [text.in_language(language) for text in explanation.sources],
    )
    for head, lines in zip(heads, parts, strict=True):
        if lines:
            yield ""
            yield f"**{head}**"
            yield ""
            yield from (f"- {_plain(line)}" for line in dict.fromkeys(lines))


def _plain(text: str) -> str:
    """The text as Markdown shows it unchanged."""
    return re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", text)


def _told_by(places: list[Told]) -> str:
    if any(each.is_check for each in places):
        checks = [
            f"[`{each.by}`](../checks.md#{each.by})" for each in places if each.by and each.is_check
        ]
        by = f"the check {', '.join(checks)}" if checks else "every check"
        by += "".join(f", and of `{each.by}`" for each in places if not each.is_check)
        return (
            f"A finding of {by}. Severity: error; warning where the criterion itself has no source"
            " (`recalled`)."
        )
    modules = ", ".join(dict.fromkeys(f"`{each.by}`" for each in places))
    if any(each.is_value for each in places):
        return (
            "A finding on a value that cannot be read. Severity: that of the element that it spoils;"
            f" in `data/agency.yaml` it stops the build. Told by {modules}."
        )
    if any(each.is_finding for each in places):
        return f"A finding (exit 1). Told by {modules}."
    return f"A problem of the input, which stops the build (exit 2). Told by {modules}."


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
    os.environ["COLUMNS"] = "100"  # as wide as the help is printed
    for call in calls:
        yield ""
        yield f"## `{' '.join(['oit', *call])}`"
        yield ""
        yield "```text"
        yield _help(call)
        yield "```"


def _help(call: list[str]) -> str:
    """What the command itself prints."""
    with redirect_stdout(StringIO()) as printed:
        try:
            run(["--lang", "en", *call, "--help"])
        except SystemExit as ended:
            assert not ended.code, call
    return printed.getvalue().rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
