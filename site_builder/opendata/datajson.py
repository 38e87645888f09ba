"""The site's catalogue as `data.json` (Project Open Data 1.1, DCAT-US), as CKAN portals harvest it.

Project Open Data Metadata Schema 1.1: Catalog Fields, Dataset Fields, Dataset Distribution Fields.
Fields only for US federal agencies (`bureauCode`, `programCode`) have no meaning here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from site_builder.agency import Agency
from site_builder.opendata.addresses import DATA_JSON, absolute
from site_builder.opendata.datasets import CSV, JSON, XLSX, Dataset, EditionDatasets, OpenFile
from site_builder.opendata.dcat import (
    KEYWORDS,
    contacts,
    dataset_description,
    dataset_title,
    distributions,
)

_SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"
_FORMATS = {JSON: "JSON", CSV: "CSV", XLSX: "XLSX"}
#: Stands for `modified` where the agency states no date: an item is renewed every year.
_EVERY_YEAR = "R/P1Y"


def data_json(agency: Agency, editions: Iterable[EditionDatasets]) -> dict[str, Any]:
    """Every dataset that has data, newest edition first as given; `to_json` makes them one by one."""
    return {
        "@context": f"{_SCHEMA}/catalog.jsonld",
        "@id": absolute(agency, DATA_JSON),
        "@type": "dcat:Catalog",
        "conformsTo": _SCHEMA,
        "describedBy": f"{_SCHEMA}/catalog.json",
        "dataset": (
            _dataset(agency, each)
            for edition in editions
            for each in edition.datasets
            if each.has_data
        ),
    }


def _dataset(agency: Agency, dataset: Dataset) -> dict[str, Any]:
    period = dataset.covers or dataset.edition.year.period
    email = next(contacts(agency, "email"), None)
    item = dataset.item
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": dataset.url,
        "title": dataset_title(dataset).th,
        "description": dataset_description(agency, dataset).th,
        "keyword": [*(each.th for each in KEYWORDS), item.slug],
        "modified": str(dataset.updated or _EVERY_YEAR),
        "publisher": {"@type": "org:Organization", "name": agency.name},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": agency.name,
            **({"hasEmail": email.href} if email else {}),
        },
        "accessLevel": "public",
        "temporal": f"{period.start}/{period.end}",
        "landingPage": dataset.url,
        "language": ["th"],
        "distribution": [
            _distribution(dataset, file, title.th) for file, title in distributions(dataset)
        ],
    }
    if agency.licence:
        found["license"] = agency.licence.codes["uri"]
    return found


def _distribution(dataset: Dataset, file: OpenFile, title: str) -> dict[str, Any]:
    found = {
        "@type": "dcat:Distribution",
        "title": title,
        "downloadURL": file.url,
        "mediaType": file.media_type,
        "format": _FORMATS[file.media_type],
    }
    if file is dataset.data:
        found["describedBy"] = dataset.schema.url
        found["describedByType"] = dataset.schema.media_type
    return found
