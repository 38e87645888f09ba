"""Hand-written pages and the files beside them, looked at before any engine reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from site_builder.problems import InputError, Problem
from site_builder.sources.characters import unfit_in_lines
from site_builder.sources.names import unfit_files
from site_builder.sources.yaml import parse_yaml, read_text

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
FRONT_MATTER = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
#: Lines between two rules need not be YAML; but what is YAML must be harmless.
_HARMFUL = ("yaml-not-plain", "yaml-depth")


def written_problems(folder: Path) -> Iterator[Problem]:
    """What no engine may be given: see `unfit_files`; pages that are not read as they stand, and settings
    of a page that are more than plain YAML."""
    wrong = list(unfit_files(folder))
    yield from wrong
    if wrong:
        return  # what stands in such files is not even looked at
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.suffix in PAGES and not any(part.startswith(".") for part in below.parts):
            name = f"{folder.name}/{below.as_posix()}"
            try:
                text = read_text(path, name)
            except InputError as error:
                yield from error.problems
                continue
            yield from unfit_in_lines(text, name)
            yield from _in_front_matter(text, name)


def _in_front_matter(text: str, name: str) -> Iterator[Problem]:
    found = FRONT_MATTER.match(text.replace("\r\n", "\n"))
    if found is None:
        return
    try:
        parse_yaml("\n" + found[1], name)
    except InputError as error:
        yield from (each for each in error.problems if each.code in _HARMFUL)
