"""One item as a dataset: every file that carries its data, made once and then only referred to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from site_builder.agency import Agency
from site_builder.catalogue.model import Edition, Item
from site_builder.disclosures import Disclosure, EditionData
from site_builder.kinds.spec import Vocabulary
from site_builder.kinds.values import FieldValue
from site_builder.memory import BuildMemory, Held, Memory, held
from site_builder.opendata.addresses import absolute, edition_folder
from site_builder.opendata.exports import has_table, sheet, to_csv, to_json
from site_builder.opendata.items import item_json
from site_builder.opendata.ocds import release_package
from site_builder.opendata.schemas import item_schema
from site_builder.opendata.xlsx import to_xlsx
from site_builder.outcomes import ItemResult, Report
from site_builder.thai import Period

JSON = "application/json"
SCHEMA_JSON = "application/schema+json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class OpenFile:
    """A file of a dataset; `name` is its path from the item's page, `source` where its content is."""

    name: str
    url: str
    media_type: str
    source: Held
    size: int

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(held(self.source)).hexdigest()


@dataclass(frozen=True)
class Table:
    """A field with rows, in both formats."""

    value: FieldValue
    csv: OpenFile
    xlsx: OpenFile


@dataclass(frozen=True)
class Dataset:
    """The open data of one item.

    Attributes:
        url: of the item's page, which is also the dataset's identifier.
        ocds: the purchases of the item, where it has any.
    """

    edition: Edition
    disclosure: Disclosure
    result: ItemResult
    url: str
    data: OpenFile
    schema: OpenFile
    tables: tuple[Table, ...]
    ocds: OpenFile | None

    @property
    def item(self) -> Item:
        return self.disclosure.item

    @property
    def folder(self) -> str:
        """The item's folder in the site: `oit/2568/o12/`."""
        return f"{edition_folder(self.edition.name)}{self.item.code}/"

    @property
    def has_data(self) -> bool:
        """Whether anything is published; a dataset without is in no catalogue."""
        return not self.disclosure.is_empty

    @property
    def updated(self) -> date | None:
        """The date of the data, as the agency states it."""
        value = self.disclosure.header("updated").value
        return value if isinstance(value, date) else None

    @property
    def covers(self) -> Period | None:
        """The span of the data, as the agency states it."""
        value = self.disclosure.header("covers").value
        return value if isinstance(value, Period) else None

    def files(self) -> tuple[OpenFile, ...]:
        """Every file, in the order in which pages name them."""
        tables = [file for table in self.tables for file in (table.csv, table.xlsx)]
        return (self.data, self.schema, *tables, *((self.ocds,) if self.ocds else ()))


@dataclass(frozen=True)
class EditionDatasets:
    """The datasets of one edition, one per item in order, with the audit's report on them."""

    edition: Edition
    report: Report
    datasets: tuple[Dataset, ...]

    @property
    def updated(self) -> date | None:
        """The newest date of its data."""
        return newest(each.updated for each in self.datasets)


def newest(dates: Iterable[date | None]) -> date | None:
    """The latest of the dates that are known."""
    return max((day for day in dates if day), default=None)


def edition_datasets(
    agency: Agency,
    data: EditionData,
    report: Report,
    vocabularies: Mapping[str, Vocabulary],
    memory: Memory | None = None,
) -> EditionDatasets:
    """Every file for machines of an edition's items; what `memory` knows is not made again."""
    memory = memory or BuildMemory()
    pairs = zip(data.disclosures, report.items, strict=True)
    return EditionDatasets(
        data.edition,
        report,
        tuple(
            memory.once(
                ("dataset", result.url),
                partial(_dataset, agency, data.edition, disclosure, result, vocabularies, memory),
                same=(agency, data.edition, disclosure, vocabularies),
                equal=(result,),
            )
            for disclosure, result in pairs
        ),
    )


def _dataset(
    agency: Agency,
    edition: Edition,
    disclosure: Disclosure,
    result: ItemResult,
    vocabularies: Mapping[str, Vocabulary],
    memory: Memory,
) -> Dataset:
    def file(name: str, media_type: str, content: bytes) -> OpenFile:
        url = absolute(agency, result.url + name)
        return OpenFile(name, url, media_type, memory.aside(content), len(content))

    def table(value: FieldValue) -> Table:
        key, rows = value.spec.key, sheet(value)
        csv = file(f"{key}.csv", CSV, to_csv(rows))
        return Table(value, csv, file(f"{key}.xlsx", XLSX, to_xlsx(rows)))

    schema = item_schema(edition, disclosure.item, disclosure.subject, vocabularies)
    data = item_json(agency, edition, disclosure, result)
    purchases = release_package(agency, edition, disclosure)
    return Dataset(
        edition,
        disclosure,
        result,
        absolute(agency, result.url),
        file("data.json", JSON, to_json(data)),
        file("schema.json", SCHEMA_JSON, to_json(schema)),
        tuple(table(value) for value in disclosure.values.values() if has_table(value)),
        file("ocds.json", JSON, to_json(purchases)) if purchases else None,
    )
