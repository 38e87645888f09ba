"""What publishing does to a place: which files travel, in which order, and what goes or stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from site_builder.links.redirects import address_of
from site_builder.publishing.release import File, Release, folders_above

_INDEX = "index.html"
_PAGE = ".html"


@dataclass(frozen=True)
class Plan:
    """The way from what stands at a place to what shall stand there.

    Attributes:
        new: files that are not there yet.
        changed: files that are there with another content.
        same: files that are there already.
        deleted: files of ours that go.
        kept: files of ours that the site no longer has, at addresses that were promised for ever.
    """

    new: Mapping[str, File] = field(default_factory=dict)
    changed: Mapping[str, File] = field(default_factory=dict)
    same: Mapping[str, File] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()
    kept: Mapping[str, File] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, ...]:
        """The files that travel: documents and what serves pages first, then new pages, then pages that
        lead to them, those of the front last; so that no page leads to what is not there yet."""
        return tuple(sorted([*self.new, *self.changed], key=self._turn))

    @property
    def files(self) -> dict[str, File]:
        """What stands there in the end."""
        return {**self.kept, **self.same, **self.new, **self.changed}

    @property
    def size(self) -> int:
        """Bytes that travel."""
        return sum(each.size for each in (*self.new.values(), *self.changed.values()))

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.deleted)

    def _turn(self, path: str) -> tuple[int, int, str]:
        if not path.endswith(_PAGE):
            return 0, 0, path
        depth = path.count("/")
        return (1 if path in self.new else 2) if depth else 3, -depth, path


def plan(wanted: Mapping[str, File], there: Release, addresses: Collection[str]) -> Plan:
    """What to do so that `wanted` stands where `there` stands now.

    Args:
        addresses: of the ledger; with those that the place's own manifest names they are never
            deleted, unless something else answers there.
    """
    standing = there.trusted
    promised = {*addresses, *there.addresses}
    new, changed, same = {}, {}, {}
    for path, file in wanted.items():
        old = standing.get(path)
        if old is None:
            new[path] = file
        elif old.sha256 == file.sha256:
            same[path] = old
        else:
            changed[path] = file
    deleted, kept = [], {}
    for path, file in there.files.items():
        if path in wanted:
            continue
        answers_otherwise = f"{path}/{_INDEX}" in wanted
        if address_of(path) in promised and file.sha256 and not answers_otherwise:
            kept[path] = file
        else:
            deleted.append(path)
    # Pages before what they lead to.
    last = sorted(deleted, key=lambda path: (not path.endswith(_PAGE), -path.count("/"), path))
    return Plan(new, changed, same, tuple(last), kept)


def in_the_way(old: Iterable[str], new: Collection[str]) -> list[str]:
    """Those old files that must go before the new ones can stand: a folder cannot have a file's name."""
    folders = {folder for path in new for folder in folders_above([path])}
    return [path for path in old if path in folders or any(f in new for f in folders_above([path]))]
