"""The columns that a field has in a workbook: those of its rows, parts of values as columns of their own."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.kinds import ROW_KINDS, SCALAR_KINDS
from site_builder.kinds.spec import Field, Spec
from site_builder.language import Text, same

#: Columns that come before those of the catalogue, under keys that none of these can have.
LEVEL, MONTH, NONE = "@level", "@month", "@none"
#: The only column of a field whose entries are single texts.
VALUE = "value"

_PARTS = {
    "file": Text("ชื่อไฟล์", "File"),
    "title": Text("ชื่อเอกสาร", "Title"),
    "date": Text("ลงวันที่", "Date"),
    "signed_by": Text("ผู้ลงนาม", "Signed by"),
    "position": Text("ตำแหน่งผู้ลงนาม", "Position"),
    "alt": Text("คำบรรยายภาพ", "Words for the picture"),
    "url": Text("ที่อยู่เว็บ (https://…)", "Address (https://…)"),
    "label": Text("ข้อความของลิงก์", "Words of the link"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table in a workbook.

    Attributes:
        key: what names it for the reader: `budget`, `document.title`, `month`.
        spec: of the value that stands in it; for a part, of the value that it is a part of.
        part: of a value that has several (`title` of a document), or "".
        kind: of its texts: a scalar kind, or `month`, `level`, `none`.
        many: a cell may hold several values.
    """

    key: str
    label: Text
    spec: Spec
    part: str
    kind: str
    many: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Headings under which people know it."""
        known = (self.label.th, self.label.en, self.label.th.split(" (")[0])
        return known if self.part else (*known, *self.spec.synonyms)

    @property
    def is_extra(self) -> bool:
        """It is seldom filled in: a part beyond the first two, or what the program fills in itself."""
        parts = _parts(self.spec)
        return bool(self.spec.source) or (self.part in parts and parts.index(self.part) > 1)


def columns_of(field: Field) -> tuple[Column, ...]:
    """Every column of a field, in the order in which people fill them in."""
    if field.kind not in ROW_KINDS:
        return tuple(_of_value(field, field))
    lead = []
    if field.kind == "org-chart":
        lead.append(Column(LEVEL, Text("ระดับ (1 = บนสุด)", "Level (1 = top)"), field, "", LEVEL))
    if field.kind == "monthly-table":
        none = Text("ถ้าเดือนนี้ไม่มีรายการ ให้เขียนข้อความที่นี่", "Where the month has none, state it here")
        lead.append(Column(MONTH, Text("เดือน", "Month"), field, "", MONTH))
        lead.append(Column(NONE, none, field, "", NONE))
    return (*lead, *(column for spec in field.columns for column in _of_value(field, spec)))


def is_form(field: Field) -> bool:
    """Whether a field is one text, that stands in a row of its own and not in a table."""
    return field.kind not in ROW_KINDS and not field.many and not _parts(field)


def _of_value(field: Field, spec: Spec) -> list[Column]:
    parts = _parts(spec)
    is_field = spec is field
    if not parts:
        label = Text("รายการ", "Entry") if is_field and spec.many else spec.label
        key = VALUE if is_field else spec.key
        return [Column(key, label, spec, "", spec.kind, spec.many and not is_field)]
    found = []
    for part in parts:
        lead = same("") if is_field else Text(f"{spec.label.th}: ", f"{spec.label.en}: ")
        label = Text("{lead}{part}", "{lead}{part}").format(lead=lead, part=_PARTS[part])
        key = part if is_field else (spec.key if part == parts[0] else f"{spec.key}.{part}")
        kinds = SCALAR_KINDS[spec.kind].part_kinds
        kind = spec.kind if part == parts[0] else (kinds[part].name if part in kinds else "text")
        found.append(Column(key, label, spec, part, kind, spec.many and not is_field))
    return found


def _parts(spec: Spec) -> tuple[str, ...]:
    kind = SCALAR_KINDS.get(spec.kind)
    return kind.parts if kind else ()
