"""The register of a fleet: a CSV or YAML file with one agency to a row, or a folder of workspaces.

Paths in it count from the register's own folder and never lead out of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.characters import unfit_in_lines
from site_builder.sources.files import leaves_folder
from site_builder.sources.names import is_portable
from site_builder.sources.nodes import Mapping, Scalar
from site_builder.sources.reader import Reader, unknown_key
from site_builder.sources.yaml import read_text, read_yaml, unreadable
from site_builder.thai import nfc
from site_builder.workspace import is_workspace

#: The columns, and what people call them.
COLUMNS = {
    "id": Text("รหัส", "id"),
    "workspace": Text("โฟลเดอร์", "workspace"),
    "name": Text("ชื่อหน่วยงาน", "name"),
    "type": Text("ประเภท", "type"),
    "province": Text("จังหวัด", "province"),
    "district": Text("อำเภอ", "district"),
    "vendor": Text("ผู้ดูแล", "vendor"),
}
_REQUIRED = ("id", "workspace")
_KEYS = {name: key for key, label in COLUMNS.items() for name in (label.th, label.en)}
#: An id names files: of reports and sites.
_ID = re.compile(r"[A-Za-z0-9ก-๛][A-Za-z0-9ก-๛_.-]{0,63}")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Member:
    """One agency of the register.

    Attributes:
        workspace: its folder, counted from the register's, with `/`.
        name, type, province, district, vendor: as the register says, "" where it does not.
    """

    id: str
    workspace: str
    name: str = ""
    type: str = ""
    province: str = ""
    district: str = ""
    vendor: str = ""


@dataclass(frozen=True)
class Register:
    """The agencies of a fleet, by their ids.

    Attributes:
        base: the folder from which their workspaces count.
    """

    base: Path
    members: tuple[Member, ...]


def read_register(path: Path) -> Register:
    """The register at `path`; of a folder, every workspace that stands in it.

    Raises:
        InputError: it cannot be read, or some of its rows are wrong; carries all problems.
    """
    if path.is_dir():
        return _of_folder(path)
    rows = _yaml_rows if path.suffix.lower() in (".yaml", ".yml") else _csv_rows
    reader = Reader()
    return _register(path.parent, path.name, rows(path, reader), reader)


def _of_folder(folder: Path) -> Register:
    try:
        names = sorted(entry.name for entry in folder.iterdir() if not entry.is_symlink())
    except OSError as error:
        raise InputError([unreadable(str(folder), error)]) from None
    rows = (
        {"id": Scalar(name, Location(name)), "workspace": Scalar(name, Location(name))}
        for name in names
        if not name.startswith(".") and is_workspace(folder / name)
    )
    return _register(folder, str(folder), rows, Reader())


def _csv_rows(path: Path, reader: Reader) -> Iterator[dict[str, Scalar]]:
    """The rows under the first one, by column."""
    text = read_text(path, path.name)
    reader.problems += unfit_in_lines(text, path.name)
    reader.finish()
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    keys: list[str] = []
    line = 1
    try:
        for cells in rows:
            here, line = Location(path.name, line), rows.line_num + 1
            if not keys:
                keys = [_KEYS.get(nfc(cell.strip()).lower(), nfc(cell.strip())) for cell in cells]
                _check_headings(keys, here, reader)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(keys) :]):
                    reader.problems.append(_too_many(here, len(keys), len(cells)))
                pairs = zip(keys, cells, strict=False)
                blank = dict.fromkeys(_REQUIRED, Scalar("", here))  # a row may end early
                yield blank | {key: Scalar(nfc(cell.strip()), here) for key, cell in pairs if key}
    except csv.Error as error:
        reader.problems.append(_no_csv(Location(path.name, line), str(error)))


def _check_headings(keys: list[str], here: Location, reader: Reader) -> None:
    for key in keys:
        if key and key not in COLUMNS:
            reader.problems.append(unknown_key(key, here, list(_KEYS)))
        elif key and keys.count(key) > 1:
            reader.problems.append(_twice(Text("หัวคอลัมน์", "heading"), key, here, here))
    for key in _REQUIRED:
        if key not in keys:
            reader.problem(
                "column-missing",
                here,
                Text(f'ไม่มีคอลัมน์ "{COLUMNS[key].th}" ({key})', f'there is no column "{key}"'),
                Text("เพิ่มคอลัมน์นี้ในบรรทัดหัวตาราง", "add it to the first row"),
            )
    if reader.problems:
        reader.finish()


def _yaml_rows(path: Path, reader: Reader) -> Iterator[dict[str, Scalar]]:
    """The entries of the list `agencies`, or of a file that is nothing but a list."""
    node = read_yaml(path, path.name)
    if isinstance(node, Mapping):
        node = reader.mapping(node, ("agencies",)).get("agencies", node)
        reader.finish()
    for item in reader.items(node):
        if not isinstance(item, Mapping):
            reader.mapping(item)
            continue
        row: dict[str, Scalar] = {}
        for entry in item.entries:
            key = _KEYS.get(entry.key, entry.key)
            if key not in COLUMNS:
                reader.problems.append(unknown_key(entry.key, entry.location, list(_KEYS)))
            elif key in row:
                reader.problems.append(
                    _twice(Text("ช่อง", "key"), key, entry.location, row[key].location)
                )
            else:
                row[key] = Scalar(reader.text(entry.value), entry.value.location)
        for key in _REQUIRED:
            row.setdefault(key, Scalar("", item.location))
        yield row


def _register(base: Path, name: str, rows: Iterable[dict[str, Scalar]], reader: Reader) -> Register:
    """The members of the rows, each of them looked at."""
    root = base.resolve()
    ids: dict[str, Location] = {}
    places: dict[Path, Location] = {}
    members = []
    for row in rows:
        for key in _REQUIRED:
            if not row[key].text:
                reader.problems.append(_blank(key, row[key].location))
        member = Member(**{key: scalar.text for key, scalar in row.items()})
        id_, place = row["id"], row["workspace"]
        if id_.text:
            if not _ID.fullmatch(id_.text) or not is_portable(id_.text):
                reader.problems.append(_bad_id(id_))
            key = id_.text.lower()
            if key in ids:
                what = Text("รหัส", "id")
                reader.problems.append(_twice(what, id_.text, id_.location, ids[key]))
            ids.setdefault(key, id_.location)
        if place.text:
            folder = (base / place.text).resolve()
            if leaves_folder(place.text) or not folder.is_relative_to(root):
                reader.problems.append(_outside(place))
            elif folder in places:
                what = Text("โฟลเดอร์", "workspace")
                reader.problems.append(_twice(what, place.text, place.location, places[folder]))
            places.setdefault(folder, place.location)
        members.append(member)
    reader.finish()
    if not members:
        raise InputError([_empty(name)])
    return Register(base, tuple(sorted(members, key=lambda member: member.id)))


def _blank(key: str, location: Location) -> Problem:
    return Problem(
        "missing-value",
        location,
        Text(f'ไม่ได้กรอก "{COLUMNS[key].th}" ({key})', f'"{key}" is blank'),
        Text("ทุกหน่วยงานต้องมีรหัสและโฟลเดอร์", "every agency needs an id and a workspace"),
    )


def _bad_id(id_: Scalar) -> Problem:
    return Problem(
        "register-id",
        id_.location,
        Text('ใช้รหัส "{id}" เป็นชื่อไฟล์ไม่ได้', 'the id "{id}" cannot name a file').format(
            id=same(id_.text)
        ),
        Text(
            "ใช้ตัวอักษร ตัวเลข และ - _ . ไม่เกิน 64 ตัว ขึ้นต้นด้วยตัวอักษรหรือตัวเลข",
            "use letters, digits and - _ . (at most 64, a letter or digit first)",
        ),
    )


def _twice(what: Text, text: str, here: Location, before: Location) -> Problem:
    return Problem(
        "register-twice",
        here,
        Text(
            '{what} "{text}" มีแล้วที่ {before}', 'the {what} "{text}" stands at {before} already'
        ).format(what=what, text=same(text), before=same(str(before))),
        Text("ให้แต่ละหน่วยงานมีแถวเดียว", "give each agency one row of its own"),
    )


def _outside(place: Scalar) -> Problem:
    return Problem(
        "path-outside",
        place.location,
        Text(
            'โฟลเดอร์ "{path}" อยู่นอกโฟลเดอร์ของทะเบียน',
            'the workspace "{path}" is outside of the register\'s folder',
        ).format(path=same(place.text)),
        Text(
            "เขียนที่อยู่โดยนับจากโฟลเดอร์ของทะเบียน เช่น agencies/banmai",
            "write the path from the register's folder, such as agencies/banmai",
        ),
    )


def _too_many(here: Location, expected: int, found: int) -> Problem:
    return Problem(
        "register-row",
        here,
        Text(
            f"แถวนี้มี {found} ช่อง แต่หัวตารางมี {expected}",
            f"this row has {found} cells, the headings are {expected}",
        ),
        Text("ใส่เครื่องหมายคำพูดคร่อมข้อความที่มีเครื่องหมายคั่น", "quote a text that has the separator in it"),
    )


def _no_csv(here: Location, reason: str) -> Problem:
    return Problem(
        "register-row",
        here,
        Text(f"อ่านตารางต่อไม่ได้ ({reason})", f"the table cannot be read on ({reason})"),
        Text("บันทึกใหม่เป็น CSV (UTF-8)", "save it again as CSV (UTF-8)"),
    )


def _empty(name: str) -> Problem:
    return Problem(
        "register-empty",
        Location(name),
        Text("ไม่มีหน่วยงานในทะเบียน", "there is no agency in the register"),
        Text(
            "ใส่หน่วยงานอย่างน้อยหนึ่งแถว หรือระบุโฟลเดอร์ที่มีโฟลเดอร์ของหน่วยงาน",
            "give it a row at least, or name a folder that has workspaces in it",
        ),
    )
