"""The tables of an edition as a Data Package (version 2.0), with a Table Schema for each CSV.

Data Package 2.0: `resources`, `licenses`, `contributors`, `version`; Data Resource: `path`, `bytes`,
`hash`; Table Schema: `fields`, `missingValues` of a field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from site_builder.agency import Agency
from site_builder.kinds.spec import Spec
from site_builder.kinds.values import Cell, FieldValue
from site_builder.language import Text
from site_builder.opendata.addresses import absolute, edition_folder
from site_builder.opendata.datasets import Dataset, EditionDatasets, Table
from site_builder.opendata.exports import csv_headings, csv_text, lead_columns

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "datapackage.json"

#: Kinds whose cells in a CSV have a type of Table Schema; all others are texts.
_TYPES = {"number": "number", "date": "date"}
_TITLE = Text(
    "ข้อมูลเปิดตามแบบตรวจ OIT ปีงบประมาณ พ.ศ. {year} ของ{agency}",
    "Open data under the OIT, fiscal year {year}, of {agency}",
)
_DESCRIPTION = Text(
    "ตารางทุกตารางของ OIT ปี {year} ในรูปแบบ CSV พร้อมชนิดของแต่ละช่อง",
    "Every table of OIT {year} as CSV, with the type of each column",
)


def data_package(agency: Agency, edition: EditionDatasets) -> dict[str, Any] | None:
    """The package of an edition's tables; None where it has no table, as a package must have one.

    `to_json` makes the tables one by one.
    """
    if not any(dataset.tables for dataset in edition.datasets):
        return None
    year = edition.edition.name
    updated = edition.updated
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"oit-{year}",
        "id": absolute(agency, f"{edition_folder(year)}{NAME}"),
        "title": _TITLE.format(year=year, agency=agency.name).th,
        "description": "\n\n".join(
            filter(None, (_DESCRIPTION.format(year=year).th, agency.notice))
        ),
        "homepage": absolute(agency, edition_folder(year)),
    }
    if updated:
        # The form of a semantic version, as the standard wants; it grows with the data.
        package["version"] = f"{updated.year}.{updated.month}.{updated.day}"
        package["updated"] = updated.isoformat()
    if agency.licence:
        package["licenses"] = [
            {
                "name": agency.licence.codes.get("spdx", agency.licence.code),
                "path": agency.licence.codes["uri"],
                "title": agency.licence.label.en,
            }
        ]
    source = {"title": agency.name, "path": agency.website}
    package["contributors"] = [{**source, "roles": ["publisher"]}]
    package["sources"] = [source]
    package["resources"] = (
        _resource(agency, dataset, table)
        for dataset in edition.datasets
        for table in dataset.tables
    )
    return package


def _resource(agency: Agency, dataset: Dataset, table: Table) -> dict[str, Any]:
    item = dataset.item
    spec = table.value.spec
    resource: dict[str, Any] = {
        "name": f"{item.code}-{spec.key}",
        "type": "table",
        "path": f"{item.code}/{table.csv.name}",
        "title": f"{item.id} {item.title.th}: {spec.label.th}",
        "description": f"{item.title.en}: {spec.label.en}",
        "homepage": dataset.url,
        "format": "csv",
        "mediatype": table.csv.media_type,
        "encoding": "utf-8",
        "bytes": table.csv.size,
        "hash": f"sha256:{table.csv.sha256}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
    }
    if dataset.updated:
        resource["updated"] = dataset.updated.isoformat()
    return {**resource, "schema": table_schema(table.value)}


def table_schema(value: FieldValue) -> dict[str, Any]:
    """The columns of a table's CSV: names as in its first line, types by what stands in them."""
    headings = csv_headings(value)
    lead = lead_columns(value)
    fields: list[dict[str, Any]] = []
    if lead:
        kind = "string" if value.months else "integer"
        fields.append({"name": headings[0], "type": kind, "missingValues": [""]})
    for position, column in enumerate(value.spec.columns):
        # A month without rows says so in the first column, whatever its kind.
        holds_statement = bool(value.months) and position == 0
        fields.append(
            {
                "name": headings[lead + position],
                "title": column.label.en,
                "key": column.key,
                **_type(column, _cells(value, column), holds_statement),
            }
        )
    return {"fields": fields}


def _cells(value: FieldValue, column: Spec) -> list[Cell]:
    return [cell for row in value.rows for cell in row.all_cells(column.key)]


def _type(column: Spec, cells: Iterable[Cell], holds_statement: bool) -> dict[str, Any]:
    """A typed column says which of its texts are no values; a column with others is text."""
    kind = _TYPES.get(column.kind)
    statements = [""]
    for cell in cells:
        if cell.states_none or cell.is_blank:
            statements.append(csv_text(cell, column.kind))
        elif cell.value is None:
            kind = None
    if kind is None or column.many or holds_statement:
        return {"type": "string", "missingValues": [""]}
    return {"type": kind, "missingValues": list(dict.fromkeys(statements))}
