"""Publishing into the folder that the web server shows, where no link can be switched.

What is new is first brought whole to a side folder, beside the site where that is allowed. Only when all of it is
there, each file is renamed to its place: documents first, then pages, the front last, and deletions at the end.
So the public site changes within the time of the renames; each page is whole at every moment, and leads to
what is there. What has been done is known from a journal and from what is left in the side folder:

    manifest.json   what stands in the site
    journal.json    what is being moved and deleted; there only while that is done
    staging/        files that wait for their place
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.links.ledger import is_address
from site_builder.publishing.place import (
    FileSystem,
    RefusedError,
    differing,
    write_whole,
)
from site_builder.publishing.plan import Plan, in_the_way, plan
from site_builder.publishing.release import (
    LIMIT,
    UNKNOWN,
    File,
    Release,
    folders_above,
    from_json,
    settled,
    to_json,
)
from site_builder.publishing.store import Store
from site_builder.publishing.work import Work

MANIFEST, JOURNAL, STAGING = "manifest.json", "journal.json", "staging"
_PART = ".part"


@dataclass(frozen=True)
class InPlace:
    """One site that is changed where it stands.

    Attributes:
        root: the folder that the web server shows.
        home: the folder for everything else.
        store: keeps the content of what is replaced.
    """

    place: FileSystem
    root: str
    home: str
    store: Store
    keep: int

    def present(self) -> Release:
        """What stands there now, also where publishing was broken off."""
        release = self._manifest()
        journal = self._journal()
        if journal is None or journal.release.id == release.id:
            return release
        waiting = self.place.names(f"{self.home}/{STAGING}")
        moved = {
            path: file
            for path, file in journal.release.files.items()
            if _key(path, file) not in waiting
        }
        cleared = in_the_way(journal.going, moved)
        gone = {path: UNKNOWN for path in journal.going if path not in cleared}
        return Release("", {**release.files, **gone, **moved}, release.addresses)

    def plan(self, wanted: Release, contents: Mapping[str, Path]) -> Plan:
        """What is to be sent and deleted."""
        return plan(wanted.files, self.present(), wanted.addresses)

    def in_the_way(self, wanted: Iterable[str]) -> list[str]:
        """Files of others that stand where a file of the site shall stand."""
        ours = self.present().files
        return sorted(self.place.sizes(self.root, [path for path in wanted if path not in ours]))

    def previous(self) -> Release | None:
        """The release before the present one, as far as this computer remembers."""
        return self.store.before(self._manifest().id)

    def publish(self, wanted: Release, contents: Mapping[str, Path], work: Work) -> Release:
        """Bring `wanted` there; returns what then stands there."""
        present = self.present()
        result = plan(wanted.files, present, wanted.addresses)
        finished = settled(wanted, result.files, present)
        files = {path: wanted.files[path] for path in result.order}
        # What stands there is written down before the journal goes that tells it.
        self._record(present)
        self.place.delete(f"{self.home}/{JOURNAL}")
        self._stage(files, contents, work)
        self._keep_replaced(present, result, work)
        journal = _Journal(replace(finished, files=files), result.deleted)
        write_whole(self.place, f"{self.home}/{JOURNAL}", journal.to_json())
        first = in_the_way(result.deleted, files)
        for path, file in work.told(files.items()):
            for old in in_the_way(first, [path]):
                self._delete(old)
            self.place.move(f"{self.home}/{STAGING}/{_key(path, file)}", f"{self.root}/{path}")
        for path in work.told([each for each in result.deleted if each not in first]):
            self._delete(path)
        self._record(finished)
        self.place.delete(f"{self.home}/{JOURNAL}")
        if present.id not in ("", finished.id):
            self.store.prune(self.keep - 1, present.id)
        return finished

    def wrong(self, release: Release) -> list[str]:
        """The files of a release that do not stand there as they were sent."""
        return differing(self.place, self.root, release)

    def doubt(self, release: Release, paths: list[str]) -> None:
        """Remember what was not as it was sent, so that the next time it is sent anew."""
        self._record(release.doubting(paths))

    def _stage(self, files: Mapping[str, File], contents: Mapping[str, Path], work: Work) -> None:
        """Bring what is new to the side folder, as far as it is not there yet."""
        folder = f"{self.home}/{STAGING}"
        keys = {_key(path, file) for path, file in files.items()}
        names = self.place.names(folder)
        for name in sorted(names - keys):
            self.place.delete(f"{folder}/{name}")
        for path, file in work.told(files.items()):
            key = _key(path, file)
            if key in names:
                continue
            content = contents.get(path) or self.store.object(file.sha256)
            if content is None:
                raise RefusedError(path, "gone")
            self.place.write(f"{folder}/{key}{_PART}", content)
            self.place.move(f"{folder}/{key}{_PART}", f"{folder}/{key}")

    def _keep_replaced(self, present: Release, result: Plan, work: Work) -> None:
        """Fetch what is about to be replaced or deleted, so that there is a way back."""
        if present.id:
            self.store.keep(present)
        old = {path: present.files[path] for path in (*result.changed, *result.deleted)}
        for path, file in work.told(old.items()):
            if file.sha256 and not self.store.object(file.sha256):
                content = self.place.read(f"{self.root}/{path}", file.size)
                if content is not None:
                    self.store.keep_object(file.sha256, content)

    def _delete(self, path: str) -> None:
        try:
            self.place.delete(f"{self.root}/{path}")
        except RefusedError:
            # A run that was broken off may have made a folder in its place already.
            if not self.place.is_folder(f"{self.root}/{path}"):
                raise
        for folder in folders_above([path]):
            if not self.place.delete_folder(f"{self.root}/{folder}"):
                break

    def _manifest(self) -> Release:
        path = f"{self.home}/{MANIFEST}"
        content = self.place.read(path, LIMIT)
        return from_json(content, path) if content is not None else Release()

    def _journal(self) -> _Journal | None:
        path = f"{self.home}/{JOURNAL}"
        content = self.place.read(path, LIMIT)
        return _Journal.from_json(content, path) if content is not None else None

    def _record(self, release: Release) -> None:
        write_whole(self.place, f"{self.home}/{MANIFEST}", to_json(release))


@dataclass(frozen=True)
class _Journal:
    """What is being moved to its place (the files of `release`), and what is being deleted."""

    release: Release
    going: tuple[str, ...]

    def to_json(self) -> bytes:
        files = to_json(self.release).decode()
        return json.dumps({"going": self.going, "release": files}, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, content: bytes, name: str) -> _Journal:
        """Raises InputError where it is none."""
        try:
            data = json.loads(content)
            going = tuple(path for path in data["going"] if is_address(f"/{path}"))
            return cls(from_json(data["release"].encode(), name), going)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(from_json(b"", name), ())


def _key(path: str, file: File) -> str:
    """The name under which a file waits for its place."""
    return hashlib.sha256(f"{path}\0{file.sha256}".encode()).hexdigest()[:40]
