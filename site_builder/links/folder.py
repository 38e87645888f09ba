"""The links of a built folder, as a web server would show it: names exact, index.html for a folder."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from site_builder.documents.heads import FILES, HEAD, wrong_with
from site_builder.language import Text
from site_builder.links.answers import clean
from site_builder.links.extract import decoded, read_page
from site_builder.links.survey import Found, Site, decoded_again, near
from site_builder.locations import Location
from site_builder.packing import plain_name, read
from site_builder.problems import Problem
from site_builder.thai import fold

_INDEX = "index.html"
_PAGES = frozenset([".html", ".htm", ".xhtml"])
#: A longer page is not of a site that people read.
_LONGEST = 20_000_000


class FolderSite(Site):
    """A built folder. Symbolic links are not there: no server need follow them.

    Args:
        address: of its front page; "" for what the front page itself says (`rel="canonical"`).
    """

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self.name = folder.as_posix()
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._walk()
        self._first = {path.partition("/")[0] for path in self._files}
        self.address = address or self._own_address()

    def starts(self) -> Iterable[str]:
        return sorted(_known(path) for path in self._files if _is_read(path))

    def place(self, path: str) -> str:
        shown = path + _INDEX if path.endswith("/") or not path else path
        return clean(f"{self.name}/{shown}")

    def owns(self, path: str) -> bool:
        return not path or path.partition("/")[0] in self._first

    def look(self, path: str) -> Found:
        file = path + _INDEX if path.endswith("/") or not path else path
        if file in self._files:
            return self._open(file)
        folder = path.rstrip("/")
        if folder in self._folders:
            # Without a slash at the end a server sends readers to the address with it.
            if f"{folder}/{_INDEX}" in self._files:
                return self._open(f"{folder}/{_INDEX}")
            return Found(path, "link-no-index")
        return Found(path, "link-missing")

    def _walk(self) -> None:
        waiting = [""]
        while waiting:
            below = waiting.pop()
            with os.scandir(self.folder / below) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        self._folders.add(below + entry.name)
                        waiting.append(f"{below}{entry.name}/")
                    elif entry.is_file(follow_symlinks=False):
                        # A packed text answers at its plain name too.
                        names = {entry.name, plain_name(entry.name) or entry.name}
                        self._files.update(below + name for name in names)

    def _open(self, file: str) -> Found:
        path = _known(file)
        is_read = _is_read(file)
        try:
            content = read(self.folder / file, _LONGEST if is_read else HEAD)
        except OSError as error:
            return Found(path, problem=self._unreadable(path, error))
        if is_read:
            is_style = file.endswith(".css")
            if not content and not is_style:
                return Found(path, "page-empty")
            return Found(path, text=decoded(content), is_style=is_style)
        wrong = wrong_with(file, content) if _suffix(file).lstrip(".") in FILES else None
        return Found(path, "file-broken" if wrong else "", wrong)

    def meant(self, path: str) -> tuple[str, str]:
        folder = path.rstrip("/")
        code, meant = near(folder, self._alike.get(fold(folder), ()))
        if not meant:
            again = decoded_again(folder)
            if again and (again in self._files or again in self._folders):
                code, meant = "link-encoded-twice", again
            elif f"{folder}.html" in self._files:
                meant = f"{folder}.html"
        return code, f"/{meant}" if meant else ""

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        """The names by a key that is the same for names that people take for the same."""
        found = defaultdict(list)
        for path in (*self._files, *self._folders):
            found[fold(path)].append(path)
        return found

    def _own_address(self) -> str:
        """The address that the front page gives itself, where it is one."""
        if _INDEX not in self._files:
            return ""
        text = self._open(_INDEX).text or ""
        canonical = read_page(text).canonical
        parts = urlsplit(canonical)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        return canonical.removesuffix(_INDEX).rstrip("/") + "/"

    def _unreadable(self, path: str, error: OSError) -> Problem:
        return Problem(
            "file-unreadable",
            Location(self.place(path)),
            Text(f"อ่านไฟล์ไม่ได้: {error.strerror}", f"the file cannot be read: {error.strerror}"),
            Text("ตรวจสิทธิ์ของไฟล์", "look at the rights of the file"),
        )


def _known(file: str) -> str:
    """The path of a file as browsers show it."""
    return file.removesuffix(_INDEX) if PurePosixPath(file).name == _INDEX else file


def _is_read(file: str) -> bool:
    suffix = _suffix(file)
    return suffix in _PAGES or suffix == ".css"


def _suffix(file: str) -> str:
    return PurePosixPath(file).suffix.lower()
