"""What an edition of the OIT criteria says. All of it is data; nothing here judges.

A *subject* is what an item is about, under a slug that is the same in every edition; it says
which fields a person fills in. An *item* is that subject in one edition, with its number and its
*elements*: the points that an assessor looks for, each shown by a field of the subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.language import Text
from site_builder.locations import Location
from site_builder.thai import FiscalYear

Confidence = Literal["confirmed", "single", "adapted", "inferred", "recalled"]

#: The place of what no file of a workspace says.
NOWHERE = Location("")

#: How sure a line of the criteria is, surest first (source: the reference criteria's scale).
CONFIDENCES: dict[Confidence, Text] = {
    "confirmed": Text("ยืนยันแล้ว (อย่างน้อยสองแหล่ง)", "confirmed (two sources or more)"),
    "single": Text("มีแหล่งเดียว", "one source"),
    "adapted": Text("ปรับจากปีหรือฉบับใกล้เคียง", "adapted from a neighbouring edition"),
    "inferred": Text("อนุมาน", "inferred"),
    "recalled": Text("ความรู้ทั่วไป ยังไม่มีแหล่ง", "general knowledge, no source"),
}

PeriodRule = Literal[
    "current-fiscal-year",
    "previous-fiscal-year",
    "first-six-months-monthly",
    "multi-year-covering",
    "none",
]
PERIOD_RULES: dict[PeriodRule, Text] = {
    "current-fiscal-year": Text("ปีงบประมาณที่ประเมิน", "the assessed fiscal year"),
    "previous-fiscal-year": Text("ปีงบประมาณก่อนปีที่ประเมิน", "the fiscal year before"),
    "first-six-months-monthly": Text(
        "รายเดือน 6 เดือนแรก (ตุลาคม–มีนาคม)", "month by month, the first six months"
    ),
    "multi-year-covering": Text(
        "แผนมากกว่าหนึ่งปีที่ครอบคลุมปีที่ประเมิน", "a plan of several years that covers the year"
    ),
    "none": Text("ไม่กำหนดช่วงเวลา", "no period"),
}

#: Fields that every disclosure has, whatever its subject.
HEADER_FIELDS: dict[str, Field] = {
    spec.key: spec
    for spec in (
        Field("unit", "text", Text("ส่วนงานที่รับผิดชอบ", "Responsible unit")),
        Field("updated", "date", Text("ข้อมูล ณ วันที่", "Data as of")),
        Field("covers", "period", Text("ช่วงเวลาของข้อมูล", "Period of the data")),
        Field("documents", "document", Text("เอกสารแนบ", "Attached documents"), many=True),
        Field("links", "link", Text("ลิงก์หลักฐานภายนอก", "Evidence elsewhere"), many=True),
        Field("remarks", "text", Text("หมายเหตุ", "Remarks"), many=True),
        Field(
            "attested",
            "table",
            Text("การรับรองโดยเจ้าหน้าที่", "Attested by an official"),
            columns=(
                Spec("element", "text", Text("องค์ประกอบ", "Element")),
                Spec("document", "document", Text("เอกสาร", "Document")),
                Spec("page", "number", Text("หน้า", "Page")),
                Spec("saw", "text", Text("สิ่งที่เห็น", "What was looked at")),
                Spec("by", "text", Text("ผู้รับรอง", "By")),
                Spec("position", "text", Text("ตำแหน่ง", "Position")),
                Spec("date", "date", Text("วันที่รับรอง", "Date")),
            ),
        ),
    )
}

#: Header field of links to evidence that stands elsewhere, such as on an agency's older site. Nobody
#: of ours opens it, so it never shows an element by itself.
LINKS = "links"
#: Header field in which a named official says where a document shows an element.
ATTESTED = "attested"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an item is about; `fields` are the same in every edition.

    Attributes:
        consistency: what its data must agree on. No criterion names these points, they are ours: a
            contradiction is told, and never makes an item incomplete.
    """

    slug: str
    fields: tuple[Field, ...]
    location: Location = NOWHERE
    consistency: tuple[Element, ...] = ()

    def field(self, key: str) -> Field | None:
        """A field of the subject or of the header."""
        own = next((spec for spec in self.fields if spec.key == key), None)
        return own or HEADER_FIELDS.get(key)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person of an agency read the official handbook and found the element so.

    Attributes:
        page: page of the handbook, as written.
        date: day of the confirmation, as written.
    """

    by: str
    date: str
    page: str
    location: Location


@dataclass(frozen=True, slots=True)
class Correction:
    """A change that a user made to a shipped edition.

    Attributes:
        item: id of the item, "" where the edition itself is changed.
        element: key of the element, "" where the item itself is changed.
        what: `change`, `add` or `remove`; `keys` are those that were changed.
    """

    item: str
    element: str
    what: str
    keys: tuple[str, ...]
    reason: str
    by: str
    location: Location


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose criteria an edition is: ours (both files ""), the user's own, or ours with corrections.

    Attributes:
        file: of the user's own edition, in the workspace.
        corrections: made to a shipped edition, each with its place.
        confirmed: file of the confirmations.
    """

    file: str = ""
    corrections: tuple[Correction, ...] = ()
    confirmed: str = ""


SHIPPED = Origin()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another field that may show an element, where its own holds nothing.

    Attributes:
        review: why a person must say whether that is what the criterion asks for; None where the
            other field shows it just as well.
    """

    of: str
    check: str
    parameters: Mapping[str, Any]
    review: Text | None


@dataclass(frozen=True, slots=True)
class Element:
    """One point of requirement.

    Attributes:
        of: key of the field that shows it.
        check: name of the check that judges it, with its `parameters`.
        accepts_none: stating that there is none satisfies it.
        applies_to: group of agency types that it is limited to, or "".
        due: rule of the span that must be over before it can be asked for, or "".
        alternative: where else it may be shown.
        confirmation: by a person with the handbook, beyond our own `confidence`.
        places: where its keys stand in the file, "" for the whole.
    """

    key: str
    requirement: Text
    of: str
    check: str
    parameters: Mapping[str, Any]
    accepts_none: bool
    applies_to: str
    confidence: Confidence
    source: str
    due: str = ""
    alternative: Alternative | None = None
    confirmation: Confirmation | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)

    @property
    def column(self) -> str:
        """The one column that shows the element, or "" where the whole field does."""
        columns: tuple[str, ...] = self.parameters.get("columns", ())
        named: str = self.parameters.get("column", "")
        return named or (columns[0] if len(columns) == 1 else "")

    @property
    def is_confirmed(self) -> bool:
        """By two sources of ours, or by a person with the handbook."""
        return self.confidence == "confirmed" or self.confirmation is not None

    @property
    def otherwise(self) -> Element:
        """The element as its alternative shows it, or itself where it has none."""
        other = self.alternative
        if other is None:
            return self
        return replace(self, of=other.of, check=other.check, parameters=other.parameters)

    @property
    def level(self) -> Text:
        """The requirement level."""
        return (
            Text("เฉพาะบางประเภทหน่วยงาน", "conditional")
            if self.applies_to
            else Text("ต้องมี", "required")
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement of the criteria with its confidence, such as a nil rule."""

    text: Text
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ItemLink:
    """An item of another edition."""

    edition: str
    item: str


@dataclass(frozen=True, slots=True)
class ReportsOn:
    """The subject that a report answers to, in the edition `offset` years away."""

    offset: int
    slug: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item of an edition; `places` are those of its keys in the file, "" the whole."""

    id: str
    slug: str
    title: Text
    title_confidence: Confidence
    number_confidence: Confidence
    sub_indicator: str
    score_levels: tuple[int, ...]
    score_levels_confidence: Confidence
    weight: Decimal | None
    weight_confidence: Confidence | None
    period_rule: PeriodRule
    period_confidence: Confidence
    period_note: Text | None
    nil_rule: Rule | None
    local_government: Rule | None
    continues: tuple[ItemLink, ...]
    continues_confidence: Confidence | None
    reports_on: ReportsOn | None
    elements: tuple[Element, ...]
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)

    @property
    def number(self) -> int:
        return int(self.id[1:])

    @property
    def code(self) -> str:
        """The item's folder and file name: `o02`."""
        return f"o{self.number:02d}"


@dataclass(frozen=True, slots=True)
class SubIndicator:
    """A group of items that is scored together; `9.1`."""

    id: str
    title: Text
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Indicator:
    """Indicator 9 or 10, the two that the OIT measures."""

    id: str
    title: Text
    sub_indicators: tuple[SubIndicator, ...]


@dataclass(frozen=True, slots=True)
class ScoreLevel:
    """A score that an assessor may give an item, and what it means."""

    score: int
    meaning: Text
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class ResultLevel:
    """A level of the whole result; the first whose floors hold is the one reached."""

    name: Text
    min_total: Decimal
    min_each_instrument: Decimal | None
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """How item scores become the OIT score and the whole result, and how sure that is."""

    item_levels: tuple[ScoreLevel, ...]
    aggregation: Text
    formula: Mapping[str, str]
    ita_weights: Mapping[str, Decimal]
    confidence: Confidence
    weights_confidence: Confidence
    note: Text


@dataclass(frozen=True, slots=True)
class Edition:
    """The criteria of one fiscal year; `sha256` is that of the files they were read from."""

    name: str
    indicators: tuple[Indicator, ...]
    scoring: Scoring
    levels: tuple[ResultLevel, ...]
    items: tuple[Item, ...]
    sha256: str
    origin: Origin = SHIPPED

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.name)

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def by_slug(self, slug: str) -> Item | None:
        return next((item for item in self.items if item.slug == slug), None)

    def items_of(self, sub_indicator: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.sub_indicator == sub_indicator)


@dataclass(frozen=True)
class Catalogue:
    """Every edition asked for, with the subjects and vocabularies they use."""

    editions: Mapping[str, Edition]
    subjects: Mapping[str, Subject]
    vocabularies: Mapping[str, Vocabulary]
    agency_groups: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def subject(self, item: Item) -> Subject:
        return self.subjects[item.slug]

    def applies(self, element: Element, agency_type: str) -> bool:
        """Whether an element is asked of agencies of this type."""
        return not element.applies_to or agency_type in self.agency_groups[element.applies_to]


def columns_of(spec: Field, keys: tuple[str, ...] = ()) -> tuple[Spec, ...]:
    """The named columns of a field, or all of them."""
    return tuple(column for column in spec.columns if not keys or column.key in keys)


def shown_by(subject: Subject, element: Element) -> tuple[str, str]:
    """Where an element is shown, as `field` or `field.column`, and the kind of value there."""
    spec = subject.field(element.of)
    assert spec is not None, f"{subject.slug} has no field {element.of}"
    column = spec.column(element.column) if element.column else None
    return (f"{spec.key}.{column.key}", column.kind) if column else (spec.key, spec.kind)
