"""The sheet as text to copy from: for each item the answer, its URLs, then its explanations."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.characters import clean
from site_builder.submission.sheet import Row, Sheet


def render(sheet: Sheet) -> str:
    """Lines in brackets are for the officer, and not filed."""
    blocks = [sheet.title, *("\n".join(_lines(row)) for row in sheet.rows)]
    return clean("\n\n".join(blocks)) + "\n"


def _lines(row: Row) -> Iterator[str]:
    yield f"{row.result.item.id} {row.result.item.title.th}"
    yield row.answer
    if row.note:
        yield f"[{row.note}]"
    yield from (line.url for line in row.filed)
    yield from (line.explanation for line in row.filed if line.trail)
