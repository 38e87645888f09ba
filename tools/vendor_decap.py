"""Fetches the pinned Decap CMS from the npm registry into `site_builder/editor/decap`.

The bundle is checked against the hash that the registry gives, kept compressed as it is served, and
its licence texts beside it. Needed only for another version: change `VERSION`, run it, test, commit.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "3.16.3"
TARGET = Path(__file__).resolve().parent.parent / "site_builder" / "editor" / "decap"
_BUNDLE = "package/dist/decap-cms.js"


def main() -> int:
    """Fetch, check and write; returns an exit code."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is needed to fetch Decap CMS", file=sys.stderr)
        return 2
    integrity = json.loads(_run(npm, "view", f"decap-cms@{VERSION}", "dist.integrity", "--json"))
    with tempfile.TemporaryDirectory() as folder:
        _run(npm, "pack", f"decap-cms@{VERSION}", "--pack-destination", folder)
        packed = (Path(folder) / f"decap-cms-{VERSION}.tgz").read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if found != integrity:
        print(f"the package is not what the registry says: {found}", file=sys.stderr)
        return 1
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        bundle = _member(archive, _BUNDLE)
        notices = _member(archive, f"{_BUNDLE}.LICENSE.txt")
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "decap-cms.js.gz").write_bytes(gzip.compress(bundle, 9, mtime=0))
    (TARGET / "decap-cms.js.LICENSE.txt").write_bytes(notices)
    origin = {
        "package": "decap-cms",
        "version": VERSION,
        "licence": "MIT",
        "integrity": integrity,
        "file": "dist/decap-cms.js",
        "bytes": len(bundle),
        "sha256": hashlib.sha256(bundle).hexdigest(),
    }
    (TARGET / "origin.json").write_text(json.dumps(origin, indent=2) + "\n", encoding="utf-8")
    return 0


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file is not None, f"{name} is no file"
    return file.read()


if __name__ == "__main__":
    sys.exit(main())
