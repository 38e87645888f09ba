"""Publishing to an object storage: each object is replaced at once, and a listing tells the content of all.

Documents first, then pages, the front last, deletions at the end. What stands there is known from the
marks (ETag) of the listing, so nothing needs to be remembered of a run that was broken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.publishing.place import RefusedError
from site_builder.publishing.plan import Plan, plan
from site_builder.publishing.release import (
    LIMIT,
    UNKNOWN,
    File,
    Release,
    from_json,
    settled,
    to_json,
)
from site_builder.publishing.s3 import S3Place, md5_of
from site_builder.publishing.store import Store
from site_builder.publishing.work import Work

_OWN = ".oit/"
_MANIFEST = f"{_OWN}manifest.json"


@dataclass(frozen=True)
class Objects:
    """One site in a bucket.

    Attributes:
        prefix: of every object of the site: "" or ending in `/`.
        store: keeps the content of what is replaced.
    """

    place: S3Place
    prefix: str
    store: Store
    keep: int

    @property
    def home(self) -> str:
        return f"{self.prefix}{_OWN}".rstrip("/")

    def present(self) -> Release:
        """What was published there."""
        return self._manifest()

    def plan(self, wanted: Release, contents: Mapping[str, Path]) -> Plan:
        return plan(wanted.files, self._seen(wanted.files, contents)[0], wanted.addresses)

    def in_the_way(self, wanted: Iterable[str]) -> list[str]:
        """Objects of others that stand where one of the site shall stand."""
        ours = self._manifest().files
        return sorted(set(wanted) & self.place.marks(self.prefix).keys() - ours.keys())

    def previous(self) -> Release | None:
        """The release before the present one, as far as this computer remembers."""
        return self.store.before(self._manifest().id)

    def publish(self, wanted: Release, contents: Mapping[str, Path], work: Work) -> Release:
        """Bring `wanted` there; returns what then stands there."""
        present, was_whole = self._seen(wanted.files, contents)
        result = plan(wanted.files, present, wanted.addresses)
        self._keep_replaced(was_whole, result, work)
        if not result.is_empty:
            # Whose objects these are stands there before the first of them does.
            files = {**dict.fromkeys(result.order, UNKNOWN), **present.files}
            self._record(Release("", files, present.addresses))
        sent: dict[str, File] = {}
        for path in work.told(result.order):
            content = contents.get(path) or self.store.object(wanted.files[path].sha256)
            if content is None:
                raise RefusedError(path, "gone")
            mark = self.place.put(f"{self.prefix}{path}", content, path)
            sent[path] = replace(wanted.files[path], mark=mark)
        for path in work.told(result.deleted):
            self.place.delete(f"{self.prefix}{path}")
        finished = settled(wanted, {**result.files, **sent}, was_whole)
        self._record(finished)
        if was_whole.id not in ("", finished.id):
            self.store.prune(self.keep - 1, was_whole.id)
        return finished

    def doubt(self, release: Release, paths: list[str]) -> None:
        self._record(release.doubting(paths))

    def wrong(self, release: Release) -> list[str]:
        """The files of a release that do not stand there as they were sent."""
        marks = self.place.marks(self.prefix)
        return [p for p, f in release.files.items() if marks.get(p) != (f.size, f.mark)]

    def _seen(
        self, wanted: Mapping[str, File], contents: Mapping[str, Path]
    ) -> tuple[Release, Release]:
        """What stands there, told by the listing, and the last whole release."""
        manifest = self._manifest()
        marks = self.place.marks(self.prefix)
        files: dict[str, File] = {}
        for path, file in manifest.trusted.items():
            if path in marks:
                files[path] = file if marks[path] == (file.size, file.mark) else UNKNOWN
        for path, content in contents.items():
            # Sent by a run that was broken off.
            if path in marks and files.get(path) == UNKNOWN:
                size, mark = marks[path]
                if size == content.stat().st_size and mark == md5_of(content):
                    files[path] = replace(wanted[path], mark=mark)
        return replace(manifest, files=files), manifest

    def _keep_replaced(self, present: Release, result: Plan, work: Work) -> None:
        """Fetch what is about to be replaced or deleted, so that there is a way back."""
        if present.id:
            self.store.keep(present)
        for path in work.told([*result.changed, *result.deleted]):
            file = present.files.get(path, UNKNOWN)
            if file.sha256 and not self.store.object(file.sha256):
                content = self.place.read(f"{self.prefix}{path}", file.size)
                if content is not None:
                    self.store.keep_object(file.sha256, content)

    def _manifest(self) -> Release:
        path = f"{self.prefix}{_MANIFEST}"
        content = self.place.read(path, LIMIT)
        return from_json(content, path) if content is not None else Release()

    def _record(self, release: Release) -> None:
        self.place.put(f"{self.prefix}{_MANIFEST}", to_json(release))
