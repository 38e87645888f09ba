"""What an old page gives: links, the items they belong to, and how sure that is. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.adopting.addresses import Refusal
from site_builder.adopting.source import Saved
from site_builder.catalogue.model import Edition, Item
from site_builder.language import Text


class Confidence(StrEnum):
    """How sure a proposal is: number and title agree, one of them says so, or something speaks against it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> Text:
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the least."""
        return [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH].index(self)

    @property
    def reduced(self) -> Confidence:
        """One step less."""
        return Confidence.LOW if self != Confidence.HIGH else Confidence.MEDIUM

    def at_most(self, other: Confidence) -> Confidence:
        """The lower of the two."""
        return self if self.rank < other.rank else other


_LABELS = {
    Confidence.HIGH: Text("มั่นใจสูง", "high"),
    Confidence.MEDIUM: Text("มั่นใจปานกลาง", "medium"),
    Confidence.LOW: Text("มั่นใจต่ำ", "low"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A link of the page and its place.

    Attributes:
        url: whole, "" where it cannot be taken over.
        title: what to call it, "" where its own words hold personal data.
        line: in the page's file, from 1.
        around: what stands in its row or line, shortened.
        refusal: why it cannot be taken over.
    """

    written: str
    url: str
    title: str
    line: int
    around: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link for an item, with the reason in words."""

    item: Item
    link: Found
    confidence: Confidence
    reason: Text


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A link without an item; `reason` where something is known of it."""

    link: Found
    reason: Text | None = None


@dataclass(frozen=True)
class Adoption:
    """What an old page gives for one edition.

    Attributes:
        saved: the page as it was read, with its address.
        numbering: the edition whose numbers the page uses; "" where that cannot be told.
        proposals: in the order of items, the surest first; each address once for an item.
        refused: links of items that cannot be taken over.
        unmatched: links without an item, those of the site's frame left out.
        remarks: what a person should know of the page.
    """

    saved: Saved
    edition: Edition
    numbering: str
    proposals: tuple[Proposal, ...]
    refused: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]
    remarks: tuple[Text, ...]

    def of(self, item: Item) -> tuple[Proposal, ...]:
        return tuple(each for each in self.proposals if each.item.id == item.id)

    @property
    def without_links(self) -> tuple[Item, ...]:
        """Items for which the page gives nothing."""
        known = {each.item.id for each in self.proposals}
        return tuple(item for item in self.edition.items if item.id not in known)
