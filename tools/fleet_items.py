"""Data files of a made-up agency, made from those of the fictional municipality: complete, or with a fault.

The municipality's data are complete, so whatever a check finds in a made-up agency was put there.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from site_builder.catalogue.loader import load_catalogue
from site_builder.catalogue.model import Item

ROOT = Path(__file__).resolve().parent.parent
EDITIONS = ("2568", "2569")

Data = dict[str, Any]
#: Spoils the data of an item; says whether there was anything to spoil.
Fault = Callable[[Data, Item, Random], bool]

#: Rows of a month that are kept of long tables, and entries of what has long texts.
_ROWS_A_MONTH = 2
_LONGEST = {"news": 10, "manuals": 4, "services": 4}
_YEAR = re.compile(r"25\d\d")
#: Further back than a plan of five years reaches.
_YEARS_OFF = 6


@dataclass(frozen=True)
class Template:
    """The complete data of one item.

    Attributes:
        data: as raw values.
        text: the same as a data file.
        files: names of the documents and pictures that it names; `titles` of those that have one.
    """

    edition: str
    item: Item
    data: Data
    text: str
    files: tuple[str, ...]
    titles: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.item.code}.yaml"


@cache
def load_templates(edition: str) -> list[Template]:
    """The items of an edition, in its order."""
    folder = ROOT / "data" / edition
    found = []
    for item in load_catalogue().editions[edition].items:
        with (folder / f"{item.code}.yaml").open(encoding="utf-8") as stream:
            # Every value as it is written: dates and amounts are texts to our reader too.
            data: Data = yaml.load(stream, yaml.CBaseLoader)
        _shorten(data)
        titles = {
            entry["file"]: entry.get("title", "") for entry in _entries(data) if "file" in entry
        }
        files = tuple(
            dict.fromkeys(
                text
                for text in _texts(data)
                if re.fullmatch(r"[\w./-]+\.(?:pdf|png)", text)
                and (folder / "files" / text).is_file()
            )
        )
        found.append(Template(edition, item, data, dumped(data), files, titles))
    return found


def dumped(data: Data) -> str:
    """Data as a data file."""
    return yaml.dump(
        data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def spoilt(template: Template, random: Random) -> tuple[str, str]:
    """The data file of an item with one fault or more of one kind, and which."""
    names = random.sample(list(FAULTS), counts=_OFTEN, k=sum(_OFTEN))
    data = copy.deepcopy(template.data)
    name = next(name for name in names if FAULTS[name](data, template.item, random))
    return dumped(data), name


# --- faults as real agencies have them ---------------------------------------------------------


def _without_elements(data: Data, item: Item, random: Random) -> bool:
    fields = sorted({element.of for element in item.elements if element.of in data})
    for key in random.sample(fields, k=min(len(fields), random.choice((1, 1, 1, 2)))):
        del data[key]
    return bool(fields)


def _without_column(data: Data, item: Item, random: Random) -> bool:
    columns = [
        (element.of, element.column)
        for element in item.elements
        if element.column and isinstance(data.get(element.of), list)
    ]
    if not columns:
        return False
    key, column = random.choice(columns)
    found = [row for row in _entries(data[key]) if column in row]
    for row in found:
        del row[column]
    return bool(found)


def _of_other_year(data: Data, item: Item, random: Random) -> bool:
    if "covers" not in data or not is_of_a_year(item):
        return False
    data["covers"] = _YEAR.sub(lambda year: str(int(year[0]) - _YEARS_OFF), data["covers"])
    return True


def _not_adding_up(data: Data, item: Item, random: Random) -> bool:
    rows = [row for row in _entries(data) if re.fullmatch(r"\d\d\.\d\d", row.get("percent", ""))]
    if not rows:
        return False
    row = random.choice(rows)
    row["percent"] = "12.34" if row["percent"] != "12.34" else "43.21"
    return True


def _blank_for_none(data: Data, item: Item, random: Random) -> bool:
    asked = sorted({each.of for each in item.elements if each.check == "months-covered"})
    months = [
        entry
        for key in asked
        for entry in _entries(data.get(key))
        if "month" in entry and "none" in entry
    ]
    if not months:
        return False
    del random.choice(months)["none"]
    return True


def _broken_date(data: Data, item: Item, random: Random) -> bool:
    dated = [
        entry
        for key in sorted({element.of for element in item.elements})
        for entry in _entries(data.get(key))
        if "date" in entry
    ]
    if not dated:
        return False
    random.choice(dated)["date"] = "31 กุมภาพันธ์ 2568"
    return True


FAULTS: dict[str, Fault] = {
    "missing-element": _without_elements,
    "missing-column": _without_column,
    "other-year": _of_other_year,
    "not-adding-up": _not_adding_up,
    "blank-for-none": _blank_for_none,
    "broken-date": _broken_date,
}
_OFTEN = (6, 4, 4, 2, 2, 1)


def is_of_a_year(item: Item) -> bool:
    """Whether an item asks what year its data are of."""
    return any(element.check == "covers-period" for element in item.elements)


# --- raw values --------------------------------------------------------------------------------


def _shorten(data: Data) -> None:
    """Fewer rows of a kind: a made-up agency weighs little."""
    for key, longest in _LONGEST.items():
        if isinstance(data.get(key), list):
            del data[key][longest:]
    for entry in _entries(data):
        if "month" in entry and "rows" in entry:
            del entry["rows"][_ROWS_A_MONTH:]


def _entries(value: Any) -> Iterator[Data]:
    """Every mapping below a value, itself included, in order."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _entries(each)
    elif isinstance(value, list):
        for each in value:
            yield from _entries(each)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif value:
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
