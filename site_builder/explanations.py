"""Why a finding or problem matters, with an example and the source of its rule: one text for
reports and reference pages. The words stand in `explanations.yaml`, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from site_builder.language import Text
from site_builder.sources.nodes import Node
from site_builder.sources.reader import Reader
from site_builder.sources.yaml import read_yaml

FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind one code.

    Attributes:
        why: what it costs, for the assessment or the reader.
        example: what is wrong and what is right.
        sources: where the rule comes from, the most important first.
        remedy: how to mend it, where the message does not always say the same.
    """

    code: str
    title: Text
    why: Text
    example: Text
    sources: tuple[Text, ...]
    remedy: Text | None = None


@cache
def load_explanations() -> Mapping[str, Explanation]:
    """Every explanation by its code.

    Raises:
        InputError: the file is malformed; what ships is tested.
    """
    reader = Reader()
    whole = reader.mapping(read_yaml(FILE, FILE.name), ("sources", "codes"))
    sources = {
        key: _text(reader, node) for key, node in reader.any_mapping(whole["sources"]).items()
    }
    found: dict[str, Explanation] = {}
    for code, node in reader.any_mapping(whole["codes"]).items():
        entry = reader.mapping(node, ("title", "why", "example", "source"), ("remedy",))
        found[code] = Explanation(
            code,
            _text(reader, entry["title"]),
            _text(reader, entry["why"]),
            _text(reader, entry["example"]),
            tuple(sources[reader.one_of(key, sources)] for key in reader.items(entry["source"])),
            _text(reader, entry["remedy"]) if "remedy" in entry else None,
        )
    reader.finish()
    return found


def _text(reader: Reader, node: Node) -> Text:
    texts = reader.mapping(node, ("th", "en"))
    return Text(*(reader.text(texts.get(language)) for language in ("th", "en")))
