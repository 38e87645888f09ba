"""Facts as JSON: between the reader and us, and in the cache."""

from __future__ import annotations

import json
from typing import Any

from site_builder.documents.model import Facts, Fault, Hidden, Passage, Table


def packed(facts: Facts) -> str:
    """The facts on one line."""
    return json.dumps(
        {
            "type": facts.type,
            "size": facts.size,
            "faults": facts.faults,
            "passages": [
                (each.text, each.page, each.sheet, each.cell, each.hidden)
                for each in facts.passages
            ],
            "tables": [(each.rows, each.sheet) for each in facts.tables],
            "pages": facts.pages,
            "title": facts.title,
            "author": facts.author,
            "language": facts.language,
            "is_cut": facts.is_cut,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unpacked(line: str | bytes) -> Facts:
    """The same facts again.

    Raises:
        ValueError: the line is not what `packed` writes.
    """
    try:
        return _facts(json.loads(line))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no facts") from error


def _facts(data: Any) -> Facts:
    hidden = {each.value: each for each in Hidden}
    return Facts(
        type=data["type"],
        size=data["size"],
        faults=tuple(map(Fault, data["faults"])),
        passages=tuple(
            Passage(text, page, sheet, cell, hidden[where])
            for text, page, sheet, cell, where in data["passages"]
        ),
        tables=tuple(Table(tuple(map(tuple, rows)), sheet) for rows, sheet in data["tables"]),
        pages=data["pages"],
        title=data["title"],
        author=data["author"],
        language=data["language"],
        is_cut=data["is_cut"],
    )
