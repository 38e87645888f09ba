"""People as cards: name, position, photo, contact."""

from __future__ import annotations

from site_builder.kinds.rows import RowsKind
from site_builder.language import Text


class PeopleKind(RowsKind):
    name = "people"
    label = Text("รายชื่อบุคคล", "people")
    template = "kinds/people.html"
    needs = frozenset({"name", "position", "photo"})
