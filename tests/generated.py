"""Data for every field that an edition knows, made from the catalogue itself, each value unique.

What a kind is, is said once here, so that a new field or subject is filled in without a word more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from workspaces import WorkspaceFolder

from site_builder.catalogue.model import ATTESTED, HEADER_FIELDS, Catalogue, Item
from site_builder.kinds import ROW_KINDS
from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.sources.write import Plain, to_yaml
from site_builder.thai import Month, format_date

_LETTERS = "กขคงจฉชซญดตถทธนบปผพฟมยรลวสหอฮ"
_FIRST_DAY = date(2022, 10, 1)

#: A field of an item, by slug and key.
Place = tuple[str, str]


@dataclass
class Maker:
    """Makes values; no two are alike but for choices, whose words are given.

    `shapes` decides between the ways in which one thing may be written.
    """

    folder: WorkspaceFolder
    edition: str
    vocabularies: Mapping[str, Vocabulary]
    shapes: Random = field(default_factory=lambda: Random(0))
    _made: int = 0

    def token(self) -> str:
        """A word that stands nowhere else and has no digit, so that it names no year."""
        self._made += 1
        number, letters = self._made, ""
        for _ in range(4):
            number, place = divmod(number, len(_LETTERS))
            letters = _LETTERS[place] + letters
        return f"คำ{letters}"

    def field(self, spec: Field) -> Plain:
        """A whole field of a disclosure."""
        if spec.kind not in ROW_KINDS:
            return self.value(spec)
        if spec.kind == "monthly-table":
            return self._months(spec)
        rows: list[Plain] = [self.row(spec) for _ in range(self.shapes.randint(1, 3))]
        if spec.kind == "org-chart":
            below: Plain = {**self.row(spec), "units": [self.row(spec)]}
            rows.append({**self.row(spec), "units": [below, self.row(spec)]})
        return rows

    def none(self) -> Plain:
        """The statement that a field has nothing to report."""
        return {"none": f"ไม่มีในปีนี้ {self.token()}"}

    def row(self, spec: Field) -> dict[str, Plain]:
        return {column.key: self.value(column) for column in spec.columns}

    def value(self, spec: Spec) -> Plain:
        """One value of a scalar kind, or a list where the spec takes many."""
        make = _MAKE[spec.kind]
        if spec.many and self.shapes.random() < 0.7:
            return [make(self, spec) for _ in range(self.shapes.randint(1, 3))]
        return make(self, spec)

    def _months(self, spec: Field) -> Plain:
        month, months = Month(2022, 10), list[Plain]()
        for _ in range(self.shapes.randint(1, 4)):
            block: dict[str, Plain] = {"month": str(month)}
            if self.shapes.random() < 0.3:
                block["none"] = f"ไม่มี {self.token()}"
            else:
                block["rows"] = [self.row(spec) for _ in range(self.shapes.randint(1, 2))]
            months.append(block)
            month = month.next
        return {"covers": self._period(spec), "months": months}

    def _text(self, spec: Spec) -> Plain:
        token = self.token()
        return self.shapes.choice(
            [token, f"{token}\n\n1. ข้อแรก: ก # ข\n- {token}", f"- {token}: 'ก' \"ข\"", f"0{token}"]
        )

    def _number(self, spec: Spec) -> Plain:
        self._made += 1
        return f"{700000 + self._made:,}"

    def _date(self, spec: Spec) -> Plain:
        self._made += 1
        return format_date(_FIRST_DAY + timedelta(days=self._made))

    def _period(self, spec: Spec) -> Plain:
        self._made += 1
        start = _FIRST_DAY + timedelta(days=self._made)
        return f"{format_date(start)} - {format_date(start + timedelta(days=30))}"

    def _choice(self, spec: Spec) -> Plain:
        choice = self.shapes.choice(self.vocabularies[spec.vocabulary].choices)
        return self.shapes.choice([choice.code, choice.label.th])

    def _contact(self, spec: Spec) -> Plain:
        self._made += 1
        number = 700000 + self._made
        return self.shapes.choice([f"0{number}00", f"m{number}@example.go.th", f"LINE: @a{number}"])

    def _link(self, spec: Spec) -> Plain:
        url = f"https://example.go.th/{self.token()}"
        return url if self.shapes.random() < 0.5 else {"url": url, "label": self.token()}

    def _document(self, spec: Spec) -> Plain:
        name = self._file("pdf", b"%PDF-1.7 ")
        whole: Plain = {
            "file": name,
            "title": self.token(),
            "date": self._date(spec),
            "signed_by": self.token(),
            "position": self.token(),
        }
        return name if self.shapes.random() < 0.5 else whole

    def _image(self, spec: Spec) -> Plain:
        name = self._file("png", b"\x89PNG\r\n\x1a\n")
        return name if self.shapes.random() < 0.5 else {"file": name, "alt": self.token()}

    def _file(self, ending: str, start: bytes) -> str:
        token = self.token()
        name = self.shapes.choice([f"{token}.{ending}", f"เอกสาร {token}/{token} ฉบับที่ ๑.{ending}"])
        self.folder.write(f"data/{self.edition}/files/{name}", start + token.encode())
        return name


_MAKE: dict[str, Callable[[Maker, Spec], Plain]] = {
    "text": Maker._text,
    "number": Maker._number,
    "date": Maker._date,
    "period": Maker._period,
    "choice": Maker._choice,
    "contact": Maker._contact,
    "link": Maker._link,
    "document": Maker._document,
    "image": Maker._image,
}


def places(catalogue: Catalogue, edition: str) -> list[Place]:
    """Every field that an edition's items can hold, those of the header included; but not what a
    person attests, which is never carried."""
    return [
        (item.slug, spec.key)
        for item in catalogue.editions[edition].items
        for spec in specs(catalogue, item)
    ]


def specs(catalogue: Catalogue, item: Item) -> tuple[Field, ...]:
    header = (spec for key, spec in HEADER_FIELDS.items() if key != ATTESTED)
    return (*header, *catalogue.subject(item).fields)


def fill(
    folder: WorkspaceFolder,
    catalogue: Catalogue,
    edition: str,
    wanted: Collection[Place],
    nones: Collection[Place] = (),
    shapes: Random | None = None,
) -> None:
    """Write data files with the wanted fields, those in `nones` as statements of none."""
    maker = Maker(folder, edition, catalogue.vocabularies, shapes or Random(0))
    for item in catalogue.editions[edition].items:
        values = {
            spec.key: maker.none() if (item.slug, spec.key) in nones else maker.field(spec)
            for spec in specs(catalogue, item)
            if (item.slug, spec.key) in wanted
        }
        if values:
            text = to_yaml({"item": item.slug, **values})
            folder.write(f"data/{edition}/{item.code}.yaml", text)


def atoms(value: Plain) -> set[str]:
    """The parts of a field that must stay together: each entry of a list, or the whole."""
    entries = value if isinstance(value, list) else [value]
    return {json.dumps(each, ensure_ascii=False, sort_keys=True) for each in entries if each}


def texts(value: Plain) -> Iterator[str]:
    """Every text of a value, down to the cells."""
    if isinstance(value, str):
        yield value
    else:
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)
