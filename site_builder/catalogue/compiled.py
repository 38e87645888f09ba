"""What the catalogue's own files say, kept as typed values from run to run.

Reading their YAML took a third of the time of a small check. The values stand in the user's cache
folder (see `caches`) and are used as long as the catalogue's files, and the code that reads them,
are the very same files as when they were written. What is stale, damaged or out of reach is read
from the YAML, as if there were no cache.

They are pickled: no other format of the standard library gives our types back as they were. A pickle
can name any function of Python to be called; ours is refused when it names anything but the types of
the catalogue, so it is data and no program.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from site_builder import __version__
from site_builder.caches import text_cache
from site_builder.sources.files import stamp

_Part = TypeVar("_Part")

_PACKAGE = Path(__file__).parent.parent
#: Where the catalogue's files are, and the code on which their typed values rest.
_FOLDERS = ("", "catalogue", "catalogue/editions", "catalogue/subjects", "kinds", "sources")
#: Modules whose types may stand in a file of ours.
_MODULES = frozenset(
    f"site_builder.{name}"
    for name in (
        "catalogue.assessment",
        "catalogue.loader",
        "catalogue.model",
        "kinds.spec",
        "language",
        "locations",
    )
)
_DIGEST = hashlib.sha256().digest_size


def compiled(part: str, read: Callable[[], _Part]) -> _Part:
    """What `read` gives, which depends on nothing but files that ship; `part` names its file."""
    folder = text_cache("catalogue")
    if folder is None:
        return read()
    path = folder / f"{part}.pickle"
    try:
        content = path.read_bytes()
        if content[:_DIGEST] == _head(content[_DIGEST:]):
            kept: _Part = _Unpickler(BytesIO(content[_DIGEST:])).load()
            return kept
    except Exception:  # a spoilt file fails anywhere; nothing depends on it
        pass
    value = read()
    _keep(path, pickle.dumps(value, protocol=5))
    return value


def _keep(path: Path, content: bytes) -> None:
    # Written beside and moved, so that two runs at once never read half a file.
    half = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        half.write_bytes(_head(content) + content)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)


def _head(content: bytes) -> bytes:
    """What stands before the values: made from them, and from what they were made of."""
    return hashlib.sha256(_origin() + content).digest()


@cache
def _origin() -> bytes:
    """Changes with the program, the version of Python, the catalogue's files and their code."""
    files = sorted(
        (entry.path, *stamp(entry.stat()))
        for folder in _FOLDERS
        for entry in os.scandir(_PACKAGE / folder)
        if entry.name.endswith((".py", ".yaml"))
    )
    return repr((__version__, sys.version, files)).encode()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        found = super().find_class(module, name) if module in _MODULES else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
