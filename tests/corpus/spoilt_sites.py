"""Labelled faults of a published site: each is planted in a built folder, and names itself alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sites import edit

from site_builder.audit.engine import audit
from site_builder.disclosures import load_disclosures
from site_builder.outcomes import Outcome, Report
from site_builder.published.expected import Expectations, by_data
from site_builder.published.source import Source
from site_builder.workspace import open_workspace


def from_data(workspace: Path, edition: str) -> tuple[Report, Expectations]:
    opened = open_workspace(workspace)
    data = load_disclosures(opened, edition)
    report = audit(opened, data)
    return report, by_data(data, report)


@dataclass(frozen=True)
class Difference:
    """One finding or problem that only the published site has: what it spoils, and at which path."""

    item: str
    element: str
    code: str
    path: str


def differences(source: Source, before: Report, after: Report) -> set[Difference]:
    """Everything in which a site's report differs from the one without it."""
    assert after.site == source.name
    assert [each.item for each in after.items] == [each.item for each in before.items]

    def path(location: str) -> str:
        return location.removeprefix(source.name).lstrip("/").removesuffix("index.html")

    found = set()
    for old, new in zip(before.items, after.items, strict=True):
        for was, now in zip(old.elements, new.elements, strict=True):
            assert was.element is now.element
            for finding in now.findings[len(was.findings) :]:
                assert now.outcome == Outcome.FAIL
                assert str(finding.message)
                assert str(finding.remedy)
                place = path(finding.location.file)
                found.add(Difference(new.item.id, was.element.key, finding.code, place))
            if now.outcome == Outcome.NOT_CHECKED != was.outcome:
                assert now.reason
                found.add(Difference(new.item.id, was.element.key, "not-checked", ""))
            assert now == was or now.outcome in (Outcome.FAIL, Outcome.NOT_CHECKED)
        for note in new.notes[len(old.notes) :]:
            found.add(Difference(new.item.id, "", note.code, path(note.location.file)))
        assert new.status == old.status or new.elements != old.elements or new.notes != old.notes
    for problem in after.problems[len(before.problems) :]:
        found.add(Difference("", "", problem.code, path(problem.location.file)))
    return found


O7 = "oit/2568/o07/"
O5 = "oit/2568/o05/"
NAME = "o05-local-development-plan-2566-2570"
PDF = f"{O5}files/{NAME}.pdf"
LONG = "oit/2568/o12/purchases/2568-01/"
Spoil = Callable[[Path], None]


def page_of(path: str) -> str:
    return path + "index.html"


def block_emptied(path: str, key: str, keep: str = "") -> Spoil:
    """Empty the blocks of an element that are a `div` without a `div` in it."""

    def spoil(site: Path) -> None:
        file = site / page_of(path)
        text = file.read_text(encoding="utf-8")
        pattern = rf'(<(\w+) (?:id="{key}" )?data-element="{key}"[^>]*>)(.*?)(</\2>)'
        text, count = re.subn(pattern, rf"\g<1>{keep}\g<4>", text, flags=re.DOTALL)
        assert count
        file.write_text(text, encoding="utf-8")

    return spoil


def replaced(path: str, old: str, new: str) -> Spoil:
    return lambda site: void(edit(site / path, old, new))


def written(path: str, content: bytes) -> Spoil:
    return lambda site: void((site / path).write_bytes(content))


def removed(path: str) -> Spoil:
    return lambda site: (site / path).unlink()


def renamed(path: str, name: str) -> Spoil:
    return lambda site: void((site / path).rename((site / path).with_name(name)))


def swapped(one: str, other: str) -> Spoil:
    def spoil(site: Path) -> None:
        first, second = site / page_of(one), site / page_of(other)
        kept = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(kept)

    return spoil


def linked_outside(site: Path) -> None:
    """A link in the folder to the same file outside of it, which no server need follow."""
    outside = site.parent / "outside.pdf"
    shutil.move(site / PDF, outside)
    (site / PDF).symlink_to(outside)


def void(_: object) -> None:
    return None


def nothing(site: Path) -> None:
    """Leaves the site as it was built."""


def every(item: str, code: str, path: str, *keys: str) -> set[Difference]:
    return {Difference(item, key, code, path) for key in keys}


O7_KEYS = ("fiscal-year", "results", "spending", "problems-obstacles", "recommendations")
O5_KEYS = ("plan-covers-year", "long-term-plan", "strategy", "goals", "indicators")
HTML = b"\xef\xbb\xbf\n<!DOCTYPE html><html><title>404</title></html>"
SPOILT: dict[str, tuple[Spoil, set[Difference]]] = {
    "a block emptied": (
        block_emptied(O7, "fiscal-year"),
        every("O7", "published-empty", O7, "fiscal-year"),
    ),
    "white space alone": (
        block_emptied(O7, "fiscal-year", " &nbsp;\n<p><br></p><!-- x --><script>1</script>"),
        every("O7", "published-empty", O7, "fiscal-year"),
    ),
    "hidden text": (
        block_emptied(O7, "fiscal-year", "<p hidden>ปีงบประมาณ พ.ศ. 2567</p>"),
        every("O7", "published-empty", O7, "fiscal-year"),
    ),
    "another year": (
        block_emptied(O7, "fiscal-year", "ปีงบประมาณ พ.ศ. 2566"),
        every("O7", "published-differs", O7, "fiscal-year"),
    ),
    "a block without its mark": (
        replaced(page_of(O7), 'id="spending" data-element="spending"', 'id="spending"'),
        every("O7", "not-published", O7, "spending"),
    ),
    "a notice in its place": (
        replaced(page_of(O7), 'data-element="spending"', 'data-element="spending" data-absent'),
        every("O7", "not-published", O7, "spending"),
    ),
    "one cell emptied": (
        replaced("oit/2568/o02/index.html", "080-000-0101</a>", "</a>"),
        every("O2", "published-differs", "oit/2568/o02/", "person-contact"),
    ),
    "one picture taken out": (
        lambda site: void(
            (site / "oit/2568/o02/index.html").write_text(
                re.sub(
                    r'<img src="files/photos/[^>]*>',
                    "",
                    (site / "oit/2568/o02/index.html").read_text(encoding="utf-8"),
                    count=1,
                ),
                encoding="utf-8",
            )
        ),
        every("O2", "published-blank", "oit/2568/o02/", "person-photo"),
    ),
    "a page removed": (
        removed(page_of(O7)),
        every("O7", "page-missing", O7, *O7_KEYS),
    ),
    "a folder renamed": (
        renamed("oit/2568/o07", "O07"),
        every("O7", "page-missing", O7, *O7_KEYS),
    ),
    "two pages swapped": (
        swapped(O7, O5),
        every("O7", "wrong-page", O7, *O7_KEYS) | every("O5", "wrong-page", O5, *O5_KEYS),
    ),
    "the page of another year": (
        swapped(O7, "oit/2569/o07/"),
        every("O7", "wrong-page", O7, *O7_KEYS),
    ),
    "an error page": (written(page_of(O7), HTML), every("O7", "wrong-page", O7, *O7_KEYS)),
    "an empty page": (written(page_of(O7), b""), every("O7", "wrong-page", O7, *O7_KEYS)),
    "a document that is HTML": (
        written(PDF, HTML),
        every("O5", "document-broken", PDF, "long-term-plan"),
    ),
    "an empty document": (written(PDF, b""), every("O5", "document-broken", PDF, "long-term-plan")),
    "a picture behind .pdf": (
        written(PDF, b"\x89PNG\r\n\x1a\n"),
        every("O5", "document-broken", PDF, "long-term-plan"),
    ),
    "a document removed": (removed(PDF), every("O5", "document-missing", PDF, "long-term-plan")),
    "a document in capitals": (
        renamed(PDF, f"{NAME}.PDF"),
        every("O5", "document-missing", PDF, "long-term-plan"),
    ),
    "a document behind a link": (
        linked_outside,
        every("O5", "document-missing", PDF, "long-term-plan"),
    ),
    "a document that leads out": (
        replaced(page_of(O5), f"files/{NAME}.pdf", "https://example.com/x.pdf"),
        every("O5", "published-differs", O5, "long-term-plan"),
    ),
    "a path that leads out": (
        replaced(page_of(O5), f"files/{NAME}.pdf", "files/..%2f..%2fx.pdf"),
        every("O5", "published-differs", O5, "long-term-plan")
        | every("O5", "document-missing", O5 + "files/../../x.pdf", "long-term-plan"),
    ),
}


@contextmanager
def spoilt(site: Path, spoil: Spoil, home: Path) -> Iterator[Path]:
    """A copy of a built site with one thing spoilt."""
    copy = home / "copy"
    shutil.copytree(site / "oit", copy / "oit")
    spoil(copy)
    yield copy
    shutil.rmtree(copy)
