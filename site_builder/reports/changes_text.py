"""What changed between two editions, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.catalogue.changes import Changes, Fate, ItemChange, Numbered
from site_builder.language import Text, same


def render(changes: Changes) -> str:
    """The changes as text, by what became of the items."""
    return "\n".join(_lines(changes)) + "\n"


def _lines(changes: Changes) -> Iterator[str]:
    yield str(
        Text(
            f"เกณฑ์ OIT ปี {changes.old} → {changes.new}",
            f"OIT criteria {changes.old} → {changes.new}",
        )
    )
    for fate in Fate:
        items = changes.of(fate)
        if not items:
            continue
        yield ""
        yield f"{fate.label} ({len(items)})"
        for change in items:
            yield f"  {_name(change)}"
            yield from _details(change)
    counts = ", ".join(f"{fate.label} {len(changes.of(fate))}" for fate in Fate if changes.of(fate))
    changed = sum(change.is_changed for change in changes.items)
    yield ""
    yield f"{counts}; {Text('องค์ประกอบหรือกติกาเปลี่ยน', 'elements or rules changed')} {changed}"


def _name(change: ItemChange) -> str:
    old = " + ".join(map(_numbered, change.old))
    if change.new is None:
        by = f" → {', '.join(change.replaced_by)}" if change.replaced_by else ""
        return old + by
    new = _numbered(change.new)
    if change.fate == Fate.KEPT and not change.title:
        return new
    return f"{old} → {new}" if old else new


def _numbered(numbered: Numbered) -> str:
    return f"{numbered.id} {numbered.title}" if numbered.title else numbered.id


def _details(change: ItemChange) -> Iterator[str]:
    for rule in change.rules:
        yield f"      ~ {rule}"
    for element in change.elements:
        text = element.after or element.before or same("")
        yield f"      {element.fate.label}: {text} ({element.key})"
