"""The XML parts of Office and OpenDocument files, read as a stream: no tree, no entities."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.sax import make_parser

from site_builder.documents.gathering import Gathering
from site_builder.documents.text import cleaned

#: What an Office file says of itself: the parts, and their elements that a person filled in.
_OFFICE_PROPERTIES = ("docProps/core.xml", "docProps/app.xml")
_SAID = (
    "title",
    "subject",
    "creator",
    "initial-creator",
    "keywords",
    "keyword",
    "description",
    "lastModifiedBy",
    "category",
    "Company",
    "Manager",
)


class Handler(ContentHandler):
    """Told of each element by its local name: office programs agree on these, not on prefixes."""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; its attributes are named without prefixes too."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.opened(_local(name), {_local(key): value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self.closed(_local(name))


def parse(archive: zipfile.ZipFile, part: str, handler: ContentHandler) -> None:
    """Read one part.

    Raises:
        defusedxml.DefusedXmlException: it declares entities or reaches for another file.
        xml.sax.SAXException: it is no XML.
        KeyError: there is no such part.
    """
    parser = make_parser()
    parser.setContentHandler(handler)
    with archive.open(part) as stream:
        parser.parse(stream)


def office_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts of an Office file in their order, each with the last words of its content type."""
    types = _Types()
    parse(archive, "[Content_Types].xml", types)
    return types.found


def read_office_properties(archive: zipfile.ZipFile, found: Gathering) -> None:
    """Keep what an Office file says of itself, as far as it does."""
    read_properties(archive, _OFFICE_PROPERTIES, found)


def read_properties(archive: zipfile.ZipFile, parts: tuple[str, ...], found: Gathering) -> None:
    """Keep what stands in the parts that describe a document."""
    values: dict[str, str] = {}
    for part in parts:
        if part in archive.namelist():
            parse(archive, part, _Values(values))
    found.title = cleaned(values.get("title", ""))
    found.author = cleaned(values.get("creator", ""))
    found.language = cleaned(values.get("language", ""))
    found.add_metadata(*(values[key] for key in _SAID if key in values))


class _Values(Handler):
    """The texts of elements that hold no others."""

    def __init__(self, values: dict[str, str]) -> None:
        super().__init__()
        self.values = values
        self.text: list[str] = []

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        self.text = []

    def characters(self, content: str) -> None:
        self.text.append(content)

    def closed(self, name: str) -> None:
        self.values.setdefault(name, "".join(self.text))
        self.text = []


class _Types(Handler):
    """The list of contents of an Office file."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Override":
            part = attributes.get("PartName", "").lstrip("/")
            self.found[part] = attributes.get("ContentType", "").rpartition(".")[2]


def _local(name: str) -> str:
    return name.rpartition(":")[2]
