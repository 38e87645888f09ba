"""The manual as a site: README, docs and changes, built by our own engine, its links checked by ours.

Run: `python3 dev.py docs-site` (writes `.docs-site/`).
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / ".docs-site"
#: The first pages of the navigation; the others follow by name.
_FIRST = ("README.md", "docs/th/guide.md")
_PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
_SETTINGS = {
    "site_name": "oit-site-builder",
    "theme": {"name": "material", "language": "th"},
    "plugins": ["oit-manual"],
    "markdown_extensions": ["tables", "fenced_code"],
    "validation": {"links": {"anchors": "warn", "unrecognized_links": "warn"}},
}


def make(target: Path) -> None:
    """Build the manual into a folder; raises where MkDocs finds anything wrong."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        content = work / "content"
        content.mkdir()
        for page in _PAGES:
            shutil.copy2(ROOT / page, content / page)
        shutil.copytree(ROOT / "docs", content / "docs")
        settings = {
            **_SETTINGS,
            "docs_dir": "content",
            "site_dir": str(target),
            "nav": _nav(content),
        }
        (work / "mkdocs.yml").write_text(
            yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8"
        )
        build(load_config(config_file=str(work / "mkdocs.yml"), strict=True))


def _nav(content: Path) -> list[str]:
    found = sorted(path.relative_to(content).as_posix() for path in content.rglob("*.md"))
    # Each finding has a page; they are reached from their list.
    listed = [name for name in found if not name.startswith("docs/reference/findings/")]
    return [*_FIRST, *(name for name in listed if name not in _FIRST)]


def main() -> int:
    """Build, then check every link; returns an exit code."""
    from site_builder.links.check import check_links
    from site_builder.reports.links_text import render

    make(TARGET)
    report = check_links(TARGET)
    print(render(report))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
