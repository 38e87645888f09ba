"""One item's data as JSON (`data.json`)."""

from __future__ import annotations

from typing import Any

from site_builder.agency import Agency
from site_builder.catalogue.model import HEADER_FIELDS, Edition
from site_builder.disclosures import Disclosure
from site_builder.opendata.addresses import absolute
from site_builder.opendata.exports import field_json
from site_builder.outcomes import ItemResult

FORMAT = 1


def item_json(
    agency: Agency, edition: Edition, disclosure: Disclosure, result: ItemResult
) -> dict[str, Any]:
    """What an item's page says, typed; `$schema` describes it."""
    item = disclosure.item
    header = {key: field_json(disclosure.values[key]) for key in HEADER_FIELDS}
    return {
        "$schema": absolute(agency, f"{result.url}schema.json"),
        "format": FORMAT,
        "agency": agency.name,
        "notice": agency.notice or None,
        "edition": edition.name,
        "item": {
            "id": item.id,
            "slug": item.slug,
            "title": item.title.th,
            "title_en": item.title.en,
        },
        "url": absolute(agency, result.url),
        "status": result.status.value,
        **header,
        "fields": {
            spec.key: {"label": spec.label.th, "value": field_json(disclosure.values[spec.key])}
            for spec in disclosure.subject.fields
            if not disclosure.values[spec.key].is_empty
        },
        "elements": [
            {
                "key": r.element.key,
                "requirement": r.element.requirement.th,
                "outcome": r.outcome.value,
                "confidence": r.element.confidence,
            }
            for r in result.elements
        ],
    }
