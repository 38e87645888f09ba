"""The configuration of the editor: a collection for each edition, an entry for each item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from site_builder.editor.form import item_form, version_field
from site_builder.editor.words import PHRASES, WORDS
from site_builder.language import Text, current_language
from site_builder.workspace import Workspace

Config = dict[str, Any]

#: Of the backend that speaks to the local server.
LOCAL: Config = {"name": "oit"}


def editor_config(workspace: Workspace, editions: Iterable[str], backend: Config) -> Config:
    """The configuration as Decap CMS reads it, texts in the language of this run.

    Args:
        backend: `LOCAL`, or that of a Git host as the CMS's documentation describes it.
    """
    editions = tuple(editions)
    return {
        "backend": backend,
        "load_config_file": False,
        "locale": current_language(),
        "publish_mode": "simple",
        "show_preview_links": False,
        "media_folder": f"data/{editions[0]}/files",
        "public_folder": "",
        "slug": {"encoding": "unicode", "clean_accents": False, "sanitize_replacement": "-"},
        "editor": {"preview": False},
        "collections": [
            _collection(workspace, name, is_local=backend == LOCAL) for name in editions
        ],
    }


def _collection(workspace: Workspace, edition_name: str, *, is_local: bool) -> Config:
    catalogue = workspace.catalogue
    files = [
        {
            "name": item.code,
            "label": f"{item.id} {item.title}",
            "file": f"data/{edition_name}/{item.code}.yaml",
            "media_folder": "files",
            "public_folder": "",
            "fields": [
                *item_form(item, catalogue.subject(item), catalogue.vocabularies),
                *([version_field()] if is_local else []),
            ],
        }
        for item in catalogue.editions[edition_name].items
    ]
    collection: Config = {
        "name": f"oit-{edition_name}",
        "label": str(Text(f"OIT ปี {edition_name}", f"OIT {edition_name}")),
        "files": files,
    }
    # To and from the local server values go as JSON, where every one of them is a text.
    return collection | {"format": "json"} if is_local else collection


def settings(workspace: Workspace, editions: Iterable[str], backend: Config) -> Config:
    """All that the page of the editor needs to know."""
    return {
        "config": editor_config(workspace, editions, backend),
        "agency": workspace.agency.name,
        "words": {key: str(text) for key, text in WORDS.items()},
        "phrases": PHRASES,
    }
