"""The agency as a schema.org `GovernmentOrganization`, for the head of the front page."""

from __future__ import annotations

import json
from typing import Any

from site_builder.agency import Agency
from site_builder.opendata.dcat import contacts

#: So that no text of the data can end the script element or open a comment in it.
_HARMLESS = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def organisation(agency: Agency) -> dict[str, Any]:
    """What search engines show of an agency; only what it states."""
    address = {
        "streetAddress": _text(agency, "address"),
        "addressLocality": _text(agency, "district"),
        "addressRegion": _text(agency, "province"),
    }
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": f"{agency.website}#agency",
        "name": agency.name,
        "alternateName": agency.name_en,
        "url": agency.website,
        "telephone": [each.address for each in contacts(agency, "phone")],
        "email": [each.address for each in contacts(agency, "email")],
    }
    found = {key: value for key, value in found.items() if value}
    stated = {key: value for key, value in address.items() if value}
    found["address"] = {"@type": "PostalAddress", **stated, "addressCountry": "TH"}
    return found


def in_script(data: Any) -> str:
    """JSON that may stand in a `script` element."""
    text = json.dumps(data, ensure_ascii=False)
    for character, escaped in _HARMLESS.items():
        text = text.replace(character, escaped)
    return text


def _text(agency: Agency, key: str) -> str:
    cells = agency.values[key].cells
    return " ".join(cells[0].text.split()) if cells else ""
