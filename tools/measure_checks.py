"""Measures how right the checks are: precision and recall of each on labelled cases.

Prints a table and writes `docs/accuracy.md`. A case says what must be told of it; what is told
beyond that is a false alarm, what is not told is missed. Returns 1 where a check is not perfect.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from bad_documents import BAD, GOOD, NOT_READ  # noqa: E402
from copying import copy_workspace  # noqa: E402
from corpus import (  # noqa: E402
    contradictions,
    elements,
    elsewhere,
    made_pages,
    old_pages,
    papers,
    personal,
    planted,
    spoilt_sites,
)
from workspaces import WorkspaceFolder  # noqa: E402

from site_builder.audit.checks import CHECKS  # noqa: E402
from site_builder.audit.checks.base import COMMON  # noqa: E402
from site_builder.documents.reading import read_documents  # noqa: E402
from site_builder.engines.build import build  # noqa: E402
from site_builder.language import use_language  # noqa: E402
from site_builder.personal_data import personal_data  # noqa: E402
from site_builder.privacy.finding import find  # noqa: E402
from site_builder.published.audit import audit_site  # noqa: E402
from site_builder.published.source import open_source  # noqa: E402
from site_builder.sources.files import FileRef  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"

#: How many random numbers the gate for personal data is shown.
NUMBERS = 100_000
#: How many pages made by chance are taken over.
PAGES = 400

#: The code of a finding, or the outcome where nothing is found.
Told = Counter[str]


@dataclass
class Score:
    """What was expected of a check over all its cases, and what it told."""

    clean: int = 0
    planted: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, name: str, expected: Told, told: Told) -> None:
        self.clean += not expected
        self.planted += bool(expected)
        self.right += (expected & told).total()
        self.missed += [f"{name}: {code}" for code in (expected - told).elements()]
        self.false += [f"{name}: {code}" for code in (told - expected).elements()]

    @property
    def precision(self) -> float:
        told = self.right + len(self.false)
        return self.right / told if told else 1.0

    @property
    def recall(self) -> float:
        expected = self.right + len(self.missed)
        return self.right / expected if expected else 1.0


def main() -> int:
    """Measure, print and write; returns an exit code."""
    use_language("en")
    scores: dict[str, Score] = {}
    for check, name, expected, told in _cases():
        scores.setdefault(check, Score()).add(name, expected, told)
    lines = list(_page(scores))
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print("\n".join(lines))
    return any(score.missed or score.false for score in scores.values())


def _cases() -> Iterator[tuple[str, str, Told, Told]]:
    yield from _elements()
    yield from _contradictions()
    yield from _papers()
    yield from _opened()
    yield from _personal()
    yield from _elsewhere()
    yield from _adopted()
    yield from _whole()
    yield from _published()


def _elements() -> Iterator[tuple[str, str, Told, Told]]:
    cases: list[elements.Case]
    cases = [*elements.PASSES, *elements.UNCOMPARED, *elements.FAILS, *elements.OPEN]
    for case in cases:
        with _folder() as folder:
            result = elements.judge(folder, case)
        told = Counter(finding.code for finding in result.findings)
        expected: Told = Counter()
        if isinstance(case, elements.Fails):
            expected = Counter(code for code, _ in case.findings)
        if isinstance(case, elements.Open):
            expected["needs a person"] = 1
        if result.outcome == "needs-review":
            told["needs a person"] += 1
        yield case.check, case.name, expected, told


def _contradictions() -> Iterator[tuple[str, str, Told, Told]]:
    cases: list[contradictions.Agrees | contradictions.Contradicts]
    cases = [*contradictions.AGREES, *contradictions.CONTRADICTS]
    for case in cases:
        with _folder() as folder:
            told = contradictions.told(contradictions.judge(folder, case), case.check)
        expected = case.findings if isinstance(case, contradictions.Contradicts) else []
        codes = [Counter(code for code, _ in findings) for findings in (expected, told)]
        yield case.check, case.name, codes[0], codes[1]


def _papers() -> Iterator[tuple[str, str, Told, Told]]:
    for case in papers.PAPERS:
        with _folder() as folder:
            item = papers.judge(folder, case)
        expected, told = Counter(case.told), Counter(papers.told(item))
        if case.outcome == "needs-review":
            expected["needs a person"] += 1
        if case.place[3] and item.element(case.place[3]).outcome == "needs-review":
            told["needs a person"] += 1
        yield "documents", case.name, expected, told


def _opened() -> Iterator[tuple[str, str, Told, Told]]:
    """Documents by what is wrong with the file itself."""
    with tempfile.TemporaryDirectory() as folder:
        for name, sample in {**BAD, **GOOD, **NOT_READ}.items():
            file = FileRef(name, sample.write(Path(folder) / name))
            facts = read_documents([file])[file.sha256]
            yield "opening of documents", name, Counter(sample.faults), Counter(facts.faults)


def _personal() -> Iterator[tuple[str, str, Told, Told]]:
    group = "personal data"
    for name, (kind, text) in personal.FOUND.items():
        yield group, name, Counter([kind]), Counter(each.kind.value for each in find(text))
    for name, text in personal.LEFT_ALONE.items():
        yield group, name, Counter(), Counter(each.kind.value for each in find(text))
    for paper in personal.PAPERS:
        with _folder() as folder:
            folder.write(f"data/2568/files/{paper.file}", paper.make())
            folder.disclose("2568", "complaint-statistics", f"documents:\n  - {paper.file}\n")
            found = personal_data(folder.open("2568"), [folder.data("2568")])
        told = Counter(problem.code for problem in found.problems)
        yield group, paper.name, Counter(paper.told), told


def _elsewhere() -> Iterator[tuple[str, str, Told, Told]]:
    """Links in the data, by where they lead."""
    for case in elsewhere.LINKED:
        with _folder() as folder:
            found = elsewhere.told(elsewhere.judge(folder, case))
        codes = [Counter(code for code, _ in findings) for findings in (case.told, found)]
        yield "main-website rule", case.name, codes[0], codes[1]


def _adopted() -> Iterator[tuple[str, str, Told, Told]]:
    """Old pages: each link with its item. What is told with high confidence must never be wrong."""
    for case in old_pages.OLD_PAGES:
        for level, expected, told in old_pages.compared(case.adoption(), case):
            yield f"adopted pages: {level} confidence", case.name, expected, told


def _published() -> Iterator[tuple[str, str, Told, Told]]:
    """The built workspace as it is, and with one thing spoilt."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_workspace(ROOT, Path(folder) / "root")
        _, site = build(root)
        report, expected = spoilt_sites.from_data(root, "2568")
        cases = {"clean 2568": (spoilt_sites.nothing, set()), **spoilt_sites.SPOILT}
        for name, (spoil, wanted) in cases.items():
            with spoilt_sites.spoilt(site, spoil, Path(folder)) as copy:
                source = open_source(str(copy))
                found = audit_site(source, report, expected)
                told = spoilt_sites.differences(source, report, found)
            yield "published site", name, Counter(map(str, wanted)), Counter(map(str, told))


def _whole() -> Iterator[tuple[str, str, Told, Told]]:
    """The clean workspace, and the same with one fault: each fault counts for its own check."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_workspace(ROOT, Path(folder) / "root")
        for edition in ("2568", "2569"):
            told = planted.told(planted.report_of(root, edition))
            yield "whole workspace", f"clean {edition}", Counter(), Counter(c for _, c in told)
        for case in planted.PLANTED:
            told = planted.told(planted.plant(root, case))
            expected = Counter(code for _, code in case.told)
            yield "whole workspace", case.name, expected, Counter(code for _, code in told)


@contextlib.contextmanager
def _folder() -> Iterator[WorkspaceFolder]:
    with tempfile.TemporaryDirectory() as name:
        yield WorkspaceFolder(Path(name) / "workspace")


def _page(scores: dict[str, Score]) -> Iterator[str]:
    yield "# Accuracy of the checks"
    yield ""
    yield "Written by `python3 dev.py accuracy` from the labelled cases in `tests/corpus/`, which are"
    yield "tests too. A clean case must say nothing, a planted one exactly what it names."
    yield ""
    yield "| check | clean cases | planted cases | told rightly | missed | false | precision | recall |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, score in sorted(scores.items()):
        yield (
            f"| {name} | {score.clean} | {score.planted} | {score.right} | {len(score.missed)} | "
            f"{len(score.false)} | {score.precision:.3f} | {score.recall:.3f} |"
        )
    codes = {code for check in CHECKS.values() for code in check.messages} | set(COMMON)
    yield ""
    yield f"{len(scores)} groups, {sum(s.clean + s.planted for s in scores.values())} cases, "
    yield f"{len(codes)} codes of findings on elements and contradictions."
    alarms, fitting = personal.false_alarms(NUMBERS)
    yield ""
    yield f"Of {NUMBERS:,} random numbers of 13 digits in neutral texts, {fitting:,} have the checksum of a"
    yield f"national ID; the gate for personal data told {alarms} of them ({100 * alarms / NUMBERS:.3f} %)."
    made = made_pages.measured(PAGES)
    yield ""
    yield f"Of {made.links:,} links of items on {PAGES} old pages made by chance, in eight makes and with mistakes,"
    yield f"{made.sure:,} are told with high confidence and {made.found:,} at all; with high confidence and wrong: {made.wrong}."
    yield "The old pages were made for the tests; none is a real agency's."
    wrong = [
        *(f"missed: {name}" for score in scores.values() for name in score.missed),
        *(f"false: {name}" for score in scores.values() for name in score.false),
    ]
    for line in wrong:
        yield f"- {line}"
    yield ""
    yield "Faults that cost real agencies their points, as their own documents tell, are planted in the"
    yield "whole fictional workspace:"
    yield ""
    for case in planted.SEEDS:
        codes_told = ", ".join(f"`{code}`" for code in dict.fromkeys(code for _, code in case.told))
        yield f"- {case.name} → {codes_told}"


if __name__ == "__main__":
    sys.exit(main())
