"""The JSON Schema (2020-12) of an item's `data.json`, from the catalogue and the kinds.

JSON Schema Core, sections 8.1 (`$schema`), 8.2.1 (`$id`) and 8.2.4 (`$defs`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from site_builder.catalogue.model import CONFIDENCES, HEADER_FIELDS, Edition, Item, Subject
from site_builder.kinds import KINDS
from site_builder.kinds.base import SCHEMA_DEFS, object_schema
from site_builder.kinds.spec import Vocabulary
from site_builder.opendata.items import FORMAT
from site_builder.outcomes import Outcome, Status, item_url

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
#: Of the schema's file, beside the data.
_NAME = "schema.json"


def item_schema(
    edition: Edition,
    item: Item,
    subject: Subject,
    vocabularies: Mapping[str, Vocabulary],
) -> dict[str, Any]:
    """The schema of one item of one edition; what it does not name is not allowed.

    It says nothing of the agency, so that it is the same file on every site: its `$id` counts from where it
    was fetched, and addresses are known by their ends.
    """
    url = item_url(edition.name, item)
    header = {
        key: {
            "title": spec.label.th,
            **KINDS[spec.kind].json_schema(spec, vocabularies),
        }
        for key, spec in HEADER_FIELDS.items()
    }
    fields = {
        spec.key: object_schema(
            {
                "label": {"const": spec.label.th},
                "value": KINDS[spec.kind].json_schema(spec, vocabularies),
            }
        )
        for spec in subject.fields
    }
    element = object_schema(
        {
            "key": {"enum": [element.key for element in item.elements]},
            "requirement": _TEXT,
            "outcome": {"enum": [outcome.value for outcome in Outcome]},
            "confidence": {"enum": list(CONFIDENCES)},
        }
    )
    whole = object_schema(
        {
            "$schema": _ending(f"{url}{_NAME}"),
            "format": {"const": FORMAT},
            "agency": _TEXT,
            "notice": {"type": ["string", "null"]},
            "edition": {"const": edition.name},
            "item": object_schema(
                {
                    "id": {"const": item.id},
                    "slug": {"const": item.slug},
                    "title": _TEXT,
                    "title_en": _TEXT,
                }
            ),
            "url": _ending(url),
            "status": {"enum": [status.value for status in Status]},
            **header,
            "fields": object_schema(fields, optional=tuple(fields)),
            "elements": {"type": "array", "items": element},
        }
    )
    return {
        "$schema": DIALECT,
        "$id": _NAME,
        "title": f"{item.id} {item.title.th} (OIT {edition.name})",
        "description": f"{item.title.en} — OIT {edition.name}",
        **whole,
        "$defs": SCHEMA_DEFS,
    }


def _ending(path: str) -> dict[str, str]:
    """An address that ends so."""
    return {"type": "string", "pattern": re.escape(path) + "$"}
