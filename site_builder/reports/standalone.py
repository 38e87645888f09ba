"""What pages have in common that are one file each: to open from a disk, to send, to print."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from site_builder.caches import template_cache
from site_builder.language import Language, Text
from site_builder.policy import inline, own_policy

TEMPLATES = Path(__file__).parent / "templates"


def language() -> Language:
    """The language of this run, as HTML names it."""
    return "th" if str(Text("th", "en")) == "th" else "en"


def policy(style: str, script: str = "") -> str:
    """A security policy that lets the page's own style and script pass, and nothing else."""
    return own_policy(style=inline(style), script=inline(script))


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
