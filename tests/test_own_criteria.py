"""Criteria of a user's own in the folder `editions/`: an edition, corrections, confirmations."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from commands import BAD_INPUT, CLEAN, FINDINGS, Commands
from made_editions import DATA, FILE, NEW_ITEMS, YEAR, add_data, draft
from sites import NAKHAM, Run, copy_workspace, oit, tree
from workspaces import WorkspaceFolder, real_file

from site_builder.catalogue.loader import edition_names, load_catalogue, shipped_file
from site_builder.catalogue.model import CONFIDENCES, Confidence
from site_builder.catalogue.own import load_catalogue_of
from site_builder.publication import publish_workspace
from site_builder.workspace import with_edition

SHIPPED = load_catalogue().editions
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `oit editions new 2570 --from 2569` writes."""
    return draft(tmp_path_factory.mktemp("draft"))


@pytest.fixture
def own(workspace: WorkspaceFolder, drafted: str) -> WorkspaceFolder:
    """A workspace with the made-up edition 2570, its data, and a folder for those of 2569."""
    workspace.write(FILE, drafted + NEW_ITEMS)
    add_data(workspace.root)
    (workspace.root / "data" / "2569").mkdir()
    return workspace


def _in_english(commands: Commands, root: Path, *arguments: str) -> Run:
    return commands.run(*arguments, "--lang", "en", cwd=root)


def _problems(run: Run) -> list[tuple[str, str]]:
    """Place and message of every problem that a command told, wherever it told it."""
    lines = (run.out + run.err).splitlines()
    told = [line for line, remedy in pairwise(lines) if remedy.startswith("    → ")]
    return [(place, message) for place, _, message in (line.partition(": ") for line in told)]


def _texts(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)


def _bodies(workspace: WorkspaceFolder, edition: str) -> dict[str, str]:
    """Every page of a site of one edition, by path."""
    opened = with_edition(workspace.open(), edition)
    return {page.path: page.body for page in publish_workspace(opened).site.pages}


# --- drafting an edition ----------------------------------------------------------------------


@pytest.mark.parametrize("source", edition_names())
def test_a_draft_hangs_together(commands: Commands, tmp_path: Path, source: str) -> None:
    made = commands.run("editions", "new", YEAR, "--from", source, cwd=tmp_path)
    assert (made.code, made.err) == (CLEAN, "")
    assert FILE in made.out
    found = _in_english(commands, tmp_path, "editions", "lint")
    assert (found.code, found.out) == (CLEAN, "5 editions checked, 0 problems\n")


@pytest.mark.parametrize("source", edition_names())
def test_a_draft_is_last_years_edition_with_nothing_surer(
    commands: Commands, tmp_path: Path, source: str
) -> None:
    assert commands.run("editions", "new", YEAR, "--from", source, cwd=tmp_path).code == CLEAN
    catalogue = load_catalogue_of(tmp_path, (YEAR,))
    assert catalogue is not None
    made, old = catalogue.editions[YEAR], SHIPPED[source]
    assert (made.name, made.origin.file) == (YEAR, FILE)
    for new, item in zip(made.items, old.items, strict=True):
        assert (new.id, new.slug, new.title) == (item.id, item.slug, item.title)
        assert [(link.edition, link.item) for link in new.continues] == [(source, item.id)]
        for copy, element in zip(new.elements, item.elements, strict=True):
            assert copy.source == f"edition {source}"
            expected = dataclasses.replace(
                element, confidence=copy.confidence, source=copy.source, places={}
            )
            assert dataclasses.replace(copy, places={}) == expected
            assert copy.confidence == _lowered(element.confidence)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    told = re.findall(r"^\s*(?:\w+_)?confidence: (\w+)$", text, re.MULTILINE)
    assert len(told) > 200
    assert set(told) <= {"adapted", "inferred", "recalled"}


def _lowered(confidence: Confidence) -> str:
    surest_first = list(CONFIDENCES)
    return max(confidence, "adapted", key=surest_first.index)


def test_a_draft_may_be_made_of_ones_own_edition(commands: Commands, own: WorkspaceFolder) -> None:
    made = commands.run("editions", "new", "2571", "--from", YEAR, cwd=own.root)
    assert made.code == CLEAN
    found = _in_english(commands, own.root, "editions", "lint")
    assert (found.code, found.out) == (CLEAN, "6 editions checked, 0 problems\n")
    diff = _in_english(commands, own.root, "editions", "diff", YEAR, "2571")
    assert diff.out.splitlines()[-1] == "kept 29; elements or rules changed 0"


def test_a_draft_takes_over_corrections(commands: Commands, tmp_path: Path) -> None:
    folder = WorkspaceFolder(tmp_path)
    folder.write("editions/2569.yaml", _corrections("2569", "change: {th: ชื่อใหม่}", item="O2"))
    assert commands.run("editions", "new", YEAR, "--from", "2569", cwd=tmp_path).code == CLEAN
    shown = commands.run("editions", "show", YEAR, "O2", cwd=tmp_path)
    assert "O2  ชื่อใหม่" in shown.out


#: What is typed after `oit editions new`, and what the message must name.
NOT_DRAFTED = {
    "it ships": (["2569", "--from", "2568"], "2569"),
    "unknown source": (["2571", "--from", "2499"], "2499"),
    "before its source": (["2567", "--from", "2568"], "2567"),
    "the same": (["2569", "--from", "2569"], "2569"),
    "no year": (["next", "--from", "2569"], "next"),
    "Thai digits": (["๒๕๗๑", "--from", "2569"], "๒๕๗๑"),
    "Christian era": (["2027", "--from", "2569"], "2027"),
    "a path": (["../2571", "--from", "2569"], "../2571"),
    "a path within": (["2571/../../x", "--from", "2569"], "2571/../../x"),
    "no source": (["2571"], "--from"),
}


@pytest.mark.parametrize(("arguments", "name"), NOT_DRAFTED.values(), ids=list(NOT_DRAFTED))
def test_what_cannot_be_drafted_is_told_and_nothing_is_written(
    commands: Commands, tmp_path: Path, arguments: list[str], name: str
) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    run = commands.run("editions", "new", *arguments, cwd=root)
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert name in run.err
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", [FILE, "editions/2570.yml"])
def test_an_edition_is_never_overwritten(
    commands: Commands, workspace: WorkspaceFolder, drafted: str, name: str
) -> None:
    mine = workspace.write(name, drafted + NEW_ITEMS)
    before = tree(workspace.root)
    run = _in_english(commands, workspace.root, "editions", "new", YEAR, "--from", "2568")
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert "it is not overwritten" in run.err
    assert tree(workspace.root) == before
    assert mine.read_text(encoding="utf-8") == drafted + NEW_ITEMS


# --- an edition of one's own --------------------------------------------------------------------


def test_an_own_edition_is_judged(commands: Commands, own: WorkspaceFolder) -> None:
    names = [part for name in ("O27", "O28", "O29") for part in ("--item", name)]
    run = commands.run("check", "--edition", YEAR, *names, "--format", "json", cwd=own.root)
    assert (run.code, run.err) == (CLEAN, "")
    items = {item["slug"]: item for item in run.json()["items"]}
    assert {slug: item["status"] for slug, item in items.items()} == {
        "open-data": "complete",
        "laws": "complete",
        "staff-welfare": "needs-review",
    }
    (welfare,) = items["staff-welfare"]["elements"]
    assert (welfare["outcome"], welfare["reason"]) == (
        "needs-review",
        "แสดงเป็นเอกสารแนบ ให้คนพิจารณา",
    )
    keys = [element["key"] for element in items["open-data"]["elements"]]
    assert keys == ["data-sets", "both-kinds", "licence", "standing", "manual", "of-the-year"]


#: A gap in the data of a new item, with the elements that it spoils and their severity.
GAPS = {
    "one row": ("o27", "  - {title: จุดบริการน้ำดื่ม, ", "# ", "data-sets both-kinds", "error"),
    "one side": ("o27", "side: permanent}", "side: political}", "both-kinds", "error"),
    "no licence": ("o27", "CC BY 4.0", "อิสระ", "licence", "error"),
    "unknown choice": ("o27", "in-charge: permanent", "in-charge: ทั้งสองฝ่าย", "standing", "error"),
    "no manual": ("o27", "manual: manual.pdf", "", "manual", "error"),
    "other year": ("o27", "พ.ศ. 2570", "พ.ศ. 2569", "of-the-year", "warning"),
    "no laws": ("o28", "[https://law.example.go.th/1]", "", "law-list", "error"),
    "no date": ("o28", "1 ตุลาคม 2569", "เร็ว ๆ นี้", "in-force", "error"),
}


@pytest.mark.parametrize(("name", "old", "new", "keys", "severity"), GAPS.values(), ids=list(GAPS))
def test_a_gap_in_a_new_item_is_found(
    own: WorkspaceFolder, name: str, old: str, new: str, keys: str, severity: str
) -> None:
    assert old in DATA[name]
    own.write(f"data/{YEAR}/{name}.yaml", DATA[name].replace(old, new))
    item = next(each for each in own.report(YEAR).items if each.item.code == name)
    found = {each.element.key: {f.severity.value for f in each.findings} for each in item.elements}
    spoilt = {each: severities for each, severities in found.items() if severities}
    assert spoilt == {key: {severity} for key in keys.split()}


def test_reports_say_whose_criteria_they_are(commands: Commands, own: WorkspaceFolder) -> None:
    text = commands.run("check", "--edition", YEAR, cwd=own.root).out.splitlines()
    assert text[1] == f"เกณฑ์ปี {YEAR} เป็นของผู้ใช้เอง ({FILE}) ไม่ใช่เกณฑ์ที่มากับโปรแกรม"
    english = _in_english(commands, own.root, "check", "--edition", YEAR).out.splitlines()
    assert english[1] == f"the criteria of {YEAR} are the user's own ({FILE}), not ours"
    data = commands.run("check", "--edition", YEAR, "--format", "json", cwd=own.root).json()
    content = (own.root / FILE).read_bytes()
    assert data["ruleset"] == {
        "edition": YEAR,
        "sha256": hashlib.sha256(content).hexdigest(),
        "own": FILE,
        "confirmed": None,
        "corrections": [],
    }
    ours = commands.run("check", "--edition", "2569", "--format", "json", cwd=own.root).json()
    assert ours["ruleset"]["own"] is None
    listed = commands.run("editions", "list", cwd=own.root).out.splitlines()
    place = next(number for number, line in enumerate(listed) if line.startswith(YEAR))
    assert listed[place].startswith(f"{YEAR}  O1–O29  126 ")
    assert FILE in listed[place + 1]


def test_pages_say_whose_criteria_they_are(own: WorkspaceFolder) -> None:
    line = f"เกณฑ์ปี {YEAR} เป็นของผู้ใช้เอง ({FILE})"
    bodies = _bodies(own, YEAR)
    for path in ("", "o01/", "o27/", "o29/"):
        assert line in _texts(bodies[f"oit/{YEAR}/{path}"]), path
    assert line not in _texts(bodies["oit/2569/"])


def test_what_is_new_is_told_by_diff(commands: Commands, own: WorkspaceFolder) -> None:
    lines = _in_english(commands, own.root, "editions", "diff", "2569", YEAR).out.splitlines()
    place = lines.index("new (3)")
    assert lines[place + 1 : place + 4] == [
        "  O27 Open data",
        "  O28 Laws in force",
        "  O29 Staff welfare",
    ]
    assert lines[-1] == "kept 26, new 3; elements or rules changed 0"
    over_years = _in_english(commands, own.root, "editions", "diff", "2566", YEAR).out
    assert over_years.splitlines()[-1].startswith("kept 1, renumbered 18, merged 7, new 3,")


def test_an_own_edition_is_shown(commands: Commands, own: WorkspaceFolder) -> None:
    shown = _in_english(commands, own.root, "editions", "show", YEAR, "open-data").out
    assert shown.startswith("O27  Open data  (open-data, 10.2)")
    assert "required; data-sets (table); filled" in shown
    assert "conditional; covers (period); covers-period" in shown


def test_without_data_the_newest_edition_is_ones_own(
    workspace: WorkspaceFolder, drafted: str
) -> None:
    workspace.write(FILE, drafted)
    opened = workspace.open()
    assert (opened.editions, opened.current_edition) == ((YEAR,), YEAR)


# --- what may be wrong in an edition of one's own -----------------------------------------------


@dataclasses.dataclass(frozen=True)
class Mistake:
    """One text of the edition replaced by another, and what is told of it.

    Attributes:
        says: part of the message.
        at: what stands in the line that is named: the last before the end of the new text, or else
            the next after it; the first line of the new text itself where it is "". `FIELDS` stands
            for any line from there to the field.
    """

    old: str
    new: str
    says: str = ""
    at: str = ""

    def made(self, text: str) -> tuple[str, range]:
        """The text with the mistake, and the lines at one of which it should be told."""
        start = text.index(self.old, text.index(NEW_ITEMS) if self.old in NEW_ITEMS else 0)
        end = start + len(self.new)
        text = text[:start] + self.new + text[start + len(self.old) :]
        shown = self.at or self.new.strip().splitlines()[0]
        place = text.rfind(shown, 0, end)
        line = text.count("\n", 0, place if place >= 0 else text.index(shown, end)) + 1
        last = text.count("\n", 0, start) + 1 if self.at == FIELDS else line
        return text, range(line, last + 1)


def _part(first: str, end: str) -> str:
    """The part of the new items from one text up to another."""
    start = NEW_ITEMS.index(first)
    return NEW_ITEMS[start : NEW_ITEMS.index(end, start)]


ITEM = "  - id: O28\n"
ELEMENT = "      - key: law-list\n"
FIELDS = "    fields:\n"
LICENCE = "check: mentions\n        with: {words: [CC]}"
IN_PERIOD = "check: in-period\n        with: {rule: current-fiscal-year"
MISTAKES = {
    # names that do not exist
    "check": Mistake("check: mentions", "check: mention", "there is no check mention"),
    "field": Mistake("of: licence", "of: license", 'no field license (did you mean "licence"?)'),
    "column": Mistake("{columns: [title,", "{columns: [titel,", "there is no column titel"),
    "column of values": Mistake("{column: side,", "{column: sied,", "there is no column sied"),
    "choice": Mistake("[political, permanent]", "[political, x]", "there is no choice x"),
    "rule": Mistake(
        "{rule: current-fiscal-year}", "{rule: now}", "there is no rule of periods now"
    ),
    "group of agencies": Mistake(
        "local-government", "local", "there is no group of agencies local"
    ),
    "subject": Mistake("slug: laws", "slug: lawz", 'there is no subject "lawz"'),
    "sub-indicator": Mistake('"10.2"', '"10.9"', "O27: there is no sub-indicator 10.9"),
    "subject of the plan": Mistake("slug: hr-plan,", "slug: hr-plam,", "no subject hr-plam"),
    "kind": Mistake("kind: document", "kind: pdf", 'unknown value "pdf"'),
    "kind of a column": Mistake("title, kind: text", "title, kind: table", 'unknown value "table"'),
    "set of columns": Mistake(
        _part("        columns:\n", "      - {key: licence"),
        "        columns: purchases\n",
        'unknown value "purchases"',
    ),
    "vocabulary": Mistake(
        "{key: in-charge, kind: choice, vocabulary: side",
        "{key: in-charge, kind: choice, vocabulary: sides",
        "sides",
        FIELDS,
    ),
    "confidence": Mistake("confidence: recalled", "confidence: sure", 'unknown value "sure"'),
    "period": Mistake("{rule: none,", "{rule: never,", 'unknown value "never"'),
    "answer to none": Mistake("none: accepted", "none: yes", 'unknown value "yes"'),
    "alternative field": Mistake("of: report", "of: reprot", "there is no field reprot"),
    "alternative check": Mistake(
        "of: report\n",
        "of: report\n          check: fill\n",
        "there is no check fill",
        "of: report",
    ),
    "continued item": Mistake(
        "    period: {rule: none,",
        '    continues: {items: [{edition: "2569", item: O99}], confidence: single}\n'
        "    period: {rule: none,",
        "O28: edition 2569 has no item O99",
    ),
    # parameters of checks
    "parameter missing": Mistake(
        f"{LICENCE}\n", "check: mentions\n", "the check mentions needs words", "- key: licence"
    ),
    "parameter unknown": Mistake("{words: [CC]}", "{words: [CC], min: 1}", "mentions takes no min"),
    "text for a list": Mistake("{words: [CC]}", "{words: CC}", "words has the wrong type"),
    "text for a number": Mistake("min: 2}", "min: two}", "min has the wrong type"),
    "list for a text": Mistake("{column: side,", "{column: [side],", "column has the wrong type"),
    "text for a mapping": Mistake("with: {words: [CC]}", "with: CC"),
    "neither column nor part": Mistake(LICENCE, f"{IN_PERIOD}}}", at="with: "),
    "column without dates": Mistake(
        "check: filled\n        with: {columns: [title, address], min: 2}",
        f"{IN_PERIOD}, column: title}}",
        at="with: ",
    ),
    # kinds of field that a check cannot judge
    "check of documents on a choice": Mistake(
        "of: in-charge\n        check: filled",
        "of: in-charge\n        check: signed",
        "the check signed does not judge a field of kind choice",
        "check: signed",
    ),
    "check of tables on a text": Mistake(LICENCE, "check: no-blank-cells", "kind text"),
    # numbers, slugs and keys
    "gap in the numbers": Mistake(ITEM, "  - id: O30\n", "here O28 is due, not O30"),
    "number twice": Mistake(ITEM, "  - id: O27\n", "here O28 is due, not O27"),
    "other letter": Mistake("id: O27\n", "id: X1\n", '"X1" is no number of an item'),
    "small letter": Mistake("id: O27\n", "id: o27\n", '"o27" is no number of an item'),
    "zero": Mistake("id: O27\n", "id: O0\n", '"O0" is no number of an item'),
    "leading zero": Mistake("id: O27\n", "id: O027\n", '"O027" is no number of an item'),
    "too large": Mistake("id: O29\n", "id: O12900\n", '"O12900" is no number of an item'),
    "slug twice": Mistake("slug: laws", "slug: open-data", "slug stands twice: open-data"),
    "element twice": Mistake("- key: manual", "- key: licence", "the element licence stands twice"),
    "element with a capital": Mistake("key: licence\n", "key: Licence\n", "the key is reserved"),
    "element with a reserved key": Mistake("key: licence\n", "key: downloads\n", "is reserved"),
    # fields of one's own
    "field that ships": Mistake(
        "{key: since, kind: date", "{key: laws, kind: date", "laws: the field laws stands", FIELDS
    ),
    "field twice": Mistake(
        "{key: manual,", "{key: licence,", "the field licence stands twice", FIELDS
    ),
    "field of the header": Mistake(
        "{key: manual,", "{key: covers,", "covers has the name of a header field", FIELDS
    ),
    "field with a capital": Mistake("{key: manual,", "{key: Manual,", "lower-case", FIELDS),
    "column twice": Mistake(
        "{key: address, kind: link", "{key: title, kind: link", "title stands twice", FIELDS
    ),
    "column with a space": Mistake("{key: address, kind", "{key: a b, kind", "lower-case", FIELDS),
    "columns of a text": Mistake("kind: table", "kind: text", "columns do not fit", FIELDS),
    "table without columns": Mistake(
        "licence, kind: text", "licence, kind: table", "columns do not fit", FIELDS
    ),
    "news without dates": Mistake("kind: table", "kind: news", at=FIELDS),
    "subjects that are a list": Mistake(
        NEW_ITEMS[NEW_ITEMS.index("subjects:\n") :],
        "subjects: [open-data]\n",
        "found a list, expected a mapping",
    ),
    "subject without fields": Mistake(
        f"  staff-welfare:\n{FIELDS}",
        "  staff-welfare:\n    feilds:\n",
        'the key "fields" is missing',
        "    feilds:",
    ),
    # what is missing, or more than there may be
    "item without a slug": Mistake("    slug: laws\n", "", 'the key "slug" is missing', ITEM),
    "item without elements": Mistake(
        _part(f"    elements:\n{ELEMENT}", "  - id: O29"),
        "    elements:\n",
        "O28: no elements",
        ITEM,
    ),
    "item without a title": Mistake('    en: "Laws in force"\n', "", '"en" is missing', ITEM),
    "item without score levels": Mistake("[100, 50, 0]", "[]", "O28: no score levels"),
    "item without a period": Mistake(
        "    period: {rule: none, confidence: single}\n", "", '"period" is missing', ITEM
    ),
    "element without a check": Mistake(
        "        check: filled\n        with: {min: 1}\n", "", '"check" is missing', ELEMENT
    ),
    "element that is a text": Mistake(
        ELEMENT, f"      - รายการ\n{ELEMENT}", 'found "รายการ", expected a mapping'
    ),
    "unknown key of an item": Mistake("    nil_rule:", "    nil_rul:", 'unknown key "nil_rul"'),
    "unknown key of an element": Mistake("none: accepted", "non: accepted", 'unknown key "non"'),
    "key twice": Mistake(
        "    slug: laws\n", "    slug: laws\n    slug: x\n", "stands already", "slug: x"
    ),
    "score that is a word": Mistake("[100, 50, 0]", "[100, half, 0]", "expected a number"),
    "year that cannot be": Mistake("-1, slug: hr-plan", "9999, slug: hr-plan"),
    # the file as a whole
    "another year": Mistake(f"edition: '{YEAR}'", "edition: '2571'", 'says edition: "2571"'),
    "no year": Mistake(f"edition: '{YEAR}'\n", "", 'the key "edition" is missing', "indicators:"),
    "unknown key": Mistake("subjects:\n", "colour: red\nsubjects:\n", 'unknown key "colour"'),
    "bracket left open": Mistake("[political, permanent]", "[political,", "not valid YAML"),
    "tab": Mistake(ITEM, "\t- id: O28\n", "not valid YAML"),
    "alias": Mistake("slug: laws", "slug: *laws", "aliases (the sign *) are not accepted"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_told_at_its_line(
    commands: Commands, own: WorkspaceFolder, drafted: str, mistake: Mistake
) -> None:
    """By `lint`, and by `check`, which then judges nothing."""
    text, lines = mistake.made(drafted + NEW_ITEMS)
    own.write(FILE, text)
    lint = _in_english(commands, own.root, "editions", "lint")
    told = _problems(lint)
    assert (lint.code, lint.err) == (FINDINGS, "")
    places = {f"{FILE}:{line}" for line in lines}
    messages = [message for place, message in told if place in places]
    assert any(mistake.says in message for message in messages), (places, told)
    assert {place.partition(":")[0] for place, _ in told} == {FILE}
    assert lint.out.endswith(f"5 editions checked, {len(told)} problems\n")
    check = _in_english(commands, own.root, "check", "--edition", YEAR)
    assert (check.code, check.out) == (BAD_INPUT, "")
    assert set(_problems(check)) == set(told)


def test_a_mistake_in_a_field_is_told_at_the_line_of_the_field(
    commands: Commands, own: WorkspaceFolder, drafted: str
) -> None:
    text, (line,) = Mistake("{key: manual,", "{key: Manual,").made(drafted + NEW_ITEMS)
    own.write(FILE, text)
    lint = _in_english(commands, own.root, "editions", "lint")
    assert f"{FILE}:{line}" in dict(_problems(lint))


def test_the_slug_of_a_new_subject_is_a_name(
    commands: Commands, own: WorkspaceFolder, drafted: str
) -> None:
    own.write(FILE, drafted + NEW_ITEMS.replace("staff-welfare", "../Staff Welfare"))
    lint = _in_english(commands, own.root, "editions", "lint")
    assert lint.code == FINDINGS
    assert any("../Staff Welfare" in message for _, message in _problems(lint))


def _without_items(drafted: str) -> str:
    return drafted[: drafted.index("items:\n  - id: O1\n")] + "items: []\n"


#: Files that are no edition at all, made of the draft, with part of what is told.
NO_EDITIONS: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda drafted: "", 'the key "items" is missing'),
    "only comments": (lambda drafted: "# later\n", 'the key "items" is missing'),
    "a list": (lambda drafted: "- O1\n- O2\n", "found a list"),
    "a text": (lambda drafted: "เกณฑ์ปีหน้า\n", "เกณฑ์ปีหน้า"),
    "corrections": (
        lambda drafted: f'edition: "{YEAR}"\ncorrections: []\n',
        'unknown key "corrections"',
    ),
    "confirmations": (
        lambda drafted: f'edition: "{YEAR}"\nconfirmations: []\n',
        'unknown key "confirmations"',
    ),
    "no items": (_without_items, ""),
}


@pytest.mark.parametrize(("content", "says"), NO_EDITIONS.values(), ids=list(NO_EDITIONS))
def test_a_file_that_is_no_edition_is_told(
    commands: Commands,
    own: WorkspaceFolder,
    drafted: str,
    content: Callable[[str], str],
    says: str,
) -> None:
    own.write(FILE, content(drafted))
    lint = _in_english(commands, own.root, "editions", "lint")
    told = _problems(lint)
    assert lint.code == FINDINGS
    assert any(place.startswith(FILE) and says in message for place, message in told), told
    assert _in_english(commands, own.root, "check", "--edition", YEAR).code == BAD_INPUT
    assert _in_english(commands, own.root, "editions", "list").code in (CLEAN, BAD_INPUT)


#: Bytes that are no text in UTF-8, with the code's words.
UNREADABLE = {
    "Windows-874": ("เกณฑ์".encode("cp874"), "the file is not UTF-8"),
    "UTF-16": ("เกณฑ์".encode("utf-16"), "the file is not UTF-8"),
    "zeros": (b"edition: \0\0", "not valid YAML"),
    "too deep": (b"[" * 500, "nested deeper"),
}


@pytest.mark.parametrize(("content", "says"), UNREADABLE.values(), ids=list(UNREADABLE))
@pytest.mark.parametrize("name", [FILE, "editions/2569.yaml", "editions/2569.confirmed.yaml"])
def test_a_file_that_cannot_be_read_is_told(
    commands: Commands, own: WorkspaceFolder, name: str, content: bytes, says: str
) -> None:
    own.write(name, content)
    for command in (["editions", "lint"], ["check"], ["editions", "list"]):
        run = _in_english(commands, own.root, *command)
        assert run.code == (FINDINGS if "lint" in command else BAD_INPUT)
        ((place, message),) = _problems(run)
        assert (place.partition(":")[0], says in message) == (name, True)


#: One mistake that a reader sees, one that only lint sees, and one that YAML itself sees.
STOPPING = ["unknown key", "check", "bracket left open"]


@pytest.mark.parametrize("name", STOPPING)
def test_a_build_stops_with_the_same_message_and_keeps_the_old_site(
    tmp_path: Path, drafted: str, name: str
) -> None:
    root = copy_workspace(NAKHAM, tmp_path / "nakham")
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("old", encoding="utf-8")
    add_data(root)
    text, (line,) = MISTAKES[name].made(drafted + NEW_ITEMS)
    WorkspaceFolder(root).write(FILE, text)
    run = oit("build", "--lang", "en", cwd=root)
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert "Traceback" not in run.err
    told = dict(_problems(run))
    assert MISTAKES[name].says in told[f"{FILE}:{line}"]
    assert tree(root / "site").keys() == {"index.html"}


# --- corrections to what ships ------------------------------------------------------------------

CORRECTED = "editions/2568.yaml"
PEOPLE = """\
people:
  - {name: นาย ก, position: นายก, rank: top, side: political, photo: a.jpg, contact: 043 000 001}
"""
REASON, BY = "คู่มือ 2568 หน้า 12", "นางสาวตัวอย่าง"


def _corrections(edition: str, *changes: str, item: str = "", element: str = "") -> str:
    """A file of corrections to one place, each with its reason; the first stands in line 3."""
    target = f"item: {item}\n    " if item else ""
    target += f"element: {element}\n    " if element else ""
    signed = f"    reason: {REASON}\n    by: {BY}\n"
    body = "".join(f"  - {target}{change}\n{signed}" for change in changes)
    return f'edition: "{edition}"\ncorrections:\n{body}'


@pytest.fixture
def filled(workspace: WorkspaceFolder) -> WorkspaceFolder:
    """A workspace with one executive in edition 2568."""
    workspace.disclose("2568", "executives", PEOPLE)
    workspace.attach("2568", "a.jpg")
    return workspace


@dataclasses.dataclass(frozen=True)
class Change:
    """A correction at O2 and how it is told.

    Attributes:
        told: as reports tell it, without reason and place.
        entry: `element`, `what` and `keys` for programs.
    """

    element: str
    yaml: str
    told: str
    entry: tuple[str | None, str, list[str]]


NEW_ELEMENT = (
    "add: {key: term, th: วาระ, en: Term, of: remarks, check: filled,"
    " confidence: confirmed, source: คู่มือ}"
)
CHANGES = {
    "wording": Change(
        "person-name",
        "change: {th: ชื่อและสกุล}",
        "O2 person-name: แก้ th",
        ("person-name", "change", ["th"]),
    ),
    "parameters": Change(
        "person-name",
        "change: {with: {columns: [name], min: 2}}",
        "O2 person-name: แก้ with",
        ("person-name", "change", ["with"]),
    ),
    "check": Change(
        "person-name",
        "change: {of: remarks, check: mentions, with: {words: [ชื่อ]}}",
        "O2 person-name: แก้ of, check, with",
        ("person-name", "change", ["of", "check", "with"]),
    ),
    "title": Change("", "change: {th: คณะผู้บริหาร}", "O2: แก้ th", (None, "change", ["th"])),
    "period": Change(
        "",
        "change: {period: {rule: current-fiscal-year, confidence: single}}",
        "O2: แก้ period",
        (None, "change", ["period"]),
    ),
    "one more": Change("", NEW_ELEMENT, "O2 term: เพิ่ม", ("term", "add", [])),
    "one less": Change(
        "person-name", "remove: true", "O2 person-name: ตัดออก", ("person-name", "remove", [])
    ),
}
each_change = pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))


@each_change
def test_a_correction_shows_in_every_report(
    commands: Commands, filled: WorkspaceFolder, change: Change
) -> None:
    shipped = shipped_file("2568").read_bytes()
    yaml = _corrections("2568", change.yaml, item="O2", element=change.element)
    filled.write(CORRECTED, yaml)
    heading = "เกณฑ์ปี 2568 ถูกผู้ใช้แก้ไข 1 จุด:"
    line = f"  {change.told} ({REASON} — {BY}) {CORRECTED}:3"

    text = commands.run("check", "--edition", "2568", "--item", "O2", cwd=filled.root)
    assert text.code in (CLEAN, FINDINGS)
    assert text.out.splitlines()[1:3] == [heading, line]
    listed = commands.run("editions", "list", cwd=filled.root).out.splitlines()
    assert f"      {heading}" in listed and f"      {line}" in listed

    data = commands.run("check", "--edition", "2568", "--format", "json", cwd=filled.root).json()
    element, what, keys = change.entry
    ruleset = data["ruleset"]
    assert ruleset.pop("corrections") == [
        {
            "item": "O2",
            "element": element,
            "what": what,
            "keys": keys,
            "reason": REASON,
            "by": BY,
            "file": CORRECTED,
            "line": 3,
        }
    ]
    assert ruleset.pop("sha256") not in ("", SHIPPED["2568"].sha256)
    assert ruleset == {"edition": "2568", "own": None, "confirmed": None}

    bodies = _bodies(filled, "2568")
    for path in ("oit/2568/", "oit/2568/o01/", "oit/2568/o02/"):
        assert heading in _texts(bodies[path])
        assert line.strip() in _texts(bodies[path])
    lint = commands.run("editions", "lint", "--lang", "en", cwd=filled.root)
    assert (lint.code, lint.out) == (CLEAN, "4 editions checked, 0 problems\n")
    assert shipped_file("2568").read_bytes() == shipped, "what ships stays as it is"


def _executives(filled: WorkspaceFolder, name: str) -> dict[str, Any]:
    """Title, period and outcomes of O2 with one of the corrections."""
    change = CHANGES[name]
    yaml = _corrections("2568", change.yaml, item="O2", element=change.element)
    filled.write(CORRECTED, yaml)
    found = filled.item("2568", "executives")
    return {
        "title": found.item.title.th,
        "period": found.item.period_rule,
        "wording": {e.element.key: e.element.requirement.th for e in found.elements},
        "outcomes": {e.element.key: e.outcome.value for e in found.elements},
    }


def test_a_correction_does_what_it_says(filled: WorkspaceFolder) -> None:
    shipped = filled.item("2568", "executives")
    outcomes = {each.element.key: each.outcome.value for each in shipped.elements}
    assert outcomes["person-name"] == "pass"
    assert _executives(filled, "wording")["wording"]["person-name"] == "ชื่อและสกุล"
    assert _executives(filled, "wording")["outcomes"] == outcomes
    for name in ("parameters", "check"):
        assert _executives(filled, name)["outcomes"] == {**outcomes, "person-name": "fail"}
    assert _executives(filled, "title")["title"] == "คณะผู้บริหาร"
    assert _executives(filled, "period")["period"] == "current-fiscal-year"
    assert _executives(filled, "one more")["outcomes"] == {**outcomes, "term": "fail"}
    del outcomes["person-name"]
    assert _executives(filled, "one less")["outcomes"] == outcomes


def test_corrections_are_made_one_after_another(
    commands: Commands, filled: WorkspaceFolder
) -> None:
    yaml = _corrections("2568", NEW_ELEMENT, item="O2")
    more = _corrections("2568", "change: {th: วาระการดำรงตำแหน่ง}", item="O2", element="term")
    filled.write(CORRECTED, yaml + more.partition("corrections:\n")[2])
    found = filled.element("2568", "executives", "term")
    assert found.element.requirement.th == "วาระการดำรงตำแหน่ง"
    out = commands.run("check", "--edition", "2568", cwd=filled.root).out
    assert "ถูกผู้ใช้แก้ไข 2 จุด" in out
    assert f"{CORRECTED}:3\n" in out and f"{CORRECTED}:7\n" in out


def test_a_file_without_corrections_changes_nothing(filled: WorkspaceFolder) -> None:
    before = filled.report("2568")
    filled.write(CORRECTED, 'edition: "2568"\ncorrections: []\n')
    assert filled.report("2568").items == before.items


#: A file of corrections, the line that is named (0 for the file), and part of the message.
WRONG_CORRECTIONS: dict[str, tuple[str, int, str]] = {
    "unknown item": (_corrections("2568", "change: {th: ก}", item="O99"), 3, "O99"),
    "small letter": (_corrections("2568", "change: {th: ก}", item="o2"), 3, "o2"),
    "unknown element": (
        _corrections("2568", "change: {th: ก}", item="O2", element="nmae"),
        4,
        "O2 nmae",
    ),
    "removed before": (
        _corrections("2568", "remove: true", "remove: true", item="O2", element="person-name"),
        9,
        "O2 person-name",
    ),
    "no reason": (
        _corrections("2568", "change: {th: ก}", item="O2").replace(f"    reason: {REASON}\n", ""),
        3,
        'the key "reason" is missing',
    ),
    "blank reason": (
        _corrections("2568", "change: {th: ก}", item="O2").replace(REASON, ""),
        0,
        "",
    ),
    "nobody": (
        _corrections("2568", "change: {th: ก}", item="O2").replace(f"    by: {BY}\n", ""),
        3,
        'the key "by" is missing',
    ),
    "two at once": (
        _corrections("2568", "change: {th: ก}\n    remove: true", item="O2"),
        3,
        "one of change, add or remove",
    ),
    "nothing done": (_corrections("2568", "source: ก", item="O2"), 3, "one of change, add or"),
    "nothing removed": (_corrections("2568", "remove: true"), 0, ""),
    "element without its item": (
        _corrections("2568", "remove: true", element="person-name"),
        0,
        "",
    ),
    "added nowhere": (_corrections("2568", NEW_ELEMENT), 0, ""),
    "added to an element": (
        _corrections("2568", NEW_ELEMENT, item="O2", element="person-name"),
        0,
        "",
    ),
    "change that is a text": (_corrections("2568", "change: th", item="O2"), 4, "a mapping"),
    "change of an unknown key": (
        _corrections("2568", "change: {title: ก}", item="O2"),
        4,
        'unknown key "title"',
    ),
    "change to an unknown check": (
        _corrections("2568", "change: {check: fill}", item="O2", element="person-name"),
        5,
        "there is no check fill",
    ),
    "change to an unknown column": (
        _corrections("2568", "change: {with: {columns: [x]}}", item="O2", element="person-name"),
        5,
        "there is no column x",
    ),
    "change of the number": (_corrections("2568", "change: {id: O9}", item="O2"), 4, "O9"),
    "change of the year": (_corrections("2568", 'change: {edition: "2570"}'), 0, ""),
    "no items left": (_corrections("2568", "change: {items: []}"), 0, ""),
    "gap in the numbers": (_corrections("2568", "remove: true", item="O5"), 0, ""),
    "added twice": (
        _corrections("2568", NEW_ELEMENT, NEW_ELEMENT, item="O2"),
        8,
        "the element term stands twice",
    ),
    "added in part": (_corrections("2568", "add: {key: x}", item="O2"), 4, '"check" is missing'),
    "added text": (_corrections("2568", "add: x", item="O2"), 4, "expected a mapping"),
    "unknown key": (_corrections("2568", "chnage: {th: ก}", item="O2"), 4, 'unknown key "chnage"'),
    "text for a list": ('edition: "2568"\ncorrections: none\n', 2, "a list"),
    "text for a correction": ('edition: "2568"\ncorrections:\n  - ก\n', 3, "a mapping"),
    "no corrections": ('edition: "2568"\n', 1, 'the key "corrections" is missing'),
    "another year": ('edition: "2569"\ncorrections: []\n', 1, "must be of 2568"),
    "bracket left open": (_corrections("2568", "change: {th: ก", item="O2"), 0, "not valid YAML"),
    "empty": ("", 0, 'the key "corrections" is missing'),
    "whole edition": (
        shipped_file("2568").read_text(encoding="utf-8"),
        0,
        'the key "corrections" is missing',
    ),
}


@pytest.mark.parametrize(
    ("yaml", "line", "says"), WRONG_CORRECTIONS.values(), ids=list(WRONG_CORRECTIONS)
)
def test_a_wrong_correction_is_told_at_its_line(
    commands: Commands, filled: WorkspaceFolder, yaml: str, line: int, says: str
) -> None:
    filled.write(CORRECTED, yaml)
    check = _in_english(commands, filled.root, "check", "--edition", "2568")
    assert (check.code, check.out) == (BAD_INPUT, "")
    told = _problems(check)
    place = f"{CORRECTED}:{line}" if line else CORRECTED
    assert any(where.startswith(place) and says in message for where, message in told), told
    assert {where.partition(":")[0] for where, _ in told} == {CORRECTED}
    lint = _in_english(commands, filled.root, "editions", "lint")
    assert lint.code == FINDINGS
    assert set(told) <= set(_problems(lint))


# --- confirming with the handbook -----------------------------------------------------------------

CONFIRMED = "editions/2568.confirmed.yaml"
RIGHT, REWORDED, ABSENT = "ตรงกับคู่มือ", "แก้ถ้อยคำ", "ไม่มีในคู่มือ"
GIVEN = ("ข้อ", "ชื่อข้อ", "องค์ประกอบ", "ถ้อยคำที่โปรแกรมใช้", "ความเชื่อมั่น", "ที่มา")
FILLED_IN = ("ผลการตรวจ", "ถ้อยคำที่ถูกต้อง", "หน้าในคู่มือ", "ผู้ตรวจ", "วันที่ตรวจ", "หมายเหตุ")
VERDICT, WORDING, PAGE, PERSON, DAY, REMARK = FILLED_IN
SHEET = "ยืนยันเกณฑ์"
#: One that is recalled only, and others below confirmed.
RECALLED, CONTACT, ADDRESS = ("O15", "results"), ("O2", "person-contact"), ("O3", "address")
SIGNED: dict[str, object] = {PAGE: "12", PERSON: BY}

Rows = Mapping[tuple[str, str], Mapping[str, object]]


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the empty checklist of 2568, as page and as workbook."""
    folder = tmp_path_factory.mktemp("checklist")
    run = oit("editions", "confirm", "2568", cwd=folder)
    assert run.code == 0, run.err
    assert "100" in run.out
    return folder


def _fill_in(blank: Path, target: Path, rows: Rows) -> Path:
    """The workbook with cells filled in, each by its row's item and element and its heading."""
    book = openpyxl.load_workbook(blank)
    sheet: Any = book[SHEET]
    headings = [cell.value for cell in sheet[1]]
    found = {(str(row[0].value), str(row[2].value)): row for row in sheet.iter_rows(min_row=2)}
    for name, cells in rows.items():
        for heading, value in cells.items():
            found[name][headings.index(heading)].value = value
    book.save(target)
    return target


def _cell(blank: Path, row: tuple[str, str], heading: str) -> str:
    sheet = openpyxl.load_workbook(blank)[SHEET]
    names = [(str(r[0]), str(r[2])) for r in sheet.iter_rows(values_only=True)]
    return f"{'ABCDEFGHIJKL'[(GIVEN + FILLED_IN).index(heading)]}{names.index(row) + 1}"


class Confirming:
    """A workspace in which checklists of edition 2568 are filled in and read."""

    def __init__(self, folder: WorkspaceFolder, commands: Commands, checklist: Path) -> None:
        self.folder, self.root, self._commands = folder, folder.root, commands
        self.blank = checklist / "confirm-2568.xlsx"

    @property
    def stored(self) -> str:
        return (self.root / CONFIRMED).read_text(encoding="utf-8")

    def read(self, name: str, edition: str = "2568") -> Run:
        command = ["editions", "confirm", edition, "--read", name]
        return _in_english(self._commands, self.root, *command)

    def fill_in(self, rows: Rows) -> Run:
        _fill_in(self.blank, self.root / "filled.xlsx", rows)
        return self.read("filled.xlsx")

    def check(self, *arguments: str) -> Run:
        return self._commands.run("check", "--edition", "2568", *arguments, cwd=self.root)

    def item(self, name: str) -> dict[str, Any]:
        (item,) = self.check("--format", "json", "--item", name).json()["items"]
        found: dict[str, Any] = item
        return found

    def element(self, row: tuple[str, str]) -> dict[str, Any]:
        elements = {element["key"]: element for element in self.item(row[0])["elements"]}
        found: dict[str, Any] = elements[row[1]]
        return found


@pytest.fixture
def confirming(workspace: WorkspaceFolder, commands: Commands, checklist: Path) -> Confirming:
    (workspace.root / "data" / "2568").mkdir()
    return Confirming(workspace, commands, checklist)


def _unconfirmed() -> list[tuple[str, ...]]:
    return [
        (
            item.id,
            item.title.th,
            element.key,
            element.requirement.th,
            CONFIDENCES[element.confidence].th,
            element.source,
        )
        for item in SHIPPED["2568"].items
        for element in item.elements
        if element.confidence != "confirmed"
    ]


def test_the_workbook_lists_what_is_not_confirmed(checklist: Path) -> None:
    book = openpyxl.load_workbook(checklist / "confirm-2568.xlsx")
    assert book.sheetnames == [SHEET]
    headings, *rows = book[SHEET].iter_rows(values_only=True)
    assert headings == GIVEN + FILLED_IN
    assert len(rows) == 100
    assert [row[: len(GIVEN)] for row in rows] == _unconfirmed()
    assert {value for row in rows for value in row[len(GIVEN) :]} == {None}
    (choice,) = book[SHEET].data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("G2:G101", f'"{RIGHT},{REWORDED},{ABSENT}"')


def test_the_page_lists_the_same(checklist: Path) -> None:
    html = (checklist / "confirm-2568.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert page.find_all(["script", "link", "img", "a"]) == []
    assert "100" in page.get_text() and "112" in page.get_text()
    rows = [
        [cell.get_text("|", strip=True) for cell in row.find_all("td")]
        for row in page.select("tbody tr")
    ]
    assert [row[:3] for row in rows] == [
        [f"{item}|{title}", f"{wording}|{key}", f"{sureness}|{source}"]
        for item, title, key, wording, sureness, source in _unconfirmed()
    ]
    for row in rows:
        assert all(verdict in row[3] for verdict in (RIGHT, REWORDED, ABSENT))
        assert row[4:] == ["", ""]


def test_the_checklist_is_the_same_every_time(checklist: Path, tmp_path: Path) -> None:
    command = ["editions", "confirm", "2568", "--output", "ที่ อื่น"]
    run = oit(*command, cwd=tmp_path, TZ="Asia/Bangkok", PYTHONHASHSEED="7")
    assert run.code == 0, run.err
    assert tree(tmp_path / "ที่ อื่น") == tree(checklist)


@pytest.mark.parametrize("edition", edition_names())
def test_every_edition_has_a_checklist(commands: Commands, tmp_path: Path, edition: str) -> None:
    run = _in_english(commands, tmp_path, "editions", "confirm", edition)
    wanted = sum(e.confidence != "confirmed" for i in SHIPPED[edition].items for e in i.elements)
    assert (run.code, run.err) == (CLEAN, "")
    assert run.out.startswith(f"The checklist of {wanted} elements is in confirm-{edition}.html")
    sheet = openpyxl.load_workbook(tmp_path / f"confirm-{edition}.xlsx")[SHEET]
    assert sheet.max_row == wanted + 1


VERDICTS: Rows = {
    CONTACT: {VERDICT: RIGHT, **SIGNED, DAY: "1 มีนาคม 2568"},
    ADDRESS: {VERDICT: REWORDED, **SIGNED, WORDING: "ที่ตั้งสำนักงาน"},
    ("O3", "phone"): {VERDICT: ABSENT, **SIGNED, REMARK: "คู่มือไม่ถามถึง"},
    RECALLED: {VERDICT: RIGHT, **SIGNED},
}


def test_a_checklist_that_is_not_there(confirming: Confirming) -> None:
    run = confirming.read("nothing.xlsx")
    assert run.code == BAD_INPUT
    assert run.err.startswith("nothing.xlsx: the file cannot be opened")
    assert not (confirming.root / CONFIRMED).exists()


def test_what_was_filled_in_is_kept(confirming: Confirming) -> None:
    run = confirming.fill_in(VERDICTS)
    assert (run.code, run.err) == (CLEAN, "")
    assert run.out.startswith("4 confirmations read") and CONFIRMED in run.out
    assert (
        confirming.stored.partition("edition:")[2]
        == f"""\
 '2568'
confirmations:
  - item: O2
    element: person-contact
    by: {BY}
    date: 1 มีนาคม 2568
    page: '12'
  - item: O3
    element: address
    by: {BY}
    date:
    page: '12'
    th: ที่ตั้งสำนักงาน
  - item: O3
    element: phone
    by: {BY}
    date:
    page: '12'
    absent: 'true'
    remark: คู่มือไม่ถามถึง
  - item: O15
    element: results
    by: {BY}
    date:
    page: '12'
"""
    )


@pytest.mark.parametrize(
    ("heading", "value", "key", "kept"),
    [
        (DAY, "1 มี.ค. 2568", "date", "1 มี.ค. 2568"),
        (DAY, date(2025, 3, 1), "date", "'2025-03-01'"),
        (DAY, datetime(2025, 3, 1, 9, 30), "date", "'2025-03-01'"),
        (DAY, date(2568, 3, 1), "date", "'2568-03-01'"),
        (DAY, None, "date", ""),
        (PAGE, 12, "page", "'12'"),
        (PAGE, 12.0, "page", "'12'"),
        (PAGE, "  หน้า ๑๒–๑๓ ", "page", "หน้า ๑๒–๑๓"),
        (PERSON, " นาง  ก ", "by", "นาง  ก"),
    ],
    ids=str,
)
def test_cells_are_kept_as_they_are_meant(
    confirming: Confirming, heading: str, value: object, key: str, kept: str
) -> None:
    row = {VERDICT: RIGHT, **SIGNED, heading: value}
    assert confirming.fill_in({CONTACT: row}).code == CLEAN
    lines = [line.rstrip() for line in confirming.stored.splitlines()]
    assert f"    {key}: {kept}".rstrip() in lines


def test_a_confirmation_is_told_with_name_date_and_page(confirming: Confirming) -> None:
    told = f"ยืนยันโดย {BY} 1 มีนาคม 2568 หน้า 12"
    assert "confirmed_by" not in confirming.element(CONTACT)
    assert confirming.fill_in(VERDICTS).code == CLEAN
    assert f"(4) ช่องทางการติดต่อ [{told}]" in confirming.check("--item", "O2").out
    assert confirming.element(CONTACT)["confirmed_by"] == told
    assert confirming.element(CONTACT)["confidence"] == "single", "ours stays as it was"
    page = _texts(_bodies(confirming.folder, "2568")["oit/2568/o02/"])
    assert told in page


def test_shares_rise_by_what_was_confirmed(confirming: Confirming, commands: Commands) -> None:
    before = confirming.check("--format", "json").json()["summary"]["criteria"]
    assert before == {"confirmed": 12, "elements": 112}
    assert confirming.fill_in(VERDICTS).code == CLEAN
    after = confirming.check("--format", "json").json()
    assert after["summary"]["criteria"] == {"confirmed": 15, "elements": 111}
    shares = {item["id"]: item["criteria"] for item in after["items"]}
    assert shares["O2"] == {"confirmed": 6, "elements": 7}
    assert shares["O3"] == {"confirmed": 1, "elements": 4}
    assert after["ruleset"]["confirmed"] == CONFIRMED
    text = confirming.check().out
    assert f"ยืนยันกับคู่มือแล้ว 3 องค์ประกอบ ({CONFIRMED})" in text
    assert "เกณฑ์ที่ใช้ตัดสินยืนยันแล้ว 15 จาก 111 องค์ประกอบ" in text
    listed = _in_english(commands, confirming.root, "editions", "list").out
    assert "2568  O1–O28  111 elements, 15 confirmed" in listed


def test_a_finding_weighs_more_once_its_criterion_is_confirmed(confirming: Confirming) -> None:
    assert {each["severity"] for each in confirming.element(RECALLED)["findings"]} == {"warning"}
    assert confirming.check("--item", "O15", "--fail-on", "error").code == FINDINGS
    assert confirming.fill_in(VERDICTS).code == CLEAN
    assert {each["severity"] for each in confirming.element(RECALLED)["findings"]} == {"error"}


def test_a_better_wording_takes_the_place_of_ours(confirming: Confirming) -> None:
    assert confirming.fill_in(VERDICTS).code == CLEAN
    assert confirming.element(ADDRESS)["requirement"] == "ที่ตั้งสำนักงาน"
    assert "ที่ตั้งสำนักงาน" in _texts(_bodies(confirming.folder, "2568")["oit/2568/o03/"])


def test_what_is_not_in_the_handbook_is_gone_and_named(confirming: Confirming) -> None:
    assert confirming.fill_in(VERDICTS).code == CLEAN
    keys = [element["key"] for element in confirming.item("O3")["elements"]]
    assert keys == ["address", "email", "map", "enquiry-channel"]
    line = f"O3 phone: ตัดออก (คู่มือไม่ถามถึง — {BY}) {CONFIRMED}:"
    assert line in confirming.check().out
    (entry,) = confirming.check("--format", "json").json()["ruleset"]["corrections"]
    assert (entry["item"], entry["element"], entry["what"]) == ("O3", "phone", "remove")
    bodies = _bodies(confirming.folder, "2568")
    for path in ("oit/2568/", "oit/2568/o03/"):
        assert line in _texts(bodies[path])
    assert 'data-element="phone"' not in bodies["oit/2568/o03/"]


def test_confirmations_make_another_set_of_rules(confirming: Confirming) -> None:
    assert confirming.fill_in(VERDICTS).code == CLEAN
    ruleset = confirming.check("--format", "json").json()["ruleset"]
    assert ruleset["sha256"] != SHIPPED["2568"].sha256


def test_reading_again_changes_nothing(confirming: Confirming) -> None:
    assert confirming.fill_in(VERDICTS).code == CLEAN
    first = confirming.stored
    for name in ("filled.xlsx", CONFIRMED):
        assert confirming.read(name).code == CLEAN
        assert confirming.stored == first


def test_a_newer_confirmation_takes_the_place_of_the_older(confirming: Confirming) -> None:
    assert confirming.fill_in(VERDICTS).code == CLEAN
    newer = {VERDICT: RIGHT, PAGE: 99, PERSON: "นาย ข"}
    assert confirming.fill_in({ADDRESS: newer, ("O3", "phone"): newer}).code == CLEAN
    assert confirming.stored.count("- item:") == len(VERDICTS)
    assert confirming.element(ADDRESS)["requirement"] == "ที่อยู่หน่วยงาน"
    assert confirming.element(("O3", "phone"))["confirmed_by"] == "ยืนยันโดย นาย ข หน้า 99"


def test_what_is_shared_is_used_elsewhere(
    confirming: Confirming, commands: Commands, tmp_path: Path, checklist: Path
) -> None:
    """The file of one agency, read by another that has confirmed elements itself."""
    assert confirming.fill_in(VERDICTS).code == CLEAN
    other = Confirming(WorkspaceFolder(tmp_path / "other"), commands, checklist)
    mine = {VERDICT: RIGHT, PAGE: 1, PERSON: "นาย ข"}
    assert other.fill_in({("O4", "news"): mine, CONTACT: mine}).code == CLEAN
    shutil.copy(confirming.root / CONFIRMED, other.root / "จากเพื่อนบ้าน.yaml")
    run = other.read("จากเพื่อนบ้าน.yaml")
    assert (run.code, run.err) == (CLEAN, "")
    assert run.out.startswith("4 confirmations read")
    assert re.findall(r"item: (\S+)\n    element: (\S+)\n    by: (.+)", other.stored) == [
        ("O2", "person-contact", BY),
        ("O3", "address", BY),
        ("O3", "phone", BY),
        ("O4", "news", "นาย ข"),
        ("O15", "results", BY),
    ]
    assert other.element(("O4", "news"))["confirmed_by"] == "ยืนยันโดย นาย ข หน้า 1"


def test_a_checklist_no_longer_asks_for_what_was_confirmed(
    confirming: Confirming, commands: Commands
) -> None:
    assert confirming.fill_in(VERDICTS).code == CLEAN
    run = _in_english(commands, confirming.root, "editions", "confirm", "2568")
    assert run.out.startswith("The checklist of 96 elements")
    rows = openpyxl.load_workbook(confirming.root / "confirm-2568.xlsx")[SHEET]
    names = {(str(row[0]), str(row[2])) for row in rows.iter_rows(values_only=True)}
    assert names.isdisjoint(VERDICTS)


def test_what_a_user_added_can_be_confirmed(confirming: Confirming, commands: Commands) -> None:
    added = NEW_ELEMENT.replace("confidence: confirmed", "confidence: single")
    confirming.folder.write(CORRECTED, _corrections("2568", added, item="O2"))
    run = _in_english(commands, confirming.root, "editions", "confirm", "2568")
    assert run.out.startswith("The checklist of 101 elements")
    confirming.blank = confirming.root / "confirm-2568.xlsx"
    filled = confirming.fill_in({("O2", "term"): {VERDICT: RIGHT, **SIGNED}})
    assert (filled.code, filled.err) == (CLEAN, "")
    assert confirming.element(("O2", "term"))["confirmed_by"] == f"ยืนยันโดย {BY} หน้า 12"


def test_ones_own_edition_can_be_confirmed(commands: Commands, own: WorkspaceFolder) -> None:
    """Also twice with what is not in the handbook, which the edition then no longer has."""
    assert commands.run("editions", "confirm", YEAR, cwd=own.root).code == CLEAN
    rows: Rows = {
        ("O27", "licence"): {VERDICT: ABSENT, **SIGNED},
        ("O28", "law-list"): {VERDICT: RIGHT, **SIGNED},
    }
    filled = _fill_in(own.root / f"confirm-{YEAR}.xlsx", own.root / "filled.xlsx", rows)
    for _ in range(2):
        read = commands.run("editions", "confirm", YEAR, "--read", filled.name, cwd=own.root)
        assert (read.code, read.err) == (CLEAN, "")
    keys = [each.element.key for each in own.item(YEAR, "open-data").elements]
    assert "licence" not in keys
    assert own.element(YEAR, "laws", "law-list").element.is_confirmed


def test_an_item_of_which_the_handbook_asks_nothing_still_leaves_a_workspace(
    confirming: Confirming,
) -> None:
    """Every element is absent: whether that is read or refused, nothing else may stop for it."""
    elements = SHIPPED["2568"].items[7].elements
    confirming.fill_in({("O8", e.key): {VERDICT: ABSENT, **SIGNED} for e in elements})
    assert confirming.check("--item", "O2").code == FINDINGS


#: What is typed into the row of O2 person-contact, and the heading of the cell that is named.
WRONG_ROWS: dict[str, tuple[dict[str, object], str, str]] = {
    "unknown verdict": ({VERDICT: "ใช่"}, VERDICT, "“ใช่” is not known"),
    "English verdict": ({VERDICT: "right"}, VERDICT, "“right” is not known"),
    "number for a verdict": ({VERDICT: 1}, VERDICT, "“1” is not known"),
    "unknown element": ({"องค์ประกอบ": "nmae"}, "องค์ประกอบ", "no “O2 nmae”"),
    "unknown item": ({"ข้อ": "O99"}, "องค์ประกอบ", "no “O99 person-contact”"),
    "blank element": ({"องค์ประกอบ": None}, "องค์ประกอบ", "no “O2 ”"),
    "nobody": ({PERSON: None}, PERSON, "“ผู้ตรวจ” is not filled in"),
    "blank name": ({PERSON: "   "}, PERSON, "“ผู้ตรวจ” is not filled in"),
    "no page": ({PAGE: None}, PAGE, "“หน้าในคู่มือ” is not filled in"),
    "no wording": ({VERDICT: REWORDED}, WORDING, "“ถ้อยคำที่ถูกต้อง” is not filled in"),
    "no verdict": ({VERDICT: None}, VERDICT, ""),
    "a name that turns round": ({PERSON: "ก\u202eข"}, PERSON, "U+202E"),
    "a remark that steers": ({REMARK: "\x9b31m"}, REMARK, "U+009B"),
}


@pytest.mark.parametrize(("cells", "heading", "says"), WRONG_ROWS.values(), ids=list(WRONG_ROWS))
def test_a_wrong_row_is_told_at_its_cell_and_nothing_is_kept(
    confirming: Confirming, cells: dict[str, object], heading: str, says: str
) -> None:
    right: dict[str, object] = {VERDICT: RIGHT, **SIGNED}
    run = confirming.fill_in({CONTACT: right | cells, ADDRESS: right})
    assert (run.code, run.out) == (BAD_INPUT, "")
    place = f"filled.xlsx [{SHEET}] {_cell(confirming.blank, CONTACT, heading)}"
    ((where, message),) = _problems(run)
    assert (where, says in message) == (place, True)
    assert not (confirming.root / CONFIRMED).exists()


def test_all_wrong_cells_are_told_together(confirming: Confirming) -> None:
    run = confirming.fill_in({CONTACT: {VERDICT: RIGHT}, ADDRESS: {VERDICT: "x", PERSON: BY}})
    assert run.code == BAD_INPUT
    expected = [
        _cell(confirming.blank, row, heading)
        for row, heading in (
            (CONTACT, PERSON),
            (CONTACT, PAGE),
            (ADDRESS, VERDICT),
            (ADDRESS, PAGE),
        )
    ]
    assert sorted(place.split()[-1] for place, _ in _problems(run)) == sorted(expected)


# --- files that are no checklist ----------------------------------------------------------------


def _shared(*entries: str) -> str:
    return 'edition: "2568"\nconfirmations:\n' + "".join(f"  - {each}\n" for each in entries)


#: What was confirmed before a wrong file is read, and stays as it is.
KEPT = _shared("{item: O3, element: address, by: ก, page: 1}")
WORKBOOK_PART = "xl/worksheets/sheet1.xml"


def _parts(blank: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(blank) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_parts(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path, Path], None]:
    """A workbook with some of its parts changed."""

    def make(blank: Path, target: Path) -> None:
        parts = _parts(blank)
        change(parts)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return make


def _with_bytes(change: Callable[[bytearray], object]) -> Callable[[Path, Path], None]:
    """A workbook with some of its bytes changed."""

    def make(blank: Path, target: Path) -> None:
        content = bytearray(blank.read_bytes())
        change(content)
        target.write_bytes(bytes(content))

    return make


def _with_sheet(change: Callable[[Any], object]) -> Callable[[Path, Path], None]:
    """A workbook saved after a change, as a person makes it."""

    def make(blank: Path, target: Path) -> None:
        book = openpyxl.load_workbook(blank)
        change(book)
        book.save(target)

    return make


def _entry(content: bytearray) -> int:
    """Where the directory of the zip describes the sheet."""
    start = content.rindex(WORKBOOK_PART.encode()) - 46
    assert content[start : start + 4] == b"PK\x01\x02"
    return start


def _size(size: int) -> Callable[[bytearray], object]:
    def change(content: bytearray) -> None:
        struct.pack_into("<I", content, _entry(content) + 24, size)

    return change


def _method(content: bytearray) -> None:
    struct.pack_into("<H", content, _entry(content) + 10, 99)


def _encrypted(content: bytearray) -> None:
    content[_entry(content) + 8] |= 1


def _spoilt(content: bytearray) -> None:
    """Bytes in the middle of the packed sheet are others."""
    (start,) = struct.unpack_from("<I", content, _entry(content) + 42)
    for place in range(start + 400, start + 440):
        content[place] ^= 0x55


def _zeros(blank: Path, target: Path) -> None:
    """A small file that unpacks to more than 200 MB."""
    shutil.copy(blank, target)
    block = bytes(1024 * 1024)
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image1.png", "w") as entry,
    ):
        for _ in range(201):
            entry.write(block)
    assert target.stat().st_size < 2 * 1024 * 1024


def _bomb_of_entities(parts: dict[str, bytes]) -> None:
    """A text that names another ten times, which names another ten times, and so on."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    parts["xl/sharedStrings.xml"] = (
        f'<!DOCTYPE sst [<!ENTITY a0 "aaaaaaaaaa">{names}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&a11;</t></si></sst>"
    ).encode()


def _chart_of_that_name(book: Any) -> None:
    book[SHEET].title = "อื่น"
    book.create_chartsheet(SHEET)


#: How a workbook of Excel 97 begins.
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048)
#: Files that are no checklist, and what is told of them.
NO_CHECKLISTS: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "empty": (lambda blank, target: target.write_bytes(b""), "no Excel file"),
    "a text": (lambda blank, target: target.write_text("ผลการตรวจ"), "no Excel file"),
    "a page": (lambda blank, target: target.write_text("<html><table>"), "no Excel file"),
    "an old workbook": (lambda blank, target: target.write_bytes(OLE), "no Excel file"),
    "half": (lambda blank, target: target.write_bytes(blank.read_bytes()[:5000]), "no Excel file"),
    "a zip without a workbook": (_with_parts(lambda parts: parts.clear()), "no Excel file"),
    "broken book": (
        _with_parts(lambda parts: parts.update({"xl/workbook.xml": b"<workbook"})),
        "no Excel file",
    ),
    "broken sheet": (
        _with_parts(lambda parts: parts.update({WORKBOOK_PART: parts[WORKBOOK_PART][:3000]})),
        "no Excel file",
    ),
    "no texts": (_with_parts(lambda parts: parts.pop("xl/sharedStrings.xml")), "no Excel file"),
    "spoilt bytes": (_with_bytes(_spoilt), "no Excel file"),
    "encrypted": (_with_bytes(_encrypted), "no Excel file"),
    "unknown packing": (_with_bytes(_method), "no Excel file"),
    "larger than it says": (_with_bytes(_size(500)), "no Excel file"),
    "says that it is 4 GB": (_with_bytes(_size(0xFFFFFFF0)), "it unpacks to too much"),
    "unpacks to 201 MB": (_zeros, "it unpacks to too much"),
    "bomb of entities": (_with_parts(_bomb_of_entities), "no Excel file"),
    "another sheet": (
        _with_sheet(lambda book: setattr(book[SHEET], "title", "อื่น")),
        f"there is no sheet “{SHEET}”",
    ),
    "a chart of that name": (_with_sheet(_chart_of_that_name), ""),
    "no columns to fill in": (_with_sheet(lambda book: book[SHEET].delete_cols(7, 6)), ""),
    "blank first row": (_with_sheet(lambda book: book[SHEET].insert_rows(1)), ""),
    "blank sheet": (_with_sheet(lambda book: book[SHEET].delete_rows(1, 200)), ""),
}


@pytest.mark.parametrize(("make", "says"), NO_CHECKLISTS.values(), ids=list(NO_CHECKLISTS))
def test_a_file_that_is_no_checklist_is_told(
    confirming: Confirming, make: Callable[[Path, Path], object], says: str
) -> None:
    confirming.folder.write(CONFIRMED, KEPT)
    make(confirming.blank, confirming.root / "wrong.xlsx")
    run = confirming.read("wrong.xlsx")
    assert (run.code, run.out) == (BAD_INPUT, "")
    ((place, message),) = _problems(run)
    assert place.startswith("wrong.xlsx")
    assert says in message
    assert confirming.stored == KEPT


def test_a_checklist_with_more_sheets_is_read(confirming: Confirming) -> None:
    _fill_in(confirming.blank, confirming.root / "filled.xlsx", VERDICTS)
    book = openpyxl.load_workbook(confirming.root / "filled.xlsx")
    book.create_sheet("บันทึก", 0)["A1"] = "ข้อ"
    book.save(confirming.root / "filled.xlsx")
    assert confirming.read("filled.xlsx").out.startswith("4 confirmations read")


@pytest.mark.parametrize("name", ["none.xlsx", ".", "none/none.xlsx"])
def test_a_checklist_that_is_not_there_is_told(confirming: Confirming, name: str) -> None:
    run = confirming.read(name)
    assert run.code == BAD_INPUT
    assert name in run.err


@pytest.mark.parametrize("edition", ["2499", "2570", "../2568", "๒๕๖๘"])
def test_an_edition_that_is_not_known_cannot_be_confirmed(
    commands: Commands, tmp_path: Path, edition: str
) -> None:
    run = commands.run("editions", "confirm", edition, cwd=tmp_path)
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert edition in run.err
    assert tree(tmp_path) == {}


#: Shared files that are wrong, with part of what is told.
WRONG_SHARED = {
    "another edition": ('edition: "2569"\nconfirmations: []\n', "this file is not of 2568"),
    "empty": ("", '"confirmations" is missing'),
    "a list": ("- O1\n", "a mapping"),
    "text for a list": ('edition: "2568"\nconfirmations: none\n', "a list"),
    "text for an entry": (_shared("O2 person-contact"), ""),
    "bracket left open": (_shared("{item: O2"), "not valid YAML"),
    "unknown element": (_shared("{item: O2, element: nmae, by: ก, page: 1}"), "O2 nmae"),
    "unknown item": (_shared("{item: O99, element: address, by: ก, page: 1}"), "O99 address"),
    "no number": (_shared("{item: X, element: address, by: ก, page: 1}"), "X address"),
    "no item": (_shared("{element: address, by: ก, page: 1}"), '"item" is missing'),
    "list for an item": (_shared("{item: [O3], element: address, by: ก, page: 1}"), "one text"),
    "nobody": (_shared("{item: O3, element: address, by: , page: 1}"), ""),
    "no page": (_shared("{item: O3, element: address, by: ก}"), '"page" is missing'),
    "blank page": (_shared("{item: O3, element: address, by: ก, page: }"), ""),
    "unknown key": (_shared("{item: O3, element: address, by: ก, page: 1, x: y}"), "unknown key"),
    "neither true nor false": (
        _shared("{item: O3, element: address, by: ก, page: 1, absent: maybe}"),
        "true / false",
    ),
}


@pytest.mark.parametrize(("yaml", "says"), WRONG_SHARED.values(), ids=list(WRONG_SHARED))
def test_a_wrong_shared_file_is_told_and_nothing_is_kept(
    confirming: Confirming, yaml: str, says: str
) -> None:
    confirming.folder.write(CONFIRMED, KEPT)
    confirming.folder.write("shared.yaml", yaml)
    run = confirming.read("shared.yaml")
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert any(says in message for _, message in _problems(run)), run.err
    assert confirming.stored == KEPT


@pytest.mark.parametrize(
    "yaml", [each for each, _ in WRONG_SHARED.values()], ids=list(WRONG_SHARED)
)
def test_wrong_confirmations_of_a_workspace_stop_its_check(
    confirming: Confirming, yaml: str
) -> None:
    confirming.folder.write(CONFIRMED, yaml)
    run = confirming.check()
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert all(place.startswith(CONFIRMED) for place, _ in _problems(run)), run.err
    assert _problems(run)


# --- the folder itself --------------------------------------------------------------------------

#: Names in `editions/`, and whether they are read or left alone (else they are a problem).
NAMES = {
    "2571.yaml": False,
    "2571.yml": False,
    "2571.confirmed.yaml": False,
    "draft.yaml": False,
    "2570 (1).yaml": False,
    "2570.yaml.yaml": False,
    "2570.corrected.yaml": False,
    "2570.YAML": False,
    "25700.yaml": False,
    "1999.yaml": False,
    "๒๕๗๑.yaml": False,
    "เกณฑ์.yaml": False,
    ".2570.yaml": True,
    ".draft.yaml": True,
    "2570.yaml.bak": True,
    "2570.yaml~": True,
    "notes.txt": True,
    "confirm-2568.xlsx": True,
    "old/2571.yaml": True,
}


@pytest.mark.parametrize(("name", "is_left_alone"), NAMES.items(), ids=list(NAMES))
def test_a_file_that_would_be_overlooked_is_a_problem(
    commands: Commands, own: WorkspaceFolder, name: str, is_left_alone: bool
) -> None:
    own.write(f"editions/{name}", "x")
    lint = _in_english(commands, own.root, "editions", "lint")
    assert lint.code == (CLEAN if is_left_alone else FINDINGS)
    places = {place.partition(":")[0] for place, _ in _problems(lint)}
    assert (f"editions/{name}" in places) is not is_left_alone


def test_two_files_of_one_edition_are_a_problem(
    commands: Commands, own: WorkspaceFolder, drafted: str
) -> None:
    own.write("editions/2570.yml", drafted)
    lint = _in_english(commands, own.root, "editions", "lint")
    assert lint.code == FINDINGS
    assert any(place.startswith("editions/2570.y") for place, _ in _problems(lint))


def test_a_misnamed_edition_is_told_also_where_it_has_data(
    commands: Commands, own: WorkspaceFolder
) -> None:
    """Not only that the year of the data is unknown: that its file is not read, and why."""
    (own.root / FILE).rename(own.root / "editions/2570.YAML")
    run = _in_english(commands, own.root, "check")
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert "editions/2570.YAML" in dict(_problems(run))


@pytest.mark.parametrize("name", [FILE, "editions/2569.yaml", "editions/2569.confirmed.yaml"])
@pytest.mark.parametrize("is_inside", [True, False], ids=["inside", "outside"])
def test_criteria_are_never_links(
    commands: Commands, workspace: WorkspaceFolder, tmp_path: Path, name: str, is_inside: bool
) -> None:
    target = (workspace.root if is_inside else tmp_path) / "secret.yaml"
    target.write_text("secret: ลับมาก\n", encoding="utf-8")
    (workspace.root / "editions").mkdir()
    (workspace.root / name).symlink_to(target)
    for command in (["editions", "lint"], ["check", "--edition", "2569"], ["editions", "list"]):
        run = _in_english(commands, workspace.root, *command)
        assert run.code == (FINDINGS if "lint" in command else BAD_INPUT)
        assert [place for place, _ in _problems(run)] == [name]
        assert "ลับมาก" not in run.out + run.err and "secret" not in run.out + run.err


@pytest.mark.parametrize("name", [FILE, "editions/2569.yaml", "editions/2569.confirmed.yaml"])
def test_a_folder_named_like_criteria_is_told(
    commands: Commands, own: WorkspaceFolder, name: str
) -> None:
    (own.root / name).unlink(missing_ok=True)
    (own.root / name).mkdir()
    run = _in_english(commands, own.root, "check", "--edition", "2569")
    assert (run.code, run.out) == (BAD_INPUT, "")
    assert name in [place for place, _ in _problems(run)]


# --- a whole site -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, drafted: str) -> Path:
    """A site with an own edition, corrections and confirmations, each with HTML in its words."""
    root = copy_workspace(NAKHAM, tmp_path_factory.mktemp("built") / "workspace")
    new_items = NEW_ITEMS.replace("กฎหมายที่เกี่ยวข้อง", f"กฎหมาย {SCRIPT}")
    new_items = new_items.replace("รายการกฎหมาย", f"รายการ {SCRIPT}")
    (root / "editions").mkdir()
    (root / FILE).write_text(drafted + new_items, encoding="utf-8")
    yaml = _corrections("2569", f"change: {{th: 'ผู้บริหาร {SCRIPT}'}}", item="O2")
    yaml += _corrections(
        "2569", f"change: {{th: 'ที่อยู่ {SCRIPT}'}}", item="O3", element="address"
    ).partition("corrections:\n")[2]
    (root / "editions/2569.yaml").write_text(yaml.replace(REASON, SCRIPT), encoding="utf-8")
    entry = f"{{item: O3, element: phone, by: 'นาง {SCRIPT}', page: '<b>1</b>'}}"
    (root / "editions/2569.confirmed.yaml").write_text(
        _shared(entry).replace("2568", "2569"), encoding="utf-8"
    )
    add_data(root)
    run = oit("build", cwd=root)
    assert run.code == 0, run.err
    return root


def _page(built: Path, path: str) -> BeautifulSoup:
    html = (built / "site" / path / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def test_every_item_of_an_own_edition_has_its_page(built: Path) -> None:
    folder = built / "site" / "oit" / YEAR
    pages = sorted(path.name for path in folder.iterdir() if path.is_dir())
    assert pages == ["changes", *(f"o{number:02d}" for number in range(1, 30))]
    for number in range(1, 30):
        page = _page(built, f"oit/{YEAR}/o{number:02d}")
        (article,) = page.select("article[data-item]")
        assert (article["data-item"], article["data-edition"]) == (f"O{number}", YEAR)
    edition = _page(built, f"oit/{YEAR}")
    links = {str(tag["href"]) for tag in edition.select("article a")}
    assert {f"o{number:02d}/" for number in range(1, 30)} <= links
    for name in ("status.json", "urls.csv", "o27/data.json", "o27/data-sets.csv"):
        assert (folder / name).is_file()
    assert (folder / "o27/files/manual.pdf").read_bytes() == real_file("manual.pdf")


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        ("o27", "data-sets both-kinds licence standing manual of-the-year"),
        ("o28", "law-list in-force"),
        ("o29", "welfare"),
    ],
)
def test_every_element_of_a_new_item_has_its_place(built: Path, item: str, keys: str) -> None:
    page = _page(built, f"oit/{YEAR}/{item}")
    assert {str(tag["data-element"]) for tag in page.select("[data-element]")} == set(keys.split())
    for key in keys.split():
        (anchor,) = page.find_all(id=key)
        assert anchor["data-element"] == key
        assert "data-absent" not in anchor.attrs


def test_the_site_says_what_is_new(built: Path) -> None:
    page = _page(built, f"oit/{YEAR}/changes")
    heading = page.find(id="new")
    assert heading is not None and heading.parent is not None
    links = [str(tag["href"]) for tag in heading.parent.select("h3 a")]
    assert links == ["../o27/", "../o28/", "../o29/"]
    assert 'href="changes/"' in str(_page(built, f"oit/{YEAR}"))


def test_the_site_says_whose_criteria_they_are(built: Path) -> None:
    own = f"เกณฑ์ปี {YEAR} เป็นของผู้ใช้เอง ({FILE})"
    corrected = "เกณฑ์ปี 2569 ถูกผู้ใช้แก้ไข 2 จุด:"
    for path in ("", "o01", "o28"):
        text = _page(built, f"oit/{YEAR}/{path}").get_text(" ", strip=True)
        assert own in text and corrected not in text
    for path in ("", "o01", "o02"):
        text = _page(built, f"oit/2569/{path}").get_text(" ", strip=True)
        assert corrected in text and own not in text
        assert f"O3 address: แก้ th ({SCRIPT} — {BY}) editions/2569.yaml:7" in text


def test_words_of_criteria_are_never_html(built: Path) -> None:
    """Titles, wordings, reasons and names are shown as they were typed, on every page."""
    shown = 0
    for path in sorted((built / "site").rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        assert SCRIPT not in html, path
        assert "<b>1</b>" not in html, path
        shown += "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert shown > 20


def test_words_of_criteria_are_no_html_in_what_commands_write(
    built: Path, commands: Commands, tmp_path: Path
) -> None:
    where = ["--workspace", str(built)]
    command = ["editions", "diff", "2569", YEAR, "--format", "html", *where]
    pages = [commands.run(*command, cwd=tmp_path).out]
    for edition in ("2569", YEAR):
        target = ["--output", str(tmp_path), *where]
        assert commands.run("editions", "confirm", edition, *target, cwd=tmp_path).code == CLEAN
        pages.append((tmp_path / f"confirm-{edition}.html").read_text(encoding="utf-8"))
    for page in pages:
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
