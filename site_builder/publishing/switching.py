"""Publishing by a switch: a whole release is made beside the site, then one link shows it instead of the
old one. Whoever looks, at whatever moment, sees the whole old or the whole new site.

    www                      the link that the web server shows
    .www.oit/releases/<id>/  the releases; files that they have in common are stored once
    .www.oit/manifests/<id>.json  what a whole release holds; one without it is not finished
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.publishing.place import (
    LinkingFileSystem,
    RefusedError,
    differing,
    write_whole,
)
from site_builder.publishing.plan import Plan, plan
from site_builder.publishing.release import (
    LIMIT,
    Release,
    content_of,
    from_json,
    is_release_id,
    settled,
    to_json,
)
from site_builder.publishing.work import Work

_RELEASES, _MANIFESTS = "releases", "manifests"


@dataclass(frozen=True)
class Switching:
    """The releases of one site.

    Attributes:
        root: the path that the web server shows.
        home: the folder for everything else.
    """

    place: LinkingFileSystem
    root: str
    home: str
    keep: int

    def present(self) -> Release:
        """The release that is shown; an empty one where none is."""
        return self._manifest(self._shown()) or Release()

    def releases(self) -> list[Release]:
        """The whole releases that are there, the newest first."""
        names = self.place.names(f"{self.home}/{_MANIFESTS}")
        ids = sorted((name.removesuffix(".json") for name in names), reverse=True)
        return [each for each in map(self._manifest, filter(is_release_id, ids)) if each]

    def previous(self) -> Release | None:
        """The newest whole release that is older than the one that is shown."""
        shown = self._shown()
        return next((each for each in self.releases() if each.id < shown), None)

    def plan(self, wanted: Release, contents: Mapping[str, Path]) -> Plan:
        """What changes for those who look; what another release there has does not travel."""
        return plan(wanted.files, self.present(), wanted.addresses)

    def in_the_way(self, wanted: Iterable[str]) -> list[str]:
        """Nothing: a release has a folder of its own."""
        return []

    def publish(self, wanted: Release, contents: Mapping[str, Path], work: Work) -> Release:
        """Make `wanted` what is shown; returns what then stands there.

        Args:
            contents: the files of this computer by their paths in the site, as far as it has them.
        """
        shown, whole = self._shown(), self.releases()
        present = next((each for each in whole if each.id == shown), Release())
        result = plan(wanted.files, present, wanted.addresses)
        release = settled(wanted, result.files, present)
        ready = next((r for r in whole if r.content == release.content and not r.doubted), None)
        if ready is None:
            ready = self._make(release, whole, contents, work)
        if ready.id != shown:
            self._show(ready.id)
        self._prune(ready.id, shown)
        return ready

    def wrong(self, release: Release) -> list[str]:
        """The files of a release that do not stand there as they were sent."""
        return differing(self.place, self.folder(release.id), release)

    def doubt(self, release: Release, paths: list[str]) -> None:
        """Remember what was not as it was sent, so that the next time it is sent anew."""
        self._record(release.doubting(paths))

    def folder(self, release_id: str) -> str:
        return f"{self.home}/{_RELEASES}/{release_id}"

    def _make(
        self, release: Release, whole: list[Release], contents: Mapping[str, Path], work: Work
    ) -> Release:
        """Bring a release together in a folder of its own; one that was begun is gone on with."""
        finished = {each.id for each in whole}
        begun = self.place.names(f"{self.home}/{_RELEASES}") - finished
        same = sorted(n for n in begun if is_release_id(n) and content_of(n) == release.content)
        if same:
            release = Release(same[-1], release.files, release.addresses)
        folder = self.folder(release.id)
        there = self.place.sizes(folder, release.files) if same else {}
        known: dict[str, str] = {}
        for each in whole:
            for path, file in each.trusted.items():
                known.setdefault(file.sha256, f"{self.folder(each.id)}/{path}")
        for path, file in work.told(release.files.items()):
            to = f"{folder}/{path}"
            if there.get(path) == file.size:
                continue
            old = known.get(file.sha256)
            if old and self.place.share(old, to):
                continue
            content = contents.get(path) or (self.place.read(old, file.size) if old else None)
            if content is None:
                raise RefusedError(path, "gone")
            self.place.write(to, content)
        self._record(release)
        return release

    def _show(self, release_id: str) -> None:
        fresh = f"{self.home}/next"
        self.place.delete(fresh)
        target = posixpath.relpath(self.folder(release_id), posixpath.dirname(self.root))
        self.place.link(target, fresh)
        if self.place.read_link(self.root) is None:
            # Nothing of ours is there yet, or an empty folder.
            self.place.delete_folder(self.root)
        self.place.move(fresh, self.root)

    def _prune(self, shown: str, before: str) -> None:
        """Delete all but the release that is shown, the one before it, and the newest of the others as
        far as they may stay. What is not finished goes too: only this release was worked on."""
        ids = [each.id for each in self.releases()]
        others = [before] if before in ids and before != shown else []
        others += [each for each in ids if each not in (shown, before)]
        staying = {shown, *others[: self.keep - 1]}
        for old in ids:
            if old not in staying:
                self.place.delete(f"{self.home}/{_MANIFESTS}/{old}.json")
        for name in sorted(self.place.names(f"{self.home}/{_RELEASES}") - staying):
            if is_release_id(name):
                self.place.delete_tree(self.folder(name))

    def _shown(self) -> str:
        name = posixpath.basename(self.place.read_link(self.root) or "")
        return name if is_release_id(name) else ""

    def _manifest(self, release_id: str) -> Release | None:
        if not release_id:
            return None
        path = f"{self.home}/{_MANIFESTS}/{release_id}.json"
        content = self.place.read(path, LIMIT)
        return from_json(content, path) if content is not None else None

    def _record(self, release: Release) -> None:
        write_whole(self.place, f"{self.home}/{_MANIFESTS}/{release.id}.json", to_json(release))
