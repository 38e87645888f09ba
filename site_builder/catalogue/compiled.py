"""What the catalogue's own files say, kept as typed values from run to run.

Reading their YAML took a third of the time of a small check. The values stand in the user's cache
folder (see `caches`) and are used as long as the program's files and libraries are the very same as
when they were written. What is stale, damaged or out of reach is read
from the YAML, as if there were no cache.

They are pickled: no other format of the standard library gives our types back as they were. A pickle
can name any function of Python to be called; ours is refused when it names anything but the types of
the catalogue, so it is data and no program.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeVar

from site_builder.caches import keep, read_kept, text_cache
from site_builder.fingerprint import of_program

_Part = TypeVar("_Part")

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


def compiled(part: str, read: Callable[[], _Part]) -> _Part:
    """What `read` gives, which depends on nothing but files that ship; `part` names its file."""
    folder = text_cache("catalogue")
    if folder is None:
        return read()
    path = folder / f"{part}.pickle"
    origin = of_program().encode()
    content = read_kept(path, origin)
    if content is not None:
        try:
            kept: _Part = _Unpickler(BytesIO(content)).load()
            return kept
        except Exception:  # a spoilt file fails anywhere; nothing depends on it
            pass
    value = read()
    keep(path, pickle.dumps(value, protocol=5), origin)
    return value


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        found = super().find_class(module, name) if module in _MODULES else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
