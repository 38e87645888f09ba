"""What became of each item from one edition to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from site_builder.catalogue.assessment import EarlierYear
from site_builder.catalogue.model import Edition, Element, Item
from site_builder.language import Text
from site_builder.thai import fold


class Fate(StrEnum):
    """What an item is, seen from the older edition."""

    KEPT = "kept"
    RENUMBERED = "renumbered"
    RESHAPED = "reshaped"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    DROPPED = "dropped"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Fate.KEPT: Text("คงเดิม", "kept"),
    Fate.RENUMBERED: Text("เปลี่ยนเลขข้อ", "renumbered"),
    Fate.RESHAPED: Text("เปลี่ยนเรื่อง", "reshaped"),
    Fate.MERGED: Text("รวมข้อ", "merged"),
    Fate.SPLIT: Text("แยกข้อ", "split"),
    Fate.NEW: Text("ข้อใหม่", "new"),
    Fate.DROPPED: Text("ไม่มีแล้ว", "dropped"),
}


class ElementFate(StrEnum):
    """What became of an element of a continued item."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    JUDGED_OTHERWISE = "judged-otherwise"

    @property
    def label(self) -> Text:
        return _ELEMENT_LABELS[self]


_ELEMENT_LABELS = {
    ElementFate.ADDED: Text("เพิ่ม", "added"),
    ElementFate.REMOVED: Text("ตัดออก", "removed"),
    ElementFate.REWORDED: Text("เปลี่ยนถ้อยคำ", "reworded"),
    ElementFate.JUDGED_OTHERWISE: Text("ตรวจต่างไป", "judged otherwise"),
}


@dataclass(frozen=True)
class Numbered:
    """An item as far as its edition tells: a year before the first edition has numbers only."""

    id: str
    title: Text | None
    item: Item | None


@dataclass(frozen=True)
class ElementChange:
    """A changed element; `before` or `after` is None where it is not there."""

    fate: ElementFate
    key: str
    before: Text | None
    after: Text | None


@dataclass(frozen=True)
class ItemChange:
    """What became of items.

    Attributes:
        old: the items it comes from; several where they were merged.
        new: the item it became, None where it was dropped.
        replaced_by: ids in whose place a dropped item's subject stands now.
        title: whether the title is another.
        rules: rules of the item that are others: period, score levels, nil rule.
    """

    fate: Fate
    old: tuple[Numbered, ...]
    new: Numbered | None
    elements: tuple[ElementChange, ...] = ()
    title: bool = False
    rules: tuple[Text, ...] = ()
    replaced_by: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """More than the number is another."""
        return bool(self.elements or self.rules)


@dataclass(frozen=True)
class Changes:
    """Everything that became of the items of edition `old` in edition `new`."""

    old: str
    new: str
    items: tuple[ItemChange, ...]

    def of(self, fate: Fate) -> tuple[ItemChange, ...]:
        return tuple(change for change in self.items if change.fate == fate)


def ancestors(
    editions: Mapping[str, Edition], edition: Edition, item: Item, older: str
) -> list[str]:
    """The ids of the items of edition `older` that an item goes back to, over the years between."""
    found: list[str] = []
    for link in item.continues:
        if link.edition == older:
            found.append(link.item)
        elif older < link.edition < edition.name and link.edition in editions:
            between = editions[link.edition]
            earlier = between.item(link.item)
            if earlier:
                found += ancestors(editions, between, earlier, older)
    return list(dict.fromkeys(found))


def compare(editions: Mapping[str, Edition], old: Edition | EarlierYear, new: str) -> Changes:
    """What became of every item of `old` in the edition `new`; all years between must be there."""
    newer = editions[new]
    year = old.name if isinstance(old, Edition) else old.year
    olds = _numbered(old)
    came_from = {item.id: ancestors(editions, newer, item, year) for item in newer.items}
    uses = [old_id for ids in came_from.values() for old_id in ids]
    changes = []
    for item in newer.items:
        before = tuple(olds[old_id] for old_id in came_from[item.id] if old_id in olds)
        is_split = any(uses.count(each.id) > 1 for each in before)
        changes.append(_change(item, before, is_split))
    by = {each.item: each.by for each in old.dropped} if isinstance(old, EarlierYear) else {}
    for old_id, numbered in olds.items():
        if old_id not in uses:
            changes.append(
                ItemChange(Fate.DROPPED, (numbered,), None, replaced_by=by.get(old_id, ()))
            )
    return Changes(year, new, tuple(changes))


def _numbered(old: Edition | EarlierYear) -> dict[str, Numbered]:
    if isinstance(old, Edition):
        return {item.id: Numbered(item.id, item.title, item) for item in old.items}
    return {item.id: Numbered(item.id, None, None) for item in old.items}


def _change(item: Item, before: tuple[Numbered, ...], is_split: bool) -> ItemChange:
    new = Numbered(item.id, item.title, item)
    known = [each.item for each in before if each.item]
    if not before:
        fate = Fate.NEW
    elif len(before) > 1:
        fate = Fate.MERGED
    elif is_split:
        fate = Fate.SPLIT
    elif known and known[0].slug != item.slug:
        fate = Fate.RESHAPED
    else:
        fate = Fate.KEPT if before[0].id == item.id else Fate.RENUMBERED
    if not known:
        return ItemChange(fate, before, new)
    return ItemChange(
        fate,
        before,
        new,
        tuple(_elements(known, item)),
        fold(known[0].title.th) != fold(item.title.th),
        _rules(known[0], item),
    )


def _elements(before: list[Item], after: Item) -> list[ElementChange]:
    """Added, removed and changed elements, against those of all predecessors together."""
    old: dict[str, Element] = {}
    for item in before:
        for element in item.elements:
            old.setdefault(element.key, element)
    new = {element.key: element for element in after.elements}
    changes = []
    for key, element in new.items():
        earlier = old.get(key)
        if earlier is None:
            changes.append(ElementChange(ElementFate.ADDED, key, None, element.requirement))
        elif fold(earlier.requirement.th) != fold(element.requirement.th):
            changes.append(
                ElementChange(ElementFate.REWORDED, key, earlier.requirement, element.requirement)
            )
        elif _judging(earlier) != _judging(element):
            changes.append(
                ElementChange(
                    ElementFate.JUDGED_OTHERWISE, key, earlier.requirement, element.requirement
                )
            )
    for key, element in old.items():
        if key not in new:
            changes.append(ElementChange(ElementFate.REMOVED, key, element.requirement, None))
    return changes


def _judging(element: Element) -> tuple[object, ...]:
    return (
        element.of,
        element.check,
        element.parameters,
        element.accepts_none,
        element.applies_to,
        element.alternative,
    )


def _rules(before: Item, after: Item) -> tuple[Text, ...]:
    found = []
    if before.period_rule != after.period_rule:
        found.append(Text("ช่วงเวลาที่กำหนด", "period"))
    if before.score_levels != after.score_levels:
        found.append(Text("ระดับคะแนน", "score levels"))
    if (before.nil_rule is None) != (after.nil_rule is None):
        found.append(Text("กรณีไม่มีข้อมูล", "rule when there is nothing"))
    if (before.reports_on is None) != (after.reports_on is None):
        found.append(Text("การรายงานผลของแผน", "reporting on a plan"))
    return tuple(found)
