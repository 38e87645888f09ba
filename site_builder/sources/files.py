"""The documents and pictures that disclosures name, and nothing outside their folder."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath

from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import Problem
from site_builder.sources.names import name_problem, special_problem
from site_builder.sources.reader import closest
from site_builder.thai import nfc


@dataclass(frozen=True)
class FileRef:
    """A file that exists; `name` is its path below the folder, with `/`."""

    name: str
    path: Path

    @property
    def suffix(self) -> str:
        """The ending in lower case without its dot: `pdf`."""
        return PurePosixPath(self.name).suffix.lower().lstrip(".")

    @cached_property
    def size(self) -> int:
        return self.path.stat().st_size

    @cached_property
    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


#: What tells whether a file is as it was, without reading it.
Stamp = tuple[int, int, int, int]


def stamps(folder: Path) -> dict[str, Stamp]:
    """Every file below a folder by its path there, with a stamp that changes with the file.

    Links are named, not followed; what cannot be looked at is left out.
    """
    found: dict[str, Stamp] = {}
    pending = [(folder, "")]
    while pending:
        place, name = pending.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((Path(entry.path), f"{name}{entry.name}/"))
                else:
                    found[name + entry.name] = stamp(entry.stat(follow_symlinks=False))
            except OSError:
                continue  # gone since it was listed
    return found


def stamp(status: os.stat_result) -> Stamp:
    """The stamp of one file."""
    return (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)


class FileStore:
    """One folder of attached files; `name` is how messages call it, such as `data/2568/files`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    def find(self, text: str, location: Location, endings: frozenset[str]) -> FileRef | Problem:
        """The file that `text` names, or what is wrong with it.

        `endings` are the accepted file endings, lower case, without the dot.
        """
        name = nfc(text.strip()).removeprefix("files/")
        if leaves_folder(name):
            return self._outside(text, location)
        if wrong := name_problem(name, location):
            return wrong
        name = PurePosixPath(name).as_posix()
        path = self.folder / name
        if not os.path.lexists(path):
            return Problem(
                "file-missing",
                location,
                Text(
                    'ไม่พบไฟล์ "{name}" ในโฟลเดอร์ {folder}{guess}',
                    'there is no file "{name}" in the folder {folder}{guess}',
                ).format(
                    name=same(name), folder=same(self.name), guess=closest(name, self._names())
                ),
                Text(
                    "วางไฟล์ไว้ในโฟลเดอร์ {folder} หรือแก้ชื่อไฟล์ที่บรรทัดนี้ให้ตรง",
                    "put the file into {folder}, or correct its name in this line",
                ).format(folder=same(self.name)),
            )
        # A link could lead anywhere, also after it was checked: links are never followed.
        if _has_link(path, self.folder):
            return self._outside(text, location)
        if not path.is_file():
            return special_problem(name, location)
        reference = FileRef(name, path)
        if reference.suffix not in endings:
            return Problem(
                "file-type",
                location,
                Text(
                    f'ไม่รับไฟล์ชนิด ".{reference.suffix}" ที่นี่',
                    f'a file of type ".{reference.suffix}" is not accepted here',
                ),
                Text("ใช้ไฟล์ชนิด {endings}", "use one of: {endings}").format(
                    endings=same(", ".join(sorted(endings)))
                ),
            )
        return reference

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")]

    def _outside(self, text: str, location: Location) -> Problem:
        return Problem(
            "path-outside",
            location,
            Text(
                'ที่อยู่ไฟล์ "{text}" ออกนอกโฟลเดอร์ {folder}',
                'the path "{text}" leads outside the folder {folder}',
            ).format(text=same(text), folder=same(self.name)),
            Text(
                "คัดลอกไฟล์ (ไม่ใช่ทางลัด) ไว้ในโฟลเดอร์ {folder} แล้วเขียนเพียงชื่อไฟล์",
                "copy the file itself (no link) into {folder} and write its name alone",
            ).format(folder=same(self.name)),
        )


def leaves_folder(name: str) -> bool:
    """Whether a name, on any system, may be that of a place outside of the folder it is looked for in."""
    windows = PureWindowsPath(name)
    return (
        not name
        or name.startswith(("/", "\\", "~"))
        or bool(windows.drive)
        or ".." in windows.parts
        or any(ord(character) < 32 for character in name)
    )


def _has_link(path: Path, folder: Path) -> bool:
    """Whether a part of the path below the folder, or the folder itself, is a link."""
    return any(part.is_symlink() for part in (path, *path.parents) if part.is_relative_to(folder))
