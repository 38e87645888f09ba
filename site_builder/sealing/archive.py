"""Reads an archive that may come from anybody: nothing is believed, and nothing is unpacked but what
its manifest names, at the size that it names."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from site_builder.language import Text, same
from site_builder.links.answers import printable
from site_builder.locations import Location
from site_builder.outcomes import Finding, Severity
from site_builder.problems import InputError, Problem
from site_builder.sealing.manifest import (
    BESIDE,
    MANIFEST,
    STAMP,
    SUMS,
    Manifest,
    SealedFile,
    from_json,
    sums,
)
from site_builder.sources.archive import LARGE, MAX_RATIO
from site_builder.sources.opening import require_plain

#: What an archive may unpack to: more than any agency's site.
_MAX_UNPACKED = 50 * 1024**3
#: One read of the list of members; a list of more than about 200,000 is not read into memory.
_MAX_LIST = 24 * 1024 * 1024
_MAX_MANIFEST = 64 * 1024 * 1024
_MAX_STAMP = 1024 * 1024
_CHUNK = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class SealedArchive:
    """An archive that is open for reading.

    Attributes:
        sha256: of its manifest as it is written.
        stamp: the token of an authority, or None.
    """

    def __init__(self, path: Path) -> None:
        """Raises InputError where it is no archive of ours, or one that would fill memory or disk."""
        self.path = path
        self._zip = _opened(path)
        try:
            self._read_manifest()
        except InputError:
            self.close()
            raise

    def _read_manifest(self) -> None:
        entries = self._zip.infolist()
        self._names = Counter(entry.filename for entry in entries)
        self._entries = {entry.filename: entry for entry in entries}
        written = self._whole(MANIFEST, _MAX_MANIFEST)
        if written is None:
            raise InputError([_unreadable(self.path, _NO_MANIFEST)])
        try:
            self.manifest: Manifest = from_json(written)
        except ValueError as error:
            wrong = Text("manifest.json ผิดรูปแบบ: {place}", "manifest.json is malformed: {place}")
            why = wrong.format(place=same(printable(str(error))))
            raise InputError([_unreadable(self.path, why)]) from None
        self.written = written
        self.sha256 = hashlib.sha256(written).hexdigest()
        self.stamp = self._whole(STAMP, _MAX_STAMP)

    def close(self) -> None:
        self._zip.close()

    def faults(self) -> list[Finding]:
        """Everything in which the archive is not what its manifest says; reads every file once."""
        found = list(self._odd_members())
        named = self.manifest.by_path
        for name in self._entries:
            if name not in named and name not in BESIDE:
                found.append(_finding("seal-unnamed", name))
        found += filter(None, map(self._fault_of, self.manifest.files))
        wanted = sums(self.manifest, self.sha256)
        if SUMS not in self._entries:
            found.append(_finding("seal-incomplete", SUMS))
        elif self._whole(SUMS, len(wanted)) != wanted:
            found.append(_finding("seal-broken", SUMS))
        return found

    def read(self, path: str) -> bytes:
        """The content of a file that the manifest names, where `faults` has found nothing."""
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> Iterator[bytes]:
        """The same in parts."""
        with self._zip.open(self._entries[path]) as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def _whole(self, name: str, limit: int) -> bytes | None:
        """A small member; None where there is none that can be read."""
        entry = self._entries.get(name)
        if entry is None or entry.file_size > limit or not _is_plain(entry):
            return None
        try:
            return self.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            return None

    def _fault_of(self, file: SealedFile) -> Finding | None:
        entry = self._entries.get(file.path)
        if entry is None:
            return _finding("seal-incomplete", file.path)
        if entry.file_size != file.size or not _is_plain(entry):
            return _finding("seal-broken", file.path)
        digest = hashlib.sha256()
        try:
            for chunk in self.chunks(file.path):
                digest.update(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            return _finding("seal-broken", file.path)
        return None if digest.hexdigest() == file.sha256 else _finding("seal-broken", file.path)

    def _odd_members(self) -> Iterator[Finding]:
        """Members that no archive of ours has: twice the same name, links, packed in other ways."""
        for name, count in self._names.items():
            if count > 1 or not _is_plain(self._entries[name]):
                yield _finding("seal-odd-member", name)


class _Zip(zipfile.ZipFile):
    """A ZIP file that closes what it reads, as it was opened for it."""

    def __init__(self, file: io.FileIO) -> None:
        self._own = file
        super().__init__(file)

    def close(self) -> None:
        super().close()
        self._own.close()


class _Bounded(io.FileIO):
    """A file of which no single read is larger than the list of members may be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return super().read(_MAX_LIST)
        if size > _MAX_LIST:
            raise zipfile.BadZipFile("too many members")
        return super().read(size)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        require_plain(path)
        file = _Bounded(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "?"
        why = Text("เปิดไฟล์ไม่ได้ ({why})", "it cannot be opened ({why})").format(why=same(reason))
        raise InputError([_unreadable(path, why)]) from None
    try:
        archive = _Zip(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        file.close()
        raise InputError([_unreadable(path, _NO_ZIP)]) from None
    entries = archive.infolist()
    if (
        # Members that stand on each other unpack to more than there is.
        sum(entry.compress_size for entry in entries) > path.stat().st_size
        or sum(entry.file_size for entry in entries) > _MAX_UNPACKED
        or any(entry.file_size > max(LARGE, MAX_RATIO * entry.compress_size) for entry in entries)
    ):
        archive.close()
        raise InputError([_unreadable(path, _TOO_LARGE)])
    return archive


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether it is a file, not encrypted, packed as we do."""
    mode = entry.external_attr >> 16
    is_file = not entry.is_dir() and stat.S_IFMT(mode) in (0, stat.S_IFREG)
    return is_file and not entry.flag_bits & 0x1 and entry.compress_type in _METHODS


# --- what is said --------------------------------------------------------------------------------

_NO_ZIP = Text("ไม่ใช่แฟ้ม ZIP ที่สมบูรณ์", "it is no whole ZIP file")
_NO_MANIFEST = Text("ไม่มี manifest.json ที่อ่านได้", "it has no manifest.json that can be read")
_TOO_LARGE = Text(
    "แตกแล้วใหญ่เกินกว่าแฟ้มหลักฐานใด ๆ จึงไม่เปิด",
    "it would unpack to more than any archive of ours, so it is not opened",
)
#: The archive that has no fault is needed for whatever follows.
_OTHER_COPY = Text(
    "อย่าใช้แฟ้มนี้เป็นหลักฐาน หาสำเนาอื่นที่เก็บไว้ตั้งแต่วันผนึก แล้วสั่ง oit verify กับสำเนานั้น",
    "do not use it as proof; find another copy, kept since the day of sealing, and verify that one",
)


def _unreadable(path: Path, why: Text) -> Problem:
    return Problem(
        "seal-unreadable",
        Location(str(path)),
        Text("อ่านเป็นแฟ้มหลักฐานไม่ได้: {why}", "it cannot be read as a sealed archive: {why}").format(
            why=why
        ),
        Text(
            "ระบุแฟ้ม .zip ที่ oit seal เขียนไว้ หรือใช้สำเนาอื่นของแฟ้มนั้น",
            "name the .zip file that oit seal wrote, or use another copy of it",
        ),
    )


def _finding(code: str, name: str) -> Finding:
    """A finding at a member of the archive."""
    return Finding(code, Severity.ERROR, Location(printable(name)), *MESSAGES[code])


#: What each code says, and how to mend it.
MESSAGES: dict[str, tuple[Text, Text]] = {
    "seal-broken": (
        Text(
            "ไฟล์ในแฟ้มหลักฐานไม่ตรงกับ SHA-256 ที่บันทึกไว้",
            "the file in the archive does not have the SHA-256 that was recorded",
        ),
        _OTHER_COPY,
    ),
    "seal-incomplete": (
        Text("ไฟล์ที่บันทึกไว้ไม่มีในแฟ้มหลักฐาน", "the archive lacks a file that it records"),
        _OTHER_COPY,
    ),
    "seal-unnamed": (
        Text(
            "แฟ้มหลักฐานมีไฟล์ที่ไม่ได้บันทึกไว้ตอนผนึก",
            "the archive holds a file that was not recorded when it was sealed",
        ),
        _OTHER_COPY,
    ),
    "seal-odd-member": (
        Text(
            "ชื่อนี้ซ้ำกัน เป็นทางลัด หรือบีบอัดด้วยวิธีที่ oit seal ไม่ใช้",
            "this name stands twice, is a link, or is packed in a way that oit seal does not use",
        ),
        _OTHER_COPY,
    ),
}
