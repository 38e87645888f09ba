"""What an agency discloses in one edition: each item's data, typed and located."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from site_builder.catalogue.model import HEADER_FIELDS, Edition, Element, Item, Subject
from site_builder.kinds.base import ParseContext
from site_builder.kinds.read import read_fields
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.memory import Memory
from site_builder.official import OfficialResult, load_result
from site_builder.problems import InputError, Problem
from site_builder.sources.files import FileStore, Stamp, stamps
from site_builder.sources.names import refuse_links, twins
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.nodes import Scalar
from site_builder.sources.yaml import parse_yaml, read_text
from site_builder.workspace import Workspace


@dataclass(frozen=True)
class Disclosure:
    """One item of an edition as the agency fills it in.

    Attributes:
        file: path of its data file in the workspace, whether it exists or not.
        values: every field of the subject and of the header by key, absent ones included.
        exists: the data file is there.
        readable: the data file could be read; False only where it exists.
    """

    item: Item
    subject: Subject
    file: str
    values: Mapping[str, FieldValue]
    exists: bool = True
    readable: bool = True

    @property
    def is_empty(self) -> bool:
        """No field of the subject holds anything."""
        return all(self.values[spec.key].is_empty for spec in self.subject.fields)

    def header(self, key: str) -> Cell:
        """A cell of the header; a blank one where it is absent."""
        value = self.values[key]
        return value.cells[0] if value.cells else Cell("", value.location)

    def showing(self, element: Element) -> Element:
        """The element as this disclosure shows it: by its own field, or by the other that may."""
        other = element.otherwise
        if self._holds(element) or not self._holds(other):
            return element
        return other

    def shows(self, element: Element) -> bool:
        """Whether the item's page has something to show of the element, be it a statement of none.

        `element` is as `showing` gives it.
        """
        value = self.values[element.of]
        if value.is_empty:
            return False
        if element.parameters.get("where"):
            return any(shown_by_row(element, row) for row in value.rows)
        if element.column and value.rows:
            return any(not row.cell(element.column).is_blank for row in value.rows)
        return True

    def _holds(self, element: Element) -> bool:
        """Whether the field and columns that show an element have anything in them."""
        value = self.values[element.of]
        columns = element.parameters.get("columns", ())
        if value.is_empty or not value.rows or not columns:
            return not value.is_empty
        return any(not row.cell(key).is_blank for row in value.rows for key in columns)


@dataclass(frozen=True)
class EditionData:
    """All disclosures of one edition, in the order of its items, and what was wrong with them.

    Attributes:
        reported: by item, the disclosure that it reports on; absent where the workspace has none.
    """

    edition: Edition
    disclosures: tuple[Disclosure, ...]
    problems: tuple[Problem, ...]
    reported: Mapping[str, Disclosure] = field(default_factory=dict)

    def by_slug(self, slug: str) -> Disclosure | None:
        return next((found for found in self.disclosures if found.item.slug == slug), None)


def shown_by_row(element: Element, row: Row) -> bool:
    """Whether a row is one of those that the element's `where` asks for."""
    return all(
        getattr(row.cell(key).value, "code", None) == code
        for key, code in element.parameters["where"].items()
    )


def load_disclosures(
    workspace: Workspace, edition_name: str, memory: Memory | None = None
) -> EditionData:
    """Read every data file of an edition. Never raises for wrong data: problems are collected.

    What `memory` knows is given as the same object, where no file has changed that it rests on.
    """
    memory = memory or Memory()
    edition = workspace.catalogue.editions[edition_name]
    folder = f"data/{edition_name}"
    problems = _stray_files(workspace.data_folder(edition_name), folder, edition)
    try:
        year_before = edition.year.shifted(-1).name
        result = load_result(workspace.root, year_before, workspace.catalogue.vocabularies)
        problems += result.problems if result else ()
    except InputError as error:
        problems += error.problems
        result = None
    reading = _Reading(workspace, edition, result, memory)
    problems += twins(reading.stamps, f"{folder}/files")
    found = [reading.disclosure(item) for item in edition.items]
    problems += [problem for _, told in found for problem in told]
    disclosures = tuple(disclosure for disclosure, _ in found)
    return EditionData(
        edition,
        disclosures,
        tuple(dict.fromkeys(problems)),
        _reported(workspace, edition, disclosures, memory),
    )


def _reported(
    workspace: Workspace, edition: Edition, own: tuple[Disclosure, ...], memory: Memory
) -> dict[str, Disclosure]:
    """What the items of an edition report on, by the reporting item's id.

    What is wrong with the data of another edition is told when that edition is read.
    """
    found: dict[str, Disclosure] = {}
    for item in edition.items:
        if item.reports_on is None:
            continue
        year = edition.year.shifted(item.reports_on.offset).name
        other = workspace.catalogue.editions.get(year)
        target = other.by_slug(item.reports_on.slug) if other else None
        if other is None or target is None:
            continue
        disclosure = (
            next(each for each in own if each.item is target)
            if other is edition
            else _Reading(workspace, other, None, memory).disclosure(target)[0]
        )
        if disclosure.exists and disclosure.readable:
            found[item.id] = disclosure
    return found


class _Reading:
    """Reads the disclosures of one edition."""

    def __init__(
        self, workspace: Workspace, edition: Edition, result: OfficialResult | None, memory: Memory
    ) -> None:
        self._workspace = workspace
        self._edition = edition
        self._result = result
        self._memory = memory
        self._folder = f"data/{edition.name}"
        self._documents = workspace.data_folder(edition.name) / "files"

    @cached_property
    def stamps(self) -> dict[str, Stamp]:
        """Every file beside the data."""
        return stamps(self._documents)

    def disclosure(self, item: Item) -> tuple[Disclosure, tuple[Problem, ...]]:
        """The disclosure of an item, with what is wrong with its file."""
        name = f"{self._folder}/{item.code}.yaml"
        path = self._workspace.root / name
        text = None
        if os.path.lexists(path):
            try:
                refuse_links(self._workspace.root, name)
                text = read_text(path, name)
            except InputError as error:
                return replace(
                    self._absent(item, name), exists=True, readable=False
                ), error.problems
        # What its text was is remembered by its hash: the text itself is as large as all its values.
        digest = None if text is None else hashlib.sha256(text.encode()).digest()
        return self._memory.once(
            ("disclosure", name, self._result is None),
            lambda: self._typed(item, name, text),
            same=(self._workspace.agency, self._workspace.catalogue),
            equal=(digest, self._result, self.stamps),
        )

    def _absent(self, item: Item, name: str) -> Disclosure:
        subject = self._workspace.catalogue.subject(item)
        fields = (*HEADER_FIELDS.values(), *subject.fields)
        values = {spec.key: FieldValue(spec, Location(name)) for spec in fields}
        return Disclosure(item, subject, name, values, exists=False)

    def _typed(
        self, item: Item, name: str, text: str | None
    ) -> tuple[Disclosure, tuple[Problem, ...]]:
        absent = self._absent(item, name)
        if text is None:
            return absent, ()
        problems: list[Problem] = []
        files = FileStore(self._documents, f"{self._folder}/files")
        agency, vocabularies = self._workspace.agency, self._workspace.catalogue.vocabularies
        context = ParseContext(files, vocabularies, agency.defaults(), problems)
        unread = replace(absent, exists=True, readable=False)
        try:
            node = parse_yaml(text, name)
        except InputError as error:
            return unread, error.problems
        if not isinstance(node, MappingNode):
            context.wrong_shape(node, Text("กลุ่มของ ชื่อ: ค่า", "a mapping of name: value"))
            return unread, tuple(problems)
        guard = _guard_problem(node, item)
        if guard:
            return unread, (guard,)
        subject = absent.subject
        fields = (*HEADER_FIELDS.values(), *subject.fields)
        values = read_fields(node, fields, context, besides=("item",))
        for spec in subject.fields:
            if spec.source and values[spec.key].is_empty:
                values[spec.key] = _derived(values[spec.key], context, self._result)
        return Disclosure(item, subject, name, values), tuple(problems)


def _derived(value: FieldValue, context: ParseContext, result: OfficialResult | None) -> FieldValue:
    """A blank field filled from the agency's data or the official result of the year before."""
    source = value.spec.source
    if source.startswith("results."):
        rows: tuple[Row, ...] = ()
        if result:
            rows = result.overall() if source == "results.overall" else result.questions()
        return replace(value, rows=rows, location=rows[0].location) if rows else value
    default = context.defaults.get(source, ())
    return replace(value, cells=default, location=default[0].location) if default else value


def _guard_problem(node: MappingNode, item: Item) -> Problem | None:
    guard = node.get("item")
    line = Text('บรรทัดแรกต้องเป็น "item: {slug}"', 'the first line must be "item: {slug}"').format(
        slug=same(item.slug)
    )
    if guard is None:
        return Problem(
            "item-guard",
            Location(node.location.file, 1),
            Text('ขาดช่อง "item"', 'the key "item" is missing'),
            line,
        )
    found = guard.text.strip() if isinstance(guard, Scalar) else ""
    if found == item.slug:
        return None
    return Problem(
        "item-guard",
        guard.location,
        Text(
            'ไฟล์นี้เป็นของข้อ {id} ({slug}) แต่เขียนว่า "{found}"',
            'this file belongs to {id} ({slug}), but says "{found}"',
        ).format(id=same(item.id), slug=same(item.slug), found=same(found)),
        Text(
            'ถ้าข้อมูลเป็นของข้อ {id} ให้แก้เป็น "item: {slug}" ถ้าเป็นของข้ออื่นให้ย้ายไฟล์ไปยังเลขข้อที่ถูกต้อง',
            'if the data belong to {id}, write "item: {slug}"; otherwise move the file to its own number',
        ).format(id=same(item.id), slug=same(item.slug)),
    )


def _stray_files(folder: Path, name: str, edition: Edition) -> list[Problem]:
    """Files that look like data of this edition but would silently be ignored."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return problems
    codes = {f"{item.code}.yaml" for item in edition.items}
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.is_dir() or path.name in codes:
            continue
        if path.suffix.lower() not in (".yaml", ".yml"):
            continue
        first, last = edition.items[0], edition.items[-1]
        problems.append(
            Problem(
                "unknown-file",
                Location(f"{name}/{path.name}"),
                Text(
                    'ปี {edition} ไม่มีข้อที่ตรงกับชื่อไฟล์ "{file}"',
                    'edition {edition} has no item with the file name "{file}"',
                ).format(edition=same(edition.name), file=same(path.name)),
                Text(
                    "ใช้ชื่อ {first}.yaml ถึง {last}.yaml หรือย้ายไฟล์ออกจากโฟลเดอร์นี้",
                    "use {first}.yaml to {last}.yaml, or move the file out of this folder",
                ).format(first=same(first.code), last=same(last.code)),
            )
        )
    return problems
