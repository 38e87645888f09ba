"""`/oit/index.json`: every address for machines, so that nobody needs to crawl; and `robots.txt`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from site_builder.agency import Agency
from site_builder.criteria import ruleset
from site_builder.opendata.addresses import (
    CATALOGUE,
    CHANGES_FEED,
    DATA_JSON,
    NEWS_FEED,
    absolute,
    edition_folder,
    urls_file,
)
from site_builder.opendata.datapackage import NAME as DATA_PACKAGE
from site_builder.opendata.datasets import Dataset, EditionDatasets
from site_builder.readiness import counted

FORMAT = 1


def index(
    agency: Agency,
    editions: Iterable[EditionDatasets],
    current: str,
    results: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    """Every edition, newest first as given; `results` are years with the paths of their pages."""
    licence = agency.licence
    return {
        "format": FORMAT,
        "agency": {
            "name": agency.name,
            "name_en": agency.name_en or None,
            "type": agency.type.code,
            "type_name": agency.type.label.th,
            "website": agency.website,
        },
        "notice": agency.notice or None,
        "licence": {"id": licence.code, "url": licence.codes["uri"]} if licence else None,
        "current_edition": current,
        "catalogues": {
            "dcat": absolute(agency, CATALOGUE),
            "data_json": absolute(agency, DATA_JSON),
        },
        "feeds": {
            "news": absolute(agency, NEWS_FEED),
            "changes": absolute(agency, CHANGES_FEED),
        },
        "sitemap": absolute(agency, "sitemap.xml"),
        "editions": [_edition(agency, each) for each in editions],
        "results": [{"year": year, "url": absolute(agency, path)} for year, path in results],
    }


def _edition(agency: Agency, each: EditionDatasets) -> dict[str, Any]:
    folder = edition_folder(each.edition.name)
    has_tables = any(dataset.tables for dataset in each.datasets)
    return {
        "edition": each.edition.name,
        "url": absolute(agency, folder),
        "ruleset": ruleset(each.edition),
        "updated": str(each.updated) if each.updated else None,
        "summary": counted(each.report),
        "status": absolute(agency, f"{folder}status.json"),
        "urls": absolute(agency, urls_file(each.edition.name)),
        "datapackage": absolute(agency, f"{folder}{DATA_PACKAGE}") if has_tables else None,
        "items": [_item(dataset) for dataset in each.datasets],
    }


def _item(dataset: Dataset) -> dict[str, Any]:
    return {
        "id": dataset.item.id,
        "slug": dataset.item.slug,
        "title": dataset.item.title.th,
        "status": dataset.result.status.value,
        "updated": str(dataset.updated) if dataset.updated else None,
        "url": dataset.url,
        "data": dataset.data.url,
        "data_sha256": dataset.data.sha256,
        "schema": dataset.schema.url,
        "tables": [
            {
                "key": table.value.spec.key,
                "label": table.value.spec.label.th,
                "csv": table.csv.url,
                "xlsx": table.xlsx.url,
            }
            for table in dataset.tables
        ],
        "ocds": dataset.ocds.url if dataset.ocds else None,
    }


def robots(agency: Agency) -> bytes:
    """`robots.txt` (RFC 9309): everything may be read; where the sitemap is (sitemaps.org)."""
    sitemap = absolute(agency, "sitemap.xml")
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()
