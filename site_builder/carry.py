"""Next year's data from last year's: each item's values under its new number.

The old year stays as it is and nothing that exists is overwritten. What has no place in the new
item stays in the old year and is named. What must be renewed is marked in the new files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.catalogue.changes import ancestors
from site_builder.catalogue.model import ATTESTED, HEADER_FIELDS, LINKS, Edition, Item, Subject
from site_builder.disclosures import Disclosure, load_disclosures
from site_builder.kinds.spec import Field
from site_builder.kinds.values import FieldValue
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.files import FileRef
from site_builder.sources.nodes import Entry
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.write import Plain, comment, to_plain, to_yaml, write_file
from site_builder.sources.yaml import read_yaml
from site_builder.thai import BE_OFFSET, arabic_digits
from site_builder.workspace import Workspace, is_taken, require_own_folders

_YEAR = re.compile(r"(?<!\d)(?:2[45]|20)\d\d(?!\d)")
#: Kinds whose values belong to a year by their nature.
_DATED = frozenset({"date", "period", "monthly-table", "news"})


@dataclass(frozen=True)
class Left:
    """A field of last year that has no place in the new item; it stays in the old year."""

    location: Location
    field: str
    reason: Text


@dataclass(frozen=True)
class Renewal:
    """A field of a new file that must be looked at; `line` is that of its key."""

    field: str
    line: int
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class CarriedFile:
    """A document or picture that the new data name."""

    file: FileRef
    target: str
    exists: bool


@dataclass(frozen=True)
class CarriedItem:
    """One item of the new edition.

    Attributes:
        sources: items of the old edition with data that go into it.
        file: its data file; `exists` says that it is there already and is left alone.
        content: what to write, "" where there is nothing to carry.
    """

    item: Item
    sources: tuple[Item, ...]
    file: str
    exists: bool
    content: str
    renewals: tuple[Renewal, ...]
    left: tuple[Left, ...]
    files: tuple[CarriedFile, ...]

    @property
    def is_new(self) -> bool:
        """Nothing of the old year goes into it."""
        return not self.sources


@dataclass(frozen=True)
class CarryPlan:
    """What a carry would write, and what stays behind.

    Attributes:
        dropped: data of items that the new edition no longer asks for.
    """

    old: str
    new: str
    items: tuple[CarriedItem, ...]
    dropped: tuple[Disclosure, ...]

    @property
    def to_write(self) -> tuple[CarriedItem, ...]:
        return tuple(item for item in self.items if item.content and not item.exists)


def plan_carry(workspace: Workspace, old: str, new: str) -> CarryPlan:
    """What to write for edition `new` from the data of `old`; writes nothing.

    `workspace` must hold both editions and those between.

    Raises:
        InputError: the data of the old year cannot be read, or `new` is not later than `old`.
    """
    if new <= old:
        raise InputError([_wrong_order(old, new)])
    catalogue = workspace.catalogue
    data = load_disclosures(workspace, old)
    if data.problems:
        raise InputError(data.problems)
    by_id = {each.item.id: each for each in data.disclosures if each.exists}
    edition = catalogue.editions[new]
    used: set[str] = set()
    items = []
    for item in edition.items:
        ids = ancestors(catalogue.editions, edition, item, old)
        sources = [by_id[each] for each in ids if each in by_id]
        used |= {each.item.id for each in sources}
        items.append(_carried(workspace, old, edition, item, sources))
    dropped = tuple(each for key, each in by_id.items() if key not in used)
    return CarryPlan(old, new, tuple(items), dropped)


def apply_carry(workspace: Workspace, plan: CarryPlan) -> None:
    """Write what the plan says, documents first; a file that exists by now is left alone.

    Raises:
        InputError: a file cannot be written.
    """
    require_own_folders(workspace, plan.new)
    for carried in plan.to_write:
        for file in carried.files:
            target = workspace.root / file.target
            if not is_taken(target):
                write_file(target, file.target, file.file.path.read_bytes())
        path = workspace.root / carried.file
        if not is_taken(path):
            write_file(path, carried.file, carried.content)


@dataclass
class _Carried:
    """A top-level value of the new file while it is put together."""

    spec: Field
    values: list[FieldValue]
    plain: Plain


def _carried(
    workspace: Workspace, old: str, edition: Edition, item: Item, sources: list[Disclosure]
) -> CarriedItem:
    subject = workspace.catalogue.subject(item)
    file = f"data/{edition.name}/{item.code}.yaml"
    left: list[Left] = []
    values: dict[str, _Carried] = {}
    for source in sources:
        node = read_yaml(workspace.root / source.file, source.file)
        assert isinstance(node, MappingNode)
        for entry in node.entries:
            if entry.key == "item":
                continue
            value = source.values[entry.key]
            if entry.key == ATTESTED:
                left.append(Left(entry.location, entry.key, _ATTESTED_ANEW))
                continue
            place = _place(subject, source.subject, value.spec)
            if place is None:
                left.append(Left(entry.location, entry.key, _NO_PLACE))
            elif place.key not in values or _is_blank(values[place.key].plain):
                values[place.key] = _Carried(place, [value], to_plain(entry.value))
            elif _joined(values[place.key], entry):
                values[place.key].values.append(value)
            else:
                left.append(Left(entry.location, entry.key, _TAKEN))
    files = tuple(_files(workspace, edition, values))
    content, renewals = (
        _content(item, old, edition, sources, subject, values) if values else ("", ())
    )
    return CarriedItem(
        item=item,
        sources=tuple(source.item for source in sources),
        file=file,
        exists=is_taken(workspace.root / file),
        content=content,
        renewals=renewals,
        left=tuple(left),
        files=files,
    )


_NO_PLACE = Text("ข้อใหม่ไม่มีช่องนี้", "the new item has no such field")
_ATTESTED_ANEW = Text(
    "ต้องเปิดดูเอกสารของปีใหม่แล้วรับรองใหม่", "this year's documents must be looked at and attested anew"
)
_TAKEN = Text("อีกข้อหนึ่งที่รวมเข้ามาใช้ช่องนี้แล้ว", "another item that is merged in has filled it")


def _place(new: Subject, old: Subject, spec: Field) -> Field | None:
    """The field of the new subject that takes over a field of the old one."""
    for candidate in new.fields:
        if candidate.takes == f"{old.slug}.{spec.key}":
            return candidate
    found = new.field(spec.key)
    if found and found.kind == spec.kind and _columns(spec) <= _columns(found):
        return found
    return None


def _columns(spec: Field) -> set[tuple[str, str]]:
    return {(column.key, column.kind) for column in spec.columns}


def _joined(first: _Carried, entry: Entry) -> bool:
    """Append a list to the one that is there, or see that a single value is the same."""
    second = to_plain(entry.value)
    if first.plain == second or _is_blank(second):
        return True
    takes_many = first.spec.many or bool(first.spec.columns)
    if not takes_many or _is_none(first.plain) or _is_none(second):
        return False
    if first.spec.kind == "monthly-table":
        return False
    both = [each if isinstance(each, list) else [each] for each in (first.plain, second)]
    first.plain = [*both[0], *(each for each in both[1] if each not in both[0])]
    return True


def _is_none(value: Plain) -> bool:
    """Whether a value states that there is nothing."""
    return isinstance(value, dict) and "none" in value


def _is_blank(value: Plain) -> bool:
    return value in ("", [], {})


def _content(
    item: Item,
    old: str,
    edition: Edition,
    sources: list[Disclosure],
    subject: Subject,
    values: Mapping[str, _Carried],
) -> tuple[str, tuple[Renewal, ...]]:
    """The text of the new file, keys in the subject's order, with a mark where one must look."""
    came_from = ", ".join(source.file for source in sources)
    text = comment(
        [
            f"{item.id} {item.title.th} (OIT ปี {edition.name})",
            f"ยกมาจาก {came_from} — แก้ทุกช่องที่มีเครื่องหมาย ⟳ ให้เป็นของปี {edition.name} แล้วลบบรรทัดนั้น",
        ]
    )
    text += to_yaml({"item": item.slug})
    renewals = []
    order = [*HEADER_FIELDS, *(spec.key for spec in subject.fields)]
    for key in sorted(values, key=order.index):
        carried = values[key]
        reasons = tuple(_reasons(carried, old, edition))
        if reasons:
            text += comment([f"⟳ ตรวจ{' '.join(reason.th for reason in reasons)}"])
            renewals.append(Renewal(key, text.count("\n") + 1, reasons))
        text += to_yaml({key: carried.plain})
    return text, tuple(renewals)


def _reasons(carried: _Carried, old: str, edition: Edition) -> Iterator[Text]:
    """Why a carried value must be looked at in the new year."""
    cells = [cell for value in carried.values for _, cell in value.every_cell()]
    if carried.spec.kind in _DATED or carried.spec.key == "updated":
        yield Text("ช่วงเวลาหรือวันที่", "period or date")
    elif any(column.kind in _DATED for column in carried.spec.columns):
        yield Text("วันที่ในตาราง", "dates in the table")
    if carried.spec.key == LINKS:
        yield Text("ลิงก์หลักฐานของปีก่อน", "links to last year's evidence")
    if any(isinstance(cell.value, FileRef) for cell in cells):
        yield Text("เอกสารหรือภาพของปีก่อน", "documents or pictures of last year")
    years = sorted(_years(carried.plain, old, edition))
    if years:
        named = ", ".join(years)
        yield Text(f"ปีในข้อความ ({named})", f"years in the text ({named})")


def _years(value: Plain, old: str, edition: Edition) -> set[str]:
    """Fiscal years before this edition that the text names, Thai digits and CE included: from the
    year before the old edition, as its reports are on that."""
    if isinstance(value, list):
        return {year for each in value for year in _years(each, old, edition)}
    if isinstance(value, dict):
        return {year for each in value.values() for year in _years(each, old, edition)}
    recent = {str(year) for year in range(int(old) - 1, int(edition.name))}
    recent |= {str(int(year) - BE_OFFSET) for year in recent}
    return set(_YEAR.findall(arabic_digits(value))) & recent


def _files(
    workspace: Workspace, edition: Edition, values: Mapping[str, _Carried]
) -> Iterator[CarriedFile]:
    told: set[str] = set()
    for carried in values.values():
        cells = [cell for value in carried.values for _, cell in value.every_cell()]
        for cell in cells:
            if isinstance(cell.value, FileRef) and cell.value.name not in told:
                told.add(cell.value.name)
                target = f"data/{edition.name}/files/{cell.value.name}"
                yield CarriedFile(cell.value, target, is_taken(workspace.root / target))


def _wrong_order(old: str, new: str) -> Problem:
    return Problem(
        "wrong-order",
        Location("carry"),
        Text(f"ปี {new} ไม่ได้อยู่หลังปี {old}", f"{new} is not after {old}"),
        Text(
            "เขียนปีเก่าก่อน เช่น oit carry 2568 2569", "the older year comes first: oit carry 2568 2569"
        ),
    )
