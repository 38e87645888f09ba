"""What changed between two editions, for programs."""

from __future__ import annotations

import json
from typing import Any

from site_builder.catalogue.changes import Changes, ItemChange, Numbered

FORMAT = 1


def render(changes: Changes) -> str:
    """The changes as JSON text in the language of this run."""
    data = {
        "format": FORMAT,
        "old": changes.old,
        "new": changes.new,
        "items": [_item(change) for change in changes.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _item(change: ItemChange) -> dict[str, Any]:
    return {
        "fate": change.fate.value,
        "old": [_numbered(each) for each in change.old],
        "new": _numbered(change.new) if change.new else None,
        "replaced_by": list(change.replaced_by),
        "title_changed": change.title,
        "rules_changed": [str(rule) for rule in change.rules],
        "elements": [
            {
                "fate": element.fate.value,
                "key": element.key,
                "before": str(element.before) if element.before else None,
                "after": str(element.after) if element.after else None,
            }
            for element in change.elements
        ],
    }


def _numbered(numbered: Numbered) -> dict[str, Any]:
    return {
        "id": numbered.id,
        "slug": numbered.item.slug if numbered.item else None,
        "title": numbered.title.th if numbered.title else None,
    }
