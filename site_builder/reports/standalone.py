"""What pages have in common that are one file each: to open from a disk, to send, to print."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from site_builder.caches import template_cache
from site_builder.language import Language, Text

TEMPLATES = Path(__file__).parent / "templates"


def language() -> Language:
    """The language of this run, as HTML names it."""
    return "th" if str(Text("th", "en")) == "th" else "en"


def policy(style: str, script: str = "") -> str:
    """A security policy that lets the page's own style and script pass, and nothing else."""
    scripts = f"script-src 'sha256-{_digest(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; {scripts}"
        "base-uri 'none'; form-action 'none'"
    )


def templates(*folders: Path) -> Environment:
    """The templates of folders, and those that all of them extend; they escape what they are given, and
    `T(th, en)` is a text in the language of this run."""
    environment = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=template_cache(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["T"] = lambda th, en: str(Text(th, en))
    return environment


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
