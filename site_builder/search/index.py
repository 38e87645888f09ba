"""What the search of a site knows, as the files that its script loads when a reader first searches.

The first file holds every page with its sections, and how words are compared; the text of attached
documents follows in a file for each year. Each file calls `oitSearch(name, data)`: a script can be
loaded from a disk too, where a browser lets no page read data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_letters
from typing import Any

from site_builder.documents.reading import read_documents
from site_builder.opendata.exports import packed_json
from site_builder.pages.labels import LABELS
from site_builder.pages.model import Page
from site_builder.pages.site import SEARCH_PATH
from site_builder.search import fold

FOLDER = "assets/search/"
FORMAT = 1
#: How many characters of one document are in the index, at most.
MAX_CHARACTERS = 300_000

#: Thai letters and signs, and as many ASCII characters that are rarer in our texts. In the files
#: they change places: UTF-8 needs three bytes for the ones and one for the others.
THAI = "".join(map(chr, (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F))))
ASCII = ascii_letters + "!#$%&'*+;=>?@[]^_{|}~"
#: What the script says, by the names that it knows.
_LABELS = {
    "found": "search_found",
    "shown": "search_shown",
    "near": "search_near",
    "more_near": "search_more_near",
    "none": "search_none",
    "every": "search_every",
    "document": "search_in_document",
    "edition": "edition_short",
    "year": "search_year",
}
_SWAP = str.maketrans(THAI + ASCII, ASCII + THAI)


def index_files(pages: Iterable[Page], current: str) -> dict[str, bytes]:
    """The files of the search by their path; pages of the edition `current` come first in results."""
    found = [page for page in pages if page.path != SEARCH_PATH]
    ordered = sorted(found, key=lambda page: (page.year != current, -int(page.year or 0)))
    attached = (each.file for page in ordered for each in page.attachments)
    documents = read_documents(file for file in attached if file.suffix == "pdf")
    years: dict[str, list[list[Any]]] = {}
    for number, page in enumerate(ordered):
        for each in dict.fromkeys(page.attachments):
            facts = documents.get(each.file.sha256)
            text = _joined([passage.text for passage in facts.visible]) if facts else ""
            if text:
                entry = [number, each.section, swapped(each.title), swapped(text[:MAX_CHARACTERS])]
                years.setdefault(page.year, []).append(entry)
    first = {
        "format": FORMAT,
        "rules": fold.javascript(fold.RULES),
        "loose": fold.javascript(fold.LOOSE_RULES),
        "shortest": fold.SHORTEST_LOOSE,
        "letters": [THAI, ASCII],
        "labels": {name: LABELS[label].th for name, label in _LABELS.items()},
        "documents": [_documents(year) for year in years],
        "pages": map(_page, ordered),
    }
    files = {"index": first, **{_documents(year): entries for year, entries in years.items()}}
    return {f"{FOLDER}{name}.js": _script(name, data) for name, data in files.items()}


def swapped(text: str) -> str:
    """The text with Thai letters and rare ASCII characters in each other's place, and back."""
    return text.translate(_SWAP)


def _page(page: Page) -> list[Any]:
    sections = [
        [section.id, swapped(section.title), swapped(_joined(section.texts))]
        for section in page.search
    ]
    return [page.path, page.item, page.year, swapped(page.title), sections]


def _documents(year: str) -> str:
    return f"documents-{year or 'other'}"


def _joined(texts: Sequence[str]) -> str:
    """Texts as one, each on a line of its own."""
    return fold.BORDER.join(" ".join(text.split()) for text in texts)


def _script(name: str, data: object) -> bytes:
    return b"oitSearch(%s,%s);\n" % (packed_json(name), packed_json(data, "replace"))
