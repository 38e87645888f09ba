"""A folder of this computer, or of a disk that is mounted here."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from site_builder.publishing.place import Content, LinkingFileSystem, RefusedError


class LocalPlace(LinkingFileSystem):
    """Files of this computer."""

    def read(self, path: str, limit: int) -> bytes | None:
        with _told(path):
            try:
                with Path(path).open("rb") as file:
                    content = file.read(limit + 1)
            except (FileNotFoundError, NotADirectoryError):
                return None
        if len(content) > limit:
            raise RefusedError(path, "too large")
        return content

    def write(self, path: str, content: Content, page: str = "") -> None:
        file = Path(path)
        with _told(path):
            file.parent.mkdir(parents=True, exist_ok=True)
            # A file that several releases share is never written into.
            file.unlink(missing_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, file)
            else:
                file.write_bytes(content)

    def delete(self, path: str) -> None:
        with _told(path):
            try:
                Path(path).unlink(missing_ok=True)
            except NotADirectoryError:
                return

    def claim(self, path: str, content: bytes) -> bool:
        with _told(path):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            try:
                with Path(path).open("xb") as file:
                    file.write(content)
            except FileExistsError:
                return False
        return True

    def move(self, old: str, new: str) -> None:
        with _told(new):
            Path(new).parent.mkdir(parents=True, exist_ok=True)
            Path(old).replace(new)

    def names(self, folder: str) -> frozenset[str]:
        with _told(folder):
            try:
                return frozenset(each.name for each in Path(folder).iterdir())
            except (FileNotFoundError, NotADirectoryError):
                return frozenset()

    def sizes(self, folder: str, paths: Collection[str]) -> dict[str, int]:
        found = {}
        with _told(folder):
            for path in paths:
                file = Path(folder, path)
                if file.is_file() and not file.is_symlink():
                    found[path] = file.stat().st_size
        return found

    def make_folder(self, path: str) -> None:
        with _told(path):
            Path(path).mkdir(parents=True, exist_ok=True)

    def delete_folder(self, path: str) -> bool:
        try:
            Path(path).rmdir()
        except OSError:
            return not os.path.lexists(path)
        return True

    def is_folder(self, path: str) -> bool:
        return Path(path).is_dir()

    def resolve(self, path: str) -> str:
        return Path(path).resolve().as_posix()

    def sha256(self, path: str) -> str | None:
        with _told(path), Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read_link(self, path: str) -> str | None:
        try:
            return Path(path).readlink().as_posix()
        except OSError:
            return None

    def link(self, target: str, path: str) -> None:
        with _told(path):
            Path(path).symlink_to(target, target_is_directory=True)

    def share(self, old: str, new: str) -> bool:
        with _told(new):
            Path(new).parent.mkdir(parents=True, exist_ok=True)
            Path(new).unlink(missing_ok=True)
            try:
                os.link(old, new)
            except FileNotFoundError:
                return False
            except OSError:
                # A disk without hard links, such as FAT.
                shutil.copyfile(old, new)
        return True

    def delete_tree(self, folder: str) -> None:
        with _told(folder):
            if os.path.lexists(folder):
                shutil.rmtree(folder)


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RefusedError(path, error.strerror or str(error)) from None
