"""Documents and pictures that come from the form, kept in the folder of files of their edition."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO

from site_builder.documents.filetypes import real_type
from site_builder.holding import alone
from site_builder.kinds.document import DOCUMENT_ENDINGS
from site_builder.kinds.image import ImageKind
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.files import leaves_folder
from site_builder.sources.names import is_portable
from site_builder.sources.write import unwritable
from site_builder.temporary import folder_in
from site_builder.thai import nfc
from site_builder.workspace import Workspace

ENDINGS = DOCUMENT_ENDINGS | ImageKind.endings
#: What an assessor can still be expected to download, and a browser to send.
MAX_BYTES = 50 * 1024 * 1024
#: Windows takes 255 letters in a name, other systems 255 bytes; copies of renamed files need room.
_LONGEST = 200
_DEEPEST = 3

_FORBIDDEN = frozenset("%#")
#: What a file must really be, where that is not its ending.
_SAME = {"jpeg": {"jpg"}, "csv": {"txt"}, "zip": {"zip"}}
_PROGRAMS = frozenset({"exe", "html"})


@dataclass(frozen=True)
class Attached:
    """A file that is there; `path` is that in the workspace, with `/`."""

    path: str
    size: int


class Uploads:
    """The folders of files of the editions that are edited."""

    def __init__(self, workspace: Workspace, editions: Iterable[str]) -> None:
        self._root = workspace.root
        self._folders = {f"data/{name}/files" for name in editions}
        self._lock = Lock()

    def listed(self, folder: str) -> list[Attached]:
        """The files in a folder of an edition, without those below it.

        Raises:
            InputError: it is no folder of files that is edited here.
        """
        place = self._place(folder)
        if not place.is_dir():
            return []
        names = sorted(path.name for path in place.iterdir() if _is_shown(path))
        return [Attached(f"{folder}/{name}", (place / name).stat().st_size) for name in names]

    def find(self, path: str) -> Path:
        """A file that is there.

        Raises:
            InputError: there is none, or it stands elsewhere.
        """
        folder, _, name = path.rpartition("/")
        place = self._place(folder) / _safe_name(name, path)
        if place.is_symlink() or not place.is_file():
            raise InputError([_missing(path)])
        return place

    @contextmanager
    def receiving(self, path: str) -> Iterator[IO[bytes]]:
        """A file to write what arrives into; it gets its name when the block ends well.

        Raises:
            InputError: the path is not safe, another file has that name, or what arrived is not
                what its ending says. Nothing is left then.
        """
        path = nfc(path)
        folder, _, name = path.rpartition("/")
        place = self._place(folder) / _safe_name(name, path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with folder_in(place.parent) as folder_of_one:
                arrived = folder_of_one / "arrived"
                with arrived.open("wb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                _require_type(arrived, path)
                with self._lock, alone(self._root, "oit edit"):
                    self._settle(arrived, place, path)
        except (ConnectionError, TimeoutError):
            raise  # of whoever sends it
        except OSError as error:
            raise InputError([unwritable(path, error)]) from None

    def _settle(self, temporary: Path, place: Path, path: str) -> None:
        """Give the file its name; one that is there already stays, and must be the same."""
        for other in place.parent.iterdir():
            if _folded(other.name) != _folded(place.name):
                continue
            same_file = other.is_file() and not other.is_symlink() and other.name == place.name
            if same_file and other.read_bytes() == temporary.read_bytes():
                return
            raise InputError([_exists(path)])
        temporary.chmod(0o644)
        temporary.rename(place)

    def _place(self, folder: str) -> Path:
        """A folder of files by its path in the workspace."""
        base = next(
            (each for each in self._folders if folder == each or folder.startswith(f"{each}/")),
            None,
        )
        if base is None or leaves_folder(folder):
            raise InputError([_bad_name(folder)])
        below = [part for part in folder.removeprefix(base).split("/") if part]
        if len(below) >= _DEEPEST:
            raise InputError([_bad_name(folder)])
        place = self._root / base
        for part in below:
            place /= _safe_part(part, folder)
        for step in (place, *place.parents):
            if step == self._root:
                break
            if step.is_symlink():
                raise InputError([_bad_name(folder)])
        return place


def _is_shown(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~"))


def _folded(name: str) -> str:
    return nfc(name).casefold()


def _safe_name(name: str, path: str) -> str:
    """The name of a file, when it may stand on every system and in an address.

    Raises:
        InputError: it may not, or is of a type that is not published.
    """
    ending = name.rpartition(".")[2].lower()
    if _safe_part(name, path) and ending not in ENDINGS:
        raise InputError([_bad_type(path)])
    return name


def _safe_part(name: str, path: str) -> str:
    if (
        not name.strip(". ")
        or name != name.strip()
        or name.startswith((".", "~", "-"))
        or len(name.encode()) > _LONGEST
        or not is_portable(name)
        or any(letter in _FORBIDDEN or _is_hidden(letter) for letter in name)
    ):
        raise InputError([_bad_name(path)])
    return name


def _is_hidden(letter: str) -> bool:
    """Whether a letter cannot be seen, or turns the direction in which a name is read."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _require_type(file: Path, path: str) -> None:
    ending = path.rpartition(".")[2].lower()
    real = real_type(file)
    pictures_and_pdf = ImageKind.endings | {"pdf"}
    expected = _SAME.get(ending, {ending})
    if (
        file.stat().st_size == 0
        or real in _PROGRAMS
        or (ending in pictures_and_pdf and real not in expected)
    ):
        raise InputError([_not_what_it_says(path)])


def _bad_name(path: str) -> Problem:
    return Problem(
        "upload-name",
        Location(path[:200]),
        Text("ชื่อไฟล์หรือโฟลเดอร์นี้ใช้ไม่ได้", "this name of a file or folder cannot be used"),
        Text(
            "เปลี่ยนชื่อไฟล์ให้สั้น มีเพียงตัวอักษร ตัวเลข - และ _ แล้วอัปโหลดใหม่",
            "give the file a short name of letters, digits, - and _, and upload it again",
        ),
    )


def _bad_type(path: str) -> Problem:
    return Problem(
        "file-type",
        Location(path),
        Text("ไม่รับไฟล์ชนิดนี้", "a file of this type is not accepted"),
        Text("ใช้ไฟล์ชนิด {endings}", "use one of: {endings}").format(
            endings=same(", ".join(sorted(ENDINGS)))
        ),
    )


def _not_what_it_says(path: str) -> Problem:
    return Problem(
        "upload-content",
        Location(path),
        Text(
            "สิ่งที่อยู่ในไฟล์ไม่ใช่ชนิดที่นามสกุลบอก หรือไฟล์ว่าง",
            "what is in the file is not what its ending says, or nothing is",
        ),
        Text(
            "เปิดไฟล์ในเครื่องดูว่าใช้ได้ แล้วบันทึกใหม่เป็น PDF หรือชนิดที่ถูกต้อง",
            "open the file to see that it works, and save it again as PDF or as what it is",
        ),
    )


def _exists(path: str) -> Problem:
    return Problem(
        "upload-exists",
        Location(path),
        Text(
            "มีไฟล์อื่นชื่อนี้อยู่แล้ว จึงไม่เขียนทับ", "there is another file of this name; it is not overwritten"
        ),
        Text(
            "เปลี่ยนชื่อไฟล์ในเครื่อง เช่นเติมปีหรือครั้งที่ แล้วอัปโหลดใหม่",
            "rename your file, say with its year or number, and upload it again",
        ),
    )


def too_large(path: str) -> Problem:
    """The problem of a file that is not taken because of its size."""
    limit = MAX_BYTES // 1024 // 1024
    return Problem(
        "file-too-large",
        Location(path[:200]),
        Text(f"ไฟล์ใหญ่เกิน {limit} MB", f"the file is larger than {limit} MB"),
        Text(
            "ลดขนาดไฟล์ (สแกนที่ 150 dpi) หรือแยกเป็นหลายไฟล์ แล้วอัปโหลดใหม่",
            "make it smaller (scan with 150 dpi) or split it, and upload it again",
        ),
    )


def _missing(path: str) -> Problem:
    return Problem(
        "file-missing",
        Location(path[:200]),
        Text("ไม่พบไฟล์นี้", "there is no such file"),
        Text("อัปโหลดไฟล์ หรือเลือกไฟล์อื่น", "upload it, or choose another"),
    )
