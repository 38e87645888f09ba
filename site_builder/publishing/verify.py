"""Whether readers see what was published: every file of the live site, by its SHA-256."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.language import Text
from site_builder.links.answers import Cause
from site_builder.published.source import Source, path_of
from site_builder.publishing.release import File

#: Servers show this page for what they have not, and the rules to nobody: neither has an address of its own.
_ELSEWHERE = frozenset(["404.html", "_headers"])
_REFRESH = b'http-equiv="refresh"'
_HEAD = 4096
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Verdict:
    """What a look at the live site has shown.

    Attributes:
        right: how many files stand there as they were built.
        wrong: files that do not, each with the reason.
        unchecked: files of which nothing is known, each with the reason.
    """

    right: int = 0
    wrong: tuple[tuple[str, Text], ...] = ()
    unchecked: tuple[tuple[str, Text], ...] = ()


def look(
    source: Source,
    files: Mapping[str, File],
    contents: Mapping[str, Path],
    tell: Callable[[int, int, str], None],
) -> Verdict:
    """Read every file of a release as readers do. What may be the network's fault or ours is not held
    against the site."""
    right, wrong, unchecked = 0, [], []
    for number, (path, file) in enumerate(sorted(files.items())):
        tell(number, len(files), path)
        if path in _ELSEWHERE:
            continue
        answer = source.get(path_of(path), max(file.size, 0))
        if answer.cause is None and (
            _is(answer.body, file) or _unpacked_is(path, answer.body, contents)
        ):
            right += 1
        elif answer.hops and _leads_on(contents.get(path)):
            # The server leads on by itself, before the page that would.
            right += 1
        elif answer.cause in (None, Cause.TOO_LARGE):
            wrong.append((path, _OTHER))
        elif answer.cause is not None and answer.cause.is_of_site:
            wrong.append((path, answer.why))
        else:
            unchecked.append((path, answer.why))
    return Verdict(right, tuple(wrong), tuple(unchecked))


_OTHER = Text("เนื้อหาไม่ตรงกับที่สร้าง", "another content than was built")


def _is(body: bytes, file: File) -> bool:
    return len(body) == file.size and hashlib.sha256(body).hexdigest() == file.sha256


def _unpacked_is(path: str, body: bytes, contents: Mapping[str, Path]) -> bool:
    """Some servers say of a `.gz` that it is packed, and then it arrives unpacked."""
    if not path.endswith(".gz") or path not in contents:
        return False
    try:
        return zlib.decompress(contents[path].read_bytes(), _GZIP) == body
    except (zlib.error, OSError):
        return False


def _leads_on(page: Path | None) -> bool:
    if page is None or page.suffix != ".html":
        return False
    with page.open("rb") as file:
        return _REFRESH in file.read(_HEAD)
