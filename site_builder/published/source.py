"""Where a published site is read: a built folder, or a live server. Both answer alike."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from site_builder.language import Text, same
from site_builder.links.answers import Answer, Cause, clean, printable, quoted
from site_builder.locations import Location
from site_builder.packing import packed_name, plain_name, read, stands
from site_builder.problems import InputError, Problem

if TYPE_CHECKING:
    from site_builder.links.fetch import Manners

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_INDEX = "index.html"


class Source(ABC):
    """A site. Paths are URLs below its front page, percent-encoded: `oit/2568/o02/`."""

    #: How the site is called in reports.
    name: str

    @abstractmethod
    def get(self, path: str, limit: int, enough: int | None = None) -> Answer:
        """What stands at a path; never raises.

        Args:
            limit: what is longer is refused, in bytes.
            enough: stop reading after so many bytes.
        """

    @abstractmethod
    def place(self, path: str) -> str:
        """The path as a person opens it: the whole URL, or the file."""

    def paths(self) -> Iterator[str] | None:
        """The path of every file there is; None where a site cannot be asked for them."""
        return None


class FolderSource(Source):
    """A built folder, as a server would show it: names exact, no links followed, nothing outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.as_posix()
        # A system that takes `A.pdf` for `a.pdf` would hide what a server does not find.
        self._names = cache(lambda parent: frozenset(each.name for each in parent.iterdir()))

    def get(self, path: str, limit: int, enough: int | None = None) -> Answer:
        url = self.place(path)
        try:
            file = self._find(path)
            if file is None:
                return Answer(url, cause=Cause.MISSING)
            body = read(file, enough if enough is not None else limit + 1)
        except (OSError, ValueError):
            return Answer(url, cause=Cause.UNREADABLE)
        if enough is None and len(body) > limit:
            return Answer(url, cause=Cause.TOO_LARGE)
        return Answer(url, body)

    def place(self, path: str) -> str:
        shown = path + _INDEX if path.endswith("/") or not path else path
        return clean((self.folder / unquote(shown)).as_posix())

    def paths(self) -> Iterator[str]:
        for file in sorted(self.folder.rglob("*")):
            # A link is never read, and a server may show what it leads to.
            if file.is_file() or file.is_symlink():
                name = plain_name(file.name)
                shown = file.with_name(name) if name and not file.with_name(name).exists() else file
                yield path_of(shown.relative_to(self.folder).as_posix())

    def _find(self, path: str) -> Path | None:
        """The file that a server would show for a path, or None."""
        found = self.folder
        for part in filter(None, unquote(path).split("/")):
            # A name that the folder lists is neither `..` nor that of a place outside.
            if not found.is_dir() or self._names(found).isdisjoint((part, packed_name(part))):
                return None
            found = found / part
            if found.is_symlink():
                return None
        if found.is_dir():
            found = found / _INDEX
        return found if stands(found) else None


class HttpSource(Source):
    """A live site, below the address that was given."""

    def __init__(self, url: str, manners: Manners | None = None) -> None:
        # Here, as what speaks HTTP takes long to load, and a build reads a folder.
        from site_builder.links.fetch import Fetcher

        self.name = url
        self._fetcher = Fetcher(url, manners)

    def get(self, path: str, limit: int, enough: int | None = None) -> Answer:
        return self._fetcher.get(self.name + path, limit, enough)

    def place(self, path: str) -> str:
        return self.name + path


def path_of(file: str) -> str:
    """The path at which a server shows a file of the site's folder: a folder's page by the folder."""
    is_page = file == _INDEX or file.endswith(f"/{_INDEX}")
    return quote(file.removesuffix(_INDEX) if is_page else file)


def open_source(site: str, manners: Manners | None = None, option: str = "--site") -> Source:
    """The site that a user names: an address that starts with http:// or https://, or a folder.

    Args:
        option: where the user has named it.

    Raises:
        InputError: it is neither.
    """
    scheme = _SCHEME.match(site)
    if scheme is None:
        folder = Path(site)
        if not site or not _is_folder(folder):
            raise InputError([_no_folder(site, option)])
        return FolderSource(folder)
    try:
        parts = urlsplit(site.strip())
        address = quoted(parts._replace(query=""))
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise InputError([_no_address(site, option)])
    if parts.username is not None:
        raise InputError([_with_password(parts.hostname or "", option)])
    return HttpSource(address.removesuffix(_INDEX).rstrip("/") + "/", manners)


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):
        return False  # a name that no folder can have


def _no_folder(site: str, option: str) -> Problem:
    return Problem(
        "no-site",
        Location(option),
        Text('ไม่มีโฟลเดอร์ "{site}"', 'there is no folder "{site}"').format(
            site=same(printable(site))
        ),
        Text(
            "ระบุโฟลเดอร์ที่ oit build สร้าง เช่น site หรือที่อยู่เว็บเต็มที่ขึ้นต้นด้วย https://",
            "name the folder that oit build wrote, such as site, or a whole address starting with https://",
        ),
    )


def _no_address(site: str, option: str) -> Problem:
    return Problem(
        "no-site",
        Location(option),
        Text('"{site}" ไม่ใช่ที่อยู่เว็บที่ครบถ้วน', '"{site}" is not a whole web address').format(
            site=same(printable(site))
        ),
        Text(
            "เขียนที่อยู่หน้าแรกของเว็บไซต์ เช่น https://www.example.go.th/",
            "write the address of the site's front page, such as https://www.example.go.th/",
        ),
    )


def _with_password(host: str, option: str) -> Problem:
    return Problem(
        "no-site",
        Location(option),
        Text(
            "ที่อยู่เว็บมีชื่อผู้ใช้หรือรหัสผ่าน แต่การตรวจนี้อ่านเว็บไซต์โดยไม่เข้าสู่ระบบ",
            "the address holds a user name or password, but the site is read logged out",
        ),
        Text("ลบส่วนหน้า @ ออก เหลือ {host}", "leave out what stands before the @: {host}").format(
            host=same(printable(host))
        ),
    )
