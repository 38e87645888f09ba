"""Criteria of a workspace's own, in its folder `editions/`.

`2570.yaml` with items is an edition of the user's own; `2568.yaml` with `corrections` changes a
shipped edition; `2568.confirmed.yaml` says which elements a person has confirmed with the official
handbook. A correction is applied to the shipped text before it is read, so that what is wrong in it
is told at its own line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.catalogue.loader import (
    edition_names,
    read_edition,
    read_subject,
    sha256_of,
    shipped_edition,
    shipped_file,
    shipped_source,
    with_subjects,
)
from site_builder.catalogue.model import (
    Catalogue,
    Confirmation,
    Correction,
    Edition,
    Element,
    Item,
    Origin,
    Subject,
)
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Entry, Node, Scalar, Sequence
from site_builder.sources.nodes import Mapping as MappingNode
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml

FOLDER = "editions"
#: Keys of a confirmation in its file that may be left out.
CONFIRMATION_OPTIONAL = ("date", "th", "remark", "absent")
_FILE = re.compile(r"(?P<year>2[45]\d\d)(?P<confirmed>\.confirmed)?\.ya?ml")


@dataclass(frozen=True)
class OwnFiles:
    """The criteria files of a workspace by edition."""

    editions: Mapping[str, Path]
    confirmed: Mapping[str, Path]
    problems: tuple[Problem, ...] = ()


def own_files(root: Path) -> OwnFiles:
    """What stands in the workspace's folder `editions/`; `problems` are files that nothing reads."""
    folder = root / FOLDER
    editions: dict[str, Path] = {}
    confirmed: dict[str, Path] = {}
    problems = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        found = _FILE.fullmatch(path.name)
        if path.suffix.lower() not in (".yaml", ".yml") or path.name.startswith("."):
            continue
        if found is None or path.is_symlink():
            problems.append(_stray(path.name))
            continue
        kind = confirmed if found["confirmed"] else editions
        if found["year"] in kind:
            problems.append(_twice(path.name, kind[found["year"]].name))
        kind[found["year"]] = path
    for year, path in confirmed.items():
        if year not in editions and year not in edition_names():
            problems.append(_without_edition(path.name, year))
    return OwnFiles(editions, confirmed, tuple(problems))


def known_editions(root: Path) -> tuple[str, ...]:
    """The editions that ship and those of the workspace's own, the oldest first."""
    return tuple(sorted({*edition_names(), *own_files(root).editions}))


def edition_source(root: Path, name: str) -> MappingNode:
    """An edition as it is written, corrections applied.

    Raises:
        InputError: a file is wrong.
    """
    path = own_files(root).editions.get(name)
    if path is None:
        node = shipped_source(name)
    elif name in edition_names():
        reader = Reader()
        node, _ = _corrected_source(name, path, reader)
        reader.finish()
    else:
        node = read_yaml(path, f"{FOLDER}/{path.name}")
    assert isinstance(node, MappingNode)
    return node


def load_catalogue_of(root: Path, editions: tuple[str, ...]) -> Catalogue | None:
    """The catalogue of a workspace, or None where it has no criteria of its own for `editions`.

    Raises:
        InputError: a file of its own is wrong; carries every problem.
    """
    files = own_files(root)
    if files.problems:
        raise InputError(files.problems)
    if not any(name in files.editions or name in files.confirmed for name in editions):
        return None
    reader = Reader()
    loaded: dict[str, Edition] = {}
    subjects: dict[str, Subject] = {}
    for name in editions:
        edition, own = _edition(name, files, reader)
        loaded[name] = edition
        subjects |= own
    catalogue = with_subjects(loaded, subjects)
    for name in editions:
        for item in loaded[name].items:
            if item.slug not in catalogue.subjects:
                reader.problem(
                    "subject-unknown",
                    item.places.get("slug", item.places[""]),
                    Text(f'ไม่มีเรื่อง "{item.slug}"', f'there is no subject "{item.slug}"'),
                    Text(
                        f"ถ้าเป็นเรื่องใหม่ บอกช่องข้อมูลของเรื่องไว้ใน subjects: {item.slug}: fields:",
                        f"for a new one, give its fields under subjects: {item.slug}: fields:",
                    ),
                )
    reader.finish()
    return catalogue


def _edition(
    name: str, files: OwnFiles, reader: Reader, with_confirmations: bool = True
) -> tuple[Edition, dict[str, Subject]]:
    path = files.editions.get(name)
    subjects: dict[str, Subject] = {}
    if path is None:
        edition = shipped_edition(name)
    elif name in edition_names():
        edition = _corrected(name, path, reader)
    else:
        edition, subjects = _own(name, path, reader)
    if with_confirmations and name in files.confirmed:
        path = files.confirmed[name]
        file = f"{FOLDER}/{path.name}"
        edition = apply_confirmations(edition, read_yaml(path, file), file, reader)
        digest = hashlib.sha256(edition.sha256.encode() + sha256_of(path).encode()).hexdigest()
        edition = replace(edition, sha256=digest)
    return edition, subjects


# --- an edition of the user's own ------------------------------------------------------------


def _own(name: str, path: Path, reader: Reader) -> tuple[Edition, dict[str, Subject]]:
    file = f"{FOLDER}/{path.name}"
    node = read_yaml(path, file)
    edition = read_edition(node, sha256_of(path), reader, ("subjects",), Origin(file=file))
    if edition.name != name:
        place = (node.get("edition") if isinstance(node, MappingNode) else None) or node
        reader.problem(
            "edition-name",
            place.location,
            Text(
                f'ไฟล์ชื่อ {path.name} แต่เขียน edition: "{edition.name}"',
                f'the file is {path.name}, but says edition: "{edition.name}"',
            ),
            Text(f'เขียน edition: "{name}"', f'write edition: "{name}"'),
        )
    subjects_node = node.get("subjects") if isinstance(node, MappingNode) else None
    subjects = {
        slug: read_subject(slug, subject, reader)
        for slug, subject in reader.any_mapping(subjects_node).items()
    }
    return replace(edition, name=name), subjects


# --- corrections to a shipped edition ----------------------------------------------------------


def _corrected(name: str, path: Path, reader: Reader) -> Edition:
    base, corrections = _corrected_source(name, path, reader)
    origin = Origin(corrections=corrections)
    return read_edition(base, sha256_of(shipped_file(name), path), reader, origin=origin)


def _corrected_source(
    name: str, path: Path, reader: Reader
) -> tuple[MappingNode, tuple[Correction, ...]]:
    file = f"{FOLDER}/{path.name}"
    top = reader.mapping(read_yaml(path, file), ("edition", "corrections"))
    base = shipped_source(name)
    assert isinstance(base, MappingNode)
    if reader.text(top.get("edition")) != name:
        reader.problem(
            "edition-name",
            Location(file, 1),
            Text(f"ไฟล์ {path.name} ต้องเป็นของปี {name}", f"{path.name} must be of {name}"),
            Text(f'เขียน edition: "{name}"', f'write edition: "{name}"'),
        )
    corrections = []
    for node in reader.items(top.get("corrections")):
        corrected = _apply(base, node, reader)
        if corrected:
            base, correction = corrected
            corrections.append(correction)
    return base, tuple(corrections)


def _apply(base: MappingNode, node: Node, reader: Reader) -> tuple[MappingNode, Correction] | None:
    """The edition with one correction, or None where the correction is wrong."""
    entry = reader.mapping(
        node, ("reason", "by"), ("item", "element", "change", "add", "remove", "date", "source")
    )
    done = [key for key in ("change", "add", "remove") if key in entry]
    item_id, key = reader.text(entry.get("item")), reader.text(entry.get("element"))
    if len(done) != 1:
        reader.problem(
            "correction-unclear",
            node.location,
            Text(
                "ต้องมี change, add หรือ remove อย่างใดอย่างหนึ่ง",
                "one of change, add or remove is needed",
            ),
            Text("เขียนสิ่งที่แก้เพียงอย่างเดียวในแต่ละรายการ", "write one of them in each correction"),
        )
        return None
    what = done[0]
    if not reader.text(entry.get("reason")):
        reader.problem(
            "correction-unclear",
            node.location,
            Text("ไม่ได้บอกเหตุผลที่แก้", "the reason of the correction is not given"),
            Text('กรอก "reason"', 'fill in "reason"'),
        )
        return None
    if what == "add" and key:
        reader.problem(
            "correction-unclear",
            node.location,
            Text(
                "การเพิ่มองค์ประกอบไม่ต้องมี element", "an element is added to an item, not to an element"
            ),
            Text('ลบบรรทัด "element"', 'delete the line "element"'),
        )
        return None
    if not item_id and "edition" in reader.any_mapping(entry.get("change")):
        reader.problem(
            "correction-unclear",
            node.location,
            Text("เปลี่ยนปีของเกณฑ์ไม่ได้", "the year of an edition cannot be corrected"),
            Text("สร้างเกณฑ์ปีใหม่ด้วย oit editions new", "make a new one by oit editions new"),
        )
        return None
    if not item_id and (key or what != "change"):
        reader.problem(
            "correction-unclear",
            node.location,
            Text("ไม่ได้บอกว่าแก้ข้อใด", "the item that is corrected is not named"),
            Text('เพิ่มบรรทัด "item: O1"', 'add a line "item: O1"'),
        )
        return None
    target = _find(base, item_id, key, entry, reader)
    if target is None:
        return None
    path, found = target
    if what == "change":
        change = entry["change"]
        keys = tuple(reader.any_mapping(change))
        new: Node | None = _changed(found, change)
    elif what == "add":
        keys = ()
        new = _with_element(found, entry["add"])
    else:
        keys = ()
        new = None
    correction = Correction(
        item_id,
        key or (reader.text(_get(entry["add"], "key")) if what == "add" else ""),
        what,
        keys,
        reader.text(entry.get("reason")),
        reader.text(entry.get("by")),
        node.location,
    )
    changed = _replaced(base, path, new)
    assert isinstance(changed, MappingNode)
    return changed, correction


def _find(
    base: MappingNode, item_id: str, key: str, entry: Mapping[str, Node], reader: Reader
) -> tuple[list[tuple[str, int]], MappingNode] | None:
    """The item or element that a correction names, with the way to it from the top."""
    if not item_id:
        return [], base
    items = base.get("items")
    position = _position(items, "id", item_id)
    if position is None:
        _unknown(entry["item"], item_id, reader)
        return None
    assert isinstance(items, Sequence)
    item = items.items[position]
    assert isinstance(item, MappingNode)
    way = [("items", position)]
    if not key:
        return way, item
    elements = item.get("elements")
    inner = _position(elements, "key", key)
    if inner is None:
        _unknown(entry["element"], f"{item_id} {key}", reader)
        return None
    assert isinstance(elements, Sequence)
    element = elements.items[inner]
    assert isinstance(element, MappingNode)
    return [*way, ("elements", inner)], element


def _position(node: Node | None, key: str, value: str) -> int | None:
    if not isinstance(node, Sequence):
        return None
    for position, item in enumerate(node.items):
        if isinstance(_get(item, key), Scalar) and _get(item, key).text == value:  # type: ignore[union-attr]
            return position
    return None


def _get(node: Node, key: str) -> Node | None:
    return node.get(key) if isinstance(node, MappingNode) else None


def _changed(target: MappingNode, change: Node) -> Node:
    """The mapping with other values for some keys; new keys come last."""
    if not isinstance(change, MappingNode):
        return target
    changes = {entry.key: entry for entry in change.entries}
    kept = tuple(changes.pop(entry.key, entry) for entry in target.entries)
    return MappingNode((*kept, *changes.values()), target.location)


def _with_element(item: MappingNode, element: Node) -> Node:
    entries = []
    for entry in item.entries:
        if entry.key == "elements" and isinstance(entry.value, Sequence):
            elements = Sequence((*entry.value.items, element), entry.value.location)
            entries.append(Entry(entry.key, elements, entry.location))
        else:
            entries.append(entry)
    return MappingNode(tuple(entries), item.location)


def _replaced(node: Node, way: list[tuple[str, int]], new: Node | None) -> Node:
    """The tree with another node at the end of the way, or without it."""
    if not way:
        return new if new is not None else node
    (key, position), *rest = way
    assert isinstance(node, MappingNode)
    entries = []
    for entry in node.entries:
        if entry.key == key and isinstance(entry.value, Sequence):
            items = list(entry.value.items)
            if rest or new is not None:
                items[position] = _replaced(items[position], rest, new)
            else:
                del items[position]
            sequence = Sequence(tuple(items), entry.value.location)
            entries.append(Entry(entry.key, sequence, entry.location))
        else:
            entries.append(entry)
    return MappingNode(tuple(entries), node.location)


# --- confirmations -------------------------------------------------------------------------------


def edition_to_confirm(root: Path, name: str) -> Edition:
    """The edition without what has been confirmed so far.

    Raises:
        InputError: its file is wrong.
    """
    reader = Reader()
    edition, _ = _edition(name, own_files(root), reader, with_confirmations=False)
    reader.finish()
    return edition


def apply_confirmations(edition: Edition, node: Node, file: str, reader: Reader) -> Edition:
    """The edition with what persons with the handbook have confirmed, or worded better."""
    top = reader.mapping(node, ("edition", "confirmations"))
    if reader.text(top.get("edition")) != edition.name:
        reader.problem(
            "edition-name",
            Location(file, 1),
            Text(
                f"ไฟล์นี้ต้องเป็นของปี {edition.name}",
                f"this file must be of {edition.name}",
            ),
            Text(f'เขียน edition: "{edition.name}"', f'write edition: "{edition.name}"'),
        )
    told: dict[tuple[str, str], tuple[Confirmation, str] | None] = {}
    absent: list[Correction] = []
    for node in reader.items(top.get("confirmations")):
        entry = reader.mapping(node, ("item", "element", "by", "page"), CONFIRMATION_OPTIONAL)
        item_id, key = reader.text(entry.get("item")), reader.text(entry.get("element"))
        item = edition.item(item_id)
        if item is None or key not in {element.key for element in item.elements}:
            _unknown(entry.get("element") or node, f"{item_id} {key}", reader)
            continue
        confirmation = Confirmation(
            reader.text(entry.get("by")),
            reader.text(entry.get("date")),
            reader.text(entry.get("page")),
            node.location,
        )
        if not confirmation.by or not confirmation.page:
            reader.problem(
                "confirmation-unsigned",
                node.location,
                Text(
                    "ไม่ได้บอกว่าใครยืนยัน หรือหน้าใดของคู่มือ",
                    "who confirmed it, or on which page, is not said",
                ),
                Text('กรอก "by" และ "page"', 'fill in "by" and "page"'),
            )
            continue
        if reader.flag(entry.get("absent")):
            told[(item_id, key)] = None
            reason = reader.text(entry.get("remark")) or f"ไม่มีในคู่มือ {confirmation.page}".strip()
            absent.append(
                Correction(item_id, key, "remove", (), reason, confirmation.by, node.location)
            )
        else:
            told[(item_id, key)] = (confirmation, reader.text(entry.get("th")))
    items = tuple(_with_confirmations(item, told) for item in edition.items)
    for item in items:
        if not item.elements:
            last = [each.location for each in absent if each.item == item.id][-1:]
            reader.problem(
                "item-without-elements",
                last[0] if last else node.location,
                Text(f"{item.id} จะไม่เหลือองค์ประกอบเลย", f"{item.id} would have no element left"),
                Text(
                    f"ถ้าปีนี้ไม่มีข้อ {item.id} ให้แก้เกณฑ์ด้วย corrections แทน",
                    f"if {item.id} does not exist, correct the edition instead",
                ),
            )
    origin = replace(
        edition.origin,
        confirmed=file,
        corrections=(*edition.origin.corrections, *absent),
    )
    return replace(edition, items=items, origin=origin)


def _with_confirmations(
    item: Item, told: Mapping[tuple[str, str], tuple[Confirmation, str] | None]
) -> Item:
    """The item with its elements as confirmed; one that is not in the handbook is gone."""
    elements: list[Element] = []
    for element in item.elements:
        found = told.get((item.id, element.key), ())
        if found is None:
            continue
        if found:
            confirmation, wording = found
            requirement = Text(wording, element.requirement.en) if wording else element.requirement
            element = replace(element, confirmation=confirmation, requirement=requirement)
        elements.append(element)
    return replace(item, elements=tuple(elements))


def _unknown(node: Node, name: str, reader: Reader) -> None:
    reader.problem(
        "criterion-unknown",
        node.location,
        Text('ปีนี้ไม่มี "{name}"', 'this edition has no "{name}"').format(name=same(name.strip())),
        Text("ดูรายชื่อด้วย: oit editions show ปี", "see them with: oit editions show YEAR"),
    )


def _twice(name: str, other: str) -> Problem:
    return Problem(
        "edition-twice",
        Location(f"{FOLDER}/{name}"),
        Text(f"มีทั้ง {other} และ {name}", f"there are both {other} and {name}"),
        Text("เก็บไว้เพียงไฟล์เดียว", "keep one of them"),
    )


def _without_edition(name: str, year: str) -> Problem:
    return Problem(
        "unknown-edition",
        Location(f"{FOLDER}/{name}"),
        Text(f"ไม่มีเกณฑ์ปี {year} ให้ยืนยัน", f"there is no edition {year} to confirm"),
        Text("แก้ปีในชื่อไฟล์ หรือเพิ่มเกณฑ์ของปีนั้น", "mend the year in the name, or add that edition"),
    )


def _stray(name: str) -> Problem:
    return Problem(
        "unknown-file",
        Location(f"{FOLDER}/{name}"),
        Text(
            "ชื่อไฟล์นี้ไม่ใช่เกณฑ์ของปีใด (หรือเป็นทางลัด)",
            "this is no name of criteria (or it is a symbolic link)",
        ),
        Text(
            "ใช้ชื่อ 2570.yaml สำหรับเกณฑ์ และ 2570.confirmed.yaml สำหรับการยืนยัน",
            "use 2570.yaml for criteria and 2570.confirmed.yaml for confirmations",
        ),
    )
