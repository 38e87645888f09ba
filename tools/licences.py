"""Writes docs/licences.md: the licence of everything that is installed with the program, or shipped in it.

Run: `python3 dev.py licences`. `--check` fails where the list is stale, or a licence is none that we take. What a
package says of itself is read by pip-licenses; the names and versions are those of uv.lock.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from locked import ROOT, shipped_requirements, versions

DOCUMENT = ROOT / "docs" / "licences.md"
#: What packages call their licence, and its name at SPDX where that can be told. Anything else is looked at by a person first.
TAKEN = {
    "Apache Software License": "Apache-2.0",
    "Apache Software License; BSD License": "Apache-2.0 OR BSD",
    "BSD": "BSD",
    "BSD License": "BSD",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
    **{
        name: name
        for name in (
            "Apache-2.0",
            "Apache-2.0 OR BSD-2-Clause",
            "Apache-2.0 OR BSD-3-Clause",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "ISC",
            "MIT",
            "MIT-0",
            "MIT-CMU",
            "PSF-2.0",
        )
    },
}
#: Licences with conditions on whoever hands the program on, taken for one package each, and why that is right.
BY_PACKAGE = {
    "certifi": ("MPL-2.0", "data, unchanged, a package of its own"),
    "linkchecker": ("GPL-2.0-or-later", "run as a program, never imported, installed beside us"),
    "paramiko": ("LGPL-2.1", "imported unchanged, replaceable, installed beside us"),
    "pathspec": ("MPL-2.0", "imported unchanged, a package of its own"),
    "pygal": ("LGPL-3.0-or-later", "imported unchanged, replaceable, installed beside us"),
}
#: Packages of other systems, which cannot be asked here: as their pages at PyPI say.
ELSEWHERE = {"pywin32-ctypes": "BSD-3-Clause"}


@dataclass(frozen=True)
class Part:
    """What others made and our package holds: its text of the licence stands in `file`."""

    name: str
    licence: str
    file: str
    of: str


PARTS = (
    Part("Decap CMS", "MIT", "site_builder/editor/decap/LICENSE", "the form of `oit edit`"),
    Part(
        "parts of Decap CMS",
        "MIT and others",
        "site_builder/editor/decap/decap-cms.js.LICENSE.txt",
        "the form of `oit edit`",
    ),
    Part(
        "style of Material for MkDocs",
        "MIT",
        "themes/direct/LICENSE-material.txt",
        "pages of `--engine direct`",
    ),
    Part("Sarabun", "OFL-1.1", "themes/oit/assets/fonts/OFL.txt", "the letters of all pages"),
)


def licences() -> dict[str, tuple[str, str]]:
    """Version and licence of each package, by name; "" where it is none that we take."""
    locked = versions(shipped_requirements())
    command = [str(Path(sys.executable).with_name("pip-licenses")), "--from=mixed", "--format=json"]
    run = subprocess.run(
        [*command, "--packages", *locked], check=True, capture_output=True, text=True
    )
    said = {_normal(each["Name"]): each["License"] for each in json.loads(run.stdout)}
    return {name: (version, _licence(name, said.get(name, ""))) for name, version in locked.items()}


def _normal(name: str) -> str:
    """A package's name as uv writes it."""
    return name.lower().replace("_", "-").replace(".", "-")


def _licence(name: str, said: str) -> str:
    if name in BY_PACKAGE:
        return BY_PACKAGE[name][0]
    return TAKEN.get(said, "" if said else ELSEWHERE.get(name, ""))


def document(found: dict[str, tuple[str, str]]) -> str:
    """The list as a page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield "<!-- Written by tools/licences.py. Do not edit. -->"
    yield ""
    yield "# Licences"
    yield ""
    yield (
        "The program is MIT. Nothing below changes that: packages are installed beside it, unchanged; parts are "
        "shipped in it with their licence. Why each was chosen: [dependencies](dependencies.md)."
    )
    yield ""
    yield "## Packages that are installed with it, with all extras"
    yield ""
    yield from ("| package | version | licence | |", "|---|---|---|---|")
    for name, (version, licence) in sorted(found.items()):
        note = BY_PACKAGE[name][1] if name in BY_PACKAGE else ""
        yield f"| {name} | {version} | {licence} | {note} |"
    yield ""
    yield "## Parts that are shipped in it"
    yield ""
    yield from ("| part | licence | its text | what for |", "|---|---|---|---|")
    for part in PARTS:
        yield f"| {part.name} | {part.licence} | `{part.file}` | {part.of} |"


def main(arguments: Sequence[str]) -> int:
    """Write the list, or with `--check` say what is wrong with it; returns an exit code."""
    found = licences()
    unknown = [name for name, (_, licence) in found.items() if not licence]
    unknown += [part.file for part in PARTS if not (ROOT / part.file).is_file()]
    for name in unknown:
        print(f"{name}: a licence that nobody has looked at (tools/licences.py)", file=sys.stderr)
    text = document(found)
    if "--check" in arguments:
        is_stale = not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != text
        if is_stale:
            print("docs/licences.md is stale; run: python3 dev.py licences", file=sys.stderr)
        return int(is_stale or bool(unknown))
    DOCUMENT.write_text(text, encoding="utf-8", newline="\n")
    return int(bool(unknown))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
