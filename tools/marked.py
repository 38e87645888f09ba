"""Parts of a hand-written page that a program writes, between two marks: `<!-- name -->`, `<!-- /name -->`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def part(page: Path, name: str) -> list[str]:
    """The lines of a page that stand between the marks of a name."""
    text = page.read_text(encoding="utf-8")
    return text.split(f"<!-- {name} -->\n")[1].split(f"<!-- /{name} -->\n")[0].splitlines()


def with_part(text: str, name: str, lines: Sequence[str]) -> str:
    """The text with other lines between the marks of a name."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, after = text.split(start)[0], text.split(end)[1]
    return before + start + "\n".join(lines) + "\n" + end + after
