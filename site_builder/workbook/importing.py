"""What a workbook would change in the data files, shown before it is done; nothing is overwritten without a copy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher, unified_diff
from pathlib import Path

from site_builder.catalogue.model import HEADER_FIELDS, Item, Subject
from site_builder.kinds.base import ParseContext
from site_builder.kinds.read import read_fields
from site_builder.kinds.spec import Field
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.files import FileStore
from site_builder.sources.nodes import Entry, Node, Scalar
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.update import updated_yaml
from site_builder.sources.write import Plain, comment, to_plain, to_yaml, write_file
from site_builder.thai import DateError, Month, parse_period
from site_builder.workbook.columns import MONTH, columns_of
from site_builder.workbook.exporting import flats_of, item_nodes
from site_builder.workbook.flat import Flat, FlatRow, month_key, unflatten, with_labels
from site_builder.workbook.marks import Mark, mark
from site_builder.workbook.merging import merged
from site_builder.workbook.names import fields_of, fingerprint, kept_sign, months_of, restored
from site_builder.workbook.package import Place, SheetPart
from site_builder.workbook.reader import FoundField, FoundItem, Workbook
from site_builder.workspace import Workspace

#: Where copies of files that were changed are kept, below the workspace.
BACKUP = "backup"
#: What was read from which workbook, so that it may be filled in further and read again.
_HISTORY = f"{BACKUP}/imported.json"
_MOST_HISTORIES = 50
#: Marks that count also where a field says what the data file says: a person put something there.
_ALWAYS = frozenset(
    {
        "cell-error",
        "cell-formula",
        "character-refused",
        "column-unknown",
        "column-contradicts",
        "sheet-twice",
        "text-elsewhere",
    }
)


@dataclass(frozen=True)
class Change:
    """A field that a workbook changes.

    Attributes:
        is_conflict: the data file has been changed by others since the workbook was written.
    """

    spec: Field
    before: Flat
    after: Flat
    is_conflict: bool = False


@dataclass(frozen=True)
class ItemPlan:
    """What becomes of one data file.

    Attributes:
        before: its text, "" where there is no file yet.
        is_wrong: cells of the item are wrong.
    """

    item: Item
    file: str
    changes: tuple[Change, ...]
    before: str
    after: str
    is_wrong: bool = False

    @property
    def conflicts(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_conflict)

    def diff(self) -> list[str]:
        """The lines that differ, with one line around them."""
        lines = unified_diff(
            self.before.splitlines(),
            self.after.splitlines(),
            self.file,
            self.file,
            lineterm="",
            n=1,
        )
        return list(lines)


@dataclass(frozen=True)
class ImportPlan:
    """What a workbook changes, and what is to be said of its cells.

    Attributes:
        items: those with changes or wrong cells.
        known: fingerprints of all fields that the workbook has, by `slug.field`, when this is done.
    """

    edition: str
    items: tuple[ItemPlan, ...]
    marks: tuple[Mark, ...]
    known: Mapping[str, str]

    @property
    def wrong(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.is_wrong)

    @property
    def changed(self) -> tuple[ItemPlan, ...]:
        return tuple(each for each in self.items if each.changes and each.before != each.after)

    def to_write(self, force: bool) -> tuple[ItemPlan, ...]:
        """The items without wrong cells; those with conflicts only by force."""
        return tuple(
            each for each in self.changed if not each.is_wrong and (force or not each.conflicts)
        )


def plan_import(workspace: Workspace, book: Workbook, path: Path | None) -> ImportPlan:
    """What reading the workbook changes; writes nothing.

    Args:
        path: of a workbook that people go on filling in; None for a table that was made elsewhere.

    Raises:
        InputError: a data file that is there cannot be read.
    """
    history = _history(workspace.root).get(_key(path), {}) if path else {}
    edition = workspace.catalogue.editions[book.edition]
    plans: list[ItemPlan] = []
    marks: list[Mark] = []
    known: dict[str, str] = {}
    problems: list[Problem] = []
    for item in edition.items:
        found = book.items.get(item.id)
        if found is None:
            continue
        try:
            planning = _Planning(workspace, book, found, history)
        except InputError as error:
            problems += error.problems
            continue
        plan = planning.plan()
        marks += planning.marks
        known |= planning.known
        if plan.changes or plan.is_wrong:
            plans.append(plan)
    if problems:
        raise InputError(problems)
    ordered = sorted(marks, key=lambda mark: mark.is_wrong, reverse=True)
    return ImportPlan(book.edition, tuple(plans), tuple(ordered), known)


class _Planning:
    """Compares one item of a workbook with its data file."""

    def __init__(
        self, workspace: Workspace, book: Workbook, found: FoundItem, history: Mapping[str, str]
    ) -> None:
        self._workspace, self._book, self._found = workspace, book, found
        self._history = history
        self._item = found.item
        self._subject: Subject = workspace.catalogue.subject(found.item)
        self._file = f"data/{book.edition}/{found.item.code}.yaml"
        _require_own(workspace.root, self._file)
        self._nodes = item_nodes(workspace, book.edition, found.item)
        self._flats = flats_of(workspace.catalogue, found.item, self._nodes)
        self.marks: list[Mark] = []
        self.known: dict[str, str] = {}

    def plan(self) -> ItemPlan:
        changes = tuple(self._changes())
        self._checked(changes)
        told = {change.spec.key for change in changes}
        self.marks += [
            mark
            for mark in self._book.marks
            if mark.item == self._item.id and (mark.field in told or mark.code in _ALWAYS)
        ]
        before = _text_of(self._workspace.root / self._file)
        return ItemPlan(
            self._item,
            self._file,
            changes,
            before,
            self._after(before, changes) if changes else before,
            any(mark.is_wrong for mark in self.marks),
        )

    def _changes(self) -> Iterator[Change]:
        for spec in fields_of(self._subject):
            found = self._found.fields.get(spec.key)
            if found is None:
                continue
            before = self._flats[spec.key]
            after = restored(self._labelled(found.flat, spec), before)
            name = f"{self._item.slug}.{spec.key}"
            base = self._base(name, spec.key)
            current, wanted = fingerprint(before), fingerprint(after)
            self.known[name] = wanted
            if wanted == base:
                self.known[name] = current
            elif after != before:
                self._tell_missing(found, before)
                is_conflict = not before.is_empty if base is None else current != base
                yield Change(spec, before, after, is_conflict)

    def _labelled(self, flat: Flat, spec: Field) -> Flat:
        vocabularies = self._workspace.catalogue.vocabularies
        return Flat(with_labels(flat.rows, spec, vocabularies), flat.none, flat.covers)

    def _base(self, name: str, key: str) -> str | None:
        """What the field said when workbook and data file last agreed; None where nobody knows."""
        if not self._nodes:
            return None  # there is no file (any more): all of it is new
        if name in self._history or self._book.bases is None:
            return self._history.get(name)
        return self._book.bases.get((self._item.slug, key), "")

    def _mark(self, code: str, sheet: SheetPart, place: Place, key: str, **words: object) -> None:
        found = mark(code, self._book.name, sheet, place, self._item.id, key, **words)
        self.marks.append(found)

    def _tell_missing(self, found: FoundField, before: Flat) -> None:
        used = {key for row in before.rows for key in row}
        for column in columns_of(found.spec):
            if column.key in used - found.columns and not found.flat.none:
                known = str(column.label)
                self._mark("column-missing", found.sheet, found.at, found.spec.key, known=known)

    # --- what the kinds and the calendar say ------------------------------------------------

    def _checked(self, changes: Iterable[Change]) -> None:
        for change in changes:
            found = self._found.fields[change.spec.key]
            self._tell_unreadable(change)
            if change.spec.kind == "monthly-table":
                self._tell_months(change, found)

    def _tell_unreadable(self, change: Change) -> None:
        """What the kinds cannot read, in cells whose text is new."""
        spec, before = change.spec, _texts(change.before)
        new = {
            scalar.location: scalar.text
            for scalar in _scalars(change.after)
            if scalar.text not in before
        }
        for place, text in new.items():
            if kept_sign(text):
                self._mark("text-not-restored", *self._book.places[place], spec.key)
        context = self._context()
        node = unflatten(change.after, spec, Location(self._file))
        whole = MappingNode((Entry(spec.key, node, Location(self._file)),), Location(self._file))
        value = read_fields(whole, (spec,), context)[spec.key]
        problems = [cell.problem for _, cell in value.every_cell() if cell.problem]
        for problem in dict.fromkeys([*problems, *context.problems]):
            if problem.location in new:
                sheet, at = self._book.places[problem.location]
                if any(
                    mark.is_wrong and mark.location == problem.location for mark in self._book.marks
                ):
                    continue  # what Excel made of it is told there already
                told = (problem.message, problem.remedy)
                self.marks.append(
                    Mark(
                        problem.code,
                        self._book.name,
                        sheet,
                        at,
                        *told,
                        True,
                        self._item.id,
                        spec.key,
                    )
                )

    def _context(self) -> ParseContext:
        folder = f"data/{self._book.edition}/files"
        files = FileStore(self._workspace.root / folder, folder)
        return ParseContext(files, self._workspace.catalogue.vocabularies)

    def _tell_months(self, change: Change, found: FoundField) -> None:
        """Months that are left out where every month must be told: before later ones, or of the span."""
        spec = change.spec
        wanted = any(
            element.check == "months-covered" and element.of == spec.key
            for element in self._item.elements
        )
        filled = _months(change.after)
        edition = self._workspace.catalogue.editions[self._book.edition]
        asked = set(months_of(edition, self._item))
        if not wanted or not filled & asked or not self._book.is_form:
            return
        places = {month_key(month): place for month, place in found.month_places}
        skipped = _gap(change.after, asked) - _gap(change.before, asked)
        for month in sorted(skipped):
            place = places.get(month, found.at)
            self._mark("cell-month-skipped", found.sheet, place, spec.key, month=str(month))
        covered = _span(change.after) - _span(change.before) - filled - skipped
        for month in sorted(covered):
            place = places.get(month, found.covers_at or found.at)
            self._mark("cell-month-uncovered", found.sheet, place, spec.key, month=str(month))
        for month in sorted(asked - filled - skipped - covered):
            if month in places:
                self._mark("month-blank", found.sheet, places[month], spec.key, month=str(month))

    # --- the new text -----------------------------------------------------------------------

    def _after(self, before: str, changes: Iterable[Change]) -> str:
        old: dict[str, Plain] = {key: to_plain(node) for key, node in self._nodes.items()}
        new: dict[str, Plain] = {"item": self._item.slug}
        changed = {change.spec.key: change for change in changes}
        order = ("item", *HEADER_FIELDS, *(spec.key for spec in self._subject.fields))
        for key in order:
            if key not in changed:
                if key in old:
                    new[key] = old[key]
                continue
            after = changed[key].after
            if not after.is_empty:
                new[key] = self._plain(changed[key], self._nodes.get(key))
        if before:
            return updated_yaml(before, new, self._file)
        head = comment([f"{self._item.id} {self._item.title.th} (OIT ปี {self._book.edition})"])
        return head + to_yaml(new)

    def _plain(self, change: Change, old: Node | None) -> Plain:
        value = to_plain(unflatten(change.after, change.spec, Location("")))
        if old is None:
            return value
        vocabularies = self._workspace.catalogue.vocabularies
        return merged(to_plain(old), value, change.spec, vocabularies)


def apply_import(
    workspace: Workspace, plan: ImportPlan, path: Path | None, force: bool = False
) -> tuple[tuple[ItemPlan, ...], str]:
    """Write what the plan says, each file after a copy of it is kept; the items written, and the folder
    of the copies, "" where nothing had to be copied.

    Raises:
        InputError: a file cannot be written.
    """
    written = plan.to_write(force)
    folder = ""
    old = [each for each in written if each.before]
    if old:
        folder = keep_copies(workspace.root, [each.file for each in old])
    for each in written:
        write_file(workspace.root / each.file, each.file, each.after)
    if path:
        _remember(workspace.root, path, plan, written)
    return written, folder


def keep_copies(root: Path, files: Iterable[str]) -> str:
    """Copies of files of a workspace in a new folder, which is named.

    Raises:
        InputError: a copy cannot be written; then nothing may be changed.
    """
    name = _new_folder(root)
    for file in files:
        copy = f"{name}/{file}"
        write_file(root / copy, copy, (root / file).read_bytes())
    return name


def _new_folder(root: Path) -> str:
    """The name of a folder for copies that is not there yet, after the time."""
    time = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    name, number = f"{BACKUP}/{time}", 1
    while (root / name).exists():
        number += 1
        name = f"{BACKUP}/{time}-{number}"
    return name


def keep_other(root: Path, path: Path) -> str:
    """A copy of any file, such as a workbook that is about to be marked; where it stands.

    Raises:
        InputError: the copy cannot be written.
    """
    name = f"{_new_folder(root)}/{path.name}"
    write_file(root / name, name, path.read_bytes())
    return name


def copies(root: Path) -> int:
    """How many folders of copies there are."""
    folder = root / BACKUP
    return sum(each.is_dir() for each in folder.iterdir()) if folder.is_dir() else 0


def _history(root: Path) -> dict[str, dict[str, str]]:
    """What was read last from each workbook; nothing where that is not known any more."""
    try:
        found = json.loads((root / _HISTORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        key: {name: sign for name, sign in signs.items() if isinstance(sign, str)}
        for key, signs in found.items()
        if isinstance(signs, dict)
    }


def _key(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _remember(root: Path, path: Path, plan: ImportPlan, written: Iterable[ItemPlan]) -> None:
    done = {each.item.slug for each in written}
    waiting = {each.item.slug for each in plan.items} - done
    history = _history(root)
    signs = history.pop(_key(path), {})
    news = {n: s for n, s in plan.known.items() if n.partition(".")[0] not in waiting}
    history[_key(path)] = signs | news
    kept = dict(list(history.items())[-_MOST_HISTORIES:])
    write_file(root / _HISTORY, _HISTORY, json.dumps(kept, indent=1) + "\n")


def summary(change: Change) -> Text:
    """A change in one line: what was and what is, or how many rows came, went and were changed."""
    spec, before, after = change.spec, change.before, change.after
    if after.is_empty:
        return Text("{label}: ลบข้อมูลออก", "{label}: removed").format(label=spec.label)
    if after.none:
        return Text("{label}: ไม่มี — “{text}”", "{label}: none — “{text}”").format(
            label=spec.label, text=_short(after.none.text)
        )
    if not spec.columns and len(after.rows) <= 1 and len(before.rows) <= 1:
        return Text("{label}: “{old}” → “{new}”", "{label}: “{old}” → “{new}”").format(
            label=spec.label, old=_short(_said(before)), new=_short(_said(after))
        )
    added = removed = changed = 0
    old, new = (
        [tuple(sorted(_row_texts(row).items())) for row in flat.rows] for flat in (before, after)
    )
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            both = min(j - i, m - k)
            changed += both
            removed += j - i - both
            added += m - k - both
    told = Text(
        "{label}: เพิ่ม {added} แถว แก้ {changed} แถว ลบ {removed} แถว (รวม {all} แถว)",
        "{label}: {added} rows added, {changed} changed, {removed} removed ({all} in all)",
    )
    return told.format(
        label=spec.label, added=added, changed=changed, removed=removed, all=len(after.rows)
    )


def _said(flat: Flat) -> str:
    if flat.none:
        return flat.none.text
    return " · ".join(scalar.text for row in flat.rows for scalar in row.values())


def _short(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _row_texts(row: FlatRow) -> dict[str, str]:
    return {key: scalar.text for key, scalar in row.items()}


def _scalars(flat: Flat) -> Iterator[Scalar]:
    for row in flat.rows:
        yield from row.values()
    yield from (each for each in (flat.none, flat.covers) if each)


def _texts(flat: Flat) -> set[str]:
    return {scalar.text for scalar in _scalars(flat)}


def _months(flat: Flat) -> set[Month]:
    """The months of which a table says something."""
    found = (month_key(row[MONTH]) for row in flat.rows if MONTH in row)
    return {month for month in found if isinstance(month, Month)}


def _gap(flat: Flat, asked: set[Month]) -> set[Month]:
    """The months that are asked for and left out before one that is there."""
    filled = _months(flat)
    return {month for month in asked if filled and month < max(filled)} - filled


def _span(flat: Flat) -> set[Month]:
    if flat.covers is None:
        return set()
    try:
        return set(parse_period(flat.covers.text).months())
    except DateError:
        return set()


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def _require_own(root: Path, file: str) -> None:
    """Raises InputError where a data file, or a folder on the way to it, is a link that leads elsewhere."""
    path = root / file
    for each in (path, *path.parents):
        if each == root:
            return
        if each.is_symlink():
            raise InputError(
                [
                    Problem(
                        "path-outside",
                        Location(each.relative_to(root).as_posix()),
                        Text("เป็นทางลัด (symbolic link)", "this is a symbolic link"),
                        Text("ใช้ไฟล์และโฟลเดอร์จริงแทนทางลัด", "use the file or folder itself"),
                    )
                ]
            )
