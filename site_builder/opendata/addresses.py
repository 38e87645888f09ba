"""Where the files for machines stand in a site. Public for ever, like every URL."""

from __future__ import annotations

from urllib.parse import quote

from site_builder.agency import Agency

CATALOGUE = "catalog.jsonld"
DATA_JSON = "data.json"
INDEX = "oit/index.json"
NEWS_FEED = "feed.atom"
CHANGES_FEED = "oit/feed.atom"
ROBOTS = "robots.txt"


def edition_folder(edition: str) -> str:
    """The folder of an edition: `oit/2568/`."""
    return f"oit/{edition}/"


def urls_file(edition: str) -> str:
    """The list of all items' addresses of an edition: `oit/2568/urls.csv`. Made of the finished pages."""
    return f"{edition_folder(edition)}urls.csv"


def absolute(agency: Agency, path: str) -> str:
    """The whole URL of a path in the site."""
    return agency.website + quote(path.lstrip("/"), safe="/#")
