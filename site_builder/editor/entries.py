"""Reads data files for the form, and saves what comes back into them.

A file keeps its comments, its order and whatever the form does not know; what the form leaves blank is
not written. A file that has changed since the form was opened is not overwritten, and of every file
that is overwritten a copy is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar

from site_builder.characters import UNFIT
from site_builder.editor.checking import Form
from site_builder.holding import alone
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.nodes import Mapping
from site_builder.sources.update import updated_yaml
from site_builder.sources.write import Plain, normal, to_plain, to_yaml, write_file
from site_builder.sources.yaml import MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml
from site_builder.workspace import Workspace

#: Where copies of overwritten files are kept, below the workspace, and how many of each file.
KEPT = "backup/edit"
KEPT_OF_EACH = 50

#: The version of a file that does not exist.
ABSENT = "absent"


class Entries:
    """The data files of the editions that are edited."""

    def __init__(self, workspace: Workspace, editions: Iterable[str]) -> None:
        self._root = workspace.root
        self._lock = Lock()
        catalogue = workspace.catalogue
        forms = [
            Form(workspace, name, item, catalogue.subject(item))
            for name in editions
            for item in catalogue.editions[name].items
        ]
        self._forms = {form.file: form for form in forms}

    def read(self, file: str) -> tuple[dict[str, Plain], str]:
        """The values of a data file by its path in the workspace, and its version.

        Raises:
            InputError: no such file is edited here, or it cannot be read.
        """
        form = self._form(file)
        content = self._content(file)
        return self._values(form, content), _version(content)

    def save(self, file: str, values: object, version: str) -> str:
        """Write what the form holds; returns the file's new version.

        Args:
            values: as JSON gave it.
            version: of the file that the form was opened with.

        Raises:
            InputError: nothing was written, since a value is wrong, the file has changed meanwhile,
                or it cannot be written.
        """
        form = self._form(file)
        new = _texts(values, file)
        with self._lock, alone(self._root, "oit edit"):
            content = self._content(file)
            if version != _version(content):
                raise InputError([_changed_meanwhile(file)])
            old = self._values(form, content)
            merged = _merged(form, new, old)
            problems = form.new_problems(merged, old)
            if problems:
                raise InputError(problems)
            written = _written(content, merged, file)
            if written == content:
                return version
            self._keep(file, content)
            write_file(self._root / file, file, written)
            return _version(written)

    def _form(self, file: str) -> Form:
        if file not in self._forms:
            raise InputError([_not_edited(file)])
        return self._forms[file]

    def _content(self, file: str) -> bytes | None:
        """The bytes of a data file; None where there is none."""
        path = self._root / file
        for part in (path, path.parent, path.parent.parent):
            if part.is_symlink():
                raise InputError([_link(part.relative_to(self._root).as_posix())])
        if not path.exists():
            return None
        read_yaml(path, file)  # tells what is wrong with it, its size above all
        return path.read_bytes()

    def _values(self, form: Form, content: bytes | None) -> dict[str, Plain]:
        if content is None:
            return {"item": form.item.slug}
        node = parse_yaml(content.decode("utf-8-sig"), form.file)
        found = to_plain(node)
        if not isinstance(node, Mapping) or not isinstance(found, dict):
            raise InputError([_no_mapping(form.file)])
        if found.get("item") != form.item.slug:
            raise InputError([_other_item(form)])
        return found

    def _keep(self, file: str, content: bytes | None) -> None:
        """Keep a copy of what is overwritten, and no more copies than are of use."""
        if content is None:
            return
        folder = self._root / KEPT / Path(file).parent.name
        stem = Path(file).stem
        name = f"{stem}-{datetime.now():%Y%m%d-%H%M%S-%f}.yaml"
        write_file(folder / name, f"{KEPT}/{name}", content)
        for old in sorted(folder.glob(f"{stem}-*.yaml"))[:-KEPT_OF_EACH]:
            old.unlink(missing_ok=True)


def _version(content: bytes | None) -> str:
    return ABSENT if content is None else hashlib.sha256(content).hexdigest()


def _written(content: bytes | None, values: dict[str, Plain], file: str) -> bytes:
    if content is None:
        return to_yaml(values).encode()
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    return mark + updated_yaml(content.decode("utf-8-sig"), values, file).encode()


def _texts(values: object, file: str) -> dict[str, Plain]:
    """What JSON gave as values of a data file.

    Raises:
        InputError: it is no mapping of texts, lists and mappings, or too much.
    """
    found = _text_only(values, 0)
    if not isinstance(found, dict):
        raise InputError([_wrong_values(file)])
    return found


def _text_only(value: object, depth: int) -> Plain:
    if depth > MAX_DEPTH:
        raise InputError([_wrong_values("JSON")])
    if value is None:
        return ""
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, list):
        return [_text_only(item, depth + 1) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {_printable(key): _text_only(item, depth + 1) for key, item in value.items()}
    raise InputError([_wrong_values("JSON")])


def _printable(text: str) -> str:
    """The text without what no data file may have and no person types: it comes with what is pasted, and
    the file could not be read again. Line breaks are those of the file.

    Raises:
        InputError: it is no text, or too long a one.
    """
    if len(text) > MAX_BYTES // 4 or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise InputError([_wrong_values("JSON")])
    return UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _merged(form: Form, new: dict[str, Plain], old: dict[str, Plain]) -> dict[str, Plain]:
    """The values to write: those of the form, with what it does not know kept.

    A form never takes a key away, it leaves its value blank; a key that is missing was not known.
    """
    whole = {**old, **new, "item": form.item.slug}
    ordered = [(key, normal(whole[key])) for key in _in_order(form, whole, old)]
    return _told(ordered, old)


def _in_order(form: Form, new: Iterable[str], old: Iterable[str]) -> list[str]:
    """The keys of the file as they stand, each new one behind that which the catalogue has before it."""
    order = ["item", *(spec.key for spec in form.fields)]
    keys = list(old)
    for key in sorted(new, key=lambda key: order.index(key) if key in order else len(order)):
        if key in keys:
            continue
        before = order[: order.index(key)] if key in order else keys
        place = max((keys.index(each) + 1 for each in before if each in keys), default=0)
        keys.insert(place, key)
    return keys


def _tidy(value: Plain, old: Plain | None) -> Plain:
    """The value without the blank parts that a form adds; those that stood in the file stay."""
    if isinstance(value, list):
        before = dict(enumerate(old)) if isinstance(old, list) else {}
        return list(_told(enumerate(value), before).values())
    if isinstance(value, dict):
        return _told(value.items(), old if isinstance(old, dict) else {})
    return value


_Name = TypeVar("_Name")


def _told(
    items: Iterable[tuple[_Name, Plain]], before: MappingOf[_Name, Plain]
) -> dict[_Name, Plain]:
    found: dict[_Name, Plain] = {}
    for name, item in items:
        old = before.get(name)
        if not _is_blank(item):
            found[name] = _tidy(item, old)
        elif old is not None and _is_blank(old):
            found[name] = old
    return found


def _is_blank(value: Plain) -> bool:
    if isinstance(value, str):
        return not value.strip()
    items = value.values() if isinstance(value, dict) else value
    return all(_is_blank(item) for item in items)


def _not_edited(file: str) -> Problem:
    return Problem(
        "edit-refused",
        Location("oit edit"),
        Text('"{file}" ไม่ใช่ไฟล์ข้อมูลที่แก้ที่นี่', '"{file}" is no data file that is edited here').format(
            file=same(file[:120])
        ),
        Text(
            "เปิดหน้าแก้ไขใหม่จากหน้าต่างคำสั่ง oit edit", "open the editor again from where oit edit runs"
        ),
    )


def _wrong_values(file: str) -> Problem:
    return Problem(
        "edit-refused",
        Location(file),
        Text("ข้อมูลที่ส่งมาไม่ใช่ข้อมูลของฟอร์ม", "what was sent is not what a form holds"),
        Text("เปิดหน้าแก้ไขใหม่แล้วลองอีกครั้ง", "open the editor again and try once more"),
    )


def _changed_meanwhile(file: str) -> Problem:
    return Problem(
        "edit-conflict",
        Location(file),
        Text(
            "ไฟล์นี้ถูกแก้จากที่อื่นหลังจากที่ท่านเปิดฟอร์ม จึงยังไม่บันทึกทับ",
            "this file was changed elsewhere after you opened the form, so it is not overwritten",
        ),
        Text(
            "คัดลอกข้อความที่พิมพ์ไว้ โหลดหน้านี้ใหม่ (F5) เพื่อดูข้อมูลล่าสุด แล้วแก้อีกครั้ง",
            "copy what you typed, reload this page (F5) to see the latest data, and change it again",
        ),
    )


def _no_mapping(file: str) -> Problem:
    return Problem(
        "wrong-type",
        Location(file, 1),
        Text("ไฟล์นี้ไม่ใช่ข้อมูลแบบ ชื่อ: ค่า", "this file does not hold name: value"),
        Text("แก้ไฟล์นี้ในโปรแกรมแก้ไขข้อความก่อน", "mend the file in a text editor first"),
    )


def _other_item(form: Form) -> Problem:
    line = f"item: {form.item.slug}"
    return Problem(
        "item-guard",
        Location(form.file, 1),
        Text(
            f"ไฟล์นี้ไม่ได้เขียนว่าเป็นของข้อ {form.item.id}",
            f"this file does not say that it belongs to {form.item.id}",
        ),
        Text(
            f'เปิดไฟล์ดู ถ้าข้อมูลเป็นของข้อนี้ให้แก้บรรทัดแรกเป็น "{line}"',
            f'look into the file; if its data belong to this item, write "{line}" as its first line',
        ),
    )


def _link(file: str) -> Problem:
    return Problem(
        "path-outside",
        Location(file),
        Text("ไฟล์หรือโฟลเดอร์นี้เป็นทางลัด (symbolic link)", "this file or folder is a symbolic link"),
        Text("วางไฟล์จริงแทนทางลัด", "put the file itself here"),
    )
