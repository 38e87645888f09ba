"""Archives that a test spoils: read into members, changed, written again."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from site_builder.sealing.manifest import MANIFEST, SUMS

Members = dict[str, bytes]
#: Changes the members of an archive.
Spoil = Callable[[Members], None]


def members(archive: Path) -> Members:
    """Every member with its content, in order."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write(path: Path, content: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def manifest_changed(change: Callable[[dict[str, Any]], object]) -> Spoil:
    """The manifest with something else in it, and its sum put right."""

    def spoil(content: Members) -> None:
        data = json.loads(content[MANIFEST])
        change(data)
        old = content[MANIFEST]
        content[MANIFEST] = json.dumps(data, ensure_ascii=False).encode()
        before, after = (hashlib.sha256(each).hexdigest() for each in (old, content[MANIFEST]))
        content[SUMS] = content[SUMS].replace(before.encode(), after.encode())

    return spoil


def set_at(*place: str | int, value: object) -> Spoil:
    """The manifest with another value at a place."""

    def change(data: Any) -> None:
        for key in place[:-1]:
            data = data[key]
        data[place[-1]] = value

    return manifest_changed(change)
