"""Whether readers get what was built: every file of a published site, by its SHA-256."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from site_builder.language import Text, same
from site_builder.links.answers import Answer, Cause, quoted, without_user
from site_builder.published.source import Source, path_of

#: What a server may keep to itself: the page for what it has not, and rules for itself.
_MAY_BE_KEPT = frozenset(["404.html", "_headers", "_redirects"])
#: Of a file whose size nobody has told, more is not read.
_LARGEST = 256 * 1024 * 1024
_LEADS_ON = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]*)">')
_HEAD = 4096
_INDEX = "index.html"
_PACKED = ".gz"


class Expected(Protocol):
    """A file as it was built; `size` is in bytes, -1 where it is not known."""

    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Summed:
    """A file of which a manifest tells nothing but its sum."""

    sha256: str
    size: int = -1


@dataclass(frozen=True)
class Fault:
    """A file that is not as it was built, or of which nothing is known; `is_gone` where none answers."""

    path: str
    why: Text
    is_gone: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a look at a site has shown.

    Attributes:
        right: how many files stand there as they were built.
        wrong: files that do not.
        unchecked: files of which nothing is known, as the network's fault or ours.
    """

    right: int = 0
    wrong: tuple[Fault, ...] = ()
    unchecked: tuple[Fault, ...] = ()


def look(
    source: Source,
    files: Mapping[str, Expected],
    tell: Callable[[int, int, str], None],
    contents: Mapping[str, Path] | None = None,
) -> Verdict:
    """Read every file as readers do. What may be the network's fault or ours is not held against the site.

    Args:
        contents: files on this computer, where they are at hand.
    """
    right, wrong, unchecked = 0, [], []
    for number, (path, file) in enumerate(sorted(files.items())):
        tell(number, len(files), path)
        limit = _LARGEST if file.size < 0 else max(file.size, _unpacked(path, files).size)
        answer = ask(source, path, limit)
        cause = answer.cause
        if (
            (cause is None and _is_one_of(answer.body, file, _unpacked(path, files)))
            or (cause is not None and _is_kept_back(path, cause))
            or _is_led_on(source, path, file, answer, contents or {})
        ):
            right += 1
        elif cause is None or (cause == Cause.TOO_LARGE and file.size >= 0):
            wrong.append(Fault(path, _other(answer)))
        elif cause.is_of_site:
            wrong.append(Fault(path, answer.why, is_gone=True))
        else:
            unchecked.append(Fault(path, answer.why))
    return Verdict(right, tuple(wrong), tuple(unchecked))


def ask(source: Source, path: str, limit: int) -> Answer:
    """What a site answers for a file of its folder.

    Servers refuse to list a folder whose page is gone; asked for the page by its name, they say so.
    """
    answer = source.get(path_of(path), limit)
    if answer.cause == Cause.BLOCKED and path.endswith(_INDEX):
        by_name = source.get(path_of(path) + _INDEX, limit)
        return by_name if by_name.cause == Cause.MISSING else answer
    return answer


def _other(answer: Answer) -> Text:
    found = Text("เนื้อหาไม่ตรงกับที่สร้าง", "another content than was built")
    if not answer.hops:
        return found
    led = Text("{found} (ถูกส่งต่อไป {url})", "{found} (readers are sent on to {url})")
    return led.format(found=found, url=same(without_user(answer.hops[-1][1])))


def _is_kept_back(path: str, cause: Cause) -> bool:
    may_be = path in _MAY_BE_KEPT or path.startswith(".")
    return may_be and (cause.is_of_site or cause == Cause.BLOCKED)


def _unpacked(path: str, files: Mapping[str, Expected]) -> Expected:
    """What arrives of a packed file where a server says that it is packed; else the file itself."""
    return files.get(path.removesuffix(_PACKED), files[path])


def _is_one_of(body: bytes, *files: Expected) -> bool:
    digest = hashlib.sha256(body).hexdigest()
    return any(digest == file.sha256 for file in files)


def _is_led_on(
    source: Source, path: str, file: Expected, answer: Answer, contents: Mapping[str, Path]
) -> bool:
    """Whether the server sends readers on by itself, before the page that would, and to the same place."""
    if not (answer.hops or answer.cause == Cause.ELSEWHERE) or not path.endswith(".html"):
        return False
    target = _target(_page(source, path, file, contents))
    if target is None:
        return False
    wanted = urljoin(source.place(path_of(path)), target)
    if answer.cause == Cause.ELSEWHERE:
        return without_user(quoted(urlsplit(wanted))) == answer.detail
    return _within_host(wanted) == _within_host(answer.hops[-1][1])


def _page(source: Source, path: str, file: Expected, contents: Mapping[str, Path]) -> bytes:
    """The page that was built, by a name for which servers have no rule; empty where none is to be had."""
    if path in contents:
        body = contents[path].read_bytes()
    elif path.endswith(_INDEX):
        body = source.get(path_of(path) + _INDEX, _LARGEST).body
    else:
        body = b""
    return body if _is_one_of(body, file) else b""


def _target(page: bytes) -> str | None:
    found = _LEADS_ON.search(page, 0, _HEAD)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else None


def _within_host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return unquote(parts.path), parts.query
