"""A place that files are brought to, near or far, and what can go wrong there.

Paths are whole paths of the place, separated by `/`. Each kind of server is a class of its own; it is
told what to do by `switching`, `inplace` and `objects`, which know what comes first and last.
"""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from site_builder.publishing.release import Release

#: What is written: a file of this computer, or bytes.
Content = Path | bytes


class LostError(Exception):
    """The connection is gone: what was asked last may be done or not. Trying again may help."""


class RefusedError(Exception):
    """The server answered, and said no.

    Attributes:
        place: the path that it was about.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place


class Place(ABC):
    """Where files are kept. Every method may raise LostError or RefusedError."""

    @abstractmethod
    def read(self, path: str, limit: int) -> bytes | None:
        """The content of a file of at most `limit` bytes; None where there is none."""

    @abstractmethod
    def write(self, path: str, content: Content, page: str = "") -> None:
        """Write a file with its folders. Only a place without `move` does so whole or not at all.

        Args:
            page: the path in the site that the content is for, where that says its type.
        """

    @abstractmethod
    def delete(self, path: str) -> None:
        """Delete a file; nothing where there is none."""

    @abstractmethod
    def claim(self, path: str, content: bytes) -> bool:
        """Write a file that is not there yet; False where it is. Of two who try, one succeeds."""

    def release(self, path: str) -> None:
        """Give up what was claimed."""
        self.delete(path)

    def close(self) -> None:  # noqa: B027
        """End the connection. Never raises."""


class FileSystem(Place):
    """A place with folders, where a file can be renamed to take another's place at once."""

    @abstractmethod
    def move(self, old: str, new: str) -> None:
        """Rename a file or link, with the folders of its new path; what stood there is replaced."""

    @abstractmethod
    def names(self, folder: str) -> frozenset[str]:
        """What stands in a folder; nothing where there is none."""

    @abstractmethod
    def sizes(self, folder: str, paths: Collection[str]) -> dict[str, int]:
        """The sizes of those files below a folder that are there."""

    @abstractmethod
    def make_folder(self, path: str) -> None:
        """Make a folder, with those above it; nothing where it is there."""

    @abstractmethod
    def delete_folder(self, path: str) -> bool:
        """Delete a folder if it is empty; whether it is gone."""

    @abstractmethod
    def is_folder(self, path: str) -> bool:
        """Whether a folder stands there, or a link that leads to one."""

    def resolve(self, path: str) -> str:
        """The path without links that others have made."""
        return path

    def sha256(self, path: str) -> str | None:
        """Of a file's content; None where reading it would mean to send it all back."""
        return None


class LinkingFileSystem(FileSystem):
    """A file system with links, so that one step can change what a path shows."""

    @abstractmethod
    def read_link(self, path: str) -> str | None:
        """Where a symbolic link leads, as it is written; None where there is no link."""

    @abstractmethod
    def link(self, target: str, path: str) -> None:
        """Make a symbolic link at `path`."""

    @abstractmethod
    def share(self, old: str, new: str) -> bool:
        """Make the content of `old` stand at `new` too, without sending it; False where the server
        cannot."""

    @abstractmethod
    def delete_tree(self, folder: str) -> None:
        """Delete a folder with whatever is in it; links are not followed."""

    def can_switch(self, home: str) -> bool:
        """Whether a link can take another's place here; tried out in the folder `home`."""
        first, second = f"{home}/try-1", f"{home}/try-2"
        try:
            for path in (first, second):
                self.delete(path)
                self.link("nowhere", path)
            self.move(first, second)
            return self.read_link(second) == "nowhere"
        except RefusedError:
            return False
        finally:
            for path in (first, second):
                self.delete(path)


def write_whole(place: Place, path: str, content: bytes) -> None:
    """Write a small file so that whoever reads it sees the old or the new one."""
    if isinstance(place, FileSystem):
        place.write(f"{path}.new", content)
        place.move(f"{path}.new", path)
    else:
        place.write(path, content)


def differing(place: FileSystem, folder: str, release: Release) -> list[str]:
    """The files of a release that do not stand in a folder as they were sent: by their size, and by their
    content where that can be read here."""
    sizes = place.sizes(folder, release.files)
    return [
        path
        for path, file in release.files.items()
        if sizes.get(path) != file.size
        or place.sha256(f"{folder}/{path}") not in (None, file.sha256)
    ]


def by_folder(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """The names of files by the folder that they stand in."""
    found: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, []).append(name)
    return found


@contextmanager
def opened(content: Content) -> Iterator[IO[bytes]]:
    """What is to be sent, to be read."""
    if isinstance(content, bytes):
        yield io.BytesIO(content)
        return
    with content.open("rb") as file:
        yield file
