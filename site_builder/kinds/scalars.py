"""The kinds whose value is one text: of fields, and of every column."""

from __future__ import annotations

from site_builder.kinds.base import ScalarKind
from site_builder.kinds.choice import ChoiceKind
from site_builder.kinds.contact import ContactKind
from site_builder.kinds.date import DateKind
from site_builder.kinds.document import DocumentKind
from site_builder.kinds.image import ImageKind
from site_builder.kinds.link import LinkKind
from site_builder.kinds.number import NumberKind
from site_builder.kinds.period import PeriodKind
from site_builder.kinds.text import TextKind

SCALAR_KINDS: dict[str, ScalarKind] = {
    kind.name: kind
    for kind in (
        TextKind(),
        NumberKind(),
        DateKind(),
        PeriodKind(),
        ChoiceKind(),
        ContactKind(),
        LinkKind(),
        DocumentKind(),
        ImageKind(),
    )
}
