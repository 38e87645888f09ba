"""Every kind of personal data in one text."""

from __future__ import annotations

import re
from functools import lru_cache

from site_builder.privacy import accounts, identity, persons
from site_builder.privacy.context import NO_CONTEXT, Context
from site_builder.privacy.numbers import readable
from site_builder.privacy.sightings import Sighting

#: What every number has, and every address; most texts have neither.
_FIRST_LOOK = re.compile(r"\d(?:\D{0,3}\d){8}|\d\s*,?\s*(?:หมู่|ม\.|ถ|ซ|ต|แขวง|อ|เขต|จ)")
_LABELS = (identity.LABELS, persons.LABELS, accounts.LABELS)


def find(text: str, context: Context = NO_CONTEXT) -> tuple[Sighting, ...]:
    """The personal data in a text, masked, each once, in the order of kinds."""
    return _find(text, context) if _FIRST_LOOK.search(text) else ()


@lru_cache(maxsize=20_000)  # the same values come again in a page and its files
def _find(text: str, context: Context) -> tuple[Sighting, ...]:
    plain = readable(text)
    found = (
        *identity.find(plain, context),
        *persons.find(plain, context),
        *accounts.find(plain, context),
    )
    return tuple(dict.fromkeys(found))


def is_label(text: str) -> bool:
    """Whether the text names what stands below or beside it, for any kind."""
    return any(labels.named_in(text) for labels in _LABELS)
