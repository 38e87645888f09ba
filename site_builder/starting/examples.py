"""An example of every kind of value, as a person would write it, for files that are still to be filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from site_builder.kinds import ROW_KINDS
from site_builder.kinds.org_chart import CHILDREN
from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.sources.write import Plain
from site_builder.thai import FiscalYear, format_date


@dataclass(frozen=True, slots=True)
class Examples:
    """Values of one fiscal year."""

    year: FiscalYear
    vocabularies: Mapping[str, Vocabulary]

    def of_field(self, spec: Field) -> Plain:
        """A whole field, with one row where it has rows."""
        if spec.kind not in ROW_KINDS:
            return self._value(spec)
        row: dict[str, Plain] = {column.key: self._value(column) for column in spec.columns}
        if spec.kind == "monthly-table":
            first, second = islice(self.year.period.months(), 2)
            months: list[Plain] = [
                {"month": str(first), "rows": [row]},
                {"month": str(second), "none": f"ไม่มีรายการใน{second}"},
            ]
            return {"months": months}
        if spec.kind == "org-chart":
            return [{**row, CHILDREN: [row]}]
        return [row]

    def _value(self, spec: Spec) -> Plain:
        value = _VALUES[spec.kind](self, spec)
        return [value] if spec.many else value

    def _choice(self, spec: Spec) -> str:
        return self.vocabularies[spec.vocabulary].choices[0].label.th

    @property
    def _day(self) -> str:
        return format_date(self.year.period.start)


_VALUES: dict[str, Callable[[Examples, Spec], Plain]] = {
    "text": lambda _, spec: f"ตัวอย่าง{spec.label.th}",
    "number": lambda _, __: "1",
    "date": lambda examples, _: examples._day,
    "period": lambda examples, _: str(examples.year),
    "choice": lambda examples, spec: examples._choice(spec),
    "contact": lambda _, __: "042-000-000",
    "link": lambda _, spec: {"url": "https://www.example.go.th/", "label": spec.label.th},
    "document": lambda examples, spec: {
        "file": "example.pdf",
        "title": f"ตัวอย่าง{spec.label.th}",
        "date": examples._day,
    },
    "image": lambda _, spec: {"file": "example.jpg", "alt": spec.label.th},
}
