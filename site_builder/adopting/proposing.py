"""Proposes for each link of an old page the item that it belongs to, and says how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from site_builder.adopting.addresses import Refusal, Target, is_saved_copy, resolve
from site_builder.adopting.labels import FEW, Label, Labels
from site_builder.adopting.markup import Markup, read_markup
from site_builder.adopting.matching import (
    LEAD,
    SUPPORTING,
    Wordings,
    codes,
    codes_in_url,
    is_click,
    is_format,
    without_codes,
)
from site_builder.adopting.model import Adoption, Confidence, Found, Proposal, Unmatched
from site_builder.adopting.page import Anchor, Line, OldPage, read_lines
from site_builder.adopting.source import Saved
from site_builder.catalogue.model import HEADER_FIELDS, LINKS, Catalogue, Edition, Item
from site_builder.language import Text
from site_builder.links.answers import clean
from site_builder.privacy.context import Context
from site_builder.privacy.finding import find
from site_builder.thai import arabic_digits, nfc

#: An item, how sure it is that a label names it, and why; or why it names none.
_Verdict = tuple[Item, Confidence, Text] | Text

_ONLY_TITLE = Text("ชื่อเรื่องตรง แต่ไม่มีเลขข้อ", "the title agrees; there is no number")
_NUMBER_IN_ADDRESS = Text("เลขข้อในที่อยู่ตรงกัน", "the number in the address agrees")
_LONGEST_TITLE = 200
_LONGEST_AROUND = 100
_YEAR = re.compile(r"(?<!\d)25[5-9]\d(?!\d)")
#: What heads the list of one year.
_YEAR_WORDS = re.compile(r"ITA|OIT|คุณธรรมและความโปร่งใส|เปิดเผยข้อมูล|ข้อมูลสาธารณะ", re.IGNORECASE)
_LONGEST_HEAD = 200


def propose(saved: Saved, catalogue: Catalogue, edition: Edition, agency: str = "") -> Adoption:
    """What a page gives for the items of an edition; `catalogue` holds every edition there is.

    Never raises for what the page holds.
    """
    markup = read_markup(saved.content)
    saved = saved.told_by(markup.base, markup.address)
    page = read_lines(markup.root)
    wordings = Wordings(catalogue, edition, agency)
    return _Proposing(saved, markup, page, wordings, edition).adoption()


class _Proposing:
    """One page for one edition."""

    def __init__(
        self, saved: Saved, markup: Markup, page: OldPage, wordings: Wordings, edition: Edition
    ) -> None:
        self._saved = saved
        self._markup = markup
        self._page = page
        self._wordings = wordings
        self._edition = edition
        self._remarks: list[Text] = []
        lines = self._of_the_year([line for line in page.lines if not line.is_frame])
        labels = Labels(page, wordings, lines)
        if not labels.found:
            lines = self._of_the_year(page.lines)
            labels = Labels(page, wordings, lines)
        self._lines = lines
        self._labels = labels
        self._numbering = self._whose_numbers()
        self._judgements = dict(self._verdicts())

    def adoption(self) -> Adoption:
        proposals: dict[tuple[str, str], Proposal] = {}
        refused: dict[tuple[str, str], Proposal] = {}
        unmatched: dict[str, Unmatched] = {}
        for line in self._lines:
            for anchor in line.anchors:
                target = self._target(anchor.written)
                if target.url and target.url == self._saved.address:
                    continue  # the page itself
                found = self._link(line, anchor, target)
                proposal = self._proposal(line, anchor, found)
                if isinstance(proposal, Unmatched):
                    unmatched.setdefault(found.url or anchor.written, proposal)
                elif found.refusal:
                    refused.setdefault((proposal.item.id, anchor.written), proposal)
                else:
                    key = (proposal.item.id, found.url)
                    proposals[key] = _surer(proposals.get(key), proposal)
        taken = {each.link.url for each in proposals.values()}
        if self._markup.is_cut or self._page.is_cut or self._labels.is_cut:
            self._remarks.append(
                Text(
                    "หน้านี้ใหญ่เกินกว่าจะอ่านทั้งหมด ส่วนท้ายไม่ได้อ่าน",
                    "the page is too large to be read whole; its end was not",
                )
            )
        return Adoption(
            self._saved,
            self._edition,
            self._numbering,
            tuple(sorted(proposals.values(), key=_order)),
            tuple(sorted(refused.values(), key=_order)),
            tuple(each for url, each in unmatched.items() if url not in taken),
            tuple(dict.fromkeys(self._remarks)),
        )

    # --- the page -----------------------------------------------------------------------------

    def _of_the_year(self, lines: Sequence[Line]) -> list[Line]:
        """The lines of the edition's year, where the page has lists of several years."""
        parts: list[tuple[str, list[Line]]] = [("", [])]
        for line in lines:
            years = set(_YEAR.findall(arabic_digits(line.text)))
            is_head = (
                len(years) == 1
                and len(line.text) <= _LONGEST_HEAD
                and not line.anchors
                and not codes(line.text)
                and _YEAR_WORDS.search(line.text)
            )
            if is_head:
                parts.append((years.pop(), []))
            parts[-1][1].append(line)
        listed = {year for year, part in parts if year and sum(map(_has_code, part)) >= FEW}
        own = self._edition.name
        if listed and own not in listed:
            self._remarks.append(
                Text(
                    f"หัวข้อในหน้านี้บอกปี {', '.join(sorted(listed))} ไม่ใช่ปี {own}",
                    f"the headings of this page say {', '.join(sorted(listed))}, not {own}",
                )
            )
        if len(listed) < 2 or own not in listed:
            return list(lines)
        left = sorted(listed - {own})
        self._remarks.append(
            Text(
                f"หน้านี้มีรายการของหลายปี รับเฉพาะปี {own} ไม่รับปี {', '.join(left)}",
                f"the page lists several years; only {own} is taken over, not {', '.join(left)}",
            )
        )
        return [line for year, part in parts for line in part if year not in left]

    def _whose_numbers(self) -> str:
        """The edition whose numbers agree with the titles beside them; "" where too few are known."""
        known: Counter[str] = Counter()
        count = 0
        for label in self._labels.found:
            if label.code and label.match and label.is_titled:
                count += 1
                known.update(self._wordings.agreeing(label.code, label.match.slug))
        own = self._edition.name
        if count < FEW or not known:
            return ""
        likeliest = max(known, key=lambda name: (known[name], name == own, name))
        if likeliest == own or known[likeliest] < 0.6 * count or known[own] > 0.7 * count:
            return own if 2 * known[own] >= count else ""
        self._remarks.append(
            Text(
                f"เลขข้อในหน้านี้เป็นของปี {likeliest} (ชื่อเรื่องตรงกัน {known[likeliest]} จาก {count} ข้อ) ไม่ใช่ปี {own} "
                f"(ตรง {known[own]}) จึงใช้ชื่อเรื่องแทนเลขข้อ และเอกสารอาจเป็นของปีนั้น โปรดดูวันที่ "
                f"ถ้าต้องการข้อมูลของปี {likeliest} ให้สั่ง --edition {likeliest}",
                f"the numbers on this page are those of {likeliest} ({known[likeliest]} of {count} titles agree), not of "
                f"{own} ({known[own]} agree); the titles are used, and the documents may be of that year: look at their "
                f"dates. For the data of {likeliest} use --edition {likeliest}",
            )
        )
        return likeliest

    # --- one link -----------------------------------------------------------------------------

    def _target(self, written: str) -> Target:
        if self._saved.is_file and is_saved_copy(written):
            return Target(refusal=Refusal.SAVED_COPY)
        target = resolve(written, self._saved.base, self._markup.encoding)
        if _is_personal(unquote(target.url)):
            return Target(refusal=Refusal.PERSONAL)
        return target

    def _link(self, line: Line, anchor: Anchor, target: Target) -> Found:
        label = self._labels.of_line.get(line.index)
        around = line.text
        if label:
            own = self._page.text(label.first, label.last)
            around = own if label.first <= line.index < label.last else f"{own} › {around}"
        words = (label.words if label else "") or without_codes(line.text)
        title = _shown(_title(anchor.text, words), _LONGEST_TITLE)
        return Found(
            _told(anchor.written, target),
            "" if target.refusal else target.url,
            "" if _is_personal(title) else title,
            anchor.line,
            "" if _is_personal(around) else _shown(around, _LONGEST_AROUND),
            target.refusal,
        )

    def _proposal(self, line: Line, anchor: Anchor, found: Found) -> Proposal | Unmatched:
        label = self._labels.of_line.get(line.index)
        if label is None:
            return self._unlabelled(line, anchor, found)
        judged = self._judgements[label]
        if isinstance(judged, Text):
            return Unmatched(found, judged)
        item, confidence, reason = judged
        own = self._wordings.best(anchor.text)
        is_other = own and own.is_strong and (own.item is None or own.item.id != item.id)
        if own and is_other and anchor.text != label.words:
            named = own.item.id if own.item else own.slug
            return Proposal(
                item,
                found,
                Confidence.LOW,
                Text(
                    f"อยู่ใต้ {item.id} แต่ข้อความของลิงก์เหมือนเรื่องของ {named}",
                    f"it stands under {item.id}, but its words are like those of {named}",
                ),
            )
        numbers = codes_in_url(_path(found.url))
        expected = label.code or item.number
        if numbers and expected not in numbers and not anchor.is_bare:
            shown = ", ".join(f"O{number}" for number in sorted(numbers))
            confidence = confidence.reduced
            reason = _and(reason, Text(f"แต่ในที่อยู่มี {shown}", f"but the address has {shown}"))
        elif numbers == {item.number} and not label.code and confidence == Confidence.MEDIUM:
            confidence = Confidence.HIGH
            reason = _and(reason, _NUMBER_IN_ADDRESS)
        if not label.is_closed and not label.first <= line.index < label.last:
            confidence = confidence.at_most(Confidence.MEDIUM)
            reason = _and(
                reason,
                Text("ไม่เห็นว่ารายการของข้อนี้จบที่ใด", "it is not seen where the item's list ends"),
            )
        if self._labels.is_interrupted(label, line.index):
            confidence = confidence.at_most(Confidence.MEDIUM)
            reason = _and(
                reason,
                Text("มีข้อความคล้ายหัวข้ออื่นคั่นอยู่", "a line like another title stands between"),
            )
        if anchor.is_bare:
            confidence = confidence.at_most(Confidence.MEDIUM)
            reason = _and(
                reason, Text("เป็นข้อความ ไม่ใช่ลิงก์", "it is plain text, which no tag makes a link")
            )
        if anchor.text and not found.title:
            reason = _and(
                reason,
                Text(
                    "ข้อความของลิงก์มีข้อมูลส่วนบุคคล จึงไม่รับมาเป็นชื่อ",
                    "the link's words hold personal data and are not taken as its label",
                ),
            )
        return Proposal(item, found, confidence, reason)

    def _unlabelled(self, line: Line, anchor: Anchor, found: Found) -> Proposal | Unmatched:
        """A link that no label speaks for: the number in its address, or the item before it."""
        first, last = self._labels.area
        if first <= line.index < last:
            by_words = self._by_words(anchor, found)
            if by_words:
                return by_words
        several = codes(line.text)
        if len(several) > 1:
            shown = ", ".join(f"O{number}" for number in sorted(several))
            return Unmatched(
                found, Text(f"ข้อความบอกหลายข้อ: {shown}", f"the text names several items: {shown}")
            )
        before = self._labels.before(line.index)
        judged = self._judgements[before] if before and before.code else None
        if judged is None or isinstance(judged, Text):
            return Unmatched(found)
        item = judged[0]
        return Proposal(
            item,
            found,
            Confidence.LOW,
            Text(f"อยู่ถัดจาก {item.id} เท่านั้น", f"it only stands after {item.id}"),
        )

    def _by_words(self, anchor: Anchor, found: Found) -> Proposal | Unmatched | None:
        """The item that a link names by its own words, or by the number in its address."""
        own = self._wordings.best(anchor.text)
        is_ours = self._numbering in ("", self._edition.name)
        numbers = codes_in_url(_path(found.url)) if is_ours else frozenset()
        if own and own.is_strong:
            if own.item is None:
                return Unmatched(found, self._no_item(anchor.text))
            shown = ", ".join(f"O{number}" for number in sorted(numbers))
            if not numbers:
                return Proposal(own.item, found, Confidence.MEDIUM, _ONLY_TITLE)
            if own.item.number in numbers:
                reason = _and(_ONLY_TITLE, _NUMBER_IN_ADDRESS)
                return Proposal(own.item, found, Confidence.HIGH, reason)
            reason = _and(_ONLY_TITLE, Text(f"แต่ในที่อยู่มี {shown}", f"but the address has {shown}"))
            return Proposal(own.item, found, Confidence.LOW, reason)
        item = self._edition.item(f"O{next(iter(numbers))}") if len(numbers) == 1 else None
        if item is None:
            return None
        agrees = self._wordings.likeness(anchor.text, item) >= SUPPORTING
        confidence = Confidence.MEDIUM if agrees else Confidence.LOW
        reason = Text(f"มี {item.id} ในที่อยู่", f"the address has {item.id}")
        return Proposal(item, found, confidence, reason)

    # --- one label ----------------------------------------------------------------------------

    def _verdicts(self) -> Iterator[tuple[Label, _Verdict]]:
        above: tuple[int, _Verdict] = (0, Text("", ""))
        for label in self._labels.found:
            code, verdict = above
            is_part = label.code == code and not isinstance(verdict, Text)
            verdict = self._judged(label, verdict if is_part else None)
            yield label, verdict
            above = (label.code, verdict)

    def _judged(self, label: Label, above: _Verdict | None) -> _Verdict:
        """The item that a label names; `above` is that of the label before, if it has its number."""
        match = label.match
        titled = match if match and match.is_strong else None
        if not label.code:
            if titled is None or titled.item is None:
                return self._no_item(label.words)
            return (
                titled.item,
                Confidence.MEDIUM,
                _ONLY_TITLE,
            )
        if self._numbering not in ("", self._edition.name):
            return self._by_other_numbers(label)
        item = self._edition.item(f"O{label.code}")
        if titled and titled.item is not item:
            if titled.item is None:
                return self._no_item(label.words)
            return (
                titled.item,
                Confidence.LOW,
                Text(
                    f"ขัดกัน: เลขข้อ O{label.code} แต่ชื่อเรื่องเป็นของ {titled.item.id}",
                    f"contradiction: the number is O{label.code}, but the title is that of {titled.item.id}",
                ),
            )
        if item is None:
            return Text(
                f"ปี {self._edition.name} ไม่มีข้อ O{label.code}",
                f"{self._edition.name} has no O{label.code}",
            )
        likeness = self._wordings.likeness(label.words, item)
        is_best = match is None or likeness >= match.likeness - LEAD
        if likeness >= SUPPORTING and is_best:
            return (
                item,
                Confidence.HIGH,
                Text(
                    f"เลขข้อ O{label.code} และชื่อเรื่องตรงกัน",
                    f"the number O{label.code} and the title agree",
                ),
            )
        if above and titled is None:
            return above  # O1.1 under O1
        return (
            item,
            Confidence.MEDIUM,
            Text(
                f"เลขข้อ O{label.code} ตรง แต่ชื่อเรื่องไม่เหมือนถ้อยคำที่รู้จัก",
                f"the number is O{label.code}; the title is like none that is known",
            ),
        )

    def _by_other_numbers(self, label: Label) -> _Verdict:
        """By the title, on a page that uses another edition's numbers."""
        year = self._numbering
        theirs, item = self._wordings.numbered(year, label.code)
        if label.match and label.is_titled:
            item = label.match.item
            if item is None:
                return self._no_item(label.words)
            return (
                item,
                Confidence.MEDIUM,
                Text(
                    f"ชื่อเรื่องตรง เลข O{label.code} เป็นของปี {year}",
                    f"the title agrees; O{label.code} is a number of {year}",
                ),
            )
        if theirs is None or item is None:
            return Text(
                f"ปี {self._edition.name} ไม่ถามเรื่องของ O{label.code} ปี {year} แล้ว",
                f"{self._edition.name} does not ask for O{label.code} of {year}",
            )
        return (
            item,
            Confidence.LOW,
            Text(
                f"มีเพียงเลข O{label.code} ของปี {year} ซึ่งเป็นเรื่องของ {item.id}",
                f"only the number O{label.code} of {year}, which is the subject of {item.id}",
            ),
        )

    def _no_item(self, text: str) -> Text:
        words = _shown(text, _LONGEST_AROUND)
        shown = "" if _is_personal(words) else words
        return Text(
            f"ปี {self._edition.name} ไม่มีข้อของเรื่อง “{shown}”",
            f"{self._edition.name} asks for no subject “{shown}”",
        )


def _surer(first: Proposal | None, second: Proposal) -> Proposal:
    if first is None:
        return second
    surer = min(first, second, key=lambda each: -each.confidence.rank)
    return replace(surer, link=first.link)


def _order(proposal: Proposal) -> tuple[int, int]:
    return proposal.item.number, -proposal.confidence.rank


def _and(first: Text, second: Text) -> Text:
    return Text(f"{first.th}; {second.th}", f"{first.en}; {second.en}")


def _has_code(line: Line) -> bool:
    return len(codes(line.text)) == 1


def _path(url: str) -> str:
    """The path and query of an address, which may hold a number."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.path}?{parts.query}")


def _title(clicked: str, words: str) -> str:
    """What to call a link: what is clicked on, where that names something; else the item's words."""
    if words and is_click(clicked):
        return words
    return f"{words} ({clicked})" if words and is_format(clicked) else clicked or words


def _shown(text: str, limit: int) -> str:
    """A text of the page for a file or a terminal: one line, nothing that is not seen, not too long."""
    found = " ".join(clean(nfc(text)).split())
    return found if len(found) <= limit else f"{found[:limit]}…"


def _told(written: str, target: Target) -> str:
    """An address as the page has it, as far as it may be told."""
    if target.refusal in (Refusal.PASSWORD, Refusal.PERSONAL):
        return ""
    return _shown(written, _LONGEST_TITLE) if target.refusal else clean(written)


def _is_personal(text: str) -> bool:
    """Whether the build would refuse the text as a link's title or address."""
    return bool(find(text, Context(HEADER_FIELDS[LINKS].label.th)))
