"""What the six workspaces of the repository publish for machines, made once for all tests."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sites import ROOT

from site_builder.pages.model import Site
from site_builder.publication import publish_workspace
from site_builder.workspace import open_workspace

#: Every workspace of the repository, by name.
WORKSPACES = {"root": ROOT} | {
    path.parent.name: path.parent for path in sorted((ROOT / "examples").glob("*/mkdocs.yml"))
}


class Files:
    """The files of a site by path, as an engine would write them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.content = {asset.path: asset.content for asset in site.assets}

    def names(self, ending: str) -> list[str]:
        return sorted(path for path in self.content if path.endswith(ending))

    def data(self, path: str) -> bytes:
        content = self.content[path]
        return content.read_bytes() if isinstance(content, Path) else content

    def json(self, path: str) -> Any:
        return json.loads(self.data(path))

    def items(self, name: str) -> list[str]:
        """The paths of one file of every item that has it: `data.json`."""
        return [path for path in self.names(f"/{name}") if path.count("/") == 3]

    def items_of(self, path: str) -> list[str]:
        """The items' files of the edition in whose folder `path` stands, attached ones excepted."""
        folder = path.rpartition("/")[0] + "/"
        return [
            each
            for each in self.content
            if each.startswith(folder) and each.count("/") == 3 and "/files/" not in each
        ]

    def write(self, folder: Path) -> None:
        for path, content in self.content.items():
            if isinstance(content, bytes):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)


def publish(root: Path) -> Files:
    """The files of a workspace as it is now."""
    return Files(publish_workspace(open_workspace(root)).site)


@cache
def published(name: str) -> Files:
    """The files of a workspace of the repository."""
    return publish(WORKSPACES[name])
