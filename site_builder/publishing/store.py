"""What this computer keeps of publishing, in `.oit/publish/` of the workspace: who confirmed which server,
and, of places that hold one release only, the files that a newer release has replaced."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from site_builder import holding
from site_builder.publishing.release import (
    LIMIT,
    Release,
    from_json,
    is_release_id,
    to_json,
)
from site_builder.temporary import replacing

FOLDER = f"{holding.OWN}/publish"


def own_folder(root: Path) -> Path:
    """The folder of the workspace at `root`; git is told to leave it alone."""
    holding.own_folder(root)
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


class Store:
    """Former releases of one target: their manifests, and the content of files that were replaced."""

    def __init__(self, folder: Path) -> None:
        self._releases = folder / "releases"
        self._objects = folder / "objects"

    def object(self, sha256: str) -> Path | None:
        """The file with this content, or None."""
        path = self._objects / sha256
        return path if path.is_file() else None

    def keep(self, release: Release) -> None:
        """Remember what a release was."""
        self._write(self._releases / f"{release.id}.json", to_json(release))

    def keep_object(self, sha256: str, content: bytes | Path) -> bool:
        """Keep a content; False where it is not what it is called."""
        if isinstance(content, Path):
            with content.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            digest = hashlib.sha256(content).hexdigest()
        if digest == sha256:
            self._write(self._objects / sha256, content)
        return digest == sha256

    def releases(self) -> list[Release]:
        """What is remembered, the newest first."""
        if not self._releases.is_dir():
            return []
        names = sorted((each.stem for each in self._releases.glob("*.json")), reverse=True)
        found = []
        for name in filter(is_release_id, names):
            path = self._releases / f"{name}.json"
            if path.stat().st_size <= LIMIT:
                found.append(from_json(path.read_bytes(), path.as_posix()))
        return found

    def before(self, release_id: str) -> Release | None:
        """The release before one; where that is none, as after a break, the last that is remembered."""
        older = (each for each in self.releases() if not release_id or each.id < release_id)
        return next(older, None)

    def prune(self, keep: int, first: str) -> None:
        """Forget all but `keep` releases, of which one is `first` and the others are the newest, and the
        content that none of them needs."""
        releases = sorted(self.releases(), key=lambda each: each.id != first)
        for old in releases[keep:]:
            (self._releases / f"{old.id}.json").unlink()
        wanted = {f.sha256 for each in releases[:keep] for f in each.files.values()}
        if self._objects.is_dir():
            for path in self._objects.iterdir():
                if path.name not in wanted:
                    path.unlink()

    @staticmethod
    def _write(path: Path, content: bytes | Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            if isinstance(content, Path):
                with content.open("rb") as original:
                    shutil.copyfileobj(original, file)
            else:
                file.write(content)
