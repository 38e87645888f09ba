"""Names of files that every system can hold, and files that are what their names say."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from site_builder.characters import unfit
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.thai import nfc

#: What Windows takes for a device, whatever ending stands behind it.
_DEVICE = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ ]*([.:].*)?", re.IGNORECASE
)

_NOT_IN_NAME = frozenset('<>:"|?*\\\t\n\r')


def is_portable(part: str) -> bool:
    """Whether a part of a path can have the same name on Windows, and is read as it stands."""
    return not (
        _DEVICE.fullmatch(part)
        or part.endswith((".", " "))
        or _NOT_IN_NAME.intersection(part)
        or unfit(part)
    )


def name_problem(name: str, location: Location) -> Problem | None:
    """What is wrong with the name of a file that is to be published; `name` is a path with `/`."""
    if all(map(is_portable, PurePosixPath(name).parts)):
        return None
    shown = "".join(f"<U+{ord(each):04X}>" if unfit(each) else each for each in name)
    return Problem(
        "file-name",
        location,
        Text('ใช้ชื่อไฟล์ "{name}" ไม่ได้', 'the file name "{name}" cannot be used').format(
            name=same(shown)
        ),
        Text(
            "เปลี่ยนชื่อไฟล์: อย่าใช้ชื่ออุปกรณ์ของ Windows (CON, NUL, COM1) อย่าลงท้ายด้วยจุดหรือช่องว่าง "
            'และอย่ามีเครื่องหมาย < > : " | ? * \\ หรืออักขระที่มองไม่เห็น',
            "rename the file: no name of a device of Windows (CON, NUL, COM1), no dot or space at its "
            'end, none of < > : " | ? * \\ and no unseen character',
        ),
    )


def twins(names: Iterable[str], folder: str, beside: Iterable[str] = ()) -> Iterator[Problem]:
    """Files below a folder whose names Windows and macOS take for one: only one of them would be there.

    `names` are paths with `/` as seen from `folder`; `beside` are those of files that will stand there too.
    """
    first = {nfc(name).lower(): name for name in beside}
    for name in sorted(names):
        other = first.setdefault(nfc(name).lower(), name)
        if other != name:
            yield Problem(
                "file-case",
                Location(f"{folder}/{name}"),
                Text(
                    'ชื่อต่างจาก "{other}" เพียงตัวพิมพ์ใหญ่เล็กหรือวิธีเข้ารหัสสระ',
                    'the name differs from "{other}" in capital letters or the coding of marks alone',
                ).format(other=same(other)),
                Text(
                    "เปลี่ยนชื่อไฟล์หนึ่ง หรือลบไฟล์ที่ไม่ใช้ เพราะ Windows และ macOS เก็บได้เพียงไฟล์เดียว",
                    "rename one of them, or remove the one that is not used: "
                    "Windows and macOS hold only one",
                ),
            )


def refuse_links(root: Path, name: str) -> None:
    """Raises InputError where a file, or a folder on the way to it from `root`, is a link: what it leads
    to is not the agency's data."""
    path = root / name
    for part in (path, *path.parents):
        if part == root:
            return
        if part.is_symlink():
            raise InputError([link_problem(part.relative_to(root).as_posix())])


def link_problem(name: str) -> Problem:
    """The problem of a link where a file or folder should be."""
    return Problem(
        "path-outside",
        Location(name),
        Text("เป็นทางลัด (symbolic link)", "this is a symbolic link"),
        Text("วางไฟล์หรือโฟลเดอร์จริงแทนทางลัด", "put the file or folder itself here"),
    )


def unfit_files(folder: Path) -> Iterator[Problem]:
    """Whatever in a folder that is published whole cannot be: links, as nobody looks at what they lead
    to, what is no plain file, names that not every system can hold, or holds apart. What is hidden is not
    published."""
    if folder.is_symlink():
        yield link_problem(folder.name)
        return
    plain: list[str] = []
    pending = [(folder, "")]
    while pending:
        above, name = pending.pop()
        try:
            entries = sorted(os.scandir(above), key=lambda entry: entry.name)
        except OSError:
            continue  # not there, or told by who reads it
        for entry in entries:
            if entry.name.startswith("."):
                continue
            below = f"{name}{entry.name}"
            place = f"{folder.name}/{below}"
            mode = entry.stat(follow_symlinks=False).st_mode
            wrong = name_problem(entry.name, Location(f"{folder.name}/{name}"))
            if wrong:
                yield wrong
            elif stat.S_ISLNK(mode):
                yield link_problem(place)
            elif stat.S_ISDIR(mode):
                pending.append((Path(entry.path), f"{below}/"))
            elif stat.S_ISREG(mode):
                plain.append(below)
            else:
                yield special_problem(place, Location(place))
    yield from twins(plain, folder.name)


def special_problem(name: str, location: Location) -> Problem:
    """The problem of a folder, pipe, socket or device where a file should be."""
    return Problem(
        "not-a-file",
        location,
        Text(f'"{name}" ไม่ใช่ไฟล์', f'"{name}" is not a file'),
        Text(
            "ใช้ไฟล์ธรรมดา ไม่ใช่โฟลเดอร์หรือไฟล์พิเศษของระบบ",
            "use a plain file: no folder, and no special file of the system",
        ),
    )
