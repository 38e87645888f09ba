"""What the direct engine reads from `mkdocs.yml`. What it would not do is told, never passed over."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from site_builder.engines.written import TABLES, with_outgoing
from site_builder.fingerprint import CONFIG_FILE
from site_builder.language import Text, same
from site_builder.locations import Location
from site_builder.problems import InputError, Problem
from site_builder.sources.yaml import read_yaml

#: Settings that change nothing of this engine's pages: of the preview, or always so.
_WITHOUT_EFFECT = {"dev_addr", "strict", "use_directory_urls", "validation", "watch"}
_SITE = {
    "copyright",
    "docs_dir",
    "extra_css",
    "extra_javascript",
    "markdown_extensions",
    "nav",
    "plugins",
    "site_author",
    "site_description",
    "site_dir",
    "site_name",
    "site_url",
    "theme",
}
_THEME = {"custom_dir", "favicon", "font", "language", "logo", "name", "palette"}
#: Our own search is always there; these names are left over.
_PLUGINS = {"oit", "search", "material/search"}
_LISTED = (list, dict)
#: What each setting that is looked into must be.
_SHAPES: Mapping[str, type | tuple[type, ...]] = {
    "extra_css": list,
    "extra_javascript": list,
    "markdown_extensions": _LISTED,
    "nav": list,
    "plugins": _LISTED,
    "theme": (str, dict),
    "theme.custom_dir": str,
    "theme.palette": _LISTED,
}


@dataclass(frozen=True)
class Settings:
    """The settings of a site. Paths are absolute; `navigation` is as it is written, or None."""

    content: Path
    target: Path
    url: str = ""
    description: str = ""
    author: str = ""
    copyright: str = ""
    navigation: Any = None
    extensions: tuple[str, ...] = ()
    extension_settings: Mapping[str, Any] = field(default_factory=dict)
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    own_theme: Path | None = None
    logo: str = ""
    favicon: str = ""
    palette: tuple[Mapping[str, str], ...] = ()


def read_settings(root: Path) -> Settings:
    """The settings of the workspace at `root`.

    Raises:
        InputError: the file cannot be read, has no plugin `oit`, or asks for what only MkDocs does.
    """
    file = root / CONFIG_FILE
    if not file.is_file():
        raise InputError([no_config()])
    read_yaml(file, CONFIG_FILE)  # plain YAML without tags and aliases, or told with its line
    top = _typed(file)
    theme = top.get("theme") or {}
    theme = {"name": theme} if isinstance(theme, str) else theme
    plugins = _names(top.get("plugins"))
    unknown = [str(key) for key in top if key not in _SITE | _WITHOUT_EFFECT]
    unknown += [f"theme.{key}" for key in theme if key not in _THEME]
    unknown += [f"plugins: {name}" for name in plugins if name not in _PLUGINS]
    if theme.get("name", "material") != "material":
        unknown.append(f"theme.name: {theme['name']}")
    if theme.get("language", "th") != "th":
        unknown.append(f"theme.language: {theme['language']}")
    unknown += [
        f"extra_javascript: {each}"
        for each in top.get("extra_javascript") or []
        if not isinstance(each, str)
    ]
    problems = [_unknown(name) for name in unknown]
    if "oit" not in plugins:
        problems.append(no_plugin())
    if problems:
        raise InputError(problems)
    extensions = _names(top.get("markdown_extensions"))
    palette = theme.get("palette") or []
    custom = theme.get("custom_dir")
    url = str(top.get("site_url") or "")
    return Settings(
        # As MkDocs: a link is not followed here, so that it is seen to be one.
        content=Path(os.path.normpath(root.resolve() / str(top.get("docs_dir") or "docs"))),
        target=(root / str(top.get("site_dir") or "site")).resolve(),
        url=f"{url.rstrip('/')}/" if url else "",
        description=str(top.get("site_description") or ""),
        author=str(top.get("site_author") or ""),
        copyright=with_outgoing(str(top.get("copyright") or "")),
        navigation=top.get("nav"),
        extensions=tuple(dict.fromkeys(("toc", "tables", "fenced_code", *extensions))),
        extension_settings={name: given for name, given in extensions.items() if given}
        | {"tables": {**TABLES, **(extensions.get("tables") or {})}},
        styles=tuple(map(str, top.get("extra_css") or [])),
        scripts=tuple(top.get("extra_javascript") or []),
        own_theme=(root / custom).resolve() if custom else None,
        logo=str(theme.get("logo") or ""),
        favicon=str(theme.get("favicon") or ""),
        palette=tuple([palette] if isinstance(palette, dict) else palette),
    )


def _typed(file: Path) -> dict[str, Any]:
    """The settings with the types that YAML gives them, each of a type that can be one."""
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8-sig")) or {}
    except (yaml.YAMLError, ValueError):  # the sign = alone, or a day that is none
        raise InputError([_misshapen("")]) from None
    top = given if isinstance(given, dict) else {}
    theme = top.get("theme")
    every = (
        {**top, **{f"theme.{key}": value for key, value in theme.items()}}
        if isinstance(theme, dict)
        else top
    )
    wrong = [
        name
        for name, types in _SHAPES.items()
        if every.get(name) is not None and not isinstance(every[name], types)
    ]
    if wrong:
        raise InputError(map(_misshapen, wrong))
    return top


def _misshapen(name: str) -> Problem:
    return Problem(
        "engine-setting",
        Location(CONFIG_FILE),
        Text('อ่านการตั้งค่า "{name}" ไม่ได้', 'the setting "{name}" cannot be read').format(
            name=same(name or CONFIG_FILE)
        ),
        Text("เขียนค่าตามตัวอย่างใน docs/engines.md", "write it as docs/engines.md shows"),
    )


def _names(given: Any) -> dict[str, Any]:
    """A list of names, some with settings, as MkDocs takes it."""
    if isinstance(given, dict):
        return given
    found: dict[str, Any] = {}
    for each in given or []:
        found |= each if isinstance(each, dict) else {str(each): None}
    return found


def no_config() -> Problem:
    """There is no file of settings."""
    return Problem(
        "no-config",
        Location(CONFIG_FILE),
        Text(f"ไม่มีไฟล์ {CONFIG_FILE}", f"there is no {CONFIG_FILE}"),
        Text(
            'สร้างไฟล์นี้ในโฟลเดอร์ของหน่วยงาน โดยมีธีม material และปลั๊กอิน "oit"',
            'create it in the agency\'s folder, with the theme material and the plugin "oit"',
        ),
    )


def no_plugin() -> Problem:
    """The settings do not name our plugin."""
    return Problem(
        "no-plugin",
        Location(CONFIG_FILE),
        Text('ไม่มีปลั๊กอิน "oit"', 'the plugin "oit" is missing'),
        Text('เพิ่ม "- oit" ใต้ "plugins:"', 'add "- oit" below "plugins:"'),
    )


def _unknown(name: str) -> Problem:
    return Problem(
        "engine-setting",
        Location(CONFIG_FILE),
        Text(
            'ตัวสร้าง direct ไม่รู้จักการตั้งค่า "{name}"',
            'the engine direct does not know the setting "{name}"',
        ).format(name=same(name)),
        Text(
            "ลบการตั้งค่านี้ หรือสร้างด้วย --engine mkdocs",
            "delete the setting, or build with --engine mkdocs",
        ),
    )
