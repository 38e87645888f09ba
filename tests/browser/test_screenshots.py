"""The pictures of the guide show what the program shows today."""

from __future__ import annotations

import json
import re
from pathlib import Path

import make_screenshots
from playwright.sync_api import Browser
from sites import ROOT

GUIDE = ROOT / "docs" / "th" / "guide.md"


def test_every_picture_is_there_and_shown() -> None:
    named = set(re.findall(r"\]\(images/([a-z-]+)\.png\)", GUIDE.read_text(encoding="utf-8")))
    notes = json.loads(make_screenshots.NOTES.read_text(encoding="utf-8"))
    names = {each.name for each in (*make_screenshots.SHOTS, *make_screenshots.SHEETS)}
    assert named == set(notes) == names
    assert {path.stem for path in make_screenshots.FOLDER.glob("*.png")} == names


def test_no_picture_has_aged(tmp_path: Path, browser: Browser) -> None:
    """Mended by `python3 dev.py screenshots`, and a look at what it has made."""
    notes = json.loads(make_screenshots.NOTES.read_text(encoding="utf-8"))
    shown = {shot.name: digest for shot, _, digest in make_screenshots.taken(tmp_path, browser)}
    shown |= {sheet.name: digest for sheet, _, digest in make_screenshots.books(tmp_path)}
    assert shown == notes
