"""What every check is given, and what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from site_builder.catalogue.model import Element
from site_builder.disclosures import Disclosure, EditionData
from site_builder.kinds.spec import Spec, Vocabulary
from site_builder.kinds.values import Cell, FieldValue, Row
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.outcomes import Finding, Outcome, severity_of
from site_builder.thai import FiscalYear, format_date

#: How many places of one cause are shown one by one; more are summed up in one finding.
MAX_EXAMPLES = 3


@dataclass(frozen=True)
class Message:
    """What a finding says and how to mend it; both may hold `{places}`."""

    message: Text
    remedy: Text


@dataclass(frozen=True)
class Judgement:
    """A check's answer.

    `reason` goes with every outcome but fail; with a pass it says what could not be compared.
    """

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True)
class Case:
    """One element to be judged on one disclosure.

    Attributes:
        as_of: the day of the audit; None where everything counts as due.
    """

    element: Element
    disclosure: Disclosure
    data: EditionData
    vocabularies: Mapping[str, Vocabulary]
    as_of: date | None = None

    @property
    def value(self) -> FieldValue:
        return self.disclosure.values[self.element.of]

    @property
    def year(self) -> FiscalYear:
        return self.data.edition.year

    @property
    def parameters(self) -> Mapping[str, Any]:
        return self.element.parameters

    def is_over(self, last_day: date) -> bool:
        """Whether a span that ends on `last_day` is over on the day of the audit."""
        return self.as_of is None or self.as_of > last_day

    def not_yet_due(self, what: str) -> Text:
        """The reason of what cannot be asked for yet."""
        day = format_date(self.as_of) if self.as_of else ""
        return Text(f"ยังไม่ถึงกำหนด ณ วันที่ {day}: {what}", f"not yet due on {self.as_of}: {what}")

    def column(self, key: str) -> Spec:
        spec = self.value.spec.column(key)
        assert spec is not None, f"{self.element.key}: no column {key}"
        return spec

    def choice(self, column: str, code: str) -> Text:
        """The label of a choice that `column` may take."""
        found = self.vocabularies[self.column(column).vocabulary].choice(code)
        assert found is not None, f"{self.element.key}: no choice {code}"
        return found.label


class Check(ABC):
    """One rule. `parameters` are those that an edition may give it, of which `required` must be
    there, and one of `one_of` where it names some; `kinds` are the kinds of field that it judges,
    none for all, and `column_kinds` those of its column; `messages` its findings."""

    name: ClassVar[str]
    parameters: ClassVar[frozenset[str]] = frozenset()
    required: ClassVar[frozenset[str]] = frozenset()
    one_of: ClassVar[frozenset[str]] = frozenset()
    kinds: ClassVar[frozenset[str]] = frozenset()
    column_kinds: ClassVar[frozenset[str]] = frozenset()
    messages: ClassVar[Mapping[str, Message]] = {}

    @abstractmethod
    def judge(self, case: Case) -> Judgement:
        """The outcome of one element."""

    def finding(self, case: Case, code: str, location: Location, **places: Any) -> Finding:
        """A finding with this check's message; a criterion without a source only warns."""
        message = self.messages.get(code) or COMMON[code]
        severity = severity_of(case.element)
        places = {
            name: same(value) if isinstance(value, str) else value for name, value in places.items()
        }
        places.setdefault("requirement", case.element.requirement)
        places.setdefault("field", case.value.spec.label)
        places.setdefault("key", same(case.value.spec.key))
        return Finding(
            code,
            severity,
            location,
            message.message.format(**places),
            message.remedy.format(**places),
        )

    def sought(self, case: Case) -> tuple[tuple[str, ...], ...]:
        """What a document must speak of where the data are missing: for each column or the field
        itself, the wordings of which one must be there."""
        keys = case.parameters.get("columns", ())
        specs = [case.column(key) for key in keys] or [case.value.spec]
        return tuple(spec.names for spec in specs)

    def missing(self, case: Case) -> Judgement:
        """The answer where the whole field is absent."""
        code = "missing" if case.disclosure.exists else "no-file"
        places = {"slug": case.disclosure.item.slug}
        return failed(self.finding(case, code, case.value.location, **places))

    def without_data(self, case: Case) -> Judgement | None:
        """The answer where the field is absent or states that there is none; None where it has
        data to judge."""
        value = case.value
        if value.is_empty:
            return self.missing(case)
        stated = value.none or next((cell for cell in value.cells if cell.states_none), None)
        if stated is None or any(cell.value is not None for cell in value.cells):
            return None
        if case.element.accepts_none:
            return passed()
        return failed(self.finding(case, "none-not-accepted", value.location, text=stated.text))

    def blank_cells(
        self, case: Case, columns: Iterable[Spec], rows: Iterable[Row]
    ) -> tuple[Finding, ...]:
        """A finding for each blank cell, or for a cell that says none where none is not accepted."""
        rows = tuple(rows)
        findings: list[Finding] = []
        for column in columns:
            if len(rows) > 1 and not any(column.key in row.cells for row in rows):
                findings.append(
                    self.finding(
                        case,
                        "heading-cut",
                        rows[0].location,
                        column=column.label,
                        column_key=column.key,
                    )
                )
                continue
            blank = [row for row in rows if row.cell(column.key).is_blank]
            nothing = [row for row in rows if row.cell(column.key).states_none]
            findings += self._cells(case, "cell-blank", column, blank)
            if not case.element.accepts_none:
                findings += self._cells(case, "cell-none", column, nothing)
        return tuple(findings)

    def _cells(self, case: Case, code: str, column: Spec, rows: list[Row]) -> Iterable[Finding]:
        if len(rows) <= MAX_EXAMPLES:
            for row in rows:
                yield self.finding(
                    case,
                    code,
                    row.cell(column.key).location,
                    column=column.label,
                    row=row_name(row),
                    column_key=column.key,
                )
            return
        cells = [row.cell(column.key) for row in rows[:MAX_EXAMPLES]]
        lines = ", ".join(str(cell.location.line) for cell in cells)
        yield self.finding(
            case,
            f"{code}-many",
            rows[0].cell(column.key).location,
            column=column.label,
            column_key=column.key,
            count=len(rows),
            lines=lines,
        )


def passed() -> Judgement:
    """The element is satisfied."""
    return Judgement(Outcome.PASS)


def failed(*findings: Finding) -> Judgement:
    """The element is not satisfied, for these reasons."""
    return Judgement(Outcome.FAIL, findings)


def judged(findings: Iterable[Finding]) -> Judgement:
    """Pass where there is no finding."""
    findings = tuple(findings)
    return failed(*findings) if findings else passed()


def needs_review(reason: Text) -> Judgement:
    """A person must say."""
    return Judgement(Outcome.NEEDS_REVIEW, reason=reason)


def row_name(row: Row) -> str:
    """A few words by which a person finds the row: its first long enough text."""
    texts = [cell.text for cell in row.cells.values() if isinstance(cell.value, str) and cell.text]
    name = next((text for text in texts if len(text) > 4), texts[0] if texts else "")
    name = name.splitlines()[0] if name else ""
    return name if len(name) <= 60 else f"{name[:57]}…"


def readable(cells: Iterable[Cell]) -> list[Cell]:
    """The cells with a typed value; those that could not be typed are findings of their own."""
    return [cell for cell in cells if cell.value is not None]


COMMON: dict[str, Message] = {
    "no-file": Message(
        Text("ยังไม่มีไฟล์ข้อมูลของข้อนี้", "this item has no data file yet"),
        Text(
            'สร้างไฟล์นี้ บรรทัดแรกเขียน "item: {slug}" แล้วกรอกข้อมูลของข้อนี้',
            'create this file with the first line "item: {slug}", then fill in the item',
        ),
    ),
    "missing": Message(
        Text("ยังไม่มีข้อมูลในช่อง {field}", "nothing is filled in for {field}"),
        Text('กรอกช่อง "{key}" ({field}) ในไฟล์นี้', 'fill in "{key}" ({field}) in this file'),
    ),
    "none-not-accepted": Message(
        Text(
            'ระบุว่า "{text}" แต่ข้อนี้ต้องมีข้อมูล: {requirement}',
            '"{text}" is stated, but data are required: {requirement}',
        ),
        Text("ใส่ข้อมูลจริงแทน", "give the data instead"),
    ),
    "cell-blank": Message(
        Text(
            '"{row}" เว้นว่างช่อง {column} — ต้องมี: {requirement}',
            '"{row}" leaves {column} blank — required: {requirement}',
        ),
        Text('กรอก "{column_key}" ที่แถวนี้', 'fill in "{column_key}" in this row'),
    ),
    "cell-blank-many": Message(
        Text(
            "เว้นว่างช่อง {column} {count} แถว (บรรทัด {lines} …) — ต้องมี: {requirement}",
            "{column} is blank in {count} rows (lines {lines} …) — required: {requirement}",
        ),
        Text('กรอก "{column_key}" ให้ครบทุกแถว', 'fill in "{column_key}" in every row'),
    ),
    "heading-cut": Message(
        Text(
            "ไม่มีหัวข้อ {column} เลยทั้งตาราง — ต้องมี: {requirement}",
            "the heading {column} is missing in the whole table — required: {requirement}",
        ),
        Text(
            'ใส่ "{column_key}" ในทุกแถว แถวที่ไม่มีข้อมูลให้เขียน "ไม่มี" หรือ "-" ห้ามตัดหัวข้อของแบบ',
            'put "{column_key}" into every row, "ไม่มี" or "-" where there is nothing; never cut a heading',
        ),
    ),
    "cell-none": Message(
        Text(
            '"{row}" ระบุว่าไม่มีในช่อง {column} แต่ต้องมี: {requirement}',
            '"{row}" states none in {column}, but it is required: {requirement}',
        ),
        Text('ใส่ข้อมูลจริงใน "{column_key}" ที่แถวนี้', 'give the data in "{column_key}" of this row'),
    ),
    "cell-none-many": Message(
        Text(
            "ระบุว่าไม่มีในช่อง {column} {count} แถว (บรรทัด {lines} …) แต่ต้องมี: {requirement}",
            "{count} rows state none in {column} (lines {lines} …), but it is required: {requirement}",
        ),
        Text('ใส่ข้อมูลจริงใน "{column_key}"', 'give the data in "{column_key}"'),
    ),
}
