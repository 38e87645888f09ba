"""What the sites of many agencies have in common is stored once: themes, fonts, scripts, schemas.

Such a file is one file on the disk with a name in each site (a hard link) and one in the store, which is
the SHA-256 of its content. Nothing is written through such a name: a build writes a new folder and swaps,
and the file itself can only be read. A file of the store that is no longer what its name says is put aside.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_builder.packing import pack
from site_builder.temporary import PREFIX, folder_in, tidy

#: What depends on the program and the criteria alone, and so is the same in many sites.
_COMMON = re.compile(
    r"assets/(?!agency\.)[^/]+\.(?:css|js)|assets/(?:fonts|images|javascripts|server|stylesheets)/.*"
    r"|oit/\d{4}/o\d+/schema\.json"
)
_DOCUMENT = re.compile(r"oit/\d{4}/o\d+/files/.*")
#: Below that a link saves less than the smallest block of a disk.
_SMALLEST = 512
#: How often a link is tried, where other processes change the store meanwhile.
_TRIES = 5


@dataclass
class Weight:
    """The bytes of a site.

    Attributes:
        own: of what is the agency's alone, its documents left out.
        documents: of the documents that its items name.
        common: of what other sites have too.
        shared: whether the store could be linked to for all of that.
    """

    files: int = 0
    own: int = 0
    documents: int = 0
    common: int = 0
    shared: bool = False


def share(site: Path, store: Path | None, packed: bool = False) -> Weight:
    """Link what the site has in common with others to the store; without a store it is only weighed.

    With `packed`, texts that are the agency's own are stored compressed.
    """
    weight = Weight(shared=store is not None)
    for path, name, size in list(_files(site)):
        weight.files += 1
        if _DOCUMENT.fullmatch(name):
            weight.documents += size
        elif size < _SMALLEST or not _COMMON.fullmatch(name):
            weight.own += pack(path) if packed else size
        else:
            weight.common += size
            if store is not None and not _link(path, store):
                weight.shared = False
    return weight


def _files(site: Path) -> Iterator[tuple[Path, str, int]]:
    """Every file of the site with its path there and its size; links are not followed."""
    pending = [site]
    while pending:
        for entry in os.scandir(pending.pop()):
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                pending.append(path)
            elif entry.is_file(follow_symlinks=False):
                name = PurePosixPath(path.relative_to(site)).as_posix()
                yield path, name, entry.stat(follow_symlinks=False).st_size


def _link(path: Path, store: Path) -> bool:
    """Make `path` a name of the store's file; whether that could be done."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    kept = store / digest[:2] / digest
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        for _ in range(_TRIES):
            if not _is_sound(kept, digest):
                _keep(kept, content)
            try:
                beside.hardlink_to(kept)
                break
            except FileNotFoundError:
                continue  # another process has just put its own there
            except OSError as error:
                if error.errno != errno.EMLINK:
                    return False
                # A file has so many names and no more: a new one begins.
                kept.unlink(missing_ok=True)
        else:
            return False
        beside.replace(path)
        # Where both are one file already, a system may leave the second name.
        beside.unlink(missing_ok=True)
    except OSError:
        return False  # another disk, or a system without such links: the site keeps its own file
    return True


def _keep(kept: Path, content: bytes) -> None:
    """Put a content into the store, whole. Where another process has just done so, its own is taken: sites
    may have names of it already."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with folder_in(kept.parent) as folder:
        fresh = folder / "fresh"
        fresh.write_bytes(content)
        fresh.chmod(0o444)
        try:
            kept.hardlink_to(fresh)
        except FileExistsError:
            if not _is_sound(kept, kept.name):
                fresh.replace(kept)


#: Files of the store that this process has read, by what tells whether they are as they were.
_read: dict[str, tuple[int, int, int]] = {}


def _is_sound(kept: Path, digest: str) -> bool:
    """Whether the store's file is there and is what its name says."""
    try:
        status = kept.stat(follow_symlinks=False)
        # Not the time of change, which is that of the last link.
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if _read.get(digest) == stamp:
            return True
        is_right = hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    except OSError:
        return False
    if is_right:
        _read[digest] = stamp
    return is_right


def prune(store: Path) -> None:
    """Remove what no site has a name for any more."""
    for folder in store.glob("??"):
        tidy(folder)
    for path in store.glob("??/*"):
        if path.name.startswith(PREFIX):
            continue  # another process is at it
        if path.stat(follow_symlinks=False).st_nlink == 1:
            path.unlink(missing_ok=True)
