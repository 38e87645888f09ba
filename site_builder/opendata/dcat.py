"""The site's catalogue in DCAT-AP 3.0, as JSON-LD (`catalog.jsonld`).

DCAT-AP 3.0: Catalogue, Dataset, Distribution, Agent, Kind, Period of time, Licence document,
Checksum. The context stands in the file: nobody needs to fetch one to read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_builder.agency import Agency
from site_builder.kinds.contact import Contact
from site_builder.language import Text
from site_builder.opendata.addresses import CATALOGUE, absolute
from site_builder.opendata.datasets import (
    CSV,
    JSON,
    XLSX,
    Dataset,
    EditionDatasets,
    OpenFile,
    newest,
)

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_THEME = f"{_AUTHORITY}/data-theme/GOVE"
_LANGUAGE = f"{_AUTHORITY}/language/THA"
_COUNTRY = f"{_AUTHORITY}/country/THA"
_PUBLIC = f"{_AUTHORITY}/access-right/PUBLIC"
_MEDIA_TYPES = "http://www.iana.org/assignments/media-types"
_FILE_TYPES = {JSON: "JSON", CSV: "CSV", XLSX: "XLSX"}
_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

TITLE = Text("ข้อมูลเปิดของ{agency}", "Open data of {agency}")
DESCRIPTION = Text(
    "ข้อมูลที่{agency}เปิดเผยต่อสาธารณะตามแบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)",
    "What {agency} discloses under the Open Data Integrity and Transparency Assessment (OIT)",
)
DATASET_TITLE = Text("{title} (OIT ปี {year})", "{title} (OIT {year})")
DATASET_DESCRIPTION = Text(
    "ข้อ {id} {title} ปีงบประมาณ พ.ศ. {year} ของ{agency}",
    "{id} {title}, fiscal year {year}, {agency}",
)
#: In every dataset, so that a portal finds those of all agencies together.
KEYWORDS = (Text("OIT", "OIT"), Text("การเปิดเผยข้อมูลสาธารณะ", "public disclosure"))


def catalogue(agency: Agency, editions: Iterable[EditionDatasets]) -> dict[str, Any]:
    """Every dataset that has data, newest edition first as given; `to_json` makes them one by one."""
    editions = tuple(editions)
    names = agency_names(agency)
    return {
        "@context": _CONTEXT,
        "@id": absolute(agency, CATALOGUE),
        "@type": "dcat:Catalog",
        "dct:title": _languages(TITLE.format(agency=names)),
        "dct:description": [
            *_languages(DESCRIPTION.format(agency=names)),
            *([_in("th", agency.notice)] if agency.notice else []),
        ],
        "dct:publisher": _publisher(agency),
        "foaf:homepage": {"@id": agency.website, "@type": "foaf:Document"},
        # What every dataset says too stands here in full; there only its address.
        "dcat:contactPoint": _contact(agency),
        "dcat:theme": {
            "@id": _THEME,
            "@type": "skos:Concept",
            "skos:prefLabel": _in("en", "Government and public sector"),
        },
        "dct:language": {"@id": _LANGUAGE, "@type": "dct:LinguisticSystem"},
        "dct:spatial": {"@id": _COUNTRY, "@type": "dct:Location"},
        "dct:accessRights": {"@id": _PUBLIC, "@type": "dct:RightsStatement"},
        **_modified(newest(each.updated for each in editions)),
        **_licence(agency, in_full=True),
        "dcat:dataset": (
            _dataset(agency, each)
            for edition in editions
            for each in edition.datasets
            if each.has_data
        ),
    }


def agency_names(agency: Agency) -> Text:
    """The agency's name; in English as in Thai where it has no other."""
    return Text(agency.name, agency.name_en or agency.name)


def dataset_title(dataset: Dataset) -> Text:
    """What a catalogue calls a dataset."""
    return DATASET_TITLE.format(title=dataset.item.title, year=dataset.edition.name)


def dataset_description(agency: Agency, dataset: Dataset) -> Text:
    """One sentence on a dataset."""
    return DATASET_DESCRIPTION.format(
        id=dataset.item.id,
        title=dataset.item.title,
        year=dataset.edition.name,
        agency=agency_names(agency),
    )


def contacts(agency: Agency, kind: str) -> Iterator[Contact]:
    """The agency's addresses of one type: `email`, `phone`."""
    for key in ("email", "phone"):
        for cell in agency.values[key].cells:
            if isinstance(cell.value, Contact) and cell.value.type == kind:
                yield cell.value


def distributions(dataset: Dataset) -> Iterator[tuple[OpenFile, Text]]:
    """The files that carry the data of a dataset, each with its title."""
    title = dataset.item.title
    yield dataset.data, title
    for table in dataset.tables:
        yield table.csv, table.value.spec.label
        yield table.xlsx, table.value.spec.label
    if dataset.ocds:
        yield dataset.ocds, Text(f"{title.th} (OCDS)", f"{title.en} (OCDS)")


def _dataset(agency: Agency, dataset: Dataset) -> dict[str, Any]:
    period = dataset.covers or dataset.edition.year.period
    return {
        "@id": dataset.url,
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.url,
        "dct:title": _languages(dataset_title(dataset)),
        "dct:description": _languages(dataset_description(agency, dataset)),
        "dct:publisher": {"@id": _agency_id(agency)},
        "dcat:contactPoint": {"@id": _contact_id(agency)},
        "dcat:keyword": [part for each in KEYWORDS for part in _languages(each)],
        "dcat:theme": {"@id": _THEME},
        "dcat:landingPage": {"@id": dataset.url, "@type": "foaf:Document"},
        "dct:accessRights": {"@id": _PUBLIC},
        "dct:language": {"@id": _LANGUAGE},
        "dct:spatial": {"@id": _COUNTRY},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed("date", period.start.isoformat()),
            "dcat:endDate": _typed("date", period.end.isoformat()),
        },
        **_modified(dataset.updated),
        "dcat:distribution": [
            _distribution(agency, dataset, file, title) for file, title in distributions(dataset)
        ],
    }


def _distribution(agency: Agency, dataset: Dataset, file: OpenFile, title: Text) -> dict[str, Any]:
    distribution: dict[str, Any] = {
        "@id": file.url,
        "@type": "dcat:Distribution",
        "dct:title": _languages(title),
        "dcat:accessURL": {"@id": dataset.url},
        "dcat:downloadURL": {"@id": file.url},
        "dcat:mediaType": {
            "@id": f"{_MEDIA_TYPES}/{file.media_type}",
            "@type": "dct:MediaType",
        },
        "dct:format": {
            "@id": f"{_AUTHORITY}/file-type/{_FILE_TYPES[file.media_type]}",
            "@type": "dct:MediaTypeOrExtent",
        },
        "dcat:byteSize": _typed("nonNegativeInteger", str(file.size)),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {
                "@id": "spdx:checksumAlgorithm_sha256",
                "@type": "spdx:ChecksumAlgorithm",
            },
            "spdx:checksumValue": _typed("hexBinary", file.sha256),
        },
        **_modified(dataset.updated),
        **_licence(agency),
    }
    if file is dataset.data:
        distribution["dct:conformsTo"] = {"@id": dataset.schema.url, "@type": "dct:Standard"}
    return distribution


def _agency_id(agency: Agency) -> str:
    return f"{agency.website}#agency"


def _contact_id(agency: Agency) -> str:
    return f"{agency.website}#contact"


def _publisher(agency: Agency) -> dict[str, Any]:
    return {
        "@id": _agency_id(agency),
        "@type": "foaf:Agent",
        "foaf:name": [
            _in("th", agency.name),
            *([_in("en", agency.name_en)] if agency.name_en else []),
        ],
        "foaf:homepage": {"@id": agency.website, "@type": "foaf:Document"},
    }


def _contact(agency: Agency) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": _contact_id(agency),
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": _in("th", agency.name),
        "vcard:hasURL": {"@id": agency.website},
    }
    for key, kind in (("vcard:hasEmail", "email"), ("vcard:hasTelephone", "phone")):
        addresses = [{"@id": each.href} for each in contacts(agency, kind)]
        if addresses:
            found[key] = addresses
    return found


def _licence(agency: Agency, in_full: bool = False) -> dict[str, Any]:
    """Nothing where the agency states none: only it can grant one."""
    if agency.licence is None:
        return {}
    licence: dict[str, Any] = {"@id": agency.licence.codes["uri"]}
    if in_full:
        licence["@type"] = "dct:LicenseDocument"
        licence["rdfs:label"] = _languages(agency.licence.label)
    return {"dct:license": licence}


def _modified(day: object) -> dict[str, Any]:
    return {"dct:modified": _typed("date", str(day))} if day else {}


def _languages(text: Text) -> list[dict[str, str]]:
    return [_in("th", text.th), _in("en", text.en)]


def _in(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}


def _typed(kind: str, text: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": text}
